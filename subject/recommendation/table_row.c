/* One row of a list as a recommendation.  What a cell says of a field of ours goes there when all
 * of it is understood; what is not understood, and what has no field, goes into the note of the
 * record's source in the file's own words, so that nothing is lost and nothing is guessed.  The
 * list's own status is a source of its own beside our field. */
#include "subject/recommendation/table_part.h"

#include "base/buffer.h"
#include "base/number.h"
#include "base/utf8.h"
#include "subject/mechanism/review.h"
#include "subject/recommendation/file_label.h"
#include "subject/recommendation/un_words.h"

enum { NOTE = 1900, NOTED_VALUE = 300, LOCATOR = 100, TITLE = 400 };

struct row {
	struct context *cx;
	struct table_reader *r;
	struct import_item *item;
	struct recommendation *to;
	const struct unit *unit;
	const struct field **said;
	size_t said_n;
	const char *status, *reason, *id; /* the file's words */
	int our_status;
};

/* ---- parts of the record */

static void say(struct row *w, const char *field)
{
	const struct field *f = type_field_named(&recommendation_type, field);

	for (size_t i = 0; i < w->said_n; i++)
		if (w->said[i] == f)
			return;
	w->said[w->said_n++] = f;
}

static void add_text(struct context *cx, struct texts *to, const char *lang, const char *body,
                     bool original)
{
	struct text *v = arena_array(cx->mem, struct text, to->n + 1);

	if (to->n)
		memcpy(v, to->v, to->n * sizeof *v);
	v[to->n] = (struct text){ .lang = lang, .body = body, .original = original };
	*to = (struct texts){ v, to->n + 1 };
}

static int64_t labelled(const struct row *w, const struct labels *labels, const struct type *t,
                        const char *label)
{
	return file_label(w->cx, w->r->im, t, labels, label);
}

/* "Children: definition; general principles; protection" is one label. */
static size_t whole_or_parts(struct row *w, const struct labels *labels, const struct type *t,
                             const char *value, const char ***ret)
{
	if (strchr(value, '\n') || !labelled(w, labels, t, value))
		return table_parts(w->cx, value, ret);
	*ret = arena_array(w->cx->mem, const char *, 1);
	(*ret)[0] = value;
	return 1;
}

/* "France, Germany" when the whole is no name ("Bolivia, Plurinational State of" is one): pieces
 * between commas, as many together as make a name. */
static size_t split_names(struct row *w, const struct labels *labels, const struct type *t,
                          const char *s, const char *field, struct refs *to)
{
	const char *end = s + strlen(s);
	size_t unknown = 0;

	while (*s) {
		const char *stop = end;
		int64_t id = 0;

		while (stop > s) {
			id = labelled(w, labels, t, arena_strn(w->cx->mem, s, (size_t)(stop - s)));
			if (id)
				break;
			do
				stop--;
			while (stop > s && *stop != ',');
		}
		if (!id) {
			stop = s + strcspn(s, ",");
			import_unknown(w->r->im, w->item, field, t,
			               arena_strn(w->cx->mem, s, (size_t)(stop - s)));
			unknown++;
		} else {
			refs_add(w->cx, to, id);
		}
		s = stop + strspn(stop, ", ");
	}
	return unknown;
}

/* Names between lines, semicolons, bars, and commas where they are no part of a name. */
static bool read_names(struct row *w, const struct labels *labels, const struct type *t,
                       const char *value, const char *field, struct refs *to)
{
	const char **parts;
	size_t n = whole_or_parts(w, labels, t, value, &parts), unknown = 0;

	for (size_t i = 0; i < n; i++)
		unknown += split_names(w, labels, t, parts[i], field, to);
	if (to->n)
		say(w, field);
	return !unknown;
}

/* A label with a comma in it is one label as long as not all its pieces are known. */
static bool read_labels(struct row *w, const struct labels *labels, const struct type *t,
                        const char *value, const char *field, struct refs *to)
{
	const char **parts;
	size_t n = whole_or_parts(w, labels, t, value, &parts);
	bool all = true;

	for (size_t i = 0; i < n; i++) {
		int64_t id = labelled(w, labels, t, parts[i]);
		struct refs pieces = { 0 };
		bool known = id || strchr(parts[i], ',');

		for (const char *s = parts[i]; !id && known && *s;) {
			size_t length = strcspn(s, ",");
			int64_t piece = labelled(w, labels, t, arena_strn(w->cx->mem, s, length));

			known = piece != 0;
			if (known)
				refs_add(w->cx, &pieces, piece);
			s += length + strspn(s + length, ", ");
		}
		if (id)
			refs_add(w->cx, to, id);
		for (size_t k = 0; known && k < pieces.n; k++)
			refs_add(w->cx, to, pieces.v[k]);
		if (!known)
			import_unknown(w->r->im, w->item, field, t, parts[i]);
		all &= known;
	}
	if (to->n)
		say(w, field);
	return all;
}

/* "ЦУР 16.3", "Goal 5: Gender equality", "16 - PEACE, JUSTICE AND STRONG INSTITUTIONS": by its
 * name, else by its number. */
static int64_t goal_of(struct row *w, const char *label)
{
	const char *digits = label + strcspn(label, "0123456789");
	int64_t id = labelled(w, w->r->sdgs, &sdg_type, label);

	if (id || !*digits)
		return id;
	return labelled(w, w->r->sdgs, &sdg_type,
	                arena_strn(w->cx->mem, digits, strcspn(digits, " :-,)")));
}

/* Numbers between commas are several goals, words between them are one name. */
static bool read_goals(struct row *w, const char *value)
{
	const char **parts;
	size_t n = table_parts(w->cx, value, &parts);
	bool all = true;

	for (size_t i = 0; i < n; i++)
		for (const char *s = parts[i]; *s;) {
			size_t length = strcspn(s, ",");
			const char *next = s + length + strspn(s + length, ", ");
			bool several = *next >= '0' && *next <= '9';
			const char *label = several ? arena_strn(w->cx->mem, s, length) : s;
			int64_t id = goal_of(w, label);

			if (id)
				refs_add(w->cx, &w->to->sdg, id);
			else
				import_unknown(w->r->im, w->item, "sdg", &sdg_type, label);
			all &= id != 0;
			s = several ? next : "";
		}
	if (w->to->sdg.n)
		say(w, "sdg");
	return all;
}

/* The symbol in a cell that may say more ("A/HRC/24/3, para. 112"); *ret_rest is what stands
 * behind it. */
static const char *symbol_of(struct context *cx, const char *s, const char **ret_rest)
{
	struct symbol symbol;

	*ret_rest = "";
	if (symbol_parse(cx->mem, s, &symbol))
		return symbol.text;
	for (const char *p = s; *p;) {
		size_t n = strcspn(p, " ,;()\n");

		if (memchr(p, '/', n) &&
		    symbol_parse(cx->mem, arena_strn(cx->mem, p, n), &symbol)) {
			*ret_rest = p + n + strspn(p + n, " ,;()\n");
			return symbol.text;
		}
		p += n + strspn(p + n, " ,;()\n");
	}
	return NULL;
}

static int64_t state_of(const struct row *w)
{
	const struct refs *states = &w->to->states_under_review;

	return states->n ? states->v[0] : w->r->state ? w->r->state : w->r->own;
}

/* Documents in which recommendations stand are made by the import when they are not on record;
 * what else a symbol may mean is for a person to say. */
static bool holds_recommendations(const struct symbol *s)
{
	static const char *const kinds[] = { "upr_wg_report", "concluding_observations" };

	for (size_t i = 0; i < LEN(kinds); i++)
		if (str_eq(s->kind, kinds[i]))
			return true;
	return false;
}

static int64_t document_of(struct row *w, const char *field, const char *symbol)
{
	int64_t id = file_label_decided(w->cx, w->r->im, &document_type, symbol);
	struct symbol s;

	if (id)
		return id;
	if (w->r->symbol && str_eq(symbol, w->r->symbol))
		id = w->r->document;
	else
		id = document_by_symbol(w->cx, symbol);
	if (!id && symbol_parse(w->cx->mem, symbol, &s) && holds_recommendations(&s))
		id = document_needed(w->cx, symbol, state_of(w), w->to->cycle);
	if (!id && !failed(w->cx))
		import_unknown(w->r->im, w->item, field, &document_type, symbol);
	return id;
}

static bool read_document(struct row *w, const char *value)
{
	const char *rest, *symbol = symbol_of(w->cx, value, &rest), *locator;

	if (!symbol) {
		import_unknown(w->r->im, w->item, "document", &document_type, value);
		return false;
	}
	w->to->document = document_of(w, "document", symbol);
	if (w->to->document)
		say(w, "document");
	locator = *rest ? table_locator(w->cx, rest) : NULL;
	if (locator && str_empty(w->to->locator)) {
		w->to->locator = locator;
		say(w, "locator");
	}
	return w->to->document && (!*rest || locator);
}

/* "A/HRC/28/15/Add.1 - Para. 3" */
static bool read_position_source(struct row *w, const char *value)
{
	const char *rest, *symbol = symbol_of(w->cx, value, &rest), *locator;

	if (!symbol)
		return false;
	w->to->position_document = document_of(w, "position_document", symbol);
	if (w->to->position_document)
		say(w, "position_document");
	rest += strspn(rest, " -–");
	locator = *rest ? table_locator(w->cx, rest) : NULL;
	if (locator) {
		w->to->position_locator = locator;
		say(w, "position_locator");
	}
	return w->to->position_document && (!*rest || locator);
}

static bool read_mechanism(struct row *w, const char *value)
{
	const char *code = table_mechanism(w->cx, value);
	int64_t id = labelled(w, w->r->names.mechanisms, &mechanism_type, value);

	if (!id && code)
		id = record_id_by_key(w->cx, &mechanism_type, code);
	if (!id) {
		import_unknown(w->r->im, w->item, "mechanism", &mechanism_type, value);
		return false;
	}
	w->to->mechanism = id;
	say(w, "mechanism");
	return !code || strlen(value) <= 12 || !strpbrk(value, "0123456789");
}

/* Reviews are numbered in the Universal Periodic Review alone. */
static bool read_cycle(struct row *w, const char *value)
{
	int number = table_cycle(w->cx, value);
	int64_t id = 0, state = state_of(w);

	if (number && (!w->to->mechanism || w->to->mechanism == w->r->upr))
		id = state == w->r->own && w->r->cycles[number]
		             ? w->r->cycles[number]
		             : review_needed(w->cx, state, "UPR",
		                             arena_fmt(w->cx->mem, "%d", number));
	if (!id && !failed(w->cx))
		id = record_id_by_key(w->cx, &review_cycle_type, value);
	if (!id)
		return false;
	w->to->cycle = id;
	say(w, "cycle");
	return true;
}

static bool read_position(struct row *w, const char *value)
{
	enum yesno accepted = table_yesno(w->cx, value);

	w->to->position = accepted == YES  ? POSITION_SUPPORTED
	                  : accepted == NO ? POSITION_NOTED
	                                   : table_position(w->cx, value);
	say(w, "position");
	if (!w->to->position && position_said(w->cx->mem, value) == SAID_PLEDGE) {
		w->to->kind = KIND_PLEDGE;
		return true;
	}
	w->to->position_source = w->r->im->file;
	say(w, "position_source");
	if (w->to->position)
		return true;
	w->to->position = POSITION_PENDING; /* whatever else it says is for a person to read */
	add_text(w->cx, &w->to->position_remark, "en",
	         arena_fmt(w->cx->mem, "Position according to the file: %s", value), true);
	say(w, "position_remark");
	return true;
}

static bool read_deadline(struct row *w, const struct table_column *c)
{
	const struct cell *cell = &w->unit->cells[c->place - 1];

	if (!table_date(w->cx, cell, c->month_first, &w->to->deadline))
		return false;
	say(w, "deadline");
	return true;
}

static bool read_status(struct row *w, const char *value)
{
	const char *chosen = table_choice(w->r->im, &w->r->memory,
	                                  arena_fmt(w->cx->mem, "label:status:%s", value));
	const struct field *f = type_field_named(&recommendation_type, "status");
	bool known = table_status(w->cx, value, &w->our_status) && w->our_status;

	w->status = value;
	if (chosen)
		w->our_status = choice_index(f->choices, chosen);
	if (!chosen && !known)
		import_unknown(w->r->im, w->item, "status", &recommendation_type, value);
	return true;
}

static bool read_locator(struct row *w, const char *value)
{
	const char *locator = table_locator(w->cx, value), *rest, *symbol;

	if (!locator && (symbol = symbol_of(w->cx, value, &rest)) && !w->to->document)
		return read_document(w, value);
	if (!locator) { /* "CEDAW 2018/12": how another system calls it */
		w->id = value;
		return strlen(value) < LOCATOR;
	}
	w->to->locator = locator;
	say(w, "locator");
	return true;
}

/* "115.1 Take further steps …": the number is the place, where no column says it. */
static bool read_text(struct row *w, const struct table_column *c, const char *value)
{
	struct un_paragraph p = { .words = value };

	if (begins_with_number(value))
		p = un_paragraph(w->cx->mem, value);
	add_text(w->cx, &w->to->text, c->lang, p.words, str_eq(c->lang, w->r->original));
	say(w, "text");
	if (!str_empty(p.locator) && str_empty(w->to->locator)) {
		w->to->locator = p.locator;
		say(w, "locator");
	}
	return true;
}

static bool read_words(struct row *w, const char **to, const char *field, const char *value)
{
	const struct field *f = type_field_named(&recommendation_type, field);

	if (utf8_count(value) > (size_t)f->max)
		return false;
	*to = value;
	say(w, field);
	return true;
}

/* True when all that the cell says stands in fields of ours. */
static bool read_cell(struct row *w, const struct table_column *c, const char *value)
{
	struct recommendation *to = w->to;
	const struct table_reader *r = w->r;

	switch (c->field) {
	case TABLE_TEXT:
		return read_text(w, c, value);
	case TABLE_LOCATOR:
		return read_locator(w, value);
	case TABLE_DOCUMENT:
		return read_document(w, value);
	case TABLE_MECHANISM:
		return read_mechanism(w, value);
	case TABLE_CYCLE:
		return read_cycle(w, value);
	case TABLE_UNDER_REVIEW:
		return read_names(w, r->names.countries, &country_type, value,
		                  "states_under_review", &to->states_under_review);
	case TABLE_STATES:
		return read_names(w, r->names.countries, &country_type, value,
		                  "recommending_states", &to->recommending_states);
	case TABLE_POSITION:
		return read_position(w, value);
	case TABLE_POSITION_SOURCE:
		return read_position_source(w, value);
	case TABLE_POSITION_REMARK:
		add_text(w->cx, &to->position_remark, r->original, value, true);
		say(w, "position_remark");
		return true;
	case TABLE_THEMES:
		return read_labels(w, r->themes, &theme_type, value, "themes", &to->themes);
	case TABLE_AFFECTED:
		return read_labels(w, r->persons, &affected_person_type, value, "affected_persons",
		                   &to->affected_persons);
	case TABLE_SDG:
		return read_goals(w, value);
	case TABLE_ARTICLES:
		return read_words(w, &to->articles, "articles", value);
	case TABLE_REGIONS:
		return read_words(w, &to->regions, "regions", value);
	case TABLE_DEADLINE:
		return read_deadline(w, c);
	case TABLE_PRIORITY:
		to->priority = table_priority(w->cx, value);
		if (to->priority)
			say(w, "priority");
		return to->priority != 0;
	case TABLE_STATUS:
		return read_status(w, value);
	case TABLE_STATUS_REASON:
		if (!w->reason)
			w->reason = value;
		return false;
	case TABLE_ID:
		w->id = value;
		return strlen(value) < LOCATOR;
	default:
		return c->field == TABLE_NUMBER;
	}
}

/* ---- the row as a whole */

/* "Implemented" rests on evidence, "not pursued" is the chair's decision, "partially" needs a
 * reason: a file cannot say them.  Its words stand beside the empty field. */
static void settle_status(struct row *w)
{
	bool partially = w->our_status == STATUS_PARTIALLY_IMPLEMENTED;

	if (!w->our_status || w->our_status == STATUS_IMPLEMENTED ||
	    w->our_status == STATUS_NOT_PURSUED || (partially && !w->reason))
		return;
	w->to->status = w->our_status;
	say(w, "status");
	if (!w->reason)
		return;
	add_text(w->cx, &w->to->status_reason, w->r->original, w->reason, true);
	say(w, "status_reason");
}

static void settle_place(struct row *w)
{
	const struct table_reader *r = w->r;
	struct recommendation *to = w->to;

	if (!to->document && r->symbol) {
		to->document = document_of(w, "document", r->symbol);
		if (to->document)
			say(w, "document");
	}
	if (!to->mechanism && r->mechanism)
		to->mechanism = r->mechanism;
	else if (!to->mechanism && !to->document && to->recommending_states.n)
		to->mechanism = r->upr; /* States recommend there alone */
	if (to->mechanism)
		say(w, "mechanism");
	if (!to->states_under_review.n && r->state) {
		refs_add(w->cx, &to->states_under_review, r->state);
		say(w, "states_under_review");
	}
}

/* A row that lacks the language of the others is authoritative in the one it has. */
static void settle_original(struct texts *x)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->v[i].original)
			return;
	if (x->n)
		x->v[0].original = true;
}

/* A heading of the list is a theme when it is called so. */
static void read_section(struct row *w)
{
	const char *section = w->r->section;
	int64_t theme;

	if (!*section || w->to->themes.n)
		return;
	section += strspn(section, "0123456789IVX.) ");
	theme = labels_find(w->cx, w->r->themes, section);
	if (!theme)
		return;
	refs_add(w->cx, &w->to->themes, theme);
	say(w, "themes");
}

static void note_down(struct buffer *note, const char *name, const char *value)
{
	size_t n = strlen(value);

	while (n > NOTED_VALUE && ((unsigned char)value[n] & 0xc0) == 0x80)
		n--;
	if (n > NOTED_VALUE)
		for (n = NOTED_VALUE; ((unsigned char)value[n] & 0xc0) == 0x80;)
			n--;
	if (note->len + strlen(name) + n + 8 > NOTE)
		return;
	buffer_fmt(note, "%s%s%s%.*s%s", note->len ? "; " : "", name, *name ? ": " : "", (int)n,
	           value, value[n] ? "…" : "");
}

static const char *note_of(struct row *w, const bool *noted)
{
	struct buffer note = BUFFER(w->cx->mem, NOTE + 1);
	const struct table *t = w->r->table;

	note_down(&note, "", w->r->section);
	for (size_t i = 0; i < t->columns_n; i++)
		if (noted[i] &&
		    !(t->columns[i].field == TABLE_STATUS_REASON && w->to->status_reason.n))
			note_down(&note, t->columns[i].header,
			          table_cell(w->cx, w->unit, t->columns[i].place));
	return note.len ? buffer_str(&note) : NULL;
}

static void read_sources(struct row *w, const bool *noted)
{
	struct source *v = arena_array(w->cx->mem, struct source, 2);
	const struct import *im = w->r->im;
	const char *sheet = w->r->table->sheet_name;

	v[0].title = str_empty(sheet) || strlen(sheet) > TITLE
	                     ? arena_str(w->cx->mem, im->file)
	                     : arena_fmt(w->cx->mem, "%s · %s", im->file, sheet);
	v[0].locator = w->id && strlen(w->id) < LOCATOR
	                       ? w->id
	                       : arena_fmt(w->cx->mem, "row %lld", (long long)w->unit->number);
	v[0].note = note_of(w, noted);
	if (w->status) {
		v[1] = v[0];
		v[1].field = "status";
		v[1].note = w->status;
	}
	w->to->record.sources = (struct owned){ v, 1 + (w->status != NULL) };
	say(w, "sources");
}

static void read_cells(struct row *w, bool *noted)
{
	const struct table *t = w->r->table;

	/* fields in their order, because the one depends on the other: a review on its mechanism */
	for (int field = TABLE_NONE; field < TABLE_FIELDS; field++)
		for (size_t i = 0; i < t->columns_n; i++) {
			const struct table_column *c = &t->columns[i];
			const char *value;

			if ((int)c->field != field)
				continue;
			value = table_cell(w->cx, w->unit, c->place);
			noted[i] = *value && !read_cell(w, c, value);
		}
}

bool table_read_row(struct context *cx, struct table_reader *r, struct import_item *item,
                    const struct unit *u)
{
	enum { FIELDS_SAID = 32 };
	struct row w = { .cx = cx, .r = r, .item = item, .unit = u };
	bool *noted = arena_array(cx->mem, bool, r->table->columns_n + 1);

	import_begin(cx, r->im, item, &recommendation_type, u);
	w.said = arena_array(cx->mem, const struct field *, FIELDS_SAID + 1);
	w.to = item->record;
	w.to->record.state = type_state(&recommendation_type, "imported");
	w.to->kind = KIND_RECOMMENDATION;
	say(&w, "kind");
	read_cells(&w, noted);
	if (!w.to->text.n)
		import_problem(r->im, item, "text", tr(cx, N_("The text is missing.")));
	settle_original(&w.to->text);
	settle_place(&w);
	settle_status(&w);
	read_section(&w);
	read_sources(&w, noted);
	item->said = w.said;
	return !failed(cx);
}

void table_keep_section(struct table_reader *r, const struct unit *u)
{
	for (size_t i = 0; i < u->cells_n; i++)
		if (*u->cells[i].text) {
			size_t n = strnlen(u->cells[i].text, sizeof r->section - 1);

			while (n && ((unsigned char)u->cells[i].text[n] & 0xc0) == 0x80)
				n--;
			memcpy(r->section, u->cells[i].text, n);
			r->section[n] = '\0';
			return;
		}
}
