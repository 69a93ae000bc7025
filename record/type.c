/* Questions about field tables.  The fields every record has come first, so that engine loops need
 * not know which are which; the choices of `state` hang on the type because states
 * differ by type. */
#include "record/type.h"

#include "record/subject.h"
#include "store/db.h"

static const struct choice classifications[] = {
	{ "public", N_("Public"), NULL },
	{ "internal", N_("Internal"), NULL },
	{ "restricted", N_("Restricted"), "lock" },
	{ 0 },
};

const struct choice certainties[] = {
	{ "verified", N_("Verified in a source"), NULL },
	{ "seed", N_("From the founding documents"), NULL },
	{ "general_knowledge", N_("General knowledge, not checked"), NULL },
	{ "inference", N_("Inferred"), NULL },
	{ "default", N_("Our default"), NULL },
	{ "own_wording", N_("Our own wording"), NULL },
	{ "disputed", N_("Sources disagree"), NULL },
	{ 0 },
};

#define S struct source
static const struct field source_fields[] = {
	TEXT(S, field, N_("Field"), .max = 60),
	LINK(S, document, N_("Document")),
	TEXT(S, locator, N_("Paragraph"), .max = 100),
	TEXT(S, title, N_("Source"), .max = 500),
	CHOICE(S, certainty, N_("Certainty"), .choices = certainties),
	TEXT(S, note, N_("Note"), .max = 2000, .flags = LONG),
};
#undef S
static const struct row_type source_rows = { sizeof(struct source), FIELDS(source_fields) };

#define C struct conflict
static const struct field conflict_fields[] = {
	TEXT(C, field, N_("Field"), .max = 60),
	TEXT(C, value_a, N_("One value"), .max = 2000),
	TEXT(C, source_a, N_("Its source"), .max = 500),
	TEXT(C, value_b, N_("Other value"), .max = 2000),
	TEXT(C, source_b, N_("Its source"), .max = 500),
	TEXT(C, rule, N_("What counts meanwhile, and why"), .max = 500),
	REF(C, resolved_by, N_("Resolved by"), .to_named = "account"),
	INSTANT(C, resolved_at, N_("Resolved at")),
	TEXT(C, resolution, N_("Resolution"), .max = 2000, .flags = LONG),
};
#undef C
static const struct row_type conflict_rows = { sizeof(struct conflict), FIELDS(conflict_fields) };

#define I struct identifier
static const struct field identifier_fields[] = {
	TEXT(I, registry, N_("Registry"), .max = 200, .flags = REQUIRED,
	     .help = N_("Whose number it is: a court, a chancellery, a list of another body.")),
	TEXT(I, number, N_("Number"), .max = 200, .flags = REQUIRED),
	DATE(I, date, N_("Date")),
};
#undef I
static const struct row_type identifier_rows = { sizeof(struct identifier),
	                                         FIELDS(identifier_fields) };

#define R struct record
const struct field common_fields[COMMON_FIELDS] = {
	CHOICE(R, state, N_("Stage"), .flags = READONLY | FILTERED),
	CHOICE(R, classification, N_("Access"), .choices = classifications,
	       .flags = REQUIRED | FILTERED),
	REF(R, institution, N_("Owner"), .to_named = "institution", .flags = FILTERED),
	REFS(R, readers, N_("Named readers"), .to_named = "account"),
	ROWS(R, sources, N_("Sources"), .rows = &source_rows),
	ROWS(R, conflicts, N_("Source conflicts"), .rows = &conflict_rows),
	ROWS(R, identifiers, N_("Numbers in other registries"), .rows = &identifier_rows),
};
#undef R

const struct field *type_field(const struct type *t, size_t i)
{
	if (i < COMMON_FIELDS)
		return &common_fields[i];
	i -= COMMON_FIELDS;
	return i < t->n ? &t->fields[i] : NULL;
}

const struct field *type_field_named(const struct type *t, const char *name)
{
	const struct field *f;

	for (size_t i = 0; (f = type_field(t, i)); i++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

const struct field **type_fields_named(struct context *cx, const struct type *t, const char *names)
{
	const struct field **v = arena_array(cx->mem, const struct field *, strlen(names) / 2 + 2);

	for (size_t n = 0; *names; n++) {
		size_t length = strcspn(names, " ");

		v[n] = type_field_named(t, arena_strn(cx->mem, names, length));
		if (!v[n]) {
			fail(cx, ERR_BROKEN, NULL, "%s has no field of these: %s", t->name, names);
			return NULL;
		}
		names += length;
		names += strspn(names, " ");
	}
	return v;
}

/* ---- sets */

bool refs_has(const struct refs *set, int64_t id)
{
	for (size_t i = 0; i < set->n; i++)
		if (set->v[i] == id)
			return true;
	return false;
}

void refs_join(struct context *cx, struct refs *set, const struct refs *more)
{
	int64_t *v = arena_array(cx->mem, int64_t, set->n + more->n);
	size_t n = set->n;

	if (n)
		memcpy(v, set->v, n * sizeof *v);
	*set = (struct refs){ v, n };
	for (size_t i = 0; i < more->n; i++)
		if (!refs_has(set, more->v[i]))
			v[set->n++] = more->v[i];
}

void refs_add(struct context *cx, struct refs *set, int64_t id)
{
	struct refs one = { &id, 1 };

	refs_join(cx, set, &one);
}

bool refs_read(struct context *cx, struct rows *r, struct refs *ret)
{
	size_t room = 0;

	*ret = (struct refs){ 0 };
	while (r && rows_next(cx, r)) {
		if (ret->n == room) {
			ret->v = arena_grow(cx->mem, ret->v, room * sizeof *ret->v,
			                    (2 * room + 64) * sizeof *ret->v);
			room = 2 * room + 64;
		}
		ret->v[ret->n++] = rows_int(r, 0);
	}
	return !failed(cx);
}

/* ---- choices */

const struct choice *field_choices(const struct type *t, const struct field *f)
{
	return f == &common_fields[0] ? t->states : f->choices;
}

const struct type *field_target(const struct type *t, const struct field *f)
{
	if (f->kind == FIELD_PARENT)
		return t;
	if (f->to || !f->to_named)
		return f->to;
	return type_named(subjects, f->to_named);
}

int choice_index(const struct choice *choices, const char *code)
{
	if (!choices || str_empty(code))
		return 0;
	for (int i = 0; choices[i].code; i++)
		if (strcmp(choices[i].code, code) == 0)
			return i + 1;
	return 0;
}

const struct choice *choice_at(const struct choice *choices, int index)
{
	if (!choices || index < 1)
		return NULL;
	for (int i = 0; choices[i].code; i++)
		if (i + 1 == index)
			return &choices[i];
	return NULL;
}

int type_state(const struct type *t, const char *code)
{
	return choice_index(t->states, code);
}

bool type_state_in(const struct type *t, int state, const char *codes)
{
	const struct choice *c = choice_at(t->states, state);

	return c && codes && word_in(codes, c->code);
}

bool word_in(const char *words, const char *word)
{
	size_t n = strlen(word);

	for (const char *s = words; s && (s = strstr(s, word)); s += n) {
		bool begins = s == words || s[-1] == ' ';

		if (begins && (s[n] == ' ' || !s[n]))
			return true;
	}
	return false;
}

const struct type *type_named(const struct subject *const *list, const char *name)
{
	for (; *list; list++)
		for (const struct type *const *t = (*list)->types; *t; t++)
			if (strcmp((*t)->name, name) == 0 || strcmp((*t)->plural, name) == 0)
				return *t;
	return NULL;
}
