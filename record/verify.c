/* See verify.h.  This file looks at the chain itself: keys, head, anchor, links; verify_replay.c at
 * what the log says. Everything is read from one snapshot, in pages, so that it runs while others
 * work and in bounded memory. */
#include "record/verify.h"

#include "format/json.h"
#include "record/change.h"
#include "record/key.h"

SQL(verify_page, "SELECT seq, hash, id, at, who, membership, on_behalf, type, record, version, "
                 "kind, step, detail"
                 " FROM change WHERE seq > $1 ORDER BY seq LIMIT $2");
SQL(verify_unsealed, "SELECT count(*) FROM change WHERE seq IS NULL");
SQL(verify_link, "SELECT hash FROM change WHERE seq = $1");
SQL(verify_keys,
    "SELECT generation, public_key, from_seq, signature FROM chain_key ORDER BY generation");

enum { PAGE = 500, MAX_ANCHOR = 4096 };

static const char no_hash[] = "0000000000000000000000000000000000000000000000000000000000000000";

void verify_fault(struct context *cx, struct verify_result *result, struct fault fault)
{
	(void)cx;
	result->faults++;
	if (result->n < MAX_FAULTS)
		result->v[result->n++] = fault;
}

void verify_rewind(struct context *cx, const struct verify_result *result, int64_t faults_before,
                   struct context_mark mark)
{
	if (result->faults == faults_before || faults_before >= MAX_FAULTS)
		context_rewind(cx, mark);
}

/* ---- keys */

struct keys_known {
	const char *v[MAX_KEYS];
	size_t n;
};

static void key_fault(struct context *cx, struct verify_result *result, int64_t generation)
{
	verify_fault(cx, result,
	             (struct fault){
	                     .kind = FAULT_KEY,
	                     .text = arena_fmt(cx->mem,
	                                       tr(cx, N_("The signing key of generation %lld is "
	                                                 "not vouched for by the one before.")),
	                                       (long long)generation),
	             });
}

static bool check_keys(struct context *cx, struct verify_result *result, struct keys_known *keys)
{
	struct rows *r = db_query(cx, &verify_keys);

	while (r && rows_next(cx, r)) {
		const char *public_key = arena_str(cx->mem, rows_text(r, 1));
		const char *statement =
		        key_statement(cx->mem, rows_int(r, 0), public_key, rows_int(r, 2));

		if (rows_int(r, 0) != (int64_t)keys->n + 1 ||
		    (keys->n && !key_signed(rows_text(r, 3), statement, keys->v[keys->n - 1])))
			key_fault(cx, result, rows_int(r, 0));
		if (keys->n < MAX_KEYS)
			keys->v[keys->n++] = public_key;
	}
	if (failed(cx))
		return false;

	char own[KEY_TEXT];

	if (cx->app->has_key &&
	    (!keys->n ||
	     !str_eq(keys->v[keys->n - 1], hex_text(cx->app->sign_public, SIGN_PUBLIC, own))))
		verify_fault(cx, result,
		             (struct fault){ .kind = FAULT_KEY,
		                             .text = tr(cx, N_("The database names another signing "
		                                               "key than the key file holds.")) });
	return true;
}

/* ---- head and anchor */

static void head_fault(struct context *cx, struct verify_result *result, const char *text)
{
	verify_fault(cx, result,
	             (struct fault){ .kind = FAULT_HEAD, .text = text, .seq = result->head.seq });
}

static bool check_head(struct context *cx, struct verify_result *result,
                       const struct keys_known *keys)
{
	const struct seal_head *head = &result->head;

	if (!keys->n || !str_eq(head->public_key, keys->v[keys->n - 1]))
		head_fault(cx, result,
		           tr(cx,
		              N_("The head of the change log is not signed with the newest key.")));
	else if (!seal_head_signed(cx, head))
		head_fault(cx, result,
		           tr(cx, N_("The signature does not fit the head of the change log: it "
		                     "was written by somebody without the key.")));
	return true;
}

/* How the walk ended: at which link, and with which hash. */
static void compare_head(struct context *cx, struct verify_result *result, int64_t seq,
                         const char *hash)
{
	const struct seal_head *head = &result->head;

	if (seq < head->seq)
		head_fault(cx, result,
		           arena_fmt(cx->mem,
		                     tr(cx, N_("The change log ends at link %lld, its head stands "
		                               "at %lld: links %lld to %lld are missing.")),
		                     (long long)seq, (long long)head->seq, (long long)seq + 1,
		                     (long long)head->seq));
	else if (seq > head->seq)
		head_fault(cx, result,
		           arena_fmt(cx->mem,
		                     tr(cx, N_("The change log goes on to link %lld behind its "
		                               "head at %lld.")),
		                     (long long)seq, (long long)head->seq));
	else if (!str_eq(hash, head->hash))
		head_fault(
		        cx, result,
		        tr(cx, N_("The head of the change log is not the hash of its last link.")));
}

static void anchor_fault(struct context *cx, struct verify_result *result, int64_t seq,
                         const char *text)
{
	verify_fault(cx, result, (struct fault){ .kind = FAULT_ANCHOR, .text = text, .seq = seq });
}

static bool anchor_signed(struct context *cx, const struct keys_known *keys, int64_t seq,
                          const char *hash, const char *signature)
{
	for (size_t i = 0; i < keys->n; i++)
		if (key_signed(signature, seal_statement(cx->mem, seq, hash), keys->v[i]))
			return true;
	return false;
}

static bool compare_anchor(struct context *cx, struct verify_result *result, int64_t seq,
                           const char *hash)
{
	struct rows *r;
	bool same;

	if (seq > result->head.seq) {
		anchor_fault(cx, result, seq,
		             arena_fmt(cx->mem,
		                       tr(cx, N_("The change log was rolled back: the anchor "
		                                 "proves link %lld, the head stands at %lld.")),
		                       (long long)seq, (long long)result->head.seq));
		return true;
	}
	r = db_query(cx, &verify_link, V(seq));
	same = r && rows_next(cx, r) ? str_eq(rows_text(r, 0), hash)
	                             : seq == 0 && str_eq(hash, no_hash);
	rows_close(r);
	if (failed(cx))
		return false;
	if (!same)
		anchor_fault(
		        cx, result, seq,
		        arena_fmt(cx->mem,
		                  tr(cx, N_("Link %lld is not the one that the anchor proves.")),
		                  (long long)seq));
	return true;
}

static bool check_anchor(struct context *cx, const char *anchor, struct verify_result *result,
                         const struct keys_known *keys)
{
	const struct json *j = json_parse(cx, anchor, strlen(anchor), MAX_ANCHOR);
	const char *hash = json_text_or_null(j, "hash"),
	           *signature = json_text_or_null(j, "signature");
	int64_t seq;

	if (!j)
		return false;
	if (!hash || !signature || !json_int_of(j, "seq", &seq))
		return fail(
		        cx, ERR_INVALID, "anchor",
		        N_("An anchor looks like {\"seq\":…,\"hash\":\"…\",\"signature\":\"…\"}."));
	if (!anchor_signed(cx, keys, seq, hash, signature)) {
		anchor_fault(cx, result, seq,
		             tr(cx, N_("The anchor is not signed with a key of this database.")));
		return true;
	}
	return compare_anchor(cx, result, seq, hash);
}

/* ---- links */

struct walk {
	int64_t seq;
	char hash[HEX_DIGEST];
	bool broken; /* the first bad link was found: what follows it proves nothing */
};

static void link_fault(struct context *cx, struct verify_result *result, int64_t seq,
                       int64_t change, const char *text)
{
	verify_fault(
	        cx, result,
	        (struct fault){ .kind = FAULT_LINK, .text = text, .seq = seq, .change = change });
}

static void check_link(struct context *cx, struct verify_result *result, struct walk *w,
                       const struct rows *r)
{
	const struct change_row row = seal_row(r, 2);
	int64_t seq = rows_int(r, 0);
	char hash[HEX_DIGEST];

	if (seq != w->seq + 1) {
		w->broken = true;
		link_fault(cx, result, w->seq + 1, 0,
		           arena_fmt(cx->mem, tr(cx, N_("Link %lld of the change log is missing.")),
		                     (long long)w->seq + 1));
		return;
	}
	change_row_hash(w->hash, &row, hash);
	if (!str_eq(hash, rows_text(r, 1))) {
		w->broken = true;
		link_fault(
		        cx, result, seq, row.id,
		        arena_fmt(cx->mem,
		                  tr(cx,
		                     N_("Link %lld of the change log was altered (change %lld).")),
		                  (long long)seq, (long long)row.id));
		return;
	}
	w->seq = seq;
	memcpy(w->hash, hash, sizeof hash);
	result->sealed++;
}

static bool walk_page(struct context *cx, struct verify_result *result, struct walk *w,
                      int64_t *ret_n)
{
	struct rows *r = db_query(cx, &verify_page, V(w->seq), V(PAGE));

	for (*ret_n = 0; !w->broken && r && rows_next(cx, r); ++*ret_n)
		check_link(cx, result, w, r);
	rows_close(r);
	return !failed(cx);
}

static bool walk_chain(struct context *cx, struct verify_result *result)
{
	struct walk w = { 0 };
	int64_t n;

	memcpy(w.hash, no_hash, sizeof no_hash);
	do {
		struct context_mark mark = context_mark(cx);
		int64_t before = result->faults;

		if (!walk_page(cx, result, &w, &n))
			return false;
		verify_rewind(cx, result, before, mark);
	} while (n && !w.broken);
	if (!w.broken)
		compare_head(cx, result, w.seq, w.hash);
	return true;
}

/* ---- all of it */

struct order {
	const char *anchor;
	struct verify_result *result;
};

static bool verify_all(struct context *cx, void *data)
{
	const struct order *o = data;
	struct verify_result *result = o->result;
	struct keys_known keys = { .n = 0 };
	bool found;

	*result = (struct verify_result){ .has_key = cx->app->has_key,
		                          .has_anchor = o->anchor != NULL };
	return seal_head(cx, &result->head) && check_keys(cx, result, &keys) &&
	       check_head(cx, result, &keys) &&
	       (!o->anchor || check_anchor(cx, o->anchor, result, &keys)) &&
	       walk_chain(cx, result) && db_int(cx, &verify_unsealed, &result->unsealed, &found) &&
	       verify_replay(cx, result) && verify_without_log(cx, result) &&
	       verify_attachments(cx, result) && verify_originals(cx, result);
}

static bool check_database(struct context *cx, struct verify_result *result)
{
	const char *complaint = NULL;

	if (!store_integrity(cx, cx->app->store, &complaint))
		return false;
	if (complaint)
		verify_fault(
		        cx, result,
		        (struct fault){
		                .kind = FAULT_DATABASE,
		                .text = arena_fmt(cx->mem,
		                                  tr(cx, N_("The database's own check says: %s")),
		                                  complaint) });
	return true;
}

bool verify_run(struct context *cx, const char *anchor, struct verify_result *ret)
{
	struct order o = { anchor, ret };
	int64_t sealed;

	*ret = (struct verify_result){ .has_key = cx->app->has_key, .has_anchor = anchor != NULL };
	if (cx->app->has_key && !seal_run(cx, 0, &sealed)) {
		/* A broken chain or a foreign key is what we are here to describe. */
		if (cx->err.kind != ERR_BROKEN && cx->err.kind != ERR_UNAVAILABLE)
			return false;
		error_clear(cx);
	}
	return db_work(cx, cx->app->store, DB_READ, verify_all, &o) && check_database(cx, ret);
}

/* ---- in words */

static void report_fault(struct context *cx, const struct fault *f, struct buffer *out)
{
	buffer_fmt(out, "✗ %s\n", f->text);
	if (f->type) {
		buffer_fmt(out, "    %s %lld", f->type, (long long)f->record);
		if (f->field)
			buffer_fmt(out, ", %s", f->field);
		buffer_char(out, '\n');
	}
	if (f->field && (f->stored || f->logged)) {
		buffer_fmt(out, tr(cx, N_("    stored: %s\n")), f->stored ? f->stored : "–");
		buffer_fmt(out, tr(cx, N_("    logged: %s\n")), f->logged ? f->logged : "–");
	}
}

int verify_report(struct context *cx, const struct verify_result *result, struct buffer *out)
{
	buffer_fmt(out,
	           tr(cx, N_("%lld changes sealed, %lld not yet; %lld records and %lld attachments "
	                     "compared; %lld values were erased by order.\n")),
	           (long long)result->sealed, (long long)result->unsealed,
	           (long long)result->records, (long long)result->attachments,
	           (long long)result->erased);
	buffer_text(out, result->has_key ? tr(cx, N_("The head was checked with the key file.\n"))
	                                 : tr(cx, N_("No key file was at hand: the key that signed "
	                                             "the head was not proved.\n")));
	buffer_text(out, result->has_anchor ? tr(cx, N_("It was compared with an anchor.\n"))
	                                    : tr(cx, N_("No anchor was given: an older copy of the "
	                                                "whole database would not be noticed.\n")));
	for (size_t i = 0; i < result->n; i++)
		report_fault(cx, &result->v[i], out);
	if (result->faults > (int64_t)result->n)
		buffer_fmt(out, tr(cx, N_("… and %lld more.\n")),
		           (long long)(result->faults - (int64_t)result->n));
	buffer_text(out, result->faults ? tr(cx, N_("The database does not say what happened.\n"))
	                                : tr(cx, N_("Everything fits.\n")));
	return result->faults ? 1 : 0;
}
