/* Finding records: the door of search/, for pages, API and command line (doc/search.md).
 *
 * Every answer is decided by record/access.h: hits, totals, counts, snippets, completions, similar
 * records and spellings are those of what the actor may read, as of the transaction in which he
 * asks.  Restricted records are not in the index; who is a named reader finds his by
 * search_restricted(), which reads the database and is logged.  No query and no text of a record
 * goes to a log. */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include "record/record.h"

enum {
	MAX_SEARCH_PAGE = 200,
	MAX_FACET_VALUES = 250,    /* told of one facet; those that are chosen always */
	MAX_SEARCH_OFFSET = 10000, /* who wants to see more narrows it, or exports */
	SEARCH_WAIT = 2000,        /* milliseconds that a question waits for the index */
};

/* ---- the index of this process */

struct search;

/* Opens it, in the file `path`, or in memory alone (NULL), for app->search.  malloc'ed.  Nothing is
 * read of the database yet. */
struct search *search_open(struct context *cx, struct app *app, const char *path);
void search_close(struct search *s);
/* The file beside the database or the key, where --search does not say one; NULL: none. */
const char *search_path(struct context *cx, const char *database, const char *key);

/* Brings the index up to what is in the database; whole, in slices, in transactions of its own.
 * What another thread is doing it waits for.  For commands, jobs, timers and tests. */
MUST_USE bool search_follow(struct context *cx);
/* Makes it anew beside the old one, which answers meanwhile, and writes it. */
MUST_USE bool search_rebuild(struct context *cx);
/* What there is of it. */
struct search_size {
	int64_t records, terms, file_bytes, memory_bytes;
	int64_t followed; /* up to this place of the change log */
};
void search_size(struct app *app, struct search_size *ret);
/* A thread that follows, as long as the server runs; it wakes up by itself several times a second,
 * and by search_wake(): whoever asks brings in what is missing, so that no commit needs to. */
MUST_USE bool search_start(struct context *cx);
void search_wake(struct app *app);

/* ---- asking, within a reading transaction */

/* One facet's choice: field and values as in a list's address ("status", "implemented");
 * "-" is "missing". */
struct search_choice {
	const char *facet;
	const char *const *values;
	size_t values_n;
};

enum search_order { SEARCH_RELEVANCE, SEARCH_CHANGED, SEARCH_DEADLINE };

struct search_ask {
	const struct type *type; /* NULL: all that can be found */
	const char *query;       /* search/query.h; NULL or "": everything */
	const struct search_choice *choices;
	size_t choices_n;
	const char *facets; /* to be counted: names, blanks or commas between; NULL: none */
	enum search_order order;
	size_t values;        /* told of each facet; 0: MAX_FACET_VALUES */
	size_t offset, limit; /* limit 0: totals and counts alone */
	bool snippets;
	const int64_t *only; /* not NULL: no other records than these, ascending */
	size_t only_n;
};

/* Bytes of a text that a word of the query covers. */
struct mark {
	uint32_t from, to;
};

/* A piece of a record's text: whole words, with the query's words marked in it. */
struct snippet {
	const char *text, *lang;
	bool cut_before, cut_after; /* words were left out there */
	const struct mark *marks;   /* ascending, in text */
	size_t marks_n;
};

struct search_item {
	const struct type *type;
	int64_t id;
	const void *row;               /* loaded, and hidden as access_hide() says */
	const char *reference, *title; /* reference: "A/HRC/24/3 112.4"; NULL: it has none */
	struct snippet snippet;
};

struct search_value {
	const char *value; /* as a choice has it: code, key or identifier, year, "yes", "-" */
	const char *label; /* in the context's language */
	int64_t count;     /* what a click would give */
	bool chosen;
};

struct search_facet {
	const char *name, *label;
	struct search_value *values; /* the most frequent first; chosen ones are always there */
	size_t values_n;
	size_t values_all; /* that there are */
};

struct search_answer {
	int64_t total;
	struct search_item *items;
	size_t items_n;
	struct search_facet *facets; /* in the order in which they were asked for */
	size_t facets_n;
	const char *explained; /* "": everything */
	const char *instead;   /* the query with words that have no hit put right; NULL */
	bool behind;           /* the index is being made and does not know all yet */
};

/* ERR_BAD_REQUEST: an unknown facet, or too far into the list.  The index is brought up to what
 * this transaction sees, as far as that takes no longer than SEARCH_WAIT; where rights were taken
 * away since, or the actor's own saves are not in it by then, ERR_UNAVAILABLE. */
MUST_USE bool search_find(struct context *cx, const struct search_ask *ask,
                          struct search_answer *ret);

/* All that fits, ascending, at most `most`: bulk work and exports.  ERR_BAD_REQUEST: there are
 * more. */
MUST_USE bool search_ids(struct context *cx, const struct search_ask *ask, size_t most,
                         int64_t **ret, size_t *ret_n);

/* The same in the order that was asked for: for exports of what is shown by relevance. */
MUST_USE bool search_ranked(struct context *cx, const struct search_ask *ask, size_t most,
                            int64_t **ret, size_t *ret_n);

/* The facets of a type (NULL: those that all have), as lists offer them.  False: there is no index,
 * or the type cannot be found; no failure. */
struct search_facet_kind {
	const char *name, *label;  /* label: N_() */
	const struct field *field; /* the type's own whose values these are; NULL: none */
	bool filter;               /* lists of the database filter by that field, too */
	bool ordered;              /* its values have an order of their own: stages, grades */
};
bool search_facets(struct context *cx, const struct type *t, struct search_facet_kind **ret,
                   size_t *ret_n);

/* Two facets crossed: counts of every pair of values.  counts[i * columns->values_n + k]. */
struct search_table {
	struct search_facet rows, columns;
	int64_t *counts;
	int64_t total;
	bool behind; /* the index is being made and does not know all yet */
};
MUST_USE bool search_cross(struct context *cx, const struct search_ask *ask, const char *rows,
                           const char *columns, struct search_table *ret);

/* The records most like this one, itself left out, best first, with what they share. */
struct search_like {
	struct search_item item;
	const char *const *shared; /* words of the record that both have, as they are written */
	size_t shared_n;
};
MUST_USE bool search_alike(struct context *cx, const struct type *t, const void *row, size_t most,
                           struct search_like **ret, size_t *ret_n);

/* What begins so, while somebody types: themes, bodies, symbols, countries, titles. */
struct search_completion {
	const struct type *type;
	int64_t id;
	const char *label; /* the title, or the symbol */
};
MUST_USE bool search_complete(struct context *cx, const struct type *t, const char *beginning,
                              size_t most, struct search_completion **ret, size_t *ret_n);

/* Restricted records that the actor is a named reader of: by reading them, not by the index; logged
 * before anything is told. */
MUST_USE bool search_restricted(struct context *cx, const struct type *t, const char *query,
                                size_t most, struct search_item **ret, size_t *ret_n);

#endif
