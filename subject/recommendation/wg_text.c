/* A walk through the chapter of conclusions.  A numbered paragraph that speaks of recommendations
 * in general opens a group and says the position; the numbered ones below it are its items:
 * "112.1", or, in older reports, a list that numbers anew, where "96." is the 96th item after the
 * 95th and the next paragraph only behind the last.  The chapter ends at the annex. */
#include "subject/recommendation/wg_text.h"

#include "base/buffer.h"
#include "language/fold.h"
#include "subject/mechanism/symbol.h"
#include "subject/recommendation/cited.h"

#include <ctype.h>

enum { COVER = 60 };

struct group {
	const struct passage *at;
	const char *number; /* "112" */
	int position, kind;
	const char *remark;
	size_t first; /* its items begin here */
	int last;     /* number of the last item */
	bool open;    /* items may follow */
};

struct walk {
	struct arena *mem;
	const struct passages *p;
	state_known *known;
	void *with;
	struct wg_report *r;
	size_t room;
	struct group g;
	int paragraph; /* number of the last one that is no item */
	size_t cited;  /* paragraphs of the dialogue that were named so far */
	bool pledges;  /* in a chapter of them */
	bool going_on; /* the last item may */
};

/* ---- the title, the chapter */

static bool folded_has(struct arena *mem, const char *text, const char *const *words)
{
	return says_any(fold_text(mem, text), words);
}

static bool is_title(struct arena *mem, const char *text)
{
	static const char *const words[] = {
		"report of the working group on the universal periodic review",
		"доклад рабочей группы по универсальному периодическому обзору", NULL
	};

	return folded_has(mem, text, words);
}

/* A line of the table of contents ends with its page. */
static bool is_conclusions(struct arena *mem, const struct passage *p)
{
	static const char *const words[] = { "conclusions and/or recommendations",
		                             "conclusions and recommendations",
		                             "выводы и/или рекомендации", "выводы и рекомендации",
		                             NULL };
	size_t n = strlen(p->text);

	return p->heading && n < 120 && !isdigit((unsigned char)p->text[n - 1]) &&
	       folded_has(mem, p->text, words);
}

static bool is_annex(struct arena *mem, const struct passage *p)
{
	const char *folded = p->heading && strlen(p->text) < 60 ? fold_text(mem, p->text) : "";

	return str_starts(folded, "annex") || str_starts(folded, "приложени");
}

/* The last one: the table of contents has it, too.  p->n: there is none. */
static size_t chapter(struct arena *mem, const struct passages *p)
{
	for (size_t i = p->n; i; i--)
		if (is_conclusions(mem, &p->v[i - 1]))
			return i - 1;
	return p->n;
}

int wg_guess(struct arena *mem, const struct passages *p)
{
	static const char *const others[] = { "addendum", "добавление", "corrigendum",
		                              "исправление", NULL };
	bool title = false;

	for (size_t i = 0; i < p->n && i < COVER; i++) {
		if (p->v[i].mark.number == 1)
			break;
		title |= is_title(mem, p->v[i].text);
		if (strlen(p->v[i].text) < 40 && folded_has(mem, p->v[i].text, others))
			return 0;
	}
	return title && chapter(mem, p) < p->n ? 95 : 0;
}

/* ---- the cover */

/* The report's own symbol stands first; the third paragraph names the papers of the session,
 * A/HRC/WG.6/16/TKM/1, which say session and State in every language. */
static void read_symbols(struct walk *w, const char *text)
{
	const char *s = text, *found;
	struct symbol symbol;

	while ((found = symbol_in(w->mem, &s))) {
		if (!symbol_parse(w->mem, found, &symbol))
			continue;
		if (!w->r->symbol && str_eq(symbol.kind, "upr_wg_report"))
			w->r->symbol = symbol.text;
		if (!w->r->session && symbol.session) {
			w->r->session = symbol.session;
			w->r->iso3 = symbol.iso3;
		}
	}
}

/* "The review of Turkmenistan was held at the 2nd meeting on 22 April 2013 … At its 10th meeting,
 * held on 26 April 2013, the Working Group adopted the report": the first and the last day behind
 * "review". */
static void read_first_paragraph(struct walk *w, const char *text)
{
	static const char *const reviews[] = { "The review", "Обзор" };
	static const char *const adoptions[] = { "At its", "На своем", "На своём" };

	for (size_t i = 0; i < LEN(reviews); i++) {
		const char *at = strstr(text, reviews[i]);

		if (at && !date_set(w->r->reviewed))
			w->r->reviewed = date_in(w->mem, at);
	}
	for (size_t i = 0; i < LEN(adoptions); i++)
		for (const char *at = strstr(text, adoptions[i]); at;
		     at = strstr(at + 1, adoptions[i]))
			w->r->adopted = date_in(w->mem, at);
}

/* The State is the heading below the title. */
static void read_cover(struct walk *w)
{
	bool title = false, general = false;
	const char *bracket;

	for (size_t i = 0; i < w->p->n; i++) {
		const struct passage *p = &w->p->v[i];
		const char *folded = fold_text(w->mem, p->text);

		read_symbols(w, p->text);
		if (w->r->session || (p->mark.number > 4 && !p->mark.part))
			break;
		general |= strstr(folded, "distr") != NULL;
		if (general && !date_set(w->r->distributed))
			w->r->distributed = date_in(w->mem, p->text);
		if (title && !w->r->state && p->heading && i < COVER)
			w->r->state = heading_words(w->mem, p->text, &bracket);
		if (str_starts(folded, "review") && p->heading) /* the title's second line */
			w->r->state = NULL;
		title |= is_title(w->mem, p->text) ||
		         str_starts(folded, "report of the working group on the universal");
		if (p->mark.number == 1)
			read_first_paragraph(w, p->text);
	}
}

/* ---- groups */

/* Wordings of the paragraphs above the recommendations.  The first that fits: "will be examined"
 * before "enjoy the support", the negative before the positive. */
static const struct {
	const char *const words[10];
	int position;
} wordings[] = {
	{ { "will be examined", "will examine", "would be examined", "provide responses",
	    "provide a response", "будут рассмотрены", "будут изучены", NULL },
	  POSITION_PENDING },
	{ { "not enjoy the support", "not enjoy its support", "not supported by",
	    "does not support", "did not support", "were rejected", "are rejected",
	    "не пользуются поддержкой", "не получили поддержки", NULL },
	  POSITION_NOTED },
	{ { "enjoy the support", "enjoys the support", "enjoyed the support", "enjoy its support",
	    "are supported by", "were accepted by", "пользуются поддержкой", "получили поддержку",
	    NULL },
	  POSITION_SUPPORTED },
	{ { "were noted by", "are noted by", "have been noted by", "принимает к сведению",
	    "приняты к сведению", NULL },
	  POSITION_NOTED },
};

static int position_of(const char *folded)
{
	for (size_t i = 0; i < LEN(wordings); i++)
		if (says_any(folded, wordings[i].words))
			return wordings[i].position;
	return 0;
}

static bool says_pledges(const char *folded)
{
	static const char *const words[] = { "voluntary pledge", "voluntary commitment",
		                             "pledges and commitments", "добровольн", NULL };

	return says_any(folded, words);
}

/* "All conclusions and/or recommendations contained in the present report reflect the position of
 * the submitting States": the list is over. */
static bool is_disclaimer(const char *folded)
{
	static const char *const words[] = { "reflect the position", "отражают позици", NULL };

	return says_any(folded, words);
}

/* Reasons, or that it has been done already: what a reader of the position must know. */
static bool says_more(const char *folded)
{
	static const char *const words[] = { "already", "in the process of implementation",
		                             "reason",  "уже выполнен",
		                             "причин",  NULL };

	return says_any(folded, words);
}

static void open_group(struct walk *w, const struct passage *p)
{
	const char *folded = fold_text(w->mem, p->text);

	w->g = (struct group){
		.at = p,
		.number = arena_fmt(w->mem, "%d", p->mark.number),
		.kind = KIND_RECOMMENDATION,
		.first = w->r->items_n,
		.open = !is_disclaimer(folded),
	};
	if (w->pledges || (says_pledges(folded) && !position_of(folded)))
		w->g.kind = KIND_PLEDGE;
	else
		w->g.position = position_of(folded);
	if (w->g.position && says_more(folded))
		w->g.remark = p->mark.words;
	w->paragraph = p->mark.number;
	w->going_on = false;
}

/* ---- items */

static struct wg_item *put_item(struct walk *w, const struct passage *p, const char *locator,
                                const char *words)
{
	struct wg_report *r = w->r;

	if (r->items_n == w->room) {
		size_t room = w->room ? 2 * w->room : 128;

		r->items = arena_grow(w->mem, r->items, w->room * sizeof *r->items,
		                      room * sizeof *r->items);
		w->room = room;
	}
	r->items[r->items_n] = (struct wg_item){
		.at = p,
		.locator = locator,
		.words = words,
		.kind = w->g.kind,
		.position = w->g.position,
		.group = w->g.position ? w->g.number : NULL,
		.remark = w->g.remark,
	};
	return &r->items[r->items_n++];
}

static void go_on(struct walk *w, const struct passage *p)
{
	struct wg_item *i = &w->r->items[w->r->items_n - 1];

	if (strlen(i->words) < MAX_PASSAGE_WORDS)
		i->words = arena_fmt(w->mem, "%s %s", i->words, p->text);
	i->more = arena_grow(w->mem, i->more, i->more_n * sizeof *i->more,
	                     (i->more_n + 1) * sizeof *i->more);
	i->more[i->more_n++] = p;
}

/* "112.1", "69. 1", "69. (a)" */
static bool take_item(struct walk *w, const struct passage *p)
{
	const struct mark *m = &p->mark;
	const char *locator = NULL;

	if (m->part) {
		locator = arena_fmt(w->mem, "%d.%d", m->number, m->part);
	} else if ((m->number || m->item) && w->g.open && (m->number + m->item == w->g.last + 1)) {
		w->g.last++;
		locator = m->item ? arena_fmt(w->mem, "%s (%d)", w->g.number, m->item)
		                  : arena_fmt(w->mem, "%s.%d", w->g.number, m->number);
	} else if (!m->number && m->bracket[0][0] && w->g.open && !w->g.last) {
		locator = arena_fmt(w->mem, "%s (%s)", w->g.number, m->bracket[0]);
	}
	if (!locator)
		return false;
	(void)put_item(w, p, locator, m->words);
	w->going_on = true;
	return true;
}

/* A pledge that is a paragraph of its own. */
static void take_pledge(struct walk *w, const struct passage *p)
{
	size_t n = strlen(p->text);

	open_group(w, p);
	if (w->g.open && p->text[n - 1] != ':') {
		(void)put_item(w, p, w->g.number, p->mark.words);
		w->g.open = false;
		w->going_on = true;
	}
}

/* ---- recommendations that the conclusions only point to */

/* The part "(d) …; (e)" of a paragraph, its last sentence, or all of it. */
static const char *part_of(struct arena *mem, const char *words, const struct cited *c)
{
	const char *from = words, *to;

	if (c->last_sentence) {
		for (const char *s = words; (s = strstr(s, ". ")); s += 2)
			from = s + 2;
		return from;
	}
	if (!c->bracket[0][0])
		return words;
	from = strstr(words, arena_fmt(mem, "(%s) ", c->bracket[0]));
	if (!from)
		return NULL;
	from = strchr(from, ' ') + 1;
	to = c->bracket[0][1] ? NULL : strstr(from, arena_fmt(mem, "(%c) ", c->bracket[0][0] + 1));
	if (!to)
		to = strstr(from, ". ");
	return arena_strn(mem, from, to ? (size_t)(to - from) : strlen(from));
}

/* Paragraphs of the dialogue begin with who speaks: "The Czech Republic asked …". */
static void find_speaker(struct walk *w, const char *words, struct statement *to)
{
	const char *from = str_starts(words, "The ") ? words + 4 : words, *found = NULL;
	size_t n = 0;

	for (int i = 0; i < 8 && from[n]; i++) {
		const char *name;

		n += strcspn(from + n, " ");
		name = arena_strn(w->mem, from, n);
		if (w->known(w->with, name))
			found = name;
		n += from[n] == ' ';
	}
	if (found) {
		to->states = arena_array(w->mem, const char *, 1);
		to->states[0] = found;
		to->states_n = 1;
	}
}

static const char *closed(struct arena *mem, const char *words);

static const struct passage *paragraph(const struct walk *w, int number)
{
	for (const struct passage *p = w->p->v; p < w->g.at; p++)
		if (p->mark.number == number && !p->mark.part)
			return p;
	return NULL;
}

/* "Recommendations noted in the report in paragraphs 23 (last sentence), 29 (d), (f) and (g) …
 * did not enjoy the support": their words stand in the dialogue. */
static void take_cited(struct walk *w)
{
	struct cited_list cited;

	if (!w->g.position || w->r->items_n > w->g.first)
		return;
	cited = cited_paragraphs(w->mem, w->g.at->mark.words);
	for (size_t i = 0; i < cited.n && w->cited < MAX_CITED; i++, w->cited++) {
		const struct passage *p = paragraph(w, cited.v[i].number);
		const char *words = p ? part_of(w->mem, p->mark.words, &cited.v[i]) : NULL;
		struct wg_item *item;

		if (!words)
			continue;
		item = put_item(w, p, cited_locator(w->mem, &cited.v[i]), words);
		item->dialogue = true;
		item->statements.v = arena_new_of(w->mem, struct statement);
		item->statements.n = 1;
		item->statements.v->words = closed(w->mem, words);
		find_speaker(w, p->mark.words, item->statements.v);
	}
}

/* "Kazakhstan considers that recommendations Nos. 7, 8 … above have already been implemented": a
 * remark of the items with these numbers, without the list itself. */
static void take_remark(struct walk *w, const struct passage *p)
{
	const char *folded = fold_text(w->mem, p->text), *words = p->mark.words, *from, *to;
	struct cited_list cited = cited_numbers(w->mem, words);

	if (!cited.n || !says_more(folded) || w->r->items_n == w->g.first)
		return;
	from = strstr(words, "os. ");
	to = from ? strstr(from, " above") : NULL;
	if (from && to)
		words = arena_fmt(w->mem, "%.*s …%s", (int)(from + 3 - words), words, to);
	for (size_t i = 0; i < cited.n; i++) {
		size_t at = w->g.first + (size_t)cited.v[i].number - 1;

		if (at < w->r->items_n)
			w->r->items[at].remark = words;
	}
}

/* ---- the walk */

static void take_paragraph(struct walk *w, const struct passage *p)
{
	take_remark(w, p);
	take_cited(w);
	if (w->pledges)
		take_pledge(w, p);
	else
		open_group(w, p);
}

static void take(struct walk *w, const struct passage *p)
{
	const struct mark *m = &p->mark;

	if (p->unit.kind != UNIT_PARAGRAPH || take_item(w, p))
		return;
	if (m->number && !m->bracket[0][0] && (m->number == w->paragraph + 1 || !w->paragraph)) {
		take_paragraph(w, p);
		return;
	}
	if (p->heading && says_pledges(fold_text(w->mem, p->text))) {
		w->pledges = true;
		w->going_on = false;
	} else if (w->going_on &&
	           (!p->heading || !words_end(w->r->items[w->r->items_n - 1].words))) {
		go_on(w, p);
	} else if (w->r->items_n && w->g.open) {
		w->r->passed++;
	}
}

/* Without what closes an item of a list. */
static const char *closed(struct arena *mem, const char *words)
{
	static const char *const ends[] = { " and", " и", ";", " ", ".", "," };
	size_t n = strlen(words), i = 0;

	while (n && i < LEN(ends)) {
		size_t length = strlen(ends[i]);

		if (n >= length && memcmp(words + n - length, ends[i], length) == 0 &&
		    (i > 1 || (n > length && strchr(";,", words[n - length - 1])))) {
			n -= length;
			i = 0;
		} else {
			i++;
		}
	}
	return arena_strn(mem, words, n);
}

bool wg_read(struct arena *mem, const struct passages *p, state_known *known, void *with,
             struct wg_report *ret)
{
	struct walk w = { .mem = mem, .p = p, .known = known, .with = with, .r = ret };
	size_t begin = chapter(mem, p);

	*ret = (struct wg_report){ .lang = passages_language(p) };
	read_cover(&w);
	if (begin == p->n)
		return false;
	for (size_t i = begin + 1; i < p->n && !is_annex(mem, &p->v[i]); i++)
		take(&w, &p->v[i]);
	if (w.g.at)
		take_cited(&w);
	for (size_t i = 0; i < ret->items_n; i++) {
		struct wg_item *item = &ret->items[i];

		if (item->kind != KIND_PLEDGE)
			item->words = closed(mem, item->words);
		if (item->kind != KIND_PLEDGE && !item->dialogue)
			item->statements = statements_read(mem, item->words, known, with);
	}
	return true;
}
