/* expat finds the events, and is included nowhere else.  Its callbacks write them into a queue; who
 * reads takes them out one by one and, when there is none, gives expat the next piece of the text.
 * So readers are plain loops, and neither an error nor a jump ever passes through expat.
 *
 * A queue entry is a header, then names and values as C strings, one behind the other; text that
 * expat gives in several calls is joined. */
#include "format/xml_read.h"

#include <expat.h>

enum { PIECE = 16 * 1024, MAX_ATTRIBUTES = 64 };

/* In the queue, followed by `size` bytes. */
struct entry {
	enum xml_kind kind;
	int depth;
	size_t size;
	size_t attributes; /* how many names and values follow the element's name */
};

struct xml {
	source *source;
	void *from;
	XML_Parser parser;
	bool ended;
	/* why the parser was stopped */
	bool declared, too_deep, full;
	int depth;
	/* the queue */
	char *bytes;
	size_t n, room, at;
	size_t last; /* of the last entry, when it is text that may go on; else n */
	const char *attributes[2 * MAX_ATTRIBUTES + 1];
};

/* ---- expat's side */

static void stop(struct xml *x, bool *why)
{
	*why = true;
	XML_StopParser(x->parser, XML_FALSE);
}

static bool make_room(struct xml *x, size_t n)
{
	size_t room = x->room;
	char *bytes;

	while (room < x->n + n)
		room = room ? 2 * room : PIECE;
	if (room == x->room)
		return true;
	bytes = room <= MAX_XML_TOKEN ? realloc(x->bytes, room) : NULL;
	if (!bytes) {
		stop(x, &x->full);
		return false;
	}
	x->bytes = bytes;
	x->room = room;
	return true;
}

static void put(struct xml *x, const void *bytes, size_t n)
{
	if (make_room(x, n)) {
		memcpy(x->bytes + x->n, bytes, n);
		x->n += n;
	}
}

static void begin_entry(struct xml *x, enum xml_kind kind)
{
	const struct entry e = { .kind = kind, .depth = x->depth };

	x->last = x->n;
	put(x, &e, sizeof e);
}

static void end_entry(struct xml *x, size_t attributes)
{
	struct entry e;

	if (x->full)
		return;
	memcpy(&e, x->bytes + x->last, sizeof e);
	e.size = x->n - x->last - sizeof e;
	e.attributes = attributes;
	memcpy(x->bytes + x->last, &e, sizeof e);
}

static void XMLCALL started(void *data, const XML_Char *name, const XML_Char **attributes)
{
	struct xml *x = data;
	size_t n = 0;

	if (++x->depth > MAX_XML_DEPTH) {
		stop(x, &x->too_deep);
		return;
	}
	begin_entry(x, XML_START);
	put(x, name, strlen(name) + 1);
	for (; attributes[n] && n < 2 * (size_t)MAX_ATTRIBUTES; n++)
		put(x, attributes[n], strlen(attributes[n]) + 1);
	end_entry(x, n);
	x->last = x->n;
}

static void XMLCALL ended(void *data, const XML_Char *name)
{
	struct xml *x = data;

	begin_entry(x, XML_END);
	put(x, name, strlen(name) + 1);
	end_entry(x, 0);
	x->last = x->n;
	x->depth--;
}

static void XMLCALL said(void *data, const XML_Char *s, int n)
{
	struct xml *x = data;

	if (x->last == x->n)
		begin_entry(x, XML_TEXT);
	else if (!x->full)
		x->n--; /* the NUL of what was said before */
	put(x, s, (size_t)n);
	put(x, "", 1);
	end_entry(x, 0);
}

static void XMLCALL declared(void *data, const XML_Char *name, const XML_Char *system_id,
                             const XML_Char *public_id, int has_subset)
{
	struct xml *x = data;

	(void)name, (void)system_id, (void)public_id, (void)has_subset;
	stop(x, &x->declared);
}

/* ---- the reader's side */

void xml_close(struct xml *x)
{
	if (x->parser)
		XML_ParserFree(x->parser);
	free(x->bytes);
	x->parser = NULL;
	x->bytes = NULL;
	x->n = x->room = x->at = x->last = 0;
	x->ended = true;
}

static void release(void *what)
{
	xml_close(what);
}

struct xml *xml_open(struct context *cx, source *from_source, void *from)
{
	struct xml *x = arena_new_of(cx->mem, struct xml);

	x->source = from_source;
	x->from = from;
	arena_defer(cx->mem, release, x);
	x->parser = XML_ParserCreate(NULL);
	if (!x->parser) {
		fail(cx, ERR_UNAVAILABLE, NULL,
		     N_("There is not enough memory just now; please try again."));
		return NULL;
	}
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, started, ended);
	XML_SetCharacterDataHandler(x->parser, said);
	XML_SetStartDoctypeDeclHandler(x->parser, declared);
	return x;
}

static bool refuse(struct context *cx, const struct xml *x)
{
	if (x->declared)
		return fail(cx, ERR_BAD_REQUEST, NULL,
		            N_("The file is built in a way that no office program uses and "
		               "attackers do, so it is not read."));
	if (x->too_deep)
		return fail(cx, ERR_TOO_LARGE, NULL,
		            N_("The file is nested deeper than %d levels."), MAX_XML_DEPTH);
	if (x->full || XML_GetErrorCode(x->parser) == XML_ERROR_NO_MEMORY)
		return fail(cx, ERR_TOO_LARGE, NULL,
		            N_("The file has a piece of text of more than %d bytes."),
		            MAX_XML_TOKEN);
	return fail(cx, ERR_BAD_REQUEST, NULL,
	            N_("The file is damaged or was cut off: line %lu of one of its parts is not "
	               "well formed."),
	            (unsigned long)XML_GetCurrentLineNumber(x->parser));
}

/* Gives expat pieces until there is an event, or the end. */
static bool fill(struct context *cx, struct xml *x)
{
	x->n = x->at = x->last = 0;
	while (!x->n && !x->ended) {
		void *piece = XML_GetBuffer(x->parser, PIECE);
		size_t got;

		if (!piece)
			return refuse(cx, x);
		if (!x->source(cx, x->from, piece, PIECE, &got))
			return false;
		x->ended = got == 0;
		if (XML_ParseBuffer(x->parser, (int)got, x->ended) != XML_STATUS_OK)
			return refuse(cx, x);
	}
	return x->n > 0;
}

/* The string at *at, which moves behind it. */
static const char *next_string(const char **at)
{
	const char *s = *at;

	*at += strlen(s) + 1;
	return s;
}

/* "w:val" is "val". */
static const char *without_prefix(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon ? colon + 1 : name;
}

static void fill_event(struct xml *x, const struct entry *e, char *at, struct xml_event *ret)
{
	const char *rest = at;
	char *colon = strchr(at, ':');

	ret->name = next_string(&rest);
	ret->prefix = "";
	if (colon) {
		ret->prefix = at;
		*colon = '\0';
		ret->name = colon + 1;
	}
	for (size_t i = 0; i < e->attributes; i += 2) {
		x->attributes[i] = without_prefix(next_string(&rest));
		x->attributes[i + 1] = next_string(&rest);
	}
	x->attributes[e->attributes] = NULL;
	ret->attributes = x->attributes;
}

bool xml_next(struct context *cx, struct xml *x, struct xml_event *ret)
{
	struct entry e;
	char *at;

	if (x->at == x->n && !fill(cx, x))
		return false;
	memcpy(&e, x->bytes + x->at, sizeof e);
	at = x->bytes + x->at + sizeof e;
	x->at += sizeof e + e.size;
	*ret = (struct xml_event){ .kind = e.kind, .depth = e.depth };
	if (e.kind == XML_TEXT) {
		ret->text = at;
		ret->n = e.size - 1;
	} else {
		fill_event(x, &e, at, ret);
	}
	return true;
}

const char *xml_attribute(const struct xml_event *e, const char *name)
{
	for (const char *const *a = e->attributes; a && *a; a += 2)
		if (strcmp(a[0], name) == 0)
			return a[1];
	return NULL;
}
