/* The frame of every page (ui/DESIGN.md §4): skip link, band, search, languages, who acts in which membership, tabs, main,
 * footer; and the parts pages are made of. */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "record/record.h"
#include "web/html.h"
#include "web/route.h"

struct page {
	struct html html; /* the content of <main> */
	struct context *cx;
	const struct request *request;
	struct reply *reply;
	const char *title, *kicker, *lead; /* h1; small line above; paragraph below; NULL: none */
	const struct type *type;           /* whose tab is current; NULL: by path */
	struct html actions;               /* buttons beside the h1 */
};

/* Begins a page; write into p->html with html(&p->html, …). */
void page_begin(struct page *p, struct context *cx, const struct request *q, struct reply *a, const char *title);
/* Wraps the content into the frame and puts it into the reply.  MUST be the last thing a page does. */
MUST_USE bool page_end(struct page *p);

/* The page for an error, in the user's language, with the request's number and a way on. */
bool page_error(struct context *cx, const struct request *q, struct reply *a, const struct error *e);

/* <div class="msg msg-KIND">: kind "bad", "warn", "good", "" */
void page_message(struct page *p, const char *kind, const char *bold, const char *text);

#endif
