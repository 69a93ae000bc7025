/* CSV of IMPACT OSS (https://impactoss.org), the database of recommendations and actions that other
 * States' mechanisms use.
 *
 * Its columns are those of its own import and batch templates: each header is a label and the name
 * of the attribute, "Reference [database:reference]"; older ones have the attribute alone.  Found
 * in its public sources (github.com/impactoss): impactoss-client app/utils/import.js (the form of
 * the headers), app/themes/config.js (MEASURE_SHAPE: title, description, outcome,
 * indicator_summary, target_date, target_date_comment), app/containers/RecommendationImport (title,
 * reference, accepted, response), app/containers/App/messages.js (the labels and the hints
 * "Required: text", "Optional: boolean (true/false)"), and impactoss-user-manual managers/import.md
 * (the second row holds hints and is to be deleted).
 *
 * "accepted" is true or false, which its pages show as Accepted and Noted.  The reference is what
 * the mechanism calls the recommendation; it is a paragraph only when it looks like one.  Actions
 * are measures, which have no place in the program yet: their rows are told one by one and stay
 * with the import. */
#include "subject/recommendation/table_part.h"

#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/near.h"

enum { MOST_COLUMNS = 60, SURE = 95, LIKELY = 70 };

static const struct {
	const char *attribute;
	enum table_field field;
	bool action;
} attributes[] = {
	{ "title", TABLE_TEXT, false },
	{ "reference", TABLE_LOCATOR, false },
	{ "accepted", TABLE_POSITION, false },
	{ "response", TABLE_POSITION_REMARK, false },
	{ "description", TABLE_NONE, false },
	{ "outcome", TABLE_NONE, true },
	{ "indicator_summary", TABLE_NONE, true },
	{ "target_date", TABLE_NONE, true },
	{ "target_date_comment", TABLE_NONE, true },
};

struct reader {
	struct table_reader rows;
	bool actions;
};

/* What the header says. */
struct head {
	bool tagged, title, reference, accepted, action;
	struct table_column columns[MOST_COLUMNS];
	size_t n;
	int64_t row;
};

/* "Reference [database:reference]" or "reference". */
static const char *attribute_of(struct context *cx, const char *header, bool *ret_tagged)
{
	static const char mark[] = "[database:";
	const char *at = strstr(header, mark);

	*ret_tagged = at != NULL;
	if (!at)
		return header;
	at += sizeof mark - 1;
	return arena_strn(cx->mem, at, strcspn(at, "]"));
}

static void read_column(struct context *cx, struct head *h, const char *header)
{
	struct table_column *c = &h->columns[h->n++];
	bool tagged;
	const char *attribute = attribute_of(cx, header, &tagged);

	*c = (struct table_column){ .place = (int)h->n, .lang = "", .sure = 100 };
	c->header = arena_strn(cx->mem, header, strcspn(header, "["));
	c->plain = table_plain(cx->mem, c->header);
	c->why = WHY_HEADER;
	h->tagged |= tagged;
	for (size_t i = 0; i < LEN(attributes); i++)
		if (str_eq(attributes[i].attribute, attribute)) {
			c->field = attributes[i].field;
			c->lang = c->field == TABLE_TEXT ? "en" : "";
			h->action |= attributes[i].action;
		}
	h->title |= str_eq(attribute, "title");
	h->reference |= str_eq(attribute, "reference");
	h->accepted |= str_eq(attribute, "accepted");
}

/* The first row; false when there is none. */
static bool read_head(struct context *cx, struct material *m, struct head *ret)
{
	struct unit u;

	memset(ret, 0, sizeof *ret);
	while (material_next(cx, m, &u)) {
		if (u.kind != UNIT_ROW)
			continue;
		ret->row = u.number;
		for (size_t i = 0; i < u.cells_n && i < MOST_COLUMNS; i++)
			read_column(cx, ret, u.cells[i].text);
		return true;
	}
	return false;
}

static bool is_known(const struct head *h)
{
	return h->title &&
	       (h->tagged || (h->reference && h->accepted) || (h->action && !h->reference));
}

static int guess(struct context *cx, struct material *m)
{
	struct head *h = arena_new_of(cx->mem, struct head);

	if ((!str_eq(m->format, "csv") && !str_eq(m->format, "xlsx")) || !read_head(cx, m, h) ||
	    !is_known(h))
		return 0;
	return h->tagged ? SURE : LIKELY;
}

static struct table *table_of(struct context *cx, const struct head *h)
{
	struct table *t = arena_new_of(cx->mem, struct table);

	t->sheet = 1;
	t->sheet_name = "";
	t->header = t->header_last = h->row;
	t->columns = arena_array(cx->mem, struct table_column, h->n);
	memcpy(t->columns, h->columns, h->n * sizeof *t->columns);
	t->columns_n = h->n;
	return t;
}

static bool open(struct context *cx, struct import *im, void **ret_state)
{
	struct reader *r = arena_new_of(cx->mem, struct reader);
	struct head *h = arena_new_of(cx->mem, struct head);

	*ret_state = r;
	if (!read_head(cx, im->material, h) || !is_known(h))
		return failed(cx) ? false
		                  : fail(cx, ERR_INVALID, NULL,
		                         N_("These are not the columns of IMPACT OSS."));
	material_rewind(im->material);
	if (!table_reader_open(cx, im, &r->rows))
		return false;
	r->rows.table = table_of(cx, h);
	r->rows.symbol = im->document;
	r->rows.document = im->document ? document_by_symbol(cx, im->document) : 0;
	r->rows.original = im->lang ? im->lang : "en";
	r->actions = h->action && !h->reference;
	for (size_t i = 0; i < h->n; i++) {
		struct table_column *c = &r->rows.table->columns[i];

		if (c->field == TABLE_TEXT)
			c->lang = r->rows.original;
	}
	table_tell_header(cx, &r->rows);
	return !failed(cx);
}

/* The template's second row. */
static bool is_hint(struct context *cx, const struct unit *u)
{
	const char *first = table_cell(cx, u, 1);

	return str_starts(first, "Required:") || str_starts(first, "Optional:") ||
	       strstr(first, "text (required)");
}

static bool next(struct context *cx, struct import *im, void *state, struct import_item *item)
{
	struct reader *r = state;
	struct unit u;

	while (import_unit(cx, im, &u)) {
		if (u.kind != UNIT_ROW || u.number <= r->rows.table->header || is_hint(cx, &u))
			continue;
		if (!r->actions)
			return table_read_row(cx, &r->rows, item, &u);
		import_begin(cx, im, item, &recommendation_type, &u);
		import_problem(
		        im, item, NULL,
		        tr(cx,
		           N_("later: measures. This row is an action, and the program has no "
		              "place for measures yet. Bring the file in again when it has one.")));
		return !failed(cx);
	}
	return false;
}

const struct import_format impact_oss_format = {
	.name = "impact-oss",
	.label = N_("IMPACT OSS: recommendations or actions (CSV)"),
	.flags = IMPORT_FOREIGN,
	.guess = guess,
	.open = open,
	.next = next,
	.join = table_join,
	.near = recommendation_near,
	.meet = recommendation_meet,
};
