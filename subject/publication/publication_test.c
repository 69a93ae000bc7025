/* Who may publish what, what the copy holds, and what takes it away again, on both engines. */
#include "subject/publication/site_test.h"

#include "record/erase.h"

/* One that may be published and of which nobody has asked it. */
static int64_t publishable(struct context *cx)
{
	int64_t id = site_number(cx,
	                         "SELECT min(r.id) FROM recommendation r WHERE r.state = "
	                         "'accepted' AND r.classification ="
	                         " 'public' AND NOT EXISTS (SELECT 1 FROM publication_request q "
	                         "WHERE q.subject = r.id)",
	                         0);

	assert_true(id != 0);
	return id;
}

static int64_t in_state(struct context *cx, const char *state)
{
	int64_t id =
	        site_number(cx,
	                    arena_fmt(cx->mem,
	                              "SELECT min(id) FROM recommendation WHERE state = '%s' AND"
	                              " classification = 'public'",
	                              state),
	                    0);

	assert_true(id != 0);
	return id;
}

static int64_t publish(struct context *cx, int64_t id)
{
	int64_t request;

	site_as(cx, "sec");
	test_ok(cx, publication_propose(cx, T, id, NULL, &request));
	site_as(cx, "ch");
	test_ok(cx, publication_approve(cx, request));
	site_as(cx, "console");
	return request;
}

static void the_sample_shows_how_it_goes(void **state)
{
	struct context *cx = site_begin(state)->cx;

	/* recommendations, and acts about the sample treaty */
	assert_int_equal(site_number(cx, "SELECT count(*) FROM publication", 0), 7 + 3);
	assert_int_equal(
	        site_number(cx, "SELECT count(*) FROM publication_request WHERE state = 'proposed'",
	                    0),
	        1);
	test_ok(cx, publication_subject.load_sample(cx));
	assert_int_equal(site_number(cx, "SELECT count(*) FROM publication_request", 0), 8 + 3);
}

static void one_proposes_and_another_publishes(void **state)
{
	struct context *cx = site_begin(state)->cx;
	int64_t id = publishable(cx), request;

	site_as(cx, "aud");
	test_fails(cx, publication_propose(cx, T, id, NULL, &request), ERR_FORBIDDEN);
	site_as(cx, "ch");
	test_fails(cx, publication_propose(cx, T, id, NULL, &request), ERR_FORBIDDEN);
	site_as(cx, "sec");
	test_ok(cx, publication_propose(cx, T, id, "Please.", &request));
	test_fails(cx, publication_propose(cx, T, id, NULL, &request), ERR_INVALID);
	request = site_number(cx, "SELECT id FROM publication_request WHERE subject = $1", id);
	test_fails(cx, publication_approve(cx, request), ERR_FORBIDDEN);
	assert_int_equal(site_copies(cx, id), 0);
	site_as(cx, "dc");
	test_ok(cx, publication_approve(cx, request));
	assert_int_equal(site_copies(cx, id), 1);
	assert_string_equal(site_state(cx, request), "published");
	assert_int_equal(strlen(site_request(cx, request)->fingerprint), 64 + 7);
	site_as(cx, "sec");
	test_fails(cx, publication_propose(cx, T, id, NULL, &request), ERR_INVALID);
}

/* Somebody in two roles cannot be both persons. */
static void nobody_publishes_what_he_proposed(void **state)
{
	struct context *cx = site_begin(state)->cx;
	int64_t id = publishable(cx), request;
	struct actor two;

	test_ok(cx, account_add(cx, "two", "MFA", "SEC", NULL, "en") != 0);
	site_as(cx, "two");
	test_ok(cx, publication_propose(cx, T, id, NULL, &request));
	two = *cx->actor;
	two.role = ROLE_CH;
	cx->actor = &two;
	test_fails(cx, publication_approve(cx, request), ERR_INVALID);
	assert_int_equal(site_copies(cx, id), 0);
	site_as(cx, "ch");
	test_ok(cx, publication_approve(cx, request));
}

static void only_what_is_public_and_accepted(void **state)
{
	struct context *cx = site_begin(state)->cx;
	int64_t id = publishable(cx), request;
	static const char *const stages[] = { "entered",  "imported", "triaged",
		                              "assigned", "returned", "merged" };

	for (size_t i = 0; i < LEN(stages); i++) {
		int64_t other = in_state(cx, stages[i]);

		site_as(cx, "sec");
		test_fails(cx, publication_propose(cx, T, other, NULL, &request), ERR_INVALID);
		site_as(cx, "console");
	}
	site_classify(cx, id, CLASS_INTERNAL);
	site_as(cx, "sec");
	test_fails(cx, publication_propose(cx, T, id, NULL, &request), ERR_INVALID);

	/* what was public when it was proposed must be so when it is published */
	site_classify(cx, id, CLASS_PUBLIC);
	site_as(cx, "sec");
	test_ok(cx, publication_propose(cx, T, id, NULL, &request));
	site_classify(cx, id, CLASS_INTERNAL);
	site_as(cx, "ch");
	test_fails(cx, publication_approve(cx, request), ERR_INVALID);
	assert_int_equal(site_copies(cx, id), 0);
}

static void a_copy_holds_public_fields_alone(void **state)
{
	struct context *cx = site_begin(state)->cx;
	int64_t id = site_sample(cx, "SAMPLE/UPR/4", "126.30");
	struct recommendation *r = site_record(cx, id);
	const char *body;

	r->priority = 1;
	r->deadline = date_day(2031, 5, 17);
	test_ok(cx, record_save_as(cx, T, r, CHANGE_UPDATE));
	if (!site_copies(cx, id))
		publish(cx, id);
	body = site_body(cx, id);
	assert_non_null(strstr(body, "\"text\""));
	assert_null(strstr(body, "2031"));
	for (size_t i = 0; i < T->n; i++)
		if (!(T->fields[i].flags & PUBLIC))
			assert_null(strstr(body, arena_fmt(cx->mem, "\"%s\":", T->fields[i].name)));
	/* an author from civil society is not named (roles, rule 5) */
	assert_non_null(strstr(body, "\"views\""));
	assert_non_null(strstr(body, "Civil society organisation"));
	assert_null(strstr(body, "Çeşme"));
	assert_null(strstr(body, "Чешме"));
}

static void restriction_takes_the_copy(void **state)
{
	struct context *cx = site_begin(state)->cx;
	int64_t request, id = site_published(cx, &request), before, after;

	test_ok(cx, access_epoch(cx, &before));
	site_classify(cx, id, CLASS_RESTRICTED);
	assert_int_equal(site_copies(cx, id), 0);
	assert_int_equal(
	        site_number(cx, "SELECT count(*) FROM publication_value WHERE record = $1", id), 0);
	assert_string_equal(site_state(cx, request), "withdrawn");
	test_ok(cx, access_epoch(cx, &after));
	assert_true(after > before);
}

static void a_step_that_must_not_be_public_takes_the_copy(void **state)
{
	struct context *cx = site_begin(state)->cx;
	int64_t request, id = site_published(cx, &request);
	struct recommendation *r = site_record(cx, id);

	r->merged_into = in_state(cx, "triaged");
	site_step(cx, "sec", r, "merge");
	assert_int_equal(site_copies(cx, id), 0);
	assert_string_equal(site_state(cx, request), "withdrawn");
}

static void what_changed_is_marked_and_stays(void **state)
{
	struct context *cx = site_begin(state)->cx;
	int64_t request, newer, id = site_published(cx, &request);
	const char *before = site_body(cx, id);
	struct recommendation *r = site_record(cx, id);
	struct publication_state s;

	r->deadline = date_day(2031, 5, 17); /* no public field */
	test_ok(cx, record_save_as(cx, T, r, CHANGE_UPDATE));
	assert_int_equal(site_request(cx, request)->changed, UNSAID);
	r->status = STATUS_CONTINUOUS == r->status ? STATUS_IN_PROGRESS : STATUS_CONTINUOUS;
	site_step(cx, "sec", r, "set_status");
	assert_int_equal(site_request(cx, request)->changed, YES);
	assert_string_equal(site_body(cx, id), before);
	test_ok(cx, publication_state_of(cx, T, id, &s));
	assert_true(s.changed && s.published == request && !s.proposed);

	newer = publish(cx, id);
	assert_string_equal(site_state(cx, request), "replaced");
	assert_string_not_equal(site_body(cx, id), before);
	test_ok(cx, publication_state_of(cx, T, id, &s));
	assert_true(!s.changed && s.published == newer);
}

/* Who decides must not publish other words than those he read: the request gets a new version,
 * which his form meets. */
static void a_proposal_tells_of_changes(void **state)
{
	struct context *cx = site_begin(state)->cx;
	int64_t id = publishable(cx), request, version;
	struct recommendation *r = site_record(cx, id);

	site_as(cx, "sec");
	test_ok(cx, publication_propose(cx, T, id, NULL, &request));
	version = site_request(cx, request)->record.version;
	r->articles = "2, 26";
	test_ok(cx, record_save(cx, T, r));
	assert_true(site_request(cx, request)->record.version > version);
	assert_int_equal(site_request(cx, request)->changed, YES);
}

static void withdrawing_needs_a_reason(void **state)
{
	struct context *cx = site_begin(state)->cx;
	int64_t request, id = site_published(cx, &request);

	site_as(cx, "ch");
	test_fails(cx, publication_withdraw(cx, request, NULL), ERR_INVALID);
	assert_int_equal(site_copies(cx, id), 1);
	test_ok(cx, publication_withdraw(cx, request, "A mistake."));
	assert_int_equal(site_copies(cx, id), 0);

	id = site_published(cx, &request);
	site_as(cx, "fp");
	assert_false(publication_withdraw(cx, request, "I do not like it."));
	error_clear(cx);
	site_as(cx, "sec");
	test_ok(cx, publication_withdraw(cx, request, "A wrong figure."));
	assert_int_equal(site_copies(cx, id), 0);
	assert_string_equal(site_state(cx, request), "withdrawn");
}

/* Asked for by the secretariat, approved by the chair, carried out by her. */
static void erase(struct context *cx, const struct type *t, int64_t id, const char *names)
{
	int64_t erasure;

	site_as(cx, "sec");
	test_ok(cx, erase_request(cx, t, id, names, "A person was named.", &erasure));
	site_as(cx, "ch");
	test_ok(cx, record_step(cx, &erasure_request_type,
	                        record_get_any(cx, &erasure_request_type, erasure),
	                        step_named(&erasure_request_type, "approve")));
	cx->reason = "A person was named.";
	test_ok(cx, erase_execute(cx, erasure));
}

static void erasure_takes_the_copy(void **state)
{
	struct context *cx = site_begin(state)->cx;
	int64_t request, id = site_published(cx, &request);

	erase(cx, T, id, "text.en");
	assert_int_equal(site_copies(cx, id), 0);
	assert_int_equal(
	        site_number(cx, "SELECT count(*) FROM publication_value WHERE record = $1", id), 0);
	assert_string_equal(site_state(cx, request), "withdrawn");
}

/* A copy holds the titles of what it names: an erased one must not stand there any more. */
static void an_erased_title_takes_the_copies_that_name_it(void **state)
{
	static const char count[] =
	        "SELECT count(*) FROM publication WHERE body LIKE '%SAMPLE/UPR/4%'";
	struct context *cx = site_begin(state)->cx;
	const struct type *document = T->fields[3].to;
	int64_t id = site_number(cx, "SELECT id FROM document WHERE symbol = 'SAMPLE/UPR/4'", 0);
	int64_t all = site_number(cx, "SELECT count(*) FROM publication", 0);
	int64_t naming = site_number(cx, count, 0);

	assert_true(naming > 0 && naming < all);
	erase(cx, document, id, "issued_by"); /* no part of the title */
	assert_int_equal(site_number(cx, count, 0), naming);
	erase(cx, document, id, "symbol");
	assert_int_equal(site_number(cx, count, 0), 0);
	assert_int_equal(site_number(cx, "SELECT count(*) FROM publication", 0), all - naming);
	assert_int_equal(site_number(cx,
	                             "SELECT count(*) FROM publication_value"
	                             " WHERE words LIKE '%SAMPLE/UPR/4%'",
	                             0),
	                 0);
}

/* What a copy names must stay public, too. */
static void restricting_what_is_named_takes_the_copies(void **state)
{
	struct context *cx = site_begin(state)->cx;
	int64_t named = site_number(
	        cx,
	        "SELECT count(*) FROM publication p JOIN recommendation r ON r.id = p.record"
	        " JOIN document d ON d.id = r.document WHERE d.symbol = 'SAMPLE/UPR/4'",
	        0);
	int64_t document =
	                site_number(cx, "SELECT id FROM document WHERE symbol = 'SAMPLE/UPR/4'", 0),
	        request;
	struct record *d = record_get_any(cx, T->fields[3].to, document);

	assert_string_equal(T->fields[3].name, "document");
	assert_true(named > 1);
	d->classification = CLASS_RESTRICTED;
	test_ok(cx, record_save_as(cx, T->fields[3].to, d, CHANGE_UPDATE));
	assert_int_equal(site_number(cx, "SELECT count(*) FROM publication", 0), 7 + 3 - named);

	/* and what names it is not published any more */
	site_as(cx, "sec");
	test_fails(cx,
	           publication_propose(cx, T, site_sample(cx, "SAMPLE/UPR/4", "126.2"), NULL,
	                               &request),
	           ERR_INVALID);
}

static void the_ombudsman_publishes_her_own(void **state)
{
	struct context *cx = site_begin(state)->cx;
	int64_t id = publishable(cx), other, request;
	struct recommendation *r = site_record(cx, id);

	r->record.institution = institution_by_code(cx, "OMB");
	test_ok(cx, record_save_as(cx, T, r, CHANGE_UPDATE));
	other = publishable(cx);
	if (other == id)
		other = site_published(cx, &request);
	site_as(cx, "omb");
	test_ok(cx, publication_propose(cx, T, id, NULL, &request));
	test_ok(cx, publication_approve(cx, request));
	assert_int_equal(site_copies(cx, id), 1);
	assert_false(publication_propose(cx, T, in_state(cx, "not_pursued"), NULL, &request));
	error_clear(cx);
}

/* The scope "published" of record/access.h asks the same table. */
/* A record that was published may have moved on: only its copy is public. */
static void publishing_does_not_open_the_record(void **state)
{
	struct context *cx = site_begin(state)->cx;
	int64_t request, id = site_published(cx, &request);

	site_as(cx, "pub");
	assert_false(access_record(cx, T, site_record(cx, id), RIGHT_READ));
	site_as(cx, "cso");
	assert_false(access_record(cx, T, site_record(cx, id), RIGHT_READ));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sample_shows_how_it_goes),
		cmocka_unit_test(one_proposes_and_another_publishes),
		cmocka_unit_test(nobody_publishes_what_he_proposed),
		cmocka_unit_test(only_what_is_public_and_accepted),
		cmocka_unit_test(a_copy_holds_public_fields_alone),
		cmocka_unit_test(restriction_takes_the_copy),
		cmocka_unit_test(a_step_that_must_not_be_public_takes_the_copy),
		cmocka_unit_test(what_changed_is_marked_and_stays),
		cmocka_unit_test(a_proposal_tells_of_changes),
		cmocka_unit_test(withdrawing_needs_a_reason),
		cmocka_unit_test(erasure_takes_the_copy),
		cmocka_unit_test(an_erased_title_takes_the_copies_that_name_it),
		cmocka_unit_test(restricting_what_is_named_takes_the_copies),
		cmocka_unit_test(the_ombudsman_publishes_her_own),
		cmocka_unit_test(publishing_does_not_open_the_record),
	};

	return test_web_run("publication", tests, LEN(tests));
}
