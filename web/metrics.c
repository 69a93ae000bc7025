/* /healthz tells a load balancer that this process reaches its database; /metrics tells Prometheus
 * how it fares. */
#include "web/exchange.h"

#include "base/confine.h"
#include "store/db.h"

static const int64_t bounds[METRICS_BUCKETS] = {
	1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000
}; /* milliseconds */

void metrics_count(struct metrics *m, int status, int64_t microseconds)
{
	int i = 0;

	while (i < METRICS_BUCKETS && microseconds > bounds[i] * 1000)
		i++;
	atomic_fetch_add(&m->by_status[status > 0 && status < 600 ? status : 0], 1);
	atomic_fetch_add(&m->bucket[i], 1);
	atomic_fetch_add(&m->microseconds, microseconds);
}

static void head(struct buffer *out, const char *name, const char *type, const char *help)
{
	buffer_fmt(out, "# HELP ygrar_%s %s\n# TYPE ygrar_%s %s\n", name, help, name, type);
}

static void one(struct buffer *out, const char *name, const char *type, const char *help,
                long long value)
{
	head(out, name, type, help);
	buffer_fmt(out, "ygrar_%s %lld\n", name, value);
}

void metrics_text(struct metrics *m, struct buffer *out)
{
	long long total = 0;

	head(out, "requests_total", "counter", "Requests answered, by status.");
	for (int status = 0; status < 600; status++) {
		long long n = atomic_load(&m->by_status[status]);

		if (n)
			buffer_fmt(out, "ygrar_requests_total{status=\"%d\"} %lld\n", status, n);
	}
	head(out, "request_seconds", "histogram", "From the whole request to the finished reply.");
	for (int i = 0; i < METRICS_BUCKETS; i++) {
		total += atomic_load(&m->bucket[i]);
		buffer_fmt(out, "ygrar_request_seconds_bucket{le=\"%lld.%03lld\"} %lld\n",
		           (long long)bounds[i] / 1000, (long long)bounds[i] % 1000, total);
	}
	total += atomic_load(&m->bucket[METRICS_BUCKETS]);

	long long us = atomic_load(&m->microseconds);

	buffer_fmt(out,
	           "ygrar_request_seconds_bucket{le=\"+Inf\"} %lld\n"
	           "ygrar_request_seconds_sum %lld.%06lld\nygrar_request_seconds_count %lld\n",
	           total, us / 1000000, us % 1000000, total);
	one(out, "connections", "gauge", "Open connections.", atomic_load(&m->connections));
	one(out, "refused_full_total", "counter", "Requests refused because the queue was full.",
	    atomic_load(&m->refused_full));
	one(out, "late_connections_total", "counter", "Connections closed for being too slow.",
	    atomic_load(&m->late));
	one(out, "database_retries_total", "counter",
	    "Transactions run again because the database could not serialise them.",
	    atomic_load(&m->retries));
	one(out, "landlock_version", "gauge",
	    "Version of Landlock that confines who reads foreign files; 0: the filter of system "
	    "calls stands alone.",
	    confine_landlock());
}

SQL(metrics_alive, "SELECT one FROM chain_head WHERE one = 1");
SQL(metrics_jobs, "SELECT state, COUNT(*) FROM job GROUP BY state ORDER BY state");
SQL(metrics_unsealed, "SELECT COUNT(*) FROM change WHERE seq IS NULL");

/* What only the database knows. */
static bool stored_metrics(struct context *cx, struct buffer *out)
{
	int64_t unsealed = 0;
	struct rows *r;

	if (!db_int(cx, &metrics_unsealed, &unsealed, NULL))
		return false;
	one(out, "unsealed_changes", "gauge", "Changes that wait for their place in the chain.",
	    unsealed);
	head(out, "jobs", "gauge", "Jobs by state.");
	r = db_query(cx, &metrics_jobs);
	while (r && rows_next(cx, r))
		buffer_fmt(out, "ygrar_jobs{state=\"%s\"} %lld\n", rows_text(r, 0),
		           (long long)rows_int(r, 1));
	return !failed(cx);
}

static bool show_metrics(struct context *cx, const struct request *q, struct reply *a)
{
	const struct exchange *x = q->connection;
	struct buffer *out = &a->body;

	a->type = "text/plain; version=0.0.4; charset=utf-8";
	metrics_text(&x->web->metrics, out);
	if (x->web->workers)
		one(out, "queue", "gauge", "Requests and jobs that wait for a thread.",
		    (long long)workers_waiting(x->web->workers));
	return stored_metrics(cx, out) && buffer_ok(cx, out);
}

static bool show_health(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t one_is = 0;
	const struct exchange *x = q->connection;

	if (atomic_load(&x->web->stopping))
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("The program is being stopped."));
	if (!db_int(cx, &metrics_alive, &one_is, NULL) || one_is != 1)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("The database does not answer."));
	a->type = "text/plain; charset=utf-8";
	buffer_text(&a->body, "ok\n");
	return true;
}

static const struct route routes[] = {
	{ METHOD_GET, "/healthz", "@public", show_health,
	  N_("For the load balancer: is the database there?") },
	{ METHOD_GET, "/metrics", "@public", show_metrics, N_("Counters for Prometheus") },
	{ 0 },
};

const struct pages metrics_pages = { "metrics", routes, NULL };
