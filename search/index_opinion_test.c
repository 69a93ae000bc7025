/* A second opinion: SQLite's FTS5 gets the same records and the same questions, and must find the
 * same ones, while they are changed and the index is written. */
#include "search/index.h"

#include "store/second_opinion.h"
#include "test/engines.h"

enum { RECORDS = 250, MOST_WORDS = 14, WORDS = 40, MOST_ASKED = 600 };

struct opinions {
	struct context *cx;
	struct index *ix;
	struct second_opinion *other;
	uint64_t dice;
};

static uint32_t roll(struct opinions *o, uint32_t n)
{
	o->dice = o->dice * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(o->dice >> 33) % n;
}

/* Word 0 is the most frequent; words share beginnings. */
static const char *random_word(struct opinions *o)
{
	uint32_t n = roll(o, WORDS) * roll(o, WORDS) / WORDS;

	return arena_fmt(o->cx->mem, "%c%c%s", "abcd"[n % 4], "aeiou"[n / 4 % 5],
	                 n < 20 ? "" : "na");
}

/* The same words as a text and as terms. */
static const char *random_text(struct opinions *o, uint32_t n, uint32_t from,
                               struct index_document *d, struct index_term *terms)
{
	const char *text = "";

	for (uint32_t i = 0; i < n; i++) {
		const char *word = random_word(o);

		terms[d->terms_n++] =
		        (struct index_term){ .term = arena_fmt(o->cx->mem, "x%s", word),
			                     .word = word,
			                     .position = from + i };
		text = arena_fmt(o->cx->mem, "%s %s", text, word);
	}
	return text;
}

static void change(struct opinions *o)
{
	struct index_term terms[2 * MOST_WORDS];
	struct index_document d = { .id = 1 + roll(o, RECORDS), .terms = terms, .version = 1 };

	if (roll(o, 4) == 0) {
		test_ok(o->cx, index_remove(o->cx, o->ix, d.id));
		assert_true(second_opinion_put(o->other, d.id, NULL, NULL));
		return;
	}

	const char *title = random_text(o, roll(o, 5), 0, &d, terms);
	const char *body = random_text(o, roll(o, MOST_WORDS), INDEX_BODY, &d, terms);

	d.access = index_class(o->ix, "all", 3);
	test_ok(o->cx, index_put(o->cx, o->ix, &d));
	assert_true(second_opinion_put(o->other, d.id, title, body));
}

/* ---- questions, as a tree and as FTS5 writes them */

static struct query *random_query(struct opinions *o, int depth, const char **ret_text);

static struct query *word_query(struct opinions *o, const char *word)
{
	struct query *q = arena_new_of(o->cx->mem, struct query);
	const char **terms = arena_array(o->cx->mem, const char *, 1);

	terms[0] = arena_fmt(o->cx->mem, "x%s", word);
	*q = (struct query){ .kind = QUERY_WORD, .terms = terms, .terms_n = 1, .word = word };
	return q;
}

static struct query *random_leaf(struct opinions *o, const char **ret_text)
{
	const char *word = random_word(o), *text = word;
	struct query *q = word_query(o, word);

	if (roll(o, 4) == 0) {
		q->kind = QUERY_PREFIX;
		q->word = arena_strn(o->cx->mem, word, 1 + roll(o, 2));
		text = arena_fmt(o->cx->mem, "%s*", q->word);
	} else if (roll(o, 3) == 0) {
		struct query **parts = arena_array(o->cx->mem, struct query *, 3);

		q->kind = QUERY_PHRASE;
		q->parts = parts;
		text = "";
		for (q->parts_n = 0; q->parts_n < 2 + roll(o, 2); q->parts_n++) {
			word = random_word(o);
			parts[q->parts_n] = word_query(o, word);
			text = arena_fmt(o->cx->mem, "%s %s", text, word);
		}
		text = arena_fmt(o->cx->mem, "\"%s\"", text);
	}
	q->where = (enum query_where)roll(o, 3);
	*ret_text = q->where == WHERE_ANY
	                    ? text
	                    : arena_fmt(o->cx->mem, "%s : %s",
	                                q->where == WHERE_TITLE ? "title" : "body", text);
	return q;
}

static struct query *join(struct opinions *o, enum query_kind kind, struct query *a,
                          struct query *b)
{
	struct query *q = arena_new_of(o->cx->mem, struct query);
	struct query **parts = arena_array(o->cx->mem, struct query *, 2);

	parts[0] = a;
	parts[1] = b;
	*q = (struct query){ .kind = kind, .parts = parts, .parts_n = b ? 2 : 1 };
	return q;
}

static struct query *random_query(struct opinions *o, int depth, const char **ret_text)
{
	const char *a, *b;
	uint32_t kind = roll(o, 4);

	if (depth == 0 || kind == 3)
		return random_leaf(o, ret_text);

	struct query *first = random_query(o, depth - 1, &a);
	struct query *second = random_query(o, depth - 1, &b);

	*ret_text = arena_fmt(o->cx->mem, "(%s) %s (%s)", a,
	                      kind == 0   ? "AND"
	                      : kind == 1 ? "OR"
	                                  : "NOT",
	                      b);
	if (kind == 2)
		second = join(o, QUERY_NOT, second, NULL);
	return join(o, kind == 1 ? QUERY_OR : QUERY_AND, first, second);
}

static size_t ask(struct opinions *o)
{
	struct context_mark mark = context_mark(o->cx);
	int64_t *ours, theirs[RECORDS + 1];
	struct index_ask ask = { .open = (const uint8_t *)"\1", .open_n = 1 };
	const char *text;
	size_t n, theirs_n;
	bool all;

	ask.query = random_query(o, 3, &text);
	theirs_n = second_opinion_ask(o->other, text, theirs, LEN(theirs));
	index_read_begin(o->ix);
	test_ok(o->cx, index_ids(o->cx, o->ix, &ask, RECORDS, &ours, &n, &all));
	index_read_end(o->ix);
	if (n != theirs_n || (n && memcmp(ours, theirs, n * sizeof *ours) != 0))
		fail_msg("%s: %zu records, FTS5 finds %zu\n", text, n, theirs_n);
	context_rewind(o->cx, mark);
	return n;
}

static void the_same_as_fts5(void **state)
{
	struct opinions o = { .cx = *state, .other = second_opinion_open(), .dice = 5 };
	size_t found = 0;
	bool empty;

	o.ix = index_open(o.cx, NULL, &empty);
	assert_true(o.ix && o.other);
	for (int asked = 0; asked < MOST_ASKED; asked++) {
		for (uint32_t n = roll(&o, 8); n > 0; n--)
			change(&o);
		if (roll(&o, 60) == 0)
			test_ok(o.cx, index_write(o.cx, o.ix));
		found += ask(&o) > 0;
	}
	assert_true(found > MOST_ASKED / 3);
	index_close(o.ix);
	second_opinion_close(o.other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(the_same_as_fts5),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
