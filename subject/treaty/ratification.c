/* Tables of ratifications: a row for each State, with the dates of its signature and of the act by
 * which it became bound (the United Nations' own tables), or with years alone.
 *
 * A row is about two acts, so the table is gone through twice, signatures first.  Which treaty it
 * is about stands in a column, is said beside the file (as its document), or is told by the file's
 * name where that is a name of the instrument ("4-8.csv" is chapter IV, 8).  A date that disagrees
 * with the one on record becomes a conflict of sources; a less precise one says nothing new. */
#include "subject/treaty/ratification.h"

#include "base/number.h"
#include "language/fold.h"
#include "language/words.h"
#include "subject/taxonomy/taxonomy.h"
#include "subject/treaty/part.h"
#include "subject/treaty/ratification_cell.h"

enum column { COL_STATE, COL_SIGNED, COL_BOUND, COL_TREATY, COL_PARTY, COL_NOTE, COLUMNS };

static const char *const names[COLUMNS] = { "State",  "Signature",   "Ratification",
	                                    "Treaty", "State party", "Note" };

/* What the heading of a column is, whole. */
static const char *const called[COLUMNS] = {
	[COL_STATE] = "participant|state|country|member|member state",
	[COL_SIGNED] = "signature|signed|date of signature",
	[COL_BOUND] = "",
	[COL_TREATY] = "treaty|instrument|convention",
	[COL_PARTY] = "state party",
	[COL_NOTE] = "note|notes|remarks",
};

struct reader {
	struct import *im;
	const struct labels *countries, *instruments;
	const struct field *const *said;
	int at[COLUMNS];    /* place of a column; -1: it has none */
	int unmarked;       /* what an act without a letter is: enum status_action */
	int64_t instrument; /* of the whole file; 0: a column says it */
	bool second;        /* signatures were gone through */
};

/* ---- headings */

static bool is_called(const char *list, const char *folded)
{
	size_t n = strlen(folded);

	for (const char *s = list; n && *s; s = strchrnul(s, '|'), s += *s == '|')
		if (strncmp(s, folded, n) == 0 && (s[n] == '|' || !s[n]))
			return true;
	return false;
}

/* "Ratification, Accession(a), Succession(d)" in any order; "Signature, Succession to signature(d)"
 * is none. */
static int column_called(const char *folded)
{
	for (int c = 0; c < COLUMNS; c++)
		if (is_called(called[c], folded))
			return c;
	if (strncmp(folded, "signature", strlen("signature")) == 0)
		return COL_SIGNED;
	return strstr(folded, "ratification") || strstr(folded, "accession") ||
	                       strstr(folded, "acceptance")
	               ? COL_BOUND
	               : -1;
}

static int unmarked_of(const char *folded)
{
	return strstr(folded, "ratification or") || !strstr(folded, "ratification")
	               ? ACTION_CONSENT
	               : ACTION_RATIFICATION;
}

static bool read_header(struct context *cx, const struct unit *head, int at[COLUMNS], int *unmarked)
{
	for (int c = 0; c < COLUMNS; c++)
		at[c] = -1;
	for (size_t i = 0; i < head->cells_n; i++) {
		const char *folded = fold_text(cx->mem, head->cells[i].text);
		int c = column_called(folded);

		if (c < 0 || at[c] >= 0)
			continue;
		at[c] = (int)i;
		if (c == COL_BOUND)
			*unmarked = unmarked_of(folded);
	}
	return at[COL_STATE] >= 0 && at[COL_BOUND] >= 0;
}

static int guess(struct context *cx, struct material *m)
{
	int at[COLUMNS], unmarked;
	struct unit u;

	while (material_next(cx, m, &u))
		if (u.kind == UNIT_ROW)
			return read_header(cx, &u, at, &unmarked) ? 80 : 0;
	return 0;
}

/* ---- which treaty */

/* "4-8" as the tables count: chapter IV, 8; anything else as it is. */
static const char *numbered(struct context *cx, const char *s)
{
	static const char *const tens[] = { "", "X", "XX" }, *const ones[] = {
		"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"
	};
	size_t digits = strspn(s, "0123456789");
	int chapter = digits == 1 ? s[0] - '0' : digits == 2 ? (s[0] - '0') * 10 + s[1] - '0' : 0;

	if (chapter < 1 || chapter > 29 || s[digits] != '-')
		return s;
	return arena_fmt(cx->mem, "%s%s%s", tens[chapter / 10], ones[chapter % 10], s + digits);
}

static int64_t instrument_called(struct context *cx, const struct reader *r, const char *name)
{
	return labels_find(cx, r->instruments, numbered(cx, name));
}

/* The name without folder and ending, and without words before it: "hr_status_op_crc_ac" is tried
 * as "hr-status-op-crc-ac", "status-op-crc-ac", "op-crc-ac". */
static int64_t instrument_of_file(struct context *cx, const struct reader *r)
{
	const char *slash = r->im->file ? strrchr(r->im->file, '/') : NULL;
	char *name = arena_str(cx->mem, slash ? slash + 1 : r->im->file ? r->im->file : ""), *dot;
	int64_t id = 0;

	dot = strrchr(name, '.');
	if (dot)
		*dot = '\0';
	for (char *s = name; *s; s++)
		if (*s == '_' || *s == ' ')
			*s = '-';
	for (const char *s = name; s && *s && !id; s = strchr(s, '-'), s = s ? s + 1 : NULL)
		id = instrument_called(cx, r, s);
	return id;
}

static bool find_instrument(struct context *cx, struct reader *r)
{
	const char *said = r->im->document;

	r->instrument =
	        !str_empty(said) ? instrument_called(cx, r, said) : instrument_of_file(cx, r);
	if (r->instrument || (r->at[COL_TREATY] >= 0 && str_empty(said)))
		return true;
	return str_empty(said)
	               ? fail(cx, ERR_INVALID, "document",
	                      N_("Which treaty is this table about? Say its code as the document: "
	                         "CEDAW."))
	               : fail(cx, ERR_INVALID, "document", N_("There is no instrument “%s”."),
	                      said);
}

/* ---- once */

static bool read_head(struct context *cx, struct reader *r, bool keep)
{
	struct unit head;

	do
		if (!import_unit(cx, r->im, &head))
			return failed(cx) ? false
			                  : fail(cx, ERR_INVALID, NULL, N_("The file is empty."));
	while (head.kind != UNIT_ROW);
	if (keep)
		import_header(cx, r->im, &head);
	return read_header(cx, &head, r->at, &r->unmarked) ||
	       fail(cx, ERR_INVALID, NULL,
	            N_("The columns with the States and with the ratifications are missing."));
}

static bool open(struct context *cx, struct import *im, void **ret_state)
{
	struct reader *r = arena_new_of(cx->mem, struct reader);

	*ret_state = r;
	r->im = im;
	r->said = type_fields_named(cx, &instrument_status_type,
	                            "instrument country action date sources conflicts");
	r->countries = labels_load(cx, &country_type);
	r->instruments = r->countries ? labels_load(cx, &instrument_type) : NULL;
	return r->said && r->instruments && read_head(cx, r, true) && find_instrument(cx, r);
}

/* ---- rows */

/* One row while it is read. */
struct row {
	struct context *cx;
	struct reader *r;
	struct import_item *item;
	const struct unit *unit;
	struct instrument_status *to;
};

static const char *cell(const struct reader *r, const struct unit *u, enum column c)
{
	return r->at[c] >= 0 && (size_t)r->at[c] < u->cells_n ? u->cells[r->at[c]].text : "";
}

static void wrong(struct row *w, enum column c, const char *message)
{
	import_problem(w->r->im, w->item, names[c], message);
}

/* A flag of a table of years: the State is a party, although no year is given. */
static bool is_party(const struct row *w)
{
	return str_eq(cell(w->r, w->unit, COL_PARTY), "1");
}

static int64_t state_called(struct context *cx, const struct reader *r, const char *name)
{
	const char *decided = import_choice(r->im, arena_fmt(cx->mem, "label:country:%s", name));
	int64_t id;

	return decided && parse_int_in(decided, 1, INT64_MAX, &id)
	               ? id
	               : labels_find(cx, r->countries, name);
}

static bool is_said(const struct reader *r, const struct unit *u, enum column c)
{
	const char *act = cell(r, u, c);

	return strspn(act, " -–—0\t") != strlen(act) ||
	       (c == COL_BOUND && str_eq(cell(r, u, COL_PARTY), "1"));
}

/* Does the row say anything in this pass?  A State that nobody knows is told once. */
static bool says_something(struct context *cx, const struct reader *r, const struct unit *u)
{
	return is_said(r, u, r->second ? COL_BOUND : COL_SIGNED) &&
	       (r->second || !is_said(r, u, COL_BOUND) ||
	        state_called(cx, r, cell(r, u, COL_STATE)));
}

static void read_state(struct row *w)
{
	const char *name = cell(w->r, w->unit, COL_STATE);

	w->to->country = state_called(w->cx, w->r, name);
	if (!w->to->country)
		wrong(w, COL_STATE,
		      arena_fmt(w->cx->mem, tr(w->cx, N_("There is no State “%s”.")), name));
}

static void read_instrument(struct row *w)
{
	const char *name = cell(w->r, w->unit, COL_TREATY);

	w->to->instrument = w->r->instrument;
	if (w->to->instrument)
		return;
	w->to->instrument = instrument_called(w->cx, w->r, name);
	if (!w->to->instrument)
		wrong(w, COL_TREATY,
		      arena_fmt(w->cx->mem, tr(w->cx, N_("There is no instrument “%s”.")), name));
}

static void read_act(struct row *w)
{
	enum column c = w->r->second ? COL_BOUND : COL_SIGNED;
	const char *words = cell(w->r, w->unit, c);
	struct ratification_cell act;

	if (!ratification_read(w->cx->mem, words, &act) || (!date_set(act.date) && !is_party(w))) {
		wrong(w, c, arena_fmt(w->cx->mem, tr(w->cx, N_("“%s” is no date.")), words));
		return;
	}
	w->to->date = act.date;
	w->to->action = !w->r->second ? ACTION_SIGNATURE : act.mark ? act.mark : w->r->unmarked;
}

static void read_source(struct row *w)
{
	struct source *s = arena_new_of(w->cx->mem, struct source);
	const char *note = cell(w->r, w->unit, COL_NOTE);

	s->title = w->r->im->file;
	s->locator = arena_fmt(w->cx->mem, "row %lld", (long long)w->unit->number);
	s->note = *note ? note : NULL;
	w->to->record.sources = (struct owned){ s, 1 };
}

/* The next row that says something; signatures first, then from the beginning again. */
static bool next_row(struct context *cx, struct reader *r, struct unit *u)
{
	for (;;) {
		if (import_unit(cx, r->im, u)) {
			if (u->kind == UNIT_ROW && says_something(cx, r, u))
				return true;
			continue;
		}
		if (failed(cx) || r->second)
			return false;
		r->second = true;
		material_rewind(r->im->material);
		if (!read_head(cx, r, false))
			return false;
	}
}

static bool next(struct context *cx, struct import *im, void *state, struct import_item *item)
{
	struct reader *r = state;
	struct row w = { .cx = cx, .r = r, .item = item };
	struct unit u;

	if (!next_row(cx, r, &u))
		return false;
	w.unit = &u;
	import_begin(cx, im, item, &instrument_status_type, &u);
	w.to = item->record;
	w.to->record.state = type_state(&instrument_status_type, "listed");
	item->said = r->said;
	read_state(&w);
	read_instrument(&w);
	read_act(&w);
	read_source(&w);
	return !failed(cx);
}

/* ---- what is on record already */

static bool overlap(struct date a, struct date b)
{
	return date_compare(date_first_day(a), b) <= 0 && date_compare(date_first_day(b), a) <= 0;
}

static const char *source_of(const struct instrument_status *s)
{
	const struct source *v = s->record.sources.v;

	return s->record.sources.n && !str_empty(v->title) ? v->title : "";
}

static void disagree(struct context *cx, const struct import *im, struct import_item *item,
                     const struct instrument_status *old, const char *name)
{
	struct instrument_status *s = item->record;
	const struct field *f = type_field_named(item->type, name);
	const struct conflict *was = old->record.conflicts.v;
	size_t n = s->record.conflicts.n;
	struct conflict *v = arena_array(cx->mem, struct conflict, n + 1);

	if (n)
		memcpy(v, s->record.conflicts.v, n * sizeof *v);
	v[n] = (struct conflict){ .field = name,
		                  .value_a = field_words(cx, item->type, f, old),
		                  .source_a = source_of(old),
		                  .value_b = field_words(cx, item->type, f, s),
		                  .source_b = im->file,
		                  .rule = tr(cx, N_("What was on record counts until somebody "
		                                    "decides.")) };
	for (size_t i = 0; i < old->record.conflicts.n; i++)
		if (str_eq(was[i].field, name) && str_eq(was[i].value_b, v[n].value_b) &&
		    str_eq(was[i].source_b, v[n].source_b))
			return;
	s->record.conflicts = (struct owned){ v, n + 1 };
}

/* What is less precise, or only says otherwise what is on record, says nothing. */
static void meet_date(struct context *cx, const struct import *im, struct import_item *item,
                      const struct instrument_status *old, bool closed)
{
	struct instrument_status *s = item->record;

	if (date_set(old->date) && date_set(s->date) && !overlap(old->date, s->date))
		disagree(cx, im, item, old, "date");
	else if (date_set(s->date) && !closed &&
	         (!date_set(old->date) || s->date.precision < old->date.precision))
		return;
	s->date = old->date;
}

static void meet_action(struct context *cx, const struct import *im, struct import_item *item,
                        const struct instrument_status *old, bool closed)
{
	struct instrument_status *s = item->record;

	if (s->action == old->action || (old->action == ACTION_CONSENT && !closed))
		return;
	if (s->action != ACTION_CONSENT && old->action != ACTION_CONSENT)
		disagree(cx, im, item, old, "action");
	s->action = old->action;
}

static bool meet(struct context *cx, const struct import *im, struct import_item *item,
                 const void *old)
{
	const struct instrument_status *was = old;
	struct instrument_status *s = item->record;
	bool closed = was->record.state == type_state(&instrument_status_type, "approved");

	meet_date(cx, im, item, was, closed);
	meet_action(cx, im, item, was, closed);
	/* what was on record already stays as it was brought in the first time */
	if (was->record.sources.n && !s->record.conflicts.n &&
	    date_compare(s->date, was->date) == 0 && s->action == was->action)
		s->record.sources = was->record.sources;
	if (!s->record.conflicts.n)
		s->record.conflicts = was->record.conflicts;
	return !failed(cx);
}

const struct import_format ratification_format = {
	.name = "ratifications",
	.label = N_("Table of ratifications (CSV, XLSX)"),
	.flags = IMPORT_FOREIGN,
	.guess = guess,
	.open = open,
	.next = next,
	.meet = meet,
};
