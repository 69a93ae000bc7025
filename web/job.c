/* The queue of jobs is a table.  Taking one is an UPDATE that names the state it expects, so that
 * of two nodes one finds nothing to change: that works the same on both engines, without their own
 * locks. */
#include "web/job.h"

#include "web/request.h"

#include "base/log.h"
#include "base/utf8.h"
#include "record/attachment.h"

#include <setjmp.h>

static const int64_t second = 1000000, day = 24 * 3600 * INT64_C(1000000);

enum { LEASE_SECONDS = 120, MAX_TRIES = 3, KEPT_DAYS = 30, MAX_JOBS_SHOWN = 100, CLEANED = 10 };

#define JOB_COLUMNS                                                                         \
	"SELECT id, kind, args, state, done, total, message, result, account, membership, " \
	"made_at, began_at,"                                                                \
	" ended_at, cancel, tries, lease, lang FROM job "

SQL(job_insert,
    "INSERT INTO job (id, kind, args, state, done, total, account, membership, on_behalf, lang,"
    " cancel, tries, lease, lease_until, made_at)"
    " VALUES ($1, $2, $3, 'queued', 0, 0, $4, $5, $6, $7, 0, 0, 0, 0, $8)");
SQL(job_get, JOB_COLUMNS "WHERE id = $1");
SQL(job_of_user, JOB_COLUMNS "WHERE account = $1 ORDER BY id DESC LIMIT $2");
SQL(job_waiting,
    "SELECT id FROM job WHERE state = 'queued' OR (state = 'running' AND lease_until < $1)"
    " ORDER BY id LIMIT 1");
SQL(job_lease, "UPDATE job SET state = 'running', lease = $2, lease_until = $3, tries = tries + 1, "
               "began_at = $4,"
               " done = 0, total = 0"
               " WHERE id = $1 AND (state = 'queued' OR (state = 'running' AND lease_until < $4))");
SQL(job_lease_renew, "UPDATE job SET lease_until = $2 WHERE id = $1 AND state = 'running'");
SQL(job_tell, "UPDATE job SET done = $3, total = $4, message = $5, lease_until = $6"
              " WHERE id = $1 AND lease = $2 AND state = 'running'");
SQL(job_wanted, "SELECT cancel FROM job WHERE id = $1");
SQL(job_stop, "UPDATE job SET cancel = 1 WHERE id = $1 AND state = 'running'");
SQL(job_stop_queued, "UPDATE job SET cancel = 1, state = 'cancelled', ended_at = $2"
                     " WHERE id = $1 AND state = 'queued'");
SQL(job_end, "UPDATE job SET state = $3, message = $4, result = $5, ended_at = $6, lease_until = 0"
             " WHERE id = $1 AND lease = $2 AND state = 'running'");
SQL(job_back, "UPDATE job SET state = 'queued', tries = tries - 1, lease_until = 0"
              " WHERE id = $1 AND lease = $2 AND state = 'running'");
SQL(job_login, "SELECT login FROM account WHERE id = $1 AND active = 1");
SQL(job_open, "SELECT count(*) FROM job WHERE account = $1 AND state IN ('queued', 'running')");
SQL(job_same,
    "SELECT id FROM job WHERE account = $1 AND membership = $2 AND lang = $3 AND kind = $4"
    " AND args = $5 AND cancel = 0 AND state IN ('queued', 'running') ORDER BY id LIMIT 1");
SQL(job_results_old, "SELECT id FROM job WHERE kind = $1 AND result IS NOT NULL AND ended_at < $2"
                     " ORDER BY id LIMIT $3");
SQL(job_result_gone, "UPDATE job SET result = NULL WHERE id = $1");
SQL(job_old, "DELETE FROM job WHERE ended_at < $1");

const struct job_kind *job_kind_named(const char *name)
{
	for (const struct pages *const *p = all_pages; *p; p++)
		for (const struct job_kind *k = (*p)->jobs; k && k->name; k++)
			if (str_eq(k->name, name))
				return k;
	return NULL;
}

/* ---- what is known of those that run here */

static struct running_job *place_of(struct running *r, int64_t id)
{
	for (size_t i = 0; i < LEN(r->v); i++)
		if (r->v[i].id == id)
			return &r->v[i];
	return NULL;
}

static bool runs_here(struct running *r, int64_t id)
{
	bool here;

	if (!r)
		return false;
	pthread_mutex_lock(&r->mutex);
	here = place_of(r, id) != NULL;
	pthread_mutex_unlock(&r->mutex);
	return here;
}

/* True when it does run here. */
static bool wish_stop(struct running *r, int64_t id)
{
	struct running_job *j;

	if (!r)
		return false;
	pthread_mutex_lock(&r->mutex);
	j = place_of(r, id);
	if (j)
		j->cancel = true;
	pthread_mutex_unlock(&r->mutex);
	return j != NULL;
}

/* The job tells how far it is, and learns whether it is to stop. */
static void note_progress(struct running *r, struct job *job)
{
	struct running_job *j;

	pthread_mutex_lock(&r->mutex);
	j = place_of(r, job->id);
	if (j) {
		j->told = true;
		j->done = job->done;
		j->total = job->total;
		snprintf(j->message, sizeof j->message, "%s", job->message ? job->message : "");
		job->cancel |= j->cancel;
	}
	pthread_mutex_unlock(&r->mutex);
}

/* A message that did not fit ends with its last whole character. */
static const char *message_of(struct context *cx, const char *kept)
{
	const char *s = kept;
	size_t n, left = strlen(kept);
	uint32_t c;

	while (left && (n = utf8_next(s, left, &c))) {
		s += n;
		left -= n;
	}
	return s == kept ? NULL : arena_strn(cx->mem, kept, (size_t)(s - kept));
}

/* The row is as old as the writer has been held. */
static void read_progress(struct context *cx, struct job *job)
{
	struct running *r = cx->app->running;
	struct running_job now = { .id = 0 }, *j;

	if (!r || !str_eq(job->state, "running"))
		return;
	pthread_mutex_lock(&r->mutex);
	j = place_of(r, job->id);
	if (j)
		now = *j;
	pthread_mutex_unlock(&r->mutex);
	job->cancel |= now.cancel;
	if (!now.told)
		return;
	job->done = now.done;
	job->total = now.total;
	job->message = message_of(cx, now.message);
}

/* ---- for pages */

static const char *lang_of(const struct context *cx)
{
	return cx->lang ? cx->lang : "en";
}

static bool has_room(struct context *cx)
{
	int64_t open = 0;

	return db_int(cx, &job_open, &open, NULL, V(cx->actor->user)) &&
	       (open < MAX_OPEN_JOBS ||
	        fail(cx, ERR_TOO_MANY, NULL,
	             N_("%lld things that you began are not done yet. Wait for one, or cancel "
	                "it."),
	             (long long)open));
}

int64_t job_add(struct context *cx, const char *kind, const char *args)
{
	const struct actor *a = cx->actor;
	int64_t id = new_id(cx);

	if (!job_kind_named(kind)) {
		fail(cx, ERR_BROKEN, NULL, N_("There is no kind of job “%s”."), kind);
		return 0;
	}
	return a && has_room(cx) &&
	                       db_run(cx, &job_insert, V(id), V(kind), V(args), V(a->user),
	                              V(a->membership), V(a->on_behalf), V(lang_of(cx)), V(cx->now))
	               ? id
	               : 0;
}

int64_t job_add_once(struct context *cx, const char *kind, const char *args)
{
	int64_t id = 0;
	bool found;

	if (!db_int(cx, &job_same, &id, &found, V(cx->actor->user), V(cx->actor->membership),
	            V(lang_of(cx)), V(kind), V(args)))
		return 0;
	return found ? id : job_add(cx, kind, args);
}

static struct job read_job(struct context *cx, const struct rows *r)
{
	struct job job = {
		.id = rows_int(r, 0),
		.kind = arena_str(cx->mem, rows_text(r, 1)),
		.args = arena_str(cx->mem, rows_text(r, 2)),
		.state = arena_str(cx->mem, rows_text(r, 3)),
		.done = rows_int(r, 4),
		.total = rows_int(r, 5),
		.message = arena_str(cx->mem, rows_text(r, 6)),
		.result = rows_int(r, 7),
		.user = rows_int(r, 8),
		.membership = rows_int(r, 9),
		.made_at = rows_int(r, 10),
		.began_at = rows_int(r, 11),
		.ended_at = rows_int(r, 12),
		.cancel = rows_int(r, 13) != 0,
		.tries = (int)rows_int(r, 14),
		.lease = rows_int(r, 15),
		.lang = arena_str(cx->mem, rows_text(r, 16)),
	};

	read_progress(cx, &job);
	return job;
}

static struct job *job_any(struct context *cx, int64_t id)
{
	struct rows *r = db_query(cx, &job_get, V(id));
	struct job *job = NULL;

	if (r && rows_next(cx, r)) {
		job = arena_new_of(cx->mem, struct job);
		*job = read_job(cx, r);
		rows_close(r);
	}
	return failed(cx) ? NULL : job;
}

struct job *job_load(struct context *cx, int64_t id)
{
	struct job *job = job_any(cx, id);

	if (job && cx->actor && cx->actor->user == job->user)
		return job;
	if (!failed(cx))
		fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such job."));
	return NULL;
}

bool job_list(struct context *cx, struct job **ret, size_t *ret_n)
{
	struct rows *r =
	        db_query(cx, &job_of_user, V(cx->actor ? cx->actor->user : -1), V(MAX_JOBS_SHOWN));

	*ret = arena_array(cx->mem, struct job, MAX_JOBS_SHOWN);
	*ret_n = 0;
	while (r && rows_next(cx, r))
		(*ret)[(*ret_n)++] = read_job(cx, r);
	return !failed(cx);
}

static bool is_own(struct context *cx, void *id)
{
	return job_load(cx, *(int64_t *)id) != NULL;
}

static bool write_cancel(struct context *cx, void *data)
{
	int64_t id = *(int64_t *)data;

	return db_run(cx, &job_stop_queued, V(id), V(cx->now)) && db_run(cx, &job_stop, V(id));
}

bool job_cancel(struct context *cx, int64_t id)
{
	if (!is_own(cx, &id))
		return false;
	wish_stop(cx->app->running, id);
	return write_cancel(cx, &id);
}

/* The wish is known to the job before the writer is waited for, which the job may hold.  Written it
 * is, too: another server may run the job, or take it up when this one has died. */
static bool cancel(struct context *cx, const struct request *q, struct reply *a)
{
	struct store *s = cx->app->store;
	int64_t id = request_id(cx, q);
	bool here;

	if (!id || !db_work(cx, s, DB_READ, is_own, &id))
		return false;
	here = wish_stop(cx->app->running, id);
	if (!db_work(cx, s, DB_WRITE, write_cancel, &id)) {
		if (!here || cx->err.kind != ERR_UNAVAILABLE)
			return false;
		error_clear(cx); /* everybody waits for the writer, and the job knows already */
	}
	return reply_goto(cx, a, arena_fmt(cx->mem, "/jobs/%lld", (long long)id));
}

/* ---- taking */

struct taking {
	int64_t id, lease;
	bool found, taken;
};

static bool look(struct context *cx, void *data)
{
	struct taking *t = data;

	return db_int(cx, &job_waiting, &t->id, &t->found, V(cx->now));
}

static bool take(struct context *cx, void *data)
{
	struct taking *t = data;
	int64_t n = 0;

	if (!db_run_count(cx, &job_lease, &n, V(t->id), V(t->lease),
	                  V(cx->now + LEASE_SECONDS * second), V(cx->now)))
		return false;
	t->taken = n == 1;
	return true;
}

static bool renew_one(struct context *cx, void *id)
{
	return db_run(cx, &job_lease_renew, V(*(int64_t *)id),
	              V(instant_now() + LEASE_SECONDS * second));
}

int64_t job_take(struct context *cx)
{
	struct taking t = { .id = 0 };
	uint64_t random;

	/* Mostly there is none, and looking disturbs nobody who writes. */
	if (!db_work(cx, cx->app->store, DB_READ, look, &t) || !t.found)
		return 0;
	if (runs_here(cx->app->running, t.id)) {
		/* It held the writer so long that its lease could not be renewed. */
		(void)!db_work(cx, cx->app->store, DB_WRITE, renew_one, &t.id);
		return 0;
	}
	secret_random(&random, sizeof random);
	t.lease = (int64_t)(random >> 1);
	return db_work(cx, cx->app->store, DB_WRITE, take, &t) && t.taken ? t.id : 0;
}

/* ---- running */

static bool tell(struct context *cx, void *data)
{
	struct job *job = data;
	int64_t n = 0, stop = 0;

	if (!db_run_count(cx, &job_tell, &n, V(job->id), V(job->lease), V(job->done), V(job->total),
	                  V(job->message), V(instant_now() + LEASE_SECONDS * second)) ||
	    !db_int(cx, &job_wanted, &stop, NULL, V(job->id)))
		return false;
	if (!n)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("Another machine has taken this job."));
	job->cancel |= stop != 0;
	return true;
}

/* On a connection of its own: of two transactions that wrote the job's row, the timer's renewal and
 * a long one of the job's, PostgreSQL would refuse the second. */
static bool tell_apart(struct context *cx, struct job *job)
{
	struct context *own = context_new(cx->app, MAX_REQUEST_MEMORY);
	bool ok;

	if (!own)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory."));
	own->lang = cx->lang;
	ok = db_work(own, cx->app->store, DB_WRITE, tell, job);
	if (!ok) {
		cx->err = own->err;
		cx->err.text = arena_str(cx->mem, own->err.text);
	}
	context_free(own);
	return ok;
}

static bool told_to_stop(struct context *cx, const struct job *job)
{
	if (atomic_load(&job->web->stopping))
		return !fail(cx, ERR_UNAVAILABLE, NULL, N_("The program is being stopped."));
	return job->cancel && !fail(cx, ERR_UNAVAILABLE, NULL, N_("This was cancelled."));
}

bool job_goes_on(struct context *cx, struct job *job)
{
	note_progress(&job->web->running, job);
	return !told_to_stop(cx, job) &&
	       (store_reads_at_once(cx->app->store) ? tell(cx, job) : tell_apart(cx, job)) &&
	       !told_to_stop(cx, job);
}

/* On SQLite the job has the writer itself: what is in memory has to do. */
static bool write_progress(struct context *cx, struct job *job)
{
	if (!cx->db)
		return db_work(cx, cx->app->store, DB_WRITE, tell, job);
	return store_reads_at_once(cx->app->store) || tell_apart(cx, job);
}

bool job_progress(struct context *cx, struct job *job, int64_t done, int64_t total,
                  const char *message)
{
	int64_t now = instant_now();

	job->done = done;
	job->total = total;
	job->message = message;
	note_progress(&job->web->running, job);
	if (told_to_stop(cx, job))
		return false;
	if (now - job->told_at < second / 2)
		return true;
	job->told_at = now;
	return write_progress(cx, job) && !told_to_stop(cx, job);
}

struct ending {
	struct job *job;
	const char *state, *message;
};

static bool write_end(struct context *cx, void *data)
{
	const struct ending *e = data;
	const struct job_kind *kind = job_kind_named(e->job->kind);

	int64_t n = 0;
	bool ok = e->state ? db_run_count(cx, &job_end, &n, V(e->job->id), V(e->job->lease),
	                                  V(e->state), V(e->message), value_ref(e->job->result),
	                                  V(instant_now()))
	                   : db_run_count(cx, &job_back, &n, V(e->job->id), V(e->job->lease));

	/* Taken over meanwhile, half a file belongs to whoever has the job now. */
	return ok && (!n || !kind || !kind->days || e->job->result ||
	              attachment_forget_result(cx, e->job->id));
}

/* How it ended, in the owner's words; what broke is for the log. */
static struct ending ending_of(struct context *cx, struct job *job, bool done)
{
	struct ending e = { .job = job, .state = "done", .message = job->message };
	char id[ID_TEXT];

	if (done)
		return e;
	job->result = 0;
	e.state = job->cancel ? "cancelled" : atomic_load(&job->web->stopping) ? NULL : "failed";
	e.message = cx->err.text;
	if (cx->err.kind == ERR_BROKEN) {
		log_event(LOG_ERROR, "broken", "job", id_text(job->id, id), "kind", job->kind,
		          "where", cx->err.where, "cause", cx->err.text, NULL);
		e.message = tr(cx, N_("Something went wrong here, not with you."));
	}
	return e;
}

struct start {
	int64_t id;
	struct job *job;
	struct actor actor;
};

/* The job and who acts in it: the owner in the membership he had. */
static bool read_start(struct context *cx, void *data)
{
	struct start *s = data;
	struct rows *r;
	const char *login = NULL;

	s->job = job_any(cx, s->id);
	if (!s->job)
		return failed(cx) ? false
		                  : fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such job."));
	s->actor = (struct actor){ .console = s->job->user == 0, .login = "console" };
	if (!s->job->user)
		return true;
	r = db_query(cx, &job_login, V(s->job->user));
	if (r && rows_next(cx, r)) {
		login = arena_str(cx->mem, rows_text(r, 0));
		rows_close(r);
	}
	return !failed(cx) &&
	       (!login || session_actor(cx, s->job->user, login, s->job->membership, &s->actor));
}

static bool run(struct context *cx, struct start *s)
{
	struct job *job = s->job;
	const struct job_kind *kind = job_kind_named(job->kind);

	if (job->tries > MAX_TRIES)
		return fail(cx, ERR_UNAVAILABLE, NULL,
		            N_("This was begun %d times and never came to an end."), MAX_TRIES);
	if (!kind)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("This program does not know such jobs."));
	if (s->actor.user != job->user || s->actor.membership != job->membership)
		return fail(cx, ERR_FORBIDDEN, NULL,
		            N_("The membership in which this was begun has ended."));
	cx->actor = &s->actor;
	cx->lang = job->lang;
	if (!route_allowed(cx, kind->permission))
		return fail(cx, ERR_FORBIDDEN, NULL, N_("Your role does not include this."));
	return kind->run(cx, job);
}

static void note_running(struct web *web, int64_t before, int64_t after)
{
	struct running *r = &web->running;
	struct running_job *j;

	pthread_mutex_lock(&r->mutex);
	j = place_of(r, before);
	if (j)
		*j = (struct running_job){ .id = after };
	pthread_mutex_unlock(&r->mutex);
}

/* The end is written in a context of its own, which is there even when the job's memory is used up.
 */
static void finish(struct web *web, struct context *cx, struct job *job, bool done)
{
	struct context *end = context_new(web->app, MAX_REQUEST_MEMORY);
	struct ending e = ending_of(cx, job, done);
	char id[ID_TEXT];

	db_rollback(cx);
	if (!end || !db_work(end, web->app->store, DB_WRITE, write_end, &e))
		log_event(LOG_ERROR, "job-not-ended", "job", id_text(job->id, id), NULL);
	log_event(LOG_INFO, "job", "job", id_text(job->id, id), "kind", job->kind, "state",
	          e.state ? e.state : "queued", NULL);
	context_free(end);
}

static void perform(struct web *web, struct context *cx, struct start *s)
{
	char id[ID_TEXT];

	if (!db_work(cx, web->app->store, DB_READ, read_start, s)) {
		log_event(LOG_ERROR, "job-not-begun", "job", id_text(s->id, id), NULL);
		return;
	}
	s->job->web = web;
	if (setjmp(*arena_recover(cx->mem))) {
		/* No room is left for words in the arena; the constant ones need none. */
		cx->err = (struct error){
			.kind = ERR_TOO_LARGE,
			.text = tr(cx, N_("This needs more memory than a job may use."))
		};
		finish(web, cx, s->job, false);
		return;
	}
	finish(web, cx, s->job, run(cx, s));
}

void job_perform(struct web *web, int64_t id)
{
	struct context *cx = context_new(web->app, MAX_JOB_MEMORY);
	struct start s = { .id = id };

	if (!cx)
		return; /* the lease runs out, and it is tried again */
	note_running(web, 0, id);
	perform(web, cx, &s);
	note_running(web, id, 0);
	context_free(cx);
}

/* ---- housekeeping */

bool job_any_running(struct web *web)
{
	struct running *r = &web->running;
	bool any = false;

	pthread_mutex_lock(&r->mutex);
	for (size_t i = 0; i < LEN(r->v); i++)
		any |= r->v[i].id != 0;
	pthread_mutex_unlock(&r->mutex);
	return any;
}

bool job_renew(struct context *cx, struct web *web)
{
	struct running *r = &web->running;
	int64_t jobs[LEN(r->v)];

	pthread_mutex_lock(&r->mutex);
	for (size_t i = 0; i < LEN(jobs); i++)
		jobs[i] = r->v[i].id;
	pthread_mutex_unlock(&r->mutex);
	for (size_t i = 0; i < LEN(jobs); i++)
		if (jobs[i] &&
		    !db_run(cx, &job_lease_renew, V(jobs[i]), V(cx->now + LEASE_SECONDS * second)))
			return false;
	return true;
}

static bool forget_results(struct context *cx, const struct job_kind *kind)
{
	struct rows *r = db_query(cx, &job_results_old, V(kind->name),
	                          V(cx->now - kind->days * day), V(CLEANED));
	int64_t ids[CLEANED];
	size_t n = 0;

	while (r && rows_next(cx, r))
		ids[n++] = rows_int(r, 0);
	for (size_t i = 0; i < n && !failed(cx); i++)
		if (!attachment_forget_result(cx, ids[i]) ||
		    !db_run(cx, &job_result_gone, V(ids[i])))
			return false;
	return !failed(cx);
}

bool job_clean(struct context *cx)
{
	for (const struct pages *const *p = all_pages; *p; p++)
		for (const struct job_kind *k = (*p)->jobs; k && k->name; k++)
			if ((k->days && !forget_results(cx, k)) || (k->clean && !k->clean(cx)))
				return false;
	return db_run(cx, &job_old, V(cx->now - KEPT_DAYS * day));
}

static const struct route routes[] = {
	{ METHOD_POST, "/jobs/{id}/cancel", "@signed-in", cancel, N_("Stops a job"), ROUTE_NO_DB },
	{ 0 },
};

const struct pages job_pages = { "job", routes, NULL };
