/* Remarks on pages: the box below a record, the page of one remark on which it is answered, noted,
 * replaced and withdrawn, and the section of the inbox.  All of it works without script. */
#include "subject/remark/remark_web.h"

#include "base/number.h"
#include "record/app.h"
#include "subject/institution/institution.h"
#include "web/form.h"
#include "web/view.h"
#include "web/who.h"

static const char *remark_path(struct context *cx, const struct remark *r, const char *what)
{
	return arena_fmt(cx->mem, "/remarks/%lld%s", (long long)r->record.id, what);
}

/* Where it stands on the record's page. */
static const char *place_of(struct context *cx, const struct remark *r)
{
	return arena_fmt(cx->mem, "%s#remark-%lld",
	                 record_path(cx, r->about.type, r->about.id, NULL),
	                 (long long)r->record.id);
}

static const char *side_name(struct context *cx, int64_t institution, bool secretariat)
{
	return secretariat ? tr(cx, "Secretariat") : who_institution(cx, institution);
}

/* ---- one remark */

static void print_from(struct html *h, const struct remark *r)
{
	struct context *cx = h->cx;

	html(h, "<p class=\"note\"><b>%s</b> · %s · <span class=\"nb\">%s</span>",
	     side_name(cx, r->record.institution, r->from_secretariat == YES),
	     who_name(cx, r->record.created_by), time_words(cx, r->record.created_at));
	for (size_t i = 0; i < r->mentions.n; i++)
		html(h, "%s%s", i ? ", " : arena_fmt(cx->mem, " · %s: ", tr(cx, "For")),
		     who_institution(cx, r->mentions.v[i]));
	html(h, "</p>");
}

static void print_words(struct html *h, const struct remark *r)
{
	struct context *cx = h->cx;
	const struct choice *state = choice_at(remark_type.states, r->record.state);

	if (!type_state_in(&remark_type, r->record.state, "current")) {
		html(h, "<p>");
		html_state(h, state->glyph, tr(cx, state->label));
		html(h, "</p>");
	} else if (str_empty(r->words)) {
		html(h, "<p class=\"note\">%s</p>", tr(cx, "The words were erased."));
	} else {
		html(h, "<div class=\"prose\">");
		html_paragraphs(h, r->words);
		html(h, "</div>");
	}
}

static void print_notes(struct html *h, const struct remark *r)
{
	struct context *cx = h->cx;
	const struct remark_note *v = r->notes.v;

	for (size_t i = 0; i < r->notes.n; i++)
		html(h, "<p class=\"note\">%s: %s, %s, <span class=\"nb\">%s</span></p>",
		     tr(cx, NC_("remark", "Noted by")),
		     side_name(cx, v[i].institution, !v[i].institution), who_name(cx, v[i].account),
		     time_words(cx, v[i].at.us));
}

static void print_noted_button(struct page *p, const struct remark *r)
{
	html(&p->html, "<form method=\"post\" action=\"%s\">", remark_path(p->cx, r, "/noted"));
	page_csrf(&p->html, p->request);
	html(&p->html, "<button class=\"btn\">%s</button></form>", tr(p->cx, "Take note"));
}

/* What can be done with it, as links and one button. */
static void print_ways(struct page *p, struct html *h, const struct remark *r, bool may_write)
{
	struct context *cx = p->cx;
	bool current = type_state_in(&remark_type, r->record.state, "current");

	if (!current || (!may_write && !remark_is_author(cx, r)))
		return;
	html(h, "<p class=\"row no-print\">");
	if (may_write)
		html(h, "<a class=\"btn\" href=\"%s#answer\">%s</a>", remark_path(cx, r, ""),
		     tr(cx, "Answer"));
	if (remark_is_author(cx, r))
		html(h, "<a class=\"btn btn-bare\" href=\"%s#withdraw\">%s</a>",
		     remark_path(cx, r, ""), tr(cx, "Withdraw or replace"));
	html(h, "</p>");
}

static void print_remark(struct page *p, struct html *h, const struct remark *r, bool may_write)
{
	html(h, "<li id=\"remark-%lld\">", (long long)r->record.id);
	print_from(h, r);
	if (r->answer_to)
		html(h, "<p class=\"note\"><a href=\"#remark-%lld\">%s</a></p>",
		     (long long)r->answer_to, tr(p->cx, "Answer to an earlier remark"));
	print_words(h, r);
	print_notes(h, r);
	print_ways(p, h, r, may_write);
	html(h, "</li>\n");
}

/* ---- the box below a record */

static const char *hint_of(struct context *cx)
{
	return tr(cx,
	          "With @CODE, for example @MOE, a remark is for that body: then only it, your "
	          "institution and the secretariat read it. Without it whoever reads the record "
	          "reads the remark.");
}

static void print_form(struct page *p, struct html *h, const struct link *about,
                       const struct error *errors)
{
	struct context *cx = p->cx;
	const char *typed = request_form(p->request, "words");

	html(h, "<form class=\"stack-s no-print\" method=\"post\" action=\"/remarks\">");
	page_csrf(h, p->request);
	html(h,
	     "<input type=\"hidden\" name=\"about.type\" value=\"%s\"><input type=\"hidden\" "
	     "name=\"about.id\" value=\"%lld\">",
	     about->type->name, (long long)about->id);
	form_lines(h, errors, "words", tr(cx, "New remark"), hint_of(cx), typed ? typed : "",
	           false);
	html(h, "<p class=\"row\"><button class=\"btn\">%s</button></p></form>\n",
	     tr(cx, "Write the remark"));
}

/* Which bodies can be mentioned with most use: those that the record is assigned to. */
static void print_bodies(struct html *h, const struct type *t, const void *row)
{
	struct context *cx = h->cx;
	struct refs bodies = { 0 };

	for (size_t i = 0; i < t->n; i++) {
		const struct field *f = &t->fields[i];

		if (!(f->flags & ASSIGNS) || f->flags & HIDDEN || !access_field(cx, t, row, f))
			continue;
		if (f->kind == FIELD_REFS)
			refs_join(cx, &bodies, field_at(f, row));
		else if (*(int64_t *)field_at(f, row))
			refs_add(cx, &bodies, *(int64_t *)field_at(f, row));
	}
	if (bodies.n)
		html(h, "<p class=\"note no-print\">");
	for (size_t i = 0; i < bodies.n && !failed(cx); i++) {
		const struct institution *one = record_get_any(cx, &institution_type, bodies.v[i]);

		if (one)
			html(h, "%s<b class=\"ref\">@%s</b> %s", i ? " · " : "", one->code,
			     who_institution(cx, bodies.v[i]));
	}
	if (bodies.n)
		html(h, "</p>\n");
}

static void print_box(struct page *p, const struct type *t, const void *row, bool may_write,
                      struct remark *const *v, size_t n)
{
	struct context *cx = p->cx;
	struct html *h = &p->below;
	const struct link about = { t, ((const struct record *)row)->id };

	html(h, "<section class=\"sect\" id=\"remarks\"><h2>%s <span class=\"count\">%zu</span>",
	     tr(cx, "Remarks"), n);
	html(h, " <span class=\"note\">%s</span></h2>\n",
	     tr(cx, "Between bodies and the secretariat; never published."));
	if (n)
		html(h, "<ol class=\"plain stack\">\n");
	for (size_t i = 0; i < n; i++)
		print_remark(p, h, v[i], may_write);
	if (n)
		html(h, "</ol>\n");
	if (may_write) {
		print_form(p, h, &about, NULL);
		print_bodies(h, t, row);
	}
	html(h, "</section>\n");
}

static void note(struct page *p, const struct type *t, const void *row)
{
	struct context *cx = p->cx;
	struct remark **v;
	bool may_write;
	size_t n;

	if (!remark_fits(t) || failed(cx) || !access_content(cx, t, row) ||
	    !remark_on(cx, t, row, &v, &n))
		return;
	may_write = remark_may_write(cx, t, row);
	if (!n && !may_write)
		return;
	page_action(p, n ? arena_fmt(cx->mem, tr(cx, "Remarks (%zu)"), n) : tr(cx, "Remarks"),
	            "#remarks", NULL, false);
	print_box(p, t, row, may_write, v, n);
}

/* ---- the page of one */

static void print_answer(struct page *p, const struct remark *r, const struct error *errors)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *typed = request_form(p->request, "words");

	html(h, "<section class=\"sect\" id=\"answer\"><h2>%s</h2>\n", tr(cx, "Answer"));
	html(h, "<form class=\"stack-s\" method=\"post\" action=\"%s\">",
	     remark_path(cx, r, "/answer"));
	page_csrf(h, p->request);
	form_lines(h, errors, "words", tr(cx, "Words of the answer"),
	           tr(cx, "Whoever reads the remark reads the answer."), typed ? typed : "", false);
	html(h, "<p class=\"row\"><button class=\"btn btn-main\">%s</button></p></form>\n",
	     tr(cx, "Answer"));
	if (remark_awaits(cx, r))
		print_noted_button(p, r);
	html(h, "</section>\n");
}

static void print_author(struct page *p, const struct remark *r, const struct error *errors)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *typed = request_form(p->request, "instead");

	page_section(h, tr(cx, "Withdraw or replace"),
	             tr(cx, "Its words are no longer shown; that there was a remark is."));
	html(h, "<form class=\"stack-s\" id=\"withdraw\" method=\"post\" action=\"%s\">",
	     remark_path(cx, r, "/replace"));
	page_csrf(h, p->request);
	form_lines(h, errors, "instead", tr(cx, "Words of the new remark"), hint_of(cx),
	           typed ? typed : r->words, false);
	html(h, "<p class=\"row\"><button class=\"btn\">%s</button></p></form>\n",
	     tr(cx, "Replace the remark"));
	html(h, "<form method=\"post\" action=\"%s\">", remark_path(cx, r, "/withdraw"));
	page_csrf(h, p->request);
	html(h, "<p class=\"row\"><button class=\"btn\">%s</button></p></form></section>\n",
	     tr(cx, "Withdraw the remark"));
}

static bool show(struct context *cx, const struct request *q, struct reply *a,
                 const struct remark *r, const void *about, const struct error *errors)
{
	const struct type *t = r->about.type;
	struct page p;

	if (q->method == METHOD_GET && !view_reading(cx, t, about, "remark"))
		return false;
	page_begin(&p, cx, q, a, tr(cx, remark_type.label));
	p.type = t;
	page_crumb(&p, tr(cx, t->label_plural), arena_fmt(cx->mem, "/%s", t->plural));
	page_crumb(&p, record_title(cx, t, r->about.id), record_path(cx, t, r->about.id, NULL));
	page_crumb(&p, p.title, NULL);
	html(&p.html, "<p class=\"note\">%s: ", tr(cx, t->label));
	view_link(&p.html, t, r->about.id);
	html(&p.html, "</p>\n<div class=\"panel\">");
	print_from(&p.html, r);
	print_words(&p.html, r);
	print_notes(&p.html, r);
	html(&p.html, "</div>\n");
	if (type_state_in(&remark_type, r->record.state, "current") &&
	    remark_may_write(cx, t, about))
		print_answer(&p, r, errors);
	if (remark_is_author(cx, r))
		print_author(&p, r, errors);
	if (errors)
		a->status = 422;
	return page_end(&p);
}

static struct remark *remark_asked(struct context *cx, const struct request *q, void **ret_about)
{
	int64_t id = request_id(cx, q);

	return id ? remark_get(cx, id, ret_about) : NULL;
}

static bool remark_page(struct context *cx, const struct request *q, struct reply *a)
{
	void *about;
	const struct remark *r = remark_asked(cx, q, &about);

	return r && show(cx, q, a, r, about, NULL);
}

/* ---- what is posted */

static const char *trimmed(struct context *cx, const char *s)
{
	size_t n;

	if (!s)
		return NULL;
	s += strspn(s, " \t\n");
	n = strlen(s);
	while (n && strchr(" \t\n", s[n - 1]))
		n--;
	return arena_strn(cx->mem, s, n);
}

static bool said(struct context *cx, const struct request *q, struct reply *a, const char *words,
                 const char *where)
{
	return reply_notice(cx, a, q, words) && reply_goto(cx, a, where);
}

/* On a page of its own, with what was typed. */
static bool ask_again(struct context *cx, const struct request *q, struct reply *a,
                      const struct link *about)
{
	const struct error *errors = view_errors(cx);
	const struct type *t = about->type;
	struct page p;

	page_begin(&p, cx, q, a, tr(cx, "New remark"));
	p.type = t;
	page_crumb(&p, tr(cx, t->label_plural), arena_fmt(cx->mem, "/%s", t->plural));
	page_crumb(&p, record_title(cx, t, about->id), record_path(cx, t, about->id, NULL));
	page_crumb(&p, p.title, NULL);
	print_form(&p, &p.html, about, errors);
	a->status = 422;
	return page_end(&p);
}

static bool remark_post(struct context *cx, const struct request *q, struct reply *a)
{
	const char *type = request_form(q, "about.type"), *id = request_form(q, "about.id");
	struct remark *r = record_new(cx, &remark_type);

	r->about.type = type ? type_named(cx->app->subjects, type) : NULL;
	if (!r->about.type || !id || !parse_int_in(id, 1, INT64_MAX, &r->about.id))
		return fail(cx, ERR_BAD_REQUEST, NULL, N_("There is no such record."));
	r->words = trimmed(cx, request_form(q, "words"));
	if (remark_write(cx, r))
		return said(cx, q, a, tr(cx, "The remark was written."), place_of(cx, r));
	return cx->err.kind == ERR_INVALID && ask_again(cx, q, a, &r->about);
}

/* An answer, or what stands instead. */
static bool follow_up(struct context *cx, const struct request *q, struct reply *a,
                      const char *input, bool instead)
{
	void *about;
	struct remark *old = remark_asked(cx, q, &about);
	struct remark *r = record_new(cx, &remark_type);
	struct error *e;

	if (!old)
		return false;
	r->about = old->about;
	*(instead ? &r->replaces : &r->answer_to) = old->record.id;
	r->words = trimmed(cx, request_form(q, input));
	if (remark_write(cx, r))
		return said(cx, q, a,
		            instead ? tr(cx, "The remark was replaced.")
		                    : tr(cx, "The answer was written."),
		            place_of(cx, r));
	if (cx->err.kind != ERR_INVALID)
		return false;
	e = arena_new_of(cx->mem, struct error);
	*e = *view_errors(cx);
	e->field = input;
	return show(cx, q, a, old, about, e);
}

static bool answer_post(struct context *cx, const struct request *q, struct reply *a)
{
	return follow_up(cx, q, a, "words", false);
}

static bool replace_post(struct context *cx, const struct request *q, struct reply *a)
{
	return follow_up(cx, q, a, "instead", true);
}

static bool noted_post(struct context *cx, const struct request *q, struct reply *a)
{
	void *about;
	struct remark *r = remark_asked(cx, q, &about);

	return r && remark_take_note(cx, r) &&
	       said(cx, q, a, tr(cx, "You have taken note of the remark."),
	            request_way(q, "to", place_of(cx, r)));
}

static bool withdraw_post(struct context *cx, const struct request *q, struct reply *a)
{
	void *about;
	struct remark *r = remark_asked(cx, q, &about);

	return r && remark_withdraw(cx, r) &&
	       said(cx, q, a, tr(cx, "The remark was withdrawn."), place_of(cx, r));
}

/* ---- the inbox */

static bool may_be_named(const struct remark *r)
{
	return r->record.classification != CLASS_RESTRICTED &&
	       !(r->about.type->flags & TYPE_LOGS_READING);
}

static void print_waiting(struct page *p, const struct remark *r)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h, "<li><div class=\"when\"><span class=\"note\">%s</span></div><div><h3>",
	     date_words(cx, civil_date(cx, r->record.created_at, NULL)));
	html(h, "<a href=\"%s\">%s</a></h3>", remark_path(cx, r, ""),
	     may_be_named(r) ? record_title(cx, r->about.type, r->about.id)
	                     : tr(cx, "Remark on a restricted file"));
	if (may_be_named(r) && r->words)
		html(h, "<p class=\"small clamp\">%s</p>", r->words);
	html(h, "<p class=\"note\">%s · %s</p></div><div class=\"row\">",
	     tr(cx, r->about.type->label),
	     side_name(cx, r->record.institution, r->from_secretariat == YES));
	html(h, "<a class=\"btn\" href=\"%s#answer\">%s</a>", remark_path(cx, r, ""),
	     tr(cx, "Answer"));
	html(h, "<form method=\"post\" action=\"%s\">", remark_path(cx, r, "/noted"));
	page_csrf(h, p->request);
	html(h,
	     "<input type=\"hidden\" name=\"to\" value=\"/inbox\"><button class=\"btn\">%s"
	     "</button></form></div></li>\n",
	     tr(cx, "Take note"));
}

bool remark_inbox(struct page *p, size_t *ret_n)
{
	struct remark **v;
	struct html *h = &p->html;

	if (!remark_waiting(p->cx, &v, ret_n))
		return false;
	if (!*ret_n)
		return true;
	html(h,
	     "<section class=\"sect\"><h2>%s <span class=\"count\">%zu</span></h2><ul "
	     "class=\"work\">\n",
	     tr(p->cx, "Remarks that wait for an answer"), *ret_n);
	for (size_t i = 0; i < *ret_n; i++)
		print_waiting(p, v[i]);
	html(h, "</ul></section>\n");
	return true;
}

static const struct route routes[] = {
	{ METHOD_POST, "/remarks", "assignment_answer:read", remark_post,
	  N_("Writes a remark on a record") },
	{ METHOD_GET, "/remarks/{id}", "@signed-in", remark_page,
	  N_("A remark, and the form that answers it") },
	{ METHOD_POST, "/remarks/{id}/answer", "assignment_answer:read", answer_post,
	  N_("Answers a remark") },
	{ METHOD_POST, "/remarks/{id}/noted", "assignment_answer:read", noted_post,
	  N_("Takes note of a remark") },
	{ METHOD_POST, "/remarks/{id}/replace", "assignment_answer:read", replace_post,
	  N_("Replaces one’s own remark by another") },
	{ METHOD_POST, "/remarks/{id}/withdraw", "assignment_answer:read", withdraw_post,
	  N_("Withdraws one’s own remark") },
	{ 0 },
};

const struct pages remark_pages = { .name = "remark", .routes = routes, .record_note = note };
