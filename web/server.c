/* libmicrohttpd's thread reads and writes bytes and never waits for us: when a request is complete
 * its connection is suspended and a handler thread takes it, makes the reply, and resumes the
 * connection.  A body above MAX_BODY_IN_MEMORY is spooled to a file without a name and mapped for
 * the handler.
 *
 * MHD only knows time-outs of silence.  Against clients that drip one byte now and then every
 * connection also has a deadline: for its headers, for its body by its size, for taking the reply
 * (watch.h). */
#include "web/server.h"

#include "web/listen.h"
#include "web/request.h"
#include "web/session.h"
#include "web/timer.h"
#include "web/watch.h"

#include "base/log.h"
#include "base/number.h"
#include "record/setting.h"

#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <signal.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
	DEFAULT_WORKERS = 8,
	MAX_WORKERS = 256,
	QUEUE = 512, /* requests that wait for a handler thread */
	MAX_CONNECTIONS = 1000,
	MAX_PER_ADDRESS = 100,
	CONNECTION_MEMORY = 64 * 1024, /* MHD's, for headers and one read */
	IDLE_SECONDS = 60,
	SLOWEST = 16 * 1024, /* bytes a second of a body or reply, beside the idle time */
	STOP_SECONDS = 10,
};

struct server {
	struct web web;
	struct MHD_Daemon *daemon;
	struct context *contexts; /* of each thread of the pool; the last is the network's */
	int threads;
	atomic_int passing;  /* requests that were begun and not yet sent */
	atomic_bool closing; /* nobody is there any more to answer a request */
};

/* A request on its way; `x` is what the router sees of it. */
struct passage {
	struct exchange x;
	struct server *server;
	struct MHD_Connection *connection;
	struct MHD_Response *response;
	int status;
	bool answered;
	const struct route *route; /* NULL: none */
	size_t header_bytes, lengths;
	size_t most, room; /* of the body: what the route takes; what `memory` holds */
	char *memory;
	int spool; /* -1: none */
};

static int64_t microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

static struct wire *wire_of(struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *info =
	        MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

static void turn(struct MHD_Connection *c, enum turn turn, int64_t seconds)
{
	struct wire *wire = wire_of(c);

	if (wire)
		wire_turn(wire, turn, seconds);
}

/* ---- connections */

static void connection_changed(void *cls, struct MHD_Connection *c, void **context,
                               enum MHD_ConnectionNotificationCode what)
{
	struct server *s = cls;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *info =
		        MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);

		*context = watch_add(s->web.watch, info->connect_fd, IDLE_SECONDS);
		atomic_fetch_add(&s->web.metrics.connections, 1);
		return;
	}
	if (*context)
		watch_remove(s->web.watch, *context);
	*context = NULL;
	atomic_fetch_sub(&s->web.metrics.connections, 1);
}

/* ---- a request comes in */

static void *passage_new(void *cls, const char *uri, struct MHD_Connection *c)
{
	struct server *s = cls;
	struct passage *p = calloc(1, sizeof *p);

	if (!p)
		return NULL;
	p->server = s;
	p->connection = c;
	p->spool = -1;
	p->x.web = &s->web;
	p->x.https = s->web.https;
	p->x.target = strdup(uri);
	atomic_fetch_add(&s->passing, 1);
	return p;
}

static void passage_end(void *cls, struct MHD_Connection *c, void **state,
                        enum MHD_RequestTerminationCode how)
{
	struct passage *p = *state;

	(void)cls;
	(void)how;
	turn(c, TURN_SEND, IDLE_SECONDS);
	if (!p)
		return;
	if (p->spool >= 0) {
		if (p->x.body)
			munmap((void *)(uintptr_t)p->x.body, p->x.body_size);
		close(p->spool);
	}
	if (p->response)
		MHD_destroy_response(p->response);
	free(p->memory);
	free(p->x.target);
	atomic_fetch_sub(&p->server->passing, 1);
	free(p);
	*state = NULL;
}

static enum MHD_Result take_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
	struct passage *p = cls;

	(void)kind;
	if (!value)
		value = "";
	p->header_bytes += strlen(name) + strlen(value) + 4;
	if (strcasecmp(name, "Content-Length") == 0 || strcasecmp(name, "Transfer-Encoding") == 0)
		p->lengths++;
	if (p->x.headers_n == MAX_HEADER_LINES || p->header_bytes > MAX_HEADERS) {
		p->x.refused = ERR_TOO_LARGE;
		return MHD_NO;
	}
	p->x.headers[p->x.headers_n++] = (struct pair){ name, value };
	return MHD_YES;
}

/* Whose request it is: a proxy on this machine says for whom it asks. */
static void take_address(struct passage *p)
{
	const union MHD_ConnectionInfo *info =
	        MHD_get_connection_info(p->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	struct exchange *x = &p->x;
	bool local = true;

	snprintf(x->remote, sizeof x->remote, "unix");
	if (info && info->client_addr)
		address_text(info->client_addr, x->remote, sizeof x->remote, &local);
	if (!local)
		return;
	address_forwarded(exchange_header(x, "X-Forwarded-For"), x->remote, sizeof x->remote);
	if (str_eq(exchange_header(x, "X-Forwarded-Proto"), "https"))
		x->https = true;
}

/* All headers are there, the body is not.  What can be refused now is, so that nobody sends 60 MB
 * for nothing. */
static void begin(struct passage *p, const char *method)
{
	struct exchange *x = &p->x;
	int64_t length = 0;

	x->method = method;
	MHD_get_connection_values(p->connection, MHD_HEADER_KIND, take_header, p);
	take_address(p);
	if (!x->target) {
		x->refused = ERR_UNAVAILABLE;
		return;
	}

	const char *stated = exchange_header(x, "Content-Length");

	if (strlen(x->target) > MAX_URL)
		x->refused = ERR_TOO_LARGE;
	else if (p->lengths > 1 || (stated && !parse_int_in(stated, 0, INT64_MAX, &length)))
		x->refused = ERR_BAD_REQUEST; /* two readers could disagree where it ends */
	if (x->refused)
		return;
	p->route = router_route_of(p->server->web.router, method, x->target);
	p->most = route_body_limit(p->route);
	if (length > (int64_t)p->most)
		x->refused = ERR_TOO_LARGE;
	turn(p->connection, TURN_SEND,
	     IDLE_SECONDS + (stated ? length : (int64_t)p->most) / SLOWEST);
}

/* ---- its body */

static bool to_spool(struct passage *p, const char *bytes, size_t n)
{
	while (n) {
		ssize_t written = write(p->spool, bytes, n);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		bytes += written;
		n -= (size_t)written;
	}
	return true;
}

static bool begin_spool(struct passage *p)
{
	const char *folder = getenv("TMPDIR");

	p->spool =
	        open(str_empty(folder) ? "/var/tmp" : folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (p->spool < 0 || !to_spool(p, p->memory, p->x.body_size))
		return false;
	free(p->memory);
	p->memory = NULL;
	return true;
}

static bool to_memory(struct passage *p, const char *bytes, size_t n)
{
	if (p->x.body_size + n > p->room) {
		size_t room = p->room ? 2 * p->room : 16 * 1024;

		while (room < p->x.body_size + n)
			room *= 2;

		char *memory = realloc(p->memory, room);

		if (!memory)
			return false;
		p->memory = memory;
		p->room = room;
	}
	memcpy(p->memory + p->x.body_size, bytes, n);
	return true;
}

/* What is too much or cannot be kept is read and forgotten: the answer is sent at its end, and the
 * deadline sees to it that there is one. */
static void take_body(struct passage *p, const char *bytes, size_t n)
{
	struct exchange *x = &p->x;

	if (x->refused)
		return;
	if (n > p->most - x->body_size) {
		x->refused = ERR_TOO_LARGE;
		return;
	}

	bool kept = p->spool < 0 && x->body_size + n <= MAX_BODY_IN_MEMORY
	                    ? to_memory(p, bytes, n)
	                    : (p->spool >= 0 || begin_spool(p)) && to_spool(p, bytes, n);

	if (kept)
		x->body_size += n;
	else
		x->refused = ERR_UNAVAILABLE;
}

static void end_body(struct passage *p)
{
	struct exchange *x = &p->x;

	x->body = p->memory;
	if (p->spool < 0 || x->refused)
		return;

	void *map = mmap(NULL, x->body_size, PROT_READ, MAP_PRIVATE, p->spool, 0);

	if (map == MAP_FAILED)
		x->refused = ERR_UNAVAILABLE;
	else
		x->body = map;
}

/* ---- its reply */

static struct MHD_Response *response_of(const struct reply *a)
{
	struct MHD_Response *r;

	if (a->file >= 0) {
		int fd = fcntl(a->file, F_DUPFD_CLOEXEC, 0);

		r = fd < 0 ? NULL : MHD_create_response_from_fd64((uint64_t)a->file_size, fd);
	} else {
		r = MHD_create_response_from_buffer(a->body.len, a->body.text,
		                                    a->body.mem ? MHD_RESPMEM_MUST_COPY
		                                                : MHD_RESPMEM_PERSISTENT);
	}
	if (!r)
		return NULL;
	if (a->status != 204 && a->status != 304)
		MHD_add_response_header(r, "Content-Type", a->type);
	for (size_t i = 0; i < a->headers_n; i++)
		MHD_add_response_header(r, a->headers[i].name, a->headers[i].value);
	return r;
}

static void log_request(const struct exchange *x, int status, int64_t took)
{
	char status_text[16], ms[32];

	snprintf(status_text, sizeof status_text, "%d", status);
	snprintf(ms, sizeof ms, "%lld.%03lld", (long long)took / 1000, (long long)took % 1000);
	log_event(LOG_INFO, "request", "number", x->number, "method", x->method, "route",
	          x->pattern ? x->pattern : "-", "status", status_text, "ms", ms, NULL);
}

/* False: it could not be answered at once. */
static bool make_answer(struct passage *p, struct context *cx)
{
	struct web *web = &p->server->web;
	int64_t began = microseconds();
	struct reply a;

	router_answer(cx, &p->x, &a);
	if (p->x.later)
		return false;
	p->response = response_of(&a);
	p->status = a.status;
	if (p->response && atomic_load(&web->stopping))
		MHD_add_response_header(p->response, "Connection", "close");
	p->answered = true;

	int64_t took = microseconds() - began;

	metrics_count(&web->metrics, a.status, took);
	atomic_fetch_add(&web->metrics.retries, p->x.retries);
	log_request(&p->x, a.status, took);
	return true;
}

/* On a handler thread. */
static void answer(int thread, void *what)
{
	struct passage *p = what;
	struct context *cx = &p->server->contexts[thread];

	make_answer(p, cx);
	MHD_resume_connection(p->connection); /* p may be gone from here on */
	arena_reset(cx->mem);
}

/* On the network's thread: cheaper than to wake another one, and over before that would have begun.
 */
static bool answer_at_once(struct passage *p)
{
	struct server *s = p->server;
	struct context *cx = &s->contexts[s->threads];
	unsigned flags = p->route && !p->x.refused ? p->route->flags : 0;

	if (!(flags & ROUTE_AT_ONCE) ||
	    !(flags & ROUTE_NO_DB || store_reads_at_once(s->web.app->store)))
		return false;
	p->x.at_once = true;
	make_answer(p, cx);
	p->x.at_once = false;
	arena_reset(cx->mem);
	return p->answered;
}

/* No thread and no room to wait: one constant answer, in every language, since nobody has time to
 * find out which. */
static void answer_full(struct passage *p)
{
	static const char words[] =
	        "Programma işli. Hiç zat ýitmedi. Birnäçe sekuntdan täzeden synanyşyň.\n"
	        "Программа занята. Ничего не потеряно. Попробуйте через несколько секунд.\n"
	        "The program is busy. Nothing is lost. Try again in a few seconds.\n";
	static const char json[] =
	        "{\"error\":{\"kind\":\"unavailable\",\"field\":null,"
	        "\"message\":\"The program is busy. Try again in a few seconds.\"}}";
	bool api = str_starts(p->x.target, "/api/");
	const char *text = api ? json : words;

	p->response = MHD_create_response_from_buffer(strlen(text), (void *)(uintptr_t)text,
	                                              MHD_RESPMEM_PERSISTENT);
	if (p->response) {
		MHD_add_response_header(p->response, "Content-Type",
		                        api ? "application/json" : "text/plain; charset=utf-8");
		MHD_add_response_header(p->response, "Retry-After", "2");
		MHD_add_response_header(p->response, "Cache-Control", "no-store");
		for (const struct pair *h = reply_guards; h->name; h++)
			MHD_add_response_header(p->response, h->name, h->value);
	}
	p->status = MHD_HTTP_SERVICE_UNAVAILABLE;
	p->answered = true;
	atomic_fetch_add(&p->server->web.metrics.refused_full, 1);
	metrics_count(&p->server->web.metrics, p->status, 0);
}

static enum MHD_Result send_reply(struct passage *p)
{
	if (!p->response)
		return MHD_NO;
	turn(p->connection, TURN_TAKE, IDLE_SECONDS + MAX_BODY / SLOWEST);
	return MHD_queue_response(p->connection, (unsigned)p->status, p->response);
}

static enum MHD_Result hand_over(struct passage *p)
{
	struct exchange *x = &p->x;
	bool slow = !x->refused && p->route && p->route->flags & ROUTE_JOB;

	if (!x->target || atomic_load(&p->server->closing))
		return MHD_NO;
	end_body(p);
	if (answer_at_once(p))
		return send_reply(p);
	turn(p->connection, TURN_OURS, 0);
	MHD_suspend_connection(p->connection);
	if (!workers_give(p->server->web.workers, slow, answer, p)) {
		answer_full(p);
		MHD_resume_connection(p->connection);
	}
	return MHD_YES;
}

/* MHD asks here: once when the headers are there, for every piece of the body, at its end, and
 * after the resumption. */
static enum MHD_Result handle(void *cls, struct MHD_Connection *c, const char *url,
                              const char *method, const char *version, const char *bytes, size_t *n,
                              void **state)
{
	struct passage *p = *state;

	(void)cls;
	(void)c;
	(void)url;
	(void)version;
	if (!p)
		return MHD_NO;
	if (p->answered)
		return send_reply(p);
	if (!p->x.method) {
		begin(p, method);
		return p->x.refused ? hand_over(p) : MHD_YES;
	}
	if (*n) {
		take_body(p, bytes, *n);
		*n = 0;
		return MHD_YES;
	}
	return hand_over(p);
}

/* ---- start and end */

/* What is in memory must not end up in a file that others read. */
static void no_core_dumps(void)
{
	const struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
}

static void many_files(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
		files.rlim_cur = files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
	}
}

static bool make_contexts(struct server *s)
{
	s->contexts = calloc((size_t)s->threads + 1, sizeof *s->contexts);
	for (int i = 0; s->contexts && i <= s->threads; i++) {
		struct context *made = context_new(s->web.app, MAX_REQUEST_MEMORY);

		if (!made)
			return false;
		s->contexts[i] = *made;
	}
	return s->contexts != NULL;
}

static bool start_threads(struct context *cx, struct server *s, int workers)
{
	s->threads = workers_threads(workers);
	if (make_contexts(s))
		s->web.workers = workers_new(workers, QUEUE);
	return s->web.workers || fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory."));
}

static bool start_daemon(struct context *cx, struct server *s, int socket, bool local)
{
	const unsigned per_address = local ? 0 : MAX_PER_ADDRESS; /* a proxy has but one */

	s->daemon = MHD_start_daemon(
	        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle, s,
	        MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_NOTIFY_COMPLETED, passage_end, s,
	        MHD_OPTION_URI_LOG_CALLBACK, passage_new, s, MHD_OPTION_NOTIFY_CONNECTION,
	        connection_changed, s, MHD_OPTION_CONNECTION_LIMIT, (unsigned)MAX_CONNECTIONS,
	        MHD_OPTION_PER_IP_CONNECTION_LIMIT, per_address, MHD_OPTION_CONNECTION_TIMEOUT,
	        (unsigned)IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	        (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_MEMORY_INCREMENT,
	        (size_t)(16 * 1024), MHD_OPTION_STRICT_FOR_CLIENT, 1,
	        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
	return s->daemon || fail(cx, ERR_UNAVAILABLE, NULL, N_("The server could not be started."));
}

static bool at_work(struct server *s)
{
	return atomic_load(&s->passing) || workers_running(s->web.workers);
}

/* False: it takes too long. */
static bool wait_for_work(struct server *s)
{
	for (int tenths = 0; at_work(s); tenths++) {
		if (tenths == STOP_SECONDS * 10)
			return false;
		watch_close_late(s->web.watch);
		usleep(100 * 1000);
	}
	return true;
}

/* Nobody new; what runs may end, also what comes meanwhile on connections that are open; then
 * nothing any more, for libmicrohttpd must not be ended while it waits for an answer of ours. */
static void stop(struct server *s, int socket)
{
	atomic_store(&s->web.stopping, true);
	if (MHD_quiesce_daemon(s->daemon) != MHD_INVALID_SOCKET)
		close(socket);

	bool ended = wait_for_work(s);

	atomic_store(&s->closing, true);
	if (!ended || !wait_for_work(s)) {
		log_event(LOG_WARN, "stopped-late", NULL);
		_exit(0); /* the database rolls back what did not end */
	}
	MHD_stop_daemon(s->daemon);
}

static void server_free(struct server *s)
{
	for (int i = 0; s->contexts && i <= s->threads; i++)
		arena_free(s->contexts[i].mem);
	free(s->contexts);
	router_free(s->web.router);
	recent_free(s->web.recent);
	watch_free(s->web.watch);
	pthread_mutex_destroy(&s->web.touched.mutex);
	s->web.app->running = NULL;
	pthread_mutex_destroy(&s->web.running.mutex);
	free(s);
}

/* Until somebody asks us to stop. */
static void wait_for_end(const sigset_t *ends)
{
	int signal_number;

	while (sigwait(ends, &signal_number) != 0)
		continue;
	log_event(LOG_INFO, "stopping", NULL);
}

static bool serve(struct context *cx, struct server *s, struct server_options o, int socket,
                  bool local)
{
	char threads[16];
	sigset_t ends;
	struct timer *timer;
	bool served;

	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	pthread_sigmask(SIG_BLOCK, &ends, NULL);
	signal(SIGPIPE, SIG_IGN);
	if (!start_threads(cx, s, o.workers))
		return false;
	timer = timer_start(&s->web);
	if (!timer)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory."));
	served = start_daemon(cx, s, socket, local);
	if (served) {
		snprintf(threads, sizeof threads, "%d", o.workers);
		log_event(LOG_INFO, "listening", "address", o.listen, "workers", threads,
		          "database", store_engine(s->web.app->store), NULL);
		wait_for_end(&ends);
	}
	timer_stop(timer);
	if (served)
		stop(s, socket);
	workers_free(s->web.workers);
	listen_end(o.listen);
	if (served)
		log_event(LOG_INFO, "stopped", NULL);
	return served;
}

static bool read_settings(struct context *cx, void *data)
{
	(void)data;
	return settings_refresh(cx);
}

/* The first request must know already whether the address is https. */
static bool start(struct context *cx, struct server *s, struct server_options o)
{
	bool local;
	int socket;

	pthread_mutex_init(&s->web.touched.mutex, NULL);
	pthread_mutex_init(&s->web.running.mutex, NULL);
	s->web.app->running = &s->web.running;
	s->web.https = o.address && str_starts(o.address, "https://");
	s->web.watch = watch_new();
	s->web.recent = recent_new();
	s->web.router = router_new(cx);
	if (!s->web.router || !s->web.watch)
		return false;
	socket = listen_on(cx, o.listen, &local);
	return socket >= 0 && db_work(cx, s->web.app->store, DB_READ, read_settings, NULL) &&
	       first_code(cx, s->web.first_code) && serve(cx, s, o, socket, local);
}

static int workers_or_default(int workers)
{
	return workers < 1 ? DEFAULT_WORKERS : workers > MAX_WORKERS ? MAX_WORKERS : workers;
}

int server_readers(int workers)
{
	enum { NETWORK = 1, TIMER = 1, BACKUPS = 1, MAILER = 1 };

	return workers_threads(workers_or_default(workers)) + NETWORK + TIMER + BACKUPS + MAILER;
}

bool server_run(struct app *app, struct server_options o)
{
	struct context *cx = context_new(app, MAX_REQUEST_MEMORY);
	struct server *s = calloc(1, sizeof *s);
	bool done;

	if (!cx || !s) {
		free(s);
		context_free(cx);
		log_event(LOG_ERROR, "not-started", "cause", "no memory", NULL);
		return false;
	}
	no_core_dumps();
	many_files();
	o.listen = str_empty(o.listen) ? "127.0.0.1:8080" : o.listen;
	o.workers = workers_or_default(o.workers);
	s->web.app = app;
	done = start(cx, s, o);
	if (!done)
		log_event(LOG_ERROR, "not-started", "cause", cx->err.text ? cx->err.text : "",
		          NULL);
	server_free(s);
	context_free(cx);
	return done;
}
