/* From bytes to a request: addresses, queries, forms, uploads, cookies.  Everything that comes in
 * is untrusted: what is not UTF-8, holds a NUL or a control character, or is more than
 * base/limits.h allows is refused as a whole. */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include "web/exchange.h"

enum {
	MAX_SEGMENTS = 16, /* of a path */
	MAX_UPLOADS = 100,
	MAX_PART_HEADERS = 8 * 1024,
	MAX_BOUNDARY = 70, /* RFC 2046 §5.1.1 */
};

/* A path cut at its slashes, each piece undecoded. */
struct path {
	struct {
		const char *text;
		size_t n;
	} v[MAX_SEGMENTS];
	size_t n;
	bool slash; /* ended in one, without need */
};

/* Cuts the path of a target ("/a/b?c=d").  False when it is none of ours: no slash at its start, an
 * empty piece, too many. */
MUST_USE bool path_cut(const char *target, struct path *ret);

/* Decodes %XX (and "+" with `plus`); what is not a code stays as it is, as browsers do it.  NULL
 * with ERR_BAD_REQUEST: not UTF-8, or a control character in it (line ends and tabs are allowed
 * with `lines`, and line ends become \n). */
const char *percent_decode(struct context *cx, const char *s, size_t n, bool plus, bool lines);

/* The same checks for text that is not encoded: a form's text field. */
const char *text_value(struct context *cx, const char *s, size_t n);

/* "a=1&b=2" in order.  `lines` as above: for forms. */
MUST_USE bool query_parse(struct context *cx, const char *s, size_t n, bool lines,
                          struct pair **ret, size_t *ret_n);
/* The other way round: appends "name=value", with "&" before when something stands there. */
void query_write(struct buffer *out, const char *name, const char *value);

/* multipart/form-data (RFC 7578): text fields go to q->form, files to q->uploads; the files' bytes
 * stay where they are. */
MUST_USE bool multipart_parse(struct context *cx, const char *content_type, const char *body,
                              size_t size, struct request *q);

/* Whether the address that people write (setting `address`) is https. */
bool address_https(struct context *cx);
/* Whether its cookies are for https alone: it came that way, or, behind a proxy that does not tell,
 * people write such an address. */
bool request_secure(struct context *cx, const struct request *q);

/* Target, headers, cookies: all but the body, the session and the route. */
MUST_USE bool request_read(struct context *cx, const struct exchange *x, struct request *q);
/* The body: q->form and q->uploads by its media type; other types stay in q->body alone. */
MUST_USE bool request_read_body(struct context *cx, const struct exchange *x, struct request *q);

#endif
