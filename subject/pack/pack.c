/* The register of packs, who may issue one and bring it back, and what its cells hold.
 *
 * A pack is made and moved on by the program alone, so nobody needs a right to create one: who may
 * is asked here.  The row of the permission matrix is that of progress, because that is what a pack
 * holds: whoever reads a body's reports reads its packs. */
#include "subject/pack/part.h"

#include "base/number.h"
#include "base/utf8.h"
#include "record/app.h"
#include "subject/institution/institution.h"

static const struct choice states[] = {
	{ "issued", NC_("pack", "Issued"), "sent" },
	{ "brought_back", N_("Brought back, to be decided"), "soon st-soon" },
	{ "taken_in", N_("Taken in"), "done st-done" },
	{ 0 },
};

#define P struct pack
static const struct field fields[] = {
	TEXT(P, code, N_("Code"), .max = 60, .flags = REQUIRED | READONLY | UNIQUE | LISTED),
	TEXT(P, language, N_("Language"), .max = 10, .flags = REQUIRED | READONLY | LISTED),
	INSTANT(P, issued, N_("Issued at"), .flags = REQUIRED | READONLY | LISTED),
	TEXT(P, digest, N_("Digest"), .max = 64, .flags = REQUIRED | READONLY),
	NUMBER(P, items, NC_("pack", "Rows"), .flags = REQUIRED | READONLY | LISTED),
	FILE_(P, returned, N_("File that came back"), .flags = READONLY),
	INSTANT(P, returned_at, N_("Brought back at"), .flags = READONLY | LISTED),
	NUMBER(P, taken, N_("Became drafts"), .flags = READONLY | LISTED),
};
#undef P

static const char *title(struct context *cx, const void *row)
{
	(void)cx;
	return ((const struct pack *)row)->code;
}

/* It is shown on pages of its own (pack_web.c), and nobody fills in a form of it. */
const struct type pack_type = {
	.name = "pack",
	.plural = "packs",
	.label = N_("Ministry pack"),
	.label_plural = N_("Ministry packs"),
	.help = N_("What a body has to report on, as a workbook that is filled in without a "
	           "connection and brought back."),
	.size = sizeof(struct pack),
	FIELDS(fields),
	.function = "progress",
	.states = states,
	.order = "-issued",
	.key = "code",
	.flags = TYPE_NO_PAGES,
	.title = title,
	.finished_states = "issued brought_back taken_in",
};

/* ---- who */

static bool may(struct context *cx, int64_t institution, enum right right)
{
	const struct pack p = { .record = { .institution = institution,
		                            .classification = CLASS_INTERNAL } };

	return cx->actor && institution && access_record(cx, T, &p, right);
}

bool pack_may_issue(struct context *cx, int64_t institution)
{
	return may(cx, institution, RIGHT_CREATE) || may(cx, institution, RIGHT_APPROVE);
}

bool pack_may_bring_back(struct context *cx, int64_t institution)
{
	return may(cx, institution, RIGHT_CREATE);
}

SQL(pack_later, "SELECT id FROM pack WHERE institution = $1 AND issued > $2"
                " ORDER BY issued DESC, id DESC LIMIT 1");

int64_t pack_newer(struct context *cx, const struct pack *p)
{
	int64_t id = 0;
	bool found;

	return db_int(cx, &pack_later, &id, &found, V(p->record.institution), V(p->issued.us)) &&
	                       found
	               ? id
	               : 0;
}

/* ---- cells */

const struct field *pack_field(size_t i)
{
	static const char *const names[PACK_FIELDS] = { "year",   "part",          "done",
		                                        "result", "difficulties",  "next_step",
		                                        "status", "status_reason", "percent" };

	return type_field_named(U, names[i]);
}

const char *pack_squeezed(struct context *cx, const char *s)
{
	struct buffer b = BUFFER(cx->mem, MAX_TEXT * UTF8_ROOM);
	bool blank = false;

	for (; s && *s; s++) {
		if ((unsigned char)*s <= ' ') {
			blank = b.len > 0;
			continue;
		}
		if (blank)
			buffer_char(&b, ' ');
		blank = false;
		buffer_char(&b, *s);
	}
	return buffer_str(&b);
}

const char *pack_told_hash(struct context *cx, const char *const *cells, size_t n)
{
	struct digest *d = digest_new(cx->mem);
	unsigned char bytes[DIGEST_SIZE];

	for (size_t i = 0; i < n; i++) {
		const char *text = pack_squeezed(cx, cells[i]);

		digest_add(d, text, strlen(text));
	}
	digest_end(d, bytes);
	return hex_text(bytes, DIGEST_SIZE / 2, arena_alloc(cx->mem, HEX_DIGEST));
}

const char *pack_statement(struct context *cx, const char *digest)
{
	return arena_fmt(cx->mem, "ygrar pack %s %s", PACK_FORMAT, digest);
}

static const char *body_in(const struct texts *x, const char *lang)
{
	for (size_t i = 0; i < x->n; i++)
		if (str_eq(x->v[i].lang, lang))
			return x->v[i].body;
	return "";
}

static const char *choice_words(struct context *cx, const char *lang, const struct choice *c)
{
	const char *before = cx->lang, *words;

	if (!c)
		return "";
	cx->lang = lang;
	words = tr(cx, c->label);
	cx->lang = before;
	return words;
}

static const char *number_cell(struct context *cx, struct number n, int scale)
{
	struct number short_one = n;
	int decimals = n.set ? number_decimals(&short_one, scale) : 0;
	int64_t power = 1, size = short_one.units < 0 ? -short_one.units : short_one.units;

	if (!n.set)
		return "";
	for (int i = 0; i < decimals; i++)
		power *= 10;
	return decimals ? arena_fmt(cx->mem, "%s%lld.%0*lld", short_one.units < 0 ? "-" : "",
	                            (long long)(size / power), decimals, (long long)(size % power))
	                : arena_fmt(cx->mem, "%lld", (long long)short_one.units);
}

const char *pack_cell(struct context *cx, const char *lang, const struct field *f,
                      const struct progress_update *u)
{
	const void *p = field_at(f, u);

	switch (f->kind) {
	case FIELD_TEXTS:
		return body_in(p, lang);
	case FIELD_CHOICE:
		return choice_words(cx, lang, choice_at(f->choices, *(const int *)p));
	case FIELD_NUMBER:
		return number_cell(cx, *(const struct number *)p, f->scale);
	case FIELD_DATE:
		return u->year.year ? arena_fmt(cx->mem, "%d", u->year.year) : "";
	default:
		return "";
	}
}

const char *pack_value_cell(struct context *cx, const struct progress_value *v)
{
	if (!v)
		return "";
	if (date_set(v->value_date)) {
		char text[DATE_TEXT];

		return arena_str(cx->mem, date_text(v->value_date, text));
	}
	return number_cell(cx, v->value, INDICATOR_SCALE);
}

struct progress_value *pack_value_of(const struct progress_update *u, int64_t indicator,
                                     const char *breakdown)
{
	struct progress_value *v = u->values.v;

	for (size_t i = 0; i < u->values.n; i++)
		if (v[i].indicator == indicator &&
		    (str_eq(v[i].breakdown, breakdown) ||
		     (str_empty(v[i].breakdown) && str_empty(breakdown))))
			return &v[i];
	return NULL;
}

static const struct type *const types[] = { &pack_type, NULL };

const struct subject pack_subject = {
	.name = "pack",
	.types = types,
	.order = 63,
};
