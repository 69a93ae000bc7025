/* See sample.h.  Three rounds, because what is merged, split or superseded names others: enter all,
 * work on all, then end some. */
#include "subject/recommendation/sample.h"

#include "base/embedded.h"
#include "format/csv.h"
#include "record/app.h"
#include "record/attachment.h"
#include "record/reference.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/recommendation.h"

static const char file[] = "reference/sample/recommendations.csv";

/* A row of the file, by column. */
struct sheet {
	const char *const *header;
	size_t columns;
	const char *const *cells;
};

static const char *cell(const struct sheet *s, const char *column)
{
	for (size_t i = 0; i < s->columns; i++)
		if (strcmp(s->header[i], column) == 0)
			return s->cells[i];
	return "";
}

SQL(sample_find, "SELECT id FROM recommendation WHERE document = $1 AND locator = $2");

static struct recommendation *find(struct context *cx, const char *document, const char *locator)
{
	int64_t id = 0;
	bool found;

	if (!db_int(cx, &sample_find, &id, &found, V(document_by_symbol(cx, document)),
	            V(locator)) ||
	    !found) {
		fail(cx, ERR_BROKEN, NULL, "sample %s %s is missing", document, locator);
		return NULL;
	}
	return record_get_any(cx, &recommendation_type, id);
}

/* ---- who does it */

/* A sample user by login; of a restricted record, or where the body has no user
 * here, the console. */
static bool act_as(struct context *cx, const char *login, struct actor *actor)
{
	const struct account *a = login ? account_by_login(cx, login) : NULL;

	*actor = (struct actor){ .console = true,
		                 .login = "console",
		                 .restricted_reason = "sample data" };
	cx->actor = actor;
	return !failed(cx) && (!a || account_actor(cx, a->record.id, 0, actor));
}

static const char *approver_of(const char *institution)
{
	return str_eq(institution, "MOE") ? "ma" : str_eq(institution, "MOL") ? "ma2" : NULL;
}

/* ---- first round: entered */

/* The deadlines of the file were written on 11 July 2025.  They move with the day on which the
 * sample is made, so that some are always late, some near and some far. */
static int days_since_written(struct context *cx)
{
	static const struct date written = {
		.year = 2025, .month = 7, .day = 11, .precision = PRECISION_DAY
	};

	return (int)(date_to_days(today(cx)) - date_to_days(written));
}

static bool enter_cells(struct context *cx, const struct reference_row *cells, void *row,
                        void *data)
{
	struct recommendation *r = row;
	const char *original = reference_cell(cells, "original");
	static const char *const by_hand[][2] = { { "states", "recommending_states" },
		                                  { "classification", "classification" },
		                                  { "readers", "readers" } };

	(void)data;
	if (!r->record.version && str_eq(reference_cell(cells, "state"), "imported"))
		r->record.state = type_state(&recommendation_type, "imported");
	if (!r->record.version && date_set(r->deadline))
		r->deadline = date_add_days(r->deadline, days_since_written(cx));
	for (size_t i = 0; i < r->text.n; i++)
		r->text.v[i].original = str_eq(r->text.v[i].lang, original);
	for (size_t i = 0; i < LEN(by_hand); i++)
		if (!field_typed(cx, &recommendation_type,
		                 type_field_named(&recommendation_type, by_hand[i][1]), "en",
		                 reference_cell(cells, by_hand[i][0]), row))
			return false;
	return true;
}

static bool enter(struct context *cx)
{
	struct reference_options options = {
		.match = "document locator",
		.skip = "code state original states status status_reason grade_scheme grade "
		        "view_author view view_text"
		        " return_reason related lead co classification readers",
		.complete = enter_cells,
	};

	return reference_load(cx, &recommendation_type, file, &options, NULL);
}

/* ---- second round: worked on */

static bool step(struct context *cx, struct recommendation *r, const char *name, const char *login,
                 const char *reason)
{
	struct actor actor;
	bool restricted = r->record.classification == CLASS_RESTRICTED;

	cx->reason = reason;
	return act_as(cx, restricted ? NULL : login, &actor) &&
	       record_step(cx, &recommendation_type, r, step_named(&recommendation_type, name));
}

/* Each sample says in its own language that it is one. */
static const char *language_of(const char *words)
{
	return str_starts(words, "Mysal") ? "tk" : str_starts(words, "Пример") ? "ru" : "en";
}

static bool type_cell(struct context *cx, const struct sheet *s, struct recommendation *r,
                      const char *field)
{
	const char *words = cell(s, field);

	return field_typed(cx, &recommendation_type, type_field_named(&recommendation_type, field),
	                   language_of(words), words, r);
}

static bool add_grade(struct context *cx, const struct sheet *s, struct recommendation *r)
{
	struct assessment *a = arena_new_of(cx->mem, struct assessment);
	struct actor actor;

	if (!*cell(s, "grade"))
		return true;
	a->grade = record_id_by_key(
	        cx, &grade_type,
	        arena_fmt(cx->mem, "%s-%s", cell(s, "grade_scheme"), cell(s, "grade")));
	a->note = "Sample: what the committee said of it.";
	r->assessments = (struct owned){ a, 1 };
	cx->reason = "sample: follow-up letter";
	return act_as(cx, NULL, &actor) &&
	       record_save_as(cx, &recommendation_type, r, CHANGE_UPDATE);
}

static bool add_view(struct context *cx, const struct sheet *s, struct recommendation *r)
{
	struct view *v = arena_new_of(cx->mem, struct view);
	struct text *words = arena_new_of(cx->mem, struct text);
	const struct row_type *rows = type_field_named(&recommendation_type, "views")->rows;
	struct actor actor;

	if (!*cell(s, "view"))
		return true;
	*words = (struct text){ .lang = language_of(cell(s, "view_text")),
		                .body = cell(s, "view_text"),
		                .original = true };
	*v = (struct view){ .author = institution_by_code(cx, cell(s, "view_author")),
		            .words = { words, 1 } };
	r->views = (struct owned){ v, 1 };
	cx->reason = "sample: an independent view";
	return field_typed(cx, &recommendation_type, &rows->fields[1], "en", cell(s, "view"), v) &&
	       act_as(cx, str_eq(cell(s, "view_author"), "OMB") ? "omb" : "cso", &actor) &&
	       record_save_as(cx, &recommendation_type, r, CHANGE_UPDATE);
}

static bool set_status(struct context *cx, const struct sheet *s, struct recommendation *r)
{
	return !*cell(s, "status") || str_eq(cell(s, "status"), "not_pursued") ||
	       (type_cell(cx, s, r, "status") && type_cell(cx, s, r, "status_reason") &&
	        step(cx, r, "set_status", "sec", "Sample: from the half-year report."));
}

static bool link_to_whole(struct context *cx, struct recommendation *r,
                          const struct recommendation *other)
{
	struct actor actor;

	r->split_from = other->record.id;
	cx->reason = "sample: part of a split recommendation";
	return act_as(cx, NULL, &actor) &&
	       record_save_as(cx, &recommendation_type, r, CHANGE_UPDATE);
}

static bool goes_to_a_body(const char *stage)
{
	return word_in("assigned accepted returned", stage);
}

static bool work_on(struct context *cx, const struct sheet *s, struct recommendation *r)
{
	const char *stage = cell(s, "state");

	if (word_in("entered imported", stage))
		return true;
	if (!step(cx, r, "triage", "sec", NULL))
		return false;
	if (!goes_to_a_body(stage))
		return set_status(cx, s, r);
	if (!type_cell(cx, s, r, "lead") || !type_cell(cx, s, r, "co") ||
	    !step(cx, r, "assign", "sec", NULL))
		return false;
	if (str_eq(stage, "accepted") && !step(cx, r, "accept", approver_of(cell(s, "lead")), NULL))
		return false;
	if (str_eq(stage, "returned") &&
	    !step(cx, r, "return", approver_of(cell(s, "lead")), cell(s, "return_reason")))
		return false;
	return set_status(cx, s, r) && add_grade(cx, s, r) && add_view(cx, s, r);
}

/* ---- third round: ended */

static bool end(struct context *cx, const struct sheet *s, struct recommendation *r,
                const struct recommendation *other)
{
	const char *stage = cell(s, "state");

	if (str_eq(stage, "merged")) {
		r->merged_into = other ? other->record.id : 0;
		return step(cx, r, "merge", "sec", "Sample: the same is asked there.");
	}
	if (str_eq(stage, "superseded")) {
		r->superseded_by = other ? other->record.id : 0;
		return step(cx, r, "supersede", "sec", "Sample: the newer one goes further.");
	}
	if (str_eq(stage, "split"))
		return step(cx, r, "split", "sec", NULL);
	if (!word_in("not_pursued reopened", stage))
		return true;
	return step(cx, r, "propose_not_pursue", "sec", "Sample: noted; other work comes first.") &&
	       step(cx, r, "not_pursue", "ch", "Sample: noted, not to be pursued in this cycle.") &&
	       (str_eq(stage, "not_pursued") ||
	        step(cx, r, "resume", "ch", "Sample: taken up again."));
}

/* ---- walking the file */

struct sheets {
	struct sheet *v;
	size_t n;
};

static const char *const *keep(struct context *cx, const struct csv_row *row, size_t columns)
{
	const char **cells = arena_array(cx->mem, const char *, columns);

	for (size_t i = 0; i < columns; i++)
		cells[i] = i < row->count ? arena_str(cx->mem, row->cells[i]) : "";
	return cells;
}

static bool read_file(struct context *cx, struct sheets *ret)
{
	const struct embedded *e = reference_file(cx, file);
	struct csv_reader *r = e ? csv_open_bytes(cx, (const char *)e->data, e->size) : NULL;
	struct sheet head = { 0 };
	struct csv_row row;

	ret->v = arena_array(cx->mem, struct sheet, MAX_LIST_PAGE);
	while (r && ret->n < MAX_LIST_PAGE && csv_next(cx, r, &row)) {
		if (!head.header) {
			head.columns = row.count;
			head.header = keep(cx, &row, row.count);
			continue;
		}
		head.cells = keep(cx, &row, head.columns);
		ret->v[ret->n++] = head;
	}
	return !failed(cx) && r;
}

static struct recommendation *record_of(struct context *cx, const struct sheet *s)
{
	return find(cx, cell(s, "document"), cell(s, "locator"));
}

static struct recommendation *related_to(struct context *cx, const struct sheets *all,
                                         const struct sheet *s)
{
	for (size_t i = 0; i < all->n && *cell(s, "related"); i++)
		if (str_eq(cell(&all->v[i], "code"), cell(s, "related")))
			return record_of(cx, &all->v[i]);
	return NULL;
}

/* Two language versions that name different dates: left open, so that every reader sees how that
 * looks. */
static bool leave_a_conflict(struct context *cx, struct recommendation *r)
{
	struct conflict *c = arena_new_of(cx->mem, struct conflict);
	struct actor actor;
	char earlier[DATE_TEXT], later[DATE_TEXT];

	*c = (struct conflict){
		.field = "deadline",
		.value_a = arena_str(cx->mem, date_text(date_add_days(r->deadline, 31), later)),
		.source_a = "Sample: English version",
		.value_b = arena_str(cx->mem, date_text(r->deadline, earlier)),
		.source_b = "Sample: Russian version",
		.rule = "The earlier date counts until somebody resolves it (DL-02)."
	};
	r->record.conflicts = (struct owned){ c, 1 };
	cx->reason = "sample: two versions disagree";
	return act_as(cx, NULL, &actor) &&
	       record_save_as(cx, &recommendation_type, r, CHANGE_UPDATE);
}

static bool hang_files(struct context *cx, struct recommendation *r)
{
	static const char *const names[] = { "reference/sample/attachments/note-en.txt",
		                             "reference/sample/attachments/table-ru.csv" };
	struct paper *papers = arena_array(cx->mem, struct paper, LEN(names));
	struct actor actor;
	size_t n = 0;

	cx->reason = "sample: papers";
	if (!act_as(cx, NULL, &actor))
		return false;
	for (size_t i = 0; i < LEN(names); i++) {
		const struct embedded *e = reference_file(cx, names[i]);

		if (!e)
			return false;
		papers[n].note = "Sample";
		papers[n].file = attachment_store(cx, names[i], e->data, e->size);
		if (!papers[n++].file)
			return false;
	}
	r->papers = (struct owned){ papers, n };
	return record_save_as(cx, &recommendation_type, r, CHANGE_UPDATE);
}

bool recommendation_load_sample(struct context *cx)
{
	const struct actor *before = cx->actor;
	struct sheets all = { 0 };
	bool ok = enter(cx) && read_file(cx, &all);

	for (size_t i = 0; ok && i < all.n; i++) {
		struct recommendation *r = record_of(cx, &all.v[i]),
		                      *other = related_to(cx, &all, &all.v[i]);
		bool part = other && goes_to_a_body(cell(&all.v[i], "state"));

		ok = r && !failed(cx) && (!part || link_to_whole(cx, r, other)) &&
		     work_on(cx, &all.v[i], r);
	}
	for (size_t i = 0; ok && i < all.n; i++) {
		struct recommendation *r = record_of(cx, &all.v[i]),
		                      *other = related_to(cx, &all, &all.v[i]);

		ok = r && !failed(cx) && end(cx, &all.v[i], r, other);
	}
	ok = ok && all.n > 1 && leave_a_conflict(cx, record_of(cx, &all.v[0])) &&
	     hang_files(cx, record_of(cx, &all.v[1]));
	cx->actor = before;
	cx->reason = NULL;
	return ok;
}
