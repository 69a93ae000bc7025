/* What a person asks, as a tree.  No query is an error: what cannot be understood is searched as
 * words, and the explanation says so.
 *
 *	torture prison            both words, in any of their forms
 *	"violence against women"  these words, one after the other; "violence * women": any one
 *	                          word between
 *	torture OR ill-treatment  either;  also |, ИЛИ, ÝA-DA, ÝA DA
 *	-death, NOT death         without it;  also НЕ, DÄL
 *	child*                    any word that begins so
 *	status:implemented        field:value, field:"more words", field:(a OR b); value by code,
 *key or label in any language; fields of text, title: and text: deadline:<2027            years and
 *dates with < <= > >= (…)                       brackets, to any depth up to MAX_QUERY_DEPTH
 *	A/HRC/24/3 para 112.4     symbols and paragraphs in any spacing; "para" does not count
 *
 * Words that are together the name of a label (women, freedom of expression) find what bears it,
 *too, but not in quotation marks and fields.
 *
 * AND (И, WE) binds stronger than OR and need not be written.  These words are operators in
 * capitals alone.  Function words (of, the, и, we) do not count beside other words, but in
 * phrases.  A lone - or * , an operator that has nothing to join, an open bracket or
 * quotation mark at the end are closed or left out. */
#ifndef SEARCH_QUERY_H
#define SEARCH_QUERY_H

#include "base/buffer.h"
#include "language/analyse.h"

enum {
	MAX_QUERY = 64 * 1024, /* bytes; what follows is left out, and told */
	MAX_QUERY_WORDS = 64,  /* that count; the others are left out, and told */
	MAX_QUERY_DEPTH = 32,
};

enum query_kind {
	QUERY_ALL,    /* every record */
	QUERY_NONE,   /* none: what is no value of the field */
	QUERY_WORD,   /* terms: any of them */
	QUERY_PREFIX, /* word: its beginning, folded */
	QUERY_PHRASE, /* parts, all QUERY_WORD: one after the other */
	QUERY_AND,    /* parts, at least one of them no QUERY_NOT */
	QUERY_OR,     /* parts */
	QUERY_NOT,    /* parts[0]; stands under QUERY_AND alone */
	QUERY_CODES,  /* values: any of these facet values */
	QUERY_DATES,  /* field "deadline" or "changed", from … to, both included */
};

enum query_where {
	WHERE_ANY = 0,
	WHERE_TITLE, /* title and reference alone */
	WHERE_BODY,
};

/* A value of a facet, as index_code() has it. */
struct query_value {
	int facet;
	int64_t value;
};

struct query {
	enum query_kind kind;
	enum query_where where; /* WORD, PREFIX, PHRASE */
	const char *typed;      /* the piece of the query it was made of; NULL: of several */
	uint32_t begin, end;    /* bytes of the query that the piece covers */
	const char *const *terms;
	size_t terms_n;
	const char *word; /* folded */
	struct query *const *parts;
	size_t parts_n;
	const uint8_t *gaps; /* PHRASE: gaps[i] words stand between parts i and i + 1; NULL: none */
	const struct query_value *values;
	size_t values_n;
	const uint16_t *codes; /* of those values that the index has a code for */
	size_t codes_n;
	const char *field;
	int64_t from, to;
};

/* What a field of a query means, told by who knows the records (search/facet.c).  Returns NULL when
 * there is no such field, and then its name is a word like any other; QUERY_NONE when the field has
 * no such value.  Field (folded) and value (as typed) are not empty; `compare` is "", "<", "<=",
 * ">" or ">=". */
struct query_fields {
	struct query *(*read)(struct context *cx, void *data, const char *field,
	                      const char *compare, const char *value);
	/* What else bears the name that these words are: the longest name from words[0] on, and in
	 * *ret_n of how many of them it is.  All are QUERY_WORD.  Returns a node that is called
	 * something (typed), NULL: they are no name.  The callback may be NULL. */
	struct query *(*labelled)(struct context *cx, void *data, const struct query *const *words,
	                          size_t n, size_t *ret_n);
	void *data;
};

/* Reads the query.  *ret is never NULL; an empty query is QUERY_ALL.  *ret_explained: how it was
 * understood, in the context's language, one line of plain text with the query's own words in it
 * (“torture” and “prison”, without “death”; “foo” is no field and was searched as a word); "" for
 * QUERY_ALL.  fields NULL: there are none but title: and text:.  On the context's arena.  False
 * only when memory or the database failed. */
MUST_USE bool query_read(struct context *cx, struct analyser *a, const struct query_fields *fields,
                         const char *text, struct query **ret, const char **ret_explained);

/* Words that nearly every text has and nobody misses: they do not count beside others. */
bool query_function_word(const char *folded);

/* The words of the query that make a record fit, for highlights and for "similar" spellings: those
 * that do not stand under a NOT. */
struct query_words {
	const struct query **v; /* WORD, PREFIX and PHRASE (with its words, which are not in v) */
	size_t n;
};
void query_words(struct context *cx, const struct query *q, struct query_words *ret);

#endif
