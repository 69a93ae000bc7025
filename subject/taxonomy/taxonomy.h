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
	int64_t merged_into;    /* the theme that took its place */
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
	int64_t merged_into;
};
extern const struct type affected_person_type;

struct sdg {
	struct record record;
	const char *code; /* "16", "16.3", "16.a" */
	int64_t parent;   /* the goal of a target */
	int kind;
	struct texts name;
	const char *aliases;
	const char *order_key; /* 1.2 before 1.10 before 1.a before 2 */
	enum yesno retired;
	int64_t merged_into;
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

/* A label that people taught the program. */
struct alias {
	struct record record;
	const char *label; /* as the file writes it */
	const char *lang;  /* NULL: not known */
	struct link target;
	const char *code;   /* type and folded label: one label stands for one record of a type */
	enum yesno retired; /* taken back */
};
extern const struct type alias_type;

/* From now on the label stands for the record, in the actor's rights; it is no failure that it does
 * already.  For any type with a text `name`.  `lang` NULL: not known.  ERR_INVALID: it is empty, or
 * stands for another record that is in use. */
MUST_USE bool alias_add(struct context *cx, const struct type *t, int64_t record, const char *label,
                        const char *lang);

/* Every way to name a record of a type: its key, another unique code, its name in any language, its
 * short name, a name it had, an alias of its own or one that people taught (alias_add()); folded
 * (language/fold.h), so that case, accents, kinds of dashes and of quotation marks do not matter.
 * Made once for an import of any length; lives on the context's arena.  The type has a key and a
 * text `name`, and may have `short_name`, `former_names`, `aliases` and `retired`: what is retired
 * is not found.  NULL: failed. */
struct labels;
struct labels *labels_load(struct context *cx, const struct type *t);

/* The record, or 0: nothing is called so, or two records are, neither by its code, and nobody has
 * decided which.  What is not found as it stands is looked for by its words alone: "&" is "and",
 * commas do not count, nor does the number that some lists put before a label ("B31 …"). Without
 * query and failure. */
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

struct upr_info_issue {
	struct record record;
	const char *code;
	struct texts name; /* as UPR Info writes it */
	const char *aliases;
	enum yesno retired;
	int64_t merged_into;
};
extern const struct type upr_info_issue_type;

enum issue_fit {
	FIT_NONE,  /* says nothing: "Other" */
	FIT_EXACT, /* the same meaning */
	FIT_NEAR,  /* ours is a little wider or narrower */
	FIT_WIDE,  /* only related: what is proposed must be confirmed */
};

/* What an issue means in ours, by the mappings that are stored: all that fit exactly or nearly, and
 * `fit` the best of them; where none does, the wide ones. */
struct issue {
	int64_t id;
	const char *name; /* as UPR Info writes it */
	struct refs themes, affected_persons, sdg;
	enum issue_fit fit;
};

/* The stored issues with what they are mapped to; what was retired is left out.  NULL: failed;
 * ERR_INVALID: none are stored. */
struct issues;
struct issues *issues_load(struct context *cx);

/* By any label of it; NULL without a failure: UPR Info has no such issue. */
const struct issue *issues_find(struct context *cx, const struct issues *x, const char *name);

/* ---- rights */

struct human_right {
	struct record record;
	const char *code;
	int64_t parent;
	struct texts name;
	const char *provisions; /* "UDHR 3; ICCPR 6": codes of instruments and articles */
	const char *aliases;
	struct number position;
	enum yesno retired;
	int64_t merged_into;
};
extern const struct type human_right_type;

/* ---- from one taxonomy to another */

struct mapping {
	struct record record; /* its source says where a shipped one comes from */
	struct link from_term, to_term;
	int fit;          /* enum issue_fit; never FIT_NONE */
	const char *code; /* "upr_info_issue:detention theme:arbitrary_detention" */
	enum yesno retired;
};
extern const struct type mapping_type;

/* Maps one term to another, in the actor's rights; FIT_NONE: no longer. */
MUST_USE bool mapping_set(struct context *cx, struct link from, struct link to, enum issue_fit fit);
const char *mapping_fit_words(struct context *cx, enum issue_fit fit);

/* ---- terms: what all taxonomies have in common */

/* The taxonomies of the instance, in order; NULL past the end. */
const struct type *term_taxonomy(struct context *cx, size_t i);
bool term_is_taxonomy(const struct type *t);
bool term_retired(const struct type *t, const void *row);
/* The term that took its place, while it is retired; 0: none. */
int64_t term_merged_into(const struct type *t, const void *row);
const char *term_code(const struct type *t, const void *row);
struct texts *term_name(const struct type *t, const void *row);

/* In which fields of which records it stands, among those that the actor may read. */
struct term_use {
	const struct type *type;
	const struct field *field;
	int64_t n;
};
MUST_USE bool term_usage(struct context *cx, const struct type *t, int64_t id,
                         struct term_use **ret, size_t *ret_n);

/* Not used any more, or again: it stays on old records, and imports and forms do not find it.  In
 * the actor's rights. */
MUST_USE bool term_retire(struct context *cx, const struct type *t, int64_t id, bool retired);

/* The one is retired and points to the other, which gets its labels and mappings, in the actor's
 * rights.  The records that carry it are given the other by term_relabel(). */
MUST_USE bool term_merge(struct context *cx, const struct type *t, int64_t from, int64_t into);

struct term_merger { /* given: type, from, into; the rest zero */
	const struct type *type;
	int64_t from, into;
	int64_t done, refused; /* refused: a record that its own rules do not let be saved now */
	bool ended;            /* none is left */
	size_t field;          /* where it goes on */
	int64_t after;
};
/* At most so many records that carry the one carry the other, logged each; call until it has ended.
 * The program's own doing: also records that the actor may not read. */
MUST_USE bool term_relabel(struct context *cx, struct term_merger *m, int most);

extern const struct subject taxonomy_subject;

#endif
