/* Access: the matrix is read as it is written, and the C check and the SQL predicate of access.c
 * agree for every cell. */
#include "record/trust_test.h"

#include "record/attachment.h"

/* ---- the matrix */

static void the_matrix_is_the_file(void **state)
{
	struct world *w = *state;

	const struct permissions *p = w->app.permissions;

	assert_int_equal(permissions_scopes(p, "recommendations", ROLE_SEC, RIGHT_CREATE),
	                 SCOPE_ANY);
	assert_int_equal(permissions_scopes(p, "recommendations", ROLE_FP, RIGHT_READ),
	                 SCOPE_ASSIGNED);
	assert_int_equal(permissions_scopes(p, "restricted_files", ROLE_AUD, RIGHT_READ),
	                 SCOPE_METADATA | SCOPE_NAMED);
	assert_int_equal(permissions_scopes(p, "no_such_function", ROLE_SEC, RIGHT_READ), 0);
	assert_string_equal(permissions_cell(w->cx->mem, p, "measures", ROLE_FP),
	                    "read:own;read:assigned;read:accepted;create:own;update:own");
	assert_string_equal(permissions_cell(w->cx->mem, p, "restricted_files", ROLE_AUD),
	                    "read:metadata;read:named");
	assert_string_equal(permissions_cell(w->cx->mem, p, "minutes", ROLE_ADM), "");
	assert_string_equal(permissions_function(p, 0), "reference_data");
	assert_string_equal(permissions_label(p, 19, "ru"), "План работы");
	assert_int_equal(role_named("omb"), ROLE_OMB);
	assert_int_equal(role_named("OMBUDSMAN"), ROLE_NONE);
}

static void refuse_roles(struct world *w, const char *csv, const char *named)
{
	assert_null(permissions_load(w->cx, csv, strlen(csv)));
	assert_int_equal(w->cx->err.kind, ERR_BROKEN);
	if (!strstr(w->cx->err.text, named))
		fail_msg("\"%s\" does not name \"%s\"", w->cx->err.text, named);
	error_clear(w->cx);
}

static void a_wrong_cell_is_named(void **state)
{
#define HEAD "function,CH,DC,SEC,FP,MA,MJ,OMB,CSO,IP,PUB,ADM,AUD\n"
	struct world *w = *state;

	refuse_roles(w, HEAD "plans,read:any,read:al,,,,,,,,,,\n", "plans, role DC: \"read:al\"");
	refuse_roles(w, HEAD "plans,raed:any,,,,,,,,,,,\n", "role CH");
	refuse_roles(w, HEAD "plans,read:any;,,,,,,,,,,,\n", "role CH");
	refuse_roles(w, HEAD "plans,,,,,,,,,,,,\nplans,,,,,,,,,,,,\n", "plans");
	refuse_roles(w, HEAD "plans,,\n", "row 2");
	refuse_roles(w, "function,CH,DC\nplans,,\n", "SEC");
	refuse_roles(w, "function,CH,KING\nplans,,\n", "KING");
#undef HEAD
}

/* ---- records of every sort */

enum { SORTS = 2 * TRIAL_SORTS }; /* published ones as well */

static bool published(int n)
{
	return n / TRIAL_SORTS;
}

static void store_sort(struct world *w, int n)
{
	static const char *const classes[] = { "", "public", "internal", "restricted" };
	struct context *cx = w->cx;
	struct trial r = { 0 };

	trial_sort(n, &r);
	test_ok(cx, db_run_values(cx,
	                          MADE_SQL("INSERT INTO trial (id, version, state, classification, "
	                                   "institution, created_at,"
	                                   " created_by, updated_at, updated_by, parts, code, lead)"
	                                   " VALUES ($1, 1, $2, $3, $4, 0, 0, 0, 0, 3, $5, $6)"),
	                          NULL,
	                          VALUES_(V(n + 1), V(r.record.state == 1 ? "entered" : "accepted"),
	                                  V(classes[r.record.classification]),
	                                  value_ref(r.record.institution),
	                                  V(arena_fmt(cx->mem, "T%d", n)), V(r.lead))));
	for (size_t i = 0; i < r.record.readers.n; i++)
		test_ok(cx, db_run_values(
		                    cx, MADE_SQL("INSERT INTO ref VALUES ($1, 'readers', $2, $3)"),
		                    NULL, VALUES_(V(n + 1), V(r.record.readers.v[i]), V(i))));
	test_ok(cx, db_run_values(cx, MADE_SQL("INSERT INTO ref VALUES ($1, 'bodies', $2, 0)"),
	                          NULL, VALUES_(V(n + 1), V(r.bodies.v[0]))));
	if (published(n))
		test_ok(cx, db_run_values(cx,
		                          MADE_SQL("INSERT INTO publication (type, record, "
		                                   "version, body, at, who) VALUES ('trial', $1, "
		                                   "1, '{}', 0, 0)"),
		                          NULL, VALUES_(V(n + 1))));
}

static void store_sorts(struct world *w)
{
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
	for (int n = 0; n < SORTS; n++)
		store_sort(w, n);
	test_ok(w->cx, db_commit(w->cx));
}

/* All of them as the engine loads them. */
static void **load_sorts(struct world *w)
{
	int64_t ids[SORTS];
	size_t n;
	void **rows;

	for (int i = 0; i < SORTS; i++)
		ids[i] = i + 1;
	test_ok(w->cx, record_load_many(w->cx, &trial_type, ids, SORTS, &rows, &n));
	assert_int_equal(n, SORTS);
	return rows;
}

/* Marks the ids that the condition selects. */
static void select_ids(struct world *w, const char *condition, const struct sql_values *values,
                       bool found[SORTS])
{
	const char *text = arena_fmt(w->cx->mem, "SELECT r.id FROM trial r WHERE %s", condition);
	struct rows *r = db_query_values(w->cx, MADE_SQL(text), values->v, values->n);

	memset(found, 0, SORTS * sizeof *found);
	while (r && rows_next(w->cx, r))
		found[rows_int(r, 0) - 1] = true;
	test_ok(w->cx, true);
}

static void differ(const struct trial *r, int n, const char *what, const struct type *t,
                   enum right right, bool c)
{
	fail_msg("%s, function %s, right %s: record of class %d, owner %d, lead %d, state %d, "
	         "readers %d, published %d is %s by C"
	         " and %s by SQL",
	         what, t->function, right_name(right), r->record.classification,
	         (int)r->record.institution, (int)r->lead, r->record.state,
	         (int)r->record.readers.n, published(n), c ? "open" : "closed",
	         c ? "closed" : "open");
}

static void compare(struct world *w, void **rows, const struct type *t, enum right right,
                    const char *who)
{
	struct buffer text = BUFFER(w->cx->mem, MAX_SQL);
	struct sql_values values = { .n = 0 };
	bool found[SORTS];

	access_sql(w->cx, t, right, &text, &values);
	select_ids(w, buffer_str(&text), &values, found);
	for (int n = 0; n < SORTS; n++) {
		bool c = access_record(w->cx, t, rows[n], right);

		if (c != found[n])
			differ(rows[n], n, who, t, right, c);
	}
}

static void compare_fields(struct world *w, void **rows, const struct type *t, const char *who)
{
	const struct field *f;
	bool found[SORTS];

	for (size_t i = 0; (f = type_field(t, i)); i++) {
		struct buffer text = BUFFER(w->cx->mem, MAX_SQL);
		struct sql_values values = { .n = 0 };

		access_field_sql(w->cx, t, f, &text, &values);
		select_ids(w, buffer_str(&text), &values, found);
		for (int n = 0; n < SORTS; n++) {
			bool c = access_record(w->cx, t, rows[n], RIGHT_READ) &&
			         access_field(w->cx, t, rows[n], f);

			if (c != found[n])
				differ(rows[n], n,
				       arena_fmt(w->cx->mem, "%s, field %s", who, f->name), t,
				       RIGHT_READ, c);
		}
	}
}

/* Where it is said that he reads whatever he may do this to, by whatever function, he does. */
static void compare_reading(struct world *w, void **rows, const struct type *t, const char *who)
{
	const char *function;

	for (size_t i = 0; (function = permissions_function(w->app.permissions, i)); i++)
		for (enum right right = 0; right < RIGHTS; right++)
			for (int n = 0;
			     n < SORTS && access_reads_all_of(w->cx, t, function, right); n++)
				if (access_record_for(w->cx, t, rows[n], function, right) &&
				    !access_record(w->cx, t, rows[n], RIGHT_READ))
					differ(rows[n], n,
					       arena_fmt(w->cx->mem, "%s, by %s", who, function), t,
					       right, true);
}

/* Everybody who may ask: the twelve roles, nobody, and the console with and without a reason. */
static void with_everybody(struct world *w, void **rows, const struct type *t)
{
	const struct actor console = { .console = true },
	                   curious = { .console = true, .restricted_reason = "asked by the chair" };
	const struct actor *const others[] = { NULL, &console, &curious };

	for (size_t i = 0; i < ROLES - 1 + LEN(others); i++) {
		const struct actor actor = { .user = ME,
			                     .institution = MINE,
			                     .role = (enum role)(i + 1) };
		const char *who = i < ROLES - 1    ? role_code(actor.role)
		                  : i == ROLES - 1 ? "nobody"
		                                   : "console";
		struct arena_mark mark = arena_mark(w->cx->mem);

		w->cx->actor = i < ROLES - 1 ? &actor : others[i - (ROLES - 1)];
		for (enum right right = 0; right < RIGHTS; right++)
			compare(w, rows, t, right, who);
		compare_fields(w, rows, t, who);
		compare_reading(w, rows, t, who);
		w->cx->actor = NULL;
		arena_rewind(w->cx->mem, mark);
	}
}

static void c_and_sql_agree(void **state)
{
	struct world *w = *state;
	void **rows;
	const char *function;

	store_sorts(w);
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	rows = load_sorts(w);
	for (size_t i = 0; (function = permissions_function(w->app.permissions, i)); i++) {
		struct type t = trial_type;

		t.function = function;
		with_everybody(w, rows, &t);
	}
	test_ok(w->cx, db_commit(w->cx));
}

/* Whether indexes lead to what the role may read; then they lead to all of it. */
static bool is_led(struct world *w, void **rows, const struct type *t, enum role role)
{
	struct buffer text = BUFFER(w->cx->mem, MAX_SQL);
	struct sql_values values = { .n = 0 };
	bool found[SORTS];

	w->cx->actor = &(const struct actor){ .user = ME, .institution = MINE, .role = role };
	if (!access_ids_sql(w->cx, t, "r.id", &text, &values))
		return false;
	select_ids(w, buffer_str(&text), &values, found);
	for (int n = 0; n < SORTS; n++)
		if (!found[n] && access_record(w->cx, t, rows[n], RIGHT_READ))
			differ(rows[n], n, role_code(role), t, RIGHT_READ, true);
	return true;
}

static void indexes_lead_to_all_that_is_open(void **state)
{
	struct world *w = *state;
	const char *function;
	int led = 0, others = 0;
	void **rows;

	store_sorts(w);
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	rows = load_sorts(w);
	for (size_t i = 0; (function = permissions_function(w->app.permissions, i)); i++) {
		struct type t = trial_type;

		t.function = function;
		for (int role = 1; role < ROLES; role++)
			if (is_led(w, rows, &t, (enum role)role))
				led++;
			else
				others++;
	}
	assert_true(led > 0 && others > 0);
	w->cx->actor = NULL;
	test_ok(w->cx, db_commit(w->cx));
}

/* The same while an import is open that made a third of them. */
static void hidden_ones_agree(void **state)
{
	struct type wide = trial_type;
	struct world *w = *state;
	void **rows;

	store_sorts(w);
	world_sql(w, "INSERT INTO import_open (one, import, since) VALUES (1, 7, 50)");
	world_sql(w, "INSERT INTO imported (import, type, record)"
	             " SELECT 7, 'trial', id FROM trial WHERE id >= 50 AND id % 3 = 0");
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	rows = load_sorts(w);
	with_everybody(w, rows, &wide);
	w->cx->actor = &(const struct actor){ .user = ME, .institution = MINE, .role = ROLE_SEC };
	for (int n = 0; n < SORTS; n++)
		if (n + 1 >= 50 && (n + 1) % 3 == 0)
			for (enum right right = 0; right < RIGHTS; right++)
				assert_false(access_record(w->cx, &wide, rows[n], right));
	w->cx->actor = NULL;
	test_ok(w->cx, db_commit(w->cx));
}

/* ---- the rules in words of 6-roles-permissions.md */

static struct trial *record_of(struct world *w, int class, int64_t institution)
{
	struct trial *r = record_new(w->cx, &trial_type);

	r->record.version = 1;
	r->record.classification = class;
	r->record.institution = institution;
	r->lead = OTHERS;
	return r;
}

static bool may(struct world *w, enum role role, const struct trial *r, const char *function,
                enum right right)
{
	const struct actor actor = { .user = ME, .institution = MINE, .role = role };
	struct type t = trial_type;
	bool yes;

	t.function = function;
	w->cx->actor = &actor;
	yes = access_record(w->cx, &t, r, right);
	w->cx->actor = NULL;
	return yes;
}

static bool sees(struct world *w, enum role role, const struct trial *r, const char *field)
{
	const struct actor actor = { .user = ME, .institution = MINE, .role = role };
	bool yes;

	w->cx->actor = &actor;
	yes = access_field(w->cx, &trial_type, r, type_field_named(&trial_type, field));
	w->cx->actor = NULL;
	return yes;
}

static void the_rules_hold(void **state)
{
	struct world *w = *state;

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));

	struct trial *open = record_of(w, CLASS_INTERNAL, MINE),
	             *closed = record_of(w, CLASS_RESTRICTED, MINE);

	/* (1) the administrator has no content */
	assert_false(may(w, ROLE_ADM, open, "recommendations", RIGHT_READ));
	assert_true(may(w, ROLE_ADM, open, "users_settings", RIGHT_UPDATE));
	/* (4) no government role writes in the Ombudsman's workspace */
	for (enum role role = ROLE_CH; role < ROLES; role++)
		for (enum right right = RIGHT_CREATE; right < RIGHTS; right++)
			assert_true(role == ROLE_OMB || !may(w, role, open, "ombudsman", right));
	/* restricted: whatever the role, nobody who is not named reads it; the auditor learns that
	 * it exists */
	for (enum role role = ROLE_CH; role < ROLES; role++)
		assert_int_equal(may(w, role, closed, "recommendations", RIGHT_READ),
		                 role == ROLE_AUD);
	/* the same of a file whose function is restricted files itself */
	for (enum role role = ROLE_CH; role < ROLES; role++)
		assert_int_equal(may(w, role, closed, "restricted_files", RIGHT_READ),
		                 role == ROLE_AUD);
	assert_true(sees(w, ROLE_AUD, closed, "state"));
	assert_false(sees(w, ROLE_AUD, closed, "title"));
	assert_true(sees(w, ROLE_AUD, open, "title"));
	/* a named reader, if his role has the right at all */
	closed->record.readers = (struct refs){ (int64_t[]){ ME }, 1 };
	assert_true(may(w, ROLE_SEC, closed, "recommendations", RIGHT_UPDATE));
	assert_false(may(w, ROLE_ADM, closed, "recommendations", RIGHT_READ));
	assert_false(may(w, ROLE_MJ, closed, "recommendations", RIGHT_UPDATE));
	assert_true(sees(w, ROLE_AUD, closed, "title"));
	/* being named does not stand in for being assigned */
	assert_false(may(w, ROLE_MA, closed, "assignment_answer", RIGHT_APPROVE));
	closed->lead = MINE;
	assert_true(may(w, ROLE_MA, closed, "assignment_answer", RIGHT_APPROVE));
	/* a field more secret than its record */
	assert_false(sees(w, ROLE_MJ, open, "secret"));
	assert_true(sees(w, ROLE_SEC, closed, "secret"));
	/* own institution: none is not everybody's */
	open->record.institution = 0;
	assert_false(may(w, ROLE_FP, open, "measures", RIGHT_READ));
	test_ok(w->cx, db_commit(w->cx));
}

/* ---- lists, which could tell by counting what a page would not show */

static int64_t listed(struct world *w, const struct actor *who, const char *name, const char *value)
{
	struct list l = { .type = &trial_type, .count = true };
	struct context *cx = w->cx;

	cx->actor = who;
	test_ok(cx, (!name || list_filter(cx, &l, name, value)) && record_list(cx, &l));
	cx->actor = NULL;
	assert_int_equal(l.total, l.n);
	return l.total;
}

/* The code of the first record by the field "due", and the cursor behind it. */
static const char *first_by_due(struct world *w, const struct actor *who, const char **ret_next)
{
	struct list l = { .type = &trial_type, .order = "due", .limit = 1 };

	w->cx->actor = who;
	test_ok(w->cx, record_list(w->cx, &l));
	w->cx->actor = NULL;
	*ret_next = l.next;
	return ((struct trial *)l.rows[0])->code;
}

static void lists_tell_no_more_than_pages(void **state)
{
	static const struct actor auditor = { .user = ME, .role = ROLE_AUD };
	static const struct actor secretary = { .user = SOMEBODY, .role = ROLE_SEC };
	struct world *w = *state;
	const char *next, *title;
	int64_t id;

	world_trial(w, "OPEN");
	id = world_trial(w, "CLOSED")->record.id;
	world_sql(w, "UPDATE trial SET classification = 'restricted', due = '2026-01-01' WHERE "
	             "code = 'CLOSED'");
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	/* the auditor learns that it exists, and nothing by looking for it */
	assert_int_equal(listed(w, &auditor, NULL, NULL), 2);
	assert_int_equal(listed(w, &secretary, NULL, NULL), 1);
	assert_int_equal(listed(w, &auditor, "q", "title of"), 1);
	assert_int_equal(listed(w, &auditor, "q", "closed"), 0);
	assert_int_equal(listed(w, &auditor, "due", "2026-01-01"), 0);
	assert_int_equal(listed(w, &auditor, "due", "2026-06-30"), 1);
	assert_int_equal(listed(w, &auditor, "classification", "restricted"), 1);
	/* neither its place nor the cursor behind it */
	assert_string_equal(first_by_due(w, &auditor, &next), "OPEN");
	assert_non_null(strstr(next, "2026-06-30"));
	w->cx->actor = &auditor;
	title = record_title(w->cx, &trial_type, id);
	w->cx->actor = NULL;
	assert_null(strstr(title, "CLOSED"));
	/* a field with a reader class is found by those of the class alone */
	assert_int_equal(listed(w, &secretary, "secret", "a secret"), 0);
	assert_int_equal(listed(w, &secretary, "secret", "-"), 0);
	test_ok(w->cx, db_commit(w->cx));
}

/* ---- what is told by name */

static const char *title_for(struct world *w, const struct type *t, const struct actor *actor,
                             int64_t id)
{
	const char *title;

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	w->cx->titles = NULL; /* it holds what another was told */
	w->cx->actor = actor;
	title = record_title(w->cx, t, id);
	w->cx->actor = NULL;
	test_ok(w->cx, db_commit(w->cx));
	return title;
}

/* That of the record in each role: `expect` for whoever works here, three dots for the public. */
static void told(struct world *w, const struct type *t, int64_t id, const char *expect)
{
	const struct actor console = { .console = true };

	for (enum role role = ROLE_NONE; role < ROLES; role++) {
		const struct actor actor = { .user = ME, .institution = MINE, .role = role };
		bool works_here = role != ROLE_NONE && role != ROLE_PUB;

		assert_string_equal(title_for(w, t, &actor, id), works_here ? expect : "…");
	}
	assert_string_equal(title_for(w, t, NULL, id), "…");
	assert_string_equal(title_for(w, t, &console, id), expect);
}

static void open_titles_are_told_to_who_works_here(void **state)
{
	struct type open = trial_type;
	struct world *w = *state;
	int64_t id = world_trial(w, "INST")->record.id;

	/* a function in which none but the administrator has a part */
	open.function = "users_settings";
	open.flags |= TYPE_OPEN_TITLES;
	told(w, &open, id, "INST");
	world_sql(w, "UPDATE trial SET classification = 'public'");
	told(w, &open, id, "INST");
	/* the present title, not the one it had */
	world_sql(w, "UPDATE trial SET code = 'NEW'");
	told(w, &open, id, "NEW");
	/* nobody is told of a restricted one, or of one nobody knows the class of */
	world_sql(w, "UPDATE trial SET classification = 'restricted'");
	told(w, &open, id, "…");
	world_sql(w, "UPDATE trial SET classification = ''");
	told(w, &open, id, "…");
}

/* Who is a named reader is told, as long as he is one, in a role that reads such records. */
static void restricted_titles_are_told_to_readers(void **state)
{
	const struct actor reader = { .user = ME, .institution = MINE, .role = ROLE_SEC },
	                   other = { .user = SOMEBODY, .institution = MINE, .role = ROLE_SEC },
	                   administrator = { .user = ME, .institution = MINE, .role = ROLE_ADM },
	                   left = { .user = ME };
	struct type open = trial_type;
	struct world *w = *state;
	int64_t id = world_trial(w, "CLOSED")->record.id;

	open.flags |= TYPE_OPEN_TITLES;
	world_sql(w, "UPDATE trial SET classification = 'restricted', parts = 3");
	world_sql(w, "INSERT INTO ref SELECT id, 'readers', 21, 0 FROM trial");
	assert_string_equal(title_for(w, &open, &reader, id), "CLOSED");
	assert_string_equal(title_for(w, &open, &other, id), "…");
	assert_string_equal(title_for(w, &open, &administrator, id), "…");
	assert_string_equal(title_for(w, &open, &left, id), "…");
	/* the grant ends */
	world_sql(w, "UPDATE ref SET target = 22 WHERE field = 'readers'");
	assert_string_equal(title_for(w, &open, &reader, id), "…");
	assert_string_equal(title_for(w, &open, &other, id), "CLOSED");
	/* and so does the restriction */
	world_sql(w, "UPDATE trial SET classification = 'internal'");
	assert_string_equal(title_for(w, &open, &reader, id), "CLOSED");
	assert_string_equal(title_for(w, &open, &administrator, id), "CLOSED");
	assert_string_equal(title_for(w, &open, &left, id), "…");
	/* other types: as the record is open */
	assert_string_equal(title_for(w, &trial_type, &reader, id), "CLOSED");
	assert_string_equal(title_for(w, &trial_type, &administrator, id), "…");
}

static const char *file_name_for(struct world *w, int64_t user, enum role role, int64_t file)
{
	const struct actor actor = { .user = user, .institution = MINE, .role = role };
	const char *name;

	w->cx->titles = NULL; /* it holds what another was told */
	w->cx->actor = &actor;
	name = record_file_name(w->cx, file);
	w->cx->actor = NULL;
	test_ok(w->cx, true);
	return name;
}

static int64_t upload(struct world *w, const char *name)
{
	static const struct actor actor = { .user = ME, .role = ROLE_SEC };
	int64_t id;

	w->cx->actor = &actor;
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE));
	id = attachment_store(w->cx, name, "text", 4);
	test_ok(w->cx, id && db_commit(w->cx));
	return id;
}

static void put_file(struct world *w, struct trial *r, int64_t file)
{
	static const struct actor actor = { .user = ME, .role = ROLE_SEC };

	w->cx->actor = &actor;
	r->file = file;
	world_save(w, r, CHANGE_UPDATE);
	w->cx->actor = NULL;
}

static void a_file_is_named_to_whom_its_field_is_open(void **state)
{
	struct world *w = *state;
	int64_t first = upload(w, "first.pdf"), second = upload(w, "second.pdf");
	struct trial *r = world_trial(w, "FILED");

	/* one that no record took is its uploader's */
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	assert_string_equal(file_name_for(w, ME, ROLE_SEC, first), "first.pdf");
	assert_string_equal(file_name_for(w, SOMEBODY, ROLE_SEC, first), "…");
	assert_string_equal(file_name_for(w, ME, ROLE_SEC, 12345), "…");
	test_ok(w->cx, db_commit(w->cx));
	/* what was replaced is named in the record's past, but no longer open */
	put_file(w, r, first);
	put_file(w, r, second);
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	assert_string_equal(file_name_for(w, SOMEBODY, ROLE_SEC, first), "first.pdf");
	assert_string_equal(file_name_for(w, SOMEBODY, ROLE_SEC, second), "second.pdf");
	assert_string_equal(file_name_for(w, ME, ROLE_ADM, first), "…");
	assert_string_equal(file_name_for(w, ME, ROLE_ADM, second), "…");
	test_ok(w->cx, db_commit(w->cx));
	/* and not at all where the auditor may only know that the record exists */
	world_sql(w, "UPDATE trial SET classification = 'restricted'");
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	assert_string_equal(file_name_for(w, ME, ROLE_AUD, first), "…");
	assert_string_equal(file_name_for(w, ME, ROLE_AUD, second), "…");
	test_ok(w->cx, db_commit(w->cx));
}

/* ---- classification */

struct move {
	enum role role;
	int64_t author;
	int from, to;
	const char *reason;
	enum error_kind expect;
};

static void classification_moves(void **state)
{
	static const struct move moves[] = {
		{ ROLE_FP, ME, CLASS_INTERNAL, CLASS_RESTRICTED, NULL, ERR_NONE },
		{ ROLE_FP, SOMEBODY, CLASS_INTERNAL, CLASS_RESTRICTED, NULL, ERR_FORBIDDEN },
		{ ROLE_SEC, SOMEBODY, CLASS_INTERNAL, CLASS_RESTRICTED, NULL, ERR_NONE },
		{ ROLE_FP, ME, CLASS_RESTRICTED, CLASS_INTERNAL, "because", ERR_FORBIDDEN },
		{ ROLE_CH, ME, CLASS_INTERNAL, CLASS_PUBLIC, "because", ERR_FORBIDDEN },
		{ ROLE_SEC, ME, CLASS_INTERNAL, CLASS_PUBLIC, NULL, ERR_INVALID },
		{ ROLE_SEC, ME, CLASS_INTERNAL, CLASS_PUBLIC, "because", ERR_NONE },
		{ ROLE_SEC, ME, CLASS_INTERNAL, CLASS_UNSET, "because", ERR_INVALID },
	};
	struct world *w = *state;

	for (size_t i = 0; i < LEN(moves); i++) {
		const struct move *m = &moves[i];
		const struct actor actor = { .user = ME, .institution = MINE, .role = m->role };
		struct trial *old = record_of(w, m->from, MINE), *new = record_of(w, m->to, MINE);

		old->record.created_by = m->author;
		old->record.readers = new->record.readers = (struct refs){ (int64_t[]){ ME }, 1 };
		w->cx->actor = &actor;
		w->cx->reason = m->reason;
		if (m->expect)
			test_fails(w->cx, access_reclassify(w->cx, &trial_type, old, new),
			           m->expect);
		else
			test_ok(w->cx, access_reclassify(w->cx, &trial_type, old, new));
	}
	w->cx->actor = NULL;
}

static void named_lists_are_kept_by_few(void **state)
{
	struct world *w = *state;
	int64_t both[] = { ME, SOMEBODY };

	struct trial *old = record_of(w, CLASS_RESTRICTED, MINE),
	             *new = record_of(w, CLASS_RESTRICTED, MINE);
	struct actor actor = { .user = ME, .institution = MINE, .role = ROLE_FP };

	w->cx->actor = &actor;
	test_fails(w->cx, access_reclassify(w->cx, &trial_type, NULL, new), ERR_INVALID);
	old->record.readers = (struct refs){ both, 1 };
	new->record.readers = (struct refs){ both, 2 };
	test_fails(w->cx, access_reclassify(w->cx, &trial_type, old, new), ERR_FORBIDDEN);
	actor.role = ROLE_SEC;
	test_ok(w->cx, access_reclassify(w->cx, &trial_type, old, new));
	actor.role = ROLE_CH;
	test_ok(w->cx, access_reclassify(w->cx, &trial_type, old, new));
	w->cx->actor = NULL;
}

static void the_epoch_moves(void **state)
{
	struct world *w = *state;
	int64_t before = 0, after = 0;

	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) && access_epoch(w->cx, &before) &&
	                       access_epoch_raise(w->cx) && access_epoch(w->cx, &after) &&
	                       db_commit(w->cx));
	assert_int_equal(after, before + 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_matrix_is_the_file),
		cmocka_unit_test(a_wrong_cell_is_named),
		cmocka_unit_test(c_and_sql_agree),
		cmocka_unit_test(indexes_lead_to_all_that_is_open),
		cmocka_unit_test(hidden_ones_agree),
		cmocka_unit_test(the_rules_hold),
		cmocka_unit_test(lists_tell_no_more_than_pages),
		cmocka_unit_test(open_titles_are_told_to_who_works_here),
		cmocka_unit_test(restricted_titles_are_told_to_readers),
		cmocka_unit_test(a_file_is_named_to_whom_its_field_is_open),
		cmocka_unit_test(classification_moves),
		cmocka_unit_test(named_lists_are_kept_by_few),
		cmocka_unit_test(the_epoch_moves),
	};

	return world_tests("access", tests, LEN(tests));
}
