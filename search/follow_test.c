/* Keeping up: after any edits the index is what a scan of the records is, with the file of before,
 * made anew, beside a thread and beside another program. */
#include "search/search_test.h"

#include "search/index.h"

/* The inside of the index has its own words for things that records have, too. */
#define bytes index_bytes
#define list  index_list
#include "search/file_format.h"
#undef bytes
#undef list

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
		cmocka_unit_test(after_any_edits_the_index_is_what_a_scan_is),
		cmocka_unit_test(what_an_import_hides_is_not_found),
		cmocka_unit_test(many_at_once_are_waited_for),
		cmocka_unit_test(an_index_of_another_analyser_answers_until_it_is_made_anew),
		cmocka_unit_test(two_programs_share_a_file),
		cmocka_unit_test(a_restored_database_is_indexed_anew),
	};

	return world_tests("follow", tests, LEN(tests));
}
