/* Who may put what on the public site, and what takes it off again.  Read it from the top: what is
 * asked for, what refuses it, what a step does, and what follows when a
 * published record changes. */
#include "subject/publication/publication.h"

#include "base/secret.h"
#include "language/words.h"
#include "record/app.h"
#include "record/setting.h"
#include "subject/publication/copy.h"
#include "subject/publication/sample.h"

#define FUNCTION "publication"

SQL(request_follow, "SELECT id FROM publication_request WHERE subject = $1 AND subject_type = $2"
                    " AND state IN ('proposed', 'published') ORDER BY id");
SQL(request_in_state, "SELECT id FROM publication_request WHERE subject = $1 AND subject_type = $2 "
                      "AND state = $3 AND id <> $4");
SQL(request_naming, "SELECT DISTINCT type, record FROM publication_value WHERE value = $1");
SQL(request_resting, "SELECT type, record, field FROM publication_value WHERE value = $1");

static const struct choice states[] = {
	{ "proposed", N_("Proposed, decision awaited"), "sent" },
	{ "published", N_("Published"), "ok" },
	{ "refused", N_("Refused"), "back st-back" },
	{ "withdrawn", N_("Withdrawn"), "stop st-stop" },
	{ "replaced", N_("Replaced by a newer copy"), "lock" },
	{ 0 },
};

#define T struct publication_request
static const struct field fields[] = {
	LINK(T, subject, N_("Record to be published"), .flags = REQUIRED | LISTED),
	TEXT(T, note, N_("Note to whoever decides"), .max = 2000, .flags = LONG),
	YESNO(T, changed, N_("Changed since"), .flags = LISTED | FILTERED | READONLY,
	      .help = N_("Its public fields changed after it was proposed or published.")),
	DATE(T, published_on, N_("Published on"), .flags = LISTED | FILTERED | SORTED | READONLY),
	TEXT(T, fingerprint, N_("Fingerprint of the copy"), .max = 80, .flags = READONLY),
};
#undef T

static bool in_state(const struct publication_request *r, const char *code)
{
	return type_state_in(&publication_request_type, r->record.state, code);
}

/* The request about the subject in that state but for `other`; 0: none. */
static bool find_request(struct context *cx, struct link subject, const char *state, int64_t other,
                         int64_t *ret)
{
	bool found;

	*ret = 0;
	return db_int(cx, &request_in_state, ret, &found, V(subject.id), V(subject.type->name),
	              V(state), V(other));
}

/* ---- what is refused */

static bool wrong_stage(struct context *cx, const struct type *t)
{
	const char *labels[16];
	size_t n = 0;

	for (const struct choice *s = t->states; s && s->code && n < LEN(labels); s++)
		if (word_in(t->publish_states, s->code))
			labels[n++] = tr(cx, s->label);
	return fail(cx, ERR_INVALID, "subject", N_("It can be published at these stages: %s."),
	            words_list(cx, labels, n));
}

bool publication_open(struct context *cx, const struct type *t, const void *row)
{
	const struct record *r = row;

	if (!(t->flags & TYPE_PUBLISHABLE) || !t->publish_states)
		return fail(cx, ERR_INVALID, "subject",
		            N_("Records of this kind are not published one by one."));
	if (t->may_be_public && !t->may_be_public(cx, row))
		return fail(cx, ERR_INVALID, "subject",
		            N_("Only what is marked as public, and is neither restricted nor holds "
		               "personal data, can be published."));
	if (!copy_may_be_public(cx, t, row))
		return fail(cx, ERR_INVALID, "subject",
		            N_("Only a record whose classification is public can be published."));
	return type_state_in(t, r->state, t->publish_states) || wrong_stage(cx, t);
}

/* Nobody publishes what he proposed himself; but the Ombudsman publishes her own without anybody's
 * approval (table of roles, row Publication). */
static bool another_person(struct context *cx, const struct publication_request *r,
                           const struct record *subject)
{
	const struct actor *a = cx->actor;
	bool same = a && !a->console &&
	            (r->record.created_by == a->user || r->record.created_by == a->on_behalf);

	if (same && a->role == ROLE_OMB && subject->institution == a->institution)
		return true;
	return !same ||
	       fail(cx, ERR_INVALID, NULL,
	            N_("This must be done by another person than the one who proposed it."));
}

static bool may_publish(struct context *cx, const void *row)
{
	const struct publication_request *r = row;
	const void *subject = record_get_any(cx, r->subject.type, r->subject.id);

	return subject && another_person(cx, r, subject) &&
	       publication_open(cx, r->subject.type, subject);
}

/* In groups of eight, so that it can be read out and breaks on narrow pages. */
static const char *fingerprint_of(struct context *cx, const char *body)
{
	struct buffer out = BUFFER(cx->mem, 2 * HEX_DIGEST);
	unsigned char bytes[DIGEST_SIZE];
	char hex[HEX_DIGEST];

	digest_of(bytes, body, strlen(body));
	hex_text(bytes, sizeof bytes, hex);
	for (size_t i = 0; hex[i]; i += 8)
		buffer_fmt(&out, "%s%.8s", i ? " " : "", hex + i);
	return buffer_str(&out);
}

static bool says_else(struct context *cx, const struct publication_request *published)
{
	const struct type *t = published->subject.type;
	const void *row = record_get_any(cx, t, published->subject.id);
	struct copy c;

	return row && copy_make(cx, t, row, &c) &&
	       !str_eq(fingerprint_of(cx, c.body), published->fingerprint);
}

static bool not_asked_before(struct context *cx, const struct publication_request *r)
{
	int64_t other;
	const struct publication_request *p;

	if (!find_request(cx, r->subject, "proposed", r->record.id, &other))
		return false;
	if (other)
		return fail(cx, ERR_INVALID, "subject", N_("Its publication is proposed already."));
	if (!find_request(cx, r->subject, "published", r->record.id, &other))
		return false;
	p = other ? record_get_any(cx, &publication_request_type, other) : NULL;
	return !other ||
	       (p && (p->changed == YES || says_else(cx, p) ||
	              fail(cx, ERR_INVALID, "subject", N_("It is published as it stands."))));
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct publication_request *r = row;
	const void *subject;
	struct copy c;

	if (old || failed(cx) || !r->subject.id)
		return !failed(cx);
	subject = record_get(cx, r->subject.type, r->subject.id);
	if (!subject)
		return false;
	if (!access_record_for(cx, r->subject.type, subject, FUNCTION, RIGHT_CREATE))
		return fail(cx, ERR_FORBIDDEN, NULL,
		            N_("You may not propose to publish this record."));
	return publication_open(cx, r->subject.type, subject) && not_asked_before(cx, r) &&
	       copy_make(cx, r->subject.type, subject, &c);
}

/* A request is whose the record is, so that "own items" means the same of both. */
static bool prepare(struct context *cx, const void *old, void *row)
{
	struct publication_request *r = row;
	const struct record *subject;

	if (old || !r->subject.id)
		return true;
	subject = record_get_any(cx, r->subject.type, r->subject.id);
	if (subject)
		r->record.institution = subject->institution;
	return subject != NULL;
}

/* ---- what the steps do */

static bool withdraw_resting(struct context *cx, int64_t id);

/* A copy leaves with those that do not stand without it: a measure with the reports on it. */
static bool leave_site(struct context *cx, const struct type *t, int64_t id)
{
	return copy_remove(cx, t, id) && withdraw_resting(cx, id);
}

/* Ends a request as the program: the person's own reason stands in the log of what he did. */
static bool end_request(struct context *cx, int64_t id, const char *state, const char *reason)
{
	const char *before = cx->reason;
	struct publication_request *r = record_get_any(cx, &publication_request_type, id);
	bool ok;

	if (!r)
		return false;
	r->record.state = type_state(&publication_request_type, state);
	cx->reason = reason;
	ok = record_save_as(cx, &publication_request_type, r, CHANGE_UPDATE);
	cx->reason = before;
	return ok;
}

static bool put_on_site(struct context *cx, void *row)
{
	struct publication_request *r = row;
	const struct type *t = r->subject.type;
	const void *subject = record_get_any(cx, t, r->subject.id);
	struct copy c;
	int64_t older;

	if (!subject || !copy_make(cx, t, subject, &c) ||
	    !find_request(cx, r->subject, "published", r->record.id, &older))
		return false;
	if (older && !end_request(cx, older, "replaced", tr(cx, N_("A newer copy was published."))))
		return false;
	r->changed = UNSAID;
	r->published_on = today(cx);
	r->fingerprint = fingerprint_of(cx, c.body);
	return copy_store(cx, t, subject, &c);
}

static bool take_off_site(struct context *cx, void *row)
{
	const struct publication_request *r = row;

	return !in_state(r, "published") || leave_site(cx, r->subject.type, r->subject.id);
}

/* Who proposes may also take back; who decides may also withdraw: two rights, so two steps. */
static const struct step steps[] = {
	{ .name = "publish",
	  .label = N_("Publish"),
	  .hint = N_("Everybody can then read the public fields as this proposal shows them, on "
	             "the public "
	             "site and as open data."),
	  .from = "proposed",
	  .to = "published",
	  .right = RIGHT_APPROVE,
	  .guard = may_publish,
	  .effect = put_on_site },
	{ .name = "refuse",
	  .label = N_("Refuse"),
	  .hint = N_("Nothing is published; the secretariat reads the reason."),
	  .from = "proposed",
	  .to = "refused",
	  .right = RIGHT_APPROVE,
	  .reason = true },
	{ .name = "withdraw",
	  .label = N_("Withdraw from the public site"),
	  .hint = N_("The copy disappears from the public site at once."),
	  .from = "published",
	  .to = "withdrawn",
	  .right = RIGHT_APPROVE,
	  .reason = true,
	  .aside = true,
	  .effect = take_off_site },
	{ .name = "take_back",
	  .label = N_("Take back"),
	  .hint = N_("The proposal is closed; a published copy disappears from the public site at "
	             "once."),
	  .from = "proposed published",
	  .to = "withdrawn",
	  .right = RIGHT_CREATE,
	  .reason = true,
	  .aside = true,
	  .effect = take_off_site },
	{ 0 },
};

/* ---- what follows when a record changes */

static bool may_stay(struct context *cx, const struct type *t, const void *row)
{
	const struct record *r = row;

	return copy_may_be_public(cx, t, row) && type_state_in(t, r->state, t->public_states);
}

static bool follow_request(struct context *cx, const struct type *t, const void *old,
                           const struct record *row, int64_t id)
{
	struct publication_request *r = record_get_any(cx, &publication_request_type, id);
	bool copied = false;

	if (!r || !copy_exists(cx, t, row->id, &copied))
		return false;
	if (in_state(r, "published") && !copied)
		return end_request(cx, id, "withdrawn",
		                   tr(cx, N_("Data of the record was erased."))) &&
		       leave_site(cx, t, row->id);
	if (in_state(r, "published") && !may_stay(cx, t, row))
		return end_request(cx, id, "withdrawn",
		                   tr(cx, N_("The record may not be public any more."))) &&
		       leave_site(cx, t, row->id);
	if (r->changed == YES || !copy_differs(cx, t, old, row))
		return true;
	r->changed = YES;
	return record_save_as(cx, &publication_request_type, r, CHANGE_UPDATE);
}

static bool follow(struct context *cx, const struct type *t, const void *old,
                   const struct record *row)
{
	struct rows *r = db_query(cx, &request_follow, V(row->id), V(t->name));

	while (r && rows_next(cx, r))
		if (!follow_request(cx, t, old, row, rows_int(r, 0)))
			return false;
	return !failed(cx);
}

/* Takes a copy off because of what it names. */
static bool withdraw(struct context *cx, struct link subject, const char *why)
{
	int64_t request = 0;

	return subject.type && find_request(cx, subject, "published", 0, &request) &&
	       (!request || end_request(cx, request, "withdrawn", why)) &&
	       leave_site(cx, subject.type, subject.id);
}

/* A document that was restricted must not be named on the public site either. */
static bool withdraw_naming(struct context *cx, int64_t id, const char *why)
{
	struct rows *r =
	        db_query(cx, &request_naming, V(arena_fmt(cx->mem, "%lld", (long long)id)));

	while (r && rows_next(cx, r)) {
		struct link subject = { type_named(cx->app->subjects, rows_text(r, 0)),
			                rows_int(r, 1) };

		if (!withdraw(cx, subject, why))
			return false;
	}
	return !failed(cx);
}

static bool withdraw_resting(struct context *cx, int64_t id)
{
	struct rows *r =
	        db_query(cx, &request_resting, V(arena_fmt(cx->mem, "%lld", (long long)id)));

	while (r && rows_next(cx, r)) {
		struct link subject = { type_named(cx->app->subjects, rows_text(r, 0)),
			                rows_int(r, 1) };
		const struct field *f =
		        subject.type ? type_field_named(subject.type, rows_text(r, 2)) : NULL;

		if (f && copy_rests_on(f) &&
		    !withdraw(cx, subject, tr(cx, N_("What it is about left the public site."))))
			return false;
	}
	return !failed(cx);
}

static bool changed(struct context *cx, const struct type *t, const void *old, const void *row)
{
	const struct record *r = row;

	if (!old)
		return true;
	if (copy_may_name(cx, t, old) && !copy_may_name(cx, t, row) &&
	    !withdraw_naming(cx, r->id,
	                     tr(cx, N_("It names a record that may not be public any more."))))
		return false;
	return !t->publish_states || follow(cx, t, old, row);
}

/* In any language, for a copy holds the titles of what it names in all of them. */
static bool title_differs(struct context *cx, const struct type *t, const void *a, const void *b)
{
	struct titles *titles = cx->titles; /* of one language */
	const char *lang = cx->lang;
	bool differs = false;

	for (const char *const *l = setting_languages(cx); t->title && *l && !differs; l++) {
		cx->lang = *l;
		cx->titles = NULL;
		differs = !str_eq(t->title(cx, a), t->title(cx, b));
	}
	cx->lang = lang;
	cx->titles = titles;
	return differs;
}

static bool erased(struct context *cx, const struct type *t, const void *old, const void *row)
{
	const struct record *r = row;

	return !title_differs(cx, t, old, row) ||
	       withdraw_naming(cx, r->id, tr(cx, N_("It names a record whose title was erased.")));
}

/* ---- the functions of publication.h */

bool publication_propose(struct context *cx, const struct type *t, int64_t id, const char *note,
                         int64_t *ret)
{
	struct publication_request *r = record_new(cx, &publication_request_type);

	r->subject = (struct link){ t, id };
	r->note = note;
	*ret = r->record.id;
	return record_save(cx, &publication_request_type, r);
}

static bool take_step(struct context *cx, int64_t request, const char *name, const char *reason)
{
	const char *before = cx->reason;
	struct publication_request *r = record_get(cx, &publication_request_type, request);
	bool ok;

	cx->reason = reason;
	ok = r && record_step(cx, &publication_request_type, r,
	                      step_named(&publication_request_type, name));
	cx->reason = before;
	return ok;
}

bool publication_approve(struct context *cx, int64_t request)
{
	return take_step(cx, request, "publish", NULL);
}

bool publication_withdraw(struct context *cx, int64_t request, const char *reason)
{
	const struct publication_request *r = record_get(cx, &publication_request_type, request);
	bool decides;

	if (!r)
		return false;
	decides = in_state(r, "published") &&
	          access_record(cx, &publication_request_type, r, RIGHT_APPROVE);
	return take_step(cx, request, decides ? "withdraw" : "take_back", reason);
}

bool publication_says_else(struct context *cx, int64_t request)
{
	const struct publication_request *r =
	        record_get_any(cx, &publication_request_type, request);
	struct error before = cx->err;
	bool other = r && says_else(cx, r);

	if (cx->err.kind == ERR_INVALID) /* none can be made */
		cx->err = before;
	return other && !failed(cx);
}

const struct json *publication_preview(struct context *cx, const struct type *t, const void *row)
{
	struct copy c;

	return copy_make(cx, t, row, &c) ? json_parse(cx, c.body, strlen(c.body), MAX_ANSWER)
	                                 : NULL;
}

bool publication_state_of(struct context *cx, const struct type *t, int64_t id,
                          struct publication_state *ret)
{
	struct link subject = { t, id };
	const struct publication_request *r;

	*ret = (struct publication_state){ 0 };
	if (!find_request(cx, subject, "proposed", 0, &ret->proposed) ||
	    !find_request(cx, subject, "published", 0, &ret->published))
		return false;
	r = ret->published ? record_get_any(cx, &publication_request_type, ret->published) : NULL;
	if (r) {
		ret->changed = r->changed == YES;
		ret->published_on = r->published_on;
	}
	return !failed(cx);
}

/* ---- the type */

static const char *title(struct context *cx, const void *row)
{
	const struct publication_request *r = row;

	return r->subject.id ? record_title(cx, r->subject.type, r->subject.id) : "";
}

const struct type publication_request_type = {
	.name = "publication_request",
	.plural = "publication_requests",
	.label = N_("Publication"),
	.label_plural = N_("Publications"),
	.help = N_("What is proposed for the public site, and what stands there. One person "
	           "proposes, another publishes; the "
	           "public reads a copy of the public fields, as it was approved."),
	.size = sizeof(struct publication_request),
	FIELDS(fields),
	.function = FUNCTION,
	.states = states,
	.steps = steps,
	.order = "-id",
	.title = title,
	.prepare = prepare,
	.check = check,
	.finished_states = "refused withdrawn replaced",
};

static const struct type *const types[] = { &publication_request_type, NULL };

const struct subject publication_subject = {
	.name = "publication",
	.types = types,
	.load_sample = publication_load_sample,
	.changed = changed,
	.erased = erased,
	.order = 60,
};
