/* Private to store/: how many writers share one connection and one commit.  See group.c. */
#ifndef STORE_GROUP_H
#define STORE_GROUP_H

#include "store/line.h"

enum { GROUP_MEMBERS = 64, GROUP_MICROSECONDS = 5000 };

struct group {
	pthread_mutex_t lock;
	struct line line;       /* writers who wait for their turn */
	struct waiter *members; /* writers who finished and wait for the commit */
	int count;
	bool taken;       /* somebody has the turn */
	pthread_t writer; /* who */
	int64_t began;    /* when the open transaction was begun; 0: none is open */
};

void group_init(struct group *g);
void group_free(struct group *g);

/* Waits for the turn: the caller then has the connection, and begins a transaction if none is open.
 */
bool group_enter(struct group *g, struct trouble *t);
bool group_is_open(const struct group *g);
void group_opened(struct group *g);

/* What the writer whose part is over has to do with the connection. */
enum group_duty {
	GROUP_NOTHING,  /* it belongs to somebody else by now */
	GROUP_COMMIT,   /* commit for all, then group_end() */
	GROUP_ROLLBACK, /* nobody's work is in it: roll back, then group_end() */
};

/* `keep`: the writer's work shall last; with GROUP_NOTHING the function returns when the group was
 * committed, *t is what became of it.  Not `keep`: it was undone already. */
enum group_duty group_finish(struct group *g, bool keep, struct trouble *t);

/* The transaction is over: tells the members what became of it and gives the turn to the next
 * writer. */
void group_end(struct group *g, const struct trouble *result);

#endif
