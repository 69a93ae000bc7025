/* Proposing, deciding and marking many positions at once: what is to be done is typed once; then
 * each step is taken to see what would come of it and put back, and the page tells it; only the
 * next button takes the steps.  What was done together is taken back together (together_web.c). */
#include "subject/recommendation/position_web.h"

#include "record/app.h"
#include "record/image.h"
#include "record/setting.h"

enum { MAX_TOGETHER = 500 };

struct many {
	const char *path;         /* "/propose" */
	const char *const *steps; /* the first that the actor may take; NULL ends them */
	const char *(*title)(struct context *cx, size_t n),
	        *(*button)(struct context *cx, size_t n);
	const char *done, *next;
	void (*form)(struct html *h, const struct request *q, const struct error *errors);
	/* Checks what was typed; puts it into the row. */
	bool (*read)(struct context *cx, const struct request *q);
	void (*apply)(struct context *cx, const struct request *q, struct recommendation *r);
	/* What the row would say. */
	void (*tell)(struct html *h, const struct recommendation *r);
};

/* ---- an explanation in languages */

static const char *words_name(struct context *cx, const char *lang)
{
	return arena_fmt(cx->mem, "words.%s", lang);
}

static void print_words(struct html *h, const struct request *q, const char *hint)
{
	struct context *cx = h->cx;

	for (const char *const *lang = page_languages(cx); *lang; lang++)
		form_lines(h, NULL, words_name(cx, *lang),
		           arena_fmt(cx->mem, tr(cx, "Explanation (%s)"), language_name(*lang)),
		           hint, request_form(q, words_name(cx, *lang)), true);
}

/* The original is the text in the page's language, else the first there is. */
static struct texts typed_words(struct context *cx, const struct request *q)
{
	struct text *v = arena_array(cx->mem, struct text, MAX_LANGUAGES);
	size_t n = 0, original = 0;

	for (const char *const *lang = page_languages(cx); *lang && n < MAX_LANGUAGES; lang++) {
		const char *body = request_form(q, words_name(cx, *lang));

		if (str_empty(body))
			continue;
		if (str_eq(*lang, cx->lang))
			original = n;
		v[n++] = (struct text){ .lang = *lang, .body = body };
	}
	if (n)
		v[original].original = true;
	return (struct texts){ v, n };
}

/* ---- proposing */

static void print_positions(struct html *h, const char *name, const struct request *q,
                            const struct error *errors, const char *first)
{
	struct context *cx = h->cx;
	const char *chosen = request_form(q, name);

	form_select(h, errors, name, tr(cx, "Position"));
	html_option(h, "", first, str_empty(chosen));
	for (const struct choice *c = position_proposals; c->code; c++)
		html_option(h, c->code, tr(cx, c->label), str_eq(c->code, chosen));
	form_select_close(h);
}

static void propose_form(struct html *h, const struct request *q, const struct error *errors)
{
	struct context *cx = h->cx;

	html(h, "<p class=\"note\">%s</p>\n",
	     tr(cx, "There is no “partially”: a recommendation is supported or noted, and the "
	            "explanation says what of it is accepted."));
	print_positions(h, "position", q, errors, tr(cx, "not chosen"));
	print_words(h, q, NULL);
}

static int typed_position(const struct request *q)
{
	return choice_index(position_proposals, request_form(q, "position"));
}

static bool no_third(struct context *cx)
{
	return fail(cx, ERR_INVALID, "position",
	            N_("The position is supported or noted; there is no “partially”. What of it is "
	               "accepted, the explanation says."));
}

static bool propose_read(struct context *cx, const struct request *q)
{
	return typed_position(q) || no_third(cx);
}

static void propose_apply(struct context *cx, const struct request *q, struct recommendation *r)
{
	r->position_proposed = typed_position(q);
	r->position_words = typed_words(cx, q);
}

static void propose_tell(struct html *h, const struct recommendation *r)
{
	desk_print_position(h, position_of_proposal(r->position_proposed), &r->position_words);
}

/* ---- deciding */

static void decide_form(struct html *h, const struct request *q, const struct error *errors)
{
	struct context *cx = h->cx;

	print_positions(h, "position", q, errors, tr(cx, "as the lead body proposed it"));
	print_words(h, q, tr(cx, "Left empty in all languages: the lead body’s explanation."));
}

static bool decide_read(struct context *cx, const struct request *q)
{
	return str_empty(request_form(q, "position")) || typed_position(q) || no_third(cx);
}

static void decide_apply(struct context *cx, const struct request *q, struct recommendation *r)
{
	const struct position_proposal *lead = position_of_lead(r);
	struct texts words = typed_words(cx, q);
	int typed = typed_position(q);

	if (typed || lead)
		r->position = position_of_proposal(typed ? typed : lead->proposed);
	if (words.n || lead)
		r->position_remark = words.n ? words : lead->words;
}

static void decide_tell(struct html *h, const struct recommendation *r)
{
	desk_print_position(h, r->position, &r->position_remark);
}

/* ---- marking */

static void mark_form(struct html *h, const struct request *q, const struct error *errors)
{
	form_lines(h, errors, "note", tr(h->cx, "Why the position goes to the Commission"), NULL,
	           request_form(q, "note"), false);
}

static bool mark_read(struct context *cx, const struct request *q)
{
	return !str_empty(request_form(q, "note")) ||
	       fail(cx, ERR_INVALID, "note", N_("Say why the Commission is asked."));
}

static void mark_apply(struct context *cx, const struct request *q, struct recommendation *r)
{
	(void)cx;
	r->position_dispute_note = request_form(q, "note");
}

static void mark_tell(struct html *h, const struct recommendation *r)
{
	html(h, "<span class=\"small\">%s</span>", r->position_dispute_note);
}

/* ---- and their words */

static const char *propose_title(struct context *cx, size_t n)
{
	return arena_fmt(cx->mem, tr(cx, "Propose the position on %zu recommendations"), n);
}

static const char *propose_button(struct context *cx, size_t n)
{
	return arena_fmt(cx->mem, tr(cx, "Propose %zu"), n);
}

static const char *decide_title(struct context *cx, size_t n)
{
	return arena_fmt(cx->mem, tr(cx, "Decide the position on %zu recommendations"), n);
}

static const char *decide_button(struct context *cx, size_t n)
{
	return arena_fmt(cx->mem, tr(cx, "Decide %zu"), n);
}

static const char *mark_title(struct context *cx, size_t n)
{
	return arena_fmt(cx->mem, tr(cx, "Mark %zu positions for the Commission"), n);
}

static const char *mark_button(struct context *cx, size_t n)
{
	return arena_fmt(cx->mem, tr(cx, "Mark %zu"), n);
}

static const char *const propose_steps[] = { "propose_position", "state_position", NULL },
                         *const decide_steps[] = { "decide_position", NULL },
                         *const mark_steps[] = { "mark_position", NULL };

static const struct many proposing = {
	"/propose",     propose_steps,  propose_title,
	propose_button, N_("Proposed"), N_("The chair decides."),
	propose_form,   propose_read,   propose_apply,
	propose_tell,
};
static const struct many deciding = {
	"/decide",     decide_steps,  decide_title,
	decide_button, N_("Decided"), N_("They can be decided anew until the outcome is adopted."),
	decide_form,   decide_read,   decide_apply,
	decide_tell,
};
static const struct many marking = {
	"/mark",      mark_steps,
	mark_title,   mark_button,
	N_("Marked"), N_("They stand in the list for the Commission until the chair decides."),
	mark_form,    mark_read,
	mark_apply,   mark_tell,
};

/* ---- whom it is about */

static bool belongs(const struct position_desk *d, const struct recommendation *r)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].r->record.id == r->record.id)
			return true;
	return false;
}

/* Those ticked, or all that the address shows. */
static bool read_selection(struct context *cx, const struct request *q,
                           const struct position_desk *d, struct selection *s)
{
	const struct desk_wish w = desk_wish(q);
	size_t kept = 0;

	if (q->method == METHOD_POST) {
		if (!selection_read(cx, q, s))
			return false;
		for (size_t i = 0; i < s->n; i++)
			if (belongs(d, s->v[i]))
				s->v[kept++] = s->v[i];
		s->n = kept;
		return true;
	}
	*s = (struct selection){ .v = arena_array(cx->mem, struct recommendation *, MAX_TOGETHER) };
	for (size_t i = 0; i < d->n; i++) {
		if (!desk_fits(&w, &d->v[i]))
			continue;
		s->more |= s->n == MAX_TOGETHER;
		if (s->n < MAX_TOGETHER)
			s->v[s->n++] = row_copy(cx, T, d->v[i].r);
	}
	return true;
}

static bool nothing(struct context *cx, const struct request *q, struct reply *a,
                    const struct position_desk *d)
{
	return reply_notice(cx, a, q, tr(cx, "Nothing was selected.")) &&
	       reply_goto(cx, a, desk_path(cx, d, ""));
}

/* ---- the three pages */

static void print_line(struct html *h, const struct recommendation *r)
{
	together_line(h, r);
	html(h, "<br>");
	desk_print_proposals(h, r);
}

static bool show(struct context *cx, const struct request *q, struct reply *a,
                 const struct position_desk *d, const struct many *m, const struct selection *s,
                 const struct error *errors)
{
	struct html *h;
	struct page p;

	if (!together_titles(cx, s->v, s->n))
		return false;
	desk_begin(&p, cx, q, a, d, m->title(cx, s->n));
	h = &p.html;
	selection_more(&p, s, tr(cx, "The rest can be changed afterwards in the same way."));
	html(h, "<form id=\"form\" class=\"stack\" method=\"post\" action=\"%s/look\">\n",
	     desk_path(cx, d, m->path));
	page_csrf(h, q);
	selection_ids(h, s, NULL);
	m->form(h, q, errors);
	html(h,
	     "<p class=\"field row\"><button class=\"btn btn-main\">%s</button> <a class=\"btn "
	     "btn-bare\" href=\"%s\">%s</a></p></form>\n<ul class=\"plain stack-s\">\n",
	     tr(cx, "Look what changes"), desk_path(cx, d, ""), tr(cx, "Cancel"));
	for (size_t i = 0; i < s->n; i++) {
		print_line(h, s->v[i]);
		html(h, "</li>\n");
	}
	html(h, "</ul>\n");
	return page_end(&p);
}

/* Desk and selection; *ret_shown: the answer is there already. */
static bool read_all(struct context *cx, const struct request *q, struct reply *a,
                     const struct many *m, struct position_desk **d, struct selection *s,
                     bool *ret_shown)
{
	const struct error *errors;

	*ret_shown = true;
	*d = desk_of(cx, q);
	if (!*d || !read_selection(cx, q, *d, s))
		return false;
	if (!s->n)
		return nothing(cx, q, a, *d);
	*ret_shown = false;
	if (!m || m->read(cx, q))
		return true;
	if (cx->err.kind != ERR_INVALID)
		return false;
	errors = view_errors(cx);
	*ret_shown = true;
	a->status = 422;
	return show(cx, q, a, *d, m, s, errors);
}

static bool form_page(struct context *cx, const struct request *q, struct reply *a,
                      const struct many *m)
{
	struct position_desk *d;
	struct selection s;
	bool shown;

	if (!read_all(cx, q, a, NULL, &d, &s, &shown) || shown)
		return shown && !failed(cx);
	return show(cx, q, a, d, m, &s, NULL);
}

struct task {
	struct recommendation *row;
	const struct step *step;
	bool moved;
};

/* The first of the steps that is the actor's to take with this record. */
static const struct step *step_of(struct context *cx, const struct many *m,
                                  const struct recommendation *r)
{
	const struct step *s = NULL;
	const char *why;

	for (const char *const *name = m->steps; *name; name++) {
		s = step_named(T, *name);
		if (step_offered(cx, T, r, s, &why))
			return s;
	}
	return s;
}

static bool take(struct context *cx, void *data)
{
	const struct task *t = data;

	if (t->moved)
		return fail(cx, ERR_CONFLICT, NULL,
		            N_("Somebody else changed this record in the meantime."));
	return record_step(cx, T, t->row, t->step);
}

static bool look(struct context *cx, const struct request *q, struct reply *a,
                 const struct position_desk *d, const struct many *m, const struct selection *s,
                 const struct recommendation *const *after, const struct error *const *refused)
{
	struct html *h;
	struct page p;
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += !refused[i];
	desk_begin(&p, cx, q, a, d, tr(cx, "What will change"));
	h = &p.html;
	page_message(
	        &p, n == s->n ? "" : "warn",
	        arena_fmt(cx->mem, tr(cx, "%zu will change, %zu stay as they are."), n, s->n - n),
	        tr(cx, "Nothing has been changed yet."));
	html(h, "<form id=\"form\" class=\"stack\" method=\"post\" action=\"%s/now\">\n",
	     desk_path(cx, d, m->path));
	selection_keep(h, q, s);
	html(h, "<ul class=\"plain stack-s\">\n");
	for (size_t i = 0; i < s->n; i++) {
		together_line(h, s->v[i]);
		html(h, "<br>");
		if (refused[i])
			html(h, "<span class=\"st st-late\"><span>%s</span></span>",
			     refused[i]->text);
		else
			m->tell(h, after[i]);
		html(h, "</li>\n");
	}
	html(h, "</ul>\n<p class=\"field row\">");
	if (n)
		html(h, "<button class=\"btn btn-main\">%s</button>", m->button(cx, n));
	html(h, "<button class=\"btn\" formaction=\"%s\">%s</button></p></form>\n",
	     desk_path(cx, d, m->path), tr(cx, "Back to the form"));
	return page_end(&p);
}

static bool look_page(struct context *cx, const struct request *q, struct reply *a,
                      const struct many *m)
{
	const struct recommendation **after;
	const struct error **refused;
	struct position_desk *d;
	struct selection s;
	bool shown;

	if (!read_all(cx, q, a, m, &d, &s, &shown) || shown)
		return shown && !failed(cx);
	if (!together_titles(cx, s.v, s.n))
		return false;
	refused = arena_array(cx->mem, const struct error *, s.n);
	after = arena_array(cx->mem, const struct recommendation *, s.n);
	for (size_t i = 0; i < s.n; i++) {
		struct task task = { .row = row_copy(cx, T, s.v[i]),
			             .step = step_of(cx, m, s.v[i]) };

		m->apply(cx, q, task.row);
		after[i] = row_copy(cx, T, task.row); /* saving uses up the other one */
		if (!together_would(cx, take, &task, &refused[i]))
			return false;
	}
	return look(cx, q, a, d, m, &s, after, refused);
}

static bool now_page(struct context *cx, const struct request *q, struct reply *a,
                     const struct many *m)
{
	const struct error **refused;
	struct position_desk *d;
	struct selection s;
	bool shown;

	if (!read_all(cx, q, a, m, &d, &s, &shown) || shown)
		return shown && !failed(cx);
	if (!selection_name(cx, &s))
		return false;
	refused = arena_array(cx->mem, const struct error *, s.n);
	for (size_t i = 0; i < s.n; i++) {
		struct task task = { .row = s.v[i],
			             .step = step_of(cx, m, s.v[i]),
			             .moved = !selection_seen(cx, q, s.v[i]) };

		m->apply(cx, q, task.row);
		if (!together_one(cx, take, &task, &refused[i]))
			return false;
	}
	return selection_report(cx, q, a, &s, refused,
	                        &(struct outcome){ m->steps[0], tr(cx, m->done), tr(cx, m->next),
	                                           NULL, desk_path(cx, d, "") });
}

/* ---- of each kind */

#define PAGES(name, m)                                                                 \
	bool name##_form(struct context *cx, const struct request *q, struct reply *a) \
	{                                                                              \
		return form_page(cx, q, a, &(m));                                      \
	}                                                                              \
	bool name##_look(struct context *cx, const struct request *q, struct reply *a) \
	{                                                                              \
		return look_page(cx, q, a, &(m));                                      \
	}                                                                              \
	bool name##_now(struct context *cx, const struct request *q, struct reply *a)  \
	{                                                                              \
		return now_page(cx, q, a, &(m));                                       \
	}

PAGES(position_propose, proposing)
PAGES(position_decide, deciding)
PAGES(position_mark, marking)
