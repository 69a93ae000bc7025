/* The record engine: the only writer of records.  Every save is checked, written, and logged in one
 * transaction; every read is decided by access.h.  What is refused says so beside the field and
 * changes nothing. */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "record/access.h"
#include "record/image.h"
#include "record/type.h"

/* A zeroed row of the type with what a new record has: id, first state, classification, owner. */
void *record_new(struct context *cx, const struct type *t);

/* The record, or NULL with ERR_NOT_FOUND (also when the actor may not read it: existence is not
 * told). */
void *record_get(struct context *cx, const struct type *t, int64_t id);
/* Many with few statements: those of them that the actor may read, in no order that was promised.
 */
MUST_USE bool record_get_many(struct context *cx, const struct type *t, const int64_t *ids,
                              size_t n, void ***ret, size_t *ret_n);
/* The same without asking access: for rules and effects of the program itself. */
void *record_get_any(struct context *cx, const struct type *t, int64_t id);
/* By the type's key field; NULL without a failure when there is none. */
void *record_by_key(struct context *cx, const struct type *t, const char *key);
int64_t record_id_by_key(struct context *cx, const struct type *t, const char *key);
/* The title of a record the actor may read, else "…": for references. */
const char *record_title(struct context *cx, const struct type *t, int64_t id);
/* The language of that title, where it is one of the record's texts; NULL: it is none. */
const char *record_title_lang(struct context *cx, const struct type *t, int64_t id);
/* That of a row at hand, also of a record that was taken out. */
const char *record_title_of(struct context *cx, const struct type *t, const void *row);
/* Loads titles of many at once into the context's cache (lists). */
MUST_USE bool record_titles(struct context *cx, const struct type *t, const int64_t *ids, size_t n);
/* Keeps the titles of records at hand there, so that naming them loads nothing. */
MUST_USE bool record_titles_known(struct context *cx, const struct type *t, void *const *rows,
                                  size_t n);
/* The same for what the records name in fields that point to others: those named (blanks between),
 * or all that are listed (NULL). */
MUST_USE bool record_titles_in(struct context *cx, const struct type *t, void *const *rows,
                               size_t n, const char *fields);
/* The name of a file that hangs on a record, cached as titles are. */
const char *record_file_name(struct context *cx, int64_t id);

/* How a save came about; goes into the log. */
enum change_kind {
	CHANGE_CREATE,
	CHANGE_UPDATE,
	CHANGE_STEP,
	CHANGE_IMPORT,
	CHANGE_REFERENCE,
	CHANGE_ERASE,
	CHANGE_UNDO,   /* values of before are back; the log's step is the version they are of */
	CHANGE_REMOVE, /* the record is taken out of its table; the log keeps it */
	CHANGE_READ,
	CHANGE_EVENT
};

/* Saves a new (version 0) or changed row: access, field checks, the type's check, the difference,
 * the log.  row's version must be the one that was read: another one is ERR_CONFLICT.  Nothing
 * changed: nothing is written and it is no failure. cx->reason goes into the log.  On success row
 * holds its new version. */
MUST_USE bool record_save(struct context *cx, const struct type *t, void *row);
/* The same as the program itself (rules, imports, reference data): no access check, READONLY fields
 * may change. */
MUST_USE bool record_save_as(struct context *cx, const struct type *t, void *row,
                             enum change_kind kind);
/* The same as record_save(), in the actor's rights, and logged as an import.  `old` is the stored
 * record as this transaction has it, NULL for a new one.  Its rows are put (db_put()), so that many
 * saves are written together: it is saved when db_flush() has succeeded. */
MUST_USE bool record_save_import(struct context *cx, const struct type *t, const void *old,
                                 void *row);

/* What that would refuse, without saving; the row is completed as for a save. */
MUST_USE bool record_check_import(struct context *cx, const struct type *t, const void *old,
                                  void *row);

/* Only the checks of a save, for previews and forms: collects ERR_INVALID. */
MUST_USE bool record_check(struct context *cx, const struct type *t, const void *old, void *row);

/* ---- life cycle */

/* The step by name; NULL: none. */
const struct step *step_named(const struct type *t, const char *name);
/* May it be offered: state and permission fit.  Then *ret_why is NULL, or why the guard refuses it
 * now. */
bool step_offered(struct context *cx, const struct type *t, const void *row, const struct step *s,
                  const char **ret_why);
/* Takes the step with the row as changed by the step's form (only the fields it asks may differ);
 * reason in cx->reason. */
MUST_USE bool record_step(struct context *cx, const struct type *t, void *row,
                          const struct step *s);

/* Takes back the step that made this version: what it changed is again as it was before, and the
 * log says so as STEP_BACK.  For who may take the step.  ERR_CONFLICT, in words, when somebody has
 * changed the record since, or when that version was made by something else. */
#define STEP_BACK "take_back"
MUST_USE bool record_step_back(struct context *cx, const struct type *t, int64_t id,
                               int64_t version);

/* The same for a version that was made by changing the record, without a step; a change like any
 * other, for who may change it. */
MUST_USE bool record_change_back(struct context *cx, const struct type *t, int64_t id,
                                 int64_t version);

/* ---- lists */

enum filter_op { FILTER_IS, FILTER_FROM, FILTER_TO, FILTER_MISSING, FILTER_CONTAINS };

struct filter {
	const struct field *field; /* NULL with FILTER_CONTAINS: any text of the record */
	enum filter_op op;
	const char **values; /* as in a URL: codes, ids, dates; several: any of them */
	size_t n;
	/* N_() of what is no field and was found otherwise (struct list.only): values in words */
	const char *label;
};

struct list {
	const struct type *type;
	struct filter *filters;
	size_t filters_n;
	const char *order; /* as struct type.order; NULL: the type's */
	int limit;         /* 1 … MAX_LIST_PAGE; 0: 25 */
	const char *after; /* cursor of an earlier page; NULL: from the start */
	bool count;        /* fill total */
	/* an additional condition over `r` for hand-written pages; constant text, no values */
	const char *where_sql;
	/* another one, with values; NULL: none */
	void (*where)(struct context *cx, const struct list *l, struct buffer *text,
	              struct sql_values *values);
	const void *where_data;
	/* no other records than these, ascending: what was found by the filters, which then are
	 * there to be told alone.  NULL: all that fit.  `ranked`: in any other order, and the list
	 * is in it */
	const int64_t *only;
	size_t only_n;
	bool ranked;

	const void *shown; /* of the page that shows it (web/view_find.h) */

	void **rows; /* the answer */
	size_t n;
	int64_t total;
	const char *next; /* cursor of the next page; NULL: this is the last */
};

/* Records the actor may read, in order, with their texts and references loaded. */
MUST_USE bool record_list(struct context *cx, struct list *l);
/* The ids of all that the list holds, whatever its limit and cursor, ascending, at most `most`;
 * *ret_all: there are no more. */
MUST_USE bool record_list_ids(struct context *cx, const struct list *l, size_t most, int64_t **ret,
                              size_t *ret_n, bool *ret_all);
/* How many the actor may read; counting stops at most + 1. */
MUST_USE bool record_few(struct context *cx, const struct type *t, int64_t most, int64_t *ret);

/* Parses "field=value", "field=a|b", "field>=2025-01-01", "field<=…", "field=-" (missing),
 * "q=words"; appends to the list. ERR_INVALID naming the field when it cannot be filtered on. */
MUST_USE bool list_filter(struct context *cx, struct list *l, const char *name, const char *value);

/* What finds the words in folded text: the pattern of a LIKE with ESCAPE '\'. */
const char *list_pattern(struct context *cx, const char *words);

/* ---- the past */

struct change {
	int64_t id, at, seq; /* seq 0: not sealed yet */
	int64_t who, membership, on_behalf;
	const char *who_name; /* the user's name as of now; "console" */
	enum change_kind kind;
	const char *step;   /* of CHANGE_STEP */
	const char *reason; /* NULL: none given, or erased */
	int64_t version;
	struct image before,
	        after;      /* what changed, readable by the actor; both by the same names */
	const char *erased; /* names of erased values, blanks between; NULL: none */
};

/* As record_get(), and also of a record that was taken out: as it was last, if he could have read
 * it so. */
void *record_get_past(struct context *cx, const struct type *t, int64_t id);

/* The changes of a record the actor may read, or could when it was taken out, newest first, at most
 * `limit` older than `before` (0: from the newest). */
MUST_USE bool record_history(struct context *cx, const struct type *t, int64_t id, int64_t before,
                             int limit, struct change **ret, size_t *ret_n);

/* The record as it was at the instant, replayed from the log; NULL with ERR_NOT_FOUND when it did
 * not exist then, not yet or not any more, or may not be read as it is now. */
void *record_as_of(struct context *cx, const struct type *t, int64_t id, int64_t at);

/* Records that refer to this one and that the actor may read: type, id, field. */
struct referrer {
	const struct type *type;
	int64_t id;
	const struct field *field;
};
MUST_USE bool record_referrers(struct context *cx, const struct type *t, int64_t id, int limit,
                               struct referrer **ret, size_t *ret_n);

#endif
