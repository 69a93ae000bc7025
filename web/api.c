/* /api/v1: the records of every type as JSON, by the same engine as the pages, so that rights,
 * checks, life cycles and the log are the same.  Members are the fields' names, values as in an
 * image (record/image.h); a change names the version it was made from (If-Match), and who comes
 * second is answered with both. */
#include "web/api.h"

#include "base/number.h"
#include "record/app.h"
#include "search/json.h"
#include "web/openapi.h"
#include "web/view_find.h"

/* ---- answers */

static void answer_start(struct context *cx, struct reply *a, struct json_writer *w)
{
	a->type = "application/json";
	a->body = BUFFER(cx->mem, MAX_ANSWER);
	json_start(w, cx, sink_to_buffer, &a->body);
	json_open(w, '{');
}

static bool answer_end(struct json_writer *w)
{
	json_close(w);
	return json_end(w);
}

static void write_error(struct context *cx, struct json_writer *w, const struct error *e)
{
	bool ours = e->kind == ERR_BROKEN || e->kind == ERR_RETRY || str_empty(e->text);

	json_open(w, '{');
	json_key(w, "kind");
	json_text(w, error_kind_name(e->kind));
	json_key(w, "field");
	json_text(w, e->field);
	json_key(w, "message");
	json_text(w, ours ? tr(cx, "The program could not do this now.") : e->text);
	json_close(w);
}

static void write_errors(struct context *cx, struct json_writer *w, const struct error *e)
{
	json_key(w, "error");
	write_error(cx, w, e);
	if (!e->next)
		return;
	json_key(w, "errors");
	json_open(w, '[');
	for (; e; e = e->next)
		write_error(cx, w, e);
	json_close(w);
}

bool api_error(struct context *cx, struct reply *a, const struct error *e)
{
	struct json_writer w;

	answer_start(cx, a, &w);
	write_errors(cx, &w, e);
	return answer_end(&w);
}

static void write_instant(struct json_writer *w, const char *name, int64_t instant)
{
	char text[INSTANT_TEXT];

	json_key(w, name);
	json_text(w, instant_text(instant, text));
}

static void write_record(struct context *cx, struct json_writer *w, const struct type *t,
                         const void *row)
{
	const struct record *r = row;
	const struct field *f;
	bool content = access_content(cx, t, row);

	json_open(w, '{');
	json_key(w, "id");
	json_id(w, r->id);
	json_key(w, "version");
	json_int(w, r->version);
	write_instant(w, "created_at", r->created_at);
	write_instant(w, "updated_at", r->updated_at);
	for (size_t i = 0; (f = type_field(t, i)); i++) {
		if (f->flags & HIDDEN || field_empty(f, row) ||
		    !access_field_of(cx, t, row, f, content))
			continue;
		json_key(w, f->name);
		field_write_to(w, t, f, row);
	}
	json_close(w);
}

bool api_record(struct context *cx, struct reply *a, const struct type *t, const void *row)
{
	const struct record *r = row;
	struct json_writer w;

	a->type = "application/json";
	a->body = BUFFER(cx->mem, MAX_ANSWER);
	reply_header(a, "ETag", arena_fmt(cx->mem, "\"%lld\"", (long long)r->version));
	json_start(&w, cx, sink_to_buffer, &a->body);
	write_record(cx, &w, t, row);
	return json_end(&w) && !failed(cx);
}

bool api_made(struct context *cx, struct reply *a, const struct type *t, const void *row)
{
	const struct record *r = row;

	a->status = 201;
	reply_header(a, "Location",
	             arena_fmt(cx->mem, "/api/v1%s", record_path(cx, t, r->id, NULL)));
	return api_record(cx, a, t, row);
}

/* ---- reading */

static void write_counted(struct json_writer *w, const struct search_answer *answer)
{
	json_key(w, "facets");
	search_json_facets(w, answer);
	search_json_told(w, answer);
}

static bool list_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct list l = { .type = view_type(q) };
	struct json_writer w;
	struct found f;

	if (!find_read(cx, q, &l, &f))
		return false;
	f.ask.facets = request_query(q, "facets");
	f.ask.values = 0;
	if (!find_page(cx, &f) || !view_reading_rows(cx, l.type, l.rows, l.n, "api"))
		return false;
	answer_start(cx, a, &w);
	json_key(&w, l.type->plural);
	json_open(&w, '[');
	for (size_t i = 0; i < l.n; i++)
		write_record(cx, &w, l.type, l.rows[i]);
	json_close(&w);
	json_key(&w, "next");
	json_text(&w, l.next);
	if (l.count || f.counted) {
		json_key(&w, "total");
		json_int(&w, f.counted ? f.answer.total + (f.searched ? 0 : f.apart) : l.total);
	}
	if (f.counted)
		write_counted(&w, &f.answer);
	return answer_end(&w) && !failed(cx);
}

static bool record_read(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t = view_type(q);
	int64_t id = request_id(cx, q);
	void *row = id ? record_get(cx, t, id) : NULL;

	return row && view_reading(cx, t, row, "api") && api_record(cx, a, t, row);
}

static void write_image(struct json_writer *w, const char *name, const struct image *im)
{
	json_key(w, name);
	json_open(w, '{');
	for (size_t i = 0; i < im->n; i++) {
		if (im->v[i].field && im->v[i].field->flags & HIDDEN)
			continue;
		json_key(w, im->v[i].name);
		json_raw(w, im->v[i].value ? im->v[i].value : "null");
	}
	json_close(w);
}

static const char *kind_of(enum change_kind kind)
{
	static const char *const kinds[] = {
		[CHANGE_CREATE] = "create",       [CHANGE_UPDATE] = "update",
		[CHANGE_STEP] = "step",           [CHANGE_IMPORT] = "import",
		[CHANGE_REFERENCE] = "reference", [CHANGE_ERASE] = "erase",
		[CHANGE_UNDO] = "undo",           [CHANGE_REMOVE] = "remove",
		[CHANGE_READ] = "read",           [CHANGE_EVENT] = "event"
	};

	return kinds[kind];
}

static void write_change(struct json_writer *w, const struct change *c)
{
	json_open(w, '{');
	json_key(w, "id");
	json_id(w, c->id);
	json_key(w, "seq");
	if (c->seq)
		json_int(w, c->seq);
	else
		json_nil(w);
	write_instant(w, "at", c->at);
	json_key(w, "who");
	json_id(w, c->who);
	json_key(w, "who_name");
	json_text(w, c->who_name);
	json_key(w, "kind");
	json_text(w, kind_of(c->kind));
	json_key(w, "step");
	json_text(w, c->step);
	json_key(w, "reason");
	json_text(w, c->reason);
	json_key(w, "version");
	json_int(w, c->version);
	write_image(w, "before", &c->before);
	write_image(w, "after", &c->after);
	json_close(w);
}

static bool history_get(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t = view_type(q);
	int64_t id = request_id(cx, q), limit = 50, before = 0;
	const char *typed = request_query(q, "limit"), *after = request_query(q, "after");
	struct json_writer w;
	struct change *v;
	void *row;
	size_t n;

	if (!id)
		return false;
	if ((typed && !parse_int_in(typed, 1, MAX_LIST_PAGE, &limit)) ||
	    (after && !parse_int_in(after, 1, INT64_MAX, &before)))
		return fail(cx, ERR_BAD_REQUEST, typed ? "limit" : "after",
		            N_("The history cannot be continued from there."));
	row = record_get_past(cx, t, id);
	if (!row || !view_reading(cx, t, row, "api") ||
	    !record_history(cx, t, id, before, (int)limit, &v, &n))
		return false;
	answer_start(cx, a, &w);
	json_key(&w, "changes");
	json_open(&w, '[');
	for (size_t i = 0; i < n; i++)
		write_change(&w, &v[i]);
	json_close(&w);
	json_key(&w, "next");
	json_text(&w,
	          n == (size_t)limit ? arena_fmt(cx->mem, "%lld", (long long)v[n - 1].id) : NULL);
	return answer_end(&w);
}

/* ---- writing */

const struct json *api_body(struct context *cx, const struct request *q)
{
	const struct json *v = json_parse(cx, q->body_size ? q->body : "{}",
	                                  q->body_size ? q->body_size : 2, MAX_FORM);

	if (v && v->kind != JSON_KIND_OBJECT) {
		fail(cx, ERR_BAD_REQUEST, NULL, N_("The body must be a JSON object."));
		return NULL;
	}
	return v;
}

/* RFC 7396: languages that the change does not name stay as they are. */
static void keep_languages(struct context *cx, const struct json *value, const struct texts *before,
                           struct texts *x)
{
	struct texts all = { .v = arena_array(cx->mem, struct text, before->n + x->n + 1) };

	for (size_t i = 0; i < before->n; i++)
		if (!json_member(value, before->v[i].lang))
			all.v[all.n++] = before->v[i];
	for (size_t i = 0; i < x->n; i++) {
		struct text *to = &all.v[all.n++];

		*to = x->v[i];
		for (size_t k = 0; k < all.n - 1 && to->original; k++)
			all.v[k].original = false;
	}
	*x = all;
}

/* A text written as plain words keeps being the original if it was. */
static void keep_original(const struct json *value, const struct texts *before, struct texts *x)
{
	for (size_t i = 0; i < x->n; i++) {
		const struct json *v = json_member(value, x->v[i].lang);

		for (size_t k = 0; v && v->kind == JSON_KIND_TEXT && k < before->n; k++)
			if (before->v[k].original && str_eq(before->v[k].lang, x->v[i].lang))
				x->v[i].original = true;
	}
}

/* Whether a field is seen is asked of the row as it was: one of its values may close it to its
 * author. */
static bool read_member(struct context *cx, const struct type *t, const struct json *v,
                        const void *was, void *row, const char *asks)
{
	const struct field *f = type_field_named(t, v->key);
	struct texts before = { 0 };

	if (!f || f->flags & HIDDEN || !access_field(cx, t, was, f))
		return fail(cx, ERR_INVALID, v->key, N_("There is no field “%s”."), v->key);
	if (asks ? !word_in(asks, f->name) : f->flags & READONLY)
		return fail(cx, ERR_INVALID, v->key, N_("“%s” is set by the program or by steps."),
		            tr(cx, f->label));
	if (f->kind == FIELD_TEXTS)
		before = *(struct texts *)field_at(f, row);
	if (!field_read(cx, t, f, v, row))
		return false;
	if (f->kind == FIELD_TEXTS && v->kind == JSON_KIND_OBJECT) {
		keep_original(v, &before, field_at(f, row));
		keep_languages(cx, v, &before, field_at(f, row));
	}
	return true;
}

/* All members but those of the record itself, which may be sent back as they were read. */
static bool read_members(struct context *cx, const struct type *t, const struct json *body,
                         void *row, const char *asks, const char *skip)
{
	const void *was = row_copy(cx, t, row);
	bool ok = true;

	for (const struct json *v = json_items(body); v; v = v->next)
		if (!word_in(skip, v->key))
			ok = read_member(cx, t, v, was, row, asks) && ok;
	return ok;
}

static bool record_post(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t = view_type(q);
	const struct json *body = api_body(cx, q);
	void *row;

	if (!body)
		return false;
	row = record_new(cx, t);
	if (!read_members(cx, t, body, row, NULL, "id version created_at updated_at") ||
	    !record_save(cx, t, row))
		return false;
	return api_made(cx, a, t, row);
}

/* If-Match: "3".  False with ERR_PRECONDITION when it is missing. */
static bool version_named(struct context *cx, const struct request *q, bool must, int64_t *ret)
{
	const char *given = request_header(q, "If-Match");
	size_t n = given ? strlen(given) : 0;

	*ret = -1;
	if (!given && !must)
		return true;
	if (n > 2 && given[0] == '"' && given[n - 1] == '"' &&
	    parse_int_in(arena_strn(cx->mem, given + 1, n - 2), 1, INT64_MAX, ret))
		return true;
	if (!given)
		return fail(cx, ERR_PRECONDITION, NULL,
		            N_("Name the version that you change: If-Match: \"3\"."));
	return fail(cx, ERR_BAD_REQUEST, NULL,
	            N_("If-Match must be the ETag that was read, for example \"3\"."));
}

/* 409 with both: what is stored now, and what it would have become. */
static bool answer_conflict(struct context *cx, struct reply *a, const struct type *t,
                            const void *now, const void *mine)
{
	struct error e = { .kind = ERR_CONFLICT,
		           .text = tr(cx, "Somebody else changed this record in the meantime.") };
	const struct record *r = now;
	struct json_writer w;

	a->status = 409;
	reply_header(a, "ETag", arena_fmt(cx->mem, "\"%lld\"", (long long)r->version));
	answer_start(cx, a, &w);
	write_errors(cx, &w, &e);
	json_key(&w, "current");
	write_record(cx, &w, t, now);
	json_key(&w, "yours");
	write_record(cx, &w, t, mine);
	return answer_end(&w);
}

static bool record_patch(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t = view_type(q);
	int64_t id = request_id(cx, q), version;
	const struct json *body;
	void *row, *mine;

	if (!id || !version_named(cx, q, true, &version) || !(body = api_body(cx, q)) ||
	    !(row = record_get(cx, t, id)))
		return false;
	if (!access_record(cx, t, row, RIGHT_UPDATE))
		return fail(cx, ERR_FORBIDDEN, NULL,
		            N_("Your role does not include changing this."));
	mine = row_copy(cx, t, row);
	if (!read_members(cx, t, body, mine, NULL, "id version created_at updated_at"))
		return false;
	if (version != ((struct record *)row)->version)
		return answer_conflict(cx, a, t, row, mine);
	return record_save(cx, t, mine) && api_record(cx, a, t, mine);
}

static bool step_post(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t = view_type(q);
	const struct step *s = step_named(t, request_param(q, "step"));
	int64_t id = request_id(cx, q), version;
	const struct json *body;
	void *row, *mine;

	if (!id || !version_named(cx, q, false, &version) || !(body = api_body(cx, q)) ||
	    !(row = record_get(cx, t, id)))
		return false;
	if (!s)
		return fail(cx, ERR_NOT_FOUND, NULL, N_("There is no step of that name."));
	mine = row_copy(cx, t, row);
	cx->reason = json_text_or_null(body, "reason");
	if (!read_members(cx, t, body, mine, s->asks ? s->asks : "", "reason"))
		return false;
	if (version >= 0 && version != ((struct record *)row)->version)
		return answer_conflict(cx, a, t, row, mine);
	return record_step(cx, t, mine, s) && api_record(cx, a, t, mine);
}

/* ---- routes */

static bool openapi_get(struct context *cx, const struct request *q, struct reply *a)
{
	(void)q;
	a->type = "application/json";
	a->body = BUFFER(cx->mem, MAX_ANSWER);
	return openapi_write(cx, &a->body);
}

static const struct api_route {
	enum method method;
	const char *path;
	enum right right;
	handler *handle;
	const char *help;
	unsigned flags;
} api_routes[] = {
	{ METHOD_GET, "", RIGHT_READ, list_get, N_("Records, filtered by their fields") },
	{ METHOD_POST, "", RIGHT_CREATE, record_post, N_("Enters a record") },
	{ METHOD_GET, "/export", RIGHT_READ, view_export_get, N_("The list as a file"), ROUTE_JOB },
	{ METHOD_GET, "/{id}", RIGHT_READ, record_read, N_("One record"), ROUTE_AT_ONCE },
	{ METHOD_PATCH, "/{id}", RIGHT_UPDATE, record_patch, N_("Changes fields of a record") },
	{ METHOD_GET, "/{id}/history", RIGHT_READ, history_get, N_("What happened to a record") },
	{ METHOD_POST, "/{id}/steps/{step}", RIGHT_READ, step_post, N_("Takes a step") },
};

static bool add_type(struct context *cx, struct router *r, const struct type *t)
{
	struct route *routes = arena_array(cx->mem, struct route, LEN(api_routes));

	for (size_t i = 0; i < LEN(api_routes); i++) {
		const struct api_route *g = &api_routes[i];

		if (g->handle == step_post && !t->steps)
			continue;
		routes[i] = (struct route){
			.method = g->method,
			.path = arena_fmt(cx->mem, "/api/v1/%s%s", t->plural, g->path),
			.permission =
			        arena_fmt(cx->mem, "%s:%s", t->function, right_name(g->right)),
			.handle = g->handle,
			.help = g->help,
			.flags = g->flags,
			.data = t,
		};
		if (!router_add(cx, r, &routes[i]))
			return false;
	}
	return true;
}

bool api_add_routes(struct context *cx, struct router *r)
{
	for (const struct subject *const *s = cx->app->subjects; s && *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			if (!((*t)->flags & TYPE_NO_PAGES) && !add_type(cx, r, *t))
				return false;
	return true;
}

static const struct route routes[] = {
	{ METHOD_GET, "/api/v1/openapi.json", "@public", openapi_get,
	  N_("This description (OpenAPI 3.1)") },
	{ 0 },
};

const struct pages api_pages = { .name = "api", .routes = routes };
