/* Exports of the made-up type of trust_test.h: whole lists, in both forms, with nothing in them
 * that the actor may not see, and logged where reading is logged. */
#include "record/export.h"

#include "record/trust_test.h"

static const struct actor console = { .login = "console", .console = true };

static struct world *begin(void **state)
{
	struct world *w = *state;

	w->cx->actor = &console;
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) && settings_refresh(w->cx) &&
	                       db_commit(w->cx));
	return w;
}

static void free_arena(void *what)
{
	arena_free(what);
}

/* Restricts the record to the user 21; by hand, for there are no accounts here. */
static void restrict_to_21(struct world *w, const struct trial *t)
{
	world_sql(w, "UPDATE trial SET classification = 'restricted', parts = parts + 2 WHERE code "
	             "= 'FILE'");
	world_sql(w, arena_fmt(w->cx->mem, "INSERT INTO ref VALUES (%lld, 'readers', 21, 0)",
	                       (long long)t->record.id));
}

static const char *export(struct world *w, struct list *l, enum export_format format,
                          enum export_columns columns, int64_t *count)
{
	struct arena *own = arena_new(8 << 20);
	struct buffer b = BUFFER(own, 4 << 20);

	arena_defer(w->cx->mem, free_arena, own);
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) &&
	                       export_write(w->cx, l, format, columns, sink_to_buffer, &b, count) &&
	                       db_commit(w->cx));
	return buffer_str(&b);
}

static const char *export_all(struct world *w, enum export_format format,
                              enum export_columns columns)
{
	struct list l = { .type = &trial_type };

	return export(w, &l, format, columns, NULL);
}

static size_t lines(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == '\n';
	return n;
}

static void names_and_canonical_values(void **state)
{
	struct world *w = begin(state);
	struct trial *t = world_trial(w, "A");

	assert_string_equal(export_all(w, EXPORT_CSV, EXPORT_OWN),
	                    arena_fmt(w->cx->mem,
	                              "type,id,version,state,classification,institution,readers,"
	                              "sources,conflicts,identifiers,code,"
	                              "title.tk,title.ru,title.en,title.original,note,due,lead,"
	                              "bodies,secret,file\r\n"
	                              "trial,%lld,1,entered,internal,,,,,,A,,Название A,Title of "
	                              "A,en,a note,2026-06-30,,,a secret,\r\n",
	                              (long long)t->record.id));
	assert_string_equal(
	        export_all(w, EXPORT_JSON, EXPORT_ALL),
	        arena_fmt(w->cx->mem,
	                  "[{\"type\":\"trial\",\"id\":\"%lld\",\"version\":1,\"state\":"
	                  "\"entered\",\"classification\":\"internal\","
	                  "\"code\":\"A\",\"title\":{\"en\":{\"body\":\"Title of "
	                  "A\",\"original\":true},"
	                  "\"ru\":{\"body\":\"Название A\",\"from\":\"%lld\"}},\"note\":\"a "
	                  "note\",\"due\":\"2026-06-30\","
	                  "\"secret\":\"a secret\"}]",
	                  (long long)t->record.id, (long long)t->title.v[1].from_change));
}

static void words_for_people(void **state)
{
	struct world *w = begin(state);
	const char *csv;

	world_trial(w, "=2+2");
	w->cx->lang = "ru";
	csv = export_all(w, EXPORT_CSV, EXPORT_ALL);
	assert_memory_equal(csv,
	                    "\xEF\xBB\xBF"
	                    "Code,Title,Note,Due,Lead,Bodies,Secret,File,Stage,Access,",
	                    60);
	assert_non_null(strstr(
	        csv, "\r\n'=2+2,Название =2+2,a note,30.06.2026,,,a secret,,Entered,Internal,"));
}

static void a_list_of_many_pages_is_whole(void **state)
{
	static const enum export_format formats[] = { EXPORT_CSV, EXPORT_JSON, EXPORT_XLSX };
	struct world *w = begin(state);
	const int n = 2 * MAX_LIST_PAGE + 3;

	for (int i = 0; i < n; i++)
		world_trial(w, arena_fmt(w->cx->mem, "T%03d", i));
	for (size_t i = 0; i < LEN(formats); i++) {
		struct list l = { .type = &trial_type, .order = "-id" };
		size_t before = arena_used(w->cx->mem);
		int64_t count = 0;
		const char *file = export(w, &l, formats[i], EXPORT_ALL, &count);

		assert_int_equal(count, n);
		assert_true(arena_used(w->cx->mem) - before < 1 << 20); /* pages are forgotten */
		if (formats[i] == EXPORT_CSV) {
			assert_int_equal(lines(file), n + 1);
			assert_true(strstr(file, "T402") < strstr(file, "T000"));
		}
		if (formats[i] == EXPORT_XLSX)
			assert_memory_equal(file, "PK", 2);
	}
}

static void what_may_not_be_seen_is_not_in_it(void **state)
{
	struct world *w = begin(state);
	const struct actor secretariat = {
		.user = 21, .login = "sec", .institution = 11, .role = ROLE_SEC
	};
	const struct actor ministry = {
		.user = 22, .login = "fp", .institution = 12, .role = ROLE_FP
	};
	struct trial *t = world_trial(w, "MINE");

	world_trial(w, "OTHER");
	t->lead = 12;
	world_save(w, t, CHANGE_UPDATE);
	t = world_trial(w, "FILE");
	restrict_to_21(w, t);

	assert_null(strstr(export_all(w, EXPORT_CSV, EXPORT_OWN), "FILE"));
	w->cx->actor = &ministry;
	assert_int_equal(lines(export_all(w, EXPORT_CSV, EXPORT_OWN)), 2);
	assert_null(strstr(export_all(w, EXPORT_JSON, EXPORT_OWN), "a secret"));
	assert_non_null(strstr(export_all(w, EXPORT_JSON, EXPORT_OWN), "MINE"));
	w->cx->actor = &secretariat;
	assert_non_null(strstr(export_all(w, EXPORT_CSV, EXPORT_OWN), "FILE"));
	assert_int_equal(
	        world_number(w, "SELECT count(*) FROM change WHERE kind IN ('read', 'event')"), 0);
}

static void the_console_says_why(void **state)
{
	struct world *w = begin(state);
	const struct actor curious = { .login = "console",
		                       .console = true,
		                       .restricted_reason = "asked by the chair" };
	struct trial *t = world_trial(w, "FILE");

	restrict_to_21(w, t);
	w->cx->actor = &curious;
	assert_non_null(strstr(export_all(w, EXPORT_CSV, EXPORT_OWN), "FILE"));
	assert_int_equal(world_number(w, "SELECT count(*) FROM change WHERE kind = 'event' AND "
	                                 "step = 'export restricted'"),
	                 1);
	assert_int_equal(world_number(w, "SELECT count(*) FROM change_value WHERE name = '#reason'"
	                                 " AND value = 'asked by the chair'"),
	                 1);
}

static void reading_is_logged_or_refused(void **state)
{
	struct world *w = begin(state);
	struct type logged = trial_type;
	struct list l = { .type = &logged };
	struct buffer b = BUFFER(w->cx->mem, 4096);

	logged.flags |= TYPE_LOGS_READING;
	world_trial(w, "A");
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	db_fail_after(1);
	test_fails(w->cx, export_write(w->cx, &l, EXPORT_CSV, EXPORT_OWN, sink_to_buffer, &b, NULL),
	           ERR_UNAVAILABLE);
	db_fail_after(0);
	db_rollback(w->cx);
	assert_int_equal(b.len, 0);
	export(w, &l, EXPORT_CSV, EXPORT_OWN, NULL);
	assert_int_equal(
	        world_number(w,
	                     "SELECT count(*) FROM change WHERE kind = 'read' AND type = 'trial'"),
	        1);
}

static void our_own_form_is_no_workbook(void **state)
{
	struct world *w = begin(state);
	struct list l = { .type = &trial_type };
	struct buffer b = BUFFER(w->cx->mem, 4096);
	enum export_format format;

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	test_fails(w->cx,
	           export_write(w->cx, &l, EXPORT_XLSX, EXPORT_OWN, sink_to_buffer, &b, NULL),
	           ERR_BAD_REQUEST);
	db_rollback(w->cx);
	assert_true(export_format_named("xlsx", &format) && format == EXPORT_XLSX);
	assert_false(export_format_named("pdf", &format));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_canonical_values),
		cmocka_unit_test(words_for_people),
		cmocka_unit_test(a_list_of_many_pages_is_whole),
		cmocka_unit_test(what_may_not_be_seen_is_not_in_it),
		cmocka_unit_test(the_console_says_why),
		cmocka_unit_test(reading_is_logged_or_refused),
		cmocka_unit_test(our_own_form_is_no_workbook),
	};

	return world_tests("export", tests, LEN(tests));
}
