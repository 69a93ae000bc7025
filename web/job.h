/* Jobs: work that takes longer than a page may.  A job is a row; whichever node has a thread free
 * takes it by a lease of two minutes that the timer keeps renewing, and another node takes it again
 * when the lease has run out (kill -9, power).  So a job must be able to begin again: it commits in
 * slices it can recognise, or all at its end.
 *
 * How far a job is and that it shall stop also stands in the memory of the server that runs it: a
 * job that holds the writer for half a minute is seen and stopped all the same.
 *
 * A job and what it made are its owner's alone: whatever another asks about it, there is no such
 * job.
 *
 * Kinds are told by `jobs` of a struct pages (route.h).  Routes that stand in job.c: POST
 * /jobs/{id}/cancel.  The page /jobs/{id} is written with job_load(). */
#ifndef WEB_JOB_H
#define WEB_JOB_H

#include "web/route.h"

struct job {
	int64_t id;
	const char *kind, *args; /* JSON */
	const char *state;       /* "queued", "running", "done", "failed", "cancelled" */
	int64_t done, total;     /* progress; total 0: not known */
	const char *message;     /* in the owner's language: what it does, what came of it, why it
	                            failed; NULL: none */
	int64_t result;          /* attachment, or the job itself (kind->days); 0: none */
	int64_t user, membership;
	int64_t made_at, began_at, ended_at; /* 0: not yet */
	bool cancel;                         /* the owner wants it to stop */
	int tries;
	const char *lang;
	int64_t lease,
	        told_at; /* of a running job: whose it is; when its progress was last written */
	struct web *web;
};

/* Runs with the actor, membership and language of the owner, if both still hold and have the kind's
 * permission, outside a transaction: begins its own (db_work).  The context's arena holds
 * MAX_JOB_MEMORY.  Sets job->message and job->result.  False: failed, the error's text is shown to
 * the owner. */
typedef bool job_run(struct context *cx, struct job *job);

struct job_kind {
	const char *name, *label; /* N_() */
	const char *permission;   /* as of a route: asked again when it runs */
	job_run *run;
	const char *page; /* where one waits, the id behind it; NULL: "/jobs" */
	int days; /* its result is attachment_of_job() and kept so long; 0: it is no such file */
	/* Throws away what is old of what such jobs keep, with job_clean(); NULL: nothing is. */
	bool (*clean)(struct context *cx);
};

/* Puts a job into the queue, within the caller's DB_WRITE transaction, for the context's actor.  0:
 * failed; ERR_TOO_MANY when MAX_OPEN_JOBS of the user are not done yet. */
int64_t job_add(struct context *cx, const char *kind, const char *args);
/* The same, unless the actor has begun just that already: then it is that one. */
int64_t job_add_once(struct context *cx, const char *kind, const char *args);

/* NULL with ERR_NOT_FOUND when the actor has no such job.  Of one that runs on this server, done,
 * total, message and cancel are those of the moment. */
struct job *job_load(struct context *cx, int64_t id);
/* The actor's own jobs, newest first. */
MUST_USE bool job_list(struct context *cx, struct job **ret, size_t *ret_n);
/* Within a DB_WRITE transaction; the route does without one, because the job may hold the writer.
 */
MUST_USE bool job_cancel(struct context *cx, int64_t id);
/* "It waits for its turn." */
const char *job_state_words(struct context *cx, const struct job *j);
const struct job_kind *job_kind_named(const char *name);

/* Called by a running job as often as it likes, also within its own transaction.  What it says is
 * seen at once on this server, and written at most twice a second: on SQLite only outside of
 * transactions, for there is one writer; on PostgreSQL always, on a connection of its own, so that
 * other nodes see it, too.  False when the job was cancelled or taken over: stop. */
MUST_USE bool job_progress(struct context *cx, struct job *job, int64_t done, int64_t total,
                           const char *message);

/* The same question within a DB_WRITE transaction that is about to keep a part of the result, or
 * all of it; the job is this server's for two more minutes then. */
MUST_USE bool job_goes_on(struct context *cx, struct job *job);

/* ---- for the server's timer and threads */

/* Takes one job that waits, or whose lease has run out; 0: none does.  One that runs here is not
 * taken again, however late its lease is renewed.  Own transactions. */
int64_t job_take(struct context *cx);
/* Runs a job that was taken, to its end, in a context of its own.  When the server is being
 * stopped, a job that fails by job_progress() goes back into the queue. */
void job_perform(struct web *web, int64_t id);
bool job_any_running(struct web *web);
/* Renews the leases of the jobs this server runs; throws away ended ones of more than 30 days.
 * Within a DB_WRITE transaction. */
MUST_USE bool job_renew(struct context *cx, struct web *web);
MUST_USE bool job_clean(struct context *cx);

#endif
