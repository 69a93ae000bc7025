/* What a save would move elsewhere, shown before it is done.
 *
 * A subject tells it in its pages (struct pages.look).  The form then comes back with all that was
 * typed and with what would move; posted once more it is saved, as long as nothing else would move
 * than what was shown.  Only forms ask: programs, files and commands save at once. */
#ifndef WEB_LOOK_H
#define WEB_LOOK_H

#include "web/page.h"

struct look {
	const char *save; /* the label of the button that saves after all, in the page's language */
	const char *seal; /* stands for what is shown: what has another one is shown anew */
	const void *found;
	void (*print)(struct page *p, const struct look *l); /* above the form */
};

/* Asks the subjects about saving `row` (NULL: what the work saves is no single record); the first
 * that has something to show is heard.  `work` does all of the save, any number of times, each of
 * them undone.  *ret NULL: nothing moves, or just that was shown before. */
MUST_USE bool look_first(struct context *cx, const struct request *q, const struct type *t,
                         const void *old, const void *row, look_work *work, void *data,
                         const struct look **ret);

/* Into the form: what was shown. */
void look_seal(struct html *h, const struct look *l);

#endif
