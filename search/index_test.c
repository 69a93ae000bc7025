/* The index against what its header says, by hand; search/index_scan_test.c holds it against a
 * plain scan. */
#include "search/index.h"

#include "test/engines.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/file.h>
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

static void a_word_nobody_has_any_more(void **state)
{
	struct context *cx = *state;
	struct index *ix = new_index(cx);

	put(cx, ix, 1, "child.ren play");
	put(cx, ix, 2, "one child plays");
	assert_string_equal(found(cx, ix, prefix(cx, "childr")), "1 2");
	test_ok(cx, index_write(cx, ix));
	assert_string_equal(found(cx, ix, prefix(cx, "childr")), "1 2");
	put(cx, ix, 1, "nothing of them");
	test_ok(cx, index_write(cx, ix));
	assert_string_equal(found(cx, ix, prefix(cx, "childr")), "");
	assert_string_equal(found(cx, ix, prefix(cx, "child")), "2");
	index_close(ix);
}

/* Words of many forms: a beginning with more lists than a word has. */
static void many_words_begin_so(void **state)
{
	struct context *cx = *state;
	struct index *ix = new_index(cx);

	for (int i = 0; i < 40; i++)
		put(cx, ix, i + 1,
		    arena_fmt(cx->mem, "re%c%c %s", 'a' + i % 26, 'a' + i / 26,
		              i % 2 ? "odd" : "even"));
	for (int written = 0; written < 2; written++) {
		struct query *re = prefix(cx, "re");

		assert_int_equal(ask_all(cx, ix, (struct index_ask){ .query = re }).total, 40);

		struct query *both = join(cx, QUERY_AND, re, word(cx, "odd"));

		assert_int_equal(ask_all(cx, ix, (struct index_ask){ .query = both }).total, 20);
		re->where = WHERE_TITLE;
		assert_string_equal(found(cx, ix, re), "");
		put(cx, ix, 41, "reaa | in the title");
		assert_string_equal(found(cx, ix, re), "41");
		test_ok(cx, index_remove(cx, ix, 41));
		test_ok(cx, index_write(cx, ix));
	}
	index_close(ix);
}

static const char *spellings(struct context *cx, struct index *ix, bool near, const char *wanted,
                             uint32_t open_n)
{
	static const uint8_t open[] = { 1, 1 };
	struct index_spelling *v;
	const char *list = "";
	size_t n;

	index_read_begin(ix);
	if (near)
		test_ok(cx, index_near(cx, ix, wanted, open, open_n, 3, &v, &n));
	else
		test_ok(cx, index_begins(cx, ix, wanted, open, open_n, 3, &v, &n));
	index_read_end(ix);
	for (size_t i = 0; i < n; i++)
		list = arena_fmt(cx->mem, "%s%s%s", list, i ? " " : "", v[i].word);
	return list;
}

static void words_offered(void **state)
{
	struct context *cx = *state;
	struct index *ix = new_index(cx);
	struct text t;

	put(cx, ix, 1, "women woman womens rights ýagdaý ÿ");
	put(cx, ix, 2, "women rights implementation");
	put(cx, ix, 3, "дети и права");
	read_text(cx, &t, 4, "wombat implementations");
	t.d.access = index_class(ix, "few", 3);
	test_ok(cx, index_put(cx, ix, &t.d));

	for (int written = 0; written < 2; written++) {
		assert_string_equal(spellings(cx, ix, false, "wom", 2), "women woman wombat");
		assert_string_equal(spellings(cx, ix, false, "wom", 1), "women woman womens");
		assert_string_equal(spellings(cx, ix, false, "womb", 1), "");
		assert_string_equal(spellings(cx, ix, false, "", 0), "");
		assert_string_equal(spellings(cx, ix, true, "wmoen", 2), "women");
		assert_string_equal(spellings(cx, ix, true, "omwen", 2), "");
		assert_string_equal(spellings(cx, ix, true, "omwan", 2), "");
		assert_string_equal(spellings(cx, ix, true, "womn", 2), "women woman");
		assert_string_equal(spellings(cx, ix, true, "women", 2), "woman womens");
		assert_string_equal(spellings(cx, ix, true, "wombats", 1), "");
		assert_string_equal(spellings(cx, ix, true, "wombats", 2), "wombat");
		assert_string_equal(spellings(cx, ix, true, "imlpementatoin", 1), "implementation");
		assert_string_equal(spellings(cx, ix, true, "дти", 1), "дети");
		assert_string_equal(spellings(cx, ix, true, "ыагдаы", 1), "");
		assert_string_equal(spellings(cx, ix, true, "ягдаý", 1), "");
		test_ok(cx, index_write(cx, ix));
	}
	put(cx, ix, 3, "children");
	assert_string_equal(spellings(cx, ix, true, "дти", 1), "");
	index_close(ix);
}

static void the_most_alike(void **state)
{
	struct context *cx = *state;
	struct index *ix = new_index(cx);
	struct text t;
	struct query *q;

	put(cx, ix, 1, "the law on domestic violence and the shelters for women");
	put(cx, ix, 2, "shelters for women who met domestic violence");
	put(cx, ix, 3, "the budget for the law");
	put(cx, ix, 4, "the budget and the plan");
	read_text(cx, &t, 5, "open shelters for victims of domestic violence the the");
	index_read_begin(ix);
	test_ok(cx, index_alike(cx, ix, t.terms, t.n, 3, &q));
	assert_int_equal(q->parts_n, 3);
	assert_string_equal(q->parts[0]->terms[0], "xdomestic");
	assert_string_equal(q->parts[1]->terms[0], "xshelters");
	assert_string_equal(q->parts[2]->terms[0], "xviolence");
	test_ok(cx, index_alike(cx, ix, t.terms, 0, 3, &q));
	assert_int_equal(q->kind, QUERY_NONE);
	index_read_end(ix);
	index_close(ix);
}

/* ---- the file */

static const char *test_file(struct context *cx)
{
	const char *folder = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";

	return arena_fmt(cx->mem, "%s/index_test.%d", folder, (int)getpid());
}

static struct index *make_file(struct context *cx, const char *path)
{
	bool empty;
	struct index *ix = index_open(cx, path, &empty);

	assert_non_null(ix);
	assert_true(empty);
	put(cx, ix, 1, "prison | torture in prison");
	put(cx, ix, 2, "women in prison");
	index_set_followed(ix, 77);
	test_ok(cx, index_write(cx, ix));
	return ix;
}

static void what_is_kept_in_the_file(void **state)
{
	struct context *cx = *state;
	const char *path = test_file(cx);
	struct index *ix = make_file(cx, path);
	uint32_t few = index_class(ix, "few", 3);
	uint16_t code = index_code(ix, 7, -12345678901);
	struct index_size size;
	size_t key_n;
	int64_t value;
	int facet;
	bool empty;

	assert_int_equal(index_code(ix, 7, -12345678901), code);
	assert_int_equal(index_code_known(ix, 7, 1), 0);
	assert_int_equal(index_code(ix, MAX_FACETS, 1), 0);
	test_ok(cx, index_write(cx, ix));
	put(cx, ix, 3, "this is lost");
	index_close(ix);

	ix = index_open(cx, path, &empty);
	assert_non_null(ix);
	assert_false(empty);
	assert_int_equal(index_followed(ix), 77);
	assert_string_equal(found(cx, ix, word(cx, "prison")), "1 2");
	assert_int_equal(index_version(ix, 3), 0);
	assert_memory_equal(index_class_key(ix, few, &key_n), "few", 3);
	assert_int_equal(key_n, 3);
	assert_null(index_class_key(ix, few + 1, &key_n));
	assert_true(index_code_value(ix, code, &facet, &value));
	assert_true(facet == 7 && value == -12345678901);
	assert_false(index_code_value(ix, (uint16_t)(code + 1), &facet, &value));
	assert_int_equal(index_code(ix, 7, -12345678901), code);
	index_size(ix, &size);
	assert_int_equal(size.documents, 2);
	assert_int_equal(size.dead, 0);
	assert_int_equal(size.words, 4);
	index_close(ix);
	unlink(path);
}

static void *read_all(struct context *cx, const char *path, size_t *n)
{
	struct stat about;
	int fd = open(path, O_RDONLY);

	assert_true(fd >= 0 && fstat(fd, &about) == 0);

	void *all = arena_raw(cx->mem, (size_t)about.st_size);

	assert_int_equal(read(fd, all, (size_t)about.st_size), about.st_size);
	close(fd);
	*n = (size_t)about.st_size;
	return all;
}

static void write_all(const char *path, const void *bytes, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, n), n);
	close(fd);
}

static bool opens_empty(struct context *cx, const char *path)
{
	bool empty;
	struct index *ix = index_open(cx, path, &empty);

	assert_non_null(ix);
	if (empty)
		assert_int_equal(index_followed(ix), 0);
	index_close(ix);
	return empty;
}

/* Shortened to any length, lengthened, or with any bit turned: as if there were none. */
static void a_damaged_file_is_none(void **state)
{
	struct context *cx = *state;
	const char *path = test_file(cx);
	struct index *ix = make_file(cx, path);
	size_t n;
	uint8_t *all = read_all(cx, path, &n);

	index_close(ix);
	for (size_t i = 0; i < n; i++) {
		write_all(path, all, i);
		assert_true(opens_empty(cx, path));
	}
	for (size_t i = 0; i < n; i++) {
		all[i] ^= (uint8_t)(1 << i % 8);
		write_all(path, all, n);
		assert_true(opens_empty(cx, path));
		all[i] ^= (uint8_t)(1 << i % 8);
	}
	write_all(path, all, n);
	assert_false(opens_empty(cx, path));

	/* It is written over, and the numbers of the damaged one do not come back. */
	all[n / 2] ^= 4;
	write_all(path, all, n);
	index_close(make_file(cx, path));
	assert_false(opens_empty(cx, path));
	unlink(path);
	assert_true(opens_empty(cx, "/dev/null"));
	assert_true(opens_empty(cx, "/proc"));
}

/* Where it cannot be written, nothing changes. */
static void what_cannot_be_written(void **state)
{
	struct context *cx = *state;
	const char *path = test_file(cx), *beside = arena_fmt(cx->mem, "%s.new", path);
	struct index *ix = make_file(cx, path);
	bool empty;

	put(cx, ix, 3, "more prison");
	assert_int_equal(mkdir(beside, 0700), 0);
	test_fails(cx, index_write(cx, ix), ERR_UNAVAILABLE);
	assert_int_equal(index_fresh(ix), 1);
	assert_string_equal(found(cx, ix, word(cx, "prison")), "1 3 2");
	rmdir(beside);

	/* Another program is writing it. */
	int fd = open(beside, O_WRONLY | O_CREAT, 0600);

	assert_int_equal(flock(fd, LOCK_EX), 0);
	test_fails(cx, index_write(cx, ix), ERR_UNAVAILABLE);
	assert_int_equal(access(beside, F_OK), 0);
	close(fd);
	test_ok(cx, index_write(cx, ix));
	assert_int_equal(access(beside, F_OK), -1);
	index_close(ix);

	ix = index_open(cx, path, &empty);
	assert_non_null(ix);
	assert_string_equal(found(cx, ix, word(cx, "prison")), "1 3 2");
	index_close(ix);
	unlink(path);
}

/* ---- threads */

struct readers {
	struct index *ix;
	atomic_bool stop;
	atomic_int asked;
};

/* Each document has the word "all" and one of "odd" and "even", which it keeps. */
static void *keep_asking(void *data)
{
	struct readers *r = data;
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };

	while (!r->stop) {
		struct index_answer all =
		        ask_all(&cx, r->ix, (struct index_ask){ .query = word(&cx, "all") });
		struct query *parts = join(&cx, QUERY_OR, word(&cx, "odd"), word(&cx, "even"));
		struct index_answer same =
		        ask_all(&cx, r->ix, (struct index_ask){ .query = parts });

		assert_true(same.total >= all.total);
		spellings(&cx, r->ix, false, "o", 2);
		r->asked++;
		arena_reset(cx.mem);
	}
	arena_free(cx.mem);
	return NULL;
}

static void searching_while_it_changes(void **state)
{
	struct context *cx = *state;
	struct readers r = { .ix = new_index(cx) };
	pthread_t threads[2];

	for (size_t i = 0; i < LEN(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, keep_asking, &r), 0);
	for (int i = 0; i < 600 || r.asked < 50; i++) {
		struct context_mark mark = context_mark(cx);

		put(cx, r.ix, 1 + i, i % 2 ? "all odd" : "all even");
		index_set_followed(r.ix, i);
		if (i % 100 == 99)
			test_ok(cx, index_write(cx, r.ix));
		context_rewind(cx, mark);
	}
	r.stop = true;
	for (size_t i = 0; i < LEN(threads); i++)
		pthread_join(threads[i], NULL);
	index_close(r.ix);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(every_kind_of_query),
		UNIT(a_word_nobody_has_any_more),
		UNIT(many_words_begin_so),
		UNIT(words_offered),
		UNIT(the_most_alike),
		UNIT(what_is_kept_in_the_file),
		UNIT(a_damaged_file_is_none),
		UNIT(what_cannot_be_written),
		UNIT(searching_while_it_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
