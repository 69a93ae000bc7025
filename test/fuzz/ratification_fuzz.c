/* Cells of tables of ratifications come out of foreign files: what is read is a date that exists,
 * and reading it again as it is written gives the same. */
#include "base/limits.h"
#include "subject/treaty/ratification_cell.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *mem = arena_new(MAX_JOB_MEMORY);
	const char *s = arena_strn(mem, (const char *)data, size < 400 ? size : 400);
	struct ratification_cell cell, again;
	char text[DATE_TEXT];

	if (ratification_read(mem, s, &cell) && date_set(cell.date)) {
		assert(date_valid(cell.date.year, cell.date.month, cell.date.day));
		assert(ratification_read(mem, date_text(cell.date, text), &again));
		assert(date_compare(cell.date, again.date) == 0 && !again.mark);
	}
	arena_free(mem);
	return 0;
}
