/* See alike.h. */
#include "subject/recommendation/alike.h"

#include "language/fold.h"
#include "subject/recommendation/wg_states.h"

#include <ctype.h>

/* ---- trigrams */

static bool counts(unsigned char c)
{
	return isalnum(c) || c >= 0x80;
}

/* Letters and digits, all else one blank, with a blank at both ends. */
static size_t plain(const char *folded, char *out)
{
	size_t n = 0;

	out[n++] = ' ';
	for (; *folded; folded++)
		if (counts((unsigned char)*folded))
			out[n++] = *folded;
		else if (out[n - 1] != ' ')
			out[n++] = ' ';
	if (out[n - 1] != ' ')
		out[n++] = ' ';
	return n;
}

static int gram_order(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static struct grams grams_of(struct arena *mem, const char *words)
{
	const char *folded = fold_text(mem, words);
	char *out = arena_raw(mem, strlen(folded) + 3);
	size_t n = plain(folded, out);
	struct grams g = { arena_raw(mem, (n + 1) * sizeof *g.v), 0 };

	for (size_t i = 0; i + 2 < n; i++)
		g.v[g.n++] = (uint32_t)(unsigned char)out[i] << 16 |
		             (uint32_t)(unsigned char)out[i + 1] << 8 |
		             (unsigned char)out[i + 2];
	qsort(g.v, g.n, sizeof *g.v, gram_order);
	return g;
}

static int alike(const struct grams *a, const struct grams *b, int least)
{
	size_t both = 0, all = a->n + b->n, fewer = a->n < b->n ? a->n : b->n;

	if (!fewer || 2000 * fewer < (size_t)least * all)
		return 0;
	for (size_t i = 0, k = 0; i < a->n && k < b->n;) {
		if (a->v[i] == b->v[k]) {
			both++;
			i++;
			k++;
		} else if (a->v[i] < b->v[k]) {
			i++;
		} else {
			k++;
		}
	}
	return (int)(2000 * both / all);
}

/* ---- statements */

/* Whatever begins with a capital and goes on in small letters: it need not be a State, because the
 * same is taken away on both sides. */
static bool looks_like_name(void *with, const char *name)
{
	(void)with;
	return isupper((unsigned char)*name) && !strpbrk(name, "0123456789") &&
	       strlen(name) > 2 && !isupper((unsigned char)name[1]);
}

struct wording wording_of(struct arena *mem, const char *words)
{
	struct statements all = statements_read(mem, words, looks_like_name, NULL);
	char *joined = arena_alloc(mem, strlen(words) + all.n + 1);
	struct wording w = { .parts = arena_array(mem, struct grams, all.n) };
	size_t n = 0;

	for (size_t i = 0; i < all.n; i++) {
		size_t length = strlen(all.v[i].words);

		memcpy(joined + n, all.v[i].words, length);
		n += length;
		joined[n++] = ' ';
		if (all.n > 1)
			w.parts[w.parts_n++] = grams_of(mem, all.v[i].words);
	}
	w.whole = grams_of(mem, joined);
	return w;
}

int wording_alike(const struct wording *a, const struct wording *b, int least)
{
	int best = alike(&a->whole, &b->whole, least);

	for (size_t i = 0; i < a->parts_n; i++) {
		int one = alike(&a->parts[i], &b->whole, least);

		best = one > best ? one : best;
	}
	for (size_t i = 0; i < b->parts_n; i++) {
		int one = alike(&a->whole, &b->parts[i], least);

		best = one > best ? one : best;
	}
	return best;
}
