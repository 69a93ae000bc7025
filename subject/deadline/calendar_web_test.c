/* The pages of the calendar: what they show to whom, on both engines. */
#include "subject/deadline/calendar_test.h"

#include "web/session.h"

extern const struct pages calendar_pages, session_pages;

static bool sign_in(struct context *cx, const struct request *q, struct reply *a)
{
	return session_sign_in(cx, q, a, request_form(q, "login"), request_form(q, "password")) &&
	       reply_goto(cx, a, "/");
}

static const struct route routes[] = {
	{ METHOD_POST, "/sign-in", "@public", sign_in, NULL, ROUTE_NO_CSRF | ROUTE_NO_DB },
	{ 0 },
};

static const char *day(struct context *cx, int days)
{
	char text[DATE_TEXT];

	return arena_str(cx->mem, date_text(date_add_days(today(cx), days), text));
}

/* Ten of them around today: late, soon, voluntary, awaited, a window, restricted to fp. */
static void make_deadlines(struct context *cx)
{
	int64_t reader = account_by_login(cx, "fp")->record.id;
	struct refs readers = { &reader, 1 };
	struct deadline_wanted v[] = {
		calendar_wanted(cx, "late", "Late <report>",
		                arena_fmt(cx->mem, "DL-02 stated=%s", day(cx, -3))),
		calendar_wanted(cx, "soon", "Soon report",
		                arena_fmt(cx->mem, "DL-02 stated=%s", day(cx, 0))),
		calendar_wanted(cx, "free", "Voluntary report",
		                arena_fmt(cx->mem, "DL-11 adopted=%s", day(cx, -1000))),
		calendar_wanted(cx, "awaited", "Awaited report", "DL-02 stated=to_be_communicated"),
		calendar_wanted(cx, "window", "Windowed review",
		                arena_fmt(cx->mem, "DL-12 review=%s", day(cx, -1700))),
		calendar_wanted(cx, "secret", "Secret letter",
		                arena_fmt(cx->mem, "DL-02 stated=%s", day(cx, 0))),
		calendar_wanted(cx, "other", "Of another committee",
		                arena_fmt(cx->mem, "DL-02 stated=%s", day(cx, 0))),
	};

	v[2].kind = "mid_term";
	v[4].kind = "next_review";
	v[5].classification = CLASS_RESTRICTED;
	v[5].readers = &readers;
	v[6].mechanism = record_id_by_key(cx, &mechanism_type, "CEDAW");
	v[6].institution = record_id_by_key(cx, &institution_type, "MOJ");
	v[6].kind = "replies";
	test_ok(cx, deadline_keep(cx, calendar_source(cx, "CRC-5-6"), v, LEN(v)));
}

static struct test_web *begin(void **state)
{
	static const char *const users[][3] = { { "sec", "MFA", "SEC" }, { "fp", "MOE", "FP" } };
	static const char *const with[] = { "institution", "taxonomy", "mechanism", "deadline",
		                            NULL };
	struct test_web *t = *state;
	struct context *cx = t->cx;

	test_routes(t, routes);
	test_routes(t, calendar_pages.routes);
	test_routes(t, session_pages.routes);
	world_begin(&t->world, subjects, with);
	for (size_t i = 0; i < LEN(users); i++) {
		int64_t id = account_add(cx, users[i][0], users[i][1], users[i][2], NULL, "en");

		test_ok(cx, id && password_set(cx, id, users[i][0], TEST_PASSWORD, false));
	}
	make_deadlines(cx);
	test_ok(cx, db_commit(cx));
	return t;
}

static const char *page(struct test_web *t, const char *path)
{
	assert_int_equal(test_ask(t, "GET", path, NULL), 200);
	return buffer_str(&t->reply.body);
}

static void shows(const char *body, const char *words)
{
	if (!strstr(body, words))
		fail_msg("“%s” is not shown", words);
}

static void hides(const char *body, const char *words)
{
	if (strstr(body, words))
		fail_msg("“%s” is shown", words);
}

static void a_month_shows_what_is_due(void **state)
{
	struct test_web *t = begin(state);
	const char *body;

	test_enter_as(t, "sec");
	body = page(t, "/calendar");
	shows(body, "<table class=\"month\">");
	shows(body, "Soon report");
	shows(body, "Late &lt;report&gt;");
	shows(body, "3 days late");
	shows(body, "Overdue: its day has passed");
	shows(body, "Nobody owns it");
	shows(body, "Awaited report");
	shows(body, "Windowed review");
	shows(body, "aria-current=\"date\"");
	hides(body, "Secret letter");
}

/* Saturday and Sunday, as the setting says that is shipped: of five weeks. */
static void days_of_rest_are_shaded(void **state)
{
	struct test_web *t = begin(state);
	size_t n = 0;

	test_enter_as(t, "sec");
	for (const char *s = page(t, "/calendar?view=month&at=2024-02"); (s = strstr(s, "rest "));
	     s++)
		n += strncmp(s - strlen("<td class=\""), "<td class=\"", strlen("<td class=\"")) ==
		             0 ||
		     strncmp(s - strlen("out "), "out ", strlen("out ")) == 0;
	assert_int_equal(n, 10);
}

/* Its named reader sees it; nobody else learns that it is there. */
static void a_restricted_one_is_shown_to_its_readers(void **state)
{
	struct test_web *t = begin(state);

	test_enter_as(t, "fp");
	shows(page(t, "/calendar"), "Secret letter");
	shows(page(t, "/calendar?view=list"), "Secret letter");
	shows(page(t, "/calendar?view=year"), "Secret letter");
	hides(page(t, "/calendar"), "Of another committee"); /* of another body */
	test_enter_as(t, "sec");
	hides(page(t, "/calendar?view=list"), "Secret letter");
	hides(page(t, "/calendar?view=year"), "Secret letter");
}

static void it_is_filtered_by_mechanism_body_and_kind(void **state)
{
	static const char *const views[] = { "month", "list", "year" };
	struct test_web *t = begin(state);
	int64_t cedaw = id_with_key(&t->world, &mechanism_type, "CEDAW");
	int64_t moj = id_with_key(&t->world, &institution_type, "MOJ");
	const char *body;

	test_enter_as(t, "sec");
	for (size_t i = 0; i < LEN(views); i++) {
		body = page(t, arena_fmt(t->cx->mem, "/calendar?view=%s&mechanism=%lld", views[i],
		                         (long long)cedaw));
		shows(body, "Of another committee");
		hides(body, "Soon report");
		body = page(t, arena_fmt(t->cx->mem, "/calendar?view=%s&body=%lld", views[i],
		                         (long long)moj));
		shows(body, "Of another committee");
		hides(body, "Soon report");
		body = page(t, arena_fmt(t->cx->mem, "/calendar?view=%s&kind=replies", views[i]));
		shows(body, "Of another committee");
		hides(body, "Soon report");
	}
}

/* DL-11: neither red nor counted as late, however long ago. */
static void what_is_voluntary_has_no_colour(void **state)
{
	struct test_web *t = begin(state);
	const char *body, *at;

	test_enter_as(t, "sec");
	body = page(t, "/calendar?view=list&kind=mid_term");
	at = strstr(body, "Voluntary report");
	assert_non_null(at);
	shows(at, ">voluntary");
	hides(body, "st-late");
	hides(body, "Overdue");
}

static void what_cannot_be_shown_is_refused(void **state)
{
	static const char *const wrong[] = {
		"/calendar?view=week", "/calendar?at=soon",    "/calendar?at=2025-13",
		"/calendar?at=9999",   "/calendar?kind=feast", "/calendar?mechanism=x",
		"/calendar?offset=-1",
	};
	struct test_web *t = begin(state);

	test_enter_as(t, "sec");
	for (size_t i = 0; i < LEN(wrong); i++)
		assert_int_equal(test_ask(t, "GET", wrong[i], NULL), 400);
	page(t, "/calendar?view=month&at=2024-02");
	page(t, "/calendar?view=month&at=1900-01");
	page(t, "/calendar?view=year&at=2200");
	t->cookie = NULL;
	assert_int_not_equal(test_ask(t, "GET", "/calendar", NULL), 200);
}

static void nobody_is_offered_a_form(void **state)
{
	struct test_web *t = begin(state);

	test_enter_as(t, "sec");
	shows(page(t, "/deadlines/new"), "Deadlines are not entered by hand.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_month_shows_what_is_due),
		cmocka_unit_test(days_of_rest_are_shaded),
		cmocka_unit_test(a_restricted_one_is_shown_to_its_readers),
		cmocka_unit_test(it_is_filtered_by_mechanism_body_and_kind),
		cmocka_unit_test(what_is_voluntary_has_no_colour),
		cmocka_unit_test(what_cannot_be_shown_is_refused),
		cmocka_unit_test(nobody_is_offered_a_form),
	};
	return test_web_run("calendar_web", tests, LEN(tests));
}
