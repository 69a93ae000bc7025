/* The index against a plain scan: random documents, edits, questions and readers, before and after
 * writing, stopping and opening. */
#include "search/index_scan_test.h"

/* ---- random queries */

/* The first letters of a word. */
static const char *random_beginning(struct world *w, const char *word)
{
	return arena_strn(w->cx->mem, word, 1 + roll(w, (uint32_t)strlen(word)));
}

static struct query *random_query(struct world *w, int depth);

static const struct query *random_word(struct world *w)
{
	struct query *q = arena_new_of(w->cx->mem, struct query);
	const char **terms = arena_array(w->cx->mem, const char *, 3);
	int stem = (int)roll(w, STEMS);

	terms[0] = term_of(w, stem, 0);
	terms[1] = term_of(w, roll(w, 2) ? stem : (stem + 1) % STEMS, 1);
	terms[2] = "xnobody";
	*q = (struct query){ .kind = QUERY_WORD, .terms = terms, .terms_n = 1 + roll(w, 3) };
	return q;
}

static struct query **random_parts(struct world *w, struct query *q, size_t n, int depth)
{
	struct query **parts = arena_array(w->cx->mem, struct query *, n);

	for (size_t i = 0; i < n; i++) {
		if (q->kind == QUERY_PHRASE) {
			parts[i] = arena_new_of(w->cx->mem, struct query);
			*parts[i] = *random_word(w);
		} else {
			parts[i] = random_query(w, depth - 1);
		}
	}
	q->parts_n = n;
	return parts;
}

static void random_phrase(struct world *w, struct query *q)
{
	uint8_t *gaps = arena_array(w->cx->mem, uint8_t, 3);

	q->kind = QUERY_PHRASE;
	q->parts = random_parts(w, q, 2 + roll(w, 2), 0);
	gaps[0] = roll(w, 4) == 0;
	q->gaps = roll(w, 2) ? gaps : NULL;
}

static void random_leaf(struct world *w, struct query *q)
{
	uint16_t *codes = arena_array(w->cx->mem, uint16_t, 3);

	switch (roll(w, 12)) {
	case 0:
		q->kind = QUERY_ALL;
		break;
	case 1:
		q->kind = QUERY_NONE;
		break;
	case 2:
		q->kind = QUERY_CODES;
		for (q->codes_n = 0; q->codes_n < 3; q->codes_n++)
			codes[q->codes_n] = (uint16_t)roll(w, FACETS * VALUES + 3);
		q->codes = codes;
		break;
	case 3:
		q->kind = QUERY_DATES;
		q->field = roll(w, 2) ? "deadline" : "changed";
		q->from = (int64_t)roll(w, 100) - 30;
		q->to = roll(w, 3) ? q->from + roll(w, 60) : INT64_MAX;
		break;
	case 4:
	case 5:
		q->kind = QUERY_PREFIX;
		q->word = random_beginning(w, stems[roll(w, STEMS)]);
		break;
	case 6:
	case 7:
		random_phrase(w, q);
		break;
	default:
		*q = *random_word(w);
		break;
	}
	q->where = roll(w, 4) ? WHERE_ANY : roll(w, 2) ? WHERE_TITLE : WHERE_BODY;
}

static struct query *random_query(struct world *w, int depth)
{
	struct query *q = arena_new_of(w->cx->mem, struct query);
	uint32_t kind = depth > 0 ? roll(w, 6) : 5;

	if (kind >= 4) {
		random_leaf(w, q);
		return q;
	}
	q->kind = kind == 0 ? QUERY_NOT : kind == 1 ? QUERY_OR : QUERY_AND;
	q->parts = random_parts(w, q, q->kind == QUERY_NOT ? 1 : 1 + roll(w, 3), depth);
	return q;
}

/* ---- a question to both */

struct question {
	struct index_ask ask;
	struct index_choice choices[FACETS + 1];
	bool open[CLASSES];
	uint8_t open_of[CLASSES];
};

static void random_choices(struct world *w, struct question *q)
{
	for (int f = 0; f < FACETS; f++) {
		uint16_t *codes = arena_array(w->cx->mem, uint16_t, 3);
		struct index_choice *c = &q->choices[q->ask.choices_n];

		if (roll(w, 4))
			continue;
		*c = (struct index_choice){ .facet = f, .codes = codes };
		for (uint32_t k = roll(w, 3); k > 0; k--) {
			int64_t v = roll(w, VALUES);

			codes[c->codes_n] = index_code_known(w->ix, f, v * v);
			c->codes_n += codes[c->codes_n] != 0;
		}
		q->ask.choices_n++;
	}
	if (roll(w, 6) == 0)
		q->choices[q->ask.choices_n++].facet = FACET_OVERDUE;
	q->ask.choices = q->choices;
}

static void random_question(struct world *w, struct question *q)
{
	static const size_t limits[] = { 0, 1, 5, 20, 100000 };

	*q = (struct question){ .ask = { .query = random_query(w, 3),
		                         .count = roll(w, 1 << FACETS),
		                         .today = TODAY,
		                         .order = (enum index_order)roll(w, 3),
		                         .offset = roll(w, 3) ? 0 : roll(w, 30),
		                         .limit = limits[roll(w, LEN(limits))] } };
	for (int i = 0; i < CLASSES; i++) {
		const char *key;
		size_t size;

		q->open[i] = roll(w, 3) != 0;
		for (uint32_t n = 0; (key = index_class_key(w->ix, n, &size)); n++)
			if (strlen(class_key(i)) == size && memcmp(key, class_key(i), size) == 0)
				q->open_of[n] = q->open[i];
	}
	q->ask.open = q->open_of;
	q->ask.open_n = CLASSES;
	random_choices(w, q);
	if (roll(w, 5) == 0) {
		int64_t *only = arena_array(w->cx->mem, int64_t, 40);

		for (int64_t id = 1 + roll(w, 20); q->ask.only_n < 40; id += 1 + roll(w, 9))
			only[q->ask.only_n++] = id;
		q->ask.only = only;
	}
}

static bool is_of(const struct world *w, const struct doc *d, const struct index_choice *c)
{
	if (c->facet == FACET_OVERDUE)
		return d->deadline < TODAY;
	for (size_t k = 0; k < c->codes_n; k++)
		for (int i = 0; i < d->codes_n; i++)
			if (index_code_known(w->ix, d->codes[i].facet, d->codes[i].value) ==
			    c->codes[k])
				return true;
	return false;
}

/* All choices but that of this facet are met; -1: all are. */
static bool chosen(const struct world *w, const struct question *q, const struct doc *d,
                   int but_facet)
{
	for (size_t i = 0; i < q->ask.choices_n; i++)
		if (q->choices[i].facet != but_facet && !is_of(w, d, &q->choices[i]))
			return false;
	return true;
}

static bool may_count(const struct question *q, const struct doc *d)
{
	bool named = !q->ask.only;

	for (size_t i = 0; i < q->ask.only_n; i++)
		named |= q->ask.only[i] == d->id;
	return named && !d->dead && q->open[d->class];
}

struct expected {
	struct {
		const struct doc *d;
		float score;
	} * hits;
	size_t n;
	uint32_t counts[FACETS][VALUES], overdue;
	enum index_order order;
};

static int expected_order(const void *a, const void *b, void *data)
{
	const __typeof__(*((struct expected *)0)->hits) *x = a, *y = b;
	const struct expected *e = data;

	if (e->order == ORDER_SCORE && x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (e->order == ORDER_CHANGED && x->d->changed != y->d->changed)
		return x->d->changed > y->d->changed ? -1 : 1;
	if (e->order == ORDER_DEADLINE && x->d->deadline != y->d->deadline)
		return x->d->deadline < y->d->deadline ? -1 : 1;
	return x->d->id > y->d->id ? -1 : 1;
}

static void scan(struct world *w, const struct question *q, struct expected *e)
{
	struct judged j = judge(w, q->ask.query);

	*e = (struct expected){ .order = q->ask.order };
	e->hits = arena_alloc(w->cx->mem, (w->now.n + 1) * sizeof *e->hits);
	for (size_t i = 0; i < w->now.n; i++) {
		const struct doc *d = &w->now.docs[i];

		if (!j.fits[i] || !may_count(q, d))
			continue;
		for (int k = 0; k < d->codes_n; k++) {
			int f = d->codes[k].facet;

			if (q->ask.count >> f & 1 && chosen(w, q, d, f))
				e->counts[f][(int)sqrt(d->codes[k].value)]++;
		}
		e->overdue += d->deadline < TODAY && chosen(w, q, d, FACET_OVERDUE);
		if (chosen(w, q, d, -1)) {
			e->hits[e->n].d = d;
			e->hits[e->n++].score = j.score[i];
		}
	}
	qsort_r(e->hits, e->n, sizeof *e->hits, expected_order, e);
}

static void compare_hits(const struct question *q, const struct expected *e,
                         const struct index_answer *a)
{
	size_t left = e->n > q->ask.offset ? e->n - q->ask.offset : 0;

	assert_int_equal(a->total, e->n);
	assert_int_equal(a->overdue, e->overdue);
	assert_int_equal(a->hits_n, left < q->ask.limit ? left : q->ask.limit);
	for (size_t i = 0; i < a->hits_n; i++) {
		const struct doc *d = e->hits[q->ask.offset + i].d;

		assert_int_equal(a->hits[i].id, d->id);
		assert_int_equal(a->hits[i].version, d->version);
		assert_true(a->hits[i].score == e->hits[q->ask.offset + i].score);
	}
}

static void compare_counts(const struct world *w, const struct expected *e,
                           const struct index_answer *a)
{
	for (int f = 0; f < FACETS; f++)
		for (int v = 0; v < VALUES; v++) {
			uint16_t code = index_code_known(w->ix, f, v * v);

			assert_int_equal(code ? a->counts[code] : 0, e->counts[f][v]);
		}
}

static bool has_code(const struct world *w, const struct doc *d, int facet, uint16_t code)
{
	for (int i = 0; code && i < d->codes_n; i++)
		if (d->codes[i].facet == facet &&
		    index_code_known(w->ix, facet, d->codes[i].value) == code)
			return true;
	return false;
}

static bool chosen_but_of_two(const struct world *w, const struct question *q, const struct doc *d,
                              int facet, int other)
{
	for (size_t i = 0; i < q->ask.choices_n; i++)
		if (q->choices[i].facet != facet && q->choices[i].facet != other &&
		    !is_of(w, d, &q->choices[i]))
			return false;
	return true;
}

static int64_t scan_pair(struct world *w, const struct question *q, const struct judged *j,
                         const struct index_pairs *p, size_t row, size_t column)
{
	int64_t n = 0;

	for (size_t i = 0; i < w->now.n; i++) {
		const struct doc *d = &w->now.docs[i];

		n += j->fits[i] && may_count(q, d) &&
		     chosen_but_of_two(w, q, d, p->row_facet, p->column_facet) &&
		     has_code(w, d, p->row_facet, p->rows[row]) &&
		     has_code(w, d, p->column_facet, p->columns[column]);
	}
	return n;
}

/* Values in any order, some of which nothing has. */
static void compare_pairs(struct world *w, const struct question *q)
{
	struct judged j = judge(w, q->ask.query);
	uint16_t rows[VALUES], columns[VALUES];
	int64_t counts[VALUES * VALUES];
	int first = (int)roll(w, FACETS);
	struct index_pairs p = { .row_facet = first,
		                 .column_facet = (first + 1 + (int)roll(w, FACETS - 1)) % FACETS,
		                 .rows = rows,
		                 .columns = columns,
		                 .rows_n = roll(w, VALUES + 1),
		                 .columns_n = roll(w, VALUES + 1) };
	int64_t shift = roll(w, VALUES);

	for (int64_t v = 0; v < VALUES; v++) {
		int64_t of = (v + shift) % VALUES;

		rows[v] = index_code_known(w->ix, p.row_facet, of * of);
		columns[v] = index_code_known(w->ix, p.column_facet, of * of);
	}
	test_ok(w->cx, index_cross(w->cx, w->ix, &q->ask, &p, counts));
	for (size_t i = 0; i < p.rows_n; i++)
		for (size_t k = 0; k < p.columns_n; k++)
			assert_int_equal(counts[i * p.columns_n + k],
			                 scan_pair(w, q, &j, &p, i, k));
}

static int expected_by_id(const void *a, const void *b)
{
	const __typeof__(*((struct expected *)0)->hits) *x = a, *y = b;

	return x->d->id < y->d->id ? -1 : x->d->id > y->d->id;
}

static void compare_ids(struct world *w, const struct question *q, struct expected *e)
{
	size_t n, most = roll(w, 2) ? 10 : 100000;
	int64_t *ids;
	bool all;

	test_ok(w->cx, index_ids(w->cx, w->ix, &q->ask, most, &ids, &n, &all));
	qsort(e->hits, e->n, sizeof *e->hits, expected_by_id);
	assert_int_equal(all, e->n <= most);
	assert_int_equal(n, e->n <= most ? e->n : most);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(ids[i], e->hits[i].d->id);
}

static void ask_both(struct world *w)
{
	struct context_mark mark = context_mark(w->cx);
	struct question q;
	struct expected e;
	struct index_answer a;

	random_question(w, &q);
	w->unsure = false;
	w->asked++;
	scan(w, &q, &e);
	if (w->unsure) {
		w->unsure_n++;
	} else {
		index_read_begin(w->ix);
		test_ok(w->cx, index_search(w->cx, w->ix, &q.ask, &a));
		compare_hits(&q, &e, &a);
		compare_counts(w, &e, &a);
		compare_ids(w, &q, &e);
		compare_pairs(w, &q);
		index_read_end(w->ix);
	}
	context_rewind(w->cx, mark);
}

/* ---- words that begin so, or nearly */

static size_t distance(const char *a, const char *b, size_t i, size_t k)
{
	size_t least, d;

	if (i == 0 || k == 0)
		return i + k;
	least = distance(a, b, i - 1, k - 1) + (a[i - 1] != b[k - 1]);
	d = distance(a, b, i - 1, k) + 1;
	least = d < least ? d : least;
	d = distance(a, b, i, k - 1) + 1;
	least = d < least ? d : least;
	if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1]) {
		d = distance(a, b, i - 2, k - 2) + 1;
		least = d < least ? d : least;
	}
	return least;
}

static bool has_word(const struct doc *d, int stem, int form)
{
	for (int k = 0; k < d->places_n; k++)
		if (d->places[k].stem == stem && d->places[k].form == form)
			return true;
	return false;
}

/* Whether somebody to whom these are open may be told of the word. */
static bool may_know(const struct world *w, const bool *open, int stem, int form)
{
	for (size_t i = 0; i < w->now.n; i++) {
		const struct doc *d = &w->now.docs[i];

		if (!d->dead && open[d->class] && has_word(d, stem, form))
			return true;
	}
	return false;
}

/* The words offered are those that may be known; a frequent one may be missing. */
static void compare_words(struct world *w, const struct question *q, const char *wanted, bool near,
                          const struct index_spelling *found, size_t found_n)
{
	size_t right = 0;

	for (int s = 0; s < STEMS; s++)
		for (int f = 0; f < FORMS; f++) {
			const char *word = word_of(w, s, f);
			size_t n = strlen(wanted), far = n <= 7 ? 1 : 2, offered = 0;
			size_t d = near ? distance(wanted, word, n, strlen(word)) : 0;
			bool fits = near ? d > 0 && d <= far : str_starts(word, wanted);
			bool known = fits && may_know(w, q->open, s, f);

			for (size_t i = 0; i < found_n; i++)
				offered += str_eq(found[i].word, word);
			right += offered;
			assert_true(offered <= known);
			if (w->now.ever[s][f] <= WORDS_KNOWN)
				assert_int_equal(offered, known);
		}
	assert_int_equal(right, found_n);
}

static void ask_for_words(struct world *w)
{
	struct context_mark mark = context_mark(w->cx);
	struct index_spelling *found;
	struct question q;
	size_t n, most = 100;

	random_question(w, &q);

	const char *beginning = random_beginning(w, word_of(w, (int)roll(w, STEMS), 1));
	char *wrong = arena_str(w->cx->mem, word_of(w, (int)roll(w, STEMS), (int)roll(w, FORMS)));

	wrong[roll(w, (uint32_t)strlen(wrong))] = "abklmnrsyz"[roll(w, 10)];
	index_read_begin(w->ix);
	test_ok(w->cx, index_begins(w->cx, w->ix, beginning, q.open_of, CLASSES, most, &found, &n));
	compare_words(w, &q, beginning, false, found, n);
	test_ok(w->cx, index_near(w->cx, w->ix, wrong, q.open_of, CLASSES, most, &found, &n));
	compare_words(w, &q, wrong, true, found, n);
	index_read_end(w->ix);
	context_rewind(w->cx, mark);
}

/* ---- changes */

static void open_index(struct world *w)
{
	bool empty;

	w->ix = index_open(w->cx, w->path, &empty);
	assert_non_null(w->ix);
	assert_int_equal(index_followed(w->ix), w->now.followed);
}

/* The program stops: what was written last is there, and nothing else. */
static void stop_and_open(struct world *w)
{
	index_close(w->ix);
	copy_plain(&w->now, &w->written);
	open_index(w);
}

static void change(struct world *w, uint32_t ids)
{
	int64_t id = 1 + roll(w, ids);
	struct doc d;

	if (roll(w, 5) == 0) {
		forget(&w->now, id);
		test_ok(w->cx, index_remove(w->cx, w->ix, id));
		assert_int_equal(index_version(w->ix, id), 0);
	} else {
		random_doc(w, &d, id);
		put_in_plain(&w->now, &d);
		put_in_index(w, &d);
		assert_int_equal(index_version(w->ix, id), d.version);
	}
	index_set_followed(w->ix, ++w->now.followed);
}

static void write_both(struct world *w)
{
	test_ok(w->cx, index_write(w->cx, w->ix));
	write_plain(w);
	assert_int_equal(index_fresh(w->ix), 0);
}

static void start_world(struct world *w, struct context *cx, uint64_t seed)
{
	const char *folder = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";

	*w = (struct world){ .cx = cx, .dice = seed };
	w->path = arena_fmt(cx->mem, "%s/index_scan_test.%d", folder, (int)getpid());
	unlink(w->path);
	for (int s = 0; s < STEMS; s++) {
		for (int f = 0; f < FORMS; f++)
			snprintf(w->words[s][f], 16, "%s%s", stems[s], forms[f]);
		for (int k = 0; k < KINDS; k++)
			snprintf(w->terms[s][k], 16, "%c%s", "xy"[k], stems[s]);
	}
	open_index(w);
}

static void end_world(struct world *w)
{
	index_close(w->ix);
	unlink(w->path);
	free(w->now.docs);
	free(w->written.docs);
}

static void random_edits_and_questions(void **state)
{
	struct world w;

	start_world(&w, *state, 20261122);
	for (int round = 0; round < 60; round++) {
		uint32_t ids = 20 + roll(&w, 300);

		for (uint32_t n = roll(&w, 120); n > 0; n--)
			change(&w, ids);
		if (roll(&w, 3) == 0)
			write_both(&w);
		if (roll(&w, 8) == 0)
			stop_and_open(&w);
		for (int n = 0; n < 12; n++)
			ask_both(&w);
		ask_for_words(&w);
	}
	assert_true(w.asked > 500 && w.unsure_n * 10 < w.asked);
	end_world(&w);
}

/* So many that there are several windows, and marks to skip by in the lists. */
static void a_large_index(void **state)
{
	struct world w;
	struct doc d;

	start_world(&w, *state, 4);
	for (int64_t id = 1; id <= 20000; id++) {
		random_doc(&w, &d, id);
		put_in_plain(&w.now, &d);
		put_in_index(&w, &d);
		if (id == 9000)
			write_both(&w);
	}
	for (int written = 0; written < 2; written++) {
		for (int n = 0; n < 20; n++)
			ask_both(&w);
		for (int n = 0; n < 100; n++)
			change(&w, 25000);
		for (int n = 0; n < 10; n++)
			ask_both(&w);
		write_both(&w);
	}
	end_world(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(random_edits_and_questions),
		UNIT(a_large_index),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
