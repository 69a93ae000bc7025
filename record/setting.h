/* What the mechanism decides about itself: the State, its names, time zone, weekend, languages and
 * their order, address, sizes, retention.  Each is a record of the type `setting`, so that who
 * changed it and why is in the log; values are cached per process and read again when the epoch
 * `settings` moves. */
#ifndef RECORD_SETTING_H
#define RECORD_SETTING_H

#include "base/zone.h"
#include "record/record.h"

enum setting_kind {
	SETTING_TEXT,
	SETTING_STATE, /* key of a country */
	SETTING_NUMBER,
	SETTING_YESNO,
	SETTING_ZONE,
	SETTING_LANGUAGES,
	SETTING_DAYS,
	SETTING_HOST, /* empty, or the name or address of a machine */
	SETTING_MAIL, /* empty, or a mail address */
	SETTING_WORD  /* one of .words */
};

/* A setting the program knows. */
struct setting_kind_of {
	const char *name, *label, *help; /* label, help: N_() */
	enum setting_kind kind;
	const char *standard; /* the value where nobody set one */
	int64_t low, high;    /* SETTING_NUMBER */
	const char *words;    /* SETTING_WORD: blanks between */
};
extern const struct setting_kind_of known_settings[]; /* name NULL ends it */

struct setting {
	struct record record;
	const char *name, *value;
};
extern const struct type setting_type;

struct settings;

/* The cache; malloc'ed, for struct app. */
struct settings *settings_new(void);
void settings_free(struct settings *s);

/* Reads the rows again if the epoch moved; inside a transaction, whose view of the epoch "access"
 * it puts into cx->access_epoch, and of an open import into cx->open_import.  The router calls it
 * once per transaction. */
MUST_USE bool settings_refresh(struct context *cx);

/* The value in force; never NULL for a known name.  Borrowed: lives as long as the context. */
const char *setting(struct context *cx, const char *name);
int64_t setting_number(struct context *cx, const char *name);
bool setting_yes(struct context *cx, const char *name);
/* The value as this transaction has it, also where it has changed it itself; NULL: failed. */
const char *setting_stored(struct context *cx, const char *name);
const struct zone *setting_zone(struct context *cx);

/* Languages of the instance in their order of preference ("tk ru en"), as an array
 * ended by NULL. */
const char *const *setting_languages(struct context *cx);

/* Changes one: ERR_NOT_FOUND for an unknown name, ERR_INVALID for a wrong value.  Access as of the
 * type. */
MUST_USE bool setting_set(struct context *cx, const char *name, const char *value);

#endif
