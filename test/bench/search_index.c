/* What finding costs, for test/bench/search, which runs these one after another, each in a process
 * of its own, so that each one's memory is known:
 *
 *	corpus DIR RECORDS [TABLE]   the records as SQLite rows: DIR/corpus.db
 *	build DIR                    the index of them: DIR/index
 *	scan DIR                     what a scan of every record answers to each question:
 *DIR/expected ask DIR                      the same by the index, compared, and how long it takes
 *	change DIR                   how long it takes until a change is seen
 *	fts5 DIR                     SQLite's own index: building, and the questions asked of it
 *	dump DIR                     records as terms, and the questions, for other peers
 *
 * Figures go to the output as "NAME VALUE". */
#include "test/bench/search_bench.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

/* ---- the index */

/* A document for the index; the texts of its words lie in `bytes`. */
struct words {
	struct index_term terms[4096];
	size_t n, used;
	char bytes[256 * 1024];
	uint32_t from; /* position of the field's first word */
};

static const char *keep(struct words *w, const char *s, size_t n)
{
	char *to = w->bytes + w->used;

	memcpy(to, s, n);
	to[n] = '\0';
	w->used += n + 1;
	return to;
}

static bool see(void *data, const struct analysed *a)
{
	struct words *w = data;

	if (w->n == LEN(w->terms) || w->used + 2 * MAX_TERM + 2 > sizeof w->bytes)
		return false;
	w->terms[w->n].term = keep(w, a->term, a->term_n);
	w->terms[w->n].word = keep(w, a->word, a->word_n);
	w->terms[w->n++].position = w->from + a->position;
	return true;
}

static int code_order(const void *a, const void *b)
{
	return *(const uint16_t *)a - *(const uint16_t *)b;
}

/* The document of a record; its codes are put into `codes`. */
static struct index_document document(struct index *ix, struct analyser *a, const struct made *r,
                                      struct words *w, uint16_t *codes)
{
	struct index_document d = { .id = r->id, .version = 1 + r->id % 7, .terms = w->terms };

	w->n = w->used = w->from = 0;
	analyse_text(a, r->lang, r->title, see, w);
	w->from = INDEX_BODY;
	analyse_text(a, r->lang, r->body, see, w);
	d.terms_n = w->n;
	for (size_t i = 0; i < r->codes_n; i++)
		codes[i] = index_code(ix, r->codes[i].facet, r->codes[i].value);
	qsort(codes, r->codes_n, sizeof *codes, code_order);
	d.codes = codes;
	d.codes_n = r->codes_n;
	d.access = index_class(ix, &r->class, sizeof r->class);
	d.deadline = (int32_t)(19000 + r->id % 3000);
	d.changed = 1700000000000000 + r->id * 1000;
	return d;
}

void build(struct bench *b)
{
	bool empty;
	struct words *w = malloc(sizeof *w);
	struct made *r = malloc(sizeof *r);
	uint16_t codes[MOST_CODES];
	double spent = 0, began = seconds(CLOCK_MONOTONIC), busy;
	struct rusage used;

	unlink(b->index_path);

	struct index *ix = index_open(&b->cx, b->index_path, &empty);

	must(&b->cx, ix != NULL);
	while (bench_next_record(b, r)) {
		double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
		struct index_document d = document(ix, b->analyser, r, w, codes);

		must(&b->cx, index_put(&b->cx, ix, &d));
		if (index_fresh(ix) >= INDEX_BATCH)
			must(&b->cx, index_write(&b->cx, ix));
		spent += seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
	}
	busy = seconds(CLOCK_PROCESS_CPUTIME_ID);
	must(&b->cx, index_write(&b->cx, ix));
	spent += seconds(CLOCK_PROCESS_CPUTIME_ID) - busy;

	struct index_size size;

	index_size(ix, &size);
	getrusage(RUSAGE_SELF, &used);
	printf("build_s %.2f\n", spent);
	printf("build_wall_s %.2f\n", seconds(CLOCK_MONOTONIC) - began);
	printf("file_mb %.2f\n", (double)size.file_bytes / 1e6);
	printf("terms %lld\nwords %lld\nclasses %lld\n", (long long)size.terms,
	       (long long)size.words, (long long)size.classes);
	printf("peak_mb %.1f\n", (double)used.ru_maxrss / 1024);
	index_close(ix);
	free(w);
	free(r);
}

/* ---- asking */

static void open_classes(struct bench *b, struct index *ix, int body, uint8_t *open, uint32_t n)
{
	size_t size;

	for (uint32_t i = 0; i < n; i++)
		open[i] = class_is_open(index_class_key(ix, i, &size), body);
	(void)b;
}

static void choose(struct index *ix, const struct question *q, struct index_ask *ask,
                   struct index_choice *choices, uint16_t *codes)
{
	if (q->by_themes) {
		codes[0] = index_code_known(ix, THEME, q->themes[0]);
		codes[1] = index_code_known(ix, THEME, q->themes[1]);
		choices[0] = (struct index_choice){ THEME, codes, 2 };
		ask->choices_n = 1;
	} else if (q->by_status) {
		codes[0] = index_code_known(ix, STATUS, q->status);
		codes[1] = index_code_known(ix, STATE, q->states[0]);
		codes[2] = index_code_known(ix, STATE, q->states[1]);
		choices[0] = (struct index_choice){ STATUS, codes, 1 };
		choices[1] = (struct index_choice){ STATE, codes + 1, 2 };
		ask->choices_n = 2;
	}
	ask->choices = choices;
}

static void highlight(struct bench *b, const struct query *q, const struct index_answer *a)
{
	struct query_words words;

	query_words(&b->cx, q, &words);
	for (size_t i = 0; i < a->hits_n; i++) {
		struct snippet s;
		const char *lang, *text = bench_text(b, a->hits[i].id, &lang);

		snippet_make(&b->cx, b->analyser, &words, lang, text, 30, &s);
		b->marked += s.marks_n > 0;
	}
}

static struct index_answer ask_index(struct bench *b, struct index *ix, const struct question *q,
                                     bool highlights)
{
	struct index_choice choices[2];
	uint16_t codes[4];
	struct query *query;
	const char *explained;
	struct index_size size;
	struct index_answer a;
	struct index_ask ask = { .count = (1 << ASKED_FACETS) - 1, .limit = 20 };

	must(&b->cx, query_read(&b->cx, b->analyser, NULL, bench_query(b, q), &query, &explained));
	index_read_begin(ix);
	index_size(ix, &size);

	uint8_t *open = arena_raw(b->cx.mem, (size_t)size.classes + 1);

	open_classes(b, ix, q->body, open, (uint32_t)size.classes);
	ask.query = query;
	ask.open = open;
	ask.open_n = (uint32_t)size.classes;
	choose(ix, q, &ask, choices, codes);
	must(&b->cx, index_search(&b->cx, ix, &ask, &a));
	index_read_end(ix);
	if (highlights)
		highlight(b, query, &a);
	return a;
}

/* The same total, the same twenty in the same order, the same counts. */
static void compare(struct bench *b, struct index *ix, const struct index_answer *a,
                    const struct expected *e)
{
	bool same = a->total == e->total && a->hits_n == (size_t)e->hits_n;

	for (size_t i = 0; same && i < a->hits_n; i++)
		same = a->hits[i].id == e->hits[i];
	for (int f = 0; same && f < ASKED_FACETS; f++)
		for (uint32_t v = 0; same && v < made_facets[f].values; v++) {
			uint16_t code = index_code_known(ix, f, v);

			same = (code ? a->counts[code] : 0) == e->counts[f][v];
		}
	b->wrong += !same;
}

static double resident_mb(const char *what)
{
	char line[256];
	double mb = 0;
	FILE *f = fopen("/proc/self/status", "r");

	while (f && fgets(line, sizeof line, f))
		if (str_starts(line, what))
			mb = strtod(line + strlen(what), NULL) / 1024;
	if (f)
		fclose(f);
	return mb;
}

void ask(struct bench *b)
{
	static const char *const names[QUESTION_KINDS] = { "standard", "hard", "either",
		                                           "beginning", "quoted" };
	struct expected *e = malloc(sizeof *e);
	double *ms = malloc(QUESTIONS * sizeof *ms);
	bool empty;
	double start = seconds(CLOCK_MONOTONIC);
	struct index *ix = index_open(&b->cx, b->index_path, &empty);
	FILE *expected = fopen(b->expected_path, "r");
	int compared = 0;

	must(&b->cx, ix && !empty);
	printf("open_s %.3f\n", seconds(CLOCK_MONOTONIC) - start);
	for (int kind = 0; kind < QUESTION_KINDS; kind++) {
		/* The first time it is compared, and warms up. */
		for (int turn = 0; turn < 3; turn++)
			for (uint32_t i = 0; i < b->questions; i++) {
				struct context_mark mark = context_mark(&b->cx);
				struct question q;
				struct index_answer a;

				corpus_question(b->corpus, kind, i, &q);
				start = seconds(CLOCK_THREAD_CPUTIME_ID);
				a = ask_index(b, ix, &q, kind == STANDARD || kind == HARD);
				start = (seconds(CLOCK_THREAD_CPUTIME_ID) - start) * 1000;
				ms[i] = turn < 2 || start < ms[i] ? start : ms[i];
				b->hits += a.total;
				if (turn == 0 && expected &&
				    fread(e, sizeof *e, 1, expected) == 1) {
					compare(b, ix, &a, e);
					compared++;
				}
				context_rewind(&b->cx, mark);
			}
		bench_percentiles(names[kind], ms, b->questions);
	}
	printf("compared %d\nwrong %d\nmarked %lld\n", compared, b->wrong, (long long)b->marked);
	printf("resident_mb %.1f\nown_mb %.1f\n", resident_mb("VmRSS:"), resident_mb("RssAnon:"));
	index_close(ix);
	if (expected)
		fclose(expected);
	free(e);
	free(ms);
}

/* ---- changing */

/* A record is changed and asked for: how long until it is seen. */
void change(struct bench *b)
{
	enum { CHANGES = 10000 };
	struct words *w = malloc(sizeof *w);
	struct made *r = malloc(sizeof *r);
	double *ms = malloc(CHANGES * sizeof *ms), start;
	uint16_t codes[MOST_CODES];
	uint32_t n = 0;
	bool empty;
	struct index *ix = index_open(&b->cx, b->index_path, &empty);

	must(&b->cx, ix && !empty);
	for (; n < CHANGES && bench_next_record(b, r); n++) {
		start = seconds(CLOCK_THREAD_CPUTIME_ID);

		struct index_document d = document(ix, b->analyser, r, w, codes);

		d.version += 1000;
		must(&b->cx, index_put(&b->cx, ix, &d));
		ms[n] = (seconds(CLOCK_THREAD_CPUTIME_ID) - start) * 1000;
		if (index_version(ix, r->id) != d.version)
			b->wrong++;
	}
	bench_percentiles("change", ms, n);
	printf("change_memory_mb %.1f\n", resident_mb("RssAnon:"));
	start = seconds(CLOCK_THREAD_CPUTIME_ID);
	must(&b->cx, index_write(&b->cx, ix));
	printf("merge_s %.2f\nwrong %d\n", seconds(CLOCK_THREAD_CPUTIME_ID) - start, b->wrong);
	index_close(ix);
	free(w);
	free(r);
	free(ms);
}
