/* Two people changed one record.  The second to save sees, for every field that differs, what stood
 * before, what the other wrote, and what he typed, and chooses; nothing of either is lost.  Where
 * only one of them changed a field, that change is chosen beforehand.  Fields that the second may
 * not see are not in the form, so they are not here. */
#include "web/view.h"

#include "web/who.h"

void form_choose(struct form *f, const struct request *q)
{
	static const char choose[] = "choose.";

	for (size_t i = 0; i < q->form_n; i++)
		if (str_starts(q->form[i].name, choose) && str_eq(q->form[i].value, "theirs"))
			form_leave_out(f, q->form[i].name + strlen(choose));
}

static const char *canonical(struct context *cx, const struct type *t, const struct field *f,
                             const void *row)
{
	struct buffer out = BUFFER(cx->mem, MAX_ANSWER);

	field_write(cx, t, f, row, &out);
	return buffer_str(&out);
}

static bool same(struct context *cx, const struct type *t, const struct field *f, const void *a,
                 const void *b)
{
	return str_eq(canonical(cx, t, f, a), canonical(cx, t, f, b));
}

/* The version that the form began with, from the log, and who wrote the present one; NULL: it
 * cannot be told. */
static const void *row_before(struct form *f, const struct change **ret_last)
{
	struct context *cx = f->cx;
	const struct record *r = f->row;
	struct change *v;
	const void *row = NULL;
	size_t n;

	*ret_last = NULL;
	if (!record_history(cx, f->type, r->id, 0, 200, &v, &n))
		return NULL;
	*ret_last = n ? &v[0] : NULL;
	for (size_t i = 0; i < n && !row; i++)
		if (v[i].version == f->version)
			row = record_as_of(cx, f->type, r->id, v[i].at);
	return row;
}

static const char *body_in(const struct texts *x, const char *lang)
{
	for (size_t i = 0; i < x->n; i++)
		if (str_eq(x->v[i].lang, lang))
			return x->v[i].body;
	return NULL;
}

/* The row as it was before (NULL: no longer known), as it is, and as it would be. */
struct versions {
	const void *before, *theirs, *mine;
};

static bool language_differs(const struct versions *v, const struct field *field, const char *lang)
{
	return !str_eq(body_in(field_at(field, v->theirs), lang),
	               body_in(field_at(field, v->mine), lang));
}

/* The languages in which the two differ; where they differ in the original alone, all. */
static void print_texts(struct html *h, const struct versions *v, const struct field *field,
                        const struct texts *x)
{
	const char *const *langs = page_languages(h->cx);
	bool some = false;

	for (size_t i = 0; langs[i]; i++)
		some |= language_differs(v, field, langs[i]);
	for (size_t i = 0; langs[i]; i++) {
		const char *body = body_in(x, langs[i]);

		if (!body || (some && !language_differs(v, field, langs[i])))
			continue;
		html(h, "<div lang=\"%s\"><p class=\"note\">%s</p>", langs[i],
		     language_name(langs[i]));
		html_paragraphs(h, body);
		html(h, "</div>");
	}
}

static void print_value(struct html *h, const struct form *f, const struct field *field,
                        const struct versions *v, const void *row)
{
	if (field->kind == FIELD_TEXTS) {
		print_texts(h, v, field, field_at(field, row));
	} else if (field->kind == FIELD_ROWS) {
		html_paragraphs(h, field_words(f->cx, f->type, field, row));
	} else {
		view_value(h, f->type, field, row);
	}
	if (field_empty(field, row))
		html(h, "<span class=\"note\">%s</span>", tr(f->cx, "empty"));
}

static void print_side(struct html *h, const struct form *f, const struct field *field,
                       const struct versions *v, bool mine, bool chosen)
{
	struct context *cx = f->cx;

	html(h,
	     "<section><h3><label class=\"tick\"><input type=\"radio\" name=\"choose.%s\" "
	     "value=\"%s\"",
	     field->name, mine ? "mine" : "theirs");
	if (chosen)
		html(h, " checked");
	html(h, "><span>%s</span></label></h3>",
	     mine ? tr(cx, "Take what I typed") : tr(cx, "Keep what is saved now"));
	print_value(h, f, field, v, mine ? v->mine : v->theirs);
	html(h, "</section>\n");
}

static void print_field(struct html *h, const struct form *f, const struct field *field,
                        const struct versions *v)
{
	struct context *cx = f->cx;
	bool untouched = v->before && same(cx, f->type, field, v->before, v->mine);

	html(h,
	     "<fieldset class=\"field\"><legend><h2>%s</h2></legend><div "
	     "class=\"voices\">\n<section><h3>%s</h3>",
	     tr(cx, field->label), tr(cx, "Before"));
	if (v->before)
		print_value(h, f, field, v, v->before);
	else
		html(h, "<span class=\"note\">%s</span>", tr(cx, "no longer known"));
	html(h, "</section>\n");
	print_side(h, f, field, v, false, untouched);
	print_side(h, f, field, v, true, !untouched);
	html(h, "</div></fieldset>\n");
}

/* What was typed travels along, so that "mine" is exactly that. */
static void print_typed(struct html *h, const struct form *f)
{
	for (size_t i = 0; i < f->values_n; i++) {
		const char *name = f->values[i].name;

		if (*name != '_' && !str_starts(name, "choose.") &&
		    !word_in("csrf draft draft_record to", name))
			html(h, "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n", name,
			     f->values[i].value);
	}
	html(h, "<input type=\"hidden\" name=\"_reason\" value=\"%s\">\n",
	     form_value(f, "_reason"));
}

static void print_open(struct page *p, struct form *f, const struct change *last)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct record *r = f->row;
	const char *who = last ? arena_fmt(cx->mem, tr(cx, "%s saved another version on %s."),
	                                   last->who ? last->who_name : who_name(cx, 0),
	                                   time_words(cx, last->at))
	                       : "";

	page_message(p, "warn", tr(cx, "Somebody else changed this record while you were working."),
	             arena_fmt(cx->mem, "%s\n\n%s", who,
	                       tr(cx, "Choose for each field. Nothing is lost: what you typed is "
	                              "kept as a draft, and every version stands in the "
	                              "history.")));
	html(h, "<form id=\"form\" class=\"stack\" method=\"post\" action=\"%s\">\n", f->action);
	page_csrf(h, p->request);
	html(h, "<input type=\"hidden\" name=\"_version\" value=\"%lld\">\n",
	     (long long)r->version);
	html(h,
	     "<input type=\"hidden\" name=\"draft\" value=\"%s\"><input type=\"hidden\" "
	     "name=\"draft_record\" value=\"%lld\">\n",
	     f->draft, (long long)f->draft_record);
	html(h, "<input type=\"hidden\" name=\"to\" value=\"%s?draft=1\">\n", f->action);
	print_typed(h, f);
}

bool view_conflict(struct page *p, struct form *f, const void *current, const void *mine)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	const struct change *last;
	struct versions v = { row_before(f, &last), current, mine };
	size_t differ = 0;

	if (cx->err.kind == ERR_NOT_FOUND)
		error_clear(cx);
	print_open(p, f, last);
	for (size_t i = 0; i < f->n; i++) {
		if (same(cx, f->type, f->fields[i], current, mine))
			continue;
		print_field(h, f, f->fields[i], &v);
		differ++;
	}
	if (!differ)
		html(h, "<p>%s</p>\n", tr(cx, "Both versions say the same."));
	html(h,
	     "<div class=\"field row\"><button class=\"btn btn-main\" name=\"_do\" "
	     "value=\"save\">%s</button>"
	     "<a class=\"btn btn-bare\" href=\"%s\">%s</a></div></form>\n",
	     tr(cx, "Save as chosen"),
	     record_path(cx, f->type, ((const struct record *)current)->id, NULL),
	     tr(cx, "Leave it as it is saved now"));
	return page_end(p);
}
