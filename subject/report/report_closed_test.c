/* Deadlines whose source becomes restricted: who could read them before cannot afterwards, whether
 * they are open, met or no longer due; on both engines.  What is tried out says so in its name. */
#include "subject/report/report.h"

#include "record/trust_test.h"
#include "subject/institution/institution.h"
#include "subject/taxonomy/taxonomy.h"

static const struct subject *const here[] = { &institution_subject, &taxonomy_subject,
	                                      &mechanism_subject,   &deadline_subject,
	                                      &report_subject,      NULL };
static const struct actor console = { .login = "console", .console = true };

/* 11 July 2025, 09:00 in Ashgabat: the day of the stories. */
#define NOW 1752206400000000

static struct context *begin(void **state)
{
	struct world *w = *state;
	struct context *cx = w->cx;

	w->app.subjects = here;
	cx->actor = &console;
	cx->lang = "en";
	cx->now = NOW;
	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE) && settings_refresh(cx));
	for (size_t i = 0; here[i]; i++)
		test_ok(cx,
		        !here[i]->load_reference || here[i]->load_reference(cx, "turkmenistan"));
	assert_true(account_add(cx, "sec", "MFA", "SEC", NULL, "en") != 0);
	assert_true(account_add(cx, "sec2", "MFA", "SEC", NULL, "en") != 0);
	return cx;
}

static int64_t account(struct context *cx, const char *login)
{
	return account_by_login(cx, login)->record.id;
}

static void as(struct context *cx, const char *login)
{
	struct actor *a = arena_new_of(cx->mem, struct actor);

	cx->titles = NULL;
	cx->actor = &console;
	if (!login)
		return;
	test_ok(cx, account_actor(cx, account(cx, login), 0, a));
	cx->actor = a;
}

static struct deadline *due_of(struct context *cx, int64_t from, const char *name)
{
	int64_t id = 0;
	bool found;

	test_ok(cx, db_int(cx, MADE_SQL("SELECT id FROM deadline WHERE source = $1 AND name = $2"),
	                   &id, &found, V(from), V(name)));
	if (!found)
		fail_msg("there is no deadline %s", name);
	return record_get_any(cx, &deadline_type, id);
}

static int64_t review(struct context *cx, const char *code)
{
	int64_t id = record_id_by_key(cx, &review_cycle_type, code);

	assert_true(id != 0);
	return id;
}

static struct document *document(struct context *cx, const char *symbol)
{
	return record_get_any(cx, &document_type, record_id_by_key(cx, &document_type, symbol));
}

static struct texts trial(struct context *cx)
{
	struct text *v = arena_new_of(cx->mem, struct text);

	*v = (struct text){ .lang = "en", .body = "A trial", .original = true };
	return (struct texts){ v, 1 };
}

static struct document *entered(struct context *cx, const char *symbol)
{
	struct document *d = record_new(cx, &document_type);

	d->symbol = symbol;
	d->title = trial(cx);
	return d;
}

static void save(struct context *cx, const struct type *t, void *row)
{
	test_ok(cx, record_save_as(cx, t, row, CHANGE_UPDATE));
}

/* To `login` alone; NULL: to nobody in particular. */
static void restrict_to(struct context *cx, const struct type *t, void *row, const char *login)
{
	struct record *r = row;

	r->classification = login ? CLASS_RESTRICTED : CLASS_INTERNAL;
	r->readers = (struct refs){ 0 };
	if (login)
		refs_add(cx, &r->readers, account(cx, login));
	save(cx, t, row);
}

static bool listed(struct context *cx, int64_t id)
{
	struct list l = { .type = &deadline_type, .limit = MAX_LIST_PAGE };

	for (;;) {
		test_ok(cx, record_list(cx, &l));
		for (size_t i = 0; i < l.n; i++)
			if (((const struct record *)l.rows[i])->id == id)
				return true;
		if (!l.next)
			return false;
		l.after = l.next;
	}
}

/* The record, its history, its past, its title, and the list. */
static void open_to(struct context *cx, const char *login, int64_t id, bool expected)
{
	struct change *changes;
	size_t n = 0;
	bool history;

	as(cx, login);
	assert_int_equal(record_get(cx, &deadline_type, id) != NULL, expected);
	error_clear(cx);
	history = record_history(cx, &deadline_type, id, 0, 50, &changes, &n);
	error_clear(cx);
	assert_int_equal(history, expected);
	assert_int_equal(record_as_of(cx, &deadline_type, id, cx->now) != NULL, expected);
	error_clear(cx);
	assert_int_equal(!str_eq(record_title(cx, &deadline_type, id), "…"), expected);
	assert_int_equal(listed(cx, id), expected);
	as(cx, NULL);
}

static void is_in(const struct deadline *d, const char *state)
{
	assert_true(type_state_in(&deadline_type, d->record.state, state));
}

/* Who read it before does not now; the one reader does; and all do when it is opened again. */
static void follows(struct context *cx, const struct type *t, void *from, int64_t id)
{
	open_to(cx, "sec", id, true);
	restrict_to(cx, t, from, "sec2");
	open_to(cx, "sec", id, false);
	open_to(cx, "sec2", id, true);
	restrict_to(cx, t, from, NULL);
	open_to(cx, "sec", id, true);
}

static struct document *asking(struct context *cx)
{
	struct document *d = entered(cx, "TRIAL-1");

	d->kind = document(cx, "CAT/C/TKM/CO/2")->kind;
	d->stated_due = date_day(2026, 3, 1);
	test_ok(cx, record_save_as(cx, &document_type, d, CHANGE_CREATE));
	return d;
}

static void what_is_no_longer_due_follows_its_document(void **state)
{
	struct context *cx = begin(state);
	struct document *d = asking(cx);
	const struct deadline *answer = due_of(cx, d->record.id, "answer");

	is_in(answer, "open");
	follows(cx, &document_type, d, answer->record.id);
	d->stated_due = (struct date){ 0 };
	save(cx, &document_type, d);
	is_in(due_of(cx, d->record.id, "answer"), "dropped");
	follows(cx, &document_type, d, answer->record.id);
	is_in(due_of(cx, d->record.id, "answer"), "dropped");
}

static void meet(struct context *cx, struct deadline *d)
{
	d->done = date_day(2025, 7, 10);
	test_ok(cx, record_step(cx, &deadline_type, d, step_named(&deadline_type, "meet")));
}

static void what_was_met_follows_its_document(void **state)
{
	struct context *cx = begin(state);
	struct document *d = asking(cx);
	int64_t id = due_of(cx, d->record.id, "answer")->record.id;

	as(cx, "sec");
	meet(cx, due_of(cx, d->record.id, "answer"));
	as(cx, NULL);
	follows(cx, &document_type, d, id);
	d->stated_due = (struct date){ 0 }; /* and nothing is wanted of it any more */
	save(cx, &document_type, d);
	is_in(due_of(cx, d->record.id, "answer"), "met");
	follows(cx, &document_type, d, id);
}

/* The review is open to all, and the date is the document's, wherever it was put meanwhile. */
static void a_reviews_follows_the_document_that_left_it(void **state)
{
	struct context *cx = begin(state);
	struct document *d = document(cx, "E/C.12/TKM/Q/3");
	int64_t cycle = review(cx, "CESCR-3"), id = due_of(cx, cycle, "replies")->record.id;

	d->cycle = review(cx, "CRPD-1");
	save(cx, &document_type, d);
	is_in(due_of(cx, cycle, "replies"), "dropped");
	follows(cx, &document_type, d, id);
}

static void the_next_report_follows_the_observations(void **state)
{
	struct context *cx = begin(state);
	int64_t cycle = review(cx, "CAT-2");

	is_in(due_of(cx, cycle, "next"), "open"); /* DL-06b, counted from the observations */
	follows(cx, &document_type, document(cx, "CAT/C/TKM/CO/2"),
	        due_of(cx, cycle, "next")->record.id);
}

/* The day on which the replies came is theirs. */
static void what_was_met_by_a_document_follows_it(void **state)
{
	struct context *cx = begin(state);
	struct document *d = entered(cx, "E/C.12/TKM/RQ/3");
	int64_t cycle = review(cx, "CESCR-3");

	d->submitted = date_day(2025, 7, 10);
	test_ok(cx, record_save_as(cx, &document_type, d, CHANGE_CREATE));
	is_in(due_of(cx, cycle, "replies"), "met");
	follows(cx, &document_type, d, due_of(cx, cycle, "replies")->record.id);
}

static void of_two_documents_their_common_readers(void **state)
{
	struct context *cx = begin(state);
	struct document *list = document(cx, "E/C.12/TKM/Q/3"),
	                *replies = entered(cx, "E/C.12/TKM/RQ/3");
	int64_t cycle = review(cx, "CESCR-3"), id = due_of(cx, cycle, "replies")->record.id;

	replies->submitted = date_day(2025, 7, 10);
	restrict_to(cx, &document_type, list, "sec");
	refs_add(cx, &list->record.readers, account(cx, "sec2"));
	save(cx, &document_type, list);
	open_to(cx, "sec", id, true);
	replies->record.classification = CLASS_RESTRICTED;
	refs_add(cx, &replies->record.readers, account(cx, "sec2"));
	test_ok(cx, record_save_as(cx, &document_type, replies, CHANGE_CREATE));
	open_to(cx, "sec", id, false);
	open_to(cx, "sec2", id, true);
	restrict_to(cx, &document_type, list, "sec"); /* nobody reads both */
	open_to(cx, "sec", id, false);
	open_to(cx, "sec2", id, false);
}

static struct report_project *project(struct context *cx)
{
	struct report_project *p = record_new(cx, &report_project_type);

	p->title = trial(cx);
	p->kind = 2;
	p->due = date_day(2025, 10, 30);
	test_ok(cx, record_save_as(cx, &report_project_type, p, CHANGE_CREATE));
	return p;
}

/* When it is submitted its steps are no longer due. */
static void steps_that_are_over_follow_their_project(void **state)
{
	struct context *cx = begin(state);
	struct report_project *p = project(cx);
	int64_t draft = due_of(cx, p->record.id, "plan.zero_draft")->record.id, start, last;

	as(cx, "sec");
	meet(cx, due_of(cx, p->record.id, "plan.kick_off"));
	p->submitted = date_day(2025, 7, 10);
	test_ok(cx, record_step(cx, &report_project_type, p,
	                        step_named(&report_project_type, "submit")));
	as(cx, NULL);
	start = due_of(cx, p->record.id, "plan.kick_off")->record.id;
	last = due_of(cx, p->record.id, "plan.submission")->record.id;
	is_in(due_of(cx, p->record.id, "plan.zero_draft"), "dropped");
	is_in(due_of(cx, p->record.id, "plan.kick_off"), "met");
	is_in(due_of(cx, p->record.id, "plan.submission"), "met");
	follows(cx, &report_project_type, p, draft);
	follows(cx, &report_project_type, p, start);
	follows(cx, &report_project_type, p, last);
}

static void project_open_to(struct context *cx, const char *login, int64_t id, bool expected)
{
	as(cx, login);
	assert_int_equal(record_get(cx, &report_project_type, id) != NULL, expected);
	error_clear(cx);
	as(cx, NULL);
}

/* It has the deadline's title and date; that the deadline is opened again opens no project. */
static void a_project_follows_its_deadline(void **state)
{
	struct context *cx = begin(state);
	struct document *list = document(cx, "E/C.12/TKM/Q/3");
	int64_t cycle = review(cx, "CESCR-3"), draft;
	struct report_project *p = report_for(cx, due_of(cx, cycle, "replies"));

	test_ok(cx, p && record_save_as(cx, &report_project_type, p, CHANGE_CREATE));
	draft = due_of(cx, p->record.id, "plan.zero_draft")->record.id;
	project_open_to(cx, "sec", p->record.id, true);
	restrict_to(cx, &document_type, list, "sec2");
	project_open_to(cx, "sec", p->record.id, false);
	project_open_to(cx, "sec2", p->record.id, true);
	open_to(cx, "sec", draft, false);
	open_to(cx, "sec2", draft, true);
	restrict_to(cx, &document_type, list, NULL);
	project_open_to(cx, "sec", p->record.id, false);
}

static void a_plan_for_a_restricted_one_is_restricted(void **state)
{
	struct context *cx = begin(state);
	struct report_project *p;

	restrict_to(cx, &document_type, document(cx, "E/C.12/TKM/Q/3"), "sec2");
	p = report_for(cx, due_of(cx, review(cx, "CESCR-3"), "replies"));
	test_ok(cx, p && record_save_as(cx, &report_project_type, p, CHANGE_CREATE));
	project_open_to(cx, "sec", p->record.id, false);
	project_open_to(cx, "sec2", p->record.id, true);
	open_to(cx, "sec", due_of(cx, p->record.id, "plan.zero_draft")->record.id, false);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_longer_due_follows_its_document),
		cmocka_unit_test(what_was_met_follows_its_document),
		cmocka_unit_test(a_reviews_follows_the_document_that_left_it),
		cmocka_unit_test(the_next_report_follows_the_observations),
		cmocka_unit_test(what_was_met_by_a_document_follows_it),
		cmocka_unit_test(of_two_documents_their_common_readers),
		cmocka_unit_test(steps_that_are_over_follow_their_project),
		cmocka_unit_test(a_project_follows_its_deadline),
		cmocka_unit_test(a_plan_for_a_restricted_one_is_restricted),
	};

	return world_tests("report_closed", tests, LEN(tests));
}
