/* Private to this folder: what its files share. */
#ifndef SUBJECT_PLAN_PART_H
#define SUBJECT_PLAN_PART_H

#include "subject/plan/plan.h"

enum { MOST_MEASURES = 5000, MOST_HALF_YEARS = 40 };

extern const struct step plan_steps[], measure_steps[];
extern const struct choice measure_states[];

bool plan_in(const struct plan *p, const char *states);
bool measure_in(const struct measure *m, const char *states);

/* Saves it with this state, as the program. */
MUST_USE bool plan_save_state(struct context *cx, struct plan *p, const char *state);
MUST_USE bool measure_save_state(struct context *cx, struct measure *m, const char *state);

/* ---- measures */

/* The place in the plan; NULL: it does not stand in it. */
struct measure_place *measure_place_in(const struct measure *m, int64_t plan);
/* Its number there, or outside any plan its own; "" where it has none. */
const char *measure_number_in(const struct measure *m, int64_t plan);
/* Dates of its timing (DL-19); false beside the field where nothing is known of it. */
MUST_USE bool measure_read_timing(struct context *cx, struct measure *m);
/* "every year" of "every year, 2021-2025": what DL-19 is asked with a year beside it. */
const char *measure_timing_words(struct context *cx, const char *timing);
/* Whether its time has come: its plan is in force, or it stands in none, and its first day is
 * there. */
MUST_USE bool measure_time_has_come(struct context *cx, const struct measure *m, bool *ret);
/* Begins it when its time has come, else has it wait: approved. */
MUST_USE bool measure_settle(struct context *cx, struct measure *m);
/* From today on its progress is owed, if it was not before. */
void measure_follow(struct context *cx, struct measure *m);
/* A rule, a step or a version changes what was approved. */
void measure_amend(struct measure *m);

/* ---- what is owed (owed.c) */

MUST_USE bool measure_owes(struct context *cx, const struct measure *m);
/* Of all open ones that the institution leads. */
MUST_USE bool measures_owe_of(struct context *cx, int64_t institution);

/* ---- what follows (version.c, cluster.c) */

/* The plan was approved: its parts and measures are, the version before it is replaced. */
MUST_USE bool plan_takes_effect(struct context *cx, struct plan *p);
/* It came into force: measures whose time has come begin. */
MUST_USE bool plan_comes_into_force(struct context *cx, const struct plan *p);
/* It was accepted: where measures answer it already, it is planned.  Where measures come later,
 * subject/progress sees to it. */
struct recommendation;
MUST_USE bool recommendation_is_planned(struct context *cx, const struct recommendation *r);
/* Another measure goes on where this one stopped, or will. */
MUST_USE bool measure_has_successor(struct context *cx, int64_t measure, bool *ret);
/* Clusters in which the record stands look at their earliest deadline anew. */
MUST_USE bool clusters_follow(struct context *cx, const char *field, int64_t id);

MUST_USE bool plan_load_sample(struct context *cx);

#endif
