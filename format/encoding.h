/* Text in the encodings that tables come in, made UTF-8.  Which one it is, is found out by what
 * would stand there: letters of one alphabet in a word, quotation marks at its ends. */
#ifndef FORMAT_ENCODING_H
#define FORMAT_ENCODING_H

#include "format/sink.h"

/* The name as in struct material_options, spelled as here; NULL when it is none of ours. */
const char *encoding_named(const char *name);

/* Finds out by all the bytes that the source gives.  ERR_BAD_REQUEST when they are text in none of
 * ours. */
MUST_USE bool encoding_guess(struct context *cx, source *from_source, void *from, const char **ret);

/* A `source` of UTF-8 made of another's bytes, without byte order mark.  Bytes that are no
 * character become U+FFFD, but of UTF-8, which stays as it is. */
struct decoder;
struct decoder *decoder_open(struct context *cx, const char *encoding, source *from_source,
                             void *from);
bool decoder_source(struct context *cx, void *from, void *bytes, size_t room, size_t *ret);

#endif
