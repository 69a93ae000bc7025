/* The rule of access.h, twice, side by side: scopes[] holds for each scope a C check of one record
 * and the SQL of the same thing, and what is built from them (open, restricted, metadata) follows
 * one struct grant in both forms.
 *
 *   open        public and internal records: one of the role's scopes must hold
 *   restricted  named readers alone, and one of the role's scopes must hold as well; for what the
 *               type's own function guards, the scopes over restricted files count beside it
 *   metadata    whoever has restricted files in the scope metadata (the auditor) sees that they
 *               exist, of a function that he reads as a whole or of which he may know what there
 *               is
 *   hidden      what an import made that is not done: nobody but the import itself
 *
 * Whoever is not signed in is the public, which reads published records alone.  A substitute acts
 * with the membership he was given, but is a named reader only by his own name. */
#include "record/access.h"

#include "record/app.h"
#include "record/image.h"

SQL(access_epoch_read, "SELECT value FROM epoch WHERE name = 'access'");
SQL(access_open_import, "SELECT import, since FROM import_open");
SQL(access_made_by, "SELECT 1 FROM imported WHERE import = $1 AND record = $2");
SQL(access_epoch_move, "UPDATE epoch SET value = value + 1 WHERE name = 'access'");

#define RESTRICTED_FILES "restricted_files"

/* ---- an import that is not done */

/* What this transaction has not asked yet is asked now. */
static bool ask_for_open(struct context *cx)
{
	struct open_import *o = &cx->open_import;
	struct rows *r;

	if (o->asked || !cx->db)
		return true;
	*o = (struct open_import){ .asked = true };
	r = db_query(cx, &access_open_import);
	if (!r)
		return false;
	if (rows_next(cx, r)) {
		o->import = rows_int(r, 0);
		o->since = rows_int(r, 1);
	}
	rows_close(r);
	return true;
}

/* It hides something from this work. */
static bool hides(const struct context *cx)
{
	return cx->open_import.import && cx->open_import.import != cx->importing;
}

bool access_import_open(struct context *cx)
{
	return !ask_for_open(cx) || hides(cx);
}

bool access_hidden(struct context *cx, int64_t id)
{
	const struct open_import *o = &cx->open_import;
	bool found = false;
	int64_t one;

	if (!ask_for_open(cx))
		return true;
	if (!hides(cx) || id < o->since || !cx->db)
		return false;
	return !db_int(cx, &access_made_by, &one, &found, V(o->import), V(id)) || found;
}

/* "(… AND " before what else must hold, and true, if something is hidden. */
static bool hidden_sql(struct context *cx, struct buffer *text)
{
	if (!access_import_open(cx))
		return false;
	buffer_fmt(text,
	           "((r.id < %lld OR NOT EXISTS (SELECT 1 FROM imported h WHERE"
	           " h.import = %lld AND h.record = r.id)) AND ",
	           (long long)cx->open_import.since, (long long)cx->open_import.import);
	return true;
}

/* ---- the scopes */

/* Who asks, reduced to what the scopes need. */
struct asker {
	enum role role;
	int64_t user, institution;
	unsigned scopes; /* all that may ever count */
};

static struct asker asker_of(const struct context *cx)
{
	const struct actor *a = cx->actor;

	if (!a)
		return (struct asker){ .role = ROLE_PUB, .scopes = SCOPE_PUBLISHED };
	return (struct asker){
		.role = a->role, .user = a->user, .institution = a->institution, .scopes = ~0u
	};
}

static bool among(struct refs set, int64_t id)
{
	for (size_t i = 0; id && i < set.n; i++)
		if (set.v[i] == id)
			return true;
	return false;
}

static bool any_holds(struct context *cx, const struct asker *a, const struct type *t,
                      const void *row)
{
	(void)cx, (void)a, (void)t, (void)row;
	return true;
}

static void any_sql(const struct asker *a, const struct type *t, struct buffer *text,
                    struct sql_values *values)
{
	(void)a, (void)t, (void)values;
	buffer_text(text, "1 = 1");
}

static bool own_holds(struct context *cx, const struct asker *a, const struct type *t,
                      const void *row)
{
	const struct record *r = row;

	(void)cx, (void)t;
	return a->institution && r->institution == a->institution;
}

static void own_sql(const struct asker *a, const struct type *t, struct buffer *text,
                    struct sql_values *values)
{
	(void)t;
	if (!a->institution) {
		buffer_text(text, "1 = 0");
		return;
	}
	buffer_text(text, "r.institution = ");
	sql_value(text, values, V(a->institution));
}

static void own_ids(const struct asker *a, const struct type *t, struct buffer *text,
                    struct sql_values *values)
{
	buffer_fmt(text, "SELECT o.id FROM %s o WHERE o.institution = ", t->name);
	sql_value(text, values, V(a->institution));
}

static bool assigned_holds(struct context *cx, const struct asker *a, const struct type *t,
                           const void *row)
{
	(void)cx;
	for (size_t i = 0; a->institution && i < t->n; i++) {
		const struct field *f = &t->fields[i];

		if (!(f->flags & ASSIGNS))
			continue;
		if (f->kind == FIELD_REF && *(const int64_t *)field_at(f, row) == a->institution)
			return true;
		if (f->kind == FIELD_REFS &&
		    among(*(const struct refs *)field_at(f, row), a->institution))
			return true;
	}
	return false;
}

static void set_ids(const char *field, int64_t target, struct buffer *text,
                    struct sql_values *values)
{
	buffer_text(text, "SELECT x.record FROM ref x WHERE x.target = ");
	sql_value(text, values, V(target));
	buffer_fmt(text, " AND x.field = '%s'", field);
}

/* Sets are asked with IN, so that a list of the few records assigned to a body starts from the
 * index of ref. */
static void in_set_sql(const char *field, int64_t target, struct buffer *text,
                       struct sql_values *values)
{
	buffer_text(text, "r.id IN (");
	set_ids(field, target, text, values);
	buffer_char(text, ')');
}

static bool assigns(const struct field *f)
{
	return f->flags & ASSIGNS && (f->kind == FIELD_REF || f->kind == FIELD_REFS);
}

static void assigned_sql(const struct asker *a, const struct type *t, struct buffer *text,
                         struct sql_values *values)
{
	const char *between = "(";

	for (size_t i = 0; a->institution && i < t->n; i++) {
		const struct field *f = &t->fields[i];

		if (!assigns(f))
			continue;
		buffer_text(text, between);
		between = " OR ";
		if (f->kind == FIELD_REFS) {
			in_set_sql(f->name, a->institution, text, values);
		} else {
			buffer_fmt(text, "r.%s = ", f->name);
			sql_value(text, values, V(a->institution));
		}
	}
	buffer_text(text, *between == '(' ? "1 = 0" : ")");
}

static void assigned_ids(const struct asker *a, const struct type *t, struct buffer *text,
                         struct sql_values *values)
{
	const char *between = "";

	for (size_t i = 0; i < t->n; i++) {
		const struct field *f = &t->fields[i];

		if (!assigns(f))
			continue;
		buffer_text(text, between);
		between = " UNION ALL ";
		if (f->kind == FIELD_REFS) {
			set_ids(f->name, a->institution, text, values);
		} else {
			buffer_fmt(text, "SELECT o.id FROM %s o WHERE o.%s = ", t->name, f->name);
			sql_value(text, values, V(a->institution));
		}
	}
	if (!*between)
		buffer_fmt(text, "SELECT o.id FROM %s o WHERE 1 = 0", t->name);
}

static bool named_holds(struct context *cx, const struct asker *a, const struct type *t,
                        const void *row)
{
	const struct record *r = row;

	(void)cx, (void)t;
	return among(r->readers, a->user);
}

static void named_sql(const struct asker *a, const struct type *t, struct buffer *text,
                      struct sql_values *values)
{
	(void)t;
	if (a->user)
		in_set_sql("readers", a->user, text, values);
	else
		buffer_text(text, "1 = 0");
}

static void named_ids(const struct asker *a, const struct type *t, struct buffer *text,
                      struct sql_values *values)
{
	(void)t;
	set_ids("readers", a->user, text, values);
}

static bool accepted_holds(struct context *cx, const struct asker *a, const struct type *t,
                           const void *row)
{
	const struct record *r = row;

	(void)cx, (void)a;
	return t->accepted_states && type_state_in(t, r->state, t->accepted_states);
}

static void accepted_sql(const struct asker *a, const struct type *t, struct buffer *text,
                         struct sql_values *values)
{
	const char *between = "r.state IN (";

	(void)a, (void)values;
	for (const struct choice *s = t->accepted_states ? t->states : NULL; s && s->code; s++) {
		if (!word_in(t->accepted_states, s->code))
			continue;
		buffer_fmt(text, "%s'%s'", between, s->code);
		between = ", ";
	}
	buffer_text(text, *between == 'r' ? "1 = 0" : ")");
}

/* PUBLISHED is missing here, because it never opens a record itself: what was published is a copy,
 * read on the public pages (subject/publication), and the record may have moved on since.  So are
 * the scopes decided by steps of later subjects: no record matches them.  METADATA is no extent of
 * records but a manner of seeing them. */
static const struct {
	unsigned scope;
	bool (*holds)(struct context *cx, const struct asker *a, const struct type *t,
	              const void *row);
	void (*sql)(const struct asker *a, const struct type *t, struct buffer *text,
	            struct sql_values *values);
	void (*ids)(const struct asker *a, const struct type *t, struct buffer *text,
	            struct sql_values *values); /* NULL: no index leads to them */
} scopes[] = {
	{ SCOPE_ANY, any_holds, any_sql, NULL },
	{ SCOPE_OWN, own_holds, own_sql, own_ids },
	{ SCOPE_ASSIGNED, assigned_holds, assigned_sql, assigned_ids },
	{ SCOPE_NAMED, named_holds, named_sql, named_ids },
	{ SCOPE_INVITED, named_holds, named_sql,
	  named_ids }, /* of open records: restricted ones ask for the name anyway */
	{ SCOPE_ACCEPTED, accepted_holds, accepted_sql, NULL },
};

static bool one_holds(struct context *cx, const struct asker *a, const struct type *t,
                      const void *row, unsigned set)
{
	for (size_t i = 0; i < LEN(scopes); i++)
		if (set & scopes[i].scope && scopes[i].holds(cx, a, t, row))
			return true;
	return false;
}

static void one_sql(const struct asker *a, const struct type *t, unsigned set, struct buffer *text,
                    struct sql_values *values)
{
	const char *between = "(";

	if (set & SCOPE_ANY)
		set = SCOPE_ANY;
	for (size_t i = 0; i < LEN(scopes); i++) {
		if (!(set & scopes[i].scope))
			continue;
		buffer_text(text, between);
		scopes[i].sql(a, t, text, values);
		between = " OR ";
	}
	buffer_text(text, *between == '(' ? "1 = 0" : ")");
}

/* ---- one rule, two forms */

/* What the matrix grants an asker for one function and right. */
struct grant {
	unsigned open;       /* scopes over public and internal records */
	unsigned restricted; /* scopes that must hold beside being named */
	bool metadata;       /* sees that restricted records exist */
};

static struct grant grant_of(const struct context *cx, const struct asker *a, const struct type *t,
                             const char *function, enum right right)
{
	const struct permissions *p = cx->app->permissions;
	unsigned open = permissions_scopes(p, function, a->role, right) & a->scopes;
	unsigned files = permissions_scopes(p, RESTRICTED_FILES, a->role, right) & a->scopes;

	return (struct grant){
		.open = open,
		.restricted = open | (str_eq(function, t->function) ? files : 0),
		.metadata = right == RIGHT_READ && open & (SCOPE_ANY | SCOPE_METADATA) &&
		            files & SCOPE_METADATA,
	};
}

enum level { LEVEL_NONE, LEVEL_METADATA, LEVEL_FULL };

static bool is_open(const void *row)
{
	const struct record *r = row;

	return r->classification == CLASS_PUBLIC || r->classification == CLASS_INTERNAL;
}

static bool is_restricted(const void *row)
{
	const struct record *r = row;

	return r->classification == CLASS_RESTRICTED;
}

static bool console_sees_restricted(const struct actor *a)
{
	return !str_empty(a->restricted_reason);
}

static enum level level_of(struct context *cx, const struct type *t, const void *row,
                           const char *function, enum right right)
{
	if (access_hidden(cx, ((const struct record *)row)->id))
		return LEVEL_NONE;
	if (cx->actor && cx->actor->console)
		return is_open(row) || (is_restricted(row) && console_sees_restricted(cx->actor))
		               ? LEVEL_FULL
		               : LEVEL_NONE;

	const struct asker a = asker_of(cx);
	const struct grant g = grant_of(cx, &a, t, function, right);

	if (is_open(row)) {
		if (one_holds(cx, &a, t, row, g.open))
			return LEVEL_FULL;
		return right == RIGHT_READ && g.open & SCOPE_METADATA ? LEVEL_METADATA : LEVEL_NONE;
	}
	if (!is_restricted(row))
		return LEVEL_NONE;
	if (named_holds(cx, &a, t, row) && one_holds(cx, &a, t, row, g.restricted))
		return LEVEL_FULL;
	return g.metadata ? LEVEL_METADATA : LEVEL_NONE;
}

/* The scopes of which one holds for each record of the grant, whatever its classification; 0: it
 * may be any record. */
static unsigned scopes_in(const struct asker *a, const struct grant *g)
{
	if (g->open & (SCOPE_ANY | SCOPE_METADATA) || g->metadata)
		return 0;
	return g->open | (g->restricted && a->user ? (unsigned)SCOPE_NAMED : 0);
}

/* Says again, weaker and without the classification, what the rule says in full: each of its parts
 * has an index, so the list of a body starts from its own few records. */
static void start_sql(const struct asker *a, const struct type *t, const struct grant *g,
                      struct buffer *text, struct sql_values *values)
{
	unsigned set = scopes_in(a, g);

	if (!set)
		return;
	one_sql(a, t, set, text, values);
	buffer_text(text, " AND ");
}

static void rule_sql(struct context *cx, const struct type *t, const char *function,
                     enum right right, enum level least, struct buffer *text,
                     struct sql_values *values)
{
	if (cx->actor && cx->actor->console) {
		buffer_text(text,
		            console_sees_restricted(cx->actor)
		                    ? "r.classification IN ('public', 'internal', 'restricted')"
		                    : "r.classification IN ('public', 'internal')");
		return;
	}

	const struct asker a = asker_of(cx);
	const struct grant g = grant_of(cx, &a, t, function, right);
	bool metadata = right == RIGHT_READ && least == LEVEL_METADATA;

	buffer_char(text, '(');
	start_sql(&a, t, &g, text, values);
	buffer_text(text, "(r.classification IN ('public', 'internal') AND ");
	one_sql(&a, t, metadata && g.open & SCOPE_METADATA ? (unsigned)SCOPE_ANY : g.open, text,
	        values);
	if (metadata && g.metadata) {
		buffer_text(text, " OR r.classification = 'restricted'");
	} else if (g.restricted && a.user) {
		buffer_text(text, " OR r.classification = 'restricted' AND ");
		named_sql(&a, t, text, values);
		buffer_text(text, " AND ");
		one_sql(&a, t, g.restricted, text, values);
	}
	buffer_text(text, "))");
}

static void level_sql(struct context *cx, const struct type *t, const char *function,
                      enum right right, enum level least, struct buffer *text,
                      struct sql_values *values)
{
	bool hidden = hidden_sql(cx, text);

	rule_sql(cx, t, function, right, least, text, values);
	buffer_text(text, hidden ? ")" : "");
}

bool access_ids_sql(struct context *cx, const struct type *t, const char *column,
                    struct buffer *text, struct sql_values *values)
{
	const struct asker a = asker_of(cx);
	const struct grant g = grant_of(cx, &a, t, t->function, RIGHT_READ);
	unsigned set = cx->actor && cx->actor->console ? 0 : scopes_in(&a, &g);
	bool led = set, any = false;

	for (size_t i = 0; i < LEN(scopes); i++)
		led &= scopes[i].ids || !(set & scopes[i].scope);
	for (size_t i = 0; led && i < LEN(scopes); i++) {
		if (!(set & scopes[i].scope))
			continue;
		buffer_fmt(text, "%s%s", any ? " UNION ALL " : column, any ? "" : " IN (");
		scopes[i].ids(&a, t, text, values);
		any = true;
	}
	buffer_text(text, any ? ")" : "");
	return any;
}

const char *access_selves_sql(struct context *cx)
{
	const struct actor *a = cx->actor;

	if (!a || !a->on_behalf)
		return arena_fmt(cx->mem, "(%lld)", (long long)(a ? a->user : 0));
	return arena_fmt(cx->mem, "(%lld, %lld)", (long long)a->user, (long long)a->on_behalf);
}

bool access_wide(const struct context *cx, const struct type *t)
{
	const struct asker a = asker_of(cx);

	return (cx->actor && cx->actor->console) ||
	       grant_of(cx, &a, t, t->function, RIGHT_READ).open & SCOPE_ANY;
}

bool access_record_for(struct context *cx, const struct type *t, const void *row,
                       const char *function, enum right right)
{
	return level_of(cx, t, row, function, right) >=
	       (right == RIGHT_READ ? LEVEL_METADATA : LEVEL_FULL);
}

bool access_record(struct context *cx, const struct type *t, const void *row, enum right right)
{
	return access_record_for(cx, t, row, t->function, right);
}

void access_sql(struct context *cx, const struct type *t, enum right right, struct buffer *text,
                struct sql_values *values)
{
	level_sql(cx, t, t->function, right, LEVEL_METADATA, text, values);
}

void access_sql_for(struct context *cx, const struct type *t, const char *function,
                    enum right right, struct buffer *text, struct sql_values *values)
{
	level_sql(cx, t, function, right, right == RIGHT_READ ? LEVEL_METADATA : LEVEL_FULL, text,
	          values);
}

/* Each record of which one of the first holds is one of the second's. */
static bool scopes_within(unsigned a, unsigned b)
{
	return b & SCOPE_ANY || !(a & ~b);
}

bool access_reads_all_of(const struct context *cx, const struct type *t, const char *function,
                         enum right right)
{
	const struct asker a = asker_of(cx);
	const struct grant g = grant_of(cx, &a, t, function, right);
	const struct grant read = grant_of(cx, &a, t, t->function, RIGHT_READ);

	return (cx->actor && cx->actor->console) ||
	       ((read.open & SCOPE_METADATA || scopes_within(g.open, read.open)) &&
	        (read.metadata || scopes_within(g.restricted, read.restricted)));
}

static unsigned scopes_of(const struct context *cx, const char *function, enum right right)
{
	const struct asker a = asker_of(cx);

	return permissions_scopes(cx->app->permissions, function, a.role, right) & a.scopes;
}

bool access_function(const struct context *cx, const char *function, enum right right)
{
	return (cx->actor && cx->actor->console) || scopes_of(cx, function, right);
}

bool access_reads(const struct context *cx, const char *function)
{
	return (cx->actor && cx->actor->console) ||
	       scopes_of(cx, function, RIGHT_READ) & ~(unsigned)SCOPE_PUBLISHED;
}

/* ---- single fields */

/* A reader class counts where the role reads the class's function as a whole, for its own
 * institution, or by name: a field that is more secret than its record is not opened by the
 * record's being published, accepted or assigned. */
enum { CLASS_SCOPES = SCOPE_ANY | SCOPE_OWN | SCOPE_NAMED };

static bool is_metadata(const struct field *f)
{
	return f && (str_eq(f->name, "state") || str_eq(f->name, "classification"));
}

static unsigned class_scopes(const struct context *cx, const struct asker *a, const struct field *f)
{
	return permissions_scopes(cx->app->permissions, f->reader, a->role, RIGHT_READ) &
	       a->scopes & CLASS_SCOPES;
}

/* Of a record the actor may read: does he see its fields?  An open record is asked only where the
 * matrix grants metadata, so that a page with many fields does not ask the database for each. */
bool access_content(struct context *cx, const struct type *t, const void *row)
{
	const struct asker a = asker_of(cx);

	if (is_open(row) && !(cx->actor && cx->actor->console) &&
	    !(grant_of(cx, &a, t, t->function, RIGHT_READ).open & SCOPE_METADATA))
		return true;
	return level_of(cx, t, row, t->function, RIGHT_READ) == LEVEL_FULL;
}

bool access_titles(const struct context *cx, const struct type *t)
{
	const struct actor *a = cx->actor;

	return t->flags & TYPE_OPEN_TITLES && a &&
	       (a->console || (a->role != ROLE_NONE && a->role != ROLE_PUB));
}

bool access_title(struct context *cx, const struct type *t, const void *row)
{
	return (is_open(row) && access_titles(cx, t) &&
	        !access_hidden(cx, ((const struct record *)row)->id)) ||
	       (access_record(cx, t, row, RIGHT_READ) && access_content(cx, t, row));
}

void access_hide(struct context *cx, const struct type *t, void *row)
{
	const void *nothing;

	if (!cx->actor || cx->actor->console || access_content(cx, t, row))
		return;
	nothing = arena_alloc(cx->mem, t->size);
	for (size_t i = 0; i < t->n; i++)
		field_copy(&t->fields[i], nothing, row);
	((struct record *)row)->sources.n = ((struct record *)row)->conflicts.n = 0;
	((struct record *)row)->identifiers.n = 0;
}

bool access_field(struct context *cx, const struct type *t, const void *row, const struct field *f)
{
	return access_field_of(cx, t, row, f, is_metadata(f) || access_content(cx, t, row));
}

bool access_field_of(struct context *cx, const struct type *t, const void *row,
                     const struct field *f, bool content)
{
	if (!content && !is_metadata(f))
		return false;
	if (!f->reader || (cx->actor && cx->actor->console))
		return true;

	const struct asker a = asker_of(cx);

	return one_holds(cx, &a, t, row, class_scopes(cx, &a, f));
}

void access_field_sql(struct context *cx, const struct type *t, const struct field *f,
                      struct buffer *text, struct sql_values *values)
{
	level_sql(cx, t, t->function, RIGHT_READ, is_metadata(f) ? LEVEL_METADATA : LEVEL_FULL,
	          text, values);
	if (!f || !f->reader || (cx->actor && cx->actor->console))
		return;

	const struct asker a = asker_of(cx);

	buffer_text(text, " AND ");
	one_sql(&a, t, class_scopes(cx, &a, f), text, values);
}

bool access_field_always(struct context *cx, const struct type *t, const struct field *f)
{
	if (cx->actor && cx->actor->console)
		return true;
	if (f && f->reader)
		return false;

	const struct asker a = asker_of(cx);
	const struct grant g = grant_of(cx, &a, t, t->function, RIGHT_READ);

	return is_metadata(f) || !(g.metadata || g.open & SCOPE_METADATA);
}

/* ---- classification */

static bool same_readers(struct refs a, struct refs b)
{
	for (size_t i = 0; i < b.n; i++)
		if (!among(a, b.v[i]))
			return false;
	return a.n == b.n;
}

static bool keeps_named_list(const struct context *cx)
{
	return access_function(cx, RESTRICTED_FILES, RIGHT_UPDATE) ||
	       access_function(cx, RESTRICTED_FILES, RIGHT_APPROVE);
}

static bool may_move_class(struct context *cx, const struct record *old, const struct record *new)
{
	const struct actor *a = cx->actor;
	bool secretariat = a && (a->console || a->role == ROLE_SEC);

	if (new->classification > old->classification)
		return secretariat || (a && a->user && a->user == old->created_by) ||
		       fail(cx, ERR_FORBIDDEN, "classification",
		            N_("Only the author and the secretariat may raise the "
		               "classification."));
	if (!secretariat)
		return fail(cx, ERR_FORBIDDEN, "classification",
		            N_("Only the secretariat may lower the classification."));
	return !str_empty(cx->reason) || fail(cx, ERR_INVALID, "classification",
	                                      N_("Lowering the classification needs a reason."));
}

bool access_reclassify(struct context *cx, const struct type *t, const void *old_row,
                       const void *row)
{
	const struct record *old = old_row, *new = row;

	(void)t;
	if (!is_open(new) && !is_restricted(new))
		return fail(cx, ERR_INVALID, "classification",
		            N_("A classification must be chosen."));
	if (is_restricted(new) && !new->readers.n)
		return fail(cx, ERR_INVALID, "readers",
		            N_("A restricted record must name who may read it."));
	if (!old)
		return true;
	if (old->classification != new->classification && !may_move_class(cx, old, new))
		return false;
	return !is_restricted(old) || same_readers(old->readers, new->readers) ||
	       keeps_named_list(cx) ||
	       fail(cx, ERR_FORBIDDEN, "readers",
	            N_("Only those who manage restricted files may change who reads this record."));
}

/* ---- values and the epoch */

struct sql_values *sql_values_new(struct arena *mem)
{
	struct sql_values *values = arena_raw(mem, sizeof *values);

	values->n = 0;
	return values;
}

void sql_value(struct buffer *text, struct sql_values *values, struct value v)
{
	if (values->n == MAX_SQL_VALUES) {
		text->full = true; /* buffer_ok() refuses the statement as too large */
		return;
	}
	values->v[values->n++] = v;
	buffer_char(text, '$');
	buffer_int(text, (int64_t)values->n);
}

bool access_epoch_raise(struct context *cx)
{
	return db_run(cx, &access_epoch_move);
}

bool access_epoch(struct context *cx, int64_t *ret)
{
	bool found = false;

	return db_int(cx, &access_epoch_read, ret, &found) &&
	       (found || fail(cx, ERR_BROKEN, NULL, N_("The table of epochs has lost its row.")));
}
