/* The reader asks the source for pieces and looks at one byte after another; the row grows in a
 * buffer that is used again for the next one, so a file of any length costs one row of memory.
 * Whether the row is UTF-8 is asked when it is whole, because the message names the row.
 *
 * Lenient where programs differ without harm (line ends, separators, a quotation mark in the middle
 * of a bare cell), strict where leniency would shift or join cells without a word. */
#include "format/csv.h"

#include "base/utf8.h"

enum { PIECE = 64 * 1024, END = -1 };

struct csv_reader {
	source *source;
	void *from;
	char separator;
	bool ended;
	int64_t number, line;
	struct buffer text; /* of the row, a NUL behind each cell */
	size_t count;
	size_t at[MAX_CSV_COLUMNS]; /* where in `text` each cell begins */
	const char *cells[MAX_CSV_COLUMNS];
	struct bytes bytes; /* source of csv_open_bytes() */
	size_t used, have;
	char piece[PIECE];
};

/* Fills the piece as far as the source goes; what was used of it is dropped. */
static bool fill(struct context *cx, struct csv_reader *r)
{
	r->have -= r->used;
	memmove(r->piece, r->piece + r->used, r->have);
	r->used = 0;
	while (!r->ended && r->have < PIECE) {
		size_t got;

		if (!r->source(cx, r->from, r->piece + r->have, PIECE - r->have, &got))
			return false;
		r->have += got;
		r->ended = got == 0;
	}
	return true;
}

/* The next byte without taking it. */
static bool peek(struct context *cx, struct csv_reader *r, int *ret)
{
	if (r->used == r->have && !r->ended && !fill(cx, r))
		return false;
	*ret = r->used < r->have ? (unsigned char)r->piece[r->used] : END;
	return true;
}

/* The commonest of the three outside of quotation marks in the first line that is not empty. */
static char sniff(const char *s, size_t n)
{
	static const char separators[] = ",;\t";
	size_t counts[3] = { 0 }, best = 0, at = 0;
	bool quoted = false;

	while (at < n && (s[at] == '\r' || s[at] == '\n'))
		at++;
	for (; at < n && (quoted || (s[at] != '\r' && s[at] != '\n')); at++) {
		const char *found = quoted ? NULL : memchr(separators, s[at], 3);

		if (s[at] == '"')
			quoted = !quoted;
		else if (found)
			counts[found - separators]++;
	}
	for (size_t i = 1; i < 3; i++)
		if (counts[i] > counts[best])
			best = i;
	return separators[best];
}

static bool begin(struct context *cx, struct csv_reader *r)
{
	if (!fill(cx, r))
		return false;
	if (r->have >= 3 && memcmp(r->piece, "\xef\xbb\xbf", 3) == 0)
		r->used = 3;
	r->separator = sniff(r->piece + r->used, r->have - r->used);
	r->line = 1;
	r->text = BUFFER(cx->mem, MAX_CSV_ROW);
	return true;
}

struct csv_reader *csv_open(struct context *cx, source *from_source, void *from)
{
	struct csv_reader *r = arena_new_of(cx->mem, struct csv_reader);

	r->source = from_source;
	r->from = from;
	return begin(cx, r) ? r : NULL;
}

struct csv_reader *csv_open_bytes(struct context *cx, const char *bytes, size_t n)
{
	struct csv_reader *r = arena_new_of(cx->mem, struct csv_reader);

	r->bytes = (struct bytes){ .at = bytes, .left = n };
	r->source = source_of_bytes;
	r->from = &r->bytes;
	return begin(cx, r) ? r : NULL;
}

char csv_separator(const struct csv_reader *r)
{
	return r->separator;
}

void csv_use_separator(struct csv_reader *r, char separator)
{
	r->separator = separator;
}

static bool begin_cell(struct context *cx, struct csv_reader *r)
{
	if (r->count == MAX_CSV_COLUMNS)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("Row %lld has more than %d columns."),
		            (long long)r->number, MAX_CSV_COLUMNS);
	r->at[r->count++] = r->text.len;
	return true;
}

static bool put_byte(struct context *cx, struct csv_reader *r, int c)
{
	buffer_char(&r->text, (char)c);
	return !r->text.full ||
	       fail(cx, ERR_TOO_LARGE, NULL, N_("Row %lld is longer than %d bytes."),
	            (long long)r->number, MAX_CSV_ROW);
}

static bool add_byte(struct context *cx, struct csv_reader *r, int c)
{
	if (r->text.len - r->at[r->count - 1] == MAX_CSV_CELL)
		return fail(cx, ERR_TOO_LARGE, NULL,
		            N_("Row %lld, column %zu: the cell is longer than %d bytes."),
		            (long long)r->number, r->count, MAX_CSV_CELL);
	return put_byte(cx, r, c);
}

static bool is_line_end(int c)
{
	return c == '\r' || c == '\n';
}

/* Takes the line end that stands next: CR LF counts as one. */
static bool take_line_end(struct context *cx, struct csv_reader *r)
{
	int c = (unsigned char)r->piece[r->used++];

	r->line++;
	if (c != '\r')
		return true;
	if (!peek(cx, r, &c))
		return false;
	r->used += c == '\n';
	return true;
}

/* Behind the opening quotation mark, up to and with the closing one. */
static bool read_quoted(struct context *cx, struct csv_reader *r)
{
	int64_t opened = r->line;
	int c;

	for (bool cr = false;; cr = c == '\r') {
		if (!peek(cx, r, &c))
			return false;
		if (c == END)
			return fail(cx, ERR_BAD_REQUEST, NULL,
			            N_("Row %lld: the quotation mark opened in line %lld is never "
			               "closed."),
			            (long long)r->number, (long long)opened);
		r->used++;
		if (c == '"') {
			if (!peek(cx, r, &c))
				return false;
			if (c != '"')
				break;
			r->used++;
		}
		r->line += c == '\r' || (c == '\n' && !cr);
		if (!add_byte(cx, r, c))
			return false;
	}
	if (c != END && !is_line_end(c) && c != r->separator)
		return fail(cx, ERR_BAD_REQUEST, NULL,
		            N_("Row %lld, column %zu: text stands behind the closing quotation "
		               "mark."),
		            (long long)r->number, r->count);
	return true;
}

/* One cell; *more says whether a separator was behind it. */
static bool read_cell(struct context *cx, struct csv_reader *r, bool *more)
{
	int c;

	if (!begin_cell(cx, r) || !peek(cx, r, &c))
		return false;
	if (c == '"') {
		r->used++;
		if (!read_quoted(cx, r) || !peek(cx, r, &c))
			return false;
	} else {
		while (c != END && !is_line_end(c) && c != r->separator) {
			r->used++;
			if (!add_byte(cx, r, c) || !peek(cx, r, &c))
				return false;
		}
	}
	*more = c == r->separator;
	if (*more)
		r->used++;
	else if (c != END && !take_line_end(cx, r))
		return false;
	return put_byte(cx, r, '\0');
}

/* A NUL is valid UTF-8, but in a table it says that the file is UTF-16 or no text at all. */
static bool check_text(struct context *cx, const struct csv_reader *r)
{
	for (size_t i = 0; i < r->count; i++) {
		size_t end = i + 1 < r->count ? r->at[i + 1] : r->text.len;
		size_t n = end - r->at[i] - 1;
		const char *s = r->text.text + r->at[i];

		if (!utf8_valid(s, n) || memchr(s, '\0', n))
			return fail(cx, ERR_BAD_REQUEST, NULL,
			            N_("Row %lld, column %zu is not UTF-8 text. Save the table as "
			               "“CSV UTF-8” and try again."),
			            (long long)r->number, i + 1);
	}
	return true;
}

/* Empty rows are passed over, yet counted, as a spreadsheet counts them. */
static bool skip_empty(struct context *cx, struct csv_reader *r, bool *end)
{
	int c;

	for (;;) {
		if (!peek(cx, r, &c))
			return false;
		*end = c == END;
		if (!is_line_end(c))
			return true;
		if (!take_line_end(cx, r))
			return false;
		r->number++;
	}
}

bool csv_next(struct context *cx, struct csv_reader *r, struct csv_row *row)
{
	bool end, more = true;

	r->text.len = 0;
	r->count = 0;
	if (!skip_empty(cx, r, &end) || end)
		return false;
	if (++r->number > MAX_CSV_ROWS)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("The table has more than %d rows."),
		            MAX_CSV_ROWS);
	*row = (struct csv_row){ .number = r->number, .line = r->line, .cells = r->cells };
	while (more)
		if (!read_cell(cx, r, &more))
			return false;
	if (!check_text(cx, r))
		return false;
	for (size_t i = 0; i < r->count; i++)
		r->cells[i] = r->text.text + r->at[i];
	row->count = r->count;
	return true;
}
