/* Documents in memory: tables of terms and words found by their text, each term with its two
 * streams (search/list.h), and the columns.
 *
 * A document is added in three steps.  The first finds its terms and counts their places, the
 * second makes room for everything, the third writes.  Only the second can fail, and what the first
 * leaves behind then are terms without documents, which everybody passes over. */
#include "search/mix.h"
#include "search/segment.h"

/* One term of the document being added. */
struct group {
	uint32_t term, n, weight;
	uint32_t first;           /* of its places */
	uint32_t post_n, place_n; /* bytes that it adds */
};

/* One place of the document, and, in the first ones, the groups found. */
struct fresh_scratch {
	struct group group;
	uint32_t term, word;
	uint32_t hash; /* of the word */
};

/* Bytes of a place: gaps are numbers of 32 bits, doubled. */
enum { MAX_PLACE = 5 };

struct fresh *fresh_new(void)
{
	struct fresh *f = calloc(1, sizeof *f);

	if (!f)
		return NULL;
	f->columns.in_rows = UINT64_MAX;
	f->term_slots_n = f->word_slots_n = 1024;
	f->term_slots = calloc(f->term_slots_n, sizeof *f->term_slots);
	f->word_slots = calloc(f->word_slots_n, sizeof *f->word_slots);
	if (!f->term_slots || !f->word_slots) {
		fresh_free(f);
		return NULL;
	}
	return f;
}

/* The columns are constant to those who read them. */
static void *own(const void *p)
{
	return (void *)(uintptr_t)p;
}

void fresh_free(struct fresh *f)
{
	if (!f)
		return;

	struct columns *c = &f->columns;
	const void *columns[] = { c->id,   c->version,  c->changed, c->access, c->row,
		                  c->code, c->deadline, c->length,  c->dead };

	for (size_t i = 0; i < LEN(columns); i++)
		free(own(columns[i]));
	pool_free(&f->pool);
	free(f->terms);
	free(f->words);
	free(f->term_slots);
	free(f->word_slots);
	free(f->scratch);
	free(f->places);
	free(f->encoded);
	free(f);
}

/* *p has room for `n` things of this size from now on; *room counts what it had. */
static bool grow_to(void *p, uint32_t *room, size_t n, size_t size)
{
	void *old, *more;
	size_t want = *room + *room / 2;

	if (n <= *room)
		return true;
	if (want < n)
		want = n < 64 ? 64 : n;
	memcpy(&old, p, sizeof old);
	if (want > UINT32_MAX / 2 || !(more = realloc(old, want * size)))
		return false;
	memcpy(p, &more, sizeof more);
	*room = (uint32_t)want;
	return true;
}

/* ---- terms and words */

static uint32_t hash_of(const char *text)
{
	return (uint32_t)mix_bytes(text, strlen(text));
}

/* The slot of a text, or the empty one where it belongs.  `table` is terms or words, which begin
 * with their texts; these are only looked at where the hash is the same. */
static struct fresh_slot *slot_of(struct fresh_slot *slots, uint32_t slots_n, const void *table,
                                  size_t size, const char *text, uint32_t hash)
{
	for (uint32_t i = hash & (slots_n - 1);; i = (i + 1) & (slots_n - 1)) {
		const char *known;

		if (!slots[i].number)
			return &slots[i];
		if (slots[i].hash != hash)
			continue;
		memcpy(&known, (const uint8_t *)table + (slots[i].number - 1) * size, sizeof known);
		if (strcmp(known, text) == 0)
			return &slots[i];
	}
}

/* Twice as many slots. */
static bool grow_slots(struct fresh_slot **slots, uint32_t *slots_n)
{
	uint32_t twice = 2 * *slots_n;
	struct fresh_slot *more = calloc(twice, sizeof *more);

	if (!more)
		return false;
	for (uint32_t i = 0; i < *slots_n; i++) {
		uint32_t at = (*slots)[i].hash & (twice - 1);

		while (more[at].number)
			at = (at + 1) & (twice - 1);
		if ((*slots)[i].number)
			more[at] = (*slots)[i];
	}
	free(*slots);
	*slots = more;
	*slots_n = twice;
	return true;
}

static struct fresh_slot *term_slot(const struct fresh *f, const char *text, uint32_t hash)
{
	return slot_of(f->term_slots, f->term_slots_n, f->terms, sizeof *f->terms, text, hash);
}

static struct fresh_slot *word_slot(const struct fresh *f, const char *text, uint32_t hash)
{
	return slot_of(f->word_slots, f->word_slots_n, f->words, sizeof *f->words, text, hash);
}

uint32_t fresh_term_find(const struct fresh *f, const char *term)
{
	uint32_t found = term_slot(f, term, hash_of(term))->number;

	return found ? found - 1 : NO_TERM;
}

uint32_t fresh_word_find(const struct fresh *f, const char *word)
{
	uint32_t found = word_slot(f, word, hash_of(word))->number;

	return found ? found - 1 : NO_TERM;
}

static uint32_t add_term(struct fresh *f, const char *text)
{
	uint32_t i = f->terms_n, hash = hash_of(text);
	struct fresh_slot *slot = term_slot(f, text, hash);

	if (slot->number)
		return slot->number - 1;
	if (!grow_to(&f->terms, &f->terms_room, i + 1, sizeof *f->terms))
		return NO_TERM;

	const char *copy = pool_text(&f->pool, text, strlen(text));

	if (!copy)
		return NO_TERM;
	if (2 * i >= f->term_slots_n) {
		if (!grow_slots(&f->term_slots, &f->term_slots_n))
			return NO_TERM;
		slot = term_slot(f, text, hash);
	}
	f->terms[i] = (struct fresh_term){ .text = copy };
	f->terms_n = i + 1;
	*slot = (struct fresh_slot){ .number = i + 1, .hash = hash };
	return i;
}

static uint32_t add_word(struct fresh *f, const char *text, uint32_t hash)
{
	uint32_t i = f->words_n;
	struct fresh_slot *slot = word_slot(f, text, hash);

	if (slot->number)
		return slot->number - 1;
	if (!grow_to(&f->words, &f->words_room, i + 1, sizeof *f->words))
		return NO_TERM;

	const char *copy = pool_text(&f->pool, text, strlen(text));

	if (!copy)
		return NO_TERM;
	if (2 * i >= f->word_slots_n) {
		if (!grow_slots(&f->word_slots, &f->word_slots_n))
			return NO_TERM;
		slot = word_slot(f, text, hash);
	}
	f->words[i] = (struct fresh_word){ .text = copy };
	f->words_n = i + 1;
	*slot = (struct fresh_slot){ .number = i + 1, .hash = hash };
	return i;
}

static uint32_t number_at(const struct bytes *b, uint32_t i)
{
	uint32_t n;

	memcpy(&n, b->p + i * sizeof n, sizeof n);
	return n;
}

/* Words lie wherever they were put when they came first, and waiting for one after another is most
 * of the time that adding takes: so what a document's words lie in is sent for beforehand, each
 * step for all of them. */
static void send_for_words(struct fresh *f, const struct index_document *d)
{
	struct fresh_scratch *s = f->scratch;
	uint32_t last = f->word_slots_n - 1;

	for (size_t i = 0; i < d->terms_n; i++) {
		s[i].hash = hash_of(d->terms[i].word);
		__builtin_prefetch(&f->word_slots[s[i].hash & last]);
	}
	for (size_t i = 0; i < d->terms_n; i++) {
		uint32_t at = s[i].hash & last;

		while (f->word_slots[at].number && f->word_slots[at].hash != s[i].hash)
			at = (at + 1) & last;
		s[i].word = f->word_slots[at].number;
		if (s[i].word)
			__builtin_prefetch(&f->words[s[i].word - 1]);
	}
	for (size_t i = 0; i < d->terms_n; i++)
		if (s[i].word) {
			const struct fresh_word *w = &f->words[s[i].word - 1];

			__builtin_prefetch(w->text);
			__builtin_prefetch(w->terms.p);
			__builtin_prefetch(w->newest.p);
		}
	for (size_t i = 0; i < d->terms_n; i++)
		if (s[i].word && f->words[s[i].word - 1].terms.n)
			__builtin_prefetch(&f->terms[number_at(&f->words[s[i].word - 1].terms, 0)]);
}

/* The term as the word's, found by way of the word: most words have one, and looking once is enough
 * for both then. */
static uint32_t find_term(struct fresh *f, const struct index_term *t, struct fresh_scratch *s)
{
	uint32_t word = add_word(f, t->word, s->hash);

	if (word == NO_TERM)
		return NO_TERM;
	s->word = word;

	struct fresh_word *w = &f->words[word];

	for (uint32_t i = 0; i < w->terms.n / sizeof(uint32_t); i++) {
		uint32_t term = number_at(&w->terms, i);

		if (strcmp(f->terms[term].text, t->term) == 0)
			return term;
	}
	if (!pool_reserve(&f->pool, &w->terms, sizeof(uint32_t)))
		return NO_TERM;

	uint32_t term = add_term(f, t->term);

	if (term != NO_TERM) {
		memcpy(w->terms.p + w->terms.n, &term, sizeof term);
		w->terms.n += sizeof term;
	}
	return term;
}

/* ---- adding a document */

static uint32_t weight_of(uint32_t place)
{
	return place < INDEX_BODY ? INDEX_TITLE_WEIGHT : 1;
}

static bool reserve_newest(struct fresh *f, struct fresh_word *w)
{
	return w->newest.n == WORD_RECORDS * sizeof(uint32_t) ||
	       pool_reserve(&f->pool, &w->newest, sizeof(uint32_t));
}

/* Finds the terms, and gives each a group; makes room for what a word will remember.  Returns how
 * many groups, SIZE_MAX without memory. */
static size_t find_groups(struct fresh *f, const struct index_document *d)
{
	struct fresh_scratch *s = f->scratch;
	size_t groups = 0;

	send_for_words(f, d);
	for (size_t i = 0; i < d->terms_n; i++) {
		uint32_t term = find_term(f, &d->terms[i], &s[i]);

		if (term == NO_TERM || !reserve_newest(f, &f->words[s[i].word]))
			return SIZE_MAX;

		struct fresh_term *t = &f->terms[term];

		s[i].term = term;
		if (t->seen != f->adding) {
			t->seen = f->adding;
			t->slot = (uint32_t)groups;
			s[groups++].group = (struct group){ .term = term };
		}

		struct group *g = &s[t->slot].group;

		if (g->n < MAX_PLACES) {
			g->n++;
			g->weight += weight_of(d->terms[i].position);
		}
	}
	return groups;
}

/* The places of each group lie together, in order. */
static void sort_places(struct fresh *f, const struct index_document *d, size_t groups)
{
	struct fresh_scratch *s = f->scratch;
	uint32_t first = 0;

	for (size_t i = 0; i < groups; i++) {
		s[i].group.first = first;
		first += s[i].group.n;
		s[i].group.n = 0;
	}
	for (size_t i = 0; i < d->terms_n; i++) {
		struct group *g = &s[f->terms[s[i].term].slot].group;

		if (g->n < MAX_PLACES)
			f->places[g->first + g->n++] = d->terms[i].position;
	}
}

/* Room for one more document with so many codes. */
static bool reserve_columns(struct fresh *f, size_t codes)
{
	struct columns *c = &f->columns;

	if (f->codes_n + codes >= UINT32_MAX / 2 ||
	    !grow_to(&c->code, &f->code_room, f->codes_n + codes, sizeof *c->code))
		return false;
	if (c->n + 1 < f->room)
		return true;

	/* Each has room for the same number; where one cannot grow, the others have some to spare.
	 */
	uint32_t room[] = { f->room, f->room, f->room, f->room, f->room, f->room, f->room };
	uint32_t bits = f->room / 64, want = c->n + 2;
	bool ok = grow_to(&c->id, &room[0], want, sizeof *c->id) &&
	          grow_to(&c->version, &room[1], want, sizeof *c->version) &&
	          grow_to(&c->changed, &room[2], want, sizeof *c->changed) &&
	          grow_to(&c->access, &room[3], want, sizeof *c->access) &&
	          grow_to(&c->row, &room[4], want, sizeof *c->row) &&
	          grow_to(&c->deadline, &room[5], want, sizeof *c->deadline) &&
	          grow_to(&c->length, &room[6], want, sizeof *c->length) &&
	          grow_to(&c->dead, &bits, room[0] / 64 + 1, sizeof *c->dead);

	if (ok)
		f->room = room[0];
	return ok;
}

/* Writes what each group adds to its two streams one after another, and makes room there. */
static bool encode_groups(struct fresh *f, size_t groups)
{
	uint8_t *to = f->encoded;

	for (size_t i = 0; i < groups; i++) {
		struct group *g = &f->scratch[i].group;
		struct fresh_term *t = &f->terms[g->term];
		uint32_t *places = f->places + g->first;
		uint8_t *end = list_put_posting(to, f->columns.n - t->next, g->weight);

		g->post_n = (uint32_t)(end - to);
		to = end;
		end = list_put_places(to, g->weight, places, g->n);
		g->place_n = (uint32_t)(end - to);
		to = end;
		if (!pool_reserve(&f->pool, &t->post, g->post_n) ||
		    !pool_reserve(&f->pool, &t->place, g->place_n))
			return false;
		__builtin_prefetch(t->post.p + t->post.n, 1);
		__builtin_prefetch(t->place.p + t->place.n, 1);
	}
	return true;
}

static void append(struct bytes *b, const uint8_t *from, uint32_t n)
{
	memcpy(b->p + b->n, from, n);
	b->n += n;
}

static void append_groups(struct fresh *f, size_t groups)
{
	const uint8_t *from = f->encoded;

	for (size_t i = 0; i < groups; i++) {
		const struct group *g = &f->scratch[i].group;
		struct fresh_term *t = &f->terms[g->term];

		append(&t->post, from, g->post_n);
		from += g->post_n;
		append(&t->place, from, g->place_n);
		from += g->place_n;
		t->n++;
		t->next = f->columns.n + 1;
	}
}

static void remember(struct fresh *f, struct fresh_word *w, uint32_t doc)
{
	if (w->seen == f->adding)
		return;
	w->seen = f->adding;
	w->records++;
	if (w->newest.n == WORD_RECORDS * sizeof doc) {
		w->newest.n -= sizeof doc;
		memmove(w->newest.p, w->newest.p + sizeof doc, w->newest.n);
	}
	memcpy(w->newest.p + w->newest.n, &doc, sizeof doc);
	w->newest.n += sizeof doc;
}

static bool reserve_scratch(struct fresh *f, size_t n)
{
	uint32_t room[] = { f->scratch_room, f->scratch_room, f->scratch_room };

	if (n <= f->scratch_room)
		return true;
	if (!grow_to(&f->scratch, &room[0], n, sizeof *f->scratch) ||
	    !grow_to(&f->places, &room[1], n, sizeof *f->places) ||
	    !grow_to(&f->encoded, &room[2], n, MAX_POSTING + MAX_PLACE))
		return false;
	f->scratch_room = room[0];
	return true;
}

static void append_columns(struct fresh *f, const struct index_document *d, uint64_t length)
{
	struct columns *c = &f->columns;
	uint32_t i = c->n++;

	*(int64_t *)own(&c->id[i]) = d->id;
	*(int64_t *)own(&c->version[i]) = d->version;
	*(int64_t *)own(&c->changed[i]) = d->changed;
	*(uint32_t *)own(&c->access[i]) = d->access;
	*(int32_t *)own(&c->deadline[i]) = d->deadline;
	*(uint16_t *)own(&c->length[i]) = length < UINT16_MAX ? (uint16_t)length : UINT16_MAX;
	f->length += c->length[i];
	if (c->length[i] > c->longest)
		c->longest = c->length[i];
	if (i % 64 == 0)
		c->dead[i / 64] = 0;
	if (d->codes_n)
		memcpy(own(&c->code[f->codes_n]), d->codes, d->codes_n * sizeof *d->codes);
	*(uint32_t *)own(&c->row[i]) = f->codes_n;
	f->codes_n += (uint32_t)d->codes_n;
	*(uint32_t *)own(&c->row[i + 1]) = f->codes_n;
}

bool fresh_put(struct fresh *f, const struct index_document *d)
{
	uint64_t length = 0;
	size_t groups;

	f->adding++;
	if (d->terms_n > UINT32_MAX / 64 || d->codes_n > MAX_DOCUMENT_CODES ||
	    !reserve_scratch(f, d->terms_n) || !reserve_columns(f, d->codes_n))
		return false;
	groups = find_groups(f, d);
	if (groups == SIZE_MAX)
		return false;
	sort_places(f, d, groups);
	if (!encode_groups(f, groups))
		return false;

	append_groups(f, groups);
	for (size_t i = 0; i < d->terms_n; i++) {
		remember(f, &f->words[f->scratch[i].word], f->columns.n);
		length += weight_of(d->terms[i].position);
	}
	append_columns(f, d, length);
	return true;
}

void fresh_kill(struct fresh *f, uint32_t doc)
{
	f->columns.dead[doc / 64] |= 1ull << doc % 64;
	f->dead++;
}

/* ---- reading */

void fresh_list(const struct fresh *f, uint32_t i, struct list *ret)
{
	const struct fresh_term *t = &f->terms[i];

	*ret = (struct list){ .post = t->post.p,
		              .place = t->place.p,
		              .post_size = t->post.n,
		              .place_size = t->place.n,
		              .n = t->n };
}

void fresh_word(const struct fresh *f, uint32_t i, struct word *ret)
{
	const struct fresh_word *w = &f->words[i];

	*ret = (struct word){ .text = w->text, .records = w->records };
	ret->terms = (const uint32_t *)(const void *)w->terms.p;
	ret->terms_n = (uint32_t)(w->terms.n / sizeof(uint32_t));
	ret->newest_n = (uint32_t)(w->newest.n / sizeof(uint32_t));
	if (w->newest.n)
		memcpy(ret->newest, w->newest.p, w->newest.n);
}

size_t fresh_memory(const struct fresh *f)
{
	return sizeof *f + f->pool.memory + f->terms_room * sizeof *f->terms +
	       f->words_room * sizeof *f->words +
	       (f->term_slots_n + f->word_slots_n) * sizeof *f->term_slots +
	       f->room * (3 * sizeof(int64_t) + 3 * sizeof(uint32_t) + sizeof(uint16_t)) +
	       f->code_room * sizeof(uint16_t) +
	       f->scratch_room * (sizeof *f->scratch + sizeof *f->places + MAX_POSTING + MAX_PLACE);
}
