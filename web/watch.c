/* A list of the open connections.  Shutting down a socket makes the server's own thread notice its
 * end and close it; the mutex sees to it that the number is not of another connection meanwhile,
 * for a wire is removed before its socket is closed. */
#include "web/watch.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>

struct wire {
	struct wire *next, *previous;
	int fd;
	atomic_int turn;
	atomic_llong deadline; /* seconds of the monotonic clock; 0: none */
	bool ended;            /* when it was looked at last */
};

struct watch {
	pthread_mutex_t mutex;
	struct wire ends; /* of a ring */
};

static long long seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

struct watch *watch_new(void)
{
	struct watch *w = calloc(1, sizeof *w);

	if (w) {
		pthread_mutex_init(&w->mutex, NULL);
		w->ends.next = w->ends.previous = &w->ends;
	}
	return w;
}

void watch_free(struct watch *w)
{
	if (w)
		pthread_mutex_destroy(&w->mutex);
	free(w);
}

void wire_turn(struct wire *wire, enum turn turn, int64_t seconds)
{
	atomic_store(&wire->turn, turn);
	atomic_store(&wire->deadline, seconds ? seconds_now() + seconds : 0);
}

struct wire *watch_add(struct watch *w, int fd, int64_t seconds)
{
	struct wire *wire = calloc(1, sizeof *wire);

	if (!wire)
		return NULL;
	wire->fd = fd;
	wire_turn(wire, TURN_SEND, seconds);
	pthread_mutex_lock(&w->mutex);
	wire->next = &w->ends;
	wire->previous = w->ends.previous;
	wire->previous->next = wire->next->previous = wire;
	pthread_mutex_unlock(&w->mutex);
	return wire;
}

void watch_remove(struct watch *w, struct wire *wire)
{
	pthread_mutex_lock(&w->mutex);
	wire->previous->next = wire->next;
	wire->next->previous = wire->previous;
	pthread_mutex_unlock(&w->mutex);
	free(wire);
}

/* Nothing is left to read, and nothing will come. */
static bool has_ended(const struct wire *wire)
{
	char next;

	return atomic_load(&wire->turn) == TURN_SEND &&
	       recv(wire->fd, &next, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static void shut(struct wire *wire)
{
	atomic_store(&wire->deadline, 0);
	shutdown(wire->fd, SHUT_RDWR);
}

int watch_close_late(struct watch *w)
{
	long long now = seconds_now();
	int late = 0;

	pthread_mutex_lock(&w->mutex);
	for (struct wire *wire = w->ends.next; wire != &w->ends; wire = wire->next) {
		long long deadline = atomic_load(&wire->deadline);
		bool ended = has_ended(wire);

		if (deadline && now > deadline) {
			shut(wire);
			late++;
		} else if (ended && wire->ended) {
			shut(wire);
		}
		wire->ended = ended;
	}
	pthread_mutex_unlock(&w->mutex);
	return late;
}
