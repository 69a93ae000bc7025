/* The hits of a window, in steps that each do one thing to all of them.  The first leaves those
 * that are alive, open to the asker and among those that were named; it has no branch, because
 * which record is open cannot be foretold.  The second tells which choices each of them fails.
 * None: it is a hit, and all its codes count.  Exactly one: it would be a hit if this facet's
 * choice were another, so this facet's codes count.  Two: no single click leads to it.
 *
 * The first ones are kept in a heap whose top is the worst of them. */
#include "search/collect.h"

/* A frequent code is met again before its last sum is stored; neighbours count in tables of their
 * own, so that none waits for another. */
enum { COUNTERS = 4 };

struct entry {
	uint64_t key; /* greater is earlier in the list */
	int64_t id;
	uint32_t segment, doc;
	float score;
};

/* Two facets crossed.  The place of a code among those that are asked for begins with 1; what is
 * not asked for counts at the place 0, so that nothing need be told apart while it is counted. */
struct pairs {
	const struct index_pairs *asked;
	const uint16_t *row, *column; /* by code: its place */
	uint32_t *counts;             /* rows_n + 1 times columns_n + 1 */
};

struct collect {
	struct arena *mem;
	struct segments in;
	const struct index_ask *ask;
	uint64_t *const *only;
	uint8_t *open; /* for every class there is */

	const uint8_t *facets; /* by code: whose it is */
	uint64_t counted;      /* a bit for each facet */
	uint64_t *fulfils; /* by code: a bit for each choice that it fulfils; NULL: no choices */
	uint64_t choices;  /* a bit each */
	uint64_t overdue;  /* the bit of this choice */
	uint64_t chosen;   /* a bit for each facet that is chosen of */
	uint32_t *counts[COUNTERS], overdue_n;
	int64_t total;

	/* of a window: what is failed, and the documents that fail nothing, or one thing alone */
	uint64_t *fails;
	uint32_t *docs;
	float *scores;

	struct entry *heap;
	size_t heap_n, heap_most;

	int64_t *ids;
	size_t ids_n;

	struct pairs *pairs; /* NULL: something else is wanted */
};

static void open_classes(struct collect *c)
{
	uint32_t n = names_classes(c->in.names);
	uint32_t known = c->ask->open_n < n ? c->ask->open_n : n;

	c->open = arena_alloc(c->mem, n + 1u);
	for (uint32_t i = 0; i < known; i++)
		c->open[i] = c->ask->open[i] != 0;
}

static void read_choices(struct collect *c)
{
	const struct index_ask *ask = c->ask;
	uint32_t codes = names_codes(c->in.names);

	c->facets = names_facets(c->in.names);
	for (int i = 0; i < COUNTERS; i++)
		c->counts[i] = arena_array(c->mem, uint32_t, codes + 1u);
	c->counted = ask->count & ((1ull << MAX_FACETS) - 1);
	c->docs = arena_raw(c->mem, WINDOW * sizeof *c->docs);
	c->scores = arena_raw(c->mem, WINDOW * sizeof *c->scores);
	if (ask->choices_n == 0)
		return;
	c->fails = arena_raw(c->mem, WINDOW * sizeof *c->fails);
	c->fulfils = arena_array(c->mem, uint64_t, codes + 1u);
	for (size_t i = 0; i < ask->choices_n && i < 64; i++) {
		const struct index_choice *choice = &ask->choices[i];
		uint64_t bit = 1ull << i;

		c->choices |= bit;
		if (choice->facet == FACET_OVERDUE)
			c->overdue |= bit;
		else
			c->chosen |= 1ull << choice->facet;
		for (size_t k = 0; k < choice->codes_n; k++)
			if (choice->codes[k] && choice->codes[k] <= codes)
				c->fulfils[choice->codes[k]] |= bit;
	}
}

static size_t all_docs(const struct segments *in)
{
	return (size_t)file_columns(in->file)->n + in->fresh->columns.n;
}

static struct collect *start(struct context *cx, const struct segments *in,
                             const struct index_ask *ask, uint64_t *const *only)
{
	struct collect *c = arena_new_of(cx->mem, struct collect);

	*c = (struct collect){ .mem = cx->mem, .in = *in, .ask = ask, .only = only };
	open_classes(c);
	read_choices(c);
	return c;
}

struct collect *collect_start(struct context *cx, const struct segments *in,
                              const struct index_ask *ask, uint64_t *const *only)
{
	struct collect *c = start(cx, in, ask, only);
	size_t docs = all_docs(in), wanted = ask->offset < docs ? docs - ask->offset : 0;

	if (wanted > ask->limit)
		wanted = ask->limit;
	c->heap_most = wanted ? ask->offset + wanted : 0;
	c->heap = arena_raw(cx->mem, (c->heap_most + 1) * sizeof *c->heap);
	return c;
}

struct collect *collect_ids(struct context *cx, const struct segments *in,
                            const struct index_ask *ask, uint64_t *const *only)
{
	struct collect *c = start(cx, in, ask, only);

	c->ids = arena_raw(cx->mem, (all_docs(in) + 1) * sizeof *c->ids);
	return c;
}

static struct index_ask without_choices(struct context *cx, const struct index_ask *ask, int facet,
                                        int other)
{
	struct index_choice *v = arena_array(cx->mem, struct index_choice, ask->choices_n);
	struct index_ask ret = *ask;

	ret.choices = v;
	ret.choices_n = ret.limit = 0;
	ret.count = 0;
	for (size_t i = 0; i < ask->choices_n; i++)
		if (ask->choices[i].facet != facet && ask->choices[i].facet != other)
			v[ret.choices_n++] = ask->choices[i];
	return ret;
}

static const uint16_t *places_of(struct collect *c, const uint16_t *asked, size_t n)
{
	uint32_t known = names_codes(c->in.names);
	uint16_t *ret = arena_array(c->mem, uint16_t, known + 1u);

	for (size_t i = 0; i < n; i++)
		if (asked[i] && asked[i] <= known)
			ret[asked[i]] = (uint16_t)(i + 1);
	return ret;
}

struct collect *collect_pairs(struct context *cx, const struct segments *in,
                              const struct index_ask *ask, uint64_t *const *only,
                              const struct index_pairs *pairs)
{
	struct index_ask *whole = arena_new_of(cx->mem, struct index_ask);
	struct collect *c;

	*whole = without_choices(cx, ask, pairs->row_facet, pairs->column_facet);
	c = start(cx, in, whole, only);
	c->pairs = arena_new_of(cx->mem, struct pairs);
	*c->pairs = (struct pairs){
		.asked = pairs,
		.row = places_of(c, pairs->rows, pairs->rows_n),
		.column = places_of(c, pairs->columns, pairs->columns_n),
		.counts = arena_array(cx->mem, uint32_t,
		                      (pairs->rows_n + 1) * (pairs->columns_n + 1)),
	};
	return c;
}

/* ---- the first ones */

static bool before(const struct entry *a, const struct entry *b)
{
	return a->key != b->key ? a->key > b->key : a->id > b->id;
}

static void sink(struct entry *heap, size_t n, size_t at, const struct entry *e)
{
	for (;;) {
		size_t child = 2 * at + 1;

		if (child + 1 < n && before(&heap[child], &heap[child + 1]))
			child++;
		if (child >= n || !before(e, &heap[child]))
			break;
		heap[at] = heap[child];
		at = child;
	}
	heap[at] = *e;
}

static void offer(struct collect *c, const struct entry *e)
{
	if (c->heap_n == c->heap_most) {
		if (c->heap_most && before(e, &c->heap[0]))
			sink(c->heap, c->heap_n, 0, e);
		return;
	}

	size_t at = c->heap_n++;

	for (; at > 0 && before(&c->heap[(at - 1) / 2], e); at = (at - 1) / 2)
		c->heap[at] = c->heap[(at - 1) / 2];
	c->heap[at] = *e;
}

static uint64_t key_of(const struct collect *c, const struct columns *columns, uint32_t doc,
                       float score)
{
	uint32_t bits;

	switch (c->ask->order) {
	case ORDER_CHANGED:
		return (uint64_t)columns->changed[doc] ^ 1ull << 63;
	case ORDER_DEADLINE:
		return (uint64_t)((int64_t)INT32_MAX - columns->deadline[doc]);
	default:
		memcpy(&bits, &score, sizeof bits); /* not negative: in the order of its bits */
		return bits;
	}
}

/* ---- the pass */

/* Leaves what counts at all; returns how many. */
static uint32_t filter(const struct collect *c, int segment, struct hits *h)
{
	const struct columns *columns = segment_columns(&c->in, segment);
	const uint64_t *dead = columns->dead, *only = c->only ? c->only[segment] : NULL;
	const uint32_t *access = columns->access;
	const uint8_t *open = c->open;
	uint32_t *docs = h->doc, n = h->n, kept = 0;
	float *scores = h->score;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t doc = docs[i];
		uint32_t gone = (uint32_t)(dead[doc / 64] >> doc % 64) & 1;

		docs[kept] = doc;
		scores[kept] = scores[i];
		kept += open[access[doc]] & ~gone;
	}
	n = kept;
	for (uint32_t i = kept = 0; only && i < n; i++) {
		docs[kept] = docs[i];
		scores[kept] = scores[i];
		kept += only[docs[i] / 64] >> docs[i] % 64 & 1;
	}
	return only ? kept : n;
}

/* Which of the choices each of the documents fails. */
static void find_failing(struct collect *c, const struct columns *columns, const uint32_t *docs,
                         uint32_t n)
{
	const uint64_t *fulfils = c->fulfils;
	uint64_t *fails = c->fails;

	for (uint32_t i = 0; i < n; i++)
		fails[i] = c->choices;
	for (uint32_t i = 0; c->overdue && i < n; i++)
		fails[i] &= columns->deadline[docs[i]] < c->ask->today ? ~c->overdue : ~0ull;
	for (uint32_t s = 0; s < columns->slots_n; s++) {
		const uint16_t *code = columns->slot[s].code;

		if (!(c->chosen >> columns->slot[s].facet & 1))
			continue;
		for (uint32_t i = 0; i < n; i++)
			fails[i] &= ~fulfils[code[docs[i]]];
	}
	if (!(c->chosen & columns->in_rows))
		return;
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = columns->row[docs[i]]; k < columns->row[docs[i] + 1]; k++)
			fails[i] &= ~fulfils[columns->code[k]];
}

/* Leaves those that fail one choice at most: the others count nowhere. */
static void drop_failing(const struct collect *c, struct hits *h)
{
	uint32_t *docs = h->doc, n = 0, all = h->n;
	uint64_t *fails = c->fails;
	float *scores = h->score;

	for (uint32_t i = 0; i < all; i++) {
		uint64_t f = fails[i];

		docs[n] = docs[i];
		scores[n] = scores[i];
		fails[n] = f;
		n += !(f & (f - 1));
	}
	h->n = n;
}

static void count_column(struct collect *c, const uint16_t *code, const uint32_t *docs, uint32_t n)
{
	uint32_t *first = c->counts[0], *second = c->counts[1];
	uint32_t *third = c->counts[2], *fourth = c->counts[3];
	uint32_t i = 0;

	for (; i + COUNTERS <= n; i += COUNTERS) {
		first[code[docs[i]]]++;
		second[code[docs[i + 1]]]++;
		third[code[docs[i + 2]]]++;
		fourth[code[docs[i + 3]]]++;
	}
	for (; i < n; i++)
		first[code[docs[i]]]++;
}

/* Counts these facets of these documents. */
static void count(struct collect *c, const struct columns *columns, uint64_t facets,
                  const uint32_t *docs, uint32_t n)
{
	uint32_t *counts = c->counts[0];

	for (uint32_t s = 0; s < columns->slots_n; s++)
		if (facets >> columns->slot[s].facet & 1)
			count_column(c, columns->slot[s].code, docs, n);
	if (!(facets & columns->in_rows))
		return;
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = columns->row[docs[i]]; k < columns->row[docs[i] + 1]; k++)
			counts[columns->code[k]] += facets >> c->facets[columns->code[k]] & 1;
}

/* The documents that fail these choices and no other. */
static uint32_t take_failing(const struct collect *c, const struct hits *h, uint64_t fails)
{
	const uint32_t *from = h->doc;
	uint32_t *docs = c->docs, n = 0, all = h->n;

	for (uint32_t i = 0; i < all; i++) {
		docs[n] = from[i];
		c->scores[n] = h->score[i];
		n += c->fails[i] == fails;
	}
	return n;
}

static void take_hit(struct collect *c, const struct columns *columns, int segment, uint32_t doc,
                     float score)
{
	struct entry e = { .key = key_of(c, columns, doc, score),
		           .segment = (uint32_t)segment,
		           .doc = doc,
		           .score = score };

	if (c->heap_n == c->heap_most && (!c->heap_most || e.key < c->heap[0].key))
		return;
	e.id = columns->id[doc];
	offer(c, &e);
}

/* Where a facet's codes stand. */
struct standing {
	const uint16_t *slot[MAX_SLOTS];
	uint32_t n;
	bool in_rows;
};

static struct standing standing_of(const struct columns *columns, int facet)
{
	struct standing s = { .in_rows = columns->in_rows >> facet & 1 };

	for (uint32_t i = 0; i < columns->slots_n; i++)
		if (columns->slot[i].facet == facet)
			s.slot[s.n++] = columns->slot[i].code;
	return s;
}

/* The places of a document's codes, in no order; how many. */
static size_t places_at(const struct columns *columns, const struct standing *s,
                        const uint16_t *place, uint32_t doc, uint16_t ret[MAX_CODES_OF])
{
	uint32_t from = columns->row[doc], to = columns->row[doc + 1];
	size_t n = 0;

	for (uint32_t i = 0; i < s->n; i++)
		ret[n++] = place[s->slot[i][doc]];
	for (uint32_t i = from; s->in_rows && i < to && n < MAX_CODES_OF; i++)
		ret[n++] = place[columns->code[i]];
	return n;
}

static void take_pairs(struct collect *c, const struct columns *columns, const uint32_t *docs,
                       uint32_t n)
{
	const struct pairs *p = c->pairs;
	size_t width = p->asked->columns_n + 1;
	struct standing r = standing_of(columns, p->asked->row_facet);
	struct standing k = standing_of(columns, p->asked->column_facet);
	uint16_t rows[MAX_CODES_OF], across[MAX_CODES_OF];

	if (r.n == 1 && k.n == 1 && !r.in_rows && !k.in_rows) {
		for (uint32_t i = 0; i < n; i++)
			p->counts[p->row[r.slot[0][docs[i]]] * width +
			          p->column[k.slot[0][docs[i]]]]++;
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		size_t rows_n = places_at(columns, &r, p->row, docs[i], rows);
		size_t across_n = places_at(columns, &k, p->column, docs[i], across);

		for (size_t a = 0; a < rows_n; a++)
			for (size_t b = 0; b < across_n; b++)
				p->counts[rows[a] * width + across[b]]++;
	}
}

static void take_hits(struct collect *c, const struct columns *columns, int segment,
                      const uint32_t *docs, const float *scores, uint32_t n)
{
	c->total += n;
	if (c->pairs) {
		take_pairs(c, columns, docs, n);
		return;
	}
	for (uint32_t i = 0; c->ids && i < n; i++)
		c->ids[c->ids_n++] = columns->id[docs[i]];
	if (c->ids)
		return;
	count(c, columns, c->counted, docs, n);
	for (uint32_t i = 0; i < n; i++)
		c->overdue_n += columns->deadline[docs[i]] < c->ask->today;
	for (uint32_t i = 0; i < n && c->heap_most; i++)
		take_hit(c, columns, segment, docs[i], scores[i]);
}

void collect_take(struct collect *c, int segment, struct hits *h)
{
	const struct columns *columns = segment_columns(&c->in, segment);

	h->n = filter(c, segment, h);
	if (!c->fulfils) {
		take_hits(c, columns, segment, h->doc, h->score, h->n);
		return;
	}
	find_failing(c, columns, h->doc, h->n);
	drop_failing(c, h);
	take_hits(c, columns, segment, c->docs, c->scores, take_failing(c, h, 0));
	for (uint64_t left = c->choices; left && !c->ids; left &= left - 1) {
		int facet = c->ask->choices[__builtin_ctzll(left)].facet;

		if (facet < MAX_FACETS && c->counted >> facet & 1)
			count(c, columns, 1ull << facet, c->docs, take_failing(c, h, left & -left));
	}
}

/* ---- the answer */

static uint32_t *sum_counts(struct collect *c)
{
	uint32_t codes = names_codes(c->in.names);
	uint32_t *sum = c->counts[0];

	for (int i = 1; i < COUNTERS; i++)
		for (uint32_t code = 0; code <= codes; code++)
			sum[code] += c->counts[i][code];
	return sum;
}

static int entry_order(const void *a, const void *b)
{
	return before(a, b) ? -1 : before(b, a);
}

void collect_answer(struct collect *c, struct index_answer *ret)
{
	size_t offset = c->ask->offset;
	size_t n = c->heap_n > offset ? c->heap_n - offset : 0;

	*ret = (struct index_answer){
		.total = c->total, .hits_n = n, .counts = sum_counts(c), .overdue = c->overdue_n
	};
	if (c->heap_n)
		qsort(c->heap, c->heap_n, sizeof *c->heap, entry_order);
	ret->hits = arena_array(c->mem, struct index_hit, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct entry *e = &c->heap[offset + i];
		const struct columns *columns = segment_columns(&c->in, (int)e->segment);

		ret->hits[i] = (struct index_hit){ .id = e->id,
			                           .version = columns->version[e->doc],
			                           .score = e->score };
	}
}

static int id_order(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

size_t collect_found(struct collect *c, int64_t **ret)
{
	if (c->ids_n)
		qsort(c->ids, c->ids_n, sizeof *c->ids, id_order);
	*ret = c->ids;
	return c->ids_n;
}

void collect_paired(const struct collect *c, int64_t *ret)
{
	size_t rows = c->pairs->asked->rows_n, columns = c->pairs->asked->columns_n;

	for (size_t i = 0; i < rows; i++)
		for (size_t k = 0; k < columns; k++)
			ret[i * columns + k] = c->pairs->counts[(i + 1) * (columns + 1) + k + 1];
}
