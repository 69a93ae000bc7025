/* The words of a mail: what is late, what is due, in the reader's language.  They are made when it
 * leaves, so what was met, moved or closed to the reader meanwhile is not told.
 *
 * Mail passes through hands that this house does not know: of what is restricted it says only how
 * many there are. */
#include "subject/reminder/part.h"

#include "language/words.h"
#include "record/image.h"

SQL(digest_deadlines,
    "SELECT DISTINCT deadline, due FROM reminder WHERE mail = $1 ORDER BY due, deadline");
SQL(digest_language, "SELECT language FROM account WHERE id = $1");

struct item {
	const struct deadline *deadline;
	bool late;
};

struct contents {
	struct item *v;
	size_t n, late, due, restricted;
	struct date today;
	const char *address; /* of the system; "" */
};

/* ---- what is so now */

static bool is_late(const struct contents *d, const struct deadline *row)
{
	return row->voluntary != YES && date_compare(row->due, d->today) < 0;
}

/* In one of the memberships that he has today. */
static bool may_read(struct context *cx, const struct account *to, const struct deadline *row)
{
	const struct actor *before = cx->actor;
	struct standing *v;
	bool may = false;
	size_t n;

	if (!account_memberships_on(cx, to->record.id, today(cx), &v, &n))
		return false;
	for (size_t i = 0; i < n && !may; i++) {
		struct actor who = { .user = to->record.id,
			             .login = to->login,
			             .membership = v[i].membership,
			             .institution = v[i].institution,
			             .role = v[i].role,
			             .on_behalf = v[i].on_behalf };

		cx->actor = &who;
		may = access_record(cx, &deadline_type, row, RIGHT_READ);
		cx->actor = before;
	}
	return may;
}

static void add(struct contents *d, const struct deadline *row)
{
	bool late = is_late(d, row);

	d->late += late;
	d->due += !late;
	if (row->record.classification == CLASS_RESTRICTED)
		d->restricted++;
	else
		d->v[d->n++] = (struct item){ row, late };
}

static bool look(struct context *cx, int64_t mail, const struct account *to, struct contents *d)
{
	struct rows *r = db_query(cx, &digest_deadlines, V(mail));
	struct {
		int64_t id;
		struct date due;
	} *v = NULL;
	size_t n = 0, room = 0;

	while (r && rows_next(cx, r)) {
		if (n == room) {
			v = arena_grow(cx->mem, v, room * sizeof *v, (2 * room + 32) * sizeof *v);
			room = 2 * room + 32;
		}
		v[n].id = rows_int(r, 0);
		v[n++].due = rows_date(r, 1);
	}
	d->v = arena_array(cx->mem, struct item, n + 1);
	for (size_t i = 0; i < n && !failed(cx); i++) {
		const struct deadline *row = record_get_any(cx, &deadline_type, v[i].id);

		if (!row)
			return false;
		if (type_state_in(&deadline_type, row->record.state, "open") &&
		    date_compare(row->due, v[i].due) == 0 &&
		    row->due.precision == v[i].due.precision && may_read(cx, to, row))
			add(d, row);
	}
	return !failed(cx);
}

/* ---- the words */

static void put_item(struct context *cx, struct buffer *out, const struct contents *d,
                     const struct deadline *row)
{
	const struct text *title = texts_best(cx, &row->title);

	buffer_fmt(out, "- %s (%s)\n  %s\n", words_date_short(cx->mem, cx->lang, row->due),
	           words_due(cx, row->due, d->today), title ? title->body : "");
	if (*d->address)
		buffer_fmt(out, "  %s/%s/%lld\n", d->address, deadline_type.plural,
		           (long long)row->record.id);
}

static void put_items(struct context *cx, struct buffer *out, const struct contents *d, bool late,
                      const char *head)
{
	bool any = false;

	for (size_t i = 0; i < d->n; i++) {
		if (d->v[i].late != late)
			continue;
		if (!any)
			buffer_fmt(out, "\n%s\n\n", head);
		any = true;
		put_item(cx, out, d, d->v[i].deadline);
	}
}

static const char *text_of(struct context *cx, const struct contents *d)
{
	struct buffer out = BUFFER(cx->mem, MAX_MAIL / 2);

	buffer_fmt(&out, "%s\n", setting(cx, arena_fmt(cx->mem, "mechanism_%s", cx->lang)));
	buffer_fmt(&out, tr(cx, "Reminders of %s"), words_date(cx->mem, cx->lang, d->today));
	buffer_text(&out, "\n");
	put_items(cx, &out, d, true, tr(cx, "Past the deadline"));
	put_items(cx, &out, d, false, tr(cx, "Due soon"));
	if (d->restricted) {
		buffer_text(&out, "\n");
		buffer_fmt(&out, tr(cx, "Restricted ones, which mail does not name: %zu."),
		           d->restricted);
		buffer_text(&out, "\n");
	}
	buffer_fmt(&out, "\n%s\n",
	           tr(cx, "All of it stands in your inbox. On your own page you can say that you "
	                  "want no mail."));
	if (*d->address)
		buffer_fmt(&out, "%s/inbox\n%s/me\n", d->address, d->address);
	return buffer_ok(cx, &out) ? buffer_str(&out) : NULL;
}

/* Without the stroke at its end, and only where it is a web address. */
static const char *system_address(struct context *cx)
{
	const char *s = setting(cx, "address");
	size_t n = strlen(s);

	if (!str_starts(s, "https://") && !str_starts(s, "http://"))
		return "";
	while (n && s[n - 1] == '/')
		n--;
	return arena_strn(cx->mem, s, n);
}

static const char *language_of(struct context *cx, int64_t account)
{
	const char *const *all = setting_languages(cx);
	struct rows *r = db_query(cx, &digest_language, V(account));
	const char *lang = NULL;

	if (r && rows_next(cx, r)) {
		lang = arena_str(cx->mem, rows_text(r, 0));
		rows_close(r);
	}
	return str_empty(lang) ? all[0] : lang;
}

static bool write_words(struct context *cx, int64_t mail, const struct account *to,
                        const struct contents *d, struct mail *m)
{
	const struct text *name = texts_best(cx, &to->name);

	*m = (struct mail){
		.from = { "Ygrar", setting(cx, "mail_from") },
		.to = { name ? name->body : to->login, to->mail },
		.lang = cx->lang,
		.number = arena_fmt(cx->mem, "%lld.reminders", (long long)mail),
		.at = cx->now,
		.subject = arena_fmt(cx->mem, tr(cx, "Deadlines: late %zu, due soon %zu"), d->late,
		                     d->due),
		.text = text_of(cx, d),
	};
	return m->text != NULL;
}

bool digest_make(struct context *cx, int64_t mail, const struct account *to, struct mail *ret,
                 bool *ret_any)
{
	struct contents d = { .today = today(cx), .address = system_address(cx) };
	const char *before = cx->lang, *lang = language_of(cx, to->record.id);
	bool ok;

	*ret_any = false;
	if (failed(cx) || !look(cx, mail, to, &d))
		return false;
	*ret_any = d.late + d.due > 0;
	if (!*ret_any)
		return true;
	cx->lang = lang;
	ok = write_words(cx, mail, to, &d, ret);
	cx->lang = before;
	return ok;
}
