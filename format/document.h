/* A text that is given out: headings, paragraphs, lists and tables, told from its beginning to its
 * end.  What is told goes to the writer of a format at once, so a matrix of ten thousand rows costs
 * no memory.
 *
 *	struct document *d = docx_start(cx, &(struct document_about){ .title = …, .lang = "tk" });
 *
 *	document_heading(d, 1, NULL, "…");
 *	document_paragraph(d, &(struct document_paragraph){ 0 });
 *	document_run(d, &(struct document_run){ .text = "…", .bold = true });
 *	document_table(d, &(struct document_table){ .widths = widths, .columns = 3 });
 *	document_row(d, DOCUMENT_HEAD_ROW);
 *	document_cell(d, &(struct document_cell){ 0 });
 *	document_text(d, "…");
 *	document_end_table(d);
 *	if (!document_end(cx, d, sink_to_file, f))
 *		return false;
 *
 * A paragraph ends where the next thing begins, a cell at the next cell, row or end of the table.
 * What cannot be nested (a table in a table, a run outside of a paragraph, a row that is too short)
 * is a mistake of the program and stops it.
 *
 * A failure (no room, a limit) is kept in the context; the calls that follow do nothing, and
 * document_end() says so.  Who tells much asks failed(cx) now and then. */
#ifndef FORMAT_DOCUMENT_H
#define FORMAT_DOCUMENT_H

#include "format/sink.h"

enum {
	DOCUMENT_COLUMNS = 63, /* of a table: Word knows no more */
	DOCUMENT_HEADINGS = 6, /* levels */
	DOCUMENT_LEVELS = 3,   /* of a list, the first is 0 */
	DOCUMENT_BULLETS = 1,  /* the list that has bullets */
};

struct document;

struct document_about {
	const char *title;   /* told by the file's properties; no heading */
	const char *subject; /* "" or NULL: none, as with the others */
	const char *author;  /* the institution */
	const char *lang;    /* of what says nothing else: "tk", "pt-BR" */
	const char *head;    /* at the top of every page */
	const char *foot;    /* at the bottom of every page, beside its number */
	bool landscape;      /* how it begins; A4 */
};

enum document_style {
	DOCUMENT_BODY, /* in a cell: that of tables */
	DOCUMENT_TITLE,
	DOCUMENT_SUBTITLE,
	DOCUMENT_QUOTE,   /* somebody else's words, set off */
	DOCUMENT_CAPTION, /* over a table */
	DOCUMENT_NOTE,    /* small: sources, as of */
};

struct document_paragraph {
	enum document_style style;
	int heading;      /* 1 … DOCUMENT_HEADINGS; then the style counts for nothing */
	int list, level;  /* an item of a document_list() or DOCUMENT_BULLETS; 0: of none */
	const char *lang; /* NULL: the document's */
	bool keep;        /* on one page with what follows */
};

struct document_run {
	const char *text; /* \n breaks the line; NULL or "": nothing */
	const char *lang; /* NULL: the paragraph's */
	const char *link; /* https:, http: or mailto:; anything else is text alone */
	bool bold, italic;
};

struct document_table {
	const int *widths; /* shares of the page's width, each above 0 */
	size_t columns;
	const char *name; /* for who hears the document; NULL: none */
};

enum document_row { DOCUMENT_BODY_ROW, DOCUMENT_HEAD_ROW /* again on every page */ };

enum document_merge {
	DOCUMENT_ALONE,
	DOCUMENT_FIRST, /* of the cells merged from here downwards */
	DOCUMENT_ABOVE, /* part of the one above, of the same columns; holds nothing */
};

struct document_cell {
	int columns; /* how many it covers; 0 is 1 */
	enum document_merge merge;
	bool shaded; /* as a theme's heading in a matrix */
};

/* A list that numbers its items from the beginning: 1. (a) (i).  Paragraphs that name it may stand
 * apart, with text or tables between them: so the paragraphs of a UN document are numbered. */
int document_list(struct document *d);

void document_paragraph(struct document *d, const struct document_paragraph *p);
void document_run(struct document *d, const struct document_run *r);

/* Whole ones: a heading, with the language of its text, and plain text. */
void document_heading(struct document *d, int level, const char *lang, const char *text);
void document_text(struct document *d, const char *text);

/* ERR_TOO_LARGE: more than DOCUMENT_COLUMNS. */
void document_table(struct document *d, const struct document_table *t);
void document_row(struct document *d, enum document_row kind); /* those of the head come first */
void document_cell(struct document *d, const struct document_cell *c);
void document_end_table(struct document *d);

/* What follows begins on a new page, upright or across. */
void document_section(struct document *d, bool landscape);

/* Completes the document and gives its bytes to the sink; nothing can be added afterwards. */
MUST_USE bool document_end(struct context *cx, struct document *d, sink *to_sink, void *to);

/* As a Word document (ECMA-376, transitional).  Its text waits in an unlinked temporary file and is
 * packed at the end.  NULL: no temporary file (ERR_UNAVAILABLE).  ERR_TOO_LARGE: more than
 * MAX_DOCUMENT. */
struct document *docx_start(struct context *cx, const struct document_about *about);

/* ---- for who writes a writer */

/* Told in an order that is right: document.c has looked at it.  An end comes for all that began. */
struct document_writer {
	void (*paragraph)(void *w, const struct document_paragraph *p);
	void (*run)(void *w, const struct document_run *r); /* its text is not empty */
	void (*end_paragraph)(void *w);
	void (*table)(void *w, const struct document_table *t);
	void (*row)(void *w, enum document_row kind);
	void (*cell)(void *w, const struct document_cell *c); /* columns is 1 at least */
	void (*end_cell)(void *w);
	void (*end_row)(void *w);
	void (*end_table)(void *w);
	void (*section)(void *w, bool landscape);
	bool (*end)(struct context *cx, void *w, sink *to_sink, void *to);
};

struct document *document_start(struct context *cx, const struct document_writer *writer, void *w);

#endif
