/* The State at a glance as a workbook: a sheet for each of its tables, and one that says as of when
 * and for whom it was counted. */
#include "subject/glance/glance_web.h"

#include "format/xlsx.h"
#include "language/words.h"
#include "record/app.h"
#include "record/export.h"
#include "subject/institution/institution.h"
#include "subject/recommendation/recommendation.h"
#include "web/who.h"

struct book {
	struct context *cx;
	const struct glance *g;
	struct xlsx *x;
};

static const char *const *titles_of(struct context *cx, const char *first,
                                    const struct search_table *t)
{
	const char **v = arena_array(cx->mem, const char *, t->columns.values_n + 2);

	v[0] = first;
	for (size_t k = 0; k < t->columns.values_n; k++)
		v[k + 1] = t->columns.values[k].label;
	v[t->columns.values_n + 1] = tr(cx, "All");
	return v;
}

static bool write_counts(struct book *b, const struct search_table *t)
{
	size_t n = t->columns.values_n;

	for (size_t i = 0; i < t->rows.values_n; i++) {
		if (!xlsx_row(b->cx, b->x))
			return false;
		xlsx_text(b->x, t->rows.values[i].label);
		for (size_t k = 0; k < n; k++)
			xlsx_integer(b->x, t->counts[i * n + k]);
		xlsx_integer(b->x, t->rows.values[i].count);
	}
	return true;
}

static bool write_whole(struct book *b, const struct search_table *t)
{
	if (!xlsx_row(b->cx, b->x))
		return false;
	xlsx_text(b->x, tr(b->cx, "The whole State"));
	for (size_t k = 0; k < t->columns.values_n; k++)
		xlsx_integer(b->x, t->columns.values[k].count);
	xlsx_integer(b->x, t->total);
	return true;
}

static bool add_counts(struct book *b, const char *sheet, const char *first,
                       const struct search_table *t)
{
	return xlsx_table(b->cx, b->x, sheet, titles_of(b->cx, first, t),
	                  t->columns.values_n + 2) &&
	       write_counts(b, t);
}

static const char *code_words(struct context *cx, const struct type *t, const char *code)
{
	const struct choice *c = glance_choice(t, code);

	return c ? tr(cx, c->label) : tr(cx, "not stated");
}

static bool add_moves(struct book *b)
{
	const struct glance *g = b->g;
	struct context *cx = b->cx;
	const char *const titles[] = { tr(cx, "Type"), tr(cx, "Stood then"), tr(cx, "Stands now"),
		                       tr(cx, "Records") };

	if (!xlsx_table(cx, b->x, tr(cx, "Moved"), titles, LEN(titles)))
		return false;
	for (size_t at = 0; at < LEN(glance_followed); at++)
		for (size_t i = 0; i < g->moved_n[at]; i++) {
			const struct type *t = glance_followed[at];

			if (!xlsx_row(cx, b->x))
				return false;
			xlsx_text(b->x, tr(cx, t->label_plural));
			xlsx_text(b->x, code_words(cx, t, g->moved[at][i].before));
			xlsx_text(b->x, code_words(cx, t, g->moved[at][i].after));
			xlsx_integer(b->x, g->moved[at][i].count);
		}
	return true;
}

static bool add_late(struct book *b)
{
	struct context *cx = b->cx;
	const char *const titles[] = { tr(cx, "Body"), tr(cx, "Late deadlines"), tr(cx, "Oldest") };

	if (!b->g->has_deadlines)
		return true;
	if (!xlsx_table(cx, b->x, tr(cx, "Late bodies"), titles, LEN(titles)))
		return false;
	for (size_t i = 0; i < b->g->late_n; i++) {
		if (!xlsx_row(cx, b->x))
			return false;
		xlsx_text(b->x, who_institution(cx, b->g->late[i].institution));
		xlsx_integer(b->x, b->g->late[i].count);
		xlsx_date(b->x, b->g->late[i].oldest);
	}
	return true;
}

static bool add_silent(struct book *b)
{
	struct context *cx = b->cx;
	const char *const titles[] = { tr(cx, "Body"), tr(cx, "Measures without a report"),
		                       tr(cx, "Last report") };

	if (!b->g->has_measures || !b->g->has_progress)
		return true;
	if (!xlsx_table(cx, b->x, tr(cx, "Silent bodies"), titles, LEN(titles)))
		return false;
	for (size_t i = 0; i < b->g->silent_n; i++) {
		if (!xlsx_row(cx, b->x))
			return false;
		xlsx_text(b->x, who_institution(cx, b->g->silent[i].institution));
		xlsx_integer(b->x, b->g->silent[i].count);
		xlsx_date(b->x, b->g->silent[i].last);
	}
	return true;
}

static void write_about(struct book *b)
{
	struct context *cx = b->cx;

	xlsx_about(b->x, tr(cx, "List"), tr(cx, "The State at a glance"));
	xlsx_about(b->x, tr(cx, "As of"), time_words(cx, cx->now + cx->app->clock_shift));
	xlsx_about(b->x, tr(cx, "Exported by"), who_name(cx, cx->actor->user));
	xlsx_about(b->x, tr(cx, "Counted by"), tr(cx, glance_cuts[b->g->cut].label));
	xlsx_about(b->x, tr(cx, "Since the day"), words_date(cx->mem, cx->lang, b->g->since));
	xlsx_about(b->x, tr(cx, "Restricted records"),
	           tr(cx, "Recommendations about the own State; restricted ones are in none of "
	                  "their figures."));
}

static bool write(struct book *b, struct buffer *to)
{
	const struct glance *g = b->g;
	const char *cut = tr(b->cx, glance_cuts[g->cut].label);

	b->x = xlsx_start(b->cx, tr(b->cx, recommendation_type.label_plural), tr(b->cx, "About"),
	                  titles_of(b->cx, cut, &g->recommendations),
	                  g->recommendations.columns.values_n + 2);
	if (!b->x || !write_counts(b, &g->recommendations) || !write_whole(b, &g->recommendations))
		return false;
	if (g->has_measures &&
	    (!add_counts(b, tr(b->cx, measure_type.label_plural),
	                 glance_cuts_measures(g) ? cut : tr(b->cx, glance_cuts[CUT_BODY].label),
	                 &g->measures) ||
	     !write_whole(b, &g->measures)))
		return false;
	if (!add_moves(b) || !add_late(b) || !add_silent(b) ||
	    !add_counts(b, tr(b->cx, "Progress over time"), tr(b->cx, "As of the end of"),
	                &g->course))
		return false;
	write_about(b);
	return xlsx_end(b->cx, b->x, sink_to_buffer, to);
}

bool glance_file_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct glance g;
	struct book b = { .cx = cx, .g = &g };

	if (!glance_read(cx, q, 0, &g))
		return false;
	if (g.errors)
		return fail(cx, ERR_BAD_REQUEST, "since",
		            N_("Give the exact day, for example 17.06.2025."));
	a->body = BUFFER(cx->mem, MAX_ANSWER);
	if (!write(&b, &a->body))
		return false;
	a->type = export_media_type(EXPORT_XLSX);
	reply_header(a, "Content-Disposition", "attachment; filename=\"overview.xlsx\"");
	return true;
}
