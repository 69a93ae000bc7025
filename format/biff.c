/* The header of the next record is always known, because only it tells whether the one at hand goes
 * on.  Text that goes on begins anew with a byte that says how wide its characters are now. */
#include "format/biff.h"

#include "base/utf8.h"
#include "format/grid.h"

enum { HEADER = 4, CONTINUE = 0x003c, NONE = -1, WIDE = 1 };

/* At most n bytes of the stream; how many there were. */
static bool read_bytes(struct context *cx, struct biff *b, void *to, size_t n, size_t *ret)
{
	for (*ret = 0; *ret < n;) {
		size_t part = b->piece_n - b->piece_at;

		if (!part) {
			b->piece_at = 0;
			if (!b->source(cx, b->from, b->piece, sizeof b->piece, &b->piece_n))
				return false;
			if (!b->piece_n)
				return true;
			continue;
		}
		part = part < n - *ret ? part : n - *ret;
		memcpy((char *)to + *ret, b->piece + b->piece_at, part);
		b->piece_at += part;
		*ret += part;
	}
	return true;
}

/* Streams are filled up with zeros to the end of their sector. */
static bool read_header(struct context *cx, struct biff *b)
{
	unsigned char header[HEADER];
	size_t n;

	if (!read_bytes(cx, b, header, HEADER, &n))
		return false;
	b->next_type = header[0] | header[1] << 8;
	b->next_n = header[2] | header[3] << 8;
	if (n < HEADER || (!b->next_type && !b->next_n))
		b->next_type = NONE;
	return true;
}

/* The record whose header is known, and the header behind it. */
static bool load(struct context *cx, struct biff *b)
{
	size_t n;

	b->offset = b->behind;
	b->type = b->next_type;
	b->n = (size_t)b->next_n;
	b->at = 0;
	b->behind += HEADER + b->next_n;
	if (!read_bytes(cx, b, b->bytes, b->n, &n))
		return false;
	return n == b->n ? read_header(cx, b) : grid_damaged(cx);
}

struct biff *biff_open(struct context *cx, source *from_source, void *from)
{
	struct biff *b = arena_new_of(cx->mem, struct biff);

	b->source = from_source;
	b->from = from;
	return read_header(cx, b) ? b : NULL;
}

bool biff_next(struct context *cx, struct biff *b)
{
	do {
		if (b->next_type == NONE || !load(cx, b))
			return false;
	} while (b->type == CONTINUE);
	return true;
}

bool biff_has(const struct biff *b, size_t n)
{
	return b->n - b->at >= n;
}

/* Goes on to what continues the record; it keeps its type and place. */
static bool go_on(struct context *cx, struct biff *b)
{
	int type = b->type;
	int64_t offset = b->offset;
	bool done;

	if (b->next_type != CONTINUE)
		return grid_damaged(cx);
	done = load(cx, b);
	b->type = type;
	b->offset = offset;
	return done;
}

bool biff_take(struct context *cx, struct biff *b, void *to, size_t n)
{
	for (char *out = to; n;) {
		size_t part = b->n - b->at < n ? b->n - b->at : n;

		if (to)
			memcpy(out, b->bytes + b->at, part);
		out = to ? out + part : NULL;
		b->at += part;
		n -= part;
		if (n && !go_on(cx, b))
			return false;
	}
	return true;
}

bool biff_skip(struct context *cx, struct biff *b, size_t n)
{
	return biff_take(cx, b, NULL, n);
}

bool biff_u8(struct context *cx, struct biff *b, unsigned *ret)
{
	unsigned char c;

	if (!biff_take(cx, b, &c, 1))
		return false;
	*ret = c;
	return true;
}

bool biff_u16(struct context *cx, struct biff *b, unsigned *ret)
{
	unsigned char c[2];

	if (!biff_take(cx, b, c, sizeof c))
		return false;
	*ret = c[0] | (unsigned)c[1] << 8;
	return true;
}

bool biff_u32(struct context *cx, struct biff *b, uint32_t *ret)
{
	unsigned low, high;

	if (!biff_u16(cx, b, &low) || !biff_u16(cx, b, &high))
		return false;
	*ret = low | (uint32_t)high << 16;
	return true;
}

bool biff_real(struct context *cx, struct biff *b, double *ret)
{
	uint32_t low, high;
	uint64_t bits;

	if (!biff_u32(cx, b, &low) || !biff_u32(cx, b, &high))
		return false;
	bits = low | (uint64_t)high << 32;
	memcpy(ret, &bits, sizeof bits);
	return true;
}

/* One half of a pair alone is no character; what looks at the text later sees U+FFFD. */
static void put_unit(struct biff *b, struct buffer *out, unsigned unit)
{
	char bytes[UTF8_ROOM];
	uint32_t c = unit;

	if (b->lead && unit >= 0xdc00 && unit <= 0xdfff)
		c = 0x10000 + ((uint32_t)(b->lead - 0xd800) << 10) + (unit - 0xdc00);
	b->lead = unit >= 0xd800 && unit <= 0xdbff ? (uint16_t)unit : 0;
	if (!b->lead && c)
		buffer_put(out, bytes, utf8_put(bytes, c >= 0xd800 && c <= 0xdfff ? 0xfffd : c));
}

bool biff_characters(struct context *cx, struct biff *b, size_t count, bool wide,
                     struct buffer *out)
{
	b->lead = 0;
	for (; count; count--) {
		unsigned unit;

		if (b->at == b->n) {
			unsigned flags;

			if (!go_on(cx, b) || !biff_u8(cx, b, &flags))
				return false;
			wide = flags & WIDE;
		}
		if (!(wide ? biff_u16(cx, b, &unit) : biff_u8(cx, b, &unit)))
			return false;
		put_unit(b, out, unit);
	}
	return buffer_ok(cx, out);
}
