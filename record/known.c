/* See known.h.  Two tables in which every entry has one place, and the newcomer takes it. */
#include "record/known.h"

#include "record/app.h"

enum { IDS = 4096, KEYS = 512, LONGEST_KEY = 40 };

struct known {
	int64_t end; /* older ones are remembered */
	struct {
		const struct type *type;
		int64_t id;
	} ids[IDS];
	struct {
		const struct type *type;
		int64_t id;
		char key[LONGEST_KEY];
	} keys[KEYS];
};

void known_begin(struct context *cx)
{
	cx->known = arena_new_of(cx->mem, struct known);
	cx->known->end = new_id(cx);
}

void known_end(struct context *cx)
{
	cx->known = NULL;
}

/* Fibonacci hashing (Knuth, The Art of Computer Programming, 6.4): the time and the counter in an
 * identifier both reach the highest bits. */
static size_t place_of_id(int64_t id)
{
	return (uint64_t)id * UINT64_C(0x9e3779b97f4a7c15) >> 32 & (IDS - 1);
}

bool known_id(const struct context *cx, const struct type *t, int64_t id)
{
	size_t i = place_of_id(id);

	return cx->known && cx->known->ids[i].id == id && cx->known->ids[i].type == t;
}

void known_add_id(struct context *cx, const struct type *t, int64_t id)
{
	if (!cx->known || id >= cx->known->end)
		return;
	cx->known->ids[place_of_id(id)].type = t;
	cx->known->ids[place_of_id(id)].id = id;
}

static size_t place_of_key(const char *key)
{
	uint64_t h = 14695981039346656037u;

	for (; *key; key++)
		h = (h ^ (unsigned char)*key) * 1099511628211u;
	return (h ^ h >> 32) % KEYS;
}

int64_t known_key(const struct context *cx, const struct type *t, const char *key)
{
	size_t i = cx->known && key ? place_of_key(key) : 0;

	if (!cx->known || !key || cx->known->keys[i].type != t ||
	    strcmp(cx->known->keys[i].key, key) != 0)
		return 0;
	return cx->known->keys[i].id;
}

void known_add_key(struct context *cx, const struct type *t, const char *key, int64_t id)
{
	size_t i = cx->known && key ? place_of_key(key) : 0;

	if (!cx->known || !key || strlen(key) >= LONGEST_KEY || id >= cx->known->end)
		return;
	cx->known->keys[i].type = t;
	cx->known->keys[i].id = id;
	memcpy(cx->known->keys[i].key, key, strlen(key) + 1);
}
