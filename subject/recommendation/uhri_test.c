/* The Universal Human Rights Index.  There is no real export to test with: every row here is made
 * up, in the layout that its documentation and other people's scripts name. */
#include "subject/recommendation/uhri.h"

#include "format/xlsx.h"
#include "subject/recommendation/un_file_test.h"

enum { COLUMNS = 16 };

/* As the Index spells it. */
static const char *const head[COLUMNS] = {
	"Text",
	"Countries Concerned",
	"Reccomending Body",
	"Document Symbol",
	"Themes",
	"Affected Persons",
	"Sdgs",
	"Document Publication Date",
	"UPR Reccomending States",
	"UPR Position",
	"Type",
	"OHCHR Annotation Id",
	"UPR Session",
	"Regions Concerned",
	"Recommending Regions",
	"Date of publication on UHRI",
};

static const char *const upr_row[COLUMNS] = {
	"115.1 Made up: ratify it (Croatia) (Iran (Islamic Republic of));",
	"- Slovenia",
	"- UPR",
	"A/HRC/28/15",
	"- Right to health\n- Dragons",
	"- Children\n- Women",
	"- 3 - GOOD HEALTH AND WELL-BEING\n- 16.3",
	"41983",
	"- Iran (Islamic Republic of)",
	"- Supported",
	"- Recommendations",
	"0B5C9E5E-1111-4222-8333-444455556666",
	"20",
	"- Eastern Europe",
	"- Asia-Pacific",
	"42000",
};

static const char *const committee_row[COLUMNS] = {
	"13. Made up: the Committee is concerned.",
	"- Turkmenistan",
	"- CEDAW",
	"CEDAW/C/TKM/CO/6",
	"- Right to health",
	"",
	"",
	"2024-02-20",
	"",
	"",
	"- Concerns/Observations",
	"0b5c9e5e-1111-4222-8333-444455557777",
	"",
	"",
	"",
	"",
};

/* The same paragraph once more: what is recommended there. */
static const char *const recommended_row[COLUMNS] = {
	"13. Made up: the Committee recommends it.",
	"- Turkmenistan",
	"- CEDAW",
	"CEDAW/C/TKM/CO/6",
	"- Right to health",
	"",
	"",
	"2024-02-20",
	"",
	"",
	"- Concerns/Observations\n- Recommendations",
	"0b5c9e5e-1111-4222-8333-444455558888",
	"",
	"",
	"",
	"",
};

static struct file_bytes workbook(struct context *cx, const char *const *header,
                                  const char *const (*rows)[COLUMNS], size_t n)
{
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);
	struct xlsx *x = xlsx_start(cx, "Made up", "About", header, COLUMNS);

	for (size_t i = 0; i < n; i++) {
		test_ok(cx, xlsx_row(cx, x));
		for (size_t c = 0; c < COLUMNS; c++)
			if (strspn(rows[i][c], "0123456789") == 5 && !rows[i][c][5])
				xlsx_integer(x, strtoll(rows[i][c], NULL, 10));
			else
				xlsx_text(x, rows[i][c]);
	}
	xlsx_about(x, "Made up", "for a test");
	test_ok(cx, xlsx_end(cx, x, sink_to_buffer, &b));
	return (struct file_bytes){ b.text, b.len };
}

static struct file_bytes three_rows(struct context *cx)
{
	const char *rows[3][COLUMNS];

	memcpy(rows[0], upr_row, sizeof upr_row);
	memcpy(rows[1], committee_row, sizeof committee_row);
	memcpy(rows[2], recommended_row, sizeof recommended_row);
	return workbook(cx, head, (const char *const(*)[COLUMNS])rows, 3);
}

static const struct document *document_called(struct world *w, const char *symbol)
{
	const struct document *d;

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	d = record_by_key(w->cx, &document_type, symbol);
	test_ok(w->cx, d && db_commit(w->cx));
	return d;
}

static void a_workbook_is_read(void **state)
{
	struct world *w = whole_world(state);
	struct import im = { 0 };
	const struct recommendation *r;
	const struct source *s;
	char day[DATE_TEXT];

	bring_in(w, &im, three_rows(w->cx));
	assert_string_equal(im.format->name, "uhri");
	assert_int_equal(im.read, 3);
	assert_int_equal(im.new, 3); /* paragraph 13 twice: its annotations tell them apart */
	assert_int_equal(im.unknown_n, 1);
	assert_string_equal(im.unknown[0].label, "Dragons");
	r = numbered(w, "115.1");
	assert_string_equal(r->text.v[0].body,
	                    "Made up: ratify it (Croatia) (Iran (Islamic Republic of))");
	assert_int_equal(r->kind, KIND_RECOMMENDATION);
	assert_int_equal(r->position, POSITION_SUPPORTED);
	assert_string_equal(titles_of(w, &country_type, &r->states_under_review), "Slovenia");
	assert_string_equal(titles_of(w, &country_type, &r->recommending_states),
	                    "Croatia, Iran (Islamic Republic of)"); /* the Index's own column has
	                                                               but the last */
	assert_string_equal(title_with_id(w, &document_type, r->document), "A/HRC/28/15");
	assert_string_equal(title_with_id(w, &review_cycle_type, r->cycle),
	                    "Slovenia: UPR 2nd cycle");
	assert_int_equal(r->themes.n, 1);
	assert_int_equal(r->affected_persons.n, 2);
	assert_int_equal(r->sdg.n, 2);
	s = r->record.sources.v;
	assert_string_equal(s->locator, "0b5c9e5e-1111-4222-8333-444455556666");
	assert_non_null(strstr(s->note, "Regions Concerned: Eastern Europe"));
	assert_string_equal(date_text(document_called(w, "A/HRC/28/15")->distributed, day),
	                    "2014-12-10"); /* the serial number of a day */
}

static void observations_are_of_their_committee(void **state)
{
	struct world *w = whole_world(state);
	struct import im = { 0 };
	struct list l = { .type = &recommendation_type };
	int kinds = 0;

	bring_in(w, &im, three_rows(w->cx));
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) &&
	                       list_filter(w->cx, &l, "locator", "13") && record_list(w->cx, &l) &&
	                       db_commit(w->cx));
	assert_int_equal(l.n, 2);
	for (size_t i = 0; i < l.n; i++) {
		const struct recommendation *r = l.rows[i];

		kinds |= 1 << r->kind;
		assert_int_equal(r->mechanism, id_with_key(w, &mechanism_type, "CEDAW"));
		assert_int_equal(r->cycle, id_with_key(w, &review_cycle_type, "CEDAW-6"));
		assert_int_equal(r->position, 0);
		assert_int_equal(r->recommending_states.n, 0);
	}
	assert_int_equal(kinds, 1 << KIND_OBSERVATION | 1 << KIND_RECOMMENDATION);
}

/* By their identifiers, whatever became of the words; and OHCHR's list by document and paragraph.
 */
static void the_same_again_is_found(void **state)
{
	static const char *const list[] = {
		"Recommendation|Position|Themes",
		"115.1 Made up: ratify it (Croatia);\nSource of position: A/HRC/28/15/Add.1 - "
		"Para. "
		"3|Supported|Right to education",
		NULL,
	};
	struct world *w = whole_world(state);
	const char *rows[1][COLUMNS];
	struct import im = { .state = "SVN" };
	struct recommendation *r;

	bring_in(w, &im, word_file(w->cx, 3, list));
	im = (struct import){ 0 };
	bring_in(w, &im, three_rows(w->cx));
	assert_int_equal(im.new, 2);
	assert_int_equal(im.updated, 1);
	im = (struct import){ 0 };
	bring_in(w, &im, three_rows(w->cx));
	assert_int_equal(im.unchanged, 3);

	r = numbered(w, "115.1");
	r->locator = "116.1";
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) &&
	                       record_save(w->cx, &recommendation_type, r) && db_commit(w->cx));
	memcpy(rows[0], upr_row, sizeof upr_row);
	rows[0][0] = "115.1 Made up: ratify it soon (Croatia);";
	rows[0][1] = "Slovenia";
	im = (struct import){ 0 };
	bring_in(w, &im, workbook(w->cx, head, (const char *const(*)[COLUMNS])rows, 1));
	assert_int_equal(im.new, 0);
	assert_int_equal(im.updated, 1);
	assert_string_equal(numbered(w, "116.1")->text.v[0].body,
	                    "Made up: ratify it soon (Croatia)"); /* the place is a person's */
}

/* Spelt otherwise, in another order, below a title. */
static void other_spellings_are_known(void **state)
{
	static const char csv[] = "Made up for a test,,,,,\n"
	                          "OHCHR annotation ID,Recommending body,Text,Symbol,Countries,UPR "
	                          "Recommending States\n"
	                          "X-1,UPR,126.1 Made up (Spain),A/HRC/55/6,Turkmenistan,Spain\n"
	                          "X-2,Special Procedures,Made up,A/HRC/1/2/Add.3,Turkmenistan,\n"
	                          "X-3,Nobody,Made up 3,,Turkmenistan,\n";
	struct world *w = whole_world(state);
	struct import im = { 0 };
	const struct recommendation *r;

	bring_in(w, &im, (struct file_bytes){ csv, sizeof csv - 1 });
	assert_string_equal(im.format->name, "uhri");
	assert_int_equal(im.new, 3);
	assert_int_equal(im.unknown_n, 1);
	assert_string_equal(im.unknown[0].label, "Nobody");
	assert_ptr_equal(im.unknown[0].type, &mechanism_type);
	r = numbered(w, "126.1");
	assert_int_equal(r->cycle, id_with_key(w, &review_cycle_type, "UPR-4"));
	assert_int_equal(r->position, POSITION_PENDING);
	assert_int_equal(world_number(w,
	                              "SELECT count(*) FROM recommendation r JOIN mechanism m ON "
	                              "m.id = r.mechanism WHERE m.code = 'SP'"),
	                 1);
}

static const char records[] =
        "[{\"AnnotationId\":\"0b5c9e5e-1111-4222-8333-444455556666\",\"Symbol\":\"A/HRC/28/15\","
        "\"PublicationDate\":\"2014-12-10T00:00:00\",\"Body\":[\"UPR\"],"
        "\"AnnotationType\":[\"Recommendations\"],\"Countries\":[\"Slovenia\"],"
        "\"Regions\":[\"Eastern Europe\"],\"Themes\":[\"Right to health\"],"
        "\"AffectedPersons\":[\"Children\",\"Women\"],\"Sdgs\":[\"3 - GOOD HEALTH AND "
        "WELL-BEING\"],\"Text\":\"115.1 Made up: ratify it (Croatia) (Iran (Islamic Republic "
        "of));\"}]";

static void records_as_json_are_the_same(void **state)
{
	struct world *w = whole_world(state);
	struct import im = { 0 };
	const struct recommendation *r;

	bring_in(w, &im, three_rows(w->cx));
	im = (struct import){ 0 };
	bring_in(w, &im, (struct file_bytes){ records, sizeof records - 1 });
	assert_string_equal(im.format->name, "uhri");
	assert_int_equal(im.read, 1);
	assert_int_equal(im.new, 0);
	r = numbered(w, "115.1");
	assert_int_equal(r->position, POSITION_SUPPORTED); /* the record says none */
	assert_int_equal(r->affected_persons.n, 2);
}

static void records_as_json_come_in(void **state)
{
	struct world *w = whole_world(state);
	struct import im = { 0 };
	const struct recommendation *r;

	bring_in(w, &im, (struct file_bytes){ records, sizeof records - 1 });
	assert_int_equal(im.new, 1);
	r = numbered(w, "115.1");
	assert_string_equal(titles_of(w, &country_type, &r->recommending_states),
	                    "Croatia, Iran (Islamic Republic of)");
	assert_int_equal(r->position, POSITION_PENDING);
	assert_int_equal(r->sdg.n, 1);
}

static void rows_without_a_state_are_told(void **state)
{
	struct world *w = whole_world(state);
	const char *rows[1][COLUMNS];
	struct file_bytes f;
	struct import im = { .file = "made-up" };

	memcpy(rows[0], upr_row, sizeof upr_row);
	rows[0][1] = "- Atlantis";
	f = workbook(w->cx, head, (const char *const(*)[COLUMNS])rows, 1);
	test_ok(w->cx, import_run(w->cx, &im, f.bytes, f.n));
	assert_int_equal(im.problems_n, 1);
	assert_string_equal(im.problems[0].field, "Countries Concerned");
	assert_int_equal(im.new, 0);
	im = (struct import){ .state = "SVN" };
	bring_in(w, &im, f); /* it was said beside the file */
	assert_int_equal(im.new, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_workbook_is_read),
		cmocka_unit_test(observations_are_of_their_committee),
		cmocka_unit_test(the_same_again_is_found),
		cmocka_unit_test(other_spellings_are_known),
		cmocka_unit_test(records_as_json_are_the_same),
		cmocka_unit_test(records_as_json_come_in),
		cmocka_unit_test(rows_without_a_state_are_told),
	};

	return world_tests("uhri", tests, LEN(tests));
}
