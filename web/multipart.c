/* multipart/form-data as browsers send it (RFC 7578): "--boundary", headers, an empty line, bytes,
 * again, "--boundary--". The body lies in memory or is mapped, so a part is two pointers into it.
 * What does not follow the grammar to the byte is refused: a lenient reader and a lenient proxy
 * that disagree are how files get smuggled. */
#include "web/request.h"

#include <strings.h>

struct part {
	const char *name, *filename, *media_type;
	const char *bytes;
	size_t size;
};

struct reader {
	struct context *cx;
	const char *at, *end;
	char boundary[MAX_BOUNDARY + 5]; /* CR LF "--" boundary */
	size_t boundary_n;
};

static bool wrong(struct reader *r)
{
	return fail(r->cx, ERR_BAD_REQUEST, NULL, N_("The form was damaged on its way."));
}

/* The parameter of a header value: name="value" or name=value.  In quotes \" and \\ stand for
 * themselves, and browsers write %22 for a quote, %0D%0A for a line end.  False: absent. */
static bool parameter(struct context *cx, const char *header, const char *name, char **ret)
{
	size_t n = strlen(name);

	for (const char *s = strchr(header, ';'); s; s = strchr(s, ';')) {
		s++;
		s += strspn(s, " \t");

		bool found = strncasecmp(s, name, n) == 0 && s[n] == '=';

		s += strcspn(s, "=;");
		if (*s != '=')
			continue;

		char *out = arena_alloc(cx->mem, strlen(++s) + 1);
		size_t len = 0;

		if (*s == '"') {
			for (s++; *s && *s != '"'; s++) {
				if (*s == '\\' && (s[1] == '"' || s[1] == '\\'))
					s++;
				out[len++] = *s;
			}
			if (*s != '"')
				return false;
		} else {
			len = strcspn(s, "; \t");
			memcpy(out, s, len);
		}
		if (found) {
			*ret = out;
			return true;
		}
	}
	return false;
}

static bool read_boundary(struct reader *r, const char *content_type)
{
	char *text;

	if (!parameter(r->cx, content_type, "boundary", &text))
		return wrong(r);

	size_t n = strlen(text);

	if (n < 1 || n > MAX_BOUNDARY)
		return wrong(r);
	r->boundary_n = n + 4;
	memcpy(r->boundary, "\r\n--", 4);
	memcpy(r->boundary + 4, text, n + 1);
	return true;
}

static bool at(struct reader *r, const char *bytes, size_t n)
{
	if ((size_t)(r->end - r->at) < n || memcmp(r->at, bytes, n) != 0)
		return false;
	r->at += n;
	return true;
}

/* The name that a browser gave a file, without the folders some put before it. */
static const char *last_piece(const char *s)
{
	for (const char *p = s; *p; p++)
		if (*p == '/' || *p == '\\')
			s = p + 1;
	return s;
}

static const char *decoded(struct reader *r, const char *s)
{
	return percent_decode(r->cx, s, strlen(s), false, false);
}

static bool read_header(struct reader *r, const char *line, struct part *p)
{
	static const char disposition[] = "Content-Disposition:", type[] = "Content-Type:";
	char *name, *filename;

	if (strncasecmp(line, type, sizeof type - 1) == 0) {
		line += sizeof type - 1;
		p->media_type = decoded(r, line + strspn(line, " \t"));
		return p->media_type != NULL;
	}
	if (strncasecmp(line, disposition, sizeof disposition - 1) != 0)
		return true;
	if (!parameter(r->cx, line, "name", &name))
		return wrong(r);
	p->name = decoded(r, name);
	if (parameter(r->cx, line, "filename", &filename)) {
		filename = arena_str(r->cx->mem, decoded(r, filename));
		p->filename = filename ? last_piece(filename) : NULL;
		return p->name && p->filename;
	}
	return p->name != NULL;
}

static bool read_headers(struct reader *r, struct part *p)
{
	size_t total = 0;

	for (;;) {
		size_t left = (size_t)(r->end - r->at);
		size_t most = left < MAX_PART_HEADERS ? left : MAX_PART_HEADERS;
		const char *stop = memmem(r->at, most, "\r\n", 2);
		size_t n = stop ? (size_t)(stop - r->at) : 0;

		total += n;
		if (!stop || total > MAX_PART_HEADERS || memchr(r->at, '\0', n))
			return wrong(r);

		const char *line = arena_strn(r->cx->mem, r->at, n);

		r->at = stop + 2;
		if (!n)
			return p->name ? true : wrong(r);
		if (!read_header(r, line, p))
			return false;
	}
}

/* Room for one more behind n: doubled at 8, 16, 32 … */
static struct pair *pairs_room(struct context *cx, struct pair *pairs, size_t n)
{
	if (n && (n < 8 || (n & (n - 1)) != 0))
		return pairs;
	return arena_grow(cx->mem, pairs, n * sizeof *pairs, (n ? 2 * n : 8) * sizeof *pairs);
}

static bool keep(struct reader *r, const struct part *p, struct request *q, size_t *text_bytes)
{
	if (p->filename) {
		if (!*p->filename && !p->size)
			return true; /* no file was chosen */
		if (q->uploads_n == MAX_UPLOADS)
			return fail(r->cx, ERR_TOO_LARGE, p->name, N_("Too many files at once."));
		q->uploads[q->uploads_n++] =
		        (struct upload){ p->name, p->filename,
			                 p->media_type ? p->media_type : "application/octet-stream",
			                 p->bytes, p->size };
		return true;
	}
	*text_bytes += p->size;
	if (q->form_n == MAX_FORM_FIELDS)
		return fail(r->cx, ERR_TOO_LARGE, NULL, N_("The form has too many fields."));
	if (*text_bytes > MAX_FORM)
		return fail(r->cx, ERR_TOO_LARGE, NULL, N_("The form is too large."));

	const char *value = text_value(r->cx, p->bytes, p->size);

	if (!value)
		return false;
	q->form = pairs_room(r->cx, q->form, q->form_n);
	q->form[q->form_n++] = (struct pair){ p->name, value };
	return true;
}

bool multipart_parse(struct context *cx, const char *content_type, const char *body, size_t size,
                     struct request *q)
{
	struct reader r = { .cx = cx, .at = body, .end = body + size };
	size_t text_bytes = 0;

	if (!read_boundary(&r, content_type))
		return false;
	if (!at(&r, r.boundary + 2, r.boundary_n - 2))
		return wrong(&r);
	q->uploads = arena_array(cx->mem, struct upload, MAX_UPLOADS);
	while (!at(&r, "--", 2)) {
		struct part p = { .name = NULL };

		if (!at(&r, "\r\n", 2))
			return wrong(&r);
		if (!read_headers(&r, &p))
			return false;

		const char *stop = memmem(r.at, (size_t)(r.end - r.at), r.boundary, r.boundary_n);

		if (!stop)
			return wrong(&r);
		p.bytes = r.at;
		p.size = (size_t)(stop - r.at);
		r.at = stop + r.boundary_n;
		if (!keep(&r, &p, q, &text_bytes))
			return false;
	}
	return true;
}
