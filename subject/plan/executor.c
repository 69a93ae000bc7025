/* The grammar of a cell that names executors.  Names have commas and "and" in them (Ministry of
 * Labour and Social Protection), so a cell is cut at line ends, semicolons and commas, and of the
 * pieces the longest run that is the name of a body is one; of what is known to nobody a whole line
 * stays together, for a person to say who that is.
 *
 * Marks: "Lead: …", "Соисполнители:" count for what follows, "… (jogapkär)" for its own name.  A
 * mark of the lead before a name counts up to the end of its line. */
#include "subject/plan/executor.h"

#include "language/fold.h"

enum { MOST_PIECES = 200, LONGEST_RUN = 8 };

/* A part of the cell between two separators. */
struct piece {
	const char *text;
	char before; /* the separator: '\n', ';', ',' */
	enum executor_role role;
	bool marked; /* it begins something: its own mark, or one that stands before it */
};

struct reading {
	struct arena *mem;
	executor_known *known;
	const void *data;
	struct piece v[MOST_PIECES];
	size_t n;
	struct executor *ret;
	size_t ret_n;
};

/* ---- marks */

static const char *const marks[] = {
	[EXECUTOR_LEAD] = "lead|lead body|lead agency|lead executor|responsible|responsible body|"
	                  "jogapkär|jogapkär ýerine ýetiriji|esasy ýerine ýetiriji|baş ýerine "
	                  "ýetiriji|esasy|ответственный|ответственный исполнитель|головной|"
	                  "головной исполнитель|основной исполнитель|исполнитель|отв.|отв",
	[EXECUTOR_CO] = "co-executor|co-executors|executors|together with|jointly with|"
	                "bilelikde|bilelikde ýerine ýetirijiler|bilelikde ýerine ýetiriji|"
	                "gatnaşyjylar|соисполнители|соисполнитель|исполнители|совместно с|"
	                "совместно|при участии",
	[EXECUTOR_PARTNER] = "partner|partners|in partnership with|hyzmatdaş|hyzmatdaşlar|"
	                     "партнер|партнеры|в партнерстве с",
};

static bool is_one_of(const char *list, const char *folded)
{
	size_t n = strlen(folded);

	for (const char *s = list; n && *s; s = strchrnul(s, '|'), s += *s == '|')
		if (strncmp(s, folded, n) == 0 && (s[n] == '|' || !s[n]))
			return true;
	return false;
}

static enum executor_role mark_of(struct arena *mem, const char *words)
{
	const char *folded = fold_text(mem, words);

	for (int role = EXECUTOR_LEAD; role <= EXECUTOR_PARTNER; role++)
		if (is_one_of(fold_text(mem, marks[role]), folded))
			return (enum executor_role)role;
	return EXECUTOR_UNMARKED;
}

/* ---- pieces */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Bullets of lists, and the numbers of items: "- ", "• ", "1) ", "2. ". */
static const char *past_bullet(const char *s)
{
	static const char *const bullets[] = { "-", "–", "—", "•", "*", "·", "▪" };
	size_t digits;

	while (is_blank(*s))
		s++;
	for (size_t i = 0; i < LEN(bullets); i++) {
		size_t n = strlen(bullets[i]);

		if (strncmp(s, bullets[i], n) == 0) {
			s += n;
			break;
		}
	}
	digits = strspn(s, "0123456789");
	if (digits && digits <= 2 && (s[digits] == ')' || s[digits] == '.'))
		s += digits + 1;
	while (is_blank(*s))
		s++;
	return s;
}

/* On one line, without the point at the end. */
static const char *tidy(struct arena *mem, const char *s, size_t n)
{
	const char *from = past_bullet(arena_strn(mem, s, n));
	char *to = arena_str(mem, from);
	size_t at = 0;

	for (const char *p = to; *p; p++)
		if (!is_blank(*p))
			to[at++] = *p;
		else if (at && to[at - 1] != ' ')
			to[at++] = ' ';
	while (at && (to[at - 1] == ' ' || to[at - 1] == '.'))
		at--;
	to[at] = '\0';
	return to;
}

/* "… (jogapkär)": the mark of that name alone. */
static enum executor_role own_mark(struct reading *r, const char **text)
{
	size_t n = strlen(*text);
	const char *open = strrchr(*text, '(');
	enum executor_role role;

	if (!open || !n || (*text)[n - 1] != ')')
		return EXECUTOR_UNMARKED;
	role = mark_of(r->mem, arena_strn(r->mem, open + 1, (size_t)(*text + n - 1 - open - 1)));
	if (role)
		*text = tidy(r->mem, *text, (size_t)(open - *text));
	return role;
}

static void add_piece(struct reading *r, const char *text, char before, enum executor_role role)
{
	enum executor_role own = own_mark(r, &text);

	if (!*text || r->n == MOST_PIECES)
		return;
	r->v[r->n++] = (struct piece){ .text = text,
		                       .before = before,
		                       .role = own ? own : role,
		                       .marked = own != EXECUTOR_UNMARKED };
}

/* What a mark says goes on for others and partners; of the lead it ends with the line, unless it
 * stood there alone. */
struct standing_mark {
	enum executor_role role;
	bool alone; /* the names follow on the next line */
};

static void read_piece(struct reading *r, const char *s, size_t n, char before,
                       struct standing_mark *m)
{
	const char *text = tidy(r->mem, s, n), *colon = strchr(text, ':');
	enum executor_role role =
	        mark_of(r->mem, colon ? tidy(r->mem, text, (size_t)(colon - text)) : text);

	if (role && !colon) {
		*m = (struct standing_mark){ role, true };
		return;
	}
	if (role) {
		text = tidy(r->mem, colon + 1, strlen(colon + 1));
		*m = (struct standing_mark){ role, !*text };
	} else if (m->role == EXECUTOR_LEAD && before != ',' && !m->alone) {
		m->role = EXECUTOR_UNMARKED;
	}
	if (*text)
		m->alone = false;
	add_piece(r, text, role ? '\n' : before, m->role);
	if (role && r->n)
		r->v[r->n - 1].marked = true;
}

/* Commas within brackets part nothing. */
static void cut(struct reading *r, const char *cell)
{
	struct standing_mark m = { EXECUTOR_UNMARKED, false };
	const char *from = cell;
	char before = '\n';
	int depth = 0;

	for (const char *s = cell;; s++) {
		if (*s == '(')
			depth++;
		else if (*s == ')' && depth)
			depth--;
		if (*s && *s != '\n' && *s != ';' && (*s != ',' || depth))
			continue;
		read_piece(r, from, (size_t)(s - from), before, &m);
		if (!*s)
			return;
		if (*s != ',')
			depth = 0;
		before = *s;
		from = s + 1;
	}
}

/* ---- names */

static void add_name(struct reading *r, const char *name, enum executor_role role)
{
	if (*name && r->ret_n < MOST_EXECUTORS)
		r->ret[r->ret_n++] = (struct executor){ name, role };
}

/* Pieces from … to - 1 as they were written, on one line. */
static const char *run_text(struct reading *r, size_t from, size_t to)
{
	const char *text = r->v[from].text;

	for (size_t i = from + 1; i < to; i++)
		text = arena_fmt(r->mem, r->v[i].before == ',' ? "%s, %s" : "%s %s", text,
		                 r->v[i].text);
	return text;
}

/* The longest run from there that is a name: the piece behind it; 0: none is. */
static size_t known_run(struct reading *r, size_t from)
{
	size_t most = from + 1;

	while (most < r->n && most < from + LONGEST_RUN && !r->v[most].marked &&
	       r->v[most].role == r->v[from].role && r->v[most].before != ';')
		most++;
	for (size_t to = most; to > from; to--)
		if (r->known(r->data, run_text(r, from, to)))
			return to;
	return 0;
}

/* "Ministry of A and Ministry of B", where each of them is known. */
static bool is_two(struct reading *r, const char *text, const char **a, const char **b)
{
	static const char *const between[] = { " and ", " и ", " we ", " hem-de ", " & ", "/" };

	for (size_t i = 0; i < LEN(between); i++) {
		size_t n = strlen(between[i]);

		for (const char *at = strstr(text, between[i]); at;
		     at = strstr(at + n, between[i])) {
			*a = tidy(r->mem, text, (size_t)(at - text));
			*b = tidy(r->mem, at + n, strlen(at + n));
			if (r->known(r->data, *a) && r->known(r->data, *b))
				return true;
		}
	}
	return false;
}

/* Where the line ends on which the piece stands. */
static size_t line_end(const struct reading *r, size_t from)
{
	size_t to = from + 1;

	while (to < r->n && r->v[to].before == ',' && !r->v[to].marked)
		to++;
	return to;
}

/* Nothing in the line is known. */
static bool is_strange(struct reading *r, size_t from, size_t to)
{
	const char *a, *b;

	for (size_t i = from; i < to; i++)
		if (known_run(r, i) || is_two(r, r->v[i].text, &a, &b))
			return false;
	return true;
}

/* The names from this piece on; the piece behind them. */
static size_t add_names(struct reading *r, size_t at)
{
	const struct piece *p = &r->v[at];
	size_t run = known_run(r, at);
	const char *a, *b;

	if (!run && is_two(r, p->text, &a, &b)) {
		add_name(r, a, p->role);
		add_name(r, b, p->role);
		return at + 1;
	}
	run = run ? run : at + 1;
	add_name(r, run_text(r, at, run), p->role);
	return run;
}

/* The names of a line; one of which nothing is known stands whole. */
static size_t add_line(struct reading *r, size_t from)
{
	size_t end = line_end(r, from), at = from;

	if (is_strange(r, from, end)) {
		add_name(r, run_text(r, from, end), r->v[from].role);
		return end;
	}
	while (at < end)
		at = add_names(r, at);
	return at;
}

size_t executors_read(struct arena *mem, const char *cell, executor_known *known, const void *data,
                      struct executor ret[MOST_EXECUTORS])
{
	struct reading *r = arena_new_of(mem, struct reading);

	*r = (struct reading){ .mem = mem, .known = known, .data = data, .ret = ret };
	cut(r, cell);
	for (size_t i = 0; i < r->n;)
		i = add_line(r, i);
	return r->ret_n;
}
