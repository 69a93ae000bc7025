/* The State at a glance: how recommendations and measures stand today, of the whole State and by
 * plan, body, theme, document, review cycle, group and goal; what moved since a day, which bodies
 * are late or silent, and how it came to be so, half-year by half-year.
 *
 * Every figure is that of the records behind it (glance_behind(), or the list of recommendations),
 * as far as the actor may read them, as of the transaction.  Of recommendations those about the own
 * State count.  Today's figures of recommendations come from the search index, which holds nothing
 * restricted, so there and in what moved restricted ones are counted for nobody;
 * glance_restricted() says how many the actor is a reader of.  README.md has the rules in words. */
#ifndef SUBJECT_GLANCE_H
#define SUBJECT_GLANCE_H

#include "record/record.h"
#include "record/subject.h"
#include "search/search.h"
#include "subject/deadline/deadline.h"
#include "subject/plan/plan.h"
#include "subject/progress/progress.h"

enum {
	GLANCE_HALF_YEARS = 8, /* that have ended, in the table over time */
	GLANCE_DAYS = 30,      /* "since", where nobody says a day */
	GLANCE_MOST = 400000,  /* records behind a figure */
};

/* ---- by what it is cut */

enum glance_cut {
	CUT_BODY,
	CUT_PLAN,
	CUT_THEME,
	CUT_DOCUMENT,
	CUT_CYCLE,
	CUT_GROUP,
	CUT_SDG,
	GLANCE_CUTS
};

struct glance_cut_of {
	const char *code, *label; /* as addresses name it; N_() */
	const char *facet;        /* of recommendations; NULL: through the measures of plans */
	const struct type *to;
	bool measures; /* measures are cut by it, too */
};
extern const struct glance_cut_of glance_cuts[GLANCE_CUTS];

/* ---- the figures */

/* Recommendations by the State's status: columns are statuses in their order, "-" where none is
 * stated; rows the half-years in which they were entered.  The columns' own counts are those of the
 * whole State.  What other figures of recommendations begin with.  ERR_UNAVAILABLE: this program
 * has no search. */
MUST_USE bool glance_entered(struct context *cx, struct search_table *ret);

/* The same with the values of the cut as rows, the most frequent first, at most `values` (0: all
 * that are told). */
MUST_USE bool glance_recommendations(struct context *cx, enum glance_cut cut, size_t values,
                                     const struct search_table *entered, struct search_table *ret);

/* Measures by how they stand today (enum measure_standing); the same way. */
MUST_USE bool glance_measures(struct context *cx, enum glance_cut cut, struct search_table *ret);

/* What changed since a day began: records that then stood in one status and stand in another now.
 * The most frequent first. */
struct glance_move {
	const char *before, *after; /* codes; "": none was stated */
	int64_t count;
};
MUST_USE bool glance_moved(struct context *cx, const struct type *t, struct date since,
                           struct glance_move **ret, size_t *n);

/* Bodies with open internal deadlines that are past, the most first. */
struct glance_late {
	int64_t institution, count;
	struct date oldest;
};
MUST_USE bool glance_late(struct context *cx, struct glance_late **ret, size_t *n);

/* Bodies that have handed in no report for half a year and owe one: the half-year that was due last
 * is not reported on so many of their measures.  Those alone whose reports the actor may read. */
struct glance_silent {
	int64_t institution, count;
	struct date last; /* word; none: never */
};
MUST_USE bool glance_silent(struct context *cx, struct glance_silent **ret, size_t *n);

/* What moved of recommendations since the day, as by glance_moved(), and in which status they stood
 * at the end of each half-year ("2025-H2", the oldest first), last ("") how they stand now.  One
 * statement: which of them a ministry may see is the dear part of both. */
MUST_USE bool glance_past(struct context *cx, struct date since, const struct search_table *entered,
                          struct glance_move **moved, size_t *n, struct search_table *course);

/* Restricted recommendations that the actor may read. */
MUST_USE bool glance_restricted(struct context *cx, int64_t *ret);

/* ---- the records behind a figure */

enum glance_what {
	GLANCE_PLANNED = 1, /* recommendations that measures of plan `value` answer, in `status` */
	GLANCE_MEASURES,    /* measures of a cut, by how they stand */
	GLANCE_MOVED,       /* records of `type`, from `before` to `status` since a day */
	GLANCE_LATE,        /* deadlines of body `value` */
	GLANCE_SILENT,      /* measures of body `value` */
	GLANCE_STOOD,       /* recommendations, in `status` at the end of half-year `at` */
	GLANCE_RESTRICTED   /* recommendations of which the actor is a named reader */
};

struct glance_figure {
	enum glance_what what;
	const struct type *type;
	enum glance_cut cut;
	int64_t value;      /* 0: of the whole State */
	const char *status; /* code; "-": none was stated; NULL: any */
	const char *before; /* the same */
	struct date since;
	struct half_year at; /* 0, 0: now */
};

/* Their identifiers, ascending. */
MUST_USE bool glance_behind(struct context *cx, const struct glance_figure *f, int64_t **ret,
                            size_t *n);

extern const struct subject glance_subject;

#endif
