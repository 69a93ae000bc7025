/* How committees speak: what is a concern, what is a recommendation, what asks for information. */
#ifndef SUBJECT_RECOMMENDATION_OBSERVATIONS_WORDS_H
#define SUBJECT_RECOMMENDATION_OBSERVATIONS_WORDS_H

#include "base/arena.h"
#include "base/date.h"

enum speech {
	SPEECH_NONE, /* "welcomes", "considered" */
	SPEECH_CONCERN,
	SPEECH_ADVICE,  /* "recommends", "should", "urges" */
	SPEECH_REQUEST, /* a follow-up report or the next periodic report */
};

/* Of several sentences: the request, else the advice, else the concern. */
enum speech speech_of(struct arena *mem, const char *text);

/* Where the first sentence with advice begins; the text itself where there is none. */
const char *advice_in(struct arena *mem, const char *text);

/* It asks for information on paragraphs of its own. */
bool says_follow_up(struct arena *mem, const char *text);

/* "by 24 March 2026", "within two years" of the adoption, "in 2029"; not set: nothing is said. */
struct date due_in(struct arena *mem, const char *text, struct date adopted);

/* ---- small things about texts; `folded`: language/fold.h */

bool says_adopted(const char *folded);
bool is_section(const char *folded); /* "Principal subjects of concern and recommendations" */
bool says_articles(const char *bracket);

/* "arts. 2 and 26" of "… (arts. 2 and 26)." at the text's end; NULL. */
const char *articles_of(struct arena *mem, const char *text);

struct date last_date_in(struct arena *mem, const char *text);

#endif
