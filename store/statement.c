/* Prepared statements of one connection, found by their text.  A statement in use is out of the
 * cache, so the same text may be walked twice at once (a tree, a nested list): the second taker
 * prepares another one.
 *
 * An INSERT of one row is also prepared for many: its list of values repeated, with numbers that go
 * on.  It is still found by the text of the one, which is short. */
#include "base/number.h"
#include "store/driver.h"

#include <stdio.h>

/* ---- an INSERT of many rows */

static const char before_values[] = " VALUES (";

/* The list "$1, $2, …, $n" of an INSERT of one row, and n; 0: it is not of this form. */
static size_t values_of(const char *text, const char **ret)
{
	const char *at = str_starts(text, "INSERT INTO ") ? strstr(text, before_values) : NULL;
	size_t n = 0;

	if (!at)
		return 0;
	at += sizeof before_values - 1;
	*ret = at;
	for (;;) {
		char want[24];
		int length = snprintf(want, sizeof want, "$%zu", ++n);

		if (strncmp(at, want, (size_t)length) != 0)
			return 0;
		at += length;
		if (*at == ')')
			return strchr(at, '$') ? 0 : n;
		if (!str_starts(at, ", "))
			return 0;
		at += 2;
	}
}

size_t statement_width(const char *text)
{
	const char *list;

	return values_of(text, &list);
}

/* malloc'ed; NULL: *t says why. */
static char *text_of_rows(const char *text, size_t rows, struct trouble *t)
{
	enum { NUMBER = 12 };
	const char *list = NULL;
	size_t width = values_of(text, &list), length = strlen(text);
	char *many, *at;

	if (!width) {
		trouble(t, ERR_BROKEN, "not an INSERT of one row:", "%.80s", text);
		return NULL;
	}
	many = malloc(length + rows * (width * NUMBER + 4) + 1);
	if (!many) {
		trouble(t, ERR_UNAVAILABLE, N_("There is not enough memory."), "%s", "");
		return NULL;
	}
	at = mempcpy(many, text, (size_t)(list - text) - 1);
	for (size_t row = 0, n = 0; row < rows; row++) {
		for (size_t i = 0; i < width; i++)
			at += snprintf(at, NUMBER, "%s$%zu", i ? ", " : row ? ", (" : "(", ++n);
		*at++ = ')';
	}
	list = strchr(list, ')') + 1;
	memcpy(at, list, strlen(list) + 1);
	return many;
}

/* ---- the cache */

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

static struct statement *prepare(const struct engine *e, struct link *l, const char *text,
                                 size_t rows, struct trouble *t)
{
	char *many = rows > 1 ? text_of_rows(text, rows, t) : NULL;
	struct statement *st = rows > 1 && !many ? NULL : e->prepare(l, many ? many : text, t);

	free(many);
	return st;
}

struct statement *statement_take(const struct engine *e, struct link *l, const char *text,
                                 size_t rows, struct trouble *t)
{
	uint64_t hash = hash_of(text) + rows;
	struct statement **at = &l->cache.slot[hash % CACHE_SLOTS];

	for (; *at; at = &(*at)->next) {
		struct statement *st = *at;

		if (st->hash == hash && st->rows == rows && strcmp(st->text, text) == 0) {
			*at = st->next;
			return st;
		}
	}

	char *copy = strdup(text);

	if (!copy) {
		trouble(t, ERR_UNAVAILABLE, N_("There is not enough memory."), "%s", "");
		return NULL;
	}

	struct statement *st = prepare(e, l, text, rows, t);

	if (!st) {
		free(copy);
		return NULL;
	}
	st->text = copy;
	st->rows = rows;
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
