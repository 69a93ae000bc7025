/* The filters beside a list: ticks, members of references, dates.  A GET form, so that what is
 * chosen is in the address. */
#include "web/view_find.h"
#include "web/view_part.h"

#include "base/number.h"
#include "record/app.h"

/* A page stays small: so many members of references are offered in all, those of columns first; the
 * rest is typed by key. */
enum { FACET_MEMBERS = 40, ALL_MEMBERS = 90, OPTION_BYTES = 80 };

static bool has_value(const struct request *q, const char *name, const char *value)
{
	for (size_t i = 0; i < q->query_n; i++)
		if (str_eq(q->query[i].name, name) && str_eq(q->query[i].value, value))
			return true;
	return false;
}

static void print_tick(struct html *h, const struct request *q, const char *name, const char *value,
                       const char *label)
{
	html(h, "<label class=\"tick\"><input type=\"checkbox\" name=\"%s\" value=\"%s\"", name,
	     value);
	if (has_value(q, name, value))
		html(h, " checked");
	html(h, "><span>%s</span></label>", label);
}

static void print_missing(struct html *h, const struct request *q, const struct field *f)
{
	if (!(f->flags & REQUIRED) && f != &common_fields[0]) /* every record has a state */
		print_tick(h, q, f->name, "-", tr(h->cx, "not stated"));
}

static void print_choices(struct html *h, const struct request *q, const struct list *l,
                          const struct field *f)
{
	for (const struct choice *c = field_choices(l->type, f); c && c->code; c++)
		print_tick(h, q, f->name, c->code, tr(h->cx, c->label));
}

static void print_typed(struct html *h, const struct request *q, const struct field *f)
{
	html(h, "<input name=\"%s\" aria-label=\"%s\" value=\"%s\">", f->name, tr(h->cx, f->label),
	     request_query(q, f->name));
}

/* A title cut for a narrow column, between characters. */
static const char *cut(struct context *cx, const char *title)
{
	size_t n = OPTION_BYTES;

	if (strlen(title) <= OPTION_BYTES)
		return title;
	while (n && ((unsigned char)title[n] & 0xc0) == 0x80)
		n--;
	return arena_fmt(cx->mem, "%.*s…", (int)n, title);
}

/* The members of a reference type: counted first, loaded when they are few enough to be offered. */
struct members {
	struct list list;
	int64_t n; /* counted */
	struct members *next;
};

/* Which references are offered whole. */
struct facets {
	struct members *met;
	uint64_t offered; /* by the field's place in the type */
	int64_t left;     /* options that may still be printed */
};

static struct members *members_of(struct context *cx, struct facets *all, const struct type *type)
{
	struct members *m = all->met;

	while (m && m->list.type != type)
		m = m->next;
	if (m)
		return m;
	m = arena_new_of(cx->mem, struct members);
	m->list = (struct list){ .type = type, .limit = FACET_MEMBERS };
	m->next = all->met;
	all->met = m;
	if (!record_few(cx, type, FACET_MEMBERS, &m->n))
		return NULL;
	if (m->n > FACET_MEMBERS && type->offered) {
		m->list.where_sql = type->offered;
		if (!record_list(cx, &m->list))
			return NULL;
		m->n = (int64_t)m->list.n + (m->list.next != NULL);
	}
	return m;
}

static const struct list *load_members(struct context *cx, struct facets *all,
                                       const struct type *type)
{
	struct members *m = members_of(cx, all, type);

	return m && (m->list.rows || record_list(cx, &m->list)) ? &m->list : NULL;
}

static bool is_reference(const struct field *f)
{
	return f->kind == FIELD_REF || f->kind == FIELD_REFS || f->kind == FIELD_PARENT;
}

static void offer(struct context *cx, struct facets *all, const struct type *t, size_t i)
{
	const struct field *f = type_field(t, i);
	const struct type *to = field_target(t, f);
	const struct members *of;

	if (!is_reference(f) || i >= 64 || !to || to == t || all->left < 10)
		return;
	of = members_of(cx, all, to);
	if (!of || of->n > FACET_MEMBERS || of->n > all->left)
		return;
	all->offered |= UINT64_C(1) << i;
	all->left -= of->n;
}

static bool is_facet(const struct type *t, const struct field *f)
{
	return f->flags & FILTERED && !(f->flags & HIDDEN) && f->kind != FIELD_ROWS &&
	       f->kind != FIELD_LINK && !(f == &common_fields[0] && !t->states);
}

static void choose_offered(struct context *cx, struct facets *all, const struct type *t)
{
	const struct field *f;

	for (int listed = 1; listed >= 0; listed--)
		for (size_t i = 0; (f = type_field(t, i)); i++)
			if (is_facet(t, f) && !(f->flags & LISTED) == !listed)
				offer(cx, all, t, i);
}

/* Where not all are offered, the address may name one of the others. */
static bool offers(const struct list *of, const char *value)
{
	int64_t id;

	if (!of->where_sql || !parse_int_in(value, 1, INT64_MAX, &id))
		return true;
	for (size_t i = 0; i < of->n; i++)
		if (((struct record *)of->rows[i])->id == id)
			return true;
	return false;
}

static void print_members(struct html *h, const struct request *q, const struct list *of,
                          const struct field *f)
{
	struct context *cx = h->cx;
	const char *value = request_query(q, f->name);

	html(h, "<select name=\"%s\" aria-label=\"%s\"><option value=\"\">%s</option>", f->name,
	     tr(cx, f->label), tr(cx, "all"));
	for (size_t i = 0; i < of->n; i++) {
		const char *id =
		        arena_fmt(cx->mem, "%lld", (long long)((struct record *)of->rows[i])->id);

		html_option(h, id, of->type->title ? cut(cx, of->type->title(cx, of->rows[i])) : id,
		            str_eq(id, value));
	}
	if (!(f->flags & REQUIRED))
		html_option(h, "-", tr(cx, "not stated"), str_eq(value, "-"));
	html(h, "</select>");
}

static void print_bound(struct html *h, const struct request *q, const struct field *f, char sign,
                        const char *label)
{
	const char *name = arena_fmt(h->cx->mem, "%s%c", f->name, sign);
	const char *side = sign == '>' ? "from" : "to", *value = request_query(q, name);

	html(h, "<div class=\"field\"><label class=\"small\" for=\"%s-%s\">%s</label>", side,
	     f->name, label);
	html(h, "<input id=\"%s-%s\" name=\"%s\" value=\"%s\"></div>", side, f->name, name, value);
}

/* A record that the address names by its identifier: its title, or all again. */
static bool print_named(struct html *h, const struct request *q, const struct type *to,
                        const struct field *f)
{
	struct context *cx = h->cx;
	const char *value = request_query(q, f->name);
	int64_t id;

	if (!to || str_empty(value) || !parse_int_in(value, 1, INT64_MAX, &id))
		return false;
	html(h,
	     "<select name=\"%s\" aria-label=\"%s\"><option value=\"\">%s</option><option "
	     "value=\"%s\" selected>%s</option></select>",
	     f->name, tr(cx, f->label), tr(cx, "all"), value, cut(cx, record_title(cx, to, id)));
	return true;
}

static void print_facet(struct html *h, const struct request *q, const struct list *l,
                        const struct field *f, const struct list *members)
{
	struct context *cx = h->cx;

	html(h, "<fieldset><legend>%s</legend>", tr(cx, f->label));
	switch (f->kind) {
	case FIELD_CHOICE:
		print_choices(h, q, l, f);
		print_missing(h, q, f);
		break;
	case FIELD_YESNO:
		print_tick(h, q, f->name, "yes", tr(cx, "Yes"));
		print_tick(h, q, f->name, "no", tr(cx, "No"));
		print_missing(h, q, f);
		break;
	case FIELD_REF:
	case FIELD_REFS:
	case FIELD_PARENT:
		if (members && offers(members, request_query(q, f->name)))
			print_members(h, q, members, f);
		else if (!print_named(h, q, field_target(l->type, f), f))
			print_typed(h, q, f);
		break;
	case FIELD_DATE:
	case FIELD_INSTANT:
		print_bound(h, q, f, '>', tr(cx, "from"));
		print_bound(h, q, f, '<', tr(cx, "to"));
		print_missing(h, q, f);
		break;
	default:
		print_typed(h, q, f);
	}
	html(h, "</fieldset>\n");
}

/* All but the order goes with the filters; the words searched for stay. */
bool view_drop_filters(const char *name)
{
	return !word_in("order limit q layout filters", name);
}

bool view_has_facets(const struct type *t)
{
	const struct field *f;

	for (size_t i = 0; (f = type_field(t, i)); i++)
		if (is_facet(t, f) && !(t->flags & TYPE_REFERENCE && i < COMMON_FIELDS))
			return true;
	return false;
}

static void print_by_database(struct page *p, const struct list *l)
{
	struct facets all = { .left = ALL_MEMBERS };
	const struct field *f;

	choose_offered(p->cx, &all, l->type);
	for (size_t i = 0; (f = type_field(l->type, i)); i++)
		if (is_facet(l->type, f) && !(l->type->flags & TYPE_REFERENCE && i < COMMON_FIELDS))
			print_facet(&p->html, p->request, l, f,
			            i < 64 && all.offered >> i & 1
			                    ? load_members(p->cx, &all, field_target(l->type, f))
			                    : NULL);
}

/* What the index does not count by: dates beside the facets, and what is typed behind the others.
 */
static void print_uncounted(struct page *p, const struct list *l, bool dates)
{
	const struct field *f;

	for (size_t i = 0; (f = type_field(l->type, i)); i++)
		if (is_facet(l->type, f) && !facet_counts(l->shown, f) &&
		    (f->kind == FIELD_DATE || f->kind == FIELD_INSTANT) == dates &&
		    !(l->type->flags & TYPE_REFERENCE && i < COMMON_FIELDS))
			print_facet(&p->html, p->request, l, f, NULL);
}

static bool types_something(const struct page *p, const struct list *l)
{
	const struct field *f;

	for (size_t i = 0; (f = type_field(l->type, i)); i++)
		if (is_facet(l->type, f) && !facet_counts(l->shown, f) &&
		    !str_empty(request_query(p->request, f->name)))
			return true;
	return false;
}

/* The others only when they are asked for: the page stays light. */
static void print_counted(struct page *p, const struct list *l)
{
	bool all = request_query(p->request, "filters") || types_something(p, l);

	facet_print(p, l->shown, true);
	print_uncounted(p, l, true);
	if (all) {
		facet_print(p, l->shown, false);
		print_uncounted(p, l, false);
	} else {
		html(&p->html, "<p><a href=\"%s#facets\">%s</a></p>\n",
		     page_address(p->cx, p->request, "filters", "all"), tr(p->cx, "More filters"));
	}
}

void view_facets(struct page *p, const struct list *l)
{
	const struct found *f = l->shown;
	struct html *h = &p->html;

	html(h, "<form class=\"facets\" id=\"facets\" action=\"%s\" aria-label=\"%s\"" SWAPS ">\n",
	     p->request->path, tr(p->cx, "Filters"));
	view_keep_address(h, p->request, view_drop_filters);
	if (f && f->counted) {
		print_counted(p, l);
	} else {
		print_by_database(p, l);
	}
	html(h,
	     "<p class=\"row\"><button class=\"btn\">%s</button><a class=\"btn btn-bare\" "
	     "href=\"%s\">%s</a></p></form>\n",
	     tr(p->cx, "Apply filters"), p->request->path, tr(p->cx, "All"));
}
