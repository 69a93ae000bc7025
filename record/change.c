/* See change.h.  Sealing (seq and hash) happens after commit, in seal.c: a chain head inside each
 * transaction would let one long import stop everybody else. */
#include "record/change.h"

#include "base/number.h"
#include "format/json.h"
#include "record/app.h"
#include "store/db.h"

SQL(change_insert, "INSERT INTO change (id, at, who, membership, on_behalf, type, record, version, "
                   "kind, step, detail)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
SQL(change_value_insert,
    "INSERT INTO change_value (change, name, value, salt) VALUES ($1, $2, $3, $4)");

static const char *const kinds[] = {
	[CHANGE_CREATE] = "create", [CHANGE_UPDATE] = "update",       [CHANGE_STEP] = "step",
	[CHANGE_IMPORT] = "import", [CHANGE_REFERENCE] = "reference", [CHANGE_ERASE] = "erase",
	[CHANGE_UNDO] = "undo",     [CHANGE_REMOVE] = "remove",       [CHANGE_READ] = "read",
	[CHANGE_EVENT] = "event",
};

const char *change_kind_code(enum change_kind kind)
{
	return kinds[kind];
}

enum change_kind change_kind_of(const char *code)
{
	for (size_t i = 0; i < LEN(kinds); i++)
		if (str_eq(kinds[i], code))
			return (enum change_kind)i;
	return CHANGE_EVENT;
}

void change_digest(const char *salt, const char *name, const char *value, char hex[HEX_DIGEST])
{
	struct digest d;
	unsigned char bytes[DIGEST_SIZE];

	digest_start(&d);
	digest_add(&d, salt, strlen(salt));
	digest_add(&d, name, strlen(name));
	digest_add(&d, value ? "1" : "0", 1);
	digest_add(&d, value ? value : "", value ? strlen(value) : 0);
	digest_end(&d, bytes);
	hex_text(bytes, sizeof bytes, hex);
}

static void add_text(struct digest *d, const char *s)
{
	digest_add(d, s ? s : "", s ? strlen(s) : 0);
}

static void add_number(struct digest *d, int64_t n)
{
	char text[INT_TEXT];

	digest_add(d, text, int_text(n, text));
}

void change_row_hash(const char *previous, const struct change_row *row, char hex[HEX_DIGEST])
{
	struct digest d;
	unsigned char bytes[DIGEST_SIZE];

	digest_start(&d);
	add_text(&d, previous);
	add_number(&d, row->id);
	add_number(&d, row->at);
	add_number(&d, row->who);
	add_number(&d, row->membership);
	add_number(&d, row->on_behalf);
	add_text(&d, row->type);
	add_number(&d, row->record);
	add_number(&d, row->version);
	add_text(&d, row->kind);
	add_text(&d, row->step);
	add_text(&d, row->detail);
	digest_end(&d, bytes);
	hex_text(bytes, sizeof bytes, hex);
}

enum { SALT = 16, SALT_TEXT = 2 * SALT + 1 };

/* Stores one value under a fresh salt and puts its digest into the detail. */
static bool write_value(struct context *cx, int64_t change, const char *name, const char *value,
                        const unsigned char random[SALT], struct json_writer *detail)
{
	char salt[SALT_TEXT], hex[HEX_DIGEST];

	hex_text(random, SALT, salt);
	change_digest(salt, name, value, hex);
	json_key(detail, name);
	json_text(detail, hex);
	return db_put(cx, &change_value_insert, V(change), V(name), V(value),
	              V((const char *)salt));
}

static bool write_row(struct context *cx, const struct change_row *row)
{
	return db_put(cx, &change_insert, V(row->id), V(row->at), V(row->who), V(row->membership),
	              V(row->on_behalf), V(row->type), V(row->record), V(row->version),
	              V(row->kind), V(row->step), V(row->detail));
}

static bool write_change(struct context *cx, struct change_row *row, const struct image *values)
{
	const struct actor *who = cx->actor;
	struct buffer detail = BUFFER(cx->mem, MAX_ANSWER);
	unsigned char *random = arena_raw(cx->mem, SALT * (values->n + 1));
	struct json_writer w;

	secret_random(random, SALT * (values->n + 1));
	json_start(&w, cx, sink_to_buffer, &detail);
	json_open(&w, '{');
	for (size_t i = 0; i < values->n; i++, random += SALT)
		if (!write_value(cx, row->id, values->v[i].name, values->v[i].value, random, &w))
			return false;
	if (!str_empty(cx->reason) &&
	    !write_value(cx, row->id, CHANGE_REASON, cx->reason, random, &w))
		return false;
	json_close(&w);
	if (!json_end(&w) || !buffer_ok(cx, &detail))
		return false;
	row->at = cx->now;
	row->detail = buffer_str(&detail);
	row->who = who ? who->user : 0;
	row->membership = who ? who->membership : 0;
	row->on_behalf = who ? who->on_behalf : 0;
	return write_row(cx, row);
}

bool change_write(struct context *cx, const struct type *t, const struct record *r,
                  enum change_kind kind, const char *step, const struct image *difference,
                  int64_t *ret)
{
	struct change_row row = {
		.id = *ret ? *ret : new_id(cx),
		.type = t->name,
		.record = r->id,
		.version = r->version,
		.kind = kinds[kind],
		.step = step,
	};

	*ret = row.id;
	return write_change(cx, &row, difference);
}

bool change_event(struct context *cx, enum change_kind kind, const char *type, int64_t record,
                  const char *what, const char *detail)
{
	struct change_row row = {
		.id = new_id(cx), .type = type, .record = record, .kind = kinds[kind], .step = what
	};
	struct entry entry = { .name = CHANGE_DETAIL, .value = detail };
	struct image values = { &entry, detail ? 1 : 0 };

	return write_change(cx, &row, &values);
}

bool change_reading(struct context *cx, bool (*write)(struct context *cx, void *data), void *data)
{
	struct context *own;
	bool ok;

	if (!db_may_wait(cx))
		return false;
	own = context_new(cx->app, MAX_REQUEST_MEMORY);
	if (!own)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
	own->actor = cx->actor;
	own->reason = cx->reason;
	ok = db_work(own, cx->app->store, DB_WRITE, write, data);
	context_free(own);
	return ok || fail(cx, ERR_UNAVAILABLE, NULL,
	                  N_("The reading could not be logged, so nothing is given out."));
}
