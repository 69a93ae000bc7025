/* Entering many: a run of numbered paragraphs is pasted, split by its locators into proposals,
 * corrected and confirmed by a person; and one recommendation that asks for several things is
 * written down as its parts. */
#include "subject/recommendation/recommendation_web.h"

#include "base/number.h"
#include "subject/mechanism/locator.h"
#include "subject/mechanism/mechanism.h"

enum { ONE_MORE = 2 };

/* ---- pasting */

static void begin_paste(struct page *p, struct context *cx, const struct request *q,
                        struct reply *a, const char *title)
{
	page_begin(p, cx, q, a, title);
	p->type = T;
	page_crumb(p, tr(cx, T->label_plural), "/recommendations");
	page_crumb(p, title, NULL);
}

static void print_language(struct html *h, const char *chosen)
{
	const char *const *langs = page_languages(h->cx);

	html(h,
	     "<div class=\"field\"><label for=\"lang\">%s</label><select id=\"lang\" "
	     "name=\"text_lang\">",
	     tr(h->cx, "Language of the document"));
	for (; *langs; langs++) {
		html(h, "<option value=\"%s\"", *langs);
		if (str_eq(*langs, chosen))
			html(h, " selected");
		html(h, ">%s</option>", language_name(*langs));
	}
	html(h, "</select></div>\n");
}

static bool show_paste(struct context *cx, const struct request *q, struct reply *a,
                       const struct error *errors)
{
	const char *symbol = request_form(q, "symbol"), *text = request_form(q, "paragraphs");
	struct page p;

	begin_paste(&p, cx, q, a, tr(cx, "Paste paragraphs"));
	p.lead = tr(cx, "Paste the numbered paragraphs of a document. You will see what was found "
	                "before anything is entered.");
	page_action(&p, tr(cx, document_type.label_plural), "/documents", NULL, false);
	html(&p.html, "<form method=\"post\" action=\"/recommendations/paste\" id=\"form\">");
	page_csrf(&p.html, q);
	form_input(&p.html, errors, "symbol", tr(cx, "Symbol of the document"),
	           tr(cx, "For example CRC/C/TKM/CO/5-6"), "text", symbol ? symbol : "", "");
	print_language(&p.html, request_form(q, "text_lang") ? request_form(q, "text_lang") : "en");
	form_lines(&p.html, errors, "paragraphs", tr(cx, "Paragraphs"), NULL, text ? text : "",
	           false);
	html(&p.html,
	     "<p class=\"field row\"><button class=\"btn btn-main\">%s</button> <a class=\"btn "
	     "btn-bare\" href=\"/recommendations\">%s</a></p></form>\n",
	     tr(cx, "Find the paragraphs"), tr(cx, "Cancel"));
	return page_end(&p);
}

bool paste_form(struct context *cx, const struct request *q, struct reply *a)
{
	return show_paste(cx, q, a, NULL);
}

/* 0 with ERR_INVALID beside the field: the document must be registered, so that its date and
 * language are known. */
static int64_t pasted_document(struct context *cx, const struct request *q)
{
	const char *symbol = request_form(q, "symbol");
	int64_t id = str_empty(symbol) ? 0 : document_by_symbol(cx, symbol);

	if (str_empty(symbol))
		fail(cx, ERR_INVALID, "symbol", N_("Name the document by its symbol."));
	if (!id && !failed(cx))
		fail(cx, ERR_INVALID, "symbol",
		     N_("There is no document with this symbol yet: enter it under Documents "
		        "first."));
	return id;
}

static void print_proposal(struct html *h, size_t i, const struct paragraph *p,
                           const struct error *errors, bool enter)
{
	struct context *cx = h->cx;
	const char *name = arena_fmt(cx->mem, "p%zu", i);

	html(h, "<fieldset class=\"field\"><legend>%s</legend><div class=\"panel\">",
	     p->locator ? p->locator : tr(cx, "Without a number"));
	html(h,
	     "<label class=\"tick\"><input type=\"checkbox\" name=\"%s.enter\" "
	     "value=\"1\"%s><span>%s</span></label>",
	     name, enter ? " checked" : "", tr(cx, "Enter this one"));
	form_input(h, errors, arena_fmt(cx->mem, "%s.locator", name), tr(cx, "Paragraph"), NULL,
	           "text", p->locator ? p->locator : "", "");
	form_lines(h, errors, arena_fmt(cx->mem, "%s.text", name), tr(cx, "Text"), NULL, p->text,
	           false);
	html(h, "</div></fieldset>\n");
}

/* Not "The Committee urges the State party:", which only opens the paragraphs behind it, nor words
 * without a number. */
static bool is_whole(const struct paragraph *p)
{
	size_t n = strlen(p->text);

	return p->locator && n && p->text[n - 1] != ':';
}

static bool show_proposals(struct context *cx, const struct request *q, struct reply *a,
                           const struct paragraph *v, size_t n, const bool *tick,
                           const struct error *errors)
{
	struct page p;

	begin_paste(&p, cx, q, a, arena_fmt(cx->mem, tr(cx, "%zu paragraphs found"), n));
	p.lead = tr(cx, "Correct them, leave out what is no recommendation, then enter them.");
	if (errors)
		page_message(&p, "bad", tr(cx, "Nothing was entered."), errors->text);
	html(&p.html, "<form method=\"post\" action=\"/recommendations/paste/enter\" id=\"form\" "
	              "class=\"stack\">");
	page_csrf(&p.html, q);
	html(&p.html,
	     "<input type=\"hidden\" name=\"symbol\" value=\"%s\"><input type=\"hidden\" "
	     "name=\"text_lang\" value=\"%s\">",
	     request_form(q, "symbol"), request_form(q, "text_lang"));
	for (size_t i = 0; i < n; i++)
		print_proposal(&p.html, i, &v[i], errors, tick ? tick[i] : is_whole(&v[i]));
	html(&p.html,
	     "<p class=\"row\"><button class=\"btn btn-main\">%s</button> <a class=\"btn\" "
	     "href=\"/recommendations/paste\">%s</a></p></form>\n",
	     tr(cx, "Enter the ones ticked"), tr(cx, "Start again"));
	return page_end(&p);
}

bool paste_look(struct context *cx, const struct request *q, struct reply *a)
{
	const char *text = request_form(q, "paragraphs");
	struct paragraph *v = NULL;
	size_t n = 0;

	if (!pasted_document(cx, q) && cx->err.kind != ERR_INVALID)
		return false;
	if (text)
		recommendation_paragraphs(cx, text, &v, &n);
	if (!n)
		fail(cx, ERR_INVALID, "paragraphs",
		     N_("No paragraph was found. Paste text that begins with its number."));
	if (failed(cx)) {
		a->status = 422;
		return show_paste(cx, q, a, view_errors(cx));
	}
	for (size_t i = 0; i < n; i++)
		if (v[i].locator)
			v[i].locator = locator_written(cx->mem, v[i].locator);
	return show_proposals(cx, q, a, v, n, NULL, NULL);
}

/* The proposals as they were corrected; *ret_tick tells which were ticked. */
static size_t read_proposals(struct context *cx, const struct request *q, struct paragraph *v,
                             bool *tick)
{
	size_t n = 0;

	for (; n < MAX_LIST_PAGE; n++) {
		const char *text = request_form(q, arena_fmt(cx->mem, "p%zu.text", n));

		if (!text)
			break;
		v[n].text = text;
		v[n].locator = request_form(q, arena_fmt(cx->mem, "p%zu.locator", n));
		tick[n] = request_form(q, arena_fmt(cx->mem, "p%zu.enter", n)) != NULL;
	}
	return n;
}

static bool enter_one(struct context *cx, const struct request *q, int64_t document,
                      const struct paragraph *p)
{
	struct recommendation *r = record_new(cx, T);
	const char *lang = request_form(q, "text_lang");
	struct text *words = arena_new_of(cx->mem, struct text);

	*words = (struct text){ .lang = lang ? lang : "en", .body = p->text, .original = true };
	r->document = document;
	r->locator = p->locator;
	r->text = (struct texts){ words, 1 };
	r->kind = KIND_RECOMMENDATION;
	return record_save(cx, T, r);
}

bool paste_enter(struct context *cx, const struct request *q, struct reply *a)
{
	struct paragraph *v = arena_array(cx->mem, struct paragraph, MAX_LIST_PAGE);
	bool *tick = arena_array(cx->mem, bool, MAX_LIST_PAGE);
	size_t n = read_proposals(cx, q, v, tick), entered = 0;
	int64_t document = pasted_document(cx, q);

	if ((!document && cx->err.kind != ERR_INVALID) || !db_part_begin(cx))
		return false;
	for (size_t i = 0; i < n && !failed(cx); i++)
		if (tick[i] && enter_one(cx, q, document, &v[i]))
			entered++;
	if (!entered && !failed(cx))
		fail(cx, ERR_INVALID, NULL, N_("Tick at least one paragraph."));
	if (failed(cx)) {
		const struct error *errors;

		if (cx->err.kind != ERR_INVALID)
			return false;
		errors = view_errors(cx);
		a->status = 422;
		return db_part_end(cx, false) && show_proposals(cx, q, a, v, n, tick, errors);
	}
	return db_part_end(cx, true) &&
	       reply_notice(cx, a, q,
	                    arena_fmt(cx->mem, tr(cx, "%zu recommendations entered."), entered)) &&
	       reply_goto(cx, a,
	                  arena_fmt(cx->mem, "/recommendations?document=%lld&state=entered",
	                            (long long)document));
}

/* ---- splitting */

static bool show_split(struct context *cx, const struct request *q, struct reply *a,
                       struct recommendation *r, const struct paragraph *v, size_t n,
                       const struct error *errors)
{
	const char *lang, *body = view_text(cx, &r->text, &lang);
	struct page p;

	page_begin(&p, cx, q, a, tr(cx, "Split it into parts"));
	p.type = T;
	p.kicker = recommendation_reference(cx, r);
	p.lead = tr(cx, "Each part becomes a recommendation of the same document, with the same "
	                "labels and a link to this one, which stays readable.");
	page_crumb(&p, tr(cx, T->label_plural), "/recommendations");
	page_crumb(&p, p.kicker, record_path(cx, T, r->record.id, NULL));
	page_crumb(&p, p.title, NULL);
	if (errors)
		page_message(&p, "bad", tr(cx, "It was not split."), errors->text);
	html(&p.html, "<blockquote class=\"said\"");
	html_lang(&p.html, lang);
	html(&p.html, ">");
	html_paragraphs(&p.html, body);
	html(&p.html,
	     "</blockquote>\n<form method=\"post\" action=\"%s\" id=\"form\" class=\"stack\">",
	     record_path(cx, T, r->record.id, "/split"));
	page_csrf(&p.html, q);
	html(&p.html, "<input type=\"hidden\" name=\"version\" value=\"%lld\">",
	     (long long)r->record.version);
	for (size_t i = 0; i < n; i++) {
		html(&p.html,
		     "<fieldset class=\"field\"><legend>%s %zu</legend><div class=\"panel\">",
		     tr(cx, "Part"), i + 1);
		form_input(&p.html, errors, arena_fmt(cx->mem, "p%zu.locator", i),
		           tr(cx, "Paragraph"), NULL, "text", v[i].locator ? v[i].locator : "", "");
		form_lines(&p.html, errors, arena_fmt(cx->mem, "p%zu.text", i), tr(cx, "Text"),
		           NULL, v[i].text ? v[i].text : "", false);
		html(&p.html, "</div></fieldset>\n");
	}
	html(&p.html,
	     "<p class=\"row\"><button class=\"btn\" name=\"_do\" value=\"more\">%s</button> "
	     "<button class=\"btn btn-main\" name=\"_do\" value=\"save\">%s</button> <a "
	     "class=\"btn btn-bare\" href=\"%s\">%s</a></p></form>\n",
	     tr(cx, "Add a part"), tr(cx, "Split it into parts"),
	     record_path(cx, T, r->record.id, NULL), tr(cx, "Cancel"));
	return page_end(&p);
}

static struct recommendation *to_split(struct context *cx, const struct request *q)
{
	int64_t id = request_id(cx, q);
	struct recommendation *r = id ? record_get(cx, T, id) : NULL;
	const char *why;

	if (r && !step_offered(cx, T, r, step_named(T, "split"), &why)) {
		fail(cx, ERR_FORBIDDEN, NULL,
		     N_("This step is not possible at this stage, or not yours to take."));
		return NULL;
	}
	return r;
}

bool split_form(struct context *cx, const struct request *q, struct reply *a)
{
	struct recommendation *r = to_split(cx, q);
	struct paragraph *v, empty[ONE_MORE] = { { NULL, NULL }, { NULL, NULL } };
	size_t n;

	if (!r)
		return false;
	recommendation_paragraphs(cx, r->text.n ? r->text.v[0].body : "", &v, &n);
	if (n < 2) {
		for (size_t i = 0; i < ONE_MORE; i++)
			empty[i].locator = r->locator;
		return show_split(cx, q, a, r, empty, ONE_MORE, NULL);
	}
	for (size_t i = 0; i < n; i++)
		if (v[i].locator)
			v[i].locator = locator_written(cx->mem, v[i].locator);
	return show_split(cx, q, a, r, v, n, NULL);
}

bool split_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct recommendation *r = to_split(cx, q);
	struct paragraph *v = arena_array(cx->mem, struct paragraph, MAX_LIST_PAGE + 1);
	bool *tick = arena_array(cx->mem, bool, MAX_LIST_PAGE);
	size_t n = read_proposals(cx, q, v, tick);
	int64_t version = 0;
	const struct error *errors;

	if (!r)
		return false;
	if (str_eq(request_form(q, "_do"), "more"))
		return show_split(cx, q, a, r, v, n + 1, NULL);
	if (!parse_int(request_form(q, "version"), &version) || version != r->record.version)
		fail(cx, ERR_INVALID, NULL,
		     N_("Somebody else changed this record in the meantime."));
	if (!db_part_begin(cx))
		return false;
	if (!failed(cx) && recommendation_split(cx, r, v, n))
		return db_part_end(cx, true) &&
		       reply_notice(cx, a, q, tr(cx, "Split. These are its parts.")) &&
		       reply_goto(cx, a,
		                  arena_fmt(cx->mem, "/recommendations?split_from=%lld",
		                            (long long)r->record.id));
	if (cx->err.kind != ERR_INVALID)
		return false;
	errors = view_errors(cx);
	a->status = 422;
	return db_part_end(cx, false) && show_split(cx, q, a, r, v, n, errors);
}
