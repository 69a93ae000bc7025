/* The tables of a file that holds a plan: what its columns are, and what each row is.  What was
 * read of the file waits as JSON while a person looks at it; nothing here knows the database. */
#ifndef SUBJECT_PLAN_TABLE_H
#define SUBJECT_PLAN_TABLE_H

#include "format/material.h"
#include "subject/plan/executor.h"

enum plan_column {
	PLAN_SKIPPED, /* a column that is not taken */
	PLAN_NUMBER,
	PLAN_MEASURE,
	PLAN_EXECUTORS,
	PLAN_CO,
	PLAN_PARTNERS,
	PLAN_TERM,
	PLAN_INDICATOR,
	PLAN_RESULT,
	PLAN_PAID,
	PLAN_COLUMNS
};
/* Codes and labels (N_()), at enum plan_column. */
extern const struct plan_column_name {
	const char *code, *label;
} plan_columns[PLAN_COLUMNS];

enum plan_row_kind {
	PLAN_ROW_ABOVE,   /* before the heads, or of a table that is none of measures */
	PLAN_ROW_HEAD,    /* the heads, on each page again */
	PLAN_ROW_NUMBERS, /* 1 | 2 | 3 … below the heads */
	PLAN_ROW_HEADING, /* a part, section or objective */
	PLAN_ROW_MEASURE,
	PLAN_ROW_MORE, /* the measure above goes on */
	PLAN_ROW_OUT,  /* a person left it out */
};

enum {
	MOST_PLAN_ROWS = 3000,
	MOST_PLAN_COLUMNS = 40,
	MOST_PLAN_LAYOUTS = 8,
	MOST_PLAN_CELLS = 4 * 1024 * 1024, /* bytes */
};

/* The heads of a table, and what its columns are. */
struct plan_layout {
	const char *heads[MOST_PLAN_COLUMNS];   /* "" where there is none */
	const char *samples[MOST_PLAN_COLUMNS]; /* the first cell below that holds something */
	enum plan_column columns[MOST_PLAN_COLUMNS];
	size_t n;
};

struct plan_cell {
	const char *text;
	int columns; /* how many it covers */
	bool above;  /* merged with the cell above */
};

struct plan_row {
	int64_t at;     /* from 1 through the whole file: by it decisions name the row */
	int64_t number; /* in its sheet or table */
	int sheet;      /* from 0 */
	struct plan_cell *cells;
	size_t n;
	enum plan_row_kind kind;
	const struct plan_layout *layout; /* NULL: of PLAN_ROW_ABOVE */
};

struct plan_table {
	const char **sheets; /* their names, "" where they have none */
	size_t sheets_n;
	struct plan_row *rows;
	size_t n;
	struct plan_layout *layouts[MOST_PLAN_LAYOUTS];
	size_t layouts_n;
};

/* The rows of all sheets and tables that are not hidden, as JSON.  NULL: failed; ERR_TOO_LARGE and
 * ERR_INVALID in words. */
const char *plan_table_keep(struct context *cx, struct material *m);
/* As it was kept; NULL: failed. */
struct plan_table *plan_table_load(struct context *cx, const char *json);

/* What a person decided: "column:LAYOUT:COLUMN" (from 0) → code of a column, "row:AT" → "heading",
 * "measure", "more", "out"; NULL: nothing. */
typedef const char *plan_decided(const void *data, const char *what);

/* Finds heads, columns and kinds of rows. */
void plan_table_recognise(struct context *cx, struct plan_table *t, executor_known *known,
                          const void *known_data, plan_decided *decided, const void *data);

/* What the row has in the columns of that kind, one below the other; "" when nothing.  A cell that
 * is merged with the one above is empty. */
const char *plan_row_text(struct context *cx, const struct plan_row *r, enum plan_column column);
/* The first column of that kind, from 0; -1: none. */
int plan_row_column(const struct plan_row *r, enum plan_column column);

/* "Section II. Health": its number, its title, and which kind of part it is (1 part, 2 section, 3
 * objective; 0: it does not say). */
struct plan_heading {
	const char *number, *title;
	int kind;
};
struct plan_heading plan_heading_read(struct arena *mem, const char *number, const char *text);

#endif
