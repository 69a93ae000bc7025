/* See erase.h.  The order matters: the record is emptied and saved first, so that fields derived
 * from what is erased (sort keys, folded text) are derived anew and are erased from the log as
 * well; then every older value of those names loses value and salt; then the event that says which
 * names were erased is logged: verify accepts no missing value without it.  What stands beside the
 * record goes in the same transaction (erase_beside.c, and `erased` of the subjects). */
#include "record/erase.h"

#include "base/number.h"
#include "format/json.h"
#include "record/app.h"
#include "record/change.h"
#include "record/load.h"
#include "store/attachment.h"

#define ERASURE "erasure"

SQL(erase_names, "SELECT DISTINCT v.name FROM change_value v JOIN change c ON c.id = v.change"
                 " WHERE c.record = $1 AND c.type = $2 ORDER BY v.name");
SQL(erase_files, "SELECT v.value FROM change_value v JOIN change c ON c.id = v.change"
                 " WHERE c.record = $1 AND c.type = $2 AND v.name = $3 AND v.value IS NOT NULL");
SQL(erase_values,
    "UPDATE change_value SET value = NULL, salt = NULL WHERE name = $3 AND value IS NOT NULL"
    " AND change IN (SELECT c.id FROM change c WHERE c.record = $1 AND c.type = $2"
    " AND c.kind <> 'erase' AND c.version < $4)");
SQL(erase_counts, "SELECT v.name, count(*) FROM change_value v JOIN change c ON c.id = v.change"
                  " WHERE c.record = $1 AND c.type = $2 AND c.kind <> 'erase'"
                  " AND v.value IS NOT NULL GROUP BY v.name ORDER BY v.name");
SQL(erase_earlier_names,
    "SELECT v.name, max(c.version) FROM change_value v JOIN change c ON c.id = v.change"
    " WHERE c.record = $1 AND c.type = $2 GROUP BY v.name ORDER BY v.name");
SQL(erase_asked, "SELECT max(id) FROM erasure_request WHERE subject = $1 AND subject_type = $2"
                 " AND state IN ('requested', 'approved')");
SQL(erase_file, "DELETE FROM attachment WHERE id = $1 AND record = $2");
SQL(erase_copy, "DELETE FROM publication WHERE type = $1 AND record = $2");

/* ---- the request as a record */

static const struct choice states[] = {
	{ "requested", N_("Requested"), "sent" },
	{ "approved", N_("Approved"), "ok" },
	{ "refused", N_("Refused"), "back st-back" },
	{ "executed", N_("Executed"), "stop st-stop" },
	{ 0 },
};

static const struct step steps[] = {
	{
	        .name = "approve",
	        .label = N_("Approve the erasure"),
	        .hint = N_(
	                "The data can then be erased at the command line. Nothing is erased yet."),
	        .from = "requested",
	        .to = "approved",
	        .right = RIGHT_APPROVE,
	        .not_by = "create",
	},
	{
	        .name = "refuse",
	        .label = N_("Refuse the erasure"),
	        .hint = N_("The data stays, and the request is closed with your reason."),
	        .from = "requested approved",
	        .to = "refused",
	        .right = RIGHT_APPROVE,
	        .reason = true,
	        .not_by = "create",
	},
	{ 0 },
};

#define T struct erasure_request
static const struct field fields[] = {
	LINK(T, subject, N_("Record"), .flags = REQUIRED | READONLY | LISTED),
	TEXT(T, names, N_("What is to be erased"), .flags = REQUIRED | READONLY | LISTED,
	     .max = 4000),
	TEXT(T, reason, N_("Reason"), .flags = REQUIRED | READONLY | LONG),
};
#undef T

static const char *request_title(struct context *cx, const void *row)
{
	const struct erasure_request *r = row;

	return arena_fmt(cx->mem, tr(cx, N_("Erasure: %s")),
	                 r->subject.type ? record_title(cx, r->subject.type, r->subject.id) : "…");
}

const struct type erasure_request_type = {
	.name = "erasure_request",
	.plural = "erasure_requests",
	.label = N_("Request to erase"),
	.label_plural = N_("Requests to erase"),
	.help = N_("Personal data is erased when the secretariat has requested it and the chair "
	           "has approved it. What was "
	           "erased, by whom and why stays in the log; the data itself does not."),
	.size = sizeof(struct erasure_request),
	FIELDS(fields),
	.function = ERASURE,
	.states = states,
	.steps = steps,
	.order = "-id",
	.title = request_title,
};

/* ---- names */

/* The field of "note" or "note.ru", if it may be erased at all; *ret_lang: the language, NULL for
 * all. */
static const struct field *erasable(struct context *cx, const struct type *t, const char *name,
                                    const char **ret_lang)
{
	const char *dot = strchr(name, '.');
	const struct field *f =
	        type_field_named(t, dot ? arena_strn(cx->mem, name, (size_t)(dot - name)) : name);

	*ret_lang = dot ? dot + 1 : NULL;
	if (!f || (dot && f->kind != FIELD_TEXTS))
		return NULL;
	/* What says who may read the record has to stay. */
	return word_in("state classification institution readers", f->name) ? NULL : f;
}

/* Steps through blank-separated names; NULL at the end. */
static const char *next_name(struct context *cx, const char **rest)
{
	const char *s = *rest + strspn(*rest, " ");
	size_t n = strcspn(s, " ");

	*rest = s + n;
	return n ? arena_strn(cx->mem, s, n) : NULL;
}

/* "note" asks for "note.tk" as well. */
static bool asked(struct context *cx, const char *names, const char *name)
{
	const char *dot = strchr(name, '.');

	return word_in(names, name) ||
	       (dot && word_in(names, arena_strn(cx->mem, name, (size_t)(dot - name))));
}

/* ---- what there is */

struct parts {
	const struct type *type;
	const void *row;
	const char *names;
	struct image image;
	struct erase_part *v;
	size_t n;
};

static bool has_part(const struct parts *p, const char *name)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->v[i].name, name))
			return true;
	return false;
}

static void add_part(struct context *cx, struct parts *p, const char *name, int64_t values)
{
	bool reasons = str_eq(name, CHANGE_REASON);
	const char *lang = NULL;
	const struct field *f = reasons ? NULL : erasable(cx, p->type, name, &lang);

	if ((!reasons && (!f || f->flags & HIDDEN)) || has_part(p, name))
		return;
	if (p->row &&
	    !(f ? access_field(cx, p->type, p->row, f) : access_content(cx, p->type, p->row)))
		return;
	p->v = arena_grow(cx->mem, p->v, p->n * sizeof *p->v, (p->n + 1) * sizeof *p->v);
	p->v[p->n++] = (struct erase_part){
		.name = name,
		.field = f,
		.lang = lang,
		.values = values,
		.now = image_value(&p->image, name) != NULL,
	};
}

/* Personal data, then as in a form, and last why changes were made. */
static size_t place_of(const struct type *t, const struct erase_part *part)
{
	const struct field *f = part->field;
	size_t i = 0;

	if (!f)
		return 2 * (t->n + COMMON_FIELDS);
	if (f >= t->fields && f < t->fields + t->n)
		i = (size_t)(f - t->fields);
	else
		i = t->n + (size_t)(f - common_fields);
	return i + (f->flags & PERSONAL ? 0 : t->n + COMMON_FIELDS);
}

static void sort_parts(struct parts *p)
{
	for (size_t i = 1; i < p->n; i++)
		for (size_t k = i;
		     k && place_of(p->type, &p->v[k - 1]) > place_of(p->type, &p->v[k]); k--) {
			struct erase_part moved = p->v[k];

			p->v[k] = p->v[k - 1];
			p->v[k - 1] = moved;
		}
}

bool erase_parts(struct context *cx, const struct type *t, const void *row, const char *names,
                 struct erase_part **ret, size_t *ret_n)
{
	struct parts p = { .type = t, .row = row };
	const struct record *r = row;
	const char *rest = names ? names : "", *name;

	if (row) {
		struct rows *counts = db_query(cx, &erase_counts, V(r->id), V(t->name));

		image_of(cx, t, row, &p.image);
		while (counts && rows_next(cx, counts)) {
			name = arena_str(cx->mem, rows_text(counts, 0));
			if (!names || asked(cx, names, name))
				add_part(cx, &p, name, rows_int(counts, 1));
		}
	}
	while ((name = next_name(cx, &rest)))
		add_part(cx, &p, name, 0);
	sort_parts(&p);
	*ret = p.v;
	*ret_n = p.n;
	return !failed(cx);
}

/* ---- emptying the record */

static void drop_language(struct texts *x, const char *lang)
{
	size_t n = 0;

	for (size_t i = 0; i < x->n; i++)
		if (!str_eq(x->v[i].lang, lang))
			x->v[n++] = x->v[i];
	x->n = n;
}

/* The empty value of every kind is zero. */
static void empty(const struct field *f, void *row)
{
	static const size_t sizes[FIELD_KINDS] = {
		[FIELD_TEXT] = sizeof(const char *),
		[FIELD_TEXTS] = sizeof(struct texts),
		[FIELD_NUMBER] = sizeof(struct number),
		[FIELD_MONEY] = sizeof(struct money),
		[FIELD_YESNO] = sizeof(enum yesno),
		[FIELD_DATE] = sizeof(struct date),
		[FIELD_INSTANT] = sizeof(struct instant),
		[FIELD_CHOICE] = sizeof(int),
		[FIELD_REF] = sizeof(int64_t),
		[FIELD_REFS] = sizeof(struct refs),
		[FIELD_ROWS] = sizeof(struct owned),
		[FIELD_PARENT] = sizeof(int64_t),
		[FIELD_LINK] = sizeof(struct link),
		[FIELD_FILE] = sizeof(int64_t),
	};

	memset(field_at(f, row), 0, sizes[f->kind]);
}

static void empty_names(struct context *cx, const struct type *t, const char *names, void *row)
{
	const char *rest = names, *name, *lang;

	while ((name = next_name(cx, &rest))) {
		const struct field *f = erasable(cx, t, name, &lang);

		if (f && lang)
			drop_language(field_at(f, row), lang);
		else if (f)
			empty(f, row);
	}
}

/* ---- what is to be erased from the log */

struct erasure {
	const struct type *type;
	struct record *row;  /* emptied */
	struct buffer names; /* as in the log: with languages, and with what was derived; blanks
	                        between */
};

static void add_name(struct erasure *e, const char *name)
{
	if (!word_in(buffer_str(&e->names), name))
		buffer_fmt(&e->names, "%s%s", e->names.len ? " " : "", name);
}

static bool add_logged_names(struct context *cx, struct erasure *e, const char *names)
{
	struct rows *r = db_query(cx, &erase_names, V(e->row->id), V(e->type->name));

	while (r && rows_next(cx, r))
		if (asked(cx, names, rows_text(r, 0)))
			add_name(e, arena_str(cx->mem, rows_text(r, 0)));
	return !failed(cx);
}

/* Hidden fields that changed because what they were derived from is gone. */
static void add_derived_names(struct context *cx, struct erasure *e, const struct image *before)
{
	struct image after, difference;

	image_of(cx, e->type, e->row, &after);
	image_difference(cx, before, &after, &difference);
	for (size_t i = 0; i < difference.n; i++)
		if (difference.v[i].field->flags & HIDDEN)
			add_name(e, difference.v[i].name);
}

/* ---- attachments */

static bool delete_file(struct context *cx, const struct erasure *e, const struct json *id_text)
{
	int64_t id, touched = 0;

	if (!id_text || id_text->kind != JSON_KIND_TEXT || !parse_int(id_text->text, &id))
		return true;
	return db_run_count(cx, &erase_file, &touched, V(id), V(e->row->id)) &&
	       (!touched || attachment_delete(cx, id));
}

/* The files a logged value names: of a FILE field, or of FILE columns in owned rows. */
static bool delete_files_in(struct context *cx, const struct erasure *e, const struct field *f,
                            const char *value)
{
	const struct json *j = json_parse(cx, value, strlen(value), MAX_ANSWER);

	if (!j)
		return false;
	if (f->kind == FIELD_FILE)
		return delete_file(cx, e, j);
	for (const struct json *row = json_items(j); row; row = row->next)
		for (size_t i = 0; i < f->rows->n; i++)
			if (f->rows->fields[i].kind == FIELD_FILE &&
			    !delete_file(cx, e, json_member(row, f->rows->fields[i].name)))
				return false;
	return true;
}

static bool delete_files(struct context *cx, const struct erasure *e)
{
	const char *rest = buffer_str(&e->names), *name, *lang;

	while ((name = next_name(cx, &rest))) {
		const struct field *f = erasable(cx, e->type, name, &lang);

		if (!f || (f->kind != FIELD_FILE && f->kind != FIELD_ROWS))
			continue;

		struct rows *r =
		        db_query(cx, &erase_files, V(e->row->id), V(e->type->name), V(name));

		while (r && rows_next(cx, r))
			if (!delete_files_in(cx, e, f, rows_text(r, 0)))
				return false;
		if (failed(cx))
			return false;
	}
	return true;
}

/* ---- all of it */

static bool erase_log(struct context *cx, const struct erasure *e, int64_t before_version)
{
	const char *rest = buffer_str(&e->names), *name;

	while ((name = next_name(cx, &rest)))
		if (!db_run(cx, &erase_values, V(e->row->id), V(e->type->name), V(name),
		            V(before_version)))
			return false;
	return true;
}

bool erase_earlier(struct context *cx, const struct type *t, int64_t id, const char *field)
{
	struct rows *r = db_query(cx, &erase_earlier_names, V(id), V(t->name));
	struct buffer names = BUFFER(cx->mem, MAX_SQL);

	while (r && rows_next(cx, r)) {
		const char *name = arena_str(cx->mem, rows_text(r, 0));
		int64_t gone = 0;

		if (!asked(cx, field, name))
			continue;
		if (!db_run_count(cx, &erase_values, &gone, V(id), V(t->name), V(name),
		                  V(rows_int(r, 1))))
			return false;
		if (gone)
			buffer_fmt(&names, "%s%s", names.len ? " " : "", name);
	}
	return buffer_ok(cx, &names) && !failed(cx) &&
	       (!names.len ||
	        change_event(cx, CHANGE_ERASE, t->name, id, "erase", buffer_str(&names)));
}

static bool tell_subjects(struct context *cx, const struct type *t, const void *old,
                          const void *row)
{
	for (const struct subject *const *s = cx->app->subjects; *s; s++)
		if ((*s)->erased && !(*s)->erased(cx, t, old, row))
			return false;
	return true;
}

static bool erase_record(struct context *cx, const struct type *t, int64_t id, const char *names)
{
	struct erasure e = { .type = t,
		             .row = record_get_any(cx, t, id),
		             .names = BUFFER(cx->mem, MAX_SQL) };
	struct image before;
	const void *old;
	int64_t version;

	if (!e.row || !add_logged_names(cx, &e, names))
		return false;
	image_of(cx, t, e.row, &before);
	old = row_copy(cx, t, e.row);
	version = e.row->version;
	empty_names(cx, t, names, e.row);
	/* The files go first: their names stand in the values that are about to go.  The public
	 * copy goes before the save, so that whoever sees the save sees that the copy is gone. */
	if (!delete_files(cx, &e) || !db_run(cx, &erase_copy, V(t->name), V(id)) ||
	    !record_save_as(cx, t, e.row, CHANGE_ERASE))
		return false;
	add_derived_names(cx, &e, &before);
	return buffer_ok(cx, &e.names) && erase_log(cx, &e, version + 1) &&
	       tell_subjects(cx, t, old, e.row) && erase_what_is_beside(cx, id) &&
	       change_event(cx, CHANGE_ERASE, t->name, id, "erase", buffer_str(&e.names)) &&
	       access_epoch_raise(cx);
}

/* ---- requesting */

/* Each once, with one blank between.  NULL: failed. */
static const char *tidy_names(struct context *cx, const char *names)
{
	struct buffer out = BUFFER(cx->mem, MAX_SQL);
	const char *rest = names ? names : "", *name;

	while ((name = next_name(cx, &rest)))
		if (!word_in(buffer_str(&out), name))
			buffer_fmt(&out, "%s%s", out.len ? " " : "", name);
	return buffer_ok(cx, &out) ? buffer_str(&out) : NULL;
}

static bool check_names(struct context *cx, const struct type *t, const void *row,
                        const char *names)
{
	const char *rest = names, *name, *lang;
	bool ok = true;

	while ((name = next_name(cx, &rest))) {
		const struct field *f = erasable(cx, t, name, &lang);
		bool known = str_eq(name, CHANGE_REASON) ||
		             (f && !(f->flags & HIDDEN) && access_field(cx, t, row, f));

		if (!known)
			ok = fail(cx, ERR_INVALID, "names", N_("“%s” cannot be erased."), name);
	}
	return ok && (!str_empty(names) ||
	              fail(cx, ERR_INVALID, "names", N_("Name what is to be erased.")));
}

/* Erases in a part of the transaction, which is then undone.  *ret: the failure there would be. */
static bool attempt(struct context *cx, const struct type *t, int64_t id, const char *names,
                    struct error *ret)
{
	struct context_mark mark = context_mark(cx); /* titles met on the way are not true */
	bool ok;

	if (!db_part_begin(cx))
		return false;
	ok = erase_record(cx, t, id, names);
	*ret = ok ? (struct error){ .kind = ERR_NONE } : cx->err;
	error_clear(cx);
	cx->titles = mark.titles;
	cx->settings = mark.settings;
	return db_part_end(cx, false);
}

static const char *label_of(struct context *cx, const struct type *t, const char *name)
{
	const char *lang;
	const struct field *f = erasable(cx, t, name, &lang);

	return f ? tr(cx, f->label) : name;
}

/* What the tables refuse is said of the names that are to blame; what only failed, fails. */
static bool possible(struct context *cx, const struct type *t, int64_t id, const char *names)
{
	struct buffer guilty = BUFFER(cx->mem, MAX_SQL);
	const char *rest = names, *name;
	struct error e, all;

	if (!attempt(cx, t, id, names, &all))
		return false;
	if (all.kind == ERR_NONE)
		return true;
	if (all.kind == ERR_BROKEN || all.kind == ERR_CONFLICT || all.kind == ERR_INVALID)
		while ((name = next_name(cx, &rest))) {
			if (!attempt(cx, t, id, name, &e))
				return false;
			if (e.kind == all.kind)
				buffer_fmt(&guilty, "%s%s", guilty.len ? ", " : "",
				           label_of(cx, t, name));
		}
	if (guilty.len)
		return fail(cx, ERR_INVALID, "names", N_("The record cannot be without: %s."),
		            buffer_str(&guilty));
	cx->err = all;
	return false;
}

static bool check_reason(struct context *cx, const char *reason)
{
	return (reason && reason[strspn(reason, " \t\r\n")]) ||
	       fail(cx, ERR_INVALID, "reason", N_("Give the reason."));
}

bool erase_request(struct context *cx, const struct type *t, int64_t id, const char *names,
                   const char *reason, int64_t *ret)
{
	struct erasure_request *r = record_new(cx, &erasure_request_type);
	void *row = record_get(cx, t, id);
	bool named;

	if (!row)
		return false;
	if (!access_record_for(cx, t, row, ERASURE, RIGHT_PROPOSE))
		return fail(cx, ERR_FORBIDDEN, NULL, N_("You may not request an erasure."));
	names = tidy_names(cx, names);
	if (!names)
		return false;
	named = check_names(cx, t, row, names);
	if (!check_reason(cx, reason) || !named || !possible(cx, t, id, names))
		return false;
	r->subject = (struct link){ t, id };
	r->names = names;
	r->reason = reason;
	r->record.institution = cx->actor ? cx->actor->institution : 0;
	*ret = r->record.id;
	return record_save_as(cx, &erasure_request_type, r, CHANGE_CREATE);
}

bool erase_open(struct context *cx, const struct type *t, int64_t id, int64_t *ret)
{
	*ret = 0;
	return db_int(cx, &erase_asked, ret, NULL, V(id), V(t->name));
}

/* ---- executing */

static bool may_execute(struct context *cx)
{
	return access_function(cx, ERASURE, RIGHT_PROPOSE) ||
	       access_function(cx, ERASURE, RIGHT_APPROVE) ||
	       fail(cx, ERR_FORBIDDEN, NULL, N_("You may not execute an erasure."));
}

bool erase_execute(struct context *cx, int64_t request)
{
	struct erasure_request *r = record_get_any(cx, &erasure_request_type, request);

	if (!r || !may_execute(cx))
		return false;
	if (r->record.state != type_state(&erasure_request_type, "approved"))
		return fail(cx, ERR_CONFLICT, NULL,
		            N_("Only a request that the chair has approved can be executed; this "
		               "one is: %s."),
		            tr(cx, choice_at(states, r->record.state)->label));
	if (str_empty(cx->reason))
		return fail(cx, ERR_INVALID, "reason", N_("Give the reason."));
	if (!r->subject.id || !erase_record(cx, r->subject.type, r->subject.id, r->names))
		return failed(cx) ? false
		                  : fail(cx, ERR_NOT_FOUND, NULL,
		                         N_("The record of the request is gone."));
	r->record.state = type_state(&erasure_request_type, "executed");
	return record_save_step(cx, &erasure_request_type, r, "execute");
}
