/* Relationships of a part stand beside it in _rels/NAME.rels, their targets relative to the part's
 * folder or, with a slash before, to the archive. */
#include "format/package.h"

#include "format/xml_read.h"

/* "xl/workbook.xml" → "xl/_rels/workbook.xml.rels"; "" → "_rels/.rels" */
static const char *relations_of(struct context *cx, const char *part)
{
	const char *slash = strrchr(part, '/');
	int folder = slash ? (int)(slash - part) + 1 : 0;

	return arena_fmt(cx->mem, "%.*s_rels/%s.rels", folder, part, part + folder);
}

/* The target as the archive names it: "." and ".." are gone. */
static const char *resolved(struct context *cx, const char *part, const char *target)
{
	const char *slash = *target == '/' ? NULL : strrchr(part, '/');
	char *path = arena_fmt(cx->mem, "%.*s%s", slash ? (int)(slash - part) + 1 : 0, part,
	                       target + (*target == '/'));
	char *to = path;

	for (const char *from = path; *from;) {
		size_t n = strcspn(from, "/");
		bool up = n == 2 && memcmp(from, "..", 2) == 0, here = n == 1 && *from == '.';

		if (up && to > path)
			for (to--; to > path && to[-1] != '/';)
				to--;
		if (!up && !here) {
			memmove(to, from, n + (from[n] == '/'));
			to += n + (from[n] == '/');
		}
		from += n + (from[n] == '/');
	}
	*to = '\0';
	return path;
}

static bool is_wanted(const struct xml_event *e, const char *type, const char *id)
{
	const char *its_type = xml_attribute(e, "Type"), *its_id = xml_attribute(e, "Id");
	const char *mode = xml_attribute(e, "TargetMode"), *slash;

	if (!xml_starts(e, "Relationship") || !xml_attribute(e, "Target") ||
	    str_eq(mode, "External"))
		return false;
	if (id)
		return str_eq(its_id, id);
	slash = its_type ? strrchr(its_type, '/') : NULL;
	return slash && str_eq(slash + 1, type);
}

const char *package_related(struct context *cx, struct zip_archive *z, const char *part,
                            const char *type, const char *id)
{
	const char *relations = relations_of(cx, part), *found = NULL;
	struct zip_part *p;
	struct xml *x;
	struct xml_event e;

	if (!zip_has(z, relations) || !(p = zip_open_part(cx, z, relations)) ||
	    !(x = xml_open(cx, zip_source_of_part, p)))
		return NULL;
	while (!found && xml_next(cx, x, &e))
		if (is_wanted(&e, type, id))
			found = resolved(cx, part, xml_attribute(&e, "Target"));
	xml_close(x);
	zip_close_part(p);
	return found;
}

const char *package_main(struct context *cx, struct zip_archive *z)
{
	const char *part = package_related(cx, z, "", "officeDocument", NULL);

	if (!part && !failed(cx))
		fail(cx, ERR_BAD_REQUEST, NULL,
		     N_("This is an archive, not a document or a workbook. Unpack it and bring in "
		        "the files one by one."));
	return part;
}

/* The name of the part's outermost element; "" of a part that is no XML. */
static const char *root_of(struct context *cx, struct zip_archive *z, const char *part)
{
	struct zip_part *p = zip_open_part(cx, z, part);
	struct xml *x = p ? xml_open(cx, zip_source_of_part, p) : NULL;
	const char *root = "";
	struct xml_event e;

	if (x && xml_next(cx, x, &e))
		root = arena_str(cx->mem, e.name);
	if (x)
		xml_close(x);
	if (p)
		zip_close_part(p);
	return root;
}

static enum package_kind refused(struct context *cx, const char *format)
{
	fail(cx, ERR_BAD_REQUEST, NULL,
	     N_("This is a file of the kind %s. Open it in its program, save it as .xlsx or .docx, "
	        "and try again."),
	     format);
	return PACKAGE_NONE;
}

enum package_kind package_kind(struct context *cx, struct zip_archive *z)
{
	const char *part, *root, *end;

	if (zip_has(z, "mimetype") && zip_has(z, "content.xml"))
		return refused(cx, "OpenDocument");
	part = package_main(cx, z);
	if (!part)
		return PACKAGE_NONE;
	end = strrchr(part, '.');
	if (end && str_eq(end, ".bin"))
		return refused(cx, ".xlsb");
	root = root_of(cx, z, part);
	if (failed(cx))
		return PACKAGE_NONE;
	if (str_eq(root, "workbook"))
		return PACKAGE_WORKBOOK;
	return str_eq(root, "document") ? PACKAGE_DOCUMENT : refused(cx, part);
}
