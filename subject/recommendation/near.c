/* See near.h.  Candidates are the recommendations of one review, at most a few hundred; they are
 * loaded once for all rows about it, which stand together in files that come from elsewhere. */
#include "subject/recommendation/near.h"

#include "record/known.h"
#include "store/db.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/alike.h"

/* ---- candidates */

/* A cross join, because SQLite keeps its order: it would rather begin with all texts.  Without an
 * order of rows: it would walk through all recommendations for it. */
SQL(near_candidates,
    "SELECT r.id, CASE WHEN r.locator IS NULL THEN 0 ELSE coalesce(r.document, 0) END, r.kind,"
    " x.lang, x.body FROM recommendation r CROSS JOIN text x"
    " WHERE r.cycle = $1 AND r.classification <> 'restricted'"
    " AND x.record = r.id AND x.field = 'text'");
SQL(near_states, "SELECT x.record, x.target FROM recommendation r CROSS JOIN ref x"
                 " WHERE r.cycle = $1 AND x.record = r.id AND x.field = 'recommending_states'");

struct candidate {
	int64_t id, document; /* 0: it has no place in one */
	bool pledge;
	const char *lang;
	struct wording wording;
};

struct state_of {
	int64_t record, state;
};

/* Those of one review; kept for as long as rows about it come. */
struct candidates {
	struct arena *mem;
	int64_t cycle;
	struct candidate *v;
	size_t n;
	struct state_of *states;
	size_t states_n;
};

static void free_arena(void *what)
{
	arena_free(what);
}

static void *grown(struct arena *mem, void *v, size_t n, size_t size)
{
	if (n & (n - 1) || (n && n < 64))
		return v;
	return n ? arena_grow(mem, v, n * size, 2 * n * size) : arena_alloc(mem, 64 * size);
}

static bool load(struct context *cx, struct candidates *c, int64_t cycle)
{
	struct rows *r = db_query(cx, &near_candidates, V(cycle));

	while (r && rows_next(cx, r)) {
		if (access_hidden(cx, rows_int(r, 0)))
			continue;
		c->v = grown(c->mem, c->v, c->n, sizeof *c->v);
		c->v[c->n++] = (struct candidate){
			.id = rows_int(r, 0),
			.document = rows_int(r, 1),
			.pledge = str_eq(rows_text(r, 2), "pledge"),
			.lang = arena_str(c->mem, rows_text(r, 3)),
			.wording = wording_of(c->mem, rows_text(r, 4)),
		};
	}
	r = failed(cx) ? NULL : db_query(cx, &near_states, V(cycle));
	while (r && rows_next(cx, r)) {
		c->states = grown(c->mem, c->states, c->states_n, sizeof *c->states);
		c->states[c->states_n++] = (struct state_of){ rows_int(r, 0), rows_int(r, 1) };
	}
	if (!failed(cx))
		c->cycle = cycle;
	return !failed(cx);
}

static struct candidates *candidates_of(struct context *cx, int64_t cycle)
{
	struct candidates *c = known_place(cx, &near_candidates, sizeof *c);

	if (!c || c->cycle == cycle)
		return c;
	if (!c->mem) {
		c->mem = arena_new(MAX_JOB_MEMORY);
		if (!c->mem) {
			fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory just now."));
			return NULL;
		}
		arena_defer(known_memory(cx), free_arena, c->mem);
	}
	arena_reset(c->mem);
	*c = (struct candidates){ .mem = c->mem };
	return load(cx, c, cycle) ? c : NULL;
}

/* ---- the likest */

static bool shares_state(const struct candidates *c, int64_t record, const struct refs *states)
{
	for (size_t i = 0; i < c->states_n; i++)
		if (c->states[i].record == record && refs_has(states, c->states[i].state))
			return true;
	return false;
}

/* Could the two be one, whatever their words? */
static bool fits(const struct candidate *v, const struct recommendation *r, const char *lang)
{
	bool placed = r->document && !str_empty(r->locator);

	return !(placed && v->document) && v->pledge == (r->kind == KIND_PLEDGE) &&
	       str_eq(v->lang, lang);
}

static const struct text *own_words(const struct recommendation *r)
{
	for (size_t i = 0; i < r->text.n; i++)
		if (r->text.v[i].original)
			return &r->text.v[i];
	return r->text.n ? r->text.v : NULL;
}

/* One that names the same State before one that does not, then the likest, then the oldest. */
static bool is_better(bool shares, int score, int64_t id, bool best_shares, int best_score,
                      int64_t best)
{
	if (shares != best_shares)
		return shares;
	return score != best_score ? score > best_score : id < best;
}

static void choose(const struct candidates *c, const struct recommendation *r,
                   const struct wording *w, const char *lang, int64_t *ret, int *ret_score)
{
	bool placed = r->document && !str_empty(r->locator), best_shares = false;

	for (size_t i = 0; i < c->n; i++) {
		const struct candidate *v = &c->v[i];
		int score = fits(v, r, lang) ? wording_alike(w, &v->wording, ALIKE) : 0;
		bool shares = score >= ALIKE && shares_state(c, v->id, &r->recommending_states);

		if (score < ALIKE || (!placed && !v->document && !shares && !v->pledge))
			continue;
		if (*ret && !is_better(shares, score, v->id, best_shares, *ret_score, *ret))
			continue;
		*ret = v->id;
		*ret_score = score;
		best_shares = shares;
	}
}

bool recommendation_near(struct context *cx, struct import *im, const struct import_item *item,
                         int64_t *ret, int *ret_score)
{
	const struct recommendation *r = item->record;
	const struct text *words = own_words(r);
	const struct candidates *c;
	struct wording w;

	(void)im;
	*ret = 0;
	*ret_score = 0;
	if (!r->cycle || !words || known_planned(cx, &review_cycle_type, r->cycle))
		return true;
	c = candidates_of(cx, r->cycle);
	if (!c)
		return false;
	if (!c->n)
		return true;
	w = wording_of(cx->mem, words->body);
	choose(c, r, &w, words->lang, ret, ret_score);
	return true;
}

/* ---- rows of one file */

bool recommendation_join(struct context *cx, void *first, const void *second)
{
	struct recommendation *a = first;
	const struct recommendation *b = second;
	struct source *v =
	        arena_array(cx->mem, struct source, a->record.sources.n + b->record.sources.n);
	size_t n = a->record.sources.n;

	if (a->position != b->position || a->kind != b->kind)
		return false;
	if (n)
		memcpy(v, a->record.sources.v, n * sizeof *v);
	if (b->record.sources.n)
		memcpy(v + n, b->record.sources.v, b->record.sources.n * sizeof *v);
	a->record.sources = (struct owned){ v, n + b->record.sources.n };
	refs_join(cx, &a->themes, &b->themes);
	refs_join(cx, &a->affected_persons, &b->affected_persons);
	refs_join(cx, &a->sdg, &b->sdg);
	refs_join(cx, &a->recommending_states, &b->recommending_states);
	return true;
}

/* ---- a row and what is on record */

static bool says(const struct import_item *item, const char *name)
{
	for (const struct field *const *f = item->said; *f; f++)
		if (str_eq((*f)->name, name))
			return true;
	return false;
}

/* From now on the item says nothing about these fields (names, blanks between). */
static void silence(struct context *cx, struct import_item *item, const char *names)
{
	const struct field **said;
	size_t n = 0, kept = 0;

	while (item->said[n])
		n++;
	said = arena_array(cx->mem, const struct field *, n + 1);
	for (size_t i = 0; i < n; i++)
		if (!word_in(names, item->said[i]->name))
			said[kept++] = item->said[i];
	item->said = said;
}

/* From now on it says something about this one, too. */
static void speak(struct context *cx, struct import_item *item, const char *name)
{
	const struct field **said;
	size_t n = 0;

	if (says(item, name))
		return;
	while (item->said[n])
		n++;
	said = arena_array(cx->mem, const struct field *, n + 2);
	memcpy(said, item->said, n * sizeof *said);
	said[n] = type_field_named(item->type, name);
	item->said = said;
}

/* Who says what stands on record, and who says what the row has: "A/HRC/28/15/Add.1 3", or the
 * name of a source. */
static const char *position_said_by(struct context *cx, const struct recommendation *r,
                                    const char *otherwise)
{
	const char *symbol;

	if (!r->position_document)
		return str_empty(r->position_source) ? otherwise : r->position_source;
	symbol = record_title(cx, &document_type, r->position_document);
	return str_empty(r->position_locator)
	               ? symbol
	               : arena_fmt(cx->mem, "%s %s", symbol, r->position_locator);
}

/* The same disagreement, open or resolved. */
static bool known_conflict(const struct recommendation *old, const struct conflict *c)
{
	const struct conflict *v = old->record.conflicts.v;

	for (size_t i = 0; i < old->record.conflicts.n; i++)
		if (str_eq(v[i].field, c->field) && str_eq(v[i].value_b, c->value_b) &&
		    str_eq(v[i].source_b, c->source_b))
			return true;
	return false;
}

static void disagree(struct context *cx, const struct import *im, struct import_item *item,
                     const struct recommendation *old, const char *name, const char *source_a,
                     const char *source_b)
{
	struct recommendation *r = item->record;
	const struct field *f = type_field_named(item->type, name);
	size_t n = r->record.conflicts.n;
	struct conflict *v = arena_array(cx->mem, struct conflict, n + 1);

	v[n] = (struct conflict){ .field = name,
		                  .value_a = field_words(cx, item->type, f, old),
		                  .source_a = source_a,
		                  .value_b = field_words(cx, item->type, f, r),
		                  .source_b = str_empty(source_b) ? im->file : source_b,
		                  .rule = tr(cx, N_("What was on record counts until somebody "
		                                    "decides.")) };
	silence(cx, item, name);
	if (known_conflict(old, &v[n]))
		return;
	if (n)
		memcpy(v, r->record.conflicts.v, n * sizeof *v);
	r->record.conflicts = (struct owned){ v, n + 1 };
	speak(cx, item, "conflicts");
}

/* This very row has been brought in before. */
static bool known_source(const struct recommendation *old, const struct recommendation *r)
{
	const struct source *v = old->record.sources.v, *new = r->record.sources.v;

	for (size_t i = 0; r->record.sources.n && i < old->record.sources.n; i++)
		if (str_eq(v[i].title, new->title) && str_eq(v[i].locator, new->locator))
			return true;
	return false;
}

#define POSITION_DETAILS "position_document position_locator position_source position_remark"

static void meet_position(struct context *cx, const struct import *im, struct import_item *item,
                          const struct recommendation *old, bool other_version)
{
	const struct recommendation *r = item->record;
	bool same_source =
	        r->position_document == old->position_document &&
	        (r->position_document || str_eq(r->position_source ? r->position_source : "",
	                                        old->position_source ? old->position_source : ""));

	if (!says(item, "position") || !old->position || r->position == old->position) {
		if (old->position && r->position == old->position && !same_source &&
		    old->position_document)
			silence(cx, item, POSITION_DETAILS);
		else if (r->position == old->position && !r->position_remark.n)
			silence(cx, item, "position_remark"); /* lists tell no explanations */
		return;
	}
	if (r->position == POSITION_PENDING || !r->position) {
		silence(cx, item, "position " POSITION_DETAILS);
		return;
	}
	if (old->position == POSITION_PENDING ||
	    (!other_version && (same_source || known_source(old, r))))
		return;
	disagree(cx, im, item, old, "position", position_said_by(cx, old, ""),
	         position_said_by(cx, r, ""));
	silence(cx, item, POSITION_DETAILS);
}

static bool same_set(const struct refs *a, const struct refs *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (!refs_has(a, b->v[i]))
			return false;
	return a->n == b->n;
}

/* Another version of the document names other States. */
static void meet_states(struct context *cx, const struct import *im, struct import_item *item,
                        const struct recommendation *old)
{
	const struct recommendation *r = item->record;

	if (says(item, "recommending_states") &&
	    !same_set(&old->recommending_states, &r->recommending_states) &&
	    old->recommending_states.n && r->recommending_states.n)
		disagree(cx, im, item, old, "recommending_states",
		         own_words(old) ? own_words(old)->lang : "", im->file);
}

/* The words are a translation where those on record are authoritative in another language. */
static bool is_other_version(struct recommendation *r, const struct recommendation *old)
{
	const struct text *is = own_words(old);

	if (!is || !is->original || !r->text.n || str_eq(is->lang, r->text.v->lang))
		return false;
	r->text.v->original = false;
	return true;
}

/* An empty cell takes nothing away from what another file or a person said. */
static void silence_what_is_empty(struct context *cx, struct import_item *item)
{
	static const char *const names[] = {
		"cycle", "document",           "locator", "themes", "affected_persons",
		"sdg",   "recommending_states"
	};

	for (size_t i = 0; i < LEN(names); i++)
		if (field_empty(type_field_named(item->type, names[i]), item->record))
			silence(cx, item, names[i]);
}

bool recommendation_meet(struct context *cx, const struct import *im, struct import_item *item,
                         const void *row)
{
	const struct recommendation *old = row;
	struct recommendation *r = item->record;
	bool placed = old->document && !str_empty(old->locator);

	if (item->type != &recommendation_type)
		return true;
	silence_what_is_empty(cx, item);
	if (placed && !(r->document && !str_empty(r->locator))) {
		struct refs states = old->recommending_states;

		refs_join(cx, &states, &r->recommending_states);
		r->recommending_states = states;
		meet_position(cx, im, item, old, false);
		silence(cx, item,
		        "states_under_review mechanism cycle document locator text kind themes "
		        "affected_persons sdg position " POSITION_DETAILS);
		return !failed(cx);
	}
	if (is_other_version(r, old)) {
		meet_states(cx, im, item, old);
		meet_position(cx, im, item, old, true);
	} else {
		meet_position(cx, im, item, old, false);
	}
	return !failed(cx);
}
