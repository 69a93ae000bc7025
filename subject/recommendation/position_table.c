/* The published table as a workbook: three columns, cells of several lines, headings of themes as
 * OHCHR's lists have them are left to the Word form (matrix.c); who reckons with it sorts and
 * filters instead. */
#include "subject/recommendation/position.h"

#include "format/xlsx.h"
#include "language/words.h"
#include "record/app.h"
#include "record/image.h"
#include "subject/recommendation/matrix_told.h"
#include "subject/taxonomy/taxonomy.h"

#define T (&recommendation_type)

SQL(position_addendum_of, "SELECT id FROM document WHERE cycle = $1 AND kind = 'upr_addendum' "
                          "ORDER BY order_key, id LIMIT 1");

struct lines {
	const char **v;
	size_t n, room;
};

static void line(struct lines *l, const char *words)
{
	if (l->n < l->room && !str_empty(words))
		l->v[l->n++] = words;
}

static void labels(struct context *cx, struct lines *l, const struct recommendation *r,
                   const char *name, const char *heading)
{
	const struct field *f = type_field_named(T, name);
	const struct refs *set = field_at(f, r);

	if (set->n && heading)
		line(l, arena_fmt(cx->mem, "%s:", heading));
	for (size_t i = 0; i < set->n; i++)
		line(l,
		     arena_fmt(cx->mem, "- %s", record_title(cx, field_target(T, f), set->v[i])));
}

/* Where the position stands: as it was recorded, else in the review's addendum. */
static const char *source_of(struct context *cx, const struct position_desk *d, int64_t addendum,
                             const struct recommendation *r)
{
	const char *where = r->position_document
	                            ? record_title(cx, &document_type, r->position_document)
	                            : r->position_source,
	           *locator = r->position_locator;

	if (!position_known(r))
		return "";
	if (str_empty(where) && addendum) {
		where = record_title(cx, &document_type, addendum);
		locator = position_addendum_paragraph(cx, d, r->position);
	}
	if (str_empty(where))
		return "";
	return arena_fmt(
	        cx->mem, "%s%s%s", matrix_label(cx, TOLD_POSITION), where,
	        str_empty(locator) ? "" : arena_fmt(cx->mem, tr(cx, N_(" - Para. %s")), locator));
}

static void put_recommendation(struct context *cx, struct xlsx *x, const struct position_desk *d,
                               int64_t addendum, const struct position_paragraph *p)
{
	const struct text *text = texts_best(cx, &p->r->text);
	const char *states[1 + MAX_REFS_IN_FIELD];
	const char *v[3];
	struct lines l = { v, 0, LEN(v) };
	size_t n = 0;

	for (size_t i = 0; i < p->r->recommending_states.n && n < MAX_REFS_IN_FIELD; i++)
		states[n++] = record_title(cx, &country_type, p->r->recommending_states.v[i]);
	line(&l, arena_fmt(cx->mem, "%s%s%s", str_empty(p->r->locator) ? "" : p->r->locator,
	                   str_empty(p->r->locator) ? "" : " ", text ? text->body : ""));
	if (n)
		line(&l, arena_fmt(cx->mem, "%s%s", matrix_label(cx, TOLD_STATES),
		                   words_list(cx, states, n)));
	line(&l, source_of(cx, d, addendum, p->decided));
	xlsx_texts(x, l.v, l.n);
}

static bool put_row(struct context *cx, struct xlsx *x, const struct position_desk *d,
                    int64_t addendum, const struct position_paragraph *p)
{
	size_t room = p->r->themes.n + p->r->affected_persons.n + p->r->sdg.n + 2;
	struct lines l = { arena_array(cx->mem, const char *, room), 0, room };

	if (!xlsx_row(cx, x))
		return false;
	put_recommendation(cx, x, d, addendum, p);
	xlsx_text(x, field_words(cx, T, type_field_named(T, "position"), p->decided));
	labels(cx, &l, p->r, "themes", NULL);
	labels(cx, &l, p->r, "affected_persons", tr(cx, N_("Affected persons")));
	labels(cx, &l, p->r, "sdg", tr(cx, N_("SDGs")));
	xlsx_texts(x, l.v, l.n);
	return !failed(cx);
}

static bool titles_loaded(struct context *cx, const struct position_desk *d)
{
	void **rows = arena_array(cx->mem, void *, d->n + 1);

	for (size_t i = 0; i < d->n; i++)
		rows[i] = (void *)(uintptr_t)d->v[i].r;
	return record_titles_in(cx, T, rows, d->n,
	                        "themes affected_persons sdg recommending_states document "
	                        "position_document");
}

bool position_table_write(struct context *cx, const struct position_desk *d, sink *to_sink,
                          void *to)
{
	const char *titles[] = { tr(cx, T->label), tr(cx, N_("Position")),
		                 tr(cx, N_("Full list of themes")) };
	int64_t addendum = 0;
	struct xlsx *x;
	bool found;

	if (!titles_loaded(cx, d) ||
	    !db_int(cx, &position_addendum_of, &addendum, &found, V(d->cycle->record.id)))
		return false;
	x = xlsx_start(cx, tr(cx, T->label_plural), tr(cx, N_("About this list")), titles,
	               LEN(titles));
	if (!x)
		return false;
	for (size_t i = 0; i < d->n; i++)
		if (!put_row(cx, x, d, addendum, &d->v[i]))
			return false;
	xlsx_about(x, tr(cx, review_cycle_type.label),
	           record_title_of(cx, &review_cycle_type, d->cycle));
	xlsx_about(x, tr(cx, N_("As of")), words_date(cx->mem, cx->lang, today(cx)));
	return xlsx_end(cx, x, to_sink, to);
}
