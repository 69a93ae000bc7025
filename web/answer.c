/* The steps of a request, in their order: match, session, permission, CSRF, limits, transaction,
 * handler, commit, reply.
 *
 * The whole of it may run several times (ERR_RETRY), each time from the raw request on a clean
 * arena.  When the arena's limit is reached, the recovery point below answers for this request
 * alone.  Whatever happens, the reply ends up complete: when even the error page fails, one of
 * constant text is sent. */
#include "web/draft.h"
#include "web/page.h"
#include "web/router.h"
#include "web/session.h"

#include "base/log.h"
#include "record/setting.h"

#include <fcntl.h>
#include <setjmp.h>
#include <unistd.h>

static const char notice_cookie[] = "ygrar-notice", lang_cookie[] = "ygrar-lang";

/* One attempt. */
struct run {
	struct context *cx;
	struct exchange *x;
	struct request *q;
	struct reply *a;
	const struct session
	        *left; /* a session that ran out: nobody acts, but whose draft it was is known */
	bool over;     /* answered before the handler: a redirect */
	bool https;    /* the system's address is https, by option or setting */
};

/* ---- replies */

int error_status(enum error_kind kind)
{
	static const int status[] = {
		[ERR_NONE] = 200,        [ERR_BAD_REQUEST] = 400,
		[ERR_INVALID] = 422,     [ERR_UNAUTHENTICATED] = 401,
		[ERR_FORBIDDEN] = 403,   [ERR_NOT_FOUND] = 404,
		[ERR_CONFLICT] = 409,    [ERR_PRECONDITION] = 428,
		[ERR_TOO_LARGE] = 413,   [ERR_TOO_MANY] = 429,
		[ERR_UNAVAILABLE] = 503, [ERR_RETRY] = 503,
		[ERR_BROKEN] = 500,
	};

	return status[kind];
}

void reply_header(struct reply *a, const char *name, const char *value)
{
	if (a->headers_n < LEN(a->headers))
		a->headers[a->headers_n++] = (struct pair){ name, value };
}

static bool reply_has(const struct reply *a, const char *name)
{
	for (size_t i = 0; i < a->headers_n; i++)
		if (str_eq(a->headers[i].name, name))
			return true;
	return false;
}

static void reply_default(struct reply *a, const char *name, const char *value)
{
	if (!reply_has(a, name))
		reply_header(a, name, value);
}

bool reply_goto(struct context *cx, struct reply *a, const char *where)
{
	a->status = 303;
	a->type = "text/plain; charset=utf-8";
	a->body = BUFFER(cx->mem, 1);
	reply_header(a, "Location", arena_str(cx->mem, where));
	return true;
}

bool reply_notice(struct context *cx, struct reply *a, const struct request *q, const char *text)
{
	struct buffer b = BUFFER(cx->mem, 2048);

	query_write(&b, notice_cookie, text);
	buffer_fmt(&b, "; Path=/; Max-Age=60; HttpOnly; SameSite=Lax%s",
	           request_secure(cx, q) ? "; Secure" : "");
	if (buffer_ok(cx, &b))
		reply_header(a, "Set-Cookie", buffer_str(&b));
	return !failed(cx);
}

static void close_spool(void *what)
{
	close((int)(intptr_t)what);
}

int reply_spool(struct context *cx)
{
	const char *folder = getenv("TMPDIR");
	int fd =
	        open(str_empty(folder) ? "/var/tmp" : folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0) {
		fail(cx, ERR_UNAVAILABLE, NULL, N_("There is no room for a temporary file."));
		return -1;
	}
	arena_defer(cx->mem, close_spool, (void *)(intptr_t)fd);
	return fd;
}

static void close_file(void *file)
{
	fclose(file);
}

FILE *reply_spool_file(struct context *cx, struct reply *a)
{
	FILE *file;
	int fd;

	a->file = reply_spool(cx);
	fd = a->file < 0 ? -1 : dup(a->file);
	file = fd < 0 ? NULL : fdopen(fd, "wb");
	if (file)
		arena_defer(cx->mem, close_file, file);
	else if (!failed(cx))
		fail(cx, ERR_UNAVAILABLE, NULL, N_("There is no room for a temporary file."));
	return file;
}

/* ---- language */

static const char *known_language(struct context *cx, const char *wanted, size_t n)
{
	for (const char *const *l = page_languages(cx); wanted && *l; l++)
		if (strlen(*l) == n && memcmp(*l, wanted, n) == 0)
			return *l;
	return NULL;
}

/* The first language of Accept-Language that the instance speaks; browsers send them in order of
 * preference. */
static const char *accepted_language(struct context *cx, const char *header)
{
	for (const char *s = header; s && *s;) {
		s += strspn(s, " ,");

		const char *lang = known_language(cx, s, strcspn(s, "-;, "));

		if (lang)
			return lang;
		s += strcspn(s, ",");
	}
	return NULL;
}

static void speak(struct run *r, const char *lang)
{
	const char *const *all = page_languages(r->cx);
	const char *cookie = request_cookie(r->q, lang_cookie);

	if (!lang && cookie)
		lang = known_language(r->cx, cookie, strlen(cookie));
	if (!lang)
		lang = accepted_language(r->cx, request_header(r->q, "Accept-Language"));
	r->cx->lang = r->q->lang = lang ? lang : all[0] ? all[0] : "en";
}

/* ---- the steps */

static bool match(struct run *r)
{
	struct context *cx = r->cx;
	struct path path;
	const struct route *const *others;

	if (!path_cut(r->x->target, &path))
		return fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such page."));

	const struct route *route = router_match(r->x->web->router, r->x->method, &path, &others);

	if (!route && others) {
		reply_header(r->a, "Allow", methods_allowed(cx->mem, others));
		fail(cx, ERR_BAD_REQUEST, NULL, N_("This address does not answer the method %s."),
		     r->x->method);
		r->a->status = 405;
		return false;
	}
	if (!route)
		return fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such page."));
	if (path.slash) {
		size_t n = strcspn(r->x->target, "?#");

		reply_goto(
		        cx, r->a,
		        arena_fmt(cx->mem, "%.*s%s", (int)n - 1, r->x->target, r->x->target + n));
		r->a->status = 308;
		return r->over = true;
	}
	r->q->route = route;
	r->x->pattern = route->path;
	return method_of(r->x->method, &r->q->method) && route_parameters(cx, route, &path, r->q);
}

/* Nobody need be looked up where everybody is welcome and nothing is read. */
static bool needs_session(const struct run *r)
{
	const struct route *route = r->q->route;

	return !(route && (route->flags & ROUTE_NO_DB) && str_eq(route->permission, "@public")) &&
	       (request_cookie(r->q, "ygrar") || request_header(r->q, "Authorization"));
}

static bool begin(struct context *cx, enum db_mode mode)
{
	return db_begin(cx, cx->app->store, mode) && settings_refresh(cx);
}

static bool who(struct run *r)
{
	struct context *cx = r->cx;
	const struct session *s;

	if (!needs_session(r))
		return true;
	if (!begin(cx, DB_READ))
		return false;
	s = session_of(cx, r->q);
	if (!s)
		return !failed(cx);
	if (s->ended) {
		r->left = s;
		return true;
	}
	r->q->session = s;
	r->q->token = request_header(r->q, "Authorization") != NULL;
	cx->actor = &s->actor;
	if (s->lang)
		speak(r, known_language(cx, s->lang, strlen(s->lang)));
	return true;
}

/* An address that leads nowhere is told to somebody, too: in her language, with her menu. */
static bool nowhere(struct run *r)
{
	struct error e = r->cx->err;

	error_clear(r->cx);
	if (!who(r))
		error_clear(r->cx); /* the page can do without */
	r->cx->err = e;
	return false;
}

static bool may(struct run *r)
{
	struct context *cx = r->cx;
	const struct session *s = r->q->session;

	if (!route_allowed(cx, r->q->route->permission))
		return s ? fail(cx, ERR_FORBIDDEN, NULL, N_("Your role does not include this."))
		         : fail(cx, ERR_UNAUTHENTICATED, NULL, N_("Please sign in."));
	if (s && s->read_only && r->q->method != METHOD_GET)
		return fail(cx, ERR_FORBIDDEN, NULL, N_("This token may only read."));
	if (s && s->must_change && !str_starts(r->q->route->permission, "@")) {
		if (r->q->api)
			return fail(cx, ERR_FORBIDDEN, NULL,
			            N_("The password has to be changed first."));
		return r->over = reply_goto(cx, r->a, "/me/password");
	}
	return true;
}

/* The host of an origin or address ("https://host:port/…") is the one asked for. */
static bool same_host(const struct run *r, const char *origin)
{
	const char *host = request_header(r->q, "Host");
	const char *slashes = strstr(origin, "://");
	size_t n = slashes ? strcspn(slashes + 3, "/") : 0;

	return host && n && strlen(host) == n && memcmp(slashes + 3, host, n) == 0;
}

/* Forms prove by the session's secret that they are ours.  Where there is no session yet (sign-in)
 * the browser's word where the request came from must do. */
static bool ours(struct run *r)
{
	struct context *cx = r->cx;
	const char *site = request_header(r->q, "Sec-Fetch-Site");
	const char *origin = request_header(r->q, "Origin");

	if (r->q->method == METHOD_GET || r->q->token)
		return true;
	if ((site && str_eq(site, "cross-site")) || (origin && !same_host(r, origin)))
		return fail(cx, ERR_FORBIDDEN, NULL, N_("The form came from another site."));
	if (r->q->route->flags & ROUTE_NO_CSRF)
		return true;

	const char *given = request_header(r->q, "X-CSRF"), *right = session_csrf(r->q);

	if (!given)
		given = request_form(r->q, "csrf");
	if (given && *right && strlen(given) == strlen(right) &&
	    secret_equal(given, right, strlen(right)))
		return true;
	return fail(cx, ERR_FORBIDDEN, NULL,
	            N_("The form is out of date. Please open the page again."));
}

static bool handle(struct run *r)
{
	struct context *cx = r->cx;
	unsigned flags = r->q->route->flags;
	bool writes = r->q->method != METHOD_GET || (flags & ROUTE_WRITES);
	int64_t epoch = cx->access_epoch; /* of the session's snapshot; 0: nobody was looked up */

	if ((flags & ROUTE_NO_DB) || writes)
		db_rollback(cx); /* the session's snapshot */
	if (!(flags & ROUTE_NO_DB) && (writes || !cx->db) &&
	    !begin(cx, writes ? DB_WRITE : DB_READ))
		return false;
	if (cx->db && epoch && epoch != cx->access_epoch) /* whose session it is may have changed */
		return fail(cx, ERR_RETRY, NULL, N_("Others are saving. Please try again."));
	if (writes && cx->db && !draft_leave_erased(cx, r->q))
		return false;
	return r->q->route->handle(cx, r->q, r->a) && !(failed(cx) && r->a->status < 400) &&
	       db_sound(cx);
}

static bool saved(const struct run *r)
{
	return r->a->status >= 300 && r->a->status < 400 &&
	       !(r->q->route->flags & ROUTE_KEEPS_DRAFT);
}

static const struct session *whose(const struct run *r)
{
	return r->q->session ? r->q->session : r->left;
}

/* What was typed, and the files that were chosen: a browser sends them once. */
static bool save_draft(struct run *r)
{
	struct context *cx = r->cx;
	const char *bytes;
	size_t size;

	if (!draft_leave_erased(cx, r->q) || !draft_keep_files(cx, r->q))
		return false;
	bytes = draft_of_request(cx, r->q, &size);
	return !bytes || draft_save(cx, whose(r)->actor.user, request_form(r->q, "draft"),
	                            draft_record_of(r->q), bytes, size);
}

/* Keeps or drops what the form typed.  Within a transaction that writes; run again, it keeps the
 * files again. */
static bool keep_draft(struct context *cx, void *data)
{
	struct run *r = data;
	const struct actor *actor = cx->actor;
	size_t n = r->q->uploads_n;
	struct upload *before = arena_array(cx->mem, struct upload, n);
	bool ok;

	if (saved(r))
		return draft_drop(cx, whose(r)->actor.user, request_form(r->q, "draft"),
		                  draft_record_of(r->q));
	if (n)
		memcpy(before, r->q->uploads, n * sizeof *before);
	cx->actor = &whose(r)->actor; /* also of a session that ran out */
	ok = save_draft(r);
	cx->actor = actor;
	if (n)
		memcpy(r->q->uploads, before, n * sizeof *before);
	return ok;
}

static bool has_draft(const struct run *r)
{
	const struct session *s = whose(r);

	return s && s->actor.user && r->q->method != METHOD_GET && request_form(r->q, "draft");
}

/* Whatever became of the request, in a transaction of its own. */
static void keep_anyway(struct run *r)
{
	if (r->q->route && has_draft(r) &&
	    !db_work(r->cx, r->cx->app->store, DB_WRITE, keep_draft, r))
		error_clear(r->cx);
}

static bool finish(struct run *r)
{
	struct context *cx = r->cx;

	if (r->a->status >= 400 || !cx->db)
		return true;
	if (r->q->method == METHOD_GET && !(r->q->route->flags & ROUTE_WRITES)) {
		db_rollback(cx);
		return true;
	}
	return (!has_draft(r) || keep_draft(cx, r)) && db_commit(cx);
}

static bool refused(struct run *r)
{
	if (r->x->refused == ERR_NONE)
		return true;
	if (r->x->refused == ERR_TOO_LARGE)
		return fail(r->cx, ERR_TOO_LARGE, NULL, N_("The request is too large."));
	return fail(r->cx, r->x->refused, NULL, N_("The request cannot be understood."));
}

/* A spoilt cookie says nothing. */
static void take_notice(struct run *r)
{
	const char *text = request_cookie(r->q, notice_cookie);
	struct error before = r->cx->err;

	if (text)
		r->q->notice = percent_decode(r->cx, text, strlen(text), true, false);
	r->cx->err = before;
}

static bool steps(struct run *r)
{
	bool read = request_read(r->cx, r->x, r->q);

	r->https = r->x->web->https || address_https(r->cx);
	speak(r, NULL);
	take_notice(r);
	if (!read || !refused(r))
		return false;
	if (!match(r))
		return nowhere(r);
	if (r->over)
		return true;
	/* The body is read before the permission is asked, so that what was typed can be kept as a
	 * draft. */
	if (!who(r) || !request_read_body(r->cx, r->x, r->q) || !may(r))
		return false;
	return r->over || (ours(r) && handle(r) && finish(r));
}

/* ---- errors */

/* The reply of a request that cannot even have its error page: takes no memory. */
static void last_words(struct run *r, int status)
{
	static const char html[] = "<!DOCTYPE html><html lang=\"en\"><title>Ygrar</title>"
	                           "<p>Something went wrong here, not with you. Number: %s";
	static const char json[] = "{\"error\":{\"kind\":\"unavailable\",\"field\":null,"
	                           "\"message\":\"Something went wrong here. Number: %s\"}}";
	bool api = str_starts(r->x->target, "/api/");
	char *text = r->x->last_words;
	size_t room = sizeof r->x->last_words;

	if (api)
		snprintf(text, room, json, r->x->number);
	else
		snprintf(text, room, html, r->x->number);
	*r->a = (struct reply){ .file = -1,
		                .status = status,
		                .type = api ? "application/json" : NULL };
	r->a->body.text = text;
	r->a->body.len = strlen(text);
}

static void sign_in_first(struct run *r)
{
	struct context *cx = r->cx;
	const char *referer = request_header(r->q, "Referer");
	const char *back = r->q->method == METHOD_GET ? r->q->target : "/";
	struct buffer to = BUFFER(cx->mem, 4 * MAX_URL);

	if (r->q->method != METHOD_GET && referer && same_host(r, referer))
		back = strchr(strstr(referer, "://") + 3, '/');
	query_write(&to, "to", back ? back : "/");
	error_clear(cx);

	const char *where = arena_fmt(cx->mem, "/sign-in?%s", buffer_str(&to));

	reply_goto(cx, r->a, where);
	if (r->q->htmx) {
		r->a->status = 401;
		reply_header(r->a, "HX-Redirect", where);
	}
}

static void log_broken(const struct run *r, const struct error *e)
{
	if (e->kind == ERR_BROKEN)
		log_event(LOG_ERROR, "broken", "number", r->x->number, "route",
		          r->x->pattern ? r->x->pattern : "", "where", e->where, "cause", e->text,
		          NULL);
}

/* The transaction is rolled back; what was typed is kept; then the words. */
static void answer_error(struct run *r)
{
	struct context *cx = r->cx;
	struct error e = cx->err;
	struct reply before = *r->a;

	db_rollback(cx);
	error_clear(cx);
	log_broken(r, &e);
	keep_anyway(r);
	*r->a = (struct reply){ .file = -1, .body = BUFFER(cx->mem, MAX_PAGE) };
	if (e.kind == ERR_UNAUTHENTICATED && !r->q->api) {
		sign_in_first(r);
		return;
	}
	if (!(r->q->route && (r->q->route->flags & ROUTE_NO_DB)) &&
	    !db_begin(cx, cx->app->store, DB_READ))
		error_clear(cx); /* the page can do without */

	int status = before.status == 405 ? 405 : error_status(e.kind);
	bool worded = page_error(cx, r->q, r->a, &e);

	db_rollback(cx);
	if (!worded)
		last_words(r, status);
	r->a->status = status;
	for (size_t i = 0; i < before.headers_n; i++)
		if (str_eq(before.headers[i].name, "Allow") ||
		    str_eq(before.headers[i].name, "Retry-After"))
			reply_header(r->a, before.headers[i].name, before.headers[i].value);
	if (status == 429 || status == 503)
		reply_default(r->a, "Retry-After", "5");
}

/* ---- headers of every reply */

const struct pair reply_guards[] = {
	{ "Content-Security-Policy",
	  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
	  "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
	  "frame-ancestors 'none'" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "same-origin" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Permissions-Policy", "camera=(), geolocation=(), microphone=()" },
	{ 0 },
};

static void complete(struct run *r)
{
	struct reply *a = r->a;

	if (!a->status)
		a->status = 200;
	if (!a->type)
		a->type = "text/html; charset=utf-8";
	if (r->q->notice && a->status != 303 && str_starts(a->type, "text/html"))
		reply_header(a, "Set-Cookie",
		             "ygrar-notice=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
	reply_default(a, "Cache-Control", r->q->session ? "no-store" : "no-cache");
	for (const struct pair *h = reply_guards; h->name; h++)
		reply_default(a, h->name, h->value);
	if (r->https)
		reply_default(a, "Strict-Transport-Security", "max-age=31536000");
}

/* ---- the whole */

/* Eight letters and digits that are not mistaken for one another on the telephone. */
static void make_number(char number[REQUEST_NUMBER])
{
	static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	unsigned char random[8];

	secret_random(random, sizeof random);
	for (int i = 0, at = 0; i < 8; i++) {
		if (i == 4)
			number[at++] = '-';
		number[at++] = letters[random[i] % 32];
	}
	number[9] = '\0';
}

/* A context as if made anew, on the same arena. */
static void clean(struct context *cx)
{
	arena_reset(cx->mem);
	arena_recover(cx->mem);
	*cx = (struct context){
		.mem = cx->mem,
		.app = cx->app,
		.catalogues = cx->catalogues,
		.translate = cx->translate,
		.now = instant_now(),
	};
}

/* False: to be run again. */
static bool attempt(struct run *r, bool last)
{
	struct context *cx = r->cx;

	clean(cx);
	cx->at_once = r->x->at_once;
	cx->tries = r->x->retries;
	*r = (struct run){
		.cx = cx, .x = r->x, .a = r->a, .q = arena_new_of(cx->mem, struct request)
	};
	r->q->connection = r->x;
	*r->a = (struct reply){ .file = -1, .body = BUFFER(cx->mem, MAX_PAGE) };
	if (!steps(r)) {
		if (cx->err.kind == ERR_RETRY && !last)
			return false;
		answer_error(r);
	} else if (r->a->status >= 400) {
		db_rollback(cx);
		keep_anyway(r);
	}
	return true;
}

/* After attempt n: 1, 2, 4 … 64 ms and as much again at random. */
static void back_off(int n)
{
	unsigned char random;

	secret_random(&random, 1);
	usleep((useconds_t)((1000 << (n < 6 ? n : 6)) * (256 + random) / 256));
}

/* The recovery point is set once; clean() arms it again for each attempt. */
static void guarded(struct run *r)
{
	struct exchange *x = r->x;

	if (setjmp(*arena_recover(r->cx->mem))) {
		log_event(LOG_WARN, "memory-limit", "number", x->number, "route",
		          x->pattern ? x->pattern : "", NULL);
		arena_reset(r->cx->mem);
		last_words(r, x->body_size ? 413 : 503);
		return;
	}
	x->retries = 0;
	if (x->at_once)
		x->later = !attempt(r, false);
	else
		for (; !attempt(r, x->retries == MAX_RETRIES); x->retries++)
			back_off(x->retries);
}

/* A test build started with YGRAR_FAIL=1 lets a request say what shall fail in it, "Ygrar-Fail:
 * alloc 17", "sql 3" or "collide 3": test/torture goes through all numbers. */
static void fail_as_wished(const struct exchange *x)
{
#if YGRAR_TEST_CLOCK
	const char *wish = getenv("YGRAR_FAIL") ? exchange_header(x, "Ygrar-Fail") : NULL;
	const char *blank = wish ? strchr(wish, ' ') : NULL;
	long n = blank ? strtol(blank, NULL, 10) : 0;

	arena_fail_after(n && str_starts(wish, "alloc ") ? n : 0);
	db_fail_after(n && str_starts(wish, "sql ") ? n : 0);
	if (n && str_starts(wish, "collide "))
		db_collide_after(n);
#else
	(void)x;
#endif
}

void router_answer(struct context *cx, struct exchange *x, struct reply *a)
{
	struct request none = { .connection = x };
	struct run r = { .cx = cx, .x = x, .a = a };

	make_number(x->number);
	fail_as_wished(x);
	x->later = false;
	guarded(&r);
	if (x->later)
		return;
	if (!a->file_size && a->body.text == x->last_words)
		r.q = &none; /* the request went with the arena */
	complete(&r);
}
