/* Plans from tables, on both engines.  All plans in here are made up, and say so. */
#include "subject/plan/plan_test.h"

#include "format/document.h"
#include "format/material_test.h"
#include "format/xlsx.h"
#include "subject/plan/plan_file.h"

/* ---- files */

/* The file waits; 0: it was refused. */
static int64_t added(struct context *cx, const struct plan *p, const char *name, const char *bytes,
                     size_t n)
{
	struct material *m =
	        material_read_here(cx, bytes, n, &(struct material_options){ .encoding = NULL });
	const char *table = m ? plan_table_keep(cx, m) : NULL;

	return table ? plan_file_add(cx, name, bytes, n, table, p, NULL, 0) : 0;
}

static struct plan_file *looked(struct context *cx, int64_t id)
{
	struct plan_file *f = plan_file_look(cx, id);

	test_ok(cx, f != NULL);
	return f;
}

static struct plan_file *look_at_csv(struct context *cx, const struct plan *p, const char *text)
{
	int64_t id = added(cx, p, "made-up.csv", text, strlen(text));

	test_ok(cx, id != 0);
	return looked(cx, id);
}

static void bring_in(struct context *cx, struct plan_file *f)
{
	int64_t import = 0;

	test_ok(cx, plan_file_make(cx, f, &import));
	assert_int_not_equal(import, 0);
}

static void decide(struct context *cx, struct plan_file **f, const char *what, const char *value)
{
	test_ok(cx, staging_decide(cx, (*f)->staging, what, value));
	*f = looked(cx, (*f)->staging->id);
}

static const struct plan_item *item_called(const struct plan_file *f, const char *number)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->items[i].number, number) && !f->items[i].is_part)
			return &f->items[i];
	fail_msg("there is no row %s", number);
	return NULL;
}

static void assert_wrong(const struct plan_file *f, const char *number, enum plan_column column,
                         const char *words)
{
	const struct plan_item *item = item_called(f, number);

	assert_int_equal(item->fate, PLAN_WRONG);
	for (size_t i = 0; i < item->problems_n; i++)
		if (item->problems[i].column == column && strstr(item->problems[i].message, words))
			return;
	fail_msg("%s: nothing like “%s”, but %s", number, words,
	         item->problems_n ? item->problems[0].message : "nothing");
}

static void assert_counts(const struct plan_file *f, size_t new, size_t changed, size_t unchanged,
                          size_t wrong)
{
	const size_t wanted[PLAN_FATES] = { new, changed, unchanged, wrong };

	for (int i = 0; i < PLAN_FATES; i++)
		if (f->measures[i] != wanted[i]) {
			for (size_t k = 0; k < f->n; k++)
				for (size_t x = 0; x < f->items[k].problems_n; x++)
					print_message("%s: %s\n", f->items[k].number,
					              f->items[k].problems[x].message);
			fail_msg("%s: %zu instead of %zu", plan_fates[i], f->measures[i],
			         wanted[i]);
		}
}

/* The measure of the plan with that number. */
static struct measure *stored(struct context *cx, const struct plan *p, const char *number)
{
	struct rows *r = db_query(cx,
	                          MADE_SQL("SELECT record FROM measure_places WHERE plan = $1"
	                                   " AND number = $2"),
	                          V(p->record.id), V(number));
	int64_t id = 0;

	while (r && rows_next(cx, r))
		id = rows_int(r, 0);
	if (!id)
		fail_msg("there is no measure %s", number);
	return measure_again(cx, id);
}

static int64_t count_of(struct context *cx, const char *sql)
{
	int64_t n = 0;

	test_ok(cx, db_int_values(cx, MADE_SQL(sql), &n, NULL, NULL, 0));
	return n;
}

static const char made_up_ru[] =
        "Национальный план (выдуман для проверки);;;;\n"
        "№ п/п;Мероприятия;Исполнители;Срок исполнения;Показатели\n"
        "1;2;3;4;5\n"
        "Раздел I. Образование (выдумано);;;;\n"
        "1.1;Обновить учебники (выдумано);\"Министерство образования\nМин. юстиции, МВД\";"
        "2-й квартал 2026 г.;Число школ\n"
        "1.2;Обучить учителей (выдумано);Министерство образования Туркменистана;2026–2027;\n"
        ";;МИД;;\n"
        "Раздел II. Право (выдумано);;;;\n"
        "2.1;Принять закон (выдумано);Министерство адалат (юстиции);ежегодно;\n";

/* Its third name is a short one: Минюст, МВД. */
static struct plan_file *russian(struct context *cx, const struct plan *p)
{
	struct plan_file *f = look_at_csv(cx, p, made_up_ru);

	decide(cx, &f, plan_name_decision(cx, "Мин. юстиции"),
	       arena_fmt(cx->mem, "is:%lld", (long long)body(cx, "MOJ")));
	return f;
}

/* ---- what comes of rows */

static void a_table_becomes_parts_and_measures(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-FILE", 2026, 2030);
	struct plan_file *f;
	const struct measure *m;
	const struct plan_part *part;

	as(cx, "sec");
	f = look_at_csv(cx, p, made_up_ru);
	assert_string_equal(f->lang, "ru");
	assert_counts(f, 2, 0, 0, 1);
	assert_wrong(f, "1.1", PLAN_EXECUTORS, "Мин. юстиции");
	f = russian(cx, p);
	assert_counts(f, 3, 0, 0, 0);
	assert_int_equal(f->parts[PLAN_NEW], 2);
	assert_int_equal(count_of(cx, "SELECT count(*) FROM import WHERE format = 'plan-table'"),
	                 0);
	bring_in(cx, f);
	m = stored(cx, p, "1.1");
	assert_int_equal(m->lead, body(cx, "MOE"));
	assert_int_equal(m->co.n, 2);
	assert_true(refs_has(&m->co, body(cx, "MOJ")) && refs_has(&m->co, body(cx, "MOI")));
	assert_string_equal(m->timing, "2-й квартал 2026 г.");
	assert_int_equal(m->due.month, 6);
	assert_string_equal(m->expected_result.v[0].body, "Число школ");
	assert_string_equal(m->text.v[0].lang, "ru");
	assert_true(m->text.v[0].original);
	part = record_get_any(cx, &plan_part_type, ((struct measure_place *)m->places.v)->part);
	assert_string_equal(part->number, "I");
	assert_string_equal(part->title.v[0].body, "Образование (выдумано)");
	m = stored(cx, p, "1.2");
	assert_true(refs_has(&m->co, body(cx, "MFA"))); /* the row below went on with it */
	m = stored(cx, p, "2.1");
	assert_int_equal(m->lead, body(cx, "MOJ"));
	assert_int_equal(m->timing_kind, TIMING_YEARLY);
}

static void the_same_file_twice_changes_nothing(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-FILE", 2026, 2030);
	struct plan_file *f;
	int64_t version;

	as(cx, "sec");
	f = russian(cx, p);
	assert_null(f->before);
	bring_in(cx, f);
	version = stored(cx, p, "1.1")->record.version;
	f = russian(cx, p);
	assert_non_null(f->before);
	assert_counts(f, 0, 0, 3, 0);
	assert_int_equal(f->parts[PLAN_UNCHANGED], 2);
	bring_in(cx, f);
	assert_int_equal(stored(cx, p, "1.1")->record.version, version);
	assert_int_equal(count_of(cx, "SELECT count(*) FROM measure_places m JOIN plan p ON p.id ="
	                              " m.plan WHERE p.code = 'TRIAL-FILE'"),
	                 3);
	assert_int_equal(count_of(cx, "SELECT count(*) FROM plan_part a JOIN plan p ON p.id ="
	                              " a.plan WHERE p.code = 'TRIAL-FILE'"),
	                 2);
}

static void what_a_person_put_right_stays(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-FILE", 2026, 2030);
	struct plan_file *f;
	struct measure *m;

	as(cx, "sec");
	bring_in(cx, russian(cx, p));
	m = stored(cx, p, "1.2");
	m->timing = "2028";
	test_ok(cx, record_save(cx, &measure_type, m));
	f = russian(cx, p);
	assert_counts(f, 0, 0, 3, 0);
	f = look_at_csv(
	        cx, p,
	        "№;Мероприятие;Исполнитель;Срок\n"
	        "Раздел I. Образование (выдумано);;;\n"
	        "1.2;Обучить всех учителей (выдумано);Министерство образования;2026–2027\n");
	assert_counts(f, 0, 1, 0, 0);
	bring_in(cx, f);
	m = stored(cx, p, "1.2");
	assert_string_equal(m->text.v[0].body, "Обучить всех учителей (выдумано)");
	assert_string_equal(m->timing, "2028");
}

static void what_is_wrong_stands_beside_its_cell(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-FILE", 2026, 2030);
	struct plan_file *f;

	as(cx, "sec");
	f = look_at_csv(cx, p,
	                "No,Measure,Responsible,Timeframe,Expected result\n"
	                "1,A made-up measure,\"lead: MOE, MOL\",2026,\n"
	                "2,A made-up measure,MOE,some day,\n"
	                "3,A made-up measure,,2026,\n"
	                "4,,MOE,2026,made up\n"
	                "5,A made-up measure,Ministry of Magic,2026,\n"
	                "6,A made-up measure,MOE,2026,\n"
	                "6,Another made-up measure,MOE,2026,\n"
	                "7,A made-up measure,MOE,,\n");
	assert_wrong(f, "1", PLAN_EXECUTORS, "Exactly one leads");
	assert_wrong(f, "2", PLAN_TERM, "some day");
	assert_wrong(f, "3", PLAN_EXECUTORS, "Nobody is named");
	assert_wrong(f, "4", PLAN_MEASURE, "no words");
	assert_wrong(f, "5", PLAN_EXECUTORS, "Ministry of Magic");
	assert_wrong(f, "7", PLAN_TERM, "missing");
	assert_counts(f, 1, 0, 0, 7);
	bring_in(cx, f);
	assert_int_equal(count_of(cx, "SELECT rows_wrong FROM import WHERE format = 'plan-table'"),
	                 7);
	assert_string_equal(stored(cx, p, "6")->text.v[0].body, "A made-up measure");
}

static void names_that_nobody_has_are_decided_once(void **state)
{
	static const char table[] =
	        "No,Measure,Responsible,Timeframe\n"
	        "1,A made-up measure,\"MOE; Ministry of Educatoin and Magic\",2026\n"
	        "2,Another made-up measure,\"MOL; local people\",2026\n"
	        "3,A third made-up measure,\"MOL; local people; nobody\",2026\n";
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-FILE", 2026, 2030);
	struct plan_file *f;
	const struct measure *m;

	as(cx, "sec");
	f = look_at_csv(cx, p, table);
	assert_int_equal(f->names_n, 3);
	assert_string_equal(f->names[0].name, "Ministry of Educatoin and Magic");
	assert_string_equal(f->names[1].name, "local people");
	assert_int_equal(f->names[1].rows, 2);
	assert_counts(f, 0, 0, 0, 3);
	decide(cx, &f, plan_name_decision(cx, "LOCAL people"), "partner");
	decide(cx, &f, plan_name_decision(cx, "nobody"), "out");
	decide(cx, &f, plan_name_decision(cx, "Ministry of Educatoin and Magic"),
	       arena_fmt(cx->mem, "alias:%lld", (long long)body(cx, "MOJ")));
	assert_counts(f, 3, 0, 0, 0);
	assert_int_equal(count_of(cx, "SELECT count(*) FROM alias WHERE label LIKE '%Magic'"), 0);
	bring_in(cx, f);
	assert_int_equal(count_of(cx, "SELECT count(*) FROM alias WHERE label LIKE '%Magic'"), 1);
	m = stored(cx, p, "1");
	assert_true(refs_has(&m->co, body(cx, "MOJ")));
	m = stored(cx, p, "3");
	assert_int_equal(m->partners.n, 1);
	assert_string_equal(((struct measure_partner *)m->partners.v)->name, "local people");
	f = look_at_csv(cx, p,
	                "No,Measure,Responsible,Timeframe\n"
	                "9,A made-up measure,Ministry of Educatoin and Magic,2026\n");
	assert_counts(f, 1, 0, 0, 0); /* the name was taught */
}

/* A letter too few is nobody's name, and whose it may be is proposed. */
static void who_is_called_alike_is_proposed(void **state)
{
	static const struct {
		const char *name, *body;
	} tried[] = { { "Министерство образованя", "MOE" },
		      { "Bilim ministirligi", "MOE" },
		      { "Ministry of Forein Affairs", "MFA" } };
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-FILE", 2026, 2030);

	as(cx, "sec");
	for (size_t i = 0; i < LEN(tried); i++) {
		struct plan_file *f = look_at_csv(
		        cx, p,
		        arena_fmt(cx->mem,
		                  "No,Measure,Responsible,Timeframe\n1,A made-up measure,%s,2026\n",
		                  tried[i].name));
		bool there = false;

		assert_int_equal(f->names_n, 1);
		assert_counts(f, 0, 0, 0, 1);
		for (size_t k = 0; k < f->names[0].near_n; k++)
			there |= f->names[0].near[k].record == body(cx, tried[i].body);
		assert_true(there);
	}
}

/* What a file quotes nobody knows: nothing of it waits once something is erased. */
static void an_erasure_takes_waiting_files(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-FILE", 2026, 2030);
	int64_t id;

	as(cx, "sec");
	id = russian(cx, p)->staging->id;
	test_ok(cx, staging_erased(cx, &plan_type, p, p));
	assert_null(plan_file_look(cx, id));
	assert_int_equal(cx->err.kind, ERR_NOT_FOUND);
	error_clear(cx);
	assert_int_equal(count_of(cx, "SELECT count(*) FROM attachment"), 0);
}

static void indicators_are_matched_or_kept_as_words(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-FILE", 2026, 2030);
	struct indicator *i = record_new(cx, &indicator_type);
	struct plan_file *f;
	const struct measure *m;

	i->code = "TRIAL-1";
	i->name = words(cx, "A made-up share");
	i->kind = i->unit_kind = i->periodicity = 1;
	i->source_body = body(cx, "MOE");
	test_ok(cx, record_save_as(cx, &indicator_type, i, CHANGE_CREATE));
	as(cx, "sec");
	f = look_at_csv(
	        cx, p,
	        "No,Measure,Responsible,Timeframe,Indicator,Expected result\n"
	        "1,A made-up measure,MOE,2026,\"TRIAL-1: the share\nMade-up schools\",Better\n"
	        "2,Another made-up measure,MOE,2026,a made-up SHARE,\n"
	        "3,A third made-up measure,MOE,2026,Принято законов,\n");
	assert_string_equal(item_called(f, "1")->words, "Made-up schools");
	assert_string_equal(item_called(f, "3")->words, "Принято законов");
	bring_in(cx, f);
	m = stored(cx, p, "1");
	assert_true(refs_has(&m->indicators, i->record.id));
	assert_string_equal(m->expected_result.v[0].body, "Better\nMade-up schools");
	assert_true(refs_has(&stored(cx, p, "2")->indicators, i->record.id));
}

/* ---- files of other kinds */

static void put_row(struct document *d, enum document_row kind, const char *const cells[4])
{
	document_row(d, kind);
	for (size_t i = 0; i < 4; i++) {
		document_cell(d, &(struct document_cell){ 0 });
		document_text(d, cells[i]);
	}
}

/* The number and the measure of the row above go on, with another executor. */
static void put_more(struct document *d, const char *executor)
{
	document_row(d, DOCUMENT_BODY_ROW);
	for (int i = 0; i < 2; i++)
		document_cell(d, &(struct document_cell){ .merge = DOCUMENT_ABOVE });
	document_cell(d, &(struct document_cell){ 0 });
	document_text(d, executor);
	document_cell(d, &(struct document_cell){ .merge = DOCUMENT_ABOVE });
}

static void put_first(struct document *d, const char *const cells[4])
{
	document_row(d, DOCUMENT_BODY_ROW);
	for (size_t i = 0; i < 4; i++) {
		document_cell(d, &(struct document_cell){ .merge = i == 2 ? DOCUMENT_ALONE
		                                                          : DOCUMENT_FIRST });
		document_text(d, cells[i]);
	}
}

static void put_heading(struct document *d, const char *text)
{
	document_row(d, DOCUMENT_BODY_ROW);
	document_cell(d, &(struct document_cell){ .columns = 4 });
	document_text(d, text);
}

/* A plan on two pages, the heads above each. */
static struct buffer made_up_docx(struct context *cx)
{
	static const int widths[] = { 1, 5, 3, 2 };
	static const char *const head[] = { "T/b", "Çäreleriň ady", "Ýerine ýetirijiler",
		                            "Ýerine ýetiriş möhleti" };
	static const char *const rows[][4] = {
		{ "1.", "Oýlanyp tapylan çäre: okuw kitaplaryny täzelemek",
		  "Bilim ministrligi (jogapkär),\nAdalat ministrligi", "2026-njy ýyl" },
		{ "2.", "Oýlanyp tapylan ikinji çäre", "Türkmenistanyň Adalat ministrligi",
		  "her ýyl" },
	};
	struct document *d = docx_start(
	        cx, &(struct document_about){ .title = "Oýlanyp tapylan", .lang = "tk" });
	struct buffer out = BUFFER(cx->mem, MAX_ANSWER);

	test_ok(cx, d != NULL);
	document_heading(d, 1, NULL, "Barlag üçin oýlanyp tapylan meýilnama");
	document_table(d, &(struct document_table){ .widths = widths, .columns = 4 });
	put_row(d, DOCUMENT_HEAD_ROW, head);
	put_heading(d, "I bölüm. Bilim (oýlanyp tapylan)");
	put_row(d, DOCUMENT_BODY_ROW, rows[0]);
	document_end_table(d);
	document_text(d, "Dowamy");
	document_table(d, &(struct document_table){ .widths = widths, .columns = 4 });
	put_row(d, DOCUMENT_HEAD_ROW, head);
	put_first(d, rows[1]);
	put_more(d, "Daşary işler ministrligi");
	document_end_table(d);
	test_ok(cx, document_end(cx, d, sink_to_buffer, &out));
	return out;
}

static void a_word_document_goes_on_over_its_pages(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-FILE", 2026, 2030);
	struct buffer file = made_up_docx(cx);
	struct plan_file *f;
	const struct measure *m;
	int64_t id;

	as(cx, "sec");
	id = added(cx, p, "made-up.docx", buffer_str(&file), file.len);
	test_ok(cx, id != 0);
	f = looked(cx, id);
	assert_string_equal(f->lang, "tk");
	assert_counts(f, 2, 0, 0, 0);
	assert_int_equal(f->parts[PLAN_NEW], 1);
	bring_in(cx, f);
	m = stored(cx, p, "1");
	assert_int_equal(m->lead, body(cx, "MOE"));
	assert_true(refs_has(&m->co, body(cx, "MOJ")));
	assert_int_equal(m->due.year, 2026);
	m = stored(cx, p, "2");
	assert_int_not_equal(((struct measure_place *)m->places.v)->part, 0);
	assert_int_equal(m->timing_kind, TIMING_YEARLY);
	assert_int_equal(m->lead, body(cx, "MOJ"));
	assert_true(refs_has(&m->co, body(cx, "MFA")));
}

static void a_workbook_may_have_no_heads(void **state)
{
	static const char *const first[] = { "1.10", "A made-up measure without any head above it",
		                             "Ministry of Education", "2026" };
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-FILE", 2026, 2030);
	struct xlsx *x = xlsx_start(cx, "Plan", "About", first, 4);
	struct buffer out = BUFFER(cx->mem, MAX_ANSWER);
	struct plan_file *f;
	int64_t id;

	test_ok(cx, x != NULL && xlsx_row(cx, x));
	xlsx_text(x, "1.11");
	xlsx_text(x, "Another made-up measure without any head");
	xlsx_text(x, "MOL");
	xlsx_integer(x, 2027);
	xlsx_about(x, "made up", "nothing of this is true");
	test_ok(cx, xlsx_end(cx, x, sink_to_buffer, &out));
	as(cx, "sec");
	id = added(cx, p, "made-up.xlsx", buffer_str(&out), out.len);
	test_ok(cx, id != 0);
	f = looked(cx, id);
	assert_int_equal(item_called(f, "1.10")->fate, PLAN_NEW);
	assert_int_equal(item_called(f, "1.11")->fate, PLAN_NEW);
	decide(cx, &f, "column:0:3", "skipped");
	assert_wrong(f, "1.10", PLAN_TERM, "missing");
	decide(cx, &f, "column:0:3", "term");
	decide(cx, &f, "row:2", "out");
	assert_int_equal(f->left, 1);
	test_ok(cx, staging_correct(cx, f->staging,
	                            &(struct correction){ 1, 4, "2026", "IV quarter 2026" }));
	f = looked(cx, id);
	bring_in(cx, f);
	assert_string_equal(stored(cx, p, "1.10")->timing, "IV quarter 2026");
}

/* ---- where it may go */

static void a_new_plan_is_made_with_it(void **state)
{
	static const struct decision typed[] = { { "new.code", "TRIAL-NEW" },
		                                 { "new.title", "A made-up plan" },
		                                 { "new.kind", "thematic_plan" },
		                                 { "new.from", "2026" },
		                                 { "new.to", "2027" } };
	static const char table[] = "No,Measure,Responsible,Timeframe\n"
	                            "Section 1. Made up,,,\n"
	                            "1,A made-up measure,MOE,2026\n";
	struct context *cx = begin(state);
	const struct plan *p;
	struct material *m;
	struct plan_file *f;

	as(cx, "sec");
	m = material_read_here(cx, table, strlen(table),
	                       &(struct material_options){ .encoding = NULL });
	test_ok(cx, m != NULL);
	f = looked(cx, plan_file_add(cx, "made-up.csv", table, strlen(table),
	                             plan_table_keep(cx, m), NULL, typed, LEN(typed)));
	assert_true(f->new_plan);
	assert_null(record_by_key(cx, &plan_type, "TRIAL-NEW"));
	bring_in(cx, f);
	p = record_by_key(cx, &plan_type, "TRIAL-NEW");
	assert_non_null(p);
	assert_int_equal(p->period_to.year, 2027);
	assert_int_equal(stored(cx, p, "1")->lead, body(cx, "MOE"));
	assert_null(plan_file_new_plan(cx, typed, 2));
	assert_int_equal(cx->err.kind, ERR_INVALID);
	error_clear(cx);
}

static void an_approved_plan_takes_nothing_in(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-FILE", 2025, 2030);
	struct plan_file *f;
	int64_t import;

	as(cx, "sec");
	f = russian(cx, p);
	approve(cx, p);
	as(cx, "sec");
	f = looked(cx, f->staging->id);
	assert_true(f->closed);
	assert_false(plan_file_make(cx, f, &import));
	assert_int_equal(cx->err.kind, ERR_INVALID);
	error_clear(cx);
}

static void a_ministry_brings_in_its_own_alone(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-FILE", 2026, 2030);
	struct plan_file *f;

	p->record.institution = body(cx, "MOE");
	test_ok(cx, record_save_as(cx, &plan_type, p, CHANGE_UPDATE));
	as(cx, "fp");
	f = look_at_csv(cx, p,
	                "No,Measure,Responsible,Timeframe\n"
	                "1,A made-up measure,MOE,2026\n"
	                "2,A made-up measure of another,MOL,2026\n");
	assert_counts(f, 1, 0, 0, 1);
	as(cx, "fp2");
	assert_null(plan_file_look(cx, f->staging->id));
	assert_int_equal(cx->err.kind, ERR_NOT_FOUND);
	error_clear(cx);
}

static void a_file_without_tables_and_too_long_ones_are_refused(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-FILE", 2026, 2030);
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);
	struct document *d =
	        docx_start(cx, &(struct document_about){ .title = "Made up", .lang = "en" });

	as(cx, "sec");
	document_text(d, "A made-up text without a table.");
	test_ok(cx, document_end(cx, d, sink_to_buffer, &b));
	assert_int_equal(added(cx, p, "made-up.docx", buffer_str(&b), b.len), 0);
	assert_int_equal(cx->err.kind, ERR_INVALID);
	assert_non_null(strstr(cx->err.text, "no table"));
	error_clear(cx);
	b = BUFFER(cx->mem, MAX_ANSWER);
	for (int i = 0; i <= MOST_PLAN_ROWS; i++)
		buffer_fmt(&b, "%d,made up,MOE,2026\n", i);
	assert_int_equal(added(cx, p, "made-up.csv", buffer_str(&b), b.len), 0);
	assert_int_equal(cx->err.kind, ERR_TOO_LARGE);
	assert_non_null(strstr(cx->err.text, "3000 rows"));
	error_clear(cx);
}

/* Measures and parts are closed, not taken out: what it made stays, with that reason. */
static void what_it_made_is_not_taken_out(void **state)
{
	struct context *cx = begin(state);
	struct plan *p = drafted(cx, "TRIAL-FILE", 2026, 2030);
	struct import_undone u = { .progress = NULL };
	int64_t import;

	as(cx, "sec");
	test_ok(cx, plan_file_make(cx, russian(cx, p), &import));
	cx->reason = "It was made up";
	test_ok(cx, import_undo(cx, import, &u));
	assert_int_equal(u.undone, 0);
	assert_int_equal(u.kept_n, 5);
	assert_int_equal(stored(cx, p, "2.1")->lead, body(cx, "MOJ"));
}

/* ---- headings */

static void headings_say_what_they_are(void **state)
{
	static const struct {
		const char *text, *number, *title;
		int kind;
	} tried[] = {
		{ "Section II. Health", "II", "Health", 2 },
		{ "Часть 1. Общее", "1", "Общее", 1 },
		{ "Раздел III – Право", "III", "Право", 2 },
		{ "1-nji bölüm. Bilim", "1", "Bilim", 2 },
		{ "II bölüm. Saglyk", "II", "Saglyk", 2 },
		{ "Maksat 2.1: Mekdepler", "2.1", "Mekdepler", 3 },
		{ "IV. Children", "IV", "Children", 0 },
		{ "In schools", "", "In schools", 0 },
		{ "Objective", "", "Objective", 3 },
	};
	struct context *cx = begin(state);

	for (size_t i = 0; i < LEN(tried); i++) {
		struct plan_heading h = plan_heading_read(cx->mem, "", tried[i].text);

		assert_string_equal(h.number, tried[i].number);
		assert_string_equal(h.title, tried[i].title);
		assert_int_equal(h.kind, tried[i].kind);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_becomes_parts_and_measures),
		cmocka_unit_test(the_same_file_twice_changes_nothing),
		cmocka_unit_test(what_a_person_put_right_stays),
		cmocka_unit_test(what_is_wrong_stands_beside_its_cell),
		cmocka_unit_test(names_that_nobody_has_are_decided_once),
		cmocka_unit_test(who_is_called_alike_is_proposed),
		cmocka_unit_test(an_erasure_takes_waiting_files),
		cmocka_unit_test(indicators_are_matched_or_kept_as_words),
		cmocka_unit_test(a_word_document_goes_on_over_its_pages),
		cmocka_unit_test(a_workbook_may_have_no_heads),
		cmocka_unit_test(a_new_plan_is_made_with_it),
		cmocka_unit_test(an_approved_plan_takes_nothing_in),
		cmocka_unit_test(a_ministry_brings_in_its_own_alone),
		cmocka_unit_test(a_file_without_tables_and_too_long_ones_are_refused),
		cmocka_unit_test(what_it_made_is_not_taken_out),
		cmocka_unit_test(headings_say_what_they_are),
	};

	return world_tests("plan_file", tests, LEN(tests));
}
