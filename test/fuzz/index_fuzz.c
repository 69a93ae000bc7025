/* Whatever bytes an index consists of, as long as their checksum is right: it is opened or refused,
 * searched in every way there is, changed, and merged.  Answers may be nonsense; nothing else may
 * happen. */
#include "search/file_format.h"
#include "search/inside.h"

#include <assert.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes as a file that is whole. */
static int make_file(const uint8_t *data, size_t size)
{
	int fd = memfd_create("index", MFD_CLOEXEC);
	struct file_header h;
	struct sum sum;

	if (size < sizeof h || write(fd, data, size) != (ssize_t)size)
		return fd;
	memcpy(&h, data, sizeof h);
	memcpy(h.magic, FILE_MAGIC, sizeof h.magic);
	h.format = FILE_FORMAT;
	h.analyser = ANALYSER_VERSION;
	h.size = size;
	sum_start(&sum);
	sum_add(&sum, data + sizeof h, size - sizeof h);
	h.sum = sum_end(&sum, &h);
	assert(pwrite(fd, &h, sizeof h, 0) == (ssize_t)sizeof h);
	return fd;
}

static void ask(struct context *cx, struct index *ix, const struct query *q)
{
	struct context_mark mark = context_mark(cx);
	uint8_t open[64];
	uint16_t codes[] = { 1, 2, 3 };
	struct index_choice choice = { 0, codes, 2 };
	struct index_ask ask = {
		.query = q, .open = open, .open_n = sizeof open, .limit = 20, .count = UINT64_MAX
	};
	struct index_answer a;
	int64_t *ids;
	size_t n;
	bool all;

	memset(open, 1, sizeof open);
	for (size_t chosen = 0; chosen < 2; chosen++) {
		ask.choices = &choice;
		ask.choices_n = chosen;
		ask.order = chosen ? ORDER_CHANGED : ORDER_SCORE;
		assert(index_search(cx, ix, &ask, &a));
		assert(a.hits_n <= 20 && (uint64_t)a.total >= a.hits_n);
	}
	assert(index_ids(cx, ix, &ask, 10, &ids, &n, &all));
	context_rewind(cx, mark);
}

static void ask_all(struct context *cx, struct index *ix)
{
	const char *terms[] = { "xprison", "xwomen", "xall" };
	struct query words[] = { { .kind = QUERY_WORD, .terms = terms, .terms_n = 1 },
		                 { .kind = QUERY_WORD, .terms = terms + 1, .terms_n = 2 } };
	struct query *parts[] = { &words[0], &words[1] };
	uint16_t codes[] = { 1, 9 };
	struct query all[] = {
		{ .kind = QUERY_ALL },
		{ .kind = QUERY_PREFIX, .word = "w" },
		{ .kind = QUERY_PREFIX, .word = "", .where = WHERE_TITLE },
		{ .kind = QUERY_PHRASE, .parts = parts, .parts_n = 2 },
		{ .kind = QUERY_AND, .parts = parts, .parts_n = 2 },
		{ .kind = QUERY_OR, .parts = parts, .parts_n = 2 },
		{ .kind = QUERY_CODES, .codes = codes, .codes_n = 2 },
	};
	struct index_spelling *spellings;
	size_t n;

	for (size_t i = 0; i < LEN(all); i++)
		ask(cx, ix, &all[i]);
	words[0].where = WHERE_TITLE;
	words[1].where = WHERE_BODY;
	ask(cx, ix, &all[5]);
	assert(index_begins(cx, ix, "w", (const uint8_t *)"\1", 1, 5, &spellings, &n));
	assert(index_near(cx, ix, "wmoen", (const uint8_t *)"\1", 1, 5, &spellings, &n));
}

static void merge(const struct index *ix)
{
	int fd = memfd_create("merged", MFD_CLOEXEC);

	if (merge_write(fd, ix->file, ix->fresh, ix->names, 1))
		file_close(file_map(fd, NULL, false));
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct index_term terms[] = { { "xwomen", "women", 0 },
		                                   { "xall", "all", INDEX_BODY } };
	struct context cx = { .mem = arena_new(MAX_JOB_MEMORY) };
	int fd = make_file(data, size);
	char path[40];
	bool empty;

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);

	struct index *ix = index_open(&cx, path, &empty);
	struct index_document d = { .id = 1, .terms = terms, .terms_n = LEN(terms) };

	assert(ix);
	ask_all(&cx, ix);
	d.access = index_class(ix, "all", 3);
	if (d.access < UINT32_MAX && index_put(&cx, ix, &d)) {
		ask_all(&cx, ix);
		merge(ix);
	}
	index_close(ix);
	close(fd);
	arena_free(cx.mem);
	return 0;
}
