/* What people ask, in any bytes: it comes to a tree within limits, and is told in whole letters.
 * Behind the first line is a text in which its words are marked. */
#include "base/limits.h"
#include "base/utf8.h"
#include "search/highlight.h"

#include <assert.h>
#include <setjmp.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct query *read_field(struct context *cx, void *data, const char *field,
                                const char *compare, const char *value)
{
	struct query *q = arena_new_of(cx->mem, struct query);

	(void)data;
	assert(*field && *value && strlen(compare) <= 2);
	q->kind = strlen(value) % 2 ? QUERY_CODES : QUERY_NONE;
	return strlen(field) > 6 ? NULL : q;
}

/* Some words are names, alone or with those behind them. */
static struct query *read_label(struct context *cx, void *data, const struct query *const *words,
                                size_t n, size_t *ret_n)
{
	struct query *q = arena_new_of(cx->mem, struct query);
	size_t length = strlen(words[0]->word);

	(void)data;
	assert(n > 0);
	for (size_t i = 0; i < n; i++)
		assert(words[i]->kind == QUERY_WORD && words[i]->where == WHERE_ANY);
	if (length % 3)
		return NULL;
	*ret_n = length % n + 1;
	q->kind = QUERY_CODES;
	q->typed = "labelled";
	return q;
}

static size_t look(const struct query *q, const struct query *above, int depth)
{
	size_t words = q->kind == QUERY_WORD || q->kind == QUERY_PREFIX, wanted = 0;

	assert(depth <= 3 * MAX_QUERY_DEPTH + 8);
	assert(!q->typed || utf8_valid(q->typed, strlen(q->typed)));
	assert(q->kind != QUERY_NOT || (above && above->kind == QUERY_AND));
	for (size_t i = 0; i < q->parts_n; i++) {
		assert(q->kind != QUERY_PHRASE || q->parts[i]->kind == QUERY_WORD);
		wanted += q->parts[i]->kind != QUERY_NOT;
		words += look(q->parts[i], q, depth + 1);
	}
	assert(q->kind != QUERY_AND || wanted);
	return words;
}

static void check_marks(const char *text, const struct mark *marks, size_t n)
{
	uint32_t at = 0;

	for (size_t i = 0; i < n; i++) {
		assert(marks[i].from >= at && marks[i].from < marks[i].to);
		at = marks[i].to;
	}
	assert(at <= strlen(text));
}

static void mark_words(struct context *cx, struct analyser *a, const struct query *q,
                       const char *text)
{
	struct query_words words;
	const struct mark *marks;
	struct snippet s;
	size_t n;

	query_words(cx, q, &words);
	snippet_marks(cx, a, &words, "tk", text, &marks, &n);
	check_marks(text, marks, n);
	snippet_make(cx, a, &words, "en", text, 20, &s);
	check_marks(s.text, s.marks, s.marks_n);
	assert(utf8_valid(s.text, strlen(s.text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY), .lang = "en" };
	const struct query_fields fields = { .read = read_field, .labelled = read_label };
	static struct analyser *a; /* once: it is dearer than most queries */
	const char *explained;
	struct query *q;

	if (!a)
		a = analyser_new();
	if (a && setjmp(*arena_recover(cx.mem)) == 0) {
		char *text = arena_strn(cx.mem, (const char *)data, size);
		char *record = text + strcspn(text, "\n");

		if (*record)
			*record++ = '\0';

		bool read = query_read(&cx, a, &fields, text, &q, &explained);

		assert(read && look(q, NULL, 0) <= MAX_QUERY_WORDS);
		assert(utf8_valid(explained, strlen(explained)));
		mark_words(&cx, a, q, record);
	}
	arena_free(cx.mem);
	return 0;
}
