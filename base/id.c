/* One atomic word holds the last (millisecond, counter) pair.  When the counter of a millisecond
 * runs out, or the clock steps back, time is simply taken as one millisecond after the last
 * identifier: order matters more than the clock. */
#include "base/id.h"

#include "base/date.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { COUNTER_BITS = 12, NODE_BITS = 10 };

static const int64_t epoch_ms = 1577836800000; /* 2020-01-01T00:00Z */

struct id_maker {
	int64_t node;
	_Atomic int64_t last; /* milliseconds << COUNTER_BITS | counter */
};

struct id_maker *id_maker_new(int node)
{
	struct id_maker *m = calloc(1, sizeof *m);

	if (m)
		m->node = node & (ID_NODES - 1);
	return m;
}

void id_maker_free(struct id_maker *m)
{
	free(m);
}

int64_t id_new(struct id_maker *m)
{
	int64_t now = (instant_now() / 1000 - epoch_ms) << COUNTER_BITS;
	int64_t last = atomic_load(&m->last), next;

	do
		next = now > last ? now : last + 1;
	while (!atomic_compare_exchange_weak(&m->last, &last, next));

	int64_t ms = next >> COUNTER_BITS, counter = next & ((1 << COUNTER_BITS) - 1);

	return ms << (COUNTER_BITS + NODE_BITS) | m->node << COUNTER_BITS | counter;
}

int64_t id_instant(int64_t id)
{
	return ((id >> (COUNTER_BITS + NODE_BITS)) + epoch_ms) * 1000;
}

int64_t id_first(int64_t instant)
{
	int64_t ms = instant / 1000 - epoch_ms;

	if (ms <= 0)
		return 0;
	return ms < INT64_MAX >> (COUNTER_BITS + NODE_BITS) ? ms << (COUNTER_BITS + NODE_BITS)
	                                                    : INT64_MAX;
}

char *id_text(int64_t id, char out[ID_TEXT])
{
	snprintf(out, ID_TEXT, "%lld", (long long)id);
	return out;
}
