/* A zone is the list of its transitions, as the compiled file (TZif, RFC 9636) has them, and for
 * all times after the last one the rule in the file's footer, written as POSIX's TZ variable is:
 * "CET-1CEST,M3.5.0,M10.5.0/3".  A fixed offset is a zone with neither.  Leap seconds are not
 * counted, as the system's clock does not count them.
 *
 * A file is read whole and checked before it is believed: it belongs to the system, but a damaged
 * one must not place deadlines wrongly without a word. */
#include "base/zone.h"

#include <endian.h>

enum {
	MAX_FILE = 256 * 1024,
	HEADER = 44,
	DAY = 86400,
};

/* When summer or winter time begins: month, week (5: the last), weekday (0: Sunday), second; or
 * a day of the year, with or without the 29th of February. */
struct rule_day {
	char form; /* 'M', 'J' or '0' */
	int month, week, weekday, day;
	int second;
};

struct rule {
	bool valid, summer;
	int winter_offset, summer_offset;
	struct rule_day begin, end;
};

struct zone {
	int first_offset; /* before the first transition */
	size_t count;
	int64_t *at;      /* seconds since 1970, rising */
	int32_t *offsets; /* from at[i] on */
	struct rule rule;
};

/* The file's bytes, and how far they were read.  Running out is sticky. */
struct cursor {
	const unsigned char *p;
	size_t left;
	bool torn;
};

static const unsigned char *take(struct cursor *c, size_t n)
{
	static const unsigned char zeros[HEADER] = { 0 };
	const unsigned char *p = c->p;

	if (n > c->left) {
		c->torn = true;
		c->left = 0;
		return n <= sizeof zeros ? zeros : NULL;
	}
	c->p += n;
	c->left -= n;
	return p;
}

static uint32_t be32(const unsigned char *p)
{
	uint32_t n;

	memcpy(&n, p, sizeof n);
	return be32toh(n);
}

static int64_t be64(const unsigned char *p)
{
	uint64_t n;

	memcpy(&n, p, sizeof n);
	return (int64_t)be64toh(n);
}

/* The counts of a block: the header's six numbers in their order. */
struct counts {
	uint32_t utc_marks, standard_marks, leaps, times, types, letters;
};

static bool read_header(struct cursor *c, struct counts *ret)
{
	const unsigned char *p = take(c, HEADER);

	if (c->torn || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
		return false;
	*ret = (struct counts){ be32(p + 20), be32(p + 24), be32(p + 28),
		                be32(p + 32), be32(p + 36), be32(p + 40) };
	return ret->times < MAX_FILE && ret->types >= 1 && ret->types <= 256 &&
	       ret->letters < MAX_FILE && ret->leaps < MAX_FILE && ret->utc_marks <= 256 &&
	       ret->standard_marks <= 256;
}

static size_t size_after_types(const struct counts *n, size_t time_size)
{
	return n->letters + n->leaps * (time_size + 4) + n->standard_marks + n->utc_marks;
}

/* The first block has 32-bit times, for old programs. */
static bool skip_first_block(struct cursor *c)
{
	struct counts n;

	if (!read_header(c, &n))
		return false;
	take(c, n.times * 5 + n.types * 6 + size_after_types(&n, 4));
	return !c->torn;
}

static bool read_second_block(struct cursor *c, struct zone *z)
{
	struct counts n;

	if (!read_header(c, &n))
		return false;

	const unsigned char *times = take(c, (size_t)n.times * 8);
	const unsigned char *indexes = take(c, n.times);
	const unsigned char *types = take(c, (size_t)n.types * 6);

	take(c, size_after_types(&n, 8));
	if (c->torn)
		return false;
	z->count = n.times;
	z->at = calloc(n.times + 1, sizeof *z->at);
	z->offsets = calloc(n.times + 1, sizeof *z->offsets);
	if (!z->at || !z->offsets)
		return false;
	z->first_offset = (int32_t)be32(types);
	for (size_t i = 0; i < n.times; i++) {
		z->at[i] = be64(times + i * 8);
		if (indexes[i] >= n.types || (i && z->at[i] <= z->at[i - 1]))
			return false;
		z->offsets[i] = (int32_t)be32(types + indexes[i] * 6);
	}
	return true;
}

static bool parse_number(const char **s, int low, int high, int *ret)
{
	int n = 0, digits = 0;

	for (; **s >= '0' && **s <= '9' && digits < 4; (*s)++, digits++)
		n = n * 10 + (**s - '0');
	*ret = n;
	return digits && n >= low && n <= high;
}

/* "3", "-3:30", "+26:00:00" → seconds. */
static bool parse_time(const char **s, int *ret)
{
	int h, m = 0, sec = 0;
	bool negative = **s == '-';

	if (negative || **s == '+')
		(*s)++;
	if (!parse_number(s, 0, 167, &h))
		return false;
	if (**s == ':') {
		(*s)++;
		if (!parse_number(s, 0, 59, &m))
			return false;
	}
	if (**s == ':') {
		(*s)++;
		if (!parse_number(s, 0, 59, &sec))
			return false;
	}
	*ret = (negative ? -1 : 1) * (h * 3600 + m * 60 + sec);
	return true;
}

/* "CET" or "<+05>": its length is all that matters. */
static bool skip_name(const char **s)
{
	const char *begin = *s;

	if (**s == '<') {
		while (**s && **s != '>')
			(*s)++;
		return *(*s)++ == '>';
	}
	while ((**s >= 'A' && **s <= 'Z') || (**s >= 'a' && **s <= 'z'))
		(*s)++;
	return *s - begin >= 3;
}

/* ",M10.5.0/3", ",J60", ",59" */
static bool parse_rule_day(const char **s, struct rule_day *ret)
{
	bool ok;

	if (*(*s)++ != ',')
		return false;
	*ret = (struct rule_day){ .form = '0', .second = 2 * 3600 };
	if (**s == 'M') {
		ret->form = *(*s)++;
		ok = parse_number(s, 1, 12, &ret->month) && *(*s)++ == '.' &&
		     parse_number(s, 1, 5, &ret->week) && *(*s)++ == '.' &&
		     parse_number(s, 0, 6, &ret->weekday);
	} else if (**s == 'J') {
		ret->form = *(*s)++;
		ok = parse_number(s, 1, 365, &ret->day);
	} else {
		ok = parse_number(s, 0, 365, &ret->day);
	}
	if (!ok || **s != '/')
		return ok;
	(*s)++;
	return parse_time(s, &ret->second);
}

/* POSIX counts offsets westward, we eastward. */
static bool parse_rule(const char *s, struct rule *ret)
{
	int west;

	if (!skip_name(&s) || !parse_time(&s, &west))
		return false;
	*ret = (struct rule){ .valid = true, .winter_offset = -west };
	if (!*s)
		return true;
	if (!skip_name(&s))
		return false;
	ret->summer = true;
	west -= 3600;
	if (*s && *s != ',' && !parse_time(&s, &west))
		return false;
	ret->summer_offset = -west;
	return parse_rule_day(&s, &ret->begin) && parse_rule_day(&s, &ret->end) && !*s;
}

/* An empty footer means that the last transition's offset stays. */
static bool read_footer(struct cursor *c, struct rule *ret)
{
	char text[128];
	const unsigned char *end = c->left > 1 ? memchr(c->p + 1, '\n', c->left - 1) : NULL;

	if (!end || c->p[0] != '\n' || (size_t)(end - c->p) > sizeof text)
		return false;

	size_t n = (size_t)(end - c->p) - 1;

	memcpy(text, c->p + 1, n);
	text[n] = '\0';
	return !n || parse_rule(text, ret);
}

static bool name_is_safe(const char *name)
{
	if (str_empty(name) || strlen(name) > 60 || *name == '/' || strstr(name, ".."))
		return false;
	for (const char *s = name; *s; s++)
		if (!(*s >= 'a' && *s <= 'z') && !(*s >= 'A' && *s <= 'Z') &&
		    !(*s >= '0' && *s <= '9') && !strchr("_+/-", *s))
			return false;
	return true;
}

/* The whole file in malloc'ed memory; NULL: not there, or larger than any zone is. */
static unsigned char *read_file(const char *name, size_t *size)
{
	char path[128];

	snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);

	FILE *f = fopen(path, "rbe");
	unsigned char *bytes = f ? malloc(MAX_FILE) : NULL;

	if (bytes) {
		*size = fread(bytes, 1, MAX_FILE, f);
		if (ferror(f) || *size == MAX_FILE) {
			free(bytes);
			bytes = NULL;
		}
	}
	if (f)
		fclose(f);
	return bytes;
}

static bool read_zone(const char *name, struct zone *z)
{
	size_t size = 0;
	unsigned char *bytes = name_is_safe(name) ? read_file(name, &size) : NULL;
	struct cursor c = { .p = bytes, .left = size };
	bool ok = bytes && skip_first_block(&c) && read_second_block(&c, z) &&
	          read_footer(&c, &z->rule);

	free(bytes);
	return ok;
}

/* "+05:00", "-03:30" */
static bool parse_fixed(const char *name, int *ret)
{
	const char *s = name;
	int h, m;

	if (!s || (*s != '+' && *s != '-') || strlen(s) != 6 || s[3] != ':')
		return false;
	s++;
	if (!parse_number(&s, 0, 14, &h) || *s++ != ':' || !parse_number(&s, 0, 59, &m) || *s)
		return false;
	*ret = (*name == '-' ? -1 : 1) * (h * 3600 + m * 60);
	return true;
}

struct zone *zone_load(struct context *cx, const char *name)
{
	struct zone *z = calloc(1, sizeof *z);

	if (z && (parse_fixed(name, &z->first_offset) || read_zone(name, z)))
		return z;
	zone_free(z);
	fail(cx, ERR_INVALID, NULL, N_("There is no time zone “%s”."), name ? name : "");
	return NULL;
}

void zone_free(struct zone *z)
{
	if (!z)
		return;
	free(z->at);
	free(z->offsets);
	free(z);
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static struct date day_of(int64_t seconds)
{
	return date_from_days(floor_div(seconds, DAY));
}

/* The second, since 1970 in local time, at which the rule's day comes in the year. */
static int64_t rule_second(const struct rule_day *r, int year)
{
	int64_t days = date_to_days(date_day(year, 1, 1));

	if (r->form == 'M') {
		struct date first = date_day(year, r->month, 1);
		int ahead = (r->weekday - date_weekday(first) + 7) % 7;
		int day = 1 + ahead + (r->week - 1) * 7;

		while (day > days_in_month(year, r->month))
			day -= 7;
		days = date_to_days(first) + day - 1;
	} else if (r->form == 'J') {
		days += r->day - 1 + (r->day > 59 && days_in_month(year, 2) == 29);
	} else {
		days += r->day;
	}
	return days * DAY + r->second;
}

/* Summer may begin in one year and end in the next (south of the equator). */
static int rule_offset(const struct rule *r, int64_t second)
{
	if (!r->summer)
		return r->winter_offset;

	int year = day_of(second + r->winter_offset).year;
	int64_t begin = rule_second(&r->begin, year) - r->winter_offset;
	int64_t end = rule_second(&r->end, year) - r->summer_offset;
	bool summer =
	        begin < end ? second >= begin && second < end : second >= begin || second < end;

	return summer ? r->summer_offset : r->winter_offset;
}

static int offset_at(const struct zone *z, int64_t second)
{
	size_t low = 0, high = z->count; /* at[0 … low) are not after `second` */

	if (z->rule.valid && (!z->count || second >= z->at[z->count - 1]))
		return rule_offset(&z->rule, second);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (z->at[middle] <= second)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? z->offsets[low - 1] : z->first_offset;
}

int zone_offset(const struct zone *z, int64_t instant)
{
	return offset_at(z, floor_div(instant, 1000000));
}

struct date zone_date(const struct zone *z, int64_t instant, int *seconds)
{
	int64_t second = floor_div(instant, 1000000);
	int64_t local = second + offset_at(z, second);

	if (seconds)
		*seconds = (int)(local - floor_div(local, DAY) * DAY);
	return day_of(local);
}

/* Two guesses, with the offset of the day before and the day after.  A day whose midnight is
 * skipped begins when the clock jumps over it; one whose midnight comes twice, at the first. */
int64_t zone_midnight(const struct zone *z, struct date d)
{
	int64_t local = date_to_days(d) * DAY;
	int64_t before = local - offset_at(z, local - DAY);
	int64_t after = local - offset_at(z, local + DAY);

	if (before + offset_at(z, before) == local)
		return before * 1000000;
	if (after + offset_at(z, after) == local)
		return after * 1000000;

	int64_t low = after < before ? after : before, high = low == after ? before : after;

	while (low < high) { /* the first second of the day */
		int64_t middle = low + (high - low) / 2;

		if (middle + offset_at(z, middle) >= local)
			high = middle;
		else
			low = middle + 1;
	}
	return low * 1000000;
}
