/* What waits for a step of whoever acts: the condition, how many there are, and the first of them.
 *
 * Each state is asked for itself, with its own end: a state of which a hundred thousand records
 * wait is counted as fast as one of which a hundred do. */
#include "web/waiting.h"

#include "record/access.h"
#include "record/app.h"
#include "store/db.h"
#include "web/menu.h"

enum { MAX_ASKED = 64 }; /* types and states in one statement */

/* ---- which steps */

bool waiting_expected(const struct type *t, const struct step *s, const char *state)
{
	if (s->aside || !word_in(s->from, state) ||
	    (t->finished_states && word_in(t->finished_states, state)))
		return false;
	return s->to || (str_eq(s->from, state) && s->right == RIGHT_PROPOSE);
}

static const char *function_of(const struct type *t, const struct step *s)
{
	return s->function ? s->function : t->function;
}

static bool is_mine(const struct context *cx, const struct type *t, const struct step *s)
{
	return access_function(cx, function_of(t, s), s->right);
}

bool waiting_has_steps(const struct context *cx, const struct type *t)
{
	return !(t->flags & TYPE_NO_PAGES) && t->steps && t->states && menu_type_open(cx, t);
}

bool waiting_for_others(const struct context *cx, const struct type *t, const struct choice *state)
{
	bool expected = false, own = false;

	for (const struct step *s = t->steps; s->name; s++) {
		expected |= waiting_expected(t, s, state->code);
		own |= waiting_expected(t, s, state->code) && is_mine(cx, t, s);
	}
	return expected && !own;
}

static const struct step *first_mine(const struct context *cx, const struct type *t,
                                     const struct choice *state)
{
	for (const struct step *s = t->steps; s->name; s++)
		if (waiting_expected(t, s, state->code) && is_mine(cx, t, s))
			return s;
	return NULL;
}

/* ---- the groups */

/* Returned to whoever has to do it again: as its glyph says, or its name. */
static bool is_returned(const struct choice *state)
{
	return str_eq(state->code, "returned") ||
	       (state->glyph && str_starts(state->glyph, "back"));
}

static enum waiting_group group_of(const struct choice *state, const struct step *s)
{
	if (is_returned(state))
		return WAITING_RETURNED;
	return s->right == RIGHT_APPROVE ? WAITING_APPROVAL : WAITING_OWED;
}

/* ---- the condition */

/* As other_person() in record/step.c. */
static void other_person_sql(const struct context *cx, const char *not_by, struct buffer *text)
{
	buffer_fmt(text,
	           " AND COALESCE((SELECT c.who FROM change c WHERE c.record = r.id AND"
	           " (c.step = '%s' OR c.kind = '%s') ORDER BY c.version DESC, c.id DESC LIMIT 1),"
	           " -1) NOT IN (%lld, %lld)",
	           not_by, not_by, (long long)cx->actor->user, (long long)cx->actor->on_behalf);
}

static void step_sql(struct context *cx, const struct type *t, const struct step *s,
                     struct buffer *text, struct sql_values *values)
{
	access_sql_for(cx, t, function_of(t, s), s->right, text, values);
	if (s->not_by)
		other_person_sql(cx, s->not_by, text);
	if (!s->waits)
		return;
	buffer_text(text, " AND (");
	s->waits(cx, text, values);
	buffer_char(text, ')');
}

static bool has_right_of(const struct type *t, const struct step *a, const struct step *b)
{
	return str_eq(function_of(t, a), function_of(t, b)) && a->right == b->right;
}

/* Accepting and returning are asked once. */
static bool asks_the_same(const struct type *t, const struct step *a, const struct step *b)
{
	return has_right_of(t, a, b) && a->waits == b->waits && str_eq(a->not_by, b->not_by);
}

/* Nothing but the right is asked: of whoever has it the turn has come. */
static bool asks_no_more(struct context *cx, const struct step *s)
{
	struct buffer text = BUFFER(cx->mem, MAX_SQL);

	if (s->not_by)
		return false;
	if (s->waits)
		s->waits(cx, &text, sql_values_new(cx->mem));
	return !s->waits || str_eq(buffer_str(&text), "1 = 1");
}

/* What another step asks for, too, or all that it asks for. */
static bool asked_by_another(struct context *cx, const struct type *t, const struct step *s,
                             const char *state)
{
	bool more = !asks_no_more(cx, s);

	for (const struct step *o = t->steps; o->name; o++) {
		if (o == s || !waiting_expected(t, o, state) || !is_mine(cx, t, o))
			continue;
		if (o < s && asks_the_same(t, o, s))
			return true;
		if (has_right_of(t, o, s) && asks_no_more(cx, o) && (more || o < s))
			return true;
	}
	return false;
}

static void state_sql(struct context *cx, const struct type *t, const struct choice *state,
                      struct buffer *text, struct sql_values *values)
{
	const char *between = "(";

	buffer_fmt(text, "r.state = '%s' AND ", state->code);
	for (const struct step *s = t->steps; s->name; s++) {
		if (!waiting_expected(t, s, state->code) || !is_mine(cx, t, s) ||
		    asked_by_another(cx, t, s, state->code))
			continue;
		buffer_text(text, between);
		between = " OR ";
		step_sql(cx, t, s, text, values);
	}
	buffer_text(text, *between == '(' ? "1 = 0" : ")");
}

/* Who may take the steps that wait may read the record anyway. */
static bool is_readable(const struct context *cx, const struct type *t, const char *state)
{
	for (const struct step *s = t->steps; s->name; s++)
		if (waiting_expected(t, s, state) && is_mine(cx, t, s) &&
		    !access_reads_all_of(cx, t, function_of(t, s), s->right))
			return false;
	return true;
}

static void where(struct context *cx, const struct list *l, struct buffer *text,
                  struct sql_values *values)
{
	const struct waiting *w = l->where_data;

	state_sql(cx, w->type, w->state, text, values);
}

bool waiting_list(struct context *cx, const struct waiting *w, int limit, struct list *l)
{
	*l = (struct list){ .type = w->type, .limit = limit, .where = where, .where_data = w };
	return record_list(cx, l);
}

/* ---- how many */

struct question {
	struct waiting v[MAX_ASKED];
	size_t n;
	struct buffer text;
	struct sql_values *values;
};

static void ask(struct context *cx, struct question *q, const struct type *t,
                const struct choice *state, const struct step *first)
{
	if (q->n == MAX_ASKED)
		return;
	buffer_fmt(&q->text,
	           "%sSELECT %zu AS place, count(*) AS n FROM (SELECT 1 AS one FROM %s r WHERE ",
	           q->n ? " UNION ALL " : "", q->n, t->name);
	state_sql(cx, t, state, &q->text, q->values);
	if (!is_readable(cx, t, state->code)) {
		buffer_text(&q->text, " AND ");
		access_sql(cx, t, RIGHT_READ, &q->text, q->values);
	}
	buffer_fmt(&q->text, " LIMIT %d) w%zu", MAX_WAITING + 1, q->n);
	q->v[q->n++] = (struct waiting){
		.type = t, .state = state, .step = first, .group = group_of(state, first)
	};
}

static void ask_type(struct context *cx, struct question *q, const struct type *t)
{
	if (!waiting_has_steps(cx, t))
		return;
	for (const struct choice *c = t->states; c->code; c++) {
		const struct step *first = first_mine(cx, t, c);

		if (first)
			ask(cx, q, t, c, first);
	}
}

static bool read_counts(struct context *cx, struct question *q)
{
	struct rows *r;

	if (!buffer_ok(cx, &q->text))
		return false;
	r = db_query_values(cx, MADE_SQL(buffer_str(&q->text)), q->values->v, q->values->n);
	while (r && rows_next(cx, r)) {
		struct waiting *w = &q->v[rows_int(r, 0)];
		size_t n = (size_t)rows_int(r, 1);

		w->more = n > MAX_WAITING;
		w->n = w->more ? MAX_WAITING : n;
	}
	return !failed(cx);
}

bool waiting_count(struct context *cx, struct waiting **ret, size_t *ret_n)
{
	struct question *q;

	*ret = NULL;
	*ret_n = 0;
	if (!cx->actor || !cx->actor->membership)
		return true;
	q = arena_new_of(cx->mem, struct question);
	q->text = BUFFER(cx->mem, MAX_SQL);
	q->values = sql_values_new(cx->mem);
	for (const struct subject *const *s = cx->app->subjects; s && *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			ask_type(cx, q, *t);
	if (q->n && !read_counts(cx, q))
		return false;
	for (size_t i = 0; i < q->n; i++)
		if (q->v[i].n)
			q->v[(*ret_n)++] = q->v[i];
	*ret = q->v;
	return true;
}
