/* The walk over a text.  What is written with digits across several runs (cut_number.c) is given
 * whole and then in pieces; every other run of letters is a word, and what makes its term is its
 * script and the language of the text. */
#include "language/analyse.h"

#include "language/cut.h"
#include "language/stem.h"

struct analyser {
	struct stems *stems;
	struct signs signs;
};

struct walk {
	struct analyser *a;
	struct cut c;
	char latin; /* the rule of words in Latin letters */
	analyse_see *see;
	void *data;
	uint32_t position;
	uint32_t pieces_to; /* until there everything is a piece of a symbol */
};

struct analyser *analyser_new(void)
{
	struct analyser *a = calloc(1, sizeof *a);

	if (!a)
		return NULL;
	a->stems = stems_new();
	if (!a->stems) {
		free(a);
		return NULL;
	}
	signs_fill(&a->signs);
	return a;
}

void analyser_free(struct analyser *a)
{
	if (!a)
		return;
	stems_free(a->stems);
	free(a);
}

static char rule_of_latin(const char *lang)
{
	if (!lang || str_eq(lang, "en") || str_eq(lang, "ru"))
		return 'e';
	return str_eq(lang, "tk") ? 't' : 'x';
}

static char rule_of(const struct run *r, char latin)
{
	if (r->digits)
		return 'n';
	if (r->script)
		return 'x';
	/* Script_unify() has left one of the two. */
	return r->cyrillic && (unsigned char)r->text[0] >= 0xd0 ? 'r' : latin;
}

static bool give(struct walk *w, char rule, struct analysed *word)
{
	word->term = stem_term(w->a->stems, rule, word->word, word->word_n, &word->term_n);
	word->position = w->position;
	return w->see(w->data, word);
}

static bool give_number(struct walk *w, struct numbered *n)
{
	struct analysed word = { .word = n->text, .word_n = n->n, .from = n->from, .to = n->to };

	if (!give(w, 'n', &word))
		return false;
	for (size_t i = n->ends_n; i > 0; i--) {
		size_t end = n->ends[i - 1];

		word.part = true;
		n->text[end] = '\0';
		word.word_n = end;
		if (!give(w, 'n', &word))
			return false;
	}
	return true;
}

/* The 's of "women's". */
static void pass_genitive(struct cut *c)
{
	struct cut next = *c;
	struct run s;

	if (!cut_takes(&next, SIGN_APOSTROPHE) || !cut_is(&next, SIGN_LATIN))
		return;
	cut_run(&next, &s);
	if (str_eq(s.text, "s"))
		*c = next;
}

/* Whether the run at the place may begin a symbol: a slash comes next. */
static bool slash_follows(const struct cut *c)
{
	struct cut next = *c;

	cut_blanks(&next);
	return cut_is(&next, SIGN_SLASH);
}

static bool give_symbol(struct walk *w, const struct cut *from)
{
	struct numbered symbol;

	if (!cut_symbol(from, &symbol))
		return true;
	w->pieces_to = symbol.to;
	return give_number(w, &symbol);
}

static bool give_run(struct walk *w)
{
	struct cut before = w->c;
	struct run r;

	cut_run(&w->c, &r);
	if (r.from >= w->pieces_to && slash_follows(&w->c) && !give_symbol(w, &before))
		return false;

	bool piece = r.from < w->pieces_to;

	if (r.digits_n && !piece) {
		struct numbered number;

		cut_number(&w->c, &r, &number);
		return give_number(w, &number);
	}
	if (r.latin && !r.digits)
		pass_genitive(&w->c);

	struct analysed word = { .word = r.text, .word_n = r.n, .from = r.from, .to = r.to };

	word.part = piece;
	return give(w, rule_of(&r, w->latin), &word);
}

void analyse_text(struct analyser *a, const char *lang, const char *text, analyse_see *see,
                  void *data)
{
	struct walk w = { .a = a,
		          .c = { .signs = &a->signs, .text = text, .at = text },
		          .latin = rule_of_latin(lang),
		          .see = see,
		          .data = data };

	for (; cut_find(&w.c); w.position++) {
		if (!give_run(&w))
			return;
	}
}

static size_t add_variant(struct analyser *a, char rule, const char *word, char *ret)
{
	size_t n;
	const char *term = stem_term(a->stems, rule, word, strlen(word), &n);

	memcpy(ret, term, n + 1);
	return 1;
}

size_t analyse_variants(struct analyser *a, const char *word, char terms[][MAX_TERM + 1])
{
	struct cut c = { .signs = &a->signs, .text = word, .at = word };
	struct run r;
	size_t n = 0;

	if (strpbrk(word, "0123456789"))
		return add_variant(a, 'n', word, terms[0]);
	if (!cut_find(&c))
		return 0;
	cut_run(&c, &r);

	char rule = rule_of(&r, 0);

	if (rule)
		return add_variant(a, rule, word, terms[0]);
	for (const char *latin = "etx"; *latin; latin++)
		n += add_variant(a, *latin, word, terms[n]);
	return n;
}
