/* What observations_text.h finds in concluding observations, as recommendations of ours.  Which
 * committee, State and review they are of says their symbol.  A heading becomes a theme, or a group
 * of persons, when it is called so in our lists; what is called otherwise is listed for a person,
 * who may make an alias of it. */
#include "subject/recommendation/observations.h"

#include "record/app.h"
#include "subject/mechanism/review.h"
#include "subject/recommendation/file_label.h"
#include "subject/recommendation/near.h"
#include "subject/recommendation/observations_text.h"
#include "subject/recommendation/proposal.h"

enum { LONGEST_ARTICLES = 200 };

struct reader {
	struct proposals p;
	struct observations text;
	const struct labels *themes, *persons;
	size_t at;
	const char *note;
};

static int guess(struct context *cx, struct material *m)
{
	struct passages p = proposal_passages(cx, m);

	return observations_guess(cx->mem, &p);
}

/* ---- once */

static const char *note(struct context *cx, const struct observations *o)
{
	char adopted[DATE_TEXT], distributed[DATE_TEXT];

	return arena_fmt(cx->mem, "%s%s%s%s%s", date_set(o->adopted) ? "Adopted: " : "",
	                 date_text(o->adopted, adopted),
	                 date_set(o->adopted) && date_set(o->distributed) ? "; " : "",
	                 date_set(o->distributed) ? "Distributed: " : "",
	                 date_text(o->distributed, distributed));
}

/* The committee and the number of the reports by the symbol; the committee as the person said. */
static bool find_review(struct context *cx, const struct import *im, struct reader *r)
{
	struct symbol s;
	struct document_facts document = { .adopted = r->text.adopted,
		                           .distributed = r->text.distributed,
		                           .stated_due = r->text.follow_up_due };
	bool known = symbol_parse(cx->mem, r->p.symbol, &s);
	const char *committee = im->mechanism ? im->mechanism : known ? s.mechanism : NULL;

	if (!committee)
		return fail(cx, ERR_INVALID, "mechanism",
		            N_("“%s” does not say which committee adopted it. Say it."),
		            r->p.symbol);
	r->p.mechanism = record_id_by_key(cx, &mechanism_type, committee);
	if (!failed(cx) && known && s.series)
		r->p.cycle = review_needed(cx, r->p.state, committee, s.series);
	if (!failed(cx))
		r->p.document =
		        document_needed_with(cx, r->p.symbol, r->p.state, r->p.cycle, &document);
	return !failed(cx);
}

static bool open(struct context *cx, struct import *im, void **ret_state)
{
	struct reader *r = arena_new_of(cx->mem, struct reader);

	*ret_state = r;
	r->p.said = type_fields_named(
	        cx, &recommendation_type,
	        "states_under_review mechanism cycle document locator text kind themes "
	        "affected_persons articles deadline follow_up follow_up_due sources");
	r->themes = r->p.said ? labels_load(cx, &theme_type) : NULL;
	r->persons = r->themes ? labels_load(cx, &affected_person_type) : NULL;
	if (!r->persons || !proposals_read(cx, im, &r->p))
		return false;
	if (!observations_read(cx->mem, &r->p.passages, &r->text))
		return fail(cx, ERR_INVALID, NULL, N_("The document has no numbered paragraphs."));
	if (!proposals_find(cx, im, &r->p, r->text.symbol, r->text.iso3, r->text.lang))
		return false;
	r->note = note(cx, &r->text);
	return find_review(cx, im, r);
}

/* ---- items */

/* A theme, or a group of persons. */
static bool put_label(struct context *cx, const struct import *im, const struct reader *r,
                      struct recommendation *to, const char *label)
{
	int64_t theme = file_label(cx, im, &theme_type, r->themes, label),
	        person = file_label(cx, im, &affected_person_type, r->persons, label);

	if (theme)
		refs_add(cx, &to->themes, theme);
	if (person)
		refs_add(cx, &to->affected_persons, person);
	return theme || person;
}

/* "Torture and ill-treatment" as a whole; else each of "Freedom of expression, assembly and
 * association", so far as our lists have it. */
static void put_heading(struct context *cx, struct import *im, const struct reader *r,
                        struct import_item *item, const char *heading)
{
	static const char *const parts[] = { ", and ", ", ", " and ", " и " };
	struct recommendation *to = item->record;
	const char *rest = heading;
	bool all = true, some = false;

	if (put_label(cx, im, r, to, heading))
		return;
	while (*rest) {
		const char *end = rest + strlen(rest), *next = end;

		for (size_t i = 0; i < LEN(parts); i++) {
			const char *at = strstr(rest, parts[i]);

			if (at && at < end) {
				end = at;
				next = at + strlen(parts[i]);
			}
		}
		if (put_label(cx, im, r, to, arena_strn(cx->mem, rest, (size_t)(end - rest))))
			some = true;
		else
			all = false;
		rest = next;
	}
	if (!all || !some)
		import_unknown(im, item, "themes", &theme_type, heading);
}

static bool next(struct context *cx, struct import *im, void *state, struct import_item *item)
{
	struct reader *r = state;
	const struct observation *from = &r->text.items[r->at];
	struct recommendation *to;

	if (r->at == r->text.items_n)
		return false;
	r->at++;
	to = proposal_begin(cx, im, &r->p, item, from->at, from->more, from->more_n);
	proposal_words(cx, &r->p, to, from->at, from->locator, from->words, r->note);
	to->kind = from->kind;
	if (from->articles && strlen(from->articles) <= LONGEST_ARTICLES)
		to->articles = from->articles;
	if (from->kind == KIND_REQUEST_FOR_INFORMATION)
		to->deadline = from->due;
	if (from->follow_up) {
		to->follow_up = YES;
		to->follow_up_due = from->due;
	}
	if (from->theme)
		put_heading(cx, im, r, item, from->theme);
	return !failed(cx);
}

const struct import_format observations_format = {
	.name = "observations",
	.label = N_("Concluding observations of a treaty body (PDF, Word)"),
	.flags = IMPORT_FOREIGN | IMPORT_PROPOSES,
	.guess = guess,
	.open = open,
	.next = next,
	.near = recommendation_near,
	.meet = recommendation_meet,
};
