/* In a plan of the State nobody writes the State's name into every cell, while official names have
 * it: Türkmenistanyň Bilim ministrligi, Министерство образования Туркменистана.  So names are also
 * compared without the words that begin with a name of the State; two bodies that are called the
 * same then are nobody. */
#include "subject/plan/plan_body.h"

#include "language/fold.h"
#include "record/app.h"
#include "record/setting.h"
#include "store/db.h"
#include "subject/institution/institution.h"

SQL(plan_body_names, "SELECT x.record, x.body FROM text x JOIN institution i ON i.id = x.record"
                     " WHERE x.field = 'name' ORDER BY x.record");

struct bare_name {
	const char *words;
	int64_t body;
};

struct plan_bodies {
	struct labels *labels;
	const char *state[8]; /* names of the State, folded, NULL ends them */
	struct bare_name *v;
	size_t n;
};

static bool is_state(const struct plan_bodies *b, const char *word, size_t n)
{
	for (size_t i = 0; b->state[i]; i++) {
		size_t length = strlen(b->state[i]);

		if (length >= 4 && n >= length && strncmp(word, b->state[i], length) == 0)
			return true;
	}
	return false;
}

/* Folded, its words alone, without the State and what is left before it: "… of". */
static const char *bare(struct context *cx, const struct plan_bodies *b, const char *name)
{
	const char *folded = fold_text(cx->mem, name);
	char *to = arena_alloc(cx->mem, strlen(folded) + 2);
	size_t at = 0;

	for (const char *s = folded; *s;) {
		size_t n = strcspn(s, " ,.;\"'()-");

		if (n && is_state(b, s, n)) {
			if (at >= 4 && strncmp(to + at - 4, " of ", 4) == 0)
				at -= 3;
		} else if (n) {
			memcpy(to + at, s, n);
			at += n;
			to[at++] = ' ';
		}
		s += n;
		s += strspn(s, " ,.;\"'()-");
	}
	while (at && to[at - 1] == ' ')
		at--;
	to[at] = '\0';
	return to;
}

static bool load_state(struct context *cx, struct plan_bodies *b)
{
	const struct country *own = record_by_key(cx, &country_type, setting(cx, "state"));

	for (size_t i = 0; own && i < own->name.n && i + 1 < LEN(b->state); i++)
		b->state[i] = fold_text(cx->mem, own->name.v[i].body);
	return !failed(cx);
}

struct plan_bodies *plan_bodies_load(struct context *cx)
{
	struct plan_bodies *b = arena_new_of(cx->mem, struct plan_bodies);
	size_t room = 0;
	struct rows *r;

	b->labels = labels_load(cx, &institution_type);
	if (!b->labels || !load_state(cx, b))
		return NULL;
	r = db_query(cx, &plan_body_names);
	while (r && rows_next(cx, r)) {
		if (b->n == room) {
			b->v = arena_grow(cx->mem, b->v, room * sizeof *b->v,
			                  (2 * room + 64) * sizeof *b->v);
			room = 2 * room + 64;
		}
		b->v[b->n++] = (struct bare_name){ bare(cx, b, rows_text(r, 1)), rows_int(r, 0) };
	}
	return failed(cx) ? NULL : b;
}

int64_t plan_bodies_find(struct context *cx, const struct plan_bodies *b, const char *name)
{
	int64_t found = labels_find(cx, b->labels, name);
	const char *words = found ? "" : bare(cx, b, name);

	for (size_t i = 0; i < b->n && *words; i++) {
		if (!str_eq(b->v[i].words, words))
			continue;
		if (found && found != b->v[i].body)
			return 0;
		found = b->v[i].body;
	}
	return found;
}

size_t plan_bodies_near(struct context *cx, const struct plan_bodies *b, const char *name,
                        struct near *ret, size_t n)
{
	return labels_near(cx, b->labels, name, ret, n);
}
