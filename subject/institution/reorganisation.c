/* Reorganisations: a new name, a merger, a split, an abolition, each on a date and each one
 * recorded step.
 *
 * What is planned can be written down and discussed; nothing moves until somebody takes the step
 * "carry out" on or after the date.  Then everything moves in one transaction (transfer.c), and
 * each record that moves says so in its own history, with the same reason. */
#include "subject/institution/part.h"

#include "language/words.h"
#include "record/app.h"

static const struct choice kinds[] = {
	{ "rename", N_("New name"), NULL },
	{ "merge", N_("Merger"), NULL },
	{ "split", N_("Split"), NULL },
	{ "abolish", N_("Abolition"), NULL },
	{ 0 },
};

static const struct choice states[] = {
	{ "planned", N_("Planned"), "draft" },
	{ "carried_out", N_("Carried out"), "done st-done" },
	{ "cancelled", N_("Cancelled"), "stop st-stop" },
	{ 0 },
};

#define D struct duty_rule
static const struct field duty_fields[] = {
	TEXT(D, record_type, N_("Kind of record"), .max = 40),
	LINK(D, concerning, N_("That concerns")),
	REF(D, successor, N_("Goes to"), .to = &institution_type, .flags = REQUIRED),
};
#undef D
static const struct row_type duty_rows = { sizeof(struct duty_rule), FIELDS(duty_fields) };

#define M struct moved
static const struct field moved_fields[] = {
	TEXT(M, record_type, N_("Kind of record"), .max = 40),
	REF(M, old_institution, NC_("from whom", "From"), .to = &institution_type),
	REF(M, successor, NC_("to whom", "To"), .to = &institution_type),
	NUMBER(M, records, N_("Records")),
};
#undef M
static const struct row_type moved_rows = { sizeof(struct moved), FIELDS(moved_fields) };

#define T struct reorganisation
static const struct field fields[] = {
	CHOICE(T, kind, N_("What happens"), .choices = kinds,
	       .flags = REQUIRED | LISTED | FILTERED),
	DATE(T, date, N_("First day of the new order"),
	     .flags = REQUIRED | LISTED | FILTERED | SORTED),
	REFS(T, institutions, N_("Institutions that change"), .to = &institution_type,
	     .flags = REQUIRED | LISTED | FILTERED),
	REFS(T, successors, N_("Successors"), .to = &institution_type, .flags = LISTED | FILTERED,
	     .help = N_("Empty with a new name.")),
	REF(T, default_successor, N_("Successor of everything else"), .to = &institution_type,
	    .help = N_("With a split: whoever gets what no row below names.")),
	ROWS(T, duties, N_("Which duties go where"), .rows = &duty_rows,
	     .help = N_("With a split: the first row that fits decides.")),
	TEXTS(T, new_name, N_("New name"), .max = 300),
	TEXTS(T, new_short_name, N_("New short name"), .max = 60),
	TEXT(T, act, N_("Legal basis"), .max = 300, .flags = REQUIRED | LISTED),
	TEXT(T, note, N_("Note"), .max = 4000, .flags = LONG),
	ROWS(T, moved, N_("What was moved"), .rows = &moved_rows, .flags = READONLY),
};
#undef T

bool reorganisation_closes(const struct reorganisation *r, int64_t institution)
{
	return r->kind != REORGANISE_RENAME && !refs_has(&r->successors, institution);
}

/* ---- what must fit together */

static void check_rename(struct context *cx, const struct reorganisation *r)
{
	if (r->institutions.n != 1)
		fail(cx, ERR_INVALID, "institutions",
		     N_("A new name is given to one institution."));
	if (r->successors.n)
		fail(cx, ERR_INVALID, "successors",
		     N_("An institution with a new name has no successor."));
	if (!r->new_name.n)
		fail(cx, ERR_INVALID, "new_name", N_("Write the new name."));
}

static void check_merge(struct context *cx, const struct reorganisation *r)
{
	if (r->successors.n != 1)
		fail(cx, ERR_INVALID, "successors", N_("A merger has one successor."));
	else if (refs_has(&r->institutions, r->successors.v[0]))
		fail(cx, ERR_INVALID, "institutions",
		     N_("The successor goes on existing: name only those that end in it."));
}

static void check_split(struct context *cx, const struct reorganisation *r)
{
	const struct duty_rule *d = r->duties.v;

	if (r->institutions.n != 1)
		fail(cx, ERR_INVALID, "institutions", N_("One institution is split at a time."));
	if (r->successors.n < 2)
		fail(cx, ERR_INVALID, "successors",
		     N_("A split has two successors or more; the institution itself is one if it "
		        "goes on."));
	if (!r->default_successor)
		fail(cx, ERR_INVALID, "default_successor", N_("Say who gets what no row names."));
	else if (!refs_has(&r->successors, r->default_successor))
		fail(cx, ERR_INVALID, "default_successor", N_("This is none of the successors."));
	for (size_t i = 0; i < r->duties.n; i++) {
		if (d[i].successor && !refs_has(&r->successors, d[i].successor))
			fail(cx, ERR_INVALID, arena_fmt(cx->mem, "duties.%zu.successor", i),
			     N_("This is none of the successors."));
		if (!str_empty(d[i].record_type) &&
		    !type_named(cx->app->subjects, d[i].record_type))
			fail(cx, ERR_INVALID, arena_fmt(cx->mem, "duties.%zu.record_type", i),
			     N_("There is no kind of record “%s”."), d[i].record_type);
	}
}

static void check_abolish(struct context *cx, const struct reorganisation *r)
{
	if (r->successors.n > 1)
		fail(cx, ERR_INVALID, "successors",
		     N_("An abolished institution leaves its duties to one successor; else it is a "
		        "split."));
	for (size_t i = 0; i < r->successors.n; i++)
		if (refs_has(&r->institutions, r->successors.v[i]))
			fail(cx, ERR_INVALID, "successors",
			     N_("An institution cannot succeed itself."));
}

static bool check(struct context *cx, const void *old_row, void *row)
{
	static void (*const checks[])(struct context * cx, const struct reorganisation *r) = {
		[REORGANISE_RENAME] = check_rename,
		[REORGANISE_MERGE] = check_merge,
		[REORGANISE_SPLIT] = check_split,
		[REORGANISE_ABOLISH] = check_abolish,
	};
	const struct reorganisation *old = old_row;
	const struct reorganisation *r = row;

	if (old && !type_state_in(&reorganisation_type, old->record.state, "planned"))
		return fail(cx, ERR_INVALID, NULL,
		            N_("What was carried out or cancelled is not changed any more."));
	if (date_set(r->date) && r->date.precision != PRECISION_DAY)
		fail(cx, ERR_INVALID, "date", N_("Give the exact day, for example 17.06.2025."));
	if (r->kind)
		checks[r->kind](cx, r);
	return !failed(cx);
}

/* ---- carrying out */

static bool guard(struct context *cx, const void *row)
{
	const struct reorganisation *r = row;

	if (date_compare(r->date, today(cx)) > 0)
		return fail(cx, ERR_INVALID, NULL, N_("This can be carried out from %s on."),
		            words_date_short(cx->mem, cx->lang, r->date));
	for (size_t i = 0;
	     r->kind == REORGANISE_ABOLISH && !r->successors.n && i < r->institutions.n; i++) {
		size_t left;

		if (!transfer_left(cx, r, r->institutions.v[i], &left))
			return false;
		if (left)
			return fail(
			        cx, ERR_INVALID, "successors",
			        N_("“%s” still has open duties or users (%zu): name a successor."),
			        record_title(cx, &institution_type, r->institutions.v[i]), left);
	}
	return true;
}

static void when_due(struct context *cx, struct buffer *text, struct sql_values *values)
{
	buffer_text(text, "r.date <= ");
	sql_value(text, values, V(today(cx)));
}

static bool rename_institution(struct context *cx, const struct reorganisation *r)
{
	struct institution *i = record_get_any(cx, &institution_type, r->institutions.v[0]);
	struct former_name *former = i ? owned_add(cx, &i->former_names, sizeof *former) : NULL;

	if (!i)
		return false;
	*former = (struct former_name){ .name = i->name,
		                        .short_name = i->short_name,
		                        .until = date_add_days(r->date, -1) };
	i->name = r->new_name;
	if (r->new_short_name.n)
		i->short_name = r->new_short_name;
	return record_save_as(cx, &institution_type, i, CHANGE_UPDATE);
}

static bool close_institution(struct context *cx, const struct reorganisation *r, int64_t id)
{
	struct institution *i = record_get_any(cx, &institution_type, id);

	if (!i)
		return false;
	i->active_to = date_add_days(r->date, -1);
	i->successors = r->successors;
	return record_save_as(cx, &institution_type, i, CHANGE_UPDATE);
}

static const char *title(struct context *cx, const void *row);

static bool move_all(struct context *cx, struct reorganisation *r)
{
	if (r->kind == REORGANISE_RENAME)
		return rename_institution(cx, r);
	for (size_t i = 0; i < r->institutions.n; i++) {
		int64_t old = r->institutions.v[i];

		if (!transfer(cx, r, old) ||
		    (reorganisation_closes(r, old) && !close_institution(cx, r, old)))
			return false;
	}
	return access_epoch_raise(cx);
}

static bool carry_out(struct context *cx, void *row)
{
	struct reorganisation *r = row;
	const char *reason = cx->reason;
	bool done;

	cx->reason = arena_fmt(cx->mem, "%s (%s)", title(cx, r), r->act);
	r->moved = (struct owned){ 0 }; /* counted anew, in an array of our own */
	done = move_all(cx, r);
	cx->reason = reason;
	return done;
}

static const struct step steps[] = {
	{ .name = "carry_out",
	  .label = N_("Carry out"),
	  .hint = N_("Moves duties, users and seats to the successors at once; old documents keep "
	             "the old "
	             "name. This cannot be undone."),
	  .from = "planned",
	  .to = "carried_out",
	  .right = RIGHT_UPDATE,
	  .waits = when_due,
	  .guard = guard,
	  .effect = carry_out },
	{ .name = "cancel",
	  .label = NC_("a plan", "Cancel"),
	  .hint = N_("Nothing moves; the plan stays readable."),
	  .from = "planned",
	  .to = "cancelled",
	  .right = RIGHT_UPDATE,
	  .reason = true,
	  .aside = true },
	{ 0 },
};

/* ---- the type */

/* By the names of the day (none: today), as far as they may be told. */
static const char *names(struct context *cx, const struct refs *r, struct date day)
{
	struct buffer b = BUFFER(cx->mem, MAX_SQL);

	for (size_t i = 0; i < r->n; i++) {
		const char *name = record_title(cx, &institution_type, r->v[i]);
		const char *then = str_eq(name, "…") ? NULL : institution_name_on(cx, r->v[i], day);

		buffer_fmt(&b, "%s%s", i ? ", " : "", then ? then : name);
	}
	return buffer_str(&b);
}

static const char *title(struct context *cx, const void *row)
{
	const struct reorganisation *r = row;
	const char *new = r->kind == REORGANISE_RENAME ? texts_words(cx, &r->new_name)
	                                               : names(cx, &r->successors, r->date);
	const struct choice *kind = choice_at(kinds, r->kind);

	return arena_fmt(cx->mem, "%s, %s: %s%s%s", kind ? tr(cx, kind->label) : "",
	                 words_date_short(cx->mem, cx->lang, r->date),
	                 names(cx, &r->institutions, date_add_days(r->date, -1)), *new ? " → " : "",
	                 new);
}

const struct type reorganisation_type = {
	.name = "reorganisation",
	.plural = "reorganisations",
	.label = N_("Reorganisation"),
	.label_plural = N_("Reorganisations"),
	.help = N_("A new name, a merger, a split or an abolition on a date. First write down what "
	           "will "
	           "happen; when the day has come, carry it out: duties, users and open deadlines "
	           "go to the "
	           "successors, and each record that moves says why."),
	.size = sizeof(struct reorganisation),
	FIELDS(fields),
	.function = "reference_data",
	.states = states,
	.steps = steps,
	.order = "-date",
	.flags = TYPE_REFERENCE,
	.title = title,
	.check = check,
	.closed_states = "carried_out cancelled",
};
