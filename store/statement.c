/* Prepared statements of one connection, found by their text.  A statement in use is out of the
 * cache, so the same text may be walked twice at once (a tree, a nested list): the second taker
 * prepares another one. */
#include "store/driver.h"

/* FNV-1a over words of eight bytes: some statements are long, and each is looked up every time. */
static uint64_t hash_of(const char *text)
{
	uint64_t h = 14695981039346656037u, word;
	size_t n = strlen(text);

	for (; n >= sizeof word; n -= sizeof word, text += sizeof word) {
		memcpy(&word, text, sizeof word);
		h = (h ^ word) * 1099511628211u;
		h ^= h >> 32;
	}
	for (; n; n--, text++)
		h = (h ^ (unsigned char)*text) * 1099511628211u;
	return h;
}

struct statement *statement_take(const struct engine *e, struct link *l, const char *text,
                                 struct trouble *t)
{
	uint64_t hash = hash_of(text);
	struct statement **at = &l->cache.slot[hash % CACHE_SLOTS];

	for (; *at; at = &(*at)->next) {
		struct statement *st = *at;

		if (st->hash == hash && strcmp(st->text, text) == 0) {
			*at = st->next;
			return st;
		}
	}

	char *copy = strdup(text);

	if (!copy) {
		trouble(t, ERR_UNAVAILABLE, N_("There is not enough memory."), "%s", "");
		return NULL;
	}

	struct statement *st = e->prepare(l, text, t);

	if (!st) {
		free(copy);
		return NULL;
	}
	st->text = copy;
	st->hash = hash;
	return st;
}

static void discard(const struct engine *e, struct link *l, struct statement *st)
{
	free(st->text);
	e->discard(l, st);
}

void statement_give(const struct engine *e, struct link *l, struct statement *st)
{
	struct statement **at = &l->cache.slot[st->hash % CACHE_SLOTS];

	e->reset(st);
	st->next = *at;
	*at = st;
	for (int depth = 0; *at; depth++) {
		if (depth < CACHE_DEPTH) {
			at = &(*at)->next;
			continue;
		}

		struct statement *oldest = *at;

		*at = oldest->next;
		discard(e, l, oldest);
	}
}

void cache_clear(const struct engine *e, struct link *l)
{
	for (int i = 0; i < CACHE_SLOTS; i++) {
		while (l->cache.slot[i]) {
			struct statement *st = l->cache.slot[i];

			l->cache.slot[i] = st->next;
			discard(e, l, st);
		}
	}
}
