/* Bytes of attachments, kept in the same database as rows of ATTACHMENT_CHUNK, so that another
 * machine, a backup and a transaction need nothing else.  What an attachment is called and who may
 * read it is record/'s business. */
#ifndef STORE_ATTACHMENT_H
#define STORE_ATTACHMENT_H

#include "store/db.h"

struct attachment_writer;

/* Inside a DB_WRITE transaction: begin, add any number of times, end.  At most MAX_ATTACHMENT bytes
 * (ERR_TOO_LARGE). */
struct attachment_writer *attachment_begin(struct context *cx, int64_t id);
MUST_USE bool attachment_add(struct context *cx, struct attachment_writer *w, const void *bytes,
                             size_t n);
/* The BLAKE2b-256 digest, in hex, and the size. */
MUST_USE bool attachment_end(struct context *cx, struct attachment_writer *w, char hex[65],
                             int64_t *ret_size);

/* Writes chunk n (from 0) alone, for files that are written over several transactions; every chunk
 * but the last has ATTACHMENT_CHUNK bytes. */
MUST_USE bool attachment_put(struct context *cx, int64_t id, int64_t n, const void *bytes,
                             size_t size);

/* Reads chunk n (from 0): borrowed until the next database call; *size 0 after the last. */
MUST_USE bool attachment_read(struct context *cx, int64_t id, int64_t n, const void **bytes,
                              size_t *size);

/* Digest and size of what is stored, for verify. */
MUST_USE bool attachment_digest(struct context *cx, int64_t id, char hex[65], int64_t *ret_size);

/* Deletes the bytes (erasure of personal data; an upload that was given up). */
MUST_USE bool attachment_delete(struct context *cx, int64_t id);

#endif
