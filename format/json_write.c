/* The writer knows only where it stands: the closers of what is open, whether a comma is due,
 * whether a member's value is.  Bytes gather in a small array and leave by the sink when it is
 * full. */
#include "format/json.h"

#include "base/number.h"
#include "base/utf8.h"

#include <assert.h>

static void flush(struct json_writer *w)
{
	if (!w->broken && w->n)
		w->broken = !w->sink(w->cx, w->to, w->bytes, w->n);
	w->n = 0;
}

static void put(struct json_writer *w, const char *s, size_t n)
{
	while (n) {
		size_t room = sizeof w->bytes - w->n;
		size_t part = n < room ? n : room;

		memcpy(w->bytes + w->n, s, part);
		w->n += part;
		s += part;
		n -= part;
		if (w->n == sizeof w->bytes)
			flush(w);
	}
}

static void put_char(struct json_writer *w, char c)
{
	put(w, &c, 1);
}

void json_start(struct json_writer *w, struct context *cx, sink *to_sink, void *to)
{
	memset(w, 0, offsetof(struct json_writer, bytes)); /* one is made for each value */
	w->cx = cx;
	w->sink = to_sink;
	w->to = to;
}

bool json_end(struct json_writer *w)
{
	assert(w->depth == 0);
	flush(w);
	return !w->broken;
}

/* What comes before any value: nothing after a key, a comma after another value. */
static void begin_value(struct json_writer *w)
{
	assert(w->after_key || w->depth == 0 || w->closers[w->depth - 1] == ']');
	if (w->comma && !w->after_key)
		put_char(w, ',');
	w->after_key = false;
	w->comma = w->depth > 0;
}

void json_open(struct json_writer *w, char bracket)
{
	assert(bracket == '{' || bracket == '[');
	assert(w->depth < MAX_JSON_DEPTH);
	begin_value(w);
	put_char(w, bracket);
	w->closers[w->depth++] = bracket == '{' ? '}' : ']';
	w->comma = false;
}

void json_close(struct json_writer *w)
{
	assert(w->depth > 0 && !w->after_key);
	put_char(w, w->closers[--w->depth]);
	w->comma = w->depth > 0;
}

/* The two-character escapes of RFC 8259 §7, else \u and four digits. */
static void put_escape(struct json_writer *w, uint32_t c)
{
	static const char plain[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";
	const char *at = c < 0x80 ? memchr(plain, (int)c, sizeof plain - 1) : NULL;
	char text[8];

	if (at)
		put(w, (char[]){ '\\', names[at - plain] }, 2);
	else
		put(w, text, (size_t)snprintf(text, sizeof text, "\\u%04x", (unsigned)c));
}

static bool plain_ascii(unsigned char c)
{
	return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

static bool needs_escape(uint32_t c)
{
	return c < 0x20 || c == '"' || c == '\\' || c == 0x2028 || c == 0x2029;
}

/* Whole runs of plain characters are put at once. */
static void put_string(struct json_writer *w, const char *s, size_t n)
{
	size_t plain = 0, length;

	put_char(w, '"');
	for (size_t at = 0; at < n; at += length) {
		uint32_t c;

		length = 1;
		if (plain_ascii((unsigned char)s[at]))
			continue;
		length = utf8_next(s + at, n - at, &c);
		if (length && !needs_escape(c))
			continue;
		put(w, s + plain, at - plain);
		if (length) {
			put_escape(w, c);
		} else {
			put(w, "\xef\xbf\xbd", 3);
			length = 1;
		}
		plain = at + length;
	}
	put(w, s + plain, n - plain);
	put_char(w, '"');
}

void json_key(struct json_writer *w, const char *key)
{
	assert(w->depth > 0 && w->closers[w->depth - 1] == '}' && !w->after_key);
	if (w->comma)
		put_char(w, ',');
	put_string(w, key, strlen(key));
	put_char(w, ':');
	w->after_key = true;
}

void json_raw(struct json_writer *w, const char *json)
{
	begin_value(w);
	put(w, json, strlen(json));
}

void json_text_n(struct json_writer *w, const char *s, size_t n)
{
	begin_value(w);
	put_string(w, s, n);
}

void json_text(struct json_writer *w, const char *s)
{
	if (s)
		json_text_n(w, s, strlen(s));
	else
		json_nil(w);
}

void json_id(struct json_writer *w, int64_t id)
{
	char text[INT_TEXT];

	json_text_n(w, text, int_text(id, text));
}

void json_int(struct json_writer *w, int64_t n)
{
	char text[INT_TEXT];

	int_text(n, text);
	json_raw(w, text);
}

void json_decimal(struct json_writer *w, int64_t units, int scale)
{
	uint64_t size = units < 0 ? -(uint64_t)units : (uint64_t)units, power = 1;
	char text[48];

	assert(scale >= 0 && scale <= 18);
	for (int i = 0; i < scale; i++)
		power *= 10;

	int n = snprintf(text, sizeof text, "%s%llu", units < 0 ? "-" : "",
	                 (unsigned long long)(size / power));

	if (scale)
		snprintf(text + n, sizeof text - (size_t)n, ".%0*llu", scale,
		         (unsigned long long)(size % power));
	json_raw(w, text);
}

void json_bool(struct json_writer *w, bool value)
{
	json_raw(w, value ? "true" : "false");
}

void json_nil(struct json_writer *w)
{
	json_raw(w, "null");
}
