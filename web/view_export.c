/* A list as a file, exactly what the page shows: the same filters, order and columns, in the
 * reader's language, but all of it. Pages of the list are read one after another within one
 * snapshot and written to a spool file, so memory does not grow with the list. */
#include "web/view.h"

#include "format/csv.h"
#include "format/json.h"
#include "format/xlsx.h"
#include "web/who.h"

#include <unistd.h>

struct export
{
	const struct field *columns[XLSX_COLUMNS];
	size_t n;
	FILE *file;
	struct csv_writer csv;
	struct json_writer json;
	struct xlsx *xlsx;
};

typedef bool write_row(struct context *cx, struct export *e, const struct type *t, const void *row);

static void columns_of_type(const struct type *t, struct export *e)
{
	const struct field *f;

	for (size_t i = COMMON_FIELDS; (f = type_field(t, i)) && e->n < XLSX_COLUMNS - 1; i++)
		if (f->flags & LISTED && !(f->flags & HIDDEN))
			e->columns[e->n++] = f;
	if (t->states)
		e->columns[e->n++] = &common_fields[0];
}

static const char *cell(struct context *cx, const struct type *t, const struct field *f,
                        const void *row)
{
	const char *lang;

	if (field_empty(f, row) || !access_field(cx, t, row, f))
		return "";
	if (f->kind == FIELD_TEXTS)
		return view_text(cx, field_at(f, row), &lang);
	if (f->kind == FIELD_NUMBER)
		return typed_value(cx, t, f, row);
	return field_words(cx, t, f, row);
}

/* ---- the three formats */

static bool csv_row_of(struct context *cx, struct export *e, const struct type *t, const void *row)
{
	for (size_t i = 0; i < e->n; i++)
		csv_cell(&e->csv, cell(cx, t, e->columns[i], row));
	csv_end_row(&e->csv);
	return !e->csv.broken;
}

static bool xlsx_row_of(struct context *cx, struct export *e, const struct type *t, const void *row)
{
	if (!xlsx_row(cx, e->xlsx))
		return false;
	for (size_t i = 0; i < e->n; i++) {
		const struct field *f = e->columns[i];
		const void *p = field_at(f, row);

		if (field_empty(f, row) || !access_field(cx, t, row, f))
			xlsx_empty(e->xlsx);
		else if (f->kind == FIELD_DATE)
			xlsx_date(e->xlsx, *(const struct date *)p);
		else if (f->kind == FIELD_NUMBER)
			xlsx_decimal(e->xlsx, ((const struct number *)p)->units, f->scale);
		else
			xlsx_text(e->xlsx, cell(cx, t, f, row));
	}
	return true;
}

static bool json_row_of(struct context *cx, struct export *e, const struct type *t, const void *row)
{
	json_open(&e->json, '{');
	json_key(&e->json, "id");
	json_id(&e->json, ((const struct record *)row)->id);
	for (size_t i = 0; i < e->n; i++) {
		struct buffer value = BUFFER(cx->mem, MAX_ANSWER);

		if (field_empty(e->columns[i], row) || !access_field(cx, t, row, e->columns[i]))
			continue;
		field_write(cx, t, e->columns[i], row, &value);
		json_key(&e->json, e->columns[i]->name);
		json_raw(&e->json, buffer_str(&value));
	}
	json_close(&e->json);
	return !e->json.broken;
}

/* ---- the walk */

static bool write_all(struct context *cx, struct export *e, struct list *l, write_row *write)
{
	char after[512] = "";

	l->limit = MAX_LIST_PAGE;
	for (;;) {
		struct arena_mark mark = arena_mark(cx->mem);

		cx->titles = NULL; /* lies behind the mark */
		l->after = *after ? after : NULL;
		if (!record_list(cx, l))
			return false;
		for (size_t i = 0; i < l->n; i++)
			if (!write(cx, e, l->type, l->rows[i]))
				return false;
		if (!l->next || strlen(l->next) >= sizeof after)
			return !l->next ||
			       fail(cx, ERR_TOO_LARGE, NULL, N_("The list cannot be continued."));
		memcpy(after, l->next, strlen(l->next) + 1);
		cx->titles = NULL;
		arena_rewind(cx->mem, mark);
	}
}

static bool write_csv(struct context *cx, struct export *e, struct list *l)
{
	csv_start(&e->csv, cx, CSV_FOR_PEOPLE, sink_to_file, e->file);
	for (size_t i = 0; i < e->n; i++)
		csv_cell(&e->csv, tr(cx, e->columns[i]->label));
	csv_end_row(&e->csv);
	return write_all(cx, e, l, csv_row_of) && csv_end(&e->csv);
}

static bool write_json(struct context *cx, struct export *e, struct list *l)
{
	json_start(&e->json, cx, sink_to_file, e->file);
	json_open(&e->json, '[');
	if (!write_all(cx, e, l, json_row_of))
		return false;
	json_close(&e->json);
	return json_end(&e->json);
}

static bool write_xlsx(struct context *cx, struct export *e, struct list *l)
{
	const char *titles[XLSX_COLUMNS];
	const char *name = tr(cx, l->type->label_plural);

	for (size_t i = 0; i < e->n; i++)
		titles[i] = tr(cx, e->columns[i]->label);
	e->xlsx = xlsx_start(cx, name, tr(cx, "About this list"), titles, e->n);
	if (!e->xlsx)
		return false;
	xlsx_about(e->xlsx, tr(cx, "List"), name);
	xlsx_about(e->xlsx, tr(cx, "As of"), time_words(cx, cx->now));
	xlsx_about(e->xlsx, tr(cx, "Exported by"), cx->actor ? who_name(cx, cx->actor->user) : "");
	xlsx_about(e->xlsx, tr(cx, "Filters"), view_filters(cx, l));
	return write_all(cx, e, l, xlsx_row_of) && xlsx_end(cx, e->xlsx, sink_to_file, e->file);
}

static void close_file(void *file)
{
	fclose(file);
}

/* The spool file belongs to the reply; writing goes through a second descriptor of it. */
static FILE *file_of(struct context *cx, int spool)
{
	int copy = spool < 0 ? -1 : dup(spool);
	FILE *file = copy < 0 ? NULL : fdopen(copy, "w");

	if (!file) {
		if (copy >= 0)
			close(copy);
		if (!failed(cx))
			fail(cx, ERR_UNAVAILABLE, NULL,
			     N_("There is no room for a temporary file."));
		return NULL;
	}
	arena_defer(cx->mem, close_file, file);
	return file;
}

static const struct {
	const char *name, *type;
	bool (*write)(struct context *cx, struct export *e, struct list *l);
} formats[] = {
	{ "csv", "text/csv; charset=utf-8", write_csv },
	{ "json", "application/json", write_json },
	{ "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx },
};

bool view_export_get(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t = view_type(q);
	const char *format = request_query(q, "format");
	struct export *e = arena_new_of(cx->mem, struct export);
	struct list l = { .type = t };
	size_t i = 0;

	while (i < LEN(formats) && !str_eq(formats[i].name, format))
		i++;
	if (i == LEN(formats))
		return fail(cx, ERR_BAD_REQUEST, "format",
		            N_("A list is exported as csv, xlsx or json."));
	if (!view_list_read(cx, q, &l))
		return false;
	l.count = false;
	columns_of_type(t, e);
	a->file = reply_spool(cx);
	e->file = file_of(cx, a->file);
	if (!e->file || !formats[i].write(cx, e, &l))
		return false;
	if (fflush(e->file) != 0)
		return fail(cx, ERR_UNAVAILABLE, NULL,
		            N_("There is no room for a temporary file."));
	a->file_size = ftello(e->file);
	a->type = formats[i].type;
	reply_header(a, "Content-Disposition",
	             arena_fmt(cx->mem, "attachment; filename=\"%s.%s\"", t->plural, format));
	return true;
}
