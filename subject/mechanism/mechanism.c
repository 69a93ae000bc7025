/* Mechanisms, the instruments they watch, and the subject as a whole. */
#include "subject/mechanism/part.h"

#include "record/known.h"
#include "record/reference.h"
#include "store/db.h"

static const struct choice mechanism_kinds[] = {
	{ "treaty_body", N_("Treaty body"), NULL },
	{ "upr", N_("Universal Periodic Review"), NULL },
	{ "special_procedure", N_("Special procedures"), NULL },
	{ "hrc_inquiry", N_("Inquiry of the Human Rights Council"), NULL },
	{ "ilo_supervisory", N_("Supervisory body of the ILO"), NULL },
	{ "eu_dialogue", N_("Dialogue with the European Union"), NULL },
	{ "bilateral_dialogue", N_("Dialogue with another State"), NULL },
	{ "osce", N_("OSCE"), NULL },
	{ "ihl", N_("International humanitarian law"), NULL },
	{ "sdg_vnr", N_("Voluntary National Review"), NULL },
	{ "nhri", N_("National human rights institution"), NULL },
	{ "national", N_("National"), NULL },
	{ 0 },
};

static const struct choice instrument_kinds[] = {
	{ "treaty", N_("Treaty"), NULL },
	{ "optional_protocol", N_("Optional protocol"), NULL },
	{ "ihl_treaty", N_("Treaty of international humanitarian law"), NULL },
	{ "ilo_convention", N_("ILO convention"), NULL },
	{ "declaration", N_("Declaration"), NULL },
	{ "voluntary_pledge", N_("Voluntary pledge"), NULL },
	{ 0 },
};

#define T struct mechanism
static const struct field mechanism_fields[] = {
	TEXT(T, code, N_("Code"), .max = 30, .flags = REQUIRED | LISTED | UNIQUE | SORTED | PUBLIC,
	     .help = N_(
	             "Capital letters, digits and _; imports and exports name the record by it.")),
	TEXTS(T, name, N_("Name"), .max = 300, .flags = REQUIRED | LISTED | SORTED | PUBLIC),
	CHOICE(T, kind, N_("Kind"), .choices = mechanism_kinds, .aliases = "type",
	       .flags = REQUIRED | LISTED | FILTERED | PUBLIC),
	TEXT(T, symbol_prefix, N_("Its symbols begin with"), .max = 30, .flags = PUBLIC),
	TEXT(T, secretariat, N_("Secretariat"), .max = 60, .flags = PUBLIC),
};
#undef T

static const char *mechanism_title(struct context *cx, const void *row)
{
	return texts_words(cx, &((const struct mechanism *)row)->name);
}

static const struct type_search mechanism_finding = { .completed = true };

const struct type mechanism_type = {
	.name = "mechanism",
	.plural = "mechanisms",
	.label = N_("Mechanism"),
	.label_plural = N_("Mechanisms"),
	.help = N_("Who makes recommendations to the State: committees, reviews, dialogues, "
	           "national bodies."),
	.size = sizeof(struct mechanism),
	FIELDS(mechanism_fields),
	.function = "reference_data",
	.order = "name",
	.key = "code",
	.flags = TYPE_REFERENCE | TYPE_PUBLISHABLE,
	.first_classification = CLASS_PUBLIC,
	.title = mechanism_title,
	.search = &mechanism_finding,
};

#define T struct instrument
static const struct field instrument_fields[] = {
	TEXT(T, code, N_("Code"), .max = 30, .flags = REQUIRED | LISTED | UNIQUE | SORTED | PUBLIC,
	     .help = N_("Capital letters, digits, - and _; imports and exports name the record by "
	                "it.")),
	TEXTS(T, name, N_("Name"), .max = 500, .flags = REQUIRED | LISTED | SORTED | PUBLIC),
	CHOICE(T, kind, N_("Kind"), .choices = instrument_kinds,
	       .flags = REQUIRED | LISTED | FILTERED | PUBLIC),
	TEXT(T, aliases, N_("Other names"), .max = 300,
	     .help = N_("As tables of ratifications call it, | between them: IV-4|CCPR.")),
	TEXTS(T, wording, N_("Exact wording"), .flags = LONG | PUBLIC,
	      .help = N_("Of a voluntary pledge: the words as they were given, in the language in "
	                 "which they were given.")),
	TEXTS(T, depositary, N_("Depositary"), .max = 200, .flags = PUBLIC),
	REF(T, committee, N_("Watched by"), .to = &mechanism_type,
	    .flags = LISTED | FILTERED | PUBLIC),
	DATE(T, adopted, N_("Adopted on"), .flags = PUBLIC),
	DATE(T, general_entry_into_force, N_("In force in general since"), .flags = PUBLIC,
	     .help = N_("For its first parties; not the day on which it came to bind the State.")),
	TEXT(T, symbol_prefix, N_("Its symbols begin with"), .max = 30, .flags = PUBLIC),
};
#undef T

static const char *instrument_title(struct context *cx, const void *row)
{
	return texts_words(cx, &((const struct instrument *)row)->name);
}

static int pledge_kind(void)
{
	return choice_index(instrument_kinds, "voluntary_pledge");
}

/* A pledge is its words and where they stand; a treaty has a text of its own elsewhere. */
static bool instrument_check(struct context *cx, const void *old, void *row)
{
	const struct instrument *i = row;

	(void)old;
	if (date_set(i->adopted) && date_set(i->general_entry_into_force) &&
	    date_compare(i->general_entry_into_force, date_first_day(i->adopted)) < 0)
		fail(cx, ERR_INVALID, "general_entry_into_force",
		     N_("It cannot have come into force before it was adopted."));
	if (i->kind == pledge_kind() && !i->wording.n)
		fail(cx, ERR_INVALID, "wording", N_("Of a pledge the exact wording is needed."));
	if (i->kind == pledge_kind() && !i->record.sources.n)
		fail(cx, ERR_INVALID, "sources",
		     N_("Say where the pledge was given: a document, or where its words stand."));
	return !failed(cx);
}

static const struct type_search instrument_finding = { .aliases = "aliases", .completed = true };

const struct type instrument_type = {
	.name = "instrument",
	.plural = "instruments",
	.label = N_("Instrument"),
	.label_plural = N_("Instruments"),
	.help = N_("Treaties, protocols and declarations. Whether the State is bound by one is not "
	           "said here."),
	.size = sizeof(struct instrument),
	FIELDS(instrument_fields),
	.function = "instruments",
	.order = "code",
	.key = "code",
	.flags = TYPE_REFERENCE | TYPE_PUBLISHABLE,
	.first_classification = CLASS_PUBLIC,
	.title = instrument_title,
	.check = instrument_check,
	.search = &instrument_finding,
};

static void remember_key(struct context *cx, const struct type *t, int64_t id, const char *key)
{
	struct known_fact fact = { .numbers = { 0 } };

	if (strlen(key) >= sizeof fact.text)
		return;
	memcpy(fact.text, key, strlen(key) + 1);
	known_add_fact(cx, t, id, &fact);
}

const char *order_key_of(struct context *cx, const struct type *t, int64_t id)
{
	struct known_fact known;
	const char *text, *key = "";
	const void *planned = known_planned(cx, t, id);
	struct rows *r;

	if (planned)
		return *(const char *const *)field_at(type_field_named(t, "order_key"), planned);
	if (known_fact(cx, t, id, &known))
		return arena_str(cx->mem, known.text);
	text = arena_fmt(cx->mem, "SELECT order_key FROM %s WHERE id = $1", t->name);
	r = db_query(cx, MADE_SQL(text), V(id));
	if (r && rows_next(cx, r)) {
		key = arena_str(cx->mem, rows_text(r, 0));
		rows_close(r);
		remember_key(cx, t, id, key);
	} else if (!failed(cx)) {
		fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such record."));
	}
	return key;
}

/* ---- the subject */

static bool load_reference(struct context *cx, const char *pack)
{
	(void)pack; /* one is shipped: reference/ */
	return reference_load(cx, &mechanism_type, "reference/mechanisms.csv", NULL, NULL) &&
	       reference_load(cx, &instrument_type, "reference/instruments.csv", NULL, NULL) &&
	       reference_load(cx, &grade_scheme_type, "reference/grade_schemes.csv", NULL, NULL) &&
	       reference_load(cx, &grade_type, "reference/grades.csv", NULL, NULL) &&
	       reference_load(cx, &review_cycle_type, "reference/review_cycles.csv", NULL, NULL) &&
	       documents_load(cx, "reference/documents.csv");
}

static bool load_sample(struct context *cx)
{
	return documents_load(cx, "reference/sample/documents.csv");
}

static const struct type *const types[] = {
	&mechanism_type,
	&instrument_type,
	&grade_scheme_type,
	&grade_type,
	&review_cycle_type,
	&document_type,
	NULL,
};

const struct subject mechanism_subject = {
	.name = "mechanism",
	.types = types,
	.load_reference = load_reference,
	.load_sample = load_sample,
	.order = 30,
};
