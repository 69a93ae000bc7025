/* How a file is to be read, where it does not tell, or tells it wrong: format, mechanism, State
 * under review, document, language.  What was typed is kept as it was typed, also when it cannot be
 * so, and is shown again with the reason beside it. */
#include "subject/recommendation/import_web.h"

#include "subject/mechanism/mechanism.h"
#include "subject/taxonomy/taxonomy.h"
#include "web/draft.h"

enum { MAX_SYMBOL = 100 };

/* The languages of the United Nations; those of the instance come first. */
static const char *const un_languages[] = { "ar", "zh", "en", "fr", "ru", "es" };

static void print_format(struct html *h, const struct staging_told *told,
                         const struct error *errors)
{
	const struct import_format *f;
	struct context *cx = h->cx;

	form_select(h, errors, "format", tr(cx, N_("Format")));
	html_option(h, "", tr(cx, N_("Found out by itself")), !*told->format);
	for (size_t i = 0; (f = import_format(cx->app, i)); i++)
		html_option(h, f->name, tr(cx, f->label), str_eq(f->name, told->format));
	form_select_close(h);
}

static void print_mechanism(struct html *h, const struct staging_told *told,
                            const struct error *errors)
{
	struct context *cx = h->cx;
	struct list l = { .type = &mechanism_type, .limit = MAX_LIST_PAGE };

	if (!record_list(cx, &l))
		return;
	form_select(h, errors, "mechanism", tr(cx, mechanism_type.label));
	html_option(h, "", tr(cx, N_("As the file tells")), !*told->mechanism);
	for (size_t i = 0; i < l.n; i++) {
		const struct mechanism *m = l.rows[i];

		html_option(h, m->code, mechanism_type.title(cx, m),
		            str_eq(m->code, told->mechanism));
	}
	form_select_close(h);
}

static void print_language(struct html *h, const struct staging_told *told,
                           const struct error *errors)
{
	struct context *cx = h->cx;
	const char *const *own = page_languages(cx);

	form_select(h, errors, "language", tr(cx, N_("Language of its texts")));
	html_option(h, "", tr(cx, N_("As the file tells, else English")), !*told->lang);
	for (const char *const *l = own; *l; l++)
		language_option(h, *l, str_eq(*l, told->lang));
	for (size_t i = 0; i < LEN(un_languages); i++) {
		bool there = false;

		for (const char *const *l = own; *l; l++)
			there |= str_eq(*l, un_languages[i]);
		if (!there)
			language_option(h, un_languages[i], str_eq(un_languages[i], told->lang));
	}
	form_select_close(h);
}

void told_print(struct html *h, const struct staging_told *told, const struct error *errors)
{
	struct context *cx = h->cx;

	html(h, "<div class=\"four\">\n");
	print_format(h, told, errors);
	print_mechanism(h, told, errors);
	form_input(h, errors, "state", tr(cx, N_("State under review")),
	           tr(cx, N_("Name or code of three letters; nothing: as the file tells, else our "
	                     "own")),
	           "text", told->state, NULL);
	form_input(h, errors, "document", tr(cx, N_("Symbol of the document")),
	           tr(cx, N_("For example A/HRC/55/7; nothing: as the file tells")), "text",
	           told->document, NULL);
	print_language(h, told, errors);
	html(h, "</div>\n");
}

static const char *typed(const struct request *q, const char *name)
{
	const char *value = request_form(q, name);

	return value ? value : "";
}

struct staging_told told_of(const struct request *q)
{
	return (struct staging_told){ typed(q, "format"), typed(q, "mechanism"), typed(q, "state"),
		                      typed(q, "document"), typed(q, "language") };
}

void told_print_draft(struct html *h, const char *form, int64_t record, const char *path)
{
	html(h,
	     "<input type=\"hidden\" name=\"draft\" value=\"%s\"><input type=\"hidden\" "
	     "name=\"draft_record\" value=\"%lld\"><input type=\"hidden\" name=\"to\" "
	     "value=\"%s?draft=1\">",
	     form, (long long)record, path);
}

const struct request *told_typed(struct context *cx, const struct request *q, const char *form,
                                 int64_t record)
{
	const struct draft *d;
	struct request *typed_then;

	if (!request_query(q, "draft"))
		return NULL;
	d = draft_load(cx, cx->actor->user, form, record);
	if (!d)
		return NULL;
	typed_then = arena_new_of(cx->mem, struct request);
	typed_then->form = d->fields;
	typed_then->form_n = d->fields_n;
	return typed_then;
}

/* ---- what it means */

static const char *state_code(struct context *cx, const char *typed_state)
{
	const struct labels *l = labels_load(cx, &country_type);
	int64_t id = l ? labels_find(cx, l, typed_state) : 0;
	const struct country *c = id ? record_get_any(cx, &country_type, id) : NULL;

	if (c)
		return c->iso3;
	if (!failed(cx))
		fail(cx, ERR_INVALID, "state", N_("There is no State “%s”."), typed_state);
	return NULL;
}

bool told_take(struct context *cx, const struct staging_told *told, struct import *im)
{
	bool ok = true;

	if (*told->format && !(im->format = import_format_named(cx->app, told->format)))
		ok = fail(cx, ERR_INVALID, "format", N_("There is no format “%s”."), told->format);
	if (*told->mechanism && !record_id_by_key(cx, &mechanism_type, told->mechanism))
		ok = fail(cx, ERR_INVALID, "mechanism", N_("There is no mechanism “%s”."),
		          told->mechanism);
	if (*told->mechanism)
		im->mechanism = told->mechanism;
	if (*told->state && !(im->state = state_code(cx, told->state)))
		ok = false;
	if (strlen(told->document) > MAX_SYMBOL)
		ok = fail(cx, ERR_INVALID, "document", N_("A symbol has at most %d characters."),
		          MAX_SYMBOL);
	if (*told->document)
		im->document = told->document;
	if (*told->lang)
		im->lang = told->lang;
	return ok && !failed(cx);
}

const struct error *told_errors(struct context *cx, const struct staging_told *told)
{
	struct import im = { .file = "" };

	if (told_take(cx, told, &im))
		return NULL;
	return cx->err.kind == ERR_INVALID ? view_errors(cx) : NULL;
}
