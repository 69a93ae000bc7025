/* Passages out of lines of text: "--- 3" begins a page, "# text" is a heading by its style, all
 * others are paragraphs. */
#ifndef SUBJECT_RECOMMENDATION_PASSAGE_TEST_H
#define SUBJECT_RECOMMENDATION_PASSAGE_TEST_H

#include "base/number.h"
#include "format/material_test.h"
#include "subject/recommendation/passage.h"

static inline struct passages passages_of(struct context *cx, const char *text)
{
	struct passages p = { 0 };
	struct unit u = { 0 };
	int64_t number = 0, page;

	while (*text) {
		size_t n = strcspn(text, "\n");
		const char *line = arena_strn(cx->mem, text, n);

		u = (struct unit){ .kind = UNIT_PARAGRAPH, .number = number + 1, .text = line };
		if (str_starts(line, "--- ") && parse_int(line + 4, &page)) {
			u = (struct unit){ .kind = UNIT_PAGE, .number = page };
		} else if (str_starts(line, "# ")) {
			u.text = line + 2;
			u.level = 1;
		}
		number += u.kind == UNIT_PARAGRAPH;
		assert_true(passages_add(cx, &p, &u));
		text += n + (text[n] == '\n');
	}
	return p;
}

/* Those of a file of ../shared/data, or the test is skipped. */
static inline struct passages passages_of_file(struct context *cx, const char *path)
{
	size_t n;
	char *bytes = shared_file(cx, path, &n);
	struct material *m = material_read(cx, bytes, n, NULL);
	struct passages p = { 0 };
	struct unit u;

	if (!m && cx->err.kind == ERR_UNAVAILABLE) {
		print_message("%s: skipped\n", cx->err.text);
		error_clear(cx);
		skip();
	}
	assert_non_null(m);
	while (material_next(cx, m, &u))
		assert_true(passages_add(cx, &p, &u));
	return p;
}

#endif
