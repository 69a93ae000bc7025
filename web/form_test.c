/* Forms without a database: a row becomes typed pairs and comes back the same; what was refused
 * comes back as it was typed; rows are added and taken out without losing the others. */
#include "base/embedded.h"
#include "record/app.h"
#include "record/setting.h"
#include "test/unit.h"
#include "web/view.h"

struct line {
	int64_t id;
	const char *word;
	struct number amount;
	struct date day;
};

struct thing {
	struct record record;
	const char *code;
	struct texts title, story;
	struct number number;
	struct money money;
	enum yesno yes;
	struct date date;
	int colour;
	struct owned lines;
	const char *kept;
};

static const struct choice colours[] = { { "red", N_("Red"), NULL },
	                                 { "green", N_("Green"), NULL },
	                                 { 0 } };

#define L struct line
static const struct field line_fields[] = {
	TEXT(L, word, N_("Word"), .max = 40, .flags = REQUIRED),
	NUMBER(L, amount, N_("Amount"), .scale = 2),
	DATE(L, day, N_("Day")),
};
#undef L
static const struct row_type line_rows = { sizeof(struct line), FIELDS(line_fields) };

#define T struct thing
static const struct field fields[] = {
	TEXT(T, code, N_("Code"), .flags = REQUIRED),
	TEXTS(T, title, N_("Title")),
	TEXTS(T, story, N_("Story"), .flags = LONG),
	NUMBER(T, number, N_("Number"), .scale = 3),
	MONEY(T, money, N_("Money")),
	YESNO(T, yes, N_("Yes or no")),
	DATE(T, date, N_("Date")),
	CHOICE(T, colour, N_("Colour"), .choices = colours),
	ROWS(T, lines, N_("Lines"), .rows = &line_rows),
	TEXT(T, kept, N_("Kept"), .flags = READONLY),
};
#undef T
static const struct type thing_type = {
	.name = "thing",
	.plural = "things",
	.label = N_("Thing"),
	.size = sizeof(struct thing),
	FIELDS(fields),
	.function = "reference_data",
};

static const char names[] = "code title story number money yes date colour lines";

struct place {
	struct app app;
	struct permissions *permissions;
	struct context *cx;
	struct form form;
	struct request q;
};

static const struct actor console = { .login = "console", .console = true };

static struct place *place_new(void)
{
	struct place *p = calloc(1, sizeof *p);

	assert_non_null(p);
	p->app.subjects = subjects;
	p->app.settings = settings_new();
	p->cx = context_new(&p->app, MAX_REQUEST_MEMORY);
	assert_non_null(p->cx);
	p->cx->actor = &console;
	for (const struct embedded *e = embedded_files; e->path; e++)
		if (str_eq(e->path, "reference/roles.csv"))
			p->permissions = permissions_load(p->cx, (const char *)e->data, e->size);
	assert_non_null(p->permissions);
	p->app.permissions = p->permissions;
	return p;
}

static void place_free(struct place *p)
{
	struct settings *s = p->app.settings;

	context_free(p->cx);
	settings_free(s);
	permissions_free(p->permissions);
	free(p);
}

static struct thing sample(struct context *cx)
{
	struct text *title = arena_array(cx->mem, struct text, 2);
	struct line *lines = arena_array(cx->mem, struct line, 2);

	title[0] = (struct text){ .lang = "en", .body = "A <b> & \"c\"", .original = true };
	title[1] = (struct text){ .lang = "tk", .body = "Ýazgy" };
	lines[0] = (struct line){ .id = 7, .word = "one", .amount = { 1250, true } };
	lines[1] = (struct line){ .id = 8, .word = "two", .day = date_day(2025, 6, 17) };
	return (struct thing){
		.record.classification = CLASS_INTERNAL,
		.code = "C-1",
		.title = { title, 2 },
		.number = { -1500, true },
		.money = { 1250, "TMT" },
		.yes = NO,
		.date = { 2025, 6, 30, PRECISION_QUARTER },
		.colour = 2,
		.lines = { lines, 2 },
		.kept = "by the program",
	};
}

static void begin(struct place *p, const struct thing *t)
{
	form_begin_with(&p->form, p->cx, &thing_type, t, names);
	p->q.form = p->form.values;
	p->q.form_n = p->form.values_n;
}

static const char *json_of(struct context *cx, const char *name, const void *row)
{
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);

	field_write(cx, &thing_type, type_field_named(&thing_type, name), row, &b);
	return buffer_str(&b);
}

static void a_row_comes_back_the_same(void **state)
{
	struct place *p = place_new();
	struct thing t = sample(p->cx), back = t;

	(void)state;
	begin(p, &t);
	assert_int_equal(p->form.n, 9);
	back = (struct thing){ .record = t.record };
	assert_true(form_read(&p->form, &p->q, &back));
	for (size_t i = 0; i < p->form.n; i++)
		if (!str_eq(fields[i].name, "lines")) /* whose stored rows went with the row */
			assert_string_equal(json_of(p->cx, fields[i].name, &t),
			                    json_of(p->cx, fields[i].name, &back));
	place_free(p);
}

static void what_is_not_shown_stays(void **state)
{
	struct place *p = place_new();
	struct thing t = sample(p->cx), back = t;

	(void)state;
	form_begin(&p->form, p->cx, &thing_type, &t);
	for (size_t i = 0; i < p->form.n; i++)
		assert_string_not_equal(p->form.fields[i]->name, "kept");
	begin(p, &t);
	form_leave_out(&p->form, "code");
	form_take(&p->form, NULL, 0);
	assert_true(form_read(&p->form, &p->q, &back));
	assert_string_equal(back.code, "C-1");
	assert_string_equal(back.kept, "by the program");
	assert_int_equal(back.title.n, 0);
	place_free(p);
}

static void a_link_fills_in_what_is_empty(void **state)
{
	const struct pair link[] = {
		{ "code", "other" },          { "number", "7" },      { "kept", "x" },
		{ "lines.0.word", "joined" }, { "no_such_one", "x" },
	};
	struct place *p = place_new();
	struct thing t = { .record.classification = CLASS_INTERNAL, .code = "C-1" }, back = t;

	(void)state;
	begin(p, &t);
	form_preset(&p->form, link, LEN(link));
	assert_null(form_value(&p->form, "kept"));
	assert_null(form_value(&p->form, "no_such_one"));
	assert_int_equal(form_rows_count(&p->form, "lines"), 1);
	assert_string_equal(form_value(&p->form, "lines.0.word"), "joined");
	assert_true(form_read(&p->form, &p->q, &back));
	assert_string_equal(back.code, "C-1");
	assert_int_equal(back.number.units, 7000);
	place_free(p);
}

static void what_was_refused_is_shown_again(void **state)
{
	const struct pair typed[] = {
		{ "code", "x" },         { "number", "twelve <b>" },   { "lines.0.id", "0" },
		{ "lines.0.word", "w" }, { "lines.0.amount", "much" },
	};
	struct place *p = place_new();
	struct thing t = { .record.classification = CLASS_INTERNAL }, back = t;
	struct html h = html_new(p->cx);
	const char *page;

	(void)state;
	begin(p, &t);
	form_take(&p->form, typed, LEN(typed));
	assert_false(form_read(&p->form, &p->q, &back));
	p->form.errors = view_errors(p->cx);
	assert_non_null(error_of(p->form.errors, "number"));
	assert_non_null(error_of(p->form.errors, "lines.0.amount"));
	assert_null(error_of(p->form.errors, "code"));

	p->form.action = "/things/new";
	form_print(&p->form, &h, &p->q, "Save", NULL);
	page = buffer_str(&h.out);
	assert_non_null(strstr(page, "value=\"twelve &lt;b&gt;\""));
	assert_non_null(strstr(page, "<a href=\"#f-lines-0-amount\">"));
	assert_non_null(strstr(page, "id=\"f-lines-0-amount\" name=\"lines.0.amount\""));
	assert_non_null(strstr(page, "aria-invalid=\"true\""));
	assert_null(strstr(page, " style="));
	assert_null(strstr(page, " on"
	                         "click="));
	place_free(p);
}

static struct request pressed(struct place *p, const char *button)
{
	struct request q = { .form = arena_array(p->cx->mem, struct pair, 1), .form_n = 1 };

	q.form[0] = (struct pair){ "_do", button };
	return q;
}

static void rows_are_added_and_taken_out(void **state)
{
	struct place *p = place_new();
	struct thing t = sample(p->cx), back = t;
	struct request add = pressed(p, "add:lines"), first = pressed(p, "remove:lines.0"),
	               save = pressed(p, "save");

	(void)state;
	begin(p, &t);
	assert_true(form_again(&p->form, &add));
	assert_int_equal(form_rows_count(&p->form, "lines"), 3);
	assert_true(form_again(&p->form, &first));
	assert_int_equal(form_rows_count(&p->form, "lines"), 2);
	assert_string_equal(form_value(&p->form, "lines.0.word"), "two");
	assert_false(form_again(&p->form, &save));
	assert_true(form_read(&p->form, &p->q, &back));
	/* The empty one that was added is not a row. */
	assert_int_equal(back.lines.n, 1);
	assert_int_equal(((struct line *)back.lines.v)->id, 8);
	place_free(p);
}

static void lines_of_a_title_become_blanks(void **state)
{
	const struct pair typed[] = {
		{ "title.ru", "  Две\r\nстроки " },
		{ "story.ru", "Две\r\nстроки\r\n" },
		{ "story.en", "Two" },
		{ "story.original", "ru" },
	};
	struct place *p = place_new();
	struct thing t = { .record.classification = CLASS_INTERNAL };

	(void)state;
	begin(p, &t);
	form_take(&p->form, typed, LEN(typed));
	assert_true(form_read(&p->form, &p->q, &t));
	assert_string_equal(t.title.v[0].body, "Две строки");
	assert_true(t.title.v[0].original);
	assert_string_equal(t.story.v[0].body, "Две\nстроки");
	assert_true(t.story.v[0].original);
	assert_false(t.story.v[1].original);
	place_free(p);
}

static void restricted_forms_stay_on_the_server(void **state)
{
	struct place *p = place_new();
	struct thing t = { .record.classification = CLASS_INTERNAL };

	(void)state;
	begin(p, &t);
	assert_false(form_secret(&p->form));
	t.record.classification = CLASS_RESTRICTED;
	assert_true(form_secret(&p->form));
	place_free(p);
}

static void theirs_is_left_out(void **state)
{
	struct place *p = place_new();
	struct thing t = sample(p->cx), mine = t;
	struct pair chosen[] = { { "choose.code", "theirs" }, { "choose.colour", "mine" } };
	const struct pair typed[] = { { "code", "typed" }, { "colour", "red" } };
	struct request q = { .form = chosen, .form_n = LEN(chosen) };

	(void)state;
	begin(p, &t);
	form_take(&p->form, typed, LEN(typed));
	form_choose(&p->form, &q);
	assert_true(form_read(&p->form, &p->q, &mine));
	assert_string_equal(mine.code, "C-1");
	assert_int_equal(mine.colour, 1);
	place_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_comes_back_the_same),
		cmocka_unit_test(what_is_not_shown_stays),
		cmocka_unit_test(a_link_fills_in_what_is_empty),
		cmocka_unit_test(what_was_refused_is_shown_again),
		cmocka_unit_test(rows_are_added_and_taken_out),
		cmocka_unit_test(lines_of_a_title_become_blanks),
		cmocka_unit_test(restricted_forms_stay_on_the_server),
		cmocka_unit_test(theirs_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
