/* Written without a length of anything but texts: a row's cells simply fill the frame.  Numbers
 * are in the machine's own order, because both ends are the same program on the same machine. */
#include "format/unit.h"

#include "base/utf8.h"

#include <math.h>

enum {
	BOLD = 1,
	ITALIC = 2,
	HIDDEN = 4,
	ABOVE = 0x80, /* beside a cell's kind */
	SMALLEST_ROOM = 4096,
};

/* ---- writing */

static bool make_room(struct frame_buffer *b, size_t n)
{
	size_t room = b->room ? b->room : SMALLEST_ROOM;
	char *bytes;

	if (b->full || n > MAX_MATERIAL_UNIT - b->n) {
		b->full = true;
		return false;
	}
	if (b->n + n <= b->room)
		return true;
	while (room < b->n + n)
		room *= 2;
	bytes = realloc(b->bytes, room);
	if (!bytes) {
		b->full = true;
		return false;
	}
	b->bytes = bytes;
	b->room = room;
	return true;
}

static void put(struct frame_buffer *b, const void *what, size_t n)
{
	if (n && make_room(b, n)) {
		memcpy(b->bytes + b->n, what, n);
		b->n += n;
	}
}

void frame_byte(struct frame_buffer *b, int c)
{
	unsigned char byte = (unsigned char)c;

	put(b, &byte, 1);
}

/* Printable ASCII and whatever is behind it in Unicode needs no second look, if it is UTF-8. */
static size_t plain_bytes(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && s[i] >= ' ' && s[i] < 0x7f)
		i++;
	return i;
}

static size_t put_character(struct frame_buffer *b, const char *s, size_t n)
{
	uint32_t c;
	size_t length = utf8_next(s, n, &c);

	if (!length) {
		put(b, "\ufffd", strlen("\ufffd"));
		return 1;
	}
	if (c == '\r') {
		frame_byte(b, '\n');
		return n > 1 && s[1] == '\n' ? 2 : 1;
	}
	if (c == '\n' || c == '\t' || (c >= ' ' && c != 0x7f && (c < 0x80 || c > 0x9f)))
		put(b, s, length);
	return length;
}

void frame_text(struct frame_buffer *b, const char *s, size_t n)
{
	size_t start = b->n;
	uint32_t length = 0;

	put(b, &length, sizeof length);
	while (n) {
		size_t plain = plain_bytes(s, n);

		put(b, s, plain);
		s += plain;
		n -= plain;
		if (n) {
			size_t used = put_character(b, s, n);

			s += used;
			n -= used;
		}
	}
	frame_byte(b, '\0');
	if (b->full)
		return;
	length = (uint32_t)(b->n - start - sizeof length - 1);
	memcpy(b->bytes + start, &length, sizeof length);
}

void frame_int(struct frame_buffer *b, int64_t n)
{
	put(b, &n, sizeof n);
}

void frame_flags(struct frame_buffer *b, const struct unit *u)
{
	frame_byte(b, (u->bold ? BOLD : 0) | (u->italic ? ITALIC : 0) | (u->hidden ? HIDDEN : 0));
}

/* Blanks alone say nothing; word processors leave no-break ones in empty places. */
static bool is_blank(const char *s, size_t n)
{
	while (n) {
		size_t length = n > 1 && memcmp(s, "\u00a0", 2) == 0    ? 2
		                : *s == ' ' || *s == '\t' || *s == '\n' ? 1
		                                                        : 0;

		if (!length)
			return false;
		s += length;
		n -= length;
	}
	return true;
}

bool frame_words(struct frame_buffer *b, const char *s, size_t n)
{
	size_t start = b->n;

	frame_text(b, s, n);
	if (b->full)
		return false;
	start += sizeof(uint32_t);
	if (!is_blank(b->bytes + start, b->n - start - 1))
		return true;
	b->n = start - sizeof(uint32_t);
	frame_text(b, "", 0);
	return false;
}

bool frame_cell(struct frame_buffer *b, const struct cell *c, const char *text, size_t n)
{
	const int most = MAX_MATERIAL_COLUMNS;
	uint16_t columns = (uint16_t)(c->columns < 1 ? 1 : c->columns < most ? c->columns : most);
	double number = isfinite(c->number) ? c->number : 0;
	size_t start = b->n;

	frame_byte(b, (int)c->kind | (c->above ? ABOVE : 0));
	put(b, &columns, sizeof columns);
	put(b, &number, sizeof number);
	if (frame_words(b, text, n))
		return true;
	if (!b->full)
		b->bytes[start] = (char)(CELL_EMPTY | (c->above ? ABOVE : 0));
	return false;
}

void frame_begin(struct frame_buffer *b, int kind)
{
	uint32_t length = 0;

	b->n = 0;
	b->full = false;
	put(b, &length, sizeof length);
	frame_byte(b, kind);
}

bool frame_end(struct frame_buffer *b)
{
	uint32_t length = (uint32_t)(b->n - FRAME_HEAD);

	if (b->full)
		return false;
	memcpy(b->bytes, &length, sizeof length);
	return true;
}

void frame_free(struct frame_buffer *b)
{
	free(b->bytes);
	*b = (struct frame_buffer){ 0 };
}

/* ---- reading */

struct rest {
	const char *at;
	size_t n;
};

static bool take(struct rest *r, void *to, size_t n)
{
	if (r->n < n)
		return false;
	memcpy(to, r->at, n);
	r->at += n;
	r->n -= n;
	return true;
}

static bool take_byte(struct rest *r, int *ret)
{
	unsigned char c;

	if (!take(r, &c, 1))
		return false;
	*ret = c;
	return true;
}

static bool take_text(struct rest *r, const char **ret)
{
	uint32_t length;
	const char *s;

	if (!take(r, &length, sizeof length) || r->n < 1 || length > r->n - 1)
		return false;
	s = r->at;
	r->at += (size_t)length + 1;
	r->n -= (size_t)length + 1;
	if (s[length] != '\0' || memchr(s, '\0', length) || !utf8_valid(s, length))
		return false;
	*ret = s;
	return true;
}

static bool take_flags(struct rest *r, struct unit *u)
{
	int flags;

	if (!take_byte(r, &flags))
		return false;
	u->bold = flags & BOLD;
	u->italic = flags & ITALIC;
	u->hidden = flags & HIDDEN;
	return flags <= (BOLD | ITALIC | HIDDEN);
}

static bool take_cell(struct rest *r, struct cell *c)
{
	uint16_t columns;
	int kind;

	if (!take_byte(r, &kind) || !take(r, &columns, sizeof columns) ||
	    !take(r, &c->number, sizeof c->number) || !take_text(r, &c->text))
		return false;
	c->above = kind & ABOVE;
	kind &= ~ABOVE;
	c->kind = (enum cell_kind)kind;
	c->columns = columns;
	return kind <= CELL_YESNO && columns >= 1 && columns <= MAX_MATERIAL_COLUMNS &&
	       isfinite(c->number) && (kind == CELL_EMPTY) == !*c->text &&
	       (!c->above || kind == CELL_EMPTY);
}

static bool take_row(struct rest *r, struct cell *cells, struct unit *u)
{
	if (!take_flags(r, u))
		return false;
	u->cells = cells;
	for (; r->n; u->cells_n++)
		if (u->cells_n == MAX_MATERIAL_COLUMNS || !take_cell(r, &cells[u->cells_n]))
			return false;
	return u->cells_n > 0 && u->number > 0;
}

static bool take_paragraph(struct rest *r, struct unit *u)
{
	return take_flags(r, u) && take_byte(r, &u->level) && take_text(r, &u->text) &&
	       take_text(r, &u->style) && *u->text;
}

static bool take_format(struct rest *r, struct frame *f)
{
	return take_text(r, &f->format) && take_text(r, &f->encoding) && take(r, &f->separator, 1);
}

static bool take_failure(struct rest *r, struct frame *f)
{
	int error;

	if (!take_byte(r, &error) || !take_text(r, &f->message))
		return false;
	f->error = (enum error_kind)error;
	return f->error == ERR_BAD_REQUEST || f->error == ERR_TOO_LARGE ||
	       f->error == ERR_UNAVAILABLE;
}

bool frame_read(const char *bytes, size_t n, struct cell *cells, struct frame *ret)
{
	struct rest r = { bytes, n };
	struct unit *u = &ret->unit;
	bool right;

	*ret = (struct frame){ 0 };
	if (!take_byte(&r, &ret->kind))
		return false;
	if (ret->kind < FRAME_FORMAT) {
		u->kind = (enum unit_kind)ret->kind;
		u->text = u->style = "";
		if (!take(&r, &u->number, sizeof u->number))
			return false;
	}
	switch (ret->kind) {
	case UNIT_SHEET:
	case UNIT_REMARK:
		right = take_flags(&r, u) && take_text(&r, &u->text);
		break;
	case UNIT_ROW:
		right = take_row(&r, cells, u);
		break;
	case UNIT_PARAGRAPH:
		right = take_paragraph(&r, u);
		break;
	case FRAME_FORMAT:
		right = take_format(&r, ret);
		break;
	case FRAME_FAILED:
		right = take_failure(&r, ret);
		break;
	default:
		right = ret->kind == UNIT_PAGE || ret->kind == FRAME_END;
		break;
	}
	return right && r.n == 0;
}
