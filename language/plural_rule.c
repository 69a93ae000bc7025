/* A recursive descent over C's precedence table writes postfix steps.  The expression has no
 * side effects, so "?:", "&&" and "||" may evaluate all their operands, and no jumps are
 * needed. */
#include "language/plural_rule.h"

enum operation {
	PUSH_N,
	PUSH_NUMBER,
	NOT,
	CHOOSE,
	OR,
	AND,
	EQUAL,
	UNEQUAL,
	AT_MOST,
	AT_LEAST,
	LESS,
	MORE,
	PLUS,
	MINUS,
	TIMES,
	DIVIDED,
	MODULO,
};

/* Longer spellings before their beginnings: "<=" before "<". */
static const struct binary {
	const char *spelling;
	uint8_t level; /* a higher level binds closer */
	uint8_t operation;
} binaries[] = {
	{ "||", 1, OR },      { "&&", 2, AND },      { "==", 3, EQUAL }, { "!=", 3, UNEQUAL },
	{ "<=", 4, AT_MOST }, { ">=", 4, AT_LEAST }, { "<", 4, LESS },   { ">", 4, MORE },
	{ "+", 5, PLUS },     { "-", 5, MINUS },     { "*", 6, TIMES },  { "/", 6, DIVIDED },
	{ "%", 6, MODULO },
};

struct reader {
	const char *p;
	struct plural_rule *rule;
	unsigned depth;
};

static bool choice(struct reader *r);

static void blanks(struct reader *r)
{
	while (*r->p == ' ' || *r->p == '\t')
		r->p++;
}

static bool take(struct reader *r, const char *token)
{
	blanks(r);
	if (!str_starts(r->p, token))
		return false;
	r->p += strlen(token);
	return true;
}

static bool emit(struct reader *r, enum operation operation, uint32_t number)
{
	if (r->rule->steps == MAX_PLURAL_STEPS)
		return false;
	r->rule->step[r->rule->steps++] = (struct plural_step){ (uint8_t)operation, number };
	return true;
}

static bool number(struct reader *r, uint32_t *ret)
{
	uint32_t n = 0;

	blanks(r);
	if (*r->p < '0' || *r->p > '9')
		return false;
	for (; *r->p >= '0' && *r->p <= '9'; r->p++) {
		if (n > 100 * 1000 * 1000)
			return false;
		n = n * 10 + (uint32_t)(*r->p - '0');
	}
	*ret = n;
	return true;
}

static bool operand(struct reader *r)
{
	uint32_t n;
	bool ok;

	if (++r->depth > MAX_PLURAL_DEPTH)
		return false;
	if (take(r, "!"))
		ok = operand(r) && emit(r, NOT, 0);
	else if (take(r, "("))
		ok = choice(r) && take(r, ")");
	else if (take(r, "n"))
		ok = emit(r, PUSH_N, 0);
	else
		ok = number(r, &n) && emit(r, PUSH_NUMBER, n);
	r->depth--;
	return ok;
}

static const struct binary *next_binary(struct reader *r, unsigned level)
{
	blanks(r);
	for (size_t i = 0; i < LEN(binaries); i++) {
		if (str_starts(r->p, binaries[i].spelling))
			return binaries[i].level >= level ? &binaries[i] : NULL;
	}
	return NULL;
}

/* Operators of this level and closer ones, left to right. */
static bool expression(struct reader *r, unsigned level)
{
	if (!operand(r))
		return false;

	const struct binary *b;

	while ((b = next_binary(r, level))) {
		r->p += strlen(b->spelling);
		if (!expression(r, b->level + 1U) || !emit(r, b->operation, 0))
			return false;
	}
	return true;
}

static bool choice(struct reader *r)
{
	if (++r->depth > MAX_PLURAL_DEPTH || !expression(r, 1))
		return false;
	if (take(r, "?") && (!choice(r) || !take(r, ":") || !choice(r) || !emit(r, CHOOSE, 0)))
		return false;
	r->depth--;
	return true;
}

bool plural_compile(const char *line, struct plural_rule *ret)
{
	struct reader r = { .p = line, .rule = ret };
	uint32_t forms;

	*ret = (struct plural_rule){ 0 };
	if (!take(&r, "nplurals") || !take(&r, "=") || !number(&r, &forms) || forms < 1 ||
	    forms > MAX_PLURAL_FORMS)
		return false;
	ret->forms = forms;
	if (!take(&r, ";") || !take(&r, "plural") || !take(&r, "=") || !choice(&r))
		return false;
	take(&r, ";");
	blanks(&r);
	return *r.p == '\0';
}

static uint64_t apply(enum operation operation, uint64_t a, uint64_t b)
{
	switch (operation) {
	case OR:
		return a || b;
	case AND:
		return a && b;
	case EQUAL:
		return a == b;
	case UNEQUAL:
		return a != b;
	case AT_MOST:
		return a <= b;
	case AT_LEAST:
		return a >= b;
	case LESS:
		return a < b;
	case MORE:
		return a > b;
	case PLUS:
		return a + b;
	case MINUS:
		return a - b;
	case TIMES:
		return a * b;
	case DIVIDED:
		return b ? a / b : 0;
	case MODULO:
		return b ? a % b : 0;
	case PUSH_N:
	case PUSH_NUMBER:
	case NOT:
	case CHOOSE:
		break;
	}
	return 0;
}

unsigned plural_form(const struct plural_rule *r, uint64_t n)
{
	uint64_t stack[MAX_PLURAL_STEPS + 1] = { 0 };
	size_t top =
	        0; /* values on the stack; the compiler has seen to it that operands are there */

	for (unsigned i = 0; i < r->steps; i++) {
		const struct plural_step *s = &r->step[i];

		if (s->operation == PUSH_N || s->operation == PUSH_NUMBER) {
			stack[top++] = s->operation == PUSH_N ? n : s->number;
		} else if (s->operation == NOT) {
			stack[top - 1] = !stack[top - 1];
		} else if (s->operation == CHOOSE) {
			top -= 2;
			stack[top - 1] = stack[top - 1] ? stack[top] : stack[top + 1];
		} else {
			top--;
			stack[top - 1] = apply(s->operation, stack[top - 1], stack[top]);
		}
	}
	return stack[0] < r->forms ? (unsigned)stack[0] : 0;
}
