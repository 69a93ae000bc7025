/* The answer of a search as JSON: `ygrar search --json` and /api/v1/search say the same. */
#ifndef SEARCH_JSON_H
#define SEARCH_JSON_H

#include "format/json.h"
#include "search/search.h"

/* {"total":…,"items":[…],"facets":{…},"understood":"…","instead":"…","behind":false} */
void search_json(struct json_writer *w, const struct search_answer *answer);
/* {"position":[{"value":…,"label":…,"count":…}]} */
void search_json_facets(struct json_writer *w, const struct search_answer *answer);
/* How the words were understood, what to ask instead, and whether it knew everything: members of an
 * object that is open. */
void search_json_told(struct json_writer *w, const struct search_answer *answer);

#endif
