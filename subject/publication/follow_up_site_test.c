/* Plans, measures, evidence and indicators on the public site: what goes out, what stays inside to
 * the last byte, and what takes a copy away, on both engines. */
#include "subject/publication/follow_up_site_test.h"

/* The plan, a measure of it, evidence for that, an indicator and one of its values. */
struct site {
	int64_t plan, measure, evidence, indicator, value;
};

static struct site publish_all(struct context *cx)
{
	struct site s = { the_plan(cx), measure_called(cx, "SAMPLE-M1"), the_evidence(cx),
		          the_indicator(cx), value_of_2023(cx) };
	struct evidence *e;

	show_evidence(cx);
	e = row_of(cx, E, s.evidence);
	s.measure = ((struct evidence_subject *)e->about.v)->subject.id;
	open_to_all(cx, P, s.plan);
	open_to_all(cx, M, s.measure);
	open_to_all(cx, I, s.indicator);
	open_to_all(cx, V_, s.value);
	publish(cx, P, s.plan);
	publish(cx, M, s.measure);
	publish(cx, E, s.evidence);
	publish(cx, I, s.indicator);
	publish(cx, V_, s.value);
	return s;
}

/* ---- what is read */

static void a_plan_is_read_with_its_measures(void **state)
{
	struct test_web *t = begin(state);
	struct context *cx = t->cx;
	struct site s = publish_all(cx);
	const char *text;

	site_commit(t);
	text = fetch(t, "/public/plans", 200);
	shows(text, at(cx, P, s.plan));
	shows(text, "In force");
	hides(text, "Sample: action plan on equality");
	text = fetch(t, at(cx, P, s.plan), 200);
	shows(text, "Sample: action plan on human rights");
	shows(text, "Measures of the plan");
	shows(text, at(cx, M, s.measure));
	shows(text, "Sample: Review school textbooks");
	hides(text, "Sample: Train teachers in human rights"); /* not published */
	text = fetch(t, at(cx, M, s.measure), 200);
	shows(text, "Ministry of Education of Turkmenistan");
	shows(text, "In progress");
	shows(text, "Progress known until");
	shows(text, at(cx, E, s.evidence));
	shows(fetch(t, at(cx, E, s.evidence), 200), "Sample");
	text = fetch(t, at(cx, I, s.indicator), 200);
	shows(text, "Confirmed values");
	shows(text, "32.7");
	hides(text, "34.0"); /* provisional */
	shows(fetch(t, "/public/indicator-values.csv", 200), "32.7");
	shows(fetch(t, "/public/measures.csv", 200), "Sample: Review school textbooks");
	shows(fetch(t, "/public/measures?state=in_progress", 200), at(cx, M, s.measure));
	hides(fetch(t, "/public/measures?state=cancelled", 200), at(cx, M, s.measure));
}

/* All that is internal holds the same word, which then stands in no public page and no file. */
static void nothing_internal_goes_out(void **state)
{
	static const char *const lists[] = { "/public",
		                             "/public/plans",
		                             "/public/measures",
		                             "/public/indicators",
		                             "/public/indicator-values",
		                             "/public/evidence",
		                             "/public/recommendations.csv",
		                             "/public/plans.csv",
		                             "/public/measures.csv",
		                             "/public/indicators.csv",
		                             "/public/indicator-values.csv",
		                             "/public/evidence.csv" };
	static const struct text secret = { .lang = "en", .body = SECRET, .original = true };
	struct test_web *t = begin(state);
	struct context *cx = t->cx;
	struct site s = { the_plan(cx), 0, the_evidence(cx), the_indicator(cx), value_of_2023(cx) };
	struct text words = secret;
	struct evidence *e = row_of(cx, E, s.evidence);
	struct plan *p = row_of(cx, P, s.plan);
	struct indicator *i = row_of(cx, I, s.indicator);
	struct indicator_value *v = row_of(cx, V_, s.value);
	struct measure_partner partner = { .name = SECRET };
	struct source taken = { .title = SECRET, .note = SECRET, .certainty = 1 };
	struct measure *m;
	const struct type *const types[] = { P, M, E, I, V_ };

	s.measure = ((struct evidence_subject *)e->about.v)->subject.id;
	m = row_of(cx, M, s.measure);
	p->note = (struct texts){ &words, 1 };
	p->record.sources = (struct owned){ &taken, 1 };
	save(cx, P, p);
	m->budget_source = SECRET;
	m->partners = (struct owned){ &partner, 1 };
	save(cx, M, m);
	e->check_reason = SECRET;
	save(cx, E, e);
	i->statistician = SECRET;
	save(cx, I, i);
	v->note = SECRET;
	save(cx, V_, v);
	test_ok(cx, db_run(cx,
	                   MADE_SQL("UPDATE text SET body = $1 WHERE field IN ('difficulties',"
	                            " 'done', 'result', 'next_step', 'status_reason')"),
	                   V(SECRET)));
	s = publish_all(cx);
	no_copy_holds_the_secret(cx);
	site_commit(t);
	for (size_t k = 0; k < LEN(lists); k++)
		for (const char *const *lang = setting_languages(cx); *lang; lang++)
			hides(site_fetch(t, *lang, lists[k], 200), SECRET);
	shows(fetch(t, "/public/plans?q=only-for", 200), "Nothing here fits these filters.");
	for (size_t k = 0; k < LEN(types); k++) {
		const int64_t ids[] = { s.plan, s.measure, s.evidence, s.indicator, s.value };

		for (const char *const *lang = setting_languages(cx); *lang; lang++)
			hides(site_fetch(t, *lang, at(cx, types[k], ids[k]), 200), SECRET);
	}
}

/* By the tables of fields: what no copy may hold, whatever else is added to them. */
static void internal_fields_are_in_no_copy(void **state)
{
	static const struct {
		const struct type *type;
		const char *fields;
	} internal[] = {
		{ P, "file note" },
		{ M, "budget_source budget partners followed_from reported amendments" },
		{ E, "file is_public personal_data expiry check_reason" },
		{ I, "statistician" },
		{ V_, "file note about entered_by superseded_by" },
		{ &progress_update_type, "difficulties values corrects submitted approved deadline"
		                         " personal_data" },
	};
	struct context *cx = ((struct test_web *)*state)->cx;
	const struct field *f;

	for (size_t i = 0; i < LEN(internal); i++) {
		const struct field **v =
		        type_fields_named(cx, internal[i].type, internal[i].fields);

		assert_non_null(v);
		for (; *v; v++)
			if (published_is(internal[i].type, *v))
				fail_msg("%s.%s goes out", internal[i].type->name, (*v)->name);
	}
	for (const struct shelf *const *s = shelves; *s; s++)
		for (size_t i = 0; (f = published_field((*s)->type, i)); i++)
			if (f->flags & (PERSONAL | HIDDEN) || f->kind == FIELD_FILE)
				fail_msg("%s.%s goes out", (*s)->type->name, f->name);
}

/* The public pages are the same when there is nothing left but the copies. */
static void nothing_but_the_copies_is_asked(void **state)
{
	static const char *const tables[] = { "plan",
		                              "plan_part",
		                              "measure",
		                              "evidence",
		                              "indicator_value",
		                              "indicator",
		                              "ref",
		                              "text",
		                              "measure_places",
		                              "institution",
		                              "publication_request",
		                              NULL };
	struct test_web *t = begin(state);
	struct context *cx = t->cx;
	struct site s = publish_all(cx);
	const char *const addresses[] = { "/public/plans",
		                          "/public/measures?q=sample",
		                          "/public/measures.csv",
		                          "/public/indicator-values.csv",
		                          at(cx, P, s.plan),
		                          at(cx, M, s.measure),
		                          at(cx, E, s.evidence),
		                          at(cx, I, s.indicator),
		                          NULL };

	site_commit(t);
	site_asks_copies_alone(t, addresses, tables);
}

/* ---- what is left out */

/* A measure stands in two plans, and names of these the one that is on the site; when the other is,
 * too, it can be proposed anew, although nobody changed it. */
static void it_names_what_is_on_the_site(void **state)
{
	struct context *cx = begin(state)->cx;
	int64_t measure = measure_called(cx, "SAMPLE-M1"),
	        other = called(cx, "SELECT id FROM plan WHERE code = 'SAMPLE-EQUALITY'");

	open_to_all(cx, M, measure);
	publish(cx, M, measure);
	hides(site_body(cx, measure), "\"places\"");
	hides(site_body(cx, measure), "SAMPLE/CEDAW"); /* that recommendation is not published */
	refused(cx, M, measure);                       /* it is published as it stands */
	open_to_all(cx, P, other);
	publish(cx, P, other);
	publish(cx, M, measure);
	shows(site_body(cx, measure), "Sample: action plan on equality");
	shows(site_body(cx, measure), "Sample: equal opportunities"); /* the heading of its part */
	hides(site_body(cx, measure), "Sample: action plan on human rights");
	assert_int_equal(site_number(cx,
	                             "SELECT count(*) FROM publication_request WHERE subject = $1"
	                             " AND state = 'replaced'",
	                             measure),
	                 1);
}

/* A new version that is being drafted is no change for the public. */
static void a_draft_that_takes_it_up_changes_nothing(void **state)
{
	struct context *cx = begin(state)->cx;
	int64_t measure = measure_called(cx, "SAMPLE-M3"), request;
	struct measure *m;
	struct measure_place v[2];

	open_to_all(cx, P, the_plan(cx));
	publish(cx, P, the_plan(cx));
	open_to_all(cx, M, measure);
	request = publish(cx, M, measure);
	m = row_of(cx, M, measure);
	assert_int_equal(m->places.n, 1);
	v[0] = *(struct measure_place *)m->places.v;
	v[1] = (struct measure_place){
		.plan = called(cx, "SELECT id FROM plan WHERE code = 'SAMPLE-ROADMAP'"),
		.number = "R.9"
	};
	m->places = (struct owned){ v, 2 };
	save(cx, M, m);
	assert_int_equal(site_request(cx, request)->changed, UNSAID);
	m = row_of(cx, M, measure);
	m->record.state = type_state(M, "suspended");
	save(cx, M, m);
	assert_int_equal(site_request(cx, request)->changed, YES);
	shows(site_body(cx, measure), "not_started"); /* as it was approved */
}

/* ---- what is refused, and what goes */

static void what_is_internal_draft_or_provisional_is_refused(void **state)
{
	struct context *cx = begin(state)->cx;
	int64_t draft = called(cx, "SELECT min(id) FROM measure WHERE state = 'draft'"),
	        roadmap = called(cx, "SELECT id FROM plan WHERE code = 'SAMPLE-ROADMAP'"),
	        provisional = called(cx, "SELECT min(id) FROM indicator_value WHERE state ="
	                                 " 'provisional'");

	refused(cx, P, the_plan(cx)); /* internal */
	refused(cx, M, measure_called(cx, "SAMPLE-M1"));
	refused(cx, I, the_indicator(cx));
	refused(cx, V_, value_of_2023(cx));
	open_to_all(cx, M, draft);
	refused(cx, M, draft);
	open_to_all(cx, P, roadmap);
	refused(cx, P, roadmap);
	open_to_all(cx, V_, provisional);
	refused(cx, V_, provisional);
	open_to_all(cx, V_, value_of_2023(cx));
	refused(cx, V_, value_of_2023(cx)); /* of an indicator that is not public */
	open_to_all(cx, I, the_indicator(cx));
	publish(cx, V_, value_of_2023(cx));
}

static void evidence_with_personal_data_never_goes_out(void **state)
{
	struct context *cx = begin(state)->cx;
	int64_t id = the_evidence(cx), request;
	struct evidence *e = row_of(cx, E, id);

	e->record.classification = CLASS_PUBLIC; /* which does not say so */
	save(cx, E, e);
	refused(cx, E, id);
	e = row_of(cx, E, id);
	e->is_public = e->personal_data = YES;
	save(cx, E, e);
	refused(cx, E, id);
	e = row_of(cx, E, id);
	e->personal_data = NO;
	e->record.state = type_state(E, "unchecked");
	save(cx, E, e);
	refused(cx, E, id);
	e = row_of(cx, E, id);
	e->record.state = type_state(E, "accepted");
	save(cx, E, e);
	request = publish(cx, E, id);
	assert_int_equal(copies(cx, id), 1);
	e = row_of(cx, E, id);
	e->personal_data = YES; /* seen too late: it leaves in the same moment */
	save(cx, E, e);
	assert_int_equal(copies(cx, id), 0);
	assert_string_equal(site_state(cx, request), "withdrawn");
}

static void what_does_not_count_any_more_leaves(void **state)
{
	struct context *cx = begin(state)->cx;
	struct site s = publish_all(cx);
	struct indicator_value *v = row_of(cx, V_, s.value);
	struct evidence *e = row_of(cx, E, s.evidence);
	struct plan *p = row_of(cx, P, s.plan);

	v->record.state = type_state(V_, "superseded");
	save(cx, V_, v);
	assert_int_equal(copies(cx, s.value), 0);
	e->record.state = type_state(E, "withdrawn");
	save(cx, E, e);
	assert_int_equal(copies(cx, s.evidence), 0);
	p->record.state = type_state(P, "revised"); /* another version is in force */
	save(cx, P, p);
	assert_int_equal(copies(cx, s.plan), 0);
	assert_int_equal(copies(cx, s.measure), 1);
	p = row_of(cx, P, s.plan);
	p->record.classification = CLASS_RESTRICTED;
	refs_add(cx, &p->record.readers, account_by_login(cx, "sec")->record.id);
	save(cx, P, p);
	assert_int_equal(copies(cx, s.measure), 0); /* it named the plan */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plan_is_read_with_its_measures),
		cmocka_unit_test(nothing_internal_goes_out),
		cmocka_unit_test(internal_fields_are_in_no_copy),
		cmocka_unit_test(nothing_but_the_copies_is_asked),
		cmocka_unit_test(it_names_what_is_on_the_site),
		cmocka_unit_test(a_draft_that_takes_it_up_changes_nothing),
		cmocka_unit_test(what_is_internal_draft_or_provisional_is_refused),
		cmocka_unit_test(evidence_with_personal_data_never_goes_out),
		cmocka_unit_test(what_does_not_count_any_more_leaves),
	};

	return test_web_run("follow_up_site", tests, LEN(tests));
}
