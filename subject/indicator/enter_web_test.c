/* Values typed into the form on the indicator's page, on both engines: by several dimensions at
 * once, and what is refused beside its input. */
#include "subject/indicator/indicator_test.h"

#include "subject/indicator/indicator_web.h"

/* What was refused of a form with these inputs; NULL: nothing. */
static const struct error *typed(struct context *cx, const struct indicator *i,
                                 const struct pair *inputs, size_t n)
{
	struct request q = { .form = arena_array(cx->mem, struct pair, n), .form_n = n };
	const struct error *errors;

	for (size_t k = 0; k < n; k++)
		q.form[k] = inputs[k];
	as(cx, "fp");
	test_ok(cx, indicator_enter_typed(cx, &q, i, &errors));
	return errors;
}

static int64_t units_of(struct context *cx, const struct indicator *i, const char *breakdown)
{
	const struct indicator_value *v =
	        indicator_value_at(cx, i->record.id, when("2025"), 0, breakdown, true);

	test_ok(cx, !failed(cx));
	return v ? v->value.units / 10000 : -1;
}

static void figures_are_of_the_groups_chosen(void **state)
{
	static const struct pair women[] = {
		{ "period", "2025" },   { "by.sex", "female" }, { "by.region", "" },
		{ "value.-", "30" },    { "value.female", "" }, { "value.ASHGABAT", "35" },
		{ "value.MARY", "28" },
	};
	static const struct pair men_of_ahal[] = {
		{ "period", "2025" },
		{ "by.sex", "male" },
		{ "by.region", "AHAL" },
		{ "value.-", "12" },
	};
	struct context *cx = begin(state);
	struct indicator *i = saved_share(cx);

	assert_null(typed(cx, i, women, LEN(women)));
	assert_null(typed(cx, i, men_of_ahal, LEN(men_of_ahal)));
	assert_int_equal(units_of(cx, i, "female"), 30);
	assert_int_equal(units_of(cx, i, "female;ASHGABAT"), 35);
	assert_int_equal(units_of(cx, i, "female;MARY"), 28);
	assert_int_equal(units_of(cx, i, "male;AHAL"), 12);
	assert_int_equal(units_of(cx, i, "-"), -1);
	assert_int_equal(units_of(cx, i, "ASHGABAT"), -1);
	assert_int_equal(units_of(cx, i, "male"), -1);
}

static void nothing_chosen_is_the_total(void **state)
{
	static const struct pair all[] = {
		{ "period", "2025" },
		{ "by.sex", "" },
		{ "value.-", "31" },
		{ "value.ASHGABAT", "36" },
	};
	struct context *cx = begin(state);
	struct indicator *i = saved_share(cx);

	assert_null(typed(cx, i, all, LEN(all)));
	assert_int_equal(units_of(cx, i, "-"), 31);
	assert_int_equal(units_of(cx, i, "ASHGABAT"), 36);
}

static void beside(const struct error *errors, const char *input, const char *words)
{
	for (const struct error *e = errors; e; e = e->next)
		if (str_eq(e->field, input) && strstr(e->text, words))
			return;
	fail_msg("nothing of “%s” beside %s", words, input);
}

static void a_wrong_choice_is_told_beside_it(void **state)
{
	static const struct pair of_another[] = {
		{ "period", "2025" },
		{ "by.sex", "ASHGABAT" },
		{ "by.region", "nowhere" },
		{ "value.-", "30" },
	};
	static const struct pair twice[] = {
		{ "period", "2025" },   { "by.sex", "female" },      { "value.-", "30" },
		{ "value.male", "27" }, { "value.ASHGABAT", "135" },
	};
	struct context *cx = begin(state);
	struct indicator *i = saved_share(cx);
	const struct error *errors = typed(cx, i, of_another, LEN(of_another));

	beside(errors, "by.sex", "ASHGABAT");
	beside(errors, "by.region", "nowhere");
	errors = typed(cx, i, twice, LEN(twice));
	beside(errors, "value.male", "one group is chosen");
	beside(errors, "value.ASHGABAT", "135 cannot be");
	assert_int_equal(units_of(cx, i, "female"), -1);
	assert_int_equal(units_of(cx, i, "-"), -1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_are_of_the_groups_chosen),
		cmocka_unit_test(nothing_chosen_is_the_total),
		cmocka_unit_test(a_wrong_choice_is_told_beside_it),
	};

	return world_tests("enter_web", tests, LEN(tests));
}
