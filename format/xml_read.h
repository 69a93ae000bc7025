/* Reading XML as it comes, event after event, in the memory of one piece.
 *
 *	struct xml *x = xml_open(cx, zip_source_of_part, part);
 *	struct xml_event e;
 *
 *	while (xml_next(cx, x, &e))
 *		if (xml_starts(&e, "sheet"))
 *			… xml_attribute(&e, "name") …
 *	if (failed(cx)) …
 *
 * A document type declaration is refused: it is where entities come from that grow without end or
 * name files, and no office program writes one.  Nothing outside the text is ever looked at. */
#ifndef FORMAT_XML_READ_H
#define FORMAT_XML_READ_H

#include "format/sink.h"

enum xml_kind { XML_START, XML_END, XML_TEXT };

/* Lives until the next call. */
struct xml_event {
	enum xml_kind kind;
	const char *name;   /* XML_START, XML_END: without the prefix */
	const char *prefix; /* as written: "w", "" when there is none */
	const char *text;   /* XML_TEXT: of `n` bytes, and a NUL.  One text may come in several
	                       pieces, but not split within a character */
	size_t n;
	const char *const *attributes; /* XML_START: name without prefix, value, …, NULL */
	int depth;                     /* of the element: 1 the outermost */
};

struct xml;

/* Hung on the arena; the source is asked as events are. */
struct xml *xml_open(struct context *cx, source *from_source, void *from);

/* False at the end, and when the text is not well formed, was cut off, has a document type
 * declaration or is nested deeper than MAX_XML_DEPTH: ask failed(cx). */
MUST_USE bool xml_next(struct context *cx, struct xml *x, struct xml_event *ret);

/* The parser is freed before its arena goes. */
void xml_close(struct xml *x);

/* The attribute's value; NULL when it is not there.  Prefixes are not looked at. */
const char *xml_attribute(const struct xml_event *e, const char *name);

static inline bool xml_starts(const struct xml_event *e, const char *name)
{
	return e->kind == XML_START && strcmp(e->name, name) == 0;
}

static inline bool xml_ends(const struct xml_event *e, const char *name)
{
	return e->kind == XML_END && strcmp(e->name, name) == 0;
}

#endif
