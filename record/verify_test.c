/* Verify names what was tampered with by raw SQL, and nothing where nothing was. */
#include "record/attachment.h"
#include "record/change.h"
#include "record/trust_test.h"
#include "record/verify.h"

enum { TRIALS = 12 };

static void save_change(struct world *w, struct trial *r, const char *note)
{
	r->note = note;
	world_save(w, r, CHANGE_UPDATE);
}

/* A sealed world with some records of three versions. */
static void furnish(struct world *w)
{
	int64_t sealed;

	test_ok(w->cx, key_load(w->cx, w->key_path, true));
	for (int i = 0; i < TRIALS; i++) {
		struct trial *r = world_trial(w, arena_fmt(w->cx->mem, "R-%d", i));

		save_change(w, r, "another note");
		r->bodies = (struct refs){ (int64_t[]){ 11, 12 }, 2 };
		save_change(w, r, NULL);
	}
	test_ok(w->cx, seal_run(w->cx, 0, &sealed));
}

static const char *anchor_now(struct world *w)
{
	struct buffer anchor = BUFFER(w->cx->mem, MAX_TITLE);

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) && seal_anchor(w->cx, &anchor) &&
	                       db_commit(w->cx));
	return buffer_str(&anchor);
}

static const char *report_of(struct world *w, const struct verify_result *result)
{
	struct buffer text = BUFFER(w->cx->mem, MAX_ANSWER);

	assert_int_equal(verify_report(w->cx, result, &text), result->faults ? 1 : 0);
	return buffer_str(&text);
}

static struct verify_result verify(struct world *w, const char *anchor)
{
	struct verify_result result;

	test_ok(w->cx, verify_run(w->cx, anchor, &result));
	return result;
}

static void fits(struct world *w, const char *anchor)
{
	struct verify_result result = verify(w, anchor);

	if (result.faults)
		fail_msg("%s\n", report_of(w, &result));
}

static const struct fault *fault_of(const struct verify_result *result, enum fault_kind kind)
{
	for (size_t i = 0; i < result->n; i++)
		if (result->v[i].kind == kind)
			return &result->v[i];
	return NULL;
}

/* Strikes, and expects a fault of the kind, in whose words `says` stands. */
static struct verify_result struck(struct world *w, const char *blow, enum fault_kind kind,
                                   const char *says)
{
	struct verify_result result;
	const struct fault *f;
	const char *words;

	assert_true(world_sql(w, blow) > 0);
	result = verify(w, NULL);
	f = fault_of(&result, kind);
	words = report_of(w, &result);
	if (!f || !strstr(words, says))
		fail_msg("after \"%s\" there is no \"%s\" in\n%s\n", blow, says, words);
	return result;
}

/* ---- nothing to find */

static void an_untouched_database_fits(void **state)
{
	struct world *w = *state;
	struct verify_result result;

	furnish(w);
	result = verify(w, anchor_now(w));
	if (result.faults)
		fail_msg("%s\n", report_of(w, &result));
	assert_int_equal(result.records, TRIALS);
	assert_int_equal(result.sealed, 3 * TRIALS + 1);
	assert_int_equal(result.unsealed, 0);
	assert_true(result.has_key && result.has_anchor);
	/* later versions and a new record: the old anchor still holds */
	const char *anchor = anchor_now(w);

	world_trial(w, "R-99");
	fits(w, anchor);
	assert_true(strstr(report_of(w, &result), "Everything fits.") != NULL);
}

static void verify_seals_first(void **state)
{
	struct world *w = *state;
	struct verify_result result;

	furnish(w);
	world_trial(w, "R-98");
	result = verify(w, NULL);
	assert_int_equal(result.faults, 0);
	assert_int_equal(result.unsealed, 0);
	assert_false(result.has_anchor);
	assert_true(strstr(report_of(w, &result), "No anchor was given") != NULL);
	/* without the key it says so and still looks at everything */
	world_trial(w, "R-97");
	w->app.has_key = false;
	result = verify(w, NULL);
	assert_int_equal(result.faults, 0);
	assert_int_equal(result.unsealed, 1);
	assert_int_equal(result.records, TRIALS + 2);
	assert_true(strstr(report_of(w, &result), "No key file was at hand") != NULL);
}

/* ---- rows of the log */

static void a_byte_of_a_log_row(void **state)
{
	static const char *const blows[] = {
		"UPDATE change SET who = 1 WHERE seq = 7",
		"UPDATE change SET at = at + 1 WHERE seq = 7",
		"UPDATE change SET membership = 1 WHERE seq = 7",
		"UPDATE change SET on_behalf = 1 WHERE seq = 7",
		"UPDATE change SET kind = 'import' WHERE seq = 7",
		"UPDATE change SET step = 'approve' WHERE seq = 7",
		"UPDATE change SET version = 9 WHERE seq = 7",
		"UPDATE change SET type = 'triak' WHERE seq = 7",
		"UPDATE change SET hash = 'f00d' WHERE seq = 7",
		"UPDATE change SET detail = replace(detail, '\":\"', '\":\"0') WHERE seq = 7",
	};
	struct world *w = *state;

	furnish(w);
	world_sql(w, "CREATE TABLE kept AS SELECT * FROM change WHERE seq = 7");
	for (size_t i = 0; i < LEN(blows); i++) {
		struct verify_result result =
		        struck(w, blows[i], FAULT_LINK, "Link 7 of the change log was altered");

		assert_int_equal(fault_of(&result, FAULT_LINK)->seq, 7);
		world_sql(w, "DELETE FROM change WHERE seq = 7");
		world_sql(w, "INSERT INTO change SELECT * FROM kept");
	}
	fits(w, NULL);
}

static void a_log_row_taken_out(void **state)
{
	struct world *w = *state;

	furnish(w);
	struck(w, "DELETE FROM change WHERE seq = 9", FAULT_LINK,
	       "Link 9 of the change log is missing");
}

static void the_last_ten_log_rows(void **state)
{
	struct world *w = *state;

	furnish(w);
	struck(w, "DELETE FROM change WHERE seq > 27", FAULT_HEAD,
	       "ends at link 27, its head stands at 37");
}

/* ---- values */

static void a_logged_value(void **state)
{
	struct world *w = *state;
	struct verify_result result;

	furnish(w);
	result = struck(w,
	                "UPDATE change_value SET value = '\"forged\"' WHERE name = 'note' AND "
	                "value = '\"another note\"'"
	                " AND change = (SELECT id FROM change WHERE seq = 3)",
	                FAULT_VALUE, "is not the one that was logged");

	const struct fault *f = fault_of(&result, FAULT_VALUE);

	assert_int_equal(f->seq, 3);
	assert_string_equal(f->field, "note");
	assert_int_equal(result.faults, 1);
}

static void a_value_added_or_removed(void **state)
{
	struct world *w = *state;

	furnish(w);
	struck(w,
	       "INSERT INTO change_value SELECT id, 'other', '1', 'aa' FROM change WHERE seq = 4",
	       FAULT_VALUE, "holds a value that was not logged");
	world_sql(w, "DELETE FROM change_value WHERE name = 'other'");
	fits(w, NULL);
	struck(w,
	       "DELETE FROM change_value WHERE name = 'code' AND change = (SELECT id FROM change "
	       "WHERE seq = 2)",
	       FAULT_VALUE, "is missing");
}

/* To blank a value as an erasure would is not enough: the erasure itself must be in the log. */
static void a_value_erased_without_order(void **state)
{
	struct world *w = *state;

	furnish(w);
	struck(w,
	       "UPDATE change_value SET value = NULL, salt = NULL WHERE name = 'note'"
	       " AND change = (SELECT id FROM change WHERE seq = 2)",
	       FAULT_RECORD, "was erased without an order");
}

/* ---- stored records */

static void a_field_of_a_record(void **state)
{
	struct world *w = *state;
	struct verify_result result;
	const struct fault *f;

	furnish(w);
	result = struck(w, "UPDATE trial SET due = '2027-12-31' WHERE code = 'R-5'", FAULT_RECORD,
	                "logged: \"2026-06-30\"");
	f = fault_of(&result, FAULT_RECORD);
	assert_int_equal(result.faults, 1);
	assert_string_equal(f->type, "trial");
	assert_string_equal(f->field, "due");
	assert_string_equal(f->stored, "\"2027-12-31\"");
	assert_string_equal(f->logged, "\"2026-06-30\"");
	assert_int_equal(f->record, world_number(w, "SELECT id FROM trial WHERE code = 'R-5'"));
}

static void parts_of_a_record(void **state)
{
	static const struct {
		const char *blow, *says;
	} blows[] = {
		{ "UPDATE trial SET note = 'planted' WHERE code = 'R-1'", "trial %lld, note" },
		{ "UPDATE trial SET state = 'closed' WHERE code = 'R-2'", "trial %lld, state" },
		{ "UPDATE trial SET version = 9 WHERE code = 'R-3'", "trial %lld, version" },
		{ "UPDATE trial SET created_by = 9 WHERE code = 'R-4'", "trial %lld, created_by" },
		{ "UPDATE trial SET updated_at = 9 WHERE code = 'R-5'", "trial %lld, updated_at" },
		{ "UPDATE text SET body = 'forged' WHERE lang = 'en' AND record = (SELECT id FROM "
		  "trial WHERE code = 'R-6')",
		  "trial %lld, title.en" },
		{ "DELETE FROM text WHERE lang = 'ru' AND record = (SELECT id FROM trial WHERE "
		  "code = 'R-7')",
		  "trial %lld, title.ru" },
		{ "UPDATE ref SET target = 13 WHERE target = 12 AND record = (SELECT id FROM trial "
		  "WHERE code = 'R-8')",
		  "trial %lld, bodies" },
		{ "UPDATE trial SET parts = 0 WHERE code = 'R-9'", "trial %lld, title.en" },
		{ "UPDATE text SET written_by = 9 WHERE lang = 'ru' AND record = (SELECT id FROM "
		  "trial WHERE code = 'R-10')",
		  "trial %lld, title.ru: written_by" },
	};
	struct world *w = *state;

	furnish(w);
	for (size_t i = 0; i < LEN(blows); i++) {
		const char *id =
		        arena_fmt(w->cx->mem, "SELECT id FROM trial WHERE code = 'R-%zu'", i + 1);
		char says[100];

		/* the record's number is known only now */
		snprintf(says, sizeof says, "trial %lld%s", (long long)world_number(w, id),
		         strchr(blows[i].says, ','));
		struck(w, blows[i].blow, FAULT_RECORD, says);
	}
}

static void restricted_text_is_masked(void **state)
{
	struct world *w = *state;
	struct verify_result result;
	const struct actor console = { .console = true, .restricted_reason = "asked by the chair" };

	furnish(w);
	result = struck(w, "UPDATE trial SET secret = 'planted' WHERE code = 'R-1'", FAULT_RECORD,
	                "secret");
	assert_null(strstr(report_of(w, &result), "planted"));
	assert_null(strstr(report_of(w, &result), "a secret"));
	/* nor does it help to change the classification beside the text */
	world_sql(w, "UPDATE trial SET classification = 'restricted', note = 'planted' WHERE code "
	             "= 'R-2'");
	result = verify(w, NULL);
	assert_null(strstr(report_of(w, &result), "planted"));
	w->cx->actor = &console;
	result = verify(w, NULL);
	w->cx->actor = NULL;
	assert_non_null(strstr(report_of(w, &result), "planted"));
}

static void records_without_log_and_log_without_record(void **state)
{
	struct world *w = *state;

	furnish(w);
	struck(w,
	       "INSERT INTO trial (id, version, classification, created_at, created_by, "
	       "updated_at, updated_by, parts)"
	       " VALUES (5, 1, 'public', 0, 0, 0, 0, 0)",
	       FAULT_RECORD, "that the change log does not know");
	world_sql(w, "DELETE FROM trial WHERE id = 5");
	fits(w, NULL);
	struck(w, "DELETE FROM trial WHERE code = 'R-3'", FAULT_RECORD,
	       "A record of the change log is missing");
}

/* ---- the chain recomputed, the head rolled back */

/* What somebody with the database but without the key can do at best: rewrite the log and every
 * hash. */
static void recompute_chain(struct world *w)
{
	char previous[HEX_DIGEST], hash[HEX_DIGEST] = "";
	int64_t last = world_number(w, "SELECT max(seq) FROM change");

	memset(previous, '0', HEX_DIGEST - 1);
	previous[HEX_DIGEST - 1] = '\0';
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
	for (int64_t seq = 1; seq <= last; seq++) {
		struct rows *r = db_query_values(
		        w->cx,
		        MADE_SQL("SELECT id, at, who, membership, on_behalf, type, record, version,"
		                 " kind, step, detail FROM change WHERE seq = $1"),
		        VALUES_(V(seq)));

		assert_true(r && rows_next(w->cx, r));
		change_row_hash(
		        previous,
		        &(struct change_row){ rows_int(r, 0), rows_int(r, 1), rows_int(r, 2),
		                              rows_int(r, 3), rows_int(r, 4), rows_int(r, 6),
		                              rows_int(r, 7), rows_text(r, 5), rows_text(r, 8),
		                              rows_text(r, 9), rows_text(r, 10) },
		        hash);
		rows_close(r);
		test_ok(w->cx,
		        db_run_values(w->cx, MADE_SQL("UPDATE change SET hash = $2 WHERE seq = $1"),
		                      NULL, VALUES_(V(seq), value_text(hash))));
		memcpy(previous, hash, sizeof hash);
	}
	test_ok(w->cx, db_run_values(w->cx, MADE_SQL("UPDATE chain_head SET hash = $1"), NULL,
	                             VALUES_(value_text(hash))) &&
	                       db_commit(w->cx));
}

static void the_chain_recomputed_without_the_key(void **state)
{
	struct world *w = *state;
	struct verify_result result;

	furnish(w);
	world_sql(w, "UPDATE change SET who = 1 WHERE seq = 7");
	recompute_chain(w);
	result = verify(w, NULL);
	assert_non_null(fault_of(&result, FAULT_HEAD));
	assert_non_null(strstr(report_of(w, &result), "written by somebody without the key"));
	/* nor does waiting for the next seal help */
	world_trial(w, "R-96");
	result = verify(w, NULL);
	assert_non_null(fault_of(&result, FAULT_HEAD));
	assert_int_equal(result.unsealed, 1);
}

static void another_key_is_put_into_the_database(void **state)
{
	unsigned char public_key[SIGN_PUBLIC], secret_key[SIGN_SECRET], signature[SIGN_SIZE];
	char key_hex[KEY_TEXT], signature_hex[2 * SIGN_SIZE + 1];
	struct world *w = *state;
	struct verify_result result;

	furnish(w);
	result = verify(w, NULL);
	sign_keypair(public_key, secret_key);

	const char *statement = seal_statement(w->cx->mem, result.head.seq, result.head.hash);

	sign_make(signature, statement, strlen(statement), secret_key);
	hex_text(public_key, sizeof public_key, key_hex);
	hex_text(signature, sizeof signature, signature_hex);
	world_sql(w,
	          arena_fmt(w->cx->mem, "UPDATE chain_head SET public_key = '%s', signature = '%s'",
	                    key_hex, signature_hex));
	struck(w, arena_fmt(w->cx->mem, "UPDATE chain_key SET public_key = '%s'", key_hex),
	       FAULT_KEY, "another signing key than the key file holds");
}

/* The whole database put back to yesterday is a sound one; only an anchor tells. */
static void a_head_rolled_back(void **state)
{
	struct world *w = *state;
	struct verify_result result;
	struct seal_head old;
	const char *anchor;

	furnish(w);
	old = verify(w, NULL).head;

	int64_t id = world_trial(w, "R-95")->record.id;

	fits(w, NULL);
	anchor = anchor_now(w);
	world_sql(w, arena_fmt(w->cx->mem,
	                       "DELETE FROM change_value WHERE change = (SELECT id FROM change "
	                       "WHERE seq = %lld)",
	                       (long long)old.seq + 1));
	world_sql(w, arena_fmt(w->cx->mem, "DELETE FROM change WHERE seq = %lld",
	                       (long long)old.seq + 1));
	world_sql(w, arena_fmt(w->cx->mem, "DELETE FROM text WHERE record = %lld", (long long)id));
	world_sql(w, "DELETE FROM trial WHERE code = 'R-95'");
	world_sql(w, arena_fmt(w->cx->mem,
	                       "UPDATE chain_head SET seq = %lld, hash = '%s', signature = '%s'",
	                       (long long)old.seq, old.hash, old.signature));
	fits(w, NULL);
	result = verify(w, anchor);
	assert_non_null(fault_of(&result, FAULT_ANCHOR));
	assert_non_null(strstr(report_of(w, &result),
	                       "rolled back: the anchor proves link 38, the head stands at 37"));
	/* and when it has grown again past the anchor */
	world_trial(w, "R-94");
	world_trial(w, "R-93");
	result = verify(w, anchor);
	assert_non_null(
	        strstr(report_of(w, &result), "Link 38 is not the one that the anchor proves"));
}

static void a_forged_anchor(void **state)
{
	struct world *w = *state;
	struct verify_result result;
	char *anchor;

	furnish(w);
	anchor = arena_str(w->cx->mem, anchor_now(w));

	char *digit = strstr(anchor, "\"seq\":") + 6;

	*digit = *digit == '1' ? '2' : '1';
	result = verify(w, anchor);
	assert_non_null(fault_of(&result, FAULT_ANCHOR));
	test_fails(w->cx, verify_run(w->cx, "{\"seq\":1}", &result), ERR_INVALID);
	test_fails(w->cx, verify_run(w->cx, "what?", &result), ERR_BAD_REQUEST);
}

/* ---- attachments */

static void bytes_of_an_attachment(void **state)
{
	unsigned char digest[DIGEST_SIZE];
	char hex[HEX_DIGEST];
	struct world *w = *state;
	struct verify_result result;

	furnish(w);

	struct trial *r = world_trial(w, "R-92");

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) && settings_refresh(w->cx));
	r->file = attachment_store(w->cx, "letter.txt", "Dear Sir", 8);
	test_ok(w->cx, r->file && record_save_as(w->cx, &trial_type, r, CHANGE_UPDATE) &&
	                       db_commit(w->cx));
	result = verify(w, NULL);
	if (result.faults)
		fail_msg("%s\n", report_of(w, &result));
	assert_int_equal(result.attachments, 1);
	struck(w, "UPDATE attachment SET hash = '00'", FAULT_ATTACHMENT,
	       "are not the ones that were stored");
	/* other bytes with their right digest, here none at all: only the log knows better */
	digest_of(digest, "", 0);
	world_sql(w, "DELETE FROM attachment_chunk");
	struck(w,
	       arena_fmt(w->cx->mem, "UPDATE attachment SET size = 0, hash = '%s'",
	                 hex_text(digest, sizeof digest, hex)),
	       FAULT_ATTACHMENT, "is not the file that was logged");
	struck(w, "DELETE FROM attachment", FAULT_ATTACHMENT, "An attachment is missing");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_untouched_database_fits),
		cmocka_unit_test(verify_seals_first),
		cmocka_unit_test(a_byte_of_a_log_row),
		cmocka_unit_test(a_log_row_taken_out),
		cmocka_unit_test(the_last_ten_log_rows),
		cmocka_unit_test(a_logged_value),
		cmocka_unit_test(a_value_added_or_removed),
		cmocka_unit_test(a_value_erased_without_order),
		cmocka_unit_test(a_field_of_a_record),
		cmocka_unit_test(parts_of_a_record),
		cmocka_unit_test(restricted_text_is_masked),
		cmocka_unit_test(records_without_log_and_log_without_record),
		cmocka_unit_test(the_chain_recomputed_without_the_key),
		cmocka_unit_test(another_key_is_put_into_the_database),
		cmocka_unit_test(a_head_rolled_back),
		cmocka_unit_test(a_forged_anchor),
		cmocka_unit_test(bytes_of_an_attachment),
	};

	return world_tests("verify", tests, LEN(tests));
}
