/* What a reorganisation moves from one institution to its successors.
 *
 * Duties are found through the field tables, not by name: whatever type has fields flagged ASSIGNS,
 * or an owner, comes along, also types of subjects that are written later.  What is finished stays
 * where it was done.  Users keep their account: the membership in the old institution ends the day
 * before, one in the successor begins; substitutions that run follow. */
#include "subject/institution/part.h"

#include "record/app.h"

/* ---- who gets it */

static bool refers(const struct type *t, const void *row, const struct field *f,
                   const struct link *l)
{
	const void *p = field_at(f, row);
	const struct refs *set = p;
	const struct link *link = p;

	switch (f->kind) {
	case FIELD_REF:
	case FIELD_PARENT:
		return field_target(t, f) == l->type && *(const int64_t *)p == l->id;
	case FIELD_LINK:
		return link->type == l->type && link->id == l->id;
	case FIELD_REFS:
		for (size_t i = 0; field_target(t, f) == l->type && i < set->n; i++)
			if (set->v[i] == l->id)
				return true;
		return false;
	default:
		return false;
	}
}

static bool concerns(const struct type *t, const void *row, const struct link *l)
{
	const struct record *record = row;
	const struct field *f;

	if (!l->id || (l->type == t && l->id == record->id))
		return true;
	for (size_t i = 0; (f = type_field(t, i)); i++)
		if (refers(t, row, f, l))
			return true;
	return false;
}

/* 0: there is none. */
static int64_t everything_else(const struct reorganisation *r)
{
	return r->default_successor ? r->default_successor
	       : r->successors.n    ? r->successors.v[0]
	                            : 0;
}

static int64_t successor_of(const struct reorganisation *r, const struct type *t, const void *row)
{
	const struct duty_rule *d = r->duties.v;

	for (size_t i = 0; r->kind == REORGANISE_SPLIT && i < r->duties.n; i++)
		if ((str_empty(d[i].record_type) || str_eq(d[i].record_type, t->name)) &&
		    concerns(t, row, &d[i].concerning))
			return d[i].successor;
	return everything_else(r);
}

/* ---- counting */

static bool count_moved(struct context *cx, struct reorganisation *r, const struct type *t,
                        int64_t old, int64_t successor)
{
	struct moved *v = r->moved.v;

	for (size_t i = 0; i < r->moved.n; i++)
		if (str_eq(v[i].record_type, t->name) && v[i].old_institution == old &&
		    v[i].successor == successor) {
			v[i].records.units++;
			return true;
		}
	v = owned_add(cx, &r->moved, sizeof *v);
	*v = (struct moved){ .record_type = t->name,
		             .old_institution = old,
		             .successor = successor,
		             .records = { 1, true } };
	return true;
}

/* ---- duties of all types */

bool has_own_rules(const struct type *t)
{
	for (const struct type *const *p = institution_subject.types; *p; p++)
		if (*p == t)
			return true;
	return false;
}

void sql_open_only(struct buffer *sql, const struct type *t)
{
	const char *between = " AND (r.state IS NULL OR r.state NOT IN (";

	for (const struct choice *s = t->finished_states ? t->states : NULL; s && s->code; s++) {
		if (!word_in(t->finished_states, s->code))
			continue;
		buffer_fmt(sql, "%s'%s'", between, s->code);
		between = ", ";
	}
	if (*between == ',')
		buffer_text(sql, "))");
}

bool ids_of(struct context *cx, const struct sql *sql, int64_t of, struct date day,
            struct refs *ret)
{
	const struct value values[] = { value_int(of), value_date(day) };
	struct rows *r = db_query_values(cx, sql, values, date_set(day) ? 2 : 1);
	size_t room = 0;

	*ret = (struct refs){ 0 };
	while (r && rows_next(cx, r)) {
		if (ret->n == room) {
			size_t more = room ? room * 2 : 64;

			ret->v = arena_grow(cx->mem, ret->v, room * sizeof *ret->v,
			                    more * sizeof *ret->v);
			room = more;
		}
		ret->v[ret->n++] = rows_int(r, 0);
	}
	return !failed(cx);
}

/* Open records of the type that the institution owns or is assigned. */
static bool duties_of(struct context *cx, const struct type *t, int64_t institution,
                      struct refs *ret)
{
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);

	buffer_fmt(&sql, "SELECT r.id FROM %s r WHERE (r.institution = $1", t->name);
	for (size_t i = 0; i < t->n; i++) {
		const struct field *f = &t->fields[i];

		if (f->flags & ASSIGNS && f->kind == FIELD_REF)
			buffer_fmt(&sql, " OR r.%s = $1", f->name);
		else if (f->flags & ASSIGNS && f->kind == FIELD_REFS)
			buffer_fmt(&sql,
			           " OR r.id IN (SELECT x.record FROM ref x WHERE x.target = $1 AND"
			           " x.field = '%s')",
			           f->name);
	}
	buffer_text(&sql, ")");
	sql_open_only(&sql, t);
	buffer_text(&sql, " ORDER BY r.id");
	return ids_of(cx, MADE_SQL(buffer_str(&sql)), institution, (struct date){ 0 }, ret);
}

static void replace_in_set(struct context *cx, struct refs *set, int64_t old, int64_t new)
{
	struct refs own = { arena_array(cx->mem, int64_t, set->n + 1), 0 };
	bool there = false;

	for (size_t i = 0; i < set->n; i++)
		there = there || set->v[i] == new;
	for (size_t i = 0; i < set->n; i++)
		if (set->v[i] != old)
			own.v[own.n++] = set->v[i];
		else if (new && !there)
			own.v[own.n++] = new;
	*set = own;
}

/* Who leads has no second place among those who help. */
static void reassign(struct context *cx, const struct type *t, void *row, int64_t old, int64_t new)
{
	struct record *record = row;
	bool leads = false;

	if (record->institution == old)
		record->institution = new;
	for (size_t i = 0; i < t->n; i++) {
		const struct field *f = &t->fields[i];
		int64_t *one = field_at(f, row);

		if (!(f->flags & ASSIGNS) || f->kind != FIELD_REF)
			continue;
		if (*one == old)
			*one = new;
		leads = leads || *one == new;
	}
	for (size_t i = 0; i < t->n; i++) {
		const struct field *f = &t->fields[i];

		if (!(f->flags & ASSIGNS) || f->kind != FIELD_REFS)
			continue;
		replace_in_set(cx, field_at(f, row), old, leads ? 0 : new);
		if (leads)
			replace_in_set(cx, field_at(f, row), new, 0);
	}
}

bool move_blame(struct context *cx, const struct type *t, int64_t id)
{
	const char *text = cx->err.text;

	if (cx->err.kind != ERR_INVALID)
		return false;
	error_clear(cx);
	return fail(cx, ERR_INVALID, NULL, N_("%s %lld cannot be moved: %s"), tr(cx, t->label),
	            (long long)id, text);
}

bool move_blame_unnamed(struct context *cx)
{
	if (cx->err.kind != ERR_INVALID)
		return false;
	error_clear(cx);
	return fail(cx, ERR_INVALID, NULL,
	            N_("A record cannot be moved. Ask those who keep restricted files."));
}

/* *ret: the successor, or the old institution when the record stays.  *ret_told: may be counted,
 * for everybody reads the reorganisation, and what is restricted is told to nobody by a number. */
static bool move_one(struct context *cx, const struct reorganisation *r, const struct type *t,
                     int64_t id, int64_t old, int64_t *ret, bool *ret_told)
{
	void *row = record_get_any(cx, t, id);

	*ret = row ? successor_of(r, t, row) : 0;
	if (!row || *ret == old)
		return row != NULL;
	*ret_told = ((const struct record *)row)->classification != CLASS_RESTRICTED;
	reassign(cx, t, row, old, *ret);
	return record_save_as(cx, t, row, CHANGE_UPDATE) ||
	       (*ret_told ? move_blame(cx, t, id) : move_blame_unnamed(cx));
}

/* Each record in memory of its own: a ministry can have thousands of duties. */
static bool move_type(struct context *cx, struct reorganisation *r, const struct type *t,
                      int64_t old)
{
	struct refs ids;

	if (!duties_of(cx, t, old, &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++) {
		struct context_mark mark = context_mark(cx);
		int64_t successor;
		bool told = false;

		if (!move_one(cx, r, t, ids.v[i], old, &successor, &told))
			return false;
		context_rewind(cx, mark);
		if (told && !count_moved(cx, r, t, old, successor))
			return false;
	}
	return true;
}

static bool move_duties(struct context *cx, struct reorganisation *r, int64_t old)
{
	for (const struct subject *const *s = cx->app->subjects; *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			if (!has_own_rules(*t) && !move_type(cx, r, *t, old))
				return false;
	return true;
}

/* ---- users */

SQL(transfer_accounts, "SELECT DISTINCT m.record FROM account_memberships m"
                       " WHERE m.institution = $1 AND (m.to_date IS NULL OR m.to_date >= $2)"
                       " ORDER BY m.record");

/* Ends the membership and, where there is a successor, begins one there.  *ret: the row that goes
 * on; 0: none. */
static void move_membership(struct context *cx, const struct reorganisation *r, struct account *a,
                            size_t at, int64_t successor, size_t *ret)
{
	struct account_membership *m = (struct account_membership *)a->memberships.v + at;

	*ret = at;
	if (date_set(m->from_date) && date_compare(m->from_date, r->date) >= 0 && successor) {
		m->institution = successor; /* it had not begun */
		return;
	}
	if (successor) {
		struct account_membership *next = owned_add(cx, &a->memberships, sizeof *next);

		m = (struct account_membership *)a->memberships.v + at;
		*next = *m;
		*ret = a->memberships.n - 1;
		next->id = 0;
		next->institution = successor;
		next->from_date = r->date;
	}
	m->to_date = date_add_days(r->date, -1);
	if (date_set(m->from_date) && date_compare(m->to_date, m->from_date) < 0)
		m->to_date = m->from_date;
}

/* Substitutions that run follow the membership into the successor: from these rows to those. */
static bool move_substitutions(struct context *cx, struct account *a,
                               const struct reorganisation *r, const int64_t *from,
                               const size_t *to, size_t n)
{
	struct account_substitution *v;

	owned_own(cx, &a->substitutions, sizeof *v);
	v = a->substitutions.v;
	for (size_t i = 0; i < a->substitutions.n; i++)
		for (size_t k = 0; k < n; k++)
			if (v[i].membership.units == from[k] &&
			    date_compare(v[i].to_date, r->date) >= 0) {
				v[i].membership.units =
				        ((struct account_membership *)a->memberships.v)[to[k]].id;
				break;
			}
	return record_save_as(cx, &account_type, a, CHANGE_UPDATE);
}

static bool move_account(struct context *cx, struct reorganisation *r, int64_t old, int64_t id)
{
	struct account *a = record_get_any(cx, &account_type, id);
	size_t n = a ? a->memberships.n : 0, moved = 0;
	int64_t *from = arena_array(cx->mem, int64_t, n + 1);
	size_t *to = arena_array(cx->mem, size_t, n + 1);
	int64_t successor = a ? successor_of(r, &account_type, a) : 0;

	if (!a || successor == old)
		return a != NULL;
	owned_own(cx, &a->memberships, sizeof(struct account_membership));
	for (size_t i = 0; i < n; i++) {
		const struct account_membership *m =
		        (struct account_membership *)a->memberships.v + i;

		if (m->institution != old ||
		    (date_set(m->to_date) && date_compare(m->to_date, r->date) < 0))
			continue;
		from[moved] = m->id;
		move_membership(cx, r, a, i, successor, &to[moved++]);
	}
	/* The new rows get their identifiers by the first save, substitutions name them in the
	 * second. */
	if (!record_save_as(cx, &account_type, a, CHANGE_UPDATE) ||
	    !move_substitutions(cx, a, r, from, to, moved))
		return move_blame(cx, &account_type, id);
	return count_moved(cx, r, &account_type, old, successor);
}

static bool move_accounts(struct context *cx, struct reorganisation *r, int64_t old)
{
	struct refs ids;

	if (!ids_of(cx, &transfer_accounts, old, r->date, &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++)
		if (!move_account(cx, r, old, ids.v[i]))
			return false;
	return true;
}

/* ---- seats, posts, focal points, the tree */

SQL(transfer_bodies, "SELECT DISTINCT m.record FROM body_members m"
                     " WHERE m.institution = $1 AND (m.to_date IS NULL OR m.to_date >= $2)"
                     " ORDER BY m.record");
SQL(transfer_posts,
    "SELECT id FROM post WHERE office = $1 AND (active_to IS NULL OR active_to >= $2)"
    " AND (active_from IS NULL OR active_from < $2) ORDER BY id");
SQL(transfer_focal_points, "SELECT id FROM focal_point WHERE office = $1"
                           " AND (active_to IS NULL OR active_to >= $2) ORDER BY id");
SQL(transfer_children, "SELECT id FROM institution WHERE parent = $1 ORDER BY id");
SQL(transfer_people, "SELECT id FROM person WHERE office = $1 ORDER BY id");
SQL(transfer_chief, "SELECT id FROM focal_point WHERE office = $1 AND chief = 1"
                    " AND (active_to IS NULL OR active_to >= $2) ORDER BY id LIMIT 1");

static bool move_seat(struct context *cx, struct reorganisation *r, int64_t old, int64_t id)
{
	struct body *b = record_get_any(cx, &body_type, id);
	int64_t successor = b ? successor_of(r, &body_type, b) : 0;
	size_t n = b ? b->members.n : 0;

	if (!b || successor == old)
		return b != NULL;
	owned_own(cx, &b->members, sizeof(struct member));
	for (size_t i = 0; i < n; i++) {
		struct member *m = (struct member *)b->members.v + i, *next;

		if (m->institution != old ||
		    (date_set(m->to_date) && date_compare(m->to_date, r->date) < 0))
			continue;
		if (date_set(m->from_date) && date_compare(m->from_date, r->date) >= 0 &&
		    successor) {
			m->institution = successor;
			continue;
		}
		if (successor) {
			next = owned_add(cx, &b->members, sizeof *next);
			m = (struct member *)b->members.v + i;
			*next = *m;
			next->id = 0;
			next->institution = successor;
			next->from_date = r->date;
		}
		m->to_date = date_add_days(r->date, -1);
		if (date_set(m->from_date) && date_compare(m->to_date, m->from_date) < 0)
			m->to_date = m->from_date;
	}
	return (record_save_as(cx, &body_type, b, CHANGE_UPDATE) ||
	        move_blame(cx, &body_type, id)) &&
	       count_moved(cx, r, &body_type, old, successor);
}

/* A post ends with its institution: the title in the new one is for people to write. */
static bool end_post(struct context *cx, struct reorganisation *r, int64_t old, int64_t id)
{
	struct post *p = record_get_any(cx, &post_type, id);

	(void)old;
	if (!p)
		return false;
	p->active_to = date_add_days(r->date, -1);
	return record_save_as(cx, &post_type, p, CHANGE_UPDATE) || move_blame(cx, &post_type, id);
}

/* The successor keeps its own primary focal point; the others go on beside it. */
static bool move_focal_point(struct context *cx, struct reorganisation *r, int64_t old, int64_t id)
{
	struct focal_point *p = record_get_any(cx, &focal_point_type, id);
	struct focal_point *next = record_new(cx, &focal_point_type);
	struct record head = next->record;
	int64_t successor = p ? successor_of(r, &focal_point_type, p) : 0, chief;
	bool taken;

	if (!p || successor == old)
		return p != NULL;
	*next = *p;
	next->record = head;
	next->office = successor;
	if (!date_set(p->active_from) || date_compare(p->active_from, r->date) < 0)
		next->active_from = r->date;
	p->active_to = date_add_days(r->date, -1);
	if (date_set(p->active_from) && date_compare(p->active_to, p->active_from) < 0)
		p->active_to = p->active_from;
	if (!db_int(cx, &transfer_chief, &chief, &taken, V(successor), V(r->date)))
		return false;
	if (taken && next->chief == YES)
		next->chief = NO;
	if (!record_save_as(cx, &focal_point_type, p, CHANGE_UPDATE) ||
	    (successor && !record_save_as(cx, &focal_point_type, next, CHANGE_CREATE)))
		return move_blame(cx, &focal_point_type, id);
	return count_moved(cx, r, &focal_point_type, old, successor);
}

static bool move_person(struct context *cx, struct reorganisation *r, int64_t old, int64_t id)
{
	struct person *p = record_get_any(cx, &person_type, id);
	int64_t successor = p ? successor_of(r, &person_type, p) : 0;

	if (!p || successor == old)
		return p != NULL;
	p->office = successor;
	return record_save_as(cx, &person_type, p, CHANGE_UPDATE) ||
	       move_blame(cx, &person_type, id);
}

/* What stood below the institution stands below its successor, or one step higher. */
static bool move_child(struct context *cx, struct reorganisation *r, int64_t old, int64_t id)
{
	struct institution *child = record_get_any(cx, &institution_type, id);
	const struct institution *parent =
	        child ? record_get_any(cx, &institution_type, old) : NULL;
	int64_t above = everything_else(r);

	if (!parent)
		return false;
	child->parent = above && above != id ? above : parent->parent;
	return record_save_as(cx, &institution_type, child, CHANGE_UPDATE) ||
	       move_blame(cx, &institution_type, id);
}

static bool each(struct context *cx, struct reorganisation *r, int64_t old, const struct sql *sql,
                 struct date day,
                 bool (*move)(struct context *cx, struct reorganisation *r, int64_t old,
                              int64_t id))
{
	struct refs ids;

	if (!ids_of(cx, sql, old, day, &ids))
		return false;
	for (size_t i = 0; i < ids.n; i++)
		if (!move(cx, r, old, ids.v[i]))
			return false;
	return true;
}

bool transfer(struct context *cx, struct reorganisation *r, int64_t old)
{
	const struct date any = { 0 };

	if (!move_duties(cx, r, old) || !move_accounts(cx, r, old) ||
	    !each(cx, r, old, &transfer_bodies, r->date, move_seat) ||
	    !each(cx, r, old, &transfer_focal_points, r->date, move_focal_point) ||
	    !each(cx, r, old, &transfer_people, any, move_person))
		return false;
	if (!reorganisation_closes(r, old))
		return true;
	return each(cx, r, old, &transfer_posts, r->date, end_post) &&
	       each(cx, r, old, &transfer_children, any, move_child);
}

bool transfer_left(struct context *cx, const struct reorganisation *r, int64_t old, size_t *ret)
{
	struct refs ids;

	if (!ids_of(cx, &transfer_accounts, old, r->date, &ids))
		return false;
	*ret = ids.n;
	for (const struct subject *const *s = cx->app->subjects; *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++) {
			if (has_own_rules(*t))
				continue;
			if (!duties_of(cx, *t, old, &ids))
				return false;
			*ret += ids.n;
		}
	return true;
}
