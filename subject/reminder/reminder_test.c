/* Who is reminded of what and when, what waits in the outbox, and what becomes of it, on both
 * engines. */
#include "subject/reminder/part.h"

#include "record/trust_test.h"

static const struct actor console = { .login = "console", .console = true };

static int64_t account(struct context *cx, const char *login)
{
	const struct account *a = account_by_login(cx, login);

	if (!a)
		fail_msg("there is no user %s", login);
	return a->record.id;
}

static int64_t institution(struct context *cx, const char *code)
{
	int64_t id = institution_by_code(cx, code);

	assert_true(id != 0);
	return id;
}

/* It is noon of that day in Ashgabat. */
static void on(struct context *cx, const char *day)
{
	int64_t moment;

	assert_true(instant_parse(arena_fmt(cx->mem, "%sT07:00:00Z", day), &moment));
	cx->now = moment - cx->app->clock_shift;
}

/* People of three institutions, with addresses; a transaction is open. */
static struct context *begin(void **state)
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

static void commit(struct context *cx)
{
	test_ok(cx, db_commit(cx));
}

static void again(struct context *cx)
{
	test_ok(cx, db_begin(cx, cx->app->store, DB_WRITE) && settings_refresh(cx));
}

static struct deadline *deadline(struct context *cx, const char *title, const char *due,
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

static void save(struct context *cx, struct deadline *d)
{
	test_ok(cx, record_save_as(cx, &deadline_type, d,
	                           d->record.version ? CHANGE_UPDATE : CHANGE_CREATE));
}

static struct deadline *one(struct context *cx, const char *due, const char *owner)
{
	struct deadline *d = deadline(cx, "Follow-up report", due, owner);

	save(cx, d);
	return d;
}

/* "fp:owner_first ma:approver", as told. */
static void note(struct context *cx, const struct reminder *r, void *data)
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

static int64_t number(struct context *cx, const char *text)
{
	int64_t n = -1;

	test_ok(cx, db_begin(cx, cx->app->store, DB_READ) &&
	                    db_int_values(cx, MADE_SQL(text), &n, NULL, NULL, 0) && db_commit(cx));
	return n;
}

/* ---- the schedule */

/* DL-21: the owner 30, 14, 7 and 1 days before; 1 day after the ministry's approver, 7 the
 * secretariat, 14 the chair. */
static void each_step_has_its_day(void **state)
{
	static const struct {
		const char *day, *who;
	} days[] = {
		{ "2025-05-31", "" },
		{ "2025-06-01", "fp:owner_first" },
		{ "2025-06-02", "" },
		{ "2025-06-16", "" },
		{ "2025-06-17", "fp:owner_second" },
		{ "2025-06-24", "fp:owner_third" },
		{ "2025-06-29", "" },
		{ "2025-06-30", "fp:owner_last" },
		{ "2025-07-01", "" },
		{ "2025-07-02", "ma:approver" },
		{ "2025-07-07", "" },
		{ "2025-07-08", "sec:secretariat" },
		{ "2025-07-14", "" },
		{ "2025-07-15", "chair:chair" },
		{ "2026-07-15", "" },
	};
	struct context *cx = begin(state);

	one(cx, "2025-07-01", "fp");
	commit(cx);
	for (size_t i = 0; i < LEN(days); i++) {
		on(cx, days[i].day);
		assert_string_equal(reminded(cx, days[i].day), days[i].who);
		assert_string_equal(reminded(cx, days[i].day), "");
	}
}

static void of_missed_steps_the_owner_hears_the_last(void **state)
{
	struct context *cx = begin(state);

	one(cx, "2025-07-01", "fp");
	commit(cx);
	on(cx, "2025-06-26");
	assert_string_equal(reminded_dry(cx, "2025-06-26", true), "fp:owner_third");
	assert_int_equal(number(cx, "SELECT count(*) FROM reminder"), 0);
	assert_string_equal(reminded(cx, "2025-06-26"), "fp:owner_third");
	on(cx, "2025-08-01");
	assert_string_equal(reminded(cx, "2025-08-01"),
	                    "ma:approver sec:secretariat chair:chair fp:owner_last");
}

static void the_numbers_are_the_rules(void **state)
{
	struct context *cx = begin(state);

	one(cx, "2025-07-01", "fp");
	test_ok(cx, db_run_values(cx,
	                          MADE_SQL("UPDATE deadline_rule SET amount = -20"
	                                   " WHERE code = 'DL-21.owner_first'"),
	                          NULL, NULL, 0));
	commit(cx);
	cx->deadline_book = NULL;
	on(cx, "2025-06-10");
	assert_string_equal(reminded(cx, "2025-06-10"), "");
	assert_string_equal(reminded(cx, "2025-06-11"), "fp:owner_first");
}

/* SC-03: the schedule is made anew. */
static void a_moved_date_is_another_schedule(void **state)
{
	struct context *cx = begin(state);
	struct deadline *d = one(cx, "2025-07-01", "fp");

	commit(cx);
	on(cx, "2025-06-24");
	assert_string_equal(reminded(cx, "2025-06-24"), "fp:owner_third");
	again(cx);
	d = record_get_any(cx, &deadline_type, d->record.id);
	d->due = date_day(2025, 7, 24);
	save(cx, d);
	commit(cx);
	assert_string_equal(reminded(cx, "2025-06-24"), "fp:owner_first");
	assert_string_equal(reminded(cx, "2025-07-10"), "fp:owner_second");
	assert_int_equal(number(cx, "SELECT count(*) FROM reminder"), 3);
}

static void what_nobody_owns_is_the_secretariats(void **state)
{
	struct context *cx = begin(state);
	struct deadline *d = one(cx, "2025-07-01", NULL);

	commit(cx);
	on(cx, "2025-06-01");
	assert_string_equal(reminded(cx, "2025-06-01"), "sec:owner_first");
	again(cx);
	d = record_get_any(cx, &deadline_type, d->record.id);
	d->owner = account(cx, "fp2");
	save(cx, d);
	commit(cx);
	assert_string_equal(reminded(cx, "2025-06-02"), "fp2:owner_first");
}

static void what_is_voluntary_is_never_late(void **state)
{
	struct context *cx = begin(state);
	struct deadline *d = deadline(cx, "Mid-term report", "2025-07-01", "fp");

	d->voluntary = YES;
	save(cx, d);
	commit(cx);
	on(cx, "2025-09-01");
	assert_string_equal(reminded(cx, "2025-09-01"), "fp:owner_last");
}

static void what_is_met_is_nobodys(void **state)
{
	struct context *cx = begin(state);
	struct deadline *d = deadline(cx, "Follow-up report", "2025-07-01", "fp");

	d->record.state = type_state(&deadline_type, "met");
	d->done = date_day(2025, 5, 1);
	save(cx, d);
	commit(cx);
	assert_string_equal(reminded(cx, "2025-06-30"), "");
}

static void a_ministry_without_an_approver_is_the_secretariats(void **state)
{
	struct context *cx = begin(state);
	struct deadline *d = deadline(cx, "Replies", "2025-07-01", "other");

	d->record.institution = institution(cx, "MOL");
	save(cx, d);
	commit(cx);
	on(cx, "2025-07-02");
	assert_string_equal(reminded(cx, "2025-07-02"), "sec:approver other:owner_last");
}

static void a_substitute_hears_it_too(void **state)
{
	struct context *cx = begin(state);
	const struct account *fp = account_by_login(cx, "fp");
	const struct account_membership *m = fp->memberships.v;

	one(cx, "2025-07-01", "fp");
	cx->reason = "on leave";
	test_ok(cx, account_substitute(cx, fp->record.id, m->id, "other", date_day(2025, 6, 10),
	                               date_day(2025, 6, 20)));
	cx->reason = NULL;
	commit(cx);
	assert_string_equal(reminded(cx, "2025-06-01"), "fp:owner_first");
	on(cx, "2025-06-17");
	assert_string_equal(reminded(cx, "2025-06-17"), "fp:owner_second other:owner_second");
}

static struct deadline *restricted(struct context *cx)
{
	struct deadline *d = deadline(cx, "Secret words", "2025-07-01", "fp");
	int64_t *readers = arena_array(cx->mem, int64_t, 1);

	*readers = account(cx, "fp");
	d->record.classification = CLASS_RESTRICTED;
	d->record.readers = (struct refs){ readers, 1 };
	save(cx, d);
	return d;
}

/* Neither approver nor secretariat nor chair are among its readers. */
static void a_restricted_one_is_its_readers(void **state)
{
	struct context *cx = begin(state);

	restricted(cx);
	commit(cx);
	on(cx, "2025-08-01");
	assert_string_equal(reminded(cx, "2025-08-01"), "fp:owner_last");
}

/* More than one slice, and a fault in the middle: nobody is left out, nobody told twice. */
static void many_are_told_once(void **state)
{
	struct context *cx = begin(state);

	for (int i = 0; i < 650; i++)
		save(cx, deadline(cx, arena_fmt(cx->mem, "Report %d", i), "2025-07-01", "fp"));
	commit(cx);
	on(cx, "2025-06-24");
	db_fail_after(500);
	assert_false(remind(cx, date_day(2025, 6, 24), false, NULL, NULL));
	db_fail_after(0);
	error_clear(cx);
	db_rollback(cx);
	test_ok(cx, remind(cx, date_day(2025, 6, 24), false, NULL, NULL));
	assert_int_equal(number(cx, "SELECT count(*) FROM reminder"), 650);
	assert_int_equal(number(cx, "SELECT count(DISTINCT deadline) FROM reminder"), 650);
}

static void the_clock_asks_once_a_day(void **state)
{
	struct context *cx = begin(state);
	struct date day;
	bool due;

	commit(cx);
	test_ok(cx, db_begin(cx, cx->app->store, DB_READ) && reminder_is_due(cx, &day, &due));
	assert_true(due && date_compare(day, date_day(2025, 6, 1)) == 0);
	test_ok(cx, db_commit(cx) && remind(cx, day, false, NULL, NULL));
	test_ok(cx, db_begin(cx, cx->app->store, DB_READ) && reminder_is_due(cx, &day, &due));
	assert_false(due);
	cx->now +=
	        INT64_C(19) * 3600 * 1000000; /* seven in the morning, where it is noon in UTC+0 */
	test_ok(cx, reminder_is_due(cx, &day, &due));
	assert_true(due && date_compare(day, date_day(2025, 6, 2)) == 0);
	cx->now -= 1000000; /* a second before seven */
	test_ok(cx, reminder_is_due(cx, &day, &due));
	assert_false(due);
}

/* ---- the outbox */

static void mail_on(struct context *cx)
{
	test_ok(cx, setting_set(cx, "mail_server", "mail.mfa.example") &&
	                    setting_set(cx, "mail_from", "ygrar@mfa.example") &&
	                    setting_set(cx, "address", "https://ygrar.mfa.example/") &&
	                    settings_refresh(cx));
}

static struct outgoing taken(struct context *cx)
{
	struct outgoing o;

	test_ok(cx, db_work(cx, cx->app->store, DB_WRITE, outbox_take, &o));
	return o;
}

static bool told(struct context *cx, const struct outgoing *o, enum outbox_result result)
{
	struct outbox_told t = { .mail = o, .result = result, .answer = "550 no such user" };

	test_ok(cx, db_work(cx, cx->app->store, DB_WRITE, outbox_tell, &t));
	return t.suspended;
}

static int64_t mails(struct context *cx, const char *state)
{
	return number(cx,
	              arena_fmt(cx->mem, "SELECT count(*) FROM outbox WHERE state = '%s'", state));
}

static void without_a_server_nothing_waits(void **state)
{
	struct context *cx = begin(state);

	one(cx, "2025-07-01", "fp");
	commit(cx);
	assert_string_equal(reminded(cx, "2025-06-01"), "fp:owner_first");
	assert_int_equal(number(cx, "SELECT count(*) FROM outbox"), 0);
	assert_int_equal(number(cx, "SELECT count(*) FROM reminder WHERE mail = 0"), 1);
	/* nor does it all go out on the day on which there is one */
	again(cx);
	mail_on(cx);
	commit(cx);
	assert_string_equal(reminded(cx, "2025-06-02"), "");
	assert_int_equal(number(cx, "SELECT count(*) FROM outbox"), 0);
}

static void one_mail_a_day_tells_all(void **state)
{
	struct context *cx = begin(state);
	struct outgoing o;

	mail_on(cx);
	save(cx, deadline(cx, "First report", "2025-07-01", "ma"));
	save(cx, deadline(cx, "Second report", "2025-06-08", "ma"));
	commit(cx);
	reminded(cx, "2025-06-01");
	assert_int_equal(mails(cx, "waiting"), 1);
	o = taken(cx);
	assert_true(o.id != 0);
	assert_string_equal(o.to, "ma@mfa.example");
	assert_string_equal(o.from, "ygrar@mfa.example");
	assert_non_null(strstr(o.bytes, "Subject: Deadlines: late 0, due soon 2\r\n"));
	assert_non_null(strstr(o.bytes, "First report\r\n"));
	assert_non_null(strstr(o.bytes, "Second report\r\n"));
	assert_non_null(strstr(o.bytes, "https://ygrar.mfa.example/inbox\r\n"));
	assert_int_equal(taken(cx).id, 0); /* it is on its way, and nobody else takes it */
	told(cx, &o, OUTBOX_SENT);
	assert_int_equal(mails(cx, "sent"), 1);
	/* what comes up later that day is tomorrow's */
	again(cx);
	save(cx, deadline(cx, "Third report", "2025-06-14", "ma"));
	commit(cx);
	assert_string_equal(reminded(cx, "2025-06-01"), "ma:owner_second");
	assert_int_equal(taken(cx).id, 0);
	on(cx, "2025-06-02");
	reminded(cx, "2025-06-02");
	o = taken(cx);
	assert_non_null(strstr(o.bytes, "Third report\r\n"));
	assert_null(strstr(o.bytes, "First report\r\n"));
}

static void it_is_written_in_the_readers_language(void **state)
{
	struct context *cx = begin(state);
	struct outgoing o;

	mail_on(cx);
	one(cx, "2025-07-01", "fp");
	commit(cx);
	reminded(cx, "2025-06-01");
	o = taken(cx);
	assert_non_null(strstr(o.bytes, "Content-Language: ru\r\n"));
	assert_string_equal(cx->lang, "en");
}

static void restricted_words_stay_here(void **state)
{
	struct context *cx = begin(state);
	const char *text;
	struct outgoing o;
	struct deadline *d = restricted(cx);

	mail_on(cx);
	test_ok(cx, account_prefer(cx, account(cx, "fp"), "en", NULL, NULL, NULL));
	commit(cx);
	reminded(cx, "2025-06-01");
	o = taken(cx);
	assert_true(o.id != 0);
	text = strstr(o.bytes, "\r\n\r\n");
	assert_null(strstr(text, "Secret"));
	assert_null(strstr(text, arena_fmt(cx->mem, "%lld", (long long)d->record.id)));
	assert_non_null(strstr(text, "Restricted ones, which mail does not name: 1.\r\n"));
	assert_non_null(strstr(o.bytes, "Subject: Deadlines: late 0, due soon 1\r\n"));
}

/* It became so after the mail was put into the outbox. */
static void what_is_so_when_it_leaves_counts(void **state)
{
	struct context *cx = begin(state);
	struct deadline *d;
	struct outgoing o;

	mail_on(cx);
	d = deadline(cx, "Soon closed", "2025-07-01", "ma");
	save(cx, d);
	commit(cx);
	reminded(cx, "2025-06-01");
	again(cx);
	d = record_get_any(cx, &deadline_type, d->record.id);
	d->record.state = type_state(&deadline_type, "met");
	d->done = date_day(2025, 6, 1);
	save(cx, d);
	commit(cx);
	assert_int_equal(taken(cx).id, 0);
	assert_int_equal(mails(cx, "withdrawn"), 1);

	again(cx);
	d = deadline(cx, "Soon secret", "2025-07-01", "ma");
	save(cx, d);
	commit(cx);
	on(cx, "2025-06-02");
	reminded(cx, "2025-06-02");
	again(cx);
	d = record_get_any(cx, &deadline_type, d->record.id);
	d->record.classification = CLASS_RESTRICTED;
	d->record.readers = (struct refs){ arena_array(cx->mem, int64_t, 1), 1 };
	d->record.readers.v[0] = account(cx, "sec");
	save(cx, d);
	commit(cx);
	o = taken(cx);
	assert_int_equal(o.id, 0);
	assert_int_equal(mails(cx, "withdrawn"), 2);
}

static void who_wants_none_gets_none(void **state)
{
	struct context *cx = begin(state);

	mail_on(cx);
	one(cx, "2025-07-01", "fp");
	save(cx, deadline(cx, "Second report", "2025-07-02", "ma"));
	test_ok(cx, account_mail(cx, account(cx, "fp"), "fp@mfa.example", false));
	commit(cx);
	reminded(cx, "2025-06-24");
	assert_int_equal(number(cx, "SELECT count(*) FROM outbox"), 1);
	/* and if he says so after it was put in, it does not leave */
	again(cx);
	test_ok(cx, account_mail(cx, account(cx, "ma"), "ma@mfa.example", false));
	commit(cx);
	assert_int_equal(taken(cx).id, 0);
	assert_int_equal(mails(cx, "withdrawn"), 1);
}

static void three_refusals_suspend(void **state)
{
	static const char *const days[] = { "2025-06-01", "2025-06-17", "2025-06-24" };
	struct context *cx = begin(state);
	struct mail_trouble *v;
	struct outgoing o;
	size_t n;

	mail_on(cx);
	one(cx, "2025-07-01", "fp");
	commit(cx);
	for (size_t i = 0; i < LEN(days); i++) {
		on(cx, days[i]);
		reminded(cx, days[i]);
		o = taken(cx);
		assert_true(o.id != 0);
		assert_int_equal(told(cx, &o, OUTBOX_REFUSED), i == 2);
	}
	on(cx, "2025-06-30");
	assert_string_equal(reminded(cx, "2025-06-30"), "fp:owner_last");
	assert_int_equal(taken(cx).id, 0);
	assert_int_equal(mails(cx, "refused"), 3);
	again(cx);
	test_ok(cx, mail_suspended(cx, &v, &n));
	assert_int_equal(n, 1);
	assert_int_equal(v->account, account(cx, "fp"));
	assert_int_equal(v->refusals, 3);
	assert_string_equal(v->answer, "550 no such user");
	/* another address is another one's trouble */
	test_ok(cx,
	        account_mail(cx, v->account, "fp@moe.example", true) && mail_suspended(cx, &v, &n));
	assert_int_equal(n, 0);
	commit(cx);
}

static void a_sent_mail_forgives(void **state)
{
	struct context *cx = begin(state);
	struct outgoing o;

	mail_on(cx);
	one(cx, "2025-07-01", "fp");
	commit(cx);
	on(cx, "2025-06-01");
	reminded(cx, "2025-06-01");
	o = taken(cx);
	told(cx, &o, OUTBOX_REFUSED);
	on(cx, "2025-06-17");
	reminded(cx, "2025-06-17");
	o = taken(cx);
	told(cx, &o, OUTBOX_SENT);
	assert_int_equal(number(cx, "SELECT count(*) FROM mail_trouble"), 0);
}

/* A server's answer may name the address that was erased. */
static void an_erased_address_is_gone_everywhere(void **state)
{
	struct context *cx = begin(state);
	struct account *was, *is;
	struct outgoing o;

	mail_on(cx);
	one(cx, "2025-07-01", "fp");
	commit(cx);
	reminded(cx, "2025-06-01");
	o = taken(cx);
	told(cx, &o, OUTBOX_REFUSED);
	again(cx);
	was = account_by_login(cx, "fp");
	is = record_get_any(cx, &account_type, was->record.id);
	is->mail = NULL;
	test_ok(cx, reminder_subject.erased(cx, &account_type, was, is));
	commit(cx);
	assert_int_equal(number(cx, "SELECT count(*) FROM mail_trouble"), 0);
	assert_int_equal(number(cx, "SELECT count(*) FROM outbox WHERE answer IS NOT NULL"), 0);
	assert_int_equal(mails(cx, "refused"), 1);
}

static void as(struct context *cx, const char *login)
{
	struct actor *a = arena_new_of(cx->mem, struct actor);

	cx->actor = &console;
	test_ok(cx, account_actor(cx, account(cx, login), 0, a));
	cx->actor = a;
}

static void people_suspend_and_lift(void **state)
{
	struct context *cx = begin(state);
	int64_t fp = account(cx, "fp");
	struct mail_trouble *v;
	size_t n;

	as(cx, "fp");
	test_fails(cx, mail_suspend(cx, fp, "it came back"), ERR_FORBIDDEN);
	test_fails(cx, mail_lift(cx, fp), ERR_FORBIDDEN);
	as(cx, "chair");
	test_fails(cx, mail_lift(cx, fp), ERR_FORBIDDEN);
	as(cx, "sec");
	test_fails(cx, mail_suspend(cx, fp, ""), ERR_INVALID);
	test_ok(cx, mail_suspend(cx, fp, "it came back") && mail_suspended(cx, &v, &n));
	assert_int_equal(n, 1);
	assert_int_equal(v->suspended_by, cx->actor->user);
	test_ok(cx, mail_lift(cx, fp) && mail_suspended(cx, &v, &n));
	assert_int_equal(n, 0);
	cx->actor = &console;
	commit(cx);
	assert_int_equal(number(cx, "SELECT count(*) FROM change WHERE kind = 'event' AND step IN"
	                            " ('mail_suspended', 'mail_lifted')"),
	                 2);
}

/* Tried again after 5, 10, 20 … minutes, and given up after three days. */
static void what_can_come_later_does(void **state)
{
	static const int64_t minute = 60 * INT64_C(1000000);
	struct context *cx = begin(state);
	struct outgoing o;
	int64_t first;
	int tries = 0;

	mail_on(cx);
	one(cx, "2025-07-01", "fp");
	commit(cx);
	reminded(cx, "2025-06-01");
	o = taken(cx);
	first = o.id;
	told(cx, &o, OUTBOX_LATER);
	assert_int_equal(taken(cx).id, 0);
	cx->now += 4 * minute;
	assert_int_equal(taken(cx).id, 0);
	cx->now += 2 * minute;
	o = taken(cx);
	assert_int_equal(o.id, first);
	told(cx, &o, OUTBOX_LATER);
	cx->now += 6 * minute;
	assert_int_equal(taken(cx).id, 0);
	for (; mails(cx, "waiting"); tries++) {
		cx->now += 4 * 60 * minute;
		o = taken(cx);
		assert_int_equal(o.id, first);
		told(cx, &o, OUTBOX_LATER);
	}
	assert_true(tries == 18 || tries == 19);
	assert_int_equal(mails(cx, "given_up"), 1);
}

/* A day later it tells both days' reminders: still one mail. */
static void a_mail_that_waits_takes_up_the_next(void **state)
{
	struct context *cx = begin(state);
	struct outgoing o;

	mail_on(cx);
	save(cx, deadline(cx, "First report", "2025-07-01", "ma"));
	save(cx, deadline(cx, "Second report", "2025-07-02", "ma"));
	commit(cx);
	reminded(cx, "2025-06-01");
	o = taken(cx);
	told(cx, &o, OUTBOX_LATER);
	on(cx, "2025-06-02");
	reminded(cx, "2025-06-02");
	assert_int_equal(number(cx, "SELECT count(*) FROM outbox"), 1);
	o = taken(cx);
	assert_non_null(strstr(o.bytes, "First report\r\n"));
	assert_non_null(strstr(o.bytes, "Second report\r\n"));
}

/* As after kill -9: the lease runs out, and the same mail goes again, known by its number. */
static void what_was_on_its_way_goes_again(void **state)
{
	struct context *cx = begin(state);
	struct outgoing first, second;
	const char *a, *b;

	mail_on(cx);
	one(cx, "2025-07-01", "fp");
	commit(cx);
	reminded(cx, "2025-06-01");
	first = taken(cx);
	cx->now += INT64_C(6) * 60 * 1000000;
	second = taken(cx);
	assert_int_equal(first.id, second.id);
	a = strstr(first.bytes, "Message-ID:");
	b = strstr(second.bytes, "Message-ID:");
	assert_int_equal(strncmp(a, b, strcspn(a, "\r")), 0);
	/* who was late to tell of it does not undo what the other has told */
	told(cx, &second, OUTBOX_SENT);
	told(cx, &first, OUTBOX_LATER);
	assert_int_equal(mails(cx, "sent"), 1);
}

/* ---- the inbox */

static void each_membership_has_its_own(void **state)
{
	struct context *cx = begin(state);
	int64_t *ids;
	size_t n;

	one(cx, "2025-07-01", "fp");
	restricted(cx);
	commit(cx);
	on(cx, "2025-07-10");
	reminded(cx, "2025-07-10");
	again(cx);
	as(cx, "fp");
	assert_int_equal(reminder_count(cx), 2);
	as(cx, "sec");
	assert_int_equal(reminder_count(cx), 1);
	test_ok(cx, reminder_open(cx, true, &ids, &n));
	assert_int_equal(n, 1);
	as(cx, "chair");
	assert_int_equal(reminder_count(cx), 0);
	as(cx, "other");
	assert_int_equal(reminder_count(cx), 0);
	test_ok(cx, reminder_open(cx, true, &ids, &n));
	assert_int_equal(n, 0);
	cx->actor = &console;
	commit(cx);
}

/* What one owes is there long before the first reminder. */
static void what_one_owns_is_there_at_once(void **state)
{
	struct context *cx = begin(state);
	int64_t *ids;
	size_t n;

	one(cx, "2026-07-01", "fp");
	as(cx, "fp");
	assert_int_equal(reminder_count(cx), 0);
	test_ok(cx, reminder_open(cx, true, &ids, &n));
	assert_int_equal(n, 1);
	test_ok(cx, reminder_open(cx, false, &ids, &n));
	assert_int_equal(n, 0);
	as(cx, "fp2");
	test_ok(cx, reminder_open(cx, true, &ids, &n));
	assert_int_equal(n, 0);
	cx->actor = &console;
	commit(cx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_step_has_its_day),
		cmocka_unit_test(of_missed_steps_the_owner_hears_the_last),
		cmocka_unit_test(the_numbers_are_the_rules),
		cmocka_unit_test(a_moved_date_is_another_schedule),
		cmocka_unit_test(what_nobody_owns_is_the_secretariats),
		cmocka_unit_test(what_is_voluntary_is_never_late),
		cmocka_unit_test(what_is_met_is_nobodys),
		cmocka_unit_test(a_ministry_without_an_approver_is_the_secretariats),
		cmocka_unit_test(a_substitute_hears_it_too),
		cmocka_unit_test(a_restricted_one_is_its_readers),
		cmocka_unit_test(many_are_told_once),
		cmocka_unit_test(the_clock_asks_once_a_day),
		cmocka_unit_test(without_a_server_nothing_waits),
		cmocka_unit_test(one_mail_a_day_tells_all),
		cmocka_unit_test(it_is_written_in_the_readers_language),
		cmocka_unit_test(restricted_words_stay_here),
		cmocka_unit_test(what_is_so_when_it_leaves_counts),
		cmocka_unit_test(who_wants_none_gets_none),
		cmocka_unit_test(three_refusals_suspend),
		cmocka_unit_test(a_sent_mail_forgives),
		cmocka_unit_test(an_erased_address_is_gone_everywhere),
		cmocka_unit_test(people_suspend_and_lift),
		cmocka_unit_test(what_can_come_later_does),
		cmocka_unit_test(a_mail_that_waits_takes_up_the_next),
		cmocka_unit_test(what_was_on_its_way_goes_again),
		cmocka_unit_test(each_membership_has_its_own),
		cmocka_unit_test(what_one_owns_is_there_at_once),
	};

	return world_tests("reminder", tests, LEN(tests));
}
