/* Renaming, retiring and merging terms: what it does to labels, to mappings, to the records that
 * carry them, and to what an import finds. */
#include "subject/taxonomy/taxonomy.h"

#include "record/app.h"
#include "record/change.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/recommendation.h"
#include "subject/taxonomy/terms_test.h"

extern const struct subject recommendation_subject;

static const struct subject *const here[] = { &taxonomy_subject, &institution_subject,
	                                      &mechanism_subject, &recommendation_subject, NULL };

static struct context *begin(void **state)
{
	return terms_begin(state, here);
}

static int64_t find(struct context *cx, const struct type *t, const char *label)
{
	const struct labels *l = labels_load(cx, t);

	test_ok(cx, l != NULL);
	return labels_find(cx, l, label);
}

static struct texts text(struct context *cx, const char *body)
{
	struct texts x = { arena_new_of(cx->mem, struct text), 1 };

	*x.v = (struct text){ .lang = "en", .body = body, .original = true };
	return x;
}

static int64_t recommend(struct context *cx, const char *words, const int64_t *themes, size_t n)
{
	struct recommendation *r = record_new(cx, &recommendation_type);

	r->text = text(cx, words);
	r->kind = KIND_RECOMMENDATION;
	r->themes.v = arena_array(cx->mem, int64_t, n);
	memcpy(r->themes.v, themes, n * sizeof *themes);
	r->themes.n = n;
	test_ok(cx, record_save_as(cx, &recommendation_type, r, CHANGE_CREATE));
	return r->record.id;
}

static const struct refs *themes_of(struct context *cx, int64_t id)
{
	const struct recommendation *r = record_get(cx, &recommendation_type, id);

	assert_non_null(r);
	return &r->themes;
}

/* ---- renaming */

static void rename_in(struct context *cx, const struct type *t, int64_t id, const char *lang,
                      const char *name)
{
	void *row = record_get(cx, t, id);
	struct texts *x = term_name(t, row);

	for (size_t i = 0; i < x->n; i++)
		if (str_eq(x->v[i].lang, lang))
			x->v[i].body = name;
	test_ok(cx, record_save(cx, t, row));
}

static void a_former_name_is_found(void **state)
{
	struct context *cx = begin(state);
	int64_t food = keyed(cx, &theme_type, "food");

	rename_in(cx, &theme_type, food, "ru", "Продовольствие");
	rename_in(cx, &theme_type, food, "en", "Enough to eat");
	assert_true(find(cx, &theme_type, "Enough to eat") == food);
	assert_true(find(cx, &theme_type, "Right to food") == food);
	assert_true(find(cx, &theme_type, "право на питание") == food);
	/* Back again: the label is there already. */
	rename_in(cx, &theme_type, food, "en", "Right to food");
	rename_in(cx, &theme_type, food, "en", "Enough to eat");
	assert_int_equal(number(cx, "SELECT count(*) FROM alias WHERE label = 'Right to food'"), 1);
	/* A name beats a former name. */
	rename_in(cx, &theme_type, keyed(cx, &theme_type, "housing"), "en", "Right to food");
	assert_true(find(cx, &theme_type, "Right to food") == keyed(cx, &theme_type, "housing"));
}

static void grades_are_renamed_too(void **state)
{
	struct context *cx = begin(state);
	int64_t id = number(cx, "SELECT min(id) FROM grade");
	const struct grade *g = record_get(cx, &grade_type, id);
	const char *was = g->name.v[0].body;

	rename_in(cx, &grade_type, id, g->name.v[0].lang, "Done as asked");
	assert_true(find(cx, &grade_type, "done as asked") == id);
	assert_int_equal(number(cx, "SELECT count(*) FROM alias WHERE target_type = 'grade'"), 1);
	assert_true(strlen(was) > 0);
}

/* ---- retiring */

static void what_is_retired_stays_where_it_is(void **state)
{
	struct context *cx = begin(state);
	int64_t food = keyed(cx, &theme_type, "food"),
	        id = recommend(cx, "Made up: feed everybody", &food, 1);
	const struct issue *i;

	test_ok(cx, term_retire(cx, &theme_type, food, true));
	assert_int_equal(find(cx, &theme_type, "Right to food"), 0);
	assert_true(themes_of(cx, id)->n == 1 && themes_of(cx, id)->v[0] == food);
	i = issues_find(cx, issues_load(cx), "Right to food");
	assert_int_equal(i->themes.n, 0);
	test_ok(cx, term_retire(cx, &theme_type, food, false));
	assert_true(find(cx, &theme_type, "Right to food") == food);
}

/* ---- merging */

static void merge(struct context *cx, const struct type *t, int64_t from, int64_t into,
                  int64_t done)
{
	struct term_merger m = { .type = t, .from = from, .into = into };

	test_ok(cx, term_merge(cx, t, from, into));
	while (!m.ended)
		test_ok(cx, term_relabel(cx, &m, 2));
	assert_int_equal(m.done, done);
	assert_int_equal(m.refused, 0);
}

static void records_carry_the_other(void **state)
{
	struct context *cx = begin(state);
	int64_t food = keyed(cx, &theme_type, "food"), water = keyed(cx, &theme_type, "water"),
	        land = keyed(cx, &theme_type, "land");
	const int64_t sets[][3] = { { food, 0, 0 },
		                    { land, food, water },
		                    { water, food, 0 },
		                    { land, 0, 0 },
		                    { food, land, 0 } };
	const size_t sizes[] = { 1, 3, 2, 1, 2 };
	int64_t ids[LEN(sets)];
	struct term_use *use;
	size_t n;

	for (size_t i = 0; i < LEN(sets); i++)
		ids[i] = recommend(cx, arena_fmt(cx->mem, "Made up: wish %zu", i), sets[i],
		                   sizes[i]);
	test_ok(cx, term_usage(cx, &theme_type, food, &use, &n));
	assert_true(n == 1 && use[0].type == &recommendation_type && use[0].n == 4);
	merge(cx, &theme_type, food, water, 4);
	test_ok(cx, term_usage(cx, &theme_type, food, &use, &n));
	assert_int_equal(n, 0);
	assert_true(themes_of(cx, ids[0])->n == 1 && themes_of(cx, ids[0])->v[0] == water);
	assert_true(themes_of(cx, ids[1])->n == 2 && themes_of(cx, ids[1])->v[1] == water);
	assert_int_equal(themes_of(cx, ids[2])->n, 1);
	assert_true(themes_of(cx, ids[3])->v[0] == land);
	assert_true(themes_of(cx, ids[4])->v[0] == water && themes_of(cx, ids[4])->v[1] == land);
}

static void the_merged_one_points_to_the_other(void **state)
{
	struct context *cx = begin(state);
	int64_t food = keyed(cx, &theme_type, "food"), water = keyed(cx, &theme_type, "water");
	const struct theme *t;
	const struct issue *i;

	test_ok(cx, alias_add(cx, &theme_type, food, "Nutrition", "en"));
	merge(cx, &theme_type, food, water, 0);
	t = record_get(cx, &theme_type, food);
	assert_int_equal(t->retired, YES);
	assert_true(t->merged_into == water);
	assert_true(find(cx, &theme_type, "Right to food") == water);
	assert_true(find(cx, &theme_type, "Право на питание") == water);
	assert_true(find(cx, &theme_type, "nutrition") == water);
	assert_true(find(cx, &theme_type, "food") == water);
	i = issues_find(cx, issues_load(cx), "Right to food");
	assert_true(i->themes.n == 1 && i->themes.v[0] == water);
	/* The next release of the reference data changes nothing of it. */
	test_ok(cx, taxonomy_subject.load_reference(cx, "turkmenistan"));
	t = record_get(cx, &theme_type, food);
	assert_true(t->retired == YES && t->merged_into == water);
	assert_true(find(cx, &theme_type, "Right to food") == water);
	/* What is used again was merged into nothing. */
	test_ok(cx, term_retire(cx, &theme_type, food, false));
	t = record_get(cx, &theme_type, food);
	assert_int_equal(t->merged_into, 0);
	assert_true(find(cx, &theme_type, "Right to food") == food);
}

static void parts_go_to_the_other(void **state)
{
	struct context *cx = begin(state);
	int64_t women_girls = keyed(cx, &affected_person_type, "women_girls"),
	        women = keyed(cx, &affected_person_type, "women"),
	        girls = keyed(cx, &affected_person_type, "girls");
	const struct affected_person *p;

	merge(cx, &affected_person_type, women_girls, women, 0);
	p = record_get(cx, &affected_person_type, girls);
	assert_true(p->parent == women);
	p = record_get(cx, &affected_person_type, women);
	assert_int_equal(p->parent, 0);
	/* Once more: what was merged into it points on. */
	merge(cx, &affected_person_type, women, girls, 0);
	p = record_get(cx, &affected_person_type, women_girls);
	assert_true(p->merged_into == girls);
	p = record_get(cx, &affected_person_type, girls);
	assert_int_equal(p->parent, 0);
}

static void what_cannot_be_merged_is_refused(void **state)
{
	struct context *cx = begin(state);
	int64_t food = keyed(cx, &theme_type, "food"), water = keyed(cx, &theme_type, "water");

	test_fails(cx, term_merge(cx, &theme_type, food, food), ERR_INVALID);
	test_ok(cx, term_retire(cx, &theme_type, water, true));
	test_fails(cx, term_merge(cx, &theme_type, food, water), ERR_INVALID);
	test_fails(
	        cx,
	        term_merge(cx, &sdg_type, keyed(cx, &sdg_type, "16.3"), keyed(cx, &sdg_type, "16")),
	        ERR_INVALID);
	test_fails(cx,
	           term_merge(cx, &grade_type, keyed(cx, &grade_type, "CCPR-A"),
	                      number(cx, "SELECT min(id) FROM grade WHERE code LIKE 'CEDAW%'")),
	           ERR_INVALID);
}

static void who_may_not_change_may_not_merge(void **state)
{
	static const struct actor reader = { .user = 7, .login = "reader", .role = ROLE_FP };
	struct context *cx = begin(state);
	int64_t food = keyed(cx, &theme_type, "food"), water = keyed(cx, &theme_type, "water");

	const struct actor *before = cx->actor;

	cx->actor = &reader;
	test_fails(cx, term_merge(cx, &theme_type, food, water), ERR_FORBIDDEN);
	test_fails(cx, term_retire(cx, &theme_type, food, true), ERR_FORBIDDEN);
	test_fails(cx, alias_add(cx, &theme_type, food, "Nutrition", NULL), ERR_FORBIDDEN);
	test_fails(cx,
	           mapping_set(cx, (struct link){ &theme_type, food },
	                       (struct link){ &sdg_type, keyed(cx, &sdg_type, "2.2") }, FIT_NEAR),
	           ERR_FORBIDDEN);
	cx->actor = before;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_former_name_is_found),
		cmocka_unit_test(grades_are_renamed_too),
		cmocka_unit_test(what_is_retired_stays_where_it_is),
		cmocka_unit_test(records_carry_the_other),
		cmocka_unit_test(the_merged_one_points_to_the_other),
		cmocka_unit_test(parts_go_to_the_other),
		cmocka_unit_test(what_cannot_be_merged_is_refused),
		cmocka_unit_test(who_may_not_change_may_not_merge),
	};

	return world_tests("term", tests, LEN(tests));
}
