/* Any table of recommendations: what a ministry, a department or another system keeps in a
 * spreadsheet, whatever it looks like.
 *
 * What the table is (which sheet, which row is the header, which column is what, what is no
 * recommendation) is found out from its words and from the shape of its cells, shown to a person,
 * who corrects it, and remembered for the next file with the same header.  doc/import.md, "Any
 * table", has the rules. */
#ifndef SUBJECT_RECOMMENDATION_TABLE_H
#define SUBJECT_RECOMMENDATION_TABLE_H

#include "record/import.h"

enum table_field {
	TABLE_NONE,   /* no field of ours: goes into the note of the source, in the file's words */
	TABLE_NUMBER, /* counts the rows */
	TABLE_ID,     /* what another system calls the row */
	TABLE_TEXT,   /* once for each language */
	TABLE_LOCATOR,
	TABLE_UNDER_REVIEW,
	TABLE_MECHANISM,
	TABLE_CYCLE,
	TABLE_DOCUMENT,
	TABLE_STATES, /* that recommend */
	TABLE_POSITION,
	TABLE_POSITION_SOURCE, /* the document that states it */
	TABLE_POSITION_REMARK,
	TABLE_THEMES,
	TABLE_AFFECTED,
	TABLE_SDG,
	TABLE_ARTICLES,
	TABLE_REGIONS,
	TABLE_LEAD, /* who answers for it: a step says so, not a file; kept in words */
	TABLE_CO,
	TABLE_DEADLINE,
	TABLE_PRIORITY,
	TABLE_STATUS,        /* the file's own, beside ours */
	TABLE_STATUS_REASON, /* what was done */
	TABLE_DATE,          /* of the document or of the row: kept in words */
	TABLE_REMARK,
	TABLE_FIELDS
};

enum { TABLE_SAMPLES = 3, TABLE_LEFT_KEPT = 50, TABLE_HEADER_ROWS = 12 };

enum table_why { WHY_NOTHING, WHY_HEADER, WHY_CELLS, WHY_MEMORY, WHY_PERSON };

struct table_column {
	int place;          /* 1 is the first */
	const char *header; /* as it stands there; of two rows with " / " between */
	const char *plain;  /* the same folded, to find it again */
	enum table_field field;
	const char *lang; /* of TABLE_TEXT: "tk", "ru", "en"; else "" */
	int sure;         /* 0 … 100 */
	enum table_why why;
	const char *samples[TABLE_SAMPLES]; /* first cells that are not empty; NULL: no more */
	bool month_first;                   /* 07/31/2025 */
};

enum table_left_why {
	LEFT_ABOVE,   /* stands above the header: the list's title */
	LEFT_NUMBERS, /* numbers the columns */
	LEFT_AGAIN,   /* the header once more, as on each printed page */
	LEFT_HEADING, /* a heading or a remark: one cell, and no recommendation */
	LEFT_TOTAL,
	LEFT_WHYS
};

/* A row that is not brought in. */
struct table_left {
	int64_t row;
	enum table_left_why why;
	const char *words;
};

/* A word of the file for a status, and what it counts as. */
struct table_status {
	const char *words;
	const char *status; /* code of ours; NULL: nobody has said */
	int64_t rows;
};

struct table {
	int64_t sheet; /* 1 is the first */
	const char *sheet_name;
	const char **other_sheets; /* that hold something and are not read */
	size_t other_sheets_n;
	int64_t header, header_last; /* rows; 0: there is none */
	struct table_column *columns;
	size_t columns_n;
	int sure;                /* 0 … 100: that it is a list of recommendations at all */
	const char *fingerprint; /* of the header's words */
	const char *document;    /* a symbol that stands in the title above; NULL */
	enum table_why why;      /* WHY_MEMORY: somebody has corrected this header before */
	const char *by;          /* who, WHY_MEMORY */
	int64_t at;              /* when: an instant */

	/* table_look() alone: of the whole sheet */
	int64_t rows; /* that are recommendations */
	struct table_left *left;
	size_t left_n; /* the first ones */
	int64_t left_all;
	struct table_status *statuses;
	size_t statuses_n;
};

/* "text", "deadline" … by which a choice names a field, with its language: "text.ru"; "" for
 * none.  The words for people are in English, for tr(). */
const char *table_field_code(struct context *cx, enum table_field field, const char *lang);
const char *table_field_label(enum table_field field);
const char *table_left_label(enum table_left_why why);
const char *table_why_label(enum table_why why);

/* What the file is taken for, with the choices that im holds ("sheet" → its number, "header" → row
 * or "3-4" or 0, "column:N" → code of a field, "label:status:WORDS" → code of a status) and what is
 * remembered of its header.  Reading transaction.  NULL: failed, ERR_INVALID when no list is
 * there. */
struct table *table_look(struct context *cx, struct import *im);

/* Keeps what im's choices say for the next file with this header; nothing when there are none.
 * Writing transaction. */
MUST_USE bool table_remember(struct context *cx, const struct import *im, const struct table *t);

extern const struct import_format table_format, impact_oss_format;

#endif
