/* How many records wait for whoever acts, as the header of every page says it. */
#include "web/start.h"

#include "record/trust_test.h"

static const struct choice states[] = {
	{ "entered", N_("Entered"), NULL },
	{ "returned", N_("Returned"), NULL },
	{ "sent", N_("Sent"), NULL },
	{ "closed", N_("Closed"), NULL },
	{ 0 },
};

static void when_ready(struct context *cx, struct buffer *text, struct sql_values *values)
{
	(void)cx, (void)values;
	buffer_text(text, "r.note = 'ready'");
}

static void always(struct context *cx, struct buffer *text, struct sql_values *values)
{
	(void)cx, (void)values;
	buffer_text(text, "1 = 1");
}

static const struct step steps[] = {
	{ .name = "answer",
	  .label = N_("Answer"),
	  .from = "entered",
	  .to = "closed",
	  .function = "assignment_answer",
	  .right = RIGHT_APPROVE },
	{ .name = "file",
	  .label = N_("File"),
	  .from = "returned",
	  .to = "closed",
	  .right = RIGHT_SEND,
	  .waits = when_ready },
	{ .name = "accept",
	  .label = N_("Accept"),
	  .from = "sent",
	  .to = "closed",
	  .function = "assignment_answer",
	  .right = RIGHT_APPROVE,
	  .waits = when_ready },
	{ .name = "return",
	  .label = N_("Return"),
	  .from = "sent",
	  .to = "returned",
	  .function = "assignment_answer",
	  .right = RIGHT_APPROVE,
	  .waits = always },
	{ 0 },
};

static const struct type waiting_type = {
	.name = "trial",
	.plural = "trials",
	.label = N_("Trial"),
	.label_plural = N_("Trials"),
	.size = sizeof(struct trial),
	FIELDS(trial_fields),
	.function = "recommendations",
	.states = states,
	.steps = steps,
	.finished_states = "closed",
	.order = "id",
	.title = trial_title,
};
static const struct type *const waiting_types[] = { &waiting_type, NULL };
static const struct subject waiting = { .name = "trial", .types = waiting_types };
static const struct subject *const here[] = { &waiting, NULL };

static const struct actor console = { .login = "console", .console = true };

static struct context *begin(void **state)
{
	struct world *w = *state;

	w->app.subjects = here;
	w->cx->actor = &console;
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) && settings_refresh(w->cx));
	return w->cx;
}

static void put(struct context *cx, const char *code, const char *stage, int64_t lead,
                const char *note)
{
	struct trial *d = record_new(cx, &waiting_type);

	d->code = code;
	d->lead = lead;
	d->note = note;
	d->record.state = type_state(&waiting_type, stage);
	test_ok(cx, record_save_as(cx, &waiting_type, d, CHANGE_CREATE));
}

static int64_t count_as(struct context *cx, enum role role)
{
	const struct actor a = {
		.user = ME, .login = "me", .membership = 700, .institution = MINE, .role = role
	};
	int64_t n;
	bool more;

	cx->actor = &a;
	test_ok(cx, start_count(cx, NULL, &n, &more));
	cx->actor = &console;
	test_ok(cx, true);
	return n;
}

static void only_what_i_may_do_and_read_counts(void **state)
{
	struct context *cx = begin(state);

	assert_int_equal(count_as(cx, ROLE_MA), 0);
	put(cx, "1", "entered", MINE, NULL);
	put(cx, "2", "entered", OTHERS, NULL);
	put(cx, "3", "closed", MINE, NULL);
	put(cx, "4", "returned", MINE, "ready");
	put(cx, "5", "returned", MINE, "not ready");
	assert_int_equal(count_as(cx, ROLE_MA), 1);
	assert_int_equal(count_as(cx, ROLE_SEC), 1); /* the one that is ready */
	assert_int_equal(count_as(cx, ROLE_FP), 0);
	assert_int_equal(count_as(cx, ROLE_ADM), 0);
}

/* Not ready to be accepted, it is still there to be returned; ready, it waits once. */
static void one_of_two_steps_is_enough(void **state)
{
	struct context *cx = begin(state);

	put(cx, "1", "sent", MINE, "not ready");
	put(cx, "2", "sent", MINE, "ready");
	put(cx, "3", "sent", OTHERS, "ready");
	assert_int_equal(count_as(cx, ROLE_MA), 2);
	assert_int_equal(count_as(cx, ROLE_FP), 0);
}

static void the_groups_are_told_by_state_and_right(void **state)
{
	const struct actor sec = {
		.user = ME, .login = "me", .membership = 700, .institution = MINE, .role = ROLE_SEC
	};
	struct actor approver = sec;
	struct context *cx = begin(state);
	const struct desk *d;
	bool more;

	put(cx, "1", "entered", MINE, NULL);
	put(cx, "2", "returned", MINE, "ready");
	put(cx, "3", "returned", MINE, "not ready");
	cx->actor = &sec;
	d = start_desk(cx);
	assert_int_equal(start_waiting(d, WAITING_RETURNED, &more), 1);
	assert_int_equal(start_waiting(d, WAITING_APPROVAL, &more), 0);
	approver.role = ROLE_MA;
	cx->actor = &approver;
	d = start_desk(cx);
	assert_int_equal(start_waiting(d, WAITING_RETURNED, &more), 0);
	assert_int_equal(start_waiting(d, WAITING_APPROVAL, &more), 1);
	assert_false(more);
	cx->actor = &console;
}

/* More than the desk holds are counted all the same, up to an end that is told. */
static void the_header_counts_what_the_inbox_counts(void **state)
{
	const struct actor approver = {
		.user = ME, .login = "me", .membership = 700, .institution = MINE, .role = ROLE_MA
	};
	struct context *cx = begin(state);
	int64_t n;
	bool more;

	for (int i = 0; i < 26; i++)
		put(cx, arena_fmt(cx->mem, "%d", i), "entered", MINE, NULL);
	cx->actor = &approver;
	assert_int_equal(start_waiting(start_desk(cx), WAITING_APPROVAL, &more), 26);
	assert_false(more);
	test_ok(cx, start_count(cx, NULL, &n, &more));
	assert_int_equal(n, 26);
	assert_false(more);
	cx->actor = &console;
	for (int i = 26; i < MAX_WAITING + 1; i++)
		put(cx, arena_fmt(cx->mem, "%d", i), "entered", MINE, NULL);
	cx->actor = &approver;
	assert_int_equal(start_waiting(start_desk(cx), WAITING_APPROVAL, &more), MAX_WAITING);
	assert_true(more);
	test_ok(cx, start_count(cx, start_desk(cx), &n, &more));
	assert_int_equal(n, MAX_WAITING);
	assert_true(more);
	test_ok(cx, start_count(cx, NULL, &n, &more));
	assert_int_equal(n, MAX_WAITING);
	assert_true(more);
	cx->actor = &console;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_i_may_do_and_read_counts),
		cmocka_unit_test(one_of_two_steps_is_enough),
		cmocka_unit_test(the_groups_are_told_by_state_and_right),
		cmocka_unit_test(the_header_counts_what_the_inbox_counts),
	};

	return world_tests("start", tests, LEN(tests));
}
