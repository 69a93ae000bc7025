/* ygrar serve: the program at work. */
#include "command/backup.h"
#include "command/mailer.h"

#include "base/log.h"
#include "base/number.h"
#include "record/setting.h"
#include "search/search.h"
#include "web/server.h"

#include <pthread.h>
#include <signal.h>

/* Looks every minute whether today's backup is there. */
struct backups {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stop;
	struct app *app;
	const char *folder, *to_key;
	struct backup_keep keep;
};

static bool refresh(struct context *cx, void *data)
{
	(void)data;
	return settings_refresh(cx);
}

static void look(struct backups *b)
{
	struct context *cx = context_new(b->app, MAX_JOB_MEMORY);

	if (cx && (!db_work(cx, b->app->store, DB_READ, refresh, NULL) ||
	           !backup_daily(cx, b->app->store, b->folder, b->keep, today(cx), b->to_key)))
		log_event(LOG_ERROR, "backup failed", "where", cx->err.where, NULL);
	context_free(cx);
}

static void *backups_run(void *data)
{
	struct backups *b = data;
	sigset_t all;

	sigfillset(&all); /* signals are for the thread that waits for them */
	pthread_sigmask(SIG_BLOCK, &all, NULL);
	pthread_mutex_lock(&b->lock);
	while (!b->stop) {
		struct timespec until;

		pthread_mutex_unlock(&b->lock);
		look(b);
		pthread_mutex_lock(&b->lock);
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec += 60;
		if (!b->stop)
			pthread_cond_timedwait(&b->wake, &b->lock, &until);
	}
	pthread_mutex_unlock(&b->lock);
	return NULL;
}

static bool backups_start(struct invocation *v, struct backups *b)
{
	const char *keep = option(v, "keep");

	b->app = &v->app;
	b->folder = option(v, "backup");
	b->to_key = option(v, "to-key");
	if (!b->folder)
		return true;
	if (!backup_keep_parse(keep ? keep : "7d,4w,12m", &b->keep))
		return fail(v->cx, ERR_INVALID, "--keep", N_("Say how many to keep as 7d,4w,12m."));
	pthread_mutex_init(&b->lock, NULL);
	pthread_cond_init(&b->wake, NULL);
	return pthread_create(&b->thread, NULL, backups_run, b) == 0 ||
	       fail(v->cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
}

static void backups_stop(struct backups *b)
{
	if (!b->folder)
		return;
	pthread_mutex_lock(&b->lock);
	b->stop = true;
	pthread_cond_signal(&b->wake);
	pthread_mutex_unlock(&b->lock);
	pthread_join(b->thread, NULL);
}

static int serve(struct invocation *v)
{
	struct server_options options = { .listen = option(v, "listen"),
		                          .address = option(v, "address") };
	const char *workers = option(v, "workers");
	struct backups backups = { 0 };
	struct mailer *mailer;
	int64_t n = 0;
	bool served;

	if (workers && !parse_int_in(workers, 1, 256, &n)) {
		fputs("ygrar: --workers takes a number from 1 to 256\n", stderr);
		return EXIT_USE;
	}
	options.workers = (int)n;
	if (!command_open(v, OPEN_KEY))
		return EXIT_REFUSED;
	if (!command_search(v))
		return EXIT_REFUSED;
	if (!search_start(v->cx) || !backups_start(v, &backups))
		return command_failed(v);
	mailer = mailer_start(v);
	served = mailer ? server_run(&v->app, options) : (command_failed(v), false);
	mailer_stop(mailer);
	backups_stop(&backups);
	return served ? EXIT_DONE : EXIT_REFUSED;
}

static const struct option_spec serve_options[] = {
	{ "listen", "ADDR:PORT", "or unix:PATH (default 127.0.0.1:8080)" },
	{ "address", "URL", "as people reach it, when it stands behind a proxy" },
	{ "workers", "N", "requests answered at once (default 8)" },
	{ "backup", "DIR", "one backup a day into this folder" },
	{ "keep", "7d,4w,12m", "how many of them to keep" },
	{ "to-key", "PUBLICKEY", "seal the backups" },
	{ "mail-password", "FILE", "its first line is the password at the mail server" },
	{ "mail-authorities", "FILE",
	  "certificates the mail server's must come from (default: those of this machine)" },
	{ "search", "PATH", "the index (default: beside the SQLite file, or beside the key)" },
	{ 0 },
};

const struct command serve_command = { "serve",       "",   "Serve until told to stop.", 0, 0,
	                               serve_options, serve };
