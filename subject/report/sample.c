/* See sample.h.  The due date counts from the day on which the sample is made; what lies behind
 * that day is done, or late. */
#include "subject/report/sample.h"

#include "base/number.h"
#include "record/app.h"
#include "record/reference.h"
#include "subject/institution/institution.h"
#include "subject/report/report.h"

#define T (&report_project_type)
#define D (&deadline_type)

enum { FAR_AHEAD = 1000 /* days */ };

SQL(sample_reports, "SELECT count(*) FROM report_project");
SQL(sample_report_step, "SELECT id FROM deadline WHERE source_type = 'report_project' AND name = $1"
                        " ORDER BY id LIMIT 1");

static bool enter_cells(struct context *cx, const struct reference_row *cells, void *row,
                        void *data)
{
	struct report_project *p = row;
	int64_t days;

	(void)data;
	if (!parse_int_in(reference_cell(cells, "due_in"), 1, FAR_AHEAD, &days))
		return fail(cx, ERR_BROKEN, "due_in", "“%s” is no number of days",
		            reference_cell(cells, "due_in"));
	p->due = date_add_days(today(cx), (int)days);
	p->record.institution = institution_by_code(cx, reference_cell(cells, "institution"));
	return !failed(cx);
}

static bool enter(struct context *cx)
{
	static const struct reference_options options = { .match = "kind",
		                                          .skip = "due_in institution",
		                                          .complete = enter_cells };

	return reference_load(cx, T, "reference/sample/report_projects.csv", &options, NULL);
}

static struct deadline *step_of_plan(struct context *cx, const char *name)
{
	int64_t id = 0;

	return db_int(cx, &sample_report_step, &id, NULL, V(name)) ? record_get(cx, D, id) : NULL;
}

static bool done_in_time(struct context *cx, const char *name)
{
	struct deadline *d = step_of_plan(cx, name);

	if (!d)
		return false;
	d->done = d->due;
	return record_step(cx, D, d, step_named(D, "meet"));
}

static bool give_to(struct context *cx, const char *name, const char *login)
{
	struct deadline *d = step_of_plan(cx, name);

	if (!d)
		return false;
	d->owner = record_id_by_key(cx, &account_type, login);
	return record_step(cx, D, d, step_named(D, "assign"));
}

bool report_load_sample(struct context *cx)
{
	const struct actor *before = cx->actor;
	struct actor actor;
	int64_t there;
	bool ok;

	if (!db_int(cx, &sample_reports, &there, NULL) || there)
		return !failed(cx);
	ok = account_act_as(cx, "sec", &actor) && enter(cx) && done_in_time(cx, "plan.kick_off") &&
	     done_in_time(cx, "plan.sections_assigned") &&
	     give_to(cx, "plan.data_call_closes", "fp") && give_to(cx, "plan.zero_draft", "fp");
	cx->actor = before;
	return ok;
}
