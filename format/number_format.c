/* A code is read letter by letter.  The one trap is "m": minutes behind hours and before seconds,
 * else months. */
#include "format/number_format.h"

#include "base/date.h"

#include <ctype.h>
#include <math.h>
#include <strings.h>

enum {
	DAYS_TO_1970 = 25569,           /* from day 0, 1899-12-30 */
	DAYS_FROM_1904_TO_1970 = 24107, /* from day 0, 1904-01-01 */
	NO_DAY = 60, /* 29 February 1900, which some programs believe in: before it days are one off
	              */
	LAST_DAY = 2958465, /* 9999-12-31 */
	SECONDS = 86400,
	MOST_DECIMALS = 15, /* a double has no more digits than that */
};

struct scan {
	struct number_format f;
	char before;      /* the last letter of a date or time */
	bool months_open; /* an "m" that is months unless seconds follow */
	bool behind_point, literal_within;
	int zeros;
};

static void take_letter(struct scan *s, char c)
{
	if (c == 's' && s->months_open)
		s->f.month = s->before != 'm';
	s->months_open = false;
	s->f.year |= c == 'y' || c == 'e';
	s->f.day |= c == 'd';
	s->f.time |= c == 'h' || c == 's';
	if (c == 'm' && s->before != 'h') {
		s->months_open = !s->f.month;
		s->f.month = true;
	}
	s->before = c;
}

/* "[h]" shows hours beyond a day; "[Red]", "[$-419]", "[>100]" decorate. */
static const char *take_bracket(struct scan *s, const char *at)
{
	const char *end = strchr(at, ']');
	size_t n = end ? (size_t)(end - at) - 1 : 0;

	if (n &&
	    (strspn(at + 1, "hH") == n || strspn(at + 1, "mM") == n || strspn(at + 1, "sS") == n)) {
		s->f.time = s->f.elapsed = true;
		s->before = 'h';
	}
	return end ? end + 1 : at + strlen(at);
}

static const char *take_quoted(const char *at)
{
	const char *end = strchr(at + 1, '"');

	return end ? end + 1 : at + strlen(at);
}

static void take_digit(struct scan *s, char c)
{
	if (s->behind_point)
		s->f.decimals += c == '0' && s->f.decimals < MOST_DECIMALS;
	else
		s->zeros += c == '0';
}

/* One element of the code; returns what is behind it. */
static const char *take_element(struct scan *s, const char *at)
{
	char c = (char)tolower((unsigned char)*at);

	if (strncasecmp(at, "general", 7) == 0)
		return at + 7;
	if (strncasecmp(at, "am/pm", 5) == 0)
		return at + 5;
	switch (c) {
	case '"':
		s->literal_within = true;
		return take_quoted(at);
	case '[':
		return take_bracket(s, at);
	case '\\':
	case '_':
	case '*':
		s->literal_within = true;
		return at[1] ? at + 2 : at + 1;
	case '0':
	case '#':
	case '?':
		take_digit(s, c);
		break;
	case '.':
		s->behind_point = true;
		break;
	case '%':
		s->f.percent = true;
		break;
	case 'e':
		if (at[1] == '+' || at[1] == '-') {
			*s = (struct scan){ .literal_within = true };
			return at + strlen(at); /* scientific: as it comes */
		}
		take_letter(s, c);
		break;
	case 'y':
	case 'm':
	case 'd':
	case 'h':
	case 's':
		if (c != s->before)
			take_letter(s, c);
		break;
	default:
		break;
	}
	return at + 1;
}

struct number_format number_format_of(const char *code)
{
	struct scan s = { .before = '\0' };

	while (*code && *code != ';')
		code = take_element(&s, code);
	if (s.f.year || s.f.month || s.f.day || s.f.time)
		s.f.decimals = 0;
	else if (!s.literal_within)
		s.f.digits = s.zeros;
	return s.f;
}

struct number_format number_format_known(int64_t id)
{
	static const struct {
		int64_t first, last;
		const char *code;
	} codes[] = {
		{ 1, 1, "0" },           { 2, 2, "0.00" },       { 4, 4, "0.00" },
		{ 7, 8, "0.00" },        { 9, 9, "0%" },         { 10, 10, "0.00%" },
		{ 14, 14, "m/d/yyyy" },  { 15, 15, "d-mmm-yy" }, { 16, 16, "d-mmm" },
		{ 17, 17, "mmm-yy" },    { 18, 21, "h:mm:ss" },  { 22, 22, "m/d/yyyy h:mm" },
		{ 27, 31, "yyyy/m/d" },  { 32, 35, "h:mm:ss" },  { 36, 36, "yyyy/m/d" },
		{ 39, 40, "0.00" },      { 43, 44, "0.00" },     { 45, 45, "mm:ss" },
		{ 46, 46, "[h]:mm:ss" }, { 47, 47, "mm:ss" },    { 50, 58, "yyyy/m/d" },
	};

	for (size_t i = 0; i < LEN(codes); i++)
		if (id >= codes[i].first && id <= codes[i].last)
			return number_format_of(codes[i].code);
	return (struct number_format){ 0 };
}

/* ---- dates */

static bool day_of(double value, bool from_1904, struct date *ret)
{
	int64_t serial;

	if (!(value >= (from_1904 ? 0 : 1)) || value >= LAST_DAY + 1)
		return false;
	serial = (int64_t)floor(value);
	if (from_1904)
		*ret = date_from_days(serial - DAYS_FROM_1904_TO_1970);
	else
		*ret = date_from_days(serial - DAYS_TO_1970 + (serial < NO_DAY));
	return (from_1904 || serial != NO_DAY) && ret->year >= 1 && ret->year <= 9999;
}

static bool show_date(const struct number_format *f, double value, bool from_1904, char *out)
{
	double seconds = round((value - floor(value)) * SECONDS);
	struct date d;
	int n;

	if (seconds >= SECONDS) {
		value = floor(value) + 1;
		seconds = 0;
	}
	if (!day_of(value, from_1904, &d))
		return false;
	n = snprintf(out, NUMBER_TEXT, "%04d", d.year);
	if (f->month || f->day)
		n += snprintf(out + n, NUMBER_TEXT - (size_t)n, "-%02d", d.month);
	if (f->day)
		n += snprintf(out + n, NUMBER_TEXT - (size_t)n, "-%02d", d.day);
	if (f->day && f->time && seconds > 0)
		snprintf(out + n, NUMBER_TEXT - (size_t)n, "T%02d:%02d:%02d", (int)(seconds / 3600),
		         (int)fmod(seconds / 60, 60), (int)fmod(seconds, 60));
	return true;
}

static bool show_time(const struct number_format *f, double value, char *out)
{
	double seconds = round((f->elapsed ? value : value - floor(value)) * SECONDS);

	if (!(value >= 0) || value > LAST_DAY)
		return false;
	snprintf(out, NUMBER_TEXT, "%02.0f:%02d:%02d", floor(seconds / 3600),
	         (int)fmod(floor(seconds / 60), 60), (int)fmod(seconds, 60));
	return true;
}

/* ---- numbers */

/* As many decimals as it has, at least those of its format. */
static void show_number(const struct number_format *f, double value, char *out)
{
	double shown = f->percent ? value * 100 : value;
	size_t digits;
	char *point, *first = out + (shown < 0);
	int n = snprintf(out, NUMBER_TEXT, "%.15g", shown == 0 ? 0.0 : shown);

	if (strpbrk(out, "en") && fabs(shown) < 1e21 && floor(shown) == shown)
		n = snprintf(out, NUMBER_TEXT, "%.0f", shown);
	if (strpbrk(out, "en"))
		return; /* too large or too small to be written in full */
	point = strchr(out, '.');
	digits = strcspn(first, ".");
	for (int have = point ? n - (int)(point - out) - 1 : 0; have < f->decimals; have++) {
		if (!have && !point)
			out[n++] = '.';
		out[n++] = '0';
	}
	for (; digits < (size_t)f->digits && n < NUMBER_TEXT - 2; digits++, n++) {
		memmove(first + 1, first, (size_t)(n - (first - out)));
		*first = '0';
	}
	if (f->percent)
		out[n++] = '%';
	out[n] = '\0';
}

enum cell_kind number_show(const struct number_format *f, double value, bool from_1904,
                           char out[NUMBER_TEXT])
{
	static const struct number_format plain = { .decimals = 0 };
	bool is_date = f->year || f->month || f->day;

	if (is_date && show_date(f, value, from_1904, out))
		return CELL_DATE;
	if (!is_date && f->time && show_time(f, value, out))
		return CELL_TEXT;
	show_number(is_date || f->time ? &plain : f, value, out);
	return CELL_NUMBER;
}
