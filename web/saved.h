/* Saved views: an address of a list under a name, one's own, or shared with those of one's
 * institution or with everybody.  It is an address and nothing else: whoever opens it is shown what
 * he may read.  Name and address are a person's words, and never go to a log.
 *
 * To share with one's institution is everybody's; with everybody, of whoever may change all records
 * of the list (the matrix: update:any).  Whoever may share it so may take it away again, too:
 * people leave. */
#ifndef WEB_SAVED_H
#define WEB_SAVED_H

#include "record/record.h"
#include "web/page.h"

enum {
	MAX_SAVED_VIEWS = 200,      /* of one user; and shown of one list */
	MAX_SAVED_NAME = 80,        /* characters */
	MAX_SAVED_QUERY = 4 * 1024, /* bytes */
};

struct saved_view {
	int64_t id, account;
	int64_t institution; /* in whose name; 0 when it is put: that of the actor's membership */
	const char *shared;  /* "", "institution", "everybody" */
	const char *list;    /* the type's plural */
	const char *name, *query;
};

/* Those of the list that the actor sees, his own first; list NULL: of all lists. */
MUST_USE bool saved_views(struct context *cx, const char *list, struct saved_view **ret,
                          size_t *ret_n);
/* The same of one; NULL with ERR_NOT_FOUND. */
const struct saved_view *saved_view(struct context *cx, int64_t id);
/* May he share views of the list so? */
bool saved_may_share(struct context *cx, const char *list, const char *shared);
/* May he take it away?  His own he may change, too. */
bool saved_may_remove(struct context *cx, const struct saved_view *v);

/* Saves it; id 0: a new one, whose id is put there.  ERR_INVALID beside "name", "shared" or
 * "query".  `replace`: in place of his own one of that name, else that is refused. */
MUST_USE bool saved_put(struct context *cx, struct saved_view *v, bool replace);
MUST_USE bool saved_remove(struct context *cx, const struct saved_view *v);

/* The query of a list's address as it is kept: without place, page and what is empty. */
const char *saved_query(struct context *cx, const struct pair *query, size_t n);

/* Above a list: the views, the present one marked, and a form that saves it. */
void saved_print(struct page *p, const struct type *t);

#endif
