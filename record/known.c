/* See known.h.  Hash tables in which an entry has a few places to stand; where all are taken, the
 * newcomer takes the first.  What the work plans to make is never forgotten: it lies in memory of
 * its own, since the pages of the work are rewound. */
#include "record/known.h"

#include "record/app.h"
#include "record/record.h"

enum { IDS = 4096, WORDS = 1024, FACTS = 512, PLACES = 8, LONGEST = 160 };

/* What an entry is found by. */
struct mark {
	const void *of; /* the type, or what is asked; NULL: the place is free */
	int64_t id;
};

struct known {
	int64_t end; /* older ones are remembered */
	struct mark ids[IDS];
	struct word {
		const struct type *type;
		enum known_as as;
		int64_t id;
		char words[LONGEST];
	} words[WORDS];
	struct {
		struct mark mark;
		struct known_fact fact;
	} facts[FACTS];
	struct arena *mem; /* of what follows */
	struct place {
		const void *about;
		struct place *next;
		void *what;
	} * places;
	struct plan *plans;
	size_t plans_n, plans_room;
};

static void free_arena(void *what)
{
	arena_free(what);
}

void known_begin(struct context *cx)
{
	cx->known = arena_new_of(cx->mem, struct known);
	cx->known->end = new_id(cx);
	cx->known->mem = arena_new(MAX_JOB_MEMORY);
	if (cx->known->mem)
		arena_defer(cx->mem, free_arena, cx->known->mem);
}

void known_end(struct context *cx)
{
	cx->known = NULL;
}

/* Fibonacci hashing (Knuth, The Art of Computer Programming, 6.4): the time and the counter in an
 * identifier both reach the highest bits. */
static size_t hash_of_mark(struct mark m)
{
	return ((uint64_t)m.id ^ (uintptr_t)m.of) * UINT64_C(0x9e3779b97f4a7c15) >> 32;
}

static bool same_mark(struct mark a, struct mark b)
{
	return a.of == b.of && a.id == b.id;
}

bool known_id(const struct context *cx, const struct type *t, int64_t id)
{
	struct mark m = { t, id };
	size_t h = hash_of_mark(m);

	for (size_t i = 0; cx->known && i < PLACES; i++)
		if (same_mark(cx->known->ids[(h + i) % IDS], m))
			return true;
	return known_planned(cx, t, id) != NULL;
}

void known_add_id(struct context *cx, const struct type *t, int64_t id)
{
	struct mark m = { t, id }, *to;
	size_t h = hash_of_mark(m);

	if (!cx->known || id >= cx->known->end)
		return;
	to = &cx->known->ids[h % IDS];
	for (size_t i = 0; to->of && i < PLACES; i++)
		if (!cx->known->ids[(h + i) % IDS].of)
			to = &cx->known->ids[(h + i) % IDS];
	*to = m;
}

/* FNV-1a. */
static size_t hash_of_words(enum known_as as, const char *words)
{
	uint64_t h = UINT64_C(14695981039346656037) + as;

	for (; *words; words++)
		h = (h ^ (unsigned char)*words) * UINT64_C(1099511628211);
	return h ^ h >> 32;
}

int64_t known_words(const struct context *cx, const struct type *t, enum known_as as,
                    const char *words)
{
	size_t h = words ? hash_of_words(as, words) : 0;

	for (size_t i = 0; cx->known && words && i < PLACES; i++) {
		const struct word *w = &cx->known->words[(h + i) % WORDS];

		if (w->type == t && w->as == as && strcmp(w->words, words) == 0)
			return w->id;
	}
	return 0;
}

void known_add_words(struct context *cx, const struct type *t, enum known_as as, const char *words,
                     int64_t id)
{
	size_t h = hash_of_words(as, words);
	struct word *to;

	if (!cx->known || id >= cx->known->end || strlen(words) >= LONGEST)
		return;
	to = &cx->known->words[h % WORDS];
	for (size_t i = 0; to->type && i < PLACES; i++)
		if (!cx->known->words[(h + i) % WORDS].type)
			to = &cx->known->words[(h + i) % WORDS];
	*to = (struct word){ .type = t, .as = as, .id = id };
	memcpy(to->words, words, strlen(words) + 1);
}

bool known_fact(const struct context *cx, const void *about, int64_t id, struct known_fact *ret)
{
	struct mark m = { about, id };
	size_t h = hash_of_mark(m);

	for (size_t i = 0; cx->known && i < PLACES; i++)
		if (same_mark(cx->known->facts[(h + i) % FACTS].mark, m)) {
			*ret = cx->known->facts[(h + i) % FACTS].fact;
			return true;
		}
	return false;
}

void known_add_fact(struct context *cx, const void *about, int64_t id,
                    const struct known_fact *fact)
{
	struct mark m = { about, id };
	size_t h = hash_of_mark(m), to = h % FACTS;

	if (!cx->known || id >= cx->known->end)
		return;
	for (size_t i = 0; cx->known->facts[to].mark.of && i < PLACES; i++)
		if (!cx->known->facts[(h + i) % FACTS].mark.of)
			to = (h + i) % FACTS;
	cx->known->facts[to].mark = m;
	cx->known->facts[to].fact = *fact;
}

/* ---- what lasts */

struct arena *known_memory(const struct context *cx)
{
	return cx->known ? cx->known->mem : NULL;
}

void *known_place(struct context *cx, const void *about, size_t size)
{
	struct arena *mem = known_memory(cx);
	struct place *p = cx->known ? cx->known->places : NULL;

	if (!mem) {
		fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
		return NULL;
	}
	while (p && p->about != about)
		p = p->next;
	if (!p) {
		p = arena_new_of(mem, struct place);
		p->about = about;
		p->what = arena_alloc(mem, size);
		p->next = cx->known->places;
		cx->known->places = p;
	}
	return p->what;
}

/* ---- plans */

/* A file names few of them again and again; the newest are met most often. */
const void *known_planned(const struct context *cx, const struct type *t, int64_t id)
{
	const struct known *k = cx->known;

	for (size_t i = k && id >= k->end ? k->plans_n : 0; i-- > 0;)
		if (k->plans[i].type == t && ((const struct record *)k->plans[i].row)->id == id)
			return k->plans[i].row;
	return NULL;
}

const struct plan *known_plans(const struct context *cx, size_t *n)
{
	*n = cx->known ? cx->known->plans_n : 0;
	return cx->known ? cx->known->plans : NULL;
}

static int64_t planned_before(const struct context *cx, const struct type *t, const char *key)
{
	const struct field *f = type_field_named(t, t->key);
	const struct known *k = cx->known;

	for (size_t i = k->plans_n; i-- > 0;)
		if (k->plans[i].type == t &&
		    str_eq(*(const char *const *)field_at(f, k->plans[i].row), key))
			return ((const struct record *)k->plans[i].row)->id;
	return 0;
}

/* With memory that lasts: the row, and what is hung on it. */
static int64_t plan(struct context *cx, const struct type *t,
                    bool (*make)(struct context *cx, void *row, void *data), void *data)
{
	struct known *k = cx->known;
	void *row = record_new(cx, t);

	if (!make(cx, row, data) || (t->prepare && !t->prepare(cx, NULL, row)))
		return 0;
	if (k->plans_n == k->plans_room) {
		size_t room = k->plans_room ? 2 * k->plans_room : 64;

		k->plans = arena_grow(cx->mem, k->plans, k->plans_room * sizeof *k->plans,
		                      room * sizeof *k->plans);
		k->plans_room = room;
	}
	k->plans[k->plans_n++] = (struct plan){ t, row };
	return ((const struct record *)row)->id;
}

int64_t known_plan(struct context *cx, const struct type *t, const char *key,
                   bool (*make)(struct context *cx, void *row, void *data), void *data)
{
	int64_t id = record_id_by_key(cx, t, key);
	struct arena *mem = cx->mem;

	if (id || failed(cx))
		return id;
	if (!known_memory(cx)) {
		fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
		return 0;
	}
	id = planned_before(cx, t, key);
	if (id)
		return id;
	cx->mem = cx->known->mem;
	id = plan(cx, t, make, data);
	cx->mem = mem;
	return id;
}
