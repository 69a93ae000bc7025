/* Private to this folder: the shape of a pack. */
#ifndef SUBJECT_PACK_PART_H
#define SUBJECT_PACK_PART_H

#include "base/secret.h"
#include "record/image.h"
#include "subject/indicator/indicator.h"
#include "subject/pack/pack.h"
#include "subject/recommendation/recommendation.h"

#define T (&pack_type)
#define U (&progress_update_type)

/* What a pack looks like.  Another shape is another number, and packs of the old one are refused.
 */
#define PACK_FORMAT   "1"
#define PACK_MANIFEST "ygrar" /* the hidden sheet that says what the others are */

/* Sheets of reports and of values: what is told, what is filled in, and hidden behind it the key.
 */
enum { TOLD = 5, FIRST_FIELD = TOLD, REPORT_KEY = TOLD + PACK_FIELDS, REPORT_COLUMNS };
enum { VALUE_TOLD = 5, VALUE_TYPED = VALUE_TOLD, VALUE_KEY, VALUE_COLUMNS };
enum { MANIFEST_COLUMNS = 9 };
enum { SHEET_REPORTS, SHEET_VALUES, SHEET_LISTS, SHEET_MANIFEST };

/* The i-th field that is filled in. */
const struct field *pack_field(size_t i);

/* Text as it is compared and hashed: programs that open workbooks change blanks and line ends. */
const char *pack_squeezed(struct context *cx, const char *s);
/* The hash of cells of a row that are not to be changed. */
const char *pack_told_hash(struct context *cx, const char *const *cells, size_t n);

/* What is signed of a manifest. */
const char *pack_statement(struct context *cx, const char *digest);

/* What stands in the cell of a field: in the pack's language. */
const char *pack_cell(struct context *cx, const char *lang, const struct field *f,
                      const struct progress_update *u);
const char *pack_value_cell(struct context *cx, const struct progress_value *v);
/* The value of the update's row for that indicator and group; NULL: it has none. */
struct progress_value *pack_value_of(const struct progress_update *u, int64_t indicator,
                                     const char *breakdown);

/* ---- items.c */

/* A row of a pack on its way out. */
struct pack_item {
	struct link about;
	const void *row;           /* that measure or recommendation */
	struct progress_update *u; /* a draft, or what a new report begins with */
};
MUST_USE bool pack_items(struct context *cx, int64_t institution, struct pack_item **ret,
                         size_t *ret_n);

#endif
