/* Attachments, guarded by the record they hang on.  Sent with their own type only where a browser
 * cannot be led astray by it; anything else is a download of plain bytes. */
#include "web/job.h"
#include "web/view.h"

#include "record/app.h"
#include "record/attachment.h"
#include "store/attachment.h"

#include <unistd.h>

/* Types a browser shows without running anything of ours or of the file's. */
static bool is_safe(const char *type)
{
	static const char *const safe[] = { "application/pdf", "image/png",  "image/jpeg",
		                            "image/gif",       "text/plain", "text/csv" };

	for (size_t i = 0; i < LEN(safe); i++)
		if (str_starts(type, safe[i]))
			return true;
	return false;
}

static bool spool(struct context *cx, int64_t id, int file, int64_t *ret_size)
{
	*ret_size = 0;
	for (int64_t chunk = 0;; chunk++) {
		const void *bytes;
		size_t size;

		if (!attachment_read(cx, id, chunk, &bytes, &size))
			return false;
		if (!size)
			return true;
		for (size_t done = 0; done < size;) {
			ssize_t n = write(file, (const char *)bytes + done, size - done);

			if (n <= 0)
				return fail(cx, ERR_UNAVAILABLE, NULL,
				            N_("There is no room for a temporary file."));
			done += (size_t)n;
		}
		*ret_size += (int64_t)size;
	}
}

/* RFC 6266 and 5987: the name as it is, percent-encoded. */
static const char *disposition(struct context *cx, const struct attachment *f, bool shown)
{
	return arena_fmt(cx->mem, "%s; filename*=UTF-8''%s", shown ? "inline" : "attachment",
	                 url_part(cx, f->name));
}

/* Nothing in it runs and nothing is loaded.  A browser puts a picture on a page of its own, whose
 * style it would not get else. */
static const char *policy(const struct attachment *f)
{
	return str_starts(f->media_type, "image/")
	               ? "sandbox; default-src 'none'; style-src 'unsafe-inline'; "
	                 "frame-ancestors 'none'"
	               : "sandbox; default-src 'none'; frame-ancestors 'none'";
}

/* Whoever reads a file reads the record it hangs on. */
static bool log_reading(struct context *cx, const struct attachment *f)
{
	const struct type *t = f->record ? type_named(cx->app->subjects, f->type) : NULL;
	const void *row = t ? record_get(cx, t, f->record) : NULL;

	return row ? view_reading(cx, t, row, "attachment") : !failed(cx);
}

static bool file_get(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct attachment *f = id ? attachment_get(cx, id) : NULL;
	bool safe = f && is_safe(f->media_type);

	if (!f || !log_reading(cx, f))
		return false;
	a->file = reply_spool(cx);
	if (a->file < 0 || !spool(cx, id, a->file, &a->file_size))
		return false;
	a->type = safe ? f->media_type : "application/octet-stream";
	reply_header(a, "Content-Disposition", disposition(cx, f, safe));
	reply_header(a, "Content-Security-Policy", policy(f));
	return true;
}

/* Nothing but a download, whatever it is: a list holds what anybody typed. */
static bool job_file_get(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	const struct job *j = id ? job_load(cx, id) : NULL;
	const struct attachment *f;

	if (!j)
		return false;
	if (cx->actor->membership != j->membership)
		return fail(cx, ERR_FORBIDDEN, NULL,
		            N_("This was made in another of your memberships. Act in that one to "
		               "open it."));
	f = j->result == j->id ? attachment_of_job(cx, id) : NULL;
	if (!f)
		return failed(cx)
		               ? false
		               : fail(cx, ERR_NOT_FOUND, NULL, N_("This file is no longer kept."));
	a->file = reply_spool(cx);
	if (a->file < 0 || !spool(cx, id, a->file, &a->file_size))
		return false;
	a->type = f->media_type;
	reply_header(a, "Content-Disposition", disposition(cx, f, false));
	return true;
}

static const struct route routes[] = {
	{ METHOD_GET, "/attachments/{id}", "@signed-in", file_get,
	  N_("A file that hangs on a record"), ROUTE_JOB },
	{ METHOD_GET, "/jobs/{id}/file", "@signed-in", job_file_get, N_("The file that a job made"),
	  ROUTE_JOB },
	{ 0 },
};

const struct pages file_pages = { .name = "file", .routes = routes };
