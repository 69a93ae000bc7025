/* JSON (RFC 8259), out and in.
 *
 *	struct json_writer w;
 *
 *	json_start(&w, cx, sink_to_buffer, &buffer);
 *	json_open(&w, '{');
 *	json_key(&w, "id");
 *	json_id(&w, r->id);
 *	json_key(&w, "title");
 *	json_text(&w, r->title);
 *	json_close(&w);
 *	return json_end(&w);
 *
 * The writer streams: it holds 4 KB whatever the size of the document.  A failing sink is sticky,
 *so only json_end() is asked.  Wrong nesting is a mistake of the program and ends it (assert). */
#ifndef FORMAT_JSON_H
#define FORMAT_JSON_H

#include "format/sink.h"

struct json_writer {
	struct context *cx;
	sink *sink;
	void *to;
	bool broken;
	bool comma;     /* a value stands before, at this depth */
	bool after_key; /* a member's value is due */
	int depth;
	size_t n;
	char closers[MAX_JSON_DEPTH];
	char bytes[4096];
};

void json_start(struct json_writer *w, struct context *cx, sink *to_sink, void *to);
MUST_USE bool json_end(struct json_writer *w); /* false: the sink failed, cause in the context */

void json_open(struct json_writer *w, char bracket); /* '{' or '[' */
void json_close(struct json_writer *w);
void json_key(struct json_writer *w, const char *key);

/* U+2028 and U+2029 are escaped, too, so that the text may stand in a script; bytes that are not
 * UTF-8 become U+FFFD.  NULL is null. */
void json_text(struct json_writer *w, const char *s);
void json_text_n(struct json_writer *w, const char *s, size_t n);
void json_id(struct json_writer *w, int64_t id); /* as text: JavaScript loses digits above 2^53 */
void json_int(struct json_writer *w, int64_t n);
void json_decimal(struct json_writer *w, int64_t units, int scale); /* 1250, 2 → 12.50 */
void json_raw(struct json_writer *w, const char *json); /* one value that is JSON already */
void json_bool(struct json_writer *w, bool value);
void json_nil(struct json_writer *w); /* null; "json_null" is a symbol of jansson's */

/* What was read.  All of it is on the context's arena. */
enum json_kind {
	JSON_KIND_NULL,
	JSON_KIND_BOOL,    /* number: 0 or 1 */
	JSON_KIND_INTEGER, /* number, exact; real */
	JSON_KIND_REAL,    /* real: was written with a fraction or an exponent */
	JSON_KIND_TEXT,    /* text, valid UTF-8 without NUL */
	JSON_KIND_LIST,    /* count, first */
	JSON_KIND_OBJECT,  /* count, first: members in their order, each with its key */
};

struct json {
	enum json_kind kind;
	const char *key;  /* of a member; else NULL */
	const char *text; /* of a text; else NULL */
	int64_t number;
	double real;
	size_t count;
	const struct json *first; /* of the items or members */
	const struct json *next;  /* item or member of the same list or object */
};

/* Reads a whole document of any kind, strictly: no comments, no trailing commas, no text behind, no
 * double keys, valid UTF-8, no NUL, integers within int64_t.  NULL with ERR_BAD_REQUEST, which
 * names line and column, or ERR_TOO_LARGE: more than `max` bytes, MAX_JSON_DEPTH or
 * MAX_JSON_VALUES. */
const struct json *json_parse(struct context *cx, const char *bytes, size_t n, size_t max);

/* NULL when `object` is NULL, no object, or has no such member. */
const struct json *json_member(const struct json *object, const char *key);

/* The member's text; NULL when it is missing or no text. */
const char *json_text_or_null(const struct json *object, const char *key);

/* False when the member is missing or no integer. */
MUST_USE bool json_int_of(const struct json *object, const char *key, int64_t *ret);

/* The items of a list or members of an object, of NULL and other kinds none:
 *	for (const struct json *item = json_items(list); item; item = item->next) */
const struct json *json_items(const struct json *list);

#endif
