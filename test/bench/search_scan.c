/* The answer without an index: every word of every record is looked at for every question.  It
 * decides whether the index is right, so it shares nothing with it but the analyser and the tree of
 * the query. */
#include "test/bench/search_bench.h"

#include <math.h>

enum { SLOTS = 1 << 21 };

struct token {
	uint32_t term, word, position;
};

struct scanned {
	int64_t id;
	struct made_class class;
	uint32_t from, n, length; /* of its tokens */
	uint16_t values[ASKED_FACETS][4];
	uint8_t values_n[ASKED_FACETS];
};

struct scan {
	struct bench *b;
	struct scanned *records;
	uint32_t n;
	struct token *tokens;
	size_t tokens_n, room;
	double length;
	const char **texts; /* of terms and words, by number */
	uint32_t texts_n, *slots, *df, *last;
	uint32_t base; /* position of the field that is read */
};

/* A leaf or a node of the query, with what each record makes of it. */
struct judged {
	const struct query *q;
	struct judged *parts;
	size_t parts_n;
	uint32_t *terms;
	size_t terms_n;
	uint8_t *prefix; /* by term: has a word that begins so */
	double frequency;
	float worth;
};

static uint32_t number_of(struct scan *s, const char *text, size_t n, bool add)
{
	uint64_t hash = 14695981039346656037u;

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ (uint8_t)text[i]) * 1099511628211u;
	for (uint32_t i = (uint32_t)(hash ^ hash >> 32);; i++) {
		uint32_t *slot = &s->slots[i % SLOTS];

		if (*slot && strlen(s->texts[*slot - 1]) == n &&
		    memcmp(s->texts[*slot - 1], text, n) == 0)
			return *slot - 1;
		if (*slot)
			continue;
		if (!add)
			return UINT32_MAX;
		s->texts[s->texts_n] = strndup(text, n);
		*slot = ++s->texts_n;
		return s->texts_n - 1;
	}
}

static bool see(void *data, const struct analysed *a)
{
	struct scan *s = data;
	struct scanned *r = &s->records[s->n];

	if (s->tokens_n == s->room) {
		s->room = s->room ? 2 * s->room : 1 << 20;
		s->tokens = realloc(s->tokens, s->room * sizeof *s->tokens);
	}

	struct token *t = &s->tokens[s->tokens_n++];

	t->term = number_of(s, a->term, a->term_n, true);
	t->word = number_of(s, a->word, a->word_n, true);
	t->position = s->base + a->position;
	r->n++;
	r->length += t->position < INDEX_BODY ? INDEX_TITLE_WEIGHT : 1;
	if (s->last[t->term] != s->n + 1) {
		s->last[t->term] = s->n + 1;
		s->df[t->term]++;
	}
	return true;
}

static void read_records(struct scan *s)
{
	struct made *r = malloc(sizeof *r);

	while (bench_next_record(s->b, r)) {
		struct scanned *to = &s->records[s->n];

		*to = (struct scanned){ .id = r->id, .class = r->class };
		to->from = (uint32_t)s->tokens_n;
		s->base = 0;
		analyse_text(s->b->analyser, r->lang, r->title, see, s);
		s->base = INDEX_BODY;
		analyse_text(s->b->analyser, r->lang, r->body, see, s);
		for (size_t i = 0; i < r->codes_n; i++)
			if (r->codes[i].facet < ASKED_FACETS) {
				int f = r->codes[i].facet;

				to->values[f][to->values_n[f]++] = r->codes[i].value;
			}
		s->length += to->length;
		s->n++;
	}
	free(r);
}

/* ---- the query */

static double idf(const struct scan *s, double frequency)
{
	double n = s->n, df = frequency < n ? frequency : n;

	return log(1 + (n - df + 0.5) / (df + 0.5));
}

static void find_beginning(struct scan *s, struct judged *j)
{
	j->prefix = arena_alloc(s->b->cx.mem, s->texts_n);
	for (size_t i = 0; i < s->tokens_n; i++) {
		const struct token *t = &s->tokens[i];

		if (!j->prefix[t->term] && str_starts(s->texts[t->word], j->q->word)) {
			j->prefix[t->term] = 1;
			j->frequency += s->df[t->term];
		}
	}
}

static struct judged prepare(struct scan *s, const struct query *q)
{
	struct judged j = { .q = q };
	double sum = 0;

	j.terms = arena_array(s->b->cx.mem, uint32_t, q->terms_n);
	for (size_t i = 0; i < q->terms_n; i++) {
		uint32_t term = number_of(s, q->terms[i], strlen(q->terms[i]), false);

		j.terms[j.terms_n++] = term;
		j.frequency += term == UINT32_MAX ? 0 : s->df[term];
	}
	if (q->kind == QUERY_PREFIX)
		find_beginning(s, &j);
	j.parts = arena_array(s->b->cx.mem, struct judged, q->parts_n + 1);
	for (size_t i = 0; i < q->parts_n; i++) {
		struct judged part = prepare(s, q->parts[i]);
		size_t at = j.parts_n++;

		sum += idf(s, part.frequency);
		for (; q->kind != QUERY_PHRASE && at > 0 &&
		       j.parts[at - 1].frequency > part.frequency;
		     at--)
			j.parts[at] = j.parts[at - 1];
		j.parts[at] = part;
		j.frequency += part.frequency;
	}
	for (size_t i = 0; q->kind != QUERY_OR && i < j.parts_n; i++)
		if (i == 0 || j.parts[i].frequency < j.frequency)
			j.frequency = j.parts[i].frequency;
	j.worth = (float)((q->kind == QUERY_PHRASE ? sum : idf(s, j.frequency)) * 2.2);
	return j;
}

static bool is_term(const struct judged *j, uint32_t term)
{
	if (j->prefix)
		return j->prefix[term];
	for (size_t i = 0; i < j->terms_n; i++)
		if (j->terms[i] == term)
			return true;
	return false;
}

static bool phrase_at(const struct scan *s, const struct judged *j, const struct scanned *r,
                      uint32_t at)
{
	for (size_t i = 0; i < j->parts_n; i++) {
		bool found = false;

		for (uint32_t k = 0; k < r->n && !found; k++) {
			const struct token *t = &s->tokens[r->from + k];

			found = t->position == at && is_term(&j->parts[i], t->term);
		}
		if (!found)
			return false;
		at += 1u + (j->q->gaps && i + 1 < j->parts_n ? j->q->gaps[i] : 0);
	}
	return true;
}

static uint32_t weight_of(const struct scan *s, const struct judged *j, const struct scanned *r)
{
	uint32_t weight = 0, last = UINT32_MAX;

	for (uint32_t k = 0; k < r->n; k++) {
		const struct token *t = &s->tokens[r->from + k];
		bool here;

		if (j->q->kind == QUERY_PHRASE)
			here = t->position != last && is_term(&j->parts[0], t->term) &&
			       phrase_at(s, j, r, t->position);
		else
			here = is_term(j, t->term);
		if (here) {
			weight += t->position < INDEX_BODY ? INDEX_TITLE_WEIGHT : 1;
			last = t->position;
		}
	}
	return weight;
}

static bool judge(const struct scan *s, const struct judged *j, const struct scanned *r,
                  float *score)
{
	bool all = j->q->kind == QUERY_AND || j->q->kind == QUERY_ALL, fits = all;

	*score = 0;
	if (j->q->kind == QUERY_AND || j->q->kind == QUERY_OR) {
		for (size_t i = 0; i < j->parts_n; i++) {
			float part;
			bool has = judge(s, &j->parts[i], r, &part);

			if (all && !has)
				return false;
			fits |= has;
			*score += part;
		}
	} else if (j->q->kind == QUERY_NOT) {
		fits = !judge(s, &j->parts[0], r, score);
		*score = 0;
	} else if (!all && j->q->kind != QUERY_NONE) {
		float w = (float)weight_of(s, j, r);
		double length = r->length < UINT16_MAX ? r->length : UINT16_MAX;
		float slow = (float)(1.2 * (1 - 0.75 + 0.75 * length / (s->length / s->n)));

		fits = w > 0;
		*score = w > 0 ? j->worth * w / (w + slow) : 0;
	}
	return fits;
}

/* ---- the answer */

static bool has_value(const struct scanned *r, int facet, uint16_t value)
{
	for (int i = 0; i < r->values_n[facet]; i++)
		if (r->values[facet][i] == value)
			return true;
	return false;
}

static bool chosen(const struct question *q, const struct scanned *r, int but)
{
	if (q->by_themes && but != THEME && !has_value(r, THEME, q->themes[0]) &&
	    !has_value(r, THEME, q->themes[1]))
		return false;
	if (q->by_status && but != STATUS && !has_value(r, STATUS, q->status))
		return false;
	return !q->by_status || but == STATE || has_value(r, STATE, q->states[0]) ||
	       has_value(r, STATE, q->states[1]);
}

struct best {
	float score;
	int64_t id;
};

static void offer(struct best *best, int32_t *n, float score, int64_t id)
{
	int32_t at = *n < 20 ? (*n)++ : 20;

	for (; at > 0 && (best[at - 1].score < score ||
	                  (best[at - 1].score == score && best[at - 1].id < id));
	     at--)
		if (at < 20)
			best[at] = best[at - 1];
	if (at < 20)
		best[at] = (struct best){ score, id };
}

static void answer(struct scan *s, const struct question *q, struct expected *e)
{
	struct query *query;
	const char *explained;
	struct best best[20];
	float score;

	*e = (struct expected){ 0 };
	must(&s->b->cx,
	     query_read(&s->b->cx, s->b->analyser, NULL, bench_query(s->b, q), &query, &explained));

	struct judged j = prepare(s, query);

	for (uint32_t i = 0; i < s->n; i++) {
		const struct scanned *r = &s->records[i];

		if (!judge(s, &j, r, &score) || !class_is_open(&r->class, q->body))
			continue;
		for (int f = 0; f < ASKED_FACETS; f++)
			for (int k = 0; chosen(q, r, f) && k < r->values_n[f]; k++)
				e->counts[f][r->values[f][k]]++;
		if (chosen(q, r, -1)) {
			e->total++;
			offer(best, &e->hits_n, score, r->id);
		}
	}
	for (int32_t i = 0; i < e->hits_n; i++)
		e->hits[i] = best[i].id;
}

void scan(struct bench *b)
{
	struct scan *s = calloc(1, sizeof *s);
	struct expected *e = malloc(sizeof *e);
	FILE *f = fopen(b->expected_path, "w");

	s->b = b;
	s->records = calloc(corpus_records(b->corpus) + 1, sizeof *s->records);
	s->slots = calloc(SLOTS, sizeof *s->slots);
	s->texts = calloc(SLOTS, sizeof *s->texts);
	s->df = calloc(SLOTS, sizeof *s->df);
	s->last = calloc(SLOTS, sizeof *s->last);
	read_records(s);
	for (int kind = 0; kind < QUESTION_KINDS; kind++)
		for (uint32_t i = 0; i < b->questions; i++) {
			struct context_mark mark = context_mark(&b->cx);
			struct question q;

			corpus_question(b->corpus, kind, i, &q);
			answer(s, &q, e);
			fwrite(e, sizeof *e, 1, f);
			context_rewind(&b->cx, mark);
		}
	fclose(f);
}
