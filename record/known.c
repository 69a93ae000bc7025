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
	/* Twice as many places as plans at least: place of a plan from 1, by identifier and by key.
	 */
	uint32_t *by_id, *by_key;
	size_t index_room;
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

static int64_t id_of_plan(const struct plan *p)
{
	return ((const struct record *)p->row)->id;
}

static const char *key_of_plan(const struct plan *p)
{
	return *(const char *const *)field_at(type_field_named(p->type, p->type->key), p->row);
}

/* Where the plan stands in the index, or the place that is free for it. */
static uint32_t *place_by_id(const struct known *k, const struct type *t, int64_t id)
{
	size_t at = hash_of_mark((struct mark){ t, id });

	for (;; at++) {
		uint32_t *place = &k->by_id[at & (k->index_room - 1)];
		const struct plan *p = *place ? &k->plans[*place - 1] : NULL;

		if (!p || (p->type == t && id_of_plan(p) == id))
			return place;
	}
}

static uint32_t *place_by_key(const struct known *k, const struct type *t, const char *key)
{
	size_t at = hash_of_words(KNOWN_BY_KEY, key);

	for (;; at++) {
		uint32_t *place = &k->by_key[at & (k->index_room - 1)];
		const struct plan *p = *place ? &k->plans[*place - 1] : NULL;

		if (!p || (p->type == t && str_eq(key_of_plan(p), key)))
			return place;
	}
}

const void *known_planned(const struct context *cx, const struct type *t, int64_t id)
{
	const struct known *k = cx->known;
	uint32_t place;

	if (!k || !k->plans_n || id < k->end)
		return NULL;
	place = *place_by_id(k, t, id);
	return place ? k->plans[place - 1].row : NULL;
}

const struct plan *known_plans(const struct context *cx, size_t *n)
{
	*n = cx->known ? cx->known->plans_n : 0;
	return cx->known ? cx->known->plans : NULL;
}

static int64_t planned_before(const struct context *cx, const struct type *t, const char *key)
{
	const struct known *k = cx->known;
	uint32_t place = k->plans_n ? *place_by_key(k, t, key) : 0;

	return place ? id_of_plan(&k->plans[place - 1]) : 0;
}

static void enter(struct known *k, size_t i)
{
	const struct plan *p = &k->plans[i];

	*place_by_id(k, p->type, id_of_plan(p)) = (uint32_t)i + 1;
	*place_by_key(k, p->type, key_of_plan(p)) = (uint32_t)i + 1;
}

static void more_plans(struct known *k)
{
	size_t room = k->plans_room ? 2 * k->plans_room : 64;

	k->plans = arena_grow(k->mem, k->plans, k->plans_room * sizeof *k->plans,
	                      room * sizeof *k->plans);
	k->plans_room = room;
	k->index_room = 2 * room;
	k->by_id = arena_array(k->mem, uint32_t, k->index_room);
	k->by_key = arena_array(k->mem, uint32_t, k->index_room);
	for (size_t i = 0; i < k->plans_n; i++)
		enter(k, i);
}

/* With memory that lasts: the row, and what is hung on it. */
static int64_t plan(struct context *cx, const struct type *t,
                    bool (*make)(struct context *cx, void *row, void *data), void *data)
{
	struct known *k = cx->known;
	void *row = record_new(cx, t);

	if (!make(cx, row, data) || (t->prepare && !t->prepare(cx, NULL, row)))
		return 0;
	if (k->plans_n == k->plans_room)
		more_plans(k);
	k->plans[k->plans_n] = (struct plan){ t, row };
	enter(k, k->plans_n++);
	return ((const struct record *)row)->id;
}

int64_t known_plan(struct context *cx, const struct type *t, const char *key,
                   bool (*make)(struct context *cx, void *row, void *data), void *data)
{
	struct arena *mem = cx->mem;
	int64_t id;

	if (!known_memory(cx)) {
		fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
		return 0;
	}
	id = planned_before(cx, t, key);
	if (!id)
		id = record_id_by_key(cx, t, key);
	if (id || failed(cx))
		return id;
	cx->mem = cx->known->mem;
	id = plan(cx, t, make, data);
	cx->mem = mem;
	return id;
}
