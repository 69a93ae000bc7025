/* Words of the index: those that begin so, those that are spelt nearly so, and those by which a
 * text is most like others.
 *
 * A word is offered only when one of the newest records that have it may be seen by who asks.  For
 * a common word all of these may be closed while an older one is open; then it is not offered,
 * which costs a completion and tells nothing. */
#include "search/inside.h"

#include "base/utf8.h"

enum { MAX_LETTERS = MAX_TERM + 1, SHORT_WORD = 7 };

struct candidate {
	const char *text;
	uint32_t in_file, in_fresh; /* NO_TERM: not there */
	uint32_t records;
	int distance;
};

struct candidates {
	struct candidate *v;
	size_t n, room;
};

static void add(struct context *cx, struct candidates *list, const struct candidate *c)
{
	if (list->n == list->room) {
		size_t room = list->room ? 2 * list->room : 64;

		list->v = arena_grow(cx->mem, list->v, list->n * sizeof *list->v,
		                     room * sizeof *list->v);
		list->room = room;
	}
	list->v[list->n++] = *c;
}

static void add_of_file(struct context *cx, const struct index *ix, uint32_t i, int distance,
                        struct candidates *list)
{
	struct candidate c = { .in_file = i, .distance = distance };
	struct word w;

	file_word(ix->file, i, &w);
	c.text = w.text;
	c.records = w.records;
	c.in_fresh = fresh_word_find(ix->fresh, w.text);
	if (c.in_fresh != NO_TERM)
		c.records += ix->fresh->words[c.in_fresh].records;
	add(cx, list, &c);
}

/* One that the file has is there already. */
static void add_of_fresh(struct context *cx, const struct index *ix, uint32_t i, int distance,
                         struct candidates *list)
{
	const struct fresh_word *w = &ix->fresh->words[i];
	uint32_t at = file_word_from(ix->file, w->text);
	struct candidate c = { .text = w->text,
		               .in_file = NO_TERM,
		               .in_fresh = i,
		               .records = w->records,
		               .distance = distance };

	if (w->records &&
	    (at == file_words(ix->file) || strcmp(file_word_text(ix->file, at), w->text) != 0))
		add(cx, list, &c);
}

static bool any_open(const struct columns *columns, const struct word *w, const uint8_t *open,
                     uint32_t open_n)
{
	for (uint32_t i = w->newest_n; i-- > 0;) {
		uint32_t doc = w->newest[i], class = columns->access[doc];

		if (!column_dead(columns, doc) && class < open_n && open[class])
			return true;
	}
	return false;
}

static bool may_offer(const struct index *ix, const struct candidate *c, const uint8_t *open,
                      uint32_t open_n)
{
	struct word w;

	if (c->in_fresh != NO_TERM) {
		fresh_word(ix->fresh, c->in_fresh, &w);
		if (any_open(&ix->fresh->columns, &w, open, open_n))
			return true;
	}
	if (c->in_file == NO_TERM)
		return false;
	file_word(ix->file, c->in_file, &w);
	return any_open(file_columns(ix->file), &w, open, open_n);
}

static int candidate_order(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->distance != y->distance)
		return x->distance < y->distance ? -1 : 1;
	if (x->records != y->records)
		return x->records > y->records ? -1 : 1;
	return strcmp(x->text, y->text);
}

/* The first of them that may be offered. */
static void offer(struct context *cx, const struct index *ix, struct candidates *list,
                  const uint8_t *open, uint32_t open_n, size_t most, struct index_spelling **ret,
                  size_t *ret_n)
{
	if (list->n)
		qsort(list->v, list->n, sizeof *list->v, candidate_order);
	if (most > list->n)
		most = list->n;
	*ret = arena_array(cx->mem, struct index_spelling, most + 1);
	*ret_n = 0;
	for (size_t i = 0; i < list->n && *ret_n < most; i++) {
		const struct candidate *c = &list->v[i];

		if (may_offer(ix, c, open, open_n))
			(*ret)[(*ret_n)++] =
			        (struct index_spelling){ .word = arena_str(cx->mem, c->text),
				                         .records = c->records };
	}
}

bool index_begins(struct context *cx, struct index *ix, const char *beginning, const uint8_t *open,
                  uint32_t open_n, size_t most, struct index_spelling **ret, size_t *ret_n)
{
	struct candidates list = { 0 };

	for (uint32_t i = file_word_from(ix->file, beginning);
	     i < file_words(ix->file) && str_starts(file_word_text(ix->file, i), beginning); i++)
		add_of_file(cx, ix, i, 0, &list);
	for (uint32_t i = 0; i < ix->fresh->words_n; i++)
		if (str_starts(ix->fresh->words[i].text, beginning))
			add_of_fresh(cx, ix, i, 0, &list);
	offer(cx, ix, &list, open, open_n, most, ret, ret_n);
	return !failed(cx);
}

/* ---- spelling: letters put in, left out, changed, or two of them the wrong way round */

struct near {
	uint32_t wanted[MAX_LETTERS], letters[MAX_LETTERS];
	size_t wanted_n;
	size_t known; /* rows that hold for the word looked at last */
	int most;     /* distance */
	uint8_t row[MAX_LETTERS + 1][MAX_LETTERS + 1];
	uint8_t least[MAX_LETTERS + 1]; /* of each row */
};

static size_t cut_letters(const char *s, uint32_t *letters)
{
	size_t n = 0;

	while (n < MAX_LETTERS && (letters[n] = utf8_take(&s)))
		n++;
	return n;
}

static uint8_t least_of(uint8_t a, uint8_t b)
{
	return a < b ? a : b;
}

/* The row after `i` letters of the word, out of the two before. */
static void fill_row(struct near *n, size_t i)
{
	uint8_t *row = n->row[i], *above = n->row[i - 1];

	row[0] = (uint8_t)i;
	n->least[i] = row[0];
	for (size_t k = 1; k <= n->wanted_n; k++) {
		bool same = n->letters[i - 1] == n->wanted[k - 1];
		uint8_t d = (uint8_t)(above[k - 1] + !same);

		d = least_of(d, (uint8_t)(least_of(above[k], row[k - 1]) + 1));
		if (i > 1 && k > 1 && n->letters[i - 1] == n->wanted[k - 2] &&
		    n->letters[i - 2] == n->wanted[k - 1])
			d = least_of(d, (uint8_t)(n->row[i - 2][k - 2] + 1));
		row[k] = d;
		n->least[i] = least_of(n->least[i], d);
	}
}

/* The distance, or more than `most`; *ret_hopeless is then the number of letters with which no word
 * can begin that is near, 0 when there is no such beginning. */
static int distance_of(struct near *n, const char *word, size_t *ret_hopeless)
{
	uint32_t letters[MAX_LETTERS];
	size_t count = cut_letters(word, letters), same = 0;

	*ret_hopeless = 0;
	while (same < count && same < n->known && letters[same] == n->letters[same])
		same++;
	memcpy(n->letters, letters, count * sizeof *letters);
	for (size_t i = same + 1; i <= count; i++) {
		fill_row(n, i);
		n->known = i;
		if (n->least[i] > n->most && n->least[i - 1] >= n->most) {
			*ret_hopeless = i;
			return n->most + 1;
		}
	}
	n->known = count;
	return n->row[count][n->wanted_n];
}

static void near_start(struct near *n, const char *word)
{
	n->wanted_n = cut_letters(word, n->wanted);
	n->most = n->wanted_n <= SHORT_WORD ? 1 : 2;
	n->known = 0;
	for (size_t k = 0; k <= n->wanted_n; k++)
		n->row[0][k] = (uint8_t)k;
	n->least[0] = 0;
}

/* The first word of the file after all that begin with so many letters of this one. */
static uint32_t pass_beginning(const struct file *f, const char *word, size_t letters)
{
	char beyond[4 * MAX_LETTERS + 2];
	const char *end = word;
	size_t n;

	while (letters--)
		utf8_take(&end);
	n = (size_t)(end - word);
	memcpy(beyond, word, n);
	memcpy(beyond + n, "\xff", 2); /* no word has this byte */
	return file_word_from(f, beyond);
}

static void near_of_file(struct context *cx, const struct index *ix, struct near *n,
                         struct candidates *list)
{
	for (uint32_t i = 0; i < file_words(ix->file);) {
		const char *text = file_word_text(ix->file, i);
		size_t hopeless;
		int distance = distance_of(n, text, &hopeless);
		uint32_t next = hopeless ? pass_beginning(ix->file, text, hopeless) : 0;

		if (distance > 0 && distance <= n->most)
			add_of_file(cx, ix, i, distance, list);
		i = next > i ? next : i + 1;
	}
}

bool index_near(struct context *cx, struct index *ix, const char *word, const uint8_t *open,
                uint32_t open_n, size_t most, struct index_spelling **ret, size_t *ret_n)
{
	struct near *n = arena_new_of(cx->mem, struct near);
	struct candidates list = { 0 };
	size_t hopeless;

	near_start(n, word);
	near_of_file(cx, ix, n, &list);
	for (uint32_t i = 0; i < ix->fresh->words_n; i++) {
		int distance = distance_of(n, ix->fresh->words[i].text, &hopeless);

		if (distance > 0 && distance <= n->most)
			add_of_fresh(cx, ix, i, distance, &list);
	}
	offer(cx, ix, &list, open, open_n, most, ret, ret_n);
	return !failed(cx);
}

/* ---- the rarest words of a text */

struct rare {
	const char *term;
	uint64_t records;
};

static int rare_by_term(const void *a, const void *b)
{
	return strcmp(((const struct rare *)a)->term, ((const struct rare *)b)->term);
}

/* Words of one record alone come last: it may be the very record that is compared. */
static int rare_first(const void *a, const void *b)
{
	const struct rare *x = a, *y = b;
	uint64_t p = x->records == 1 ? UINT64_MAX : x->records;
	uint64_t q = y->records == 1 ? UINT64_MAX : y->records;

	if (p != q)
		return p < q ? -1 : 1;
	return strcmp(x->term, y->term);
}

static uint64_t records_with(const struct index *ix, const char *term)
{
	uint32_t in_file = file_term_find(ix->file, term);
	uint32_t in_fresh = fresh_term_find(ix->fresh, term);
	struct list l = { 0 };

	if (in_file != NO_TERM)
		file_list(ix->file, in_file, &l);
	return l.n + (in_fresh == NO_TERM ? 0 : (uint64_t)ix->fresh->terms[in_fresh].n);
}

static struct query *word_query(struct context *cx, const char *term)
{
	struct query *q = arena_new_of(cx->mem, struct query);
	const char **terms = arena_array(cx->mem, const char *, 1);

	terms[0] = arena_str(cx->mem, term);
	*q = (struct query){ .kind = QUERY_WORD, .terms = terms, .terms_n = 1, .typed = terms[0] };
	return q;
}

bool index_alike(struct context *cx, struct index *ix, const struct index_term *terms,
                 size_t terms_n, size_t words, struct query **ret)
{
	struct rare *all = arena_array(cx->mem, struct rare, terms_n + 1);
	struct query **parts = arena_array(cx->mem, struct query *, words + 1);
	size_t n = 0, found = 0;

	for (size_t i = 0; i < terms_n; i++)
		all[i].term = terms[i].term;
	if (terms_n)
		qsort(all, terms_n, sizeof *all, rare_by_term);
	for (size_t i = 0; i < terms_n; i++) {
		if (n && strcmp(all[n - 1].term, all[i].term) == 0)
			continue;
		all[n] = all[i];
		all[n].records = records_with(ix, all[n].term);
		n += all[n].records > 0;
	}
	if (n)
		qsort(all, n, sizeof *all, rare_first);
	for (; found < n && found < words; found++)
		parts[found] = word_query(cx, all[found].term);
	*ret = arena_new_of(cx->mem, struct query);
	**ret = (struct query){
		.kind = found ? QUERY_OR : QUERY_NONE, .typed = "", .parts = parts, .parts_n = found
	};
	return !failed(cx);
}
