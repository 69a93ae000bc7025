/* One row of a file: each cell as the file has it, and beside it the place to put it right; what
 * the row would do, and what stands on the same page of a PDF.  The file itself is never changed:
 * what one types lies over it when one looks again, and what the file says stays beside it. */
#include "subject/recommendation/import_web.h"

#include "web/draft.h"

#include "base/number.h"

enum { MAX_CELL = 100 * 1000, MAX_CELLS = 2000, LONG_CELL = 60 };

/* A cell of the row, or the words of a paragraph of it. */
struct place {
	int64_t row;
	int column;
	const char *name; /* of the column; NULL: of a paragraph */
	const char *was, *is;
};

struct places {
	struct place v[MAX_CELLS];
	size_t n;
};

/* ---- what the row is made of */

static const char *column_name(struct context *cx, const struct json *header, int column)
{
	const struct json *h = json_items(header);

	for (int i = 1; h && i < column; i++)
		h = h->next;
	return h && !str_empty(h->text) ? h->text
	                                : arena_fmt(cx->mem, tr(cx, N_("Column %d")), column);
}

static void add(struct places *to, struct place p, const struct correction *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c[i].row == p.row && c[i].column == p.column) {
			p.was = c[i].was;
			p.is = c[i].text;
		}
	if (to->n < MAX_CELLS)
		to->v[to->n++] = p;
}

/* Behind the cells of the row those of the header that it leaves empty. */
static bool read_place(struct context *cx, const struct staging *s, const struct json *header,
                       const struct json *at, struct places *to)
{
	const struct json *cells = json_member(at, "cells"), *cell = json_items(cells);
	const char *text = json_text_or_null(at, "text");
	struct place p = { .row = 0 };
	struct correction *c;
	size_t n;

	if (!json_int_of(at, "row", &p.row) || !staging_corrections(cx, s, p.row, &c, &n))
		return !failed(cx);
	if (!cells) {
		p.was = p.is = text ? text : "";
		add(to, p, c, n);
		return true;
	}
	for (p.column = 1; cell || (header && (size_t)p.column <= header->count); p.column++) {
		p.name = column_name(cx, header, p.column);
		p.was = p.is = cell && cell->text ? cell->text : "";
		add(to, p, c, n);
		cell = cell ? cell->next : NULL;
	}
	return true;
}

static struct places *read_places(struct context *cx, const struct staging *s,
                                  const struct staged *v)
{
	struct places *to = arena_new_of(cx->mem, struct places);
	const struct json *header =
	        s->header ? json_parse(cx, s->header, strlen(s->header), MAX_ANSWER) : NULL;
	const struct json *list =
	        v->cells ? json_parse(cx, v->cells, strlen(v->cells), MAX_ANSWER) : NULL;

	for (const struct json *at = json_items(list); at; at = at->next)
		if (!read_place(cx, s, header, at, to))
			return NULL;
	return failed(cx) ? NULL : to;
}

static const char *input_name(struct context *cx, const struct place *p)
{
	return arena_fmt(cx->mem, "c.%lld.%d", (long long)p->row, p->column);
}

/* ---- the page */

/* What is wrong with the column, where the messages name it. */
static void print_wrong(struct html *h, const struct staged *v, const char *name)
{
	const struct json *list =
	        v->problems ? json_parse(h->cx, v->problems, strlen(v->problems), MAX_ANSWER)
	                    : NULL;

	for (const struct json *e = json_items(list); e && name; e = e->next) {
		if (!str_eq(json_text_or_null(e, "field"), name))
			continue;
		html(h, "<p class=\"err\">");
		html_glyph(h, "late");
		html(h, "<span>%s</span></p>", json_text_or_null(e, "message"));
	}
}

static void print_place(struct look *l, const struct staged *v, const struct place *p,
                        const struct draft *d)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;
	const char *name = input_name(cx, p),
	           *label = p->name ? p->name
	                            : arena_fmt(cx->mem,
	                                        tr(cx, N_("Paragraph no. %lld of the file")),
	                                        (long long)p->row),
	           *posted = request_form(l->page.request, name),
	           *drafted = d ? draft_field(d, name) : NULL,
	           *typed = posted    ? posted
	                    : drafted ? drafted
	                              : p->is;
	const struct error *e = error_of(l->errors, name);

	html(h,
	     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><label for=\"%s\" "
	     "class=\"%s\">%s</label></th><td role=\"cell\" class=\"said\" data-l=\"%s\">",
	     form_id(cx, name), p->name ? "of-file" : "", label, tr(cx, N_("In the file")));
	html_paragraphs(h, p->was);
	html(h, "</td><td role=\"cell\"%s>", e ? " class=\"bad\"" : "");
	print_wrong(h, v, p->name);
	if (e) {
		html(h, "<p class=\"err\" id=\"%s-e\">", form_id(cx, name));
		html_glyph(h, "late");
		html(h, "<span>%s</span></p>", e->text);
	}
	if (strlen(typed) > LONG_CELL || strlen(p->was) > LONG_CELL || strchr(typed, '\n'))
		html(h, "<textarea id=\"%s\" name=\"%s\"%s>\n%s</textarea>", form_id(cx, name),
		     name, e ? " aria-invalid=\"true\"" : "", typed);
	else
		html(h, "<input id=\"%s\" name=\"%s\" value=\"%s\"%s>", form_id(cx, name), name,
		     typed, e ? " aria-invalid=\"true\"" : "");
	if (!str_eq(p->was, p->is))
		html(h, "<p class=\"note\">%s</p>", tr(cx, N_("Corrected")));
	html(h, "</td></tr>\n");
}

static void print_places(struct look *l, const struct staged *v, const struct places *places,
                         const struct draft *d)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;

	html(h,
	     "<table class=\"list cells\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\">"
	     "<th role=\"columnheader\" scope=\"col\">%s</th><th role=\"columnheader\" "
	     "scope=\"col\">%s</th><th role=\"columnheader\" scope=\"col\">%s</th></tr></thead>"
	     "<tbody role=\"rowgroup\">\n",
	     tr(cx, N_("Column")), tr(cx, N_("In the file")), tr(cx, N_("As it shall be read")));
	for (size_t i = 0; i < places->n; i++)
		print_place(l, v, &places->v[i], d);
	html(h, "</tbody></table>\n");
}

static void print_form(struct look *l, const struct staged *v, const struct places *places)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;
	const char *draft = arena_fmt(cx->mem, "import-row/%lld", (long long)v->row),
	           *path = look_path(cx, l->file,
	                             arena_fmt(cx->mem, "/rows/%lld", (long long)v->row));
	const struct draft *d = draft_load(cx, cx->actor->user, draft, l->file->id);

	if (d)
		page_message_in(h, "warn",
		                arena_fmt(cx->mem,
		                          tr(cx, N_("This is what you typed until %s. It is not "
		                                    "saved yet.")),
		                          time_words(cx, d->at)),
		                "");
	html(h, "<form id=\"form\" method=\"post\" action=\"%s\" data-draft=\"server\">", path);
	page_csrf(h, l->page.request);
	html(h,
	     "<input type=\"hidden\" name=\"draft\" value=\"%s\"><input type=\"hidden\" "
	     "name=\"draft_record\" value=\"%lld\"><input type=\"hidden\" name=\"to\" "
	     "value=\"%s\">\n",
	     draft, (long long)l->file->id, path);
	print_places(l, v, places, d);
	html(h,
	     "<p class=\"field row no-print\"><button class=\"btn btn-main\" name=\"_do\" "
	     "value=\"look\">%s</button> <button class=\"btn\" name=\"_do\" value=\"save\">%s"
	     "</button> <a class=\"btn btn-bare\" href=\"%s#row-%lld\">%s</a><span class=\"saved "
	     "push\" role=\"status\" data-saved=\"%s\" data-unsaved=\"%s\" data-secret=\"%s\">"
	     "</span></p></form>\n",
	     tr(cx, N_("Keep it and look again")), tr(cx, N_("Only keep it")),
	     look_path(cx, l->file, ""), (long long)v->row, tr(cx, N_("Cancel")),
	     tr(cx, N_("Draft kept at")),
	     tr(cx, N_("The draft could not be sent; it is kept in this browser.")),
	     tr(cx, N_("The draft could not be sent and is not kept here. Leave this page open.")));
}

/* What stands around it on the page of the PDF. */
static bool print_page(struct look *l, const struct staged *v)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;
	struct staged *around;
	size_t n;
	bool more;

	if (!v->page)
		return true;
	if (!staged_list(cx, l->file, "", v->row > STAGED_SHOWN ? v->row - STAGED_SHOWN : 0,
	                 &around, &n, &more))
		return false;
	page_section(h, arena_fmt(cx->mem, tr(cx, N_("Page %lld")), (long long)v->page), NULL);
	html(h,
	     "<div class=\"stack\"><p><a class=\"btn\" target=\"_blank\" rel=\"noopener\" "
	     "href=\"/attachments/%lld#page=%lld\">%s</a></p><ul class=\"plain stack-s\">",
	     (long long)l->file->file, (long long)v->page,
	     tr(cx, N_("Open the page in the file, in a new tab")));
	for (size_t i = 0; i < n; i++) {
		const char *lang = NULL, *words;

		if (around[i].page != v->page)
			continue;
		words = view_words(cx, around[i].type, around[i].record, &lang);
		html(h, "<li%s><span class=\"ref\">%s</span> <span",
		     around[i].row == v->row ? " aria-current=\"true\" class=\"tag-on\"" : "",
		     row_name(cx, &around[i]));
		html_lang(h, lang);
		html(h, ">%s</span></li>", words ? words : "");
	}
	html(h, "</ul></div></section>\n");
	return true;
}

static bool show(struct context *cx, const struct request *q, struct reply *a, struct staging *s,
                 const struct staged *v, const struct error *errors)
{
	const struct places *places = read_places(cx, s, v);
	struct look l;

	if (!places)
		return false;
	look_begin(&l, cx, q, a, s, row_name(cx, v));
	page_crumb(&l.page, s->name, look_path(cx, s, ""));
	page_crumb(&l.page, l.page.title, NULL);
	l.page.form = "form";
	l.errors = errors;
	html(&l.page.html, "<p>");
	fate_print(&l.page.html, v->fate);
	html(&l.page.html, "</p>\n");
	row_problems(&l.page.html, v->problems);
	print_form(&l, v, places);
	page_section(&l.page.html, tr(cx, N_("What it says")), NULL);
	row_facts(&l.page.html, v);
	html(&l.page.html, "</section>\n");
	return print_page(&l, v) && page_end(&l.page);
}

static struct staged *row_of(struct context *cx, const struct request *q, const struct staging *s)
{
	const char *typed = request_param(q, "row");
	int64_t row;

	if (s && s->look && typed && parse_int_in(typed, 1, INT64_MAX, &row))
		return staged_get(cx, s, row);
	if (!failed(cx))
		fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such row."));
	return NULL;
}

bool cell_page(struct context *cx, const struct request *q, struct reply *a)
{
	struct staging *s = look_of(cx, q);
	const struct staged *v = s ? row_of(cx, q, s) : NULL;

	return v && show(cx, q, a, s, v, NULL);
}

/* ---- what was typed */

static bool take(struct context *cx, const struct request *q, const struct staging *s,
                 const struct places *places, size_t *ret_n)
{
	*ret_n = 0;
	for (size_t i = 0; i < places->n; i++) {
		const struct place *p = &places->v[i];
		const char *typed = request_form(q, input_name(cx, p));

		if (!typed || str_eq(typed, p->is))
			continue;
		if (strlen(typed) > MAX_CELL)
			fail(cx, ERR_INVALID, input_name(cx, p),
			     N_("A cell has at most %d characters."), MAX_CELL);
		else if (!failed(cx) &&
		         !staging_correct(cx, s,
		                          &(struct correction){ p->row, p->column, p->was, typed }))
			return false;
		++*ret_n;
	}
	return !failed(cx);
}

bool cell_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct staging *s = look_of(cx, q);
	const struct staged *v = s ? row_of(cx, q, s) : NULL;
	const struct places *places = v ? read_places(cx, s, v) : NULL;
	size_t n;

	if (!places)
		return false;
	if (!take(cx, q, s, places, &n)) {
		if (cx->err.kind != ERR_INVALID)
			return false;
		a->status = 422;
		return show(cx, q, a, s, v, view_errors(cx));
	}
	if (str_eq(request_form(q, "_do"), "look"))
		return look_again(cx, s) && look_return(cx, q, a, s, "", NULL);
	return look_return(cx, q, a, s, arena_fmt(cx->mem, "#row-%lld", (long long)v->row),
	                   n ? tr(cx, N_("Kept. Look again to see what comes of it.")) : NULL);
}
