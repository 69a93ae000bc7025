/* When a reply is due.  Letters of special procedures run by DL-14, individual communications and
 * Views by DL-15; a date that the letter states, or that was granted later, counts instead (DL-02).
 * External dates never move off a Saturday or holiday: the rules say so, nothing here does.
 *
 * A reply that went out keeps the date that counted when it did, so that a rule corrected later
 * does not make it late. */
#include "subject/communication/part.h"

#include "record/app.h"
#include "record/setting.h"
#include "subject/deadline/deadline.h"
#include "subject/mechanism/mechanism.h"

#define T (&communication_type)

struct question {
	const char *rule; /* NULL: there is nothing to ask */
	struct deadline_key keys[4];
	size_t n;
};

bool date_behind(struct date a, struct date b)
{
	return date_set(a) && date_set(b) && date_compare(date_first_day(a), b) > 0;
}

/* ---- what is asked */

static void add_key(struct question *q, const char *name, const char *value)
{
	q->keys[q->n++] = (struct deadline_key){ name, value };
}

static void add_date(struct context *cx, struct question *q, const char *name, struct date d)
{
	char text[DATE_TEXT];

	add_key(q, name, arena_str(cx->mem, date_text(d, text)));
}

static struct question stated(struct context *cx, struct date d)
{
	struct question q = { .rule = "DL-02" };

	add_date(cx, &q, "stated", d);
	return q;
}

/* The code of the committee: the rule has a number for each. */
static const char *committee_of(struct context *cx, const struct communication *c)
{
	const struct mechanism *m =
	        c->mechanism ? record_get_any(cx, &mechanism_type, c->mechanism) : NULL;

	return m ? m->code : NULL;
}

static struct question by_committee(struct context *cx, const struct communication *c,
                                    struct date transmitted, const char *stage)
{
	const char *committee = committee_of(cx, c);
	struct question q = { .rule = committee ? "DL-15" : NULL };

	add_key(&q, "committee", committee);
	add_key(&q, "stage", stage);
	add_date(cx, &q, "transmitted", transmitted);
	return q;
}

static struct question reply_question(struct context *cx, const struct communication *c)
{
	struct question q = { .rule = "DL-14" };

	if (date_set(c->extended_to))
		return stated(cx, c->extended_to);
	if (date_set(c->stated_due))
		return stated(cx, c->stated_due);
	if (!date_set(c->letter_date))
		return (struct question){ 0 };
	if (c->kind == KIND_INDIVIDUAL)
		return by_committee(cx, c, c->letter_date,
		                    c->stage == STAGE_ADMISSIBILITY ? "admissibility" : "merits");
	if (!is_letter(c))
		return (struct question){ 0 }; /* no rule: such a request states its own date */
	add_date(cx, &q, "letter", c->letter_date);
	if (c->kind == KIND_URGENT_APPEAL)
		add_key(&q, "urgent", "yes");
	return q;
}

static struct question views_question(struct context *cx, const struct communication *c)
{
	if (c->kind != KIND_INDIVIDUAL)
		return (struct question){ 0 };
	if (date_set(c->views_stated_due))
		return stated(cx, c->views_stated_due);
	if (!date_set(c->views_transmitted))
		return (struct question){ 0 };
	return by_committee(cx, c, c->views_transmitted, "views");
}

/* False with a failure.  A committee for which no rule has a number gives no date: that is no
 * mistake of whoever registers the communication. */
static bool answer_of(struct context *cx, const struct question *q, struct deadline_answer *ret)
{
	*ret = (struct deadline_answer){ .status = DEADLINE_NONE };
	if (failed(cx) || !q->rule)
		return !failed(cx);
	if (deadline_ask(cx, q->rule, q->keys, q->n, ret))
		return true;
	*ret = (struct deadline_answer){ .status = DEADLINE_NONE };
	if (cx->err.kind == ERR_INVALID)
		error_clear(cx);
	return !failed(cx);
}

/* ---- the dates of the record */

static bool same(struct date a, struct date b)
{
	return date_compare(a, b) == 0 && a.precision == b.precision;
}

static bool same_reply(const struct communication *a, const struct communication *b)
{
	return a->kind == b->kind && a->mechanism == b->mechanism && a->stage == b->stage &&
	       same(a->letter_date, b->letter_date) && same(a->stated_due, b->stated_due) &&
	       same(a->extended_to, b->extended_to);
}

static bool same_views(const struct communication *a, const struct communication *b)
{
	return a->kind == b->kind && a->mechanism == b->mechanism &&
	       same(a->views_transmitted, b->views_transmitted) &&
	       same(a->views_stated_due, b->views_stated_due);
}

static bool is_closed(const struct communication *c)
{
	return type_state_in(T, c->record.state, T->finished_states);
}

bool clock_set(struct context *cx, const struct communication *old, struct communication *c)
{
	const struct question reply = reply_question(cx, c), views = views_question(cx, c);
	struct deadline_answer answer;

	if (old && same_reply(old, c) && (date_set(c->reply_sent) || is_closed(c))) {
		c->reply_due = old->reply_due;
	} else {
		if (!answer_of(cx, &reply, &answer))
			return false;
		c->reply_due = answer.due;
	}
	if (old && same_views(old, c) && (date_set(c->views_reply_sent) || is_closed(c))) {
		c->views_due = old->views_due;
		return true;
	}
	if (!answer_of(cx, &views, &answer))
		return false;
	c->views_due = answer.due;
	return true;
}

const char *communication_explained(struct context *cx, const struct communication *c, bool views)
{
	const struct question q = views ? views_question(cx, c) : reply_question(cx, c);
	struct deadline_answer answer;

	return answer_of(cx, &q, &answer) ? answer.explanation : NULL;
}

int communication_days_late(const struct communication *c)
{
	return date_behind(c->reply_sent, c->reply_due)
	               ? (int)(date_to_days(c->reply_sent) - date_to_days(c->reply_due))
	               : 0;
}

static bool missed(struct context *cx, struct date due, struct date sent)
{
	return date_set(due) && !date_set(sent) && date_compare(due, today(cx)) < 0;
}

bool communication_overdue(struct context *cx, const struct communication *c)
{
	return !is_closed(c) && (missed(cx, c->reply_due, c->reply_sent) ||
	                         missed(cx, c->views_due, c->views_reply_sent));
}

/* ---- the register */

/* In every language of the instance.  It names the sort of letter and nothing of this one: titles
 * of the register go into calendars and reminders. */
static struct texts title_of(struct context *cx, const struct communication *c, bool views)
{
	const struct choice *kind = choice_at(type_field_named(T, "kind")->choices, c->kind);
	const char *const *languages = setting_languages(cx);
	const char *before = cx->lang;
	struct texts x = { 0 };
	size_t n = 0;

	while (languages[n])
		n++;
	x.v = arena_array(cx->mem, struct text, n);
	for (; x.n < n; x.n++) {
		cx->lang = languages[x.n];
		x.v[x.n] = (struct text){
			.lang = cx->lang,
			.body = views ? arena_fmt(cx->mem, tr(cx, "Reply to Views: %s"),
			                          tr(cx, kind->label))
			              : arena_fmt(cx->mem, tr(cx, "Reply: %s"), tr(cx, kind->label))
		};
	}
	cx->lang = before;
	return x;
}

static bool is_kept(const struct communication *c, struct date due, struct date sent)
{
	return date_set(due) && (date_set(sent) || !is_closed(c));
}

bool clock_keep(struct context *cx, const struct communication *c)
{
	const struct question reply = reply_question(cx, c), views = views_question(cx, c);
	struct deadline_wanted v[2], common = {
		.mechanism = c->mechanism,
		.institution = c->lead,
		.side = SIDE_EXTERNAL,
		.classification = c->record.classification,
		.readers = &c->record.readers,
	};
	size_t n = 0;

	if (failed(cx))
		return false;
	if (reply.rule && is_kept(c, c->reply_due, c->reply_sent)) {
		v[n] = common;
		v[n].name = "reply";
		v[n].kind = is_letter(c) ? "letter" : "communication";
		v[n].title = title_of(cx, c, false);
		v[n].basis = deadline_line(cx, reply.rule, reply.keys, reply.n);
		v[n++].done = c->reply_sent;
	}
	if (views.rule && is_kept(c, c->views_due, c->views_reply_sent)) {
		v[n] = common;
		v[n].name = "views";
		v[n].kind = "communication";
		v[n].title = title_of(cx, c, true);
		v[n].basis = deadline_line(cx, views.rule, views.keys, views.n);
		v[n++].done = c->views_reply_sent;
	}
	return deadline_keep(cx, (struct link){ T, c->record.id }, v, n);
}

bool clock_follow(struct context *cx, const struct type *t, const void *old, const void *row)
{
	const struct deadline *was = old, *d = row;
	void *c;

	if (t != &deadline_type || !was || d->source.type != T || same(was->due, d->due))
		return true;
	c = record_get_any(cx, T, d->source.id);
	return c && record_save_as(cx, T, c, CHANGE_UPDATE);
}
