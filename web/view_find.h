/* What the address of a list asks for, put to the index of the search (search/search.h): words,
 * facets with exact counts, order and page.  Without an index a list is what the database alone
 * answers, as it was before there was one.
 *
 * Words, and facets that are no fields (overdue, missing, year), are the index's alone: then it
 * says which records there are.  Else the rows come from the database, with its cursor, and the
 * index counts them.  Filters that the index does not know (dates, texts) are read in the database
 * first, and the index answers within what they leave. */
#ifndef WEB_VIEW_FIND_H
#define WEB_VIEW_FIND_H

#include "search/search.h"
#include "web/view.h"

enum {
	MAX_FOUND =
	        400 * 1000, /* records that an export, or a field's order, takes from a search */
	FACET_SHOWN = 12,   /* values of a facet beside a list; the others on a page of its own */
};

struct found {
	struct list *list;
	const char *words; /* q; "" */
	const char *query; /* the list's address, as views keep it (saved_query) */
	struct search_ask ask;
	struct search_answer answer;
	const struct search_facet_kind *kinds; /* that the type has */
	size_t kinds_n;
	struct list beside;  /* filters of the database alone */
	bool index;          /* there is one for this list */
	bool searched;       /* it says which records there are */
	bool ranked;         /* and in which order: pages are told by `offset` */
	bool counted;        /* answer holds total and counts */
	int64_t apart;       /* restricted records of the list, which are in no index */
	const char *trouble; /* in words: why nothing was counted; NULL */
};

/* Adds what is chosen of a facet: "a|b" are any of them.  NULL: nothing was. */
const struct search_choice *find_choose(struct context *cx, struct search_ask *ask,
                                        const char *facet, const char *joined);
/* Reads the address; list->type NULL: of all types.  ERR_BAD_REQUEST for what cannot be. */
MUST_USE bool find_read(struct context *cx, const struct request *q, struct list *list,
                        struct found *ret);
/* The page: rows; totals and counts of the facets that f->ask.facets asks for, where it is not
 * NULL. */
MUST_USE bool find_page(struct context *cx, struct found *f);
/* Totals and counts alone. */
MUST_USE bool find_counts(struct context *cx, struct found *f);
/* All of it, for who takes what is shown: list->only, where the index says what that is. */
MUST_USE bool find_all(struct context *cx, struct found *f);
/* A number of the address; what it does not say is left as it is. */
MUST_USE bool find_number(struct context *cx, const struct request *q, const char *name,
                          int64_t least, int64_t most, int64_t *ret);
/* Names of all facets of the list, for f->ask.facets. */
const char *find_facets(struct context *cx, const struct found *f);

/* ---- facets with their counts (view_count.c) */

/* As parts of the form of filters: ticks, the most frequent ones.  open: the first facets, else the
 * others. */
void facet_print(struct page *p, const struct found *f, bool open);
/* The whole form, of a search that is about no list. */
void facet_form(struct page *p, const struct found *f);
/* Is the field counted, so that it needs no other filter? */
bool facet_counts(const struct found *f, const struct field *field);

/* ---- on the page (view_found.c) */

/* How the words were understood, what they may have meant, and whether all is known yet. */
void found_told(struct page *p, const struct found *f);
/* Links to the orders that need no column. */
void found_orders(struct page *p, const struct found *f);
/* What the list's pager says and leads to, where the index has counted. */
void found_pager(struct page *p, const struct found *f);
/* The piece of text that shows why the row was found, with its words marked; false: there is none.
 */
/* "1–25 of 312", where the index has counted; NULL. */
const char *found_shown(struct context *cx, const struct list *l);
bool found_snippet(struct html *h, const struct snippet *s);
/* The title, with the words marked where they are in it; false: the snippet says something else. */
bool found_title(struct html *h, const char *title, const struct snippet *s);
const struct search_item *found_item(const struct list *l, const void *row);

#endif
