/* The register as a list with ready filters, writing letters from a selection of recommendations or
 * for one institution, and what other pages say of letters: the record that a letter is about, the
 * institution, the inbox. */
#include "subject/letter/letter_web.h"

#include "language/messages.h"
#include "language/words.h"
#include "record/app.h"
#include "store/db.h"
#include "subject/institution/institution.h"
#include "subject/letter/part.h"
#include "subject/recommendation/recommendation_web.h"
#include "web/form.h"
#include "web/who.h"

#define L (&letter_type)

SQL(letter_about, "SELECT l.id FROM letter l JOIN ref x ON x.record = l.id"
                  " WHERE x.target = $1 AND x.field = 'items' ORDER BY l.id DESC"
                  " LIMIT 20");

/* ---- the register */

/* What was due by then and awaits its answer is late. */
static const char *yesterday(struct context *cx)
{
	char *text = arena_alloc(cx->mem, DATE_TEXT);

	date_text(date_add_days(today(cx), -1), text);
	return text;
}

static void views(struct html *h, const struct list *l)
{
	struct context *cx = h->cx;
	const struct view_ready ready[] = {
		{ N_("All"), "" },
		{ NC_("letters", "Out"), "?direction=out" },
		{ NC_("letters", "In"), "?direction=in" },
		{ N_("Without an answer"), "?state=awaiting" },
		{ N_("Without an answer in time"),
		  arena_fmt(cx->mem, "?state=awaiting&answer_due%%3C=%s", yesterday(cx)) },
	};

	view_ready_print(h, l, ready, LEN(ready));
}

static void silence_cell(struct html *h, const struct list *l, const void *row, size_t i)
{
	const struct letter *letter = row;

	(void)l;
	(void)i;
	if (letter_overdue(h->cx, letter))
		html_state(h, "late st-late", words_due(h->cx, letter->answer_due, today(h->cx)));
}

static bool register_page(struct context *cx, const struct request *q, struct reply *a)
{
	static const char *const more[] = { N_("Silence"), NULL };
	static const struct view_list looks = { .views = views,
		                                .more = more,
		                                .more_cell = silence_cell };

	if (permissions_scopes(cx->app->permissions, L->function, cx->actor->role, RIGHT_READ) ==
	    SCOPE_PUBLISHED)
		return reply_goto(cx, a, "/public");
	return view_list_page(cx, q, a, L, &looks);
}

/* ---- addressees of a selection */

enum { MAX_ADDRESSEES = 60 };

struct addressee {
	int64_t institution;
	struct refs items;
	const char *lang;
};

struct mailing {
	struct addressee v[MAX_ADDRESSEES];
	size_t n;
	size_t left; /* do not await an answer, or are restricted */
};

static struct addressee *addressee_of(struct context *cx, struct mailing *m, int64_t institution)
{
	struct addressee *one;

	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].institution == institution)
			return &m->v[i];
	if (m->n == MAX_ADDRESSEES) {
		fail(cx, ERR_TOO_LARGE, NULL, N_("At most %d letters at once."), MAX_ADDRESSEES);
		return NULL;
	}
	one = &m->v[m->n++];
	one->institution = institution;
	return letter_language(cx, institution, &one->lang) ? one : NULL;
}

static bool sort_out(struct context *cx, const struct selection *s, struct mailing *m)
{
	*m = (struct mailing){ 0 };
	for (size_t i = 0; i < s->n; i++) {
		const struct recommendation *r = s->v[i];
		struct addressee *to;

		if (!r->lead || !type_state_in(T, r->record.state, "assigned") ||
		    r->record.classification == CLASS_RESTRICTED) {
			m->left++;
			continue;
		}
		to = addressee_of(cx, m, r->lead);
		if (!to)
			return false;
		refs_add(cx, &to->items, r->record.id);
	}
	return !failed(cx);
}

/* ---- looking before they are written */

static const char *lang_input(struct context *cx, int64_t institution)
{
	return arena_fmt(cx->mem, "lang.%lld", (long long)institution);
}

static void print_addressee(struct page *p, const struct addressee *to)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *name = lang_input(cx, to->institution), *typed = request_form(p->request, name);

	html(h, "<fieldset class=\"field\"><legend>%s</legend><p class=\"note\">%s</p>",
	     who_institution(cx, to->institution),
	     arena_fmt(
	             cx->mem,
	             trn(cx, "%lld recommendation", "%lld recommendations", (long long)to->items.n),
	             (long long)to->items.n));
	form_select(h, NULL, name, tr(cx, "Language of the letter"));
	for (const struct choice *c = letter_languages; c->code; c++)
		html_option(h, c->code, tr(cx, c->label),
		            str_eq(c->code, typed ? typed : to->lang));
	form_select_close(h);
	html(h, "</fieldset>\n");
}

static void print_form(struct page *p, const struct selection *s, const struct mailing *m,
                       struct date due, const struct error *errors)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *typed = request_form(p->request, "answer_due");

	html(h, "<form class=\"stack prose\" method=\"post\" "
	        "action=\"/letters/write\">");
	page_csrf(h, p->request);
	selection_ids(h, s, NULL);
	form_input(h, errors, "answer_due", tr(cx, "Answer due"),
	           tr(cx, "A day off moves to the next working day."), "text",
	           typed ? typed : date_words(cx, due), NULL);
	for (size_t i = 0; i < m->n; i++)
		print_addressee(p, &m->v[i]);
	html(h, "<p class=\"row\"><button class=\"btn btn-main\">%s</button></p></form>\n",
	     arena_fmt(cx->mem, trn(cx, "Write %lld letter", "Write %lld letters", (long long)m->n),
	               (long long)m->n));
}

static bool show(struct context *cx, const struct request *q, struct reply *a,
                 const struct selection *s, const struct error *errors)
{
	struct mailing *m = arena_new_of(cx->mem, struct mailing);
	struct date due;
	struct page p;

	if (!sort_out(cx, s, m) || !letter_due(cx, &due))
		return false;
	page_begin(&p, cx, q, a, tr(cx, "Assignment letters"));
	p.type = T;
	p.lead = tr(cx, "Each lead body gets a letter with the recommendations that await its "
	                "answer; the letters are registered with the next numbers of the year.");
	page_crumb(&p, tr(cx, L->label_plural), "/letters");
	page_crumb(&p, p.title, NULL);
	if (m->left)
		page_message(&p, "warn",
		             arena_fmt(cx->mem, tr(cx, "%zu stand in no letter."), m->left),
		             tr(cx, "They do not await an answer, or are restricted."));
	if (m->n)
		print_form(&p, s, m, due, errors);
	else
		page_empty(&p.html, tr(cx, "Nothing awaits an answer."),
		           tr(cx, "Recommendations are assigned first."), "/recommendations",
		           tr(cx, "Back to the list"));
	if (errors)
		a->status = 422;
	return page_end(&p);
}

static bool prepare_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct selection s;

	if (!selection_read(cx, q, &s))
		return false;
	return s.n ? show(cx, q, a, &s, NULL) : selection_none(cx, q, a);
}

/* For one institution: all that awaits its answer. */
static bool prepare_get(struct context *cx, const struct request *q, struct reply *a)
{
	const char *institution = request_query(q, "institution");
	struct list l = { .type = T };
	struct selection s;

	if (str_empty(institution) || !list_filter(cx, &l, "lead", institution))
		return failed(cx) ? false
		                  : fail(cx, ERR_BAD_REQUEST, NULL, N_("There is no such record."));
	return list_filter(cx, &l, "state", "assigned") && selection_find(cx, &l, &s) &&
	       show(cx, q, a, &s, NULL);
}

/* ---- writing them */

static bool write_all(struct context *cx, const struct request *q, const struct mailing *m,
                      struct date due)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct addressee *to = &m->v[i];
		const char *lang = request_form(q, lang_input(cx, to->institution));

		if (!letter_write(cx, to->institution, &to->items, due, lang ? lang : to->lang))
			return false;
	}
	return true;
}

static bool read_due(struct context *cx, const struct request *q, struct date *ret)
{
	const char *typed = request_form(q, "answer_due");

	if (str_empty(typed) || !words_read_date(cx->mem, typed, ret) ||
	    ret->precision != PRECISION_DAY)
		return fail(cx, ERR_INVALID, "answer_due",
		            N_("Give the date, for example 17.06.2025."));
	return date_compare(*ret, today(cx)) >= 0 ||
	       fail(cx, ERR_INVALID, "answer_due", N_("This day has passed."));
}

static bool write_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct mailing *m = arena_new_of(cx->mem, struct mailing);
	struct selection s;
	struct date due;

	if (!selection_read(cx, q, &s) || !sort_out(cx, &s, m))
		return false;
	if (!m->n)
		return show(cx, q, a, &s, NULL);
	if (read_due(cx, q, &due) && write_all(cx, q, m, due))
		return reply_notice(cx, a, q,
		                    arena_fmt(cx->mem,
		                              trn(cx, "%lld letter was written.",
		                                  "%lld letters were written.", (long long)m->n),
		                              (long long)m->n)) &&
		       reply_goto(cx, a, "/letters?direction=out");
	return cx->err.kind == ERR_INVALID && show(cx, q, a, &s, view_errors(cx));
}

/* ---- on other pages */

static const char *late_words(struct context *cx, const struct letter *l)
{
	return arena_fmt(cx->mem, tr(cx, "Letter %s has no answer: %s"), l->number,
	                 words_due(cx, l->answer_due, today(cx)));
}

static void print_letter(struct html *h, const struct letter *l)
{
	struct context *cx = h->cx;

	html(h, "<li><a href=\"%s\">%s</a> <span class=\"nb\">%s</span> ",
	     record_path(cx, L, l->record.id, NULL), record_title(cx, L, l->record.id),
	     date_words(cx, l->date));
	if (letter_overdue(cx, l))
		html_state(h, "late st-late", words_due(cx, l->answer_due, today(cx)));
	else
		view_value(h, L, &common_fields[0], l);
	html(h, "</li>\n");
}

static void about_recommendation(struct page *p, int64_t id)
{
	struct context *cx = p->cx;
	struct rows *r = db_query(cx, &letter_about, V(id));
	int64_t ids[20];
	size_t found = 0, n;
	void **rows;

	while (r && rows_next(cx, r))
		ids[found++] = rows_int(r, 0);
	if (!found || !record_get_many(cx, L, ids, found, &rows, &n) || !n)
		return;
	html(&p->below, "<section class=\"sect\" id=\"letters\"><h2>%s</h2><ul class=\"plain\">\n",
	     tr(cx, L->label_plural));
	for (size_t i = 0; i < n; i++) {
		print_letter(&p->below, rows[i]);
		if (letter_overdue(cx, rows[i]))
			page_message(p, "warn", late_words(cx, rows[i]), NULL);
	}
	html(&p->below, "</ul></section>\n");
}

/* Those that await an answer whose day has passed, the longest silence first. */
static bool late_letters(struct context *cx, struct list *l)
{
	l->order = "answer_due";
	return list_filter(cx, l, "state", "awaiting") &&
	       list_filter(cx, l, "answer_due<", yesterday(cx)) && record_list(cx, l);
}

/* What it has not answered, and the way to its letters: for whoever reads letters to it. */
static void about_institution(struct page *p, int64_t id)
{
	struct context *cx = p->cx;
	const char *of = arena_fmt(cx->mem, "%lld", (long long)id);
	struct list any = { .type = L, .limit = 1 }, late = { .type = L, .limit = 20 };

	if (!list_filter(cx, &any, "correspondent", of) || !record_list(cx, &any) || !any.n ||
	    !list_filter(cx, &late, "correspondent", of) || !late_letters(cx, &late))
		return;
	html(&p->below, "<section class=\"sect\" id=\"letters\"><h2>%s</h2>\n",
	     tr(cx, L->label_plural));
	if (late.n) {
		html(&p->below, "<p class=\"note\">%s</p><ul class=\"plain stack-s\">\n",
		     tr(cx, "Without an answer in time"));
		for (size_t i = 0; i < late.n; i++)
			print_letter(&p->below, late.rows[i]);
		html(&p->below, "</ul>\n");
	}
	html(&p->below,
	     "<p class=\"row\"><a class=\"btn btn-bare\" href=\"/letters?correspondent=%s\">%s</a>"
	     "</p></section>\n",
	     of, tr(cx, "All letters to it and from it"));
}

static void on_institution(struct page *p, int64_t id)
{
	struct context *cx = p->cx;

	if (access_function(cx, L->function, RIGHT_SEND))
		page_action(p, tr(cx, "Assignment letter"),
		            arena_fmt(cx->mem, "/letters/prepare?institution=%lld", (long long)id),
		            NULL, false);
	if (access_function(cx, L->function, RIGHT_READ))
		about_institution(p, id);
}

/* Silence, or the letters that came in answer. */
static void about_letter(struct page *p, const struct letter *letter)
{
	struct context *cx = p->cx;
	struct list l = { .type = L, .limit = 20, .order = "-date" };

	if (letter_overdue(cx, letter))
		page_message(p, "warn", late_words(cx, letter), NULL);
	if (!list_filter(cx, &l, "reply_to",
	                 arena_fmt(cx->mem, "%lld", (long long)letter->record.id)) ||
	    !record_list(cx, &l) || !l.n)
		return;
	html(&p->below, "<section class=\"sect\" id=\"answers\"><h2>%s</h2><ul class=\"plain\">\n",
	     tr(cx, "What came in answer"));
	for (size_t i = 0; i < l.n; i++)
		print_letter(&p->below, l.rows[i]);
	html(&p->below, "</ul></section>\n");
}

static void note(struct page *p, const struct type *t, const void *row)
{
	struct context *cx = p->cx;
	int64_t id = ((const struct record *)row)->id;

	if (failed(cx))
		return;
	if (t == T && access_content(cx, t, row))
		about_recommendation(p, id);
	else if (t == L)
		about_letter(p, row);
	else if (t == &institution_type)
		on_institution(p, id);
}

bool letter_inbox(struct page *p, size_t *ret_n)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct list l = { .type = L, .limit = MAX_LIST_PAGE };

	*ret_n = 0;
	if (!access_function(cx, L->function, RIGHT_SEND))
		return true;
	if (!late_letters(cx, &l))
		return false;
	*ret_n = l.n;
	if (!l.n)
		return true;
	html(h,
	     "<section class=\"sect\"><h2>%s <span class=\"count count-late\">%zu</span></h2><ul "
	     "class=\"plain stack-s\">\n",
	     tr(cx, "Letters without an answer"), l.n);
	for (size_t i = 0; i < l.n; i++)
		print_letter(h, l.rows[i]);
	html(h, "</ul></section>\n");
	return true;
}

static const struct route routes[] = {
	{ METHOD_GET, "/letters", "recommendations:read", register_page,
	  N_("The register of letters out and in") },
	{ METHOD_GET, "/letters/prepare", "recommendations:send", prepare_get,
	  N_("What an assignment letter to an institution would say") },
	{ METHOD_POST, "/letters/prepare", "recommendations:send", prepare_post,
	  N_("What assignment letters about the recommendations selected would say") },
	{ METHOD_POST, "/letters/write", "recommendations:send", write_post,
	  N_("Writes and registers the assignment letters") },
	{ 0 },
};

/* Bodies find theirs on the page of their institution. */
static const struct tab tabs[] = {
	{ N_("Letters"), "/letters", "recommendations:create", 64 },
	{ 0 },
};

const struct pages letter_pages = {
	.name = "letter", .routes = routes, .tabs = tabs, .record_note = note
};
