/* Writing.  Each language's order of words is fixed here and not in the catalogues, because a date
 * that is written must be read back (words_read.c), whatever a translator does. */
#include "language/words.h"

#include "base/buffer.h"
#include "language/messages.h"

enum { TK, RU, EN, LANGUAGES };

#define NO_BREAK_SPACE "\xc2\xa0"

static int index_of(const char *lang)
{
	return str_eq(lang, "tk") ? TK : str_eq(lang, "ru") ? RU : EN;
}

/* Turkmen with the ending of "of the year". */
static const char *const months[LANGUAGES][12] = {
	[TK] = { "ýanwary", "fewraly", "marty", "apreli", "maýy", "iýuny", "iýuly", "awgusty",
	         "sentýabry", "oktýabry", "noýabry", "dekabry" },
	[RU] = { "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа",
	         "сентября", "октября", "ноября", "декабря" },
	[EN] = { "January", "February", "March", "April", "May", "June", "July", "August",
	         "September", "October", "November", "December" },
};

static const char *const russian_nominative[] = {
	"январь", "февраль", "март",     "апрель",  "май",    "июнь",
	"июль",   "август",  "сентябрь", "октябрь", "ноябрь", "декабрь",
};

static const char *const roman[] = { "I", "II", "III", "IV" };

/* Whether the last word of the spoken number has back vowels, which call for -njy. */
static bool back_vowels(uint64_t n)
{
	static const bool units[] = { false, false, false, false, false,
		                      false, true,  false, false, true };
	static const bool tens[] = {
		false, true, false, true, true, false, true, false, false, true
	};
	unsigned thousands = 0;

	if (n == 0)
		return true; /* nol */
	for (; n % 1000 == 0; n /= 1000)
		thousands++;
	if (thousands)
		return thousands > 1; /* müň; million, milliard, trillion */
	if (n % 10)
		return units[n % 10];
	return tens[n / 10 % 10]; /* ýüz has front vowels */
}

static const char *english_ending(uint64_t n)
{
	if (n % 100 >= 11 && n % 100 <= 13)
		return "th";
	return n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th";
}

char *words_ordinal(struct arena *a, const char *lang, int64_t n)
{
	uint64_t amount = n < 0 ? -(uint64_t)n : (uint64_t)n;
	int l = index_of(lang);
	const char *ending = l == TK   ? back_vowels(amount) ? "-njy" : "-nji"
	                     : l == RU ? "-й"
	                               : english_ending(amount);

	return arena_fmt(a, "%lld%s", (long long)n, ending);
}

static char *turkmen_date(struct arena *a, struct date d)
{
	const char *year = words_ordinal(a, "tk", d.year), *month = months[TK][d.month - 1];

	switch ((enum precision)d.precision) {
	case PRECISION_NONE:
		break;
	case PRECISION_DAY:
		return arena_fmt(a, "%s ýylyň %s %s", year, words_ordinal(a, "tk", d.day), month);
	case PRECISION_MONTH:
		return arena_fmt(a, "%s ýylyň %s", year, month);
	case PRECISION_QUARTER:
		return arena_fmt(a, "%s ýylyň %s çärýegi", year, roman[(d.month - 1) / 3]);
	case PRECISION_YEAR:
		return arena_fmt(a, "%s ýyl", year);
	}
	return arena_str(a, "");
}

static char *russian_date(struct arena *a, struct date d)
{
	switch ((enum precision)d.precision) {
	case PRECISION_NONE:
		break;
	case PRECISION_DAY:
		return arena_fmt(a, "%d %s %d г.", d.day, months[RU][d.month - 1], d.year);
	case PRECISION_MONTH:
		return arena_fmt(a, "%s %d г.", russian_nominative[d.month - 1], d.year);
	case PRECISION_QUARTER:
		return arena_fmt(a, "%s квартал %d г.", roman[(d.month - 1) / 3], d.year);
	case PRECISION_YEAR:
		return arena_fmt(a, "%d г.", d.year);
	}
	return arena_str(a, "");
}

/* `letters` of the month's name: 3 for the short form. */
static char *english_date(struct arena *a, struct date d, int letters)
{
	const char *month = months[EN][d.month - 1];

	switch ((enum precision)d.precision) {
	case PRECISION_NONE:
		break;
	case PRECISION_DAY:
		return arena_fmt(a, "%d %.*s %d", d.day, letters, month, d.year);
	case PRECISION_MONTH:
		return arena_fmt(a, "%.*s %d", letters, month, d.year);
	case PRECISION_QUARTER:
		return arena_fmt(a, "Q%d %d", (d.month - 1) / 3 + 1, d.year);
	case PRECISION_YEAR:
		return arena_fmt(a, "%d", d.year);
	}
	return arena_str(a, "");
}

char *words_date(struct arena *a, const char *lang, struct date d)
{
	if (!date_set(d))
		return arena_str(a, "");
	switch (index_of(lang)) {
	case TK:
		return turkmen_date(a, d);
	case RU:
		return russian_date(a, d);
	default:
		return english_date(a, d, 9);
	}
}

char *words_date_short(struct arena *a, const char *lang, struct date d)
{
	if (date_set(d) && index_of(lang) == EN)
		return english_date(a, d, 3);
	switch ((enum precision)d.precision) {
	case PRECISION_DAY:
		return arena_fmt(a, "%02d.%02d.%04d", d.day, d.month, d.year);
	case PRECISION_MONTH:
		return arena_fmt(a, "%02d.%04d", d.month, d.year);
	case PRECISION_YEAR:
		return arena_fmt(a, "%d", d.year);
	case PRECISION_QUARTER:
	case PRECISION_NONE:
		break;
	}
	return words_date(a, lang, d);
}

char *words_time(struct arena *a, const char *lang, struct date d, int seconds)
{
	return arena_fmt(a, "%s %02d:%02d", words_date_short(a, lang, d), seconds / 3600,
	                 seconds / 60 % 60);
}

char *words_money(struct arena *a, const char *lang, int64_t value, int scale, const char *currency)
{
	const char *number = words_number(a, lang, value, scale);

	if (index_of(lang) == EN)
		return arena_fmt(a, "%s" NO_BREAK_SPACE "%s", currency, number);
	return arena_fmt(a, "%s" NO_BREAK_SPACE "%s", number, currency);
}

enum plural words_plural(const char *lang, int64_t n)
{
	uint64_t amount = n < 0 ? -(uint64_t)n : (uint64_t)n;
	unsigned one = amount % 10, two = amount % 100;

	if (index_of(lang) != RU)
		return amount == 1 ? PLURAL_ONE : PLURAL_OTHER;
	if (one == 1 && two != 11)
		return PLURAL_ONE;
	return one >= 2 && one <= 4 && (two < 12 || two > 14) ? PLURAL_FEW : PLURAL_MANY;
}

const char *words_short(struct arena *a, const char *words, size_t most)
{
	size_t letters = 0, end = 0;

	for (size_t i = 0; words[i]; i++) {
		if (((unsigned char)words[i] & 0xC0) == 0x80)
			continue;
		if (letters++ == most)
			return arena_fmt(a, "%.*s…", (int)(end ? end : i), words);
		if (words[i] == ' ' && letters > most / 2)
			end = i;
	}
	return words;
}

char *words_list(struct context *cx, const char *const *items, size_t n)
{
	char *all = arena_str(cx->mem, n ? items[0] : "");

	for (size_t i = 1; i < n; i++) {
		if (i + 1 < n)
			all = arena_fmt(cx->mem, "%s, %s", all, items[i]);
		else
			all = arena_fmt(cx->mem, tr(cx, "%s and %s"), all, items[i]);
	}
	return all;
}

char *words_due(struct context *cx, struct date due, struct date today)
{
	if (!date_set(due) || !date_set(today))
		return arena_str(cx->mem, "");

	long long days = date_to_days(due) - date_to_days(today);

	if (days == 0)
		return arena_str(cx->mem, tr(cx, "today"));
	if (days == 1)
		return arena_str(cx->mem, tr(cx, "tomorrow"));
	if (days > 0)
		return arena_fmt(cx->mem, trn(cx, "in %lld day", "in %lld days", days), days);
	days = -days;
	return arena_fmt(cx->mem, trn(cx, "%lld day late", "%lld days late", days), days);
}
