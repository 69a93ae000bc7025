/* Workbooks of Excel 97 made byte by byte, since nothing in Debian writes them any more but
 * LibreOffice; and a real one. */
#include "format/material_test.h"

/* ---- records */

static void u16(struct buffer *b, unsigned n)
{
	buffer_put(b, (const char[]){ (char)(n & 0xff), (char)(n >> 8) }, 2);
}

static void u32(struct buffer *b, uint32_t n)
{
	u16(b, n & 0xffff);
	u16(b, n >> 16);
}

static void real(struct buffer *b, double n)
{
	buffer_put(b, &n, sizeof n);
}

/* A record of that many bytes, which follow. */
static void record(struct buffer *b, unsigned type, unsigned n)
{
	u16(b, type);
	u16(b, n);
}

static void place(struct buffer *b, unsigned type, unsigned n, unsigned row, unsigned column,
                  unsigned style)
{
	record(b, type, n + 6);
	u16(b, row);
	u16(b, column);
	u16(b, style);
}

static void begin(struct buffer *b, unsigned version, unsigned type)
{
	record(b, 0x0809, 8);
	u16(b, version);
	u16(b, type);
	u32(b, 0);
}

static void end(struct buffer *b)
{
	record(b, 0x000a, 0);
}

static void sheet(struct buffer *b, uint32_t offset, unsigned state, const char *name)
{
	record(b, 0x0085, 8 + (unsigned)strlen(name));
	u32(b, offset);
	u16(b, state);
	buffer_char(b, (char)strlen(name));
	buffer_put(b, "\0", 1);
	buffer_text(b, name);
}

/* Formats "0.00" and "dd.mm.yyyy" as styles 1 and 2. */
static void styles(struct buffer *b)
{
	static const unsigned formats[] = { 0, 2, 164 };

	record(b, 0x041e, 5 + 10);
	u16(b, 164);
	u16(b, 10);
	buffer_put(b, "\0dd.mm.yyyy", 11);
	for (size_t i = 0; i < LEN(formats); i++) {
		record(b, 0x00e0, 4);
		u16(b, 0);
		u16(b, formats[i]);
	}
}

/* Three texts: one torn in its middle by a continuation that changes the width of its characters,
 * one with fonts and pronunciation, an empty one. */
static void shared(struct buffer *b)
{
	record(b, 0x00fc, 8 + 3 + 4);
	u32(b, 3);
	u32(b, 3);
	u16(b, 8);
	buffer_put(b, "\0caf\xe9", 5);
	record(b, 0x003c, 1 + 8 + 3 + 6 + 3 + 4);
	buffer_put(b, "\1", 1);
	buffer_put(b, "\x1f\x04\x40\x04\x3d\xd8\x00\xde", 8); /* Пр😀 */
	u16(b, 3);
	buffer_put(b, "\x0c", 1);
	u16(b, 1);
	u32(b, 2);
	buffer_put(b, "two", 3);
	u32(b, 0);
	record(b, 0x003c, 2 + 3);
	u16(b, 0);
	u16(b, 0);
	buffer_put(b, "\0", 1);
}

static void cells(struct buffer *b)
{
	begin(b, 0x0600, 0x0010);
	record(b, 0x0208, 16); /* row 2 is hidden */
	u16(b, 1);
	buffer_put(b, "\0\0\0\0\0\0\0\0\0", 10);
	u32(b, 0x20);
	place(b, 0x00fd, 4, 0, 0, 0);
	u32(b, 0);
	place(b, 0x00fd, 4, 0, 1, 0);
	u32(b, 1);
	place(b, 0x00fd, 4, 0, 2, 0);
	u32(b, 2);
	place(b, 0x0203, 8, 1, 0, 1);
	real(b, 126.1);
	record(b, 0x00bd, 4 + 12 + 2); /* 2025-07-11, 1.5 */
	u16(b, 1);
	u16(b, 1);
	u16(b, 2);
	u32(b, 45849u << 2 | 2);
	u16(b, 0);
	u32(b, 150u << 2 | 3);
	u16(b, 2);
	begin(b, 0x0600, 0x0020); /* a chart within */
	place(b, 0x0203, 8, 9, 9, 1);
	real(b, 9);
	end(b);
	place(b, 0x0006, 8, 2, 0, 0); /* a formula that is a text, and one that is an error */
	buffer_put(b, "\0\0\0\0\0\0\xff\xff", 8);
	record(b, 0x0207, 4);
	u16(b, 1);
	buffer_put(b, "\0F", 2);
	place(b, 0x0006, 8, 2, 1, 0);
	buffer_put(b, "\2\0\x2a\0\0\0\xff\xff", 8);
	place(b, 0x0205, 2, 2, 2, 0);
	buffer_put(b, "\1\0", 2);
	place(b, 0x0204, 4, 3, 1, 0);
	u16(b, 1);
	buffer_put(b, "\0L", 2);
	place(b, 0x027e, 4, 3, 3, 0);
	u32(b, 0x40080000); /* 3.0 */
	record(b, 0x00e5, 2 + 16);
	u16(b, 2);
	u16(b, 0), u16(b, 0), u16(b, 0), u16(b, 1); /* A1:B1 */
	u16(b, 2), u16(b, 3), u16(b, 0), u16(b, 0); /* A3:A4 */
	end(b);
}

/* Sheets "S" and, hidden, "H", which the first records name by where they begin. */
static struct buffer example(struct context *cx)
{
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);
	uint32_t first = 0, second = 0;

	for (int round = 0; round < 2; round++) {
		b = BUFFER(cx->mem, MAX_ANSWER);
		begin(&b, 0x0600, 0x0005);
		record(&b, 0x0022, 2);
		u16(&b, 0);
		styles(&b);
		sheet(&b, first, 0, "S");
		sheet(&b, second, 1, "H");
		shared(&b);
		end(&b);
		first = (uint32_t)b.len;
		cells(&b);
		second = (uint32_t)b.len;
		begin(&b, 0x0600, 0x0010);
		place(&b, 0x00fd, 4, 0, 0, 0);
		u32(&b, 1);
		end(&b);
	}
	return b;
}

/* ---- the file around them */

enum { SECTOR = 512, END_OF_CHAIN = -2, TABLE = -3, FREE = -1 };

static void directory_entry(struct buffer *b, const char *name, int type, uint32_t first,
                            uint32_t size)
{
	size_t n = strlen(name);
	char zeros[64] = { 0 };

	for (size_t i = 0; i < n; i++)
		buffer_put(b, (const char[]){ name[i], 0 }, 2);
	buffer_put(b, zeros, 64 - 2 * n);
	u16(b, 2 * (unsigned)(n + 1));
	buffer_put(b, (const char[]){ (char)type, 1 }, 2);
	u32(b, UINT32_MAX), u32(b, UINT32_MAX), u32(b, 1);
	buffer_put(b, zeros, 36);
	u32(b, first), u32(b, size), u32(b, 0);
}

static void fill_up(struct buffer *b)
{
	while (b->len % SECTOR)
		buffer_put(b, "\0", 1);
}

/* Header, table of sectors, directory, then the stream, filled up to what no small stream is. */
static struct buffer compound(struct context *cx, const char *stream, const struct buffer *content)
{
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);
	uint32_t size = content->len < 4096 ? 4096 : (uint32_t)content->len,
	         sectors = (size + SECTOR - 1) / SECTOR;

	assert_true(sectors + 2 <= SECTOR / 4);
	buffer_put(&b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24);
	u16(&b, 0x3e), u16(&b, 3), u16(&b, 0xfffe), u16(&b, 9), u16(&b, 6);
	u16(&b, 0), u32(&b, 0), u32(&b, 0), u32(&b, 1), u32(&b, 1);
	u32(&b, 0), u32(&b, 4096), u32(&b, (uint32_t)END_OF_CHAIN), u32(&b, 0);
	u32(&b, (uint32_t)END_OF_CHAIN), u32(&b, 0), u32(&b, 0);
	while (b.len < SECTOR)
		u32(&b, (uint32_t)FREE);
	u32(&b, (uint32_t)TABLE), u32(&b, (uint32_t)END_OF_CHAIN);
	for (uint32_t i = 0; i < sectors; i++)
		u32(&b, i + 1 < sectors ? i + 3 : (uint32_t)END_OF_CHAIN);
	while (b.len % SECTOR)
		u32(&b, (uint32_t)FREE);
	directory_entry(&b, "Root Entry", 5, (uint32_t)END_OF_CHAIN, 0);
	directory_entry(&b, stream, 2, 2, size);
	fill_up(&b);
	buffer_put(&b, content->text, content->len);
	while (b.len < 3 * SECTOR + (size_t)sectors * SECTOR)
		buffer_put(&b, "\0", 1);
	return b;
}

static const char *lines_of_stream(struct context *cx, const char *stream,
                                   const struct buffer *content)
{
	struct buffer b = compound(cx, stream, content);

	return lines_of(cx, b.text, b.len);
}

static void test_workbook(void **state)
{
	struct context *cx = *state;
	struct buffer b = example(cx);

	assert_string_equal(lines_of_stream(cx, "Workbook", &b), "= S\n"
	                                                         "1|caféПр😀+2\n"
	                                                         "~2|126.10#|2025-07-11@|1.5#\n"
	                                                         "3|F|#N/A|TRUE?\n"
	                                                         "4|^|L||3#\n"
	                                                         "~= H\n"
	                                                         "1|two\n");
}

static void test_refused(void **state)
{
	static const char *const damaged =
	        "The workbook is damaged: open it in a spreadsheet program, save it under another "
	        "name, and try again.";
	struct context *cx = *state;
	struct buffer b = BUFFER(cx->mem, 4096);

	begin(&b, 0x0500, 0x0005);
	end(&b);
	assert_string_equal(lines_of_stream(cx, "Workbook", &b),
	                    "This workbook is older than Excel 97. Open it in a spreadsheet "
	                    "program, save it as .xlsx, and try again.");
	b.len = 0;
	begin(&b, 0x0600, 0x0005);
	record(&b, 0x002f, 0);
	end(&b);
	assert_string_equal(lines_of_stream(cx, "Workbook", &b),
	                    "The file is protected by a password. Save it without one and try "
	                    "again.");
	b.len = 0;
	begin(&b, 0x0600, 0x0005);
	record(&b, 0x00fc, 8);
	u32(&b, 9), u32(&b, 9);
	end(&b);
	assert_string_equal(lines_of_stream(cx, "Workbook", &b), damaged);
	b.len = 0;
	begin(&b, 0x0600, 0x0010);
	end(&b);
	assert_string_equal(lines_of_stream(cx, "Workbook", &b), damaged);
	b.len = 0;
	begin(&b, 0x0600, 0x0005);
	assert_string_equal(lines_of_stream(cx, "Workbook", &b), damaged);
}

static void test_other_compounds(void **state)
{
	static const struct {
		const char *stream, *words;
	} cases[] = {
		{ "EncryptedPackage",
		  "The file is protected by a password. Save it without one and try again." },
		{ "WordDocument",
		  "This is a .doc file of Word 97 to 2003. Open it in Word or LibreOffice, save it "
		  "as .docx, and try again." },
		{ "Book", "This is an old Office file that is neither a workbook of Excel 97 or "
		          "later nor text. Open it in its program, save it as .xlsx or .docx, and "
		          "try again." },
	};
	struct context *cx = *state;
	struct buffer b = BUFFER(cx->mem, 4096);

	buffer_text(&b, "x");
	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(lines_of_stream(cx, cases[i].stream, &b), cases[i].words);
}

/* Cut off anywhere, and with any sector number for any other: words, and an end. */
static void test_torn(void **state)
{
	struct context *cx = *state;
	struct buffer content = example(cx), b = compound(cx, "Workbook", &content);
	size_t used = 3 * SECTOR + content.len;

	for (size_t i = 8; i < used; i += 13) {
		struct context_mark mark = context_mark(cx);
		char *exact = malloc(i);

		memcpy(exact, b.text, i);
		if (material_read_here(cx, exact, i, NULL))
			fail_msg("read %zu of %zu bytes", i, b.len);
		assert_failed(cx, ERR_BAD_REQUEST);
		free(exact);
		context_rewind(cx, mark);
	}
	for (size_t i = 8; i < used; i++)
		for (int c = 0; c < 256; c += 51) {
			struct context_mark mark = context_mark(cx);
			char was = b.text[i];

			b.text[i] = (char)c;
			(void)lines_of(cx, b.text, b.len);
			b.text[i] = was;
			context_rewind(cx, mark);
		}
}

/* UPR Info's workbook holds what its CSV holds, but for the words of the header. */
static void test_real(void **state)
{
	struct context *cx = *state;
	size_t xls_n, csv_n;
	char *xls = shared_file(cx, "upr-info-2015/original/1-5.xls", &xls_n),
	     *csv = shared_file(cx, "upr-info-2015/original/1-5.csv", &csv_n);
	struct material *a = material_read(cx, xls, xls_n, NULL),
	                *b = material_read(cx, csv, csv_n, NULL);
	struct unit u, v;

	assert_true(a && b);
	assert_string_equal(a->format, "xls");
	assert_int_equal(a->rows, 6095);
	assert_int_equal(b->rows, 6095);
	for (int64_t rows = 0; material_next(cx, a, &u) && material_next(cx, b, &v);) {
		assert_int_equal(u.kind, v.kind);
		if (u.kind != UNIT_ROW || ++rows == 1)
			continue;
		assert_int_equal(u.number, v.number);
		assert_int_equal(u.cells_n, v.cells_n);
		for (size_t i = 0; i < u.cells_n; i++)
			assert_string_equal(u.cells[i].text, v.cells[i].text);
	}
	assert_false(failed(cx));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_workbook), UNIT(test_refused), UNIT(test_other_compounds),
		UNIT(test_torn),     UNIT(test_real),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
