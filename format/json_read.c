/* jansson reads, and is included nowhere else; its tree is copied to the arena and freed, even when
 * the arena runs out on the way, because it is hung there before.  A glance over the bytes comes
 * first and counts depth and values, so that no document makes jansson recurse deep or allocate
 * much more than the document's size.  jansson's own words for an error are not translated and
 * quote the document, so its error codes are given words here. */
#include "format/json.h"

#include <jansson.h>

struct extent {
	int depth, deepest;
	size_t values;
};

/* Brackets and commas outside of strings.  Of a text that is no JSON the numbers mean nothing, but
 * they bound what jansson does with it. */
static struct extent extent_of(const char *bytes, size_t n)
{
	struct extent e = { .values = 1 };
	bool within = false;

	for (size_t i = 0; i < n; i++) {
		char c = bytes[i];

		if (within) {
			if (c == '\\')
				i++;
			else
				within = c != '"';
		} else if (c == '"') {
			within = true;
		} else if (c == '[' || c == '{') {
			e.values++;
			if (++e.depth > e.deepest)
				e.deepest = e.depth;
		} else if (c == ']' || c == '}') {
			e.depth--;
		} else if (c == ',') {
			e.values++;
		}
	}
	return e;
}

static bool check_extent(struct context *cx, const char *bytes, size_t n, size_t max)
{
	if (n > max)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("The JSON text is longer than %zu bytes."),
		            max);

	struct extent e = extent_of(bytes, n);

	if (e.deepest > MAX_JSON_DEPTH)
		return fail(cx, ERR_TOO_LARGE, NULL,
		            N_("The JSON text is nested deeper than %d levels."), MAX_JSON_DEPTH);
	if (e.values > MAX_JSON_VALUES)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("The JSON text holds more than %d values."),
		            MAX_JSON_VALUES);
	return true;
}

static const char *reason_of(const json_error_t *e)
{
	switch (json_error_code(e)) {
	case json_error_premature_end_of_input:
		return N_("the JSON text ends too early.");
	case json_error_invalid_utf8:
		return N_("the JSON text is not valid UTF-8.");
	case json_error_duplicate_key:
		return N_("the JSON text has the same name twice in one object.");
	case json_error_numeric_overflow:
		return N_("the JSON text has a number that is too large.");
	case json_error_null_character:
	case json_error_null_byte_in_key:
		return N_("the JSON text has a zero character.");
	case json_error_end_of_input_expected:
		return N_("something stands behind the end of the JSON text.");
	default:
		return N_("the JSON text is not well formed.");
	}
}

static bool fail_to_read(struct context *cx, const json_error_t *e)
{
	if (json_error_code(e) == json_error_out_of_memory)
		return fail(cx, ERR_UNAVAILABLE, NULL,
		            N_("There is not enough memory just now; please try again."));
	return fail(cx, ERR_BAD_REQUEST, NULL, N_("Line %d, column %d: %s"), e->line, e->column,
	            tr(cx, reason_of(e)));
}

static struct json *copy(struct arena *mem, json_t *from);

static void copy_items(struct arena *mem, json_t *from, struct json *to)
{
	const struct json **end = &to->first;
	size_t i;
	json_t *item;

	to->kind = JSON_KIND_LIST;
	to->count = json_array_size(from);
	json_array_foreach(from, i, item)
	{
		struct json *j = copy(mem, item);

		*end = j;
		end = &j->next;
	}
}

static void copy_members(struct arena *mem, json_t *from, struct json *to)
{
	const struct json **end = &to->first;
	const char *key;
	json_t *item;

	to->kind = JSON_KIND_OBJECT;
	to->count = json_object_size(from);
	json_object_foreach(from, key, item)
	{
		struct json *j = copy(mem, item);

		j->key = arena_str(mem, key);
		*end = j;
		end = &j->next;
	}
}

/* Recursion is as deep as the document, which check_extent() has bounded. */
static struct json *copy(struct arena *mem, json_t *from)
{
	struct json *to = arena_new_of(mem, struct json);

	switch (json_typeof(from)) {
	case JSON_OBJECT:
		copy_members(mem, from, to);
		break;
	case JSON_ARRAY:
		copy_items(mem, from, to);
		break;
	case JSON_STRING:
		to->kind = JSON_KIND_TEXT;
		to->text = arena_strn(mem, json_string_value(from), json_string_length(from));
		break;
	case JSON_INTEGER:
		to->kind = JSON_KIND_INTEGER;
		to->number = json_integer_value(from);
		to->real = (double)to->number;
		break;
	case JSON_REAL:
		to->kind = JSON_KIND_REAL;
		to->real = json_real_value(from);
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		to->kind = JSON_KIND_BOOL;
		to->number = json_is_true(from);
		break;
	case JSON_NULL:
		to->kind = JSON_KIND_NULL;
		break;
	}
	return to;
}

static void drop(void *what)
{
	json_t **root = what;

	json_decref(*root);
	*root = NULL;
}

const struct json *json_parse(struct context *cx, const char *bytes, size_t n, size_t max)
{
	if (!check_extent(cx, bytes, n, max))
		return NULL;

	json_t **root = arena_new_of(cx->mem, json_t *);
	json_error_t error;

	arena_defer(cx->mem, drop, root);
	*root = json_loadb(bytes, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (!*root) {
		fail_to_read(cx, &error);
		return NULL;
	}

	const struct json *ret = copy(cx->mem, *root);

	drop(root);
	return ret;
}

const struct json *json_items(const struct json *list)
{
	return list ? list->first : NULL;
}

const struct json *json_member(const struct json *object, const char *key)
{
	if (!object || object->kind != JSON_KIND_OBJECT)
		return NULL;
	for (const struct json *m = object->first; m; m = m->next)
		if (str_eq(m->key, key))
			return m;
	return NULL;
}

const char *json_text_or_null(const struct json *object, const char *key)
{
	const struct json *m = json_member(object, key);

	return m ? m->text : NULL;
}

bool json_int_of(const struct json *object, const char *key, int64_t *ret)
{
	const struct json *m = json_member(object, key);

	if (!m || m->kind != JSON_KIND_INTEGER)
		return false;
	*ret = m->number;
	return true;
}
