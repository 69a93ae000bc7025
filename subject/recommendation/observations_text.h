/* Concluding observations of a treaty body, read from their passages: what the committee is
 * concerned about, what it recommends, and what it wants to be told, each with its place ("13 (a)
 * (ii)"), its heading, and whether the committee singled it out for follow-up.
 *
 * Which paragraphs a follow-up report answers, and by when, is said by the observations themselves;
 * where they say a period, it counts from their adoption (deadline rules DL-08 and DL-06). */
#ifndef SUBJECT_RECOMMENDATION_OBSERVATIONS_TEXT_H
#define SUBJECT_RECOMMENDATION_OBSERVATIONS_TEXT_H

#include "subject/recommendation/passage.h"
#include "subject/recommendation/recommendation.h"

/* A paragraph without parts, or one part of a paragraph with the words that lead to it: "The State
 * party should:" before each of its letters. */
struct observation {
	const struct passage *at;    /* where it begins */
	const struct passage **more; /* where it goes on, more_n of them */
	size_t more_n;
	const char *locator, *words;
	int kind; /* KIND_OBSERVATION: a concern; KIND_RECOMMENDATION; KIND_REQUEST_FOR_INFORMATION
	           */
	const char *theme;    /* the nearest heading; NULL */
	const char *articles; /* "arts. 2 and 26"; NULL */
	bool follow_up;       /* singled out */
	struct date due;      /* of the follow-up, or of the next report */
};

struct observations {
	const char *symbol, *iso3; /* NULL: not found */
	const char *lang;          /* "en", "ru" */
	struct date distributed, adopted;
	struct observation *items;
	size_t items_n;
	struct date follow_up_due, next_report;
	size_t silent; /* pieces that neither blame nor ask: welcomes, introductions, notes */
};

/* How surely the passages are such a document, 0 … 100: by its title and its symbol. */
int observations_guess(struct arena *mem, const struct passages *p);

/* False: there is no numbered paragraph. */
bool observations_read(struct arena *mem, const struct passages *p, struct observations *ret);

#endif
