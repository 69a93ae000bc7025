/* Communications: their clocks, who may open them, who may approve, what is told and what is
 * refused, on both engines.  The day on which the tests stand is the fifth of May 2026. */
#include "subject/communication/communication.h"

#include "record/attachment.h"
#include "record/trust_test.h"
#include "subject/deadline/deadline.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"

#define T (&communication_type)

static const struct actor console = { .login = "console", .console = true };

static struct context *begin(void **state)
{
	static const char *const people[][2] = {
		{ "sec", "SEC" }, { "sec2", "SEC" }, { "ch", "CH" },   { "dc", "DC" },
		{ "fp", "FP" },   { "ma", "MA" },    { "mj", "MJ" },   { "omb", "OMB" },
		{ "cso", "CSO" }, { "ip", "IP" },    { "adm", "ADM" }, { "aud", "AUD" },
	};
	struct context *cx = whole_world(state)->cx;

	test_ok(cx, db_begin(cx, cx->app->store, DB_WRITE) && settings_refresh(cx));
	test_ok(cx, deadline_subject.load_reference(cx, "turkmenistan"));
	cx->now = zone_midnight(setting_zone(cx), date_day(2026, 5, 5)) +
	          (int64_t)12 * 3600 * 1000000 - cx->app->clock_shift;
	for (size_t i = 0; i < LEN(people); i++)
		test_ok(cx, account_add(cx, people[i][0], "MFA", people[i][1], NULL, "en") != 0);
	return cx;
}

static int64_t user(struct context *cx, const char *login)
{
	return record_id_by_key(cx, &account_type, login);
}

static void as(struct context *cx, const char *login)
{
	struct actor *a = arena_new_of(cx->mem, struct actor);

	cx->titles = NULL;
	cx->reason = NULL;
	cx->actor = &console;
	if (str_eq(login, "console"))
		return;
	test_ok(cx, account_actor(cx, user(cx, login), 0, a));
	cx->actor = a;
}

/* As secretary; open to the secretary and the chair. */
static struct communication *letter(struct context *cx, const char *reference, struct date day)
{
	struct communication *c;

	as(cx, "sec");
	c = record_new(cx, T);
	c->kind = KIND_ALLEGATION_LETTER;
	c->reference = reference;
	c->letter_date = day;
	refs_add(cx, &c->record.readers, user(cx, "ch"));
	return c;
}

static struct communication *saved_letter(struct context *cx)
{
	struct communication *c = letter(cx, "AL TKM 1/2026", date_day(2026, 3, 3));

	c->received = date_day(2026, 3, 5);
	test_ok(cx, record_save(cx, T, c));
	return c;
}

static struct communication *individual(struct context *cx, const char *committee)
{
	struct communication *c = letter(cx, "4711/2026", date_day(2026, 1, 31));

	c->kind = KIND_INDIVIDUAL;
	c->mechanism = record_id_by_key(cx, &mechanism_type, committee);
	return c;
}

static struct communication *stored(struct context *cx, const struct communication *c)
{
	return record_get_any(cx, T, c->record.id);
}

static void is_day(struct date d, const char *expected)
{
	char text[DATE_TEXT];

	assert_string_equal(date_text(d, text), expected);
}

/* Refused, and beside that field alone. */
static void refused(struct context *cx, bool ok, const char *field)
{
	assert_false(ok);
	assert_int_equal(cx->err.kind, ERR_INVALID);
	if (!field)
		assert_null(cx->err.field);
	else
		assert_string_equal(cx->err.field, field);
	assert_null(cx->err.next);
	error_clear(cx);
}

/* What was filled in stays as it was when the step is refused. */
static bool step(struct context *cx, const char *login, struct communication *c, const char *name)
{
	struct communication *tried = row_copy(cx, T, c);

	as(cx, login);
	cx->reason = "as the test wants it";
	if (!record_step(cx, T, tried, step_named(T, name)))
		return false;
	*c = *tried;
	return true;
}

/* Room for one more row. */
static void *row_more(struct context *cx, struct owned *o, size_t size)
{
	char *v = arena_alloc(cx->mem, (o->n + 1) * size);

	if (o->n)
		memcpy(v, o->v, o->n * size);
	*o = (struct owned){ v, o->n + 1 };
	return v + (o->n - 1) * size;
}

/* ---- clocks */

/* TC-22: the second of May 2026 is a Saturday. */
static void a_letter_is_answered_in_sixty_days(void **state)
{
	struct context *cx = begin(state);
	struct communication *c = saved_letter(cx);

	is_day(c->reply_due, "2026-05-02");
	assert_int_equal(date_weekday(c->reply_due), 6);
	assert_non_null(communication_explained(cx, c, false));
	assert_true(communication_overdue(cx, c));
}

static void a_stated_date_wins_and_an_extended_one_before_it(void **state)
{
	struct context *cx = begin(state);
	struct communication *c = letter(cx, "AL TKM 2/2026", date_day(2026, 3, 3));

	c->stated_due = date_day(2026, 4, 3);
	test_ok(cx, record_save(cx, T, c));
	is_day(c->reply_due, "2026-04-03");
	c->extended_to = date_day(2026, 4, 3);
	refused(cx, step(cx, "sec", c, "extend"), "extended_to");
	c->extended_to = date_day(2026, 6, 6);
	test_ok(cx, step(cx, "sec", c, "extend"));
	is_day(c->reply_due, "2026-06-06");
	assert_int_equal(date_weekday(c->reply_due), 6);
	assert_false(communication_overdue(cx, c));
}

static void each_committee_and_stage_has_its_clock(void **state)
{
	static const struct {
		const char *committee;
		enum communication_stage stage;
		const char *due;
	} cases[] = {
		{ "CCPR", STAGE_UNSET, "2026-07-31" },
		{ "CAT", STAGE_MERITS, "2026-07-31" },
		{ "CEDAW", STAGE_MERITS, "2026-07-31" },
		{ "CRPD", STAGE_MERITS, "2026-07-31" },
		{ "CERD", STAGE_MERITS, "2026-04-30" },
		{ "CCPR", STAGE_ADMISSIBILITY, "2026-03-31" },
	};
	struct context *cx = begin(state);

	for (size_t i = 0; i < LEN(cases); i++) {
		struct communication *c = individual(cx, cases[i].committee);

		c->reference = arena_fmt(cx->mem, "%zu/2026", i);
		c->stage = cases[i].stage;
		test_ok(cx, record_save(cx, T, c));
		is_day(c->reply_due, cases[i].due);
	}
}

static void views_have_a_clock_of_their_own(void **state)
{
	static const char *const cases[][2] = {
		{ "CCPR", "2026-08-29" }, /* 180 days */
		{ "CAT", "2026-05-31" },  /* 90 days */
		{ "CEDAW", "2026-09-02" } /* 6 months */
	};
	struct context *cx = begin(state);

	for (size_t i = 0; i < LEN(cases); i++) {
		struct communication *c = individual(cx, cases[i][0]);

		c->reference = arena_fmt(cx->mem, "%zu/2026", i);
		test_ok(cx, record_save(cx, T, c));
		assert_false(date_set(c->views_due));
		c->views_adopted = date_day(2026, 2, 27);
		c->views_transmitted = date_day(2026, 3, 2);
		test_ok(cx, record_save(cx, T, c));
		is_day(c->views_due, cases[i][1]);
	}
}

/* A committee without a number in the rule, or a request that no rule knows: no date is made up. */
static void no_date_is_invented(void **state)
{
	struct context *cx = begin(state);
	struct communication *c = individual(cx, "CESCR");

	test_ok(cx, record_save(cx, T, c));
	assert_false(date_set(c->reply_due));
	c = letter(cx, "interim 1", date_day(2026, 3, 3));
	c->kind = KIND_INTERIM_MEASURES;
	c->mechanism = record_id_by_key(cx, &mechanism_type, "CCPR");
	test_ok(cx, record_save(cx, T, c));
	assert_false(date_set(c->reply_due));
	assert_false(communication_overdue(cx, c));
	c->stated_due = date_day(2026, 3, 10);
	test_ok(cx, record_save(cx, T, c));
	is_day(c->reply_due, "2026-03-10");
}

/* A letter of which only the month is known has a date of which only the month is known. */
static void a_month_stays_a_month(void **state)
{
	struct context *cx = begin(state);
	struct date month;
	struct communication *c;

	assert_true(date_parse("2026-03", &month));
	c = letter(cx, "AL TKM 3/2026", month);
	c->received = date_day(2026, 3, 5); /* within it: no contradiction */
	test_ok(cx, record_save(cx, T, c));
	assert_int_equal(c->reply_due.precision, PRECISION_MONTH);
}

static void by_hand_the_date_is_not_set(void **state)
{
	struct context *cx = begin(state);
	struct communication *c = saved_letter(cx);

	c->reply_due = date_day(2027, 1, 1);
	test_ok(cx, record_save(cx, T, c));
	is_day(stored(cx, c)->reply_due, "2026-05-02");
}

/* ---- days that cannot be */

static void impossible_days_are_refused_beside_their_field(void **state)
{
	struct context *cx = begin(state);
	struct communication *c = letter(cx, "AL TKM 1/2026", date_day(2026, 5, 6));

	refused(cx, record_save(cx, T, c), "letter_date"); /* tomorrow */
	c = letter(cx, "AL TKM 1/2026", date_day(2026, 3, 3));
	c->received = date_day(2026, 3, 2);
	refused(cx, record_save(cx, T, c), "received");
	c->received = date_day(2026, 3, 3);
	c->stated_due = date_day(2026, 3, 2);
	refused(cx, record_save(cx, T, c), "stated_due");
	c->stated_due = (struct date){ 0 };
	c->views_adopted = date_day(2026, 4, 1);
	refused(cx, record_save(cx, T, c), "views_symbol"); /* of a letter */
	c->views_adopted = (struct date){ 0 };
	c->stage = STAGE_MERITS;
	refused(cx, record_save(cx, T, c), "stage");

	c = individual(cx, "CAT");
	c->views_adopted = date_day(2026, 1, 30);
	refused(cx, record_save(cx, T, c), "views_adopted");
	c->views_adopted = date_day(2026, 3, 2);
	c->views_transmitted = date_day(2026, 3, 1);
	refused(cx, record_save(cx, T, c), "views_transmitted");
	c->views_transmitted = date_day(2026, 3, 3);
	c->views_reply_sent = date_day(2026, 3, 2);
	refused(cx, record_save(cx, T, c), "views_reply_sent");
	c->views_reply_sent = (struct date){ 0 };
	c->mechanism = 0;
	refused(cx, record_save(cx, T, c), "mechanism");
}

/* ---- the way of a reply */

static int64_t file(struct context *cx, const char *name)
{
	int64_t id = attachment_store(cx, name, "words", 5);

	test_ok(cx, id != 0);
	return id;
}

static void put_draft(struct context *cx, const char *login, struct communication *c,
                      const char *name)
{
	struct reply_draft *d = row_more(cx, &c->drafts, sizeof *d);

	as(cx, login);
	d->file = file(cx, "draft.txt");
	test_ok(cx, step(cx, login, c, name));
}

/* Received and so far that a draft waits for its approval; put in by `login`. */
static struct communication *drafted(struct context *cx, const char *login)
{
	struct communication *c = saved_letter(cx);

	test_ok(cx, step(cx, "sec", c, "register"));
	c->lead = institution_by_code(cx, "MOI");
	refs_add(cx, &c->co, institution_by_code(cx, "PGO"));
	refs_add(cx, &c->record.readers, user(cx, login));
	refs_add(cx, &c->record.readers, user(cx, "sec2"));
	test_ok(cx, step(cx, "sec", c, "assign"));
	put_draft(cx, login, c, "draft");
	return c;
}

static struct communication *sent(struct context *cx, struct date day)
{
	struct communication *c = drafted(cx, "sec");

	test_ok(cx, step(cx, "ch", c, "approve"));
	c->reply_sent = day;
	test_ok(cx, step(cx, "sec", c, "send"));
	return c;
}

static void the_way_of_a_reply(void **state)
{
	struct context *cx = begin(state);
	struct communication *c = drafted(cx, "sec");

	assert_int_equal(c->record.state, type_state(T, "draft"));
	test_fails(cx, step(cx, "sec", c, "approve"), ERR_FORBIDDEN);
	test_ok(cx, step(cx, "ch", c, "send_back"));
	assert_int_equal(c->record.state, type_state(T, "assigned"));
	put_draft(cx, "sec", c, "draft");
	test_ok(cx, step(cx, "ch", c, "approve"));
	refused(cx, step(cx, "sec", c, "send"), "reply_sent");
	c->reply_sent = date_day(2026, 5, 6);
	refused(cx, step(cx, "sec", c, "send"), "reply_sent"); /* tomorrow */
	c->reply_sent = date_day(2026, 3, 2);
	refused(cx, step(cx, "sec", c, "send"), "reply_sent"); /* before the letter */
	c->reply_sent = date_day(2026, 4, 28);
	test_ok(cx, step(cx, "sec", c, "send"));
	assert_int_equal(communication_days_late(c), 0);
	test_ok(cx, step(cx, "sec", c, "close"));
	assert_int_equal(stored(cx, c)->record.state, type_state(T, "closed"));
}

static void a_late_reply_is_told_and_not_refused(void **state)
{
	struct context *cx = begin(state);
	struct communication *c = sent(cx, date_day(2026, 5, 3));

	assert_int_equal(communication_days_late(c), 1);
	assert_false(communication_overdue(cx, c));
	assert_non_null(strstr(T->warning(cx, c), "1 day"));
	assert_non_null(strstr(communication_late(cx, c), "1 day"));
}

/* Neither who put it in last, nor who put in one of before, nor who acts for one of them. */
static void nobody_approves_his_own_draft(void **state)
{
	struct context *cx = begin(state);
	struct communication *c;
	struct actor both, substitute;

	test_ok(cx, account_add(cx, "two", "MFA", "SEC", NULL, "en") != 0);
	c = drafted(cx, "two");
	both = *cx->actor;
	both.role = ROLE_CH;
	cx->actor = &both;
	refused(cx, record_step(cx, T, c, step_named(T, "approve")), NULL);
	as(cx, "console");
	put_draft(cx, "sec2", c, "redraft");
	cx->actor = &both;
	cx->titles = NULL;
	refused(cx, record_step(cx, T, c, step_named(T, "approve")), NULL);
	as(cx, "ch");
	substitute = *cx->actor;
	substitute.on_behalf = user(cx, "two");
	cx->actor = &substitute;
	refused(cx, record_step(cx, T, c, step_named(T, "approve")), NULL);
	test_ok(cx, step(cx, "ch", c, "approve"));
}

static void a_rule_that_changes_leaves_what_was_answered(void **state)
{
	struct context *cx = begin(state);
	struct communication *c = sent(cx, date_day(2026, 4, 28)), *open;
	struct deadline_rule *r;

	open = letter(cx, "AL TKM 9/2026", date_day(2026, 3, 3));
	test_ok(cx, record_save(cx, T, open));
	as(cx, "console");
	r = record_get_any(cx, &deadline_rule_type,
	                   record_id_by_key(cx, &deadline_rule_type, "DL-14"));
	test_ok(cx, r != NULL);
	r->amount.units /= 2;
	test_ok(cx, record_save_as(cx, &deadline_rule_type, r, CHANGE_UPDATE) &&
	                    deadline_recompute(cx, "DL-14"));
	is_day(stored(cx, open)->reply_due, "2026-04-02");
	is_day(stored(cx, c)->reply_due, "2026-05-02");
}

/* ---- who may open it */

static size_t listed(struct context *cx, const char *filter, const char *value)
{
	struct list l = { .type = T, .count = true };

	test_ok(cx, (!filter || list_filter(cx, &l, filter, value)) && record_list(cx, &l));
	assert_int_equal(l.total, l.n);
	return l.n;
}

static void only_the_named_list_opens_it(void **state)
{
	static const char *const outsiders[] = { "sec2", "dc",  "fp", "ma", "mj",
		                                 "omb",  "cso", "ip", "adm" };
	struct context *cx = begin(state);
	struct communication *c = saved_letter(cx), *seen;

	assert_int_equal(c->record.classification, CLASS_RESTRICTED);
	for (size_t i = 0; i < LEN(outsiders); i++) {
		as(cx, outsiders[i]);
		test_fails(cx, record_get(cx, T, c->record.id) != NULL, ERR_NOT_FOUND);
		assert_int_equal(listed(cx, NULL, NULL), 0);
		assert_int_equal(listed(cx, "state", "received"), 0);
		assert_string_equal(record_title(cx, T, c->record.id), "…");
	}
	as(cx, "ch");
	test_ok(cx, record_get(cx, T, c->record.id) != NULL);
	assert_int_equal(listed(cx, NULL, NULL), 1);
	/* the auditor learns that it exists */
	as(cx, "aud");
	seen = record_get(cx, T, c->record.id);
	test_ok(cx, seen != NULL);
	assert_null(seen->reference);
	assert_false(date_set(seen->letter_date));
	assert_int_equal(listed(cx, "state", "received"), 1);
	assert_int_equal(listed(cx, "letter_date", "2026-03-03"), 0);
	assert_string_equal(record_title(cx, T, c->record.id), "…");
	/* named, the administrator still reads nothing, and the focal point reads */
	as(cx, "sec");
	refs_add(cx, &c->record.readers, user(cx, "adm"));
	refs_add(cx, &c->record.readers, user(cx, "fp"));
	test_ok(cx, record_save(cx, T, c));
	as(cx, "adm");
	test_fails(cx, record_get(cx, T, c->record.id) != NULL, ERR_NOT_FOUND);
	as(cx, "fp");
	test_ok(cx, record_get(cx, T, c->record.id) != NULL);
	assert_false(access_record(cx, T, c, RIGHT_UPDATE));
}

static void being_assigned_opens_nothing(void **state)
{
	struct context *cx = begin(state);
	struct communication *c = saved_letter(cx);

	test_ok(cx, step(cx, "sec", c, "register"));
	c->lead = institution_by_code(cx, "MFA"); /* where all of them work */
	test_ok(cx, step(cx, "sec", c, "assign"));
	as(cx, "ma");
	test_fails(cx, record_get(cx, T, c->record.id) != NULL, ERR_NOT_FOUND);
	assert_int_equal(listed(cx, "lead", "-"), 0);
}

/* A refusal would tell whoever is not on its list that there is one. */
static void a_reference_twice_is_told_to_its_readers_alone(void **state)
{
	struct context *cx = begin(state);
	struct communication *c = saved_letter(cx), *other;

	c = letter(cx, " al tkm 1/2026", date_day(2026, 3, 3));
	refused(cx, record_save(cx, T, c), "reference");
	as(cx, "sec2");
	other = record_new(cx, T);
	other->reference = "AL TKM 1/2026";
	other->letter_date = date_day(2026, 3, 3);
	test_ok(cx, record_save(cx, T, other));
	assert_int_equal(listed(cx, NULL, NULL), 1);
}

static void counts_are_for_those_who_keep_or_decide(void **state)
{
	static const char *const told[] = { "sec", "sec2", "ch", "dc" };
	static const char *const untold[] = { "fp", "ma", "mj", "omb", "cso", "ip", "adm", "aud" };
	struct context *cx = begin(state);
	struct communication_counts n;

	(void)sent(cx, date_day(2026, 5, 4));
	test_ok(cx, record_save(cx, T, letter(cx, "AL TKM 5/2026", date_day(2026, 1, 5))));
	test_ok(cx, record_save(cx, T, letter(cx, "AL TKM 6/2026", date_day(2026, 5, 5))));
	for (size_t i = 0; i < LEN(told); i++) {
		as(cx, told[i]);
		test_ok(cx, communication_count(cx, &n));
		assert_int_equal(n.all, 3);
		assert_int_equal(n.in_state[0], 2);
		assert_int_equal(n.in_state[type_state(T, "sent") - 1], 1);
		assert_int_equal(n.overdue, 1);
		assert_int_equal(n.late, 1);
	}
	for (size_t i = 0; i < LEN(untold); i++) {
		as(cx, untold[i]);
		assert_false(communication_counted(cx));
		test_fails(cx, communication_count(cx, &n), ERR_FORBIDDEN);
	}
}

/* ---- the register */

static int64_t number(struct context *cx, const char *sql, int64_t record)
{
	struct value v = value_int(record);
	int64_t n = 0;

	test_ok(cx, db_int_values(cx, MADE_SQL(sql), &n, NULL, &v, 1));
	return n;
}

static const struct deadline *deadline_of(struct context *cx, const struct communication *c)
{
	int64_t id = number(cx, "SELECT min(id) FROM deadline WHERE source = $1", c->record.id);

	return record_get_any(cx, &deadline_type, id);
}

static void the_register_has_its_date_and_its_readers(void **state)
{
	struct context *cx = begin(state);
	struct communication *c = saved_letter(cx);
	const struct deadline *d = deadline_of(cx, c);

	test_ok(cx, d != NULL);
	is_day(d->due, "2026-05-02");
	assert_int_equal(d->side, SIDE_EXTERNAL);
	assert_int_equal(d->record.classification, CLASS_RESTRICTED);
	assert_int_equal(d->record.readers.n, 2);
	for (size_t i = 0; i < d->title.n; i++)
		assert_null(strstr(d->title.v[i].body, "TKM"));
	assert_int_equal(d->title.n, 3);
	/* who is added to one list is added to the other */
	as(cx, "sec");
	refs_add(cx, &c->record.readers, user(cx, "fp"));
	test_ok(cx, record_save(cx, T, c));
	assert_int_equal(deadline_of(cx, c)->record.readers.n, 3);
	as(cx, "sec2");
	test_fails(cx, record_get(cx, &deadline_type, d->record.id) != NULL, ERR_NOT_FOUND);
}

static void the_register_learns_of_the_reply(void **state)
{
	struct context *cx = begin(state);
	struct communication *c = sent(cx, date_day(2026, 4, 28)), *dropped;
	const struct deadline *d = deadline_of(cx, c);

	is_day(d->done, "2026-04-28");
	assert_int_equal(d->record.state, type_state(&deadline_type, "met"));
	dropped = letter(cx, "AL TKM 7/2026", date_day(2026, 3, 3));
	test_ok(cx, record_save(cx, T, dropped));
	test_ok(cx, step(cx, "ch", dropped, "discontinue"));
	assert_int_equal(deadline_of(cx, dropped)->record.state,
	                 type_state(&deadline_type, "dropped"));
}

/* ---- beside it */

/* A reorganisation is read by everybody: it moves a communication and does not count it. */
static void a_reorganisation_moves_it_and_does_not_tell(void **state)
{
	struct context *cx = begin(state);
	struct communication *c = drafted(cx, "sec");
	struct reorganisation *r;
	const struct moved *moved;

	as(cx, "console");
	r = record_new(cx, &reorganisation_type);
	r->kind = REORGANISE_MERGE;
	r->date = date_day(2026, 5, 1);
	r->act = "Resolution of the test";
	refs_add(cx, &r->institutions, c->lead);
	refs_add(cx, &r->successors, institution_by_code(cx, "MOJ"));
	test_ok(cx, record_save(cx, &reorganisation_type, r) &&
	                    record_step(cx, &reorganisation_type, r,
	                                step_named(&reorganisation_type, "carry_out")));
	assert_int_equal(stored(cx, c)->lead, institution_by_code(cx, "MOJ"));
	moved = r->moved.v;
	for (size_t i = 0; i < r->moved.n; i++) {
		assert_string_not_equal(moved[i].record_type, "communication");
		assert_string_not_equal(moved[i].record_type, "deadline");
	}
}

/* ---- words */

static void a_reference_says_what_it_is_and_odd_ones_are_kept(void **state)
{
	static const struct {
		const char *typed, *kept;
		enum communication_kind kind;
		const char *warning; /* NULL: none */
	} cases[] = {
		{ "ua  tkm 3/2026", "UA TKM 3/2026", KIND_URGENT_APPEAL, NULL },
		{ "JAL TKM 4/2026", "JAL TKM 4/2026", KIND_ALLEGATION_LETTER, NULL },
		{ "OL TKM 5/2026", "OL TKM 5/2026", KIND_OTHER_LETTER, NULL },
		{ "AL KAZ 1/2026", "AL KAZ 1/2026", KIND_ALLEGATION_LETTER, "another State" },
		{ "letter of 3 May", "letter of 3 May", KIND_OTHER_LETTER, "fits no form" },
	};
	struct context *cx = begin(state);

	for (size_t i = 0; i < LEN(cases); i++) {
		struct communication *c = letter(cx, cases[i].typed, date_day(2026, 5, 4));
		const char *warning;

		c->kind = i + 1 < LEN(cases) ? 0 : KIND_OTHER_LETTER;
		test_ok(cx, record_save(cx, T, c));
		assert_string_equal(c->reference, cases[i].kept);
		assert_int_equal(c->kind, cases[i].kind);
		assert_int_equal(c->mechanism, record_id_by_key(cx, &mechanism_type, "SP"));
		warning = T->warning(cx, c);
		if (cases[i].warning)
			assert_non_null(strstr(warning, cases[i].warning));
		else
			assert_null(warning);
	}
}

static void persons_have_pseudonyms(void **state)
{
	struct context *cx = begin(state);
	struct communication *c = letter(cx, "AL TKM 1/2026", date_day(2026, 3, 3));
	struct concerned *v;

	v = row_more(cx, &c->persons, sizeof *v);
	v->name = "Sample Person";
	v = row_more(cx, &c->persons, sizeof *v);
	v->pseudonym = "P1";
	v = row_more(cx, &c->persons, sizeof *v);
	test_ok(cx, record_save(cx, T, c));
	v = stored(cx, c)->persons.v;
	assert_string_equal(v[0].pseudonym, "P2");
	assert_string_equal(v[1].pseudonym, "P1");
	assert_string_equal(v[2].pseudonym, "P3");
	assert_null(strstr(T->title(cx, c), "Person"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_is_answered_in_sixty_days),
		cmocka_unit_test(a_stated_date_wins_and_an_extended_one_before_it),
		cmocka_unit_test(each_committee_and_stage_has_its_clock),
		cmocka_unit_test(views_have_a_clock_of_their_own),
		cmocka_unit_test(no_date_is_invented),
		cmocka_unit_test(a_month_stays_a_month),
		cmocka_unit_test(by_hand_the_date_is_not_set),
		cmocka_unit_test(impossible_days_are_refused_beside_their_field),
		cmocka_unit_test(the_way_of_a_reply),
		cmocka_unit_test(a_late_reply_is_told_and_not_refused),
		cmocka_unit_test(nobody_approves_his_own_draft),
		cmocka_unit_test(a_rule_that_changes_leaves_what_was_answered),
		cmocka_unit_test(only_the_named_list_opens_it),
		cmocka_unit_test(being_assigned_opens_nothing),
		cmocka_unit_test(a_reference_twice_is_told_to_its_readers_alone),
		cmocka_unit_test(counts_are_for_those_who_keep_or_decide),
		cmocka_unit_test(the_register_has_its_date_and_its_readers),
		cmocka_unit_test(the_register_learns_of_the_reply),
		cmocka_unit_test(a_reorganisation_moves_it_and_does_not_tell),
		cmocka_unit_test(a_reference_says_what_it_is_and_odd_ones_are_kept),
		cmocka_unit_test(persons_have_pseudonyms),
	};

	return world_tests("communication", tests, LEN(tests));
}
