/* Group commit.  A disk writes durably some hundred times a second, whatever it writes; so writers
 * who come at the same time share one commit.  Each has the connection for itself while he works,
 * in a savepoint inside the open transaction.  When he has finished and another one is already
 * waiting, he hands the connection on without a commit and waits; the last one, or the one who
 * finds the group large or old enough, commits for all and wakes them.  So nobody is told "saved"
 * before it is on disk, a failure undoes only its own savepoint, and a writer who is alone commits
 * at once: no timer is involved. */
#include "store/group.h"

static int64_t microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void group_init(struct group *g)
{
	*g = (struct group){ .count = 0 };
	pthread_mutex_init(&g->lock, NULL);
	line_init(&g->line);
}

void group_free(struct group *g)
{
	pthread_mutex_destroy(&g->lock);
}

bool group_enter(struct group *g, struct trouble *t)
{
	struct waiter w;
	bool ok = true;

	pthread_mutex_lock(&g->lock);
	if (g->taken && pthread_equal(g->writer, pthread_self())) {
		pthread_mutex_unlock(&g->lock);
		return trouble(t, ERR_BROKEN, "one thread began two writing transactions", "%s",
		               "");
	}
	if (g->taken) {
		waiter_init(&w);
		ok = line_wait(&g->line, &g->lock, &w);
		waiter_end(&w);
	}
	if (ok) {
		g->taken = true;
		g->writer = pthread_self();
	}
	pthread_mutex_unlock(&g->lock);
	return ok ||
	       trouble(t, ERR_UNAVAILABLE,
	               N_("Too many are saving at the same time. Please try again."), "%s", "");
}

bool group_is_open(const struct group *g)
{
	return g->began != 0;
}

void group_opened(struct group *g)
{
	g->began = microseconds();
}

/* The next in the line gets the turn; `taken` stays set, so that nobody slips in between. */
static void pass_turn(struct group *g)
{
	struct waiter *next = line_call(&g->line, NULL);

	g->taken = next != NULL;
	g->writer = (pthread_t){ 0 };
}

static bool may_wait(const struct group *g)
{
	return g->line.first && g->count < GROUP_MEMBERS &&
	       microseconds() - g->began < GROUP_MICROSECONDS;
}

enum group_duty group_finish(struct group *g, bool keep, struct trouble *t)
{
	struct waiter me;

	pthread_mutex_lock(&g->lock);
	if (!may_wait(g)) {
		enum group_duty duty = keep || g->count ? GROUP_COMMIT : GROUP_ROLLBACK;

		pthread_mutex_unlock(&g->lock);
		return duty;
	}
	if (keep) {
		waiter_init(&me);
		me.next = g->members;
		g->members = &me;
		g->count++;
	}
	pass_turn(g);
	while (keep && !me.called)
		pthread_cond_wait(&me.wake, &g->lock);
	pthread_mutex_unlock(&g->lock);
	if (keep) {
		*t = me.result;
		waiter_end(&me);
	}
	return GROUP_NOTHING;
}

void group_end(struct group *g, const struct trouble *result)
{
	pthread_mutex_lock(&g->lock);
	while (g->members) {
		struct waiter *w = g->members;

		g->members = w->next;
		w->result = *result;
		w->called = true;
		pthread_cond_signal(&w->wake);
	}
	g->count = 0;
	g->began = 0;
	pass_turn(g);
	pthread_mutex_unlock(&g->lock);
}
