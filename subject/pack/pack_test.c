/* Packs: out, filled in, back, compared, taken in; and whatever is refused (README.md), on both
 * engines. */
#include "subject/pack/pack_test.h"

#include "format/xlsx.h"

#define K (&pack_type)

/* The sheet of reports has the year in F, the period in G, the four boxes in H to K, the status in
 * L, what is missing in M and per cent in N. */

static struct context *with_key(struct world *w, struct cast *c)
{
	struct context *cx = w->cx;

	w->app.subjects = subjects;
	test_ok(cx, key_load(cx, w->key_path, true));
	return begin(w, c);
}

static struct buffer filled(struct context *cx, const struct buffer *b, const char *row,
                            const char *done)
{
	const struct edit edits[] = {
		cell(cx, REPORTS, arena_fmt(cx->mem, "H%s", row), done),
		cell(cx, REPORTS, arena_fmt(cx->mem, "I%s", row), "It is known."),
		cell(cx, REPORTS, arena_fmt(cx->mem, "J%s", row), "none"),
		cell(cx, REPORTS, arena_fmt(cx->mem, "K%s", row), "Go on."),
		cell(cx, REPORTS, arena_fmt(cx->mem, "L%s", row), "In progress"),
		cell(cx, REPORTS, arena_fmt(cx->mem, "N%s", row), "40"),
	};

	return edited(cx, b, edits, LEN(edits));
}

static int64_t all_shown(const void *data, const char *key)
{
	const struct pack_compared *v = data;

	for (; v->line; v++)
		if (str_eq(v->line->key, key))
			return v->saved ? v->saved->record.version : 0;
	return -1;
}

static bool the_packs(const void *data, const char *key, const char *field)
{
	(void)data;
	(void)key;
	(void)field;
	return true;
}

/* Brought back, shown whole and taken in by who acts. */
static struct pack_outcome taken(struct context *cx, const struct buffer *b, pack_choice *choose)
{
	const struct pack_content *c = content(cx, b);
	struct pack_compared *v = compared(cx, c), *all;
	struct pack_outcome o;
	int64_t pack = pack_bring_back(cx, c, "pack.xlsx", b->text, b->len);

	all = arena_array(cx->mem, struct pack_compared, c->n + 1);
	memcpy(all, v, c->n * sizeof *v);
	all[c->n].line = NULL;
	test_ok(cx, pack != 0);
	test_ok(cx, pack_take(cx, pack, c, all_shown, choose, all, &o));
	return o;
}

static const struct pack *pack_now(struct context *cx, const struct buffer *b)
{
	const struct pack *p = record_by_key(cx, K, content(cx, b)->code);

	test_ok(cx, p != NULL);
	return p;
}

static const char *text_in(const struct texts *x, const char *lang)
{
	for (size_t i = 0; i < x->n; i++)
		if (str_eq(x->v[i].lang, lang))
			return x->v[i].body;
	return "";
}

/* ---- out and back */

static void it_is_filled_in_and_becomes_drafts(void **state)
{
	struct cast c;
	struct context *cx = with_key(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };
	struct link asked = { R, recommendation(cx, &c, "1", ASKS_LAW) };
	struct buffer b = issued(cx, &c.of[ROLE_SEC], c.justice, "en"), back;
	const struct pack_content *p;
	struct pack_compared *v;
	struct progress_update **u;
	struct pack_outcome o;
	size_t n;

	cx->actor = &c.of[ROLE_FP];
	p = content(cx, &b);
	test_ok(cx, p != NULL);
	assert_int_equal(p->n, 2);
	assert_int_equal(p->lines[0].about.id, about.id);
	assert_int_equal(p->lines[1].about.id, asked.id);
	v = compared(cx, p);
	assert_int_equal(v[0].verdict, PACK_SAME);
	assert_int_equal(v[1].verdict, PACK_SAME);
	back = filled(cx, &b, "2", "=1+1");
	v = compared(cx, content(cx, &back));
	assert_int_equal(v[0].verdict, PACK_NEW);
	assert_int_equal(v[1].verdict, PACK_SAME);
	assert_string_equal(field_of(&v[0], "done")->packed, "=1+1");
	assert_string_equal(field_of(&v[0], "percent")->packed, "40");
	o = taken(cx, &back, NULL);
	assert_int_equal(o.taken, 1);
	assert_int_equal(o.left, 0);
	test_ok(cx, progress_of(cx, about, 9, &u, &n));
	assert_int_equal(n, 1);
	assert_string_equal(stage_of(cx, U, u[0]->record.id), "draft");
	assert_string_equal(text_in(&u[0]->done, "en"), "=1+1");
	assert_int_equal(u[0]->status, STATUS_IN_PROGRESS);
	assert_int_equal(u[0]->percent.units, 40);
	assert_int_equal(u[0]->record.created_by, c.of[ROLE_FP].user);
	assert_string_equal(stage_of(cx, K, pack_now(cx, &back)->record.id), "taken_in");
	/* the same once more changes nothing */
	v = compared(cx, content(cx, &back));
	assert_int_equal(v[0].verdict, PACK_SAME);
	assert_int_equal(taken(cx, &back, NULL).taken, 0);
	test_ok(cx, progress_of(cx, about, 9, &u, &n));
	assert_int_equal(n, 1);
}

static void it_speaks_its_language(void **state)
{
	struct cast c;
	struct context *cx = with_key(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };
	struct buffer b = issued(cx, &c.of[ROLE_FP], c.justice, "ru"), back;
	struct edit edits[2] = { cell(cx, REPORTS, "H2", "Обучены сорок учителей") };
	struct progress_update **u;
	const char *before = cx->lang, *label;
	size_t n;

	cx->lang = "ru";
	label = tr(cx, recommendation_statuses[STATUS_IN_PROGRESS - 1].label);
	cx->lang = before;
	edits[1] = cell(cx, REPORTS, "L2", label);
	back = edited(cx, &b, edits, LEN(edits));
	assert_int_equal(taken(cx, &back, NULL).taken, 1);
	test_ok(cx, progress_of(cx, about, 9, &u, &n));
	assert_string_equal(text_in(&u[0]->done, "ru"), "Обучены сорок учителей");
	assert_string_equal(text_in(&u[0]->done, "en"), "");
	assert_int_equal(u[0]->status, STATUS_IN_PROGRESS);
}

static void a_draft_is_in_it(void **state)
{
	struct cast c;
	struct context *cx = with_key(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };
	int64_t id = written(cx, &c, report(cx, about, 2026, PART_FIRST_HALF));
	struct buffer b = issued(cx, &c.of[ROLE_FP], c.justice, "en"), back;
	const struct edit edits[] = { cell(cx, REPORTS, "H2", "Much more."),
		                      cell(cx, REPORTS, "J2", "") };
	const struct progress_update *u;
	struct pack_compared *v;

	assert_int_equal(content(cx, &b)->lines[0].update, id);
	assert_string_equal(content(cx, &b)->lines[0].typed[2], "The list was made.");
	back = edited(cx, &b, edits, LEN(edits));
	v = compared(cx, content(cx, &back));
	assert_int_equal(v[0].verdict, PACK_CHANGED);
	assert_int_equal(v[0].n, 2);
	assert_string_equal(field_of(&v[0], "difficulties")->packed, "");
	assert_int_equal(taken(cx, &back, NULL).taken, 1);
	u = record_get(cx, U, id);
	assert_string_equal(text_in(&u->done, "en"), "Much more.");
	assert_int_equal(u->difficulties.n, 0);
	assert_string_equal(text_in(&u->result, "en"), "The numbers are published.");
}

static void what_is_sent_is_not_asked_again(void **state)
{
	struct cast c;
	struct context *cx = with_key(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };
	const struct pack_line *line;
	struct buffer b;

	approved(cx, &c, report(cx, about, 2026, PART_SECOND_HALF));
	b = issued(cx, &c.of[ROLE_FP], c.justice, "en");
	line = &content(cx, &b)->lines[0];
	assert_int_equal(line->update, 0);
	assert_int_equal(line->year, 0); /* nothing is owed: whoever wants to, says the period */
}

static int64_t percent_of(struct context *cx, const struct cast *c)
{
	struct indicator *i = record_new(cx, &indicator_type);

	cx->actor = &console;
	i->code = "SAMPLE-P";
	i->name = words(cx, "Share of women (sample)");
	i->kind = INDICATOR_OUTCOME;
	i->unit_kind = UNIT_PERCENT;
	i->unit = words(cx, "%");
	i->periodicity = EVERY_YEAR;
	i->source_body = c->statistics;
	test_ok(cx, record_save_as(cx, &indicator_type, i, CHANGE_CREATE));
	return i->record.id;
}

static void values_of_indicators_come_with_it(void **state)
{
	struct cast c;
	struct context *cx = with_key(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };
	int64_t of = percent_of(cx, &c);
	struct measure *m = record_get_any(cx, M, about.id);
	struct progress_update **u;
	const struct progress_value *value;
	struct pack_compared *v;
	struct buffer b, back;
	struct edit edits[2];
	size_t n;

	refs_add(cx, &m->indicators, of);
	test_ok(cx, record_save_as(cx, M, m, CHANGE_UPDATE));
	b = issued(cx, &c.of[ROLE_FP], c.justice, "en");
	edits[0] = cell(cx, VALUES, "F2", "much");
	back = edited(cx, &b, edits, 1);
	v = compared(cx, content(cx, &back));
	assert_int_equal(v[0].verdict, PACK_INVALID);
	assert_string_equal(field_of(&v[0], "values.0")->error, "This is no number.");
	edits[0] = cell(cx, VALUES, "F2", "140"); /* outside its unit */
	back = edited(cx, &b, edits, 1);
	v = compared(cx, content(cx, &back));
	assert_int_equal(v[0].verdict, PACK_INVALID);
	assert_non_null(v[0].why);
	assert_int_equal(taken(cx, &back, NULL).left, 1);
	edits[0] = cell(cx, VALUES, "F2", "34.5");
	edits[1] = cell(cx, REPORTS, "H2", "They were counted.");
	back = edited(cx, &b, edits, 2);
	assert_int_equal(taken(cx, &back, NULL).taken, 1);
	test_ok(cx, progress_of(cx, about, 9, &u, &n));
	value = u[0]->values.v;
	assert_int_equal(u[0]->values.n, 1);
	assert_int_equal(value->indicator, of);
	assert_int_equal(value->value.units, 345000);
}

/* ---- what was saved since */

static void write_here(struct context *cx, int64_t id, const char *done)
{
	struct progress_update *u = record_get(cx, U, id);

	u->done = words(cx, done);
	test_ok(cx, record_step(cx, U, u, step_named(U, "write")));
}

static void what_was_changed_here_too_is_decided_by_field(void **state)
{
	struct cast c;
	struct context *cx = with_key(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };
	int64_t id = written(cx, &c, report(cx, about, 2026, PART_FIRST_HALF));
	struct buffer b = issued(cx, &c.of[ROLE_FP], c.justice, "en"), back;
	const struct edit edits[] = { cell(cx, REPORTS, "H2", "From the pack."),
		                      cell(cx, REPORTS, "K2", "Next, from the pack.") };
	const struct progress_update *u;
	const struct pack_field *f;
	struct pack_compared *v;

	write_here(cx, id, "From here.");
	back = edited(cx, &b, edits, LEN(edits));
	v = compared(cx, content(cx, &back));
	assert_int_equal(v[0].verdict, PACK_CONFLICT);
	f = field_of(&v[0], "done");
	assert_true(f->conflict);
	assert_false(f->taken);
	assert_string_equal(f->issued, "The list was made.");
	assert_string_equal(f->saved, "From here.");
	assert_string_equal(f->packed, "From the pack.");
	assert_true(field_of(&v[0], "next_step")->taken);
	/* nobody chose: what is saved stays */
	assert_int_equal(taken(cx, &back, NULL).taken, 1);
	u = record_get(cx, U, id);
	assert_string_equal(text_in(&u->done, "en"), "From here.");
	assert_string_equal(text_in(&u->next_step, "en"), "Next, from the pack.");
	/* the file is kept, and one may think again */
	assert_true(pack_now(cx, &back)->returned != 0);
	assert_int_equal(taken(cx, &back, the_packs).taken, 1);
	u = record_get(cx, U, id);
	assert_string_equal(text_in(&u->done, "en"), "From the pack.");
}

static void what_was_begun_here_meanwhile_is_not_begun_twice(void **state)
{
	struct cast c;
	struct context *cx = with_key(*state, &c);
	struct link about = { R, recommendation(cx, &c, "1", ASKS_LAW) };
	struct buffer b = issued(cx, &c.of[ROLE_FP], c.justice, "en"), back;
	struct progress_update **u;
	struct pack_compared *v;
	size_t n;

	written(cx, &c, report(cx, about, 2026, PART_FIRST_HALF));
	back = filled(cx, &b, "2", "From the pack.");
	v = compared(cx, content(cx, &back));
	assert_int_equal(v[0].verdict, PACK_CONFLICT);
	assert_string_equal(field_of(&v[0], "done")->issued, "");
	assert_string_equal(field_of(&v[0], "done")->saved, "The list was made.");
	taken(cx, &back, the_packs);
	test_ok(cx, progress_of(cx, about, 9, &u, &n));
	assert_int_equal(n, 1);
	assert_string_equal(text_in(&u[0]->done, "en"), "From the pack.");
}

static void what_was_sent_meanwhile_is_left_alone(void **state)
{
	struct cast c;
	struct context *cx = with_key(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };
	int64_t id = written(cx, &c, report(cx, about, 2026, PART_FIRST_HALF));
	struct buffer b = issued(cx, &c.of[ROLE_FP], c.justice, "en"), back;
	struct pack_compared *v;

	test_ok(cx, take(cx, U, id, "submit", NULL));
	back = filled(cx, &b, "2", "From the pack.");
	v = compared(cx, content(cx, &back));
	assert_int_equal(v[0].verdict, PACK_CLOSED);
	assert_non_null(v[0].why);
	assert_string_equal(field_of(&v[0], "done")->packed, "From the pack.");
	assert_int_equal(taken(cx, &back, the_packs).taken, 0);
	assert_string_equal(text_in(&((struct progress_update *)record_get(cx, U, id))->done, "en"),
	                    "The list was made.");
}

static void nobody_decides_on_what_he_has_not_seen(void **state)
{
	struct cast c;
	struct context *cx = with_key(*state, &c);
	struct link about = { M, measure(cx, &c, 0) };
	int64_t id = written(cx, &c, report(cx, about, 2026, PART_FIRST_HALF)), pack;
	struct buffer b = issued(cx, &c.of[ROLE_FP], c.justice, "en"),
	              back = filled(cx, &b, "2", "From the pack.");
	const struct pack_content *p = content(cx, &back);
	struct pack_compared all[2] = { compared(cx, p)[0] };
	struct pack_outcome o;

	pack = pack_bring_back(cx, p, "pack.xlsx", back.text, back.len);
	test_ok(cx, pack != 0);
	write_here(cx, id, "From here, since.");
	test_fails(cx, pack_take(cx, pack, p, all_shown, the_packs, all, &o), ERR_CONFLICT);
	assert_string_equal(text_in(&((struct progress_update *)record_get(cx, U, id))->done, "en"),
	                    "From here, since.");
	assert_string_equal(stage_of(cx, K, pack), "brought_back");
}

/* ---- what cannot be so */

static void what_is_invalid_is_told_and_left(void **state)
{
	struct cast c;
	struct context *cx = with_key(*state, &c);
	struct link first = { M, measure(cx, &c, 0) };
	struct link second = { R, recommendation(cx, &c, "1", ASKS_LAW) };
	struct buffer b = issued(cx, &c.of[ROLE_FP], c.justice, "en"),
	              back = filled(cx, &b, "2", "Good.");
	const struct edit edits[] = { cell(cx, REPORTS, "H3", "Good, too."),
		                      cell(cx, REPORTS, "L3", "Nearly done"),
		                      cell(cx, REPORTS, "N3", "a lot") };
	const struct edit period[] = { cell(cx, REPORTS, "F3", "2031"),
		                       cell(cx, REPORTS, "H3", "Good, too.") };
	struct progress_update **u;
	struct pack_compared *v;
	struct pack_outcome o;
	size_t n;

	back = edited(cx, &back, edits, LEN(edits));
	v = compared(cx, content(cx, &back));
	assert_int_equal(v[0].verdict, PACK_NEW);
	assert_int_equal(v[1].verdict, PACK_INVALID);
	assert_non_null(field_of(&v[1], "status")->error);
	assert_string_equal(field_of(&v[1], "status")->packed, "Nearly done");
	assert_non_null(field_of(&v[1], "percent")->error);
	o = taken(cx, &back, NULL);
	assert_int_equal(o.taken, 1);
	assert_int_equal(o.left, 1);
	assert_string_equal(stage_of(cx, K, pack_now(cx, &back)->record.id), "brought_back");
	test_ok(cx, progress_of(cx, first, 9, &u, &n));
	assert_int_equal(n, 1);
	test_ok(cx, progress_of(cx, second, 9, &u, &n));
	assert_int_equal(n, 0);
	/* what the rules of reports refuse, beside its field */
	back = edited(cx, &b, period, LEN(period));
	v = compared(cx, content(cx, &back));
	assert_int_equal(v[1].verdict, PACK_INVALID);
	assert_string_equal(field_of(&v[1], "year")->error, "This period has not begun.");
}

/* Refused as a whole, with the reason. */
static void refused_pack(struct context *cx, const struct buffer *b, const char *words_of_it)
{
	assert_null(content(cx, b));
	assert_int_equal(cx->err.kind, ERR_INVALID);
	assert_string_equal(cx->err.field, "file");
	if (!strstr(cx->err.text, words_of_it))
		fail_msg("no “%s” in: %s", words_of_it, cx->err.text);
	error_clear(cx);
}

static void an_altered_pack_is_refused(void **state)
{
	struct cast c;
	struct context *cx = with_key(*state, &c);
	const struct {
		struct edit edit;
		const char *words_of_it;
	} cases[] = {
		{ cell(cx, REPORTS, "D2", "Another measure"), "row 2: something was changed" },
		{ cell(cx, REPORTS, "A3", "7"), "row 3: something was changed" },
		{ cell(cx, REPORTS, "H1", "Done"), "Columns of the sheet" },
		{ cell(cx, REPORTS, "O2", "2"), "row 2: something was changed" },
		{ cell(cx, REPORTS, "O2", "99"), "row 2: this row is not of the pack" },
		{ cell(cx, VALUES, "F1", "Values"), "Columns of the sheet" },
		{ { REPORTS, "<row r=\"3\"", "</row>", "" }, "the row No. 2 is missing" },
		{ { REPORTS, "</sheetData>", "</sheetData>",
		    "<row r=\"4\"><c r=\"D4\" t=\"inlineStr\"><is><t>New</t></is></c></row>"
		    "</sheetData>" },
		  "row 4: this row is not of the pack" },
		{ { REPORTS, "</row></sheetData>", "</row></sheetData>",
		    "<c r=\"P3\" t=\"inlineStr\"><is><t>Note</t></is></c></row></sheetData>" },
		  "row 3: something stands beside" },
		{ { BOOK, "name=\"Progress\"", "\"Progress\"", "name=\"Mine\"" },
		  "The sheet “Progress” of the pack is missing" },
		{ { BOOK, "name=\"ygrar\"", "\"ygrar\"", "name=\"other\"" },
		  "This is no ministry pack" },
		/* a version, the institution, the language */
		{ cell(cx, MANIFEST, "B2", "2"), "of another version of the program" },
		{ cell(cx, MANIFEST, "B4", "4711"), "The signature does not fit" },
		{ cell(cx, MANIFEST, "B5", "tk"), "The signature does not fit" },
		{ cell(cx, MANIFEST, "F9", "1"), "The signature does not fit" },
		{ cell(cx, MANIFEST, "A11", "nothing"), "The signature of the pack is missing" },
		{ cell(cx, MANIFEST, "B11", "00"), "The signature does not fit" },
		{ cell(cx, MANIFEST, "C11",
		       "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
		  "by another server" },
	};
	struct buffer b, back;

	measure(cx, &c, 0);
	recommendation(cx, &c, "1", ASKS_LAW);
	b = issued(cx, &c.of[ROLE_FP], c.justice, "en");
	test_ok(cx, content(cx, &b) != NULL);
	for (size_t i = 0; i < LEN(cases); i++) {
		back = edited(cx, &b, &cases[i].edit, 1);
		refused_pack(cx, &back, cases[i].words_of_it);
	}
	/* what was refused has left nothing */
	assert_string_equal(stage_of(cx, K, pack_now(cx, &b)->record.id), "issued");
}

static void a_row_stands_once(void **state)
{
	struct cast c;
	struct context *cx = with_key(*state, &c);
	const struct edit twice = { REPORTS, "</sheetData>", "</sheetData>",
		                    "<row r=\"9\"><c r=\"O9\" t=\"inlineStr\"><is><t>1</t></is>"
		                    "</c></row></sheetData>" };
	struct buffer b, back;

	measure(cx, &c, 0);
	recommendation(cx, &c, "1", ASKS_LAW);
	b = issued(cx, &c.of[ROLE_FP], c.justice, "en");
	back = edited(cx, &b, &twice, 1);
	refused_pack(cx, &back, "row 9: this row is there twice");
}

static void a_file_that_is_no_pack_is_refused(void **state)
{
	struct cast c;
	struct context *cx = with_key(*state, &c);
	static const char *const titles[] = { "T" };
	struct buffer b = BUFFER(cx->mem, MAX_PAGE), csv = BUFFER(cx->mem, 100);
	struct xlsx *x = xlsx_start(cx, "List", "About", titles, 1);

	test_ok(cx, x && xlsx_end(cx, x, sink_to_buffer, &b));
	refused_pack(cx, &b, "This is no ministry pack");
	buffer_text(&csv, "a,b\n1,2\n");
	refused_pack(cx, &csv, "This is no ministry pack");
}

/* ---- whose it is */

static void another_institutions_pack_is_refused(void **state)
{
	struct cast c;
	struct context *cx = with_key(*state, &c);
	struct buffer b, back;
	const struct pack_content *p;

	measure(cx, &c, 0);
	b = issued(cx, &c.of[ROLE_FP], c.justice, "en");
	back = filled(cx, &b, "2", "Somebody else's.");
	cx->actor = &c.other_officer;
	p = content(cx, &back);
	test_ok(cx, p != NULL);
	assert_int_equal(pack_bring_back(cx, p, "pack.xlsx", back.text, back.len), 0);
	assert_string_equal(cx->err.field, "file");
	assert_non_null(strstr(cx->err.text, "of another institution: MOJ"));
	test_fails(cx, false, ERR_INVALID);
	/* nor does she find it in the register, or have one written */
	assert_null(record_get(cx, K, pack_now(cx, &b)->record.id));
	test_fails(cx, false, ERR_NOT_FOUND);
	assert_null(pack_write(cx, c.justice, "en", sink_to_buffer, &b));
	test_fails(cx, false, ERR_FORBIDDEN);
}

static void each_role_issues_and_brings_back_what_it_may(void **state)
{
	static const struct {
		enum role role;
		bool issues, brings;
	} roles[] = {
		{ ROLE_CH, false, false },  { ROLE_DC, false, false },  { ROLE_SEC, true, false },
		{ ROLE_FP, true, true },    { ROLE_MA, true, false },   { ROLE_MJ, false, false },
		{ ROLE_OMB, false, false }, { ROLE_CSO, false, false }, { ROLE_IP, false, false },
		{ ROLE_PUB, false, false }, { ROLE_ADM, false, false }, { ROLE_AUD, false, false },
	};
	struct cast c;
	struct context *cx = with_key(*state, &c);
	struct pack_content none = { .institution = c.justice };
	struct pack_outcome o;

	for (size_t i = 0; i < LEN(roles); i++) {
		cx->actor = &c.of[roles[i].role];
		assert_int_equal(pack_may_issue(cx, c.justice), roles[i].issues);
		assert_int_equal(pack_may_bring_back(cx, c.justice), roles[i].brings);
		if (!roles[i].brings)
			test_fails(cx, pack_take(cx, 1, &none, all_shown, NULL, NULL, &o),
			           ERR_FORBIDDEN);
	}
}

static void what_is_restricted_stays_out(void **state)
{
	struct cast c;
	struct context *cx = with_key(*state, &c);
	int64_t id = measure(cx, &c, 0);
	struct measure *m = record_get_any(cx, M, id);
	struct buffer b;

	m->record.classification = CLASS_RESTRICTED;
	refs_add(cx, &m->record.readers, c.of[ROLE_FP].user);
	cx->actor = &console;
	test_ok(cx, record_save_as(cx, M, m, CHANGE_UPDATE));
	cx->actor = &c.of[ROLE_FP];
	test_ok(cx, record_get(cx, M, id) != NULL);
	b = issued(cx, &c.of[ROLE_FP], c.justice, "en");
	assert_int_equal(content(cx, &b)->n, 0);
}

/* ---- the register */

static void an_older_pack_is_told_from_the_newest(void **state)
{
	struct cast c;
	struct context *cx = with_key(*state, &c);
	struct buffer first, second;
	const struct pack *p;

	measure(cx, &c, 0);
	first = issued(cx, &c.of[ROLE_FP], c.justice, "en");
	assert_int_equal(pack_newer(cx, pack_now(cx, &first)), 0);
	second = issued(cx, &c.of[ROLE_SEC], c.justice, "tk");
	p = pack_now(cx, &second);
	assert_int_equal(pack_newer(cx, pack_now(cx, &first)), p->record.id);
	assert_int_equal(pack_newer(cx, p), 0);
}

/* Nothing is lost when the database is restored from before the pack was issued. */
static void a_pack_that_is_not_registered_is_registered_again(void **state)
{
	struct cast c;
	struct context *cx = with_key(*state, &c);
	struct buffer b, back;
	const struct pack *p;

	measure(cx, &c, 0);
	b = issued(cx, &c.of[ROLE_FP], c.justice, "en");
	test_ok(cx, db_run_values(cx, MADE_SQL("DELETE FROM pack"), NULL, NULL, 0));
	back = filled(cx, &b, "2", "Still here.");
	assert_int_equal(taken(cx, &back, NULL).taken, 1);
	p = pack_now(cx, &back);
	assert_int_equal(p->record.institution, c.justice);
	assert_int_equal(p->items.units, 1);
}

/* The key that signed may have been replaced since. */
static void an_older_key_of_ours_still_counts(void **state)
{
	struct cast c;
	struct world *w = *state;
	struct context *cx = with_key(w, &c);
	struct buffer b;

	measure(cx, &c, 0);
	b = issued(cx, &c.of[ROLE_FP], c.justice, "en");
	cx->actor = &console;
	test_ok(cx, db_commit(cx) && key_rotate(cx, w->key_path) &&
	                    db_begin(cx, w->app.store, DB_WRITE));
	cx->actor = &c.of[ROLE_FP];
	test_ok(cx, content(cx, &b) != NULL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_filled_in_and_becomes_drafts),
		cmocka_unit_test(it_speaks_its_language),
		cmocka_unit_test(a_draft_is_in_it),
		cmocka_unit_test(what_is_sent_is_not_asked_again),
		cmocka_unit_test(values_of_indicators_come_with_it),
		cmocka_unit_test(what_was_changed_here_too_is_decided_by_field),
		cmocka_unit_test(what_was_begun_here_meanwhile_is_not_begun_twice),
		cmocka_unit_test(what_was_sent_meanwhile_is_left_alone),
		cmocka_unit_test(nobody_decides_on_what_he_has_not_seen),
		cmocka_unit_test(what_is_invalid_is_told_and_left),
		cmocka_unit_test(an_altered_pack_is_refused),
		cmocka_unit_test(a_row_stands_once),
		cmocka_unit_test(a_file_that_is_no_pack_is_refused),
		cmocka_unit_test(another_institutions_pack_is_refused),
		cmocka_unit_test(each_role_issues_and_brings_back_what_it_may),
		cmocka_unit_test(what_is_restricted_stays_out),
		cmocka_unit_test(an_older_pack_is_told_from_the_newest),
		cmocka_unit_test(a_pack_that_is_not_registered_is_registered_again),
		cmocka_unit_test(an_older_key_of_ours_still_counts),
	};

	return world_tests("pack", tests, LEN(tests));
}
