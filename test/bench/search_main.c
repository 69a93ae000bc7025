/* The stages of the search bench, and the database that the records' texts are read from. */
#include "test/bench/search_bench.h"

#include <time.h>

void must(struct context *cx, bool ok)
{
	if (ok)
		return;
	fprintf(stderr, "%s: %s\n", cx->err.where ? cx->err.where : "",
	        cx->err.text ? cx->err.text : "");
	exit(1);
}

double seconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void sql(struct bench *b, int result)
{
	if (result == SQLITE_OK || result == SQLITE_DONE || result == SQLITE_ROW)
		return;
	fprintf(stderr, "SQLite: %s\n", sqlite3_errmsg(b->db));
	exit(1);
}

void sql_run(struct bench *b, const char *text)
{
	sql(b, sqlite3_exec(b->db, text, NULL, NULL, NULL));
}

/* ---- the records */

static void put_record(sqlite3_stmt *put, struct bench *b, const struct made *r)
{
	sqlite3_bind_int64(put, 1, r->id);
	sqlite3_bind_text(put, 2, r->lang, -1, SQLITE_STATIC);
	sqlite3_bind_text(put, 3, r->title, -1, SQLITE_STATIC);
	sqlite3_bind_text(put, 4, r->body, -1, SQLITE_STATIC);
	sqlite3_bind_blob(put, 5, &r->class, sizeof r->class, SQLITE_STATIC);
	sqlite3_bind_blob(put, 6, r->codes, (int)(r->codes_n * sizeof *r->codes), SQLITE_STATIC);
	sql(b, sqlite3_step(put));
	sql(b, sqlite3_reset(put));
}

static void make_corpus(struct bench *b)
{
	struct made *r = malloc(sizeof *r);
	sqlite3_stmt *put;

	sql_run(b, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
	           "CREATE TABLE record (id INTEGER PRIMARY KEY, lang, title, body, class, codes);"
	           "BEGIN");
	sql(b, sqlite3_prepare_v2(b->db, "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)", -1, &put,
	                          NULL));
	for (uint32_t i = 0; i < corpus_records(b->corpus); i++) {
		corpus_record(b->corpus, i, r);
		put_record(put, b, r);
	}
	sql_run(b, "COMMIT");
	sqlite3_finalize(put);
	free(r);
}

static void copy_text(char *to, sqlite3_stmt *from, int column)
{
	snprintf(to, MOST_TEXT, "%s", (const char *)sqlite3_column_text(from, column));
}

bool bench_next_record(struct bench *b, struct made *r)
{
	if (!b->walk)
		sql(b, sqlite3_prepare_v2(b->db, "SELECT * FROM record ORDER BY id", -1, &b->walk,
		                          NULL));
	if (sqlite3_step(b->walk) != SQLITE_ROW) {
		sqlite3_finalize(b->walk);
		b->walk = NULL;
		return false;
	}
	r->id = sqlite3_column_int64(b->walk, 0);

	const char *lang = (const char *)sqlite3_column_text(b->walk, 1);

	r->lang = str_eq(lang, "tk") ? "tk" : str_eq(lang, "ru") ? "ru" : "en";
	copy_text(r->title, b->walk, 2);
	copy_text(r->body, b->walk, 3);
	memcpy(&r->class, sqlite3_column_blob(b->walk, 4), sizeof r->class);
	r->codes_n = (size_t)sqlite3_column_bytes(b->walk, 5) / sizeof *r->codes;
	memcpy(r->codes, sqlite3_column_blob(b->walk, 5), r->codes_n * sizeof *r->codes);
	return true;
}

const char *bench_text(struct bench *b, int64_t id, const char **ret_lang)
{
	if (!b->text)
		sql(b, sqlite3_prepare_v2(b->db,
		                          "SELECT lang, title || ' ' || body FROM record"
		                          " WHERE id = ?",
		                          -1, &b->text, NULL));
	sqlite3_reset(b->text);
	sqlite3_bind_int64(b->text, 1, id);
	sql(b, sqlite3_step(b->text));
	*ret_lang = (const char *)sqlite3_column_text(b->text, 0);
	return (const char *)sqlite3_column_text(b->text, 1);
}

/* ---- the questions */

const char *bench_query(struct bench *b, const struct question *q)
{
	const char *text = q->words[0];

	for (int i = 1; i < q->words_n; i++)
		text = arena_fmt(b->cx.mem, "%s%s%s", text, q->kind == EITHER ? " OR " : " ",
		                 q->words[i]);
	if (q->kind == QUOTED)
		text = arena_fmt(b->cx.mem, "\"%s\"", text);
	if (q->kind == BEGINNING) {
		size_t n = 0, letters = 0;

		while (text[n] && (letters += (text[n] & 0xc0) != 0x80) <= 3)
			n++;
		text = arena_fmt(b->cx.mem, "%.*s*", (int)n, text);
	}
	return text;
}

static int double_order(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void bench_percentiles(const char *name, double *ms, uint32_t n)
{
	qsort(ms, n, sizeof *ms, double_order);
	printf("%s_p50 %.3f\n%s_p95 %.3f\n%s_p99 %.3f\n%s_max %.3f\n", name, ms[n / 2], name,
	       ms[n * 95 / 100], name, ms[n * 99 / 100], name, ms[n - 1]);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(struct bench *b);
	} stages[] = { { "corpus", make_corpus }, { "build", build },
		       { "scan", scan },          { "ask", ask },
		       { "change", change },      { "fts5", fts5 },
		       { "dump", dump } };
	struct bench *b = calloc(1, sizeof *b);

	if (argc < 4 || !b) {
		fputs("use: search_bench STAGE DIR RECORDS [TABLE]\n", stderr);
		return 2;
	}
	b->cx.mem = arena_new(MAX_JOB_MEMORY);
	b->analyser = analyser_new();
	b->questions = strtol(argv[3], NULL, 10) < 100000 ? QUESTIONS / 10 : QUESTIONS;
	b->index_path = arena_fmt(b->cx.mem, "%s/index", argv[2]);
	b->expected_path = arena_fmt(b->cx.mem, "%s/expected", argv[2]);
	b->terms_path = arena_fmt(b->cx.mem, "%s/terms", argv[2]);
	b->questions_path = arena_fmt(b->cx.mem, "%s/questions", argv[2]);
	b->corpus =
	        corpus_open(&b->cx, argc > 4 ? argv[4] : NULL, (uint32_t)strtol(argv[3], NULL, 10));
	must(&b->cx, b->corpus && b->analyser);
	sql(b, sqlite3_open(arena_fmt(b->cx.mem, "%s/corpus.db", argv[2]), &b->db));
	for (size_t i = 0; i < LEN(stages); i++)
		if (str_eq(argv[1], stages[i].name))
			stages[i].run(b);
	return 0;
}
