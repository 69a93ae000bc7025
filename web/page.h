/* The frame of every page (ui/DESIGN.md §4): skip link, band, search, languages, who acts in which
 * membership, tabs, main, footer; and the parts pages are made of. */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "record/record.h"
#include "web/html.h"
#include "web/route.h"

struct desk;

struct page {
	struct html html; /* the content of <main> */
	struct context *cx;
	const struct request *request;
	struct reply *reply;
	const char *title, *kicker, *lead; /* h1; small line above; paragraph below; NULL: none */
	const struct type *type;           /* whose tab is current; NULL: by path */
	struct html actions;               /* buttons beside the h1 */
	struct html below;                 /* stands below the content (struct pages.record_note) */
	struct html crumbs;                /* filled by page_crumb() */
	const char *form; /* id of the form the page is about: the language switch posts it, so that
	                     nothing typed is lost */
	const char *title_lang;  /* language of the title; NULL: the page's */
	const struct desk *desk; /* what waits, where the page has asked for it (web/start.h); else
	                            the frame counts it */
	bool bare;               /* no head: the content brings its own h1 */
	bool dated;              /* the lead says as of when and for whom */
	bool own_search;         /* the content has a search box, to which "/" leads */
};

/* Begins a page; write into p->html with html(&p->html, …). */
void page_begin(struct page *p, struct context *cx, const struct request *q, struct reply *a,
                const char *title);
/* Wraps the content into the frame and puts it into the reply.  MUST be the last thing a page does.
 * False when any part of the page failed, so that the parts need not be asked one by one. */
MUST_USE bool page_end(struct page *p);

/* The page for an error, in the user's language, with the request's number and a way on. */
bool page_error(struct context *cx, const struct request *q, struct reply *a,
                const struct error *e);

/* The page of a job that runs or has ended: `done` and `total` units of work (total 0: not known
 * yet), `state` in words; `cancel` the address to post to, NULL: nothing to cancel; `where` the
 * result's address, NULL: none yet.  Loads itself again every three seconds while it runs. */
bool page_progress(struct context *cx, const struct request *q, struct reply *a, const char *title,
                   const char *state, int64_t done, int64_t total, const char *cancel,
                   const char *where);

/* <div class="msg msg-KIND">: kind "bad", "warn", "good", "" */
void page_message(struct page *p, const char *kind, const char *bold, const char *text);

/* One step of the path above the head. */
void page_crumb(struct page *p, const char *label, const char *href);
/* A button that is a link, beside the h1.  glyph NULL: none; main: the one that matters. */
void page_action(struct page *p, const char *label, const char *href, const char *glyph, bool main);
/* Opens <section class="sect"> with its h2; note NULL: none.  The caller closes it. */
void page_section(struct html *h, const char *title, const char *note);
/* Opens a table with a caption for those who hear it and its heads (N_()), and within a row a cell,
 * with its head for narrow screens. */
void page_table(struct html *h, const char *caption, const char *const *heads, size_t n);
void page_table_end(struct html *h);
void page_cell(struct html *h, const char *head);
/* Words for an empty list, and a way on (href NULL: none). */
void page_empty(struct html *h, const char *bold, const char *text, const char *href,
                const char *link);
/* The hidden field that every form posts. */
void page_csrf(struct html *h, const struct request *q);
/* A message with glyph inside any html. */
void page_message_in(struct html *h, const char *kind, const char *bold, const char *text);

/* Where somebody begins: the start page, or what is public for those who have not signed in. */
const char *page_home(const struct request *q);

/* The languages of the instance in its order, ended by NULL, and a language's own name
 * ("Türkmençe"). */
const char *const *page_languages(struct context *cx);
const char *language_name(const char *lang);
/* <option> of a language, in its own name and said to be in that language. */
void language_option(struct html *h, const char *lang, bool chosen);
/* Its name in the context's language, as it stands within a sentence. */
const char *language_words(struct context *cx, const char *lang);
/* The mechanism's name in the context's language. */
const char *mechanism_name(struct context *cx);

/* "04.07.2025 16:20" in the State's time zone, for logs and lists of sessions. */
const char *time_words(struct context *cx, int64_t instant);
/* "17.06.2025": a civil date in tables. */
const char *date_words(struct context *cx, struct date d);

/* The request's address with one query parameter set to the value (NULL: taken out) and the place
 * in the list ("after", "offset") taken out. */
const char *page_address(struct context *cx, const struct request *q, const char *name,
                         const char *value);

#endif
