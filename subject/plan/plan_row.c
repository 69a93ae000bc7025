/* What a row of a plan's table says: number, words, bodies, term, indicators.  What it says that
 * nobody can know stands beside its cell; nothing is guessed into a record. */
#include "subject/plan/plan_row.h"

#include "base/number.h"

#include "language/fold.h"
#include "language/messages.h"
#include "language/words.h"
#include "store/db.h"
#include "subject/indicator/indicator.h"
#include "subject/institution/institution.h"

enum { LONGEST_NUMBER = 40, LONGEST_NAME = 300 };

/* ---- what the file shares */

const char *plan_file_decision(const struct plan_file *f, const char *what)
{
	return decision_of(f->decisions, f->decisions_n, what);
}

const char *plan_name_decision(struct context *cx, const char *name)
{
	return arena_fmt(cx->mem, "name:%s", fold_text(cx->mem, name));
}

bool plan_body_known(const void *data, const char *name)
{
	const struct plan_known *k = data;

	return plan_bodies_find(k->cx, k->file->bodies, name) ||
	       plan_file_decision(k->file, plan_name_decision(k->cx, name));
}

void plan_item_wrong(struct context *cx, struct plan_item *item, enum plan_column column,
                     const char *message)
{
	item->problems =
	        arena_grow(cx->mem, item->problems, item->problems_n * sizeof *item->problems,
	                   (item->problems_n + 1) * sizeof *item->problems);
	item->problems[item->problems_n++] = (struct plan_problem){ column, message };
	item->fate = PLAN_WRONG;
}

static enum plan_column column_of_field(const char *field)
{
	static const struct {
		const char *field;
		enum plan_column column;
	} fields[] = { { "text", PLAN_MEASURE },           { "title", PLAN_MEASURE },
		       { "lead", PLAN_EXECUTORS },         { "co", PLAN_EXECUTORS },
		       { "partners", PLAN_PARTNERS },      { "timing", PLAN_TERM },
		       { "places", PLAN_NUMBER },          { "number", PLAN_NUMBER },
		       { "expected_result", PLAN_RESULT }, { "budget_source", PLAN_PAID },
		       { "indicators", PLAN_INDICATOR } };

	for (size_t i = 0; field && i < LEN(fields); i++) {
		size_t n = strlen(fields[i].field);

		if (strncmp(field, fields[i].field, n) == 0 && (!field[n] || field[n] == '.'))
			return fields[i].column;
	}
	return PLAN_SKIPPED;
}

bool plan_item_failed(struct context *cx, struct plan_item *item)
{
	enum error_kind kind = cx->err.kind;

	if (kind != ERR_INVALID && kind != ERR_FORBIDDEN && kind != ERR_NOT_FOUND &&
	    kind != ERR_CONFLICT)
		return false;
	for (const struct error *e = &cx->err; e; e = e->next)
		plan_item_wrong(cx, item, column_of_field(e->field), arena_str(cx->mem, e->text));
	error_clear(cx);
	return true;
}

struct texts plan_text_of(struct context *cx, const struct plan_file *f, const char *words)
{
	struct texts x = { arena_new_of(cx->mem, struct text), 1 };

	if (!*words)
		return (struct texts){ 0 };
	x.v[0] = (struct text){ .lang = f->lang, .body = words, .original = true };
	return x;
}

/* Without blanks at both ends. */
static const char *trimmed(struct context *cx, const char *s)
{
	size_t n;

	while (*s == ' ' || *s == '\n')
		s++;
	for (n = strlen(s); n && (s[n - 1] == ' ' || s[n - 1] == '\n');)
		n--;
	return arena_strn(cx->mem, s, n);
}

/* As it is written, but for the point that ends it. */
static const char *number_of(struct context *cx, const char *s)
{
	const char *number = trimmed(cx, s);
	size_t n = strlen(number);

	while (n && number[n - 1] == '.')
		n--;
	return arena_strn(cx->mem, number, n);
}

/* ---- parts */

void plan_read_part(struct context *cx, const struct plan_file *f, struct plan_item *item)
{
	const struct plan_row *r = item->row;
	int number = plan_row_column(r, PLAN_NUMBER);
	const char *first = number >= 0 && (size_t)number < r->n ? r->cells[number].text : "",
	           *text = first;
	struct plan_heading h;

	for (size_t i = 0; i < r->n; i++)
		if (*r->cells[i].text && ((int)i != number || text == first))
			text = r->cells[i].text;
	h = plan_heading_read(cx->mem, text == first ? "" : trimmed(cx, first), trimmed(cx, text));
	item->is_part = true;
	item->number = h.number;
	item->part = record_new(cx, &plan_part_type);
	item->part->kind = h.kind ? h.kind : 2;
	item->part->number = *h.number ? h.number : NULL;
	item->part->title = plan_text_of(cx, f, h.title);
	if (!*trimmed(cx, text))
		plan_item_wrong(cx, item, PLAN_SKIPPED, tr(cx, N_("A heading without words.")));
}

/* ---- bodies */

static struct plan_name *strange_name(struct context *cx, struct plan_file *f, const char *name,
                                      const char *decided)
{
	const char *folded = fold_text(cx->mem, name);
	struct plan_name *n;

	for (size_t i = 0; i < f->names_n; i++)
		if (str_eq(fold_text(cx->mem, f->names[i].name), folded))
			return &f->names[i];
	if (!f->names)
		f->names = arena_array(cx->mem, struct plan_name, MOST_PLAN_NAMES);
	if (f->names_n == MOST_PLAN_NAMES)
		return NULL;
	n = &f->names[f->names_n++];
	*n = (struct plan_name){ .name = name, .decided = decided };
	n->near_n = plan_bodies_near(cx, f->bodies, name, n->near, PLAN_NAMES_LIKE);
	return n;
}

struct bodies {
	struct context *cx;
	struct plan_file *f;
	struct plan_item *item;
	struct executor v[3 * MOST_EXECUTORS];
	int64_t who[3 * MOST_EXECUTORS]; /* 0: named in words; -1: left out; -2: to be decided */
	enum plan_column of[3 * MOST_EXECUTORS];
	size_t n;
};

enum { NOBODY = 0, LEFT_OUT = -1, OPEN = -2 };

static int64_t who_is(struct bodies *b, const char *name)
{
	struct context *cx = b->cx;
	const char *decided = plan_file_decision(b->f, plan_name_decision(cx, name)), *id;
	int64_t found = decided ? 0 : plan_bodies_find(cx, b->f->bodies, name);
	struct plan_name *n;

	if (found)
		return found;
	n = strange_name(cx, b->f, name, decided);
	if (n)
		n->rows++;
	if (str_eq(decided, "partner"))
		return NOBODY;
	if (str_eq(decided, "out"))
		return LEFT_OUT;
	id = decided ? strchr(decided, ':') : NULL;
	return id && parse_int_in(id + 1, 1, INT64_MAX, &found) ? found : OPEN;
}

static void read_cell(struct bodies *b, const char *text, enum plan_column column,
                      enum executor_role role)
{
	struct plan_known k = { b->cx, b->f };
	struct executor *v = &b->v[b->n];
	size_t n = executors_read(b->cx->mem, text, plan_body_known, &k, v);

	for (size_t i = 0; i < n; i++) {
		if (v[i].role == EXECUTOR_UNMARKED)
			v[i].role = role;
		b->of[b->n + i] = column;
		b->who[b->n + i] = who_is(b, v[i].name);
		if (b->who[b->n + i] == OPEN)
			plan_item_wrong(
			        b->cx, b->item, column,
			        arena_fmt(b->cx->mem,
			                  tr(b->cx, N_("“%s” is no body that is known here. "
			                               "Say in the list of names who that is.")),
			                  words_short(b->cx->mem, v[i].name, LONGEST_NAME)));
		else if (b->who[b->n + i] == NOBODY)
			v[i].role = EXECUTOR_PARTNER;
	}
	b->n += n;
}

/* The one that is marked, else the first that is not marked as something else. */
static int find_lead(struct bodies *b)
{
	int lead = -1, first = -1;

	for (size_t i = 0; i < b->n; i++) {
		if (b->who[i] == LEFT_OUT)
			continue;
		if (b->v[i].role == EXECUTOR_UNMARKED && first < 0)
			first = (int)i;
		if (b->v[i].role != EXECUTOR_LEAD)
			continue;
		if (lead >= 0 && b->who[lead] != b->who[i]) {
			plan_item_wrong(b->cx, b->item, b->of[i],
			                arena_fmt(b->cx->mem,
			                          tr(b->cx, N_("Two are marked as lead body: “%s” "
			                                       "and “%s”. Exactly one leads.")),
			                          b->v[lead].name, b->v[i].name));
			return lead;
		}
		lead = (int)i;
	}
	return lead >= 0 ? lead : first;
}

static void add_partner(struct context *cx, struct measure *m, int64_t institution,
                        const char *name)
{
	struct measure_partner *v = m->partners.v;
	size_t n = m->partners.n;

	for (size_t i = 0; i < n; i++)
		if (institution ? v[i].institution == institution : str_eq(v[i].name, name))
			return;
	v = arena_grow(cx->mem, v, n * sizeof *v, (n + 1) * sizeof *v);
	v[n] = (struct measure_partner){ .institution = institution,
		                         .name = institution ? NULL : name };
	m->partners = (struct owned){ v, n + 1 };
}

/* Nobody stands twice: who leads is no co-executor, who executes no partner. */
static void put_bodies(struct bodies *b, int lead)
{
	struct measure *m = b->item->measure;

	m->lead = lead >= 0 && b->who[lead] > 0 ? b->who[lead] : 0;
	for (size_t i = 0; i < b->n; i++)
		if ((int)i != lead && b->who[i] > 0 && b->who[i] != m->lead &&
		    b->v[i].role != EXECUTOR_PARTNER && !refs_has(&m->co, b->who[i]))
			refs_add(b->cx, &m->co, b->who[i]);
	for (size_t i = 0; i < b->n; i++)
		if (b->v[i].role == EXECUTOR_PARTNER && b->who[i] >= 0 &&
		    (!b->who[i] || (b->who[i] != m->lead && !refs_has(&m->co, b->who[i]))))
			add_partner(b->cx, m, b->who[i], b->v[i].name);
}

static void read_bodies(struct context *cx, struct plan_file *f, struct plan_item *item,
                        const char *const cells[PLAN_COLUMNS])
{
	struct bodies *b = arena_new_of(cx->mem, struct bodies);
	int lead;

	b->cx = cx;
	b->f = f;
	b->item = item;
	read_cell(b, cells[PLAN_EXECUTORS], PLAN_EXECUTORS, EXECUTOR_UNMARKED);
	read_cell(b, cells[PLAN_CO], PLAN_CO, EXECUTOR_CO);
	read_cell(b, cells[PLAN_PARTNERS], PLAN_PARTNERS, EXECUTOR_PARTNER);
	lead = find_lead(b);
	put_bodies(b, lead);
	if (lead < 0)
		plan_item_wrong(cx, item, PLAN_EXECUTORS,
		                tr(cx, N_("Nobody is named who leads it.")));
}

/* ---- indicators */

/* By its name or code, or by the code with which the words begin. */
static int64_t indicator_called(struct context *cx, const struct plan_file *f, const char *words)
{
	int64_t id = labels_find(cx, f->indicators, words);
	size_t n = strcspn(words, " :");

	while (n && words[n - 1] == '.')
		n--;
	return id || !n || n > 40
	               ? id
	               : record_id_by_key(cx, &indicator_type, arena_strn(cx->mem, words, n));
}

static void read_indicators(struct context *cx, const struct plan_file *f, struct plan_item *item,
                            const char *cell)
{
	const char *kept = "", *end;

	for (const char *s = cell; *s; s = *end ? end + 1 : end) {
		const char *words;
		int64_t id;

		end = s + strcspn(s, "\n;");
		words = trimmed(cx, arena_strn(cx->mem, s, (size_t)(end - s)));
		if (!*words)
			continue;
		id = indicator_called(cx, f, words);
		if (id && !refs_has(&item->measure->indicators, id))
			refs_add(cx, &item->measure->indicators, id);
		else if (!id)
			kept = *kept ? arena_fmt(cx->mem, "%s\n%s", kept, words) : words;
	}
	item->words = kept;
}

/* ---- the row */

/* "1.2. Adopt a law" where the number has no column. */
static const char *number_before(struct context *cx, const char **text)
{
	size_t n = strspn(*text, "0123456789.");
	const char *s = *text + n, *number;

	if (!n || **text == '.' || ((*text)[n - 1] != '.' && *s != ')'))
		return "";
	number = number_of(cx, arena_strn(cx->mem, *text, n));
	s += *s == ')';
	if (*s != ' ')
		return "";
	*text = trimmed(cx, s);
	return number;
}

static bool read_term(struct context *cx, struct plan_item *item, const char *term)
{
	char *timing = arena_str(cx->mem, term);

	for (char *s = timing; *s; s++)
		if (*s == '\n')
			*s = ' ';
	item->measure->timing = timing;
	if (!*timing)
		plan_item_wrong(cx, item, PLAN_TERM, tr(cx, N_("The term is missing.")));
	return measure_read_timing(cx, item->measure) &&
	       (!failed(cx) || plan_item_failed(cx, item));
}

bool plan_read_measure(struct context *cx, struct plan_file *f, struct plan_item *item,
                       const struct plan_row *const *rows, size_t n)
{
	const char *cells[PLAN_COLUMNS], *text, *result;
	struct measure *m = record_new(cx, &measure_type);
	struct measure_place *place = arena_new_of(cx->mem, struct measure_place);

	item->measure = m;
	for (int c = 0; c < PLAN_COLUMNS; c++) {
		const char *all = "";

		for (size_t i = 0; i < n; i++) {
			const char *more = plan_row_text(cx, rows[i], (enum plan_column)c);

			if (*more)
				all = !*all ? more
				            : arena_fmt(cx->mem,
				                        c == PLAN_MEASURE ? "%s %s" : "%s\n%s", all,
				                        more);
		}
		cells[c] = trimmed(cx, all);
	}
	text = cells[PLAN_MEASURE];
	item->number = number_of(cx, cells[PLAN_NUMBER]);
	if (!*item->number)
		item->number = number_before(cx, &text);
	if (strlen(item->number) > LONGEST_NUMBER)
		plan_item_wrong(cx, item, PLAN_NUMBER, tr(cx, N_("That is no number.")));
	m->text = plan_text_of(cx, f, text);
	if (!*text)
		plan_item_wrong(cx, item, PLAN_MEASURE, tr(cx, N_("The measure has no words.")));
	read_bodies(cx, f, item, cells);
	if (!read_term(cx, item, cells[PLAN_TERM]))
		return false;
	read_indicators(cx, f, item, cells[PLAN_INDICATOR]);
	result = cells[PLAN_RESULT];
	if (*item->words)
		result = *result ? arena_fmt(cx->mem, "%s\n%s", result, item->words) : item->words;
	m->expected_result = plan_text_of(cx, f, result);
	m->budget_source = *cells[PLAN_PAID] ? cells[PLAN_PAID] : NULL;
	*place = (struct measure_place){ .plan = f->plan->record.id,
		                         .number = *item->number ? item->number : NULL };
	m->places = (struct owned){ place, 1 };
	return !failed(cx);
}
