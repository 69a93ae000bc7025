/* What the program's tables say, as stable text: golden files of the tests, and reading for whoever
 * wants to know what is there.  Needs no database. */
#ifndef RECORD_DUMP_H
#define RECORD_DUMP_H

#include "base/buffer.h"

/* All record types with their fields, states and steps, one line each:
 *     type recommendation, recommendations, "Recommendation", function recommendations, key
 * locator, … field title, texts, "Text", required, listed, max 4000, … state triaged, "Triaged"
 *         step assign, "Assign", from triaged, to assigned, send recommendations, asks lead
 * deadline, … */
MUST_USE bool dump_schema(struct context *cx, struct buffer *out);

/* The permission matrix as CSV: "function,CH,DC,…" and cells as in reference/roles.csv. */
MUST_USE bool dump_permissions(struct context *cx, struct buffer *out);

/* The strings of the tables as CSV, "en,tk,ru", sorted; a cell is empty where there is no
 * translation. */
MUST_USE bool dump_strings(struct context *cx, struct buffer *out);

#endif
