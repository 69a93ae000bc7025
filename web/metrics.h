/* Counters of one server, for /metrics (Prometheus text format 0.0.4): numbers only, no names and
 * no texts. */
#ifndef WEB_METRICS_H
#define WEB_METRICS_H

#include "base/buffer.h"

#include <stdatomic.h>

enum { METRICS_BUCKETS = 12 };

struct metrics {
	atomic_llong by_status[600];
	atomic_llong bucket[METRICS_BUCKETS + 1]; /* the last one: longer than all */
	atomic_llong microseconds;
	atomic_llong retries;
	atomic_llong refused_full; /* the queue was full */
	atomic_llong late;         /* connections closed for being too slow */
	atomic_int connections;
};

void metrics_count(struct metrics *m, int status, int64_t microseconds);

/* The counters as text; what has to be asked of the database is the caller's. */
void metrics_text(struct metrics *m, struct buffer *out);

#endif
