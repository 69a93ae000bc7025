/* The parts that pages are made of: messages, sections, crumbs, dates in tables. */
#include "web/page.h"

#include "language/messages.h"
#include "language/words.h"
#include "record/setting.h"
#include "web/session.h"

void page_message_in(struct html *h, const char *kind, const char *bold, const char *text)
{
	const char *glyph = str_eq(kind, "bad")    ? "late"
	                    : str_eq(kind, "warn") ? "back"
	                    : str_eq(kind, "good") ? "ok"
	                                           : "info";

	html(h, "<div class=\"msg%s%s\">", str_empty(kind) ? "" : " msg-", kind);
	html_glyph(h, glyph);
	html(h, "<div>");
	if (bold)
		html(h, "<p><b>%s</b></p>", bold);
	html_paragraphs(h, text);
	html(h, "</div></div>\n");
}

void page_message(struct page *p, const char *kind, const char *bold, const char *text)
{
	page_message_in(&p->html, kind, bold, text);
}

void page_crumb(struct page *p, const char *label, const char *href)
{
	if (href) {
		html(&p->crumbs, "<li><a href=\"%s\">%s</a></li>", href, label);
		return;
	}
	html(&p->crumbs, "<li aria-current=\"page\"");
	if (label == p->title)
		html_lang(&p->crumbs, p->title_lang);
	html(&p->crumbs, ">%s</li>", label);
}

void page_action(struct page *p, const char *label, const char *href, const char *glyph, bool main)
{
	html(&p->actions, "<a class=\"btn%s\" href=\"%s\">", main ? " btn-main" : "", href);
	if (glyph)
		html_glyph(&p->actions, glyph);
	html(&p->actions, "%s</a>", label);
}

void page_section(struct html *h, const char *title, const char *note)
{
	html(h, "<section class=\"sect\"><h2>%s", title);
	if (note)
		html(h, " <span class=\"note\">%s</span>", note);
	html(h, "</h2>\n");
}

void page_table(struct html *h, const char *caption, const char *const *heads, size_t n)
{
	html(h,
	     "<table class=\"list\" role=\"table\"><caption class=\"vh\">%s</caption><thead "
	     "role=\"rowgroup\"><tr role=\"row\">",
	     caption);
	for (size_t i = 0; i < n; i++)
		html(h, "<th role=\"columnheader\" scope=\"col\">%s</th>", tr(h->cx, heads[i]));
	html(h, "</tr></thead><tbody role=\"rowgroup\">\n");
}

void page_table_end(struct html *h)
{
	html(h, "</tbody></table>\n");
}

void page_cell(struct html *h, const char *head)
{
	html(h, "<td role=\"cell\" data-l=\"%s\">", tr(h->cx, head));
}

void page_empty(struct html *h, const char *bold, const char *text, const char *href,
                const char *link)
{
	html(h, "<div class=\"msg\">");
	html_glyph(h, "none");
	html(h, "<div><p><b>%s</b></p>", bold);
	html_paragraphs(h, text);
	if (href)
		html(h, "<p><a class=\"btn\" href=\"%s\">%s</a></p>", href, link);
	html(h, "</div></div>\n");
}

void page_csrf(struct html *h, const struct request *q)
{
	html(h, "<input type=\"hidden\" name=\"csrf\" value=\"%s\">", session_csrf(q));
}

static const struct {
	const char *lang, *name;
} own_names[] = {
	{ "ar", "العربية" }, { "en", "English" },   { "es", "Español" }, { "fr", "Français" },
	{ "ru", "Русский" }, { "tk", "Türkmençe" }, { "zh", "中文" },
};

const char *language_name(const char *lang)
{
	for (size_t i = 0; i < LEN(own_names); i++)
		if (str_eq(own_names[i].lang, lang))
			return own_names[i].name;
	return lang;
}

void language_option(struct html *h, const char *lang, bool chosen)
{
	html(h, "<option value=\"%s\" lang=\"%s\"", lang, lang);
	if (chosen)
		html(h, " selected");
	html(h, ">%s</option>", language_name(lang));
}

const char *language_words(struct context *cx, const char *lang)
{
	return str_eq(lang, "tk")   ? trc(cx, "within a sentence", "Turkmen")
	       : str_eq(lang, "ru") ? trc(cx, "within a sentence", "Russian")
	       : str_eq(lang, "en") ? trc(cx, "within a sentence", "English")
	                            : language_name(lang);
}

const char *date_words(struct context *cx, struct date d)
{
	return words_date_short(cx->mem, cx->lang, d);
}

const char *time_words(struct context *cx, int64_t instant)
{
	int seconds;
	struct date d = civil_date(cx, instant, &seconds);

	return words_time(cx->mem, cx->lang, d, seconds);
}

const char *const *page_languages(struct context *cx)
{
	return setting_languages(cx);
}

const char *mechanism_name(struct context *cx)
{
	const char *lang = word_in("tk ru en", cx->lang) ? cx->lang : "en";

	return setting(cx, arena_fmt(cx->mem, "mechanism_%s", lang));
}
