/* The piece of a record's text that shows why it was found, with the query's words marked. */
#ifndef SEARCH_HIGHLIGHT_H
#define SEARCH_HIGHLIGHT_H

#include "search/query.h"
#include "search/search.h" /* struct snippet, struct mark */

/* The window of about `width` words (12 … 60) with most different words of the query; where none is
 * in the text, its beginning without marks.  Words under a phrase are marked where the whole phrase
 * stands.  White space of the text becomes blanks. */
void snippet_make(struct context *cx, struct analyser *a, const struct query_words *words,
                  const char *lang, const char *text, int width, struct snippet *ret);

/* All places of a text where the query's words stand: for titles and whole records. */
void snippet_marks(struct context *cx, struct analyser *a, const struct query_words *words,
                   const char *lang, const char *text, const struct mark **ret, size_t *ret_n);

#endif
