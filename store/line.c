/* A condition variable for each waiting thread, in the order they came, so that nobody is overtaken
 * and nobody is woken in vain.  A link that comes back goes straight into the hand of the first in
 * the line. */
#include "store/line.h"

void line_init(struct line *line)
{
	line->first = NULL;
	line->end = &line->first;
	line->patience = LINE_PATIENCE_SECONDS;
}

void waiter_init(struct waiter *w)
{
	pthread_condattr_t monotonic;

	*w = (struct waiter){ .next = NULL };
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&w->wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
}

void waiter_end(struct waiter *w)
{
	pthread_cond_destroy(&w->wake);
}

static void leave(struct line *line, const struct waiter *w)
{
	struct waiter **at = &line->first;

	while (*at != w)
		at = &(*at)->next;
	*at = w->next;
	if (line->end == &w->next)
		line->end = at;
}

bool line_wait(struct line *line, pthread_mutex_t *lock, struct waiter *w)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += line->patience;
	*line->end = w;
	line->end = &w->next;
	while (!w->called)
		if (pthread_cond_timedwait(&w->wake, lock, &until) != 0 && !w->called) {
			leave(line, w);
			return false;
		}
	return true;
}

struct waiter *line_call(struct line *line, struct link *handed)
{
	struct waiter *w = line->first;

	if (!w)
		return NULL;
	line->first = w->next;
	if (!w->next)
		line->end = &line->first;
	w->next = NULL;
	w->link = handed;
	w->called = true;
	pthread_cond_signal(&w->wake);
	return w;
}

void pool_init(struct pool *p, int limit)
{
	*p = (struct pool){ .limit = limit };
	pthread_mutex_init(&p->lock, NULL);
	line_init(&p->line);
}

void pool_end(struct pool *p)
{
	pthread_mutex_destroy(&p->lock);
}

bool pool_take(struct pool *p, bool wait, struct link **ret, struct trouble *t)
{
	struct waiter w;
	bool ok = true;

	*ret = NULL;
	pthread_mutex_lock(&p->lock);
	if (p->idle) {
		*ret = p->idle;
		p->idle = p->idle->next;
	} else if (p->open < p->limit) {
		p->open++;
	} else if (!wait) {
		ok = false;
	} else {
		waiter_init(&w);
		ok = line_wait(&p->line, &p->lock, &w);
		*ret = w.link;
		waiter_end(&w);
	}
	pthread_mutex_unlock(&p->lock);
	return ok ||
	       trouble(t, wait ? ERR_UNAVAILABLE : ERR_RETRY,
	               N_("Too many are at work at the same time. Please try again."), "%s", "");
}

void pool_give(struct pool *p, struct link *l)
{
	pthread_mutex_lock(&p->lock);
	if (!line_call(&p->line, l)) {
		if (l) {
			l->next = p->idle;
			p->idle = l;
		} else {
			p->open--;
		}
	}
	pthread_mutex_unlock(&p->lock);
}
