/* A written date is cut into numbers and words; each is given a letter (Y a year, D a day, M a
 * month …), and the letters must spell one of the patterns below.  So a date is read in whatever
 * language it is written, and nothing is read that merely contains one. */
#include "language/words.h"

#include "language/fold.h"

enum { MAX_WRITTEN = 120, MAX_TOKENS = 8 };

/* Letters of the patterns. */
enum token {
	YEAR = 'Y', /* four digits */
	DAY = 'D',  /* one or two digits, perhaps with an ordinal's ending */
	MONTH = 'M',
	MONTH_WORD = 'a',   /* aýy: of the month */
	YEAR_WORD = 'w',    /* ýyl, год, г. */
	ROMAN = 'R',        /* II, second */
	QUARTER_WORD = 'Q', /* çärýek, квартал, quarter */
	QUARTER = 'q',      /* Q2 */
	OF = 'f',
	NUMERIC = 'F', /* 17.06.2025 */
};

static const char *const day_patterns[] = { "F",    "Fw",    "DMY",  "DMYw", "MDY",
	                                    "YwDM", "YwDMa", "YwMD", "YwMaD" };
static const char *const month_patterns[] = { "MY", "MYw", "MfY", "YM", "YwM", "YwMa" };
static const char *const quarter_patterns[] = { "qY",  "Yq",   "RQY",  "RQYw", "RQfY",
	                                        "DQY", "DQYw", "DQfY", "YwRQ", "YwDQ" };
static const char *const year_patterns[] = { "Y", "Yw" };

/* A word is a stem and one of the endings, which stand between blanks; "  " allows none. */
struct word {
	const char *stem, *endings;
	char token;
	uint8_t value;
};

#define ALONE   "  "
#define SOFT    " ь я е ю "
#define HARD    "  а е у "
#define TURKMEN "  y i yn in yny ini ynyn inin yna ine ynda inde yndan inden da de dan den "

/* Folded (fold_text): small letters without accents. */
static const struct word words[] = {
	{ "yanwar", TURKMEN, MONTH, 1 },
	{ "fewral", TURKMEN, MONTH, 2 },
	{ "mart", TURKMEN, MONTH, 3 },
	{ "aprel", TURKMEN, MONTH, 4 },
	{ "may", TURKMEN, MONTH, 5 },
	{ "iyun", TURKMEN, MONTH, 6 },
	{ "iyul", TURKMEN, MONTH, 7 },
	{ "awgust", TURKMEN, MONTH, 8 },
	{ "sentyabr", TURKMEN, MONTH, 9 },
	{ "oktyabr", TURKMEN, MONTH, 10 },
	{ "noyabr", TURKMEN, MONTH, 11 },
	{ "dekabr", TURKMEN, MONTH, 12 },
	{ "январ", SOFT, MONTH, 1 },
	{ "феврал", SOFT, MONTH, 2 },
	{ "март", HARD, MONTH, 3 },
	{ "апрел", SOFT, MONTH, 4 },
	{ "ма", " й я е ю ", MONTH, 5 },
	{ "июн", SOFT, MONTH, 6 },
	{ "июл", SOFT, MONTH, 7 },
	{ "август", HARD, MONTH, 8 },
	{ "сентябр", SOFT, MONTH, 9 },
	{ "октябр", SOFT, MONTH, 10 },
	{ "ноябр", SOFT, MONTH, 11 },
	{ "декабр", SOFT, MONTH, 12 },
	{ "янв", ALONE, MONTH, 1 },
	{ "фев", "  р ", MONTH, 2 },
	{ "апр", ALONE, MONTH, 4 },
	{ "авг", ALONE, MONTH, 8 },
	{ "сен", "  т ", MONTH, 9 },
	{ "окт", ALONE, MONTH, 10 },
	{ "ноя", "  б ", MONTH, 11 },
	{ "дек", ALONE, MONTH, 12 },
	{ "jan", "  uary ", MONTH, 1 },
	{ "feb", "  ruary ", MONTH, 2 },
	{ "mar", "  ch ", MONTH, 3 },
	{ "apr", "  il ", MONTH, 4 },
	{ "jun", "  e ", MONTH, 6 },
	{ "jul", "  y ", MONTH, 7 },
	{ "aug", "  ust ", MONTH, 8 },
	{ "sep", "  t tember ", MONTH, 9 },
	{ "oct", "  ober ", MONTH, 10 },
	{ "nov", "  ember ", MONTH, 11 },
	{ "dec", "  ember ", MONTH, 12 },
	{ "ay", "  y yn ynyn ynda ", MONTH_WORD, 0 },
	{ "yyl", "  y yn ynyn da ynda dan yndan yna ", YEAR_WORD, 0 },
	{ "y", ALONE, YEAR_WORD, 0 },
	{ "год", HARD, YEAR_WORD, 0 },
	{ "г", ALONE, YEAR_WORD, 0 },
	{ "caryek", ALONE, QUARTER_WORD, 0 },
	{ "caryeg", " i inin inde inden ine ini ", QUARTER_WORD, 0 },
	{ "квартал", HARD, QUARTER_WORD, 0 },
	{ "кв", ALONE, QUARTER_WORD, 0 },
	{ "quarter", ALONE, QUARTER_WORD, 0 },
	{ "of", ALONE, OF, 0 },
	{ "q1", ALONE, QUARTER, 1 },
	{ "q2", ALONE, QUARTER, 2 },
	{ "q3", ALONE, QUARTER, 3 },
	{ "q4", ALONE, QUARTER, 4 },
	{ "i", "  ", ROMAN, 1 },
	{ "ii", ALONE, ROMAN, 2 },
	{ "iii", ALONE, ROMAN, 3 },
	{ "iv", ALONE, ROMAN, 4 },
	{ "first", ALONE, ROMAN, 1 },
	{ "second", ALONE, ROMAN, 2 },
	{ "third", ALONE, ROMAN, 3 },
	{ "fourth", ALONE, ROMAN, 4 },
	{ "перв", " ый ого ом ", ROMAN, 1 },
	{ "втор", " ой ого ом ", ROMAN, 2 },
	{ "трет", " ий ьего ьем ", ROMAN, 3 },
	{ "четверт", " ый ого ом ", ROMAN, 4 },
	{ "birinji", ALONE, ROMAN, 1 },
	{ "ikinji", ALONE, ROMAN, 2 },
	{ "ucunji", ALONE, ROMAN, 3 },
	{ "dordunji", ALONE, ROMAN, 4 },
};

/* The law of 10 August 2002 renamed the months; July 2008 gave the old names back. */
enum { RENAMED_FROM = 2002, RENAMED_TO = 2008 };

static const struct word renamed[] = {
	{ "turkmenbasy", ALONE, MONTH, 1 },    { "baydak", TURKMEN, MONTH, 2 },
	{ "nowruz", TURKMEN, MONTH, 3 },       { "gurbansoltan", TURKMEN, MONTH, 4 },
	{ "magtymguly", ALONE, MONTH, 5 },     { "oguz", TURKMEN, MONTH, 6 },
	{ "gorkut", TURKMEN, MONTH, 7 },       { "arslan", TURKMEN, MONTH, 8 },
	{ "alparslan", TURKMEN, MONTH, 8 },    { "ruhnama", ALONE, MONTH, 9 },
	{ "garassyzlyk", TURKMEN, MONTH, 10 }, { "sanjar", TURKMEN, MONTH, 11 },
	{ "bitaraplyk", TURKMEN, MONTH, 12 },
};

static const char ordinal_endings[] =
        " nji njy si sy i y sinde synda inde ynda sinden syndan inden yndan "
        "st nd rd th й го е ого ое ";

struct reader {
	const char *p;
	char pattern[MAX_TOKENS + 1];
	size_t tokens;
	int year, month, day, quarter;
	bool renamed;
};

static bool token(struct reader *r, char t)
{
	if (r->tokens == MAX_TOKENS)
		return false;
	r->pattern[r->tokens++] = t;
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Whether the n bytes stand in the list between blanks; "  " holds the empty ending. */
static bool in_list(const char *list, const char *s, size_t n)
{
	char entry[32];

	if (n + 3 > sizeof entry)
		return false;
	snprintf(entry, sizeof entry, " %.*s ", (int)n, s);
	return strstr(list, entry) != NULL;
}

static const struct word *find(const struct word *in, size_t count, const char *s, size_t n)
{
	for (size_t i = 0; i < count; i++) {
		size_t stem = strlen(in[i].stem);

		if (n >= stem && memcmp(s, in[i].stem, stem) == 0 &&
		    in_list(in[i].endings, s + stem, n - stem))
			return &in[i];
	}
	return NULL;
}

/* Up to `most` digits. */
static size_t digits(const char *s, size_t most, int *ret)
{
	size_t n = 0;

	*ret = 0;
	for (; n < most && is_digit(s[n]); n++)
		*ret = *ret * 10 + (s[n] - '0');
	return n;
}

/* 17.06.2025, 7.6.2025, 17/06/2025. */
static bool read_numeric(struct reader *r)
{
	int day, month, year;
	const char *p = r->p;
	size_t n = digits(p, 2, &day);
	char mark = p[n];

	if (!n || (mark != '.' && mark != '/'))
		return false;
	p += n + 1;
	n = digits(p, 2, &month);
	if (!n || p[n] != mark)
		return false;
	p += n + 1;
	if (digits(p, 4, &year) != 4 || is_digit(p[4]))
		return false;
	if (mark == '/' && day <= 12 && day != month)
		return false; /* perhaps the month stands first */
	r->day = day;
	r->month = month;
	r->year = year;
	r->p = p + 4;
	return token(r, NUMERIC);
}

static bool read_number(struct reader *r)
{
	int value;
	size_t n = digits(r->p, 5, &value), ending = 0;

	if (n == 3 || n == 5)
		return false;
	r->p += n;
	if (*r->p == '-' && is_letter(r->p[1]))
		r->p++;
	while (is_letter(r->p[ending]))
		ending++;
	if (ending && !in_list(ordinal_endings, r->p, ending))
		return false;
	r->p += ending;
	if (n == 4) {
		r->year = value;
		return token(r, YEAR);
	}
	r->day = value;
	return token(r, DAY);
}

/* Two names had a second word: Alp Arslan, Gurbansoltan eje, Gorkut ata. */
static bool is_companion(const char *s, size_t n)
{
	return in_list(" alp eje ata ", s, n);
}

static bool read_word(struct reader *r)
{
	size_t n = 0;

	while (is_letter(r->p[n]) || is_digit(r->p[n]))
		n++;

	const struct word *w = find(words, LEN(words), r->p, n);

	if (!w) {
		w = find(renamed, LEN(renamed), r->p, n);
		r->renamed = true;
	}
	if (!w && !is_companion(r->p, n))
		return false;
	r->p += n;
	r->p += *r->p == '.'; /* of an abbreviation */
	if (!w)
		return true;
	if (w->token == MONTH)
		r->month = w->value;
	else if (w->value)
		r->quarter = w->value;
	return token(r, w->token);
}

static bool read_tokens(struct reader *r)
{
	while (*r->p) {
		if (*r->p == ' ' || *r->p == ',')
			r->p++;
		else if (is_digit(*r->p) ? !read_numeric(r) && !read_number(r)
		                         : !is_letter(*r->p) || !read_word(r))
			return false;
	}
	return true;
}

static bool is_one_of(const char *const *patterns, size_t n, const char *pattern)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eq(patterns[i], pattern))
			return true;
	}
	return false;
}

static bool period(int year, int month, enum precision precision, struct date *ret)
{
	if (!date_valid(year, month, 1))
		return false;
	*ret = date_day(year, month, days_in_month(year, month));
	ret->precision = (uint8_t)precision;
	return true;
}

static bool take_result(const struct reader *r, struct date *ret)
{
	if (r->renamed && (r->year < RENAMED_FROM || r->year > RENAMED_TO))
		return false;
	if (is_one_of(day_patterns, LEN(day_patterns), r->pattern)) {
		if (!date_valid(r->year, r->month, r->day))
			return false;
		*ret = date_day(r->year, r->month, r->day);
		return true;
	}
	if (is_one_of(month_patterns, LEN(month_patterns), r->pattern))
		return period(r->year, r->month, PRECISION_MONTH, ret);
	if (is_one_of(quarter_patterns, LEN(quarter_patterns), r->pattern)) {
		int quarter = r->quarter ? r->quarter : r->day;

		return quarter <= 4 && period(r->year, quarter * 3, PRECISION_QUARTER, ret);
	}
	return is_one_of(year_patterns, LEN(year_patterns), r->pattern) &&
	       period(r->year, 12, PRECISION_YEAR, ret);
}

bool words_read_date(struct arena *a, const char *s, struct date *ret)
{
	if (!s || strnlen(s, MAX_WRITTEN) == MAX_WRITTEN)
		return false;

	struct reader r = { .p = fold_text(a, s) };
	size_t blanks = strspn(s, " \t\r\n"), end = strlen(s);

	while (end > blanks && strchr(" \t\r\n", s[end - 1]))
		end--;
	return date_parse(arena_strn(a, s + blanks, end - blanks), ret) ||
	       (read_tokens(&r) && take_result(&r, ret));
}
