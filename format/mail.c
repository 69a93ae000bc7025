/* Every header line is made of printable ASCII: words that are not stand in it as encoded words of
 * at most 75 characters, cut between characters of UTF-8 and never within one (RFC 2047 §5).  The
 * text is quoted-printable where most of it can be read so, as Turkmen and English can, and base64
 * where that would be the shorter, as for Russian. */
#include "format/mail.h"

#include "base/date.h"

enum {
	WORD_BYTES = 39, /* of an encoded word before base64; 76 signs with "Subject: " before it */
	LINE = 76,       /* RFC 2045 §6.7, §6.8, without the line end */
	BASE64_BYTES = LINE / 4 * 3,
};

/* ---- addresses */

static bool is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool dotted(const char *s, size_t n, const char *more, size_t longest)
{
	size_t at = 0; /* within the piece between two dots */

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '.') {
			if (!at)
				return false;
			at = 0;
		} else if (is_letter_or_digit(s[i]) || (s[i] && strchr(more, s[i]))) {
			if (++at > longest)
				return false;
		} else {
			return false;
		}
	}
	return at > 0;
}

static bool hyphens_inside(const char *domain)
{
	for (const char *s = strchr(domain, '-'); s; s = strchr(s + 1, '-'))
		if (s == domain || s[-1] == '.' || !s[1] || s[1] == '.')
			return false;
	return true;
}

bool mail_address_valid(const char *s)
{
	const char *at = s ? strchr(s, '@') : NULL;

	return at && strlen(s) <= MAX_MAIL_ADDRESS && at - s <= 64 &&
	       dotted(s, (size_t)(at - s), "!#$%&'*+-/=?^_`{|}~", 64) &&
	       dotted(at + 1, strlen(at + 1), "-", 63) && hyphens_inside(at + 1);
}

/* ---- base64 and quoted-printable */

static void put_base64(struct buffer *out, const unsigned char *s, size_t n)
{
	static const char digits[] =
	        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i;
		unsigned v = (unsigned)s[i] << 16 | (left > 1 ? (unsigned)s[i + 1] << 8 : 0) |
		             (left > 2 ? s[i + 2] : 0);

		buffer_char(out, digits[v >> 18]);
		buffer_char(out, digits[v >> 12 & 63]);
		buffer_char(out, left > 1 ? digits[v >> 6 & 63] : '=');
		buffer_char(out, left > 2 ? digits[v & 63] : '=');
	}
}

/* Within a line of the text, which `left` more bytes of it follow. */
static bool is_plain(char c, size_t left)
{
	if (c == ' ' || c == '\t')
		return left > 0; /* a blank at the end of a line gets lost on the way */
	return c > ' ' && c < 0x7f && c != '=';
}

static void put_quoted_line(struct buffer *out, const char *s, size_t n)
{
	size_t column = 0;

	for (size_t i = 0; i < n; i++) {
		size_t need = is_plain(s[i], n - i - 1) ? 1 : 3;

		/* room for the "=" of a soft line end, unless the line ends here anyway */
		if (column + need > LINE - (i + 1 < n)) {
			buffer_text(out, "=\r\n");
			column = 0;
		}
		if (need == 1)
			buffer_char(out, s[i]);
		else
			buffer_fmt(out, "=%02X", (unsigned)(unsigned char)s[i]);
		column += need;
	}
	buffer_text(out, "\r\n");
}

static void put_quoted(struct buffer *out, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		put_quoted_line(out, text, n);
		text += n + (text[n] == '\n');
	}
}

/* Canonical line ends first (RFC 2045 §6.8). */
static void put_base64_text(struct buffer *out, const char *text)
{
	struct buffer lines = BUFFER(out->mem, MAX_MAIL);

	for (; *text; text++) {
		if (*text == '\n')
			buffer_char(&lines, '\r');
		buffer_char(&lines, *text);
	}
	for (size_t i = 0; i < lines.len; i += BASE64_BYTES) {
		size_t n = lines.len - i < BASE64_BYTES ? lines.len - i : BASE64_BYTES;

		put_base64(out, (const unsigned char *)lines.text + i, n);
		buffer_text(out, "\r\n");
	}
	out->full |= lines.full;
}

/* ---- header lines */

/* How many bytes of `s` make one encoded word: whole characters. */
static size_t word_size(const char *s)
{
	size_t n = 0;

	while (s[n] && n < WORD_BYTES)
		n++;
	while (n > 1 && ((unsigned char)s[n] & 0xc0) == 0x80)
		n--;
	return n;
}

/* Words of a subject or a name; what is not a letter is a blank.  Names are always encoded when
 * they hold anything but letters and blanks: a comma in one must not make two addresses of it. */
static void put_words(struct buffer *out, struct arena *mem, const char *words, bool name)
{
	char *clean = arena_str(mem, words);
	bool plain = strlen(words) < 60 && !strstr(words, "=?");

	for (char *s = clean; *s; s++) {
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			*s = ' ';
		plain &= name ? is_letter_or_digit(*s) || *s == ' ' : (unsigned char)*s < 0x80;
	}
	if (plain) {
		buffer_text(out, clean);
		return;
	}
	for (const char *s = clean; *s;) {
		size_t n = word_size(s);

		buffer_text(out, s == clean ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?");
		put_base64(out, (const unsigned char *)s, n);
		buffer_text(out, "?=");
		s += n;
	}
}

static void put_person(struct buffer *out, struct arena *mem, const char *header,
                       const struct mail_person *p)
{
	buffer_fmt(out, "%s: ", header);
	if (!str_empty(p->name)) {
		put_words(out, mem, p->name, true);
		buffer_text(out, "\r\n ");
	}
	buffer_fmt(out, "<%s>\r\n", p->address);
}

static void put_date(struct buffer *out, int64_t at)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
		                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int64_t seconds = at / 1000000;
	struct date d = date_from_days(seconds / 86400);
	int rest = (int)(seconds % 86400);

	buffer_fmt(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[date_weekday(d) - 1],
	           d.day, months[d.month - 1], d.year, rest / 3600, rest / 60 % 60, rest % 60);
}

/* ---- the message */

/* Base64 costs a third; quoting costs two bytes for each that is quoted. */
static bool mostly_readable(const char *text)
{
	size_t quoted = 0, n = strlen(text);

	for (const char *s = text; *s; s++)
		quoted += (unsigned char)*s >= 0x7f || *s == '=';
	return quoted * 6 < n;
}

static bool number_valid(const char *s)
{
	return !str_empty(s) && dotted(s, strlen(s), "", 64) && strlen(s) <= 64;
}

bool mail_write(struct context *cx, const struct mail *m, struct buffer *out)
{
	bool readable = mostly_readable(m->text);

	if (!mail_address_valid(m->from.address) || !mail_address_valid(m->to.address))
		return fail(cx, ERR_INVALID, "mail", N_("This is no mail address."));
	if (!number_valid(m->number) || !dotted(m->lang, strlen(m->lang), "-", 8))
		return fail(cx, ERR_BROKEN, NULL, "a message without number or language");
	put_date(out, m->at);
	buffer_fmt(out, "Message-ID: <%s%s>\r\n", m->number, strchr(m->from.address, '@'));
	put_person(out, cx->mem, "From", &m->from);
	put_person(out, cx->mem, "To", &m->to);
	buffer_text(out, "Subject: ");
	put_words(out, cx->mem, m->subject, false);
	/* RFC 3834: answering machines leave it alone */
	buffer_fmt(out,
	           "\r\nAuto-Submitted: auto-generated\r\nContent-Language: %s\r\n"
	           "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
	           "Content-Transfer-Encoding: %s\r\n\r\n",
	           m->lang, readable ? "quoted-printable" : "base64");
	if (readable)
		put_quoted(out, m->text);
	else
		put_base64_text(out, m->text);
	return buffer_ok(cx, out);
}
