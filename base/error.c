/* The first cause is the useful one; what fails because of it is noise.  Only ERR_INVALID is
 * collected, so that a form can show every bad field at once. */
#include "base/context.h"

#include <stdarg.h>

const char *tr(const struct context *cx, const char *id)
{
	return cx->translate && cx->lang ? cx->translate(cx->catalogues, cx->lang, id)
	                                 : without_context(id);
}

static struct error *place_for(struct context *cx, enum error_kind kind)
{
	if (cx->err.kind == ERR_NONE)
		return &cx->err;
	if (cx->err.kind != ERR_INVALID || kind != ERR_INVALID)
		return NULL;

	struct error *e = &cx->err;

	while (e->next)
		e = e->next;
	return e->next = arena_new_of(cx->mem, struct error);
}

bool fail_(struct context *cx, enum error_kind kind, const char *where, const char *field,
           const char *format, ...)
{
	va_list args;

	va_start(args, format);

	const char *text = arena_vfmt(cx->mem, tr(cx, format), args);

	va_end(args);
	if (field)
		field = arena_str(cx->mem, field);

	struct error *e = place_for(cx, kind);

	if (e)
		*e = (struct error){ .kind = kind, .field = field, .text = text, .where = where };
	return false;
}

void error_clear(struct context *cx)
{
	cx->err = (struct error){ .kind = ERR_NONE };
}

const char *error_kind_name(enum error_kind kind)
{
	static const char *const names[] = {
		[ERR_NONE] = "none",
		[ERR_BAD_REQUEST] = "bad_request",
		[ERR_INVALID] = "invalid",
		[ERR_UNAUTHENTICATED] = "unauthenticated",
		[ERR_FORBIDDEN] = "forbidden",
		[ERR_NOT_FOUND] = "not_found",
		[ERR_CONFLICT] = "conflict",
		[ERR_PRECONDITION] = "bad_request",
		[ERR_TOO_LARGE] = "too_large",
		[ERR_TOO_MANY] = "too_many",
		[ERR_UNAVAILABLE] = "unavailable",
		[ERR_RETRY] = "unavailable",
		[ERR_BROKEN] = "unavailable",
	};

	return names[kind];
}
