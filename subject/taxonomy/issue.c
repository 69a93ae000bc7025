/* UPR Info labels every recommendation with one of its own issues.  They are stored, as a taxonomy
 * of its own in UPR Info's words, and what they mean in ours stands in mappings that the
 * secretariat corrects. */
#include "subject/taxonomy/part.h"

#define T struct upr_info_issue
static const struct field fields[] = {
	TEXT(T, code, N_("Code"), .max = 60, .flags = REQUIRED | UNIQUE | PUBLIC,
	     .help = N_("Small letters, digits and _; imports and exports name the record by it.")),
	TEXTS(T, name, N_("Name"), .max = 300, .flags = REQUIRED | LISTED | SORTED | PUBLIC,
	      .help = N_("As UPR Info writes it.")),
	TEXT(T, aliases, N_("Other labels"), .max = 2000, .flags = LONG,
	     .help = N_("As files write it, with | between them; imports find the issue by each.")),
	YESNO(T, retired, N_("No longer used"), .flags = FILTERED),
	PARENT(T, merged_into, N_("Merged into"), .flags = READONLY),
};
#undef T

static const char *title(struct context *cx, const void *row)
{
	return texts_words(cx, &((const struct upr_info_issue *)row)->name);
}

const struct type upr_info_issue_type = {
	.name = "upr_info_issue",
	.plural = "upr_info_issues",
	.label = N_("Issue of UPR Info"),
	.label_plural = N_("Issues of UPR Info"),
	.help = N_("By what UPR Info orders its database. Mappings say which of our themes and "
	           "groups each is; imports label by those that fit."),
	.size = sizeof(struct upr_info_issue),
	FIELDS(fields),
	.function = "reference_data",
	.order = "name",
	.key = "code",
	.flags = TYPE_REFERENCE,
	.first_classification = CLASS_PUBLIC,
	.title = title,
};

/* ---- looked up by imports */

struct issues {
	const struct labels *labels;
	struct issue *v; /* in order of their identifiers */
	size_t n;
};

/* What fits counts; only where nothing does, the wide ones are told, to be confirmed. */
static void take(struct context *cx, struct issue *v, const struct mappings *m, struct refs *ret)
{
	size_t n;
	const struct mapped *to = mappings_of(m, v->id, &n);

	ret->v = arena_array(cx->mem, int64_t, n);
	for (size_t i = 0; i < n; i++)
		if ((to[i].fit == FIT_WIDE) == (v->fit == FIT_WIDE))
			ret->v[ret->n++] = to[i].to;
}

/* The best there is: exact before near before wide. */
static void judge(struct issue *v, const struct mappings *m)
{
	size_t n;
	const struct mapped *to = mappings_of(m, v->id, &n);

	for (size_t i = 0; i < n; i++)
		if (v->fit == FIT_NONE || to[i].fit < v->fit)
			v->fit = to[i].fit;
}

SQL(issue_all, "SELECT r.id, coalesce((SELECT x.body FROM text x WHERE x.record = r.id"
               " AND x.field = 'name' AND x.original = 1), r.code) FROM upr_info_issue r"
               " WHERE coalesce(r.retired, 0) = 0 ORDER BY r.id");

static bool read_all(struct context *cx, struct issues *x)
{
	struct rows *r = db_query(cx, &issue_all);
	size_t room = 0;

	while (r && rows_next(cx, r)) {
		if (x->n == room) {
			size_t more = room ? 2 * room : 64;

			x->v = arena_grow(cx->mem, x->v, room * sizeof *x->v, more * sizeof *x->v);
			room = more;
		}
		x->v[x->n++] = (struct issue){ .id = rows_int(r, 0),
			                       .name = arena_str(cx->mem, rows_text(r, 1)) };
	}
	if (!failed(cx) && !x->n)
		fail(cx, ERR_INVALID, NULL,
		     N_("The issues of UPR Info are not stored here yet: `ygrar init --reference "
		        "turkmenistan` brings the reference data of this program."));
	return !failed(cx);
}

struct issues *issues_load(struct context *cx)
{
	static const struct type *const to[] = { &theme_type, &affected_person_type, &sdg_type };
	struct issues *x = arena_new_of(cx->mem, struct issues);
	struct mappings *m[LEN(to)];

	x->labels = labels_load(cx, &upr_info_issue_type);
	if (!x->labels || !read_all(cx, x))
		return NULL;
	for (size_t i = 0; i < LEN(to); i++) {
		m[i] = mappings_load(cx, &upr_info_issue_type, to[i]);
		if (!m[i])
			return NULL;
	}
	for (size_t i = 0; i < x->n; i++) {
		for (size_t k = 0; k < LEN(to); k++)
			judge(&x->v[i], m[k]);
		take(cx, &x->v[i], m[0], &x->v[i].themes);
		take(cx, &x->v[i], m[1], &x->v[i].affected_persons);
		take(cx, &x->v[i], m[2], &x->v[i].sdg);
	}
	return x;
}

const struct issue *issues_find(struct context *cx, const struct issues *x, const char *name)
{
	int64_t id = labels_find(cx, x->labels, name);
	size_t low = 0, high = id ? x->n : 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (x->v[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return id && low < x->n && x->v[low].id == id ? &x->v[low] : NULL;
}
