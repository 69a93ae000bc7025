/* The door: what is found is what the one rule of access opens, for every role, sort of record and
 * door; a save is found at once, and what was restricted is not, on whatever node. */
#include "search/search_test.h"

#include "base/number.h"

/* ---- records of every sort */

/* A word that this record alone has, of letters, and far from all others. */
static const char *own_word(struct world *w, int n)
{
	return arena_fmt(w->cx->mem, "qu%c%c%c%czel", 'a' + n % 26, 'a' + n / 26 % 26, 'a' + n % 26,
	                 'a' + n * 7 % 26);
}

static void save_sorts(struct world *w)
{
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
	for (int n = 0; n < TRIAL_SORTS; n++) {
		struct trial *r = record_new(w->cx, &trial_type);

		trial_sort(n, r);
		r->code = arena_fmt(w->cx->mem, "T%d", n);
		r->secret = "hidden";
		give_title(w, r, arena_fmt(w->cx->mem, "prison reform in %s", own_word(w, n)));
		test_ok(w->cx, record_save_as(w->cx, &trial_type, r, CHANGE_CREATE));
	}
	test_ok(w->cx, db_commit(w->cx));
}

static void same_facets(const struct search_answer *a, struct trial *const *rows, size_t n)
{
	int64_t sum = 0;

	for (size_t i = 0; i < a->facets[0].values_n; i++) {
		const struct search_value *v = &a->facets[0].values[i];

		assert_int_equal(v->count, count_state(rows, n, v->value));
		sum += v->count;
	}
	assert_int_equal(sum, n);
	for (size_t i = 0, all = 0; i < a->facets[1].values_n || all; i++) {
		if (i == a->facets[1].values_n) {
			assert_int_equal(all, n);
			break;
		}
		all += (size_t)a->facets[1].values[i].count;
		assert_string_not_equal(a->facets[1].values[i].value, "restricted");
	}
}

/* Hits, totals, facets, snippets, crossed counts, similar records, ids. */
static void compare_doors(struct world *w, const struct type *t, const struct actor *who)
{
	struct search_answer a = find(w, who,
	                              (struct search_ask){ .type = t,
	                                                   .query = "prison reforms",
	                                                   .facets = "state classification",
	                                                   .snippets = true,
	                                                   .limit = MAX_SEARCH_PAGE });
	struct search_ask all = { .type = t, .query = "prison" };
	struct search_table table = { .total = -1 };
	struct search_like *like = NULL;
	struct trial **rows;
	int64_t *ids = NULL, crossed = 0;
	size_t n = open_rows(w, t, who, &rows), ids_n = 0, like_n = 0;

	assert_int_equal(a.total, n);
	assert_int_equal(a.items_n, n);
	for (size_t i = 0; i < a.items_n; i++) {
		assert_true(among_rows(rows, n, a.items[i].id));
		assert_non_null(strstr(a.items[i].snippet.text, "prison reform"));
		assert_int_equal(a.items[i].snippet.marks_n, 2);
	}
	same_facets(&a, rows, n);
	w->cx->actor = who;
	test_ok(w->cx, begin(w) && search_ids(w->cx, &all, 1000, &ids, &ids_n) &&
	                       search_cross(w->cx, &all, "state", "classification", &table));
	assert_int_equal(ids_n, n);
	for (size_t i = 0; i < ids_n; i++)
		assert_true(among_rows(rows, n, ids[i]));
	for (size_t i = 0; i < table.rows.values_n * table.columns.values_n; i++)
		crossed += table.counts[i];
	assert_int_equal(crossed, n);
	assert_int_equal(table.total, n);
	if (n)
		test_ok(w->cx,
		        search_alike(w->cx, t, rows[0], MAX_SEARCH_PAGE - 1, &like, &like_n));
	for (size_t i = 0; i < like_n; i++)
		assert_true(among_rows(rows, n, like[i].item.id) &&
		            like[i].item.id != rows[0]->record.id && like[i].shared_n > 0);
	assert_int_equal(like_n, n ? n - 1 : 0);
	test_ok(w->cx, db_commit(w->cx));
	w->cx->actor = NULL;
}

/* Words of single records: whether they exist is told by hits and by "did you mean" alike. */
static void compare_words(struct world *w, const struct type *t, const struct actor *who)
{
	struct trial **rows;
	size_t n = open_rows(w, t, who, &rows);
	char codes[TRIAL_SORTS] = { 0 };
	int64_t number;

	for (size_t i = 0; i < n; i++)
		if (parse_int(rows[i]->code + 1, &number))
			codes[number] = 1;
	for (int i = 0; i < TRIAL_SORTS; i += 7) {
		const char *word = own_word(w, i);
		struct search_answer a =
		        find(w, who, (struct search_ask){ .type = t, .query = word, .limit = 5 });
		struct search_answer b =
		        find(w, who,
		             (struct search_ask){ .type = t,
		                                  .query = arena_fmt(w->cx->mem, "%sx", word),
		                                  .limit = 5 });

		assert_int_equal(a.total, codes[i]);
		assert_int_equal(b.total, 0);
		if (!codes[i] && b.instead)
			assert_null(strstr(b.instead, word));
		if (codes[i])
			assert_string_equal(b.instead, word);
	}
	assert_int_equal(find(w, who, (struct search_ask){ .type = t, .query = "hidden" }).total,
	                 0);
}

static void with_everybody(struct world *w, const struct type *t)
{
	const struct actor console = { .console = true },
	                   curious = { .console = true, .restricted_reason = "asked by the chair" };
	const struct actor *const others[] = { NULL, &console, &curious };

	for (size_t i = 0; i < ROLES - 1 + LEN(others); i++) {
		const struct actor actor = { .user = ME,
			                     .institution = MINE,
			                     .role = (enum role)(i + 1) };
		const struct actor *who = i < ROLES - 1 ? &actor : others[i - (ROLES - 1)];
		struct context_mark mark = context_mark(w->cx);

		compare_doors(w, t, who);
		if (str_eq(t->function, "recommendations"))
			compare_words(w, t, who);
		context_rewind(w->cx, mark);
	}
}

/* Between them the functions have every scope there is. */
static void every_door_agrees_with_the_rule(void **state)
{
	static const char *const functions[] = { "recommendations",  "progress",
		                                 "restricted_files", "measures",
		                                 "legal_acts",       "data_calls",
		                                 "audit_log",        "reference_data" };
	struct world *w = *state;

	people(w);
	save_sorts(w);
	for (size_t i = 0; i < LEN(functions); i++) {
		struct type t = trial_type;
		const struct type *types[] = { &t, NULL };
		const struct subject subject = { .name = "trial", .types = types };
		const struct subject *all[] = { &subject, NULL };

		t.function = functions[i];
		w->app.subjects = all;
		open_search(w, NULL);
		with_everybody(w, &t);
		close_search(w);
		w->app.subjects = trial_subjects;
	}
}

/* ---- at once */

static void ones_own_save_is_found_at_once(void **state)
{
	struct world *w = *state;
	struct trial *r;

	open_search(w, NULL);
	assert_int_equal(total(w, &secretary, "marble"), 0);
	r = world_trial(w, "A1");
	give_title(w, r, "marble columns");
	world_save(w, r, CHANGE_UPDATE);
	assert_int_equal(total(w, &secretary, "marble"), 1);
	assert_int_equal(total(w, &secretary, "column"), 1);
	assert_int_equal(total(w, &secretary, "Title"), 0);
	give_title(w, r, "granite");
	world_save(w, r, CHANGE_UPDATE);
	assert_int_equal(total(w, &secretary, "marble"), 0);
	assert_int_equal(total(w, &secretary, "granite"), 1);
	assert_int_equal(total(w, &secretary, "code:A1"), 0); /* no field that is counted */
	assert_int_equal(total(w, &secretary, "A1"), 1);
	close_search(w);
}

/* Another program on the same database: an index of its own. */
static void restrict_elsewhere(struct world *w, struct trial *r)
{
	static int64_t me[] = { ME };

	r->record.classification = CLASS_RESTRICTED;
	r->record.readers = (struct refs){ me, 1 };
	world_save(w, r, CHANGE_UPDATE);
}

static void what_is_restricted_elsewhere_is_gone_at_once(void **state)
{
	struct world *w = *state;
	struct world other = *w;
	struct search_answer a;
	struct trial *r;

	other.app.store = w->app.store;
	other.cx = context_new(&other.app, MAX_JOB_MEMORY);
	people(w);
	open_search(w, NULL);
	open_search(&other, NULL);
	for (int sealed = 0; sealed < 2; sealed++) {
		r = world_trial(w, sealed ? "S" : "U");
		give_title(w, r, "basalt and slate");
		world_save(w, r, CHANGE_UPDATE);
		if (sealed)
			seal_all(w);
		assert_int_equal(total(&other, &secretary, "basalt"), 1);
		assert_int_equal(total(w, &secretary, "basalt"), 1);
		restrict_elsewhere(w, r);
		if (sealed)
			seal_all(w);
		a = find(&other, &secretary,
		         (struct search_ask){ .query = "basalt",
		                              .facets = "type state",
		                              .limit = 20,
		                              .snippets = true });
		assert_int_equal(a.total, 0);
		assert_int_equal(a.items_n, 0);
		assert_int_equal(a.facets[0].values_n + a.facets[1].values_n, 0);
		assert_null(find(&other, &secretary,
		                 (struct search_ask){ .query = "basald", .limit = 5 })
		                    .instead);
	}
	close_search(&other);
	close_search(w);
	context_free(other.cx);
}

/* A transaction that began before sees the record open still; what it puts in must not come back.
 */
static void an_older_view_brings_nothing_back(void **state)
{
	struct world *w = *state;
	struct world other = *w;
	struct search_answer a;
	struct trial *r;

	other.cx = context_new(&other.app, MAX_JOB_MEMORY);
	people(w);
	open_search(w, NULL);
	other.app.search = w->app.search;
	total(w, &secretary, "anything");
	r = world_trial(w, "A1");
	give_title(w, r, "obsidian");
	world_save(w, r, CHANGE_UPDATE);
	other.cx->actor = &secretary;
	test_ok(other.cx, begin(&other)); /* SQLite: the view begins with the first reading */
	restrict_elsewhere(w, r);
	assert_int_equal(total(w, &secretary, "obsidian"), 0);
	test_ok(other.cx,
	        search_find(other.cx,
	                    &(const struct search_ask){ .query = "obsidian", .limit = 20 }, &a) &&
	                db_commit(other.cx));
	assert_int_equal(a.total, 0);
	assert_int_equal(total(w, &secretary, "obsidian"), 0);
	close_search(w);
	context_free(other.cx);
}

/* As if the log had not told it: a row is checked before it is shown, and what fails is not counted
 * either. */
static void rows_that_are_shown_are_checked_again(void **state)
{
	struct world *w = *state;
	struct search_answer a;
	struct trial *r = world_trial(w, "A1");

	give_title(w, r, "rhyolite");
	world_save(w, r, CHANGE_UPDATE);
	open_search(w, NULL);
	assert_int_equal(total(w, &secretary, "rhyolite"), 1);
	world_sql(w, "UPDATE trial SET classification = 'restricted'");
	a = find(w, &secretary,
	         (struct search_ask){ .query = "rhyolite", .facets = "state type", .limit = 5 });
	assert_int_equal(a.total, 0);
	assert_int_equal(a.items_n, 0);
	assert_int_equal(a.facets[0].values_n + a.facets[1].values_n, 0);
	close_search(w);
}

/* "Wombats" stands under the same stem, but only where he does not read. */
static void a_word_is_proposed_only_if_a_visible_record_has_it(void **state)
{
	const struct actor focal_point = { .user = ME, .institution = MINE, .role = ROLE_FP };
	struct world *w = *state;
	struct trial *r = world_trial(w, "A1");

	people(w);
	r->lead = MINE;
	give_title(w, r, "the wombat");
	world_save(w, r, CHANGE_UPDATE);
	open_search(w, NULL);
	for (int i = 0; i < 3; i++) {
		r = world_trial(w, arena_fmt(w->cx->mem, "B%d", i));
		r->lead = OTHERS;
		give_title(w, r, "some wombats");
		world_save(w, r, CHANGE_UPDATE);
	}
	assert_string_equal(
	        find(w, &focal_point, (struct search_ask){ .query = "wombatz", .limit = 5 })
	                .instead,
	        "wombat");
	assert_string_equal(
	        find(w, &secretary, (struct search_ask){ .query = "wombatz", .limit = 5 }).instead,
	        "wombats");
	close_search(w);
}

/* ---- restricted records */

static void named_readers_find_restricted_records_and_it_is_logged(void **state)
{
	static const struct actor named = { .user = ME, .institution = MINE, .role = ROLE_SEC },
	                          not_named = { .user = 99, .institution = MINE, .role = ROLE_SEC };
	struct world *w = *state;
	struct search_item *items = NULL;
	struct trial *r = world_trial(w, "A1");
	size_t n = 0;

	people(w);
	open_search(w, NULL);
	give_title(w, r, "letter about a prisoner");
	restrict_elsewhere(w, r);
	w->cx->actor = &not_named;
	test_ok(w->cx, begin(w) && search_restricted(w->cx, NULL, "prisoners", 20, &items, &n) &&
	                       db_commit(w->cx));
	assert_int_equal(n, 0);
	assert_int_equal(world_number(w, "SELECT count(*) FROM change WHERE kind = 'read'"), 0);
	w->cx->actor = &named;
	test_ok(w->cx, begin(w) &&
	                       search_restricted(w->cx, NULL, "prisoners -women", 20, &items, &n) &&
	                       db_commit(w->cx));
	assert_int_equal(n, 1);
	assert_int_equal(items[0].id, r->record.id);
	assert_non_null(strstr(items[0].snippet.text, "prisoner"));
	test_ok(w->cx,
	        begin(w) && search_restricted(w->cx, &trial_type, "\"a letter\"", 20, &items, &n) &&
	                db_commit(w->cx));
	assert_int_equal(n, 0);
	w->cx->actor = NULL;
	assert_int_equal(world_number(w, "SELECT count(*) FROM change WHERE kind = 'read'"), 1);
	close_search(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_door_agrees_with_the_rule),
		cmocka_unit_test(ones_own_save_is_found_at_once),
		cmocka_unit_test(what_is_restricted_elsewhere_is_gone_at_once),
		cmocka_unit_test(an_older_view_brings_nothing_back),
		cmocka_unit_test(rows_that_are_shown_are_checked_again),
		cmocka_unit_test(a_word_is_proposed_only_if_a_visible_record_has_it),
		cmocka_unit_test(named_readers_find_restricted_records_and_it_is_logged),
	};

	return world_tests("search", tests, LEN(tests));
}
