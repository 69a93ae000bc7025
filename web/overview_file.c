/* An overview as a workbook: the crossed table, the years, and a sheet that says what was counted,
 * as of when and for whom.  As many values as can be told of a facet. */
#include "web/overview.h"

#include "format/xlsx.h"
#include "language/words.h"
#include "record/export.h"
#include "record/setting.h"
#include "web/who.h"

static const char *const *titles_of(struct context *cx, const struct search_table *t)
{
	const char **v = arena_array(cx->mem, const char *, t->columns.values_n + 2);

	v[0] = t->rows.label;
	for (size_t k = 0; k < t->columns.values_n; k++)
		v[k + 1] = t->columns.values[k].label;
	v[t->columns.values_n + 1] = tr(cx, "All");
	return v;
}

static const char *name_of(struct context *cx, const struct search_table *t)
{
	return arena_fmt(cx->mem, "%s × %s", t->rows.label, t->columns.label);
}

static bool write_rows(struct context *cx, struct xlsx *x, const struct search_table *t)
{
	for (size_t i = 0; i < t->rows.values_n; i++) {
		if (!xlsx_row(cx, x))
			return false;
		xlsx_text(x, t->rows.values[i].label);
		for (size_t k = 0; k < t->columns.values_n; k++)
			xlsx_integer(x, t->counts[i * t->columns.values_n + k]);
		xlsx_integer(x, t->rows.values[i].count);
	}
	return true;
}

static bool write_sums(struct context *cx, struct xlsx *x, const struct search_table *t)
{
	if (!xlsx_row(cx, x))
		return false;
	xlsx_text(x, tr(cx, "All"));
	for (size_t k = 0; k < t->columns.values_n; k++)
		xlsx_integer(x, t->columns.values[k].count);
	xlsx_integer(x, t->total);
	return true;
}

static void write_about(struct context *cx, struct xlsx *x, const struct overview *o)
{
	const char *filters = view_filters(cx, &o->list);

	xlsx_about(x, tr(cx, "List"), tr(cx, o->list.type->label_plural));
	xlsx_about(x, tr(cx, "Filters"), *filters ? filters : tr(cx, "none"));
	xlsx_about(x, tr(cx, "As of"), time_words(cx, cx->now));
	xlsx_about(x, tr(cx, "Exported by"), who_name(cx, cx->actor ? cx->actor->user : 0));
	xlsx_about(x, tr(cx, "Records"), words_number(cx->mem, cx->lang, o->found.answer.total, 0));
	xlsx_about(x, tr(cx, "Restricted records"), tr(cx, "Restricted records are not counted."));
}

static bool write(struct context *cx, const struct overview *o, struct buffer *to)
{
	const struct search_table *first = &o->table, *t = &o->over;
	struct xlsx *x = xlsx_start(cx, name_of(cx, first), tr(cx, "About"), titles_of(cx, first),
	                            first->columns.values_n + 2);

	if (!x || !write_rows(cx, x, first) || !write_sums(cx, x, first))
		return false;
	if (*o->years &&
	    (!xlsx_table(cx, x, name_of(cx, t), titles_of(cx, t), t->columns.values_n + 2) ||
	     !write_rows(cx, x, t) || !write_sums(cx, x, t)))
		return false;
	write_about(cx, x, o);
	return xlsx_end(cx, x, sink_to_buffer, to);
}

bool overview_file_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct overview o;

	if (!overview_read(cx, q, 0, &o))
		return false;
	if (o.same || !*o.rows || !*o.columns)
		return fail(cx, ERR_BAD_REQUEST, "columns", N_("Rows and columns are the same."));
	a->body = BUFFER(cx->mem, MAX_ANSWER);
	if (!write(cx, &o, &a->body))
		return false;
	a->type = export_media_type(EXPORT_XLSX);
	reply_header(a, "Content-Disposition",
	             arena_fmt(cx->mem, "attachment; filename=\"%s-overview.xlsx\"",
	                       o.list.type->plural));
	return true;
}
