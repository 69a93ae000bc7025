/* A parser by descent that cannot fail: whatever stands where it has no meaning is passed over.
 * Each level of brackets is one level of recursion, at most MAX_QUERY_DEPTH; deeper brackets are
 * passed over, too, their content is not.  A field that nobody knows is found out after its value
 * was read: then the place is set back and both are read as words, at most once a level. */
#include "search/query.h"

#include "base/utf8.h"
#include "language/fold.h"
#include "language/letters.h"
#include "search/query_part.h"

enum token { END, WORD, OPEN, CLOSE, QUOTE, AND, OR, NOT, MINUS };

struct parser {
	struct context *cx;
	struct analyser *a;
	const struct query_fields *fields;
	const char *text;
	struct chunks chunks;
	size_t at;              /* bytes of the text that were read */
	size_t length;          /* of the token that next() found */
	int depth, passed_over; /* brackets */
	bool plain;             /* AND, OR and NOT are words, for there is nothing else */
	enum query_where where;
	const char *field; /* whose values stand in these brackets; NULL: none's */
	bool unknown;      /* it is none */
	size_t words;
	struct query_notes notes;
};

static struct query *read_or(struct parser *p);

/* ---- tokens */

static const struct operator
{
	const char *text;
	enum token token;
}
operators[] = {
	{ "AND", AND },  { "И", AND },    { "WE", AND },   { "OR", OR },
	{ "ИЛИ", OR },   { "ÝA-DA", OR }, { "ÝA DA", OR }, { "YA-DA", OR },
	{ "YA DA", OR }, { "NOT", NOT },  { "НЕ", NOT },   { "DÄL", NOT },
};

static uint32_t sign(const struct parser *p, size_t at)
{
	const char *s = p->text + at;

	return at < p->chunks.text_n ? utf8_take(&s) : 0;
}

static size_t after(const struct parser *p, size_t at)
{
	const char *s = p->text + at;

	utf8_take(&s);
	return (size_t)(s - p->text);
}

static bool is_quote(uint32_t c)
{
	char folded[FOLD_ROOM];

	return c && fold_letter(c, folded) == 1 && folded[0] == '"';
}

static bool is_gap(uint32_t c)
{
	return !c || char_is_space(c) || c == '(' || c == ')' || c == '|' || is_quote(c);
}

static enum token operator_at(const struct parser *p, const struct chunk *c, size_t *length)
{
	for (size_t i = 0; !p->plain && i < LEN(operators); i++) {
		size_t n = strlen(operators[i].text);

		if (strncmp(p->text + c->from, operators[i].text, n) == 0 &&
		    is_gap(sign(p, c->from + n))) {
			*length = n;
			return operators[i].token;
		}
	}
	return WORD;
}

/* Before something, and behind nothing. */
static bool is_minus(const struct parser *p)
{
	uint32_t next = sign(p, after(p, p->at));
	unsigned char before = p->at ? (unsigned char)p->text[p->at - 1] : ' ';

	return (is_gap(before) || before == '-') && next && !char_is_space(next) && next != ')' &&
	       next != '|';
}

static enum token sign_token(const struct parser *p, uint32_t c)
{
	switch (c) {
	case '(':
		return OPEN;
	case ')':
		return CLOSE;
	case '|':
		return OR;
	case '-':
	case 0x2212:
		return is_minus(p) ? MINUS : END;
	}
	return is_quote(c) ? QUOTE : END;
}

/* What stands at the place, which moves over what means nothing. */
static enum token next(struct parser *p)
{
	uint32_t c;

	for (; (c = sign(p, p->at)); p->at = after(p, p->at)) {
		const struct chunk *word = chunk_at(&p->chunks, p->at);

		if (word)
			return operator_at(p, word, &p->length);

		enum token t = sign_token(p, c);

		p->length = after(p, p->at) - p->at;
		if (t == CLOSE && p->passed_over)
			p->passed_over--;
		else if (t != END)
			return t;
	}
	return END;
}

static void pass(struct parser *p)
{
	p->at += p->length;
}

/* ---- notes */

static void note(struct parser *p, const char *text)
{
	for (size_t i = 0; i < p->notes.n; i++) {
		if (str_eq(p->notes.v[i], text))
			return;
	}
	if (p->notes.n < LEN(p->notes.v))
		p->notes.v[p->notes.n++] = text;
}

static bool room_for(struct parser *p, size_t words)
{
	if (p->words + words <= MAX_QUERY_WORDS) {
		p->words += words;
		return true;
	}
	note(p, arena_fmt(p->cx->mem, tr(p->cx, "only the first %d words count"), MAX_QUERY_WORDS));
	return false;
}

/* ---- words */

static struct query *word_leaf(struct parser *p, const struct chunk *c)
{
	char terms[MAX_VARIANTS][MAX_TERM + 1];
	size_t n = analyse_variants(p->a, c->word, terms);
	struct query *q = query_leaf(p->cx, QUERY_WORD, p->text, c->from, c->to);
	const char **copies = arena_array(p->cx->mem, const char *, n);

	for (size_t i = 0; i < n; i++)
		copies[i] = arena_str(p->cx->mem, terms[i]);
	q->terms = copies;
	q->terms_n = n;
	q->word = c->word;
	q->where = p->where;
	return q;
}

/* Words one after the other, as their places say; `more` further words at each, NULL: none. */
static struct query *phrase_leaf(struct parser *p, const struct chunk *v, size_t n,
                                 const uint8_t *more, size_t begin, size_t end)
{
	struct query *q = query_leaf(p->cx, QUERY_PHRASE, p->text, begin, end);
	struct query **parts = arena_array(p->cx->mem, struct query *, n);
	uint8_t *gaps = arena_array(p->cx->mem, uint8_t, n);

	for (size_t i = 0; i < n; i++) {
		parts[i] = word_leaf(p, &v[i]);
		parts[i]->where = WHERE_ANY; /* the phrase says where */
		if (i + 1 < n) {
			size_t gap = v[i + 1].position - v[i].position - 1 + (more ? more[i] : 0);

			gaps[i] = (uint8_t)(gap < UINT8_MAX ? gap : UINT8_MAX);
		}
	}
	q->parts = parts;
	q->parts_n = n;
	q->gaps = gaps;
	q->where = p->where;
	return q;
}

/* The symbol itself, or its words and numbers one after the other, so that "HRC/24" finds, too. */
static struct query *symbol_leaf(struct parser *p, const struct chunk *c)
{
	struct query *q = query_leaf(p->cx, QUERY_OR, p->text, c->from, c->to);
	struct query_list list = { 0 };

	query_add(p->cx, &list, word_leaf(p, c));
	query_add(p->cx, &list, phrase_leaf(p, c->pieces, c->pieces_n, NULL, c->from, c->to));
	q->parts = list.v;
	q->parts_n = list.n;
	q->where = p->where;
	return q;
}

static struct query *leaf(struct parser *p, const struct chunk *c)
{
	if (!room_for(p, 1 + c->pieces_n))
		return NULL;
	return c->pieces_n ? symbol_leaf(p, c) : word_leaf(p, c);
}

/* A star behind the word; behind a symbol also one after a slash. */
static struct query *prefix(struct parser *p, const struct chunk *c)
{
	bool slash = c->pieces_n && p->text[c->to] == '/';
	size_t star = c->to + slash;

	if (p->text[star] != '*' || !room_for(p, 1))
		return NULL;

	struct query *q = query_leaf(p->cx, QUERY_PREFIX, p->text, c->from, star);

	q->word = slash ? arena_fmt(p->cx->mem, "%s/", c->word) : c->word;
	q->where = p->where;
	p->at = star + 1;
	return q;
}

/* "follow-up", "d'Ivoire", "name@host" are one piece, though two words. */
static bool joins(const struct parser *p, size_t from, size_t to)
{
	char folded[FOLD_ROOM];

	for (size_t at = from; at < to; at = after(p, at)) {
		uint32_t c = sign(p, at);

		if (!c || (!char_is_invisible(c) &&
		           (fold_letter(c, folded) != 1 || !strchr("-'._@&", folded[0]))))
			return false;
	}
	return from < to;
}

/* Words without a gap, from the place on. */
static struct query *read_word(struct parser *p)
{
	const struct chunk *first = chunk_at(&p->chunks, p->at), *last = first;
	const struct chunk *end = p->chunks.v + p->chunks.n;
	struct query_list both = { 0 };

	while (last + 1 < end && !last->pieces_n && !last[1].pieces_n &&
	       joins(p, last->to, last[1].from))
		last++;
	p->at = last->to;

	struct query *begins = prefix(p, last);
	const struct chunk *whole_end = begins ? last : last + 1;

	if (whole_end - first > 1) {
		size_t n = 0;

		while (first + n < whole_end && room_for(p, 1))
			n++;
		if (n)
			query_add(p->cx, &both,
			          phrase_leaf(p, first, n, NULL, first->from, first[n - 1].to));
	} else if (whole_end > first) {
		query_add(p->cx, &both, query_with_relatives(p->cx, leaf(p, first)));
	}
	query_add(p->cx, &both, begins);
	return query_and(p->cx, &both);
}

/* ---- phrases */

static size_t closing_quote(const struct parser *p, size_t at)
{
	for (uint32_t c; (c = sign(p, at)) && !is_quote(c);)
		at = after(p, at);
	return at;
}

/* How many lone stars stand between two words. */
static uint8_t stars(const struct parser *p, size_t from, size_t to)
{
	size_t n = 0;

	for (size_t at = from; at < to; at++) {
		n += p->text[at] == '*' && is_gap((unsigned char)p->text[at - 1]) &&
		     is_gap((unsigned char)p->text[at + 1]);
	}
	return (uint8_t)(n < UINT8_MAX ? n : UINT8_MAX);
}

static struct query *read_phrase(struct parser *p)
{
	size_t begin = p->at + p->length, end = closing_quote(p, begin), n = 0;
	const struct chunk *first = chunk_from(&p->chunks, begin);
	size_t left = first ? (size_t)(p->chunks.v + p->chunks.n - first) : 0;
	uint8_t more[MAX_QUERY_WORDS];

	p->at = is_quote(sign(p, end)) ? after(p, end) : end;
	for (; n < left && first[n].from < end && room_for(p, 1); n++) {
		if (n)
			more[n - 1] = stars(p, first[n - 1].to, first[n].from);
	}
	if (n > 1)
		return phrase_leaf(p, first, n, more, begin, end);
	if (!n)
		return NULL;
	p->words--; /* leaf() counts it */
	return leaf(p, first);
}

/* ---- fields */

static const struct text_field {
	const char *name;
	enum query_where where;
} text_fields[] = {
	{ "title", WHERE_TITLE },     { "text", WHERE_BODY },  { "название", WHERE_TITLE },
	{ "заголовок", WHERE_TITLE }, { "текст", WHERE_BODY }, { "sozbasy", WHERE_TITLE },
	{ "ady", WHERE_TITLE },       { "tekst", WHERE_BODY },
};

enum { LONG_NAME = 64 };

/* The length of "name:" at the place, 0: no field stands there. */
static size_t field_name(const struct parser *p)
{
	const char *s = p->text + p->at;
	size_t n = 0;

	while (n <= LONG_NAME &&
	       ((unsigned char)s[n] >= 0x80 || s[n] == '_' || s[n] == '-' ||
	        (s[n] >= '0' && s[n] <= '9') || ((s[n] | 0x20) >= 'a' && (s[n] | 0x20) <= 'z')))
		n++;
	if (!n || n > LONG_NAME || s[n] != ':' || p->at + n + 1 >= p->chunks.text_n)
		return 0;

	uint32_t c = sign(p, p->at + n + 1);

	return c == '(' || is_quote(c) || !is_gap(c) ? n + 1 : 0;
}

static const char *comparison(struct parser *p)
{
	static const struct {
		const char *typed, *compare;
	} all[] = { { "<=", "<=" }, { ">=", ">=" }, { "≤", "<=" }, { "≥", ">=" },
		    { "<", "<" },   { ">", ">" },   { "=", "" } };

	for (size_t i = 0; i < LEN(all); i++) {
		if (str_starts(p->text + p->at, all[i].typed)) {
			p->at += strlen(all[i].typed);
			return all[i].compare;
		}
	}
	return "";
}

static struct query *read_value(struct parser *p, const char *field, const char *compare,
                                size_t begin, size_t end, size_t from, size_t to)
{
	const char *value = query_typed(p->cx, p->text, begin, end);
	struct query *q;

	if (!*value || !p->fields || !room_for(p, 1))
		return NULL;
	q = p->fields->read(p->cx, p->fields->data, field, compare, value);
	if (!q) {
		p->unknown = true;
		return NULL;
	}
	q->begin = (uint32_t)from;
	q->end = (uint32_t)to;
	q->typed = arena_fmt(p->cx->mem, "%s:%s%s", field, compare, value);
	if (q->kind == QUERY_NONE)
		note(p, arena_fmt(p->cx->mem, tr(p->cx, "“%s” is not known and finds nothing"),
		                  q->typed));
	return q;
}

/* Up to a blank, a bracket or a quotation mark; what was cut as one ("13 (b)") is not torn. */
static size_t bare_value_end(const struct parser *p)
{
	size_t at = p->at;

	while (at < p->chunks.text_n) {
		const struct chunk *c = chunk_at(&p->chunks, at);

		if (!c && is_gap(sign(p, at)))
			break;
		at = c ? c->to : after(p, at);
	}
	return at;
}

/* Within field:( … ): words up to the next operator are one value. */
static struct query *read_list_value(struct parser *p)
{
	size_t begin = p->at, end = begin;

	do {
		end = bare_value_end(p);
		p->at = end;
	} while (next(p) == WORD);
	return read_value(p, p->field, "", begin, end, begin, end);
}

static struct query *read_quoted_value(struct parser *p, const char *field, size_t from)
{
	size_t begin = after(p, p->at), end = closing_quote(p, begin);

	p->at = is_quote(sign(p, end)) ? after(p, end) : end;
	return read_value(p, field, "", begin, end, from, p->at);
}

static struct query *read_brackets(struct parser *p)
{
	struct query *q;

	pass(p);
	if (p->depth == MAX_QUERY_DEPTH) {
		p->passed_over++;
		return NULL;
	}
	p->depth++;
	q = read_or(p);
	p->depth--;
	if (next(p) == CLOSE)
		pass(p);
	return q;
}

static struct query *read_list(struct parser *p, const char *field)
{
	struct query *q;

	p->length = 1;
	p->field = field;
	q = read_brackets(p);
	p->field = NULL;
	return q;
}

static struct query *read_field_value(struct parser *p, const char *field, size_t from)
{
	uint32_t c = sign(p, p->at);

	if (is_quote(c))
		return read_quoted_value(p, field, from);
	if (c == '(')
		return read_list(p, field);

	const char *compare = comparison(p);
	size_t begin = p->at;

	if (is_quote(sign(p, begin)))
		return read_quoted_value(p, field, from);
	p->at = bare_value_end(p);

	size_t end = p->at;

	while (end > begin && strchr(",;", p->text[end - 1]))
		end--;
	return read_value(p, field, compare, begin, end, from, end);
}

static struct query *read_primary(struct parser *p, enum token t);

static bool read_text_field(struct parser *p, const char *name, struct query **ret)
{
	for (size_t i = 0; i < LEN(text_fields); i++) {
		enum query_where before = p->where;

		if (!str_eq(name, text_fields[i].name))
			continue;
		p->where = text_fields[i].where;
		*ret = read_primary(p, next(p));
		p->where = before;
		return true;
	}
	return false;
}

/* False: no field that anybody knows stands there, and nothing has moved. */
static bool read_field(struct parser *p, struct query **ret)
{
	struct parser before = *p;
	size_t n = p->field ? 0 : field_name(p);

	if (!n)
		return false;

	const char *typed = query_typed(p->cx, p->text, p->at, p->at + n - 1);
	const char *name = fold_text(p->cx->mem, typed);

	p->at += n;
	if (read_text_field(p, name, ret))
		return true;
	*ret = p->fields ? read_field_value(p, name, before.at) : NULL;
	if (!p->unknown && p->fields)
		return true;
	*p = before;
	note(p, arena_fmt(p->cx->mem, tr(p->cx, "“%s” is no field and was searched as a word"),
	                  typed));
	return false;
}

/* ---- the grammar */

/* One word, phrase, field or pair of brackets; moves in any case. */
static struct query *read_primary(struct parser *p, enum token t)
{
	struct query *q = NULL;

	switch (t) {
	case OPEN:
		return read_brackets(p);
	case QUOTE:
		return p->field ? read_quoted_value(p, p->field, p->at) : read_phrase(p);
	case WORD:
		if (p->field)
			return read_list_value(p);
		return read_field(p, &q) ? q : read_word(p);
	default:
		return NULL;
	}
}

/* "para 112.4", "13-nji bent", "пункт 13": the word beside a number, and nothing between. */
static bool is_para(const struct query *q)
{
	static const char *const words[] = {
		"para",   "paras",  "paragraph", "paragraphs", "п",        "пп",      "пункт",
		"пункта", "пункте", "пункту",    "пунктом",    "пункты",   "пунктов", "пунктах",
		"bent",   "bendi",  "bendin",    "bendinin",   "bendinde", "bentler", "bentleri",
	};

	for (size_t i = 0; q->kind == QUERY_WORD && i < LEN(words); i++) {
		if (str_eq(q->word, words[i]))
			return true;
	}
	return false;
}

static bool is_number(const struct query *q)
{
	return q->kind == QUERY_WORD && q->word[0] >= '0' && q->word[0] <= '9';
}

static bool side_by_side(const struct parser *p, const struct query *a, const struct query *b)
{
	for (size_t at = a->end; at < b->begin; at = after(p, at)) {
		uint32_t c = sign(p, at);

		if (!char_is_space(c) && c != '.' && c != ',')
			return false;
	}
	return a->end <= b->begin;
}

static bool is_beside_number(const struct parser *p, const struct query_list *all, size_t i)
{
	const struct query *q = all->v[i];

	return (i + 1 < all->n && is_number(all->v[i + 1]) && side_by_side(p, q, all->v[i + 1])) ||
	       (i > 0 && is_number(all->v[i - 1]) && side_by_side(p, all->v[i - 1], q));
}

static bool is_function_word(const struct query *q)
{
	return q->kind == QUERY_WORD && query_function_word(q->word);
}

/* Without what does not count beside other things. */
static struct query *and_of_what_counts(struct parser *p, const struct query_list *all)
{
	struct query_list kept = { 0 };
	bool other = false;

	for (size_t i = 0; i < all->n; i++)
		other = other || (all->v[i]->kind != QUERY_NOT && !is_function_word(all->v[i]));
	for (size_t i = 0; i < all->n; i++) {
		bool left_out = (is_para(all->v[i]) && is_beside_number(p, all, i)) ||
		                (other && is_function_word(all->v[i]));

		if (!left_out)
			query_add(p->cx, &kept, all->v[i]);
	}
	return query_and(p->cx, &kept);
}

/* ---- labels */

enum { NAME_WORDS = 16 }; /* of a longer name nobody types all */

/* Words that nobody put in quotation marks or asked for in a field. */
static bool is_bare(const struct parser *p, const struct query *q)
{
	size_t before = q->begin;

	if (q->where != WHERE_ANY || (q->kind != QUERY_WORD && q->kind != QUERY_PHRASE))
		return false;
	while (before && ((unsigned char)p->text[--before] & 0xc0) == 0x80)
		;
	return !q->begin || !is_quote(sign(p, before));
}

/* The words of a node: its own, or those of "asylum-seekers"; 0: it can be no part of a name. */
static size_t words_of(const struct parser *p, const struct query *q, const struct query **ret,
                       size_t room)
{
	const struct query *const one[] = { q };
	const struct query *const *v = q->kind == QUERY_WORD ? one : (const void *)q->parts;
	size_t n = q->kind == QUERY_WORD ? 1 : q->parts_n;

	if (!is_bare(p, q) || n > room)
		return 0;
	for (size_t i = 0; i < n; i++)
		ret[i] = v[i];
	return n;
}

/* The name that begins with the i-th part; *ret_end: behind its last one. */
static struct query *label_at(struct parser *p, const struct query_list *all, size_t i,
                              size_t *ret_end)
{
	const struct query *words[NAME_WORDS];
	size_t ends[NAME_WORDS + 1] = { 0 }; /* the part behind, by number of words */
	size_t n = 0, named = 0;
	struct query *q;

	for (size_t k = i; k < all->n && n < NAME_WORDS; k++) {
		size_t more = k > i && !side_by_side(p, all->v[k - 1], all->v[k])
		                      ? 0
		                      : words_of(p, all->v[k], words + n, NAME_WORDS - n);

		if (!more)
			break;
		n += more;
		ends[n] = k + 1;
	}
	if (!n || is_function_word(words[0]))
		return NULL;
	q = p->fields->labelled(p->cx, p->fields->data, words, n, &named);
	*ret_end = q ? ends[named] : 0;
	return *ret_end ? q : NULL;
}

/* What the words find, or what bears the name that they are. */
static struct query *what_counts(struct parser *p, const struct query_list *all)
{
	struct query_list with = { 0 };

	if (!p->fields || !p->fields->labelled)
		return and_of_what_counts(p, all);
	for (size_t i = 0, end; i < all->n; i = end) {
		struct query *label = label_at(p, all, i, &end);
		struct query_list name = { 0 }, either = { 0 };

		if (!label) {
			query_add(p->cx, &with, all->v[i]);
			end = i + 1;
			continue;
		}
		for (size_t k = i; k < end; k++)
			query_add(p->cx, &name, all->v[k]);
		query_add(p->cx, &either, and_of_what_counts(p, &name));
		query_add(p->cx, &either, label);
		query_add(p->cx, &with, query_or(p->cx, &either));
	}
	return and_of_what_counts(p, &with);
}

/* Any number of NOT before it. */
static struct query *read_unary(struct parser *p)
{
	struct query_list one = { 0 };
	bool negated = false;
	enum token t;
	struct query *q;

	for (t = next(p); t == NOT || t == MINUS; t = next(p)) {
		negated = !negated;
		pass(p);
	}
	q = read_primary(p, t);
	if (!negated || !q)
		return q;
	query_add(p->cx, &one, q); /* what is taken away is what it would find */
	return query_not(p->cx, what_counts(p, &one));
}

static struct query *read_and(struct parser *p)
{
	struct query_list list = { 0 };

	for (enum token t; !p->unknown && (t = next(p)) != END && t != CLOSE && t != OR;) {
		if (t == AND)
			pass(p);
		else
			query_add(p->cx, &list, read_unary(p));
	}
	return what_counts(p, &list);
}

static struct query *read_or(struct parser *p)
{
	struct query_list list = { 0 };

	query_add(p->cx, &list, read_and(p));
	while (!p->unknown && next(p) == OR) {
		pass(p);
		query_add(p->cx, &list, read_and(p));
	}
	return query_or(p->cx, &list);
}

/* All of it: brackets that close nothing do not end it. */
static struct query *read_all(struct parser *p)
{
	struct query_list list = { 0 };

	p->at = 0;
	for (enum token t; (t = next(p)) != END;) {
		if (t == CLOSE)
			pass(p);
		else
			query_add(p->cx, &list, read_or(p));
	}
	return query_and(p->cx, &list);
}

bool query_read(struct context *cx, struct analyser *a, const struct query_fields *fields,
                const char *text, struct query **ret, const char **ret_explained)
{
	struct parser p = { .cx = cx, .a = a, .fields = fields, .text = text ? text : "" };
	struct query *q;

	if (strnlen(p.text, MAX_QUERY + 1) > MAX_QUERY) {
		p.text = arena_strn(cx->mem, p.text, MAX_QUERY);
		note(&p, tr(cx, "the query is too long, and its end was left out"));
	}
	chunks_cut(cx, a, p.text, &p.chunks);
	q = read_all(&p);
	if (!q && p.chunks.n && !failed(cx)) {
		p.plain = true;
		p.words = 0;
		q = read_all(&p);
	}
	*ret = q ? q : arena_new_of(cx->mem, struct query);
	*ret_explained = q ? query_explain(cx, q, &p.notes) : "";
	return !failed(cx);
}
