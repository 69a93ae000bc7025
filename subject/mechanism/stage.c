/* See stage.h.  What is where in a review is read from its documents each time: nothing is entered
 * twice. */
#include "subject/mechanism/stage.h"

#include "record/app.h"
#include "store/db.h"

/* A stage of a kind of review. */
struct stage_kind {
	enum stage_name name;
	const char *label, *documents; /* codes of kinds, blanks between */
	size_t date;                   /* offset in the review + 1; 0: none */
};

#define OF(member) (offsetof(struct review_cycle, member) + 1)

static const struct stage_kind of_committee[] = {
	{ STAGE_REPORT, N_("State report"), "state_report common_core", 0 },
	{ STAGE_LIST, N_("List of issues"), "list_of_issues", 0 },
	{ STAGE_REPLIES, N_("Replies to a list of issues"), "replies", 0 },
	{ STAGE_DIALOGUE, N_("Dialogue"), "summary_record", OF(review_date) },
	{ STAGE_OUTCOME, N_("Concluding observations"), "concluding_observations", OF(adopted_on) },
	{ STAGE_FOLLOW_UP, N_("Follow-up report"), "follow_up_report", 0 },
	{ STAGE_ASSESSMENT, N_("Assessment of follow-up"), "follow_up_assessment", 0 },
	{ STAGE_NEXT, N_("Next report"), "", 0 },
	{ 0 },
};

/* The simplified procedure: the answers to the list are the report. */
static const struct stage_kind of_simplified[] = {
	{ STAGE_LIST, N_("List of issues prior to reporting"), "list_of_issues_prior", 0 },
	{ STAGE_REPORT, N_("State report"), "state_report common_core replies", 0 },
	{ STAGE_DIALOGUE, N_("Dialogue"), "summary_record", OF(review_date) },
	{ STAGE_OUTCOME, N_("Concluding observations"), "concluding_observations", OF(adopted_on) },
	{ STAGE_FOLLOW_UP, N_("Follow-up report"), "follow_up_report", 0 },
	{ STAGE_ASSESSMENT, N_("Assessment of follow-up"), "follow_up_assessment", 0 },
	{ STAGE_NEXT, N_("Next report"), "", 0 },
	{ 0 },
};

static const struct stage_kind of_upr[] = {
	{ STAGE_REPORT, N_("National report for the UPR"), "upr_national_report", 0 },
	{ STAGE_COMPILATION, N_("Compilation and summary"), "upr_compilation upr_summary", 0 },
	{ STAGE_DIALOGUE, N_("Review by the Working Group"), "summary_record", OF(review_date) },
	{ STAGE_OUTCOME, N_("Report of the UPR Working Group"), "upr_wg_report", 0 },
	{ STAGE_POSITIONS, N_("Positions of the State"), "upr_addendum", 0 },
	{ STAGE_ADOPTION, N_("Adoption by the Council"), "", OF(adopted_on) },
	{ STAGE_MATRIX, N_("Matrix of recommendations"), "upr_matrix", 0 },
	{ STAGE_MID_TERM, N_("Mid-term report"), "mid_term_report", 0 },
	{ STAGE_NEXT, N_("Next review"), "", 0 },
	{ 0 },
};

static const struct stage_kind of_others[] = {
	{ STAGE_REPORT, N_("Report"), "state_report", 0 },
	{ STAGE_DIALOGUE, N_("Dialogue"), "summary_record dialogue_press_release",
	  OF(review_date) },
	{ STAGE_FOLLOW_UP, N_("Follow-up report"), "follow_up_report", 0 },
	{ STAGE_NEXT, N_("Next one"), "", 0 },
	{ 0 },
};

#undef OF

bool document_is(const struct document *d, const char *kind)
{
	const struct choice *c =
	        choice_at(type_field_named(&document_type, "kind")->choices, d->kind);

	return c && str_eq(c->code, kind);
}

struct date document_given(const struct document *d)
{
	return date_set(d->submitted) ? d->submitted
	       : date_set(d->adopted) ? d->adopted
	                              : d->distributed;
}

const char *mechanism_kind(struct context *cx, int64_t id)
{
	const struct mechanism *m = record_get_any(cx, &mechanism_type, id);
	const struct choice *c =
	        m ? choice_at(type_field_named(&mechanism_type, "kind")->choices, m->kind) : NULL;

	return c ? c->code : "";
}

/* ---- its documents */

SQL(documents_of_review, "SELECT id FROM document WHERE cycle = $1"
                         " ORDER BY coalesce(submitted, adopted, distributed) NULLS LAST,"
                         " order_key, id LIMIT 500");

struct found {
	struct document **v;
	size_t n;
};

static bool find(struct context *cx, int64_t cycle, bool all, struct found *ret)
{
	enum { MOST = 500 };
	struct rows *r = db_query(cx, &documents_of_review, V(cycle));
	int64_t ids[MOST];
	size_t n = 0;

	while (r && rows_next(cx, r) && n < MOST)
		ids[n++] = rows_int(r, 0);
	ret->v = arena_array(cx->mem, struct document *, n);
	ret->n = 0;
	for (size_t i = 0; i < n && !failed(cx); i++) {
		struct document *d = record_get_any(cx, &document_type, ids[i]);

		if (d && (all || access_record(cx, &document_type, d, RIGHT_READ)))
			ret->v[ret->n++] = d;
	}
	return !failed(cx);
}

static const struct stage_kind *kinds_of(const char *mechanism, const struct found *f)
{
	if (str_eq(mechanism, "upr"))
		return of_upr;
	if (!str_eq(mechanism, "treaty_body"))
		return of_others;
	for (size_t i = 0; i < f->n; i++)
		if (document_is(f->v[i], "list_of_issues_prior"))
			return of_simplified;
	return of_committee;
}

static bool belongs(const struct document *d, const struct stage_kind *k)
{
	const struct choice *c =
	        choice_at(type_field_named(&document_type, "kind")->choices, d->kind);

	return c && word_in(k->documents, c->code);
}

/* ---- how far it is */

static void fill(struct context *cx, const struct review_cycle *c, const struct stage_kind *k,
                 const struct found *f, struct stage *s)
{
	*s = (struct stage){ .name = k->name, .label = k->label, .progress = STAGE_LATER };
	s->v = arena_array(cx->mem, struct document *, f->n);
	for (size_t i = 0; i < f->n; i++)
		if (belongs(f->v[i], k))
			s->v[s->n++] = f->v[i];
	if (k->date)
		memcpy(&s->date, (const char *)c + k->date - 1, sizeof s->date);
	if (!date_set(s->date) && s->n)
		s->date = document_given(s->v[0]);
	if (s->n || (date_set(s->date) && date_compare(s->date, today(cx)) <= 0))
		s->progress = STAGE_THERE;
}

/* What has been left behind is not awaited: the review that followed is the next one. */
static void look_back(struct stages *s)
{
	bool later = false, coming = false;

	if (s->next && s->n)
		s->v[s->n - 1].progress = STAGE_THERE;
	for (size_t i = s->n; i-- > 0;) {
		if (s->v[i].progress == STAGE_THERE)
			later = true;
		else if (later)
			s->v[i].progress = STAGE_SKIPPED;
	}
	for (size_t i = 0; i < s->n && !coming; i++)
		if (s->v[i].progress == STAGE_LATER) {
			s->v[i].progress = STAGE_COMING;
			coming = true;
		}
}

SQL(review_that_followed,
    "SELECT n.id FROM review_cycle n JOIN review_cycle c ON c.mechanism = n.mechanism"
    " WHERE c.id = $1 AND n.order_key > c.order_key"
    " AND coalesce(n.state_under_review, 0) = coalesce(c.state_under_review, 0)"
    " AND coalesce(n.instrument, 0) = coalesce(c.instrument, 0)"
    " ORDER BY n.order_key, n.id LIMIT 1");

bool review_stages(struct context *cx, const struct review_cycle *c, bool all, struct stages *ret)
{
	const char *mechanism = mechanism_kind(cx, c->mechanism);
	const struct stage_kind *kinds;
	struct found f;

	bool found;

	*ret = (struct stages){ 0 };
	if (failed(cx) || !find(cx, c->record.id, all, &f) ||
	    !db_int(cx, &review_that_followed, &ret->next, &found, V(c->record.id)))
		return false;
	kinds = kinds_of(mechanism, &f);
	while (kinds[ret->n].name)
		ret->n++;
	ret->v = arena_array(cx->mem, struct stage, ret->n);
	for (size_t i = 0; i < ret->n; i++)
		fill(cx, c, &kinds[i], &f, &ret->v[i]);
	look_back(ret);
	return true;
}

const struct stage *stage_of(const struct stages *s, enum stage_name name)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].name == name)
			return &s->v[i];
	return NULL;
}
