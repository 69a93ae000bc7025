/* A record's public fields as a text that needs no other table: what the record names is written by
 * its title, in every language of the instance.  Titles are asked for as the program, which sees
 * whatever is not restricted, because the copy must not depend on who pressed the button; so what
 * may be named is decided here. */
#include "subject/publication/copy.h"

#include "base/secret.h"
#include "language/fold.h"
#include "record/app.h"
#include "record/setting.h"
#include "subject/institution/institution.h"
#include "subject/publication/publication.h"

SQL(copy_drop, "DELETE FROM publication WHERE type = $1 AND record = $2");
SQL(copy_drop_values, "DELETE FROM publication_value WHERE type = $1 AND record = $2");
SQL(copy_put, "INSERT INTO publication (type, record, version, body, at, who, sort_key, words)"
              " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
SQL(copy_put_value,
    "INSERT INTO publication_value (type, record, field, value, words) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (type, record, field, value) DO NOTHING");
SQL(copy_find, "SELECT 1 FROM publication WHERE type = $1 AND record = $2");

struct maker {
	struct context *cx;
	const struct type *type;
	struct json_writer out;
	struct buffer body, words;
	const char *const *languages;
	struct titles *titles[MAX_LANGUAGES]; /* what the context keeps of titles, by language */
	struct copy_value *values;
};

/* ---- titles in all languages */

static void speak(struct maker *m, size_t i)
{
	m->cx->lang = m->languages[i];
	m->cx->titles = m->titles[i];
}

/* The title of the record itself (`row`), or of a record that it names. */
static void write_title(struct maker *m, struct json_writer *w, const struct type *t,
                        const void *row, int64_t id)
{
	json_open(w, '{');
	for (size_t i = 0; i < MAX_LANGUAGES && m->languages[i]; i++) {
		const char *title;

		speak(m, i);
		title = row ? t->title(m->cx, row) : record_title(m->cx, t, id);
		m->titles[i] = m->cx->titles;
		json_key(w, m->languages[i]);
		json_text(w, title);
		buffer_fmt(&m->words, "%s\n", title);
	}
	json_close(w);
}

static void write_nameless(struct maker *m)
{
	json_open(&m->out, '{');
	for (size_t i = 0; i < MAX_LANGUAGES && m->languages[i]; i++) {
		speak(m, i);
		json_key(&m->out, m->languages[i]);
		json_text(&m->out, tr(m->cx, N_("Civil society organisation")));
	}
	json_close(&m->out);
}

/* ---- what may be named */

bool copy_may_be_public(struct context *cx, const struct type *t, const void *row)
{
	return t->may_be_public ? t->may_be_public(cx, row)
	                        : ((const struct record *)row)->classification == CLASS_PUBLIC;
}

bool copy_may_name(struct context *cx, const struct type *t, const void *row)
{
	const struct record *r = row;

	if (t->publish_states)
		return copy_may_be_public(cx, t, row) &&
		       (type_state_in(t, r->state, t->public_states) ||
		        type_state_in(t, r->state, t->accepted_states));
	return copy_may_be_public(cx, t, row) || (r->classification == CLASS_INTERNAL &&
	                                          t->flags & (TYPE_REFERENCE | TYPE_OPEN_TITLES));
}

/* Of what may be left out: does it stand?  What is published one by one is on the public site. */
static bool may_stand(struct context *cx, const struct type *to, int64_t id, bool *ret)
{
	const void *row = record_get_any(cx, to, id);

	*ret = row && copy_may_name(cx, to, row);
	return *ret && to->publish_states ? copy_exists(cx, to, id, ret) : row != NULL;
}

/* Roles, rule 5: who speaks for civil society is shown only to the secretariat until consent is
 * recorded. */
static bool is_civil_society(const struct type *t, const void *row)
{
	const struct field *branch = t == &institution_type ? type_field_named(t, "branch") : NULL;

	return branch && *(const int *)field_at(branch, row) ==
	                         choice_index(branch->choices, "civil_society");
}

static void add_value(struct maker *m, const char *name, const char *value, const char *words)
{
	struct copy_value *v = arena_new_of(m->cx->mem, struct copy_value);

	*v = (struct copy_value){ name, value, words, m->values };
	m->values = v;
}

static bool write_named(struct maker *m, const struct field *f, const char *name,
                        const struct type *to, int64_t id)
{
	struct context *cx = m->cx;
	const void *row = record_get_any(cx, to, id);
	struct buffer words = BUFFER(cx->mem, MAX_PAGE);
	struct json_writer w;

	if (!row)
		return false;
	if (!copy_may_name(cx, to, row))
		return fail(cx, ERR_INVALID, NULL, N_("“%s” names a record that is not public."),
		            tr(cx, f->label));
	if (f->flags & AUTHOR && is_civil_society(to, row)) {
		write_nameless(m);
		return true;
	}
	json_start(&w, cx, sink_to_buffer, &words);
	write_title(m, &w, to, NULL, id);
	if (!json_end(&w))
		return false;
	json_raw(&m->out, buffer_str(&words));
	add_value(m, name, arena_fmt(cx->mem, "%lld", (long long)id), buffer_str(&words));
	return true;
}

/* ---- values by kind */

static void write_texts(struct maker *m, const struct texts *x)
{
	json_open(&m->out, '{');
	for (size_t i = 0; i < x->n; i++) {
		json_key(&m->out, x->v[i].lang);
		json_open(&m->out, '{');
		json_key(&m->out, "body");
		json_text(&m->out, x->v[i].body);
		if (x->v[i].original) {
			json_key(&m->out, "original");
			json_bool(&m->out, true);
		}
		if (text_stale(x, &x->v[i])) {
			json_key(&m->out, "stale");
			json_bool(&m->out, true);
		}
		json_close(&m->out);
		buffer_fmt(&m->words, "%s\n", x->v[i].body);
	}
	json_close(&m->out);
}

static bool write_set(struct maker *m, const struct field *f, const char *name,
                      const struct refs *r)
{
	const struct type *to = field_target(m->type, f);

	json_open(&m->out, '[');
	for (size_t i = 0; i < r->n; i++) {
		bool stands = true;

		if (f->flags & IF_PUBLIC && !may_stand(m->cx, to, r->v[i], &stands))
			return false;
		if (stands && !write_named(m, f, name, to, r->v[i]))
			return false;
	}
	json_close(&m->out);
	return true;
}

static bool write_rows(struct maker *m, const struct field *f, const struct owned *o);

static bool write_value(struct maker *m, const struct field *f, const char *name, const void *row)
{
	const void *p = field_at(f, row);
	struct buffer plain = BUFFER(m->cx->mem, MAX_PAGE);

	switch (f->kind) {
	case FIELD_TEXTS:
		write_texts(m, p);
		return true;
	case FIELD_REF:
	case FIELD_PARENT:
		return write_named(m, f, name, field_target(m->type, f), *(const int64_t *)p);
	case FIELD_LINK:
		return write_named(m, f, name, ((const struct link *)p)->type,
		                   ((const struct link *)p)->id);
	case FIELD_REFS:
		return write_set(m, f, name, p);
	case FIELD_ROWS:
		return write_rows(m, f, p);
	case FIELD_TEXT:
		buffer_fmt(&m->words, "%s\n", *(const char *const *)p);
		break;
	case FIELD_CHOICE:
		add_value(m, name, choice_at(field_choices(m->type, f), *(const int *)p)->code,
		          NULL);
		break;
	default:
		break;
	}
	field_write(m->cx, m->type, f, row, &plain);
	json_raw(&m->out, buffer_str(&plain));
	return buffer_ok(m->cx, &plain);
}

/* Files stay inside: the public site hands out no attachments. */
static bool goes_out(const struct field *f, const void *row)
{
	return f->kind != FIELD_FILE && !f->reader && !(f->flags & HIDDEN) && !field_empty(f, row);
}

/* ---- what is left out, and what is left to say */

static bool says(struct maker *m, const struct field *f, const void *row, bool *ret);

/* A row without the record that it is about says nothing. */
static bool row_says(struct maker *m, const struct field *f, const char *row, bool *ret)
{
	*ret = true;
	for (size_t k = 0; k < f->rows->n && *ret; k++) {
		const struct field *g = &f->rows->fields[k];

		if (g->flags & REQUIRED && g->flags & IF_PUBLIC && !says(m, g, row, ret))
			return false;
	}
	return true;
}

static bool rows_say(struct maker *m, const struct field *f, const struct owned *o, bool *ret)
{
	*ret = false;
	for (size_t i = 0; i < o->n && !*ret; i++)
		if (!row_says(m, f, (const char *)o->v + i * f->rows->size, ret))
			return false;
	return true;
}

static bool set_says(struct maker *m, const struct field *f, const struct refs *r, bool *ret)
{
	*ret = false;
	for (size_t i = 0; i < r->n && !*ret; i++)
		if (!may_stand(m->cx, field_target(m->type, f), r->v[i], ret))
			return false;
	return true;
}

static bool says(struct maker *m, const struct field *f, const void *row, bool *ret)
{
	const void *p = field_at(f, row);

	*ret = goes_out(f, row);
	if (!*ret || !(f->flags & IF_PUBLIC))
		return true;
	if (f->kind == FIELD_REFS)
		return set_says(m, f, p, ret);
	if (f->kind == FIELD_ROWS)
		return rows_say(m, f, p, ret);
	if (f->kind == FIELD_LINK)
		return may_stand(m->cx, ((const struct link *)p)->type,
		                 ((const struct link *)p)->id, ret);
	return may_stand(m->cx, field_target(m->type, f), *(const int64_t *)p, ret);
}

static bool write_row(struct maker *m, const struct field *f, const char *row)
{
	json_open(&m->out, '{');
	for (size_t k = 0; k < f->rows->n; k++) {
		const struct field *g = &f->rows->fields[k];
		bool said;

		if (!says(m, g, row, &said))
			return false;
		if (!said)
			continue;
		json_key(&m->out, g->name);
		if (!write_value(m, g, arena_fmt(m->cx->mem, "%s.%s", f->name, g->name), row))
			return false;
	}
	json_close(&m->out);
	return true;
}

static bool write_rows(struct maker *m, const struct field *f, const struct owned *o)
{
	json_open(&m->out, '[');
	for (size_t i = 0; i < o->n; i++) {
		const char *row = (const char *)o->v + i * f->rows->size;
		bool said;

		if (!row_says(m, f, row, &said) || (said && !write_row(m, f, row)))
			return false;
	}
	json_close(&m->out);
	return true;
}

bool copy_rests_on(const struct field *f)
{
	return f->flags & PUBLIC && f->flags & REQUIRED && f->flags & IF_PUBLIC;
}

static bool write_body(struct maker *m, const void *row)
{
	const struct field *f;

	json_open(&m->out, '{');
	json_key(&m->out, "title");
	write_title(m, &m->out, m->type, row, 0);
	json_key(&m->out, "fields");
	json_open(&m->out, '{');
	for (size_t i = 0; (f = published_field(m->type, i)); i++) {
		bool said;

		if (!says(m, f, row, &said))
			return false;
		if (!said && copy_rests_on(f))
			return fail(m->cx, ERR_INVALID, NULL,
			            N_("“%s” names a record that is not on the public site."),
			            tr(m->cx, f->label));
		if (!said)
			continue;
		json_key(&m->out, f->name);
		if (!write_value(m, f, f->name, row))
			return false;
	}
	json_close(&m->out);
	json_close(&m->out);
	return json_end(&m->out);
}

/* ---- the copy */

/* The public list stands in the order of the inner one, where that is one text or the newest day
 * first; what has the same day stands by its title. */
static const char *sort_key_of(struct context *cx, const struct type *t, const void *row)
{
	enum { DAYS = 100 * 100 * 10000 }; /* year, month, day as one number, with room */
	bool newest = t->order && *t->order == '-';
	const struct field *f = t->order ? type_field_named(t, t->order + newest) : NULL;
	struct date d;

	if (f && f->kind == FIELD_TEXT && !newest)
		return *(const char *const *)field_at(f, row);
	if (!f || f->kind != FIELD_DATE || !newest)
		return fold_text(cx->mem, t->title(cx, row));
	d = *(const struct date *)field_at(f, row);
	return arena_fmt(cx->mem, "%08d %s", DAYS - 1 - d.year * 10000 - d.month * 100 - d.day,
	                 fold_text(cx->mem, t->title(cx, row)));
}

bool copy_make(struct context *cx, const struct type *t, const void *row, struct copy *ret)
{
	static const struct actor program = { .login = "console", .console = true };
	const struct context before = *cx;
	struct maker m = {
		.cx = cx,
		.type = t,
		.body = BUFFER(cx->mem, MAX_ANSWER),
		.words = BUFFER(cx->mem, MAX_ANSWER),
		.languages = setting_languages(cx),
	};
	bool ok;

	cx->actor = &program;
	cx->titles = NULL;
	json_start(&m.out, cx, sink_to_buffer, &m.body);
	ok = write_body(&m, row);
	*ret = (struct copy){
		.body = buffer_str(&m.body),
		.sort_key = ok ? sort_key_of(cx, t, row) : "", /* a title may swallow a failure */
		.words = fold_text(cx->mem, buffer_str(&m.words)),
		.values = m.values,
	};
	cx->actor = before.actor;
	cx->titles = before.titles;
	cx->lang = before.lang;
	return ok && !failed(cx) && buffer_ok(cx, &m.words);
}

bool copy_store(struct context *cx, const struct type *t, const void *row, const struct copy *c)
{
	const struct record *r = row;

	if (!db_run(cx, &copy_drop_values, V(t->name), V(r->id)) ||
	    !db_run(cx, &copy_drop, V(t->name), V(r->id)) ||
	    !db_run(cx, &copy_put, V(t->name), V(r->id), V(r->version), V(c->body), V(cx->now),
	            V(cx->actor ? cx->actor->user : 0), V(c->sort_key), V(c->words)))
		return false;
	for (const struct copy_value *v = c->values; v; v = v->next)
		if (!db_run(cx, &copy_put_value, V(t->name), V(r->id), V(v->field), V(v->value),
		            V(v->words)))
			return false;
	return true;
}

bool copy_remove(struct context *cx, const struct type *t, int64_t id)
{
	return db_run(cx, &copy_drop_values, V(t->name), V(id)) &&
	       db_run(cx, &copy_drop, V(t->name), V(id)) && access_epoch_raise(cx);
}

bool copy_exists(struct context *cx, const struct type *t, int64_t id, bool *ret)
{
	int64_t one;

	return db_int(cx, &copy_find, &one, ret, V(t->name), V(id));
}

/* What names records that may be left out: has it come to something else?  What cannot be copied
 * any more has. */
static bool says_else(struct context *cx, const struct type *t, const void *old, const void *row)
{
	struct error before = cx->err;
	struct copy a, b;
	bool same =
	        copy_make(cx, t, old, &a) && copy_make(cx, t, row, &b) && str_eq(a.body, b.body);

	if (cx->err.kind == ERR_INVALID)
		cx->err = before;
	return !same;
}

bool copy_differs(struct context *cx, const struct type *t, const void *old, const void *row)
{
	struct image before, after, difference;
	bool named = false;

	image_of(cx, t, old, &before);
	image_of(cx, t, row, &after);
	image_difference(cx, &before, &after, &difference);
	for (size_t i = 0; i < difference.n; i++) {
		const struct field *f = difference.v[i].field;

		if (!published_is(t, f))
			continue;
		if (!(f->flags & IF_PUBLIC))
			return true;
		named = true;
	}
	return named && says_else(cx, t, old, row);
}
