/* A table of any layout: which sheet, which row is the header, which column is what, how its words
 * for a status count, and which rows are no recommendations; shown with samples, corrected by
 * choosing, and remembered for the next file with the same header when the file is brought in.
 *
 * What was recognised is kept as JSON by the look, because a page must not read the file again. */
#include "subject/recommendation/import_web.h"

#include "base/number.h"
#include "record/app.h"
#include "subject/recommendation/table.h"
#include "web/draft.h"
#include "web/who.h"

#define DRAFT "import-table"

enum { MAX_RECOGNISED = 1024 * 1024, COLUMNS_TOLD = 60 };

static bool is_table(const struct import_format *f)
{
	return f == &table_format;
}

/* ---- what a look recognised */

static void write_columns(struct context *cx, struct json_writer *w, const struct table *t)
{
	json_key(w, "columns");
	json_open(w, '[');
	for (size_t i = 0; i < t->columns_n; i++) {
		const struct table_column *c = &t->columns[i];

		json_open(w, '{');
		json_key(w, "place");
		json_int(w, c->place);
		json_key(w, "header");
		json_text(w, c->header);
		json_key(w, "field");
		json_text(w, table_field_code(cx, c->field, c->lang));
		json_key(w, "sure");
		json_int(w, c->sure);
		json_key(w, "why");
		json_int(w, c->why);
		json_key(w, "samples");
		json_open(w, '[');
		for (size_t k = 0; k < TABLE_SAMPLES && c->samples[k]; k++)
			json_text(w, c->samples[k]);
		json_close(w);
		json_close(w);
	}
	json_close(w);
}

static void write_left(struct json_writer *w, const struct table *t)
{
	json_key(w, "left");
	json_open(w, '[');
	for (size_t i = 0; i < t->left_n; i++) {
		json_open(w, '{');
		json_key(w, "row");
		json_int(w, t->left[i].row);
		json_key(w, "why");
		json_int(w, t->left[i].why);
		json_key(w, "words");
		json_text(w, t->left[i].words);
		json_close(w);
	}
	json_close(w);
}

static void write_statuses(struct json_writer *w, const struct table *t)
{
	json_key(w, "statuses");
	json_open(w, '[');
	for (size_t i = 0; i < t->statuses_n; i++) {
		json_open(w, '{');
		json_key(w, "words");
		json_text(w, t->statuses[i].words);
		json_key(w, "status");
		json_text(w, t->statuses[i].status);
		json_key(w, "rows");
		json_int(w, t->statuses[i].rows);
		json_close(w);
	}
	json_close(w);
}

static const char *written(struct context *cx, const struct table *t)
{
	struct buffer b = BUFFER(cx->mem, MAX_RECOGNISED);
	const struct {
		const char *name;
		int64_t n;
	} numbers[] = { { "sheet", t->sheet },
		        { "header", t->header },
		        { "header_last", t->header_last },
		        { "rows", t->rows },
		        { "left_all", t->left_all },
		        { "why", t->why },
		        { "at", t->at } };
	struct json_writer w;

	json_start(&w, cx, sink_to_buffer, &b);
	json_open(&w, '{');
	for (size_t i = 0; i < LEN(numbers); i++) {
		json_key(&w, numbers[i].name);
		json_int(&w, numbers[i].n);
	}
	json_key(&w, "sheet_name");
	json_text(&w, t->sheet_name);
	json_key(&w, "by");
	json_text(&w, t->by);
	json_key(&w, "others");
	json_open(&w, '[');
	for (size_t i = 0; i < t->other_sheets_n; i++)
		json_text(&w, t->other_sheets[i]);
	json_close(&w);
	write_columns(cx, &w, t);
	write_left(&w, t);
	write_statuses(&w, t);
	json_close(&w);
	return json_end(&w) && buffer_ok(cx, &b) ? buffer_str(&b) : NULL;
}

bool table_recognised(struct context *cx, struct import *im, const char **ret)
{
	const struct table *t = is_table(im->format) ? table_look(cx, im) : NULL;

	*ret = t ? written(cx, t) : NULL;
	return !failed(cx);
}

/* ---- in words */

static const struct json *recognised(struct context *cx, const struct staging *s)
{
	return s->recognised ? json_parse(cx, s->recognised, strlen(s->recognised), MAX_RECOGNISED)
	                     : NULL;
}

static int64_t number_of(const struct json *v, const char *name)
{
	int64_t n = 0;

	return json_int_of(v, name, &n) ? n : 0;
}

static const char *text_of(const struct json *v, const char *name)
{
	const char *s = json_text_or_null(v, name);

	return s ? s : "";
}

/* "text.ru" → "Text (Russian)" */
static const char *code_words(struct context *cx, const char *code)
{
	const char *dot = strchr(code, '.');

	for (int f = TABLE_NONE; f < TABLE_FIELDS; f++) {
		const char *other = table_field_code(cx, f, dot ? dot + 1 : "");

		if (!str_eq(other, code))
			continue;
		return dot ? arena_fmt(cx->mem, "%s (%s)", tr(cx, table_field_label(f)),
		                       language_words(cx, dot + 1))
		           : tr(cx, table_field_label(f));
	}
	return code;
}

static const char *place_words(struct context *cx, const struct json *v)
{
	int64_t first = number_of(v, "header"), last = number_of(v, "header_last");

	if (!first)
		return tr(cx, N_("There is no header row."));
	if (last > first)
		return arena_fmt(cx->mem, tr(cx, N_("The header is in rows %lld to %lld.")),
		                 (long long)first, (long long)last);
	return arena_fmt(cx->mem, tr(cx, N_("The header is in row %lld.")), (long long)first);
}

static void print_sheet(struct html *h, const struct json *v)
{
	struct context *cx = h->cx;
	const struct json *others = json_member(v, "others");

	html(h, "<p>");
	if (*text_of(v, "sheet_name"))
		html(h, "%s ",
		     arena_fmt(cx->mem, tr(cx, N_("Sheet %lld, “%s”.")),
		               (long long)number_of(v, "sheet"), text_of(v, "sheet_name")));
	html(h, "%s %s</p>", place_words(cx, v),
	     arena_fmt(cx->mem, tr(cx, N_("%lld recommendations; %lld rows are none.")),
	               (long long)number_of(v, "rows"), (long long)number_of(v, "left_all")));
	if (others && others->count) {
		html(h, "<p class=\"note\">%s", tr(cx, N_("Not read:")));
		for (const struct json *o = json_items(others); o; o = o->next)
			html(h, " “%s”", o->text ? o->text : "");
		html(h, "</p>");
	}
	if (number_of(v, "why") == WHY_MEMORY)
		html(h, "<p class=\"note\">%s</p>",
		     arena_fmt(cx->mem, tr(cx, N_("Read as %s said of this header on %s.")),
		               text_of(v, "by"), time_words(cx, number_of(v, "at"))));
}

bool table_print(struct look *l)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;
	const struct json *v = recognised(cx, l->file);

	if (!v)
		return !failed(cx);
	page_section(h, tr(cx, N_("What was recognised")), NULL);
	html(h, "<div class=\"stack-s\">");
	print_sheet(h, v);
	html(h, "<ul class=\"tags\">");
	for (const struct json *c = json_items(json_member(v, "columns")); c; c = c->next)
		if (*text_of(c, "field"))
			html(h, "<li class=\"tag\">%s → %s</li>", text_of(c, "header"),
			     code_words(cx, text_of(c, "field")));
	html(h,
	     "</ul><p class=\"field row no-print\"><a class=\"btn\" "
	     "href=\"%s\">%s</a></p></div></section>\n",
	     look_path(cx, l->file, "/table"), tr(cx, N_("Correct what was recognised")));
	return true;
}

/* ---- the page */

/* The form with its draft: choices are kept when the language is changed, or something is refused.
 */
struct asked {
	struct look look;
	const struct draft *draft;
};

/* What was sent and refused, or not sent yet, else what was recognised. */
static const char *typed(const struct asked *a, const char *name, const char *otherwise)
{
	const char *sent = request_form(a->look.page.request, name);

	if (!sent && a->draft)
		sent = draft_field(a->draft, name);
	return sent ? sent : otherwise;
}

static void print_fields(struct asked *a, const char *now)
{
	struct html *h = &a->look.page.html;
	struct context *cx = h->cx;

	for (int f = TABLE_NONE; f < TABLE_FIELDS; f++) {
		const char *code = table_field_code(cx, f, "");

		if (f != TABLE_TEXT) {
			html_option(h, code, tr(cx, table_field_label(f)), str_eq(code, now));
			continue;
		}
		for (const char *const *lang = page_languages(cx); *lang; lang++) {
			code = table_field_code(cx, f, *lang);
			html_option(h, code, code_words(cx, code), str_eq(code, now));
		}
	}
}

static void print_column(struct asked *a, const struct json *c)
{
	struct html *h = &a->look.page.html;
	struct context *cx = h->cx;
	long long place = (long long)number_of(c, "place");
	const char *why = table_why_label((enum table_why)number_of(c, "why"));

	html(h,
	     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><label class=\"%s\" "
	     "for=\"column-%lld\">%s</label></th><td role=\"cell\" class=\"small of-file\">",
	     *text_of(c, "header") ? "of-file" : "", place,
	     *text_of(c, "header") ? text_of(c, "header")
	                           : arena_fmt(cx->mem, tr(cx, N_("Column %d")), (int)place));
	for (const struct json *s = json_items(json_member(c, "samples")); s; s = s->next)
		html(h, "<p class=\"clamp\">%s</p>", s->text ? s->text : "");
	html(h, "</td><td role=\"cell\"><select id=\"column-%lld\" name=\"column:%lld\">", place,
	     place);
	print_fields(a, typed(a, arena_fmt(cx->mem, "column:%lld", place), text_of(c, "field")));
	html(h, "</select><p class=\"note\">%s</p></td></tr>\n", str_empty(why) ? "" : tr(cx, why));
}

static void print_columns(struct asked *a, const struct json *v)
{
	struct html *h = &a->look.page.html;
	struct context *cx = h->cx;
	int n = 0;

	html(h,
	     "<table class=\"list\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\"><th "
	     "role=\"columnheader\" scope=\"col\">%s</th><th role=\"columnheader\" scope=\"col\">%s"
	     "</th><th role=\"columnheader\" scope=\"col\">%s</th></tr></thead><tbody "
	     "role=\"rowgroup\">\n",
	     tr(cx, N_("Column")), tr(cx, N_("Samples")), tr(cx, N_("What it is")));
	for (const struct json *c = json_items(json_member(v, "columns")); c && n < COLUMNS_TOLD;
	     c = c->next, n++)
		print_column(a, c);
	html(h, "</tbody></table>\n");
}

static const struct choice *statuses(void)
{
	return field_choices(&recommendation_type,
	                     type_field_named(&recommendation_type, "status"));
}

static void print_status(struct asked *a, const struct json *s, int n)
{
	struct html *h = &a->look.page.html;
	struct context *cx = h->cx;
	const char *now = typed(a, arena_fmt(cx->mem, "status.%d", n), text_of(s, "status"));

	html(h,
	     "<div class=\"field\"><label for=\"status-%d\"><span class=\"of-file\">%s</span> "
	     "<span "
	     "class=\"note\">%s</span></label><input type=\"hidden\" name=\"words.%d\" "
	     "value=\"%s\"><select id=\"status-%d\" name=\"status.%d\">",
	     n, text_of(s, "words"),
	     arena_fmt(cx->mem, tr(cx, N_("rows: %lld")), (long long)number_of(s, "rows")), n,
	     text_of(s, "words"), n, n);
	html_option(h, "", tr(cx, N_("not decided")), !*now);
	for (const struct choice *c = statuses(); c && c->code; c++)
		html_option(h, c->code, tr(cx, c->label), str_eq(c->code, now));
	html(h, "</select></div>");
}

static void print_statuses(struct asked *a, const struct json *v)
{
	struct html *h = &a->look.page.html;
	const struct json *list = json_member(v, "statuses");
	int n = 0;

	if (!list || !list->count)
		return;
	html(h, "<h2 class=\"field\">%s</h2><div class=\"four\">",
	     tr(h->cx, N_("How its words for the status count")));
	for (const struct json *s = json_items(list); s; s = s->next)
		print_status(a, s, n++);
	html(h, "</div>\n");
}

static void print_left(struct html *h, const struct json *v)
{
	struct context *cx = h->cx;
	const struct json *list = json_member(v, "left");

	if (!list || !list->count)
		return;
	page_section(h, tr(cx, N_("Rows that are no recommendations")),
	             list->count < (size_t)number_of(v, "left_all")
	                     ? tr(cx, N_("The first ones only."))
	                     : NULL);
	html(h, "<ul class=\"plain\">");
	for (const struct json *r = json_items(list); r; r = r->next)
		html(h, "<li><span class=\"ref\">%s</span> %s <span class=\"note\">%s</span></li>",
		     arena_fmt(cx->mem, tr(cx, N_("Row %lld")), (long long)number_of(r, "row")),
		     text_of(r, "words"),
		     tr(cx, table_left_label((enum table_left_why)number_of(r, "why"))));
	html(h, "</ul></section>\n");
}

static const char *header_typed(struct context *cx, const struct json *v)
{
	int64_t first = number_of(v, "header"), last = number_of(v, "header_last");

	return last > first ? arena_fmt(cx->mem, "%lld-%lld", (long long)first, (long long)last)
	                    : arena_fmt(cx->mem, "%lld", (long long)first);
}

static void print_form(struct asked *a, const struct json *v, const struct error *errors)
{
	struct look *l = &a->look;
	struct html *h = &l->page.html;
	struct context *cx = h->cx;
	const char *path = look_path(cx, l->file, "/table");

	html(h,
	     "<form method=\"post\" action=\"%s\" class=\"field\" id=\"form\" "
	     "data-draft=\"server\">",
	     path);
	page_csrf(h, l->page.request);
	html(h,
	     "<input type=\"hidden\" name=\"draft\" value=\"" DRAFT "\"><input type=\"hidden\" "
	     "name=\"draft_record\" value=\"%lld\"><input type=\"hidden\" name=\"to\" "
	     "value=\"%s\"><div class=\"four\">",
	     (long long)l->file->id, path);
	form_input(h, errors, "sheet", tr(cx, N_("Number of the sheet")), NULL, "text",
	           typed(a, "sheet", arena_fmt(cx->mem, "%lld", (long long)number_of(v, "sheet"))),
	           " inputmode=\"numeric\"");
	form_input(h, errors, "header", tr(cx, N_("Row of the header")),
	           tr(cx, N_("For example 3, or 3-4 where it has two rows; 0: there is none")),
	           "text", typed(a, "header", header_typed(cx, v)), NULL);
	html(h, "</div>");
	print_columns(a, v);
	print_statuses(a, v);
	html(h,
	     "<p class=\"field row\"><button class=\"btn btn-main\">%s</button> <a class=\"btn "
	     "btn-bare\" href=\"%s\">%s</a></p></form>\n",
	     tr(cx, N_("Keep it and look again")), look_path(cx, l->file, ""),
	     tr(cx, N_("Cancel")));
}

static bool show(struct context *cx, const struct request *q, struct reply *a, struct staging *s,
                 const struct error *errors)
{
	const struct json *v = recognised(cx, s);
	struct asked asked = { .draft = NULL };
	struct page *p = &asked.look.page;

	if (!v)
		return failed(cx) ? false : look_return(cx, q, a, s, "", NULL);
	look_begin(&asked.look, cx, q, a, s, tr(cx, N_("What was recognised")));
	page_crumb(p, s->name, look_path(cx, s, ""));
	page_crumb(p, p->title, NULL);
	p->form = "form";
	p->lead = tr(cx, N_("What you choose is remembered for the next file with the same "
	                    "header, when this one is brought in."));
	asked.draft = draft_load(cx, cx->actor->user, DRAFT, s->id);
	if (asked.draft)
		page_message(p, "warn",
		             arena_fmt(cx->mem,
		                       tr(cx, N_("This is what you typed until %s. It is not "
		                                 "saved yet.")),
		                       time_words(cx, asked.draft->at)),
		             "");
	print_sheet(&p->html, v);
	print_form(&asked, v, errors);
	print_left(&p->html, v);
	return page_end(p);
}

bool table_page(struct context *cx, const struct request *q, struct reply *a)
{
	struct staging *s = look_of(cx, q);

	return s && show(cx, q, a, s, NULL);
}

/* ---- what one chose */

/* Only what is otherwise than it was recognised is a decision. */
static bool choose(struct context *cx, const struct staging *s, const char *what, const char *sent,
                   const char *now)
{
	return !sent || str_eq(sent, now) || staging_decide(cx, s, what, sent);
}

static bool choose_status(struct context *cx, const struct request *q, const struct staging *s,
                          const struct json *status, int n)
{
	const char *words = text_of(status, "words");

	return !str_eq(request_form(q, arena_fmt(cx->mem, "words.%d", n)), words) ||
	       choose(cx, s, arena_fmt(cx->mem, "label:status:%s", words),
	              request_form(q, arena_fmt(cx->mem, "status.%d", n)),
	              text_of(status, "status"));
}

static bool check_header(struct context *cx, const struct request *q)
{
	const char *sent = request_form(q, "header"), *sheet = request_form(q, "sheet");
	size_t n = sent ? strspn(sent, "0123456789-") : 0;
	int64_t number;

	if (sheet && !parse_int_in(sheet, 1, 1000, &number))
		fail(cx, ERR_INVALID, "sheet", N_("Sheets are numbered from 1."));
	if (sent && (sent[n] || !*sent))
		fail(cx, ERR_INVALID, "header",
		     N_("Say the number of a row, or of two with “-” "
		        "between."));
	return !failed(cx);
}

static bool take(struct context *cx, const struct request *q, const struct staging *s,
                 const struct json *v)
{
	int n = 0;

	if (!choose(cx, s, "header", request_form(q, "header"), header_typed(cx, v)) ||
	    !choose(cx, s, "sheet", request_form(q, "sheet"),
	            arena_fmt(cx->mem, "%lld", (long long)number_of(v, "sheet"))))
		return false;
	for (const struct json *c = json_items(json_member(v, "columns")); c; c = c->next) {
		const char *name =
		        arena_fmt(cx->mem, "column:%lld", (long long)number_of(c, "place"));

		if (!choose(cx, s, name, request_form(q, name), text_of(c, "field")))
			return false;
	}
	for (const struct json *c = json_items(json_member(v, "statuses")); c; c = c->next)
		if (!choose_status(cx, q, s, c, n++))
			return false;
	return true;
}

bool table_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct staging *s = look_of(cx, q);
	const struct json *v = s ? recognised(cx, s) : NULL;

	if (!v)
		return s && !failed(cx) && look_return(cx, q, a, s, "", NULL);
	if (!check_header(cx, q)) {
		if (cx->err.kind != ERR_INVALID)
			return false;
		a->status = 422;
		return show(cx, q, a, s, view_errors(cx));
	}
	return take(cx, q, s, v) && look_again(cx, s) && look_return(cx, q, a, s, "", NULL);
}
