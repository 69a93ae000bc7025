/* An indicator's figures, drawn here as SVG.  The total is a line over the years with the baseline
 * and the targets marked; below it each kind of breakdown is a row of bars for each group, all on
 * one scale.  Confirmed and provisional figures differ by shape and pattern, every figure is
 * written beside its mark and leads to its record, and the table behind has the same figures. */
#include "subject/indicator/indicator_web.h"

#include "subject/indicator/part.h"
#include "web/view.h"

enum {
	WIDTH = 736,
	LEFT = 56,   /* room for the numbers of the axis */
	RIGHT = 700, /* where time ends */
	TOP = 24,
	FLOOR = 196, /* of the line chart */
	BOTTOM = 226,
	ROW = 82, /* of bars */
	ROW_NAME = 14,
	ROW_FLOOR = 72,
	ROW_TALL = 36,
	LABEL = 44, /* room that a number or a year needs */
	COLUMNS = 24,
};

struct scale {
	double low, high, step; /* of the numbers */
	int64_t from, to;       /* days */
};

static const char *number(struct context *cx, const struct measured *m, struct number n)
{
	return indicator_unit_number(cx, m->indicator, n);
}

static double real(struct number n)
{
	return (double)n.units / 10000;
}

static int64_t day_of(const struct indicator_value *v)
{
	return date_to_days(indicator_period_end(v->period, v->half));
}

static bool is_total(const struct indicator_value *v)
{
	return str_eq(v->breakdown_key, BREAKDOWN_TOTAL);
}

static bool is_confirmed(const struct indicator_value *v)
{
	return type_state_in(&indicator_value_type, v->record.state, "confirmed");
}

static const char *link_of(struct context *cx, const struct indicator_value *v)
{
	return record_path(cx, &indicator_value_type, v->record.id, NULL);
}

/* "2024: 34.0 %, provisional" */
static const char *said(struct context *cx, const struct measured *m,
                        const struct indicator_value *v)
{
	return arena_fmt(cx->mem, "%s: %s%s%s", indicator_period_words(cx, v->period, v->half),
	                 indicator_value_words(cx, m->indicator, v->value, v->value_date),
	                 is_confirmed(v) ? "" : ", ", is_confirmed(v) ? "" : tr(cx, "provisional"));
}

/* ---- scales */

static void widen(struct scale *s, double value, int64_t day, bool *first)
{
	if (*first || value < s->low)
		s->low = value;
	if (*first || value > s->high)
		s->high = value;
	if (*first || day < s->from)
		s->from = day;
	if (*first || day > s->to)
		s->to = day;
	*first = false;
}

/* 1, 2 or 5 times a power of ten, so that three to six lines cover the span. */
static double step_for(double span)
{
	double step = 0.0001;

	while (step * 5 < span) {
		if (step * 10 >= span)
			return step * 2;
		if (step * 25 >= span)
			return step * 5;
		step *= 10;
	}
	return step;
}

static int64_t whole_steps(double x, double step)
{
	int64_t n = (int64_t)(x / step);

	return (double)n * step > x ? n - 1 : n;
}

static void round_out(struct scale *s)
{
	double low = s->low, high = s->high;

	if (high - low < 0.0002) {
		low -= 1;
		high += 1;
	}
	s->step = step_for(high - low);
	s->low = (double)whole_steps(low, s->step) * s->step;
	if (s->low > low || s->low < 0) /* below nothing only where something is */
		s->low = low < 0 ? s->low : 0;
	s->high = (double)whole_steps(high, s->step) * s->step;
	if (s->high < high)
		s->high += s->step;
}

static const struct indicator_target *targets_of(const struct measured *m, size_t *n)
{
	*n = m->indicator->targets.n;
	return m->indicator->targets.v;
}

/* Of the total, the baseline and the targets.  False: nothing was measured as a whole. */
static bool measure(const struct measured *m, struct scale *s)
{
	const struct indicator *i = m->indicator;
	bool first = true;
	size_t n;
	const struct indicator_target *t = targets_of(m, &n);

	for (size_t k = 0; k < m->counting_n; k++)
		if (is_total(m->counting[k]))
			widen(s, real(m->counting[k]->value), day_of(m->counting[k]), &first);
	if (first)
		return false;
	if (i->baseline.set)
		widen(s, real(i->baseline), date_to_days(i->baseline_year), &first);
	for (size_t k = 0; k < n; k++)
		widen(s, real(t[k].value), date_to_days(t[k].year), &first);
	round_out(s);
	return true;
}

static double x_of(const struct scale *s, int64_t day)
{
	if (s->to == s->from)
		return (LEFT + RIGHT) / 2.0;
	return LEFT + 24 +
	       (double)(day - s->from) * (RIGHT - LEFT - 48) / (double)(s->to - s->from);
}

static double y_of(const struct scale *s, double value)
{
	return FLOOR - (value - s->low) * (FLOOR - TOP) / (s->high - s->low);
}

/* ---- the line of the total */

static void print_axis(struct html *h, const struct measured *m, const struct scale *s)
{
	for (int k = 0; s->low + k * s->step <= s->high + s->step / 2; k++) {
		double value = s->low + k * s->step;
		struct number n = { (int64_t)(value * 10000 + (value < 0 ? -0.5 : 0.5)), true };

		html(h,
		     "<path class=\"ax\" d=\"M%d %.1fH%d\"/><text class=\"t2 te\" x=\"%d\" "
		     "y=\"%.1f\">%s</text>",
		     LEFT, y_of(s, value), RIGHT, LEFT - 6, y_of(s, value) + 4,
		     number(h->cx, m, n));
	}
	html(h, "\n");
}

static void print_baseline(struct html *h, const struct measured *m, const struct scale *s)
{
	const struct indicator *i = m->indicator;
	double x, y;

	if (!i->baseline.set)
		return;
	x = x_of(s, date_to_days(i->baseline_year));
	y = y_of(s, real(i->baseline));
	html(h,
	     "<path class=\"ax0\" fill=\"none\" stroke-dasharray=\"2 4\" d=\"M%.1f %.1fH%d\"/>"
	     "<text class=\"t2 te\" x=\"%d\" y=\"%.1f\">%s</text>\n",
	     x, y, RIGHT, RIGHT, y + 14,
	     arena_fmt(h->cx->mem, tr(h->cx, "baseline %s (%d)"), number(h->cx, m, i->baseline),
	               i->baseline_year.year));
}

/* A line through the confirmed figures, dashed where it leads to or from a provisional one. */
static void print_line(struct html *h, const struct measured *m, const struct scale *s)
{
	const struct indicator_value *before = NULL;

	for (size_t k = 0; k < m->counting_n; k++) {
		const struct indicator_value *v = m->counting[k];

		if (!is_total(v))
			continue;
		if (before)
			html(h, "<path class=\"ln %s\" d=\"M%.1f %.1fL%.1f %.1f\"/>",
			     is_confirmed(v) && is_confirmed(before) ? "ln-done" : "ln-go",
			     x_of(s, day_of(before)), y_of(s, real(before->value)),
			     x_of(s, day_of(v)), y_of(s, real(v->value)));
		before = v;
	}
	html(h, "\n");
}

/* How far the next label is from this one. */
static int room_of(const char *label)
{
	int letters = 1;

	for (const char *c = label; *c; c++)
		letters += ((unsigned char)*c & 0xc0) != 0x80;
	return letters * 8 > LABEL ? letters * 8 : LABEL;
}

static void print_points(struct html *h, const struct measured *m, const struct scale *s)
{
	struct context *cx = h->cx;
	double last = -WIDTH;

	for (size_t k = 0; k < m->counting_n; k++) {
		const struct indicator_value *v = m->counting[k];
		const char *when;
		bool named;
		double x, y;

		if (!is_total(v))
			continue;
		x = x_of(s, day_of(v));
		y = y_of(s, real(v->value));
		when = indicator_period_short(cx, v->period, v->half);
		named = x - last >= room_of(when);
		html(h,
		     "<a href=\"%s\" aria-label=\"%s\"><circle class=\"seg %s\" cx=\"%.1f\" "
		     "cy=\"%.1f\" r=\"5\"/>",
		     link_of(cx, v), said(cx, m, v), is_confirmed(v) ? "c-done" : "c-new", x, y);
		if (named)
			html(h, "<text class=\"tm tb\" x=\"%.1f\" y=\"%.1f\">%s</text>", x, y - 10,
			     number(cx, m, v->value));
		html(h, "</a>");
		if (named)
			html(h, "<text class=\"t2 tm\" x=\"%.1f\" y=\"%d\">%s</text>", x,
			     FLOOR + 18, when);
		html(h, "\n");
		last = named ? x : last;
	}
}

/* Where the line is on that day; the target's own height where it has not come so far. */
static double line_at(const struct measured *m, const struct scale *s, int64_t day,
                      double otherwise)
{
	const struct indicator_value *before = NULL;

	for (size_t k = 0; k < m->counting_n; k++) {
		const struct indicator_value *v = m->counting[k];

		if (!is_total(v))
			continue;
		if (day_of(v) >= day)
			return y_of(s, before ? (real(before->value) + real(v->value)) / 2
			                      : real(v->value));
		before = v;
	}
	return otherwise;
}

static void print_targets(struct html *h, const struct measured *m, const struct scale *s)
{
	struct context *cx = h->cx;
	size_t n;
	const struct indicator_target *t = targets_of(m, &n);

	for (size_t k = 0; k < n; k++) {
		int64_t day = date_to_days(t[k].year);
		double x = x_of(s, day), y = y_of(s, real(t[k].value));
		bool below = line_at(m, s, day, y + 1) < y;

		html(h,
		     "<path class=\"c-part\" d=\"M%.1f %.1fl7 7l-7 7l-7 -7z\"/><text class=\"te "
		     "tb\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
		     x, y - 7, x - 10, below ? y + 18 : y - 6,
		     arena_fmt(cx->mem, tr(cx, "target %s (%d)"), number(cx, m, t[k].value),
		               t[k].year.year));
	}
}

/* What the picture shows, for who does not see it. */
static const char *finding(struct context *cx, const struct measured *m)
{
	struct buffer out = BUFFER(cx->mem, MAX_PAGE);
	size_t n;
	const struct indicator_target *t = targets_of(m, &n);

	buffer_text(&out, indicator_text(cx, &m->indicator->name));
	for (size_t k = 0; k < m->counting_n; k++)
		if (is_total(m->counting[k]))
			buffer_fmt(&out, "; %s", said(cx, m, m->counting[k]));
	if (m->indicator->baseline.set)
		buffer_fmt(&out, "; %s",
		           arena_fmt(cx->mem, tr(cx, "baseline %s (%d)"),
		                     number(cx, m, m->indicator->baseline),
		                     m->indicator->baseline_year.year));
	for (size_t k = 0; k < n; k++)
		buffer_fmt(&out, "; %s",
		           arena_fmt(cx->mem, tr(cx, "target %s (%d)"), number(cx, m, t[k].value),
		                     t[k].year.year));
	return buffer_str(&out);
}

static void print_key(struct html *h)
{
	struct context *cx = h->cx;

	html(h,
	     "<ul class=\"key\"><li><svg class=\"g\" viewBox=\"0 0 14 14\" aria-hidden=\"true\">"
	     "<circle class=\"c-done\" cx=\"7\" cy=\"7\" r=\"5\"/></svg> %s</li>"
	     "<li><svg class=\"g\" viewBox=\"0 0 14 14\" aria-hidden=\"true\"><circle "
	     "class=\"c-new\" cx=\"7\" cy=\"7\" r=\"5\"/></svg> %s</li>",
	     tr(cx, "confirmed"), tr(cx, "provisional"));
	html(h,
	     "<li><svg class=\"g\" viewBox=\"0 0 14 14\" aria-hidden=\"true\"><path "
	     "class=\"c-part\" d=\"M7 0l7 7l-7 7l-7 -7z\"/></svg> %s</li></ul>\n",
	     tr(cx, "target"));
}

static void print_total(struct html *h, const struct measured *m, const struct scale *s)
{
	html(h, "<svg viewBox=\"0 0 %d %d\" role=\"group\" aria-label=\"%s\">\n", WIDTH, BOTTOM,
	     finding(h->cx, m));
	print_axis(h, m, s);
	print_baseline(h, m, s);
	print_line(h, m, s);
	print_points(h, m, s);
	print_targets(h, m, s);
	html(h, "</svg>\n");
	print_key(h);
}

/* ---- bars of a breakdown */

struct bars {
	const struct measured *m;
	enum dimension by;
	const char *keys[COLUMNS]; /* groups with figures, in the order of the list */
	size_t keys_n;
	const struct indicator_value **v; /* all of them */
	size_t n;
	double low, high; /* one scale; nothing lies within it */
	double step;      /* room of a period */
	const char *first, *periods[COLUMNS];
	size_t periods_n;
};

static bool among(const char *const *list, size_t n, const char *s)
{
	for (size_t k = 0; k < n; k++)
		if (str_eq(list[k], s))
			return true;
	return false;
}

/* The newest periods, oldest first, as many as have room. */
static void choose_periods(struct bars *b)
{
	enum { MOST = 12 };
	const char *newest[MOST];
	size_t n = 0;

	for (size_t k = b->n; k-- && n < MOST;)
		if (!among(newest, n, b->v[k]->period_key))
			newest[n++] = b->v[k]->period_key;
	for (size_t k = n; k--;)
		b->periods[b->periods_n++] = newest[k];
}

static bool any_of(const struct measured *m, const char *key)
{
	for (size_t k = 0; k < m->counting_n; k++)
		if (str_eq(m->counting[k]->breakdown_key, key))
			return true;
	return false;
}

/* Which figures belong to the breakdown: those by one group of it. */
static void gather(struct context *cx, struct bars *b)
{
	const struct measured *m = b->m;

	b->v = arena_array(cx->mem, const struct indicator_value *, m->counting_n + 1);
	for (size_t g = 0; g < m->groups_n && b->keys_n < COLUMNS; g++)
		if (m->groups[g]->dimension == (int)b->by && any_of(m, m->groups[g]->code))
			b->keys[b->keys_n++] = m->groups[g]->code;
	for (size_t k = 0; k < m->counting_n; k++)
		if (among(b->keys, b->keys_n, m->counting[k]->breakdown_key))
			b->v[b->n++] = m->counting[k];
	choose_periods(b);
	for (size_t k = 0; k < b->n; k++) {
		double x = real(b->v[k]->value);

		b->low = x < b->low ? x : b->low;
		b->high = x > b->high ? x : b->high;
	}
	b->step = b->periods_n ? (double)WIDTH / (double)b->periods_n : WIDTH;
}

static const struct indicator_value *figure(const struct bars *b, const char *key,
                                            const char *period)
{
	for (size_t k = 0; k < b->n; k++)
		if (str_eq(b->v[k]->breakdown_key, key) && str_eq(b->v[k]->period_key, period))
			return b->v[k];
	return NULL;
}

static void print_bar(struct html *h, const struct bars *b, const struct indicator_value *v,
                      double x, int top)
{
	struct context *cx = h->cx;
	double span = b->high - b->low > 0 ? b->high - b->low : 1,
	       zero = top + ROW_FLOOR + b->low * ROW_TALL / span, value = real(v->value),
	       tall = value * ROW_TALL / span, wide = b->step > 2 * LABEL ? LABEL : b->step - 8,
	       y = tall < 0 ? zero : zero - tall;

	tall = tall < 0 ? -tall : tall;
	html(h,
	     "<a href=\"%s\" aria-label=\"%s, %s\"><rect class=\"seg c-go\" x=\"%.1f\" y=\"%.1f\" "
	     "width=\"%.1f\" height=\"%.1f\"/>",
	     link_of(cx, v), measured_breakdown(cx, b->m, v->breakdown_key), said(cx, b->m, v),
	     x - wide / 2, y, wide, tall);
	if (!is_confirmed(v))
		html(h,
		     "<rect fill=\"url(#not-confirmed)\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
		     "height=\"%.1f\"/>",
		     x - wide / 2, y, wide, tall);
	html(h, "<text class=\"tm\" x=\"%.1f\" y=\"%.1f\">%s</text></a>", x, y - 4,
	     number(cx, b->m, v->value));
}

static void print_group(struct html *h, const struct bars *b, size_t at)
{
	int top = (int)at * ROW;

	html(h, "<text class=\"tb\" x=\"0\" y=\"%d\">%s</text><path class=\"ax\" d=\"M0 %dH%d\"/>",
	     top + ROW_NAME, measured_breakdown(h->cx, b->m, b->keys[at]), top + ROW_FLOOR, WIDTH);
	for (size_t k = 0; k < b->periods_n; k++) {
		const struct indicator_value *v = figure(b, b->keys[at], b->periods[k]);

		if (v)
			print_bar(h, b, v, ((double)k + 0.5) * b->step, top);
	}
	html(h, "\n");
}

static const struct indicator_value *of_period(const struct bars *b, const char *period)
{
	for (size_t k = 0; k < b->n; k++)
		if (str_eq(b->v[k]->period_key, period))
			return b->v[k];
	return NULL;
}

static void print_bars(struct html *h, const struct bars *b, const char *name, bool defs)
{
	struct context *cx = h->cx;
	int bottom = (int)b->keys_n * ROW + 22;

	html(h, "<figure class=\"chart wide\" tabindex=\"0\" aria-label=\"%s\"><figcaption>%s",
	     name, name);
	html(h, "<span class=\"note\">%s</span></figcaption>\n",
	     tr(cx, "One scale for all rows. Hatched: provisional."));
	html(h, "<svg viewBox=\"0 0 %d %d\" role=\"group\" aria-label=\"%s\">\n", WIDTH, bottom,
	     arena_fmt(cx->mem, tr(cx, "%s; the table below gives the figures"), name));
	if (defs)
		html(h, "<defs><pattern id=\"not-confirmed\" width=\"7\" height=\"7\" "
		        "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path "
		        "class=\"hatch\" d=\"M0 0v7\"/></pattern></defs>\n");
	for (size_t k = 0; k < b->keys_n; k++)
		print_group(h, b, k);
	for (size_t k = 0; k < b->periods_n; k++) {
		const struct indicator_value *v = of_period(b, b->periods[k]);

		html(h, "<text class=\"t2 tm\" x=\"%.1f\" y=\"%d\">%s</text>",
		     ((double)k + 0.5) * b->step, bottom - 6,
		     indicator_period_short(cx, v->period, v->half));
	}
	html(h, "</svg></figure>\n");
}

/* ---- the table behind it */

struct table {
	const char *columns[COLUMNS];
	size_t n;
	bool more; /* than have room */
};

static struct table columns_of(const struct measured *m)
{
	struct table t = { .n = 0 };

	for (int pass = 0; pass < 2; pass++) /* the total first */
		for (size_t k = 0; k < m->counting_n; k++) {
			const struct indicator_value *v = m->counting[k];

			if (is_total(v) != (pass == 0) || among(t.columns, t.n, v->breakdown_key))
				continue;
			if (t.n == COLUMNS)
				t.more = true;
			else
				t.columns[t.n++] = v->breakdown_key;
		}
	return t;
}

/* The figures of one period lie together, from `from` on. */
static void print_cell(struct html *h, const struct measured *m, size_t from, const char *column)
{
	struct context *cx = h->cx;
	const char *period = m->counting[from]->period_key;

	html(h, "<td class=\"num\">");
	for (size_t k = from; k < m->counting_n; k++) {
		const struct indicator_value *v = m->counting[k];

		if (!str_eq(v->period_key, period))
			break;
		if (!str_eq(v->breakdown_key, column))
			continue;
		html(h, "<a href=\"%s\">%s</a>", link_of(cx, v),
		     v->value.set && m->indicator->unit_kind != UNIT_YES_NO
		             ? number(cx, m, v->value)
		             : indicator_value_words(cx, m->indicator, v->value, v->value_date));
		if (!is_confirmed(v))
			html(h, " <span class=\"note\">%s</span>", tr(cx, "provisional"));
	}
	html(h, "</td>");
}

static void print_table(struct html *h, const struct measured *m, bool open)
{
	struct context *cx = h->cx;
	struct table t = columns_of(m);
	const char *unit = indicator_text(cx, &m->indicator->unit), *before = "";

	html(h,
	     "<details class=\"more\"%s><summary>%s</summary><div class=\"wide\" tabindex=\"0\" "
	     "role=\"region\" aria-label=\"%s\"><table>",
	     open ? " open" : "", tr(cx, "Table behind the charts"),
	     tr(cx, "Table behind the charts"));
	if (*unit)
		html(h, "<caption>%s</caption>", unit);
	html(h, "<thead><tr><th scope=\"col\">%s</th>", tr(cx, "Period"));
	for (size_t k = 0; k < t.n; k++)
		html(h, "<th scope=\"col\" class=\"num\">%s</th>",
		     measured_breakdown(cx, m, t.columns[k]));
	html(h, "</tr></thead><tbody>\n");
	for (size_t k = 0; k < m->counting_n; k++) {
		const struct indicator_value *v = m->counting[k];

		if (str_eq(v->period_key, before))
			continue;
		before = v->period_key;
		html(h, "<tr><th scope=\"row\">%s</th>",
		     indicator_period_words(cx, v->period, v->half));
		for (size_t c = 0; c < t.n; c++)
			print_cell(h, m, k, t.columns[c]);
		html(h, "</tr>\n");
	}
	html(h, "</tbody></table></div></details>\n");
	if (t.more || m->more)
		html(h, "<p class=\"note\">%s</p>\n",
		     tr(cx, "There is more than has room here: the list of all values has it."));
}

/* ---- all of it */

static bool is_number(const struct indicator *i)
{
	return i->unit_kind != UNIT_DATE && i->unit_kind != UNIT_YES_NO;
}

static void print_breakdowns(struct html *h, const struct measured *m)
{
	bool first = true;

	for (int by = BY_SEX; by <= DIMENSIONS; by++) {
		struct bars b = { .m = m, .by = (enum dimension)by };

		gather(h->cx, &b);
		if (!b.n)
			continue;
		print_bars(h, &b, tr(h->cx, choice_at(indicator_dimensions, by)->label), first);
		first = false;
	}
}

void indicator_charts(struct page *p, const struct measured *m)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct indicator *i = m->indicator;
	const char *kind = tr(cx, choice_at(indicator_kinds, i->kind)->label);
	struct scale s = { 0 };

	if (!m->counting_n)
		return;
	page_section(h, tr(cx, "Figures"), kind);
	if (is_number(i) && measure(m, &s)) {
		const char *name = indicator_text(cx, &i->name);

		html(h,
		     "<figure class=\"chart wide\" tabindex=\"0\" aria-label=\"%s\"><figcaption>%s"
		     "<span class=\"note\">%s</span></figcaption>\n",
		     name, name, indicator_unit_words(cx, i));
		print_total(h, m, &s);
		html(h, "</figure>\n");
	}
	if (is_number(i))
		print_breakdowns(h, m);
	print_table(h, m, !is_number(i));
	html(h, "</section>\n");
}
