/* How units travel from the confined reader to the server, and lie in its spool: one frame after
 * another, each a length and what it says.  The reader is not trusted, so frame_read() believes
 * nothing. */
#ifndef FORMAT_UNIT_H
#define FORMAT_UNIT_H

#include "format/material.h"

/* Beside the units of enum unit_kind. */
enum frame_kind {
	FRAME_FORMAT = 16, /* first: format, encoding, separator */
	FRAME_FAILED,      /* last: what went wrong, in words */
	FRAME_END,         /* last: all of it was read */
};

enum { FRAME_HEAD = 4 }; /* the length of what follows, 32 bits, native order */

struct frame {
	int kind; /* enum unit_kind, enum frame_kind */
	struct unit unit;
	const char *format, *encoding; /* FRAME_FORMAT */
	char separator;
	enum error_kind error; /* FRAME_FAILED: ERR_BAD_REQUEST, ERR_TOO_LARGE, ERR_UNAVAILABLE */
	const char *message;
};

/* What a frame is written into: grows by realloc(), up to MAX_MATERIAL_UNIT, because readers add to
 * it within callbacks of foreign libraries. */
struct frame_buffer {
	char *bytes;
	size_t n, room;
	bool full; /* sticky: too long, or no memory */
};

void frame_begin(struct frame_buffer *b, int kind);
void frame_text(struct frame_buffer *b, const char *s, size_t n); /* put in order, see reader.h */
void frame_int(struct frame_buffer *b, int64_t n);
void frame_byte(struct frame_buffer *b, int c);
void frame_flags(struct frame_buffer *b, const struct unit *u); /* bold, italic, hidden */
/* The same; blanks alone become an empty text.  False: it is empty (or full). */
bool frame_words(struct frame_buffer *b, const char *s, size_t n);
/* A cell without words becomes CELL_EMPTY.  False: it is. */
bool frame_cell(struct frame_buffer *b, const struct cell *c, const char *text, size_t n);
/* Writes the length; false when it became too long. */
MUST_USE bool frame_end(struct frame_buffer *b);
void frame_free(struct frame_buffer *b);

/* The frame whose `n` bytes stand behind the head; texts point into them, cells lie in `cells`,
 * MAX_MATERIAL_COLUMNS of them.  False: no frame that a reader of ours would have written. */
MUST_USE bool frame_read(const char *bytes, size_t n, struct cell *cells, struct frame *ret);

#endif
