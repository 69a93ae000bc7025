/* Reviews of other States and documents that a file names, on both engines: which are on record,
 * which would be made, and where they stand in lists. */
#include "subject/mechanism/review.h"

#include "record/known.h"
#include "record/trust_test.h"
#include "subject/taxonomy/taxonomy.h"

static const struct subject *const here[] = { &taxonomy_subject, &mechanism_subject, NULL };

static struct context *begin(void **state)
{
	struct context *cx = world_begin(*state, here, NULL);

	known_begin(cx);
	return cx;
}

static int64_t state_of(struct context *cx, const char *iso3)
{
	int64_t id = record_id_by_key(cx, &country_type, iso3);

	assert_true(id != 0);
	return id;
}

static void cycles_follow_from_sessions(void **state)
{
	struct context *cx = begin(state);
	struct upr_cycles c;

	test_ok(cx, upr_cycles_load(cx, &c));
	assert_int_equal(upr_cycle_of_session(&c, 1), 1);
	assert_int_equal(upr_cycle_of_session(&c, 12), 1);
	assert_int_equal(upr_cycle_of_session(&c, 13), 2);
	assert_int_equal(upr_cycle_of_session(&c, 44), 4);
	assert_int_equal(upr_cycle_of_session(&c, 0), 0);
	assert_int_equal(upr_cycle_of_session(&c, 900), 0); /* nothing is guessed */
	assert_int_equal(upr_cycle_of_council(&c, 10), 1);  /* A/HRC/10/79 */
	assert_int_equal(upr_cycle_of_council(&c, 24), 2);
	assert_int_equal(upr_cycle_of_council(&c, 43), 3);
	assert_int_equal(upr_cycle_of_council(&c, 55), 4);
	assert_int_equal(upr_cycle_of_council(&c, 20), 0); /* no report was adopted there */
}

static void the_own_review_is_the_one_on_record(void **state)
{
	struct context *cx = begin(state);
	int64_t id = review_needed(cx, state_of(cx, "TKM"), "UPR", "2");
	size_t n;

	assert_int_equal(id, record_id_by_key(cx, &review_cycle_type, "UPR-2"));
	assert_int_equal(review_needed(cx, 0, "UPR", "2"), id);
	assert_int_equal(review_needed(cx, 0, "NO_MECHANISM", "2"), 0);
	assert_false(failed(cx));
	(void)known_plans(cx, &n);
	assert_int_equal(n, 0);
}

/* As the engine of imports does it. */
static void make_plans(struct context *cx)
{
	size_t n;
	const struct plan *v = known_plans(cx, &n);

	for (size_t i = 0; i < n; i++)
		test_ok(cx, record_save_as(cx, v[i].type, v[i].row, CHANGE_IMPORT));
	test_ok(cx, db_flush(cx));
}

static void the_review_of_another_state_is_made(void **state)
{
	struct context *cx = begin(state);
	int64_t svn = state_of(cx, "SVN"), id = review_needed(cx, svn, "UPR", "3");
	const struct review_cycle *c;
	size_t n;

	assert_true(id != 0);
	assert_int_equal(review_needed(cx, svn, "UPR", "3"), id);
	assert_int_not_equal(review_needed(cx, svn, "UPR", "2"), id);
	assert_int_equal(record_id_by_key(cx, &review_cycle_type, "SVN-UPR-3"), 0);
	(void)known_plans(cx, &n);
	assert_int_equal(n, 2);
	assert_true(known_id(cx, &review_cycle_type, id));
	assert_string_equal(record_title(cx, &review_cycle_type, id), "Slovenia: UPR 3rd cycle");
	assert_true(strcmp(review_cycle_order(cx, id),
	                   review_cycle_order(
	                           cx, record_id_by_key(cx, &review_cycle_type, "VNR-2023"))) > 0);
	make_plans(cx);
	c = record_by_key(cx, &review_cycle_type, "SVN-UPR-3");
	assert_int_equal(c->record.id, id);
	assert_int_equal(c->state_under_review, svn);
	assert_true(!date_set(c->review_date) && str_empty(c->session) &&
	            str_empty(c->next_expectation)); /* nothing is invented */
	assert_int_equal(c->label.n, 3);
}

static void the_own_state_is_not_named(void **state)
{
	struct context *cx = begin(state);
	struct review_cycle *c = record_by_key(cx, &review_cycle_type, "UPR-4");

	c->state_under_review = state_of(cx, "TKM");
	test_ok(cx, record_save(cx, &review_cycle_type, c));
	c = record_by_key(cx, &review_cycle_type, "UPR-4");
	assert_int_equal(c->state_under_review, 0);
}

static void documents_are_made_from_their_symbols(void **state)
{
	struct context *cx = begin(state);
	int64_t svn = state_of(cx, "SVN"), cycle = review_needed(cx, svn, "UPR", "2"),
	        report = document_needed(cx, "A/HRC/28/15", svn, cycle), mechanism = 0, of = 0;
	const struct document *d;

	assert_int_equal(document_needed(cx, "a/hrc/28/15 ", svn, cycle), report);
	assert_int_equal(document_needed(cx, "A/HRC/24/3", 0, 0),
	                 record_id_by_key(cx, &document_type, "A/HRC/24/3"));
	document_complete(cx, report, &mechanism, &of);
	assert_int_equal(mechanism, record_id_by_key(cx, &mechanism_type, "UPR"));
	assert_int_equal(of, cycle);
	assert_string_equal(record_title(cx, &document_type, report), "A/HRC/28/15");
	assert_true(document_needed(cx, "Conclusions of a dialogue", svn, cycle) != 0);
	make_plans(cx);
	d = record_by_key(cx, &document_type, "A/HRC/28/15");
	assert_int_equal(d->record.id, report);
	assert_string_equal(texts_best(cx, &d->title)->body,
	                    "Report of the UPR Working Group: Slovenia");
	assert_true(!date_set(d->adopted) && !date_set(d->distributed));
	d = record_by_key(cx, &document_type, "Conclusions of a dialogue");
	assert_string_equal(texts_best(cx, &d->title)->body, "Conclusions of a dialogue: Slovenia");
}

static void an_addendum_belongs_to_its_report(void **state)
{
	struct context *cx = begin(state);

	assert_string_equal(symbol_of_report(cx, "A/HRC/28/15/Add.1"), "A/HRC/28/15");
	assert_string_equal(symbol_of_report(cx, "A/HRC/43/15 "), "A/HRC/43/15");
	assert_string_equal(symbol_of_report(cx, "Letter of 3 May"), "Letter of 3 May");
}

/* The document proposes the review of another State where there is one. */
static void a_symbol_names_the_review_of_its_state(void **state)
{
	struct context *cx = begin(state);
	int64_t review = review_needed(cx, state_of(cx, "SVN"), "CEDAW", "7"), id;
	const struct document *d;

	make_plans(cx);
	known_end(cx);
	known_begin(cx);
	id = document_needed(cx, "CEDAW/C/SVN/CO/7", state_of(cx, "SVN"), 0);
	d = known_planned(cx, &document_type, id);
	assert_int_equal(d->cycle, review);
	assert_string_equal(record_title(cx, &review_cycle_type, review), "Slovenia: CEDAW 7");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(cycles_follow_from_sessions),
		cmocka_unit_test(the_own_review_is_the_one_on_record),
		cmocka_unit_test(the_review_of_another_state_is_made),
		cmocka_unit_test(the_own_state_is_not_named),
		cmocka_unit_test(documents_are_made_from_their_symbols),
		cmocka_unit_test(an_addendum_belongs_to_its_report),
		cmocka_unit_test(a_symbol_names_the_review_of_its_state),
	};

	return world_tests("review", tests, LEN(tests));
}
