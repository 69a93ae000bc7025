/* What every function that can fail, allocate, translate or touch the database is given first: the
 * piece of work it belongs to.  Floors above put their own things in by pointer, so that base/
 * knows none of them. */
#ifndef BASE_CONTEXT_H
#define BASE_CONTEXT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/limits.h"

struct app;        /* record/app.h: what the whole program shares */
struct db;         /* store/db.h: the connection lent to this piece of work */
struct actor;      /* record/access.h: who acts, in which membership */
struct catalogues; /* language/messages.h */

/* An import that is being saved by slices: what it made is hidden until it is done. */
struct open_import {
	int64_t import, since; /* 0: none is; every identifier of its records is >= since */
	bool asked;            /* in the transaction that is open */
};

struct context {
	struct arena *mem;
	struct error err;
	struct db *db;
	struct app *app;
	const struct actor *actor;           /* NULL: nobody signed in */
	const char *lang;                    /* "tk", "ru", "en": the language this work speaks */
	const struct catalogues *catalogues; /* NULL: English */
	const char *(*translate)(const struct catalogues *, const char *lang, const char *id);
	int64_t now;           /* instant of this piece of work, microseconds since 1970 UTC */
	const char *reason;    /* why, for the change log; NULL: no reason given */
	struct hold *settings; /* record/setting.c: the settings this work sees */
	struct titles *titles; /* record/title.c: titles of references met in this work */
	struct hands *hands;   /* record/hand.c: of records that are listed; NULL: it asks */
	/* subject/deadline/rule_book.c: the rules this work goes by; NULL: not read yet */
	struct deadline_book *deadline_book;
	struct known *known;   /* record/known.c: what it has found to be there; NULL: it asks */
	bool reading_logged;   /* the reading log has been written for this work */
	int64_t access_epoch; /* record/setting.h: what this work's transaction sees; 0: none yet */
	struct open_import open_import; /* record/access.h: what this work's transaction sees */
	int64_t importing; /* the import whose own work this is: its records are open to it */
	int tries;         /* how often this work was refused because others saved (store/db.h) */
	bool at_once;      /* others wait while it runs: it may wait for nobody (store/db.h) */
};

/* The message `id` in the context's language (the English id itself where there
 * is no translation). */
const char *tr(const struct context *cx, const char *id) __attribute__((format_arg(2)));

/* A place to come back to within a long piece of work (pages of an export, slices of an import,
 * work that is run again): rewinding frees what was allocated since, and the context forgets the
 * titles, hands, settings and rules of deadlines that it met meanwhile.  Who has a context rewinds nothing
 * else: arena_rewind() would leave those dangling. */
struct context_mark {
	struct arena_mark arena;
	struct titles *titles;
	struct hands *hands;
	struct hold *settings;
};
struct context_mark context_mark(struct context *cx);
void context_rewind(struct context *cx, struct context_mark mark);

static inline bool failed(const struct context *cx)
{
	return cx->err.kind != ERR_NONE;
}

#endif
