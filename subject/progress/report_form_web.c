/* The four boxes as HTML (ui/inbox.html): each in the page's language, the other languages one
 * click away; the values that the measure's indicators ask for; evidence that is there, and room
 * for one more. */
#include "subject/progress/report_web.h"

#include "base/number.h"
#include "language/words.h"
#include "record/app.h"
#include "store/db.h"

#define U (&progress_update_type)
#define E (&evidence_type)

static const char *const boxes[] = { "done", "result", "difficulties", "next_step" };

static const struct field *field_of(const char *name)
{
	return type_field_named(U, name);
}

/* ---- texts, of which the page's language is the first */

/* What was said of the field, or of its text in that language. */
static const struct error *error_in(const struct form *f, const char *name, const char *lang)
{
	const struct error *e = error_of(f->errors, name);

	return e ? e : error_of(f->errors, arena_fmt(f->cx->mem, "%s.%s", name, lang));
}

static void print_error(struct html *h, const struct error *e, const char *id)
{
	html(h, "<p class=\"err\" id=\"%s-e\">", id);
	html_glyph(h, "late");
	html(h, "<span>%s</span></p>", e->text);
}

static void print_box(struct html *h, const struct form *f, const struct field *field,
                      const char *label)
{
	struct context *cx = h->cx;
	const char *name = arena_fmt(cx->mem, "%s.%s", field->name, cx->lang);
	const char *id = form_id(cx, field->name), *value = form_value(f, name);
	const struct error *e = error_in(f, field->name, cx->lang);
	const char *original = form_value(f, arena_fmt(cx->mem, "%s.original", field->name));
	bool lines = field->flags & LONG;

	html(h, "<div class=\"field%s\"><label for=\"%s\">%s</label>", e ? " bad" : "", id, label);
	if (field->help)
		html(h, "<p class=\"hint\" id=\"%s-h\">%s</p>", id, tr(cx, field->help));
	if (e)
		print_error(h, e, id);
	if (lines)
		html(h, "<textarea rows=\"5\"");
	else
		html(h, "<input");
	html(h, " id=\"%s\" name=\"%s\" lang=\"%s\"", id, name, cx->lang);
	if (e)
		html(h, " aria-invalid=\"true\" aria-describedby=\"%s-e\"", id);
	else if (field->help)
		html(h, " aria-describedby=\"%s-h\"", id);
	if (lines)
		html(h, ">\n%s</textarea>", value ? value : "");
	else
		html(h, " value=\"%s\">", value ? value : "");
	if (!str_empty(original))
		html(h, "<input type=\"hidden\" name=\"%s.original\" value=\"%s\">", field->name,
		     original);
	html(h, "</div>\n");
}

static bool typed_elsewhere(const struct form *f)
{
	for (size_t i = 0; i < f->values_n; i++) {
		const char *dot = strchr(f->values[i].name, '.');

		for (size_t k = 0; dot && k < LEN(boxes); k++)
			if (str_starts(f->values[i].name, boxes[k]) && *f->values[i].value &&
			    !str_eq(dot + 1, "original") && !str_eq(dot + 1, f->cx->lang))
				return true;
	}
	return false;
}

static void print_other(struct html *h, const struct form *f, const char *field, const char *label,
                        const char *lang)
{
	const char *name = arena_fmt(h->cx->mem, "%s.%s", field, lang);
	const char *value = form_value(f, name), *id = form_id(h->cx, name);

	html(h,
	     "<div class=\"field\"><label for=\"%s\">%s</label><textarea rows=\"3\" id=\"%s\" "
	     "name=\"%s\" lang=\"%s\">\n%s</textarea></div>\n",
	     id, label, id, name, lang, value ? value : "");
}

static void print_other_languages(struct html *h, const struct form *f)
{
	struct context *cx = h->cx;

	html(h, "<details class=\"more\"%s><summary>%s</summary>\n",
	     typed_elsewhere(f) ? " open" : "", tr(cx, "In other languages"));
	for (const char *const *l = page_languages(cx); *l; l++) {
		if (str_eq(*l, cx->lang))
			continue;
		html(h, "<fieldset class=\"field\"><legend>%s</legend><div class=\"four\">\n",
		     language_name(*l));
		for (size_t i = 0; i < LEN(boxes); i++)
			print_other(h, f, boxes[i], tr(cx, field_of(boxes[i])->label), *l);
		print_other(h, f, "status_reason", tr(cx, field_of("status_reason")->label), *l);
		html(h, "</div></fieldset>\n");
	}
	html(h, "</details>\n");
}

/* ---- period, status */

static void print_period(struct html *h, struct form *f)
{
	html(h, "<div class=\"fields\">\n");
	form_input(h, f->errors, "year", tr(h->cx, field_of("year")->label), NULL, "text",
	           form_value(f, "year"), " inputmode=\"numeric\" size=\"6\"");
	form_select(h, f->errors, "part", tr(h->cx, field_of("part")->label));
	for (const struct choice *c = field_of("part")->choices; c->code; c++)
		html_option(h, c->code, tr(h->cx, c->label),
		            str_eq(c->code, form_value(f, "part")));
	form_select_close(h);
	html(h, "</div>\n");
}

static void print_status(struct html *h, struct form *f)
{
	struct context *cx = h->cx;

	html(h, "<div class=\"four\">\n");
	form_select(h, f->errors, "status", tr(cx, field_of("status")->label));
	html_option(h, "", tr(cx, "not chosen"), false);
	for (int i = 1; choice_at(recommendation_statuses, i); i++) {
		const struct choice *c = choice_at(recommendation_statuses, i);

		if (i != STATUS_NOT_PURSUED)
			html_option(h, c->code, tr(cx, c->label),
			            str_eq(c->code, form_value(f, "status")));
	}
	form_select_close(h);
	form_input(h, f->errors, "percent",
	           arena_fmt(cx->mem, "%s (%s)", tr(cx, field_of("percent")->label),
	                     tr(cx, "optional")),
	           NULL, "text", form_value(f, "percent"), " inputmode=\"numeric\" size=\"6\"");
	html(h, "</div>\n");
	print_box(h, f, field_of("status_reason"), tr(cx, field_of("status_reason")->label));
}

/* ---- values of indicators */

static const char *typed_at(const struct form *f, size_t i, const char *name)
{
	const char *v = form_value(f, arena_fmt(f->cx->mem, "values.%zu.%s", i, name));

	return v ? v : "";
}

static void keep(struct html *h, const struct form *f, size_t i, const char *name)
{
	html(h, "<input type=\"hidden\" name=\"values.%zu.%s\" value=\"%s\">", i, name,
	     typed_at(f, i, name));
}

/* Its name and unit are told to whoever reports on what it measures. */
static const struct indicator *indicator_typed(struct context *cx, const char *typed)
{
	int64_t id;
	struct error before = cx->err;
	const struct indicator *i = parse_int_in(typed, 1, INT64_MAX, &id)
	                                    ? record_get_any(cx, &indicator_type, id)
	                                    : NULL;

	cx->err = before;
	return i;
}

static void print_known(struct html *h, const struct form *f, size_t at, const struct indicator *i)
{
	struct context *cx = h->cx;
	const char *groups = typed_at(f, at, "breakdown");
	const char *what = i->unit_kind == UNIT_DATE ? "value_date" : "value";
	const char *unit = indicator_unit_words(cx, i);
	const char *who = *groups ? indicator_breakdown_words(cx, groups) : tr(cx, "total");

	keep(h, f, at, "id");
	keep(h, f, at, "indicator");
	keep(h, f, at, "breakdown");
	form_input(h, f->errors, arena_fmt(cx->mem, "values.%zu.%s", at, what), who,
	           str_empty(unit) ? NULL : unit, "text", typed_at(f, at, what),
	           " inputmode=\"decimal\" size=\"12\"");
}

SQL(progress_indicators, "SELECT id FROM indicator WHERE state = 'in_use' ORDER BY code LIMIT 200");

static void print_unknown(struct html *h, const struct form *f, size_t at)
{
	enum { MOST = 200 };
	struct context *cx = h->cx;
	struct rows *r = db_query(cx, &progress_indicators);
	int64_t ids[MOST];
	size_t n = 0;

	while (r && rows_next(cx, r) && n < MOST)
		ids[n++] = rows_int(r, 0);
	if (failed(cx) || !record_titles(cx, &indicator_type, ids, n))
		return;
	keep(h, f, at, "id");
	form_select(h, f->errors, arena_fmt(cx->mem, "values.%zu.indicator", at),
	            tr(cx, "Indicator"));
	html_option(h, "", tr(cx, "not chosen"), true);
	for (size_t i = 0; i < n; i++)
		html_option(h, arena_fmt(cx->mem, "%lld", (long long)ids[i]),
		            record_title(cx, &indicator_type, ids[i]), false);
	form_select_close(h);
	form_input(h, f->errors, arena_fmt(cx->mem, "values.%zu.breakdown", at),
	           tr(cx, "Broken down by"),
	           tr(cx, "Codes of groups, a semicolon between them; empty: the total."), "text",
	           typed_at(f, at, "breakdown"), NULL);
	form_input(h, f->errors, arena_fmt(cx->mem, "values.%zu.value", at),
	           tr(cx, NC_("indicator", "Value")), NULL, "text", typed_at(f, at, "value"),
	           " inputmode=\"decimal\" size=\"12\"");
}

/* Rows of one indicator stand together under its name, in the order in which they were offered. */
static void print_values(struct html *h, const struct form *f)
{
	struct context *cx = h->cx;
	size_t n = form_rows_count(f, "values");
	const char *shown = NULL;

	for (size_t at = 0; at < n; at++) {
		const char *typed = typed_at(f, at, "indicator");
		const struct indicator *i = indicator_typed(cx, typed);

		if (!shown || !str_eq(shown, typed)) {
			if (shown)
				html(h, "</div></fieldset>\n");
			html(h,
			     "<fieldset class=\"field\"><legend>%s</legend><div "
			     "class=\"fields\">\n",
			     i ? arena_fmt(cx->mem, tr(cx, "Indicator: %s"),
			                   texts_words(cx, &i->name))
			       : tr(cx, "One more value"));
			shown = typed;
		}
		if (i)
			print_known(h, f, at, i);
		else
			print_unknown(h, f, at);
	}
	if (shown)
		html(h, "</div></fieldset>\n");
	html(h,
	     "<p class=\"row\"><button class=\"btn btn-bare\" name=\"_do\" "
	     "value=\"add:values\">%s</button></p>\n",
	     tr(cx, "Add the value of an indicator"));
}

/* ---- evidence */

SQL(evidence_offered,
    "SELECT e.id FROM evidence e JOIN evidence_about a ON a.record = e.id WHERE a.subject = $1"
    " AND e.institution = $2 AND e.state IN ('unchecked', 'accepted') ORDER BY e.id DESC LIMIT 50");

static bool is_ticked(const struct form *f, int64_t id)
{
	const char *text = arena_fmt(f->cx->mem, "%lld", (long long)id);

	for (size_t i = 0; i < f->values_n; i++)
		if (str_eq(f->values[i].name, "evidence") && str_eq(f->values[i].value, text))
			return true;
	return false;
}

/* What was given for it before, and what the form has already. */
static bool offered(struct context *cx, const struct report_form *r, struct refs *ret)
{
	struct rows *rows =
	        db_query(cx, &evidence_offered, V(r->about.id), V(r->update->record.institution));

	*ret = (struct refs){ 0 };
	refs_join(cx, ret, &r->update->evidence);
	while (rows && rows_next(cx, rows))
		refs_add(cx, ret, rows_int(rows, 0));
	return !failed(cx);
}

static void print_there(struct html *h, const struct report_form *r)
{
	struct context *cx = h->cx;
	struct refs ids;
	void **rows;
	size_t n;

	if (!offered(cx, r, &ids) || !record_get_many(cx, E, ids.v, ids.n, &rows, &n) || !n)
		return;
	html(h, "<div class=\"stack-s\">\n");
	for (size_t i = 0; i < n; i++) {
		const struct evidence *e = rows[i];
		const struct choice *state = choice_at(E->states, e->record.state);

		html(h,
		     "<label class=\"tick\"><input type=\"checkbox\" name=\"evidence\" "
		     "value=\"%lld\"%s><span>%s ",
		     (long long)e->record.id, is_ticked(&r->all, e->record.id) ? " checked" : "",
		     texts_words(cx, &e->title));
		if (state)
			html_state(h, state->glyph, tr(cx, state->label));
		html(h, "</span></label>\n");
	}
	html(h, "</div>\n");
}

bool report_evidence_typed(const struct form *f, const struct request *q)
{
	const struct upload *u = request_upload(q, "file");

	if (u && u->size)
		return true;
	for (size_t i = 0; i < f->values_n; i++) {
		const char *stem =
		        arena_strn(f->cx->mem, f->values[i].name, strcspn(f->values[i].name, "."));

		if (word_in("title type file address date_of_fact issuing_body expiry", stem) &&
		    f->values[i].value[strspn(f->values[i].value, " \t\r\n")] &&
		    !str_eq(f->values[i].name, "title.original"))
			return true;
	}
	return false;
}

static void print_evidence(struct page *p, struct report_form *r)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct form *f = &r->all;
	static const char *const first[] = { "type", "file", "date_of_fact", "issuing_body",
		                             "address" };
	static const char *const rest[] = { "is_public", "personal_data", "expiry" };

	html(h, "<fieldset class=\"field\" id=\"f-evidence\" tabindex=\"-1\"><legend>%s</legend>\n",
	     tr(cx, "Evidence"));
	print_there(h, r);
	html(h, "<details class=\"more\"%s><summary>%s</summary>\n",
	     report_evidence_typed(f, p->request) || f->errors ? " open" : "",
	     tr(cx, "Add evidence: a file, an act, a statistic, an address"));
	print_box(h, f, type_field_named(E, "title"), tr(cx, type_field_named(E, "title")->label));
	html(h, "<div class=\"four\">\n");
	for (size_t i = 0; i < LEN(first); i++)
		form_field(f, h, type_field_named(E, first[i]));
	for (size_t i = 0; i < LEN(rest); i++)
		form_field(f, h, type_field_named(E, rest[i]));
	html(h, "</div></details></fieldset>\n");
}

/* ---- the whole */

static void print_buttons(struct page *p, const struct report_form *r)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h,
	     "<div class=\"field row\"><button class=\"btn btn-main\" name=\"_do\" "
	     "value=\"send\">%s</button><button class=\"btn\" name=\"_do\" "
	     "value=\"save\">%s</button>",
	     tr(cx, "Send for approval"), tr(cx, "Save"));
	if (!r->update->corrects)
		html(h, "<button class=\"btn btn-bare\" name=\"_do\" value=\"carry\">%s</button>",
		     tr(cx, "Copy the text of the last period"));
	html(h,
	     "<span class=\"saved push\" role=\"status\" data-saved=\"%s\" data-unsaved=\"%s\" "
	     "data-secret=\"%s\"></span></div>\n</form>\n",
	     tr(cx, "Draft kept at"),
	     tr(cx, "The draft could not be sent; it is kept in this browser."),
	     tr(cx, "The draft could not be sent and is not kept here. Leave this page open."));
}

void report_form_print(struct page *p, struct report_form *r)
{
	struct html *h = &p->html;
	struct form *f = &r->all;

	form_open(f, h, p->request);
	if (r->update->corrects)
		html(h, "<p class=\"note\">%s</p>\n",
		     tr(p->cx, "This corrects a locked report and takes its place when it is "
		               "accepted."));
	print_period(h, f);
	html(h, "<div class=\"four\">\n");
	for (size_t i = 0; i < LEN(boxes); i++)
		print_box(h, f, field_of(boxes[i]),
		          arena_fmt(p->cx->mem, "%zu. %s", i + 1,
		                    tr(p->cx, field_of(boxes[i])->label)));
	html(h, "</div>\n");
	print_status(h, f);
	print_values(h, f);
	print_evidence(p, r);
	print_other_languages(h, f);
	print_buttons(p, r);
}

/* ---- beside it */

static void print_last(struct page *p, const struct report_form *r)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct progress_update **v;
	size_t n;

	if (!progress_of(cx, r->about, 2, &v, &n))
		return;
	for (size_t i = 0; i < n; i++) {
		const struct choice *state = choice_at(U->states, v[i]->record.state);

		if (v[i]->record.id == r->update->record.id)
			continue;
		html(h, "<section class=\"panel\"><h2>%s</h2><p><a href=\"%s\">%s</a> ",
		     tr(cx, "Reported before"), record_path(cx, U, v[i]->record.id, NULL),
		     progress_period_words(cx, v[i]));
		if (state)
			html_state(h, state->glyph, tr(cx, state->label));
		html(h, "</p><p class=\"small clamp\">%s</p></section>\n",
		     texts_words(cx, &v[i]->done));
		break;
	}
}

void report_form_beside(struct page *p, const struct report_form *r)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct error before = cx->err;
	const void *row = record_get(cx, r->about.type, r->about.id);
	const char *lang, *words = row ? view_words(cx, r->about.type, row, &lang) : NULL;

	cx->err = before;
	html(h, "<section class=\"panel\"><h2>%s</h2><p><a href=\"%s\">%s</a></p>",
	     tr(cx, r->about.type->label), record_path(cx, r->about.type, r->about.id, NULL),
	     record_title(cx, r->about.type, r->about.id));
	if (words) {
		html(h, "<p class=\"small\"");
		html_lang(h, lang);
		html(h, ">%s</p>", words);
	}
	html(h, "</section>\n");
	print_last(p, r);
	html(h,
	     "<section class=\"panel\"><h2>%s</h2><ol class=\"small prose\"><li>%s</li><li>%s</li>"
	     "<li>%s</li></ol></section>\n",
	     tr(cx, "A report in three steps"),
	     tr(cx, "Fill in the four boxes: what was done, what came of it, difficulties, the "
	            "next step."),
	     tr(cx, "Add evidence: an order, numbers or an address."),
	     tr(cx, "Send it for approval. The approver can approve on a telephone, too."));
}

const char *report_return_reason(struct context *cx, const struct progress_update *u)
{
	enum { LOOKED_AT = 50 };
	struct change *v;
	size_t n;

	if (!type_state_in(U, u->record.state, "returned") ||
	    !record_history(cx, U, u->record.id, 0, LOOKED_AT, &v, &n))
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (v[i].step && word_in("return send_back", v[i].step))
			return v[i].reason;
	return NULL;
}
