#include "format/xlsx.h"

#include "test/unit.h"

#include <dirent.h>
#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* A folder of the test's own for temporary files, so that it sees what stays behind. */
static void in_own_folder(struct context *cx, char **ret)
{
	const char *folder = getenv("TMPDIR");

	*ret = arena_fmt(cx->mem, "%s/xlsx-test-XXXXXX", str_empty(folder) ? "/tmp" : folder);
	assert_non_null(mkdtemp(*ret));
	assert_int_equal(setenv("TMPDIR", *ret, 1), 0);
}

/* rmdir() succeeds only when nothing was left. */
static void leave_own_folder(const char *folder)
{
	const char *before = strrchr(folder, '/');
	char *parent = strndup(folder, (size_t)(before - folder));

	assert_int_equal(rmdir(folder), 0);
	setenv("TMPDIR", parent, 1);
	free(parent);
}

/* Whether the workbook's part `name` holds `wanted`; looked at with python's zip and XML readers,
 * which share nothing with the library that wrote it.  Python also reads every part as XML. */
static const char *const looker = "import sys, zipfile, xml.dom.minidom\n"
                                  "book = zipfile.ZipFile(sys.argv[1])\n"
                                  "assert book.testzip() is None\n"
                                  "for name in book.namelist():\n"
                                  "    xml.dom.minidom.parseString(book.read(name))\n"
                                  "part = book.read(sys.argv[2]).decode()\n"
                                  "sys.exit(0 if sys.argv[3] in part else 3)\n";

static int look(const char *path, const char *part, const char *wanted)
{
	int status = -1;
	pid_t child = fork();

	assert_int_not_equal(child, -1);
	if (!child) {
		execlp("python3", "python3", "-c", looker, path, part, wanted, (char *)NULL);
		_exit(127);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static char *saved(struct context *cx, struct xlsx *x, const char *folder)
{
	char *path = arena_fmt(cx->mem, "%s/list.xlsx", folder);
	FILE *f = fopen(path, "wbe");

	assert_non_null(f);
	assert_true(xlsx_end(cx, x, sink_to_file, f));
	assert_int_equal(fclose(f), 0);
	return path;
}

#define DATA   "xl/worksheets/sheet1.xml"
#define ABOUT  "xl/worksheets/sheet2.xml"
#define SECOND ABOUT

static struct xlsx *example(struct context *cx)
{
	static const char *const titles[] = {
		"Number", "Title", "Due", "Budget", "Done", "Bodies"
	};
	static const char *const bodies[] = { "Ministry <A> & B", "=B2" };
	struct xlsx *x = xlsx_start(cx, "Recommendations: 2023/24", "About", titles, LEN(titles));

	assert_non_null(x);
	cx->now = 1752206400000000; /* 2025-07-11T04:00Z */
	assert_true(xlsx_row(cx, x));
	xlsx_text(x, "126.12");
	xlsx_text(x, "=1+1");
	xlsx_date(x, date_day(2025, 6, 17));
	xlsx_decimal(x, 1250, 2);
	xlsx_yes_no(x, true, "hawa", "ýok");
	xlsx_texts(x, bodies, LEN(bodies));
	assert_true(xlsx_row(cx, x));
	xlsx_integer(x, 42);
	xlsx_text(x, "a\x01\xff\r\nb _x0041_ \xef\xbf\xbf\t");
	xlsx_date(x, (struct date){ 2025, 12, 31, PRECISION_YEAR });
	xlsx_empty(x);
	xlsx_yes_no(x, false, "hawa", "ýok");
	xlsx_texts(x, NULL, 0);
	assert_true(xlsx_row(cx, x));
	xlsx_integer(x, INT64_MIN);
	xlsx_text(x, NULL);
	xlsx_date(x, date_day(1900, 2, 28));
	xlsx_decimal(x, -5, 3);
	xlsx_text(x, "https://example.org/");
	xlsx_about(x, "List", "Recommendations");
	xlsx_about(x, "Filter", "=state");
	xlsx_about(x, "Records", "");
	assert_int_equal(xlsx_cut(x), 0);
	return x;
}

static void test_workbook(void **state)
{
	static const struct {
		const char *part, *wanted;
	} cases[] = {
		{ DATA, "<v>45825</v>" }, /* 2025-06-17 */
		{ DATA, "<v>12.5</v>" },
		{ DATA, "<v>42</v>" },
		{ DATA, "<v>-0.005</v>" },
		{ DATA, "<t>=1+1</t>" },
		{ DATA, "<t>126.12</t>" },
		{ DATA, "<t>hawa</t>" },
		{ DATA, "<t>ýok</t>" },
		{ DATA, "<t>2025</t>" },
		{ DATA, "<t>1900-02-28</t>" },
		{ DATA, "<t>-9223372036854775808</t>" },
		{ DATA, "Ministry &lt;A&gt; &amp; B\n=B2</t>" },
		{ DATA, "a \xef\xbf\xbd\nb _x005F_x0041_ \xef\xbf\xbd" },
		{ DATA, "<t>https://example.org/</t>" },
		{ DATA, "<autoFilter ref=\"A1:F4\"/>" },
		{ DATA, "state=\"frozen\"" },
		{ DATA, "fitToHeight=\"0\"" },
		{ ABOUT, "<t>=state</t>" },
		{ "xl/workbook.xml", "name=\"Recommendations  2023 24\"" },
		{ "xl/workbook.xml", "name=\"About\"" },
		{ "xl/styles.xml", "formatCode=\"dd.mm.yyyy\"" },
		{ "docProps/core.xml", "2025-07-11T04:00:00Z" },
	};
	struct context *cx = *state;
	char *folder;

	in_own_folder(cx, &folder);

	char *path = saved(cx, example(cx), folder);
	int tried = look(path, DATA, "<f>");

	if (tried == 127) {
		unlink(path);
		leave_own_folder(folder);
		print_message("no python3 to look with: skipped\n");
		skip();
	}
	assert_int_equal(tried, 3); /* no formula anywhere */
	assert_int_equal(look(path, DATA, "hyperlink"), 3);
	for (size_t i = 0; i < LEN(cases); i++)
		if (look(path, cases[i].part, cases[i].wanted) != 0)
			fail_msg("%s has no %s", cases[i].part, cases[i].wanted);
	assert_int_equal(unlink(path), 0);
	leave_own_folder(folder);
}

/* A second table is written in turns with the first, and has a head of its own. */
static void test_two_tables(void **state)
{
	static const struct {
		const char *part, *wanted;
	} cases[] = {
		{ DATA, "<v>45849.583333" }, /* 2025-07-11 14:00 */
		{ DATA, "<autoFilter ref=\"A1:B3\"/>" },
		{ DATA, "<t>1899-12-31</t>" },
		{ SECOND, "<t>Symbol</t>" },
		{ SECOND, "<t>=A/HRC/24/3</t>" },
		{ SECOND, "<t>A/HRC/39/3</t>" },
		{ SECOND, "<autoFilter ref=\"A1:A3\"/>" },
		{ SECOND, "state=\"frozen\"" },
		{ "xl/workbook.xml", "name=\"Sources\" sheetId=\"2\"" },
		{ "xl/workbook.xml", "name=\"About\" sheetId=\"3\"" },
	};
	static const char *const titles[] = { "Number", "Entered" }, *const symbol[] = { "Symbol" };
	struct context *cx = *state;
	struct xlsx *x;
	char *folder;

	in_own_folder(cx, &folder);
	x = xlsx_start(cx, "List", "About", titles, LEN(titles));
	assert_non_null(x);
	assert_true(xlsx_table(cx, x, "Sources", symbol, LEN(symbol)));
	for (int i = 0; i < 2; i++) {
		xlsx_to(x, 0);
		assert_true(xlsx_row(cx, x));
		xlsx_integer(x, i);
		xlsx_time(x, i ? date_day(1899, 12, 31) : date_day(2025, 7, 11), 14 * 3600);
		xlsx_to(x, 1);
		assert_true(xlsx_row(cx, x));
		xlsx_text(x, i ? "A/HRC/39/3" : "=A/HRC/24/3");
	}
	xlsx_about(x, "List", "Recommendations");

	char *path = saved(cx, x, folder);

	for (size_t i = 0; i < LEN(cases); i++) {
		int found = look(path, cases[i].part, cases[i].wanted);

		if (found != 0 && found != 127)
			fail_msg("%s has no %s", cases[i].part, cases[i].wanted);
	}
	unlink(path);
	leave_own_folder(folder);
}

/* To be filled in: what is open, what is hidden, and what can be chosen. */
static void test_to_be_filled_in(void **state)
{
	static const struct {
		const char *part, *wanted;
	} cases[] = {
		{ DATA, "<sheetProtection sheet=\"1\"" },
		{ DATA, "<c r=\"B2\"" }, /* empty, and open all the same */
		{ DATA, "<c r=\"B3\"" },
		{ DATA, "<t>=1+1</t>" },
		{ DATA, "<col min=\"3\" max=\"3\" width=\"8.7109375\" hidden=\"1\"" },
		{ DATA, "sqref=\"B2:B3\"" },
		{ DATA, "<formula1>'Lists'!$A$2:$A$3</formula1>" },
		{ "xl/workbook.xml", "name=\"Lists\" sheetId=\"2\" state=\"hidden\"" },
		{ "xl/styles.xml", "<protection locked=\"0\"/>" },
	};
	static const char *const titles[] = { "Told", "Filled in", "Key" }, *const list[] = { "L" };
	struct context *cx = *state;
	struct xlsx *x;
	char *folder, *path;

	in_own_folder(cx, &folder);
	x = xlsx_start(cx, "Sheet", "About", titles, LEN(titles));
	assert_non_null(x);
	assert_true(xlsx_table(cx, x, "Lists", list, LEN(list)));
	xlsx_hide(x);
	for (int i = 0; i < 2; i++) {
		assert_true(xlsx_row(cx, x));
		xlsx_text(x, i ? "yes" : "no");
	}
	xlsx_to(x, 0);
	xlsx_protect(x);
	xlsx_open_column(x, 1, 30);
	xlsx_hide_column(x, 2);
	xlsx_choices(x, 1, 1, 0, 2);
	for (int i = 0; i < 2; i++) {
		assert_true(xlsx_row(cx, x));
		xlsx_text(x, "=1+1");
		if (i)
			xlsx_text(x, "");
		else
			xlsx_empty(x);
		xlsx_integer(x, i);
	}
	path = saved(cx, x, folder);
	for (size_t i = 0; i < LEN(cases); i++) {
		int found = look(path, cases[i].part, cases[i].wanted);

		if (found != 0 && found != 127)
			fail_msg("%s has no %s", cases[i].part, cases[i].wanted);
	}
	unlink(path);
	leave_own_folder(folder);
}

static void test_long_text_is_cut(void **state)
{
	static const char *const titles[] = { "T" };
	struct context *cx = *state;
	size_t n = 4 * XLSX_CELL_CHARACTERS;
	char *text = arena_alloc(cx->mem, n + 1);
	char *folder;

	for (size_t i = 0; i < n; i += 4)
		memcpy(text + i, "𝄞", 4); /* two UTF-16 units each */
	in_own_folder(cx, &folder);

	struct xlsx *x = xlsx_start(cx, "T", "A", titles, 1);
	const char *const many[] = { "first", text };

	assert_true(xlsx_row(cx, x));
	xlsx_text(x, text + n - 4 * (XLSX_CELL_CHARACTERS / 2)); /* just fits */
	assert_int_equal(xlsx_cut(x), 0);
	assert_true(xlsx_row(cx, x));
	xlsx_text(x, text);
	assert_int_equal(xlsx_cut(x), 1);
	assert_true(xlsx_row(cx, x));
	xlsx_texts(x, many, LEN(many));
	assert_int_equal(xlsx_cut(x), 2);

	char *path = saved(cx, x, folder);
	int found = look(path, DATA, "𝄞… [cut here: a cell holds no more]</t>");

	assert_int_equal(unlink(path), 0);
	leave_own_folder(folder);
	if (found == 127)
		skip();
	assert_int_equal(found, 0);
}

/* Names that Excel does not take, or that are the same twice, are replaced and nothing fails. */
static void test_sheet_names(void **state)
{
	static const char *const names[][2] = {
		{ "", "" },
		{ "History", "history" },
		{ "Same", "same" },
		{ "[]:*?/\\", "'" },
		{ "\xff", "A name of more than thirty-one characters that goes on and on" },
	};
	static const char *const titles[] = { "T" };
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(names); i++) {
		struct buffer b = BUFFER(cx->mem, MAX_ANSWER);
		struct xlsx *x = xlsx_start(cx, names[i][0], names[i][1], titles, 1);
		int before = open_files() - 2; /* the workbook, its rows */

		assert_non_null(x);
		if (i > 0)
			xlsx_about(x, "List", "T");
		assert_true(xlsx_end(cx, x, sink_to_buffer, &b));
		assert_memory_equal(b.text, "PK\x03\x04", 4);
		assert_int_equal(open_files(), before);
	}
}

static void test_limits(void **state)
{
	static const char *const titles[XLSX_COLUMNS + 1] = { NULL };
	struct context *cx = *state;
	struct buffer b = BUFFER(cx->mem, 1000);
	static const char *const one[] = { "T" };

	assert_null(xlsx_start(cx, "T", "A", titles, LEN(titles)));
	assert_failed(cx, ERR_TOO_LARGE);

	/* a sink that takes no more */
	assert_false(xlsx_end(cx, xlsx_start(cx, "T", "A", one, 1), sink_to_buffer, &b));
	assert_failed(cx, ERR_TOO_LARGE);

	/* no place for temporary files */
	const char *before = getenv("TMPDIR");
	char *keep = before ? strdup(before) : NULL;

	setenv("TMPDIR", "/nonexistent", 1);
	assert_null(xlsx_start(cx, "T", "A", one, 1));
	assert_failed(cx, ERR_UNAVAILABLE);
	if (keep)
		setenv("TMPDIR", keep, 1);
	else
		unsetenv("TMPDIR");
	free(keep);
}

/* Writes a workbook while the n-th allocation fails; true when there was no n-th. */
static bool written_in_spite_of(long n)
{
	static const char *const titles[] = { "One", "Two" };
	struct context cx = { .mem = arena_new(4 * 1024 * 1024) };
	volatile bool done = false;

	if (setjmp(*arena_recover(cx.mem)) == 0) {
		arena_fail_after(n);

		struct buffer b = BUFFER(cx.mem, 1024 * 1024);
		struct xlsx *x = xlsx_start(&cx, "T", "A", titles, 2);

		assert_true(xlsx_row(&cx, x));
		xlsx_text(x, "a text that is somewhat longer than the others");
		xlsx_about(x, "List", "T");
		done = xlsx_end(&cx, x, sink_to_buffer, &b);
	}
	arena_fail_after(0);
	arena_free(cx.mem);
	return done;
}

/* Memory runs out at every allocation in turn: no file, no descriptor, no memory stays behind. */
static void test_out_of_memory(void **state)
{
	struct context *cx = *state;
	long n = 1;
	char *folder;

	in_own_folder(cx, &folder);

	int before = open_files();

	for (; !written_in_spite_of(n); n++)
		assert_int_equal(open_files(), before);
	assert_int_equal(open_files(), before);
	assert_true(n > 8);
	leave_own_folder(folder);
}

/* As many rows as Excel takes: memory does not grow with them, and one more is refused. */
static void test_full_sheet(void **state)
{
	static const char *const titles[] = { "T" };
	struct context *cx = *state;
	struct xlsx *x = xlsx_start(cx, "T", "A", titles, 1);
	FILE *nowhere = fopen("/dev/null", "wbe");

	assert_non_null(x);
	assert_non_null(nowhere);

	size_t before = arena_used(cx->mem), live = mallinfo2().uordblks;

	for (int i = 1; i < XLSX_ROWS; i++) {
		assert_true(xlsx_row(cx, x));
		xlsx_text(x, "a row of this sheet");
	}
	assert_false(xlsx_row(cx, x));
	assert_failed(cx, ERR_TOO_LARGE);
	assert_in_range(arena_used(cx->mem) - before, 0, 1024);
	assert_true(mallinfo2().uordblks < live + 64 * 1024);
	assert_true(xlsx_end(cx, x, sink_to_file, nowhere));
	fclose(nowhere);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_workbook),         UNIT(test_two_tables),  UNIT(test_to_be_filled_in),
		UNIT(test_long_text_is_cut), UNIT(test_sheet_names), UNIT(test_limits),
		UNIT(test_out_of_memory),    UNIT(test_full_sheet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
