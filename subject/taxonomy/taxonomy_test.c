/* Reference data of the taxonomy on both engines: what is loaded, in which order, and what files
 * may call it. */
#include "subject/taxonomy/taxonomy.h"

#include "format/csv.h"
#include "record/change.h"
#include "subject/taxonomy/terms_test.h"

static struct context *begin(void **state)
{
	static const struct subject *const here[] = { &taxonomy_subject, NULL };

	return terms_begin(state, here);
}

static void everything_is_loaded_once(void **state)
{
	struct context *cx = begin(state);
	int64_t changes = number(cx, "SELECT count(*) FROM change");

	assert_int_equal(number(cx, "SELECT count(*) FROM sdg WHERE kind = 'goal'"), 17);
	assert_int_equal(
	        number(cx, "SELECT count(*) FROM sdg WHERE kind = 'target' AND parent IS NOT NULL"),
	        169);
	assert_in_range(number(cx, "SELECT count(*) FROM theme"), 80, 200);
	assert_in_range(number(cx, "SELECT count(*) FROM affected_person"), 25, 60);
	assert_in_range(number(cx, "SELECT count(*) FROM country"), 240, 260);
	assert_int_equal(number(cx,
	                        "SELECT count(*) FROM theme r WHERE (SELECT count(*) FROM text x"
	                        " WHERE x.record = r.id AND x.field = 'name') <> 3"),
	                 0);
	assert_int_equal(number(cx, "SELECT count(*) FROM country r WHERE NOT EXISTS"
	                            " (SELECT 1 FROM record_sources s WHERE s.record = r.id)"),
	                 0);
	test_ok(cx, taxonomy_subject.load_reference(cx, "turkmenistan"));
	assert_int_equal(number(cx, "SELECT count(*) FROM change"), changes);
}

/* The codes of the first records of a list, blanks between. */
static const char *first(struct context *cx, const struct type *t, int limit)
{
	const struct field *f = type_field_named(t, t->key);
	struct list l = { .type = t, .limit = limit };
	struct buffer b = BUFFER(cx->mem, MAX_PAGE);

	test_ok(cx, record_list(cx, &l));
	for (size_t i = 0; i < l.n; i++)
		buffer_fmt(&b, "%s%s", i ? " " : "", *(const char **)field_at(f, l.rows[i]));
	return buffer_str(&b);
}

static void lists_have_their_order(void **state)
{
	struct context *cx = begin(state);
	const char *goals = first(cx, &sdg_type, MAX_LIST_PAGE);

	assert_true(str_starts(goals, "1 1.1 1.2 1.3 1.4 1.5 1.a 1.b 2 2.1 "));
	assert_non_null(strstr(goals, " 8.9 8.10 8.a 8.b 9 9.1 "));
	assert_non_null(strstr(goals, " 17.9 17.10 17.11 "));
	assert_string_equal(first(cx, &theme_type, 3),
	                    "ratification scope_of_obligations cooperation_mechanisms");
	assert_string_equal(first(cx, &affected_person_type, 3), "women_girls women girls");
}

static void titles_are_in_three_languages(void **state)
{
	struct context *cx = begin(state);
	int64_t id = record_id_by_key(cx, &sdg_type, "16.3");
	const struct sdg *g = record_get(cx, &sdg_type, id);

	cx->lang = "ru";
	assert_true(str_starts(sdg_type.title(cx, g), "16.3 "));
	assert_string_equal(
	        record_title(cx, &country_type, record_id_by_key(cx, &country_type, "TKM")),
	        "Туркменистан");
}

static void found(struct context *cx, const struct labels *l, const struct type *t,
                  const char *label, const char *key)
{
	int64_t id = labels_find(cx, l, label);

	if (!id || id != record_id_by_key(cx, t, key))
		fail_msg("“%s” is not found as %s", label, key);
}

static void labels_are_found_in_any_form(void **state)
{
	struct context *cx = begin(state);
	const struct labels *l = labels_load(cx, &theme_type);

	test_ok(cx, l != NULL);
	found(cx, l, &theme_type, "ratification", "ratification");
	found(cx, l, &theme_type, "Ratification of and accession to international instruments",
	      "ratification");
	found(cx, l, &theme_type, "  RATIFICATION of & accession to  international instruments",
	      "ratification");
	found(cx, l, &theme_type, "Объём международных обязательств", "scope_of_obligations");
	found(cx, l, &theme_type, "объем международных обязательств", "scope_of_obligations");
	found(cx, l, &theme_type, "HALKARA borcnamalaryn cagi", "scope_of_obligations");
	assert_int_equal(labels_find(cx, l, "no such theme"), 0);
	assert_int_equal(labels_find(cx, l, " "), 0);
	assert_int_equal(labels_find(cx, l, ""), 0);
	assert_int_equal(labels_find(cx, l, NULL), 0);
	l = labels_load(cx, &affected_person_type);
	found(cx, l, &affected_person_type, "Women & girls", "women_girls");
}

static void a_label_of_two_is_nobodys(void **state)
{
	struct context *cx = begin(state);
	struct theme *a = theme(cx, "alpha", "Trial one", "shared|beta|only a"),
	             *b = theme(cx, "beta", "Trial two", "Shared|trial one");
	const struct labels *l = labels_load(cx, &theme_type);

	assert_int_equal(labels_find(cx, l, "shared"), 0);
	assert_true(labels_find(cx, l, "beta") == b->record.id);      /* a code beats an alias */
	assert_true(labels_find(cx, l, "trial one") == a->record.id); /* a name, too */
	assert_true(labels_find(cx, l, "Only A") == a->record.id);

	a->retired = YES;
	test_ok(cx, record_save(cx, &theme_type, a));
	l = labels_load(cx, &theme_type);
	assert_int_equal(labels_find(cx, l, "only a"), 0);
	assert_true(labels_find(cx, l, "shared") == b->record.id);
}

static void many_labels_find_room(void **state)
{
	struct context *cx = begin(state);
	struct buffer aliases = BUFFER(cx->mem, MAX_TEXT);

	for (int i = 0; i < 150; i++)
		buffer_fmt(&aliases, "%strial %d", i ? "|" : "", i);
	for (int i = 0; i < 12; i++)
		theme(cx, arena_fmt(cx->mem, "many_%d", i), arena_fmt(cx->mem, "Many %d", i),
		      arena_fmt(cx->mem, "%s|of %d", buffer_str(&aliases), i));
	struct theme *last = theme(cx, "last", "The last", NULL);
	const struct labels *l = labels_load(cx, &theme_type);

	assert_int_equal(labels_find(cx, l, "trial 149"), 0);
	assert_true(labels_find(cx, l, "of 11") != 0);
	assert_true(labels_find(cx, l, "the last") == last->record.id);
}

static void countries_have_many_names(void **state)
{
	struct context *cx = begin(state);
	const struct labels *l = labels_load(cx, &country_type);

	found(cx, l, &country_type, "TKM", "TKM");
	found(cx, l, &country_type, "tm", "TKM");
	found(cx, l, &country_type, "Türkmenistan", "TKM");
	found(cx, l, &country_type, "Bolivia (Plurinational State of)", "BOL");
	found(cx, l, &country_type, "Cote d'Ivoire", "CIV");
	found(cx, l, &country_type, "Côte d’Ivoire", "CIV");
	found(cx, l, &country_type, "Niger", "NER");
	found(cx, l, &country_type, "Nigeria", "NGA");
}

static void a_wrong_record_is_refused(void **state)
{
	struct context *cx = begin(state);
	struct country *c =
	        record_get(cx, &country_type, record_id_by_key(cx, &country_type, "TKM"));
	struct sdg *g = record_get(cx, &sdg_type, record_id_by_key(cx, &sdg_type, "16.3"));

	c->iso3 = "tkm";
	test_fails(cx, record_save(cx, &country_type, c), ERR_INVALID);
	g->parent = 0;
	test_fails(cx, record_save(cx, &sdg_type, g), ERR_INVALID);
}

/* ---- the issues of UPR Info */

static void issues_are_mapped(void **state)
{
	struct context *cx = begin(state);
	const struct issues *x = issues_load(cx);
	const struct issue *i;

	test_ok(cx, x != NULL);
	i = issues_find(cx, x, "asylum-seekers – REFUGEES");
	assert_non_null(i);
	assert_string_equal(i->name, "Asylum-seekers - refugees");
	assert_int_equal(i->fit, FIT_EXACT);
	assert_int_equal(i->themes.n, 1);
	assert_true(i->themes.v[0] == record_id_by_key(cx, &theme_type, "refugees"));
	i = issues_find(cx, x, "Detention");
	assert_int_equal(i->fit, FIT_WIDE);
	assert_int_equal(i->themes.n, 2);
	assert_int_equal(i->affected_persons.n, 1);
	i = issues_find(cx, x, "Other");
	assert_int_equal(i->fit, FIT_NONE);
	assert_int_equal(i->themes.n, 0);
	assert_null(issues_find(cx, x, "Cycling"));
	assert_null(issues_find(cx, x, ""));
}

static const struct mapping *mapping(struct context *cx, const char *code)
{
	int64_t id = 0;

	test_ok(cx,
	        db_int(cx, MADE_SQL("SELECT id FROM mapping WHERE code = $1"), &id, NULL, V(code)));
	return id ? record_get(cx, &mapping_type, id) : NULL;
}

static void every_row_of_the_mappings_is_stored(void **state)
{
	struct context *cx = begin(state);
	const struct embedded *file = embedded_named("reference/mappings.csv");
	struct csv_reader *r = csv_open_bytes(cx, (const char *)file->data, file->size);
	struct csv_row row;
	int64_t n = 0;

	assert_true(csv_next(cx, r, &row));
	for (; csv_next(cx, r, &row); n++) {
		const char *code = arena_fmt(cx->mem, "%s %s", row.cells[0], row.cells[1]);
		const struct mapping *m = mapping(cx, code);
		const struct source *s = m ? m->record.sources.v : NULL;

		if (!m || !m->record.sources.n || str_empty(s->title) || !s->certainty)
			fail_msg("%s is not stored with its source", code);
	}
	assert_int_equal(n, number(cx, "SELECT count(*) FROM mapping"));
	assert_in_range(n, 150, 400);
	assert_int_equal(number(cx, "SELECT count(*) FROM upr_info_issue"), 54);
	assert_in_range(number(cx, "SELECT count(*) FROM human_right"), 30, 60);
}

/* All that imports took from the file before the issues were stored. */
static void issues_say_what_they_said(void **state)
{
	static const struct {
		const char *name;
		enum issue_fit fit;
		size_t themes, affected_persons;
	} were[] = {
		{ "Asylum-seekers - refugees", FIT_EXACT, 1, 1 },
		{ "Civil society", FIT_NEAR, 1, 1 },
		{ "Women's rights", FIT_WIDE, 2, 1 },
		{ "Detention", FIT_WIDE, 2, 1 },
		{ "Other", FIT_NONE, 0, 0 },
		{ "NHRI", FIT_EXACT, 1, 0 },
		{ "Rights of the Child", FIT_NEAR, 1, 1 },
	};
	struct context *cx = begin(state);
	const struct issues *x = issues_load(cx);

	test_ok(cx, x != NULL);
	for (size_t i = 0; i < LEN(were); i++) {
		const struct issue *v = issues_find(cx, x, were[i].name);

		if (!v || v->fit != were[i].fit || v->themes.n != were[i].themes ||
		    v->affected_persons.n != were[i].affected_persons || v->sdg.n)
			fail_msg("%s is not mapped as it was", were[i].name);
	}
}

static struct link link_to(struct context *cx, const struct type *t, const char *key)
{
	return (struct link){ t, record_id_by_key(cx, t, key) };
}

static void a_person_maps(void **state)
{
	struct context *cx = begin(state);
	struct link other = link_to(cx, &upr_info_issue_type, "other"),
	            food = link_to(cx, &theme_type, "food"),
	            land = link_to(cx, &theme_type, "land"), target = link_to(cx, &sdg_type, "2.1");
	const struct issue *i;

	test_ok(cx, mapping_set(cx, other, food, FIT_WIDE));
	i = issues_find(cx, issues_load(cx), "Other");
	assert_int_equal(i->fit, FIT_WIDE);
	assert_true(i->themes.n == 1 && i->themes.v[0] == food.id);
	/* What fits is told, and what is only related is not any more. */
	test_ok(cx, mapping_set(cx, other, land, FIT_NEAR));
	test_ok(cx, mapping_set(cx, other, target, FIT_EXACT));
	i = issues_find(cx, issues_load(cx), "Other");
	assert_int_equal(i->fit, FIT_EXACT);
	assert_true(i->themes.n == 1 && i->themes.v[0] == land.id);
	assert_true(i->sdg.n == 1 && i->sdg.v[0] == target.id);
	test_ok(cx, mapping_set(cx, other, land, FIT_NONE));
	test_ok(cx, mapping_set(cx, other, land, FIT_NONE));
	test_ok(cx, mapping_set(cx, other, target, FIT_NONE));
	i = issues_find(cx, issues_load(cx), "Other");
	assert_int_equal(i->fit, FIT_WIDE);
	test_ok(cx, mapping_set(cx, other, land, FIT_EXACT)); /* again */
	assert_int_equal(issues_find(cx, issues_load(cx), "Other")->fit, FIT_EXACT);
	test_fails(cx, mapping_set(cx, food, land, FIT_NEAR), ERR_INVALID);
	test_fails(cx, mapping_set(cx, food, link_to(cx, &country_type, "TKM"), FIT_NEAR),
	           ERR_INVALID);
}

static void without_issues_nothing_is_guessed(void **state)
{
	struct context *cx = begin(state);

	test_ok(cx, db_run(cx, MADE_SQL("UPDATE upr_info_issue SET retired = 1")));
	test_fails(cx, issues_load(cx) != NULL, ERR_INVALID);
}

/* ---- the real file: every country and every issue in it is known */

static size_t column(const struct csv_row *row, const char *name)
{
	for (size_t i = 0; i < row->count; i++)
		if (strcmp(row->cells[i], name) == 0)
			return i;
	fail_msg("the file has no column %s", name);
	return 0;
}

static void issues_of(struct context *cx, const struct issues *x, const char *cell)
{
	const char *end;

	for (const char *s = cell; *s; s = *end ? end + 1 : end) {
		end = strchrnul(s, ',');
		if (!issues_find(cx, x, arena_strn(cx->mem, s, (size_t)(end - s))))
			fail_msg("the issue “%.*s” is not known", (int)(end - s), s);
	}
}

static void every_name_in_the_real_file_is_known(void **state)
{
	struct context *cx = begin(state);
	const struct labels *l = labels_load(cx, &country_type);
	const struct issues *x = issues_load(cx);
	struct csv_row row;
	char *bytes = arena_alloc(cx->mem, 1024 * 1024);
	FILE *f = fopen("../shared/data/upr-info-2015/turkmenistan.csv", "r");
	size_t n, state_at, issues_at, rows = 0;

	if (!f) {
		print_message("left out: ../shared/data/upr-info-2015 is not there\n");
		skip();
	}
	n = fread(bytes, 1, 1024 * 1024, f);
	fclose(f);

	struct csv_reader *r = csv_open_bytes(cx, bytes, n);

	assert_true(csv_next(cx, r, &row));
	state_at = column(&row, "Recommending state");
	issues_at = column(&row, "Issues");
	for (; csv_next(cx, r, &row); rows++) {
		if (!labels_find(cx, l, row.cells[state_at]))
			fail_msg("the State “%s” is not known", row.cells[state_at]);
		issues_of(cx, x, row.cells[issues_at]);
	}
	assert_int_equal(rows, 275);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_loaded_once),
		cmocka_unit_test(lists_have_their_order),
		cmocka_unit_test(titles_are_in_three_languages),
		cmocka_unit_test(labels_are_found_in_any_form),
		cmocka_unit_test(a_label_of_two_is_nobodys),
		cmocka_unit_test(many_labels_find_room),
		cmocka_unit_test(countries_have_many_names),
		cmocka_unit_test(a_wrong_record_is_refused),
		cmocka_unit_test(issues_are_mapped),
		cmocka_unit_test(every_row_of_the_mappings_is_stored),
		cmocka_unit_test(issues_say_what_they_said),
		cmocka_unit_test(a_person_maps),
		cmocka_unit_test(without_issues_nothing_is_guessed),
		cmocka_unit_test(every_name_in_the_real_file_is_known),
	};

	return world_tests("taxonomy", tests, LEN(tests));
}
