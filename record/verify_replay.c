/* The second half of verify.h: what the log says.  The log is read in the order of records; of each
 * record the newest value of every name is kept, and when some records are complete they are loaded
 * together and compared.  The records in work live on the heap, so that the arena can be rewound
 * after each page. */
#include "record/verify.h"

#include "record/change.h"
#include "record/load.h"
#include "record/subject.h"

/* The size of a page is spelled in the SQL: only so PostgreSQL knows how little is asked, and does
 * not read the whole table for each page. */
SQL(replay_changes, "SELECT id, record, type, version, kind, at, who, seq, detail, step FROM change"
                    " WHERE (record, id) > ($1, $2) ORDER BY record, id LIMIT 500");
SQL(replay_values, "SELECT v.change, v.name, v.value, v.salt FROM"
                   " (SELECT record, id FROM change WHERE (record, id) > ($1, $2)"
                   " ORDER BY record, id LIMIT 500) c"
                   " JOIN change_value v ON v.change = c.id ORDER BY c.record, c.id, v.name");
enum { PAGE = 500, TOGETHER = 100, SHOWN = 200 };

/* ---- one record as the log has it */

struct value_logged {
	char *name, *value; /* NULL: empty */
	int64_t version;    /* of the change that wrote it */
	int64_t change, at, who;
};

struct logged {
	char *type;
	int64_t id, version, changes; /* the newest version, and how many changes there were */
	int64_t created_at, created_by, updated_at, updated_by;
	bool removed; /* by the newest one */
	struct value_logged *v;
	size_t n, room;
	char *may_be_erased; /* names that erasures gave, blanks between */
	char *erased;        /* names of which an erased value was met */
};

struct replay {
	struct context *cx;
	struct verify_result *result;
	struct logged v[TOGETHER + 1]; /* the last one is not complete yet */
	size_t n;
};

static void free_logged(struct logged *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->v[i].name);
		free(l->v[i].value);
	}
	free(l->v);
	free(l->type);
	free(l->may_be_erased);
	free(l->erased);
	*l = (struct logged){ 0 };
}

static void free_replay(void *what)
{
	struct replay *p = *(struct replay **)what;

	while (p && p->n)
		free_logged(&p->v[--p->n]);
	free(p);
}

static bool no_memory(struct context *cx)
{
	return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory."));
}

/* Replaces a string on the heap; NULL is no value. */
static bool put_string(struct context *cx, char **at, const char *s)
{
	char *copy = s ? strdup(s) : NULL;

	if (s && !copy)
		return no_memory(cx);
	free(*at);
	*at = copy;
	return true;
}

static bool add_words(struct context *cx, char **at, const char *words)
{
	char *more = NULL;

	if (asprintf(&more, "%s %s", *at ? *at : "", words) < 0)
		return no_memory(cx);
	free(*at);
	*at = more;
	return true;
}

/* The place of a name; a new one when there is none yet.  NULL: no memory. */
static struct value_logged *place_of(struct context *cx, struct logged *l, const char *name)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->v[i].name, name) == 0)
			return &l->v[i];
	if (l->n == l->room) {
		size_t room = l->room ? 2 * l->room : 16;
		struct value_logged *more = realloc(l->v, room * sizeof *more);

		if (!more) {
			no_memory(cx);
			return NULL;
		}
		l->v = more;
		l->room = room;
	}
	l->v[l->n] = (struct value_logged){ .name = strdup(name) };
	if (!l->v[l->n].name) {
		no_memory(cx);
		return NULL;
	}
	return &l->v[l->n++];
}

/* ---- a page of changes with their values */

struct value_row {
	int64_t change;
	const char *name, *value, *salt;
};

struct change_found {
	int64_t id, record, version, at, who, seq;
	const char *type, *kind, *step, *detail;
	const struct value_row *values;
	size_t n;
};

struct page {
	struct change_found changes[PAGE];
	size_t n;
};

static bool read_changes(struct context *cx, int64_t record, int64_t id, struct page *page)
{
	struct rows *r = db_query(cx, &replay_changes, V(record), V(id));

	page->n = 0;
	while (r && rows_next(cx, r))
		page->changes[page->n++] = (struct change_found){
			.id = rows_int(r, 0),
			.record = rows_int(r, 1),
			.type = arena_str(cx->mem, rows_text(r, 2)),
			.version = rows_int(r, 3),
			.kind = arena_str(cx->mem, rows_text(r, 4)),
			.at = rows_int(r, 5),
			.who = rows_int(r, 6),
			.seq = rows_int(r, 7),
			.detail = arena_str(cx->mem, rows_text(r, 8)),
			.step = arena_str(cx->mem, rows_text(r, 9)),
		};
	return !failed(cx);
}

/* Reads the values of the page and hangs each change's on it: both come in the same order. */
static bool read_values(struct context *cx, int64_t record, int64_t id, struct page *page)
{
	struct rows *r = db_query(cx, &replay_values, V(record), V(id));
	struct value_row *v = NULL;
	size_t n = 0, i = 0;

	while (r && rows_next(cx, r)) {
		if ((n & (n - 1)) == 0)
			v = arena_grow(cx->mem, v, n * sizeof *v, (n ? 2 * n : 1) * sizeof *v);
		v[n++] = (struct value_row){ rows_int(r, 0), arena_str(cx->mem, rows_text(r, 1)),
			                     arena_str(cx->mem, rows_text(r, 2)),
			                     arena_str(cx->mem, rows_text(r, 3)) };
	}
	for (size_t k = 0; k < n; k++) {
		while (page->changes[i].id != v[k].change)
			i++;
		if (!page->changes[i].n++)
			page->changes[i].values = &v[k];
	}
	return !failed(cx);
}

/* ---- digests */

static void value_fault(struct replay *p, const struct change_found *c, const char *name,
                        const char *text)
{
	verify_fault(p->cx, p->result,
	             (struct fault){ .kind = FAULT_VALUE,
	                             .text = arena_fmt(p->cx->mem, "%s (%s %lld%s%lld)", text,
	                                               tr(p->cx, N_("change")), (long long)c->id,
	                                               c->seq ? ", # " : ", – ", (long long)c->seq),
	                             .seq = c->seq,
	                             .change = c->id,
	                             .type = c->type,
	                             .record = c->record,
	                             .field = name });
}

static const struct value_row *value_named(const struct change_found *c, const char *name, size_t n)
{
	for (size_t i = 0; i < c->n; i++)
		if (strncmp(c->values[i].name, name, n) == 0 && !c->values[i].name[n])
			return &c->values[i];
	return NULL;
}

/* The next `"name":"digest"` of a detail, which is exactly what change.c writes: names need no
 * escapes. */
static const char *next_digest(const char *s, const char **name, size_t *n, const char **digest)
{
	const char *end = *s == '"' ? strchr(s + 1, '"') : NULL;

	if (!end || strncmp(end, "\":\"", 3) != 0)
		return NULL;
	*name = s + 1;
	*n = (size_t)(end - *name);
	*digest = end + 3;
	if (strspn(*digest, "0123456789abcdef") != HEX_DIGEST - 1 ||
	    (*digest)[HEX_DIGEST - 1] != '"')
		return NULL;
	return *digest + HEX_DIGEST;
}

static void check_value(struct replay *p, const struct change_found *c, const struct value_row *v,
                        const char *digest)
{
	char hex[HEX_DIGEST];

	if (!v->salt) {
		if (v->value)
			value_fault(p, c, v->name,
			            tr(p->cx, N_("A value of the change log lost its salt.")));
		return;
	}
	change_digest(v->salt, v->name, v->value, hex);
	if (memcmp(hex, digest, HEX_DIGEST - 1) != 0)
		value_fault(
		        p, c, v->name,
		        tr(p->cx, N_("A value of the change log is not the one that was logged.")));
}

static void check_values(struct replay *p, const struct change_found *c)
{
	const char *s = *c->detail == '{' ? c->detail + 1 : NULL, *name, *digest;
	size_t seen = 0, n;

	while (s && *s != '}') {
		s = next_digest(s, &name, &n, &digest);
		if (!s)
			break;

		const struct value_row *v = value_named(c, name, n);

		if (!v)
			value_fault(p, c, arena_strn(p->cx->mem, name, n),
			            tr(p->cx, N_("A value of the change log is missing.")));
		else
			check_value(p, c, v, digest);
		seen++;
		s += *s == ',';
	}
	if (!s || strcmp(s, "}") != 0)
		value_fault(p, c, NULL, tr(p->cx, N_("The digests of a change cannot be read.")));
	else if (c->n > seen)
		value_fault(p, c, NULL,
		            tr(p->cx, N_("The change log holds a value that was not logged.")));
}

/* ---- comparing with what is stored */

static const char *shown(struct context *cx, const char *value)
{
	return value && strlen(value) > SHOWN ? arena_fmt(cx->mem, "%.*s…", SHOWN, value) : value;
}

static const struct value_logged *logged_value(const struct logged *l, const char *name)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->v[i].name, name) == 0)
			return &l->v[i];
	return NULL;
}

/* Whether the values may not be shown to who runs this: restricted records, and fields that are
 * more secret. */
static bool masked(struct context *cx, const struct logged *l, const struct record *stored,
                   const struct field *f)
{
	const struct value_logged *class = logged_value(l, "classification");

	if (cx->actor && cx->actor->console && !str_empty(cx->actor->restricted_reason))
		return false;
	return (f && (f->reader || f->flags & PERSONAL)) ||
	       (stored && stored->classification == CLASS_RESTRICTED) ||
	       (class && str_eq(class->value, "\"restricted\""));
}

static void record_fault(struct replay *p, const struct logged *l, const char *text,
                         const char *field, const char *stored, const char *logged)
{
	struct context *cx = p->cx;

	verify_fault(cx, p->result,
	             (struct fault){ .kind = FAULT_RECORD,
	                             .text = text,
	                             .type = arena_str(cx->mem, l->type),
	                             .record = l->id,
	                             .field = field ? arena_str(cx->mem, field) : NULL,
	                             .stored = arena_str(cx->mem, stored),
	                             .logged = arena_str(cx->mem, logged) });
}

static void field_fault(struct replay *p, const struct logged *l, const struct record *stored_row,
                        const struct field *f, const char *name, const char *stored,
                        const char *logged)
{
	struct context *cx = p->cx;
	const char *hidden = tr(cx, N_("(not shown: restricted)"));
	bool mask = masked(cx, l, stored_row, f);

	record_fault(p, l, tr(cx, N_("A stored record differs from the change log.")), name,
	             stored && mask ? hidden : shown(cx, stored),
	             logged && mask ? hidden : shown(cx, logged));
}

static void compare_number(struct replay *p, const struct logged *l, const char *name,
                           int64_t stored, int64_t logged)
{
	struct context *cx = p->cx;

	if (stored != logged)
		record_fault(p, l, tr(cx, N_("A stored record differs from the change log.")), name,
		             arena_fmt(cx->mem, "%lld", (long long)stored),
		             arena_fmt(cx->mem, "%lld", (long long)logged));
}

static const struct field *field_of(struct context *cx, const struct type *t, const char *name)
{
	const char *dot = strchr(name, '.');

	return type_field_named(t, dot ? arena_strn(cx->mem, name, (size_t)(dot - name)) : name);
}

/* Who wrote a text, when, and by which change: kept beside it so that pages need not ask the log.
 */
static void compare_writer(struct replay *p, const struct logged *l, const struct value_logged *v,
                           const struct text *x)
{
	struct arena *mem = p->cx->mem;

	if (x->by == v->who && x->at == v->at && x->change == v->change)
		return;
	compare_number(p, l, arena_fmt(mem, "%s: written_by", v->name), x->by, v->who);
	compare_number(p, l, arena_fmt(mem, "%s: written_at", v->name), x->at, v->at);
	compare_number(p, l, arena_fmt(mem, "%s: change", v->name), x->change, v->change);
}

/* Of a text in languages the log has a value for each, of owned rows one for all their texts. */
static void compare_writers(struct replay *p, const struct logged *l, const struct value_logged *v,
                            const struct field *f, const void *row)
{
	const struct texts *x = f->kind == FIELD_TEXTS ? field_at(f, row) : NULL;
	const struct owned *o = f->kind == FIELD_ROWS ? field_at(f, row) : NULL;
	const char *dot = strchr(v->name, '.');

	for (size_t i = 0; x && i < x->n; i++)
		if (!dot || str_eq(x->v[i].lang, dot + 1))
			compare_writer(p, l, v, &x->v[i]);
	for (size_t i = 0; o && i < o->n * f->rows->n; i++)
		if (f->rows->fields[i % f->rows->n].kind == FIELD_TEXTS)
			compare_writers(p, l, v, &f->rows->fields[i % f->rows->n],
			                (const char *)o->v + i / f->rows->n * f->rows->size);
}

static void compare_values(struct replay *p, const struct logged *l, const struct type *t,
                           const struct record *row)
{
	struct context *cx = p->cx;
	struct image im;

	image_of(cx, t, row, &im);
	for (size_t i = 0; i < im.n; i++) {
		const struct value_logged *v = logged_value(l, im.v[i].name);

		if (!v || !str_eq(v->value, im.v[i].value))
			field_fault(p, l, row, im.v[i].field, im.v[i].name, im.v[i].value,
			            v ? v->value : NULL);
		if (v)
			compare_writers(p, l, v, im.v[i].field, row);
	}
	for (size_t i = 0; i < l->n; i++) {
		const struct field *f = field_of(cx, t, l->v[i].name);

		/* A field that this program no longer has is nobody's fault. */
		if (f && l->v[i].value && !image_value(&im, l->v[i].name))
			field_fault(p, l, row, f, l->v[i].name, NULL, l->v[i].value);
	}
}

static void compare_record(struct replay *p, const struct logged *l, const struct type *t,
                           const struct record *row)
{
	compare_number(p, l, "version", row->version, l->version);
	compare_number(p, l, "created_at", row->created_at, l->created_at);
	compare_number(p, l, "created_by", row->created_by, l->created_by);
	compare_number(p, l, "updated_at", row->updated_at, l->updated_at);
	compare_number(p, l, "updated_by", row->updated_by, l->updated_by);
	compare_values(p, l, t, row);
}

/* What can be said of the log of one record without looking at the record. */
static void check_log(struct replay *p, const struct logged *l)
{
	struct context *cx = p->cx;

	if (l->version != l->changes)
		record_fault(p, l, tr(cx, N_("The change log of a record has a gap.")), NULL, NULL,
		             NULL);
	for (const char *s = l->erased; s && *(s += strspn(s, " ")); s += strcspn(s, " ")) {
		const char *name = arena_strn(cx->mem, s, strcspn(s, " "));

		p->result->erased++;
		if (!l->may_be_erased || !word_in(l->may_be_erased, name))
			record_fault(
			        p, l,
			        tr(cx,
			           N_("A value of the change log was erased without an order.")),
			        name, NULL, NULL);
	}
}

static const struct record *record_among(void *const *rows, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (((const struct record *)rows[i])->id == id)
			return rows[i];
	return NULL;
}

/* Compares the first `n` records that have this one's type. */
static bool compare_type(struct replay *p, size_t n, const char *name)
{
	struct context *cx = p->cx;
	const struct type *t = type_named(cx->app->subjects, name);
	int64_t ids[TOGETHER];
	size_t ids_n = 0, rows_n = 0;
	void **rows = NULL;

	for (size_t i = 0; i < n; i++)
		if (str_eq(p->v[i].type, name))
			ids[ids_n++] = p->v[i].id;
	if (t && !record_load_many(cx, t, ids, ids_n, &rows, &rows_n))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct logged *l = &p->v[i];
		const struct record *row = record_among(rows, rows_n, l->id);

		if (!str_eq(l->type, name))
			continue;
		if (!t)
			record_fault(p, l,
			             tr(cx, N_("The change log names a type of record that this "
			                       "program does not know.")),
			             NULL, NULL, NULL);
		else if (l->removed && row)
			record_fault(p, l,
			             tr(cx, N_("A record stands in the database that the change "
			                       "log says was taken out.")),
			             NULL, NULL, NULL);
		else if (!row && !l->removed)
			record_fault(p, l, tr(cx, N_("A record of the change log is missing.")),
			             NULL, NULL, NULL);
		else if (row)
			compare_record(p, l, t, row);
	}
	return true;
}

/* Compares the first `n` and forgets them. */
static bool compare(struct replay *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool first = true;

		check_log(p, &p->v[i]);
		for (size_t k = 0; k < i; k++)
			first = first && !str_eq(p->v[k].type, p->v[i].type);
		if (first && !compare_type(p, n, p->v[i].type))
			return false;
	}
	p->result->records += (int64_t)n;
	for (size_t i = 0; i < n; i++)
		free_logged(&p->v[i]);
	memmove(&p->v[0], &p->v[n], (p->n - n) * sizeof p->v[0]);
	p->n -= n;
	return true;
}

/* ---- the log of a record */

/* The record a change belongs to; changes come in the order of records. */
static struct logged *logged_of(struct replay *p, const struct change_found *c)
{
	struct logged *l = p->n ? &p->v[p->n - 1] : NULL;

	if (l && l->id == c->record && str_eq(l->type, c->type))
		return l;
	if (p->n == TOGETHER && !compare(p, TOGETHER))
		return NULL;
	l = &p->v[p->n];
	*l = (struct logged){ .id = c->record };
	p->n++;
	return put_string(p->cx, &l->type, c->type) ? l : NULL;
}

static bool take_value(struct replay *p, struct logged *l, const struct change_found *c,
                       const struct value_row *v)
{
	struct value_logged *at;

	if (!v->salt && !add_words(p->cx, &l->erased, v->name))
		return false;
	if (v->name[0] == '#')
		return true;
	at = place_of(p->cx, l, v->name);
	if (!at)
		return false;
	if (at->version > c->version)
		return true; /* another node's clock was behind when it wrote this later version */
	at->version = c->version;
	at->change = c->id;
	at->at = c->at;
	at->who = c->who;
	return put_string(p->cx, &at->value, v->value);
}

static bool take_change(struct replay *p, const struct change_found *c)
{
	struct logged *l = logged_of(p, c);

	if (!l)
		return false;
	l->changes++;
	if (c->version == 1) {
		l->created_at = c->at;
		l->created_by = c->who;
	}
	if (c->version > l->version) {
		l->version = c->version;
		l->updated_at = c->at;
		l->updated_by = c->who;
		l->removed = str_eq(c->kind, change_kind_code(CHANGE_REMOVE));
	}
	for (size_t i = 0; i < c->n; i++)
		if (!take_value(p, l, c, &c->values[i]))
			return false;
	return true;
}

static bool take_event_value(struct replay *p, const struct change_found *c,
                             const struct value_row *v)
{
	bool erasure = str_eq(c->kind, change_kind_code(CHANGE_ERASE));
	struct logged *l = erasure || !v->salt ? logged_of(p, c) : NULL;

	if ((erasure || !v->salt) && !l)
		return false;
	if (!v->salt)
		return add_words(p->cx, &l->erased, v->name);
	if (!v->value || !str_eq(v->name, CHANGE_DETAIL))
		return true;
	if (erasure)
		return add_words(p->cx, &l->may_be_erased, v->value);
	return !str_eq(c->step, CHANGE_FILE) ||
	       verify_file(p->cx, p->result, c->type, c->record, v->value);
}

/* Events change no record, but an erasure says what may be missing. */
static bool take_event(struct replay *p, const struct change_found *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (!take_event_value(p, c, &c->values[i]))
			return false;
	return true;
}

static bool take_page(struct replay *p, const struct page *page)
{
	for (size_t i = 0; i < page->n; i++) {
		const struct change_found *c = &page->changes[i];

		check_values(p, c);
		if (!(c->version > 0 ? take_change(p, c) : take_event(p, c)))
			return false;
	}
	return true;
}

/* On the heap; dies with the arena. */
static struct replay *replay_new(struct context *cx)
{
	struct replay **held = arena_new_of(cx->mem, struct replay *);

	arena_defer(cx->mem, free_replay, held);
	*held = calloc(1, sizeof **held);
	if (*held)
		(*held)->cx = cx;
	return *held;
}

bool verify_replay(struct context *cx, struct verify_result *result)
{
	struct replay *p = replay_new(cx);
	struct page *page = arena_new_of(cx->mem, struct page);
	int64_t record = INT64_MIN, id = INT64_MIN;

	if (!p)
		return no_memory(cx);
	p->result = result;
	do {
		struct context_mark mark = context_mark(cx);
		int64_t before = result->faults;

		if (!read_changes(cx, record, id, page) ||
		    (page->n && !read_values(cx, record, id, page)) || !take_page(p, page))
			return false;
		if (page->n) {
			record = page->changes[page->n - 1].record;
			id = page->changes[page->n - 1].id;
		}
		verify_rewind(cx, result, before, mark);
	} while (page->n == PAGE);
	return compare(p, p->n);
}

/* ---- what the log does not mention */

static bool record_unlogged(struct context *cx, struct verify_result *result, const struct type *t)
{
	const char *text = arena_fmt(cx->mem,
	                             "SELECT r.id FROM %s r WHERE NOT EXISTS (SELECT 1 FROM change "
	                             "c WHERE c.record = r.id"
	                             " AND c.version > 0 AND c.type = '%s') ORDER BY r.id LIMIT 1",
	                             t->name, t->name);
	int64_t id;
	bool found;

	if (!db_int(cx, MADE_SQL(text), &id, &found))
		return false;
	if (found)
		verify_fault(
		        cx, result,
		        (struct fault){ .kind = FAULT_RECORD,
		                        .text = tr(cx, N_("A record stands in the database that "
		                                          "the change log does not know.")),
		                        .type = t->name,
		                        .record = id });
	return true;
}

bool verify_without_log(struct context *cx, struct verify_result *result)
{
	for (const struct subject *const *s = cx->app->subjects; *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			if (!record_unlogged(cx, result, *t))
				return false;
	return true;
}
