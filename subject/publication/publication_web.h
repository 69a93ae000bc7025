/* Between the pages of this folder. */
#ifndef SUBJECT_PUBLICATION_WEB_H
#define SUBJECT_PUBLICATION_WEB_H

#include "subject/publication/publication.h"
#include "web/page.h"

struct shelf;

/* What is listed below a record: copies of another shelf that name it. */
struct shelf_below {
	const struct shelf *of; /* NULL ends it */
	const char *field;      /* by which they name it: "places.plan" */
	const char *title;      /* N_() */
	bool named;             /* the other way: by which it names them */
};

/* What a field is called there, where the word of the inside tells the public nothing. */
struct shelf_word {
	const char *field; /* NULL ends it */
	const char *label; /* N_() */
};

/* How records of one type stand on the public site. */
struct shelf {
	const struct type *type;
	const char *path; /* of its list; a record's page is path/ID of `records` */
	const char *records;
	const char *title, *lead, *first; /* N_(); first: over the titles in the list */
	const char *words;                /* the field that holds the document's words, "-": none */
	const char *titled;               /* the text by which it is called; NULL: no text */
	const char *columns;              /* fields shown in the list, blanks between */
	const char *filters;
	const char *boxes;               /* long texts that stand with headings beside the facts,
	                                    blanks between; NULL: none */
	const struct shelf_word *labels; /* NULL: as inside */
	const char *part_of; /* the field that names what its page leads back to; NULL: none */
	/* What it is called below that; NULL: by its title. */
	const char *(*called)(struct context *cx, const struct json *fields);
	const struct shelf_below *below; /* NULL: nothing */
	bool within;                     /* reached from records of other shelves alone */
};

/* shelf_web.c */
extern const struct shelf shelf_recommendations, shelf_treaties, shelf_plans, shelf_measures,
        shelf_indicators, shelf_values, shelf_evidence, shelf_progress;
extern const struct shelf *const shelves[]; /* NULL ends them */

/* shown_web.c: what stands in a copy, for people.  Nothing of it is looked up anywhere else. */

/* A value in words, for cells of files; "" for NULL. */
const char *shown_words(struct context *cx, const struct type *t, const struct field *f,
                        const struct json *value);
/* The text of one language; "" when there is none. */
const char *shown_text(const struct json *texts, const char *lang);
/* A value in HTML. */
void shown_value(struct html *h, const struct type *t, const struct field *f,
                 const struct json *value);
/* A whole copy below its head: the document's words, or the boxes, beside the facts; the three
 * assessments.  `listed`: what it names is listed below by the page itself. */
void shown_copy(struct html *h, const struct shelf *s, const struct json *body, bool listed);

/* The shelf of a type; NULL: it has none. */
const struct shelf *shelf_of(const struct type *t);
/* What the field is called there. */
const char *shelf_label(struct context *cx, const struct shelf *s, const struct field *f);

/* request_web.c: proposing, and deciding with the copy in sight. */
handler propose_form, request_page;
void publication_note(struct page *p, const struct type *t, const void *row);

#endif
