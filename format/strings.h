/* Texts that are told apart by their number and are too many for memory: they lie in the reader's
 * own file, and some pieces of it and every eighth place in memory. */
#ifndef FORMAT_STRINGS_H
#define FORMAT_STRINGS_H

#include "format/reader.h"

struct strings;

/* Hung on the arena; takes the reader's scratch file for itself. */
struct strings *strings_new(struct context *cx, struct reader *r);

/* Gives the text the next number, the first being 0. */
MUST_USE bool strings_add(struct context *cx, struct strings *s, const char *text, size_t n);

/* No more will be added. */
MUST_USE bool strings_complete(struct context *cx, struct strings *s);

/* The text, ended by NUL, until the next call; NULL: no text has the number, or failed(cx). */
const char *strings_get(struct context *cx, struct strings *s, int64_t number, size_t *n);

#endif
