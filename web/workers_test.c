#include "test/unit.h"
#include "web/watch.h"
#include "web/workers.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

/* Work that waits until it is let go, and counts how many did at once. */
struct gate {
	pthread_mutex_t mutex;
	pthread_cond_t opened;
	bool open;
	atomic_int inside, most, done;
	int threads_seen[6];
};

static void pass(int thread, void *what)
{
	struct gate *g = what;
	int inside = atomic_fetch_add(&g->inside, 1) + 1;

	pthread_mutex_lock(&g->mutex);
	if (inside > atomic_load(&g->most))
		atomic_store(&g->most, inside);
	g->threads_seen[thread]++;
	while (!g->open)
		pthread_cond_wait(&g->opened, &g->mutex);
	pthread_mutex_unlock(&g->mutex);
	atomic_fetch_sub(&g->inside, 1);
	atomic_fetch_add(&g->done, 1);
}

static void open_gate(struct gate *g)
{
	pthread_mutex_lock(&g->mutex);
	g->open = true;
	pthread_cond_broadcast(&g->opened);
	pthread_mutex_unlock(&g->mutex);
}

static void wait_for(atomic_int *value, int wanted)
{
	for (int i = 0; i < 500 && atomic_load(value) != wanted; i++)
		usleep(10 * 1000);
	assert_int_equal(atomic_load(value), wanted);
}

#define GATE                                                                           \
	{                                                                              \
		.mutex = PTHREAD_MUTEX_INITIALIZER, .opened = PTHREAD_COND_INITIALIZER \
	}

static void slow_work_has_threads_of_its_own(void **state)
{
	struct gate slow = GATE, quick = GATE;
	struct workers *w = workers_new(4, 16);

	(void)state;
	assert_non_null(w);
	assert_int_equal(workers_slow_free(w), 2);
	for (int i = 0; i < 5; i++)
		assert_true(workers_give(w, true, pass, &slow));
	wait_for(&slow.inside, 2);
	for (int i = 0; i < 5; i++)
		assert_true(workers_give(w, false, pass, &quick));
	wait_for(&quick.inside, 4);
	assert_int_equal(workers_running(w), 6);
	assert_int_equal(workers_waiting(w), 4);
	assert_int_equal(workers_slow_free(w), 0);
	open_gate(&quick);
	wait_for(&quick.done, 5);
	for (int i = 0; i < 4; i++)
		assert_int_equal(slow.threads_seen[i], 0);
	for (int i = 4; i < 6; i++)
		assert_int_equal(quick.threads_seen[i], 0);
	usleep(20 * 1000);
	assert_int_equal(atomic_load(&slow.inside), 2);
	open_gate(&slow);
	wait_for(&slow.done, 5);
	assert_int_equal(atomic_load(&slow.most), 2);
	workers_free(w);
}

static void a_full_queue_says_so(void **state)
{
	struct gate g = GATE;
	struct workers *w = workers_new(1, 2);

	(void)state;
	assert_true(workers_give(w, false, pass, &g));
	wait_for(&g.inside, 1);
	assert_true(workers_give(w, false, pass, &g));
	assert_true(workers_give(w, false, pass, &g));
	assert_false(workers_give(w, false, pass, &g));
	for (int i = 0; i < 2; i++)
		assert_true(workers_give(w, true, pass, &g));
	open_gate(&g);
	workers_free(w); /* finishes all that was given */
	assert_int_equal(atomic_load(&g.done), 5);
}

static void what_is_late_is_cut(void **state)
{
	struct watch *w = watch_new();
	struct wire *late, *patient, *ours;
	int ends[6];
	char byte;

	(void)state;
	for (int i = 0; i < 6; i += 2)
		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends + i), 0);
	late = watch_add(w, ends[0], 1);
	patient = watch_add(w, ends[2], 60);
	ours = watch_add(w, ends[4], 1);
	wire_turn(ours, TURN_OURS, 0);
	assert_int_equal(watch_close_late(w), 0);
	sleep(3);
	assert_int_equal(watch_close_late(w), 1);
	assert_int_equal(watch_close_late(w), 0);
	assert_int_equal(read(ends[1], &byte, 1), 0);
	assert_int_equal(read(ends[3], &byte, 1), -1);
	assert_int_equal(read(ends[5], &byte, 1), -1);
	watch_remove(w, patient);
	watch_remove(w, late);
	watch_remove(w, ours);
	watch_free(w);
	for (int i = 0; i < 6; i++)
		close(ends[i]);
}

/* Who has gone in the middle of what he sends is shut out when that is seen twice; who has said all
 * that he wants and waits for the answer is not. */
static void who_has_gone_is_shut_out(void **state)
{
	struct watch *w = watch_new();
	struct wire *wires[4];
	int ends[8];
	char byte;

	(void)state;
	for (int i = 0; i < 8; i += 2) {
		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends + i), 0);
		wires[i / 2] = watch_add(w, ends[i], 60);
	}
	shutdown(ends[1], SHUT_WR);
	assert_int_equal(write(ends[3], "x", 1), 1); /* is still to be read */
	shutdown(ends[3], SHUT_WR);
	wire_turn(wires[2], TURN_TAKE, 60);
	shutdown(ends[5], SHUT_WR);
	assert_int_equal(watch_close_late(w), 0);
	assert_int_equal(read(ends[1], &byte, 1), -1);
	assert_int_equal(watch_close_late(w), 0);
	assert_int_equal(read(ends[1], &byte, 1), 0);
	for (int i = 3; i < 8; i += 2)
		assert_int_equal(read(ends[i], &byte, 1), -1);
	for (int i = 0; i < 4; i++)
		watch_remove(w, wires[i]);
	watch_free(w);
	for (int i = 0; i < 8; i++)
		close(ends[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slow_work_has_threads_of_its_own),
		cmocka_unit_test(a_full_queue_says_so),
		cmocka_unit_test(what_is_late_is_cut),
		cmocka_unit_test(who_has_gone_is_shut_out),
	};

	return cmocka_run_group_tests_name("workers", tests, NULL, NULL);
}
