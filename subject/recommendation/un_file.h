/* Making a recommendation of what a file of the United Nations or of UPR Info says: what is looked
 * up once for a file, and what its cells become.  What nobody knows is listed (import_unknown()),
 * never dropped; what the file names and is not on record is planned (subject/mechanism/review.h).
 */
#ifndef SUBJECT_RECOMMENDATION_UN_FILE_H
#define SUBJECT_RECOMMENDATION_UN_FILE_H

#include "subject/mechanism/review.h"
#include "subject/recommendation/file_label.h"
#include "subject/recommendation/near.h"
#include "subject/recommendation/un_words.h"
#include "subject/taxonomy/taxonomy.h"

/* What rows before have found: those about one review, and of one document, stand together. */
struct un_met {
	int64_t state, cycle, review;
	struct {
		char symbol[100];
		int64_t id;
	} documents[4];
	int next;
};

struct un_file {
	struct import *im;
	struct un_met *met;
	const struct labels *countries, *labels[LABEL_KINDS];
	struct upr_cycles cycles;
	int64_t own;   /* the installation's State */
	int64_t state; /* the one that was said beside the file; 0: none was */
	int64_t upr;   /* the mechanism */
	const struct field *const *said;
};

/* `said`: names of the fields that every row says something about, blanks between.  Within a
 * transaction.  False: no State is called as was said beside the file. */
MUST_USE bool un_file_open(struct context *cx, struct import *im, const char *said,
                           struct un_file *ret);

/* The text of the row's cell at this place, from 0; "" where it has none, and where -1 says that no
 * column is there. */
static inline const char *un_cell(const struct unit *row, int at)
{
	return at >= 0 && (size_t)at < row->cells_n ? row->cells[at].text : "";
}

/* One item while it is made. */
struct un_row {
	struct context *cx;
	const struct un_file *file;
	struct import_item *item;
	struct recommendation *to;
};

/* Begins it with the unit: in the state "imported", and saying what the file says. */
struct un_row un_row(struct context *cx, const struct un_file *f, struct import_item *item,
                     const struct unit *u);

/* By any of its names, or by what a person decided it means; listed and 0 where nobody knows. */
int64_t un_label(struct un_row *w, const char *field, const struct type *t,
                 const struct labels *labels, const char *label);

/* The words in their language, which is authoritative until another version was there first. */
void un_take_words(struct un_row *w, const char *words);
/* Themes, affected persons and goals in a cell of this kind. */
void un_take_labels(struct un_row *w, const char *cell, enum label_kind kind);
/* Recommending States: those in brackets within the words; or one a line, commas between. */
void un_take_states_in_words(struct un_row *w, const char *words);
void un_take_states(struct un_row *w, const char *cell);
/* `by`: who says so where no document does. */
void un_take_position(struct un_row *w, const char *words, const char *by);

/* The State under review and its review by the UPR: `cycle` 0 is not known. */
void un_take_review(struct un_row *w, int64_t state, int64_t cycle);
/* The document with that symbol, about the State under review and the review of the row, which were
 * taken before; `distributed`: as the file says, for one that is made now. */
int64_t un_document(struct un_row *w, const char *symbol, struct date distributed);
/* The number of the cycle in which the Council had the report; 0: not known. */
int64_t un_cycle_of_report(struct context *cx, const struct un_file *f, const char *symbol);

/* The row's source: adds to what is there. */
void un_add_source(struct un_row *w, const char *title, const char *locator, const char *note);

#endif
