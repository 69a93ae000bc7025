/* An attachment is its rows of ATTACHMENT_CHUNK bytes: it is written and read piece by piece, so
 * that its size is never held in memory, and it lives and dies with the transaction that names it.
 */
#include "store/attachment.h"

#include "base/secret.h"
#include "store/driver.h"

SQL(attachment_insert,
    "INSERT INTO attachment_chunk (attachment, number, bytes) VALUES ($1, $2, $3)");

SQL(attachment_select, "SELECT bytes FROM attachment_chunk WHERE attachment = $1 AND number = $2");

SQL(attachment_remove, "DELETE FROM attachment_chunk WHERE attachment = $1");

struct attachment_writer {
	int64_t id, number, size;
	struct digest *digest;
	size_t used;
	char chunk[ATTACHMENT_CHUNK];
};

struct attachment_writer *attachment_begin(struct context *cx, int64_t id)
{
	struct attachment_writer *w = arena_new_of(cx->mem, struct attachment_writer);

	w->id = id;
	w->digest = digest_new(cx->mem);
	return w;
}

static bool write_chunk(struct context *cx, struct attachment_writer *w)
{
	size_t n = w->used;

	w->used = 0;
	return db_run(cx, &attachment_insert, V(w->id), V(w->number++), value_bytes(w->chunk, n));
}

bool attachment_add(struct context *cx, struct attachment_writer *w, const void *bytes, size_t n)
{
	const char *p = bytes;

	if (n > MAX_ATTACHMENT - (size_t)w->size)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("The file is larger than %d MB."),
		            MAX_ATTACHMENT / 1024 / 1024);
	w->size += (int64_t)n;
	while (n) {
		size_t part = sizeof w->chunk - w->used < n ? sizeof w->chunk - w->used : n;

		memcpy(w->chunk + w->used, p, part);
		digest_more(w->digest, p, part);
		w->used += part;
		p += part;
		n -= part;
		if (w->used == sizeof w->chunk && !write_chunk(cx, w))
			return false;
	}
	return true;
}

static void finish_digest(struct digest *d, char hex[65])
{
	unsigned char digest[DIGEST_SIZE];

	digest_end(d, digest);
	hex_text(digest, sizeof digest, hex);
}

bool attachment_end(struct context *cx, struct attachment_writer *w, char hex[65],
                    int64_t *ret_size)
{
	if (w->used && !write_chunk(cx, w))
		return false;
	finish_digest(w->digest, hex);
	*ret_size = w->size;
	return true;
}

bool attachment_put(struct context *cx, int64_t id, int64_t n, const void *bytes, size_t size)
{
	return db_run(cx, &attachment_insert, V(id), V(n), value_bytes(bytes, size));
}

bool attachment_read(struct context *cx, int64_t id, int64_t n, const void **bytes, size_t *size)
{
	struct rows *r = db_query(cx, &attachment_select, V(id), V(n));

	*bytes = NULL;
	*size = 0;
	if (!rows_next(cx, r))
		return !failed(cx);
	*bytes = rows_bytes(r, 0, size);
	rows_lend(r);
	return true;
}

bool attachment_digest(struct context *cx, int64_t id, char hex[65], int64_t *ret_size)
{
	struct context_mark mark = context_mark(cx);
	struct digest digest;

	digest_start(&digest);
	*ret_size = 0;
	for (int64_t n = 0;; n++) {
		const void *bytes;
		size_t size;

		if (!attachment_read(cx, id, n, &bytes, &size))
			return false;
		if (!size)
			break;
		digest_more(&digest, bytes, size);
		*ret_size += (int64_t)size;
		context_rewind(cx, mark);
	}
	finish_digest(&digest, hex);
	return true;
}

bool attachment_delete(struct context *cx, int64_t id)
{
	return db_run(cx, &attachment_remove, V(id));
}
