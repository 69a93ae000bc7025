/* Reports and concluding observations out of lines that are anything: what is found stands in the
 * document, has a place and words, and both readers end.  "--- 3" begins a page, "# " a heading by
 * its style, "| " a row of a table. */
#include "base/limits.h"
#include "base/number.h"
#include "subject/recommendation/cited.h"
#include "subject/recommendation/observations_text.h"
#include "subject/recommendation/wg_text.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_line(struct context *cx, struct passages *p, const char *line, int64_t number)
{
	struct cell cell = { .kind = CELL_TEXT, .text = line, .columns = 1 };
	struct unit u = { .kind = UNIT_PARAGRAPH, .number = number, .text = line };
	int64_t page;

	if (str_starts(line, "--- ") && parse_int_in(line + 4, 1, 1000, &page)) {
		u = (struct unit){ .kind = UNIT_PAGE, .number = page };
	} else if (str_starts(line, "# ")) {
		u.text += 2;
		u.level = 1;
	} else if (str_starts(line, "| ")) {
		u = (struct unit){
			.kind = UNIT_ROW, .number = number, .cells = &cell, .cells_n = 1
		};
	}
	assert(passages_add(cx, p, &u));
}

static bool known(void *with, const char *name)
{
	(void)with;
	return *name >= 'A' && *name <= 'M';
}

static bool within(const struct passages *p, const struct passage *at)
{
	return at >= p->v && at < p->v + p->n;
}

static void check_report(struct arena *mem, const struct passages *p)
{
	struct wg_report r;

	if (wg_guess(mem, p) > 0)
		assert(wg_read(mem, p, known, NULL, &r));
	if (!wg_read(mem, p, known, NULL, &r))
		return;
	for (size_t i = 0; i < r.items_n; i++) {
		const struct wg_item *item = &r.items[i];

		assert(within(p, item->at) && *item->locator && item->words);
		assert(item->kind == KIND_PLEDGE ? !item->position : item->statements.n > 0);
		assert(!item->position == !item->group);
		for (size_t k = 0; k < item->more_n; k++)
			assert(item->more[k] > item->at && within(p, item->more[k]));
		for (size_t k = 0; k < item->statements.n; k++)
			for (size_t n = 0; n < item->statements.v[k].states_n; n++)
				assert(*item->statements.v[k].states[n]);
	}
}

static void check_observations(struct arena *mem, const struct passages *p)
{
	struct observations o;

	(void)observations_guess(mem, p);
	if (!observations_read(mem, p, &o))
		return;
	for (size_t i = 0; i < o.items_n; i++) {
		const struct observation *item = &o.items[i];

		assert(within(p, item->at) && *item->locator && *item->words);
		assert(!item->follow_up || item->kind == KIND_RECOMMENDATION);
		for (size_t k = 0; k < i; k++) /* each has a place of its own */
			assert(o.items[k].kind != item->kind ||
			       !str_eq(o.items[k].locator, item->locator));
	}
}

static void check_cited(struct arena *mem, const char *text)
{
	struct cited_list list = cited_paragraphs(mem, text);

	assert(list.n <= MAX_CITED);
	for (size_t i = 0; i < list.n; i++)
		assert(list.v[i].number > 0 &&
		       cited_covers(mem, &list.v[i], cited_locator(mem, &list.v[i])));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };
	const char *all = arena_strn(cx.mem, (const char *)data, size < 8000 ? size : 8000);
	struct passages p = { 0 };

	if (setjmp(*arena_recover(cx.mem)) == 0) {
		int64_t number = 0;

		for (const char *line = all; *line;) {
			size_t n = strcspn(line, "\n");

			add_line(&cx, &p, arena_strn(cx.mem, line, n), ++number);
			line += n + (line[n] == '\n');
		}
		check_cited(cx.mem, all);
		check_report(cx.mem, &p);
		check_observations(cx.mem, &p);
	}
	arena_free(cx.mem);
	return 0;
}
