/* What stands in the lists: a word with its variants, all words that begin so, a phrase.
 *
 * A word is one word, whatever number of lists it has: the weights of a document are added up
 * before they are weighed, and its frequency is that of its lists together.  A beginning with many
 * lists is read at once into one byte a document (heavier than 255 weighs no more); a list of its
 * own position for each of some thousand words would be larger and slower.
 *
 * A phrase is walked by its rarest word; the others are probed, and where all are there, their
 * places are compared.  Its weight is the sum of its words'. */
#include "search/match.h"

#include <math.h>

enum { FEW_LISTS = 8, PLACES_ROOM = 4 * MAX_PLACES };

struct leaf {
	enum query_where where;
	bool in_phrase; /* a word of one: its places are wanted */
	float worth;    /* (k1 + 1) * idf */
	uint64_t frequency;
	uint32_t *terms[SEGMENTS], terms_n[SEGMENTS];
	struct list *lists; /* of the segment at hand */
	struct reader *readers;
	uint32_t readers_n;

	uint8_t *flood; /* a beginning's weight of each document */
	uint32_t flood_n;

	struct leaf **words; /* of a phrase */
	size_t words_n;
	const uint8_t *gaps; /* words between them; NULL: none */
	struct leaf *rarest; /* the same word once more, without places */

	uint32_t *weight; /* of each document of a window, made when it is needed first */
	uint8_t *there;   /* whether a list has it */
};

/* Places of two words of a phrase in one document. */
struct places {
	uint32_t at[2][PLACES_ROOM];
};

/* ---- making */

static double idf(const struct match *m, uint64_t frequency)
{
	double n = (double)m->docs, df = frequency < m->docs ? (double)frequency : n;

	return log(1 + (n - df + 0.5) / (df + 0.5));
}

static const double k1_and_one = 2.2;

static uint64_t frequency_of(const struct match *m, const struct leaf *l)
{
	uint64_t sum = 0;
	struct list list;

	for (uint32_t i = 0; i < l->terms_n[IN_FILE]; i++) {
		file_list(m->in.file, l->terms[IN_FILE][i], &list);
		sum += list.n;
	}
	for (uint32_t i = 0; i < l->terms_n[IN_FRESH]; i++) {
		fresh_list(m->in.fresh, l->terms[IN_FRESH][i], &list);
		sum += list.n;
	}
	return sum;
}

static void weigh(struct match *m, struct leaf *l)
{
	l->frequency = frequency_of(m, l);
	l->worth = (float)(idf(m, l->frequency) * k1_and_one);
}

static void need_lists(struct match *m, struct leaf *l)
{
	uint32_t most = l->terms_n[IN_FILE];

	if (l->terms_n[IN_FRESH] > most)
		most = l->terms_n[IN_FRESH];
	if (most > FEW_LISTS && !l->in_phrase) {
		uint32_t n = file_columns(m->in.file)->n;

		l->flood_n = n > m->in.fresh->columns.n ? n : m->in.fresh->columns.n;
		l->flood = arena_raw(m->mem, l->flood_n + 1u);
		return;
	}
	l->lists = arena_array(m->mem, struct list, most);
	l->readers = arena_array(m->mem, struct reader, most);
}

static struct leaf *word(struct match *m, const struct query *q, enum query_where where,
                         bool in_phrase)
{
	struct leaf *l = arena_new_of(m->mem, struct leaf);

	l->where = where;
	l->in_phrase = in_phrase;
	l->terms[IN_FILE] = arena_array(m->mem, uint32_t, q->terms_n);
	l->terms[IN_FRESH] = arena_array(m->mem, uint32_t, q->terms_n);
	for (size_t i = 0; i < q->terms_n; i++) {
		uint32_t in_file = file_term_find(m->in.file, q->terms[i]);
		uint32_t in_fresh = fresh_term_find(m->in.fresh, q->terms[i]);

		if (in_file != NO_TERM)
			l->terms[IN_FILE][l->terms_n[IN_FILE]++] = in_file;
		if (in_fresh != NO_TERM)
			l->terms[IN_FRESH][l->terms_n[IN_FRESH]++] = in_fresh;
	}
	weigh(m, l);
	need_lists(m, l);
	return l;
}

struct leaf *leaf_word(struct match *m, const struct query *q)
{
	return word(m, q, q->where, false);
}

/* ---- a beginning: the terms of all words that begin so */

struct found {
	uint64_t *bits[SEGMENTS];
	uint32_t n[SEGMENTS];
};

static void find(struct found *f, int segment, uint32_t term)
{
	uint64_t bit = 1ull << term % 64, *bits = &f->bits[segment][term / 64];

	f->n[segment] += !(*bits & bit);
	*bits |= bit;
}

static void find_words(const struct match *m, const char *beginning, struct found *f)
{
	const struct file *file = m->in.file;
	const struct fresh *fresh = m->in.fresh;
	struct word w;

	for (uint32_t i = file_word_from(file, beginning); i < file_words(file); i++) {
		if (!str_starts(file_word_text(file, i), beginning))
			break;
		file_word(file, i, &w);
		for (uint32_t k = 0; k < w.terms_n; k++)
			find(f, IN_FILE, w.terms[k]);
	}
	for (uint32_t i = 0; i < fresh->words_n; i++) {
		if (!fresh->words[i].records || !str_starts(fresh->words[i].text, beginning))
			continue;
		fresh_word(fresh, i, &w);
		for (uint32_t k = 0; k < w.terms_n; k++)
			find(f, IN_FRESH, w.terms[k]);
	}
}

static uint32_t *list_found(struct match *m, const struct found *f, int segment, uint32_t terms_n)
{
	uint32_t *list = arena_raw(m->mem, (f->n[segment] + 1u) * sizeof *list), n = 0;

	for (uint32_t w = 0; w <= terms_n / 64; w++)
		for (uint64_t bits = f->bits[segment][w]; bits; bits &= bits - 1)
			list[n++] = w * 64 + (uint32_t)__builtin_ctzll(bits);
	return list;
}

/* A term that one of the two knows by such a word is meant in the other, too. */
static void find_in_other(struct match *m, struct found *f)
{
	const struct file *file = m->in.file;
	const struct fresh *fresh = m->in.fresh;
	uint32_t n[SEGMENTS] = { f->n[IN_FILE], f->n[IN_FRESH] };
	uint32_t *in_file = list_found(m, f, IN_FILE, file_terms(file));
	uint32_t *in_fresh = list_found(m, f, IN_FRESH, fresh->terms_n);

	for (uint32_t i = 0; fresh->terms_n && i < n[IN_FILE]; i++) {
		uint32_t term = fresh_term_find(fresh, file_term(file, in_file[i]));

		if (term != NO_TERM)
			find(f, IN_FRESH, term);
	}
	for (uint32_t i = 0; i < n[IN_FRESH]; i++) {
		uint32_t term = file_term_find(file, fresh->terms[in_fresh[i]].text);

		if (term != NO_TERM)
			find(f, IN_FILE, term);
	}
}

struct leaf *leaf_prefix(struct match *m, const struct query *q)
{
	struct leaf *l = arena_new_of(m->mem, struct leaf);
	uint32_t terms_n[SEGMENTS] = { file_terms(m->in.file), m->in.fresh->terms_n };
	struct found f = { 0 };

	for (int i = 0; i < SEGMENTS; i++)
		f.bits[i] = arena_array(m->mem, uint64_t, terms_n[i] / 64 + 1);
	find_words(m, q->word, &f);
	find_in_other(m, &f);
	for (int i = 0; i < SEGMENTS; i++) {
		l->terms[i] = list_found(m, &f, i, terms_n[i]);
		l->terms_n[i] = f.n[i];
	}
	l->where = q->where;
	weigh(m, l);
	need_lists(m, l);
	return l;
}

struct leaf *leaf_phrase(struct match *m, const struct query *q)
{
	struct leaf *l = arena_new_of(m->mem, struct leaf);
	double sum = 0;
	size_t rarest = 0;

	l->where = q->where;
	l->words = arena_array(m->mem, struct leaf *, q->parts_n);
	l->words_n = q->parts_n;
	l->gaps = q->gaps;
	for (size_t i = 0; i < q->parts_n; i++) {
		l->words[i] = word(m, q->parts[i], WHERE_ANY, true);
		sum += idf(m, l->words[i]->frequency);
		if (l->words[i]->frequency < l->words[rarest]->frequency)
			rarest = i;
	}
	l->worth = (float)(sum * k1_and_one);
	if (q->parts_n == 0)
		return l;
	l->frequency = l->words[rarest]->frequency;
	l->rarest = word(m, q->parts[rarest], WHERE_ANY, false);
	if (!m->places)
		m->places = arena_raw(m->mem, sizeof *m->places);
	return l;
}

uint64_t leaf_frequency(const struct leaf *l)
{
	return l->frequency;
}

/* ---- reading */

static void segment_list(const struct match *m, const struct leaf *l, uint32_t i, struct list *ret)
{
	if (m->segment == IN_FILE)
		file_list(m->in.file, l->terms[IN_FILE][i], ret);
	else
		fresh_list(m->in.fresh, l->terms[IN_FRESH][i], ret);
}

/* What the posting at hand weighs in the fields that are asked for. */
static uint32_t weight_in(const struct leaf *l, const struct reader *r)
{
	if (l->where == WHERE_ANY)
		return r->weight;

	uint32_t title = reader_title_weight(r);

	if (l->where == WHERE_TITLE)
		return title;
	return r->weight > title ? r->weight - title : 0;
}

static void flood(const struct match *m, struct leaf *l)
{
	struct list list;
	struct reader r;

	memset(l->flood, 0, m->columns->n);
	for (uint32_t i = 0; i < l->terms_n[m->segment]; i++) {
		segment_list(m, l, i, &list);
		for (reader_start(&r, &list, l->where != WHERE_ANY); r.doc < m->columns->n;
		     reader_next(&r)) {
			uint32_t sum = l->flood[r.doc] + weight_in(l, &r);

			l->flood[r.doc] = sum < UINT8_MAX ? (uint8_t)sum : UINT8_MAX;
		}
	}
}

void leaf_start(struct match *m, struct leaf *l)
{
	for (size_t i = 0; i < l->words_n; i++)
		leaf_start(m, l->words[i]);
	if (l->rarest)
		leaf_start(m, l->rarest);
	if (l->flood) {
		flood(m, l);
		return;
	}
	l->readers_n = l->terms_n[m->segment];
	for (uint32_t i = 0; i < l->readers_n; i++) {
		segment_list(m, l, i, &l->lists[i]);
		reader_start(&l->readers[i], &l->lists[i], l->in_phrase || l->where != WHERE_ANY);
	}
}

static inline float score_of(const struct match *m, float worth, uint32_t weight, uint32_t doc)
{
	float w = (float)weight;

	return worth * w / (w + m->slow[m->columns->length[doc]]);
}

/* ---- all of a window */

static void produce_one(const struct match *m, const struct leaf *l, uint32_t begin, uint32_t end,
                        struct hits *ret)
{
	reader_seek(&l->readers[0], begin);

	struct reader r = l->readers[0];
	uint32_t n = 0;

	for (; r.doc < end; reader_take(&r, r.doc)) {
		ret->doc[n] = (uint32_t)r.doc;
		ret->score[n++] = score_of(m, l->worth, r.weight, (uint32_t)r.doc);
	}
	l->readers[0] = r;
	ret->n = n;
}

/* Adds up what its lists weigh in the window. */
static void sum_window(struct match *m, struct leaf *l, uint32_t begin, uint32_t end)
{
	if (!l->there) {
		l->there = arena_raw(m->mem, WINDOW);
		l->weight = arena_raw(m->mem, WINDOW * sizeof *l->weight);
	}
	memset(l->there, 0, WINDOW);
	memset(l->weight, 0, WINDOW * sizeof *l->weight);
	for (uint32_t i = 0; i < l->readers_n; i++) {
		reader_seek(&l->readers[i], begin);

		struct reader r = l->readers[i];

		for (; r.doc < end; reader_next(&r)) {
			uint32_t at = (uint32_t)r.doc - begin, weight = weight_in(l, &r);

			l->weight[at] += weight;
			l->there[at] |= weight > 0;
		}
		l->readers[i] = r;
	}
}

static void produce_sums(struct match *m, struct leaf *l, uint32_t begin, uint32_t end,
                         struct hits *ret)
{
	sum_window(m, l, begin, end);
	ret->n = window_marked(l->there, begin, ret->doc);
	for (uint32_t i = 0; i < ret->n; i++) {
		uint32_t doc = ret->doc[i];

		ret->score[i] = score_of(m, l->worth, l->weight[doc - begin], doc);
	}
}

static void produce_flood(const struct match *m, const struct leaf *l, uint32_t begin, uint32_t end,
                          struct hits *ret)
{
	uint32_t n = 0;

	for (uint32_t doc = begin; doc < end; doc++) {
		ret->doc[n] = doc;
		n += l->flood[doc] != 0;
	}
	for (uint32_t i = 0; i < n; i++)
		ret->score[i] = score_of(m, l->worth, l->flood[ret->doc[i]], ret->doc[i]);
	ret->n = n;
}

static void produce_phrase(struct match *m, struct leaf *l, uint32_t begin, uint32_t end,
                           struct hits *ret)
{
	uint32_t n = 0;

	leaf_produce(m, l->rarest, begin, end, ret);
	leaf_probe(m, l, ret->doc, ret->n, m->fits, m->score);
	for (uint32_t i = 0; i < ret->n; i++) {
		ret->doc[n] = ret->doc[i];
		ret->score[n] = m->score[i];
		n += m->fits[i];
	}
	ret->n = n;
}

void leaf_produce(struct match *m, struct leaf *l, uint32_t begin, uint32_t end, struct hits *ret)
{
	ret->n = 0;
	if (l->rarest)
		produce_phrase(m, l, begin, end, ret);
	else if (l->flood)
		produce_flood(m, l, begin, end, ret);
	else if (l->readers_n == 1 && l->where == WHERE_ANY)
		produce_one(m, l, begin, end, ret);
	else if (l->readers_n)
		produce_sums(m, l, begin, end, ret);
}

/* ---- which of these */

/* To this document; true when one of the word's lists has it. */
static bool seek(struct leaf *l, uint32_t doc)
{
	bool found = false;

	for (uint32_t i = 0; i < l->readers_n; i++) {
		reader_seek(&l->readers[i], doc);
		found |= l->readers[i].doc == doc;
	}
	return found;
}

static int place_order(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* The word's places in the document it was sought in. */
static size_t gather(struct leaf *l, uint32_t doc, uint32_t *places)
{
	size_t n = 0, lists = 0;

	for (uint32_t i = 0; i < l->readers_n && n + MAX_PLACES <= PLACES_ROOM; i++)
		if (l->readers[i].doc == doc) {
			n += reader_places(&l->readers[i], places + n);
			lists++;
		}
	if (lists > 1)
		qsort(places, n, sizeof *places, place_order);
	return n;
}

/* Leaves those of the places that have one of the next word's `by` words behind. */
static size_t followed_by(uint32_t *places, size_t n, const uint32_t *next, size_t next_n,
                          uint32_t by)
{
	size_t kept = 0;

	for (size_t i = 0, k = 0; i < n; i++) {
		while (k < next_n && next[k] < places[i] + by)
			k++;
		if (k < next_n && next[k] == places[i] + by)
			places[kept++] = places[i];
	}
	return kept;
}

static uint32_t phrase_weight(const struct match *m, const struct leaf *l, uint32_t doc)
{
	uint32_t *first = m->places->at[0], *next = m->places->at[1], weight = 0, by = 0;
	size_t n = gather(l->words[0], doc, first);

	for (size_t i = 1; i < l->words_n && n; i++) {
		by += 1u + (l->gaps ? l->gaps[i - 1] : 0);
		n = followed_by(first, n, next, gather(l->words[i], doc, next), by);
	}
	for (size_t i = 0; i < n; i++) {
		bool in_title = first[i] < INDEX_BODY;

		if ((i == 0 || first[i] != first[i - 1]) &&
		    l->where != (in_title ? WHERE_BODY : WHERE_TITLE))
			weight += in_title ? INDEX_TITLE_WEIGHT : 1;
	}
	return weight;
}

static uint32_t weight_at(const struct match *m, struct leaf *l, uint32_t doc)
{
	uint32_t weight = 0;

	if (l->flood)
		return l->flood[doc];
	if (l->words_n) {
		for (size_t i = 0; i < l->words_n; i++)
			if (!seek(l->words[i], doc))
				return 0;
		return phrase_weight(m, l, doc);
	}
	for (uint32_t i = 0; i < l->readers_n; i++) {
		struct reader *r = &l->readers[i];

		reader_seek(r, doc);
		if (r->doc == doc)
			weight += weight_in(l, r);
	}
	return weight;
}

/* The usual case by itself: it is half of the time that several frequent words take. */
static void probe_one(const struct match *m, struct leaf *l, const uint32_t *docs, uint32_t n,
                      uint8_t *fits, float *score)
{
	struct reader r = l->readers[0];

	for (uint32_t i = 0; i < n; i++) {
		reader_seek(&r, docs[i]);
		fits[i] = r.doc == docs[i];
		score[i] = fits[i] ? score_of(m, l->worth, r.weight, docs[i]) : 0;
	}
	l->readers[0] = r;
}

void leaf_probe(struct match *m, struct leaf *l, const uint32_t *docs, uint32_t n, uint8_t *fits,
                float *score)
{
	if (!l->flood && !l->words_n && l->readers_n == 1 && l->where == WHERE_ANY) {
		probe_one(m, l, docs, n, fits, score);
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		uint32_t weight = weight_at(m, l, docs[i]);

		fits[i] = weight > 0;
		score[i] = weight ? score_of(m, l->worth, weight, docs[i]) : 0;
	}
}
