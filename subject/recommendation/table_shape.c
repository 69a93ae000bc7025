/* What cells look like, whatever stands above them: a date, a symbol, a paragraph's number, the
 * name of a State.  A column is of a field when most of its cells look so, and cannot be when they
 * cannot. */
#include "subject/recommendation/table_part.h"

#include "base/number.h"
#include "base/utf8.h"
#include "subject/mechanism/symbol.h"

enum { MOST = 70, HALF = 50, FEW = 20 };

/* "A/HRC/24/3": capitals, a stroke, no blank but the odd one. */
static bool is_symbol(struct context *cx, const char *s)
{
	struct symbol symbol;

	return strlen(s) < 60 && symbol_parse(cx->mem, s, &symbol);
}

static void count_letters(struct cell_shape *r, const char *s)
{
	bool in_word = false;

	for (uint32_t c; (c = utf8_take(&s));) {
		bool blank = c == ' ' || c == '\n' || c == '\t' || c == 0xa0;

		r->words += !blank && !in_word;
		in_word = !blank;
		r->letters += !blank;
		r->cyrillic += c >= 0x400 && c < 0x500;
		r->latin += (c | 32) >= 'a' && (c | 32) <= 'z';
		/* ä ö ü are German, too; ş ň ž ý with them are not */
		r->turkmen += c == 0x15f || c == 0x148 || c == 0x17e || c == 0xfd || c == 0xe4 ||
		              c == 0xf6 || c == 0xfc || c == 0xe7 || c == 0x15e || c == 0xdd;
	}
}

/* Turkmen is often typed in the letters of another keyboard. */
static int count_turkmen(struct context *cx, const char *s)
{
	static const char words[] = " we boyunca bilen ucin etmek gecirmek bolan barada hakynda "
	                            "adam hukuk hukuklary hukuklaryny hukuklaryn dowlet milli ";
	const char *plain = table_plain(cx->mem, s);
	int found = 0;

	while (*plain) {
		size_t n = strcspn(plain, " ");

		found += strstr(words, arena_fmt(cx->mem, " %.*s ", (int)n, plain)) != NULL;
		plain += n + (plain[n] == ' ');
	}
	return found;
}

/* 07/31/2025 and 31/07/2025 tell in which order their neighbours are written. */
static void look_at_order(struct cell_shape *r, const char *s)
{
	int first, second, year;

	if (sscanf(s, "%2d/%2d/%4d", &first, &second, &year) != 3)
		return;
	r->shapes |= SHAPE_DATE;
	r->month_first = second > 12 && first <= 12;
	r->day_first = first > 12 && second <= 12;
}

/* "1", "1.", "1)" */
static bool is_number(const char *s, int64_t *ret)
{
	char digits[8];
	size_t n = strspn(s, "0123456789");

	if (!n || n >= sizeof digits || (s[n] && (!strchr(".)", s[n]) || s[n + 1])))
		return false;
	snprintf(digits, sizeof digits, "%.*s", (int)n, s);
	return parse_int(digits, ret);
}

static unsigned names_in(struct context *cx, const struct table_names *names, const char *s)
{
	const char **parts;
	unsigned shapes = 0;

	if (table_mechanism(cx, s) || (names && labels_find(cx, names->mechanisms, s)))
		shapes |= SHAPE_MECHANISM;
	if (names && table_parts(cx, s, &parts) && labels_find(cx, names->countries, parts[0]))
		shapes |= SHAPE_COUNTRY;
	return shapes;
}

static unsigned words_in(struct context *cx, const char *s)
{
	unsigned shapes = 0;
	int status;

	if (table_position(cx, s))
		shapes |= SHAPE_POSITION;
	if (table_status(cx, s, &status))
		shapes |= SHAPE_STATUS;
	if (table_priority(cx, s))
		shapes |= SHAPE_PRIORITY;
	if (table_yesno(cx, s))
		shapes |= SHAPE_YESNO;
	return shapes;
}

struct cell_shape cell_shape(struct context *cx, const struct table_names *names,
                             const struct cell *c)
{
	struct arena_mark mark = arena_mark(cx->mem);
	struct cell_shape r = { 0 };
	struct date date;
	const char *s = c->text;

	count_letters(&r, s);
	r.turkmen_words = count_turkmen(cx, s);
	if (r.letters > 120) {
		arena_rewind(cx->mem, mark);
		return r;
	}
	if (is_number(s, &r.number))
		r.shapes |= SHAPE_INTEGER;
	if (c->kind == CELL_DATE ||
	    (!(r.shapes & SHAPE_INTEGER) && table_date(cx, c, false, &date)))
		r.shapes |= SHAPE_DATE;
	look_at_order(&r, s);
	if (is_symbol(cx, s))
		r.shapes |= SHAPE_SYMBOL;
	else if (table_locator(cx, s))
		r.shapes |= SHAPE_LOCATOR;
	r.shapes |= words_in(cx, s) | names_in(cx, names, s);
	arena_rewind(cx->mem, mark);
	return r;
}

void column_shape_add(struct column_shape *s, const struct cell_shape *c)
{
	if (!c->letters)
		return;
	for (int i = 0; i < SHAPES; i++)
		s->of[i] += (c->shapes & 1u << i) != 0;
	if (c->shapes & SHAPE_INTEGER) { /* a total or a signature below does not end it */
		s->sequence = s->numbers ? s->sequence && c->number == s->last + 1 : c->number <= 1;
		s->last = c->number;
		s->numbers++;
	}
	s->n++;
	s->letters += c->letters;
	s->words += c->words;
	s->cyrillic += c->cyrillic;
	s->turkmen += c->turkmen;
	s->latin += c->latin;
	s->turkmen_words += c->turkmen_words;
	s->month_first = (s->month_first || c->month_first) && !c->day_first;
}

int column_shape_part(const struct column_shape *s, enum shape shape)
{
	return s->n ? s->of[__builtin_ctz(shape)] * 100 / s->n : 0;
}

const char *column_language(const struct column_shape *s)
{
	if (s->cyrillic > s->latin)
		return "ru";
	return s->turkmen * 50 > s->latin || s->turkmen_words * 12 > s->words ? "tk" : "en";
}

/* Fits when `most` of the cells have the shape; does not when hardly one has, and the cells are
 * longer than `longest` letters. */
static int by_shape(const struct column_shape *s, enum shape shape, int most, int longest)
{
	int part = column_shape_part(s, shape);

	if (part >= most)
		return 1;
	return part < FEW && s->letters > (int64_t)longest * s->n ? -1 : 0;
}

static int text_fits(const struct column_shape *s)
{
	if (s->letters >= 35 * s->n && s->words >= 5 * s->n)
		return 1;
	return s->letters < 12 * s->n || column_shape_part(s, SHAPE_SYMBOL) >= HALF ? -1 : 0;
}

static int number_fits(const struct column_shape *s)
{
	if (column_shape_part(s, SHAPE_INTEGER) < HALF)
		return -1;
	return s->sequence || s->n == 1 ? 1 : -1;
}

static int locator_fits(const struct column_shape *s)
{
	if (column_shape_part(s, SHAPE_SYMBOL) >= HALF)
		return -1;
	return by_shape(s, SHAPE_LOCATOR, MOST, 25);
}

/* Words for themes, groups and offices: neither dates nor symbols nor numbers, and not yes. */
static int words_fit(const struct column_shape *s)
{
	return column_shape_part(s, SHAPE_POSITION) >= HALF ||
	                       column_shape_part(s, SHAPE_STATUS) >= HALF ||
	                       column_shape_part(s, SHAPE_YESNO) >= HALF ||
	                       s->latin + s->cyrillic == 0 ||
	                       column_shape_part(s, SHAPE_SYMBOL) >= HALF ||
	                       column_shape_part(s, SHAPE_DATE) >= MOST || s->letters > 150 * s->n
	               ? -1
	               : 0;
}

int column_fits(const struct column_shape *s, enum table_field field)
{
	if (!s->n)
		return 0;
	switch (field) {
	case TABLE_NUMBER:
		return number_fits(s);
	case TABLE_TEXT:
		return text_fits(s);
	case TABLE_LOCATOR:
		return locator_fits(s);
	case TABLE_DOCUMENT:
	case TABLE_POSITION_SOURCE:
		return by_shape(s, SHAPE_SYMBOL, HALF, 60);
	case TABLE_MECHANISM:
		return by_shape(s, SHAPE_MECHANISM, HALF, 80);
	case TABLE_CYCLE:
		return by_shape(s, SHAPE_LOCATOR, MOST, 30);
	case TABLE_UNDER_REVIEW:
	case TABLE_STATES:
		return s->latin + s->cyrillic ? by_shape(s, SHAPE_COUNTRY, HALF, 60) : -1;
	case TABLE_POSITION:
		if (column_shape_part(s, SHAPE_YESNO) >= HALF)
			return 1;
		return column_shape_part(s, SHAPE_STATUS) >= HALF
		               ? -1
		               : by_shape(s, SHAPE_POSITION, HALF, 30);
	case TABLE_PRIORITY:
		return by_shape(s, SHAPE_PRIORITY, HALF, 20);
	case TABLE_STATUS:
		return column_shape_part(s, SHAPE_POSITION) >= HALF
		               ? -1
		               : by_shape(s, SHAPE_STATUS, HALF, 40);
	case TABLE_DEADLINE:
	case TABLE_DATE:
		return by_shape(s, SHAPE_DATE, HALF, 40);
	case TABLE_STATUS_REASON: /* a sentence, or some words */
		return s->letters < 6 * s->n || column_shape_part(s, SHAPE_DATE) >= HALF ||
		                       column_shape_part(s, SHAPE_STATUS) >= HALF
		               ? -1
		               : 0;
	case TABLE_THEMES:
	case TABLE_AFFECTED:
	case TABLE_LEAD:
	case TABLE_CO:
		return words_fit(s);
	default:
		return 0;
	}
}
