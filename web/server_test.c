/* A really running server on a unix socket, and clients that do not behave. */
#include "web/server.h"
#include "web/web_test.h"

#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

struct running_server {
	char socket[140];
	int port; /* 0: the socket's file */
	pid_t pid;
};

enum { ANSWER_ROOM = 256 * 1024 };

static struct sockaddr_in here(int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
		                     .sin_port = htons((uint16_t)port),
		                     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static int connect_to(const struct running_server *s)
{
	struct sockaddr_un by_path = { .sun_family = AF_UNIX };
	const struct sockaddr_in by_port = here(s->port);
	const struct timeval patience = { .tv_sec = 10 };
	int fd = socket(s->port ? AF_INET : AF_UNIX, SOCK_STREAM, 0);

	memcpy(by_path.sun_path, s->socket, strlen(s->socket) + 1);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	if ((s->port ? connect(fd, (const void *)&by_port, sizeof by_port)
	             : connect(fd, (const void *)&by_path, sizeof by_path)) == 0)
		return fd;
	close(fd);
	return -1;
}

static int free_port(void)
{
	struct sockaddr_in a = here(0);
	socklen_t n = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(bind(fd, (const void *)&a, sizeof a), 0);
	assert_int_equal(getsockname(fd, (void *)&a, &n), 0);
	close(fd);
	return ntohs(a.sin_port);
}

/* Forks before there are threads or connections, so that the child has its own. */
static struct running_server start_at(struct test_web *t, int port)
{
	struct running_server s = { .port = port };
	char listen[160];

	snprintf(s.socket, sizeof s.socket, "%s/http", t->world.folder);
	if (port)
		snprintf(listen, sizeof listen, "127.0.0.1:%d", port);
	else
		snprintf(listen, sizeof listen, "unix:%s", s.socket);
	store_close(t->world.app.store);
	t->world.app.store = NULL;
	s.pid = fork();
	if (s.pid == 0) {
		t->world.app.store =
		        store_open(t->cx, t->world.url, (struct store_options){ .readers = 4 });
		_exit(!server_run(&t->world.app,
		                  (struct server_options){ .listen = listen, .workers = 4 }));
	}
	t->world.app.store =
	        store_open(t->cx, t->world.url, (struct store_options){ .readers = 1 });
	for (int i = 0; i < 500; i++) {
		int fd = connect_to(&s);

		if (fd >= 0) {
			close(fd);
			return s;
		}
		usleep(20 * 1000);
	}
	fail_msg("the server does not listen");
	return s;
}

static struct running_server start(struct test_web *t)
{
	return start_at(t, 0);
}

/* Exit status after SIGTERM. */
static int stop(struct running_server *s)
{
	int status = -1;

	kill(s->pid, SIGTERM);
	assert_int_equal(waitpid(s->pid, &status, 0), s->pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void put(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);

		if (sent <= 0)
			return; /* the server need not read what it refuses */
		bytes += sent;
		n -= (size_t)sent;
	}
}

/* Reads to the end of the connection. */
static const char *take_all(int fd, char *room)
{
	size_t n = 0;
	ssize_t got;

	while (n + 1 < ANSWER_ROOM && (got = recv(fd, room + n, ANSWER_ROOM - 1 - n, 0)) > 0)
		n += (size_t)got;
	room[n] = '\0';
	close(fd);
	return room;
}

static const char *talk_n(const struct running_server *s, const char *bytes, size_t n, char *room)
{
	int fd = connect_to(s);

	assert_true(fd >= 0);
	put(fd, bytes, n);
	return take_all(fd, room);
}

static int status_of(const char *answer)
{
	assert_true(str_starts(answer, "HTTP/1.1 "));
	return (int)strtol(answer + strlen("HTTP/1.1 "), NULL, 10);
}

static int talk(const struct running_server *s, const char *text, char *room)
{
	return status_of(talk_n(s, text, strlen(text), room));
}

#define END "Host: here\r\nConnection: close\r\n\r\n"

static void health_and_numbers_are_told(void **state)
{
	struct running_server s = start(*state);
	char *room = malloc(ANSWER_ROOM);

	assert_int_equal(talk(&s, "GET /healthz HTTP/1.1\r\n" END, room), 200);
	assert_non_null(strstr(room, "\r\n\r\nok\n"));
	assert_null(strstr(room, "\nServer:"));
	assert_int_equal(talk(&s, "HEAD /healthz HTTP/1.1\r\n" END, room), 200);
	assert_non_null(strstr(room, "Content-Length: 3\r\n"));
	assert_null(strstr(room, "ok\n"));
	assert_int_equal(talk(&s, "GET /metrics HTTP/1.1\r\n" END, room), 200);
	assert_non_null(strstr(room, "ygrar_requests_total{status=\"200\"} 2\n"));
	assert_non_null(strstr(room, "ygrar_unsealed_changes 0\n"));
	free(room);
	assert_int_equal(stop(&s), 0);
	assert_int_equal(access(s.socket, F_OK), -1);
}

static void connections_are_kept(void **state)
{
	struct running_server s = start(*state);
	char *room = malloc(ANSWER_ROOM);
	int times = 0;

	talk(&s,
	     "GET /healthz HTTP/1.1\r\nHost: here\r\n\r\nGET /nothing HTTP/1.1\r\nHost: "
	     "here\r\n\r\n"
	     "GET /healthz HTTP/1.1\r\n" END,
	     room);
	for (const char *at = room; (at = strstr(at, "HTTP/1.1 ")); at++)
		times++;
	assert_int_equal(times, 3);
	assert_non_null(strstr(room, "HTTP/1.1 404"));
	free(room);
	assert_int_equal(stop(&s), 0);
}

static void static_files_are_kept_by_browsers(void **state)
{
	struct running_server s = start(*state);
	char *room = malloc(ANSWER_ROOM), request[256];
	const char *tag;

	assert_int_equal(talk(&s, "GET /static/other/ygrar.css HTTP/1.1\r\n" END, room), 200);
	assert_non_null(strstr(room, "Content-Type: text/css"));
	assert_non_null(strstr(room, "Cache-Control: no-cache"));
	tag = strstr(room, "ETag: \"");
	assert_non_null(tag);
	snprintf(request, sizeof request, "GET /static/%.12s/ygrar.css HTTP/1.1\r\n" END, tag + 7);
	assert_int_equal(talk(&s, request, room), 200);
	assert_non_null(strstr(room, "immutable"));
	tag = strstr(room, "ETag: \"");
	snprintf(request, sizeof request,
	         "GET /static/x/ygrar.css HTTP/1.1\r\nIf-None-Match: %.14s\r\n" END, tag + 6);
	assert_int_equal(talk(&s, request, room), 304);
	assert_int_equal(
	        talk(&s, "GET /static/x/..%2F..%2Freference%2Froles.csv HTTP/1.1\r\n" END, room),
	        404);
	free(room);
	assert_int_equal(stop(&s), 0);
}

/* A form of 1 MB, spooled to a file, whose last field is what counts. */
static void long_bodies_are_spooled(void **state)
{
	struct running_server s = start(*state);
	char *room = malloc(ANSWER_ROOM);
	size_t size = 1024 * 1024, head;
	char *form = malloc(size + 1024);

	head = (size_t)snprintf(
	        form, 1024,
	        "POST /language HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
	        "Content-Length: %zu\r\n" END,
	        size);
	memset(form + head, 'x', size);
	memcpy(form + head + size - 8, "&lang=tk", 8);
	assert_int_equal(status_of(talk_n(&s, form, head + size, room)), 303);
	memcpy(form + head + size - 8, "&lang=xx", 8);
	assert_int_equal(status_of(talk_n(&s, form, head + size, room)), 400);
	assert_int_equal(talk(&s,
	                      "POST /language HTTP/1.1\r\nContent-Type: "
	                      "application/x-www-form-urlencoded\r\n"
	                      "Transfer-Encoding: chunked\r\n" END
	                      "5\r\nlang=\r\n2\r\ntk\r\n0\r\n\r\n",
	                      room),
	                 303);
	free(form);
	free(room);
	assert_int_equal(stop(&s), 0);
}

static void what_is_too_large_is_refused_unread(void **state)
{
	struct running_server s = start(*state);
	char *room = malloc(ANSWER_ROOM);
	struct buffer b;
	struct test_web *t = *state;

	assert_int_equal(
	        talk(&s, "POST /sign-in HTTP/1.1\r\nContent-Length: 9999999999\r\n" END, room),
	        413);
	assert_int_equal(
	        talk(&s, "POST /api/v1/nothing HTTP/1.1\r\nContent-Length: 9999999\r\n" END, room),
	        413);
	assert_non_null(strstr(room, "\"too_large\""));
	b = BUFFER(t->cx->mem, 8 * 1024 * 1024);
	buffer_text(&b, "POST /sign-in HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" END);
	for (int i = 0; i < 40; i++) {
		buffer_text(&b, "10000\r\n");
		for (int k = 0; k < 65536 / 64; k++)
			buffer_text(
			        &b,
			        "0123456789012345678901234567890123456789012345678901234567890123");
		buffer_text(&b, "\r\n");
	}
	buffer_text(&b, "0\r\n\r\n");
	assert_int_equal(status_of(talk_n(&s, b.text, b.len, room)), 413);
	b = BUFFER(t->cx->mem, 1024 * 1024);
	buffer_text(&b, "GET /healthz HTTP/1.1\r\n");
	for (int i = 0; i < MAX_HEADER_LINES; i++)
		buffer_fmt(&b, "X-%d: y\r\n", i);
	buffer_text(&b, END);
	assert_int_equal(status_of(talk_n(&s, b.text, b.len, room)), 413);
	b = BUFFER(t->cx->mem, 1024 * 1024);
	buffer_text(&b, "GET /healthz?");
	for (int i = 0; i < MAX_URL; i++)
		buffer_char(&b, 'x');
	buffer_text(&b, " HTTP/1.1\r\n" END);
	assert_int_equal(status_of(talk_n(&s, b.text, b.len, room)), 413);
	free(room);
	assert_int_equal(stop(&s), 0);
}

static void odd_clients_hurt_nobody(void **state)
{
	static const char *const odd[] = {
		"GET /healthz HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n" END "abcd",
		"POST /sign-in HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n" END
		"0\r\n\r\n",
		"POST /sign-in HTTP/1.1\r\nContent-Length: -1\r\n" END,
		"POST /sign-in HTTP/1.1\r\nContent-Length: 1x\r\n" END "a",
		"GET /healthz HTTP/1.1\r\n\r\n",
		"\x16\x03\x01 nonsense\r\n\r\n",
	};
	struct running_server s = start(*state);
	char *room = malloc(ANSWER_ROOM);
	int fd;

	for (size_t i = 0; i < LEN(odd); i++) {
		talk_n(&s, odd[i], strlen(odd[i]), room);
		if (*room)
			assert_int_equal(status_of(room), 400);
	}
	for (int i = 0; i < 20; i++) { /* gone in the middle of headers, body and reply */
		static const char whole[] =
		        "POST /language HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\nlang=";

		fd = connect_to(&s);
		put(fd, whole, (sizeof whole - 1) * (size_t)i / 20);
		close(fd);
		fd = connect_to(&s);
		put(fd, "GET /healthz HTTP/1.1\r\n" END, strlen("GET /healthz HTTP/1.1\r\n" END));
		close(fd);
	}
	assert_int_equal(talk(&s, "GET /healthz HTTP/1.1\r\n" END, room), 200);
	free(room);
	assert_int_equal(stop(&s), 0);
}

static bool within(const struct running_server *s, const char *metric, int seconds, char *room)
{
	for (int tenths = 0; tenths < 10 * seconds; tenths++) {
		talk(s, "GET /metrics HTTP/1.1\r\n" END, room);
		if (strstr(room, metric))
			return true;
		usleep(100 * 1000);
	}
	return false;
}

/* Half an upload, whose end arrives together with its last bytes: the connection must not stand
 * there until its time is up, for a thousand of them are all there are. */
static void who_leaves_while_sending_leaves_nothing(void **state)
{
	static const char half[] =
	        "POST /language HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\nlang=";
	struct running_server s = start_at(*state, free_port());
	char *room = malloc(ANSWER_ROOM);

	for (int i = 0; i < 100; i++) {
		int fd = connect_to(&s);

		put(fd, half, sizeof half - 1);
		close(fd);
	}
	assert_true(within(&s, "\nygrar_connections 1\n", 5, room));
	free(room);
	assert_int_equal(stop(&s), 0);
}

static void who_has_said_all_gets_an_answer(void **state)
{
	struct running_server s = start(*state);
	char *room = malloc(ANSWER_ROOM);
	int fd = connect_to(&s);

	put(fd, "GET /healthz HTTP/1.1\r\n" END, strlen("GET /healthz HTTP/1.1\r\n" END));
	shutdown(fd, SHUT_WR);
	assert_int_equal(status_of(take_all(fd, room)), 200);
	free(room);
	assert_int_equal(stop(&s), 0);
}

/* More clients at once than threads. */
static void many_are_served_at_once(void **state)
{
	struct running_server s = start(*state);
	char *room = malloc(ANSWER_ROOM);
	static const char request[] = "GET /healthz HTTP/1.1\r\n" END;
	int fds[100];

	for (size_t i = 0; i < LEN(fds); i++) {
		fds[i] = connect_to(&s);
		assert_true(fds[i] >= 0);
	}
	for (size_t i = 0; i < LEN(fds); i++)
		put(fds[i], request, sizeof request - 1);
	for (size_t i = 0; i < LEN(fds); i++)
		assert_int_equal(status_of(take_all(fds[i], room)), 200);
	free(room);
	assert_int_equal(stop(&s), 0);
}

static void a_second_server_keeps_its_hands_off(void **state)
{
	struct test_web *t = *state;
	struct running_server s = start(t);
	char listen[160], *room = malloc(ANSWER_ROOM);

	snprintf(listen, sizeof listen, "unix:%s", s.socket);
	assert_false(server_run(&t->world.app, (struct server_options){ .listen = listen }));
	assert_false(server_run(&t->world.app, (struct server_options){ .listen = "127.0.0.1:0" }));
	assert_false(server_run(&t->world.app, (struct server_options){ .listen = "nowhere" }));
	assert_int_equal(talk(&s, "GET /healthz HTTP/1.1\r\n" END, room), 200);
	free(room);
	assert_int_equal(stop(&s), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(health_and_numbers_are_told, test_web_sqlite,
		                                test_web_close),
		cmocka_unit_test_setup_teardown(connections_are_kept, test_web_sqlite,
		                                test_web_close),
		cmocka_unit_test_setup_teardown(static_files_are_kept_by_browsers, test_web_sqlite,
		                                test_web_close),
		cmocka_unit_test_setup_teardown(long_bodies_are_spooled, test_web_sqlite,
		                                test_web_close),
		cmocka_unit_test_setup_teardown(what_is_too_large_is_refused_unread,
		                                test_web_sqlite, test_web_close),
		cmocka_unit_test_setup_teardown(odd_clients_hurt_nobody, test_web_sqlite,
		                                test_web_close),
		cmocka_unit_test_setup_teardown(who_leaves_while_sending_leaves_nothing,
		                                test_web_sqlite, test_web_close),
		cmocka_unit_test_setup_teardown(who_has_said_all_gets_an_answer, test_web_sqlite,
		                                test_web_close),
		cmocka_unit_test_setup_teardown(many_are_served_at_once, test_web_sqlite,
		                                test_web_close),
		cmocka_unit_test_setup_teardown(a_second_server_keeps_its_hands_off,
		                                test_web_sqlite, test_web_close),
	};

	return cmocka_run_group_tests_name("server", tests, NULL, NULL);
}
