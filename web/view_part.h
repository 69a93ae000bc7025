/* Inside web/view_*.c: the parts of a page that lists records. */
#ifndef WEB_VIEW_PART_H
#define WEB_VIEW_PART_H

#include "web/view.h"

/* htmx swaps the page's main part for that of the same address; without it these are plain links
 * and GET forms. */
#define SWAPS " hx-boost=\"true\" hx-target=\"#main\" hx-select=\"#main\" hx-swap=\"outerHTML\""
#define LINKS_SWAP                                                                                 \
	" hx-boost:inherited=\"true\" hx-target:inherited=\"#main\" hx-select:inherited=\"#main\"" \
	" hx-swap:inherited=\"outerHTML\""

/* ---- view_list.c */

/* Is the field a column of lists? */
bool view_is_column(const struct type *t, const struct field *f);
/* The column whose words name the record: the first text in languages, else the first column. */
const struct field *view_name_column(const struct type *t);
/* The link to the record, in the words of that column. */
void view_name(struct html *h, const struct list *l, const struct field *f, const void *row);
/* Hidden inputs that keep the address in a GET form, but for the names that are dropped. */
void view_keep_address(struct html *h, const struct request *q, bool (*drop)(const char *name));
/* The fields of a list's address: all values of one name, "|" between them, as list_filter() reads
 * them. */
const char *view_joined(struct context *cx, const struct request *q, const char *name);
/* Names in the address that are no filters. */
bool view_is_setting(const char *name);
bool view_is_first(const struct request *q, size_t at); /* of its name */

/* ---- view_facet.c */

bool view_drop_filters(const char *name);
bool view_has_facets(const struct type *t);
void view_facets(struct page *p, const struct list *l);

/* ---- view_layout.c */

/* The choice of the layout, where the list has more than the table. */
void view_layout_print(struct page *p, const struct view_list *v);
/* The rows in the layout that is none of tables; false: the table is meant. */
bool view_laid_out(struct page *p, const struct list *l, const struct view_list *v,
                   const char *caption);

#endif
