/* The inbox: what is late, what I owe, what waits for me, and what the house has to tell me.  It is
 * that of the acting membership; every line leads to its record. */
#include "subject/reminder/reminder_web.h"

#include "language/words.h"
#include "subject/institution/handover_web.h"
#include "subject/letter/letter_web.h"
#include "subject/remark/remark_web.h"
#include "web/start.h"

enum { SOON = 30 }; /* days; as in the lists */

struct inbox {
	struct deadline **v;
	size_t n;
};

static int by_due(const void *a, const void *b)
{
	const struct deadline *x = *(struct deadline *const *)a, *y = *(struct deadline *const *)b;
	int order = date_compare(x->due, y->due);

	return order ? order : (x->record.id > y->record.id) - (x->record.id < y->record.id);
}

static bool load(struct context *cx, struct inbox *b)
{
	int64_t *ids;
	void **rows;
	size_t n;

	*b = (struct inbox){ 0 };
	if (!access_function(cx, deadline_type.function, RIGHT_READ))
		return true;
	if (!reminder_open(cx, true, &ids, &n) ||
	    !record_get_many(cx, &deadline_type, ids, n, &rows, &b->n) ||
	    !view_reading_rows(cx, &deadline_type, rows, b->n, "inbox"))
		return false;
	b->v = (struct deadline **)rows;
	qsort(b->v, b->n, sizeof *b->v, by_due);
	return true;
}

/* ---- lines */

static void print_when(struct page *p, const struct deadline *d)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *words;

	html(h, "<div class=\"when\">");
	if (!date_set(d->due)) {
		html(h, "<span class=\"note\">%s</span></div>", tr(cx, "date to be communicated"));
		return;
	}
	words = words_due(cx, d->due, today(cx));
	if (deadline_overdue(cx, d))
		html_state(h, "late st-late", words);
	else if (date_to_days(d->due) - date_to_days(today(cx)) <= SOON)
		html_state(h, "soon st-soon", words);
	else
		html_text(h, words);
	html(h, "<br><span class=\"note\">%s</span></div>", date_words(cx, d->due));
}

static void print_line(struct page *p, const struct deadline *d)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *risk = deadline_risk(cx, d);
	const char *lang, *title = view_text(cx, &d->title, &lang);

	html(h, "<li>");
	print_when(p, d);
	html(h, "<div><h3><a href=\"%s\"", record_path(cx, &deadline_type, d->record.id, NULL));
	html_lang(h, lang);
	html(h, ">%s</a></h3><p class=\"note\">%s", title ? title : "",
	     who_institution(cx, d->record.institution));
	if (d->owner)
		html(h, " · %s", who_name(cx, d->owner));
	if (risk)
		html(h, " · %s", risk);
	html(h, "</p></div></li>\n");
}

/* ---- sections */

enum place { PLACE_LATE, PLACE_OWED, PLACE_UNOWNED };

static enum place place_of(struct context *cx, const struct deadline *d)
{
	const struct actor *me = cx->actor;

	if (deadline_overdue(cx, d))
		return PLACE_LATE;
	return d->owner == (me->on_behalf ? me->on_behalf : me->user) ? PLACE_OWED : PLACE_UNOWNED;
}

static void print_place(struct page *p, const struct inbox *b, enum place place, const char *title)
{
	struct html *h = &p->html;
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		n += place_of(p->cx, b->v[i]) == place;
	if (!n)
		return;
	html(h,
	     "<section class=\"sect\"><h2>%s <span class=\"count%s\">%zu</span></h2><ul "
	     "class=\"work\">\n",
	     title, place == PLACE_LATE ? " count-late" : "", n);
	for (size_t i = 0; i < b->n; i++)
		if (place_of(p->cx, b->v[i]) == place)
			print_line(p, b->v[i]);
	html(h, "</ul></section>\n");
}

/* Whoever looks after all deadlines hears of two versions that state two dates; how many. */
static size_t print_conflicts(struct page *p)
{
	struct context *cx = p->cx;
	struct list l = { .type = &deadline_type, .limit = MAX_LIST_PAGE, .order = "due" };

	if (!access_function(cx, deadline_type.function, RIGHT_APPROVE) &&
	    !access_function(cx, deadline_type.function, RIGHT_CREATE))
		return 0;
	if (!access_wide(cx, &deadline_type) || !list_filter(cx, &l, "state", "open") ||
	    !list_filter(cx, &l, "status", "conflict") || !record_list(cx, &l) || !l.n ||
	    !view_reading_rows(cx, &deadline_type, l.rows, l.n, "inbox"))
		return 0;
	page_section(&p->html, tr(cx, "Two versions state two dates"),
	             tr(cx, "the earlier one counts until somebody decides"));
	html(&p->html, "<ul class=\"work\">\n");
	for (size_t i = 0; i < l.n; i++)
		print_line(p, l.rows[i]);
	html(&p->html, "</ul></section>\n");
	return l.n;
}

/* ---- the page */

static void print_notices(struct page *p)
{
	struct mail_trouble *v;
	size_t n;

	if (!mail_may_decide(p->cx) || !mail_suspended(p->cx, &v, &n) || !n)
		return;
	page_section(&p->html, tr(p->cx, "Mail that does not arrive"),
	             tr(p->cx, "nothing is sent there until somebody says that it is in order"));
	mail_print_suspended(p, v, n);
	html(&p->html, "</section>\n");
}

static bool inbox_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct inbox b;
	struct page p;
	size_t conflicts, waiting, remarks, letters;

	if (!load(cx, &b))
		return false;
	page_begin(&p, cx, q, a, tr(cx, "Inbox"));
	p.kicker = arena_fmt(cx->mem, "%s · %s", who_institution(cx, cx->actor->institution),
	                     who_role(cx, cx->actor->role));
	if (mail_may_see(cx))
		page_action(&p, tr(cx, "Mail"), "/mail", NULL, false);
	handover_notices(&p);
	print_notices(&p);
	print_place(&p, &b, PLACE_LATE, tr(cx, "What is late"));
	print_place(&p, &b, PLACE_OWED, tr(cx, "What I owe"));
	print_place(&p, &b, PLACE_UNOWNED, tr(cx, "What nobody owns yet"));
	if (!letter_inbox(&p, &letters) || !remark_inbox(&p, &remarks))
		return false;
	conflicts = print_conflicts(&p);
	waiting = start_waiting(&p, tr(cx, "What waits for me"));
	if (!b.n && !remarks && !letters && !conflicts && !waiting)
		page_empty(&p.html, tr(cx, "Your inbox is empty."),
		           tr(cx,
		              "Deadlines that you own stand here, and those that were handed up "
		              "to you because they are late."),
		           "/help", tr(cx, "Help"));
	return page_end(&p);
}

static const struct route routes[] = {
	{ METHOD_GET, "/inbox", "@signed-in", inbox_get,
	  N_("What one owes, what is late, what waits for one") },
	{ 0 },
};

const struct pages inbox_pages = { .name = "inbox", .routes = routes };
