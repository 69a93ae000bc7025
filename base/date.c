/* The proleptic Gregorian calendar by the days-from-civil algorithm (years run from March, so that
 * the leap day is the last of its year), and the text forms.  See date.h for why a date is kept as
 * its last day. */
#include "base/date.h"

#include <stdio.h>
#include <time.h>

static bool leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in_month(int year, int month)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && leap(year) ? 29 : days[month - 1];
}

bool date_valid(int year, int month, int day)
{
	return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
	       day <= days_in_month(year, month);
}

struct date date_day(int year, int month, int day)
{
	return (struct date){ (int16_t)year, (uint8_t)month, (uint8_t)day, PRECISION_DAY };
}

static struct date last_day_of(int year, int month, enum precision precision)
{
	return (struct date){ (int16_t)year, (uint8_t)month, (uint8_t)days_in_month(year, month),
		              (uint8_t)precision };
}

int64_t date_to_days(struct date d)
{
	int64_t y = d.year - (d.month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

struct date date_from_days(int64_t days)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t day_of_era = z - era * 146097;
	int64_t year_of_era =
	        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year =
	        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t m = (5 * day_of_year + 2) / 153;
	int day = (int)(day_of_year - (153 * m + 2) / 5 + 1);
	int month = (int)(m < 10 ? m + 3 : m - 9);

	return date_day((int)(year_of_era + era * 400 + (month <= 2)), month, day);
}

int date_compare(struct date a, struct date b)
{
	if (!date_set(a) || !date_set(b))
		return date_set(b) - date_set(a);

	int64_t x = date_to_days(a), y = date_to_days(b);

	return x != y ? (x > y) - (x < y)
	              : (a.precision > b.precision) - (a.precision < b.precision);
}

struct date date_first_day(struct date d)
{
	int back = d.precision == PRECISION_QUARTER ? 2 : d.precision == PRECISION_YEAR ? 11 : 0;

	return date_day(d.year, d.month - back, d.precision == PRECISION_DAY ? d.day : 1);
}

struct date date_add_days(struct date d, int n)
{
	return date_from_days(date_to_days(d) + n);
}

struct date date_add_months(struct date d, int n)
{
	int months = d.year * 12 + d.month - 1 + n;
	int year = months / 12, month = months % 12 + 1;
	int last = days_in_month(year, month);

	return date_day(year, month, d.day < last ? d.day : last);
}

int date_weekday(struct date d)
{
	int64_t n = (date_to_days(d) + 3) % 7; /* 1970-01-01 was a Thursday */

	return (int)(n < 0 ? n + 7 : n) + 1;
}

/* Reads exactly `n` digits at *s. */
static bool digits(const char **s, int n, int *ret)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		char c = (*s)[i];

		if (c < '0' || c > '9')
			return false;
		v = v * 10 + (c - '0');
	}
	*s += n;
	*ret = v;
	return true;
}

static bool parse_dotted(const char *s, struct date *ret)
{
	int a, b, year;

	if (!digits(&s, 2, &a) || *s++ != '.' || !digits(&s, 2, &b))
		return false;
	if (*s == '.') {
		s++;
		if (!digits(&s, 4, &year) || *s || !date_valid(year, b, a))
			return false;
		*ret = date_day(year, b, a);
		return true;
	}
	return false;
}

static bool parse_month_year(const char *s, struct date *ret)
{
	int month, year;

	if (!digits(&s, 2, &month) || *s++ != '.' || !digits(&s, 4, &year) || *s ||
	    !date_valid(year, month, 1))
		return false;
	*ret = last_day_of(year, month, PRECISION_MONTH);
	return true;
}

static bool parse_iso(const char *s, struct date *ret)
{
	int year, month, day;

	if (!digits(&s, 4, &year) || !date_valid(year, 1, 1))
		return false;
	if (!*s) {
		*ret = last_day_of(year, 12, PRECISION_YEAR);
		return true;
	}
	if (*s++ != '-')
		return false;
	if (s[0] == 'Q' && s[1] >= '1' && s[1] <= '4' && !s[2]) {
		*ret = last_day_of(year, (s[1] - '0') * 3, PRECISION_QUARTER);
		return true;
	}
	if (!digits(&s, 2, &month) || !date_valid(year, month, 1))
		return false;
	if (!*s) {
		*ret = last_day_of(year, month, PRECISION_MONTH);
		return true;
	}
	if (*s++ != '-' || !digits(&s, 2, &day) || *s || !date_valid(year, month, day))
		return false;
	*ret = date_day(year, month, day);
	return true;
}

bool date_parse(const char *s, struct date *ret)
{
	return s && (parse_iso(s, ret) || parse_dotted(s, ret) || parse_month_year(s, ret));
}

char *date_text(struct date d, char out[DATE_TEXT])
{
	int y = d.year, m = d.month;

	switch ((enum precision)d.precision) {
	case PRECISION_NONE:
		out[0] = '\0';
		break;
	case PRECISION_DAY:
		snprintf(out, DATE_TEXT, "%04d-%02d-%02d", y, m, d.day);
		break;
	case PRECISION_MONTH:
		snprintf(out, DATE_TEXT, "%04d-%02d", y, m);
		break;
	case PRECISION_QUARTER:
		snprintf(out, DATE_TEXT, "%04d-Q%d", y, (m + 2) / 3);
		break;
	case PRECISION_YEAR:
		snprintf(out, DATE_TEXT, "%04d", y);
		break;
	}
	return out;
}

bool date_from_store(const char *s, struct date *ret)
{
	static const char marks[] = "?dmqy";
	int year, month, day;

	if (!s || !digits(&s, 4, &year) || *s++ != '-' || !digits(&s, 2, &month) || *s++ != '-' ||
	    !digits(&s, 2, &day) || !date_valid(year, month, day))
		return false;
	*ret = date_day(year, month, day);
	if (!*s)
		return true;

	const char *mark = s[0] == '/' && s[1] && !s[2] ? strchr(marks + 2, s[1]) : NULL;

	if (!mark)
		return false;
	ret->precision = (uint8_t)(mark - marks);
	return true;
}

char *date_to_store(struct date d, char out[DATE_TEXT])
{
	static const char *const marks[] = { "", "", "/m", "/q", "/y" };

	if (!date_set(d))
		out[0] = '\0';
	else
		snprintf(out, DATE_TEXT, "%04d-%02d-%02d%s", d.year, d.month, d.day,
		         marks[d.precision]);
	return out;
}

int64_t instant_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

char *instant_text(int64_t instant, char out[INSTANT_TEXT])
{
	int64_t seconds = instant / 1000000, micros = instant % 1000000;

	if (micros < 0) {
		micros += 1000000;
		seconds--;
	}

	int64_t days = seconds / 86400, rest = seconds % 86400;

	if (rest < 0) {
		rest += 86400;
		days--;
	}

	struct date d = date_from_days(days);

	snprintf(out, INSTANT_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", d.year, d.month, d.day,
	         (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60), (int)micros);
	return out;
}

/* ".123" → microseconds; nothing → 0. */
static bool parse_fraction(const char **s, int *ret)
{
	int micros = 0, n = 0;

	if (**s == '.') {
		for ((*s)++; **s >= '0' && **s <= '9'; (*s)++, n++)
			if (n < 6)
				micros = micros * 10 + (**s - '0');
		if (!n)
			return false;
		for (; n < 6; n++)
			micros *= 10;
	}
	*ret = micros;
	return true;
}

/* "Z", "+05:00", "-0330" → seconds east. */
static bool parse_offset(const char *s, int *ret)
{
	int h, m, sign = *s == '-' ? -1 : 1;

	*ret = 0;
	if (s[0] == 'Z' && !s[1])
		return true;
	if (*s != '+' && *s != '-')
		return false;
	s++;
	if (!digits(&s, 2, &h))
		return false;
	if (*s == ':')
		s++;
	if (!digits(&s, 2, &m) || *s || h > 14 || m > 59)
		return false;
	*ret = sign * (h * 3600 + m * 60);
	return true;
}

bool instant_parse(const char *s, int64_t *ret)
{
	int year, month, day, h, m, sec, micros, offset;

	if (!s || !digits(&s, 4, &year) || *s++ != '-' || !digits(&s, 2, &month) || *s++ != '-' ||
	    !digits(&s, 2, &day) || !date_valid(year, month, day) || *s++ != 'T' ||
	    !digits(&s, 2, &h) || *s++ != ':' || !digits(&s, 2, &m) || *s++ != ':' ||
	    !digits(&s, 2, &sec) || h > 23 || m > 59 || sec > 59 || !parse_fraction(&s, &micros) ||
	    !parse_offset(s, &offset))
		return false;

	int64_t seconds =
	        date_to_days(date_day(year, month, day)) * 86400 + h * 3600 + m * 60 + sec - offset;

	*ret = seconds * 1000000 + micros;
	return true;
}
