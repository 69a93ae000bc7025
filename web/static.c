/* Style sheet, script and pictures are inside the program.  An address carries the content's
 * digest, so a browser may keep it for a year and still sees a new release at once; any other
 * digest answers the present content, kept for no time. */
#include "web/static.h"

#include "base/embedded.h"

static const char folder[] = "web/static/";

static const struct embedded *embedded_named(const char *path)
{
	size_t low = 0, high = 0;

	while (embedded_files[high].path)
		high++;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(path, embedded_files[middle].path);

		if (order == 0)
			return &embedded_files[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const char *static_url(struct context *cx, const char *name)
{
	const struct embedded *f = embedded_named(arena_fmt(cx->mem, "%s%s", folder, name));

	return arena_fmt(cx->mem, "/static/%s/%s", f ? f->digest : "none", name);
}

static const char *media_type(const char *name)
{
	static const struct {
		const char *ending, *type;
	} types[] = {
		{ ".css", "text/css; charset=utf-8" },
		{ ".js", "text/javascript; charset=utf-8" },
		{ ".svg", "image/svg+xml" },
		{ ".png", "image/png" },
		{ ".ico", "image/x-icon" },
		{ ".woff2", "font/woff2" },
		{ ".webmanifest", "application/manifest+json" },
	};
	size_t n = strlen(name);

	for (size_t i = 0; i < LEN(types); i++) {
		size_t ending = strlen(types[i].ending);

		if (n > ending && str_eq(name + n - ending, types[i].ending))
			return types[i].type;
	}
	return "application/octet-stream";
}

/* "gzip" in Accept-Encoding, but not "gzip;q=0". */
static bool takes_gzip(const struct request *q)
{
	const char *accepted = request_header(q, "Accept-Encoding");
	const char *word = accepted ? strstr(accepted, "gzip") : NULL;
	const char *weight = word ? word + strlen("gzip") : "";

	weight += strspn(weight, " ;");
	return word && (!str_starts(weight, "q=0") || strpbrk(weight, "123456789"));
}

/* The compressed file, where there is one and the browser takes it. */
static const struct embedded *as_sent(struct context *cx, const struct request *q,
                                      const struct embedded *f)
{
	const struct embedded *gz = embedded_named(arena_fmt(cx->mem, "%s.gz", f->path));

	return gz && takes_gzip(q) ? gz : f;
}

static bool send_file(struct context *cx, const struct request *q, struct reply *a)
{
	const char *name = request_param(q, "name"), *known = request_header(q, "If-None-Match");
	const struct embedded *f = embedded_named(arena_fmt(cx->mem, "%s%s", folder, name));

	if (!f)
		return fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such page."));

	const struct embedded *sent = as_sent(cx, q, f);
	const char *tag = arena_fmt(cx->mem, "\"%s\"", sent->digest);
	bool present = str_eq(request_param(q, "digest"), f->digest);

	reply_header(a, "ETag", tag);
	reply_header(a, "Cache-Control",
	             present ? "public, max-age=31536000, immutable" : "no-cache");
	reply_header(a, "Vary", "Accept-Encoding");
	if (sent != f)
		reply_header(a, "Content-Encoding", "gzip");
	a->type = media_type(name);
	if (known && strstr(known, tag)) {
		a->status = 304;
		return true;
	}
	/* Not on the arena: server.c sends it from where it lies. */
	a->body = (struct buffer){ .text = (char *)(uintptr_t)sent->data, .len = sent->size };
	return true;
}

/* Where a page names no picture (a PDF, a table), browsers look here. */
static bool send_mark(struct context *cx, const struct request *q, struct reply *a)
{
	(void)q;
	return reply_goto(cx, a, static_url(cx, "mark.svg"));
}

static const struct route routes[] = {
	{ METHOD_GET, "/static/{digest}/{name}", "@public", send_file,
	  N_("Style sheet, script and pictures"), ROUTE_NO_DB | ROUTE_AT_ONCE },
	{ METHOD_GET, "/favicon.ico", "@public", send_mark, N_("The mark of the program"),
	  ROUTE_NO_DB | ROUTE_AT_ONCE },
	{ 0 },
};

const struct pages static_pages = { "static", routes, NULL };
