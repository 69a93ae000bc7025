/* What would come of a file with a plan, and bringing it in.
 *
 * A row is found again by its part and number, else by a number that stands once in the plan and
 * once in the file, else by its words; so the same file brought in twice changes nothing.  What a
 * person entered stays (record/import_merge.c).  Everything that saving would refuse is refused by
 * the look, beside the row; then all of the rest goes in, in one transaction. */
#include "subject/plan/plan_file.h"

#include "base/number.h"
#include "format/json.h"
#include "language/fold.h"
#include "language/messages.h"
#include "record/app.h"
#include "record/attachment.h"
#include "record/setting.h"
#include "store/db.h"
#include "subject/indicator/indicator.h"
#include "subject/institution/institution.h"
#include "subject/plan/plan_row.h"

const char *const plan_fates[PLAN_FATES] = { "new", "changed", "unchanged", "wrong" };

SQL(plan_file_parts, "SELECT id FROM plan_part WHERE plan = $1 ORDER BY order_key, id");
SQL(plan_file_measures, "SELECT m.record FROM measure_places m JOIN measure r ON r.id = m.record"
                        " WHERE m.plan = $1 AND r.state NOT IN ('cancelled', 'carried_over')"
                        " ORDER BY m.order_key, m.record");
SQL(plan_file_before, "SELECT id FROM import WHERE hash = $1 AND format = $2 AND document = $3"
                      " AND state = 'done' ORDER BY id DESC LIMIT 1");

/* ---- the file */

int64_t plan_file_add(struct context *cx, const char *name, const void *bytes, size_t n,
                      const char *table, const struct plan *plan, const struct decision *decisions,
                      size_t decisions_n)
{
	const struct staging_told told = { STAGING_PLAN, "", "", "", "" };
	int64_t file = attachment_store(cx, name, bytes, n);
	int64_t id = file ? staging_add(cx, file, &told) : 0;
	struct staging s = { .id = id };

	if (!id || !staging_read(cx, id, table) ||
	    !staging_decide(cx, &s, "plan",
	                    plan ? arena_fmt(cx->mem, "%lld", (long long)plan->record.id) : "new"))
		return 0;
	for (size_t i = 0; i < decisions_n; i++)
		if (!staging_decide(cx, &s, decisions[i].what, decisions[i].value))
			return 0;
	return id;
}

static struct date date_typed(struct context *cx, const char *text, const char *field)
{
	struct date d = { 0 };

	if (!str_empty(text) && !date_parse(text, &d))
		fail(cx, ERR_INVALID, field, N_("“%s” is no date."), text);
	return d;
}

struct plan *plan_file_new_plan(struct context *cx, const struct decision *v, size_t n)
{
	const struct field *kind = type_field_named(&plan_type, "kind");
	const char *title = decision_of(v, n, "new.title"), *code = decision_of(v, n, "new.kind");
	struct plan *p = record_new(cx, &plan_type);
	const char *lang = decision_of(v, n, "lang");

	p->code = arena_str(cx->mem, decision_of(v, n, "new.code"));
	p->kind = code ? choice_index(kind->choices, code) : 0;
	if (!str_empty(title)) {
		p->title = (struct texts){ arena_new_of(cx->mem, struct text), 1 };
		p->title.v[0] = (struct text){ .lang = str_empty(lang) ? cx->lang : lang,
			                       .body = title,
			                       .original = true };
	}
	p->period_from = date_typed(cx, decision_of(v, n, "new.from"), "period_from");
	p->period_to = date_typed(cx, decision_of(v, n, "new.to"), "period_to");
	p->record.state = type_state(&plan_type, "concept");
	return record_check_import(cx, &plan_type, NULL, p) ? p : NULL;
}

static bool load_plan(struct context *cx, struct plan_file *f)
{
	const char *id = plan_file_decision(f, "plan");
	int64_t n;

	f->new_plan = !id || str_eq(id, "new");
	if (f->new_plan)
		f->plan = plan_file_new_plan(cx, f->decisions, f->decisions_n);
	else if (parse_int_in(id, 1, INT64_MAX, &n))
		f->plan = record_get(cx, &plan_type, n);
	if (!f->plan && !failed(cx))
		fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such plan."));
	f->closed = f->plan && !plan_in(f->plan, "concept drafting consultation");
	return f->plan != NULL;
}

static bool load_before(struct context *cx, struct plan_file *f)
{
	const struct attachment *a = attachment_get(cx, f->staging->file);
	int64_t id = 0;
	bool found;

	if (!a)
		return false;
	f->hash = a->hash;
	if (f->new_plan)
		return true;
	if (!db_int(cx, &plan_file_before, &id, &found, V(a->hash), V(STAGING_PLAN),
	            V(f->plan->code)))
		return false;
	f->before = found ? record_get_any(cx, &import_type, id) : NULL;
	return !failed(cx);
}

static void correct(struct plan_file *f)
{
	for (size_t i = 0; i < f->corrections_n; i++) {
		const struct correction *c = &f->corrections[i];
		struct plan_row *r = c->row >= 1 && (size_t)c->row <= f->table->n
		                             ? &f->table->rows[c->row - 1]
		                             : NULL;

		if (r && c->column >= 1 && (size_t)c->column <= MOST_PLAN_COLUMNS) {
			for (; r->n < (size_t)c->column; r->n++)
				r->cells[r->n] = (struct plan_cell){ "", 1, false };
			r->cells[c->column - 1].text = c->text;
			r->cells[c->column - 1].above = false;
		}
	}
}

static const char *decided(const void *data, const char *what)
{
	return plan_file_decision(data, what);
}

/* Of the letters of all measures: Cyrillic is Russian, Turkmen letters are Turkmen. */
static const char *language_of(struct context *cx, const struct plan_table *t)
{
	static const char *const turkmen[] = { "ä", "ň", "ş", "ý", "ž", "ö", "ü", "ç",
		                               "Ä", "Ň", "Ş", "Ý", "Ž", "Ö", "Ü", "Ç" };
	const char *const *languages = setting_languages(cx), *lang = "en";
	size_t letters = 0, cyrillic = 0, own = 0;

	for (size_t i = 0; i < t->n; i++)
		for (size_t k = 0; k < t->rows[i].n; k++)
			for (const char *s = t->rows[i].cells[k].text; *s; s++) {
				letters += (*s & 0xC0) != 0x80;
				cyrillic += (unsigned char)*s == 0xD0 || (unsigned char)*s == 0xD1;
				for (size_t x = 0; x < LEN(turkmen); x++)
					own += strncmp(s, turkmen[x], 2) == 0;
			}
	if (3 * cyrillic > letters)
		lang = "ru";
	else if (100 * own > letters)
		lang = "tk";
	for (size_t i = 0; languages[i]; i++)
		if (str_eq(languages[i], lang))
			return lang;
	return languages[0];
}

static bool load_table(struct context *cx, struct plan_file *f)
{
	struct plan_known k = { cx, f };
	const char *lang = plan_file_decision(f, "lang");

	if (str_empty(f->staging->recognised))
		return fail(cx, ERR_NOT_FOUND, NULL,
		            N_("There is no such file, or it is not open to you."));
	f->table = plan_table_load(cx, f->staging->recognised);
	f->bodies = f->table ? plan_bodies_load(cx) : NULL;
	f->indicators = f->bodies ? labels_load(cx, &indicator_type) : NULL;
	if (!f->indicators)
		return false;
	correct(f);
	f->lang = str_empty(lang) ? language_of(cx, f->table) : lang;
	plan_table_recognise(cx, f->table, plan_body_known, &k, decided, f);
	return true;
}

/* ---- rows */

/* JSON of the cells of a row as they stand, for import_originals(). */
static const char *cells_of(struct context *cx, const struct plan_row *const *rows, size_t n)
{
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);
	struct json_writer w;

	json_start(&w, cx, sink_to_buffer, &b);
	json_open(&w, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(&w, '{');
		json_key(&w, "row");
		json_int(&w, rows[i]->number);
		json_key(&w, "cells");
		json_open(&w, '[');
		for (size_t k = 0; k < rows[i]->n; k++)
			json_text(&w, rows[i]->cells[k].text);
		json_close(&w);
		json_close(&w);
	}
	json_close(&w);
	return json_end(&w) ? buffer_str(&b) : NULL;
}

/* The part in which what comes next stands: parts hold sections, sections objectives; 1.1 stands
 * within 1. */
struct standing_parts {
	size_t v[8]; /* items, from 1 */
	size_t n;
};

static bool is_below(const struct plan_item *above, const struct plan_item *item)
{
	size_t n = strlen(above->number);

	if (n && strncmp(above->number, item->number, n) == 0 && item->number[n] == '.')
		return true;
	return above->part->kind < item->part->kind;
}

static void stand(struct plan_file *f, struct standing_parts *p, struct plan_item *item)
{
	while (p->n && !is_below(&f->items[p->v[p->n - 1] - 1], item))
		p->n--;
	item->within = p->n ? p->v[p->n - 1] : 0;
	if (p->n < LEN(p->v))
		p->v[p->n++] = (size_t)(item - f->items) + 1;
}

static bool read_items(struct context *cx, struct plan_file *f)
{
	const struct plan_row **rows =
	        arena_array(cx->mem, const struct plan_row *, f->table->n + 1);
	struct standing_parts p = { .n = 0 };

	f->items = arena_array(cx->mem, struct plan_item, f->table->n + 1);
	for (size_t i = 0; i < f->table->n; i++) {
		const struct plan_row *r = &f->table->rows[i];
		struct plan_item *item = &f->items[f->n];
		size_t n = 1;

		f->left += r->kind == PLAN_ROW_OUT;
		if (r->kind != PLAN_ROW_HEADING && r->kind != PLAN_ROW_MEASURE)
			continue;
		*item = (struct plan_item){ .row = r, .words = "" };
		f->n++;
		rows[0] = r;
		if (r->kind == PLAN_ROW_HEADING) {
			plan_read_part(cx, f, item);
			stand(f, &p, item);
		} else {
			for (; i + n < f->table->n && f->table->rows[i + n].kind == PLAN_ROW_MORE;
			     n++)
				rows[n] = &f->table->rows[i + n];
			item->within = p.n ? p.v[p.n - 1] : 0;
			if (!plan_read_measure(cx, f, item, rows, n))
				return false;
		}
		item->said.cells = cells_of(cx, rows, n);
		if (!item->said.cells)
			return false;
	}
	return true;
}

/* ---- what is there already */

struct there {
	struct plan_part **parts;
	size_t parts_n;
	struct measure **measures;
	bool *taken; /* by a row */
	size_t n;
};

static bool load_there(struct context *cx, const struct plan_file *f, struct there *t)
{
	struct refs parts, measures;

	*t = (struct there){ .n = 0 };
	if (f->new_plan)
		return true;
	if (!refs_read(cx, db_query(cx, &plan_file_parts, V(f->plan->record.id)), &parts) ||
	    !refs_read(cx, db_query(cx, &plan_file_measures, V(f->plan->record.id)), &measures))
		return false;
	t->parts = arena_array(cx->mem, struct plan_part *, parts.n + 1);
	t->measures = arena_array(cx->mem, struct measure *, measures.n + 1);
	t->taken = arena_array(cx->mem, bool, measures.n + 1);
	for (; t->parts_n < parts.n; t->parts_n++)
		if (!(t->parts[t->parts_n] =
		              record_get_any(cx, &plan_part_type, parts.v[t->parts_n])))
			return false;
	for (; t->n < measures.n; t->n++)
		if (!(t->measures[t->n] = record_get_any(cx, &measure_type, measures.v[t->n])))
			return false;
	return true;
}

static bool same_words(struct context *cx, const struct texts *a, const struct texts *b)
{
	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n; k++)
			if (str_eq(fold_text(cx->mem, a->v[i].body),
			           fold_text(cx->mem, b->v[k].body)))
				return true;
	return false;
}

static bool same_number(const char *a, const char *b)
{
	return !str_empty(a) && !str_empty(b) && str_eq(a, b);
}

static int64_t part_of(const struct plan_file *f, const struct plan_item *item)
{
	return item->within ? f->items[item->within - 1].found : 0;
}

/* Its part is one that is not there yet, so neither is it. */
static bool in_new_part(const struct plan_file *f, const struct plan_item *item)
{
	return item->within && !f->items[item->within - 1].found;
}

static void find_part(struct context *cx, const struct plan_file *f, const struct there *t,
                      struct plan_item *item)
{
	const struct plan_part *p = item->part;

	for (size_t i = 0; i < t->parts_n && !item->found && !in_new_part(f, item); i++) {
		struct plan_part *b = t->parts[i];

		if (b->parent != part_of(f, item) ||
		    (!same_number(b->number, p->number) && !same_words(cx, &b->title, &p->title)))
			continue;
		item->found = b->record.id;
		item->old = b;
	}
}

static size_t rows_numbered(const struct plan_file *f, const char *number)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += !f->items[i].is_part && str_eq(f->items[i].number, number);
	return n;
}

/* The one measure of the plan with that number; -1: none, or several. */
static int numbered(const struct plan_file *f, const struct there *t, const char *number)
{
	int found = -1;

	for (size_t i = 0; i < t->n; i++)
		if (same_number(measure_number_in(t->measures[i], f->plan->record.id), number)) {
			if (found >= 0)
				return -1;
			found = (int)i;
		}
	return found;
}

static int find_measure(struct context *cx, const struct plan_file *f, const struct there *t,
                        const struct plan_item *item)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct measure_place *p =
		        measure_place_in(t->measures[i], f->plan->record.id);

		if (!t->taken[i] && p && !in_new_part(f, item) && p->part == part_of(f, item) &&
		    (*item->number ? same_number(p->number, item->number)
		                   : same_words(cx, &t->measures[i]->text, &item->measure->text)))
			return (int)i;
	}
	if (*item->number && rows_numbered(f, item->number) == 1) {
		int at = numbered(f, t, item->number);

		if (at >= 0 && !t->taken[at])
			return at;
	}
	for (size_t i = 0; i < t->n && !*item->number; i++)
		if (!t->taken[i] && same_words(cx, &t->measures[i]->text, &item->measure->text))
			return (int)i;
	return -1;
}

/* ---- what would come of a row */

static const struct plan_item *same_before(const struct plan_file *f, const struct plan_item *item)
{
	for (const struct plan_item *i = f->items; i < item; i++)
		if (!i->is_part && !item->is_part && i->within == item->within &&
		    same_number(i->number, item->number))
			return i;
	return NULL;
}

static bool set_said(struct context *cx, struct plan_item *item)
{
	const struct type *t = item->is_part ? &plan_part_type : &measure_type;
	struct buffer names = BUFFER(cx->mem, 400);

	if (item->is_part) {
		buffer_text(&names, "title");
	} else {
		const struct measure *m = item->measure;

		buffer_text(&names, "text lead co timing");
		buffer_text(&names, m->partners.n ? " partners" : "");
		buffer_text(&names, m->expected_result.n ? " expected_result" : "");
		buffer_text(&names, m->indicators.n ? " indicators" : "");
		buffer_text(&names, m->budget_source ? " budget_source" : "");
	}
	item->said.type = t;
	item->said.row = item->row->number;
	item->said.record = item->is_part ? (void *)item->part : (void *)item->measure;
	item->said.said = type_fields_named(cx, t, buffer_str(&names));
	return item->said.said != NULL;
}

/* A place in a plan or part that is not there yet is not looked at: nothing stands in it. */
static void without_place(struct context *cx, const struct plan_file *f,
                          const struct plan_item *item, struct measure *m)
{
	struct measure_place *p = arena_new_of(cx->mem, struct measure_place);

	if (f->new_plan || in_new_part(f, item)) {
		m->places = (struct owned){ 0 };
		return;
	}
	*p = *(struct measure_place *)m->places.v;
	p->part = part_of(f, item);
	m->places = (struct owned){ p, 1 };
}

static bool look_at(struct context *cx, struct plan_file *f, struct plan_item *item)
{
	void *row, *checked;

	if (!set_said(cx, item))
		return false;
	if (item->old && !access_record(cx, item->said.type, item->old, RIGHT_READ)) {
		plan_item_wrong(cx, item, PLAN_NUMBER,
		                tr(cx, N_("Another measure of the plan has this number already.")));
		return true;
	}
	if (!import_apart_merge(cx, &item->said, item->old, &row))
		return plan_item_failed(cx, item);
	item->fate = item->said.fate == ITEM_NEW       ? PLAN_NEW
	             : item->said.fate == ITEM_CHANGED ? PLAN_CHANGED
	                                               : PLAN_UNCHANGED;
	item->save = row;
	if (item->fate == PLAN_UNCHANGED || (item->is_part && !item->old))
		return true;
	checked = row_copy(cx, item->said.type, row);
	if (!item->old)
		without_place(cx, f, item, checked);
	return record_check_import(cx, item->said.type, item->old, checked) ||
	       plan_item_failed(cx, item);
}

static bool look_at_items(struct context *cx, struct plan_file *f)
{
	struct there t;

	if (!load_there(cx, f, &t))
		return false;
	for (size_t i = 0; i < f->n; i++) {
		struct plan_item *item = &f->items[i];
		const struct plan_item *before = same_before(f, item);
		int at = -1;

		if (before)
			plan_item_wrong(cx, item, PLAN_NUMBER,
			                arena_fmt(cx->mem,
			                          tr(cx, N_("Row %lld has this number already.")),
			                          (long long)before->row->number));
		if (item->is_part)
			find_part(cx, f, &t, item);
		else if (!before)
			at = find_measure(cx, f, &t, item);
		if (at >= 0) {
			t.taken[at] = true;
			item->old = t.measures[at];
			item->found = t.measures[at]->record.id;
		}
		if (item->fate != PLAN_WRONG && !look_at(cx, f, item))
			return false;
		(item->is_part ? f->parts : f->measures)[item->fate]++;
	}
	return true;
}

/* Two looks that would do the same have the same. */
static const char *fingerprint(struct context *cx, const struct plan_file *f)
{
	uint64_t h = UINT64_C(14695981039346656037); /* FNV-1a */

	for (size_t i = 0; i < f->n; i++) {
		const struct record *old = f->items[i].old;
		const char *s =
		        arena_fmt(cx->mem, "%d %lld %lld %s", (int)f->items[i].fate,
		                  (long long)f->items[i].found, old ? (long long)old->version : 0LL,
		                  f->items[i].said.cells);

		for (; *s; s++)
			h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	}
	return arena_fmt(cx->mem, "%lld-%016llx", (long long)f->staging->decided,
	                 (unsigned long long)h);
}

struct plan_file *plan_file_look(struct context *cx, int64_t id)
{
	struct plan_file *f = arena_new_of(cx->mem, struct plan_file);

	f->staging = staging_get(cx, id);
	if (!f->staging)
		return NULL;
	if (!str_eq(f->staging->told.format, STAGING_PLAN)) {
		fail(cx, ERR_NOT_FOUND, NULL,
		     N_("There is no such file, or it is not open to you."));
		return NULL;
	}
	if (!staging_decisions(cx, f->staging, &f->decisions, &f->decisions_n) ||
	    !staging_corrections(cx, f->staging, 0, &f->corrections, &f->corrections_n) ||
	    !load_plan(cx, f) || !load_before(cx, f) || !load_table(cx, f) || !read_items(cx, f) ||
	    !look_at_items(cx, f))
		return NULL;
	f->fingerprint = fingerprint(cx, f);
	return f;
}

/* ---- bringing it in */

static struct import *begin_import(struct context *cx, const struct plan_file *f)
{
	static const struct import_format format = { .name = STAGING_PLAN };
	struct import *im = arena_new_of(cx->mem, struct import);
	const struct plan_layout *l = f->table->layouts_n ? f->table->layouts[0] : NULL;
	struct buffer b = BUFFER(cx->mem, MAX_TEXT);
	struct json_writer w;

	json_start(&w, cx, sink_to_buffer, &b);
	json_open(&w, '[');
	for (size_t i = 0; l && i < l->n; i++)
		json_text(&w, l->heads[i]);
	json_close(&w);
	*im = (struct import){ .format = &format,
		               .file = f->staging->name,
		               .attachment = f->staging->file,
		               .document = f->plan->code,
		               .lang = f->lang,
		               .header = json_end(&w) ? buffer_str(&b) : NULL,
		               .new = (int64_t)f->measures[PLAN_NEW],
		               .updated = (int64_t)f->measures[PLAN_CHANGED],
		               .unchanged = (int64_t)f->measures[PLAN_UNCHANGED],
		               .left = (int64_t)f->left };
	for (int i = 0; i < PLAN_FATES; i++)
		im->read += (int64_t)f->measures[i];
	im->read += im->left;
	return im->header && import_apart_begin(cx, im, f->hash) ? im : NULL;
}

static void tell_problems(struct context *cx, const struct plan_file *f, struct import *im)
{
	im->problems = arena_array(cx->mem, struct import_problem, f->n + 1);
	for (size_t i = 0; i < f->n; i++) {
		const struct plan_item *item = &f->items[i];
		const char *all = "";

		if (item->fate != PLAN_WRONG)
			continue;
		for (size_t k = 0; k < item->problems_n; k++)
			all = arena_fmt(cx->mem, "%s%s%s", all, *all ? " " : "",
			                item->problems[k].message);
		im->problems[im->problems_n++] = (struct import_problem){
			.row = item->row->number,
			.field = item->problems_n && item->problems[0].column
			                 ? tr(cx, plan_columns[item->problems[0].column].label)
			                 : NULL,
			.message = all
		};
	}
}

/* Without number, or with one that does not sort by itself ("IX"), parts keep the order of the
 * file.
 */
static void place_part(const struct plan_file *f, const struct plan_item *item, struct plan_part *p)
{
	const char *number = p->number ? p->number : "";

	if (!*number || strspn(number, "0123456789.") != strlen(number))
		p->position = (struct number){ 10 * (int64_t)(item - f->items) + 10, true };
}

static bool save_item(struct context *cx, struct plan_file *f, const struct import *im,
                      struct plan_item *item)
{
	int64_t part = part_of(f, item);

	if (item->fate != PLAN_NEW && item->fate != PLAN_CHANGED)
		return true;
	if (item->within && !part)
		return fail(cx, ERR_BROKEN, NULL, "plan file: a part is missing");
	if (item->is_part && !item->old) {
		struct plan_part *p = item->save;

		p->plan = f->plan->record.id;
		p->parent = part;
		place_part(f, item, p);
	} else if (!item->old) {
		struct measure_place *p = ((struct measure *)item->save)->places.v;

		p->plan = f->plan->record.id;
		p->part = part;
	}
	if (!import_apart_save(cx, im, &item->said, item->old, item->save))
		return false;
	item->found = ((const struct record *)item->save)->id;
	return true;
}

/* What was decided about names for all files to come. */
static bool teach(struct context *cx, const struct plan_file *f)
{
	int64_t id;

	for (size_t i = 0; i < f->names_n; i++) {
		const struct plan_name *n = &f->names[i];

		if (n->decided && str_starts(n->decided, "alias:") &&
		    parse_int_in(n->decided + strlen("alias:"), 1, INT64_MAX, &id) &&
		    !alias_add(cx, &institution_type, id, n->name, f->lang))
			return false;
	}
	return true;
}

static bool save_plan(struct context *cx, const struct plan_file *f, const struct import *im)
{
	struct import_item item = { .type = &plan_type, .record = f->plan };

	return !f->new_plan || import_apart_save(cx, im, &item, NULL, f->plan);
}

bool plan_file_make(struct context *cx, struct plan_file *f, int64_t *ret)
{
	struct import *im = begin_import(cx, f);

	if (!im)
		return false;
	if (f->closed)
		return fail(cx, ERR_INVALID, NULL,
		            N_("The plan is approved: it is changed by a new version."));
	cx->reason = arena_fmt(cx->mem, "%s: %s", STAGING_PLAN, f->staging->name);
	tell_problems(cx, f, im);
	if (!save_plan(cx, f, im) || !teach(cx, f))
		return false;
	for (size_t i = 0; i < f->n; i++)
		if (!save_item(cx, f, im, &f->items[i]))
			return false;
	*ret = im->id;
	return import_apart_end(cx, im) && staging_made(cx, f->staging, im->id);
}
