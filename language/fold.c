/* One letter is held back until it is known that no mark follows it.  Nothing that is written is
 * longer than what was read, so one allocation of the text's size is enough. */
#include "language/fold.h"

#include "base/utf8.h"
#include "language/letters.h"

struct folder {
	char *out;
	size_t len;
	bool accents;     /* to be taken off */
	bool space;       /* seen since the last character, not yet written */
	uint32_t pending; /* 0: none */
};

/* й is not и with a mark, though Unicode splits it so; the accents of ё, ѐ and ѝ are only aids. */
static bool keeps_accent(uint32_t c)
{
	return c >= 0x0400 && c != 0x0450 && c != 0x0451 && c != 0x045d && c < 0x1e00;
}

static uint32_t without_accents(uint32_t c)
{
	uint32_t base, mark;

	while (!keeps_accent(c) && letter_split(c, &base, &mark))
		c = base;
	return c;
}

static uint32_t plain_punctuation(uint32_t c)
{
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
		return '-';
	if ((c >= 0x2018 && c <= 0x201b) || c == 0x2032 || c == 0x02bb || c == 0x02bc || c == '`')
		return '\'';
	if ((c >= 0x201c && c <= 0x201f) || c == 0x2033 || c == 0xab || c == 0xbb)
		return '"';
	return c;
}

size_t fold_letter(uint32_t c, char out[FOLD_ROOM])
{
	c = plain_punctuation(without_accents(letter_lower(c)));

	const char *plain = letter_plain(c);

	if (!plain)
		return utf8_put(out, c == 0xfffd ? '?' : c);

	size_t n = strlen(plain);

	memcpy(out, plain, n);
	return n;
}

static void write_space(struct folder *f)
{
	if (f->space && f->len)
		f->out[f->len++] = ' ';
	f->space = false;
}

static void flush(struct folder *f)
{
	uint32_t c = f->pending;

	f->pending = 0;
	if (!c)
		return;
	write_space(f);
	if (f->accents)
		f->len += fold_letter(c, f->out + f->len);
	else
		f->len += utf8_put(f->out + f->len, c == 0xfffd ? '?' : c);
}

static void take_mark(struct folder *f, uint32_t mark)
{
	uint32_t joined = letter_join(f->pending, mark);

	if (joined) {
		f->pending = joined;
	} else if (!f->accents) {
		flush(f);
		f->pending = mark;
	}
}

/* A letter or digit that no mark can follow, because the next one is plain, too: nearly all of an
 * English text. */
static bool take_plain(struct folder *f, const char *s)
{
	unsigned char c = (unsigned char)*s, small = c | 0x20;

	if (!((small >= 'a' && small <= 'z') || (c >= '0' && c <= '9')) || s[1] & 0x80)
		return false;
	flush(f);
	write_space(f);
	f->out[f->len++] = (char)(c >= 'A' ? small : c);
	return true;
}

static char *fold(struct arena *a, const char *s, bool accents)
{
	struct folder f = { .out = arena_alloc(a, strlen(s) + 1), .accents = accents };
	uint32_t c;

	for (;;) {
		while (take_plain(&f, s))
			s++;
		if (!(c = utf8_take(&s)))
			break;
		if (c >= 0x80 && char_is_invisible(c))
			continue;
		if (c >= 0x80 && letter_is_mark(c)) {
			take_mark(&f, c);
			continue;
		}
		flush(&f);
		if (char_is_space(c))
			f.space = true;
		else
			f.pending = letter_lower(c);
	}
	flush(&f);
	return f.out;
}

char *fold_text(struct arena *a, const char *s)
{
	return fold(a, s, true);
}

char *fold_space_case(struct arena *a, const char *s)
{
	return fold(a, s, false);
}
