/* Sample plans and measures, plainly called so.  Their years are told as steps from the year in
 * which the sample is made, so that some measures are always late and some far: "{-2}-{1}". */
#include "subject/plan/part.h"

#include "base/number.h"
#include "record/app.h"
#include "record/reference.h"
#include "store/db.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/recommendation.h"

SQL(plan_sample_answered,
    "SELECT id FROM recommendation WHERE document = $1 AND locator = $2 ORDER BY id LIMIT 1");
SQL(plan_sample_part, "SELECT id FROM plan_part WHERE plan = $1 AND number = $2");

/* The next piece of a cell, up to the sign; *cell goes behind it. */
static const char *piece(struct context *cx, const char **cell, char until)
{
	const char *end = strchr(*cell, until), *start = *cell;
	size_t n = end ? (size_t)(end - start) : strlen(start);

	*cell = start + n + (end != NULL);
	return arena_strn(cx->mem, start, n);
}

static int year_of(struct context *cx, const char *step)
{
	int64_t n = 0;

	return parse_int(step, &n) ? today(cx).year + (int)n : 0;
}

/* "SAMPLE/UPR/4 126.15|…" */
static bool answers(struct context *cx, const char *cell, struct refs *ret)
{
	while (cell && *cell) {
		const char *one = piece(cx, &cell, '|');
		const char *symbol = piece(cx, &one, ' ');
		int64_t id = 0;
		bool found;

		if (!db_int(cx, &plan_sample_answered, &id, &found,
		            V(document_by_symbol(cx, symbol)), V(one)))
			return false;
		if (!found)
			return fail(cx, ERR_BROKEN, NULL, "sample %s %s is missing", symbol, one);
		refs_add(cx, ret, id);
	}
	return true;
}

static bool complete_plan(struct context *cx, const struct reference_row *cells, void *row,
                          void *data)
{
	struct plan *p = row;

	(void)data;
	if (p->record.version)
		return true;
	p->record.state = type_state(&plan_type, reference_cell(cells, "state"));
	p->period_from = date_day(year_of(cx, reference_cell(cells, "period_from")), 12, 31);
	p->period_to = date_day(year_of(cx, reference_cell(cells, "period_to")), 12, 31);
	p->period_from.precision = p->period_to.precision = PRECISION_YEAR;
	if (plan_in(p, "in_force")) {
		p->act = "Sample: resolution no. 1";
		p->act_date = date_day(p->period_from.year, 1, 15);
	}
	return answers(cx, reference_cell(cells, "recommendations"), &p->recommendations);
}

static bool part_called(struct context *cx, int64_t plan, const char *number, int64_t *ret)
{
	bool found;

	*ret = 0;
	return str_empty(number) || str_eq(number, "-") ||
	       db_int(cx, &plan_sample_part, ret, &found, V(plan), V(number));
}

static bool complete_part(struct context *cx, const struct reference_row *cells, void *row,
                          void *data)
{
	struct plan_part *p = row;
	const struct plan *plan = record_get_any(cx, &plan_type, p->plan);

	(void)data;
	if (!plan || p->record.version)
		return !failed(cx);
	if (plan_runs(plan))
		p->record.state = type_state(&plan_part_type, "approved");
	return part_called(cx, p->plan, reference_cell(cells, "within"), &p->parent);
}

/* "SAMPLE-PLAN 1 1.1|…": plan, part, number. */
static bool take_places(struct context *cx, const char *cell, struct measure *m)
{
	enum { MOST = 4 };
	struct measure_place *v = arena_array(cx->mem, struct measure_place, MOST);
	size_t n = 0;

	for (; *cell && n < MOST; n++) {
		const char *one = piece(cx, &cell, '|');

		v[n].plan = record_id_by_key(cx, &plan_type, piece(cx, &one, ' '));
		if (!v[n].plan || !part_called(cx, v[n].plan, piece(cx, &one, ' '), &v[n].part))
			return false;
		v[n].number = one;
	}
	m->places = (struct owned){ v, n };
	return true;
}

static const char *with_years(struct context *cx, const char *cell)
{
	struct buffer b = BUFFER(cx->mem, MAX_TITLE);

	while (*cell) {
		if (*cell == '{') {
			cell++;
			buffer_int(&b, year_of(cx, piece(cx, &cell, '}')));
			continue;
		}
		buffer_char(&b, *cell++);
	}
	return buffer_str(&b);
}

static bool complete_measure(struct context *cx, const struct reference_row *cells, void *row,
                             void *data)
{
	struct measure *m = row;

	(void)data;
	if (m->record.version)
		return true;
	m->record.state = type_state(&measure_type, reference_cell(cells, "state"));
	m->timing = with_years(cx, reference_cell(cells, "timing"));
	if (measure_is_open(m)) /* since the half-year before this one */
		m->followed_from = half_year_first_day(half_year_of(
		        date_add_months(half_year_first_day(half_year_of(today(cx))), -1)));
	return take_places(cx, reference_cell(cells, "places"), m) &&
	       answers(cx, reference_cell(cells, "recommendations"), &m->recommendations);
}

bool plan_load_sample(struct context *cx)
{
	static const struct reference_options plans = {
		.skip = "state period_from period_to recommendations", .complete = complete_plan
	};
	static const struct reference_options parts = { .match = "plan number",
		                                        .skip = "within",
		                                        .complete = complete_part };
	static const struct reference_options measures = {
		.match = "number",
		.skip = "state timing places recommendations",
		.complete = complete_measure,
	};

	return reference_load(cx, &plan_type, "reference/sample/plans.csv", &plans, NULL) &&
	       reference_load(cx, &plan_part_type, "reference/sample/plan_parts.csv", &parts,
	                      NULL) &&
	       reference_load(cx, &measure_type, "reference/sample/measures.csv", &measures, NULL);
}
