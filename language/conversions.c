/* Reads printf formats as C17 7.21.6.1 and POSIX (positions) define them, and refuses what we
 * never write. */
#include "language/conversions.h"

struct reader {
	const char *p;
	struct conversions *to;
	bool positions, sequence; /* which of the two styles was seen */
};

static bool argument(struct reader *r, unsigned position, uint16_t type)
{
	r->positions |= position > 0;
	r->sequence |= position == 0;
	if (r->positions && r->sequence)
		return false;

	unsigned i = position ? position - 1 : r->to->n;

	if (i >= MAX_CONVERSIONS || (r->to->type[i] && r->to->type[i] != type))
		return false;
	r->to->type[i] = type;
	if (r->to->n <= i)
		r->to->n = i + 1;
	return true;
}

/* "2$" → 2; 0 when there is none.  Width digits are left alone. */
static unsigned position(struct reader *r)
{
	const char *p = r->p;
	unsigned n = 0;

	while (*p >= '0' && *p <= '9' && n <= MAX_CONVERSIONS)
		n = n * 10 + (unsigned)(*p++ - '0');
	if (*p != '$' || p == r->p)
		return 0;
	r->p = p + 1;
	return n ? n : MAX_CONVERSIONS + 1; /* "%0$s" is refused like a position too high */
}

/* Digits, or "*" that reads an int. */
static bool width(struct reader *r)
{
	if (*r->p == '*') {
		r->p++;
		return argument(r, 0, 'd');
	}
	while (*r->p >= '0' && *r->p <= '9')
		r->p++;
	return true;
}

static uint16_t length(struct reader *r)
{
	char c = *r->p;

	if (!c || !strchr("hljztL", c))
		return 0;
	r->p++;
	if ((c != 'h' && c != 'l') || *r->p != c)
		return (uint16_t)c;
	r->p++;
	return (uint16_t)(c | 0x80); /* "hh", "ll" */
}

static char class_of(char c)
{
	if (!c)
		return '\0';
	if (strchr("di", c))
		return 'd';
	if (strchr("ouxX", c))
		return 'u';
	if (strchr("fFeEgGaA", c))
		return 'f';
	return strchr("csp", c) ? c : '\0';
}

static bool conversion(struct reader *r)
{
	unsigned at = position(r);

	while (*r->p && strchr("-+ #0'", *r->p))
		r->p++;
	if (!width(r))
		return false;
	if (*r->p == '.') {
		r->p++;
		if (!width(r))
			return false;
	}

	uint16_t size = length(r);
	char class = class_of(*r->p);

	if (!class)
		return false;
	r->p++;
	return argument(r, at, (uint16_t)(size << 8 | (unsigned char)class));
}

bool conversions_read(const char *format, struct conversions *ret)
{
	struct reader r = { .p = format, .to = ret };

	*ret = (struct conversions){ 0 };
	while ((r.p = strchr(r.p, '%'))) {
		r.p++;
		if (*r.p == '%')
			r.p++;
		else if (!conversion(&r))
			return false;
	}
	for (unsigned i = 0; i < ret->n; i++) {
		if (!ret->type[i])
			return false;
	}
	return true;
}

bool conversions_begin(const struct conversions *a, const struct conversions *b)
{
	return a->n <= b->n && memcmp(a->type, b->type, a->n * sizeof a->type[0]) == 0;
}

bool conversions_equal(const struct conversions *a, const struct conversions *b)
{
	return a->n == b->n && conversions_begin(a, b);
}
