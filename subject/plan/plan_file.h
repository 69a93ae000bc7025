/* A file with a plan that waits to be brought in: what each row of its tables would do, what is
 * wrong with it, and whom it names that nobody knows.  The file and what was decided about it stand
 * in the table of staged files (subject/recommendation/staging.h), its owner's alone; all that is
 * worked out is worked out anew each time, so that it is true of the moment. */
#ifndef SUBJECT_PLAN_FILE_H
#define SUBJECT_PLAN_FILE_H

#include "record/import.h"
#include "subject/plan/part.h"
#include "subject/plan/plan_body.h"
#include "subject/plan/plan_table.h"
#include "subject/recommendation/staging.h"
#include "subject/taxonomy/taxonomy.h"

enum plan_fate { PLAN_NEW, PLAN_CHANGED, PLAN_UNCHANGED, PLAN_WRONG, PLAN_FATES };
extern const char *const plan_fates[PLAN_FATES]; /* "new" … */

enum { PLAN_NAMES_LIKE = 3, MOST_PLAN_NAMES = 400 };

struct plan_problem {
	enum plan_column column; /* PLAN_SKIPPED: of the whole row */
	const char *message;
};

/* A part or a measure, as the file has it. */
struct plan_item {
	const struct plan_row *row; /* the one with which it begins */
	bool is_part;
	enum plan_fate fate;
	size_t within; /* the item of its part, from 1; 0: directly in the plan */
	struct plan_part *part;
	struct measure *measure;
	const char *number; /* as written */
	const char *words;  /* of the indicator cell: what no indicator is called */
	int64_t found;      /* the stored record; 0: none */
	void *old, *save;   /* as stored; as it is to be saved */
	struct import_item said;
	struct plan_problem *problems;
	size_t problems_n;
};

/* An executor that nobody is called, and what was decided about that name. */
struct plan_name {
	const char *name;
	const char *decided; /* "is:ID", "alias:ID", "partner", "out"; NULL: nothing yet */
	size_t rows;
	struct near near[PLAN_NAMES_LIKE];
	size_t near_n;
};

struct plan_file {
	struct staging *staging;
	const char *hash;
	struct decision *decisions;
	size_t decisions_n;
	struct correction *corrections;
	size_t corrections_n;
	struct plan *plan; /* where it goes */
	bool new_plan;     /* which is made with it */
	bool closed;       /* that is approved: nothing can go in */
	const char *lang;  /* of its texts */
	struct plan_table *table;
	struct plan_bodies *bodies;
	struct labels *indicators;
	struct plan_item *items; /* in the order of the file */
	size_t n;
	struct plan_name *names;
	size_t names_n;
	size_t measures[PLAN_FATES], parts[PLAN_FATES]; /* how many */
	size_t left;                                    /* rows that a person left out */
	const struct import_record *before; /* brought this very file into this plan; NULL: none */
	const char *fingerprint;            /* of all that would be done */
};

/* A file of the actor for this plan; `plan` NULL: for the new one that the decisions tell.  0:
 * failed.  Within a DB_WRITE transaction.  `table` is what plan_table_keep() made of the bytes. */
int64_t plan_file_add(struct context *cx, const char *name, const void *bytes, size_t n,
                      const char *table, const struct plan *plan, const struct decision *decisions,
                      size_t decisions_n);

/* The new plan that the decisions tell: "new.code", "new.from", "new.kind", "new.title", "new.to"
 * and "lang", in the order of their names; checked as for a save.  NULL: failed, ERR_INVALID beside
 * them. */
struct plan *plan_file_new_plan(struct context *cx, const struct decision *v, size_t n);

/* What would come of it.  NULL: failed; ERR_NOT_FOUND: no such file of the actor. */
struct plan_file *plan_file_look(struct context *cx, int64_t id);

/* Brings it in: all of it but the rows that are wrong or left out.  Within the DB_WRITE transaction
 * in which it was looked at.  *ret: the import's record. */
MUST_USE bool plan_file_make(struct context *cx, struct plan_file *f, int64_t *ret);

/* "name:…", under which it is decided who that is. */
const char *plan_name_decision(struct context *cx, const char *name);

#endif
