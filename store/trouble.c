/* How a driver's trouble becomes a failure of the piece of work.  Technical details go behind
 * ERR_BROKEN only, whose text is logged and not shown; they consist of names of statements, tables
 * and files. */
#include "store/driver.h"

bool trouble(struct trouble *t, enum error_kind kind, const char *text, const char *detail_format,
             ...)
{
	va_list args;

	t->kind = kind;
	t->text = text;
	t->name = NULL;
	va_start(args, detail_format);
	vsnprintf(t->detail, sizeof t->detail, detail_format, args);
	va_end(args);
	for (char *p = t->detail; *p; p++)
		if (*p == '\n')
			*p = ' ';
	return false;
}

bool trouble_report(struct context *cx, const char *name, const struct trouble *t)
{
	const char *text = tr(cx, t->text);

	if (t->name)
		name = t->name;
	if (t->kind == ERR_BROKEN && name)
		return fail(cx, t->kind, NULL, "%s: %s %s", name, text, t->detail);
	if (t->detail[0])
		return fail(cx, t->kind, NULL, "%s %s", text, t->detail);
	return fail(cx, t->kind, NULL, "%s", text);
}
