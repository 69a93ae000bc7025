/* What `pdftotext -tsv` says: a line for each page (level 1), line of text (4) and word (5), with
 * its place.  Lines of text become pieces, without the signs that refer to footnotes; a page's
 * pieces become rows when the page is over. */
#include "format/pdf_text.h"

#include "base/utf8.h"

#include <math.h>

enum {
	FIELDS = 12,
	LONGEST = 64 * 1024, /* line of the table */
	PIECE_WORDS = 4000,
	PAGE_PIECES = 4000, /* more are a map or a drawing */
	PAGES = 5000,
	LONGEST_SIGN = 3,
};

struct word {
	double left, top, width, height;
	size_t at, n; /* of its text within the piece's */
};

struct words_reader {
	struct context *cx;
	struct pdf_text *text;
	struct pdf_page *page;
	struct pdf_piece *pieces, **pieces_end;
	size_t pieces_n;
	struct word *words; /* of the line of text at hand */
	size_t words_n;
	struct buffer b, line; /* its words; those that count, with blanks between */
};

/* ---- numbers and letters */

/* Of points; whatever is no number or beyond any page is 0. */
static double number(const char *s)
{
	double n = strtod(s, NULL);

	return isfinite(n) && fabs(n) < 100000 ? n : 0;
}

/* fi and fl are two letters, which some fonts draw as one sign. */
static const char *ligature(uint32_t c)
{
	static const char *const letters[] = { "ff", "fi", "fl", "ffi", "ffl", "st", "st" };

	return c >= 0xfb00 && c < 0xfb00 + LEN(letters) ? letters[c - 0xfb00] : NULL;
}

static bool is_strange(uint32_t c)
{
	return c == 0xfffd || c < 0x20 || (c >= 0xe000 && c <= 0xf8ff) || c >= 0xf0000;
}

/* No-break spaces become spaces; a soft hyphen stays only where it ends a word. */
static void put_word(struct words_reader *w, const char *s)
{
	struct pdf_text *t = w->text;
	char out[UTF8_ROOM];

	while (*s) {
		uint32_t c = utf8_take(&s);
		const char *letters = ligature(c);

		t->characters++;
		t->strange += is_strange(c);
		if (letters)
			buffer_text(&w->b, letters);
		else if (c == 0xa0)
			buffer_char(&w->b, ' ');
		else if (c != 0xad || !*s)
			buffer_put(&w->b, out, utf8_put(out, c));
	}
}

/* ---- pieces */

static bool is_sign(const char *s, size_t n, const char *of)
{
	return n <= LONGEST_SIGN * 3 && strspn(s, of) >= n;
}

/* A small raised number, or asterisks, which are raised by themselves. */
static bool is_reference(const struct words_reader *w, const struct word *word, double top,
                         double bottom)
{
	const char *s = buffer_str(&w->b) + word->at;
	double height = bottom - top;

	if (is_sign(s, word->n, "*†‡"))
		return true;
	return is_sign(s, word->n, "0123456789") && word->n <= LONGEST_SIGN &&
	       word->height < 0.7 * height && bottom - (word->top + word->height) > 0.2 * height;
}

static void put_text(struct words_reader *w, const struct pdf_piece *p)
{
	struct buffer *b = &w->line;

	b->len = 0;
	for (size_t i = 0; i < w->words_n; i++) {
		const struct word *word = &w->words[i];

		if (i && is_reference(w, word, p->top, p->bottom))
			continue;
		if (b->len)
			buffer_char(b, ' ');
		buffer_put(b, buffer_str(&w->b) + word->at, word->n);
	}
}

/* How much of the line has letters as high as this word's. */
static double share(const struct words_reader *w, const struct word *as)
{
	double width = 0;

	for (size_t i = 0; i < w->words_n; i++)
		if (fabs(w->words[i].height - as->height) < 0.1)
			width += w->words[i].width;
	return width;
}

/* Where it stands is told by what most of it is written in. */
static void measure(const struct words_reader *w, struct pdf_piece *p)
{
	const struct word *first = &w->words[0], *usual = first;
	double most = share(w, usual);

	*p = (struct pdf_piece){ .left = first->left, .right = first->left, .first = first->width };
	for (size_t i = 0; i < w->words_n; i++) {
		const struct word *word = &w->words[i];

		p->left = fmin(p->left, word->left);
		p->right = fmax(p->right, word->left + word->width);
		if (fabs(word->height - usual->height) >= 0.1 && share(w, word) > most) {
			usual = word;
			most = share(w, word);
		}
	}
	p->top = usual->top;
	p->bottom = usual->top + usual->height;
	p->size = usual->height;
}

static void end_piece(struct words_reader *w)
{
	struct pdf_piece *p;

	if (!w->words_n)
		return;
	if (w->pieces_n == PAGE_PIECES) {
		w->page->cut = true;
		return;
	}
	p = arena_new_of(w->cx->mem, struct pdf_piece);
	measure(w, p);
	put_text(w, p);
	p->text = arena_str(w->cx->mem, buffer_str(&w->line));
	p->mark = w->words_n > 1 && is_reference(w, &w->words[0], p->top, p->bottom);
	*w->pieces_end = p;
	w->pieces_end = &p->next;
	w->pieces_n++;
}

static void begin_piece(struct words_reader *w)
{
	end_piece(w);
	w->words_n = 0;
	w->b.len = 0;
}

/* ---- pages */

static void end_page(struct words_reader *w)
{
	struct pdf_piece *pieces, *p;

	begin_piece(w);
	p = w->pieces;
	if (!w->page)
		return;
	w->text->empty += w->pieces_n == 0;
	w->text->cut += w->page->cut;
	pieces = arena_array(w->cx->mem, struct pdf_piece, w->pieces_n ? w->pieces_n : 1);
	for (size_t i = 0; p; p = p->next)
		pieces[i++] = *p;
	pdf_page_rows(w->cx, w->page, pieces, w->pieces_n);
	*w->text->end = w->page;
	w->text->end = &w->page->next;
	w->pieces = NULL;
	w->pieces_end = &w->pieces;
	w->pieces_n = 0;
	w->page = NULL;
}

static bool begin_page(struct words_reader *w, double width, double height)
{
	end_page(w);
	if (++w->text->pages > PAGES)
		return fail(w->cx, ERR_TOO_LARGE, NULL, N_("The document has more than %d pages."),
		            PAGES);
	w->page = arena_new_of(w->cx->mem, struct pdf_page);
	w->page->width = width;
	w->page->height = height;
	return true;
}

/* ---- lines of the table */

static bool take_line(struct words_reader *w, char *line)
{
	char *fields[FIELDS], *at = line;
	size_t n = 0;

	while (n < FIELDS) {
		fields[n++] = at;
		at = n < FIELDS ? strchr(at, '\t') : NULL;
		if (!at)
			break;
		*at++ = '\0';
	}
	if (n < FIELDS)
		return true;
	if (str_eq(fields[0], "1"))
		return begin_page(w, number(fields[8]), number(fields[9]));
	if (str_eq(fields[0], "4") || w->words_n == PIECE_WORDS)
		begin_piece(w);
	if (str_eq(fields[0], "5") && *fields[11] && w->page) {
		struct word *word = &w->words[w->words_n++];

		*word = (struct word){ number(fields[6]), number(fields[7]), number(fields[8]),
			               number(fields[9]), w->b.len,          0 };
		put_word(w, fields[11]);
		word->n = w->b.len - word->at;
	}
	return true;
}

static bool not_understood(struct context *cx)
{
	return fail(cx, ERR_BAD_REQUEST, NULL,
	            N_("The text of this PDF could not be taken out. Print it as a PDF anew, or "
	               "bring in the document as .docx."));
}

/* Takes the whole lines of the `n` bytes and moves the rest to the beginning; how many remain. */
static size_t take_lines(struct words_reader *w, char *bytes, size_t n, bool *going)
{
	char *at = bytes, *end;

	while (*going && (end = memchr(at, '\n', n))) {
		*end = '\0';
		n -= (size_t)(end + 1 - at);
		*going = take_line(w, at);
		at = end + 1;
	}
	memmove(bytes, at, n);
	return n;
}

bool pdf_words_read(struct context *cx, struct pdf_text *t, source *from_source, void *from)
{
	struct words_reader *w = arena_new_of(cx->mem, struct words_reader);
	char *bytes = arena_raw(cx->mem, LONGEST);
	size_t n = 0, got;
	bool going = true;

	*t = (struct pdf_text){ .end = &t->first };
	w->cx = cx;
	w->text = t;
	w->pieces_end = &w->pieces;
	w->words = arena_array(cx->mem, struct word, PIECE_WORDS);
	w->b = w->line = BUFFER(cx->mem, MAX_MATERIAL_UNIT);
	do {
		if (!from_source(cx, from, bytes + n, LONGEST - n, &got))
			return false;
		n = take_lines(w, bytes, n + got, &going);
		if (n == LONGEST)
			return not_understood(cx);
	} while (got && going);
	end_page(w);
	return going;
}
