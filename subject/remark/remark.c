/* Remarks: what one is, who reads it, for whom it waits, and what follows when the record that it
 * is about changes.
 *
 * Everything is saved in the program's name after the rules here have been asked, because no scope
 * of the permission matrix says "whoever reads that other record".  The matrix's row of answers to
 * assignments stands for the generic questions alone (counting for the page's header). */
#include "subject/remark/remark.h"

#include "language/messages.h"
#include "record/app.h"
#include "store/db.h"
#include "subject/institution/institution.h"

#define T (&remark_type)

SQL(remark_of_record, "SELECT id FROM remark WHERE about = $1 AND about_type = $2"
                      " ORDER BY id");

static const struct choice states[] = {
	{ "current", NC_("remark", "Current"), NULL },
	{ "withdrawn", NC_("remark", "Withdrawn"), "stop st-stop" },
	{ "replaced", NC_("remark", "Replaced"), "lock" },
	{ 0 },
};

#define N struct remark_note
static const struct field note_fields[] = {
	REF(N, institution, N_("Institution"), .to = &institution_type, .flags = HIDDEN),
	REF(N, account, N_("User"), .to = &account_type, .flags = HIDDEN),
	INSTANT(N, at, NC_("remark", "Noted at"), .flags = HIDDEN),
};
#undef N
static const struct row_type note_rows = { sizeof(struct remark_note), FIELDS(note_fields) };

#define R struct remark
static const struct field fields[] = {
	LINK(R, about, NC_("remark", "About"), .flags = REQUIRED | HIDDEN),
	TEXT(R, words, NC_("remark", "Words"), .max = MAX_REMARK,
	     .flags = REQUIRED | LONG | READONLY | PERSONAL),
	YESNO(R, from_secretariat, N_("From the secretariat"), .flags = HIDDEN),
	REFS(R, mentions, N_("Bodies it is for"), .to = &institution_type,
	     .flags = HIDDEN | ASSIGNS),
	REFS(R, awaiting, N_("Bodies it waits for"), .to = &institution_type,
	     .flags = HIDDEN | ASSIGNS),
	YESNO(R, awaits_secretariat, N_("Waits for the secretariat"), .flags = HIDDEN),
	REF(R, answer_to, NC_("remark", "Answer to"), .to = T, .flags = HIDDEN),
	REF(R, replaces, NC_("remark", "Replaces"), .to = T, .flags = HIDDEN),
	ROWS(R, notes, NC_("remark", "Noted by"), .rows = &note_rows, .flags = HIDDEN),
};
#undef R

/* Never its words: titles are told where a record itself is not. */
static const char *title(struct context *cx, const void *row)
{
	const struct remark *r = row;

	(void)r;
	return tr(cx, remark_type.label);
}

const struct type remark_type = {
	.name = "remark",
	.plural = "remarks",
	.label = N_("Remark"),
	.label_plural = N_("Remarks"),
	.help = N_("What bodies and the secretariat say to each other about a record."),
	.size = sizeof(struct remark),
	FIELDS(fields),
	.function = "assignment_answer",
	.states = states,
	.order = "id",
	.flags = TYPE_NO_PAGES,
	.title = title,
	.finished_states = "withdrawn replaced",
};

static bool is_current(const struct remark *r)
{
	return type_state_in(T, r->record.state, "current");
}

/* ---- who reads, who writes */

bool remark_fits(const struct type *t)
{
	return t->finished_states && !(t->flags & (TYPE_NO_PAGES | TYPE_REFERENCE));
}

static bool is_secretariat(const struct context *cx)
{
	return cx->actor && cx->actor->role == ROLE_SEC;
}

static bool is_of_body(const struct context *cx)
{
	return cx->actor && cx->actor->institution &&
	       (cx->actor->role == ROLE_FP || cx->actor->role == ROLE_MA);
}

bool remark_may_write(struct context *cx, const struct type *t, const void *row)
{
	return remark_fits(t) && (is_secretariat(cx) || is_of_body(cx)) &&
	       access_record(cx, t, row, RIGHT_READ) && access_content(cx, t, row);
}

bool remark_reads(const struct context *cx, const struct remark *r)
{
	const struct actor *a = cx->actor;

	if (!r->mentions.n || is_secretariat(cx))
		return true;
	return is_of_body(cx) &&
	       (a->institution == r->record.institution || refs_has(&r->mentions, a->institution));
}

bool remark_is_author(const struct context *cx, const struct remark *r)
{
	const struct actor *a = cx->actor;

	return a && a->user && is_current(r) &&
	       (a->user == r->record.created_by || a->on_behalf == r->record.created_by);
}

bool remark_awaits(const struct context *cx, const struct remark *r)
{
	if (!is_current(r))
		return false;
	return is_secretariat(cx)
	               ? r->awaits_secretariat == YES
	               : is_of_body(cx) && refs_has(&r->awaiting, cx->actor->institution);
}

/* The record, if the actor reads what is in it; NULL, without a failure, where he does not. */
static void *about_of(struct context *cx, const struct remark *r)
{
	void **rows;
	size_t n;

	if (!r->about.type || !record_get_many(cx, r->about.type, &r->about.id, 1, &rows, &n))
		return NULL;
	return n && access_content(cx, r->about.type, rows[0]) ? rows[0] : NULL;
}

struct remark *remark_get(struct context *cx, int64_t id, void **ret_about)
{
	struct remark *r = record_get_any(cx, T, id);

	if (!r)
		return NULL;
	*ret_about = about_of(cx, r);
	if (*ret_about && remark_reads(cx, r))
		return r;
	if (!failed(cx))
		fail(cx, ERR_NOT_FOUND, NULL,
		     N_("There is no such record, or it is not open to you."));
	return NULL;
}

static bool ids_on(struct context *cx, const struct type *t, int64_t id, struct refs *ret)
{
	return refs_read(cx, db_query(cx, &remark_of_record, V(id), V(t->name)), ret);
}

bool remark_on(struct context *cx, const struct type *t, const void *row, struct remark ***ret,
               size_t *ret_n)
{
	struct refs ids;

	*ret_n = 0;
	if (!ids_on(cx, t, ((const struct record *)row)->id, &ids))
		return false;
	*ret = arena_array(cx->mem, struct remark *, ids.n + 1);
	for (size_t i = ids.n > MAX_REMARKS ? ids.n - MAX_REMARKS : 0; i < ids.n; i++) {
		struct remark *r = record_get_any(cx, T, ids.v[i]);

		if (!r)
			return false;
		if (remark_reads(cx, r))
			(*ret)[(*ret_n)++] = r;
	}
	return true;
}

/* ---- for whom it waits */

static void waiting_sql(struct context *cx, const char *what, struct buffer *text,
                        struct sql_values *values)
{
	buffer_fmt(text, "SELECT %s FROM remark r WHERE r.state = 'current' AND ", what);
	if (is_secretariat(cx)) {
		buffer_text(text, "r.awaits_secretariat = 1");
	} else {
		buffer_text(text, "r.id IN (SELECT x.record FROM ref x WHERE x.field = 'awaiting'"
		                  " AND x.target = ");
		sql_value(text, values, V(cx->actor->institution));
		buffer_text(text, ")");
	}
	buffer_text(text, " AND ");
	access_sql(cx, T, RIGHT_READ, text, values);
}

static bool has_side(const struct context *cx)
{
	return cx->db && cx->actor && !failed(cx) && (is_secretariat(cx) || is_of_body(cx));
}

void remark_count_sql(struct context *cx, struct buffer *text, struct sql_values *values)
{
	if (!has_side(cx))
		return;
	buffer_text(text, " + (");
	waiting_sql(cx, "count(*)", text, values);
	buffer_char(text, ')');
}

static bool ids_waiting(struct context *cx, struct refs *ret)
{
	struct buffer text = BUFFER(cx->mem, MAX_SQL);
	struct sql_values *values = sql_values_new(cx->mem);
	struct rows *r;

	waiting_sql(cx, "r.id", &text, values);
	buffer_text(&text, " ORDER BY r.id LIMIT 100");
	if (!buffer_ok(cx, &text))
		return false;
	r = db_query_values(cx, MADE_SQL(buffer_str(&text)), values->v, values->n);
	_Static_assert(MAX_LIST_PAGE >= 100, "room for what the statement finds");
	*ret = (struct refs){ arena_array(cx->mem, int64_t, MAX_LIST_PAGE), 0 };
	while (r && rows_next(cx, r))
		ret->v[ret->n++] = rows_int(r, 0);
	return !failed(cx);
}

bool remark_waiting(struct context *cx, struct remark ***ret, size_t *ret_n)
{
	struct refs ids;

	*ret_n = 0;
	if (!has_side(cx))
		return !failed(cx);
	if (!ids_waiting(cx, &ids))
		return false;
	*ret = arena_array(cx->mem, struct remark *, ids.n + 1);
	for (size_t i = 0; i < ids.n; i++) {
		struct remark *r = record_get_any(cx, T, ids.v[i]);

		if (!r)
			return false;
		if (remark_reads(cx, r) && about_of(cx, r))
			(*ret)[(*ret_n)++] = r;
	}
	return !failed(cx);
}

/* ---- whom it mentions */

/* As a user of that institution, who is a named reader or not, would be asked. */
static bool reads_as(struct context *cx, const struct type *t, const void *row, int64_t institution,
                     int64_t user)
{
	static const enum role of_bodies[] = { ROLE_FP, ROLE_MA };
	const struct actor *before = cx->actor;
	bool reads = false;

	for (size_t i = 0; i < LEN(of_bodies) && !reads; i++) {
		const struct actor who = { .user = user,
			                   .institution = institution,
			                   .role = of_bodies[i] };

		cx->actor = &who;
		reads = access_record(cx, t, row, RIGHT_READ) && access_content(cx, t, row);
		cx->actor = before;
	}
	return reads;
}

/* Does a focal point or approver of the body read the record?  Of a restricted one somebody must be
 * named. */
static bool body_reads(struct context *cx, const struct type *t, const void *row,
                       int64_t institution)
{
	const struct record *r = row;

	if (r->classification != CLASS_RESTRICTED)
		return reads_as(cx, t, row, institution, 0);
	for (size_t i = 0; i < r->readers.n && !failed(cx); i++) {
		struct standing *v;
		size_t n;

		if (!account_memberships_on(cx, r->readers.v[i], today(cx), &v, &n))
			return false;
		for (size_t k = 0; k < n; k++)
			if (v[k].institution == institution && !v[k].on_behalf &&
			    (v[k].role == ROLE_FP || v[k].role == ROLE_MA) &&
			    reads_as(cx, t, row, institution, r->readers.v[i]))
				return true;
	}
	return false;
}

static bool is_code(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       c == '_' || c == '-';
}

/* Codes are in capitals. */
static int64_t body_called(struct context *cx, const char *code)
{
	char *upper = arena_strn(cx->mem, code, strlen(code));

	for (char *s = upper; *s; s++)
		if (*s >= 'a' && *s <= 'z')
			*s = (char)(*s - 'a' + 'A');
	return institution_by_code(cx, upper);
}

static bool mention(struct context *cx, struct remark *r, const void *about, const char *code)
{
	int64_t id = body_called(cx, code);

	if (failed(cx))
		return false;
	if (!id)
		return fail(cx, ERR_INVALID, "words", N_("There is no body with the code %s."),
		            code);
	if (!body_reads(cx, r->about.type, about, id))
		return failed(cx) ? false
		                  : fail(cx, ERR_INVALID, "words",
		                         N_("%s does not read this record and cannot be "
		                            "mentioned. The secretariat reads every remark."),
		                         code);
	refs_add(cx, &r->mentions, id);
	refs_add(cx, &r->awaiting, id);
	return true;
}

/* "@MOE", where no letter stands before it, so that a mail address mentions nobody. */
static bool find_mentions(struct context *cx, struct remark *r, const void *about)
{
	for (const char *s = r->words; *s; s++) {
		size_t n = 0;

		if (*s != '@' || (s > r->words && (is_code((unsigned char)s[-1]) ||
		                                   (unsigned char)s[-1] >= 0x80 || s[-1] == '.')))
			continue;
		while (is_code((unsigned char)s[1 + n]))
			n++;
		while (n && (s[n] == '-' || s[n] == '_'))
			n--;
		if (n && !mention(cx, r, about, arena_strn(cx->mem, s + 1, n)))
			return false;
	}
	return true;
}

/* What answers a remark for a few is for the same few. */
static void keep_circle(struct context *cx, struct remark *r, const struct remark *other)
{
	if (!other->mentions.n)
		return;
	refs_join(cx, &r->mentions, &other->mentions);
	if (other->from_secretariat != YES)
		refs_add(cx, &r->mentions, other->record.institution);
}

/* ---- saving */

static void leave_out(struct refs *set, int64_t id)
{
	size_t n = 0;

	for (size_t i = 0; i < set->n; i++)
		if (set->v[i] != id)
			set->v[n++] = set->v[i];
	set->n = n;
}

static void add_note(struct context *cx, struct remark *r)
{
	struct remark_note *v = arena_array(cx->mem, struct remark_note, r->notes.n + 1);

	for (size_t i = 0; i < r->notes.n; i++)
		v[i] = ((const struct remark_note *)r->notes.v)[i];
	v[r->notes.n] = (struct remark_note){
		.institution = is_secretariat(cx) ? 0 : cx->actor->institution,
		.account = cx->actor->user,
		.at = { cx->now },
	};
	r->notes = (struct owned){ v, r->notes.n + 1 };
	if (is_secretariat(cx))
		r->awaits_secretariat = NO;
	else
		leave_out(&r->awaiting, cx->actor->institution);
}

bool remark_take_note(struct context *cx, struct remark *r)
{
	if (!remark_awaits(cx, r))
		return true; /* somebody of the same side was quicker */
	add_note(cx, r);
	return record_save_as(cx, T, r, CHANGE_UPDATE);
}

static bool put_away(struct context *cx, struct remark *r, const char *state)
{
	if (!remark_is_author(cx, r))
		return fail(cx, ERR_FORBIDDEN, NULL,
		            N_("Only its author withdraws or replaces a remark."));
	r->record.state = type_state(T, state);
	r->awaiting.n = 0;
	r->awaits_secretariat = NO;
	return record_save_as(cx, T, r, CHANGE_UPDATE);
}

bool remark_withdraw(struct context *cx, struct remark *r)
{
	return put_away(cx, r, "withdrawn");
}

static void from_actor(struct context *cx, struct remark *r, const struct record *about)
{
	r->record.institution = cx->actor->institution;
	r->record.classification =
	        about->classification == CLASS_RESTRICTED ? CLASS_RESTRICTED : CLASS_INTERNAL;
	r->record.readers =
	        r->record.classification == CLASS_RESTRICTED ? about->readers : (struct refs){ 0 };
	r->from_secretariat = is_secretariat(cx) ? YES : NO;
	r->awaits_secretariat = is_secretariat(cx) ? NO : YES;
}

static bool same_record(const struct remark *a, const struct remark *b)
{
	return a->about.type == b->about.type && a->about.id == b->about.id;
}

/* The one that it answers or replaces; NULL without a failure: none. */
static struct remark *earlier(struct context *cx, const struct remark *r, int64_t id)
{
	void *about;
	struct remark *other = id ? remark_get(cx, id, &about) : NULL;

	if (other && !same_record(other, r)) {
		fail(cx, ERR_BAD_REQUEST, NULL, N_("That remark is about another record."));
		return NULL;
	}
	return other;
}

/* Whoever wrote what is answered hears of it. */
static bool answer(struct context *cx, struct remark *r, const void *about, struct remark *answered)
{
	int64_t body = answered->record.institution;

	if (!is_current(answered))
		return fail(cx, ERR_INVALID, "words",
		            N_("The remark was withdrawn or replaced meanwhile."));
	if (answered->from_secretariat != YES && body_reads(cx, r->about.type, about, body))
		refs_add(cx, &r->awaiting, body);
	return !failed(cx) && remark_take_note(cx, answered);
}

static bool tie(struct context *cx, struct remark *r, const void *about)
{
	struct remark *replaced = earlier(cx, r, r->replaces), *answered;

	if (replaced)
		r->answer_to = replaced->answer_to;
	answered = failed(cx) ? NULL : earlier(cx, r, r->answer_to);
	if (answered)
		keep_circle(cx, r, answered);
	if (failed(cx) || (answered && !replaced && !answer(cx, r, about, answered)))
		return false;
	if (r->from_secretariat != YES)
		leave_out(&r->awaiting, r->record.institution);
	return !replaced || put_away(cx, replaced, "replaced");
}

bool remark_write(struct context *cx, struct remark *r)
{
	const void *about = about_of(cx, r);

	if (!about || !remark_may_write(cx, r->about.type, about))
		return failed(cx) ? false
		                  : fail(cx, ERR_FORBIDDEN, NULL,
		                         N_("You cannot write a remark on this record."));
	if (str_empty(r->words))
		return fail(cx, ERR_INVALID, "words", N_("Write what the remark says."));
	from_actor(cx, r, about);
	return find_mentions(cx, r, about) && tie(cx, r, about) &&
	       record_save_as(cx, T, r, CHANGE_CREATE);
}

/* ---- when the record changes */

static bool same_refs(const struct refs *a, const struct refs *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (!refs_has(b, a->v[i]))
			return false;
	return a->n == b->n;
}

/* Who reads it may be others now. */
static bool readers_moved(const struct type *t, const void *old, const void *row)
{
	const struct record *was = old, *is = row;

	if (was->classification != is->classification || was->institution != is->institution ||
	    was->state != is->state || !same_refs(&was->readers, &is->readers))
		return true;
	for (size_t i = 0; i < t->n; i++) {
		const struct field *f = &t->fields[i];

		if (f->flags & ASSIGNS &&
		    (f->kind == FIELD_REFS
		             ? !same_refs(field_at(f, old), field_at(f, row))
		             : *(int64_t *)field_at(f, old) != *(int64_t *)field_at(f, row)))
			return true;
	}
	return false;
}

/* Restricted as the record is, and waiting for those alone who still read it. */
static bool follow(struct context *cx, struct remark *r, const struct type *t, const void *row)
{
	const struct record *about = row;
	bool restricted = about->classification == CLASS_RESTRICTED;
	struct refs still = { 0 };

	r->record.classification = restricted ? CLASS_RESTRICTED : CLASS_INTERNAL;
	r->record.readers = restricted ? about->readers : (struct refs){ 0 };
	for (size_t i = 0; i < r->awaiting.n; i++)
		if (body_reads(cx, t, row, r->awaiting.v[i]))
			refs_add(cx, &still, r->awaiting.v[i]);
	r->awaiting = still;
	return !failed(cx) && record_save_as(cx, T, r, CHANGE_UPDATE);
}

static bool changed(struct context *cx, const struct type *t, const void *old, const void *row)
{
	struct refs ids;

	if (!old || !remark_fits(t) || !readers_moved(t, old, row))
		return true;
	if (!ids_on(cx, t, ((const struct record *)row)->id, &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++) {
		struct remark *r = record_get_any(cx, T, ids.v[i]);

		if (!r || !follow(cx, r, t, row))
			return false;
	}
	return true;
}

static const struct type *const types[] = { &remark_type, NULL };

const struct subject remark_subject = {
	.name = "remark",
	.types = types,
	.changed = changed,
	.order = 62,
};
