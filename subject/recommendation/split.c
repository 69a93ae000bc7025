/* Many from one: pasted paragraphs, and the parts of a recommendation that asks
 * for several things. */
#include "subject/recommendation/recommendation.h"

#include "subject/mechanism/locator.h"

void recommendation_paragraphs(struct context *cx, const char *text, struct paragraph **ret,
                               size_t *ret_n)
{
	struct locator_walk walk = { .rest = text };
	struct paragraph p, *v = NULL;
	size_t n = 0;

	while (n < MAX_LIST_PAGE && locator_next(cx->mem, &walk, &p.locator, &p.text)) {
		v = arena_grow(cx->mem, v, n * sizeof p, (n + 1) * sizeof p);
		v[n++] = p;
	}
	*ret = v;
	*ret_n = n;
}

/* The language in which the document speaks. */
static const char *language_of(const struct recommendation *r)
{
	for (size_t i = 0; i < r->text.n; i++)
		if (r->text.v[i].original)
			return r->text.v[i].lang;
	return "en";
}

/* A part has the whole's place and labels, and words and paragraph of its own. */
static bool make_part(struct context *cx, const struct recommendation *whole,
                      const struct paragraph *p)
{
	struct recommendation *part = record_new(cx, &recommendation_type);
	struct text *words = arena_new_of(cx->mem, struct text);

	*words = (struct text){ .lang = language_of(whole), .body = p->text, .original = true };
	part->record.classification = whole->record.classification;
	part->record.institution = whole->record.institution;
	part->record.readers = whole->record.readers;
	part->states_under_review = whole->states_under_review;
	part->mechanism = whole->mechanism;
	part->cycle = whole->cycle;
	part->document = whole->document;
	part->locator = str_empty(p->locator) ? whole->locator : p->locator;
	part->text = (struct texts){ words, 1 };
	part->kind = whole->kind;
	part->themes = whole->themes;
	part->affected_persons = whole->affected_persons;
	part->sdg = whole->sdg;
	part->instruments = whole->instruments;
	part->recommending_states = whole->recommending_states;
	part->position = whole->position;
	part->position_document = whole->position_document;
	part->position_locator = whole->position_locator;
	part->position_source = whole->position_source;
	part->priority = whole->priority;
	part->deadline = whole->deadline;
	part->split_from = whole->record.id;
	return access_record(cx, &recommendation_type, part, RIGHT_CREATE)
	               ? record_save_as(cx, &recommendation_type, part, CHANGE_CREATE)
	               : fail(cx, ERR_FORBIDDEN, NULL, N_("You may not change this record."));
}

bool recommendation_split(struct context *cx, struct recommendation *r,
                          const struct paragraph *parts, size_t n)
{
	size_t made = 0;

	for (size_t i = 0; i < n; i++) {
		if (str_empty(parts[i].text))
			continue;
		if (!make_part(cx, r, &parts[i]))
			return false;
		made++;
	}
	if (made < 2)
		return fail(cx, ERR_INVALID, "parts", N_("A split needs at least two parts."));
	return record_step(cx, &recommendation_type, r, step_named(&recommendation_type, "split"));
}
