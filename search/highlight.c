/* One walk over the text finds where the query's words stand.  Words are looked up by their terms;
 * a phrase is a row of bits that is shifted with each place of the text: bit i is set while its
 * words up to the i-th stand just before.  A window over the places found, moved along, is the one
 * with most different words; a second walk finds the bytes where it begins and ends. */
#include "search/highlight.h"

#include "base/utf8.h"
#include "language/letters.h"

enum {
	MAX_HITS = 4000,  /* in one text; further ones are not marked */
	LONG_PHRASE = 64, /* places; longer ones are not marked */
	MAX_SIGNS = 16,   /* bytes before and behind the words of a snippet */
	MAX_SNIPPET = 4000,
	MIN_WIDTH = 12,
	MAX_WIDTH = 60,
	NO_PHRASE = UINT8_MAX,
};

/* A term of the query: of a word, or of the word at a place of a phrase. */
struct wanted {
	const char *term;
	uint8_t element, phrase, place;
};

struct beginning {
	const char *text;
	size_t n;
	uint8_t element;
};

struct phrase {
	uint64_t state, here, words; /* bits: matched so far, by the words here; not any word */
	uint8_t length, element;
};

struct hit {
	uint32_t position, from, to;
	uint8_t element;
};

struct finder {
	struct context *cx;
	struct wanted *wanted;
	struct beginning *beginnings;
	struct phrase *phrases;
	size_t wanted_n, beginnings_n, phrases_n;
	struct mark places[LONG_PHRASE]; /* of the last words, by position */
	uint32_t position;
	struct hit *hits;
	size_t hits_n, hits_room;
};

/* ---- what is looked for */

static void want(struct finder *f, const struct query *q, uint8_t element, uint8_t phrase,
                 uint8_t place)
{
	for (size_t i = 0; i < q->terms_n; i++) {
		f->wanted[f->wanted_n++] = (struct wanted){
			.term = q->terms[i], .element = element, .phrase = phrase, .place = place
		};
	}
}

static size_t phrase_places(const struct query *q)
{
	size_t n = q->parts_n;

	for (size_t i = 0; q->gaps && i + 1 < q->parts_n; i++)
		n += q->gaps[i];
	return n;
}

static void want_phrase(struct finder *f, const struct query *q, uint8_t element)
{
	size_t length = phrase_places(q), place = 0;
	uint8_t number = (uint8_t)f->phrases_n;

	if (!length || length > LONG_PHRASE)
		return;

	struct phrase *p = &f->phrases[f->phrases_n++];

	*p = (struct phrase){ .length = (uint8_t)length, .element = element };
	for (size_t i = 0; i < q->parts_n; i++) {
		p->words |= UINT64_C(1) << place;
		want(f, q->parts[i], element, number, (uint8_t)place);
		place += 1 + (q->gaps && i + 1 < q->parts_n ? q->gaps[i] : 0);
	}
}

static int compare_wanted(const void *a, const void *b)
{
	const struct wanted *left = a, *right = b;

	return strcmp(left->term, right->term);
}

static size_t count_terms(const struct query *q)
{
	size_t n = q->terms_n;

	for (size_t i = 0; q->kind == QUERY_PHRASE && i < q->parts_n; i++)
		n += q->parts[i]->terms_n;
	return n;
}

static void look_for(struct finder *f, struct context *cx, const struct query_words *words)
{
	size_t n = words->n < MAX_QUERY_WORDS ? words->n : MAX_QUERY_WORDS, terms = 0;

	for (size_t i = 0; i < n; i++)
		terms += count_terms(words->v[i]);
	*f = (struct finder){ .cx = cx };
	f->wanted = arena_array(cx->mem, struct wanted, terms);
	f->beginnings = arena_array(cx->mem, struct beginning, n);
	f->phrases = arena_array(cx->mem, struct phrase, n);
	for (size_t i = 0; i < n; i++) {
		const struct query *q = words->v[i];

		if (q->kind == QUERY_WORD)
			want(f, q, (uint8_t)i, NO_PHRASE, 0);
		else if (q->kind == QUERY_PHRASE)
			want_phrase(f, q, (uint8_t)i);
		else if (q->kind == QUERY_PREFIX)
			f->beginnings[f->beginnings_n++] = (struct beginning){
				.text = q->word, .n = strlen(q->word), .element = (uint8_t)i
			};
	}
	if (f->wanted_n)
		qsort(f->wanted, f->wanted_n, sizeof *f->wanted, compare_wanted);
}

/* ---- finding it */

static void add_hit(struct finder *f, uint32_t position, struct mark where, uint8_t element)
{
	if (f->hits_n == MAX_HITS)
		return;
	if (f->hits_n == f->hits_room) {
		f->hits_room = f->hits_room * 2 + 16;
		f->hits = arena_grow(f->cx->mem, f->hits, f->hits_n * sizeof *f->hits,
		                     f->hits_room * sizeof *f->hits);
	}
	f->hits[f->hits_n++] = (struct hit){
		.position = position, .from = where.from, .to = where.to, .element = element
	};
}

/* The phrase ends at the place that the finder stands at. */
static void add_phrase(struct finder *f, const struct phrase *p)
{
	uint32_t first = f->position + 1 - p->length;

	for (uint32_t i = 0; i < p->length; i++) {
		if (p->words >> i & 1)
			add_hit(f, first + i, f->places[(first + i) % LONG_PHRASE], p->element);
	}
}

/* All words of a place have been seen. */
static void end_place(struct finder *f)
{
	for (size_t i = 0; i < f->phrases_n; i++) {
		struct phrase *p = &f->phrases[i];

		p->state = (p->state << 1 | 1) & (p->here | ~p->words);
		p->here = 0;
		if (p->state >> (p->length - 1) & 1)
			add_phrase(f, p);
	}
	f->position++;
	f->places[f->position % LONG_PHRASE] = (struct mark){ .from = UINT32_MAX };
}

static void meet_in_phrase(struct finder *f, const struct wanted *w, struct mark where)
{
	struct mark *place = &f->places[f->position % LONG_PHRASE];

	f->phrases[w->phrase].here |= UINT64_C(1) << w->place;
	if (where.from < place->from)
		place->from = where.from;
	if (where.to > place->to)
		place->to = where.to;
}

static const struct wanted *first_wanted(const struct finder *f, const char *term)
{
	size_t low = 0, high = f->wanted_n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (strcmp(f->wanted[middle].term, term) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return f->wanted + low;
}

static bool meet(void *data, const struct analysed *word)
{
	struct finder *f = data;
	struct mark where = { .from = word->from, .to = word->to };
	const struct wanted *end = f->wanted + f->wanted_n;

	while (f->position < word->position)
		end_place(f);
	for (const struct wanted *w = first_wanted(f, word->term);
	     w < end && str_eq(w->term, word->term); w++) {
		if (w->phrase == NO_PHRASE)
			add_hit(f, f->position, where, w->element);
		else
			meet_in_phrase(f, w, where);
	}
	for (size_t i = 0; i < f->beginnings_n; i++) {
		const struct beginning *b = &f->beginnings[i];

		if (b->n <= word->word_n && memcmp(b->text, word->word, b->n) == 0)
			add_hit(f, f->position, where, b->element);
	}
	return f->hits_n < MAX_HITS;
}

static int compare_hits(const void *a, const void *b)
{
	const struct hit *left = a, *right = b;

	if (left->from != right->from)
		return left->from < right->from ? -1 : 1;
	return (left->to < right->to) - (left->to > right->to);
}

static void find(struct finder *f, struct context *cx, struct analyser *a,
                 const struct query_words *words, const char *lang, const char *text)
{
	look_for(f, cx, words);
	f->places[0].from = UINT32_MAX;
	if (f->wanted_n || f->beginnings_n)
		analyse_text(a, lang, text, meet, f);
	end_place(f);
	if (f->hits_n)
		qsort(f->hits, f->hits_n, sizeof *f->hits, compare_hits);
}

/* ---- marks */

/* Of hits that begin within some bytes; those that touch or lie in each other are one. */
static size_t marks_of(struct context *cx, const struct finder *f, uint32_t from, uint32_t to,
                       struct mark **ret)
{
	struct mark *marks = arena_array(cx->mem, struct mark, f->hits_n);
	size_t n = 0;

	for (size_t i = 0; i < f->hits_n; i++) {
		const struct hit *h = &f->hits[i];

		if (h->from < from || h->to > to)
			continue;
		if (n && h->from <= marks[n - 1].to) {
			if (h->to > marks[n - 1].to)
				marks[n - 1].to = h->to;
			continue;
		}
		marks[n++] = (struct mark){ .from = h->from, .to = h->to };
	}
	*ret = marks;
	return n;
}

void snippet_marks(struct context *cx, struct analyser *a, const struct query_words *words,
                   const char *lang, const char *text, const struct mark **ret, size_t *ret_n)
{
	struct finder f;
	struct mark *marks;

	find(&f, cx, a, words, lang, text);
	*ret_n = marks_of(cx, &f, 0, UINT32_MAX, &marks);
	*ret = marks;
}

/* ---- the window */

/* Places of the text, both included. */
struct window {
	uint32_t first, last;
};

/* Most different elements, then most hits, then the first. */
static struct window best_window(const struct finder *f, uint32_t width)
{
	uint16_t held[MAX_QUERY_WORDS] = { 0 };
	size_t left = 0, different = 0, best = 0;
	struct window found = { .last = width - 1 };

	for (size_t right = 0; right < f->hits_n; right++) {
		const struct hit *h = &f->hits[right];

		different += held[h->element]++ == 0;
		for (; f->hits[left].position + width <= h->position; left++)
			different -= --held[f->hits[left].element] == 0;

		size_t worth = different * MAX_HITS + right - left;

		if (worth > best || !right) {
			best = worth;
			found = (struct window){ f->hits[left].position, h->position };
		}
	}

	/* The same number of words before and behind. */
	uint32_t span = found.last - found.first + 1;
	uint32_t before = span < width ? (width - span) / 2 : 0;

	found.first -= before < found.first ? before : found.first;
	if (found.first + width > f->position)
		found.first = f->position > width ? f->position - width : 0;
	found.last = found.first + width - 1;
	return found;
}

struct cutting {
	struct window window;
	uint32_t from, to;   /* bytes of the window */
	uint32_t first_from; /* where the text's first word begins */
	bool more;           /* words behind the window */
};

static bool cut(void *data, const struct analysed *word)
{
	struct cutting *c = data;

	if (!word->position && !word->part)
		c->first_from = word->from;
	if (word->position < c->window.first)
		return true;
	if (word->position > c->window.last) {
		c->more = !word->part || word->to > c->to;
		return !c->more; /* pieces of a symbol that is in it whole */
	}
	if (c->from == UINT32_MAX)
		c->from = word->from;
	if (word->to > c->to)
		c->to = word->to;
	return true;
}

static bool is_blank(unsigned char c)
{
	return !c || c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_inside(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

/* What stands at the words of the window, up to the next blanks, if they are near; and no more of
 * very long words than can be shown. */
static void take_signs(struct cutting *c, const char *text)
{
	uint32_t least = c->from < MAX_SIGNS ? 0 : c->from - MAX_SIGNS;
	uint32_t most = c->to + MAX_SIGNS;

	while (c->from > least && !is_blank((unsigned char)text[c->from - 1]))
		c->from--;
	while (c->to < most && !is_blank((unsigned char)text[c->to]))
		c->to++;
	if (c->to - c->from > MAX_SNIPPET) {
		c->to = c->from + MAX_SNIPPET;
		c->more = true;
	}
	while (c->to > c->from && is_inside((unsigned char)text[c->to]))
		c->to--;
	while (c->from < c->to && is_inside((unsigned char)text[c->from]))
		c->from++;
}

/* White space becomes one blank, and marks move with the letters. */
static void copy(struct context *cx, const char *text, const struct cutting *c, struct mark *marks,
                 size_t marks_n, struct snippet *ret)
{
	const char *s = text + c->from, *end = text + c->to;
	char *out = arena_raw(cx->mem, (size_t)(end - s) + 1);
	size_t n = 0, mark = 0;

	while (s < end) {
		uint32_t at = (uint32_t)(s - text), letter = utf8_take(&s);

		if (mark < marks_n && at == marks[mark].from)
			marks[mark].from = (uint32_t)n;
		if (!char_is_space(letter))
			n += utf8_put(out + n, letter == 0xfffd ? '?' : letter);
		else if (n && out[n - 1] != ' ')
			out[n++] = ' ';
		if (mark < marks_n && (uint32_t)(s - text) >= marks[mark].to)
			marks[mark++].to = (uint32_t)n;
	}
	out[n] = '\0';
	ret->text = out;
	ret->marks = marks;
	ret->marks_n = mark;
}

void snippet_make(struct context *cx, struct analyser *a, const struct query_words *words,
                  const char *lang, const char *text, int width, struct snippet *ret)
{
	struct cutting c = { .from = UINT32_MAX };
	struct finder f;
	struct mark *marks;
	size_t marks_n;

	width = width < MIN_WIDTH ? MIN_WIDTH : width > MAX_WIDTH ? MAX_WIDTH : width;
	find(&f, cx, a, words, lang, text);
	c.window = best_window(&f, (uint32_t)width);
	analyse_text(a, lang, text, cut, &c);
	if (c.from == UINT32_MAX) /* no word at all */
		c.from = 0;
	take_signs(&c, text);
	*ret = (struct snippet){ .lang = lang,
		                 .cut_before = c.from > c.first_from,
		                 .cut_after = c.more };
	marks_n = marks_of(cx, &f, c.from, c.to, &marks);
	copy(cx, text, &c, marks, marks_n, ret);
}
