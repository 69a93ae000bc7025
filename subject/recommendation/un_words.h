/* How files of the United Nations write things: positions, the number before a recommendation,
 * where a position is stated, lists of labels within a cell.  Words in English, Russian and
 * Turkmen; all of it without the database. */
#ifndef SUBJECT_RECOMMENDATION_UN_WORDS_H
#define SUBJECT_RECOMMENDATION_UN_WORDS_H

#include "base/arena.h"

/* ---- positions */

enum said_position {
	SAID_NOTHING, /* not known words */
	SAID_PENDING,
	SAID_SUPPORTED,
	SAID_NOTED,
	SAID_MIXED,  /* "Supported/Noted", "partially accepted": for a person to read */
	SAID_PLEDGE, /* a voluntary pledge stands where a position would */
	SAID_EMPTY,  /* "", "NA" */
};
enum said_position position_said(struct arena *mem, const char *words);

/* ---- a recommendation's cell */

/* "115.1 Take steps (Croatia);\nSource of position: A/HRC/28/15/Add.1 - Para. 3" */
struct un_paragraph {
	const char *locator;        /* "115.1"; "" */
	const char *words;          /* without number and closing sign, white space single blanks */
	const char *source_symbol;  /* "A/HRC/28/15/Add.1"; "" */
	const char *source_locator; /* "3"; "" */
};
struct un_paragraph un_paragraph(struct arena *mem, const char *cell);

/* Does the text begin with the number of a paragraph that has parts, "115.1 "? */
bool begins_with_number(const char *s);

/* ---- headers */

/* Is the name one of the aliases, "|" between them? */
bool un_is_called(const char *aliases, const char *name);

/* ---- labels, one a line */

enum label_kind { LABEL_THEME, LABEL_PERSON, LABEL_SDG, LABEL_KINDS };

struct un_label {
	enum label_kind kind;
	const char *text; /* without "- " */
};

struct un_labels {
	struct un_label *v;
	size_t n;
};

/* The labels of a cell whose column is of this kind, until a line such as "Affected persons:" says
 * otherwise. */
struct un_labels un_labels(struct arena *mem, const char *cell, enum label_kind kind);

/* "16 - PEACE, JUSTICE …", "SDG 16", "16.3": "16", "16", "16.3"; NULL: no number stands there. */
const char *sdg_code_said(struct arena *mem, const char *label);

/* The label of a theme that a row names which spans the table: "Theme: X" is X. */
const char *heading_said(struct arena *mem, const char *cell);

/* ---- languages */

/* "ru" where Cyrillic letters are many, else "en". */
const char *language_said(const char *text);

#endif
