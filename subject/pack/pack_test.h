/* For tests of packs: a workbook changed as people (and others) change it, without a program for
 * workbooks: cells of a part of the archive are replaced in its XML. */
#ifndef SUBJECT_PACK_TEST_H
#define SUBJECT_PACK_TEST_H

#include "subject/pack/pack.h"

#include "format/reader.h"
#include "format/zip_read.h"
#include "format/zip_write.h"
#include "subject/progress/progress_test.h"

#define REPORTS  "xl/worksheets/sheet1.xml"
#define VALUES   "xl/worksheets/sheet2.xml"
#define MANIFEST "xl/worksheets/sheet4.xml"
#define BOOK     "xl/workbook.xml"

/* What to put in the place of what begins with `from` and ends with `to`, in that part of the
 * workbook. */
struct edit {
	const char *part, *from, *to, *with;
};

static const char *const parts[] = { "[Content_Types].xml",
	                             "_rels/.rels",
	                             "docProps/app.xml",
	                             "docProps/core.xml",
	                             BOOK,
	                             "xl/_rels/workbook.xml.rels",
	                             "xl/styles.xml",
	                             "xl/theme/theme1.xml",
	                             REPORTS,
	                             VALUES,
	                             "xl/worksheets/sheet3.xml",
	                             MANIFEST,
	                             "xl/worksheets/sheet5.xml" };

static inline char *part_text(struct context *cx, struct zip_archive *z, const char *name)
{
	struct buffer b = BUFFER(cx->mem, MAX_PAGE);
	struct zip_part *p = zip_open_part(cx, z, name);
	char bytes[4096];
	size_t n;

	test_ok(cx, p != NULL);
	do {
		test_ok(cx, zip_source_of_part(cx, p, bytes, sizeof bytes, &n));
		buffer_put(&b, bytes, n);
	} while (n);
	zip_close_part(p);
	return arena_strn(cx->mem, b.text, b.len);
}

/* Behind the piece: `to` NULL: behind the cell that begins there. */
static inline const char *end_of(const char *at, const char *to)
{
	const char *end = strstr(at, to ? to : ">");

	if (!to && end && end[-1] != '/')
		return strstr(end, "</c>") + strlen("</c>");
	return end ? end + (to ? strlen(to) : 1) : NULL;
}

static inline char *with_edit(struct context *cx, char *text, const struct edit *e)
{
	const char *at = strstr(text, e->from), *end = at ? end_of(at, e->to) : NULL;

	if (!end)
		fail_msg("%s has no %s", e->part, e->from);
	return arena_fmt(cx->mem, "%.*s%s%s", (int)(at - text), text, e->with, end);
}

/* The workbook with the edits. */
static inline struct buffer edited(struct context *cx, const struct buffer *book,
                                   const struct edit *edits, size_t n)
{
	struct buffer out = BUFFER(cx->mem, MAX_PAGE);
	struct reader *r = reader_open(cx, book->text, book->len, -1, NULL, NULL, NULL);
	struct zip_archive *z = zip_of_reader(cx, r);
	struct zip_writer *w = zip_start(cx, sink_to_buffer, &out);

	test_ok(cx, z != NULL);
	for (size_t i = 0; i < LEN(parts); i++) {
		char *text = part_text(cx, z, parts[i]);

		for (size_t k = 0; k < n; k++)
			if (str_eq(edits[k].part, parts[i]))
				text = with_edit(cx, text, &edits[k]);
		test_ok(cx, zip_put(cx, w, parts[i], text, strlen(text)));
	}
	test_ok(cx, zip_end(cx, w));
	return out;
}

/* A cell of that part filled in: "H2". */
static inline struct edit cell(struct context *cx, const char *part, const char *at,
                               const char *text)
{
	return (struct edit){
		part, arena_fmt(cx->mem, "<c r=\"%s\"", at), NULL,
		arena_fmt(cx->mem, "<c r=\"%s\" t=\"inlineStr\"><is><t>%s</t></is></c>", at, text)
	};
}

static inline struct buffer issued(struct context *cx, const struct actor *who,
                                   int64_t institution_id, const char *lang)
{
	struct buffer b = BUFFER(cx->mem, MAX_PAGE);

	cx->actor = who;
	test_ok(cx, pack_write(cx, institution_id, lang, sink_to_buffer, &b) != NULL);
	cx->now += 1000000; /* whatever is saved then, is saved after it */
	return b;
}

static inline struct pack_content *content(struct context *cx, const struct buffer *b)
{
	struct material *m = material_read_here(cx, b->text, b->len, NULL);

	test_ok(cx, m != NULL);
	return pack_read(cx, m);
}

static inline struct pack_compared *compared(struct context *cx, const struct pack_content *c)
{
	struct pack_compared *v;

	test_ok(cx, c != NULL);
	test_ok(cx, pack_compare(cx, c, NULL, NULL, &v));
	return v;
}

static inline const struct pack_field *field_of(const struct pack_compared *r, const char *name)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->fields[i].name, name))
			return &r->fields[i];
	fail_msg("%s does not differ", name);
	return NULL;
}

#endif
