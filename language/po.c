/* A .po file is lines: a keyword opens a string, further lines continue it, the next keyword
 * closes it.  An entry ends where the next one begins: at a comment, msgctxt or msgid after its
 * msgstr. */
#include "language/po.h"

#include "base/buffer.h"
#include "base/utf8.h"

enum part { PART_NONE, PART_CONTEXT, PART_ID, PART_PLURAL, PART_FORM };

struct reader {
	struct context *cx;
	struct arena *mem;
	const char *name, *p, *end;
	int line;
	enum part part; /* which string of the entry is being read */
	struct buffer string;
	struct po_entry entry, *entries;
	size_t count, room;
};

static bool wrong(struct reader *r, const char *what)
{
	return fail(r->cx, ERR_BROKEN, NULL, "%s:%d: %s", r->name, r->line, what);
}

/* Puts the string that has been read into its place. */
static void close_string(struct reader *r)
{
	const char *s = arena_strn(r->mem, buffer_str(&r->string), r->string.len);

	switch (r->part) {
	case PART_NONE:
		return;
	case PART_CONTEXT:
		r->entry.context = s;
		break;
	case PART_ID:
		r->entry.id = s;
		break;
	case PART_PLURAL:
		r->entry.plural = s;
		break;
	case PART_FORM:
		r->entry.form[r->entry.forms++] = s;
		break;
	}
	r->part = PART_NONE;
	r->string.len = 0;
}

static bool close_entry(struct reader *r)
{
	close_string(r);
	if (!r->entry.id && !r->entry.context)
		return true; /* nothing but comments so far */
	if (!r->entry.id || !r->entry.forms)
		return wrong(r, "an entry without msgid or msgstr ends here");
	if (r->count == MAX_MESSAGES)
		return wrong(r, "more entries than a catalogue may have");
	if (r->count == r->room) {
		size_t room = r->room ? 2 * r->room : 64, size = sizeof r->entry;

		r->entries = arena_grow(r->mem, r->entries, r->room * size, room * size);
		r->room = room;
	}
	r->entries[r->count++] = r->entry;
	r->entry = (struct po_entry){ 0 };
	return true;
}

static void blanks(struct reader *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\t' || *r->p == '\r'))
		r->p++;
}

static bool escape(struct reader *r)
{
	static const char from[] = "nrtabfv\\\"", to[] = "\n\r\t\a\b\f\v\\\"";
	const char *at = r->p < r->end && *r->p ? strchr(from, *r->p) : NULL;

	if (!at)
		return wrong(r, "an escape that is not known");
	r->p++;
	buffer_char(&r->string, to[at - from]);
	return true;
}

/* "…" up to the line's end. */
static bool quoted(struct reader *r)
{
	if (r->part == PART_NONE)
		return wrong(r, "a string without keyword");
	r->p++;
	for (;;) {
		const char *run = r->p;

		while (r->p < r->end && *r->p != '"' && *r->p != '\\' && *r->p != '\n')
			r->p++;
		buffer_put(&r->string, run, (size_t)(r->p - run));
		if (r->p == r->end || *r->p == '\n')
			return wrong(r, "a string that does not end");
		if (*r->p++ == '"')
			break;
		if (!escape(r))
			return false;
	}
	blanks(r);
	return r->p == r->end || *r->p == '\n' || wrong(r, "text behind a string");
}

static bool comment(struct reader *r)
{
	const char *stop = memchr(r->p, '\n', (size_t)(r->end - r->p));
	size_t n = (size_t)((stop ? stop : r->end) - r->p);

	if (r->entry.forms || r->part == PART_FORM) {
		if (!close_entry(r))
			return false;
	}
	if (n > 2 && r->p[1] == ',' && memmem(r->p, n, "fuzzy", 5))
		r->entry.fuzzy = true;
	if (n > 1 && r->p[1] == '~') /* the flags before it were those of an obsolete entry */
		r->entry.fuzzy = false;
	r->p += n;
	return true;
}

static bool take(struct reader *r, const char *keyword)
{
	size_t n = strlen(keyword);

	if ((size_t)(r->end - r->p) < n || memcmp(r->p, keyword, n) != 0)
		return false;
	r->p += n;
	return true;
}

/* Opens a string of an entry's first part; a finished entry before it is closed. */
static bool begin(struct reader *r, enum part part)
{
	if (r->part == PART_FORM && !close_entry(r))
		return false;
	close_string(r);
	if (r->entry.id || (part == PART_CONTEXT && r->entry.context))
		return wrong(r, "msgid or msgctxt inside an entry");
	if (part == PART_ID)
		r->entry.line = r->line;
	r->part = part;
	return true;
}

/* Behind "msgstr": "[2]" where there is a plural. */
static bool begin_form(struct reader *r)
{
	close_string(r);
	if (!r->entry.id)
		return wrong(r, "msgstr before msgid");
	if (r->entry.forms == (r->entry.plural ? MAX_PLURAL_FORMS : 1))
		return wrong(r, "too many msgstr");
	if (r->entry.plural) {
		char expected[] = { '[', (char)('0' + r->entry.forms), ']', '\0' };

		if (!take(r, expected))
			return wrong(r, "msgstr[0], msgstr[1], … must follow each other");
	}
	r->part = PART_FORM;
	return true;
}

static bool keyword(struct reader *r)
{
	if (take(r, "msgctxt"))
		return begin(r, PART_CONTEXT);
	if (take(r, "msgid_plural")) {
		close_string(r);
		if (!r->entry.id || r->entry.plural || r->entry.forms)
			return wrong(r, "msgid_plural without msgid before it");
		r->part = PART_PLURAL;
		return true;
	}
	if (take(r, "msgid"))
		return begin(r, PART_ID);
	if (take(r, "msgstr"))
		return begin_form(r);
	return wrong(r, "a keyword that is not known");
}

static bool read_line(struct reader *r)
{
	blanks(r);
	if (r->p == r->end || *r->p == '\n')
		return true;
	if (*r->p == '#')
		return comment(r);
	if (*r->p != '"') {
		if (!keyword(r))
			return false;
		blanks(r);
		if (r->p == r->end || *r->p != '"')
			return wrong(r, "a keyword without string");
	}
	return quoted(r);
}

struct po_entry *po_read(struct context *cx, struct arena *mem, const char *name, const char *text,
                         size_t size, size_t *count)
{
	struct reader r = {
		.cx = cx, .mem = mem, .name = name, .p = text, .end = text + size, .line = 1
	};

	r.string = BUFFER(mem, MAX_CATALOGUE);
	r.entries = arena_array(mem, struct po_entry, 1);
	if (size > MAX_CATALOGUE) {
		wrong(&r, "the file is too large");
		return NULL;
	}
	if (!utf8_valid(text, size) || memchr(text, '\0', size)) {
		wrong(&r, "the file is not UTF-8 text");
		return NULL;
	}
	for (; r.p < r.end; r.line++) {
		if (!read_line(&r))
			return NULL;
		r.p += r.p < r.end; /* the line's end */
	}
	if (!close_entry(&r))
		return NULL;
	*count = r.count;
	return r.entries;
}
