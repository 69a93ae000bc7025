/* The date that a document states for an answer, where its language versions state it.
 *
 * Versions that agree give the date of the document.  Where they differ, each later date is a
 * source conflict with the earliest, and the earliest counts (DL-02) until somebody named has
 * decided for one of them with a reason.  What was decided stays on record beside the dates; a
 * version that is corrected later is compared anew. */
#include "subject/mechanism/part.h"

#include "record/app.h"
#include "store/db.h"

#define FIELD "stated_due"

enum { MOST = 20 }; /* versions that are compared */

/* The dates that versions state, the earliest first, each with the first version that says it. */
struct said {
	const struct document_version *v[MOST];
	size_t n;
};

static void put_in_order(struct said *s, const struct document_version *v)
{
	size_t at = s->n;

	for (size_t i = 0; i < s->n; i++)
		if (date_compare(s->v[i]->stated_due, v->stated_due) == 0)
			return;
	for (; at && date_compare(s->v[at - 1]->stated_due, v->stated_due) > 0; at--)
		s->v[at] = s->v[at - 1];
	s->v[at] = v;
	s->n++;
}

static struct said said_by(const struct document *d)
{
	const struct document_version *v = d->versions.v;
	struct said s = { .n = 0 };

	for (size_t i = 0; i < d->versions.n && s.n < MOST; i++)
		if (date_set(v[i].stated_due))
			put_in_order(&s, &v[i]);
	return s;
}

static bool says(const struct said *s, struct date d)
{
	for (size_t i = 0; i < s->n; i++)
		if (date_compare(s->v[i]->stated_due, d) == 0)
			return true;
	return false;
}

static const char *written(struct context *cx, struct date d)
{
	char text[DATE_TEXT];

	return arena_str(cx->mem, date_text(d, text));
}

static const char *language_of(const struct document_version *v)
{
	const struct choice *c = choice_at(document_languages, v->language);

	return c ? c->code : "";
}

static const char *source_of(struct context *cx, const struct document *d,
                             const struct document_version *v)
{
	return str_empty(d->symbol) ? arena_str(cx->mem, language_of(v))
	                            : arena_fmt(cx->mem, "%s (%s)", d->symbol, language_of(v));
}

static bool about_date(const struct conflict *c)
{
	return str_eq(c->field, FIELD);
}

static bool same(const struct conflict *a, const struct conflict *b)
{
	return str_eq(a->value_a, b->value_a) && str_eq(a->value_b, b->value_b) &&
	       str_eq(a->source_a, b->source_a) && str_eq(a->source_b, b->source_b);
}

/* The conflict between the earliest version and another: the one on record, else a new one. */
static struct conflict conflict_of(struct context *cx, const struct document *d,
                                   const struct document_version *first,
                                   const struct document_version *other)
{
	const struct conflict *on_record = d->record.conflicts.v;
	struct conflict c = { .field = FIELD,
		              .value_a = written(cx, first->stated_due),
		              .source_a = source_of(cx, d, first),
		              .value_b = written(cx, other->stated_due),
		              .source_b = source_of(cx, d, other) };

	for (size_t i = 0; i < d->record.conflicts.n; i++)
		if (about_date(&on_record[i]) && same(&on_record[i], &c))
			return on_record[i];
	c.id = new_id(cx);
	c.rule = tr(cx, N_("The earlier date counts until somebody decides (DL-02)."));
	return c;
}

static bool among(const struct conflict *v, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].id == id)
			return true;
	return false;
}

/* Those of today, and of before what was decided or is about something else. */
static void keep_conflicts(struct context *cx, struct document *d, const struct said *s)
{
	const struct conflict *before = d->record.conflicts.v;
	struct conflict *v = arena_array(cx->mem, struct conflict, d->record.conflicts.n + s->n);
	size_t n = 0;

	for (size_t i = 1; i < s->n; i++)
		v[n++] = conflict_of(cx, d, s->v[0], s->v[i]);
	for (size_t i = 0; i < d->record.conflicts.n; i++)
		if ((!about_date(&before[i]) || before[i].resolved_by) &&
		    !among(v, n, before[i].id))
			v[n++] = before[i];
	d->record.conflicts = (struct owned){ v, n };
}

bool document_dates_differ(const struct document *d)
{
	const struct conflict *c = d->record.conflicts.v;

	for (size_t i = 0; i < d->record.conflicts.n; i++)
		if (about_date(&c[i]) && !c[i].resolved_by)
			return true;
	return false;
}

bool stated_settle(struct context *cx, const struct document *was, struct document *d)
{
	struct said s = said_by(d);
	bool typed = date_set(d->stated_due) &&
	             !(was && date_compare(was->stated_due, d->stated_due) == 0);

	if (s.n || (was && said_by(was).n))
		keep_conflicts(cx, d, &s);
	if (!s.n)
		return true;
	if (typed && !says(&s, d->stated_due))
		return fail(cx, ERR_INVALID, FIELD,
		            N_("The language versions state another date: correct it there."));
	if (typed && document_dates_differ(d) &&
	    date_compare(d->stated_due, s.v[0]->stated_due) != 0)
		return fail(cx, ERR_INVALID, FIELD,
		            N_("The language versions differ, so the earlier date counts until the "
		               "conflict is resolved with a reason."));
	if (document_dates_differ(d) || !says(&s, d->stated_due))
		d->stated_due = s.v[0]->stated_due;
	return true;
}

const char *document_stated_line(struct context *cx, const struct document *d)
{
	const struct document_version *v = d->versions.v;
	const char *line = "";

	if (!date_set(d->stated_due))
		return "";
	if (!document_dates_differ(d))
		return arena_fmt(cx->mem, "stated=%s", written(cx, d->stated_due));
	for (size_t i = 0; i < d->versions.n; i++)
		if (date_set(v[i].stated_due))
			line = arena_fmt(cx->mem, "%s%sstated.%s=%s", line, *line ? " " : "",
			                 language_of(&v[i]), written(cx, v[i].stated_due));
	return line;
}

bool document_resolve(struct context *cx, struct document *d, struct date chosen,
                      const char *reason)
{
	struct said s = said_by(d);
	struct conflict *c = d->record.conflicts.v;

	if (!document_dates_differ(d))
		return fail(cx, ERR_INVALID, NULL, N_("There is no conflict to resolve."));
	if (!says(&s, chosen))
		fail(cx, ERR_INVALID, FIELD, N_("Choose one of the dates that were stated."));
	if (str_empty(reason))
		fail(cx, ERR_INVALID, "resolution", N_("Say why this date counts."));
	if (!cx->actor || !cx->actor->user)
		fail(cx, ERR_INVALID, "resolution", N_("A person with an account decides this."));
	if (failed(cx))
		return false;
	for (size_t i = 0; i < d->record.conflicts.n; i++)
		if (about_date(&c[i]) && !c[i].resolved_by) {
			c[i].resolved_by = cx->actor->user;
			c[i].resolved_at.us = cx->now;
			c[i].resolution = reason;
		}
	d->stated_due = chosen;
	return record_save(cx, &document_type, d);
}

/* ---- a reply and its clock */

SQL(answers_of_document,
    "SELECT r.submitted, r.distributed, q.stated_due FROM document r JOIN document q"
    " ON q.cycle = r.cycle AND q.id <> r.id WHERE r.id = $1 AND q.stated_due IS NOT NULL"
    " AND ((r.kind = 'replies' AND q.kind = 'list_of_issues')"
    "   OR (r.kind = 'follow_up_report' AND q.kind = 'concluding_observations')"
    "   OR (r.kind = 'state_report' AND q.kind = 'list_of_issues_prior'))"
    " ORDER BY q.stated_due");

bool document_late(struct context *cx, const struct document *d, struct date *ret_due)
{
	struct rows *r = db_query(cx, &answers_of_document, V(d->record.id));
	bool late = false;

	while (r && rows_next(cx, r)) {
		struct date given = rows_null(r, 0) ? rows_date(r, 1) : rows_date(r, 0);
		struct date due = rows_date(r, 2);

		if (!late && date_set(given) && date_compare(given, due) > 0) {
			late = true;
			*ret_due = due;
		}
	}
	return late;
}
