#include "format/csv.h"

#include "test/unit.h"

static struct csv_reader *open_text(struct context *cx, const char *s)
{
	struct csv_reader *r = csv_open_bytes(cx, s, strlen(s));

	assert_non_null(r);
	return r;
}

/* All rows as text: cells between | |, rows ended by a line feed. */
static const char *read_all(struct context *cx, const char *bytes, size_t n)
{
	struct csv_reader *r = csv_open_bytes(cx, bytes, n);
	struct buffer b = BUFFER(cx->mem, 64 * 1024);
	struct csv_row row;

	assert_non_null(r);
	while (csv_next(cx, r, &row)) {
		buffer_fmt(&b, "%lld", (long long)row.number);
		for (size_t i = 0; i < row.count; i++)
			buffer_fmt(&b, "|%s", row.cells[i]);
		buffer_text(&b, "\n");
	}
	return buffer_str(&b);
}

static void test_forms(void **state)
{
	static const struct {
		const char *text, *rows;
	} cases[] = {
		{ "", "" },
		{ "\n\r\n\r", "" },
		{ "\xef\xbb\xbf", "" },
		{ "a,b\r\n1,2\r\n", "1|a|b\n2|1|2\n" },
		{ "a,b\n1,2", "1|a|b\n2|1|2\n" },
		{ "a,b\r1,2\r", "1|a|b\n2|1|2\n" },
		{ "\xef\xbb\xbf\"a\";b\n1;2\n", "1|a|b\n2|1|2\n" },
		{ "a\tb\n1,5\t2\n", "1|a|b\n2|1,5|2\n" },
		{ "\"x,y\";b;c\n1;2;3\n", "1|x,y|b|c\n2|1|2|3\n" },
		{ "a,b\n\n\n1,2\n", "1|a|b\n4|1|2\n" },
		{ "a,b\n,\n1,\n", "1|a|b\n2||\n3|1|\n" },
		{ "a,", "1|a|\n" },
		{ "\"\"", "1|\n" },
		{ "\"a \"\"b\"\" c\",d\n", "1|a \"b\" c|d\n" },
		{ "\"two\nlines\",\"three\r\n\r\nlines\"\nx,y\n",
		  "1|two\nlines|three\r\n\r\nlines\n2|x|y\n" },
		{ "5\" pipe,b\n", "1|5\" pipe|b\n" },
		{ "Ýaşulular maslahaty,ред.\n", "1|Ýaşulular maslahaty|ред.\n" },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++) {
		assert_string_equal(read_all(cx, cases[i].text, strlen(cases[i].text)),
		                    cases[i].rows);
		assert_false(failed(cx));
	}
}

static void test_refused(void **state)
{
	static const struct {
		const char *text;
		size_t n;
		const char *rows, *message;
	} cases[] = {
		{ "a,b\n\"1,2\n3,4\n", 14, "1|a|b\n",
		  "Row 2: the quotation mark opened in line 2 is never closed." },
		{ "a\n\"x\ny\"\n\"", 10, "1|a\n2|x\ny\n",
		  "Row 3: the quotation mark opened in line 4 is never closed." },
		{ "a,b\n1,\"2\"3\n", 11, "1|a|b\n",
		  "Row 2, column 2: text stands behind the closing quotation mark." },
		{ "a,b\n1,caf\xe9\n", 11, "1|a|b\n",
		  "Row 2, column 2 is not UTF-8 text. Save the table as “CSV UTF-8” and try "
		  "again." },
		{ "\xff\xfe"
		  "a\0,\0",
		  6, "",
		  "Row 1, column 1 is not UTF-8 text. Save the table as “CSV UTF-8” and try "
		  "again." },
		{ "a\0b", 3, "",
		  "Row 1, column 1 is not UTF-8 text. Save the table as “CSV UTF-8” and try "
		  "again." },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++) {
		assert_string_equal(read_all(cx, cases[i].text, cases[i].n), cases[i].rows);
		assert_string_equal(cx->err.text, cases[i].message);
		assert_failed(cx, ERR_BAD_REQUEST);
	}
}

static void test_lines_are_counted(void **state)
{
	struct context *cx = *state;
	struct csv_reader *r = open_text(cx, "a,b\r\n\"1\r\n\n2\",x\r\n\r\n3,4");
	struct csv_row row;
	static const int64_t expected[][2] = { { 1, 1 }, { 2, 2 }, { 4, 6 } };

	for (size_t i = 0; i < LEN(expected); i++) {
		assert_true(csv_next(cx, r, &row));
		assert_int_equal(row.number, expected[i][0]);
		assert_int_equal(row.line, expected[i][1]);
	}
	assert_false(csv_next(cx, r, &row));
	assert_false(failed(cx));
}

/* The end stays the end, and a cell of the largest size is read, one byte more is not. */
static void test_limits(void **state)
{
	struct context *cx = *state;
	size_t n = MAX_CSV_CELL + 1;
	char *text = arena_alloc(cx->mem, n);
	struct csv_row row;

	memset(text, 'x', n);

	struct csv_reader *r = csv_open_bytes(cx, text, n - 1);

	assert_true(csv_next(cx, r, &row));
	assert_int_equal(strlen(row.cells[0]), MAX_CSV_CELL);
	assert_false(csv_next(cx, r, &row) || failed(cx) || csv_next(cx, r, &row));
	r = csv_open_bytes(cx, text, n);
	assert_false(csv_next(cx, r, &row));
	assert_failed(cx, ERR_TOO_LARGE);

	memset(text, ',', MAX_CSV_COLUMNS);
	r = csv_open_bytes(cx, text, MAX_CSV_COLUMNS - 1);
	assert_true(csv_next(cx, r, &row));
	assert_int_equal(row.count, MAX_CSV_COLUMNS);
	r = csv_open_bytes(cx, text, MAX_CSV_COLUMNS);
	assert_false(csv_next(cx, r, &row));
	assert_failed(cx, ERR_TOO_LARGE);
}

/* Nine cells of the largest size are more than a row may hold; so is a row that is full to the last
 * byte when its end mark is due. */
static void test_row_limit(void **state)
{
	struct context *cx = *state;
	size_t cell = MAX_CSV_CELL - 1, cells = MAX_CSV_ROW / MAX_CSV_CELL;
	char *text = arena_alloc(cx->mem, (cell + 1) * cells + 1);
	struct csv_row row;

	memset(text, 'x', (cell + 1) * cells);
	for (size_t i = 1; i < cells; i++)
		text[(cell + 1) * i - 1] = ',';

	struct csv_reader *r = csv_open_bytes(cx, text, (cell + 1) * cells - 1);

	assert_true(csv_next(cx, r, &row));
	assert_int_equal(row.count, cells);
	r = csv_open_bytes(cx, text, (cell + 1) * cells);
	assert_false(csv_next(cx, r, &row));
	assert_failed(cx, ERR_TOO_LARGE);
}

/* A table of more rows than may be, made on the way. */
static bool endless(struct context *cx, void *from, void *bytes, size_t room, size_t *ret)
{
	(void)cx;
	(void)from;
	memset(bytes, '\n', room);
	for (size_t i = 0; i + 1 < room; i += 2)
		((char *)bytes)[i] = 'x';
	*ret = room & ~(size_t)1;
	return true;
}

static void test_rows_have_an_end(void **state)
{
	struct context *cx = *state;
	struct csv_reader *r = csv_open(cx, endless, NULL);
	struct csv_row row;
	int64_t rows = 0;
	size_t before = arena_used(cx->mem);

	while (csv_next(cx, r, &row))
		rows++;
	assert_int_equal(rows, MAX_CSV_ROWS);
	assert_in_range(arena_used(cx->mem) - before, 0, 4096);
	assert_failed(cx, ERR_TOO_LARGE);
}

/* One byte at a time, then a failure. */
static bool drip(struct context *cx, void *from, void *bytes, size_t room, size_t *ret)
{
	struct bytes *b = from;

	(void)room;
	if (!b->left)
		return fail(cx, ERR_UNAVAILABLE, NULL, "gone");
	*(char *)bytes = *b->at++;
	b->left--;
	*ret = 1;
	return true;
}

static void test_source_that_fails(void **state)
{
	struct context *cx = *state;
	struct bytes b = { "a,b\r\n1,2\r\n", 10 };

	assert_null(csv_open(cx, drip, &b));
	assert_failed(cx, ERR_UNAVAILABLE);
}

static const char *written(struct context *cx, enum csv_form form, const char *const *cells,
                           size_t n)
{
	struct buffer b = BUFFER(cx->mem, 64 * 1024);
	struct csv_writer w;

	csv_start(&w, cx, form, sink_to_buffer, &b);
	for (size_t i = 0; i < n; i++)
		csv_cell(&w, cells[i]);
	csv_end_row(&w);
	assert_true(csv_end(&w));
	return buffer_str(&b);
}

static void test_formulas_are_disarmed(void **state)
{
	static const struct {
		const char *cell, *people;
	} cases[] = {
		{ "=1+1", "'=1+1" },
		{ "=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"" },
		{ "+993 12", "+993 12" },
		{ "+993 12 44-56-00", "'+993 12 44-56-00" },
		{ "-5", "-5" },
		{ "-5.25", "-5.25" },
		{ "-1 200,50", "\"-1 200,50\"" },
		{ "-", "'-" },
		{ "-5-5", "'-5-5" },
		{ "-5.", "'-5." },
		{ "@SUM(A1)", "'@SUM(A1)" },
		{ "\t=1", "\"'\t=1\"" },
		{ "\r=1", "\"'\r=1\"" },
		{ "\n=1", "\"'\n=1\"" },
		{ "＝1", "'＝1" },
		{ "a=b", "a=b" },
		{ "", "\"\"" },
		{ NULL, "\"\"" },
		{ " x", "\" x\"" },
		{ "a;b", "\"a;b\"" },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++) {
		const char *got = written(cx, CSV_FOR_PEOPLE, &cases[i].cell, 1);

		assert_string_equal(got, arena_fmt(cx->mem, "\xef\xbb\xbf%s\r\n", cases[i].people));
	}
}

/* What programs wrote, programs read back the same. */
static void test_round_trip(void **state)
{
	static const char *const cells[] = {
		"\ufeff",       "=1+1", "-",  "",   "a \"quoted\" word",
		"two\r\nlines", ",;\t", " ",  "\"", "'",
		"Türkmenistan", "\r",   "\n",
	};
	struct context *cx = *state;
	const char *text = written(cx, CSV_FOR_PROGRAMS, cells, LEN(cells));
	struct csv_reader *r = open_text(cx, text);
	struct csv_row row;

	assert_true(csv_next(cx, r, &row));
	assert_int_equal(csv_separator(r), ',');
	assert_int_equal(row.count, LEN(cells));
	for (size_t i = 0; i < LEN(cells); i++)
		assert_string_equal(row.cells[i], cells[i]);
	assert_false(csv_next(cx, r, &row));
}

/* Our own export computes nothing in a spreadsheet, and comes back the same. */
static void test_own_form(void **state)
{
	static const char *const cells[] = {
		"=1+1",     "'=1+1",   "''=1+1",  "@SUM(A1)", "+cmd", "-",
		"-5",       "+993 12", "\tx",     "\rx",      "\nx",  "'",
		"'quoted'", "''",      "'tis so", "\uff1dA1", "",     "a=b",
	};
	struct context *cx = *state;
	const char *text = written(cx, CSV_OWN, cells, LEN(cells));
	struct csv_reader *r = open_text(cx, text);
	struct csv_row row;

	assert_true(csv_next(cx, r, &row));
	assert_int_equal(row.count, LEN(cells));
	for (size_t i = 0; i < LEN(cells); i++) {
		assert_string_equal(csv_plain(row.cells[i]), cells[i]);
		if (*cells[i])
			assert_true(!strchr("=@\t\r\n", *row.cells[i]) && row.cells[i][0]);
	}
	assert_string_equal(row.cells[0], "'=1+1");
	assert_string_equal(row.cells[6], "-5"); /* a number computes nothing */
}

static void test_sink_that_fails(void **state)
{
	struct context *cx = *state;
	struct buffer b = BUFFER(cx->mem, 10000);
	struct csv_writer w;

	csv_start(&w, cx, CSV_FOR_PROGRAMS, sink_to_buffer, &b);
	for (int i = 0; i < 10000; i++) {
		csv_cell(&w, "some text");
		csv_end_row(&w);
	}
	assert_false(csv_end(&w));
	assert_failed(cx, ERR_TOO_LARGE);
}

/* The table the program is made to read first, where its data lies beside the tree. */
static void test_real_table(void **state)
{
	struct context *cx = *state;
	FILE *f = fopen("../shared/data/upr-info-2015/turkmenistan.csv", "rbe");
	struct csv_row row;
	int64_t rows = 0;

	if (!f) {
		print_message("no ../shared/data: skipped\n");
		skip();
	}

	struct csv_reader *r = csv_open(cx, source_of_file, f);

	assert_non_null(r);
	for (size_t columns = 0; csv_next(cx, r, &row); rows++) {
		if (!rows)
			columns = row.count;
		assert_int_equal(row.count, columns);
	}
	assert_false(failed(cx));
	assert_int_equal(rows, 1 + 275);
	fclose(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_forms),
		UNIT(test_refused),
		UNIT(test_lines_are_counted),
		UNIT(test_limits),
		UNIT(test_row_limit),
		UNIT(test_rows_have_an_end),
		UNIT(test_source_that_fails),
		UNIT(test_formulas_are_disarmed),
		UNIT(test_round_trip),
		UNIT(test_own_form),
		UNIT(test_sink_that_fails),
		UNIT(test_real_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
