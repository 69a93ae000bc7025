/* OHCHR's thematic list of the recommendations of a review.  Its layout changes from cycle to
 *cycle, so nothing goes by the place of a column: the words of the header row say what a column is,
 *and where they do not, the cell's own shape does (a paragraph's number, a word for a position).
 *
 *	Recommendation | Position | Full list of themes | Assessment/comments …
 *	Theme: Right to health                             (one cell over the whole row)
 *	122.20 Implement … (Mexico);   | Supported | - Right to health
 *	Source of Position:            |           | SDGs:
 *	A/HRC/43/15/Add.1 - Para.4     |           | - 3 - GOOD HEALTH …
 *
 * The paragraph is one of the Working Group's report, A/HRC/43/15; where the position was stated is
 * kept apart.  The list itself does not say whose review it is, unless the report is on record. */
#include "subject/recommendation/upr_matrix.h"

#include "language/fold.h"
#include "store/db.h"
#include "subject/recommendation/matrix_told.h"
#include "subject/recommendation/un_file.h"

#define TITLE "OHCHR, Thematic list of recommendations"

enum column { TEXT_, POSITION_, THEMES_, PERSONS_, GOALS_, STATES_, NUMBER_, REMARK_, COLUMNS };

/* What a header says, folded; the first that it contains decides. */
static const struct {
	const char *words;
	enum column is;
} headers[] = {
	{ "assessment", REMARK_ },
	{ "comment", REMARK_ },
	{ "level of implementation", REMARK_ },
	{ "оценка", REMARK_ },
	{ "комментар", REMARK_ },
	{ "bellik", REMARK_ },
	{ "position", POSITION_ },
	{ "response", POSITION_ },
	{ "позиция", POSITION_ },
	{ "garay", POSITION_ },
	{ "theme", THEMES_ },
	{ "тем", THEMES_ },
	{ "mowzu", THEMES_ },
	{ "affected person", PERSONS_ },
	{ "groups", PERSONS_ },
	{ "затронут", PERSONS_ },
	{ "затрагива", PERSONS_ },
	{ "кого касается", PERSONS_ },
	{ "adamlar", PERSONS_ },
	{ "sdg", GOALS_ },
	{ "sustainable development", GOALS_ },
	{ "цур", GOALS_ },
	{ "устойчивого развития", GOALS_ },
	{ "durnukly osus", GOALS_ },
	{ "paragraph", NUMBER_ },
	{ "para.", NUMBER_ },
	{ "пункт", NUMBER_ },
	{ "bent", NUMBER_ },
	{ "recommendation", TEXT_ },
	{ "recommending", STATES_ },
	{ "рекомендации", TEXT_ },
	{ "рекомендация", TEXT_ },
	{ "рекомендующ", STATES_ },
	{ "maslahat beren", STATES_ },
	{ "maslahat", TEXT_ },
};

struct matrix {
	struct un_file file;
	const struct field *const *own; /* what our own list says of each */
	int at[COLUMNS];                /* -1: no header says so */
	const char *report;             /* symbol of the Working Group's report; "" */
	int64_t state;                  /* under review */
	int64_t cycle;                  /* number; 0 */
	int64_t document;               /* 0 */
	const char *heading;            /* the theme above, in lasts' memory */
	/* The row that was read beyond the last item, which had to be seen to know that it is not
	 * part of it; its cells in one of two memories. */
	struct arena *lasts[2];
	int last;
	struct unit ahead;
	bool is_ahead;
};

/* ---- what a row is */

static bool is_blank(const char *s)
{
	return !s[strspn(s, " \t\r\n")];
}

static int header_column(struct context *cx, const char *cell)
{
	const char *folded = fold_text(cx->mem, cell);

	for (size_t i = 0; *folded && i < LEN(headers); i++)
		if (strstr(folded, headers[i].words))
			return (int)headers[i].is;
	return -1;
}

/* Short cells, of which several are headers, recommendations among them. */
static bool is_header(struct context *cx, const struct unit *u, int *at)
{
	enum { LONGEST_HEADER = 120 };
	int found[COLUMNS], n = 0;

	for (int c = 0; c < COLUMNS; c++)
		found[c] = -1;
	for (size_t i = 0; i < u->cells_n; i++) {
		const char *text = u->cells[i].text;
		int c = strlen(text) > LONGEST_HEADER || begins_with_number(text)
		                ? -1
		                : header_column(cx, text);

		if (c >= 0 && found[c] < 0) {
			found[c] = (int)i;
			n++;
		}
	}
	if (n < 2 || found[TEXT_] < 0)
		return false;
	if (at)
		memcpy(at, found, sizeof found);
	return true;
}

/* The words of a row that spans the table, or has but one cell, and is no recommendation; NULL. */
static const char *heading_of(struct context *cx, const struct unit *u)
{
	const char *only = NULL;
	size_t columns = 0;

	for (size_t i = 0; i < u->cells_n; i++) {
		columns += (size_t)u->cells[i].columns;
		if (u->cells[i].above || (only && !is_blank(u->cells[i].text)))
			return NULL;
		if (!is_blank(u->cells[i].text))
			only = u->cells[i].text;
	}
	return only && columns > 1 && !begins_with_number(only) ? heading_said(cx->mem, only)
	                                                        : NULL;
}

/* By its header, else by its shape. */
static int place_of_text(const struct matrix *m, const struct unit *u)
{
	if (!is_blank(un_cell(u, m->at[TEXT_])))
		return m->at[TEXT_];
	for (size_t i = 0; i < u->cells_n; i++)
		if (begins_with_number(u->cells[i].text))
			return (int)i;
	return -1;
}

static int place_of_position(struct context *cx, const struct matrix *m, const struct unit *u)
{
	enum said_position said;

	if (m->at[POSITION_] >= 0)
		return m->at[POSITION_];
	for (size_t i = 0; i < u->cells_n; i++) {
		said = position_said(cx->mem, u->cells[i].text);
		if (said != SAID_NOTHING && said != SAID_EMPTY)
			return (int)i;
	}
	return -1;
}

/* Labels of the recommendation above go on: its cell reaches down, or stays empty. */
static bool goes_on(const struct matrix *m, const struct unit *u)
{
	bool more = false;

	if (u->kind != UNIT_ROW || place_of_text(m, u) >= 0)
		return false;
	for (size_t i = 0; i < u->cells_n; i++)
		more |= u->cells[i].above;
	return more || !is_blank(un_cell(u, m->at[THEMES_]));
}

/* ---- is it one? */

/* "115.1", in a column of its own. */
static bool is_number(const char *cell)
{
	size_t n = strspn(cell, "0123456789.");

	return n > 2 && !cell[n] && memchr(cell, '.', n - 1);
}

static int guess(struct context *cx, struct material *m)
{
	enum { LOOKED_AT = 60 };
	int headers_n = 0, paragraphs = 0, sources = 0, at[COLUMNS];
	struct unit u;

	for (int i = 0; i < LOOKED_AT && material_next(cx, m, &u); i++) {
		if (u.kind != UNIT_ROW)
			continue;
		if (is_header(cx, &u, at))
			headers_n += at[POSITION_] >= 0 && at[THEMES_] >= 0;
		for (size_t k = 0; k < u.cells_n; k++) {
			struct un_paragraph p = un_paragraph(cx->mem, u.cells[k].text);

			paragraphs +=
			        begins_with_number(u.cells[k].text) || is_number(u.cells[k].text);
			sources += *p.source_symbol != '\0';
		}
	}
	if (!paragraphs || (!headers_n && !sources))
		return 0;
	if (str_eq(m->format, "docx"))
		return headers_n ? 95 : 80;
	return sources && headers_n ? 85 : sources ? 60 : 0;
}

/* ---- once */

SQL(report_of_review, "SELECT symbol FROM document WHERE cycle = $1 AND kind = 'upr_wg_report'"
                      " AND symbol IS NOT NULL ORDER BY symbol");
SQL(state_of_report, "SELECT coalesce(c.state_under_review, 0), c.code FROM document d"
                     " JOIN review_cycle c ON c.id = d.cycle WHERE d.id = $1");

/* The first place in the file that tells where a position was stated. */
static bool find_report(struct context *cx, struct matrix *m)
{
	struct import *im = m->file.im;
	struct unit u;

	m->report = "";
	if (!str_empty(im->document)) {
		m->report = symbol_of_report(cx, im->document);
		return true;
	}
	while (!*m->report && import_unit(cx, im, &u))
		for (size_t i = 0; u.kind == UNIT_ROW && i < u.cells_n && !*m->report; i++) {
			struct un_paragraph p = un_paragraph(cx->mem, u.cells[i].text);

			if (*p.source_symbol)
				m->report = symbol_of_report(cx, p.source_symbol);
		}
	material_rewind(im->material);
	return !failed(cx);
}

/* The report on record knows its review; 0 where it does not. */
static int64_t state_of(struct context *cx, const struct matrix *m)
{
	int64_t document = document_by_symbol(cx, m->report), state = 0;
	struct rows *r = document ? db_query(cx, &state_of_report, V(document)) : NULL;

	if (r && rows_next(cx, r)) {
		state = rows_int(r, 0) ? rows_int(r, 0) : m->file.own;
		rows_close(r);
	}
	return state;
}

/* Nobody said whose review it is, and the own State's has another report. */
static bool is_of_another(struct context *cx, const struct matrix *m)
{
	const char *code = arena_fmt(cx->mem, "UPR-%lld", (long long)m->cycle), *known = NULL;
	int64_t cycle = m->cycle ? record_id_by_key(cx, &review_cycle_type, code) : 0;
	struct rows *r = cycle ? db_query(cx, &report_of_review, V(cycle)) : NULL;

	if (r && rows_next(cx, r)) {
		known = arena_str(cx->mem, rows_text(r, 0));
		rows_close(r);
	}
	return !known || str_eq(known, m->report) ||
	       fail(cx, ERR_INVALID, "state",
	            N_("The report of the State’s review is %s, and this list is of %s. Say whose "
	               "review it is."),
	            known, m->report);
}

static bool find_review(struct context *cx, struct matrix *m)
{
	m->cycle = un_cycle_of_report(cx, &m->file, m->report);
	m->state = m->file.state ? m->file.state : *m->report ? state_of(cx, m) : 0;
	if (!m->state && !failed(cx)) {
		m->state = m->file.own;
		if (*m->report && !is_of_another(cx, m))
			return false;
	}
	return !failed(cx);
}

static void free_arena(void *what)
{
	arena_free(what);
}

static bool open(struct context *cx, struct import *im, void **ret_state)
{
	struct matrix *m = arena_new_of(cx->mem, struct matrix);

	*ret_state = m;
	for (int c = 0; c < COLUMNS; c++)
		m->at[c] = -1;
	for (int i = 0; i < 2; i++) {
		m->lasts[i] = arena_new(MAX_JOB_MEMORY);
		if (!m->lasts[i])
			return fail(cx, ERR_UNAVAILABLE, NULL,
			            N_("There is not enough memory just now."));
		arena_defer(cx->mem, free_arena, m->lasts[i]);
	}
	m->own = type_fields_named(
	        cx, &recommendation_type,
	        "document locator text kind themes affected_persons sdg recommending_states "
	        "position position_document position_locator position_source");
	return m->own &&
	       un_file_open(cx, im,
	                    "states_under_review mechanism cycle document locator text kind themes "
	                    "affected_persons sdg recommending_states position position_document "
	                    "position_locator position_source position_remark sources",
	                    &m->file) &&
	       find_report(cx, m) && find_review(cx, m);
}

/* ---- rows */

/* Where the recommendation stands: in the Working Group's report. */
static void take_place(struct un_row *w, const struct matrix *m, const struct un_paragraph *p,
                       const char *number)
{
	const char *locator = *p->locator ? p->locator : un_paragraph(w->cx->mem, number).words;

	un_take_review(w, m->state, m->cycle);
	if (*locator)
		w->to->locator = locator;
	if (*m->report)
		w->to->document = un_document(w, m->report, (struct date){ 0 });
}

static void take_position(struct un_row *w, const struct un_paragraph *p, const char *words)
{
	if (*p->source_symbol) {
		w->to->position_document = un_document(w, p->source_symbol, (struct date){ 0 });
		w->to->position_locator = *p->source_locator ? p->source_locator : NULL;
	}
	un_take_position(w, words, TITLE);
}

/* Labels, whichever columns they stand in. */
static void take_labels(struct un_row *w, const struct matrix *m, const struct unit *u)
{
	un_take_labels(w, un_cell(u, m->at[THEMES_]), LABEL_THEME);
	un_take_labels(w, un_cell(u, m->at[PERSONS_]), LABEL_PERSON);
	un_take_labels(w, un_cell(u, m->at[GOALS_]), LABEL_SDG);
}

static const char *note_of(struct context *cx, const struct matrix *m, const struct unit *u)
{
	const char *remark = un_cell(u, m->at[REMARK_]), *above = m->heading ? m->heading : "";

	remark += strspn(remark, " \t\r\n");
	return arena_fmt(cx->mem, "%s%s%s%s", *above ? "Listed under: " : "", above,
	                 *above && *remark ? "; " : "", remark);
}

/* ---- our own list comes back */

SQL(review_called, "SELECT min(c.id), min(c.mechanism) FROM review_cycle c JOIN text x"
                   " ON x.record = c.id AND x.field = 'label' WHERE x.folded = $1");

static void take_review(struct un_row *w, const char *label)
{
	struct rows *r =
	        *label ? db_query(w->cx, &review_called, V(fold_text(w->cx->mem, label))) : NULL;

	if (r && rows_next(w->cx, r)) {
		w->to->cycle = rows_int(r, 0);
		w->to->mechanism = rows_int(r, 1);
		rows_close(r);
	}
}

/* A document that is on record under this symbol; another only where it can be a symbol. */
static void take_document(struct un_row *w, const char *symbol)
{
	int64_t state = w->to->states_under_review.v[0];

	if (*symbol)
		w->to->document = document_by_symbol(w->cx, symbol);
	if (!w->to->document && strchr(symbol, '/') && !strchr(symbol, ' '))
		w->to->document = document_needed(w->cx, symbol, state, 0);
}

static void take_own_position(struct un_row *w, const struct un_paragraph *p,
                              const struct matrix_told *told, const char *words)
{
	if (*p->source_symbol)
		w->to->position_document = document_by_symbol(w->cx, p->source_symbol);
	if (w->to->position_document && *p->source_locator)
		w->to->position_locator = p->source_locator;
	if (*words)
		un_take_position(w, words, *told->v[TOLD_POSITION] ? told->v[TOLD_POSITION] : NULL);
}

/* Exactly what the list was made of, so that each finds itself again, and no second source of it.
 */
static void make_own(struct un_row *w, const struct matrix *m, const struct unit *u,
                     const struct un_paragraph *p, const struct matrix_told *told)
{
	const char *words = told->words, *kind = told->v[TOLD_KIND];
	int64_t *state = arena_new_of(w->cx->mem, int64_t);

	if (*told->number) {
		w->to->locator = told->number;
	} else if (*p->locator && str_starts(words, p->locator)) {
		words += strlen(p->locator);
		words += strspn(words, " .\t");
		w->to->locator = p->locator;
	}
	w->item->said = m->own;
	*state = labels_find(w->cx, m->file.countries, told->v[TOLD_STATE]);
	if (!*state)
		*state = m->state;
	w->to->states_under_review = (struct refs){ state, 1 };
	un_take_words(w, words);
	if (w->to->text.n)
		w->to->text.v[0].lang = told->lang;
	take_review(w, told->v[TOLD_REVIEW]);
	take_document(w, told->v[TOLD_DOCUMENT]);
	if (*kind &&
	    !field_typed(w->cx, &recommendation_type,
	                 type_field_named(&recommendation_type, "kind"), w->cx->lang, kind, w->to))
		error_clear(w->cx); /* no kind of ours: then it is somebody else's line */
	take_own_position(w, p, told, un_cell(u, m->at[POSITION_]));
	if (*told->v[TOLD_STATES])
		un_take_states(w, told->v[TOLD_STATES]);
	else
		un_take_states_in_words(w, p->words);
	take_labels(w, m, u);
}

static void make(struct un_row *w, const struct matrix *m, const struct unit *u)
{
	const char *cell = un_cell(u, place_of_text(m, u));
	struct un_paragraph p = un_paragraph(w->cx->mem, cell);
	struct matrix_told told = matrix_told(w->cx, cell);
	const char *note;

	if (told.own) {
		make_own(w, m, u, &p, &told);
		return;
	}
	note = note_of(w->cx, m, u);
	un_take_words(w, p.words);
	take_place(w, m, &p, un_cell(u, m->at[NUMBER_]));
	take_position(w, &p, un_cell(u, place_of_position(w->cx, m, u)));
	un_take_states_in_words(w, p.words);
	un_take_states(w, un_cell(u, m->at[STATES_]));
	take_labels(w, m, u);
	un_add_source(w, TITLE, w->to->locator, *note ? note : NULL);
}

/* ---- reading ahead */

static void keep_ahead(struct matrix *m, const struct unit *u)
{
	struct arena *mem = m->lasts[m->last = !m->last];
	struct cell *cells;

	arena_reset(mem);
	cells = arena_array(mem, struct cell, u->cells_n + 1);
	for (size_t i = 0; i < u->cells_n; i++) {
		cells[i] = u->cells[i];
		cells[i].text = arena_str(mem, u->cells[i].text);
	}
	m->ahead = *u;
	m->ahead.cells = cells;
	m->heading = arena_str(mem, m->heading);
	m->is_ahead = true;
}

/* The next row that is a recommendation's, kept in `ahead`; headers and headings are taken in
 * passing. */
static bool find_next(struct context *cx, struct matrix *m)
{
	struct unit u;

	while (import_unit(cx, m->file.im, &u)) {
		const char *heading;

		if (u.kind == UNIT_SHEET) /* it has a head of its own, or is no list */
			memset(m->at, -1, sizeof m->at);
		if (u.kind != UNIT_ROW)
			continue;
		if (is_header(cx, &u, m->at)) {
			import_header(cx, m->file.im, &u);
			continue;
		}
		heading = heading_of(cx, &u);
		if (heading) {
			m->heading = arena_str(m->lasts[m->last], heading);
			continue;
		}
		if (m->at[TEXT_] < 0 && place_of_text(m, &u) < 0)
			continue;
		keep_ahead(m, &u);
		return true;
	}
	return false;
}

/* Rows that belong to the recommendation, and then the next one's. */
static bool take_more(struct context *cx, struct matrix *m, struct un_row *w)
{
	m->is_ahead = false;
	while (find_next(cx, m)) {
		if (!goes_on(m, &m->ahead))
			return true;
		import_cells(cx, m->file.im, w->item, &m->ahead);
		take_labels(w, m, &m->ahead);
		m->is_ahead = false;
	}
	return !failed(cx);
}

static bool next(struct context *cx, struct import *im, void *state, struct import_item *item)
{
	struct matrix *m = state;
	struct un_row w;

	(void)im;
	if (!m->is_ahead && !find_next(cx, m))
		return false;
	w = un_row(cx, &m->file, item, &m->ahead);
	make(&w, m, &m->ahead);
	if (failed(cx) || !take_more(cx, m, &w))
		return false;
	return !failed(cx);
}

const struct import_format upr_matrix_format = {
	.name = "upr-matrix",
	.label = N_("OHCHR’s thematic list of recommendations (DOCX)"),
	.flags = IMPORT_FOREIGN,
	.guess = guess,
	.open = open,
	.next = next,
	.join = recommendation_join,
	.near = recommendation_near,
	.meet = recommendation_meet,
};
