/* Labels as files write them: what is found, what is proposed, what people taught; and the labels
 * that were really seen. */
#include "subject/taxonomy/taxonomy.h"

#include "base/number.h"
#include "format/csv.h"
#include "record/app.h"
#include "subject/taxonomy/terms_test.h"

static struct context *begin(void **state)
{
	static const struct subject *const here[] = { &taxonomy_subject, NULL };

	return terms_begin(state, here);
}

static const struct labels *load(struct context *cx, const struct type *t)
{
	const struct labels *l = labels_load(cx, t);

	test_ok(cx, l != NULL);
	return l;
}

/* ---- words alone */

static void commas_and_numbers_do_not_count(void **state)
{
	struct context *cx = begin(state);
	const struct labels *l = load(cx, &theme_type);

	assert_true(labels_find(cx, l, "Human rights education: training & awareness raising") ==
	            keyed(cx, &theme_type, "education_in_rights"));
	assert_true(labels_find(cx, l, "D21 - Right to life") ==
	            keyed(cx, &theme_type, "right_to_life"));
	assert_int_equal(labels_find(cx, l, "D21"), 0);
	assert_int_equal(labels_find(cx, l, "&"), 0);
	assert_int_equal(labels_find(cx, l, "the right"), 0);
	l = load(cx, &sdg_type);
	assert_true(labels_find(cx, l, "16.3") == keyed(cx, &sdg_type, "16.3"));
	assert_int_equal(labels_find(cx, l, "16 3"), 0);
}

/* ---- what is proposed */

static void first(struct context *cx, const struct labels *l, const struct type *t,
                  const char *label, const char *key)
{
	struct near near[3];
	size_t n = labels_near(cx, l, label, near, LEN(near));

	if (!n || near[0].record != keyed(cx, t, key))
		fail_msg("“%s”: %s is not proposed first, but “%s”", label, key,
		         n ? near[0].label : "nothing");
	for (size_t i = 0; i < n; i++) {
		assert_in_range(near[i].score, 450, 1000);
		assert_true(!i || near[i - 1].score >= near[i].score);
		for (size_t k = 0; k < i; k++)
			assert_true(near[k].record != near[i].record);
	}
}

static void the_likest_comes_first(void **state)
{
	struct context *cx = begin(state);
	const struct labels *l = load(cx, &theme_type);

	first(cx, l, &theme_type, "Right to adequate houssing", "housing");
	first(cx, l, &theme_type, "housing rights", "housing");
	first(cx, l, &theme_type, "Trafficking in humans", "trafficking");
	first(cx, l, &theme_type, "Righttoeducation", "education");
	first(cx, l, &theme_type, "Conditions in detention centres", "detention_conditions");
	first(cx, l, &theme_type, "Объем международых обязательств", "scope_of_obligations");
	l = load(cx, &country_type);
	first(cx, l, &country_type, "Turkmenstan", "TKM");
	first(cx, l, &country_type, "Kazahkstan", "KAZ");
	first(cx, l, &country_type, "United Kingdom of Great Britain & N. Ireland", "GBR");
	first(cx, l, &country_type, "Republic of Slovenia", "SVN");
}

static void what_is_like_nothing_is_told_nothing(void **state)
{
	struct context *cx = begin(state);
	const struct labels *l = load(cx, &theme_type);
	struct near near[5];

	assert_int_equal(labels_near(cx, l, "Zeppelin", near, LEN(near)), 0);
	assert_int_equal(labels_near(cx, l, "", near, LEN(near)), 0);
	assert_int_equal(labels_near(cx, l, NULL, near, LEN(near)), 0);
	assert_int_equal(labels_near(cx, l, "- & -", near, LEN(near)), 0);
	assert_int_equal(labels_near(cx, l, "Right to education", near, 0), 0);
	assert_int_equal(labels_near(cx, l, "Right to education", near, 1), 1);
	assert_int_equal(near[0].score, 1000);
}

static void both_of_an_ambiguous_label_are_proposed(void **state)
{
	struct context *cx = begin(state);
	const struct theme *a = theme(cx, "alpha", "Trial one", "Quokkas in need"),
	                   *b = theme(cx, "beta", "Trial two", "quokkas in need");
	const struct labels *l = load(cx, &theme_type);
	struct near near[5];

	assert_int_equal(labels_find(cx, l, "Quokkas in need"), 0);
	assert_int_equal(labels_near(cx, l, "Quokkas in need", near, LEN(near)), 2);
	assert_true(near[0].record == a->record.id && near[1].record == b->record.id);
	assert_int_equal(near[1].score, 1000);
}

/* The nearest of 5,000, all of them much alike. */
static void among_thousands_the_nearest_comes_first(void **state)
{
	struct context *cx = begin(state);
	const struct theme *meant = NULL;
	struct near near[5];

	for (int k = 0; k < 100; k++) {
		struct buffer aliases = BUFFER(cx->mem, MAX_TEXT);
		const struct theme *t;

		for (int i = 0; i < 50; i++)
			buffer_fmt(&aliases, "%sRight %d of trials %d, matters %d", i ? "|" : "",
			           i * k, i, k);
		t = theme(cx, arena_fmt(cx->mem, "many_%d", k), arena_fmt(cx->mem, "Many %d", k),
		          buffer_str(&aliases));
		meant = k == 49 ? t : meant;
	}
	assert_true(labels_near(cx, load(cx, &theme_type), "Rigths 2401 of trial 49 & matter 49",
	                        near, LEN(near)) > 0);
	assert_int_equal(near[0].record, meant->record.id);
}

/* ---- what people taught */

static void a_taught_label_is_found(void **state)
{
	struct context *cx = begin(state);
	int64_t education = keyed(cx, &theme_type, "education"),
	        tkm = keyed(cx, &country_type, "TKM");

	assert_int_equal(labels_find(cx, load(cx, &theme_type), "Schooling"), 0);
	test_ok(cx, alias_add(cx, &theme_type, education, "Schooling", "en"));
	test_ok(cx, alias_add(cx, &theme_type, education, "SCHOOLING", NULL)); /* it does */
	test_ok(cx, alias_add(cx, &country_type, tkm, "Schooling", NULL));     /* of another type */
	assert_true(labels_find(cx, load(cx, &theme_type), "- schooling") == education);
	assert_true(labels_find(cx, load(cx, &country_type), "schooling") == tkm);
	test_fails(cx,
	           alias_add(cx, &theme_type, keyed(cx, &theme_type, "health"), "schooling", NULL),
	           ERR_INVALID);
	test_fails(cx, alias_add(cx, &theme_type, education, " ", NULL), ERR_INVALID);
}

static void a_person_decides_what_two_share(void **state)
{
	struct context *cx = begin(state);
	struct theme *a = theme(cx, "alpha", "Trial one", "quokkas"),
	             *b = theme(cx, "beta", "Trial two", "Quokkas");

	test_ok(cx, alias_add(cx, &theme_type, a->record.id, "Quokkas", NULL));
	assert_true(labels_find(cx, load(cx, &theme_type), "quokkas") == a->record.id);
	/* A name still says more than what was decided about a label. */
	test_ok(cx, alias_add(cx, &theme_type, a->record.id, "Trial two", NULL));
	assert_true(labels_find(cx, load(cx, &theme_type), "trial two") == b->record.id);
	/* When its theme is not used any more, the label may mean another. */
	a->retired = YES;
	test_ok(cx, record_save(cx, &theme_type, a));
	assert_true(labels_find(cx, load(cx, &theme_type), "quokkas") == b->record.id);
	test_ok(cx, alias_add(cx, &theme_type, keyed(cx, &theme_type, "right_to_life"), "quokkas",
	                      NULL));
	assert_true(labels_find(cx, load(cx, &theme_type), "quokkas") ==
	            keyed(cx, &theme_type, "right_to_life"));
}

static void a_label_taken_back_is_free(void **state)
{
	struct context *cx = begin(state);
	int64_t education = keyed(cx, &theme_type, "education"), id = 0;
	struct alias *a;

	test_ok(cx, alias_add(cx, &theme_type, education, "Schooling", NULL));
	test_ok(cx, db_int_values(cx, MADE_SQL("SELECT id FROM alias WHERE label = 'Schooling'"),
	                          &id, NULL, NULL, 0));
	a = record_get(cx, &alias_type, id);
	assert_non_null(a);
	a->retired = YES;
	test_ok(cx, record_save(cx, &alias_type, a));
	assert_int_equal(labels_find(cx, load(cx, &theme_type), "Schooling"), 0);
	test_ok(cx,
	        alias_add(cx, &theme_type, keyed(cx, &theme_type, "health"), "schooling", NULL));
}

/* ---- labels as they were really seen */

struct seen {
	const char *file;
	const struct type *type;
	/* Of its labels: how many find their record as the reference data are shipped. */
	int labels, found;
	/* Of those: without the shipped aliases, so as if never seen before, how many are found all
	 * the same, how many are the first proposal, and how many are among the first three. */
	int without, first, among;
};

static const char *read_seen(struct context *cx, const char *name, size_t *ret)
{
	char *bytes = arena_alloc(cx->mem, 64 * 1024);
	FILE *f = fopen(arena_fmt(cx->mem, "../shared/data/taxonomies-seen/%s", name), "r");

	if (!f) {
		print_message("left out: ../shared/data/taxonomies-seen is not there\n");
		skip();
	}
	*ret = fread(bytes, 1, 64 * 1024, f);
	fclose(f);
	return bytes;
}

/* The labels of a CSV file with a header row, or of a text file with one in each line. */
static size_t seen_labels(struct context *cx, const char *name, const char **ret, size_t room)
{
	bool lines = strstr(name, ".txt");
	size_t size, n = 0;
	const char *bytes = read_seen(cx, name, &size);
	struct csv_reader *r = lines ? NULL : csv_open_bytes(cx, bytes, size);
	struct csv_row row;

	while (r && n < room && csv_next(cx, r, &row))
		if (row.number > 1)
			ret[n++] = arena_str(cx->mem, row.cells[0]);
	for (const char *s = bytes; lines && *s && n < room; s += strcspn(s, "\n") + 1)
		ret[n++] = arena_strn(cx->mem, s, strcspn(s, "\n"));
	test_ok(cx, !failed(cx));
	return n;
}

static int place_of(struct context *cx, const struct labels *l, const char *label, int64_t record)
{
	struct near near[3];
	size_t n = labels_near(cx, l, label, near, LEN(near));

	for (size_t i = 0; i < n; i++)
		if (near[i].record == record)
			return (int)i + 1;
	return 0;
}

static void look_at_file(struct context *cx, const struct seen *s, const struct labels *shipped,
                         const struct labels *bare)
{
	const char *labels[200];
	int n = (int)seen_labels(cx, s->file, labels, LEN(labels));
	int found = 0, without = 0, first_n = 0, among = 0;

	for (int i = 0; i < n; i++) {
		int64_t record = labels_find(cx, shipped, labels[i]);
		int place = record ? place_of(cx, bare, labels[i], record) : 0;
		bool known = record && labels_find(cx, bare, labels[i]) == record;

		found += record != 0;
		without += known;
		first_n += !known && place == 1;
		among += !known && place > 0;
		if (!record)
			print_message("  not known: %s\n", labels[i]);
		else if (!known && place != 1)
			print_message("  %s: %s\n", place ? "among three" : "not proposed",
			              labels[i]);
	}
	print_message("%s: %d of %d found; as if never seen: %d found, %d the first proposal, %d "
	              "among three, %d not\n",
	              s->file, found, n, without, first_n, among, found - without - among);
	assert_int_equal(n, s->labels);
	assert_in_range(found, s->found, n);
	assert_in_range(without, s->without, n);
	assert_in_range(first_n + without, s->first + s->without, n);
	assert_in_range(among + without, s->among + s->without, n);
}

static void labels_really_seen(void **state)
{
	static const struct seen files[] = {
		{ "uhri_themes_in_thematic_lists.csv", &theme_type, 143, 143, 97, 37, 38 },
		{ "uhri_affected_persons_in_thematic_lists.csv", &affected_person_type, 49, 49, 39,
		  9, 10 },
		{ "uhri_sdgs_in_thematic_lists.csv", &sdg_type, 14, 14, 14, 0, 0 },
		{ "upr_info_issues.csv", &upr_info_issue_type, 54, 54, 54, 0, 0 },
		{ "uhri_labels_named_in_scripts.txt", &theme_type, 51, 38, 33, 5, 5 },
	};
	struct context *cx = begin(state);
	const struct labels *shipped[LEN(files)];

	for (size_t i = 0; i < LEN(files); i++)
		shipped[i] = load(cx, files[i].type);
	test_ok(cx, db_run(cx, MADE_SQL("UPDATE theme SET aliases = NULL")) &&
	                    db_run(cx, MADE_SQL("UPDATE affected_person SET aliases = NULL")));
	for (size_t i = 0; i < LEN(files); i++)
		look_at_file(cx, &files[i], shipped[i], load(cx, files[i].type));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(commas_and_numbers_do_not_count),
		cmocka_unit_test(the_likest_comes_first),
		cmocka_unit_test(what_is_like_nothing_is_told_nothing),
		cmocka_unit_test(both_of_an_ambiguous_label_are_proposed),
		cmocka_unit_test(among_thousands_the_nearest_comes_first),
		cmocka_unit_test(a_taught_label_is_found),
		cmocka_unit_test(a_person_decides_what_two_share),
		cmocka_unit_test(a_label_taken_back_is_free),
		cmocka_unit_test(labels_really_seen),
	};

	return world_tests("label", tests, LEN(tests));
}
