/* The likeness of words: made-up pairs, and what really stands in UPR Info's table and in OHCHR's
 * list about Slovenia's second review. */
#include "subject/recommendation/alike.h"

#include "format/csv.h"
#include "format/material_test.h"

static int alike(struct context *cx, const char *a, const char *b)
{
	struct wording x = wording_of(cx->mem, a), y = wording_of(cx->mem, b);
	int score = wording_alike(&x, &y, 0);

	assert_int_equal(wording_alike(&y, &x, 0), score); /* either way round */
	if (score >= ALIKE)
		assert_int_equal(wording_alike(&x, &y, ALIKE), score);
	return score;
}

static void the_same_words_are_the_same(void **state)
{
	struct context *cx = *state;

	assert_int_equal(alike(cx, "Ratify it", "Ratify it"), 1000);
	assert_int_equal(alike(cx, "Ratify  “it”!", "ratify \"It\""), 1000);
	assert_int_equal(alike(cx, "Ratify it (France) (Spain);", "Ratify it"), 1000);
	assert_int_equal(alike(cx, "Ratify it (Iran (Islamic Republic of), Spain)", "Ratify it"),
	                 1000);
	assert_int_equal(alike(cx, "Присоединиться к ней (Франция)", "Присоединиться к ней"), 1000);
	assert_int_equal(alike(cx, "", ""), 0);
	assert_int_equal(alike(cx, "Ratify it", ""), 0);
	assert_int_equal(alike(cx, "aaa aaa aaa", "aaa"), 428); /* each as often as it occurs */
}

static void a_statement_of_several_is_found(void **state)
{
	struct context *cx = *state;
	const char *both = "Take further steps against violence in families (Netherlands); ensure "
	                   "that the national programme is carried out (Bahrain)";

	assert_int_equal(alike(cx, both, "Ensure that the national programme is carried out"),
	                 1000);
	assert_int_equal(alike(cx, both, "Take further steps against violence in families"), 1000);
	assert_true(alike(cx, both, "Take further steps against torture") < ALIKE);
}

static void small_changes_stay_alike_and_others_do_not(void **state)
{
	struct context *cx = *state;

	assert_true(alike(cx,
	                  "Continue its efforts to ensure that all children have access to "
	                  "education without discrimination",
	                  "Continue its efforts to ensure that all children have access to "
	                  "education, without any discrimination") >= ALIKE);
	assert_true(alike(cx, "Ratify the Convention on the Rights of Persons with Disabilities",
	                  "Ratify the Convention on the Rights of Migrant Workers") < ALIKE);
	assert_true(alike(cx, "Abolish the death penalty", "Maintain the death penalty") < ALIKE);
}

/* ---- Slovenia's second review */

struct list {
	struct wording v[200];
	size_t n;
};

static void read_list(struct context *cx, struct list *to)
{
	size_t n;
	char *bytes = shared_file(cx, "upr-ohchr-matrix/slovenia_cycles_2_3_parsed.csv", &n);
	struct csv_reader *r = csv_open_bytes(cx, bytes, n);
	struct csv_row row;

	while (csv_next(cx, r, &row))
		if (str_eq(row.cells[0], "2")) {
			const char *text = row.cells[3];

			to->v[to->n++] =
			        wording_of(cx->mem, text + strspn(text, "0123456789. "));
		}
	assert_int_equal(to->n, 163);
}

static int likest(const struct list *l, const struct wording *w)
{
	int best = 0;

	for (size_t i = 0; i < l->n; i++) {
		int score = wording_alike(w, &l->v[i], 0);

		best = score > best ? score : best;
	}
	return best;
}

/* Each of UPR Info's rows finds its paragraph; those of the first review find hardly any. */
static void real_rows_find_their_paragraph(void **state)
{
	struct context *cx = *state;
	struct list *ohchr = arena_new_of(cx->mem, struct list);
	size_t n, rows[3] = { 0 }, found[3] = { 0 };
	char *bytes = shared_file(cx, "upr-info-2015/upr_info_utf8.csv", &n);
	struct csv_reader *r = csv_open_bytes(cx, bytes, n);
	struct csv_row row;

	read_list(cx, ohchr);
	while (csv_next(cx, r, &row)) {
		int cycle = str_eq(row.cells[11], "2") ? 2 : 1;
		struct wording w;

		if (!str_eq(row.cells[0], "Slovenia"))
			continue;
		w = wording_of(cx->mem, row.cells[3]);
		rows[cycle]++;
		found[cycle] += likest(ohchr, &w) >= ALIKE;
	}
	assert_false(failed(cx));
	assert_int_equal(rows[2], 180);
	assert_int_equal(found[2], 180);
	assert_int_equal(rows[1], 109);
	assert_int_equal(found[1], 1); /* the same wish again */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(the_same_words_are_the_same),
		UNIT(a_statement_of_several_is_found),
		UNIT(small_changes_stay_alike_and_others_do_not),
		UNIT(real_rows_find_their_paragraph),
	};

	return cmocka_run_group_tests_name("alike", tests, NULL, NULL);
}
