/* The page one waits on while a job runs. */
#include "web/job.h"
#include "web/page.h"

const char *job_state_words(struct context *cx, const struct job *j)
{
	if (j->cancel && str_eq(j->state, "running"))
		return tr(cx, "It is being stopped.");
	return str_eq(j->state, "queued")      ? tr(cx, "It waits for its turn.")
	       : str_eq(j->state, "running")   ? tr(cx, "It is being done.")
	       : str_eq(j->state, "done")      ? tr(cx, "It is done.")
	       : str_eq(j->state, "cancelled") ? tr(cx, "It was cancelled.")
	                                       : tr(cx, "It failed.");
}

static const char *words_of(struct context *cx, const struct job *j, const struct job_kind *kind)
{
	if (kind && kind->days && !j->result && str_eq(j->state, "done"))
		return tr(cx, "The file was kept for a day and is gone now. Begin again, if you "
		              "need it.");
	return j->message ? arena_fmt(cx->mem, "%s %s", job_state_words(cx, j), j->message)
	                  : job_state_words(cx, j);
}

static bool job_get(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct job *j = id ? job_load(cx, id) : NULL;
	const struct job_kind *kind = j ? job_kind_named(j->kind) : NULL;
	const char *cancel = NULL, *where = NULL;

	if (!j)
		return false;
	if (kind && kind->page)
		return reply_goto(cx, a,
		                  arena_fmt(cx->mem, "%s/%lld", kind->page, (long long)j->id));
	if (!j->ended_at)
		cancel = arena_fmt(cx->mem, "/jobs/%lld/cancel", (long long)j->id);
	else if (j->result)
		where = arena_fmt(cx->mem,
		                  j->result == j->id ? "/jobs/%lld/file" : "/attachments/%lld",
		                  (long long)j->result);
	return page_progress(cx, q, a, kind ? tr(cx, kind->label) : j->kind, words_of(cx, j, kind),
	                     j->done, j->total, cancel, where);
}

static const struct route routes[] = {
	{ METHOD_GET, "/jobs/{id}", "@signed-in", job_get, N_("How far a job is") },
	{ 0 },
};

const struct pages progress_pages = { .name = "progress", .routes = routes };
