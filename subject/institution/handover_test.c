/* Hand-overs: what goes to the successor, what stays and why, and that it is one step. */
#include "subject/institution/part.h"

#include "record/attachment.h"
#include "record/change.h"
#include "record/trust_test.h"

/* A type whose duties are somebody's, and of which this subject has never heard. */
#define T struct trial
static const struct field owned_fields[] = {
	TEXT(T, code, N_("Code"), .flags = REQUIRED | UNIQUE),
	TEXTS(T, title, N_("Title")),
	TEXT(T, note, N_("Note"), .flags = LONG),
	DATE(T, due, N_("Due"), .flags = FILTERED | SORTED),
	REF(T, lead, N_("Owned by"), .to = &account_type, .flags = OWNS),
	REFS(T, bodies, N_("Bodies"), .to = &institution_type, .flags = ASSIGNS),
	TEXT(T, secret, N_("Secret"), .reader = "restricted_files", .flags = PERSONAL | FILTERED),
	FILE_(T, file, N_("File")),
};
#undef T

static const struct type owned_type = {
	.name = "trial",
	.plural = "trials",
	.label = N_("Trial"),
	.label_plural = N_("Trials"),
	.size = sizeof(struct trial),
	FIELDS(owned_fields),
	.function = "recommendations",
	.states = trial_states,
	.finished_states = "closed",
	.order = "id",
	.key = "code",
	.title = trial_title,
};
static const struct type *const owned_types[] = { &owned_type, NULL };
static const struct subject owned_subject = { .name = "trial", .types = owned_types };
static const struct subject *const here[] = { &institution_subject, &owned_subject, NULL };

static const struct actor console = { .login = "console", .console = true };

/* Noon of 11 July 2025, with four users; all in one transaction. */
static struct context *begin(void **state)
{
	static const char *const users[][3] = { { "adm", "MFA", "ADM" },
		                                { "anna", "MOE", "FP" },
		                                { "begli", "MOE", "FP" },
		                                { "kerim", "MOL", "FP" } };
	struct world *w = *state;
	int64_t day;

	w->app.subjects = here;
	assert_true(instant_parse("2025-07-11T12:00:00+05:00", &day));
	w->app.clock_shift = day - w->cx->now;
	w->cx->actor = &console;
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) && settings_refresh(w->cx) &&
	                       institution_subject.load_reference(w->cx, "turkmenistan"));
	for (size_t i = 0; i < LEN(users); i++)
		assert_true(account_add(w->cx, users[i][0], users[i][1], users[i][2], NULL, "en"));
	return w->cx;
}

static int64_t user(struct context *cx, const char *login)
{
	return account_by_login(cx, login)->record.id;
}

static void act_as(struct context *cx, const char *login)
{
	struct actor *a = arena_new_of(cx->mem, struct actor);

	test_ok(cx, account_act_as(cx, login, a));
}

static struct refs set_of(struct context *cx, int64_t id)
{
	struct refs r = { arena_array(cx->mem, int64_t, 1), 1 };

	r.v[0] = id;
	return r;
}

/* Open to the ministry of education. */
static struct trial *duty(struct context *cx, const char *code, const char *owner,
                          const char *stage)
{
	struct trial *d = record_new(cx, &owned_type);

	d->code = code;
	d->lead = user(cx, owner);
	d->bodies = set_of(cx, institution_by_code(cx, "MOE"));
	d->record.state = type_state(&owned_type, stage);
	test_ok(cx, record_save_as(cx, &owned_type, d, CHANGE_CREATE));
	return d;
}

static int64_t owner_of(struct context *cx, const struct trial *d)
{
	const struct trial *now = record_get_any(cx, &owned_type, d->record.id);

	return now->lead;
}

static struct handover *plan(struct context *cx, const char *leaver, const char *successor)
{
	struct handover *h = record_new(cx, &handover_type);

	h->leaver = user(cx, leaver);
	h->successor = user(cx, successor);
	h->date = date_day(2025, 7, 11);
	return h;
}

static void carry_out(struct context *cx, struct handover *h)
{
	test_ok(cx, record_save(cx, &handover_type, h) &&
	                    record_step(cx, &handover_type, h,
	                                step_named(&handover_type, "carry_out")));
}

SQL(test_draft_put,
    "INSERT INTO draft (account, form, record, bytes, at) VALUES ($1, $2, $3, $4, 0)");
SQL(test_draft_count, "SELECT count(*) FROM draft WHERE account = $1");

static void put_draft(struct context *cx, const char *login, const char *form, int64_t record,
                      const char *bytes)
{
	test_ok(cx, db_run(cx, &test_draft_put, V(user(cx, login)), V(form), V(record),
	                   value_bytes(bytes, strlen(bytes))));
}

static int64_t drafts(struct context *cx, const char *login)
{
	int64_t n = 0;

	test_ok(cx, db_int(cx, &test_draft_count, &n, NULL, V(user(cx, login))));
	return n;
}

static size_t ways_on(struct context *cx, const char *login, struct date day)
{
	struct standing *v;
	size_t n;

	test_ok(cx, account_memberships_on(cx, user(cx, login), day, &v, &n));
	return n;
}

static void refused(struct context *cx, struct handover *h, const char *field)
{
	assert_false(record_save_as(cx, &handover_type, h, CHANGE_UPDATE));
	assert_int_equal(cx->err.kind, ERR_INVALID);
	assert_string_equal(cx->err.field, field);
	error_clear(cx);
}

/* ---- what moves */

static void open_duties_go_and_finished_ones_stay(void **state)
{
	struct context *cx = begin(state);
	const struct trial *open = duty(cx, "1", "anna", "entered");
	const struct trial *closed = duty(cx, "2", "anna", "closed");
	const struct trial *other = duty(cx, "3", "kerim", "entered");
	struct handover *h = plan(cx, "anna", "begli");
	const struct handed *moved;
	struct change *v;
	size_t n;

	act_as(cx, "adm");
	h->reason = "Leaves for another office";
	carry_out(cx, h);
	assert_true(owner_of(cx, open) == user(cx, "begli"));
	assert_true(owner_of(cx, closed) == user(cx, "anna"));
	assert_true(owner_of(cx, other) == user(cx, "kerim"));
	h = record_get_any(cx, &handover_type, h->record.id);
	assert_int_equal(h->duties.units, 1);
	assert_int_equal(h->moved.n, 1);
	moved = h->moved.v;
	assert_string_equal(moved->field, "lead");
	assert_true(moved->duty.type == &owned_type && moved->duty.id == open->record.id);
	cx->actor = &console;
	test_ok(cx, record_history(cx, &owned_type, open->record.id, 0, 1, &v, &n));
	assert_non_null(strstr(v[0].reason, "Leaves for another office"));
	assert_non_null(strstr(v[0].reason, "anna → begli"));
}

static void the_membership_ends_with_the_day(void **state)
{
	struct context *cx = begin(state);

	act_as(cx, "adm");
	carry_out(cx, plan(cx, "anna", "begli"));
	assert_int_equal(ways_on(cx, "anna", date_day(2025, 7, 11)), 1);
	assert_int_equal(ways_on(cx, "anna", date_day(2025, 7, 12)), 0);
	assert_int_equal(ways_on(cx, "begli", date_day(2025, 7, 12)), 1);
}

static void substitutions_end_on_both_sides(void **state)
{
	struct context *cx = begin(state);
	const struct account *anna = account_by_login(cx, "anna"),
	                     *kerim = account_by_login(cx, "kerim");
	const struct account_membership *hers = anna->memberships.v, *his = kerim->memberships.v;
	struct handover *h = plan(cx, "anna", "begli");

	act_as(cx, "adm");
	cx->reason = "Leave";
	test_ok(cx, account_substitute(cx, anna->record.id, hers->id, "kerim", date_day(2025, 7, 1),
	                               date_day(2025, 8, 1)) &&
	                    account_substitute(cx, kerim->record.id, his->id, "anna",
	                                       date_day(2025, 7, 20), date_day(2025, 8, 1)));
	assert_int_equal(ways_on(cx, "kerim", date_day(2025, 7, 12)), 2);
	assert_int_equal(ways_on(cx, "anna", date_day(2025, 7, 21)), 2);
	carry_out(cx, h);
	assert_int_equal(h->substitutions.units, 2);
	assert_int_equal(ways_on(cx, "kerim", date_day(2025, 7, 11)), 2);
	assert_int_equal(ways_on(cx, "kerim", date_day(2025, 7, 12)), 1);
	assert_int_equal(ways_on(cx, "anna", date_day(2025, 7, 21)), 0);
}

/* ---- what stays */

static void restricted_duties_stay_unless_the_successor_is_named(void **state)
{
	struct context *cx = begin(state);
	struct trial *secret = duty(cx, "1", "anna", "entered"),
	             *named = duty(cx, "2", "anna", "entered");
	struct handover *h = plan(cx, "anna", "begli");
	const struct handed *moved;

	secret->record.classification = named->record.classification = CLASS_RESTRICTED;
	secret->record.readers = set_of(cx, user(cx, "anna"));
	named->record.readers = set_of(cx, user(cx, "begli"));
	test_ok(cx, record_save_as(cx, &owned_type, secret, CHANGE_UPDATE) &&
	                    record_save_as(cx, &owned_type, named, CHANGE_UPDATE));
	act_as(cx, "adm");
	carry_out(cx, h);
	assert_true(owner_of(cx, secret) == user(cx, "anna"));
	assert_true(owner_of(cx, named) == user(cx, "begli"));
	assert_int_equal(h->unread.units, 1);
	assert_int_equal(h->duties.units, 1);
	moved = h->moved.v;
	assert_true(!moved->duty.id); /* of a restricted one only the kind is told */
	assert_string_equal(moved->record_type, "trial");
}

static void to_another_ministry_only_what_it_may_read(void **state)
{
	struct context *cx = begin(state);
	struct trial *ours = duty(cx, "1", "anna", "entered"),
	             *shared = duty(cx, "2", "anna", "entered");
	struct handover *h = plan(cx, "anna", "kerim");

	refs_add(cx, &shared->bodies, institution_by_code(cx, "MOL"));
	test_ok(cx, record_save_as(cx, &owned_type, shared, CHANGE_UPDATE));
	act_as(cx, "adm");
	refused(cx, h, "reason");
	h->reason = "The task went over";
	carry_out(cx, h);
	assert_true(owner_of(cx, ours) == user(cx, "anna"));
	assert_true(owner_of(cx, shared) == user(cx, "kerim"));
}

static void drafts_go_with_their_files_but_nothing_restricted_does(void **state)
{
	struct context *cx = begin(state);
	struct trial *open = duty(cx, "1", "anna", "entered"),
	             *secret = duty(cx, "2", "anna", "entered"),
	             *both = duty(cx, "3", "kerim", "entered");
	struct handover *h = plan(cx, "anna", "begli");
	int64_t file, other;

	secret->record.classification = CLASS_RESTRICTED;
	secret->record.readers = set_of(cx, user(cx, "anna"));
	test_ok(cx, record_save_as(cx, &owned_type, secret, CHANGE_UPDATE));
	act_as(cx, "anna");
	file = attachment_store(cx, "letter.txt", "words", 5);
	other = attachment_store(cx, "other.txt", "words", 5);
	assert_true(file && other);
	put_draft(cx, "anna", "trial/answer", open->record.id,
	          arena_fmt(cx->mem, "note=mine&file=%lld", (long long)file));
	put_draft(cx, "anna", "trial", secret->record.id, "note=nobody+else");
	put_draft(cx, "anna", "trial", open->record.id, "classification=restricted&note=x");
	put_draft(cx, "anna", "trial", both->record.id, "note=mine");
	put_draft(cx, "begli", "trial", both->record.id, "note=his");
	put_draft(cx, "anna", "unheard-of", 0, "note=mine");
	act_as(cx, "adm");
	carry_out(cx, h);
	assert_int_equal(h->drafts.units, 1);
	assert_int_equal(h->drafts_left.units, 4);
	assert_int_equal(drafts(cx, "anna"), 4);
	assert_int_equal(drafts(cx, "begli"), 2);
	act_as(cx, "begli");
	assert_non_null(attachment_get(cx, file));
	assert_null(attachment_get(cx, other));
	error_clear(cx);
}

/* ---- a step, or nothing */

static void the_preview_moves_nothing_and_says_what_will(void **state)
{
	struct context *cx = begin(state);
	const struct trial *d = duty(cx, "1", "anna", "entered");
	struct handover *h = plan(cx, "anna", "begli");
	struct handover_plan would;

	put_draft(cx, "anna", "trial", d->record.id, "note=mine");
	act_as(cx, "adm");
	test_ok(cx, record_save(cx, &handover_type, h) && hand(cx, h, false, &would));
	assert_int_equal(would.n, 1);
	assert_ptr_equal(would.parts[0].type, &owned_type);
	assert_int_equal(would.parts[0].n, 1);
	assert_int_equal(would.drafts, 1);
	assert_true(owner_of(cx, d) == user(cx, "anna"));
	assert_int_equal(drafts(cx, "anna"), 1);
	assert_int_equal(ways_on(cx, "anna", date_day(2025, 7, 12)), 1);
}

static void not_before_the_day_and_not_twice(void **state)
{
	struct context *cx = begin(state);
	const struct step *s = step_named(&handover_type, "carry_out");
	struct handover *h = plan(cx, "anna", "begli");

	act_as(cx, "adm");
	h->date = date_day(2025, 7, 12);
	test_ok(cx, record_save(cx, &handover_type, h));
	test_fails(cx, record_step(cx, &handover_type, h, s), ERR_INVALID);
	h = plan(cx, "anna", "begli");
	carry_out(cx, h);
	assert_false(record_step(cx, &handover_type, h, s));
	error_clear(cx);
	h->note = "later";
	assert_false(record_save(cx, &handover_type, h));
	error_clear(cx);
}

static void the_last_administrator_cannot_leave(void **state)
{
	struct context *cx = begin(state);
	struct handover *h = plan(cx, "adm", "begli");

	h->reason = "Leaves";
	test_ok(cx, record_save(cx, &handover_type, h));
	assert_false(record_step(cx, &handover_type, h, step_named(&handover_type, "carry_out")));
	assert_non_null(strstr(cx->err.text, "last administrator"));
	error_clear(cx);
}

/* ---- who */

static void people_must_fit(void **state)
{
	struct context *cx = begin(state);
	struct account *begli = account_by_login(cx, "begli");
	struct handover *h = plan(cx, "anna", "anna");

	act_as(cx, "adm");
	refused(cx, h, "successor");
	begli->active = NO;
	test_ok(cx, record_save_as(cx, &account_type, begli, CHANGE_UPDATE));
	refused(cx, plan(cx, "anna", "begli"), "successor");
}

static void a_ministry_plans_for_its_own_and_carries_nothing_out(void **state)
{
	struct context *cx = begin(state);
	struct handover *h = plan(cx, "anna", "begli");
	struct handover *foreign = plan(cx, "kerim", "begli");

	act_as(cx, "begli");
	foreign->reason = "Mine now";
	refused(cx, foreign, "leaver");
	test_ok(cx, record_save_as(cx, &handover_type, h, CHANGE_CREATE));
	test_fails(cx, record_step(cx, &handover_type, h, step_named(&handover_type, "carry_out")),
	           ERR_FORBIDDEN);
}

static void both_hear_of_it_for_two_weeks(void **state)
{
	struct context *cx = begin(state);
	struct handover **v;
	size_t n;

	act_as(cx, "adm");
	carry_out(cx, plan(cx, "anna", "begli"));
	test_ok(cx, handover_recent(cx, user(cx, "anna"), &v, &n));
	assert_int_equal(n, 1);
	test_ok(cx, handover_recent(cx, user(cx, "begli"), &v, &n));
	assert_int_equal(n, 1);
	test_ok(cx, handover_recent(cx, user(cx, "kerim"), &v, &n));
	assert_int_equal(n, 0);
	cx->now += INT64_C(15) * 86400000000;
	test_ok(cx, handover_recent(cx, user(cx, "begli"), &v, &n));
	assert_int_equal(n, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(open_duties_go_and_finished_ones_stay),
		cmocka_unit_test(the_membership_ends_with_the_day),
		cmocka_unit_test(substitutions_end_on_both_sides),
		cmocka_unit_test(restricted_duties_stay_unless_the_successor_is_named),
		cmocka_unit_test(to_another_ministry_only_what_it_may_read),
		cmocka_unit_test(drafts_go_with_their_files_but_nothing_restricted_does),
		cmocka_unit_test(the_preview_moves_nothing_and_says_what_will),
		cmocka_unit_test(not_before_the_day_and_not_twice),
		cmocka_unit_test(the_last_administrator_cannot_leave),
		cmocka_unit_test(people_must_fit),
		cmocka_unit_test(a_ministry_plans_for_its_own_and_carries_nothing_out),
		cmocka_unit_test(both_hear_of_it_for_two_weeks),
	};

	return world_tests("handover", tests, LEN(tests));
}
