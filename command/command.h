/* The commands of `ygrar`: a contract that scripts depend on.  Exit status 0 done, 1 refused or
 * failed, 2 wrong use. */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include "record/app.h"
#include "record/record.h"

enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USE = 2 };

struct option_spec {
	const char *name;  /* without the dashes */
	const char *value; /* what stands behind it in the help, NULL: nothing */
	const char *help;
};

enum { MAX_OPTIONS = 24, MAX_WORDS = 4096 };

/* One call of the program. */
struct invocation {
	const struct command *command;
	const char *words[MAX_WORDS];
	size_t words_n;
	const char *names[MAX_OPTIONS * 4],
	        *values[MAX_OPTIONS * 4]; /* in the order given; an option may come again */
	size_t options_n;
	struct app app;
	struct context *cx; /* of the whole command */
	struct actor actor;
	char key_path[4096];
};

struct command {
	const char *name, *words, *help;   /* words: what follows the name, as shown in the help */
	size_t least, most;                /* how many words */
	const struct option_spec *options; /* beside the common ones; name NULL ends it */
	int (*run)(struct invocation *v);
};
extern const struct command *const commands[]; /* NULL ends it */

/* Reads the command line into *v; EXIT_USE when it is wrong, having said how. -1: go on. */
int command_line(struct invocation *v, int argc, char **argv);

/* The value of the (last) option; NULL: not given.  An option without a value is "". */
const char *option(const struct invocation *v, const char *name);

/* ---- opening */

enum open_flags {
	OPEN_NEW = 1 << 0,      /* may make the database (init, restore) */
	OPEN_OLD = 1 << 1,      /* does not mind an older schema (migrate) */
	OPEN_KEY = 1 << 2,      /* needs the signing key */
	OPEN_MAKE_KEY = 1 << 3, /* makes it where there is none */
	OPEN_EMPTY = 1 << 4     /* may make the database, and leaves it as it is (restore) */
};

/* Opens the database of --db, loads catalogues, permissions, settings and the key, and decides who
 * acts (--as, else the console).  False: said why on standard error. */
bool command_open(struct invocation *v, unsigned flags);
/* Only the program's own tables and catalogues, no database. */
bool command_program(struct invocation *v);
void command_close(struct invocation *v);

/* Prints the context's failure to standard error; returns EXIT_REFUSED. */
int command_failed(struct invocation *v);

/* Runs the work in a transaction (again, if the database asks) and reports a failure. */
bool command_work(struct invocation *v, enum db_mode mode,
                  bool (*work)(struct context *cx, void *data), void *data);

/* The index of the search (--search, or where it is by itself), for app.search. */
bool command_search(struct invocation *v);

/* Seals what was written, so that short commands leave a whole chain behind. */
bool command_seal(struct invocation *v);

/* ---- files: "-" and NULL are standard input or output */

/* The whole file, at most `most` bytes; NULL: failed. */
char *command_read(struct invocation *v, const char *path, size_t most, size_t *size);
/* A stream to write to; closed with command_written, which makes sure that it is on disk. */
FILE *command_write(struct invocation *v, const char *path);
bool command_written(struct invocation *v, FILE *f);

#endif
