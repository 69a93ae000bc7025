/* The subject as a whole: what is loaded, and what follows from the records of others. */
#include "subject/treaty/part.h"

#include "subject/deadline/deadline.h"
#include "subject/treaty/ratification.h"

static bool load_reference(struct context *cx, const char *pack)
{
	(void)pack; /* one is shipped: reference/ */
	return provisions_load(cx) && obligations_load(cx) && statuses_load(cx);
}

static bool review_changed(struct context *cx, const struct review_cycle *old,
                           const struct review_cycle *c)
{
	if (old && old->instrument && old->instrument != c->instrument &&
	    !reports_keep(cx, old->instrument))
		return false;
	return !c->instrument || c->state_under_review || reports_keep(cx, c->instrument);
}

/* Who leads the reporting has the deadline. */
static bool obligation_changed(struct context *cx, const struct obligation *o)
{
	const struct provision *p;

	if (o->duty != DUTY_REPORT)
		return true;
	p = record_get_any(cx, &provision_type, o->provision);
	return p && reports_keep(cx, p->instrument);
}

/* The general entry into force is in the rule; this one only names the instrument. */
static bool instrument_changed(struct context *cx, const struct instrument *old,
                               const struct instrument *i)
{
	return !old ||
	       (date_compare(old->general_entry_into_force, i->general_entry_into_force) == 0 &&
	        str_eq(old->code, i->code) && old->committee == i->committee) ||
	       (status_recompute(cx, i->record.id) && reports_keep(cx, i->record.id));
}

static bool changed(struct context *cx, const struct type *t, const void *old, const void *row)
{
	if (t == &review_cycle_type)
		return review_changed(cx, old, row);
	if (t == &obligation_type)
		return obligation_changed(cx, row);
	if (t == &instrument_type)
		return instrument_changed(cx, old, row);
	return t != &deadline_rule_type || !old ||
	       !str_eq(((const struct deadline_rule *)row)->rule, "DL-03") ||
	       status_recompute(cx, 0);
}

static const struct type *const types[] = { &provision_type, &instrument_status_type,
	                                    &obligation_type, NULL };
static const struct import_format *const formats[] = { &ratification_format, NULL };

const struct subject treaty_subject = {
	.name = "treaty",
	.types = types,
	.load_reference = load_reference,
	.load_sample = treaty_load_sample,
	.changed = changed,
	.formats = formats,
	.order = 38,
};
