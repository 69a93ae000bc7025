/* Deadline, priority and labels of many recommendations, changed in one step: what is to change is
 * typed once; then each record is saved to see what would come of it and put back, and the page
 * tells what changes and what is refused and why; only the next button changes them.  Bodies are
 * given by the step that assigns (assign_web.c), because they learn of it. */
#include "subject/recommendation/recommendation_web.h"

#include "record/export.h"
#include "record/image.h"

#define CHANGED "deadline priority themes affected_persons sdg"

/* What is done with the labels that were named. */
static const struct choice ways[] = {
	{ "add", N_("add these") },
	{ "remove", N_("take these away") },
	{ "replace", N_("put these in the place of all others") },
	{ 0 },
};

struct wish {
	const struct recommendation *typed;
	const struct request *q;
};

static const char *input_of(struct context *cx, const struct field *f, const char *what)
{
	return arena_fmt(cx->mem, "%s.%s", what, f->name);
}

static const char *way_of(struct context *cx, const struct wish *c, const struct field *f)
{
	const char *way = request_form(c->q, input_of(cx, f, "how"));

	return choice_index(ways, way) ? way : ways[0].code;
}

static bool is_cleared(struct context *cx, const struct wish *c, const struct field *f)
{
	return request_form(c->q, input_of(cx, f, "clear")) != NULL;
}

/* ---- what it makes of a record */

static struct refs changed_set(struct context *cx, const char *way, const struct refs *old,
                               const struct refs *typed)
{
	struct refs set = { arena_array(cx->mem, int64_t, old->n + typed->n), 0 };

	if (str_eq(way, "replace"))
		return *typed;
	for (size_t i = 0; i < old->n; i++)
		if (!str_eq(way, "remove") || !refs_has(typed, old->v[i]))
			set.v[set.n++] = old->v[i];
	for (size_t i = 0; i < typed->n; i++)
		if (str_eq(way, "add") && !refs_has(&set, typed->v[i]))
			set.v[set.n++] = typed->v[i];
	return set;
}

static void apply(struct context *cx, const struct wish *c, struct recommendation *r)
{
	const struct field **fields = type_fields_named(cx, T, CHANGED);
	const void *empty = record_new(cx, T);

	for (size_t i = 0; fields[i]; i++) {
		const struct field *f = fields[i];

		if (is_cleared(cx, c, f))
			field_copy(f, empty, r);
		else if (field_empty(f, c->typed))
			continue;
		else if (f->kind == FIELD_REFS)
			*(struct refs *)field_at(f, r) = changed_set(
			        cx, way_of(cx, c, f), field_at(f, r), field_at(f, c->typed));
		else
			field_copy(f, c->typed, r);
	}
}

static bool changes_something(struct context *cx, const struct wish *c)
{
	const struct field **fields = type_fields_named(cx, T, CHANGED);

	for (size_t i = 0; fields[i]; i++)
		if (is_cleared(cx, c, fields[i]) || !field_empty(fields[i], c->typed))
			return true;
	return fail(cx, ERR_INVALID, "deadline", N_("Say what is to be changed."));
}

static bool same_set(const struct refs *a, const struct refs *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (!refs_has(b, a->v[i]))
			return false;
	return a->n == b->n;
}

static bool same(struct context *cx, const struct field *f, const void *a, const void *b)
{
	if (f->kind == FIELD_REFS)
		return same_set(field_at(f, a), field_at(f, b));
	return str_eq(typed_value(cx, T, f, a), typed_value(cx, T, f, b));
}

static bool same_all(struct context *cx, const void *a, const void *b)
{
	const struct field **fields = type_fields_named(cx, T, CHANGED);

	for (size_t i = 0; fields[i]; i++)
		if (!same(cx, fields[i], a, b))
			return false;
	return true;
}

struct task {
	struct recommendation *row; /* as it is to be */
	bool idle;                  /* it is so already */
	bool over;                  /* there is no work left to be planned */
	bool moved;                 /* since it was looked at */
};

/* Before the row becomes what the task makes of it. */
static void plan(struct context *cx, const struct wish *c, struct task *t)
{
	const struct recommendation *was = row_copy(cx, T, t->row);

	apply(cx, c, t->row);
	t->idle = same_all(cx, was, t->row);
	t->over = type_state_in(T, was->record.state, T->finished_states) &&
	          (date_compare(was->deadline, t->row->deadline) != 0 ||
	           was->priority != t->row->priority);
}

static bool save_one(struct context *cx, void *data)
{
	const struct task *t = data;

	if (t->moved)
		return fail(cx, ERR_CONFLICT, NULL,
		            N_("Somebody else changed this record in the meantime."));
	if (t->idle)
		return fail(cx, ERR_INVALID, NULL, N_("It is so already."));
	if (t->over)
		return fail(cx, ERR_INVALID, NULL,
		            N_("The work on it is over: only its labels can be changed."));
	return record_save(cx, T, t->row);
}

/* ---- what is to be changed */

static void begin_form(struct form *f, struct context *cx, const struct request *q)
{
	form_begin_with(f, cx, T, record_new(cx, T), CHANGED);
	f->action = "/recommendations/change/look";
	f->reason = true;
	form_take(f, q->form, q->form_n);
}

static void print_field(struct form *f, struct html *h, const struct request *q,
                        const struct field *field)
{
	struct context *cx = h->cx;
	const struct wish c = { NULL, q };

	html(h, "<fieldset class=\"panel stack-s\"><legend class=\"vh\">%s</legend>",
	     tr(cx, field->label));
	form_field(f, h, field);
	if (field->kind == FIELD_REFS) {
		form_select(h, NULL, input_of(cx, field, "how"), tr(cx, "What to do with them"));
		for (const struct choice *w = ways; w->code; w++)
			html_option(h, w->code, tr(cx, w->label),
			            str_eq(w->code, way_of(cx, &c, field)));
		form_select_close(h);
	}
	html(h,
	     "<label class=\"tick\"><input type=\"checkbox\" name=\"%s\" "
	     "value=\"1\"%s><span>%s</span></label></fieldset>\n",
	     input_of(cx, field, "clear"), is_cleared(cx, &c, field) ? " checked" : "",
	     field->kind == FIELD_REFS ? tr(cx, "Take all away") : tr(cx, "Take it away"));
}

static void begin_page(struct page *p, struct context *cx, const struct request *q, struct reply *a,
                       const char *title)
{
	page_begin(p, cx, q, a, title);
	p->type = T;
	page_crumb(p, tr(cx, T->label_plural), "/recommendations");
	page_crumb(p, title, NULL);
}

static void print_selected(struct html *h, const struct selection *s)
{
	html(h, "<details class=\"more\"%s><summary>%s</summary><ul class=\"plain stack-s\">",
	     s->n <= 10 ? " open" : "", arena_fmt(h->cx->mem, tr(h->cx, "Selected: %zu"), s->n));
	for (size_t i = 0; i < s->n; i++) {
		together_line(h, s->v[i]);
		html(h, "</li>\n");
	}
	html(h, "</ul></details>\n");
}

static bool show(struct context *cx, const struct request *q, struct reply *a, struct form *f,
                 const struct selection *s, const char *filters)
{
	struct page p;

	if (!together_titles(cx, s->v, s->n))
		return false;
	begin_page(&p, cx, q, a, arena_fmt(cx->mem, tr(cx, "Change %zu recommendations"), s->n));
	p.lead = filters ? arena_fmt(cx->mem, tr(cx, "Found by the filters: %s."), filters) : NULL;
	selection_more(&p, s, tr(cx, "The rest can be changed afterwards in the same way."));
	print_selected(&p.html, s);
	form_open(f, &p.html, q);
	selection_ids(&p.html, s, NULL);
	html(&p.html, "<p class=\"note\">%s</p>\n",
	     tr(cx, "What is left empty stays as it is. Nothing is changed before you have seen "
	            "what will come of it."));
	for (size_t i = 0; i < f->n; i++)
		print_field(f, &p.html, q, f->fields[i]);
	form_close(f, &p.html, tr(cx, "Look what changes"), "/recommendations");
	return page_end(&p);
}

bool change_form(struct context *cx, const struct request *q, struct reply *a)
{
	struct selection s;
	struct form f;

	if (!selection_read(cx, q, &s))
		return false;
	if (!s.n)
		return selection_none(cx, q, a);
	begin_form(&f, cx, q);
	return show(cx, q, a, &f, &s, NULL);
}

bool change_found(struct context *cx, const struct request *q, struct reply *a)
{
	struct list l = { .type = T };
	const char *filters;
	struct selection s;
	struct form f;

	if (!view_list_all(cx, q, &l))
		return false;
	filters = export_filters(cx, &l);
	if (!selection_find(cx, &l, &s))
		return false;
	if (!s.n)
		return selection_none(cx, q, a);
	begin_form(&f, cx, q);
	return show(cx, q, a, &f, &s, *filters ? filters : tr(cx, "none"));
}

/* Reads selection and form; *ret_shown: the form was refused, and is the answer. */
static bool read_change(struct context *cx, const struct request *q, struct reply *a,
                        struct selection *s, struct wish *c, bool *ret_shown)
{
	struct recommendation *typed = record_new(cx, T);
	struct form f;

	*ret_shown = true;
	if (!selection_read(cx, q, s))
		return false;
	if (!s->n)
		return selection_none(cx, q, a);
	begin_form(&f, cx, q);
	*c = (struct wish){ typed, q };
	if (form_again(&f, q))
		return show(cx, q, a, &f, s, NULL);
	if (!form_read(&f, q, typed) || !changes_something(cx, c)) {
		if (cx->err.kind != ERR_INVALID)
			return false;
		f.errors = view_errors(cx);
		a->status = 422;
		return show(cx, q, a, &f, s, NULL);
	}
	*ret_shown = false;
	cx->reason = request_form(q, "_reason");
	return true;
}

/* ---- what comes of it */

static void print_set(struct html *h, const struct field *f, const struct refs *was,
                      const struct refs *is)
{
	const struct type *to = field_target(T, f);

	for (size_t i = 0; i < was->n; i++)
		if (!refs_has(is, was->v[i]))
			html(h, " <del>%s</del>", record_title(h->cx, to, was->v[i]));
	for (size_t i = 0; i < is->n; i++)
		if (!refs_has(was, is->v[i]))
			html(h, " <ins>%s</ins>", record_title(h->cx, to, is->v[i]));
}

static void print_difference(struct html *h, const void *was, const void *is)
{
	struct context *cx = h->cx;
	const struct field **fields = type_fields_named(cx, T, CHANGED);

	for (size_t i = 0; fields[i]; i++) {
		const struct field *f = fields[i];

		if (same(cx, f, was, is))
			continue;
		html(h, "<br><span class=\"small\">%s:", tr(cx, f->label));
		if (f->kind == FIELD_REFS) {
			print_set(h, f, field_at(f, was), field_at(f, is));
		} else {
			if (!field_empty(f, was))
				html(h, " <del>%s</del>", field_words(cx, T, f, was));
			if (!field_empty(f, is))
				html(h, " <ins>%s</ins>", field_words(cx, T, f, is));
		}
		html(h, "</span>");
	}
}

static bool look(struct context *cx, const struct request *q, struct reply *a,
                 const struct selection *s, const struct recommendation *const *after,
                 const struct error *const *refused)
{
	size_t n = 0;
	struct page p;
	struct html *h = &p.html;

	for (size_t i = 0; i < s->n; i++)
		n += !refused[i];
	begin_page(&p, cx, q, a, tr(cx, "What will change"));
	page_message(
	        &p, n == s->n ? "" : "warn",
	        arena_fmt(cx->mem, tr(cx, "%zu will change, %zu stay as they are."), n, s->n - n),
	        tr(cx, "Nothing has been changed yet."));
	html(h, "<form id=\"form\" class=\"stack\" method=\"post\" "
	        "action=\"/recommendations/change/now\">\n");
	selection_keep(h, q, s);
	html(h, "<ul class=\"plain stack-s\">\n");
	for (size_t i = 0; i < s->n; i++) {
		together_line(h, s->v[i]);
		if (refused[i])
			html(h, " <span class=\"st st-late\"><span>%s</span></span>",
			     refused[i]->text);
		else
			print_difference(h, s->v[i], after[i]);
		html(h, "</li>\n");
	}
	html(h, "</ul>\n<p class=\"field row\">");
	if (n)
		html(h, "<button class=\"btn btn-main\">%s</button>",
		     arena_fmt(cx->mem, tr(cx, "Change %zu"), n));
	html(h,
	     "<button class=\"btn\" "
	     "formaction=\"/recommendations/change\">%s</button></p></form>\n",
	     tr(cx, "Back to the form"));
	return page_end(&p);
}

bool change_look(struct context *cx, const struct request *q, struct reply *a)
{
	const struct recommendation **after;
	const struct error **refused;
	struct selection s;
	struct wish c;
	bool shown;

	if (!read_change(cx, q, a, &s, &c, &shown) || shown)
		return shown && !failed(cx);
	if (!together_titles(cx, s.v, s.n))
		return false;
	refused = arena_array(cx->mem, const struct error *, s.n);
	after = arena_array(cx->mem, const struct recommendation *, s.n);
	for (size_t i = 0; i < s.n; i++) {
		struct task task = { .row = row_copy(cx, T, s.v[i]) };

		plan(cx, &c, &task);
		after[i] = row_copy(cx, T, task.row); /* saving uses up the other one */
		if (!together_would(cx, save_one, &task, &refused[i]))
			return false;
	}
	return look(cx, q, a, &s, after, refused);
}

/* ---- and now */

bool change_now(struct context *cx, const struct request *q, struct reply *a)
{
	const struct error **refused;
	struct selection s;
	struct wish c;
	bool shown;

	if (!read_change(cx, q, a, &s, &c, &shown) || shown)
		return shown && !failed(cx);
	if (!selection_name(cx, &s))
		return false;
	refused = arena_array(cx->mem, const struct error *, s.n);
	for (size_t i = 0; i < s.n; i++) {
		struct task task = { .row = s.v[i], .moved = !selection_seen(cx, q, s.v[i]) };

		plan(cx, &c, &task);
		if (!together_one(cx, save_one, &task, &refused[i]))
			return false;
	}
	return selection_report(
	        cx, q, a, &s, refused,
	        &(struct outcome){ TOGETHER_CHANGE, tr(cx, "Changed"), NULL, NULL });
}
