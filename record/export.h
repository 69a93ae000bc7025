/* Lists as files: everything a list holds, page after page within one snapshot, in the memory of
 * one page.  What the actor may not read is not in it, neither records nor single fields.
 *
 * For people (CSV, XLSX, DOCX): titles of columns and values in words of the context's language; a
 * workbook has a sheet of the records' sources, too.  Our own form (CSV, JSON): names of fields and
 * canonical values (record/image.h), which `ygrar import` reads back unchanged. */
#ifndef RECORD_EXPORT_H
#define RECORD_EXPORT_H

#include "format/sink.h"
#include "record/record.h"

enum export_format { EXPORT_CSV, EXPORT_XLSX, EXPORT_JSON, EXPORT_DOCX };

enum export_columns {
	EXPORT_ALL,    /* for people: every field that is not kept by rules alone */
	EXPORT_LISTED, /* for people: the columns of the page */
	EXPORT_OWN,    /* our own form: every field by name; CSV and JSON */
};

/* How a type tells its list as a text document: begin, each record, end.  What is allocated for a
 * record is gone when the next page of the list is read, so what lasts is made in begin(). */
struct export_text {
	const char *label;  /* N_() the choice in the menu of lists: what it is */
	const char *titles; /* fields whose references it names by their titles, blanks between */
	bool (*begin)(struct context *cx, const struct list *l, void **ret_state);
	bool (*record)(struct context *cx, void *state, const void *row);
	bool (*end)(struct context *cx, void *state, sink *to_sink, void *to);
};

/* "csv", "xlsx", "json", "docx"; NULL ends it. */
extern const char *const export_formats[];
MUST_USE bool export_format_named(const char *name, enum export_format *ret);
const char *export_media_type(enum export_format format);

/* Writes the whole list: its type, filters and order are used, limit and cursor are not.  Within a
 * reading transaction.  The arena is rewound between pages, so `to` keeps what it needs elsewhere
 * (a file, a buffer on another arena).  JSON is our own form whatever the columns; a text document
 * (DOCX) is as the type tells it (struct type.text), ERR_BAD_REQUEST where it does not.  Before the
 * first byte the reading is logged, in a writing transaction of its own, when the type asks for it
 * or the console gave its reason to see restricted text; what cannot be logged is not given out.
 * *ret_count (may be NULL): how many records. */
MUST_USE bool export_write(struct context *cx, struct list *l, enum export_format format,
                           enum export_columns columns, sink *to_sink, void *to,
                           int64_t *ret_count);

/* The same, telling after every page how many records are written; a listener that returns false
 * stops it, with its own failure in the context. */
typedef bool export_told(struct context *cx, void *listener, int64_t done);
MUST_USE bool export_write_told(struct context *cx, struct list *l, enum export_format format,
                                enum export_columns columns, sink *to_sink, void *to,
                                export_told *told, void *listener);

/* The list's filters in words ("Kind: question; Deadline from 2025-01-01"), "" for none. */
const char *export_filters(struct context *cx, const struct list *l);

#endif
