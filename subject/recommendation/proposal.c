/* See proposal.h.  A document is short beside a table, so its passages are in memory at once: what
 * a paragraph is, is often said by another one far behind. */
#include "subject/recommendation/proposal.h"

#include "record/app.h"
#include "record/setting.h"
#include "subject/mechanism/review.h"
#include "subject/taxonomy/taxonomy.h"

/* ---- the document */

static bool is_text(const struct material *m)
{
	return str_eq(m->format, "pdf") || str_eq(m->format, "docx");
}

struct passages proposal_passages(struct context *cx, struct material *m)
{
	struct passages p = { 0 };
	struct unit u;

	if (!is_text(m))
		return p;
	while (material_next(cx, m, &u))
		if (!passages_add(cx, &p, &u)) {
			error_clear(cx);
			return (struct passages){ 0 };
		}
	return p;
}

bool proposals_read(struct context *cx, struct import *im, struct proposals *p)
{
	struct unit u;

	if (!im->material || !is_text(im->material))
		return fail(cx, ERR_BAD_REQUEST, NULL,
		            N_("Only PDF and Word documents are read in this format."));
	while (import_unit(cx, im, &u))
		if (!passages_add(cx, &p->passages, &u))
			return false;
	if (failed(cx))
		return false;
	p->taken = arena_array(cx->mem, bool, p->passages.n + 1);
	p->extra = p->passages.n ? p->passages.v[p->passages.n - 1].unit.number : 0;
	for (size_t i = 0; i < p->passages.n; i++)
		if (p->passages.v[i].unit.number > p->extra)
			p->extra = p->passages.v[i].unit.number;
	return true;
}

bool proposals_find(struct context *cx, const struct import *im, struct proposals *p,
                    const char *symbol, const char *iso3, const char *lang)
{
	const char *state = im->state ? im->state : iso3 ? iso3 : setting(cx, "state");

	p->symbol = im->document ? im->document : symbol;
	p->lang = im->lang ? im->lang : lang;
	p->state = record_id_by_key(cx, &country_type, state);
	if (failed(cx))
		return false;
	if (!p->state)
		return fail(cx, ERR_INVALID, "state", N_("There is no State “%s”."), state);
	return !str_empty(p->symbol) ||
	       fail(cx, ERR_INVALID, "document",
	            N_("The document’s symbol does not stand on its first pages. Say it."));
}

/* ---- items */

struct recommendation *proposal_begin(struct context *cx, struct import *im, struct proposals *p,
                                      struct import_item *item, const struct passage *at,
                                      const struct passage *const *more, size_t more_n)
{
	bool *taken = &p->taken[at - p->passages.v];
	struct recommendation *r;

	import_on_page(im, at->page);
	import_begin(cx, im, item, &recommendation_type, &at->unit);
	for (size_t i = 0; i < more_n; i++) {
		import_on_page(im, more[i]->page);
		import_cells(cx, im, item, &more[i]->unit);
	}
	if (*taken)
		item->row = ++p->extra;
	*taken = true;
	item->said = p->said;
	r = item->record;
	r->record.state = type_state(&recommendation_type, "imported");
	r->mechanism = p->mechanism;
	r->cycle = p->cycle;
	r->document = p->document;
	refs_add(cx, &r->states_under_review, p->state);
	return r;
}

struct texts proposal_texts(struct context *cx, const struct proposals *p, const char *body)
{
	struct texts x = { arena_new_of(cx->mem, struct text), 1 };

	*x.v = (struct text){ .lang = p->lang, .body = body, .original = str_eq(p->lang, "en") };
	return x;
}

void proposal_words(struct context *cx, const struct proposals *p, struct recommendation *r,
                    const struct passage *at, const char *locator, const char *words,
                    const char *note)
{
	struct source *s = arena_new_of(cx->mem, struct source);

	r->locator = locator;
	r->text = proposal_texts(cx, p, words);
	s->document = (struct link){ &document_type, p->document };
	s->locator = at->page
	                     ? arena_fmt(cx->mem, "para. %s, p. %lld", locator, (long long)at->page)
	                     : arena_fmt(cx->mem, "para. %s", locator);
	s->note = note;
	r->record.sources = (struct owned){ s, 1 };
}
