/* One line: what has to be there, then what must not, then what could not be done. */
#include "search/query_part.h"

#include "language/words.h"

static const char *say(struct context *cx, const struct query *q, bool within);

/* "a, b or c". */
static const char *say_or(struct context *cx, const struct query *q)
{
	const char *all = say(cx, q->parts[0], true);

	for (size_t i = 1; i < q->parts_n; i++) {
		const char *part = say(cx, q->parts[i], true);

		if (i + 1 < q->parts_n)
			all = arena_fmt(cx->mem, "%s, %s", all, part);
		else
			all = arena_fmt(cx->mem, tr(cx, "%s or %s"), all, part);
	}
	return all;
}

static const char *say_and(struct context *cx, const struct query *q)
{
	const char **wanted = arena_array(cx->mem, const char *, q->parts_n);
	const char *all;
	size_t n = 0;

	for (size_t i = 0; i < q->parts_n; i++) {
		if (q->parts[i]->kind != QUERY_NOT)
			wanted[n++] = say(cx, q->parts[i], true);
	}
	all = words_list(cx, wanted, n);
	for (size_t i = 0; i < q->parts_n; i++) {
		if (q->parts[i]->kind == QUERY_NOT)
			all = arena_fmt(cx->mem, "%s, %s", all, say(cx, q->parts[i], true));
	}
	return all;
}

static const char *say_leaf(struct context *cx, const struct query *q)
{
	const char *said;

	switch (q->kind) {
	case QUERY_CODES:
	case QUERY_DATES:
	case QUERY_NONE:
	case QUERY_ALL:
		return q->typed;
	case QUERY_PREFIX:
		said = arena_fmt(cx->mem, tr(cx, "words that begin with “%s”"), q->typed);
		break;
	default:
		said = arena_fmt(cx->mem, tr(cx, "“%s”"), q->typed);
	}
	if (q->where == WHERE_TITLE)
		return arena_fmt(cx->mem, tr(cx, "%s in the title"), said);
	if (q->where == WHERE_BODY)
		return arena_fmt(cx->mem, tr(cx, "%s in the text"), said);
	return said;
}

/* `within` something else: what has parts stands in brackets. */
static const char *say(struct context *cx, const struct query *q, bool within)
{
	const char *said;

	if (q->typed)
		return say_leaf(cx, q);
	switch (q->kind) {
	case QUERY_ALL:
		return tr(cx, "everything");
	case QUERY_NOT:
		return arena_fmt(cx->mem, tr(cx, "without %s"), say(cx, q->parts[0], true));
	case QUERY_OR:
		said = say_or(cx, q);
		break;
	default:
		said = say_and(cx, q);
	}
	return within ? arena_fmt(cx->mem, "(%s)", said) : said;
}

const char *query_explain(struct context *cx, const struct query *q,
                          const struct query_notes *notes)
{
	const char *all = say(cx, q, false);

	for (size_t i = 0; i < notes->n; i++)
		all = arena_fmt(cx->mem, "%s; %s", all, notes->v[i]);
	return all;
}
