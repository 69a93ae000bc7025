/* The words by which recommendations are labelled and found: themes, groups of affected persons,
 * Sustainable Development Goals with their targets, and countries.  All of it is reference data
 * (doc/reference.md); the secretariat corrects it on its pages. */
#ifndef SUBJECT_TAXONOMY_H
#define SUBJECT_TAXONOMY_H

#include "record/record.h"
#include "record/subject.h"

struct theme {
	struct record record;
	const char *code;
	int64_t parent;
	int family; /* heading under which lists show it */
	struct texts name;
	const char *aliases;    /* other labels in use, "|" between them */
	struct number position; /* in curated order, with gaps */
	enum yesno retired;     /* stays on old records, is not found by imports any more */
};
extern const struct type theme_type;

struct affected_person {
	struct record record;
	const char *code;
	int64_t parent;
	struct texts name;
	const char *aliases;
	struct number position;
	enum yesno retired;
};
extern const struct type affected_person_type;

struct sdg {
	struct record record;
	const char *code; /* "16", "16.3", "16.a" */
	int64_t parent;   /* the goal of a target */
	int kind;
	struct texts name;
	const char *order_key; /* 1.2 before 1.10 before 1.a before 2 */
};
extern const struct type sdg_type;

struct country {
	struct record record;
	const char *iso3, *iso2; /* ISO 3166-1 */
	struct texts name;
	const char *aliases; /* as files of the United Nations and of UPR Info write it */
};
extern const struct type country_type;

/* ---- labels as files write them */

/* Every way to name a record of a type: its key, another unique code, its name in any language, its
 * short name, a name it had, an alias; folded
 * (language/fold.h), so that case, accents, kinds of dashes and of quotation marks do not matter.
 * Made once for an import of any length; lives on the context's arena.  The type has a key and a
 * text `name`, and may have `short_name`, `former_names`, `aliases` and `retired`: what is retired
 * is not found.  NULL: failed. */
struct labels;
struct labels *labels_load(struct context *cx, const struct type *t);

/* The record, or 0: nothing is called so, or two records are, neither by its code.  What is not
 * found as it stands is looked for by its words alone: "&" is "and", commas do not count, nor does
 * the number that some lists put before a label ("B31 …"). Without query and failure. */
int64_t labels_find(struct context *cx, const struct labels *l, const char *label);

/* What an unknown label may mean: records whose labels are like it, each once, the likest first. */
struct near {
	int64_t record;
	int score;         /* 0 … 1000 (the same words); those below 450 are not told */
	const char *label; /* of that record, which is like it */
};
/* Returns how many of at most `n` were found.  Without query and failure; some milliseconds among
 * thousands of labels. */
size_t labels_near(struct context *cx, const struct labels *l, const char *label, struct near *ret,
                   size_t n);

/* ---- the issues of UPR Info */

enum issue_fit {
	FIT_NONE,  /* says nothing: "Other" */
	FIT_EXACT, /* the same meaning */
	FIT_NEAR,  /* our theme is a little wider or narrower */
	FIT_WIDE,  /* covers several themes: what is proposed must be confirmed */
};

struct issue {
	const char *name; /* as UPR Info writes it */
	struct refs themes, affected_persons;
	enum issue_fit fit;
};

/* reference/upr_info_issues.csv against the stored themes and groups; those that were retired are
 * left out.  NULL: failed. */
struct issues;
struct issues *issues_load(struct context *cx);

/* By its name, folded; NULL without a failure: UPR Info has no such issue. */
const struct issue *issues_find(struct context *cx, const struct issues *x, const char *name);

extern const struct subject taxonomy_subject;

#endif
