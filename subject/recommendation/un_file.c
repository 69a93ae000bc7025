/* See un_file.h. */
#include "subject/recommendation/un_file.h"

#include "record/setting.h"
#include "subject/recommendation/wg_states.h"

/* ---- once a file */

static bool find_state(struct context *cx, struct un_file *f)
{
	f->own = record_id_by_key(cx, &country_type, setting(cx, "state"));
	if (str_empty(f->im->state))
		return !failed(cx);
	f->state = labels_find(cx, f->countries, f->im->state);
	return f->state ||
	       fail(cx, ERR_INVALID, "state", N_("There is no State “%s”."), f->im->state);
}

bool un_file_open(struct context *cx, struct import *im, const char *said, struct un_file *ret)
{
	static const struct type *const kinds[LABEL_KINDS] = { &theme_type, &affected_person_type,
		                                               &sdg_type };

	*ret = (struct un_file){ .im = im,
		                 .met = arena_new_of(cx->mem, struct un_met),
		                 .said = type_fields_named(cx, &recommendation_type, said) };
	ret->countries = ret->said ? labels_load(cx, &country_type) : NULL;
	for (int i = 0; ret->countries && i < LABEL_KINDS; i++)
		ret->labels[i] = failed(cx) ? NULL : labels_load(cx, kinds[i]);
	if (failed(cx) || !upr_cycles_load(cx, &ret->cycles))
		return false;
	ret->upr = record_id_by_key(cx, &mechanism_type, "UPR");
	return find_state(cx, ret);
}

/* ---- texts */

static struct texts text_in(struct un_row *w, const char *lang, const char *body)
{
	struct texts x = { arena_new_of(w->cx->mem, struct text), 1 };

	*x.v = (struct text){ .lang = lang, .body = body, .original = true };
	return x;
}

/* ---- rows */

struct un_row un_row(struct context *cx, const struct un_file *f, struct import_item *item,
                     const struct unit *u)
{
	struct un_row w = { .cx = cx, .file = f, .item = item };

	import_begin(cx, f->im, item, &recommendation_type, u);
	item->said = f->said;
	w.to = item->record;
	w.to->record.state = type_state(&recommendation_type, "imported");
	w.to->kind = KIND_RECOMMENDATION;
	return w;
}

int64_t un_label(struct un_row *w, const char *field, const struct type *t,
                 const struct labels *labels, const char *label)
{
	return file_label_or_unknown(w->cx, w->file->im, w->item, field, t, labels, label);
}

void un_take_words(struct un_row *w, const char *words)
{
	const char *lang = w->file->im->lang;

	if (!*words) {
		import_problem(w->file->im, w->item, "text", tr(w->cx, N_("The text is missing.")));
		return;
	}
	w->to->text = text_in(w, str_empty(lang) ? language_said(words) : lang, words);
}

void un_take_labels(struct un_row *w, const char *cell, enum label_kind kind)
{
	static const char *const fields[LABEL_KINDS] = { "themes", "affected_persons", "sdg" };
	static const struct type *const types[LABEL_KINDS] = { &theme_type, &affected_person_type,
		                                               &sdg_type };
	struct refs *const to[LABEL_KINDS] = { &w->to->themes, &w->to->affected_persons,
		                               &w->to->sdg };
	struct un_labels all = un_labels(w->cx->mem, cell, kind);

	for (size_t i = 0; i < all.n; i++) {
		enum label_kind k = all.v[i].kind;
		const char *label = all.v[i].text,
		           *code = k == LABEL_SDG ? sdg_code_said(w->cx->mem, label) : NULL;
		int64_t id = code ? labels_find(w->cx, w->file->labels[k], code) : 0;

		if (!id)
			id = un_label(w, fields[k], types[k], w->file->labels[k], label);
		if (id)
			refs_add(w->cx, to[k], id);
	}
}

/* ---- recommending States */

struct asked {
	struct context *cx;
	const struct labels *countries;
};

static bool is_state(void *with, const char *name)
{
	const struct asked *a = with;

	return labels_find(a->cx, a->countries, name) != 0;
}

static void take_state(struct un_row *w, const char *name)
{
	int64_t id = un_label(w, "recommending_states", &country_type, w->file->countries, name);

	if (id)
		refs_add(w->cx, &w->to->recommending_states, id);
}

void un_take_states_in_words(struct un_row *w, const char *words)
{
	struct asked asked = { w->cx, w->file->countries };
	struct statements all = statements_read(w->cx->mem, words, is_state, &asked);

	for (size_t i = 0; i < all.n; i++)
		for (size_t k = 0; k < all.v[i].states_n; k++)
			take_state(w, all.v[i].states[k]);
}

/* "- France\n- Iran (Islamic Republic of)", "France, Spain". */
void un_take_states(struct un_row *w, const char *cell)
{
	struct un_labels lines = un_labels(w->cx->mem, cell, LABEL_THEME);

	for (size_t i = 0; i < lines.n; i++) {
		const char *line = lines.v[i].text;

		if (labels_find(w->cx, w->file->countries, line))
			take_state(w, line);
		else
			un_take_states_in_words(w, arena_fmt(w->cx->mem, "x (%s)", line));
	}
}

/* ---- positions */

void un_take_position(struct un_row *w, const char *words, const char *by)
{
	static const int positions[] = {
		[SAID_NOTHING] = POSITION_PENDING,     [SAID_PENDING] = POSITION_PENDING,
		[SAID_SUPPORTED] = POSITION_SUPPORTED, [SAID_NOTED] = POSITION_NOTED,
		[SAID_MIXED] = POSITION_PENDING,       [SAID_EMPTY] = POSITION_PENDING
	};
	enum said_position said = position_said(w->cx->mem, words);

	if (said == SAID_PLEDGE) {
		w->to->kind = KIND_PLEDGE;
		return;
	}
	w->to->position = positions[said];
	if (said != SAID_EMPTY && !w->to->position_document)
		w->to->position_source = by;
	if (said == SAID_MIXED || said == SAID_NOTHING) /* for a person to read */
		w->to->position_remark = text_in(
		        w, "en", arena_fmt(w->cx->mem, "Response according to %s: %s", by, words));
}

/* ---- where it stands */

void un_take_review(struct un_row *w, int64_t state, int64_t cycle)
{
	struct un_met *met = w->file->met;

	w->to->states_under_review = (struct refs){ 0 };
	refs_add(w->cx, &w->to->states_under_review, state);
	w->to->mechanism = w->file->upr;
	if (!cycle)
		return;
	if (met->state != state || met->cycle != cycle) {
		met->review = review_needed(w->cx, state, "UPR",
		                            arena_fmt(w->cx->mem, "%lld", (long long)cycle));
		met->state = met->review ? state : 0;
		met->cycle = cycle;
	}
	w->to->cycle = met->review;
}

int64_t un_document(struct un_row *w, const char *symbol, struct date distributed)
{
	const struct document_facts facts = { .distributed = distributed };
	struct un_met *met = w->file->met;
	const struct refs *states = &w->to->states_under_review;
	int64_t id;

	for (size_t i = 0; i < LEN(met->documents); i++)
		if (met->documents[i].id && str_eq(met->documents[i].symbol, symbol))
			return met->documents[i].id;
	id = document_needed_with(w->cx, symbol, states->n ? states->v[0] : 0, w->to->cycle,
	                          &facts);
	if (id && strlen(symbol) < sizeof met->documents->symbol) {
		met->next = (met->next + 1) % (int)LEN(met->documents);
		memcpy(met->documents[met->next].symbol, symbol, strlen(symbol) + 1);
		met->documents[met->next].id = id;
	}
	return id;
}

int64_t un_cycle_of_report(struct context *cx, const struct un_file *f, const char *symbol)
{
	struct symbol s;

	return symbol_parse(cx->mem, symbol, &s) && s.council
	               ? upr_cycle_of_council(&f->cycles, s.council)
	               : 0;
}

void un_add_source(struct un_row *w, const char *title, const char *locator, const char *note)
{
	struct owned *o = &w->to->record.sources;
	struct source *v = arena_array(w->cx->mem, struct source, o->n + 1);

	if (o->n)
		memcpy(v, o->v, o->n * sizeof *v);
	v[o->n] = (struct source){ .title = title, .locator = locator, .note = note };
	*o = (struct owned){ v, o->n + 1 };
}
