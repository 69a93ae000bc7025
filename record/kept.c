/* A few values, one for each who asks; a lock, because copying is short. */
#include "record/kept.h"

#include "record/app.h"
#include "store/db.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct entry {
	struct entry *next;
	const void *about;
	size_t key_size, size;
	char bytes[]; /* the key, and what was worked out */
};

struct kept {
	pthread_mutex_t lock;
	struct entry *first;
};

struct kept *kept_new(void)
{
	struct kept *k = calloc(1, sizeof *k);

	if (k)
		pthread_mutex_init(&k->lock, NULL);
	return k;
}

void kept_free(struct kept *k)
{
	if (!k)
		return;
	for (struct entry *e = k->first, *next; e; e = next) {
		next = e->next;
		free(e);
	}
	pthread_mutex_destroy(&k->lock);
	free(k);
}

static struct kept *open_to(const struct context *cx)
{
	return cx->db && !db_writes(cx) ? cx->app->kept : NULL;
}

static struct entry **place(struct kept *k, const void *about)
{
	struct entry **e = &k->first;

	while (*e && (*e)->about != about)
		e = &(*e)->next;
	return e;
}

bool kept_take(struct context *cx, const void *about, const void *key, size_t key_size, void *ret,
               size_t size)
{
	struct kept *k = open_to(cx);
	const struct entry *e;
	bool found;

	if (!k)
		return false;
	pthread_mutex_lock(&k->lock);
	e = *place(k, about);
	found = e && e->key_size == key_size && e->size == size &&
	        memcmp(e->bytes, key, key_size) == 0;
	if (found)
		memcpy(ret, e->bytes + key_size, size);
	pthread_mutex_unlock(&k->lock);
	return found;
}

void kept_put(struct context *cx, const void *about, const void *key, size_t key_size,
              const void *value, size_t size)
{
	struct kept *k = open_to(cx);
	struct entry *e = k ? malloc(sizeof *e + key_size + size) : NULL, *before, **at;

	if (!e)
		return;
	*e = (struct entry){ .about = about, .key_size = key_size, .size = size };
	memcpy(e->bytes, key, key_size);
	memcpy(e->bytes + key_size, value, size);
	pthread_mutex_lock(&k->lock);
	at = place(k, about);
	before = *at;
	e->next = before ? before->next : NULL;
	*at = e;
	pthread_mutex_unlock(&k->lock);
	free(before);
}
