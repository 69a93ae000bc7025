/* Rows become paragraphs.  What begins one: more room above than is usual, a number set apart, or
 * an end of the row before that nothing explains but the end of a paragraph, because the next word
 * would have had room.  One that runs on over the page's end is told where it begins.
 *
 * A hyphen at the end of a row is part of the word (non-State) or of the break.  The document knows
 * better than a dictionary: how it writes the word elsewhere decides, and if it does not, whether
 * it breaks words at all. */
#include "format/pdf_text.h"

#include "base/utf8.h"

#include <ctype.h>
#include <math.h>

enum { WORDS = 64 * 1024, LONGEST_WORD = 100 };

/* ---- the document's words */

/* As hashes; a word that has no room is not known. */
struct pdf_words {
	uint64_t v[WORDS];
};

static uint64_t hash(uint64_t h, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		h = (h ^ (c >= 'A' && c <= 'Z' ? c | 0x20 : c)) * 1099511628211u;
	}
	return h;
}

static uint64_t *place(struct pdf_words *w, uint64_t key)
{
	for (size_t i = 0; i < 32; i++) {
		uint64_t *at = &w->v[(key + i) % WORDS];

		if (!*at || *at == key)
			return at;
	}
	return NULL;
}

static uint64_t key_of(const char *a, size_t a_n, const char *b, size_t b_n)
{
	uint64_t h = hash(hash(1469598103934665603u, a, a_n), b, b_n);

	return h ? h : 1;
}

static bool is_known(struct pdf_words *w, const char *a, size_t a_n, const char *b, size_t b_n)
{
	uint64_t key = key_of(a, a_n, b, b_n), *at = place(w, key);

	return at && *at == key;
}

/* The word at *s without the signs around it; *s moves behind it. */
static size_t next_word(const char **s, const char **ret)
{
	const char *word;
	size_t n;

	*s += strspn(*s, " ");
	word = *s;
	n = strcspn(word, " ");
	*s += n;
	while (n && strchr("(\"'[", *word)) {
		word++;
		n--;
	}
	while (n && strchr(".,;:)\"']?!", word[n - 1]))
		n--;
	*ret = word;
	return n;
}

/* What ends in a hyphen at a row's end is no word yet. */
static void learn_row(struct pdf_words *w, const char *s)
{
	const char *word;
	size_t n;

	while (*s && (n = next_word(&s, &word)) < SIZE_MAX) {
		uint64_t key = key_of(word, n, "", 0), *at;

		if (n && n < LONGEST_WORD && word[n - 1] != '-' && (at = place(w, key)))
			*at = key;
	}
}

/* ---- ends of rows */

/* Its length: "-", U+2010, a soft hyphen; 0: none, or a dash with a blank before it. */
static size_t hyphen_at_end(const char *s, size_t n)
{
	static const char *const hyphens[] = { "-", "\u2010", "\u00ad" };

	for (size_t i = 0; i < LEN(hyphens); i++) {
		size_t length = strlen(hyphens[i]);

		if (n > length + 1 && memcmp(s + n - length, hyphens[i], length) == 0)
			return s[n - length - 1] == ' ' ? 0 : length;
	}
	return 0;
}

/* Latin and Cyrillic; others have no hyphens. */
static bool begins_small(const char *s)
{
	uint32_t c = utf8_take(&s);

	return (c >= 'a' && c <= 'z') || (c >= 0xdf && c <= 0xff) || (c >= 0x430 && c <= 0x45f) ||
	       (c >= 0x100 && c <= 0x17f && c % 2);
}

static const char *last_word(const char *s, size_t n, size_t *ret)
{
	size_t from = n;

	while (from && s[from - 1] != ' ')
		from--;
	while (from < n && strchr("(\"'[", s[from]))
		from++;
	*ret = n - from;
	return s + from;
}

/* Whether the hyphen before the row's end belongs to the word. */
static bool keeps_hyphen(const struct pdf_text *t, const char *s, size_t n, size_t hyphen,
                         const char *next)
{
	const char *from = next, *rest;
	size_t before, behind = next_word(&from, &rest);
	const char *word = last_word(s, n - hyphen, &before);
	char with[LONGEST_WORD + 2];

	if (hyphen > 1 || before + behind >= LONGEST_WORD)
		return hyphen == 1;
	snprintf(with, sizeof with, "%.*s-", (int)before, word);
	if (is_known(t->words, with, before + 1, rest, behind))
		return true;
	if (is_known(t->words, word, before, rest, behind))
		return false;
	return t->hyphened * 40 < t->rows;
}

static void put_row(const struct pdf_text *t, struct buffer *b, const char *s)
{
	size_t hyphen = b->len ? hyphen_at_end(b->text, b->len) : 0;

	if (!hyphen || (hyphen == 1 && !isalnum((unsigned char)*s) && (unsigned char)*s < 0x80)) {
		if (b->len)
			buffer_char(b, ' ');
	} else if (begins_small(s) && !keeps_hyphen(t, b->text, b->len, hyphen, s)) {
		b->len -= hyphen;
	}
	buffer_text(b, s);
}

static void learn(struct context *cx, struct pdf_text *t)
{
	t->words = arena_new_of(cx->mem, struct pdf_words);
	for (const struct pdf_page *p = t->first; p; p = p->next)
		for (size_t i = 0; i < p->n; i++) {
			const struct pdf_row *r = &p->rows[i];

			learn_row(t->words, r->text);
			t->rows++;
			t->hyphened += i + 1 < p->n && begins_small(r[1].text) &&
			               hyphen_at_end(r->text, strlen(r->text)) != 0;
		}
}

/* ---- where paragraphs begin */

static bool ends_sentence(const char *s)
{
	size_t n = strlen(s);

	while (n && strchr(")\"'] ", s[n - 1]))
		n--;
	if (n > 3 && memcmp(s + n - 3, "\u201d", 3) == 0)
		n -= 3;
	return n && strchr(".:;?!", s[n - 1]);
}

/* The next row's first word would have had room at the end of this one. */
static bool ends_early(const struct pdf_row *a, const struct pdf_row *b, double right)
{
	return a->right + b->first + 0.3 * a->size < right;
}

static bool is_far_below(const struct pdf_text *t, const struct pdf_row *a, const struct pdf_row *b)
{
	double pitch = fmax(1.28 * t->pitch, a->size > 1.1 * t->size ? 1.25 * a->size : 0);

	return b->bottom - a->bottom > pitch || b->bottom < a->bottom - 2 * t->pitch;
}

static bool begins_paragraph(const struct pdf_text *t, const struct pdf_page *p,
                             const struct pdf_row *a, const struct pdf_row *b)
{
	const struct pdf_frame f = p->frames[a->column];
	bool complete = ends_sentence(a->text), early = ends_early(a, b, f.right);

	if (is_far_below(t, a, b) || (b->apart && pdf_begins_item(b)))
		return true;
	if (pdf_begins_item(b) && (complete || early))
		return true;
	if (fmax(a->size, b->size) > 1.35 * fmin(a->size, b->size))
		return true;
	return complete &&
	       (early || (b->left > f.left + t->size * 0.7 && fabs(a->left - f.left) < 2));
}

/* Of a table of contents. */
static bool is_of_contents(const char *s)
{
	return strstr(s, "....") || strstr(s, ". . . ");
}

/* From one page, column or band to the next: nothing is said by the room between. */
static bool runs_on(const struct pdf_page *from, const struct pdf_row *a, const struct pdf_page *to,
                    const struct pdf_row *b)
{
	const struct pdf_frame f = from->frames[a->column], g = to->frames[b->column];
	bool beside =
	        fabs(b->left - a->left) < 4 || fabs(b->left - g.left - (a->left - f.left)) < 4;

	if (pdf_begins_item(b) || fmax(a->size, b->size) > 1.35 * fmin(a->size, b->size) ||
	    (b->left < g.left - 4 && !beside) || is_of_contents(a->text))
		return false;
	if (ends_sentence(a->text))
		return !ends_early(a, b, f.right) && b->left < g.left + 4;
	return begins_small(b->text) || !ends_early(a, b, f.right);
}

/* ---- giving */

struct giver {
	const struct pdf_text *text;
	struct reader *reader;
	struct buffer b;             /* the paragraph so far */
	const struct pdf_page *page; /* of the last row */
	const struct pdf_row *row;
	int64_t due; /* pages that began within it */
};

static bool give_paragraph(struct context *cx, struct giver *g)
{
	const struct unit u = { .text = buffer_str(&g->b), .style = "" };

	if (g->b.len && (!buffer_ok(cx, &g->b) || !reader_paragraph(cx, g->reader, &u)))
		return false;
	g->b.len = 0;
	for (; g->due; g->due--)
		if (!reader_page(cx, g->reader))
			return false;
	return true;
}

static bool begins(const struct giver *g, const struct pdf_page *p, const struct pdf_row *r)
{
	if (!g->row)
		return true;
	if (g->page == p && g->row->column == r->column && g->row->band == r->band)
		return begins_paragraph(g->text, p, g->row, r);
	return !runs_on(g->page, g->row, p, r);
}

static bool give_row(struct context *cx, struct giver *g, const struct pdf_page *p,
                     const struct pdf_row *r)
{
	if (begins(g, p, r) && !give_paragraph(cx, g))
		return false;
	put_row(g->text, &g->b, r->text);
	g->page = p;
	g->row = r;
	return true;
}

static bool give_paragraphs(struct context *cx, const struct pdf_text *t, struct reader *r)
{
	struct giver g = { .text = t, .reader = r, .b = BUFFER(cx->mem, MAX_MATERIAL_UNIT) };

	for (const struct pdf_page *p = t->first; p; p = p->next) {
		g.due++;
		for (size_t i = 0; i < p->n; i++)
			if (p->rows[i].part == PDF_BODY && !give_row(cx, &g, p, &p->rows[i]))
				return false;
	}
	return give_paragraph(cx, &g) && give_paragraph(cx, &g);
}

static bool remark(struct context *cx, struct reader *r, int64_t n, const char *text)
{
	return !n || reader_remark(cx, r, text);
}

static bool tell_left_out(struct context *cx, const struct pdf_text *t, struct reader *r)
{
	struct arena *mem = cx->mem;

	return remark(cx, r, t->footnotes,
	              arena_fmt(mem, tr(cx, N_("Footnotes are not read; there are %lld.")),
	                        (long long)t->footnotes)) &&
	       remark(cx, r, t->empty,
	              arena_fmt(mem, tr(cx, N_("Pages without any text, perhaps pictures: %lld.")),
	                        (long long)t->empty)) &&
	       remark(cx, r, t->cut,
	              arena_fmt(mem,
	                        tr(cx, N_("Pages that are drawings, of which only a part is "
	                                  "read: %lld.")),
	                        (long long)t->cut));
}

bool pdf_text_give(struct context *cx, struct reader *r, struct pdf_text *t)
{
	if (t->pages == t->empty)
		return fail(cx, ERR_BAD_REQUEST, NULL,
		            N_("This PDF holds pictures of pages and no text: it was scanned. Have "
		               "its text recognised (OCR), or bring in the document it was made "
		               "from."));
	if (t->strange * 5 > t->characters)
		return fail(cx, ERR_BAD_REQUEST, NULL,
		            N_("The letters of this PDF cannot be told apart: its fonts do not say "
		               "what they mean. Bring in the document it was made from."));
	pdf_margins(cx, t);
	learn(cx, t);
	return give_paragraphs(cx, t, r) && tell_left_out(cx, t, r);
}
