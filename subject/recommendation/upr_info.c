/* UPR Info's table (https://www.upr-info.org): what each column means for a recommendation of ours.
 *
 * The words are taken as they stand.  What UPR Info says beyond them is put where it belongs if
 * there is no doubt: the response becomes the State's position with UPR Info as its source, an
 * issue becomes a theme where reference/upr_info_issues.csv calls the fit exact or near.  Whatever
 * is doubtful, and everything else in the row, stands in the note of the record's source, so that
 * nothing of the file is lost and nothing is invented. */
#include "subject/recommendation/upr_info.h"

#include "base/number.h"
#include "language/fold.h"
#include "record/app.h"
#include "record/setting.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/recommendation.h"
#include "subject/taxonomy/taxonomy.h"

#define SOURCE_TITLE    "UPR Info, Database of UPR Recommendations"
#define POSITION_SOURCE "UPR Info"

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

static const char *const names[COLUMNS] = {
	[COL_SUR] = "State under review",
	[COL_SUR_REGION] = "SUR region",
	[COL_SUR_ORGS] = "SUR orgs",
	[COL_TEXT] = "Recommendation",
	[COL_STATE] = "Recommending state",
	[COL_REGION] = "Rec region",
	[COL_ORGS] = "Rec orgs",
	[COL_RESPONSE] = "Response",
	[COL_ACTION] = "Action",
	[COL_ISSUES] = "Issues",
	[COL_SESSION] = "Session",
	[COL_CYCLE] = "Cycle",
	[COL_SOURCE] = "Source row",
};

/* Columns without which a row says nothing. */
static const bool needed[COLUMNS] = {
	[COL_SUR] = true,
	[COL_TEXT] = true,
	[COL_STATE] = true,
	[COL_RESPONSE] = true,
};

enum { CYCLES = 9, FIELDS_SAID = 12 };

/* What is looked up once for the whole file. */
struct reader {
	struct import *im;
	int at[COLUMNS]; /* place of a column in the file; -1: it has none */
	const struct labels *countries;
	const struct issues *issues;
	int64_t own;                /* the instance's State */
	int64_t upr;                /* the mechanism */
	int64_t cycles[CYCLES + 1]; /* the own State's reviews: UPR-1, UPR-2 … */
	const struct field *said[FIELDS_SAID + 1];
};

/* One row while it is read. */
struct row {
	struct context *cx;
	const struct reader *r;
	const struct unit *unit;
	struct import_item *item;
	struct recommendation *to;
};

/* The first row; false when there is none. */
static bool first_row(struct context *cx, struct material *m, struct unit *ret)
{
	while (material_next(cx, m, ret))
		if (ret->kind == UNIT_ROW)
			return true;
	return false;
}

static int place_of(const struct unit *head, enum column c)
{
	for (size_t i = 0; i < head->cells_n; i++)
		if (str_eq(head->cells[i].text, names[c]))
			return (int)i;
	return -1;
}

static int guess(struct context *cx, struct material *m)
{
	struct unit head;
	int found = 0;

	if (!first_row(cx, m, &head) || place_of(&head, COL_SUR) < 0)
		return 0;
	for (int c = 0; c < COLUMNS; c++)
		found += place_of(&head, (enum column)c) >= 0;
	return found < 3 ? 0 : found < 8 ? 70 : 100;
}

/* ---- once */

static bool look_up(struct context *cx, struct reader *r)
{
	static const char *const said[FIELDS_SAID] = { "states_under_review",
		                                       "mechanism",
		                                       "cycle",
		                                       "text",
		                                       "kind",
		                                       "themes",
		                                       "affected_persons",
		                                       "recommending_states",
		                                       "position",
		                                       "position_source",
		                                       "position_remark",
		                                       "sources" };

	for (size_t i = 0; i < FIELDS_SAID; i++)
		r->said[i] = type_field_named(&recommendation_type, said[i]);
	r->countries = labels_load(cx, &country_type);
	r->issues = r->countries ? issues_load(cx) : NULL;
	if (!r->issues)
		return false;
	r->own = record_id_by_key(cx, &country_type, setting(cx, "state"));
	r->upr = record_id_by_key(cx, &mechanism_type, "UPR");
	for (int n = 1; n <= CYCLES; n++)
		r->cycles[n] =
		        record_id_by_key(cx, &review_cycle_type, arena_fmt(cx->mem, "UPR-%d", n));
	return !failed(cx);
}

static bool read_head(struct context *cx, struct reader *r)
{
	struct unit head;

	do
		if (!import_unit(cx, r->im, &head))
			return failed(cx) ? false
			                  : fail(cx, ERR_INVALID, NULL, N_("The file is empty."));
	while (head.kind != UNIT_ROW);
	import_header(cx, r->im, &head);
	for (int c = 0; c < COLUMNS; c++) {
		r->at[c] = place_of(&head, (enum column)c);
		if (r->at[c] < 0 && needed[c])
			return fail(cx, ERR_INVALID, names[c], N_("The column “%s” is missing."),
			            names[c]);
	}
	return true;
}

/* ---- cells */

/* Without blanks at its ends; "" where there is none. */
static const char *cell(const struct row *w, enum column c)
{
	int at = w->r->at[c];
	const char *s = at >= 0 && (size_t)at < w->unit->cells_n ? w->unit->cells[at].text : "";
	size_t n;

	s += strspn(s, " \t\r\n");
	for (n = strlen(s); n && strchr(" \t\r\n", s[n - 1]); n--)
		;
	return arena_strn(w->cx->mem, s, n);
}

static void wrong(struct row *w, enum column c, const char *message)
{
	import_problem(w->r->im, w->item, names[c], message);
}

static struct refs one(struct context *cx, int64_t id)
{
	struct refs r = { arena_new_of(cx->mem, int64_t), 1 };

	r.v[0] = id;
	return r;
}

static struct texts english(struct context *cx, const char *body)
{
	struct texts x = { arena_new_of(cx->mem, struct text), 1 };

	*x.v = (struct text){ .lang = "en", .body = body, .original = true };
	return x;
}

static void add(struct context *cx, struct refs *set, const struct refs *more)
{
	int64_t *v = arena_array(cx->mem, int64_t, set->n + more->n);
	size_t n = set->n;

	if (n)
		memcpy(v, set->v, n * sizeof *v);
	for (size_t i = 0; i < more->n; i++) {
		bool there = false;

		for (size_t k = 0; k < n; k++)
			there |= v[k] == more->v[i];
		if (!there)
			v[n++] = more->v[i];
	}
	*set = (struct refs){ v, n };
}

/* UPR Info's own way to say that it does not know, escaped as its pages have it. */
static bool unknown_state(const char *name)
{
	return str_eq(name, "&#40;Unknown&#41;") || str_eq(name, "(Unknown)");
}

static void read_states(struct row *w)
{
	struct context *cx = w->cx;
	const char *sur = cell(w, COL_SUR), *from = cell(w, COL_STATE);
	int64_t under_review = labels_find(cx, w->r->countries, sur),
	        state = labels_find(cx, w->r->countries, from);

	if (!under_review)
		wrong(w, COL_SUR, arena_fmt(cx->mem, tr(cx, N_("There is no State “%s”.")), sur));
	if (!state && !unknown_state(from))
		wrong(w, COL_STATE,
		      arena_fmt(cx->mem, tr(cx, N_("There is no State “%s”.")), from));
	if (under_review)
		w->to->states_under_review = one(cx, under_review);
	if (state && state != under_review) /* a pledge is recommended by nobody */
		w->to->recommending_states = one(cx, state);
}

/* Our reviews are the own State's; what another State was asked is filed under the mechanism alone.
 */
static void read_review(struct row *w)
{
	const char *cycle = cell(w, COL_CYCLE);
	bool own = w->to->states_under_review.n && w->to->states_under_review.v[0] == w->r->own;
	int64_t number = 0;

	w->to->mechanism = w->r->upr;
	if (*cycle && !parse_int_in(cycle, 1, CYCLES, &number))
		wrong(w, COL_CYCLE,
		      arena_fmt(w->cx->mem, tr(w->cx, N_("“%s” is no cycle of the review.")),
		                cycle));
	if (own)
		w->to->cycle = w->r->cycles[number];
}

static void read_response(struct row *w)
{
	static const struct {
		const char *response;
		int position;
	} known[] = {
		{ "accepted", POSITION_SUPPORTED },
		{ "supported", POSITION_SUPPORTED },
		{ "noted", POSITION_NOTED },
		{ "rejected", POSITION_NOTED },
		{ "under consideration", POSITION_PENDING },
		{ "pending", POSITION_PENDING },
		{ "", POSITION_PENDING },
	};
	const char *response = cell(w, COL_RESPONSE), *folded = fold_text(w->cx->mem, response);

	w->to->kind = KIND_RECOMMENDATION;
	if (str_eq(folded, "voluntary pledge")) {
		w->to->kind = KIND_PLEDGE;
		return;
	}
	if (*response)
		w->to->position_source = POSITION_SOURCE;
	for (size_t i = 0; i < LEN(known); i++)
		if (str_eq(known[i].response, folded)) {
			w->to->position = known[i].position;
			return;
		}
	w->to->position = POSITION_PENDING; /* whatever else it says is for a person to read */
	w->to->position_remark = english(
	        w->cx, arena_fmt(w->cx->mem, "Response according to UPR Info: %s", response));
}

static void read_issues(struct row *w)
{
	const char *rest = cell(w, COL_ISSUES);

	while (*rest) {
		size_t n = strcspn(rest, ",");
		const char *name = arena_strn(w->cx->mem, rest, n);
		const struct issue *issue = issues_find(w->cx, w->r->issues, name);

		if (issue && (issue->fit == FIT_EXACT || issue->fit == FIT_NEAR)) {
			add(w->cx, &w->to->themes, &issue->themes);
			add(w->cx, &w->to->affected_persons, &issue->affected_persons);
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
	struct buffer note = BUFFER(w->cx->mem, MAX_MATERIAL_UNIT);
	struct source *s = arena_new_of(w->cx->mem, struct source);
	const char *place = cell(w, COL_SOURCE);

	for (size_t i = 0; i < LEN(noted); i++) {
		const char *value = cell(w, noted[i]);

		if (*value)
			buffer_fmt(&note, "%s%s: %s", note.len ? "; " : "", names[noted[i]], value);
	}
	s->title = SOURCE_TITLE;
	s->locator = *place ? place : arena_fmt(w->cx->mem, "row %lld", (long long)w->unit->number);
	s->note = buffer_str(&note);
	w->to->record.sources = (struct owned){ s, 1 };
}

static bool begin(struct context *cx, struct import *im, void **ret_state)
{
	struct reader *r = arena_new_of(cx->mem, struct reader);

	r->im = im;
	*ret_state = r;
	return read_head(cx, r) && look_up(cx, r);
}

static bool next(struct context *cx, struct import *im, void *state, struct import_item *item)
{
	const struct reader *r = state;
	struct unit unit;
	struct row w = { .cx = cx, .r = r, .unit = &unit, .item = item };
	const char *text;

	do
		if (!import_unit(cx, im, &unit))
			return false;
	while (unit.kind != UNIT_ROW);
	import_begin(cx, im, item, &recommendation_type, &unit);
	item->said = r->said;
	w.to = item->record;
	w.to->record.state = type_state(&recommendation_type, "imported");
	text = cell(&w, COL_TEXT);
	if (!*text)
		wrong(&w, COL_TEXT, tr(cx, N_("The text is missing.")));
	else
		w.to->text = english(cx, text);
	read_states(&w);
	read_review(&w);
	read_response(&w);
	read_issues(&w);
	read_source(&w);
	return !failed(cx);
}

/* UPR Info has a few rows twice, and the same wish to another State in two cycles: one record with
 * both rows as its sources, unless the State answered differently. */
static bool join(struct context *cx, void *first, const void *second)
{
	struct recommendation *a = first;
	const struct recommendation *b = second;
	struct source *v =
	        arena_array(cx->mem, struct source, a->record.sources.n + b->record.sources.n);

	if (a->position != b->position || a->kind != b->kind)
		return false;
	memcpy(v, a->record.sources.v, a->record.sources.n * sizeof *v);
	memcpy(v + a->record.sources.n, b->record.sources.v, b->record.sources.n * sizeof *v);
	a->record.sources = (struct owned){ v, a->record.sources.n + b->record.sources.n };
	add(cx, &a->themes, &b->themes);
	add(cx, &a->affected_persons, &b->affected_persons);
	return true;
}

const struct import_format upr_info_format = {
	.name = "upr-info",
	.label = N_("UPR Info’s table of recommendations (CSV)"),
	.flags = IMPORT_FOREIGN,
	.guess = guess,
	.open = begin,
	.next = next,
	.join = join,
};
