/* Addresses, queries, cookies and the lookups of handlers.  Nothing is copied that need not be:
 * values without a code are copied once to end in NUL, bodies are read where they lie. */
#include "web/request.h"

#include "base/number.h"
#include "base/utf8.h"
#include "record/setting.h"

#include <strings.h>

bool path_cut(const char *target, struct path *ret)
{
	const char *s = target;

	*ret = (struct path){ .n = 0 };
	if (*s != '/')
		return false;
	while (*s == '/') {
		size_t n = strcspn(++s, "/?#");

		if (!n && s[n] != '/') {
			ret->slash = ret->n > 0;
			return true;
		}
		if (!n || ret->n == MAX_SEGMENTS)
			return false;
		ret->v[ret->n].text = s;
		ret->v[ret->n++].n = n;
		s += n;
	}
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Allowed in a value: see percent_decode(). */
static bool clean(const char *s, size_t n, bool lines)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == 0x7f || (c < 0x20 && !(lines && (c == '\n' || c == '\t'))))
			return false;
	}
	return utf8_valid(s, n);
}

/* Line ends as browsers send them (CR LF) and as old files have them (CR) become LF; returns the
 * new length. */
static size_t unify_lines(char *s, size_t n)
{
	size_t out = 0;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\r' && i + 1 < n && s[i + 1] == '\n')
			continue;
		s[out++] = s[i] == '\r' ? '\n' : s[i];
	}
	s[out] = '\0';
	return out;
}

static const char *checked(struct context *cx, char *s, size_t n, bool lines)
{
	if (lines)
		n = unify_lines(s, n);
	if (clean(s, n, lines))
		return s;
	fail(cx, ERR_BAD_REQUEST, NULL, N_("The request holds characters that are not text."));
	return NULL;
}

const char *percent_decode(struct context *cx, const char *s, size_t n, bool plus, bool lines)
{
	char *out = arena_alloc(cx->mem, n + 1);
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		int high = s[i] == '%' && i + 2 < n ? hex_digit(s[i + 1]) : -1;
		int low = high >= 0 ? hex_digit(s[i + 2]) : -1;

		if (low >= 0) {
			out[len++] = (char)(high << 4 | low);
			i += 2;
		} else {
			out[len++] = plus && s[i] == '+' ? ' ' : s[i];
		}
	}
	return checked(cx, out, len, lines);
}

const char *text_value(struct context *cx, const char *s, size_t n)
{
	return checked(cx, arena_strn(cx->mem, s, n), n, true);
}

static size_t count(const char *s, size_t n, char c)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		found += s[i] == c;
	return found;
}

bool query_parse(struct context *cx, const char *s, size_t n, bool lines, struct pair **ret,
                 size_t *ret_n)
{
	size_t most = count(s, n, '&') + 1;
	const char *end = s + n;

	*ret = NULL;
	*ret_n = 0;
	if (most > MAX_FORM_FIELDS)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("The form has too many fields."));

	struct pair *pairs = arena_array(cx->mem, struct pair, most);

	while (s < end) {
		const char *stop = memchr(s, '&', (size_t)(end - s));
		size_t len = (size_t)((stop ? stop : end) - s);
		const char *equals = memchr(s, '=', len);
		size_t name = equals ? (size_t)(equals - s) : len;

		if (len) {
			struct pair *p = &pairs[(*ret_n)++];

			p->name = percent_decode(cx, s, name, true, false);
			p->value =
			        equals ? percent_decode(cx, equals + 1, len - name - 1, true, lines)
			               : "";
			if (!p->name || !p->value)
				return false;
		}
		s += len + 1;
	}
	*ret = pairs;
	return true;
}

static void encode(struct buffer *out, const char *s)
{
	static const char digits[] = "0123456789ABCDEF";

	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    strchr("-_.", c))
			buffer_char(out, (char)c);
		else if (c == ' ')
			buffer_char(out, '+');
		else
			buffer_put(out, (char[]){ '%', digits[c >> 4], digits[c & 15] }, 3);
	}
}

void query_write(struct buffer *out, const char *name, const char *value)
{
	if (out->len)
		buffer_char(out, '&');
	encode(out, name);
	buffer_char(out, '=');
	encode(out, value);
}

/* ---- what handlers ask */

static const char *value_of(const struct pair *pairs, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(pairs[i].name, name))
			return pairs[i].value;
	return NULL;
}

const char *request_param(const struct request *q, const char *name)
{
	return value_of(q->params, q->params_n, name);
}

const char *request_query(const struct request *q, const char *name)
{
	return value_of(q->query, q->query_n, name);
}

const char *request_form(const struct request *q, const char *name)
{
	return value_of(q->form, q->form_n, name);
}

const char *exchange_header(const struct exchange *x, const char *name)
{
	for (size_t i = 0; i < x->headers_n; i++)
		if (strcasecmp(x->headers[i].name, name) == 0)
			return x->headers[i].value;
	return NULL;
}

const char *request_header(const struct request *q, const char *name)
{
	return exchange_header(q->connection, name);
}

const struct upload *request_upload(const struct request *q, const char *name)
{
	for (size_t i = 0; i < q->uploads_n; i++)
		if (str_eq(q->uploads[i].name, name))
			return &q->uploads[i];
	return NULL;
}

const char *request_cookie(const struct request *q, const char *name)
{
	return value_of(q->cookies, q->cookies_n, name);
}

/* "//host" and "/\host" lead away in browsers. */
const char *request_way(const struct request *q, const char *name, const char *otherwise)
{
	const char *way = request_form(q, name);

	if (!way)
		way = request_query(q, name);
	if (!way || way[0] != '/' || way[1] == '/' || way[1] == '\\')
		return otherwise;
	for (const char *s = way; *s; s++)
		if ((unsigned char)*s <= 0x20 || (unsigned char)*s >= 0x7f || *s == '\\')
			return otherwise;
	return way;
}

int64_t request_id(struct context *cx, const struct request *q)
{
	const char *text = request_param(q, "id");
	int64_t id;

	if (text && parse_int_in(text, 1, INT64_MAX, &id))
		return id;
	fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such page."));
	return 0;
}

/* ---- reading */

static char *trimmed(struct context *cx, const char *s, size_t n)
{
	while (n && (*s == ' ' || *s == '\t'))
		s++, n--;
	while (n && (s[n - 1] == ' ' || s[n - 1] == '\t'))
		n--;
	return arena_strn(cx->mem, s, n);
}

static void read_cookies(struct context *cx, const char *s, struct request *q)
{
	if (!s)
		return;

	size_t most = count(s, strlen(s), ';') + 1;

	q->cookies = arena_array(cx->mem, struct pair, most);
	while (*s) {
		size_t len = strcspn(s, ";"), name = strcspn(s, "=;");

		if (name < len)
			q->cookies[q->cookies_n++] =
			        (struct pair){ trimmed(cx, s, name),
				               trimmed(cx, s + name + 1, len - name - 1) };
		s += len + (s[len] == ';');
	}
}

bool address_https(struct context *cx)
{
	return str_starts(setting(cx, "address"), "https://");
}

bool request_secure(struct context *cx, const struct request *q)
{
	return q->secure || address_https(cx);
}

bool request_read(struct context *cx, const struct exchange *x, struct request *q)
{
	size_t path = strcspn(x->target, "?#");
	const char *query = x->target[path] == '?' ? x->target + path + 1 : "";
	size_t bare = path > 1 && x->target[path - 1] == '/' ? path - 1 : path;

	q->target = x->target;
	q->remote = x->remote;
	q->number = x->number;
	q->secure = x->https;
	q->api = str_starts(x->target, "/api/");
	q->htmx = exchange_header(x, "HX-Request") != NULL;
	read_cookies(cx, exchange_header(x, "Cookie"), q);
	q->path = percent_decode(cx, x->target, bare, false, false);
	return q->path &&
	       query_parse(cx, query, strcspn(query, "#"), false, &q->query, &q->query_n);
}

static bool media_type_is(const char *header, const char *type)
{
	size_t n = strlen(type);

	return header && strncasecmp(header, type, n) == 0 &&
	       (header[n] == '\0' || header[n] == ';' || header[n] == ' ');
}

bool request_read_body(struct context *cx, const struct exchange *x, struct request *q)
{
	const char *type = exchange_header(x, "Content-Type");

	q->body = x->body;
	q->body_size = x->body_size;
	if (!q->body_size)
		return true;
	if (media_type_is(type, "application/x-www-form-urlencoded")) {
		if (q->body_size > MAX_FORM)
			return fail(cx, ERR_TOO_LARGE, NULL, N_("The form is too large."));
		return query_parse(cx, q->body, q->body_size, true, &q->form, &q->form_n);
	}
	if (media_type_is(type, "multipart/form-data"))
		return multipart_parse(cx, type, q->body, q->body_size, q);
	if (q->api && !media_type_is(type, "application/json") && !(q->route->flags & ROUTE_UPLOAD))
		return fail(cx, ERR_BAD_REQUEST, NULL,
		            N_("The API takes JSON: send Content-Type: application/json."));
	return true;
}
