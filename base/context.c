/* What a context keeps for as long as its work lasts lies on its arena; whoever takes back a part
 * of the arena takes it back from the context, too. */
#include "base/context.h"

/* Titles met from now on must not hang in a table from before: the table outlives them. */
struct context_mark context_mark(struct context *cx)
{
	struct context_mark mark = { arena_mark(cx->mem), cx->titles, cx->hands,
		                     cx->settings };

	cx->titles = NULL;
	return mark;
}

void context_rewind(struct context *cx, struct context_mark mark)
{
	arena_rewind(cx->mem, mark.arena);
	cx->titles = mark.titles;
	cx->hands = mark.hands;
	cx->settings = mark.settings;
	cx->deadline_book = NULL; /* they may have been corrected meanwhile */
}
