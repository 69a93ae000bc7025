/* What a record type is: a plain struct and, beside it, a constant table of its fields.  The engine
 * (record.h) interprets the table: columns, validation, form, list, filters, JSON, import aliases,
 * export, differences, history, access.
 *
 * A type is declared like this, and that is all the engine needs:
 *
 *     struct committee {
 *             struct record record;            // always first
 *             const char *code;
 *             struct texts name;
 *             int64_t mechanism;
 *     };
 *     #define T struct committee
 *     static const struct field fields[] = {
 *             TEXT (T, code, N_("Code"), .max = 20, .flags = REQUIRED | LISTED | UNIQUE),
 *             TEXTS(T, name, N_("Name"), .max = 300, .flags = REQUIRED | LISTED),
 *             REF  (T, mechanism, N_("Mechanism"), .to = &mechanism_type, .flags = LISTED |
 * FILTERED),
 *     };
 *     const struct type committee_type = {
 *             .name = "committee", .plural = "committees", .label = N_("Committee"), …
 *             .size = sizeof(T), FIELDS(fields), .function = "reference_data",
 *     };
 *
 * A field's name is its column, its JSON member and its name in the change log: it never changes
 * once released. */
#ifndef RECORD_TYPE_H
#define RECORD_TYPE_H

#include "base/context.h"
#include "base/date.h"

struct type;
struct json;

/* ---- the closed list of kinds, and the C type of each */

enum field_kind {
	FIELD_TEXT,    /* const char *          one language or none: codes, symbols, numbers of
	                  documents */
	FIELD_TEXTS,   /* struct texts          text in languages */
	FIELD_NUMBER,  /* struct number         decimal with the field's .scale */
	FIELD_MONEY,   /* struct money          */
	FIELD_YESNO,   /* enum yesno            */
	FIELD_DATE,    /* struct date           civil, with precision */
	FIELD_INSTANT, /* struct instant        */
	FIELD_CHOICE,  /* int                   1 … n into .choices; 0: not chosen */
	FIELD_REF,     /* int64_t               a record of type .to; 0: none */
	FIELD_REFS,    /* struct refs           an ordered set of records of type .to */
	FIELD_ROWS,    /* struct owned          owned rows with their own field table .rows */
	FIELD_PARENT,  /* int64_t               a record of the same type; never in a circle */
	FIELD_LINK,    /* struct link           a record of any type */
	FIELD_FILE,    /* int64_t               an attachment (record/attachment.h) */
	FIELD_KINDS
};

struct text {
	const char *lang, *body;
	bool original;       /* the authoritative language */
	int64_t from_change; /* the change that wrote the original this was translated from; older
	                        than the original's: stale */
	int64_t by, at;      /* user and instant that wrote it; set by the engine */
	int64_t change;      /* the change that wrote it; set by the engine */
};

struct texts {
	struct text *v;
	size_t n;
};

struct number {
	int64_t units; /* value × 10^scale */
	bool set;
};

struct money {
	int64_t minor;    /* hundredths */
	char currency[4]; /* ISO 4217; "" means no amount */
};

enum yesno { UNSAID, NO, YES };

struct instant {
	int64_t us; /* microseconds since 1970 UTC; 0: none */
};

struct refs {
	int64_t *v;
	size_t n;
};

/* Owned rows: `v` is an array of structs that begin with int64_t id (0: new). */
struct owned {
	void *v;
	size_t n;
};

struct link {
	const struct type *type;
	int64_t id;
};

struct choice {
	const char *code;  /* stored, in JSON and in the log */
	const char *label; /* N_() */
	/* symbol and class of ui/DESIGN.md §3, e.g. "done st-done"; NULL: plain words */
	const char *glyph;
};

/* ---- a field */

enum field_flags {
	REQUIRED = 1 << 0, /* a save without it is refused */
	LISTED = 1 << 1,   /* a column of lists and exports as shown */
	FILTERED = 1 << 2, /* may be filtered on (FIELD=value) */
	SORTED = 1 << 3,   /* may be sorted by */
	READONLY = 1 << 4, /* set by steps, imports and rules only; never by a form or the API */
	LONG = 1 << 5,     /* several lines */
	UNIQUE = 1 << 6,   /* no two records of the type share it */
	ASSIGNS = 1 << 7,  /* REF or REFS to institutions that the record is assigned to */
	PUBLIC = 1 << 8,   /* goes into the published copy */
	HIDDEN = 1 << 9,   /* kept by rules (sort keys, import keys): in no form, page or API; still
	                      logged */
	PERSONAL = 1 << 10,  /* personal data: named in the erase request's form */
	AUTHOR = 1 << 11,    /* REF to the institution whose words these are: civil society is
	                        published without its name */
	IMPORTED = 1 << 12,  /* READONLY, but a file from outside may say it of a new record */
	DERIVED = 1 << 13,   /* READONLY, and set anew by the type's prepare() in every save */
	OWNS = 1 << 14,      /* REF to the account whose duty the record is: a hand-over moves it */
	IF_PUBLIC = 1 << 15, /* with PUBLIC: what it names stands in the copy where it is on the
	                        public site itself, and is left out where not, with REQUIRED the
	                        whole record or row; without, a record that names what is not
	                        public is not published */
};

struct field {
	const char *name, *label, *help; /* label and help: N_(); help is one sentence or NULL */
	enum field_kind kind;
	size_t offset;
	unsigned flags;
	int max;   /* TEXT, TEXTS: characters; 0: MAX_TITLE, with LONG MAX_TEXT */
	int scale; /* NUMBER: decimal digits 0 … 6 */
	const struct choice *choices; /* CHOICE; code NULL ends it */
	/* REF, REFS, PARENT; TEXT: the value is the key of such a record, and people see its title
	 */
	const struct type *to;
	const char *to_named;        /* the same, for a type of a higher floor, by name */
	const struct row_type *rows; /* ROWS */
	const char *aliases;         /* other column names in imports, | between them */
	const char *reader; /* reader class: a function of the permission matrix that one must be
	                       able to read; NULL: whoever reads the record */
};

/* The field table of owned rows. Kinds in it: all but REFS, ROWS and PARENT.  They live in the
 * table <type>_<field>.  A later version of a type adds such a field behind the others: stored
 * records say which they have by its place among them. */
struct row_type {
	size_t size;
	const struct field *fields;
	size_t n;
};

/* FIELD(struct, member, KIND, C type, label, …): the compiler refuses a kind that does not match
 * its member. */
#define SAME_(T, m, U)                                                                    \
	(0 * sizeof(struct {                                                              \
		 _Static_assert(__builtin_types_compatible_p(__typeof__(((T *)0)->m), U), \
		                #m ": field kind does not match its C type");             \
		 int nothing;                                                             \
	 }))
#define FIELD_(T, m, K, U, lab, ...)                                   \
	{                                                              \
		.name = #m, .label = (lab), .kind = (K),               \
		.offset = offsetof(T, m) + SAME_(T, m, U), __VA_ARGS__ \
	}
#define TEXT(T, m, lab, ...)    FIELD_(T, m, FIELD_TEXT, const char *, lab, __VA_ARGS__)
#define TEXTS(T, m, lab, ...)   FIELD_(T, m, FIELD_TEXTS, struct texts, lab, __VA_ARGS__)
#define NUMBER(T, m, lab, ...)  FIELD_(T, m, FIELD_NUMBER, struct number, lab, __VA_ARGS__)
#define MONEY(T, m, lab, ...)   FIELD_(T, m, FIELD_MONEY, struct money, lab, __VA_ARGS__)
#define YESNO(T, m, lab, ...)   FIELD_(T, m, FIELD_YESNO, enum yesno, lab, __VA_ARGS__)
#define DATE(T, m, lab, ...)    FIELD_(T, m, FIELD_DATE, struct date, lab, __VA_ARGS__)
#define INSTANT(T, m, lab, ...) FIELD_(T, m, FIELD_INSTANT, struct instant, lab, __VA_ARGS__)
#define CHOICE(T, m, lab, ...)  FIELD_(T, m, FIELD_CHOICE, int, lab, __VA_ARGS__)
#define REF(T, m, lab, ...)     FIELD_(T, m, FIELD_REF, int64_t, lab, __VA_ARGS__)
#define REFS(T, m, lab, ...)    FIELD_(T, m, FIELD_REFS, struct refs, lab, __VA_ARGS__)
#define ROWS(T, m, lab, ...)    FIELD_(T, m, FIELD_ROWS, struct owned, lab, __VA_ARGS__)
#define PARENT(T, m, lab, ...)  FIELD_(T, m, FIELD_PARENT, int64_t, lab, __VA_ARGS__)
#define LINK(T, m, lab, ...)    FIELD_(T, m, FIELD_LINK, struct link, lab, __VA_ARGS__)
#define FILE_(T, m, lab, ...)   FIELD_(T, m, FIELD_FILE, int64_t, lab, __VA_ARGS__)
#define FIELDS(table)           .fields = (table), .n = LEN(table)

bool refs_has(const struct refs *set, int64_t id);
/* Adds what is not there yet, behind the others. */
void refs_add(struct context *cx, struct refs *set, int64_t id);
void refs_join(struct context *cx, struct refs *set, const struct refs *more);
struct rows; /* store/db.h */
/* All identifiers that a query answers in its first column, in its order; r NULL: it failed. */
MUST_USE bool refs_read(struct context *cx, struct rows *r, struct refs *ret);

/* ---- what every record has */

enum classification { CLASS_UNSET, CLASS_PUBLIC, CLASS_INTERNAL, CLASS_RESTRICTED };

/* Where a value comes from: owned rows of every record. */
struct source {
	int64_t id;
	const char *field;           /* the field it supports; "" the record */
	struct link document;        /* a registered document */
	const char *locator, *title; /* title: when the source is no registered document */
	int certainty;
	const char *note;
};

/* Two sources that disagree about a field. */
struct conflict {
	int64_t id;
	const char *field, *value_a, *source_a, *value_b, *source_b;
	const char *rule;    /* which value counts meanwhile, and why */
	int64_t resolved_by; /* account; 0: open */
	struct instant resolved_at;
	const char *resolution;
};

/* What another registry calls the same thing: the number of a court case, of an order, of a letter
 * in the chancellery. */
struct identifier {
	int64_t id;
	const char *registry, *number;
	struct date date;
};

/* The first member of every record struct, named `record`. */
struct record {
	int64_t id, version; /* version 0: not stored yet */
	int state;           /* 1 … n into the type's states; 0 where the type has none */
	int classification;  /* enum classification */
	int64_t institution; /* the owning institution; 0: the mechanism itself */
	struct refs readers; /* named readers (users) of a restricted record */
	struct owned sources, conflicts, identifiers;
	int64_t created_at, created_by, updated_at, updated_by; /* kept by the engine */
	int64_t parts; /* which part tables hold rows of it; kept by the engine, spares empty
	                  queries */
};

extern const struct field common_fields[]; /* state, classification, institution, readers, sources,
                                              conflicts, identifiers */
enum { COMMON_FIELDS = 7 };

/* ---- life-cycle steps */

struct buffer;
struct sql_values; /* record/access.h */

enum right {
	RIGHT_READ,
	RIGHT_CREATE,
	RIGHT_UPDATE,
	RIGHT_PROPOSE,
	RIGHT_COMMENT,
	RIGHT_APPROVE,
	RIGHT_SEND,
	RIGHTS
};

struct step {
	const char *name, *label; /* "assign", N_("Assign") */
	const char *hint;         /* N_() what happens next, shown beside the button */
	/* state codes, blanks between; "" from nothing (not offered on a record) */
	const char *from;
	const char *to;       /* state code; NULL: stays */
	const char *function; /* row of the permission matrix; NULL: the type's */
	enum right right;
	/* fields the step's form shows and the step may set, blanks between; NULL: none */
	const char *asks;
	/* those of them that must be filled, blanks between; NULL: none */
	const char *needs;
	const char *page; /* the step has a page of its own at the record's path + this ("/split"),
	                     which also supplies what its guard asks for; NULL: the generic form */
	bool reason;      /* a reason must be given */
	/* name of a step (or "create"): whoever did it last may not do this one */
	const char *not_by;
	bool aside; /* may be done, but nobody waits for it: not shown as work on start pages */
	/* Whether the step is about such a record at all, so that it is not even offered on others;
	 * NULL: on all. */
	bool (*fits)(struct context *cx, const void *row);
	/* Refuses with ERR_INVALID in words: why not now, whatever is filled in.  The words stand
	 * below the greyed button. */
	bool (*guard)(struct context *cx, const void *row);
	/* Refuses what was filled in, beside its field. */
	bool (*check)(struct context *cx, const void *row);
	/* Changes the row before it is saved. */
	bool (*effect)(struct context *cx, void *row);
	/* Of which records in `from` the actor's turn has come: appends a condition over `r`; NULL:
	 * of all that he may take it of.  What fits() and guard() refuse is left out here, too, so
	 * that it neither stands in inboxes nor counts. */
	void (*waits)(struct context *cx, struct buffer *text, struct sql_values *values);
};

/* ---- a type */

enum type_flags {
	TYPE_LOGS_READING = 1 << 0, /* who read it is logged before the first byte leaves */
	TYPE_PUBLISHABLE = 1 << 1,
	TYPE_REFERENCE = 1 << 2, /* reference data: shipped rows, corrected on pages */
	TYPE_NO_PAGES = 1 << 3,  /* shown inside others only */
	TYPE_OPEN_TITLES =
	        1 << 4, /* whoever works here may be told its titles: institutions, bodies, users */
	TYPE_NO_TAB = 1 << 5, /* its list is reached from other pages, and not from the menu */
	TYPE_PUBLIC_STAGE = 1 << 6, /* its stage goes into the published copy, too */
	TYPE_PUBLIC_OWNER = 1 << 7, /* and the body whose it is */
};

struct export_text;

/* A facet in the order in which it is offered: a field by another name, or what is no field.  Every
 * FILTERED field of choices, yes/no and references is a facet by its own name anyway. */
struct type_facet {
	const char *name;  /* "theme"; "year", "overdue" and "missing" are computed */
	const char *field; /* "themes"; of owned rows "assessments.grade"; NULL: as the name */
	const char *label; /* N_(); NULL: the field's */
};

/* What finding needs to know of a type beside its fields (search/, doc/search.md). */
struct type_search {
	/* Where it stands, as people cite it: "A/HRC/24/3 112.4".  NULL: its key. */
	const char *(*reference)(struct context *cx, const void *row);
	/* Fields whose words count as its title, blanks between.  NULL: the short listed ones. */
	const char *titles;
	/* The text by whose beginning it is called, where its title is its reference; NULL. */
	const char *called;
	/* Fields with other names of it, found as its title is, blanks between; NULL. */
	const char *aliases;
	/* Fields that name records which its reference speaks of: when one of those changes, it is
	 * looked at again. */
	const char *rests_on;
	int (*year)(struct context *cx, const void *row); /* 0: none */
	const char *deadline; /* counts as long as the work is not over (finished_states) */
	/* Fields that open work should have; of a text, each language of the installation. */
	const char *missing;
	const struct type_facet *facets; /* the first ones offered; name NULL ends it */
	bool completed;                  /* its titles are proposed while somebody types */
};

struct type {
	const char *name,
	        *plural; /* table, URL, API, permission: "recommendation", "recommendations" */
	const char *label, *label_plural; /* N_() */
	const char *help;                 /* N_() one paragraph shown above its list */
	size_t size;
	const struct field *fields;
	size_t n;
	const char *function;        /* row of the permission matrix that guards it */
	const struct choice *states; /* NULL: no life cycle */
	const struct step *steps;    /* name NULL ends it */
	/* default order: a field's name, "-" before it for descending */
	const char *order;
	/* the field by which people and imports name it (code, login, symbol); NULL: none */
	const char *key;
	unsigned flags;
	int first_classification; /* of a new record; 0: internal */
	/* What filters and forms offer where all would be too many: a condition over `r`; NULL:
	 * nothing then. */
	const char *offered;
	/* One line that names the record in the context's language; borrowed from the row or its
	 * arena. */
	const char *(*title)(struct context *cx, const void *row);
	const char *title_from; /* fields whose records' titles are part of it (blanks between) */
	/* The LINK field that names the record from which it follows: the program makes it, and it
	 * is taken out with that record; NULL: none. */
	const char *follows;
	/* What whoever may change it should look at, in the context's language, although it is no
	 * mistake; NULL: nothing. */
	const char *(*warning)(struct context *cx, const void *row);
	/* Where everybody finds it, as a web address; "" when nowhere.  NULL: such records are not
	 * published elsewhere. */
	const char *(*address)(struct context *cx, const void *row);
	/* Completes a row before it is checked and compared: derived and hidden fields.  `old` is
	 * NULL for a new record. */
	bool (*prepare)(struct context *cx, const void *old, void *row);
	/* Rules beyond single fields, before a save. */
	bool (*check)(struct context *cx, const void *old, void *row);
	/* Effects in the same transaction, after the save. */
	bool (*saved)(struct context *cx, const void *old, const void *row);
	/* States (codes, blanks between) in which the scope "accepted" may read it; NULL: none. */
	const char *accepted_states;
	/* States from which it may be put on the public site, and those in which a copy may stay
	 * there; NULL: records of this type are not published one by one. */
	const char *publish_states, *public_states;
	/* May it be public at all, whatever its stage?  NULL: its classification says so. */
	bool (*may_be_public)(struct context *cx, const void *row);
	/* States in which its work is over: a reorganisation leaves such a record where it was
	 * done; NULL: none. */
	const char *finished_states;
	/* States in which none of its fields may be changed any more, so that no form is offered;
	 * NULL: none. */
	const char *closed_states;
	/* Its list as a text document (record/export.h); NULL: it is given out as tables alone. */
	const struct export_text *text;
	/* How it is found; NULL: by its fields alone. */
	const struct type_search *search;
};

/* The i-th field, the common ones first; NULL past the end. */
const struct field *type_field(const struct type *t, size_t i);
/* By name; NULL: none. */
const struct field *type_field_named(const struct type *t, const char *name);
/* Those that are named, blanks between; NULL ends them.  NULL: one is no field of the type. */
const struct field **type_fields_named(struct context *cx, const struct type *t, const char *names);
/* The choices of a CHOICE field (those of `state` hang on the type). */
const struct choice *field_choices(const struct type *t, const struct field *f);
/* The type a REF, REFS or PARENT field of `t` points to. */
const struct type *field_target(const struct type *t, const struct field *f);
/* 1 … n, or 0. */
int choice_index(const struct choice *choices, const char *code);
const struct choice *choice_at(const struct choice *choices, int index); /* NULL: not chosen */
int type_state(const struct type *t, const char *code);                  /* 0: no such state */
bool type_state_in(const struct type *t, int state, const char *codes);
/* True when `word` is one of the blank-separated `words`. */
bool word_in(const char *words, const char *word);

static inline void *field_at(const struct field *f, const void *row)
{
	return (char *)(uintptr_t)row + f->offset;
}

#endif
