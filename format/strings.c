/* The file is a length and bytes, again and again.  Every eighth place is known; from there one
 * walks.  Tables refer to their texts mostly in the order in which they are listed, so the walk
 * goes on from the last one where it can, and pieces of the file stay in a small cache. */
#include "format/strings.h"

#include <errno.h>
#include <unistd.h>

enum {
	STEP = 8,
	BLOCK = 16 * 1024,
	BLOCKS = 256,
	MAX_STRINGS = 64 * 1024 * 1024,
};

struct block {
	int64_t number; /* in the file, from 1; 0: none */
	char *bytes;
};

struct strings {
	int fd;
	int64_t count, size;
	int64_t *places; /* of every STEPth; realloc() */
	size_t places_room;
	char *waiting; /* to be written */
	size_t waiting_n;
	int64_t last, last_at; /* number and place of the text that was asked for last */
	struct buffer text;
	struct block blocks[BLOCKS];
};

static void release(void *what)
{
	struct strings *s = what;

	free(s->places);
	s->places = NULL;
}

struct strings *strings_new(struct context *cx, struct reader *r)
{
	struct strings *s = arena_new_of(cx->mem, struct strings);

	s->fd = reader_scratch(r);
	s->waiting = arena_raw(cx->mem, BLOCK);
	s->text = BUFFER(cx->mem, MAX_MATERIAL_UNIT);
	arena_defer(cx->mem, release, s);
	return s;
}

static bool write_out(struct context *cx, struct strings *s)
{
	for (size_t at = 0; at < s->waiting_n;) {
		ssize_t done = write(s->fd, s->waiting + at, s->waiting_n - at);

		if (done < 0 && errno != EINTR)
			return fail(cx, ERR_UNAVAILABLE, NULL,
			            N_("There is no room for temporary files just now; please try "
			               "again."));
		at += done > 0 ? (size_t)done : 0;
	}
	s->waiting_n = 0;
	return true;
}

static bool put(struct context *cx, struct strings *s, const void *bytes, size_t n)
{
	for (const char *at = bytes; n;) {
		size_t part = BLOCK - s->waiting_n < n ? BLOCK - s->waiting_n : n;

		memcpy(s->waiting + s->waiting_n, at, part);
		s->waiting_n += part;
		s->size += (int64_t)part;
		at += part;
		n -= part;
		if (s->waiting_n == BLOCK && !write_out(cx, s))
			return false;
	}
	return true;
}

static bool note_place(struct context *cx, struct strings *s)
{
	size_t at = (size_t)(s->count / STEP);

	if (s->count % STEP)
		return true;
	if (at == s->places_room) {
		size_t room = at ? 2 * at : 1024;
		int64_t *places =
		        s->count < MAX_STRINGS ? realloc(s->places, room * sizeof *places) : NULL;

		if (!places)
			return fail(cx, ERR_TOO_LARGE, NULL,
			            N_("The file holds more texts than this program takes from "
			               "one file."));
		s->places = places;
		s->places_room = room;
	}
	s->places[at] = s->size;
	return true;
}

bool strings_add(struct context *cx, struct strings *s, const char *text, size_t n)
{
	uint32_t length = (uint32_t)n;

	if (!note_place(cx, s))
		return false;
	s->count++;
	return put(cx, s, &length, sizeof length) && put(cx, s, text, n);
}

bool strings_complete(struct context *cx, struct strings *s)
{
	return write_out(cx, s);
}

/* ---- reading */

static const char *block_of(struct context *cx, struct strings *s, int64_t at)
{
	int64_t number = at / BLOCK + 1;
	struct block *b = &s->blocks[number % BLOCKS];
	off_t begin = (off_t)(number - 1) * BLOCK;
	size_t want = s->size - begin < BLOCK ? (size_t)(s->size - begin) : BLOCK;

	if (b->number == number)
		return b->bytes;
	if (!b->bytes)
		b->bytes = arena_raw(cx->mem, BLOCK);
	b->number = 0;
	if (pread(s->fd, b->bytes, want, begin) != (ssize_t)want) {
		fail(cx, ERR_UNAVAILABLE, NULL, N_("The file could not be read."));
		return NULL;
	}
	b->number = number;
	return b->bytes;
}

static bool get_bytes(struct context *cx, struct strings *s, int64_t at, void *to, size_t n)
{
	for (char *out = to; n;) {
		const char *block = block_of(cx, s, at);
		size_t from = (size_t)(at % BLOCK), part = BLOCK - from < n ? BLOCK - from : n;

		if (!block)
			return false;
		memcpy(out, block + from, part);
		out += part;
		at += (int64_t)part;
		n -= part;
	}
	return true;
}

/* The place of the text, and its length. */
static bool find(struct context *cx, struct strings *s, int64_t number, int64_t *at,
                 uint32_t *length)
{
	int64_t now = number - number % STEP;

	*at = s->places[number / STEP];
	if (s->last_at && s->last <= number && s->last >= now) {
		now = s->last;
		*at = s->last_at;
	}
	for (;; now++) {
		if (!get_bytes(cx, s, *at, length, sizeof *length))
			return false;
		if (now == number)
			break;
		*at += (int64_t)sizeof *length + *length;
	}
	s->last = number;
	s->last_at = *at;
	return true;
}

const char *strings_get(struct context *cx, struct strings *s, int64_t number, size_t *n)
{
	uint32_t length;
	int64_t at;

	if (number < 0 || number >= s->count || !find(cx, s, number, &at, &length))
		return NULL;
	*n = length;
	s->text.len = 0;
	for (size_t done = 0; done < length;) {
		char piece[1024];
		size_t part = length - done < sizeof piece ? length - done : sizeof piece;

		if (!get_bytes(cx, s, at + (int64_t)(sizeof length + done), piece, part))
			return NULL;
		buffer_put(&s->text, piece, part);
		done += part;
	}
	if (!buffer_ok(cx, &s->text))
		return NULL;
	return length ? buffer_str(&s->text) : ""; /* the buffer keeps what stood there before */
}
