/* The words of a query are cut as those of texts are, whole and at once, so that "13 (b)" is a
 * paragraph before a bracket can be a bracket. */
#include "search/query_part.h"

enum { MAX_CHUNKS = 4 * MAX_QUERY_WORDS }; /* names of fields and values count here, too */

struct cutting {
	struct context *cx;
	struct chunks *into;
	size_t room, pieces_room;
};

static void add_piece(struct cutting *k, const struct analysed *w)
{
	struct chunk *whole = &k->into->v[k->into->n - 1];

	if (!strchr(whole->word, '/'))
		return;
	if (whole->pieces_n == k->pieces_room) {
		k->pieces_room = k->pieces_room * 2 + 8;
		whole->pieces = arena_grow(k->cx->mem, whole->pieces,
		                           whole->pieces_n * sizeof(struct chunk),
		                           k->pieces_room * sizeof(struct chunk));
	}
	whole->pieces[whole->pieces_n++] =
	        (struct chunk){ .from = w->from,
		                .to = w->to,
		                .position = w->position,
		                .word = arena_strn(k->cx->mem, w->word, w->word_n) };
}

static bool add_word(void *data, const struct analysed *w)
{
	struct cutting *k = data;
	struct chunks *c = k->into;

	if (w->part) {
		add_piece(k, w);
		return true;
	}
	if (c->n == MAX_CHUNKS) {
		c->text_n = w->from;
		return false;
	}
	if (c->n == k->room) {
		k->room = k->room * 2 + 8;
		c->v = arena_grow(k->cx->mem, c->v, c->n * sizeof *c->v, k->room * sizeof *c->v);
	}
	c->v[c->n++] = (struct chunk){ .from = w->from,
		                       .to = w->to,
		                       .position = w->position,
		                       .word = arena_strn(k->cx->mem, w->word, w->word_n) };
	k->pieces_room = 0;
	return true;
}

void chunks_cut(struct context *cx, struct analyser *a, const char *text, struct chunks *ret)
{
	struct cutting k = { .cx = cx, .into = ret };

	*ret = (struct chunks){ .text_n = strlen(text) };
	analyse_text(a, NULL, text, add_word, &k);
}

const struct chunk *chunk_from(const struct chunks *c, size_t at)
{
	size_t low = 0, high = c->n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (c->v[middle].from < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low < c->n ? &c->v[low] : NULL;
}

const struct chunk *chunk_at(const struct chunks *c, size_t at)
{
	const struct chunk *found = chunk_from(c, at);

	return found && found->from == at ? found : NULL;
}
