/* A document whose language versions state different dates says so on top of its page, and whoever
 * may change it decides for one of them, with the reason. */
#include "subject/mechanism/mechanism.h"

#include "web/view.h"

#define T (&document_type)

/* "en: 30.11.2025, ru: 30.10.2025" */
static const char *dates_of(struct context *cx, const struct document *d)
{
	const struct document_version *v = d->versions.v;
	const struct field *rows = type_field_named(T, "versions");
	const char *text = "";

	for (size_t i = 0; i < d->versions.n; i++)
		if (date_set(v[i].stated_due))
			text = arena_fmt(cx->mem, "%s%s%s: %s", text, *text ? "; " : "",
			                 field_words(cx, T, &rows->rows->fields[0], &v[i]),
			                 date_words(cx, v[i].stated_due));
	return text;
}

static void note(struct page *p, const struct type *t, const void *row)
{
	struct context *cx = p->cx;
	const struct document *d = row;

	if (t != T || !document_dates_differ(d))
		return;
	page_message(p, "warn",
	             arena_fmt(cx->mem, tr(cx, "Its language versions state different dates: %s."),
	                       dates_of(cx, d)),
	             arena_fmt(cx->mem,
	                       tr(cx, "%s counts until somebody decides, with the reason."),
	                       date_words(cx, d->stated_due)));
	if (access_record(cx, T, d, RIGHT_UPDATE))
		page_action(p, tr(cx, "Decide which date counts"),
		            record_path(cx, T, d->record.id, "/resolve"), NULL, true);
}

static struct document *asked_for(struct context *cx, const struct request *q)
{
	int64_t id = request_id(cx, q);
	struct document *d = id ? record_get(cx, T, id) : NULL;

	if (d && !access_record(cx, T, d, RIGHT_UPDATE)) {
		fail(cx, ERR_FORBIDDEN, NULL, N_("You may not change this record."));
		return NULL;
	}
	return d;
}

static void print_dates(struct html *h, const struct document *d, const struct error *errors,
                        const char *chosen)
{
	struct context *cx = h->cx;
	const struct document_version *v = d->versions.v;
	const struct field *rows = type_field_named(T, "versions");
	char text[DATE_TEXT];

	form_select(h, errors, "stated_due", tr(cx, "The date that counts"));
	html_option(h, "", "", str_empty(chosen));
	for (size_t i = 0; i < d->versions.n; i++) {
		if (!date_set(v[i].stated_due))
			continue;
		date_text(v[i].stated_due, text);
		html_option(h, text,
		            arena_fmt(cx->mem, "%s (%s)", date_words(cx, v[i].stated_due),
		                      field_words(cx, T, &rows->rows->fields[0], &v[i])),
		            str_eq(chosen, text));
	}
	form_select_close(h);
}

static bool show(struct context *cx, const struct request *q, struct reply *a,
                 const struct document *d, const struct error *errors, int status)
{
	const char *back = record_path(cx, T, d->record.id, NULL);
	const char *reason = request_form(q, "resolution"), *chosen = request_form(q, "stated_due");
	struct page p;

	page_begin(&p, cx, q, a, tr(cx, "Decide which date counts"));
	p.type = T;
	p.kicker = record_title(cx, T, d->record.id);
	p.lead = arena_fmt(cx->mem, tr(cx, "Its language versions state different dates: %s."),
	                   dates_of(cx, d));
	page_crumb(&p, tr(cx, T->label_plural), "/documents");
	page_crumb(&p, p.kicker, back);
	page_crumb(&p, p.title, NULL);
	html(&p.html, "<form class=\"prose stack\" method=\"post\" action=\"%s\">",
	     record_path(cx, T, d->record.id, "/resolve"));
	page_csrf(&p.html, q);
	html(&p.html, "<input type=\"hidden\" name=\"version\" value=\"%lld\">\n",
	     (long long)d->record.version);
	if (errors && !errors->field)
		page_message_in(&p.html, "bad", errors->text, NULL);
	print_dates(&p.html, d, errors, chosen);
	form_lines(&p.html, errors, "resolution", tr(cx, "Reason"),
	           tr(cx, "For example the note verbale that confirms the date. Both dates and "
	                  "the reason stay on record."),
	           reason ? reason : "", false);
	html(&p.html,
	     "<p class=\"row\"><button class=\"btn btn-main\">%s</button><a class=\"btn\" "
	     "href=\"%s\">%s</a></p></form>\n",
	     tr(cx, "Decide"), back, tr(cx, "Cancel"));
	a->status = status;
	return page_end(&p);
}

static bool resolve_get(struct context *cx, const struct request *q, struct reply *a)
{
	const struct document *d = asked_for(cx, q);

	return d && show(cx, q, a, d, NULL, 0);
}

struct decision {
	struct date date;
	const char *reason;
};

static bool decide(struct context *cx, const struct type *t, void *row, const void *data)
{
	const struct decision *x = data;

	(void)t;
	return document_resolve(cx, row, x->date, x->reason);
}

static bool resolve_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct document *d = asked_for(cx, q);
	const char *version = request_form(q, "version"), *date = request_form(q, "stated_due");
	struct decision x = { .reason = request_form(q, "resolution") };
	const struct error *errors;

	if (!d)
		return false;
	if (!str_eq(version, arena_fmt(cx->mem, "%lld", (long long)d->record.version)))
		return fail(cx, ERR_CONFLICT, NULL,
		            N_("Somebody else changed this record meanwhile. Look at it again."));
	if (str_empty(date) || !date_parse(date, &x.date))
		x.date = (struct date){ 0 };
	cx->reason = str_empty(x.reason) ? NULL : x.reason;
	if (!view_save(cx, T, d, decide, &x, &errors))
		return false;
	if (errors) {
		d = asked_for(cx, q);
		return d && show(cx, q, a, d, errors, 422);
	}
	return reply_notice(cx, a, q, tr(cx, "Decided. Both dates stay on record.")) &&
	       reply_goto(cx, a, record_path(cx, T, d->record.id, NULL));
}

static const struct route routes[] = {
	{ METHOD_GET, "/documents/{id}/resolve", "reference_data:update", resolve_get,
	  N_("Decide which of the stated dates counts"), 0, NULL },
	{ METHOD_POST, "/documents/{id}/resolve", "reference_data:update", resolve_post,
	  N_("Decide which of the stated dates counts"), 0, NULL },
	{ 0 },
};

const struct pages document_pages = { .name = "document", .routes = routes, .record_note = note };
