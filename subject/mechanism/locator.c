/* Locators: their normal form, their order, and finding them at the beginnings of lines.
 *
 * In a key a number is a digit that tells its length and then its digits, so that bytes compare as
 * values; what stands in brackets comes before what follows a dot, and a shorter locator before its
 * parts. */
#include "subject/mechanism/locator.h"

#include "subject/mechanism/characters.h"

enum { LONGEST_NUMBER = 9, LONGEST_LABEL = 6 };

char *locator_normal(struct arena *mem, const char *s)
{
	char *out = arena_alloc(mem, TIDY_GROWS * strlen(s) + 1);
	size_t n = 0;

	for (uint32_t c; (c = utf8_take(&s));)
		if (!is_space(c))
			n += utf8_put(out + n, c);
	return out;
}

char *locator_written(struct arena *mem, const char *s)
{
	char *normal = locator_normal(mem, s), *out = arena_alloc(mem, 2 * strlen(normal) + 1);
	size_t n = 0;

	for (const char *p = normal; *p; p++) {
		if (*p == '(' && n)
			out[n++] = ' ';
		out[n++] = *p;
	}
	return out;
}

/* ---- roman numerals */

static int roman_digit(char c)
{
	static const char digits[] = "iIvVxXlLcC";
	static const int values[] = { 1, 5, 10, 50, 100 };
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? values[(at - digits) / 2] : 0;
}

static size_t write_roman(int value, char *out)
{
	static const struct {
		int value;
		const char *text;
	} parts[] = { { 100, "c" }, { 90, "xc" }, { 50, "l" }, { 40, "xl" }, { 10, "x" },
		      { 9, "ix" },  { 5, "v" },   { 4, "iv" }, { 1, "i" } };
	size_t n = 0;

	for (size_t i = 0; i < LEN(parts); i++)
		for (; value >= parts[i].value; value -= parts[i].value) {
			memcpy(out + n, parts[i].text, strlen(parts[i].text));
			n += strlen(parts[i].text);
		}
	return n;
}

/* The value of "iv", 1 … 199; 0: "iiv", "b" are no roman numerals. */
static int roman(const char *s, size_t n)
{
	char again[32];
	int value = 0;

	if (!n || n > 10)
		return 0;
	for (size_t i = 0; i < n; i++) {
		int digit = roman_digit(s[i]), next = i + 1 < n ? roman_digit(s[i + 1]) : 0;

		if (!digit)
			return 0;
		value += digit < next ? -digit : digit;
	}
	if (value < 1 || value > 199 || write_roman(value, again) != n ||
	    strncasecmp(again, s, n) != 0)
		return 0;
	return value;
}

/* ---- the key */

/* A number of more than nine digits is compared as text: documents have none. */
static char *put_number(char *out, const char *s, size_t n)
{
	while (n > 1 && *s == '0') {
		s++;
		n--;
	}
	*out++ = (char)('0' + (n < LONGEST_NUMBER ? n : LONGEST_NUMBER));
	memcpy(out, s, n);
	return out + n;
}

static char *put_letter(char *out, const char *s, size_t n)
{
	*out++ = (char)('a' + (n < 26 ? n - 1 : 25)); /* z before aa */
	memcpy(out, s, n);
	return out + n;
}

static size_t run(const char *s, bool (*fits)(char c))
{
	size_t n = 0;

	while (fits(s[n]))
		n++;
	return n;
}

char *locator_key(struct arena *mem, const char *s)
{
	static const char hex[] = "0123456789abcdef";
	char *key, *out;
	int brackets = 0;

	s = locator_normal(mem, s);
	out = key = arena_alloc(mem, 4 * strlen(s) + 1); /* "c" as a numeral becomes "3100" */
	while (*s) {
		size_t n = run(s, is_digit), letters = run(s, is_letter);
		char roman_text[12];

		if (n) {
			out = put_number(out, s, n);
			s += n;
		} else if (letters && brackets > 1 && roman(s, letters)) {
			n = (size_t)snprintf(roman_text, sizeof roman_text, "%d",
			                     roman(s, letters));
			out = put_number(out, roman_text, n);
			s += letters;
		} else if (letters) {
			out = put_letter(out, s, letters);
			s += letters;
		} else if (*s > ' ' && *s < 0x7f) {
			brackets += *s == '(';
			*out++ = *s++;
		} else {
			*out++ = '~';
			*out++ = hex[(unsigned char)*s >> 4];
			*out++ = hex[(unsigned char)*s++ & 15];
		}
	}
	return key;
}

/* ---- finding them */

struct piece {
	const char *s;
	size_t n;
};

/* What stands at the beginning of a line. */
struct label {
	struct piece number;     /* "126.1" */
	struct piece bracket[2]; /* "b", "ii" */
	size_t brackets;
	bool bare;       /* the number has no dot: only a bracket shows that it is one */
	const char *end; /* where the words begin */
};

static const char *skip_blanks(const char *s)
{
	for (const char *next = s;; s = next) {
		uint32_t c = utf8_take(&next);

		if (!c || c == '\n' || c == '\r' || !is_space(c))
			return s;
	}
}

/* "(b)", "(ii)", "(aa)": one letter, one letter twice, or a roman numeral. */
static bool read_bracket(const char *s, struct label *l)
{
	size_t n = *s == '(' ? run(s + 1, is_letter) : 0;
	bool fits = n == 1 || (n == 2 && s[1] == s[2]) || roman(s + 1, n);

	if (!n || n > LONGEST_LABEL || s[n + 1] != ')' || !fits || l->brackets == LEN(l->bracket))
		return false;
	l->bracket[l->brackets++] = (struct piece){ s + 1, n };
	l->end = s + n + 2;
	return true;
}

/* "13.", "126.1", "126.1.", "13". */
static bool read_number(const char *s, struct label *l)
{
	size_t n = run(s, is_digit), all = n;
	bool dotted = false;

	if (!n || n > 3)
		return false;
	while (s[all] == '.' && is_digit(s[all + 1])) {
		size_t more = run(s + all + 1, is_digit);

		if (more > 3)
			return false;
		all += 1 + more;
		dotted = true;
	}
	l->number = (struct piece){ s, all };
	l->end = s + all + (s[all] == '.');
	l->bare = !dotted && s[all] != '.';
	return true;
}

static bool read_label(const char *line, struct label *l)
{
	const char *s = skip_blanks(line);

	*l = (struct label){ 0 };
	if (is_digit(*s) && !read_number(s, l))
		return false;
	while (read_bracket(l->end ? skip_blanks(l->end) : s, l))
		;
	if (!l->end || (l->bare && !l->brackets))
		return false;
	s = skip_blanks(l->end);
	return s != l->end || !*s || *s == '\n' || *s == '\r';
}

/* Is `b` the letter that follows `a`? */
static bool follows(struct piece a, struct piece b)
{
	return a.n == b.n && b.n <= 2 && b.s[0] == a.s[0] + 1;
}

/* The parts of the locator before: "13", "b", "ii". */
static void split_last(const char *last, struct label *ret)
{
	const char *s = last + strcspn(last, "(");

	*ret = (struct label){ .number = { last, (size_t)(s - last) } };
	while (*s == '(' && ret->brackets < LEN(ret->bracket)) {
		size_t n = strcspn(s + 1, ")");

		ret->bracket[ret->brackets++] = (struct piece){ s + 1, n };
		s += n + 1 + (s[n + 1] == ')');
	}
}

/* A bracket alone: does it go on in the second level ("(ii)" after 13(b)(i)), begin it ("(i)" after
 * 13(b)), or the first? */
static bool is_second_level(const struct label *last, struct piece p)
{
	int value = roman(p.s, p.n);

	if (!last->brackets || !value || follows(last->bracket[0], p))
		return false;
	if (last->brackets == 2)
		return value == roman(last->bracket[1].s, last->bracket[1].n) + 1;
	return value == 1;
}

static const char *joined(struct arena *mem, struct piece number, struct piece first,
                          struct piece second)
{
	const char *s = number.n ? arena_strn(mem, number.s, number.n) : "";

	if (first.n)
		s = arena_fmt(mem, "%s(%.*s)", s, (int)first.n, first.s);
	return second.n ? arena_fmt(mem, "%s(%.*s)", s, (int)second.n, second.s) : s;
}

static const char *compose(struct arena *mem, const struct label *l, const char *last_locator)
{
	struct label last = { 0 };

	if (l->number.n)
		return joined(mem, l->number, l->bracket[0], l->bracket[1]);
	if (last_locator)
		split_last(last_locator, &last);
	if (l->brackets == 1 && is_second_level(&last, l->bracket[0]))
		return joined(mem, last.number, last.bracket[0], l->bracket[0]);
	return joined(mem, last.number, l->bracket[0], l->bracket[1]);
}

/* The locator of the line, or NULL: it is text. */
static const char *line_locator(struct arena *mem, const char *line, const char *last,
                                const char **words)
{
	struct label l;
	const char *locator;

	if (!read_label(line, &l))
		return NULL;
	locator = compose(mem, &l, last);
	if (last && l.number.n && strcmp(locator_key(mem, locator), locator_key(mem, last)) <= 0)
		return NULL;
	*words = l.end;
	return locator;
}

static const char *next_line(const char *s)
{
	s += strcspn(s, "\r\n");
	return s + strspn(s, "\r\n");
}

static const char *trimmed(struct arena *mem, const char *s, const char *end)
{
	s = skip_blanks(s);
	while (s < end && (*s == '\n' || *s == '\r'))
		s = skip_blanks(s + 1);
	while (end > s && (is_space((unsigned char)end[-1]) && (unsigned char)end[-1] < 0x80))
		end--;
	return s < end ? arena_strn(mem, s, (size_t)(end - s)) : "";
}

bool locator_next(struct arena *mem, struct locator_walk *walk, const char **locator,
                  const char **text)
{
	while (*walk->rest) {
		const char *words = walk->rest, *end, *ignored;

		*locator = line_locator(mem, walk->rest, walk->last, &words);
		if (*locator)
			walk->last = *locator;
		end = next_line(words);
		while (*end && !line_locator(mem, end, walk->last, &ignored))
			end = next_line(end);
		walk->rest = end;
		*text = trimmed(mem, words, end);
		if (**text)
			return true;
	}
	return false;
}
