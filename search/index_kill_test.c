/* The program killed while it changes and writes the index: the file opens whole every time, and
 * what is in it is what the changes up to the number that it says come to. */
#include "search/index.h"

#include "test/engines.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

enum { KILLS = 200, RECORDS = 60, PLACES = 100, BETWEEN = 15, MOST_CHANGES = 150 };

static uint32_t chance(uint64_t n, uint32_t below)
{
	n = (n + 1) * 0x9e3779b97f4a7c15;
	n = (n ^ n >> 31) * 0xbf58476d1ce4e5b9;
	return (uint32_t)((n ^ n >> 29) % below);
}

/* Change number n: a record with some hundred words, or one less. */
static bool change(struct context *cx, struct index *ix, int64_t n)
{
	struct index_term terms[PLACES];
	uint16_t code = index_code(ix, 0, chance((uint64_t)n, 7));
	struct index_document d = { .id = 1 + chance((uint64_t)n * 3, RECORDS),
		                    .version = n,
		                    .terms = terms,
		                    .terms_n = PLACES,
		                    .codes = &code,
		                    .codes_n = 1 };
	char texts[PLACES][16];

	for (uint32_t i = 0; i < PLACES; i++) {
		snprintf(texts[i], sizeof texts[i], "x%u",
		         chance((uint64_t)n * PLACES + i, 20 + i * 50));
		terms[i] = (struct index_term){ texts[i], texts[i] + 1, INDEX_BODY + i };
	}
	d.access = index_class(ix, "all", 3);
	index_set_followed(ix, n);
	return chance((uint64_t)n * 5, 6) ? index_put(cx, ix, &d) : index_remove(cx, ix, d.id);
}

/* The program that is killed. */
static _Noreturn void work(const char *path)
{
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };
	bool empty;
	struct index *ix = index_open(&cx, path, &empty);

	for (int64_t n = index_followed(ix) + 1;; n++) {
		if (!change(&cx, ix, n) || (n % BETWEEN == 0 && !index_write(&cx, ix)))
			_exit(1);
		if (n % MOST_CHANGES == 0) { /* from the beginning */
			index_close(ix);
			unlink(path);
			ix = index_open(&cx, path, &empty);
			n = 0;
		}
	}
}

static void same_answer(struct context *cx, struct index *a, struct index *b, const char *word)
{
	struct query q = { .kind = QUERY_WORD, .terms = &word, .terms_n = 1 };
	struct index_ask ask = { .query = &q,
		                 .open = (const uint8_t *)"\1",
		                 .open_n = 1,
		                 .count = 1,
		                 .limit = RECORDS };
	struct index_answer x, y;

	index_read_begin(a);
	index_read_begin(b);
	test_ok(cx, index_search(cx, a, &ask, &x) && index_search(cx, b, &ask, &y));
	assert_int_equal(x.total, y.total);
	for (size_t i = 0; i < x.hits_n; i++) {
		assert_int_equal(x.hits[i].id, y.hits[i].id);
		assert_int_equal(x.hits[i].version, y.hits[i].version);
		assert_true(x.hits[i].score == y.hits[i].score);
	}
	for (int64_t v = 0; v < 7; v++)
		assert_int_equal(x.counts[index_code_known(a, 0, v)],
		                 y.counts[index_code_known(b, 0, v)]);
	index_read_end(b);
	index_read_end(a);
}

static void compare_with_fresh(struct context *cx, const char *path, int64_t *followed)
{
	struct context_mark mark = context_mark(cx);
	bool empty;
	struct index *killed = index_open(cx, path, &empty);
	struct index *fresh = index_open(cx, NULL, &empty);

	assert_true(killed && fresh);
	*followed = index_followed(killed);
	assert_int_equal(*followed % BETWEEN, 0);
	for (int64_t n = 1; n <= *followed; n++)
		assert_true(change(cx, fresh, n));
	test_ok(cx, index_write(cx, fresh));
	for (int i = 0; i < 20; i++)
		same_answer(cx, killed, fresh, arena_fmt(cx->mem, "x%d", i * i));
	index_close(killed);
	index_close(fresh);
	context_rewind(cx, mark);
}

static void killed_at_any_moment(void **state)
{
	struct context *cx = *state;
	const char *folder = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
	const char *path = arena_fmt(cx->mem, "%s/index_kill_test.%d", folder, (int)getpid());
	int64_t followed, before = 0, written = 0;
	uint32_t longest = 4000000; /* ns: on a busy machine a write needs more */

	for (uint64_t i = 0; i < KILLS; i++) {
		struct timespec pause = { .tv_nsec = 100000 + chance(i, longest) };
		int status;
		pid_t child = fork();

		if (child == 0)
			work(path);
		assert_true(child > 0);
		nanosleep(&pause, NULL);
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		compare_with_fresh(cx, path, &followed);
		if (followed != before)
			written++;
		longest = followed != before ? longest - longest / 8 : longest + longest / 8;
		before = followed;
	}
	assert_true(written > KILLS / 5);
	unlink(path);
	unlink(arena_fmt(cx->mem, "%s.new", path));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(killed_at_any_moment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
