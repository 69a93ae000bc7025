/* Private to the files of `table`: words of headers, shapes of cells, finding the header, reading
 * values. */
#ifndef SUBJECT_RECOMMENDATION_TABLE_PART_H
#define SUBJECT_RECOMMENDATION_TABLE_PART_H

#include "format/material.h"
#include "subject/recommendation/recommendation.h"
#include "subject/recommendation/table.h"
#include "subject/taxonomy/taxonomy.h"

/* ---- table_words.c */

/* Small letters and digits without accents, one space between words; "№" and "#" are "no". */
const char *table_plain(struct arena *mem, const char *s);
MUST_USE bool table_field_named(struct context *cx, const char *code, enum table_field *ret,
                                const char **ret_lang);

struct vocabulary;
struct vocabulary *vocabulary_new(struct arena *mem);

struct header_match {
	int score[TABLE_FIELDS]; /* 0 … 100 */
	const char *lang;        /* that the header names; "" */
};
void vocabulary_match(const struct vocabulary *v, const char *header, struct header_match *ret);

int table_distance(const uint32_t *a, int an, const uint32_t *b, int bn, int most);

/* ---- table_shape.c */

/* Names that are known to the instance; NULL where there is no database at hand. */
struct table_names {
	const struct labels *countries, *mechanisms;
};

enum shape {
	SHAPE_DATE = 1,
	SHAPE_SYMBOL = 2,
	SHAPE_LOCATOR = 4,
	SHAPE_INTEGER = 8,
	SHAPE_POSITION = 16,
	SHAPE_STATUS = 32,
	SHAPE_MECHANISM = 64,
	SHAPE_COUNTRY = 128,
	SHAPE_PRIORITY = 256,
	SHAPE_YESNO = 512,
	SHAPES = 10
};

struct cell_shape {
	unsigned shapes; /* enum shape */
	int letters, words;
	int cyrillic, turkmen, latin; /* letters that only one of them has */
	int turkmen_words;            /* known by themselves, however they are spelt */
	int64_t number;               /* SHAPE_INTEGER */
	bool month_first, day_first;  /* 07/31/2025, 31/07/2025 */
};
struct cell_shape cell_shape(struct context *cx, const struct table_names *names,
                             const struct cell *c);

/* All cells of a column. */
struct column_shape {
	int n;       /* not empty */
	int numbers; /* whole ones */
	int of[SHAPES];
	int64_t letters, words;
	int cyrillic, turkmen, latin, turkmen_words;
	bool sequence; /* 1, 2, 3 … */
	int64_t last;
	bool month_first;
};
void column_shape_add(struct column_shape *s, const struct cell_shape *c);
/* Percent of the cells. */
int column_shape_part(const struct column_shape *s, enum shape shape);
/* 1: as cells of the field look; -1: it cannot be; 0: says nothing. */
int column_fits(const struct column_shape *s, enum table_field field);
/* "tk", "ru" or "en" by the letters. */
const char *column_language(const struct column_shape *s);

/* ---- table_head.c */

/* Several columns may be of the field. */
bool table_may_repeat(enum table_field field);
/* How a row looks that is no recommendation; false: it is one. */
MUST_USE bool table_row_left(struct context *cx, const struct table *t, const struct unit *u,
                             int64_t last_row, enum table_left_why *ret);
/* The sheet, the header and the columns; without the whole sheet's counts.  `sheet` and `header` as
 * a person chose them; NULL: found out.  `names` NULL: no database is at hand.  NULL without a
 * failure: there is no list. */
struct table *table_find(struct context *cx, struct material *m, const char *sheet,
                         const char *header, const struct table_names *names);

/* ---- table_value.c */

const char *table_cell(struct context *cx, const struct unit *u, int place);
/* 0: the words are none. */
int table_position(struct context *cx, const char *words);
int table_priority(struct context *cx, const char *words);
enum yesno table_yesno(struct context *cx, const char *words);
/* False: unknown words.  *ret 0: known, but which status is meant is for a person to say. */
bool table_status(struct context *cx, const char *words, int *ret);
const char *table_status_code(int status);
/* "УПО" → "UPR", "КЛДЖ" → "CEDAW"; NULL. */
const char *table_mechanism(struct context *cx, const char *words);
/* Number of a review: "3-й цикл", "III", "UPR-3"; 0. */
int table_cycle(struct context *cx, const char *words);
/* "п. 126.12" → "126.12"; NULL: no place of a document. */
const char *table_locator(struct context *cx, const char *words);
bool table_date(struct context *cx, const struct cell *c, bool month_first, struct date *ret);
/* The parts of a cell: lines, semicolons, bars; "- " before each goes. */
size_t table_parts(struct context *cx, const char *s, const char ***ret);

/* ---- table_memory.c */

/* What a person chose for the header, as table_remember() kept it. */
struct table_memory {
	struct import_choice_made *v;
	size_t n;
	const char *by; /* login */
	int64_t at;     /* 0: nothing is kept */
};
MUST_USE bool table_recall(struct context *cx, const char *fingerprint, struct table_memory *ret);

/* A person's choice, else what is remembered; NULL. */
const char *table_choice(const struct import *im, const struct table_memory *memory,
                         const char *what);

/* ---- table.c, table_row.c: also for formats whose table is known (impact_oss.c) */

enum { TABLE_CYCLES = 9, TABLE_SECTION = 400 };

/* What is looked up once for the whole file. */
struct table_reader {
	struct import *im;
	struct table *table;
	struct table_memory memory;
	struct table_names names;
	const struct labels *themes, *persons, *sdgs;
	int64_t own, upr, cycles[TABLE_CYCLES + 1];
	int64_t mechanism, document, state; /* given, or in the title of the list; 0 */
	const char *symbol;                 /* of the document; NULL: each row says it */
	const char *original;               /* language of the authoritative text */
	bool position_is_yesno;             /* TRUE: supported, FALSE: noted */
	int64_t sheet, last_row;
	char section[TABLE_SECTION]; /* the heading above the row */
};
/* All but table, symbol, document, original. */
MUST_USE bool table_reader_open(struct context *cx, struct import *im, struct table_reader *r);
/* The names of the columns are those by which the file's cells are told. */
void table_tell_header(struct context *cx, const struct table_reader *r);
MUST_USE bool table_read_row(struct context *cx, struct table_reader *r, struct import_item *item,
                             const struct unit *u);
void table_keep_section(struct table_reader *r, const struct unit *u);
/* For struct import_format.join. */
bool table_join(struct context *cx, void *first, const void *second);

#endif
