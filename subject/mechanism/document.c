/* Documents: what mechanisms wrote about the State and what the State answered, each under its
 * symbol.
 *
 * The symbol tells most of what there is to know (symbol.h), so a new document's kind, mechanism
 * and review are proposed from it; whoever knows better says so and is believed.  Letters of
 * special procedures name persons: they start restricted. */
#include "subject/mechanism/part.h"

#include "base/number.h"
#include "record/known.h"
#include "record/reference.h"
#include "record/setting.h"
#include "store/db.h"

enum document_kind { KIND_SP_COMMUNICATION = 19, KIND_SP_REPLY };

static const struct choice kinds[] = {
	{ "state_report", N_("State report"), NULL },
	{ "common_core", N_("Common core document"), NULL },
	{ "list_of_issues", N_("List of issues"), NULL },
	{ "list_of_issues_prior", N_("List of issues prior to reporting"), NULL },
	{ "replies", N_("Replies to a list of issues"), NULL },
	{ "concluding_observations", N_("Concluding observations"), NULL },
	{ "follow_up_report", N_("Follow-up report"), NULL },
	{ "follow_up_assessment", N_("Assessment of follow-up"), NULL },
	{ "views", N_("Views on an individual communication"), NULL },
	{ "summary_record", N_("Summary record"), NULL },
	{ "upr_national_report", N_("National report for the UPR"), NULL },
	{ "upr_compilation", N_("UPR: compilation of United Nations information"), NULL },
	{ "upr_summary", N_("UPR: summary of stakeholders’ information"), NULL },
	{ "upr_wg_report", N_("Report of the UPR Working Group"), NULL },
	{ "upr_addendum", N_("UPR: addendum with the State’s positions"), NULL },
	{ "upr_matrix", N_("UPR: matrix of recommendations"), NULL },
	{ "mid_term_report", N_("Mid-term report"), NULL },
	{ "dialogue_press_release", N_("Press release on a dialogue"), NULL },
	{ "sp_communication", N_("Letter of special procedures"), NULL },
	{ "sp_reply", N_("Reply to special procedures"), NULL },
	{ "note_verbale", N_("Note verbale"), NULL },
	{ "other", N_("Other"), NULL },
	{ 0 },
};

/* The official languages of the United Nations, and the State's. */
const struct choice document_languages[] = {
	{ "en", N_("English"), NULL }, { "ru", N_("Russian"), NULL },
	{ "tk", N_("Turkmen"), NULL }, { "fr", N_("French"), NULL },
	{ "es", N_("Spanish"), NULL }, { "ar", N_("Arabic"), NULL },
	{ "zh", N_("Chinese"), NULL }, { 0 },
};

#define V_ struct document_version
static const struct field version_fields[] = {
	CHOICE(V_, language, N_("Language"), .choices = document_languages, .flags = REQUIRED),
	FILE_(V_, file, N_("File"),
	      .help = N_("Empty as long as the version is known and not at hand.")),
	DATE(V_, stated_due, N_("Answer due according to it"),
	     .help = N_("The date that this version states. Where versions differ, the earlier "
	                "one counts until somebody decides.")),
	TEXT(V_, note, N_("Note"), .max = 500),
};
#undef V_
static const struct row_type version_rows = { sizeof(struct document_version),
	                                      FIELDS(version_fields) };

#define T struct document
static const struct field fields[] = {
	TEXT(T, symbol, N_("Symbol"), .max = 80, .flags = LISTED | UNIQUE | PUBLIC,
	     .help = N_("As the United Nations write it: CEDAW/C/TKM/CO/6. Empty where there is "
	                "none.")),
	TEXTS(T, title, N_("Title"), .max = 500, .flags = REQUIRED | LISTED | LONG | PUBLIC),
	CHOICE(T, kind, N_("Kind"), .choices = kinds,
	       .flags = REQUIRED | LISTED | FILTERED | PUBLIC,
	       .help = N_("Left empty, it is read from the symbol.")),
	REF(T, mechanism, N_("Mechanism"), .to = &mechanism_type,
	    .flags = LISTED | FILTERED | PUBLIC),
	REF(T, cycle, N_("Review"), .to = &review_cycle_type, .flags = FILTERED | PUBLIC),
	TEXT(T, issued_by, N_("Issued by"), .max = 200, .flags = PUBLIC),
	DATE(T, adopted, N_("Adopted on"), .flags = FILTERED | SORTED | PUBLIC),
	DATE(T, distributed, N_("Distributed on"), .flags = SORTED | PUBLIC),
	DATE(T, submitted, N_("Submitted on"), .flags = FILTERED | SORTED | PUBLIC,
	     .help = N_("What the State wrote: the day on which the mechanism had it.")),
	CHOICE(T, original_language, N_("Original language"), .choices = document_languages,
	       .flags = PUBLIC),
	DATE(T, stated_due, N_("Answer due according to it"), .flags = FILTERED | SORTED | PUBLIC,
	     .help = N_("A date that the document itself states; it outranks a computed one.")),
	ROWS(T, versions, N_("Language versions"), .rows = &version_rows),
	TEXTS(T, remark, N_("Remark"), .max = 4000, .flags = LONG),
	TEXT(T, order_key, N_("Order"), .max = 2000, .flags = REQUIRED | HIDDEN | SORTED),
};
#undef T

/* ---- what the symbol proposes */

SQL(cycles_of_mechanism,
    "SELECT c.id, c.session FROM review_cycle c JOIN mechanism m ON m.id = c.mechanism"
    " WHERE m.code = $1 AND c.session IS NOT NULL ORDER BY c.id");

/* A session is written "30th session of the Working Group". */
static int64_t cycle_of_session(struct context *cx, const char *mechanism, int session)
{
	struct rows *r = db_query(cx, &cycles_of_mechanism, V(mechanism));
	int64_t id = 0;

	while (r && rows_next(cx, r)) {
		const char *words = rows_text(r, 1);
		int64_t number;

		if (!id &&
		    parse_int(arena_strn(cx->mem, words, strspn(words, "0123456789")), &number) &&
		    number == session)
			id = rows_int(r, 0);
	}
	return id;
}

/* Sessions are known of the own State's reviews alone. */
static int64_t cycle_of(struct context *cx, const struct symbol *s)
{
	bool own = str_eq(s->iso3, setting(cx, "state"));

	if (!s->mechanism || !s->iso3)
		return 0;
	if (s->session)
		return own ? cycle_of_session(cx, s->mechanism, s->session) : 0;
	return s->series ? record_id_by_key(cx, &review_cycle_type,
	                                    arena_fmt(cx->mem, "%s%s%s-%s", own ? "" : s->iso3,
	                                              own ? "" : "-", s->mechanism, s->series))
	                 : 0;
}

static void propose(struct context *cx, struct document *d, const struct symbol *s)
{
	if (!d->kind)
		d->kind = choice_index(kinds, s->kind);
	if (!d->mechanism && s->mechanism)
		d->mechanism = record_id_by_key(cx, &mechanism_type, s->mechanism);
	if (!d->cycle)
		d->cycle = cycle_of(cx, s);
}

/* Whoever reads all reference data would read a letter about persons, too. */
static void restrict_letters(struct context *cx, struct document *d)
{
	struct record *r = &d->record;

	if (d->kind != KIND_SP_COMMUNICATION && d->kind != KIND_SP_REPLY)
		return;
	r->classification = CLASS_RESTRICTED;
	if (r->readers.n || !cx->actor || !cx->actor->user)
		return;
	r->readers = (struct refs){ arena_new_of(cx->mem, int64_t), 1 };
	r->readers.v[0] = cx->actor->user;
}

static bool prepare(struct context *cx, const void *old, void *row)
{
	const struct document *was = old;
	struct document *d = row;
	struct symbol s;

	if (str_empty(d->symbol)) {
		d->order_key = arena_fmt(cx->mem, "~%lld", (long long)d->record.id);
	} else {
		bool known = symbol_parse(cx->mem, d->symbol, &s);

		d->symbol = s.text;
		d->order_key = symbol_order(cx->mem, s.text);
		if (known && !(was && str_eq(was->symbol, s.text)))
			propose(cx, d, &s);
	}
	if (!was)
		restrict_letters(cx, d);
	return stated_settle(cx, was, d) && !failed(cx);
}

/* ---- the type */

/* A row without a file is there for the date that this version states. */
static bool versions_say_something(struct context *cx, const struct document *d)
{
	const struct document_version *v = d->versions.v;

	for (size_t i = 0; i < d->versions.n; i++)
		if (!v[i].file && !date_set(v[i].stated_due))
			return fail(cx, ERR_INVALID, arena_fmt(cx->mem, "versions.%zu.file", i),
			            N_("Add the file, or the date that this version states."));
	return true;
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct document *d = row;

	(void)old;
	if (!versions_say_something(cx, d))
		return false;
	return !date_set(d->adopted) || !date_set(d->distributed) ||
	       date_compare(d->adopted, d->distributed) <= 0 ||
	       d->adopted.precision != PRECISION_DAY ||
	       fail(cx, ERR_INVALID, "distributed",
	            N_("It was distributed before it was adopted."));
}

static const char *title(struct context *cx, const void *row)
{
	const struct document *d = row;

	return str_empty(d->symbol) ? texts_words(cx, &d->title) : d->symbol;
}

static const char *warning(struct context *cx, const void *row)
{
	return document_warning(cx, row);
}

/* The United Nations give out every document at one address by its symbol. */
static const char *address(struct context *cx, const void *row)
{
	const struct document *d = row;
	struct symbol s;

	if (str_empty(d->symbol) || !symbol_parse(cx->mem, d->symbol, &s) || strchr(s.text, ' '))
		return "";
	return arena_fmt(cx->mem, "https://undocs.org/%s", s.text);
}

/* The year of a document is the one in which it was agreed on. */
static int year(struct context *cx, const void *row)
{
	const struct document *d = row;

	(void)cx;
	return date_set(d->adopted) ? d->adopted.year : d->distributed.year;
}

static const struct type_facet facets[] = { { "year", NULL, N_("Year") }, { 0 } };

static const struct type_search finding = {
	.titles = "symbol title",
	.called = "title",
	.year = year,
	.facets = facets,
	.completed = true,
};

const struct type document_type = {
	.name = "document",
	.plural = "documents",
	.label = N_("Document"),
	.label_plural = N_("Documents"),
	.help = N_("What mechanisms wrote about the State and what it answered, with symbols and "
	           "language "
	           "versions."),
	.size = sizeof(struct document),
	FIELDS(fields),
	.function = "reference_data",
	.order = "order_key",
	.key = "symbol",
	.flags = TYPE_REFERENCE | TYPE_PUBLISHABLE,
	.title = title,
	.warning = warning,
	.address = address,
	.prepare = prepare,
	.check = check,
	.search = &finding,
};

const char *document_order(struct context *cx, int64_t id)
{
	return order_key_of(cx, &document_type, id);
}

SQL(document_belongs, "SELECT mechanism, cycle FROM document WHERE id = $1");

/* The document's mechanism and cycle. */
static struct known_fact belongs(struct context *cx, int64_t id)
{
	struct known_fact fact = { .numbers = { 0 } };
	const struct document *planned = known_planned(cx, &document_type, id);
	struct rows *r;

	if (planned) {
		fact.numbers[0] = planned->mechanism;
		fact.numbers[1] = planned->cycle;
		return fact;
	}
	if (known_fact(cx, &document_belongs, id, &fact))
		return fact;
	r = db_query(cx, &document_belongs, V(id));
	if (!r || !rows_next(cx, r))
		return fact;
	fact.numbers[0] = rows_int(r, 0);
	fact.numbers[1] = rows_int(r, 1);
	rows_close(r);
	known_add_fact(cx, &document_belongs, id, &fact);
	return fact;
}

void document_complete(struct context *cx, int64_t id, int64_t *mechanism, int64_t *cycle)
{
	struct known_fact fact = belongs(cx, id);

	if (!*mechanism)
		*mechanism = fact.numbers[0];
	if (!*cycle)
		*cycle = fact.numbers[1];
}

int64_t document_by_symbol(struct context *cx, const char *symbol)
{
	struct symbol s;

	(void)symbol_parse(cx->mem, symbol, &s);
	return *s.text ? record_id_by_key(cx, &document_type, s.text) : 0;
}

const char *document_warning(struct context *cx, const struct document *d)
{
	struct symbol s;
	struct date due;
	char text[DATE_TEXT];

	if (str_empty(d->symbol) || symbol_parse(cx->mem, d->symbol, &s))
		return document_late(cx, d, &due)
		               ? arena_fmt(cx->mem,
		                           tr(cx, N_("It came after its clock had run out: it was "
		                                     "due on %s.")),
		                           date_text(due, text))
		               : NULL;
	return tr(cx, N_("This symbol fits no form that the program knows. It is kept as it is; "
	                 "check it."));
}

/* ---- loading */

/* "en 2025-11-30|ru 2025-10-30": the dates that versions state which are not at hand. */
static bool put_stated(struct context *cx, const char *cell, struct document *d)
{
	struct document_version *v = arena_array(cx->mem, struct document_version, strlen(cell));
	size_t n = 0;

	for (const char *s = cell, *end; *s; s = *end ? end + 1 : end) {
		const char *date;

		end = strchrnul(s, '|');
		date = memchr(s, ' ', (size_t)(end - s));
		v[n].language = date ? choice_index(document_languages,
		                                    arena_strn(cx->mem, s, (size_t)(date - s)))
		                     : 0;
		if (!v[n].language ||
		    !date_parse(arena_strn(cx->mem, date + 1, (size_t)(end - date - 1)),
		                &v[n].stated_due))
			return fail(cx, ERR_BROKEN, NULL, "documents: stated “%s”", cell);
		n++;
	}
	d->versions = (struct owned){ v, n };
	return true;
}

static bool complete(struct context *cx, const struct reference_row *cells, void *row, void *data)
{
	const char *stated = reference_cell(cells, "stated");
	struct document *d = row;

	(void)data;
	d->record.classification = CLASS_PUBLIC;
	return str_empty(stated) || d->versions.n || put_stated(cx, stated, d);
}

bool documents_load(struct context *cx, const char *path)
{
	static const struct reference_options options = { .complete = complete, .skip = "stated" };

	return reference_load(cx, &document_type, path, &options, NULL);
}
