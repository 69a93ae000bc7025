/* UPR Info's table (https://www.upr-info.org): what each column means for a recommendation of ours.
 * It comes as CSV in more than one encoding and as .xls, under three sets of headers.
 *
 * The words are taken as they stand.  What UPR Info says beyond them is put where it belongs if
 * there is no doubt: the response becomes the State's position with UPR Info as its source, an
 * issue becomes a theme where the stored mapping calls the fit exact or near.  Whatever
 * is doubtful, and everything else in the row, stands in the note of the record's source, so that
 * nothing of the file is lost and nothing is invented. */
#include "subject/recommendation/upr_info.h"

#include "base/number.h"
#include "language/fold.h"
#include "subject/recommendation/un_file.h"

#define SOURCE_TITLE    "UPR Info, Database of UPR Recommendations"
#define POSITION_SOURCE "UPR Info"

enum { CYCLES = 9 };

enum column {
	COL_SUR,
	COL_SUR_REGION,
	COL_SUR_ORGS,
	COL_TEXT,
	COL_STATE,
	COL_REGION,
	COL_ORGS,
	COL_RESPONSE,
	COL_ACTION,
	COL_ISSUES,
	COL_SESSION,
	COL_CYCLE,
	COL_SOURCE,
	COLUMNS
};

static const struct {
	const char *name;    /* in notes and messages */
	const char *aliases; /* folded, "|" between */
	bool needed;         /* without it a row says nothing */
} columns[COLUMNS] = {
	[COL_SUR] = { "State under review", "state under review|to|sur", true },
	[COL_SUR_REGION] = { "SUR region", "sur region|to-rgrp|sur regional group", false },
	[COL_SUR_ORGS] = { "SUR orgs", "sur orgs|to-org|sur organisations", false },
	[COL_TEXT] = { "Recommendation", "recommendation|text", true },
	[COL_STATE] = { "Recommending state", "recommending state|from|rs", true },
	[COL_REGION] = { "Rec region", "rec region|from-rgrp|rs regional group", false },
	[COL_ORGS] = { "Rec orgs", "rec orgs|from-org|rs organisations", false },
	[COL_RESPONSE] = { "Response", "response", true },
	[COL_ACTION] = { "Action", "action", false },
	[COL_ISSUES] = { "Issues", "issues|issue", false },
	[COL_SESSION] = { "Session", "session", false },
	[COL_CYCLE] = { "Cycle", "cycle", false },
	[COL_SOURCE] = { "Source row", "source row", false },
};

struct reader {
	struct un_file file;
	int at[COLUMNS]; /* place of a column in the file; -1: it has none */
	const struct issues *issues;
	bool other_sheet; /* which began without a header of its own: it is about something else */
};

/* One row while it is read. */
struct row {
	struct un_row w;
	const struct reader *r;
	const struct unit *unit;
};

/* ---- headers */

/* In .xls both States are followed by "Rgrp" and "Org": those of the State before them. */
static int column_called(const char *folded, int before)
{
	bool region = str_eq(folded, "rgrp"), orgs = str_eq(folded, "org");

	if (region || orgs)
		return before >= COL_STATE ? (region ? COL_REGION : COL_ORGS)
		                           : (region ? COL_SUR_REGION : COL_SUR_ORGS);
	for (int c = 0; c < COLUMNS; c++)
		if (un_is_called(columns[c].aliases, folded))
			return c;
	return -1;
}

/* Which columns the row heads; returns how many. */
static int read_header(struct context *cx, const struct unit *head, int at[COLUMNS])
{
	int found = 0, before = -1;

	for (int c = 0; c < COLUMNS; c++)
		at[c] = -1;
	for (size_t i = 0; i < head->cells_n; i++) {
		int c = column_called(fold_text(cx->mem, head->cells[i].text), before);

		if (c < 0 || at[c] >= 0)
			continue;
		at[c] = (int)i;
		before = c;
		found++;
	}
	return found;
}

static int missing(const int at[COLUMNS])
{
	for (int c = 0; c < COLUMNS; c++)
		if (at[c] < 0 && columns[c].needed)
			return c;
	return -1;
}

static int guess(struct context *cx, struct material *m)
{
	int at[COLUMNS], found;
	struct unit u;

	while (material_next(cx, m, &u)) {
		if (u.kind != UNIT_ROW)
			continue;
		found = read_header(cx, &u, at);
		if (missing(at) < 0)
			return found < 8 ? 70 : 100;
		/* so that somebody is told which one is missing */
		return found >= 6 && at[COL_SUR] >= 0 ? 60 : 0;
	}
	return 0;
}

/* ---- once */

static bool read_head(struct context *cx, struct reader *r)
{
	struct unit head;
	int without;

	do
		if (!import_unit(cx, r->file.im, &head))
			return failed(cx) ? false
			                  : fail(cx, ERR_INVALID, NULL, N_("The file is empty."));
	while (head.kind != UNIT_ROW);
	import_header(cx, r->file.im, &head);
	(void)read_header(cx, &head, r->at);
	without = missing(r->at);
	return without < 0 || fail(cx, ERR_INVALID, columns[without].name,
	                           N_("The column “%s” is missing."), columns[without].name);
}

static bool open(struct context *cx, struct import *im, void **ret_state)
{
	struct reader *r = arena_new_of(cx->mem, struct reader);

	*ret_state = r;
	if (!un_file_open(
	            cx, im,
	            "sdg states_under_review mechanism cycle text kind themes affected_persons "
	            "recommending_states position position_source position_remark sources",
	            &r->file) ||
	    !read_head(cx, r))
		return false;
	r->issues = issues_load(cx);
	return r->issues != NULL;
}

/* ---- cells */

/* Without blanks at its ends; "" where there is none. */
static const char *cell(const struct row *w, enum column c)
{
	const char *s = un_cell(w->unit, w->r->at[c]);
	size_t n;

	s += strspn(s, " \t\r\n");
	for (n = strlen(s); n && strchr(" \t\r\n", s[n - 1]); n--)
		;
	return arena_strn(w->w.cx->mem, s, n);
}

static void wrong(struct row *w, enum column c, const char *message)
{
	import_problem(w->r->file.im, w->w.item, columns[c].name, message);
}

/* UPR Info's own way to say that it does not know, escaped as its pages have it. */
static bool unknown_state(const char *name)
{
	return str_eq(name, "&#40;Unknown&#41;") || str_eq(name, "(Unknown)");
}

static int64_t state_called(struct row *w, const char *field, const char *name)
{
	return un_label(&w->w, field, &country_type, w->r->file.countries, name);
}

/* 0: the file does not say it. */
static int64_t read_cycle(struct row *w)
{
	const char *cycle = cell(w, COL_CYCLE), *session = cell(w, COL_SESSION);
	int64_t number = 0;

	if (*cycle) {
		if (!parse_int_in(cycle, 1, CYCLES, &number))
			wrong(w, COL_CYCLE,
			      arena_fmt(w->w.cx->mem,
			                tr(w->w.cx, N_("“%s” is no cycle of the review.")), cycle));
		return number;
	}
	return parse_int_in(session, 1, 1000, &number)
	               ? upr_cycle_of_session(&w->r->file.cycles, number)
	               : 0;
}

static void read_states(struct row *w)
{
	struct context *cx = w->w.cx;
	const char *sur = cell(w, COL_SUR), *from = cell(w, COL_STATE);
	int64_t cycle = read_cycle(w), state,
	        under_review = state_called(w, "states_under_review", sur);

	state = unknown_state(from) ? 0 : state_called(w, "recommending_states", from);
	if (under_review)
		un_take_review(&w->w, under_review, cycle);
	else
		wrong(w, COL_SUR, arena_fmt(cx->mem, tr(cx, N_("There is no State “%s”.")), sur));
	if (state && state != under_review) /* a pledge is recommended by nobody */
		refs_add(cx, &w->w.to->recommending_states, state);
}

static void read_issues(struct row *w)
{
	struct context *cx = w->w.cx;
	const char *rest = cell(w, COL_ISSUES);

	while (*rest) {
		size_t n = strcspn(rest, ",");
		const char *name = arena_strn(cx->mem, rest, n);
		const struct issue *issue = issues_find(cx, w->r->issues, name);

		if (issue && (issue->fit == FIT_EXACT || issue->fit == FIT_NEAR)) {
			refs_join(cx, &w->w.to->themes, &issue->themes);
			refs_join(cx, &w->w.to->affected_persons, &issue->affected_persons);
			refs_join(cx, &w->w.to->sdg, &issue->sdg);
		} else if (!issue) {
			int64_t theme = un_label(&w->w, "themes", &theme_type,
			                         w->r->file.labels[LABEL_THEME], name);

			if (theme)
				refs_add(cx, &w->w.to->themes, theme);
		}
		rest += n + (rest[n] == ',');
	}
}

/* Everything of the row that has no field of its own, in the file's words. */
static void read_source(struct row *w)
{
	static const enum column noted[] = { COL_SESSION,    COL_CYCLE,   COL_RESPONSE, COL_ACTION,
		                             COL_ISSUES,     COL_STATE,   COL_REGION,   COL_ORGS,
		                             COL_SUR_REGION, COL_SUR_ORGS };
	struct context *cx = w->w.cx;
	struct buffer note = BUFFER(cx->mem, MAX_CSV_ROW);
	const char *place = cell(w, COL_SOURCE);

	for (size_t i = 0; i < LEN(noted); i++) {
		const char *value = cell(w, noted[i]);

		if (*value)
			buffer_fmt(&note, "%s%s: %s", note.len ? "; " : "", columns[noted[i]].name,
			           value);
	}
	un_add_source(&w->w, SOURCE_TITLE,
	              *place ? place : arena_fmt(cx->mem, "row %lld", (long long)w->unit->number),
	              buffer_str(&note));
}

/* Is the unit one of the table's rows?  Another sheet's are, if it has the headers. */
static bool is_row(struct context *cx, struct reader *r, const struct unit *u)
{
	int at[COLUMNS];

	if (u->kind == UNIT_SHEET)
		r->other_sheet = true;
	if (u->kind != UNIT_ROW)
		return false;
	if (!r->other_sheet)
		return true;
	(void)read_header(cx, u, at);
	if (missing(at) < 0) {
		memcpy(r->at, at, sizeof at);
		r->other_sheet = false;
	}
	return false;
}

static bool next(struct context *cx, struct import *im, void *state, struct import_item *item)
{
	struct reader *r = state;
	struct row w = { .r = r };
	struct unit u;

	do
		if (!import_unit(cx, im, &u))
			return false;
	while (!is_row(cx, r, &u));
	w.unit = &u;
	w.w = un_row(cx, &r->file, item, &u);
	un_take_words(&w.w, cell(&w, COL_TEXT));
	read_states(&w);
	un_take_position(&w.w, cell(&w, COL_RESPONSE), POSITION_SOURCE);
	read_issues(&w);
	read_source(&w);
	item->said +=
	        !w.w.to->sdg.n; /* UPR Info itself says nothing of targets: only mappings do */
	return !failed(cx);
}

const struct import_format upr_info_format = {
	.name = "upr-info",
	.label = N_("UPR Info’s table of recommendations (CSV, XLS)"),
	.flags = IMPORT_FOREIGN,
	.guess = guess,
	.open = open,
	.next = next,
	.join = recommendation_join,
	.near = recommendation_near,
	.meet = recommendation_meet,
};
