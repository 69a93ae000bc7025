/* See sample.h.  The days count from the one on which the sample is made, so that one clock is
 * always near its end and the other one far from it. */
#include "subject/communication/sample.h"

#include "base/embedded.h"
#include "base/number.h"
#include "record/app.h"
#include "record/attachment.h"
#include "record/reference.h"
#include "subject/communication/communication.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"

#define T (&communication_type)

/* Days before the one on which the sample is made. */
enum { REPLIED = 730, VIEWS_ADOPTED = 75, VIEWS_CAME = 60, LONG_AGO = 10000 };

SQL(sample_communications, "SELECT count(*) FROM communication");
SQL(sample_communication, "SELECT id FROM communication WHERE reference = $1");

static struct date days_ago(struct context *cx, int64_t days)
{
	return date_add_days(today(cx), -(int)days);
}

/* ---- entered */

/* None where the cell is empty. */
static bool day_of(struct context *cx, const struct reference_row *cells, const char *column,
                   struct date *ret)
{
	const char *cell = reference_cell(cells, column);
	int64_t days;

	if (!*cell)
		return true;
	if (!parse_int_in(cell, 0, LONG_AGO, &days))
		return fail(cx, ERR_BROKEN, column, "“%s” is no number of days", cell);
	*ret = days_ago(cx, days);
	return true;
}

static bool enter_cells(struct context *cx, const struct reference_row *cells, void *row,
                        void *data)
{
	struct communication *c = row;
	struct concerned *person = arena_new_of(cx->mem, struct concerned);
	struct mandate *mandate = arena_new_of(cx->mem, struct mandate);

	(void)data;
	c->record.classification = CLASS_RESTRICTED;
	person->name = reference_cell(cells, "person");
	mandate->holder = reference_cell(cells, "mandates");
	c->persons = (struct owned){ person, 1 };
	if (*mandate->holder)
		c->mandates = (struct owned){ mandate, 1 };
	return day_of(cx, cells, "letter_ago", &c->letter_date) &&
	       day_of(cx, cells, "received_ago", &c->received) &&
	       field_typed(cx, T, type_field_named(T, "readers"), "en",
	                   reference_cell(cells, "readers"), row);
}

static bool enter(struct context *cx)
{
	static const struct reference_options options = {
		.match = "reference",
		.skip = "letter_ago received_ago mandates person readers",
		.complete = enter_cells,
	};

	return reference_load(cx, T, "reference/sample/communications.csv", &options, NULL);
}

/* ---- worked on */

static bool step(struct context *cx, struct communication *c, const char *login, const char *name)
{
	struct actor actor;

	return account_act_as(cx, login, &actor) && record_step(cx, T, c, step_named(T, name));
}

static bool draft(struct context *cx, struct communication *c)
{
	const struct embedded *e = reference_file(cx, "reference/sample/attachments/note-en.txt");
	struct reply_draft *d = arena_new_of(cx->mem, struct reply_draft);
	struct actor actor;

	if (!e || !account_act_as(cx, "sec", &actor))
		return false;
	d->file = attachment_store(cx, "note-en.txt", e->data, e->size);
	d->note = "Sample: first draft of the reply";
	c->drafts = (struct owned){ d, 1 };
	return d->file && step(cx, c, "sec", "draft");
}

static struct communication *find(struct context *cx, const char *reference)
{
	int64_t id = 0;

	return db_int(cx, &sample_communication, &id, NULL, V(reference))
	               ? record_get_any(cx, T, id)
	               : NULL;
}

/* Until the draft of its reply waits for the chair. */
static bool work_on(struct context *cx, struct communication *c, const char *lead)
{
	if (!c || !step(cx, c, "sec", "register"))
		return false;
	c->lead = institution_by_code(cx, lead);
	return step(cx, c, "sec", "assign") && draft(cx, c);
}

static bool answer(struct context *cx, struct communication *c)
{
	if (!step(cx, c, "ch", "approve"))
		return false;
	c->reply_sent = days_ago(cx, REPLIED);
	c->reply_reference = "SAMPLE/REPLY/1";
	return step(cx, c, "sec", "send");
}

static bool views(struct context *cx, struct communication *c)
{
	const struct row_type *remedies = type_field_named(T, "remedies")->rows;
	struct violation *v = arena_new_of(cx->mem, struct violation);
	struct remedy *r = arena_new_of(cx->mem, struct remedy);

	v->instrument = record_id_by_key(cx, &instrument_type, "ICCPR");
	v->article = "14 (1)";
	v->finding = "Sample: the proceedings took longer than the case needed.";
	r->asked = "Sample: compensation for the delay.";
	r->done = "Sample: the amount is being worked out.";
	c->violations = (struct owned){ v, 1 };
	c->remedies = (struct owned){ r, 1 };
	c->views_symbol = "SAMPLE/VIEWS/1";
	c->views_adopted = days_ago(cx, VIEWS_ADOPTED);
	c->views_transmitted = days_ago(cx, VIEWS_CAME);
	return field_typed(cx, T, &remedies->fields[1], "en", "in_progress", r) &&
	       step(cx, c, "sec", "views");
}

static bool load(struct context *cx)
{
	struct communication *letter, *individual;
	struct actor actor;

	if (!account_act_as(cx, "sec", &actor) || !enter(cx))
		return false;
	letter = find(cx, "SAMPLE/OL/1");
	individual = find(cx, "SAMPLE/D/1");
	return work_on(cx, letter, "MOL") && work_on(cx, individual, "SUPC") &&
	       answer(cx, individual) && views(cx, individual);
}

bool communication_load_sample(struct context *cx)
{
	const struct actor *before = cx->actor;
	int64_t there;
	bool ok;

	if (!db_int(cx, &sample_communications, &there, NULL) || there)
		return !failed(cx);
	ok = load(cx);
	cx->actor = before;
	return ok;
}
