/* Finding the table of measures in what a file holds.
 *
 * Heads are found by their words in three languages, else columns by what their cells look like:
 * the longest words are the measure, years the term, known bodies the executors.  Tables that
 * follow without heads go on with the columns before.  A row of one cell that is merged over the
 * table, or begins like one, is the heading of a part; a row without number and measure goes on
 * with the one above (a merged cell, a page that ended). */
#include "subject/plan/plan_table.h"

#include "base/limits.h"
#include "base/number.h"
#include "format/json.h"
#include "language/fold.h"
#include "language/messages.h"

enum { HEAD_WITHIN = 25, MOST_CELL = 20000, MOST_SHEETS = 200 };

const struct plan_column_name plan_columns[PLAN_COLUMNS] = {
	[PLAN_SKIPPED] = { "skipped", N_("not taken") },
	[PLAN_NUMBER] = { "number", N_("Number") },
	[PLAN_MEASURE] = { "measure", N_("Measure") },
	[PLAN_EXECUTORS] = { "executors", N_("Executors, the lead first") },
	[PLAN_CO] = { "co", N_("Co-executors") },
	[PLAN_PARTNERS] = { "partners", N_("Partners") },
	[PLAN_TERM] = { "term", N_("Timing") },
	[PLAN_INDICATOR] = { "indicator", N_("Indicators") },
	[PLAN_RESULT] = { "result", N_("Expected result") },
	[PLAN_PAID] = { "paid", N_("Paid from") },
};

/* ---- kept as JSON */

static void write_cell(struct json_writer *w, const struct cell *c)
{
	if (c->above) {
		json_nil(w);
	} else if (c->columns > 1) {
		json_open(w, '[');
		json_int(w, c->columns);
		json_text(w, c->text);
		json_close(w);
	} else {
		json_text(w, c->text);
	}
}

static void write_row(struct json_writer *w, const struct unit *u)
{
	size_t n = u->cells_n < MOST_PLAN_COLUMNS ? u->cells_n : MOST_PLAN_COLUMNS;

	json_open(w, '{');
	json_key(w, "n");
	json_int(w, u->number);
	json_key(w, "c");
	json_open(w, '[');
	for (size_t i = 0; i < n; i++)
		write_cell(w, &u->cells[i]);
	json_close(w);
	json_close(w);
}

static void begin_sheet(struct json_writer *w, const char *name, bool *open)
{
	if (*open) {
		json_close(w);
		json_close(w);
	}
	*open = true;
	json_open(w, '{');
	json_key(w, "name");
	json_text(w, name);
	json_key(w, "rows");
	json_open(w, '[');
}

static bool keep_units(struct context *cx, struct material *m, struct json_writer *w, size_t *rows)
{
	bool open = false, hidden = false;
	size_t sheets = 0;
	struct unit u;

	while (material_next(cx, m, &u)) {
		if (u.kind == UNIT_SHEET) {
			hidden = u.hidden || ++sheets > MOST_SHEETS;
			if (!hidden)
				begin_sheet(w, u.text, &open);
		}
		if (u.kind != UNIT_ROW || hidden || u.hidden)
			continue;
		if (!open)
			begin_sheet(w, "", &open);
		if (++*rows > MOST_PLAN_ROWS)
			return fail(
			        cx, ERR_TOO_LARGE, "file",
			        N_("The tables of the file have more than %d rows. Divide it, and "
			           "bring in the parts one after the other."),
			        MOST_PLAN_ROWS);
		write_row(w, &u);
	}
	if (open) {
		json_close(w);
		json_close(w);
	}
	return !failed(cx);
}

const char *plan_table_keep(struct context *cx, struct material *m)
{
	bool tables = !str_eq(m->format, "pdf") && !str_eq(m->format, "json");
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);
	struct json_writer w;
	size_t rows = 0;

	json_start(&w, cx, sink_to_buffer, &b);
	json_open(&w, '[');
	if (tables && !keep_units(cx, m, &w, &rows))
		return NULL;
	json_close(&w);
	if (!json_end(&w))
		return NULL;
	if (!rows)
		fail(cx, ERR_INVALID, "file",
		     N_("There is no table in the file. A plan comes in from tables of DOCX, XLSX, "
		        "XLS "
		        "or CSV."));
	else if (b.len > MOST_PLAN_CELLS)
		fail(cx, ERR_TOO_LARGE, "file",
		     N_("The tables of the file hold more than %d MB of text. Divide it, and bring "
		        "in "
		        "the parts one after the other."),
		     MOST_PLAN_CELLS / (1024 * 1024));
	return failed(cx) ? NULL : buffer_str(&b);
}

static struct plan_cell read_cell(const struct json *v)
{
	const struct json *of = json_items(v);

	if (v->kind == JSON_KIND_LIST && of && of->next && of->next->text)
		return (struct plan_cell){ of->next->text, (int)of->number, false };
	return (struct plan_cell){ v->text ? v->text : "", 1, v->kind == JSON_KIND_NULL };
}

static void read_row(struct context *cx, const struct json *v, struct plan_row *to)
{
	const struct json *cells = json_member(v, "c");

	if (!json_int_of(v, "n", &to->number))
		to->number = 0;
	to->cells = arena_array(cx->mem, struct plan_cell, cells ? cells->count + 1 : 1);
	for (const struct json *c = json_items(cells); c && to->n < MOST_PLAN_COLUMNS; c = c->next)
		to->cells[to->n++] = read_cell(c);
}

struct plan_table *plan_table_load(struct context *cx, const char *json)
{
	const struct json *all = json_parse(cx, json, strlen(json), MAX_ANSWER);
	struct plan_table *t = arena_new_of(cx->mem, struct plan_table);

	if (!all)
		return NULL;
	t->sheets = arena_array(cx->mem, const char *, all->count + 1);
	t->rows = arena_array(cx->mem, struct plan_row, MOST_PLAN_ROWS);
	for (const struct json *s = json_items(all); s; s = s->next) {
		const char *name = json_text_or_null(s, "name");

		for (const struct json *r = json_items(json_member(s, "rows"));
		     r && t->n < MOST_PLAN_ROWS; r = r->next) {
			t->rows[t->n].at = (int64_t)t->n + 1;
			t->rows[t->n].sheet = (int)t->sheets_n;
			read_row(cx, r, &t->rows[t->n++]);
		}
		t->sheets[t->sheets_n++] = name ? name : "";
	}
	return t;
}

/* ---- heads */

/* In the order in which they are tried: what is more special comes first. */
static const struct {
	enum plan_column column;
	const char *words;
} heads[] = {
	{ PLAN_CO, "co-executor|co executor|jointly|соисполнит|gatnaşyjy|bilelikde ýerine" },
	{ PLAN_PARTNERS, "partner|партнер|hyzmatdaş" },
	{ PLAN_PAID, "paid from|fund|financ|budget|cost|финанс|бюджет|стоимост|maliýe|býujet|"
	             "çykdajy" },
	{ PLAN_INDICATOR, "indicator|индикатор|показател|görkeziji" },
	{ PLAN_RESULT, "result|outcome|output|результат|итог|netije" },
	{ PLAN_TERM, "term|timing|time|deadline|period|date|when|срок|дата|период|möhlet|wagty|"
	             "döwri|senesi" },
	{ PLAN_EXECUTORS, "executor|executing|responsib|lead|implementing|in charge|исполнител|"
	                  "ответствен|ýerine ýetiriji|jogapkär" },
	{ PLAN_MEASURE, "measure|action|activit|task|step|мероприяти|мера|меры|действи|задач|"
	                "содержание|çäre|iş|wezipe|mazmun" },
};

static bool is_number_head(const char *folded)
{
	static const char list[] = "no|no.|n|nr|nr.|#|number|№|№ п/п|n п/п|п/п|номер|t/b|t/n|№ t/b|"
	                           "tb|belgi|belgisi|sany|№ t/n|item";
	size_t n = strlen(folded);

	for (const char *s = list; n && *s; s = strchrnul(s, '|'), s += *s == '|')
		if (strncmp(s, folded, n) == 0 && (s[n] == '|' || !s[n]))
			return true;
	return false;
}

/* A word of the head begins with one of them. */
static bool begins_word(const char *folded, const char *word, size_t n)
{
	for (const char *s = folded; *s;) {
		if (strncmp(s, word, n) == 0)
			return true;
		s += strcspn(s, " -/(,.");
		s += strspn(s, " -/(,.");
	}
	return false;
}

static enum plan_column column_called(struct arena *mem, const char *head)
{
	const char *folded = fold_text(mem, head);

	if (is_number_head(folded))
		return PLAN_NUMBER;
	if (!*folded || strlen(folded) > 120)
		return PLAN_SKIPPED;
	for (size_t i = 0; i < LEN(heads); i++) {
		const char *list = fold_text(mem, heads[i].words), *end;

		for (const char *s = list; *s; s = *end ? end + 1 : end) {
			end = strchrnul(s, '|');
			if (begins_word(folded, s, (size_t)(end - s)))
				return heads[i].column;
		}
	}
	return PLAN_SKIPPED;
}

static bool has_column(const struct plan_layout *l, enum plan_column column)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->columns[i] == column)
			return true;
	return false;
}

/* Names a measure, and who or until when: no sentence of the text above does. */
static bool read_heads(struct context *cx, const struct plan_row *r, struct plan_layout *l)
{
	*l = (struct plan_layout){ .n = r->n };
	for (size_t i = 0; i < r->n; i++) {
		enum plan_column c = column_called(cx->mem, r->cells[i].text);

		l->heads[i] = r->cells[i].text;
		l->samples[i] = "";
		if (!has_column(l, c) || c == PLAN_RESULT)
			l->columns[i] = c;
	}
	return has_column(l, PLAN_MEASURE) &&
	       (has_column(l, PLAN_EXECUTORS) || has_column(l, PLAN_TERM));
}

/* A second row of heads, below heads that are merged over it: "Executors | lead, others". */
static bool read_second_heads(struct context *cx, const struct plan_row *r, struct plan_layout *l)
{
	bool below = false;

	for (size_t i = 0; i < r->n; i++)
		below |= r->cells[i].above;
	if (!below)
		return false;
	for (size_t i = 0; i < r->n && i < MOST_PLAN_COLUMNS; i++) {
		const char *text = r->cells[i].text, *before;
		enum plan_column c;

		if (!*text)
			continue;
		if (strlen(text) > 120)
			return false;
		for (; l->n <= i; l->n++)
			l->heads[l->n] = l->samples[l->n] = "";
		before = l->heads[i];
		c = column_called(cx->mem, text);
		l->heads[i] = *before ? arena_fmt(cx->mem, "%s: %s", before, text) : text;
		if (c && (!has_column(l, c) || l->columns[i] == c))
			l->columns[i] = c;
	}
	return true;
}

static bool same_heads(struct context *cx, const struct plan_layout *l, const struct plan_row *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n || i < l->n; i++) {
		const char *a = i < r->n ? r->cells[i].text : "", *b = i < l->n ? l->heads[i] : "";

		if (!str_eq(fold_text(cx->mem, a), fold_text(cx->mem, b)))
			return false;
		n += *a != '\0';
	}
	return n > 1;
}

/* ---- columns by what their cells look like */

static bool has_year(const char *s)
{
	for (; *s; s++) {
		size_t digits = strspn(s, "0123456789");

		if (digits == 4 && (strncmp(s, "19", 2) == 0 || strncmp(s, "20", 2) == 0))
			return true;
		s += digits ? digits - 1 : 0;
	}
	return false;
}

static bool is_number(const char *s)
{
	size_t n = strlen(s);

	return n && n <= 12 && strpbrk(s, "0123456789") && strspn(s, "0123456789.)( ") == n;
}

struct shape {
	size_t n, letters, years, numbers, bodies;
};

static struct shape shape_of(struct context *cx, const struct plan_table *t, size_t column,
                             executor_known *known, const void *data)
{
	struct executor *names = arena_array(cx->mem, struct executor, MOST_EXECUTORS);
	struct shape s = { 0 };

	for (size_t i = 0; i < t->n && s.n < 60; i++) {
		const struct plan_row *r = &t->rows[i];
		const char *text = column < r->n ? r->cells[column].text : "";
		size_t found;

		if (!*text || r->cells[column].columns > 1)
			continue;
		s.n++;
		s.letters += strlen(text);
		s.numbers += is_number(text);
		s.years += has_year(text) && strlen(text) < 60;
		found = strlen(text) < 600 ? executors_read(cx->mem, text, known, data, names) : 0;
		for (size_t k = 0; k < found; k++)
			if (known(data, names[k].name)) {
				s.bodies++;
				break;
			}
	}
	return s;
}

static void take(struct plan_layout *l, int column, enum plan_column what)
{
	if (column >= 0 && !has_column(l, what))
		l->columns[column] = what;
}

/* What the heads leave open. */
static void guess_columns(struct context *cx, const struct plan_table *t, struct plan_layout *l,
                          executor_known *known, const void *data)
{
	int longest = -1, years = -1, numbers = -1, bodies = -1;
	size_t most = 0;

	for (size_t i = 0; i < l->n; i++) {
		struct shape s = shape_of(cx, t, i, known, data);

		if (!s.n || l->columns[i] != PLAN_SKIPPED)
			continue;
		if (numbers < 0 && 2 * s.numbers > s.n)
			numbers = (int)i;
		else if (bodies < 0 && 2 * s.bodies > s.n)
			bodies = (int)i;
		else if (years < 0 && 2 * s.years > s.n)
			years = (int)i;
		else if (s.letters / s.n > most && s.letters / s.n >= 12) {
			most = s.letters / s.n;
			longest = (int)i;
		}
	}
	take(l, numbers, PLAN_NUMBER);
	take(l, bodies, PLAN_EXECUTORS);
	take(l, years, PLAN_TERM);
	take(l, longest, PLAN_MEASURE);
}

static void take_decided(struct context *cx, struct plan_layout *l, size_t at,
                         plan_decided *decided, const void *data)
{
	for (size_t i = 0; i < l->n; i++) {
		const char *code = decided(data, arena_fmt(cx->mem, "column:%zu:%zu", at, i));

		for (int c = 0; code && c < PLAN_COLUMNS; c++)
			if (str_eq(plan_columns[c].code, code))
				l->columns[i] = (enum plan_column)c;
	}
}

/* ---- rows */

int plan_row_column(const struct plan_row *r, enum plan_column column)
{
	for (size_t i = 0; r->layout && i < r->layout->n; i++)
		if (r->layout->columns[i] == column)
			return (int)i;
	return -1;
}

const char *plan_row_text(struct context *cx, const struct plan_row *r, enum plan_column column)
{
	const char *all = "";

	for (size_t i = 0; r->layout && i < r->layout->n && i < r->n; i++)
		if (r->layout->columns[i] == column && *r->cells[i].text)
			all = *all ? arena_fmt(cx->mem, "%s\n%s", all, r->cells[i].text)
			           : r->cells[i].text;
	return all;
}

/* The row that numbers the columns. */
static bool numbers_columns(const struct plan_row *r)
{
	int64_t n, last = 0;
	size_t found = 0;

	for (size_t i = 0; i < r->n; i++) {
		if (!*r->cells[i].text)
			continue;
		if (!parse_int_in(r->cells[i].text, 1, MOST_PLAN_COLUMNS, &n) || n != last + 1)
			return false;
		last = n;
		found++;
	}
	return found >= 3;
}

static size_t filled(const struct plan_row *r, size_t *ret_last)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		if (*r->cells[i].text) {
			n++;
			*ret_last = i;
		}
	return n;
}

/* One cell over the table, or one that begins like a heading; perhaps with a number before it. */
static bool is_heading(struct context *cx, const struct plan_row *r)
{
	int measure = plan_row_column(r, PLAN_MEASURE), number = plan_row_column(r, PLAN_NUMBER);
	size_t last = 0, n = filled(r, &last);
	const char *text = r->n ? r->cells[last].text : "";
	struct plan_heading h;

	if (!n || n > 2 || strlen(text) > 1000)
		return false;
	if (n == 2 && (number < 0 || !*r->cells[number].text || (int)last == number))
		return false;
	h = plan_heading_read(cx->mem, "", text);
	if (r->cells[last].columns >= 3 || h.kind)
		return true;
	return n == 1 && (r->cells[last].columns == 2 || (int)last != measure);
}

static enum plan_row_kind kind_of(struct context *cx, const struct plan_row *r, bool after_measure)
{
	if (same_heads(cx, r->layout, r))
		return PLAN_ROW_HEAD;
	if (numbers_columns(r))
		return PLAN_ROW_NUMBERS;
	if (after_measure && !*plan_row_text(cx, r, PLAN_MEASURE) &&
	    !*plan_row_text(cx, r, PLAN_NUMBER) &&
	    (*plan_row_text(cx, r, PLAN_EXECUTORS) || *plan_row_text(cx, r, PLAN_TERM) ||
	     *plan_row_text(cx, r, PLAN_CO) || *plan_row_text(cx, r, PLAN_RESULT) ||
	     *plan_row_text(cx, r, PLAN_INDICATOR)) &&
	    !plan_heading_read(cx->mem, "", plan_row_text(cx, r, PLAN_EXECUTORS)).kind) {
		for (size_t i = 0; i < r->n; i++)
			if (r->cells[i].columns > 2)
				return PLAN_ROW_HEADING;
		return PLAN_ROW_MORE;
	}
	return is_heading(cx, r) ? PLAN_ROW_HEADING : PLAN_ROW_MEASURE;
}

static enum plan_row_kind decided_kind(struct context *cx, const struct plan_row *r,
                                       enum plan_row_kind kind, plan_decided *decided,
                                       const void *data)
{
	const char *code = decided(data, arena_fmt(cx->mem, "row:%lld", (long long)r->at));

	return str_eq(code, "heading")   ? PLAN_ROW_HEADING
	       : str_eq(code, "measure") ? PLAN_ROW_MEASURE
	       : str_eq(code, "more")    ? PLAN_ROW_MORE
	       : str_eq(code, "out")     ? PLAN_ROW_OUT
	                                 : kind;
}

/* ---- the whole */

struct recognising {
	struct context *cx;
	struct plan_table *t;
	struct plan_layout *now; /* of the table at hand; NULL: no heads yet */
	size_t width;            /* of the rows under it */
};

static bool same_layout(struct context *cx, const struct plan_layout *a,
                        const struct plan_layout *b)
{
	bool same = a->n == b->n;

	for (size_t i = 0; same && i < a->n; i++)
		same = str_eq(fold_text(cx->mem, a->heads[i]), fold_text(cx->mem, b->heads[i]));
	return same;
}

/* The layout with these heads, a new one where there is none; the last one when there are too many.
 */
static struct plan_layout *layout_with(struct recognising *w, const struct plan_layout *l)
{
	struct plan_table *t = w->t;

	for (size_t i = 0; i < t->layouts_n; i++)
		if (same_layout(w->cx, t->layouts[i], l))
			return t->layouts[i];
	if (t->layouts_n == MOST_PLAN_LAYOUTS)
		return t->layouts[MOST_PLAN_LAYOUTS - 1];
	t->layouts[t->layouts_n] = arena_new_of(w->cx->mem, struct plan_layout);
	*t->layouts[t->layouts_n] = *l;
	return t->layouts[t->layouts_n++];
}

/* Heads of a table, from `at` on: the row behind them; 0: it has none. */
static size_t find_heads(struct recognising *w, size_t at, size_t end)
{
	struct plan_layout l, both;

	for (size_t i = at; i < end && i < at + HEAD_WITHIN; i++) {
		if (!read_heads(w->cx, &w->t->rows[i], &l))
			continue;
		both = l;
		w->t->rows[i].kind = PLAN_ROW_HEAD;
		if (i + 1 < end && read_second_heads(w->cx, &w->t->rows[i + 1], &both)) {
			w->now = layout_with(w, &both);
			w->t->rows[i].layout = w->t->rows[i + 1].layout = w->now;
			w->t->rows[i + 1].kind = PLAN_ROW_HEAD;
			return i + 2;
		}
		w->now = layout_with(w, &l);
		w->t->rows[i].layout = w->now;
		return i + 1;
	}
	return 0;
}

static size_t widest(const struct plan_table *t, size_t from, size_t to)
{
	size_t n = 0;

	for (size_t i = from; i < to; i++)
		n = t->rows[i].n > n ? t->rows[i].n : n;
	return n;
}

/* Under heads all rows belong to them; a table without goes on with those before it if it is as
 * wide. */
static void find_layout(struct recognising *w, size_t from, size_t to)
{
	size_t at = find_heads(w, from, to), width = widest(w->t, from, to);

	if (at)
		w->width = width;
	else if (w->now && width <= w->width + 1 && width + 1 >= w->width)
		at = from;
	else
		return;
	for (size_t i = at; i < to; i++) {
		w->t->rows[i].kind = PLAN_ROW_MEASURE;
		w->t->rows[i].layout = w->now;
	}
}

/* No table of the file has heads: all of it is read by what its cells look like. */
static void without_heads(struct recognising *w)
{
	struct plan_layout l = { .n = widest(w->t, 0, w->t->n) };

	for (size_t i = 0; i < l.n; i++)
		l.heads[i] = l.samples[i] = "";
	w->now = layout_with(w, &l);
	for (size_t i = 0; i < w->t->n; i++) {
		w->t->rows[i].kind = PLAN_ROW_MEASURE;
		w->t->rows[i].layout = w->now;
	}
}

static void take_samples(struct plan_table *t)
{
	for (size_t k = 0; k < t->layouts_n; k++)
		for (size_t i = 0; i < t->n; i++) {
			const struct plan_row *r = &t->rows[i];

			if (r->layout != t->layouts[k] || r->kind != PLAN_ROW_MEASURE)
				continue;
			for (size_t c = 0; c < r->n && c < t->layouts[k]->n; c++)
				if (!*t->layouts[k]->samples[c])
					t->layouts[k]->samples[c] = r->cells[c].text;
		}
}

void plan_table_recognise(struct context *cx, struct plan_table *t, executor_known *known,
                          const void *known_data, plan_decided *decided, const void *data)
{
	struct recognising w = { .cx = cx, .t = t };
	bool after_measure = false;

	for (size_t from = 0, to; from < t->n; from = to) {
		for (to = from; to < t->n && t->rows[to].sheet == t->rows[from].sheet;)
			to++;
		find_layout(&w, from, to);
	}
	if (!t->layouts_n && t->n)
		without_heads(&w);
	for (size_t i = 0; i < t->layouts_n; i++) {
		guess_columns(cx, t, t->layouts[i], known, known_data);
		take_decided(cx, t->layouts[i], i, decided, data);
	}
	for (size_t i = 0; i < t->n; i++) {
		struct plan_row *r = &t->rows[i];

		if (r->kind == PLAN_ROW_MEASURE)
			r->kind = kind_of(cx, r, after_measure);
		if (r->layout && r->kind != PLAN_ROW_HEAD)
			r->kind = decided_kind(cx, r, r->kind, decided, data);
		if (r->kind == PLAN_ROW_MEASURE || r->kind == PLAN_ROW_HEADING)
			after_measure = r->kind == PLAN_ROW_MEASURE;
	}
	take_samples(t);
}

/* ---- headings */

static const char *const kinds[] = {
	[1] = "part|часть|bölek",
	[2] = "section|chapter|direction|priority|area|раздел|глава|направление|приоритет|bölüm|"
	      "bap|"
	      "ugur",
	[3] = "objective|goal|aim|цель|задача|maksat|wezipe",
};

static bool is_word(struct arena *mem, const char *list, const char *word)
{
	const char *folded = fold_text(mem, list);
	size_t n = strlen(word);

	for (const char *s = folded; n && *s; s = strchrnul(s, '|'), s += *s == '|')
		if (strncmp(s, word, n) == 0 && (s[n] == '|' || !s[n]))
			return true;
	return false;
}

static int kind_called(struct arena *mem, const char *s, size_t n)
{
	const char *word = fold_text(mem, arena_strn(mem, s, n));

	for (int k = 1; k <= 3; k++)
		if (is_word(mem, kinds[k], word))
			return k;
	return 0;
}

/* "II", "2", "2.1", "1-nji", "А": how long it is; 0: no number. */
static size_t number_length(const char *s)
{
	size_t n = strspn(s, "0123456789."), roman = strspn(s, "IVXLC");

	if (n && *s != '.') {
		const char *ending = s + n;

		if (*ending == '-' && strspn(ending + 1, "abcdefghijklmnopqrstuvwxyz"))
			n += 1 + strspn(ending + 1, "abcdefghijklmnopqrstuvwxyz");
		return n;
	}
	if (roman && (!s[roman] || strchr(" .):-", s[roman])))
		return roman;
	return 0;
}

static const char *past(const char *s, size_t n)
{
	s += n;
	while (*s && (strchr(" .):-\n", *s) || strncmp(s, "–", 3) == 0 || strncmp(s, "—", 3) == 0))
		s += *s == '\xE2' ? 3 : 1;
	return s;
}

/* "1-nji" is 1, "2." is 2. */
static const char *bare_number(struct arena *mem, const char *s, size_t n)
{
	size_t digits = strspn(s, "0123456789.");

	n = digits && digits < n ? digits : n;
	while (n && s[n - 1] == '.')
		n--;
	return arena_strn(mem, s, n < 40 ? n : 40);
}

static size_t word_length(const char *s)
{
	return strcspn(s, " .:)\n");
}

struct plan_heading plan_heading_read(struct arena *mem, const char *number, const char *text)
{
	struct plan_heading h = { bare_number(mem, number, strlen(number)), text, 0 };
	const char *s = text;
	size_t n = number_length(s);

	if (n) { /* "I. Title", "1-nji bölüm. Title" */
		if (!*h.number)
			h.number = bare_number(mem, s, n);
		s = past(s, n);
		h.title = s;
		h.kind = kind_called(mem, s, word_length(s));
		if (h.kind)
			h.title = past(s, word_length(s));
	} else if ((h.kind = kind_called(mem, s, word_length(s)))) { /* "Раздел II. …" */
		s = past(s, word_length(s));
		n = number_length(s);
		if (n && !*h.number)
			h.number = bare_number(mem, s, n);
		h.title = past(s, n);
	}
	if (!*h.title)
		h.title = text;
	return h;
}
