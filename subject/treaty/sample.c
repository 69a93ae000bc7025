/* A sample treaty and what was done about it, so that there are approved acts, and some on the
 * public site, without a word about a real treaty. */
#include "subject/treaty/part.h"

#include "record/app.h"
#include "record/reference.h"
#include "subject/institution/institution.h"

#define T (&instrument_status_type)

SQL(sample_acts_recorded, "SELECT s.id FROM instrument_status s JOIN instrument i"
                          " ON i.id = s.instrument WHERE i.code = 'SAMPLE-TREATY'"
                          " AND s.state = 'recorded' ORDER BY s.id");

/* The acts of the pack are taken from a table until somebody has looked; these were recorded. */
static bool complete(struct context *cx, const struct reference_row *cells, void *row, void *data)
{
	(void)cells, (void)data;
	return T->prepare(cx, NULL, row);
}

static bool approve_all(struct context *cx)
{
	struct rows *r = db_query(cx, &sample_acts_recorded);

	while (r && rows_next(cx, r)) {
		void *act = record_get(cx, T, rows_int(r, 0));

		if (!act || !record_step(cx, T, act, step_named(T, "approve")))
			return false;
	}
	return !failed(cx);
}

bool treaty_load_sample(struct context *cx)
{
	static const struct reference_options options = { .match = "import_key",
		                                          .complete = complete };
	const struct actor *before = cx->actor;
	struct actor sec, ch;
	bool ok =
	        account_act_as(cx, "sec", &sec) &&
	        reference_load(cx, &instrument_type, "reference/sample/instruments.csv", NULL,
	                       NULL) &&
	        reference_load(cx, T, "reference/sample/instrument_statuses.csv", &options, NULL) &&
	        account_act_as(cx, "ch", &ch) && approve_all(cx);

	cx->actor = before;
	return ok;
}
