/* Looking at a file and bringing it in: two jobs about one file that waits.  A look writes what it
 * found in which row into staging, under the job's own number, so that the rows of the look before
 * are shown until it has ended well.  Bringing in is one transaction of the engine's; a job that is
 * begun again after a power cut sees whether the file is in already. */
#include "subject/recommendation/import_web.h"

#include "base/number.h"
#include "record/app.h"
#include "record/attachment.h"
#include "store/attachment.h"

SQL(import_of_file, "SELECT max(id) FROM import WHERE file = $1 AND state = 'done'");

#define LOOK "import-look"
#define MAKE "import"

/* ---- beginning */

const struct job *look_job(struct context *cx, const struct staging *s)
{
	const struct job *job = s->job ? job_load(cx, s->job) : NULL;

	if (!job && failed(cx) && cx->err.kind == ERR_NOT_FOUND)
		error_clear(cx);
	return job;
}

/* A job of it that is not done yet goes on, and what it finds is shown first. */
static bool begin(struct context *cx, const struct staging *s, const char *kind)
{
	const struct job *last = look_job(cx, s);
	int64_t job;

	if (failed(cx) || (last && !last->ended_at))
		return !failed(cx);
	job = job_add(cx, kind, arena_fmt(cx->mem, "{\"staging\":\"%lld\"}", (long long)s->id));
	return job && staging_begin(cx, s->id, job, str_eq(kind, MAKE));
}

bool look_again(struct context *cx, const struct staging *s)
{
	return begin(cx, s, LOOK);
}

bool look_bring_in(struct context *cx, const struct staging *s)
{
	return begin(cx, s, MAKE);
}

int64_t job_staging(struct context *cx, const struct job *job)
{
	const struct json *v = json_parse(cx, job->args, strlen(job->args), 4096);
	const char *id = v ? json_text_or_null(v, "staging") : NULL;
	int64_t n;

	return id && parse_int_in(id, 1, INT64_MAX, &n) ? n : 0;
}

/* ---- what a job needs */

struct work {
	struct job *job;
	struct staging *file;
	char *bytes;
	size_t n;
	struct import im;
	int64_t kept; /* rows of the look */
	const struct import_item *slice;
	size_t slice_n;
	const char *recognised;
	int64_t made;
};

static void forget(void *what)
{
	struct work *w = what;

	free(w->bytes);
	w->bytes = NULL;
}

/* Not on the arena: a large file's are given back while the import goes on. */
static bool take_bytes(struct context *cx, struct work *w)
{
	const struct attachment *a = attachment_get(cx, w->file->file);

	if (!a)
		return false;
	if (a->size > MAX_ATTACHMENT)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("The file is too large."));
	arena_defer(cx->mem, forget, w);
	w->bytes = malloc((size_t)a->size + 1);
	if (!w->bytes)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
	w->n = 0;
	for (int64_t chunk = 0;; chunk++) {
		const void *piece;
		size_t n;

		if (!attachment_read(cx, a->id, chunk, &piece, &n))
			return false;
		if (!n || w->n + n > (size_t)a->size)
			break;
		memcpy(w->bytes + w->n, piece, n);
		w->n += n;
	}
	w->bytes[w->n] = '\0';
	return true;
}

static bool take_corrections(struct context *cx, struct work *w)
{
	struct correction *v;
	struct import_correction *to;
	size_t n;

	if (!staging_corrections(cx, w->file, 0, &v, &n))
		return false;
	to = arena_array(cx->mem, struct import_correction, n);
	for (size_t i = 0; i < n; i++)
		to[i] = (struct import_correction){ v[i].row, v[i].column, v[i].text };
	w->im.corrections = to;
	w->im.corrections_n = n;
	return true;
}

static bool take_decisions(struct context *cx, struct work *w)
{
	struct decision *v;
	struct import_choice_made *to;
	size_t n;

	if (!staging_decisions(cx, w->file, &v, &n))
		return false;
	to = arena_array(cx->mem, struct import_choice_made, n);
	for (size_t i = 0; i < n; i++)
		to[i] = (struct import_choice_made){ v[i].what, v[i].value };
	w->im.choices = to;
	w->im.choices_n = n;
	return true;
}

static bool tell(struct context *cx, void *data, int64_t done, int64_t total)
{
	struct work *w = data;

	return job_progress(cx, w->job, done, total, NULL);
}

static bool load(struct context *cx, void *data)
{
	struct work *w = data;
	int64_t id = job_staging(cx, w->job);

	w->file = id ? staging_get(cx, id) : NULL;
	if (!id && !failed(cx))
		fail(cx, ERR_UNAVAILABLE, NULL,
		     N_("This was begun by an older version of the program. Choose the file "
		        "again."));
	if (!w->file)
		return false;
	w->file->job = w->job->id;
	w->im = (struct import){
		.file = w->file->name, .progress = tell, .forget = forget, .listener = w
	};
	return take_bytes(cx, w) && told_take(cx, &w->file->told, &w->im) &&
	       take_corrections(cx, w) && take_decisions(cx, w);
}

static struct work *begin_work(struct context *cx, struct job *job)
{
	struct work *w = arena_new_of(cx->mem, struct work);

	w->job = job;
	return w;
}

/* ---- looking */

/* Of a very long file those rows that nobody has to do anything about are only counted. */
static bool is_kept(const struct work *w, const struct import_item *item)
{
	return w->kept < MAX_STAGED_ROWS || item->fate == ITEM_WRONG || item->near ||
	       item->fate == ITEM_CHANGED || item->fate == ITEM_LEFT;
}

/* What a person said of it: that it is another one than it is like; that a proposal waits. */
static struct import_item decided(struct context *cx, const struct work *w,
                                  const struct import_item *item)
{
	struct import_item copy = *item;

	if (item->near &&
	    import_choice(&w->im, arena_fmt(cx->mem, "join:%lld", (long long)item->row)))
		copy.near = 0;
	if (w->im.format->flags & IMPORT_PROPOSES &&
	    (item->fate == ITEM_NEW || item->fate == ITEM_CHANGED) &&
	    !import_choice(&w->im, arena_fmt(cx->mem, "take:%lld", (long long)item->row)))
		copy.fate = ITEM_LEFT;
	return copy;
}

static bool keep(struct context *cx, void *data)
{
	struct work *w = data;
	int64_t last = 0;

	for (size_t i = 0; i < w->slice_n; i++) {
		struct context_mark mark = context_mark(cx);
		struct import_item item = decided(cx, w, &w->slice[i]);

		/* Another sheet of the file begins at 1 again: no two of a number go together. */
		if (item.row <= last && !db_flush(cx))
			return false;
		last = item.row;
		if (is_kept(w, &item) && !staging_keep(cx, w->file, &item))
			return false;
		context_rewind(cx, mark);
	}
	return true;
}

static bool looked(struct context *cx, void *data, const struct import_item *v, size_t n)
{
	struct work *w = data;

	w->slice = v;
	w->slice_n = n;
	if (!db_work(cx, cx->app->store, DB_STEP, keep, w))
		return false;
	w->kept += (int64_t)n;
	return true;
}

static bool clear(struct context *cx, void *data)
{
	const struct work *w = data;

	return staging_clear(cx, w->file);
}

static bool end_look(struct context *cx, void *data)
{
	struct work *w = data;

	return job_goes_on(cx, w->job) && staging_looked(cx, w->file, &w->im, w->recognised);
}

static bool recognise(struct context *cx, void *data)
{
	struct work *w = data;

	return table_recognised(cx, &w->im, &w->recognised);
}

static bool run_look(struct context *cx, struct job *job)
{
	struct work *w = begin_work(cx, job);

	if (!db_work(cx, cx->app->store, DB_READ, load, w) ||
	    !db_work(cx, cx->app->store, DB_WRITE, clear, w))
		return false;
	w->im.dry_run = true;
	w->im.looked = looked;
	if (!import_run(cx, &w->im, w->bytes, w->n) ||
	    !db_work(cx, cx->app->store, DB_READ, recognise, w) ||
	    !db_work(cx, cx->app->store, DB_WRITE, end_look, w))
		return false;
	job->message = NULL;
	return true;
}

/* ---- bringing in */

static bool is_in(struct context *cx, void *data)
{
	struct work *w = data;

	return db_int(cx, &import_of_file, &w->made, NULL, V(w->file->file));
}

static bool end_made(struct context *cx, void *data)
{
	const struct work *w = data;

	return staging_made(cx, w->file, w->made);
}

static bool run_make(struct context *cx, struct job *job)
{
	struct work *w = begin_work(cx, job);

	if (!db_work(cx, cx->app->store, DB_READ, load, w) ||
	    !db_work(cx, cx->app->store, DB_READ, is_in, w))
		return false;
	if (!w->made && (!w->file->look || staging_stale(w->file)))
		return fail(cx, ERR_UNAVAILABLE, NULL,
		            N_("Something was decided meanwhile. Look at it again first."));
	if (!w->made) {
		w->im.attachment = w->file->file;
		if (!import_run(cx, &w->im, w->bytes, w->n))
			return false;
		w->made = w->im.id;
	}
	job->message = NULL;
	return db_work(cx, cx->app->store, DB_WRITE, end_made, w);
}

const struct job_kind import_jobs[] = {
	{ LOOK, N_("See what would come of a file"), "recommendations:create", run_look,
	  IMPORTS "/jobs", 0, staging_clean },
	{ MAKE, N_("Bring in a file"), "recommendations:create", run_make, IMPORTS "/jobs", 0,
	  NULL },
	{ 0 },
};
