/* The dumps say what the tables and the matrix say. */
#include "format/csv.h"
#include "record/dump.h"
#include "record/trust_test.h"

static const char *dumped(struct world *w, bool (*dump)(struct context *cx, struct buffer *out))
{
	struct buffer out = BUFFER(w->cx->mem, MAX_ANSWER);

	test_ok(w->cx, dump(w->cx, &out) && buffer_ok(w->cx, &out));
	return buffer_str(&out);
}

static size_t column_of(const struct csv_row *head, const char *name)
{
	for (size_t i = 0; i < head->count; i++)
		if (strcmp(head->cells[i], name) == 0)
			return i;
	fail_msg("no column %s\n", name);
	return 0;
}

/* A copy of the row that survives the next one. */
static struct csv_row kept(struct context *cx, const struct csv_row *row)
{
	const char **cells = arena_array(cx->mem, const char *, row->count);

	for (size_t i = 0; i < row->count; i++)
		cells[i] = arena_str(cx->mem, row->cells[i]);
	return (struct csv_row){ row->number, row->line, row->count, cells };
}

static void permissions_cell_by_cell(void **state)
{
	struct world *w = *state;
	struct context *cx = w->cx;
	const struct embedded *file = embedded_named("reference/roles.csv");
	const char *text = dumped(w, dump_permissions);
	struct csv_reader *ours = csv_open_bytes(cx, text, strlen(text));
	struct csv_reader *theirs = csv_open_bytes(cx, (const char *)file->data, file->size);
	struct csv_row a, b;
	size_t cells = 0;

	assert_true(csv_next(cx, ours, &a) && csv_next(cx, theirs, &b));

	const struct csv_row head = kept(cx, &a), file_head = kept(cx, &b);

	assert_int_equal(head.count, ROLES);
	while (csv_next(cx, theirs, &b)) {
		assert_true(csv_next(cx, ours, &a));
		for (size_t i = 0; i < head.count; i++, cells++)
			assert_string_equal(a.cells[i],
			                    b.cells[column_of(&file_head, head.cells[i])]);
	}
	assert_false(csv_next(cx, ours, &a));
	test_ok(cx, cells > 24 * ROLES);
}

static void the_schema_names_everything(void **state)
{
	static const char *const lines[] = {
		"every record\n    field classification, choice, \"Access\", required, filtered, "
		"of "
		"public|internal|restricted\n",
		"type trial, trials, \"Trial\", function recommendations, key code, order id, "
		"accepted "
		"accepted closed\n",
		"    field code, text, \"Code\", required, unique\n",
		"    field secret, text, \"Secret\", filtered, personal, reader restricted_files\n",
		"    state closed, \"Closed\"\n",
		"    step approve, \"Approve the erasure\", from requested, to approved, approve "
		"erasure, "
		"not by create\n",
		"    step refuse, \"Refuse the erasure\", from requested approved, to refused, "
		"approve "
		"erasure, not by create, reason\n",
	};
	const char *text = dumped(*state, dump_schema);

	for (size_t i = 0; i < LEN(lines); i++)
		if (!strstr(text, lines[i]))
			fail_msg("no \"%s\" in\n%s\n", lines[i], text);
}

static void strings_are_sorted_and_single(void **state)
{
	struct world *w = *state;
	const char *text = dumped(w, dump_strings);
	struct csv_reader *reader = csv_open_bytes(w->cx, text, strlen(text));
	const char *before = "";
	struct csv_row row;
	size_t n = 0;

	assert_true(csv_next(w->cx, reader, &row));
	assert_string_equal(row.cells[0], "en");
	while (csv_next(w->cx, reader, &row)) {
		assert_true(strcmp(before, row.cells[0]) < 0);
		before = arena_str(w->cx->mem, row.cells[0]);
		n++;
	}
	test_ok(w->cx, n > 20);
	assert_non_null(strstr(text, "Approve the erasure"));
	assert_non_null(strstr(text, "Named readers"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(permissions_cell_by_cell),
		cmocka_unit_test(the_schema_names_everything),
		cmocka_unit_test(strings_are_sorted_and_single),
	};

	return world_tests("dump", tests, LEN(tests));
}
