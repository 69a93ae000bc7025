/* Between the pages of this folder. */
#ifndef SUBJECT_ADMINISTRATION_WEB_H
#define SUBJECT_ADMINISTRATION_WEB_H

#include "record/erase.h"
#include "web/form.h"
#include "web/page.h"
#include "web/view.h"

/* erasure_web.c: asking for an erasure, on pages and over the API. */
handler erasure_form, erasure_post, erasure_api;
/* The button on the page of every record. */
void erasure_note(struct page *p, const struct type *t, const void *row);

/* decision_web.c: the requests, and each with all that would go in sight. */
handler erasure_list, erasure_page;

/* parts_web.c: what is to be erased, in words. */

/* "Note, Russian". */
const char *part_words(struct context *cx, const struct erase_part *part);
/* What of it stands in the record, cut, and how many values there were before. */
void part_print(struct html *h, const struct type *t, const void *row,
                const struct erase_part *part);
/* What is not reached: the files the record came in with, records that name it. */
void part_print_elsewhere(struct html *h, const struct type *t, int64_t id);

#endif
