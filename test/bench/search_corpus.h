/* Records to be searched, made up or put together from the recommendations of UPR Info, and the
 * questions about them; the same ones each time. */
#ifndef TEST_BENCH_SEARCH_CORPUS_H
#define TEST_BENCH_SEARCH_CORPUS_H

#include "base/context.h"

enum {
	BODIES = 80,
	FACETS_MADE = 17,
	MOST_CODES = 40,
	TITLE_WORDS = 8,
	MOST_TEXT = 16 * 1024,
	QUESTIONS = 300, /* of each kind */
	ASKED_FACETS = 5,
};

/* The facets that are counted and chosen of. */
enum { STATUS, THEME, TARGET, STATE, YEAR };

struct made_facet {
	const char *name;
	uint32_t values, least, most; /* how many a record has */
};
extern const struct made_facet made_facets[FACETS_MADE];

/* What decides who may see a record. */
struct made_class {
	uint8_t classification, owner, draft, assigned;
};
bool class_is_open(const struct made_class *c, int body); /* body 0: the public */

struct made {
	int64_t id;
	const char *lang;
	char title[MOST_TEXT], body[MOST_TEXT]; /* the title's words are not in the body */
	struct made_class class;
	struct {
		uint8_t facet;
		uint16_t value;
	} codes[MOST_CODES];
	size_t codes_n;
};

struct corpus;
/* `real`: NULL, or the table of UPR Info. */
struct corpus *corpus_open(struct context *cx, const char *real, uint32_t records);
uint32_t corpus_records(const struct corpus *c);
void corpus_record(const struct corpus *c, uint32_t i, struct made *ret);

enum question_kind { STANDARD, HARD, EITHER, BEGINNING, QUOTED, QUESTION_KINDS };

struct question {
	enum question_kind kind;
	char words[3][64]; /* as typed, folded */
	int words_n;
	int body; /* of the reader */
	uint16_t themes[2], status, states[2];
	bool by_themes, by_status; /* what is chosen */
};
void corpus_question(const struct corpus *c, enum question_kind kind, uint32_t i,
                     struct question *ret);

#endif
