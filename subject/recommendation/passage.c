/* Paragraphs are copied as they come, white space brought to single blanks, and looked at once: the
 * mark before the words, and the shape of a heading.  A PDF tells no styles, so a heading is what
 * is short, begins with a capital and does not end as a sentence does; who reads a document checks
 * it against what stands around. */
#include "subject/recommendation/passage.h"

#include "base/utf8.h"
#include "language/fold.h"
#include "language/words.h"

#include <ctype.h>

enum { LONGEST_HEADING = 300 };

/* ---- white space */

static bool is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || (c >= 0x2000 && c <= 0x200b) ||
	       c == 0x202f || c == 0x3000 || c == 0xfeff;
}

/* Never longer than the text. */
static size_t put_tidy(char *to, size_t at, const char *s)
{
	bool blank = at > 0;

	while (*s) {
		const char *from = s;

		if (is_blank(utf8_take(&s))) {
			blank = at > 0;
			continue;
		}
		if (blank && at)
			to[at++] = ' ';
		blank = false;
		memcpy(to + at, from, (size_t)(s - from));
		at += (size_t)(s - from);
	}
	return at;
}

static const char *tidy(struct arena *mem, const struct unit *u)
{
	size_t room = u->text ? strlen(u->text) + 1 : 1;
	char *to;
	size_t n = 0;

	for (size_t i = 0; i < u->cells_n; i++)
		room += strlen(u->cells[i].text) + 1;
	to = arena_alloc(mem, room);
	if (u->kind != UNIT_ROW)
		n = put_tidy(to, n, u->text ? u->text : "");
	for (size_t i = 0; i < u->cells_n; i++)
		n = put_tidy(to, n, u->cells[i].text);
	to[n] = '\0';
	return to;
}

/* ---- marks */

static size_t digits(const char *s, int *ret)
{
	size_t n = 0;

	*ret = 0;
	while (isdigit((unsigned char)s[n]) && n < 4) {
		*ret = *ret * 10 + (s[n] - '0');
		n++;
	}
	return n < 4 ? n : 0; /* four digits are a year */
}

static bool ends_word(char c)
{
	return c == ' ' || c == '\0';
}

/* Cyrillic letters that look like Latin ones are typed for them. */
static char letter(const char **s)
{
	static const struct {
		uint32_t cyrillic;
		char latin;
	} alike[] = { { 0x430, 'a' }, { 0x441, 'c' }, { 0x435, 'e' }, { 0x43e, 'o' },
		      { 0x440, 'p' }, { 0x445, 'x' }, { 0x456, 'i' } };
	const char *next = *s;
	uint32_t c = utf8_take(&next);
	char is = c < 0x80 && islower((int)c) ? (char)c : '\0';

	for (size_t i = 0; i < LEN(alike); i++)
		if (alike[i].cyrillic == c)
			is = alike[i].latin;
	if (is)
		*s = next;
	return is;
}

int mark_roman(const char *s)
{
	static const char *const ones[] = { "",  "i",  "ii",  "iii",  "iv",
		                            "v", "vi", "vii", "viii", "ix" };
	size_t tens = strspn(s, "x");

	if (tens > 3)
		return 0;
	for (int i = 0; i < (int)LEN(ones); i++)
		if (str_eq(ones[i], s + tens))
			return (int)tens * 10 + i;
	return 0;
}

/* "(a)", "(ii)", "(aa)", "a)": one letter, one letter twice, a roman numeral. */
static const char *read_bracket(const char *s, char to[MARK_LETTERS + 1])
{
	const char *p = s + (*s == '(');
	size_t n = 0;

	while (n < MARK_LETTERS && (to[n] = letter(&p)))
		n++;
	to[n] = '\0';
	if (n && *p == ')' && ends_word(p[1]) &&
	    (n == 1 || (n == 2 && to[0] == to[1]) || mark_roman(to)))
		return p + 1;
	to[0] = '\0';
	return NULL;
}

/* "(12)" */
static const char *read_item(const char *s, int *ret)
{
	size_t n = *s == '(' ? digits(s + 1, ret) : 0;

	if (n && s[n + 1] == ')' && ends_word(s[n + 2]))
		return s + n + 2;
	*ret = 0;
	return NULL;
}

/* "112.", "112.1", "112.1."; *bare: only a bracket behind it shows that it is one. */
static const char *read_number(const char *s, struct mark *m, bool *bare)
{
	size_t n = digits(s, &m->number), more;

	*bare = false;
	if (!n || !m->number)
		return NULL;
	more = s[n] == '.' ? digits(s + n + 1, &m->part) : 0;
	if (more && m->part) {
		n += 1 + more;
		n += s[n] == '.';
		return ends_word(s[n]) || isupper((unsigned char)s[n]) ? s + n : NULL;
	}
	m->part = 0;
	if (s[n] == '.' && ends_word(s[n + 1]))
		return s + n + 1;
	*bare = true;
	return s[n] == ' ' ? s + n : NULL;
}

struct mark mark_read(const char *s)
{
	struct mark m = { .words = s }, none = m;
	bool bare = false;
	const char *p = read_number(s, &m, &bare), *next;

	if (!p) {
		m = none;
		p = read_item(s, &m.item);
		if (p) {
			m.words = p + strspn(p, " ");
			return m;
		}
		p = s;
	}
	for (size_t i = 0; i < LEN(m.bracket); i++) {
		const char *at = p + strspn(p, " ");

		if (m.part || !(next = read_bracket(at, m.bracket[i])))
			break;
		p = next;
	}
	if (p == s || (bare && !m.bracket[0][0]))
		return none;
	m.words = p + strspn(p, " ");
	return m;
}

/* ---- headings */

static bool is_capital(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
	       (c >= 0x410 && c <= 0x42f) || c == 0x401;
}

/* Behind "II. ", "A. ", "IV. ". */
static const char *behind_ordinal(const char *s)
{
	size_t roman = strspn(s, "IVXLC");
	const char *p = s;

	if (roman && s[roman] == '.' && s[roman + 1] == ' ')
		return s + roman + 2;
	return is_capital(utf8_take(&p)) && p[0] == '.' && p[1] == ' ' ? p + 2 : s;
}

static bool is_heading(const struct passage *p)
{
	const char *s = behind_ordinal(p->text), *first = s;
	size_t n = strlen(s);

	if (!n || p->mark.words != p->text || p->unit.kind != UNIT_PARAGRAPH)
		return false;
	if (p->unit.level)
		return true;
	return n <= LONGEST_HEADING && is_capital(utf8_take(&first)) && !strchr(".;:,", s[n - 1]);
}

const char *heading_words(struct arena *mem, const char *text, const char **bracket)
{
	const char *s = behind_ordinal(text);
	size_t n = strlen(s), open;
	int depth = 0;

	while (n && strchr("*. ", s[n - 1]))
		n--;
	*bracket = "";
	for (open = n; open && (open == n || depth); open--)
		depth += s[open - 1] == ')' ? 1 : s[open - 1] == '(' ? -1 : 0;
	if (n && s[n - 1] == ')' && open && !depth) {
		*bracket = arena_strn(mem, s + open + 1, n - open - 2);
		n = open;
		while (n && s[n - 1] == ' ')
			n--;
	}
	return arena_strn(mem, s, n);
}

/* ---- units */

bool passages_add(struct context *cx, struct passages *p, const struct unit *u)
{
	struct passage one = { .unit = *u, .page = p->page };

	if (u->kind == UNIT_PAGE)
		p->page = u->number;
	if ((u->kind != UNIT_PARAGRAPH && u->kind != UNIT_ROW) || u->hidden)
		return true;
	one.text = tidy(cx->mem, u);
	if (!*one.text || (u->style && str_eq(u->style, "header")))
		return true;
	p->bytes += strlen(one.text);
	if (p->n == MAX_PASSAGES || p->bytes > MAX_PASSAGE_BYTES)
		return fail(cx, ERR_TOO_LARGE, NULL,
		            N_("The document is longer than any of its kind."));
	one.unit.text = u->text ? arena_str(cx->mem, u->text) : one.text;
	one.unit.style = u->style ? arena_str(cx->mem, u->style) : "";
	one.unit.cells = NULL;
	one.unit.cells_n = 0;
	one.mark = u->kind == UNIT_PARAGRAPH ? mark_read(one.text)
	                                     : (struct mark){ .words = one.text };
	one.heading = is_heading(&one);
	if (p->n == p->room) {
		size_t room = p->room ? 2 * p->room : 256;

		p->v = arena_grow(cx->mem, p->v, p->room * sizeof *p->v, room * sizeof *p->v);
		p->room = room;
	}
	p->v[p->n++] = one;
	return true;
}

/* ---- words in a text */

bool says_any(const char *folded, const char *const *words)
{
	for (; *words; words++)
		if (strstr(folded, *words))
			return true;
	return false;
}

bool words_end(const char *words)
{
	static const char *const ends[] = { ".", ";", ":", ")", "”", "\"", "»" };
	size_t n = strlen(words);
	int depth = 0;

	for (size_t i = 0; i < n; i++)
		depth += words[i] == '(' ? 1 : words[i] == ')' ? -1 : 0;
	while (n && isdigit((unsigned char)words[n - 1])) /* a footnote's number */
		n--;
	for (size_t i = 0; i < LEN(ends) && depth <= 0; i++) {
		size_t length = strlen(ends[i]);

		if (n >= length && memcmp(words + n - length, ends[i], length) == 0)
			return true;
	}
	return false;
}

const char *passages_language(const struct passages *p)
{
	size_t latin = 0, cyrillic = 0;

	for (size_t i = 0; i < p->n; i++)
		for (const char *s = p->v[i].text; *s;) {
			uint32_t c = utf8_take(&s);

			latin += c < 0x80 && isalpha((int)c);
			cyrillic += c >= 0x400 && c < 0x530;
		}
	return cyrillic > latin ? "ru" : "en";
}

/* One of up to three words from `s` on; NULL: there are not as many. */
static const char *behind_words(const char *s, int n)
{
	for (; n; n--) {
		s += strcspn(s, " ");
		if (n > 1 && !*s)
			return NULL;
		s += n > 1;
	}
	return s;
}

bool date_at(struct arena *mem, const char *s, struct date *ret)
{
	const char *end = isdigit((unsigned char)*s) ? behind_words(s, 3) : NULL;
	size_t n = end ? (size_t)(end - s) : 0;

	while (n && strchr(".,;:)*", s[n - 1]))
		n--;
	return n && words_read_date(mem, arena_strn(mem, s, n), ret) &&
	       ret->precision == PRECISION_DAY;
}

struct date date_in(struct arena *mem, const char *text)
{
	struct date d;

	for (const char *s = text; *s; s += strspn(s, " ")) {
		if (date_at(mem, s, &d))
			return d;
		s += strcspn(s, " ");
	}
	return (struct date){ 0 };
}

/* A big letter of the cover stands apart, "A /HRC/24/3", and lines break behind strokes. */
static size_t symbol_length(const char *s)
{
	size_t n = strcspn(s, " (,;:)*");

	while (n && s[n] == ' ' && (s[n + 1] == '/' || s[n - 1] == '/'))
		n += 1 + strcspn(s + n + 1, " (,;:)*");
	return n;
}

const char *symbol_in(struct arena *mem, const char **text)
{
	const char *s = *text;

	for (s += strspn(s, " (,;:)*"); *s; s += strspn(s, " (,;:)*")) {
		size_t n = symbol_length(s), slashes = 0, kept = 0;
		char *found = arena_strn(mem, s, n);

		for (size_t i = 0; i < n; i++) {
			slashes += s[i] == '/';
			if (s[i] != ' ')
				found[kept++] = s[i];
		}
		while (kept && found[kept - 1] == '.')
			kept--;
		found[kept] = '\0';
		*text = s + n;
		if (slashes >= 2 && isupper((unsigned char)*s))
			return found;
		s = *text;
	}
	*text = s;
	return NULL;
}
