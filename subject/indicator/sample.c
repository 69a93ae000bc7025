/* Sample indicators with values, all of them made up and called samples.  Where the source body has
 * sample users, one enters the values and another confirms them, as people will. */
#include "subject/indicator/part.h"

#include "base/embedded.h"
#include "format/csv.h"
#include "language/words.h"
#include "record/app.h"
#include "record/reference.h"
#include "subject/institution/institution.h"

/* ---- the indicators */

enum { MOST = 20 }; /* rows of one field */

static bool add_dimension(struct context *cx, struct indicator *i, const char *word)
{
	struct indicator_dimension *d = i->disaggregations.v;

	if (!d)
		i->disaggregations.v = d = arena_array(cx->mem, struct indicator_dimension, MOST);
	d += i->disaggregations.n++;
	d->dimension = choice_index(indicator_dimensions, word);
	return d->dimension != 0;
}

/* "2025=40" */
static bool add_target(struct context *cx, struct indicator *i, const char *word)
{
	struct indicator_target *t = i->targets.v;
	const char *value = strchr(word, '=');

	if (!t)
		i->targets.v = t = arena_array(cx->mem, struct indicator_target, MOST);
	t += i->targets.n++;
	t->value.set =
	        value && words_read_number("en", value + 1, INDICATOR_SCALE, &t->value.units);
	return t->value.set && date_parse(arena_strn(cx->mem, word, strcspn(word, "=")), &t->year);
}

static bool each_word(struct context *cx, struct indicator *i, const char *words,
                      bool (*add)(struct context *cx, struct indicator *i, const char *word))
{
	for (const char *s = words; s && *s;) {
		size_t n = strcspn(s, "|");

		if (!add(cx, i, arena_strn(cx->mem, s, n)))
			return fail(cx, ERR_BROKEN, NULL, "sample indicator %s: %s", i->code, s);
		s += n + (s[n] == '|');
	}
	return true;
}

static bool add_rows(struct context *cx, const struct reference_row *cells, void *row, void *data)
{
	struct indicator *i = row;

	(void)data;
	if (i->disaggregations.n || i->targets.n)
		return true;
	return each_word(cx, i, reference_cell(cells, "dimensions"), add_dimension) &&
	       each_word(cx, i, reference_cell(cells, "targets"), add_target);
}

/* ---- their values */

struct line {
	const char *indicator, *period, *half, *breakdown, *value, *state;
};

static struct line line_of(const struct csv_row *r)
{
	return (struct line){ r->cells[0], r->cells[1], r->cells[2],
		              r->cells[3], r->cells[4], r->cells[5] };
}

/* Who enters and who confirms, where the body has both. */
static bool act_as(struct context *cx, const struct indicator *i, const char *login,
                   struct actor *actor)
{
	const struct account *a = i->source_body == institution_by_code(cx, "MOE")
	                                  ? account_by_login(cx, login)
	                                  : NULL;

	*actor = (struct actor){ .console = true, .login = "console" };
	cx->actor = actor;
	return !failed(cx) && (!a || account_actor(cx, a->record.id, 0, actor));
}

static bool confirm(struct context *cx, const struct indicator *i, int64_t id)
{
	const struct type *t = &indicator_value_type;
	struct indicator_value *v = record_get_any(cx, t, id);
	struct actor actor;

	if (!v || !type_state_in(t, v->record.state, "provisional"))
		return !failed(cx);
	if (!act_as(cx, i, "ma", &actor))
		return false;
	if (!actor.console)
		return record_step(cx, t, v, step_named(t, "confirm"));
	v->record.state = type_state(t, "confirmed");
	return record_save_as(cx, t, v, CHANGE_UPDATE);
}

static bool enter(struct context *cx, const struct line *l)
{
	const struct indicator *i = record_by_key(cx, &indicator_type, l->indicator);
	struct indicator_entry e = { .breakdown = l->breakdown,
		                     .half = *l->half ? *l->half - '0' : 0,
		                     .origin = "Sample: made up" };
	struct actor actor;
	bool read;
	int64_t id;

	if (!i)
		return false;
	e.indicator = i->record.id;
	read = i->unit_kind == UNIT_DATE
	               ? date_parse(l->value, &e.value_date)
	               : words_read_number("en", l->value, INDICATOR_SCALE, &e.value.units);
	e.value.set = read && i->unit_kind != UNIT_DATE;
	if (!read || !date_parse(l->period, &e.period))
		return fail(cx, ERR_BROKEN, NULL, "sample value %s %s", l->indicator, l->period);
	return act_as(cx, i, "fp", &actor) && indicator_enter(cx, &e, &id) &&
	       (!str_eq(l->state, "confirmed") || confirm(cx, i, id));
}

static bool enter_all(struct context *cx)
{
	const struct embedded *file = reference_file(cx, "reference/sample/indicator_values.csv");
	struct csv_reader *r =
	        file ? csv_open_bytes(cx, (const char *)file->data, file->size) : NULL;
	struct csv_row row;

	if (!r || !csv_next(cx, r, &row))
		return false;
	while (csv_next(cx, r, &row)) {
		struct context_mark mark = context_mark(cx);
		struct line l = line_of(&row);

		if (!enter(cx, &l))
			return false;
		context_rewind(cx, mark);
	}
	return !failed(cx);
}

bool indicator_sample(struct context *cx)
{
	static const struct reference_options options = { .skip = "dimensions targets",
		                                          .complete = add_rows };
	const struct actor *actor = cx->actor;
	bool ok = reference_load(cx, &indicator_type, "reference/sample/indicators.csv", &options,
	                         NULL) &&
	          enter_all(cx);

	cx->actor = actor;
	return ok;
}
