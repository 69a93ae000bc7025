/* The records that .xls workbooks consist of ([MS-XLS] 2.1.4): a type, a length, bytes.  What does
 * not fit into one goes on in CONTINUE records, which who reads does not see. */
#ifndef FORMAT_BIFF_H
#define FORMAT_BIFF_H

#include "format/sink.h"

struct biff {
	int type;       /* of the record at hand */
	int64_t offset; /* in the stream, where it begins */
	/* the rest is its own */
	source *source;
	void *from;
	int64_t behind; /* offset of the next header */
	int next_type, next_n;
	size_t n, at, piece_n, piece_at;
	uint16_t lead; /* of a character in two halves */
	unsigned char bytes[UINT16_MAX];
	unsigned char piece[8192];
};

/* On the arena.  NULL: the source failed. */
struct biff *biff_open(struct context *cx, source *from_source, void *from);

/* The next record, whatever was not taken of the last one left out.  False at the end, and when the
 * stream was cut off. */
MUST_USE bool biff_next(struct context *cx, struct biff *b);

/* Takes from the record and from what continues it.  False: there is no more, ERR_BAD_REQUEST. */
MUST_USE bool biff_take(struct context *cx, struct biff *b, void *to, size_t n);
MUST_USE bool biff_skip(struct context *cx, struct biff *b, size_t n);
MUST_USE bool biff_u8(struct context *cx, struct biff *b, unsigned *ret);
MUST_USE bool biff_u16(struct context *cx, struct biff *b, unsigned *ret);
MUST_USE bool biff_u32(struct context *cx, struct biff *b, uint32_t *ret);
MUST_USE bool biff_real(struct context *cx, struct biff *b, double *ret);

/* So many characters, each of one byte or of two until a continuation says otherwise, added to
 * `out` as UTF-8. */
MUST_USE bool biff_characters(struct context *cx, struct biff *b, size_t count, bool wide,
                              struct buffer *out);

/* Whether anything of the record is left. */
bool biff_has(const struct biff *b, size_t n);

#endif
