/* Every step of every life cycle, for every role: generated from the types' tables of steps and
 * from the permission matrix, so that a type of a later subject is tested as soon as it is there.
 *
 * What should be allowed is worked out here from the words of the matrix (doc/access.md, the table
 * of scopes), for records of every sort that the scopes tell apart, in every state.  It is compared
 * with what the engine offers, and with what it says when the step is taken. */
#include "record/trust_test.h"

#include "base/buffer.h"

enum { MOST = 400 };

static const enum role roles[] = { ROLE_CH,  ROLE_DC,  ROLE_SEC, ROLE_FP,  ROLE_MA,  ROLE_MJ,
	                           ROLE_OMB, ROLE_CSO, ROLE_IP,  ROLE_PUB, ROLE_ADM, ROLE_AUD };

/* What the scopes can tell apart. */
struct sort {
	bool own, assigned, named;
	int classification;
};

struct trial_of_step {
	struct context *cx;
	const struct type *type;
	struct step step; /* without rules of its own */
	enum role role;
	struct sort sort;
	int state;
	size_t allowed, refused;
};

static const char *place(const struct trial_of_step *w)
{
	const char *state = w->type->states[w->state - 1].code;

	return arena_fmt(w->cx->mem, "%s.%s from %s by %s of a record that is %s, %s, %s, class %d",
	                 w->type->name, w->step.name, state, role_code(w->role),
	                 w->sort.own ? "own" : "another's",
	                 w->sort.assigned ? "assigned" : "not assigned",
	                 w->sort.named ? "named" : "not named", w->sort.classification);
}

/* ---- what the matrix says */

static bool scope_holds(const struct trial_of_step *w, const char *scope)
{
	if (str_eq(scope, "any"))
		return true;
	if (str_eq(scope, "own"))
		return w->sort.own;
	if (str_eq(scope, "assigned"))
		return w->sort.assigned;
	if (str_eq(scope, "named") || str_eq(scope, "invited"))
		return w->sort.named;
	if (str_eq(scope, "accepted"))
		return w->type->accepted_states &&
		       type_state_in(w->type, w->state, w->type->accepted_states);
	return str_eq(scope, "metadata"); /* that it is there */
}

/* "read:any;create:own" */
static bool cell_holds(const struct trial_of_step *w, const char *function, enum right right)
{
	struct context *cx = w->cx;
	const char *cell = permissions_cell(cx->mem, cx->app->permissions, function, w->role);

	for (const char *s = cell; *s;) {
		const char *pair = arena_strn(cx->mem, s, strcspn(s, ";"));
		const char *colon = strchr(pair, ':');

		assert_non_null(colon);
		if (str_eq(arena_strn(cx->mem, pair, (size_t)(colon - pair)), right_name(right)) &&
		    scope_holds(w, colon + 1))
			return true;
		s += strcspn(s, ";");
		s += *s == ';';
	}
	return false;
}

static const char *function_of(const struct trial_of_step *w)
{
	return w->step.function ? w->step.function : w->type->function;
}

static bool expected(const struct trial_of_step *w, const char *function, enum right right)
{
	bool holds = cell_holds(w, function, right);

	if (w->sort.classification != CLASS_RESTRICTED)
		return holds;
	return w->sort.named && (holds || (str_eq(function, w->type->function) &&
	                                   cell_holds(w, "restricted_files", right)));
}

static bool in_turn(const struct trial_of_step *w)
{
	return type_state_in(w->type, w->state, w->step.from);
}

/* ---- records */

static bool has_assigns(const struct type *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->fields[i].flags & ASSIGNS && t->fields[i].kind == FIELD_REF)
			return true;
	return false;
}

/* What a table may ask to be there.  Other records are named only where they must be. */
static void fill(struct context *cx, const struct field *f, void *row, int64_t id)
{
	bool required = f->flags & REQUIRED;
	void *p = field_at(f, row);

	if (!field_empty(f, row))
		return;
	if (f->kind == FIELD_TEXT)
		*(const char **)p = arena_fmt(cx->mem, "x%lld", (long long)id);
	if (f->kind == FIELD_NUMBER)
		*(struct number *)p = (struct number){ 1, true };
	if (f->kind == FIELD_DATE)
		*(struct date *)p = date_day(2026, 1, 1);
	if (f->kind == FIELD_INSTANT)
		((struct instant *)p)->us = 1;
	if (f->kind == FIELD_CHOICE)
		*(int *)p = 1;
	if (required && (f->kind == FIELD_REF || f->kind == FIELD_PARENT || f->kind == FIELD_FILE))
		*(int64_t *)p = OTHERS;
	if (required && f->kind == FIELD_LINK)
		*(struct link *)p = (struct link){ &trial_type, OTHERS };
}

static void *row_of(const struct trial_of_step *w, int64_t id)
{
	struct context *cx = w->cx;
	struct record *r = record_new(cx, w->type);

	r->id = id;
	r->version = 1;
	r->state = w->state;
	r->classification = w->sort.classification;
	r->institution = w->sort.own ? MINE : OTHERS;
	r->readers = (struct refs){ arena_array(cx->mem, int64_t, 1), 1 };
	r->readers.v[0] = w->sort.named ? ME : SOMEBODY;
	for (size_t i = 0; i < w->type->n; i++) {
		const struct field *f = &w->type->fields[i];

		if (f->flags & ASSIGNS && f->kind == FIELD_REF)
			*(int64_t *)field_at(f, r) = w->sort.assigned ? MINE : OTHERS;
		fill(cx, f, r, id);
	}
	return r;
}

/* As the table has it, past every rule: only who may do what is asked here. */
static void store(const struct trial_of_step *w, const struct record *r)
{
	struct context *cx = w->cx;
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	struct sql_values values = { .n = 0 };
	const struct field *f;

	buffer_fmt(&sql,
	           "INSERT INTO %s (id, version, created_at, created_by, updated_at, updated_by, "
	           "parts",
	           w->type->name);
	values.v[values.n++] = value_int(r->id);
	values.v[values.n++] = value_int(1);
	for (int i = 0; i < 5; i++)
		values.v[values.n++] = value_int(i == 4 ? PART_REFS : 0);
	for (size_t i = 0; (f = type_field(w->type, i)); i++) {
		if (!columns_count(f))
			continue;
		if (f->kind == FIELD_LINK)
			buffer_fmt(&sql, ", %s_type", f->name);
		buffer_fmt(&sql, ", %s", f->name);
		if (f->kind == FIELD_MONEY)
			buffer_fmt(&sql, ", %s_currency", f->name);
		columns_values(w->type, f, r, &values);
	}
	buffer_text(&sql, ") VALUES (");
	for (size_t i = 0; i < values.n; i++)
		buffer_fmt(&sql, "%s$%zu", i ? ", " : "", i + 1);
	buffer_text(&sql, ")");
	test_ok(cx, db_run_values(cx, MADE_SQL(buffer_str(&sql)), NULL, values.v, values.n));
	test_ok(cx, db_run_values(cx, MADE_SQL("INSERT INTO ref VALUES ($1, 'readers', $2, 0)"),
	                          NULL, VALUES_(V(r->id), V(r->readers.v[0]))));
}

/* ---- one case */

static void compare_offer(struct trial_of_step *w, const void *row)
{
	bool permitted = expected(w, function_of(w), w->step.right), offered;
	const char *why;

	offered = step_offered(w->cx, w->type, row, &w->step, &why);
	error_clear(w->cx);
	if (offered && !(permitted && in_turn(w)))
		fail_msg("%s: is offered\n", place(w));
	if (!offered && permitted && in_turn(w))
		fail_msg("%s: is not offered\n", place(w));
	*(permitted ? &w->allowed : &w->refused) += 1;
}

/* Whoever came so far may take the step. */
static bool reached(struct context *cx, const void *row)
{
	(void)row;
	return fail(cx, ERR_PRECONDITION, NULL, "reached");
}

static struct step bare(const struct step *s)
{
	struct step step = *s;

	step.needs = NULL;
	step.fits = NULL;
	step.guard = NULL;
	step.check = reached;
	step.effect = NULL;
	return step;
}

/* What the engine says when the step is taken, in a part that is undone. */
static enum error_kind said(struct trial_of_step *w, int64_t id)
{
	struct context *cx = w->cx;
	enum error_kind kind;
	void *row;

	test_ok(cx, db_part_begin(cx));
	row = record_get(cx, w->type, id);
	if (row) {
		cx->reason = "a reason";
		(void)!record_step(cx, w->type, row, &w->step);
		cx->reason = NULL;
	}
	kind = cx->err.kind;
	error_clear(cx);
	test_ok(cx, db_part_end(cx, false));
	return row ? kind : ERR_NOT_FOUND;
}

static void take(struct trial_of_step *w, int64_t id)
{
	bool readable = expected(w, w->type->function, RIGHT_READ),
	     permitted = expected(w, function_of(w), w->step.right);
	enum error_kind kind = said(w, id);

	if (!readable && kind != ERR_NOT_FOUND)
		fail_msg("%s: it may not even be read: %s\n", place(w), error_kind_name(kind));
	if (!readable)
		return;
	if (kind != (!in_turn(w) ? ERR_CONFLICT : permitted ? ERR_PRECONDITION : ERR_FORBIDDEN))
		fail_msg("%s: %s\n", place(w), error_kind_name(kind));
}

/* Who did what a step names may not take it, nor may who acts for him. */
static void compare_other_person(struct trial_of_step *w, struct actor *actor)
{
	struct context *cx = w->cx;
	struct sort all = { true, true, true, CLASS_INTERNAL };
	const char *why;
	void *row;

	if (!w->step.not_by || !in_turn(w))
		return;
	w->sort = all;
	if (!expected(w, function_of(w), w->step.right))
		return;
	row = row_of(w, 77);
	test_ok(cx, db_part_begin(cx));
	test_ok(cx,
	        db_run_values(cx,
	                      MADE_SQL("INSERT INTO change (id, at, who, membership, on_behalf, "
	                               "type, record, version, kind, step, detail) VALUES (1, 0, "
	                               "$1, 0, 0, $2, 77, 1, $3, $4, '')"),
	                      NULL,
	                      VALUES_(V((int64_t)ME), V(w->type->name),
	                              V(str_eq(w->step.not_by, "create") ? "create" : "step"),
	                              V(w->step.not_by))));
	for (int i = 0; i < 2; i++) {
		actor->user = i ? SOMEBODY : ME;
		actor->on_behalf = i ? ME : 0;
		if (step_offered(cx, w->type, row, &w->step, &why) && !why)
			fail_msg("%s: by who did “%s” himself\n", place(w), w->step.not_by);
		error_clear(cx);
	}
	actor->user = ME;
	actor->on_behalf = 0;
	test_ok(cx, db_part_end(cx, false));
}

/* ---- all of them */

static void each_sort(struct trial_of_step *w)
{
	for (int n = 0; n < 16; n++) {
		w->sort = (struct sort){ n & 1, n & 2 && has_assigns(w->type), n & 4,
			                 n & 8 ? CLASS_RESTRICTED : CLASS_INTERNAL };
		compare_offer(w, row_of(w, 77));
	}
}

static void each_role(struct trial_of_step *w, const int64_t *stored)
{
	for (size_t i = 0; i < LEN(roles); i++) {
		struct actor actor = { .user = ME, .institution = MINE, .role = roles[i] };
		struct context_mark mark = context_mark(w->cx);

		w->cx->actor = &actor;
		w->role = roles[i];
		each_sort(w);
		for (int k = 0; k < 2; k++) {
			w->sort = (struct sort){ k, k && has_assigns(w->type), false,
				                 CLASS_INTERNAL };
			take(w, stored[k]);
		}
		compare_other_person(w, &actor);
		w->cx->actor = NULL;
		context_rewind(w->cx, mark);
	}
}

static void each_step(struct context *cx, const struct type *t, int64_t *next)
{
	size_t allowed[MOST] = { 0 }, refused[MOST] = { 0 };

	for (int state = 1; t->states[state - 1].code; state++) {
		int64_t stored[2];

		for (int k = 0; k < 2; k++) {
			struct trial_of_step w = {
				.cx = cx,
				.type = t,
				.state = state,
				.sort = { k, k && has_assigns(t), false, CLASS_INTERNAL },
			};

			stored[k] = (*next)++;
			store(&w, row_of(&w, stored[k]));
		}
		for (size_t s = 0; t->steps[s].name; s++) {
			struct trial_of_step w = {
				.cx = cx, .type = t, .state = state, .step = bare(&t->steps[s])
			};

			assert_true(s < MOST);
			each_role(&w, stored);
			allowed[s] += w.allowed;
			refused[s] += w.refused;
		}
	}
	for (size_t s = 0; t->steps[s].name; s++)
		if (!allowed[s] || !refused[s])
			fail_msg("%s.%s: %zu may take it, %zu may not\n", t->name, t->steps[s].name,
			         allowed[s], refused[s]);
}

static void every_step_is_for_whom_the_matrix_says(void **state)
{
	struct world *w = whole_world(state);
	struct context *cx = w->cx;
	int64_t next = 100000;
	size_t steps = 0;

	test_ok(cx, db_begin(cx, w->app.store, DB_WRITE));
	for (const struct subject *const *s = subjects; *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++) {
			if (!(*t)->steps)
				continue;
			each_step(cx, *t, &next);
			for (const struct step *p = (*t)->steps; p->name; p++)
				steps++;
		}
	assert_true(steps > 50);
	db_rollback(cx);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_step_is_for_whom_the_matrix_says),
	};

	return world_tests("step_rights", tests, LEN(tests));
}
