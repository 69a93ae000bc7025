/* What moves: the table on the page of a corrected rule, and above the form in which somebody
 * corrects a holiday, the weekend or the dates of a treaty, before it is saved. */
#include "subject/deadline/moves_web.h"

#include "base/secret.h"
#include "language/messages.h"
#include "record/setting.h"
#include "subject/mechanism/mechanism.h"
#include "web/look.h"
#include "web/view.h"

static const char *date_or_none(struct context *cx, struct date d)
{
	return date_set(d) ? date_words(cx, d) : "–";
}

/* What only the change makes due has no page yet. */
static void print_what(struct html *h, const struct deadline *d)
{
	const char *lang, *words;

	if (date_set(d->due)) {
		view_link(h, &deadline_type, d->record.id);
		return;
	}
	words = view_text(h->cx, &d->title, &lang);
	html(h, "<span");
	if (words)
		html_lang(h, lang);
	html(h, ">%s</span>", words ? words : "…");
}

static void print_move(struct html *h, const struct deadline_move *m)
{
	struct context *cx = h->cx;

	html(h, "<tr role=\"row\"><th class=\"what\" role=\"rowheader\" scope=\"row\">");
	print_what(h, m->deadline);
	html(h,
	     "</th><td role=\"cell\" data-l=\"%s\"><span class=\"nb\">%s</span></td><td "
	     "role=\"cell\" data-l=\"%s\"><span class=\"nb\">%s</span></td></tr>\n",
	     tr(cx, "Now"), date_or_none(cx, m->deadline->due), tr(cx, "Then"),
	     date_or_none(cx, m->due));
}

static void print_table(struct html *h, const struct deadline_moved *m)
{
	static const char *const heads[] = { N_("Deadline"), N_("Now"), N_("Then") };

	page_table(h, tr(h->cx, "What moves"), heads, LEN(heads));
	for (size_t i = 0; i < m->n; i++)
		print_move(h, &m->v[i]);
	page_table_end(h);
}

void deadline_moved_print(struct page *p, const struct deadline_moved *m)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	long long all = (long long)m->n + m->others;

	page_section(
	        h, tr(cx, "What moves"),
	        arena_fmt(cx->mem, trn(cx, "%lld open deadline", "%lld open deadlines", all), all));
	if (m->n)
		print_table(h, m);
	if (m->others)
		html(h, "<p class=\"note\">%s</p>\n",
		     arena_fmt(cx->mem,
		               trn(cx, "%lld of them is not named to you.",
		                   "%lld of them are not named to you.", (long long)m->others),
		               (long long)m->others));
	if (!all)
		page_empty(h, tr(cx, "No open deadline moves."), "", NULL, NULL);
	html(h, "</section>\n");
}

/* ---- before a save by form */

static void print_look(struct page *p, const struct look *l)
{
	struct context *cx = p->cx;

	page_message(
	        p, "warn", tr(cx, "Nothing is saved yet."),
	        tr(cx, "This change moves open deadlines. Look at them, then save once more."));
	deadline_moved_print(p, l->found);
}

/* Other moves, or other dates of them, have another one. */
static const char *seal(struct context *cx, const struct deadline_moved *m)
{
	struct digest *d = digest_new(cx->mem);
	unsigned char bytes[DIGEST_SIZE];
	char hex[HEX_DIGEST], day[DATE_TEXT];

	for (size_t i = 0; i < m->n; i++) {
		const struct deadline_move *v = &m->v[i];

		digest_add(d, &v->deadline->record.id, sizeof v->deadline->record.id);
		date_text(v->deadline->due, day);
		digest_add(d, day, strlen(day));
		date_text(v->due, day);
		digest_add(d, day, strlen(day));
	}
	digest_add(d, &m->others, sizeof m->others);
	digest_end(d, bytes);
	return arena_str(cx->mem, hex_text(bytes, sizeof bytes, hex));
}

/* Whether a save can move deadlines that its record does not have itself. */
static bool reaches(const struct type *t, const void *old, const void *row)
{
	const struct instrument *was = old, *is = row;

	if (t == &instrument_type)
		return was && is &&
		       (date_compare(was->adopted, is->adopted) ||
		        date_compare(was->general_entry_into_force, is->general_entry_into_force) ||
		        was->committee != is->committee || !str_eq(was->code, is->code));
	return t == &holiday_type || t == &setting_type;
}

static bool look(struct context *cx, const struct type *t, const void *old, const void *row,
                 look_work *work, void *data, const struct look **ret)
{
	struct deadline_moved *m;
	struct look *l;

	if (!reaches(t, old, row))
		return true;
	m = arena_new_of(cx->mem, struct deadline_moved);
	if (!deadline_moved_by(cx, work, data, m))
		return false;
	if (!m->n && !m->others)
		return true;
	l = arena_new_of(cx->mem, struct look);
	*l = (struct look){ tr(cx, "Save, and move the deadlines"), seal(cx, m), m, print_look };
	*ret = l;
	return true;
}

const struct pages deadline_moves_pages = { .name = "deadline_moves", .look = look };
