/* The inbox: what is late, what came back, what waits for my approval, what I owe, in this order
 * for everybody; and what the house has to tell me.  It is that of the acting membership; every
 * line leads to its record. */
#include "subject/reminder/reminder_web.h"

#include "language/words.h"
#include "subject/institution/handover_web.h"
#include "subject/letter/letter_web.h"
#include "subject/progress/progress_web.h"
#include "subject/remark/remark_web.h"
#include "web/start.h"

enum { SOON = 30 }; /* days; as in the lists */

struct inbox {
	struct deadline **v; /* by date */
	size_t n;
	struct refs now;       /* those of them that are to be done now */
	struct refs to_report; /* those that ask for a report which nobody has begun */
	const struct desk *desk;
};

static int by_due(const void *a, const void *b)
{
	const struct deadline *x = *(struct deadline *const *)a, *y = *(struct deadline *const *)b;
	int order = date_compare(x->due, y->due);

	return order ? order : (x->record.id > y->record.id) - (x->record.id < y->record.id);
}

static bool load(struct context *cx, struct inbox *b)
{
	struct refs ids;
	void **rows;

	*b = (struct inbox){ .desk = start_desk(cx) };
	if (!b->desk)
		return false;
	if (!access_function(cx, deadline_type.function, RIGHT_READ))
		return true;
	if (!reminder_open(cx, &ids, &b->now) ||
	    !record_get_many(cx, &deadline_type, ids.v, ids.n, &rows, &b->n) ||
	    !view_reading_rows(cx, &deadline_type, rows, b->n, "inbox") ||
	    !progress_owed(cx, &b->to_report))
		return false;
	b->v = (struct deadline **)rows;
	qsort(b->v, b->n, sizeof *b->v, by_due);
	return record_titles_in(cx, &deadline_type, rows, b->n, "institution owner");
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

static void print_line(struct page *p, const struct inbox *b, const struct deadline *d)
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
	html(h, "</p></div>");
	if (refs_has(&b->to_report, d->record.id))
		progress_owed_way(h, d, false);
	html(h, "</li>\n");
}

/* ---- the four groups */

/* What nobody owns yet is owed by whoever was told of it; the line says so.  WAITING_GROUPS: what
 * one owns and is not to be done yet. */
static enum waiting_group group_of(struct context *cx, const struct inbox *b,
                                   const struct deadline *d)
{
	if (!refs_has(&b->now, d->record.id))
		return WAITING_GROUPS;
	return deadline_overdue(cx, d) ? WAITING_LATE : WAITING_OWED;
}

static size_t group_size(struct context *cx, const struct inbox *b, enum waiting_group group)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		n += group_of(cx, b, b->v[i]) == group;
	return n;
}

static void print_deadlines(struct page *p, const struct inbox *b, enum waiting_group group)
{
	for (size_t i = 0; i < b->n; i++)
		if (group_of(p->cx, b, b->v[i]) == group)
			print_line(p, b, b->v[i]);
}

static const char *const groups[WAITING_GROUPS] = {
	[WAITING_LATE] = N_("What is late"),
	[WAITING_RETURNED] = N_("What came back to me"),
	[WAITING_APPROVAL] = N_("What waits for my approval"),
	[WAITING_OWED] = N_("What I owe"),
};

static size_t print_group(struct page *p, const struct inbox *b, enum waiting_group group)
{
	struct html *h = &p->html;
	bool more;
	size_t n = start_waiting(b->desk, group, &more);

	n += group_size(p->cx, b, group);
	if (!n)
		return 0;
	html(h,
	     "<section class=\"sect\"><h2>%s <span class=\"count%s\">%zu%s</span></h2><ul "
	     "class=\"work\">\n",
	     tr(p->cx, groups[group]), group == WAITING_LATE ? " count-late" : "", n,
	     more ? "+" : "");
	print_deadlines(p, b, group);
	start_print(p, b->desk, group);
	html(h, "</ul></section>\n");
	return n;
}

/* Those with something, always in the same order; of the empty ones a line at the end. */
static size_t print_groups(struct page *p, const struct inbox *b)
{
	struct context *cx = p->cx;
	struct buffer empty = BUFFER(cx->mem, MAX_SQL);
	size_t all = 0;

	for (enum waiting_group g = 0; g < WAITING_GROUPS; g++) {
		size_t n = print_group(p, b, g);

		all += n;
		if (!n)
			buffer_fmt(&empty, "%s%s", empty.len ? " · " : "", tr(cx, groups[g]));
	}
	if (all && empty.len)
		html(&p->html, "<p class=\"note\">%s</p>\n",
		     arena_fmt(cx->mem, tr(cx, "Nothing here: %s."), buffer_str(&empty)));
	return all;
}

/* What one owns besides: not before a month, or without a date.  It counts nowhere. */
static size_t print_later(struct page *p, const struct inbox *b)
{
	size_t n = group_size(p->cx, b, WAITING_GROUPS);

	if (!n)
		return 0;
	html(&p->html,
	     "<details class=\"sect\"><summary>%s <span class=\"count\">%zu</span></summary><ul "
	     "class=\"work\">\n",
	     tr(p->cx, "Later"), n);
	print_deadlines(p, b, WAITING_GROUPS);
	html(&p->html, "</ul></details>\n");
	return n;
}

/* Whoever looks after all deadlines hears of two versions that state two dates; how many. */
static size_t print_conflicts(struct page *p, const struct inbox *b)
{
	struct context *cx = p->cx;
	struct list l = { .type = &deadline_type,
		          .limit = MAX_LIST_PAGE,
		          .order = "due",
		          .where_sql = DEADLINE_IN_CONFLICT };

	if (!reminder_sees_conflicts(cx) || !record_list(cx, &l) || !l.n ||
	    !view_reading_rows(cx, &deadline_type, l.rows, l.n, "inbox"))
		return 0;
	page_section(&p->html, tr(cx, "Two versions state two dates"),
	             tr(cx, "the earlier one counts until somebody decides"));
	html(&p->html, "<ul class=\"work\">\n");
	for (size_t i = 0; i < l.n; i++)
		print_line(p, b, l.rows[i]);
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
	size_t conflicts, waiting, remarks, letters, later;

	if (!load(cx, &b))
		return false;
	page_begin(&p, cx, q, a, tr(cx, "Inbox"));
	p.desk = b.desk;
	p.kicker = arena_fmt(cx->mem, "%s · %s", who_institution(cx, cx->actor->institution),
	                     who_role(cx, cx->actor->role));
	if (mail_may_see(cx))
		page_action(&p, tr(cx, "Mail"), "/mail", NULL, false);
	handover_notices(&p);
	print_notices(&p);
	waiting = print_groups(&p, &b);
	waiting += start_unnamed(&p, b.desk);
	if (!letter_inbox(&p, &letters) || !remark_inbox(&p, &remarks))
		return false;
	conflicts = print_conflicts(&p, &b);
	later = print_later(&p, &b);
	if (!remarks && !letters && !conflicts && !waiting && !later)
		page_empty(&p.html, tr(cx, "Your inbox is empty."),
		           tr(cx, "What you owe, what waits for your approval, what came back and "
		                  "what is late stands here."),
		           "/help", tr(cx, "Help"));
	return page_end(&p);
}

static const struct route routes[] = {
	{ METHOD_GET, "/inbox", "@signed-in", inbox_get,
	  N_("What one owes, what is late, what waits for one") },
	{ 0 },
};

const struct pages inbox_pages = { .name = "inbox", .routes = routes };
