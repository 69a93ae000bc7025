/* Once a day the reminders, and all day long what is in the outbox.  On a thread of its own,
 * because a mail server may take its time, which nothing else here may wait for.
 *
 * While the mail server is away the pauses grow, up to a quarter of an hour. */
#include "command/mailer.h"

#include "base/log.h"
#include "record/setting.h"
#include "subject/reminder/reminder.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>

enum { MAX_PASSWORD_FILE = 1024, PAUSE = 2, LONGEST_PAUSE = 900 /* seconds */ };

struct mailer {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	atomic_bool stop;
	struct app *app;
	const char *password, *authorities;
	int pause;
};

struct due {
	struct date day;
	bool is;
};

static bool ask_due(struct context *cx, void *data)
{
	struct due *due = data;

	return settings_refresh(cx) && reminder_is_due(cx, &due->day, &due->is);
}

static bool look(struct context *cx, struct mailer *m)
{
	struct due due;
	bool away;

	if (!db_work(cx, m->app->store, DB_READ, ask_due, &due))
		return false;
	if (due.is && !remind(cx, due.day, false, NULL, NULL))
		return false;
	if (!outbox_send(cx, m->password, m->authorities, &m->stop, &away))
		return false;
	m->pause = !away ? PAUSE : m->pause * 2 < LONGEST_PAUSE ? m->pause * 2 : LONGEST_PAUSE;
	return true;
}

static void work(struct mailer *m)
{
	struct context *cx = context_new(m->app, MAX_JOB_MEMORY);
	const char *cause;

	if (!cx)
		return;
	if (setjmp(*arena_recover(cx->mem))) {
		log_event(LOG_ERROR, "mail", "cause", "memory", NULL);
	} else if (!look(cx, m)) {
		cause = cx->err.where ? cx->err.where : "";
		log_event(LOG_ERROR, "mail", "where", cause, NULL);
		m->pause = m->pause * 2 < LONGEST_PAUSE ? m->pause * 2 : LONGEST_PAUSE;
	}
	context_free(cx);
}

static void *mailer_run(void *data)
{
	struct mailer *m = data;
	struct timespec until;
	sigset_t all;

	sigfillset(&all); /* signals are for the thread that waits for them */
	pthread_sigmask(SIG_BLOCK, &all, NULL);
	pthread_mutex_lock(&m->lock);
	while (!atomic_load(&m->stop)) {
		pthread_mutex_unlock(&m->lock);
		work(m);
		pthread_mutex_lock(&m->lock);
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec += m->pause;
		while (!atomic_load(&m->stop) &&
		       pthread_cond_timedwait(&m->wake, &m->lock, &until) == 0)
			continue;
	}
	pthread_mutex_unlock(&m->lock);
	return NULL;
}

/* The first line of the file.  The path is told at the command line and not by a setting: whoever
 * may change settings could have any file of this machine sent to a mail server of his. */
static bool read_password(struct invocation *v, struct mailer *m)
{
	const char *path = option(v, "mail-password");
	size_t n;
	char *text;

	if (!path)
		return true;
	text = command_read(v, path, MAX_PASSWORD_FILE, &n);
	if (!text)
		return false;
	text[strcspn(text, "\r\n")] = '\0';
	m->password = text;
	return true;
}

struct mailer *mailer_start(struct invocation *v)
{
	struct mailer *m = arena_new_of(v->cx->mem, struct mailer);

	*m = (struct mailer){ .app = &v->app,
		              .authorities = option(v, "mail-authorities"),
		              .pause = PAUSE };
	if (!read_password(v, m))
		return NULL;
	pthread_mutex_init(&m->lock, NULL);
	pthread_cond_init(&m->wake, NULL);
	if (pthread_create(&m->thread, NULL, mailer_run, m) == 0)
		return m;
	fail(v->cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
	return NULL;
}

void mailer_stop(struct mailer *m)
{
	if (!m)
		return;
	pthread_mutex_lock(&m->lock);
	atomic_store(&m->stop, true);
	pthread_cond_signal(&m->wake);
	pthread_mutex_unlock(&m->lock);
	pthread_join(m->thread, NULL);
}
