/* One mutex guards both rings; a thread that looks for work takes whichever head is older among
 * those it may run.  The rings are as long as the queue, so nothing is allocated after the start.
 */
#include "web/workers.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>

struct item {
	workers_work *work;
	void *what;
	uint64_t order;
};

struct ring {
	struct item *items;
	size_t first, n;
};

struct worker {
	struct workers *all;
	pthread_t thread;
	int number;
};

struct workers {
	pthread_mutex_t mutex;
	pthread_cond_t given;
	struct ring quick, slow;
	size_t queue;
	uint64_t order;
	int threads, started, idle, running, running_slow, slow_limit;
	bool ending;
	struct worker workers[];
};

static void ring_put(struct ring *r, size_t room, struct item item)
{
	r->items[(r->first + r->n++) % room] = item;
}

static struct item ring_take(struct ring *r, size_t room)
{
	struct item item = r->items[r->first];

	r->first = (r->first + 1) % room;
	r->n--;
	return item;
}

/* The ring to take from, NULL when there is nothing this pool may run now.  Called with the mutex.
 */
static struct ring *ready(struct workers *p)
{
	bool slow = p->slow.n && p->running_slow < p->slow_limit;

	if (!p->quick.n)
		return slow ? &p->slow : NULL;
	if (!slow)
		return &p->quick;
	return p->slow.items[p->slow.first].order < p->quick.items[p->quick.first].order
	               ? &p->slow
	               : &p->quick;
}

static void *work(void *data)
{
	struct worker *w = data;
	struct workers *p = w->all;

	/* Being woken, we do not push aside the thread that reads the network and has more to give
	 * (doc/performance.md). */
	sched_setscheduler(0, SCHED_BATCH, &(struct sched_param){ 0 });
	pthread_mutex_lock(&p->mutex);
	for (;;) {
		struct ring *from = ready(p);

		if (!from) {
			if (p->ending && !p->quick.n && !p->slow.n)
				break;
			p->idle++;
			pthread_cond_wait(&p->given, &p->mutex);
			p->idle--;
			continue;
		}

		bool slow = from == &p->slow;
		struct item item = ring_take(from, p->queue);

		p->running++;
		p->running_slow += slow;
		pthread_mutex_unlock(&p->mutex);
		item.work(w->number, item.what);
		pthread_mutex_lock(&p->mutex);
		p->running--;
		p->running_slow -= slow;
		if (slow)
			pthread_cond_broadcast(
			        &p->given); /* another slow one may start, or the end come */
	}
	pthread_mutex_unlock(&p->mutex);
	return NULL;
}

/* Threads of the pool leave all signals to the main thread. */
static bool start(struct workers *p)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (p->started < p->threads) {
		struct worker *w = &p->workers[p->started];

		*w = (struct worker){ .all = p, .number = p->started };
		if (pthread_create(&w->thread, NULL, work, w) != 0)
			break;
		p->started++;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return p->started == p->threads;
}

struct workers *workers_new(int threads, size_t queue)
{
	struct workers *p = calloc(1, sizeof *p + (size_t)threads * sizeof p->workers[0]);

	if (!p)
		return NULL;
	p->threads = threads;
	p->slow_limit = threads > 1 ? threads / 2 : 1;
	p->queue = queue;
	p->quick.items = calloc(queue, sizeof(struct item));
	p->slow.items = calloc(queue, sizeof(struct item));
	pthread_mutex_init(&p->mutex, NULL);
	pthread_cond_init(&p->given, NULL);
	if (!p->quick.items || !p->slow.items || !start(p)) {
		workers_free(p);
		return NULL;
	}
	return p;
}

bool workers_give(struct workers *p, bool slow, workers_work *handler, void *what)
{
	struct ring *to = slow ? &p->slow : &p->quick;

	pthread_mutex_lock(&p->mutex);

	bool room = to->n < p->queue && !p->ending, wake = room && p->idle;

	if (room)
		ring_put(to, p->queue, (struct item){ handler, what, p->order++ });
	pthread_mutex_unlock(&p->mutex);
	if (wake) /* without the mutex, for which the woken would only wait again */
		pthread_cond_signal(&p->given);
	return room;
}

size_t workers_waiting(struct workers *p)
{
	pthread_mutex_lock(&p->mutex);

	size_t n = p->quick.n + p->slow.n;

	pthread_mutex_unlock(&p->mutex);
	return n;
}

int workers_running(struct workers *p)
{
	pthread_mutex_lock(&p->mutex);

	int n = p->running;

	pthread_mutex_unlock(&p->mutex);
	return n;
}

int workers_slow_free(struct workers *p)
{
	pthread_mutex_lock(&p->mutex);

	int n = p->slow_limit - p->running_slow - (int)p->slow.n;

	pthread_mutex_unlock(&p->mutex);
	return n > 0 ? n : 0;
}

void workers_free(struct workers *p)
{
	pthread_mutex_lock(&p->mutex);
	p->ending = true;
	pthread_cond_broadcast(&p->given);
	pthread_mutex_unlock(&p->mutex);
	for (int i = 0; i < p->started; i++)
		pthread_join(p->workers[i].thread, NULL);
	pthread_cond_destroy(&p->given);
	pthread_mutex_destroy(&p->mutex);
	free(p->quick.items);
	free(p->slow.items);
	free(p);
}
