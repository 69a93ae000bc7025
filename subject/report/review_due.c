/* What reviews and their documents have due: the table of the rules DL-02 and DL-06 … DL-12, DL-16
 * for each stage.
 *
 * Everything is worked out anew from the review and its documents after each of their saves, and
 * handed to the register, which knows what moved.  What a later document shows to be over is not
 * asked any more; what came is met on the day on which it was given.
 *
 * A classification never moves a date.  It says who is told of it: each question notes the
 * restricted records that its answer was taken from, and only who may read all of them reads the
 * deadline. */
#include "subject/report/part.h"

#include "language/words.h"
#include "record/app.h"
#include "record/setting.h"
#include "store/db.h"

enum { MOST = 24 };

/* One review as it is looked at. */
struct look {
	struct context *cx;
	const struct review_cycle *c;
	const char *kind, *committee; /* of the mechanism: "treaty_body", "CEDAW" */
	struct stages s;
	struct deadline_wanted v[MOST];
	size_t n;
	/* of what was taken for the question that is being asked */
	bool restricted;
	struct refs readers;
	struct refs documents;
};

/* ---- words */

struct said {
	const struct texts *label;
	const char *what, *detail; /* N_(); text or "" */
};

/* A date, or the two ends of a window, as the reader writes them; anything else as it stands. */
static const char *detail_words(struct context *cx, const char *detail)
{
	size_t n = strcspn(detail, "/");
	struct date from, to;

	if (!date_parse(arena_strn(cx->mem, detail, n), &from))
		return detail;
	if (!detail[n])
		return words_date(cx->mem, cx->lang, from);
	return date_parse(detail + n + 1, &to)
	               ? arena_fmt(cx->mem, "%s – %s", words_date(cx->mem, cx->lang, from),
	                           words_date(cx->mem, cx->lang, to))
	               : detail;
}

static const char *say(struct context *cx, const void *data)
{
	const struct said *s = data;

	return arena_fmt(cx->mem, "%s — %s%s%s", texts_words(cx, s->label), tr(cx, s->what),
	                 *s->detail ? ": " : "", detail_words(cx, s->detail));
}

static const char *written(struct context *cx, struct date d)
{
	char text[DATE_TEXT];

	return arena_str(cx->mem, date_text(d, text));
}

/* ---- who may know */

static bool is_restricted(const struct record *r)
{
	return r->classification == CLASS_RESTRICTED;
}

/* Something was taken from the record. */
static void narrow(struct look *l, const struct record *r)
{
	struct refs both = { 0 };

	if (r != &l->c->record)
		refs_add(l->cx, &l->documents, r->id);
	if (!is_restricted(r))
		return;
	for (size_t i = 0; l->restricted && i < l->readers.n; i++)
		if (refs_has(&r->readers, l->readers.v[i]))
			refs_add(l->cx, &both, l->readers.v[i]);
	l->readers = l->restricted ? both : r->readers;
	l->restricted = true;
}

/* Whoever may know so far may read this one, too. */
static bool is_known(const struct look *l, const struct record *r)
{
	if (!is_restricted(r))
		return true;
	for (size_t i = 0; l->restricted && i < l->readers.n; i++)
		if (!refs_has(&r->readers, l->readers.v[i]))
			return false;
	return l->restricted;
}

/* It was taken that the stage has documents, which each of them tells. */
static void narrow_to_any(struct look *l, const struct stage *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (is_known(l, &s->v[i]->record)) {
			narrow(l, &s->v[i]->record);
			return;
		}
	if (s->n)
		narrow(l, &s->v[0]->record);
}

static bool same_date(struct date a, struct date b)
{
	return a.precision == b.precision && date_compare(a, b) == 0;
}

/* The first document of the stage that tells it, or an open one that tells the same; NULL: none. */
static const struct document *teller(const struct stage *s,
                                     struct date (*told)(const struct document *d))
{
	const struct document *first = NULL;

	for (size_t i = 0; i < s->n; i++) {
		const struct document *d = s->v[i];

		if (!date_set(told(d)))
			continue;
		if (!first)
			first = d;
		if (!is_restricted(&d->record) && same_date(told(d), told(first)))
			return d;
	}
	return first;
}

/* What it tells is taken; no date: none does. */
static struct date take(struct look *l, const struct stage *s,
                        struct date (*told)(const struct document *d))
{
	const struct document *d = teller(s, told);

	if (!d)
		return (struct date){ 0 };
	narrow(l, &d->record);
	return told(d);
}

static struct date stated_of(const struct document *d)
{
	return d->stated_due;
}

static struct date adopted_of(const struct document *d)
{
	return d->adopted;
}

static struct date distributed_of(const struct document *d)
{
	return d->distributed;
}

static struct date sent_of(const struct document *d)
{
	return date_set(d->distributed) ? d->distributed : d->adopted;
}

/* ---- collecting */

static struct deadline_wanted *want(struct look *l, const char *name, const char *kind,
                                    const char *what, const char *basis)
{
	struct said s = { &l->c->label, what, "" };
	struct refs *readers = arena_new_of(l->cx->mem, struct refs);
	struct deadline_wanted *w;

	if (l->n == MOST)
		return NULL;
	*readers = l->readers;
	w = &l->v[l->n++];
	*w = (struct deadline_wanted){ .name = name,
		                       .kind = kind,
		                       .title = texts_in_languages(l->cx, say, &s),
		                       .mechanism = l->c->mechanism,
		                       .institution = l->c->record.institution,
		                       .basis = basis,
		                       .side = SIDE_EXTERNAL,
		                       .classification =
		                               l->restricted ? CLASS_RESTRICTED : CLASS_INTERNAL,
		                       .readers = l->restricted ? readers : NULL,
		                       .documents = l->documents };
	return w;
}

static const struct stage *stage(const struct look *l, enum stage_name name)
{
	static const struct stage none = { .progress = STAGE_LATER };
	const struct stage *s = stage_of(&l->s, name);

	return s ? s : &none;
}

/* Its document is on record: met on the day it was given, or simply over where that is not known.
 */
static bool came(struct look *l, enum stage_name name, struct date *ret)
{
	const struct stage *s = stage(l, name);

	*ret = take(l, s, document_given);
	if (date_set(*ret) && date_compare(*ret, today(l->cx)) > 0)
		*ret = today(l->cx);
	return s->n != 0;
}

/* Nothing is wanted of a stage that is over without a day; else `w` is met on its day. */
static bool still_wanted(struct look *l, enum stage_name name, struct date *ret_done)
{
	return came(l, name, ret_done) ? date_set(*ret_done)
	                               : stage(l, name)->progress != STAGE_SKIPPED;
}

static const char *stated_by(struct look *l, const struct stage *s)
{
	const struct document *d = teller(s, stated_of);

	if (!d)
		return "";
	narrow(l, &d->record);
	return document_stated_line(l->cx, d);
}

static const char *line(struct look *l, const char *rule, const char *key, struct date d,
                        const char *stated)
{
	struct arena *mem = l->cx->mem;
	const char *text = rule;

	if (str_eq(l->kind, "treaty_body"))
		text = arena_fmt(mem, "%s committee=%s", text, l->committee);
	if (date_set(d))
		text = arena_fmt(mem, "%s %s=%s", text, key, written(l->cx, d));
	return *stated ? arena_fmt(mem, "%s %s", text, stated) : text;
}

/* ---- committees */

/* When the observations were adopted; where the day is on no record, the month of the review. */
static struct date adopted(struct look *l)
{
	const struct stage *s = stage(l, STAGE_OUTCOME);
	const struct document *said = teller(s, adopted_of);
	struct date d = l->c->review_date;

	if (said && !same_date(said->adopted, l->c->adopted_on))
		return take(l, s, adopted_of);
	if (date_set(l->c->adopted_on))
		return l->c->adopted_on;
	if (!date_set(d))
		return take(l, s, distributed_of);
	if (!s->n)
		return (struct date){ 0 };
	narrow_to_any(l, s);
	if (d.precision == PRECISION_DAY)
		d = (struct date){ d.year, d.month, (uint8_t)days_in_month(d.year, d.month),
			           PRECISION_MONTH };
	return d;
}

/* DL-07: answers to a list prior to reporting are the report, by the list's clock. */
static void simplified_report(struct look *l)
{
	const struct stage *list = stage(l, STAGE_LIST);
	const char *stated = stated_by(l, list);
	struct date sent, done;
	struct deadline_wanted *w;

	if (!list->n || !document_is(list->v[0], "list_of_issues_prior") ||
	    !still_wanted(l, STAGE_REPORT, &done))
		return;
	sent = take(l, list, sent_of);
	if (!date_set(sent) && !*stated)
		return;
	w = want(l, "report", "report", N_("State report"),
	         line(l, "DL-07", "transmitted", sent, stated));
	if (w)
		w->done = done;
}

/* The replies to a list of issues have the date that the list states, and no other. */
static void replies(struct look *l)
{
	const struct stage *list = stage(l, STAGE_LIST);
	const char *stated = stated_by(l, list);
	struct deadline_wanted *w;
	struct date done;

	if (!*stated || document_is(list->v[0], "list_of_issues_prior") ||
	    !still_wanted(l, STAGE_REPLIES, &done))
		return;
	w = want(l, "replies", "replies", N_("Replies to a list of issues"),
	         arena_fmt(l->cx->mem, "DL-02 %s", stated));
	if (w)
		w->done = done;
}

/* DL-08 */
static void follow_up(struct look *l)
{
	const struct stage *outcome = stage(l, STAGE_OUTCOME);
	const char *stated = stated_by(l, outcome);
	struct date from = adopted(l), done;
	struct deadline_wanted *w;

	if (!outcome->n || (!date_set(from) && !*stated) ||
	    !still_wanted(l, STAGE_FOLLOW_UP, &done))
		return;
	narrow_to_any(l, outcome);
	w = want(l, "follow_up", "follow_up", N_("Follow-up report"),
	         line(l, "DL-08", "adopted", from, stated));
	if (w)
		w->done = done;
}

/* ---- the next one (DL-06, DL-06b, DL-12) */

static bool is_upr(const struct look *l)
{
	return str_eq(l->kind, "upr");
}

/* Of "2028-05/2029-05" the end. */
static const char *end_of(const char *expectation)
{
	const char *slash = strchr(expectation, '/');

	return slash ? slash + 1 : expectation;
}

static void next_one(struct look *l)
{
	const struct review_cycle *c = l->c;
	const char *said = c->next_expectation, *basis = NULL;
	bool awaited = str_eq(said, "to_be_communicated"), empty = str_empty(said);
	bool expected = !empty && !awaited && c->next_said == NEXT_EXPECTED;
	const char *what = is_upr(l)                        ? N_("Next review")
	                   : str_eq(l->kind, "treaty_body") ? N_("Next report")
	                                                    : N_("Next one");
	struct deadline_wanted *w;

	if (is_upr(l) && date_set(c->review_date) && (empty || expected))
		basis = arena_fmt(l->cx->mem, "DL-12 review=%s", written(l->cx, c->review_date));
	else if (empty && c->next_period.set && date_set(adopted(l)))
		basis = arena_fmt(l->cx->mem, "DL-06b adopted=%s period=%lld",
		                  written(l->cx, adopted(l)), (long long)c->next_period.units);
	else if (!empty)
		basis = arena_fmt(l->cx->mem, "DL-06 stated=%s",
		                  awaited || expected ? "to_be_communicated" : end_of(said));
	if (!basis)
		return;
	w = want(l, "next", str_eq(l->kind, "treaty_body") ? "report" : "next_review", what, basis);
	if (w && expected && !is_upr(l))
		w->title = texts_in_languages(
		        l->cx, say, &(struct said){ &c->label, N_("Next one, expected"), said });
}

/* ---- the Universal Periodic Review (DL-09 … DL-11) */

static void national_report(struct look *l)
{
	struct deadline_wanted *w;
	struct date done;

	if (!date_set(l->c->review_date) || !still_wanted(l, STAGE_REPORT, &done))
		return;
	w = want(l, "report", "national_report", N_("National report for the UPR"),
	         line(l, "DL-09", "review", l->c->review_date, ""));
	if (w)
		w->done = done;
}

static void positions(struct look *l)
{
	const char *stated = stated_by(l, stage(l, STAGE_OUTCOME));
	struct deadline_wanted *w;
	struct date done;

	if ((!date_set(l->c->hrc_session_from) && !*stated) ||
	    !still_wanted(l, STAGE_POSITIONS, &done))
		return;
	w = want(l, "positions", "positions", N_("Positions of the State"),
	         line(l, "DL-10", "session", l->c->hrc_session_from, stated));
	if (w)
		w->done = done;
}

static void mid_term(struct look *l)
{
	struct deadline_wanted *w;
	struct date done;

	if (!date_set(l->c->adopted_on) || !still_wanted(l, STAGE_MID_TERM, &done))
		return;
	w = want(l, "mid_term", "mid_term", N_("Mid-term report"),
	         line(l, "DL-11", "adopted", l->c->adopted_on, ""));
	if (w)
		w->done = done;
}

/* ---- the others */

/* DL-16: the report of the year of the cycle. */
static void ilo_report(struct look *l)
{
	struct deadline_wanted *w;
	struct date done;

	if (!date_set(l->c->review_date) || !still_wanted(l, STAGE_REPORT, &done))
		return;
	w = want(l, "report", "report", N_("Report"),
	         arena_fmt(l->cx->mem, "DL-16 year=%d", l->c->review_date.year));
	if (w)
		w->done = done;
}

/* The day of the dialogue itself, as long as it is to come. */
static void dialogue(struct look *l)
{
	struct date day = l->c->review_date;

	if (!date_set(day) || stage(l, STAGE_DIALOGUE)->n || stage(l, STAGE_OUTCOME)->n ||
	    date_compare(day, today(l->cx)) < 0)
		return;
	(void)want(l, "review", "meeting", N_("Dialogue"),
	           arena_fmt(l->cx->mem, "DL-02 stated=%s", written(l->cx, day)));
}

static bool is_one_of(const struct document *d, const char *const *kinds, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (document_is(d, kinds[i]))
			return true;
	return false;
}

/* Is it about this State?  Documents of other States are on record, too. */
static bool is_ours(struct context *cx, const struct document *d)
{
	const struct review_cycle *c = NULL;
	struct symbol s;

	if (d->cycle) {
		c = record_get_any(cx, &review_cycle_type, d->cycle);
		return c && !c->state_under_review;
	}
	return str_empty(d->symbol) || !symbol_parse(cx->mem, d->symbol, &s) || !s.iso3 ||
	       str_eq(s.iso3, setting(cx, "state"));
}

/* A document may state a date outside the stages of its review, or belong to none.  Letters and
 * Views have clocks of their own. */
static bool states_by_itself(struct context *cx, const struct document *d)
{
	static const char *const of_stages[] = { "list_of_issues", "list_of_issues_prior",
		                                 "concluding_observations", "upr_wg_report" };
	static const char *const of_others[] = { "views", "sp_communication", "sp_reply" };

	return date_set(d->stated_due) && !is_one_of(d, of_others, LEN(of_others)) &&
	       !(d->cycle && is_one_of(d, of_stages, LEN(of_stages))) && is_ours(cx, d);
}

static const char *title_of(struct context *cx, const void *data)
{
	const struct document *d = data;

	return arena_fmt(cx->mem, tr(cx, N_("Answer to %s")),
	                 str_empty(d->symbol) ? texts_words(cx, &d->title) : d->symbol);
}

bool document_due(struct context *cx, const struct document *d)
{
	struct deadline_wanted w = { .name = "answer",
		                     .kind = "other",
		                     .mechanism = d->mechanism,
		                     .institution = d->record.institution,
		                     .side = SIDE_EXTERNAL };
	bool some;

	if (!rules_are_there(cx))
		return !failed(cx);
	some = states_by_itself(cx, d);
	if (some) {
		w.title = texts_in_languages(cx, title_of, d);
		w.basis = arena_fmt(cx->mem, "DL-02 %s", document_stated_line(cx, d));
	}
	return deadline_keep(cx, (struct link){ &document_type, d->record.id }, &w, some ? 1 : 0);
}

/* ---- a review */

SQL(review_before,
    "SELECT n.id FROM review_cycle n JOIN review_cycle c ON c.mechanism = n.mechanism"
    " WHERE c.id = $1 AND n.state_under_review IS NULL AND n.order_key < c.order_key"
    " AND coalesce(n.instrument, 0) = coalesce(c.instrument, 0)"
    " ORDER BY n.order_key DESC, n.id LIMIT 1");
SQL(reviews_own, "SELECT id FROM review_cycle WHERE state_under_review IS NULL ORDER BY id");
SQL(documents_that_state, "SELECT id FROM document WHERE stated_due IS NOT NULL ORDER BY id");

/* Nothing is known yet but the review itself. */
static void ask(struct look *l, void (*question)(struct look *l))
{
	l->restricted = false;
	l->readers = l->documents = (struct refs){ 0 };
	narrow(l, &l->c->record);
	question(l);
}

static void look(struct look *l)
{
	if (is_upr(l)) {
		ask(l, national_report);
		ask(l, positions);
		ask(l, mid_term);
	} else if (str_eq(l->kind, "ilo_supervisory")) {
		ask(l, ilo_report);
	} else if (str_eq(l->kind, "treaty_body")) {
		ask(l, simplified_report);
		ask(l, replies);
		ask(l, follow_up);
	}
	ask(l, dialogue);
	ask(l, next_one);
}

static bool keep(struct context *cx, const struct review_cycle *c)
{
	struct look l = { .cx = cx, .c = c, .kind = mechanism_kind(cx, c->mechanism) };
	const struct mechanism *m = record_get_any(cx, &mechanism_type, c->mechanism);

	if (!m || !review_stages(cx, c, true, &l.s))
		return false;
	l.committee = m->code;
	if (!l.s.next)
		look(&l);
	return !failed(cx) &&
	       deadline_keep(cx, (struct link){ &review_cycle_type, c->record.id }, l.v, l.n);
}

bool review_due(struct context *cx, int64_t cycle)
{
	const struct review_cycle *c = record_get_any(cx, &review_cycle_type, cycle);
	int64_t before = 0;
	bool found = false;

	if (!c || !rules_are_there(cx))
		return !failed(cx);
	if (c->state_under_review)
		return true;
	if (!keep(cx, c) || !db_int(cx, &review_before, &before, &found, V(cycle)))
		return false;
	c = found ? record_get_any(cx, &review_cycle_type, before) : NULL;
	return found ? c && keep(cx, c) : true;
}

static bool ids_of(struct context *cx, const struct sql *query, int64_t **ret, size_t *ret_n)
{
	struct rows *r = db_query(cx, query);
	size_t room = 0;

	*ret = NULL;
	*ret_n = 0;
	while (r && rows_next(cx, r)) {
		if (*ret_n == room) {
			size_t more = room ? 2 * room : 64;

			*ret = arena_grow(cx->mem, *ret, room * sizeof **ret, more * sizeof **ret);
			room = more;
		}
		(*ret)[(*ret_n)++] = rows_int(r, 0);
	}
	return !failed(cx);
}

bool reviews_due(struct context *cx)
{
	int64_t *ids;
	size_t n;

	if (!rules_are_there(cx) || !ids_of(cx, &reviews_own, &ids, &n))
		return !failed(cx);
	for (size_t i = 0; i < n; i++) {
		const struct review_cycle *c = record_get_any(cx, &review_cycle_type, ids[i]);

		if (!c || !keep(cx, c))
			return false;
	}
	if (!ids_of(cx, &documents_that_state, &ids, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct document *d = record_get_any(cx, &document_type, ids[i]);

		if (!d || !document_due(cx, d))
			return false;
	}
	return true;
}

const char *stage_deadline(enum stage_name name)
{
	switch (name) {
	case STAGE_REPORT:
		return "report";
	case STAGE_REPLIES:
		return "replies";
	case STAGE_DIALOGUE:
		return "review";
	case STAGE_POSITIONS:
		return "positions";
	case STAGE_FOLLOW_UP:
		return "follow_up";
	case STAGE_MID_TERM:
		return "mid_term";
	case STAGE_NEXT:
		return "next";
	default:
		return NULL;
	}
}
