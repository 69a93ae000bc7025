/* What the tests of formats have in common: the whole program with its reference data, a file as
 * Word document made of lines of text, and what a look would tell. */
#ifndef SUBJECT_RECOMMENDATION_UN_FILE_TEST_H
#define SUBJECT_RECOMMENDATION_UN_FILE_TEST_H

#include "format/document.h"
#include "format/material_test.h"
#include "record/import.h"
#include "record/trust_test.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/recommendation.h"
#include "subject/taxonomy/taxonomy.h"

struct file_bytes {
	const char *bytes;
	size_t n;
};

static inline void put_cell_of_test(struct document *d, const char *text, int columns)
{
	document_cell(d, &(struct document_cell){ .columns = columns });
	document_paragraph(d, &(struct document_paragraph){ 0 });
	document_run(d, &(struct document_run){ .text = text });
}

/* A table in a Word document: a row for each text, NULL behind the last; "|" between cells, "=" at
 * the beginning of a row that is one cell, "^" a cell that is one with the one above, whose text
 * then begins with "v". */
static inline struct file_bytes word_file(struct context *cx, size_t columns,
                                          const char *const *rows)
{
	static const int widths[8] = { 40, 10, 30, 20, 10, 10, 10, 10 };
	struct document *d =
	        docx_start(cx, &(struct document_about){ .title = "Made up", .lang = "en" });
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);

	document_text(d, "Made up for a test");
	document_table(d, &(struct document_table){ .widths = widths, .columns = columns });
	for (; *rows; rows++) {
		const char *s = *rows;

		document_row(d, DOCUMENT_BODY_ROW);
		if (*s == '=') {
			put_cell_of_test(d, s + 1, (int)columns);
			continue;
		}
		for (size_t i = 0; i < columns; i++) {
			size_t n = strcspn(s, "|");

			if (n == 1 && *s == '^')
				document_cell(d,
				              &(struct document_cell){ .merge = DOCUMENT_ABOVE });
			else if (n && *s == 'v') {
				document_cell(d,
				              &(struct document_cell){ .merge = DOCUMENT_FIRST });
				document_text(d, arena_strn(cx->mem, s + 1, n - 1));
			} else {
				put_cell_of_test(d, arena_strn(cx->mem, s, n), 1);
			}
			s += n + (s[n] == '|');
		}
	}
	document_end_table(d);
	test_ok(cx, document_end(cx, d, sink_to_buffer, &b));
	return (struct file_bytes){ b.text, b.len };
}

/* Brings it in, and no row is wrong. */
static inline void bring_in(struct world *w, struct import *im, struct file_bytes f)
{
	if (!im->file)
		im->file = "made-up";
	test_ok(w->cx, import_run(w->cx, im, f.bytes, f.n));
	for (size_t i = 0; i < im->problems_n; i++)
		print_error("row %lld, %s: %s\n", (long long)im->problems[i].row,
		            im->problems[i].field, im->problems[i].message);
	assert_int_equal(im->problems_n, 0);
}

/* The recommendation with this number; there is one. */
static inline struct recommendation *numbered(struct world *w, const char *locator)
{
	struct list l = { .type = &recommendation_type };
	struct recommendation *r;

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) &&
	                       list_filter(w->cx, &l, "locator", locator) &&
	                       record_list(w->cx, &l) && db_commit(w->cx));
	assert_int_equal(l.n, 1);
	r = l.rows[0];
	assert_string_equal(r->locator, locator);
	return r;
}

/* Titles of what the set names, ", " between. */
static inline const char *titles_of(struct world *w, const struct type *t, const struct refs *r)
{
	struct buffer b = BUFFER(w->cx->mem, MAX_ANSWER);

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	for (size_t i = 0; i < r->n; i++)
		buffer_fmt(&b, "%s%s", i ? ", " : "", record_title(w->cx, t, r->v[i]));
	test_ok(w->cx, db_commit(w->cx));
	return buffer_str(&b);
}

static inline const char *title_with_id(struct world *w, const struct type *t, int64_t id)
{
	struct refs one = { &id, id ? 1 : 0 };

	return titles_of(w, t, &one);
}

/* What a look tells: the stored record a row may be the same as. */
struct likeness {
	int64_t row, near;
	int score;
};
struct looked {
	struct likeness v[200];
	size_t n;
};
static inline bool note_likeness(struct context *cx, void *listener, const struct import_item *v,
                                 size_t n)
{
	struct looked *l = listener;

	(void)cx;
	for (size_t i = 0; i < n; i++)
		if (v[i].near && l->n < LEN(l->v))
			l->v[l->n++] = (struct likeness){ v[i].row, v[i].near, v[i].score };
	return true;
}

#endif
