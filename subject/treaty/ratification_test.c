/* Tables of ratifications: made-up rows for every rule, and the real tables of the United Nations
 * and of 2022 where they are at hand: every State and instrument is computed. */
#include "subject/treaty/treaty_test.h"

#include "format/material_test.h"
#include "subject/treaty/ratification.h"
#include "subject/treaty/ratification_cell.h"

#include <dirent.h>
#include <time.h>

#define HEAD "Participant,Signature,\"Ratification, Accession(a), Succession(d)\"\n"

static struct import bring_named(struct world *w, const char *file, const char *document,
                                 const char *bytes, size_t n)
{
	struct import im = { .file = file, .document = document };

	test_ok(w->cx, import_run(w->cx, &im, bytes, n));
	assert_string_equal(im.format->name, "ratifications");
	return im;
}

static struct import bring(struct world *w, const char *document, const char *bytes)
{
	return bring_named(w, "made-up.csv", document, bytes, strlen(bytes));
}

static struct instrument_status *stored(struct world *w, const char *instrument,
                                        const char *country, size_t *n)
{
	struct instrument_status *v = NULL;

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) &&
	                       status_history(w->cx, id_of(w->cx, &instrument_type, instrument),
	                                      id_of(w->cx, &country_type, country), &v, n) &&
	                       db_commit(w->cx));
	return v;
}

/* ---- cells */

static void assert_cell(struct context *cx, const char *s, const char *date, int mark)
{
	struct ratification_cell c;

	if (!ratification_read(cx->mem, s, &c))
		fail_msg("%s is not read", s);
	assert_day(c.date, date);
	assert_int_equal(c.mark, mark);
}

static void a_cell_is_a_date_and_a_letter(void **state)
{
	struct world *w = *state;
	struct context *cx = w->cx;
	struct ratification_cell c;

	assert_cell(cx, "24 Jan 1983 a", "1983-01-24", ACTION_ACCESSION);
	assert_cell(cx, " 12 Sep 1989 ", "1989-09-12", 0);
	assert_cell(cx, "6 Oct 1992  d", "1992-10-06", ACTION_SUCCESSION);
	assert_cell(cx, "21 Dec 2010 AA", "2010-12-21", ACTION_ACCEPTANCE);
	assert_cell(cx, "1 Mar 2011 A", "2011-03-01", ACTION_ACCEPTANCE);
	assert_cell(cx, "23 Dec 2010 c", "2010-12-23", ACTION_CONSENT);
	assert_cell(cx, "1997", "1997", 0);
	assert_cell(cx, "1997-05-01", "1997-05-01", 0);
	assert_cell(cx, "", "", 0);
	assert_cell(cx, " – ", "", 0);
	assert_false(ratification_read(cx->mem, "24 Jan 1983 x", &c));
	assert_false(ratification_read(cx->mem, "a", &c));
	assert_false(ratification_read(cx->mem, "31 Feb 1983 a", &c));
	assert_false(ratification_read(cx->mem, "1 2", &c));
}

/* ---- made-up tables */

static void a_row_becomes_a_signature_and_a_ratification(void **state)
{
	struct world *w = treaty_world(state);
	struct import im = bring(w, "CEDAW",
	                         HEAD "France,17 Jul 1980,14 Dec 1983\n"
	                              "Chad,,9 Jun 1995 a\n"
	                              "Czech Republic,,22 Feb 1993 d\n"
	                              "United States of America,17 Jul 1980,\n");
	size_t n;
	const struct instrument_status *v = stored(w, "CEDAW", "FRA", &n);

	assert_int_equal(im.problems_n, 0);
	assert_int_equal(im.new, 5);
	assert_int_equal(n, 2);
	assert_int_equal(v[0].action, ACTION_SIGNATURE);
	assert_int_equal(v[1].action, ACTION_RATIFICATION);
	assert_day(v[1].in_force, "1984-01-13");
	assert_int_equal(v[1].record.state, type_state(STATUS, "listed"));
	assert_string_equal(((struct source *)v[1].record.sources.v)->title, "made-up.csv");
	v = stored(w, "CEDAW", "TCD", &n);
	assert_int_equal(v->action, ACTION_ACCESSION);
	v = stored(w, "CEDAW", "CZE", &n);
	assert_int_equal(v->action, ACTION_SUCCESSION);
	assert_false(date_set(v->in_force)); /* a person enters it */
	v = stored(w, "CEDAW", "USA", &n);
	assert_int_equal(n, 1);
	assert_int_equal(v->action, ACTION_SIGNATURE);
}

static void the_same_again_changes_nothing(void **state)
{
	static const char table[] = HEAD "France,17 Jul 1980,14 Dec 1983\nChad,,9 Jun 1995 a\n";
	struct world *w = treaty_world(state);
	struct import im;

	im = bring(w, "CEDAW", table);
	assert_int_equal(im.new, 3);
	im = bring(w, "CEDAW", table);
	assert_int_equal(im.new + im.updated, 0);
	assert_int_equal(im.unchanged, 3);
	/* the year of the day says nothing new, from whatever file */
	im = bring_named(w, "other.csv", "CEDAW",
	                 "State,Year ratification or accession\nFrance,1983\n",
	                 strlen("State,Year ratification or accession\nFrance,1983\n"));
	assert_int_equal(im.unchanged, 1);
	assert_int_equal(im.updated, 0);
}

static void a_day_makes_a_year_more_precise(void **state)
{
	struct world *w = treaty_world(state);
	struct import im;
	size_t n;
	const struct instrument_status *v;

	im = bring(w, "CEDAW", "State,Year ratification or accession\nFrance,1983\n");
	assert_int_equal(im.new, 1);
	v = stored(w, "CEDAW", "FRA", &n);
	assert_int_equal(v->action, ACTION_CONSENT);
	assert_day(v->date, "1983");
	im = bring(w, "CEDAW", HEAD "France,,14 Dec 1983\n");
	assert_int_equal(im.updated, 1);
	v = stored(w, "CEDAW", "FRA", &n);
	assert_int_equal(n, 1);
	assert_int_equal(v->action, ACTION_RATIFICATION);
	assert_day(v->date, "1983-12-14");
	assert_day(v->in_force, "1984-01-13");
}

static void another_date_is_a_conflict_of_sources(void **state)
{
	static const char other[] = "State,Accession\nTurkmenistan,2 May 1998 a\n";
	struct world *w = treaty_world(state);
	struct import im;
	size_t n;
	const struct instrument_status *v;
	const struct conflict *c;

	im = bring(w, "CEDAW", other);
	assert_int_equal(im.updated, 1);
	v = stored(w, "CEDAW", "TKM", &n);
	assert_int_equal(n, 1);
	assert_day(v->date, "1997-05-01"); /* what was on record counts */
	assert_int_equal(v->record.conflicts.n, 1);
	c = v->record.conflicts.v;
	assert_string_equal(c->field, "date");
	assert_non_null(strstr(c->value_b, "1998"));
	assert_string_equal(c->source_b, "made-up.csv");
	im = bring(w, "CEDAW", other);
	assert_int_equal(im.updated, 0);
}

static void what_cannot_be_is_told_with_its_row(void **state)
{
	struct world *w = treaty_world(state);
	struct import im = bring(w, "CEDAW",
	                         HEAD "Atlantis,,9 Jun 1995 a\n"
	                              "Chad,,soon\n"
	                              "France,,1 Jan 1970\n"
	                              "Mali,17 Jul 1990,10 Sep 1985\n");

	assert_int_equal(im.problems_n, 4);
	assert_int_equal(im.problems[0].row, 2);
	assert_string_equal(im.problems[0].field, "State");
	assert_int_equal(im.problems[1].row, 3);
	assert_string_equal(im.problems[1].field, "Ratification");
	assert_int_equal(im.problems[2].row, 4); /* before CEDAW was adopted */
	assert_string_equal(im.problems[2].field, "date");
	assert_int_equal(im.problems[3].row, 5); /* signed after it was bound */
	assert_int_equal(im.new, 1);
}

static void the_file_says_which_treaty(void **state)
{
	static const char table[] = HEAD "Chad,,9 Jun 1995 a\n";
	static const struct {
		const char *file, *instrument;
	} files[] = {
		{ "4-8.csv", "CEDAW" },
		{ "treaties/4-11-c.csv", "OPSC" },
		{ "hr_status_op_crc_ac.csv", "OPAC" },
		{ "hr_status_icmw.csv", "CMW" },
		{ "CRPD.csv", "CRPD" },
	};
	struct world *w = treaty_world(state);
	struct import im = { .file = "2022.csv" };
	size_t n;

	assert_false(import_run(w->cx, &im, table, strlen(table)));
	assert_int_equal(w->cx->err.kind, ERR_INVALID);
	assert_string_equal(w->cx->err.field, "document");
	error_clear(w->cx);
	for (size_t i = 0; i < LEN(files); i++) {
		const char *bytes =
		        i ? HEAD "Chad,,9 Jun 2015 a\n" : table; /* after all were adopted */

		im = bring_named(w, files[i].file, NULL, bytes, strlen(bytes));
		assert_int_equal(im.new, 1);
		(void)stored(w, files[i].instrument, "TCD", &n);
		assert_int_equal(n, 1);
	}
	im = bring(w, NULL, "State,Instrument,Ratification\nMali,CAT,2010-01-01\nMali,CRC,2009\n");
	assert_int_equal(im.new, 2);
}

/* ---- the real tables */

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void problems_shown(const struct import *im, const char *file)
{
	for (size_t i = 0; i < im->problems_n; i++)
		print_message("%s, row %lld: %s\n", file, (long long)im->problems[i].row,
		              im->problems[i].message);
}

/* Every table of the folder that is about an instrument on record. */
static size_t bring_folder(struct world *w, const char *folder, int64_t *ret_problems)
{
	DIR *d = opendir(arena_fmt(w->cx->mem, "../shared/data/un-treaty-status/%s", folder));
	size_t files = 0;

	if (!d) {
		print_message("no ../shared/data/un-treaty-status: skipped\n");
		skip();
	}
	for (const struct dirent *e; (e = readdir(d));) {
		const char *dot = strrchr(e->d_name, '.');
		struct import im = { .file = e->d_name };
		struct context_mark mark = context_mark(w->cx);
		size_t n;
		char *bytes;

		if (!dot || !str_eq(dot, ".csv"))
			continue;
		bytes = shared_file(
		        w->cx, arena_fmt(w->cx->mem, "un-treaty-status/%s/%s", folder, e->d_name),
		        &n);
		if (!import_run(w->cx, &im, bytes, n)) {
			/* the Genocide Convention, amendments: not among our instruments */
			assert_string_equal(w->cx->err.field, "document");
			error_clear(w->cx);
			context_rewind(w->cx, mark);
			continue;
		}
		assert_string_equal(im.format->name, "ratifications");
		problems_shown(&im, e->d_name);
		*ret_problems += (int64_t)im.problems_n;
		files++;
		context_rewind(w->cx, mark);
	}
	closedir(d);
	return files;
}

static int64_t count(struct world *w, const char *where)
{
	return world_number(
	        w, arena_fmt(w->cx->mem, "SELECT COUNT(*) FROM instrument_status WHERE %s", where));
}

/* As rule DL-03 says it, counted by days here. */
static struct date by_hand(const char *instrument, struct date deposit)
{
	static const char *const months3[] = { "ICCPR",    "ICCPR-OP1", "ICCPR-OP2", "ICESCR",
		                               "OP-CEDAW", "OP-ICESCR", "OPIC" };
	int64_t days = date_to_days(deposit);
	struct date d = deposit;
	int months = str_eq(instrument, "OPAC") || str_eq(instrument, "OPSC") ? 1 : 0;

	for (size_t i = 0; i < LEN(months3); i++)
		months = str_eq(instrument, months3[i]) ? 3 : months;
	if (str_eq(instrument, "CMW"))
		months = 3;
	if (!months)
		return date_from_days(days + 30);
	for (int day_of = deposit.day; months; months--) {
		int month = d.month % 12 + 1, year = d.year + (d.month == 12);
		int last = days_in_month(year, month);

		d = date_day(year, month, day_of < last ? day_of : last);
	}
	if (str_eq(instrument, "CMW")) /* the first of the month after the three */
		d = date_day(d.year + (d.month == 12), d.month % 12 + 1, 1);
	return d;
}

static const char *kept(char *to, size_t room, const char *s)
{
	assert_true((size_t)snprintf(to, room, "%s", s) < room);
	return to;
}

/* Every act with a day is as the rule says it, another way. */
static void check_all(struct world *w, int64_t *ret_checked, int64_t *ret_founders)
{
	struct context *cx = w->cx;
	struct list l = { .type = STATUS, .limit = MAX_LIST_PAGE };
	char after[200];

	do {
		struct context_mark mark = context_mark(cx);

		test_ok(cx, db_begin(cx, w->app.store, DB_READ) && record_list(cx, &l));
		for (size_t i = 0; i < l.n; i++) {
			const struct instrument_status *s = l.rows[i];
			const struct instrument *in =
			        record_get(cx, &instrument_type, s->instrument);
			struct date own;

			assert_false(s->action == ACTION_SUCCESSION && date_set(s->in_force));
			if (s->effect != EFFECT_COMPUTED || s->date.precision != PRECISION_DAY)
				continue;
			own = by_hand(in->code, s->date);
			if (date_compare(own, in->general_entry_into_force) < 0) {
				own = in->general_entry_into_force;
				++*ret_founders;
			}
			if (date_compare(own, s->in_force)) {
				char got[DATE_TEXT], was[DATE_TEXT];

				fail_msg("%s: %s gives %s", in->code, date_text(s->date, was),
				         date_text(s->in_force, got));
			}
			++*ret_checked;
		}
		test_ok(cx, db_commit(cx));
		l.after = l.next ? kept(after, sizeof after, l.next) : NULL;
		context_rewind(cx, mark);
	} while (l.after);
}

static void every_state_and_instrument_is_computed(void **state)
{
	struct world *w = treaty_world(state);
	int64_t problems = 0, checked = 0, founders = 0;
	double begin = seconds(), imported, computed;
	size_t files = bring_folder(w, "untc-2015/treaties", &problems);

	imported = seconds();
	assert_int_equal(files, 18);
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
	computed = seconds();
	test_ok(w->cx, status_recompute(w->cx, 0) && db_commit(w->cx));
	print_message("%lld acts of States brought in in %.1f s; all that bind computed anew in "
	              "%.2f s\n",
	              (long long)count(w, "1 = 1"), imported - begin, seconds() - computed);
	check_all(w, &checked, &founders);
	assert_true(checked > 1700);
	assert_true(founders > 100);
	assert_true(count(w, "action = 'succession'") > 50);
	assert_int_equal(count(w, "action = 'succession' AND in_force IS NOT NULL"), 0);
	/* the reference pack says the same of our own State */
	assert_int_equal(world_number(w, "SELECT COUNT(*) FROM record_conflicts c JOIN"
	                                 " instrument_status s ON s.id = c.record"),
	                 0);
}

static void years_alone_give_years(void **state)
{
	struct world *w = treaty_world(state);
	int64_t problems = 0;
	size_t files = bring_folder(w, "wpd-2022", &problems);

	assert_int_equal(files, 18);
	assert_true(count(w, "action = 'consent' AND effect = 'computed'") > 2000);
	/* but for founders: then it is the treaty's own day */
	assert_int_equal(count(w, "action = 'consent' AND effect = 'computed' AND in_force NOT LIKE"
	                          " '%/y' AND in_force <> (SELECT general_entry_into_force FROM"
	                          " instrument i WHERE i.id = instrument_status.instrument)"),
	                 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cell_is_a_date_and_a_letter),
		cmocka_unit_test(a_row_becomes_a_signature_and_a_ratification),
		cmocka_unit_test(the_same_again_changes_nothing),
		cmocka_unit_test(a_day_makes_a_year_more_precise),
		cmocka_unit_test(another_date_is_a_conflict_of_sources),
		cmocka_unit_test(what_cannot_be_is_told_with_its_row),
		cmocka_unit_test(the_file_says_which_treaty),
		cmocka_unit_test(every_state_and_instrument_is_computed),
		cmocka_unit_test(years_alone_give_years),
	};

	return world_tests("ratification", tests, LEN(tests));
}
