/* The overview of a list: two of its facets crossed as a table, one of them over the years as a
 * chart, and both as a workbook.  The address is that of the list (words and filters) with the
 * names of the facets: /recommendations/overview?lead=-&rows=theme&columns=status&years=position */
#ifndef WEB_OVERVIEW_H
#define WEB_OVERVIEW_H

#include "web/view_find.h"

enum {
	OVERVIEW_ROWS = 30, /* shown of a facet; the workbook has MAX_FACET_VALUES */
	OVERVIEW_COLUMNS = 12,
	OVERVIEW_SERIES = 8,
	OVERVIEW_YEARS = 24, /* drawn: bars wide enough for a finger */
	OVERVIEW_SHADES = 5,
};

struct overview {
	struct list list;
	struct found found;
	struct request plain;               /* the request without what is the overview's own */
	const char *rows, *columns, *years; /* facets; "" for no table, for no chart */
	bool same;                          /* rows and columns: there is no such table */
	bool has_years;                     /* the list knows the year of its records */
	struct search_table table;
	struct search_table over; /* rows: years, ascending; columns: values of `years` */
};

/* Reads the address and asks, for at most `values` of each facet. */
MUST_USE bool overview_read(struct context *cx, const struct request *q, size_t values,
                            struct overview *ret);

/* The list of what stands in a cell: of both facets these values, the other filters and the words
 * as they are.  A facet that is NULL stays as it is; one whose value is NULL is not narrowed down.
 */
const char *overview_list(struct context *cx, const struct overview *o,
                          const struct search_facet *a, const char *a_value,
                          const struct search_facet *b, const char *b_value);

/* Has a record perhaps several values of it, so that cells do not add up to the sum? */
bool overview_several(const struct overview *o, const struct search_facet *x);
const struct search_facet_kind *overview_kind(const struct overview *o, const char *name);

/* The filters and words, as of when and for whom: below the heading. */
const char *overview_lead(struct context *cx, const struct overview *o);

/* How strongly the cells of a table are coloured: the least count of each of OVERVIEW_SHADES
 * shades, the shade of a count (0: none), and both in words. */
void overview_shades(const struct search_table *t, int64_t *ret);
int overview_shade(const int64_t *shades, int64_t count);
const char *overview_shades_words(struct context *cx, const int64_t *shades);

/* overview_chart.c: the figure, with the table behind it. */
void overview_chart(struct page *p, const struct overview *o);

/* overview_page.c, overview_file.c */
handler overview_get, overview_file_get;

#endif
