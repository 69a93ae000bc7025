/* Writes file and memory together as a new file.  The terms of both are walked in order of their
 * texts, and what is alive of their lists is written one list after another; then come the tables
 * that were gathered on the way, then the columns, and in the end, at the beginning, the header.
 * Only the tables are held in memory; the checksum is taken of what goes to the file.
 *
 * The documents are numbered anew, in the order they had, without the dead. */
#include "search/file_format.h"

#include <errno.h>
#include <unistd.h>

enum { OUT_BUFFER = 256 * 1024, NO_DOC = UINT32_MAX };

struct growing {
	uint8_t *p;
	size_t n, room;
};

struct merge {
	int fd, error; /* errno of the first failure; whatever is put after it is lost */
	uint8_t *buffer;
	size_t waiting;
	uint64_t at; /* in the file, of what is put next */
	struct sum sum;
	struct file_header header;

	const struct file *file;
	const struct fresh *fresh;
	const uint8_t *facets;              /* by code */
	uint32_t *file_docs, *fresh_docs;   /* new numbers, NO_DOC: dead */
	uint32_t *file_terms, *fresh_terms; /* new numbers, NO_TERM: nobody has it any more */
	uint32_t *order;                    /* the fresh terms, then the fresh words, by text */
	struct growing terms, words, text, word_terms, newest;
	struct growing rows, codes;
	struct growing skips, post, place; /* of one list */
	uint32_t first_slot[MAX_FACETS], slots_of[MAX_FACETS];
};

/* ---- what goes out */

static void fail_with(struct merge *m, int error)
{
	if (!m->error)
		m->error = error ? error : EIO;
}

static void flush(struct merge *m)
{
	size_t done = 0;

	sum_add(&m->sum, m->buffer, m->waiting);
	while (!m->error && done < m->waiting) {
		ssize_t n = write(m->fd, m->buffer + done, m->waiting - done);

		if (n > 0)
			done += (size_t)n;
		else if (n == 0 || errno != EINTR)
			fail_with(m, errno);
	}
	m->waiting = 0;
}

static void put(struct merge *m, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;

	m->at += n;
	while (n) {
		size_t part = OUT_BUFFER - m->waiting < n ? OUT_BUFFER - m->waiting : n;

		memcpy(m->buffer + m->waiting, p, part);
		m->waiting += part;
		p += part;
		n -= part;
		if (m->waiting == OUT_BUFFER)
			flush(m);
	}
}

static void put_zeros(struct merge *m, size_t n)
{
	static const uint8_t zeros[LIST_PADDING];

	put(m, zeros, n);
}

static void begin_section(struct merge *m, enum file_section s)
{
	put_zeros(m, (8 - m->at % 8) % 8);
	m->header.sections[s].at = m->at;
}

static void end_section(struct merge *m, enum file_section s)
{
	m->header.sections[s].size = m->at - m->header.sections[s].at;
}

static void put_section(struct merge *m, enum file_section s, const struct growing *g)
{
	begin_section(m, s);
	put(m, g->p, g->n);
	end_section(m, s);
}

/* Room for `more` bytes; NULL, and the merge has failed, without memory. */
static uint8_t *grow(struct merge *m, struct growing *g, size_t more)
{
	if (g->room - g->n < more) {
		size_t want = g->room + g->room / 2 + more + 64;
		uint8_t *p = realloc(g->p, want);

		if (!p) {
			fail_with(m, ENOMEM);
			return NULL;
		}
		g->p = p;
		g->room = want;
	}
	return g->p + g->n;
}

static void add(struct merge *m, struct growing *g, const void *bytes, size_t n)
{
	uint8_t *to = grow(m, g, n);

	if (to) {
		memcpy(to, bytes, n);
		g->n += n;
	}
}

/* ---- documents */

static uint32_t number_docs(const struct columns *c, uint32_t *numbers, uint32_t next)
{
	for (uint32_t i = 0; i < c->n; i++)
		numbers[i] = column_dead(c, i) ? NO_DOC : next++;
	return next;
}

static void put_column(struct merge *m, enum file_section s, const void *file, const void *fresh,
                       size_t width)
{
	uint32_t file_n = file_columns(m->file)->n, fresh_n = m->fresh->columns.n;
	const uint8_t *from = file;

	begin_section(m, s);
	for (uint32_t i = 0; i < file_n; i++)
		if (m->file_docs[i] != NO_DOC)
			put(m, from + i * width, width);
	from = fresh;
	for (uint32_t i = 0; i < fresh_n; i++)
		if (m->fresh_docs[i] != NO_DOC)
			put(m, from + i * width, width);
	end_section(m, s);
}

/* Counts the documents that have at least so many values of each facet. */
static void count_values(const struct merge *m, const struct columns *c, const uint32_t *numbers,
                         uint32_t have[MAX_FACETS][FACET_SLOTS])
{
	uint16_t codes[MAX_CODES_OF];

	for (uint32_t i = 0; i < c->n; i++) {
		size_t n = numbers[i] == NO_DOC ? 0 : column_codes(c, i, codes);
		uint8_t seen[MAX_FACETS] = { 0 };

		for (size_t k = 0; k < n; k++) {
			uint8_t facet = m->facets[codes[k]];

			if (seen[facet] < FACET_SLOTS)
				have[facet][seen[facet]++]++;
		}
	}
}

/* What an eighth of all documents has gets a slot: columns are counted several times as fast as
 * rows, and this is what they may cost more. */
static void choose_slots(struct merge *m)
{
	uint32_t have[MAX_FACETS][FACET_SLOTS] = { 0 };
	struct file_header *h = &m->header;

	count_values(m, file_columns(m->file), m->file_docs, have);
	count_values(m, &m->fresh->columns, m->fresh_docs, have);
	for (int f = 0; f < MAX_FACETS; f++)
		for (int k = 0; k < FACET_SLOTS && h->slots < MAX_SLOTS; k++)
			if (have[f][k] && have[f][k] >= h->docs / 8) {
				if (k == 0)
					m->first_slot[f] = h->slots;
				m->slots_of[f]++;
				h->slot_facet[h->slots++] = (uint8_t)f;
			}
}

/* Gives a document's codes to its slots, and what is left to its row. */
static void place_codes(struct merge *m, const struct columns *c, const uint32_t *numbers,
                        uint16_t *slots)
{
	uint16_t codes[MAX_CODES_OF];

	for (uint32_t i = 0; i < c->n && !m->error; i++) {
		size_t n = numbers[i] == NO_DOC ? 0 : column_codes(c, i, codes);
		uint8_t used[MAX_FACETS] = { 0 };
		uint32_t at = (uint32_t)(m->codes.n / sizeof *codes);

		if (numbers[i] == NO_DOC)
			continue;
		add(m, &m->rows, &at, sizeof at);
		m->header.length += c->length[i];
		for (size_t k = 0; k < n; k++) {
			uint8_t f = m->facets[codes[k]];

			if (used[f] < m->slots_of[f]) {
				size_t slot = m->first_slot[f] + used[f]++;

				slots[slot * m->header.docs + numbers[i]] = codes[k];
			} else {
				m->header.in_rows |= 1ull << f;
				add(m, &m->codes, &codes[k], sizeof codes[k]);
			}
		}
	}
}

static void put_codes(struct merge *m)
{
	uint16_t *slots;
	uint32_t end;
	size_t size;

	choose_slots(m);
	size = (size_t)m->header.slots * m->header.docs * sizeof *slots;
	slots = calloc(1, size + 1);
	if (!slots) {
		fail_with(m, ENOMEM);
		return;
	}
	place_codes(m, file_columns(m->file), m->file_docs, slots);
	place_codes(m, &m->fresh->columns, m->fresh_docs, slots);
	end = (uint32_t)(m->codes.n / sizeof *slots);
	add(m, &m->rows, &end, sizeof end);
	begin_section(m, SECTION_SLOTS);
	put(m, slots, size);
	end_section(m, SECTION_SLOTS);
	put_section(m, SECTION_ROW, &m->rows);
	put_section(m, SECTION_CODE, &m->codes);
	free(slots);
}

static void put_columns(struct merge *m)
{
	const struct columns *a = file_columns(m->file), *b = &m->fresh->columns;

	put_column(m, SECTION_ID, a->id, b->id, sizeof *a->id);
	put_column(m, SECTION_VERSION, a->version, b->version, sizeof *a->version);
	put_column(m, SECTION_CHANGED, a->changed, b->changed, sizeof *a->changed);
	put_column(m, SECTION_ACCESS, a->access, b->access, sizeof *a->access);
	put_column(m, SECTION_DEADLINE, a->deadline, b->deadline, sizeof *a->deadline);
	put_column(m, SECTION_LENGTH, a->length, b->length, sizeof *a->length);
	put_codes(m);
}

/* ---- lists */

struct written {
	uint32_t n, next;
};

/* Adds what is alive of the list to the one in the making. */
static void copy_list(struct merge *m, const struct list *l, const uint32_t *docs, uint32_t docs_n,
                      struct written *w)
{
	struct reader r;

	/* Gaps only become shorter, but for the first one of the second list. */
	if (!grow(m, &m->post, (size_t)l->post_size + MAX_POSTING) ||
	    !grow(m, &m->place, (size_t)l->place_size + MAX_VARINT))
		return;
	for (reader_start(&r, l, false); r.doc < docs_n; reader_take(&r, r.doc)) {
		const uint8_t *from = r.place;
		uint32_t doc = docs[r.doc];

		reader_pass_places(&r);
		if (doc == NO_DOC)
			continue;
		if (w->n && w->n % SKIP_EVERY == 0) {
			struct skip s = { .doc = w->next - 1,
				          .post = (uint32_t)m->post.n,
				          .place = (uint32_t)m->place.n };

			add(m, &m->skips, &s, sizeof s);
		}

		uint8_t *to = m->post.p + m->post.n;

		m->post.n += (size_t)(list_put_posting(to, doc - w->next, r.weight) - to);
		while (from < r.place)
			m->place.p[m->place.n++] = *from++;
		w->next = doc + 1;
		w->n++;
	}
}

/* Puts the list of a term that stands in the file, in memory, or in both; the number of the term in
 * the new file, NO_TERM when nothing is alive of it. */
static uint32_t put_term(struct merge *m, const char *text, uint32_t in_file, uint32_t in_fresh)
{
	struct written w = { 0 };
	struct list l;

	m->skips.n = m->post.n = m->place.n = 0;
	if (in_file != NO_TERM) {
		file_list(m->file, in_file, &l);
		copy_list(m, &l, m->file_docs, file_columns(m->file)->n, &w);
	}
	if (in_fresh != NO_TERM) {
		fresh_list(m->fresh, in_fresh, &l);
		copy_list(m, &l, m->fresh_docs, m->fresh->columns.n, &w);
	}
	if (w.n == 0)
		return NO_TERM;
	if (m->skips.n)
		put_zeros(m, (4 - m->at % 4) % 4);

	struct file_term t = { .at = m->at - m->header.sections[SECTION_LISTS].at,
		               .text = (uint32_t)m->text.n,
		               .n = w.n,
		               .post_size = (uint32_t)m->post.n,
		               .place_size = (uint32_t)m->place.n };

	put(m, m->skips.p, m->skips.n);
	put(m, m->post.p, m->post.n);
	put(m, m->place.p, m->place.n);
	add(m, &m->terms, &t, sizeof t);
	add(m, &m->text, text, strlen(text) + 1);
	return m->header.terms++;
}

static int term_order(const void *a, const void *b, void *data)
{
	const struct fresh *f = data;

	return strcmp(f->terms[*(const uint32_t *)a].text, f->terms[*(const uint32_t *)b].text);
}

static int word_order(const void *a, const void *b, void *data)
{
	const struct fresh *f = data;

	return strcmp(f->words[*(const uint32_t *)a].text, f->words[*(const uint32_t *)b].text);
}

/* Which of two that are walked side by side comes first: < 0 that of the file, > 0 the fresh one, 0
 * they are the same.  NULL: there is no more. */
static int side(const char *file, const char *fresh)
{
	if (!file || !fresh)
		return file ? -1 : 1;
	return strcmp(file, fresh);
}

static void sort_fresh(struct merge *m, uint32_t n,
                       int (*order)(const void *, const void *, void *))
{
	struct fresh *f =
	        (struct fresh *)(uintptr_t)m->fresh; /* qsort_r() lends it as it gets it */

	for (uint32_t i = 0; i < n; i++)
		m->order[i] = i;
	qsort_r(m->order, n, sizeof *m->order, order, f);
}

static void put_terms(struct merge *m)
{
	uint32_t i = 0, k = 0, file_n = file_terms(m->file), fresh_n = m->fresh->terms_n;

	sort_fresh(m, fresh_n, term_order);
	begin_section(m, SECTION_LISTS);
	while (!m->error && (i < file_n || k < fresh_n)) {
		const char *a = i < file_n ? file_term(m->file, i) : NULL;
		const char *b = k < fresh_n ? m->fresh->terms[m->order[k]].text : NULL;
		int first = side(a, b);
		uint32_t number = put_term(m, first > 0 ? b : a, first > 0 ? NO_TERM : i,
		                           first < 0 ? NO_TERM : m->order[k]);

		if (first <= 0)
			m->file_terms[i++] = number;
		if (first >= 0)
			m->fresh_terms[m->order[k++]] = number;
	}
	put_zeros(m, LIST_PADDING);
	end_section(m, SECTION_LISTS);
	put_section(m, SECTION_TERMS, &m->terms);
}

/* ---- words */

/* What file and memory know of a word, in new numbers. */
struct both {
	const char *text;
	uint32_t records, newest_n, newest[2 * WORD_RECORDS];
	bool complete; /* `newest` are all that have it */
	uint64_t most; /* in more than these it cannot stand */
	size_t terms;  /* where they begin */
};

static void add_term_of(struct merge *m, struct both *b, uint32_t term)
{
	for (size_t at = b->terms; at < m->word_terms.n; at += sizeof term)
		if (memcmp(m->word_terms.p + at, &term, sizeof term) == 0)
			return;
	b->most += ((const struct file_term *)(const void *)m->terms.p)[term].n;
	add(m, &m->word_terms, &term, sizeof term);
}

static void take_word(struct merge *m, struct both *b, const struct word *w, const uint32_t *docs,
                      const uint32_t *terms)
{
	b->text = w->text;
	b->records += w->records;
	b->complete = b->complete && w->records <= w->newest_n;
	for (uint32_t i = 0; i < w->newest_n; i++) {
		uint32_t doc = docs[w->newest[i]];

		if (doc != NO_DOC)
			b->newest[b->newest_n++] = doc;
		else if (b->records)
			b->records--;
	}
	for (uint32_t i = 0; i < w->terms_n; i++)
		if (terms[w->terms[i]] != NO_TERM)
			add_term_of(m, b, terms[w->terms[i]]);
}

/* The place of the word's text: within that of its first term, when this is the word and the letter
 * of the term's kind. */
static uint32_t put_word_text(struct merge *m, const struct both *b)
{
	const struct file_term *terms = (const void *)m->terms.p;
	uint32_t term, at;

	memcpy(&term, m->word_terms.p + b->terms, sizeof term);
	at = terms[term].text;
	if (m->text.p[at] && strcmp((const char *)m->text.p + at + 1, b->text) == 0)
		return at + 1;
	at = (uint32_t)m->text.n;
	add(m, &m->text, b->text, strlen(b->text) + 1);
	return at;
}

static void put_word(struct merge *m, struct both *b)
{
	uint32_t first = b->newest_n > WORD_RECORDS ? b->newest_n - WORD_RECORDS : 0, next = 0;

	if (m->error || m->word_terms.n == b->terms || (b->complete && b->newest_n == 0)) {
		m->word_terms.n = b->terms;
		return;
	}

	struct file_word w = { .text = put_word_text(m, b),
		               .records = b->records < b->most ? b->records : (uint32_t)b->most,
		               .terms = (uint32_t)(b->terms / sizeof(uint32_t)),
		               .newest = (uint32_t)m->newest.n };
	uint8_t gaps[WORD_RECORDS * MAX_VARINT], *to = gaps;

	for (uint32_t i = first; i < b->newest_n; i++) {
		to = varint_put(to, b->newest[i] - next);
		next = b->newest[i] + 1;
	}
	add(m, &m->newest, gaps, (size_t)(to - gaps));
	add(m, &m->words, &w, sizeof w);
	m->header.words++;
}

static void put_words(struct merge *m)
{
	uint32_t i = 0, k = 0, file_n = file_words(m->file), fresh_n = m->fresh->words_n;

	sort_fresh(m, fresh_n, word_order);
	while (!m->error && (i < file_n || k < fresh_n)) {
		struct both b = { .complete = true, .terms = m->word_terms.n };
		const char *a = i < file_n ? file_word_text(m->file, i) : NULL;
		int first = side(a, k < fresh_n ? m->fresh->words[m->order[k]].text : NULL);
		struct word w;

		if (first <= 0) {
			file_word(m->file, i++, &w);
			take_word(m, &b, &w, m->file_docs, m->file_terms);
		}
		if (first >= 0) {
			fresh_word(m->fresh, m->order[k++], &w);
			take_word(m, &b, &w, m->fresh_docs, m->fresh_terms);
		}
		put_word(m, &b);
	}

	struct file_word end = { .terms = (uint32_t)(m->word_terms.n / sizeof(uint32_t)),
		                 .newest = (uint32_t)m->newest.n };

	add(m, &m->words, &end, sizeof end);
	put_section(m, SECTION_WORDS, &m->words);
	put_section(m, SECTION_TEXT, &m->text);
	put_section(m, SECTION_WORD_TERMS, &m->word_terms);
	begin_section(m, SECTION_NEWEST);
	put(m, m->newest.p, m->newest.n);
	put_zeros(m, LIST_PADDING);
	end_section(m, SECTION_NEWEST);
}

/* ---- classes and codes, and all of it */

static void put_names(struct merge *m, const struct names *names)
{
	uint32_t at = 0;
	size_t size;

	m->header.classes = names_classes(names);
	begin_section(m, SECTION_CLASSES);
	for (uint32_t i = 0; i < m->header.classes; i++) {
		put(m, &at, sizeof at);
		names_class_key(names, i, &size);
		at += (uint32_t)size;
	}
	put(m, &at, sizeof at);
	end_section(m, SECTION_CLASSES);
	begin_section(m, SECTION_KEYS);
	for (uint32_t i = 0; i < m->header.classes; i++) {
		const void *key = names_class_key(names, i, &size);

		put(m, key, size);
	}
	end_section(m, SECTION_KEYS);

	m->header.codes = names_codes(names);
	begin_section(m, SECTION_VALUES);
	for (uint32_t i = 1; i <= m->header.codes; i++) {
		struct file_value v = { 0 };
		int facet;

		names_code_value(names, (uint16_t)i, &facet, &v.value);
		v.facet = facet;
		put(m, &v, sizeof v);
	}
	end_section(m, SECTION_VALUES);
}

static bool start(struct merge *m)
{
	size_t file_docs = file_columns(m->file)->n, fresh_docs = m->fresh->columns.n;
	size_t words = m->fresh->words_n, terms = m->fresh->terms_n;

	sum_start(&m->sum);
	m->at = sizeof m->header;
	m->buffer = malloc(OUT_BUFFER);
	m->file_docs = malloc((file_docs + 1) * sizeof(uint32_t));
	m->fresh_docs = malloc((fresh_docs + 1) * sizeof(uint32_t));
	m->file_terms = malloc((file_terms(m->file) + 1) * sizeof(uint32_t));
	m->fresh_terms = malloc((terms + 1) * sizeof(uint32_t));
	m->order = malloc(((terms > words ? terms : words) + 1) * sizeof(uint32_t));
	add(m, &m->text, "", 1); /* never empty */
	return m->buffer && m->file_docs && m->fresh_docs && m->file_terms && m->fresh_terms &&
	       m->order && !m->error && lseek(m->fd, sizeof m->header, SEEK_SET) >= 0;
}

static void end(struct merge *m)
{
	struct growing *all[] = { &m->terms, &m->words, &m->text,  &m->word_terms, &m->newest,
		                  &m->skips, &m->post,  &m->place, &m->rows,       &m->codes };

	for (size_t i = 0; i < LEN(all); i++)
		free(all[i]->p);
	free(m->buffer);
	free(m->file_docs);
	free(m->fresh_docs);
	free(m->file_terms);
	free(m->fresh_terms);
	free(m->order);
}

static void put_header(struct merge *m, int64_t followed)
{
	struct file_header *h = &m->header;

	memcpy(h->magic, FILE_MAGIC, sizeof h->magic);
	h->format = FILE_FORMAT;
	h->analyser = ANALYSER_VERSION;
	h->followed = followed;
	h->size = m->at;
	h->sum = sum_end(&m->sum, h);
	if (!m->error && pwrite(m->fd, h, sizeof *h, 0) != (ssize_t)sizeof *h)
		fail_with(m, errno);
}

bool merge_write(int fd, const struct file *file, const struct fresh *fresh,
                 const struct names *names, int64_t followed)
{
	struct merge m = { .fd = fd, .file = file, .fresh = fresh, .facets = names_facets(names) };

	errno = 0;
	if (start(&m)) {
		uint32_t n = number_docs(file_columns(file), m.file_docs, 0);

		m.header.docs = number_docs(&fresh->columns, m.fresh_docs, n);
		put_terms(&m);
		put_words(&m);
		put_columns(&m);
		put_names(&m, names);
		flush(&m);
		put_header(&m, followed);
	} else {
		fail_with(&m, errno);
	}
	end(&m);
	errno = m.error;
	return m.error == 0;
}
