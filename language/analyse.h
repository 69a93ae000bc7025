/* Words of a text as search sees them: folded, without their endings, each with its place.
 *
 * A term is what the index holds of a word.  It begins with one letter that says by whose rules it
 * was made, so that an English and a Turkmen word of the same letters stay two:
 *
 *	e  English   Snowball's stem of the folded word, irregular forms under one ("women":
 *"woman") r  Russian   the same ("дети": "ребенк"); every word in Cyrillic letters t  Turkmen   the
 *folded word without its commonest endings (doc/search.md) x            a text in another language:
 *the folded word n            what is written with digits: a number, a date ("2027-05-01"), a
 *paragraph
 *	             ("13(b)", "126.12"), a symbol of a document ("a/hrc/24/3"), in whatever spacing
 *	             and case
 *
 * A word of letters that look alike in both scripts ("СЕDAW" with a Cyrillic С) is read in the
 * script of its letters that have no twin, else of most of its letters.  Nothing is left out: "of"
 * and "и" are terms, too.  What is longer than one word is given with its pieces behind it: a
 * symbol with its words and numbers, "13(b)" with "13", a date with its year. */
#ifndef LANGUAGE_ANALYSE_H
#define LANGUAGE_ANALYSE_H

#include "base/context.h"

/* Moves with every change of what any text comes to: an index made by another one is made anew. */
enum { ANALYSER_VERSION = 3 };

enum {
	MAX_TERM = 64,    /* bytes; of a longer word the beginning counts */
	MAX_VARIANTS = 6, /* terms of one word whose language is not known */
};

struct analysed {
	const char *term; /* ends with NUL; borrowed until the next word */
	size_t term_n;
	const char *word; /* the folded word whole, at most MAX_TERM bytes; the same loan */
	size_t word_n;
	uint32_t position; /* of the word in the text, from 0; never falls: pieces share places */
	uint32_t from, to; /* bytes of the text that it covers */
	bool part;         /* a piece of the whole before it */
};

/* Stemmers and what they need; one thread at a time.  malloc'ed, freed with analyser_free(); NULL:
 * no memory. */
struct analyser;
struct analyser *analyser_new(void);
void analyser_free(struct analyser *a);

/* Gives each word of the text (UTF-8; what is not separates words) to `see`, in order; false from
 * it ends the walk.  lang "tk", "ru", "en", another one, or NULL: not known, then Latin words are
 * read as English.  No arena is touched: it may be called where no memory can be had. */
typedef bool analyse_see(void *data, const struct analysed *w);
void analyse_text(struct analyser *a, const char *lang, const char *text, analyse_see *see,
                  void *data);

/* The terms that a word of a query may stand under, whose language nobody said: at most
 * MAX_VARIANTS, different ones, each ending with NUL.  `word` is one word as analyse_text() cuts
 * them; returns how many. */
size_t analyse_variants(struct analyser *a, const char *word, char terms[][MAX_TERM + 1]);

#endif
