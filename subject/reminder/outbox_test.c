/* What waits to be sent, what it says, and what becomes of it, on both engines. */
#include "subject/reminder/reminder_test.h"

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
	struct mail_trouble *v = NULL;
	struct outgoing o;
	size_t n = 0;

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

static void people_suspend_and_lift(void **state)
{
	struct context *cx = begin(state);
	int64_t fp = account(cx, "fp");
	struct mail_trouble *v = NULL;
	size_t n = 0;

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

int main(void)
{
	const struct CMUnitTest tests[] = {
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
	};

	return world_tests("outbox", tests, LEN(tests));
}
