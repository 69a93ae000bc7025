/* Institutions, their people, the Commission and its Working Group, and the users of the program.
 *
 * Rules (README.md says them in words): an institution keeps its record for life; a new name, a
 * merger, a split and an abolition are one recorded step of a reorganisation, which moves duties
 * and users and leaves old documents with the name of their day.  A user acts in one membership at
 * a time; rights come from its role alone. */
#ifndef SUBJECT_INSTITUTION_H
#define SUBJECT_INSTITUTION_H

#include "record/access.h"
#include "record/record.h"
#include "record/subject.h"

/* ---- institutions */

struct former_name {
	int64_t id;
	struct texts name, short_name;
	struct date until; /* the last day on which it was the name */
};

struct institution {
	struct record record; /* .institution stays 0: nobody owns an institution */
	const char *code;     /* never changes: records, imports and commands name it */
	struct texts name, short_name;
	int kind, branch, independence;
	int64_t parent;
	const char *region; /* code of the local authority in whose area it sits */
	struct date active_from, active_to;
	struct refs successors;
	struct owned former_names;
};
extern const struct type institution_type;

/* The identifier of an institution by its code ("MFA"); 0 without a failure: there is none. */
int64_t institution_by_code(struct context *cx, const char *code);
/* The name that was valid on the day (no day: today), in the context's language; for titles on
 * documents, so without asking who may read the institution.  NULL with ERR_NOT_FOUND. */
const char *institution_name_on(struct context *cx, int64_t id, struct date day);

/* ---- reorganisations */

enum reorganisation_kind {
	REORGANISE_RENAME = 1,
	REORGANISE_MERGE,
	REORGANISE_SPLIT,
	REORGANISE_ABOLISH
};

/* Of a split: which duties go where.  The first row that fits decides, else the default successor.
 */
struct duty_rule {
	int64_t id;
	const char *record_type; /* name of a type; empty: of any */
	struct link concerning;  /* only what refers to this record (a theme, a committee) or is it;
	                            none: whatever it concerns */
	int64_t successor;
};

/* What was moved, written by the step. */
struct moved {
	int64_t id;
	const char *record_type;
	int64_t old_institution, successor;
	struct number records;
};

struct reorganisation {
	struct record record;
	int kind;                 /* enum reorganisation_kind */
	struct date date;         /* the first day of the new order */
	struct refs institutions; /* those that change */
	struct refs successors;
	int64_t default_successor;
	struct owned duties;
	struct texts new_name, new_short_name;
	const char *act; /* the legal basis */
	const char *note;
	struct owned moved;
};
extern const struct type reorganisation_type;

/* ---- people */

struct person {
	struct record record;
	struct texts full_name;
	int64_t office; /* the institution he or she works in */
	const char *contact;
};
extern const struct type person_type;

struct post {
	struct record record;
	int64_t person, office;
	struct texts title;
	struct date active_from, active_to;
};
extern const struct type post_type;

/* The title of the post a person held on the day, in the context's language; NULL without a
 * failure: none is known. */
const char *post_title_on(struct context *cx, int64_t person, struct date day);

struct focal_point {
	struct record record;
	int64_t office, person, alternate;
	enum yesno chief; /* the primary one: one at a time in an institution */
	const char *themes;
	struct date active_from, active_to;
};
extern const struct type focal_point_type;

/* ---- the Commission and its Working Group */

struct member {
	int64_t id;
	int64_t institution, person;
	int role;
	struct date from_date, to_date;
	enum yesno substitute_allowed;
};

struct body {
	struct record record;
	const char *code;
	int type;
	int64_t parent;
	struct texts name, short_name;
	const char *founding_act;
	struct texts mandate;
	struct owned members;
};
extern const struct type body_type;

/* ---- users */

struct account_membership {
	int64_t id;
	int64_t institution, body;      /* one of them at least */
	int role;                       /* enum role */
	struct date from_date, to_date; /* both days included; none: open */
};

struct account_substitution {
	int64_t id;
	int64_t substitute;       /* the account that acts in the place of this one */
	struct number membership; /* identifier of the row of memberships it acts in */
	struct date from_date, to_date;
	const char *reason;
};

struct account {
	struct record record; /* .institution: that of the first membership that runs, for the scope
	                         "own" */
	const char *login;
	struct texts name;
	int64_t person;
	enum yesno active;
	int language, theme, density, layout;
	const char *mail;   /* address; NULL: none */
	enum yesno no_mail; /* wants none */
	struct owned memberships, substitutions;
};
extern const struct type account_type;

/* One way in which a user may act on a day. */
struct standing {
	int64_t membership, institution, body;
	enum role role;
	int64_t on_behalf; /* the account substituted for; 0: one's own membership */
	struct date to_date;
};

/* NULL without a failure: there is no such user. */
struct account *account_by_login(struct context *cx, const char *login);
/* Own memberships first, then those held by substitution; none for a user who is not active. */
MUST_USE bool account_memberships_on(struct context *cx, int64_t account, struct date day,
                                     struct standing **ret, size_t *ret_n);
/* Who acts: the user in the membership (0: the first that runs today).  ERR_FORBIDDEN: it is not
 * his today. */
MUST_USE bool account_actor(struct context *cx, int64_t account, int64_t membership,
                            struct actor *ret);
/* May the user read the record today, in one of his own memberships?  False with a failure, too. */
bool account_reads(struct context *cx, int64_t account, const struct type *t, const void *row);
/* Who answers for an institution today: the account of its primary focal point, else of the only
 * officer it has; 0: nobody, or it is not clear who. */
MUST_USE bool account_of_focal_point(struct context *cx, int64_t institution, int64_t *ret);
/* From here on the user of that login acts, in his first membership that runs today; `actor` is
 * where he is kept.  ERR_BROKEN: no such user.  For samples, whose users are known. */
MUST_USE bool account_act_as(struct context *cx, const char *login, struct actor *actor);
/* A new active user with one membership per role code ("SEC,FP"); `name` in the language `lang`
 * (NULL: the login).  0: failed, ERR_INVALID in words. */
int64_t account_add(struct context *cx, const char *login, const char *institution,
                    const char *roles, const char *name, const char *lang);
/* The user lets another act in one of his memberships from day to day, with a reason (cx->reason).
 * Chosen by himself or by those who keep users; ERR_FORBIDDEN for others. */
MUST_USE bool account_substitute(struct context *cx, int64_t account, int64_t membership,
                                 const char *login, struct date from, struct date to);
/* Ends one of the user's substitutions: it runs until yesterday, or is taken away when it has not
 * begun. */
MUST_USE bool account_substitute_end(struct context *cx, int64_t account, int64_t substitution);
/* What a user chose for himself: codes, NULL leaves as it is, "" goes back to the default. */
MUST_USE bool account_prefer(struct context *cx, int64_t account, const char *language,
                             const char *theme, const char *density, const char *layout);

/* The address to which mail for him goes ("": none), and whether he wants any. */
MUST_USE bool account_mail(struct context *cx, int64_t account, const char *address, bool wanted);

/* ---- hand-overs */

/* One duty that went to the successor; of a restricted record only its kind. */
struct handed {
	int64_t id;
	const char *record_type; /* name of a type */
	struct link duty;        /* the record */
	const char *field;       /* the field that named the leaver */
};

/* An officer leaves: one recorded step gives all that is open to the successor. */
struct handover {
	struct record record;
	int64_t leaver, successor; /* accounts */
	struct date date;          /* the last day of the leaver */
	const char *reason, *note;
	struct owned moved; /* as many as a field can hold */
	/* How many; unread: what the successor may not read, and so stayed. */
	struct number duties, unread, drafts, drafts_left, substitutions;
};
extern const struct type handover_type; /* states: planned, carried_out, cancelled */

/* The newest that were carried out in the last two weeks and concern the user, at most three. */
MUST_USE bool handover_recent(struct context *cx, int64_t account, struct handover ***ret,
                              size_t *ret_n);

extern const struct subject institution_subject;

#endif
