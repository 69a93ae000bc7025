/* Private to store/: threads that wait their turn, first come, first served, and the pool of
 * connections they wait for. */
#ifndef STORE_LINE_H
#define STORE_LINE_H

#include "store/driver.h"

enum { LINE_PATIENCE_SECONDS = 120 };

/* A waiting thread; lives on its stack. */
struct waiter {
	struct waiter *next;
	pthread_cond_t wake;
	bool called;
	struct link *link; /* what it was handed */
	struct trouble result;
};

struct line {
	struct waiter *first, **end;
	int patience; /* seconds; LINE_PATIENCE_SECONDS, but for tests */
};

void line_init(struct line *line);
void waiter_init(struct waiter *w);
void waiter_end(struct waiter *w);

/* Waits in the line until called.  False when patience ran out: the thread has left the line.
 * `lock` is held before and after. */
bool line_wait(struct line *line, pthread_mutex_t *lock, struct waiter *w);

/* Takes the first out of the line and calls him; NULL when nobody waits. */
struct waiter *line_call(struct line *line, struct link *handed);

/* ---- */

struct pool {
	pthread_mutex_t lock;
	struct line line;
	struct link *idle;
	int open, limit;
};

void pool_init(struct pool *p, int limit);
void pool_end(struct pool *p);

/* Takes an idle link; *ret NULL: the caller makes one.  False: everything stayed lent for too long,
 * or, without `wait`, is lent now (ERR_RETRY). */
bool pool_take(struct pool *p, bool wait, struct link **ret, struct trouble *t);
/* Gives a link back; NULL: the link is gone, or could not be made. */
void pool_give(struct pool *p, struct link *l);

#endif
