/* One list, printed twice: as tabs on wide screens and as a menu on narrow ones. */
#include "web/menu.h"

#include "record/record.h"

bool menu_type_open(const struct context *cx, const struct type *t)
{
	return !(t->flags & TYPE_NO_PAGES) && access_function(cx, t->function, RIGHT_READ);
}

/* Reference data is open as it is; of all else, who reads what is published alone finds it on the
 * public site, and an empty list here. */
static bool has_something(const struct context *cx, const struct type *t)
{
	return t->flags & TYPE_REFERENCE || access_reads(cx, t->function);
}

static bool tab_has_something(const struct context *cx, const struct tab *t)
{
	const char *colon = strchr(t->permission, ':');

	if (*t->permission == '@' || !colon || !str_eq(colon, ":read") || !cx->app)
		return true;
	return access_reads(cx, arena_strn(cx->mem, t->permission,
	                                   (size_t)(colon - t->permission))) != t->published;
}

static void menu_add(struct menu *m, const char *label, const char *path, int order)
{
	size_t at = m->n;

	if (m->n == MAX_MENU)
		return;
	while (at > 0 && m->v[at - 1].order > order) {
		m->v[at] = m->v[at - 1];
		at--;
	}
	m->v[at] = (struct menu_entry){ .label = label, .path = path, .order = order };
	m->n++;
}

static bool menu_has(const struct menu *m, const char *path)
{
	for (size_t i = 0; i < m->n; i++)
		if (str_eq(m->v[i].path, path))
			return true;
	return false;
}

/* True when the path is the entry's page or lies below it. */
static bool path_below(const char *path, const char *entry)
{
	size_t n = strlen(entry);

	return str_eq(path, entry) || (n > 1 && str_starts(path, entry) && path[n] == '/');
}

/* The nearest one: a section may lie below another. */
static const struct menu_entry *menu_find(const struct menu *m, const char *path)
{
	const struct menu_entry *found = NULL;

	for (size_t i = 0; i < m->n; i++)
		if (path_below(path, m->v[i].path) &&
		    (!found || strlen(m->v[i].path) > strlen(found->path)))
			found = &m->v[i];
	return found;
}

static void add_types(const struct context *cx, struct menu *m)
{
	bool reference = false;

	for (const struct subject *const *s = cx->app->subjects; s && *s; s++) {
		int order = (*s)->order * 10;

		for (const struct type *const *t = (*s)->types; *t; t++) {
			const char *path;

			if (!menu_type_open(cx, *t) || !has_something(cx, *t))
				continue;
			if ((*t)->flags & TYPE_REFERENCE) {
				reference = true;
				continue;
			}
			if ((*t)->flags & TYPE_NO_TAB)
				continue;
			path = arena_fmt(cx->mem, "/%s", (*t)->plural);
			if (!menu_has(m, path))
				menu_add(m, (*t)->label_plural, path, order++);
		}
	}
	if (reference)
		menu_add(m, N_("Reference data"), "/reference", 9000);
}

void menu_of(const struct context *cx, const struct request *q, const struct type *type,
             struct menu *ret)
{
	*ret = (struct menu){ .n = 0 };
	for (const struct pages *const *p = all_pages; *p; p++)
		for (const struct tab *t = (*p)->tabs; t && t->label; t++)
			if (route_allowed(cx, t->permission) && tab_has_something(cx, t))
				menu_add(ret, t->label, t->path, t->order);
	if (q->session && cx->app)
		add_types(cx, ret);
	if (type)
		ret->current = menu_find(ret, arena_fmt(cx->mem, "/%s", type->plural));
	if (type && !ret->current && (type->flags & TYPE_REFERENCE))
		ret->current = menu_find(ret, "/reference");
	if (!type && q->path)
		ret->current = menu_find(ret, q->path);
}
