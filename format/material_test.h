/* What the tests of readers have in common: units as lines of text, and files of the world. */
#ifndef FORMAT_MATERIAL_TEST_H
#define FORMAT_MATERIAL_TEST_H

#include "base/buffer.h"
#include "format/reader.h"
#include "test/unit.h"

/* "text", "126.10#" a number, "2025-07-11@" a date, "TRUE?", "text+2" covers two columns, "^" is
 * merged with the cell above. */
static inline void put_cell_for_test(struct buffer *b, const struct cell *c)
{
	static const char marks[] = { [CELL_EMPTY] = '\0',
		                      [CELL_TEXT] = '\0',
		                      [CELL_NUMBER] = '#',
		                      [CELL_DATE] = '@',
		                      [CELL_YESNO] = '?' };

	buffer_text(b, c->text);
	if (marks[c->kind])
		buffer_char(b, marks[c->kind]);
	if (c->columns > 1)
		buffer_fmt(b, "+%d", c->columns);
	if (c->above)
		buffer_char(b, '^');
}

/* The rest of the units, a line for each: "= NAME" a sheet (~ before what is hidden), "3|a|b" a
 * row, "text" a paragraph, "---" a page, "! text" a remark. */
static inline const char *material_lines(struct context *cx, struct material *m)
{
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);
	struct unit u;

	while (material_next(cx, m, &u)) {
		if (u.hidden)
			buffer_char(&b, '~');
		if (u.kind == UNIT_SHEET)
			buffer_fmt(&b, "= %s", u.text);
		else if (u.kind == UNIT_REMARK)
			buffer_fmt(&b, "! %s", u.text);
		else if (u.kind == UNIT_PAGE)
			buffer_text(&b, "---");
		else if (u.kind == UNIT_ROW)
			buffer_fmt(&b, "%lld", (long long)u.number);
		else
			buffer_text(&b, u.text);
		for (size_t i = 0; i < u.cells_n; i++) {
			buffer_char(&b, '|');
			put_cell_for_test(&b, &u.cells[i]);
		}
		buffer_char(&b, '\n');
	}
	assert_false(failed(cx));
	assert_false(b.full);
	return buffer_str(&b);
}

/* The same of the bytes, read in this process; when they are refused, the words. */
static inline const char *lines_of(struct context *cx, const char *bytes, size_t n)
{
	struct material *m = material_read_here(cx, bytes, n, NULL);

	if (m)
		return material_lines(cx, m);

	const char *words = arena_str(cx->mem, cx->err.text);

	error_clear(cx);
	return words;
}

/* A file of ../shared/data, or the test is skipped. */
static inline char *shared_file(struct context *cx, const char *path, size_t *n)
{
	const char *whole = arena_fmt(cx->mem, "../shared/data/%s", path);
	FILE *f = fopen(whole, "rbe");
	char *bytes;

	if (!f) {
		print_message("no %s: skipped\n", whole);
		skip();
	}
	fseek(f, 0, SEEK_END);
	*n = (size_t)ftell(f);
	rewind(f);
	bytes = arena_raw(cx->mem, *n + 1);
	assert_int_equal(fread(bytes, 1, *n, f), *n);
	fclose(f);
	return bytes;
}

#endif
