/* A list as a file, exactly what the page shows: the same filters, order and columns, in the
 * reader's language, but all of it (record/export.h).  A short list is the answer itself, from a
 * spool file, so that memory does not grow with it.  A long one is a job: what is asked for is kept
 * as the address had it, and read again, in the rights of that moment, when the job runs.  A
 * program gets the file by the same handler under /api/v1, however long it is. */
#include "web/job.h"
#include "web/request.h"
#include "web/view.h"

#include "format/json.h"
#include "record/attachment.h"
#include "record/export.h"
#include "record/setting.h"

#include <unistd.h>

#define KIND "export"

enum {
	AT_ONCE = 2000, /* records: well below a second */
	RESULT_DAYS = 1,
	MAX_ARGS = 4 * MAX_URL,
};

static bool no_room(struct context *cx)
{
	return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is no room for a temporary file."));
}

static void close_file(void *file)
{
	fclose(file);
}

/* The spool file belongs to the arena; writing goes through a second descriptor of it. */
static FILE *file_of(struct context *cx, int spool)
{
	int copy = spool < 0 ? -1 : dup(spool);
	FILE *file = copy < 0 ? NULL : fdopen(copy, "w");

	if (!file) {
		if (copy >= 0)
			close(copy);
		if (!failed(cx))
			no_room(cx);
		return NULL;
	}
	arena_defer(cx->mem, close_file, file);
	return file;
}

static bool size_of(struct context *cx, FILE *file, int64_t *ret)
{
	if (fflush(file) != 0)
		return no_room(cx);
	*ret = ftello(file);
	return true;
}

/* ---- what is asked for */

struct wish {
	const struct type *type;
	const char *format_name, *query; /* as the address had them */
	enum export_format format;
	struct list list;
};

/* The file may be in another language than the page. */
static bool speak(struct context *cx, const char *lang)
{
	const char *const *known = page_languages(cx);

	if (!lang)
		return true;
	while (*known && !str_eq(*known, lang))
		known++;
	if (!*known)
		return fail(cx, ERR_BAD_REQUEST, "lang", N_("There is no such language."));
	cx->lang = *known;
	return true;
}

static bool read_wish(struct context *cx, const struct request *q, struct wish *w)
{
	w->list = (struct list){ .type = w->type };
	if (!export_format_named(w->format_name, &w->format))
		return fail(cx, ERR_BAD_REQUEST, "format",
		            N_("A list is exported as csv, xlsx, json or docx."));
	if (w->format == EXPORT_DOCX && !w->type->text)
		return fail(cx, ERR_BAD_REQUEST, "format",
		            N_("This list is no text document; take xlsx, csv or json."));
	if (!speak(cx, request_query(q, "lang")))
		return false;
	return view_list_all(cx, q, &w->list);
}

static bool count(struct context *cx, const struct wish *w, int64_t *ret)
{
	struct list l = w->list;

	l.limit = 1;
	l.count = true;
	if (!record_list(cx, &l))
		return false;
	*ret = l.total;
	return true;
}

static const char *args_of(struct context *cx, const struct wish *w)
{
	struct buffer b = BUFFER(cx->mem, MAX_ARGS);
	struct json_writer j;

	json_start(&j, cx, sink_to_buffer, &b);
	json_open(&j, '{');
	json_key(&j, "type");
	json_text(&j, w->type->name);
	json_key(&j, "format");
	json_text(&j, w->format_name);
	json_key(&j, "query");
	json_text(&j, w->query);
	json_close(&j);
	return json_end(&j) && buffer_ok(cx, &b) ? buffer_str(&b) : NULL;
}

static bool read_args(struct context *cx, const struct job *job, struct wish *w)
{
	const struct json *v = json_parse(cx, job->args, strlen(job->args), MAX_ARGS);
	const char *type = v ? json_text_or_null(v, "type") : NULL;
	struct request q = { .method = METHOD_GET };

	w->type = type ? type_named(cx->app->subjects, type) : NULL;
	if (!w->type)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("This program does not know such jobs."));
	w->format_name = json_text_or_null(v, "format");
	w->query = json_text_or_null(v, "query");
	if (!w->query)
		w->query = "";
	return query_parse(cx, w->query, strlen(w->query), false, &q.query, &q.query_n) &&
	       read_wish(cx, &q, w);
}

/* ---- the job */

struct work {
	struct job *job;
	struct wish wish;
	struct context *own; /* tells how far it is, beside the snapshot that is being read */
	int64_t total;
	FILE *file;
};

static bool tell(struct context *cx, void *listener, int64_t done)
{
	struct work *w = listener;
	struct context_mark mark = context_mark(w->own);
	bool ok = job_progress(w->own, w->job, done, w->total, NULL);

	if (!ok) {
		cx->err = w->own->err;
		cx->err.text = arena_str(cx->mem, w->own->err.text);
	}
	context_rewind(w->own, mark);
	return ok;
}

/* Read again from the start, when the database could not serialise it. */
static bool write_list(struct context *cx, void *data)
{
	struct work *w = data;
	struct wish *wish = &w->wish;

	rewind(w->file);
	if (ftruncate(fileno(w->file), 0) != 0)
		return no_room(cx);
	if (!settings_refresh(cx) || !read_args(cx, w->job, wish))
		return false;
	if (!route_allowed(cx, arena_fmt(cx->mem, "%s:read", wish->type->function)))
		return fail(cx, ERR_FORBIDDEN, NULL, N_("Your role does not include this."));
	return count(cx, wish, &w->total) &&
	       export_write_told(cx, &wish->list, wish->format, EXPORT_LISTED, sink_to_file,
	                         w->file, tell, w);
}

static bool goes_on(struct context *cx, void *job)
{
	return job_goes_on(cx, job);
}

static bool keep(struct context *cx, struct work *w, int spool)
{
	struct attachment_result r = {
		.name = arena_fmt(cx->mem, "%s.%s", w->wish.type->plural, w->wish.format_name),
		.media_type = export_media_type(w->wish.format),
		.file = spool,
		.goes_on = goes_on,
		.data = w->job,
	};

	return size_of(cx, w->file, &r.size) && attachment_keep_result(cx, w->job->id, &r);
}

static void free_context(void *own)
{
	context_free(own);
}

static bool run(struct context *cx, struct job *job)
{
	struct work w = { .job = job, .own = context_new(cx->app, MAX_REQUEST_MEMORY) };
	int spool;

	if (!w.own)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory."));
	arena_defer(cx->mem, free_context, w.own);
	w.own->lang = cx->lang;
	spool = reply_spool(cx);
	w.file = file_of(cx, spool);
	if (!w.file || !db_work(cx, cx->app->store, DB_READ_LONG, write_list, &w) ||
	    !keep(cx, &w, spool))
		return false;
	job->result = job->id;
	job->message = arena_fmt(cx->mem, tr(cx, N_("Records: %lld.")), (long long)w.total);
	return true;
}

static const struct job_kind jobs[] = {
	{ KIND, N_("A list as a file"), "@signed-in", run, NULL, RESULT_DAYS },
	{ 0 },
};

const struct pages export_pages = { .name = "export", .jobs = jobs };

/* ---- the page */

struct begun {
	const char *args;
	int64_t job;
};

static bool begin(struct context *cx, void *data)
{
	struct begun *b = data;

	b->job = job_add_once(cx, KIND, b->args);
	return b->job != 0;
}

/* In a context of its own, because the page reads a snapshot.  Asked twice it begins once, so that
 * loading the address again costs nothing. */
static bool begin_job(struct context *cx, const struct wish *w, int64_t *ret_job)
{
	struct begun b = { .args = args_of(cx, w) };
	struct context *own = b.args ? context_new(cx->app, MAX_REQUEST_MEMORY) : NULL;

	if (!own)
		return failed(cx)
		               ? false
		               : fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory."));
	arena_defer(cx->mem, free_context, own);
	own->actor = cx->actor;
	own->lang = cx->lang;
	if (!db_work(own, cx->app->store, DB_WRITE, begin, &b))
		cx->err = own->err;
	*ret_job = b.job;
	return !failed(cx);
}

static bool answer(struct context *cx, struct reply *a, struct wish *w)
{
	FILE *file;

	a->file = reply_spool(cx);
	file = file_of(cx, a->file);
	if (!file ||
	    !export_write(cx, &w->list, w->format, EXPORT_LISTED, sink_to_file, file, NULL) ||
	    !size_of(cx, file, &a->file_size))
		return false;
	a->type = export_media_type(w->format);
	reply_header(a, "Content-Disposition",
	             arena_fmt(cx->mem, "attachment; filename=\"%s.%s\"", w->type->plural,
	                       w->format_name));
	return true;
}

bool view_export_get(struct context *cx, const struct request *q, struct reply *a)
{
	const char *query = strchr(q->target, '?');
	struct wish w = { .type = view_type(q),
		          .format_name = request_query(q, "format"),
		          .query = query ? query + 1 : "" };
	int64_t n, job = 0;

	if (!read_wish(cx, q, &w) || !count(cx, &w, &n))
		return false;
	if (n <= AT_ONCE || q->api) /* a program waits */
		return answer(cx, a, &w);
	return begin_job(cx, &w, &job) &&
	       reply_goto(cx, a, arena_fmt(cx->mem, "/jobs/%lld", (long long)job));
}
