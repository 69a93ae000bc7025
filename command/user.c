/* ygrar user, ygrar token: who may come in. */
#include "command/command.h"

#include "base/number.h"
#include "subject/institution/institution.h"
#include "web/session.h"

struct work {
	struct invocation *v;
	const char *login, *password;
	char token[TOKEN_TEXT];
};

/* The first line of standard input. */
static const char *password_of(struct invocation *v)
{
	size_t size;
	char *bytes = command_read(v, NULL, MAX_PASSWORD * 4, &size);

	if (bytes)
		bytes[strcspn(bytes, "\r\n")] = '\0';
	return bytes;
}

static bool add(struct context *cx, void *data)
{
	struct work *w = data;
	const char *institution = option(w->v, "institution"), *roles = option(w->v, "role");
	int64_t id;

	if (!institution || !roles)
		return fail(cx, ERR_INVALID, NULL,
		            N_("Name the institution and the role: --institution CODE --role "
		               "ROLE[,…]"));
	id = account_add(cx, w->login, institution, roles, option(w->v, "name"), cx->lang);
	return id && (!w->password || password_set(cx, id, w->login, w->password, false));
}

static bool set_password(struct context *cx, void *data)
{
	struct work *w = data;
	const struct account *a = account_by_login(cx, w->login);

	if (!a)
		return failed(cx) ? false
		                  : fail(cx, ERR_NOT_FOUND, NULL, N_("There is no user “%s”."),
		                         w->login);
	return password_set(cx, a->record.id, w->login, w->password,
	                    !option(w->v, "password-stdin"));
}

static int user(struct invocation *v)
{
	struct work w = { .v = v, .login = v->words[1] };
	bool adds = str_eq(v->words[0], "add");
	char slip[SLIP_TEXT];

	if (!adds && !str_eq(v->words[0], "password")) {
		fputs("ygrar: user add LOGIN … or user password LOGIN\n", stderr);
		return EXIT_USE;
	}
	if (!command_open(v, OPEN_KEY))
		return EXIT_REFUSED;
	w.password = option(v, "password-stdin") ? password_of(v)
	             : adds                      ? NULL
	                                         : password_slip(slip);
	if (failed(v->cx))
		return command_failed(v);
	if (!command_work(v, DB_WRITE, adds ? add : set_password, &w))
		return EXIT_REFUSED;
	if (!adds && !option(v, "password-stdin"))
		puts(slip);
	return command_seal(v) ? EXIT_DONE : EXIT_REFUSED;
}

static const struct option_spec user_options[] = {
	{ "institution", "CODE", "where the user works: MFA, MOE, … (add)" },
	{ "role", "ROLE[,…]",
	  "one membership for each: CH DC SEC FP MA MJ OMB CSO IP PUB ADM AUD (add)" },
	{ "name", "NAME", "how pages call the user (add)" },
	{ "password-stdin", NULL, "the password is the first line of standard input" },
	{ 0 },
};

const struct command user_command = {
	"user",
	"add|password LOGIN",
	"Add a user, or set a password.\n\nWithout --password-stdin, `user password` prints one "
	"for a slip, to be changed at once.",
	2,
	2,
	user_options,
	user
};

static bool add_token(struct context *cx, void *data)
{
	struct work *w = data;
	const char *scope = option(w->v, "scope"), *days = option(w->v, "days");
	int64_t n = 90;

	if (days && !parse_int_in(days, 1, 366, &n))
		return fail(cx, ERR_INVALID, "--days", N_("A token lives for 1 to 366 days."));
	return token_add(cx, w->login, scope ? scope : "read", "ygrar token add", n, w->token);
}

static int token(struct invocation *v)
{
	struct work w = { .v = v, .login = v->words[1] };

	if (!str_eq(v->words[0], "add")) {
		fputs("ygrar: token add LOGIN --scope read|write --days N\n", stderr);
		return EXIT_USE;
	}
	if (!command_open(v, OPEN_KEY) || !command_work(v, DB_WRITE, add_token, &w))
		return EXIT_REFUSED;
	puts(w.token);
	return command_seal(v) ? EXIT_DONE : EXIT_REFUSED;
}

static const struct option_spec token_options[] = {
	{ "scope", "read|write", "what it may do (default read)" },
	{ "days", "N", "how long it lives (default 90)" },
	{ 0 },
};

const struct command token_command = { "token", "add LOGIN", "Make an API token and print it once.",
	                               2,       2,           token_options,
	                               token };
