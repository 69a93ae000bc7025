/* A line is built on the stack and written by one write(2), so that lines of threads never mix.  What does not fit
 * is cut: a log line is an event, not a document. */
#include "base/log.h"

#include "base/date.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

struct line {
	char text[2048];
	size_t len;
};

static void put(struct line *l, const char *s, size_t n)
{
	size_t room = sizeof l->text - 4 - l->len; /* for the closing quote, brace and newline */

	if (n > room)
		n = room;
	memcpy(l->text + l->len, s, n);
	l->len += n;
}

static void put_string(struct line *l, const char *s)
{
	put(l, "\"", 1);
	for (; *s; s++) {
		char escaped[8];

		if (*s == '"' || *s == '\\') {
			put(l, (char[]){'\\', *s}, 2);
		} else if ((unsigned char)*s < 0x20) {
			put(l, escaped, (size_t)snprintf(escaped, sizeof escaped, "\\u%04x", *s));
		} else {
			put(l, s, 1);
		}
	}
	put(l, "\"", 1);
}

void log_event(enum log_level level, const char *event, ...)
{
	static const char *const levels[] = {"info", "warn", "error"};
	struct line l = {.len = 0};
	char when[INSTANT_TEXT];
	va_list args;

	put(&l, "{\"at\":", 6);
	put_string(&l, instant_text(instant_now(), when));
	put(&l, ",\"level\":", 9);
	put_string(&l, levels[level]);
	put(&l, ",\"event\":", 9);
	put_string(&l, event);
	va_start(args, event);
	for (const char *key; (key = va_arg(args, const char *));) {
		const char *value = va_arg(args, const char *);

		put(&l, ",", 1);
		put_string(&l, key);
		put(&l, ":", 1);
		put_string(&l, value ? value : "");
	}
	va_end(args);
	memcpy(l.text + l.len, "}\n", 2);
	if (write(STDERR_FILENO, l.text, l.len + 2) < 0)
		return; /* nowhere left to complain */
}
