/* Queries and the trees they come to, and that any bytes come to one. */
#include "search/query.h"

#include "base/utf8.h"
#include "language/messages.h"
#include "test/unit.h"

static int with_analyser(void **state)
{
	return (*state = analyser_new()) ? 0 : -1;
}

static int without_analyser(void **state)
{
	analyser_free(*state);
	return 0;
}

/* ---- a tree, written */

static void write_tree(struct buffer *b, const struct query *q);

static void write_parts(struct buffer *b, const char *name, const struct query *q)
{
	buffer_fmt(b, "(%s", name);
	for (size_t i = 0; i < q->parts_n; i++) {
		buffer_char(b, ' ');
		write_tree(b, q->parts[i]);
		if (q->gaps && i + 1 < q->parts_n && q->gaps[i])
			buffer_fmt(b, " +%u", q->gaps[i]);
	}
	buffer_char(b, ')');
}

static void write_tree(struct buffer *b, const struct query *q)
{
	static const char *const where[] = { "", "title=", "text=" };

	switch (q->kind) {
	case QUERY_ALL:
		buffer_text(b, "all");
		break;
	case QUERY_NONE:
		buffer_fmt(b, "none[%s]", q->typed);
		break;
	case QUERY_WORD:
		buffer_fmt(b, "%s%s", where[q->where], q->word);
		break;
	case QUERY_PREFIX:
		buffer_fmt(b, "%s%s*", where[q->where], q->word);
		break;
	case QUERY_PHRASE:
		buffer_text(b, where[q->where]);
		write_parts(b, "phrase", q);
		break;
	case QUERY_AND:
		write_parts(b, "and", q);
		break;
	case QUERY_OR:
		write_parts(b, "or", q);
		break;
	case QUERY_NOT:
		write_parts(b, "not", q);
		break;
	case QUERY_CODES:
		buffer_fmt(b, "[%s]", q->typed);
		break;
	case QUERY_DATES:
		buffer_fmt(b, "{%s %lld %lld}", q->field, (long long)q->from, (long long)q->to);
		break;
	}
}

/* ---- fields of a world in which status is implemented or noted */

static struct query *read_field(struct context *cx, void *data, const char *field,
                                const char *compare, const char *value)
{
	struct query *q = arena_new_of(cx->mem, struct query);
	static const uint16_t codes[] = { 1 };
	int year;

	if (data)
		++*(int *)data;
	if (str_eq(field, "status")) {
		bool known = str_eq(value, "implemented") || str_eq(value, "noted") ||
		             str_eq(value, "not implemented");

		*q = (struct query){ .kind = known ? QUERY_CODES : QUERY_NONE,
			             .codes = codes,
			             .codes_n = 1 };
		return q;
	}
	if (str_eq(field, "deadline") && sscanf(value, "%d", &year) == 1) {
		*q = (struct query){ .kind = QUERY_DATES, .field = "deadline" };
		q->from = compare[0] == '<' ? 0 : year;
		q->to = compare[0] == '>' ? 9999 : year;
		return q;
	}
	return NULL;
}

static const struct query_fields fields = { .read = read_field };

/* ---- and of which something bears these names */

static bool is_name(const char *name, const struct query *const *words, size_t n, size_t *ret_n)
{
	size_t i = 0;

	for (; *name; i++) {
		size_t length = strcspn(name, " ");

		if (i == n || strncmp(words[i]->word, name, length) != 0 || words[i]->word[length])
			return false;
		name += length + (name[length] == ' ');
	}
	*ret_n = i;
	return true;
}

static struct query *read_label(struct context *cx, void *data, const struct query *const *words,
                                size_t n, size_t *ret_n)
{
	static const char *const names[] = { "persons with disabilities", "women and girls",
		                             "asylum seekers", "persons", "women" };
	struct query *q = arena_new_of(cx->mem, struct query);

	(void)data;
	for (size_t i = 0; i < LEN(names); i++) {
		if (!is_name(names[i], words, n, ret_n))
			continue;
		*q = (struct query){ .kind = QUERY_CODES, .typed = names[i] };
		return q;
	}
	return NULL;
}

static const struct query_fields labels = { .read = read_field, .labelled = read_label };

static const char *const labelled_trees[][2] = {
	{ "women", "(or women [women])" },
	{ "women women", "(or women [women])" },
	{ "women prison", "(and (or women [women]) prison)" },
	{ "the women", "(or women [women])" },
	{ "women of girls", "(and (or women [women]) girls)" },
	{ "women and girls", "(or (and women girls) [women and girls])" },
	{ "women AND girls", "(and (or women [women]) girls)" },
	{ "women (and) girls", "(and (or women [women]) girls)" },
	{ "poor persons with disabilities",
	  "(and poor (or (and persons disabilities) [persons with disabilities]))" },
	{ "persons with", "(or persons [persons])" },
	{ "women OR prison", "(or women [women] prison)" },
	{ "asylum-seekers", "(or (phrase asylum seekers) [asylum seekers])" },
	{ "asylum seekers", "(or (and asylum seekers) [asylum seekers])" },
	{ "\"asylum seekers\"", "(phrase asylum seekers)" },
	{ "\"women\"", "women" },
	{ "«women»", "women" },
	{ "\"women\" girls", "(and women girls)" },
	{ "title:women", "title=women" },
	{ "text:(women prison)", "(and text=women text=prison)" },
	{ "status:implemented women", "(and [status:implemented] (or women [women]))" },
	{ "women*", "women*" },
	{ "-women", "(and all (not (or women [women])))" },
	{ "prison -(women girls)", "(and prison (not (and (or women [women]) girls)))" },
	{ "foo:(women", "(and foo (or women [women]))" },
};

static void names_of_labels(void **state)
{
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY), .lang = "en" };
	const char *explained;
	struct query *q;

	for (size_t i = 0; i < LEN(labelled_trees); i++) {
		struct buffer b = BUFFER(cx.mem, 1024);

		assert_true(query_read(&cx, *state, &labels, labelled_trees[i][0], &q, &explained));
		write_tree(&b, q);
		assert_string_equal(buffer_str(&b), labelled_trees[i][1]);
	}
	assert_true(query_read(&cx, *state, &labels, "women and girls prison", &q, &explained));
	assert_string_equal(explained, "((“women” and “girls”) or women and girls) and “prison”");
	arena_free(cx.mem);
}

static const char *tree_of(struct context *cx, struct analyser *a, const char *text,
                           const char **explained)
{
	struct buffer b = BUFFER(cx->mem, 1024 * 1024);
	struct query *q;

	assert_true(query_read(cx, a, &fields, text, &q, explained));
	write_tree(&b, q);
	return buffer_str(&b);
}

static const char *const trees[][2] = {
	{ "", "all" },
	{ "  \t\n", "all" },
	{ "-", "all" },
	{ "*", "all" },
	{ "\"", "all" },
	{ "(((", "all" },
	{ ")", "all" },
	{ "\xff\xfe", "all" },
	{ "torture", "torture" },
	{ "torture prison", "(and torture prison)" },
	{ "torture AND prison", "(and torture prison)" },
	{ "torture & prison", "(and torture prison)" },
	{ "torture torture Torture", "torture" },
	{ "пытки И тюрьма", "(and пытки тюрьма)" },
	{ "gynama WE türme", "(and gynama turme)" },
	{ "torture OR ill-treatment", "(or torture (phrase ill treatment))" },
	{ "x | b|c", "(or x b c)" },
	{ "пытки ИЛИ казни", "(or пытки казни)" },
	{ "gynama ÝA-DA türme", "(or gynama turme)" },
	{ "gynama ÝA DA türme", "(or gynama turme)" },
	{ "x b OR c d", "(or (and x b) (and c d))" },
	{ "x or b", "(and x b)" },
	{ "release of the prisoners", "(and release prisoners)" },
	{ "\"release of the prisoners\"", "(phrase release of the prisoners)" },
	{ "of the", "(and of the)" },
	{ "of -death", "(and of (not death))" },
	{ "права и свободы", "(and права свободы)" },
	{ "x OR", "x" },
	{ "OR x", "x" },
	{ "x OR OR b", "(or x b)" },
	{ "OR", "or" },
	{ "NOT", "not" },
	{ "И", "и" },
	{ "-death", "(and all (not death))" },
	{ "torture -death", "(and torture (not death))" },
	{ "-death torture", "(and (not death) torture)" },
	{ "NOT death torture", "(and (not death) torture)" },
	{ "НЕ смерть", "(and all (not смерть))" },
	{ "DÄL ölüm", "(and all (not olum))" },
	{ "- death", "death" },
	{ "--death", "death" },
	{ "-(-death)", "death" },
	{ "-(x b)", "(and all (not (and x b)))" },
	{ "-x -b", "(and all (not x) (not b))" },
	{ "x OR -b", "(or x (and all (not b)))" },
	{ "well-being", "(phrase well being)" },
	{ "Côte d'Ivoire", "(and cote (phrase d ivoire))" },
	{ "women's", "women" },
	{ "child*", "child*" },
	{ "child* rights", "(and child* rights)" },
	{ "ill-treat*", "(and ill treat*)" },
	{ "child *", "child" },
	{ "\"violence against women\"", "(phrase violence against women)" },
	{ "«насилие в семье»", "(phrase насилие в семье)" },
	{ "“violence against", "(phrase violence against)" },
	{ "\"violence * women\"", "(phrase violence +1 women)" },
	{ "\"women\"", "women" },
	{ "-\"death penalty\"", "(and all (not (phrase death penalty)))" },
	{ "(x OR b) c", "(and (or x b) c)" },
	{ "(x OR b c", "(or x (and b c))" },
	{ "x) b", "(and x b)" },
	{ "((x))", "x" },
	{ "() x", "x" },
	{ "x,b;c", "(and x b c)" },
	{ "A/HRC/24/3", "(or a/hrc/24/3 (phrase a hrc 24 3))" },
	{ "a / hrc / 24 / 3", "(or a/hrc/24/3 (phrase a hrc 24 3))" },
	{ "A/HRC/24/3 para 112.4", "(and (or a/hrc/24/3 (phrase a hrc 24 3)) 112.4)" },
	{ "HRC/24", "(or hrc/24 (phrase hrc 24))" },
	{ "A/HRC/24/*", "a/hrc/24/*" },
	{ "A/HRC/24*", "a/hrc/24*" },
	{ "\"see A/HRC/24/3 there\"", "(phrase see a/hrc/24/3 +3 there)" },
	{ "13(b)", "13(b)" },
	{ "para. 13 (b) (ii)", "13(b)(ii)" },
	{ "пункт 13", "13" },
	{ "п.\xc2\xa0"
	  "13",
	  "13" },
	{ "13-nji bent", "13" },
	{ "para", "para" },
	{ "para women 13", "(and para women 13)" },
	{ "2030 (x OR b)", "(and 2030 (or x b))" },
	{ "covid-19", "(phrase covid 19)" },
	{ "title:women", "title=women" },
	{ "title:\"women in prison\"", "title=(phrase women in prison)" },
	{ "название:(женщины OR дети)", "(or title=женщины title=дети)" },
	{ "text:child*", "text=child*" },
	{ "status:implemented", "[status:implemented]" },
	{ "status:\"not implemented\"", "[status:not implemented]" },
	{ "STATUS:(implemented OR noted)", "(or [status:implemented] [status:noted])" },
	{ "status:(not implemented OR noted)", "(or [status:not implemented] [status:noted])" },
	{ "status:implemented, torture", "(and [status:implemented] torture)" },
	{ "-status:implemented", "(and all (not [status:implemented]))" },
	{ "status:foo", "none[status:foo]" },
	{ "status: implemented", "(and status implemented)" },
	{ "foo:bar", "(and foo bar)" },
	{ "foo:(x OR b)", "(and foo (or x b))" },
	{ "foo:\"x b\"", "(and foo (phrase x b))" },
	{ "deadline:<2027", "{deadline 0 2027}" },
	{ "deadline:≥2027-05-01", "{deadline 2027 9999}" },
	{ "deadline:2027 torture", "(and {deadline 2027 2027} torture)" },
	{ "http://www.example.org/a", "(and http (phrase www example org))" },
	{ "12:30", "(and 12 30)" },
	{ "СЕDAW", "cedaw" },
	{ "人权", "(and 人 权)" },
};

static void queries_and_their_trees(void **state)
{
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };

	for (size_t i = 0; i < LEN(trees); i++) {
		const char *explained, *tree = tree_of(&cx, *state, trees[i][0], &explained);

		if (!str_eq(tree, trees[i][1]))
			print_error("%s\n  is       %s\n  and not  %s\n", trees[i][0], tree,
			            trees[i][1]);
	}
	for (size_t i = 0; i < LEN(trees); i++) {
		const char *explained;

		assert_string_equal(tree_of(&cx, *state, trees[i][0], &explained), trees[i][1]);
		assert_int_equal(!*explained, str_eq(trees[i][1], "all"));
	}
	arena_free(cx.mem);
}

static void it_says_how_it_was_understood(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "torture", "“torture”" },
		{ "torture prison -death", "“torture” and “prison”, without “death”" },
		{ "x OR b OR c", "“x”, “b” or “c”" },
		{ "(x OR b) c", "(“x” or “b”) and “c”" },
		{ "-death", "everything, without “death”" },
		{ "-(x b)", "everything, without (“x” and “b”)" },
		{ "Women's  «Right to food»", "“Women” and “Right to food”" },
		{ "title:child*", "words that begin with “child” in the title" },
		{ "text:\"x b\"", "“x b” in the text" },
		{ "A / HRC/24/3 para 12", "“A / HRC/24/3” and “12”" },
		{ "status:noted deadline:<2027", "status:noted and deadline:<2027" },
		{ "status:foo", "status:foo; “status:foo” is not known and finds nothing" },
		{ "Foo:bar", "“Foo” and “bar”; “Foo” is no field and was searched as a word" },
	};
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };

	for (size_t i = 0; i < LEN(cases); i++) {
		const char *explained;

		tree_of(&cx, *state, cases[i][0], &explained);
		assert_string_equal(explained, cases[i][1]);
	}
	arena_free(cx.mem);
}

static void words_of_a_query(void **state)
{
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };
	struct query_words words;
	const char *explained;
	struct query *q;

	assert_true(query_read(&cx, *state, NULL,
	                       "women \"death penalty\" (a OR b*) -c status:noted", &q,
	                       &explained));
	query_words(&cx, q, &words);
	assert_int_equal(words.n, 6); /* status and noted are words where there are no fields */
	assert_int_equal(words.v[0]->kind, QUERY_WORD);
	assert_int_equal(words.v[1]->kind, QUERY_PHRASE);
	assert_int_equal(words.v[3]->kind, QUERY_PREFIX);
	assert_string_equal(words.v[0]->terms[0], "ewoman");
	assert_int_equal(words.v[1]->begin, 7);
	assert_int_equal(words.v[1]->end, 20);
	arena_free(cx.mem);
}

/* ---- within limits, whatever it is */

struct limits {
	size_t words;
	int depth;
};

static void look(const struct query *q, const struct query *above, int depth, struct limits *found)
{
	found->depth = depth > found->depth ? depth : found->depth;
	size_t wanted = 0;

	for (size_t i = 0; i < q->parts_n; i++)
		wanted += q->parts[i]->kind != QUERY_NOT;
	if (q->kind == QUERY_WORD)
		assert_in_range(q->terms_n, 1, MAX_VARIANTS);
	if (q->kind == QUERY_WORD || q->kind == QUERY_PREFIX) {
		assert_true(q->word && *q->word && q->typed);
		found->words++;
	}
	if (q->kind == QUERY_NOT)
		assert_true(above && above->kind == QUERY_AND && q->parts_n == 1);
	if (q->kind == QUERY_AND)
		assert_true(q->parts_n > 1 && wanted);
	if (q->kind == QUERY_PHRASE || q->kind == QUERY_OR)
		assert_true(q->parts_n);
	for (size_t i = 0; q->kind == QUERY_PHRASE && i < q->parts_n; i++)
		assert_int_equal(q->parts[i]->kind, QUERY_WORD);
	assert_true(q->begin <= q->end);
	if (q->typed)
		assert_true(utf8_valid(q->typed, strlen(q->typed)));
	for (size_t i = 0; i < q->parts_n; i++)
		look(q->parts[i], q, depth + 1, found);
}

static struct limits looked_at(struct analyser *a, const char *text)
{
	struct context cx = { .mem = arena_new(MAX_REQUEST_MEMORY) };
	struct limits found = { 0 };
	const char *explained;
	struct query *q;

	assert_true(query_read(&cx, a, &fields, text, &q, &explained));
	look(q, NULL, 0, &found);
	assert_true(utf8_valid(explained, strlen(explained)));
	assert_null(strpbrk(explained, "\r\n\t"));
	assert_true(found.words <= MAX_QUERY_WORDS);
	assert_true(found.depth <= 3 * MAX_QUERY_DEPTH + 6);
	arena_free(cx.mem);
	return found;
}

static void any_bytes(void **state)
{
	static const char *const pieces[] = {
		"a",    "b",     "13",         "(",       ")",           "\"",    "«",
		"-",    "*",     ":",          "status:", "title:",      "foo:",  " ",
		" ",    " ",     "|",          " OR ",    " AND ",       " NOT ", " И ",
		" НЕ ", "ÝA-DA", "A/HRC/24/3", "\xff",    "\xd0",        "<",     "2027",
		"'",    "para ", "\xc2\xad",   "人",      "implemented", "\n",    "/",
	};
	uint64_t random = 1;

	for (int round = 0; round < 8000; round++) {
		char text[512];
		size_t n = 0;

		for (int i = 0; i < 25; i++) {
			random = random * UINT64_C(6364136223846793005) + 1442695040888963407;

			const char *piece = pieces[(random >> 33) % LEN(pieces)];

			memcpy(text + n, piece, strlen(piece));
			n += strlen(piece);
		}
		text[n] = '\0';
		looked_at(*state, text);
	}
}

static void queries_of_any_length(void **state)
{
	static const char *const pieces[] = {
		"torture ", "(",    "-",      "\"a\" ", "a:(",           "status:(", "title:",
		"a OR ",    "NOT ", "(a OR ", "a-",     "a/1/",          "1(a)",     "a* ",
		"-(",       "(-a ", "ж",      "* ",     "status:noted ", "a:",
	};
	enum { TIMES = 10000 };
	char *text = calloc(TIMES, 16);

	for (size_t i = 0; i < LEN(pieces); i++) {
		size_t n = strlen(pieces[i]);

		for (size_t k = 0; k < TIMES; k++)
			memcpy(text + k * n, pieces[i], n);
		text[TIMES * n] = '\0';
		looked_at(*state, text);
	}
	free(text);
}

static void what_is_too_much_is_told(void **state)
{
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };
	struct buffer b = BUFFER(cx.mem, 1024 * 1024);
	struct query_words words;
	const char *explained;
	struct query *q;

	for (int i = 0; i < 10000; i++)
		buffer_fmt(&b, "word%d ", i);
	assert_true(query_read(&cx, *state, &fields, buffer_str(&b), &q, &explained));
	query_words(&cx, q, &words);
	assert_int_equal(words.n, MAX_QUERY_WORDS);
	assert_non_null(strstr(explained, "; the query is too long"));
	assert_non_null(strstr(explained, "; only the first 64 words count"));
	arena_free(cx.mem);
}

/* Each field is asked about once a bracket, not once for each way to read it. */
static void unknown_fields_cost_little(void **state)
{
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };
	struct buffer b = BUFFER(cx.mem, 1024 * 1024);
	int asked = 0;
	const struct query_fields counted = { .read = read_field, .data = &asked };
	const char *explained;
	struct query *q;

	for (int i = 0; i < 1000; i++)
		buffer_text(&b, "foo:(bar ");
	assert_true(query_read(&cx, *state, &counted, buffer_str(&b), &q, &explained));
	assert_in_range(asked, 1, MAX_QUERY_DEPTH * 2 + 2);
	arena_free(cx.mem);
}

static struct query *broken(struct context *cx, void *data, const char *field, const char *compare,
                            const char *value)
{
	(void)data, (void)field, (void)compare, (void)value;
	fail(cx, ERR_BROKEN, NULL, "no database");
	return NULL;
}

static void a_broken_database_is_told(void **state)
{
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };
	const struct query_fields no = {
		.read = broken,
	};
	const char *explained;
	struct query *q;

	assert_false(query_read(&cx, *state, &no, "status:noted", &q, &explained));
	assert_failed(&cx, ERR_BROKEN);
	arena_free(cx.mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queries_and_their_trees),
		cmocka_unit_test(names_of_labels),
		cmocka_unit_test(it_says_how_it_was_understood),
		cmocka_unit_test(words_of_a_query),
		cmocka_unit_test(any_bytes),
		cmocka_unit_test(queries_of_any_length),
		cmocka_unit_test(what_is_too_much_is_told),
		cmocka_unit_test(unknown_fields_cost_little),
		cmocka_unit_test(a_broken_database_is_told),
	};

	return cmocka_run_group_tests(tests, with_analyser, without_analyser);
}
