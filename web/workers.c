/* Two lanes, each a bounded ring and threads of its own: quick work never waits for slow work to
 * end.  One mutex guards both.  The rings are as long as the queue, so nothing is allocated after
 * the start. */
#include "web/workers.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>

struct item {
	workers_work *work;
	void *what;
};

struct lane {
	pthread_cond_t given;
	struct item *items;
	size_t first, n;
	int threads, idle, running;
};

struct worker {
	struct workers *all;
	struct lane *lane;
	pthread_t thread;
	int number;
};

struct workers {
	pthread_mutex_t mutex;
	struct lane quick, slow;
	size_t queue;
	int started;
	bool ending;
	struct worker workers[];
};

static void lane_put(struct workers *p, struct lane *l, struct item item)
{
	l->items[(l->first + l->n++) % p->queue] = item;
}

static struct item lane_take(struct workers *p, struct lane *l)
{
	struct item item = l->items[l->first];

	l->first = (l->first + 1) % p->queue;
	l->n--;
	return item;
}

static void *work(void *data)
{
	struct worker *w = data;
	struct workers *p = w->all;
	struct lane *l = w->lane;

	/* Slow work pushes nobody aside when it wakes, and pages push it aside.  It gets its share
	 * of the processor all the same: it may hold what others wait for. */
	if (l == &p->slow)
		sched_setscheduler(0, SCHED_BATCH, &(struct sched_param){ 0 });
	pthread_mutex_lock(&p->mutex);
	while (l->n || !p->ending) {
		if (!l->n) {
			l->idle++;
			pthread_cond_wait(&l->given, &p->mutex);
			l->idle--;
			continue;
		}

		struct item item = lane_take(p, l);

		l->running++;
		pthread_mutex_unlock(&p->mutex);
		item.work(w->number, item.what);
		pthread_mutex_lock(&p->mutex);
		l->running--;
	}
	pthread_mutex_unlock(&p->mutex);
	return NULL;
}

/* Threads of the pool leave all signals to the main thread. */
static bool start(struct workers *p)
{
	int threads = p->quick.threads + p->slow.threads;
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (p->started < threads) {
		struct worker *w = &p->workers[p->started];
		struct lane *lane = p->started < p->quick.threads ? &p->quick : &p->slow;

		*w = (struct worker){ .all = p, .lane = lane, .number = p->started };
		if (pthread_create(&w->thread, NULL, work, w) != 0)
			break;
		p->started++;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return p->started == threads;
}

static bool lane_init(struct lane *l, int threads, size_t queue)
{
	l->threads = threads;
	l->items = calloc(queue, sizeof *l->items);
	pthread_cond_init(&l->given, NULL);
	return l->items != NULL;
}

int workers_threads(int quick)
{
	return quick + (quick > 1 ? quick / 2 : 1);
}

struct workers *workers_new(int quick, size_t queue)
{
	int threads = workers_threads(quick);
	struct workers *p = calloc(1, sizeof *p + (size_t)threads * sizeof p->workers[0]);

	if (!p)
		return NULL;
	p->queue = queue;
	pthread_mutex_init(&p->mutex, NULL);

	bool room = lane_init(&p->quick, quick, queue);

	if (lane_init(&p->slow, threads - quick, queue) && room && start(p))
		return p;
	workers_free(p);
	return NULL;
}

bool workers_give(struct workers *p, bool slow, workers_work *task, void *what)
{
	struct lane *to = slow ? &p->slow : &p->quick;

	pthread_mutex_lock(&p->mutex);

	bool room = to->n < p->queue && !p->ending, wake = room && to->idle;

	if (room)
		lane_put(p, to, (struct item){ task, what });
	pthread_mutex_unlock(&p->mutex);
	if (wake) /* without the mutex, for which the woken would only wait again */
		pthread_cond_signal(&to->given);
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

	int n = p->quick.running + p->slow.running;

	pthread_mutex_unlock(&p->mutex);
	return n;
}

int workers_slow_free(struct workers *p)
{
	pthread_mutex_lock(&p->mutex);

	int n = p->slow.threads - p->slow.running - (int)p->slow.n;

	pthread_mutex_unlock(&p->mutex);
	return n > 0 ? n : 0;
}

void workers_free(struct workers *p)
{
	pthread_mutex_lock(&p->mutex);
	p->ending = true;
	pthread_cond_broadcast(&p->quick.given);
	pthread_cond_broadcast(&p->slow.given);
	pthread_mutex_unlock(&p->mutex);
	for (int i = 0; i < p->started; i++)
		pthread_join(p->workers[i].thread, NULL);
	pthread_cond_destroy(&p->quick.given);
	pthread_cond_destroy(&p->slow.given);
	pthread_mutex_destroy(&p->mutex);
	free(p->quick.items);
	free(p->slow.items);
	free(p);
}
