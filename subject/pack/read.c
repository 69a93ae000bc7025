/* A pack that comes back.  It is believed in this order: that it is a pack of this shape, that its
 * manifest was signed here, that each row of the other sheets is one of the manifest and tells what
 * it told.  Whatever is not so is said with its sheet and row, and nothing of the pack is used.
 *
 * Rows are found by their keys; none may be missing, new, or there twice. */
#include "subject/pack/part.h"

#include "base/number.h"
#include "record/app.h"
#include "record/attachment.h"
#include "record/key.h"
#include "subject/institution/institution.h"

enum { MOST_SHEETS = 12, MOST_ROWS = 80000, MOST_CELLS = 18 };

struct sheet_row {
	int64_t number;
	const char **cells; /* as many as the sheet has columns, "" where there is nothing */
	bool more;          /* something stands beyond them */
};

struct sheet {
	const char *name;
	struct sheet_row *rows; /* the head first */
	size_t n, room;
};

struct book {
	struct context *cx;
	struct sheet sheets[MOST_SHEETS];
	size_t n, rows;
	struct pack_content *pack;
	const struct sheet *manifest, *reports, *values;
};

static bool refuse(struct context *cx, const char *why)
{
	return fail(cx, ERR_INVALID, "file", "%s", why);
}

static bool no_pack(struct context *cx)
{
	return fail(cx, ERR_INVALID, "file",
	            N_("This is no ministry pack. Choose the workbook that was downloaded here."));
}

/* ---- all cells */

static bool add_sheet(struct book *b, const struct unit *u)
{
	if (b->n == MOST_SHEETS)
		return fail(b->cx, ERR_INVALID, "file",
		            N_("Sheets were added to the pack. Bring back the pack as it was "
		               "downloaded, filled in."));
	b->sheets[b->n++] = (struct sheet){ .name = arena_str(b->cx->mem, u->text) };
	return true;
}

static bool add_row(struct book *b, const struct unit *u)
{
	struct context *cx = b->cx;
	struct sheet *s = &b->sheets[b->n - 1];
	struct sheet_row *r;

	if (b->rows++ == MOST_ROWS)
		return no_pack(cx);
	if (s->n == s->room) {
		struct sheet_row *more;

		s->room = s->room ? 2 * s->room : 64;
		more = arena_array(cx->mem, struct sheet_row, s->room);
		if (s->n)
			memcpy(more, s->rows, s->n * sizeof *more);
		s->rows = more;
	}
	r = &s->rows[s->n++];
	*r = (struct sheet_row){ u->number, arena_array(cx->mem, const char *, MOST_CELLS), false };
	for (size_t i = 0; i < MOST_CELLS; i++)
		r->cells[i] = i < u->cells_n ? arena_str(cx->mem, u->cells[i].text) : "";
	for (size_t i = MOST_CELLS; i < u->cells_n; i++)
		r->more |= *u->cells[i].text != '\0';
	return true;
}

static bool collect(struct book *b, struct material *m)
{
	struct context *cx = b->cx;
	struct unit u;

	if (!str_eq(m->format, "xlsx"))
		return no_pack(cx);
	while (material_next(cx, m, &u)) {
		if (u.kind == UNIT_SHEET && !add_sheet(b, &u))
			return false;
		if (u.kind == UNIT_ROW && b->n && !add_row(b, &u))
			return false;
	}
	return !failed(cx);
}

static const struct sheet *sheet_named(const struct book *b, const char *name)
{
	for (size_t i = 0; i < b->n; i++)
		if (str_eq(b->sheets[i].name, name))
			return &b->sheets[i];
	return NULL;
}

/* ---- the manifest */

static const struct sheet_row *manifest_row(const struct sheet *s, const char *what)
{
	for (size_t i = 1; i < s->n; i++)
		if (str_eq(s->rows[i].cells[0], what))
			return &s->rows[i];
	return NULL;
}

static const char *manifest_value(const struct sheet *s, const char *what)
{
	const struct sheet_row *r = manifest_row(s, what);

	return r ? r->cells[1] : "";
}

static const char *digest_of_manifest(struct context *cx, const struct sheet *s)
{
	struct digest *d = digest_new(cx->mem);
	unsigned char bytes[DIGEST_SIZE];

	for (size_t i = 1; i < s->n && !str_eq(s->rows[i].cells[0], "signature"); i++)
		for (size_t k = 0; k < MANIFEST_COLUMNS; k++)
			digest_add(d, s->rows[i].cells[k], strlen(s->rows[i].cells[k]));
	digest_end(d, bytes);
	return hex_text(bytes, DIGEST_SIZE, arena_alloc(cx->mem, HEX_DIGEST));
}

static bool check_format(struct book *b)
{
	const char *format;

	b->manifest = sheet_named(b, PACK_MANIFEST);
	format = b->manifest ? manifest_value(b->manifest, "format") : "";
	if (!*format)
		return no_pack(b->cx);
	return str_eq(format, PACK_FORMAT) ||
	       fail(b->cx, ERR_INVALID, "file",
	            N_("This pack is of another version of the program (shape %.10s; this program "
	               "reads %s). Download a new pack and copy into it what was filled in."),
	            format, PACK_FORMAT);
}

static bool check_signature(struct book *b)
{
	struct context *cx = b->cx;
	const struct sheet_row *r = manifest_row(b->manifest, "signature");
	bool own;

	if (!r || !*r->cells[1])
		return refuse(cx, tr(cx, N_("The signature of the pack is missing. Bring back the "
		                            "pack as it was downloaded, filled in.")));
	if (!key_is_own(cx, r->cells[2], &own))
		return false;
	if (!own)
		return refuse(cx, tr(cx, N_("This pack was issued by another server.")));
	b->pack->digest = digest_of_manifest(cx, b->manifest);
	return key_signed(r->cells[1], pack_statement(cx, b->pack->digest), r->cells[2]) ||
	       refuse(cx, tr(cx, N_("The signature does not fit: identifiers, versions, "
	                            "institution or language in the pack were changed. Download "
	                            "a new pack and copy into it what was filled in.")));
}

/* What was signed here is as this program wrote it, so a number that is none breaks the format. */
static int64_t number_in(struct book *b, const char *s)
{
	int64_t n = 0;

	if (!parse_int(s, &n) && !failed(b->cx))
		no_pack(b->cx);
	return n;
}

static struct pack_line *line_of(const struct book *b, const char *key)
{
	for (size_t i = 0; i < b->pack->n; i++)
		if (str_eq(b->pack->lines[i].key, key))
			return &b->pack->lines[i];
	return NULL;
}

static void take_line(struct book *b, const struct sheet_row *r)
{
	b->pack->lines[b->pack->n++] = (struct pack_line){
		.key = r->cells[1],
		.about = { type_named(b->cx->app->subjects, r->cells[2]),
		           number_in(b, r->cells[3]) },
		.update = number_in(b, r->cells[4]),
		.version = number_in(b, r->cells[5]),
		.year = (int)number_in(b, r->cells[6]),
		.part = (int)number_in(b, r->cells[7]),
		.told = r->cells[8],
	};
}

/* The values of a line stand behind it. */
static void take_value(struct book *b, size_t i)
{
	struct pack_line *line = &b->pack->lines[b->pack->n - 1];
	const struct sheet *s = b->manifest;
	const struct sheet_row *r = &s->rows[i];

	if (!line->values) {
		size_t n = 0;

		while (i + n < s->n && str_eq(s->rows[i + n].cells[0], "value"))
			n++;
		line->values = arena_array(b->cx->mem, struct pack_value, n);
	}
	line->values[line->values_n++] = (struct pack_value){
		.indicator = number_in(b, r->cells[3]),
		.breakdown = *r->cells[4] ? r->cells[4] : NULL,
		.told = r->cells[5],
		.typed = "",
	};
}

static bool read_manifest(struct book *b)
{
	const struct sheet *s = b->manifest;
	struct pack_content *p = b->pack;

	p->code = manifest_value(s, "pack");
	p->language = manifest_value(s, "language");
	p->institution = number_in(b, manifest_value(s, "institution"));
	p->issued = number_in(b, manifest_value(s, "issued"));
	p->lines = arena_array(b->cx->mem, struct pack_line, s->n);
	for (size_t i = 1; i < s->n; i++) {
		if (str_eq(s->rows[i].cells[0], "row"))
			take_line(b, &s->rows[i]);
		else if (str_eq(s->rows[i].cells[0], "value") && p->n)
			take_value(b, i);
	}
	b->reports = sheet_named(b, manifest_value(s, "reports"));
	b->values = sheet_named(b, manifest_value(s, "values"));
	return !failed(b->cx);
}

/* ---- the sheets that are filled in */

static bool missing_sheet(struct book *b, const char *what)
{
	return fail(b->cx, ERR_INVALID, "file", N_("The sheet “%s” of the pack is missing."),
	            manifest_value(b->manifest, what));
}

static bool check_heads(struct book *b, const struct sheet *s, const char *what, size_t columns)
{
	const struct sheet_row *m = manifest_row(b->manifest, what);

	if (!s)
		return missing_sheet(b, what);
	return (s->n && str_eq(pack_told_hash(b->cx, s->rows[0].cells, columns), m->cells[2])) ||
	       fail(b->cx, ERR_INVALID, "file",
	            N_("Columns of the sheet “%s” were added, taken away, moved or renamed."),
	            s->name);
}

/* A row of the sheet that the manifest has, once, telling what it told. */
static bool check_row(struct book *b, const struct sheet *s, const struct sheet_row *r,
                      const char *hash, int64_t seen)
{
	struct context *cx = b->cx;
	bool values = s == b->values;
	size_t told = values ? VALUE_TOLD : TOLD, columns = values ? VALUE_COLUMNS : REPORT_COLUMNS;
	bool more = r->more;

	for (size_t i = columns; i < MOST_CELLS; i++)
		more |= *r->cells[i] != '\0';
	if (!hash)
		return fail(cx, ERR_INVALID, "file",
		            N_("Sheet “%s”, row %lld: this row is not of the pack. Rows are not "
		               "added to a pack."),
		            s->name, (long long)r->number);
	if (seen)
		return fail(cx, ERR_INVALID, "file",
		            N_("Sheet “%s”, row %lld: this row is there twice."), s->name,
		            (long long)r->number);
	if (more)
		return fail(cx, ERR_INVALID, "file",
		            N_("Sheet “%s”, row %lld: something stands beside the columns of the "
		               "pack."),
		            s->name, (long long)r->number);
	return str_eq(pack_told_hash(cx, r->cells, told), hash) ||
	       fail(cx, ERR_INVALID, "file",
	            N_("Sheet “%s”, row %lld: something was changed that is not to be filled in."),
	            s->name, (long long)r->number);
}

/* What is filled in, without the blanks and line ends behind it. */
static const char *typed_in(struct context *cx, const char *s)
{
	size_t n = strlen(s);

	while (n && (unsigned char)s[n - 1] <= ' ')
		n--;
	return arena_strn(cx->mem, s, n);
}

static bool take_report(struct book *b, const struct sheet_row *r)
{
	struct pack_line *line = line_of(b, r->cells[REPORT_KEY]);

	if (!check_row(b, b->reports, r, line ? line->told : NULL, line ? line->row : 0))
		return false;
	line->row = r->number;
	for (size_t i = 0; i < PACK_FIELDS; i++)
		line->typed[i] = typed_in(b->cx, r->cells[FIRST_FIELD + i]);
	return true;
}

/* "12.3": the value with index 3 of the line 12. */
static struct pack_value *value_of(struct book *b, const char *key)
{
	const char *dot = strchr(key, '.');
	struct pack_line *line =
	        dot ? line_of(b, arena_strn(b->cx->mem, key, (size_t)(dot - key))) : NULL;
	int64_t i;

	return line && parse_int(dot + 1, &i) && i >= 0 && (size_t)i < line->values_n
	               ? &line->values[i]
	               : NULL;
}

static bool take_typed_value(struct book *b, const struct sheet_row *r)
{
	struct pack_value *v = value_of(b, r->cells[VALUE_KEY]);

	if (!check_row(b, b->values, r, v ? v->told : NULL, v ? v->row : 0))
		return false;
	v->row = r->number;
	v->typed = typed_in(b->cx, r->cells[VALUE_TYPED]);
	return true;
}

static bool nothing_missing(struct book *b)
{
	struct context *cx = b->cx;

	for (size_t i = 0; i < b->pack->n; i++) {
		const struct pack_line *line = &b->pack->lines[i];

		if (!line->row)
			return fail(cx, ERR_INVALID, "file",
			            N_("Sheet “%s”: the row No. %s is missing. Rows are not taken "
			               "out of a pack; leave them as they are."),
			            b->reports->name, line->key);
		for (size_t k = 0; k < line->values_n; k++)
			if (!line->values[k].row)
				return fail(cx, ERR_INVALID, "file",
				            N_("Sheet “%s”: a row of No. %s is missing. Rows are "
				               "not taken out of a pack; leave them as they are."),
				            b->values->name, line->key);
	}
	return true;
}

static bool take_rows(struct book *b)
{
	for (size_t i = 1; i < b->reports->n; i++)
		if (!take_report(b, &b->reports->rows[i]))
			return false;
	for (size_t i = 1; i < b->values->n; i++)
		if (!take_typed_value(b, &b->values->rows[i]))
			return false;
	return nothing_missing(b);
}

struct pack_content *pack_read(struct context *cx, struct material *m)
{
	struct book *b = arena_new_of(cx->mem, struct book);

	b->cx = cx;
	b->pack = arena_new_of(cx->mem, struct pack_content);
	return collect(b, m) && check_format(b) && check_signature(b) && read_manifest(b) &&
	                       check_heads(b, b->reports, "reports", REPORT_COLUMNS) &&
	                       check_heads(b, b->values, "values", VALUE_COLUMNS) && take_rows(b)
	               ? b->pack
	               : NULL;
}

/* ---- the register */

/* One that was issued after the copy of the database that was restored since. */
static struct pack *registered(struct context *cx, const struct pack_content *c)
{
	struct pack *p = record_by_key(cx, T, c->code);

	if (p || failed(cx))
		return p;
	p = record_new(cx, T);
	p->record.institution = c->institution;
	p->code = c->code;
	p->language = c->language;
	p->issued.us = c->issued;
	p->digest = c->digest;
	p->items = (struct number){ (int64_t)c->n, true };
	return p;
}

int64_t pack_bring_back(struct context *cx, const struct pack_content *c, const char *filename,
                        const void *bytes, size_t size)
{
	struct pack *p;

	if (!pack_may_bring_back(cx, c->institution)) {
		fail(cx, ERR_INVALID, "file",
		     N_("This pack is of another institution: %s. Its own focal point brings it "
		        "back."),
		     record_title(cx, &institution_type, c->institution));
		return 0;
	}
	p = registered(cx, c);
	if (!p)
		return 0;
	p->returned = attachment_store(cx, filename, bytes, size);
	p->returned_at.us = cx->now;
	p->record.state = type_state(T, "brought_back");
	return p->returned && record_save_as(cx, T, p,
	                                     p->record.version ? CHANGE_UPDATE : CHANGE_CREATE)
	               ? p->record.id
	               : 0;
}
