/* The page of a rule: what is in force, what is proposed instead, and which deadlines would move,
 * before anybody approves it. */
#include "subject/deadline/answer_part.h"
#include "subject/deadline/moves_web.h"

#include "language/messages.h"
#include "web/view.h"

#define T (&deadline_rule_type)

/* The rules as they would be with the proposal. */
static struct deadline_book *book_with(struct context *cx, const struct deadline_rule *r)
{
	const struct deadline_book *now = deadline_book(cx);
	struct deadline_book *b = now ? arena_new_of(cx->mem, struct deadline_book) : NULL;
	struct deadline_rule *changed;

	if (!b)
		return NULL;
	*b = *now;
	b->rules = arena_array(cx->mem, struct deadline_rule *, now->rules_n + 1);
	changed = row_copy(cx, T, r);
	deadline_rule_take(changed);
	for (size_t i = 0; i < now->rules_n; i++)
		b->rules[i] = now->rules[i]->record.id == r->record.id ? changed : now->rules[i];
	return b;
}

/* What asking again by the proposal would make of the open deadlines that the actor may read.
 * False, with ERR_INVALID: by it they could not be computed. */
static bool moves_by(struct context *cx, const struct deadline_rule *r, struct deadline_move **ret,
                     size_t *ret_n)
{
	struct deadline_book *b = book_with(cx, r), *now = cx->deadline_book;
	bool ok;

	if (!b)
		return false;
	cx->deadline_book = b;
	ok = deadline_moves(cx, deadline_rule_reaches(r), ret, ret_n);
	cx->deadline_book = now;
	return ok;
}

static bool print_moves(struct page *p, const struct deadline_rule *r)
{
	struct context *cx = p->cx;
	struct deadline_moved moved = { 0 };
	struct deadline_move *v;
	void **rows;
	size_t n;

	if (!moves_by(cx, r, &v, &n)) {
		if (cx->err.kind != ERR_INVALID)
			return false;
		page_message(p, "bad", tr(cx, "By this correction deadlines cannot be computed."),
		             view_errors(cx)->text);
		return true;
	}
	rows = arena_array(cx->mem, void *, n + 1);
	moved.v = v;
	for (size_t i = 0; i < n; i++)
		if (date_compare(v[i].deadline->due, v[i].due)) {
			rows[moved.n] = (void *)(uintptr_t)v[i].deadline;
			v[moved.n++] = v[i];
		}
	if (!view_reading_rows(cx, &deadline_type, rows, moved.n, "correction"))
		return false;
	deadline_moved_print(p, &moved);
	return true;
}

static void print_proposal(struct page *p, const struct deadline_rule *r)
{
	page_section(&p->html, tr(p->cx, "Proposed instead"), NULL);
	view_facts(&p->html, T, r,
	           "proposed_amount proposed_unit proposed_event proposed_rounding proposed_day "
	           "proposed_rolls");
	html(&p->html, "</section>\n");
}

static bool rule_page(struct context *cx, const struct request *q, struct reply *a)
{
	int64_t id = request_id(cx, q);
	struct deadline_rule *r = id ? record_get(cx, T, id) : NULL;
	struct page p;

	if (!r)
		return false;
	page_begin(&p, cx, q, a, record_title(cx, T, id));
	view_head(&p, T, r);
	page_action(&p, tr(cx, "Deadline calculator"),
	            url(cx, "/deadlines/calculator?rule=%s", r->rule), NULL, false);
	html(&p.html, "<div class=\"cols cols-side\"><div class=\"stack\">\n");
	view_texts(&p, T, r, 2);
	view_facts(
	        &p.html, T, r,
	        "state code rule applies_to part also amount unit event rounding fixed_day rolls "
	        "side verify voluntary");
	if (type_state_in(T, r->record.state, "proposed")) {
		print_proposal(&p, r);
		if (!print_moves(&p, r))
			return false;
	}
	html(&p.html, "</div>\n<div>\n");
	view_steps(&p, T, r);
	view_sources(&p, T, r);
	html(&p.html, "</div></div>\n");
	return view_history(&p, T, id, 5) && page_end(&p);
}

static const struct route routes[] = {
	{ METHOD_GET, "/deadline_rules/{id}", "reference_data:read", rule_page,
	  N_("A rule of deadlines, and what a correction of it would move"), 0,
	  &deadline_rule_type },
	{ 0 },
};

const struct pages deadline_rule_pages = { .name = "deadline_rule", .routes = routes };
