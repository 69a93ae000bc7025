/* Routes, requests and replies.  The router does, in this order: match, session, permission, CSRF,
 * limits, transaction, handler, commit, reply; a handler cannot skip a step.  A route without a
 * permission stops the program at start. */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "base/buffer.h"
#include "base/date.h"
#include "record/access.h"
#include "record/app.h"

enum method { METHOD_GET, METHOD_POST, METHOD_PATCH, METHOD_DELETE, METHOD_PUT };

struct pair {
	const char *name, *value;
};

/* An uploaded file: its bytes lie in memory or in a spool file; read with upload_read. */
struct upload {
	const char *name;     /* the form field */
	const char *filename; /* as the browser named it: data, never a path */
	const char *media_type;
	const void *bytes; /* mapped; lives as long as the request */
	size_t size;
	int64_t kept; /* the attachment it became although the save was refused; 0: none */
};

struct session; /* web/session.h */

struct request {
	enum method method;
	const char *path;   /* decoded, without query, without the trailing slash */
	const char *target; /* path and query as they came, for links back */
	struct pair *params, *query,
	        *form; /* path {names}, URL query, urlencoded or multipart fields; in order */
	size_t params_n, query_n, form_n;
	struct upload *uploads;
	size_t uploads_n;
	const void *body; /* the raw body of API requests; mapped */
	size_t body_size;
	const struct session *session; /* NULL: nobody signed in */
	const char *lang;              /* the page's language */
	bool api;                      /* under /api/ : answers JSON, also errors */
	bool htmx;                     /* asked by htmx: may answer a fragment */
	const char *remote;            /* address of the client */
	const char *number;        /* the request's number, quoted on error pages and in the log */
	void *connection;          /* web/server.c */
	const struct route *route; /* the one that matched; NULL: none did */
	const char *notice;        /* the message of reply_notice(), to be shown now; NULL: none */
	struct pair *cookies;      /* as they came */
	size_t cookies_n;
	bool secure; /* came by https */
	bool token;  /* signed in by a bearer token, not by a cookie */
};

/* The value of the first pair of that name; NULL: absent. */
const char *request_param(const struct request *q, const char *name);
const char *request_query(const struct request *q, const char *name);
const char *request_form(const struct request *q, const char *name);
const char *request_header(const struct request *q, const char *name);
const char *request_cookie(const struct request *q, const char *name); /* as it came */
/* The query or form value as a path of ours to go (back) to; `otherwise` when it is absent or leads
 * elsewhere. */
const char *request_way(const struct request *q, const char *name, const char *otherwise);
/* The upload of that form field; NULL: none was chosen. */
const struct upload *request_upload(const struct request *q, const char *name);
/* The {id} of the path as a record's identifier; 0, with ERR_NOT_FOUND, when it is none. */
int64_t request_id(struct context *cx, const struct request *q);

struct reply {
	int status;       /* 0: 200 */
	const char *type; /* media type; NULL: text/html; charset=utf-8 */
	struct buffer body;
	int file; /* ≥ 0 with file_size: the body is this spool file instead; -1: none */
	int64_t file_size;
	struct pair headers[32];
	size_t headers_n;
};

void reply_header(struct reply *a, const char *name, const char *value);
/* A temporary file without a name for a long reply (a->file); closed with the arena.
 *  -1: failed. */
int reply_spool(struct context *cx);
/* The same for writers of files; a->file has it. NULL: failed. */
FILE *reply_spool_file(struct context *cx, struct reply *a);
/* 303 to another page of ours. */
bool reply_goto(struct context *cx, struct reply *a, const char *where);
/* A message shown once on the next page of this session ("Saved."). */
bool reply_notice(struct context *cx, struct reply *a, const struct request *q, const char *text);

typedef bool handler(struct context *cx, const struct request *q, struct reply *a);

enum route_flags {
	ROUTE_JOB = 1 << 0,     /* may take long: on threads of its own */
	ROUTE_NO_CSRF = 1 << 1, /* API with bearer token, sign-in */
	ROUTE_WRITES = 1 << 2,  /* GET that writes (none but the reading log) */
	ROUTE_UPLOAD = 1 << 3,  /* body up to MAX_BODY; others up to MAX_FORM */
	ROUTE_NO_DB =
	        1 << 4, /* no transaction, or the handler's own: static files, health, sign-in */
	ROUTE_KEEPS_DRAFT =
	        1 << 5, /* a form only passes through (language, membership): keep what was typed */
	ROUTE_AT_ONCE =
	        1 << 6, /* GET from memory or of one record: on the network's thread if it may */
};

struct route {
	enum method method;
	const char *path;       /* "/recommendations/{id}/history" */
	const char *permission; /* "recommendations:read", "@public", "@signed-in"; NULL stops the
	                           program */
	handler *handle;
	const char *help; /* N_() what it is for, one line: help page and `dump api` */
	unsigned flags;
	const void
	        *data; /* the handler's own, found by q->route->data: the type of a generic page */
};

/* The web side of a subject, or of web/ itself: tools/lists gathers every "const struct pages
 * NAME_pages" of the NAME_web.c and of web/.  Routes of subjects come before the generic ones of
 * web/view.c with the same path. */
struct tab {
	const char *label, *path, *permission; /* N_(); printed for those who have the permission */
	int order;
	bool published; /* …and for those alone who read there only what is published */
};

struct page; /* web/page.h */
struct look; /* web/look.h */

/* All of a save, in the transaction at hand. */
typedef bool look_work(struct context *cx, void *data);
struct html; /* web/html.h */

struct pages {
	const char *name;
	const struct route *routes;  /* path NULL ends it */
	const struct tab *tabs;      /* label NULL ends it; NULL: none */
	const struct job_kind *jobs; /* web/job.h; name NULL ends it; NULL: none */
	/* What it adds to any record's page: to its head (a mark, a button), or below its content
	 * (page.below); NULL: nothing.  Called by view_head(). */
	void (*record_note)(struct page *p, const struct type *t, const void *row);
	/* What it adds to the content of any record's page (a section); NULL: nothing.  Called by
	 * view_sections(). */
	void (*record_section)(struct page *p, const struct type *t, const void *row);
	/* What it adds beside the start page (a panel); NULL: nothing. */
	void (*start_note)(struct page *p);
	/* What a save by form would move elsewhere (web/look.h); *ret stays NULL where nothing
	 * does.  Undoes what `work` did; a save that is refused moves nothing.  NULL: nothing. */
	bool (*look)(struct context *cx, const struct type *t, const void *old, const void *row,
	             look_work *work, void *data, const struct look **ret);
	/* Work on the start page that no life cycle tells (a section, before the others), and how
	 * many there are; NULL: none. */
	size_t (*start_work)(struct context *cx, struct html *h);
};
extern const struct pages *const all_pages[]; /* NULL ends it; generated */

/* ---- the router
 *
 * A handler that returned true with a status below 400 is committed; everything else is rolled
 * back.  A handler that answers a refused form itself (422, 409) returns true with that status.
 *
 * A form that carries the hidden fields "draft" and "draft_record" (web/draft.h) is kept as a draft
 * whatever came of it, also when its session had run out; only an answer 3xx, which says "saved, go
 * on there", drops the draft.
 *
 * Hidden field "csrf" (or header X-CSRF) must be session_csrf() in everything but GET. */

struct router;
struct exchange; /* web/exchange.h */

/* All routes: all_pages, then those of view.h.  NULL, naming the route, when one has no permission.
 * malloc'ed. */
struct router *router_new(struct context *cx);
void router_free(struct router *r);
/* Adds a route, which must live as long as the router; of routes with one method and pattern the
 * first counts. */
MUST_USE bool router_add(struct context *cx, struct router *r, const struct route *route);
/* In the order in which they were added; NULL past the end. */
const struct route *router_route(const struct router *r, size_t i);

/* May the actor of the context use the route: for menus and links. */
bool route_allowed(const struct context *cx, const char *permission);

/* The status of an error, 4xx or 5xx. */
int error_status(enum error_kind kind);

#endif
