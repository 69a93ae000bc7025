/* Passages are gathered to numbered paragraphs, a paragraph to blocks (words, and lettered parts
 * below them); what kind a block is, is told from its wording (observations_words.c) when the
 * paragraph is complete.  Follow-up is marked at the end, since the committee says it in one of the
 * last paragraphs. */
#include "subject/recommendation/observations_text.h"

#include "language/fold.h"
#include "subject/mechanism/symbol.h"
#include "subject/recommendation/cited.h"
#include "subject/recommendation/observations_words.h"

enum { COVER = 40, MAX_GAP = 5, MAX_REQUESTS = 20 };

/* "(a)", "(ii)": its words, and where they stand. */
struct part {
	const char *bracket[2];
	const struct passage *at, **more;
	size_t more_n;
	const char *words;
};

struct block {
	struct part own; /* the words above the parts */
	struct part *v;
	size_t n, room;
};

struct walk {
	struct arena *mem;
	const struct passages *p;
	struct observations *r;
	size_t room;
	int number;   /* of the paragraph; 0: none yet */
	size_t first; /* its items begin here */
	bool open;    /* a paragraph is being gathered */
	struct block b;
	const char *theme, *articles;
	bool passed_over; /* a section without concerns and recommendations */
};

/* ---- the cover */

static bool is_title(struct arena *mem, const char *text)
{
	static const char *const words[] = { "concluding observations", "concluding comments",
		                             "заключительные замечания", NULL };

	return strlen(text) < 400 && says_any(fold_text(mem, text), words);
}

static bool own_symbol(struct arena *mem, const char *text, struct symbol *ret)
{
	const char *s = text, *found;

	while ((found = symbol_in(mem, &s)))
		if (symbol_parse(mem, found, ret) && str_eq(ret->kind, "concluding_observations"))
			return true;
	return false;
}

int observations_guess(struct arena *mem, const struct passages *p)
{
	bool title = false, symbol = false, first = false;
	struct symbol ignored;

	for (size_t i = 0; i < p->n && i < COVER && !first; i++) {
		const struct passage *one = &p->v[i];

		first = one->unit.kind == UNIT_PARAGRAPH && one->mark.number == 1;
		title |= !first && is_title(mem, one->text);
		symbol |= !first && own_symbol(mem, one->text, &ignored);
	}
	return title && first ? symbol ? 95 : 60 : 0;
}

static void read_cover(struct walk *w)
{
	bool distributed = false;
	struct symbol symbol;

	for (size_t i = 0; i < w->p->n; i++) {
		const struct passage *p = &w->p->v[i];
		const char *folded = fold_text(w->mem, p->text);

		if (!w->r->symbol && own_symbol(w->mem, p->text, &symbol)) {
			w->r->symbol = symbol.text;
			w->r->iso3 = symbol.iso3;
		}
		distributed |= strstr(folded, "distr") != NULL;
		if (distributed && !date_set(w->r->distributed))
			w->r->distributed = date_in(w->mem, p->text);
		if (p->mark.number && says_adopted(folded))
			w->r->adopted = last_date_in(w->mem, p->text);
		if (p->mark.number > 3 || date_set(w->r->adopted))
			break;
	}
}

/* ---- items */

/* What this paragraph says already in the same place: pieces that stand apart are one. */
static struct observation *earlier(struct walk *w, const char *locator, int kind)
{
	for (size_t i = w->first; i < w->r->items_n; i++) {
		struct observation *o = &w->r->items[i];

		if (o->kind == kind && str_eq(o->locator, locator))
			return o;
	}
	return NULL;
}

static void put(struct walk *w, const struct part *from, const char *locator, const char *words,
                int kind)
{
	struct observations *r = w->r;
	const char *articles = articles_of(w->mem, words);
	struct observation *before = earlier(w, locator, kind);

	if (before) {
		if (strlen(before->words) < MAX_PASSAGE_WORDS)
			before->words = arena_fmt(w->mem, "%s %s", before->words, words);
		return;
	}
	if (r->items_n == w->room) {
		size_t room = w->room ? 2 * w->room : 64;

		r->items = arena_grow(w->mem, r->items, w->room * sizeof *r->items,
		                      room * sizeof *r->items);
		w->room = room;
	}
	r->items[r->items_n++] = (struct observation){
		.at = from->at,
		.more = from->more,
		.more_n = from->more_n,
		.locator = locator,
		.words = words,
		.kind = kind,
		.theme = w->theme,
		.articles = articles ? articles : w->articles,
		.due = kind == KIND_REQUEST_FOR_INFORMATION ? due_in(w->mem, words, r->adopted)
		                                            : (struct date){ 0 },
	};
}

static const char *number_of(struct walk *w)
{
	return arena_fmt(w->mem, "%d", w->number);
}

/* A concern and what follows from it may stand in one paragraph: puts the concern, and gives where
 * the advice begins. */
static const char *put_concern_before(struct walk *w, const struct block *b)
{
	const char *words = b->own.words, *advice = advice_in(w->mem, words), *before;

	if (advice == words)
		return words;
	before = arena_strn(w->mem, words, (size_t)(advice - words) - 1);
	if (speech_of(w->mem, before) != SPEECH_CONCERN)
		return words;
	put(w, &b->own, number_of(w), before, KIND_OBSERVATION);
	return advice;
}

static void put_plain(struct walk *w, const struct block *b)
{
	const char *words = b->own.words;

	switch (speech_of(w->mem, words)) {
	case SPEECH_REQUEST:
		put(w, &b->own, number_of(w), words, KIND_REQUEST_FOR_INFORMATION);
		break;
	case SPEECH_ADVICE:
		words = put_concern_before(w, b);
		put(w, &b->own, number_of(w), words, KIND_RECOMMENDATION);
		break;
	case SPEECH_CONCERN:
		put(w, &b->own, number_of(w), words, KIND_OBSERVATION);
		break;
	default:
		w->r->silent++;
	}
}

/* Without what closes an item of a list. */
static const char *closed(struct arena *mem, const char *words)
{
	static const char *const ends[] = { "; and", "; и", ", and", ";", " " };
	size_t n = strlen(words);

	for (size_t i = 0; i < LEN(ends); i++) {
		size_t length = strlen(ends[i]);

		if (n > length && memcmp(words + n - length, ends[i], length) == 0) {
			n -= length;
			i = 0;
		}
	}
	return arena_strn(mem, words, n);
}

static const char *joined(struct arena *mem, const char *a, const char *b)
{
	return *a ? arena_fmt(mem, "%s %s", a, b) : b;
}

/* Each part that has none below it, with the words that lead to it. */
static void put_parts(struct walk *w, const struct block *b, const char *lead, int kind)
{
	const char *above = "";

	for (size_t i = 0; i < b->n; i++) {
		const struct part *p = &b->v[i];
		bool second = *p->bracket[1];
		const char *locator = arena_fmt(w->mem, "%d (%s)", w->number, p->bracket[0]);
		const char *words = second ? joined(w->mem, above, p->words) : p->words;

		if (!second)
			above = p->words;
		if (!second && i + 1 < b->n && *b->v[i + 1].bracket[1])
			continue;
		if (second)
			locator = arena_fmt(w->mem, "%s (%s)", locator, p->bracket[1]);
		put(w, p, locator, closed(w->mem, joined(w->mem, lead, words)), kind);
	}
}

/* "The Committee is concerned that … The State party should: (a) …": the concern alone, and each
 * part with what it is asked by. */
static void put_list(struct walk *w, const struct block *b)
{
	const char *words = b->own.words;

	switch (speech_of(w->mem, words)) {
	case SPEECH_REQUEST:
		put_parts(w, b, words, KIND_REQUEST_FOR_INFORMATION);
		break;
	case SPEECH_ADVICE:
		words = put_concern_before(w, b);
		put_parts(w, b, words, KIND_RECOMMENDATION);
		break;
	case SPEECH_CONCERN:
		put_parts(w, b, words, KIND_OBSERVATION);
		break;
	default:
		w->r->silent++;
	}
}

static void put_block(struct walk *w)
{
	if (w->open && !w->passed_over && w->b.n)
		put_list(w, &w->b);
	else if (w->open && !w->passed_over)
		put_plain(w, &w->b);
	else
		w->r->silent += w->open;
	w->b = (struct block){ 0 };
	w->open = false;
}

/* ---- gathering */

static void begin_block(struct walk *w, const struct passage *p, const char *words)
{
	put_block(w);
	w->b = (struct block){ .own = { .bracket = { "", "" }, .at = p, .words = words } };
	w->open = true;
}

static struct part *last_part(struct walk *w)
{
	return w->b.n ? &w->b.v[w->b.n - 1] : &w->b.own;
}

/* "(ii)" is below "(a)", but "(i)" behind "(h)" is beside it. */
static bool is_second(const struct part *last, const char *bracket)
{
	int value = mark_roman(bracket);

	if (!value || !*last->bracket[0])
		return false;
	if (*last->bracket[1])
		return value == mark_roman(last->bracket[1]) + 1;
	return value == 1 && !str_eq(last->bracket[0], "h");
}

static void add_part(struct walk *w, const struct passage *p, const struct mark *m)
{
	const struct part *last = w->b.n ? &w->b.v[w->b.n - 1] : NULL;
	struct part one = { .bracket = { m->bracket[0], m->bracket[1] },
		            .at = p,
		            .words = m->words };

	if (last && !*one.bracket[1] && is_second(last, one.bracket[0])) {
		one.bracket[1] = one.bracket[0];
		one.bracket[0] = last->bracket[0];
	}
	if (w->b.n == w->b.room) {
		size_t room = w->b.room ? 2 * w->b.room : 8;

		w->b.v = arena_grow(w->mem, w->b.v, w->b.room * sizeof one, room * sizeof one);
		w->b.room = room;
	}
	w->b.v[w->b.n++] = one;
}

static void go_on(struct walk *w, const struct passage *p)
{
	struct part *last = last_part(w);

	if (strlen(last->words) < MAX_PASSAGE_WORDS)
		last->words = arena_fmt(w->mem, "%s %s", last->words, p->text);
	last->more = arena_grow(w->mem, last->more, last->more_n * sizeof *last->more,
	                        (last->more_n + 1) * sizeof *last->more);
	last->more[last->more_n++] = p;
}

static void take_heading(struct walk *w, const struct passage *p)
{
	static const char *const others[] = { "positive aspect",
		                              "positive development",
		                              "introduction",
		                              "progress achieved",
		                              "позитивные",
		                              "введение",
		                              NULL };
	const char *bracket, *words = heading_words(w->mem, p->text, &bracket);
	const char *folded = fold_text(w->mem, words);
	bool section = p->text[0] != words[0] || !str_starts(p->text, words);

	put_block(w);
	if (section)
		w->passed_over = says_any(folded, others);
	w->theme = *words && !is_section(folded) ? words : NULL;
	w->articles = says_articles(bracket) ? bracket : NULL;
}

static void take(struct walk *w, const struct passage *p)
{
	const struct mark *m = &p->mark;
	int next = w->number + 1;

	if (p->unit.kind != UNIT_PARAGRAPH)
		return;
	if (m->number && !m->part && m->number >= next && m->number < next + MAX_GAP) {
		begin_block(w, p, *m->bracket[0] ? "" : m->words);
		w->number = m->number;
		w->first = w->r->items_n;
		if (*m->bracket[0])
			add_part(w, p, m);
	} else if (p->heading && (!w->open || p->unit.level || words_end(last_part(w)->words))) {
		take_heading(w, p);
	} else if (!w->open) {
		return;
	} else if (*m->bracket[0] && !m->number) {
		add_part(w, p, m);
	} else if (words_end(last_part(w)->words)) {
		begin_block(w, p, p->text);
	} else {
		go_on(w, p);
	}
}

/* ---- follow-up */

static void mark_follow_up(struct walk *w)
{
	int requests = 0;

	for (size_t i = 0; i < w->r->items_n && requests < MAX_REQUESTS; i++) {
		const struct observation *asks = &w->r->items[i];
		struct cited_list cited = { 0 };

		if (asks->kind == KIND_REQUEST_FOR_INFORMATION &&
		    says_follow_up(w->mem, asks->words)) {
			cited = cited_paragraphs(w->mem, asks->words);
			requests++;
		}
		for (size_t k = 0; k < cited.n; k++)
			for (size_t n = 0; n < w->r->items_n; n++) {
				struct observation *o = &w->r->items[n];

				if (o->kind != KIND_RECOMMENDATION ||
				    !cited_covers(w->mem, &cited.v[k], o->locator))
					continue;
				o->follow_up = true;
				o->due = asks->due;
			}
	}
}

/* The last that says a day: a committee asks for one of each. */
static void find_dates(struct walk *w)
{
	for (size_t i = 0; i < w->r->items_n; i++) {
		const struct observation *o = &w->r->items[i];

		if (o->kind != KIND_REQUEST_FOR_INFORMATION || !date_set(o->due))
			continue;
		if (says_follow_up(w->mem, o->words))
			w->r->follow_up_due = o->due;
		else
			w->r->next_report = o->due;
	}
}

static bool is_annex(struct arena *mem, const struct passage *p)
{
	const char *folded = p->heading && strlen(p->text) < 60 ? fold_text(mem, p->text) : "";

	return str_starts(folded, "annex") || str_starts(folded, "приложени");
}

bool observations_read(struct arena *mem, const struct passages *p, struct observations *ret)
{
	struct walk w = { .mem = mem, .p = p, .r = ret };

	*ret = (struct observations){ .lang = passages_language(p) };
	read_cover(&w);
	for (size_t i = 0; i < p->n && !is_annex(mem, &p->v[i]); i++)
		take(&w, &p->v[i]);
	put_block(&w);
	mark_follow_up(&w);
	find_dates(&w);
	return w.number > 0;
}
