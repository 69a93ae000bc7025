/* Files that somebody looks at before they are brought in: how each is to be read, what a look
 * found in which row, what was corrected and what was decided since.
 *
 * All of it is its owner's alone (for anybody else there is no such file), nothing of it is visible
 * elsewhere, and none of it is logged: it is no record yet.  It goes when the file was brought in,
 * when its owner throws it away, 30 days after it was last touched, and when anything is erased
 * from a record, because nobody knows what the rows quote. */
#ifndef SUBJECT_STAGING_H
#define SUBJECT_STAGING_H

#include "record/import.h"

enum {
	STAGING_DAYS = 30,
	MAX_STAGED_ROWS = 50000, /* beyond these only rows that need a person are kept */
	MAX_STAGED_LABELS = 500,
	STAGED_SHOWN = 25, /* rows on a page */
};

/* Told as its format, a file goes the way of plans (subject/plan/): the pages of other files do not
 * show it. */
#define STAGING_PLAN "plan-table"

/* How the file is to be read, as it was typed; "": the file tells. */
struct staging_told {
	const char *format, *mechanism, *state, *document, *lang;
};

struct staging {
	int64_t id, file;
	const char *name; /* of the file */
	struct staging_told told;
	int64_t job;     /* the last one; 0: none yet */
	bool makes;      /* it brings the file in; else it looks */
	int64_t look;    /* the job whose rows are shown; 0: none ended well yet */
	int64_t decided; /* counts corrections and decisions … */
	int64_t looked;  /* … and what that was when the look shown began */
	int64_t looked_at, made_at;
	const char *format;     /* that the look found out; "" before */
	const char *header;     /* JSON list: the words of the header row; NULL: none */
	const char *recognised; /* of a table of any layout: JSON (import_table_web.c); else NULL */
	int64_t read, rows_new, updated, unchanged, wrong, left, near;
	int64_t import; /* what it became; 0: nothing yet */
};

static inline bool staging_stale(const struct staging *s)
{
	return s->decided != s->looked;
}

/* Within writing transactions, of the context's actor.  0: failed. */
int64_t staging_add(struct context *cx, int64_t file, const struct staging_told *told);
/* NULL with ERR_NOT_FOUND when the actor has no such file. */
struct staging *staging_get(struct context *cx, int64_t id);
/* Those that were not brought in yet, newest first; plans: those that go their way. */
MUST_USE bool staging_list(struct context *cx, bool plans, struct staging **ret, size_t *ret_n);
/* Keeps what was read of a file, as JSON, for who needs no look at each row. */
MUST_USE bool staging_read(struct context *cx, int64_t id, const char *recognised);
MUST_USE bool staging_tell(struct context *cx, int64_t id, const struct staging_told *told);
MUST_USE bool staging_begin(struct context *cx, int64_t id, int64_t job, bool makes);
/* Throws it away, with the file if no record has taken it. */
MUST_USE bool staging_drop(struct context *cx, int64_t id);
/* What is older than STAGING_DAYS, of anybody. */
MUST_USE bool staging_clean(struct context *cx);
/* For struct subject.erased: what looks have found goes, of anybody; where a row is about the
 * record, what was typed and the waiting file, too. */
MUST_USE bool staging_erased(struct context *cx, const struct type *t, const void *old,
                             const void *row);

/* ---- what a look found */

struct staged {
	int64_t row, page; /* in the file; page 0: none */
	const char *fate;  /* "new" "near" "updated" "unchanged" "wrong" "left" */
	const struct type *type;
	int64_t found, near;
	int score;
	const char
	        *cells; /* JSON list of places: {"row","page","cells"} or {"row","page","text"} */
	void *record;   /* what the row says, as far as it says something */
	const char *changes;  /* JSON [{"field","was","is"}] */
	const char *problems; /* JSON [{"field","message"}] */
};

/* Rows of earlier looks that ended badly go. */
MUST_USE bool staging_clear(struct context *cx, const struct staging *s);
/* Keeps a row of the look that is the file's job, the later word of two. */
MUST_USE bool staging_keep(struct context *cx, const struct staging *s,
                           const struct import_item *item);
/* The look has ended: its rows are shown from now on, instead of those before. */
MUST_USE bool staging_looked(struct context *cx, const struct staging *s, const struct import *im,
                             const char *recognised);
/* The file was brought in. */
MUST_USE bool staging_made(struct context *cx, const struct staging *s, int64_t import);

/* At most STAGED_SHOWN rows behind that one; fate "": all.  *ret_more: there are others. */
MUST_USE bool staged_list(struct context *cx, const struct staging *s, const char *fate,
                          int64_t after, struct staged **ret, size_t *ret_n, bool *ret_more);
/* NULL with ERR_NOT_FOUND. */
struct staged *staged_get(struct context *cx, const struct staging *s, int64_t row);

/* A label that nobody knows, with the number of rows that have it. */
struct staged_label {
	const struct type *type;
	const char *field, *label;
	int64_t rows;
};
MUST_USE bool staged_labels(struct context *cx, const struct staging *s, struct staged_label **ret,
                            size_t *ret_n);

/* ---- what a person says to it */

/* A cell of a row, columns from 1; 0: the words of a paragraph. */
struct correction {
	int64_t row;
	int column;
	const char *was, *text;
};
/* row 0: all. */
MUST_USE bool staging_corrections(struct context *cx, const struct staging *s, int64_t row,
                                  struct correction **ret, size_t *ret_n);
/* `was` counts the first time only: it stays what the file says. */
MUST_USE bool staging_correct(struct context *cx, const struct staging *s,
                              const struct correction *c);

struct decision {
	const char *what, *value; /* as import_choice() has them */
};
MUST_USE bool staging_decisions(struct context *cx, const struct staging *s, struct decision **ret,
                                size_t *ret_n);
/* value NULL: as if nothing had been decided. */
MUST_USE bool staging_decide(struct context *cx, const struct staging *s, const char *what,
                             const char *value);
/* The same for every row of that fate: "take:ROW" becomes the value. */
MUST_USE bool staging_take_all(struct context *cx, const struct staging *s, const char *fate,
                               const char *value);
/* Rows about which nothing was decided and that are so much like a known record, at least, are it;
 * a proposal among them is taken. */
MUST_USE bool staging_join_all(struct context *cx, const struct staging *s, int score);

/* NULL: nothing was decided about it.  The decisions are as staging_decisions() gave them. */
const char *decision_of(const struct decision *v, size_t n, const char *what);

/* ---- between staging.c and staged.c */

MUST_USE bool staging_touched(struct context *cx, int64_t id);
MUST_USE bool staged_add_label(struct context *cx, int64_t id, int64_t position,
                               const struct import_unknown_label *u);
/* fate "": all.  0 also when it failed. */
int64_t staged_count(struct context *cx, int64_t id, int64_t look, const char *fate);

#endif
