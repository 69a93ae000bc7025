/* printf for HTML and for addresses.  Both walk the format once; values of %s go through an escaper
 * (entities or percent signs), numbers are written as they are.  Only conversions that the pages
 * need are understood: the compiler checks the arguments, an assertion the conversions. */
#include "web/html.h"
#include "web/glyph.h"

#include <assert.h>
#include <stdarg.h>

typedef void escaper(struct buffer *out, const char *s, size_t n);

static void escape_html(struct buffer *out, const char *s, size_t n)
{
	size_t from = 0;

	for (size_t i = 0; i < n; i++) {
		const char *entity = s[i] == '&'    ? "&amp;"
		                     : s[i] == '<'  ? "&lt;"
		                     : s[i] == '>'  ? "&gt;"
		                     : s[i] == '"'  ? "&quot;"
		                     : s[i] == '\'' ? "&#39;"
		                                    : NULL;
		if (!entity)
			continue;
		buffer_put(out, s + from, i - from);
		buffer_text(out, entity);
		from = i + 1;
	}
	buffer_put(out, s + from, n - from);
}

/* RFC 3986, 2.3: all but the unreserved characters. */
static void escape_url(struct buffer *out, const char *s, size_t n)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    c == '-' || c == '.' || c == '_' || c == '~') {
			buffer_char(out, (char)c);
		} else {
			buffer_char(out, '%');
			buffer_char(out, hex[c >> 4]);
			buffer_char(out, hex[c & 15]);
		}
	}
}

struct conversion {
	bool zero;
	int width, precision; /* precision -1: none */
	int size;             /* 0 int, 1 long, 2 long long, 3 size_t */
	char letter;
};

/* Reads what stands behind a "%"; returns the place behind the conversion. */
static const char *conversion_read(const char *p, struct conversion *c, va_list *args)
{
	*c = (struct conversion){ .precision = -1 };
	if (*p == '0') {
		c->zero = true;
		p++;
	}
	for (; *p >= '0' && *p <= '9'; p++)
		c->width = c->width * 10 + (*p - '0');
	if (*p == '.' && p[1] == '*') {
		c->precision = va_arg(*args, int);
		p += 2;
	} else if (*p == '.') {
		c->precision = 0;
		for (p++; *p >= '0' && *p <= '9'; p++)
			c->precision = c->precision * 10 + (*p - '0');
	}
	for (; *p == 'l' || *p == 'z' || *p == 'h'; p++)
		c->size = *p == 'z' ? 3 : *p == 'l' ? c->size + 1 : c->size;
	c->letter = *p;
	return p + 1;
}

static void put_signed(struct buffer *out, const struct conversion *c, long long n)
{
	if (c->zero)
		buffer_fmt(out, "%0*lld", c->width, n);
	else
		buffer_fmt(out, "%*lld", c->width, n);
}

static void put_unsigned(struct buffer *out, const struct conversion *c, unsigned long long n)
{
	if (c->letter == 'x')
		buffer_fmt(out, c->zero ? "%0*llx" : "%*llx", c->width, n);
	else
		buffer_fmt(out, c->zero ? "%0*llu" : "%*llu", c->width, n);
}

static void put_text(struct buffer *out, const struct conversion *c, const char *s, escaper *escape)
{
	if (s)
		escape(out, s, c->precision < 0 ? strlen(s) : strnlen(s, (size_t)c->precision));
}

static void put_value(struct buffer *out, const struct conversion *c, va_list *args,
                      escaper *escape)
{
	switch (c->letter) {
	case 's':
		put_text(out, c, va_arg(*args, const char *), escape);
		break;
	case 'c': {
		char one = (char)va_arg(*args, int);

		escape(out, &one, 1);
		break;
	}
	case 'd':
	case 'i':
		put_signed(out, c,
		           c->size == 0   ? va_arg(*args, int)
		           : c->size == 1 ? va_arg(*args, long)
		           : c->size == 2 ? va_arg(*args, long long)
		                          : (long long)va_arg(*args, ssize_t));
		break;
	case 'u':
	case 'x':
		put_unsigned(out, c,
		             c->size == 0   ? va_arg(*args, unsigned)
		             : c->size == 1 ? va_arg(*args, unsigned long)
		             : c->size == 2 ? va_arg(*args, unsigned long long)
		                            : va_arg(*args, size_t));
		break;
	case 'f':
		buffer_fmt(out, "%.*f", c->precision < 0 ? 6 : c->precision, va_arg(*args, double));
		break;
	case '%':
		buffer_char(out, '%');
		break;
	default:
		assert(!"a conversion that html() and url() do not know");
	}
}

static void print(struct buffer *out, const char *format, va_list *args, escaper *escape)
{
	for (const char *p = format; *p;) {
		size_t plain = strcspn(p, "%");
		struct conversion c;

		buffer_put(out, p, plain);
		p += plain;
		if (!*p)
			break;
		p = conversion_read(p + 1, &c, args);
		put_value(out, &c, args, escape);
	}
}

void html_(struct html *h, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print(&h->out, format, &args, escape_html);
	va_end(args);
}

const char *url_(struct context *cx, const char *format, ...)
{
	struct buffer out = BUFFER(cx->mem, 16 * MAX_URL);
	va_list args;

	va_start(args, format);
	print(&out, format, &args, escape_url);
	va_end(args);
	return buffer_str(&out);
}

const char *url_part(struct context *cx, const char *s)
{
	return url(cx, "%s", s);
}

void html_text(struct html *h, const char *s)
{
	if (s)
		escape_html(&h->out, s, strlen(s));
}

void html_append(struct html *h, const struct html *part)
{
	buffer_put(&h->out, buffer_str(&part->out), part->out.len);
	h->out.full |= part->out.full;
	h->glyphs[0] |= part->glyphs[0];
	h->glyphs[1] |= part->glyphs[1];
}

void html_paragraphs(struct html *h, const char *s)
{
	while (s && *s) {
		size_t n = strcspn(s, "\r\n");

		if (strspn(s, " \t") < n)
			html(h, "<p>%.*s</p>\n", (int)n, s);
		s += n;
		s += strspn(s, "\r\n");
	}
}

void html_glyph(struct html *h, const char *symbol)
{
	size_t n = strcspn(symbol, " ");
	int at = glyph_index(symbol, n);

	if (at < 0)
		return;
	h->glyphs[at / 64] |= 1ul << at % 64;
	html(h,
	     "<svg class=\"g\" aria-hidden=\"true\"><use "
	     "href=\"#%.*s\"/></svg>",
	     (int)n, symbol);
}

void html_state(struct html *h, const char *glyph, const char *words)
{
	const char *class = glyph ? strchr(glyph, ' ') : NULL;

	if (!glyph) {
		html_text(h, words);
		return;
	}
	html(h, "<span class=\"st%s\">", class);
	html_glyph(h, glyph);
	html(h, "<span>%s</span></span>", words);
}

void html_lang(struct html *h, const char *lang)
{
	if (lang && !str_eq(lang, h->cx->lang))
		html(h, " lang=\"%s\"", lang);
}

void html_option(struct html *h, const char *value, const char *label, bool chosen)
{
	html(h, "<option value=\"%s\"", value);
	if (chosen)
		html(h, " selected");
	html(h, ">%s</option>", label);
}
