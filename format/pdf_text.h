/* The text of a PDF as words in places, made into rows, and those into paragraphs.  Private to
 * read_pdf.c, pdf_words.c, pdf_rows.c and pdf_text.c. */
#ifndef FORMAT_PDF_TEXT_H
#define FORMAT_PDF_TEXT_H

#include "format/reader.h"

enum pdf_part {
	PDF_BODY,
	PDF_MARGIN, /* the same on many pages, or the page's number */
	PDF_FOOTNOTE,
};

/* Words that stand together on a line; several such pieces may be one row: a number and, behind a
 * gap, its paragraph.  Places are points from the page's left and top. */
struct pdf_piece {
	double left, right, top, bottom;
	double size;  /* how high its letters are */
	double first; /* how wide its first word is */
	const char *text;
	bool mark; /* begins with a small raised sign, as a footnote does */
	int band, column;
	struct pdf_piece *next; /* while a page is read */
};

struct pdf_row {
	double left, right, top, bottom, size, first;
	const char *text;
	bool mark;
	bool apart; /* the first piece is a word with a gap behind it */
	int band, column;
	enum pdf_part part;
};

/* A page's column: where most of its rows begin, and the farthest any reaches. */
struct pdf_frame {
	double left, right;
};

struct pdf_page {
	double width, height;
	struct pdf_frame frames[2];
	struct pdf_row *rows;
	size_t n;
	bool cut; /* it has more than can be read */
	struct pdf_page *next;
};

struct pdf_text {
	struct pdf_page *first, **end;
	int64_t pages, empty, cut;   /* empty: without any words; cut: with too many */
	int64_t characters, strange; /* strange: signs that stand for no letter */
	double size, pitch;          /* the commonest, of letters and from row to row */
	int64_t footnotes;
	int64_t rows, hyphened; /* hyphened: end in a hyphen, and a small letter follows */
	struct pdf_words *words;
};

/* What `pdftotext -tsv` says, read to its end.  False: failed. */
MUST_USE bool pdf_words_read(struct context *cx, struct pdf_text *t, source *from_source,
                             void *from);

/* The pieces of a page, in the order of reading, as its rows. */
void pdf_page_rows(struct context *cx, struct pdf_page *page, struct pdf_piece *pieces, size_t n);

/* Whether the row begins with a number, letter or bullet, as an item of a list does. */
bool pdf_begins_item(const struct pdf_row *r);

/* Finds out which rows are no part of the text that runs, and measures those that are. */
void pdf_margins(struct context *cx, struct pdf_text *t);

/* Gives the pages and their paragraphs, and what was left out. */
MUST_USE bool pdf_text_give(struct context *cx, struct reader *r, struct pdf_text *t);

#endif
