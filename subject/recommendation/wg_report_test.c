/* Reports of the Working Group brought in: the real ones on Turkmenistan and Slovenia, proposals
 * that nobody confirmed, and files that are no report. */
#include "subject/recommendation/wg_report.h"

#include "format/document.h"
#include "subject/recommendation/proposal_test.h"

#define TURKMENISTAN_2009 "upr-wg-reports/turkmenistan2009.pdf"
#define SLOVENIA_2019     "upr-ohchr-matrix/c3_g1934994.pdf"
#define TURKMENISTAN_2013 "upr-wg-reports/turkmenistan2013.pdf"

static const char *state_names(struct world *w, const struct refs *states)
{
	struct buffer b = BUFFER(w->cx->mem, MAX_PAGE);

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	for (size_t i = 0; i < states->n; i++) {
		const struct country *c = record_get_any(w->cx, &country_type, states->v[i]);

		buffer_fmt(&b, "%s%s", i ? " " : "", c->iso3);
	}
	test_ok(w->cx, db_commit(w->cx));
	return buffer_str(&b);
}

/* Paragraph by paragraph, with its page, States and the position that stands above it. */
static void a_report_becomes_proposals(void **state)
{
	struct world *w = whole_world(state);
	struct looked l = { 0 };
	size_t n;
	char *bytes = shared_file(w->cx, TURKMENISTAN_2013, &n);
	struct import im = confirm(w, bytes, n, &l);
	struct recommendation *r;
	const struct source *s;

	assert_string_equal(im.format->name, "wg-report");
	assert_int_equal(im.read, 183);
	assert_int_equal(im.new, 183);
	assert_int_equal(im.problems_n, 0);
	assert_int_equal(im.unknown_n, 0);
	assert_int_equal(l.pages, 183);
	r = recommendation_at(w, "A/HRC/24/3", "113.5", KIND_RECOMMENDATION);
	assert_string_equal(r->text.v[0].body,
	                    "Accede to/ratify OP-CAT (Estonia); Accede to OP-CAT (Montenegro)");
	assert_string_equal(r->text.v[0].lang, "en");
	assert_true(r->text.v[0].original);
	assert_string_equal(state_names(w, &r->recommending_states), "EST MNE");
	assert_string_equal(state_names(w, &r->states_under_review), "TKM");
	assert_int_equal(r->position, POSITION_PENDING);
	assert_int_equal(r->position_document, r->document);
	assert_string_equal(r->position_locator, "113");
	assert_int_not_equal(r->cycle, 0);
	s = r->record.sources.v;
	assert_int_equal(r->record.sources.n, 1);
	assert_int_equal(s->document.id, r->document);
	assert_string_equal(s->locator, "para. 113.5, p. 20");
	assert_string_equal(s->note, "Session: 16; Review: 2013-04-22; Adopted: 2013-04-26; "
	                             "Distributed: 2013-07-05");
	im = confirm(w, bytes, n, &l);
	assert_int_equal(im.unchanged, 183);
	assert_int_equal(world_number(w, "SELECT count(*) FROM recommendation"), 183);
}

/* Lists that number anew, and recommendations that the conclusions only point to. */
static void an_older_report(void **state)
{
	struct world *w = whole_world(state);
	struct looked l = { 0 };
	size_t n;
	char *bytes = shared_file(w->cx, TURKMENISTAN_2009, &n);
	struct import im = confirm(w, bytes, n, &l);
	struct recommendation *r;

	assert_int_equal(im.new, 43);
	assert_int_equal(im.problems_n, 0);
	r = recommendation_at(w, "A/HRC/10/79", "69.5", KIND_RECOMMENDATION);
	assert_string_equal(state_names(w, &r->recommending_states), "DEU BGD MYS KOR URY");
	assert_int_equal(r->position, POSITION_SUPPORTED);
	r = recommendation_at(w, "A/HRC/10/79", "29 (g)", KIND_RECOMMENDATION);
	assert_string_equal(state_names(w, &r->recommending_states), "CAN");
	assert_int_equal(r->position, POSITION_NOTED);
	assert_string_equal(r->position_locator, "71");
	assert_string_equal(((const struct source *)r->record.sources.v)->locator,
	                    "para. 29 (g), p. 8");
}

/* Review and document that are not on record are made with what the cover says. */
static void another_state_gets_its_review(void **state)
{
	struct world *w = whole_world(state);
	const struct review_cycle *c;
	const struct document *d;
	struct recommendation *r;
	struct looked l = { 0 };
	size_t n;
	char *bytes = shared_file(w->cx, SLOVENIA_2019, &n), text[DATE_TEXT];
	struct import im = confirm(w, bytes, n, &l);

	assert_int_equal(im.new, 215);
	r = recommendation_at(w, "A/HRC/43/15", "122.3", KIND_RECOMMENDATION);
	assert_string_equal(state_names(w, &r->states_under_review), "SVN");
	assert_string_equal(state_names(w, &r->recommending_states), "IDN NER PHL");
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	c = record_get_any(w->cx, &review_cycle_type, r->cycle);
	d = record_get_any(w->cx, &document_type, r->document);
	test_ok(w->cx, db_commit(w->cx));
	assert_string_equal(c->code, "SVN-UPR-3");
	assert_string_equal(c->session, "34th session of the Working Group");
	assert_string_equal(date_text(c->review_date, text), "2019-11-12");
	assert_string_equal(d->symbol, "A/HRC/43/15");
	assert_string_equal(date_text(d->adopted, text), "2019-11-14");
	assert_string_equal(date_text(d->distributed, text), "2019-12-19");
}

/* Made up, with the cover's table: as Word document a report is read by the same paragraphs. */
static void a_word_document(void **state)
{
	static const char *const lines[] = {
		"Report of the Working Group on the Universal Periodic Review*",
		"Turkmenistan",
		"1. The review of Turkmenistan was held at the 1st meeting, on 6 November 2023. At "
		"its "
		"10th meeting, held on 10 November 2023, the Working Group adopted the report.",
		"3. The following documents were issued: a national report (A/HRC/WG.6/44/TKM/1).",
		"II. Conclusions and/or recommendations",
		"126. The recommendations listed below enjoy the support of Turkmenistan:",
		"126.1 Made up: keep the words as they are (France) (Atlantis);",
		"III. Voluntary pledges and commitments",
		"127. Made up: Turkmenistan will report on its progress.",
	};
	static const int widths[] = { 1, 1 };
	struct world *w = whole_world(state);
	struct document *d =
	        docx_start(w->cx, &(struct document_about){ .title = "Made up", .lang = "en" });
	struct buffer b = BUFFER(w->cx->mem, MAX_ANSWER);
	struct recommendation *r;
	struct looked l = { 0 };
	struct import im;

	document_table(d, &(struct document_table){ .widths = widths, .columns = 2 });
	document_row(d, DOCUMENT_BODY_ROW);
	document_cell(d, &(struct document_cell){ 0 });
	document_text(d, "United Nations");
	document_cell(d, &(struct document_cell){ 0 });
	document_text(d, "A/HRC/999/1");
	document_end_table(d);
	for (size_t i = 0; i < LEN(lines); i++)
		document_text(d, lines[i]);
	test_ok(w->cx, document_end(w->cx, d, sink_to_buffer, &b));
	im = confirm(w, b.text, b.len, &l);
	assert_string_equal(im.format->name, "wg-report");
	assert_int_equal(im.new, 2);
	assert_int_equal(l.pages, 0);
	assert_int_equal(im.unknown_n, 1);
	assert_string_equal(im.unknown[0].label, "Atlantis");
	r = recommendation_at(w, "A/HRC/999/1", "126.1", KIND_RECOMMENDATION);
	assert_string_equal(state_names(w, &r->recommending_states), "FRA");
	assert_int_equal(r->position, POSITION_SUPPORTED);
	r = recommendation_at(w, "A/HRC/999/1", "127", KIND_PLEDGE);
	assert_int_equal(r->position, 0);
	assert_int_equal(r->recommending_states.n, 0);

	l.also = (struct import_choice_made){
		"label:country:Atlantis",
		arena_fmt(w->cx->mem, "%lld", (long long)id_with_key(w, &country_type, "SVN"))
	};
	im = confirm(w, b.text, b.len, &l);
	assert_int_equal(im.unknown_n, 0);
	r = recommendation_at(w, "A/HRC/999/1", "126.1", KIND_RECOMMENDATION);
	assert_string_equal(state_names(w, &r->recommending_states), "FRA SVN");
}

/* UPR Info's rows came first: nearly all paragraphs may be one of them, and nothing is joined by
 * itself. */
static void rows_of_upr_info_are_proposed(void **state)
{
	struct world *w = whole_world(state);
	struct import rows = { .file = "turkmenistan.csv" };
	struct looked l = { 0 };
	size_t n;
	char *table = shared_file(w->cx, "upr-info-2015/turkmenistan.csv", &n), *bytes;
	struct import im;

	test_ok(w->cx, import_run(w->cx, &rows, table, n));
	assert_int_equal(rows.new, 275);
	bytes = shared_file(w->cx, TURKMENISTAN_2013, &n);
	im = confirm(w, bytes, n, &l);
	assert_int_equal(im.new, 183);
	assert_int_equal(l.near, 182);
	bytes = shared_file(w->cx, TURKMENISTAN_2009, &n);
	im = confirm(w, bytes, n, &l);
	assert_int_equal(im.new, 43);
	assert_int_equal(l.near, 39);
}

/* A paragraph that a person joined with UPR Info's row gives it its place; that the report leaves
 * it pending says nothing beside the position on record. */
static void rows_of_upr_info_are_joined(void **state)
{
	struct world *w = whole_world(state);
	struct import rows = { .file = "turkmenistan.csv" };
	struct looked l = { .join = true };
	struct recommendation *r;
	size_t n;
	char *table = shared_file(w->cx, "upr-info-2015/turkmenistan.csv", &n), *bytes;
	struct import im;

	test_ok(w->cx, import_run(w->cx, &rows, table, n));
	bytes = shared_file(w->cx, TURKMENISTAN_2013, &n);
	im = confirm(w, bytes, n, &l);
	assert_int_equal(im.updated, 182);
	assert_int_equal(im.new, 1);
	assert_int_equal(im.problems_n, 0);
	assert_int_equal(world_number(w, "SELECT count(*) FROM recommendation"), 276);
	r = recommendation_at(w, "A/HRC/24/3", "113.2", KIND_RECOMMENDATION);
	assert_int_equal(r->record.sources.n, 2);
	assert_int_equal(r->position, POSITION_SUPPORTED);
	assert_string_equal(state_names(w, &r->recommending_states), "FRA");
	assert_string_equal(r->text.v[0].body,
	                    "Sign and ratify OP-CAT and establish a national mechanism to prevent "
	                    "torture, independent of the authorities (France)");
}

static void proposals_wait_for_a_person(void **state)
{
	struct world *w = whole_world(state);
	struct import im = { .file = "report.pdf" };
	size_t n;
	char *bytes = shared_file(w->cx, TURKMENISTAN_2013, &n);

	if (!import_run(w->cx, &im, bytes, n) && w->cx->err.kind == ERR_UNAVAILABLE)
		skip();
	test_ok(w->cx, !failed(w->cx));
	assert_int_equal(im.new, 0);
	assert_int_equal(im.left, 183);
	assert_int_equal(world_number(w, "SELECT count(*) FROM recommendation"), 0);
}

/* What the person says goes before what the cover says. */
static void the_document_may_be_said(void **state)
{
	struct world *w = whole_world(state);
	struct import im = {
		.file = "report.pdf", .document = "A/HRC/39/3", .lang = "ru", .dry_run = true
	};
	size_t n;
	char *bytes = shared_file(w->cx, TURKMENISTAN_2013, &n);

	if (!import_run(w->cx, &im, bytes, n) && w->cx->err.kind == ERR_UNAVAILABLE)
		skip();
	test_ok(w->cx, !failed(w->cx));
	assert_int_equal(im.new, 183);
	im.state = "ZZZ";
	assert_false(import_run(w->cx, &im, bytes, n));
	assert_string_equal(w->cx->err.field, "state");
	assert_failed(w->cx, ERR_INVALID);
}

static void a_scan_is_told(void **state)
{
	struct world *w = whole_world(state);
	struct import im = { .file = "letter.pdf" };
	size_t n;
	char *bytes = shared_file(w->cx, "upr-ohchr-matrix/c3_Letter-OHCHR-HC-Slovenia.pdf", &n);

	assert_false(import_run(w->cx, &im, bytes, n));
	if (w->cx->err.kind == ERR_UNAVAILABLE) {
		error_clear(w->cx);
		skip();
	}
	assert_true(str_starts(w->cx->err.text, "This PDF holds pictures of pages and no text"));
	assert_failed(w->cx, ERR_BAD_REQUEST);
}

/* A document of the review that is no report, and a table, are not taken for one. */
static void others_are_refused(void **state)
{
	struct world *w = whole_world(state);
	struct import im = { .file = "addendum.pdf" };
	size_t n;
	char *bytes = shared_file(w->cx, "upr-ohchr-matrix/c2_g1510722.pdf", &n);

	assert_false(import_run(w->cx, &im, bytes, n));
	if (w->cx->err.kind == ERR_UNAVAILABLE) {
		error_clear(w->cx);
		skip();
	}
	assert_failed(w->cx, ERR_BAD_REQUEST);
	im.format = &wg_report_format;
	assert_false(import_run(w->cx, &im, bytes, n));
	assert_string_equal(w->cx->err.text,
	                    "The document has no chapter of conclusions and recommendations.");
	assert_failed(w->cx, ERR_INVALID);
	assert_false(import_run(w->cx, &im, "a,b\n1,2\n", 8));
	assert_failed(w->cx, ERR_BAD_REQUEST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_becomes_proposals),
		cmocka_unit_test(an_older_report),
		cmocka_unit_test(another_state_gets_its_review),
		cmocka_unit_test(a_word_document),
		cmocka_unit_test(rows_of_upr_info_are_proposed),
		cmocka_unit_test(rows_of_upr_info_are_joined),
		cmocka_unit_test(proposals_wait_for_a_person),
		cmocka_unit_test(the_document_may_be_said),
		cmocka_unit_test(a_scan_is_told),
		cmocka_unit_test(others_are_refused),
	};

	return world_tests("wg_report", tests, LEN(tests));
}
