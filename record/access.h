/* Who may do what: decided here and nowhere else.
 *
 * reference/roles.csv gives each role, for each function of the program, a set of pairs right ×
 * scope.  A scope says to which records the right extends: any, those of one's own institution,
 * those assigned to it, those one is a named reader of, and so on.  A restricted record is open to
 * its named readers alone, whatever the role (6-roles-permissions.md; the auditor sees its
 * metadata).  The same rule exists twice, as a C check of one record and as an SQL predicate for
 * lists; access_test.c proves that they agree. */
#ifndef RECORD_ACCESS_H
#define RECORD_ACCESS_H

#include "base/buffer.h"
#include "record/type.h"
#include "store/db.h"

enum role {
	ROLE_NONE,
	ROLE_CH,
	ROLE_DC,
	ROLE_SEC,
	ROLE_FP,
	ROLE_MA,
	ROLE_MJ,
	ROLE_OMB,
	ROLE_CSO,
	ROLE_IP,
	ROLE_PUB,
	ROLE_ADM,
	ROLE_AUD,
	ROLES
};

enum scope {
	SCOPE_ANY = 1 << 0,
	SCOPE_OWN = 1 << 1,      /* owned by my institution */
	SCOPE_ASSIGNED = 1 << 2, /* one of its ASSIGNS fields names my institution */
	SCOPE_NAMED = 1 << 3,    /* I am a named reader */
	SCOPE_INVITED = 1 << 4,  /* I am a named reader of something not restricted */
	SCOPE_ACCEPTED = 1 << 5, /* in one of the type's accepted states */
	SCOPE_PUBLISHED =
	        1
	        << 6, /* the copy in `publication`, on the public pages; never the record itself */
	SCOPE_ENDORSED = 1 << 7, /* the remaining ones are decided by steps of later subjects; no
	                            record matches them here */
	SCOPE_DELEGATED = 1 << 8,
	SCOPE_CHAIRED = 1 << 9,
	SCOPE_MEMBER = 1 << 10,
	SCOPE_METADATA = 1 << 11, /* that it exists, its state and dates; not its fields */
};

/* Who acts: one user in one membership. */
struct actor {
	int64_t user; /* 0 with console: the machine's administrator at the command line */
	const char *login;
	int64_t membership;  /* the row of user.memberships */
	int64_t institution; /* of that membership */
	enum role role;
	int64_t on_behalf;             /* the user substituted for; 0: none */
	bool console;                  /* every right but to see restricted text */
	const char *restricted_reason; /* console with --restricted REASON */
};

struct permissions;

/* Reads roles.csv.  malloc'ed.  NULL with ERR_BROKEN naming the cell that is wrong. */
struct permissions *permissions_load(struct context *cx, const char *csv, size_t size);
void permissions_free(struct permissions *p);

/* The scopes in which `role` has the right over the function; 0: not at all. */
unsigned permissions_scopes(const struct permissions *p, const char *function, enum role role,
                            enum right right);
/* Functions in the order of the file, NULL past the end; how people call them; and the role of a
 * code ("SEC", any case). */
const char *permissions_function(const struct permissions *p, size_t i);
const char *permissions_label(const struct permissions *p, size_t i, const char *lang);
enum role role_named(const char *code);
const char *role_code(enum role role);
const char *right_name(enum right right);
/* The cell again as text ("read:any;create:any"), for `dump permissions`. */
const char *permissions_cell(struct arena *mem, const struct permissions *p, const char *function,
                             enum role role);

/* May the actor use the function at all, on some record?  For routes, menus, buttons. */
bool access_function(const struct context *cx, const char *function, enum right right);
/* May he read some record of the function itself, not only published copies?  For menus: who may not
 * finds empty lists there. */
bool access_reads(const struct context *cx, const char *function);

/* May the actor do this to the record?  The C form of the rule.  `row` may be a new record (version
 * 0). */
bool access_record(struct context *cx, const struct type *t, const void *row, enum right right);
/* The same for a function other than the type's (steps). */
bool access_record_for(struct context *cx, const struct type *t, const void *row,
                       const char *function, enum right right);

/* While an import is saved by slices, or waits to be taken back, what it made is no record yet, for
 * anybody but the import itself (cx->importing); both forms of the rule say so.  For who looks
 * records up or changes them without asking the rule: is this one of those?  True also when the
 * question failed. */
bool access_hidden(struct context *cx, int64_t id);
/* True while there is such an import, and this work is not its own. */
bool access_import_open(struct context *cx);

/* May the actor see this field of a record that he may read?  Reader classes; nothing but state and
 * classification (and the instants of creation and last change, which are no fields) in the scope
 * metadata: titles are fields, too. */
bool access_field(struct context *cx, const struct type *t, const void *row, const struct field *f);
/* The same for who goes through the fields of one record: `content` is its access_content(). */
bool access_field_of(struct context *cx, const struct type *t, const void *row,
                     const struct field *f, bool content);

/* Of a record that he may read: does he see its fields (title, reasons in its history), or only
 * that it exists? */
bool access_content(struct context *cx, const struct type *t, const void *row);
/* What a record is called, without what is in it.  Who did it, whose it is: the administrator reads
 * no reference data and a ministry no users, but both must be able to say whom they mean.  So of
 * types with open titles whoever works here, in any role but the public's, may be told all that are
 * not restricted; of the others what he may read. */
bool access_titles(const struct context *cx, const struct type *t);
bool access_title(struct context *cx, const struct type *t, const void *row);
/* Empties the fields of a record of which the actor may only know that it is there, so that no page
 * can print them by mistake; what decides about access stays.  Not for the console, which works on
 * records in the program's name. */
void access_hide(struct context *cx, const struct type *t, void *row);

/* The SQL form for lists: appends a condition over the table alias `r` and its values. */
struct sql_values {
	struct value v[MAX_SQL_VALUES];
	size_t n;
};
/* An empty set.  It is large, so its cells are not cleared. */
struct sql_values *sql_values_new(struct arena *mem);
/* Appends the value and "$n". */
void sql_value(struct buffer *text, struct sql_values *values, struct value v);
void access_sql(struct context *cx, const struct type *t, enum right right, struct buffer *text,
                struct sql_values *values);
/* Before access_sql() for reading, never alone, where something is asked of all of a body's records
 * and not of the first few: a weaker condition over a column of their ids, answered by indexes, so
 * that only what is left is looked up.  False: no indexes lead to what the actor may read. */
bool access_ids_sql(struct context *cx, const struct type *t, const char *column,
                    struct buffer *text, struct sql_values *values);
/* As access_record_for(). */
void access_sql_for(struct context *cx, const struct type *t, const char *function,
                    enum right right, struct buffer *text, struct sql_values *values);
/* True when he may read whatever he may do this to: whoever asks for the one need not ask for the
 * other. */
bool access_reads_all_of(const struct context *cx, const struct type *t, const char *function,
                         enum right right);
/* The accounts in whose name he acts, his own and that of whom he stands in for, for an SQL IN:
 * "(12, 34)"; of nobody who is signed in "(0)". */
const char *access_selves_sql(struct context *cx);
/* True when the actor reads all open records of the type: his lists are long, and not those of a
 * body. */
bool access_wide(const struct context *cx, const struct type *t);
/* The SQL form of access_field, true of no record the actor may not read: a list that filters or
 * sorts by a field adds it, because counting is reading.  f NULL: the fields of the record as a
 * whole, as access_content. */
void access_field_sql(struct context *cx, const struct type *t, const struct field *f,
                      struct buffer *text, struct sql_values *values);
/* True when the actor sees the field (NULL: the fields) of every record of the type that he may
 * read, so that a list need not ask for each: nearly always. */
bool access_field_always(struct context *cx, const struct type *t, const struct field *f);

/* What a save may do to classification and readers.  The author and the secretariat raise a
 * classification; only the secretariat lowers it, with a reason; a restricted record keeps at least
 * one reader, and who they are is changed by those who may update or approve restricted files.
 * `old` NULL: a new record.  ERR_FORBIDDEN, ERR_INVALID. */
MUST_USE bool access_reclassify(struct context *cx, const struct type *t, const void *old,
                                const void *row);

/* Raised by every change that takes rights away, and moved by triggers with what sessions rest on
 * (web/recent.h); a node that serves derived data compares it. */
MUST_USE bool access_epoch_raise(struct context *cx);
MUST_USE bool access_epoch(struct context *cx, int64_t *ret);

#endif
