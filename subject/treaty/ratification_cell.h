/* A cell of a table of ratifications as the United Nations print it: "1 May 1997 a". */
#ifndef SUBJECT_TREATY_RATIFICATION_CELL_H
#define SUBJECT_TREATY_RATIFICATION_CELL_H

#include "base/arena.h"
#include "base/date.h"

/* "" and dashes: nothing was done. */
struct ratification_cell {
	struct date date; /* none: nothing was done */
	int mark; /* enum status_action that the letter behind the date says; 0: there is none */
	bool confirmed; /* formal confirmation (c): by an organisation, not by a State */
};

/* False: it is no date. */
MUST_USE bool ratification_read(struct arena *mem, const char *s, struct ratification_cell *ret);

#endif
