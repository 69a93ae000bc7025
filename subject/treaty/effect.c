/* Since when an act has its effect: what a person entered, else rule DL-03, and nothing where
 * neither says it. */
#include "subject/treaty/part.h"

#include "store/db.h"
#include "subject/deadline/deadline.h"
#include "subject/taxonomy/taxonomy.h"

enum { AT_ONCE = 200 }; /* then what was read of them is let go */

SQL(status_that_bind,
    "SELECT id FROM instrument_status WHERE (CAST($1 AS BIGINT) = 0 OR instrument = $1) AND state "
    "<> 'struck'"
    " AND action IN ('ratification', 'accession', 'succession', 'acceptance', 'consent')"
    " ORDER BY id");

/* As the rule calls it. */
static const char *action_word(int action)
{
	return action == ACTION_ACCESSION ? "accession" : "ratification";
}

static bool ask(struct context *cx, struct instrument_status *s)
{
	const char *code = treaty_code(cx, s->instrument);
	struct error before = cx->err;
	struct deadline_answer answer;
	char deposit[DATE_TEXT];
	const char *line;

	if (!code)
		return !failed(cx);
	line = arena_fmt(cx->mem, "DL-03 instrument=%s deposit=%s action=%s", code,
	                 date_text(s->date, deposit), action_word(s->action));
	if (!deadline_ask_line(cx, line, &answer)) {
		if (cx->err.kind != ERR_INVALID)
			return false;
		cx->err = before; /* the rule has no interval for this instrument */
		return true;
	}
	if (answer.status != DEADLINE_COMPUTED || !date_set(answer.due))
		return true;
	s->in_force = answer.due;
	s->effect = EFFECT_COMPUTED;
	s->basis = line;
	return true;
}

bool status_compute(struct context *cx, struct instrument_status *s)
{
	s->in_force = s->in_force_stated;
	s->effect = date_set(s->in_force_stated) ? EFFECT_STATED : EFFECT_UNSET;
	s->basis = NULL;
	if (s->effect || !status_binds(s->action))
		return true;
	s->effect = EFFECT_MISSING;
	return s->action == ACTION_SUCCESSION || !date_set(s->date) || failed(cx) || ask(cx, s);
}

static bool is_same(const struct instrument_status *a, const struct instrument_status *b)
{
	return date_compare(a->in_force, b->in_force) == 0 &&
	       a->in_force.precision == b->in_force.precision && a->effect == b->effect &&
	       str_eq(a->basis ? a->basis : "", b->basis ? b->basis : "");
}

static bool compute_again(struct context *cx, int64_t id)
{
	struct instrument_status *s = record_get_any(cx, &instrument_status_type, id), was;

	if (!s)
		return false;
	was = *s;
	return status_compute(cx, s) &&
	       (is_same(&was, s) || record_save_as(cx, &instrument_status_type, s, CHANGE_UPDATE));
}

bool status_recompute(struct context *cx, int64_t instrument)
{
	struct rows *r = db_query(cx, &status_that_bind, V(instrument));
	int64_t *ids = NULL;
	size_t n = 0, room = 0;

	while (r && rows_next(cx, r)) {
		if (n == room) {
			size_t more = room ? room * 2 : 256;

			ids = arena_grow(cx->mem, ids, room * sizeof *ids, more * sizeof *ids);
			room = more;
		}
		ids[n++] = rows_int(r, 0);
	}
	for (size_t i = 0; !failed(cx) && i < n;) {
		struct context_mark mark = context_mark(cx);

		for (size_t end = i + AT_ONCE; i < n && i < end; i++)
			if (!compute_again(cx, ids[i]))
				return false;
		context_rewind(cx, mark);
	}
	return !failed(cx);
}
