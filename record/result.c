/* What a job made, as an attachment.  A large file is not one transaction: its chunks come in
 * slices, and the row that makes them an attachment comes last, so a file that was not finished is
 * none.  Its digest is taken from the file before, because a slice may be written twice. */
#include "record/attachment.h"

#include "record/app.h"
#include "store/attachment.h"

#include <errno.h>
#include <unistd.h>

enum { SLICE = 16 /* chunks in one transaction: 4 MB */ };

SQL(result_insert,
    "INSERT INTO attachment (id, type, record, name, media_type, size, hash, at, who)"
    " VALUES ($1, '', $1, $2, $3, $4, $5, $6, $7)");
SQL(result_select, "SELECT name, media_type, hash, size, at, who FROM attachment WHERE id = $1");
SQL(result_delete, "DELETE FROM attachment WHERE id = $1");

struct keeping {
	const struct attachment_result *result;
	int64_t job, from, to; /* chunks of this slice */
	char *chunk, hash[HEX_DIGEST];
};

static int64_t chunks_of(int64_t size)
{
	return (size + ATTACHMENT_CHUNK - 1) / ATTACHMENT_CHUNK;
}

/* The n-th chunk into k->chunk; every one but the last is full. */
static bool read_chunk(struct context *cx, struct keeping *k, int64_t n, size_t *ret_size)
{
	int64_t at = n * ATTACHMENT_CHUNK, left = k->result->size - at;
	size_t size = left < ATTACHMENT_CHUNK ? (size_t)left : ATTACHMENT_CHUNK, done = 0;

	while (done < size) {
		ssize_t got = pread(k->result->file, k->chunk + done, size - done,
		                    (off_t)(at + (int64_t)done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return fail(cx, ERR_UNAVAILABLE, NULL,
			            N_("A temporary file cannot be read."));
		done += (size_t)got;
	}
	*ret_size = size;
	return true;
}

static bool make_hash(struct context *cx, struct keeping *k)
{
	struct digest *d = digest_new(cx->mem);
	unsigned char digest[DIGEST_SIZE];
	size_t size;

	for (int64_t n = 0; n < chunks_of(k->result->size); n++) {
		if (!read_chunk(cx, k, n, &size))
			return false;
		digest_more(d, k->chunk, size);
	}
	digest_end(d, digest);
	hex_text(digest, sizeof digest, k->hash);
	return true;
}

static bool keep_slice(struct context *cx, void *data)
{
	struct keeping *k = data;
	const struct attachment_result *r = k->result;
	size_t size;

	if (!r->goes_on(cx, r->data))
		return false;
	if (!k->from && !attachment_forget_result(cx, k->job))
		return false;
	for (int64_t n = k->from; n < k->to; n++)
		if (!read_chunk(cx, k, n, &size) || !attachment_put(cx, k->job, n, k->chunk, size))
			return false;
	return k->to < chunks_of(r->size) ||
	       db_run(cx, &result_insert, V(k->job), V(r->name), V(r->media_type), V(r->size),
	              V((const char *)k->hash), V(cx->now), V(cx->actor ? cx->actor->user : 0));
}

bool attachment_keep_result(struct context *cx, int64_t job, const struct attachment_result *r)
{
	struct keeping k = { .result = r, .job = job };
	int64_t n = chunks_of(r->size);

	if (r->size > MAX_JOB_FILE)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("The file is larger than %lld megabytes."),
		            (long long)MAX_JOB_FILE / 1024 / 1024);
	k.chunk = arena_raw(cx->mem, ATTACHMENT_CHUNK);
	if (!make_hash(cx, &k))
		return false;
	do {
		k.to = k.from + SLICE < n ? k.from + SLICE : n;
		if (!db_work(cx, cx->app->store, DB_WRITE, keep_slice, &k))
			return false;
		k.from = k.to;
	} while (k.from < n);
	return true;
}

struct attachment *attachment_of_job(struct context *cx, int64_t job)
{
	struct rows *r = db_query(cx, &result_select, V(job));
	struct attachment *a = NULL;

	if (r && rows_next(cx, r)) {
		a = arena_new_of(cx->mem, struct attachment);
		*a = (struct attachment){
			.id = job,
			.record = job,
			.name = arena_str(cx->mem, rows_text(r, 0)),
			.media_type = arena_str(cx->mem, rows_text(r, 1)),
			.hash = arena_str(cx->mem, rows_text(r, 2)),
			.size = rows_int(r, 3),
			.at = rows_int(r, 4),
			.who = rows_int(r, 5),
		};
		rows_close(r);
	}
	if (!a && !failed(cx))
		fail(cx, ERR_NOT_FOUND, NULL, N_("This file is no longer kept."));
	return a;
}

bool attachment_forget_result(struct context *cx, int64_t job)
{
	return attachment_delete(cx, job) && db_run(cx, &result_delete, V(job));
}
