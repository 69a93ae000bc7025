#include "base/context.h"

#include "test/unit.h"

static void test_first_cause_wins(void **state)
{
	struct context *cx = *state;

	assert_false(failed(cx));
	assert_false(fail(cx, ERR_CONFLICT, NULL, "Record %d was changed.", 7));
	assert_false(fail(cx, ERR_BROKEN, "title", "what follows from it"));
	assert_false(fail(cx, ERR_INVALID, "title", "and this"));
	assert_true(failed(cx));
	assert_int_equal(cx->err.kind, ERR_CONFLICT);
	assert_null(cx->err.field);
	assert_string_equal(cx->err.text, "Record 7 was changed.");
	assert_true(str_starts(cx->err.where, "base/error_test.c:") ||
	            strstr(cx->err.where, "/base/error_test.c:"));
	assert_null(cx->err.next);
	error_clear(cx);
	assert_false(failed(cx));
}

static void test_invalid_fields_are_collected(void **state)
{
	struct context *cx = *state;
	char field[] = "due";

	fail(cx, ERR_INVALID, "title", "Please give a title.");
	fail(cx, ERR_INVALID, field, "This is no date.");
	field[0] = 'x'; /* the name was copied */
	fail(cx, ERR_UNAVAILABLE, NULL, "not collected");
	fail(cx, ERR_INVALID, "body", "Nobody of that name.");

	static const char *const fields[] = { "title", "due", "body" };
	const struct error *e = &cx->err;

	for (size_t i = 0; i < LEN(fields); i++, e = e->next) {
		assert_non_null(e);
		assert_int_equal(e->kind, ERR_INVALID);
		assert_string_equal(e->field, fields[i]);
	}
	assert_null(e);
}

static const char *pretend_translation(const struct catalogues *catalogues, const char *lang,
                                       const char *id)
{
	assert_null(catalogues);
	return str_eq(lang, "tk") && str_eq(id, "Row %d") ? "Setir %d" : id;
}

static void test_message_is_translated_then_filled(void **state)
{
	struct context *cx = *state;

	cx->translate = pretend_translation;
	cx->lang = "tk";
	fail(cx, ERR_INVALID, NULL, "Row %d", 3);
	assert_string_equal(cx->err.text, "Setir 3");
	assert_string_equal(tr(cx, "Row %d"), "Setir %d");
	cx->lang = NULL;
	assert_string_equal(tr(cx, "Row %d"), "Row %d");
}

/* The names of the API's contract, for every kind. */
static void test_names(void **state)
{
	(void)state;
	assert_string_equal(error_kind_name(ERR_BAD_REQUEST), "bad_request");
	assert_string_equal(error_kind_name(ERR_INVALID), "invalid");
	assert_string_equal(error_kind_name(ERR_UNAUTHENTICATED), "unauthenticated");
	assert_string_equal(error_kind_name(ERR_FORBIDDEN), "forbidden");
	assert_string_equal(error_kind_name(ERR_NOT_FOUND), "not_found");
	assert_string_equal(error_kind_name(ERR_CONFLICT), "conflict");
	assert_string_equal(error_kind_name(ERR_TOO_LARGE), "too_large");
	assert_string_equal(error_kind_name(ERR_TOO_MANY), "too_many");
	for (int kind = ERR_NONE; kind <= ERR_BROKEN; kind++)
		assert_non_null(error_kind_name((enum error_kind)kind));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_first_cause_wins),
		UNIT(test_invalid_fields_are_collected),
		UNIT(test_message_is_translated_then_filled),
		UNIT(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
