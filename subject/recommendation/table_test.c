/* Thirty made-up tables (test/table/), brought in as anybody would, without help: at least 27 of
 * them must be read right to the last value that is written down for them.  Then what a person
 * corrects, what is remembered, what is told, and that special formats come first. */
#include "subject/recommendation/table_part.h"

#include "record/trust_test.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/table_made_test.h"

#include <dirent.h>

enum { TABLES = 30, RIGHT = 27, MOST_ITEMS = 40 };

/* ---- what came of a row, as text: "locator=126.1; states=FRA DEU; …" */

struct seen {
	int64_t row;
	const char *said;
};

struct seen_all {
	struct world *w;
	struct arena *mem; /* items are forgotten after each slice */
	struct seen v[MOST_ITEMS];
	size_t n;
};

static void put_refs(struct context *cx, struct buffer *b, const char *name, const struct type *t,
                     struct refs refs)
{
	if (refs.n)
		buffer_fmt(b, "%s=", name);
	for (size_t i = 0; i < refs.n; i++) {
		const void *row = record_get(cx, t, refs.v[i]);

		assert_non_null(row);
		buffer_fmt(b, "%s%s", i ? " " : "",
		           *(const char *const *)field_at(type_field_named(t, t->key), row));
	}
	if (refs.n)
		buffer_text(b, "; ");
}

static void put_ref(struct context *cx, struct buffer *b, const char *name, const struct type *t,
                    int64_t id)
{
	put_refs(cx, b, name, t, (struct refs){ &id, id != 0 });
}

static void put_choice(struct buffer *b, const char *field, int value)
{
	if (value)
		buffer_fmt(b, "%s=%s; ", field,
		           type_field_named(&recommendation_type, field)->choices[value - 1].code);
}

static void put_texts(struct buffer *b, const struct recommendation *r)
{
	buffer_text(b, "languages=");
	for (size_t i = 0; i < r->text.n; i++)
		buffer_fmt(b, "%s%s", i ? " " : "", r->text.v[i].lang);
	for (size_t i = 0; i < r->text.n; i++)
		if (r->text.v[i].original)
			buffer_fmt(b, "; original=%s", r->text.v[i].lang);
	buffer_text(b, "; ");
}

static const char *said_by(struct context *cx, const struct recommendation *r)
{
	struct buffer b = BUFFER(cx->mem, 8000);
	char date[DATE_TEXT];
	const struct source *s = r->record.sources.v;

	put_texts(&b, r);
	put_ref(cx, &b, "document", &document_type, r->document);
	if (!str_empty(r->locator))
		buffer_fmt(&b, "locator=%s; ", r->locator);
	put_ref(cx, &b, "mechanism", &mechanism_type, r->mechanism);
	put_ref(cx, &b, "cycle", &review_cycle_type, r->cycle);
	put_refs(cx, &b, "states", &country_type, r->recommending_states);
	put_refs(cx, &b, "themes", &theme_type, r->themes);
	put_refs(cx, &b, "persons", &affected_person_type, r->affected_persons);
	put_refs(cx, &b, "sdg", &sdg_type, r->sdg);
	put_choice(&b, "position", r->position);
	put_choice(&b, "priority", r->priority);
	put_choice(&b, "status", r->status);
	if (date_set(r->deadline))
		buffer_fmt(&b, "deadline=%s; ", date_text(r->deadline, date));
	if (r->status_reason.n)
		buffer_fmt(&b, "reason=%s; ", r->status_reason.v[0].body);
	if (r->record.sources.n)
		buffer_fmt(&b, "source=%s; note=%s; ", s[0].locator, s[0].note ? s[0].note : "");
	if (r->record.sources.n > 1)
		buffer_fmt(&b, "own=%s; ", s[1].note);
	return buffer_str(&b);
}

static bool looked(struct context *cx, void *listener, const struct import_item *v, size_t n)
{
	struct seen_all *all = listener;

	test_ok(cx, db_begin(cx, all->w->app.store, DB_READ));
	for (size_t i = 0; i < n && all->n < MOST_ITEMS; i++)
		all->v[all->n++] = (struct seen){
			v[i].row, v[i].problems_n ? arena_fmt(all->mem, "problem=%s; ",
			                                      v[i].problems[0].message)
			                          : arena_str(all->mem, said_by(cx, v[i].record))
		};
	test_ok(cx, db_commit(cx));
	return true;
}

/* ---- against what is expected */

struct check {
	struct world *w;
	const struct made_table *made;
	struct table *found;
	struct seen_all *seen;
	const struct import *im;
	bool wrong;
};

static void differs(struct check *c, const char *what, const char *expected, const char *got)
{
	print_message("%s: %s: expected “%s”, found “%s”\n", c->made->name, what, expected, got);
	c->wrong = true;
}

static void want(struct check *c, const char *what, const char *expected, const char *got)
{
	if (!str_eq(expected, got))
		differs(c, what, expected, got);
}

/* The value the expectations give the word; `otherwise` when they do not name it. */
static const char *expected(const struct made_table *t, const char *word, const char *otherwise)
{
	size_t n = strlen(word);

	for (size_t i = 0; i < t->lines_n; i++)
		if (t->lines[i].kind == '>' && str_starts(t->lines[i].text, word) &&
		    t->lines[i].text[n] == ' ')
			return t->lines[i].text + n + 1;
	return otherwise;
}

static const char *fields_of(struct context *cx, const struct table *t)
{
	struct buffer b = BUFFER(cx->mem, 4000);

	for (size_t i = 0; i < t->columns_n; i++) {
		const char *code = table_field_code(cx, t->columns[i].field, t->columns[i].lang);

		buffer_fmt(&b, "%s%s", i ? " " : "", *code ? code : "-");
	}
	return buffer_str(&b);
}

static const char *left_of(struct context *cx, const struct table *t)
{
	static const char *const names[] = { "above", "numbers", "again", "heading", "total" };
	struct buffer b = BUFFER(cx->mem, 4000);

	for (size_t i = 0; i < t->left_n; i++)
		buffer_fmt(&b, "%s%s", i ? " " : "", names[t->left[i].why]);
	return buffer_str(&b);
}

static void check_header(struct check *c)
{
	struct context *cx = c->w->cx;
	const struct table *t = c->found;
	const char *header = t->header == t->header_last
	                             ? arena_fmt(cx->mem, "%lld", (long long)t->header)
	                             : arena_fmt(cx->mem, "%lld-%lld", (long long)t->header,
	                                         (long long)t->header_last);

	want(c, "sheet", expected(c->made, "sheet", "1"),
	     arena_fmt(cx->mem, "%lld", (long long)t->sheet));
	want(c, "header", expected(c->made, "header", "0"), header);
	want(c, "columns", expected(c->made, "columns", ""), fields_of(cx, t));
}

static void check_found(struct check *c)
{
	struct context *cx = c->w->cx;
	const struct table *t = c->found;

	check_header(c);
	want(c, "rows", expected(c->made, "rows", ""),
	     arena_fmt(cx->mem, "%lld", (long long)t->rows));
	want(c, "left out", expected(c->made, "left", ""), left_of(cx, t));
}

static bool is_unknown(const struct import *im, const char *label)
{
	for (size_t i = 0; i < im->unknown_n; i++)
		if (str_eq(im->unknown[i].label, label))
			return true;
	return false;
}

/* "locator=126.1", "note~words", "unknown=label" */
static void check_value(struct check *c, const struct seen *row, const char *value)
{
	struct context *cx = c->w->cx;
	const char *what = arena_fmt(cx->mem, "row %lld", (long long)row->row);
	const char *tilde = strchr(value, '~');

	if (str_starts(value, "unknown=")) {
		if (!is_unknown(c->im, value + 8))
			differs(c, what, value, "not listed");
		return;
	}
	if (tilde) {
		const char *name = arena_fmt(cx->mem, "%.*s=", (int)(tilde - value), value),
		           *at = strstr(row->said, name);

		if (!at || !strstr(at, tilde + 1))
			differs(c, what, value, row->said);
		return;
	}
	if (!strstr(arena_fmt(cx->mem, " %s", row->said), arena_fmt(cx->mem, " %s; ", value)))
		differs(c, what, value, row->said);
}

static void check_row(struct check *c, const char *line)
{
	const struct seen *row = NULL;
	long long number = 0;
	const char *s = strchr(line, ':');

	assert_int_equal(sscanf(line, "row %lld:", &number), 1);
	for (size_t i = 0; i < c->seen->n; i++)
		if (c->seen->v[i].row == number)
			row = &c->seen->v[i];
	if (!row) {
		differs(c, line, "a recommendation", "nothing");
		return;
	}
	for (s = s + 1 + strspn(s + 1, " "); *s;) {
		size_t n = strcspn(s, ";");

		check_value(c, row, arena_strn(c->w->cx->mem, s, n));
		s += n + strspn(s + n, "; ");
	}
}

static void check_rows(struct check *c)
{
	for (size_t i = 0; i < c->seen->n; i++)
		if (str_starts(c->seen->v[i].said, "problem="))
			differs(c, "a row", "none is wrong", c->seen->v[i].said);
	for (size_t i = 0; i < c->made->lines_n; i++)
		if (c->made->lines[i].kind == '>' && str_starts(c->made->lines[i].text, "row "))
			check_row(c, c->made->lines[i].text);
}

/* Looked at and brought in as on the page; nothing is saved. */
static bool is_right(struct world *w, const char *name)
{
	struct context *cx = w->cx;
	struct context_mark mark = context_mark(cx);
	struct check c = { .w = w, .made = made_read(cx, name) };
	struct seen_all seen = { .w = w, .mem = arena_new(MAX_REQUEST_MEMORY) };
	struct import im = { .file = name, .dry_run = true, .looked = looked, .listener = &seen },
	              look = im;
	size_t n;
	const char *bytes = made_bytes(cx, c.made, &n);

	c.seen = &seen;
	c.im = &im;
	test_ok(cx, import_run(cx, &im, bytes, n));
	want(&c, "format", "table", im.format->name);
	look.material = material_read(cx, bytes, n, NULL);
	test_ok(cx, look.material && db_begin(cx, w->app.store, DB_READ));
	c.found = table_look(cx, &look);
	test_ok(cx, c.found && db_commit(cx));
	check_found(&c);
	check_rows(&c);
	arena_free(seen.mem);
	context_rewind(cx, mark);
	return !c.wrong;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of the tables in a folder of test/table/, "" for itself. */
static size_t tables(struct context *cx, const char *in, const char *names[], size_t room)
{
	DIR *folder = opendir(arena_fmt(cx->mem, "test/table/%s", in));
	const struct dirent *entry;
	size_t n = 0;

	assert_non_null(folder);
	while ((entry = readdir(folder)) && n < room)
		if (strstr(entry->d_name, ".table"))
			names[n++] = arena_fmt(cx->mem, "%s%s", in, entry->d_name);
	closedir(folder);
	qsort(names, n, sizeof *names, by_name);
	return n;
}

static void thirty_tables_are_read_without_help(void **state)
{
	struct world *w = whole_world(state);
	const char *names[2 * TABLES];
	size_t n = tables(w->cx, "", names, LEN(names)), right = 0;

	assert_int_equal(n, TABLES);
	for (size_t i = 0; i < n; i++) {
		bool ok = is_right(w, names[i]);

		if (!ok)
			print_message("not read right: %s\n", names[i]);
		right += ok;
	}
	print_message("%zu of %zu made-up tables were read right\n", right, n);
	assert_true(right >= RIGHT);
}

/* Without a database, as a format is guessed: what stands in the header and in the cells must do.
 */
static void other_layouts_are_recognised(void **state)
{
	struct world *w = *state;
	struct context *cx = w->cx;
	const char *names[100];
	size_t n = tables(cx, "layouts/", names, LEN(names)), wrong = 0;

	assert_true(n > 0);
	for (size_t i = 0; i < n; i++) {
		struct context_mark mark = context_mark(cx);
		struct check c = { .w = w, .made = made_read(cx, names[i]) };
		size_t size;
		const char *bytes = made_bytes(cx, c.made, &size);
		struct material *m = material_read(cx, bytes, size, NULL);

		test_ok(cx, m != NULL);
		c.found = table_find(cx, m, NULL, NULL, NULL);
		assert_non_null(c.found);
		check_header(&c);
		wrong += c.wrong;
		context_rewind(cx, mark);
	}
	assert_int_equal(wrong, 0);
}

/* ---- a person's word */

static struct import bring(struct world *w, const char *file, const char *bytes, bool dry_run,
                           const struct import_choice_made *choices, size_t n)
{
	struct import im = { .file = file, .dry_run = dry_run, .choices = choices, .choices_n = n };

	test_ok(w->cx, import_run(w->cx, &im, bytes, strlen(bytes)));
	return im;
}

static struct table *look_at(struct world *w, const char *bytes,
                             const struct import_choice_made *choices, size_t n)
{
	struct import im = { .file = "made-up.csv", .choices = choices, .choices_n = n };
	struct table *t;

	im.material = material_read(w->cx, bytes, strlen(bytes), NULL);
	test_ok(w->cx, im.material && db_begin(w->cx, w->app.store, DB_READ));
	t = table_look(w->cx, &im);
	test_ok(w->cx, t && db_commit(w->cx));
	return t;
}

static struct recommendation *all(struct world *w, size_t n)
{
	struct list l = { .type = &recommendation_type, .count = true };
	struct recommendation *v = arena_array(w->cx->mem, struct recommendation, n + 1);

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) && record_list(w->cx, &l) &&
	                       db_commit(w->cx));
	assert_int_equal(l.total, n);
	for (size_t i = 0; i < n; i++)
		v[i] = *(const struct recommendation *)l.rows[i];
	return v;
}

/* The second column is called as nobody would guess, and another is called what it is not. */
static void what_a_person_corrects_is_remembered(void **state)
{
	static const char file[] = "Para;Glorp;Deadline;Recommendation\n"
	                           "126.1;31.12.2025;yes;Made up: keep the first of the words\n"
	                           "126.2;31.12.2026;no;Made up: keep the second of the words\n",
	                  next_year[] =
	                          "Para;Glorp;Deadline;Recommendation\n"
	                          "126.3;30.06.2027;no;Made up: keep the third of the words\n";
	static const struct import_choice_made choices[] = { { "column:2", "deadline" },
		                                             { "column:3", "" } };
	struct world *w = whole_world(state);
	struct table *t = look_at(w, file, NULL, 0);
	struct date date;

	assert_int_equal(t->columns[1].field, TABLE_NONE);
	assert_int_equal(t->why, WHY_NOTHING);
	t = look_at(w, file, choices, LEN(choices));
	assert_int_equal(t->columns[1].field, TABLE_DEADLINE);
	assert_int_equal(t->columns[1].why, WHY_PERSON);
	assert_int_equal(t->columns[2].field, TABLE_NONE);
	assert_int_equal(world_number(w, "SELECT count(*) FROM table_memory"), 0);
	assert_int_equal(bring(w, "made-up.csv", file, true, choices, LEN(choices)).new, 2);
	assert_int_equal(world_number(w, "SELECT count(*) FROM table_memory"), 0);
	assert_int_equal(bring(w, "made-up.csv", file, false, choices, LEN(choices)).new, 2);
	assert_int_equal(world_number(w, "SELECT count(*) FROM table_memory"), 1);
	t = look_at(w, next_year, NULL, 0);
	assert_int_equal(t->why, WHY_MEMORY);
	assert_string_equal(t->by, "console");
	assert_true(t->at > 0);
	assert_int_equal(t->columns[1].field, TABLE_DEADLINE);
	assert_int_equal(t->columns[1].why, WHY_MEMORY);
	assert_int_equal(bring(w, "next.csv", next_year, false, NULL, 0).new, 1);
	assert_true(date_parse("2027-06-30", &date));
	assert_int_equal(date_compare(all(w, 3)[2].deadline, date), 0);
	/* and corrected anew */
	t = look_at(w, next_year, (struct import_choice_made[]){ { "column:2", "date" } }, 1);
	assert_int_equal(t->columns[1].field, TABLE_DATE);
}

static void the_header_and_the_sheet_are_chosen(void **state)
{
	static const char file[] = "Theme;Text;State\n"
	                           "Paragraph;Recommendation;Country\n"
	                           "126.1;Made up: keep the first of the words;France\n";
	struct world *w = whole_world(state);
	struct table *t = look_at(w, file, (struct import_choice_made[]){ { "header", "2" } }, 1);

	assert_int_equal(t->header, 2);
	assert_int_equal(t->columns[0].field, TABLE_LOCATOR);
	assert_int_equal(t->left_n, 1);
	assert_int_equal(t->left[0].why, LEFT_ABOVE);
	t = look_at(w, file, (struct import_choice_made[]){ { "header", "1-2" } }, 1);
	assert_int_equal(t->header_last, 2);
	assert_string_equal(t->columns[0].header, "Theme / Paragraph");
}

/* ---- statuses */

static const char statuses[] =
        "Paragraph,Recommendation,Status,Measures taken\n"
        "126.1,Made up: keep the first of the words,In progress,A first measure\n"
        "126.2,Made up: keep the second of the words,Done,A second measure\n"
        "126.3,Made up: keep the third of the words,On the way,A third measure\n"
        "126.4,Made up: keep the fourth of the words,On the way,A fourth measure\n"
        "126.5,Made up: keep the fifth of the words,Partial,A fifth measure\n";

static const struct source *own_words(const struct recommendation *r)
{
	const struct source *s = r->record.sources.v;

	assert_int_equal(r->record.sources.n, 2);
	assert_string_equal(s[1].field, "status");
	return &s[1];
}

static void statuses_are_shown_and_never_guessed(void **state)
{
	static const struct import_choice_made choice = { "label:status:On the way",
		                                          "in_progress" };
	struct world *w = whole_world(state);
	const struct table *t = look_at(w, statuses, NULL, 0);
	struct import im = bring(w, "made-up.csv", statuses, true, NULL, 0);

	assert_int_equal(t->statuses_n, 4);
	assert_string_equal(t->statuses[0].words, "In progress");
	assert_string_equal(t->statuses[0].status, "in_progress");
	assert_string_equal(t->statuses[1].status, "implemented");
	assert_string_equal(t->statuses[2].words, "On the way");
	assert_null(t->statuses[2].status);
	assert_int_equal(t->statuses[2].rows, 2);
	assert_int_equal(im.unknown_n, 1);
	assert_string_equal(im.unknown[0].label, "On the way");
	assert_string_equal(im.unknown[0].field, "status");
	assert_int_equal(im.unknown[0].rows, 2);
	assert_int_equal(im.new, 5);
	t = look_at(w, statuses, &choice, 1);
	assert_string_equal(t->statuses[2].status, "in_progress");
}

/* The list's words stand beside ours; "done" is not taken on its word alone. */
static void the_lists_own_status_stands_beside_ours(void **state)
{
	static const char later[] =
	        "Paragraph,Recommendation,Status,Measures taken\n"
	        "126.1,Made up: keep the first of the words,Continuous,A first measure\n";
	struct world *w = whole_world(state);
	const struct recommendation *v;

	assert_int_equal(bring(w, "made-up.csv", statuses, false, NULL, 0).new, 5);
	v = all(w, 5);
	assert_int_equal(v[0].status, STATUS_IN_PROGRESS);
	assert_string_equal(v[0].status_reason.v[0].body, "A first measure");
	assert_string_equal(own_words(&v[0])->note, "In progress");
	assert_int_equal(v[1].status, 0);
	assert_string_equal(own_words(&v[1])->note, "Done");
	assert_int_equal(v[2].status, 0);
	assert_int_equal(v[4].status, STATUS_PARTIALLY_IMPLEMENTED);
	assert_int_equal(bring(w, "made-up.csv", statuses, false, NULL, 0).unchanged, 5);
	/* a later list adds its word; the status is now the State's to set */
	assert_int_equal(bring(w, "made-up.csv", later, false, NULL, 0).updated, 1);
	v = all(w, 5);
	assert_int_equal(v[0].status, STATUS_IN_PROGRESS);
	assert_int_equal(v[0].record.sources.n, 3);
	assert_string_equal(((const struct source *)v[0].record.sources.v)[2].note, "Continuous");
}

/* ---- rows and formats */

static void rows_about_one_recommendation_are_one(void **state)
{
	static const char file[] =
	        "Paragraph,Recommendation,Responsible,Document\n"
	        "126.1,Made up: keep the first of the words,Ministry A,A/HRC/39/3\n"
	        "126.1,Made up: keep the first of the words,Ministry B,A/HRC/39/3\n";
	struct world *w = whole_world(state);
	const struct recommendation *v;

	assert_int_equal(bring(w, "made-up.csv", file, false, NULL, 0).new, 1);
	v = all(w, 1);
	assert_int_equal(v[0].record.sources.n, 2);
	assert_string_equal(((const struct source *)v[0].record.sources.v)[1].note,
	                    "Responsible: Ministry B");
}

static void special_formats_come_first(void **state)
{
	static const struct {
		const char *bytes, *format;
	} files[] = {
		{ "State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec "
		  "region,Rec orgs,Response,Action,Issues,Session,Cycle,Source row\n"
		  "Turkmenistan,,,Made up: keep the first of the words,France,,,Accepted,,,16,2,\n",
		  "upr-info" },
		{ "type,kind,locator,text.en\nrecommendation,recommendation,126.1,Made up\n",
		  "ygrar" },
		{ "Title [database:title],Reference [database:reference],Accepted "
		  "[database:accepted]\nMade up,1,TRUE\n",
		  "impact-oss" },
	};
	struct world *w = whole_world(state);

	for (size_t i = 0; i < LEN(files); i++)
		assert_string_equal(
		        bring(w, "made-up.csv", files[i].bytes, true, NULL, 0).format->name,
		        files[i].format);
}

static void what_is_no_list_is_refused(void **state)
{
	struct world *w = whole_world(state);
	struct import im = { .file = "made-up.csv", .format = &table_format };
	static const char sums[] = "a,b\n1,2\n3,4\n";

	test_fails(w->cx, import_run(w->cx, &im, sums, strlen(sums)), ERR_INVALID);
}

static void impact_oss_recommendations(void **state)
{
	static const char file[] =
	        "Title [database:title],Reference [database:reference],Accepted "
	        "[database:accepted],Government response [database:response]\n"
	        "Required: text,Required: text,Optional: boolean (true/false),Optional: text\n"
	        "Made up: keep the first of the words,126.1,TRUE,We agree\n"
	        "Made up: keep the second of the words,CRC 2016/12,false,\n";
	struct world *w = whole_world(state);
	struct import im = bring(w, "export.csv", file, false, NULL, 0);
	const struct recommendation *v = all(w, 2);
	const struct source *s = v[1].record.sources.v;

	assert_string_equal(im.format->name, "impact-oss");
	assert_int_equal(im.problems_n, 0);
	assert_string_equal(v[0].locator, "126.1");
	assert_int_equal(v[0].position, POSITION_SUPPORTED);
	assert_string_equal(v[0].position_remark.v[0].body, "We agree");
	assert_true(str_empty(v[1].locator));
	assert_int_equal(v[1].position, POSITION_NOTED);
	assert_string_equal(s->locator, "CRC 2016/12");
}

static void impact_oss_actions_wait_for_measures(void **state)
{
	static const char file[] =
	        "Title [database:title],Description [database:description],Target "
	        "Date [database:target_date]\n"
	        "Made up: open a school,In the north,2025-12-31\n"
	        "Made up: train teachers,,2026-12-31\n";
	struct world *w = whole_world(state);
	struct import im = bring(w, "actions.csv", file, false, NULL, 0);

	assert_string_equal(im.format->name, "impact-oss");
	assert_int_equal(im.new, 0);
	assert_int_equal(im.problems_n, 2);
	assert_int_equal(im.problems[1].row, 3);
	assert_true(str_starts(im.problems[0].message, "later: measures"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thirty_tables_are_read_without_help),
		cmocka_unit_test(other_layouts_are_recognised),
		cmocka_unit_test(what_a_person_corrects_is_remembered),
		cmocka_unit_test(the_header_and_the_sheet_are_chosen),
		cmocka_unit_test(statuses_are_shown_and_never_guessed),
		cmocka_unit_test(the_lists_own_status_stands_beside_ours),
		cmocka_unit_test(rows_about_one_recommendation_are_one),
		cmocka_unit_test(special_formats_come_first),
		cmocka_unit_test(what_is_no_list_is_refused),
		cmocka_unit_test(impact_oss_recommendations),
		cmocka_unit_test(impact_oss_actions_wait_for_measures),
	};

	return world_tests("table", tests, LEN(tests));
}
