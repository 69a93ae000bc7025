/* A whole form: hidden fields, what has to be put right, the fields of the type and below them
 * those of every record, the reason, the buttons. */
#include "web/form.h"
#include "web/look.h"

static bool has_files(const struct form *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct row_type *rows = f->fields[i]->rows;

		if (f->fields[i]->kind == FIELD_FILE)
			return true;
		for (size_t k = 0; rows && k < rows->n; k++)
			if (rows->fields[k].kind == FIELD_FILE)
				return true;
	}
	return false;
}

void form_open(struct form *f, struct html *h, const struct request *q)
{
	html(h, "<form id=\"form\" class=\"stack\" method=\"post\" action=\"%s\"", f->action);
	if (has_files(f))
		html(h, " enctype=\"multipart/form-data\"");
	if (f->draft)
		html(h, " data-draft=\"%s\"", form_secret(f) ? "server" : "local");
	html(h, ">\n<button class=\"vh\" name=\"_do\" value=\"save\" tabindex=\"-1\">%s</button>\n",
	     tr(f->cx, "Save"));
	page_csrf(h, q);
	if (f->draft)
		html(h,
		     "<input type=\"hidden\" name=\"draft\" value=\"%s\"><input type=\"hidden\" "
		     "name=\"draft_record\" value=\"%lld\">",
		     f->draft, (long long)f->draft_record);
	if (f->draft)
		html(h, "<input type=\"hidden\" name=\"to\" value=\"%s\">", form_draft_path(f));
	html(h, "<input type=\"hidden\" name=\"_version\" value=\"%lld\">\n",
	     (long long)f->version);
	if (f->look)
		look_seal(h, f->look);
	form_errors(f, h);
}

static bool is_shown(const struct form *f, const char *name)
{
	const char *stem = arena_strn(f->cx->mem, name, strcspn(name, "."));

	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->fields[i]->name, stem))
			return true;
	return str_eq(name, "_reason");
}

void form_errors(struct form *f, struct html *h)
{
	struct context *cx = f->cx;
	int n = 0;

	for (const struct error *e = f->errors; e; e = e->next)
		n++;
	if (!n)
		return;
	html(h, "<div class=\"msg msg-bad\" role=\"alert\" tabindex=\"-1\" id=\"errors\">");
	html_glyph(h, "late");
	html(h, "<div><h2>%s</h2><ul>",
	     arena_fmt(cx->mem, tr(cx, "To be put right before this can be saved: %d"), n));
	for (const struct error *e = f->errors; e; e = e->next) {
		if (e->field && is_shown(f, e->field))
			html(h, "<li><a href=\"#%s\">%s</a></li>", form_id(cx, e->field), e->text);
		else
			html(h, "<li>%s</li>", e->text);
	}
	html(h, "</ul></div></div>\n");
}

void form_close(struct form *f, struct html *h, const char *save, const char *cancel)
{
	struct context *cx = f->cx;

	if (f->reason)
		form_lines(
		        h, f->errors, "_reason", tr(cx, "Reason"),
		        tr(cx,
		           "Stands in the history of the record, for everybody who may read it."),
		        form_value(f, "_reason"), !f->reason_required);
	html(h,
	     "<div class=\"field row\"><button class=\"btn btn-main\" name=\"_do\" "
	     "value=\"save\">%s</button>",
	     save);
	if (cancel)
		html(h, "<a class=\"btn btn-bare\" href=\"%s\">%s</a>", cancel, tr(cx, "Cancel"));
	html(h,
	     "<span class=\"saved push\" role=\"status\" data-saved=\"%s\" data-unsaved=\"%s\" "
	     "data-secret=\"%s\"></span></div>\n</form>\n",
	     tr(cx, "Draft kept at"),
	     tr(cx, "The draft could not be sent; it is kept in this browser."),
	     tr(cx, "The draft could not be sent and is not kept here. Leave this page open."));
}

/* Short fields stand side by side, as many as the window holds. */
static bool is_short(const struct field *field)
{
	switch (field->kind) {
	case FIELD_TEXT:
		return !(field->flags & LONG);
	case FIELD_NUMBER:
	case FIELD_YESNO:
	case FIELD_DATE:
	case FIELD_INSTANT:
	case FIELD_CHOICE:
	case FIELD_REF:
	case FIELD_PARENT:
		return true;
	default:
		return false;
	}
}

static void print_run(struct form *f, struct html *h, size_t from, size_t to)
{
	for (size_t i = from; i < to;) {
		size_t end = i;

		while (end < to && is_short(f->fields[end]))
			end++;
		if (end - i < 2) {
			form_field(f, h, f->fields[i++]);
			continue;
		}
		html(h, "<div class=\"four\">\n");
		while (i < end)
			form_field(f, h, f->fields[i++]);
		html(h, "</div>\n");
	}
}

static size_t own_fields(const struct form *f)
{
	size_t n = 0;

	while (n < f->n && f->fields[n] >= f->type->fields &&
	       f->fields[n] < f->type->fields + f->type->n)
		n++;
	return n;
}

void form_print(struct form *f, struct html *h, const struct request *q, const char *save,
                const char *cancel)
{
	size_t own = own_fields(f);

	form_open(f, h, q);
	print_run(f, h, 0, own);
	if (own < f->n) {
		html(h, "<details class=\"more\"><summary>%s</summary>\n",
		     tr(f->cx,
		        "Access, numbers in other registries, sources, conflicts of sources"));
		print_run(f, h, own, f->n);
		html(h, "</details>\n");
	}
	form_close(f, h, save, cancel);
}
