#include "format/document.h"

#include "test/docx.h"

#include <dirent.h>
#include <malloc.h>

/* ---- the order of things, told to a writer that writes them down */

static void note(void *w, const char *word)
{
	buffer_text(w, word);
}

static void note_paragraph(void *w, const struct document_paragraph *p)
{
	buffer_fmt(w, p->heading ? "h%d(" : "p(", p->heading);
}

static void note_run(void *w, const struct document_run *r)
{
	note(w, r->text);
}

static void note_end_paragraph(void *w)
{
	note(w, ")");
}

static void note_table(void *w, const struct document_table *t)
{
	buffer_fmt(w, "table%zu[", t->columns);
}

static void note_row(void *w, enum document_row kind)
{
	note(w, kind == DOCUMENT_HEAD_ROW ? "<head " : "<row ");
}

static void note_cell(void *w, const struct document_cell *c)
{
	static const char *const merge[] = { "", "v", "^" };

	buffer_fmt(w, "%d%s{", c->columns, merge[c->merge]);
}

static void note_end_cell(void *w)
{
	note(w, "}");
}

static void note_end_row(void *w)
{
	note(w, ">");
}

static void note_end_table(void *w)
{
	note(w, "]");
}

static void note_section(void *w, bool landscape)
{
	note(w, landscape ? "/across/" : "/upright/");
}

static bool note_end(struct context *cx, void *w, sink *to_sink, void *to)
{
	const struct buffer *b = w;

	return to_sink(cx, to, b->text, b->len);
}

static const struct document_writer notes = {
	.paragraph = note_paragraph,
	.run = note_run,
	.end_paragraph = note_end_paragraph,
	.table = note_table,
	.row = note_row,
	.cell = note_cell,
	.end_cell = note_end_cell,
	.end_row = note_end_row,
	.end_table = note_end_table,
	.section = note_section,
	.end = note_end,
};

static const int three[] = { 45, 15, 40 };

static void test_what_began_ends(void **state)
{
	struct context *cx = *state;
	struct buffer told = BUFFER(cx->mem, 1000), out = BUFFER(cx->mem, 1000);
	struct document *d = document_start(cx, &notes, &told);

	document_heading(d, 2, NULL, "a");
	document_text(d, "b");
	document_run(d, &(struct document_run){ .text = "c" });
	document_run(d, &(struct document_run){ .text = "" });
	document_run(d, &(struct document_run){ .text = NULL });
	document_section(d, true);
	document_table(d, &(struct document_table){ .widths = three, .columns = 3 });
	document_row(d, DOCUMENT_HEAD_ROW);
	document_cell(d, &(struct document_cell){ .columns = 3, .merge = DOCUMENT_FIRST });
	document_text(d, "d");
	document_row(d, DOCUMENT_BODY_ROW);
	document_cell(d, &(struct document_cell){ .columns = 2, .merge = DOCUMENT_FIRST });
	document_text(d, "e");
	document_text(d, "f");
	document_cell(d, &(struct document_cell){ 0 });
	document_row(d, DOCUMENT_BODY_ROW);
	document_cell(d, &(struct document_cell){ .columns = 2, .merge = DOCUMENT_ABOVE });
	document_cell(d, &(struct document_cell){ 0 });
	document_end_table(d);
	document_text(d, "g");
	assert_true(document_end(cx, d, sink_to_buffer, &out));
	assert_string_equal(out.text, "h2(a)p(bc)/across/table3[<head 3v{p(d)}>"
	                              "<row 2v{p(e)p(f)}1{}><row 2^{}1{}>]p(g)");
}

/* Calls document functions in the wrong order in a child, which has to be stopped. */
static bool stops(void (*mistake)(struct document *d))
{
	struct context cx = { .mem = arena_new(1024 * 1024) };
	struct buffer told = BUFFER(cx.mem, 1000);
	struct document *d = document_start(&cx, &notes, &told);
	int status = -1;
	pid_t child = fork();

	assert_int_not_equal(child, -1);
	if (!child) {
		assert_non_null(freopen("/dev/null", "w", stderr));
		signal(SIGABRT, SIG_DFL);
		mistake(d);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	arena_free(cx.mem);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void begin_row(struct document *d)
{
	document_table(d, &(struct document_table){ .widths = three, .columns = 3 });
	document_row(d, DOCUMENT_BODY_ROW);
}

static void run_alone(struct document *d)
{
	document_run(d, &(struct document_run){ .text = "a" });
}

static void row_too_short(struct document *d)
{
	begin_row(d);
	document_cell(d, &(struct document_cell){ .columns = 2 });
	document_end_table(d);
}

static void row_too_long(struct document *d)
{
	begin_row(d);
	document_cell(d, &(struct document_cell){ .columns = 4 });
}

static void text_in_row(struct document *d)
{
	begin_row(d);
	document_text(d, "a");
}

static void nothing_above(struct document *d)
{
	begin_row(d);
	document_cell(d, &(struct document_cell){ .merge = DOCUMENT_ABOVE });
}

static void text_in_covered_cell(struct document *d)
{
	begin_row(d);
	document_cell(d, &(struct document_cell){ .columns = 3, .merge = DOCUMENT_FIRST });
	document_row(d, DOCUMENT_BODY_ROW);
	document_cell(d, &(struct document_cell){ .columns = 3, .merge = DOCUMENT_ABOVE });
	document_text(d, "a");
}

static void head_below_body(struct document *d)
{
	begin_row(d);
	document_cell(d, &(struct document_cell){ .columns = 3 });
	document_row(d, DOCUMENT_HEAD_ROW);
}

static void table_in_table(struct document *d)
{
	begin_row(d);
	document_cell(d, &(struct document_cell){ .columns = 3 });
	begin_row(d);
}

static void table_without_rows(struct document *d)
{
	document_table(d, &(struct document_table){ .widths = three, .columns = 3 });
	document_end_table(d);
}

static void list_of_nobody(struct document *d)
{
	document_paragraph(d, &(struct document_paragraph){ .list = DOCUMENT_BULLETS + 1 });
}

static void test_mistakes_stop(void **state)
{
	static void (*const mistakes[])(struct document *) = {
		run_alone,          row_too_short,        row_too_long,    text_in_row,
		nothing_above,      text_in_covered_cell, head_below_body, table_in_table,
		table_without_rows, list_of_nobody,
	};

	(void)state;
	for (size_t i = 0; i < LEN(mistakes); i++)
		if (!stops(mistakes[i]))
			fail_msg("mistake %zu is not noticed", i);
}

/* ---- DOCX */

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

static void say(struct document *d, const struct document_paragraph *p, const char *text)
{
	document_paragraph(d, p);
	document_run(d, &(struct document_run){ .text = text });
}

static void tell_runs(struct document *d)
{
	document_paragraph(d, &(struct document_paragraph){ 0 });
	document_run(d, &(struct document_run){ .text = " galyň ", .bold = true });
	document_run(d, &(struct document_run){ .text = "ýapgyt", .italic = true });
	document_run(d,
	             &(struct document_run){
	                     .text = "рекомендации", .lang = "ru", .bold = true, .italic = true });
	document_run(d,
	             &(struct document_run){ .text = "<a href=\"x\">&", .link = "javascript:x" });
	document_run(d, &(struct document_run){ .text = "baglanyşyk",
	                                        .link = "https://example.org/ý?a=\"1\"&b" });
	document_run(d, &(struct document_run){ .text = "a\r\nb\tc\x01\xff\xef\xbf\xbe",
	                                        .lang = "not a language" });
	say(d, &(struct document_paragraph){ .lang = "ar" }, "توصية");
	say(d, &(struct document_paragraph){ .lang = "zh" }, "建议");
}

static void tell_lists(struct document *d)
{
	int first = document_list(d), second = document_list(d);

	say(d, &(struct document_paragraph){ .list = first }, "birinji");
	say(d, &(struct document_paragraph){ .list = first, .level = 1 }, "harp");
	say(d, &(struct document_paragraph){ .list = DOCUMENT_BULLETS, .level = 2 }, "nokat");
	say(d, &(struct document_paragraph){ .list = second }, "ýene birinji");
	say(d, &(struct document_paragraph){ .list = first }, "ikinji");
}

static void tell_table(struct document *d, int rows)
{
	document_table(d, &(struct document_table){
	                          .widths = three, .columns = 3, .name = "Üç <sütün> & \"at\"" });
	document_row(d, DOCUMENT_HEAD_ROW);
	for (int i = 0; i < 3; i++) {
		document_cell(d, &(struct document_cell){ 0 });
		document_text(d, "Sütün");
	}
	for (int i = 0; i < rows; i++) {
		document_row(d, DOCUMENT_BODY_ROW);
		document_cell(d, &(struct document_cell){ .columns = 2, .shaded = i == 0 });
		say(d, &(struct document_paragraph){ .list = DOCUMENT_BULLETS },
		    "çäre\nikinji setir");
		document_cell(
		        d, &(struct document_cell){ .merge = i ? DOCUMENT_ABOVE : DOCUMENT_FIRST });
	}
	document_end_table(d);
}

static struct document *example(struct context *cx)
{
	struct document *d =
	        docx_start(cx, &(struct document_about){ .title = "Teklipler & çäreler",
	                                                 .author = "Sekretariat",
	                                                 .lang = "tk",
	                                                 .head = "Nusga < & >",
	                                                 .foot = "2025-nji ýyl" });

	assert_non_null(d);
	say(d, &(struct document_paragraph){ .style = DOCUMENT_TITLE }, "Teklipler");
	say(d, &(struct document_paragraph){ .style = DOCUMENT_SUBTITLE }, "Üçünji tapgyr");
	for (int level = 1; level <= DOCUMENT_HEADINGS; level++)
		document_heading(d, level, level == 2 ? "ru" : NULL, "Bölüm");
	tell_runs(d);
	tell_lists(d);
	document_section(d, true);
	say(d, &(struct document_paragraph){ .style = DOCUMENT_CAPTION }, "1-nji tablisa");
	tell_table(d, 60);
	tell_table(d, 1);
	document_section(d, false);
	say(d, &(struct document_paragraph){ .style = DOCUMENT_QUOTE, .lang = "en", .keep = true },
	    "126.12. Strengthen the mechanism (Norway);");
	say(d, &(struct document_paragraph){ .style = DOCUMENT_NOTE }, "Çeşme: nusga.");
	return d;
}

static char *temporary_path(struct context *cx, const char *ending)
{
	const char *folder = getenv("TMPDIR");

	return arena_fmt(cx->mem, "%s/document-test-%d%s", str_empty(folder) ? "/tmp" : folder,
	                 (int)getpid(), ending);
}

static char *saved(struct context *cx, struct document *d)
{
	char *path = temporary_path(cx, ".docx");
	FILE *f = fopen(path, "wbe");

	assert_non_null(f);
	assert_true(document_end(cx, d, sink_to_file, f));
	assert_int_equal(fclose(f), 0);
	return path;
}

/* Nothing to repair in the fullest and the emptiest document; and a fault in either would be
 * noticed. */
static void test_docx_is_right(void **state)
{
	struct context *cx = *state;
	struct document *empty =
	        docx_start(cx, &(struct document_about){ .title = "A", .lang = "" });
	char *path = saved(cx, empty);
	bool looked = docx_is_right(path);

	cx->now = 1752206400000000; /* 2025-07-11T04:00Z */
	path = saved(cx, example(cx));
	looked = looked && docx_is_right(path);

	int noticed = !looked ? 0
	                      : docx_run((const char *[]){ "python3", "test/docx/check",
	                                                   "--selftest", path, NULL });

	unlink(path);
	if (!looked)
		skip();
	assert_int_equal(noticed, 0);
}

/* What others find in it. */
static const char *const reader =
        "import sys\n"
        "try:\n"
        "    import docx\n"
        "except ImportError:\n"
        "    sys.exit(127)\n"
        "d = docx.Document(sys.argv[1])\n"
        "texts = [p.text for p in d.paragraphs]\n"
        "styles = [p.style.name for p in d.paragraphs]\n"
        "assert d.core_properties.title == 'Teklipler & çäreler'\n"
        "assert d.core_properties.language == 'tk-TM'\n"
        "assert d.core_properties.created.isoformat() == '2025-07-11T04:00:00'\n"
        "assert styles[:4] == ['Title', 'Subtitle', 'Heading 1', 'Heading 2'], styles\n"
        "assert ' galyň ýapgytрекомендации<a href=\"x\">&a\\nb\\tc \\ufffd\\ufffd' in \\\n"
        "       [text.replace('baglanyşyk', '') for text in texts], texts\n"
        "assert 'List Bullet' in styles and 'List Number' in styles\n"
        "first, second = d.tables\n"
        "assert len(first.rows) == 61 and len(second.rows) == 2\n"
        "assert first.cell(1, 0).text == 'çäre\\nikinji setir'\n"
        "assert first.cell(1, 0)._tc is first.cell(1, 1)._tc\n"
        "assert first.cell(1, 2)._tc is first.cell(60, 2)._tc\n"
        "assert [s.orientation for s in d.sections] == [0, 1, 0]\n"
        "assert d.sections[0].header.paragraphs[0].text == 'Nusga < & >'\n"
        "links = [r.target_ref for r in d.part.rels.values() if r.is_external]\n"
        "assert links == ['https://example.org/%C3%BD?a=%221%22&b'], links\n";

static void test_python_docx(void **state)
{
	struct context *cx = *state;

	cx->now = 1752206400000000;

	char *path = saved(cx, example(cx));
	/* Debian's, whose packages another python would not see */
	int status = docx_run((const char *[]){ "/usr/bin/python3", "-c", reader, path, NULL });

	unlink(path);
	if (status == 127) {
		print_message("no python3-docx: skipped\n");
		skip();
	}
	assert_int_equal(status, 0);
}

/* LibreOffice lays it out: letters of three alphabets, the head of a table on each of its pages,
 * and how many pages there are. */
static void test_libreoffice(void **state)
{
	struct context *cx = *state;
	char *path = saved(cx, example(cx)), *pdf = temporary_path(cx, ".pdf");
	char *home = arena_fmt(cx->mem, "-env:UserInstallation=file://%s",
	                       temporary_path(cx, ".office"));
	const char *script = "command -v soffice pdftotext >/dev/null || exit 127\n"
	                     "timeout 120 soffice \"$1\" --headless --convert-to pdf"
	                     " --outdir \"${2%/*}\" \"$2\" >/dev/null 2>&1\n"
	                     "rm -rf \"${1#*file://}\"\n"
	                     "[ -f \"$3\" ] || exit 127\n" /* without Writer it says nothing */
	                     "text=$(pdftotext -layout \"$3\" -) || exit 1\n"
	                     "says() { echo \"$text\" | grep -q \"$1\" || exit 2; }\n"
	                     "says 'galyň *ýapgyt'; says 'рекомендации'; says '^ *2\\. *ikinji'\n"
	                     "says 'Page 1 of [4-9]'; says 'Nusga < & >'\n"
	                     "[ \"$(echo \"$text\" | grep -c 'Sütün *Sütün *Sütün')\" -ge 3 ]\n";
	int status = docx_run((const char *[]){ "sh", "-c", script, "sh", home, path, pdf, NULL });

	unlink(path);
	unlink(pdf);
	if (status == 127) {
		print_message("no LibreOffice Writer: skipped\n");
		skip();
	}
	assert_int_equal(status, 0);
}

static void test_limits(void **state)
{
	static const int many[DOCUMENT_COLUMNS + 1] = { 1 };
	static const struct document_about about = { .title = "T", .lang = "tk" };
	struct context *cx = *state;
	struct buffer small = BUFFER(cx->mem, 100);
	struct document *d = docx_start(cx, &about);
	int before = open_files();

	/* what follows a refusal does nothing, wherever it stands */
	document_table(d, &(struct document_table){ .widths = many, .columns = LEN(many) });
	document_row(d, DOCUMENT_BODY_ROW);
	document_cell(d, &(struct document_cell){ 0 });
	document_run(d, &(struct document_run){ .text = "a" });
	document_end_table(d);
	document_section(d, true);
	document_paragraph(d, &(struct document_paragraph){ 0 });
	assert_false(document_end(cx, d, sink_to_buffer, &small));
	assert_failed(cx, ERR_TOO_LARGE);

	/* a sink that takes no more */
	assert_false(document_end(cx, docx_start(cx, &about), sink_to_buffer, &small));
	assert_failed(cx, ERR_TOO_LARGE);
	assert_int_equal(open_files(), before);

	/* no place for temporary files */
	const char *folder = getenv("TMPDIR");
	char *keep = folder ? strdup(folder) : NULL;

	setenv("TMPDIR", "/nonexistent", 1);
	assert_null(docx_start(cx, &about));
	assert_failed(cx, ERR_UNAVAILABLE);
	if (keep)
		setenv("TMPDIR", keep, 1);
	else
		unsetenv("TMPDIR");
	free(keep);
}

/* Memory does not grow with the text, and the text has an end. */
static void test_long_document(void **state)
{
	struct context *cx = *state;
	struct document *d = docx_start(cx, &(struct document_about){ .title = "T", .lang = "tk" });
	size_t before = arena_used(cx->mem), live = mallinfo2().uordblks;
	int64_t told = 0;

	while (!failed(cx) && told <= MAX_DOCUMENT) {
		char text[2001];

		memset(text, 'a', sizeof text - 1);
		text[sizeof text - 1] = '\0';
		document_text(d, text);
		told += (int64_t)sizeof text;
	}
	assert_true(told > MAX_DOCUMENT / 2);
	assert_in_range(arena_used(cx->mem) - before, 0, 4096);
	assert_true(mallinfo2().uordblks < live + 64 * 1024);
	assert_false(document_end(cx, d, sink_to_file, NULL));
	assert_failed(cx, ERR_TOO_LARGE);
}

/* Writes a document while the n-th allocation fails; true when there was no n-th. */
static bool written_in_spite_of(long n)
{
	struct context cx = { .mem = arena_new(4 * 1024 * 1024) };
	volatile bool done = false;

	if (setjmp(*arena_recover(cx.mem)) == 0) {
		arena_fail_after(n);

		struct buffer b = BUFFER(cx.mem, 1024 * 1024);
		struct document *d = example(&cx);

		done = document_end(&cx, d, sink_to_buffer, &b);
	}
	arena_fail_after(0);
	arena_free(cx.mem);
	return done;
}

static void test_out_of_memory(void **state)
{
	int before = open_files();
	long n = 1;

	(void)state;
	for (; !written_in_spite_of(n); n++)
		assert_int_equal(open_files(), before);
	assert_int_equal(open_files(), before);
	assert_true(n > 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_what_began_ends), UNIT(test_mistakes_stop), UNIT(test_docx_is_right),
		UNIT(test_python_docx),     UNIT(test_libreoffice),   UNIT(test_limits),
		UNIT(test_long_document),   UNIT(test_out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
