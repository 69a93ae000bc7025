/* What an unknown label may mean: the records whose labels are most like it.
 *
 * Labels of other lists differ from ours by words left out or added, by their order, by a number
 * before them, by forms of a word ("training", "trainings") and by typing errors.  So they are
 * compared word by word, each word weighing the more the fewer labels have it ("right" says little,
 * "housing" much), and words may differ by some letters; beside that as a whole, letter by letter,
 * for what was written together.  The better of the two counts. */
#include "subject/taxonomy/part.h"

#include "base/utf8.h"
#include "language/fold.h"

enum {
	MAX_WORD = 32,        /* characters of a word that are compared */
	MAX_WHOLE = 128,      /* of a whole label */
	MAX_LABEL_WORDS = 40, /* further ones are not looked at */
	ALIKE = 700,          /* of 1000: two words are taken for forms of one */
	WORTH_TELLING = 450,  /* below it a proposal is noise */
	WHOLLY = 950,         /* of its words stand in the other label … */
	AS_A_PART = 500,      /* … which is worth so much */
};

struct word_form {
	const char *text;
	uint32_t chars[MAX_WORD];
	int n;
	int64_t labels; /* how many have it */
	int64_t weight;
};

struct compared {
	size_t name; /* into `names` */
	uint32_t *forms;
	size_t n;
	int64_t weight;
	uint32_t *whole;
	int whole_n;
};

struct nearness {
	const struct label_name *names;
	struct words *words; /* 1 … n into `forms` */
	struct word_form *forms;
	size_t forms_n, forms_room;
	struct compared *v;
	size_t n;
};

/* ---- words */

static int chars_of(const char *s, uint32_t *ret, int most)
{
	int n = 0;

	for (uint32_t c; n < most && (c = utf8_take(&s));)
		if (c != ' ')
			ret[n++] = c;
	return n;
}

/* Insertions, deletions, changed and exchanged letters (optimal string alignment), as likeness of
 * 1000; 0 as soon as `least` cannot be reached. */
static int alike(const uint32_t *a, int an, const uint32_t *b, int bn, int least)
{
	int rows[3][MAX_WHOLE + 1], longer = an > bn ? an : bn;
	int most = longer - (longer * least + 999) / 1000;

	if (!longer || (an > bn ? an - bn : bn - an) > most)
		return 0;
	for (int k = 0; k <= bn; k++)
		rows[0][k] = k;
	for (int i = 1; i <= an; i++) {
		int *row = rows[i % 3], *above = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
		int best = row[0] = i;

		for (int k = 1; k <= bn; k++) {
			int cost = above[k - 1] + (a[i - 1] != b[k - 1]);

			if (above[k] + 1 < cost)
				cost = above[k] + 1;
			if (row[k - 1] + 1 < cost)
				cost = row[k - 1] + 1;
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] &&
			    earlier[k - 2] + 1 < cost)
				cost = earlier[k - 2] + 1;
			row[k] = cost;
			best = cost < best ? cost : best;
		}
		if (best > most)
			return 0;
	}
	return rows[an % 3][bn] <= most ? 1000 - rows[an % 3][bn] * 1000 / longer : 0;
}

/* Forms of a word share their beginning: "child", "children"; "worker", "workers". */
static int words_alike(const uint32_t *a, int an, const uint32_t *b, int bn)
{
	int shorter = an < bn ? an : bn, longer = an > bn ? an : bn, same = 0, score;

	if (shorter < 4)
		return an == bn && memcmp(a, b, (size_t)an * sizeof *a) == 0 ? 1000 : 0;
	while (same < shorter && a[same] == b[same])
		same++;
	if (same == longer)
		return 1000;
	score = alike(a, an, b, bn, ALIKE);
	return same >= 5 && same * 10 >= longer * 6 && score < 850 ? 850 : score;
}

/* ---- the labels there are */

static uint32_t form_of(struct context *cx, struct nearness *x, const char *text)
{
	int64_t *place = words_place(x->words, text);

	if (!*place) {
		struct word_form *f;

		if (x->forms_n == x->forms_room) {
			size_t more = x->forms_room ? 2 * x->forms_room : 256;

			x->forms = arena_grow(cx->mem, x->forms, x->forms_room * sizeof *f,
			                      more * sizeof *f);
			x->forms_room = more;
		}
		f = &x->forms[x->forms_n++];
		f->text = text;
		f->n = chars_of(text, f->chars, MAX_WORD);
		*place = (int64_t)x->forms_n;
	}
	return (uint32_t)*place - 1;
}

static void add(struct context *cx, struct nearness *x, size_t name)
{
	struct compared *to = &x->v[x->n];
	uint32_t whole[MAX_WHOLE];
	const char **words;
	const char *folded = fold_text(cx->mem, x->names[name].text);
	size_t n = label_words(cx->mem, folded, &words);

	if (!n)
		return;
	to->name = name;
	to->forms = arena_array(cx->mem, uint32_t, n);
	for (size_t i = 0; i < n && to->n < MAX_LABEL_WORDS; i++) {
		uint32_t form = form_of(cx, x, words[i]);
		bool twice = false;

		for (size_t k = 0; k < to->n; k++)
			twice = twice || to->forms[k] == form;
		if (twice)
			continue;
		to->forms[to->n++] = form;
		x->forms[form].labels++;
	}
	to->whole_n = chars_of(words_joined(cx->mem, words, n), whole, MAX_WHOLE);
	to->whole = arena_array(cx->mem, uint32_t, to->whole_n);
	memcpy(to->whole, whole, (size_t)to->whole_n * sizeof *whole);
	x->n++;
}

/* What a word says: as many units as there are halvings from all labels to those that have it. */
static int64_t weight_of(size_t all, int64_t having)
{
	int64_t weight = 2;

	for (int64_t n = having ? having : 1; n * 2 <= (int64_t)all; n *= 2)
		weight += 2;
	return weight;
}

struct nearness *nearness_new(struct context *cx, const struct label_name *names, size_t n)
{
	struct nearness *x = arena_new_of(cx->mem, struct nearness);

	x->names = names;
	x->words = words_new(cx->mem, 2 * n);
	x->v = arena_array(cx->mem, struct compared, n);
	for (size_t i = 0; i < n; i++)
		add(cx, x, i);
	for (size_t i = 0; i < x->forms_n; i++)
		x->forms[i].weight = weight_of(n, x->forms[i].labels);
	for (size_t i = 0; i < x->n; i++)
		for (size_t k = 0; k < x->v[i].n; k++)
			x->v[i].weight += x->forms[x->v[i].forms[k]].weight;
	return x;
}

/* ---- comparing */

struct asked {
	struct word_form words[MAX_LABEL_WORDS];
	size_t n;
	int64_t weight;
	int *likeness; /* word × form, of 1000 */
	uint32_t whole[MAX_WHOLE];
	int whole_n;
};

static struct asked *ask(struct context *cx, const struct nearness *x, const char *label)
{
	struct asked *q = arena_new_of(cx->mem, struct asked);
	const char **words;
	size_t n = label_words(cx->mem, fold_text(cx->mem, label), &words);

	q->whole_n = chars_of(words_joined(cx->mem, words, n), q->whole, MAX_WHOLE);
	q->n = n < MAX_LABEL_WORDS ? n : MAX_LABEL_WORDS;
	q->likeness = arena_array(cx->mem, int, q->n * x->forms_n);
	for (size_t i = 0; i < q->n; i++) {
		struct word_form *w = &q->words[i];
		int64_t known = words_at(x->words, words[i]);
		int best = 0;

		w->n = chars_of(words[i], w->chars, MAX_WORD);
		w->weight = known ? x->forms[known - 1].weight : 0;
		for (size_t k = 0; k < x->forms_n; k++) {
			const struct word_form *f = &x->forms[k];
			int like = words_alike(w->chars, w->n, f->chars, f->n);

			q->likeness[i * x->forms_n + k] = like;
			if (!known && like > best) { /* an error in a word: it weighs as that one */
				best = like;
				w->weight = f->weight;
			}
		}
		if (!w->weight)
			w->weight = weight_of(x->n, 1);
		q->weight += w->weight;
	}
	return q;
}

/* What both have in common, of all their words; a label that stands in the other as a whole
 * ("Minorities" in "Minorities, ethnic and religious groups") is worth telling in any case. */
static int by_words(const struct nearness *x, const struct asked *q, const struct compared *c)
{
	int64_t common = 0, held = 0;
	int score;

	for (size_t i = 0; i < q->n; i++) {
		int best = 0;

		for (size_t k = 0; k < c->n; k++) {
			int like = q->likeness[i * x->forms_n + c->forms[k]];

			best = like > best ? like : best;
		}
		common += best * q->words[i].weight;
	}
	for (size_t k = 0; k < c->n; k++) {
		int best = 0;

		for (size_t i = 0; i < q->n; i++) {
			int like = q->likeness[i * x->forms_n + c->forms[k]];

			best = like > best ? like : best;
		}
		held += best * x->forms[c->forms[k]].weight;
	}
	score = (int)((common + held) / (q->weight + c->weight));
	held /= c->weight;
	return held >= WHOLLY && score < AS_A_PART ? AS_A_PART : score;
}

/* Keeps the best of each record, the best first; of equals the earlier label. */
static void keep(struct near *ret, size_t room, size_t *n, struct near found)
{
	size_t at = 0;

	while (at < *n && ret[at].record != found.record)
		at++;
	if (at < *n && ret[at].score >= found.score)
		return;
	if (at == *n) {
		if (*n < room)
			(*n)++;
		else if (ret[room - 1].score >= found.score)
			return;
		at = *n - 1;
	}
	for (; at > 0 && ret[at - 1].score < found.score; at--)
		ret[at] = ret[at - 1];
	ret[at] = found;
}

size_t nearness_best(struct context *cx, const struct nearness *x, const char *label,
                     struct near *ret, size_t room)
{
	struct context_mark mark = context_mark(cx);
	const struct asked *q = ask(cx, x, label);
	size_t n = 0;

	for (size_t i = 0; room && q->n && i < x->n; i++) {
		const struct compared *c = &x->v[i];
		int score = by_words(x, q, c), whole;

		whole = score < 1000 ? alike(q->whole, q->whole_n, c->whole, c->whole_n, 750) : 0;
		score = whole > score ? whole : score;
		if (score >= WORTH_TELLING)
			keep(ret, room, &n,
			     (struct near){ x->names[c->name].record, score,
			                    x->names[c->name].text });
	}
	context_rewind(cx, mark);
	return n;
}
