/* Addresses and what is read there.  The address is a token of 256 bits, of which the table keeps a
 * digest; whoever knows it reads as its user does in that membership, but for what is restricted,
 * which leaves the program by no such door. */
#include "subject/deadline/feed.h"

#include "format/calendar.h"
#include "record/app.h"
#include "record/setting.h"
#include "store/db.h"
#include "subject/deadline/calendar.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"

enum {
	MOST_FEEDS = 50,
	MOST_EVENTS = 2000, /* with a date, and again with a window */
	HOURS = 6,          /* until a program should look again */
	ALARM = 7,          /* days before, for whoever owns it; as the reminder */
};

SQL(feed_insert, "INSERT INTO calendar_feed (id, account, membership, body, digest, made_at)"
                 " VALUES ($1, $2, $3, $4, $5, $6)");
SQL(feed_end_same, "DELETE FROM calendar_feed WHERE account = $1 AND membership = $2"
                   " AND coalesce(body, 0) = $3");
SQL(feed_end_one, "DELETE FROM calendar_feed WHERE id = $1 AND account = $2");
SQL(feed_of_account, "SELECT id, account, membership, body, made_at FROM calendar_feed"
                     " WHERE account = $1 ORDER BY made_at DESC, id LIMIT 50");
SQL(feed_by_digest, "SELECT f.id, f.account, f.membership, f.body, f.made_at, a.language"
                    " FROM calendar_feed f JOIN account a ON a.id = f.account"
                    " WHERE f.digest = $1");

static bool signed_in(struct context *cx)
{
	return (cx->actor && cx->actor->user) ||
	       fail(cx, ERR_FORBIDDEN, NULL, N_("An address is made by whoever is signed in."));
}

bool feed_make(struct context *cx, int64_t body, char text[TOKEN_TEXT])
{
	unsigned char digest[DIGEST_SIZE];
	char hex[HEX_DIGEST];
	const struct actor *a = cx->actor;

	if (!signed_in(cx) || (body && !record_get(cx, &institution_type, body)) ||
	    !db_run(cx, &feed_end_same, V(a->user), V(a->membership), V(body)))
		return false;
	token_new(text, digest);
	return db_run(cx, &feed_insert, V(new_id(cx)), V(a->user), V(a->membership),
	              value_ref(body), V(hex_text(digest, sizeof digest, hex)), V(cx->now));
}

bool feed_end(struct context *cx, int64_t id)
{
	int64_t n = 0;

	return signed_in(cx) && db_run_count(cx, &feed_end_one, &n, V(id), V(cx->actor->user)) &&
	       (n == 1 || fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such address.")));
}

static struct feed read_feed(const struct rows *r)
{
	return (struct feed){ .id = rows_int(r, 0),
		              .account = rows_int(r, 1),
		              .membership = rows_int(r, 2),
		              .body = rows_int(r, 3),
		              .made_at = rows_int(r, 4) };
}

bool feed_list(struct context *cx, struct feed **ret, size_t *n)
{
	struct rows *r;

	*ret = arena_array(cx->mem, struct feed, MOST_FEEDS);
	*n = 0;
	if (!signed_in(cx))
		return false;
	r = db_query(cx, &feed_of_account, V(cx->actor->user));
	while (r && *n < MOST_FEEDS && rows_next(cx, r))
		(*ret)[(*n)++] = read_feed(r);
	return !failed(cx);
}

static bool unknown(struct context *cx)
{
	return fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such calendar, or no longer."));
}

/* The membership in which it was made, if it still runs. */
static bool act(struct context *cx, const struct feed *f, struct actor *ret)
{
	struct standing *v;
	size_t n;

	if (!account_memberships_on(cx, f->account, today(cx), &v, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (v[i].membership == f->membership)
			return account_actor(cx, f->account, f->membership, ret);
	return unknown(cx);
}

bool feed_open(struct context *cx, const char *text, struct feed *ret, struct actor *ret_actor)
{
	unsigned char digest[DIGEST_SIZE];
	char hex[HEX_DIGEST];
	struct rows *r;

	digest_of(digest, text, strlen(text));
	r = db_query(cx, &feed_by_digest, V(hex_text(digest, sizeof digest, hex)));
	if (!r)
		return false;
	if (!rows_next(cx, r))
		return failed(cx) ? false : unknown(cx);
	*ret = read_feed(r);
	if (!str_empty(rows_text(r, 5)))
		cx->lang = arena_str(cx->mem, rows_text(r, 5));
	rows_close(r);
	return act(cx, ret, ret_actor);
}

/* ---- the calendar */

static const char *choice_words(struct context *cx, const char *field, int value)
{
	const struct field *f = type_field_named(&deadline_type, field);
	const struct choice *c = choice_at(f->choices, value);

	return c ? tr(cx, c->label) : "";
}

/* Whose it is, how the date is known, of whom. */
static const char *description(struct context *cx, const struct deadline *d)
{
	struct buffer b = BUFFER(cx->mem, 4000);

	if (d->mechanism)
		buffer_fmt(&b, "%s\n", record_title(cx, &mechanism_type, d->mechanism));
	if (d->record.institution)
		buffer_fmt(&b, "%s\n", record_title(cx, &institution_type, d->record.institution));
	buffer_fmt(&b, "%s: %s", choice_words(cx, "status", d->status), d->rule);
	if (d->voluntary == YES)
		buffer_fmt(&b, "\n%s", tr(cx, N_("Voluntary")));
	return buffer_str(&b);
}

static const char *address(struct context *cx, const struct deadline *d)
{
	const char *host = setting(cx, "address");

	return str_empty(host)
	               ? NULL
	               : arena_fmt(cx->mem, "%s/deadlines/%lld", host, (long long)d->record.id);
}

static void put_event(struct calendar_writer *w, const struct deadline *d)
{
	struct context *cx = w->cx;
	const struct text *title = texts_best(cx, &d->title);
	struct calendar_event e = {
		.uid = arena_fmt(cx->mem, "deadline-%lld@ygrar", (long long)d->record.id),
		.changed = d->record.updated_at,
		.sequence = d->record.version,
		.summary = title ? title->body : "",
		.description = description(cx, d),
		.url = address(cx, d),
		.category = choice_words(cx, "kind", d->kind),
		.alarm_days = cx->actor && d->owner == cx->actor->user ? ALARM : 0,
	};

	if (date_set(d->due)) {
		e.first = date_first_day(d->due); /* a month is all its days */
		e.last = d->due;
	} else {
		e.first = d->window_from;
		e.last = d->window_to;
	}
	calendar_put(w, &e);
}

static bool put_part(struct calendar_writer *w, const struct feed *f, enum calendar_part which)
{
	struct context *cx = w->cx;
	struct calendar_filter filter = { .body = f->body,
		                          .part = which,
		                          .never_restricted = true };
	struct deadline **rows;
	size_t n;

	if (!calendar_rows(cx, &filter, MOST_EVENTS, 0, &rows, &n, NULL) ||
	    !record_titles_in(cx, &deadline_type, (void *const *)rows, n, "mechanism institution"))
		return false;
	for (size_t i = 0; i < n; i++)
		if (which == CALENDAR_OPEN || !date_set(rows[i]->due))
			put_event(w, rows[i]);
	return true;
}

bool feed_write(struct context *cx, const struct feed *f, struct buffer *out)
{
	struct calendar_writer w;
	const char *name = tr(cx, N_("Deadlines"));

	if (f->body)
		name = arena_fmt(cx->mem, "%s: %s", name,
		                 record_title(cx, &institution_type, f->body));
	calendar_start(&w, cx, name, cx->lang, HOURS, sink_to_buffer, out);
	return put_part(&w, f, CALENDAR_OPEN) && put_part(&w, f, CALENDAR_WINDOWS) &&
	       calendar_end(&w);
}
