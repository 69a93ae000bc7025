/* What happened to a record: who, when, what, why, with the value before struck out and the value
 * after underlined (ui/DESIGN.md §5).  Only fields the reader may see are in the changes that come
 * from the engine. */
#include "web/view.h"

#include "base/number.h"
#include "record/change.h"
#include "web/who.h"

enum { PAGE = 50, CUT = 300 };

/* What happened without a change, by the code in the log. */
static const char *event_in_words(const char *code)
{
	static const struct {
		const char *code, *words;
	} known[] = {
		{ CHANGE_FILE, N_("attached a file") },
		{ "password_slip", N_("printed a new password") },
		{ "export", N_("exported records") },
		{ "export restricted", N_("exported restricted text") },
		{ "reference", N_("loaded reference data") },
		{ "key", N_("put a signing key into use") },
		{ "key_export", N_("exported the signing key") },
		{ "mail_suspended", N_("stopped mail to an address from which it came back") },
		{ "mail_lifted", N_("let mail go to the address again") },
	};

	for (size_t i = 0; i < LEN(known); i++)
		if (str_eq(known[i].code, code))
			return known[i].words;
	return NULL;
}

const char *view_kind_words(const struct context *cx, enum change_kind kind)
{
	switch (kind) {
	case CHANGE_CREATE:
		return tr(cx, "entered the record");
	case CHANGE_UPDATE:
		return tr(cx, "changed the record");
	case CHANGE_STEP:
		return tr(cx, "took a step");
	case CHANGE_IMPORT:
		return tr(cx, "imported");
	case CHANGE_REFERENCE:
		return tr(cx, "loaded with the reference data");
	case CHANGE_ERASE:
		return tr(cx, "erased personal data");
	case CHANGE_UNDO:
		return tr(cx, "took an import back: values of before");
	case CHANGE_REMOVE:
		return tr(cx, "took the record out");
	case CHANGE_READ:
		return tr(cx, "read the record");
	case CHANGE_EVENT:
		return tr(cx, "event");
	}
	return "";
}

const char *view_change_words(const struct context *cx, const struct type *t, enum change_kind kind,
                              const char *step)
{
	const struct step *s = t && step && kind == CHANGE_STEP ? step_named(t, step) : NULL;
	const char *event = kind == CHANGE_STEP ? NULL : event_in_words(step);

	if (s || event)
		return tr(cx, s ? s->label : event);
	if (kind == CHANGE_STEP && str_eq(step, STEP_BACK))
		return tr(cx, N_("A step was taken back"));
	return kind == CHANGE_STEP && step ? step : view_kind_words(cx, kind);
}

/* The body of one language of a text. */
static const char *text_body(const struct json *v)
{
	return v->kind == JSON_KIND_TEXT ? v->text : json_text_or_null(v, "body");
}

static const char *value_in_words(struct context *cx, const struct type *t, const struct entry *e)
{
	struct error before = cx->err;
	const struct json *v =
	        e->value ? json_parse(cx, e->value, strlen(e->value), MAX_ANSWER) : NULL;
	const char *words = "";

	if (v && e->field && e->field->kind == FIELD_TEXTS) {
		words = text_body(v);
	} else if (v && e->field) {
		void *row = arena_alloc(cx->mem, t->size);

		if (field_read(cx, t, e->field, v, row))
			words = field_words(cx, t, e->field, row);
	}
	cx->err = before;
	return words ? words : "";
}

static void print_cut(struct html *h, const char *tag, const char *words, const char *lang)
{
	size_t n = strlen(words);

	if (!n)
		return;
	html(h, "<%s", tag);
	html_lang(h, lang);
	if (n > CUT)
		for (n = CUT; n && ((unsigned char)words[n] & 0xc0) == 0x80;)
			n--;
	html(h, ">%.*s%s</%s> ", (int)n, words, words[n] ? "…" : "", tag);
}

static void print_entry(struct html *h, const struct type *t, const struct change *c,
                        const char *name, const struct field *f)
{
	struct context *cx = h->cx;
	const char *dot = strchr(name, '.');
	const char *lang = f->kind == FIELD_TEXTS && dot ? dot + 1 : NULL;
	struct entry before = { name, image_value(&c->before, name), f },
	             after = { name, image_value(&c->after, name), f };

	html(h, "<br>%s", tr(cx, f->label));
	if (lang)
		html(h, " <span class=\"note\">%s</span>", language_name(lang));
	html(h, ": ");
	print_cut(h, "del", value_in_words(cx, t, &before), lang);
	print_cut(h, "ins", value_in_words(cx, t, &after), lang);
}

static void print_values(struct html *h, const struct type *t, const struct change *c)
{
	for (size_t i = 0; i < c->after.n; i++)
		if (c->after.v[i].field && !(c->after.v[i].field->flags & HIDDEN))
			print_entry(h, t, c, c->after.v[i].name, c->after.v[i].field);
}

static void print_change(struct html *h, const struct type *t, const struct change *c)
{
	struct context *cx = h->cx;
	char instant[INSTANT_TEXT];

	html(h, "<li><time datetime=\"%s\">%s</time><div><b>%s</b>", instant_text(c->at, instant),
	     time_words(cx, c->at), c->who ? c->who_name : who_name(cx, 0));
	if (c->on_behalf)
		html(h, " <span class=\"note\">%s %s</span>", tr(cx, "on behalf of"),
		     who_name(cx, c->on_behalf));
	html(h, " · %s", view_change_words(cx, t, c->kind, c->step));
	if (!str_empty(c->reason))
		html(h, ". %s: %s", tr(cx, "Reason"), c->reason);
	print_values(h, t, c);
	if (!str_empty(c->erased))
		html(h, "<br><span class=\"note\">%s</span>",
		     tr(cx, "Some values of this change were erased as personal data; the chain "
		            "still proves the rest."));
	html(h, "</div></li>\n");
}

static size_t sealed(const struct change *v, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += v[i].seq != 0;
	return count;
}

static void print_log(struct html *h, const struct type *t, const struct change *v, size_t n)
{
	html(h, "<ol class=\"log\">\n");
	for (size_t i = 0; i < n; i++)
		print_change(h, t, &v[i]);
	html(h, "</ol>\n");
}

/* The chain itself is proved by `ygrar verify`; here is said what is sealed. */
static const char *sealed_in_words(struct context *cx, const struct change *v, size_t n)
{
	return arena_fmt(cx->mem, tr(cx, "Sealed in the chain of the log: %zu of %zu shown"),
	                 sealed(v, n), n);
}

bool view_history(struct page *p, const struct type *t, int64_t id, int limit)
{
	struct context *cx = p->cx;
	struct change *v;
	size_t n;

	if (!record_history(cx, t, id, 0, limit, &v, &n))
		return false;
	page_section(&p->html, tr(cx, "History"), sealed_in_words(cx, v, n));
	print_log(&p->html, t, v, n);
	html(&p->html, "<p class=\"small no-print\"><a href=\"%s\">%s</a></p></section>\n",
	     record_path(cx, t, id, "/history"), tr(cx, "The whole history"));
	return true;
}

bool view_history_get(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t = view_type(q);
	int64_t id = request_id(cx, q), before = 0;
	const char *from = request_query(q, "before"), *title, *where;
	struct change *v;
	void *row;
	size_t n;
	struct page p;

	if (!id)
		return false;
	if (from && !parse_int_in(from, 1, INT64_MAX, &before))
		return fail(cx, ERR_BAD_REQUEST, "before",
		            N_("The history cannot be continued from there."));
	row = record_get_past(cx, t, id);
	if (!row || !view_reading(cx, t, row, "history") ||
	    !record_history(cx, t, id, before, PAGE, &v, &n))
		return false;
	title = record_title_of(cx, t, row);
	where = n && v[0].kind == CHANGE_REMOVE ? NULL : record_path(cx, t, id, NULL);
	page_begin(&p, cx, q, a, arena_fmt(cx->mem, tr(cx, "History: %s"), title));
	p.type = t;
	p.lead = sealed_in_words(cx, v, n);
	page_crumb(&p, tr(cx, t->label_plural), arena_fmt(cx->mem, "/%s", t->plural));
	page_crumb(&p, title, where);
	page_crumb(&p, tr(cx, "History"), NULL);
	if (!n)
		page_empty(&p.html, tr(cx, "Nothing earlier."), "", record_path(cx, t, id, NULL),
		           tr(cx, "Back to the record"));
	print_log(&p.html, t, v, n);
	if (n == PAGE)
		html(&p.html,
		     "<nav class=\"pager\" aria-label=\"%s\"><a class=\"btn\" rel=\"next\" "
		     "href=\"?before=%lld\">%s</a></nav>\n",
		     tr(cx, "Pages"), (long long)v[n - 1].id, tr(cx, "Earlier changes"));
	return page_end(&p);
}
