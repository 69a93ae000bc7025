/* The living page of the design language: the parts as the program prints them, with sample words.
 * When a part changes, it changes here, too, and the tests that walk all pages see it. */
#include "web/form.h"
#include "web/glyph.h"
#include "web/page.h"

static const struct {
	const char *glyph, *words;
} states[] = {
	{ "none st-none", N_("No information") },
	{ "new st-new", N_("Not started") },
	{ "go st-go", N_("In progress") },
	{ "part st-part", N_("Partially implemented") },
	{ "done st-done", N_("Implemented") },
	{ "cont st-cont", N_("Continuous") },
	{ "stop st-stop", N_("Not pursued") },
	{ "q-wait st-grade", N_("Grade awaited") },
	{ "q-no st-grade", N_("Not implemented") },
	{ "q-part st-grade", N_("Partially") },
	{ "q-full st-grade", N_("Fully") },
	{ "d-no st-voice", N_("Differs") },
	{ "d-part st-voice", N_("Shares in part") },
	{ "d-yes st-voice", N_("Shares") },
	{ "late st-late", N_("Past the deadline") },
	{ "soon st-soon", N_("Due soon") },
	{ "flag st-flag", N_("Supported") },
	{ "flag-o st-flagged", N_("Noted") },
	{ "back st-back", N_("Returned") },
	{ "sent st-new", N_("Sent") },
	{ "ver st-done", N_("Verified by another person") },
	{ "lock st-none", N_("Restricted") },
};

static void print_states(struct page *p)
{
	struct html *h = &p->html;

	page_section(h, tr(p->cx, "States of work"),
	             tr(p->cx, "shape first, colour second, words always"));
	html(h, "<ul class=\"key\">\n");
	for (size_t i = 0; i < LEN(states); i++) {
		html(h, "<li>");
		html_state(h, states[i].glyph, tr(p->cx, states[i].words));
		html(h, "</li>\n");
	}
	html(h, "</ul></section>\n");
}

static void print_colours(struct page *p)
{
	static const char *const jobs[][2] = {
		{ "indigo", N_("everything one can act on") },
		{ "madder", N_("late, wrong, destructive") },
		{ "weld", N_("soon, returned, conflict") },
		{ "green", N_("done") },
		{ "teal", N_("continuous") },
		{ "plum", N_("the independent voice") },
	};

	page_section(&p->html, tr(p->cx, "Colours and their jobs"),
	             tr(p->cx, "named after the dyes of the carpet"));
	html(&p->html, "<dl class=\"facts\">\n");
	for (size_t i = 0; i < LEN(jobs); i++)
		html(&p->html, "<dt><code>--%s</code></dt><dd>%s</dd>\n", jobs[i][0],
		     tr(p->cx, jobs[i][1]));
	html(&p->html, "</dl></section>\n");
}

static void print_buttons(struct page *p)
{
	struct context *cx = p->cx;

	page_section(&p->html, tr(cx, "Buttons"), tr(cx, "one main button per form"));
	html(&p->html,
	     "<p class=\"row\"><button class=\"btn btn-main\" type=\"button\">%s</button>"
	     "<button class=\"btn\" type=\"button\">%s</button><button class=\"btn btn-bare\" "
	     "type=\"button\">%s</button>"
	     "<button class=\"btn btn-stop\" type=\"button\">%s</button>"
	     "<span class=\"btn\" role=\"link\" aria-disabled=\"true\" "
	     "aria-describedby=\"why\">%s</span></p>"
	     "<p class=\"note\" id=\"why\">%s</p></section>\n",
	     tr(cx, "Send for approval"), tr(cx, "Save"), tr(cx, "Cancel"), tr(cx, "Erase"),
	     tr(cx, "Confirm implementation"),
	     tr(cx, "Refused steps are shown with the reason: there is no accepted evidence."));
}

static void print_messages(struct page *p)
{
	struct context *cx = p->cx;

	page_section(&p->html, tr(cx, "Messages"), NULL);
	html(&p->html, "<div class=\"stack-s\">\n");
	page_message(p, "bad", tr(cx, "Put right one thing before you send."),
	             tr(cx, "Say what is wrong and what would be right."));
	page_message(p, "warn", tr(cx, "The report was returned."),
	             tr(cx, "Sample: give the data by sex."));
	page_message(p, "good", tr(cx, "Saved."), NULL);
	page_message(p, "", tr(cx, "This is not the present version."), NULL);
	html(&p->html, "</div></section>\n");
}

static void print_fields(struct page *p)
{
	struct context *cx = p->cx;
	struct error e = { .kind = ERR_INVALID,
		           .field = "men",
		           .text = tr(cx, "No figure. Example: 66") };

	page_section(&p->html, tr(cx, "Fields"),
	             tr(cx, "label above, hint below it, error between hint and field"));
	html(&p->html, "<form class=\"prose\" action=\"/design\">\n");
	form_input(&p->html, NULL, "women", tr(cx, "Women, %"), tr(cx, "Sample"), "text", "34",
	           " inputmode=\"decimal\"");
	form_input(&p->html, &e, "men", tr(cx, "Men, %"), NULL, "text", NULL,
	           " inputmode=\"decimal\"");
	html(&p->html, "</form></section>\n");
}

static void print_voices(struct page *p)
{
	static const char *const voices[][3] = {
		{ N_("The State on itself"), "part st-part", N_("Partially implemented") },
		{ N_("The mechanism"), "q-part st-grade", N_("Partially") },
		{ N_("Independent views"), "d-part st-voice", N_("Shares in part") },
	};
	struct html *h = &p->html;

	page_section(h, tr(p->cx, "Three assessments"), tr(p->cx, "never merged into one"));
	html(h, "<div class=\"voices\">\n");
	for (size_t i = 0; i < LEN(voices); i++) {
		html(h, "<section><h3>%s</h3><p class=\"is\">", tr(p->cx, voices[i][0]));
		html_state(h, voices[i][1], tr(p->cx, voices[i][2]));
		html(h, "</p><p class=\"note\">%s</p></section>\n", tr(p->cx, "Sample"));
	}
	html(h, "</div></section>\n");
}

static void print_glyphs(struct page *p)
{
	page_section(&p->html, tr(p->cx, "Glyphs"), NULL);
	html(&p->html, "<ul class=\"key\">\n");
	for (size_t i = 0; glyph_name(i); i++) {
		html(&p->html, "<li>");
		html_glyph(&p->html, glyph_name(i));
		html(&p->html, " <code>%s</code></li>\n", glyph_name(i));
	}
	html(&p->html, "</ul></section>\n");
}

static bool design_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct page p;

	page_begin(&p, cx, q, a, tr(cx, "Design language"));
	p.lead = tr(cx, "The parts that pages are made of, as the program prints them. All words "
	                "here are samples.");
	print_states(&p);
	print_colours(&p);
	print_buttons(&p);
	print_messages(&p);
	print_fields(&p);
	print_voices(&p);
	print_glyphs(&p);
	return page_end(&p);
}

static const struct route routes[] = {
	{ METHOD_GET, "/design", "@public", design_get, N_("The design language, living") },
	{ 0 },
};

const struct pages design_pages = { .name = "design", .routes = routes };
