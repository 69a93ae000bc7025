/* Institutions: names of earlier days, reorganisations, users, focal points, and the loading of
 * reference data. */
#include "subject/institution/institution.h"

#include "record/change.h"
#include "record/reference.h"
#include "record/trust_test.h"

/* A type with duties that this subject has never heard of. */
static const struct type duty_type = {
	.name = "trial",
	.plural = "trials",
	.label = N_("Trial"),
	.label_plural = N_("Trials"),
	.size = sizeof(struct trial),
	FIELDS(trial_fields),
	.function = "recommendations",
	.states = trial_states,
	.finished_states = "closed",
	.order = "id",
	.key = "code",
};
static const struct type *const duty_types[] = { &duty_type, NULL };
static const struct subject duty_subject = { .name = "trial", .types = duty_types };
static const struct subject *const here[] = { &institution_subject, &duty_subject, NULL };

static const struct actor console = { .login = "console", .console = true };

/* The world of trust_test.h; the day is 11 July 2025; all in one
 * transaction. */
static int more(void **state)
{
	struct world *w = *state;
	int64_t day;

	w->app.subjects = here;
	assert_true(instant_parse("2025-07-11T09:00:00+05:00", &day));
	w->app.clock_shift = day - w->cx->now;
	w->cx->actor = &console;
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) && settings_refresh(w->cx) &&
	                       institution_subject.load_reference(w->cx, "turkmenistan"));
	return 0;
}

static struct context *begin(void **state)
{
	struct world *w = *state;

	more(state);
	return w->cx;
}

static int64_t id_of(struct context *cx, const char *code)
{
	int64_t id = institution_by_code(cx, code);

	assert_true(id != 0);
	return id;
}

static struct texts english(struct context *cx, const char *body)
{
	struct text *t = arena_new_of(cx->mem, struct text);

	*t = (struct text){ .lang = "en", .body = body, .original = true };
	return (struct texts){ t, 1 };
}

static struct refs set_of(struct context *cx, int64_t a, int64_t b)
{
	struct refs r = { arena_array(cx->mem, int64_t, 2), b ? 2 : 1 };

	r.v[0] = a;
	r.v[1] = b;
	return r;
}

static int64_t new_institution(struct context *cx, const char *code)
{
	struct institution *i = record_new(cx, &institution_type);

	i->code = code;
	i->name = english(cx, code);
	i->kind = 1;
	test_ok(cx, record_save(cx, &institution_type, i));
	return i->record.id;
}

static struct trial *duty(struct context *cx, const char *code, int64_t lead, int64_t helper,
                          int state)
{
	struct trial *d = record_new(cx, &duty_type);

	d->code = code;
	d->lead = lead;
	if (helper)
		d->bodies = set_of(cx, helper, 0);
	d->record.state = state;
	d->record.institution = lead;
	test_ok(cx, record_save_as(cx, &duty_type, d, CHANGE_CREATE));
	return d;
}

static struct trial *again(struct context *cx, const struct trial *d)
{
	return record_get_any(cx, &duty_type, d->record.id);
}

static struct reorganisation *plan(struct context *cx, enum reorganisation_kind kind,
                                   struct refs institutions, struct refs successors)
{
	struct reorganisation *r = record_new(cx, &reorganisation_type);

	r->kind = (int)kind;
	r->date = date_day(2025, 7, 1);
	r->institutions = institutions;
	r->successors = successors;
	r->act = "Resolution No. 1";
	return r;
}

static void carry_out(struct context *cx, struct reorganisation *r)
{
	test_ok(cx, record_save(cx, &reorganisation_type, r) &&
	                    record_step(cx, &reorganisation_type, r,
	                                step_named(&reorganisation_type, "carry_out")));
}

static const char *last_reason(struct context *cx, const struct type *t, int64_t id)
{
	struct change *v;
	size_t n;

	test_ok(cx, record_history(cx, t, id, 0, 1, &v, &n));
	assert_int_equal(n, 1);
	return v[0].reason ? v[0].reason : "";
}

static struct standing *standings(struct context *cx, int64_t account, struct date day, size_t *n)
{
	struct standing *v;

	test_ok(cx, account_memberships_on(cx, account, day, &v, n));
	return v;
}

/* ---- reorganisations */

static void a_new_name_leaves_the_old_one_to_its_days(void **state)
{
	struct context *cx = begin(state);
	int64_t moj = id_of(cx, "MOJ");
	struct reorganisation *r =
	        plan(cx, REORGANISE_RENAME, set_of(cx, moj, 0), (struct refs){ 0 });

	r->new_name = english(cx, "Ministry of Law");
	carry_out(cx, r);
	assert_string_equal(institution_name_on(cx, moj, (struct date){ 0 }), "Ministry of Law");
	assert_string_equal(institution_name_on(cx, moj, date_day(2025, 7, 1)), "Ministry of Law");
	assert_string_equal(institution_name_on(cx, moj, date_day(2025, 6, 30)),
	                    "Ministry of Justice (Adalat) of Turkmenistan");
	cx->lang = "ru";
	assert_string_equal(institution_name_on(cx, moj, date_day(2020, 1, 1)),
	                    "Министерство адалат (юстиции) Туркменистана");
	cx->lang = "en";

	r = plan(cx, REORGANISE_RENAME, set_of(cx, moj, 0), (struct refs){ 0 });
	r->date = date_day(2025, 7, 5);
	r->new_name = english(cx, "Ministry of Laws");
	carry_out(cx, r);
	assert_string_equal(institution_name_on(cx, moj, date_day(2025, 7, 4)), "Ministry of Law");
	assert_string_equal(institution_name_on(cx, moj, date_day(2025, 7, 5)), "Ministry of Laws");
	assert_string_equal(institution_name_on(cx, moj, date_day(2025, 6, 30)),
	                    "Ministry of Justice (Adalat) of Turkmenistan");
}

static void a_merger_moves_duties_users_and_seats(void **state)
{
	struct context *cx = begin(state);
	int64_t moe = id_of(cx, "MOE"), mol = id_of(cx, "MOL"), both = new_institution(cx, "MOEL");
	const struct trial *led = duty(cx, "led", moe, mol, 1),
	                   *helped = duty(cx, "helped", both, moe, 2),
	                   *closed = duty(cx, "closed", moe, 0, 3),
	                   *other = duty(cx, "other", mol, moe, 1);
	int64_t user = account_add(cx, "fp", "MOE", "FP,MA", "A. Berdiyeva", "en");
	struct body *commission = record_by_key(cx, &body_type, "COMMISSION");
	struct member seat = { .institution = moe, .role = 4, .from_date = date_day(2024, 1, 1) };
	struct standing *v;
	const struct institution *old;
	size_t n;

	commission->members = (struct owned){ &seat, 1 };
	test_ok(cx, record_save(cx, &body_type, commission));
	carry_out(cx, plan(cx, REORGANISE_MERGE, set_of(cx, moe, mol), set_of(cx, both, 0)));

	assert_true(again(cx, led)->lead == both);
	assert_true(again(cx, led)->record.institution == both);
	assert_int_equal(again(cx, led)->bodies.n, 0); /* who leads does not help beside itself */
	assert_true(again(cx, helped)->bodies.n == 0 || again(cx, helped)->bodies.v[0] == both);
	assert_true(again(cx, closed)->lead == moe);
	assert_int_equal(again(cx, closed)->record.version, 1);
	assert_true(again(cx, other)->lead == both);
	assert_non_null(strstr(last_reason(cx, &duty_type, led->record.id), "Merger, 1 Jul 2025"));
	assert_non_null(strstr(last_reason(cx, &duty_type, led->record.id), "Resolution No. 1"));

	v = standings(cx, user, date_day(2025, 7, 11), &n);
	assert_int_equal(n, 2);
	assert_true(v[0].institution == both && v[1].institution == both);
	assert_int_equal(v[0].role, ROLE_FP);
	assert_int_equal(v[1].role, ROLE_MA);
	v = standings(cx, user, date_day(2025, 6, 30), &n);
	assert_int_equal(n, 0); /* made on 11 July: nothing earlier is invented */

	commission = record_by_key(cx, &body_type, "COMMISSION");
	assert_int_equal(commission->members.n, 2);
	old = record_get_any(cx, &institution_type, moe);
	assert_int_equal(date_compare(old->active_to, date_day(2025, 6, 30)), 0);
	assert_true(old->successors.n == 1 && old->successors.v[0] == both);
}

/* A ministry can have more duties than fit into one request's memory at once. */
static void a_merger_of_many_duties_needs_little_memory(void **state)
{
	enum { MANY = 1500, LITTLE = 4 * 1024 * 1024 };
	struct context *cx = begin(state);
	int64_t moe = id_of(cx, "MOE"), mol = id_of(cx, "MOL");
	const struct trial *last = NULL;
	struct reorganisation *r =
	        plan(cx, REORGANISE_MERGE, set_of(cx, moe, 0), set_of(cx, mol, 0));
	size_t before;

	for (int i = 0; i < MANY; i++)
		last = duty(cx, arena_fmt(cx->mem, "duty %d", i), moe, 0, 1);
	before = arena_used(cx->mem);
	carry_out(cx, r);
	assert_true(arena_used(cx->mem) - before < LITTLE);
	assert_true(again(cx, last)->lead == mol);
	r = record_get_any(cx, &reorganisation_type, r->record.id);
	assert_int_equal(((const struct moved *)r->moved.v)->records.units, MANY);
}

static void a_split_follows_its_rows(void **state)
{
	struct context *cx = begin(state);
	int64_t moe = id_of(cx, "MOE"), schools = new_institution(cx, "SCHOOLS"),
	        science = new_institution(cx, "SCIENCE");
	const struct trial *a = duty(cx, "a", moe, 0, 1), *b = duty(cx, "b", moe, 0, 1);
	int64_t user = account_add(cx, "ma", "MOE", "MA", "B. Hojamyradow", "en");
	struct reorganisation *r =
	        plan(cx, REORGANISE_SPLIT, set_of(cx, moe, 0), set_of(cx, schools, science));
	struct duty_rule rules[] = {
		{ .record_type = "trial",
		  .concerning = { &duty_type, b->record.id },
		  .successor = science },
	};
	const struct moved *moved;
	size_t n;

	r->duties = (struct owned){ rules, 1 };
	test_fails(cx, record_save(cx, &reorganisation_type, r),
	           ERR_INVALID); /* who gets the rest? */
	r->default_successor = schools;
	carry_out(cx, r);
	assert_true(again(cx, a)->lead == schools);
	assert_true(again(cx, b)->lead == science);
	assert_true(standings(cx, user, date_day(2025, 7, 11), &n)[0].institution == schools);
	r = record_get_any(cx, &reorganisation_type, r->record.id);
	moved = r->moved.v;
	assert_int_equal(r->moved.n, 3);
	assert_int_equal(moved[0].records.units, 1);
	r->note = "afterwards";
	test_fails(cx, record_save(cx, &reorganisation_type, r), ERR_INVALID);
}

static void a_part_goes_and_the_rest_stays(void **state)
{
	struct context *cx = begin(state);
	int64_t moe = id_of(cx, "MOE"), science = new_institution(cx, "SCIENCE");
	const struct trial *a = duty(cx, "a", moe, 0, 1), *b = duty(cx, "b", moe, 0, 1);
	struct reorganisation *r =
	        plan(cx, REORGANISE_SPLIT, set_of(cx, moe, 0), set_of(cx, moe, science));
	struct duty_rule rules[] = {
		{ .concerning = { &duty_type, b->record.id }, .successor = science },
	};
	const struct institution *old;

	r->duties = (struct owned){ rules, 1 };
	r->default_successor = moe;
	carry_out(cx, r);
	assert_true(again(cx, a)->lead == moe);
	assert_int_equal(again(cx, a)->record.version, 1);
	assert_true(again(cx, b)->lead == science);
	old = record_get_any(cx, &institution_type, moe);
	assert_false(date_set(old->active_to));
}

static void an_abolition_leaves_nothing_without_an_owner(void **state)
{
	struct context *cx = begin(state);
	int64_t moe = id_of(cx, "MOE"), mol = id_of(cx, "MOL");
	const struct trial *a = duty(cx, "a", moe, 0, 1);
	struct reorganisation *r =
	        plan(cx, REORGANISE_ABOLISH, set_of(cx, moe, 0), (struct refs){ 0 });
	const struct step *s = step_named(&reorganisation_type, "carry_out");
	const char *why;

	test_ok(cx, record_save(cx, &reorganisation_type, r));
	assert_true(step_offered(cx, &reorganisation_type, r, s, &why));
	assert_non_null(strstr(why, "name a successor"));
	test_fails(cx, record_step(cx, &reorganisation_type, r, s), ERR_INVALID);
	r->successors = set_of(cx, mol, 0);
	carry_out(cx, r);
	assert_true(again(cx, a)->lead == mol);
}

static void nothing_moves_before_its_day(void **state)
{
	struct context *cx = begin(state);
	struct reorganisation *r = plan(cx, REORGANISE_MERGE, set_of(cx, id_of(cx, "MOE"), 0),
	                                set_of(cx, id_of(cx, "MOL"), 0));
	const char *why;

	r->date = date_day(2025, 7, 12);
	test_ok(cx, record_save(cx, &reorganisation_type, r));
	assert_true(step_offered(cx, &reorganisation_type, r,
	                         step_named(&reorganisation_type, "carry_out"), &why));
	assert_non_null(strstr(why, "12 Jul 2025"));
}

static void what_stood_below_stands_below_the_successor(void **state)
{
	struct context *cx = begin(state);
	int64_t cabinet = id_of(cx, "CABINET"), council = new_institution(cx, "COUNCIL");
	const struct institution *i;

	carry_out(cx, plan(cx, REORGANISE_MERGE, set_of(cx, cabinet, 0), set_of(cx, council, 0)));
	i = record_by_key(cx, &institution_type, "MFA");
	assert_true(i->parent == council);
}

static void a_circle_of_parents_is_refused(void **state)
{
	struct context *cx = begin(state);
	struct institution *cabinet = record_by_key(cx, &institution_type, "CABINET");

	cabinet->parent = id_of(cx, "MFA");
	test_fails(cx, record_save(cx, &institution_type, cabinet), ERR_INVALID);
}

static void a_code_never_changes(void **state)
{
	struct context *cx = begin(state);
	struct institution *i = record_by_key(cx, &institution_type, "MFA");

	i->code = "MID";
	test_fails(cx, record_save(cx, &institution_type, i), ERR_INVALID);
}

/* ---- users */

static struct account *account_of(struct context *cx, int64_t id)
{
	struct account *a = record_get_any(cx, &account_type, id);

	assert_true(id != 0);
	test_ok(cx, a != NULL);
	return a;
}

static struct account_membership *first_membership(struct account *a)
{
	return a->memberships.v;
}

static void the_last_administrator_stays(void **state)
{
	struct context *cx = begin(state);
	int64_t first = account_add(cx, "adm", "MFA", "ADM", "M. Atayev", "en"), second;
	struct account *a = account_of(cx, first);

	a->active = NO;
	assert_false(record_save(cx, &account_type, a));
	assert_non_null(strstr(cx->err.text, "last administrator"));
	error_clear(cx);
	a = account_of(cx, first);
	first_membership(a)->role = ROLE_SEC;
	test_fails(cx, record_save(cx, &account_type, a), ERR_INVALID);
	a = account_of(cx, first);
	first_membership(a)->to_date = date_day(2026, 1, 1); /* who would be left then? */
	test_fails(cx, record_save(cx, &account_type, a), ERR_INVALID);
	second = account_add(cx, "adm2", "MFA", "ADM", "N. N.", "en");
	assert_true(second != 0);
	test_ok(cx, record_save(cx, &account_type, a));
}

static void nobody_gives_himself_a_role(void **state)
{
	struct context *cx = begin(state);
	int64_t id = account_add(cx, "adm", "MFA", "ADM", "M. Atayev", "en");
	struct account *a = account_of(cx, id);
	struct account_membership two[2] = { *(struct account_membership *)a->memberships.v };
	struct actor actor;

	test_ok(cx, account_actor(cx, id, 0, &actor));
	cx->actor = &actor;
	two[1] = (struct account_membership){ .institution = two[0].institution, .role = ROLE_SEC };
	a->memberships = (struct owned){ two, 2 };
	test_fails(cx, record_save(cx, &account_type, a), ERR_INVALID);
	two[1].role = ROLE_ADM;
	a->memberships = (struct owned){ two, 2 };
	test_ok(cx, record_save(cx, &account_type, a));
}

static void the_ombudsman_keeps_her_own_users_only(void **state)
{
	struct context *cx = begin(state);
	int64_t id = account_add(cx, "omb", "OMB", "OMB", "M. Dovletova", "en");
	struct account *a = record_new(cx, &account_type);
	struct account_membership m = { .institution = id_of(cx, "OMB"), .role = ROLE_SEC };
	struct actor actor;

	test_ok(cx, account_actor(cx, id, 0, &actor));
	cx->actor = &actor;
	a->login = "helper";
	a->name = english(cx, "Helper");
	a->memberships = (struct owned){ &m, 1 };
	test_fails(cx, record_save(cx, &account_type, a), ERR_INVALID);
	m.role = ROLE_OMB;
	m.institution = id_of(cx, "MFA");
	a->memberships = (struct owned){ &m, 1 };
	test_fails(cx, record_save(cx, &account_type, a), ERR_INVALID);
	m.institution = id_of(cx, "OMB");
	a->memberships = (struct owned){ &m, 1 };
	test_ok(cx, record_save(cx, &account_type, a));
}

static void users_are_made_with_words_for_what_is_wrong(void **state)
{
	struct context *cx = begin(state);

	test_fails(cx, account_add(cx, "a", "MFA", "SEC", NULL, NULL), ERR_INVALID);
	test_fails(cx, account_add(cx, "Sec", "MFA", "SEC", NULL, NULL), ERR_INVALID);
	test_fails(cx, account_add(cx, "sec", "NOWHERE", "SEC", NULL, NULL), ERR_INVALID);
	test_fails(cx, account_add(cx, "sec", "MFA", "KING", NULL, NULL), ERR_INVALID);
	test_fails(cx, account_add(cx, "sec", "MFA", "", NULL, NULL), ERR_INVALID);
	test_ok(cx, account_add(cx, "sec", "MFA", "sec,FP", NULL, NULL) != 0);
	test_fails(cx, account_add(cx, "sec", "MFA", "SEC", NULL, NULL), ERR_INVALID);
	assert_string_equal(account_by_login(cx, "sec")->name.v[0].body, "sec");
	assert_null(account_by_login(cx, "nobody"));
	test_ok(cx, true);
}

static void a_substitution_begins_and_ends(void **state)
{
	struct context *cx = begin(state);
	int64_t fp = account_add(cx, "fp", "MOE", "FP", "A. Berdiyeva", "en"),
	        fp2 = account_add(cx, "fp2", "MOL", "FP", "K. Nuryyev", "en"), mine, epoch, later = 0;
	struct standing *v;
	struct actor actor, other;
	size_t n;

	test_ok(cx, account_actor(cx, fp, 0, &actor));
	mine = actor.membership;
	cx->actor = &actor;
	cx->reason = "leave";
	test_fails(cx,
	           account_substitute(cx, actor.user, mine, "fp2", date_day(2025, 7, 14),
	                              (struct date){ 0 }),
	           ERR_INVALID);
	test_fails(cx,
	           account_substitute(cx, actor.user, mine, "fp", date_day(2025, 7, 14),
	                              date_day(2025, 7, 20)),
	           ERR_INVALID);
	test_fails(cx,
	           account_substitute(cx, actor.user, mine, "fp2", date_day(2025, 7, 14),
	                              date_day(2027, 7, 20)),
	           ERR_INVALID);
	test_ok(cx, access_epoch(cx, &epoch) &&
	                    account_substitute(cx, actor.user, mine, "fp2", date_day(2025, 7, 14),
	                                       date_day(2025, 7, 20)) &&
	                    access_epoch(cx, &later));
	assert_true(later > epoch);
	test_fails(cx,
	           account_substitute(cx, fp2, mine, "fp", date_day(2025, 7, 14),
	                              date_day(2025, 7, 20)),
	           ERR_FORBIDDEN);
	standings(cx, fp2, date_day(2025, 7, 13), &n);
	assert_int_equal(n, 1);
	v = standings(cx, fp2, date_day(2025, 7, 14), &n);
	assert_int_equal(n, 2);
	assert_int_equal(v[0].on_behalf, 0);
	assert_true(v[1].on_behalf == fp && v[1].membership == mine &&
	            v[1].institution == id_of(cx, "MOE"));
	standings(cx, fp2, date_day(2025, 7, 20), &n);
	assert_int_equal(n, 2);
	standings(cx, fp2, date_day(2025, 7, 21), &n);
	assert_int_equal(n, 1);
	test_fails(cx, account_actor(cx, fp2, mine, &other),
	           ERR_FORBIDDEN); /* not yet, on 11 July */
}

static void a_substitution_follows_a_merger(void **state)
{
	struct context *cx = begin(state);
	int64_t fp = account_add(cx, "fp", "MOE", "FP", "A. Berdiyeva", "en"),
	        fp2 = account_add(cx, "fp2", "MOL", "FP", "K. Nuryyev", "en");
	struct account *a = account_of(cx, fp);
	struct standing *v;
	struct actor actor;
	size_t n;

	first_membership(a)->from_date = date_day(2024, 1, 1);
	test_ok(cx, record_save(cx, &account_type, a) && account_actor(cx, fp, 0, &actor));
	cx->actor = &actor;
	cx->reason = "leave";
	test_ok(cx, account_substitute(cx, actor.user, actor.membership, "fp2",
	                               date_day(2025, 7, 11), date_day(2025, 7, 20)));
	cx->actor = &console;
	carry_out(cx, plan(cx, REORGANISE_MERGE, set_of(cx, id_of(cx, "MOE"), 0),
	                   set_of(cx, id_of(cx, "MOH"), 0)));
	v = standings(cx, fp2, date_day(2025, 7, 11), &n);
	assert_int_equal(n, 2);
	assert_true(v[1].on_behalf == fp && v[1].institution == id_of(cx, "MOH"));
	v = standings(cx, fp, date_day(2025, 6, 30), &n);
	assert_int_equal(n, 1);
	assert_true(v[0].institution == id_of(cx, "MOE"));
}

static void a_substitution_that_has_begun_keeps_its_days(void **state)
{
	struct context *cx = begin(state);
	int64_t fp = account_add(cx, "fp", "MOE", "FP", "A. Berdiyeva", "en");
	const struct account_substitution *s;
	struct account *a;
	struct actor actor;
	size_t n;
	int64_t fp2 = account_add(cx, "fp2", "MOL", "FP", "K. Nuryyev", "en");

	test_ok(cx, account_actor(cx, fp, 0, &actor));
	cx->actor = &actor;
	cx->reason = "leave";
	test_ok(cx, account_substitute(cx, actor.user, actor.membership, "fp2",
	                               date_day(2025, 7, 1), date_day(2025, 7, 20)) &&
	                    account_substitute(cx, actor.user, actor.membership, "fp2",
	                                       date_day(2025, 8, 1), date_day(2025, 8, 20)));
	a = account_of(cx, fp);
	s = a->substitutions.v;
	test_ok(cx,
	        account_substitute_end(cx, fp, s[0].id) && account_substitute_end(cx, fp, s[1].id));
	a = account_of(cx, fp);
	s = a->substitutions.v;
	assert_int_equal(a->substitutions.n, 1);
	assert_int_equal(date_compare(s[0].to_date, date_day(2025, 7, 10)), 0);
	standings(cx, fp2, date_day(2025, 7, 11), &n);
	assert_int_equal(n, 1);
}

static void a_closed_user_has_no_membership(void **state)
{
	struct context *cx = begin(state);
	int64_t id = account_add(cx, "fp", "MOE", "FP", "A. Berdiyeva", "en");
	struct account *a = account_of(cx, id);
	struct actor actor;
	size_t n;

	a->active = NO;
	test_ok(cx, record_save(cx, &account_type, a));
	standings(cx, id, date_day(2025, 7, 11), &n);
	assert_int_equal(n, 0);
	test_fails(cx, account_actor(cx, id, 0, &actor), ERR_FORBIDDEN);
}

/* ---- people */

static int64_t person(struct context *cx, const char *name)
{
	struct person *p = record_new(cx, &person_type);

	p->full_name = english(cx, name);
	test_ok(cx, record_save(cx, &person_type, p));
	return p->record.id;
}

static struct focal_point *focal_point(struct context *cx, int64_t office, const char *name,
                                       struct date from, struct date to)
{
	struct focal_point *p = record_new(cx, &focal_point_type);

	p->office = office;
	p->person = person(cx, name);
	p->chief = YES;
	p->active_from = from;
	p->active_to = to;
	return p;
}

static void one_primary_focal_point_at_a_time(void **state)
{
	struct context *cx = begin(state);
	int64_t moe = id_of(cx, "MOE"), moh = id_of(cx, "MOH");
	struct date none = { 0 };

	test_ok(cx, record_save(cx, &focal_point_type,
	                        focal_point(cx, moe, "A", date_day(2024, 1, 1),
	                                    date_day(2025, 6, 30))));
	test_fails(cx,
	           record_save(cx, &focal_point_type,
	                       focal_point(cx, moe, "B", date_day(2025, 6, 30), none)),
	           ERR_INVALID);
	test_ok(cx, record_save(cx, &focal_point_type,
	                        focal_point(cx, moe, "B", date_day(2025, 7, 1), none)));
	test_ok(cx, record_save(cx, &focal_point_type, focal_point(cx, moh, "C", none, none)));
}

static void a_merger_keeps_one_primary_focal_point(void **state)
{
	struct context *cx = begin(state);
	int64_t moe = id_of(cx, "MOE"), moh = id_of(cx, "MOH");
	struct date none = { 0 };

	test_ok(cx,
	        record_save(cx, &focal_point_type,
	                    focal_point(cx, moe, "A", date_day(2024, 1, 1), none)) &&
	                record_save(cx, &focal_point_type, focal_point(cx, moh, "B", none, none)));
	carry_out(cx, plan(cx, REORGANISE_MERGE, set_of(cx, moe, 0), set_of(cx, moh, 0)));

	struct list l = { .type = &focal_point_type, .count = true };

	test_ok(cx,
	        list_filter(cx, &l, "chief", "1") &&
	                list_filter(cx, &l, "office", arena_fmt(cx->mem, "%lld", (long long)moh)) &&
	                record_list(cx, &l));
	assert_int_equal(l.n, 1);
}

static void a_title_is_that_of_its_day(void **state)
{
	struct context *cx = begin(state);
	int64_t who = person(cx, "A. Berdiyeva");
	struct post *p = record_new(cx, &post_type), *q = record_new(cx, &post_type);

	p->person = q->person = who;
	p->office = q->office = id_of(cx, "MOE");
	p->title = english(cx, "Head of department");
	p->active_to = date_day(2025, 5, 31);
	q->title = english(cx, "Deputy minister");
	q->active_from = date_day(2025, 6, 1);
	test_ok(cx, record_save(cx, &post_type, p) && record_save(cx, &post_type, q));
	assert_string_equal(post_title_on(cx, who, date_day(2025, 5, 31)), "Head of department");
	assert_string_equal(post_title_on(cx, who, date_day(2025, 6, 1)), "Deputy minister");
}

/* ---- reference data */

SQL(test_changes, "SELECT COUNT(*) FROM change");

static int64_t changes(struct context *cx)
{
	int64_t n = 0;

	test_ok(cx, db_int(cx, &test_changes, &n, NULL));
	return n;
}

static struct reference_report load(struct context *cx)
{
	struct reference_report report;

	test_ok(cx,
	        reference_load(cx, &institution_type, "reference/institutions.csv", NULL, &report));
	return report;
}

static void loading_twice_writes_nothing(void **state)
{
	struct context *cx = begin(state);
	int64_t before = changes(cx);
	struct reference_report report = load(cx);

	assert_int_equal(report.read, 30);
	assert_int_equal(report.unchanged, 30);
	assert_int_equal(report.added + report.updated + report.kept, 0);
	test_ok(cx, institution_subject.load_reference(cx, "turkmenistan"));
	assert_true(changes(cx) == before);
}

static void parents_and_sources_are_there(void **state)
{
	struct context *cx = begin(state);
	const struct institution *i = record_by_key(cx, &institution_type, "ILO");
	const struct source *s = i->record.sources.v;

	assert_true(i->parent == id_of(cx, "UN"));
	assert_int_equal(i->name.n, 3);
	assert_int_equal(i->record.sources.n, 1);
	assert_string_equal(s->title, "W2; W36");
	assert_string_equal(
	        choice_at(type_field_named(&institution_type, "sources")->rows->fields[4].choices,
	                  s->certainty)
	                ->code,
	        "verified");
	i = record_by_key(cx, &institution_type, "UNICEF");
	s = i->record.sources.v;
	assert_string_equal(
	        choice_at(type_field_named(&institution_type, "sources")->rows->fields[4].choices,
	                  s->certainty)
	                ->code,
	        "general_knowledge");
}

/* A correction stays, other fields of the same record still follow the file, and a removed parent
 * comes back. */
static void a_correction_is_never_undone(void **state)
{
	struct context *cx = begin(state);
	struct institution *i = record_by_key(cx, &institution_type, "MOH");
	struct reference_report report;

	for (size_t k = 0; k < i->name.n; k++)
		if (str_eq(i->name.v[k].lang, "en"))
			i->name.v[k].body = "Ministry of Health";
	i->parent = 0;
	test_ok(cx, record_save(cx, &institution_type, i));
	report = load(cx);
	assert_int_equal(report.kept, 2);
	assert_int_equal(report.updated, 0);
	assert_string_equal(report.differing, "MOH name.en; MOH parent");
	i = record_by_key(cx, &institution_type, "MOH");
	assert_string_equal(institution_name_on(cx, i->record.id, (struct date){ 0 }),
	                    "Ministry of Health");
	assert_int_equal(i->parent, 0);

	i->branch = 0; /* as an older release would have shipped it */
	test_ok(cx, record_save_as(cx, &institution_type, i, CHANGE_REFERENCE));
	report = load(cx);
	assert_int_equal(report.updated, 1);
	assert_int_equal(report.kept, 2);
	i = record_by_key(cx, &institution_type, "MOH");
	assert_int_equal(i->branch, 1);
	assert_int_equal(i->parent, 0);
}

static void the_sample_has_a_user_for_each_role(void **state)
{
	struct context *cx = begin(state);
	int64_t before;
	size_t n;

	test_ok(cx, institution_subject.load_sample(cx));
	for (int role = ROLE_CH; role < ROLES; role++) {
		char login[8] = "";
		const char *code = role_code((enum role)role);
		const struct account *a;

		for (size_t i = 0; code[i] && i < sizeof login - 1; i++)
			login[i] = (char)(code[i] | 0x20);
		a = account_by_login(cx, login);
		assert_non_null(a);
		assert_int_equal(standings(cx, a->record.id, date_day(2025, 7, 11), &n)[0].role,
		                 role);
		assert_int_equal(n, 1);
	}
	before = changes(cx);
	test_ok(cx, institution_subject.load_sample(cx));
	assert_true(changes(cx) == before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_name_leaves_the_old_one_to_its_days),
		cmocka_unit_test(a_merger_moves_duties_users_and_seats),
		cmocka_unit_test(a_merger_of_many_duties_needs_little_memory),
		cmocka_unit_test(a_split_follows_its_rows),
		cmocka_unit_test(a_part_goes_and_the_rest_stays),
		cmocka_unit_test(an_abolition_leaves_nothing_without_an_owner),
		cmocka_unit_test(nothing_moves_before_its_day),
		cmocka_unit_test(what_stood_below_stands_below_the_successor),
		cmocka_unit_test(a_circle_of_parents_is_refused),
		cmocka_unit_test(a_code_never_changes),
		cmocka_unit_test(the_last_administrator_stays),
		cmocka_unit_test(nobody_gives_himself_a_role),
		cmocka_unit_test(the_ombudsman_keeps_her_own_users_only),
		cmocka_unit_test(users_are_made_with_words_for_what_is_wrong),
		cmocka_unit_test(a_substitution_begins_and_ends),
		cmocka_unit_test(a_substitution_follows_a_merger),
		cmocka_unit_test(a_substitution_that_has_begun_keeps_its_days),
		cmocka_unit_test(a_closed_user_has_no_membership),
		cmocka_unit_test(one_primary_focal_point_at_a_time),
		cmocka_unit_test(a_merger_keeps_one_primary_focal_point),
		cmocka_unit_test(a_title_is_that_of_its_day),
		cmocka_unit_test(loading_twice_writes_nothing),
		cmocka_unit_test(parents_and_sources_are_there),
		cmocka_unit_test(a_correction_is_never_undone),
		cmocka_unit_test(the_sample_has_a_user_for_each_role),
	};

	return world_tests("institution", tests, LEN(tests));
}
