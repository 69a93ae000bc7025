/* A run is a folded piece of the text.  A letter is held until it is known whether a mark follows
 * it, for и with a breve is й. */
#include "language/cut.h"

#include "base/utf8.h"
#include "language/letters.h"

static inline const struct sign *here(struct cut *c, size_t *length)
{
	const struct sign *s = sign_at(c->signs, c->at, length);

	while (s->kind == SIGN_HIDDEN) {
		c->at += *length;
		s = sign_at(c->signs, c->at, length);
	}
	return s;
}

static bool begins_run(enum sign_kind k)
{
	return sign_is_letter(k) || k == SIGN_DIGIT || k == SIGN_ALONE;
}

bool cut_find(struct cut *c)
{
	size_t length;

	for (;; c->at += length) {
		enum sign_kind kind = (enum sign_kind)sign_at(c->signs, c->at, &length)->kind;

		if (begins_run(kind))
			return true;
		if (kind == SIGN_END)
			return false;
	}
}

bool cut_is(struct cut *c, enum sign_kind kind)
{
	size_t length;

	return here(c, &length)->kind == kind;
}

bool cut_takes(struct cut *c, enum sign_kind kind)
{
	size_t length;

	if (here(c, &length)->kind != kind)
		return false;
	c->at += length;
	return true;
}

int cut_blanks(struct cut *c)
{
	int n = 0;

	while (n < 2 && cut_takes(c, SIGN_BLANK))
		n++;
	return n;
}

static void note(struct run *r, const struct sign *s, bool kept)
{
	switch (s->kind) {
	case SIGN_LATIN:
		r->latin = true;
		break;
	case SIGN_CYRILLIC:
		r->cyrillic = true;
		break;
	case SIGN_DIGIT:
		r->digits_n += kept && r->digits_n == r->n;
		r->digits = true;
		break;
	default:
		r->script = true;
	}
}

/* The letter that the last one of the run makes with the mark at the place, in its stead. */
static void join(struct run *r, const char *last, const char *mark)
{
	uint32_t letter = utf8_take(&last),
	         joined = letter_join(letter_lower(letter), utf8_take(&mark));
	char before[FOLD_ROOM];
	size_t n = fold_letter(letter, before);

	if (joined && r->n >= n && memcmp(r->text + r->n - n, before, n) == 0) {
		char after[FOLD_ROOM];
		size_t made = fold_letter(joined, after);

		if (r->n - n + made <= MAX_TERM) {
			memcpy(r->text + r->n - n, after, made);
			r->n += made - n;
		}
	}
}

/* A letter or digit; nothing of a run that is too long already. */
static void add(struct run *r, const struct sign *s, bool *whole)
{
	*whole = *whole && r->n + s->n <= MAX_TERM;
	note(r, s, *whole);
	if (!*whole)
		return;
	memcpy(r->text + r->n, s->text, FOLD_ROOM); /* more than it has, for speed: there is room */
	r->n += s->n;
}

/* A sign that is a word by itself. */
static bool take_alone(struct cut *c, struct run *r)
{
	size_t length;
	const struct sign *s = here(c, &length);

	if (s->kind != SIGN_ALONE)
		return false;
	memcpy(r->text, s->text, FOLD_ROOM);
	r->n = s->n;
	r->script = true;
	c->at += length;
	r->to = (uint32_t)(c->at - c->text);
	return true;
}

void cut_run(struct cut *c, struct run *r)
{
	const char *last = c->at;
	bool whole = true;
	size_t length;

	r->n = r->digits_n = 0;
	r->latin = r->cyrillic = r->script = r->digits = false;
	r->from = r->to = (uint32_t)(c->at - c->text);
	for (bool alone = take_alone(c, r); !alone; c->at += length) {
		const struct sign *s = here(c, &length);
		enum sign_kind kind = (enum sign_kind)s->kind;

		if (kind == SIGN_MARK) {
			if (whole)
				join(r, last, c->at);
		} else if (sign_is_letter(kind) || kind == SIGN_DIGIT) {
			add(r, s, &whole);
		} else {
			break;
		}
		last = c->at;
		r->to = (uint32_t)(c->at + length - c->text);
	}
	if (r->latin && r->cyrillic)
		r->n = script_unify(r->text, r->n, MAX_TERM, false);
	r->text[r->n] = '\0';
}
