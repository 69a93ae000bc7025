/* Private to this folder: how its statements are put together. */
#ifndef SUBJECT_GLANCE_PART_H
#define SUBJECT_GLANCE_PART_H

#include "store/db.h"
#include "subject/glance/glance.h"

/* Plans that are counted: approved, and neither over nor replaced. */
#define GLANCE_PLANS "'approved', 'in_force', 'mid_term_review'"

/* A statement that grows, with its values. */
struct asked {
	struct buffer text;
	struct sql_values *values;
};

struct asked asked_new(struct context *cx, const char *text);
struct rows *asked_rows(struct context *cx, struct asked *a);
/* " AND …": the actor reads the record `r` with its fields. */
void asked_readable(struct context *cx, const struct type *t, struct asked *a);
/* " AND …": recommendations `r` that are not restricted and about the own State. */
void asked_own(struct context *cx, struct asked *a);

/* Keep glance_move (moved.c). */
bool glance_changed(struct context *cx, const struct type *t, const void *old, const void *row);
bool glance_removed(struct context *cx, const struct type *t, const int64_t *ids, size_t n);

/* The own State's country; 0: none is loaded. */
int64_t glance_own_state(struct context *cx);
/* The value of a record that is followed: its status, or state; "" where none is stated. */
const char *glance_value(const struct type *t, const void *row);
/* The instant, as records are stamped, at which the day begins. */
int64_t glance_begin_of(struct context *cx, struct date day);
/* " AND …": measures `r` that did not report the half-year that was due last. */
MUST_USE bool asked_owing(struct context *cx, struct asked *a);
/* " AND …": deadlines `r` that bodies are late with. */
void asked_late(struct context *cx, struct asked *a);
/* " AND …": measures `r` that a body is silent about; whether it is silent is its last report's. */
MUST_USE bool asked_silent(struct context *cx, struct asked *a);
/* " FROM … WHERE …": what moved since the instant and may be read, as g.record, g.before its first
 * move and g.after its last. */
void asked_moved(struct context *cx, const struct type *t, int64_t since, struct asked *a);
/* " FROM measure r …" with what the cut needs beside it, and the column of its value. */
const char *measures_from(enum glance_cut cut);
const char *measures_key(enum glance_cut cut);
/* "SELECT …" as measure and plan: in which plans that are counted measures stand; a measure in two
 * parts of a plan twice. */
void asked_placed(struct asked *a);
/* "SELECT …" as measure and id: what measures answer that the actor may read and that are neither
 * drafts nor given up. */
void asked_answers(struct context *cx, struct asked *a);

/* Room for one more behind n. */
static inline void *glance_grow(struct context *cx, void *v, size_t n, size_t size)
{
	return (n & (n - 1)) == 0 ? arena_grow(cx->mem, v, n * size, (n ? n * 2 : 1) * size) : v;
}

/* ---- tables (table.c) */

/* One whose rows come from a statement; column 0 holds what is not stated. */
struct making {
	const struct choice *choices;
	size_t columns;
	int64_t *ids, *counts;
	size_t n, room;
};
struct making making_new(const struct choice *choices);
void making_add(struct context *cx, struct making *m, int64_t id, size_t column, int64_t count);
/* Takes rows of identifier, code (or number) of a choice, count. */
MUST_USE bool making_take(struct context *cx, struct making *m, struct rows *r);
/* `all`: counts of the whole State by column; columns of which it has nothing are left out.  Rows
 * have the titles of the type, the most frequent first. */
MUST_USE bool making_end(struct context *cx, const struct making *m, const int64_t *all,
                         const struct type *to, struct search_table *ret);

/* Columns in the order of the choices, what is not stated last. */
void table_order_columns(struct context *cx, const struct choice *choices, struct search_table *t);
/* The row of what is not stated behind the others. */
void table_missing_last(struct context *cx, struct search_table *t);

#endif
