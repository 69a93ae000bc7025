/* The description of the API (OpenAPI 3.1), made from the tables that the program itself runs on:
 * the routes give the paths and rights, the types the schemas.  Pages stand in it, too, so that
 * tests can walk all of them. */
#include "web/openapi.h"

#include "format/json.h"
#include "record/app.h"
#include "record/erase.h"
#include "record/export.h"
#include "record/import.h"
#include "record/type.h"
#include "web/route.h"

static void member(struct json_writer *w, const char *key, const char *text)
{
	json_key(w, key);
	json_text(w, text);
}

static void open_member(struct json_writer *w, const char *key)
{
	json_key(w, key);
	json_open(w, '{');
}

static void write_ref(struct json_writer *w, const char *name)
{
	char place[128];

	snprintf(place, sizeof place, "#/components/schemas/%s", name);
	json_open(w, '{');
	member(w, "$ref", place);
	json_close(w);
}

/* ---- schemas */

static void write_enum(struct json_writer *w, const struct choice *choices)
{
	json_open(w, '{');
	member(w, "type", "string");
	json_key(w, "enum");
	json_open(w, '[');
	for (const struct choice *c = choices; c && c->code; c++)
		json_text(w, c->code);
	json_close(w);
	json_close(w);
}

static void write_list_of(struct json_writer *w, const char *name)
{
	json_open(w, '{');
	member(w, "type", "array");
	json_key(w, "items");
	write_ref(w, name);
	json_close(w);
}

static void write_plain(struct json_writer *w, const char *type)
{
	json_open(w, '{');
	member(w, "type", type);
	json_close(w);
}

static void write_field(struct json_writer *w, const struct type *t, const struct field *f);

static void write_rows(struct json_writer *w, const struct type *t, const struct field *f)
{
	json_open(w, '{');
	member(w, "type", "array");
	open_member(w, "items");
	member(w, "type", "object");
	open_member(w, "properties");
	json_key(w, "id");
	write_ref(w, "id");
	for (size_t i = 0; i < f->rows->n; i++) {
		json_key(w, f->rows->fields[i].name);
		write_field(w, t, &f->rows->fields[i]);
	}
	json_close(w);
	json_close(w);
	json_close(w);
}

static void write_field(struct json_writer *w, const struct type *t, const struct field *f)
{
	switch (f->kind) {
	case FIELD_TEXT:
		write_plain(w, "string");
		break;
	case FIELD_TEXTS:
		write_ref(w, "texts");
		break;
	case FIELD_NUMBER:
		write_plain(w, "number");
		break;
	case FIELD_MONEY:
		write_ref(w, "money");
		break;
	case FIELD_YESNO:
		write_plain(w, "boolean");
		break;
	case FIELD_DATE:
		write_ref(w, "date");
		break;
	case FIELD_INSTANT:
		write_ref(w, "instant");
		break;
	case FIELD_CHOICE:
		write_enum(w, field_choices(t, f));
		break;
	case FIELD_REF:
	case FIELD_PARENT:
	case FIELD_FILE:
		write_ref(w, "id");
		break;
	case FIELD_REFS:
		write_list_of(w, "id");
		break;
	case FIELD_ROWS:
		write_rows(w, t, f);
		break;
	case FIELD_LINK:
		write_ref(w, "link");
		break;
	case FIELD_KINDS:
		break;
	}
}

static bool is_told(const struct type *t, const struct field *f)
{
	return !(f->flags & HIDDEN) && !(f->kind == FIELD_CHOICE && !field_choices(t, f));
}

static void write_required(struct json_writer *w, const char *const *names, size_t n)
{
	json_key(w, "required");
	json_open(w, '[');
	for (size_t i = 0; i < n; i++)
		json_text(w, names[i]);
	json_close(w);
}

/* What is read. */
static void write_type(struct json_writer *w, const struct type *t)
{
	static const char *const always[] = { "id", "version", "created_at", "updated_at" };
	const struct field *f;

	open_member(w, t->name);
	member(w, "type", "object");
	member(w, "title", t->label);
	write_required(w, always, LEN(always));
	json_key(w, "additionalProperties");
	json_bool(w, false);
	open_member(w, "properties");
	json_key(w, "id");
	write_ref(w, "id");
	json_key(w, "version");
	write_plain(w, "integer");
	json_key(w, "created_at");
	write_ref(w, "instant");
	json_key(w, "updated_at");
	write_ref(w, "instant");
	for (size_t i = 0; (f = type_field(t, i)); i++) {
		if (!is_told(t, f))
			continue;
		json_key(w, f->name);
		write_field(w, t, f);
	}
	json_close(w);
	json_close(w);
}

/* What is sent: null empties a field. */
static void write_change(struct context *cx, struct json_writer *w, const struct type *t)
{
	const struct field *f;

	open_member(w, arena_fmt(cx->mem, "%s_change", t->name));
	member(w, "type", "object");
	open_member(w, "properties");
	for (size_t i = 0; (f = type_field(t, i)); i++) {
		if (!is_told(t, f) || f->flags & READONLY)
			continue;
		open_member(w, f->name);
		json_key(w, "anyOf");
		json_open(w, '[');
		write_field(w, t, f);
		write_plain(w, "null");
		json_close(w);
		json_close(w);
	}
	json_close(w);
	json_close(w);
}

/* The values that several fields share, as they are written; each is JSON. */
static const struct {
	const char *name, *schema;
} common[] = {
	{ "id", "{\"type\":\"string\",\"pattern\":\"^[0-9]{1,19}$\"}" },
	{ "date", "{\"type\":\"string\",\"description\":\"2025, 2025-Q2, 2025-02 or 2025-06-17\","
	          "\"pattern\":\"^[0-9]{4}(-Q[1-4]|-[0-9]{2}(-[0-9]{2})?)?$\"}" },
	{ "instant", "{\"type\":\"string\",\"format\":\"date-time\"}" },
	{ "money", "{\"type\":\"object\",\"required\":[\"amount\",\"currency\"],\"properties\":{"
	           "\"amount\":{\"type\":\"string\"},\"currency\":{\"type\":\"string\",\"pattern\":"
	           "\"^[A-Z]{3}$\"}}}" },
	{ "link",
	  "{\"type\":\"object\",\"required\":[\"type\",\"id\"],\"properties\":{"
	  "\"type\":{\"type\":\"string\"},\"id\":{\"$ref\":\"#/components/schemas/id\"}}}" },
	{ "texts", "{\"type\":\"object\",\"description\":\"One member per language; plain words "
	           "are read, too\","
	           "\"additionalProperties\":{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"},"
	           "{\"type\":\"object\",\"required\":[\"body\"],\"properties\":{\"body\":{"
	           "\"type\":\"string\"},"
	           "\"original\":{\"type\":\"boolean\"},\"from\":{\"$ref\":\"#/components/schemas/"
	           "id\"}}}]}}" },
	{ "error",
	  "{\"type\":\"object\",\"required\":[\"kind\",\"field\",\"message\"],\"properties\":{"
	  "\"kind\":{\"type\":\"string\",\"enum\":[\"bad_request\",\"invalid\",\"unauthenticated\","
	  "\"forbidden\","
	  "\"not_found\",\"conflict\",\"too_large\",\"too_many\",\"unavailable\"]},"
	  "\"field\":{\"type\":[\"string\",\"null\"]},\"message\":{\"type\":\"string\"}}}" },
	{ "failure",
	  "{\"type\":\"object\",\"required\":[\"error\"],\"properties\":{"
	  "\"error\":{\"$ref\":\"#/components/schemas/error\"},"
	  "\"errors\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/error\"}},"
	  "\"current\":{\"type\":\"object\"},\"yours\":{\"type\":\"object\"}}}" },
	{ "history", "{\"type\":\"object\",\"required\":[\"changes\",\"next\"],\"properties\":{"
	             "\"changes\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":["
	             "\"id\",\"seq\",\"at\","
	             "\"who\",\"kind\",\"version\",\"before\",\"after\"]}},\"next\":{\"type\":["
	             "\"string\",\"null\"]}}}" },
	{ "erasure",
	  "{\"type\":\"object\",\"required\":[\"subject\",\"names\",\"reason\"],"
	  "\"additionalProperties\":false,\"properties\":{"
	  "\"subject\":{\"$ref\":\"#/components/schemas/link\"},\"names\":{\"type\":\"string\","
	  "\"description\":\"Fields (phone), languages of texts (note.ru), #reason for the reasons "
	  "of "
	  "changes; blanks between\"},\"reason\":{\"type\":\"string\"}}}" },
	{ "undone", "{\"type\":\"object\",\"required\":[\"import\",\"undone\",\"kept\"],"
	            "\"additionalProperties\":false,\"properties\":{"
	            "\"import\":{\"$ref\":\"#/components/schemas/id\"},\"undone\":{\"type\":"
	            "\"integer\"},\"kept\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
	            "\"required\":[\"id\",\"reason\"],\"properties\":{\"id\":{\"$ref\":"
	            "\"#/components/schemas/id\"},\"reason\":{\"type\":\"string\"}}}}}}" },
	{ "facets",
	  "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"array\",\"items\":{"
	  "\"type\":\"object\",\"required\":[\"value\",\"label\",\"count\"],"
	  "\"additionalProperties\":false,\"properties\":{\"value\":{\"type\":\"string\"},"
	  "\"label\":{\"type\":\"string\"},\"count\":{\"type\":\"integer\"}}}}}" },
	{ "search",
	  "{\"type\":\"object\",\"required\":[\"total\",\"items\",\"facets\",\"understood\","
	  "\"instead\",\"behind\"],\"additionalProperties\":false,\"properties\":{"
	  "\"total\":{\"type\":\"integer\"},\"items\":{\"type\":\"array\",\"items\":{"
	  "\"type\":\"object\",\"required\":[\"type\",\"id\",\"reference\",\"title\","
	  "\"snippet\",\"marks\"],\"additionalProperties\":false,\"properties\":{"
	  "\"type\":{\"type\":\"string\"},\"id\":{\"$ref\":\"#/components/schemas/id\"},"
	  "\"reference\":{\"type\":[\"string\",\"null\"]},\"title\":{\"type\":\"string\"},"
	  "\"snippet\":{\"type\":[\"string\",\"null\"]},\"marks\":{\"type\":\"array\","
	  "\"items\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}}}}},"
	  "\"facets\":{\"$ref\":\"#/components/schemas/facets\"},"
	  "\"understood\":{\"type\":\"string\"},\"instead\":{\"type\":[\"string\",\"null\"]},"
	  "\"behind\":{\"type\":\"boolean\"}}}" },
	{ "completions",
	  "{\"type\":\"object\",\"required\":[\"items\"],\"additionalProperties\":false,"
	  "\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
	  "\"required\":[\"type\",\"id\",\"key\",\"label\"],\"additionalProperties\":false,"
	  "\"properties\":{\"type\":{\"type\":\"string\"},\"id\":{\"$ref\":"
	  "\"#/components/schemas/id\"},\"key\":{\"type\":[\"string\",\"null\"]},"
	  "\"label\":{\"type\":\"string\"}}}}}}" },
	{ "step", "{\"type\":\"object\",\"properties\":{\"reason\":{\"type\":\"string\"}}}" },
};

static void write_schemas(struct context *cx, struct json_writer *w)
{
	open_member(w, "schemas");
	for (size_t i = 0; i < LEN(common); i++) {
		json_key(w, common[i].name);
		json_raw(w, common[i].schema);
	}
	for (const struct subject *const *s = cx->app->subjects; s && *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++) {
			if ((*t)->flags & TYPE_NO_PAGES)
				continue;
			write_type(w, *t);
			write_change(cx, w, *t);
		}
	json_close(w);
}

/* ---- paths */

static const char *method_name(enum method m)
{
	static const char *const names[] = { [METHOD_GET] = "get",
		                             [METHOD_POST] = "post",
		                             [METHOD_PATCH] = "patch",
		                             [METHOD_DELETE] = "delete",
		                             [METHOD_PUT] = "put" };

	return names[m];
}

static bool is_api(const struct route *r)
{
	return str_starts(r->path, "/api/v1/") && r->data;
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && str_eq(s + n - m, end);
}

/* Over all types, so that they are of none. */
static bool is_search(const struct route *r)
{
	return str_eq(r->path, "/api/v1/search");
}

static bool is_complete(const struct route *r)
{
	return str_eq(r->path, "/api/v1/complete");
}

static bool is_export(const struct route *r)
{
	return is_api(r) && ends_with(r->path, "/export");
}

static void write_parameter(struct json_writer *w, const char *name, const char *in, bool required)
{
	json_open(w, '{');
	member(w, "name", name);
	member(w, "in", in);
	json_key(w, "required");
	json_bool(w, required);
	json_key(w, "schema");
	write_plain(w, "string");
	json_close(w);
}

static void write_parameters(struct context *cx, struct json_writer *w, const struct route *r)
{
	static const char *const asked[] = {
		"q", "type", "facets", "order", "limit", "offset", NULL
	};
	const struct type *t = is_api(r) ? r->data : NULL;
	const struct field *f;

	json_key(w, "parameters");
	json_open(w, '[');
	for (const char *p = strchr(r->path, '{'); p; p = strchr(p + 1, '{'))
		write_parameter(w, arena_strn(cx->mem, p + 1, strcspn(p + 1, "}")), "path", true);
	if (t && r->method == METHOD_PATCH)
		write_parameter(w, "If-Match", "header", true);
	if (t && is_export(r)) {
		write_parameter(w, "format", "query", true);
		write_parameter(w, "lang", "query", false);
	}
	if (t && r->method == METHOD_GET && (ends_with(r->path, t->plural) || is_export(r))) {
		if (!is_export(r)) {
			write_parameter(w, "limit", "query", false);
			write_parameter(w, "after", "query", false);
			write_parameter(w, "offset", "query", false);
			write_parameter(w, "order", "query", false);
			write_parameter(w, "facets", "query", false);
			write_parameter(w, "count", "query", false);
		}
		write_parameter(w, "q", "query", false);
		for (size_t i = 0; (f = type_field(t, i)); i++)
			if (f->flags & FILTERED && is_told(t, f) && f->kind != FIELD_ROWS)
				write_parameter(w, f->name, "query", false);
		for (const struct type_facet *x = t->search ? t->search->facets : NULL;
		     x && x->name; x++)
			if (!type_field_named(t, x->name))
				write_parameter(w, x->name, "query", false);
	}
	for (const char *const *name = asked; is_search(r) && *name; name++)
		write_parameter(w, *name, "query", false);
	if (is_complete(r)) {
		write_parameter(w, "q", "query", true);
		write_parameter(w, "type", "query", false);
	}
	json_close(w);
}

static void content_open(struct json_writer *w, const char *media_type)
{
	open_member(w, "content");
	open_member(w, media_type);
	json_key(w, "schema");
}

static void content_close(struct json_writer *w)
{
	json_close(w);
	json_close(w);
}

/* The schema of what is sent. */
static const char *sent_to(struct context *cx, const struct route *r)
{
	const struct type *t = r->data;

	if (strstr(r->path, "/steps/"))
		return "step";
	if (t == &erasure_request_type && r->method == METHOD_POST)
		return "erasure"; /* asked for, not entered: its fields are READONLY */
	return arena_fmt(cx->mem, "%s_change", t->name);
}

static void write_body(struct context *cx, struct json_writer *w, const struct route *r)
{
	if (r->method == METHOD_GET || !is_api(r))
		return;
	open_member(w, "requestBody");
	content_open(w, "application/json");
	write_ref(w, sent_to(cx, r));
	content_close(w);
	json_close(w);
}

static void write_list_answer(struct json_writer *w, const struct type *t)
{
	const char *const always[] = { t->plural, "next" };

	json_open(w, '{');
	member(w, "type", "object");
	write_required(w, always, LEN(always));
	open_member(w, "properties");
	json_key(w, t->plural);
	write_list_of(w, t->name);
	json_key(w, "next");
	json_raw(w, "{\"type\":[\"string\",\"null\"]}");
	json_key(w, "total");
	write_plain(w, "integer");
	json_key(w, "facets");
	write_ref(w, "facets");
	json_key(w, "understood");
	write_plain(w, "string");
	json_key(w, "instead");
	json_raw(w, "{\"type\":[\"string\",\"null\"]}");
	json_key(w, "behind");
	write_plain(w, "boolean");
	json_close(w);
	json_close(w);
}

/* A file of the format that was asked for. */
static void write_file_answer(struct context *cx, struct json_writer *w, const struct type *t)
{
	enum export_format format;

	open_member(w, "content");
	for (const char *const *name = export_formats; *name; name++) {
		const char *media_type;

		if (!export_format_named(*name, &format) || (format == EXPORT_DOCX && !t->text))
			continue;
		media_type = export_media_type(format);
		open_member(w, arena_strn(cx->mem, media_type, strcspn(media_type, ";")));
		json_key(w, "schema");
		write_plain(w, format == EXPORT_JSON ? "array" : "string");
		json_close(w);
	}
	json_close(w);
}

static void write_answer(struct context *cx, struct json_writer *w, const struct route *r)
{
	const struct type *t = r->data;

	if (is_export(r)) {
		write_file_answer(cx, w, t);
		return;
	}

	content_open(w, "application/json");
	if (is_search(r))
		write_ref(w, "search");
	else if (is_complete(r))
		write_ref(w, "completions");
	else if (ends_with(r->path, "/history"))
		write_ref(w, "history");
	else if (t == &import_type && ends_with(r->path, "/steps/undo"))
		write_ref(w, "undone");
	else if (r->method == METHOD_GET && ends_with(r->path, t->plural))
		write_list_answer(w, t);
	else
		write_ref(w, t->name);
	content_close(w);
}

static void write_responses(struct context *cx, struct json_writer *w, const struct route *r)
{
	bool created = is_api(r) && r->method == METHOD_POST && !strstr(r->path, "/steps/");
	bool told = is_api(r) || is_search(r) || is_complete(r);

	open_member(w, "responses");
	open_member(w, created ? "201" : "200");
	member(w, "description", created ? "Entered" : "Done");
	if (told)
		write_answer(cx, w, r);
	json_close(w);
	open_member(w, "default");
	member(w, "description", "Refused or failed");
	if (told) {
		content_open(w, "application/json");
		write_ref(w, "failure");
		content_close(w);
	}
	json_close(w);
	json_close(w);
}

static void write_operation(struct context *cx, struct json_writer *w, const struct route *r)
{
	open_member(w, method_name(r->method));
	member(w, "summary", r->help);
	member(w, "x-permission", r->permission);
	json_key(w, "security");
	json_raw(w, str_eq(r->permission, "@public") ? "[]" : "[{\"token\":[]},{\"session\":[]}]");
	write_parameters(cx, w, r);
	write_body(cx, w, r);
	write_responses(cx, w, r);
	json_close(w);
}

static bool is_first(const struct router *router, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (str_eq(router_route(router, i)->path, router_route(router, at)->path))
			return false;
	return true;
}

static void write_paths(struct context *cx, struct json_writer *w, const struct router *router)
{
	const struct route *r, *other;

	open_member(w, "paths");
	for (size_t i = 0; (r = router_route(router, i)); i++) {
		if (!is_first(router, i))
			continue;
		open_member(w, r->path);
		for (size_t k = i; (other = router_route(router, k)); k++)
			if (str_eq(other->path, r->path))
				write_operation(cx, w, other);
		json_close(w);
	}
	json_close(w);
}

static void free_router(void *router)
{
	router_free(router);
}

bool openapi_write(struct context *cx, struct buffer *out)
{
	struct router *router = router_new(cx);
	struct json_writer w;

	if (!router)
		return false;
	arena_defer(cx->mem, free_router, router);
	json_start(&w, cx, sink_to_buffer, out);
	json_open(&w, '{');
	member(&w, "openapi", "3.1.0");
	open_member(&w, "info");
	member(&w, "title", "Ygrar");
	member(&w, "version", YGRAR_VERSION);
	json_close(&w);
	write_paths(cx, &w, router);
	open_member(&w, "components");
	json_key(&w, "securitySchemes");
	json_raw(&w, "{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"},"
	             "\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"ygrar\"}}");
	write_schemas(cx, &w);
	json_close(&w);
	json_close(&w);
	return json_end(&w);
}
