/* One thread that wakes every second.  Each task stands alone: that one fails is logged and keeps
 * no other from its turn. */
#include "web/timer.h"

#include "web/draft.h"
#include "web/job.h"
#include "web/watch.h"

#include "base/log.h"
#include "record/attachment.h"
#include "record/import.h"
#include "record/seal.h"
#include "record/setting.h"

#include <setjmp.h>
#include <signal.h>

enum { SEAL_AT_ONCE = 20000 };

struct timer {
	struct web *web;
	struct context *cx;
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t wake;
	bool ending;
	uint64_t tick;
};

typedef bool task(struct context *cx, struct web *web);

static bool seal(struct context *cx, struct web *web)
{
	int64_t sealed;

	return !web->app->has_key || seal_run(cx, SEAL_AT_ONCE, &sealed);
}

struct job_work {
	struct web *web;
	int64_t id;
};

static void run_job(int thread, void *what)
{
	struct job_work *w = what;

	(void)thread;
	job_perform(w->web, w->id);
	free(w);
}

/* As many as there are threads for; the others stay in the table, where another node finds them. */
static bool jobs(struct context *cx, struct web *web)
{
	while (workers_slow_free(web->workers) > 0) {
		struct job_work *w = malloc(sizeof *w);

		if (!w)
			return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory."));
		*w = (struct job_work){ web, job_take(cx) };
		if (!w->id || !workers_give(web->workers, true, run_job, w)) {
			free(w);
			return !failed(cx);
		}
	}
	return true;
}

static bool renew_work(struct context *cx, void *web)
{
	return job_renew(cx, web);
}

static bool renew(struct context *cx, struct web *web)
{
	return !job_any_running(web) || db_work(cx, web->app->store, DB_WRITE, renew_work, web);
}

static bool flush_work(struct context *cx, void *web)
{
	return session_flush(cx, web);
}

static bool flush(struct context *cx, struct web *web)
{
	return !session_any_touched(web) || db_work(cx, web->app->store, DB_WRITE, flush_work, web);
}

static bool clean_work(struct context *cx, void *web)
{
	const int64_t day = 24 * 3600 * INT64_C(1000000);

	/* An upload lives as long as the draft that may name it. */
	(void)web;
	return settings_refresh(cx) && session_clean(cx) && draft_clean(cx) && job_clean(cx) &&
	       attachments_forget(cx, cx->now - setting_number(cx, "draft_days") * day);
}

static bool clean(struct context *cx, struct web *web)
{
	return db_work(cx, web->app->store, DB_WRITE, clean_work, web);
}

static bool tidy(struct context *cx, struct web *web)
{
	(void)web;
	return import_tidy(cx);
}

static bool lease(struct context *cx, struct web *web)
{
	return store_lease_node(cx, web->app->store, &web->app->node);
}

static const struct {
	const char *name;
	task *run;
	unsigned every; /* seconds */
} tasks[] = {
	{ "seal", seal, 1 },     { "jobs", jobs, 1 },       { "job-leases", renew, 20 },
	{ "imports", tidy, 10 }, { "sessions", flush, 60 }, { "node", lease, 120 },
	{ "clean", clean, 600 },
};

static void perform(struct timer *t, size_t i)
{
	struct context *cx = t->cx;

	arena_reset(cx->mem);
	*cx = (struct context){ .mem = cx->mem, .app = t->web->app, .now = instant_now() };
	if (setjmp(*arena_recover(cx->mem)))
		log_event(LOG_ERROR, "housekeeping", "task", tasks[i].name, "cause", "memory",
		          NULL);
	else if (!tasks[i].run(cx, t->web))
		log_event(LOG_ERROR, "housekeeping", "task", tasks[i].name, "cause",
		          cx->err.text ? cx->err.text : "", NULL);
}

static void tick(struct timer *t)
{
	int late = watch_close_late(t->web->watch);

	atomic_fetch_add(&t->web->metrics.late, late);
	t->tick++;
	for (size_t i = 0; i < LEN(tasks); i++)
		if (t->tick % tasks[i].every == 0)
			perform(t, i);
}

static void *run(void *data)
{
	struct timer *t = data;
	struct timespec until;

	pthread_mutex_lock(&t->mutex);
	while (!t->ending) {
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec++;
		pthread_cond_timedwait(&t->wake, &t->mutex, &until);
		if (t->ending)
			break;
		pthread_mutex_unlock(&t->mutex);
		tick(t);
		pthread_mutex_lock(&t->mutex);
	}
	pthread_mutex_unlock(&t->mutex);
	return NULL;
}

struct timer *timer_start(struct web *web)
{
	struct timer *t = calloc(1, sizeof *t);

	if (!t)
		return NULL;
	t->web = web;
	t->cx = calloc(1, sizeof *t->cx);
	if (t->cx)
		t->cx->mem = arena_new(MAX_REQUEST_MEMORY);
	pthread_mutex_init(&t->mutex, NULL);
	pthread_cond_init(&t->wake, NULL);
	if (t->cx && t->cx->mem && pthread_create(&t->thread, NULL, run, t) == 0)
		return t;
	free(t->cx);
	free(t);
	return NULL;
}

void timer_stop(struct timer *t)
{
	pthread_mutex_lock(&t->mutex);
	t->ending = true;
	pthread_cond_signal(&t->wake);
	pthread_mutex_unlock(&t->mutex);
	pthread_join(t->thread, NULL);
	for (size_t i = 0; i < LEN(tasks); i++)
		if (tasks[i].run == flush || tasks[i].run == seal)
			perform(t, i);
	arena_free(t->cx->mem);
	pthread_cond_destroy(&t->wake);
	pthread_mutex_destroy(&t->mutex);
	free(t->cx);
	free(t);
}
