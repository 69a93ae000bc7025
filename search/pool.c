/* Sizes are 8, 12, 16, 24, 32 … bytes, each half as much more as the one before, carved from chunks
 * one after another.  malloc() would spend sixteen bytes beside each of some hundred thousand short
 * lists, and as many calls to free them. */
#include "search/pool.h"

enum { POOL_CHUNK = 512 * 1024 };

struct pool_chunk {
	struct pool_chunk *next;
	size_t size;
	_Alignas(16) uint8_t data[];
};

static void *pool_take(struct pool *p, size_t size)
{
	size = (size + 7) & ~(size_t)7;
	if (!p->chunks || p->chunks->size - p->used < size) {
		size_t want = size > POOL_CHUNK / 8 ? size : POOL_CHUNK;
		struct pool_chunk *c = malloc(sizeof *c + want);

		if (!c)
			return NULL;
		p->memory += sizeof *c + want;
		c->size = want;
		if (want == size && p->chunks) { /* the chunk that is being carved stays first */
			c->next = p->chunks->next;
			p->chunks->next = c;
			return c->data;
		}
		c->next = p->chunks;
		p->chunks = c;
		p->used = 0;
	}
	p->used += size;
	return p->chunks->data + p->used - size;
}

static uint32_t size_of(uint32_t kind)
{
	return (kind & 1 ? 12u : 8u) << kind / 2;
}

bool pool_reserve(struct pool *p, struct bytes *b, uint32_t more)
{
	uint32_t kind = 0, old = 0;
	uint8_t *to;

	if (b->room - b->n >= more)
		return true;
	while (kind < POOL_SIZES && size_of(kind) < (uint64_t)b->n + more)
		kind++;
	if (kind == POOL_SIZES)
		return false;
	if (p->back[kind]) {
		to = p->back[kind];
		memcpy(&p->back[kind], to, sizeof(void *));
	} else if (!(to = pool_take(p, size_of(kind)))) {
		return false;
	}
	if (b->n)
		memcpy(to, b->p, b->n);
	if (b->room) {
		while (size_of(old) < b->room)
			old++;
		memcpy(b->p, &p->back[old], sizeof(void *));
		p->back[old] = b->p;
	}
	b->p = to;
	b->room = size_of(kind);
	return true;
}

const char *pool_text(struct pool *p, const char *s, size_t n)
{
	char *to = pool_take(p, n + 1);

	if (to) {
		memcpy(to, s, n);
		to[n] = '\0';
	}
	return to;
}

void pool_free(struct pool *p)
{
	while (p->chunks) {
		struct pool_chunk *c = p->chunks;

		p->chunks = c->next;
		free(c);
	}
	*p = (struct pool){ 0 };
}
