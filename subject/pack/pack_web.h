/* Between the pages of this folder. */
#ifndef SUBJECT_PACK_WEB_H
#define SUBJECT_PACK_WEB_H

#include "subject/pack/pack.h"
#include "web/view.h"

#define PACKS "/packs"

/* "/packs/123/back" */
const char *pack_path(struct context *cx, const struct pack *p, const char *what);
/* Crumbs and head of a page about packs; p NULL: about none. */
void pack_page_begin(struct page *page, struct context *cx, const struct request *q,
                     struct reply *a, const struct pack *p, const char *title);
/* A transaction for handlers that read a file between two of them. */
MUST_USE bool pack_begin_db(struct context *cx, enum db_mode mode);

/* ---- look_web.c: what would come of a pack, and taking it in */
handler pack_look_get, pack_look_post;

#endif
