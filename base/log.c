/* A line is built on the stack and written by one write(2), so that lines of threads never mix.
 * What does not fit is cut, at the end of a character, and the line is JSON all the same: a log
 * line is an event, not a document. */
#include "base/log.h"

#include "base/date.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { ENDING = 3 }; /* closing quote, brace, newline */

struct line {
	char text[2048];
	size_t len;
	bool full;
};

/* All or nothing. */
static void put(struct line *l, const char *s, size_t n)
{
	if (l->full || l->len + n > sizeof l->text - ENDING) {
		l->full = true;
		return;
	}
	memcpy(l->text + l->len, s, n);
	l->len += n;
}

/* Puts one character, returns how many bytes of `s` it took. */
static size_t put_character(struct line *l, const char *s, size_t n)
{
	char escaped[8];
	uint32_t c;
	size_t length = utf8_next(s, n, &c);

	if (!length) {
		put(l, "\ufffd", 3);
		return 1;
	}
	if (c == '"' || c == '\\')
		put(l, (char[]){ '\\', *s }, 2);
	else if (c < 0x20)
		put(l, escaped, (size_t)snprintf(escaped, sizeof escaped, "\\u%04x", (unsigned)c));
	else
		put(l, s, length);
	return length;
}

/* How many characters from here on stand for themselves: nearly always all. */
static size_t plain(const char *s)
{
	size_t n = 0;

	while (s[n] >= ' ' && s[n] < 0x7f && s[n] != '"' && s[n] != '\\')
		n++;
	return n;
}

/* Once begun, a string is closed in any case: there is room kept for that. */
static void put_string(struct line *l, const char *s)
{
	put(l, "\"", 1);
	if (l->full)
		return;
	for (size_t n = strlen(s), length; n && !l->full; s += length, n -= length) {
		length = plain(s);
		if (length && length <= sizeof l->text - ENDING - l->len)
			put(l, s, length);
		else
			length = put_character(l, s, n);
	}
	l->text[l->len++] = '"';
}

/* A pair whose key does not fit is left out. */
static void put_pair(struct line *l, const char *key, const char *value)
{
	size_t before = l->len;

	put(l, ",", 1);
	put_string(l, key);
	put(l, ":\"", 2); /* the value's opening quote as well: without it there is no value */
	if (l->full) {
		l->len = before;
		return;
	}
	l->len--;
	put_string(l, value ? value : "");
}

void log_event(enum log_level level, const char *event, ...)
{
	static const char *const levels[] = { "info", "warn", "error" };
	struct line l = { .len = 0 };
	char when[INSTANT_TEXT];
	va_list args;

	put(&l, "{\"at\":", 6);
	put_string(&l, instant_text(instant_now(), when));
	put_pair(&l, "level", levels[level]);
	put_pair(&l, "event", event);
	va_start(args, event);
	for (const char *key; (key = va_arg(args, const char *));)
		put_pair(&l, key, va_arg(args, const char *));
	va_end(args);
	memcpy(l.text + l.len, "}\n", 2);
	if (write(STDERR_FILENO, l.text, l.len + 2) < 0)
		return; /* nowhere left to complain */
}
