/* Fields to canonical JSON and back, by kind.  One function per direction with a switch over the
 * closed list of kinds: a new kind stops the compiler here, and here alone. */
#include "record/image.h"

#include "base/id.h"
#include "base/number.h"
#include "record/app.h"
#include "record/subject.h"

#include <math.h>

/* ---- out */

static void write_id(struct json_writer *w, int64_t id)
{
	if (id)
		json_id(w, id);
	else
		json_nil(w);
}

static void write_link(struct json_writer *w, const struct link *l)
{
	json_open(w, '{');
	json_key(w, "type");
	json_text(w, l->type->name);
	json_key(w, "id");
	json_id(w, l->id);
	json_close(w);
}

static void write_money(struct json_writer *w, const struct money *m)
{
	char amount[32];
	int64_t whole = m->minor / 100, cents = m->minor % 100;

	snprintf(amount, sizeof amount, "%s%lld.%02lld", m->minor < 0 && !whole ? "-" : "",
	         (long long)whole, (long long)(cents < 0 ? -cents : cents));
	json_open(w, '{');
	json_key(w, "amount");
	json_text(w, amount);
	json_key(w, "currency");
	json_text(w, m->currency);
	json_close(w);
}

static void write_text(struct json_writer *w, const struct text *t)
{
	json_open(w, '{');
	json_key(w, "body");
	json_text(w, t->body);
	if (t->original) {
		json_key(w, "original");
		json_bool(w, true);
	}
	if (t->from_change) {
		json_key(w, "from");
		json_id(w, t->from_change);
	}
	json_close(w);
}

static void write_rows(struct json_writer *w, const struct type *t, const struct field *f,
                       const struct owned *o)
{
	json_open(w, '[');
	for (size_t i = 0; i < o->n; i++) {
		const char *row = (const char *)o->v + i * f->rows->size;

		json_open(w, '{');
		if (*(const int64_t *)(const void *)row) { /* none yet: of an import, not saved */
			json_key(w, "id");
			json_id(w, *(const int64_t *)(const void *)row);
		}
		for (size_t k = 0; k < f->rows->n; k++) {
			const struct field *g = &f->rows->fields[k];

			if (field_empty(g, row))
				continue;
			json_key(w, g->name);
			field_write_to(w, t, g, row);
		}
		json_close(w);
	}
	json_close(w);
}

/* Languages in alphabetical order: the image must not depend on the order of entry. */
static size_t in_order(const struct texts *x, const struct text *ret[MAX_LANGUAGES])
{
	size_t n = 0;

	for (size_t i = 0; i < x->n && n < MAX_LANGUAGES; i++) {
		size_t at = n++;

		for (; at && strcmp(ret[at - 1]->lang, x->v[i].lang) > 0; at--)
			ret[at] = ret[at - 1];
		ret[at] = &x->v[i];
	}
	return n;
}

static void write_texts(struct json_writer *w, const struct texts *x)
{
	const struct text *sorted[MAX_LANGUAGES];
	size_t n = in_order(x, sorted);

	json_open(w, '{');
	for (size_t i = 0; i < n; i++) {
		json_key(w, sorted[i]->lang);
		write_text(w, sorted[i]);
	}
	json_close(w);
}

static void write_refs(struct json_writer *w, const struct refs *r)
{
	json_open(w, '[');
	for (size_t i = 0; i < r->n; i++)
		json_id(w, r->v[i]);
	json_close(w);
}

void field_write_to(struct json_writer *w, const struct type *t, const struct field *f,
                    const void *row)
{
	const void *p = field_at(f, row);
	char text[INSTANT_TEXT];

	if (field_empty(f, row)) {
		json_nil(w);
		return;
	}
	switch (f->kind) {
	case FIELD_TEXT:
		json_text(w, *(const char *const *)p);
		break;
	case FIELD_TEXTS:
		write_texts(w, p);
		break;
	case FIELD_NUMBER:
		json_decimal(w, ((const struct number *)p)->units, f->scale);
		break;
	case FIELD_MONEY:
		write_money(w, p);
		break;
	case FIELD_YESNO:
		json_bool(w, *(const enum yesno *)p == YES);
		break;
	case FIELD_DATE:
		json_text(w, date_text(*(const struct date *)p, text));
		break;
	case FIELD_INSTANT:
		json_text(w, instant_text(((const struct instant *)p)->us, text));
		break;
	case FIELD_CHOICE: {
		const struct choice *c = choice_at(field_choices(t, f), *(const int *)p);

		json_text(w, c ? c->code : NULL);
		break;
	}
	case FIELD_REF:
	case FIELD_PARENT:
	case FIELD_FILE:
		write_id(w, *(const int64_t *)p);
		break;
	case FIELD_REFS:
		write_refs(w, p);
		break;
	case FIELD_ROWS:
		write_rows(w, t, f, p);
		break;
	case FIELD_LINK:
		write_link(w, p);
		break;
	case FIELD_KINDS:
		break;
	}
}

void field_write(struct context *cx, const struct type *t, const struct field *f, const void *row,
                 struct buffer *out)
{
	struct json_writer w;

	json_start(&w, cx, sink_to_buffer, out);
	field_write_to(&w, t, f, row);
	if (!json_end(&w))
		out->full = true; /* the sink's only way to fail */
}

bool field_empty(const struct field *f, const void *row)
{
	const void *p = field_at(f, row);

	switch (f->kind) {
	case FIELD_TEXT:
		return str_empty(*(const char *const *)p);
	case FIELD_TEXTS:
		return !((const struct texts *)p)->n;
	case FIELD_NUMBER:
		return !((const struct number *)p)->set;
	case FIELD_MONEY:
		return !((const struct money *)p)->currency[0];
	case FIELD_YESNO:
		return *(const enum yesno *)p == UNSAID;
	case FIELD_DATE:
		return !date_set(*(const struct date *)p);
	case FIELD_INSTANT:
		return !((const struct instant *)p)->us;
	case FIELD_CHOICE:
		return !*(const int *)p;
	case FIELD_REF:
	case FIELD_PARENT:
	case FIELD_FILE:
		return !*(const int64_t *)p;
	case FIELD_REFS:
		return !((const struct refs *)p)->n;
	case FIELD_ROWS:
		return !((const struct owned *)p)->n;
	case FIELD_LINK:
		return !((const struct link *)p)->id;
	case FIELD_KINDS:
		break;
	}
	return true;
}

static size_t entries_of(const struct type *t, const void *row)
{
	const struct field *f;
	size_t n = 0;

	for (size_t i = 0; (f = type_field(t, i)); i++)
		n += f->kind == FIELD_TEXTS ? ((const struct texts *)field_at(f, row))->n : 1;
	return n;
}

static void add_texts(struct context *cx, const struct field *f, const void *row, struct image *im)
{
	const struct text *sorted[MAX_LANGUAGES];
	size_t n = in_order(field_at(f, row), sorted);

	for (size_t i = 0; i < n; i++) {
		struct buffer out = BUFFER(cx->mem, MAX_ANSWER);
		struct json_writer w;

		json_start(&w, cx, sink_to_buffer, &out);
		write_text(&w, sorted[i]);
		if (!json_end(&w))
			continue;
		im->v[im->n++] =
		        (struct entry){ arena_fmt(cx->mem, "%s.%s", f->name, sorted[i]->lang),
			                buffer_str(&out), f };
	}
}

void image_of(struct context *cx, const struct type *t, const void *row, struct image *ret)
{
	const struct field *f;

	*ret = (struct image){ .v = arena_array(cx->mem, struct entry, entries_of(t, row)) };
	for (size_t i = 0; (f = type_field(t, i)); i++) {
		struct buffer out = BUFFER(cx->mem, MAX_ANSWER);

		if (field_empty(f, row))
			continue;
		if (f->kind == FIELD_TEXTS) {
			add_texts(cx, f, row, ret);
			continue;
		}
		field_write(cx, t, f, row, &out);
		ret->v[ret->n++] = (struct entry){ f->name, buffer_str(&out), f };
	}
}

const char *image_value(const struct image *im, const char *name)
{
	for (size_t i = 0; i < im->n; i++)
		if (strcmp(im->v[i].name, name) == 0)
			return im->v[i].value;
	return NULL;
}

void image_difference(struct context *cx, const struct image *a, const struct image *b,
                      struct image *ret)
{
	*ret = (struct image){ .v = arena_array(cx->mem, struct entry, a->n + b->n) };
	for (size_t i = 0; i < b->n; i++)
		if (!str_eq(image_value(a, b->v[i].name), b->v[i].value))
			ret->v[ret->n++] = b->v[i];
	for (size_t i = 0; i < a->n; i++)
		if (!image_value(b, a->v[i].name))
			ret->v[ret->n++] = (struct entry){ a->v[i].name, NULL, a->v[i].field };
}

/* ---- in */

static bool wrong(struct context *cx, const struct field *f)
{
	return fail(cx, ERR_INVALID, f->name,
	            N_("%s: this is not a value that the field can hold."), tr(cx, f->label));
}

static bool read_id(const struct json *v, int64_t *ret)
{
	if (v->kind == JSON_KIND_INTEGER) {
		*ret = v->number;
		return v->number > 0;
	}
	return v->kind == JSON_KIND_TEXT && parse_int_in(v->text, 1, INT64_MAX, ret);
}

/* "12.50", "-3": decimal digits with at most `scale` behind the point. */
static bool parse_decimal(const char *s, int scale, int64_t *ret)
{
	const char *point = strchr(s, '.');
	char digits[40];
	size_t whole = point ? (size_t)(point - s) : strlen(s);
	size_t behind = point ? strlen(point + 1) : 0;

	if (whole == 0 || whole + (size_t)scale >= sizeof digits || behind > (size_t)scale ||
	    (point && !behind))
		return false;
	memcpy(digits, s, whole);
	memset(digits + whole, '0', (size_t)scale);
	if (point)
		memcpy(digits + whole, point + 1, behind);
	digits[whole + (size_t)scale] = '\0';
	return parse_int(digits, ret);
}

static bool read_number(const struct json *v, const struct field *f, struct number *ret)
{
	double factor = pow(10, f->scale);

	ret->set = true;
	if (v->kind == JSON_KIND_TEXT)
		return parse_decimal(v->text, f->scale, &ret->units);
	if (v->kind == JSON_KIND_INTEGER)
		return !__builtin_mul_overflow(v->number, (int64_t)factor, &ret->units);
	if (v->kind != JSON_KIND_REAL || fabs(v->real) > 9e15 / factor)
		return false;
	ret->units = llround(v->real * factor);
	return fabs((double)ret->units / factor - v->real) < 1e-9 * (1 + fabs(v->real));
}

static bool read_money(const struct json *v, struct money *ret)
{
	const char *amount = json_text_or_null(v, "amount"),
	           *currency = json_text_or_null(v, "currency");

	if (!amount || !currency || strlen(currency) != 3 || !parse_decimal(amount, 2, &ret->minor))
		return false;
	for (int i = 0; i < 3; i++)
		if (currency[i] < 'A' || currency[i] > 'Z')
			return false;
	memcpy(ret->currency, currency, 4);
	return true;
}

static bool read_refs(struct context *cx, const struct json *v, struct refs *ret)
{
	if (v->kind != JSON_KIND_LIST || v->count > MAX_REFS_IN_FIELD)
		return false;
	ret->v = arena_array(cx->mem, int64_t, v->count);
	for (const struct json *item = json_items(v); item; item = item->next) {
		int64_t id;

		if (!read_id(item, &id))
			return false;
		for (size_t i = 0; i < ret->n; i++)
			if (ret->v[i] == id)
				return false;
		ret->v[ret->n++] = id;
	}
	return true;
}

static bool read_link(struct context *cx, const struct json *v, struct link *ret)
{
	const char *type = json_text_or_null(v, "type");
	const struct json *id = json_member(v, "id");

	ret->type = type ? type_named(cx->app->subjects, type) : NULL;
	return ret->type && id && read_id(id, &ret->id);
}

static bool lang_valid(const char *s)
{
	size_t n = strlen(s);

	return n >= 2 && n <= 8 && strspn(s, "abcdefghijklmnopqrstuvwxyz-") == n;
}

/* One language of a text: "words", or {"body":…,"original":…,"from":…}; null removes it. */
static bool read_text(struct context *cx, const struct json *v, struct text *ret)
{
	const struct json *original, *from;

	(void)cx;
	if (v->kind == JSON_KIND_TEXT) {
		ret->body = v->text;
		return true;
	}
	ret->body = json_text_or_null(v, "body");
	original = json_member(v, "original");
	from = json_member(v, "from");
	ret->original = original && original->kind == JSON_KIND_BOOL && original->number;
	return ret->body && (!from || read_id(from, &ret->from_change));
}

static bool read_texts(struct context *cx, const struct json *v, struct texts *ret)
{
	if (v->kind != JSON_KIND_OBJECT || v->count > MAX_LANGUAGES)
		return false;
	ret->v = arena_array(cx->mem, struct text, v->count);
	for (const struct json *item = json_items(v); item; item = item->next) {
		struct text *x = &ret->v[ret->n];

		if (item->kind == JSON_KIND_NULL)
			continue;
		x->lang = item->key;
		if (!lang_valid(item->key) || !read_text(cx, item, x))
			return false;
		ret->n += *x->body != '\0';
	}
	return true;
}

static bool read_rows(struct context *cx, const struct type *t, const struct field *f,
                      const struct json *v, struct owned *ret)
{
	const struct row_type *rows = f->rows;

	if (v->kind != JSON_KIND_LIST)
		return wrong(cx, f);
	if (v->count > MAX_ROWS_IN_FIELD)
		return fail(cx, ERR_INVALID, f->name, N_("At most %d rows."), MAX_ROWS_IN_FIELD);
	ret->v = arena_alloc(cx->mem, rows->size * v->count);
	for (const struct json *item = json_items(v); item; item = item->next) {
		char *row = (char *)ret->v + ret->n++ * rows->size;
		const struct json *id = json_member(item, "id");

		if (item->kind != JSON_KIND_OBJECT || (id && !read_id(id, (int64_t *)(void *)row)))
			return wrong(cx, f);
		for (size_t i = 0; i < rows->n; i++) {
			const struct json *member = json_member(item, rows->fields[i].name);

			if (member && !field_read(cx, t, &rows->fields[i], member, row))
				return false;
		}
	}
	return true;
}

static bool read_choice(const struct type *t, const struct field *f, const struct json *v, int *ret)
{
	*ret = v->kind == JSON_KIND_TEXT ? choice_index(field_choices(t, f), v->text) : 0;
	return *ret != 0;
}

static bool read_yesno(const struct json *v, enum yesno *ret)
{
	*ret = v->number ? YES : NO;
	return v->kind == JSON_KIND_BOOL;
}

static const size_t sizes[FIELD_KINDS] = {
	[FIELD_TEXT] = sizeof(const char *),
	[FIELD_TEXTS] = sizeof(struct texts),
	[FIELD_NUMBER] = sizeof(struct number),
	[FIELD_MONEY] = sizeof(struct money),
	[FIELD_YESNO] = sizeof(enum yesno),
	[FIELD_DATE] = sizeof(struct date),
	[FIELD_INSTANT] = sizeof(struct instant),
	[FIELD_CHOICE] = sizeof(int),
	[FIELD_REF] = sizeof(int64_t),
	[FIELD_REFS] = sizeof(struct refs),
	[FIELD_ROWS] = sizeof(struct owned),
	[FIELD_PARENT] = sizeof(int64_t),
	[FIELD_LINK] = sizeof(struct link),
	[FIELD_FILE] = sizeof(int64_t),
};

static void clear(const struct field *f, void *row)
{
	memset(field_at(f, row), 0, sizes[f->kind]);
}

void field_copy(const struct field *f, const void *from, void *to)
{
	memcpy(field_at(f, to), field_at(f, from), sizes[f->kind]);
}

bool field_read(struct context *cx, const struct type *t, const struct field *f,
                const struct json *v, void *row)
{
	void *p = field_at(f, row);
	bool text = v->kind == JSON_KIND_TEXT, ok = false;

	clear(f, row);
	if (v->kind == JSON_KIND_NULL || (text && !*v->text))
		return true;
	switch (f->kind) {
	case FIELD_TEXT:
		*(const char **)p = v->text;
		ok = text;
		break;
	case FIELD_TEXTS:
		ok = read_texts(cx, v, p);
		break;
	case FIELD_NUMBER:
		ok = read_number(v, f, p);
		break;
	case FIELD_MONEY:
		ok = read_money(v, p);
		break;
	case FIELD_YESNO:
		ok = read_yesno(v, p);
		break;
	case FIELD_DATE:
		ok = text && date_parse(v->text, p);
		break;
	case FIELD_INSTANT:
		ok = text && instant_parse(v->text, &((struct instant *)p)->us);
		break;
	case FIELD_CHOICE:
		ok = read_choice(t, f, v, p);
		break;
	case FIELD_REF:
	case FIELD_PARENT:
	case FIELD_FILE:
		ok = read_id(v, p);
		break;
	case FIELD_REFS:
		ok = read_refs(cx, v, p);
		break;
	case FIELD_ROWS:
		return read_rows(cx, t, f, v, p);
	case FIELD_LINK:
		ok = read_link(cx, v, p);
		break;
	case FIELD_KINDS:
		break;
	}
	if (!ok)
		clear(f, row);
	return ok || wrong(cx, f);
}

/* Adds the entry "field.lang" of a log to the row's texts. */
static bool add_text(struct context *cx, const struct field *f, const char *lang,
                     const struct json *v, void *row)
{
	struct texts *x = field_at(f, row);
	struct text t = { .lang = arena_str(cx->mem, lang) };

	if (!lang_valid(lang) || !read_text(cx, v, &t))
		return wrong(cx, f);
	x->v = arena_grow(cx->mem, x->v, x->n * sizeof t, (x->n + 1) * sizeof t);
	x->v[x->n++] = t;
	return true;
}

bool image_to_row(struct context *cx, const struct type *t, const struct image *im, void *row)
{
	for (size_t i = 0; i < im->n; i++) {
		const struct entry *e = &im->v[i];
		const char *dot = strchr(e->name, '.');
		const char *name =
		        dot ? arena_strn(cx->mem, e->name, (size_t)(dot - e->name)) : e->name;
		const struct field *f = type_field_named(t, name);
		const struct json *v;

		if (!f || !e->value)
			continue;
		v = json_parse(cx, e->value, strlen(e->value), MAX_ANSWER);
		if (!v || !(dot ? add_text(cx, f, dot + 1, v, row) : field_read(cx, t, f, v, row)))
			return false;
	}
	return true;
}

void *row_copy(struct context *cx, const struct type *t, const void *row)
{
	void *copy = arena_alloc(cx->mem, t->size);

	/* values are never changed in place, only replaced */
	return memcpy(copy, row, t->size);
}
