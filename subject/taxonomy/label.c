/* Labels of records in a table that is made once and asked thousands of times: an import of 33,000
 * rows must not query the database for every country it names.
 *
 * A code beats a name, a name beats an alias.  Two records of the same rank that share a label make
 * it ambiguous: what a file means by it is not for the program to guess. */
#include "subject/taxonomy/part.h"

#include "base/buffer.h"
#include "language/fold.h"
#include "record/load.h"

enum rank { RANK_ALIAS, RANK_NAME, RANK_CODE };

struct label {
	int64_t record; /* 0: ambiguous */
	enum rank rank;
};

struct labels {
	struct words *words; /* folded label -> 1 … n into `v` */
	struct label *v;
	size_t n, room;
};

/* ---- folded texts, in a table with open addressing */

struct word {
	const char *text;
	int64_t number;
};

struct words {
	struct arena *mem;
	struct word *v;
	size_t n, room; /* room is a power of two */
};

struct words *words_new(struct arena *mem, size_t n)
{
	struct words *w = arena_new_of(mem, struct words);

	w->mem = mem;
	for (w->room = 64; w->room < 2 * n;)
		w->room *= 2;
	w->v = arena_array(mem, struct word, w->room);
	return w;
}

/* FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/): short words, and nobody outside chooses
 * them. */
static uint64_t hash(const char *s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
	return h;
}

static struct word *slot(const struct words *w, const char *text)
{
	size_t i = hash(text) & (w->room - 1);

	while (w->v[i].text && strcmp(w->v[i].text, text) != 0)
		i = (i + 1) & (w->room - 1);
	return &w->v[i];
}

static void widen(struct words *w)
{
	struct words wide = *w;

	wide.room *= 2;
	wide.v = arena_array(w->mem, struct word, wide.room);
	for (size_t i = 0; i < w->room; i++)
		if (w->v[i].text)
			*slot(&wide, w->v[i].text) = w->v[i];
	*w = wide;
}

int64_t *words_place(struct words *w, const char *folded)
{
	struct word *at;

	if (2 * w->n >= w->room)
		widen(w);
	at = slot(w, folded);
	if (!at->text) {
		at->text = folded;
		w->n++;
	}
	return &at->number;
}

int64_t words_at(const struct words *w, const char *folded)
{
	return slot(w, folded)->number;
}

/* ---- filling it */

static void add(struct context *cx, struct labels *l, const char *label, int64_t record,
                enum rank rank)
{
	const char *folded = fold_text(cx->mem, label);
	int64_t *place;
	struct label *there;

	if (!*folded)
		return;
	place = words_place(l->words, folded);
	if (!*place) {
		if (l->n == l->room) {
			l->v = arena_grow(cx->mem, l->v, l->room * sizeof *l->v,
			                  2 * l->room * sizeof *l->v);
			l->room *= 2;
		}
		l->v[l->n++] = (struct label){ record, rank };
		*place = (int64_t)l->n;
		return;
	}
	there = &l->v[*place - 1];
	if (rank > there->rank)
		*there = (struct label){ record, rank };
	else if (rank == there->rank && there->record != record)
		there->record = 0;
}

static void add_aliases(struct context *cx, struct labels *l, const char *aliases, int64_t record)
{
	const char *end;

	for (const char *s = aliases; *s; s = *end ? end + 1 : end) {
		end = strchrnul(s, '|');
		add(cx, l, arena_strn(cx->mem, s, (size_t)(end - s)), record, RANK_ALIAS);
	}
}

/* Codes and aliases: "SELECT r.id, r.iso3, r.iso2, r.aliases FROM country r". */
static bool add_columns(struct context *cx, struct labels *l, const struct type *t)
{
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	bool aliases = type_field_named(t, "aliases"), retires = type_field_named(t, "retired");
	struct rows *r;

	buffer_text(&sql, aliases ? "SELECT r.id, r.aliases" : "SELECT r.id, NULL");
	for (size_t i = 0; i < t->n; i++)
		if (t->fields[i].kind == FIELD_TEXT && t->fields[i].flags & UNIQUE)
			buffer_fmt(&sql, ", r.%s", t->fields[i].name);
	buffer_fmt(&sql, " FROM %s r%s", t->name,
	           retires ? " WHERE coalesce(r.retired, 0) = 0" : "");
	r = db_query(cx, MADE_SQL(buffer_str(&sql)));
	while (r && rows_next(cx, r)) {
		for (int i = 2; i < rows_columns(r); i++)
			if (!rows_null(r, i))
				add(cx, l, rows_text(r, i), rows_int(r, 0), RANK_CODE);
		if (!rows_null(r, 1))
			add_aliases(cx, l, rows_text(r, 1), rows_int(r, 0));
	}
	return !failed(cx);
}

static bool add_names(struct context *cx, struct labels *l, const struct type *t)
{
	bool retires = type_field_named(t, "retired");
	const char *text =
	        arena_fmt(cx->mem,
	                  "SELECT x.record, x.body FROM text x JOIN %s r ON r.id = x.record"
	                  " WHERE x.field = 'name'%s",
	                  t->name, retires ? " AND coalesce(r.retired, 0) = 0" : "");
	struct rows *r = db_query(cx, MADE_SQL(text));

	while (r && rows_next(cx, r))
		add(cx, l, rows_text(r, 1), rows_int(r, 0), RANK_NAME);
	return !failed(cx);
}

struct labels *labels_load(struct context *cx, const struct type *t)
{
	struct labels *l = arena_new_of(cx->mem, struct labels);

	l->words = words_new(cx->mem, 1024);
	l->room = 1024;
	l->v = arena_array(cx->mem, struct label, l->room);
	return add_columns(cx, l, t) && add_names(cx, l, t) ? l : NULL;
}

int64_t labels_find(struct context *cx, const struct labels *l, const char *label)
{
	int64_t place = str_empty(label) ? 0 : words_at(l->words, fold_text(cx->mem, label));

	return place ? l->v[place - 1].record : 0;
}
