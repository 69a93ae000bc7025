/* Where a writer's bytes go and where a reader's come from.  Writers call a sink with pieces of
 * some kilobytes and stop at its first false; readers ask a source until it gives nothing more. */
#ifndef FORMAT_SINK_H
#define FORMAT_SINK_H

#include "base/buffer.h"

/* Takes all `n` bytes; false with the cause in the context. */
typedef bool sink(struct context *cx, void *to, const void *bytes, size_t n);

/* Puts at most `room` bytes into `bytes` and their number into *ret, 0 at the end; false with the
 * cause in the context. */
typedef bool source(struct context *cx, void *from, void *bytes, size_t room, size_t *ret);

/* To a struct buffer: ERR_TOO_LARGE at its maximum. */
bool sink_to_buffer(struct context *cx, void *to, const void *bytes, size_t n);

/* To a stdio FILE: ERR_UNAVAILABLE when the disk is full or broken. */
bool sink_to_file(struct context *cx, void *to, const void *bytes, size_t n);

/* From a stdio FILE. */
bool source_of_file(struct context *cx, void *from, void *bytes, size_t room, size_t *ret);

/* From memory: `from` is a struct bytes, which shrinks. */
struct bytes {
	const char *at;
	size_t left;
};
bool source_of_bytes(struct context *cx, void *from, void *bytes, size_t room, size_t *ret);

#endif
