/* See seal.h.  A batch is read and hashed in a reading snapshot and only then written, so that the
 * writing transaction touches nothing but rows that nobody else changes: the head, which serialises
 * sealers, and the batch by its ids.  (Had it asked for "rows without seq" itself, PostgreSQL's
 * serialisable savers would collide with it.)  Whoever finds the head moved has been overtaken and
 * starts over. */
#include "record/seal.h"

#include "format/json.h"
#include "record/change.h"
#include "record/key.h"

#include <assert.h>

SQL(seal_read_head, "SELECT seq, hash, signature, public_key FROM chain_head WHERE one = 1");
SQL(seal_read_link, "SELECT hash FROM change WHERE seq = $1");
SQL(seal_read_key, "SELECT public_key FROM chain_key ORDER BY generation DESC LIMIT 1");
SQL(seal_read_batch,
    "SELECT id, at, who, membership, on_behalf, type, record, version, kind, step, detail"
    " FROM change WHERE seq IS NULL ORDER BY id LIMIT $1");
SQL(seal_read_others,
    "SELECT id, at, who, membership, on_behalf, type, record, version, kind, step, detail"
    " FROM change WHERE seq IS NULL AND kind <> 'import' ORDER BY id LIMIT $1");
SQL(seal_move_head,
    "UPDATE chain_head SET seq = $1, hash = $2, signature = $3, public_key = $4, at = $5"
    " WHERE one = 1 AND seq = $6 AND hash = $7");

/* Row by row: for a list of identifiers PostgreSQL, before it knows how large the table has become,
 * reads all that is unsealed, and collides with every saver. */
SQL(seal_link, "UPDATE change SET seq = $2, hash = $3 WHERE id = $1 AND seq IS NULL");

enum { BATCH = 2500 };

struct link_made {
	int64_t id;
	char hash[HEX_DIGEST];
};

struct batch {
	struct link_made *links;
	int64_t n, most;
	struct seal_head head; /* as found */
	bool overtaken;
};

/* ---- the head */

const char *seal_statement(struct arena *mem, int64_t seq, const char *hash)
{
	return arena_fmt(mem, "ygrar head %lld %s", (long long)seq, hash);
}

bool seal_head_signed(struct context *cx, const struct seal_head *head)
{
	return key_signed(head->signature, seal_statement(cx->mem, head->seq, head->hash),
	                  head->public_key);
}

bool seal_head(struct context *cx, struct seal_head *ret)
{
	struct rows *r = db_query(cx, &seal_read_head);

	*ret = (struct seal_head){ 0 };
	if (r && rows_next(cx, r))
		*ret = (struct seal_head){
			.seq = rows_int(r, 0),
			.hash = arena_str(cx->mem, rows_text(r, 1)),
			.signature = arena_str(cx->mem, rows_text(r, 2)),
			.public_key = arena_str(cx->mem, rows_text(r, 3)),
		};
	rows_close(r);
	return !failed(cx) &&
	       (ret->hash || fail(cx, ERR_BROKEN, NULL, N_("The head of the change log is gone.")));
}

bool seal_anchor(struct context *cx, struct buffer *out)
{
	struct seal_head head;
	struct json_writer w;

	if (!seal_head(cx, &head))
		return false;
	json_start(&w, cx, sink_to_buffer, out);
	json_open(&w, '{');
	json_key(&w, "seq");
	json_int(&w, head.seq);
	json_key(&w, "hash");
	json_text(&w, head.hash);
	json_key(&w, "signature");
	json_text(&w, head.signature);
	json_close(&w);
	return json_end(&w);
}

static bool move_head(struct context *cx, const struct seal_head *old, const struct seal_head *new,
                      bool *ret_moved)
{
	int64_t touched = 0;

	if (!db_run_count(cx, &seal_move_head, &touched, V(new->seq), V(new->hash),
	                  V(new->signature), V(new->public_key), V(cx->now), V(old->seq),
	                  V(old->hash)))
		return false;
	*ret_moved = touched == 1;
	return true;
}

bool seal_head_write(struct context *cx, const struct seal_head *old, const char *signature,
                     const char *public_key)
{
	struct seal_head new = { old->seq, old->hash, signature, public_key };
	bool moved;

	return move_head(cx, old, &new, &moved) &&
	       (moved || fail(cx, ERR_RETRY, NULL, N_("Others are saving. Please try again.")));
}

/* ---- reading a batch */

/* Only a whole chain is made longer: else a tampered one would get a fresh signature here. */
static bool head_sound(struct context *cx, const struct seal_head *head)
{
	struct rows *r = db_query(cx, &seal_read_link, V(head->seq));
	bool linked = r && rows_next(cx, r) ? str_eq(rows_text(r, 0), head->hash) : head->seq == 0;

	rows_close(r);
	if (failed(cx))
		return false;
	return (linked && seal_head_signed(cx, head)) ||
	       fail(cx, ERR_BROKEN, NULL,
	            N_("The change log is not as it was signed; run verify."));
}

static bool key_current(struct context *cx)
{
	char own[KEY_TEXT];
	struct rows *r = db_query(cx, &seal_read_key);
	bool same = r && rows_next(cx, r) &&
	            str_eq(rows_text(r, 0), hex_text(cx->app->sign_public, SIGN_PUBLIC, own));

	rows_close(r);
	if (failed(cx))
		return false;
	return same || fail(cx, ERR_UNAVAILABLE, NULL,
	                    N_("The signing key was replaced; start again with the new key file."));
}

struct change_row seal_row(const struct rows *r, int column)
{
	return (struct change_row){
		.id = rows_int(r, column),
		.at = rows_int(r, column + 1),
		.who = rows_int(r, column + 2),
		.membership = rows_int(r, column + 3),
		.on_behalf = rows_int(r, column + 4),
		.type = rows_text(r, column + 5),
		.record = rows_int(r, column + 6),
		.version = rows_int(r, column + 7),
		.kind = rows_text(r, column + 8),
		.step = rows_text(r, column + 9),
		.detail = rows_text(r, column + 10),
	};
}

static bool read_batch(struct context *cx, void *data)
{
	struct batch *b = data;
	const char *previous;

	b->n = 0;
	if (!seal_head(cx, &b->head) || !key_current(cx) || !head_sound(cx, &b->head))
		return false;
	previous = b->head.hash;

	struct rows *r = db_query(cx, access_import_open(cx) ? &seal_read_others : &seal_read_batch,
	                          V(b->most));

	while (r && rows_next(cx, r)) {
		struct link_made *l = &b->links[b->n++];
		const struct change_row row = seal_row(r, 0);

		l->id = row.id;
		change_row_hash(previous, &row, l->hash);
		previous = l->hash;
	}
	return !failed(cx);
}

/* ---- writing it */

static bool write_batch(struct context *cx, void *data)
{
	struct batch *b = data;
	struct seal_head new = { .seq = b->head.seq + b->n, .hash = b->links[b->n - 1].hash };
	char public_key[KEY_TEXT];
	bool moved;
	int64_t touched = 0;

	new.signature = key_sign(cx, seal_statement(cx->mem, new.seq, new.hash));
	new.public_key = hex_text(cx->app->sign_public, SIGN_PUBLIC, public_key);
	if (!move_head(cx, &b->head, &new, &moved))
		return false;
	b->overtaken = !moved;
	if (!moved)
		return true;
	for (int64_t i = 0; i < b->n; i++)
		if (!db_put(cx, &seal_link, V(b->links[i].id), V(b->head.seq + i + 1),
		            V((const char *)b->links[i].hash)))
			return false;
	return db_flush_count(cx, &touched) &&
	       (touched == b->n ||
	        fail(cx, ERR_BROKEN, NULL, N_("A change vanished while it was being sealed.")));
}

bool seal_run(struct context *cx, int64_t limit, int64_t *ret_sealed)
{
	struct batch b = { .most = limit > 0 && limit < BATCH ? limit : BATCH };

	*ret_sealed = 0;
	if (!cx->app->has_key)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("The signing key is not at hand."));
	b.links = arena_array(cx->mem, struct link_made, b.most);
	for (;;) {
		struct context_mark mark = context_mark(cx);

		if (limit > 0 && limit - *ret_sealed < b.most)
			b.most = limit - *ret_sealed;
		if (!b.most)
			return true;
		if (!db_work(cx, cx->app->store, DB_READ, read_batch, &b))
			return false;
		if (!b.n)
			return true;
		if (!db_work(cx, cx->app->store, DB_WRITE, write_batch, &b))
			return false;
		*ret_sealed += b.overtaken ? 0 : b.n;

		bool last = b.n < b.most && !b.overtaken;

		context_rewind(cx, mark);
		if (last)
			return true;
	}
}
