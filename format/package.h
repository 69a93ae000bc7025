/* Office packages (ECMA-376 part 2): an archive whose parts name one another by relationships, so
 * that no part need have the name it usually has. */
#ifndef FORMAT_PACKAGE_H
#define FORMAT_PACKAGE_H

#include "format/zip_read.h"

enum package_kind { PACKAGE_NONE, PACKAGE_WORKBOOK, PACKAGE_DOCUMENT };

/* What the package is; PACKAGE_NONE with ERR_BAD_REQUEST, saying what else it is and how to save
 * it. */
enum package_kind package_kind(struct context *cx, struct zip_archive *z);

/* The part where it begins ("xl/workbook.xml", "word/document.xml"); NULL with ERR_BAD_REQUEST. */
const char *package_main(struct context *cx, struct zip_archive *z);

/* The part that `part` names by a relationship of this type (the last word of its address:
 * "styles", "sharedStrings"), or by the relationship `id`; the other is NULL.  NULL: there is none,
 * or failed(cx). */
const char *package_related(struct context *cx, struct zip_archive *z, const char *part,
                            const char *type, const char *id);

#endif
