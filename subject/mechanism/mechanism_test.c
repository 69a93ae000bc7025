/* Mechanisms, grades, reviews and documents on both engines: reference data, order, what symbols
 * propose. */
#include "subject/mechanism/mechanism.h"

#include "record/change.h"
#include "record/trust_test.h"

static const struct subject *const here[] = { &mechanism_subject, NULL };

/* The world of trust_test.h with the reference data of this subject loaded,
 * in one transaction. */
static struct context *begin(void **state)
{
	return world_begin(*state, here, NULL);
}

static int64_t number(struct context *cx, const char *text)
{
	int64_t n = -1;

	test_ok(cx, db_int_values(cx, MADE_SQL(text), &n, NULL, NULL, 0));
	return n;
}

static int64_t id_of(struct context *cx, const struct type *t, const char *key)
{
	int64_t id = record_id_by_key(cx, t, key);

	if (!id)
		fail_msg("there is no %s %s", t->name, key);
	return id;
}

static void *record_of(struct context *cx, const struct type *t, const char *key)
{
	void *row = record_get(cx, t, id_of(cx, t, key));

	test_ok(cx, row != NULL);
	return row;
}

static const char *title_of(struct context *cx, const struct type *t, const char *key)
{
	return record_title(cx, t, id_of(cx, t, key));
}

static void everything_is_loaded_once(void **state)
{
	struct context *cx = begin(state);
	int64_t changes = number(cx, "SELECT count(*) FROM change");

	assert_int_equal(number(cx, "SELECT count(*) FROM mechanism"), 20);
	assert_int_equal(number(cx, "SELECT count(*) FROM instrument"), 40);
	assert_int_equal(number(cx, "SELECT count(*) FROM grade"), 42);
	assert_int_equal(number(cx, "SELECT count(*) FROM review_cycle"), 28);
	assert_int_equal(number(cx, "SELECT count(*) FROM document"), 47);
	assert_int_equal(
	        number(cx, "SELECT count(*) FROM document WHERE classification <> 'public'"), 0);
	test_ok(cx, mechanism_subject.load_reference(cx, "turkmenistan"));
	assert_int_equal(number(cx, "SELECT count(*) FROM change"), changes);
	test_ok(cx, mechanism_subject.load_sample(cx));
	assert_int_equal(number(cx, "SELECT count(*) FROM document WHERE symbol LIKE 'SAMPLE/%'"),
	                 7);
}

static void titles_say_whose_they_are(void **state)
{
	struct context *cx = begin(state);

	assert_string_equal(title_of(cx, &grade_type, "CCPR-A"), "CCPR: A");
	assert_string_equal(title_of(cx, &grade_type, "CCPR_SUBGRADES-B1"),
	                    "CCPR, older scale: B1");
	assert_string_equal(title_of(cx, &grade_type, "CEDAW-partially_implemented"),
	                    "CEDAW: partially implemented");
	assert_string_equal(title_of(cx, &review_cycle_type, "CRC-5-6"), "CRC: 5th–6th periodic");
	assert_string_equal(title_of(cx, &document_type, "CRC/C/TKM/CO/5-6"), "CRC/C/TKM/CO/5-6");
	assert_string_equal(title_of(cx, &mechanism_type, "UPR"), "Universal Periodic Review");
	assert_string_equal(title_of(cx, &instrument_type, "UDHR"),
	                    "Universal Declaration of Human Rights");
}

static void a_grade_belongs_to_its_committee(void **state)
{
	struct context *cx = begin(state);
	const struct grade *g = record_of(cx, &grade_type, "CCPR-B");
	const struct grade_scheme *s = record_get(cx, &grade_scheme_type, g->scheme);

	assert_string_equal(g->grade, "B");
	assert_true(g->position.set && g->position.units == 2);
	assert_true(s->committee == id_of(cx, &mechanism_type, "CCPR"));
	s = record_of(cx, &grade_scheme_type, "GENERAL");
	assert_int_equal(s->committee, 0);
}

static void reviews_sort_by_number(void **state)
{
	struct context *cx = begin(state);
	static const char *const codes[] = { "CERD-5",         "CERD-12-13", "EU_DIALOGUE-6",
		                             "EU_DIALOGUE-10", "UPR-1",      "UPR-2",
		                             "VNR-2019" };
	const struct review_cycle *c = record_of(cx, &review_cycle_type, "CEDAW-6");

	for (size_t i = 1; i < LEN(codes); i++)
		assert_true(
		        strcmp(review_cycle_order(cx, id_of(cx, &review_cycle_type, codes[i - 1])),
		               review_cycle_order(cx, id_of(cx, &review_cycle_type, codes[i]))) <
		        0);
	assert_string_equal(c->next_expectation, "to_be_communicated");
	assert_string_equal(review_cycle_order(cx, 1), "");
	assert_failed(cx, ERR_NOT_FOUND);
}

static void an_expected_review_is_a_date_or_awaited(void **state)
{
	struct context *cx = begin(state);
	struct review_cycle *c = record_of(cx, &review_cycle_type, "UPR-4");
	static const char *const wrong[] = { "soon", "2029-05/2028-05", "2028-05/",
		                             "2028/2029/2030" };

	assert_string_equal(c->next_expectation, "2028-05/2029-05");
	for (size_t i = 0; i < LEN(wrong); i++) {
		c->next_expectation = wrong[i];
		test_fails(cx, record_save(cx, &review_cycle_type, c), ERR_INVALID);
	}
	c->next_expectation = "2028-Q2";
	test_ok(cx, record_save(cx, &review_cycle_type, c));
}

/* ---- documents */

static struct document *entered(struct context *cx, const char *symbol)
{
	struct document *d = record_new(cx, &document_type);

	d->symbol = symbol;
	d->title.v = arena_new_of(cx->mem, struct text);
	d->title.v[0] = (struct text){ .lang = "en", .body = "A trial", .original = true };
	d->title.n = 1;
	return d;
}

static void the_symbol_proposes(void **state)
{
	struct context *cx = begin(state);
	struct document *d = entered(cx, "cerd/c/tkm/q/12–13"), *o;

	test_ok(cx, record_save(cx, &document_type, d));
	assert_string_equal(d->symbol, "CERD/C/TKM/Q/12-13");
	assert_string_equal(
	        field_words(cx, &document_type, type_field_named(&document_type, "kind"), d),
	        "List of issues");
	assert_true(d->mechanism == id_of(cx, &mechanism_type, "CERD"));
	assert_true(d->cycle == id_of(cx, &review_cycle_type, "CERD-12-13"));
	assert_null(document_warning(cx, d));

	d = entered(cx, "A/HRC/WG.6/44/TKM/1");
	test_ok(cx, record_save(cx, &document_type, d));
	assert_true(d->cycle == id_of(cx, &review_cycle_type, "UPR-4"));

	d = entered(cx, "CERD/C/KAZ/CO/12-13"); /* another State's review is not ours */
	test_ok(cx, record_save(cx, &document_type, d));
	assert_true(d->mechanism && !d->cycle);

	d->mechanism = 0; /* what a person takes out stays out */
	test_ok(cx, record_save(cx, &document_type, d));
	o = record_get(cx, &document_type, d->record.id);
	assert_int_equal(o->mechanism, 0);
}

static void who_knows_better_is_believed(void **state)
{
	struct context *cx = begin(state);
	struct document *d = entered(cx, "A/HRC/55/99");

	d->kind = choice_index(
	        field_choices(&document_type, type_field_named(&document_type, "kind")), "other");
	d->mechanism = id_of(cx, &mechanism_type, "SP");
	test_ok(cx, record_save(cx, &document_type, d));
	assert_true(d->mechanism == id_of(cx, &mechanism_type, "SP"));
	assert_string_equal(
	        field_words(cx, &document_type, type_field_named(&document_type, "kind"), d),
	        "Other");
}

static void an_unknown_symbol_is_kept_with_a_warning(void **state)
{
	struct context *cx = begin(state);
	struct document *d = entered(cx, " Note  No. 12 / 3 ");

	test_fails(cx, record_save(cx, &document_type, d),
	           ERR_INVALID); /* nothing tells its kind */
	d = entered(cx, " Note  No. 12 / 3 ");
	d->kind = choice_index(
	        field_choices(&document_type, type_field_named(&document_type, "kind")),
	        "note_verbale");
	test_ok(cx, record_save(cx, &document_type, d));
	assert_string_equal(d->symbol, "Note No. 12/3");
	assert_non_null(document_warning(cx, d));
	d = entered(cx, NULL);
	d->kind = 1;
	test_ok(cx, record_save(cx, &document_type, d));
	assert_null(document_warning(cx, d));
	assert_string_equal(record_title(cx, &document_type, d->record.id), "A trial");
}

static void one_symbol_is_one_document(void **state)
{
	struct context *cx = begin(state);

	assert_true(document_by_symbol(cx, "ccpr/c/tkm/co/3") ==
	            id_of(cx, &document_type, "CCPR/C/TKM/CO/3"));
	assert_int_equal(document_by_symbol(cx, "CCPR/C/TKM/CO/33"), 0);
	assert_int_equal(document_by_symbol(cx, " "), 0);
	assert_false(failed(cx));
	test_fails(cx, record_save(cx, &document_type, entered(cx, "CCPR / C / tkm / CO / 3")),
	           ERR_INVALID);
}

static void documents_sort_by_symbol(void **state)
{
	struct context *cx = begin(state);
	static const char *const symbols[] = { "CERD/C/TKM/12-13", "CERD/C/TKM/CO/5",
		                               "CERD/C/TKM/CO/12-13", "E/C.12/TKM/3" };

	for (size_t i = 1; i < LEN(symbols); i++)
		if (strcmp(document_order(cx, id_of(cx, &document_type, symbols[i - 1])),
		           document_order(cx, id_of(cx, &document_type, symbols[i]))) >= 0)
			fail_msg("%s does not sort before %s", symbols[i - 1], symbols[i]);
	assert_int_equal(number(cx, "SELECT max(length(order_key)) / 300 FROM document"), 0);
}

static void a_document_completes_what_refers_to_it(void **state)
{
	struct context *cx = begin(state);
	int64_t id = id_of(cx, &document_type, "CRC/C/TKM/CO/5-6"), mechanism = 0, cycle = 7;

	document_complete(cx, id, &mechanism, &cycle);
	assert_true(mechanism == id_of(cx, &mechanism_type, "CRC"));
	assert_int_equal(cycle, 7);
	cycle = 0;
	document_complete(cx, id, &mechanism, &cycle);
	assert_true(cycle == id_of(cx, &review_cycle_type, "CRC-5-6"));
	document_complete(cx, 1, &mechanism, &cycle);
	assert_false(failed(cx));
}

static void letters_about_persons_start_restricted(void **state)
{
	static const struct actor secretary = { .user = 77, .login = "sec", .role = ROLE_SEC };
	struct context *cx = begin(state);
	struct document *d;

	test_ok(cx, db_run_values(cx,
	                          MADE_SQL("INSERT INTO account (id, version, classification, "
	                                   "created_at, created_by,"
	                                   " updated_at, updated_by, parts, login)"
	                                   " VALUES (77, 1, 'internal', 0, 0, 0, 0, 0, 'sec')"),
	                          NULL, NULL, 0));
	cx->actor = &secretary;
	d = entered(cx, "UA TKM 1/2019");
	d->record.classification = CLASS_PUBLIC;
	test_ok(cx, record_save(cx, &document_type, d));
	assert_int_equal(d->record.classification, CLASS_RESTRICTED);
	assert_int_equal(d->record.readers.n, 1);
	assert_true(d->record.readers.v[0] == 77);
}

static void the_later_date_comes_later(void **state)
{
	struct context *cx = begin(state);
	struct document *d = record_of(cx, &document_type, "CRC/C/TKM/CO/5-6");

	assert_int_equal(date_compare(d->adopted, date_day(2024, 9, 13)), 0);
	d->distributed = date_day(2024, 9, 12);
	test_fails(cx, record_save(cx, &document_type, d), ERR_INVALID);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_loaded_once),
		cmocka_unit_test(titles_say_whose_they_are),
		cmocka_unit_test(a_grade_belongs_to_its_committee),
		cmocka_unit_test(reviews_sort_by_number),
		cmocka_unit_test(an_expected_review_is_a_date_or_awaited),
		cmocka_unit_test(the_symbol_proposes),
		cmocka_unit_test(who_knows_better_is_believed),
		cmocka_unit_test(an_unknown_symbol_is_kept_with_a_warning),
		cmocka_unit_test(one_symbol_is_one_document),
		cmocka_unit_test(documents_sort_by_symbol),
		cmocka_unit_test(a_document_completes_what_refers_to_it),
		cmocka_unit_test(letters_about_persons_start_restricted),
		cmocka_unit_test(the_later_date_comes_later),
	};

	return world_tests("mechanism", tests, LEN(tests));
}
