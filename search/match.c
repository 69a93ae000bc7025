/* A tree of nodes like the query's.  A node can do two things with a window: produce all its hits,
 * or be probed with the hits of others.  AND produces the rarest part and probes the rest with what
 * is left, so that common words are read only where rare ones stand; what has no list to walk (NOT,
 * values of facets, dates) is only ever probed.  OR adds its parts up in an array with a place for
 * each document of the window.
 *
 * Parts are taken in ascending order of frequency, in every node and both ways, so that a record's
 * score is the same sum of the same numbers however the query was carried out. */
#include "search/match.h"

struct node {
	enum query_kind kind;
	struct leaf *leaf;
	struct node **parts;
	size_t parts_n;
	uint64_t cost; /* documents that it may fit */
	const struct query *query;
	uint64_t *codes; /* a bit for each that is asked for */
	uint64_t facets; /* theirs */
	bool deadline;

	/* made when they are needed first */
	struct hits hits;
	uint8_t *fits;
	float *score;
	uint8_t *there; /* of a window: it fits one of the parts */
};

/* ---- making it */

static struct node *plan(struct match *m, const struct query *q);

static void plan_parts(struct match *m, struct node *n)
{
	const struct query *q = n->query;

	n->parts = arena_array(m->mem, struct node *, q->parts_n);
	for (size_t i = 0; i < q->parts_n; i++) {
		struct node *part = plan(m, q->parts[i]);
		size_t at = n->parts_n++;

		for (; at > 0 && n->parts[at - 1]->cost > part->cost; at--)
			n->parts[at] = n->parts[at - 1];
		n->parts[at] = part;
	}
}

static void plan_codes(struct match *m, struct node *n)
{
	n->codes = arena_array(m->mem, uint64_t, MAX_FACET_CODES / 64 + 1);
	for (size_t i = 0; i < n->query->codes_n; i++) {
		uint16_t code = n->query->codes[i];

		if (code && code <= names_codes(m->in.names)) {
			n->codes[code / 64] |= 1ull << code % 64;
			n->facets |= 1ull << names_facets(m->in.names)[code];
		}
	}
}

static struct leaf *plan_leaf(struct match *m, const struct query *q)
{
	switch (q->kind) {
	case QUERY_WORD:
		return leaf_word(m, q);
	case QUERY_PREFIX:
		return leaf_prefix(m, q);
	case QUERY_PHRASE:
		return leaf_phrase(m, q);
	default:
		return NULL;
	}
}

static struct node *plan(struct match *m, const struct query *q)
{
	struct node *n = arena_new_of(m->mem, struct node);

	*n = (struct node){ .kind = q->kind, .query = q, .cost = m->docs };
	n->leaf = plan_leaf(m, q);
	if (n->leaf) {
		n->cost = leaf_frequency(n->leaf);
		return n;
	}
	switch (q->kind) {
	case QUERY_NONE:
		n->cost = 0;
		break;
	case QUERY_CODES:
		plan_codes(m, n);
		break;
	case QUERY_DATES:
		n->deadline = str_eq(q->field, "deadline");
		break;
	case QUERY_AND:
		plan_parts(m, n);
		n->cost = n->parts_n ? n->parts[0]->cost : m->docs;
		break;
	case QUERY_OR:
		plan_parts(m, n);
		n->cost = 0;
		for (size_t i = 0; i < n->parts_n; i++)
			n->cost += n->parts[i]->cost;
		break;
	default:
		plan_parts(m, n);
		break;
	}
	return n;
}

/* How much the length of a document slows down what its words weigh. */
static void plan_lengths(struct match *m)
{
	const double k1 = 1.2, b = 0.75;
	uint64_t length = file_length(m->in.file) + m->in.fresh->length;
	double mean = length ? (double)length / (double)m->docs : 1;
	uint16_t longest = m->in.fresh->columns.longest;

	if (file_columns(m->in.file)->longest > longest)
		longest = file_columns(m->in.file)->longest;
	m->slow = arena_raw(m->mem, (longest + 1u) * sizeof *m->slow);
	for (uint32_t i = 0; i <= longest; i++)
		m->slow[i] = (float)(k1 * (1 - b + b * i / mean));
}

struct match *match_plan(struct context *cx, const struct segments *in, const struct query *q,
                         uint64_t *const *only)
{
	struct match *m = arena_new_of(cx->mem, struct match);

	*m = (struct match){ .mem = cx->mem, .in = *in, .only = only };
	m->docs = (uint64_t)file_columns(in->file)->n + in->fresh->columns.n;
	plan_lengths(m);
	m->fits = arena_raw(m->mem, WINDOW * sizeof *m->fits);
	m->score = arena_raw(m->mem, WINDOW * sizeof *m->score);
	m->root = plan(m, q);
	return m;
}

static void start(struct match *m, struct node *n)
{
	if (n->leaf)
		leaf_start(m, n->leaf);
	for (size_t i = 0; i < n->parts_n; i++)
		start(m, n->parts[i]);
}

void match_start(struct match *m, int segment)
{
	m->segment = segment;
	m->columns = segment_columns(&m->in, segment);
	start(m, m->root);
}

/* ---- what a node works with */

static void *window_of(struct match *m, size_t size)
{
	return arena_raw(m->mem, WINDOW * size);
}

static void need_probe(struct match *m, struct node *n)
{
	if (!n->fits)
		n->fits = window_of(m, sizeof *n->fits);
	if (!n->score)
		n->score = window_of(m, sizeof *n->score);
}

static void need_sums(struct match *m, struct node *n)
{
	if (n->there)
		return;
	n->hits.doc = window_of(m, sizeof *n->hits.doc);
	n->hits.score = window_of(m, sizeof *n->hits.score);
	n->there = window_of(m, sizeof *n->there);
	if (!n->score)
		n->score = window_of(m, sizeof *n->score);
}

/* ---- probing */

static void probe(struct match *m, struct node *n, const uint32_t *docs, uint32_t docs_n,
                  uint8_t *fits, float *score);

static void probe_and(struct match *m, struct node *n, const uint32_t *docs, uint32_t docs_n,
                      uint8_t *fits, float *score)
{
	memset(fits, 1, docs_n);
	need_probe(m, n);
	for (size_t i = 0; i < n->parts_n; i++) {
		probe(m, n->parts[i], docs, docs_n, n->fits, n->score);
		for (uint32_t k = 0; k < docs_n; k++) {
			fits[k] &= n->fits[k];
			score[k] += n->score[k];
		}
	}
	for (uint32_t k = 0; k < docs_n; k++)
		if (!fits[k])
			score[k] = 0;
}

static void probe_or(struct match *m, struct node *n, const uint32_t *docs, uint32_t docs_n,
                     uint8_t *fits, float *score)
{
	memset(fits, 0, docs_n);
	need_probe(m, n);
	for (size_t i = 0; i < n->parts_n; i++) {
		probe(m, n->parts[i], docs, docs_n, n->fits, n->score);
		for (uint32_t k = 0; k < docs_n; k++) {
			fits[k] |= n->fits[k];
			score[k] += n->score[k];
		}
	}
}

static void probe_not(struct match *m, struct node *n, const uint32_t *docs, uint32_t docs_n,
                      uint8_t *fits)
{
	need_probe(m, n);
	memset(fits, 1, docs_n);
	for (size_t i = 0; i < n->parts_n; i++) {
		probe(m, n->parts[i], docs, docs_n, n->fits, n->score);
		for (uint32_t k = 0; k < docs_n; k++)
			fits[k] &= !n->fits[k];
	}
}

static void probe_codes(const struct match *m, const struct node *n, const uint32_t *docs,
                        uint32_t docs_n, uint8_t *fits)
{
	const struct columns *c = m->columns;

	memset(fits, 0, docs_n);
	for (uint32_t s = 0; s < c->slots_n; s++)
		for (uint32_t k = 0; n->facets >> c->slot[s].facet & 1 && k < docs_n; k++) {
			uint16_t code = c->slot[s].code[docs[k]];

			fits[k] |= n->codes[code / 64] >> code % 64 & 1;
		}
	for (uint32_t k = 0; n->facets & c->in_rows && k < docs_n; k++)
		for (uint32_t i = c->row[docs[k]]; i < c->row[docs[k] + 1]; i++)
			fits[k] |= n->codes[c->code[i] / 64] >> c->code[i] % 64 & 1;
}

static void probe_dates(const struct match *m, const struct node *n, const uint32_t *docs,
                        uint32_t docs_n, uint8_t *fits)
{
	const struct columns *c = m->columns;
	int64_t from = n->query->from, to = n->query->to;

	for (uint32_t k = 0; k < docs_n; k++) {
		int64_t at = n->deadline ? c->deadline[docs[k]] : c->changed[docs[k]];

		fits[k] = at >= from && at <= to && !(n->deadline && at == INT32_MAX);
	}
}

static void probe(struct match *m, struct node *n, const uint32_t *docs, uint32_t docs_n,
                  uint8_t *fits, float *score)
{
	if (n->leaf) {
		leaf_probe(m, n->leaf, docs, docs_n, fits, score);
		return;
	}
	memset(score, 0, docs_n * sizeof *score);
	switch (n->kind) {
	case QUERY_AND:
		probe_and(m, n, docs, docs_n, fits, score);
		break;
	case QUERY_OR:
		probe_or(m, n, docs, docs_n, fits, score);
		break;
	case QUERY_NOT:
		probe_not(m, n, docs, docs_n, fits);
		break;
	case QUERY_CODES:
		probe_codes(m, n, docs, docs_n, fits);
		break;
	case QUERY_DATES:
		probe_dates(m, n, docs, docs_n, fits);
		break;
	default:
		memset(fits, n->kind == QUERY_ALL, docs_n);
		break;
	}
}

/* ---- producing */

static void produce(struct match *m, struct node *n, uint32_t begin, uint32_t end,
                    struct hits *ret);

static void produce_only(const uint64_t *only, uint32_t begin, uint32_t end, struct hits *ret)
{
	for (uint32_t at = begin / 64; at * 64 < end; at++)
		for (uint64_t left = only[at]; left; left &= left - 1)
			ret->doc[ret->n++] = at * 64 + (uint32_t)__builtin_ctzll(left);
}

static void produce_all(const struct match *m, uint32_t begin, uint32_t end, struct hits *ret)
{
	ret->n = m->only ? 0 : end - begin;
	for (uint32_t i = 0; i < ret->n; i++)
		ret->doc[i] = begin + i;
	if (m->only)
		produce_only(m->only[m->segment], begin, end, ret);
	memset(ret->score, 0, ret->n * sizeof *ret->score);
}

/* Leaves those of the hits that fit the part, too. */
static void keep(struct match *m, struct node *part, struct hits *h)
{
	uint32_t kept = 0;

	probe(m, part, h->doc, h->n, m->fits, m->score);
	for (uint32_t i = 0; i < h->n; i++) {
		h->doc[kept] = h->doc[i];
		h->score[kept] = h->score[i] + m->score[i];
		kept += m->fits[i];
	}
	h->n = kept;
}

static bool has_list(const struct node *n)
{
	return n->leaf || n->kind == QUERY_AND || n->kind == QUERY_OR || n->kind == QUERY_NONE;
}

static void produce_and(struct match *m, struct node *n, uint32_t begin, uint32_t end,
                        struct hits *ret)
{
	size_t first = 0;

	while (first < n->parts_n && !has_list(n->parts[first]))
		first++;
	if (first < n->parts_n)
		produce(m, n->parts[first], begin, end, ret);
	else
		produce_all(m, begin, end, ret);
	for (size_t i = 0; i < n->parts_n && ret->n; i++)
		if (i != first)
			keep(m, n->parts[i], ret);
}

static void produce_or(struct match *m, struct node *n, uint32_t begin, uint32_t end,
                       struct hits *ret)
{
	const struct hits *h = &n->hits;

	need_sums(m, n);
	memset(n->score, 0, WINDOW * sizeof *n->score);
	memset(n->there, 0, WINDOW);
	for (size_t i = 0; i < n->parts_n; i++) {
		produce(m, n->parts[i], begin, end, &n->hits);
		for (uint32_t k = 0; k < h->n; k++) {
			uint32_t at = h->doc[k] - begin;

			n->there[at] = 1;
			n->score[at] += h->score[k];
		}
	}
	ret->n = window_marked(n->there, begin, ret->doc);
	for (uint32_t i = 0; i < ret->n; i++)
		ret->score[i] = n->score[ret->doc[i] - begin];
}

static void produce(struct match *m, struct node *n, uint32_t begin, uint32_t end, struct hits *ret)
{
	ret->n = 0;
	if (n->leaf) {
		leaf_produce(m, n->leaf, begin, end, ret);
		return;
	}
	switch (n->kind) {
	case QUERY_NONE:
		break;
	case QUERY_AND:
		produce_and(m, n, begin, end, ret);
		break;
	case QUERY_OR:
		produce_or(m, n, begin, end, ret);
		break;
	case QUERY_ALL:
		produce_all(m, begin, end, ret);
		break;
	default:
		produce_all(m, begin, end, ret);
		keep(m, n, ret);
		break;
	}
}

void match_window(struct match *m, uint32_t begin, uint32_t end, struct hits *ret)
{
	produce(m, m->root, begin, end, ret);
}
