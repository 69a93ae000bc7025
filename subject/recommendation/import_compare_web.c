/* Two texts, word by word: what one has and the other has not is marked, by the longest common
 * sequence of words.  Texts of which more differs than can be told apart at a glance are marked as
 * a whole, and so are those that are too long to be compared while somebody waits. */
#include "subject/recommendation/import_web.h"

#include "language/fold.h"

enum { MAX_PLACES = 250 * 1000 /* of the table: 500 words against 500 */, MAX_LENGTH = 60000 };

struct word {
	const char *s, *key; /* with the blanks behind it; as it is compared */
	size_t n;
	bool same; /* the other has it, too */
};

struct words {
	struct word *v;
	size_t n;
};

static const char *letters_of(struct context *cx, const char *s, size_t n)
{
	char *key = fold_text(cx->mem, arena_strn(cx->mem, s, n));
	size_t k = 0;

	for (const char *p = key; *p; p++)
		if ((*p & 0x80) || (*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'z'))
			key[k++] = *p;
	key[k] = '\0';
	return key;
}

static struct words words_of(struct context *cx, const char *s, bool loosely)
{
	struct words w = { arena_array(cx->mem, struct word, strlen(s) / 2 + 1), 0 };

	while (*s) {
		size_t letters = strcspn(s, " \n"), n = letters + strspn(s + letters, " \n");

		w.v[w.n++] = (struct word){ s,
			                    loosely ? letters_of(cx, s, letters)
			                            : arena_strn(cx->mem, s, letters),
			                    n, false };
		s += n;
	}
	return w;
}

/* The words that both have in the same order get `same`. */
static void mark_same(struct context *cx, struct words *a, struct words *b)
{
	size_t across = b->n + 1, i, j;
	uint16_t *longest = arena_array(cx->mem, uint16_t, (a->n + 1) * across);

	for (i = a->n; i-- > 0;)
		for (j = b->n; j-- > 0;) {
			uint16_t *at = &longest[i * across + j];

			*at = str_eq(a->v[i].key, b->v[j].key) ? (uint16_t)(at[across + 1] + 1)
			      : at[across] > at[1]             ? at[across]
			                                       : at[1];
		}
	for (i = 0, j = 0; i < a->n && j < b->n;) {
		const uint16_t *at = &longest[i * across + j];

		if (str_eq(a->v[i].key, b->v[j].key))
			a->v[i++].same = b->v[j++].same = true;
		else if (at[across] >= at[1])
			i++;
		else
			j++;
	}
}

static bool compare(struct context *cx, const char *s, const char *other, bool loosely,
                    struct words *a, struct words *b)
{
	if (strlen(s) > MAX_LENGTH || strlen(other) > MAX_LENGTH)
		return false;
	*a = words_of(cx, s, loosely);
	*b = words_of(cx, other, loosely);
	if ((a->n + 1) * (b->n + 1) > MAX_PLACES)
		return false;
	mark_same(cx, a, b);
	return true;
}

/* The words from `i` on that are alike or not, with the element around them; returns where they
 * end. */
static size_t print_run(struct html *h, const struct words *w, size_t i, const char *element)
{
	size_t from = i;
	size_t n = 0;

	for (; i < w->n && w->v[i].same == w->v[from].same; i++)
		n += w->v[i].n;
	if (i == from)
		return i;
	if (w->v[from].same)
		html(h, "%.*s", (int)n, w->v[from].s);
	else
		html(h, "<%s>%.*s</%s> ", element,
		     (int)(n - strspn(w->v[i - 1].s + strcspn(w->v[i - 1].s, " \n"), " \n")),
		     w->v[from].s, element);
	return i;
}

void compare_alike(struct html *h, const char *words, const char *other)
{
	struct words a, b;

	if (!compare(h->cx, words, other, true, &a, &b)) {
		html(h, "%s", words);
		return;
	}
	for (size_t i = 0; i < a.n;)
		i = print_run(h, &a, i, "mark");
}

static bool mostly_same(const struct words *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += w->v[i].same;
	return n * 2 >= w->n && w->n > 2;
}

void compare_change(struct html *h, const char *was, const char *is)
{
	struct words a, b;
	size_t i = 0, j = 0;

	if (!compare(h->cx, was, is, false, &a, &b) || !mostly_same(&a) || !mostly_same(&b)) {
		html(h, "<del>%s</del> → <ins>%s</ins>", was, is);
		return;
	}
	while (i < a.n || j < b.n) {
		if (i < a.n && !a.v[i].same)
			i = print_run(h, &a, i, "del");
		if (j < b.n && !b.v[j].same)
			j = print_run(h, &b, j, "ins");
		while (i < a.n && j < b.n && a.v[i].same && b.v[j].same) {
			html(h, "%.*s", (int)b.v[j].n, b.v[j].s);
			i++;
			j++;
		}
	}
}
