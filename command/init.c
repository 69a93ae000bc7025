/* ygrar init: an empty database becomes one to work with.  Run again on an older one it loads a
 * newer reference pack, which never overwrites what a person corrected. */
#include "command/command.h"

#include "record/setting.h"
#include "subject/institution/institution.h"
#include "web/session.h"

/* Said on the sign-in page of a sample database, too: nobody should take it for a secret. */
static const char sample_password[] = "sample-password";

struct load {
	const struct subject *subject;
	const char *pack;
};

static bool load_reference(struct context *cx, void *data)
{
	const struct load *l = data;

	return l->subject->load_reference(cx, l->pack);
}

static bool load_sample(struct context *cx, void *data)
{
	const struct load *l = data;

	return l->subject->load_sample(cx);
}

/* One after the other, each in the memory that the one before had. */
static bool load(struct invocation *v, struct load *l, bool sample)
{
	struct context_mark mark = context_mark(v->cx);

	if (!command_work(v, DB_WRITE, sample ? load_sample : load_reference, l))
		return false;
	context_rewind(v->cx, mark);
	return true;
}

/* Subjects in their order: what is referred to comes first. */
static bool each_subject(struct invocation *v, const char *pack, bool sample)
{
	for (int order = 0; order <= 100; order++)
		for (const struct subject *const *s = subjects; *s; s++) {
			struct load l = { *s, pack };
			bool loads =
			        sample ? (*s)->load_sample != NULL : (*s)->load_reference != NULL;

			if ((*s)->order == order && loads && !load(v, &l, sample))
				return false;
		}
	return true;
}

SQL(init_accounts, "SELECT id, login FROM account ORDER BY login");

static bool give_passwords(struct context *cx, void *data)
{
	struct rows *r = db_query(cx, &init_accounts);

	(void)data;
	while (r && rows_next(cx, r)) {
		const char *login = arena_str(cx->mem, rows_text(r, 1));

		if (!password_set(cx, rows_int(r, 0), login, sample_password, false))
			return false;
		printf("%s\t%s\n", login, sample_password);
	}
	return !failed(cx) && setting_set(cx, "sample", "1");
}

SQL(init_users, "SELECT count(*) FROM account");

/* Samples come into a database that nobody works in yet: beside real records they would be taken
 * for real, and all users get the sample's password.  data: whether they are there already. */
static bool may_have_sample(struct context *cx, void *data)
{
	int64_t n = 0;

	if (!settings_refresh(cx) || !db_int(cx, &init_users, &n, NULL))
		return false;
	*(bool *)data = n && setting_yes(cx, "sample");
	return !n || *(bool *)data ||
	       fail(cx, ERR_INVALID, NULL,
	            N_("There are users in this database: sample data is not added to it."));
}

static int init(struct invocation *v)
{
	const char *pack = option(v, "reference");
	bool sample = option(v, "sample"), there = false;

	if (pack && !str_eq(pack, "turkmenistan")) {
		fprintf(stderr, "ygrar: there is no reference pack “%s”; there is: turkmenistan\n",
		        pack);
		return EXIT_REFUSED;
	}
	if (!command_open(v, OPEN_NEW | OPEN_MAKE_KEY))
		return EXIT_REFUSED;
	if (sample && !command_work(v, DB_READ, may_have_sample, &there))
		return EXIT_REFUSED;
	v->cx->reason = "reference pack";
	if ((pack || sample) && !each_subject(v, pack ? pack : "turkmenistan", false))
		return EXIT_REFUSED;
	v->cx->reason = "sample data";
	if (there)
		printf("%s\n", tr(v->cx, N_("The sample data is there already.")));
	if (sample && !there &&
	    (!each_subject(v, NULL, true) || !command_work(v, DB_WRITE, give_passwords, NULL)))
		return EXIT_REFUSED;
	return command_seal(v) ? EXIT_DONE : EXIT_REFUSED;
}

static const struct option_spec options[] = {
	{ "reference", "PACK", "load reference data: turkmenistan" },
	{ "sample", NULL,
	  "add sample users and records, plainly called samples; prints their logins" },
	{ 0 },
};

const struct command init_command = {
	"init",  "",  "Make a database.\n\nLoads reference data and, if asked, sample data.", 0, 0,
	options, init
};
