/* Reading and writing of lists; the form is told in search/list.h. */
#include "search/list.h"

void reader_start(struct reader *r, const struct list *l, bool places)
{
	*r = (struct reader){ .places = places,
		              .post = l->post,
		              .post_end = l->post + l->post_size,
		              .place = l->place,
		              .place_end = l->place + l->place_size,
		              .list = l };
	reader_take(r, UINT64_MAX);
}

/* To the last mark before `doc`.  A mark that would lead back or out of the list is none. */
void reader_skip(struct reader *r, uint64_t doc)
{
	const struct list *l = r->list;
	uint32_t low = r->skip, high = l->skips_n, step = 1;

	/* The marks until low end before doc. */
	while (low + step < high && l->skips[low + step].doc < doc) {
		low += step;
		step *= 2;
	}
	if (low + step < high)
		high = low + step;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (l->skips[middle].doc < doc)
			low = middle;
		else
			high = middle;
	}

	const struct skip *s = &l->skips[low];

	r->skip = low + 1;
	if (s->doc < r->doc || s->post > l->post_size || s->place > l->place_size)
		return;
	r->post = l->post + s->post;
	r->place = l->place + s->place;
	r->passed = NULL;
	reader_take(r, s->doc);
}

size_t reader_places(struct reader *r, uint32_t *places)
{
	const uint8_t *p = r->place;
	uint32_t title = 0, body = INDEX_BODY;
	uint64_t weight = 0;
	size_t n = 0;

	if (r->weight == 1) {
		if (p < r->place_end)
			places[n++] = body + (uint32_t)varint(&p);
		r->passed = p;
		return n;
	}
	while (weight < r->weight && p < r->place_end && n < MAX_PLACES) {
		uint64_t v = varint(&p);
		uint32_t *at = v & 1 ? &title : &body;

		*at += (uint32_t)(v >> 1);
		places[n++] = *at;
		weight += v & 1 ? INDEX_TITLE_WEIGHT : 1;
	}
	if (n < MAX_PLACES)
		r->passed = p;
	return n;
}

uint32_t reader_title_weight(const struct reader *r)
{
	const uint8_t *p = r->place;
	uint32_t title = 0;

	/* The title's places come first. */
	while (r->weight >= INDEX_TITLE_WEIGHT && title < r->weight && p < r->place_end &&
	       varint(&p) & 1)
		title += INDEX_TITLE_WEIGHT;
	return title;
}

uint8_t *list_put_posting(uint8_t *to, uint32_t gap, uint32_t weight)
{
	to = varint_put(to, (uint64_t)gap * 2 + (weight > 1));
	return weight > 1 ? varint_put(to, weight - 2) : to;
}

uint8_t *list_put_places(uint8_t *to, uint32_t weight, const uint32_t *places, size_t n)
{
	uint32_t title = 0, body = INDEX_BODY;

	if (weight == 1)
		return varint_put(to, places[0] - INDEX_BODY);
	for (size_t i = 0; i < n; i++) {
		bool in_title = places[i] < INDEX_BODY;
		uint32_t *last = in_title ? &title : &body;
		uint32_t gap = places[i] > *last ? places[i] - *last : 0;

		to = varint_put(to, (uint64_t)gap * 2 + in_title);
		*last += gap;
	}
	return to;
}
