/* A pack as a workbook: reports, values of indicators, hidden lists to choose from, and the hidden
 * manifest that says which row is what.
 *
 * Signed is the digest of the manifest's cells, and the manifest holds a hash of whatever else is
 * told in a row.  So a reader can say which row was changed, and not only that something was. */
#include "subject/pack/part.h"

#include "base/number.h"
#include "base/utf8.h"
#include "format/xlsx.h"
#include "language/words.h"
#include "record/app.h"
#include "record/key.h"
#include "subject/institution/institution.h"

struct writing {
	struct context *cx;
	struct pack *pack;
	struct xlsx *x;
	struct digest *signed_cells;
	struct half_year half; /* whose day was asked last, and that day */
	struct date due;
};

enum { LONGEST_TOLD = 3000 }; /* characters of what a row is about */

/* ---- words */

/* Not cut by the writer of workbooks, whose note would be no part of what is hashed. */
static const char *told_text(struct context *cx, const char *s)
{
	const char *end = s;

	if (utf8_count(s) <= LONGEST_TOLD)
		return s;
	for (int i = 0; i < LONGEST_TOLD; i++)
		utf8_take(&end);
	return arena_fmt(cx->mem, "%.*s…", (int)(end - s), s);
}

static const char *number_of(struct context *cx, const struct pack_item *item)
{
	const struct measure *m = item->row;
	const struct measure_place *places;

	if (item->about.type != &measure_type)
		return record_title_of(cx, item->about.type, item->row);
	places = m->places.v;
	if (m->places.n && !str_empty(places[0].number))
		return places[0].number;
	return m->number ? m->number : "";
}

static const char *words_of(struct context *cx, const struct pack_item *item)
{
	return told_text(
	        cx, texts_words(cx, item->about.type == &measure_type
	                                    ? &((const struct measure *)item->row)->text
	                                    : &((const struct recommendation *)item->row)->text));
}

/* Many rows have one half-year. */
static const char *due_of(struct writing *w, const struct progress_update *u)
{
	struct half_year h = { u->year.year, u->part == PART_FIRST_HALF ? 1 : 2 };

	if (!u->part)
		return "";
	if (half_year_compare(h, w->half) != 0) {
		if (!half_year_due(w->cx, h, &w->due))
			return "";
		w->half = h;
	}
	return words_date(w->cx->mem, w->cx->lang, w->due);
}

/* ---- the manifest */

static bool manifest_row(struct writing *w, const char *const *cells, size_t n)
{
	xlsx_to(w->x, SHEET_MANIFEST);
	if (!xlsx_row(w->cx, w->x))
		return false;
	for (size_t i = 0; i < MANIFEST_COLUMNS; i++) {
		const char *s = i < n ? cells[i] : "";

		xlsx_text(w->x, s);
		digest_add(w->signed_cells, s, strlen(s));
	}
	return true;
}

static bool manifest_pair(struct writing *w, const char *name, const char *value, const char *more)
{
	const char *const cells[] = { name, value, more };

	return manifest_row(w, cells, LEN(cells));
}

static const char *int_words(struct context *cx, int64_t n)
{
	return arena_fmt(cx->mem, "%lld", (long long)n);
}

/* ---- rows */

static bool put_value(struct writing *w, const char *key, size_t index, const char *number,
                      const struct progress_value *v)
{
	struct context *cx = w->cx;
	const struct indicator *i = record_get_any(cx, &indicator_type, v->indicator);
	const char *told[VALUE_TOLD];

	if (!i)
		return false;
	told[0] = key;
	told[1] = number;
	told[2] = told_text(cx, texts_words(cx, &i->name));
	told[3] = indicator_unit_words(cx, i);
	told[4] = indicator_breakdown_words(cx, v->breakdown);

	const char *const cells[] = { "value",
		                      key,
		                      int_words(cx, (int64_t)index),
		                      int_words(cx, v->indicator),
		                      v->breakdown ? v->breakdown : "",
		                      pack_told_hash(cx, told, VALUE_TOLD) };

	xlsx_to(w->x, SHEET_VALUES);
	if (!xlsx_row(cx, w->x))
		return false;
	for (size_t k = 0; k < VALUE_TOLD; k++)
		xlsx_text(w->x, told[k]);
	xlsx_text(w->x, pack_value_cell(cx, v));
	xlsx_text(w->x, arena_fmt(cx->mem, "%s.%zu", key, index));
	return manifest_row(w, cells, LEN(cells));
}

static bool put_values(struct writing *w, const char *key, const char *number,
                       const struct progress_update *u)
{
	const struct progress_value *v = u->values.v;

	for (size_t i = 0; i < u->values.n; i++)
		if (!put_value(w, key, i, number, &v[i]))
			return false;
	return true;
}

static bool put_item(struct writing *w, const struct pack_item *item, size_t n)
{
	struct context *cx = w->cx;
	const struct progress_update *u = item->u;
	const char *key = int_words(cx, (int64_t)n);
	const char *told[TOLD] = { key, tr(cx, item->about.type->label), number_of(cx, item),
		                   words_of(cx, item), due_of(w, u) };
	const char *const cells[] = { "row",
		                      key,
		                      item->about.type->name,
		                      int_words(cx, item->about.id),
		                      int_words(cx, u->record.version ? u->record.id : 0),
		                      int_words(cx, u->record.version),
		                      int_words(cx, u->year.year),
		                      int_words(cx, u->part),
		                      pack_told_hash(cx, told, TOLD) };

	xlsx_to(w->x, SHEET_REPORTS);
	if (!xlsx_row(cx, w->x))
		return false;
	for (size_t i = 0; i < TOLD; i++)
		xlsx_text(w->x, told[i]);
	for (size_t i = 0; i < PACK_FIELDS; i++)
		xlsx_text(w->x, pack_cell(cx, w->pack->language, pack_field(i), u));
	xlsx_text(w->x, key);
	return !failed(cx) && manifest_row(w, cells, LEN(cells)) && put_values(w, key, told[2], u);
}

/* ---- sheets */

static const char *head_of(struct context *cx, size_t field)
{
	return tr(cx, pack_field(field)->label);
}

/* Heads of the three sheets that are not the manifest. */
struct heads {
	const char *reports[REPORT_COLUMNS], *values[VALUE_COLUMNS], *lists[3];
};

/* What a cell offers: years, periods, statuses. */
enum { LIST_YEAR, LIST_PART, LIST_STATUS };
enum { FIELD_AT_YEAR, FIELD_AT_PART, FIELD_AT_STATUS = 6 };

static void name_columns(struct context *cx, struct heads *h)
{
	*h = (struct heads){
		.reports = { tr(cx, N_("No.")), tr(cx, NC_("pack", "What")), tr(cx, N_("Number")),
		             tr(cx, N_("Text")), tr(cx, N_("Due")) },
		.values = { tr(cx, N_("No.")), tr(cx, N_("Number")), tr(cx, N_("Indicator")),
		            tr(cx, N_("Unit")), tr(cx, N_("Broken down by")),
		            tr(cx, NC_("indicator", "Value")), "key" },
		.lists = { head_of(cx, FIELD_AT_YEAR), head_of(cx, FIELD_AT_PART),
		           head_of(cx, FIELD_AT_STATUS) },
	};
	for (size_t i = 0; i < PACK_FIELDS; i++)
		h->reports[FIRST_FIELD + i] = head_of(cx, i);
	h->reports[REPORT_KEY] = "key";
}

static bool add_sheets(struct writing *w, const struct heads *h)
{
	static const char *const cells[MANIFEST_COLUMNS] = { "what", "1", "2", "3", "4",
		                                             "5",    "6", "7", "8" };
	struct context *cx = w->cx;

	w->x = xlsx_start(cx, tr(cx, N_("Progress")), tr(cx, N_("How to fill it in")), h->reports,
	                  REPORT_COLUMNS);
	return w->x &&
	       xlsx_table(cx, w->x, tr(cx, N_("Values of indicators")), h->values, VALUE_COLUMNS) &&
	       xlsx_table(cx, w->x, tr(cx, N_("Lists")), h->lists, LEN(h->lists)) &&
	       xlsx_table(cx, w->x, PACK_MANIFEST, cells, MANIFEST_COLUMNS);
}

/* The chair alone calls something not pursued. */
static size_t put_lists(struct writing *w)
{
	struct context *cx = w->cx;
	const struct choice *parts = pack_field(FIELD_AT_PART)->choices;
	const struct choice *statuses = recommendation_statuses;
	int this_year = today(cx).year;
	size_t n = 0;

	for (size_t s = 0; statuses[s].code; s++) {
		if (s + 1 == STATUS_NOT_PURSUED)
			continue;
		if (!xlsx_row(cx, w->x))
			return 0;
		if (n < 2)
			xlsx_text(w->x, int_words(cx, this_year - (int)n));
		else
			xlsx_empty(w->x);
		if (n < PART_WHOLE_YEAR)
			xlsx_text(w->x, tr(cx, parts[n].label));
		else
			xlsx_empty(w->x);
		xlsx_text(w->x, tr(cx, statuses[s].label));
		n++;
	}
	return n;
}

static bool furnish(struct writing *w)
{
	static const int widths[PACK_FIELDS] = { 8, 18, 44, 44, 30, 30, 24, 30, 10 };
	size_t statuses;

	xlsx_to(w->x, SHEET_LISTS);
	xlsx_hide(w->x);
	statuses = put_lists(w);
	xlsx_to(w->x, SHEET_MANIFEST);
	xlsx_hide(w->x);
	xlsx_to(w->x, SHEET_VALUES);
	xlsx_protect(w->x);
	xlsx_open_column(w->x, VALUE_TYPED, 14);
	xlsx_hide_column(w->x, VALUE_KEY);
	xlsx_to(w->x, SHEET_REPORTS);
	xlsx_protect(w->x);
	for (size_t i = 0; i < PACK_FIELDS; i++)
		xlsx_open_column(w->x, FIRST_FIELD + i, widths[i]);
	xlsx_hide_column(w->x, REPORT_KEY);
	xlsx_choices(w->x, FIRST_FIELD + FIELD_AT_YEAR, SHEET_LISTS, LIST_YEAR, 2);
	xlsx_choices(w->x, FIRST_FIELD + FIELD_AT_PART, SHEET_LISTS, LIST_PART, PART_WHOLE_YEAR);
	xlsx_choices(w->x, FIRST_FIELD + FIELD_AT_STATUS, SHEET_LISTS, LIST_STATUS, statuses);
	return statuses > 0;
}

/* Whose it is, first; what the program that reads it must know before it believes the rest. */
static bool put_heads(struct writing *w, const struct heads *h)
{
	struct context *cx = w->cx;
	const struct pack *p = w->pack;

	return manifest_pair(w, "format", PACK_FORMAT, "") &&
	       manifest_pair(w, "pack", p->code, "") &&
	       manifest_pair(w, "institution", int_words(cx, p->record.institution), "") &&
	       manifest_pair(w, "language", p->language, "") &&
	       manifest_pair(w, "issued", int_words(cx, p->issued.us), "") &&
	       manifest_pair(w, "reports", tr(cx, N_("Progress")),
	                     pack_told_hash(cx, h->reports, REPORT_COLUMNS)) &&
	       manifest_pair(w, "values", tr(cx, N_("Values of indicators")),
	                     pack_told_hash(cx, h->values, VALUE_COLUMNS));
}

static bool sign(struct writing *w)
{
	struct context *cx = w->cx;
	unsigned char bytes[DIGEST_SIZE];
	char *hex = arena_alloc(cx->mem, HEX_DIGEST), public_key[KEY_TEXT];
	const char *cells[3] = { "signature" };

	digest_end(w->signed_cells, bytes);
	w->pack->digest = hex_text(bytes, DIGEST_SIZE, hex);
	if (!key_public(cx, public_key))
		return false;
	cells[1] = key_sign(cx, pack_statement(cx, hex));
	cells[2] = public_key;
	xlsx_to(w->x, SHEET_MANIFEST);
	if (!xlsx_row(cx, w->x))
		return false;
	for (size_t i = 0; i < LEN(cells); i++)
		xlsx_text(w->x, cells[i]);
	return true;
}

static void put_about(struct writing *w)
{
	struct context *cx = w->cx;
	struct xlsx *x = w->x;

	xlsx_about(x, tr(cx, N_("Ministry pack")), w->pack->code);
	xlsx_about(x, tr(cx, N_("Institution")),
	           record_title(cx, &institution_type, w->pack->record.institution));
	xlsx_about(x, tr(cx, N_("Issued at")), words_date(cx->mem, cx->lang, today(cx)));
	xlsx_about(
	        x, tr(cx, N_("What to do")),
	        tr(cx, N_("Fill in the coloured cells of both sheets. A row that is left as it is "
	                  "changes nothing.")));
	xlsx_about(
	        x, tr(cx, N_("What not to do")),
	        tr(cx, N_("Add or take away no rows, columns or sheets and change no other cell: "
	                  "the pack would be refused. Save it as XLSX.")));
	xlsx_about(
	        x, tr(cx, N_("Afterwards")),
	        tr(cx, N_("Bring it back under “Ministry packs”. You see what would change before "
	                  "anything is saved, and what is saved is a draft.")));
	xlsx_about(x, tr(cx, N_("Evidence")),
	           tr(cx, N_("Files are added to the drafts, after the pack was brought back.")));
}

/* ---- the register */

static const char *new_code(struct context *cx, const struct institution *i)
{
	struct date d = today(cx);
	unsigned char some[3];
	char hex[2 * sizeof some + 1];

	secret_random(some, sizeof some);
	return arena_fmt(cx->mem, "%s-%04d-%02d-%02d-%s", i->code, d.year, d.month, d.day,
	                 hex_text(some, sizeof some, hex));
}

static struct pack *new_pack(struct context *cx, int64_t institution, const char *lang)
{
	const struct institution *i = record_get_any(cx, &institution_type, institution);
	struct pack *p;

	if (!i)
		return NULL;
	p = record_new(cx, T);
	p->record.institution = institution;
	p->code = new_code(cx, i);
	p->language = arena_str(cx->mem, lang);
	p->issued.us = cx->now;
	return p;
}

static bool write_sheets(struct writing *w, const struct pack_item *items, size_t n)
{
	struct heads h;

	name_columns(w->cx, &h);
	if (!add_sheets(w, &h) || !furnish(w) || !put_heads(w, &h))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!put_item(w, &items[i], i + 1))
			return false;
	if (!sign(w))
		return false;
	put_about(w);
	return true;
}

struct pack *pack_write(struct context *cx, int64_t institution, const char *lang, sink *to_sink,
                        void *to)
{
	struct writing w = { .cx = cx, .signed_cells = digest_new(cx->mem) };
	const char *before = cx->lang;
	struct pack_item *items;
	size_t n;
	bool ok;

	if (!pack_may_issue(cx, institution)) {
		fail(cx, ERR_FORBIDDEN, NULL,
		     N_("A pack is issued by the secretariat and by the body that it is for."));
		return NULL;
	}
	w.pack = new_pack(cx, institution, lang);
	if (!w.pack || !pack_items(cx, institution, &items, &n))
		return NULL;
	w.pack->items = (struct number){ (int64_t)n, true };
	cx->lang = w.pack->language;
	ok = write_sheets(&w, items, n) && xlsx_end(cx, w.x, to_sink, to);
	cx->lang = before;
	return ok && record_save_as(cx, T, w.pack, CHANGE_CREATE) ? w.pack : NULL;
}
