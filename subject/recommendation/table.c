/* The format "table": what the table is, is found out once, by itself, by what was chosen for its
 * header before, and by what a person chooses now, the later before the earlier; then each row
 * becomes a recommendation (table_row.c). */
#include "subject/recommendation/table_part.h"

#include "base/buffer.h"
#include "record/app.h"
#include "record/setting.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/near.h"

/* ---- the table as a whole */

static bool is_table(const struct material *m)
{
	return str_eq(m->format, "csv") || str_eq(m->format, "xlsx") || str_eq(m->format, "xls");
}

static int known_columns(const struct table *t)
{
	int n = 0;

	for (size_t i = 0; i < t->columns_n; i++)
		n += t->columns[i].field > TABLE_ID;
	return n;
}

/* Never so sure as a format that knows its own header. */
static int guess(struct context *cx, struct material *m)
{
	struct table *t = is_table(m) ? table_find(cx, m, NULL, NULL, NULL) : NULL;

	return t && known_columns(t) > 1 ? 5 + t->sure / 4 : 0;
}

/* A field that another column was taken for is free again. */
static void choose_column(struct context *cx, struct table *t, size_t column, const char *code,
                          enum table_why why)
{
	struct table_column *c = &t->columns[column];
	enum table_field field;
	const char *lang;

	if (!table_field_named(cx, code, &field, &lang))
		return;
	if (field == TABLE_TEXT && !*lang)
		lang = *c->lang ? c->lang : "en";
	for (size_t i = 0; i < t->columns_n && !table_may_repeat(field); i++)
		if (i != column && t->columns[i].field == field &&
		    str_eq(t->columns[i].lang, lang) && t->columns[i].why < WHY_MEMORY) {
			t->columns[i].field = TABLE_NONE;
			t->columns[i].lang = "";
			t->columns[i].why = WHY_NOTHING;
			t->columns[i].sure = 0;
		}
	c->field = field;
	c->lang = lang;
	c->why = why;
	c->sure = 100;
}

static void choose_columns(struct context *cx, struct table *t, const struct import *im,
                           const struct table_memory *memory)
{
	for (size_t i = 0; i < t->columns_n; i++) {
		const char *what = arena_fmt(cx->mem, "column:%d", t->columns[i].place),
		           *code = table_choice(im, memory, what);

		if (code)
			choose_column(cx, t, i, code,
			              import_choice(im, what) ? WHY_PERSON : WHY_MEMORY);
	}
}

/* As it looks by itself; what somebody chose for that header is then chosen again. */
static struct table *know_table(struct context *cx, struct import *im, struct table_names *names,
                                struct table_memory *memory)
{
	const char *sheet = import_choice(im, "sheet"), *header, *fingerprint;
	struct table *t = table_find(cx, im->material, sheet, NULL, names);

	*memory = (struct table_memory){ 0 };
	fingerprint = t ? t->fingerprint : "";
	if (failed(cx) || (t && !table_recall(cx, fingerprint, memory)))
		return NULL;
	sheet = table_choice(im, memory, "sheet");
	header = table_choice(im, memory, "header");
	if (sheet || header) {
		material_rewind(im->material);
		t = table_find(cx, im->material, sheet, header, names);
	}
	if (!t) {
		if (!failed(cx))
			fail(cx, ERR_INVALID, NULL,
			     N_("There is no list of recommendations here that the program "
			        "recognises. Say which row is the header."));
		return NULL;
	}
	if (*fingerprint)
		t->fingerprint = fingerprint;
	if (memory->at) {
		t->why = WHY_MEMORY;
		t->by = memory->by;
		t->at = memory->at;
	}
	choose_columns(cx, t, im, memory);
	return t;
}

static bool load_names(struct context *cx, struct table_names *ret)
{
	ret->countries = labels_load(cx, &country_type);
	ret->mechanisms = ret->countries ? labels_load(cx, &mechanism_type) : NULL;
	return ret->mechanisms != NULL;
}

/* ---- for who shows it */

static void count_status(struct context *cx, const struct import *im,
                         const struct table_memory *memory, struct table *t, const char *words)
{
	enum { MOST = 200 };
	const char *chosen;
	int status;

	for (size_t i = 0; i < t->statuses_n; i++)
		if (str_eq(t->statuses[i].words, words)) {
			t->statuses[i].rows++;
			return;
		}
	if (!*words || t->statuses_n == MOST)
		return;
	if (!t->statuses)
		t->statuses = arena_array(cx->mem, struct table_status, MOST);
	chosen = table_choice(im, memory, arena_fmt(cx->mem, "label:status:%s", words));
	(void)table_status(cx, words, &status);
	t->statuses[t->statuses_n++] =
	        (struct table_status){ words, chosen ? chosen : table_status_code(status), 1 };
}

static void count_left(struct context *cx, struct table *t, const struct unit *u,
                       enum table_left_why why)
{
	struct buffer b = BUFFER(cx->mem, 2000);

	if (t->left_all++ >= TABLE_LEFT_KEPT)
		return;
	for (size_t i = 0; i < u->cells_n && b.len < 300; i++)
		if (*u->cells[i].text)
			buffer_fmt(&b, "%s%.300s", b.len ? " · " : "", u->cells[i].text);
	if (!t->left)
		t->left = arena_array(cx->mem, struct table_left, TABLE_LEFT_KEPT);
	t->left[t->left_n++] = (struct table_left){ u->number, why, buffer_str(&b) };
}

static bool is_read(const struct table *t, const struct unit *u, int64_t sheet)
{
	return u->kind == UNIT_ROW && sheet == t->sheet &&
	       (u->number < t->header || u->number > t->header_last);
}

struct table *table_look(struct context *cx, struct import *im)
{
	struct table_names names;
	struct table_memory memory;
	struct table *t;
	struct unit u;
	int64_t sheet = 0, last = 0;

	material_rewind(im->material);
	t = load_names(cx, &names) ? know_table(cx, im, &names, &memory) : NULL;
	material_rewind(im->material);
	while (t && material_next(cx, im->material, &u)) {
		struct arena_mark mark;
		enum table_left_why why;
		bool left;

		sheet = u.kind == UNIT_SHEET ? u.number : sheet;
		if (!is_read(t, &u, sheet))
			continue;
		mark = arena_mark(cx->mem);
		left = table_row_left(cx, t, &u, last, &why);
		arena_rewind(cx->mem, mark);
		last = u.number;
		if (left)
			count_left(cx, t, &u, why);
		else
			t->rows++;
		for (size_t i = 0; i < t->columns_n && !left; i++)
			if (t->columns[i].field == TABLE_STATUS)
				count_status(cx, im, &memory, t,
				             table_cell(cx, &u, t->columns[i].place));
	}
	return failed(cx) ? NULL : t;
}

const char *table_left_label(enum table_left_why why)
{
	static const char *const labels[LEFT_WHYS] = {
		[LEFT_ABOVE] = N_("Above the header"),
		[LEFT_NUMBERS] = N_("Numbers of the columns"),
		[LEFT_AGAIN] = N_("The header once more"),
		[LEFT_HEADING] = N_("A heading or a remark"),
		[LEFT_TOTAL] = N_("A total"),
	};

	return labels[why];
}

const char *table_why_label(enum table_why why)
{
	static const char *const labels[] = {
		[WHY_NOTHING] = N_("Not recognised"),
		[WHY_HEADER] = N_("By the words above it"),
		[WHY_CELLS] = N_("By what stands in it"),
		[WHY_MEMORY] = N_("As somebody chose before"),
		[WHY_PERSON] = N_("As you chose"),
	};

	return labels[why];
}

/* ---- once for an import */

bool table_reader_open(struct context *cx, struct import *im, struct table_reader *r)
{
	r->im = im;
	if (!load_names(cx, &r->names))
		return false;
	r->themes = labels_load(cx, &theme_type);
	r->persons = r->themes ? labels_load(cx, &affected_person_type) : NULL;
	r->sdgs = r->persons ? labels_load(cx, &sdg_type) : NULL;
	if (!r->sdgs)
		return false;
	r->own = record_id_by_key(cx, &country_type, setting(cx, "state"));
	r->upr = record_id_by_key(cx, &mechanism_type, "UPR");
	if (im->mechanism)
		r->mechanism = record_id_by_key(cx, &mechanism_type, im->mechanism);
	if (im->state)
		r->state = record_id_by_key(cx, &country_type, im->state);
	for (int n = 1; n <= TABLE_CYCLES; n++)
		r->cycles[n] =
		        record_id_by_key(cx, &review_cycle_type, arena_fmt(cx->mem, "UPR-%d", n));
	return !failed(cx);
}

/* The language that is authoritative: as told, else English, in which the United Nations decide,
 * else that of the first text. */
static const char *original_language(const struct table_reader *r)
{
	const char *first = NULL, *wished = r->im->lang ? r->im->lang : "en";

	for (size_t i = 0; i < r->table->columns_n; i++) {
		if (r->table->columns[i].field != TABLE_TEXT)
			continue;
		if (str_eq(r->table->columns[i].lang, wished))
			return wished;
		first = first ? first : r->table->columns[i].lang;
	}
	return first ? first : wished;
}

void table_tell_header(struct context *cx, const struct table_reader *r)
{
	struct unit u = { .kind = UNIT_ROW,
		          .number = r->table->header_last,
		          .cells_n = r->table->columns_n };
	struct cell *cells = arena_array(cx->mem, struct cell, u.cells_n + 1);

	for (size_t i = 0; i < u.cells_n; i++)
		cells[i] = (struct cell){ .kind = CELL_TEXT,
			                  .text = r->table->columns[i].header,
			                  .columns = 1 };
	u.cells = cells;
	if (r->table->header)
		import_header(cx, r->im, &u);
}

/* One text alone is in the language that was told. */
static void settle_language(const struct table_reader *r)
{
	struct table_column *only = NULL;

	for (size_t i = 0; i < r->table->columns_n; i++)
		if (r->table->columns[i].field == TABLE_TEXT) {
			if (only)
				return;
			only = &r->table->columns[i];
		}
	if (only && r->im->lang && only->why != WHY_PERSON)
		only->lang = r->im->lang;
}

static bool open(struct context *cx, struct import *im, void **ret_state)
{
	struct table_reader *r = arena_new_of(cx->mem, struct table_reader);

	*ret_state = r;
	if (!is_table(im->material))
		return fail(cx, ERR_INVALID, NULL, N_("This is no table."));
	if (!table_reader_open(cx, im, r))
		return false;
	r->table = know_table(cx, im, &r->names, &r->memory);
	if (!r->table)
		return false;
	material_rewind(im->material);
	r->symbol = im->document ? im->document : r->table->document;
	r->document = r->symbol ? document_by_symbol(cx, r->symbol) : 0;
	settle_language(r);
	r->original = original_language(r);
	table_tell_header(cx, r);
	return !failed(cx);
}

static bool saved(struct context *cx, const struct import *im, void *state)
{
	return table_remember(cx, im, ((const struct table_reader *)state)->table);
}

static bool next(struct context *cx, struct import *im, void *state, struct import_item *item)
{
	struct table_reader *r = state;
	struct unit u;

	while (import_unit(cx, im, &u)) {
		enum table_left_why why;
		bool left;

		r->sheet = u.kind == UNIT_SHEET ? u.number : r->sheet;
		if (!is_read(r->table, &u, r->sheet))
			continue;
		left = table_row_left(cx, r->table, &u, r->last_row, &why);
		r->last_row = u.number;
		if (!left)
			return table_read_row(cx, r, item, &u);
		if (why == LEFT_HEADING)
			table_keep_section(r, &u);
	}
	return false;
}

/* One recommendation in several rows, for each body that answers for it or each thing to be done:
 * every row is a source of the one record.  Two positions contradict each other. */
bool table_join(struct context *cx, void *first, const void *second)
{
	const struct recommendation *a = first, *b = second;

	return a->status == b->status && recommendation_join(cx, first, second);
}

const struct import_format table_format = {
	.name = "table",
	.label = N_("Any list of recommendations (CSV, XLSX, XLS)"),
	.flags = IMPORT_FOREIGN,
	.guess = guess,
	.open = open,
	.next = next,
	.join = table_join,
	.near = recommendation_near,
	.meet = recommendation_meet,
	.saved = saved,
};
