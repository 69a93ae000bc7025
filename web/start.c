/* The start page: what waits for whoever has signed in, most urgent first.  It is made from the
 * life cycles: a record waits for me when its state has a step that I may take.  So a new subject
 * appears here without a line of code.  Of types whose reading is logged it says how many wait and
 * names none: this page is looked at by the way, and lies open on desks. */
#include "web/start.h"

#include "language/words.h"
#include "record/app.h"
#include "record/hand.h"
#include "web/draft.h"
#include "web/menu.h"
#include "web/session.h"
#include "web/view.h"
#include "web/waiting.h"
#include "web/who.h"

enum { MAX_ITEMS = 60, PER_STATE = 20 }; /* a desk, not an archive: the lists hold the rest */
enum { SOON = 30 };                      /* days; as in the lists */

struct item {
	const struct type *type;
	const void *row;
	const struct step *step; /* NULL: none is possible now */
	const char *why;         /* then */
	bool several;            /* steps; then one chooses on the record's page */
	struct date due;
	bool late;
	enum waiting_group group; /* of one that is not late */
};

struct desk {
	struct waiting *waiting;
	size_t *listed; /* of each of them */
	size_t waiting_n;
	size_t all, named; /* that wait; with those whose reading is logged, and without them */
	bool more;         /* than that */
	struct item v[MAX_ITEMS];
	size_t n, late;
	struct item others[PER_STATE];
	size_t others_n;
};

/* ---- what waits */

static bool is_named(const struct type *t)
{
	return !(t->flags & TYPE_LOGS_READING);
}

/* The first step that is expected, and whether there is a choice; NULL: none, *ret_why. */
static const struct step *step_for(struct context *cx, const struct type *t, const void *row,
                                   bool *ret_several, const char **ret_why)
{
	const struct choice *state = choice_at(t->states, ((const struct record *)row)->state);
	const struct step *first = NULL;
	int offered = 0;
	const char *why;

	*ret_why = NULL;
	for (const struct step *s = t->steps; state && s && s->name; s++) {
		if (s->aside || !step_offered(cx, t, row, s, &why))
			continue;
		if (why) {
			*ret_why = *ret_why ? *ret_why : why;
			continue;
		}
		offered++;
		if (!first && waiting_expected(t, s, state->code))
			first = s;
	}
	*ret_several = offered > 1;
	return first;
}

/* When it is to be done: the answer to an assignment comes before the recommendation itself, the
 * day of a returned report after that of its period. */
static struct date due_of(const struct type *t, const void *row)
{
	static const char *const names[] = { "answer_due", "return_due", "deadline" };

	for (size_t i = 0; i < LEN(names); i++) {
		const struct field *f = type_field_named(t, names[i]);
		struct date due = { 0 };

		if (f && f->kind == FIELD_DATE)
			due = *(const struct date *)field_at(f, row);
		if (date_set(due))
			return due;
	}
	return (struct date){ 0 };
}

static struct item item_of(struct context *cx, const struct type *t, const void *row)
{
	struct item item = { .type = t, .row = row, .due = due_of(t, row) };

	item.late = date_set(item.due) && date_compare(item.due, today(cx)) < 0;
	return item;
}

/* What has no date stands behind what has one. */
static bool stands_before(struct date a, struct date b)
{
	return date_set(a) && (!date_set(b) || date_compare(a, b) < 0);
}

static void add_item(struct context *cx, struct desk *d, const struct waiting *w, const void *row)
{
	struct item item = item_of(cx, w->type, row);
	size_t at = d->n;

	item.group = w->group;
	item.step = step_for(cx, w->type, row, &item.several, &item.why);
	while (at && stands_before(item.due, d->v[at - 1].due)) {
		d->v[at] = d->v[at - 1];
		at--;
	}
	d->v[at] = item;
	d->n++;
	d->late += item.late;
}

static void hands_of_rows(struct context *cx, const struct list *l)
{
	int64_t *ids = arena_array(cx->mem, int64_t, l->n);

	for (size_t i = 0; i < l->n; i++)
		ids[i] = ((const struct record *)l->rows[i])->id;
	record_hands_of(cx, ids, l->n);
}

static bool add_waiting(struct context *cx, struct desk *d, size_t i)
{
	const struct waiting *w = &d->waiting[i];
	size_t room = MAX_ITEMS - d->n < PER_STATE ? MAX_ITEMS - d->n : PER_STATE;
	struct list l;

	d->all += w->n;
	d->more |= w->more;
	if (!is_named(w->type))
		return true;
	d->named += w->n;
	if (!room)
		return true;
	if (!waiting_list(cx, w, (int)room, &l) ||
	    (w->type->title_from &&
	     !record_titles_in(cx, w->type, l.rows, l.n, w->type->title_from)))
		return false;
	hands_of_rows(cx, &l);
	for (size_t k = 0; k < l.n; k++)
		add_item(cx, d, w, l.rows[k]);
	d->listed[i] = l.n;
	return true;
}

static bool add_others(struct context *cx, struct desk *d, const struct type *t)
{
	if (!is_named(t) || !waiting_has_steps(cx, t) ||
	    !(access_function(cx, t->function, RIGHT_UPDATE) ||
	      access_function(cx, t->function, RIGHT_SEND)))
		return true;
	for (const struct choice *c = t->states; c->code; c++) {
		struct list l = { .type = t, .limit = PER_STATE };

		if (!waiting_for_others(cx, t, c) || d->others_n == PER_STATE)
			continue;
		if (!list_filter(cx, &l, "state", c->code) || !record_list(cx, &l))
			return false;
		for (size_t i = 0; i < l.n && d->others_n < PER_STATE; i++)
			d->others[d->others_n++] = item_of(cx, t, l.rows[i]);
	}
	return true;
}

/* NULL: it failed. */
static struct desk *desk_of(struct context *cx, bool others)
{
	struct desk *d = arena_new_of(cx->mem, struct desk);

	if (!waiting_count(cx, &d->waiting, &d->waiting_n))
		return NULL;
	d->listed = arena_array(cx->mem, size_t, d->waiting_n + 1);
	for (size_t i = 0; i < d->waiting_n; i++)
		if (!add_waiting(cx, d, i))
			return NULL;
	for (const struct subject *const *s = cx->app->subjects; others && s && *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			if (!add_others(cx, d, *t))
				return NULL;
	return d;
}

/* ---- the lists */

static void print_when(struct page *p, const struct item *item)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *words;

	if (!date_set(item->due)) {
		html(h, "<div class=\"when\"><span class=\"note\">%s</span></div>",
		     tr(cx, "no deadline"));
		return;
	}
	words = words_due(cx, item->due, today(cx));
	html(h, "<div class=\"when\">");
	if (item->late)
		html_state(h, "late st-late", words);
	else if (date_to_days(item->due) - date_to_days(today(cx)) <= SOON)
		html_state(h, "soon st-soon", words);
	else
		html_text(h, words);
	html(h, "<br><span class=\"note\">%s</span></div>", date_words(cx, item->due));
}

/* The way on: the step itself, or the record's page where one chooses among several. */
static void print_way(struct html *h, const struct item *item, const char *path, bool main)
{
	struct context *cx = h->cx;
	const char *way =
	        item->several ? path : arena_fmt(cx->mem, "%s/steps/%s", path, item->step->name);

	html(h, "<a class=\"btn%s\" href=\"%s\">%s</a>", main ? " btn-main" : "", way,
	     item->several ? tr(cx, "Choose the step") : tr(cx, item->step->label));
}

static void print_item(struct page *p, const struct item *item, bool first)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct record *r = item->row;
	const struct choice *state = choice_at(item->type->states, r->state);
	const char *path = record_path(cx, item->type, r->id, NULL);
	const char *lang, *words = view_words(cx, item->type, item->row, &lang);

	html(h, "<li>");
	print_when(p, item);
	html(h, "<div><h3><a href=\"%s\">%s</a></h3>", path,
	     item->type->title ? item->type->title(cx, item->row) : "");
	if (words) {
		html(h, "<p class=\"small clamp\"");
		html_lang(h, lang);
		html(h, ">%s</p>", words);
	}
	html(h, "<p class=\"note\">%s", tr(cx, item->type->label));
	if (state) {
		html(h, " · ");
		html_state(h, state->glyph, tr(cx, state->label));
	}
	if (item->why && !item->step)
		html(h, " · %s", item->why);
	html(h, "</p></div>");
	if (item->step)
		print_way(h, item, path, first && item->late);
	html(h, "</li>\n");
}

/* Where more wait than stand here, the list has them all. */
static void print_rest(struct page *p, const struct desk *d, size_t i)
{
	struct context *cx = p->cx;
	const struct waiting *w = &d->waiting[i];

	if (!is_named(w->type) || d->listed[i] >= w->n)
		return;
	html(&p->html, "<li><p class=\"note\"><a href=\"/%s?state=%s\">%s · %s</a></p></li>\n",
	     w->type->plural, w->state->code,
	     arena_fmt(cx->mem, tr(cx, "All of them: %s"), tr(cx, w->type->label_plural)),
	     tr(cx, w->state->label));
}

static void print_items(struct page *p, const struct desk *d, bool late, const char *title)
{
	struct html *h = &p->html;
	size_t n = late ? d->late : d->named - d->late;
	bool first = true;

	if (!n)
		return;
	html(h,
	     "<section class=\"sect\"><h2>%s <span class=\"count%s\">%zu%s</span></h2><ul "
	     "class=\"work\">\n",
	     title, late ? " count-late" : "", n, !late && d->more ? "+" : "");
	for (size_t i = 0; i < d->n; i++) {
		if (d->v[i].late != late)
			continue;
		print_item(p, &d->v[i], first);
		first = false;
	}
	for (size_t i = 0; i < d->waiting_n && !late; i++)
		print_rest(p, d, i);
	html(h, "</ul></section>\n");
}

static void print_unnamed(struct page *p, const struct desk *d)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	if (d->all == d->named)
		return;
	html(h, "<section class=\"sect\"><h2>%s</h2><ul class=\"plain stack-s\">\n",
	     tr(cx, "Restricted files that wait for you"));
	for (size_t i = 0; i < d->waiting_n; i++) {
		const struct waiting *w = &d->waiting[i];

		if (!is_named(w->type))
			html(h,
			     "<li><a href=\"/%s?state=%s\">%s · %s</a> <span "
			     "class=\"count\">%zu%s</span></li>\n",
			     w->type->plural, w->state->code, tr(cx, w->type->label_plural),
			     tr(cx, w->state->label), w->n, w->more ? "+" : "");
	}
	html(h, "</ul></section>\n");
}

static void print_others(struct page *p, const struct desk *d)
{
	if (!d->others_n)
		return;
	html(&p->html,
	     "<section class=\"sect\"><h2>%s <span class=\"count\">%zu</span></h2><ul "
	     "class=\"work\">\n",
	     tr(p->cx, "With others"), d->others_n);
	for (size_t i = 0; i < d->others_n; i++)
		print_item(p, &d->others[i], false);
	html(&p->html, "</ul></section>\n");
}

/* ---- beside it */

static const char *role_help(struct context *cx, enum role role)
{
	switch (role) {
	case ROLE_SEC:
		return tr(cx, "Enter or import recommendations, label them, and assign each to a "
		              "lead body with a deadline. "
		              "What a body returns comes back here.");
	case ROLE_FP:
		return tr(cx, "You see what is assigned to your institution. Propose to accept an "
		              "assignment, or to return it "
		              "with a reason; the approver of your institution decides.");
	case ROLE_MA:
		return tr(cx, "You decide for your institution whether an assignment is accepted "
		              "or returned with a reason.");
	case ROLE_CH:
	case ROLE_DC:
		return tr(cx, "You see everything that is not restricted to named readers. What "
		              "waits for your decision stands on "
		              "the left.");
	case ROLE_ADM:
		return tr(cx, "You keep users, settings and backups. You have no rights over the "
		              "content.");
	case ROLE_AUD:
		return tr(cx, "You read everything but restricted content, and change nothing. The "
		              "audit log names every change.");
	default:
		return tr(cx, "The tabs above lead to what your role may read.");
	}
}

static void print_links(struct page *p)
{
	struct html *h = &p->html;
	struct menu m;

	menu_of(p->cx, p->request, NULL, &m);
	html(h, "<section class=\"panel\"><h2>%s</h2><ul class=\"plain\">\n",
	     tr(p->cx, "Where to go"));
	for (size_t i = 0; i < m.n; i++)
		if (!str_eq(m.v[i].path, "/"))
			html(h, "<li><a href=\"%s\">%s</a></li>", m.v[i].path,
			     tr(p->cx, m.v[i].label));
	if (settings_open(p->cx))
		html(h, "<li><a href=\"/settings\">%s</a></li>", tr(p->cx, "Settings"));
	if (route_allowed(p->cx, "audit_log:read"))
		html(h, "<li><a href=\"/audit\">%s</a></li>", tr(p->cx, "Audit log"));
	html(h, "<li><a href=\"/permissions\">%s</a></li></ul></section>\n",
	     tr(p->cx, "Table of rights"));
}

static void print_drafts(struct page *p)
{
	struct draft *v;
	size_t n;

	if (!draft_list(p->cx, p->cx->actor->user, &v, &n) || !n)
		return;
	html(&p->html,
	     "<section class=\"panel\"><h2>%s <span class=\"count\">%zu</span></h2><p "
	     "class=\"small\"><a href=\"/me\">%s</a></p></section>\n",
	     tr(p->cx, "Drafts"), n, tr(p->cx, "What you typed and did not save"));
}

/* ---- the page */

/* What other subjects know to be owed; how many. */
static size_t print_work(struct context *cx, struct html *h)
{
	size_t n = 0;

	for (const struct pages *const *pages = all_pages; *pages; pages++)
		if ((*pages)->start_work)
			n += (*pages)->start_work(cx, h);
	return n;
}

static bool start_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct html work = html_new(cx);
	const struct desk *d;
	size_t owed;
	struct page p;

	if (!q->session)
		return reply_goto(cx, a, "/sign-in");
	d = desk_of(cx, true);
	if (!d)
		return false;
	owed = print_work(cx, &work);
	/* how much of it is to be done now says the inbox, beside it */
	page_begin(&p, cx, q, a,
	           owed || d->all ? tr(cx, "Waiting for you") : tr(cx, "Nothing waits for you"));
	p.desk = d;
	p.kicker = arena_fmt(cx->mem, "%s · %s", who_institution(cx, q->session->actor.institution),
	                     words_date(cx->mem, cx->lang, today(cx)));
	if (d->late)
		p.lead = arena_fmt(cx->mem, tr(cx, "Past the deadline: %zu."), d->late);
	html(&p.html, "<div class=\"cols cols-side\"><div>\n");
	html_append(&p.html, &work);
	print_items(&p, d, true, tr(cx, "Past the deadline"));
	print_items(&p, d, false, tr(cx, "To do"));
	print_unnamed(&p, d);
	print_others(&p, d);
	if (!owed && !d->all && !d->others_n)
		page_empty(&p.html, tr(cx, "Your desk is empty."),
		           tr(cx, "When something is assigned, returned or submitted to you, it "
		                  "stands here first."),
		           "/help", tr(cx, "Help"));
	html(&p.html, "</div>\n<aside class=\"stack\" aria-label=\"%s\">\n",
	     tr(cx, "Help and ways"));
	html(&p.html, "<section class=\"panel\"><h2>%s</h2><p class=\"small\">%s</p></section>\n",
	     arena_fmt(cx->mem, tr(cx, "Your role: %s"), who_role(cx, q->session->actor.role)),
	     role_help(cx, q->session->actor.role));
	for (const struct pages *const *pages = all_pages; *pages; pages++)
		if ((*pages)->start_note)
			(*pages)->start_note(&p);
	print_drafts(&p);
	print_links(&p);
	html(&p.html, "</aside></div>\n");
	return page_end(&p);
}

/* ---- for other pages */

const struct desk *start_desk(struct context *cx)
{
	return desk_of(cx, false);
}

static bool in_group(const struct item *item, enum waiting_group group)
{
	return item->late ? group == WAITING_LATE : item->group == group;
}

size_t start_waiting(const struct desk *d, enum waiting_group group, bool *ret_more)
{
	size_t n = 0;

	*ret_more = false;
	for (size_t i = 0; i < d->waiting_n; i++)
		if (d->waiting[i].group == group && is_named(d->waiting[i].type)) {
			n += d->waiting[i].n;
			*ret_more |= d->waiting[i].more;
		}
	/* those that are late count there */
	for (size_t i = 0; i < d->n; i++) {
		if (d->v[i].late && group == WAITING_LATE)
			n++;
		else if (d->v[i].late && d->v[i].group == group)
			n--;
	}
	return n;
}

void start_print(struct page *p, const struct desk *d, enum waiting_group group)
{
	bool first = true;

	for (size_t i = 0; i < d->n; i++)
		if (in_group(&d->v[i], group)) {
			print_item(p, &d->v[i], first);
			first = false;
		}
	for (size_t i = 0; i < d->waiting_n; i++)
		if (d->waiting[i].group == group)
			print_rest(p, d, i);
}

size_t start_unnamed(struct page *p, const struct desk *d)
{
	print_unnamed(p, d);
	return d->all - d->named;
}

bool start_count(struct context *cx, const struct desk *d, int64_t *ret, bool *ret_more)
{
	struct waiting *v;
	size_t n;

	*ret = d ? (int64_t)d->all : 0;
	*ret_more = d && d->more;
	if (d)
		return true;
	if (!cx->db || failed(cx) || !cx->app || !waiting_count(cx, &v, &n))
		return !failed(cx);
	for (size_t i = 0; i < n; i++) {
		*ret += (int64_t)v[i].n;
		*ret_more |= v[i].more;
	}
	return true;
}

static const struct route routes[] = {
	{ METHOD_GET, "/", "@public", start_get, N_("What waits for you") },
	{ 0 },
};

static const struct tab tabs[] = {
	{ N_("My work"), "/", "@signed-in", 0 },
	{ 0 },
};

const struct pages start_pages = { .name = "start", .routes = routes, .tabs = tabs };
