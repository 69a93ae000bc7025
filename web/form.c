/* From typed pairs to a row and back.  The names of inputs are told in form.h; printing stands in
 * form_print.c. Single values go through field_typed(), which also reads cells of imports, so that
 * a date or a choice may be written here as it may be written there. */
#include "web/form.h"

#include "base/id.h"
#include "base/number.h"
#include "record/app.h"

const char *form_name(struct context *cx, const char *prefix, const char *name)
{
	return str_empty(prefix) ? name : arena_fmt(cx->mem, "%s%s", prefix, name);
}

/* Among the first n. */
static const char *value_among(const struct form *f, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(f->values[i].name, name))
			return f->values[i].value;
	return NULL;
}

const char *form_value(const struct form *f, const char *name)
{
	return value_among(f, f->values_n, name);
}

const struct error *error_of(const struct error *errors, const char *name)
{
	for (const struct error *e = errors; e; e = e->next)
		if (str_eq(e->field, name))
			return e;
	return NULL;
}

/* ---- a row as pairs */

static void pair_add(struct form *f, const char *name, const char *value)
{
	struct context *cx = f->cx;
	size_t n = f->values_n;

	if (str_empty(value))
		return;
	if (n % 32 == 0)
		f->values = arena_grow(cx->mem, f->values, n * sizeof *f->values,
		                       (n + 32) * sizeof *f->values);
	f->values[f->values_n++] = (struct pair){ name, value };
}

static const char *id_typed(struct context *cx, int64_t id)
{
	char text[ID_TEXT];

	return id ? arena_str(cx->mem, id_text(id, text)) : "";
}

static const char *decimal_typed(struct context *cx, int64_t units, int scale)
{
	int64_t factor = 1, whole, rest;

	for (int i = 0; i < scale; i++)
		factor *= 10;
	whole = units / factor;
	rest = units % factor;
	if (!scale)
		return arena_fmt(cx->mem, "%lld", (long long)whole);
	return arena_fmt(cx->mem, "%s%lld.%0*lld", units < 0 && !whole ? "-" : "", (long long)whole,
	                 scale, (long long)(rest < 0 ? -rest : rest));
}

static const char *date_typed(struct context *cx, struct date d)
{
	char text[DATE_TEXT];

	if (d.precision == PRECISION_DAY)
		return arena_fmt(cx->mem, "%02d.%02d.%04d", d.day, d.month, d.year);
	return arena_str(cx->mem, date_text(d, text));
}

const char *typed_value(struct context *cx, const struct type *t, const struct field *f,
                        const void *row)
{
	const void *p = field_at(f, row);
	char text[INSTANT_TEXT];

	if (field_empty(f, row))
		return "";
	switch (f->kind) {
	case FIELD_TEXT:
		return *(const char *const *)p;
	case FIELD_NUMBER: {
		struct number n = *(const struct number *)p;
		int decimals = number_decimals(&n, f->scale);

		return decimal_typed(cx, n.units, decimals);
	}
	case FIELD_MONEY:
		return decimal_typed(cx, ((const struct money *)p)->minor, 2);
	case FIELD_YESNO:
		return *(const enum yesno *)p == YES ? "yes" : "no";
	case FIELD_DATE:
		return date_typed(cx, *(const struct date *)p);
	case FIELD_INSTANT:
		return arena_str(cx->mem, instant_text(((const struct instant *)p)->us, text));
	case FIELD_CHOICE: {
		const struct choice *c = choice_at(field_choices(t, f), *(const int *)p);

		return c ? c->code : "";
	}
	case FIELD_REF:
	case FIELD_PARENT:
	case FIELD_FILE:
		return id_typed(cx, *(const int64_t *)p);
	case FIELD_LINK:
		return id_typed(cx, ((const struct link *)p)->id);
	case FIELD_TEXTS:
	case FIELD_REFS:
	case FIELD_ROWS:
	case FIELD_KINDS:
		break;
	}
	return "";
}

static void texts_to_pairs(struct form *f, const char *name, const struct texts *x)
{
	struct context *cx = f->cx;

	for (size_t i = 0; i < x->n; i++) {
		pair_add(f, arena_fmt(cx->mem, "%s.%s", name, x->v[i].lang), x->v[i].body);
		if (x->v[i].original)
			pair_add(f, form_name(cx, name, ".original"), x->v[i].lang);
	}
}

static void field_to_pairs(struct form *f, const char *prefix, const struct field *field,
                           const void *row);

static void rows_to_pairs(struct form *f, const char *name, const struct field *field,
                          const struct owned *o)
{
	struct context *cx = f->cx;

	for (size_t i = 0; i < o->n; i++) {
		const char *row = (const char *)o->v + i * field->rows->size;
		const char *prefix = arena_fmt(cx->mem, "%s.%zu.", name, i);

		pair_add(f, form_name(cx, prefix, "id"),
		         id_typed(cx, *(const int64_t *)(const void *)row));
		for (size_t k = 0; k < field->rows->n; k++)
			field_to_pairs(f, prefix, &field->rows->fields[k], row);
	}
}

static void field_to_pairs(struct form *f, const char *prefix, const struct field *field,
                           const void *row)
{
	struct context *cx = f->cx;
	const char *name = form_name(cx, prefix, field->name);
	const void *p = field_at(field, row);

	if (field_empty(field, row))
		return;
	if (field->kind == FIELD_TEXTS) {
		texts_to_pairs(f, name, p);
	} else if (field->kind == FIELD_ROWS) {
		rows_to_pairs(f, name, field, p);
	} else if (field->kind == FIELD_REFS) {
		for (size_t i = 0; i < ((const struct refs *)p)->n; i++)
			pair_add(f, name, id_typed(cx, ((const struct refs *)p)->v[i]));
	} else if (field->kind == FIELD_MONEY) {
		pair_add(f, form_name(cx, name, ".amount"), typed_value(cx, f->type, field, row));
		pair_add(f, form_name(cx, name, ".currency"), ((const struct money *)p)->currency);
	} else if (field->kind == FIELD_LINK) {
		pair_add(f, form_name(cx, name, ".type"), ((const struct link *)p)->type->name);
		pair_add(f, form_name(cx, name, ".key"), typed_value(cx, f->type, field, row));
	} else {
		pair_add(f, name, typed_value(cx, f->type, field, row));
	}
}

/* ---- which fields */

static void form_start(struct form *f, struct context *cx, const struct type *t, const void *row)
{
	*f = (struct form){
		.cx = cx, .type = t, .row = row, .version = ((const struct record *)row)->version
	};
	f->fields = arena_array(cx->mem, const struct field *, t->n + COMMON_FIELDS);
}

static void form_fill(struct form *f)
{
	for (size_t i = 0; i < f->n; i++)
		field_to_pairs(f, "", f->fields[i], f->row);
}

/* The type's own fields first; what every record has stands below. */
static const struct field *field_in_form_order(const struct type *t, size_t i)
{
	return i < t->n                   ? &t->fields[i]
	       : i < t->n + COMMON_FIELDS ? &common_fields[i - t->n]
	                                  : NULL;
}

void form_begin(struct form *f, struct context *cx, const struct type *t, const void *row)
{
	const struct field *field;

	form_start(f, cx, t, row);
	for (size_t i = 0; (field = field_in_form_order(t, i)); i++)
		if (!(field->flags & (READONLY | HIDDEN)) && access_field(cx, t, row, field))
			f->fields[f->n++] = field;
	form_fill(f);
}

void form_begin_with(struct form *f, struct context *cx, const struct type *t, const void *row,
                     const char *names)
{
	const struct field *field;

	form_start(f, cx, t, row);
	for (size_t i = 0; names && (field = field_in_form_order(t, i)); i++)
		if (word_in(names, field->name) && access_field(cx, t, row, field))
			f->fields[f->n++] = field;
	form_fill(f);
}

void form_take(struct form *f, const struct pair *values, size_t n)
{
	const char *version;

	f->values = arena_array(f->cx->mem, struct pair, n + 32);
	if (n)
		memcpy(f->values, values, n * sizeof *values);
	f->values_n = n;
	version = form_value(f, "_version");
	if (version && !parse_int_in(version, 0, INT64_MAX, &f->version))
		f->version = 0;
}

static bool shows(const struct form *f, const char *input)
{
	size_t n = strcspn(input, ".");

	for (size_t i = 0; i < f->n; i++)
		if (strlen(f->fields[i]->name) == n && memcmp(f->fields[i]->name, input, n) == 0)
			return true;
	return false;
}

void form_preset(struct form *f, const struct pair *values, size_t n)
{
	size_t said = f->values_n;

	for (size_t i = 0; i < n; i++)
		if (shows(f, values[i].name) && !value_among(f, said, values[i].name))
			pair_add(f, values[i].name, values[i].value);
}

void form_leave_out(struct form *f, const char *name)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->n; i++)
		if (!str_eq(f->fields[i]->name, name))
			f->fields[kept++] = f->fields[i];
	f->n = kept;
}

const char *form_draft_path(const struct form *f)
{
	return arena_fmt(f->cx->mem, "%s%cdraft=1", f->action, strchr(f->action, '?') ? '&' : '?');
}

bool form_secret(const struct form *f)
{
	const struct record *r = f->row;

	if (r->classification == CLASS_RESTRICTED ||
	    str_eq(form_value(f, "classification"), "restricted"))
		return true;
	for (size_t i = 0; i < f->n; i++)
		if (f->fields[i]->reader)
			return true;
	return false;
}

/* ---- rows are added and removed */

/* The index behind "members." in an input's name; -1: another input. */
static int64_t row_index(const char *input, const char *name)
{
	size_t n = strlen(name);
	int64_t index;
	char digits[8] = "";

	if (!str_starts(input, name) || input[n] != '.')
		return -1;
	snprintf(digits, sizeof digits, "%.*s", (int)strcspn(input + n + 1, "."), input + n + 1);
	return parse_int_in(digits, 0, MAX_ROWS_IN_FIELD - 1, &index) ? index : -1;
}

size_t form_rows_count(const struct form *f, const char *name)
{
	int64_t max = -1;

	for (size_t i = 0; i < f->values_n; i++) {
		int64_t index = row_index(f->values[i].name, name);

		if (index > max)
			max = index;
	}
	return (size_t)(max + 1);
}

/* Takes the row out and moves the later ones up. */
static void row_remove(struct form *f, const char *name, int64_t index)
{
	size_t n = strlen(name), kept = 0;

	for (size_t i = 0; i < f->values_n; i++) {
		struct pair v = f->values[i];
		int64_t at = row_index(v.name, name);

		if (at == index)
			continue;
		if (at > index)
			v.name = arena_fmt(f->cx->mem, "%s.%lld%s", name, (long long)at - 1,
			                   v.name + n + 1 + strcspn(v.name + n + 1, "."));
		f->values[kept++] = v;
	}
	f->values_n = kept;
}

bool form_again(struct form *f, const struct request *q)
{
	const char *what = request_form(q, "_do");
	struct context *cx = f->cx;

	if (what && str_starts(what, "add:")) {
		const char *name = what + strlen("add:");
		size_t n = form_rows_count(f, name);

		if (n < MAX_ROWS_IN_FIELD)
			pair_add(f, arena_fmt(cx->mem, "%s.%zu.id", name, n), "0");
		return true;
	}
	if (what && str_starts(what, "remove:")) {
		const char *rest = what + strlen("remove:"), *dot = strrchr(rest, '.');
		int64_t index;

		if (dot && parse_int_in(dot + 1, 0, MAX_ROWS_IN_FIELD - 1, &index))
			row_remove(f, arena_strn(cx->mem, rest, (size_t)(dot - rest)), index);
		return true;
	}
	return false;
}

/* ---- reading */

/* Gives the newest failures the name of their input. */
static void rename_errors(struct context *cx, const char *field, const char *name)
{
	for (struct error *e = &cx->err; e; e = e->next)
		if (str_eq(e->field, field))
			e->field = name;
}

static const char *trimmed(struct context *cx, const char *s)
{
	struct buffer out = BUFFER(cx->mem, MAX_FORM);
	size_t n;

	s += strspn(s, " \t\r\n");
	n = strlen(s);
	while (n && strchr(" \t\r\n", s[n - 1]))
		n--;
	for (size_t i = 0; i < n; i++)
		if (s[i] != '\r' || s[i + 1] != '\n')
			buffer_char(&out, s[i] == '\r' ? '\n' : s[i]);
	return buffer_str(&out);
}

/* Line ends mean nothing in a text of one line; pasted ones become blanks. */
static const char *one_line(struct context *cx, const char *s)
{
	char *line = arena_str(cx->mem, s);

	for (char *p = line; *p; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	return line;
}

static const struct text *text_in(const struct texts *x, const char *lang)
{
	for (size_t i = 0; i < x->n; i++)
		if (str_eq(x->v[i].lang, lang))
			return &x->v[i];
	return NULL;
}

static const struct text *text_original(const struct texts *x)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->v[i].original)
			return &x->v[i];
	return NULL;
}

/* A translation that was written or checked now belongs to the present original. */
static void follow_original(struct form *f, const char *name, const struct texts *before,
                            struct text *x)
{
	const struct text *was = text_in(before, x->lang), *original = text_original(before);
	const char *checked = form_value(f, arena_fmt(f->cx->mem, "%s.%s.checked", name, x->lang));

	if (was)
		x->from_change = was->from_change;
	if (x->original)
		x->from_change = 0;
	else if (original && (checked || !was || !str_eq(was->body, x->body)))
		x->from_change = original->change;
}

static void read_texts(struct form *f, const char *name, const struct field *field,
                       struct texts *ret)
{
	struct context *cx = f->cx;
	const char *original = form_value(f, form_name(cx, name, ".original"));
	const size_t n = strlen(name);
	struct texts before = *ret;

	ret->v = arena_array(cx->mem, struct text, MAX_LANGUAGES);
	ret->n = 0;
	for (size_t i = 0; i < f->values_n && ret->n < MAX_LANGUAGES; i++) {
		const char *input = f->values[i].name, *lang = input + n + 1, *body;

		if (!str_starts(input, name) || input[n] != '.' || strchr(lang, '.') ||
		    str_eq(lang, "original") || text_in(ret, lang))
			continue;
		body = trimmed(cx, f->values[i].value);
		if (!(field->flags & LONG))
			body = one_line(cx, body);
		if (*body)
			ret->v[ret->n++] = (struct text){ .lang = lang, .body = body };
	}
	for (size_t i = 0; i < ret->n; i++)
		if (str_eq(ret->v[i].lang, original))
			ret->v[i].original = true;
	if (ret->n && !text_original(ret))
		ret->v[0].original = true;
	for (size_t i = 0; i < ret->n; i++)
		follow_original(f, name, &before, &ret->v[i]);
}

/* All values of that name, "|" between them. */
static const char *joined(struct form *f, const char *name)
{
	struct buffer out = BUFFER(f->cx->mem, MAX_FORM);

	for (size_t i = 0; i < f->values_n; i++) {
		const char *value = f->values[i].value;

		if (!str_eq(f->values[i].name, name))
			continue;
		while (*value) {
			size_t n = strcspn(value, "|\r\n");
			const char *part = trimmed(f->cx, arena_strn(f->cx->mem, value, n));

			if (*part)
				buffer_fmt(&out, "%s%s", out.len ? "|" : "", part);
			value += n;
			value += strspn(value, "|\r\n");
		}
	}
	return buffer_str(&out);
}

static bool read_link(struct form *f, const char *name, const struct field *field, struct link *ret)
{
	struct context *cx = f->cx;
	const char *type = form_value(f, form_name(cx, name, ".type"));
	const char *key = form_value(f, form_name(cx, name, ".key"));

	*ret = (struct link){ 0 };
	key = key ? trimmed(cx, key) : "";
	if (!*key)
		return true;
	ret->type = type ? type_named(cx->app->subjects, type) : NULL;
	if (!ret->type)
		return fail(cx, ERR_INVALID, field->name,
		            N_("%s: choose of what kind the record is."), tr(cx, field->label));
	if (ret->type->key)
		ret->id = record_id_by_key(cx, ret->type, key);
	if (!ret->id && !parse_int_in(key, 1, INT64_MAX, &ret->id))
		return fail(cx, ERR_INVALID, field->name, N_("%s: there is no record “%s”."),
		            tr(cx, field->label), key);
	return !failed(cx);
}

static bool read_field(struct form *f, const struct request *q, const char *prefix,
                       const struct field *field, void *row);

static bool row_typed(const struct form *f, const struct request *q, const char *prefix)
{
	size_t n = strlen(prefix);

	for (size_t i = 0; i < q->uploads_n; i++)
		if (str_starts(q->uploads[i].name, prefix) && q->uploads[i].size)
			return true;
	for (size_t i = 0; i < f->values_n; i++) {
		const char *name = f->values[i].name, *value = f->values[i].value;

		if (str_starts(name, prefix) && !str_eq(name + n, "id") &&
		    value[strspn(value, " \t\r\n")])
			return true;
	}
	return false;
}

/* The stored row of that identifier, so that what the form does not show stays. */
static void row_start(const struct form *f, const char *prefix, const struct field *field,
                      const struct owned *before, char *row)
{
	const char *typed = form_value(f, form_name(f->cx, prefix, "id"));
	int64_t id;

	if (!typed || !parse_int_in(typed, 1, INT64_MAX, &id))
		return;
	for (size_t i = 0; i < before->n; i++) {
		const char *old = (const char *)before->v + i * field->rows->size;

		if (*(const int64_t *)(const void *)old == id)
			memcpy(row, old, field->rows->size);
	}
}

/* Whoever writes a resolution has resolved the conflict, now. */
static void resolve(struct context *cx, struct conflict *c)
{
	if (str_empty(c->resolution) || c->resolved_by || !cx->actor)
		return;
	c->resolved_by = cx->actor->user;
	c->resolved_at.us = cx->now;
}

static bool read_rows(struct form *f, const struct request *q, const char *name,
                      const struct field *field, struct owned *ret)
{
	struct context *cx = f->cx;
	struct owned before = *ret;
	size_t n = form_rows_count(f, name);
	bool ok = true;

	ret->v = arena_alloc(cx->mem, field->rows->size * (n + 1));
	ret->n = 0;
	for (size_t i = 0; i < n; i++) {
		const char *prefix = arena_fmt(cx->mem, "%s.%zu.", name, i);
		char *row = (char *)ret->v + ret->n * field->rows->size;

		if (!row_typed(f, q, prefix))
			continue;
		row_start(f, prefix, field, &before, row);
		for (size_t k = 0; k < field->rows->n; k++)
			if (!(field->rows->fields[k].flags & (READONLY | HIDDEN)))
				ok = read_field(f, q, prefix, &field->rows->fields[k], row) && ok;
		if (str_eq(field->name, "conflicts"))
			resolve(cx, (struct conflict *)(void *)row);
		ret->n++;
	}
	return ok;
}

static bool read_single(struct form *f, const char *name, const struct field *field, void *row)
{
	struct context *cx = f->cx;
	const char *typed = form_value(f, name);

	if (field->kind == FIELD_MONEY) {
		const char *amount = form_value(f, form_name(cx, name, ".amount"));
		const char *currency = form_value(f, form_name(cx, name, ".currency"));

		amount = amount ? trimmed(cx, amount) : "";
		typed = *amount ? arena_fmt(cx->mem, "%s %s", amount,
		                            str_empty(currency) ? "TMT" : currency)
		                : "";
	}
	if (field->kind == FIELD_REFS)
		typed = joined(f, name);
	return field_typed(cx, f->type, field, NULL, typed ? trimmed(cx, typed) : "", row);
}

static bool read_value(struct form *f, const struct request *q, const char *prefix,
                       const struct field *field, void *row)
{
	struct context *cx = f->cx;
	const char *name = form_name(cx, prefix, field->name);
	void *p = field_at(field, row);
	bool ok;

	switch (field->kind) {
	case FIELD_TEXTS:
		read_texts(f, name, field, p);
		return true;
	case FIELD_ROWS:
		return read_rows(f, q, name, field, p);
	case FIELD_LINK:
		ok = read_link(f, name, field, p);
		break;
	case FIELD_FILE:
		ok = form_read_file(f, q, name, field, p);
		break;
	default:
		ok = read_single(f, name, field, row);
	}
	if (!ok && *prefix)
		rename_errors(cx, field->name, name);
	return ok;
}

/* Puts the newer failures behind the older ones. */
static void join_errors(struct context *cx, struct error older)
{
	struct error *newer, *last = &older;

	if (older.kind != ERR_INVALID || (failed(cx) && cx->err.kind != ERR_INVALID))
		return;
	if (failed(cx)) {
		newer = arena_new_of(cx->mem, struct error);
		*newer = cx->err;
		while (last->next)
			last = last->next;
		last->next = newer;
	}
	cx->err = older;
}

/* Each input is read as if it were the only one, so that one mistake does not hide the next. */
static bool read_field(struct form *f, const struct request *q, const char *prefix,
                       const struct field *field, void *row)
{
	struct context *cx = f->cx;
	struct error before = cx->err;
	bool ok;

	if (word_in("resolved_by resolved_at", field->name) && *prefix)
		return true;
	error_clear(cx);
	ok = read_value(f, q, prefix, field, row);
	join_errors(cx, before);
	return ok;
}

bool form_read(struct form *f, const struct request *q, void *row)
{
	bool ok = true;

	for (size_t i = 0; i < f->n; i++) {
		ok = read_field(f, q, "", f->fields[i], row) && ok;
		if (failed(f->cx) && f->cx->err.kind != ERR_INVALID)
			return false;
	}
	return ok;
}

/* ---- small reference types are offered whole */

enum { SMALL_TYPE = 120 };

/* What may be chosen.  Types with open titles offer all that is not restricted: who may not read
 * institutions must still be able to say in which one a user works. */
static bool list_choices(struct context *cx, struct list *l)
{
	static const struct actor program = { .console = true };
	const struct actor *actor = cx->actor;
	bool ok;

	if (access_titles(cx, l->type))
		cx->actor = &program;
	ok = record_list(cx, l);
	cx->actor = actor;
	return ok;
}

const struct form_options *form_options_of(struct form *f, const struct type *type)
{
	struct context *cx = f->cx;
	/* What is retired stays where it is and is not chosen anew. */
	const char *in_use =
	        type_field_named(type, "retired") ? "coalesce(r.retired, 0) = 0" : NULL;
	struct list l = { .type = type, .limit = SMALL_TYPE, .where_sql = in_use };
	struct form_options *o;

	for (o = f->options; o; o = o->next)
		if (o->type == type)
			return o;
	o = arena_new_of(cx->mem, struct form_options);
	o->type = type;
	o->next = f->options;
	f->options = o;
	if (list_choices(cx, &l) && l.next && type->offered) {
		l = (struct list){ .type = type, .limit = SMALL_TYPE, .where_sql = type->offered };
		o->some = list_choices(cx, &l);
	}
	if (failed(cx)) {
		error_clear(cx);
		return o;
	}
	o->rows = l.rows;
	o->n = l.n;
	o->small = !l.next;
	o->none = !l.n;
	return o;
}
