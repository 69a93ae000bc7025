/* How many communications there are, for the dashboard: numbers alone, by state, whoever may read
 * which.  Those of an import that is not done are no records yet and are not counted. */
#include "subject/communication/part.h"

#include "store/db.h"

#define T (&communication_type)

SQL(communication_dates, "SELECT id, state, reply_due, reply_sent, views_due, views_reply_sent"
                         " FROM communication");

bool communication_counted(const struct context *cx)
{
	return access_function(cx, T->function, RIGHT_UPDATE) ||
	       access_function(cx, T->function, RIGHT_APPROVE);
}

bool communication_count(struct context *cx, struct communication_counts *ret)
{
	struct rows *r;

	*ret = (struct communication_counts){ 0 };
	if (!communication_counted(cx))
		return fail(cx, ERR_FORBIDDEN, NULL,
		            N_("How many communications there are is told to those who keep or "
		               "decide them."));
	r = db_query(cx, &communication_dates);
	while (r && rows_next(cx, r)) {
		const struct communication c = {
			.record.state = type_state(T, rows_text(r, 1)),
			.reply_due = rows_date(r, 2),
			.reply_sent = rows_date(r, 3),
			.views_due = rows_date(r, 4),
			.views_reply_sent = rows_date(r, 5),
		};

		if (access_hidden(cx, rows_int(r, 0)))
			continue;
		ret->all++;
		ret->in_state[c.record.state - 1]++;
		ret->overdue += communication_overdue(cx, &c);
		ret->late += communication_days_late(&c) > 0;
	}
	return !failed(cx);
}
