/* The mapped file.  Everything that is used to find one's way in it is checked once when it is
 * opened, after the checksum, so that looking things up needs no checks; the streams of lists are
 * checked as they are read (search/list.h).
 *
 * The checksum is computed by reading, not through the map, and the map is filled at once: the
 * first searches after a start or after writing are as fast as the later ones. */
#include "search/file_format.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct file {
	const uint8_t *map;
	const struct file_header *header;
	const struct file_term *terms;
	const struct file_word *words;
	const char *text;
	const uint32_t *word_terms;
	const uint8_t *newest;
	struct columns columns;
	uint32_t dead;
};

static const struct columns no_columns;

/* ---- opening */

static bool sum_is_right(int fd, const struct file_header *h)
{
	enum { PIECE = 256 * 1024 };
	uint8_t *piece = malloc(PIECE);
	struct sum s;
	uint64_t at = sizeof *h;

	sum_start(&s);
	while (piece && at < h->size) {
		size_t want = h->size - at < PIECE ? (size_t)(h->size - at) : PIECE;

		if (pread(fd, piece, want, (off_t)at) != (ssize_t)want)
			break;
		sum_add(&s, piece, want);
		at += want;
	}
	free(piece);
	return at == h->size && sum_end(&s, h) == h->sum;
}

static bool header_is_right(int fd, struct file_header *h)
{
	struct stat about;

	return fstat(fd, &about) == 0 && S_ISREG(about.st_mode) &&
	       pread(fd, h, sizeof *h, 0) == (ssize_t)sizeof *h &&
	       memcmp(h->magic, FILE_MAGIC, sizeof h->magic) == 0 && h->format == FILE_FORMAT &&
	       h->size == (uint64_t)about.st_size && h->docs < UINT32_MAX / 4 &&
	       h->slots <= MAX_SLOTS && h->codes <= MAX_FACET_CODES;
}

/* Each section lies in the file and has as many entries as the header says. */
static bool sections_are_right(const struct file_header *h)
{
	uint64_t docs = h->docs;
	const uint64_t wanted[FILE_SECTIONS] = {
		[SECTION_TERMS] = h->terms * sizeof(struct file_term),
		[SECTION_WORDS] = (h->words + 1ull) * sizeof(struct file_word),
		[SECTION_ID] = docs * sizeof(int64_t),
		[SECTION_VERSION] = docs * sizeof(int64_t),
		[SECTION_CHANGED] = docs * sizeof(int64_t),
		[SECTION_ACCESS] = docs * sizeof(uint32_t),
		[SECTION_SLOTS] = h->slots * docs * sizeof(uint16_t),
		[SECTION_ROW] = (docs + 1) * sizeof(uint32_t),
		[SECTION_DEADLINE] = docs * sizeof(int32_t),
		[SECTION_LENGTH] = docs * sizeof(uint16_t),
		[SECTION_CLASSES] = (h->classes + 1ull) * sizeof(uint32_t),
		[SECTION_VALUES] = h->codes * sizeof(struct file_value),
	};

	for (size_t i = 0; i < FILE_SECTIONS; i++) {
		uint64_t at = h->sections[i].at, size = h->sections[i].size;

		if (at % 8 || at < sizeof *h || at > h->size || size > h->size - at ||
		    (wanted[i] && size != wanted[i]))
			return false;
	}
	return h->sections[SECTION_LISTS].size >= LIST_PADDING &&
	       h->sections[SECTION_NEWEST].size >= LIST_PADDING &&
	       h->sections[SECTION_TEXT].size > 0;
}

static const void *section(const struct file *f, enum file_section s)
{
	return f->map + f->header->sections[s].at;
}

static uint64_t section_size(const struct file *f, enum file_section s)
{
	return f->header->sections[s].size;
}

static void find_sections(struct file *f)
{
	struct columns *c = &f->columns;
	const uint16_t *slots = section(f, SECTION_SLOTS);

	f->terms = section(f, SECTION_TERMS);
	f->words = section(f, SECTION_WORDS);
	f->text = section(f, SECTION_TEXT);
	f->word_terms = section(f, SECTION_WORD_TERMS);
	f->newest = section(f, SECTION_NEWEST);
	c->n = f->header->docs;
	c->id = section(f, SECTION_ID);
	c->version = section(f, SECTION_VERSION);
	c->changed = section(f, SECTION_CHANGED);
	c->access = section(f, SECTION_ACCESS);
	c->row = section(f, SECTION_ROW);
	c->deadline = section(f, SECTION_DEADLINE);
	c->length = section(f, SECTION_LENGTH);
	c->code = section(f, SECTION_CODE);
	c->in_rows = f->header->in_rows;
	c->slots_n = f->header->slots;
	for (uint32_t i = 0; i < c->slots_n; i++, slots += c->n)
		c->slot[i] = (struct column_slot){ slots, f->header->slot_facet[i] };
}

static bool columns_are_right(struct file *f)
{
	struct columns *c = &f->columns;
	uint64_t codes = section_size(f, SECTION_CODE) / sizeof *c->code;
	uint32_t wrong = c->row[c->n] > codes;

	for (uint32_t i = 0; i < c->n; i++) {
		wrong |= (c->row[i] > c->row[i + 1]) | (c->access[i] >= f->header->classes);
		if (c->length[i] > c->longest)
			c->longest = c->length[i];
	}
	for (uint32_t i = 0; !wrong && i < c->row[c->n]; i++)
		wrong |= (c->code[i] > f->header->codes) | (c->code[i] == 0);
	for (uint32_t s = 0; s < c->slots_n; s++)
		for (uint32_t i = 0; i < c->n; i++)
			wrong |= c->slot[s].code[i] > f->header->codes;
	for (uint32_t s = 0; s < c->slots_n; s++)
		wrong |= c->slot[s].facet >= MAX_FACETS;
	return !wrong;
}

static bool terms_are_right(const struct file *f)
{
	uint64_t text = section_size(f, SECTION_TEXT);
	uint64_t lists = section_size(f, SECTION_LISTS) - LIST_PADDING;

	if (f->text[text - 1] != '\0')
		return false;
	for (uint32_t i = 0; i < f->header->terms; i++) {
		const struct file_term *t = &f->terms[i];
		uint64_t skips = list_skips(t->n) * sizeof(struct skip);

		if (t->text >= text || t->at > lists || (skips && t->at % 4) ||
		    skips + t->post_size + t->place_size > lists - t->at)
			return false;
	}
	return true;
}

static bool words_are_right(const struct file *f)
{
	const struct file_word *w = f->words;
	uint64_t text = section_size(f, SECTION_TEXT);
	uint64_t terms = section_size(f, SECTION_WORD_TERMS) / sizeof(uint32_t);
	uint32_t n = f->header->words;

	for (uint32_t i = 0; i < n; i++)
		if (w[i].text >= text || w[i].terms > w[i + 1].terms ||
		    w[i].newest > w[i + 1].newest)
			return false;
	if (w[n].terms > terms || w[n].newest > section_size(f, SECTION_NEWEST) - LIST_PADDING)
		return false;
	for (uint32_t i = 0; i < w[n].terms; i++)
		if (f->word_terms[i] >= f->header->terms)
			return false;
	return true;
}

/* Each class and code gets the number it has in the file. */
static bool read_names(const struct file *f, struct names *names)
{
	const uint32_t *begin = section(f, SECTION_CLASSES);
	const uint8_t *keys = section(f, SECTION_KEYS);
	const struct file_value *values = section(f, SECTION_VALUES);
	uint64_t size = section_size(f, SECTION_KEYS);

	for (uint32_t i = 0; i < f->header->classes; i++)
		if (begin[i] > begin[i + 1] || begin[i + 1] > size ||
		    names_class(names, keys + begin[i], begin[i + 1] - begin[i]) != i)
			return false;
	for (uint32_t i = 0; i < f->header->codes; i++)
		if (names_code(names, values[i].facet, values[i].value) != i + 1)
			return false;
	return true;
}

struct file *file_map(int fd, struct names *names, bool trusted)
{
	struct file_header h;

	if (!header_is_right(fd, &h) || !sections_are_right(&h) ||
	    (!trusted && !sum_is_right(fd, &h)))
		return NULL;

	struct file *f = calloc(1, sizeof *f);
	void *map = mmap(NULL, h.size, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);

	if (f && map != MAP_FAILED) {
		f->map = map;
		f->header = map;
		find_sections(f);
		f->columns.dead = calloc(h.docs / 64 + 1, sizeof *f->columns.dead);
		if (f->columns.dead && memcmp(f->header, &h, sizeof h) == 0 &&
		    columns_are_right(f) && terms_are_right(f) && words_are_right(f) &&
		    (!names || read_names(f, names)))
			return f;
		free(f->columns.dead);
	}
	if (map != MAP_FAILED)
		munmap(map, h.size);
	free(f);
	return NULL;
}

struct file *file_open(const char *path, struct names *names)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct file *f = fd < 0 ? NULL : file_map(fd, names, false);

	if (fd >= 0)
		close(fd);
	return f;
}

void file_close(struct file *f)
{
	if (!f)
		return;
	free(f->columns.dead);
	munmap((void *)(uintptr_t)f->map, f->header->size);
	free(f);
}

/* ---- what it holds */

const struct columns *file_columns(const struct file *f)
{
	return f ? &f->columns : &no_columns;
}

void file_kill(struct file *f, uint32_t doc)
{
	f->columns.dead[doc / 64] |= 1ull << doc % 64;
	f->dead++;
}

uint32_t file_dead(const struct file *f)
{
	return f ? f->dead : 0;
}

int64_t file_followed(const struct file *f)
{
	return f ? f->header->followed : 0;
}

int file_analyser(const struct file *f)
{
	return f ? (int)f->header->analyser : 0;
}

uint64_t file_length(const struct file *f)
{
	return f ? f->header->length : 0;
}

size_t file_size(const struct file *f)
{
	return f ? f->header->size : 0;
}

uint32_t file_terms(const struct file *f)
{
	return f ? f->header->terms : 0;
}

const char *file_term(const struct file *f, uint32_t i)
{
	return f->text + f->terms[i].text;
}

uint32_t file_term_find(const struct file *f, const char *term)
{
	uint32_t low = 0, high = file_terms(f);

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = strcmp(file_term(f, middle), term);

		if (order == 0)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NO_TERM;
}

void file_list(const struct file *f, uint32_t i, struct list *ret)
{
	const struct file_term *t = &f->terms[i];
	const uint8_t *lists = section(f, SECTION_LISTS), *at = lists + t->at;

	*ret = (struct list){ .n = t->n, .skips_n = list_skips(t->n) };
	ret->skips = (const struct skip *)(const void *)at;
	ret->post = at + ret->skips_n * sizeof *ret->skips;
	ret->post_size = t->post_size;
	ret->place = ret->post + t->post_size;
	ret->place_size = t->place_size;
}

uint32_t file_words(const struct file *f)
{
	return f ? f->header->words : 0;
}

const char *file_word_text(const struct file *f, uint32_t i)
{
	return f->text + f->words[i].text;
}

void file_word(const struct file *f, uint32_t i, struct word *ret)
{
	const struct file_word *w = &f->words[i];
	const uint8_t *p = f->newest + w->newest, *end = f->newest + w[1].newest;
	uint64_t next = 0;

	*ret = (struct word){ .text = f->text + w->text,
		              .records = w->records,
		              .terms = f->word_terms + w->terms,
		              .terms_n = w[1].terms - w->terms };
	while (p < end && ret->newest_n < WORD_RECORDS) {
		next += varint(&p) + 1;
		if (next > f->columns.n)
			break;
		ret->newest[ret->newest_n++] = (uint32_t)(next - 1);
	}
}

uint32_t file_word_from(const struct file *f, const char *beginning)
{
	uint32_t low = 0, high = file_words(f);

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (strcmp(file_word_text(f, middle), beginning) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
