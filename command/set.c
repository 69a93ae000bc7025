/* ygrar set, ygrar migrate, ygrar keys, ygrar erase: the small ones. */
#include "command/command.h"

#include "base/number.h"
#include "record/erase.h"
#include "record/key.h"
#include "record/setting.h"

/* ---- set */

static bool set_one(struct context *cx, void *data)
{
	const struct invocation *v = data;

	return setting_set(cx, v->words[0], v->words[1]);
}

static bool show(struct context *cx, void *data)
{
	const struct invocation *v = data;
	bool found = !v->words_n;

	if (!settings_refresh(cx))
		return false;
	for (const struct setting_kind_of *k = known_settings; k->name; k++)
		if (!v->words_n || str_eq(v->words[0], k->name)) {
			printf(v->words_n ? "%.0s%s\n" : "%s=%s\n", k->name, setting(cx, k->name));
			found = true;
		}
	return found || fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such setting."));
}

static int set(struct invocation *v)
{
	bool writes = v->words_n == 2;

	if (!command_open(v, writes ? OPEN_KEY : 0) ||
	    !command_work(v, writes ? DB_WRITE : DB_READ, writes ? set_one : show, v))
		return EXIT_REFUSED;
	return !writes || command_seal(v) ? EXIT_DONE : EXIT_REFUSED;
}

const struct command set_command = { "set",
	                             "[NAME [VALUE]]",
	                             "Show or change settings.\n\nWithout words: all of them.",
	                             0,
	                             2,
	                             NULL,
	                             set };

/* ---- migrate */

static int migrate(struct invocation *v)
{
	int before, after;

	if (!command_open(v, OPEN_OLD))
		return EXIT_REFUSED;
	if (!store_version(v->cx, v->app.store, &before) ||
	    !store_migrate(v->cx, v->app.store, migrations) ||
	    !store_version(v->cx, v->app.store, &after))
		return command_failed(v);
	printf("%d -> %d\n", before, after);
	return EXIT_DONE;
}

const struct command migrate_command = { "migrate", "", "Bring the database up to this program.",
	                                 0,         0,  NULL,
	                                 migrate };

/* ---- keys */

static int keys(struct invocation *v)
{
	const char *what = v->words[0];
	char public_key[KEY_TEXT];

	if (!(str_eq(what, "public") || str_eq(what, "rotate") ||
	      (str_eq(what, "export") && v->words_n == 2))) {
		fputs("ygrar: keys public, keys rotate, or keys export FILE\n", stderr);
		return EXIT_USE;
	}
	if (!command_open(v, OPEN_KEY))
		return EXIT_REFUSED;
	if (str_eq(what, "rotate")
	            ? !key_rotate(v->cx, v->key_path)
	            : str_eq(what, "export") && !key_export(v->cx, v->key_path, v->words[1]))
		return command_failed(v);
	if (!str_eq(what, "export")) {
		if (!key_public(v->cx, public_key))
			return command_failed(v);
		puts(public_key);
	}
	return command_seal(v) ? EXIT_DONE : EXIT_REFUSED;
}

const struct command keys_command = {
	"keys",
	"public|rotate|export [FILE]",
	"The signing key.\n\npublic prints the public key, rotate makes a new one (the old one "
	"vouches for it), export copies the\n"
	"key file to a safe place. Without the key file nobody can continue the chain.",
	1,
	2,
	NULL,
	keys
};

/* ---- erase */

struct order {
	int64_t request;
	bool executed; /* before, and only the files were not cleaned */
};

static bool look_at(struct context *cx, struct order *o)
{
	const struct erasure_request *r = record_get_any(cx, &erasure_request_type, o->request);
	int64_t cleaned;

	if (!r || !erase_cleaned_at(cx, o->request, &cleaned))
		return false;
	o->executed = !cleaned && type_state_in(&erasure_request_type, r->record.state, "executed");
	return true;
}

static bool execute(struct context *cx, void *data)
{
	struct order *o = data;

	return look_at(cx, o) && (o->executed || erase_execute(cx, o->request));
}

static bool note_cleaned(struct context *cx, void *data)
{
	return erase_cleaned(cx, ((struct order *)data)->request);
}

/* Erased is erased, but until its files are clean, too, the database could give traces away. */
static bool clean(struct invocation *v, struct order *o)
{
	if (store_clean(v->cx, v->app.store))
		return command_work(v, DB_WRITE, note_cleaned, o) && command_seal(v);
	command_failed(v);
	fputs("ygrar: it is erased, but the database's files may still hold traces: give the same "
	      "command again\n",
	      stderr);
	return false;
}

static int erase(struct invocation *v)
{
	struct order o = { 0 };

	if (!parse_int_in(v->words[0], 1, INT64_MAX, &o.request) ||
	    str_empty(option(v, "reason"))) {
		fputs("ygrar: erase REQUEST --reason TEXT\n", stderr);
		return EXIT_USE;
	}
	if (!command_open(v, OPEN_KEY))
		return EXIT_REFUSED;
	v->cx->reason = option(v, "reason");
	return command_work(v, DB_WRITE, execute, &o) && command_seal(v) && clean(v, &o)
	               ? EXIT_DONE
	               : EXIT_REFUSED;
}

static const struct option_spec erase_options[] = {
	{ "reason", "TEXT", "why; logged" },
	{ 0 },
};

const struct command erase_command = {
	"erase",
	"REQUEST",
	"Execute an erasure of personal data.\n\nOnly a request that the secretariat made and the "
	"chair approved is executed. Then the database's files are\n"
	"cleaned of what was deleted: saves wait meanwhile, and room for a second copy is needed. "
	"If that fails, give the command again.",
	1,
	1,
	erase_options,
	erase
};
