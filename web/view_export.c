/* A list as a file, exactly what the page shows: the same filters, order and columns, in the
 * reader's language, but all of it (record/export.h).  It goes to a spool file, so memory does not
 * grow with the list. */
#include "web/view.h"

#include "record/export.h"

#include <unistd.h>

static void close_file(void *file)
{
	fclose(file);
}

/* The spool file belongs to the reply; writing goes through a second descriptor of it. */
static FILE *file_of(struct context *cx, int spool)
{
	int copy = spool < 0 ? -1 : dup(spool);
	FILE *file = copy < 0 ? NULL : fdopen(copy, "w");

	if (!file) {
		if (copy >= 0)
			close(copy);
		if (!failed(cx))
			fail(cx, ERR_UNAVAILABLE, NULL,
			     N_("There is no room for a temporary file."));
		return NULL;
	}
	arena_defer(cx->mem, close_file, file);
	return file;
}

bool view_export_get(struct context *cx, const struct request *q, struct reply *a)
{
	const struct type *t = view_type(q);
	const char *name = request_query(q, "format");
	struct list l = { .type = t };
	enum export_format format;
	FILE *file;

	if (!export_format_named(name, &format))
		return failed(cx) ? false
		                  : fail(cx, ERR_BAD_REQUEST, "format",
		                         N_("A list is exported as csv, xlsx or json."));
	if (!view_list_read(cx, q, &l))
		return false;
	a->file = reply_spool(cx);
	file = file_of(cx, a->file);
	if (!file || !export_write(cx, &l, format, EXPORT_LISTED, sink_to_file, file, NULL))
		return false;
	if (fflush(file) != 0)
		return fail(cx, ERR_UNAVAILABLE, NULL,
		            N_("There is no room for a temporary file."));
	a->file_size = ftello(file);
	a->type = export_media_type(format);
	reply_header(a, "Content-Disposition",
	             arena_fmt(cx->mem, "attachment; filename=\"%s.%s\"", t->plural, name));
	return true;
}
