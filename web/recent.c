/* A table of fixed size under one mutex, which is held for a comparison and a copy.  A digest is as
 * good as random, so its first bytes choose the set; of its few places the one that was filled
 * first is taken again. */
#include "web/recent.h"

#include "record/app.h"

#include <pthread.h>

enum { SETS = 512, PLACES = 4, LOGIN = 44, WORD = 16 };

struct entry {
	struct recent_key key;
	int64_t kept_at; /* 0: empty */
	int64_t epoch;
	struct date day;
	struct session session; /* its texts lie here: */
	char login[LOGIN], lang[WORD], theme[WORD], density[WORD], layout[WORD];
};

struct recent {
	pthread_mutex_t mutex;
	struct entry v[SETS][PLACES];
};

struct recent *recent_new(void)
{
	struct recent *k = calloc(1, sizeof *k);

	if (k)
		pthread_mutex_init(&k->mutex, NULL);
	return k;
}

void recent_free(struct recent *k)
{
	if (k)
		pthread_mutex_destroy(&k->mutex);
	free(k);
}

static struct entry *set_of(struct recent *k, const struct recent_key *key)
{
	uint64_t n;

	memcpy(&n, key->digest, sizeof n);
	return k->v[n % SETS];
}

/* Called with the mutex. */
static struct entry *entry_of(struct recent *k, const struct recent_key *key)
{
	struct entry *set = set_of(k, key);

	for (size_t i = 0; i < PLACES; i++)
		if (set[i].kept_at && set[i].key.bearer == key->bearer &&
		    secret_equal(set[i].key.digest, key->digest, DIGEST_SIZE))
			return &set[i];
	return NULL;
}

/* Its own, else an empty one, else the one that was filled first. */
static struct entry *place_for(struct recent *k, const struct recent_key *key)
{
	struct entry *to = entry_of(k, key), *set = set_of(k, key);

	if (to)
		return to;
	to = set;
	for (size_t i = 1; i < PLACES; i++)
		if (set[i].kept_at < to->kept_at)
			to = &set[i];
	return to;
}

static bool still_holds(const struct entry *e, const struct context *cx, struct date day)
{
	return e->epoch == cx->access_epoch && date_compare(e->day, day) == 0 &&
	       cx->now >= e->kept_at && cx->now < e->kept_at + RECENT_SECONDS * INT64_C(1000000) &&
	       cx->now < e->session.ends_at;
}

static const char *word(struct context *cx, const char *s)
{
	return *s ? arena_str(cx->mem, s) : NULL;
}

struct session *recent_find(struct context *cx, struct recent *k, const struct recent_key *key)
{
	struct entry *found, e;
	struct date day = today(cx);
	struct session *s;

	if (!k || !cx->access_epoch)
		return NULL;
	pthread_mutex_lock(&k->mutex);
	found = entry_of(k, key);
	if (found)
		e = *found;
	pthread_mutex_unlock(&k->mutex);
	if (!found || !still_holds(&e, cx, day))
		return NULL;
	s = arena_new_of(cx->mem, struct session);
	*s = e.session;
	s->actor.login = arena_str(cx->mem, e.login);
	s->lang = word(cx, e.lang);
	s->theme = word(cx, e.theme);
	s->density = word(cx, e.density);
	s->layout = word(cx, e.layout);
	return s;
}

/* False: it does not fit, and is not remembered. */
static bool put(char *to, size_t room, const char *s)
{
	size_t n = s ? strlen(s) : 0;

	if (n >= room)
		return false;
	if (n)
		memcpy(to, s, n);
	to[n] = '\0';
	return true;
}

void recent_keep(struct context *cx, struct recent *k, const struct recent_key *key,
                 const struct session *s)
{
	struct entry e = { .key = *key,
		           .kept_at = cx->now,
		           .epoch = cx->access_epoch,
		           .day = today(cx),
		           .session = *s };

	if (!k || !cx->access_epoch || !put(e.login, sizeof e.login, s->actor.login) ||
	    !put(e.lang, sizeof e.lang, s->lang) || !put(e.theme, sizeof e.theme, s->theme) ||
	    !put(e.density, sizeof e.density, s->density) ||
	    !put(e.layout, sizeof e.layout, s->layout))
		return;
	pthread_mutex_lock(&k->mutex);
	*place_for(k, key) = e;
	pthread_mutex_unlock(&k->mutex);
}

void recent_seen(struct context *cx, struct recent *k, const struct recent_key *key)
{
	struct entry *e;

	if (!k)
		return;
	pthread_mutex_lock(&k->mutex);
	e = entry_of(k, key);
	if (e)
		e->session.seen_at = cx->now;
	pthread_mutex_unlock(&k->mutex);
}
