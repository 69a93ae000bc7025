/* Reports on progress on the public site: which of their boxes go out, together with what, who
 * opens and who publishes them, what takes them off again, and who reads which report inside, on
 * both engines. */
#include "subject/publication/follow_up_site_test.h"

#define U (&progress_update_type)

/* The measure, and the report on it that was accepted. */
struct site {
	int64_t measure, report, evidence;
};

static bool step(struct context *cx, const char *login, const struct type *t, int64_t id,
                 const char *name)
{
	void *row;

	site_as(cx, login);
	cx->reason = "as the test wants it";
	row = record_get(cx, t, id);
	return row && record_step(cx, t, row, step_named(t, name));
}

/* What the secretariat does when it looked at the words. */
static bool opened(struct context *cx, const char *login, int64_t id, enum yesno personal_data)
{
	struct progress_update *u;

	site_as(cx, login);
	cx->reason = "for the public site";
	u = record_get(cx, U, id);
	if (!u)
		return false;
	u->personal_data = personal_data;
	return record_step(cx, U, u, step_named(U, "open"));
}

static struct site sample(struct context *cx)
{
	struct site s = { .report = called(cx, "SELECT id FROM progress_update WHERE state ="
		                               " 'accepted'") };
	const struct progress_update *u = row_of(cx, U, s.report);

	s.measure = u->about.id;
	s.evidence = u->evidence.v[0];
	return s;
}

static void publish_measure(struct context *cx, const struct site *s)
{
	open_to_all(cx, M, s->measure);
	publish(cx, M, s->measure);
}

static struct site published_report(struct context *cx)
{
	struct site s = sample(cx);

	publish_measure(cx, &s);
	test_ok(cx, opened(cx, "sec", s.report, NO));
	publish(cx, U, s.report);
	return s;
}

static struct texts said(struct context *cx, const char *words)
{
	struct text *t = arena_new_of(cx->mem, struct text);

	*t = (struct text){ .lang = "en", .body = words, .original = true };
	return (struct texts){ t, 1 };
}

/* Another one of the same body, so many years earlier, as far as the state. */
static int64_t report(struct context *cx, const struct site *s, int years, int64_t corrects,
                      const char *state)
{
	static const char *const ladder[][3] = { { "fp", "submit", "submitted" },
		                                 { "ma", "approve", "approved" },
		                                 { "sec", "accept", "accepted" } };
	const struct progress_update *like = row_of(cx, U, s->report);
	struct progress_update *u = record_new(cx, U);
	bool there = str_eq(state, "draft");

	u->about = like->about;
	u->year = like->year;
	u->year.year = (int16_t)(u->year.year - years);
	u->part = like->part;
	u->status = like->status;
	u->done = u->result = said(cx, "Made up: said anew");
	u->difficulties = u->next_step = said(cx, "Made up: none");
	u->record.institution = like->record.institution;
	u->corrects = corrects;
	site_as(cx, "fp");
	test_ok(cx, record_save(cx, U, u));
	for (size_t i = 0; i < LEN(ladder) && !there; i++) {
		test_ok(cx, step(cx, ladder[i][0], U, u->record.id, ladder[i][1]));
		there = str_eq(ladder[i][2], state);
	}
	site_as(cx, "console");
	return u->record.id;
}

/* ---- what is read */

static void it_stands_below_its_measure(void **state)
{
	struct test_web *t = begin(state);
	struct context *cx = t->cx;
	struct site s = sample(cx);
	const char *text;

	show_evidence(cx);
	publish_measure(cx, &s);
	publish(cx, E, s.evidence);
	test_ok(cx, opened(cx, "sec", s.report, NO));
	publish(cx, U, s.report);
	site_commit(t);
	text = fetch(t, at(cx, M, s.measure), 200);
	shows(text, "Reports on progress");
	shows(text, at(cx, U, s.report));
	text = fetch(t, at(cx, U, s.report), 200);
	shows(text, "Sample: the textbooks of grades 1 and 2 were reviewed.");
	shows(text, "Sample: pictures were changed in 6 of 14 textbooks.");
	shows(text, "Sample: the curriculum department reviews grades 3 and 4");
	shows(text, "Reported by");
	shows(text, "Status by the report");
	shows(text, "Ministry of Education of Turkmenistan");
	shows(text, "In progress");
	shows(text, at(cx, M, s.measure));
	shows(text, at(cx, E, s.evidence));
	hides(text, "Difficulties");
	hides(text, "Sample: none.");
	shows(site_fetch(t, "ru", at(cx, U, s.report), 200), "Пример: пересмотрены учебники");
	shows(site_fetch(t, "tk", at(cx, U, s.report), 200), "okuw kitaplary gözden geçirildi.");
	shows(fetch(t, "/public/progress?q=textbooks", 200), at(cx, U, s.report));
	shows(fetch(t, "/public/progress?status=in_progress", 200), at(cx, U, s.report));
	hides(fetch(t, "/public/progress?status=implemented", 200), at(cx, U, s.report));
	text = fetch(t, "/public/progress.csv", 200);
	shows(text, "Sample: pictures were changed in 6 of 14 textbooks.");
	hides(text, "Sample: none.");
}

/* Of a recommendation as of a measure. */
static void it_stands_below_its_recommendation(void **state)
{
	struct test_web *t = begin(state);
	struct context *cx = t->cx;
	struct site s = sample(cx);
	struct progress_update *u = row_of(cx, U, s.report);
	int64_t request, recommendation = site_published(cx, &request);

	u->about = (struct link){ T, recommendation };
	test_ok(cx, db_run(cx,
	                   MADE_SQL("UPDATE progress_update SET about = $1,"
	                            " about_type = 'recommendation' WHERE id = $2"),
	                   V(recommendation), V(s.report)));
	test_ok(cx, opened(cx, "sec", s.report, NO));
	publish(cx, U, s.report);
	site_commit(t);
	shows(fetch(t, at(cx, T, recommendation), 200), at(cx, U, s.report));
	shows(fetch(t, at(cx, U, s.report), 200), at(cx, T, recommendation));
}

static void the_newest_stands_first(void **state)
{
	static const char *const pages[] = { "/public/progress", NULL };
	struct test_web *t = begin(state);
	struct context *cx = t->cx;
	struct site s = sample(cx);
	int64_t older = report(cx, &s, 1, 0, "accepted"), oldest = report(cx, &s, 2, 0, "accepted");
	const int64_t ids[] = { oldest, s.report, older };

	publish_measure(cx, &s);
	for (size_t i = 0; i < LEN(ids); i++) {
		test_ok(cx, opened(cx, "sec", ids[i], NO));
		publish(cx, U, ids[i]);
	}
	site_commit(t);
	for (size_t i = 0; i < LEN(pages); i++) {
		const char *text = fetch(t, pages[i] ? pages[i] : at(cx, M, s.measure), 200),
		           *a = strstr(text, at(cx, U, s.report)),
		           *b = strstr(text, at(cx, U, older)),
		           *c = strstr(text, at(cx, U, oldest));

		assert_true(a && b && c && a < b && b < c);
	}
}

/* ---- what stays inside */

static void difficulties_and_reported_values_stay_inside(void **state)
{
	static const char *const lists[] = { "/public/progress", "/public/progress.csv",
		                             "/public/measures.csv", "/public/progress?q=only" };
	struct test_web *t = begin(state);
	struct context *cx = t->cx;
	struct site s = sample(cx);
	struct progress_update *u = row_of(cx, U, s.report);
	struct progress_value value = { .indicator = the_indicator(cx),
		                        .value = { 7654321, true } };

	u->values = (struct owned){ &value, 1 };
	save(cx, U, u);
	test_ok(cx, db_run(cx,
	                   MADE_SQL("UPDATE text SET body = $1 WHERE record = $2 AND field ="
	                            " 'difficulties'"),
	                   V(SECRET), V(s.report)));
	open_to_all(cx, &indicator_type, the_indicator(cx));
	publish(cx, &indicator_type, the_indicator(cx));
	s = published_report(cx);
	hides(site_body(cx, s.report), "7654");
	hides(site_body(cx, s.report), "Sample: order on the review"); /* not on the site itself */
	no_copy_holds_the_secret(cx);
	site_commit(t);
	for (const char *const *lang = setting_languages(cx); *lang; lang++) {
		const char *text = site_fetch(t, *lang, at(cx, U, s.report), 200);

		hides(text, SECRET);
		hides(text, "7654");
		for (size_t i = 0; i < LEN(lists); i++)
			hides(site_fetch(t, *lang, lists[i], 200), SECRET);
	}
}

/* A value is public when its source body confirmed it, and stands there then. */
static void a_confirmed_value_stands_below_the_report(void **state)
{
	struct test_web *t = begin(state);
	struct context *cx = t->cx;
	struct site s = published_report(cx);
	int64_t id = value_of_2023(cx);
	struct indicator_value *v = row_of(cx, V_, id);

	v->reported_with = (struct link){ U, s.report };
	save(cx, V_, v);
	open_to_all(cx, I, the_indicator(cx));
	publish(cx, I, the_indicator(cx));
	open_to_all(cx, V_, id);
	publish(cx, V_, id);
	site_commit(t);
	shows(fetch(t, at(cx, U, s.report), 200), at(cx, V_, id));
	site_again(t);
	test_ok(cx, step(cx, "sec", U, s.report, "close"));
	site_commit(t);
	fetch(t, at(cx, V_, id), 404); /* it named the report */
}

static void what_may_not_be_shown_is_refused(void **state)
{
	struct context *cx = begin(state)->cx;
	struct site s = sample(cx);
	int64_t returned = called(cx, "SELECT id FROM progress_update WHERE state = 'returned'");
	struct progress_update *u;

	refused(cx, U, s.report); /* internal */
	test_fails(cx, opened(cx, "fp", s.report, NO), ERR_FORBIDDEN);
	test_fails(cx, opened(cx, "ch", s.report, NO), ERR_FORBIDDEN);
	test_fails(cx, opened(cx, "sec", returned, NO), ERR_CONFLICT); /* not accepted */
	assert_false(opened(cx, "sec", s.report, YES));
	assert_string_equal(cx->err.field, "personal_data");
	error_clear(cx);
	assert_false(opened(cx, "sec", s.report, UNSAID)); /* somebody must have looked */
	assert_string_equal(cx->err.field, "personal_data");
	error_clear(cx);
	test_ok(cx, opened(cx, "sec", s.report, NO));
	refused(cx, U, s.report); /* its measure is not public */
	open_to_all(cx, M, s.measure);
	refused(cx, U, s.report); /* nor on the site */
	publish(cx, M, s.measure);
	u = row_of(cx, U, s.report);
	u->personal_data = YES;
	save(cx, U, u);
	refused(cx, U, s.report);
	u = row_of(cx, U, s.report);
	u->personal_data = NO;
	u->record.classification = CLASS_RESTRICTED;
	refs_add(cx, &u->record.readers, account_by_login(cx, "sec")->record.id);
	save(cx, U, u);
	refused(cx, U, s.report);
	u = row_of(cx, U, s.report);
	u->record.classification = CLASS_PUBLIC;
	save(cx, U, u);
	publish(cx, U, s.report);
}

/* The measure was published when the report was proposed, and no more when it is decided. */
static void without_its_measure_it_is_not_published(void **state)
{
	struct context *cx = begin(state)->cx;
	struct site s = sample(cx);
	int64_t of_measure, of_report;

	open_to_all(cx, M, s.measure);
	of_measure = publish(cx, M, s.measure);
	test_ok(cx, opened(cx, "sec", s.report, NO));
	site_as(cx, "sec");
	test_ok(cx, publication_propose(cx, U, s.report, NULL, &of_report));
	site_as(cx, "ch");
	test_ok(cx, publication_withdraw(cx, of_measure, "as the test wants it"));
	test_fails(cx, publication_approve(cx, of_report), ERR_INVALID);
	assert_int_equal(copies(cx, s.report), 0);
}

/* ---- what takes it off */

static void it_leaves_with_its_measure(void **state)
{
	struct context *cx = begin(state)->cx;
	struct site s = sample(cx);
	int64_t of_measure, of_report;
	struct measure *m;

	open_to_all(cx, M, s.measure);
	of_measure = publish(cx, M, s.measure);
	test_ok(cx, opened(cx, "sec", s.report, NO));
	of_report = publish(cx, U, s.report);
	site_as(cx, "ch");
	test_ok(cx, publication_withdraw(cx, of_measure, "as the test wants it"));
	assert_int_equal(copies(cx, s.report), 0);
	assert_string_equal(site_state(cx, of_report), "withdrawn");
	publish(cx, M, s.measure);
	of_report = publish(cx, U, s.report);
	m = row_of(cx, M, s.measure);
	m->record.classification = CLASS_INTERNAL;
	save(cx, M, m);
	assert_int_equal(copies(cx, s.measure), 0);
	assert_int_equal(copies(cx, s.report), 0);
	assert_string_equal(site_state(cx, of_report), "withdrawn");
}

/* A new copy of the measure is no leaving. */
static void it_stays_when_its_measure_is_published_anew(void **state)
{
	struct context *cx = begin(state)->cx;
	struct site s = published_report(cx);
	struct measure *m = row_of(cx, M, s.measure);

	m->record.state = type_state(M, "suspended");
	save(cx, M, m);
	publish(cx, M, s.measure);
	shows(site_body(cx, s.measure), "suspended");
	assert_int_equal(copies(cx, s.report), 1);
}

static void what_is_corrected_leaves(void **state)
{
	struct test_web *t = begin(state);
	struct context *cx = t->cx;
	struct site s = published_report(cx);
	int64_t correction = report(cx, &s, 0, s.report, "approved");

	assert_int_equal(copies(cx, s.report), 1); /* until then the old one counts */
	test_ok(cx, step(cx, "sec", U, correction, "accept"));
	assert_int_equal(copies(cx, s.report), 0);
	refused(cx, U, correction); /* its words are opened anew */
	test_ok(cx, opened(cx, "sec", correction, NO));
	publish(cx, U, correction);
	refused(cx, U, s.report);
	site_commit(t);
	fetch(t, at(cx, U, s.report), 404);
	shows(fetch(t, at(cx, U, correction), 200), "Made up: said anew");
}

static void what_is_closed_leaves_at_once(void **state)
{
	struct context *cx = begin(state)->cx;
	struct site s = published_report(cx);
	const struct progress_update *u;

	test_fails(cx, step(cx, "fp", U, s.report, "close"), ERR_FORBIDDEN);
	test_ok(cx, step(cx, "sec", U, s.report, "close"));
	u = row_of(cx, U, s.report);
	assert_int_equal(u->record.classification, CLASS_INTERNAL);
	assert_int_equal(u->personal_data, UNSAID);
	assert_int_equal(copies(cx, s.report), 0);
	refused(cx, U, s.report);
}

/* Opening says something of the report, and nothing in it. */
static void opening_changes_no_word(void **state)
{
	struct context *cx = begin(state)->cx;
	struct site s = sample(cx);
	struct progress_update *u;

	site_as(cx, "sec");
	cx->reason = "for the public site";
	u = record_get(cx, U, s.report);
	u->personal_data = NO;
	u->result = said(cx, "Put right in passing");
	assert_false(record_step(cx, U, u, step_named(U, "open")));
	assert_string_equal(cx->err.field, "result");
	error_clear(cx);
}

/* ---- who reads which report inside (table of roles, row Progress update) */

static void who_reads_which(void **state)
{
	static const char *const states[] = { "draft", "submitted", "approved", "accepted" };
	static const struct {
		const char *login;
		bool open, accepted;
	} readers[] = {
		{ "ch", true, true },   { "dc", true, true },    { "sec", true, true },
		{ "fp", true, true },   { "ma", true, true },    { "aud", true, true },
		{ "mj", false, true },  { "omb", false, true },  { "cso", false, false },
		{ "ip", false, false }, { "pub", false, false }, { "adm", false, false },
	};
	struct context *cx = begin(state)->cx;
	struct site s = published_report(cx);

	for (int i = 0; i < (int)LEN(states); i++) {
		int64_t id = report(cx, &s, i + 1, 0, states[i]);

		for (size_t k = 0; k < LEN(readers); k++) {
			bool may = i == LEN(states) - 1 ? readers[k].accepted : readers[k].open;

			site_as(cx, readers[k].login);
			if (may != (record_get(cx, U, id) != NULL))
				fail_msg("%s, %s", readers[k].login, states[i]);
			error_clear(cx);
		}
		site_as(cx, "console");
	}
	for (size_t k = 0; k < LEN(readers); k++) { /* publishing opens no record */
		site_as(cx, readers[k].login);
		assert_int_equal(record_get(cx, U, s.report) != NULL, readers[k].accepted);
		error_clear(cx);
	}
}

/* The pages are the same when there is nothing left but the copies. */
static void nothing_but_the_copies_is_asked(void **state)
{
	static const char *const tables[] = { "progress_update",
		                              "measure",
		                              "evidence",
		                              "ref",
		                              "text",
		                              "institution",
		                              "indicator_value",
		                              "publication_request",
		                              NULL };
	struct test_web *t = begin(state);
	struct context *cx = t->cx;
	struct site s = published_report(cx);
	const char *const addresses[] = { "/public/progress", "/public/progress.csv",
		                          at(cx, U, s.report), at(cx, M, s.measure), NULL };

	site_commit(t);
	site_asks_copies_alone(t, addresses, tables);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_stands_below_its_measure),
		cmocka_unit_test(it_stands_below_its_recommendation),
		cmocka_unit_test(the_newest_stands_first),
		cmocka_unit_test(difficulties_and_reported_values_stay_inside),
		cmocka_unit_test(a_confirmed_value_stands_below_the_report),
		cmocka_unit_test(what_may_not_be_shown_is_refused),
		cmocka_unit_test(without_its_measure_it_is_not_published),
		cmocka_unit_test(it_leaves_with_its_measure),
		cmocka_unit_test(it_stays_when_its_measure_is_published_anew),
		cmocka_unit_test(what_is_corrected_leaves),
		cmocka_unit_test(what_is_closed_leaves_at_once),
		cmocka_unit_test(opening_changes_no_word),
		cmocka_unit_test(who_reads_which),
		cmocka_unit_test(nothing_but_the_copies_is_asked),
	};

	return test_web_run("report_site", tests, LEN(tests));
}
