/* Memory for very many small things that grow and die together: lists in memory.  A piece that
 * outgrew its room goes back and is given to another. */
#ifndef SEARCH_POOL_H
#define SEARCH_POOL_H

#include "base/base.h"

enum { POOL_SIZES = 56 };

struct pool {
	struct pool_chunk *chunks;
	void *back[POOL_SIZES]; /* what was given back, by size */
	size_t used, memory;
};

struct bytes {
	uint8_t *p;
	uint32_t n, room;
};

/* Room for `more` bytes after the n there are.  False: no memory; nothing has changed then. */
MUST_USE bool pool_reserve(struct pool *p, struct bytes *b, uint32_t more);
/* A copy that ends with NUL and never moves. */
const char *pool_text(struct pool *p, const char *s, size_t n);
void pool_free(struct pool *p);

#endif
