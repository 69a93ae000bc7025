/* The styles of a foreign Word document, as far as they tell what a paragraph is. */
#ifndef FORMAT_WORD_STYLE_H
#define FORMAT_WORD_STYLE_H

#include "format/xml_read.h"
#include "format/zip_read.h"

enum { WORD_NO_HEADING = 10 };

enum word_answer { WORD_UNSAID, WORD_NO, WORD_YES };

/* What a style, a paragraph or a run says of itself. */
struct word_look {
	int outline;     /* 1 is the highest heading, 9 the lowest; 0 unsaid */
	int list, level; /* numbering: the list (-1 unsaid, 0 none), the level (-1 unsaid) */
	enum word_answer bold, italic, hidden;
};

struct word_style {
	const char *id, *name; /* as programs name and show it: "Heading1", "heading 1" */
	const char *parent;    /* the style it is based on; NULL */
	struct word_look look; /* with all that it takes over from others */
};

#define WORD_LOOK ((struct word_look){ .list = -1, .level = -1 })

struct word_styles;

/* `main` is the document's part.  NULL: failed. */
struct word_styles *word_styles_read(struct context *cx, struct zip_archive *z, const char *main);

/* NULL: there is none of that id. */
const struct word_style *word_style(const struct word_styles *s, const char *id);

/* That of paragraphs which name none. */
const struct word_style *word_usual_style(const struct word_styles *s);

/* Takes over what the event, an element of pPr or rPr, says. */
void word_look_at(struct word_look *look, const struct xml_event *e);

/* What `look` leaves unsaid becomes as in `under`. */
void word_look_under(struct word_look *look, const struct word_look *under);

#endif
