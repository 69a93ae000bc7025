/* Asking a rule: the line is read, every key is checked by its kind, and the rule's function puts
 * the answer together of the numbers in the book.  What a mechanism stated is looked at first: it
 * outranks what would be computed (DL-02). */
#include "subject/deadline/answer_part.h"

#include "base/number.h"
#include "language/messages.h"
#include "language/words.h"

enum { MAX_EXPLANATION = 16 * 1024, MAX_KEYS = 32, FIRST_YEAR = 1800, LAST_YEAR = 2300 };

/* Keys that every external rule takes beside its own. */
#define STATED "stated stated.tk stated.ru stated.en stated.fr stated.es stated.ar stated.zh"

const struct asked_rule asked_rules[] = {
	{ "DL-01", "date months", answer_dl01 },
	{ "DL-02", "date " STATED, answer_dl02 },
	{ "DL-03", "instrument deposit in_force action", answer_dl03 },
	{ "DL-04", "instrument deposit in_force action " STATED, answer_dl04 },
	{ "DL-05", "instrument deposit in_force action initial n period " STATED, answer_dl05 },
	{ "DL-06", "instrument committee adopted deposit in_force action initial n period " STATED,
	  answer_dl06 },
	{ "DL-06b", "instrument committee adopted period " STATED, answer_dl06b },
	{ "DL-07", "committee transmitted " STATED, answer_dl07 },
	{ "DL-08", "committee adopted " STATED, answer_dl08 },
	{ "DL-09", "review " STATED, answer_interval },
	{ "DL-10", "session " STATED, answer_dl10 },
	{ "DL-11", "adopted " STATED, answer_interval },
	{ "DL-12", "review", answer_dl12 },
	{ "DL-13", "due", answer_dl13 },
	{ "DL-14", "letter urgent " STATED, answer_dl14 },
	{ "DL-15", "committee stage transmitted " STATED, answer_dl15 },
	{ "DL-16", "in_force year " STATED, answer_dl16 },
	{ "DL-17", "meeting signed", answer_dl17 },
	{ "DL-18", "date kind", answer_dl18 },
	{ "DL-19", "timing date year", answer_dl19 },
	{ "DL-20", "half_year year date", answer_dl20 },
	{ "DL-21", "due", answer_dl21 },
	{ 0 },
};

/* ---- keys */

static const char *const actions[] = { "ratification", "accession", "succession", NULL };
static const char *const stages[] = { "admissibility", "merits", "views", NULL };
static const char *const deadline_key_kinds[] = { "internal", "external", "meeting", NULL };
static const char *const yes_or_no[] = { "yes", "no", "1", "0", "true", "false", NULL };

/* Words that a key may have; NULL: it has none of its own. */
static const char *const *words_of(const char *key)
{
	return str_eq(key, "action")   ? actions
	       : str_eq(key, "stage")  ? stages
	       : str_eq(key, "kind")   ? deadline_key_kinds
	       : str_eq(key, "urgent") ? yes_or_no
	                               : NULL;
}

const char *asked(const struct asking *a, const char *key)
{
	for (size_t i = 0; i < a->keys_n; i++)
		if (str_eq(a->keys[i].name, key) && !str_empty(a->keys[i].value))
			return a->keys[i].value;
	return NULL;
}

bool missing(struct asking *a, const char *key)
{
	return refuse(a, key, N_("“%s” must be told."), key);
}

static bool read_date(struct asking *a, const char *key, const char *value, struct date *ret)
{
	if (!words_read_date(a->cx->mem, value, ret))
		return refuse(a, key,
		              N_("“%s” is no date: write it as 2025-10-30, 2025-10 or 2025."),
		              value);
	return (ret->year >= FIRST_YEAR && ret->year <= LAST_YEAR) ||
	       refuse(a, key, N_("Dates from %d to %d are computed."), FIRST_YEAR, LAST_YEAR);
}

bool asked_date(struct asking *a, const char *key, struct span *ret)
{
	const char *value = asked(a, key);
	struct date d;

	if (!value)
		return missing(a, key);
	if (!read_date(a, key, value, &d))
		return false;
	*ret = span_of(d);
	return true;
}

bool asked_as_told(struct asking *a, const char *key, struct date *ret)
{
	const char *value = asked(a, key);

	return value ? read_date(a, key, value, ret) : missing(a, key);
}

bool asked_year(struct asking *a, int *ret)
{
	return asked_number(a, "year", FIRST_YEAR, LAST_YEAR, ret);
}

bool asked_number(struct asking *a, const char *key, int low, int high, int *ret)
{
	const char *value = asked(a, key);
	int64_t n;

	if (!value)
		return missing(a, key);
	if (!parse_int_in(value, low, high, &n))
		return refuse(a, key, N_("Write a whole number from %d to %d."), low, high);
	*ret = (int)n;
	return true;
}

/* Is a key that holds a date: what events are named by, and what was stated. */
static bool holds_date(const char *key)
{
	return choice_index(deadline_events, key) && !str_eq(key, "year") &&
	       !str_eq(key, "half_year");
}

static bool check_key(struct asking *a, const struct deadline_key *k)
{
	const char *const *words = words_of(k->name);
	struct date d;

	if (str_empty(k->value))
		return true;
	if (holds_date(k->name))
		return read_date(a, k->name, k->value, &d);
	if (str_starts(k->name, "stated"))
		return str_eq(k->value, "to_be_communicated") ||
		       read_date(a, k->name, k->value, &d);
	for (size_t i = 0; words && words[i]; i++)
		if (str_eq(words[i], k->value))
			return true;
	return !words || refuse(a, k->name, N_("“%s” is not known here."), k->value);
}

/* The rule's own keys, and those by which its rows name their events. */
static bool takes(const struct asking *a, const char *key)
{
	struct deadline_rule *const *rows;
	size_t n;

	if (word_in(a->rule->keys, key))
		return true;
	rows = book_rules(a->book, a->rule->code, &n);
	for (size_t i = 0; i < n; i++)
		if (rows[i]->event && str_eq(deadline_events[rows[i]->event - 1].code, key))
			return true;
	return false;
}

static bool check_keys(struct asking *a)
{
	bool ok = true;

	for (size_t i = 0; i < a->keys_n; i++) {
		const char *key = a->keys[i].name;

		if (!takes(a, key))
			ok = refuse(a, key, N_("%s does not ask for “%s”."), a->rule->code, key);
		else
			ok &= check_key(a, &a->keys[i]);
		for (size_t k = 0; k < i; k++)
			if (str_eq(a->keys[k].name, key))
				ok = refuse(a, key, N_("“%s” was told twice."), key);
	}
	return ok;
}

/* ---- words */

void explain(struct asking *a, const char *format, ...)
{
	va_list args;

	if (a->words.len)
		buffer_char(&a->words, ' ');
	va_start(args, format);
	buffer_vfmt(&a->words, format, args);
	va_end(args);
}

void explain_row(struct asking *a, const struct deadline_rule *r)
{
	const struct text *t = r ? texts_best(a->cx, &r->name) : NULL;

	if (t)
		explain(a, "%s", t->body);
}

/* ---- asking */

static const struct asked_rule *rule_named(const char *code)
{
	for (const struct asked_rule *r = asked_rules; r->code; r++)
		if (str_eq(r->code, code))
			return r;
	return NULL;
}

bool deadline_ask(struct context *cx, const char *rule, const struct deadline_key *keys, size_t n,
                  struct deadline_answer *ret)
{
	struct asking a = { .cx = cx,
		            .rule = rule_named(rule),
		            .keys = keys,
		            .keys_n = n,
		            .ret = ret,
		            .words = BUFFER(cx->mem, MAX_EXPLANATION) };

	*ret = (struct deadline_answer){ .rule = a.rule ? a.rule->code : rule };
	if (!a.rule)
		return fail(cx, ERR_INVALID, "rule", N_("There is no rule “%s”."),
		            rule ? rule : "");
	if (n > MAX_KEYS)
		return fail(cx, ERR_INVALID, "rule", N_("At most %d keys are asked."), MAX_KEYS);
	a.book = deadline_book(cx);
	if (!a.book || !check_keys(&a))
		return false;
	explain_row(&a, book_rule(a.book, a.rule->code, NULL, NULL));
	if (!(is_stated(&a) && !str_eq(rule, "DL-10") ? answer_stated(&a) : a.rule->answer(&a)))
		return false;
	ret->explanation = buffer_str(&a.words);
	return buffer_ok(cx, &a.words);
}

const char *deadline_precision_code(struct date d)
{
	static const char *const codes[] = { NULL, "day", "month", "quarter", "year" };

	return codes[d.precision];
}

const char *deadline_status_code(enum deadline_status status)
{
	static const char *const codes[] = { NULL,       "computed", "stated",
		                             "awaiting", "conflict", "none" };

	return codes[status];
}

bool deadline_list(struct context *cx, struct deadline_listed **ret, size_t *ret_n)
{
	const struct deadline_book *b = deadline_book(cx);
	struct deadline_listed *v = arena_array(cx->mem, struct deadline_listed, LEN(asked_rules));
	size_t n = 0;

	for (const struct asked_rule *r = asked_rules; b && r->code; r++) {
		const struct deadline_rule *row = book_rule(b, r->code, NULL, NULL);
		const struct text *t = row ? texts_best(cx, &row->name) : NULL;
		const char *stated = strstr(r->keys, "stated.");

		v[n++] = (struct deadline_listed){
			.rule = r->code,
			.keys = stated ? arena_strn(cx->mem, r->keys,
			                            (size_t)(stated - r->keys) - 1)
			               : r->keys,
			.words = t ? t->body : "",
		};
	}
	*ret = v;
	*ret_n = n;
	return b != NULL;
}

/* ---- lines */

/* Takes one word off the line: KEY=VALUE, where the value may stand in quotation marks. */
static const char *next_word(struct context *cx, const char **line)
{
	const char *s = *line + strspn(*line, " \t");
	struct buffer b = BUFFER(cx->mem, MAX_TITLE * 4);
	bool quoted = false;

	if (!*s)
		return NULL;
	for (; *s && (quoted || !strchr(" \t", *s)); s++) {
		if (*s == '"')
			quoted = !quoted;
		else
			buffer_char(&b, *s);
	}
	*line = s;
	return buffer_str(&b);
}

bool deadline_ask_line(struct context *cx, const char *line, struct deadline_answer *ret)
{
	struct deadline_key keys[MAX_KEYS];
	const char *rule = next_word(cx, &line), *word;
	size_t n = 0;

	while ((word = next_word(cx, &line))) {
		const char *equals = strchr(word, '=');

		if (!equals || n == LEN(keys))
			return fail(cx, ERR_INVALID, "rule", N_("“%s”: write key=value."), word);
		keys[n].name = arena_strn(cx->mem, word, (size_t)(equals - word));
		keys[n++].value = equals + 1;
	}
	return deadline_ask(cx, rule, keys, n, ret);
}

const char *deadline_line(struct context *cx, const char *rule, const struct deadline_key *keys,
                          size_t n)
{
	struct buffer b = BUFFER(cx->mem, MAX_EXPLANATION);

	buffer_text(&b, rule);
	for (size_t i = 0; i < n; i++) {
		const char *quote = strpbrk(keys[i].value, " \t") ? "\"" : "";

		buffer_fmt(&b, " %s=%s%s%s", keys[i].name, quote, keys[i].value, quote);
	}
	return buffer_str(&b);
}
