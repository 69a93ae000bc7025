/* Every figure of the State at a glance is that of the records it leads to, for every role and
 * every cut; what stood before is as the log says; and who may not read a record has it in no
 * figure. */
#include "subject/glance/glance_web.h"

#include "base/zone.h"
#include "web/session.h"
#include "web/view_find_test.h"

/* Seven months at a time, so that half-years end between what moves. */
enum { MOVES = 5 };
#define MONTHS (INT64_C(212) * 24 * 3600 * 1000000)

struct seen {
	struct world *w;
	const char *login;
	int64_t figures;
};

/* ---- a State in which something has happened */

static void move(struct world *w, int64_t id, int status, int class)
{
	static const struct actor console = { .login = "console",
		                              .console = true,
		                              .restricted_reason = "a test" };
	struct recommendation *r;

	w->cx->actor = &console;
	r = record_get_any(w->cx, R, id);
	test_ok(w->cx, r != NULL);
	r->status = status;
	if (class) {
		struct account *sec = account_by_login(w->cx, "sec");

		r->record.classification = class;
		r->record.readers.v = arena_new_of(w->cx->mem, int64_t);
		r->record.readers.v[0] = sec->record.id;
		r->record.readers.n = 1;
		w->cx->reason = "a test";
	}
	test_ok(w->cx, record_save_as(w->cx, R, r, CHANGE_UPDATE));
	w->cx->reason = NULL;
}

static int64_t *counted(struct world *w, size_t *n)
{
	struct list l = { .type = R, .where_sql = "r.classification <> 'restricted'" };
	int64_t *ids;
	bool all;

	test_ok(w->cx, list_filter(w->cx, &l, "states_under_review", "TKM"));
	test_ok(w->cx, record_list_ids(w->cx, &l, 1000, &ids, n, &all));
	assert_true(*n > 20);
	return ids;
}

/* A measure of a plan that counts and answers something; or, beside that one, another of the plan. */
static int64_t pick(struct world *w, int64_t beside)
{
	const char *text = arena_fmt(
	        w->cx->mem,
	        "SELECT min(%s.record) FROM measure_places a JOIN measure_places b"
	        " ON b.plan = a.plan AND b.record <> a.record"
	        " JOIN plan s ON s.id = a.plan AND s.state = 'in_force'"
	        " JOIN measure m ON m.id = a.record AND m.state = 'in_progress'"
	        " JOIN measure n ON n.id = b.record AND n.state = 'not_started'"
	        " JOIN ref x ON x.record = a.record AND x.field = 'recommendations'"
	        " WHERE %lld IN (0, a.record)",
	        beside ? "b" : "a", (long long)beside);
	int64_t id = 0;
	bool found;

	test_ok(w->cx, db_int_values(w->cx, MADE_SQL(text), &id, &found, NULL, 0));
	assert_true(found && id);
	return id;
}

/* Two measures of one plan answer the same, which counts once. */
static void answer_twice(struct world *w)
{
	const struct measure *one = record_get_any(w->cx, &measure_type, pick(w, 0));
	struct measure *other;

	test_ok(w->cx, one != NULL);
	other = record_get_any(w->cx, &measure_type, pick(w, one->record.id));
	test_ok(w->cx, other != NULL);
	other->recommendations = one->recommendations;
	test_ok(w->cx, record_save_as(w->cx, &measure_type, other, CHANGE_UPDATE));
}

/* Some go forth and back, one is restricted after it moved, one comes only later. */
static struct world *begin_moved(void **state)
{
	static const int statuses[MOVES] = { STATUS_IN_PROGRESS, STATUS_PARTIALLY_IMPLEMENTED,
		                             STATUS_IN_PROGRESS, STATUS_NO_INFORMATION,
		                             STATUS_CONTINUOUS };
	struct world *w = start(state);
	struct actor ch = who(w, "ch");
	int64_t *ids;
	size_t n;

	begin(w, &ch);
	ids = counted(w, &n);
	test_ok(w->cx, db_commit(w->cx));
	for (int i = 0; i < MOVES; i++) {
		w->cx->now += MONTHS;
		test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
		for (size_t k = 0; k < 8; k++)
			if ((k + (size_t)i) % 3)
				move(w, ids[k], statuses[(k + (size_t)i) % MOVES], 0);
		if (i == 1)
			answer_twice(w);
		if (i == 2)
			move(w, ids[0], STATUS_NOT_STARTED, CLASS_RESTRICTED);
		if (i == 3) {
			struct recommendation *r = record_new(w->cx, R);
			const struct recommendation *like = record_get_any(w->cx, R, ids[1]);

			test_ok(w->cx, like != NULL);
			r->text = like->text;
			r->locator = "of a test";
			r->status = STATUS_NOT_STARTED;
			test_ok(w->cx, record_save_as(w->cx, R, r, CHANGE_CREATE));
		}
		test_ok(w->cx, db_commit(w->cx));
	}
	w->cx->now += MONTHS / 10;
	test_ok(w->cx, search_follow(w->cx));
	return w;
}

/* ---- where a figure leads */

static int64_t of_list(struct world *w, const char *query)
{
	struct request q = request_of(w, query);
	struct list l = { .type = R };
	struct found f;

	test_ok(w->cx, find_read(w->cx, &q, &l, &f) && find_counts(w->cx, &f));
	return f.answer.total;
}

/* What is behind it, and the list of that, which the actor reads to its end. */
static int64_t of_records(struct world *w, const char *query)
{
	struct request q = request_of(w, query);
	struct glance_figure f;
	struct list l = { .limit = 1, .count = true };
	int64_t *ids, *read;
	size_t n = 0, read_n;
	bool all;

	test_ok(w->cx, glance_figure_read(w->cx, &q, &f) && glance_behind(w->cx, &f, &ids, &n));
	for (size_t i = 1; i < n; i++)
		assert_true(ids[i - 1] < ids[i]);
	l.type = f.type;
	l.only = ids;
	l.only_n = n;
	test_ok(w->cx, record_list_ids(w->cx, &l, 1000, &read, &read_n, &all));
	assert_true(all);
	assert_int_equal(read_n, n);
	return (int64_t)n;
}

static void expect(struct seen *s, const char *address, int64_t n)
{
	struct context_mark mark = context_mark(s->w->cx);
	const char *query = strchr(address, '?');
	int64_t there;

	assert_non_null(query);
	if (strncmp(address, "/recommendations?", strlen("/recommendations?")) == 0) {
		there = of_list(s->w, query + 1);
	} else {
		assert_int_equal(strncmp(address, "/overview/records?", 18), 0);
		there = of_records(s->w, query + 1);
	}
	if (there != n)
		fail_msg("%s: %s holds %lld, not %lld", s->login, address, (long long)there,
		         (long long)n);
	s->figures += n > 0;
	context_rewind(s->w->cx, mark);
}

/* ---- every figure */

/* The pages print the addresses themselves: each link beside a number is followed. */
static void follow_page(struct seen *s, const struct html *h)
{
	const char *at = buffer_str((struct buffer *)(uintptr_t)&h->out);

	while ((at = strstr(at, "<a href=\""))) {
		const char *from = at + strlen("<a href=\""), *to = strchr(from, '"');
		const char *text = strchr(to, '>') + 1;
		struct buffer address = BUFFER(s->w->cx->mem, MAX_URL);
		int64_t n = 0;

		at = text;
		if (*text < '0' || *text > '9')
			continue; /* a part of a drawing: its figures stand in the table, too */
		for (; *text != '<'; text++)
			if (*text >= '0' && *text <= '9')
				n = 10 * n + *text - '0';
		for (; from < to; from++)
			if (strncmp(from, "&amp;", 5) == 0) {
				buffer_char(&address, '&');
				from += 4;
			} else {
				buffer_char(&address, *from);
			}
		expect(s, buffer_str(&address), n);
	}
}

static void see(struct seen *s, const char *query, int64_t *ret_total)
{
	struct world *w = s->w;
	struct context_mark mark = context_mark(w->cx);
	struct request q = request_of(w, query);
	struct session session = { .actor = *w->cx->actor };
	struct reply a = { .file = -1 };
	struct html h;

	q.path = "/overview";
	q.target = "/overview";
	q.session = &session;
	w->cx->lang = q.lang = "en";
	a.body = BUFFER(w->cx->mem, MAX_ANSWER);
	test_ok(w->cx, glance_get(w->cx, &q, &a));
	h = (struct html){ .cx = w->cx, .out = a.body };
	follow_page(s, &h);
	if (ret_total) {
		struct glance g;

		test_ok(w->cx, glance_read(w->cx, &q, 0, &g));
		*ret_total = g.recommendations.total;
	}
	context_rewind(w->cx, mark);
}

static void every_figure_is_that_of_its_records(void **state)
{
	static const char *const logins[] = { "ch", "sec", "fp", "ma", "mj", "omb", "aud" };
	/* each second of them sees three cuts alone: what is the same for all is seen often enough
	 */
	struct world *w = begin_moved(state);
	int64_t total[LEN(logins)];

	for (size_t i = 0; i < LEN(logins); i++) {
		struct actor a = who(w, logins[i]);
		struct seen s = { w, logins[i], 0 };

		begin(w, &a);
		for (int cut = 0; cut < GLANCE_CUTS; cut += i % 2 ? 3 : 1)
			see(&s,
			    arena_fmt(w->cx->mem, "by=%s%s", glance_cuts[cut].code,
			              cut % 2 ? "&since=2027-08-01" : ""),
			    &total[i]);
		if (s.figures < 30)
			fail_msg("%s saw %lld figures", logins[i], (long long)s.figures);
		test_ok(w->cx, db_commit(w->cx));
	}
	assert_int_equal(total[0], total[1]); /* the named reader's are no more than the chair's */
	assert_int_equal(total[0], total[6]);
	assert_true(total[2] > 0 && total[2] < total[0]); /* a focal point: what is assigned */
	assert_true(total[4] > 0 && total[4] < total[0]); /* the justice ministry: what is accepted
	                                                   */
	stop(w);
}

/* ---- what stood before, by replaying the log */

static int64_t status_then(struct world *w, int64_t id, int64_t at)
{
	const struct recommendation *r = record_as_of(w->cx, R, id, at);

	if (r)
		return r->status;
	assert_int_equal(w->cx->err.kind, ERR_NOT_FOUND);
	error_clear(w->cx);
	return -1;
}

static int64_t end_of(struct world *w, const char *half_year)
{
	struct half_year h;

	assert_true(half_year_parse(half_year, &h));
	return zone_midnight(setting_zone(w->cx), half_year_first_day(half_year_after(h))) -
	       w->app.clock_shift;
}

static void the_past_is_that_of_the_log(void **state)
{
	struct world *w = begin_moved(state);
	struct actor ch = who(w, "ch");
	struct search_table entered, t;
	struct glance_move *moved;
	int64_t *ids, told = 0;
	size_t n, moved_n;

	begin(w, &ch);
	ids = counted(w, &n);
	test_ok(w->cx, glance_entered(w->cx, &entered));
	test_ok(w->cx, glance_past(w->cx, civil_date(w->cx, w->cx->now, NULL), &entered, &moved,
	                           &moved_n, &t));
	assert_int_equal(moved_n, 0);
	assert_true(t.rows.values_n >= 6);
	for (size_t row = 0; row + 1 < t.rows.values_n; row++) {
		int64_t end = end_of(w, t.rows.values[row].value);
		int64_t counts[STATUS_NO_INFORMATION + 1] = { 0 };

		for (size_t i = 0; i < n; i++) {
			struct context_mark mark = context_mark(w->cx);
			int64_t status = status_then(w, ids[i], end - 1);

			context_rewind(w->cx, mark);
			if (status >= 0)
				counts[status]++;
		}
		for (size_t k = 0; k < t.columns.values_n; k++) {
			int status =
			        choice_index(recommendation_statuses, t.columns.values[k].value);

			if (t.counts[row * t.columns.values_n + k] != counts[status])
				fail_msg("%s %s: %lld, and by the log %lld",
				         t.rows.values[row].value, t.columns.values[k].value,
				         (long long)t.counts[row * t.columns.values_n + k],
				         (long long)counts[status]);
			told += counts[status] > 0;
		}
	}
	assert_true(told > 20);
	test_ok(w->cx, db_commit(w->cx));
	stop(w);
}

/* Over time, as the chair reads it; the counts, row by row. */
static struct search_table past(struct world *w)
{
	struct search_table entered, t;
	struct glance_move *moved;
	size_t n;

	test_ok(w->cx, glance_entered(w->cx, &entered));
	test_ok(w->cx, glance_past(w->cx, civil_date(w->cx, w->cx->now, NULL), &entered, &moved, &n,
	                           &t));
	return t;
}

static bool same_counts(const struct search_table *a, const struct search_table *b)
{
	size_t n = a->rows.values_n * a->columns.values_n;

	assert_int_equal(a->rows.values_n, b->rows.values_n);
	assert_int_equal(a->columns.values_n, b->columns.values_n);
	return memcmp(a->counts, b->counts, n * sizeof *a->counts) == 0;
}

/* As a program says that has kept nothing. */
static bool is_so(struct world *w, const struct search_table *t)
{
	struct kept *kept = w->app.kept;
	struct search_table anew;

	w->app.kept = NULL;
	anew = past(w);
	w->app.kept = kept;
	return same_counts(t, &anew);
}

/* Behind the program's back. */
static bool count_old(struct world *w, int64_t id, bool counted)
{
	const char *text = arena_fmt(
	        w->cx->mem, "UPDATE glance_move SET counted = %d WHERE record = %lld AND at < %lld",
	        counted, (long long)id, (long long)end_of(w, "2028-H1"));

	return db_begin(w->cx, w->app.store, DB_WRITE) && db_run(w->cx, MADE_SQL(text));
}

static void what_is_over_is_kept_until_it_changes(void **state)
{
	struct world *w = begin_moved(state);
	struct actor ch = who(w, "ch");
	struct search_table first, t;
	int64_t *ids;
	size_t n;

	begin(w, &ch);
	ids = counted(w, &n);
	first = past(w);
	assert_true(is_so(w, &first));
	test_ok(w->cx, db_commit(w->cx));

	/* it does not look again; but whoever may write does */
	test_ok(w->cx, count_old(w, ids[1], false));
	t = past(w);
	assert_false(same_counts(&first, &t));
	assert_true(is_so(w, &t));
	test_ok(w->cx, db_commit(w->cx));
	begin(w, &ch);
	t = past(w);
	assert_true(same_counts(&first, &t));
	assert_false(is_so(w, &t));
	test_ok(w->cx, db_commit(w->cx) && count_old(w, ids[1], true) && db_commit(w->cx));

	/* restricted: it is in no figure of then, either */
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
	move(w, ids[2], STATUS_NOT_STARTED, CLASS_RESTRICTED);
	test_ok(w->cx, db_commit(w->cx) && search_follow(w->cx));
	begin(w, &ch);
	t = past(w);
	assert_false(same_counts(&first, &t));
	assert_true(is_so(w, &t));
	test_ok(w->cx, db_commit(w->cx));

	/* taken out, and that undone */
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
	test_ok(w->cx, glance_subject.removed(w->cx, R, &ids[4], 1));
	db_rollback(w->cx);
	begin(w, &ch);
	first = past(w);
	assert_true(same_counts(&first, &t));
	assert_true(is_so(w, &first));
	test_ok(w->cx, db_commit(w->cx) && db_begin(w->cx, w->app.store, DB_WRITE) &&
	                       glance_subject.removed(w->cx, R, &ids[4], 1) && db_commit(w->cx));
	begin(w, &ch);
	t = past(w);
	assert_false(same_counts(&first, &t));
	assert_true(is_so(w, &t));
	test_ok(w->cx, db_commit(w->cx));
	stop(w);
}

/* A save that began before a half-year ended comes after whoever looked just then. */
static void what_ended_today_is_not_over(void **state)
{
	const int64_t hour = INT64_C(3600) * 1000000;
	struct world *w = begin_moved(state);
	struct actor ch = who(w, "ch");
	struct search_table first, t;
	int64_t *ids, end;
	size_t n;

	end = end_of(w, "2029-H2");
	assert_true(end > w->cx->now);
	begin(w, &ch);
	ids = counted(w, &n);
	w->cx->now = end + hour;
	first = past(w);
	test_ok(w->cx, db_commit(w->cx) && db_begin(w->cx, w->app.store, DB_WRITE));
	w->cx->now = end - 1;
	move(w, ids[1], STATUS_NOT_STARTED, 0);
	test_ok(w->cx, db_commit(w->cx) && search_follow(w->cx));
	begin(w, &ch);
	w->cx->now = end + hour;
	t = past(w);
	assert_false(same_counts(&first, &t));
	assert_true(is_so(w, &t));
	test_ok(w->cx, db_commit(w->cx));
	stop(w);
}

static void what_moved_is_what_stands_otherwise(void **state)
{
	struct world *w = begin_moved(state);
	struct actor ch = who(w, "ch");
	struct date since = date_add_days(civil_date(w->cx, w->cx->now, NULL), -500);
	int64_t begin_at = zone_midnight(setting_zone(w->cx), since), all = 0, moved = 0;
	struct glance_move *v;
	int64_t *ids;
	size_t n, v_n;

	begin(w, &ch);
	ids = counted(w, &n);
	test_ok(w->cx, glance_moved(w->cx, R, since, &v, &v_n));
	assert_true(v_n > 1);
	for (size_t i = 0; i < v_n; i++)
		all += v[i].count;
	for (size_t i = 0; i < n; i++) {
		int64_t then = status_then(w, ids[i], begin_at - 1);
		int64_t now = status_then(w, ids[i], w->cx->now);

		moved += then >= 0 && then != now;
	}
	assert_int_equal(all, moved);
	test_ok(w->cx, db_commit(w->cx));
	stop(w);
}

/* Asked with the course or alone, by one who reads all and by a ministry. */
static void what_moved_is_told_alike(void **state)
{
	static const char *const logins[] = { "ch", "fp" };
	struct world *w = begin_moved(state);
	struct date since = date_add_days(civil_date(w->cx, w->cx->now, NULL), -500);
	int64_t counts[2] = { 0 };

	for (size_t k = 0; k < LEN(logins); k++) {
		struct actor who_asks = who(w, logins[k]);
		struct glance_move *alone, *both;
		struct search_table entered, course;
		size_t n, both_n;

		begin(w, &who_asks);
		test_ok(w->cx, glance_moved(w->cx, R, since, &alone, &n));
		test_ok(w->cx, glance_entered(w->cx, &entered));
		test_ok(w->cx, glance_past(w->cx, since, &entered, &both, &both_n, &course));
		assert_int_equal(both_n, n);
		for (size_t i = 0; i < n; i++) {
			assert_string_equal(both[i].before, alone[i].before);
			assert_string_equal(both[i].after, alone[i].after);
			assert_int_equal(both[i].count, alone[i].count);
			counts[k] += both[i].count;
		}
		test_ok(w->cx, db_commit(w->cx));
	}
	assert_true(counts[1] > 0 && counts[1] < counts[0]);
	stop(w);
}

/* ---- who may not read it */

static int64_t rows_with(struct world *w, const char *what)
{
	int64_t n = -1;
	bool found;

	test_ok(w->cx, db_int_values(w->cx,
	                             MADE_SQL(arena_fmt(w->cx->mem,
	                                                "SELECT count(*) FROM glance_move WHERE %s",
	                                                what)),
	                             &n, &found, NULL, 0));
	return n;
}

static void restricted_ones_are_told_to_their_readers(void **state)
{
	static const char *const logins[] = { "sec", "ch", "aud" };
	struct world *w = begin_moved(state);

	for (size_t i = 0; i < LEN(logins); i++) {
		struct actor a = who(w, logins[i]);
		int64_t n;

		begin(w, &a);
		test_ok(w->cx, glance_restricted(w->cx, &n));
		assert_true(i ? n < 4 : n >= 1);
		assert_true(rows_with(w, "counted = 0") > 0);
		test_ok(w->cx, db_commit(w->cx));
	}
	stop(w);
}

/* ---- late and silent bodies */

static void bodies_that_owe_and_say_nothing(void **state)
{
	struct world *w = begin_moved(state);
	struct actor ch = who(w, "ch"), fp = who(w, "fp");
	struct glance_late *late;
	struct glance_silent *silent;
	size_t late_n, silent_n, own_n;

	begin(w, &ch);
	test_ok(w->cx, glance_late(w->cx, &late, &late_n));
	test_ok(w->cx, glance_silent(w->cx, &silent, &silent_n));
	assert_true(late_n > 1 && silent_n > 1);
	for (size_t i = 0; i < late_n; i++)
		assert_true(late[i].institution && late[i].count > 0 &&
		            date_compare(late[i].oldest, today(w->cx)) < 0);
	test_ok(w->cx, db_commit(w->cx));
	begin(w, &fp);
	test_ok(w->cx, glance_silent(w->cx, &silent, &own_n));
	assert_int_equal(own_n, 1);
	assert_int_equal(silent[0].institution, fp.institution);
	test_ok(w->cx, db_commit(w->cx));
	stop(w);
}

/* ---- the table beside the log */

/* What the migration makes of the log is what the saves made. */
static void the_migration_makes_the_same(void **state)
{
	struct world *w = begin_moved(state);
	const char *text = NULL, *end;
	int64_t before, kept;

	for (const struct migration *m = migrations; m->number; m++)
		if (strstr(m->sql, "CREATE TABLE glance_move"))
			text = strstr(m->sql, "INSERT INTO glance_move");
	assert_non_null(text);
	end = strrchr(text, ';');
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
	before = rows_with(w, "before <> after");
	kept = rows_with(w, "before <> after AND counted = 1");
	assert_true(before > 20);
	test_ok(w->cx,
	        db_run(w->cx, MADE_SQL("CREATE TABLE glance_test AS SELECT * FROM glance_move")) &&
	                db_run(w->cx, MADE_SQL("DELETE FROM glance_move")) &&
	                db_run(w->cx,
	                       MADE_SQL(arena_strn(w->cx->mem, text, (size_t)(end - text)))));
	assert_int_equal(rows_with(w, "before <> after"), before);
	assert_int_equal(rows_with(w, "before <> after AND counted = 1"), kept);
	assert_int_equal(rows_with(w, "EXISTS (SELECT 1 FROM glance_test t WHERE t.record ="
	                              " glance_move.record AND t.at = glance_move.at"
	                              " AND t.before = glance_move.before AND t.after ="
	                              " glance_move.after AND t.born = glance_move.born"
	                              " AND t.counted = glance_move.counted AND t.before <>"
	                              " t.after)"),
	                 before);
	db_rollback(w->cx);
	stop(w);
}

static void what_is_taken_out_has_not_moved(void **state)
{
	struct world *w = begin_moved(state);
	int64_t id = 0;
	bool found;

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
	test_ok(w->cx, db_int_values(w->cx,
	                             MADE_SQL("SELECT min(record) FROM glance_move"
	                                      " WHERE type = 'recommendation'"),
	                             &id, &found, NULL, 0));
	test_ok(w->cx, glance_subject.removed(w->cx, R, &id, 1));
	assert_int_equal(rows_with(w, arena_fmt(w->cx->mem, "record = %lld", (long long)id)), 0);
	assert_true(rows_with(w, "1 = 1") > 0);
	db_rollback(w->cx);
	stop(w);
}

/* ---- addresses that nobody printed */

static void what_leads_nowhere_is_refused(void **state)
{
	static const char *const queries[] = {
		"",
		"what=nothing",
		"what=moved&since=2025-01-01",
		"what=moved&type=plan&since=2025-01-01",
		"what=moved&type=measure&since=soon",
		"what=moved&type=measure&since=2025",
		"what=stood&at=2025-H3",
		"what=late&value=x",
		"what=silent",
		"what=planned",
		"what=measures&by=theme&value=1",
		"what=measures&by=nothing&value=1",
	};
	struct world *w = start(state);
	struct actor ch = who(w, "ch");

	begin(w, &ch);
	for (size_t i = 0; i < LEN(queries); i++) {
		struct request q = request_of(w, queries[i]);
		struct glance_figure f;

		if (glance_figure_read(w->cx, &q, &f))
			fail_msg("“%s” was taken", queries[i]);
		assert_int_equal(w->cx->err.kind, ERR_BAD_REQUEST);
		error_clear(w->cx);
	}
	test_ok(w->cx, db_commit(w->cx));
	stop(w);
}

static void a_day_that_nobody_understands(void **state)
{
	static const char *const days[] = { "soon", "2025", "31.02.2025", "2999-01-01" };
	struct world *w = start(state);
	struct actor ch = who(w, "ch");

	begin(w, &ch);
	for (size_t i = 0; i < LEN(days); i++) {
		struct request q =
		        request_of(w, arena_fmt(w->cx->mem, "by=theme&since=%s", days[i]));
		struct glance g;

		test_ok(w->cx, glance_read(w->cx, &q, 0, &g));
		assert_non_null(g.errors);
		assert_string_equal(g.errors->field, "since");
		assert_int_equal(g.cut, CUT_THEME);
		assert_int_equal(date_to_days(today(w->cx)) - date_to_days(g.since), GLANCE_DAYS);
	}
	test_ok(w->cx, db_commit(w->cx));
	stop(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_figure_is_that_of_its_records),
		cmocka_unit_test(the_past_is_that_of_the_log),
		cmocka_unit_test(what_is_over_is_kept_until_it_changes),
		cmocka_unit_test(what_ended_today_is_not_over),
		cmocka_unit_test(what_moved_is_what_stands_otherwise),
		cmocka_unit_test(what_moved_is_told_alike),
		cmocka_unit_test(restricted_ones_are_told_to_their_readers),
		cmocka_unit_test(bodies_that_owe_and_say_nothing),
		cmocka_unit_test(the_migration_makes_the_same),
		cmocka_unit_test(what_is_taken_out_has_not_moved),
		cmocka_unit_test(what_leads_nowhere_is_refused),
		cmocka_unit_test(a_day_that_nobody_understands),
	};

	return world_tests("glance", tests, LEN(tests));
}
