/* See review.h.  The names of what is made are put together from words that are there: those of the
 * kinds of documents and of the countries, in each language of the instance. */
#include "subject/mechanism/review.h"

#include "base/number.h"
#include "format/csv.h"
#include "record/known.h"
#include "record/reference.h"
#include "record/setting.h"
#include "subject/mechanism/part.h"
#include "subject/taxonomy/taxonomy.h"

#include "base/embedded.h"

/* ---- the cycles of the Universal Periodic Review */

static bool read_numbers(struct context *cx, const struct csv_row *row, struct upr_cycle *c)
{
	int64_t *const to[] = { &c->number, &c->sessions[0], &c->sessions[1], &c->councils[0],
		                &c->councils[1] };

	for (size_t i = 0; i < LEN(to); i++)
		if (i >= row->count || !parse_int_in(row->cells[i], 1, 1000, to[i]))
			return fail(cx, ERR_BROKEN, NULL, "upr_cycles.csv: row %lld",
			            (long long)row->number);
	return true;
}

bool upr_cycles_load(struct context *cx, struct upr_cycles *ret)
{
	enum { MOST = 50 };
	const struct embedded *file = reference_file(cx, "reference/upr_cycles.csv");
	struct csv_reader *r =
	        file ? csv_open_bytes(cx, (const char *)file->data, file->size) : NULL;
	struct csv_row row;

	*ret = (struct upr_cycles){ .v = arena_array(cx->mem, struct upr_cycle, MOST) };
	if (!r || !csv_next(cx, r, &row)) /* the header */
		return false;
	while (ret->n < MOST && csv_next(cx, r, &row))
		if (!read_numbers(cx, &row, &ret->v[ret->n++]))
			return false;
	return !failed(cx);
}

int64_t upr_cycle_of_session(const struct upr_cycles *c, int64_t session)
{
	for (size_t i = 0; i < c->n; i++)
		if (session >= c->v[i].sessions[0] && session <= c->v[i].sessions[1])
			return c->v[i].number;
	return 0;
}

int64_t upr_cycle_of_council(const struct upr_cycles *c, int64_t session)
{
	for (size_t i = 0; i < c->n; i++)
		if (session >= c->v[i].councils[0] && session <= c->v[i].councils[1])
			return c->v[i].number;
	return 0;
}

/* ---- words */

static const char *country_name(const struct country *c, const char *lang)
{
	for (size_t i = 0; i < c->name.n; i++)
		if (str_eq(c->name.v[i].lang, lang))
			return c->name.v[i].body;
	return c->iso3;
}

/* ---- reviews */

struct review {
	const char *code, *mechanism, *number;
	int64_t mechanism_id, state_id;
	const struct country *state; /* NULL: the own one, or not loaded yet */
	const struct review_facts *facts;
};

const char *review_code(struct context *cx, int64_t state, const char *mechanism,
                        const char *number)
{
	static const char about; /* the codes of States */
	const struct country *c;
	struct known_fact fact = { 0 };

	if (!state || state == record_id_by_key(cx, &country_type, setting(cx, "state")))
		return failed(cx) ? NULL : arena_fmt(cx->mem, "%s-%s", mechanism, number);
	if (!known_fact(cx, &about, state, &fact)) {
		c = record_get_any(cx, &country_type, state);
		if (!c)
			return NULL;
		snprintf(fact.text, sizeof fact.text, "%s", c->iso3);
		known_add_fact(cx, &about, state, &fact);
	}
	return arena_fmt(cx->mem, "%s-%s-%s", fact.text, mechanism, number);
}

/* Numbers of cycles with their endings, for each language as many as are needed: the program makes
 * no other words out of numbers. */
static const char *ordinal(struct context *cx, const char *number)
{
	static const char *const tk[] = { "nji", "nji", "nji", "nji", "nji",
		                          "njy", "nji", "nji", "njy" },
	                         *const en[] = { "st", "nd", "rd" };
	int64_t n = 0;

	if (!parse_int_in(number, 1, LEN(tk), &n))
		return number;
	if (str_eq(cx->lang, "tk"))
		return arena_fmt(cx->mem, "%s-%s", number, tk[n - 1]);
	if (str_eq(cx->lang, "ru"))
		return arena_fmt(cx->mem, "%s-й", number);
	return arena_fmt(cx->mem, "%s%s", number, n <= (int64_t)LEN(en) ? en[n - 1] : "th");
}

static const char *review_words(struct context *cx, const void *data)
{
	const struct review *r = data;
	const char *name =
	        str_eq(r->mechanism, "UPR")
	                ? arena_fmt(cx->mem, tr(cx, N_("UPR %s cycle")), ordinal(cx, r->number))
	                : arena_fmt(cx->mem, "%s %s", r->mechanism, r->number);

	return r->state ? arena_fmt(cx->mem, "%s: %s", country_name(r->state, cx->lang), name)
	                : name;
}

static bool make_review(struct context *cx, void *row, void *data)
{
	struct review *r = data;
	struct review_cycle *c = row;

	if (r->state_id && r->state_id != record_id_by_key(cx, &country_type, setting(cx, "state")))
		r->state = record_get_any(cx, &country_type, r->state_id);
	if (failed(cx))
		return false;
	c->code = arena_str(cx->mem, r->code);
	c->mechanism = r->mechanism_id;
	c->state_under_review = r->state ? r->state->record.id : 0;
	c->session = arena_str(cx->mem, r->facts->session);
	c->review_date = r->facts->review_date;
	c->label = texts_in_languages(cx, review_words, data);
	return !failed(cx);
}

int64_t review_needed(struct context *cx, int64_t state, const char *mechanism, const char *number)
{
	return review_needed_with(cx, state, mechanism, number, &(struct review_facts){ 0 });
}

int64_t review_needed_with(struct context *cx, int64_t state, const char *mechanism,
                           const char *number, const struct review_facts *facts)
{
	struct review r = {
		.mechanism = mechanism, .number = number, .facts = facts, .state_id = state
	};
	int64_t id;

	r.code = review_code(cx, state, mechanism, number);
	if (!r.code)
		return 0;
	id = record_id_by_key(cx, &review_cycle_type, r.code);
	if (id || failed(cx))
		return id;
	r.mechanism_id = record_id_by_key(cx, &mechanism_type, mechanism);
	return failed(cx) || !r.mechanism_id
	               ? 0
	               : known_plan(cx, &review_cycle_type, r.code, make_review, &r);
}

/* ---- documents */

struct needed {
	struct symbol symbol;
	bool known; /* the symbol is of a known form */
	const struct choice *kind;
	const struct country *state; /* loaded when it is made */
	const struct document_facts *facts;
	int64_t cycle, state_id;
};

static const char *document_words(struct context *cx, const void *data)
{
	const struct needed *d = data;
	const char *kind = d->known ? tr(cx, d->kind->label) : d->symbol.text;

	return d->state ? arena_fmt(cx->mem, "%s: %s", kind, country_name(d->state, cx->lang))
	                : kind;
}

static bool make_document(struct context *cx, void *row, void *data)
{
	const struct field *kinds = type_field_named(&document_type, "kind");
	struct needed *need = data;
	struct document *d = row;

	if (need->state_id && !(need->state = record_get_any(cx, &country_type, need->state_id)))
		return false;
	d->symbol = arena_str(cx->mem, need->symbol.text);
	d->kind = choice_index(kinds->choices, need->known ? need->symbol.kind : "other");
	need->kind = &kinds->choices[d->kind - 1];
	d->cycle = need->cycle;
	d->adopted = need->facts->adopted;
	d->distributed = need->facts->distributed;
	d->stated_due = need->facts->stated_due;
	d->title = texts_in_languages(cx, document_words, need);
	d->record.classification = CLASS_PUBLIC;
	return !failed(cx);
}

int64_t document_needed(struct context *cx, const char *symbol, int64_t state, int64_t cycle)
{
	return document_needed_with(cx, symbol, state, cycle, &(struct document_facts){ 0 });
}

int64_t document_needed_with(struct context *cx, const char *symbol, int64_t state, int64_t cycle,
                             const struct document_facts *facts)
{
	struct needed d = { .cycle = cycle, .state_id = state, .facts = facts };
	int64_t id = document_by_symbol(cx, symbol);

	if (id || failed(cx))
		return id;
	d.known = symbol_parse(cx->mem, symbol, &d.symbol);
	if (!*d.symbol.text)
		return 0;
	return known_plan(cx, &document_type, d.symbol.text, make_document, &d);
}

const char *symbol_of_report(struct context *cx, const char *symbol)
{
	struct symbol s;
	bool known = symbol_parse(cx->mem, symbol, &s);
	const char *add = known && s.add ? strstr(s.text, "/Add.") : NULL;

	return add ? arena_strn(cx->mem, s.text, (size_t)(add - s.text)) : s.text;
}
