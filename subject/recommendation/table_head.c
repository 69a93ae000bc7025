/* Which sheet holds the list, which row is its header, what the columns are.  The first rows of
 * each sheet are kept; each of them is tried as a header, alone and with the row below it, and the
 * one under which most columns make sense is taken.  A column makes sense by the words above it
 * (table_words.c) and by the look of its cells (table_shape.c); where they contradict each other
 * the words lose. */
#include "subject/recommendation/table_part.h"

#include "base/number.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "subject/mechanism/symbol.h"

enum {
	ROWS_KEPT = 60,
	COLUMNS_KEPT = 60,
	SHEETS_LOOKED_AT = 40,
	CELL_KEPT = 400, /* bytes: enough to tell a long text from a word */
	CERTAIN = 80,    /* a header of so much is believed whatever the cells are */
	SURE = 60,       /* … if they do not contradict */
	LIKELY = 45,     /* … if the cells look so, too */
	BY_CELLS = 50,
	TWO_ROWS = 20,       /* what a second row must be worth */
	LABEL_LONGEST = 120, /* letters; what is longer is no header */
};

struct kept_row {
	int64_t number;
	struct cell *cells;
	struct cell_shape *shapes;
	size_t n;
	int filled; /* cells that are not empty */
};

struct sheet {
	int64_t number;
	const char *name;
	bool hidden;
	struct kept_row rows[ROWS_KEPT];
	size_t rows_n, columns;
};

/* A header that is tried. */
struct candidate {
	size_t first, last; /* of sheet->rows; headless: last + 1 is the first row */
	bool headless;
	struct table_column columns[COLUMNS_KEPT];
	size_t n;
	int score;
};

struct finder {
	struct context *cx;
	const struct table_names *names;
	const struct vocabulary *words;
	struct sheet *sheets;
	size_t sheets_n;
	struct claim *by_words, *by_cells; /* room for all columns and fields */
};

/* ---- the first rows of each sheet */

static size_t whole_letters(const char *s, size_t most)
{
	size_t n = strnlen(s, most);

	while (n && n == most && ((unsigned char)s[n] & 0xc0) == 0x80)
		most = --n;
	return n;
}

static void keep_row(struct finder *f, struct sheet *s, const struct unit *u)
{
	struct kept_row *r = &s->rows[s->rows_n];
	struct arena *mem = f->cx->mem;

	if (s->rows_n == ROWS_KEPT)
		return;
	r->number = u->number;
	r->n = u->cells_n < COLUMNS_KEPT ? u->cells_n : COLUMNS_KEPT;
	r->cells = arena_array(mem, struct cell, r->n + 1);
	r->shapes = arena_array(mem, struct cell_shape, r->n + 1);
	for (size_t i = 0; i < r->n; i++) {
		r->cells[i] = u->cells[i];
		r->cells[i].text = arena_strn(mem, u->cells[i].text,
		                              whole_letters(u->cells[i].text, CELL_KEPT));
		r->filled += *u->cells[i].text != '\0';
		r->shapes[i] = cell_shape(f->cx, f->names, &r->cells[i]);
	}
	s->columns = r->n > s->columns ? r->n : s->columns;
	s->rows_n++;
}

static void keep_sheets(struct finder *f, struct material *m)
{
	struct unit u;
	struct sheet *s = NULL;

	f->sheets = arena_array(f->cx->mem, struct sheet, SHEETS_LOOKED_AT);
	while (material_next(f->cx, m, &u)) {
		if (u.kind == UNIT_SHEET) {
			s = f->sheets_n < SHEETS_LOOKED_AT ? &f->sheets[f->sheets_n++] : NULL;
			if (s)
				*s = (struct sheet){ .number = u.number,
					             .name = arena_str(f->cx->mem, u.text),
					             .hidden = u.hidden };
		} else if (u.kind == UNIT_ROW && s) {
			keep_row(f, s, &u);
			if (s->rows_n == ROWS_KEPT && m->sheets == 1)
				return; /* it may be long */
		}
	}
}

/* ---- labels of a header */

static const char *text_of(const struct kept_row *r, size_t column)
{
	return column < r->n ? r->cells[column].text : "";
}

static bool has_merges(const struct kept_row *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->cells[i].columns > 1)
			return true;
	return false;
}

/* What stands over the column in the upper row of two: its own cell, or one to the left that spans
 * it; in CSV nothing says that it spans, but it does when there is a label below it. */
static const char *upper_of(const struct kept_row *up, const struct kept_row *down, size_t column)
{
	if (*text_of(up, column))
		return text_of(up, column);
	for (size_t left = column; left-- > 0;)
		if (*text_of(up, left)) {
			bool spans = has_merges(up)
			                     ? left + (size_t)up->cells[left].columns > column
			                     : *text_of(down, left) && *text_of(down, column);

			return spans ? text_of(up, left) : "";
		}
	return "";
}

/* A header's cell is a few words, and neither date, symbol nor number. */
static bool is_label(const struct kept_row *r, size_t column)
{
	static const unsigned values = SHAPE_DATE | SHAPE_SYMBOL | SHAPE_LOCATOR | SHAPE_INTEGER;

	return column >= r->n ||
	       (r->shapes[column].letters <= LABEL_LONGEST && !(r->shapes[column].shapes & values));
}

/* Two rows are a header when the lower one fills what the upper one spans or leaves open; a title
 * that spans all is none. */
static bool may_be_two(const struct kept_row *up, const struct kept_row *down)
{
	int below = 0, split = 0;

	for (size_t i = 0; i < down->n || i < up->n; i++) {
		if (!*text_of(down, i))
			continue;
		if (!is_label(down, i) || (i < down->n && down->shapes[i].letters > 60))
			return false;
		below++;
		split += !*text_of(up, i);
	}
	return below > 0 && split > 0 && up->filled > 1 && down->number == up->number + 1;
}

/* 1, 2, 3 … under the header, as forms have it. */
static bool numbers_columns(const struct kept_row *r)
{
	int64_t next = 1;

	for (size_t i = 0; i < r->n; i++) {
		if (!*r->cells[i].text)
			continue;
		if (!(r->shapes[i].shapes & SHAPE_INTEGER) || r->shapes[i].number != next)
			return false;
		next++;
	}
	return next > 3;
}

/* ---- the columns under a header */

struct claim {
	size_t column;
	enum table_field field;
	const char *lang;
	int score;
	size_t said; /* letters above it: of two that are as sure, the one that says more */
};

static void shape_of(const struct sheet *s, size_t from, size_t column, struct column_shape *ret)
{
	memset(ret, 0, sizeof *ret);
	for (size_t i = from; i < s->rows_n; i++)
		if (column < s->rows[i].n && !numbers_columns(&s->rows[i]))
			column_shape_add(ret, &s->rows[i].shapes[column]);
}

static void take_samples(struct finder *f, const struct sheet *s, size_t from,
                         struct table_column *c)
{
	int n = 0;

	for (size_t i = from; i < s->rows_n && n < TABLE_SAMPLES; i++) {
		const char *text = text_of(&s->rows[i], (size_t)c->place - 1);

		if (*text && !numbers_columns(&s->rows[i]))
			c->samples[n++] = arena_strn(f->cx->mem, text, whole_letters(text, 120));
	}
}

/* Cells of these look like nothing else, so words alone must be good words. */
static bool has_look(enum table_field field)
{
	return field == TABLE_POSITION || field == TABLE_PRIORITY || field == TABLE_MECHANISM ||
	       field == TABLE_DOCUMENT || field == TABLE_CYCLE || field == TABLE_STATUS ||
	       field == TABLE_DEADLINE || field == TABLE_POSITION_SOURCE;
}

/* What the words above say, the cells agreeing. */
static size_t claims_of(struct finder *f, const char *const labels[2], size_t column,
                        const struct column_shape *shape, struct claim *claims)
{
	struct header_match match[2];
	const char *lang;
	size_t n = 0;

	for (int i = 0; i < 2; i++)
		vocabulary_match(f->words, labels[i], &match[i]);
	lang = *match[0].lang ? match[0].lang : match[1].lang;
	for (int field = 1; field < TABLE_FIELDS; field++) {
		int words = match[0].score[field] > match[1].score[field] ? match[0].score[field]
		                                                          : match[1].score[field];
		int fits = column_fits(shape, (enum table_field)field);
		int score = words + (fits > 0 ? 12 : fits < 0 ? -60 : 0);
		int needed = fits > 0 ? LIKELY : has_look((enum table_field)field) ? CERTAIN : SURE;

		if (words < needed || score < LIKELY)
			continue;
		claims[n++] = (struct claim){
			.column = column,
			.field = (enum table_field)field,
			.lang = field != TABLE_TEXT ? ""
			        : *lang             ? lang
			                            : column_language(shape),
			.score = score,
			.said = strlen(labels[0]),
		};
		if (field == TABLE_STATES) { /* where another column has them, it is the other */
			claims[n] = claims[n - 1];
			claims[n].field = TABLE_UNDER_REVIEW;
			claims[n++].score -= 10;
		}
	}
	return n;
}

/* What cells show without a word above them. */
static size_t claims_of_cells(const struct column_shape *shape, size_t column, struct claim *claims)
{
	static const struct {
		enum table_field field;
		enum shape shape;
	} shown[] = {
		{ TABLE_DOCUMENT, SHAPE_SYMBOL },     { TABLE_POSITION, SHAPE_POSITION },
		{ TABLE_STATUS, SHAPE_STATUS },       { TABLE_STATES, SHAPE_COUNTRY },
		{ TABLE_MECHANISM, SHAPE_MECHANISM }, { TABLE_PRIORITY, SHAPE_PRIORITY },
	};
	size_t n = 0;

	if (column_fits(shape, TABLE_NUMBER) > 0 && shape->n > 1)
		claims[n++] = (struct claim){ column, TABLE_NUMBER, "", BY_CELLS, 0 };
	else if (column_shape_part(shape, SHAPE_LOCATOR) >= 80 && shape->n > 1 &&
	         shape->numbers < shape->n) /* sums are no paragraphs */
		claims[n++] = (struct claim){ column, TABLE_LOCATOR, "", BY_CELLS, 0 };
	for (size_t i = 0; i < LEN(shown); i++)
		if (column_shape_part(shape, shown[i].shape) >= 80)
			claims[n++] = (struct claim){ column, shown[i].field, "", BY_CELLS };
	if (column_fits(shape, TABLE_TEXT) > 0) /* the longest of them */
		claims[n++] = (struct claim){ column, TABLE_TEXT, column_language(shape),
			                      (int)(shape->letters / shape->n) / 20 };
	return n;
}

bool table_may_repeat(enum table_field field)
{
	switch (field) {
	case TABLE_NONE:
	case TABLE_THEMES: /* "Theme 1", "Theme 2" */
	case TABLE_AFFECTED:
	case TABLE_SDG:
	case TABLE_LEAD:
	case TABLE_CO:
	case TABLE_STATUS_REASON:
	case TABLE_DATE:
	case TABLE_REMARK:
		return true;
	default:
		return false;
	}
}

static bool is_taken(const struct candidate *c, const struct claim *claim)
{
	if (c->columns[claim->column].field)
		return true;
	for (size_t i = 0; i < c->n && !table_may_repeat(claim->field); i++)
		if (c->columns[i].field == claim->field && str_eq(c->columns[i].lang, claim->lang))
			return true;
	return false;
}

static bool is_better(const struct claim *a, const struct claim *than)
{
	if (!than)
		return a->score > 0;
	return a->score != than->score ? a->score > than->score : a->said > than->said;
}

/* The best claim first, until none is left that fits. */
static void settle(struct candidate *c, struct claim *claims, size_t n, enum table_why why)
{
	for (;;) {
		struct claim *best = NULL;

		for (size_t i = 0; i < n; i++)
			if (!is_taken(c, &claims[i]) && is_better(&claims[i], best))
				best = &claims[i];
		if (!best)
			return;
		c->columns[best->column].field = best->field;
		c->columns[best->column].lang = best->lang;
		c->columns[best->column].sure = why == WHY_CELLS    ? BY_CELLS
		                                : best->score > 100 ? 100
		                                                    : best->score;
		c->columns[best->column].why = why;
	}
}

static bool has_field(const struct candidate *c, enum table_field field)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->columns[i].field == field)
			return true;
	return false;
}

/* Both labels of a column: with what spans it, and alone. */
static void labels_of(struct finder *f, const struct sheet *s, const struct candidate *c,
                      size_t column, const char *ret[2])
{
	const struct kept_row *up = &s->rows[c->first], *down = &s->rows[c->last];

	ret[0] = ret[1] = "";
	if (c->headless)
		return;
	ret[0] = ret[1] = text_of(up, column);
	if (up == down)
		return;
	ret[1] = text_of(down, column);
	ret[0] = upper_of(up, down, column);
	if (!*ret[1])
		ret[1] = ret[0];
	else if (*ret[0])
		ret[0] = arena_fmt(f->cx->mem, "%s / %s", ret[0], ret[1]);
	else
		ret[0] = ret[1];
}

static void know_columns(struct finder *f, const struct sheet *s, struct candidate *c)
{
	struct claim *claims = f->by_words, *by_cells = f->by_cells;
	size_t n = 0, shown = 0;

	c->n = s->columns;
	for (size_t i = 0; i < c->n; i++) {
		const char *labels[2];
		struct column_shape shape;
		size_t said;

		labels_of(f, s, c, i, labels);
		shape_of(s, c->last + !c->headless, i, &shape);
		c->columns[i] = (struct table_column){ .place = (int)i + 1,
			                               .header = labels[0],
			                               .lang = "",
			                               .month_first = shape.month_first };
		said = claims_of(f, labels, i, &shape, claims + n);
		n += said;
		if (!said && shape.n)
			shown += claims_of_cells(&shape, i, by_cells + shown);
	}
	settle(c, claims, n, WHY_HEADER);
	if (has_field(c, TABLE_TEXT)) /* a second one would be its comment */
		for (size_t i = 0; i < shown; i++)
			by_cells[i].score *= by_cells[i].field != TABLE_TEXT;
	settle(c, by_cells, shown, WHY_CELLS);
}

static void weigh(const struct sheet *s, struct candidate *c)
{
	c->score = c->last > c->first ? -TWO_ROWS : 0;
	for (size_t i = 0; i < c->n; i++) {
		if (c->columns[i].field)
			c->score += c->columns[i].why == WHY_HEADER ? c->columns[i].sure
			                                            : c->columns[i].sure / 3;
		for (size_t r = c->first; r <= c->last && !c->headless; r++)
			if (*text_of(&s->rows[r], i) && !is_label(&s->rows[r], i))
				c->score -= 60;
	}
	if (!has_field(c, TABLE_TEXT))
		c->score /= 4;
	if (s->hidden)
		c->score /= 2;
}

/* ---- the best one */

static void try_one(struct finder *f, const struct sheet *s, struct candidate *best,
                    struct candidate *now)
{
	know_columns(f, s, now);
	weigh(s, now);
	if (now->score > best->score)
		*best = *now;
}

/* "3", "3-4", "0"; rows as the spreadsheet counts. */
static bool chosen_rows(const struct sheet *s, const char *choice, struct candidate *ret)
{
	int64_t first, last;
	size_t dash = strcspn(choice, "-");
	char text[24];

	snprintf(text, sizeof text, "%.*s", (int)dash, choice);
	if (!parse_int(text, &first) || !parse_int(choice[dash] ? choice + dash + 1 : text, &last))
		return false;
	*ret = (struct candidate){ .headless = first == 0 };
	if (!first)
		return true;
	for (size_t i = 0; i < s->rows_n; i++) {
		if (s->rows[i].number == first)
			ret->first = ret->last = i;
		if (s->rows[i].number == last && last > first)
			ret->last = i;
	}
	return s->rows_n && s->rows[ret->first].number == first;
}

static void best_header(struct finder *f, const struct sheet *s, const char *choice,
                        struct candidate *best)
{
	struct candidate *now = arena_new_of(f->cx->mem, struct candidate);

	if (choice && chosen_rows(s, choice, best)) {
		know_columns(f, s, best);
		weigh(s, best);
		return;
	}
	for (size_t i = 0; i < s->rows_n && s->rows[i].number <= TABLE_HEADER_ROWS; i++) {
		*now = (struct candidate){ .first = i, .last = i };
		try_one(f, s, best, now);
		if (i + 1 == s->rows_n || !may_be_two(&s->rows[i], &s->rows[i + 1]))
			continue;
		*now = (struct candidate){ .first = i, .last = i + 1 };
		try_one(f, s, best, now);
	}
	if (s->rows_n && best->score < SURE) {
		*now = (struct candidate){ .headless = true };
		try_one(f, s, best, now);
	}
}

static const char *fingerprint(struct context *cx, const struct candidate *c)
{
	struct digest d;
	unsigned char bytes[DIGEST_SIZE];
	char hex[HEX_DIGEST];

	digest_start(&d);
	for (size_t i = 0; i < c->n; i++) {
		const char *plain = table_plain(cx->mem, c->columns[i].header);

		digest_add(&d, plain, strlen(plain) + 1);
	}
	digest_end(&d, bytes);
	hex_text(bytes, sizeof bytes, hex);
	return arena_str(cx->mem, hex);
}

/* A symbol in the lines above the header is that of the whole list: "… (CEDAW/C/TKM/CO/6)". */
static const char *symbol_above(struct context *cx, const struct sheet *s, size_t rows)
{
	for (size_t r = 0; r < rows; r++)
		for (size_t i = 0; i < s->rows[r].n; i++)
			for (const char *p = s->rows[r].cells[i].text; *p;) {
				size_t blank = strspn(p, " ()[],;:\n\""), n;
				struct symbol symbol;

				p += blank;
				n = strcspn(p, " ()[],;:\n\"");
				if (memchr(p, '/', n) &&
				    symbol_parse(cx->mem, arena_strn(cx->mem, p, n), &symbol))
					return symbol.text;
				p += n;
			}
	return NULL;
}

static void name_others(struct finder *f, const struct sheet *taken, struct table *t)
{
	t->other_sheets = arena_array(f->cx->mem, const char *, f->sheets_n);
	for (size_t i = 0; i < f->sheets_n; i++)
		if (&f->sheets[i] != taken && f->sheets[i].rows_n)
			t->other_sheets[t->other_sheets_n++] = f->sheets[i].name;
}

static struct table *table_of(struct finder *f, const struct sheet *s, const struct candidate *c)
{
	struct table *t = arena_new_of(f->cx->mem, struct table);
	int sure = 0, known = 0;

	t->sheet = s->number;
	t->sheet_name = s->name;
	t->header = c->headless ? 0 : s->rows[c->first].number;
	t->header_last = c->headless ? 0 : s->rows[c->last].number;
	t->columns_n = c->n;
	t->columns = arena_array(f->cx->mem, struct table_column, c->n);
	memcpy(t->columns, c->columns, c->n * sizeof *t->columns);
	for (size_t i = 0; i < c->n; i++) {
		take_samples(f, s, c->last + !c->headless, &t->columns[i]);
		t->columns[i].plain = table_plain(f->cx->mem, t->columns[i].header);
		sure += t->columns[i].sure;
		known += t->columns[i].field != TABLE_NONE;
	}
	t->sure = known ? sure / known : 0;
	t->fingerprint = fingerprint(f->cx, c);
	t->document = symbol_above(f->cx, s, c->headless ? 0 : c->first);
	name_others(f, s, t);
	return t;
}

struct table *table_find(struct context *cx, struct material *m, const char *sheet,
                         const char *header, const struct table_names *names)
{
	struct finder f = { .cx = cx, .names = names, .words = vocabulary_new(cx->mem) };
	struct candidate *best = arena_new_of(cx->mem, struct candidate),
	                 *now = arena_new_of(cx->mem, struct candidate);
	const struct sheet *taken = NULL;
	int64_t wanted = 0;

	f.by_words = arena_array(cx->mem, struct claim, COLUMNS_KEPT * (TABLE_FIELDS + 1));
	f.by_cells = arena_array(cx->mem, struct claim, COLUMNS_KEPT * (TABLE_FIELDS + 1));
	keep_sheets(&f, m);
	if (sheet && !parse_int(sheet, &wanted))
		wanted = 0;
	for (size_t i = 0; i < f.sheets_n && !failed(cx); i++) {
		if (!f.sheets[i].rows_n || (wanted && f.sheets[i].number != wanted))
			continue;
		*now = (struct candidate){ 0 };
		best_header(&f, &f.sheets[i], header, now);
		if (now->n && (!taken || now->score > best->score)) {
			*best = *now;
			taken = &f.sheets[i];
		}
	}
	return taken && (header || has_field(best, TABLE_TEXT)) ? table_of(&f, taken, best) : NULL;
}

/* ---- rows that are no recommendation */

static bool begins_with(const char *plain, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t length = strlen(list[i]);

		if (str_starts(plain, list[i]) && (!plain[length] || plain[length] == ' '))
			return true;
	}
	return false;
}

/* "Итого: 12", "Jemi", "Total recommendations 12": short, and beside it numbers alone. */
static bool is_total(struct context *cx, const struct unit *u)
{
	static const char *const words[] = {
		"итого",      "всего", "jemi", "total", "totals", "umumy sany", "общее количество",
		"grand total"
	};
	bool said = false;

	for (size_t i = 0; i < u->cells_n; i++) {
		const char *text = u->cells[i].text;

		if (!*text)
			continue;
		if (!said && strlen(text) < 120 &&
		    begins_with(table_plain(cx->mem, text), words, LEN(words)))
			said = true;
		else if (text[strspn(text, "0123456789 .,%/-")])
			return false;
	}
	return said;
}

static bool is_header_again(struct context *cx, const struct table *t, const struct unit *u)
{
	int same = 0;

	for (size_t i = 0; i < t->columns_n && i < u->cells_n; i++) {
		if (!*u->cells[i].text)
			continue;
		if (!str_eq(table_plain(cx->mem, u->cells[i].text), t->columns[i].plain))
			return false;
		same++;
	}
	return same >= 2;
}

static bool is_numbering(const struct unit *u)
{
	int64_t next = 1, number;

	for (size_t i = 0; i < u->cells_n; i++) {
		if (!*u->cells[i].text)
			continue;
		if (!parse_int(u->cells[i].text, &number) || number != next)
			return false;
		next++;
	}
	return next > 3;
}

static bool is_remark(struct context *cx, const char *text)
{
	static const char *const words[] = { "примечание",     "примечания",   "источник",
		                             "исполнитель",    "bellik",       "cesme",
		                             "note",           "notes",        "source",
		                             "remark",         "руководитель", "начальник",
		                             "yerine yetiriji" };

	return *text == '*' || begins_with(table_plain(cx->mem, text), words, LEN(words));
}

/* One cell alone: a heading, a remark, a signature.  It is a recommendation only in the column of
 * the text, when it is long, stands right below the row before, and does not say that it is a
 * remark. */
static bool is_alone(struct context *cx, const struct table *t, const struct unit *u,
                     int64_t last_row)
{
	const struct cell *only = NULL;
	bool in_text = false;

	for (size_t i = 0; i < u->cells_n; i++) {
		if (!*u->cells[i].text)
			continue;
		if (only)
			return false;
		only = &u->cells[i];
		in_text = i < t->columns_n && t->columns[i].field == TABLE_TEXT;
	}
	if (!only || !in_text || only->columns > 2)
		return true;
	if (is_remark(cx, only->text))
		return true;

	int known = 0;

	for (size_t i = 0; i < t->columns_n; i++)
		known += t->columns[i].field != TABLE_NONE && t->columns[i].samples[0];
	if (known <= 2)
		return false;
	return (last_row && u->number > last_row + 1) || utf8_count(only->text) < 60;
}

/* Nothing stands in a column of the text, and what there is, is a signature or a remark. */
static bool is_signature(struct context *cx, const struct table *t, const struct unit *u)
{
	const char *first = NULL;
	int filled = 0;

	for (size_t i = 0; i < u->cells_n; i++) {
		if (!*u->cells[i].text)
			continue;
		if (i < t->columns_n && t->columns[i].field == TABLE_TEXT)
			return false;
		first = first ? first : u->cells[i].text;
		filled++;
	}
	return filled == 2 && first && is_remark(cx, first);
}

bool table_row_left(struct context *cx, const struct table *t, const struct unit *u,
                    int64_t last_row, enum table_left_why *ret)
{
	if (u->number < t->header)
		*ret = LEFT_ABOVE;
	else if (is_numbering(u))
		*ret = LEFT_NUMBERS;
	else if (is_total(cx, u))
		*ret = LEFT_TOTAL;
	else if (t->header && is_header_again(cx, t, u))
		*ret = LEFT_AGAIN;
	else if (is_alone(cx, t, u, last_row) || is_signature(cx, t, u))
		*ret = LEFT_HEADING;
	else
		return false;
	return true;
}
