/* A fixed number of threads and two bounded queues.  Slow work (ROUTE_JOB, jobs) has threads of its
 * own, half as many as quick work, so that pages stay quick while exports run. */
#ifndef WEB_WORKERS_H
#define WEB_WORKERS_H

#include "base/base.h"

struct workers;

/* `thread` is the number of the thread that runs it, 0 … workers_threads() - 1. */
typedef void workers_work(int thread, void *what);

/* How many threads there are in all where so many are for quick work. */
int workers_threads(int quick);

/* malloc'ed; NULL: no memory or no threads. */
struct workers *workers_new(int quick, size_t queue);

/* False when the queue is full: say so at once, waiting would only move the problem. */
MUST_USE bool workers_give(struct workers *p, bool slow, workers_work *task, void *what);

/* How many wait; how many run; how many slow ones could start now. */
size_t workers_waiting(struct workers *p);
int workers_running(struct workers *p);
int workers_slow_free(struct workers *p);

/* Finishes what was given, ends the threads and frees the pool. */
void workers_free(struct workers *p);

#endif
