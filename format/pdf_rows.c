/* Where a page's pieces belong.  A page whose text stands in two columns is found by the gap
 * between them, which only headings cross: those divide the page into bands, and a band is read
 * column after column.  Pieces beside one another are a row.
 *
 * Then, over all pages: rows near the edge that come again on others, but for their numbers, are
 * headers and footers; what stands below a small raised number at the beginning of a row is a
 * footnote. */
#include "format/pdf_text.h"

#include "base/utf8.h"

#include <ctype.h>
#include <math.h>

enum { COLUMN_PIECES = 8, KEYS = 4096, BINS = 4000 };

static const double edge = 0.13; /* of the page's height: where headers and footers stand */

/* ---- columns */

static bool crosses(const struct pdf_piece *p, double x)
{
	return p->left < x && p->right > x;
}

/* Pieces on both sides that are wide enough to be text, and few that cross. */
static bool is_gap(const struct pdf_page *page, const struct pdf_piece *v, size_t n, double x,
                   size_t *ret)
{
	size_t left = 0, right = 0;
	double width_left = 0, width_right = 0;

	*ret = 0;
	for (size_t i = 0; i < n; i++) {
		*ret += crosses(&v[i], x);
		if (v[i].right <= x) {
			left++;
			width_left += v[i].right - v[i].left;
		} else if (v[i].left >= x) {
			right++;
			width_right += v[i].right - v[i].left;
		}
	}
	return left >= COLUMN_PIECES && right >= COLUMN_PIECES && *ret * 5 < left + right &&
	       width_left > 0.22 * page->width * (double)left &&
	       width_right > 0.22 * page->width * (double)right;
}

/* The middle of the gap that fewest cross; 0: there is one column. */
static double find_gap(const struct pdf_page *page, const struct pdf_piece *v, size_t n)
{
	size_t crossed, fewest = SIZE_MAX;
	double from = 0, to = 0;

	for (double x = 0.35 * page->width; x < 0.65 * page->width; x += 1) {
		if (!is_gap(page, v, n, x, &crossed) || crossed > fewest)
			continue;
		if (crossed < fewest)
			from = x;
		fewest = crossed;
		to = x;
	}
	return (from + to) / 2;
}

/* Counted from the top: what stands between two crossing pieces is one band, each of those is
 * one, too. */
static void set_bands(struct pdf_piece *v, size_t n, double gap)
{
	for (size_t i = 0; i < n; i++) {
		v[i].column = !crosses(&v[i], gap) && v[i].left >= gap;
		v[i].band = crosses(&v[i], gap);
		for (size_t j = 0; j < n; j++)
			if (crosses(&v[j], gap) && v[j].top < v[i].top)
				v[i].band += 2;
	}
}

/* ---- rows */

static int sign(double d)
{
	return (d > 0) - (d < 0);
}

static int by_place(const void *a, const void *b)
{
	const struct pdf_piece *p = a, *q = b;

	if (p->band != q->band)
		return p->band < q->band ? -1 : 1;
	if (p->column != q->column)
		return p->column < q->column ? -1 : 1;
	return sign(p->top + p->bottom - q->top - q->bottom);
}

static int by_left(const void *a, const void *b)
{
	return sign(((const struct pdf_piece *)a)->left - ((const struct pdf_piece *)b)->left);
}

/* Half of the lower one stands beside the other. */
static bool is_beside(const struct pdf_piece *p, const struct pdf_piece *q)
{
	double common = fmin(p->bottom, q->bottom) - fmax(p->top, q->top);
	double lower = fmin(p->bottom - p->top, q->bottom - q->top);

	return p->band == q->band && p->column == q->column && common > 0.5 * lower;
}

static bool is_word(const char *s)
{
	return !strchr(s, ' ');
}

/* A number on its own, smaller and higher than what stands behind it, refers to a footnote. */
static bool begins_note(const struct pdf_piece *v, size_t n)
{
	if (v[0].mark || n < 2)
		return v[0].mark;
	return is_word(v[0].text) && v[0].size < 0.85 * v[1].size &&
	       v[1].bottom - v[0].bottom > 0.2 * v[1].size &&
	       strspn(v[0].text, "0123456789*†‡") == strlen(v[0].text);
}

/* How high it stands is told by its longest piece: a number before it may have another font. */
static void make_row(struct context *cx, struct pdf_row *row, struct pdf_piece *v, size_t n)
{
	const struct pdf_piece *longest = v;

	qsort(v, n, sizeof *v, by_left);
	*row = (struct pdf_row){ .left = v[0].left,
		                 .right = v[0].right,
		                 .first = v[0].first,
		                 .text = v[0].text,
		                 .band = v[0].band,
		                 .column = v[0].column,
		                 .apart = n > 1 && is_word(v[0].text),
		                 .mark = begins_note(v, n) };
	for (size_t i = 0; i < n; i++) {
		row->right = fmax(row->right, v[i].right);
		if (v[i].right - v[i].left > longest->right - longest->left)
			longest = &v[i];
		if (i)
			row->text = arena_fmt(cx->mem, "%s %s", row->text, v[i].text);
	}
	row->top = longest->top;
	row->bottom = longest->bottom;
	row->size = longest->size;
}

void pdf_page_rows(struct context *cx, struct pdf_page *page, struct pdf_piece *v, size_t n)
{
	double gap = find_gap(page, v, n);
	size_t last;

	if (gap > 0)
		set_bands(v, n, gap);
	if (n)
		qsort(v, n, sizeof *v, by_place);
	page->rows = arena_array(cx->mem, struct pdf_row, n ? n : 1);
	for (size_t i = 0; i < n; i = last) {
		for (last = i + 1; last < n && is_beside(&v[last - 1], &v[last]);)
			last++;
		make_row(cx, &page->rows[page->n++], v + i, last - i);
	}
}

/* "12." "126.12" "126.12." "(a)" "iv)" "A." and what stands before an item of a list. */
static bool is_number(const char *s, size_t n)
{
	static const char *const bullets[] = { "•", "●", "▪", "■", "–", "—", "-", "o", "*" };
	size_t closed = 0, i = 0;

	for (size_t k = 0; k < LEN(bullets); k++)
		if (strlen(bullets[k]) == n && memcmp(s, bullets[k], n) == 0)
			return true;
	if (n > 8)
		return false;
	i += *s == '(';
	for (; i < n && isdigit((unsigned char)s[i]); i++)
		closed |= i > 0 && s[i - 1] == '.';
	for (; i < n && s[i] != '.' && s[i] != ')'; i++)
		if (!strchr("ivxlcIVXLC", s[i]) && (i > 1 || !isalpha((unsigned char)s[i])))
			return false;
	for (; i < n; i++) {
		if (s[i] == '.' || s[i] == ')')
			closed = 1;
		else if (!isdigit((unsigned char)s[i]))
			return false;
	}
	return closed;
}

bool pdf_begins_item(const struct pdf_row *r)
{
	return is_number(r->text, strcspn(r->text, " "));
}

/* ---- what is common */

/* The commonest of values that are weighed; steps of a quarter of a point. */
struct bins {
	int64_t v[BINS];
};

static void weigh(struct bins *b, double value, size_t weight)
{
	if (value > 0 && value < BINS / 4)
		b->v[(int)(value * 4)] += (int64_t)weight;
}

static double commonest(const struct bins *b)
{
	int best = 0;

	for (int i = 1; i < BINS; i++)
		if (b->v[i] > b->v[best])
			best = i;
	return (best + 0.5) / 4;
}

static void find_common(struct context *cx, struct pdf_text *t)
{
	struct bins *sizes = arena_new_of(cx->mem, struct bins);
	struct bins *pitches = arena_new_of(cx->mem, struct bins);

	for (const struct pdf_page *p = t->first; p; p = p->next)
		for (size_t i = 0; i < p->n; i++) {
			const struct pdf_row *r = &p->rows[i];
			size_t length = strlen(r->text);

			weigh(sizes, r->size, length);
			if (i && r[-1].band == r->band && r[-1].column == r->column)
				weigh(pitches, r->bottom - r[-1].bottom, length);
		}
	t->size = commonest(sizes);
	t->pitch = commonest(pitches);
}

/* ---- headers and footers */

/* A row's text with every number as one 0, as a hash: pages differ in theirs. */
static uint64_t key_of(const char *s)
{
	uint64_t key = 1469598103934665603u;

	for (; *s; s++) {
		bool digit = isdigit((unsigned char)*s);

		if (digit && isdigit((unsigned char)s[1]))
			continue;
		key = (key ^ (digit ? '0' : (unsigned char)*s)) * 1099511628211u;
	}
	return key;
}

static bool is_at_edge(const struct pdf_page *p, const struct pdf_row *r)
{
	return r->bottom < edge * p->height || r->top > (1 - edge) * p->height;
}

/* How often each key comes at an edge; a full table counts no more. */
struct keys {
	uint64_t key[KEYS];
	int times[KEYS];
};

static int *times_of(struct keys *k, uint64_t key)
{
	for (size_t i = 0; i < 16; i++) {
		size_t at = (key + i) % KEYS;

		if (!k->times[at])
			k->key[at] = key;
		if (k->key[at] == key)
			return &k->times[at];
	}
	return NULL;
}

/* "15", "Page 15", "15 of 26", "– 15 –"; and what the printers in Geneva write: "GE.13-15312". */
static bool is_page_number(const char *s)
{
	static const char *const words[] = { "page",   "Page", "of", "стр.", "Стр.", "из",
		                             "sahypa", "-",    "–",  "—",    "/",    "|" };
	bool digits = false;

	if (str_starts(s, "GE."))
		return true;
	while (*s) {
		size_t i = 0;

		while (i < LEN(words) && !str_starts(s, words[i]))
			i++;
		if (i < LEN(words))
			s += strlen(words[i]);
		else if (*s != ' ' && !isdigit((unsigned char)*s))
			return false;
		else
			digits |= *s++ != ' ';
	}
	return digits;
}

/* "A/HRC/24/3": capitals, digits and strokes. */
static bool is_symbol(const char *s)
{
	size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/.-");

	return s[n] == '\0' && strchr(s, '/') && isalpha((unsigned char)*s);
}

static bool may_be_margin(struct keys *k, const struct pdf_text *t, const struct pdf_page *p,
                          const struct pdf_row *r)
{
	const int enough = t->pages > 3 ? 3 : 2, *times;

	if (!is_at_edge(p, r))
		return false;
	if (is_page_number(r->text) || (p != t->first && is_symbol(r->text)))
		return true;
	times = times_of(k, key_of(r->text));
	return times && *times >= enough && !pdf_begins_item(r);
}

/* The row of the body that is nearest to that edge; NULL: there is none. */
static const struct pdf_row *outermost(const struct pdf_page *p, bool bottom)
{
	const struct pdf_row *found = NULL;

	for (size_t i = 0; i < p->n; i++) {
		const struct pdf_row *r = &p->rows[i];

		if (r->part == PDF_BODY &&
		    (!found || (bottom ? r->bottom > found->bottom : r->top < found->top)))
			found = r;
	}
	return found;
}

static double room_between(const struct pdf_row *a, const struct pdf_row *b)
{
	return a->top < b->top ? b->top - a->bottom : a->top - b->bottom;
}

/* What may be a header is one only if it stands beyond the text and apart from it: a paragraph may
 * begin like others, too. */
static void confirm_margins(const struct pdf_text *t, struct pdf_page *p)
{
	const struct pdf_row *first = outermost(p, false), *last = outermost(p, true);
	bool changed = false;

	for (size_t i = 0; i < p->n && first; i++) {
		struct pdf_row *r = &p->rows[i];
		bool top = r->bottom < edge * p->height;
		const struct pdf_row *text = top ? first : last;

		if (r->part != PDF_MARGIN || is_page_number(r->text) || is_symbol(r->text))
			continue;
		if ((top ? r->bottom > text->top : r->top < text->bottom) ||
		    room_between(r, text) < 0.6 * t->pitch) {
			r->part = PDF_BODY;
			changed = true;
		}
	}
	if (changed)
		confirm_margins(t, p);
}

static void find_margins(struct context *cx, struct pdf_text *t)
{
	struct keys *k = arena_new_of(cx->mem, struct keys);

	for (struct pdf_page *p = t->first; p; p = p->next)
		for (size_t i = 0; i < p->n; i++) {
			int *times = is_at_edge(p, &p->rows[i])
			                     ? times_of(k, key_of(p->rows[i].text))
			                     : NULL;

			if (times)
				(*times)++;
		}
	for (struct pdf_page *p = t->first; p; p = p->next) {
		for (size_t i = 0; i < p->n; i++)
			if (may_be_margin(k, t, p, &p->rows[i]))
				p->rows[i].part = PDF_MARGIN;
		confirm_margins(t, p);
	}
}

/* ---- footnotes */

static const struct pdf_row *row_above(const struct pdf_page *p, size_t i)
{
	while (i-- > 0)
		if (p->rows[i].part == PDF_BODY)
			return &p->rows[i];
	return NULL;
}

/* Below the text, apart from it, and not near the top of the page. */
static bool begin_footnotes(const struct pdf_text *t, const struct pdf_page *p, size_t i)
{
	const struct pdf_row *r = &p->rows[i], *above = row_above(p, i);

	return r->mark && r->part == PDF_BODY && r->top > 0.25 * p->height &&
	       (!above || r->bottom - above->bottom > 1.2 * t->pitch);
}

static void find_footnotes(struct pdf_text *t, struct pdf_page *p)
{
	size_t i = 0;

	while (i < p->n && !begin_footnotes(t, p, i))
		i++;
	for (; i < p->n; i++)
		if (p->rows[i].part == PDF_BODY) {
			t->footnotes += p->rows[i].mark;
			p->rows[i].part = PDF_FOOTNOTE;
		}
}

/* ---- columns, measured */

static void measure_column(struct pdf_page *p, int column)
{
	struct pdf_frame *f = &p->frames[column];
	size_t most = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct pdf_row *r = &p->rows[i];
		size_t same = 0;

		if (r->part != PDF_BODY || r->column != column)
			continue;
		f->right = most ? fmax(f->right, r->right) : r->right;
		for (size_t j = 0; j < p->n; j++)
			same += p->rows[j].part == PDF_BODY && p->rows[j].column == column &&
			        fabs(p->rows[j].left - r->left) < 2;
		if (same > most) {
			most = same;
			f->left = r->left;
		}
	}
}

void pdf_margins(struct context *cx, struct pdf_text *t)
{
	find_common(cx, t);
	find_margins(cx, t);
	for (struct pdf_page *p = t->first; p; p = p->next) {
		find_footnotes(t, p);
		measure_column(p, 0);
		measure_column(p, 1);
	}
}
