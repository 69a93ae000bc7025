/* What a foreign file holds, whatever its format: sheets of cells, or the paragraphs and tables of
 * a text.
 *
 * A file from outside is never parsed by the server.  material_read() starts a child without
 * network, files and system calls (base/confine.h), which turns the bytes into units and writes
 * them into a pipe; the parent checks them as they come and spools them into a file without a name,
 * so that they can be read more than once and cost no memory.  A child that dies, lasts or grows
 * too long is a message, not a crash. */
#ifndef FORMAT_MATERIAL_H
#define FORMAT_MATERIAL_H

#include "format/sink.h"

enum unit_kind {
	UNIT_SHEET = 1, /* a sheet, or a table of a text, begins */
	UNIT_ROW,       /* one row of it; those without any text are left out */
	UNIT_PARAGRAPH, /* of a text, outside of tables */
	UNIT_PAGE,      /* a page begins (PDF) */
	UNIT_REMARK,    /* what was left out, in words for who chose the file: text */
};

enum cell_kind { CELL_EMPTY, CELL_TEXT, CELL_NUMBER, CELL_DATE, CELL_YESNO };

struct cell {
	enum cell_kind kind;
	const char
	        *text; /* what a person sees, line breaks as \n; "" when empty.  A date: 2025-07-11,
	                  2025-07 or 2025 where its format shows no more, 2025-07-11T14:30:00
	                  where it shows the time.  Yes and no: TRUE, FALSE.  A number: without
	                  thousands separators, with the decimals of its format (126.10) */
	double number; /* CELL_NUMBER, CELL_DATE (serial of the file), CELL_YESNO */
	int columns;   /* how many it covers: 1, more when merged.  A covered place is CELL_EMPTY */
	bool above;    /* CELL_EMPTY because it is merged with the cell above */
};

struct unit {
	enum unit_kind kind;
	int64_t number;    /* of the row as its program counts (1 is the first); of the sheet,
	                      paragraph, page */
	const char *text;  /* UNIT_SHEET: its name, "" if it has none; UNIT_PARAGRAPH */
	const char *style; /* of a paragraph: name of its style, "" */
	int level;         /* of a heading, 1 the highest; 0: none */
	bool bold, italic; /* the whole paragraph */
	bool hidden;       /* of a sheet or row: not shown to who opens the file */
	const struct cell *cells; /* UNIT_ROW, cells_n of them, the last not empty or merged */
	size_t cells_n;
};

/* What a reader may be told beforehand; zero and NULL: it finds out, and nobody listens. */
struct material_options {
	const char *encoding; /* "utf-8" "utf-16le" "utf-16be" "windows-1251" "windows-1252"
	                         "macroman" */
	char separator;       /* of CSV: , ; tab | */
	/* Told some times a second, with the rows (or pages) read so far.  False stops the reading:
	 * with the cause it left in the context, or ERR_UNAVAILABLE. */
	bool (*progress)(struct context *cx, void *listener, int64_t done);
	void *listener;
};

struct material {
	const char *format;   /* "csv" "xlsx" "xls" "docx" "pdf" "json" */
	const char *encoding; /* of CSV, one of the above; else "" */
	char separator;       /* of CSV; else 0 */
	int64_t units, rows, pages, sheets, paragraphs, remarks; /* how many there are */
	struct spool *spool;
};

/* Parses the bytes.  NULL: ERR_BAD_REQUEST with words that a secretariat understands (encrypted,
 * cut off, damaged, a scan without text, a real .doc: save it as .docx …), ERR_TOO_LARGE naming the
 * limit, ERR_UNAVAILABLE (no process or no room to be had, stopped).  Belongs to the context's
 * arena.  Outside of transactions: it may take minutes. */
struct material *material_read(struct context *cx, const char *bytes, size_t n,
                               const struct material_options *options);

/* The same from a source, so that the file need not be in memory. */
struct material *material_read_from(struct context *cx, source *from_source, void *from,
                                    const struct material_options *options);

/* The next unit from the place where the last one ended; false at the end and when failed(cx).  The
 * unit lives until the next call. */
MUST_USE bool material_next(struct context *cx, struct material *m, struct unit *ret);
void material_rewind(struct material *m);

#endif
