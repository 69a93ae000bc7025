/* The reader as a process: what it gives, and what comes of one that dies, hangs or lies. */
#include "format/material.h"

#include "base/buffer.h"
#include "format/material_test.h"
#include "format/unit.h"

#include <dirent.h>
#include <signal.h>

static const char *read_text(struct context *cx, const char *text,
                             const struct material_options *options)
{
	struct material *m = material_read(cx, text, strlen(text), options);

	return m ? material_lines(cx, m) : NULL;
}

static int open_files(void)
{
	DIR *folder = opendir("/proc/self/fd");
	int n = 0;

	assert_non_null(folder);
	while (readdir(folder))
		n++;
	closedir(folder);
	return n;
}

static void test_table(void **state)
{
	struct context *cx = *state;
	static const char text[] = "Title of the table\n\n"
	                           "Number;Text;Due\n"
	                           "1;\"a, b\r\nc\";2025\n"
	                           ";;\n"
	                           "2;x;;;\n";
	int before = open_files();
	struct material *m = material_read(cx, text, strlen(text), NULL);

	assert_non_null(m);
	assert_string_equal(m->format, "csv");
	assert_string_equal(m->encoding, "utf-8");
	assert_int_equal(m->separator, ';');
	assert_int_equal(m->rows, 4);
	assert_int_equal(m->units, 5);
	for (int i = 0; i < 2; i++, material_rewind(m))
		assert_string_equal(material_lines(cx, m), "= \n"
		                                           "1|Title of the table\n"
		                                           "3|Number|Text|Due\n"
		                                           "4|1|a, b\nc|2025\n"
		                                           "6|2|x\n");
	assert_int_equal(open_files(), before + 1);
}

static void test_separators(void **state)
{
	static const struct {
		const char *text;
		char separator;
	} cases[] = {
		{ "a,b\n1,2\n", ',' },
		{ "a;b\n1,5;2\n", ';' },
		{ "a\tb\n1,5\t2;3\n", '\t' },
		{ "a|b|c\n1,5|2|3\n", '|' },
		{ "Rights of women, children, and others, too\n\na;b\n1;2\n3;4\n", ';' },
		{ "a;b\n\"one, two, three, four\";x\n\"one, two\";y\n", ';' },
		{ "one column\nof words, with a comma\n", ',' },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++) {
		struct material *m =
		        material_read_here(cx, cases[i].text, strlen(cases[i].text), NULL);

		assert_non_null(m);
		assert_int_equal(m->separator, cases[i].separator);
	}
}

static void test_told_beforehand(void **state)
{
	struct context *cx = *state;

	assert_string_equal(
	        read_text(cx, "a,b;c\n", &(struct material_options){ .separator = ';' }),
	        "= \n1|a,b|c\n");
	assert_string_equal(read_text(cx, "caf\xe9\n",
	                              &(struct material_options){ .encoding = "windows-1251" }),
	                    "= \n1|cafй\n");
	assert_null(read_text(cx, "a", &(struct material_options){ .encoding = "koi8-r" }));
	assert_string_equal(cx->err.text, "There is no encoding called koi8-r.");
	assert_failed(cx, ERR_BAD_REQUEST);
	assert_null(read_text(cx, "a", &(struct material_options){ .separator = 'x' }));
	assert_failed(cx, ERR_BAD_REQUEST);
}

static void test_refused(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{ "", "The file is empty." },
		{ "a,b\n\"1,2\n", "Row 2: the quotation mark opened in line 2 is never closed." },
		{ "<html><table><tr><td>a</td></tr></table></html>",
		  "This is a web page or rich text, whatever the file is called. Open it in its "
		  "program, save it as .xlsx or .docx, and try again." },
		{ "{\\rtf1\\ansi}",
		  "This is a web page or rich text, whatever the file is called. Open it in its "
		  "program, save it as .xlsx or .docx, and try again." },
		{ "\x7f"
		  "ELF\x02\x01\x01\x80\x81\x90\x91\xff\xfe",
		  "This is no table: neither a workbook nor text in an encoding that is known "
		  "here. Save it as “CSV UTF-8” or .xlsx and try again." },
	};
	struct context *cx = *state;
	int before = open_files();

	for (size_t i = 0; i < LEN(cases); i++) {
		assert_null(read_text(cx, cases[i].text, NULL));
		assert_string_equal(cx->err.text, cases[i].words);
		assert_failed(cx, ERR_BAD_REQUEST);
	}
	arena_reset(cx->mem);
	assert_int_equal(open_files(), before);
}

/* Endless rows, without being in memory. */
struct endless {
	const char *row;
	int64_t rows, done;
};

static bool give_endless(struct context *cx, void *from, void *bytes, size_t room, size_t *ret)
{
	struct endless *e = from;
	size_t n = strlen(e->row);

	(void)cx;
	for (*ret = 0; e->done < e->rows && *ret + n <= room; e->done++, *ret += n)
		memcpy((char *)bytes + *ret, e->row, n);
	return true;
}

static void test_too_large(void **state)
{
	static const struct {
		const char *row;
		int64_t rows;
		const char *words;
	} cases[] = {
		{ "1\n", 10 * 1000 * 1000, "The table has more than 1000000 rows." },
		{ "123456789012345678901234567890\n", 10 * 1000 * 1000,
		  "The file is larger than 256 MB." },
		{ "a,", 600, "Row 1 has more than 500 columns." },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ", 100 * 1000,
		  "Row 1, column 1: the cell is longer than 1048576 bytes." },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++) {
		struct endless e = { cases[i].row, cases[i].rows, 0 };

		assert_null(material_read_from(cx, give_endless, &e, NULL));
		assert_string_equal(cx->err.text, cases[i].words);
		assert_failed(cx, ERR_TOO_LARGE);
	}
}

/* A record that is small as text and large as values. */
static void test_too_much_memory(void **state)
{
	struct context *cx = *state;
	struct buffer b = BUFFER(cx->mem, 8 * 1024 * 1024);

	buffer_text(&b, "[{\"a\":[0");
	for (int i = 0; i < MAX_JSON_VALUES - 10; i++)
		buffer_text(&b, ",0");
	buffer_text(&b, "]}]");
	assert_null(material_read(cx, b.text, b.len, NULL));
	assert_string_equal(cx->err.text, "The file cannot be read in 64 MB of memory.");
	assert_failed(cx, ERR_TOO_LARGE);
}

/* ---- the process dies, or is no longer wanted */

/* The child of this process. */
static pid_t the_child(void)
{
	char path[64];
	FILE *f;
	int child = 0;

	snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
	f = fopen(path, "re");
	assert_non_null(f);
	assert_int_equal(fscanf(f, "%d", &child), 1);
	fclose(f);
	return child;
}

struct listener {
	int signal;
	int asked;
};

static bool kill_reader(struct context *cx, void *listener, int64_t done)
{
	struct listener *l = listener;

	(void)cx, (void)done;
	l->asked++;
	if (!l->signal)
		return false;
	kill(the_child(), l->signal);
	return true;
}

/* Rows enough for the listener to be asked before the end. */
static struct endless many_rows(void)
{
	return (struct endless){ "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24\n",
		                 900 * 1000, 0 };
}

static void test_reader_dies(void **state)
{
	static const struct {
		int signal;
		enum error_kind kind;
		const char *words;
	} cases[] = {
		{ SIGSEGV, ERR_BAD_REQUEST,
		  "The file could not be read to its end: it is damaged, or it was made to break "
		  "programs that read it." },
		{ SIGXCPU, ERR_TOO_LARGE,
		  "Reading the file took longer than is allowed. Divide it and try again." },
		{ SIGXFSZ, ERR_TOO_LARGE,
		  "The file holds more than this program takes from one file." },
		{ 0, ERR_UNAVAILABLE, "The reading was stopped." },
	};
	struct context *cx = *state;
	int before = open_files();

	for (size_t i = 0; i < LEN(cases); i++) {
		struct endless e = many_rows();
		struct listener l = { .signal = cases[i].signal };
		const struct material_options options = { .progress = kill_reader, .listener = &l };

		assert_null(material_read_from(cx, give_endless, &e, &options));
		assert_string_equal(cx->err.text, cases[i].words);
		assert_failed(cx, cases[i].kind);
		assert_int_equal(l.asked, 1);
	}
	arena_reset(cx->mem);
	assert_int_equal(open_files(), before);
}

/* ---- frames */

static void put_example(struct frame_buffer *b)
{
	static const struct unit row = { .hidden = true };

	frame_begin(b, UNIT_ROW);
	frame_int(b, 7);
	frame_flags(b, &row);
	(void)frame_cell(b, &(struct cell){ .kind = CELL_TEXT }, "a\r\nb\x01", 5);
	(void)frame_cell(b, &(struct cell){ .kind = CELL_EMPTY, .above = true }, "", 0);
	(void)frame_cell(b, &(struct cell){ .kind = CELL_NUMBER, .number = 5, .columns = 2 }, "5",
	                 1);
	(void)frame_cell(b, &(struct cell){ .kind = CELL_TEXT }, " \xc2\xa0\n", 4);
	(void)frame_cell(b, &(struct cell){ .kind = CELL_TEXT }, "x\xffy", 3);
	assert_true(frame_end(b));
}

static void test_frame(void **state)
{
	struct frame_buffer b = { 0 };
	struct cell cells[MAX_MATERIAL_COLUMNS];
	struct frame f;

	(void)state;
	put_example(&b);
	assert_true(frame_read(b.bytes + FRAME_HEAD, b.n - FRAME_HEAD, cells, &f));
	assert_int_equal(f.kind, UNIT_ROW);
	assert_int_equal(f.unit.number, 7);
	assert_true(f.unit.hidden);
	assert_int_equal(f.unit.cells_n, 5);
	assert_string_equal(cells[0].text, "a\nb");
	assert_true(cells[1].kind == CELL_EMPTY && cells[1].above);
	assert_true(cells[2].kind == CELL_NUMBER && cells[2].columns == 2 && cells[2].number == 5);
	assert_int_equal(cells[3].kind, CELL_EMPTY);
	assert_string_equal(cells[4].text, "x\ufffdy");
	frame_free(&b);
}

/* Every end and every byte that is not as it was: refused, or at least no harm. */
static void test_torn_frames(void **state)
{
	struct frame_buffer b = { 0 };
	struct cell cells[MAX_MATERIAL_COLUMNS];
	struct frame f;
	char *exact;
	size_t n;

	(void)state;
	put_example(&b);
	n = b.n - FRAME_HEAD;
	for (size_t i = 0; i < n; i++) {
		exact = malloc(i ? i : 1);
		memcpy(exact, b.bytes + FRAME_HEAD, i);
		/* where a cell ends, so may the row */
		if (frame_read(exact, i, cells, &f))
			assert_in_range(f.unit.cells_n, 1, 4);
		free(exact);
	}
	exact = malloc(n);
	for (size_t i = 0; i < n; i++)
		for (int c = 0; c < 256; c++) {
			memcpy(exact, b.bytes + FRAME_HEAD, n);
			exact[i] = (char)c;
			if (frame_read(exact, n, cells, &f) && f.kind == UNIT_ROW)
				for (size_t k = 0; k < f.unit.cells_n; k++)
					assert_in_range(cells[k].columns, 1, MAX_MATERIAL_COLUMNS);
		}
	free(exact);
	frame_free(&b);
}

/* ---- files of the world */

static void test_macroman(void **state)
{
	struct context *cx = *state;
	struct material *m;
	struct unit u;
	size_t n, found = 0;
	char *bytes = shared_file(cx, "upr-info-2015/original/1-5.csv", &n);

	m = material_read(cx, bytes, n, NULL);
	assert_non_null(m);
	assert_string_equal(m->encoding, "macroman");
	assert_int_equal(m->separator, ',');
	assert_int_equal(m->rows, 6095);
	while (material_next(cx, m, &u))
		for (size_t i = 0; i < u.cells_n; i++) {
			found += strstr(u.cells[i].text, "Hissène Habré") != NULL;
			assert_null(strstr(u.cells[i].text, "\ufffd"));
		}
	assert_false(failed(cx));
	assert_int_equal(found, 2);
}

/* The whole table of UPR Info, in little memory. */
static void test_whole_table(void **state)
{
	struct context *cx = *state;
	struct material *m;
	struct unit u;
	size_t n, used;
	char *bytes = shared_file(cx, "upr-info-2015/upr_info_utf8.csv", &n);

	used = arena_used(cx->mem);
	m = material_read(cx, bytes, n, NULL);
	assert_non_null(m);
	assert_int_equal(m->rows, 33259);
	while (material_next(cx, m, &u))
		;
	assert_false(failed(cx));
	assert_true(arena_used(cx->mem) - used < 1024 * 1024);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_table),       UNIT(test_separators),  UNIT(test_told_beforehand),
		UNIT(test_refused),     UNIT(test_too_large),   UNIT(test_too_much_memory),
		UNIT(test_reader_dies), UNIT(test_frame),       UNIT(test_torn_frames),
		UNIT(test_macroman),    UNIT(test_whole_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
