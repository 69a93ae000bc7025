/* The page of one instrument: what the State did, one act below the other, since when it is bound
 * and how that is known; its provisions with the duties that follow and who leads; and the other
 * States that are bound. */
#include "subject/treaty/treaty_web.h"

#include "language/collate.h"
#include "record/app.h"
#include "subject/deadline/deadline.h"
#include "subject/institution/institution.h"
#include "subject/taxonomy/taxonomy.h"

#define T (&instrument_status_type)

/* ---- what the State did */

static const struct instrument_status *withdrawn_by(const struct instrument_status *v, size_t n,
                                                    int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].withdraws == id)
			return &v[i];
	return NULL;
}

static void print_words(struct html *h, const struct texts *x)
{
	const char *lang, *body = view_text(h->cx, x, &lang);

	if (!body)
		return;
	html(h, "<blockquote class=\"said\"");
	html_lang(h, lang);
	html(h, ">");
	html_paragraphs(h, body);
	html(h, "</blockquote>");
}

/* What the act is about, and what became of it. */
static void print_about(struct html *h, const struct instrument_status *s,
                        const struct instrument_status *v, size_t n)
{
	const struct instrument_status *back = withdrawn_by(v, n, s->record.id);
	struct context *cx = h->cx;

	for (size_t i = 0; i < s->provisions.n; i++) {
		html(h, "%s", i ? ", " : "");
		view_link(h, &provision_type, s->provisions.v[i]);
	}
	print_words(h, &s->text);
	print_words(h, &s->remark);
	if (back)
		html(h, "<p><b>%s</b></p>",
		     arena_fmt(cx->mem, tr(cx, "withdrawn on %s"), date_words(cx, back->date)));
	if (!str_empty(s->national_act))
		html(h, "<p class=\"note\">%s: %s%s%s</p>", tr(cx, "National act"), s->national_act,
		     date_set(s->national_act_date) ? ", " : "",
		     date_words(cx, s->national_act_date));
}

/* How the day on which it took effect is known, in the rule's own words. */
static bool print_effect(struct html *h, const struct instrument_status *s)
{
	struct context *cx = h->cx;
	struct error before = cx->err;
	struct deadline_answer answer;
	const char *how = NULL;

	if (s->effect == EFFECT_COMPUTED && !str_empty(s->basis)) {
		if (deadline_ask_line(cx, s->basis, &answer))
			how = answer.explanation;
		else if (cx->err.kind != ERR_INVALID)
			return false;
		cx->err = before;
	}
	html(h, "%s", date_words(cx, s->in_force));
	if (s->effect && date_set(s->in_force))
		html(h, "<br>");
	if (s->effect)
		html(h, "<span class=\"note\">%s</span>",
		     field_words(cx, T, type_field_named(T, "effect"), s));
	if (how)
		html(h, "<details class=\"more\"><summary>%s</summary><p>%s</p></details>",
		     tr(cx, "How it was computed"), how);
	return true;
}

static bool print_act(struct html *h, const struct instrument_status *s,
                      const struct instrument_status *v, size_t n, const char *const *heads)
{
	struct context *cx = h->cx;
	const struct choice *state = choice_at(T->states, s->record.state);

	html(h, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><a href=\"%s\">%s</a></th>",
	     record_path(cx, T, s->record.id, NULL),
	     date_set(s->date) ? date_words(cx, s->date) : tr(cx, "day not on record"));
	page_cell(h, heads[1]);
	html(h, "%s</td>", field_words(cx, T, type_field_named(T, "action"), s));
	page_cell(h, heads[2]);
	print_about(h, s, v, n);
	html(h, "</td>");
	page_cell(h, heads[3]);
	if (!print_effect(h, s))
		return false;
	html(h, "</td>");
	page_cell(h, heads[4]);
	if (state)
		html_state(h, state->glyph, tr(cx, state->label));
	html(h, "</td></tr>\n");
	return true;
}

static bool print_history(struct page *p, const struct instrument *i,
                          const struct instrument_status *v, size_t n)
{
	static const char *const heads[] = { N_("Date of the act"), N_("What was done"),
		                             N_("Provisions and words"), N_("Effect since"),
		                             N_("Stage") };
	struct context *cx = p->cx;
	struct html *h = &p->html;

	page_section(h, tr(cx, "What the State did"), NULL);
	if (!n)
		page_empty(h, tr(cx, "No act of the State is on record."),
		           tr(cx, "That is not to say that there was none."),
		           access_function(cx, "instruments", RIGHT_CREATE)
		                   ? arena_fmt(cx->mem, "/instrument_statuses/new?instrument=%lld",
		                               (long long)i->record.id)
		                   : NULL,
		           tr(cx, "New act"));
	else
		page_table(h, tr(cx, "What the State did"), heads, LEN(heads));
	for (size_t k = 0; k < n; k++)
		if (!print_act(h, &v[k], v, n, heads))
			return false;
	if (n)
		page_table_end(h);
	html(h, "</section>\n");
	return true;
}

static bool print_standing(struct page *p, const struct instrument *i,
                           const struct instrument_status *v, size_t n)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct treaty_stand at = treaty_stand_on(v, n, today(cx));
	struct report_next next = { 0 };

	if (at.act && !report_next(cx, i->record.id, &next))
		return false;
	html(h,
	     "<section class=\"stack\" aria-labelledby=\"h-state\"><h2 id=\"h-state\">%s</h2>\n"
	     "<dl class=\"facts\"><dt>%s</dt><dd>",
	     tr(cx, "Where the State stands"), tr(cx, "Today"));
	treaty_print_standing(h, &at);
	html(h, "</dd>");
	if (date_set(at.since))
		html(h, "<dt>%s</dt><dd>%s</dd>", tr(cx, "Since"), date_words(cx, at.since));
	if (next.known) {
		html(h, "<dt>%s</dt><dd>", tr(cx, "Next report"));
		treaty_print_next(h, &next);
		html(h, "</dd>");
	}
	if (next.known && next.review) {
		html(h, "<dt>%s</dt><dd>", tr(cx, "Last review on record"));
		view_link(h, &review_cycle_type, next.review);
		html(h, "</dd>");
	}
	html(h, "</dl>\n");
	if (next.known && !str_empty(next.how))
		html(h, "<p class=\"note\">%s</p>", next.how);
	html(h, "</section>\n");
	return true;
}

/* ---- provisions and duties */

static bool all_of(struct context *cx, const struct type *t, const char *where, struct list *l)
{
	*l = (struct list){ .type = t, .limit = MAX_LIST_PAGE, .where_sql = where };
	return record_list(cx, l);
}

static void print_duty(struct html *h, const struct obligation *o)
{
	struct context *cx = h->cx;

	html(h, "<p><a href=\"%s\"><b>%s</b></a>: %s",
	     record_path(cx, &obligation_type, o->record.id, NULL),
	     field_words(cx, &obligation_type, type_field_named(&obligation_type, "duty"), o),
	     texts_words(cx, &o->summary));
	if (o->lead) {
		html(h, "<br><span class=\"note\">%s: ", tr(cx, "Lead body"));
		view_link(h, &institution_type, o->lead);
		html(h, "</span>");
	} else {
		html(h, "<br><span class=\"note\">%s</span>", tr(cx, "no lead body yet"));
	}
	for (size_t i = 0; i < o->co_bodies.n; i++) {
		html(h, "<br><span class=\"note\">%s: ", tr(cx, "Co-body"));
		view_link(h, &institution_type, o->co_bodies.v[i]);
		html(h, "</span>");
	}
	html(h, "</p>");
}

static void print_provision(struct html *h, const struct provision *v, const struct list *duties,
                            const char *const *heads)
{
	struct context *cx = h->cx;

	html(h, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><a href=\"%s\">%s</a></th>",
	     record_path(cx, &provision_type, v->record.id, NULL), v->number);
	page_cell(h, heads[1]);
	html(h, "%s</td>", texts_words(cx, &v->heading));
	page_cell(h, heads[2]);
	for (size_t i = 0; i < duties->n; i++) {
		const struct obligation *o = duties->rows[i];

		if (o->provision == v->record.id)
			print_duty(h, o);
	}
	html(h, "</td></tr>\n");
}

static bool print_provisions(struct page *p, const struct instrument *i)
{
	static const char *const heads[] = { N_("Provision"), N_("What it is about"),
		                             N_("Duties and who leads") };
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *id = arena_fmt(cx->mem, "%lld", (long long)i->record.id);
	struct list provisions = { .type = &provision_type, .limit = MAX_LIST_PAGE }, duties;

	if (!list_filter(cx, &provisions, "instrument", id) || !record_list(cx, &provisions) ||
	    !all_of(cx, &obligation_type,
	            arena_fmt(cx->mem,
	                      "r.provision IN (SELECT id FROM provision WHERE instrument = %s)",
	                      id),
	            &duties))
		return false;
	page_section(h, tr(cx, "Provisions and obligations"), NULL);
	if (!provisions.n)
		page_empty(h, tr(cx, "No provision is on record."), "",
		           access_function(cx, "instruments", RIGHT_CREATE) ? "/provisions/new"
		                                                            : NULL,
		           tr(cx, "New provision"));
	else
		page_table(h, tr(cx, "Provisions and obligations"), heads, LEN(heads));
	for (size_t k = 0; k < provisions.n; k++)
		print_provision(h, provisions.rows[k], &duties, heads);
	if (provisions.n)
		page_table_end(h);
	html(h, "</section>\n");
	return true;
}

bool treaty_page(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q), own = id ? treaty_own_state(cx) : 0;
	struct instrument *i = id ? record_get(cx, &instrument_type, id) : NULL;
	struct instrument_status *v;
	struct page p;
	size_t n;

	if (!i || failed(cx) || !treaty_acts(cx, id, own, &v, &n))
		return false;
	page_begin(&p, cx, q, a, texts_words(cx, &i->name));
	p.kicker = i->code;
	view_head(&p, &instrument_type, i);
	page_action(&p, tr(cx, "States"), record_path(cx, &instrument_type, id, "/states"), NULL,
	            false);
	html(&p.html, "<div class=\"cols cols-record\">\n");
	if (!print_standing(&p, i, v, n))
		return false;
	html(&p.html,
	     "<section class=\"stack\" aria-labelledby=\"h-facts\"><h2 id=\"h-facts\">%s</h2>\n",
	     tr(cx, "Facts"));
	view_facts(&p.html, &instrument_type, i, NULL);
	html(&p.html, "</section></div>\n");
	view_texts(&p, &instrument_type, i, 2);
	if (!print_history(&p, i, v, n) || !print_provisions(&p, i))
		return false;
	view_steps(&p, &instrument_type, i);
	view_sources(&p, &instrument_type, i);
	return view_history(&p, &instrument_type, id, 5) && page_end(&p);
}

/* ---- States */

/* One State's acts, which stand together. */
struct stand {
	int64_t country;
	const char *name, *key; /* by which the names sort in the page's language */
	struct instrument_status *acts;
	size_t n;
};

static int by_name(const void *a, const void *b)
{
	const struct stand *x = a, *y = b;

	return strcmp(x->key, y->key);
}

static struct stand *stand_of(struct stand *v, size_t n, int64_t country)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].country == country)
			return &v[i];
	return NULL;
}

/* The acts of each State; they are in order of time. */
static size_t by_state(struct context *cx, const struct instrument_status *v, size_t n,
                       struct stand **ret)
{
	struct stand *all = arena_array(cx->mem, struct stand, n + 1);
	size_t all_n = 0;

	for (size_t i = 0; i < n; i++) {
		struct stand *s = stand_of(all, all_n, v[i].country);

		if (!s) {
			s = &all[all_n++];
			s->country = v[i].country;
		}
		s->acts = arena_grow(cx->mem, s->acts, s->n * sizeof *s->acts,
		                     (s->n + 1) * sizeof *s->acts);
		s->acts[s->n++] = v[i];
	}
	*ret = all;
	return all_n;
}

static void print_state(struct html *h, const struct stand *s, const char *const *heads)
{
	struct context *cx = h->cx;
	struct treaty_stand at = treaty_stand_on(s->acts, s->n, today(cx));

	html(h, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th>", s->name);
	page_cell(h, heads[1]);
	treaty_print_standing(h, &at);
	html(h, "</td>");
	page_cell(h, heads[2]);
	html(h, "%s</td>", date_words(cx, at.since));
	page_cell(h, heads[3]);
	for (size_t i = 0; i < s->n; i++) {
		if (i)
			html(h, "<br>");
		html(h, "<a href=\"%s\">%s%s%s</a>", record_path(cx, T, s->acts[i].record.id, NULL),
		     field_words(cx, T, type_field_named(T, "action"), &s->acts[i]),
		     date_set(s->acts[i].date) ? ", " : "", date_words(cx, s->acts[i].date));
	}
	html(h, "</td></tr>\n");
}

static bool name_all(struct context *cx, struct stand *v, size_t n)
{
	int64_t *ids = arena_array(cx->mem, int64_t, n + 1);

	for (size_t i = 0; i < n; i++)
		ids[i] = v[i].country;
	if (!record_titles(cx, &country_type, ids, n))
		return false;
	for (size_t i = 0; i < n; i++) {
		v[i].name = record_title(cx, &country_type, v[i].country);
		v[i].key = collate_key(cx->mem, cx->lang, v[i].name);
	}
	qsort(v, n, sizeof *v, by_name);
	return true;
}

bool treaty_states_page(struct context *cx, const struct request *q, struct reply *a)
{
	static const char *const heads[] = { N_("State"), N_("Today"), N_("Since"), N_("Acts") };
	int64_t id = request_id(cx, q);
	struct instrument *i = id ? record_get(cx, &instrument_type, id) : NULL;
	struct instrument_status *v;
	struct stand *all;
	struct page p;
	size_t n, all_n, bound = 0;

	if (!i || !treaty_acts(cx, id, 0, &v, &n))
		return false;
	all_n = by_state(cx, v, n, &all);
	if (!name_all(cx, all, all_n))
		return false;
	for (size_t k = 0; k < all_n; k++)
		bound += treaty_stand_on(all[k].acts, all[k].n, today(cx)).standing ==
		         STANDING_BOUND;
	page_begin(&p, cx, q, a, arena_fmt(cx->mem, tr(cx, "%s: States"), i->code));
	p.type = &instrument_type;
	p.kicker = texts_words(cx, &i->name);
	p.lead = arena_fmt(cx->mem, tr(cx, "States on record: %zu; bound today: %zu."), all_n,
	                   bound);
	page_crumb(&p, tr(cx, instrument_type.label_plural), "/instruments");
	page_crumb(&p, i->code, record_path(cx, &instrument_type, id, NULL));
	page_crumb(&p, tr(cx, "States"), NULL);
	if (!all_n)
		page_empty(&p.html, tr(cx, "No act of any State is on record."), "", NULL, NULL);
	else
		page_table(&p.html, tr(cx, "States"), heads, LEN(heads));
	for (size_t k = 0; k < all_n; k++)
		print_state(&p.html, &all[k], heads);
	if (all_n)
		page_table_end(&p.html);
	return page_end(&p);
}
