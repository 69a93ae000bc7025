/* Tables of values, from a spreadsheet or as CSV: a row for each value, or a column for each
 * period, and then the file is gone through once for each of them.  A sheet may have titles above
 * its head, and a workbook sheets without any, which are passed over.
 *
 * Columns are found by their headings in three languages, in any order: the indicator's code, the
 * period, the value, and a column for each kind of breakdown that the table has, in which an empty
 * cell means all.  A cell without a figure ("..", "-") says nothing.  Who may bring them in, what a
 * value may be, and what becomes of the one on record are the rules of every value (value.c). */
#include "subject/indicator/part.h"

#include "language/fold.h"
#include "language/words.h"
#include "record/import.h"
#include "subject/taxonomy/taxonomy.h"

enum column {
	COL_INDICATOR,
	COL_PERIOD,
	COL_HALF,
	COL_VALUE,
	COL_ORIGIN,
	COL_NOTE,
	COL_DIMENSION, /* and one for each further one */
	COLUMNS = COL_DIMENSION + DIMENSIONS
};

static const char *const called[COLUMNS] = {
	[COL_INDICATOR] = "indicator|indicator code|code|görkeziji|görkezijiniň kody|показатель|"
	                  "код показателя|индикатор|код",
	[COL_PERIOD] = "period|year|time period|döwür|ýyl|период|год",
	[COL_HALF] = "half|half of the year|half-year|ýarym ýyllyk|полугодие",
	[COL_VALUE] = "value|observation value|obs_value|baha|görkezijiniň bahasy|bahasy|значение",
	[COL_ORIGIN] = "taken from|source|origin|çeşme|источник|откуда взято",
	[COL_NOTE] = "note|notes|remark|bellik|примечание",
	[COL_DIMENSION + BY_SEX - 1] = "sex|gender|jyns|jynsy|пол",
	[COL_DIMENSION + BY_AGE - 1] = "age|age group|ýaş|ýaşy|возраст|возрастная группа",
	[COL_DIMENSION + BY_REGION - 1] = "region|province|province or city|welaýat|welaýaty|"
	                                  "welaýat ýa-da şäher|регион|велаят|велаят или город",
	[COL_DIMENSION + BY_URBAN_RURAL - 1] =
	        "urban or rural|urban/rural|urban_rural|location|şäher ýa-da oba|şäher/oba|"
	        "город или село|город/село",
	[COL_DIMENSION + BY_DISABILITY - 1] = "disability|disability status|maýyplyk|инвалидность",
	[COL_DIMENSION + BY_NATIONALITY - 1] =
	        "nationality|nationality or status|citizenship|raýatlyk|гражданство",
	[COL_DIMENSION + BY_OTHER - 1] = "other|other breakdown|another breakdown|beýleki|"
	                                 "другая разбивка|прочее",
};

enum {
	MOST_ABOVE = 20, /* rows above the head */
	MOST_PERIODS = 60,
};

/* A column that holds the values of one period. */
struct period_column {
	int at;
	struct date period;
	int half;
};

/* What a row of the file said, by a digest of indicator, period and breakdown. */
struct seen {
	uint64_t place; /* 0: free */
	int64_t value, row;
};

struct head {
	int at[COLUMNS]; /* place; -1: none */
	struct period_column periods[MOST_PERIODS];
	size_t periods_n; /* 0: a column says the period */
};

struct reader {
	struct import *im;
	const struct labels *groups;
	const struct field *const *said;
	const char *names[COLUMNS]; /* as the file heads them; NULL: it has no such column */
	struct head head;           /* of this sheet */
	bool in_table;              /* below it */
	int above;                  /* rows of the sheet before that */
	size_t pass, passes;        /* which period column */
	struct seen *seen;          /* malloc'ed hash table */
	size_t seen_n, seen_room;
};

/* ---- headings */

static bool is_called(const char *list, const char *folded)
{
	size_t n = strlen(folded);

	for (const char *s = list; n && *s; s = strchrnul(s, '|'), s += *s == '|')
		if (strncmp(s, folded, n) == 0 && (s[n] == '|' || !s[n]))
			return true;
	return false;
}

static bool is_column(const struct head *h, size_t at)
{
	for (int c = 0; c < COLUMNS; c++)
		if (h->at[c] == (int)at)
			return true;
	return false;
}

static void read_periods(struct context *cx, const struct unit *row, struct head *h)
{
	for (size_t i = 0; i < row->cells_n && h->periods_n < MOST_PERIODS; i++) {
		struct period_column *p = &h->periods[h->periods_n];

		p->at = (int)i;
		if (!is_column(h, i) &&
		    indicator_read_period(cx, row->cells[i].text, &p->period, &p->half))
			h->periods_n++;
	}
}

static bool read_header(struct context *cx, const struct unit *row, struct head *h)
{
	h->periods_n = 0;
	for (int c = 0; c < COLUMNS; c++) {
		const char *list = fold_text(cx->mem, called[c]);

		h->at[c] = -1;
		for (size_t i = 0; i < row->cells_n && h->at[c] < 0; i++)
			if (is_called(list, fold_text(cx->mem, row->cells[i].text)))
				h->at[c] = (int)i;
	}
	if (h->at[COL_INDICATOR] < 0)
		return false;
	if (h->at[COL_PERIOD] < 0 && h->at[COL_VALUE] < 0)
		read_periods(cx, row, h);
	return h->periods_n || (h->at[COL_PERIOD] >= 0 && h->at[COL_VALUE] >= 0);
}

static int guess(struct context *cx, struct material *m)
{
	struct head *h = arena_new_of(cx->mem, struct head);
	struct unit u;
	int above = 0;

	while (material_next(cx, m, &u)) {
		if (u.kind == UNIT_SHEET)
			above = 0;
		if (u.kind == UNIT_ROW && above++ < MOST_ABOVE && read_header(cx, &u, h))
			return h->periods_n ? 80 : 90;
	}
	return 0;
}

static void name_columns(struct context *cx, struct reader *r, const struct unit *head)
{
	for (int c = 0; c < COLUMNS; c++)
		r->names[c] = r->head.at[c] >= 0
		                      ? arena_str(cx->mem, head->cells[r->head.at[c]].text)
		                      : NULL;
}

/* The values of a sheet with period columns stand in that of this pass; sheets without any are gone
 * through once. */
static bool has_column(struct reader *r)
{
	struct head *h = &r->head;

	if (r->passes < h->periods_n)
		r->passes = h->periods_n;
	if (!h->periods_n)
		return r->pass == 0;
	if (r->pass < h->periods_n)
		h->at[COL_VALUE] = h->periods[r->pass].at;
	return r->pass < h->periods_n;
}

/* The next row of a table; heads are taken in. */
static bool next_row(struct context *cx, struct reader *r, struct unit *u)
{
	for (;;) {
		if (!import_unit(cx, r->im, u)) {
			if (failed(cx) || ++r->pass >= r->passes)
				return false;
			material_rewind(r->im->material);
			r->in_table = false;
			r->above = 0;
			continue;
		}
		if (u->kind == UNIT_SHEET) {
			r->in_table = false;
			r->above = 0;
		}
		if (u->kind != UNIT_ROW)
			continue;
		if (r->in_table && has_column(r))
			return true;
		if (!r->in_table && r->above++ < MOST_ABOVE)
			r->in_table = read_header(cx, u, &r->head);
	}
}

static void forget(void *reader)
{
	free(((struct reader *)reader)->seen);
}

static bool open(struct context *cx, struct import *im, void **ret_state)
{
	struct reader *r = arena_new_of(cx->mem, struct reader);
	struct unit head;

	*ret_state = r;
	arena_defer(cx->mem, forget, r);
	r->im = im;
	r->said = type_fields_named(cx, &indicator_value_type,
	                            "indicator period half breakdown value value_date origin note");
	r->groups = labels_load(cx, &disaggregation_type);
	if (!r->said || !r->groups)
		return false;
	while (!r->in_table) {
		if (!import_unit(cx, im, &head))
			return failed(cx) ? false
			                  : fail(cx, ERR_INVALID, NULL,
			                         N_("The columns with the indicator, the period "
			                            "and the value are missing."));
		if (head.kind == UNIT_SHEET)
			r->above = 0;
		r->in_table = head.kind == UNIT_ROW && r->above++ < MOST_ABOVE &&
		              read_header(cx, &head, &r->head);
	}
	import_header(cx, im, &head);
	name_columns(cx, r, &head);
	return true;
}

/* ---- rows */

struct row {
	struct context *cx;
	struct reader *r;
	struct import_item *item;
	const struct unit *unit;
	struct indicator_value *to;
	const struct indicator *indicator;
};

static const struct cell *cell_at(const struct row *w, int column)
{
	int at = w->r->head.at[column];

	return at >= 0 && (size_t)at < w->unit->cells_n ? &w->unit->cells[at] : NULL;
}

static const char *text_at(const struct row *w, int column)
{
	const struct cell *c = cell_at(w, column);

	return c ? c->text : "";
}

static const struct period_column *period_column(const struct reader *r)
{
	return r->head.periods_n ? &r->head.periods[r->pass] : NULL;
}

static void wrong(struct row *w, int column, const char *message)
{
	const struct period_column *p = period_column(w->r);
	const char *name = p && column == COL_VALUE
	                           ? indicator_period_key(w->cx, p->period, p->half)
	                           : w->r->names[column];

	import_problem(w->r->im, w->item, name, message);
}

static void read_indicator(struct row *w)
{
	const char *code = text_at(w, COL_INDICATOR);
	int64_t id = record_id_by_key(w->cx, &indicator_type, code);

	w->indicator = id ? record_get_any(w->cx, &indicator_type, id) : NULL;
	w->to->indicator = w->indicator ? id : 0;
	if (!w->indicator)
		wrong(w, COL_INDICATOR,
		      arena_fmt(w->cx->mem, tr(w->cx, N_("There is no indicator “%s”.")), code));
}

static void read_period(struct row *w)
{
	const struct period_column *p = period_column(w->r);
	const char *words = text_at(w, COL_PERIOD), *half = text_at(w, COL_HALF);
	int which = str_eq(half, "1") || str_eq(half, "I")    ? 1
	            : str_eq(half, "2") || str_eq(half, "II") ? 2
	                                                      : 0;

	if (p) {
		w->to->period = p->period;
		w->to->half = p->half;
		return;
	}
	if (!indicator_read_period(w->cx, words, &w->to->period, &w->to->half))
		wrong(w, COL_PERIOD,
		      arena_fmt(w->cx->mem,
		                tr(w->cx, N_("“%s” is no period: 2024, 2024-H2, "
		                             "2024-Q3, 2024-05.")),
		                words));
	if (!*half)
		return;
	if (which)
		w->to->half = which;
	else
		wrong(w, COL_HALF, tr(w->cx, N_("The half of a year is 1 or 2.")));
}

/* As people write it in their language; a spreadsheet's own number has a point. */
static bool read_number(const struct row *w, const char *words, struct number *ret)
{
	const char *lang = w->r->im->lang ? w->r->im->lang : w->cx->lang;
	const struct cell *c = cell_at(w, COL_VALUE);
	const char *tries[] = { c && c->kind == CELL_NUMBER ? "en" : lang, lang, "ru", "en" };

	for (size_t i = 0; i < LEN(tries) && !ret->set; i++)
		ret->set = words_read_number(tries[i], words, INDICATOR_SCALE, &ret->units);
	return ret->set;
}

/* Without the sign of per cent behind it. */
static const char *bare(struct context *cx, const char *s)
{
	size_t n = strlen(s);

	if (n && s[n - 1] == '%')
		n--;
	while (n && s[n - 1] == ' ')
		n--;
	return arena_strn(cx->mem, s, n);
}

static void read_value(struct row *w)
{
	const char *words = text_at(w, COL_VALUE);
	bool is_date = w->indicator && w->indicator->unit_kind == UNIT_DATE;

	if (is_date ? !words_read_date(w->cx->mem, words, &w->to->value_date)
	            : !read_number(w, bare(w->cx, words), &w->to->value))
		wrong(w, COL_VALUE,
		      arena_fmt(w->cx->mem,
		                is_date ? tr(w->cx, N_("“%s” is no date."))
		                        : tr(w->cx, N_("“%s” is no number with at most four "
		                                       "decimal places.")),
		                words));
}

/* The total is named by an empty cell or by a word for it. */
static bool is_all(struct context *cx, const char *words)
{
	static const char list[] = "all|total|both sexes|_t|hemmesi|jemi|all areas|все|всего|итого|"
	                           "оба пола";

	return !*words || is_called(fold_text(cx->mem, list), fold_text(cx->mem, words));
}

static void read_groups(struct row *w)
{
	for (int by = BY_SEX; by <= DIMENSIONS; by++) {
		int column = COL_DIMENSION + by - 1;
		const char *words = text_at(w, column);
		const struct disaggregation *d;
		int64_t id;

		if (is_all(w->cx, words))
			continue;
		id = labels_find(w->cx, w->r->groups, words);
		d = id ? record_get_any(w->cx, &disaggregation_type, id) : NULL;
		if (d && d->dimension == by)
			refs_add(w->cx, &w->to->breakdown, id);
		else
			wrong(w, column,
			      arena_fmt(w->cx->mem,
			                tr(w->cx, N_("There is no group “%s” to break down by.")),
			                words));
	}
}

/* What statistics write where there is no figure. */
static bool says_something(const struct row *w)
{
	const char *s = text_at(w, COL_VALUE);

	return *s && strspn(s, " .-–—…") != strlen(s);
}

/* ---- two figures of one place */

static uint64_t digest(const char *s)
{
	uint64_t h = 14695981039346656037u; /* FNV-1a */

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h ? h : 1;
}

static struct seen *seen_place(const struct reader *r, uint64_t place)
{
	size_t at = place % r->seen_room;

	while (r->seen[at].place && r->seen[at].place != place)
		at = (at + 1) % r->seen_room;
	return &r->seen[at];
}

static bool seen_grow(struct context *cx, struct reader *r)
{
	struct reader bigger = *r;

	if (r->seen_n * 2 < r->seen_room)
		return true;
	bigger.seen_room = r->seen_room ? r->seen_room * 2 : 1024;
	bigger.seen = calloc(bigger.seen_room, sizeof *bigger.seen);
	if (!bigger.seen)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
	for (size_t i = 0; i < r->seen_room; i++)
		if (r->seen[i].place)
			*seen_place(&bigger, r->seen[i].place) = r->seen[i];
	free(r->seen);
	*r = bigger;
	return true;
}

/* Which of two is right nobody can know: the second is told, and does not come in. */
static bool check_seen(struct row *w)
{
	struct context *cx = w->cx;
	const struct indicator_value *v = w->to;
	const char *breakdown = indicator_breakdown_key(cx, &v->breakdown);
	int64_t value = v->value.set ? v->value.units : date_to_days(v->value_date);
	uint64_t place;
	struct seen *s;

	if (!breakdown || !seen_grow(cx, w->r))
		return false;
	place = digest(arena_fmt(cx->mem, "%lld %s %s", (long long)v->indicator,
	                         indicator_period_key(cx, v->period, v->half), breakdown));
	s = seen_place(w->r, place);
	if (s->place && s->value != value)
		wrong(w, COL_VALUE,
		      arena_fmt(cx->mem,
		                tr(cx, N_("Row %lld has another value for this period and "
		                          "breakdown.")),
		                (long long)s->row));
	if (s->place)
		return true;
	*s = (struct seen){ place, value, w->unit->number };
	w->r->seen_n++;
	return true;
}

static bool next(struct context *cx, struct import *im, void *state, struct import_item *item)
{
	struct row w = { .cx = cx, .r = state, .item = item };
	struct unit u;

	w.unit = &u;
	do
		if (!next_row(cx, state, &u))
			return false;
	while (!says_something(&w));
	import_begin(cx, im, item, &indicator_value_type, &u);
	w.to = item->record;
	item->said = w.r->said;
	read_indicator(&w);
	read_period(&w);
	read_value(&w);
	read_groups(&w);
	w.to->origin =
	        *text_at(&w, COL_ORIGIN) ? arena_str(cx->mem, text_at(&w, COL_ORIGIN)) : im->file;
	if (*text_at(&w, COL_NOTE))
		w.to->note = arena_str(cx->mem, text_at(&w, COL_NOTE));
	return !failed(cx) && (item->problems_n || check_seen(&w));
}

/* The figure is on record: where it was taken from stays as it was said first. */
static bool meet(struct context *cx, const struct import *im, struct import_item *item,
                 const void *old)
{
	const struct indicator_value *was = old;
	struct indicator_value *v = item->record;

	(void)cx, (void)im;
	v->origin = was->origin;
	v->note = was->note;
	return true;
}

const struct import_format indicator_values_format = {
	.name = "indicator-values",
	.label = N_("Table of indicator values (CSV, XLSX)"),
	.guess = guess,
	.open = open,
	.next = next,
	.meet = meet,
};
