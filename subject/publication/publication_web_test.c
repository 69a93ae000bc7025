/* The wall: what the public is shown, and that nothing but the copies is asked for it, on both
 * engines. */
#include "subject/publication/site_test.h"

#include "subject/treaty/treaty.h"
#include "web/session.h"

extern const struct pages publication_pages, recommendation_pages, session_pages, start_pages;
bool view_add_routes(struct context *cx, struct router *r);

static bool sign_in(struct context *cx, const struct request *q, struct reply *a)
{
	return session_sign_in(cx, q, a, request_form(q, "login"), request_form(q, "password")) &&
	       reply_goto(cx, a, "/");
}

static const struct route door[] = {
	{ METHOD_POST, "/sign-in", "@public", sign_in, NULL, ROUTE_NO_CSRF | ROUTE_NO_DB },
	{ 0 },
};

static struct test_web *begin(void **state)
{
	struct test_web *t = site_begin(state);

	test_routes(t, door);
	test_routes(t, publication_pages.routes);
	test_routes(t, recommendation_pages.routes);
	test_routes(t, session_pages.routes);
	test_routes(t, start_pages.routes);
	test_ok(t->cx, view_add_routes(t->cx, t->web.router));
	return t;
}

static void enter(struct test_web *t, const char *login)
{
	struct context *cx = t->cx;

	site_again(t);
	test_ok(cx, password_set(cx, account_by_login(cx, login)->record.id, login, TEST_PASSWORD,
	                         false));
	site_commit(t);
	test_enter_as(t, login);
}

static const char *page(const struct test_web *t)
{
	return buffer_str(&t->reply.body);
}

/* What stands behind `before` in the page, up to the next quotation mark. */
static const char *behind(struct test_web *t, const char *before)
{
	const char *s = strstr(page(t), before);

	if (!s)
		fail_msg("%s is not in the page", before);
	s += strlen(before);
	return arena_strn(t->cx->mem, s, strcspn(s, "\""));
}

static const char *fetch(struct test_web *t, const char *path, int status)
{
	return site_fetch(t, NULL, path, status);
}

static const char *address(struct test_web *t, int64_t id)
{
	return arena_fmt(t->cx->mem, "/public/recommendations/%lld", (long long)id);
}

static size_t times(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)); text += strlen(what))
		n++;
	return n;
}

static void everybody_reads_what_is_published(void **state)
{
	struct test_web *t = begin(state);
	int64_t request, id = site_published(t->cx, &request);
	const char *text;

	site_commit(t);
	text = fetch(t, "/public", 200);
	assert_int_equal(times(text, "<tr role=\"row\"><th role=\"rowheader\""), 7);
	assert_non_null(strstr(text, "number: 7."));
	assert_non_null(strstr(text, address(t, id)));
	assert_non_null(strstr(text, "href=\"/sign-in\""));
	assert_null(strstr(text, "class=\"tabs\""));
	text = fetch(t, address(t, id), 200);
	assert_non_null(strstr(text, "Three assessments"));
	/* the stage of the work is no business of the public */
	assert_null(strstr(text, "Accepted by the body"));
	text = fetch(t, "/public/recommendations.csv", 200);
	assert_int_equal(times(text, "\r\n"), 8);
	assert_non_null(strstr(text, "SAMPLE/"));
}

static void nothing_else_is_asked(void **state)
{
	static const char *const tables[] = { "recommendation",
		                              "recommendation_views",
		                              "recommendation_assessments",
		                              "text",
		                              "ref",
		                              "document",
		                              "mechanism",
		                              "theme",
		                              "institution",
		                              "grade",
		                              "country",
		                              "publication_request",
		                              "record_sources",
		                              "change",
		                              "change_value",
		                              NULL };
	struct test_web *t = begin(state);
	int64_t request, id = site_published(t->cx, &request);
	const char *const pages[] = { "/public?q=sample", address(t, id),
		                      "/public/recommendations.csv", NULL };

	site_commit(t);
	site_asks_copies_alone(t, pages, tables);
}

/* Of acts about treaties, too: nothing but the copies, and in them nothing that is not public. */
static void acts_about_treaties_are_copies(void **state)
{
	static const char *const tables[] = {
		"instrument_status",   "instrument", "provision", "country", "text",
		"publication_request", NULL
	};
	struct test_web *t = begin(state);
	struct context *cx = t->cx;
	int64_t id = site_number(cx,
	                         "SELECT s.id FROM instrument_status s JOIN publication p ON"
	                         " p.record = s.id WHERE s.action = 'ratification'",
	                         0);
	const char *const pages[] = { "/public/treaties", "/public/treaties.csv",
		                      arena_fmt(cx->mem, "/public/treaties/%lld", (long long)id),
		                      NULL };
	const char *text;

	assert_true(id != 0);
	site_commit(t);
	text = fetch(t, "/public/treaties", 200);
	assert_int_equal(times(text, "rowheader"), 3);
	assert_non_null(strstr(text, "SAMPLE-TREATY"));
	assert_null(strstr(text, "CEDAW")); /* nobody has approved what came with the pack */
	text = fetch(t, "/public/treaties.csv", 200);
	assert_int_equal(times(text, "\r\n"), 4);
	assert_non_null(strstr(text, "SAMPLE-1"));
	site_asks_copies_alone(t, pages, tables);
	fetch(t, "/public/treaties/1", 404);
}

#define A (&instrument_status_type)

static void act_step(struct context *cx, const char *login, int64_t id, const char *name)
{
	struct instrument_status *s = record_get_any(cx, A, id);

	site_as(cx, login);
	cx->reason = "as the test wants it";
	test_ok(cx, s && record_step(cx, A, s, step_named(A, name)));
	site_as(cx, "console");
}

/* What the secretariat noted beside the source, and how a date was asked, is nobody's outside; an
 * act that is about a restricted provision names it, so it stays inside. */
static void of_an_act_only_the_public_fields_go_out(void **state)
{
	struct test_web *t = begin(state);
	struct context *cx = t->cx;
	int64_t request, id = site_number(cx,
	                                  "SELECT s.id FROM instrument_status s JOIN instrument i"
	                                  " ON i.id = s.instrument WHERE i.code = 'CEDAW'"
	                                  " AND s.action = 'accession'",
	                                  0);
	int64_t article = site_number(cx, "SELECT id FROM provision WHERE code = 'CEDAW 18'", 0);
	struct instrument_status *s = record_get_any(cx, A, id);
	struct provision *p = record_get_any(cx, &provision_type, article);
	const char *page_of_it = arena_fmt(cx->mem, "/public/treaties/%lld", (long long)id);
	const char *text;

	assert_true(s->record.sources.n > 0 && !str_empty(s->basis));
	((struct source *)s->record.sources.v)->note = "only for the house";
	s->provisions = (struct refs){ &article, 1 };
	test_ok(cx, record_save_as(cx, A, s, CHANGE_UPDATE));
	site_as(cx, "sec");
	test_fails(cx, publication_propose(cx, A, id, NULL, &request), ERR_INVALID);
	act_step(cx, "sec", id, "confirm");
	act_step(cx, "ch", id, "approve");
	p->record.classification = CLASS_RESTRICTED;
	p->record.readers = (struct refs){ &account_by_login(cx, "sec")->record.id, 1 };
	test_ok(cx, record_save_as(cx, &provision_type, p, CHANGE_UPDATE));
	site_as(cx, "sec");
	test_fails(cx, publication_propose(cx, A, id, NULL, &request), ERR_INVALID);
	site_as(cx, "console");
	p->record.classification = CLASS_PUBLIC;
	test_ok(cx, record_save_as(cx, &provision_type, p, CHANGE_UPDATE));
	site_as(cx, "sec");
	test_ok(cx, publication_propose(cx, A, id, NULL, &request));
	test_fails(cx, publication_approve(cx, request), ERR_FORBIDDEN);
	site_as(cx, "ch");
	test_ok(cx, publication_approve(cx, request));
	site_commit(t);
	text = fetch(t, page_of_it, 200);
	assert_non_null(strstr(text, "CEDAW 18"));
	assert_null(strstr(text, "only for the house"));
	assert_null(strstr(text, "DL-03"));
	assert_null(strstr(fetch(t, "/public/treaties.csv", 200), "only for the house"));
	site_again(t);
	act_step(cx, "sec", id, "take_up"); /* what is not approved any more is not published */
	site_commit(t);
	fetch(t, page_of_it, 404);
}

/* The same, seen in the sources: no table but the copies is named, and no function of the engine
 * reads records. */
static const char *code_of(struct test_web *t, const char *path)
{
	struct buffer b = BUFFER(t->cx->mem, 1 << 20);
	FILE *f = fopen(path, "r");
	int c;

	assert_non_null(f);
	while ((c = getc(f)) != EOF)
		buffer_char(&b, (char)c);
	fclose(f);
	return buffer_str(&b);
}

static void only_copies_are_named(void **state)
{
	static const char *const before[] = { "FROM ", "JOIN ", "INTO ", "UPDATE " };
	static const char *const pages[] = { "subject/publication/publication_web.c",
		                             "subject/publication/shown_web.c",
		                             "subject/publication/shelf_web.c" };
	static const char *const doors[] = { "SQL(",        "MADE_SQL",     "db_query",
		                             "db_int",      "db_run",       "record_get",
		                             "record_list", "record_title", "record_by_key",
		                             "view_",       "attachment_",  "who_" };
	struct test_web *t = *state;
	const char *text = code_of(t, "subject/publication/published.c");
	size_t found = 0;

	for (size_t i = 0; i < LEN(before); i++)
		for (const char *s = text; (s = strstr(s, before[i])); found++) {
			s += strlen(before[i]);
			assert_true(str_starts(s, "publication ") ||
			            str_starts(s, "publication_value "));
		}
	assert_true(found >= 5);
	assert_null(strstr(text, "record_"));
	for (size_t i = 0; i < LEN(pages); i++)
		for (size_t k = 0; k < LEN(doors); k++)
			if (strstr(code_of(t, pages[i]), doors[k]))
				fail_msg("%s asks by %s", pages[i], doors[k]);
}

static void drafts_stay_inside(void **state)
{
	struct test_web *t = begin(state);
	struct rows *r;
	size_t hidden = 0;
	const char *list, *file;

	site_commit(t);
	list = fetch(t, "/public", 200);
	file = fetch(t, "/public/recommendations.csv", 200);
	site_again(t);
	r = db_query(t->cx, MADE_SQL("SELECT id FROM recommendation WHERE id NOT IN (SELECT record "
	                             "FROM publication)"));
	for (; r && rows_next(t->cx, r); hidden++) {
		const char *id = arena_fmt(t->cx->mem, "%lld", (long long)rows_int(r, 0));

		assert_null(strstr(list, id));
		assert_null(strstr(file, id));
	}
	assert_true(hidden > 40);
	hidden = (size_t)site_number(
	        t->cx, "SELECT min(id) FROM recommendation WHERE classification = 'restricted'", 0);
	site_commit(t);
	fetch(t, address(t, (int64_t)hidden), 404);
	fetch(t, "/public/recommendations/1", 404);
	fetch(t, "/public/recommendations/x", 404);
	fetch(t, "/public?page=0", 400);
}

static void what_is_restricted_is_gone_at_once(void **state)
{
	struct test_web *t = begin(state);
	int64_t request, id = site_published(t->cx, &request);
	const char *mark = address(t, id);

	site_commit(t);
	fetch(t, mark, 200);
	site_again(t);
	site_classify(t->cx, id, CLASS_INTERNAL);
	site_commit(t);
	fetch(t, mark, 404);
	assert_null(strstr(fetch(t, "/public", 200), mark));
	assert_int_equal(times(fetch(t, "/public/recommendations.csv", 200), "\r\n"), 7);
}

static void the_list_is_filtered_and_searched(void **state)
{
	struct test_web *t = begin(state);
	const char *text;

	site_commit(t);
	text = fetch(t, "/public?position=noted", 200);
	assert_int_equal(times(text, "rowheader"), 1);
	assert_non_null(strstr(text, "name=\"position\" value=\"noted\" checked"));
	assert_int_equal(
	        times(fetch(t, "/public?position=noted&position=supported", 200), "rowheader"), 4);
	assert_int_equal(times(fetch(t, "/public?q=TORTURE", 200), "rowheader"), 1);
	assert_int_equal(times(fetch(t, "/public?q=100%25", 200), "rowheader"), 0);
	assert_non_null(strstr(page(t), "Nothing here fits these filters."));
	assert_int_equal(times(fetch(t, "/public/recommendations.csv?position=noted", 200), "\r\n"),
	                 2);
	assert_int_equal(times(fetch(t, "/public?page=2", 200), "rowheader"), 0);
}

/* A text that a spreadsheet would compute. */
static void open_data_do_not_compute(void **state)
{
	struct test_web *t = begin(state);
	struct context *cx = t->cx;
	int64_t request, id = site_published(cx, &request);
	struct recommendation *r = site_record(cx, id);

	r->articles = "=1+1";
	test_ok(cx, record_save_as(cx, T, r, CHANGE_UPDATE));
	site_as(cx, "sec");
	test_ok(cx, publication_propose(cx, T, id, NULL, &request));
	site_as(cx, "ch");
	test_ok(cx, publication_approve(cx, request));
	site_commit(t);
	assert_non_null(strstr(fetch(t, "/public/recommendations.csv", 200), ",'=1+1,"));
	assert_non_null(strstr(fetch(t, address(t, id), 200), "=1+1"));
}

/* From the record's page to the public one, by two people. */
static void proposed_and_published_by_form(void **state)
{
	struct test_web *t = begin(state);
	struct context *cx = t->cx;
	int64_t request, id = site_published(cx, &request);
	struct recommendation *r = site_record(cx, id);
	const char *path = arena_fmt(cx->mem, "/recommendations/%lld", (long long)id);
	const char *csrf, *form;

	r->articles = "2, 26";
	test_ok(cx, record_save_as(cx, T, r, CHANGE_UPDATE));
	site_commit(t);
	enter(t, "sec");
	assert_non_null(strstr(fetch(t, path, 200), "Changed since publication."));
	form = arena_fmt(cx->mem, "/publication_requests/new?record=recommendation:%lld",
	                 (long long)id);
	assert_non_null(strstr(page(t), form));
	assert_non_null(strstr(fetch(t, form, 200), "2, 26")); /* what the public would read */
	csrf = behind(t, "name=\"csrf\" value=\"");
	assert_int_equal(test_ask(t, "POST", "/publication_requests/new",
	                          arena_fmt(cx->mem,
	                                    "csrf=%s&subject.type=recommendation&subject.key=%lld"
	                                    "&classification=%s&_do=save",
	                                    csrf, (long long)id,
	                                    behind(t, "name=\"classification\" value=\""))),
	                 303);
	assert_non_null(strstr(fetch(t, path, 200), "Publication proposed"));
	assert_null(strstr(fetch(t, address(t, id), 200), "2, 26"));

	enter(t, "ch");
	assert_int_equal(test_ask(t, "GET", "/", NULL), 200);
	assert_non_null(strstr(page(t), "/publication_requests/")); /* publish, or refuse */
	site_again(t);
	request = site_number(
	        cx, "SELECT id FROM publication_request WHERE state = 'proposed' AND subject = $1",
	        id);
	site_commit(t);
	assert_non_null(strstr(
	        fetch(t, arena_fmt(cx->mem, "/publication_requests/%lld", (long long)request), 200),
	        "What the public would read"));
	site_again(t);
	site_as(cx, "ch");
	test_ok(cx, publication_approve(cx, request));
	site_commit(t);
	assert_null(strstr(fetch(t, path, 200), "Changed since publication."));
	assert_non_null(strstr(page(t), "On the public site since"));
	assert_non_null(strstr(fetch(t, address(t, id), 200), "2, 26"));
	enter(t, "fp");
	fetch(t, form, 403);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everybody_reads_what_is_published),
		cmocka_unit_test(nothing_else_is_asked),
		cmocka_unit_test(acts_about_treaties_are_copies),
		cmocka_unit_test(of_an_act_only_the_public_fields_go_out),
		cmocka_unit_test(only_copies_are_named),
		cmocka_unit_test(drafts_stay_inside),
		cmocka_unit_test(what_is_restricted_is_gone_at_once),
		cmocka_unit_test(the_list_is_filtered_and_searched),
		cmocka_unit_test(open_data_do_not_compute),
		cmocka_unit_test(proposed_and_published_by_form),
	};

	return test_web_run("publication_web", tests, LEN(tests));
}
