/* Taking an import back, on its page. */
#ifndef SUBJECT_RECOMMENDATION_IMPORT_UNDO_WEB_H
#define SUBJECT_RECOMMENDATION_IMPORT_UNDO_WEB_H

#include "record/import.h"
#include "web/page.h"

/* For the page of an import: the button, if the actor may take it back, or when and by whom it was,
 * why, and what was kept. */
void import_undo_show(struct page *p, const struct import_record *r);

#endif
