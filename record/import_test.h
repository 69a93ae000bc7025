/* For the tests of imports: files are brought into the made-up type of trust_test.h, which has a
 * format of the outside world, too: lines "code note". */
#ifndef RECORD_IMPORT_TEST_H
#define RECORD_IMPORT_TEST_H

#include "record/change.h"
#include "record/import.h"
#include "record/trust_test.h"

static inline int guess_outside(struct context *cx, struct material *m)
{
	struct unit u;

	while (material_next(cx, m, &u))
		if (u.kind == UNIT_ROW)
			return str_eq(u.cells[0].text, "outside") ? 90 : 0;
	return 0;
}

static inline bool open_outside(struct context *cx, struct import *im, void **ret_state)
{
	const struct field **said = arena_array(cx->mem, const struct field *, 4);
	struct unit u;

	said[0] = type_field_named(&trial_type, "code");
	said[1] = type_field_named(&trial_type, "note");
	said[2] = type_field_named(&trial_type, "sources");
	*ret_state = said;
	while (import_unit(cx, im, &u))
		if (u.kind == UNIT_ROW) {
			import_header(cx, im, &u);
			return true;
		}
	return false;
}

/* Lines "code note": as a foreign table would be read. */
static inline bool next_outside(struct context *cx, struct import *im, void *state,
                                struct import_item *item)
{
	struct source *s = arena_new_of(cx->mem, struct source);
	struct trial *t;
	struct unit u;
	char *line;

	if (!import_unit(cx, im, &u))
		return false;
	import_begin(cx, im, item, &trial_type, &u);
	line = arena_str(cx->mem, u.cells[0].text);
	t = item->record;
	t->code = strsep(&line, " ");
	t->note = line;
	if (line && *line == '?') { /* words that nobody knows */
		t->note = NULL;
		import_unknown(im, item, "lead", &trial_type, line + 1);
	}
	s->title = "A table from outside";
	t->record.sources = (struct owned){ s, 1 };
	t->record.state = 2;
	item->said = state;
	return true;
}

static inline bool join_outside(struct context *cx, void *first, const void *second)
{
	(void)cx;
	return str_eq(((struct trial *)first)->note, ((const struct trial *)second)->note);
}

static const struct import_format from_outside = { .name = "outside",
	                                           .label = "Outside",
	                                           .flags = IMPORT_FOREIGN,
	                                           .guess = guess_outside,
	                                           .open = open_outside,
	                                           .next = next_outside,
	                                           .join = join_outside };

static inline int guess_proposing(struct context *cx, struct material *m)
{
	struct unit u;

	while (material_next(cx, m, &u))
		if (u.kind == UNIT_ROW)
			return str_eq(u.cells[0].text, "proposing") ? 90 : 0;
	return 0;
}

/* Whatever has no code yet is like the record whose note is "one". */
static inline bool near_outside(struct context *cx, struct import *im,
                                const struct import_item *item, int64_t *ret, int *ret_score)
{
	bool found;

	(void)im;
	*ret_score = 910;
	return !str_eq(((const struct trial *)item->record)->note, "alike") ||
	       db_int(cx, MADE_SQL("SELECT id FROM trial WHERE note = 'one'"), ret, &found);
}

static const struct import_format proposing = { .name = "proposing",
	                                        .label = "Proposing",
	                                        .flags = IMPORT_FOREIGN | IMPORT_PROPOSES,
	                                        .guess = guess_proposing,
	                                        .open = open_outside,
	                                        .next = next_outside,
	                                        .near = near_outside };

static const struct import_format *const outside_formats[] = { &from_outside, &proposing, NULL };
static const struct type *const here_types[] = { &trial_type, &import_type, NULL };
static const struct subject here_subject = { .name = "trial",
	                                     .types = here_types,
	                                     .formats = outside_formats };
static const struct subject *const here[] = { &here_subject, NULL };
static const struct actor console = { .login = "console", .console = true };

static inline struct world *begin(void **state)
{
	struct world *w = *state;

	w->app.subjects = here;
	w->cx->actor = &console;
	return w;
}

static inline struct import bring(struct world *w, const char *bytes, bool dry_run)
{
	struct import im = { .file = "made-up.csv", .dry_run = dry_run };

	test_ok(w->cx, import_run(w->cx, &im, bytes, strlen(bytes)));
	return im;
}

static inline void assert_counts(const struct import *im, int64_t new, int64_t updated,
                                 int64_t unchanged, size_t wrong)
{
	if (im->problems_n != wrong && im->problems_n)
		print_message("row %lld, %s: %s\n", (long long)im->problems[0].row,
		              im->problems[0].field, im->problems[0].message);
	assert_int_equal(im->problems_n, wrong);
	assert_int_equal(im->new, new);
	assert_int_equal(im->updated, updated);
	assert_int_equal(im->unchanged, unchanged);
}

static inline void assert_problem(const struct import *im, size_t i, int64_t row, const char *field)
{
	assert_true(i < im->problems_n);
	assert_int_equal(im->problems[i].row, row);
	assert_string_equal(im->problems[i].field ? im->problems[i].field : "", field);
}

static inline struct trial *stored(struct world *w, const char *code)
{
	struct trial *t;

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	t = record_by_key(w->cx, &trial_type, code);
	test_ok(w->cx, db_commit(w->cx));
	return t;
}

/* A person changes the record; `role` none: the console. */
static inline void person_saves(struct world *w, struct trial *t)
{
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) &&
	                       record_save(w->cx, &trial_type, t) && db_commit(w->cx));
}

static inline const struct text *in_language(const struct trial *t, const char *lang)
{
	for (size_t i = 0; i < t->title.n; i++)
		if (str_eq(t->title.v[i].lang, lang))
			return &t->title.v[i];
	return NULL;
}

static inline struct import_original *originals(struct world *w, const char *code, size_t *n)
{
	struct import_original *v = NULL;
	const struct trial *t = stored(w, code);

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) &&
	                       import_originals(w->cx, &trial_type, t->record.id, &v, n) &&
	                       db_commit(w->cx));
	return v;
}

#endif
