/* Who is reminded of a deadline, when, and how it reaches him: in the program's inbox and, where
 * there is a mail server, by one mail a day (README.md says the rules in words).
 *
 * Whom and when is rule DL-21, asked of deadline_ask() like any other. */
#ifndef SUBJECT_REMINDER_H
#define SUBJECT_REMINDER_H

#include "format/mail.h"
#include "record/subject.h"
#include "subject/deadline/deadline.h"

#include <stdatomic.h>

/* ---- reminding (reminder.c) */

struct reminder {
	int64_t deadline;
	struct date due;
	const char *step; /* "owner_first", "approver", … as in DL-21 */
	int64_t account, membership;
};

/* A day's reminders, made in slices, each in a transaction. */
struct reminder_run {
	struct date day;
	bool dry;                /* only say which there would be */
	struct date due, to_due; /* the slice begins behind this one, and ended there */
	int64_t id, to_id;
	bool done;          /* that was the last one */
	struct reminder *v; /* of the last slice */
	size_t n;
};

/* One slice, for db_work(): DB_WRITE, or DB_READ of a dry run.  Nobody is reminded twice of the
 * same step, so a day may be run again. */
MUST_USE bool reminder_slice(struct context *cx, void *run);
/* Whether the day's reminders are due and not made yet: for the server's clock. */
MUST_USE bool reminder_is_due(struct context *cx, struct date *ret_day, bool *ret);
/* That the day is done, and what goes out by mail: puts the mails of the day into the outbox. *data
 * a struct reminder_run whose slices are done.  For db_work(), DB_WRITE. */
MUST_USE bool reminder_close(struct context *cx, void *run);

/* All of it, in transactions of its own; `tell` (NULL: nobody) is called for each reminder, after
 * its slice is written. */
MUST_USE bool remind(struct context *cx, struct date day, bool dry,
                     void (*tell)(struct context *cx, const struct reminder *r, void *data),
                     void *data);

enum { REMINDER_SOON = 30 }; /* days, as in the lists */

/* Open deadlines of which the actor has been reminded in his membership, or which he, or whom he
 * stands in for, owns: those that he may read, by date, at most MAX_LIST_PAGE.  *ret_now: which of
 * them are to be done now, as he was reminded or they are due within REMINDER_SOON days. */
MUST_USE bool reminder_open(struct context *cx, struct refs *ret, struct refs *ret_now);
/* Appends " + (SELECT …)": how many are to be done now, and of the conflicts below; nothing for
 * whoever reads no deadlines. */
void reminder_count_sql(struct context *cx, struct buffer *text, struct sql_values *values);

/* Of a few that are found by something else: the index of all that are open is no way to them. */
#define DEADLINE_OPEN_HERE "CASE WHEN r.state = 'open' THEN 1 END = 1"

/* Open ones of which two versions state two dates, for struct list.where_sql, and whether the actor
 * looks after them. */
#define DEADLINE_IN_CONFLICT                                                 \
	"r.id IN (SELECT k.id FROM deadline k WHERE k.status = 'conflict') " \
	"AND " DEADLINE_OPEN_HERE
bool reminder_sees_conflicts(const struct context *cx);

/* ---- the outbox (outbox.c) */

bool mail_is_on(struct context *cx);
/* Puts what is to go by mail into the outbox, one mail for each who is to get one on the day. */
MUST_USE bool outbox_fill(struct context *cx, struct date day);

/* One mail that is on its way. */
struct outgoing {
	int64_t id, account, lease; /* id 0: there is nothing to send now */
	const char *from, *to, *bytes;
	size_t size;
};
/* Takes one, and makes its text of what is so now.  For db_work(), DB_WRITE: it is on its way when
 * that has committed. */
MUST_USE bool outbox_take(struct context *cx, void *outgoing);

enum outbox_result { OUTBOX_SENT, OUTBOX_REFUSED, OUTBOX_LATER };
struct outbox_told {
	const struct outgoing *mail;
	enum outbox_result result;
	const char *answer; /* of the server, for people */
	bool suspended;     /* answered: nothing goes to that address any more */
};
/* What became of it.  For db_work(), DB_WRITE. */
MUST_USE bool outbox_tell(struct context *cx, void *told);

/* Sends what is in the outbox until there is nothing more to send now, or the server is away
 * (*ret_away).  `password`, `authorities`: NULL: none; `stop`: set to leave off. */
MUST_USE bool outbox_send(struct context *cx, const char *password, const char *authorities,
                          const atomic_bool *stop, bool *ret_away);

/* ---- addresses that were refused (address.c) */

struct mail_trouble {
	int64_t account;
	int64_t refusals;
	const char *answer;
	int64_t at, suspended_at, suspended_by; /* 0: not suspended; 0: by the program */
};
/* The suspended ones, newest first. */
MUST_USE bool mail_suspended(struct context *cx, struct mail_trouble **ret, size_t *ret_n);
/* Suspended by hand, because a mail came back; lifted again.  For who keeps users or the
 * secretariat; ERR_FORBIDDEN. */
MUST_USE bool mail_suspend(struct context *cx, int64_t account, const char *why);
MUST_USE bool mail_lift(struct context *cx, int64_t account);
/* May the actor see and decide that? */
bool mail_may_decide(const struct context *cx);
bool mail_may_see(const struct context *cx);

extern const struct subject reminder_subject;

#endif
