/* OHCHR's thematic lists: made-up ones in the layouts that there were and could be, and Slovenia's
 * two real ones. */
#include "subject/recommendation/upr_matrix.h"

#include "subject/recommendation/un_file_test.h"

#define SECOND "upr-ohchr-matrix/c2_UPR20__Slovenia_ThematicListRecommendations_E.docx"
#define THIRD  "upr-ohchr-matrix/c3_UPR34_Slovenia_Thematic_list_of_Recommendations.docx"

static const char *const list_2014[] = {
	"Recommendation|Position|Full list of themes|Assessment/comments on level of "
	"implementation",
	"=Theme: A12 Acceptance of international norms",
	"115.1 Made up: ratify it (Croatia, Spain); \nSource of position: A/HRC/28/15/Add.1 - "
	"Para. "
	"3|Supported|A12 Acceptance of international norms\nAffected persons:\n- children\n- "
	"women|",
	"115.2 Made up: look at No. 29 (No. 29) (Iran (Islamic Republic of)) (France);\nSource of "
	"position: A/HRC/28/15/Add.1 - Para. 5|Noted|A12 Acceptance of international norms|Done",
	NULL,
};

static const char *const list_2019[] = {
	"Recommendation|Position|Full list of themes|Assessment/comments on level of "
	"implementation",
	"=Theme: Acceptance of international norms",
	"115.1 Made up: ratify it (Croatia) (Spain);\nSource of Position: A/HRC/28/15/Add.1 - "
	"Para.3|Supported|- Acceptance of international norms\nSDGs: \n- 16 - PEACE, JUSTICE AND "
	"STRONG INSTITUTIONS\nGroups of Persons: \n- Children\n- Women|",
	"115.2 Made up: look at No. 29 (No. 29) (Iran (Islamic Republic of)) (France);\nSource of "
	"Position: A/HRC/28/15/Add.1 - Para.5|Noted|- Acceptance of international norms|",
	NULL,
};

/* Other columns, in another order, the recommending States in one of their own. */
static const char *const list_next[] = {
	"SDGs|Affected persons|State’s position|Themes|Recommending State(s)|Paragraph|"
	"Recommendation",
	"=Acceptance of international norms",
	"SDG 16|- Children\n- Women|Supported|- Acceptance of international norms|Croatia, "
	"Spain|115.1|Made up: ratify it\nSource of position: A/HRC/28/15/Add.1, para. 3",
	"||Noted|- Acceptance of international norms|Iran (Islamic Republic of)\nFrance|115.2|Made "
	"up: look at No. 29\nSource of position: A/HRC/28/15/Add.1, para. 5",
	NULL,
};

/* The header says nothing that anybody knows but one word; the cells' shape does. */
static const char *const list_plain[] = {
	"Themes|Recommendation|Status",
	"=Acceptance of international norms",
	"- Acceptance of international norms\nAffected persons\n- children\n- women|115.1 Made up: "
	"ratify it (Croatia, Spain);\nSource of position: A/HRC/28/15/Add.1 - Para. 3|Supported",
	"- Acceptance of international norms|115.2 Made up: look at No. 29 (No. 29) (Iran (Islamic "
	"Republic of)) (France);\nSource of position: A/HRC/28/15/Add.1 - Para. 5|Noted",
	NULL,
};

static void check_first(struct world *w)
{
	const struct recommendation *r = numbered(w, "115.1");
	bool listed = false;

	assert_non_null(strstr(r->text.v[0].body, "Made up: ratify it"));
	assert_string_equal(r->text.v[0].lang, "en");
	assert_int_equal(r->position, POSITION_SUPPORTED);
	assert_string_equal(title_with_id(w, &document_type, r->document), "A/HRC/28/15");
	assert_string_equal(title_with_id(w, &document_type, r->position_document),
	                    "A/HRC/28/15/Add.1");
	assert_string_equal(r->position_locator, "3");
	assert_string_equal(titles_of(w, &country_type, &r->states_under_review), "Slovenia");
	assert_string_equal(titles_of(w, &country_type, &r->recommending_states), "Croatia, Spain");
	assert_string_equal(title_with_id(w, &review_cycle_type, r->cycle),
	                    "Slovenia: UPR 2nd cycle");
	assert_int_equal(r->mechanism, id_with_key(w, &mechanism_type, "UPR"));
	assert_int_equal(r->themes.n, 1);
	assert_true(refs_has(&r->themes, id_with_key(w, &theme_type, "ratification")));
	assert_int_equal(r->affected_persons.n, 2);
	assert_int_equal(r->record.state, type_state(&recommendation_type, "imported"));
	assert_int_equal(r->record.classification, CLASS_INTERNAL);
	for (size_t i = 0; i < r->record.sources.n; i++) {
		const struct source *s = (const struct source *)r->record.sources.v + i;

		listed |= s->note && strstr(s->note, "Listed under: ");
	}
	assert_true(listed);
}

static void check_second(struct world *w)
{
	const struct recommendation *r = numbered(w, "115.2");

	assert_int_equal(r->position, POSITION_NOTED);
	assert_string_equal(r->position_locator, "5");
	assert_string_equal(titles_of(w, &country_type, &r->recommending_states),
	                    "Iran (Islamic Republic of), France");
	assert_int_equal(r->affected_persons.n, 0);
}

/* Each layout says the same; the next one finds what the one before brought in. */
static void layouts_are_read_by_words_and_shape(void **state)
{
	static const struct {
		const char *const *rows;
		size_t columns;
	} layouts[] = { { list_2014, 4 }, { list_2019, 4 }, { list_next, 7 }, { list_plain, 3 } };
	struct world *w = whole_world(state);

	for (size_t i = 0; i < LEN(layouts); i++) {
		struct import im = { .state = "SVN" };

		bring_in(w, &im, word_file(w->cx, layouts[i].columns, layouts[i].rows));
		assert_string_equal(im.format->name, "upr-matrix");
		assert_int_equal(im.read, 2);
		assert_int_equal(im.unknown_n, 0);
		assert_int_equal(im.new, i ? 0 : 2);
		check_first(w);
		check_second(w);
		if (i == 1 || i == 2)
			assert_true(refs_has(&numbered(w, "115.1")->sdg,
			                     id_with_key(w, &sdg_type, "16")));
	}
	assert_int_equal(world_number(w, "SELECT count(*) FROM recommendation"), 2);
	assert_int_equal(world_number(w, "SELECT count(*) FROM review_cycle WHERE "
	                                 "state_under_review IS NOT NULL"),
	                 1);
}

/* A cell that reaches down, and a recommendation that stands under two themes. */
static void rows_that_go_on_belong_together(void **state)
{
	static const char *const rows[] = {
		"Recommendation|Position|Themes",
		"=Theme: Right to health",
		"v115.1 Made up (Spain);\nSource of position: A/HRC/28/15 - Para. 115|vSupported|"
		"Right to health",
		"^|^|Right to education",
		"115.2 Made up, too (Spain);|Noted|Right to health",
		"Recommendation|Position|Themes",
		"=Theme: Right to adequate housing",
		"115.2 Made up, too (Spain);|Noted|Right to adequate housing",
		NULL,
	};
	struct world *w = whole_world(state);
	struct import im = { .state = "SVN" };
	struct import_original *kept = NULL;
	int64_t id;
	size_t n = 0;

	bring_in(w, &im, word_file(w->cx, 3, rows));
	assert_int_equal(im.read, 3);
	assert_int_equal(im.new, 2);
	assert_int_equal(numbered(w, "115.1")->themes.n, 2);
	assert_int_equal(numbered(w, "115.2")->themes.n, 2);
	assert_int_equal(numbered(w, "115.2")->document, numbered(w, "115.1")->document);
	id = numbered(w, "115.1")->record.id;
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) &&
	                       import_originals(w->cx, &recommendation_type, id, &kept, &n) &&
	                       db_commit(w->cx));
	assert_int_equal(n, 2); /* both rows are kept as they stand */
	assert_string_equal(kept[1].values[2], "Right to education");
}

static void mixed_answers_and_unknown_words_are_for_a_person(void **state)
{
	static const char *const rows[] = {
		"Recommendation|Position|Themes",
		"115.1 Made up (Spain);\nSource of position: "
		"A/HRC/28/15/Add.1|Supported/Noted|Right "
		"to health",
		"115.2 Made up (Atlantis);|Perhaps|Dragons\nAffected persons:\nKnights",
		"115.3 Made up (Spain);||Right to health",
		NULL,
	};
	struct world *w = whole_world(state);
	struct import im = { .state = "SVN" };
	const struct recommendation *r;

	bring_in(w, &im, word_file(w->cx, 3, rows));
	r = numbered(w, "115.1");
	assert_int_equal(r->position, POSITION_PENDING);
	assert_non_null(strstr(r->position_remark.v[0].body, "Supported/Noted"));
	r = numbered(w, "115.2");
	assert_int_equal(r->position, POSITION_PENDING);
	assert_non_null(strstr(r->position_remark.v[0].body, "Perhaps"));
	r = numbered(w, "115.3");
	assert_int_equal(r->position, POSITION_PENDING);
	assert_int_equal(r->position_remark.n, 0);
	assert_int_equal(im.unknown_n, 3);
	assert_string_equal(im.unknown[0].label, "Atlantis");
	assert_string_equal(im.unknown[1].label, "Dragons");
	assert_string_equal(im.unknown[2].label, "Knights");
}

static const char *const without_source[] = {
	"Recommendation|Position|Themes",
	"115.1 Made up: ratify it (Croatia, Spain);|Supported|Acceptance of international norms",
	NULL,
};

/* The document is said beside the file, where the file does not; a later file joins by it. */
static void the_document_can_be_said(void **state)
{
	struct world *w = whole_world(state);
	struct import im = { .state = "SVN", .document = "A/HRC/28/15" };

	bring_in(w, &im, word_file(w->cx, 3, without_source));
	assert_int_equal(im.new, 1);
	im = (struct import){ .state = "SVN" };
	bring_in(w, &im, word_file(w->cx, 4, list_2014));
	assert_int_equal(im.new, 1);
	assert_int_equal(im.updated, 1);
	check_first(w);
}

/* Whose review it is: said, or known from the report; never taken to be the own State's against
 * what is on record. */
static void another_review_is_not_taken_for_ours(void **state)
{
	struct world *w = whole_world(state);
	struct file_bytes f = word_file(w->cx, 4, list_2014);
	struct import im = { .file = "made-up" };

	test_fails(w->cx, import_run(w->cx, &im, f.bytes, f.n), ERR_INVALID);
	im = (struct import){ .file = "made-up", .state = "Atlantis" };
	test_fails(w->cx, import_run(w->cx, &im, f.bytes, f.n), ERR_INVALID);
	assert_int_equal(world_number(w, "SELECT count(*) FROM recommendation"), 0);
	im = (struct import){ .state = "SVN" };
	bring_in(w, &im, f);
	assert_int_equal(im.new, 2);
	im = (struct import){ 0 };
	bring_in(w, &im, f); /* the report is on record now */
	assert_int_equal(im.unchanged, 2);
	im = (struct import){ .document = "A/HRC/24/3" };
	bring_in(w, &im, word_file(w->cx, 3, without_source)); /* the own State's */
	assert_int_equal(im.new, 1);
	assert_int_equal(world_number(w,
	                              "SELECT count(*) FROM recommendation r JOIN review_cycle c "
	                              "ON c.id = r.cycle WHERE c.code = 'UPR-2'"),
	                 1);
}

/* ---- again: other words, another language */

static const char *const changed[] = {
	"Recommendation|Position|Full list of themes",
	"115.1 Made up: ratify it soon (Croatia, Spain); \nSource of position: A/HRC/28/15/Add.1 - "
	"Para. 3|Supported|A12 Acceptance of international norms",
	NULL,
};

static void a_changed_text_is_a_change(void **state)
{
	struct world *w = whole_world(state);
	struct import im = { .state = "SVN" };
	struct recommendation *r;

	bring_in(w, &im, word_file(w->cx, 4, list_2014));
	im = (struct import){ .state = "SVN" };
	bring_in(w, &im, word_file(w->cx, 3, changed));
	assert_int_equal(im.updated, 1);
	r = numbered(w, "115.1");
	assert_string_equal(r->text.v[0].body, "Made up: ratify it soon (Croatia, Spain)");
	assert_int_equal(world_number(w, "SELECT count(*) FROM change_value WHERE name = 'text.en'"
	                                 " AND value LIKE '%Made up: ratify it (Croatia%'"),
	                 1); /* the old words stay in the history */
	r->text.v[0].body = "Made up: ratify it, corrected (Croatia, Spain)";
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) &&
	                       record_save(w->cx, &recommendation_type, r) && db_commit(w->cx));
	im = (struct import){ .state = "SVN" };
	bring_in(w, &im, word_file(w->cx, 4, list_2014));
	assert_string_equal(numbered(w, "115.1")->text.v[0].body,
	                    "Made up: ratify it, corrected (Croatia, Spain)");
}

/* The State's own words stand in its addendum; the list has none, and takes none away. */
static void a_list_takes_no_explanation_away(void **state)
{
	struct world *w = whole_world(state);
	struct import im = { .state = "SVN" };
	struct text words = { .lang = "en",
		              .body = "Made up: the work goes on.",
		              .original = true };
	struct recommendation *r;

	bring_in(w, &im, word_file(w->cx, 4, list_2014));
	r = numbered(w, "115.1");
	r->position_remark = (struct texts){ &words, 1 };
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) &&
	                       record_save(w->cx, &recommendation_type, r) && db_commit(w->cx));
	im = (struct import){ .state = "SVN" };
	bring_in(w, &im, word_file(w->cx, 4, list_2014));
	assert_int_equal(im.unchanged, 2);
	assert_string_equal(numbered(w, "115.1")->position_remark.v[0].body, words.body);
}

static const char *const russian[] = {
	"Рекомендация|Позиция|Темы",
	"115.1 Выдумано: ратифицировать (Хорватия, Испания);\nИсточник позиции: "
	"A/HRC/28/15/Add.1, п. 3|Принята к сведению|",
	"115.2 Выдумано: посмотреть (Иран, Франция);\nИсточник позиции: A/HRC/28/15/Add.1, п. "
	"5|Принята к сведению|",
	NULL,
};

/* The same document in Russian: translations, and what it says differently is kept as it is. */
static void another_language_joins_as_translation(void **state)
{
	struct world *w = whole_world(state);
	struct import im = { .state = "SVN" };
	const struct recommendation *r;
	const struct conflict *c;

	bring_in(w, &im, word_file(w->cx, 4, list_2014));
	for (int i = 0; i < 2; i++) {
		im = (struct import){ .file = "ru.docx" };
		bring_in(w, &im, word_file(w->cx, 3, russian));
		assert_int_equal(im.new, 0);
		assert_int_equal(im.updated, i ? 0 : 2);
	}
	r = numbered(w, "115.1");
	assert_int_equal(r->text.n, 2);
	for (size_t i = 0; i < r->text.n; i++)
		assert_int_equal(r->text.v[i].original, str_eq(r->text.v[i].lang, "en"));
	assert_int_equal(r->position, POSITION_SUPPORTED);
	assert_int_equal(r->themes.n, 1); /* a cell without labels is silent */
	assert_int_equal(r->record.conflicts.n, 1);
	c = r->record.conflicts.v;
	assert_string_equal(c->field, "position");
	assert_string_equal(c->value_a, "Supported");
	assert_string_equal(c->value_b, "Noted");
	assert_int_equal(numbered(w, "115.2")->record.conflicts.n, 0);
}

/* ---- joined with UPR Info's rows */

static const char upr_info_rows[] =
        "State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec "
        "orgs,Response,Action,Issues,Session,Cycle,Source row\n"
        "Slovenia,,,Made up: ratify it,Croatia,,,Accepted,5,,20,2,x:1\n"
        "Slovenia,,,Made up: ratify  IT,Portugal,,,Noted,5,,20,2,x:2\n"
        "Slovenia,,,Made up: something else entirely,Spain,,,Noted,5,,20,2,x:3\n"
        "Slovenia,,,Made up: ratify it,Croatia,,,Accepted,5,,4,1,x:4\n";

static void joins_are_proposed_and_confirmed(void **state)
{
	struct world *w = whole_world(state);
	struct file_bytes rows = { upr_info_rows, sizeof upr_info_rows - 1 };
	struct looked looked = { .n = 0 };
	struct import im = { .state = "SVN" };
	struct import_choice_made joins[] = { { "join:2", NULL }, { "join:3", NULL } };
	const struct recommendation *r;
	struct import_original *kept = NULL;
	size_t n = 0;

	bring_in(w, &im, word_file(w->cx, 4, list_2014));
	im = (struct import){ .dry_run = true, .looked = note_likeness, .listener = &looked };
	bring_in(w, &im, rows);
	r = numbered(w, "115.1");
	assert_int_equal(im.new, 4); /* nothing joins by itself */
	assert_int_equal(looked.n, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(looked.v[i].row, (int64_t)i + 2);
		assert_int_equal(looked.v[i].near, r->record.id);
		assert_int_equal(looked.v[i].score, 1000);
		joins[i].value = arena_fmt(w->cx->mem, "%lld", (long long)r->record.id);
	}
	for (int i = 0; i < 2; i++) { /* a second time nobody is asked again */
		im = (struct import){ .choices = joins, .choices_n = i ? 0 : 2 };
		bring_in(w, &im, rows);
		assert_int_equal(im.new, i ? 0 : 2);
		assert_int_equal(im.updated, i ? 0 : 2);
	}
	r = numbered(w, "115.1");
	assert_string_equal(titles_of(w, &country_type, &r->recommending_states),
	                    "Croatia, Spain, Portugal");
	assert_int_equal(r->record.sources.n, 3);
	assert_int_equal(r->position, POSITION_SUPPORTED); /* OHCHR's */
	assert_int_equal(r->themes.n, 1);
	assert_non_null(strstr(r->text.v[0].body, "(Croatia, Spain)"));
	assert_int_equal(r->record.conflicts.n, 1);
	assert_string_equal(((struct conflict *)r->record.conflicts.v)->value_b, "Noted");
	assert_string_equal(((struct conflict *)r->record.conflicts.v)->source_b, "UPR Info");
	test_ok(w->cx,
	        db_begin(w->cx, w->app.store, DB_READ) &&
	                import_originals(w->cx, &recommendation_type, r->record.id, &kept, &n) &&
	                db_commit(w->cx));
	assert_int_equal(n, 3); /* the list's row and both of UPR Info's */
}

/* The other way round: OHCHR's list comes in after UPR Info's rows. */
static void a_list_finds_the_rows_that_were_there(void **state)
{
	struct world *w = whole_world(state);
	struct looked looked = { .n = 0 };
	struct import im = { .file = "upr-info.csv" };
	struct import_choice_made join = { "join:3", NULL };
	const struct recommendation *r;

	bring_in(w, &im, (struct file_bytes){ upr_info_rows, sizeof upr_info_rows - 1 });
	im = (struct import){
		.state = "SVN", .dry_run = true, .looked = note_likeness, .listener = &looked
	};
	bring_in(w, &im, word_file(w->cx, 4, list_2014));
	assert_int_equal(im.new, 2);
	assert_int_equal(looked.n, 1);
	assert_int_equal(looked.v[0].row, 3);
	join.value = arena_fmt(w->cx->mem, "%lld", (long long)looked.v[0].near);
	im = (struct import){ .state = "SVN", .choices = &join, .choices_n = 1 };
	bring_in(w, &im, word_file(w->cx, 4, list_2014));
	assert_int_equal(im.new, 1);
	assert_int_equal(im.updated, 1);
	r = numbered(w, "115.1");
	assert_int_equal(r->record.id, looked.v[0].near);
	assert_string_equal(title_with_id(w, &document_type, r->document), "A/HRC/28/15");
	im = (struct import){ .state = "SVN" };
	bring_in(w, &im, word_file(w->cx, 4, list_2014));
	assert_int_equal(im.unchanged, 2);
	im = (struct import){ 0 };
	bring_in(w, &im, (struct file_bytes){ upr_info_rows, sizeof upr_info_rows - 1 });
	assert_int_equal(im.unchanged, 4);
}

/* ---- the real lists */

static struct file_bytes real_file(struct world *w, const char *path)
{
	struct file_bytes f;

	f.bytes = shared_file(w->cx, path, &f.n);
	return f;
}

static int64_t count_in(struct world *w, const char *review, const char *condition)
{
	return world_number(
	        w, arena_fmt(w->cx->mem,
	                     "SELECT count(*) FROM recommendation r JOIN review_cycle c ON c.id = "
	                     "r.cycle WHERE c.code = '%s' AND %s",
	                     review, condition));
}

static void slovenia_comes_in_as_a_second_state(void **state)
{
	struct world *w = whole_world(state);

	for (int i = 0; i < 2; i++) {
		struct import second = { .file = "c2.docx", .state = "SVN" },
		              third = { .file = "c3.docx", .state = "SVN" };

		bring_in(w, &second, real_file(w, SECOND));
		bring_in(w, &third, real_file(w, THIRD));
		assert_int_equal(second.read, 163);
		assert_int_equal(third.read, 215);
		assert_int_equal(second.new, i ? 0 : 163);
		assert_int_equal(third.new, i ? 0 : 215);
		assert_int_equal(second.unknown_n + third.unknown_n, 0);
	}
	assert_int_equal(count_in(w, "SVN-UPR-2", "position = 'supported'"), 142);
	assert_int_equal(count_in(w, "SVN-UPR-2", "position = 'noted'"), 21);
	assert_int_equal(count_in(w, "SVN-UPR-3", "position = 'supported'"), 182);
	assert_int_equal(count_in(w, "SVN-UPR-3", "position = 'noted'"), 33);
	assert_int_equal(
	        world_number(w, "SELECT count(*) FROM recommendation WHERE document IS NULL OR "
	                        "locator IS NULL OR position_document IS NULL"),
	        0);
	assert_int_equal(world_number(w, "SELECT count(*) FROM recommendation r WHERE NOT EXISTS "
	                                 "(SELECT 1 FROM ref x WHERE x.record = r.id AND x.field = "
	                                 "'recommending_states')"),
	                 0);
	assert_int_equal(world_number(w, "SELECT count(*) FROM recommendation r WHERE NOT EXISTS "
	                                 "(SELECT 1 FROM ref x WHERE x.record = r.id AND x.field = "
	                                 "'themes')"),
	                 0);
	assert_string_equal(numbered(w, "122.63")->position_locator, "3");
}

/* UPR Info's rows about the second review: each is alike to a paragraph of the list. */
static void real_rows_are_proposed(void **state)
{
	struct world *w = whole_world(state);
	struct looked *looked = arena_new_of(w->cx->mem, struct looked);
	struct import im = { .file = "c2.docx", .state = "SVN" };
	struct file_bytes all = real_file(w, "upr-info-2015/upr_info_utf8.csv");

	bring_in(w, &im, real_file(w, SECOND));
	im = (struct import){
		.file = "all.csv", .dry_run = true, .looked = note_likeness, .listener = looked
	};
	bring_in(w, &im, all);
	assert_int_equal(im.new, 33253);
	assert_int_equal(looked->n, 180);
}

static void other_documents_are_none(void **state)
{
	static const char *const table[] = { "Name|Date", "A|2020-01-01", "B|2021-01-01", NULL };
	struct world *w = whole_world(state);
	struct file_bytes f = word_file(w->cx, 2, table);
	struct import im = { .file = "made-up", .format = &upr_matrix_format };

	assert_int_equal(
	        upr_matrix_format.guess(w->cx, material_read_here(w->cx, f.bytes, f.n, NULL)), 0);
	test_ok(w->cx, import_run(w->cx, &im, f.bytes, f.n));
	assert_int_equal(im.new, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layouts_are_read_by_words_and_shape),
		cmocka_unit_test(rows_that_go_on_belong_together),
		cmocka_unit_test(mixed_answers_and_unknown_words_are_for_a_person),
		cmocka_unit_test(the_document_can_be_said),
		cmocka_unit_test(another_review_is_not_taken_for_ours),
		cmocka_unit_test(a_changed_text_is_a_change),
		cmocka_unit_test(a_list_takes_no_explanation_away),
		cmocka_unit_test(another_language_joins_as_translation),
		cmocka_unit_test(joins_are_proposed_and_confirmed),
		cmocka_unit_test(a_list_finds_the_rows_that_were_there),
		cmocka_unit_test(slovenia_comes_in_as_a_second_state),
		cmocka_unit_test(real_rows_are_proposed),
		cmocka_unit_test(other_documents_are_none),
	};

	return world_tests("upr_matrix", tests, LEN(tests));
}
