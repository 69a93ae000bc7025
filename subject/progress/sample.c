/* Sample reports, plainly called so, made through the same doors as people's, so that their
 * histories have something to tell: one that was accepted, and one that came back. */
#include "subject/progress/part.h"

#include "base/embedded.h"
#include "base/number.h"
#include "format/csv.h"
#include "record/app.h"
#include "record/reference.h"
#include "store/db.h"
#include "subject/institution/institution.h"

#define U (&progress_update_type)
#define E (&evidence_type)

SQL(progress_sample_there, "SELECT COUNT(*) FROM progress_update");
SQL(progress_sample_measure, "SELECT id FROM measure WHERE number = $1 ORDER BY id LIMIT 1");

struct sheet {
	const char *const *header;
	size_t columns;
	const char *const *cells;
};

static const char *cell(const struct sheet *s, const char *column)
{
	for (size_t i = 0; i < s->columns; i++)
		if (str_eq(s->header[i], column))
			return s->cells[i];
	return "";
}

static struct texts words(struct context *cx, const struct sheet *s, const char *stem)
{
	static const char *const languages[] = { "tk", "ru", "en" };
	struct texts x = { .v = arena_array(cx->mem, struct text, LEN(languages)) };

	for (size_t i = 0; i < LEN(languages); i++) {
		const char *body = cell(s, arena_fmt(cx->mem, "%s_%s", stem, languages[i]));

		if (*body)
			x.v[x.n++] = (struct text){ .lang = languages[i],
				                    .body = arena_str(cx->mem, body),
				                    .original = !x.n };
	}
	return x;
}

static bool act_as(struct context *cx, const char *login, struct actor *actor)
{
	const struct account *a = account_by_login(cx, login);

	if (!a)
		return !failed(cx) &&
		       fail(cx, ERR_BROKEN, NULL, "the sample user %s is missing", login);
	cx->actor = actor;
	return account_actor(cx, a->record.id, 0, actor);
}

static bool step(struct context *cx, const struct type *t, int64_t id, const char *login,
                 const char *name, const char *reason)
{
	struct actor actor;
	void *row;

	if (!act_as(cx, login, &actor))
		return false;
	row = record_get(cx, t, id);
	cx->reason = reason;
	return row && record_step(cx, t, row, step_named(t, name));
}

/* So many halves before the one that runs. */
static struct half_year half_at(struct context *cx, const char *typed)
{
	struct half_year h = half_year_of(today(cx));
	int64_t n = 0;

	if (!parse_int(typed, &n))
		n = 0;
	for (; n < 0; n++)
		h = half_year_of(date_add_days(half_year_first_day(h), -1));
	return h;
}

static bool add_evidence(struct context *cx, const struct sheet *s, struct progress_update *u)
{
	struct evidence *e = record_new(cx, E);
	struct evidence_subject *about = arena_new_of(cx->mem, struct evidence_subject);

	e->title = words(cx, s, "evidence");
	if (!e->title.n)
		return true;
	about->subject = u->about;
	e->about = (struct owned){ about, 1 };
	e->type = EVIDENCE_LEGAL_ACT;
	e->date_of_fact = half_year_first_day(half_at(cx, cell(s, "halves")));
	e->issuing_body = arena_str(cx->mem, cell(s, "issued_by"));
	if (!record_save(cx, E, e))
		return false;
	refs_add(cx, &u->evidence, e->record.id);
	return true;
}

static bool write_report(struct context *cx, const struct sheet *s, struct progress_update *u)
{
	struct half_year h = half_at(cx, cell(s, "halves"));
	struct actor actor;
	bool found;

	if (!act_as(cx, "fp", &actor) ||
	    !db_int(cx, &progress_sample_measure, &u->about.id, &found, V(cell(s, "measure"))))
		return false;
	u->about.type = &measure_type;
	u->year = progress_year(h.year);
	u->part = h.half == 2 ? PART_SECOND_HALF : PART_FIRST_HALF;
	u->done = words(cx, s, "done");
	u->result = words(cx, s, "result");
	u->difficulties = words(cx, s, "difficulties");
	u->next_step = words(cx, s, "next_step");
	return field_typed(cx, U, type_field_named(U, "status"), "en", cell(s, "status"), u) &&
	       add_evidence(cx, s, u) && record_save(cx, U, u);
}

static bool report(struct context *cx, const struct sheet *s)
{
	struct progress_update *u = record_new(cx, U);
	bool accepted = str_eq(cell(s, "end"), "accepted");
	int64_t id = u->record.id;

	if (!write_report(cx, s, u) || !step(cx, U, id, "fp", "submit", NULL) ||
	    !step(cx, U, id, "ma", "approve", NULL))
		return false;
	if (!accepted)
		return step(cx, U, id, "sec", "send_back", arena_str(cx->mem, cell(s, "reason")));
	for (size_t i = 0; i < u->evidence.n; i++)
		if (!step(cx, E, u->evidence.v[i], "sec", "accept", NULL))
			return false;
	return step(cx, U, id, "sec", "accept", NULL);
}

static bool reports(struct context *cx)
{
	const struct embedded *file = reference_file(cx, "reference/sample/progress.csv");
	struct csv_reader *reader;
	struct sheet s = { 0 };
	struct csv_row row;
	const char **head;

	if (!file)
		return false;
	reader = csv_open_bytes(cx, (const char *)file->data, file->size);
	if (!reader || !csv_next(cx, reader, &row))
		return false;
	head = arena_array(cx->mem, const char *, row.count);
	for (; s.columns < row.count; s.columns++)
		head[s.columns] = arena_str(cx->mem, row.cells[s.columns]);
	s.header = head;
	while (csv_next(cx, reader, &row)) {
		s.cells = row.cells;
		if (!report(cx, &s))
			return false;
	}
	return !failed(cx);
}

bool progress_load_sample(struct context *cx)
{
	const struct actor *before = cx->actor;
	int64_t there = 0;
	bool ok;

	if (!db_int(cx, &progress_sample_there, &there, NULL) || there)
		return !failed(cx);
	ok = reports(cx);
	cx->actor = before;
	cx->reason = NULL;
	return ok;
}
