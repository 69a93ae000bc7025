/* Pages made of words in places, PDF files made by hand, and reports of the United Nations. */
#include "format/csv.h"
#include "format/material_test.h"
#include "format/pdf_text.h"
#include "format/unit.h"

#include <ctype.h>

/* ---- pages, as pdftotext tells them */

struct pages {
	struct buffer b;
	int page, line;
};

static struct pages begin_pages(struct context *cx)
{
	struct pages p = { .b = BUFFER(cx->mem, MAX_ANSWER) };

	buffer_text(&p.b,
	            "level\tpage_num\tpar_num\tblock_num\tline_num\tword_num\tleft\ttop\twidth\t"
	            "height\tconf\ttext\n");
	return p;
}

static void page(struct pages *p)
{
	buffer_fmt(&p->b, "1\t%d\t0\t0\t0\t0\t0\t0\t595\t842\t-1\t###PAGE###\n", ++p->page);
}

static void word(struct pages *p, double left, double top, double size, const char *s, size_t n)
{
	buffer_fmt(&p->b, "5\t%d\t0\t0\t%d\t0\t%.2f\t%.2f\t%.2f\t%.2f\t100\t%.*s\n", p->page,
	           p->line, left, top, (double)n * 5, size, (int)n, s);
}

/* A line whose letters are five points wide; `s` is ASCII, or a little wider than it should be. */
static void line_of(struct pages *p, double left, double top, double size, const char *s)
{
	buffer_fmt(&p->b, "4\t%d\t0\t0\t%d\t0\t0\t0\t0\t0\t-1\t###LINE###\n", p->page, ++p->line);
	while (*s) {
		size_t n = strcspn(s, " ");

		word(p, left, top, size, s, n);
		left += (double)(n + 1) * 5;
		s += n + (s[n] == ' ');
	}
}

static void line(struct pages *p, double top, const char *s)
{
	line_of(p, 113, top, 10, s);
}

static bool take_frames(struct context *cx, void *to, const void *bytes, size_t n)
{
	return sink_to_buffer(cx, to, bytes, n);
}

/* What the reader made of them, as material_lines() writes it. */
static const char *read_pages(struct context *cx, struct pages *p)
{
	struct buffer frames = BUFFER(cx->mem, MAX_ANSWER), out = BUFFER(cx->mem, MAX_ANSWER);
	struct reader *r = reader_open(cx, p->b.text, p->b.len, -1, NULL, take_frames, &frames);
	struct bytes from = { p->b.text, p->b.len };
	struct pdf_text t;
	struct frame f;
	uint32_t n;

	if (!pdf_words_read(cx, &t, source_of_bytes, &from) || !pdf_text_give(cx, r, &t))
		return cx->err.text;
	assert_true(reader_flush(cx, r));
	for (size_t at = 0; at < frames.len; at += FRAME_HEAD + n) {
		memcpy(&n, frames.text + at, sizeof n);
		assert_true(frame_read(frames.text + at + FRAME_HEAD, n, NULL, &f));
		if (f.kind == UNIT_PAGE)
			buffer_text(&out, "---\n");
		else if (f.kind == UNIT_PARAGRAPH || f.kind == UNIT_REMARK)
			buffer_fmt(&out, "%s%s\n", f.kind == UNIT_REMARK ? "! " : "", f.unit.text);
	}
	return buffer_str(&out);
}

/* So that there is something to compare with: ten full lines. */
static void body(struct pages *p, double top)
{
	for (int i = 0; i < 10; i++)
		line(p, top + 12 * i,
		     "a line that is as long as the column of the page is, and full");
}

#define BODY                                                                                       \
	"a line that is as long as the column of the page is, and full a line that is as long as " \
	"the column of the page is, and full a line that is as long as the column of the page "    \
	"is, and full a line that is as long as the column of the page is, and full a line that "  \
	"is as long as the column of the page is, and full a line that is as long as the column "  \
	"of the page is, and full a line that is as long as the column of the page is, and full "  \
	"a line that is as long as the column of the page is, and full a line that is as long as " \
	"the column of the page is, and full a line that is as long as the column of the page "    \
	"is, and full"

static void test_paragraphs(void **state)
{
	struct context *cx = *state;
	struct pages p = begin_pages(cx);

	page(&p);
	line_of(&p, 57, 100, 14, "I. Summary");
	line(&p, 130, "1.");
	line_of(&p, 142, 130, 10, "The Working Group held its session in the room of the");
	line(&p, 142, "Council. It had been told by the State that all of that is so,");
	line(&p, 154, "and more.");
	line(&p, 172, "2.");
	line_of(&p, 142, 172, 10, "After more room, the second one begins in the same way");
	line(&p, 184, "(a)");
	line_of(&p, 142, 184, 10, "an item without more room, whose number stands apart;");
	line(&p, 196, "(b) an item whose number does not stand apart, and there is no");
	line(&p, 208, "2013 in it that would be a number.");
	line(&p, 220, "A sentence that begins behind a line that ended early, and its");
	line(&p, 232, "end.");
	line_of(&p, 142, 244, 10, "One that is set in, as in books: the line before was not");
	line(&p, 256, "long.");
	assert_string_equal(
	        read_pages(cx, &p),
	        "---\nI. Summary\n"
	        "1. The Working Group held its session in the room of the Council. It had been "
	        "told "
	        "by the State that all of that is so, and more.\n"
	        "2. After more room, the second one begins in the same way\n"
	        "(a) an item without more room, whose number stands apart;\n"
	        "(b) an item whose number does not stand apart, and there is no 2013 in it that "
	        "would be a number.\n"
	        "A sentence that begins behind a line that ended early, and its end.\n"
	        "One that is set in, as in books: the line before was not long.\n");
}

static void test_over_the_page(void **state)
{
	struct context *cx = *state;
	struct pages p = begin_pages(cx);

	page(&p);
	body(&p, 600);
	page(&p);
	body(&p, 100);
	line(&p, 220, "end.");
	page(&p);
	line(&p, 100, "5.");
	line_of(&p, 142, 100, 10, "A number begins a new one, though the other had no end");
	page(&p);
	line_of(&p, 57, 100, 10, "Annex");
	body(&p, 124);
	assert_string_equal(read_pages(cx, &p),
	                    "---\n" BODY " " BODY " end.\n---\n---\n5. A number begins a new one, "
	                    "though the other had no end\n---\nAnnex\n" BODY "\n");
}

static void test_margins(void **state)
{
	static const char *const titles[] = { "112.1", "112.2", "112.3", "112.4" };
	struct context *cx = *state;
	struct pages p = begin_pages(cx);

	for (int i = 0; i < 4; i++) {
		char number[32];

		page(&p);
		line_of(&p, 57, 45, 8, "The report of the Working Group");
		if (i)
			line_of(&p, i % 2 ? 57 : 480, 59, 8, "A/HRC/24/3");
		else
			line_of(&p, 113, 70, 8, "Distr.: General");
		/* begins alike on every page, where a header might stand, and is none */
		line(&p, 84,
		     arena_fmt(cx->mem, "%s Strengthen the mechanism, as it is said by the",
		               titles[i]));
		line(&p, 96, "mechanism (Norway);");
		snprintf(number, sizeof number, i % 2 ? "– %d –" : "Page %d of 4", i + 1);
		line_of(&p, 57, 760, 8, number);
		if (i == 0)
			line_of(&p, 57, 780, 8, "GE.13-15312 (E) 220713");
	}
	assert_string_equal(
	        read_pages(cx, &p),
	        "---\nDistr.: General\n"
	        "112.1 Strengthen the mechanism, as it is said by the mechanism (Norway);\n---\n"
	        "112.2 Strengthen the mechanism, as it is said by the mechanism (Norway);\n---\n"
	        "112.3 Strengthen the mechanism, as it is said by the mechanism (Norway);\n---\n"
	        "112.4 Strengthen the mechanism, as it is said by the mechanism (Norway);\n");
}

static void test_footnotes(void **state)
{
	struct context *cx = *state;
	struct pages p = begin_pages(cx);

	page(&p);
	body(&p, 300);
	/* the reference is small and raised; the number of a treaty article is not */
	line(&p, 420, "conflict. ");
	word(&p, 163, 420, 5, "12", 2);
	word(&p, 175, 420, 10, "see", 3);
	word(&p, 195, 420, 10, "13", 2);
	word(&p, 210, 420, 10, "**", 2);
	line_of(&p, 105, 690, 5, "12");
	line_of(&p, 116, 692, 9, "A point of order was raised.");
	line_of(&p, 105, 703, 5, "**");
	line_of(&p, 116, 705, 9, "Not edited.");
	line_of(&p, 116, 716, 9, "In two lines.");
	line_of(&p, 57, 780, 8, "4");
	assert_string_equal(read_pages(cx, &p), "---\n" BODY " conflict. see 13\n"
	                                        "! Footnotes are not read; there are 2.\n");
}

static void test_columns(void **state)
{
	struct context *cx = *state;
	struct pages p = begin_pages(cx);
	struct buffer wanted = BUFFER(cx->mem, MAX_ANSWER);

	page(&p);
	line_of(&p, 50, 60, 14, "A heading over both columns that goes from the left to the right");
	for (int i = 0; i < 12; i++)
		line_of(&p, 320, 96 + 12 * i, 10, "right column, which is read after it");
	for (int i = 0; i < 12; i++)
		line_of(&p, 50, 96 + 12 * i, 10, "left column, which is read before it");
	line_of(&p, 50, 300, 14, "A second heading over both columns, from the left to the right");
	line_of(&p, 50, 330, 10, "Left of the second band.");
	line_of(&p, 320, 330, 10, "Right of it.");
	buffer_text(&wanted,
	            "---\nA heading over both columns that goes from the left to the right\n");
	for (int i = 0; i < 24; i++)
		buffer_fmt(&wanted, "%s column, which is read %s it%s", i < 12 ? "left" : "right",
		           i < 12 ? "before" : "after", i < 23 ? " " : "\n");
	buffer_text(&wanted, "A second heading over both columns, from the left to the right\n"
	                     "Left of the second band.\nRight of it.\n");
	assert_string_equal(read_pages(cx, &p), wanted.text);
}

static void test_hyphens(void **state)
{
	static const struct {
		const char *first, *second, *joined;
	} cases[] = {
		{ "that which is known about a non-", "State actor of such a kind",
		  "about a non-State actor" },
		{ "that which is known about co\u00ad", "operation of such a kind",
		  "about cooperation of" },
		/* as it is written elsewhere */
		{ "the system of the inter-", "national law of such a kind",
		  "the international law" },
		{ "the system of the self-", "assessment of such a kind",
		  "the self-assessment of" },
		/* a document that breaks no words */
		{ "the system that was re-", "examined of such a kind", "was re-examined of" },
		{ "that which is known about a -", "dash of such a kind", "about a - dash of" },
		{ "that \ufb01nally is known about a \u2010", "dash of it", "that finally is" },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++) {
		struct pages p = begin_pages(cx);

		page(&p);
		for (int k = 0; k < 40; k++)
			line(&p, 100 + 12 * k,
			     "the international self-assessment is a line of words,");
		line(&p, 580, cases[i].first);
		line(&p, 592, cases[i].second);

		const char *found = read_pages(cx, &p);

		if (!strstr(found, cases[i].joined))
			fail_msg("no \"%s\" in %s", cases[i].joined, found);
	}
}

/* Where words are broken all over, an unknown one is, too. */
static void test_document_that_breaks_words(void **state)
{
	struct context *cx = *state;
	struct pages p = begin_pages(cx);

	page(&p);
	for (int k = 0; k < 20; k++) {
		line(&p, 100 + 24 * k,
		     arena_fmt(cx->mem, "and what is broken%c here is the gov-", 'a' + k));
		line(&p, 112 + 24 * k, "ernment of words, which go on to the very end of it,");
	}
	assert_non_null(strstr(read_pages(cx, &p), " the government of words,"));
}

static void test_nothing_to_read(void **state)
{
	struct context *cx = *state;
	struct pages p = begin_pages(cx);

	page(&p);
	page(&p);
	assert_true(str_starts(read_pages(cx, &p), "This PDF holds pictures of pages and no text"));
	assert_failed(cx, ERR_BAD_REQUEST);
	line(&p, 100, "One page of the two has words.");
	assert_string_equal(read_pages(cx, &p), "---\n---\nOne page of the two has words.\n"
	                                        "! Pages without any text, perhaps pictures: 1.\n");
	p = begin_pages(cx);
	page(&p);
	line(&p, 100, "\ue001\ue002\ue003 \ue004\ue005 a\ufffd");
	assert_true(str_starts(read_pages(cx, &p), "The letters of this PDF cannot be told apart"));
	assert_failed(cx, ERR_BAD_REQUEST);
}

/* A drawing has more words than a page; nothing is dropped without a word. */
static void test_drawing(void **state)
{
	struct context *cx = *state;
	struct pages p = begin_pages(cx);

	page(&p);
	for (int i = 0; i < 5000; i++)
		line_of(&p, i % 50 * 10, i / 50 * 8, 5, "x");
	assert_non_null(strstr(read_pages(cx, &p),
	                       "! Pages that are drawings, of which only a part is read: 1.\n"));
}

/* ---- files */

/* A PDF of one page that says what the commands of `text` say. */
static const char *pdf_of(struct context *cx, const char *text, const char *trailer, size_t *n)
{
	static const char *const objects[] = {
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
		 " /Resources << /Font << /F 4 0 R >> >> >>"),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
	};
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);
	size_t places[LEN(objects) + 1], at;

	buffer_text(&b, "%PDF-1.4\n");
	for (size_t i = 0; i < LEN(objects); i++) {
		places[i] = b.len;
		buffer_fmt(&b, "%zu 0 obj\n%s\nendobj\n", i + 1, objects[i]);
	}
	places[LEN(objects)] = b.len;
	buffer_fmt(&b, "5 0 obj\n<< /Length %zu >>\nstream\n%s\nendstream\nendobj\n", strlen(text),
	           text);
	at = b.len;
	buffer_fmt(&b, "xref\n0 %zu\n0000000000 65535 f \n", LEN(places) + 1);
	for (size_t i = 0; i < LEN(places); i++)
		buffer_fmt(&b, "%010zu 00000 n \n", places[i]);
	buffer_fmt(&b, "trailer\n<< /Size %zu /Root 1 0 R %s >>\nstartxref\n%zu\n%%%%EOF\n",
	           LEN(places) + 1, trailer, at);
	*n = b.len;
	return b.text;
}

static void read_or_skip(struct context *cx, const char *bytes, size_t n, struct material **ret)
{
	*ret = material_read(cx, bytes, n, NULL);
	if (!*ret && cx->err.kind == ERR_UNAVAILABLE) {
		print_message("%s: skipped\n", cx->err.text);
		error_clear(cx);
		skip();
	}
}

static void test_file(void **state)
{
	static const char text[] =
	        "BT /F 10 Tf 100 700 Td (1. Caf\\351 <of> the world,) Tj 0 -12 Td"
	        " (and more.) Tj 0 -30 Td (2. Other.) Tj ET";
	struct context *cx = *state;
	size_t n;
	const char *bytes = pdf_of(cx, text, "", &n);
	struct material *m;

	read_or_skip(cx, bytes, n, &m);
	assert_non_null(m);
	assert_string_equal(m->format, "pdf");
	assert_int_equal(m->pages, 1);
	assert_string_equal(material_lines(cx, m),
	                    "---\n1. Café <of> the world, and more.\n2. Other.\n");
}

static void test_refused_files(void **state)
{
	static const char *const again =
	        "The file is damaged or was cut off. Copy or download it again.";
	static const struct {
		const char *text, *trailer;
		size_t cut; /* bytes taken away from the end */
		const char *words;
	} cases[] = {
		{ "BT /F 10 Tf (a) Tj ET", "", 40, again },
		{ "BT /F 10 Tf 100 700 Td (a) Tj ET",
		  "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -1 /O <00> /U <00> >>"
		  " /ID [<00><00>]",
		  0, "The file is protected by a password. Save it without one and try again." },
		{ "0 0 100 100 re f", "", 0,
		  "This PDF holds pictures of pages and no text: it was scanned. Have its text "
		  "recognised (OCR), or bring in the document it was made from." },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++) {
		size_t n;
		const char *bytes = pdf_of(cx, cases[i].text, cases[i].trailer, &n);
		struct material *m;

		read_or_skip(cx, bytes, n - cases[i].cut, &m);
		assert_null(m);
		assert_string_equal(cx->err.text, cases[i].words);
		assert_failed(cx, ERR_BAD_REQUEST);
	}

	struct material *m;

	read_or_skip(cx, "%PDF-1.4\nnothing of the kind\n%%EOF\n", 36, &m);
	assert_null(m);
	assert_string_equal(cx->err.text, again);
	assert_failed(cx, ERR_BAD_REQUEST);
}

/* ---- reports of the United Nations */

static struct material *shared_pdf(struct context *cx, const char *path)
{
	size_t n;
	char *bytes = shared_file(cx, path, &n);
	struct material *m;

	read_or_skip(cx, bytes, n, &m);
	return m;
}

/* "112.38." as 112 and 38, "12." as 12 and 0; false: the paragraph has no number. */
static bool number_of(const char *s, long *whole, long *part)
{
	char *end;

	if (!isdigit((unsigned char)*s))
		return false;
	*whole = strtol(s, &end, 10);
	*part = *end == '.' && isdigit((unsigned char)end[1]) ? strtol(end + 1, &end, 10) : 0;
	if (*part && *end == ' ')
		return true;
	return end[0] == '.' && end[1] == ' ';
}

/* Where one is in a report: the paragraph, and the item of its list (112.1, or 1 anew). */
struct numbers {
	long paragraph, item, items;
};

static bool follows(struct numbers *n, long whole, long part)
{
	long item = part ? part : whole;

	if ((!part || whole == n->paragraph) && item == n->item + 1 && (part || n->item)) {
		n->item++;
	} else if (!part && whole == n->paragraph + 1) {
		n->paragraph++;
		n->item = 0;
		return true;
	} else if (!part && whole == 1) {
		n->item = 1;
	} else {
		return false;
	}
	n->items++;
	return true;
}

/* Every report's numbered paragraphs, in their order, one behind the other, and the items of the
 * lists of recommendations in some of them. */
static void test_reports(void **state)
{
	static const struct {
		const char *path;
		long paragraphs, items;
	} files[] = {
		{ "upr-wg-reports/turkmenistan2009.pdf", 72, 19 + 13 },
		{ "upr-wg-reports/turkmenistan2013.pdf", 115, 183 },
		{ "upr-wg-reports/kazakhstan2010.pdf", 98, 102 + 26 },
		{ "upr-wg-reports/azerbaijan2013.pdf", 111, 162 },
		{ "upr-ohchr-matrix/c2_g1423930.pdf", 116, 163 },
		{ "upr-ohchr-matrix/c3_g1934994.pdf", 123, 215 },
		{ "upr-ohchr-matrix/c3_g1923444.pdf", 116, 0 },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(files); i++) {
		struct material *m = shared_pdf(cx, files[i].path);
		struct numbers n = { 0 };
		struct unit u;
		long whole, part;

		assert_non_null(m);
		while (material_next(cx, m, &u))
			if (u.kind == UNIT_PARAGRAPH && number_of(u.text, &whole, &part) &&
			    !follows(&n, whole, part))
				fail_msg("%s: %.60s follows %ld (%ld)", files[i].path, u.text,
				         n.paragraph, n.item);
		assert_int_equal(n.paragraph, files[i].paragraphs);
		assert_int_equal(n.items, files[i].items);
	}
}

static void put_letters(struct buffer *b, const char *s)
{
	for (; *s; s++)
		if (isalnum((unsigned char)*s))
			buffer_char(b, (char)tolower((unsigned char)*s));
}

/* The text of Slovenia's recommendations in the Working Group's report is letter for letter that of
 * OHCHR's list but for one misprint in the report. */
static void check_against_list(struct context *cx, const char *path, const char *cycle, int wanted)
{
	size_t n;
	char *table = shared_file(cx, "upr-ohchr-matrix/slovenia_cycles_2_3_parsed.csv", &n);
	struct csv_reader *r = csv_open_bytes(cx, table, n);
	struct material *m = shared_pdf(cx, path);
	struct buffer all = BUFFER(cx->mem, MAX_ANSWER);
	struct csv_row row;
	struct unit u;
	int same = 0;

	assert_non_null(m);
	while (material_next(cx, m, &u))
		if (u.kind == UNIT_PARAGRAPH) {
			put_letters(&all, u.text);
			buffer_char(&all, '\n');
		}
	while (csv_next(cx, r, &row)) {
		struct buffer one = BUFFER(cx->mem, MAX_ANSWER);

		buffer_char(&one, '\n');
		put_letters(&one, row.cells[3]);
		buffer_char(&one, '\n');
		if (str_eq(row.cells[0], cycle))
			same += strstr(all.text, one.text) != NULL;
	}
	assert_int_equal(same, wanted);
}

static void test_words_of_reports(void **state)
{
	check_against_list(*state, "upr-ohchr-matrix/c2_g1423930.pdf", "2", 162);
	check_against_list(*state, "upr-ohchr-matrix/c3_g1934994.pdf", "3", 215);
}

static void test_scan(void **state)
{
	struct context *cx = *state;

	assert_null(shared_pdf(cx, "upr-ohchr-matrix/c3_Letter-OHCHR-HC-Slovenia.pdf"));
	assert_true(str_starts(cx->err.text, "This PDF holds pictures of pages and no text"));
	assert_failed(cx, ERR_BAD_REQUEST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_paragraphs),
		UNIT(test_over_the_page),
		UNIT(test_margins),
		UNIT(test_footnotes),
		UNIT(test_columns),
		UNIT(test_hyphens),
		UNIT(test_document_that_breaks_words),
		UNIT(test_nothing_to_read),
		UNIT(test_drawing),
		UNIT(test_file),
		UNIT(test_refused_files),
		UNIT(test_reports),
		UNIT(test_words_of_reports),
		UNIT(test_scan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
