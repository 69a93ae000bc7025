/* Leases of node numbers: ten bits of every identifier, so that processes which never speak to each
 * other make different ones.  A number belongs to the process whose random name stands beside it,
 * until the lease runs out; it is taken again only a while after that, because clocks differ a
 * little. */
#include "base/id.h"
#include "base/secret.h"
#include "store/driver.h"

static const int64_t lease = 10 * 60 * 1000000LL;
static const int64_t grace = 30 * 1000000LL;
static const int64_t after_close = 5 * 1000000LL;

SQL(node_all, "SELECT number, until FROM node ORDER BY number");

SQL(node_take,
    "INSERT INTO node (number, holder, until) VALUES ($1, $2, $3)"
    " ON CONFLICT (number) DO UPDATE SET holder = excluded.holder, until = excluded.until");

SQL(node_renew, "UPDATE node SET until = $3 WHERE number = $1 AND holder = $2");

struct leasing {
	struct store *store;
	int number;
};

/* The lowest number that nobody has. */
static bool find_free(struct context *cx, int64_t now, int *ret)
{
	struct rows *r = db_query(cx, &node_all);
	int n = 0;

	while (r && rows_next(cx, r) && rows_int(r, 0) == n && rows_int(r, 1) + grace > now)
		n++;
	rows_close(r);
	*ret = n;
	return !failed(cx);
}

static bool take(struct context *cx, void *data)
{
	struct leasing *l = data;
	int64_t now = instant_now();

	if (!find_free(cx, now, &l->number))
		return false;
	if (l->number >= ID_NODES)
		return fail(cx, ERR_UNAVAILABLE, NULL,
		            N_("Too many programs work with this database. Please try again in ten "
		               "minutes."));
	return db_run(cx, &node_take, V(l->number), V(l->store->holder), V(now + lease));
}

static bool renew(struct context *cx, void *data)
{
	const struct leasing *l = data;
	int64_t touched;

	if (!db_run_count(cx, &node_renew, &touched, V(l->number), V(l->store->holder),
	                  V(instant_now() + lease)))
		return false;
	return touched == 1 ||
	       fail(cx, ERR_BROKEN, NULL, "the lease of node number %d was lost", l->number);
}

bool store_lease_node(struct context *cx, struct store *s, int *number)
{
	struct leasing l = { .store = s, .number = *number };

	if (*number >= 0)
		return db_work(cx, s, DB_WRITE, renew, &l);
	if (!s->holder) {
		secret_random(&s->holder, sizeof s->holder);
		s->holder &= INT64_MAX;
	}
	if (!db_work(cx, s, DB_WRITE, take, &l))
		return false;
	*number = s->node = l.number;
	return true;
}

static bool give_up(struct context *cx, void *data)
{
	struct store *s = data;

	return db_run(cx, &node_renew, V(s->node), V(s->holder),
	              V(instant_now() - grace + after_close));
}

/* Many commands in a row would otherwise use up the numbers.  When it cannot be done, the lease
 * runs out by itself. */
void node_release(struct store *s)
{
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };

	if (cx.mem && !db_work(&cx, s, DB_WRITE, give_up, s))
		error_clear(&cx);
	arena_free(cx.mem);
}
