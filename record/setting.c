/* See setting.h.  The cache is an immutable snapshot behind a lock: a request takes a reference to
 * the one in force and keeps it until its arena goes, so a setting never changes under a page. */
#include "record/setting.h"

#include "base/number.h"
#include "format/mail.h"
#include "record/app.h"

#include <pthread.h>
#include <stdlib.h>

SQL(settings_epochs, "SELECT s.value, a.value, o.import, o.since FROM epoch s"
                     " JOIN epoch a ON a.name = 'access' LEFT JOIN import_open o ON o.one = 1"
                     " WHERE s.name = 'settings'");
SQL(settings_moved, "UPDATE epoch SET value = value + 1 WHERE name = 'settings'");
SQL(settings_all, "SELECT name, value FROM setting");
SQL(setting_one, "SELECT value FROM setting WHERE name = $1");

const struct setting_kind_of known_settings[] = {
	{ "state", N_("State"),
	  N_("The State under review, by its ISO 3166 code of three letters."), SETTING_STATE,
	  "TKM", 0, 0 },
	{ "mechanism_tk", N_("Name of the mechanism in Turkmen"), NULL, SETTING_TEXT,
	  "Adam hukuklary boýunça Pudagara topar", 0, 0 },
	{ "mechanism_ru", N_("Name of the mechanism in Russian"), NULL, SETTING_TEXT,
	  "Межведомственная комиссия по правам человека", 0, 0 },
	{ "mechanism_en", N_("Name of the mechanism in English"), NULL, SETTING_TEXT,
	  "Interdepartmental Commission on Human Rights", 0, 0 },
	{ "time_zone", N_("Time zone"),
	  N_("Deadlines end at midnight there. Example: Asia/Ashgabat"), SETTING_ZONE,
	  "Asia/Ashgabat", 0, 0 },
	{ "weekend", N_("Days of rest"),
	  N_("Days of the week, 1 Monday to 7 Sunday, with blanks between."), SETTING_DAYS, "6 7",
	  0, 0 },
	{ "languages", N_("Languages and their order"),
	  N_("A text that is missing in one language is shown in the next."), SETTING_LANGUAGES,
	  "tk ru en", 0, 0 },
	{ "address", N_("Address of this system"),
	  N_("As people write it in the browser; used in mails and feeds."), SETTING_TEXT, "", 0,
	  0 },
	{ "mail_server", N_("Mail server"),
	  N_("Empty: no mail is sent; this is a normal installation."), SETTING_HOST, "", 0, 0 },
	{ "mail_port", N_("Port of the mail server"),
	  N_("As a rule 587 with starttls, 465 with tls, 25 without."), SETTING_NUMBER, "587", 1,
	  65535 },
	{ "mail_encryption", N_("Encryption of the way to the mail server"),
	  N_("starttls, tls or none; none is for a server on this machine, and no password goes "
	     "that way."),
	  SETTING_WORD, "starttls", 0, 0, "starttls tls none" },
	{ "mail_user", N_("User at the mail server"),
	  N_("Empty: nobody signs in there. The password stands in a file that `ygrar serve` is "
	     "told."),
	  SETTING_TEXT, "", 0, 0 },
	{ "mail_from", N_("Sender of mails"), N_("The address they come from."), SETTING_MAIL, "",
	  0, 0 },
	{ "reminder_hour", N_("Hour of the reminders"),
	  N_("The hour of the day, 0 to 23, from which the reminders of the day are made."),
	  SETTING_NUMBER, "7", 0, 23 },
	{ "attachment_megabytes", N_("Largest attachment, megabytes"), NULL, SETTING_NUMBER, "25",
	  1, 45 },
	{ "session_minutes", N_("Minutes without work until one must sign in again"), NULL,
	  SETTING_NUMBER, "30", 5, 480 },
	{ "draft_days", N_("Days that a draft is kept"), NULL, SETTING_NUMBER, "30", 1, 365 },
	{ "answer_days", N_("Days in which a body accepts or returns an assignment"), NULL,
	  SETTING_NUMBER, "10", 1, 90 },
	{ "return_days", N_("Days in which a body hands in a returned report anew"), NULL,
	  SETTING_NUMBER, "10", 1, 90 },
	{ "addendum_words", N_("Words that a UPR addendum may have"), NULL, SETTING_NUMBER, "2675",
	  100, 100000 },
	{ "sample", N_("This database holds sample data"), NULL, SETTING_YESNO, "0", 0, 0 },
	{ 0 },
};

static const struct setting_kind_of *known(const char *name)
{
	for (const struct setting_kind_of *k = known_settings; k->name; k++)
		if (strcmp(k->name, name) == 0)
			return k;
	return NULL;
}

/* ---- the snapshot */

struct snapshot {
	int users;
	int64_t epoch;
	struct zone *zone;
	char *values[LEN(known_settings)];
	char *words; /* of the languages, cut up */
	const char *languages[MAX_LANGUAGES + 1];
};

struct settings {
	pthread_mutex_t lock;
	struct snapshot *now;
};

struct settings *settings_new(void)
{
	struct settings *s = calloc(1, sizeof *s);

	if (s)
		pthread_mutex_init(&s->lock, NULL);
	return s;
}

static void snapshot_free(struct snapshot *p)
{
	for (size_t i = 0; i < LEN(p->values); i++)
		free(p->values[i]);
	zone_free(p->zone);
	free(p->words);
	free(p);
}

static void let_go(struct settings *s, struct snapshot *p)
{
	pthread_mutex_lock(&s->lock);

	bool last = p && --p->users == 0;

	pthread_mutex_unlock(&s->lock);
	if (last)
		snapshot_free(p);
}

void settings_free(struct settings *s)
{
	if (!s)
		return;
	if (s->now)
		let_go(s, s->now);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

/* The snapshot this piece of work uses: taken at its first question, given back when its arena
 * goes. */
struct hold {
	struct settings *settings;
	struct snapshot *snapshot;
};

static void release(void *what)
{
	struct hold *h = what;

	let_go(h->settings, h->snapshot);
}

static void hold(struct context *cx)
{
	struct settings *s = cx->app->settings;
	struct hold *h = arena_new_of(cx->mem, struct hold);

	arena_defer(cx->mem, release, h);
	pthread_mutex_lock(&s->lock);
	h->settings = s;
	h->snapshot = s->now;
	if (s->now)
		s->now->users++;
	pthread_mutex_unlock(&s->lock);
	cx->settings = h;
}

static const struct snapshot *in_force(struct context *cx)
{
	if (!cx->app->settings)
		return NULL;
	if (!cx->settings)
		hold(cx);
	if (!cx->settings->snapshot && cx->db && settings_refresh(cx))
		hold(cx); /* the first question of a process that did not refresh them */
	return cx->settings ? cx->settings->snapshot : NULL;
}

static void cut_languages(struct snapshot *p)
{
	const char *value = p->values[known("languages") - known_settings];
	size_t n = 0;

	p->words = strdup(value ? value : known("languages")->standard);
	for (char *s = p->words, *rest = NULL; p->words && n < MAX_LANGUAGES; s = NULL) {
		char *word = strtok_r(s, " ", &rest);

		if (!word)
			break;
		p->languages[n++] = word;
	}
}

static bool fill(struct context *cx, struct snapshot *p)
{
	struct rows *r = db_query(cx, &settings_all);

	while (r && rows_next(cx, r)) {
		const struct setting_kind_of *k = known(rows_text(r, 0));

		if (k && !rows_null(r, 1))
			p->values[k - known_settings] = strdup(rows_text(r, 1));
	}
	if (failed(cx))
		return false;

	const char *zone = p->values[known("time_zone") - known_settings];

	p->zone = zone_load(cx, zone ? zone : known("time_zone")->standard);
	cut_languages(p);
	return p->zone != NULL;
}

/* And whether an import is open, with one statement: every request asks. */
static bool read_epochs(struct context *cx, int64_t *ret_settings)
{
	struct rows *r = db_query(cx, &settings_epochs);

	*ret_settings = cx->access_epoch = 0;
	if (r && rows_next(cx, r)) {
		*ret_settings = rows_int(r, 0);
		cx->access_epoch = rows_int(r, 1);
		cx->open_import = (struct open_import){ rows_int(r, 2), rows_int(r, 3), true };
		rows_close(r);
	}
	return !failed(cx);
}

bool settings_refresh(struct context *cx)
{
	struct settings *s = cx->app->settings;
	int64_t epoch;

	if (!read_epochs(cx, &epoch))
		return false;
	pthread_mutex_lock(&s->lock);

	bool fresh = s->now && s->now->epoch == epoch;

	pthread_mutex_unlock(&s->lock);
	if (fresh)
		return true;

	struct snapshot *p = calloc(1, sizeof *p);

	if (!p)
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
	p->users = 1;
	p->epoch = epoch;
	if (!fill(cx, p)) {
		snapshot_free(p);
		return false;
	}
	pthread_mutex_lock(&s->lock);

	struct snapshot *before = s->now;

	s->now = p;
	pthread_mutex_unlock(&s->lock);
	let_go(s, before);
	cx->settings = NULL; /* this work, too, goes on with the new ones */
	return true;
}

/* ---- questions */

const char *setting(struct context *cx, const char *name)
{
	const struct snapshot *p = in_force(cx);
	const struct setting_kind_of *k = known(name);
	const char *value = p && k ? p->values[k - known_settings] : NULL;

	return value ? value : k ? k->standard : "";
}

int64_t setting_number(struct context *cx, const char *name)
{
	int64_t n = 0;

	return parse_int(setting(cx, name), &n) ? n : 0;
}

bool setting_yes(struct context *cx, const char *name)
{
	return str_eq(setting(cx, name), "1");
}

const char *setting_stored(struct context *cx, const char *name)
{
	const struct setting_kind_of *k = known(name);
	struct rows *r = k ? db_query(cx, &setting_one, V(name)) : NULL;
	const char *value = k ? k->standard : "";

	if (r && rows_next(cx, r)) {
		if (!rows_null(r, 0))
			value = arena_str(cx->mem, rows_text(r, 0));
		rows_close(r);
	}
	return failed(cx) ? NULL : value;
}

const struct zone *setting_zone(struct context *cx)
{
	const struct snapshot *p = in_force(cx);

	return p ? p->zone : NULL;
}

const char *const *setting_languages(struct context *cx)
{
	static const char *const standard[] = { "tk", "ru", "en", NULL };
	const struct snapshot *p = in_force(cx);

	return p && p->languages[0] ? p->languages : standard;
}

/* ---- changing */

static bool wrong(struct context *cx, const struct setting_kind_of *k)
{
	return fail(cx, ERR_INVALID, "value", N_("%s: this value is not possible."),
	            tr(cx, k->label));
}

static bool words_of(const char *value, const char *letters, size_t shortest, size_t longest)
{
	size_t words = 0;

	for (const char *s = value; *s; s += strspn(s, " ")) {
		size_t n = strspn(s, letters);

		if (n < shortest || n > longest || (s[n] && s[n] != ' '))
			return false;
		words++;
		s += n;
	}
	return words > 0 && words <= MAX_LANGUAGES;
}

/* It becomes part of an address, which it must not be able to lead elsewhere. */
static bool host_valid(const char *value)
{
	return strlen(value) <= 255 &&
	       !value[strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                            "0123456789.-:[]")];
}

static bool check_value(struct context *cx, const struct setting_kind_of *k, const char *value)
{
	int64_t n;

	switch (k->kind) {
	case SETTING_TEXT:
		return true;
	case SETTING_STATE:
		return record_id_by_key(cx, type_named(cx->app->subjects, "country"), value) ||
		       (!failed(cx) &&
		        fail(cx, ERR_INVALID, "value", N_("There is no State “%s”."), value));
	case SETTING_NUMBER:
		return parse_int_in(value, k->low, k->high, &n) || wrong(cx, k);
	case SETTING_YESNO:
		return str_eq(value, "0") || str_eq(value, "1") || wrong(cx, k);
	case SETTING_LANGUAGES:
		return words_of(value, "abcdefghijklmnopqrstuvwxyz-", 2, 8) || wrong(cx, k);
	case SETTING_HOST:
		return host_valid(value) || wrong(cx, k);
	case SETTING_MAIL:
		return !*value || mail_address_valid(value) || wrong(cx, k);
	case SETTING_WORD:
		return word_in(k->words, value) || wrong(cx, k);
	case SETTING_DAYS:
		return words_of(value, "1234567", 1, 1) || wrong(cx, k);
	case SETTING_ZONE:
		break;
	}

	struct zone *zone = zone_load(cx, value);

	zone_free(zone);
	return zone != NULL;
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct setting *s = row;
	const struct setting_kind_of *k = s->name ? known(s->name) : NULL;

	(void)old;
	if (!k)
		return fail(cx, ERR_INVALID, "name", N_("There is no such setting."));
	return !s->value || check_value(cx, k, s->value);
}

static bool saved(struct context *cx, const void *old, const void *row)
{
	(void)old, (void)row;
	return db_run(cx, &settings_moved);
}

static const char *title(struct context *cx, const void *row)
{
	const struct setting *s = row;
	const struct setting_kind_of *k = s->name ? known(s->name) : NULL;

	return k ? tr(cx, k->label) : s->name;
}

#define T struct setting
static const struct field fields[] = {
	TEXT(T, name, N_("Name"), .max = 60, .flags = REQUIRED | UNIQUE | LISTED),
	TEXT(T, value, N_("Value"), .max = 1000, .flags = LISTED),
};
#undef T

const struct type setting_type = {
	.name = "setting",
	.plural = "settings",
	.label = N_("Setting"),
	.label_plural = N_("Settings"),
	.help = N_("What the mechanism decides about itself. Every change is logged."),
	.size = sizeof(struct setting),
	FIELDS(fields),
	.function = "users_settings",
	.order = "name",
	.key = "name",
	.flags = TYPE_NO_PAGES,
	.title = title,
	.check = check,
	.saved = saved,
};

bool setting_set(struct context *cx, const char *name, const char *value)
{
	struct setting *s;

	if (!known(name))
		return fail(cx, ERR_NOT_FOUND, "name", N_("There is no such setting."));
	s = record_by_key(cx, &setting_type, name);
	if (!s && !failed(cx)) {
		s = record_new(cx, &setting_type);
		s->name = name;
	}
	if (!s)
		return false;
	s->value = value;
	return record_save(cx, &setting_type, s);
}
