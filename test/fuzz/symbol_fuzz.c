/* Symbols and locators come out of pasted text and foreign files: reading a normal form again
 * changes nothing, keys stay printable, and a walk through text ends and gives out no more than it
 * was given. */
#include "base/limits.h"
#include "subject/mechanism/locator.h"
#include "subject/mechanism/symbol.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_symbol(struct arena *mem, const char *s)
{
	struct symbol first, again;
	bool known = symbol_parse(mem, s, &first);

	assert(symbol_parse(mem, first.text, &again) == known && str_eq(first.text, again.text));
	assert(str_eq(first.kind, again.kind) && str_eq(first.series, again.series) &&
	       first.add == again.add);
	assert(!first.iso3 || strlen(first.iso3) == 3);
	(void)symbol_order(mem, first.text);
}

static void check_locator(struct arena *mem, const char *s)
{
	const char *normal = locator_normal(mem, s), *key = locator_key(mem, s);

	assert(str_eq(locator_normal(mem, normal), normal) &&
	       str_eq(locator_key(mem, normal), key));
	assert(strlen(key) <= 4 * strlen(normal));
	for (; *key; key++)
		assert(*key > ' ' && *key < 0x7f);
}

static void check_walk(struct arena *mem, const char *s)
{
	struct locator_walk walk = { .rest = s };
	const char *locator, *text;
	size_t given = 0;

	while (locator_next(mem, &walk, &locator, &text)) {
		assert(*text && walk.rest > s && walk.rest <= s + strlen(s));
		given += strlen(text);
		assert(given <= strlen(s));
		if (locator)
			check_locator(mem, locator);
	}
	assert(!*walk.rest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *mem = arena_new(MAX_JOB_MEMORY);
	char *all = arena_strn(mem, (const char *)data, size < 4000 ? size : 4000);

	check_walk(mem, all);
	for (char *line = all; *line;) {
		size_t n = strcspn(line, "\n");
		bool more = line[n];

		line[n] = '\0';
		check_symbol(mem, line);
		check_locator(mem, line);
		line += n + more;
	}
	arena_free(mem);
	return 0;
}
