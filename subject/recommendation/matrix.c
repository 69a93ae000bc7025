/* See matrix.h.  OHCHR gives every State such a list after its review: a table of three columns and
 * a fourth for the State's remarks, under headings of themes; each recommendation stands once,
 * below the first of its themes, and all of its labels stand beside it.  Words of ours are OHCHR's
 * own, so that who knows the published list knows this one, and our import reads it again.
 *
 * A list in the order of the document's paragraphs is told under its themes, in the order of the
 * secretariat's list of themes; whoever chose another order gets just that, without headings. */
#include "subject/recommendation/matrix.h"

#include "language/words.h"
#include "record/app.h"
#include "record/setting.h"
#include "store/db.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/matrix_told.h"
#include "subject/recommendation/recommendation.h"
#include "subject/recommendation/un_words.h"
#include "subject/taxonomy/taxonomy.h"

#include "format/document.h"

#define T (&recommendation_type)

struct matrix {
	const char *filters;
	struct matrix_spool *spool;
	int64_t *themes; /* in the order of their headings */
	size_t themes_n;
	bool grouped, headed; /* headed: some row has a theme */
	struct labels *countries;
	int64_t state;       /* under review, of the rows so far; 0: of none */
	bool several_states; /* and another one */
};

SQL(matrix_themes, "SELECT id FROM theme ORDER BY position NULLS LAST, id");
SQL(matrix_themes_count, "SELECT count(*) FROM theme");

static bool read_themes(struct context *cx, struct matrix *m)
{
	struct rows *r;
	int64_t n = 0;
	bool found;

	if (!db_int(cx, &matrix_themes_count, &n, &found))
		return false;
	m->themes = arena_array(cx->mem, int64_t, (size_t)n);
	r = db_query(cx, &matrix_themes);
	while (r && rows_next(cx, r))
		if (m->themes_n < (size_t)n)
			m->themes[m->themes_n++] = rows_int(r, 0);
	return !failed(cx);
}

static bool begin(struct context *cx, const struct list *l, void **ret_state)
{
	struct matrix *m = arena_new_of(cx->mem, struct matrix);

	m->filters = arena_str(cx->mem, export_filters(cx, l));
	m->grouped = str_empty(l->order);
	m->spool = matrix_spool_new(cx);
	if (!m->spool || !read_themes(cx, m))
		return false;
	m->countries = labels_load(cx, &country_type);
	*ret_state = m;
	return m->countries != NULL;
}

/* ---- a recommendation becomes a row that waits */

static bool seen(struct context *cx, const struct recommendation *r, const char *name)
{
	const struct field *f = type_field_named(T, name);

	return !field_empty(f, r) && access_field(cx, T, r, f);
}

static const char *words_of(struct context *cx, const struct recommendation *r, const char *name)
{
	return seen(cx, r, name) ? field_words(cx, T, type_field_named(T, name), r) : "";
}

static int64_t group_of(struct context *cx, struct matrix *m, const struct recommendation *r)
{
	size_t i = 0;

	if (!m->grouped)
		return 0;
	if (!seen(cx, r, "themes"))
		return (int64_t)m->themes_n;
	while (i < m->themes_n && m->themes[i] != r->themes.v[0])
		i++;
	m->headed |= i < m->themes_n;
	return (int64_t)i;
}

/* "… (France, Germany);": reports name the recommending States at the end of the words; other files
 * have a column for them. */
static bool names_states(struct context *cx, const struct matrix *m, const char *words)
{
	const char *open = strrchr(words, '('), *close = open ? strchr(open, ')') : NULL;

	if (!close || close[1 + strspn(close + 1, " \t\r\n;.,)")])
		return false;
	open++;
	return labels_find(cx, m->countries, arena_strn(cx->mem, open, strcspn(open, ",;)"))) != 0;
}

static const char *states_of(struct context *cx, const struct recommendation *r)
{
	struct buffer b = BUFFER(cx->mem, MAX_PAGE);

	for (size_t i = 0; i < r->recommending_states.n; i++)
		buffer_fmt(&b, "%s%s", i ? ", " : "",
		           record_title(cx, &country_type, r->recommending_states.v[i]));
	return buffer_str(&b);
}

static void put(struct matrix *m, enum matrix_part part, const char *text)
{
	matrix_spool_put(m->spool, part, NULL, text);
}

static void put_line(struct context *cx, struct matrix *m, enum matrix_line line, const char *words)
{
	if (!str_empty(words))
		put(m, line == TOLD_STATE ? MATRIX_REVIEWED : MATRIX_NOTE,
		    arena_fmt(cx->mem, "%s%s", matrix_label(cx, line), words));
}

/* The number with what parts it from the words. */
static const char *apart(struct context *cx, const char *locator)
{
	const char *plain = arena_fmt(cx->mem, "%s ", locator);

	return str_eq(un_paragraph(cx->mem, arena_fmt(cx->mem, "%sx", plain)).locator, locator)
	               ? plain
	               : arena_fmt(cx->mem, "%s" MATRIX_GAP, locator);
}

static void put_words(struct context *cx, struct matrix *m, const struct recommendation *r)
{
	const struct text *text = seen(cx, r, "text") ? texts_best(cx, &r->text) : NULL;
	const char *locator = words_of(cx, r, "locator");

	if (*locator && !(text && str_starts(text->body, locator)))
		put(m, MATRIX_NUMBER, apart(cx, locator));
	if (text)
		matrix_spool_put(m->spool, MATRIX_WORDS, text->lang, text->body);
	if (!text && !*locator)
		put(m, MATRIX_LINE, "…");
	if (seen(cx, r, "recommending_states") && !(text && names_states(cx, m, text->body)))
		put_line(cx, m, TOLD_STATES, states_of(cx, r));
	if (text && !str_eq(matrix_language(text->body, cx->lang), text->lang))
		put_line(cx, m, TOLD_LANGUAGE, text->lang); /* nobody would guess it */
}

/* Who says what the position is, and where. */
static void put_position_source(struct context *cx, struct matrix *m,
                                const struct recommendation *r)
{
	const char *document = words_of(cx, r, "position_document"),
	           *locator = words_of(cx, r, "position_locator");

	if (!*document)
		document = words_of(cx, r, "position_source");
	if (*locator)
		locator = arena_fmt(cx->mem, tr(cx, N_(" - Para. %s")), locator);
	if (*document && seen(cx, r, "position"))
		put_line(cx, m, TOLD_POSITION, arena_fmt(cx->mem, "%s%s", document, locator));
}

/* Where it stands, and what the list does not say elsewhere. */
static void put_notes(struct context *cx, struct matrix *m, const struct recommendation *r)
{
	const char *document = words_of(cx, r, "document");

	put_line(cx, m, TOLD_DOCUMENT, document);
	if (!*document)
		put_line(cx, m, TOLD_REVIEW, words_of(cx, r, "cycle"));
	put_position_source(cx, m, r);
	if (r->kind > KIND_RECOMMENDATION)
		put_line(cx, m, TOLD_KIND, words_of(cx, r, "kind"));
	if (r->record.classification == CLASS_RESTRICTED)
		put_line(cx, m, TOLD_ACCESS, field_words(cx, T, &common_fields[1], r));
}

static void put_labels(struct context *cx, struct matrix *m, const struct recommendation *r,
                       const char *name, const char *heading)
{
	const struct field *f = type_field_named(T, name);
	const struct refs *labels = field_at(f, r);

	if (!seen(cx, r, name))
		return;
	if (heading)
		put(m, MATRIX_HEADING, arena_fmt(cx->mem, "%s:", heading));
	for (size_t i = 0; i < labels->n; i++)
		put(m, MATRIX_LINE,
		    arena_fmt(cx->mem, "- %s", record_title(cx, field_target(T, f), labels->v[i])));
}

static void note_state(struct context *cx, struct matrix *m, const struct recommendation *r)
{
	int64_t state = seen(cx, r, "states_under_review") ? r->states_under_review.v[0] : 0;

	m->several_states |= m->state && state && m->state != state;
	if (state) {
		m->state = state;
		put_line(cx, m, TOLD_STATE, words_of(cx, r, "states_under_review"));
	}
}

static bool record(struct context *cx, void *state, const void *row)
{
	struct matrix *m = state;
	const struct recommendation *r = row;

	if (!matrix_spool_begin(cx, m->spool, group_of(cx, m, r)))
		return false;
	put(m, MATRIX_CELL, NULL);
	put_words(cx, m, r);
	put_notes(cx, m, r);
	note_state(cx, m, r);
	put(m, MATRIX_CELL, NULL);
	if (seen(cx, r, "position"))
		put(m, MATRIX_LINE, words_of(cx, r, "position"));
	put(m, MATRIX_CELL, NULL);
	put_labels(cx, m, r, "themes", NULL);
	put_labels(cx, m, r, "affected_persons", tr(cx, N_("Affected persons")));
	put_labels(cx, m, r, "sdg", tr(cx, N_("SDGs")));
	matrix_spool_end(m->spool);
	return !failed(cx);
}

/* ---- the document */

static struct document *start(struct context *cx, const struct matrix *m, const char *title)
{
	const char *author = setting(cx, str_eq(cx->lang, "tk")   ? "mechanism_tk"
	                                 : str_eq(cx->lang, "ru") ? "mechanism_ru"
	                                                          : "mechanism_en");
	const char *state =
	        m->state && !m->several_states ? record_title(cx, &country_type, m->state) : "";
	struct document *d;

	d = docx_start(
	        cx, &(struct document_about){
	                    .title = title,
	                    .subject = state,
	                    .author = author,
	                    .lang = cx->lang,
	                    .head = arena_fmt(cx->mem, "%s%s%s", title, *state ? " · " : "", state),
	                    .foot = author,
	                    .landscape = true,
	            });
	if (!d)
		return NULL;
	document_paragraph(d, &(struct document_paragraph){ .style = DOCUMENT_TITLE });
	document_run(d, &(struct document_run){ .text = title });
	if (*state) {
		document_paragraph(d, &(struct document_paragraph){ .style = DOCUMENT_SUBTITLE });
		document_run(d, &(struct document_run){ .text = state });
	}
	return d;
}

static void note(struct document *d, const char *label, const char *words)
{
	document_paragraph(d, &(struct document_paragraph){ .style = DOCUMENT_NOTE });
	document_run(d, &(struct document_run){ .text = label });
	document_run(d, &(struct document_run){ .text = ": " });
	document_run(d, &(struct document_run){ .text = words });
}

/* What the list is, for whoever finds the paper next year. */
static void print_about(struct context *cx, struct document *d, const struct matrix *m)
{
	note(d, tr(cx, N_("As of")), words_date(cx->mem, cx->lang, today(cx)));
	note(d, tr(cx, N_("Filters")), *m->filters ? m->filters : tr(cx, N_("none")));
	note(d, tr(cx, T->label_plural),
	     words_number(cx->mem, cx->lang, matrix_spool_rows(m->spool), 0));
}

static void print_head(struct context *cx, struct document *d)
{
	static const int widths[] = { 54, 12, 34 };
	const char *const titles[] = { tr(cx, T->label), tr(cx, N_("Position")),
		                       tr(cx, N_("Full list of themes")) };

	document_table(d, &(struct document_table){ .widths = widths,
	                                            .columns = LEN(widths),
	                                            .name = tr(cx, T->label_plural) });
	document_row(d, DOCUMENT_HEAD_ROW);
	for (size_t i = 0; i < LEN(titles); i++) {
		document_cell(d, &(struct document_cell){ 0 });
		document_text(d, titles[i]);
	}
}

static void print_theme(struct context *cx, struct document *d, const struct matrix *m,
                        int64_t group)
{
	bool known = (size_t)group < m->themes_n;

	document_row(d, DOCUMENT_BODY_ROW);
	document_cell(d, &(struct document_cell){ .columns = 3, .shaded = true });
	document_paragraph(d, &(struct document_paragraph){ .keep = true });
	document_run(d, &(struct document_run){
	                        .bold = true,
	                        .text = known ? arena_fmt(cx->mem, tr(cx, N_("Theme: %s")),
	                                                  record_title(cx, &theme_type,
	                                                               m->themes[group]))
	                                      : tr(cx, N_("Without a theme")) });
}

static void print_part(struct document *d, const struct matrix *m, enum matrix_part part,
                       const char *lang, const char *text)
{
	struct document_run run = { .text = text, .lang = lang };

	switch (part) {
	case MATRIX_CELL:
		document_cell(d, &(struct document_cell){ 0 });
		return;
	case MATRIX_WORDS:
		break;
	case MATRIX_REVIEWED:
	case MATRIX_NOTE:
		if (part == MATRIX_REVIEWED && !m->several_states)
			return;
		document_paragraph(d, &(struct document_paragraph){ .style = DOCUMENT_NOTE });
		break;
	case MATRIX_NUMBER:
		run.bold = true;
		break;
	case MATRIX_LINE:
	case MATRIX_HEADING:
		document_paragraph(d,
		                   &(struct document_paragraph){ .keep = part == MATRIX_HEADING });
		run.bold = part == MATRIX_HEADING;
		break;
	case MATRIX_END:
		return;
	}
	document_run(d, &run);
}

static void print_row(struct context *cx, struct document *d, const struct matrix *m)
{
	const char *lang = NULL, *text = NULL;
	enum matrix_part part, before = MATRIX_END;

	document_row(d, DOCUMENT_BODY_ROW);
	while ((part = matrix_spool_part(cx, m->spool, &lang, &text)) != MATRIX_END) {
		if (before == MATRIX_CELL && (part == MATRIX_NUMBER || part == MATRIX_WORDS))
			document_paragraph(d, &(struct document_paragraph){ 0 });
		print_part(d, m, part, lang, text);
		before = part;
	}
}

static bool print_rows(struct context *cx, struct document *d, const struct matrix *m)
{
	int64_t group, last = -1;

	print_head(cx, d);
	for (;;) {
		struct context_mark mark = context_mark(cx);

		if (!matrix_spool_next(cx, m->spool, &group))
			break;
		if (m->headed && group != last)
			print_theme(cx, d, m, group);
		last = group;
		print_row(cx, d, m);
		if (failed(cx))
			return false;
		context_rewind(cx, mark);
	}
	document_end_table(d);
	return !failed(cx);
}

static bool end(struct context *cx, void *state, sink *to_sink, void *to)
{
	struct matrix *m = state;
	const char *title = tr(cx, N_("Thematic list of recommendations"));
	struct document *d;

	if (!matrix_spool_sort(cx, m->spool) || !(d = start(cx, m, title)))
		return false;
	print_about(cx, d, m);
	if (matrix_spool_rows(m->spool)) {
		if (!print_rows(cx, d, m))
			return false;
	} else {
		document_text(d, tr(cx, N_("Nothing here fits these filters.")));
	}
	return document_end(cx, d, to_sink, to);
}

const struct export_text recommendation_matrix = {
	.label = N_("Word document: thematic list as OHCHR publishes it (DOCX)"),
	.titles = "themes affected_persons sdg recommending_states states_under_review document "
	          "position_document cycle",
	.begin = begin,
	.record = record,
	.end = end,
};
