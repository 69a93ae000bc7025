/* What fuzz targets of readers have in common: whatever the bytes are, they are refused in words,
 * or give units that keep the word of format/material.h. */
#ifndef TEST_FUZZ_MATERIAL_FUZZ_H
#define TEST_FUZZ_MATERIAL_FUZZ_H

#include "format/reader.h"
#include "format/zip_write.h"

#include <assert.h>

static inline void check_row(const struct unit *u, int64_t last)
{
	const struct cell *end = &u->cells[u->cells_n - 1];

	assert(u->number > last && (end->kind != CELL_EMPTY || end->above));
	for (size_t i = 0; i < u->cells_n; i++)
		assert(!strchr(u->cells[i].text, '\r') &&
		       (u->cells[i].kind == CELL_EMPTY) == !*u->cells[i].text);
}

static inline void check_units(struct context *cx, struct material *m)
{
	struct unit u;
	int64_t rows = 0, last = 0;

	while (material_next(cx, m, &u)) {
		if (u.kind == UNIT_SHEET)
			last = 0;
		if (u.kind != UNIT_ROW)
			continue;
		check_row(&u, last);
		last = u.number;
		rows++;
	}
	assert(!failed(cx) && rows == m->rows);
}

/* Reads the bytes in this process.  What the reader gives, its parent must believe. */
static inline void try_material(struct context *cx, const char *bytes, size_t n)
{
	struct material *m = material_read_here(cx, bytes, n, NULL);

	assert(!m == failed(cx));
	if (m)
		check_units(cx, m);
	else
		assert((cx->err.kind == ERR_BAD_REQUEST || cx->err.kind == ERR_TOO_LARGE) &&
		       !str_starts(cx->err.text, "The file could not be read to its end"));
}

/* With the memory a reader has. */
static inline int try_bytes(const char *bytes, size_t n)
{
	struct context cx = { .mem = arena_new(MAX_READER_ARENA) };

	if (setjmp(*arena_recover(cx.mem)) == 0)
		try_material(&cx, bytes, n);
	arena_free(cx.mem);
	return 0;
}

/* An office package made of text, so that what is changed is not lost in packed bytes: each part
 * begins with a line "@@NAME". */
static inline int try_parts(const char *text, size_t n)
{
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };

	if (setjmp(*arena_recover(cx.mem)) == 0) {
		struct buffer b = BUFFER(cx.mem, MAX_ANSWER);
		struct zip_writer *z = zip_start(&cx, sink_to_buffer, &b);
		const char *all = arena_strn(cx.mem, text, n), *part = strstr(all, "@@");

		while (part) {
			const char *next = strstr(part + 2, "\n@@"), *end = next ? next : all + n;
			size_t line = strcspn(part, "\n");
			const char *name = arena_strn(cx.mem, part + 2, line - 2);

			if (part + line >= end || !zip_put(&cx, z, name, part + line + 1,
			                                   (size_t)(end - part - line - 1)))
				break;
			part = next ? next + 1 : NULL;
		}
		if (zip_end(&cx, z) && !failed(&cx))
			try_bytes(b.text, b.len);
	}
	arena_free(cx.mem);
	return 0;
}

#endif
