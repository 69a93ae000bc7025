/* The Universal Human Rights Index.  One row is an annotation: a paragraph of a document, with what
 * OHCHR says about it.  Its identifier (a UUID) finds the recommendation again in every later
 * export; else document and paragraph do, so that OHCHR's lists and the Index are one.
 *
 * The workbook spells "Reccomending"; the records as JSON have shorter names.  Headers are compared
 * by their letters alone, so that each spelling needs one entry.  A cell has its values one a line,
 * "- " before each. */
#include "subject/recommendation/uhri.h"

#include "base/number.h"
#include "language/fold.h"
#include "subject/recommendation/un_file.h"

#include <ctype.h>

#define TITLE "OHCHR, Universal Human Rights Index"

enum column {
	TEXT_,
	COUNTRIES_,
	BODY_,
	SYMBOL_,
	THEMES_,
	PERSONS_,
	GOALS_,
	DATE_,
	STATES_,
	POSITION_,
	TYPE_,
	ID_,
	SESSION_,
	REGIONS_,
	STATES_REGIONS_,
	INDEXED_,
	COLUMNS
};

static const struct {
	const char *name;    /* in notes and messages */
	const char *aliases; /* letters and digits alone, "|" between */
} columns[COLUMNS] = {
	[TEXT_] = { "Text", "text" },
	[COUNTRIES_] = { "Countries Concerned", "countriesconcerned|countryconcerned|countries" },
	[BODY_] = { "Recommending Body", "reccomendingbody|recommendingbody|body|bodies" },
	[SYMBOL_] = { "Document Symbol", "documentsymbol|symbol" },
	[THEMES_] = { "Themes", "themes|theme" },
	[PERSONS_] = { "Affected Persons", "affectedpersons" },
	[GOALS_] = { "Sdgs", "sdgs|sdg" },
	[DATE_] = { "Document Publication Date", "documentpublicationdate|publicationdate" },
	[STATES_] = { "UPR Recommending States",
	              "uprreccomendingstates|uprrecommendingstates|reccomendingstates|"
	              "recommendingstates" },
	[POSITION_] = { "UPR Position", "uprposition|position" },
	[TYPE_] = { "Type", "type|annotationtype" },
	[ID_] = { "OHCHR Annotation Id", "ohchrannotationid|annotationid" },
	[SESSION_] = { "UPR Session", "uprsession" },
	[REGIONS_] = { "Regions Concerned", "regionsconcerned|regions" },
	[STATES_REGIONS_] = { "Recommending Regions", "recommendingregions|reccomendingregions" },
	[INDEXED_] = { "Date of publication on UHRI", "dateofpublicationonuhri" },
};

/* Bodies under other names than ours. */
static const struct {
	const char *body, *mechanism;
} bodies[] = {
	{ "special procedures", "SP" }, { "crc-op-ac", "CRC" },
	{ "crc-op-sc", "CRC" },         { "cat-op", "SPT" },
	{ "cedaw-op", "CEDAW" },        { "hrc", "CCPR" },
	{ "ccpr-op", "CCPR" },
};

static const struct {
	const char *type;
	int kind;
} kinds[] = {
	{ "recommendation", KIND_RECOMMENDATION },
	{ "recommendations", KIND_RECOMMENDATION },
	{ "concern", KIND_OBSERVATION },
	{ "concerns", KIND_OBSERVATION },
	{ "observation", KIND_OBSERVATION },
	{ "observations", KIND_OBSERVATION },
	{ "concerns/observations", KIND_OBSERVATION },
	{ "voluntary commitment", KIND_PLEDGE },
	{ "voluntary commitments", KIND_PLEDGE },
	{ "voluntary pledge", KIND_PLEDGE },
	{ "voluntary pledges", KIND_PLEDGE },
};

struct reader {
	struct un_file file;
	const struct labels *mechanisms;
	int at[COLUMNS];  /* -1: the file has none */
	bool other_sheet; /* which began without a header of its own: it is about something else */
};

struct row {
	struct un_row w;
	const struct reader *r;
	const struct unit *unit;
};

/* ---- headers */

/* Letters and digits, small. */
static const char *letters(struct context *cx, const char *header)
{
	const char *folded = fold_text(cx->mem, header);
	char *out = arena_alloc(cx->mem, strlen(folded) + 1);
	size_t n = 0;

	for (; *folded; folded++)
		if (isalnum((unsigned char)*folded))
			out[n++] = *folded;
	return out;
}

static int read_header(struct context *cx, const struct unit *head, int at[COLUMNS])
{
	int found = 0;

	for (int c = 0; c < COLUMNS; c++)
		at[c] = -1;
	for (size_t i = 0; i < head->cells_n; i++) {
		const char *name = letters(cx, head->cells[i].text);

		for (int c = 0; c < COLUMNS; c++)
			if (at[c] < 0 && un_is_called(columns[c].aliases, name)) {
				at[c] = (int)i;
				found++;
				break;
			}
	}
	return found;
}

/* The identifier of annotations is nobody else's; a file without it must have nearly all else. */
static int sure(const int at[COLUMNS], int found)
{
	if (at[TEXT_] < 0 || (at[SYMBOL_] < 0 && at[ID_] < 0))
		return 0;
	if (at[ID_] >= 0)
		return found >= 5 ? 100 : 0;
	return found >= 7 && at[BODY_] >= 0 && at[COUNTRIES_] >= 0 ? 80 : 0;
}

/* Titles may stand above the header. */
static bool find_header(struct context *cx, struct import *im, struct material *m, int at[COLUMNS],
                        int *ret_sure)
{
	enum { HIGHEST = 12 };
	struct unit u;

	for (int rows = 0; rows < HIGHEST;) {
		if (im ? !import_unit(cx, im, &u) : !material_next(cx, m, &u))
			return false;
		if (u.kind != UNIT_ROW)
			continue;
		rows++;
		*ret_sure = sure(at, read_header(cx, &u, at));
		if (!*ret_sure)
			continue;
		if (im)
			import_header(cx, im, &u);
		return true;
	}
	return false;
}

static int guess(struct context *cx, struct material *m)
{
	int at[COLUMNS], how_sure = 0;

	return find_header(cx, NULL, m, at, &how_sure) ? how_sure : 0;
}

/* ---- once */

static bool open(struct context *cx, struct import *im, void **ret_state)
{
	struct reader *r = arena_new_of(cx->mem, struct reader);
	int how_sure;

	*ret_state = r;
	if (!un_file_open(cx, im,
	                  "states_under_review mechanism cycle document locator text kind themes "
	                  "affected_persons sdg recommending_states position position_source "
	                  "position_remark sources",
	                  &r->file))
		return false;
	r->mechanisms = labels_load(cx, &mechanism_type);
	if (!r->mechanisms)
		return false;
	if (find_header(cx, im, im->material, r->at, &how_sure))
		return true;
	return failed(cx) ? false
	                  : fail(cx, ERR_INVALID, NULL, N_("The column “%s” is missing."),
	                         columns[TEXT_].name);
}

/* ---- cells */

static const char *cell(const struct row *w, enum column c)
{
	return un_cell(w->unit, w->r->at[c]);
}

/* The first value of a cell. */
static const char *first(const struct row *w, enum column c)
{
	struct un_labels all = un_labels(w->w.cx->mem, cell(w, c), LABEL_THEME);

	return all.n ? all.v[0].text : "";
}

/* A day, also as the serial number by which a workbook without a date's format has it. */
static struct date date_said(const struct row *w, enum column c)
{
	enum { FIRST = 10000, LAST = 90000 }; /* 1927 … 2146 */
	const char *s = cell(w, c);
	struct date d = { 0 };
	int64_t serial;

	if (parse_int_in(s, FIRST, LAST, &serial))
		return date_add_days(date_day(1899, 12, 30), (int)serial);
	if (!date_parse(arena_strn(w->w.cx->mem, s, strcspn(s, "T ")), &d))
		d = (struct date){ 0 };
	return d;
}

/* ---- where it stands */

static int64_t mechanism_of(struct row *w)
{
	struct context *cx = w->w.cx;
	const char *said = first(w, BODY_), *folded = fold_text(cx->mem, said);

	if (!*said)
		said = w->r->file.im->mechanism ? w->r->file.im->mechanism : "";
	for (size_t i = 0; i < LEN(bodies); i++)
		if (str_eq(bodies[i].body, folded))
			said = bodies[i].mechanism;
	return un_label(&w->w, "mechanism", &mechanism_type, w->r->mechanisms, said);
}

/* States under review; several may be concerned. */
static void read_countries(struct row *w)
{
	struct context *cx = w->w.cx;
	struct un_labels all = un_labels(cx->mem, cell(w, COUNTRIES_), LABEL_THEME);
	struct refs *to = &w->w.to->states_under_review;

	for (size_t i = 0; i < all.n; i++) {
		int64_t id = un_label(&w->w, "states_under_review", &country_type,
		                      w->r->file.countries, all.v[i].text);

		if (id)
			refs_add(cx, to, id);
	}
	if (!to->n && w->r->file.state)
		refs_add(cx, to, w->r->file.state);
	if (!to->n)
		import_problem(w->r->file.im, w->w.item, columns[COUNTRIES_].name,
		               arena_fmt(cx->mem, tr(cx, N_("There is no State “%s”.")),
		                         first(w, COUNTRIES_)));
}

static void read_upr_review(struct row *w, const char *symbol)
{
	const struct un_file *f = &w->r->file;
	struct refs states = w->w.to->states_under_review;
	int64_t session = 0, cycle;

	cycle = parse_int_in(first(w, SESSION_), 1, 1000, &session)
	                ? upr_cycle_of_session(&f->cycles, session)
	                : un_cycle_of_report(w->w.cx, f, symbol);
	un_take_review(&w->w, states.v[0], cycle);
	w->w.to->states_under_review = states;
}

/* The committee's review has the number of the reports: CEDAW/C/SVN/CO/5-6. */
static void read_other_review(struct row *w, const char *symbol)
{
	struct recommendation *to = w->w.to;
	struct symbol s;

	if (to->mechanism && symbol_parse(w->w.cx->mem, symbol, &s) && s.mechanism && s.series)
		to->cycle =
		        review_needed(w->w.cx, to->states_under_review.v[0], s.mechanism, s.series);
}

static void read_place(struct row *w)
{
	const char *said = first(w, SYMBOL_), *symbol = *said ? said
	                                                : w->r->file.im->document
	                                                        ? w->r->file.im->document
	                                                        : "";
	struct recommendation *to = w->w.to;
	int64_t mechanism = mechanism_of(w);

	read_countries(w);
	to->mechanism = mechanism;
	if (!to->states_under_review.n)
		return;
	if (mechanism && mechanism == w->r->file.upr)
		read_upr_review(w, symbol);
	else
		read_other_review(w, symbol);
	if (*symbol)
		to->document = un_document(&w->w, symbol, date_said(w, DATE_));
}

/* ---- what it says */

static void read_words(struct row *w)
{
	struct un_paragraph p = un_paragraph(w->w.cx->mem, cell(w, TEXT_));

	un_take_words(&w->w, p.words);
	if (*p.locator)
		w->w.to->locator = p.locator;
	if (w->w.to->mechanism != w->r->file.upr)
		return;
	un_take_states_in_words(&w->w, p.words);
	un_take_states(&w->w, cell(w, STATES_));
}

static void read_kind(struct row *w)
{
	struct un_labels all = un_labels(w->w.cx->mem, cell(w, TYPE_), LABEL_THEME);
	int kind = 0;

	for (size_t i = 0; i < all.n; i++) {
		const char *folded = fold_text(w->w.cx->mem, all.v[i].text);

		for (size_t k = 0; k < LEN(kinds); k++) /* what asks for something counts */
			if (str_eq(kinds[k].type, folded) &&
			    (!kind || kinds[k].kind == KIND_RECOMMENDATION))
				kind = kinds[k].kind;
	}
	if (kind)
		w->w.to->kind = kind;
	if (w->w.to->mechanism == w->r->file.upr && w->w.to->kind == KIND_RECOMMENDATION)
		un_take_position(&w->w, first(w, POSITION_), TITLE);
}

/* What has no field of its own, in the file's words. */
static const char *note_of(const struct row *w)
{
	static const enum column noted[] = { BODY_,   TYPE_,           SESSION_, POSITION_, DATE_,
		                             STATES_, STATES_REGIONS_, REGIONS_, INDEXED_ };
	struct context *cx = w->w.cx;
	struct buffer note = BUFFER(cx->mem, 2000);

	for (size_t i = 0; i < LEN(noted); i++) {
		struct un_labels all = un_labels(cx->mem, cell(w, noted[i]), LABEL_THEME);

		for (size_t k = 0; k < all.n; k++)
			buffer_fmt(&note, "%s%s",
			           k          ? ", "
			           : note.len ? arena_fmt(cx->mem, "; %s: ", columns[noted[i]].name)
			                      : arena_fmt(cx->mem, "%s: ", columns[noted[i]].name),
			           all.v[k].text);
	}
	return note.len ? buffer_str(&note) : NULL;
}

static void read_identity(struct row *w)
{
	struct context *cx = w->w.cx;
	const char *id = fold_text(cx->mem, first(w, ID_));

	if (*id)
		w->w.item->external = arena_fmt(cx->mem, "uhri:%s", id);
	un_add_source(&w->w, TITLE, *id ? id : w->w.to->locator, note_of(w));
}

/* Is the unit one of the table's rows? */
static bool is_row(struct context *cx, struct reader *r, const struct unit *u)
{
	int at[COLUMNS];

	if (u->kind == UNIT_SHEET)
		r->other_sheet = true;
	if (u->kind != UNIT_ROW)
		return false;
	if (!r->other_sheet)
		return true;
	if (sure(at, read_header(cx, u, at))) {
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
	read_place(&w);
	read_words(&w);
	read_kind(&w);
	un_take_labels(&w.w, cell(&w, THEMES_), LABEL_THEME);
	un_take_labels(&w.w, cell(&w, PERSONS_), LABEL_PERSON);
	un_take_labels(&w.w, cell(&w, GOALS_), LABEL_SDG);
	read_identity(&w);
	return !failed(cx);
}

const struct import_format uhri_format = {
	.name = "uhri",
	.label = N_("Universal Human Rights Index (XLSX, JSON)"),
	.flags = IMPORT_FOREIGN,
	.guess = guess,
	.open = open,
	.next = next,
	.join = recommendation_join,
	.near = recommendation_near,
	.meet = recommendation_meet,
};
