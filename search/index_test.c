/* The index against what its header says, by hand; search/index_scan_test.c holds it against a
 * plain scan. */
#include "search/index.h"

#include "test/engines.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

enum { MOST_WORDS = 200 };

/* A document of words with blanks between; a bar ends the title.  Each word's term is its first
 * letters in capitals until a point: "child.ren" is a form of "child", of the term "xchild". */
struct text {
	struct index_term terms[MOST_WORDS];
	size_t n;
	struct index_document d;
};

static void read_text(struct context *cx, struct text *t, int64_t id, const char *text)
{
	uint32_t place = 0;
	char *copy = arena_str(cx->mem, text), *rest = copy;

	if (!strchr(text, '|'))
		place = INDEX_BODY;
	t->n = 0;
	for (char *w; (w = strsep(&rest, " "));) {
		if (str_eq(w, "|")) {
			place = INDEX_BODY;
			continue;
		}

		char *stem = arena_fmt(cx->mem, "x%.*s", (int)strcspn(w, "."), w);
		char *word = arena_str(cx->mem, w), *point = strchr(word, '.');

		if (point)
			memmove(point, point + 1, strlen(point));
		assert_true(t->n < MOST_WORDS);
		t->terms[t->n++] = (struct index_term){ stem, word, place++ };
	}
	t->d = (struct index_document){
		.id = id, .version = 1, .deadline = INT32_MAX, .terms = t->terms, .terms_n = t->n
	};
}

static void put(struct context *cx, struct index *ix, int64_t id, const char *text)
{
	struct text t;

	read_text(cx, &t, id, text);
	t.d.access = index_class(ix, "all", 3);
	test_ok(cx, index_put(cx, ix, &t.d));
}

static struct index *new_index(struct context *cx)
{
	bool empty;
	struct index *ix = index_open(cx, NULL, &empty);

	assert_non_null(ix);
	assert_true(empty);
	return ix;
}

static struct query *word(struct context *cx, const char *w)
{
	struct query *q = arena_new_of(cx->mem, struct query);
	const char **terms = arena_array(cx->mem, const char *, 1);

	terms[0] = arena_fmt(cx->mem, "x%s", w);
	*q = (struct query){ .kind = QUERY_WORD, .terms = terms, .terms_n = 1 };
	return q;
}

static struct query *prefix(struct context *cx, const char *w)
{
	struct query *q = arena_new_of(cx->mem, struct query);

	*q = (struct query){ .kind = QUERY_PREFIX, .word = w };
	return q;
}

static struct query *join(struct context *cx, enum query_kind kind, struct query *a,
                          struct query *b)
{
	struct query *q = arena_new_of(cx->mem, struct query);
	struct query **parts = arena_array(cx->mem, struct query *, 2);

	parts[0] = a;
	parts[1] = b;
	*q = (struct query){ .kind = kind, .parts = parts, .parts_n = b ? 2 : 1 };
	return q;
}

static struct index_answer ask_all(struct context *cx, struct index *ix, struct index_ask ask)
{
	static const uint8_t open[] = { 1, 1, 1, 1, 1, 1, 1, 1 };
	struct index_answer answer;

	if (!ask.open) {
		ask.open = open;
		ask.open_n = sizeof open;
	}
	if (!ask.limit)
		ask.limit = 100;
	index_read_begin(ix);

	bool ok = index_search(cx, ix, &ask, &answer);

	index_read_end(ix);
	test_ok(cx, ok);
	return answer;
}

/* "3 1 2": the ids of the hits, in their order. */
static const char *found(struct context *cx, struct index *ix, struct query *q)
{
	struct index_answer a = ask_all(cx, ix, (struct index_ask){ .query = q });
	const char *list = "";

	for (size_t i = 0; i < a.hits_n; i++)
		list = arena_fmt(cx->mem, "%s%s%lld", list, i ? " " : "", (long long)a.hits[i].id);
	assert_int_equal(a.total, a.hits_n);
	return list;
}

/* ---- */

static void every_kind_of_query(void **state)
{
	struct context *cx = *state;
	struct index *ix = new_index(cx);

	put(cx, ix, 1, "prison | torture in a prison is forbidden");
	put(cx, ix, 2, "women in prison and other places");
	put(cx, ix, 3, "violence against women and child.ren");
	put(cx, ix, 4, "women against violence");

	for (int written = 0; written < 2; written++) {
		struct query *prison = word(cx, "prison"), *women = word(cx, "women");
		struct query *not_women = join(cx, QUERY_NOT, women, NULL);
		struct query *all = join(cx, QUERY_AND, prison, women);

		assert_string_equal(found(cx, ix, prison), "1 2"); /* the title counts more */
		assert_string_equal(found(cx, ix, all), "2");
		assert_string_equal(found(cx, ix, word(cx, "nothing")), "");
		assert_string_equal(found(cx, ix, join(cx, QUERY_AND, prison, not_women)), "1");
		assert_string_equal(found(cx, ix, not_women), "1");
		assert_string_equal(found(cx, ix, prefix(cx, "childr")), "3");
		assert_string_equal(found(cx, ix, prefix(cx, "childx")), "");
		assert_string_equal(found(cx, ix, prefix(cx, "pris")), "1 2");

		struct query *phrase = join(cx, QUERY_PHRASE, word(cx, "against"), women);

		assert_string_equal(found(cx, ix, phrase), "3");
		phrase->gaps = (const uint8_t[]){ 1 };
		assert_string_equal(found(cx, ix, phrase), "");
		phrase->parts = join(cx, QUERY_PHRASE, women, word(cx, "violence"))->parts;
		assert_string_equal(found(cx, ix, phrase), "4");

		struct query *title = word(cx, "prison");

		title->where = WHERE_TITLE;
		assert_string_equal(found(cx, ix, title), "1");
		title = word(cx, "women");
		title->where = WHERE_TITLE;
		assert_string_equal(found(cx, ix, title), "");
		title->where = WHERE_BODY;
		assert_string_equal(found(cx, ix, title), "4 3 2");

		struct query everything = { .kind = QUERY_ALL }, nothing = { .kind = QUERY_NONE };

		assert_string_equal(found(cx, ix, &everything), "4 3 2 1");
		assert_string_equal(found(cx, ix, &nothing), "");
		test_ok(cx, index_write(cx, ix));
		assert_int_equal(index_fresh(ix), 0);
	}
	index_close(ix);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(every_kind_of_query),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
