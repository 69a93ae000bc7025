/* Erasure of what is no part of the record and yet holds its words.  The rows belong to web/, which
 * keeps drafts and jobs; that nothing is left of what was erased is promised in erase.h. */
#include "record/erase.h"

#include "record/attachment.h"
#include "record/change.h"
#include "store/attachment.h"

SQL(beside_drafts, "SELECT count(*) FROM draft WHERE record = $1");
SQL(beside_copies, "SELECT count(*) FROM publication WHERE type = $1 AND record = $2");
SQL(beside_draft_bytes, "SELECT account, bytes FROM draft WHERE record = $1");
SQL(beside_drop_drafts, "DELETE FROM draft WHERE record = $1");
SQL(beside_uploads, "SELECT id FROM attachment WHERE record = 0 AND who = $1");
SQL(beside_drop_upload, "DELETE FROM attachment WHERE id = $1 AND record = 0");
SQL(beside_results, "SELECT id FROM attachment WHERE record = id");
SQL(beside_no_result, "UPDATE job SET result = NULL WHERE id = $1");
SQL(beside_stop, "UPDATE job SET cancel = 1 WHERE kind = 'export' AND state = 'running'");
SQL(beside_since,
    "SELECT v.value FROM change c JOIN change_value v ON v.change = c.id"
    " WHERE c.record = $1 AND c.kind = 'erase' AND c.step = 'erase' AND v.name = '#detail'"
    " AND v.value IS NOT NULL AND c.id > coalesce((SELECT max(b.id) FROM change b"
    " WHERE b.record = $1 AND b.version = $2), 0) ORDER BY c.id");
SQL(beside_cleaned,
    "SELECT max(at) FROM change WHERE record = $1 AND kind = 'event' AND step = 'clean'");

bool erase_beside(struct context *cx, const struct type *t, int64_t id, struct erase_beside *ret)
{
	int64_t copies = 0;

	*ret = (struct erase_beside){ 0 };
	if (!db_int(cx, &beside_drafts, &ret->drafts, NULL, V(id)) ||
	    !db_int(cx, &beside_copies, &copies, NULL, V(t->name), V(id)))
		return false;
	ret->published = copies != 0;
	return true;
}

/* ---- drafts */

/* A form sends a file that was kept for it as "letter=123". */
static bool names_file(struct context *cx, const char *draft, int64_t id)
{
	const char *pair = arena_fmt(cx->mem, "=%lld", (long long)id);
	size_t n = strlen(pair);

	for (const char *s = draft; (s = strstr(s, pair)); s += n)
		if (!s[n] || s[n] == '&')
			return true;
	return false;
}

static bool drop_uploads(struct context *cx, int64_t account, const char *draft)
{
	struct rows *r = db_query(cx, &beside_uploads, V(account));

	while (r && rows_next(cx, r)) {
		int64_t id = rows_int(r, 0);

		if (names_file(cx, draft, id) &&
		    (!attachment_delete(cx, id) || !db_run(cx, &beside_drop_upload, V(id))))
			return false;
	}
	return !failed(cx);
}

static bool drop_drafts(struct context *cx, int64_t id)
{
	struct rows *r = db_query(cx, &beside_draft_bytes, V(id));

	while (r && rows_next(cx, r)) {
		size_t size;
		const char *bytes = rows_bytes(r, 1, &size);

		if (!drop_uploads(cx, rows_int(r, 0), arena_strn(cx->mem, bytes, size)))
			return false;
	}
	return !failed(cx) && db_run(cx, &beside_drop_drafts, V(id));
}

/* ---- files that jobs made */

static bool drop_results(struct context *cx)
{
	struct rows *r = db_query(cx, &beside_results);

	while (r && rows_next(cx, r)) {
		int64_t job = rows_int(r, 0);

		if (!attachment_forget_result(cx, job) || !db_run(cx, &beside_no_result, V(job)))
			return false;
	}
	/* One that is being made has read the record already. */
	return !failed(cx) && db_run(cx, &beside_stop);
}

bool erase_what_is_beside(struct context *cx, int64_t id)
{
	return drop_drafts(cx, id) && drop_results(cx) && erase_originals(cx, id);
}

/* ---- afterwards */

bool erase_cleaned(struct context *cx, int64_t request)
{
	return change_event(cx, CHANGE_EVENT, erasure_request_type.name, request, "clean", NULL);
}

bool erase_cleaned_at(struct context *cx, int64_t request, int64_t *ret)
{
	*ret = 0;
	return db_int(cx, &beside_cleaned, ret, NULL, V(request));
}

const char *erased_since(struct context *cx, int64_t record, int64_t version)
{
	struct rows *r = db_query(cx, &beside_since, V(record), V(version));
	struct buffer names = BUFFER(cx->mem, MAX_ANSWER);

	while (r && rows_next(cx, r))
		buffer_fmt(&names, "%s%s", names.len ? " " : "", rows_text(r, 0));
	return buffer_ok(cx, &names) && !failed(cx) ? buffer_str(&names) : NULL;
}
