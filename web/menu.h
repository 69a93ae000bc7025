/* The main sections of the program for whoever asks: tabs of subjects, lists of types that have no
 * tab of their own, and reference data under one tab.  Only what the actor may open. */
#ifndef WEB_MENU_H
#define WEB_MENU_H

#include "record/type.h"
#include "web/route.h"

struct menu_entry {
	const char *label, *path; /* N_() */
	int order;
};

enum { MAX_MENU = 40 };

struct menu {
	struct menu_entry v[MAX_MENU];
	size_t n;
	const struct menu_entry *current; /* NULL: none of them */
};

/* `type`: the type the page is about, NULL: told by the path. */
void menu_of(const struct context *cx, const struct request *q, const struct type *type,
             struct menu *ret);

/* May the actor open the list of this type? */
bool menu_type_open(const struct context *cx, const struct type *t);

/* May the actor read the settings: not whoever keeps only users of his own. */
bool settings_open(const struct context *cx);

#endif
