/* Bytes gather in a small array and leave by the sink when it is full.  The guard against formulas
 * is OWASP's list (https://owasp.org/www-community/attacks/CSV_Injection), the full-width signs
 * included, which East Asian spreadsheets take for the plain ones. */
#include "format/csv.h"

static void flush(struct csv_writer *w)
{
	if (!w->broken && w->n)
		w->broken = !w->sink(w->cx, w->to, w->bytes, w->n);
	w->n = 0;
}

static void put(struct csv_writer *w, const char *s, size_t n)
{
	while (n) {
		size_t room = sizeof w->bytes - w->n;
		size_t part = n < room ? n : room;

		memcpy(w->bytes + w->n, s, part);
		w->n += part;
		s += part;
		n -= part;
		if (w->n == sizeof w->bytes)
			flush(w);
	}
}

void csv_start(struct csv_writer *w, struct context *cx, enum csv_form form, sink *to_sink,
               void *to)
{
	*w = (struct csv_writer){ .cx = cx, .sink = to_sink, .to = to, .form = form };
	if (form == CSV_FOR_PEOPLE)
		put(w, "\xef\xbb\xbf", 3);
}

bool csv_end(struct csv_writer *w)
{
	flush(w);
	return !w->broken;
}

/* "-5", "+3.25", "-1 200,50": a sign, then digits with separators between them. */
static bool is_plain_number(const char *s, size_t n)
{
	bool digit = false;

	for (size_t i = *s == '-' || *s == '+'; i < n; i++) {
		bool was = digit;

		digit = s[i] >= '0' && s[i] <= '9';
		if (!digit && (!was || !memchr("., ", s[i], 3)))
			return false;
	}
	return digit;
}

static bool looks_like_formula(const char *s, size_t n)
{
	static const char *const wide[] = { "\uff1d", "\uff0b", "\uff0d", "\uff20" };

	if (!n)
		return false;
	if (memchr("=+-@\t\r\n", *s, 7))
		return !is_plain_number(s, n);
	for (size_t i = 0; i < LEN(wide); i++)
		if (n >= 3 && memcmp(s, wide[i], 3) == 0)
			return true;
	return false;
}

/* Apostrophes before a formula are text that somebody typed, or this writer's. */
static bool is_armed(const char *s, size_t n)
{
	for (; n && *s == '\''; s++)
		n--;
	return looks_like_formula(s, n);
}

const char *csv_plain(const char *s)
{
	return *s == '\'' && is_armed(s, strlen(s)) ? s + 1 : s;
}

/* A cell that begins with U+FEFF would be taken for the file's byte order mark if it came first. */
static bool needs_quotes(const char *s, size_t n)
{
	if (n && (*s == ' ' || s[n - 1] == ' '))
		return true;
	if (n >= 3 && memcmp(s, "\ufeff", 3) == 0)
		return true;
	for (size_t i = 0; i < n; i++)
		if (memchr("\",;\t\r\n", s[i], 6))
			return true;
	return false;
}

void csv_cell_n(struct csv_writer *w, const char *s, size_t n)
{
	bool disarm = w->form != CSV_FOR_PROGRAMS && is_armed(s, n);
	bool quote = needs_quotes(s, n);

	if (w->cells++)
		put(w, ",", 1);
	else
		w->first = n;
	if (quote)
		put(w, "\"", 1);
	if (disarm)
		put(w, "'", 1);
	while (n) {
		const char *mark = memchr(s, '"', n);
		size_t part = mark ? (size_t)(mark - s) + 1 : n;

		put(w, s, part);
		if (mark)
			put(w, "\"", 1);
		s += part;
		n -= part;
	}
	if (quote)
		put(w, "\"", 1);
}

void csv_cell(struct csv_writer *w, const char *s)
{
	csv_cell_n(w, s ? s : "", s ? strlen(s) : 0);
}

/* A row of one empty cell would be an empty line, which readers pass over. */
void csv_end_row(struct csv_writer *w)
{
	if (w->cells == 1 && w->first == 0)
		put(w, "\"\"", 2);
	put(w, "\r\n", 2);
	w->cells = 0;
}
