/* See buffer.h.  Growth doubles; old copies stay on the arena until it goes, which costs at most as
 * much again as the text and spares every caller the question of ownership. */
#include "base/buffer.h"

#include "base/number.h"

#include <stdio.h>

static bool make_room(struct buffer *b, size_t more)
{
	if (b->full || more > b->max - b->len) {
		b->full = true;
		return false;
	}
	if (b->len + more + 1 <= b->room)
		return true;

	size_t room = b->room ? b->room : 256;

	while (room < b->len + more + 1)
		room *= 2;
	char *text = arena_raw(b->mem, room); /* every writer ends it with a zero */

	if (b->len)
		memcpy(text, b->text, b->len);
	text[b->len] = '\0';
	b->text = text;
	b->room = room;
	return true;
}

void buffer_put(struct buffer *b, const void *bytes, size_t n)
{
	if (!n || !make_room(b, n))
		return;
	memcpy(b->text + b->len, bytes, n);
	b->len += n;
	b->text[b->len] = '\0';
}

void buffer_text(struct buffer *b, const char *s)
{
	if (s)
		buffer_put(b, s, strlen(s));
}

void buffer_char(struct buffer *b, char c)
{
	buffer_put(b, &c, 1);
}

void buffer_int(struct buffer *b, int64_t n)
{
	char text[INT_TEXT];

	buffer_put(b, text, int_text(n, text));
}

void buffer_vfmt(struct buffer *b, const char *format, va_list args)
{
	char small[512];
	va_list again;

	va_copy(again, args);

	int n = vsnprintf(small, sizeof small, format, args);

	if (n >= 0 && (size_t)n < sizeof small) {
		buffer_put(b, small, (size_t)n);
	} else if (n > 0 && make_room(b, (size_t)n)) {
		vsnprintf(b->text + b->len, (size_t)n + 1, format, again);
		b->len += (size_t)n;
	}
	va_end(again);
}

void buffer_fmt(struct buffer *b, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	buffer_vfmt(b, format, args);
	va_end(args);
}

const char *buffer_str(const struct buffer *b)
{
	return b->text ? b->text : "";
}

bool buffer_ok(struct context *cx, const struct buffer *b)
{
	return !b->full ||
	       fail(cx, ERR_TOO_LARGE, NULL, N_("The text is longer than %zu characters."), b->max);
}
