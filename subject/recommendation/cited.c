/* A walk behind the word "paragraph": numbers, letters in brackets, commas and "and", until
 * something else comes.  What is said next tells whose paragraphs they are: those "of" another text
 * are not this document's. */
#include "subject/recommendation/cited.h"

#include "base/utf8.h"
#include "subject/mechanism/locator.h"
#include "subject/recommendation/passage.h"

#include <ctype.h>

enum { MAX_RANGE = 60 };

struct walk {
	struct arena *mem;
	const char *s;
	struct cited_list list;
	size_t room;
	bool range; /* "13 to", "13–" was read */
};

static void put(struct walk *w, struct cited c)
{
	if (w->list.n == MAX_CITED)
		return;
	if (w->list.n == w->room) {
		size_t room = w->room ? 2 * w->room : 16;

		w->list.v = arena_grow(w->mem, w->list.v, w->room * sizeof c, room * sizeof c);
		w->room = room;
	}
	w->list.v[w->list.n++] = c;
}

/* "13 to 16", "13–16" */
static void put_number(struct walk *w, int number)
{
	int from = w->list.n ? w->list.v[w->list.n - 1].number : 0;

	if (w->range && from && number > from && number - from < MAX_RANGE)
		for (int i = from + 1; i < number; i++)
			put(w, (struct cited){ .number = i, .bracket = { "", "" } });
	w->range = false;
	put(w, (struct cited){ .number = number, .bracket = { "", "" } });
}

static bool take_number(struct walk *w)
{
	const char *s = w->s;
	int number = 0;

	for (; isdigit((unsigned char)*s) && s - w->s < 3; s++)
		number = number * 10 + (*s - '0');
	if (s == w->s || isdigit((unsigned char)*s) || !number)
		return false;
	put_number(w, number);
	w->s = s;
	return true;
}

/* "(d)" behind a number is its part, behind a part with a comma another one of the same number. */
static void put_bracket(struct walk *w, const char *bracket, bool apart)
{
	struct cited *last = &w->list.v[w->list.n - 1], c = *last;

	if (!last->bracket[0][0] && !apart) {
		last->bracket[0] = bracket;
		return;
	}
	if (!apart && !last->bracket[1][0]) {
		last->bracket[1] = bracket;
		return;
	}
	if (last->bracket[1][0] && mark_roman(bracket) > 1)
		c.bracket[1] = bracket;
	else
		c = (struct cited){ .number = c.number, .bracket = { bracket, "" } };
	put(w, c);
}

/* "(d)", "d)"; "(last sentence)"; a topic in brackets is passed over. */
static bool take_bracket(struct walk *w, bool apart)
{
	size_t n = *w->s == '(' ? strcspn(w->s, ")") : 0;
	size_t word = 0;
	struct mark m;

	while (word < MARK_LETTERS + 2 && w->s[word] && w->s[word] != ')' && w->s[word] != ' ')
		word++;
	if (!w->list.n)
		return false;
	if (w->s[word] == ')') {
		m = mark_read(arena_strn(w->mem, w->s, word + 1));
		if (m.bracket[0][0]) {
			put_bracket(w, arena_str(w->mem, m.bracket[0]), apart);
			w->s += word + 1;
			return true;
		}
	}
	if (!n || w->s[n] != ')')
		return false;
	if (strncmp(w->s, "(last sentence)", n + 1) == 0)
		w->list.v[w->list.n - 1].last_sentence = true;
	w->s += n + 1;
	return true;
}

/* Blanks, commas, "and", "to"; *apart: there was one that parts. */
static void take_between(struct walk *w, bool *apart)
{
	static const struct {
		const char *word;
		bool range;
	} between[] = { { "and ", false },    { "or ", false }, { "и ", false }, { "to ", true },
		        { "through ", true }, { "по ", true },  { "–", true },   { "-", true } };

	for (;;) {
		size_t n = strspn(w->s, " ,"), i;

		*apart |= memchr(w->s, ',', n) != NULL;
		w->s += n;
		for (i = 0; i < LEN(between) && !str_starts(w->s, between[i].word); i++)
			;
		if (i == LEN(between))
			return;
		*apart = true;
		w->range |= between[i].range;
		w->s += strlen(between[i].word);
	}
}

static bool of_something_else(const char *s)
{
	static const char *const others[] = { "of ", "правил", "стат", "резолюц", "приложени" };
	static const char *const own[] = { "of the present", "of this" };

	s += strspn(s, " ,");
	for (size_t i = 0; i < LEN(own); i++)
		if (str_starts(s, own[i]))
			return false;
	for (size_t i = 0; i < LEN(others); i++)
		if (str_starts(s, others[i]))
			return true;
	return false;
}

static void take_list(struct walk *w)
{
	size_t before = w->list.n;
	bool first = true;

	w->range = false;
	for (;;) {
		const char *at = w->s;
		bool apart = false;

		if (first)
			w->s += strspn(w->s, " ");
		else
			take_between(w, &apart);
		if (!take_number(w) && (first || !take_bracket(w, apart))) {
			w->s = at;
			break;
		}
		first = false;
	}
	if (of_something_else(w->s))
		w->list.n = before;
}

/* The word begins here, and what follows it. */
static const char *behind(const char *s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_starts(s, words[i]))
			return s + strlen(words[i]);
	return NULL;
}

static struct cited_list lists_behind(struct arena *mem, const char *text, const char *const *words,
                                      size_t n)
{
	struct walk w = { .mem = mem, .s = text };
	const char *next;

	while (*w.s) {
		bool begins = w.s == text || strchr(" (", w.s[-1]);

		next = begins ? behind(w.s, words, n) : NULL;
		if (next) {
			w.s = next;
			take_list(&w);
		} else {
			(void)utf8_take(&w.s);
		}
	}
	return w.list;
}

struct cited_list cited_paragraphs(struct arena *mem, const char *text)
{
	static const char *const words[] = { "paragraphs ", "paragraph ", "Paragraphs ",
		                             "paras. ",     "para. ",     "пунктах ",
		                             "пунктов ",    "пункте ",    "пункты " };

	return lists_behind(mem, text, words, LEN(words));
}

struct cited_list cited_numbers(struct arena *mem, const char *text)
{
	static const char *const words[] = { "Nos. ", "nos. ", "No. ", "№ " };

	return lists_behind(mem, text, words, LEN(words));
}

const char *cited_locator(struct arena *mem, const struct cited *c)
{
	const char *s = arena_fmt(mem, "%d", c->number);

	for (size_t i = 0; i < LEN(c->bracket) && c->bracket[i][0]; i++)
		s = arena_fmt(mem, "%s (%s)", s, c->bracket[i]);
	return s;
}

bool cited_covers(struct arena *mem, const struct cited *c, const char *locator)
{
	const char *whole = locator_normal(mem, cited_locator(mem, c)),
	           *part = locator_normal(mem, locator);
	size_t n = strlen(whole);

	return strncmp(whole, part, n) == 0 && (!part[n] || part[n] == '(');
}
