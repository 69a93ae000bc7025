/* UPR Info's table: a few made-up rows for every rule of the mapping, and the real 275 rows about
 * Turkmenistan, where they are at hand. */
#include "subject/recommendation/upr_info.h"

#include "format/material_test.h"
#include "record/trust_test.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/recommendation.h"
#include "subject/taxonomy/taxonomy.h"

#define HEAD                                                                                       \
	"State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec " \
	"orgs,Response,Action,Issues,Session,"                                                     \
	"Cycle,Source row\n"
#define REAL "../shared/data/upr-info-2015/turkmenistan.csv"

static struct import bring(struct world *w, const char *bytes)
{
	struct import im = { .file = "made-up.csv" };

	test_ok(w->cx, import_run(w->cx, &im, bytes, strlen(bytes)));
	assert_string_equal(im.format->name, "upr-info");
	return im;
}

/* The only recommendation there is. */
static struct recommendation *only(struct world *w)
{
	struct list l = { .type = &recommendation_type, .count = true };

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) && record_list(w->cx, &l) &&
	                       db_commit(w->cx));
	assert_int_equal(l.total, 1);
	return l.rows[0];
}

static bool holds(struct refs r, int64_t id)
{
	for (size_t i = 0; i < r.n; i++)
		if (r.v[i] == id)
			return true;
	return false;
}

static void a_row_becomes_a_recommendation(void **state)
{
	struct world *w = whole_world(state);
	struct import im = bring(
	        w,
	        HEAD "Turkmenistan,Asia,\"CIS, OIC\",  Made up: end  it ,France,WEOG,EU,Accepted,5,"
	             "\"Trafficking,Women's rights,Rights of the Child\",16,2,made-up:1\n");
	const struct recommendation *r = only(w);
	const struct source *s = r->record.sources.v;

	assert_int_equal(im.new, 1);
	assert_int_equal(im.problems_n, 0);
	assert_int_equal(r->record.state, type_state(&recommendation_type, "imported"));
	assert_int_equal(r->record.classification, CLASS_INTERNAL);
	assert_string_equal(r->text.v[0].body, "Made up: end  it"); /* the words are not touched */
	assert_string_equal(r->text.v[0].lang, "en");
	assert_true(r->text.v[0].original);
	assert_int_equal(r->kind, KIND_RECOMMENDATION);
	assert_int_equal(r->position, POSITION_SUPPORTED);
	assert_string_equal(r->position_source, "UPR Info");
	assert_true(r->states_under_review.n == 1 &&
	            r->states_under_review.v[0] == id_with_key(w, &country_type, "TKM"));
	assert_true(r->recommending_states.n == 1 &&
	            r->recommending_states.v[0] == id_with_key(w, &country_type, "FRA"));
	assert_int_equal(r->cycle, id_with_key(w, &review_cycle_type, "UPR-2"));
	assert_int_equal(r->mechanism, id_with_key(w, &mechanism_type, "UPR"));
	assert_true(holds(r->themes, id_with_key(w, &theme_type, "trafficking")));
	assert_true(holds(r->themes, id_with_key(w, &theme_type, "children")));
	assert_int_equal(r->themes.n, 2); /* "Women's rights" is wide: for a person to decide */
	assert_int_equal(r->record.sources.n, 1);
	assert_string_equal(s->locator, "made-up:1");
	assert_non_null(strstr(s->note, "Issues: Trafficking,Women's rights,Rights of the Child"));
	assert_non_null(strstr(s->note, "Action: 5"));
	assert_non_null(strstr(s->note, "Session: 16"));
}

static void responses_become_positions(void **state)
{
	static const struct {
		const char *response;
		int position, kind;
		bool remark;
	} known[] = {
		{ "Accepted", POSITION_SUPPORTED, KIND_RECOMMENDATION, false },
		{ "Noted", POSITION_NOTED, KIND_RECOMMENDATION, false },
		{ "Under consideration", POSITION_PENDING, KIND_RECOMMENDATION, false },
		{ "", POSITION_PENDING, KIND_RECOMMENDATION, false },
		{ "Partially accepted", POSITION_PENDING, KIND_RECOMMENDATION, true },
		{ "Voluntary Pledge", 0, KIND_PLEDGE, false },
	};
	struct world *w = whole_world(state);

	for (size_t i = 0; i < LEN(known); i++) {
		const struct recommendation *r;

		for (int k = 0; k < 2; k++) { /* a second time it is unchanged */
			struct import im =
			        bring(w, arena_fmt(w->cx->mem,
			                           HEAD "Turkmenistan,,,Made up,%s,,,%s,,,16,2,\n",
			                           known[i].kind == KIND_PLEDGE ? "Turkmenistan"
			                                                        : "France",
			                           known[i].response));

			assert_int_equal(im.new, !k);
			assert_int_equal(im.unchanged, k);
		}
		r = only(w);
		assert_int_equal(r->position, known[i].position);
		assert_int_equal(r->kind, known[i].kind);
		assert_int_equal(r->position_remark.n, known[i].remark);
		assert_int_equal(r->recommending_states.n, known[i].kind == KIND_RECOMMENDATION);
		world_sql(w, "DELETE FROM recommendation");
		world_sql(w, "DELETE FROM imported");
	}
}

static int64_t of_review(struct world *w, const char *code)
{
	return world_number(w, arena_fmt(w->cx->mem,
	                                 "SELECT count(*) FROM recommendation r JOIN review_cycle c"
	                                 " ON c.id = r.cycle WHERE c.code = '%s'",
	                                 code));
}

/* The same wish in two cycles is two; five rows of the whole table stand twice. */
static void other_states_have_reviews_of_their_own(void **state)
{
	struct world *w = whole_world(state);
	struct import im = bring(w, HEAD "Cameroon,,,Made up,France,,,Accepted,,,4,1,x:1\n"
	                                 "Cameroon,,,Made  up,France,,,Accepted,,,16,2,x:2\n"
	                                 "Cameroon,,,made up,France,,,Accepted,,,16,2,x:3\n"
	                                 "Cameroon,,,made UP,France,,,Noted,,,16,2,x:4\n"
	                                 "Gabon,,,Made up,France,,,Accepted,,,16,2,x:5\n");

	assert_int_equal(im.new, 3);
	assert_int_equal(im.unchanged, 1);
	assert_int_equal(im.problems_n,
	                 1); /* it answered differently: which one holds is not for us to say */
	assert_int_equal(im.problems[0].row, 5);
	assert_int_equal(of_review(w, "CMR-UPR-1"), 1);
	assert_int_equal(of_review(w, "CMR-UPR-2"), 1);
	assert_int_equal(of_review(w, "GAB-UPR-2"), 1);
	assert_int_equal(world_number(w, "SELECT count(*) FROM record_sources s JOIN recommendation"
	                                 " r ON r.id = s.record"),
	                 4); /* all rows are kept as where it comes from */
	assert_int_equal(world_number(w, "SELECT count(*) FROM review_cycle WHERE "
	                                 "state_under_review IS NOT NULL AND (review_date IS NOT "
	                                 "NULL OR session IS NOT NULL)"),
	                 0);
}

static void other_states_come_behind_the_own_one(void **state)
{
	struct world *w = whole_world(state);
	struct list l = { .type = &recommendation_type };
	const struct recommendation *r;

	(void)bring(w, HEAD "Cameroon,,,Made up,France,,,Accepted,,,4,1,x:1\n"
	                    "Turkmenistan,,,Made up,France,,,Accepted,,,16,2,x:2\n"
	                    "Albania,,,Made up,France,,,Accepted,,,16,2,x:2\n");
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) && record_list(w->cx, &l) &&
	                       db_commit(w->cx));
	assert_int_equal(l.n, 3);
	r = l.rows[0];
	assert_int_equal(r->states_under_review.v[0], id_with_key(w, &country_type, "TKM"));
	r = l.rows[1];
	assert_int_equal(r->states_under_review.v[0], id_with_key(w, &country_type, "ALB"));
}

static void wrong_rows_are_told(void **state)
{
	struct world *w = whole_world(state);
	struct import im =
	        bring(w, HEAD "Atlantis,,,Made up,France,,,Accepted,,,16,2,\n"
	                      "Turkmenistan,,,   ,France,,,Accepted,,,16,2,\n"
	                      "Turkmenistan,,,Made up,France,,,Accepted,,,16,second,\n"
	                      "Turkmenistan,,,Made up,&#40;Unknown&#41;,,,Accepted,,,1,1,\n");
	static const char *const fields[] = { "State under review", "text", "Cycle" };

	assert_int_equal(im.read, 4);
	assert_int_equal(im.new, 1);
	assert_int_equal(im.problems_n, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(im.problems[i].row, (int64_t)i + 2);
		assert_string_equal(im.problems[i].field, fields[i]);
	}
	assert_int_equal(only(w)->recommending_states.n, 0);
}

/* The row comes in without what nobody knows, and a person's word for it is taken. */
static void unknown_labels_are_listed(void **state)
{
	struct world *w = whole_world(state);
	static const char file[] = HEAD
	        "Turkmenistan,,,Made up,Lemuria,,,Accepted,,Dragons,16,2,\n"
	        "Turkmenistan,,,Made up too,Lemuria,,,Accepted,,\"Trafficking,Dragons\",16,2,\n";
	struct import im = bring(w, file);
	struct import_choice_made choice = { "label:country:Lemuria", NULL };

	assert_int_equal(im.new, 2);
	assert_int_equal(im.unknown_n, 2);
	assert_string_equal(im.unknown[0].label, "Lemuria");
	assert_ptr_equal(im.unknown[0].type, &country_type);
	assert_int_equal(im.unknown[0].rows, 2);
	assert_string_equal(im.unknown[1].label, "Dragons");
	assert_ptr_equal(im.unknown[1].type, &theme_type);
	choice.value =
	        arena_fmt(w->cx->mem, "%lld", (long long)id_with_key(w, &country_type, "FRA"));
	im = (struct import){ .file = "again.csv", .choices = &choice, .choices_n = 1 };
	test_ok(w->cx, import_run(w->cx, &im, file, strlen(file)));
	assert_int_equal(im.unknown_n, 1);
	assert_int_equal(im.new, 2); /* another State asked: another key */
}

static void a_file_without_its_columns_is_refused(void **state)
{
	struct world *w = whole_world(state);
	struct import im = { .file = "made-up.csv", .format = &upr_info_format };
	static const char file[] =
	        "State under review,SUR region,Recommendation\nTurkmenistan,Asia,Made up\n";

	test_fails(w->cx, import_run(w->cx, &im, file, strlen(file)), ERR_INVALID);
	assert_int_equal(world_number(w, "SELECT count(*) FROM import"), 0);
}

/* Three sets of headers; the session tells the cycle where no column does. */
static void other_headers_are_known(void **state)
{
	static const char *const files[] = {
		"To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session\n"
		"Turkmenistan,Asia,OIC,Made up,France,WEOG,EU,Noted,5,Trafficking,16\n",
		"SuR,Rgrp,Org,Recommendation,RS,Rgrp,Org,Response,Action,Issue,Session\n"
		"Turkmenistan,Asia,OIC,Made up,France,WEOG,EU,Noted,5,Trafficking,16\n",
		/* MacRoman, carriage returns: “Made” … */
		"To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session\r"
		"Turkmenistan,Asia,OIC,\xD2Made\xD3 up,France,WEOG,EU,Noted,5,Trafficking,16\r",
	};
	static const char *const words[] = { "Made up", "Made up", "“Made” up" };
	struct world *w = whole_world(state);

	for (size_t i = 0; i < LEN(files); i++) {
		const struct recommendation *r;
		const struct source *s;

		(void)bring(w, files[i]);
		r = only(w);
		s = r->record.sources.v;
		assert_string_equal(r->text.v[0].body, words[i]);
		assert_int_equal(r->cycle, id_with_key(w, &review_cycle_type, "UPR-2"));
		assert_int_equal(r->position, POSITION_NOTED);
		assert_non_null(strstr(s->note, "Rec region: WEOG; Rec orgs: EU; SUR region: Asia; "
		                                "SUR orgs: OIC"));
		world_sql(w, "DELETE FROM recommendation");
		world_sql(w, "DELETE FROM imported");
	}
}

/* The officer corrects words, place, position and themes; the same file leaves all of it as it is.
 */
static void corrections_stay(void **state)
{
	struct world *w = whole_world(state);
	static const char file[] =
	        HEAD "Turkmenistan,,,Made up with a mistkae,France,,,Noted,,Trafficking,16,2,x:1\n";
	struct import im = bring(w, file);
	struct recommendation *r = only(w);

	r->text.v[0].body = "Made up with a mistake";
	r->position = POSITION_SUPPORTED;
	r->position_source = "A/HRC/24/3/Add.1";
	r->themes.n = 0;
	r->locator = "113.4";
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) &&
	                       record_save(w->cx, &recommendation_type, r) && db_commit(w->cx));
	im = bring(w, file);
	assert_int_equal(im.new, 0);
	assert_int_equal(im.updated, 0);
	assert_int_equal(im.unchanged, 1);
	r = only(w);
	assert_string_equal(r->text.v[0].body, "Made up with a mistake");
	assert_int_equal(r->position, POSITION_SUPPORTED);
	assert_int_equal(r->themes.n, 0);
}

/* ---- the real table */

static char *real_table(size_t *size)
{
	FILE *f = fopen(REAL, "rb");
	char *bytes = f ? calloc(1, 1 << 20) : NULL;

	*size = bytes ? fread(bytes, 1, 1 << 20, f) : 0;
	if (f)
		fclose(f);
	return bytes;
}

static int64_t rows_with(const char *bytes, const char *cell)
{
	int64_t n = 0;

	for (const char *s = bytes; (s = strstr(s, cell)); s++)
		n++;
	return n;
}

static void the_real_table_comes_in_whole(void **state)
{
	struct world *w = *state;
	size_t size;
	char *bytes = real_table(&size);
	struct import im = { .file = "turkmenistan.csv" };

	if (!bytes) {
		print_message("%s is not there: left out\n", REAL);
		skip();
	}
	whole_world(state);
	test_ok(w->cx, import_run(w->cx, &im, bytes, size));
	assert_int_equal(im.read, 275);
	assert_int_equal(im.new, 275);
	assert_int_equal(im.problems_n, 0);
	test_ok(w->cx, import_run(w->cx, &im, bytes, size));
	assert_int_equal(im.new + im.updated, 0);
	assert_int_equal(im.unchanged, 275);
	assert_int_equal(world_number(w, "SELECT count(*) FROM recommendation"), 275);
	assert_int_equal(
	        world_number(w, "SELECT count(*) FROM recommendation WHERE position = 'supported'"),
	        rows_with(bytes, ",Accepted,"));
	assert_int_equal(
	        world_number(w, "SELECT count(*) FROM recommendation WHERE position = 'noted'"),
	        rows_with(bytes, ",Noted,"));
	assert_int_equal(
	        world_number(
	                w,
	                "SELECT count(*) FROM recommendation WHERE position_source = 'UPR Info'"),
	        275);
	assert_int_equal(world_number(w, "SELECT count(*) FROM recommendation WHERE cycle IS NULL"),
	                 0);
	assert_int_equal(world_number(w, "SELECT count(DISTINCT locator) FROM record_sources WHERE "
	                                 "title LIKE 'UPR Info%'"),
	                 275);
	free(bytes);
}

/* As found: MacRoman with carriage returns, the same as .xls, and the pledges. */
static void the_originals_are_read(void **state)
{
	static const struct {
		const char *path;
		int64_t read, new;
	} files[] = {
		{ "upr-info-2015/original/1-5.csv", 6094, 6094 },
		{ "upr-info-2015/original/1-5.xls", 6094, 0 },
		{ "upr-info-2015/original/voluntary.csv", 947, 945 },
	};
	struct world *w = whole_world(state);

	for (size_t i = 0; i < LEN(files); i++) {
		size_t n;
		char *bytes = shared_file(w->cx, files[i].path, &n);
		struct import im = { .file = "original", .dry_run = i == 2 };

		test_ok(w->cx, import_run(w->cx, &im, bytes, n));
		assert_string_equal(im.format->name, "upr-info");
		assert_int_equal(im.read, files[i].read);
		assert_int_equal(im.new, files[i].new);
		assert_int_equal(im.unchanged, files[i].read - files[i].new);
		assert_int_equal(im.problems_n, 0);
		assert_int_equal(im.unknown_n, 0);
	}
	assert_int_equal(world_number(w, "SELECT count(*) FROM text WHERE field = 'text'"
	                                 " AND body LIKE '%\xEF\xBF\xBD%'"),
	                 0);
}

/* The whole table: five rows stand twice. */
static void each_row_of_the_whole_table_is_one(void **state)
{
	struct world *w = whole_world(state);
	size_t n;
	char *bytes = shared_file(w->cx, "upr-info-2015/upr_info_utf8.csv", &n);
	struct import im = { .file = "upr_info_utf8.csv", .dry_run = true };

	test_ok(w->cx, import_run(w->cx, &im, bytes, n));
	assert_int_equal(im.read, 33258);
	assert_int_equal(im.new, 33253);
	assert_int_equal(im.unchanged, 5);
	assert_int_equal(im.problems_n, 0);
	assert_int_equal(im.unknown_n, 0);
	assert_int_equal(world_number(w, "SELECT count(*) FROM review_cycle WHERE "
	                                 "state_under_review IS NOT NULL"),
	                 0); /* a look makes nothing */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_becomes_a_recommendation),
		cmocka_unit_test(responses_become_positions),
		cmocka_unit_test(other_states_have_reviews_of_their_own),
		cmocka_unit_test(other_states_come_behind_the_own_one),
		cmocka_unit_test(wrong_rows_are_told),
		cmocka_unit_test(unknown_labels_are_listed),
		cmocka_unit_test(a_file_without_its_columns_is_refused),
		cmocka_unit_test(other_headers_are_known),
		cmocka_unit_test(corrections_stay),
		cmocka_unit_test(the_real_table_comes_in_whole),
		cmocka_unit_test(the_originals_are_read),
		cmocka_unit_test(each_row_of_the_whole_table_is_one),
	};

	return world_tests("upr_info", tests, LEN(tests));
}
