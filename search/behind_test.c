/* An index that does not know everything, and one that cannot be written. */
#include "search/search_test.h"

#include "search/part.h"

#include <sys/stat.h>
#include <unistd.h>

enum { SAVED = 700 }; /* more than a question brings in by itself */

static void save_many(struct world *w, const char *words)
{
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
	for (int i = 0; i < SAVED; i++) {
		struct trial *r = record_new(w->cx, &trial_type);

		r->code = arena_fmt(w->cx->mem, "M%lld", (long long)r->record.id);
		give_title(w, r, words);
		test_ok(w->cx, record_save_as(w->cx, &trial_type, r, CHANGE_CREATE));
	}
	test_ok(w->cx, db_commit(w->cx));
}

/* The thread that follows stands still until the lock is released. */
static void stop_following(struct search *s)
{
	pthread_mutex_lock(&s->rebuilding);
	pthread_mutex_lock(&s->mutex);
	s->again = true;
	pthread_mutex_unlock(&s->mutex);
	search_awake(s);
	usleep(700 * 1000);
}

static struct search_answer find_timed(struct world *w, const char *query, double *ret_ms)
{
	struct timespec from, to;
	struct search_answer a;

	clock_gettime(CLOCK_MONOTONIC, &from);
	a = find(w, &secretary, (struct search_ask){ .query = query, .limit = 1 });
	clock_gettime(CLOCK_MONOTONIC, &to);
	*ret_ms =
	        (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
	return a;
}

/* Too much for one question while nobody follows: it waits, then tells what it knows and that this
 * is not all; but what the index has in an older version is put right first. */
static void what_is_behind_is_waited_for_and_told(void **state)
{
	struct world *w = *state;
	struct trial *was = world_trial(w, "A1"), *stays = world_trial(w, "A2");
	struct search_answer a;
	double ms;

	give_title(w, was, "tonalite");
	world_save(w, was, CHANGE_UPDATE);
	give_title(w, stays, "tonalite");
	world_save(w, stays, CHANGE_UPDATE);
	open_search(w, NULL);
	test_ok(w->cx, search_start(w->cx));
	assert_int_equal(total(w, &secretary, "tonalite"), 2);
	stop_following(w->app.search);
	save_many(w, "norite");
	give_title(w, was, "diorite");
	world_save(w, was, CHANGE_UPDATE);
	a = find_timed(w, "tonalite", &ms);
	assert_true(a.behind);
	assert_true(ms >= SEARCH_WAIT);
	assert_int_equal(a.total, 1);
	assert_int_equal(a.items[0].id, stays->record.id);
	a = find_timed(w, "norite", &ms);
	assert_true(a.behind);
	assert_true(a.total < SAVED);
	pthread_mutex_unlock(&w->app.search->rebuilding);
	a = find_timed(w, "norite", &ms);
	assert_false(a.behind);
	assert_int_equal(a.total, SAVED);
	assert_int_equal(total(w, &secretary, "diorite"), 1);
	close_search(w);
}

static bool is_file(const char *path)
{
	struct stat about;

	return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

/* What stands in the way is a folder with something in it: root cannot write over that either. */
static void put_in_the_way(struct world *w, const char *path)
{
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(mkdir(arena_fmt(w->cx->mem, "%s/inside", path), 0700), 0);
}

static void take_away(struct world *w, const char *path)
{
	assert_int_equal(rmdir(arena_fmt(w->cx->mem, "%s/inside", path)), 0);
	assert_int_equal(rmdir(path), 0);
}

/* It answers from memory, and is written when that is possible again. */
static void an_index_that_cannot_be_written_answers(void **state)
{
	struct world *w = *state;
	const char *path = arena_fmt(w->cx->mem, "%s/index", w->folder);
	const char *made = arena_fmt(w->cx->mem, "%s.made", path);
	const char *new = arena_fmt(w->cx->mem, "%s.new", path);
	struct trial *r = world_trial(w, "A1");

	give_title(w, r, "peridotite");
	world_save(w, r, CHANGE_UPDATE);
	seal_all(w);
	put_in_the_way(w, made);
	open_search(w, path);
	assert_int_equal(total(w, &secretary, "peridotite"), 1);
	assert_false(is_file(path));
	take_away(w, made);
	test_ok(w->cx, search_rebuild(w->cx));
	assert_true(is_file(path));
	assert_int_equal(total(w, &secretary, "peridotite"), 1);

	put_in_the_way(w, new);
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
	const struct record_head head = { r->record.id, r->record.version, r->record.parts };
	test_ok(w->cx, records_remove(w->cx, &trial_type, &head, 1) && db_commit(w->cx));
	seal_all(w);
	assert_false(search_follow(w->cx)); /* the words are to leave the file */
	assert_int_equal(w->cx->err.kind, ERR_UNAVAILABLE);
	error_clear(w->cx);
	assert_int_equal(total(w, &secretary, "peridotite"), 0);
	take_away(w, new);
	test_ok(w->cx, search_follow(w->cx));
	close_search(w);
	unlink(path);
	unlink(arena_fmt(w->cx->mem, "%s.lock", path));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_behind_is_waited_for_and_told),
		cmocka_unit_test(an_index_that_cannot_be_written_answers),
	};

	return world_tests("behind", tests, LEN(tests));
}
