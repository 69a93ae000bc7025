/* A list of recommendations as anybody writes it: whatever stands in its cells, a header is found
 * or not, each field is taken once, and each row is read or left out. */
#include "base/utf8.h"
#include "subject/recommendation/table_part.h"
#include "test/fuzz/material_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_columns(struct context *cx, const struct table *t)
{
	assert(t->header <= t->header_last && t->header_last <= t->header + 1);
	for (size_t i = 0; i < t->columns_n; i++) {
		const struct table_column *c = &t->columns[i];

		assert(c->place == (int)i + 1 && c->sure >= 0 && c->sure <= 100);
		assert(utf8_valid(c->header, strlen(c->header)) && table_field_label(c->field));
		assert(table_field_code(cx, c->field, c->lang));
		for (size_t k = 0; k < i && !table_may_repeat(c->field); k++)
			assert(t->columns[k].field != c->field ||
			       !str_eq(t->columns[k].lang, c->lang));
	}
}

static void read_cell(struct context *cx, const struct cell *c)
{
	const char **parts, *locator = table_locator(cx, c->text);
	struct date date;
	int status;

	for (size_t i = table_parts(cx, c->text, &parts); i-- > 0;)
		assert(*parts[i] && utf8_valid(parts[i], strlen(parts[i])));
	assert(!locator || (*locator >= '0' && *locator <= '9'));
	for (int month_first = 0; month_first < 2; month_first++)
		if (table_date(cx, c, month_first, &date))
			assert(date_valid(date.year, date.month, date.day));
	if (table_status(cx, c->text, &status))
		assert(!status == !table_status_code(status));
	assert(table_cycle(cx, c->text) >= 0 && table_cycle(cx, c->text) <= 9);
	assert(table_position(cx, c->text) >= 0 && table_priority(cx, c->text) >= 0);
	(void)table_mechanism(cx, c->text);
}

static void try_list(struct context *cx, const char *bytes, size_t n)
{
	struct material *m = material_read_here(cx, bytes, n, NULL);
	struct table *t = m ? table_find(cx, m, NULL, NULL, NULL) : NULL;
	struct unit u;
	int64_t last = 0;

	if (!t)
		return;
	check_columns(cx, t);
	material_rewind(m);
	while (material_next(cx, m, &u)) {
		struct arena_mark mark = arena_mark(cx->mem);
		enum table_left_why why;

		if (u.kind != UNIT_ROW)
			continue;
		if (table_row_left(cx, t, &u, last, &why))
			assert(table_left_label(why));
		last = u.number;
		for (size_t i = 0; i < u.cells_n; i++)
			read_cell(cx, &u.cells[i]);
		arena_rewind(cx->mem, mark);
	}
	assert(!failed(cx));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };
	bool of_others = size >= 4 && (memcmp(data, "PK", 2) == 0 || data[0] == 0xd0 ||
	                               memmem(data, size, "%PDF", 4));

	if (!of_others && setjmp(*arena_recover(cx.mem)) == 0)
		try_list(&cx, (const char *)data, size);
	arena_free(cx.mem);
	return 0;
}
