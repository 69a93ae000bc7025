/* A record's image: all its fields as canonical JSON, by name.  Differences, change log, history,
 * as-of, verify, the conflict page, import, export and the API all work on images, so that there is
 * one written form of every value:
 *
 *   text        "…"                          number   12.50        money
 * {"amount":"12.50","currency":"TMT"} yes/no      true | false                 date     "2025-Q2"
 * instant "2025-06-17T07:00:00.000000Z" choice      "supported"                  ref, parent, file
 * "123"        refs   ["123","456"] link        {"type":"document","id":"123"} rows
 * [{"id":"9","field":…}, …]    texts    one entry per language, named field.lang:
 *                                                     {"body":"…","original":true,"from":"change"}
 *
 * An empty value is absent. */
#ifndef RECORD_IMAGE_H
#define RECORD_IMAGE_H

#include "base/buffer.h"
#include "format/json.h"
#include "record/type.h"

struct entry {
	const char *name;  /* "title.en", "deadline" */
	const char *value; /* canonical JSON; NULL: empty */
	const struct field *field;
};

struct image {
	struct entry *v;
	size_t n;
};

/* The image of a row, entries in the order of the field table, languages in alphabetical order. */
void image_of(struct context *cx, const struct type *t, const void *row, struct image *ret);

/* Fills a zeroed row from an image (the log's, an import's).  Unknown names are ignored. */
MUST_USE bool image_to_row(struct context *cx, const struct type *t, const struct image *im,
                           void *row);

const char *image_value(const struct image *im, const char *name); /* NULL: empty */

/* What differs: entries of `b` whose value is not the same in `a`, and those gone (value NULL). */
void image_difference(struct context *cx, const struct image *a, const struct image *b,
                      struct image *ret);

/* One field: canonical JSON, and back.  `value` of TEXTS is an object of languages. */
void field_write(struct context *cx, const struct type *t, const struct field *f, const void *row,
                 struct buffer *out);
void field_write_to(struct json_writer *w, const struct type *t, const struct field *f,
                    const void *row);
MUST_USE bool field_read(struct context *cx, const struct type *t, const struct field *f,
                         const struct json *value, void *row);
bool field_empty(const struct field *f, const void *row);
/* The value of one row into another of the type; what it points to is shared, as values are never
 * changed in place. */
void field_copy(const struct field *f, const void *from, void *to);

/* How many decimals people write: zeros at the end of a number say nothing.  Takes them off. */
int number_decimals(struct number *n, int scale);
/* The value in words for people: in the context's language, dates written, choices and references
 * by their titles (of what the actor may read). */
const char *field_words(struct context *cx, const struct type *t, const struct field *f,
                        const void *row);

/* Reads what a person typed into a form, a cell or an option (FIELD=value): dates as written,
 * choices by code or label, references by id or key, sets separated by "|".  ERR_INVALID beside the
 * field. */
MUST_USE bool field_typed(struct context *cx, const struct type *t, const struct field *f,
                          const char *lang, const char *typed, void *row);

/* The text to show: in the context's language, else by the instance's order; NULL where there is
 * none. */
const struct text *texts_best(struct context *cx, const struct texts *x);
/* Its body; "" where there is none. */
const char *texts_words(struct context *cx, const struct texts *x);
/* One text in each language of the instance, as `words` says it in the context's language. */
struct texts texts_in_languages(struct context *cx,
                                const char *(*words)(struct context *cx, const void *data),
                                const void *data);
/* True when the original was changed after this translation was made. */
bool text_stale(const struct texts *x, const struct text *t);

/* A copy of the row on the context's arena. */
void *row_copy(struct context *cx, const struct type *t, const void *row);

#endif
