/* Concluding observations brought in.  No real file was at hand, so the document is made up in the
 * wording of real ones, once as a Word document and once as a PDF. */
#include "subject/recommendation/observations.h"

#include "format/document.h"
#include "subject/recommendation/proposal_test.h"
#include "test/text_pdf.h"

/* Made up: the State is the installation's own, its fourth report to the Committee does not exist.
 * "# " begins a heading. */
static const char *const lines[] = {
	"United Nations CCPR/C/TKM/CO/9",
	"Distr.: General",
	"28 April 2033",
	"Human Rights Committee",
	"# Concluding observations on the ninth periodic report of Turkmenistan",
	"1. The Committee considered the ninth periodic report of Turkmenistan at its 3960th and "
	"3961st "
	"meetings, held on 1 and 2 March 2033. At its 3983rd meeting, held on 17 March 2033, it "
	"adopted "
	"the present concluding observations.",
	"# A. Introduction",
	"2. The Committee welcomes the report.",
	"# B. Positive aspects",
	"3. The Committee welcomes the adoption of a law, which should be applied.",
	"# C. Principal matters of concern and recommendations",
	"# Prohibition of torture and ill-treatment",
	"4. The Committee is concerned about reports of torture and about the small number of "
	"inquiries "
	"into them, although the State party has said that all of them are looked into (arts. 7 "
	"and 10).",
	"5. The State party should:",
	"(a) Put an end to torture in all places where persons are deprived of their liberty, "
	"including "
	"by training those who guard them;",
	"(b) Inquire into every report of torture, and in particular:",
	"(i) Give the task to an independent body;",
	"(ii) Publish what became of it.",
	"# Weather of the southern provinces",
	"6. The Committee is concerned that the weather is bad. The State party should improve it.",
	"# D. Dissemination and follow-up",
	"7. In accordance with rule 75, paragraph 1, of the Committee's rules of procedure, the "
	"State "
	"party is requested to provide, by 24 March 2036, information on the implementation of the "
	"recommendations made by the Committee in paragraphs 5 (b) and 6 above.",
	"8. The State party is requested to submit its next periodic report by 31 March 2039.",
};

static const char *as_docx(struct context *cx, size_t *n)
{
	struct document *d =
	        docx_start(cx, &(struct document_about){ .title = "Made up", .lang = "en" });
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);

	for (size_t i = 0; i < LEN(lines); i++)
		if (str_starts(lines[i], "# "))
			document_heading(d, 1, NULL, lines[i] + 2);
		else
			document_text(d, lines[i]);
	test_ok(cx, document_end(cx, d, sink_to_buffer, &b));
	*n = b.len;
	return b.text;
}

static const char *as_pdf(struct context *cx, size_t *n)
{
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);

	for (size_t i = 0; i < LEN(lines); i++)
		buffer_fmt(&b, "%s\n", lines[i]);
	return pdf_of_lines(cx->mem, b.text, n);
}

static void check(struct world *w, const struct import *im)
{
	static const char *const symbol = "CCPR/C/TKM/CO/9";
	struct recommendation *r;
	char text[DATE_TEXT];

	assert_string_equal(im->format->name, "observations");
	assert_int_equal(im->new, 8);
	assert_int_equal(im->problems_n, 0);
	assert_int_equal(im->unknown_n, 1); /* a heading that names no theme of ours */
	assert_string_equal(im->unknown[0].label, "Weather of the southern provinces");
	assert_ptr_equal(im->unknown[0].type, &theme_type);
	assert_int_equal(im->unknown[0].rows, 2);
	r = recommendation_at(w, symbol, "4", KIND_OBSERVATION);
	assert_string_equal(r->articles, "arts. 7 and 10");
	assert_int_not_equal(r->themes.n, 0);
	assert_int_equal(r->follow_up, UNSAID);
	r = recommendation_at(w, symbol, "5 (a)", KIND_RECOMMENDATION);
	assert_string_equal(
	        r->text.v[0].body,
	        "The State party should: Put an end to torture in all places where "
	        "persons are deprived of their liberty, including by training those who "
	        "guard them");
	assert_int_equal(r->follow_up, UNSAID);
	r = recommendation_at(w, symbol, "5 (b) (ii)", KIND_RECOMMENDATION);
	assert_string_equal(r->text.v[0].body,
	                    "The State party should: Inquire into every report of torture, and in "
	                    "particular: Publish what became of it.");
	assert_int_equal(r->follow_up, YES);
	assert_string_equal(date_text(r->follow_up_due, text), "2036-03-24");
	r = recommendation_at(w, symbol, "6", KIND_OBSERVATION);
	assert_string_equal(r->text.v[0].body,
	                    "The Committee is concerned that the weather is bad.");
	r = recommendation_at(w, symbol, "6", KIND_RECOMMENDATION);
	assert_string_equal(r->text.v[0].body, "The State party should improve it.");
	assert_int_equal(r->follow_up, YES);
	r = recommendation_at(w, symbol, "7", KIND_REQUEST_FOR_INFORMATION);
	assert_string_equal(date_text(r->deadline, text), "2036-03-24");
	r = recommendation_at(w, symbol, "8", KIND_REQUEST_FOR_INFORMATION);
	assert_string_equal(date_text(r->deadline, text), "2039-03-31");
	assert_int_not_equal(r->cycle, 0);
	assert_string_equal(((const struct source *)r->record.sources.v)->note,
	                    "Adopted: 2033-03-17; Distributed: 2033-04-28");
}

static void a_word_document(void **state)
{
	struct world *w = whole_world(state);
	struct looked l = { 0 };
	size_t n;
	const char *bytes = as_docx(w->cx, &n);
	struct import im = confirm(w, bytes, n, &l);

	check(w, &im);
	assert_int_equal(l.pages, 0);
	im = confirm(w, bytes, n, &l);
	assert_int_equal(im.unchanged, 8);
}

static void a_pdf(void **state)
{
	struct world *w = whole_world(state);
	struct looked l = { 0 };
	size_t n;
	const char *bytes = as_pdf(w->cx, &n);
	struct import im = confirm(w, bytes, n, &l);

	check(w, &im);
	assert_int_equal(l.pages, 8);
}

static void what_is_missing_is_asked_for(void **state)
{
	struct world *w = whole_world(state);
	struct import im = { .file = "observations.pdf",
		             .format = &observations_format,
		             .dry_run = true };
	size_t n;
	const char *bytes = pdf_of_lines(
	        w->cx->mem, "Concluding observations\n1. The State party should act.\n", &n);

	if (!import_run(w->cx, &im, bytes, n) && w->cx->err.kind == ERR_UNAVAILABLE)
		skip();
	assert_string_equal(w->cx->err.field, "document");
	assert_failed(w->cx, ERR_INVALID);
	im.document = "NONE/1";
	assert_false(import_run(w->cx, &im, bytes, n));
	assert_string_equal(w->cx->err.field, "mechanism");
	assert_failed(w->cx, ERR_INVALID);
	im.mechanism = "CAT";
	test_ok(w->cx, import_run(w->cx, &im, bytes, n));
	assert_int_equal(im.new, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_document),
		cmocka_unit_test(a_pdf),
		cmocka_unit_test(what_is_missing_is_asked_for),
	};

	return world_tests("observations", tests, LEN(tests));
}
