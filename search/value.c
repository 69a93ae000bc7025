/* Values of facets as addresses, queries and people write them, both ways: codes, keys and labels
 * in any language of the installation. */
#include "search/part.h"

#include "base/number.h"
#include "language/fold.h"
#include "record/setting.h"

/* ---- as people write them */

static const char *yesno_code(int64_t value)
{
	return value == YES ? "yes" : "no";
}

static bool missing_words(struct context *cx, const struct findable *of, int64_t value,
                          struct search_value *ret)
{
	const struct field **fields = type_fields_named(cx, of->type, of->search->missing);

	if (value <= MAX_FACET_OF_RECORD) {
		ret->value = fields[value - 1]->name;
		ret->label = tr(cx, fields[value - 1]->label);
		return true;
	}
	for (const char *const *lang = setting_languages(cx); *lang; lang++) {
		if (facet_language(*lang) != value)
			continue;
		ret->value = *lang;
		ret->label = arena_fmt(cx->mem, tr(cx, N_("Translation: %s")),
		                       str_eq(*lang, "tk")   ? tr(cx, "Turkmen")
		                       : str_eq(*lang, "ru") ? tr(cx, "Russian")
		                       : str_eq(*lang, "en") ? tr(cx, "English")
		                                             : *lang);
		return true;
	}
	return false;
}

/* "2025-H2" */
static void half_year_words(struct context *cx, int64_t value, struct search_value *ret)
{
	int year = (int)(value / 2);

	ret->value = arena_fmt(cx->mem, "%04d-H%d", year, (int)(value % 2) + 1);
	ret->label = arena_fmt(cx->mem,
	                       value % 2 ? tr(cx, "second half of %d") : tr(cx, "first half of %d"),
	                       year);
}

static size_t typed_half_year(struct context *cx, const char *typed, int64_t *ret)
{
	int64_t year;

	if (strlen(typed) != 7 || typed[4] != '-' || (typed[5] != 'H' && typed[5] != 'h') ||
	    (typed[6] != '1' && typed[6] != '2') ||
	    !parse_int_in(arena_strn(cx->mem, typed, 4), 1, 9999, &year))
		return 0;
	ret[0] = 2 * year + (typed[6] == '2');
	return 1;
}

/* One whose title is not kept at hand. */
static void title_of(struct context *cx, const struct type *to, int64_t id,
                     struct search_value *ret)
{
	ret->value = arena_fmt(cx->mem, "%lld", (long long)id);
	ret->label = to ? record_title(cx, to, id) : "…";
}

static const struct findable *numbered(const struct findables *all, int64_t number)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].number == number)
			return &all->v[i];
	return NULL;
}

bool facet_value_words(struct context *cx, const struct asking *a, const struct findable *of,
                       const struct facet *x, int64_t value, struct search_value *ret)
{
	const struct findable *type;
	const struct choice *choice;
	struct label_found label;

	if (value == VALUE_MISSING && x->kind != FACET_MISSING) {
		ret->value = "-";
		ret->label = tr(cx, "not stated");
		return true;
	}
	switch (x->kind) {
	case FACET_TYPE:
		type = numbered(a->search->all, value);
		ret->value = type ? type->type->name : NULL;
		ret->label = type ? tr(cx, type->type->label_plural) : NULL;
		return type != NULL;
	case FACET_CHOICE:
		choice = choice_at(x->choices, (int)value);
		ret->value = choice ? choice->code : NULL;
		ret->label = choice ? tr(cx, choice->label) : NULL;
		return choice != NULL;
	case FACET_YESNO:
		ret->value = yesno_code(value);
		ret->label = tr(cx, ret->value);
		return true;
	case FACET_MISSING:
		return missing_words(cx, of, value, ret);
	case FACET_YEAR:
		ret->value = ret->label = arena_fmt(cx->mem, "%lld", (long long)value);
		return true;
	case FACET_RECORDED:
		half_year_words(cx, value, ret);
		return true;
	case FACET_LATE:
		ret->value = "yes";
		ret->label = tr(cx, "yes");
		return true;
	case FACET_REF:
		break;
	}
	if (!label_of(cx, a->held->labels, &a->who, x->to, value, &label)) {
		title_of(cx, x->to, value, ret);
		return true;
	}
	ret->value = str_empty(label.key) ? arena_fmt(cx->mem, "%lld", (long long)value)
	                                  : arena_str(cx->mem, label.key);
	ret->label = arena_str(cx->mem, label.title);
	return true;
}

/* ---- as they are typed */

static bool means(struct context *cx, const char *folded, const char *words, bool loosely)
{
	const char *label = fold_text(cx->mem, words);

	return str_eq(label, folded) || (loosely && *folded && strstr(label, folded));
}

/* In any language that the program speaks. */
static bool label_means(struct context *cx, const char *folded, const char *label, bool loosely)
{
	struct context other = *cx;

	if (means(cx, folded, without_context(label), loosely))
		return true;
	for (const char *const *lang = setting_languages(cx); *lang; lang++) {
		other.lang = *lang;
		if (means(cx, folded, without_context(tr(&other, label)), loosely))
			return true;
	}
	return false;
}

static size_t typed_choice(struct context *cx, const struct facet *x, const char *typed,
                           bool loosely, int64_t *ret)
{
	const char *folded = fold_text(cx->mem, typed);
	size_t n = 0;

	ret[0] = choice_index(x->choices, typed);
	if (ret[0])
		return 1;
	for (int round = 0; round < (loosely ? 2 : 1) && !n; round++)
		for (int i = 0; x->choices[i].code && n < MAX_FACET_OF_RECORD; i++)
			if (str_eq(fold_text(cx->mem, x->choices[i].code), folded) ||
			    label_means(cx, folded, x->choices[i].label, round))
				ret[n++] = i + 1;
	return n;
}

static size_t typed_yesno(struct context *cx, const char *typed, int64_t *ret)
{
	const char *folded = fold_text(cx->mem, typed);

	if (word_in("yes true 1", folded) || label_means(cx, folded, "yes", false))
		ret[0] = YES;
	else if (word_in("no false 0", folded) || label_means(cx, folded, "no", false))
		ret[0] = NO;
	else
		return 0;
	return 1;
}

static size_t typed_missing(struct context *cx, const struct findable *of, const char *typed,
                            int64_t *ret)
{
	const struct field **fields = type_fields_named(cx, of->type, of->search->missing);

	for (const char *const *lang = setting_languages(cx); *lang; lang++)
		if (str_eq(*lang, typed)) {
			ret[0] = facet_language(*lang);
			return 1;
		}
	for (size_t i = 0; fields && fields[i]; i++)
		if (str_eq(fields[i]->name, typed)) {
			ret[0] = (int64_t)i + 1;
			return 1;
		}
	return 0;
}

static size_t typed_type(struct context *cx, const struct findables *all, const char *typed,
                         int64_t *ret)
{
	const char *folded = fold_text(cx->mem, typed);

	for (size_t i = 0; i < all->n; i++) {
		const struct type *t = all->v[i].type;

		if (!str_eq(t->name, typed) && !str_eq(t->plural, typed) &&
		    !label_means(cx, folded, t->label, false) &&
		    !label_means(cx, folded, t->label_plural, false))
			continue;
		ret[0] = all->v[i].number;
		return 1;
	}
	return 0;
}

static size_t typed_ref(struct context *cx, const struct asking *a, const struct facet *x,
                        const char *typed, bool loosely, int64_t *ret)
{
	size_t n = labels_typed(cx, a->held->labels, &a->who, x->to, typed, loosely, ret,
	                        MAX_FACET_OF_RECORD);

	if (!n && strlen(typed) > 6 && parse_int(typed, &ret[0])) /* codes are shorter */
		return 1;
	return n;
}

bool facet_value_typed(struct context *cx, const struct asking *a, const struct findable *of,
                       const struct facet *x, const char *typed, bool loosely, int64_t **ret,
                       size_t *ret_n)
{
	int64_t *v = *ret = arena_array(cx->mem, int64_t, MAX_FACET_OF_RECORD);

	v[0] = VALUE_MISSING;
	*ret_n = 1;
	if (str_eq(typed, "-") && x->kind != FACET_MISSING && x->kind != FACET_TYPE)
		return true;
	switch (x->kind) {
	case FACET_TYPE:
		*ret_n = typed_type(cx, a->search->all, typed, v);
		break;
	case FACET_CHOICE:
		*ret_n = typed_choice(cx, x, typed, loosely, v);
		break;
	case FACET_YESNO:
	case FACET_LATE:
		*ret_n = typed_yesno(cx, typed, v);
		break;
	case FACET_MISSING:
		*ret_n = typed_missing(cx, of, typed, v);
		break;
	case FACET_YEAR:
		*ret_n = parse_int_in(typed, 1, 9999, v) ? 1 : 0;
		break;
	case FACET_RECORDED:
		*ret_n = typed_half_year(cx, typed, v);
		break;
	case FACET_REF:
		*ret_n = typed_ref(cx, a, x, typed, loosely, v);
		break;
	}
	return !failed(cx);
}

/* ---- fields of a query */

static struct query *node(struct context *cx, enum query_kind kind, const char *typed)
{
	struct query *q = arena_new_of(cx->mem, struct query);

	q->kind = kind;
	q->typed = typed;
	return q;
}

static struct query *both(struct context *cx, struct query *a, struct query *b)
{
	struct query *q = node(cx, QUERY_AND, b->typed);
	struct query **parts = arena_array(cx->mem, struct query *, 2);

	parts[0] = a;
	parts[1] = b;
	q->parts = parts;
	q->parts_n = 2;
	return q;
}

/* A value has a code once something in the index had it.  Restricted records never do: they are
 * asked for the values themselves, and how a query is understood rests on no code. */
static void add_codes(struct context *cx, const struct asking *a, struct query *q)
{
	uint16_t *codes = arena_array(cx->mem, uint16_t, q->values_n);

	for (size_t i = 0; i < q->values_n; i++) {
		codes[q->codes_n] =
		        index_code_known(a->held->index, q->values[i].facet, q->values[i].value);
		q->codes_n += codes[q->codes_n] != 0;
	}
	q->codes = codes;
}

static struct query *codes_node(struct context *cx, const struct asking *a, int facet,
                                const int64_t *values, size_t n, const char *typed)
{
	struct query *q = node(cx, n ? QUERY_CODES : QUERY_NONE, typed);
	struct query_value *v = arena_array(cx->mem, struct query_value, n);

	for (size_t i = 0; i < n; i++)
		v[i] = (struct query_value){ facet, values[i] };
	q->values = v;
	q->values_n = n;
	add_codes(cx, a, q);
	return q;
}

/* The facets of different types share numbers. */
static struct query *of_type(struct context *cx, const struct asking *a, const struct findable *of,
                             struct query *q)
{
	int64_t number = of ? of->number : 0;

	if (!of || a->of == of || q->kind == QUERY_NONE)
		return q;
	return both(cx, codes_node(cx, a, a->search->all->type.number, &number, 1, q->typed), q);
}

/* From the first to the last number that fits; false: the comparison is none. */
static bool compared(const char *compare, int64_t first, int64_t last, int64_t *from, int64_t *to)
{
	*from = INT64_MIN;
	*to = INT64_MAX;
	if (!*compare) {
		*from = first;
		*to = last;
	} else if (str_eq(compare, "<")) {
		*to = first - 1;
	} else if (str_eq(compare, "<=")) {
		*to = last;
	} else if (str_eq(compare, ">")) {
		*from = last + 1;
	} else if (str_eq(compare, ">=")) {
		*from = first;
	} else {
		return false;
	}
	return true;
}

static struct query *dates_node(struct context *cx, const char *field, const char *compare,
                                const char *value)
{
	const int64_t day = 24 * 3600 * INT64_C(1000000);
	struct query *q = node(cx, QUERY_DATES, value);
	struct date date;
	int64_t from, to;

	if (!date_parse(value, &date) ||
	    !compared(compare, date_to_days(date_first_day(date)), date_to_days(date), &from, &to))
		return node(cx, QUERY_NONE, value);
	q->field = field;
	q->from = from;
	q->to = to;
	if (str_eq(field, "changed")) {
		q->from = from == INT64_MIN ? from : from * day;
		q->to = to == INT64_MAX ? to : (to + 1) * day - 1;
	}
	return q;
}

static struct query *years_node(struct context *cx, const struct asking *a, const struct facet *x,
                                const char *compare, const char *value)
{
	int64_t year, from, to, *years = arena_array(cx->mem, int64_t, 400);
	size_t n = 0;

	if (!parse_int_in(value, 1, 9999, &year) || !compared(compare, year, year, &from, &to))
		return node(cx, QUERY_NONE, value);
	for (int64_t i = 1800; i < 2200; i++)
		if (i >= from && i <= to)
			years[n++] = i;
	return codes_node(cx, a, x->number, years, n, value);
}

/* By its label, or by what one of its values is: "Themes", "Theme". */
static bool facet_called(struct context *cx, const char *folded, const struct facet *x)
{
	return label_means(cx, folded, x->label, false) ||
	       (x->to && label_means(cx, folded, x->to->label, false));
}

/* By its name, its field's, or its label in any language. */
static const struct facet *facet_typed(struct context *cx, const struct asking *a, const char *name,
                                       const struct findable **ret_of)
{
	const struct findables *all = a->search->all;
	const struct type *t = a->of ? a->of->type : NULL;
	const struct facet *x = facet_named(all, t, name, ret_of);
	const char *folded = fold_text(cx->mem, name);

	if (!x)
		x = facet_named(all, t, folded, ret_of);
	for (size_t i = 0; i < all->n && !x; i++)
		for (size_t k = 0; k < all->v[i].facets_n && !x && (!t || all->v[i].type == t); k++)
			if (facet_called(cx, folded, &all->v[i].facets[k])) {
				x = &all->v[i].facets[k];
				*ret_of = &all->v[i];
			}
	return x;
}

static const char *date_field(struct context *cx, const struct asking *a, const char *name)
{
	const struct findables *all = a->search->all;
	const char *folded = fold_text(cx->mem, name);

	if (str_eq(folded, "changed") || label_means(cx, folded, "Changed", false))
		return "changed";
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].search->deadline &&
		    (str_eq(all->v[i].search->deadline, folded) ||
		     label_means(
		             cx, folded,
		             type_field_named(all->v[i].type, all->v[i].search->deadline)->label,
		             false)))
			return "deadline";
	return NULL;
}

/* What is late is so today. */
static struct query *late_node(struct context *cx, const char *value)
{
	struct query *q = node(cx, QUERY_DATES, value);
	int64_t yes;

	if (!typed_yesno(cx, value, &yes))
		return node(cx, QUERY_NONE, value);
	q->field = "deadline";
	q->from = INT64_MIN;
	q->to = date_to_days(today(cx)) - 1;
	if (yes == YES)
		return q;

	struct query *without = node(cx, QUERY_NOT, value);
	struct query **parts = arena_array(cx->mem, struct query *, 1);

	parts[0] = q;
	without->parts = parts;
	without->parts_n = 1;
	return both(cx, node(cx, QUERY_ALL, value), without);
}

struct query *query_field(struct context *cx, void *data, const char *field, const char *compare,
                          const char *value)
{
	const struct asking *a = data;
	const char *dates = date_field(cx, a, field);
	const struct findable *of;
	const struct facet *x;
	int64_t *values;
	size_t n;

	if (dates)
		return dates_node(cx, dates, compare, value);
	x = facet_typed(cx, a, field, &of);
	if (!x)
		return NULL;
	if (x->kind == FACET_YEAR)
		return of_type(cx, a, of, years_node(cx, a, x, compare, value));
	if (*compare)
		return node(cx, QUERY_NONE, value);
	if (x->kind == FACET_LATE)
		return of_type(cx, a, of, late_node(cx, value));
	if (!facet_value_typed(cx, a, of, x, value, true, &values, &n))
		return NULL;
	return of_type(cx, a, of, codes_node(cx, a, x->number, values, n, value));
}

/* ---- labels of a query */

enum {
	MAX_NAMED = 16,
	MAX_TOLD = 2,
};

/* Whatever names it in a field that is counted; false: nothing of what is asked about can. */
static bool bears(const struct asking *a, const struct label_named *label,
                  struct query_value *values, size_t *n)
{
	const struct findables *all = a->search->all;
	bool any = false;

	for (size_t i = 0; i < all->n; i++) {
		for (size_t k = 0; k < all->v[i].facets_n && (!a->of || a->of == &all->v[i]); k++) {
			const struct facet *x = &all->v[i].facets[k];
			bool known = false;

			if (x->kind != FACET_REF || x->to != label->type)
				continue;
			any = true;
			for (size_t m = 0; m < *n; m++)
				known = known || (values[m].facet == x->number &&
				                  values[m].value == label->id);
			if (!known)
				values[(*n)++] = (struct query_value){ x->number, label->id };
		}
	}
	return any;
}

/* “A”, “B”, … */
static const char *add_title(struct context *cx, const char *titles, size_t *n, const char *title)
{
	const char *quoted = arena_fmt(cx->mem, tr(cx, "“%s”"), title);

	if (!titles)
		return quoted;
	if (strstr(titles, quoted) || ++*n > MAX_TOLD)
		return titles;
	return arena_fmt(cx->mem, "%s, %s", titles, *n < MAX_TOLD ? quoted : "…");
}

struct query *query_labelled(struct context *cx, void *data, const struct query *const *words,
                             size_t n, size_t *ret_n)
{
	const struct asking *a = data;
	struct label_named labels[MAX_NAMED];
	struct query *q = node(cx, QUERY_CODES, NULL);
	struct query_value *values =
	        arena_array(cx->mem, struct query_value, MAX_NAMED * MAX_FACETS);
	const char *titles = NULL;
	size_t labels_n, told = 0;

	for (; !titles && n; n = *ret_n - 1) {
		*ret_n = labels_named(cx, a->held->labels, &a->who, a->maker->analyser, words, n,
		                      labels, MAX_NAMED, &labels_n);
		if (!*ret_n)
			return NULL;
		for (size_t i = 0; i < labels_n; i++)
			if (bears(a, &labels[i], values, &q->values_n))
				titles = add_title(cx, titles, &told, labels[i].title);
	}
	if (!titles)
		return NULL;
	q->values = values;
	add_codes(cx, a, q);
	q->typed = arena_fmt(cx->mem, tr(cx, "labelled %s"), titles);
	return q;
}
