/* The conclusions of a report of the UPR Working Group, read from its passages: every
 * recommendation with its number, words, States, and what the paragraph above it says about the
 * position of the State under review.
 *
 * That recommendations which enjoy the State's support are identified as such and the others are
 * noted: Human Rights Council resolution 5/1, annex, paragraph 32.  Those that it will examine are
 * pending until its addendum says what became of them. */
#ifndef SUBJECT_RECOMMENDATION_WG_TEXT_H
#define SUBJECT_RECOMMENDATION_WG_TEXT_H

#include "subject/recommendation/passage.h"
#include "subject/recommendation/recommendation.h"
#include "subject/recommendation/wg_states.h"

/* One recommendation or pledge. */
struct wg_item {
	const struct passage *at;    /* where it begins */
	const struct passage **more; /* where it goes on, more_n of them */
	size_t more_n;
	const char *locator; /* "126.10"; "69.1" where lists number anew under paragraph 69 */
	const char *words;   /* without the number and the sign that closes an item of a list */
	struct statements statements; /* of a recommendation */
	int kind;                     /* KIND_RECOMMENDATION, KIND_PLEDGE */
	int position;       /* enum upr_position; 0: the report does not say, or a pledge */
	const char *group;  /* number of the paragraph that says so; NULL */
	const char *remark; /* its words, where they say more than the position; NULL */
	bool dialogue;      /* the words stand in the summary of the dialogue, the conclusions only
	                       name the paragraph */
};

struct wg_report {
	const char *symbol; /* "A/HRC/24/3"; NULL: not found */
	const char *iso3;   /* of the State under review; NULL */
	const char *state;  /* as the title has it; NULL */
	int session;        /* of the Working Group; 0 */
	struct date distributed, reviewed, adopted;
	const char *lang; /* "en", "ru" */
	struct wg_item *items;
	size_t items_n;
	size_t passed; /* paragraphs among the recommendations that belong to none */
};

/* How surely the passages are such a report, 0 … 100: by its title and its chapter. */
int wg_guess(struct arena *mem, const struct passages *p);

/* False: there is no chapter of conclusions. */
bool wg_read(struct arena *mem, const struct passages *p, state_known *known, void *with,
             struct wg_report *ret);

#endif
