/* HTML by printf, where the ordinary %s is the safe one: it escapes & < > " ' so that a value may
 * stand in text and in a quoted attribute.  The format must be a literal, so gcc and clang check
 * every argument and html(h, value) does not compile.  Attributes are always quoted with \" in the
 * format; addresses come from url(). */
#ifndef WEB_HTML_H
#define WEB_HTML_H

#include "base/buffer.h"

struct html {
	struct context *cx;
	struct buffer out;
	unsigned long glyphs[2]; /* which <symbol>s the page used: web/glyph.c prints just those */
};

/* An empty piece of HTML that may grow to MAX_PAGE. */
static inline struct html html_new(struct context *cx)
{
	return (struct html){ .cx = cx, .out = BUFFER(cx->mem, MAX_PAGE) };
}

/* Understands %s %.*s %c %d %i %u %x with h, l, ll, z, a width and leading zeros (%02d), %.Nf and
 * %%. */
#define html(h, ...) html_((h), "" __VA_ARGS__)
void html_(struct html *h, const char *format, ...) PRINTF(2, 3);

/* Plain text, escaped. */
void html_text(struct html *h, const char *s);
/* Markup that this program made itself: another html buffer's content. */
void html_append(struct html *h, const struct html *part);
/* Text with line ends as paragraphs, escaped. */
void html_paragraphs(struct html *h, const char *s);

/* A percent-encoded path or query value, on the arena. */
const char *url_part(struct context *cx, const char *s);
/* url(cx, "/recommendations/%lld", id): a path of ours; %s parts are percent-encoded. */
#define url(cx, ...) url_((cx), "" __VA_ARGS__)
const char *url_(struct context *cx, const char *format, ...) PRINTF(2, 3);

/* A state glyph of ui/DESIGN.md §3: glyph "done st-done" → <span class="st st-done"><svg…><use
 * href="#done"/></svg><span>words</span></span> glyph NULL: plain words. */
void html_state(struct html *h, const char *glyph, const char *words);
void html_glyph(struct html *h, const char *symbol);
/* One choice of a <select>. */
void html_option(struct html *h, const char *value, const char *label, bool chosen);

/* The attribute lang="…", where the text's language is not the page's; nothing otherwise. */
void html_lang(struct html *h, const char *lang);

#endif
