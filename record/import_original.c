/* What a file had about a record, as it stood, is kept beside the record for ever, or until it is
 * erased by order.
 *
 * It is no part of the record, so the change log does not hold it; it holds one digest over all
 * that an import kept.  Each part is salted, so that the digest that stays when it is erased tells
 * nothing of it. */
#include "record/import_merge.h"

#include "base/secret.h"
#include "format/json.h"
#include "language/fold.h"
#include "record/app.h"
#include "record/erase.h"
#include "record/verify.h"

SQL(originals_of,
    "SELECT x.import, x.cells, i.header FROM imported x JOIN import i ON i.id = x.import"
    " WHERE x.type = $1 AND x.record = $2 AND x.cells IS NOT NULL ORDER BY x.import");
SQL(originals_page, "SELECT record, digest, cells FROM imported WHERE import = $1 AND record > $2"
                    " AND digest IS NOT NULL ORDER BY record LIMIT $3");
SQL(originals_digests, "SELECT record, digest FROM imported WHERE import = $1 AND record > $2"
                       " AND digest IS NOT NULL ORDER BY record LIMIT $3");
SQL(originals_erased, "SELECT 1 FROM change WHERE record = $1 AND kind = 'erase' LIMIT 1");
SQL(originals_imports, "SELECT id, originals FROM import WHERE id > $1 AND originals IS NOT NULL"
                       " ORDER BY id LIMIT 1");
SQL(originals_to_erase,
    "SELECT import, cells FROM imported WHERE record = $1 AND cells IS NOT NULL");
SQL(originals_erase, "UPDATE imported SET cells = NULL WHERE record = $1 AND cells IS NOT NULL");
SQL(labels_of, "SELECT position, label FROM import_unknown WHERE import = $1");
SQL(labels_drop, "DELETE FROM import_unknown WHERE import = $1 AND position = $2");

enum { PAGE = 500, SALT = 16 };

/* ---- in */

static void digest_original(int64_t record, const char *text, char hex[HEX_DIGEST])
{
	unsigned char digest[DIGEST_SIZE];
	struct digest d;

	digest_start(&d);
	digest_add(&d, &record, sizeof record);
	digest_add(&d, text, strlen(text));
	digest_end(&d, digest);
	hex_text(digest, sizeof digest, hex);
}

const char *import_original_text(struct context *cx, const struct import_item *item, int64_t record,
                                 char digest[HEX_DIGEST])
{
	unsigned char salt[SALT];
	char hex[2 * SALT + 1];
	const char *text;

	if (!item->cells)
		return NULL;
	secret_random(salt, sizeof salt);
	text = arena_fmt(cx->mem, "{\"salt\":\"%s\",\"units\":%s}",
	                 hex_text(salt, sizeof salt, hex), item->cells);
	digest_original(record, text, digest);
	return text;
}

/* Page by page: all rows of a query that is made while writing are in memory at once. */
bool import_originals_digest(struct context *cx, int64_t import, char hex[HEX_DIGEST])
{
	unsigned char digest[DIGEST_SIZE];
	struct digest d;
	int64_t last = 0;
	size_t n;

	digest_start(&d);
	do {
		struct rows *r = db_query(cx, &originals_digests, V(import), V(last), V(PAGE));

		for (n = 0; r && rows_next(cx, r); n++) {
			last = rows_int(r, 0);
			digest_add(&d, rows_text(r, 1), HEX_DIGEST - 1);
		}
	} while (n == PAGE);
	digest_end(&d, digest);
	hex_text(digest, sizeof digest, hex);
	return !failed(cx);
}

/* ---- out */

static const char **texts_of(struct context *cx, const struct json *list, size_t n)
{
	const char **v = arena_array(cx->mem, const char *, n);
	size_t i = 0;

	for (const struct json *s = list ? json_items(list) : NULL; s && i < n; s = s->next)
		v[i++] = s->text ? s->text : "";
	while (i < n)
		v[i++] = "";
	return v;
}

static struct import_original original(struct context *cx, int64_t import, const struct json *unit,
                                       const struct json *header)
{
	const struct json *cells = json_member(unit, "cells");
	struct import_original o = { .import = import, .n = cells ? cells->count : 1 };

	if (!json_int_of(unit, "row", &o.row) || !json_int_of(unit, "page", &o.page))
		o.page = 0;
	if (cells) {
		o.names = texts_of(cx, header, o.n);
		o.values = texts_of(cx, cells, o.n);
		return o;
	}
	o.values = arena_new_of(cx->mem, const char *);
	o.values[0] = json_text_or_null(unit, "text");
	return o;
}

static const struct json *parsed(struct context *cx, const char *text)
{
	return text ? json_parse(cx, text, strlen(text), 2 * MAX_MATERIAL_UNIT) : NULL;
}

/* Of the text as it is kept; NULL: failed. */
static const struct json *units_of(struct context *cx, const char *text)
{
	const struct json *whole = parsed(cx, text);

	return whole ? json_member(whole, "units") : NULL;
}

bool import_originals(struct context *cx, const struct type *t, int64_t id,
                      struct import_original **ret, size_t *ret_n)
{
	struct rows *r = db_query(cx, &originals_of, V(t->name), V(id));
	size_t room = 0;

	*ret = NULL;
	*ret_n = 0;
	while (r && rows_next(cx, r)) {
		const struct json *units = units_of(cx, rows_text(r, 1)),
		                  *header = parsed(cx, rows_text(r, 2));

		for (const struct json *u = units ? json_items(units) : NULL; u; u = u->next) {
			if (*ret_n == room) {
				*ret = arena_grow(cx->mem, *ret, room * sizeof **ret,
				                  (2 * room + 4) * sizeof **ret);
				room = 2 * room + 4;
			}
			(*ret)[(*ret_n)++] = original(cx, rows_int(r, 0), u, header);
		}
	}
	return !failed(cx);
}

/* ---- erased */

/* The words stand somewhere in the units. */
static bool holds(struct context *cx, const struct json *units, const char *words)
{
	const char *folded = fold_text(cx->mem, words);

	for (const struct json *u = units ? json_items(units) : NULL; u; u = u->next) {
		const struct json *cells = json_member(u, "cells");
		const char *text = json_text_or_null(u, "text");

		if (text && strstr(fold_text(cx->mem, text), folded))
			return true;
		for (const struct json *c = cells ? json_items(cells) : NULL; c; c = c->next)
			if (c->text && strstr(fold_text(cx->mem, c->text), folded))
				return true;
	}
	return false;
}

static bool erase_labels(struct context *cx, int64_t import, const struct json *units)
{
	struct rows *r = db_query(cx, &labels_of, V(import));

	while (r && rows_next(cx, r))
		if (holds(cx, units, rows_text(r, 1)) &&
		    !db_run(cx, &labels_drop, V(import), V(rows_int(r, 0))))
			return false;
	return !failed(cx);
}

bool erase_originals(struct context *cx, int64_t record)
{
	struct rows *r = db_query(cx, &originals_to_erase, V(record));

	while (r && rows_next(cx, r)) {
		const struct json *units = units_of(cx, rows_text(r, 1));

		if (failed(cx) || !erase_labels(cx, rows_int(r, 0), units))
			return false;
	}
	return !failed(cx) && db_run(cx, &originals_erase, V(record));
}

/* ---- verified */

static void fault(struct context *cx, struct verify_result *result, const char *type,
                  int64_t record)
{
	verify_fault(cx, result,
	             (struct fault){
	                     .kind = FAULT_RECORD,
	                     .text = tr(cx, N_("What a file had is not what was kept when it was "
	                                       "brought in.")),
	                     .type = type,
	                     .record = record });
}

static bool erased(struct context *cx, int64_t record, bool *ret)
{
	int64_t one;

	return db_int(cx, &originals_erased, &one, ret, V(record));
}

/* *ret_last: the last record of the page; 0: there was none. */
static bool check_page(struct context *cx, struct verify_result *result, int64_t import,
                       struct digest *all, int64_t *ret_last)
{
	struct rows *r = db_query(cx, &originals_page, V(import), V(*ret_last), V(PAGE));
	char hex[HEX_DIGEST];

	*ret_last = 0;
	while (r && rows_next(cx, r)) {
		bool fits = true;

		*ret_last = rows_int(r, 0);
		digest_add(all, rows_text(r, 1), HEX_DIGEST - 1);
		if (!rows_null(r, 2)) {
			digest_original(*ret_last, rows_text(r, 2), hex);
			fits = str_eq(hex, rows_text(r, 1));
		} else if (!erased(cx, *ret_last, &fits)) {
			return false;
		}
		if (!fits)
			fault(cx, result, "import", import);
	}
	return !failed(cx);
}

static bool check_import(struct context *cx, struct verify_result *result, int64_t import,
                         const char *logged)
{
	unsigned char digest[DIGEST_SIZE];
	char hex[HEX_DIGEST];
	struct digest all;
	int64_t last = 0;

	digest_start(&all);
	do {
		struct context_mark mark = context_mark(cx);
		int64_t before = result->faults;

		if (!check_page(cx, result, import, &all, &last))
			return false;
		verify_rewind(cx, result, before, mark);
	} while (last);
	digest_end(&all, digest);
	if (!str_eq(hex_text(digest, sizeof digest, hex), logged))
		fault(cx, result, "import", import);
	return true;
}

bool verify_originals(struct context *cx, struct verify_result *result)
{
	for (int64_t import = 0;;) {
		struct rows *r = db_query(cx, &originals_imports, V(import));
		const char *logged;

		if (!r || !rows_next(cx, r))
			return !failed(cx);
		import = rows_int(r, 0);
		logged = arena_str(cx->mem, rows_text(r, 1));
		rows_close(r);
		if (!check_import(cx, result, import, logged))
			return false;
	}
}
