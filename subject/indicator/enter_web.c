/* Entering values on the indicator's page: one period, and beside each group the figure.  What is
 * left empty says nothing; what is wrong is told beside its input, and then nothing is entered.
 *
 * Figures by several dimensions at once are those of the groups that are chosen for the whole form:
 * with a sex chosen, the figure beside a province is that of the sex in the province. */
#include "subject/indicator/indicator_web.h"

#include "language/messages.h"
#include "language/words.h"
#include "record/app.h"
#include "store/db.h"
#include "subject/indicator/part.h"
#include "web/form.h"

#define T (&indicator_value_type)

enum { PERIODS = 12 };

bool indicator_may_enter(struct context *cx, const struct indicator *i)
{
	struct indicator_value *v = record_new(cx, T);

	v->indicator = i->record.id;
	v->record.institution = i->source_body;
	return type_state_in(&indicator_type, i->record.state, "in_use") &&
	       access_record(cx, T, v, RIGHT_CREATE);
}

static const char *input_of(struct context *cx, const char *code)
{
	return arena_fmt(cx->mem, "value.%s", code);
}

/* "by.sex": the group of which all figures of the form are. */
static const char *choice_of(struct context *cx, enum dimension by)
{
	return arena_fmt(cx->mem, "by.%s", choice_at(indicator_dimensions, (int)by)->code);
}

static size_t dimensions_of(const struct indicator *i)
{
	size_t n = 0;

	for (int by = BY_SEX; by <= DIMENSIONS; by++)
		n += indicator_broken_by(i, (enum dimension)by);
	return n;
}

/* ---- the form */

static void print_periods(struct page *p, const struct indicator *i, const struct error *errors)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *typed = request_form(p->request, "period");
	struct indicator_period v[PERIODS];

	if (!typed)
		typed = request_query(p->request, "period");
	if (i->periodicity == ONCE) {
		form_input(h, errors, "period", tr(cx, "Period"),
		           tr(cx, "For example 2024 or 17.06.2024"), "text", typed ? typed : "",
		           NULL);
		return;
	}
	indicator_periods_offered(cx, i, v, PERIODS);
	form_select(h, errors, "period", tr(cx, "Period"));
	for (size_t k = 0; k < PERIODS; k++) {
		const char *key = indicator_period_key(cx, v[k].date, v[k].half);

		html_option(h, key, indicator_period_words(cx, v[k].date, v[k].half),
		            typed ? str_eq(typed, key) : k == 1);
	}
	form_select_close(h);
}

static void print_input(struct page *p, const struct indicator *i, const struct error *errors,
                        const char *code, const char *label)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *name = input_of(cx, code), *typed = request_form(p->request, name);

	if (i->unit_kind != UNIT_YES_NO) {
		form_input(h, errors, name, label, NULL, "text", typed ? typed : "",
		           i->unit_kind == UNIT_DATE ? NULL : " inputmode=\"decimal\"");
		return;
	}
	form_select(h, errors, name, label);
	html_option(h, "", "", str_empty(typed));
	html_option(h, "1", tr(cx, "Yes"), str_eq(typed, "1"));
	html_option(h, "0", tr(cx, "No"), str_eq(typed, "0"));
	form_select_close(h);
}

static bool print_groups(struct page *p, const struct indicator *i, enum dimension by,
                         const struct error *errors)
{
	struct context *cx = p->cx;
	struct disaggregation **v;
	size_t n;

	if (!indicator_broken_by(i, by))
		return true;
	if (!indicator_categories(cx, by, &v, &n))
		return false;
	html(&p->html, "<fieldset class=\"field\"><legend>%s</legend><div class=\"four\">\n",
	     tr(cx, choice_at(indicator_dimensions, (int)by)->label));
	for (size_t k = 0; k < n; k++)
		print_input(p, i, errors, v[k]->code, indicator_text(cx, &v[k]->name));
	html(&p->html, "</div></fieldset>\n");
	return true;
}

static bool print_choice(struct page *p, enum dimension by, const struct error *errors)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const char *name = choice_of(cx, by), *typed = request_form(p->request, name);
	struct disaggregation **v;
	size_t n;

	if (!indicator_categories(cx, by, &v, &n))
		return false;
	form_select(h, errors, name, tr(cx, choice_at(indicator_dimensions, (int)by)->label));
	html_option(h, "", trc(cx, "breakdown", "all"), str_empty(typed));
	for (size_t k = 0; k < n; k++)
		html_option(h, v[k]->code, indicator_text(cx, &v[k]->name),
		            str_eq(typed, v[k]->code));
	form_select_close(h);
	return true;
}

static bool anything_chosen(const struct page *p, const struct indicator *i)
{
	for (int by = BY_SEX; by <= DIMENSIONS; by++)
		if (indicator_broken_by(i, (enum dimension)by) &&
		    !str_empty(request_form(p->request, choice_of(p->cx, (enum dimension)by))))
			return true;
	return false;
}

/* A group of each dimension, where the indicator has several. */
static bool print_choices(struct page *p, const struct indicator *i, const struct error *errors)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	if (dimensions_of(i) < 2)
		return true;
	html(h, "<details class=\"more\"%s><summary>%s</summary><p class=\"hint\">%s</p>",
	     anything_chosen(p, i) ? " open" : "", tr(cx, "Several breakdowns at once"),
	     tr(cx,
	        "All figures of the form are of the groups chosen here. For example, with a sex "
	        "chosen, the figure beside a province is that of this sex there."));
	html(h, "<div class=\"four\">\n");
	for (int by = BY_SEX; by <= DIMENSIONS; by++)
		if (indicator_broken_by(i, (enum dimension)by) &&
		    !print_choice(p, (enum dimension)by, errors))
			return false;
	html(h, "</div></details>\n");
	return true;
}

static void print_value_head(struct page *p, const struct indicator *i)
{
	struct context *cx = p->cx;
	const char *unit = indicator_unit_words(cx, i);

	html(&p->html,
	     "<section class=\"sect no-print\"><h2>%s <span class=\"note\">%s</span></h2>\n",
	     tr(cx, "Enter values"),
	     tr(cx, "They are provisional until another person of the source body confirms them. "
	            "What you leave empty stays as it is."));
	html(&p->html, "<form id=\"enter\" class=\"stack\" method=\"post\" action=\"%s\">",
	     arena_fmt(cx->mem, "/indicators/%lld/values", (long long)i->record.id));
	page_csrf(&p->html, p->request);
	if (*unit)
		html(&p->html, "<p class=\"small\">%s: %s</p>\n", tr(cx, "Unit"), unit);
}

static const char *typed_text(const struct page *p, const char *name)
{
	const char *typed = request_form(p->request, name);

	return typed ? typed : "";
}

bool indicator_enter_form(struct page *p, const struct indicator *i, const struct error *errors)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	print_value_head(p, i);
	html(h, "<div class=\"four\">\n");
	print_periods(p, i, errors);
	print_input(p, i, errors, BREAKDOWN_TOTAL, trc(cx, "value", "Total"));
	html(h, "</div>\n");
	if (!print_choices(p, i, errors))
		return false;
	for (int by = BY_SEX; by <= DIMENSIONS; by++)
		if (!print_groups(p, i, (enum dimension)by, errors))
			return false;
	form_input(h, errors, "origin", tr(cx, "Taken from"),
	           tr(cx, "Publication, letter with its number and date, register."), "text",
	           typed_text(p, "origin"), NULL);
	html(h,
	     "<p class=\"row\"><button class=\"btn btn-main\">%s</button></p></form></section>\n",
	     tr(cx, "Enter"));
	return true;
}

/* ---- what was typed */

struct typed {
	const struct request *q;
	const struct indicator *i;
	struct date period;
	int half;
	const char *chosen[DIMENSIONS + 1]; /* the group of each dimension of which all are; NULL */
	const char *within;                 /* those: "female;ASHGABAT"; NULL: none */
	size_t given;
	struct error *first, *last; /* beside the inputs */
};

static void wrong(struct context *cx, struct typed *w, const char *input, const char *text)
{
	struct error *e = arena_new_of(cx->mem, struct error);

	*e = (struct error){ .kind = ERR_INVALID, .field = input, .text = text };
	if (w->last)
		w->last->next = e;
	else
		w->first = e;
	w->last = e;
}

static bool has_error(const struct typed *w, const char *input)
{
	for (const struct error *e = w->first; e; e = e->next)
		if (str_eq(e->field, input))
			return true;
	return false;
}

/* The engine names the field; what is wrong with the period is told once. */
static bool told(struct context *cx, struct typed *w, const char *input)
{
	struct error cause = cx->err;

	if (cause.kind != ERR_INVALID)
		return false;
	error_clear(cx);
	for (const struct error *e = &cause; e; e = e->next) {
		bool own = str_eq(e->field, "period") || str_eq(e->field, "origin");

		if (!own || !has_error(w, e->field))
			wrong(cx, w, own ? e->field : input, e->text);
	}
	return true;
}

static bool read_figure(struct context *cx, const struct typed *w, const char *text,
                        struct indicator_value *v)
{
	if (w->i->unit_kind == UNIT_DATE)
		return words_read_date(cx->mem, text, &v->value_date) ||
		       fail(cx, ERR_INVALID, "value", N_("“%s” is no date."), text);
	return indicator_read_number(cx, text, &v->value) ||
	       fail(cx, ERR_INVALID, "value",
	            N_("“%s” is no number with at most four decimal places."), text);
}

/* The groups that are chosen for the whole form. */
static bool read_choice(struct context *cx, struct typed *w, enum dimension by)
{
	const char *name = choice_of(cx, by), *text = request_form(w->q, name);
	struct disaggregation **v;
	size_t n;

	if (!indicator_broken_by(w->i, by) || str_empty(text))
		return true;
	if (!indicator_categories(cx, by, &v, &n))
		return false;
	for (size_t k = 0; k < n; k++)
		if (str_eq(v[k]->code, text))
			w->chosen[by] = text;
	if (!w->chosen[by])
		wrong(cx, w, name,
		      arena_fmt(cx->mem, tr(cx, "There is no group “%s” to break down by."), text));
	else
		w->within = w->within ? arena_fmt(cx->mem, "%s;%s", w->within, text) : text;
	return true;
}

static const char *breakdown_of(struct context *cx, const struct typed *w, const char *code)
{
	if (!w->within)
		return code;
	return str_eq(code, BREAKDOWN_TOTAL) ? w->within
	                                     : arena_fmt(cx->mem, "%s;%s", w->within, code);
}

/* False when the machine failed; what is refused is kept. */
static bool enter(struct context *cx, struct typed *w, const char *code)
{
	const char *input = input_of(cx, code), *text = request_form(w->q, input);
	struct indicator_value *v;

	if (str_empty(text))
		return true;
	w->given++;
	v = record_new(cx, T);
	v->indicator = w->i->record.id;
	v->period = w->period;
	v->half = w->half;
	v->origin = request_form(w->q, "origin");
	if (str_empty(v->origin))
		v->origin = NULL;
	return (indicator_breakdown_of(cx, breakdown_of(cx, w, code), "breakdown", &v->breakdown) &&
	        read_figure(cx, w, text, v) && record_save(cx, T, v)) ||
	       told(cx, w, input);
}

static bool enter_groups(struct context *cx, struct typed *w, enum dimension by)
{
	struct disaggregation **v;
	size_t n;

	if (!indicator_broken_by(w->i, by))
		return true;
	if (!indicator_categories(cx, by, &v, &n))
		return false;
	for (size_t k = 0; k < n; k++) {
		const char *input = input_of(cx, v[k]->code);

		if (w->chosen[by] && !str_empty(request_form(w->q, input)))
			wrong(cx, w, input,
			      arena_fmt(cx->mem,
			                tr(cx, "“%s”: one group is chosen for the whole form; "
			                       "leave this empty, or choose none there."),
			                tr(cx, choice_at(indicator_dimensions, (int)by)->label)));
		else if (!enter(cx, w, v[k]->code))
			return false;
	}
	return true;
}

static bool enter_all(struct context *cx, struct typed *w)
{
	const char *period = request_form(w->q, "period");

	if (!indicator_read_period(cx, period ? period : "", &w->period, &w->half)) {
		wrong(cx, w, "period",
		      arena_fmt(cx->mem,
		                tr(cx, "“%s” is no period: 2024, 2024-H2, 2024-Q3, 2024-05."),
		                period ? period : ""));
		return true;
	}
	for (int by = BY_SEX; by <= DIMENSIONS; by++)
		if (!read_choice(cx, w, (enum dimension)by))
			return false;
	if (w->first)
		return true;
	if (!enter(cx, w, BREAKDOWN_TOTAL))
		return false;
	for (int by = BY_SEX; by <= DIMENSIONS; by++)
		if (!enter_groups(cx, w, (enum dimension)by))
			return false;
	if (!w->given && !w->first)
		wrong(cx, w, input_of(cx, BREAKDOWN_TOTAL), tr(cx, "Give at least one figure."));
	return true;
}

bool indicator_enter_typed(struct context *cx, const struct request *q, const struct indicator *i,
                           const struct error **ret_errors)
{
	struct typed w = { .q = q, .i = i };

	*ret_errors = NULL;
	if (!db_part_begin(cx) || !enter_all(cx, &w) || !db_part_end(cx, !w.first))
		return false;
	*ret_errors = w.first;
	return true;
}
