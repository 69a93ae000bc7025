/* What begins so, while somebody types: for the search box and for references that are typed. */
#ifndef WEB_COMPLETE_H
#define WEB_COMPLETE_H

#include "record/type.h"
#include "web/html.h"

/* Attributes of a search box or a text input that proposes while one types; behind the input
 * complete_list() with the same id.  type NULL: of all types.  Without script the input is what it
 * is.  `name`: the input's. */
void complete_input(struct html *h, const struct type *t, const char *id, const char *name);
void complete_list(struct html *h, const char *id);
/* The same for several references, one a line: the line that is being typed is looked up. */
void complete_lines(struct html *h, const struct type *t, const char *id, const char *name);
void complete_lines_list(struct html *h, const struct type *t, const char *id);

#endif
