/* The engine over a type with a field of every kind: what is saved is what is read, what was is
 * what the log says it was, what is wrong is refused beside its field. */
#include "record/trust_test.h"

#include "record/change.h"
#include "record/record.h"

struct line {
	int64_t id;
	const char *word;
	struct number amount;
	struct texts said;
	struct date day;
	int64_t other;
};

struct specimen {
	struct record record;
	const char *code, *secret;
	struct texts title;
	struct number number;
	struct money money;
	enum yesno yes;
	struct date date;
	struct instant instant;
	int choice;
	int64_t ref, above, file;
	struct refs refs;
	struct owned lines;
	struct link link;
	const char *set_by_step;
};

static const struct choice colours[] = { { "red", N_("Red"), NULL },
	                                 { "green", N_("Green"), NULL },
	                                 { "blue", N_("Blue"), NULL },
	                                 { 0 } };
static const struct choice stages[] = { { "new", N_("New"), NULL },
	                                { "done", N_("Done"), NULL },
	                                { 0 } };

extern const struct type specimen_type;

#define L struct line
static const struct field line_fields[] = {
	TEXT(L, word, N_("Word"), .max = 40, .flags = REQUIRED),
	NUMBER(L, amount, N_("Amount"), .scale = 2),
	TEXTS(L, said, N_("Said")),
	DATE(L, day, N_("Day")),
	REF(L, other, N_("Other"), .to = &specimen_type),
};
#undef L
static const struct row_type line_rows = { sizeof(struct line), FIELDS(line_fields) };

#define S struct specimen
static const struct field specimen_fields[] = {
	TEXT(S, code, N_("Code"), .max = 20,
	     .flags = REQUIRED | UNIQUE | FILTERED | LISTED | SORTED),
	TEXT(S, secret, N_("Secret"), .reader = "restricted_files"),
	TEXTS(S, title, N_("Title"), .max = 200, .flags = LISTED | FILTERED | SORTED),
	NUMBER(S, number, N_("Number"), .scale = 3),
	MONEY(S, money, N_("Money")),
	YESNO(S, yes, N_("Yes or no")),
	DATE(S, date, N_("Date"), .flags = FILTERED | SORTED),
	INSTANT(S, instant, N_("Instant")),
	CHOICE(S, choice, N_("Colour"), .choices = colours, .flags = FILTERED),
	REF(S, ref, N_("Reference"), .to = &specimen_type, .flags = FILTERED),
	PARENT(S, above, N_("Above")),
	FILE_(S, file, N_("File")),
	REFS(S, refs, N_("References"), .to = &specimen_type, .flags = FILTERED),
	ROWS(S, lines, N_("Lines"), .rows = &line_rows),
	LINK(S, link, N_("Link")),
	TEXT(S, set_by_step, N_("Set by a step"), .flags = READONLY),
};
#undef S

static bool mark(struct context *cx, void *row)
{
	(void)cx;
	((struct specimen *)row)->set_by_step = "finished";
	return true;
}

static bool has_number(struct context *cx, const void *row)
{
	return ((const struct specimen *)row)->number.set ||
	       fail(cx, ERR_INVALID, "number", "needs a number");
}

static bool has_choice(struct context *cx, const void *row)
{
	return ((const struct specimen *)row)->choice ||
	       fail(cx, ERR_INVALID, "choice", "needs a colour");
}

static const struct step specimen_steps[] = {
	{ .name = "finish",
	  .label = N_("Finish"),
	  .from = "new",
	  .to = "done",
	  .right = RIGHT_UPDATE,
	  .asks = "choice",
	  .reason = true,
	  .not_by = "create",
	  .guard = has_number,
	  .check = has_choice,
	  .effect = mark },
	{ 0 },
};

static const char *specimen_title(struct context *cx, const void *row)
{
	(void)cx;
	return ((const struct specimen *)row)->code;
}

const struct type specimen_type = { .name = "specimen",
	                            .plural = "specimens",
	                            .label = N_("Specimen"),
	                            .label_plural = N_("Specimens"),
	                            .size = sizeof(struct specimen),
	                            FIELDS(specimen_fields),
	                            .function = "recommendations",
	                            .states = stages,
	                            .steps = specimen_steps,
	                            .order = "code",
	                            .key = "code",
	                            .title = specimen_title };

static const struct type *const specimen_types[] = { &specimen_type, &trial_type, NULL };
static const struct subject specimen_subject = { .name = "specimen", .types = specimen_types };
static const struct subject *const specimen_subjects[] = { &specimen_subject, NULL };

static const char specimen_tables[] = "CREATE TABLE specimen (id BIGINT PRIMARY KEY, version "
                                      "BIGINT NOT NULL, state TEXT, classification TEXT NOT NULL,"
                                      " institution BIGINT, created_at BIGINT NOT NULL, created_by "
                                      "BIGINT NOT NULL, updated_at BIGINT NOT NULL,"
                                      " updated_by BIGINT NOT NULL, parts BIGINT NOT NULL, code "
                                      "TEXT, secret TEXT, number BIGINT, money BIGINT,"
                                      " money_currency TEXT, yes BIGINT, date TEXT, instant "
                                      "BIGINT, choice TEXT, ref BIGINT, above BIGINT, file BIGINT,"
                                      " link_type TEXT, link BIGINT, set_by_step TEXT);"
                                      "CREATE TABLE specimen_lines (id BIGINT PRIMARY KEY, record "
                                      "BIGINT NOT NULL, position BIGINT NOT NULL, word TEXT,"
                                      " amount BIGINT, day TEXT, other BIGINT);";

static const struct actor secretariat = {
	.user = 77, .login = "sec", .role = ROLE_SEC, .membership = 5
};
static const struct actor other_secretariat = {
	.user = 78, .login = "sec2", .role = ROLE_SEC, .membership = 6
};

static struct context *begin(struct world *w)
{
	struct migration list[64] = { 0 };
	size_t n = 0;

	for (const struct migration *m = migrations; m->number; m++)
		list[n++] = *m;
	list[n] = (struct migration){ (int)n + 1, "trial", trial_tables };
	n++;
	list[n] = (struct migration){ (int)n + 1, "specimen", specimen_tables };
	test_ok(w->cx, store_migrate(w->cx, w->app.store, list));
	w->app.subjects = specimen_subjects;
	w->cx->actor = &secretariat;
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
	return w->cx;
}

/* A small generator with a fixed seed: a failing run is the same run again. */
struct dice {
	uint64_t s;
};

static unsigned roll(struct dice *d, unsigned sides)
{
	d->s = d->s * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(d->s >> 33) % sides;
}

static const char *word(struct context *cx, struct dice *d)
{
	static const char *const words[] = { "Ýgrar",
		                             "обязательство",
		                             "a \"quoted\" word",
		                             "<b>&amp;",
		                             "0",
		                             "ä ç ň ö ş ü ý ž",
		                             "line one, line two",
		                             "it's",
		                             "100 %",
		                             "\xf0\x9f\x8c\x8d",
		                             "\\ / |" };

	return arena_fmt(cx->mem, "%s %u", words[roll(d, LEN(words))], roll(d, 50));
}

static struct texts some_texts(struct context *cx, struct dice *d)
{
	static const char *const langs[] = { "tk", "ru", "en" };
	struct texts x = { arena_array(cx->mem, struct text, 3), 0 };

	for (size_t i = 0; i < 3; i++)
		if (roll(d, 3))
			x.v[x.n++] = (struct text){ .lang = langs[i], .body = word(cx, d) };
	return x;
}

static struct date some_date(struct dice *d)
{
	static const char *const dates[] = { "2025", "2025-Q2", "2025-02", "2024-02-29",
		                             "2030-12-31" };
	struct date date = { 0 };

	if (roll(d, 4))
		assert_true(date_parse(dates[roll(d, LEN(dates))], &date));
	return date;
}

static void some_lines(struct context *cx, struct dice *d, struct owned *o, int64_t self)
{
	size_t n = roll(d, 4), kept = o->n < n ? o->n : n;
	struct line *v = arena_array(cx->mem, struct line, n);

	memcpy(v, o->v ? o->v : (void *)v, kept * sizeof *v);
	for (size_t i = 0; i < n; i++) {
		v[i].word = word(cx, d);
		v[i].amount = (struct number){ (int64_t)roll(d, 100000) - 5000, roll(d, 2) };
		v[i].said = some_texts(cx, d);
		v[i].day = some_date(d);
		v[i].other = roll(d, 2) ? self : 0;
	}
	*o = (struct owned){ v, n };
}

/* Changes one field, chosen by the dice. */
static void some_identifiers(struct context *cx, struct dice *d, struct owned *ret)
{
	struct identifier *v = arena_array(cx->mem, struct identifier, 2);

	*ret = (struct owned){ v, roll(d, 3) };
	for (size_t i = 0; i < ret->n; i++)
		v[i] = (struct identifier){ .registry = roll(d, 2) ? "Court" : "Chancellery",
			                    .number = arena_fmt(cx->mem, "%u/2025", roll(d, 50)),
			                    .date = some_date(d) };
}

static void edit(struct context *cx, struct dice *d, struct specimen *s, int64_t other)
{
	int64_t *refs = arena_array(cx->mem, int64_t, 2);

	switch (roll(d, 15)) {
	case 0:
		s->code = arena_fmt(cx->mem, "code %u", roll(d, 1000));
		break;
	case 1:
		s->title = some_texts(cx, d);
		break;
	case 2:
		s->number = (struct number){ (int64_t)roll(d, 2000000) - 1000000, roll(d, 3) };
		break;
	case 3:
		s->money = (struct money){ (int64_t)roll(d, 1000000) - 500000, "TMT" };
		break;
	case 4:
		s->yes = (enum yesno)roll(d, 3);
		break;
	case 5:
		s->date = some_date(d);
		break;
	case 6:
		s->instant.us = roll(d, 2) ? 1750000000000000 + roll(d, 1000000) : 0;
		break;
	case 7:
		s->choice = (int)roll(d, 4);
		break;
	case 8:
		s->ref = roll(d, 2) ? other : 0;
		break;
	case 9:
		s->above = roll(d, 2) ? other : 0;
		break;
	case 10:
		refs[0] = other;
		refs[1] = s->record.id;
		s->refs = (struct refs){ refs, roll(d, 3) };
		break;
	case 11:
		some_lines(cx, d, &s->lines, s->record.id);
		break;
	case 12:
		s->link = roll(d, 2) ? (struct link){ &specimen_type, other } : (struct link){ 0 };
		break;
	case 13:
		s->record.classification = CLASS_PUBLIC + (int)roll(d, 2);
		break;
	case 14:
		some_identifiers(cx, d, &s->record.identifiers);
		break;
	}
	if (!s->number.set)
		s->number.units = 0;
	if (!s->money.minor)
		s->money = (struct money){ 0 };
}

static const char *image_words(struct context *cx, const void *row)
{
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);
	struct image im;

	image_of(cx, &specimen_type, row, &im);
	for (size_t i = 0; i < im.n; i++)
		buffer_fmt(&b, "%s=%s\n", im.v[i].name, im.v[i].value);
	return buffer_str(&b);
}

static struct specimen *made(struct context *cx, const char *code)
{
	struct specimen *s = record_new(cx, &specimen_type);

	s->code = code;
	test_ok(cx, record_save(cx, &specimen_type, s));
	return s;
}

static void test_a_thousand_edits_and_the_past(void **state)
{
	enum { EDITS = 1000 };
	struct context *cx = begin(*state);
	struct dice dice = { .s = 20251122 };
	int64_t other = made(cx, "other")->record.id, id, base = cx->now;
	char **was = calloc(EDITS, sizeof *was);
	struct specimen *s = made(cx, "first");

	id = s->record.id;
	cx->reason = "a test"; /* lowering a classification needs one */
	for (int i = 0; i < EDITS; i++) {
		struct arena_mark mark = arena_mark(cx->mem);

		cx->now = base + (i + 1) * 1000;
		s = record_get(cx, &specimen_type, id);
		test_ok(cx, s != NULL);
		edit(cx, &dice, s, other);
		test_ok(cx, record_save(cx, &specimen_type, s));
		was[i] = strdup(image_words(cx, record_get(cx, &specimen_type, id)));
		assert_string_equal(image_words(cx, s), was[i]);
		assert_string_equal(image_words(cx, record_as_of(cx, &specimen_type, id, cx->now)),
		                    was[i]);

		int earlier = (int)roll(&dice, (unsigned)i + 1);

		assert_string_equal(
		        image_words(cx, record_as_of(cx, &specimen_type, id,
		                                     base + (earlier + 1) * 1000 + 500)),
		        was[earlier]);
		test_ok(cx, true);
		cx->titles = NULL; /* they lay behind the mark */
		cx->settings = NULL;
		arena_rewind(cx->mem, mark);
	}
	for (int i = 0; i < EDITS; i++)
		free(was[i]);
	free(was);
}

static void test_a_translation_knows_what_it_was_made_from(void **state)
{
	struct context *cx = begin(*state);
	struct specimen *s = record_new(cx, &specimen_type);
	struct text first[] = { { .lang = "en", .body = "Adopt a law", .original = true },
		                { .lang = "ru", .body = "Принять закон" } };

	s->code = "t";
	s->title = (struct texts){ first, 2 };
	test_ok(cx, record_save(cx, &specimen_type, s));
	s = record_get(cx, &specimen_type, s->record.id);
	assert_false(text_stale(&s->title, &s->title.v[1]));
	test_ok(cx, field_typed(cx, &specimen_type, type_field_named(&specimen_type, "title"), "en",
	                        "Adopt two laws", s));
	test_ok(cx, record_save(cx, &specimen_type, s));
	s = record_get(cx, &specimen_type, s->record.id);
	assert_string_equal(s->title.v[1].lang, "ru");
	assert_true(text_stale(&s->title, &s->title.v[1]));
	test_ok(cx, field_typed(cx, &specimen_type, type_field_named(&specimen_type, "title"), "ru",
	                        "Принять два закона", s));
	test_ok(cx, record_save(cx, &specimen_type, s));
	s = record_get(cx, &specimen_type, s->record.id);
	assert_false(text_stale(&s->title, &s->title.v[1]));
}

static void test_the_second_saver_is_told(void **state)
{
	struct context *cx = begin(*state);
	struct specimen *a = made(cx, "a"), *one = record_get(cx, &specimen_type, a->record.id),
	                *two = record_get(cx, &specimen_type, a->record.id);

	one->choice = 1;
	two->choice = 2;
	test_ok(cx, record_save(cx, &specimen_type, one));
	test_fails(cx, record_save(cx, &specimen_type, two), ERR_CONFLICT);
	assert_int_equal(((struct specimen *)record_get(cx, &specimen_type, a->record.id))->choice,
	                 1);
}

static void test_nothing_changed_is_nothing_written(void **state)
{
	struct context *cx = begin(*state);
	struct specimen *s = made(cx, "a");
	struct change *v;
	size_t n;

	s = record_get(cx, &specimen_type, s->record.id);
	test_ok(cx, record_save(cx, &specimen_type, s));
	assert_int_equal(s->record.version, 1);
	test_ok(cx, record_history(cx, &specimen_type, s->record.id, 0, 10, &v, &n));
	assert_int_equal(n, 1);
}

static void test_wrong_values_are_refused_beside_their_fields(void **state)
{
	struct context *cx = begin(*state);
	struct specimen *s = record_new(cx, &specimen_type);
	struct line empty_line = { .amount = { 5, true } };

	s->ref = 4711;
	s->title = (struct texts){ (struct text[]){ { .lang = "en", .body = "a\nb" } }, 1 };
	s->lines = (struct owned){ &empty_line, 1 };
	assert_false(record_save(cx, &specimen_type, s));
	assert_int_equal(cx->err.kind, ERR_INVALID);
	assert_string_equal(cx->err.field, "code");
	assert_string_equal(cx->err.next->field, "title.en");
	error_clear(cx);
	s->code = "x";
	s->title.n = 0;
	test_fails(cx, record_save(cx, &specimen_type, s), ERR_INVALID);
	s->ref = 0;
	assert_false(record_save(cx, &specimen_type, s));
	assert_string_equal(cx->err.field, "lines.0.word");
	error_clear(cx);
	s->lines.n = 0;
	test_ok(cx, record_save(cx, &specimen_type, s));

	struct specimen *twin = record_new(cx, &specimen_type);

	twin->code = "x";
	assert_false(record_save(cx, &specimen_type, twin));
	assert_string_equal(cx->err.field, "code");
	error_clear(cx);
}

static void test_no_record_stands_above_itself(void **state)
{
	struct context *cx = begin(*state);
	struct specimen *a = made(cx, "a"), *b = made(cx, "b");

	b->above = a->record.id;
	test_ok(cx, record_save(cx, &specimen_type, b));
	a->above = b->record.id;
	assert_false(record_save(cx, &specimen_type, a));
	assert_string_equal(cx->err.field, "above");
	error_clear(cx);
}

static void test_steps(void **state)
{
	struct context *cx = begin(*state);
	const struct step *finish = step_named(&specimen_type, "finish");
	struct specimen *s = made(cx, "a");
	const char *why;

	s = record_get(cx, &specimen_type, s->record.id);
	/* offered, with the reason why not now */
	assert_true(step_offered(cx, &specimen_type, s, finish, &why));
	assert_non_null(why);
	cx->reason = "it is done";
	/* its own maker */
	test_fails(cx, record_step(cx, &specimen_type, s, finish), ERR_INVALID);
	cx->actor = &other_secretariat;
	test_fails(cx, record_step(cx, &specimen_type, s, finish), ERR_INVALID); /* the guard */
	s->number = (struct number){ 5, true };
	/* not asked for by the step */
	test_fails(cx, record_step(cx, &specimen_type, s, finish), ERR_INVALID);
	s = record_get(cx, &specimen_type, s->record.id);
	s->number = (struct number){ 5, true };
	test_ok(cx, record_save(cx, &specimen_type, s));
	cx->reason = NULL;
	test_fails(cx, record_step(cx, &specimen_type, s, finish), ERR_INVALID); /* no reason */
	cx->reason = "it is done";
	s = record_get(cx, &specimen_type, s->record.id);
	/* what it asks for is missing */
	test_fails(cx, record_step(cx, &specimen_type, s, finish), ERR_INVALID);
	s = record_get(cx, &specimen_type, s->record.id);
	s->choice = 2;
	test_ok(cx, record_step(cx, &specimen_type, s, finish));
	s = record_get(cx, &specimen_type, s->record.id);
	assert_int_equal(s->record.state, 2);
	assert_string_equal(s->set_by_step, "finished");
	/* not from here */
	test_fails(cx, record_step(cx, &specimen_type, s, finish), ERR_CONFLICT);
	s->set_by_step = "by hand";
	test_fails(cx, record_save(cx, &specimen_type, s), ERR_INVALID);
}

/* A step is taken back as long as nobody has changed the record since, and by who may take it. */
static void test_steps_back(void **state)
{
	struct context *cx = begin(*state);
	const struct actor ministry = { .user = 79, .login = "fp", .role = ROLE_FP };
	struct specimen *s = made(cx, "a"), *back;
	struct change *v;
	size_t n;

	s = record_get(cx, &specimen_type, s->record.id);
	s->number = (struct number){ 5, true };
	test_ok(cx, record_save(cx, &specimen_type, s));
	test_fails(cx, record_step_back(cx, &specimen_type, s->record.id, s->record.version),
	           ERR_CONFLICT); /* that was no step */
	cx->actor = &other_secretariat;
	cx->reason = "it is done";
	s->choice = 2;
	test_ok(cx, record_step(cx, &specimen_type, s, step_named(&specimen_type, "finish")));
	cx->actor = &ministry;
	assert_false(record_step_back(cx, &specimen_type, s->record.id, s->record.version));
	error_clear(cx);
	cx->actor = &other_secretariat;
	test_fails(cx, record_step_back(cx, &specimen_type, s->record.id, s->record.version - 1),
	           ERR_CONFLICT);
	cx->reason = "undone";
	test_ok(cx, record_step_back(cx, &specimen_type, s->record.id, s->record.version));
	back = record_get(cx, &specimen_type, s->record.id);
	assert_int_equal(back->record.state, 1);
	assert_int_equal(back->record.version, s->record.version + 1);
	assert_int_equal(back->choice, 0);
	assert_int_equal(back->number.units, 5);
	assert_true(str_empty(back->set_by_step));
	test_ok(cx, record_history(cx, &specimen_type, back->record.id, 0, 1, &v, &n));
	assert_string_equal(v->step, STEP_BACK);
	assert_string_equal(v->reason, "undone");
	test_fails(cx, record_step_back(cx, &specimen_type, back->record.id, back->record.version),
	           ERR_CONFLICT); /* what takes back is not taken back itself */
}

static size_t listed(struct context *cx, const char *name, const char *value)
{
	struct list l = { .type = &specimen_type, .count = true };

	test_ok(cx, list_filter(cx, &l, name, value) && record_list(cx, &l));
	assert_int_equal(l.total, l.n);
	return l.n;
}

static void test_lists(void **state)
{
	struct context *cx = begin(*state);
	struct specimen *first = made(cx, "c 00");
	struct list l = { .type = &specimen_type, .limit = 7, .order = "-date", .count = true };
	size_t seen = 0;

	for (int i = 1; i < 40; i++) {
		struct specimen *s = record_new(cx, &specimen_type);
		int64_t *refs = arena_array(cx->mem, int64_t, 1);

		refs[0] = first->record.id;
		s->code = arena_fmt(cx->mem, "c %02d", i);
		s->choice = i % 4;
		s->date = i % 3 ? date_day(2025, 1 + i % 12, 1) : (struct date){ 0 };
		s->refs = (struct refs){ refs, (size_t)(i % 2) };
		s->title = (struct texts){ (struct text[]){
			                           { .lang = "en",
			                             .body = i % 5 ? "Rights of the child"
			                                           : "Gender 100% equality" } },
			                   1 };
		test_ok(cx, record_save(cx, &specimen_type, s));
	}
	do {
		test_ok(cx, record_list(cx, &l));
		assert_int_equal(l.total, 40);
		seen += l.n;
		l.after = l.next;
	} while (l.next);
	assert_int_equal(seen, 40);
	assert_int_equal(listed(cx, "choice", "red"), 10);
	assert_int_equal(listed(cx, "choice", "red|green"), 20);
	assert_int_equal(listed(cx, "choice", "-"), 10);
	assert_int_equal(
	        listed(cx, "refs", arena_fmt(cx->mem, "%lld", (long long)first->record.id)), 20);
	assert_int_equal(listed(cx, "q", "gender 100% EQUAL"), 7);
	assert_int_equal(listed(cx, "q", "100_"), 0);
	assert_int_equal(listed(cx, "date>", "2025-06-01"), 15);
	assert_int_equal(listed(cx, "code", "c 07"), 1);
	test_fails(cx, list_filter(cx, &l, "secret", "x"), ERR_BAD_REQUEST);
	test_fails(cx, list_filter(cx, &l, "nothing", "x"), ERR_BAD_REQUEST);
}

SQL(test_many_specimens,
    "INSERT INTO specimen (id, version, state, classification, created_at, created_by, updated_at,"
    " updated_by, parts, code, date) WITH RECURSIVE i(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL"
    " SELECT n + 1 FROM i WHERE n < 9000) SELECT n, 1, 'new', 'internal', 0, 0, 0, 0, 0,"
    " 'm ' || n, CASE WHEN n % 7 > 0 THEN '20' || (10 + n % 13) || '-01-01' END FROM i");

/* The ids of a list, page after page. */
static size_t paged(struct context *cx, struct list *l, int64_t *ret)
{
	size_t n = 0;

	do {
		test_ok(cx, record_list(cx, l));
		for (size_t i = 0; i < l->n; i++)
			ret[n++] = ((struct record *)l->rows[i])->id;
		l->after = l->next;
	} while (l->next);
	return n;
}

/* Records that are known already, in the order of a list: the same as the list without the others.
 */
static void test_lists_of_known_records(void **state)
{
	enum { ALL = 9000 };
	struct context *cx = begin(*state);
	int64_t *all = arena_array(cx->mem, int64_t, ALL),
	        *some = arena_array(cx->mem, int64_t, ALL),
	        *only = arena_array(cx->mem, int64_t, ALL), *ids;
	const size_t steps[] = { 2, 17, 100, 4500, ALL + 1 };
	struct list whole = { .type = &specimen_type, .limit = 200, .order = "-date" };
	size_t n;
	bool last;

	test_ok(cx, db_run(cx, &test_many_specimens));
	assert_int_equal(paged(cx, &whole, all), ALL);
	for (size_t k = 0; k < LEN(steps); k++) {
		struct list l = {
			.type = &specimen_type, .limit = 113, .order = "-date", .only = only
		};
		size_t want = 0, got;

		for (int64_t id = (int64_t)steps[k]; id <= ALL; id += (int64_t)steps[k])
			only[l.only_n++] = id;
		got = paged(cx, &l, some);
		assert_int_equal(got, l.only_n);
		for (size_t i = 0; i < ALL; i++)
			if (all[i] % (int64_t)steps[k] == 0)
				assert_int_equal(some[want++], all[i]);
		assert_int_equal(want, got);
		l = (struct list){ .type = &specimen_type,
			           .limit = 113,
			           .ranked = true,
			           .only = some,
			           .only_n = got };
		assert_int_equal(paged(cx, &l, all + ALL - got), got);
		assert_memory_equal(all + ALL - got, some, got * sizeof *some);
		whole.after = NULL;
		assert_int_equal(paged(cx, &whole, all), ALL);
	}
	whole.after = NULL;
	test_ok(cx, list_filter(cx, &whole, "code", "m 5|m 7"));
	test_ok(cx, record_list_ids(cx, &whole, 1, &ids, &n, &last));
	assert_int_equal(n, 1);
	assert_int_equal(ids[0], 5);
	assert_false(last);
}

static void test_links_here(void **state)
{
	struct context *cx = begin(*state);
	struct specimen *a = made(cx, "a"), *b = made(cx, "b");
	struct referrer *v;
	size_t n;

	b->ref = a->record.id;
	b->link = (struct link){ &specimen_type, a->record.id };
	test_ok(cx, record_save(cx, &specimen_type, b));
	test_ok(cx, record_referrers(cx, &specimen_type, a->record.id, 10, &v, &n));
	assert_int_equal(n, 2);
	assert_int_equal(v[0].id, b->record.id);
}

SQL(test_called_otherwise, "UPDATE specimen SET code = 'other' WHERE id = $1");

/* What is called by the titles of others is not loaded once for each: the titles are at hand. */
static void test_titles_at_hand(void **state)
{
	struct context *cx = begin(*state);
	struct specimen *a = made(cx, "a"), *b = made(cx, "b"), *c = made(cx, "c");
	void *at_hand[] = { a }, *linked[] = { b, c };

	a->code = "only at hand";
	test_ok(cx, record_titles_known(cx, &specimen_type, at_hand, 1));
	assert_string_equal(record_title(cx, &specimen_type, a->record.id), "only at hand");

	b->link = c->link = (struct link){ &specimen_type, b->record.id };
	c->link.id = c->record.id;
	test_ok(cx, record_titles_in(cx, &specimen_type, linked, 2, "link"));
	test_ok(cx, db_run(cx, &test_called_otherwise, V(b->record.id)));
	test_ok(cx, db_run(cx, &test_called_otherwise, V(c->record.id)));
	assert_string_equal(record_title(cx, &specimen_type, b->record.id), "b");
	assert_string_equal(record_title(cx, &specimen_type, c->record.id), "c");
}

struct meeting {
	int64_t record;
	int runs;
};

/* Collides the first time, having met a title and the settings; the second time their memory is
 * somebody else's. */
static bool meet(struct context *cx, void *data)
{
	struct meeting *m = data;

	if (m->runs++)
		memset(arena_alloc(cx->mem, 4000), 0xa5, 4000);
	assert_string_equal(record_title(cx, &specimen_type, m->record), "met");
	assert_int_equal(setting_number(cx, "answer_days"), 10);
	return m->runs > 1 || fail(cx, ERR_RETRY, NULL, "collided");
}

static void test_work_that_collided_begins_anew(void **state)
{
	struct world *w = *state;
	struct context *cx = begin(w);
	struct meeting m = { .record = made(cx, "met")->record.id };
	struct context *own = context_new(&w->app, MAX_JOB_MEMORY);

	test_ok(cx, db_commit(cx));
	own->actor = cx->actor;
	test_ok(own, db_work(own, w->app.store, DB_READ, meet, &m));
	assert_int_equal(m.runs, 2);
	context_free(own);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_thousand_edits_and_the_past),
		cmocka_unit_test(test_a_translation_knows_what_it_was_made_from),
		cmocka_unit_test(test_the_second_saver_is_told),
		cmocka_unit_test(test_nothing_changed_is_nothing_written),
		cmocka_unit_test(test_wrong_values_are_refused_beside_their_fields),
		cmocka_unit_test(test_no_record_stands_above_itself),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_steps_back),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_lists_of_known_records),
		cmocka_unit_test(test_links_here),
		cmocka_unit_test(test_titles_at_hand),
		cmocka_unit_test(test_work_that_collided_begins_anew),
	};

	return world_tests("record", tests, LEN(tests));
}
