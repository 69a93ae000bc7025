/* See export.h.  A table of columns is made once; then pages of the list are read, written and
 * forgotten.  The order is: decide the columns, log, write.  A format is three functions over one
 * struct: begin, row, end. */
#include "record/export.h"

#include "format/csv.h"
#include "format/json.h"
#include "format/xlsx.h"
#include "language/words.h"
#include "record/app.h"
#include "record/change.h"
#include "record/export_sources.h"
#include "record/setting.h"

/* One column: a field, of texts perhaps one language; or one of the three that are no fields. */
enum special { NO_SPECIAL, COLUMN_TYPE, COLUMN_ID, COLUMN_VERSION, COLUMN_ORIGINAL };

struct column {
	const char *title;
	const struct field *field;
	const char *lang; /* of texts in our own form */
	enum special special;
};

struct export
{
	struct list *list;
	const struct type *type;
	enum export_columns columns;
	struct column v[XLSX_COLUMNS];
	size_t n;
	int64_t count;
	sink *sink;
	void *to;
	export_told *told; /* NULL: nobody listens */
	void *listener;
	union {
		struct csv_writer csv;
		struct json_writer json;
		struct {
			struct xlsx *xlsx;
			struct sources_sheet sources;
		};
		void *text;
	};
};

/* ---- columns */

static bool add(struct context *cx, struct export *e, struct column c)
{
	if (e->n == LEN(e->v))
		return fail(cx, ERR_TOO_LARGE, NULL, N_("The list has more than %d columns."),
		            XLSX_COLUMNS);
	e->v[e->n++] = c;
	return true;
}

static bool own_texts(struct context *cx, struct export *e, const struct field *f)
{
	for (const char *const *lang = setting_languages(cx); *lang; lang++)
		if (!add(cx, e,
		         (struct column){ arena_fmt(cx->mem, "%s.%s", f->name, *lang), f, *lang,
		                          NO_SPECIAL }))
			return false;
	return add(cx, e,
	           (struct column){ arena_fmt(cx->mem, "%s.original", f->name), f, NULL,
	                            COLUMN_ORIGINAL });
}

static bool own_columns(struct context *cx, struct export *e)
{
	const struct field *f;

	if (!add(cx, e, (struct column){ .title = "type", .special = COLUMN_TYPE }) ||
	    !add(cx, e, (struct column){ .title = "id", .special = COLUMN_ID }) ||
	    !add(cx, e, (struct column){ .title = "version", .special = COLUMN_VERSION }))
		return false;
	for (size_t i = 0; (f = type_field(e->type, i)); i++) {
		if (f->flags & HIDDEN || (f == &common_fields[0] && !e->type->states))
			continue;
		if (f->kind == FIELD_TEXTS
		            ? !own_texts(cx, e, f)
		            : !add(cx, e, (struct column){ .title = f->name, .field = f }))
			return false;
	}
	return true;
}

static bool people_column(struct context *cx, struct export *e, const struct field *f)
{
	return f->flags & HIDDEN ||
	       add(cx, e, (struct column){ .title = tr(cx, f->label), .field = f });
}

/* The type's own fields first, as people expect them; then what every record has. */
static bool people_columns(struct context *cx, struct export *e)
{
	bool all = e->columns == EXPORT_ALL;

	for (size_t i = 0; i < e->type->n; i++)
		if ((all || e->type->fields[i].flags & LISTED) &&
		    !people_column(cx, e, &e->type->fields[i]))
			return false;
	for (size_t i = e->type->states ? 0 : 1; i < (all ? COMMON_FIELDS : 1); i++)
		if (!people_column(cx, e, &common_fields[i]))
			return false;
	return !all ||
	       add(cx, e,
	           (struct column){ .title = tr(cx, N_("Identifier")), .special = COLUMN_ID });
}

/* ---- cells in words */

static bool shown(struct context *cx, const struct export *e, const struct field *f,
                  const void *row)
{
	return !field_empty(f, row) && access_field(cx, e->type, row, f);
}

static const char *words_of(struct context *cx, const struct export *e, const struct column *c,
                            const void *row)
{
	const struct record *r = row;
	char text[ID_TEXT];

	if (c->special == COLUMN_ID)
		return arena_str(cx->mem, id_text(r->id, text));
	if (!shown(cx, e, c->field, row))
		return "";
	return field_words(cx, e->type, c->field, row);
}

/* ---- cells of our own form */

static const char *own_text(const struct column *c, const struct texts *x)
{
	for (size_t i = 0; i < x->n; i++) {
		if (c->lang && str_eq(x->v[i].lang, c->lang))
			return x->v[i].body;
		if (!c->lang && x->v[i].original)
			return x->v[i].lang;
	}
	return "";
}

static const char *own_refs(struct context *cx, const struct refs *r)
{
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);

	for (size_t i = 0; i < r->n; i++)
		buffer_fmt(&b, "%s%lld", i ? "|" : "", (long long)r->v[i]);
	return buffer_str(&b);
}

static const char *own_money(struct context *cx, const struct money *m)
{
	unsigned long long minor =
	        m->minor < 0 ? 0 - (unsigned long long)m->minor : (unsigned long long)m->minor;

	return arena_fmt(cx->mem, "%s%llu.%02llu %s", m->minor < 0 ? "-" : "", minor / 100,
	                 minor % 100, m->currency);
}

/* The canonical value without its quotation marks; rows stay JSON. */
static const char *own_value(struct context *cx, const struct export *e, const struct field *f,
                             const void *row)
{
	const void *p = field_at(f, row);
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);

	switch (f->kind) {
	case FIELD_TEXT:
		return *(const char *const *)p;
	case FIELD_MONEY:
		return own_money(cx, p);
	case FIELD_REFS:
		return own_refs(cx, p);
	case FIELD_LINK: {
		const struct link *l = p;

		return arena_fmt(cx->mem, "%s:%lld", l->type->name, (long long)l->id);
	}
	case FIELD_REF:
	case FIELD_PARENT:
	case FIELD_FILE:
		return arena_fmt(cx->mem, "%lld", (long long)*(const int64_t *)p);
	default:
		break;
	}
	field_write(cx, e->type, f, row, &b);
	if (b.len < 2 || b.text[0] != '"')
		return buffer_str(&b);
	return arena_strn(cx->mem, b.text + 1,
	                  b.len - 2); /* codes, dates and instants hold nothing that is escaped */
}

static const char *own_of(struct context *cx, const struct export *e, const struct column *c,
                          const void *row)
{
	const struct record *r = row;

	switch (c->special) {
	case COLUMN_TYPE:
		return e->type->name;
	case COLUMN_ID:
		return arena_fmt(cx->mem, "%lld", (long long)r->id);
	case COLUMN_VERSION:
		return arena_fmt(cx->mem, "%lld", (long long)r->version);
	case COLUMN_ORIGINAL:
	case NO_SPECIAL:
		break;
	}
	if (!shown(cx, e, c->field, row))
		return "";
	return c->field->kind == FIELD_TEXTS ? own_text(c, field_at(c->field, row))
	                                     : own_value(cx, e, c->field, row);
}

/* ---- CSV */

static bool csv_begin(struct context *cx, struct export *e)
{
	csv_start(&e->csv, cx, e->columns == EXPORT_OWN ? CSV_OWN : CSV_FOR_PEOPLE, e->sink, e->to);
	for (size_t i = 0; i < e->n; i++)
		csv_cell(&e->csv, e->v[i].title);
	csv_end_row(&e->csv);
	return true;
}

static bool csv_record(struct context *cx, struct export *e, const void *row)
{
	for (size_t i = 0; i < e->n; i++)
		csv_cell(&e->csv, e->columns == EXPORT_OWN ? own_of(cx, e, &e->v[i], row)
		                                           : words_of(cx, e, &e->v[i], row));
	csv_end_row(&e->csv);
	return !e->csv.broken && !failed(cx);
}

static bool csv_finish(struct context *cx, struct export *e)
{
	(void)cx;
	return csv_end(&e->csv);
}

/* ---- JSON */

static bool json_begin(struct context *cx, struct export *e)
{
	json_start(&e->json, cx, e->sink, e->to);
	json_open(&e->json, '[');
	return true;
}

static bool json_record(struct context *cx, struct export *e, const void *row)
{
	const struct record *r = row;
	const struct field *f;

	json_open(&e->json, '{');
	json_key(&e->json, "type");
	json_text(&e->json, e->type->name);
	json_key(&e->json, "id");
	json_id(&e->json, r->id);
	json_key(&e->json, "version");
	json_int(&e->json, r->version);
	for (size_t i = 0; (f = type_field(e->type, i)); i++) {
		struct buffer value = BUFFER(cx->mem, MAX_ANSWER);

		if (f->flags & HIDDEN || !shown(cx, e, f, row))
			continue;
		field_write(cx, e->type, f, row, &value);
		if (!buffer_ok(cx, &value))
			return false;
		json_key(&e->json, f->name);
		json_raw(&e->json, buffer_str(&value));
	}
	json_close(&e->json);
	return !e->json.broken && !failed(cx);
}

static bool json_finish(struct context *cx, struct export *e)
{
	(void)cx;
	json_close(&e->json);
	return json_end(&e->json);
}

/* ---- XLSX */

static bool xlsx_begin(struct context *cx, struct export *e)
{
	const char *titles[XLSX_COLUMNS];

	for (size_t i = 0; i < e->n; i++)
		titles[i] = e->v[i].title;
	e->xlsx = xlsx_start(cx, tr(cx, e->type->label_plural), tr(cx, N_("About this list")),
	                     titles, e->n);
	return e->xlsx != NULL;
}

static void xlsx_refs(struct context *cx, struct export *e, const struct field *f,
                      const struct refs *r)
{
	const char **titles = arena_array(cx->mem, const char *, r->n);
	const struct type *target = field_target(e->type, f);

	for (size_t i = 0; i < r->n; i++)
		titles[i] = target ? record_title(cx, target, r->v[i]) : "";
	xlsx_texts(e->xlsx, titles, r->n);
}

/* As the clock on the wall showed it in the State. */
static void xlsx_instant(struct context *cx, struct export *e, struct instant at)
{
	int seconds;
	struct date day = civil_date(cx, at.us, &seconds);

	xlsx_time(e->xlsx, day, seconds);
}

static void xlsx_cell(struct context *cx, struct export *e, const struct column *c, const void *row)
{
	const struct field *f = c->field;
	const void *p = f ? field_at(f, row) : NULL;

	if (f && !shown(cx, e, f, row)) {
		xlsx_empty(e->xlsx);
		return;
	}
	switch (f ? f->kind : FIELD_TEXT) {
	case FIELD_NUMBER:
		xlsx_decimal(e->xlsx, ((const struct number *)p)->units, f->scale);
		break;
	case FIELD_DATE:
		if (((const struct date *)p)->precision == PRECISION_DAY)
			xlsx_date(e->xlsx, *(const struct date *)p);
		else
			xlsx_text(e->xlsx, words_of(cx, e, c, row));
		break;
	case FIELD_INSTANT:
		xlsx_instant(cx, e, *(const struct instant *)p);
		break;
	case FIELD_REFS:
		xlsx_refs(cx, e, f, p);
		break;
	default:
		xlsx_text(e->xlsx, words_of(cx, e, c, row));
		break;
	}
}

static bool xlsx_record(struct context *cx, struct export *e, const void *row)
{
	if (!xlsx_row(cx, e->xlsx))
		return false;
	for (size_t i = 0; i < e->n; i++)
		xlsx_cell(cx, e, &e->v[i], row);
	return !failed(cx);
}

static bool xlsx_page(struct context *cx, struct export *e)
{
	return sources_write(cx, e->xlsx, &e->sources, e->type, e->list->rows, e->list->n);
}

static const char *who(struct context *cx)
{
	const struct actor *a = cx->actor;
	const struct type *account = type_named(cx->app->subjects, "account");

	if (!a)
		return "";
	if (!a->user || !account)
		return a->console ? tr(cx, N_("The console")) : a->login ? a->login : "";
	return record_title(cx, account, a->user);
}

/* What the list is, for whoever finds the file next year. */
static bool xlsx_finish(struct context *cx, struct export *e)
{
	const char *filters = export_filters(cx, e->list);
	int seconds;
	struct date day = civil_date(cx, cx->now + cx->app->clock_shift, &seconds);

	xlsx_about(e->xlsx, tr(cx, N_("List")), tr(cx, e->type->label_plural));
	xlsx_about(e->xlsx, tr(cx, N_("Filters")), *filters ? filters : tr(cx, N_("none")));
	xlsx_about(e->xlsx, tr(cx, N_("As of")), words_time(cx->mem, cx->lang, day, seconds));
	xlsx_about(e->xlsx, tr(cx, N_("Exported by")), who(cx));
	xlsx_about(e->xlsx, tr(cx, N_("Records")), words_number(cx->mem, cx->lang, e->count, 0));
	xlsx_about(e->xlsx, tr(cx, N_("Sources")),
	           words_number(cx->mem, cx->lang, e->sources.n, 0));
	if (xlsx_cut(e->xlsx))
		xlsx_about(e->xlsx, tr(cx, N_("Cells that were too long and are cut")),
		           words_number(cx->mem, cx->lang, xlsx_cut(e->xlsx), 0));
	return xlsx_end(cx, e->xlsx, e->sink, e->to);
}

/* ---- text documents: the type tells them */

static bool text_begin(struct context *cx, struct export *e)
{
	return e->type->text->begin(cx, e->list, &e->text);
}

static bool text_record(struct context *cx, struct export *e, const void *row)
{
	return e->type->text->record(cx, e->text, row);
}

static bool text_finish(struct context *cx, struct export *e)
{
	return e->type->text->end(cx, e->text, e->sink, e->to);
}

static const struct {
	const char *name, *media_type;
	bool (*begin)(struct context *cx, struct export *e);
	bool (*record)(struct context *cx, struct export *e, const void *row);
	bool (*finish)(struct context *cx, struct export *e);
	bool (*page)(struct context *cx, struct export *e); /* after its records; NULL: nothing */
} formats[] = {
	[EXPORT_CSV] = { "csv", "text/csv; charset=utf-8", csv_begin, csv_record, csv_finish },
	[EXPORT_XLSX] = { "xlsx",
	                  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	                  xlsx_begin, xlsx_record, xlsx_finish, xlsx_page },
	[EXPORT_JSON] = { "json", "application/json", json_begin, json_record, json_finish },
	[EXPORT_DOCX] = { "docx",
	                  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	                  text_begin, text_record, text_finish },
};

const char *const export_formats[] = { "csv", "xlsx", "json", "docx", NULL };

bool export_format_named(const char *name, enum export_format *ret)
{
	for (size_t i = 0; i < LEN(formats); i++)
		if (str_eq(formats[i].name, name)) {
			*ret = (enum export_format)i;
			return true;
		}
	return false;
}

const char *export_media_type(enum export_format format)
{
	return formats[format].media_type;
}

/* ---- filters in words */

static const char *filter_value(struct context *cx, const struct list *l, const struct filter *w,
                                const char *value)
{
	void *row = arena_alloc(cx->mem, l->type->size);

	if (w->label || w->op == FILTER_CONTAINS ||
	    !field_typed(cx, l->type, w->field, cx->lang, value, row)) {
		error_clear(cx);
		return value;
	}
	return field_words(cx, l->type, w->field, row);
}

const char *export_filters(struct context *cx, const struct list *l)
{
	struct buffer b = BUFFER(cx->mem, MAX_PAGE);

	for (size_t i = 0; i < l->filters_n; i++) {
		const struct filter *w = &l->filters[i];

		buffer_fmt(&b, "%s%s", i ? "; " : "",
		           tr(cx, w->label   ? w->label
		                  : w->field ? w->field->label
		                             : N_("Words")));
		buffer_text(&b, w->op == FILTER_FROM ? " ≥ " : w->op == FILTER_TO ? " ≤ " : ": ");
		if (w->op == FILTER_MISSING)
			buffer_text(&b, tr(cx, N_("missing")));
		for (size_t k = 0; k < w->n; k++)
			buffer_fmt(&b, "%s%s", k ? ", " : "", filter_value(cx, l, w, w->values[k]));
	}
	return buffer_str(&b);
}

/* ---- the log */

static bool is_restricted(const struct context *cx)
{
	return cx->actor && cx->actor->console && !str_empty(cx->actor->restricted_reason);
}

static bool log_reading(struct context *cx, void *data)
{
	const struct export *e = data;
	const char *filters = export_filters(cx, e->list);

	if (is_restricted(cx)) {
		cx->reason = cx->actor->restricted_reason;
		return change_event(cx, CHANGE_EVENT, e->type->name, 0, "export restricted",
		                    filters);
	}
	return change_event(cx, CHANGE_READ, e->type->name, 0, "export", filters);
}

/* The log stands whatever becomes of the export. */
static bool log_first(struct context *cx, struct export *e)
{
	if (!is_restricted(cx) && (!(e->type->flags & TYPE_LOGS_READING) || cx->reading_logged))
		return true;
	if (!change_reading(cx, log_reading, e))
		return false;
	cx->reading_logged = true;
	return true;
}

/* ---- the walk */

static bool link_titles(struct context *cx, const struct export *e, const struct field *f,
                        void **rows, size_t n)
{
	const struct type *target = f->kind == FIELD_LINK ? NULL : field_target(e->type, f);
	size_t count = 0;
	int64_t *ids;

	for (size_t i = 0; i < n; i++)
		count += f->kind == FIELD_REFS ? ((const struct refs *)field_at(f, rows[i]))->n : 1;
	ids = arena_array(cx->mem, int64_t, count);
	count = 0;
	for (size_t i = 0; target && i < n; i++) {
		const struct refs *r = field_at(f, rows[i]);

		if (f->kind != FIELD_REFS)
			ids[count++] = *(const int64_t *)field_at(f, rows[i]);
		for (size_t k = 0; f->kind == FIELD_REFS && k < r->n; k++)
			ids[count++] = r->v[k];
	}
	return !count || record_titles(cx, target, ids, count);
}

/* The titles that a page of the list shows, in one statement for each field instead of one for each
 * cell. */
static bool load_titles(struct context *cx, const struct export *e, enum export_format format,
                        void **rows, size_t n)
{
	if (format == EXPORT_DOCX)
		return record_titles_in(cx, e->type, rows, n, e->type->text->titles);
	if (e->columns == EXPORT_OWN)
		return true;
	for (size_t i = 0; i < e->n; i++) {
		const struct field *f = e->v[i].field;

		if (f &&
		    (f->kind == FIELD_REF || f->kind == FIELD_REFS || f->kind == FIELD_PARENT) &&
		    !link_titles(cx, e, f, rows, n))
			return false;
	}
	return true;
}

static bool write_page(struct context *cx, struct export *e, enum export_format format)
{
	struct list *l = e->list;

	if (!record_list(cx, l) || !load_titles(cx, e, format, l->rows, l->n))
		return false;
	for (size_t i = 0; i < l->n; i++, e->count++)
		if (!formats[format].record(cx, e, l->rows[i]))
			return false;
	return !formats[format].page || formats[format].page(cx, e);
}

static bool write_pages(struct context *cx, struct export *e, enum export_format format)
{
	struct list *l = e->list;
	char after[2048] = "";

	l->limit = MAX_LIST_PAGE;
	l->count = false;
	do {
		struct context_mark mark = context_mark(cx);

		l->after = *after ? after : NULL;
		if (!write_page(cx, e, format) || (e->told && !e->told(cx, e->listener, e->count)))
			return false;
		if (l->next && strlen(l->next) >= sizeof after)
			return fail(cx, ERR_TOO_LARGE, NULL, N_("The list cannot be continued."));
		snprintf(after, sizeof after, "%s", l->next ? l->next : "");
		context_rewind(cx, mark);
	} while (*after);
	l->rows = NULL;
	l->n = 0;
	l->next = l->after = NULL;
	return true;
}

static bool write_list(struct context *cx, struct export *e, enum export_format format,
                       enum export_columns columns)
{
	e->type = e->list->type;
	e->columns = format == EXPORT_JSON ? EXPORT_OWN : columns;
	if (format == EXPORT_XLSX && columns == EXPORT_OWN)
		return fail(cx, ERR_BAD_REQUEST, "format", N_("Our own form is CSV or JSON."));
	if (format == EXPORT_DOCX && !e->type->text)
		return fail(cx, ERR_BAD_REQUEST, "format",
		            N_("This list is no text document; take xlsx, csv or json."));
	if (!(e->columns == EXPORT_OWN ? own_columns(cx, e) : people_columns(cx, e)) ||
	    !log_first(cx, e))
		return false;
	return formats[format].begin(cx, e) && write_pages(cx, e, format) &&
	       formats[format].finish(cx, e);
}

bool export_write(struct context *cx, struct list *l, enum export_format format,
                  enum export_columns columns, sink *to_sink, void *to, int64_t *ret_count)
{
	struct export *e = arena_new_of(cx->mem, struct export);

	*e = (struct export){ .list = l, .sink = to_sink, .to = to };
	if (!write_list(cx, e, format, columns))
		return false;
	if (ret_count)
		*ret_count = e->count;
	return true;
}

bool export_write_told(struct context *cx, struct list *l, enum export_format format,
                       enum export_columns columns, sink *to_sink, void *to, export_told *told,
                       void *listener)
{
	struct export *e = arena_new_of(cx->mem, struct export);

	*e = (struct export){
		.list = l, .sink = to_sink, .to = to, .told = told, .listener = listener
	};
	return write_list(cx, e, format, columns);
}
