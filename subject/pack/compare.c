/* What came back against what was issued and what is saved now, and what becomes drafts of it.
 *
 * Three versions of each field: issued, saved, packed.  Where only the pack's differs from what was
 * issued, it is taken; where what is saved differs, too, and otherwise, somebody has to decide, and
 * until then what is saved stays.  Versions are compared as the text that stands in the cell, so
 * that a number and a label mean the same however a program for workbooks writes them. */
#include "subject/pack/part.h"

#include "language/words.h"
#include "record/app.h"
#include "subject/institution/institution.h"

struct comparing {
	struct context *cx;
	const struct pack_content *pack;
	pack_choice *choose;
	const void *data;
	void **drafts; /* those of the lines that may be read */
	size_t drafts_n;
	/* of the line at hand */
	const struct pack_line *line;
	const struct progress_update *issued, *saved;
	struct pack_compared *ret;
	size_t differ, conflicts, wrong, filled;
};

/* ---- what was issued, and what is saved */

/* A report that had not been begun: the period that was offered, and nothing else. */
static struct progress_update *blank(struct comparing *c)
{
	struct progress_update *u = record_new(c->cx, U);

	u->about = c->line->about;
	u->record.institution = c->pack->institution;
	if (c->line->year) {
		u->year = date_day(c->line->year, 12, 31);
		u->year.precision = PRECISION_YEAR;
	}
	u->part = c->line->part;
	return u;
}

static const struct progress_update *draft_of(const struct comparing *c, int64_t id)
{
	for (size_t i = 0; i < c->drafts_n; i++)
		if (((const struct record *)c->drafts[i])->id == id)
			return c->drafts[i];
	return NULL;
}

/* As it was when the pack was issued; NULL: it cannot be told, and whatever differs is a conflict.
 */
static const struct progress_update *as_issued(struct comparing *c)
{
	struct context *cx = c->cx;
	const struct progress_update *was;

	if (c->saved->record.version == c->line->version)
		return c->saved;
	was = record_as_of(cx, U, c->line->update, c->pack->issued);
	if (!was && cx->err.kind == ERR_NOT_FOUND)
		error_clear(cx);
	return was && was->record.version == c->line->version ? was : NULL;
}

static bool closed(struct comparing *c, const char *why)
{
	c->ret->verdict = PACK_CLOSED;
	c->ret->why = why;
	return true;
}

/* ---- one field */

static struct pack_field *add(struct comparing *c, const char *name, const char *label)
{
	struct pack_field *f = &c->ret->fields[c->ret->n++];

	*f = (struct pack_field){ .name = name, .label = label };
	return f;
}

/* What differs from what is saved is told; it is taken unless it was changed here, too, and nobody
 * chose it. */
static void judge(struct comparing *c, struct pack_field *f, const char *issued, const char *saved)
{
	f->conflict = !issued || !str_eq(issued, saved);
	f->taken = !f->error &&
	           (!f->conflict || (c->choose && c->choose(c->data, c->line->key, f->name)));
	c->differ++;
	c->conflicts += f->conflict && !f->taken;
	c->wrong += f->error != NULL;
}

/* The words of the first refusal, which then is none any more. */
static const char *refusal(struct context *cx)
{
	const char *why;

	if (cx->err.kind != ERR_INVALID)
		return NULL;
	why = cx->err.text;
	error_clear(cx);
	return why;
}

/* Labels are those of the pack's language, and for who types, of his own. */
static bool typed(struct comparing *c, const struct field *f, const char *text,
                  struct progress_update *to)
{
	struct context *cx = c->cx;
	const char *before = cx->lang;
	bool ok;

	cx->lang = c->pack->language;
	ok = field_typed(cx, U, f, c->pack->language, text, to);
	cx->lang = before;
	if (ok || cx->err.kind != ERR_INVALID)
		return ok;
	error_clear(cx);
	return field_typed(cx, U, f, before, text, to);
}

/* As people read it: a label in their language. */
static const char *shown(struct comparing *c, const struct field *f,
                         const struct progress_update *u)
{
	return u ? pack_cell(c->cx, f->kind == FIELD_TEXTS ? c->pack->language : c->cx->lang, f, u)
	         : "";
}

static bool compare_field(struct comparing *c, size_t i)
{
	struct context *cx = c->cx;
	const struct field *f = pack_field(i);
	const char *lang = c->pack->language, *text = c->line->typed[i];
	const char *issued = c->issued ? pack_cell(cx, lang, f, c->issued) : NULL;
	const char *saved = pack_cell(cx, lang, f, c->saved);
	struct progress_update *mine;
	struct pack_field *told;
	const char *error = NULL, *packed;

	c->filled += f->kind != FIELD_DATE && f->choices != type_field_named(U, "part")->choices &&
	             *text;
	if (str_eq(text, issued) || str_eq(text, saved))
		return true;
	mine = row_copy(cx, U, c->ret->result);
	if (!typed(c, f, text, mine)) {
		error = refusal(cx);
		if (!error)
			return false;
	}
	packed = error ? text : pack_cell(cx, lang, f, mine);
	if (str_eq(packed, issued) || str_eq(packed, saved))
		return true;
	told = add(c, f->name, tr(cx, f->label));
	told->error = error;
	told->issued = shown(c, f, c->issued);
	told->saved = shown(c, f, c->saved);
	told->packed = error ? text : shown(c, f, mine);
	judge(c, told, issued, saved);
	if (told->taken)
		field_copy(f, mine, c->ret->result);
	return true;
}

/* ---- values of indicators */

static bool typed_value(struct comparing *c, const struct indicator *i, const char *text,
                        struct progress_value *to)
{
	struct context *cx = c->cx;

	if (!*text)
		return true;
	if (i->unit_kind == UNIT_DATE)
		return date_parse(text, &to->value_date) ||
		       words_read_date(cx->mem, text, &to->value_date) ||
		       fail(cx, ERR_INVALID, "value", N_("This is no date."));
	return (indicator_read_number(cx, text, &to->value) && to->value.set) || failed(cx) ||
	       fail(cx, ERR_INVALID, "value", N_("This is no number."));
}

/* The row of the draft, as it would be saved. */
static bool set_value(struct comparing *c, const struct progress_value *v)
{
	struct progress_update *u = c->ret->result;
	struct progress_value *there = pack_value_of(u, v->indicator, v->breakdown), *more;

	if (there) {
		there->value = v->value;
		there->value_date = v->value_date;
		return true;
	}
	more = arena_array(c->cx->mem, struct progress_value, u->values.n + 1);
	if (u->values.n)
		memcpy(more, u->values.v, u->values.n * sizeof *more);
	more[u->values.n] = *v;
	u->values = (struct owned){ more, u->values.n + 1 };
	return true;
}

static bool compare_value(struct comparing *c, size_t k)
{
	struct context *cx = c->cx;
	const struct pack_value *p = &c->line->values[k];
	const struct indicator *i;
	struct progress_value mine = { .indicator = p->indicator, .breakdown = p->breakdown };
	const char *issued =
	        c->issued
	                ? pack_value_cell(cx, pack_value_of(c->issued, p->indicator, p->breakdown))
	                : NULL;
	const char *saved =
	        pack_value_cell(cx, pack_value_of(c->saved, p->indicator, p->breakdown));
	const char *error = NULL, *packed;
	struct pack_field *told;

	c->filled += *p->typed != '\0';
	if (str_eq(p->typed, issued) || str_eq(p->typed, saved))
		return true;
	i = record_get_any(cx, &indicator_type, p->indicator);
	if (!i)
		return false;
	if (!typed_value(c, i, p->typed, &mine) && !(error = refusal(cx)))
		return false;
	packed = error ? p->typed : pack_value_cell(cx, &mine);
	if (str_eq(packed, issued) || str_eq(packed, saved))
		return true;
	told = add(c, arena_fmt(cx->mem, "values.%zu", k),
	           arena_fmt(cx->mem, "%s · %s", texts_words(cx, &i->name),
	                     indicator_breakdown_words(cx, p->breakdown)));
	told->error = error;
	told->issued = issued ? issued : "";
	told->saved = saved;
	told->packed = packed;
	judge(c, told, issued, saved);
	return !told->taken || set_value(c, &mine);
}

/* ---- a line */

/* What a save would refuse, beside the field where it has one. */
static void refused_fields(struct comparing *c)
{
	struct context *cx = c->cx;
	const struct error first = cx->err;

	error_clear(cx);
	for (const struct error *e = &first; e; e = e->next) {
		struct pack_field *at = NULL;

		for (size_t i = 0; i < c->ret->n && e->field; i++)
			if (str_eq(c->ret->fields[i].name, e->field))
				at = &c->ret->fields[i];
		if (at && !at->error)
			at->error = e->text;
		else
			c->ret->why = c->ret->why
			                      ? arena_fmt(cx->mem, "%s %s", c->ret->why, e->text)
			                      : e->text;
		c->wrong++;
	}
}

static bool check_result(struct comparing *c)
{
	struct context *cx = c->cx;
	const void *old = c->saved->record.version ? c->saved : NULL;
	struct context_mark mark = context_mark(cx);
	struct progress_update *copy = row_copy(cx, U, c->ret->result);

	if (record_check(cx, U, old, copy)) {
		context_rewind(cx, mark); /* what was loaded for it, hundreds of times */
		return true;
	}
	if (cx->err.kind != ERR_INVALID)
		return false;
	refused_fields(c);
	return true;
}

static bool some_taken(const struct pack_compared *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->fields[i].taken)
			return true;
	return false;
}

static bool verdict(struct comparing *c)
{
	struct pack_compared *r = c->ret;
	bool fresh = !c->saved->record.version;

	r->saved = fresh ? NULL : c->saved;
	if (!c->differ || (fresh && !c->filled)) { /* another period alone is no report */
		r->verdict = PACK_SAME;
		r->n = 0;
		return true;
	}
	if (!fresh && !type_state_in(U, c->saved->record.state, "draft returned"))
		return closed(c,
		              tr(c->cx, N_("The report was sent or accepted meanwhile. If "
		                           "something is missing in it, ask for it back or correct "
		                           "it by a new one.")));
	if (!c->wrong && some_taken(r) && !check_result(c))
		return false;
	r->verdict = c->wrong       ? PACK_INVALID
	             : c->conflicts ? PACK_CONFLICT
	             : fresh        ? PACK_NEW
	                            : PACK_CHANGED;
	return true;
}

/* A report that had not been begun when the pack was issued may have been begun since: on the
 * period that the pack says. */
static bool find_begun(struct comparing *c)
{
	struct context *cx = c->cx;
	struct progress_update *mine = blank(c);
	int64_t id = 0;
	void **rows;
	size_t n;

	if (typed(c, pack_field(0), c->line->typed[0], mine) &&
	    typed(c, pack_field(1), c->line->typed[1], mine) && mine->year.year && mine->part)
		id = progress_of_period(cx, c->line->about, mine->year.year, mine->part);
	else if (failed(cx) && !refusal(cx))
		return false;
	if (!id || failed(cx))
		return !failed(cx);
	if (!record_get_many(cx, U, &id, 1, &rows, &n))
		return false;
	if (n)
		c->saved = rows[0];
	return true;
}

static bool nothing_typed(const struct comparing *c)
{
	for (size_t i = 2; i < PACK_FIELDS; i++)
		if (*c->line->typed[i])
			return false;
	for (size_t i = 0; i < c->line->values_n; i++)
		if (*c->line->values[i].typed)
			return false;
	return true;
}

static bool begin_line(struct comparing *c)
{
	if (c->line->update) {
		c->saved = draft_of(c, c->line->update);
		if (!c->saved)
			return closed(c, tr(c->cx, N_("This report is not there any more, or not "
			                              "yours to read.")));
		c->issued = as_issued(c);
		return !failed(c->cx);
	}
	c->saved = c->issued = blank(c);
	return find_begun(c);
}

static bool compare_line(struct comparing *c)
{
	c->issued = c->saved = NULL;
	c->differ = c->conflicts = c->wrong = c->filled = 0;
	if (!c->line->update && nothing_typed(c))
		return true;
	c->ret->fields =
	        arena_array(c->cx->mem, struct pack_field, PACK_FIELDS + c->line->values_n);
	if (!begin_line(c))
		return false;
	if (!c->saved)
		return true;
	c->ret->result = row_copy(c->cx, U, c->saved);
	for (size_t i = 0; i < PACK_FIELDS; i++)
		if (!compare_field(c, i))
			return false;
	for (size_t i = 0; i < c->line->values_n; i++)
		if (!compare_value(c, i))
			return false;
	return verdict(c);
}

static bool load_drafts(struct comparing *c)
{
	int64_t *ids = arena_array(c->cx->mem, int64_t, c->pack->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < c->pack->n; i++)
		if (c->pack->lines[i].update)
			ids[n++] = c->pack->lines[i].update;
	return record_get_many(c->cx, U, ids, n, &c->drafts, &c->drafts_n);
}

bool pack_compare(struct context *cx, const struct pack_content *p, pack_choice *choose,
                  const void *data, struct pack_compared **ret)
{
	struct comparing *c = arena_new_of(cx->mem, struct comparing);

	*c = (struct comparing){ .cx = cx, .pack = p, .choose = choose, .data = data };
	if (!load_drafts(c))
		return false;
	*ret = arena_array(cx->mem, struct pack_compared, p->n + 1);
	for (size_t i = 0; i < p->n; i++) {
		c->line = &p->lines[i];
		c->ret = &(*ret)[i];
		*c->ret = (struct pack_compared){ .line = c->line };
		if (!compare_line(c))
			return false;
	}
	return true;
}

/* ---- taking in */

static bool save(struct context *cx, struct pack_compared *r)
{
	return r->saved ? record_step(cx, U, r->result, step_named(U, "write"))
	                : record_save(cx, U, r->result);
}

/* In a part of the transaction, so that what is refused leaves nothing and the others are saved. */
static bool take_one(struct context *cx, struct pack_compared *r, bool *ret)
{
	bool saved;

	if (!db_part_begin(cx))
		return false;
	saved = save(cx, r);
	if (!saved && cx->err.kind != ERR_INVALID)
		return false;
	error_clear(cx);
	*ret = saved;
	return db_part_end(cx, saved);
}

static bool changed_since(const struct pack_compared *r, int64_t version)
{
	return version >= 0 && r->verdict != PACK_SAME && r->verdict != PACK_CLOSED &&
	       version != (r->saved ? r->saved->record.version : 0);
}

static bool note_outcome(struct context *cx, int64_t pack, const struct pack_outcome *o)
{
	struct pack *p = record_get_any(cx, T, pack);

	if (!p)
		return false;
	p->taken = (struct number){ p->taken.units + (int64_t)o->taken, true };
	if (!o->left)
		p->record.state = type_state(T, "taken_in");
	return record_save_as(cx, T, p, CHANGE_UPDATE);
}

bool pack_take(struct context *cx, int64_t pack, const struct pack_content *c, pack_shown *told,
               pack_choice *choose, const void *data, struct pack_outcome *ret)
{
	struct pack_compared *v;

	*ret = (struct pack_outcome){ 0 };
	if (!pack_may_bring_back(cx, c->institution))
		return fail(cx, ERR_FORBIDDEN, NULL,
		            N_("What a pack holds is saved by who writes reports for its "
		               "institution."));
	if (!pack_compare(cx, c, choose, data, &v))
		return false;
	for (size_t i = 0; i < c->n; i++)
		if (changed_since(&v[i], told(data, v[i].line->key)))
			return fail(cx, ERR_CONFLICT, NULL,
			            N_("Somebody saved something since you looked. Nothing was "
			               "taken in; look again."));
	for (size_t i = 0; i < c->n; i++) {
		struct context_mark mark = context_mark(cx);
		bool saved = false, shown_it = told(data, v[i].line->key) >= 0;

		if (v[i].verdict == PACK_SAME || v[i].verdict == PACK_CLOSED)
			continue;
		if (shown_it && v[i].verdict == PACK_CONFLICT && !some_taken(&v[i]))
			continue; /* decided: what is saved stays */
		if (shown_it && v[i].verdict != PACK_INVALID && !take_one(cx, &v[i], &saved))
			return false;
		*(saved ? &ret->taken : &ret->left) += 1;
		context_rewind(cx, mark);
	}
	return note_outcome(cx, pack, ret);
}
