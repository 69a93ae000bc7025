/* Brackets at the end of a statement, that is before a semicolon, before the end, or before more of
 * them, are looked into: commas part names, and so does "and" unless it is within a name (Bosnia
 * and Herzegovina). */
#include "subject/recommendation/wg_states.h"

#include <ctype.h>

enum { MAX_STATES = 200, LONGEST_NAME = 120, LONGEST_BRACKET = 8000 };

struct walk {
	struct arena *mem;
	state_known *known;
	void *with;
	struct statements all;
	size_t room;
	const char **names;
	size_t names_n;
};

struct names {
	const char *v[MAX_STATES];
	size_t n, known;
};

/* ---- names */

static const char *trimmed(struct arena *mem, const char *s, size_t n)
{
	while (n && strchr(" ,;", *s)) {
		s++;
		n--;
	}
	while (n && strchr(" ,;", s[n - 1]))
		n--;
	return arena_strn(mem, s, n);
}

static void put_name(struct names *to, const char *name, bool known)
{
	if (!*name || to->n == MAX_STATES)
		return;
	to->v[to->n++] = name;
	to->known += known;
}

/* "Brazil and Bosnia and Herzegovina": the first "and" behind a State that is one. */
static void split_and(struct walk *w, const char *name, struct names *to)
{
	static const char *const ands[] = { " and ", " и " };

	for (;;) {
		const char *left = NULL, *rest = NULL;

		if (str_starts(name, "and "))
			name += 4;
		if (w->known(w->with, name))
			break;
		for (size_t i = 0; i < LEN(ands) && !left; i++)
			for (const char *at = strstr(name, ands[i]); at && !left;
			     at = strstr(at + 1, ands[i])) {
				left = arena_strn(w->mem, name, (size_t)(at - name));
				rest = at + strlen(ands[i]);
				if (!w->known(w->with, left))
					left = NULL;
			}
		if (!left) {
			put_name(to, name, false);
			return;
		}
		put_name(to, left, true);
		name = rest;
	}
	put_name(to, name, true);
}

static void split_names(struct walk *w, const char *s, size_t n, struct names *to)
{
	size_t begin = 0;
	int depth = 0;

	to->n = to->known = 0;
	for (size_t i = 0; i <= n; i++) {
		char c = i < n ? s[i] : ',';

		depth += c == '(' ? 1 : c == ')' ? -1 : 0;
		if ((c == ',' || c == ';') && (!depth || i == n)) {
			split_and(w, trimmed(w->mem, s + begin, i - begin), to);
			begin = i + 1;
		}
	}
}

/* "CRPD", "No. 29", "e.g. …": no State is called so. */
static bool could_be_name(const char *s)
{
	size_t n = strlen(s), small = 0;

	for (size_t i = 0; i < n; i++) {
		if (isdigit((unsigned char)s[i]))
			return false;
		small += islower((unsigned char)s[i]) || (unsigned char)s[i] >= 0x80;
	}
	return n <= LONGEST_NAME && small && !islower((unsigned char)*s);
}

/* ---- brackets */

/* The length up to behind the bracket that closes; 0: none does, or too far away for names. */
static size_t bracket(const char *s)
{
	int depth = 0;

	for (size_t i = 0; s[i] && i < LONGEST_BRACKET; i++) {
		depth += s[i] == '(' ? 1 : s[i] == ')' ? -1 : 0;
		if (!depth)
			return i + 1;
	}
	return 0;
}

/* Nothing of this statement comes after it. */
static bool is_last(const char *s)
{
	s += strspn(s, " .");
	while (isdigit((unsigned char)*s)) /* a footnote's number */
		s++;
	return !*s || *s == ';';
}

static bool names_states(struct walk *w, const char *s, size_t n, bool behind_states,
                         struct names *to)
{
	split_names(w, s + 1, n - 2, to);
	if (!to->n)
		return false;
	if (to->known == to->n)
		return true;
	if (!is_last(s + n) && !(behind_states && s[n + strspn(s + n, " ")] == '('))
		return false;
	for (size_t i = 0; i < to->n && !to->known; i++)
		if (!could_be_name(to->v[i]))
			return false;
	return true;
}

/* ---- statements */

static void put_states(struct walk *w, const struct names *from)
{
	for (size_t i = 0; i < from->n && w->names_n < MAX_STATES; i++)
		w->names[w->names_n++] = from->v[i];
}

static void add_states(struct walk *w, struct statement *to)
{
	to->states = arena_grow(w->mem, to->states, to->states_n * sizeof *to->states,
	                        (to->states_n + w->names_n + 1) * sizeof *to->states);
	memcpy(to->states + to->states_n, w->names, w->names_n * sizeof *to->states);
	to->states_n += w->names_n;
	w->names_n = 0;
}

static void put_statement(struct walk *w, const char *from, const char *to)
{
	static const char *const leading[] = { "and ", "; ", "/", ", " };
	struct statement one = { 0 };
	size_t i = 0;

	while (i < LEN(leading)) {
		from += strspn(from, " ");
		if (from < to && str_starts(from, leading[i])) {
			from += strlen(leading[i]);
			i = 0;
		} else {
			i++;
		}
	}
	one.words = from < to ? trimmed(w->mem, from, (size_t)(to - from)) : "";
	if (!*one.words && w->all.n) { /* "(Chile); (Togo)": the same said by others */
		add_states(w, &w->all.v[w->all.n - 1]);
		return;
	}
	add_states(w, &one);
	if (w->all.n == w->room) {
		size_t room = w->room ? 2 * w->room : 8;

		w->all.v = arena_grow(w->mem, w->all.v, w->room * sizeof one, room * sizeof one);
		w->room = room;
	}
	w->all.v[w->all.n++] = one;
}

/* More than the signs and the "and" that close an item of a list. */
static bool says_more(const char *s)
{
	s += strspn(s, " .;,0123456789");
	return *s && !str_eq(s, "and") && !str_eq(s, "и");
}

struct statements statements_read(struct arena *mem, const char *words, state_known *known,
                                  void *with)
{
	struct walk w = { .mem = mem, .known = known, .with = with };
	struct names found;
	const char *begin = words, *first = NULL, *s = words;

	w.names = arena_array(mem, const char *, MAX_STATES);
	while (*s) {
		size_t n = *s == '(' ? bracket(s) : 0;

		if (n > 2 && names_states(&w, s, n, first != NULL, &found)) {
			first = first ? first : s;
			put_states(&w, &found);
			s += n;
			if (s[strspn(s, " ")] == '(') {
				s += strspn(s, " ");
			} else {
				put_statement(&w, begin, first);
				begin = s;
				first = NULL;
			}
			continue;
		}
		if (first) { /* a bracket that names no State came behind States */
			put_statement(&w, begin, first);
			begin = s;
			first = NULL;
		}
		s += n ? n : 1;
	}
	if (first)
		put_statement(&w, begin, first);
	else if (!w.all.n || says_more(begin)) {
		put_statement(&w, begin, s);
		w.all.words_behind = w.all.n > 1;
	}
	return w.all;
}
