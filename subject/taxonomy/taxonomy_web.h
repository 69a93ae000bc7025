/* What the pages of the taxonomies share. */
#ifndef SUBJECT_TAXONOMY_WEB_H
#define SUBJECT_TAXONOMY_WEB_H

#include "subject/taxonomy/taxonomy.h"
#include "web/view.h"

/* The taxonomy a path is about: "/themes/tree" is themes; NULL with ERR_NOT_FOUND. */
const struct type *term_type_of(struct context *cx, const struct request *q);

/* The routes of one taxonomy, by the plural in its paths. */
#define TERM_PATHS(ROUTE)         \
	ROUTE("themes")           \
	ROUTE("affected_persons") \
	ROUTE("sdgs")             \
	ROUTE("human_rights")     \
	ROUTE("upr_info_issues")  \
	ROUTE("grade_schemes")    \
	ROUTE("grades")

/* term_web.c: how many records of which kind carry the term, as links to their lists. */
MUST_USE bool term_print_usage(struct page *p, const struct type *t, int64_t id);

/* merge_web.c: renaming, retiring, merging. */
handler rename_get, rename_post, retire_get, retire_post, merge_get, merge_post;

#endif
