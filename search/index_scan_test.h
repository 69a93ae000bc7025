/* A plain scan for index_scan_test.c: it keeps the documents as they are, evaluates a query for
 * each of them as search/query.h and index.h put it, and shares no line with the index. */
#ifndef SEARCH_INDEX_SCAN_TEST_H
#define SEARCH_INDEX_SCAN_TEST_H

#include "search/index.h"

#include "test/engines.h"

#include <math.h>

enum {
	STEMS = 10,
	FORMS = 3,
	KINDS = 2, /* of terms: as if of two languages */
	MOST_PLACES = 12,
	MOST_CODES = 5,
	FACETS = 3,
	VALUES = 5,
	CLASSES = 4,
	TODAY = 100,
	WORDS_KNOWN = 16, /* of so many records of a word it is surely known who has it */
};

static const char *const stems[STEMS] = { "ada", "adam", "ba", "bala", "barab",
	                                  "ka",  "kala", "sy", "syn",  "zo" };
static const char *const forms[FORMS] = { "", "lar", "yn" };

struct place {
	int stem, form, kind;
	uint32_t at;
};

struct doc {
	int64_t id, version, changed;
	int32_t deadline;
	int class;
	bool dead;
	struct place places[MOST_PLACES];
	int places_n;
	struct {
		int facet, value;
	} codes[MOST_CODES];
	int codes_n;
};

struct plain {
	struct doc *docs;
	size_t n, room;
	int64_t followed;
	bool sure[STEMS][FORMS][KINDS];  /* some document has such a word, maybe a dead one */
	bool maybe[STEMS][FORMS][KINDS]; /* one had */
	int ever[STEMS][FORMS];          /* how many had */
};

struct world {
	struct context *cx;
	uint64_t dice;
	struct index *ix;
	const char *path;
	struct plain now, written;
	char words[STEMS][FORMS][16], terms[STEMS][KINDS][16];
	bool unsure; /* whether the index knows a word of the query is not foretold */
	int asked, unsure_n;
};

static inline uint32_t roll(struct world *w, uint32_t n)
{
	w->dice = w->dice * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(w->dice >> 33) % n;
}

/* ---- documents */

static inline uint32_t weight_of(uint32_t at)
{
	return at < INDEX_BODY ? INDEX_TITLE_WEIGHT : 1;
}

static inline void random_doc(struct world *w, struct doc *d, int64_t id)
{
	uint32_t at = roll(w, 3) ? INDEX_BODY : 0;

	*d = (struct doc){ .id = id,
		           .version = 1 + roll(w, 1000),
		           .changed = (int64_t)roll(w, 50) - 25,
		           .deadline = roll(w, 3) ? (int32_t)roll(w, 200) : INT32_MAX,
		           .class = (int)roll(w, CLASSES) };
	d->places_n = (int)roll(w, MOST_PLACES + 1);
	for (int i = 0; i < d->places_n; i++) {
		/* The first stems are the most frequent. */
		d->places[i] = (struct place){ .stem = (int)(roll(w, STEMS) * roll(w, 8) / 7),
			                       .form = (int)roll(w, FORMS),
			                       .kind = (int)(roll(w, 4) == 0),
			                       .at = at };
		at += 1 + (roll(w, 6) == 0);
		if (at < INDEX_BODY && roll(w, 3) == 0)
			at = INDEX_BODY + roll(w, 300);
	}
	/* The last facet has one value nearly always, and gets a column now and then. */
	for (int f = 0; f < FACETS; f++)
		for (int v = 0; v < VALUES && d->codes_n < MOST_CODES; v++)
			if (f < FACETS - 1 ? roll(w, 4) == 0 : v == id % VALUES || !roll(w, 999)) {
				d->codes[d->codes_n].facet = f;
				d->codes[d->codes_n++].value = v * v;
			}
}

static const char *word_of(const struct world *w, int stem, int form)
{
	return w->words[stem][form];
}

static const char *term_of(const struct world *w, int stem, int kind)
{
	return w->terms[stem][kind];
}

static const char *class_key(int class)
{
	static const char *const keys[CLASSES] = { "", "everybody", "one", "another" };

	return keys[class];
}

static inline int code_order(const void *a, const void *b)
{
	return *(const uint16_t *)a - *(const uint16_t *)b;
}

static inline void put_in_index(struct world *w, const struct doc *d)
{
	struct index_term terms[MOST_PLACES];
	uint16_t codes[MOST_CODES];
	const char *key = class_key(d->class);
	struct index_document i = { .id = d->id,
		                    .version = d->version,
		                    .access = index_class(w->ix, key, strlen(key)),
		                    .deadline = d->deadline,
		                    .changed = d->changed,
		                    .terms = terms,
		                    .terms_n = (size_t)d->places_n,
		                    .codes = codes,
		                    .codes_n = (size_t)d->codes_n };

	for (int k = 0; k < d->places_n; k++) {
		const struct place *p = &d->places[k];

		terms[k] = (struct index_term){ .term = term_of(w, p->stem, p->kind),
			                        .word = word_of(w, p->stem, p->form),
			                        .position = p->at };
	}
	for (int k = 0; k < d->codes_n; k++)
		codes[k] = index_code(w->ix, d->codes[k].facet, d->codes[k].value);
	qsort(codes, i.codes_n, sizeof *codes, code_order);
	test_ok(w->cx, index_put(w->cx, w->ix, &i));
}

static inline void forget(struct plain *p, int64_t id)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->docs[i].id == id)
			p->docs[i].dead = true;
}

static inline void put_in_plain(struct plain *p, const struct doc *d)
{
	bool seen[STEMS][FORMS] = { 0 };

	forget(p, d->id);
	if (p->n == p->room) {
		p->room = p->room ? 2 * p->room : 64;
		p->docs = realloc(p->docs, p->room * sizeof *p->docs);
		assert_non_null(p->docs);
	}
	p->docs[p->n++] = *d;
	for (int i = 0; i < d->places_n; i++) {
		const struct place *at = &d->places[i];

		p->sure[at->stem][at->form][at->kind] = true;
		p->maybe[at->stem][at->form][at->kind] = true;
		p->ever[at->stem][at->form] += !seen[at->stem][at->form];
		seen[at->stem][at->form] = true;
	}
}

static inline void copy_plain(struct plain *to, const struct plain *from)
{
	struct doc *docs = realloc(to->docs, (from->n + 1) * sizeof *docs);

	assert_non_null(docs);
	*to = *from;
	to->docs = docs;
	to->room = from->n + 1;
	memcpy(docs, from->docs, from->n * sizeof *docs);
}

/* What writing does to what is known: the dead are gone. */
static inline void write_plain(struct world *w)
{
	struct plain *p = &w->now;
	size_t n = 0;

	memset(p->sure, 0, sizeof p->sure);
	for (size_t i = 0; i < p->n; i++) {
		if (p->docs[i].dead)
			continue;
		for (int k = 0; k < p->docs[i].places_n; k++) {
			const struct place *at = &p->docs[i].places[k];

			p->sure[at->stem][at->form][at->kind] = true;
		}
		p->docs[n++] = p->docs[i];
	}
	p->n = n;
	copy_plain(&w->written, p);
}

/* ---- the scan of a query */

struct judged {
	bool *fits;
	float *score;
	double frequency;
};

static inline struct judged judge(struct world *w, const struct query *q);

static inline bool has_term(struct world *w, const struct query *q, const struct place *p)
{
	const char *term = term_of(w, p->stem, p->kind);

	for (size_t i = 0; i < q->terms_n; i++)
		if (str_eq(q->terms[i], term))
			return true;
	return false;
}

/* The prefix as a word: of all terms that a word that begins so has. */
static const struct query *spell_out(struct world *w, const struct query *q)
{
	struct query *all = arena_new_of(w->cx->mem, struct query);
	const char **terms = arena_array(w->cx->mem, const char *, STEMS *KINDS);

	*all = (struct query){ .kind = QUERY_WORD, .where = q->where, .terms = terms };
	for (int s = 0; s < STEMS; s++)
		for (int k = 0; k < KINDS; k++) {
			bool sure = false, maybe = false;

			for (int f = 0; f < FORMS; f++)
				if (str_starts(word_of(w, s, f), q->word)) {
					sure |= w->now.sure[s][f][k];
					maybe |= w->now.maybe[s][f][k] &&
					         w->now.ever[s][f] > WORDS_KNOWN;
				}
			w->unsure |= maybe && !sure;
			if (sure)
				terms[all->terms_n++] = term_of(w, s, k);
		}
	return all;
}

static inline bool in_field(enum query_where where, uint32_t at)
{
	return where == WHERE_ANY || (where == WHERE_TITLE) == (at < INDEX_BODY);
}

static inline bool phrase_at(struct world *w, const struct query *q, const struct doc *d,
                             uint32_t at)
{
	for (size_t i = 0; i < q->parts_n; i++) {
		bool found = false;

		for (int k = 0; k < d->places_n; k++)
			found |= d->places[k].at == at && has_term(w, q->parts[i], &d->places[k]);
		if (!found)
			return false;
		at += 1u + (q->gaps && i + 1 < q->parts_n ? q->gaps[i] : 0);
	}
	return true;
}

static inline uint32_t weight_in(struct world *w, const struct query *q, const struct doc *d)
{
	uint32_t weight = 0;

	for (int k = 0; k < d->places_n; k++) {
		uint32_t at = d->places[k].at;
		bool here = q->kind == QUERY_PHRASE ? phrase_at(w, q, d, at)
		                                    : has_term(w, q, &d->places[k]);

		if (here && in_field(q->where, at))
			weight += weight_of(at);
	}
	return weight;
}

/* Documents that have them, the dead as well, each term counted by itself. */
static inline double frequency_of(struct world *w, const struct query *q)
{
	double n = 0;

	for (size_t t = 0; t < q->terms_n; t++) {
		struct query one = { .terms = q->terms + t, .terms_n = 1 };

		for (size_t i = 0; i < w->now.n; i++) {
			bool has = false;

			for (int k = 0; k < w->now.docs[i].places_n; k++)
				has |= has_term(w, &one, &w->now.docs[i].places[k]);
			n += has;
		}
	}
	return n;
}

static inline double idf_of(struct world *w, const struct query *q, double frequency)
{
	double n = (double)w->now.n, df = frequency < n ? frequency : n, sum = 0;

	if (q->kind != QUERY_PHRASE)
		return log(1 + (n - df + 0.5) / (df + 0.5));
	for (size_t i = 0; i < q->parts_n; i++)
		sum += idf_of(w, q->parts[i], frequency_of(w, q->parts[i]));
	return sum;
}

static inline double length_of(const struct doc *d)
{
	double n = 0;

	for (int k = 0; k < d->places_n; k++)
		n += weight_of(d->places[k].at);
	return n;
}

static inline void judge_words(struct world *w, const struct query *q, struct judged *j)
{
	double mean = 0;
	float worth;

	if (q->kind == QUERY_PREFIX)
		q = spell_out(w, q);
	j->frequency = frequency_of(w, q);
	for (size_t i = 0; q->kind == QUERY_PHRASE && i < q->parts_n; i++) {
		double f = frequency_of(w, q->parts[i]);

		j->frequency = i == 0 || f < j->frequency ? f : j->frequency;
	}
	for (size_t i = 0; i < w->now.n; i++)
		mean += length_of(&w->now.docs[i]);
	mean = mean > 0 ? mean / (double)w->now.n : 1;
	worth = (float)(idf_of(w, q, j->frequency) * 2.2);
	for (size_t i = 0; i < w->now.n; i++) {
		const struct doc *d = &w->now.docs[i];
		float tf = (float)weight_in(w, q, d);
		float slow = (float)(1.2 * (1 - 0.75 + 0.75 * length_of(d) / mean));

		j->fits[i] = tf > 0;
		j->score[i] = tf > 0 ? worth * tf / (tf + slow) : 0;
	}
}

/* The rarer part is added first: floats do not add up the same in any order. */
static inline void judge_parts(struct world *w, const struct query *q, struct judged *j)
{
	struct judged *parts = arena_array(w->cx->mem, struct judged, q->parts_n);
	size_t *order = arena_array(w->cx->mem, size_t, q->parts_n);

	j->frequency = 0;
	for (size_t i = 0; i < q->parts_n; i++) {
		size_t k = i;

		parts[i] = judge(w, q->parts[i]);
		for (; k > 0 && parts[order[k - 1]].frequency > parts[i].frequency; k--)
			order[k] = order[k - 1];
		order[k] = i;
		j->frequency += parts[i].frequency;
	}
	if (q->kind == QUERY_AND && q->parts_n)
		j->frequency = parts[order[0]].frequency;
	for (size_t i = 0; i < w->now.n; i++) {
		j->fits[i] = q->kind == QUERY_AND;
		for (size_t k = 0; k < q->parts_n; k++) {
			const struct judged *p = &parts[order[k]];

			j->fits[i] = q->kind == QUERY_AND ? j->fits[i] && p->fits[i]
			                                  : j->fits[i] || p->fits[i];
			j->score[i] += p->score[i];
		}
		if (!j->fits[i])
			j->score[i] = 0;
	}
}

static inline bool fits_alone(struct world *w, const struct query *q, const struct doc *d)
{
	for (size_t k = 0; q->kind == QUERY_CODES && k < q->codes_n; k++)
		for (int i = 0; i < d->codes_n; i++)
			if (q->codes[k] && index_code_known(w->ix, d->codes[i].facet,
			                                    d->codes[i].value) == q->codes[k])
				return true;
	if (q->kind == QUERY_DATES) {
		bool deadline = str_eq(q->field, "deadline");
		int64_t at = deadline ? d->deadline : d->changed;

		return at >= q->from && at <= q->to && (!deadline || at != INT32_MAX);
	}
	return q->kind == QUERY_ALL;
}

static inline struct judged judge(struct world *w, const struct query *q)
{
	struct judged j = { .fits = arena_array(w->cx->mem, bool, w->now.n + 1),
		            .score = arena_array(w->cx->mem, float, w->now.n + 1),
		            .frequency = (double)w->now.n };

	if (q->kind == QUERY_WORD || q->kind == QUERY_PREFIX || q->kind == QUERY_PHRASE) {
		judge_words(w, q, &j);
	} else if (q->kind == QUERY_AND || q->kind == QUERY_OR) {
		judge_parts(w, q, &j);
	} else if (q->kind == QUERY_NOT) {
		struct judged part = judge(w, q->parts[0]);

		for (size_t i = 0; i < w->now.n; i++)
			j.fits[i] = !part.fits[i];
	} else {
		j.frequency = q->kind == QUERY_NONE ? 0 : j.frequency;
		for (size_t i = 0; i < w->now.n; i++)
			j.fits[i] = fits_alone(w, q, &w->now.docs[i]);
	}
	return j;
}

#endif
