/* Attachments, and backups from each engine into each engine: equal bytes, refused damage, nothing
 * left behind. */
#include "store/attachment.h"
#include "store/backup.h"
#include "store/store_test.h"

SQL(backup_fill, "INSERT INTO mixed (code, number, body, note) VALUES ($1, $2, $3, $4)");
SQL(backup_change, "UPDATE mixed SET note = 'changed' WHERE number = 7");
SQL(backup_seeded, "SELECT count(*) FROM mixed WHERE note = 'seed'");
SQL(backup_changed, "SELECT count(*) FROM mixed WHERE note = 'changed'");
SQL(backup_later, "SELECT count(*) FROM later");
SQL(backup_key, "SELECT count(*) FROM mixed");

enum { ROWS = 300 };

/* The store's own first migration, and two for the test: the second one puts a row in. */
static void list_migrations(struct migration list[4])
{
	list[0] = migrations[0];
	list[1] = (struct migration){
		2,
		"0002_mixed",
		"CREATE TABLE mixed (code TEXT NOT NULL, number BIGINT NOT NULL, body BYTEA, note "
		"TEXT,"
		" PRIMARY KEY (code, number));\n"
		"CREATE TABLE vacant (id BIGINT NOT NULL PRIMARY KEY);\n"
		"INSERT INTO mixed (code, number, note) VALUES ('seed', 0, 'seed');\n",
	};
	list[2] = (struct migration){ 3, "0003_later",
		                      "CREATE TABLE later (id BIGINT NOT NULL PRIMARY KEY)" };
	list[3] = (struct migration){ 0 };
}

/* ---- bytes in memory, as a file would hold them */

struct memory {
	char *bytes;
	size_t size, room, at;
	struct test_store *disturbed; /* somebody saves there while the backup is written */
};

static bool put(struct context *cx, void *to, const void *bytes, size_t n)
{
	struct memory *m = to;

	(void)cx;
	if (m->size + n > m->room) {
		m->room = 2 * (m->size + n);
		m->bytes = realloc(m->bytes, m->room);
		assert_non_null(m->bytes);
	}
	memcpy(m->bytes + m->size, bytes, n);
	m->size += n;
	if (m->disturbed) {
		struct context other = { .mem = arena_new(MAX_REQUEST_MEMORY) };

		test_ok(&other, db_begin(&other, m->disturbed->store, DB_WRITE) &&
		                        db_run(&other, &backup_change) && db_commit(&other));
		m->disturbed = NULL;
		arena_free(other.mem);
	}
	return true;
}

static bool get(struct context *cx, void *from, void *bytes, size_t n)
{
	struct memory *m = from;

	if (n > m->size - m->at)
		return test_refuse(cx, ERR_INVALID);
	memcpy(bytes, m->bytes + m->at, n);
	m->at += n;
	return true;
}

/* ---- content */

static void write_attachment(struct context *cx, int64_t id, size_t size, char hex[65])
{
	struct attachment_writer *w = attachment_begin(cx, id);
	char piece[1000];
	int64_t stored;

	for (size_t done = 0; done < size; done += sizeof piece) {
		size_t n = size - done < sizeof piece ? size - done : sizeof piece;

		for (size_t i = 0; i < n; i++)
			piece[i] = (char)((done + i) * 31 >> 3);
		test_ok(cx, attachment_add(cx, w, piece, n));
	}
	test_ok(cx, attachment_end(cx, w, hex, &stored));
	assert_int_equal(stored, size);
}

static void fill(struct test_store *ts, char hex[65])
{
	struct migration list[4];
	struct context *cx = &ts->cx;
	int node = -1;

	list_migrations(list);
	list[2].number = 0;
	test_ok(cx, store_migrate(cx, ts->store, list));
	test_ok(cx, store_lease_node(cx, ts->store, &node));
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	for (int i = 0; i < ROWS; i++) {
		const char *code = arena_fmt(cx->mem, "126.%d ýüz", i / 10);

		test_ok(cx, db_run(cx, &backup_fill, V(code), V(i % 3 ? (int64_t)i : INT64_MIN + i),
		                   i % 5 ? value_bytes("\0\1", 2) : value_null(),
		                   V(i % 2 ? "Ýurt; 'quoted' – текст" : "")));
	}
	write_attachment(cx, 77, 2 * ATTACHMENT_CHUNK + 12345, hex);
	test_ok(cx, db_commit(cx));
}

static void back_up(struct test_store *ts, struct memory *m)
{
	struct context *cx = &ts->cx;

	test_ok(cx, backup_write(cx, ts->store, put, m));
}

static int64_t ask(struct test_store *ts, const struct sql *sql)
{
	struct context *cx = &ts->cx;
	int64_t n = -1;

	test_ok(cx, db_begin(cx, ts->store, DB_READ) && db_int(cx, sql, &n, NULL) && db_commit(cx));
	return n;
}

/* The items behind the head, whose instant differs, and before the digest. */
static void assert_same_content(const struct memory *a, const struct memory *b)
{
	enum { HEAD = 15 + 1 + 8 + 8, DIGEST = DIGEST_SIZE };

	assert_int_equal(a->size, b->size);
	assert_memory_equal(a->bytes + HEAD, b->bytes + HEAD, a->size - HEAD - DIGEST);
}

/* ---- */

static void attachments_come_back(void **state)
{
	static const size_t sizes[] = { 0, 1, ATTACHMENT_CHUNK - 1, ATTACHMENT_CHUNK,
		                        3 * ATTACHMENT_CHUNK + 1 };
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;

	test_ok(cx, store_migrate(cx, ts->store, migrations));
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));
	for (size_t i = 0; i < LEN(sizes); i++) {
		char hex[65], again[65];
		int64_t size, read = 0;

		write_attachment(cx, (int64_t)i, sizes[i], hex);
		test_ok(cx, attachment_digest(cx, (int64_t)i, again, &size));
		assert_string_equal(hex, again);
		assert_int_equal(size, sizes[i]);
		for (int64_t n = 0;; n++) {
			const void *bytes;
			size_t part;

			test_ok(cx, attachment_read(cx, (int64_t)i, n, &bytes, &part));
			if (!part)
				break;
			for (size_t k = 0; k < part; k += 997)
				assert_int_equal(((const char *)bytes)[k],
				                 (char)(((size_t)read + k) * 31 >> 3));
			read += (int64_t)part;
		}
		assert_int_equal(read, size);
	}

	char hex[65];
	int64_t size;

	/* BLAKE2b-256 of one zero byte, as "b2sum -l 256" has it. */
	test_ok(cx, attachment_digest(cx, 1, hex, &size));
	assert_string_equal(hex,
	                    "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314");
	test_ok(cx, attachment_delete(cx, 4) && attachment_digest(cx, 4, hex, &size));
	assert_int_equal(size, 0);
	test_ok(cx, db_commit(cx));
}

static void too_large_attachments_are_refused(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	static char piece[1024 * 1024];

	test_ok(cx, store_migrate(cx, ts->store, migrations));
	test_ok(cx, db_begin(cx, ts->store, DB_WRITE));

	struct attachment_writer *w = attachment_begin(cx, 1);

	for (int i = 0; i < MAX_ATTACHMENT / (int)sizeof piece; i++)
		test_ok(cx, attachment_add(cx, w, piece, sizeof piece));
	test_fails(cx, attachment_add(cx, w, piece, 1), ERR_TOO_LARGE);
	db_rollback(cx);
}

/* From this engine into each engine, and the copy's backup is the same again. */
static void every_engine_restores_it(void **state)
{
	struct test_store *ts = *state, target;
	struct memory first = { .disturbed = ts };
	struct migration list[4];
	struct backup_report report;
	char hex[65], again[65];
	int64_t size;

	list_migrations(list);
	fill(ts, hex);
	back_up(ts, &first);
	for (int engine = 0; engine < (getenv("YGRAR_TEST_PG") ? 2 : 1); engine++) {
		struct memory second = { .at = 0 };

		first.at = 0;
		test_store_make(&target, engine);
		test_ok(&target.cx,
		        backup_read(&target.cx, target.store, list, get, &first, &report));
		assert_int_equal(report.schema, 2);
		assert_int_equal(report.tables, 3);
		assert_int_equal(report.rows, ROWS + 1 + 3);
		assert_int_equal(report.bytes, first.size);
		assert_int_equal(ask(&target, &backup_seeded), 1);
		assert_int_equal(ask(&target, &backup_later), 0);
		assert_int_equal(ask(ts, &backup_changed), 1); /* after the backup's moment */
		assert_int_equal(ask(&target, &backup_changed), 0);
		test_ok(&target.cx, db_begin(&target.cx, target.store, DB_READ) &&
		                            attachment_digest(&target.cx, 77, again, &size) &&
		                            db_commit(&target.cx));
		assert_string_equal(hex, again);

		back_up(&target, &second);
		assert_true(second.size > first.size); /* it has the table "later" as well */
		free(second.bytes);
		test_store_drop(&target);
	}
	free(first.bytes);
}

static void a_copy_has_the_same_backup(void **state)
{
	struct test_store *ts = *state, target;
	struct memory first = { .at = 0 };
	struct migration list[4];
	struct backup_report report;
	char hex[65];

	list_migrations(list);
	list[2].number = 0;
	fill(ts, hex);
	back_up(ts, &first);
	for (int engine = 0; engine < (getenv("YGRAR_TEST_PG") ? 2 : 1); engine++) {
		struct memory second = { .at = 0 };

		first.at = 0;
		test_store_make(&target, engine);
		test_ok(&target.cx,
		        backup_read(&target.cx, target.store, list, get, &first, &report));
		back_up(&target, &second);
		assert_same_content(&first, &second);
		free(second.bytes);
		test_store_drop(&target);
	}
	free(first.bytes);
}

static void damage_is_found(void **state)
{
	struct test_store *ts = *state;
	struct context *cx = &ts->cx;
	struct memory whole = { .at = 0 };
	struct migration list[4];
	struct backup_report report;
	char hex[65];

	list_migrations(list);
	fill(ts, hex);
	back_up(ts, &whole);
	test_ok(cx, backup_read(cx, NULL, list, get, &whole, &report));
	assert_int_equal(report.rows, ROWS + 1 + 3);
	for (size_t i = 0; i < 400; i++) {
		size_t at = i < 200 ? i : whole.size - 1 - (i - 200) * 3;
		struct memory altered = whole;

		whole.bytes[at] ^= 0x40;
		altered.at = 0;

		bool ok = backup_read(cx, NULL, list, get, &altered, &report);

		test_fails(cx, ok, ERR_INVALID);
		whole.bytes[at] ^= 0x40;

		struct memory cut = whole;

		cut.at = 0;
		cut.size = at;
		test_fails(cx, backup_read(cx, NULL, list, get, &cut, &report), ERR_INVALID);
	}
	free(whole.bytes);
}

static void what_cannot_be_restored_leaves_an_empty_database(void **state)
{
	struct test_store *ts = *state, target;
	struct memory m = { .at = 0 };
	struct migration list[4];
	struct backup_report report;
	char hex[65];
	bool empty;

	list_migrations(list);
	fill(ts, hex);
	back_up(ts, &m);
	test_store_make(&target, ts->postgresql);
	m.at = 0;
	m.bytes[m.size - 1] ^= 1;
	test_fails(&target.cx, backup_read(&target.cx, target.store, list, get, &m, &report),
	           ERR_INVALID);
	test_ok(&target.cx, store_empty(&target.cx, target.store, &empty));
	assert_true(empty);

	m.at = 0;
	list[1].number = 0;
	test_fails(&target.cx, backup_read(&target.cx, target.store, list, get, &m, &report),
	           ERR_INVALID);

	m.at = 0;
	m.bytes[m.size - 1] ^= 1;
	list_migrations(list);
	test_fails(&ts->cx, backup_read(&ts->cx, ts->store, list, get, &m, &report), ERR_INVALID);
	assert_int_equal(ask(ts, &backup_key), ROWS + 1);
	test_store_drop(&target);
	free(m.bytes);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(attachments_come_back),
		cmocka_unit_test(too_large_attachments_are_refused),
		cmocka_unit_test(every_engine_restores_it),
		cmocka_unit_test(a_copy_has_the_same_backup),
		cmocka_unit_test(damage_is_found),
		cmocka_unit_test(what_cannot_be_restored_leaves_an_empty_database),
	};

	return test_both("backup", tests, LEN(tests));
}
