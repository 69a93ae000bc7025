/* The register: what a letter is, its number, and what follows from it.
 *
 * A letter out that asks for an answer keeps one deadline in the register of deadlines, which the
 * focal point of its institution owns.  It is answered by a letter in that names it, by hand, or
 * when its institution has answered for all the recommendations in it. */
#include "subject/letter/part.h"

#include "base/number.h"
#include "language/messages.h"
#include "record/app.h"
#include "record/image.h"
#include "record/setting.h"
#include "store/db.h"
#include "subject/deadline/deadline.h"
#include "subject/institution/institution.h"
#include "subject/recommendation/recommendation.h"

#define T (&letter_type)

SQL(letter_last, "SELECT MAX(serial) FROM letter WHERE direction = 'out'"
                 " AND register_key LIKE $1");
SQL(letter_same, "SELECT 1 FROM letter WHERE register_key = $1 AND id <> $2");
SQL(letter_of_item, "SELECT l.id FROM letter l JOIN ref x ON x.record = l.id"
                    " WHERE x.target = $1 AND x.field = 'items' ORDER BY l.id");

static const struct choice directions[] = {
	{ "out", NC_("letter", "Out"), "sent" },
	{ "in", NC_("letter", "In"), "ok" },
	{ 0 },
};

static const struct choice states[] = {
	{ "awaiting", NC_("letter", "Answer awaited"), "sent" },
	{ "answered", NC_("letter", "Answered"), "done st-done" },
	{ "done", NC_("letter", "No answer needed"), "ok" },
	{ 0 },
};

const struct choice letter_languages[] = {
	{ "tk", N_("Turkmen"), NULL },
	{ "ru", N_("Russian"), NULL },
	{ "en", N_("English"), NULL },
	{ 0 },
};

#define L struct letter
static const struct field fields[] = {
	TEXT(L, number, N_("Number"), .max = 60, .flags = LISTED | FILTERED | SORTED,
	     .help = N_("Of a letter out, left empty, it is the next one of the year.")),
	CHOICE(L, direction, NC_("letter", "Direction"), .choices = directions,
	       .flags = REQUIRED | LISTED | FILTERED),
	DATE(L, date, N_("Date"), .flags = REQUIRED | LISTED | FILTERED | SORTED),
	REF(L, correspondent, N_("Institution"), .to = &institution_type,
	    .flags = REQUIRED | LISTED | FILTERED | ASSIGNS,
	    .help = N_("To whom it goes, or from whom it came.")),
	TEXTS(L, subject, N_("Subject"), .max = 500, .flags = REQUIRED | LISTED),
	REFS(L, items, N_("Recommendations"), .to = &recommendation_type, .flags = FILTERED),
	DATE(L, answer_due, N_("Answer due"), .flags = LISTED | FILTERED | SORTED),
	DATE(L, answered_on, N_("Answered on"), .flags = FILTERED | READONLY),
	REF(L, reply_to, N_("Answers the letter"), .to = T, .flags = FILTERED,
	    .help = N_("Of a letter in: the one that it answers.")),
	CHOICE(L, language, N_("Language"), .choices = letter_languages, .flags = READONLY),
	FILE_(L, file, N_("File")),
	NUMBER(L, serial, N_("Serial number"), .flags = HIDDEN),
	TEXT(L, register_key, N_("Key in the register"), .flags = REQUIRED | HIDDEN),
};
#undef L

static const char *title(struct context *cx, const void *row)
{
	const struct letter *l = row;

	return arena_fmt(cx->mem, "%s · %s", l->number ? l->number : "",
	                 record_title(cx, &institution_type, l->correspondent));
}

static bool in_state(const struct letter *l, const char *state)
{
	return type_state_in(T, l->record.state, state);
}

bool letter_overdue(struct context *cx, const struct letter *l)
{
	return l->direction == LETTER_OUT && in_state(l, "awaiting") && date_set(l->answer_due) &&
	       date_compare(l->answer_due, today(cx)) < 0;
}

void letter_count_sql(struct context *cx, struct buffer *text, struct sql_values *values)
{
	if (!access_function(cx, T->function, RIGHT_SEND))
		return;
	buffer_text(text, " + (SELECT count(*) FROM (SELECT 1 AS one FROM letter r WHERE"
	                  " r.state = 'awaiting' AND r.answer_due < ");
	sql_value(text, values, V(today(cx)));
	buffer_text(text, " AND ");
	access_sql(cx, T, RIGHT_READ, text, values);
	buffer_fmt(text, " LIMIT %d) l)", MAX_LIST_PAGE);
}

bool letter_due(struct context *cx, struct date *ret)
{
	return deadline_working_day(
	        cx, date_add_days(today(cx), (int)setting_number(cx, "answer_days")), false, ret);
}

/* ---- number and state */

/* Out: "out 2026 12/2026"; in: a number of somebody else's, "in 4711 2026 03-15". */
static const char *key_of(struct context *cx, const struct letter *l, const char *number)
{
	if (l->direction == LETTER_OUT)
		return arena_fmt(cx->mem, "out %04d %s", l->date.year, number);
	return arena_fmt(cx->mem, "in %lld %04d %s", (long long)l->correspondent, l->date.year,
	                 number);
}

static bool give_number(struct context *cx, struct letter *l)
{
	int64_t last = 0;
	bool found;

	if (!db_int(cx, &letter_last, &last, &found, V(key_of(cx, l, "%"))))
		return false;
	l->number = arena_fmt(cx->mem, "%lld/%d", (long long)(found ? last : 0) + 1, l->date.year);
	return true;
}

/* A number that people gave counts, where it looks like ours. */
static void read_number(struct letter *l)
{
	size_t n = l->number ? strspn(l->number, "0123456789") : 0;
	int64_t serial;

	l->serial = (struct number){ 0 };
	if (n && n < 10 && l->number[n] == '/' &&
	    parse_int_in(l->number + n + 1, l->date.year, l->date.year, &serial)) {
		l->serial.set = true;
		for (size_t i = 0; i < n; i++)
			l->serial.units = 10 * l->serial.units + (l->number[i] - '0');
	}
}

static bool prepare(struct context *cx, const void *old, void *row)
{
	struct letter *l = row;

	l->register_key = "-"; /* refused for what is missing, and not for this */
	if (!l->direction || !date_set(l->date))
		return true;
	if (!old)
		l->record.state = type_state(
		        T, l->direction == LETTER_OUT && date_set(l->answer_due) ? "awaiting"
		                                                                 : "done");
	if (l->direction == LETTER_OUT && str_empty(l->number) && !give_number(cx, l))
		return false;
	read_number(l);
	l->register_key = key_of(cx, l, l->number ? l->number : "");
	return !date_set(l->answer_due) || l->answer_due.precision != PRECISION_DAY ||
	       deadline_working_day(cx, l->answer_due, false, &l->answer_due);
}

/* ---- what is refused */

static bool same_items(const struct refs *a, const struct refs *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (!refs_has(b, a->v[i]))
			return false;
	return a->n == b->n;
}

/* What the program wrote says its number, day, addressee and items. */
static void check_written(struct context *cx, const struct letter *was, const struct letter *l)
{
	if (!was->language)
		return;
	if (!str_eq(was->number, l->number) || was->direction != l->direction ||
	    date_compare(was->date, l->date) != 0 || was->correspondent != l->correspondent ||
	    was->file != l->file || !same_items(&was->items, &l->items))
		fail(cx, ERR_INVALID, "number",
		     N_("This letter was written by the program and says its number, date, "
		        "addressee and items: write another one."));
}

static bool check_reply(struct context *cx, const struct letter *l)
{
	const struct letter *to = l->reply_to ? record_get_any(cx, T, l->reply_to) : NULL;

	if (!l->reply_to)
		return true;
	if (!to)
		return false;
	return (l->direction == LETTER_IN && to->direction == LETTER_OUT &&
	        to->correspondent == l->correspondent) ||
	       fail(cx, ERR_INVALID, "reply_to",
	            N_("A letter in answers a letter out to the same institution."));
}

/* Titles and words of restricted recommendations do not go into an open letter. */
static bool check_items(struct context *cx, const struct letter *l)
{
	for (size_t i = 0; i < l->items.n; i++) {
		const struct record *r = record_get_any(cx, &recommendation_type, l->items.v[i]);

		if (!r)
			return false;
		if (r->classification == CLASS_RESTRICTED &&
		    l->record.classification != CLASS_RESTRICTED)
			return fail(cx, ERR_INVALID, "items",
			            N_("A restricted recommendation cannot stand in a letter "
			               "that is not restricted."));
	}
	return true;
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct letter *was = old, *l = row;
	int64_t one;
	bool twice = false;

	if (str_empty(l->number))
		fail(cx, ERR_INVALID, "number", N_("Give the number that the letter bears."));
	if (date_set(l->date) && date_compare(date_first_day(l->date), today(cx)) > 0 &&
	    (!was || date_compare(was->date, l->date) != 0))
		fail(cx, ERR_INVALID, "date", N_("This day has not come yet."));
	if (date_set(l->answer_due) && l->answer_due.precision != PRECISION_DAY)
		fail(cx, ERR_INVALID, "answer_due", N_("Give the day."));
	if (l->direction == LETTER_IN && date_set(l->answer_due))
		fail(cx, ERR_INVALID, "answer_due",
		     N_("Of a letter in no answer is followed up here."));
	if (was)
		check_written(cx, was, l);
	if (failed(cx) || !check_reply(cx, l) || !check_items(cx, l) ||
	    !db_int(cx, &letter_same, &one, &twice, V(l->register_key), V(l->record.id)))
		return false;
	return !twice || fail(cx, ERR_INVALID, "number",
	                      N_("The register has a letter with this number in this year."));
}

/* ---- the answer */

static bool not_ahead(struct context *cx, const void *row)
{
	const struct letter *l = row;

	if (date_compare(date_first_day(l->answered_on), l->date) < 0)
		return fail(cx, ERR_INVALID, "answered_on",
		            N_("The answer came before the letter was written."));
	return date_compare(date_first_day(l->answered_on), today(cx)) <= 0 ||
	       fail(cx, ERR_INVALID, "answered_on", N_("This day has not come yet."));
}

static bool await_again(struct context *cx, void *row)
{
	(void)cx;
	((struct letter *)row)->answered_on = (struct date){ 0 };
	return true;
}

static const struct step steps[] = {
	{ .name = "answered",
	  .label = N_("Say when it was answered"),
	  .hint = N_("An answer that came as a letter is better registered as a letter in."),
	  .from = "awaiting",
	  .to = "answered",
	  .right = RIGHT_SEND,
	  .asks = "answered_on",
	  .needs = "answered_on",
	  .check = not_ahead,
	  .aside = true },
	{ .name = "await",
	  .label = N_("Await the answer again"),
	  .hint = N_("What was taken for the answer was none."),
	  .from = "answered",
	  .to = "awaiting",
	  .right = RIGHT_SEND,
	  .reason = true,
	  .aside = true,
	  .effect = await_again },
	{ 0 },
};

static bool set_answered(struct context *cx, int64_t id, struct date day)
{
	struct letter *l = record_get_any(cx, T, id);

	if (!l || !in_state(l, "awaiting"))
		return !failed(cx);
	l->answered_on = day;
	l->record.state = type_state(T, "answered");
	return record_save_as(cx, T, l, CHANGE_UPDATE);
}

/* ---- what follows */

static const char *due_words(struct context *cx, const void *data)
{
	const struct letter *l = data;

	return arena_fmt(cx->mem, tr(cx, N_("Answer to letter %s: %s")), l->number,
	                 institution_name_on(cx, l->correspondent, l->date));
}

static bool keep_deadline(struct context *cx, const struct letter *l)
{
	char text[DATE_TEXT];
	struct deadline_key key = { "date", date_text(l->answer_due, text) };
	struct deadline_wanted wanted = { .name = "answer",
		                          .kind = "letter",
		                          .institution = l->correspondent,
		                          .side = SIDE_INTERNAL,
		                          .classification = l->record.classification,
		                          .readers = &l->record.readers,
		                          .done = l->answered_on };
	bool due = l->direction == LETTER_OUT && date_set(l->answer_due) && !in_state(l, "done");

	if (due) {
		if (!account_of_focal_point(cx, l->correspondent, &wanted.owner))
			return false;
		wanted.title = texts_in_languages(cx, due_words, l);
		wanted.basis = deadline_line(cx, "DL-18", &key, 1);
	}
	return !failed(cx) &&
	       deadline_keep(cx, (struct link){ T, l->record.id }, &wanted, due ? 1 : 0);
}

static bool saved(struct context *cx, const void *old, const void *row)
{
	const struct letter *l = row;

	return keep_deadline(cx, l) && assignments_follow_letter(cx, old, l) &&
	       (!l->reply_to || set_answered(cx, l->reply_to, l->date));
}

static const struct type_search finding = { .titles = "number subject", .deadline = "answer_due" };

const struct type letter_type = {
	.name = "letter",
	.plural = "letters",
	.label = N_("Letter"),
	.label_plural = N_("Letters"),
	.help = N_("The register of letters to institutions and from them. Assignment letters are "
	           "written from a selection in the list of recommendations."),
	.size = sizeof(struct letter),
	FIELDS(fields),
	.function = "recommendations",
	.states = states,
	.steps = steps,
	.order = "-date",
	.flags = TYPE_NO_TAB,
	.title = title,
	.prepare = prepare,
	.check = check,
	.saved = saved,
	.finished_states = "answered done",
	.search = &finding,
};

/* ---- when recommendations change */

static bool awaits_answer(const struct recommendation *r, int64_t institution)
{
	return r->lead == institution &&
	       type_state_in(&recommendation_type, r->record.state, "assigned");
}

/* The institution has accepted or returned all that the letter assigned to it. */
static bool look_at_answers(struct context *cx, const struct letter *l)
{
	if (!in_state(l, "awaiting"))
		return true;
	for (size_t i = 0; i < l->items.n; i++) {
		const struct recommendation *r =
		        record_get_any(cx, &recommendation_type, l->items.v[i]);

		if (!r)
			return false;
		if (awaits_answer(r, l->correspondent))
			return true;
	}
	return set_answered(cx, l->record.id, today(cx));
}

/* A letter says the words of its items: nobody reads it who may not read all of them. */
static bool restrict_as(struct context *cx, struct letter *l, const struct record *r)
{
	struct refs both = { 0 };

	if (l->record.classification != CLASS_RESTRICTED)
		both = r->readers;
	for (size_t i = 0; l->record.classification == CLASS_RESTRICTED && i < l->record.readers.n;
	     i++)
		if (refs_has(&r->readers, l->record.readers.v[i]))
			refs_add(cx, &both, l->record.readers.v[i]);
	l->record.classification = CLASS_RESTRICTED;
	l->record.readers = both;
	return record_save_as(cx, T, l, CHANGE_UPDATE);
}

static bool of_recommendation(struct context *cx, const struct recommendation *was,
                              const struct recommendation *is)
{
	const struct type *t = &recommendation_type;
	bool answered, restricted;
	struct refs ids;

	if (!assignment_follow(cx, was, is))
		return false;
	if (!was)
		return true;
	answered = type_state_in(t, was->record.state, "assigned") &&
	           (was->record.state != is->record.state || was->lead != is->lead);
	restricted = is->record.classification == CLASS_RESTRICTED &&
	             (was->record.classification != CLASS_RESTRICTED ||
	              !same_items(&was->record.readers, &is->record.readers));
	if (!answered && !restricted)
		return true;
	if (!refs_read(cx, db_query(cx, &letter_of_item, V(is->record.id)), &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++) {
		struct letter *l = record_get_any(cx, T, ids.v[i]);

		if (!l || (restricted && !restrict_as(cx, l, &is->record)) ||
		    (answered && !look_at_answers(cx, l)))
			return false;
	}
	return true;
}

SQL(letters_awaiting_of, "SELECT id FROM letter WHERE correspondent = $1 AND state = 'awaiting'"
                         " ORDER BY id");

/* Another person answers for the institution. */
static bool of_institution(struct context *cx, int64_t institution)
{
	struct refs ids;

	if (!refs_read(cx, db_query(cx, &letters_awaiting_of, V(institution)), &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++) {
		struct context_mark mark = context_mark(cx);
		const struct letter *l = record_get_any(cx, T, ids.v[i]);

		if (!l || !keep_deadline(cx, l))
			return false;
		context_rewind(cx, mark);
	}
	return assignments_follow_institution(cx, institution);
}

static bool changed(struct context *cx, const struct type *t, const void *old, const void *row)
{
	const struct focal_point *was = old, *is = row;

	if (t == &recommendation_type)
		return of_recommendation(cx, old, row);
	return t != &focal_point_type ||
	       ((!was || was->office == is->office || of_institution(cx, was->office)) &&
	        of_institution(cx, is->office));
}

static const struct type *const types[] = { &letter_type, NULL };

const struct subject letter_subject = {
	.name = "letter",
	.types = types,
	.changed = changed,
	.order = 61,
};
