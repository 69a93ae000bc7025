/* The start page: what waits for whoever has signed in, most urgent first.  It is made from the
 * life cycles: a record waits for me when its state has a step that I may take.  So a new subject
 * appears here without a line of code.  Of types whose reading is logged it says how many wait and
 * names none: this page is looked at by the way, and lies open on desks. */
#include "web/start.h"

#include "language/words.h"
#include "record/app.h"
#include "web/draft.h"
#include "web/menu.h"
#include "web/session.h"
#include "web/view.h"
#include "web/who.h"

enum { MAX_ITEMS = 60, PER_TYPE = 20 }; /* a desk, not an archive: the lists hold the rest */
enum { MAX_UNNAMED = 8 };               /* types whose reading is logged */
enum { SOON = 30 };                     /* days; as in the lists */

struct item {
	const struct type *type;
	const void *row;
	const struct step *step;
	bool several; /* steps; then one chooses on the record's page */
	struct date due;
	bool late;
};

struct desk {
	struct item v[MAX_ITEMS];
	size_t n, late;
	struct unnamed {
		const struct type *type;
		size_t n;
	} unnamed[MAX_UNNAMED];
	size_t unnamed_n, unnamed_all;
	struct item others[PER_TYPE];
	size_t others_n;
};

/* ---- what waits */

/* Work that somebody waits for: not what may be done besides, nor what accompanies a record
 * wherever it stands. */
static bool is_expected(const struct type *t, const struct step *s, const char *state)
{
	if (s->aside || !word_in(s->from, state) ||
	    (t->finished_states && word_in(t->finished_states, state)))
		return false;
	return s->to || (str_eq(s->from, state) && s->right == RIGHT_PROPOSE);
}

static bool is_mine(const struct context *cx, const struct type *t, const struct step *s)
{
	return access_function(cx, s->function ? s->function : t->function, s->right);
}

/* A step of mine is expected in the state, or (mine false) only one of others. */
static bool waits_for(const struct context *cx, const struct type *t, const struct choice *state,
                      bool mine)
{
	bool expected = false, own = false;

	for (const struct step *s = t->steps; s->name; s++) {
		expected |= is_expected(t, s, state->code);
		own |= is_expected(t, s, state->code) && is_mine(cx, t, s);
	}
	return mine ? own : expected && !own;
}

/* The first step that is expected, and whether there is a choice; NULL: none. */
static const struct step *step_for(struct context *cx, const struct type *t, const void *row,
                                   bool *ret_several)
{
	const struct choice *state = choice_at(t->states, ((const struct record *)row)->state);
	const struct step *first = NULL;
	int offered = 0;
	const char *why;

	for (const struct step *s = t->steps; state && s && s->name; s++) {
		if (s->aside || !step_offered(cx, t, row, s, &why) || why)
			continue;
		offered++;
		if (!first && is_expected(t, s, state->code))
			first = s;
	}
	*ret_several = offered > 1;
	return first;
}

static struct date due_of(const struct type *t, const void *row)
{
	const struct field *f = type_field_named(t, "deadline");

	return f && f->kind == FIELD_DATE ? *(const struct date *)field_at(f, row)
	                                  : (struct date){ 0 };
}

static struct item item_of(struct context *cx, const struct type *t, const void *row,
                           const struct step *s)
{
	struct item item = { .type = t, .row = row, .step = s, .due = due_of(t, row) };

	item.late = date_set(item.due) && date_compare(item.due, today(cx)) < 0;
	return item;
}

static void add_unnamed(struct desk *d, const struct type *t)
{
	if (!d->unnamed_n || d->unnamed[d->unnamed_n - 1].type != t) {
		if (d->unnamed_n == MAX_UNNAMED)
			return;
		d->unnamed[d->unnamed_n++] = (struct unnamed){ .type = t };
	}
	d->unnamed[d->unnamed_n - 1].n++;
	d->unnamed_all++;
}

static void add_item(struct context *cx, struct desk *d, const struct type *t, const void *row)
{
	bool several;
	const struct step *s = step_for(cx, t, row, &several);
	struct item item = item_of(cx, t, row, s);
	size_t at = d->n;

	if (!s)
		return;
	if (t->flags & TYPE_LOGS_READING) {
		add_unnamed(d, t);
		return;
	}
	if (d->n == MAX_ITEMS)
		return;
	item.several = several;
	while (at && date_compare(d->v[at - 1].due, item.due) > 0) {
		d->v[at] = d->v[at - 1];
		at--;
	}
	d->v[at] = item;
	d->n++;
	d->late += item.late;
}

/* The first of each state: a list of one state is found where it stands, however long the others
 * are. */
static bool list_state(struct context *cx, struct list *l, const struct type *t,
                       const struct choice *state)
{
	*l = (struct list){ .type = t, .limit = PER_TYPE };
	return list_filter(cx, l, "state", state->code) && record_list(cx, l);
}

static void add_mine(struct context *cx, struct desk *d, const struct type *t)
{
	struct list l;

	for (const struct choice *c = t->states; c->code; c++)
		if (waits_for(cx, t, c, true) && list_state(cx, &l, t, c))
			for (size_t i = 0; i < l.n; i++)
				add_item(cx, d, t, l.rows[i]);
}

static void add_others(struct context *cx, struct desk *d, const struct type *t)
{
	struct list l;

	for (const struct choice *c = t->states; c->code; c++)
		if (waits_for(cx, t, c, false) && list_state(cx, &l, t, c))
			for (size_t i = 0; i < l.n && d->others_n < PER_TYPE; i++)
				d->others[d->others_n++] = item_of(cx, t, l.rows[i], NULL);
}

static void add_type(struct context *cx, struct desk *d, const struct type *t)
{
	if (t->flags & TYPE_NO_PAGES || !t->steps || !t->states || !menu_type_open(cx, t))
		return;
	add_mine(cx, d, t);
	if (!(t->flags & TYPE_LOGS_READING) && (access_function(cx, t->function, RIGHT_UPDATE) ||
	                                        access_function(cx, t->function, RIGHT_SEND)))
		add_others(cx, d, t);
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
	html(h, "</p></div>");
	if (item->step)
		print_way(h, item, path, first && item->late);
	html(h, "</li>\n");
}

static void print_items(struct page *p, const struct desk *d, bool late, const char *title)
{
	struct html *h = &p->html;
	size_t n = late ? d->late : d->n - d->late;
	bool first = true;

	if (!n)
		return;
	html(h,
	     "<section class=\"sect\"><h2>%s <span class=\"count%s\">%zu</span></h2><ul "
	     "class=\"work\">\n",
	     title, late ? " count-late" : "", n);
	for (size_t i = 0; i < d->n; i++) {
		if (d->v[i].late != late)
			continue;
		print_item(p, &d->v[i], first);
		first = false;
	}
	html(h, "</ul></section>\n");
}

static void print_unnamed(struct page *p, const struct desk *d)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	if (!d->unnamed_n)
		return;
	html(h, "<section class=\"sect\"><h2>%s</h2><ul class=\"plain stack-s\">\n",
	     tr(cx, "Restricted files that wait for you"));
	for (size_t i = 0; i < d->unnamed_n; i++)
		html(h, "<li><a href=\"/%s\">%s</a> <span class=\"count\">%zu</span></li>\n",
		     d->unnamed[i].type->plural, tr(cx, d->unnamed[i].type->label_plural),
		     d->unnamed[i].n);
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
	struct desk *d = arena_new_of(cx->mem, struct desk);
	struct html work = html_new(cx);
	size_t owed, waiting;
	struct page p;

	if (!q->session)
		return reply_goto(cx, a, "/sign-in");
	for (const struct subject *const *s = cx->app->subjects; s && *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			add_type(cx, d, *t);
	owed = print_work(cx, &work);
	waiting = owed + d->n + d->unnamed_all;
	page_begin(&p, cx, q, a,
	           waiting ? arena_fmt(cx->mem, tr(cx, "Waiting for you: %zu"), waiting)
	                   : tr(cx, "Nothing waits for you"));
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
	if (!owed && !d->n && !d->unnamed_n && !d->others_n)
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

size_t start_waiting(struct page *p, const char *title)
{
	struct desk *d = arena_new_of(p->cx->mem, struct desk);

	for (const struct subject *const *s = p->cx->app->subjects; s && *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			add_type(p->cx, d, *t);
	if (d->n) {
		page_section(&p->html, title, NULL);
		html(&p->html, "<ul class=\"work\">\n");
		for (size_t i = 0; i < d->n; i++)
			print_item(p, &d->v[i], false);
		html(&p->html, "</ul></section>\n");
	}
	print_unnamed(p, d);
	return d->n + d->unnamed_all;
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
