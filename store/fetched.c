/* See fetched.h.  Cells and bytes are two arrays that double; bytes move when they grow, so cells
 * remember places and get their addresses at the end. */
#include "store/fetched.h"

#include <stdlib.h>
#include <string.h>

static bool has_bytes(const struct value *v)
{
	return v->kind == VALUE_TEXT || v->kind == VALUE_BYTES;
}

static bool make_room(void **p, size_t unit, size_t used, size_t more, size_t *room)
{
	size_t want = *room ? *room : 64;

	while (want < used + more)
		want *= 2;
	if (want == *room)
		return true;

	void *q = realloc(*p, want * unit);

	if (!q)
		return false;
	*p = q;
	*room = want;
	return true;
}

bool fetched_cell(struct fetched *f, struct value v)
{
	void *cells = f->cells, *bytes = f->bytes;

	if (!make_room(&cells, sizeof v, f->count, 1, &f->room))
		return false;
	f->cells = cells;
	if (has_bytes(&v)) {
		if (!make_room(&bytes, 1, f->used, v.size + 1, &f->size))
			return false;
		f->bytes = bytes;
		memcpy(f->bytes + f->used, v.bytes, v.size);
		f->bytes[f->used + v.size] = 0;
		v.number = (int64_t)f->used;
		f->used += v.size + 1;
	}
	f->cells[f->count++] = v;
	return true;
}

void fetched_end(struct fetched *f)
{
	for (size_t i = 0; i < f->count; i++)
		if (has_bytes(&f->cells[i]))
			f->cells[i].bytes = f->bytes + f->cells[i].number;
}

void fetched_clear(struct fetched *f)
{
	enum { KEPT = 64 * 1024 };

	f->count = f->used = f->at = 0;
	if (f->size > KEPT || f->room > KEPT / sizeof(struct value))
		fetched_free(f);
}

void fetched_free(struct fetched *f)
{
	free(f->cells);
	free(f->bytes);
	*f = (struct fetched){ .cells = NULL };
}
