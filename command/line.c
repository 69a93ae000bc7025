/* The command line.  Options may stand before or behind words; every command takes the common ones;
 * --help prints what the tables say, so help cannot lie. */
#include "command/command.h"

static const struct option_spec common[] = {
	{ "db", "URL", "database: sqlite:PATH or postgresql://… (default sqlite:ygrar.db)" },
	{ "key-file", "PATH", "signing key (default: ygrar.key beside a SQLite file)" },
	{ "as", "LOGIN", "act as this user (default: the console, logged by name)" },
	{ "lang", "tk|ru|en", "language of messages and exports (default en)" },
	{ "restricted", "REASON",
	  "let restricted text leave by the console; the reason is logged" },
	{ "help", NULL, "this text" },
	{ 0 },
};

static const struct option_spec *find(const struct option_spec *list, const char *name, size_t n)
{
	for (; list && list->name; list++)
		if (strlen(list->name) == n && memcmp(list->name, name, n) == 0)
			return list;
	return NULL;
}

static void print_options(const struct option_spec *list)
{
	for (; list && list->name; list++) {
		char left[64];

		snprintf(left, sizeof left, "--%s%s%s", list->name, list->value ? " " : "",
		         list->value ? list->value : "");
		printf("  %-28s %s\n", left, list->help);
	}
}

static void print_help(const struct command *c)
{
	printf("ygrar %s%s%s\n\n%s\n\n", c->name, *c->words ? " " : "", c->words, c->help);
	print_options(c->options);
	print_options(common);
}

static void print_commands(FILE *to)
{
	fputs("Ygrar: the working system of a national mechanism for human rights.\n\nygrar "
	      "COMMAND [WORDS] [OPTIONS]\n\n",
	      to);
	for (const struct command *const *c = commands; *c; c++)
		fprintf(to, "  %-10s %.*s\n", (*c)->name, (int)strcspn((*c)->help, "\n"),
		        (*c)->help);
	fputs("\n`ygrar COMMAND --help` tells more.\n", to);
}

static int wrong(const struct command *c, const char *what, const char *which)
{
	fprintf(stderr, "ygrar: %s%s%s\n", what, *which ? ": " : "", which);
	fprintf(stderr, "ygrar: see `ygrar %s%s--help`\n", c ? c->name : "", c ? " " : "");
	return EXIT_USE;
}

static const struct command *command_named(const char *name)
{
	for (const struct command *const *c = commands; *c; c++)
		if (strcmp((*c)->name, name) == 0)
			return *c;
	return NULL;
}

/* One option, its value behind "=" or in the next argument; *i is stepped over what was used. */
static int read_option(struct invocation *v, const struct command *c, int argc, char **argv, int *i)
{
	const char *name = argv[*i] + 2, *equals = strchr(name, '=');
	size_t n = equals ? (size_t)(equals - name) : strlen(name);
	const struct option_spec *o = find(common, name, n);

	if (!o && c)
		o = find(c->options, name, n);
	if (!o)
		return wrong(c, "unknown option", argv[*i]);
	if (!o->value && equals)
		return wrong(c, "this option takes no value", argv[*i]);
	if (o->value && !equals && *i + 1 >= argc)
		return wrong(c, "a value is missing behind", argv[*i]);
	if (v->options_n == LEN(v->names))
		return wrong(c, "too many options", "");
	v->names[v->options_n] = o->name;
	v->values[v->options_n++] = !o->value ? "" : equals ? equals + 1 : argv[++*i];
	return -1;
}

/* The command is the first word; options before it are read once it is known which they may be. */
static const struct command *find_command(int argc, char **argv, int *at)
{
	for (int i = 1; i < argc; i++) {
		if (strncmp(argv[i], "--", 2) == 0) {
			const struct option_spec *o =
			        find(common, argv[i] + 2, strcspn(argv[i] + 2, "="));

			i += o && o->value && !strchr(argv[i], '=');
			continue;
		}
		*at = i;
		return command_named(argv[i]);
	}
	return NULL;
}

int command_line(struct invocation *v, int argc, char **argv)
{
	bool only_words = false;
	int at = 0;

	v->command = find_command(argc, argv, &at);
	if (!at && argc > 1 && strcmp(argv[1], "--help") == 0) {
		print_commands(stdout);
		return EXIT_DONE;
	}
	if (!v->command) {
		if (at)
			fprintf(stderr, "ygrar: unknown command: %s\n\n", argv[at]);
		print_commands(stderr);
		return EXIT_USE;
	}
	for (int i = 1; i < argc; i++) {
		if (i == at)
			continue;
		if (!only_words && strcmp(argv[i], "--") == 0) {
			only_words = true;
		} else if (!only_words && strncmp(argv[i], "--", 2) == 0) {
			int status = read_option(v, v->command, argc, argv, &i);

			if (status >= 0)
				return status;
		} else if (!only_words && strcmp(argv[i], "-o") == 0 && i + 1 < argc) {
			v->names[v->options_n] = "output";
			v->values[v->options_n++] = argv[++i];
		} else if (v->words_n < MAX_WORDS) {
			v->words[v->words_n++] = argv[i];
		}
	}
	if (option(v, "help")) {
		print_help(v->command);
		return EXIT_DONE;
	}
	if (v->words_n < v->command->least || v->words_n > v->command->most)
		return wrong(v->command, "wrong number of words behind the command",
		             v->command->name);
	return -1;
}

const char *option(const struct invocation *v, const char *name)
{
	for (size_t i = v->options_n; i-- > 0;)
		if (strcmp(v->names[i], name) == 0)
			return v->values[i];
	return NULL;
}
