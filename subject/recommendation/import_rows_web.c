/* The rows of a file, a page of them: number, words, what is set, old → new, messages.  One form
 * holds them all, so that a tick, a button in a row and a button for all go the same way, without
 * script. */
#include "subject/recommendation/import_web.h"

#include "base/number.h"
#include "record/app.h"

enum { LIKELY = 950 /* offered for joining all */, FACT_CHARACTERS = 160 };

static const struct {
	const char *fate, *label, *glyph;
} fates[] = {
	{ "new", N_("New"), "new st-go" },
	{ "near", N_("Perhaps known already"), "ne st-soon" },
	{ "updated", N_("Changed"), "part st-part" },
	{ "unchanged", N_("Unchanged"), "ok st-done" },
	{ "wrong", N_("Wrong"), "late st-late" },
	{ "left", N_("Not taken"), "none st-none" },
};

void fate_print(struct html *h, const char *fate)
{
	for (size_t i = 0; i < LEN(fates); i++)
		if (str_eq(fates[i].fate, fate))
			html_state(h, fates[i].glyph, tr(h->cx, fates[i].label));
}

/* ---- what a row says */

static const char *field_label(struct context *cx, const struct type *t, const char *name)
{
	const struct field *f =
	        name ? type_field_named(t, arena_strn(cx->mem, name, strcspn(name, "."))) : NULL;

	return f ? tr(cx, f->label) : name ? name : "";
}

static const char *shortened(struct context *cx, const char *s)
{
	size_t n = 0;

	for (size_t i = 0; s[i]; i++)
		if (((unsigned char)s[i] & 0xC0) != 0x80 && ++n > FACT_CHARACTERS)
			return arena_fmt(cx->mem, "%.*s…", (int)i, s);
	return s;
}

/* In the list what tells rows apart; the rest stands on the row's own page. */
static bool is_told(const struct staged *v, const struct field *f, bool all)
{
	if (f->flags & HIDDEN || f->kind == FIELD_ROWS ||
	    word_in("state classification", f->name) || field_empty(f, v->record) ||
	    (f->kind == FIELD_TEXTS && f->flags & LONG))
		return false;
	return all || v->type != &recommendation_type ||
	       word_in("document locator recommending_states position themes affected_persons sdg",
	               f->name);
}

static void print_facts(struct html *h, const struct staged *v)
{
	struct context *cx = h->cx;
	const struct field *f;
	bool any = false;

	for (size_t i = 0; (f = type_field(v->type, i)); i++) {
		if (!is_told(v, f, false))
			continue;
		if (any)
			html(h, " · ");
		else
			html(h, "<p class=\"note\">");
		html(h, "%s: %s", tr(cx, f->label),
		     shortened(cx, field_words(cx, v->type, f, v->record)));
		any = true;
	}
	if (any)
		html(h, "</p>");
}

void row_facts(struct html *h, const struct staged *v)
{
	struct buffer names = BUFFER(h->cx->mem, MAX_URL);
	const struct field *f;

	for (size_t i = 0; (f = type_field(v->type, i)); i++)
		if (is_told(v, f, true))
			buffer_fmt(&names, " %s", f->name);
	if (names.len)
		view_facts(h, v->type, v->record, buffer_str(&names));
}

void row_words(struct html *h, const struct staged *v)
{
	const char *lang = NULL, *words = view_words(h->cx, v->type, v->record, &lang);

	if (!str_empty(words)) {
		html(h, "<p");
		html_lang(h, lang);
		html(h, ">%s</p>", words);
	}
	print_facts(h, v);
}

void row_problems(struct html *h, const char *problems)
{
	const struct json *v =
	        problems ? json_parse(h->cx, problems, strlen(problems), MAX_ANSWER) : NULL;

	for (const struct json *e = json_items(v); e; e = e->next) {
		const char *field = json_text_or_null(e, "field");

		html(h, "<p class=\"err\">");
		html_glyph(h, "late");
		html(h, "<span>%s%s%s</span></p>", field ? field : "", field ? ": " : "",
		     json_text_or_null(e, "message"));
	}
}

/* Rows (sources) are only ever added; the others stand on the record's page. */
static void print_change(struct html *h, const struct staged *v, const struct json *e)
{
	struct context *cx = h->cx;
	const char *name = json_text_or_null(e, "field"), *was = json_text_or_null(e, "was");
	const struct field *f = name ? type_field_named(v->type, name) : NULL;
	const char *lang = NULL;

	html(h, "<dt>%s</dt><dd", field_label(cx, v->type, name));
	if (f && f->kind == FIELD_TEXTS && view_text(cx, field_at(f, v->record), &lang))
		html_lang(h, lang);
	html(h, ">");
	if (f && f->kind == FIELD_ROWS)
		html(h, "<ins>%s</ins>", tr(cx, N_("more than before")));
	else if (str_empty(was))
		html(h, "<ins>%s</ins>", json_text_or_null(e, "is"));
	else
		compare_change(h, was, json_text_or_null(e, "is"));
	html(h, "</dd>");
}

/* Returns whether the words that it is about are among them. */
static bool print_changes(struct html *h, const struct staged *v)
{
	struct context *cx = h->cx;
	const struct json *list =
	        v->changes ? json_parse(cx, v->changes, strlen(v->changes), MAX_ANSWER) : NULL;

	bool words = false;

	if (!list)
		return false;
	html(h, "<dl class=\"facts\">");
	for (const struct json *e = json_items(list); e; e = e->next) {
		const char *name = json_text_or_null(e, "field");
		const struct field *f = name ? type_field_named(v->type, name) : NULL;

		words |= f && f->kind == FIELD_TEXTS && f->flags & LONG;
		print_change(h, v, e);
	}
	html(h, "</dl>");
	return words;
}

/* The stored record of a row, if it is still open to who looks. */
static void *open_record(struct context *cx, const struct type *t, int64_t id)
{
	void *row = id ? record_get(cx, t, id) : NULL;

	if (!row && cx->err.kind == ERR_NOT_FOUND)
		error_clear(cx);
	return row;
}

/* ---- a row that is like a known one */

static void print_like(struct look *l, const struct staged *v)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;
	const void *known = open_record(cx, v->type, v->near);
	const char *lang = NULL, *words, *mine_lang, *mine;

	if (!known)
		return;
	words = view_words(cx, v->type, known, &lang);
	mine = view_words(cx, v->type, v->record, &mine_lang);
	html(h, "<div class=\"panel\"><p class=\"note\">%s ",
	     arena_fmt(cx->mem, tr(cx, N_("%d %% alike")), v->score / 10));
	view_link(h, v->type, v->near);
	html(h, "</p><p");
	html_lang(h, lang);
	html(h, ">");
	compare_alike(h, words ? words : "", mine ? mine : "");
	html(h, "</p></div>");
}

static void print_like_buttons(struct look *l, const struct staged *v)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;
	const char *made = look_decision(l, "join:%lld", (long long)v->row);

	if (made) {
		html(h, "<p class=\"note\">%s</p>",
		     *made ? tr(cx, N_("You say: the same."))
		           : tr(cx, N_("You say: another one.")));
		html(h, "<button class=\"btn\" name=\"join\" value=\"%lld:\">%s</button>",
		     (long long)v->row, tr(cx, N_("Take it back")));
		return;
	}
	html(h,
	     "<button class=\"btn\" name=\"join\" value=\"%lld:%lld\">%s</button> <button "
	     "class=\"btn\" name=\"join\" value=\"%lld:0\">%s</button>",
	     (long long)v->row, (long long)v->near, tr(cx, N_("It is the same")), (long long)v->row,
	     tr(cx, N_("It is another")));
}

/* ---- the table */

static bool proposes(const struct look *l)
{
	const struct import_format *f = import_format_named(l->page.cx->app, l->file->format);

	return f && f->flags & IMPORT_PROPOSES;
}

/* A paragraph has its number in the document, which readers know, and its place in the file. */
const char *row_name(struct context *cx, const struct staged *v)
{
	const struct recommendation *r = v->type == &recommendation_type ? v->record : NULL;

	if (v->page && r && !str_empty(r->locator))
		return arena_fmt(cx->mem, tr(cx, N_("Paragraph %s")), r->locator);
	return arena_fmt(cx->mem,
	                 v->page ? tr(cx, N_("Paragraph no. %lld of the file"))
	                         : tr(cx, N_("Row %lld")),
	                 (long long)v->row);
}

static void print_number(struct look *l, const struct staged *v)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;

	html(h, "<th role=\"rowheader\" scope=\"row\" class=\"ref\"><a href=\"%s\">%s</a>",
	     look_path(cx, l->file, arena_fmt(cx->mem, "/rows/%lld", (long long)v->row)),
	     row_name(cx, v));
	if (v->page)
		html(h,
		     "<br><a class=\"note\" target=\"_blank\" rel=\"noopener\" "
		     "href=\"/attachments/%lld#page=%lld\">%s</a>",
		     (long long)l->file->file, (long long)v->page,
		     arena_fmt(cx->mem, tr(cx, N_("Page %lld")), (long long)v->page));
	html(h, "</th>");
}

static void print_what(struct look *l, const struct staged *v)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;

	bool told = false;

	html(h, "<td role=\"cell\" class=\"what\">");
	row_problems(h, v->problems);
	if (v->found && open_record(cx, v->type, v->found)) {
		html(h, "<p>");
		view_link(h, v->type, v->found);
		html(h, "</p>");
		told = print_changes(h, v);
	}
	if (!told)
		row_words(h, v);
	if (v->near)
		print_like(l, v);
	html(h, "</td>");
}

static bool is_corrected(const struct look *l, int64_t row)
{
	for (size_t i = 0; i < l->corrections_n; i++)
		if (l->corrections[i].row == row &&
		    !str_eq(l->corrections[i].was, l->corrections[i].text))
			return true;
	return false;
}

static void print_fate(struct look *l, const struct staged *v)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;
	const char *taken = look_decision(l, "take:%lld", (long long)v->row);

	html(h, "<td role=\"cell\" class=\"fate\" data-l=\"%s\">",
	     tr(cx, N_("What would come of it")));
	fate_print(h, v->fate);
	if (taken && proposes(l))
		html(h, "<p class=\"note\">%s</p>",
		     str_eq(taken, "yes") ? tr(cx, N_("You say: take it."))
		                          : tr(cx, N_("You say: leave it.")));
	if (is_corrected(l, v->row))
		html(h, "<p class=\"note\">%s</p>", tr(cx, N_("Corrected")));
	html(h, "</td><td role=\"cell\" class=\"acts no-print\">");
	if (v->near)
		print_like_buttons(l, v);
	else
		html(h, "<a class=\"btn\" href=\"%s\">%s<span class=\"vh\"> %s</span></a>",
		     look_path(cx, l->file, arena_fmt(cx->mem, "/rows/%lld", (long long)v->row)),
		     tr(cx, N_("Correct")), row_name(cx, v));
	html(h, "</td>");
}

static void print_row(struct look *l, const struct staged *v)
{
	struct html *h = &l->page.html;

	html(h, "<tr role=\"row\" id=\"row-%lld\">", (long long)v->row);
	if (proposes(l))
		html(h,
		     "<td role=\"cell\" class=\"pick\"><input type=\"checkbox\" name=\"row\" "
		     "value=\"%lld\" aria-label=\"%s\"></td>",
		     (long long)v->row, row_name(l->page.cx, v));
	print_number(l, v);
	print_what(l, v);
	print_fate(l, v);
	html(h, "</tr>\n");
}

static void print_head(struct look *l)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;
	const char *const heads[] = { tr(cx, N_("Row")), tr(cx, N_("What it says")),
		                      tr(cx, N_("What would come of it")) };

	html(h, "<table class=\"list\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\">");
	if (proposes(l))
		html(h,
		     "<th role=\"columnheader\" scope=\"col\" class=\"pick\"><span "
		     "class=\"vh\">%s</span></th>",
		     tr(cx, N_("Choose")));
	for (size_t i = 0; i < LEN(heads); i++)
		html(h, "<th role=\"columnheader\" scope=\"col\">%s</th>", heads[i]);
	html(h,
	     "<th role=\"columnheader\" scope=\"col\" class=\"no-print\"><span "
	     "class=\"vh\">%s</span></th></tr></thead><tbody role=\"rowgroup\">\n",
	     tr(cx, N_("What you can do")));
}

static void print_take(struct look *l)
{
	struct context *cx = l->page.cx;

	html(&l->page.html,
	     "<div class=\"bulk no-print\" role=\"group\" aria-label=\"%s\"><b>%s</b><button "
	     "class=\"btn btn-main\" name=\"_do\" value=\"take\">%s</button><button class=\"btn\" "
	     "name=\"_do\" value=\"leave\">%s</button><button class=\"btn push\" name=\"_do\" "
	     "value=\"take-all\">%s</button><button class=\"btn\" name=\"_do\" "
	     "value=\"leave-all\">%s</button></div>\n",
	     tr(cx, N_("Work on the selection")), tr(cx, N_("With those selected")),
	     tr(cx, N_("Take")), tr(cx, N_("Leave")), tr(cx, N_("Take all")),
	     tr(cx, N_("Leave all")));
}

static bool any_near(const struct staged *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].near)
			return true;
	return false;
}

static void print_join(struct look *l)
{
	struct context *cx = l->page.cx;

	html(&l->page.html,
	     "<p class=\"row no-print\"><label class=\"small\" for=\"score\">%s</label><select "
	     "class=\"w-s\" id=\"score\" name=\"score\">",
	     tr(cx, N_("All that are at least so much alike are the same")));
	for (int percent = 100; percent >= 90; percent--) {
		const char *value = arena_fmt(cx->mem, "%d", percent * 10);

		html_option(&l->page.html, value, arena_fmt(cx->mem, "%d %%", percent),
		            percent * 10 == LIKELY);
	}
	html(&l->page.html,
	     "</select><button class=\"btn\" name=\"_do\" value=\"join-all\">%s</button></p>\n",
	     tr(cx, N_("They are the same")));
}

static void print_pager(struct look *l, int64_t after, const struct staged *v, size_t n, bool more)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;

	html(h,
	     "<nav class=\"pager\" aria-label=\"%s\"><span role=\"status\">%s</span><span "
	     "class=\"row\">",
	     tr(cx, N_("Pages")),
	     arena_fmt(cx->mem,
	               more || after ? tr(cx, N_("%zu shown, there are more"))
	                             : tr(cx, N_("%zu in all")),
	               n));
	if (after)
		html(h, "<a class=\"btn\" href=\"%s#rows\">%s</a>",
		     page_address(cx, l->page.request, "after", NULL), tr(cx, N_("First page")));
	if (more)
		html(h, "<a class=\"btn\" rel=\"next\" href=\"%s#rows\">%s</a>",
		     page_address(cx, l->page.request, "after",
		                  arena_fmt(cx->mem, "%lld", (long long)v[n - 1].row)),
		     tr(cx, N_("Next page")));
	html(h, "</span></nav>\n");
}

static const char *show_of(const struct request *q, const char *show)
{
	(void)q;
	for (size_t i = 0; i < LEN(fates); i++)
		if (str_eq(fates[i].fate, show))
			return show;
	return "";
}

static void print_title(struct look *l, const char *show)
{
	struct context *cx = l->page.cx;
	const char *label = tr(cx, N_("All rows"));

	for (size_t i = 0; i < LEN(fates); i++)
		if (str_eq(fates[i].fate, show))
			label = tr(cx, fates[i].label);
	html(&l->page.html, "<section class=\"sect\" id=\"rows\"><h2>%s", label);
	if (l->file->read > MAX_STAGED_ROWS)
		html(&l->page.html, " <span class=\"note\">%s</span>",
		     arena_fmt(
		             cx->mem,
		             tr(cx, N_("Of so long a file the first %d rows are shown, and of the "
		                       "others those that need you.")),
		             MAX_STAGED_ROWS));
	html(&l->page.html, "</h2>\n");
}

static int64_t after_of(const struct request *q)
{
	const char *typed = request_query(q, "after");
	int64_t after;

	return typed && parse_int_in(typed, 0, INT64_MAX, &after) ? after : 0;
}

bool rows_print(struct look *l)
{
	struct html *h = &l->page.html;
	const char *show = show_of(l->page.request, request_query(l->page.request, "show"));
	int64_t after = after_of(l->page.request);
	struct staged *v;
	size_t n;
	bool more;

	if (!staged_list(l->page.cx, l->file, show, after, &v, &n, &more) ||
	    !staging_corrections(l->page.cx, l->file, 0, &l->corrections, &l->corrections_n))
		return false;
	print_title(l, show);
	html(h, "<form method=\"post\" action=\"%s\">", look_path(l->page.cx, l->file, "/rows"));
	page_csrf(h, l->page.request);
	html(h,
	     "<input type=\"hidden\" name=\"show\" value=\"%s\"><input type=\"hidden\" "
	     "name=\"after\" value=\"%lld\">",
	     show, (long long)after);
	if (any_near(v, n))
		print_join(l);
	print_head(l);
	for (size_t i = 0; i < n; i++)
		print_row(l, &v[i]);
	html(h, "</tbody></table>\n");
	if (proposes(l) && n)
		print_take(l);
	print_pager(l, after, v, n, more);
	html(h, "</form></section>\n");
	return true;
}

/* ---- what one says to them */

static bool take_ticked(struct context *cx, const struct request *q, const struct staging *s,
                        const char *value)
{
	for (size_t i = 0; i < q->form_n; i++) {
		int64_t row;

		if (str_eq(q->form[i].name, "row") &&
		    parse_int_in(q->form[i].value, 1, INT64_MAX, &row) &&
		    !staging_decide(cx, s, arena_fmt(cx->mem, "take:%lld", (long long)row), value))
			return false;
	}
	return true;
}

/* "12:345": row 12 is record 345; "12:0": it is another than that; "12:": nothing is said. */
static bool join_one(struct context *cx, const struct staging *s, const char *typed)
{
	size_t n = strcspn(typed, ":");
	const char *value = typed[n] ? typed + n + 1 : "";
	int64_t row, id = 0;
	const struct staged *v;

	if (!parse_int_in(arena_strn(cx->mem, typed, n), 1, INT64_MAX, &row))
		return fail(cx, ERR_BAD_REQUEST, "join", N_("There is no such row."));
	if (!(v = staged_get(cx, s, row)))
		return false;
	if (*value && (!parse_int_in(value, 0, INT64_MAX, &id) || (id && id != v->near)))
		return fail(cx, ERR_BAD_REQUEST, "join",
		            N_("There is no such record, or it is not open to you."));
	if (*value && str_eq(v->fate, "left") && /* who says what it is takes it */
	    !staging_decide(cx, s, arena_fmt(cx->mem, "take:%lld", (long long)row), "yes"))
		return false;
	return staging_decide(cx, s, arena_fmt(cx->mem, "join:%lld", (long long)row),
	                      !*value ? NULL
	                      : id    ? value
	                              : "");
}

static bool join_all(struct context *cx, const struct request *q, const struct staging *s)
{
	const char *typed = request_form(q, "score");
	int64_t score;

	if (!typed || !parse_int_in(typed, 900, 1000, &score))
		return fail(cx, ERR_BAD_REQUEST, "score", N_("Choose from 90 to 100 %%."));
	return staging_join_all(cx, s, (int)score);
}

static bool all_of(struct context *cx, const struct staging *s, const char *show, const char *value)
{
	for (size_t i = 0; i < LEN(fates); i++)
		if ((!*show || str_eq(fates[i].fate, show)) && !str_eq(fates[i].fate, "wrong") &&
		    !staging_take_all(cx, s, fates[i].fate, value))
			return false;
	return true;
}

bool rows_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct staging *s = look_of(cx, q);
	const char *join = request_form(q, "join"), *what = request_form(q, "_do"),
	           *show = show_of(q, request_form(q, "show")), *after = request_form(q, "after");
	bool ok;

	if (!s)
		return false;
	if (join)
		ok = join_one(cx, s, join);
	else if (str_eq(what, "take-all") || str_eq(what, "leave-all"))
		ok = all_of(cx, s, show, str_eq(what, "take-all") ? "yes" : "no");
	else if (str_eq(what, "join-all"))
		ok = join_all(cx, q, s);
	else
		ok = take_ticked(cx, q, s, str_eq(what, "take") ? "yes" : "no");
	return ok && look_return(cx, q, a, s,
	                         arena_fmt(cx->mem, "?show=%s&after=%s#rows", show,
	                                   url_part(cx, after ? after : "0")),
	                         NULL);
}
