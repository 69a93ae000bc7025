/* A text that grows, on an arena, up to a maximum that must be named.  `text` is never NULL once
 * something was put and always ends in NUL.  Reaching the maximum is sticky: the middle of a page
 * is free of checks, and buffer_ok() asks once at the end. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "base/context.h"

struct buffer {
	struct arena *mem;
	char *text;
	size_t len, room, max;
	bool full;
};

#define BUFFER(arena, maximum) ((struct buffer){ .mem = (arena), .max = (maximum) })

void buffer_put(struct buffer *b, const void *bytes, size_t n);
void buffer_text(struct buffer *b, const char *s); /* NULL puts nothing */
void buffer_char(struct buffer *b, char c);
void buffer_int(struct buffer *b, int64_t n);
void buffer_fmt(struct buffer *b, const char *format, ...) PRINTF(2, 3);
void buffer_vfmt(struct buffer *b, const char *format, va_list args) PRINTF(2, 0);

/* The text, "" when nothing was put. */
const char *buffer_str(const struct buffer *b);

/* False, with ERR_TOO_LARGE, when the maximum was reached. */
MUST_USE bool buffer_ok(struct context *cx, const struct buffer *b);

#endif
