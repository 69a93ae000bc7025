/* For the tests of this folder: people of three institutions, and what they owe. */
#ifndef SUBJECT_REMINDER_TEST_H
#define SUBJECT_REMINDER_TEST_H

#include "subject/reminder/part.h"

#include "record/trust_test.h"

static const struct actor console = { .login = "console", .console = true };

static inline int64_t account(struct context *cx, const char *login)
{
	const struct account *a = account_by_login(cx, login);

	if (!a)
		fail_msg("there is no user %s", login);
	return a->record.id;
}

static inline int64_t institution(struct context *cx, const char *code)
{
	int64_t id = institution_by_code(cx, code);

	assert_true(id != 0);
	return id;
}

/* It is noon of that day in Ashgabat. */
static inline void on(struct context *cx, const char *day)
{
	int64_t moment;

	assert_true(instant_parse(arena_fmt(cx->mem, "%sT07:00:00Z", day), &moment));
	cx->now = moment - cx->app->clock_shift;
}

/* People of three institutions, with addresses; a transaction is open. */
static inline struct context *begin(void **state)
{
	static const char *const users[][4] = {
		{ "sec", "MFA", "SEC", "en" }, { "chair", "MFA", "CH", "tk" },
		{ "fp", "MOE", "FP", "ru" },   { "fp2", "MOE", "FP", "tk" },
		{ "ma", "MOE", "MA", "en" },   { "other", "MOL", "FP", "en" },
	};
	struct world *w = whole_world(state);
	struct context *cx = w->cx;

	on(cx, "2025-06-01");
	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE) && settings_refresh(cx) &&
	                    deadline_subject.load_reference(cx, "turkmenistan"));
	for (size_t i = 0; i < LEN(users); i++) {
		int64_t id =
		        account_add(cx, users[i][0], users[i][1], users[i][2], NULL, users[i][3]);
		const char *mail = arena_fmt(cx->mem, "%s@mfa.example", users[i][0]);

		test_ok(cx, id && account_mail(cx, id, mail, true));
	}
	return cx;
}

static inline void commit(struct context *cx)
{
	test_ok(cx, db_commit(cx));
}

static inline void again(struct context *cx)
{
	test_ok(cx, db_begin(cx, cx->app->store, DB_WRITE) && settings_refresh(cx));
}

static inline struct deadline *deadline(struct context *cx, const char *title, const char *due,
                                        const char *owner)
{
	struct deadline *d = record_new(cx, &deadline_type);
	struct text *v = arena_new_of(cx->mem, struct text);

	*v = (struct text){ .lang = "en", .body = title, .original = true };
	d->title = (struct texts){ v, 1 };
	d->source = (struct link){ &institution_type, institution(cx, "MOE") };
	d->name = title;
	d->basis = "DL-20";
	d->kind = 1;
	d->status = DEADLINE_STATED;
	d->side = SIDE_EXTERNAL;
	d->record.institution = institution(cx, "MOE");
	d->owner = owner ? account(cx, owner) : 0;
	assert_true(date_parse(due, &d->due));
	return d;
}

static inline void save(struct context *cx, struct deadline *d)
{
	test_ok(cx, record_save_as(cx, &deadline_type, d,
	                           d->record.version ? CHANGE_UPDATE : CHANGE_CREATE));
}

static inline struct deadline *one(struct context *cx, const char *due, const char *owner)
{
	struct deadline *d = deadline(cx, "Follow-up report", due, owner);

	save(cx, d);
	return d;
}

/* "fp:owner_first ma:approver", as told. */
static inline void note(struct context *cx, const struct reminder *r, void *data)
{
	struct buffer *out = data;
	const struct account *a;

	test_ok(cx, db_begin(cx, cx->app->store, DB_READ));
	a = record_get_any(cx, &account_type, r->account);
	test_ok(cx, a != NULL);
	buffer_fmt(out, "%s%s:%s", out->len ? " " : "", a->login, r->step);
	test_ok(cx, db_commit(cx));
}

static const char *reminded_dry(struct context *cx, const char *day, bool dry)
{
	struct arena *keep = arena_new(64 * 1024);
	struct buffer out = BUFFER(keep, 60 * 1024);
	struct date d;
	const char *said;

	assert_true(date_parse(day, &d));
	test_ok(cx, remind(cx, d, dry, note, &out));
	said = arena_str(cx->mem, buffer_str(&out));
	arena_free(keep);
	return said;
}

static const char *reminded(struct context *cx, const char *day)
{
	return reminded_dry(cx, day, false);
}

static inline int64_t number(struct context *cx, const char *text)
{
	int64_t n = -1;

	test_ok(cx, db_begin(cx, cx->app->store, DB_READ) &&
	                    db_int_values(cx, MADE_SQL(text), &n, NULL, NULL, 0) && db_commit(cx));
	return n;
}

static inline struct deadline *restricted(struct context *cx)
{
	struct deadline *d = deadline(cx, "Secret words", "2025-07-01", "fp");
	int64_t *readers = arena_array(cx->mem, int64_t, 1);

	*readers = account(cx, "fp");
	d->record.classification = CLASS_RESTRICTED;
	d->record.readers = (struct refs){ readers, 1 };
	save(cx, d);
	return d;
}

static inline void as(struct context *cx, const char *login)
{
	struct actor *a = arena_new_of(cx->mem, struct actor);

	cx->actor = &console;
	test_ok(cx, account_actor(cx, account(cx, login), 0, a));
	cx->actor = a;
}

#endif
