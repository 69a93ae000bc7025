/* What a hand-over moves from an officer who leaves to the successor.
 *
 * Duties are found through the field tables, not by name: whatever type has a field flagged OWNS
 * comes along, also types of subjects that are written later.  What is finished stays where it was
 * done, and what the successor may not read stays where it is: who reads a restricted record is for
 * its own keepers to say.  The same walk makes the preview, so that it shows what will happen. */
#include "subject/institution/part.h"

#include "record/app.h"

struct walk {
	struct handover *h;
	bool move;
	struct handover_plan *plan;
};

/* ---- duties of all types */

static bool is_duty(const struct field *f)
{
	return f->flags & OWNS && f->kind == FIELD_REF;
}

/* What rules keep beside it follows, and does not make a duty of its own. */
static bool is_told(const struct field *f)
{
	return is_duty(f) && !(f->flags & HIDDEN);
}

/* Open records of the type that are the leaver's; none of a type without such fields. */
static bool duties_of(struct context *cx, const struct type *t, int64_t leaver, struct refs *ret)
{
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	const char *between = "";

	*ret = (struct refs){ 0 };
	buffer_fmt(&sql, "SELECT r.id FROM %s r WHERE (", t->name);
	for (size_t i = 0; i < t->n; i++)
		if (is_told(&t->fields[i])) {
			buffer_fmt(&sql, "%sr.%s = $1", between, t->fields[i].name);
			between = " OR ";
		}
	if (!*between)
		return true;
	buffer_text(&sql, ")");
	sql_open_only(&sql, t);
	buffer_text(&sql, " ORDER BY r.id");
	return ids_of(cx, MADE_SQL(buffer_str(&sql)), leaver, (struct date){ 0 }, ret);
}

/* The row as it would be. */
static void *given(struct context *cx, const struct handover *h, const struct type *t,
                   const void *row)
{
	void *next = row_copy(cx, t, row);

	for (size_t i = 0; i < t->n; i++) {
		int64_t *who = field_at(&t->fields[i], next);

		if (is_duty(&t->fields[i]) && *who == h->leaver)
			*who = h->successor;
	}
	return !t->prepare || t->prepare(cx, row, next) ? next : NULL;
}

enum fate { FATE_MOVES, FATE_STAYS, FATE_HIDDEN };

/* Of one record; *ret_told: it may be named in the hand-over. */
static bool hand_one(struct context *cx, struct walk *w, const struct type *t, int64_t id,
                     enum fate *ret, bool *ret_told)
{
	const struct record *row = record_get_any(cx, t, id);
	struct record *next = row ? given(cx, w->h, t, row) : NULL;

	*ret = FATE_STAYS;
	if (!next)
		return false;
	*ret_told = row->classification != CLASS_RESTRICTED;
	if (access_hidden(cx, id))
		*ret = FATE_HIDDEN;
	else if (account_reads(cx, w->h->successor, t, next))
		*ret = FATE_MOVES;
	if (failed(cx))
		return false;
	return *ret != FATE_MOVES || !w->move || record_save_as(cx, t, next, CHANGE_UPDATE) ||
	       (*ret_told ? move_blame(cx, t, id) : move_blame_unnamed(cx));
}

/* Of a restricted record only its kind: whoever keeps users reads the hand-over. */
static void note(struct handover *h, const struct type *t, const struct field *f, int64_t id,
                 bool told)
{
	struct handed *v = h->moved.v;

	if (h->moved.n < MAX_ROWS_IN_FIELD)
		v[h->moved.n++] =
		        (struct handed){ .record_type = t->name,
			                 .duty = told ? (struct link){ t, id } : (struct link){ 0 },
			                 .field = f->name };
}

/* The fields that name the leaver, asked before they change. */
static bool fields_of(struct context *cx, const struct type *t, int64_t id, int64_t leaver,
                      uint64_t *ret)
{
	const void *row = record_get_any(cx, t, id);

	*ret = 0;
	for (size_t i = 0; row && i < t->n && i < 64; i++)
		if (is_told(&t->fields[i]) &&
		    *(const int64_t *)field_at(&t->fields[i], row) == leaver)
			*ret |= UINT64_C(1) << i;
	return row != NULL;
}

/* Each record in memory of its own: an officer can have hundreds of duties. */
static bool hand_type(struct context *cx, struct walk *w, const struct type *t)
{
	struct handover_part part = { .type = t };
	struct refs ids;

	if (!duties_of(cx, t, w->h->leaver, &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++) {
		struct context_mark mark = context_mark(cx);
		bool told = false;
		enum fate fate;
		uint64_t names;

		if (!fields_of(cx, t, ids.v[i], w->h->leaver, &names) ||
		    !hand_one(cx, w, t, ids.v[i], &fate, &told))
			return false;
		context_rewind(cx, mark);
		part.n += fate == FATE_MOVES;
		part.unread += fate == FATE_STAYS;
		for (size_t k = 0; w->move && fate == FATE_MOVES && k < t->n && k < 64; k++)
			if (names & UINT64_C(1) << k)
				note(w->h, t, &t->fields[k], ids.v[i], told);
	}
	if (part.n || part.unread)
		w->plan->parts[w->plan->n++] = part;
	return true;
}

static size_t count_types(const struct context *cx)
{
	size_t n = 0;

	for (const struct subject *const *s = cx->app->subjects; *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			n++;
	return n;
}

static bool hand_duties(struct context *cx, struct walk *w)
{
	w->plan->parts = arena_array(cx->mem, struct handover_part, count_types(cx));
	if (w->move)
		w->h->moved =
		        (struct owned){ arena_array(cx->mem, struct handed, MAX_ROWS_IN_FIELD), 0 };
	for (const struct subject *const *s = cx->app->subjects; *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			if (!has_own_rules(*t) && !hand_type(cx, w, *t))
				return false;
	return true;
}

/* ---- drafts: of web/, but they go in the same step, by whatever door it is taken */

SQL(hand_drafts, "SELECT form, record FROM draft WHERE account = $1 ORDER BY form, record");
SQL(hand_draft_bytes, "SELECT bytes FROM draft WHERE account = $1 AND form = $2 AND record = $3");
SQL(hand_draft_there, "SELECT 1 FROM draft WHERE account = $1 AND form = $2 AND record = $3");
SQL(hand_draft_move,
    "UPDATE draft SET account = $1 WHERE account = $2 AND form = $3 AND record = $4");
SQL(hand_uploads, "SELECT id FROM attachment WHERE record = 0 AND who = $1 ORDER BY id");
SQL(hand_upload_move, "UPDATE attachment SET who = $1 WHERE id = $2 AND record = 0 AND who = $3");

struct kept {
	const char *form;
	int64_t record;
};

static bool drafts_of(struct context *cx, int64_t account, struct kept **ret, size_t *ret_n)
{
	struct rows *r = db_query(cx, &hand_drafts, V(account));
	size_t room = 0;

	*ret = NULL;
	*ret_n = 0;
	while (r && rows_next(cx, r)) {
		if (*ret_n == room) {
			*ret = arena_grow(cx->mem, *ret, room * sizeof **ret,
			                  (2 * room + 16) * sizeof **ret);
			room = 2 * room + 16;
		}
		(*ret)[(*ret_n)++] =
		        (struct kept){ arena_str(cx->mem, rows_text(r, 0)), rows_int(r, 1) };
	}
	return !failed(cx);
}

static const char *typed(struct context *cx, int64_t account, const struct kept *d)
{
	struct rows *r = db_query(cx, &hand_draft_bytes, V(account), V(d->form), V(d->record));
	const char *bytes = "";
	size_t size;

	if (r && rows_next(cx, r)) {
		const void *found = rows_bytes(r, 0, &size);

		bytes = arena_strn(cx->mem, found, size);
	}
	if (r)
		rows_close(r);
	return bytes;
}

/* May the successor begin such a record? */
static bool may_begin(struct context *cx, int64_t account, const struct type *t)
{
	const struct actor *asking = cx->actor;
	struct standing *v;
	struct actor a;
	size_t n;
	bool may = false;

	if (!account_memberships_on(cx, account, today(cx), &v, &n))
		return false;
	for (size_t i = 0; i < n && !may; i++) {
		if (v[i].on_behalf || !account_actor(cx, account, v[i].membership, &a))
			continue;
		cx->actor = &a;
		may = access_function(cx, t->function, RIGHT_CREATE) ||
		      access_function(cx, t->function, RIGHT_PROPOSE);
		cx->actor = asking;
	}
	return may && !failed(cx);
}

/* The record the form is about; NULL without a failure: it is none of the type. */
static const struct record *about(struct context *cx, const struct type *t, int64_t id)
{
	const struct record *row = record_get_any(cx, t, id);

	if (!row && cx->err.kind == ERR_NOT_FOUND)
		error_clear(cx);
	return row;
}

/* Nothing that was typed about what is restricted goes to somebody who may not read it; what cannot
 * be told stays, too. */
static bool draft_goes(struct context *cx, const struct handover *h, const struct kept *d,
                       const char *bytes)
{
	const struct type *t =
	        type_named(cx->app->subjects, arena_strn(cx->mem, d->form, strcspn(d->form, "/")));
	bool restricted = strstr(bytes, "classification=restricted") != NULL;
	const struct record *row = t && d->record ? about(cx, t, d->record) : NULL;
	int64_t there;
	bool found;

	if (!t ||
	    !db_int(cx, &hand_draft_there, &there, &found, V(h->successor), V(d->form),
	            V(d->record)) ||
	    found)
		return false;
	if (d->record)
		return row && (!restricted || row->classification == CLASS_RESTRICTED) &&
		       account_reads(cx, h->successor, t, row);
	return !restricted && t->first_classification != CLASS_RESTRICTED &&
	       may_begin(cx, h->successor, t);
}

/* A form sends a file that was kept for it as "letter=123". */
static bool names_file(struct context *cx, const char *bytes, int64_t id)
{
	const char *pair = arena_fmt(cx->mem, "=%lld", (long long)id);
	size_t n = strlen(pair);

	for (const char *s = bytes; (s = strstr(s, pair)); s += n)
		if (!s[n] || s[n] == '&')
			return true;
	return false;
}

/* Files kept for it are its uploader's until it is saved. */
static bool hand_files(struct context *cx, const struct handover *h, const char *bytes)
{
	struct refs ids;

	if (!ids_of(cx, &hand_uploads, h->leaver, (struct date){ 0 }, &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++)
		if (names_file(cx, bytes, ids.v[i]) &&
		    !db_run(cx, &hand_upload_move, V(h->successor), V(ids.v[i]), V(h->leaver)))
			return false;
	return true;
}

static bool hand_drafts_all(struct context *cx, struct walk *w)
{
	const struct handover *h = w->h;
	struct kept *v;
	size_t n;

	if (!drafts_of(cx, h->leaver, &v, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct context_mark mark = context_mark(cx);
		const char *bytes = typed(cx, h->leaver, &v[i]);
		bool goes = !failed(cx) && draft_goes(cx, h, &v[i], bytes);

		if (failed(cx) || (goes && w->move &&
		                   (!hand_files(cx, h, bytes) ||
		                    !db_run(cx, &hand_draft_move, V(h->successor), V(h->leaver),
		                            V(v[i].form), V(v[i].record)))))
			return false;
		context_rewind(cx, mark);
		w->plan->drafts += goes;
		w->plan->drafts_left += !goes;
	}
	return true;
}

/* ---- the leaver's account */

SQL(hand_stands_in, "SELECT DISTINCT s.record FROM account_substitutions s"
                    " WHERE s.substitute = $1 AND s.to_date > $2 ORDER BY s.record");

static bool has_membership(const struct account *a, int64_t id)
{
	const struct account_membership *m = a->memberships.v;

	for (size_t i = 0; i < a->memberships.n; i++)
		if (m[i].id == id)
			return true;
	return false;
}

/* What has not begun on the day is taken away. */
static void end_memberships(struct context *cx, struct account *a, struct date day)
{
	struct account_membership *m;
	size_t n = 0;

	owned_own(cx, &a->memberships, sizeof *m);
	m = a->memberships.v;
	for (size_t i = 0; i < a->memberships.n; i++) {
		if (date_set(m[i].from_date) && date_compare(m[i].from_date, day) > 0)
			continue;
		m[n] = m[i];
		if (!date_set(m[n].to_date) || date_compare(m[n].to_date, day) > 0)
			m[n].to_date = day;
		n++;
	}
	a->memberships.n = n;
}

/* Those that reach behind the day, of this substitute or (0) of anybody; how many. */
static size_t end_substitutions(struct context *cx, struct account *a, int64_t substitute,
                                struct date day)
{
	struct account_substitution *s;
	size_t n = 0, ended = 0;

	owned_own(cx, &a->substitutions, sizeof *s);
	s = a->substitutions.v;
	for (size_t i = 0; i < a->substitutions.n; i++) {
		bool ends = (!substitute || s[i].substitute == substitute) &&
		            date_compare(s[i].to_date, day) > 0;

		ended += ends;
		if ((ends && date_compare(s[i].from_date, day) > 0) ||
		    !has_membership(a, s[i].membership.units))
			continue;
		s[n] = s[i];
		if (ends)
			s[n].to_date = day;
		n++;
	}
	a->substitutions.n = n;
	return ended;
}

static bool keep_account(struct context *cx, const struct walk *w, struct account *a)
{
	return !w->move || record_save_as(cx, &account_type, a, CHANGE_UPDATE) ||
	       move_blame(cx, &account_type, a->record.id);
}

static bool hand_account(struct context *cx, struct walk *w)
{
	struct account *a = record_get_any(cx, &account_type, w->h->leaver);
	struct date day = w->h->date;
	struct refs ids;

	if (!a)
		return false;
	end_memberships(cx, a, day);
	w->plan->substitutions = end_substitutions(cx, a, 0, day);
	if (!keep_account(cx, w, a) || !ids_of(cx, &hand_stands_in, w->h->leaver, day, &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++) {
		a = record_get_any(cx, &account_type, ids.v[i]);
		if (!a)
			return false;
		w->plan->substitutions += end_substitutions(cx, a, w->h->leaver, day);
		if (!keep_account(cx, w, a))
			return false;
	}
	return true;
}

bool hand(struct context *cx, struct handover *h, bool move, struct handover_plan *ret)
{
	struct walk w = { .h = h, .move = move, .plan = ret };

	*ret = (struct handover_plan){ 0 };
	return hand_duties(cx, &w) && hand_drafts_all(cx, &w) && hand_account(cx, &w);
}
