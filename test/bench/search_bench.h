/* What the stages of the search bench share; see search_index.c. */
#ifndef TEST_BENCH_SEARCH_BENCH_H
#define TEST_BENCH_SEARCH_BENCH_H

#include "search/highlight.h"
#include "search/index.h"
#include "test/bench/search_corpus.h"

#include <sqlite3.h>
#include <time.h>

struct bench {
	struct context cx;
	struct corpus *corpus;
	struct analyser *analyser;
	sqlite3 *db;
	sqlite3_stmt *walk, *text;
	const char *index_path, *expected_path, *terms_path, *questions_path;
	uint32_t questions; /* of each kind */
	int wrong;
	int64_t hits, marked;
};

/* What a scan found: the first twenty, and what a click would give. */
struct expected {
	int64_t total, hits[20];
	int32_t hits_n;
	uint32_t counts[ASKED_FACETS][256];
};

void must(struct context *cx, bool ok); /* else the program ends */
void sql(struct bench *b, int result);
void sql_run(struct bench *b, const char *text);
double seconds(clockid_t clock);

/* The records of the corpus, one after another, then false; and once more from the first. */
bool bench_next_record(struct bench *b, struct made *r);
/* The text of a record, title and body, as it lies in the database; until the next one is asked
 * for. */
const char *bench_text(struct bench *b, int64_t id, const char **ret_lang);
/* The question as a person types it. */
const char *bench_query(struct bench *b, const struct question *q);
void bench_percentiles(const char *name, double *ms, uint32_t n);

void build(struct bench *b);
void ask(struct bench *b);
void change(struct bench *b);
void scan(struct bench *b);
void fts5(struct bench *b);
void dump(struct bench *b);

#endif
