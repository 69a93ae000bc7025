/* The table of routes: a tree of path pieces, where a literal piece is tried before a {parameter}.
 * It is built once at the start, refuses what could be forgotten (a permission) or mistyped (its
 * function and right), and is only read afterwards. */
#include "web/router.h"
#include "web/view.h"

enum { METHODS = METHOD_PUT + 1, MAX_FUNCTION = 64 };

static const char *const method_names[METHODS] = {
	[METHOD_GET] = "GET",       [METHOD_POST] = "POST", [METHOD_PATCH] = "PATCH",
	[METHOD_DELETE] = "DELETE", [METHOD_PUT] = "PUT",
};

struct node {
	const char *literal; /* in the route's own text */
	size_t n;
	struct node *next, *children, *parameter;
	const struct route *routes[METHODS];
};

struct router {
	struct node *root;
	const struct route **routes;
	size_t n, room;
};

/* ---- permissions */

/* "recommendations:read" → function and right.  False: not of this form. */
static bool permission_cut(const char *permission, char function[MAX_FUNCTION], enum right *right)
{
	const char *colon = strchr(permission, ':');
	size_t n = colon ? (size_t)(colon - permission) : 0;

	if (!n || n >= MAX_FUNCTION)
		return false;
	memcpy(function, permission, n);
	function[n] = '\0';
	for (*right = 0; *right < RIGHTS; (*right)++)
		if (str_eq(right_name(*right), colon + 1))
			return true;
	return false;
}

bool route_allowed(const struct context *cx, const char *permission)
{
	char function[MAX_FUNCTION];
	enum right right;

	if (str_eq(permission, "@public"))
		return true;
	if (!cx->actor || !permission)
		return false;
	if (str_eq(permission, "@signed-in"))
		return true;
	return permission_cut(permission, function, &right) && access_function(cx, function, right);
}

static bool function_known(const struct permissions *p, const char *function)
{
	const char *known;

	for (size_t i = 0; (known = permissions_function(p, i)); i++)
		if (str_eq(known, function))
			return true;
	return false;
}

static bool permission_sound(struct context *cx, const struct route *route)
{
	char function[MAX_FUNCTION];
	enum right right;
	const char *p = route->permission;

	if (!p)
		return fail(cx, ERR_BROKEN, NULL, N_("The route %s %s has no permission."),
		            method_names[route->method], route->path);
	if (str_eq(p, "@public") || str_eq(p, "@signed-in"))
		return true;
	if (permission_cut(p, function, &right) && function_known(cx->app->permissions, function))
		return true;
	return fail(cx, ERR_BROKEN, NULL, N_("The route %s %s has the unknown permission %s."),
	            method_names[route->method], route->path, p);
}

/* ---- building */

static struct node *child(struct node *of, const char *piece, size_t n)
{
	struct node **at = *piece == '{' ? &of->parameter : &of->children;

	while (*at && *piece != '{' && !((*at)->n == n && memcmp((*at)->literal, piece, n) == 0))
		at = &(*at)->next;
	if (!*at) {
		*at = calloc(1, sizeof **at);
		if (*at)
			**at = (struct node){ .literal = piece, .n = n };
	}
	return *at;
}

static bool remember(struct router *r, const struct route *route)
{
	if (r->n == r->room) {
		size_t room = r->room ? 2 * r->room : 128;
		const struct route **routes = realloc(r->routes, room * sizeof(struct route *));

		if (!routes)
			return false;
		r->routes = routes;
		r->room = room;
	}
	r->routes[r->n++] = route;
	return true;
}

bool router_add(struct context *cx, struct router *r, const struct route *route)
{
	struct path path;
	struct node *at = r->root;

	if (!permission_sound(cx, route))
		return false;
	if (!path_cut(route->path, &path) || path.slash)
		return fail(cx, ERR_BROKEN, NULL, N_("The route %s is no path."), route->path);
	for (size_t i = 0; i < path.n && at; i++)
		at = child(at, path.v[i].text, path.v[i].n);
	if (at && at->routes[route->method])
		return true;
	if (!at || !remember(r, route))
		return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory."));
	at->routes[route->method] = route;
	return true;
}

static bool add_all(struct context *cx, struct router *r)
{
	for (const struct pages *const *p = all_pages; *p; p++)
		for (const struct route *route = (*p)->routes; route && route->path; route++)
			if (!router_add(cx, r, route))
				return false;
	return view_add_routes(cx, r);
}

struct router *router_empty(void)
{
	struct router *r = calloc(1, sizeof *r);

	if (r && !(r->root = calloc(1, sizeof *r->root))) {
		free(r);
		return NULL;
	}
	return r;
}

struct router *router_new(struct context *cx)
{
	struct router *r = router_empty();

	if (!r) {
		fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory."));
		return NULL;
	}
	if (add_all(cx, r))
		return r;
	router_free(r);
	return NULL;
}

static void node_free(struct node *n)
{
	while (n) {
		struct node *next = n->next;

		node_free(n->children);
		node_free(n->parameter);
		free(n);
		n = next;
	}
}

void router_free(struct router *r)
{
	if (!r)
		return;
	node_free(r->root);
	free(r->routes);
	free(r);
}

const struct route *router_route(const struct router *r, size_t i)
{
	return i < r->n ? r->routes[i] : NULL;
}

/* ---- matching */

static bool ends_here(const struct node *n)
{
	for (int m = 0; m < METHODS; m++)
		if (n->routes[m])
			return true;
	return false;
}

static const struct node *find(const struct node *n, const struct path *p, size_t i)
{
	if (i == p->n)
		return ends_here(n) ? n : NULL;
	for (const struct node *c = n->children; c; c = c->next) {
		if (c->n == p->v[i].n && memcmp(c->literal, p->v[i].text, c->n) == 0) {
			const struct node *found = find(c, p, i + 1);

			if (found)
				return found;
			break;
		}
	}
	return n->parameter ? find(n->parameter, p, i + 1) : NULL;
}

bool method_of(const char *name, enum method *ret)
{
	for (int m = 0; m < METHODS; m++)
		if (str_eq(method_names[m], name)) {
			*ret = (enum method)m;
			return true;
		}
	*ret = METHOD_GET;
	return str_eq(name, "HEAD");
}

const struct route *router_match(const struct router *r, const char *method, const struct path *p,
                                 const struct route *const **others)
{
	const struct node *n = find(r->root, p, 0);
	enum method m;

	*others = n ? n->routes : NULL;
	return n && method_of(method, &m) ? n->routes[m] : NULL;
}

const char *methods_allowed(struct arena *mem, const struct route *const *routes)
{
	struct buffer b = BUFFER(mem, 64);

	for (int m = 0; m < METHODS; m++)
		if (routes[m])
			buffer_fmt(&b, "%s%s%s", b.len ? ", " : "", method_names[m],
			           m == METHOD_GET ? ", HEAD" : "");
	return buffer_str(&b);
}

bool route_parameters(struct context *cx, const struct route *route, const struct path *p,
                      struct request *q)
{
	struct path pattern;

	if (!path_cut(route->path, &pattern))
		return false;
	q->params = arena_array(cx->mem, struct pair, p->n + 1);
	for (size_t i = 0; i < p->n; i++) {
		if (*pattern.v[i].text != '{')
			continue;

		struct pair *pair = &q->params[q->params_n++];

		pair->name = arena_strn(cx->mem, pattern.v[i].text + 1, pattern.v[i].n - 2);
		pair->value = percent_decode(cx, p->v[i].text, p->v[i].n, false, false);
		if (!pair->value)
			return false;
	}
	return true;
}

const struct route *router_route_of(const struct router *r, const char *method, const char *target)
{
	const struct route *const *others;
	struct path path;

	return path_cut(target, &path) ? router_match(r, method, &path, &others) : NULL;
}

size_t route_body_limit(const struct route *route)
{
	return route && (route->flags & ROUTE_UPLOAD) ? MAX_BODY : MAX_FORM;
}
