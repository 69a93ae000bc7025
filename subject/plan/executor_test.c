/* Cells that name executors, in three languages. */
#include "subject/plan/executor.h"

#include "base/limits.h"
#include "test/unit.h"

static bool is_known(const void *data, const char *name)
{
	static const char *const bodies[] = {
		"Ministry of Education",
		"Ministry of Labour and Social Protection",
		"State Committee for Tourism, Sport and Youth",
		"MOJ",
		"Министерство образования",
		"Министерство юстиции",
		"Министерство труда и социальной защиты",
		"Bilim ministrligi",
		"Adalat ministrligi",
		"Zähmet we ilaty durmuş taýdan goramak ministrligi",
	};

	(void)data;
	for (size_t i = 0; i < LEN(bodies); i++)
		if (str_eq(bodies[i], name))
			return true;
	return false;
}

/* "name" "!name" leads "+name" executes, too "~name" is a partner, with bars between. */
static const char *names_in(struct arena *mem, const char *cell)
{
	static const char *const marks[] = { "", "!", "+", "~" };
	struct executor v[MOST_EXECUTORS];
	size_t n = executors_read(mem, cell, is_known, NULL, v);
	const char *all = "";

	for (size_t i = 0; i < n; i++)
		all = arena_fmt(mem, "%s%s%s%s", all, i ? "|" : "", marks[v[i].role], v[i].name);
	return all;
}

static void check(const char *cell, const char *wanted)
{
	struct arena *mem = arena_new(MAX_JOB_MEMORY);

	assert_string_equal(names_in(mem, cell), wanted);
	arena_free(mem);
}

static void names_stand_one_below_the_other_or_in_a_row(void **state)
{
	(void)state;
	check("", "");
	check("Ministry of Education", "Ministry of Education");
	check("Ministry of Education\nMOJ", "Ministry of Education|MOJ");
	check("1) Ministry of Education;\n2) MOJ.", "Ministry of Education|MOJ");
	check("- Министерство образования, Министерство юстиции",
	      "Министерство образования|Министерство юстиции");
	check("• Bilim ministrligi\n• Adalat ministrligi", "Bilim ministrligi|Adalat ministrligi");
}

static void a_name_has_commas_and_ands_in_it(void **state)
{
	(void)state;
	check("State Committee for Tourism, Sport and Youth, MOJ",
	      "State Committee for Tourism, Sport and Youth|MOJ");
	check("Ministry of Labour and Social Protection and Ministry of Education",
	      "Ministry of Labour and Social Protection|Ministry of Education");
	check("Министерство труда и социальной защиты и Министерство юстиции",
	      "Министерство труда и социальной защиты|Министерство юстиции");
	check("Zähmet we ilaty durmuş taýdan goramak ministrligi we Adalat ministrligi",
	      "Zähmet we ilaty durmuş taýdan goramak ministrligi|Adalat ministrligi");
	check("Ministry of\nEducation\nMOJ", "Ministry of Education|MOJ");
}

static void marks_say_who_leads(void **state)
{
	(void)state;
	check("MOJ\nMinistry of Education (lead)", "MOJ|!Ministry of Education");
	check("Lead: MOJ\nMinistry of Education", "!MOJ|Ministry of Education");
	check("Ответственный исполнитель: Министерство юстиции\n"
	      "Соисполнители: Министерство образования, местные хякимлики",
	      "!Министерство юстиции|+Министерство образования|+местные хякимлики");
	check("Jogapkär:\nAdalat ministrligi\nBilim ministrligi\nHyzmatdaşlar: ÝB",
	      "!Adalat ministrligi|Bilim ministrligi|~ÝB");
	check("Lead: MOJ, Ministry of Education", "!MOJ|!Ministry of Education");
}

static void what_nobody_is_called_stays_whole(void **state)
{
	(void)state;
	check("Ministry of Space, Rockets and Stars", "Ministry of Space, Rockets and Stars");
	check("MOJ, local authorities", "MOJ|local authorities");
	check("other bodies (police, prisons)\nMOJ", "other bodies (police, prisons)|MOJ");
}

static void a_cell_of_any_length_ends(void **state)
{
	struct arena *mem = arena_new(MAX_JOB_MEMORY);
	struct executor v[MOST_EXECUTORS];
	char cell[4001];

	(void)state;
	for (size_t i = 0; i < sizeof cell - 1; i++)
		cell[i] = i % 2 ? '\n' : 'a';
	cell[sizeof cell - 1] = '\0';
	assert_int_equal(executors_read(mem, cell, is_known, NULL, v), MOST_EXECUTORS);
	assert_int_equal(executors_read(mem, ",;\n,,(:", is_known, NULL, v), 1);
	arena_free(mem);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_stand_one_below_the_other_or_in_a_row),
		cmocka_unit_test(a_name_has_commas_and_ands_in_it),
		cmocka_unit_test(marks_say_who_leads),
		cmocka_unit_test(what_nobody_is_called_stays_whole),
		cmocka_unit_test(a_cell_of_any_length_ends),
	};

	return cmocka_run_group_tests_name("executor", tests, NULL, NULL);
}
