/* The numbers that Word puts before paragraphs by itself.  They are not in the text, but people see
 * and quote them: "13 (a)". */
#ifndef FORMAT_WORD_LIST_H
#define FORMAT_WORD_LIST_H

#include "format/zip_read.h"

enum { WORD_LABEL = 128 };

struct word_lists;

/* `main` is the document's part.  NULL: failed. */
struct word_lists *word_lists_read(struct context *cx, struct zip_archive *z, const char *main);

/* Counts one more paragraph of that list and level, in the order of the text, and writes what
 * stands before it: "13.", "(a)", "-" for any bullet, "" for nothing. */
const char *word_list_label(struct word_lists *l, int list, int level, char room[WORD_LABEL]);

#endif
