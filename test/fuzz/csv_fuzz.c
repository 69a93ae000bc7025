/* Whatever is read as a table can be written for programs and in our own form, and reads the same
 * again. */
#include "format/csv.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Writes all rows; false when the table is refused. */
static bool copy_table(struct context *cx, struct csv_reader *r, struct csv_writer *w,
                       enum csv_form from)
{
	struct csv_row row;
	int64_t last = 0;

	while (csv_next(cx, r, &row)) {
		assert(row.number > last && row.line >= row.number && row.count >= 1);
		last = row.number;
		for (size_t i = 0; i < row.count; i++)
			csv_cell(w, from == CSV_OWN ? csv_plain(row.cells[i]) : row.cells[i]);
		csv_end_row(w);
	}
	return csv_end(w) && !failed(cx);
}

/* The writer quotes semicolons and tabs, so the comma is found again. */
static void check_again(struct context *cx, const struct buffer *b, enum csv_form form)
{
	struct buffer again = BUFFER(cx->mem, 4 * 1024 * 1024);
	struct csv_writer w;
	struct csv_reader *r = csv_open_bytes(cx, buffer_str(b), b->len);

	assert(r && csv_separator(r) == ',');
	csv_start(&w, cx, form, sink_to_buffer, &again);

	bool same = copy_table(cx, r, &w, form);

	assert(same && again.len == b->len &&
	       memcmp(buffer_str(&again), buffer_str(b), b->len) == 0);
}

static void try_form(const uint8_t *data, size_t size, enum csv_form form)
{
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };
	struct buffer b = BUFFER(cx.mem, 4 * 1024 * 1024);
	struct csv_reader *r = csv_open_bytes(&cx, (const char *)data, size);
	struct csv_writer w;

	csv_start(&w, &cx, form, sink_to_buffer, &b);
	if (r && copy_table(&cx, r, &w, CSV_FOR_PROGRAMS))
		check_again(&cx, &b, form);
	arena_free(cx.mem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	try_form(data, size, CSV_FOR_PROGRAMS);
	try_form(data, size, CSV_OWN);
	return 0;
}
