/* Rows of saved views.  A table and no record type: what one looks at is nobody's record, is not
 * classified, and its history is of no use to anybody. */
#include "web/saved.h"

#include "base/utf8.h"
#include "language/collate.h"
#include "record/app.h"
#include "web/request.h"
#include "web/view_find.h"

#define SELECT_VIEW "SELECT id, account, institution, shared, list, name, query FROM saved_view"
#define SEEN                                                  \
	"(account = $1 OR shared = 'everybody' OR (shared = " \
	"'institution' AND institution = $2 AND institution <> 0))"

SQL(saved_view_list, SELECT_VIEW " WHERE list = $3 AND " SEEN
                                 " ORDER BY CASE WHEN account = $1 THEN 0 ELSE 1 END, sort_key, id"
                                 " LIMIT $4");
SQL(saved_view_all, SELECT_VIEW
    " WHERE " SEEN " ORDER BY CASE WHEN account = $1 THEN 0 ELSE 1 END, list, sort_key, id"
    " LIMIT $3");
SQL(saved_view_one, SELECT_VIEW " WHERE id = $3 AND " SEEN);
SQL(saved_view_named, "SELECT id FROM saved_view WHERE account = $1 AND list = $2 AND name = $3");
SQL(saved_view_count, "SELECT count(*) FROM saved_view WHERE account = $1");
SQL(saved_view_put,
    "INSERT INTO saved_view (id, account, institution, shared, list, name, sort_key, query, at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    " ON CONFLICT (id) DO UPDATE SET institution = excluded.institution,"
    " shared = excluded.shared, name = excluded.name, sort_key = excluded.sort_key,"
    " query = excluded.query, at = excluded.at");
SQL(saved_view_delete, "DELETE FROM saved_view WHERE id = $1");

/* ---- reading */

static struct saved_view read_row(struct context *cx, const struct rows *r)
{
	return (struct saved_view){
		.id = rows_int(r, 0),
		.account = rows_int(r, 1),
		.institution = rows_int(r, 2),
		.shared = arena_str(cx->mem, rows_text(r, 3)),
		.list = arena_str(cx->mem, rows_text(r, 4)),
		.name = arena_str(cx->mem, rows_text(r, 5)),
		.query = arena_str(cx->mem, rows_text(r, 6)),
	};
}

bool saved_views(struct context *cx, const char *list, struct saved_view **ret, size_t *ret_n)
{
	int64_t user = cx->actor->user, institution = cx->actor->institution,
	        most = MAX_SAVED_VIEWS;
	struct rows *r =
	        list ? db_query(cx, &saved_view_list, V(user), V(institution), V(list), V(most))
	             : db_query(cx, &saved_view_all, V(user), V(institution), V(most));

	*ret = arena_array(cx->mem, struct saved_view, MAX_SAVED_VIEWS);
	*ret_n = 0;
	while (r && rows_next(cx, r))
		(*ret)[(*ret_n)++] = read_row(cx, r);
	return !failed(cx);
}

const struct saved_view *saved_view(struct context *cx, int64_t id)
{
	struct rows *r =
	        db_query(cx, &saved_view_one, V(cx->actor->user), V(cx->actor->institution), V(id));
	struct saved_view *v = NULL;

	if (r && rows_next(cx, r)) {
		v = arena_new_of(cx->mem, struct saved_view);
		*v = read_row(cx, r);
		rows_close(r);
	}
	if (!v && !failed(cx))
		fail(cx, ERR_NOT_FOUND, NULL,
		     N_("There is no such view, or it is not open to you."));
	return v;
}

/* ---- rules */

bool saved_may_share(struct context *cx, const char *list, const char *shared)
{
	const struct type *t = type_named(cx->app->subjects, list);

	if (str_eq(shared, "institution"))
		return cx->actor->institution != 0;
	return str_eq(shared, "everybody") && t &&
	       permissions_scopes(cx->app->permissions, t->function, cx->actor->role,
	                          RIGHT_UPDATE) &
	               SCOPE_ANY;
}

bool saved_may_remove(struct context *cx, const struct saved_view *v)
{
	return v->account == cx->actor->user || saved_may_share(cx, v->list, v->shared);
}

const char *saved_query(struct context *cx, const struct pair *query, size_t n)
{
	struct buffer b = BUFFER(cx->mem, 2 * MAX_URL);

	for (size_t i = 0; i < n; i++)
		if (!word_in("after offset count limit lang format draft facets facet find filters "
		             "restricted",
		             query[i].name) &&
		    !str_empty(query[i].value))
			query_write(&b, query[i].name, query[i].value);
	return buffer_str(&b);
}

static bool check_name(struct context *cx, struct saved_view *v)
{
	const char *name = v->name ? v->name : "";
	size_t n;

	name += strspn(name, " ");
	for (n = strlen(name); n && name[n - 1] == ' ';)
		n--;
	v->name = arena_strn(cx->mem, name, n);
	if (!n)
		return fail(cx, ERR_INVALID, "name", N_("Give the view a name."));
	return utf8_count(v->name) <= MAX_SAVED_NAME ||
	       fail(cx, ERR_INVALID, "name", N_("A name has at most %d characters."),
	            MAX_SAVED_NAME);
}

static bool check_shared(struct context *cx, struct saved_view *v)
{
	v->shared = v->shared ? v->shared : "";
	if (!*v->shared || saved_may_share(cx, v->list, v->shared))
		return true;
	return fail(cx, ERR_INVALID, "shared",
	            N_("Your role does not include sharing this list so widely."));
}

/* What a list does not understand is not kept for later. */
static bool check_query(struct context *cx, struct saved_view *v)
{
	const struct type *t = type_named(cx->app->subjects, v->list);
	struct request q = { .method = METHOD_GET };
	struct list l = { .type = t };
	struct found f;

	if (!t || t->flags & TYPE_NO_PAGES || !access_function(cx, t->function, RIGHT_READ))
		return fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such list."));
	if (str_empty(v->query))
		return fail(cx, ERR_INVALID, "query", N_("The whole list needs no view."));
	if (strlen(v->query) > MAX_SAVED_QUERY)
		return fail(cx, ERR_INVALID, "query",
		            N_("These are too many filters to be saved."));
	if (!query_parse(cx, v->query, strlen(v->query), false, &q.query, &q.query_n) ||
	    !find_read(cx, &q, &l, &f))
		return false;
	v->list = t->plural;
	v->query = saved_query(cx, q.query, q.query_n);
	return true;
}

/* The one that has the name already. */
static bool check_other(struct context *cx, struct saved_view *v, bool replace)
{
	int64_t other = 0;
	bool found;

	if (!db_int(cx, &saved_view_named, &other, &found, V(cx->actor->user), V(v->list),
	            V(v->name)))
		return false;
	if (!found || other == v->id)
		return true;
	if (!replace || v->id)
		return fail(cx, ERR_INVALID, "name",
		            N_("You have a view of this list with that name already."));
	v->id = other;
	return true;
}

static bool check_crowd(struct context *cx, const struct saved_view *v)
{
	int64_t n = 0;
	bool found;

	return v->id ||
	       (db_int(cx, &saved_view_count, &n, &found, V(cx->actor->user)) &&
	        (n < MAX_SAVED_VIEWS ||
	         fail(cx, ERR_INVALID, "name",
	              N_("You have %d views; delete one that you do not need."), MAX_SAVED_VIEWS)));
}

bool saved_put(struct context *cx, struct saved_view *v, bool replace)
{
	if (!check_query(cx, v) || !check_name(cx, v) || !check_shared(cx, v) ||
	    !check_other(cx, v, replace) || !check_crowd(cx, v))
		return false;
	v->id = v->id ? v->id : new_id(cx);
	v->account = cx->actor->user;
	v->institution = v->institution ? v->institution : cx->actor->institution;
	return db_run(cx, &saved_view_put, V(v->id), V(v->account), V(v->institution), V(v->shared),
	              V(v->list), V(v->name), V(collate_key(cx->mem, cx->lang, v->name)),
	              V(v->query), V(cx->now));
}

bool saved_remove(struct context *cx, const struct saved_view *v)
{
	return (saved_may_remove(cx, v) ||
	        fail(cx, ERR_FORBIDDEN, NULL, N_("Your role does not include this."))) &&
	       db_run(cx, &saved_view_delete, V(v->id));
}
