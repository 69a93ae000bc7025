/* ygrar verify, ygrar dump: looking at the whole. */
#include "command/command.h"

#include "base/buffer.h"
#include "record/dump.h"
#include "record/verify.h"
#include "web/openapi.h"

/* ---- verify */

static int verify(struct invocation *v)
{
	const char *file = option(v, "anchor"), *anchor = NULL;
	struct verify_result *result;
	struct buffer out;
	size_t size;
	int status;

	if (!command_open(v, 0))
		return EXIT_REFUSED;
	if (file && !(anchor = command_read(v, file, 4096, &size)))
		return command_failed(v);
	result = arena_new_of(v->cx->mem, struct verify_result);
	if (!verify_run(v->cx, anchor, result))
		return command_failed(v);
	out = BUFFER(v->cx->mem, MAX_ANSWER);
	status = verify_report(v->cx, result, &out);
	fputs(buffer_str(&out), stdout);
	return status;
}

static const struct option_spec verify_options[] = {
	{ "anchor", "FILE",
	  "a head kept elsewhere: {\"seq\",\"hash\",\"signature\"}; finds a rolled-back log" },
	{ 0 },
};

const struct command verify_command = {
	"verify",
	"",
	"Prove that the database still says what happened.\n\nWalks the chain of changes, replays "
	"it and compares every record.",
	0,
	0,
	verify_options,
	verify
};

/* ---- dump */

static int dump(struct invocation *v)
{
	static const struct {
		const char *what;
		bool (*write)(struct context *cx, struct buffer *out);
	} dumps[] = {
		{ "schema", dump_schema },
		{ "api", openapi_write },
		{ "permissions", dump_permissions },
		{ "strings", dump_strings },
	};

	for (size_t i = 0; i < LEN(dumps); i++) {
		struct buffer out;

		if (!str_eq(v->words[0], dumps[i].what))
			continue;
		if (!command_program(v))
			return EXIT_REFUSED;
		out = BUFFER(v->cx->mem, MAX_ANSWER);
		if (!dumps[i].write(v->cx, &out) || !buffer_ok(v->cx, &out))
			return command_failed(v);
		fputs(buffer_str(&out), stdout);
		return EXIT_DONE;
	}
	fputs("ygrar: dump schema|api|permissions|strings\n", stderr);
	return EXIT_USE;
}

const struct command dump_command = { "dump",
	                              "schema|api|permissions|strings",
	                              "Print what the program's tables say.\n\nNeeds no database.",
	                              1,
	                              1,
	                              NULL,
	                              dump };
