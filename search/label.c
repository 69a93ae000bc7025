/* Titles at hand: of what facets name (themes, bodies, documents) and of what is proposed while
 * somebody types, in each language of the installation, so that a page with twelve facets asks the
 * database for none.  Each carries its access class; a title is told to whom access_title() would
 * tell it.
 *
 * An entry is never changed: another one takes its place, and the old one stays until the index
 * goes, so that what was found may be read without the lock. */
#include "search/part.h"

#include "language/fold.h"

struct label {
	struct label *next; /* of all that were ever made */
	const struct type *type;
	int64_t id;
	uint32_t class;
	bool proposed; /* while somebody types */
	char *key, *folded_key;
	size_t n;
	char lang[MAX_SPEAKERS][8];
	char *titles[MAX_SPEAKERS], *folded[MAX_SPEAKERS];
	char *aliases;              /* with | between them */
	const struct label *unread; /* the next one whose names are not in words yet */
};

/* A title or alias as words: the terms of those that count, blanks between. */
struct name {
	struct name *next; /* of those whose first term has the same hash */
	const struct label *label;
	char terms[];
};

enum { NAME_SLOTS = 4096 };

/* A word of a label: proposed to whoever types its beginning. */
struct word {
	const char *at, *whole;
	const struct label *label;
};

struct labels {
	pthread_rwlock_t lock;
	const struct label **v; /* by identifier, open addressing; gone ones have no titles */
	size_t n, room;
	struct label *made;
	struct word *words; /* ascending */
	size_t words_n;
	bool sorted;
	struct name *names[NAME_SLOTS];
	const struct label *unread;
};

struct labels *labels_new(void)
{
	struct labels *l = calloc(1, sizeof *l);

	if (l)
		pthread_rwlock_init(&l->lock, NULL);
	return l;
}

static void label_free(struct label *x)
{
	for (size_t i = 0; i < x->n; i++) {
		free(x->titles[i]);
		free(x->folded[i]);
	}
	free(x->key);
	free(x->folded_key);
	free(x->aliases);
	free(x);
}

static void chain_free(struct name *x)
{
	while (x) {
		struct name *next = x->next;

		free(x);
		x = next;
	}
}

void labels_free(struct labels *l)
{
	if (!l)
		return;
	while (l->made) {
		struct label *next = l->made->next;

		label_free(l->made);
		l->made = next;
	}
	for (size_t i = 0; i < NAME_SLOTS; i++)
		chain_free(l->names[i]);
	free(l->v);
	free(l->words);
	pthread_rwlock_destroy(&l->lock);
	free(l);
}

/* ---- by identifier */

static size_t place(const struct label *const *v, size_t room, int64_t id)
{
	size_t i = ((uint64_t)id * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (room - 1);

	while (v[i] && v[i]->id != id)
		i = (i + 1) & (room - 1);
	return i;
}

static bool make_room(struct labels *l)
{
	size_t room = l->room ? l->room * 2 : 1024;
	const struct label **v;

	if (l->room && l->n < l->room / 2)
		return true;
	v = calloc(room, sizeof *v);
	if (!v)
		return false;
	for (size_t i = 0; i < l->room; i++)
		if (l->v[i])
			v[place(v, room, l->v[i]->id)] = l->v[i];
	free(l->v);
	l->v = v;
	l->room = room;
	return true;
}

static bool same_label(const struct label *a, const struct label *b)
{
	if (!a || a->class != b->class || a->proposed != b->proposed || a->n != b->n ||
	    !str_eq(a->key, b->key) || !str_eq(a->aliases, b->aliases))
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!str_eq(a->titles[i], b->titles[i]) || !str_eq(a->lang[i], b->lang[i]))
			return false;
	return true;
}

static bool keep(struct labels *l, struct label *x)
{
	bool ok = true;
	size_t at;

	pthread_rwlock_wrlock(&l->lock);
	if (!make_room(l)) {
		ok = false;
	} else if (same_label(l->v[at = place(l->v, l->room, x->id)], x)) {
		pthread_rwlock_unlock(&l->lock);
		label_free(x);
		return true;
	} else {
		l->n += !l->v[at];
		l->v[at] = x;
		x->next = l->made;
		l->made = x;
		x->unread = l->unread;
		l->unread = x;
		l->sorted = false;
	}
	pthread_rwlock_unlock(&l->lock);
	if (!ok)
		label_free(x);
	return ok;
}

/* ---- making one */

static bool retired(const struct type *t, const void *row)
{
	const struct field *f = type_field_named(t, "retired");

	return f && f->kind == FIELD_YESNO && *(const enum yesno *)field_at(f, row) == YES;
}

static const char *text_of(const struct type *t, const char *field, const void *row)
{
	const struct field *f = field ? type_field_named(t, field) : NULL;
	const char *text =
	        f && f->kind == FIELD_TEXT ? *(const char *const *)field_at(f, row) : NULL;

	return text ? text : "";
}

/* No arena is asked while something of malloc's is held. */
static struct label *make(const struct findable *f, int64_t id, uint32_t class, bool proposed,
                          const char *key, const char *folded_key, const char *aliases, size_t n,
                          const char *const lang[], const char *const titles[],
                          const char *const folded[])
{
	struct label *x = calloc(1, sizeof *x);
	bool ok = x;

	if (!x)
		return NULL;
	x->type = f->type;
	x->id = id;
	x->class = class;
	x->proposed = proposed;
	x->n = n;
	x->key = strdup(key);
	x->folded_key = strdup(folded_key);
	x->aliases = strdup(aliases);
	ok = x->key && x->folded_key && x->aliases;
	for (size_t i = 0; i < n; i++) {
		snprintf(x->lang[i], sizeof x->lang[i], "%s", lang[i]);
		x->titles[i] = strdup(titles[i]);
		x->folded[i] = strdup(folded[i]);
		ok = ok && x->titles[i] && x->folded[i];
	}
	if (ok)
		return x;
	label_free(x);
	return NULL;
}

bool label_put(struct context *cx, struct labels *l, const struct findable *f,
               const struct speakers *speakers, int64_t id, const void *row, uint32_t class)
{
	const char *key = row ? text_of(f->type, f->type->key, row) : "";
	const char *aliases = row ? text_of(f->type, f->search->aliases, row) : "";
	const char *folded_key = fold_text(cx->mem, key);
	const char *lang[MAX_SPEAKERS], *titles[MAX_SPEAKERS], *folded[MAX_SPEAKERS];
	size_t n = row ? speakers->n : 0;
	struct label *x;

	for (size_t i = 0; i < n; i++) {
		struct context *own = speakers->v[i];

		lang[i] = own->lang;
		titles[i] = record_title_of(own, f->type, row);
		folded[i] = fold_text(cx->mem, titles[i]);
		if (failed(own)) {
			cx->err = own->err;
			return false;
		}
	}
	x = make(f, id, class, row && f->search->completed && !retired(f->type, row), key,
	         folded_key, aliases, n, lang, titles, folded);
	return (x && keep(l, x)) ||
	       fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
}

/* ---- asking */

static bool open_to(const struct context *cx, const struct reader *who, const struct label *x)
{
	return x->n && (reader_sees(who, x->class) || access_titles(cx, x->type));
}

static const char *title_in(const struct context *cx, const struct label *x)
{
	for (size_t i = 0; i < x->n; i++)
		if (str_eq(x->lang[i], cx->lang))
			return x->titles[i];
	return x->titles[0];
}

bool label_of(struct context *cx, struct labels *l, const struct reader *who, const struct type *t,
              int64_t id, struct label_found *ret)
{
	const struct label *x = NULL;

	pthread_rwlock_rdlock(&l->lock);
	if (l->room)
		x = l->v[place(l->v, l->room, id)];
	pthread_rwlock_unlock(&l->lock);
	if (!x || x->type != t || !open_to(cx, who, x))
		return false;
	*ret = (struct label_found){ id, x->key, title_in(cx, x) };
	return true;
}

static bool typed_so(const struct label *x, const char *folded, bool loosely)
{
	if (str_eq(x->folded_key, folded))
		return true;
	for (size_t i = 0; i < x->n; i++)
		if (str_eq(x->folded[i], folded) ||
		    (loosely && *folded && strstr(x->folded[i], folded)))
			return true;
	return false;
}

size_t labels_typed(struct context *cx, struct labels *l, const struct reader *who,
                    const struct type *t, const char *typed, bool loosely, int64_t *ret,
                    size_t most)
{
	const char *folded = fold_text(cx->mem, typed);
	size_t n = 0;

	pthread_rwlock_rdlock(&l->lock);
	for (int round = 0; round < (loosely ? 2 : 1) && !n; round++) {
		for (size_t i = 0; i < l->room && n < most; i++) {
			const struct label *x = l->v[i];

			if (x && x->type == t && open_to(cx, who, x) && typed_so(x, folded, round))
				ret[n++] = x->id;
		}
	}
	pthread_rwlock_unlock(&l->lock);
	return n;
}

/* ---- as words of a query */

struct name_words {
	char terms[1024]; /* of a longer name nobody types all the words */
	size_t n;
	bool too_long;
};

static bool name_word(void *data, const struct analysed *w)
{
	struct name_words *x = data;

	if (w->part || query_function_word(w->word))
		return true;
	x->too_long = x->n + w->term_n + 2 > sizeof x->terms;
	if (x->too_long)
		return false;
	if (x->n)
		x->terms[x->n++] = ' ';
	memcpy(x->terms + x->n, w->term, w->term_n + 1);
	x->n += w->term_n;
	return true;
}

static struct name **name_slot(struct labels *l, const char *term, size_t n)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ (unsigned char)term[i]) * 16777619u;
	return &l->names[(hash ^ hash >> 16) % NAME_SLOTS];
}

static bool add_terms(struct labels *l, const struct label *x, const char *terms, size_t n)
{
	struct name *name = malloc(sizeof *name + n + 1), **slot;

	if (!name)
		return false;
	slot = name_slot(l, terms, strcspn(terms, " "));
	name->next = *slot;
	name->label = x;
	memcpy(name->terms, terms, n);
	name->terms[n] = '\0';
	*slot = name;
	return true;
}

/* "Right to food" is "food", too. */
static bool add_name(struct labels *l, const struct label *x, struct analyser *a, const char *lang,
                     const char *text)
{
	static const char *const before[] = { "eright ", "rправ " };
	static const char behind[] = " thukuk";
	struct name_words words = { .n = 0 };
	size_t n;

	analyse_text(a, lang, text, name_word, &words);
	n = words.n;
	if (!n || words.too_long)
		return true;
	if (!add_terms(l, x, words.terms, n))
		return false;
	for (size_t i = 0; i < LEN(before); i++)
		if (str_starts(words.terms, before[i]))
			return add_terms(l, x, words.terms + strlen(before[i]),
			                 n - strlen(before[i]));
	if (n > strlen(behind) && str_eq(words.terms + n - strlen(behind), behind))
		return add_terms(l, x, words.terms, n - strlen(behind));
	return true;
}

static bool add_piece(struct labels *l, const struct label *x, struct analyser *a, const char *lang,
                      const char *s, size_t n)
{
	char piece[256];

	if (n >= sizeof piece)
		return true;
	snprintf(piece, sizeof piece, "%.*s", (int)n, s);
	return add_name(l, x, a, lang, piece);
}

/* "A45 Name": labels of the United Nations have the code of their chapter before them. */
static size_t chapter(const char *s)
{
	size_t n = *s >= 'A' && *s <= 'Z' ? 1 + strspn(s + 1, "0123456789") : 0;

	return n > 1 && s[n] == ' ' ? n + 1 : 0;
}

/* Of "Name (ABC)" and "Name: what belongs to it" the name and ABC as well. */
static bool add_pieces(struct labels *l, const struct label *x, struct analyser *a,
                       const char *lang, const char *s, size_t n)
{
	size_t name = strcspn(s, "(:|"), inside = strcspn(s + name + (name < n), " )|");
	bool ok = add_piece(l, x, a, lang, s, n);

	if (ok && name < n)
		ok = add_piece(l, x, a, lang, s, name);
	if (ok && name < n && s[name] == '(' && s[name + 1 + inside] == ')')
		ok = add_piece(l, x, a, lang, s + name + 1, inside);
	return ok;
}

static bool add_names(struct labels *l, const struct label *x, struct analyser *a)
{
	bool ok = true;

	for (size_t i = 0; i < x->n && ok; i++)
		ok = str_empty(x->type->search ? x->type->search->aliases : NULL)
		             ? add_name(l, x, a, x->lang[i], x->titles[i])
		             : add_pieces(l, x, a, x->lang[i], x->titles[i], strlen(x->titles[i]));
	for (const char *s = x->aliases; *s && ok; s += strspn(s, "|")) {
		size_t n = strcspn(s, "|"), code = chapter(s);

		ok = add_pieces(l, x, a, NULL, s + code, n - code);
		s += n;
	}
	return ok;
}

/* Few change, so it is done by who asks next. */
static bool read_names(struct labels *l, struct analyser *a)
{
	bool ok = true;

	pthread_rwlock_wrlock(&l->lock);
	for (; l->unread && ok; l->unread = ok ? l->unread->unread : l->unread)
		ok = add_names(l, l->unread, a);
	pthread_rwlock_unlock(&l->lock);
	return ok;
}

static bool stands_under(const struct query *word, const char *term, size_t n)
{
	for (size_t i = 0; i < word->terms_n; i++)
		if (strncmp(word->terms[i], term, n) == 0 && !word->terms[i][n])
			return true;
	return false;
}

/* How many of the words are the name, from the first one on; 0: they are not. */
static size_t are_name(const struct name *x, const struct query *const *words, size_t n)
{
	size_t i = 0;

	for (const char *at = x->terms; *at; i++) {
		size_t length = strcspn(at, " ");

		if (i == n)
			return 0;
		if (stands_under(words[i], at, length))
			at += length + (at[length] == ' ');
		else if (!i || !query_function_word(words[i]->word))
			return 0;
	}
	return i;
}

static bool in_force(const struct labels *l, const struct label *x)
{
	return l->v[place(l->v, l->room, x->id)] == x;
}

static size_t add_named(const struct context *cx, const struct label *x, struct label_named *ret,
                        size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (ret[i].id == x->id)
			return n;
	ret[n] = (struct label_named){ x->type, x->id, title_in(cx, x) };
	return n + 1;
}

/* What has only the name comes first. */
static int named_order(const void *a, const void *b)
{
	const struct label_named *x = a, *y = b;
	size_t m = strlen(x->title), n = strlen(y->title);

	return m != n ? (m > n) - (m < n) : (x->id > y->id) - (x->id < y->id);
}

size_t labels_named(const struct context *cx, struct labels *l, const struct reader *who,
                    struct analyser *a, const struct query *const *words, size_t n,
                    struct label_named *ret, size_t most, size_t *ret_n)
{
	size_t longest = 0;

	*ret_n = 0;
	if (!n || !read_names(l, a))
		return 0;
	pthread_rwlock_rdlock(&l->lock);
	for (size_t k = 0; k < words[0]->terms_n; k++) {
		const char *first = words[0]->terms[k];
		const struct name *x = *name_slot(l, first, strlen(first));

		for (; x; x = x->next) {
			size_t length = are_name(x, words, n);

			if (length < longest || !length || !in_force(l, x->label) ||
			    !open_to(cx, who, x->label))
				continue;
			*ret_n = length > longest ? 0 : *ret_n;
			longest = length;
			if (*ret_n < most)
				*ret_n = add_named(cx, x->label, ret, *ret_n);
		}
	}
	pthread_rwlock_unlock(&l->lock);
	qsort(ret, *ret_n, sizeof *ret, named_order);
	return longest;
}

/* ---- while somebody types */

static int word_order(const void *a, const void *b)
{
	return strcmp(((const struct word *)a)->at, ((const struct word *)b)->at);
}

static bool begins_word(const char *s, const char *at)
{
	return at == s || strchr(" -/(\"'.", at[-1]);
}

static size_t words_of(const struct label *x, const char *s, struct word *to)
{
	size_t n = 0;

	for (const char *at = s; *at; at++) {
		if (!begins_word(s, at) || *at == ' ')
			continue;
		if (to)
			to[n] = (struct word){ at, s, x };
		n++;
	}
	return n;
}

static size_t words_of_label(const struct label *x, struct word *to)
{
	size_t n = words_of(x, x->folded_key, to);

	for (size_t i = 0; i < x->n; i++)
		n += words_of(x, x->folded[i], to ? to + n : NULL);
	return n;
}

/* Some ten thousand words, and changed by few: put in order when somebody asks for the first time
 * since. */
static bool sort_words(struct labels *l)
{
	struct word *words;
	size_t n = 0;

	for (size_t i = 0; i < l->room; i++)
		if (l->v[i] && l->v[i]->proposed)
			n += words_of_label(l->v[i], NULL);
	words = calloc(n + 1, sizeof *words);
	if (!words)
		return false;
	n = 0;
	for (size_t i = 0; i < l->room; i++)
		if (l->v[i] && l->v[i]->proposed)
			n += words_of_label(l->v[i], words + n);
	qsort(words, n, sizeof *words, word_order);
	free(l->words);
	l->words = words;
	l->words_n = n;
	l->sorted = true;
	return true;
}

static size_t first_word(const struct labels *l, const char *folded)
{
	size_t low = 0, high = l->words_n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(l->words[middle].at, folded) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The whole begins so before a word in it does; the shorter one first. */
static size_t badness(const struct word *w)
{
	return (w->at != w->whole ? 10000 : 0) + strlen(w->whole);
}

static size_t offer(struct search_completion *ret, size_t *scores, size_t n, size_t most,
                    const struct word *w, const char *title)
{
	size_t score = badness(w), at;

	for (size_t i = 0; i < n; i++) {
		if (ret[i].id != w->label->id)
			continue;
		if (scores[i] <= score)
			return n;
		memmove(ret + i, ret + i + 1, (n - i - 1) * sizeof *ret);
		memmove(scores + i, scores + i + 1, (n - i - 1) * sizeof *scores);
		n--;
		break;
	}
	for (at = n; at && scores[at - 1] > score; at--)
		;
	if (at == most)
		return n;
	if (n < most)
		n++;
	memmove(ret + at + 1, ret + at, (n - at - 1) * sizeof *ret);
	memmove(scores + at + 1, scores + at, (n - at - 1) * sizeof *scores);
	ret[at] = (struct search_completion){ w->label->type, w->label->id, title };
	scores[at] = score;
	return n;
}

size_t labels_complete(struct context *cx, struct labels *l, const struct reader *who,
                       const struct type *t, const char *beginning, size_t most,
                       struct search_completion *ret)
{
	const char *folded = fold_text(cx->mem, beginning);
	size_t *scores = arena_array(cx->mem, size_t, most + 1), n = 0, length = strlen(folded);

	if (!length || !most)
		return 0;
	pthread_rwlock_wrlock(&l->lock);
	if (l->sorted || sort_words(l))
		for (size_t i = first_word(l, folded);
		     i < l->words_n && strncmp(l->words[i].at, folded, length) == 0; i++)
			if ((!t || l->words[i].label->type == t) &&
			    open_to(cx, who, l->words[i].label))
				n = offer(ret, scores, n, most, &l->words[i],
				          title_in(cx, l->words[i].label));
	pthread_rwlock_unlock(&l->lock);
	for (size_t i = 0; i < n; i++)
		ret[i].label = arena_str(cx->mem, ret[i].label);
	return n;
}
