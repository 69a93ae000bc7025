/* Help: what every page has in common, one paragraph per list, and the statement on accessibility.
 */
#include "record/app.h"
#include "web/menu.h"
#include "web/page.h"

struct topic {
	const char *title, *text;
};

static const struct topic topics[] = {
	{ N_("Languages"), N_("Every page exists in each language of the switch in the header; "
	                      "switching keeps the page, the filters and "
	                      "what you typed. A text without a translation is shown in the "
	                      "language it has, and says so.") },
	{ N_("Lists"), N_("Sort by a column's head, filter on the left, search words in the box "
	                  "above (the key / goes there). The "
	                  "address of the page holds all of it: it can be kept, sent and printed. "
	                  "Export gives exactly the list as "
	                  "shown, but all of it.") },
	{ N_("Forms"), N_("What you type is kept as a draft, also when the computer goes out or "
	                  "you are signed out: open the form again "
	                  "and go on. If something has to be put right, it says so beside the "
	                  "field and at the top. Dates are typed "
	                  "as 17.06.2025, 06.2025 or 2025.") },
	{ N_("Two people at once"), N_("If somebody saved the same record while you were typing, "
	                               "you see both versions and choose per field. "
	                               "Nothing of either is lost.") },
	{ N_("Steps"), N_("A record moves by steps. Beside each button stands what happens next; a "
	                  "step that is not possible now is "
	                  "grey and says why.") },
	{ N_("History"), N_("Each record keeps who changed what, when and why, and can be shown as "
	                    "it was on a date. The log is chained: "
	                    "what is in it cannot be changed or taken out without notice.") },
	{ N_("Restricted records"), N_("They are open to named readers alone, reading is logged, "
	                               "and nothing typed into them is kept in the "
	                               "browser.") },
	{ N_("Printing"), N_("Print any page with the browser (Ctrl+P). Controls fall away; the "
	                     "page says which list, which filters, as of "
	                     "when and for whom.") },
	{ N_("For programs"), N_("Everything that pages do can be done through the API under "
	                         "/api/v1, described at /api/v1/openapi.json, with "
	                         "a token from your own page.") },
};

static void print_types(struct page *p)
{
	struct context *cx = p->cx;

	page_section(&p->html, tr(cx, "The lists"), NULL);
	html(&p->html, "<dl class=\"facts prose\">\n");
	for (const struct subject *const *s = cx->app->subjects; s && *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			if ((*t)->help && menu_type_open(cx, *t))
				html(&p->html, "<dt><a href=\"/%s\">%s</a></dt><dd>%s</dd>\n",
				     (*t)->plural, tr(cx, (*t)->label_plural), tr(cx, (*t)->help));
	html(&p->html, "</dl></section>\n");
}

static bool help_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct page p;

	page_begin(&p, cx, q, a, tr(cx, "Help"));
	for (size_t i = 0; i < LEN(topics); i++) {
		page_section(&p.html, tr(cx, topics[i].title), NULL);
		html(&p.html, "<p class=\"prose\">%s</p></section>\n", tr(cx, topics[i].text));
	}
	if (q->session)
		print_types(&p);
	return page_end(&p);
}

static const struct topic accessibility[] = {
	{ N_("What was done"), N_("Pages follow the Web Content Accessibility Guidelines 2.2, "
	                          "level AA: they work with the keyboard alone, without "
	                          "script, at 360 pixels and at a zoom of 400 %, in forced "
	                          "colours, light and dark, and with a screen reader. States "
	                          "are told by shape and words, never by colour alone.") },
	{ N_("How it is checked"),
	  N_("A program (axe-core) opens every page in each language, wide and narrow, light and "
	     "dark, before a version is "
	     "released; every main task is also done by keyboard alone.") },
	{ N_("What is not there yet"), N_("Uploaded documents are as accessible as their authors "
	                                  "made them. Some texts exist in one language only; the "
	                                  "page says so.") },
	{ N_("Tell us"),
	  N_("If something keeps you out, tell the secretariat, with the address of the page.") },
};

static bool accessibility_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct page p;

	page_begin(&p, cx, q, a, tr(cx, "Accessibility statement"));
	for (size_t i = 0; i < LEN(accessibility); i++) {
		page_section(&p.html, tr(cx, accessibility[i].title), NULL);
		html(&p.html, "<p class=\"prose\">%s</p></section>\n",
		     tr(cx, accessibility[i].text));
	}
	return page_end(&p);
}

static const struct route routes[] = {
	{ METHOD_GET, "/help", "@public", help_get, N_("Help") },
	{ METHOD_GET, "/accessibility", "@public", accessibility_get,
	  N_("Accessibility statement") },
	{ 0 },
};

const struct pages help_pages = { .name = "help", .routes = routes };
