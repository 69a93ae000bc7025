/* The same words given to others: SQLite's FTS5 with its bm25() and facets counted in SQL, here,
 * and as a list of terms for PostgreSQL and Xapian (test/bench/search).  Nobody else is asked to
 * narrow by choices; that would cost them one more query a facet. */
#include "test/bench/search_bench.h"

#include <time.h>

struct streams {
	char title[64 * 1024], body[256 * 1024];
	char *to;
	size_t n, room;
};

static bool see(void *data, const struct analysed *a)
{
	struct streams *t = data;

	if (t->n + a->term_n + 2 < t->room && !memchr(a->term, ' ', a->term_n)) {
		memcpy(t->to + t->n, a->term, a->term_n);
		t->n += a->term_n;
		t->to[t->n++] = ' ';
		t->to[t->n] = '\0';
	}
	return true;
}

static void terms_of(struct bench *b, const struct made *r, struct streams *t)
{
	t->title[0] = t->body[0] = '\0';
	t->to = t->title;
	t->room = sizeof t->title;
	t->n = 0;
	analyse_text(b->analyser, r->lang, r->title, see, t);
	t->to = t->body;
	t->room = sizeof t->body;
	t->n = 0;
	analyse_text(b->analyser, r->lang, r->body, see, t);
}

/* A word's variants with `or` between, words with `and`; NULL: not a question of words alone. */
static const char *write_words(struct bench *b, const struct question *q, const char * or,
                               const char *and, const char *quote)
{
	const char *text = "", *explained;
	struct query *query;
	struct query_words words;

	must(&b->cx, query_read(&b->cx, b->analyser, NULL, bench_query(b, q), &query, &explained));
	query_words(&b->cx, query, &words);
	for (size_t i = 0; i < words.n; i++) {
		text = arena_fmt(b->cx.mem, "%s%s(", text, i ? and : "");
		for (size_t k = 0; k < words.v[i]->terms_n; k++)
			text = arena_fmt(b->cx.mem, "%s%s%s%s%s", text, k ? or : "", quote,
			                 words.v[i]->terms[k], quote);
		text = arena_fmt(b->cx.mem, "%s)", text);
	}
	return text;
}

/* DIR/terms: id, access, five facets, terms; DIR/questions: kind, body, words. */
void dump(struct bench *b)
{
	struct made *r = malloc(sizeof *r);
	struct streams *t = malloc(sizeof *t);
	FILE *terms = fopen(b->terms_path, "w"), *questions = fopen(b->questions_path, "w");

	while (bench_next_record(b, r)) {
		terms_of(b, r, t);
		fprintf(terms, "%lld\t%d\t%d\t%d\t%d\t{", (long long)r->id, r->class.classification,
		        r->class.owner, r->class.draft, r->class.assigned);
		for (size_t i = 0, n = 0; i < r->codes_n; i++)
			if (r->codes[i].facet < ASKED_FACETS)
				fprintf(terms, "%s%d", n++ ? "," : "",
				        r->codes[i].facet * 1000 + r->codes[i].value);
		fprintf(terms, "}\t%s%s\n", t->title, t->body);
	}
	for (int kind = STANDARD; kind <= HARD; kind++)
		for (uint32_t i = 0; i < b->questions; i += 10) {
			struct context_mark mark = context_mark(&b->cx);
			struct question q;

			corpus_question(b->corpus, kind, i, &q);
			fprintf(questions, "%s\t%d\t%s\n", kind == HARD ? "hard" : "standard",
			        q.body, write_words(b, &q, "|", "&", "'"));
			context_rewind(&b->cx, mark);
		}
	fclose(terms);
	fclose(questions);
	free(r);
	free(t);
}

/* ---- FTS5 */

static sqlite3_stmt *statement(struct bench *b, const char *text)
{
	sqlite3_stmt *s;

	sql(b, sqlite3_prepare_v2(b->db, text, -1, &s, NULL));
	return s;
}

static void build_fts5(struct bench *b)
{
	struct made *r = malloc(sizeof *r);
	struct streams *t = malloc(sizeof *t);

	sql_run(b, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
	           "CREATE VIRTUAL TABLE f USING fts5 (title, body, content = '',"
	           " tokenize = 'ascii');"
	           "CREATE TABLE code (id, facet, value, PRIMARY KEY (id, facet, value))"
	           " WITHOUT ROWID;"
	           "CREATE TABLE access (id INTEGER PRIMARY KEY, classification, owner, draft,"
	           " assigned); BEGIN");

	sqlite3_stmt *put = statement(b, "INSERT INTO f (rowid, title, body) VALUES (?, ?, ?)");
	sqlite3_stmt *code = statement(b, "INSERT INTO code VALUES (?, ?, ?)");
	sqlite3_stmt *access = statement(b, "INSERT INTO access VALUES (?, ?, ?, ?, ?)");

	while (bench_next_record(b, r)) {
		const uint8_t class[] = { r->class.classification, r->class.owner, r->class.draft,
			                  r->class.assigned };

		terms_of(b, r, t);
		sqlite3_bind_int64(put, 1, r->id);
		sqlite3_bind_text(put, 2, t->title, -1, SQLITE_STATIC);
		sqlite3_bind_text(put, 3, t->body, -1, SQLITE_STATIC);
		sql(b, sqlite3_step(put));
		sqlite3_reset(put);
		sqlite3_bind_int64(access, 1, r->id);
		for (int i = 0; i < 4; i++)
			sqlite3_bind_int(access, 2 + i, class[i]);
		sql(b, sqlite3_step(access));
		sqlite3_reset(access);
		for (size_t i = 0; i < r->codes_n && r->codes[i].facet < ASKED_FACETS; i++) {
			sqlite3_bind_int64(code, 1, r->id);
			sqlite3_bind_int(code, 2, r->codes[i].facet);
			sqlite3_bind_int(code, 3, r->codes[i].value);
			sql(b, sqlite3_step(code));
			sqlite3_reset(code);
		}
	}
	sqlite3_finalize(put);
	sqlite3_finalize(code);
	sqlite3_finalize(access);
	sql_run(b, "INSERT INTO f (f) VALUES ('optimize'); COMMIT;"
	           "CREATE TEMP TABLE hit (id INTEGER PRIMARY KEY, score)");
	free(r);
	free(t);
}

static void step_all(struct bench *b, sqlite3_stmt *s)
{
	int state;

	while ((state = sqlite3_step(s)) == SQLITE_ROW)
		b->hits++;
	sql(b, state);
	sqlite3_reset(s);
}

void fts5(struct bench *b)
{
	double *ms = malloc(QUESTIONS * sizeof *ms);

	build_fts5(b);

	sqlite3_stmt *find = statement(
	        b, "INSERT INTO hit SELECT f.rowid, bm25(f, 3, 1) FROM f"
	           " JOIN access a ON a.id = f.rowid WHERE f MATCH ?1 AND (a.owner = ?2 OR"
	           " a.assigned = ?2 OR (NOT a.draft AND a.classification <= (?2 > 0)))");
	sqlite3_stmt *first = statement(b, "SELECT id FROM hit ORDER BY score, id DESC LIMIT 20");
	sqlite3_stmt *counts = statement(b, "SELECT c.facet, c.value, count(*) FROM hit h"
	                                    " JOIN code c ON c.id = h.id GROUP BY 1, 2");
	sqlite3_stmt *clear = statement(b, "DELETE FROM hit");

	for (int kind = STANDARD; kind <= HARD; kind++) {
		uint32_t n = 0;

		for (uint32_t i = 0; i < b->questions; i += 10) {
			struct context_mark mark = context_mark(&b->cx);
			struct question q;

			corpus_question(b->corpus, kind, i, &q);

			const char *text = write_words(b, &q, " OR ", " AND ", "\"");
			double start = seconds(CLOCK_THREAD_CPUTIME_ID);

			sqlite3_bind_text(find, 1, text, -1, SQLITE_STATIC);
			sqlite3_bind_int(find, 2, q.body);
			step_all(b, find);
			step_all(b, first);
			step_all(b, counts);
			ms[n++] = (seconds(CLOCK_THREAD_CPUTIME_ID) - start) * 1000;
			step_all(b, clear);
			context_rewind(&b->cx, mark);
		}
		bench_percentiles(kind == HARD ? "fts5_hard" : "fts5_standard", ms, n);
	}
	free(ms);
}
