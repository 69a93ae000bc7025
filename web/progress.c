/* The page one waits on while a job runs. */
#include "web/job.h"
#include "web/page.h"

static const char *state_in_words(struct context *cx, const struct job *j)
{
	if (j->cancel && str_eq(j->state, "running"))
		return tr(cx, "It is being stopped.");
	return str_eq(j->state, "queued")      ? tr(cx, "It waits for its turn.")
	       : str_eq(j->state, "running")   ? tr(cx, "It is being done.")
	       : str_eq(j->state, "done")      ? tr(cx, "It is done.")
	       : str_eq(j->state, "cancelled") ? tr(cx, "It was cancelled. Nothing was changed.")
	                                       : tr(cx, "It failed.");
}

static bool job_get(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct job *j = id ? job_load(cx, id) : NULL;
	const struct job_kind *kind = j ? job_kind_named(j->kind) : NULL;
	const char *cancel = NULL, *where = NULL, *words;

	if (!j)
		return false;
	if (!j->ended_at)
		cancel = arena_fmt(cx->mem, "/jobs/%lld/cancel", (long long)j->id);
	else if (j->result)
		where = arena_fmt(cx->mem, "/attachments/%lld", (long long)j->result);
	words = j->message ? arena_fmt(cx->mem, "%s %s", state_in_words(cx, j), j->message)
	                   : state_in_words(cx, j);
	return page_progress(cx, q, a, kind ? tr(cx, kind->label) : j->kind, words, j->done,
	                     j->total, cancel, where);
}

static const struct route routes[] = {
	{ METHOD_GET, "/jobs/{id}", "@signed-in", job_get, N_("How far a job is") },
	{ 0 },
};

const struct pages progress_pages = { .name = "progress", .routes = routes };
