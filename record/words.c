/* Values in words for people, and what people typed back into values.  The twin of image.c: that is
 * the form for machines, this the form for pages, exports as shown, and cells of foreign tables. */
#include "record/image.h"

#include "base/id.h"
#include "base/number.h"
#include "language/fold.h"
#include "language/words.h"
#include "record/app.h"
#include "record/known.h"
#include "record/record.h"
#include "record/setting.h"
#include "record/subject.h"

/* ---- out */

const struct text *texts_best(struct context *cx, const struct texts *x)
{
	const char *const *languages = setting_languages(cx);

	for (size_t i = 0; i < x->n; i++)
		if (str_eq(x->v[i].lang, cx->lang))
			return &x->v[i];
	for (; *languages; languages++)
		for (size_t i = 0; i < x->n; i++)
			if (str_eq(x->v[i].lang, *languages))
				return &x->v[i];
	return x->n ? &x->v[0] : NULL;
}

const char *texts_words(struct context *cx, const struct texts *x)
{
	const struct text *t = texts_best(cx, x);

	return t ? t->body : "";
}

struct texts texts_in_languages(struct context *cx,
                                const char *(*words)(struct context *cx, const void *data),
                                const void *data)
{
	const char *const *languages = setting_languages(cx);
	const char *lang = cx->lang;
	struct texts x = { 0 };
	size_t n = 0;

	while (languages[n])
		n++;
	x.v = arena_array(cx->mem, struct text, n);
	for (size_t i = 0; i < n; i++) {
		cx->lang = languages[i];
		x.v[x.n++] = (struct text){ .lang = languages[i], .body = words(cx, data) };
	}
	cx->lang = lang;
	return x;
}

bool text_stale(const struct texts *x, const struct text *t)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->v[i].original)
			return !t->original && t->from_change && t->from_change != x->v[i].change;
	return false;
}

static const char *join(struct context *cx, const struct type *target, const struct refs *r)
{
	struct buffer b = BUFFER(cx->mem, MAX_PAGE);

	if (!target || !record_titles(cx, target, r->v, r->n))
		return "";
	for (size_t i = 0; i < r->n; i++)
		buffer_fmt(&b, "%s%s", i ? "; " : "", record_title(cx, target, r->v[i]));
	return buffer_str(&b);
}

static const char *instant_words(struct context *cx, int64_t us)
{
	int seconds;
	struct date d = civil_date(cx, us, &seconds);

	return words_time(cx->mem, cx->lang, d, seconds);
}

static const char *choice_words(struct context *cx, const struct type *t, const struct field *f,
                                int index)
{
	const struct choice *c = choice_at(field_choices(t, f), index);

	return c ? tr(cx, c->label) : "";
}

/* Sources and conflicts say by its name which field they are about. */
static const char *about_words(struct context *cx, const struct type *t, const struct field *g,
                               const void *row)
{
	const char *words = field_words(cx, t, g, row);
	const struct field *about = str_eq(g->name, "field") ? type_field_named(t, words) : NULL;

	return about ? tr(cx, about->label) : words;
}

static const char *rows_words(struct context *cx, const struct type *t, const struct field *f,
                              const struct owned *o)
{
	struct buffer b = BUFFER(cx->mem, MAX_PAGE);

	for (size_t i = 0; i < o->n; i++) {
		const char *row = (const char *)o->v + i * f->rows->size, *between = i ? "\n" : "";

		for (size_t k = 0; k < f->rows->n; k++) {
			const struct field *g = &f->rows->fields[k];

			if (g->flags & HIDDEN || field_empty(g, row))
				continue;
			buffer_fmt(&b, "%s%s: %s", between, tr(cx, g->label),
			           f >= common_fields && f < common_fields + COMMON_FIELDS
			                   ? about_words(cx, t, g, row)
			                   : field_words(cx, t, g, row));
			between = "; ";
		}
	}
	return buffer_str(&b);
}

/* Of a key: what it names. */
static const char *key_words(struct context *cx, const struct type *target, const char *key)
{
	int64_t id = target && target->key ? record_id_by_key(cx, target, key) : 0;

	return id ? record_title(cx, target, id) : key;
}

int number_decimals(struct number *n, int scale)
{
	while (scale && n->units % 10 == 0) {
		n->units /= 10;
		scale--;
	}
	return scale;
}

const char *field_words(struct context *cx, const struct type *t, const struct field *f,
                        const void *row)
{
	const void *p = field_at(f, row);

	if (field_empty(f, row))
		return "";
	switch (f->kind) {
	case FIELD_TEXT:
		return key_words(cx, field_target(t, f), *(const char *const *)p);
	case FIELD_TEXTS:
		return texts_best(cx, p)->body;
	case FIELD_NUMBER: {
		struct number n = *(const struct number *)p;
		int decimals = number_decimals(&n, f->scale);

		return words_number(cx->mem, cx->lang, n.units, decimals);
	}
	case FIELD_MONEY: {
		const struct money *m = p;

		return words_money(cx->mem, cx->lang, m->minor, 2, m->currency);
	}
	case FIELD_YESNO:
		return *(const enum yesno *)p == YES ? tr(cx, N_("yes")) : tr(cx, N_("no"));
	case FIELD_DATE:
		return words_date_short(cx->mem, cx->lang, *(const struct date *)p);
	case FIELD_INSTANT:
		return instant_words(cx, ((const struct instant *)p)->us);
	case FIELD_CHOICE:
		return choice_words(cx, t, f, *(const int *)p);
	case FIELD_REF:
	case FIELD_PARENT:
		return field_target(t, f)
		               ? record_title(cx, field_target(t, f), *(const int64_t *)p)
		               : "";
	case FIELD_REFS:
		return join(cx, field_target(t, f), p);
	case FIELD_ROWS:
		return rows_words(cx, t, f, p);
	case FIELD_LINK: {
		const struct link *l = p;

		return record_title(cx, l->type, l->id);
	}
	case FIELD_FILE:
		return record_file_name(cx, *(const int64_t *)p);
	case FIELD_KINDS:
		break;
	}
	return "";
}

/* ---- in */

/* Says what would be right, where that can be said. */
static bool not_understood(struct context *cx, const struct field *f, const char *typed)
{
	switch (f->kind) {
	case FIELD_DATE:
		return fail(cx, ERR_INVALID, f->name,
		            N_("%s: “%s” is no date. Write 17.06.2025, 06.2025 or 2025."),
		            tr(cx, f->label), typed);
	case FIELD_REF:
	case FIELD_REFS:
	case FIELD_PARENT:
		return fail(cx, ERR_INVALID, f->name,
		            N_("%s: there is no “%s”, or several are called so."), tr(cx, f->label),
		            typed);
	default:
		return fail(cx, ERR_INVALID, f->name, N_("%s: “%s” is not understood."),
		            tr(cx, f->label), typed);
	}
}

static const char *trimmed(struct context *cx, const char *s)
{
	size_t n;

	s += strspn(s, " \t\r\n");
	for (n = strlen(s); n && strchr(" \t\r\n", s[n - 1]); n--)
		;
	return arena_strn(cx->mem, s, n);
}

/* By code, or by its label in any language the program speaks. */
static int typed_choice(struct context *cx, const struct type *t, const struct field *f,
                        const char *typed)
{
	static const char *const languages[] = { "en", "ru", "tk" };
	const struct choice *choices = field_choices(t, f);
	const char *folded = fold_text(cx->mem, typed);
	int index = choice_index(choices, typed);

	for (int i = 0; !index && choices && choices[i].code; i++)
		for (size_t k = 0; k < LEN(languages); k++) {
			const char *label = cx->translate
			                            ? cx->translate(cx->catalogues, languages[k],
			                                            choices[i].label)
			                            : without_context(choices[i].label);

			if (str_eq(fold_text(cx->mem, label), folded))
				index = i + 1;
		}
	return index;
}

/* By its whole name in any language, folded; 0 where none or several are called so.  What is
 * retired is named by its code alone. */
static int64_t named_so(struct context *cx, const struct type *target, const char *typed)
{
	const struct field *name = type_field_named(target, "name");
	const char *text = arena_fmt(
	        cx->mem,
	        "SELECT CASE WHEN count(DISTINCT t.id) = 1 THEN min(t.id) ELSE 0 END FROM text x"
	        " JOIN %s t ON t.id = x.record WHERE x.field = 'name' AND x.folded = $1%s",
	        target->name,
	        type_field_named(target, "retired") ? " AND coalesce(t.retired, 0) = 0" : "");
	int64_t id = 0;
	bool found;

	if (!name || name->kind != FIELD_TEXTS)
		return 0;
	return db_int(cx, MADE_SQL(text), &id, &found, V(fold_text(cx->mem, typed))) ? id : 0;
}

/* "912218887792099344", and what people paste: https://…/recommendations/912218887792099344.
 * Identifiers hold a time, so they are large; 0 where there is none. */
static int64_t typed_id(struct context *cx, const char *typed)
{
	const char *last = strrchr(typed, '/');
	int64_t id;

	if (last)
		typed = arena_strn(cx->mem, last + 1, strcspn(last + 1, "?#"));
	return parse_int_in(typed, (int64_t)1 << 32, INT64_MAX, &id) ? id : 0;
}

/* By id, else by the key of the type, else by its name. */
static int64_t typed_ref(struct context *cx, const struct type *target, const char *typed)
{
	int64_t id = target ? typed_id(cx, typed) : 0;

	if (!target || id)
		return id;
	id = known_words(cx, target, KNOWN_AS_TYPED, typed);
	if (id)
		return id;
	id = target->key ? record_id_by_key(cx, target, typed) : 0;
	if (!id && !failed(cx))
		id = named_so(cx, target, typed);
	if (id)
		known_add_words(cx, target, KNOWN_AS_TYPED, typed, id);
	return id;
}

static bool typed_refs(struct context *cx, const struct type *t, const struct field *f,
                       const char *typed, struct refs *ret)
{
	size_t n = 1;

	for (const char *s = typed; *s; s++)
		n += *s == '|';
	*ret = (struct refs){ .v = arena_array(cx->mem, int64_t, n) };
	for (const char *rest = typed; rest;) {
		const char *bar = strchr(rest, '|');
		const char *part =
		        trimmed(cx, bar ? arena_strn(cx->mem, rest, (size_t)(bar - rest)) : rest);
		int64_t id = *part ? typed_ref(cx, field_target(t, f), part) : 0;
		bool twice = false;

		rest = bar ? bar + 1 : NULL;
		if (*part && !id)
			return failed(cx) ? false : not_understood(cx, f, part);
		for (size_t i = 0; i < ret->n; i++)
			twice |= ret->v[i] == id;
		if (id && !twice)
			ret->v[ret->n++] = id;
	}
	return true;
}

static bool typed_text(struct context *cx, const struct field *f, const char *lang,
                       const char *typed, void *row)
{
	struct texts *x = field_at(f, row);
	struct text *own = arena_array(cx->mem, struct text, x->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < x->n; i++)
		if (!str_eq(x->v[i].lang, lang))
			own[n++] = x->v[i];
		else if (*typed) {
			own[n] = x->v[i];
			own[n++].body = typed;
			typed = "";
		}
	if (*typed)
		own[n++] = (struct text){ .lang = arena_str(cx->mem, lang), .body = typed };
	*x = (struct texts){ own, n };
	return true;
}

static bool typed_yesno(struct context *cx, const char *typed, enum yesno *ret)
{
	static const char *const yes[] = { "1", "yes", "true", "да", "hawa" }, *const no[] = {
		"0", "no", "false", "нет", "yok"
	};
	const char *folded = fold_text(cx->mem, typed);

	*ret = UNSAID;
	for (size_t i = 0; i < LEN(yes); i++)
		*ret = str_eq(folded, yes[i]) ? YES : str_eq(folded, no[i]) ? NO : *ret;
	return *ret != UNSAID;
}

/* "1 234,50 TMT" or "TMT 1,234.50". */
static bool typed_money(struct context *cx, const char *lang, const char *typed, struct money *ret)
{
	size_t n = strlen(typed), letters = strspn(typed, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	const char *currency = letters == 3 ? typed : n > 3 ? typed + n - 3 : "";
	const char *amount = letters == 3 ? typed + 3
	                     : n > 3      ? arena_strn(cx->mem, typed, n - 3)
	                                  : "";

	if (strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") < 3 ||
	    !words_read_number(lang, trimmed(cx, amount), 2, &ret->minor))
		return false;
	memcpy(ret->currency, currency, 3);
	ret->currency[3] = '\0';
	return true;
}

/* "document:123" or "document:CRC/C/TKM/CO/5-6". */
static bool typed_link(struct context *cx, const char *typed, struct link *ret)
{
	const char *colon = strchr(typed, ':');
	const struct type *t =
	        colon ? type_named(cx->app->subjects,
	                           arena_strn(cx->mem, typed, (size_t)(colon - typed)))
	              : NULL;

	*ret = (struct link){ t, t ? typed_ref(cx, t, colon + 1) : 0 };
	return ret->id != 0;
}

static bool empty_value(struct context *cx, const struct type *t, const struct field *f, void *row)
{
	static const struct json nothing = { .kind = JSON_KIND_NULL };

	return field_read(cx, t, f, &nothing, row);
}

bool field_typed(struct context *cx, const struct type *t, const struct field *f, const char *lang,
                 const char *typed, void *row)
{
	void *p = field_at(f, row);
	bool ok = false;

	if (f->kind == FIELD_TEXTS)
		return typed_text(cx, f, lang, f->flags & LONG ? typed : trimmed(cx, typed), row);
	if (!(f->flags & LONG))
		typed = trimmed(cx, typed);
	if (!empty_value(cx, t, f, row) || !*typed)
		return !failed(cx);
	switch (f->kind) {
	case FIELD_TEXT:
		*(const char **)p = arena_str(cx->mem, typed);
		ok = true;
		break;
	case FIELD_NUMBER: {
		struct number *n = p;

		ok = n->set = words_read_number(lang, typed, f->scale, &n->units);
		break;
	}
	case FIELD_MONEY:
		ok = typed_money(cx, lang, typed, p);
		break;
	case FIELD_YESNO:
		ok = typed_yesno(cx, typed, p);
		break;
	case FIELD_DATE:
		ok = date_parse(typed, p) || words_read_date(cx->mem, typed, p);
		break;
	case FIELD_INSTANT:
		ok = instant_parse(typed, &((struct instant *)p)->us);
		break;
	case FIELD_CHOICE:
		ok = (*(int *)p = typed_choice(cx, t, f, typed)) != 0;
		break;
	case FIELD_REF:
	case FIELD_PARENT:
		ok = (*(int64_t *)p = typed_ref(cx, field_target(t, f), typed)) != 0;
		break;
	case FIELD_FILE:
		ok = parse_int_in(typed, 1, INT64_MAX, p);
		break;
	case FIELD_REFS:
		return typed_refs(cx, t, f, typed, p);
	case FIELD_LINK:
		ok = typed_link(cx, typed, p);
		break;
	case FIELD_TEXTS:
	case FIELD_ROWS:
	case FIELD_KINDS:
		break;
	}
	if (!ok && !failed(cx))
		not_understood(cx, f, typed);
	return ok;
}
