/* Asking for an erasure: on the page of the record a button, behind it a form that lists what the
 * record and its history hold and says what erasing means before anything is sent.  What may be
 * asked and by whom is decided in record/erase.c. */
#include "subject/administration/administration_web.h"

#include "web/api.h"

#define T   (&erasure_request_type)
#define NEW "/erasure_requests/new"

/* What a request is about: a record that the actor may read. */
struct about {
	const struct type *type;
	const struct record *row;
	struct erasure_request *request; /* not stored yet */
	struct erase_part *parts;
	size_t n;
};

static bool read_about(struct context *cx, const struct link *subject, struct about *a)
{
	*a = (struct about){ .type = subject->type, .request = record_new(cx, T) };
	a->row = record_get(cx, a->type, subject->id);
	if (!a->row)
		return false;
	if (!access_record_for(cx, a->type, a->row, T->function, RIGHT_PROPOSE))
		return fail(cx, ERR_FORBIDDEN, NULL, N_("You may not request an erasure."));
	a->request->subject = *subject;
	return erase_parts(cx, a->type, a->row, NULL, &a->parts, &a->n);
}

/* ---- the form */

static void begin_form(struct form *f, struct context *cx, const struct about *a)
{
	form_begin_with(f, cx, T, a->request, "names reason");
	/* What is typed about a restricted record is kept by the server alone. */
	a->request->record.classification = a->row->classification;
	f->version = a->row->version;
	f->action = arena_fmt(cx->mem, NEW "?record=%s:%lld", a->type->name, (long long)a->row->id);
	f->draft = T->name;
	f->draft_record = a->row->id;
}

static bool is_ticked(const struct form *f, const char *name)
{
	for (size_t i = 0; i < f->values_n; i++)
		if (str_eq(f->values[i].name, "names") && str_eq(f->values[i].value, name))
			return true;
	return false;
}

static void print_part(struct form *f, struct html *h, const struct about *a,
                       const struct erase_part *part)
{
	struct context *cx = f->cx;

	html(h, "<li><label class=\"tick\"><input type=\"checkbox\" name=\"names\" value=\"%s\"",
	     part->name);
	if (is_ticked(f, part->name))
		html(h, " checked");
	html(h, "><span>%s", part_words(cx, part));
	if (part->field && part->field->flags & PERSONAL)
		html(h, " <span class=\"note\">%s</span>", tr(cx, N_("personal data")));
	html(h, "</span></label>");
	part_print(h, a->type, a->row, part);
	html(h, "</li>\n");
}

static void print_parts(struct form *f, struct html *h, const struct about *a)
{
	const struct error *e = error_of(f->errors, "names");
	struct context *cx = f->cx;

	html(h, "<fieldset class=\"field%s\" id=\"%s\" tabindex=\"-1\"><legend>%s</legend>",
	     e ? " bad" : "", form_id(cx, "names"), tr(cx, N_("What is to be erased")));
	html(h, "<p class=\"hint\">%s</p>",
	     tr(cx, N_("All values go that the record and its history hold under a name that you "
	               "tick, files with their bytes.")));
	if (e) {
		html(h, "<p class=\"err\">");
		html_glyph(h, "late");
		html(h, "<span>%s</span></p>", e->text);
	}
	html(h, "<ul class=\"plain stack-s\">\n");
	for (size_t i = 0; i < a->n; i++)
		print_part(f, h, a, &a->parts[i]);
	html(h, "</ul></fieldset>\n");
}

static void print_form(struct page *p, struct form *f, const struct about *a)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	form_open(f, h, p->request);
	print_parts(f, h, a);
	form_lines(
	        h, f->errors, "reason", tr(cx, N_("Reason")),
	        tr(cx, N_("Stays in the log for good: do not repeat here what is to be erased.")),
	        form_value(f, "reason"), false);
	form_close(f, h, tr(cx, N_("Request erasure")), record_path(cx, a->type, a->row->id, NULL));
}

/* ---- what erasing means */

static void print_meaning(struct page *p, const struct about *a)
{
	static const char *const words[] = {
		N_("The chair reads the request and approves or refuses it. Whoever asked cannot "
		   "approve. Until then nothing changes."),
		N_("It is then carried out at the command line: the data disappears from the "
		   "record, its history, its files, from drafts that anybody has of it, and from "
		   "the public site. Nobody can bring it back."),
		N_("The log keeps what was erased by its name, who asked, who approved, when and "
		   "why. A salted digest of each value stays: it does not tell the value, but "
		   "proves that nothing else was touched."),
		N_("Backups made before still hold the data until they are thrown away. After "
		   "restoring one, the erasure has to be asked for again. Exported files and "
		   "paper are not reached."),
	};
	struct html *h = &p->html;

	html(h, "<section class=\"panel\"><h2>%s</h2><ol class=\"stack-s\">\n",
	     tr(p->cx, N_("What erasing does")));
	for (size_t i = 0; i < LEN(words); i++)
		html(h, "<li>%s</li>\n", tr(p->cx, words[i]));
	html(h, "</ol>\n");
	part_print_elsewhere(h, a->type, a->row->id);
	html(h, "</section>\n");
}

static void print_asked_before(struct page *p, const struct about *a)
{
	struct context *cx = p->cx;
	int64_t id;

	if (!access_function(cx, T->function, RIGHT_READ) ||
	    !erase_open(cx, a->type, a->row->id, &id) || !id)
		return;
	html(&p->html, "<div class=\"msg\">");
	html_glyph(&p->html, "info");
	html(&p->html, "<div><p><b>%s</b></p><p><a href=\"%s\">%s</a></p></div></div>\n",
	     tr(cx, N_("An erasure of data of this record is requested already.")),
	     record_path(cx, T, id, NULL), tr(cx, N_("See that request")));
}

static bool show(struct context *cx, const struct request *q, struct reply *reply, struct form *f,
                 const struct about *a)
{
	struct page p;

	page_begin(&p, cx, q, reply, tr(cx, N_("Request erasure")));
	p.type = T;
	p.form = "form";
	p.kicker = record_title(cx, a->type, a->row->id);
	p.lead = tr(cx, N_("What is erased cannot be brought back. Another person decides."));
	page_crumb(&p, tr(cx, a->type->label_plural), arena_fmt(cx->mem, "/%s", a->type->plural));
	page_crumb(&p, p.kicker, record_path(cx, a->type, a->row->id, NULL));
	page_crumb(&p, p.title, NULL);
	print_asked_before(&p, a);
	if (q->method == METHOD_GET)
		view_draft(&p, f);
	html(&p.html, "<div class=\"cols cols-side\"><div>\n");
	print_form(&p, f, a);
	html(&p.html, "</div>\n");
	print_meaning(&p, a);
	html(&p.html, "</div>\n");
	return page_end(&p);
}

/* The address without a record: where the way begins. */
static bool show_way(struct context *cx, const struct request *q, struct reply *reply)
{
	struct page p;

	page_begin(&p, cx, q, reply, tr(cx, N_("Request erasure")));
	p.type = T;
	page_crumb(&p, tr(cx, T->label_plural), "/erasure_requests");
	page_crumb(&p, p.title, NULL);
	page_empty(&p.html, tr(cx, N_("Which record?")),
	           tr(cx,
	              N_("Open the record that holds the data and press “Request erasure” there.")),
	           "/", tr(cx, N_("To the start page")));
	return page_end(&p);
}

bool erasure_form(struct context *cx, const struct request *q, struct reply *reply)
{
	struct link subject;
	struct about a;
	struct form f;

	if (!view_subject(cx, q, &subject))
		return false;
	if (!subject.id)
		return show_way(cx, q, reply);
	if (!read_about(cx, &subject, &a) || !view_reading(cx, a.type, a.row, "erasure"))
		return false;
	begin_form(&f, cx, &a);
	return show(cx, q, reply, &f, &a);
}

/* ---- asking */

static const char *names_ticked(struct context *cx, const struct request *q)
{
	struct buffer out = BUFFER(cx->mem, MAX_FORM);

	for (size_t i = 0; i < q->form_n; i++)
		if (str_eq(q->form[i].name, "names"))
			buffer_fmt(&out, "%s%s", out.len ? " " : "", q->form[i].value);
	return buffer_ok(cx, &out) ? buffer_str(&out) : NULL;
}

/* In a part of the transaction, so that what is refused leaves nothing and the page can be read. */
static bool ask(struct context *cx, const struct type *t, void *row, const void *data)
{
	struct erasure_request *r = row;

	(void)t, (void)data;
	return erase_request(cx, r->subject.type, r->subject.id, r->names, r->reason,
	                     &r->record.id);
}

static bool refused(struct context *cx, const struct request *q, struct reply *reply,
                    struct form *f, const struct about *a)
{
	if (!form_refused(f, q))
		return false;
	reply->status = 422;
	return show(cx, q, reply, f, a);
}

bool erasure_post(struct context *cx, const struct request *q, struct reply *reply)
{
	struct link subject;
	struct about a;
	struct form f;

	if (!view_subject(cx, q, &subject))
		return false;
	if (!subject.id)
		return fail(cx, ERR_BAD_REQUEST, "record", N_("The address names no record."));
	if (!read_about(cx, &subject, &a))
		return false;
	begin_form(&f, cx, &a);
	form_take(&f, q->form, q->form_n);
	a.request->names = names_ticked(cx, q);
	a.request->reason = request_form(q, "reason");
	if (!a.request->names || !view_save(cx, T, a.request, ask, NULL, &f.errors))
		return false;
	if (f.errors)
		return refused(cx, q, reply, &f, &a);
	return reply_notice(cx, reply, q, tr(cx, N_("Requested. The chair decides."))) &&
	       reply_goto(cx, reply, record_path(cx, T, a.request->record.id, NULL));
}

/* ---- over the API */

static bool read_body(struct context *cx, const struct json *body, struct erasure_request *r)
{
	for (const struct json *v = json_items(body); v; v = v->next)
		if (!word_in("subject names reason", v->key))
			return fail(cx, ERR_INVALID, v->key, N_("There is no field “%s”."), v->key);
		else if (!field_read(cx, T, type_field_named(T, v->key), v, r))
			return false;
	return r->subject.id ||
	       fail(cx, ERR_INVALID, "subject", N_("%s is missing."), tr(cx, N_("Record")));
}

bool erasure_api(struct context *cx, const struct request *q, struct reply *reply)
{
	struct erasure_request *r = record_new(cx, T);
	const struct json *body = api_body(cx, q);
	int64_t id;

	if (!body || !read_body(cx, body, r) ||
	    !erase_request(cx, r->subject.type, r->subject.id, r->names, r->reason, &id))
		return false;
	r = record_get(cx, T, id);
	return r && api_made(cx, reply, T, r);
}

/* ---- on the page of the record */

void erasure_note(struct page *p, const struct type *t, const void *row)
{
	const struct record *r = row;
	struct context *cx = p->cx;
	int64_t open = 0;

	if (access_function(cx, T->function, RIGHT_READ) && erase_open(cx, t, r->id, &open) && open)
		page_action(p, tr(cx, N_("Erasure requested")), record_path(cx, T, open, NULL),
		            NULL, false);
	if (access_record_for(cx, t, row, T->function, RIGHT_PROPOSE))
		page_action(p, tr(cx, N_("Request erasure")),
		            arena_fmt(cx->mem, NEW "?record=%s:%lld", t->name, (long long)r->id),
		            NULL, false);
}
