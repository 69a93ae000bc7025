/* Symbols of documents, numbers of paragraphs and dates, as people and bodies write them: with or
 * without blanks ("A / HRC / 24 / 3", "13 (b)"), without the first bracket ("13 b)"), with the
 * ending of an ordinal ("13-nji", "13-й", "13th"). */
#include "language/cut.h"

#include "base/utf8.h"

enum {
	LONG_PART =
	        6, /* letters that a part of a symbol may have when blanks are around its slash */
	MAX_LEVELS = 4,
};

static bool put(struct numbered *ret, const char *s, size_t n)
{
	if (ret->n + n > MAX_TERM)
		return false;
	memcpy(ret->text + ret->n, s, n);
	ret->n += n;
	return true;
}

/* ---- symbols */

struct part {
	bool long_word, digits, cyrillic;
	uint32_t to;
};

/* "hrc", "24", "3-4", "wg.6", "add.1". */
static bool read_part(struct cut *c, struct part *p, struct numbered *ret)
{
	struct run r;

	*p = (struct part){ 0 };
	for (;;) {
		if (!cut_is(c, SIGN_LATIN) && !cut_is(c, SIGN_CYRILLIC) && !cut_is(c, SIGN_DIGIT))
			return false;
		cut_run(c, &r);
		p->long_word = p->long_word || (!r.digits && utf8_count(r.text) > LONG_PART);
		p->digits = p->digits || r.digits;
		p->cyrillic = p->cyrillic || r.cyrillic;
		p->to = r.to;
		if (r.script || !put(ret, r.text, r.n))
			return false;

		struct cut next = *c;
		bool dot = !r.digits && cut_takes(&next, SIGN_DOT);
		bool hyphen = !dot && r.digits && cut_takes(&next, SIGN_HYPHEN);

		if ((!dot && !hyphen) || !cut_is(&next, SIGN_DIGIT))
			return true;
		if (!put(ret, dot ? "." : "-", 1))
			return false;
		*c = next;
	}
}

bool cut_symbol(const struct cut *from, struct numbered *ret)
{
	struct cut c = *from;
	size_t end = 0, parts = 0;
	bool digits = false, cyrillic = false, blanks = false, long_before = false;
	struct part p;

	ret->n = 0;
	while (read_part(&c, &p, ret) && !(blanks && (p.long_word || long_before))) {
		parts++;
		digits = digits || p.digits;
		cyrillic = cyrillic || p.cyrillic;
		long_before = p.long_word;
		end = ret->n;
		ret->to = p.to;
		blanks = cut_blanks(&c) > 0;
		if (!cut_takes(&c, SIGN_SLASH))
			break;
		blanks = cut_blanks(&c) > 0 || blanks;
		if (!put(ret, "/", 1))
			break;
	}
	if (parts < 2 || !digits)
		return false;
	ret->n = cyrillic ? script_unify(ret->text, end, MAX_TERM, true) : end;
	ret->text[ret->n] = '\0';
	ret->from = (uint32_t)(from->at - from->text);
	ret->ends_n = 0;
	return true;
}

/* ---- numbers */

static bool is_ordinal(const char *s)
{
	static const char *const endings[] = { "nji", "njy", "st", "nd", "rd", "th", "s",
		                               "й",   "я",   "е",  "м",  "го", "му", "ю" };

	for (size_t i = 0; i < LEN(endings); i++) {
		if (str_eq(s, endings[i]))
			return true;
	}
	return false;
}

/* "b", "iv", "aa", "2"; a Cyrillic letter that looks like a Latin one is that. */
static bool is_level(struct run *r)
{
	if (r->digits)
		return r->n <= 2 && r->digits_n == r->n;
	if (r->cyrillic)
		r->n = script_unify(r->text, r->n, MAX_TERM, true);
	r->text[r->n] = '\0';
	return utf8_count(r->text) == 1 || (r->n == 2 && r->text[0] == r->text[1]) ||
	       strspn(r->text, "ivx") == r->n;
}

static bool put_level(struct numbered *ret, const char *level, size_t n)
{
	size_t before = ret->n;

	if (ret->ends_n == MAX_LEVELS || !put(ret, "(", 1) || !put(ret, level, n) ||
	    !put(ret, ")", 1)) {
		ret->n = before;
		return false;
	}
	ret->ends[ret->ends_n++] = before;
	return true;
}

/* "(b)", " (ii)", " b)". */
static bool take_level(struct cut *c, struct numbered *ret)
{
	struct cut next = *c;
	struct run r;

	cut_blanks(&next);

	bool opened = cut_takes(&next, SIGN_OPEN);

	if (opened)
		cut_blanks(&next);
	if (!cut_is(&next, SIGN_LATIN) && !cut_is(&next, SIGN_CYRILLIC) &&
	    !(opened && cut_is(&next, SIGN_DIGIT)))
		return false;
	cut_run(&next, &r);
	if (!is_level(&r))
		return false;
	if (opened)
		cut_blanks(&next);
	if (!cut_takes(&next, SIGN_CLOSE) || !put_level(ret, r.text, r.n))
		return false;
	ret->to = (uint32_t)(next.at - next.text);
	*c = next;
	return true;
}

/* ".4" of "112.4". */
static bool take_decimal(struct cut *c, struct numbered *ret)
{
	struct cut next = *c;
	size_t before = ret->n;
	struct run r;

	if (ret->ends_n == MAX_LEVELS || !cut_takes(&next, SIGN_DOT) || !cut_is(&next, SIGN_DIGIT))
		return false;
	cut_run(&next, &r);
	if (r.n != r.digits_n || !put(ret, ".", 1) || !put(ret, r.text, r.n)) {
		ret->n = before;
		return false;
	}
	ret->ends[ret->ends_n++] = before;
	ret->to = r.to;
	*c = next;
	return true;
}

static void take_ordinal(struct cut *c, struct numbered *ret)
{
	struct cut next = *c;
	struct run r;

	if (!cut_takes(&next, SIGN_HYPHEN) ||
	    (!cut_is(&next, SIGN_LATIN) && !cut_is(&next, SIGN_CYRILLIC)))
		return;
	cut_run(&next, &r);
	if (!is_ordinal(r.text))
		return;
	ret->to = r.to;
	*c = next;
}

/* ---- dates */

/* As "2027-05-01", with its year as a piece. */
static void put_date(struct numbered *ret, const char *year, const char *month, const char *day)
{
	char date[] = "0000-00-00";

	memcpy(date, year, 4);
	memcpy(date + 5, month, 2);
	memcpy(date + 8, day, 2);
	memcpy(ret->text, date, sizeof date);
	ret->n = sizeof date - 1;
	ret->ends[0] = 4;
	ret->ends_n = 1;
}

static bool in_range(const char *two, int last)
{
	int n = (two[0] - '0') * 10 + two[1] - '0';

	return n >= 1 && n <= last;
}

/* "1.5.2027". */
static void date_of_dots(struct numbered *ret)
{
	char parts[3][8] = { "", "", "" };
	int n = 0;

	ret->text[ret->n] = '\0';
	if (sscanf(ret->text, "%2[0-9].%2[0-9].%4[0-9]%n", parts[0], parts[1], parts[2], &n) < 3 ||
	    (size_t)n != ret->n || strlen(parts[2]) != 4)
		return;
	for (int i = 0; i < 2; i++) {
		if (!parts[i][1]) {
			parts[i][1] = parts[i][0];
			parts[i][0] = '0';
		}
	}
	if (in_range(parts[0], 31) && in_range(parts[1], 12))
		put_date(ret, parts[2], parts[1], parts[0]);
}

/* "-05-01" behind "2027". */
static bool take_date(struct cut *c, struct numbered *ret)
{
	struct cut next = *c;
	struct run r[2];

	if (ret->n != 4)
		return false;
	for (size_t i = 0; i < LEN(r); i++) {
		if (!cut_takes(&next, SIGN_HYPHEN) || !cut_is(&next, SIGN_DIGIT))
			return false;
		cut_run(&next, &r[i]);
		if (r[i].n != 2 || r[i].digits_n != 2 || !in_range(r[i].text, i ? 31 : 12))
			return false;
	}
	put_date(ret, ret->text, r[0].text, r[1].text);
	ret->to = r[1].to;
	*c = next;
	return true;
}

void cut_number(struct cut *c, const struct run *first, struct numbered *ret)
{
	struct run r = *first;
	const char *letters = r.text + r.digits_n;
	size_t letters_n = utf8_count(letters);

	*ret = (struct numbered){ .from = r.from, .to = r.to };
	put(ret, r.text, letters_n <= 1 || is_ordinal(letters) ? r.digits_n : r.n);
	if (letters_n == 1 && !is_ordinal(letters))
		put_level(ret, letters, r.n - r.digits_n); /* "13b" */
	if (!letters_n && !take_date(c, ret)) {
		while (take_decimal(c, ret))
			continue;
		if (ret->ends_n == 2)
			date_of_dots(ret);
		take_ordinal(c, ret);
	}
	while (letters_n <= 1 && take_level(c, ret))
		continue;
	ret->text[ret->n] = '\0';
}
