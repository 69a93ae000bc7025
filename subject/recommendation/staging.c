/* The table of files that are looked at.  Everything asks for the actor's own: a file of another is
 * not there.  The counters `decided` and `looked` tell whether what is shown is what would be
 * brought in: a look notes what the counter was when it began, so that a correction made while it
 * ran is not taken for looked at. */
#include "subject/recommendation/staging.h"

#include "record/app.h"
#include "store/attachment.h"

#define STAGING_COLUMNS                                                                           \
	"SELECT s.id, s.file, a.name, s.format, s.mechanism, s.state, s.document, s.lang,"        \
	" s.job, s.makes, s.look, s.decided, s.looked, s.looked_at, s.made_at,"                   \
	" s.found_format, s.header, s.rows_read, s.rows_new, s.rows_updated,"                     \
	" s.rows_unchanged, s.rows_wrong, s.rows_left, s.rows_near, s.import, s.recognised FROM " \
	"staging s "                                                                              \
	"LEFT JOIN attachment a ON a.id = s.file "

enum { MAX_STAGINGS_SHOWN = 50, CLEANED = 20, MAX_FORGOTTEN = 10000 };

SQL(staging_insert,
    "INSERT INTO staging (id, account, file, format, mechanism, state, document, lang, makes,"
    " decided, looked, rows_read, rows_new, rows_updated, rows_unchanged, rows_wrong, rows_left,"
    " rows_near, made_at, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, 0, 0, 0, 0, 0, 0,"
    " 0, $9, $9)");
SQL(staging_one, STAGING_COLUMNS "WHERE s.id = $1 AND s.account = $2");
SQL(staging_open, STAGING_COLUMNS
    "WHERE s.account = $1 AND s.import IS NULL AND CASE WHEN s.format = $3 THEN 1 ELSE 0"
    " END = $4"
    " ORDER BY s.id DESC LIMIT $2");
SQL(staging_keep_read,
    "UPDATE staging SET recognised = $3, at = $4 WHERE id = $1 AND account = $2");
SQL(staging_of_plans, "SELECT id FROM staging WHERE format = $1 LIMIT $2");
SQL(staging_retell, "UPDATE staging SET format = $3, mechanism = $4, state = $5, document = $6,"
                    " lang = $7, decided = decided + 1, at = $8 WHERE id = $1 AND account = $2");
SQL(staging_work, "UPDATE staging SET job = $3, makes = $4, at = $5"
                  " WHERE id = $1 AND account = $2 AND import IS NULL");
SQL(staging_touch, "UPDATE staging SET decided = decided + 1, at = $2 WHERE id = $1");
SQL(staging_end_look,
    "UPDATE staging SET look = $2, looked = $3, looked_at = $4, found_format = $5, header = $6,"
    " rows_read = $7, rows_new = $8, rows_updated = $9, rows_unchanged = $10, rows_wrong = $11,"
    " rows_left = $12, rows_near = $13, recognised = $14 WHERE id = $1");
SQL(staging_is_in, "UPDATE staging SET import = $2, look = NULL, header = NULL,"
                   " recognised = NULL WHERE id = $1");
SQL(staging_no_looks, "UPDATE staging SET look = NULL, header = NULL, recognised = NULL"
                      " WHERE look IS NOT NULL");
SQL(staging_about, "SELECT DISTINCT s.staging FROM staged s WHERE s.found = $1"
                   " OR s.near_record = $1 LIMIT $2");
SQL(staging_old, "SELECT id FROM staging WHERE at < $1 ORDER BY at LIMIT $2");
SQL(staging_delete, "DELETE FROM staging WHERE id = $1");
SQL(staging_file_of, "SELECT a.id FROM attachment a JOIN staging s ON s.file = a.id"
                     " WHERE s.id = $1 AND a.record = 0");
SQL(staging_file_drop, "DELETE FROM attachment WHERE id = $1 AND record = 0");
SQL(staged_all_drop, "DELETE FROM staged");
SQL(staged_all_labels_drop, "DELETE FROM staged_label");
SQL(staged_drop, "DELETE FROM staged WHERE staging = $1");
SQL(staged_drop_others, "DELETE FROM staged WHERE staging = $1 AND look <> $2");
SQL(staged_labels_drop, "DELETE FROM staged_label WHERE staging = $1");
SQL(staged_corrections_drop, "DELETE FROM staged_correction WHERE staging = $1");
SQL(staged_drafts_drop, "DELETE FROM draft WHERE record = $1");
SQL(staged_decisions_drop, "DELETE FROM staged_decision WHERE staging = $1");

static int64_t me(const struct context *cx)
{
	return cx->actor ? cx->actor->user : -1;
}

int64_t staging_add(struct context *cx, int64_t file, const struct staging_told *told)
{
	int64_t id = new_id(cx);

	return db_run(cx, &staging_insert, V(id), V(me(cx)), V(file), V(told->format),
	              V(told->mechanism), V(told->state), V(told->document), V(told->lang),
	              V(cx->now))
	               ? id
	               : 0;
}

static struct staging read_staging(struct context *cx, const struct rows *r)
{
	const char *text[8], *format = rows_text(r, 15);

	for (int i = 3; i <= 7; i++)
		text[i] = arena_str(cx->mem, rows_text(r, i));
	return (struct staging){
		.id = rows_int(r, 0),
		.file = rows_int(r, 1),
		.name = rows_null(r, 2) ? "…" : arena_str(cx->mem, rows_text(r, 2)),
		.told = { text[3], text[4], text[5], text[6], text[7] },
		.job = rows_int(r, 8),
		.makes = rows_int(r, 9) != 0,
		.look = rows_int(r, 10),
		.decided = rows_int(r, 11),
		.looked = rows_int(r, 12),
		.looked_at = rows_int(r, 13),
		.made_at = rows_int(r, 14),
		.format = arena_str(cx->mem, format ? format : ""),
		.header = arena_str(cx->mem, rows_text(r, 16)),
		.read = rows_int(r, 17),
		.rows_new = rows_int(r, 18),
		.updated = rows_int(r, 19),
		.unchanged = rows_int(r, 20),
		.wrong = rows_int(r, 21),
		.left = rows_int(r, 22),
		.near = rows_int(r, 23),
		.import = rows_int(r, 24),
		.recognised = arena_str(cx->mem, rows_text(r, 25)),
	};
}

struct staging *staging_get(struct context *cx, int64_t id)
{
	struct rows *r = db_query(cx, &staging_one, V(id), V(me(cx)));
	struct staging *s = NULL;

	if (r && rows_next(cx, r)) {
		s = arena_new_of(cx->mem, struct staging);
		*s = read_staging(cx, r);
		rows_close(r);
	}
	if (!s && !failed(cx))
		fail(cx, ERR_NOT_FOUND, NULL,
		     N_("There is no such file, or it is not open to you."));
	return failed(cx) ? NULL : s;
}

bool staging_read(struct context *cx, int64_t id, const char *recognised)
{
	return db_run(cx, &staging_keep_read, V(id), V(me(cx)), V(recognised), V(cx->now));
}

bool staging_list(struct context *cx, bool plans, struct staging **ret, size_t *ret_n)
{
	struct rows *r = db_query(cx, &staging_open, V(me(cx)), V(MAX_STAGINGS_SHOWN),
	                          V(STAGING_PLAN), V(plans));

	*ret = arena_array(cx->mem, struct staging, MAX_STAGINGS_SHOWN);
	*ret_n = 0;
	while (r && rows_next(cx, r))
		(*ret)[(*ret_n)++] = read_staging(cx, r);
	return !failed(cx);
}

bool staging_tell(struct context *cx, int64_t id, const struct staging_told *told)
{
	return db_run(cx, &staging_retell, V(id), V(me(cx)), V(told->format), V(told->mechanism),
	              V(told->state), V(told->document), V(told->lang), V(cx->now));
}

bool staging_begin(struct context *cx, int64_t id, int64_t job, bool makes)
{
	int64_t n = 0;

	return db_run_count(cx, &staging_work, &n, V(id), V(me(cx)), V(job), V(makes),
	                    V(cx->now)) &&
	       (n || fail(cx, ERR_CONFLICT, NULL, N_("This file was brought in already.")));
}

/* ---- going */

static bool drop_what_it_holds(struct context *cx, int64_t id)
{
	return db_run(cx, &staged_drop, V(id)) && db_run(cx, &staged_labels_drop, V(id)) &&
	       db_run(cx, &staged_corrections_drop, V(id)) &&
	       db_run(cx, &staged_decisions_drop, V(id)) && db_run(cx, &staged_drafts_drop, V(id));
}

/* An upload that no record took goes with it. */
static bool drop_file(struct context *cx, int64_t id)
{
	int64_t file = 0;
	bool found;

	if (!db_int(cx, &staging_file_of, &file, &found, V(id)))
		return false;
	return !found || (attachment_delete(cx, file) && db_run(cx, &staging_file_drop, V(file)));
}

static bool drop(struct context *cx, int64_t id)
{
	return drop_what_it_holds(cx, id) && drop_file(cx, id) &&
	       db_run(cx, &staging_delete, V(id));
}

bool staging_drop(struct context *cx, int64_t id)
{
	return staging_get(cx, id) && drop(cx, id);
}

static bool drop_each(struct context *cx, struct rows *r)
{
	while (r && rows_next(cx, r))
		if (!drop(cx, rows_int(r, 0)))
			return false;
	return !failed(cx);
}

bool staging_clean(struct context *cx)
{
	const int64_t day = 24 * 3600 * INT64_C(1000000);

	return drop_each(cx,
	                 db_query(cx, &staging_old, V(cx->now - STAGING_DAYS * day), V(CLEANED)));
}

bool staging_erased(struct context *cx, const struct type *t, const void *old, const void *row)
{
	int64_t record = ((const struct record *)row)->id;

	(void)t;
	(void)old;
	return drop_each(cx, db_query(cx, &staging_about, V(record), V(MAX_FORGOTTEN))) &&
	       drop_each(cx, db_query(cx, &staging_of_plans, V(STAGING_PLAN), V(MAX_FORGOTTEN))) &&
	       db_run(cx, &staged_all_drop) && db_run(cx, &staged_all_labels_drop) &&
	       db_run(cx, &staging_no_looks);
}

bool staging_clear(struct context *cx, const struct staging *s)
{
	return db_run(cx, &staged_drop_others, V(s->id), V(s->look));
}

bool staging_made(struct context *cx, const struct staging *s, int64_t import)
{
	return drop_what_it_holds(cx, s->id) && db_run(cx, &staging_is_in, V(s->id), V(import));
}

bool staging_touched(struct context *cx, int64_t id)
{
	return db_run(cx, &staging_touch, V(id), V(cx->now));
}

/* ---- the end of a look */

static bool keep_labels(struct context *cx, const struct staging *s, const struct import *im)
{
	for (size_t i = 0; i < im->unknown_n && i < MAX_STAGED_LABELS; i++)
		if (!staged_add_label(cx, s->id, (int64_t)i, &im->unknown[i]))
			return false;
	return true;
}

/* Of a very long file not all rows are kept, and sheets may share numbers of rows; then it is as
 * the engine counted. */
static int64_t rows_of(struct context *cx, const struct staging *s, bool all, const char *fate,
                       int64_t counted)
{
	return all ? staged_count(cx, s->id, s->job, fate) : counted;
}

bool staging_looked(struct context *cx, const struct staging *s, const struct import *im,
                    const char *recognised)
{
	bool all = staged_count(cx, s->id, s->job, "") == im->read;
	int64_t near = staged_count(cx, s->id, s->job, "near"),
	        new = rows_of(cx, s, all, "new", im->new - near),
	        updated = rows_of(cx, s, all, "updated", im->updated),
	        unchanged = rows_of(cx, s, all, "unchanged", im->unchanged),
	        wrong = staged_count(cx, s->id, s->job, "wrong"),
	        left = staged_count(cx, s->id, s->job, "left");

	return !failed(cx) &&
	       db_run(cx, &staging_end_look, V(s->id), V(s->job), V(s->decided), V(cx->now),
	              V(im->format->name), V(im->header), V(im->read), V(new), V(updated),
	              V(unchanged), V(wrong), V(left), V(near), V(recognised)) &&
	       db_run(cx, &staged_drop_others, V(s->id), V(s->job)) &&
	       db_run(cx, &staged_labels_drop, V(s->id)) && keep_labels(cx, s, im);
}
