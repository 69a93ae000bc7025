/* The door: what is found is what the one rule of access opens, for every role, sort of record and
 * door; a save is found at once, what was restricted is not, on whatever node; and after any edits
 * the index is what a scan of the records is. */
#include "record/trust_test.h"

#include "base/number.h"

#include "search/index.h"
#include "search/search.h"

/* The inside of the index has its own words for things that records have, too. */
#define bytes index_bytes
#define list  index_list
#include "search/file_format.h"
#undef bytes
#undef list

enum { MINE = 11, OTHERS = 12, ME = 21, SOMEBODY = 22 };

static bool begin(struct world *w)
{
	return db_begin(w->cx, w->app.store, DB_READ) && settings_refresh(w->cx);
}

/* Whom the records name. */
static void people(struct world *w)
{
	static const int64_t institutions[] = { MINE, OTHERS }, accounts[] = { ME, SOMEBODY };

	for (size_t i = 0; i < 2; i++) {
		world_sql(w,
		          arena_fmt(w->cx->mem,
		                    "INSERT INTO institution (id, version, classification, "
		                    "created_at, created_by, updated_at, updated_by, parts, code)"
		                    " VALUES (%d, 1, 'public', 0, 0, 0, 0, 0, 'I%d')",
		                    (int)institutions[i], (int)institutions[i]));
		world_sql(w,
		          arena_fmt(w->cx->mem,
		                    "INSERT INTO account (id, version, classification, created_at,"
		                    " created_by, updated_at, updated_by, parts, login)"
		                    " VALUES (%d, 1, 'internal', 0, 0, 0, 0, 0, 'u%d')",
		                    (int)accounts[i], (int)accounts[i]));
	}
}

static void open_search(struct world *w, const char *path)
{
	w->app.search = search_open(w->cx, &w->app, path);
	test_ok(w->cx, w->app.search != NULL);
}

static void close_search(struct world *w)
{
	search_close(w->app.search);
	w->app.search = NULL;
}

/* What was found, asked in a transaction of its own; the answer stays. */
static struct search_answer find(struct world *w, const struct actor *who, struct search_ask ask)
{
	struct search_answer answer;

	w->cx->actor = who;
	for (int i = 0;; i++) {
		test_ok(w->cx, begin(w));
		if (search_find(w->cx, &ask, &answer))
			break;
		if (w->cx->err.kind != ERR_RETRY || i == MAX_RETRIES)
			test_ok(w->cx, false);
		error_clear(w->cx);
		db_rollback(w->cx);
	}
	test_ok(w->cx, db_commit(w->cx));
	w->cx->actor = NULL;
	return answer;
}

static int64_t total(struct world *w, const struct actor *who, const char *query)
{
	return find(w, who, (struct search_ask){ .query = query, .limit = 20 }).total;
}

static const struct actor secretary = { .user = ME, .institution = MINE, .role = ROLE_SEC };

/* ---- records of every sort, as access_test.c has them */

enum { SORTS = 3 * 3 * 2 * 2 * 2 * 2 };

static void describe(int n, struct trial *r)
{
	static int64_t mine[] = { MINE }, me[] = { SOMEBODY, ME }, others[] = { OTHERS };
	static const int64_t owners[] = { MINE, OTHERS, 0 };

	r->record.classification = n % 3 + 1;
	n /= 3;
	r->record.institution = owners[n % 3];
	n /= 3;
	r->lead = n % 2 ? MINE : OTHERS;
	n /= 2;
	r->bodies = (struct refs){ n % 2 ? mine : others, 1 };
	n /= 2;
	r->record.readers = (struct refs){ me, n % 2 ? 2 : 1 };
	n /= 2;
	r->record.state = n % 2 + 1;
}

/* A word that this record alone has, of letters, and far from all others. */
static const char *own_word(struct world *w, int n)
{
	return arena_fmt(w->cx->mem, "qu%c%c%c%czel", 'a' + n % 26, 'a' + n / 26 % 26, 'a' + n % 26,
	                 'a' + n * 7 % 26);
}

static void give_title(struct world *w, struct trial *r, const char *words)
{
	r->title.n = 1;
	r->title.v = arena_array(w->cx->mem, struct text, 1);
	r->title.v[0] = (struct text){ .lang = "en", .body = words, .original = true };
}

static void save_sorts(struct world *w)
{
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
	for (int n = 0; n < SORTS; n++) {
		struct trial *r = record_new(w->cx, &trial_type);

		describe(n, r);
		r->code = arena_fmt(w->cx->mem, "T%d", n);
		r->secret = "hidden";
		give_title(w, r, arena_fmt(w->cx->mem, "prison reform in %s", own_word(w, n)));
		test_ok(w->cx, record_save_as(w->cx, &trial_type, r, CHANGE_CREATE));
	}
	test_ok(w->cx, db_commit(w->cx));
}

/* All that the rule opens to him, by the list's SQL; the C form is compared with it here, too. */
static size_t open_rows(struct world *w, const struct type *t, const struct actor *who,
                        struct trial ***ret)
{
	struct buffer sql = BUFFER(w->cx->mem, MAX_SQL);
	struct sql_values *values = sql_values_new(w->cx->mem);
	int64_t all[1000];
	size_t n = 0, all_n = 0, loaded, kept = 0;
	struct rows *r;
	void **rows;

	w->cx->actor = who;
	test_ok(w->cx, begin(w));
	buffer_text(&sql, "SELECT r.id FROM trial r WHERE r.classification <> 'restricted' AND ");
	access_field_sql(w->cx, t, NULL, &sql, values);
	r = db_query_values(w->cx, MADE_SQL(buffer_str(&sql)), values->v, values->n);
	while (r && rows_next(w->cx, r))
		n++;
	r = db_query(w->cx, MADE_SQL("SELECT id FROM trial ORDER BY id"));
	while (r && rows_next(w->cx, r))
		all[all_n++] = rows_int(r, 0);
	test_ok(w->cx, record_load_many(w->cx, t, all, all_n, &rows, &loaded));
	*ret = arena_array(w->cx->mem, struct trial *, loaded);
	for (size_t i = 0; i < loaded; i++) {
		struct trial *one = rows[i];

		if (one->record.classification != CLASS_RESTRICTED &&
		    access_record(w->cx, t, one, RIGHT_READ) && access_content(w->cx, t, one))
			(*ret)[kept++] = one;
	}
	test_ok(w->cx, db_commit(w->cx));
	w->cx->actor = NULL;
	assert_int_equal(kept, n);
	return kept;
}

static bool among_rows(struct trial *const *rows, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i]->record.id == id)
			return true;
	return false;
}

static int64_t count_state(struct trial *const *rows, size_t n, const char *code)
{
	int64_t found = 0;

	for (size_t i = 0; i < n; i++)
		found += rows[i]->record.state == type_state(&trial_type, code);
	return found;
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
	char codes[SORTS] = { 0 };
	int64_t number;

	for (size_t i = 0; i < n; i++)
		if (parse_int(rows[i]->code + 1, &number))
			codes[number] = 1;
	for (int i = 0; i < SORTS; i += 7) {
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

static void seal_all(struct world *w)
{
	int64_t sealed;

	if (!w->app.has_key)
		test_ok(w->cx, key_load(w->cx, w->key_path, true));
	test_ok(w->cx, seal_run(w->cx, 0, &sealed));
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

/* ---- any edits */

static const char *const vocabulary[] = { "water", "school", "court", "election", "torture",
	                                  "woman", "child",  "media", "police",   "health" };
enum { EDITS = 120, MAX_EDITED = 40 };

static uint32_t random_number(uint32_t *seed, uint32_t n)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % n;
}

static const char *random_text(struct world *w, uint32_t *seed)
{
	struct buffer b = BUFFER(w->cx->mem, 1000);

	for (uint32_t i = random_number(seed, 4) + 1; i; i--)
		buffer_fmt(&b, "%s ", vocabulary[random_number(seed, LEN(vocabulary))]);
	return buffer_str(&b);
}

static void edit(struct world *w, uint32_t *seed, int64_t *ids, size_t *n)
{
	static int64_t me[] = { ME };
	size_t at = *n ? random_number(seed, (uint32_t)*n) : 0;
	uint32_t what = random_number(seed, 10);
	struct trial *r;

	if (*n < 5 || (what < 3 && *n < MAX_EDITED)) {
		r = record_new(w->cx, &trial_type);
		r->code = arena_fmt(w->cx->mem, "N%lld", (long long)r->record.id);
		r->record.institution = random_number(seed, 2) ? MINE : OTHERS;
		r->lead = random_number(seed, 2) ? MINE : OTHERS;
		give_title(w, r, random_text(w, seed));
		test_ok(w->cx, record_save_as(w->cx, &trial_type, r, CHANGE_CREATE));
		ids[(*n)++] = r->record.id;
		return;
	}
	r = record_load(w->cx, &trial_type, ids[at]);
	test_ok(w->cx, r != NULL);
	if (what == 9) {
		const struct record_head head = { r->record.id, r->record.version,
			                          r->record.parts };

		test_ok(w->cx, records_remove(w->cx, &trial_type, &head, 1));
		ids[at] = ids[--*n];
		return;
	}
	if (what == 8 && r->record.version > 1) {
		struct trial *before =
		        record_at(w->cx, &trial_type, ids[at], r->record.version - 1);

		test_ok(w->cx, before != NULL);
		before->record.version = r->record.version;
		test_ok(w->cx, record_save_undo(w->cx, &trial_type, before, r->record.version - 1));
		return;
	}
	if (what == 7) {
		bool restricted = r->record.classification == CLASS_RESTRICTED;

		r->record.classification = restricted ? CLASS_INTERNAL : CLASS_RESTRICTED;
		r->record.readers = (struct refs){ me, 1 };
	} else if (what == 6) {
		r->record.state = (int)random_number(seed, 3) + 1;
	} else if (what == 5) {
		r->lead = r->lead == MINE ? OTHERS : MINE;
	} else {
		give_title(w, r, random_text(w, seed));
	}
	test_ok(w->cx, record_save_as(w->cx, &trial_type, r, CHANGE_UPDATE));
}

static void same_as_scan(struct world *w, enum role role, const char *word)
{
	const struct actor who = { .user = ME, .institution = MINE, .role = role };
	struct search_answer a =
	        find(w, &who,
	             (struct search_ask){
	                     .type = &trial_type, .query = word, .facets = "state", .limit = 100 });
	struct trial **rows;
	size_t n = open_rows(w, &trial_type, &who, &rows), kept = 0;

	for (size_t i = 0; i < n; i++)
		if (!*word || strstr(rows[i]->title.v[0].body, word))
			rows[kept++] = rows[i];
	assert_int_equal(a.total, kept);
	for (size_t i = 0; i < a.items_n; i++)
		assert_true(among_rows(rows, kept, a.items[i].id));
	for (size_t i = 0; i < a.facets[0].values_n; i++)
		assert_int_equal(a.facets[0].values[i].count,
		                 count_state(rows, kept, a.facets[0].values[i].value));
}

static void all_same_as_scan(struct world *w)
{
	static const enum role roles[] = { ROLE_SEC, ROLE_FP, ROLE_MJ };

	for (size_t i = 0; i < LEN(roles); i++)
		for (size_t k = 0; k < LEN(vocabulary); k++)
			same_as_scan(w, roles[i], vocabulary[k]);
}

/* Restarted with the file of before, which knows a part; and made anew. */
static void after_any_edits_the_index_is_what_a_scan_is(void **state)
{
	struct world *w = *state;
	const char *path = arena_fmt(w->cx->mem, "%s/index", w->folder);
	int64_t ids[MAX_EDITED + 5];
	uint32_t seed = 20261122;
	size_t n = 0;

	people(w);
	open_search(w, path);
	for (int i = 0; i < EDITS; i++) {
		struct context_mark mark = context_mark(w->cx);

		test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
		edit(w, &seed, ids, &n);
		test_ok(w->cx, db_commit(w->cx));
		if (i % 10 == 3)
			seal_all(w);
		if (i % 40 == 20) {
			close_search(w);
			open_search(w, path);
		}
		if (i == 70)
			test_ok(w->cx, search_rebuild(w->cx));
		same_as_scan(w, i % 2 ? ROLE_SEC : ROLE_FP,
		             vocabulary[random_number(&seed, LEN(vocabulary))]);
		context_rewind(w->cx, mark);
	}
	all_same_as_scan(w);
	test_ok(w->cx, search_rebuild(w->cx));
	all_same_as_scan(w);
	close_search(w);
	open_search(w, path);
	all_same_as_scan(w);
	close_search(w);
	unlink(path);
	unlink(arena_fmt(w->cx->mem, "%s.lock", path));
}

/* What an import has made so far is no record yet. */
static void what_an_import_hides_is_not_found(void **state)
{
	struct world *w = *state;
	struct trial *r = world_trial(w, "A1");

	give_title(w, r, "andesite");
	world_save(w, r, CHANGE_IMPORT);
	world_sql(w, "UPDATE change SET kind = 'import'");
	world_sql(w,
	          arena_fmt(w->cx->mem,
	                    "INSERT INTO imported (import, record, type) VALUES (7, %lld, 'trial')",
	                    (long long)r->record.id));
	world_sql(w, "INSERT INTO import_open (one, import, since) VALUES (1, 7, 50)");
	open_search(w, NULL);
	assert_int_equal(total(w, &secretary, "andesite"), 0);
	test_ok(w->cx, search_rebuild(w->cx));
	assert_int_equal(total(w, &secretary, "andesite"), 0);
	assert_int_equal(total(w, &secretary, ""), 0);
	world_sql(w, "DELETE FROM import_open");
	seal_all(w);
	assert_int_equal(total(w, &secretary, "andesite"), 1);
	close_search(w);
}

/* ---- the thread of a server */

static void save_many(struct world *w, int n, const char *words)
{
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
	for (int i = 0; i < n; i++) {
		struct trial *r = record_new(w->cx, &trial_type);

		r->code = arena_fmt(w->cx->mem, "M%lld", (long long)r->record.id);
		give_title(w, r, words);
		test_ok(w->cx, record_save_as(w->cx, &trial_type, r, CHANGE_CREATE));
	}
	test_ok(w->cx, db_commit(w->cx));
}

/* More than a question brings in by itself: it waits for the thread, and the answer is whole. */
static void many_at_once_are_waited_for(void **state)
{
	struct world *w = *state;
	struct search_answer a;

	open_search(w, NULL);
	test_ok(w->cx, search_start(w->cx));
	assert_int_equal(total(w, &secretary, "gabbro"), 0);
	for (int i = 1; i < 4; i++) {
		save_many(w, 700, "gabbro");
		a = find(w, &secretary, (struct search_ask){ .query = "gabbro", .limit = 1 });
		assert_false(a.behind);
		assert_int_equal(a.total, i * 700);
	}
	close_search(w);
}

/* As a program of another day would have left it. */
static void make_older(const char *path)
{
	FILE *f = fopen(path, "r+b");
	struct file_header h;
	char piece[4096];
	struct sum s;

	assert_non_null(f);
	assert_int_equal(fread(&h, sizeof h, 1, f), 1);
	h.analyser++;
	h.sum = 0;
	sum_start(&s);
	for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
		sum_add(&s, piece, n);
	h.sum = sum_end(&s, &h);
	rewind(f);
	assert_int_equal(fwrite(&h, sizeof h, 1, f), 1);
	assert_int_equal(fclose(f), 0);
}

static int analyser_of(struct world *w, const char *path)
{
	bool empty;
	struct index *ix = index_open(w->cx, path, &empty);
	int version = index_analyser(ix);

	assert_false(empty);
	index_close(ix);
	return version;
}

/* It can be read, and is made anew; in a server it answers meanwhile. */
static void an_index_of_another_analyser_answers_until_it_is_made_anew(void **state)
{
	struct world *w = *state;
	const char *path = arena_fmt(w->cx->mem, "%s/index", w->folder);
	struct trial *r = world_trial(w, "A1");
	struct search_answer a = { .total = 0 };

	give_title(w, r, "syenite");
	world_save(w, r, CHANGE_UPDATE);
	seal_all(w);
	open_search(w, path);
	test_ok(w->cx, search_rebuild(w->cx));
	close_search(w);
	make_older(path);
	assert_int_equal(analyser_of(w, path), ANALYSER_VERSION + 1);
	open_search(w, path);
	test_ok(w->cx, search_start(w->cx));
	a = find(w, &secretary, (struct search_ask){ .query = "syenite", .limit = 1 });
	assert_int_equal(a.total, 1);
	for (int i = 0; i < 200 && analyser_of(w, path) != ANALYSER_VERSION; i++)
		usleep(20 * 1000);
	close_search(w);
	assert_int_equal(analyser_of(w, path), ANALYSER_VERSION);
	open_search(w, path);
	assert_int_equal(total(w, &secretary, "syenite"), 1);
	close_search(w);
	unlink(path);
	unlink(arena_fmt(w->cx->mem, "%s.lock", path));
}

/* A second program cannot write the file, and finds all the same; asked to make it anew, it lets
 * the first one do it. */
static void two_programs_share_a_file(void **state)
{
	struct world *w = *state;
	struct world other = *w;
	const char *path = arena_fmt(w->cx->mem, "%s/index", w->folder);
	struct trial *r = world_trial(w, "A1");

	give_title(w, r, "dolerite");
	world_save(w, r, CHANGE_UPDATE);
	seal_all(w);
	other.cx = context_new(&other.app, MAX_JOB_MEMORY);
	open_search(w, path);
	test_ok(w->cx, search_start(w->cx));
	assert_int_equal(total(w, &secretary, "dolerite"), 1);
	open_search(&other, path);
	assert_int_equal(total(&other, &secretary, "dolerite"), 1);
	give_title(w, r, "gneiss");
	world_save(w, r, CHANGE_UPDATE);
	assert_int_equal(total(&other, &secretary, "dolerite"), 0);
	assert_int_equal(total(&other, &secretary, "gneiss"), 1);
	test_ok(other.cx, search_rebuild(other.cx));
	assert_int_equal(total(&other, &secretary, "gneiss"), 1);
	close_search(&other);
	assert_int_equal(total(w, &secretary, "gneiss"), 1);
	close_search(w);
	unlink(path);
	unlink(arena_fmt(w->cx->mem, "%s.lock", path));
	context_free(other.cx);
}

/* A database that went back is not the one of the file. */
static void a_restored_database_is_indexed_anew(void **state)
{
	struct world *w = *state;
	const char *path = arena_fmt(w->cx->mem, "%s/index", w->folder);
	struct trial *r = world_trial(w, "A1");

	give_title(w, r, "porphyry");
	world_save(w, r, CHANGE_UPDATE);
	seal_all(w);
	open_search(w, path);
	assert_int_equal(total(w, &secretary, "porphyry"), 1);
	close_search(w);
	world_sql(w, "DELETE FROM text");
	world_sql(w, "DELETE FROM trial");
	world_sql(w, "UPDATE chain_head SET seq = 1");
	open_search(w, path);
	assert_int_equal(total(w, &secretary, "porphyry"), 0);
	close_search(w);
	unlink(path);
	unlink(arena_fmt(w->cx->mem, "%s.lock", path));
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
		cmocka_unit_test(after_any_edits_the_index_is_what_a_scan_is),
		cmocka_unit_test(what_an_import_hides_is_not_found),
		cmocka_unit_test(many_at_once_are_waited_for),
		cmocka_unit_test(an_index_of_another_analyser_answers_until_it_is_made_anew),
		cmocka_unit_test(two_programs_share_a_file),
		cmocka_unit_test(a_restored_database_is_indexed_anew),
	};

	return world_tests("search", tests, LEN(tests));
}
