/* What reviews and documents have due, and the plan of a report, on both engines.  The own reviews
 * are those that are shipped; what is tried out says so in its name. */
#include "subject/report/report.h"

#include "record/trust_test.h"
#include "subject/deadline/kept_test.h"
#include "subject/institution/secretariat_test.h"
#include "subject/taxonomy/taxonomy.h"

static const struct subject *const here[] = { &institution_subject, &taxonomy_subject,
	                                      &mechanism_subject,   &deadline_subject,
	                                      &report_subject,      NULL };

/* 11 July 2025, 09:00 in Ashgabat: the day of the stories. */
#define NOW 1752206400000000

static struct context *begin(void **state)
{
	struct world *w = *state;

	w->cx->now = NOW;
	return world_begin(w, here, NULL);
}

static int64_t review(struct context *cx, const char *code)
{
	int64_t id = record_id_by_key(cx, &review_cycle_type, code);

	if (!id)
		fail_msg("there is no review %s", code);
	return id;
}

/* The deadline that must be there. */
static struct deadline *due(struct context *cx, const char *code, const char *name)
{
	return deadline_kept(cx, &review_cycle_type, review(cx, code), name);
}

static void assert_due(const struct deadline *d, const char *date, int status, const char *state)
{
	char text[DATE_TEXT];

	assert_string_equal(date_text(d->due, text), date);
	assert_int_equal(d->status, status);
	assert_true(type_state_in(&deadline_type, d->record.state, state));
}

/* ---- what is shipped gives the calendar of the reference data, 3.2 */

static void the_calendar_of_the_reference_data(void **state)
{
	struct context *cx = begin(state);
	char text[DATE_TEXT];

	assert_due(due(cx, "CCPR-3", "follow_up"), "2026-03-17", DEADLINE_COMPUTED, "open");
	assert_int_equal(due(cx, "CCPR-3", "follow_up")->verify, YES);
	assert_due(due(cx, "CCPR-3", "next"), "", DEADLINE_AWAITING, "open");
	assert_due(due(cx, "CERD-12-13", "follow_up"), "2024-08", DEADLINE_COMPUTED, "open");
	assert_due(due(cx, "CEDAW-6", "follow_up"), "2026-02", DEADLINE_COMPUTED, "open");
	assert_due(due(cx, "CEDAW-6", "next"), "", DEADLINE_AWAITING, "open");
	assert_string_equal(texts_words(cx, &due(cx, "CERD-12-13", "next")->title),
	                    "CERD: 12th–13th periodic — Next one, expected: 29 October 2027");
	assert_null(deadline_found(cx, &review_cycle_type, review(cx, "CRC-5-6"), "follow_up"));
	assert_due(due(cx, "CRC-5-6", "next"), "", DEADLINE_AWAITING, "open"); /* TC-18 */
	assert_due(due(cx, "CESCR-3", "replies"), "2025-10-30", DEADLINE_CONFLICT, "open");
	assert_due(due(cx, "CAT-2", "next"), "2020-11", DEADLINE_COMPUTED, "open");
	assert_int_equal(due(cx, "CAT-2", "next")->verify, YES); /* DL-06b */
	assert_due(due(cx, "UPR-4", "mid_term"), "2026-09", DEADLINE_COMPUTED, "open");
	assert_int_equal(due(cx, "UPR-4", "mid_term")->voluntary, YES);
	assert_due(due(cx, "UPR-4", "next"), "", DEADLINE_COMPUTED, "open"); /* TC-20 */
	assert_string_equal(date_text(due(cx, "UPR-4", "next")->window_from, text), "2028-05-06");
	assert_string_equal(date_text(due(cx, "UPR-4", "next")->window_to, text), "2029-05-06");
}

static void what_is_over_is_not_asked(void **state)
{
	struct context *cx = begin(state);

	assert_null(deadline_found(cx, &review_cycle_type, review(cx, "CCPR-2"), "follow_up"));
	assert_null(deadline_found(cx, &review_cycle_type, review(cx, "UPR-3"), "next"));
	assert_null(deadline_found(cx, &review_cycle_type, review(cx, "UPR-4"), "report"));
	assert_null(deadline_found(cx, &review_cycle_type, review(cx, "UPR-4"), "positions"));
}

static void titles_are_in_each_language(void **state)
{
	struct context *cx = begin(state);
	const struct deadline *d = due(cx, "CEDAW-6", "next");

	assert_int_equal(d->title.n, 3);
	assert_string_equal(record_title(cx, &deadline_type, d->record.id),
	                    "CEDAW: 6th periodic — Next report");
}

/* ---- documents move what is due */

static struct document *document(struct context *cx, const char *symbol)
{
	struct document *d =
	        record_get_any(cx, &document_type, record_id_by_key(cx, &document_type, symbol));

	test_ok(cx, d != NULL);
	return d;
}

static struct document *entered(struct context *cx, const char *symbol)
{
	struct document *d = record_new(cx, &document_type);

	d->symbol = symbol;
	d->title.v = arena_new_of(cx->mem, struct text);
	d->title.v[0] = (struct text){ .lang = "en", .body = "A trial", .original = true };
	d->title.n = 1;
	return d;
}

/* TC-15: both dates, the earlier one, and what the decision makes of it. */
static void a_decision_moves_the_deadline(void **state)
{
	struct context *cx = begin(state);

	as_secretariat(cx);
	test_ok(cx, document_resolve(cx, document(cx, "E/C.12/TKM/Q/3"), date_day(2025, 11, 30),
	                             "en prevails (original)"));
	assert_due(due(cx, "CESCR-3", "replies"), "2025-11-30", DEADLINE_STATED, "open");
}

/* The date that it states is in no other document. */
static void a_restricted_document_has_a_restricted_deadline(void **state)
{
	struct context *cx = begin(state);
	struct document *d = document(cx, "E/C.12/TKM/Q/3");
	int64_t user = as_secretariat(cx);

	assert_int_equal(due(cx, "CESCR-3", "replies")->record.classification, CLASS_INTERNAL);
	d->record.classification = CLASS_RESTRICTED;
	refs_add(cx, &d->record.readers, user);
	test_ok(cx, record_save_as(cx, &document_type, d, CHANGE_UPDATE));
	assert_int_equal(due(cx, "CESCR-3", "replies")->record.classification, CLASS_RESTRICTED);
	assert_true(refs_has(&due(cx, "CESCR-3", "replies")->record.readers, user));
}

static void replies_that_come_meet_it(void **state)
{
	struct context *cx = begin(state);
	struct document *d = entered(cx, "E/C.12/TKM/RQ/3");

	d->submitted = date_day(2025, 7, 10);
	test_ok(cx, record_save(cx, &document_type, d));
	assert_due(due(cx, "CESCR-3", "replies"), "2025-10-30", DEADLINE_CONFLICT, "met");
	d->cycle = 0; /* they were put where they do not belong */
	test_ok(cx, record_save(cx, &document_type, d));
	assert_due(due(cx, "CESCR-3", "replies"), "2025-10-30", DEADLINE_CONFLICT, "open");
}

static void observations_that_state_a_date_outrank_the_rule(void **state)
{
	struct context *cx = begin(state);
	struct document *d = document(cx, "CCPR/C/TKM/CO/3");

	d->stated_due = date_day(2026, 3, 24);
	test_ok(cx, record_save(cx, &document_type, d));
	assert_due(due(cx, "CCPR-3", "follow_up"), "2026-03-24", DEADLINE_STATED, "open");
}

static void a_list_prior_to_reporting_gives_a_year(void **state)
{
	struct context *cx = begin(state);
	struct review_cycle *c = record_new(cx, &review_cycle_type);
	struct document *d = entered(cx, "CCPR/C/TKM/QPR/4");

	c->code = "CCPR-4";
	c->mechanism = record_id_by_key(cx, &mechanism_type, "CCPR");
	c->instrument = record_id_by_key(cx, &instrument_type, "ICCPR");
	c->label = d->title;
	test_ok(cx, record_save(cx, &review_cycle_type, c));
	assert_true(type_state_in(&deadline_type, due(cx, "CCPR-3", "follow_up")->record.state,
	                          "dropped")); /* the newer review is asked now */
	d->distributed = date_day(2025, 2, 10);
	test_ok(cx, record_save(cx, &document_type, d));
	assert_true(d->cycle == c->record.id);
	assert_due(due(cx, "CCPR-4", "report"), "2026-02-10", DEADLINE_COMPUTED,
	           "open"); /* DL-07 */
}

static struct review_cycle *upr_5(struct context *cx)
{
	struct review_cycle *c = record_new(cx, &review_cycle_type);

	c->code = "UPR-5";
	c->mechanism = record_id_by_key(cx, &mechanism_type, "UPR");
	c->label.v = arena_new_of(cx->mem, struct text);
	c->label.v[0] = (struct text){ .lang = "en", .body = "A trial", .original = true };
	c->label.n = 1;
	c->review_date = date_day(2028, 11, 6);
	test_ok(cx, record_save(cx, &review_cycle_type, c));
	return c;
}

static void a_review_of_the_upr_to_come(void **state)
{
	struct context *cx = begin(state);
	struct review_cycle *c = upr_5(cx);

	assert_due(due(cx, "UPR-5", "report"), "2028-08-14", DEADLINE_COMPUTED, "open"); /* DL-09 */
	assert_due(due(cx, "UPR-5", "review"), "2028-11-06", DEADLINE_STATED, "open");
	assert_null(deadline_found(cx, &review_cycle_type, c->record.id, "positions"));
	c->hrc_session_from = date_day(2029, 2, 26);
	test_ok(cx, record_save(cx, &review_cycle_type, c));
	assert_due(due(cx, "UPR-5", "positions"), "2029-02-26", DEADLINE_COMPUTED, "open");
	c->adopted_on = date_day(2029, 3, 20);
	test_ok(cx, record_save(cx, &review_cycle_type, c));
	assert_due(due(cx, "UPR-5", "mid_term"), "2031-09-20", DEADLINE_COMPUTED, "open");
	assert_int_equal(due(cx, "UPR-5", "mid_term")->voluntary, YES);
}

static void a_report_to_the_ilo(void **state)
{
	struct context *cx = begin(state);
	struct review_cycle *c = record_new(cx, &review_cycle_type);

	c->code = "ILO-TRIAL";
	c->mechanism = record_id_by_key(cx, &mechanism_type, "ILO");
	c->label.v = arena_new_of(cx->mem, struct text);
	c->label.v[0] = (struct text){ .lang = "en", .body = "A trial", .original = true };
	c->label.n = 1;
	c->review_date = (struct date){ 2027, 12, 31, PRECISION_YEAR };
	test_ok(cx, record_save(cx, &review_cycle_type, c));
	assert_due(due(cx, "ILO-TRIAL", "report"), "2027-09-01", DEADLINE_COMPUTED, "open");
}

/* Another State's dates are not ours. */
static void others_owe_what_is_theirs(void **state)
{
	struct context *cx = begin(state);
	struct document *d = entered(cx, "CERD/C/KAZ/CO/12-13"), *o;

	d->stated_due = date_day(2026, 1, 1);
	test_ok(cx, record_save(cx, &document_type, d));
	assert_null(deadline_found(cx, &document_type, d->record.id, "answer"));
	o = entered(cx, NULL);
	o->kind = d->kind;
	o->stated_due = date_day(2026, 1, 1);
	test_ok(cx, record_save(cx, &document_type, o));
	assert_non_null(deadline_found(cx, &document_type, o->record.id, "answer"));
}

/* ---- stages */

static enum stage_progress progress(struct context *cx, const char *code, enum stage_name name)
{
	const struct review_cycle *c = record_get_any(cx, &review_cycle_type, review(cx, code));
	struct stages s;
	const struct stage *found;

	test_ok(cx, c && review_stages(cx, c, true, &s));
	found = stage_of(&s, name);
	assert_non_null(found);
	return found->progress;
}

static void a_review_shows_where_it_is(void **state)
{
	struct context *cx = begin(state);

	assert_int_equal(progress(cx, "CESCR-3", STAGE_REPORT), STAGE_THERE);
	assert_int_equal(progress(cx, "CESCR-3", STAGE_LIST), STAGE_THERE);
	assert_int_equal(progress(cx, "CESCR-3", STAGE_REPLIES), STAGE_COMING);
	assert_int_equal(progress(cx, "CESCR-3", STAGE_DIALOGUE), STAGE_LATER);
	assert_int_equal(progress(cx, "CCPR-2", STAGE_REPORT), STAGE_SKIPPED);
	assert_int_equal(progress(cx, "CCPR-2", STAGE_ASSESSMENT), STAGE_THERE);
	assert_int_equal(progress(cx, "CCPR-2", STAGE_NEXT), STAGE_THERE); /* CCPR-3 */
	assert_int_equal(progress(cx, "UPR-3", STAGE_MID_TERM), STAGE_SKIPPED);
	assert_int_equal(progress(cx, "UPR-1", STAGE_COMPILATION), STAGE_THERE);
	assert_int_equal(progress(cx, "UPR-4", STAGE_ADOPTION), STAGE_THERE);
	assert_int_equal(progress(cx, "UPR-4", STAGE_MATRIX), STAGE_COMING);
}

/* ---- back-planning */

static struct report_project *project(struct context *cx, struct date day)
{
	struct report_project *p = record_new(cx, &report_project_type);

	p->title.v = arena_new_of(cx->mem, struct text);
	p->title.v[0] = (struct text){ .lang = "en", .body = "A trial", .original = true };
	p->title.n = 1;
	p->kind = 2;
	p->due = day;
	test_ok(cx, record_save(cx, &report_project_type, p));
	return p;
}

static struct deadline *task(struct context *cx, const struct report_project *p, const char *name)
{
	return deadline_kept(cx, &report_project_type, p->record.id,
	                     arena_fmt(cx->mem, "plan.%s", name));
}

/* TC-29 */
static void the_plan_is_counted_back(void **state)
{
	static const char *const expected[][2] = {
		{ "kick_off", "2025-05-05" },         { "sections_assigned", "2025-06-02" },
		{ "data_call_closes", "2025-07-02" }, { "zero_draft", "2025-08-01" },
		{ "comments", "2025-08-18" },         { "consultation_opens", "2025-09-01" },
		{ "revised_draft", "2025-09-15" },    { "commission_approval", "2025-09-30" },
		{ "translation_done", "2025-10-16" }, { "chair_sign_off", "2025-10-23" },
		{ "submission", "2025-10-30" },
	};
	struct context *cx = begin(state);
	const struct report_project *p = project(cx, date_day(2025, 10, 30));
	int64_t n = 0;

	for (size_t i = 0; i < LEN(expected); i++)
		assert_due(task(cx, p, expected[i][0]), expected[i][1], DEADLINE_COMPUTED, "open");
	test_ok(cx, db_int(cx, MADE_SQL("SELECT count(*) FROM deadline WHERE source = $1"), &n,
	                   NULL, V(p->record.id)));
	assert_int_equal(n, LEN(expected));
	assert_string_equal(task(cx, p, "zero_draft")->basis, "DL-13 due=2025-10-30");
	assert_int_equal(task(cx, p, "zero_draft")->side, SIDE_INTERNAL);
	assert_int_equal(task(cx, p, "submission")->side, SIDE_EXTERNAL);
}

static void take(struct context *cx, struct deadline *d, const char *step)
{
	test_ok(cx, record_step(cx, &deadline_type, d, step_named(&deadline_type, step)));
}

static void steps_not_done_move_and_done_ones_stay(void **state)
{
	struct context *cx = begin(state);
	int64_t user = as_secretariat(cx);
	struct report_project *p = project(cx, date_day(2025, 10, 30));
	struct deadline *kick_off = task(cx, p, "kick_off"), *draft = task(cx, p, "zero_draft");

	kick_off->done = date_day(2025, 5, 6);
	take(cx, kick_off, "meet");
	draft->owner = user;
	take(cx, draft, "assign");
	p->due = date_day(2025, 11, 30);
	test_ok(cx, record_save(cx, &report_project_type, p));
	assert_due(task(cx, p, "kick_off"), "2025-05-05", DEADLINE_COMPUTED, "met");
	assert_due(task(cx, p, "zero_draft"), "2025-09-01", DEADLINE_COMPUTED, "open");
	assert_true(task(cx, p, "zero_draft")->owner == user);
	assert_due(task(cx, p, "submission"), "2025-11-30", DEADLINE_COMPUTED, "open");
}

static void whoever_cannot_read_it_owns_nothing(void **state)
{
	struct context *cx = begin(state);
	int64_t elsewhere = account_add(cx, "fp", "MOE", "FP", NULL, "en");
	struct report_project *p = project(cx, date_day(2025, 10, 30));
	struct deadline *d;

	p->record.institution = record_id_by_key(cx, &institution_type, "MOJ");
	test_ok(cx, record_save(cx, &report_project_type, p));
	p->lead = elsewhere;
	assert_false(record_save(cx, &report_project_type, p));
	assert_string_equal(cx->err.field, "lead");
	error_clear(cx);
	d = task(cx, p, "comments");
	d->owner = elsewhere; /* of another body, which reads what it owns */
	test_ok(cx, record_step(cx, &deadline_type, d, step_named(&deadline_type, "assign")));
	assert_true(account_reads(cx, elsewhere, &deadline_type, task(cx, p, "comments")));
	assert_false(account_reads(cx, elsewhere, &deadline_type, task(cx, p, "kick_off")));
	d = task(cx, p, "comments");
	d->owner = account_add(cx, "guest", "MOE", "CSO", NULL, "en");
	assert_false(record_step(cx, &deadline_type, d, step_named(&deadline_type, "assign")));
	assert_string_equal(cx->err.field, "owner");
}

static void the_leader_owns_what_nobody_else_does(void **state)
{
	struct context *cx = begin(state);
	int64_t user = as_secretariat(cx);
	struct report_project *p = project(cx, date_day(2025, 10, 30));

	assert_int_equal(task(cx, p, "comments")->owner, 0);
	p->lead = user;
	test_ok(cx, record_save(cx, &report_project_type, p));
	assert_true(task(cx, p, "comments")->owner == user);
}

/* The titles of its tasks name the report. */
static void a_restricted_project_has_restricted_tasks(void **state)
{
	struct context *cx = begin(state);
	int64_t user = as_secretariat(cx);
	struct report_project *p = project(cx, date_day(2025, 10, 30));

	assert_int_equal(task(cx, p, "comments")->record.classification, CLASS_INTERNAL);
	p->record.classification = CLASS_RESTRICTED;
	refs_add(cx, &p->record.readers, user);
	test_ok(cx, record_save_as(cx, &report_project_type, p, CHANGE_UPDATE));
	assert_int_equal(task(cx, p, "comments")->record.classification, CLASS_RESTRICTED);
	assert_true(refs_has(&task(cx, p, "submission")->record.readers, user));
	p->record.classification = CLASS_INTERNAL;
	test_ok(cx, record_save_as(cx, &report_project_type, p, CHANGE_UPDATE));
	assert_int_equal(task(cx, p, "comments")->record.classification, CLASS_INTERNAL);
}

/* ---- what follows from several restricted documents */

static const struct actor *person(struct context *cx, const char *login)
{
	struct actor *a = arena_new_of(cx->mem, struct actor);
	int64_t user = account_add(cx, login, "MFA", "SEC", NULL, "en");

	test_ok(cx, user && account_actor(cx, user, 0, a));
	return a;
}

static void restrict_to(struct context *cx, const char *symbol, const struct actor *one,
                        const struct actor *other)
{
	struct document *d = document(cx, symbol);

	d->record.classification = CLASS_RESTRICTED;
	d->record.readers = (struct refs){ 0 };
	refs_add(cx, &d->record.readers, one->user);
	if (other)
		refs_add(cx, &d->record.readers, other->user);
	test_ok(cx, record_save_as(cx, &document_type, d, CHANGE_UPDATE));
}

/* Both ways to ask: of the record, and of the list. */
static bool is_told(struct context *cx, const struct actor *who, const struct deadline *d)
{
	const struct actor *before = cx->actor;
	struct list l = { .type = &deadline_type, .limit = MAX_LIST_PAGE };
	bool listed = false, read;

	cx->actor = who;
	read = access_content(cx, &deadline_type, d);
	do {
		test_ok(cx, record_list(cx, &l));
		for (size_t i = 0; i < l.n; i++)
			listed |= ((const struct record *)l.rows[i])->id == d->record.id;
		l.after = l.next;
	} while (l.next);
	cx->actor = before;
	assert_int_equal(listed, read);
	return read;
}

/* The date is that of the list, the day on which it was met that of the replies. */
static void only_who_may_read_all_of_them_is_told(void **state)
{
	struct context *cx = begin(state);
	const struct actor *anna, *berdi, *both;
	struct document *d = entered(cx, "E/C.12/TKM/RQ/3");

	as_secretariat(cx);
	anna = person(cx, "anna");
	berdi = person(cx, "berdi");
	both = person(cx, "both");
	assert_true(is_told(cx, anna, due(cx, "CESCR-3", "replies")));
	restrict_to(cx, "E/C.12/TKM/Q/3", anna, both);
	assert_true(is_told(cx, anna, due(cx, "CESCR-3", "replies")));
	assert_false(is_told(cx, berdi, due(cx, "CESCR-3", "replies")));
	d->submitted = date_day(2025, 7, 10);
	d->record.classification = CLASS_RESTRICTED;
	refs_add(cx, &d->record.readers, berdi->user);
	refs_add(cx, &d->record.readers, both->user);
	test_ok(cx, record_save_as(cx, &document_type, d, CHANGE_CREATE));
	assert_due(due(cx, "CESCR-3", "replies"), "2025-10-30", DEADLINE_CONFLICT, "met");
	assert_false(is_told(cx, anna, due(cx, "CESCR-3", "replies")));
	assert_false(is_told(cx, berdi, due(cx, "CESCR-3", "replies")));
	assert_true(is_told(cx, both, due(cx, "CESCR-3", "replies")));
}

/* Nor whoever saved the last of them: the program makes the deadline, not he. */
static void where_nobody_may_read_all_nobody_is_told(void **state)
{
	struct context *cx = begin(state);
	const struct actor *anna, *berdi;
	struct document *d = entered(cx, "CCPR/C/TKM/CO/3/Add.1");

	as_secretariat(cx);
	anna = person(cx, "anna");
	berdi = person(cx, "berdi");
	restrict_to(cx, "CCPR/C/TKM/CO/3", anna, NULL);
	d->cycle = review(cx, "CCPR-3");
	d->kind = document(cx, "CCPR/C/TKM/CO/3")->kind;
	d->stated_due = date_day(2026, 3, 24);
	d->record.classification = CLASS_RESTRICTED;
	refs_add(cx, &d->record.readers, berdi->user);
	test_ok(cx, record_save_as(cx, &document_type, d, CHANGE_CREATE));
	d = document(cx, "CCPR/C/TKM/CO/3");
	d->adopted = date_day(2023, 3, 20); /* not what the review says */
	test_ok(cx, record_save_as(cx, &document_type, d, CHANGE_UPDATE));
	assert_due(due(cx, "CCPR-3", "follow_up"), "2026-03-24", DEADLINE_STATED, "open");
	assert_int_equal(due(cx, "CCPR-3", "follow_up")->record.readers.n, 0);
	assert_false(is_told(cx, anna, due(cx, "CCPR-3", "follow_up")));
	assert_false(is_told(cx, berdi, due(cx, "CCPR-3", "follow_up")));
	assert_false(is_told(cx, cx->actor, due(cx, "CCPR-3", "follow_up")));
}

/* One of them alone gave the date: the other has no say in who is told. */
static void what_was_not_taken_from_a_document_is_not_restricted_by_it(void **state)
{
	struct context *cx = begin(state);
	const struct actor *anna;
	struct document *d = document(cx, "CCPR/C/TKM/CO/3");

	as_secretariat(cx);
	anna = person(cx, "anna");
	restrict_to(cx, "CCPR/C/TKM/Q/3", anna, NULL);
	restrict_to(cx, "CCPR/C/TKM/RQ/3", anna, NULL);
	assert_int_equal(due(cx, "CCPR-3", "follow_up")->record.classification, CLASS_INTERNAL);
	assert_int_equal(due(cx, "CCPR-3", "next")->record.classification, CLASS_INTERNAL);
	restrict_to(cx, d->symbol, anna, NULL); /* without it there is nothing to follow up */
	assert_int_equal(due(cx, "CCPR-3", "follow_up")->record.classification, CLASS_RESTRICTED);
	assert_int_equal(due(cx, "CCPR-3", "next")->record.classification, CLASS_INTERNAL);
}

static void the_next_one_is_restricted_where_its_date_is(void **state)
{
	struct context *cx = begin(state);
	const struct actor *anna, *berdi;
	struct document *d = document(cx, "CAT/C/TKM/CO/2");
	struct review_cycle *c;

	as_secretariat(cx);
	anna = person(cx, "anna");
	berdi = person(cx, "berdi");
	d->adopted = date_day(2016, 11, 28);
	test_ok(cx, record_save_as(cx, &document_type, d, CHANGE_UPDATE));
	assert_due(due(cx, "CAT-2", "next"), "2020-11-28", DEADLINE_COMPUTED, "open");
	assert_true(is_told(cx, berdi, due(cx, "CAT-2", "next")));
	restrict_to(cx, "CAT/C/TKM/CO/2", anna, NULL);
	assert_due(due(cx, "CAT-2", "next"), "2020-11-28", DEADLINE_COMPUTED, "open");
	assert_true(is_told(cx, anna, due(cx, "CAT-2", "next")));
	assert_false(is_told(cx, berdi, due(cx, "CAT-2", "next")));
	c = record_get_any(cx, &review_cycle_type, review(cx, "CAT-2"));
	c->adopted_on = date_day(2016, 11, 28); /* everybody knows */
	test_ok(cx, record_save_as(cx, &review_cycle_type, c, CHANGE_UPDATE));
	assert_due(due(cx, "CAT-2", "next"), "2020-11-28", DEADLINE_COMPUTED, "open");
	assert_true(is_told(cx, berdi, due(cx, "CAT-2", "next")));
	c->record.classification = CLASS_RESTRICTED;
	refs_add(cx, &c->record.readers, anna->user);
	test_ok(cx, record_save_as(cx, &review_cycle_type, c, CHANGE_UPDATE));
	assert_false(is_told(cx, berdi, due(cx, "CAT-2", "next")));
	assert_true(is_told(cx, anna, due(cx, "CAT-2", "next")));
}

/* A project has the title and the date of its deadline. */
static void a_project_of_a_restricted_deadline_is_restricted(void **state)
{
	struct context *cx = begin(state);
	const struct actor *anna, *berdi;
	struct report_project *p;
	struct document *d;

	as_secretariat(cx);
	anna = person(cx, "anna");
	berdi = person(cx, "berdi");
	p = report_for(cx, due(cx, "CESCR-3", "replies"));
	test_ok(cx, p && record_save_as(cx, &report_project_type, p, CHANGE_CREATE));
	assert_true(is_told(cx, berdi, task(cx, p, "zero_draft")));
	restrict_to(cx, "E/C.12/TKM/Q/3", anna, NULL);
	p = record_get_any(cx, &report_project_type, p->record.id);
	assert_int_equal(p->record.classification, CLASS_RESTRICTED);
	assert_true(refs_has(&p->record.readers, anna->user));
	assert_int_equal(p->record.readers.n, 1);
	assert_false(is_told(cx, berdi, task(cx, p, "zero_draft")));
	assert_true(is_told(cx, anna, task(cx, p, "zero_draft")));
	d = document(cx, "CCPR/C/TKM/CO/3");
	d->stated_due = date_day(2026, 3, 24);
	test_ok(cx, record_save_as(cx, &document_type, d, CHANGE_UPDATE));
	restrict_to(cx, "CCPR/C/TKM/CO/3", anna, NULL);
	cx->actor = anna;
	p = report_for(cx, due(cx, "CCPR-3", "follow_up"));
	test_ok(cx, p && record_save_as(cx, &report_project_type, p, CHANGE_CREATE));
	assert_false(is_told(cx, berdi, task(cx, p, "zero_draft")));
}

/* SC-03: the decision about the date moves the plan of the replies. */
static void a_project_follows_the_register(void **state)
{
	struct context *cx = begin(state);
	struct report_project *p;

	as_secretariat(cx);
	p = report_for(cx, due(cx, "CESCR-3", "replies"));
	test_ok(cx, p && record_save_as(cx, &report_project_type, p, CHANGE_CREATE));
	assert_true(p->cycle == review(cx, "CESCR-3"));
	assert_due(task(cx, p, "zero_draft"), "2025-08-01", DEADLINE_COMPUTED, "open");
	assert_null(deadline_found(cx, &report_project_type, p->record.id, "plan.submission"));
	assert_true(report_of_deadline(cx, p->deadline) == p->record.id);
	test_ok(cx, document_resolve(cx, document(cx, "E/C.12/TKM/Q/3"), date_day(2025, 11, 30),
	                             "en prevails (original)"));
	assert_due(task(cx, p, "zero_draft"), "2025-09-01", DEADLINE_COMPUTED, "open");
	p = record_get_any(cx, &report_project_type, p->record.id);
	assert_true(date_compare(p->due, date_day(2025, 11, 30)) == 0);
	p->due = date_day(2025, 12, 24);
	test_fails(cx, record_save(cx, &report_project_type, p), ERR_INVALID);
}

static void what_was_submitted_is_met_and_its_steps_are_over(void **state)
{
	struct context *cx = begin(state);
	struct report_project *p;
	int64_t deadline;

	as_secretariat(cx);
	p = report_for(cx, due(cx, "CESCR-3", "replies"));
	test_ok(cx, p && record_save_as(cx, &report_project_type, p, CHANGE_CREATE));
	deadline = p->deadline;
	p->submitted = date_day(2025, 7, 12);
	test_fails(cx,
	           record_step(cx, &report_project_type, p,
	                       step_named(&report_project_type, "submit")),
	           ERR_INVALID); /* that is tomorrow */
	p = record_get_any(cx, &report_project_type, p->record.id);
	p->submitted = date_day(2025, 7, 10);
	test_ok(cx, record_step(cx, &report_project_type, p,
	                        step_named(&report_project_type, "submit")));
	assert_true(
	        type_state_in(&deadline_type, task(cx, p, "zero_draft")->record.state, "dropped"));
	assert_due(record_get_any(cx, &deadline_type, deadline), "2025-10-30", DEADLINE_CONFLICT,
	           "met");
	cx->reason = "It was sent back";
	test_ok(cx, record_step(cx, &report_project_type, p,
	                        step_named(&report_project_type, "resume")));
	assert_due(task(cx, p, "zero_draft"), "2025-08-01", DEADLINE_COMPUTED, "open");
	assert_due(record_get_any(cx, &deadline_type, deadline), "2025-10-30", DEADLINE_CONFLICT,
	           "open");
}

static void a_plan_needs_a_day(void **state)
{
	struct context *cx = begin(state);
	struct report_project *p = project(cx, date_day(2025, 10, 30));

	p->due = (struct date){ 2025, 12, 31, PRECISION_MONTH };
	test_fails(cx, record_save(cx, &report_project_type, p), ERR_INVALID);
	assert_false(report_plannable(due(cx, "CEDAW-6", "next"))); /* its date is awaited */
	assert_null(report_for(cx, due(cx, "CEDAW-6", "next")));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_calendar_of_the_reference_data),
		cmocka_unit_test(what_is_over_is_not_asked),
		cmocka_unit_test(titles_are_in_each_language),
		cmocka_unit_test(a_decision_moves_the_deadline),
		cmocka_unit_test(a_restricted_document_has_a_restricted_deadline),
		cmocka_unit_test(replies_that_come_meet_it),
		cmocka_unit_test(observations_that_state_a_date_outrank_the_rule),
		cmocka_unit_test(a_list_prior_to_reporting_gives_a_year),
		cmocka_unit_test(a_review_of_the_upr_to_come),
		cmocka_unit_test(a_report_to_the_ilo),
		cmocka_unit_test(others_owe_what_is_theirs),
		cmocka_unit_test(a_review_shows_where_it_is),
		cmocka_unit_test(the_plan_is_counted_back),
		cmocka_unit_test(steps_not_done_move_and_done_ones_stay),
		cmocka_unit_test(whoever_cannot_read_it_owns_nothing),
		cmocka_unit_test(the_leader_owns_what_nobody_else_does),
		cmocka_unit_test(a_restricted_project_has_restricted_tasks),
		cmocka_unit_test(only_who_may_read_all_of_them_is_told),
		cmocka_unit_test(where_nobody_may_read_all_nobody_is_told),
		cmocka_unit_test(what_was_not_taken_from_a_document_is_not_restricted_by_it),
		cmocka_unit_test(the_next_one_is_restricted_where_its_date_is),
		cmocka_unit_test(a_project_of_a_restricted_deadline_is_restricted),
		cmocka_unit_test(a_project_follows_the_register),
		cmocka_unit_test(what_was_submitted_is_met_and_its_steps_are_over),
		cmocka_unit_test(a_plan_needs_a_day),
	};

	return world_tests("report", tests, LEN(tests));
}
