/* Who reads what under a secret address, on both engines. */
#include "subject/deadline/feed.h"

#include "subject/deadline/calendar_test.h"

static int64_t reader; /* the account of "fp" */

static struct context *begin(void **state)
{
	static const char *const with[] = { "institution", "taxonomy", "mechanism", "deadline" };
	struct test_web *t = *state;
	struct context *cx = t->cx;

	cx->actor = &calendar_console;
	cx->lang = "en";
	test_ok(cx, db_begin(cx, t->world.app.store, DB_WRITE) && settings_refresh(cx));
	for (size_t i = 0; i < LEN(with); i++)
		for (const struct subject *const *s = subjects; *s; s++)
			if (str_eq((*s)->name, with[i]))
				test_ok(cx, (*s)->load_reference(cx, "turkmenistan"));
	assert_true(account_add(cx, "sec", "MFA", "SEC", NULL, "en") != 0);
	reader = account_add(cx, "fp", "MOE", "FP", NULL, "en");
	assert_true(reader != 0);
	return cx;
}

static void as(struct context *cx, const char *login)
{
	struct actor *a = arena_new_of(cx->mem, struct actor);

	cx->titles = NULL;
	cx->actor = &calendar_console;
	test_ok(cx, account_actor(cx, account_by_login(cx, login)->record.id, 0, a));
	cx->actor = a;
}

static const char *read_at(struct context *cx, const char *text)
{
	struct actor *a = arena_new_of(cx->mem, struct actor);
	struct buffer b = BUFFER(cx->mem, 8 << 20);
	struct feed f;

	cx->actor = NULL;
	test_ok(cx, feed_open(cx, text, &f, a));
	cx->actor = a;
	test_ok(cx, feed_write(cx, &f, &b));
	return buffer_str(&b);
}

static size_t events(const char *s)
{
	size_t n = 0;

	while ((s = strstr(s, "BEGIN:VEVENT"))) {
		s++;
		n++;
	}
	return n;
}

static void a_feed_shows_what_its_user_may_read(void **state)
{
	struct context *cx = begin(state);
	struct refs readers = { &reader, 1 };
	struct deadline_wanted v[] = {
		calendar_wanted(cx, "mine", "Of the lead body", "DL-02 stated=2030-10-30"),
		calendar_wanted(cx, "others", "Of others", "DL-02 stated=2030-11"),
		calendar_wanted(cx, "secret", "Secret", "DL-02 stated=2030-12-01"),
		calendar_wanted(cx, "window", "Window", "DL-12 review=2023-11-06"),
	};
	char text[TOKEN_TEXT];
	const char *s;

	v[0].owner = reader;
	v[1].institution = record_id_by_key(cx, &institution_type, "MOJ");
	v[2].classification = CLASS_RESTRICTED;
	v[2].readers = &readers;
	test_ok(cx, deadline_keep(cx, calendar_source(cx, "CRC-5-6"), v, LEN(v)));
	as(cx, "fp");
	test_ok(cx, feed_make(cx, 0, text));
	s = read_at(cx, text);
	assert_non_null(strstr(s, "SUMMARY:Of the lead body"));
	assert_non_null(strstr(s, "TRIGGER:-P7D")); /* he owns it */
	assert_non_null(strstr(s, "SUMMARY:Window"));
	assert_non_null(strstr(s, "DTSTART;VALUE=DATE:20280506")); /* TC-20 */
	assert_null(strstr(s, "Of others"));
	assert_null(strstr(s, "Secret")); /* although he may read it here */
	as(cx, "sec");
	test_ok(cx, feed_make(cx, 0, text));
	s = read_at(cx, text);
	assert_int_equal(events(s), 3);
	assert_non_null(strstr(s, "DTSTART;VALUE=DATE:20301101")); /* a month is all its days */
	assert_non_null(strstr(s, "DTEND;VALUE=DATE:20301201"));
	assert_null(strstr(s, "VALARM"));
	as(cx, "sec");
	test_ok(cx, feed_make(cx, v[1].institution, text));
	s = read_at(cx, text);
	assert_int_equal(events(s), 1);
	assert_non_null(strstr(s, "SUMMARY:Of others"));
}

static void an_address_is_made_anew(void **state)
{
	struct context *cx = begin(state);
	char first[TOKEN_TEXT], second[TOKEN_TEXT];
	struct actor a;
	struct feed f, *v;
	size_t n = 0;

	as(cx, "sec");
	test_ok(cx, feed_make(cx, 0, first) && feed_make(cx, 0, second) && feed_list(cx, &v, &n));
	assert_int_equal(n, 1);
	test_fails(cx, feed_open(cx, first, &f, &a), ERR_NOT_FOUND);
	test_ok(cx, feed_open(cx, second, &f, &a));
	as(cx, "fp"); /* not his */
	test_fails(cx, feed_end(cx, f.id), ERR_NOT_FOUND);
	as(cx, "sec");
	test_ok(cx, feed_end(cx, f.id));
	test_fails(cx, feed_open(cx, second, &f, &a), ERR_NOT_FOUND);
}

/* Who does not work here any more reads nothing, and no address lies in the database. */
static void it_ends_with_the_membership(void **state)
{
	struct context *cx = begin(state);
	char text[TOKEN_TEXT];
	struct account *account;
	struct actor a;
	struct feed f;
	int64_t n = -1;
	struct value v;

	as(cx, "fp");
	test_ok(cx, feed_make(cx, 0, text));
	v = value_text(text);
	test_ok(cx,
	        db_int_values(cx, MADE_SQL("SELECT count(*) FROM calendar_feed WHERE digest = $1"),
	                      &n, NULL, &v, 1));
	assert_int_equal(n, 0);
	cx->actor = &calendar_console;
	account = account_by_login(cx, "fp");
	account->active = NO;
	test_ok(cx, record_save_as(cx, &account_type, account, CHANGE_UPDATE));
	test_fails(cx, feed_open(cx, text, &f, &a), ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_feed_shows_what_its_user_may_read),
		cmocka_unit_test(an_address_is_made_anew),
		cmocka_unit_test(it_ends_with_the_membership),
	};
	return test_web_run("feed", tests, LEN(tests));
}
