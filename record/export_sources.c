/* See export_sources.h.  A record says in two ways where it comes from: by a field that names a
 * registered document, with the paragraph in a field of the same name ("position_document",
 * "position_locator"), and by the rows every record has, whose document may be registered or only
 * described.  Both become rows of one form, so that who gets the file can look each of them up.
 *
 * Few documents stand behind many records: of each page every document is loaded once. */
#include "record/export_sources.h"

#include "record/app.h"
#include "record/subject.h"

#define DOCUMENT "document"

/* A registered document, as far as the actor may know it. */
struct known {
	int64_t id;
	const char *title, *symbol, *address, *remark;
	struct date day;
	struct known *next;
};

struct page {
	struct xlsx *xlsx;
	const struct type *type, *documents;
	struct known *known;
};

/* What one row says. */
struct row {
	const char *record, *about, *document, *symbol, *locator, *address, *certainty, *remark;
	struct date day;
	char id[ID_TEXT];
};

static const char *text_of(struct context *cx, const struct type *t, const char *name,
                           const void *row)
{
	const struct field *f = type_field_named(t, name);

	return f && !field_empty(f, row) && access_field(cx, t, row, f) ? field_words(cx, t, f, row)
	                                                                : "";
}

static struct date day_of(struct context *cx, const struct type *t, const void *row)
{
	static const char *const names[] = { "distributed", "adopted" };

	for (size_t i = 0; i < LEN(names); i++) {
		const struct field *f = type_field_named(t, names[i]);

		if (f && f->kind == FIELD_DATE && !field_empty(f, row) &&
		    access_field(cx, t, row, f))
			return *(const struct date *)field_at(f, row);
	}
	return (struct date){ 0 };
}

/* A document that is not open to the actor keeps the title that lists show instead. */
static const struct known *known_of(struct context *cx, struct page *p, int64_t id)
{
	struct known *k = p->known;
	void *row;

	while (k && k->id != id)
		k = k->next;
	if (k)
		return k;
	k = arena_new_of(cx->mem, struct known);
	*k = (struct known){ .id = id,
		             .title = record_title(cx, p->documents, id),
		             .symbol = "",
		             .address = "",
		             .remark = "",
		             .next = p->known };
	p->known = k;
	row = record_get(cx, p->documents, id);
	if (!row) {
		if (cx->err.kind == ERR_NOT_FOUND)
			error_clear(cx);
		return k;
	}
	k->symbol = text_of(cx, p->documents, "symbol", row);
	k->title = text_of(cx, p->documents, "title", row);
	k->remark = text_of(cx, p->documents, "remark", row);
	k->day = day_of(cx, p->documents, row);
	if (p->documents->address && access_content(cx, p->documents, row))
		k->address = p->documents->address(cx, row);
	return k;
}

/* The first web address within a text; "" when there is none. */
static const char *address_in(struct context *cx, const char *text)
{
	const char *at = text ? strstr(text, "https://") : NULL;
	size_t n;

	if (!at)
		at = text ? strstr(text, "http://") : NULL;
	if (!at)
		return "";
	for (n = strcspn(at, " \t\r\n<>\"|"); n && strchr(".,;:)", at[n - 1]); n--)
		;
	return arena_strn(cx->mem, at, n);
}

static void fill_document(struct context *cx, struct page *p, struct row *r, int64_t id)
{
	const struct known *k = known_of(cx, p, id);

	r->document = k->title;
	r->symbol = k->symbol;
	r->day = k->day;
	r->address = k->address;
	if (str_empty(r->remark))
		r->remark = k->remark;
}

static bool begin_sheet(struct context *cx, struct xlsx *x, struct sources_sheet *s)
{
	const char *const titles[] = {
		tr(cx, N_("Record")),     tr(cx, N_("Supports")),  tr(cx, N_("Document")),
		tr(cx, N_("Symbol")),     tr(cx, N_("Paragraph")), tr(cx, N_("Date")),
		tr(cx, N_("Address")),    tr(cx, N_("Certainty")), tr(cx, N_("Remark")),
		tr(cx, N_("Identifier")),
	};

	s->table = 1;
	return xlsx_table(cx, x, tr(cx, N_("Sources")), titles, LEN(titles));
}

static bool put(struct context *cx, struct page *p, struct sources_sheet *s, const struct row *r)
{
	struct xlsx *x = p->xlsx;

	if (s->table)
		xlsx_to(x, s->table);
	else if (!begin_sheet(cx, x, s))
		return false;
	if (!xlsx_row(cx, x))
		return false;
	xlsx_text(x, r->record);
	xlsx_text(x, r->about);
	xlsx_text(x, r->document);
	xlsx_text(x, r->symbol);
	xlsx_text(x, r->locator);
	xlsx_date(x, r->day);
	xlsx_text(x, r->address);
	xlsx_text(x, r->certainty);
	xlsx_text(x, r->remark);
	xlsx_text(x, r->id);
	s->n++;
	return !failed(cx);
}

/* "position_document" → "position_locator". */
static const char *locator_beside(struct context *cx, const struct type *t, const struct field *f,
                                  const void *row)
{
	const char *end = strstr(f->name, DOCUMENT);

	return end ? text_of(cx, t,
	                     arena_fmt(cx->mem, "%.*slocator%s", (int)(end - f->name), f->name,
	                               end + strlen(DOCUMENT)),
	                     row)
	           : "";
}

/* Documents that fields of the record name. */
static bool put_named(struct context *cx, struct page *p, struct sources_sheet *s,
                      const struct row *about, const void *row)
{
	const struct field *f;

	for (size_t i = COMMON_FIELDS; (f = type_field(p->type, i)); i++) {
		struct row r = *about;

		if (f->kind != FIELD_REF || f->flags & HIDDEN ||
		    field_target(p->type, f) != p->documents || field_empty(f, row) ||
		    !access_field(cx, p->type, row, f))
			continue;
		r.about = tr(cx, f->label);
		r.locator = locator_beside(cx, p->type, f, row);
		fill_document(cx, p, &r, *(const int64_t *)field_at(f, row));
		if (!put(cx, p, s, &r))
			return false;
	}
	return true;
}

static const char *certainty_words(struct context *cx, const struct type *t, const struct source *v)
{
	const struct row_type *rows = type_field_named(t, "sources")->rows;

	for (size_t i = 0; i < rows->n; i++)
		if (str_eq(rows->fields[i].name, "certainty"))
			return field_words(cx, t, &rows->fields[i], v);
	return "";
}

static void fill_source(struct context *cx, struct page *p, struct row *r, const struct source *v)
{
	const struct field *about =
	        str_empty(v->field) ? NULL : type_field_named(p->type, v->field);

	r->about = about ? tr(cx, about->label) : v->field;
	r->document = v->title;
	r->locator = v->locator;
	r->certainty = certainty_words(cx, p->type, v);
	r->remark = v->note;
	if (v->document.id && v->document.type == p->documents)
		fill_document(cx, p, r, v->document.id);
	else if (v->document.id)
		r->document = record_title(cx, v->document.type, v->document.id);
	if (str_empty(r->address))
		r->address = address_in(cx, v->title);
	if (str_empty(r->address))
		r->address = address_in(cx, v->note);
}

static bool put_sources(struct context *cx, struct page *p, struct sources_sheet *s,
                        const struct row *about, const struct record *record)
{
	const struct source *v = record->sources.v;

	if (!record->sources.n ||
	    !access_field(cx, p->type, record, type_field_named(p->type, "sources")))
		return true;
	for (size_t i = 0; i < record->sources.n; i++) {
		struct row r = *about;

		fill_source(cx, p, &r, &v[i]);
		if (!put(cx, p, s, &r))
			return false;
	}
	return true;
}

bool sources_write(struct context *cx, struct xlsx *x, struct sources_sheet *s,
                   const struct type *t, void *const *rows, size_t n)
{
	struct page p = { .xlsx = x,
		          .type = t,
		          .documents = type_named(cx->app->subjects, DOCUMENT) };

	for (size_t i = 0; i < n; i++) {
		const struct record *record = rows[i];
		struct row r = { .record = "" };

		id_text(record->id, r.id);
		if (t->title && access_content(cx, t, record))
			r.record = t->title(cx, record);
		if ((p.documents && !put_named(cx, &p, s, &r, record)) ||
		    !put_sources(cx, &p, s, &r, record))
			return false;
	}
	xlsx_to(x, 0);
	return !failed(cx);
}
