/* The deadline calculator: the rules of the program asked by hand, as the command and the register
 * ask them.  All of it is in the address, so that an answer can be kept and sent; nothing needs
 * script. */
#include "subject/deadline/answer_part.h"

#include "language/words.h"
#include "web/form.h"
#include "web/page.h"
#include "web/request.h"
#include "web/view.h"

#define PATH "/deadlines/calculator"

static const struct choice key_labels[] = {
	{ "date", N_("Date"), NULL },
	{ "months", N_("Months to add"), NULL },
	{ "instrument", N_("Instrument"), NULL },
	{ "deposit", N_("Deposited on"), NULL },
	{ "in_force", N_("In force for the State since"), NULL },
	{ "action", N_("By"), NULL },
	{ "initial", N_("Initial report due on"), NULL },
	{ "n", N_("Number of the report"), NULL },
	{ "period", N_("Period, years"), NULL },
	{ "committee", N_("Committee"), NULL },
	{ "adopted", N_("Adopted on"), NULL },
	{ "stated", N_("Stated by the mechanism"), NULL },
	{ "stated.tk", N_("Stated in the Turkmen version"), NULL },
	{ "stated.ru", N_("Stated in the Russian version"), NULL },
	{ "stated.en", N_("Stated in the English version"), NULL },
	{ "review", N_("Date of the review"), NULL },
	{ "session", N_("First day of the session"), NULL },
	{ "letter", N_("Date of the letter"), NULL },
	{ "transmitted", N_("Transmitted on"), NULL },
	{ "due", N_("Due date"), NULL },
	{ "meeting", N_("Date of the meeting"), NULL },
	{ "signed", N_("Signed on"), NULL },
	{ "timing", N_("Timing as the plan writes it"), NULL },
	{ "kind", N_("Kind of deadline"), NULL },
	{ "half_year", N_("Half-year"), NULL },
	{ "stage", N_("Stage"), NULL },
	{ "year", N_("Year"), NULL },
	{ "urgent", N_("Urgent appeal"), NULL },
	{ 0 },
};

/* Words of keys that are chosen, not typed. */
static const struct key_words {
	const char *key, *code, *label;
} key_words[] = {
	{ "action", "ratification", N_("ratification") },
	{ "action", "accession", N_("accession") },
	{ "action", "succession", N_("succession") },
	{ "stage", "merits", N_("admissibility and merits") },
	{ "stage", "admissibility", N_("admissibility alone") },
	{ "stage", "views", N_("Views") },
	{ "kind", "internal", N_("internal") },
	{ "kind", "external", N_("external") },
	{ "kind", "meeting", N_("meeting") },
	{ "urgent", "yes", N_("yes") },
};

static const char *const status_words[] = {
	[DEADLINE_COMPUTED] = N_("computed"),
	[DEADLINE_STATED] = N_("stated by the mechanism"),
	[DEADLINE_AWAITING] = N_("date to be communicated"),
	[DEADLINE_CONFLICT] = N_("sources in conflict"),
	[DEADLINE_NONE] = N_("no date"),
};

struct calculator {
	struct page *p;
	const struct request *q;
	const struct deadline_book *book;
	const struct deadline_listed *rules, *rule; /* rule NULL: not chosen */
	size_t rules_n;
	struct deadline_key keys[24];
	size_t keys_n;
	const struct error *wrong;
	bool answered;
	struct deadline_answer answer;
};

/* ---- the questions */

static const char *label_of(struct context *cx, const char *key)
{
	const struct choice *c = choice_at(key_labels, choice_index(key_labels, key));

	return c ? tr(cx, c->label) : key;
}

static const char *hint_of(struct context *cx, const char *key)
{
	if (str_eq(key, "timing"))
		return tr(cx, "For example: IV çärýek 2023, 2021–2025, her ýyl");
	if (str_eq(key, "half_year"))
		return tr(cx, "For example: 2025-H1");
	if (str_eq(key, "stated"))
		return tr(cx, "A date, or to_be_communicated; it decides where versions differ.");
	if (choice_index(deadline_events, key) && !str_eq(key, "year"))
		return tr(cx, "A day, a month or a year: 17.06.2025, 2025-06, 2025");
	return NULL;
}

/* Codes that the rule's rows are for; a rule without any takes those of another one. */
static void print_codes(struct calculator *c, struct html *h, const char *key)
{
	const char *rule = c->rule->rule, *chosen = request_query(c->q, key);
	struct deadline_rule *const *rows;
	size_t n;

	if (!str_eq(rule, "DL-07") && !str_eq(rule, "DL-15"))
		rule = str_eq(key, "instrument") ? "DL-03" : "DL-08";
	rows = book_rules(c->book, rule, &n);
	for (size_t i = 0; i < n; i++)
		if (!str_empty(rows[i]->applies_to) &&
		    (!i || !str_eq(rows[i]->applies_to, rows[i - 1]->applies_to)))
			html_option(h, rows[i]->applies_to, rows[i]->applies_to,
			            str_eq(chosen, rows[i]->applies_to));
}

static bool is_chosen(const char *key)
{
	for (size_t i = 0; i < LEN(key_words); i++)
		if (str_eq(key_words[i].key, key))
			return true;
	return str_eq(key, "instrument") || str_eq(key, "committee");
}

static void print_key(struct calculator *c, struct html *h, const char *key)
{
	struct context *cx = h->cx;
	const char *value = request_query(c->q, key);

	if (!is_chosen(key)) {
		form_input(h, c->wrong, key, label_of(cx, key), hint_of(cx, key), "text", value,
		           " autocomplete=\"off\"");
		return;
	}
	form_select(h, c->wrong, key, label_of(cx, key));
	html_option(h, "", "–", str_empty(value));
	for (size_t i = 0; i < LEN(key_words); i++)
		if (str_eq(key_words[i].key, key))
			html_option(h, key_words[i].code, tr(cx, key_words[i].label),
			            str_eq(value, key_words[i].code));
	if (str_eq(key, "instrument") || str_eq(key, "committee"))
		print_codes(c, h, key);
	form_select_close(h);
}

/* Takes the next of the words off the list; NULL: there are no more. */
static const char *next_key(struct context *cx, const char **keys)
{
	size_t n;

	*keys += strspn(*keys, " ");
	n = strcspn(*keys, " ");
	*keys += n;
	return n ? arena_strn(cx->mem, *keys - n, n) : NULL;
}

/* Every key that the rule's page asks for; "stated" in all languages of the program. */
static void each_key(struct calculator *c, struct html *h,
                     void (*see)(struct calculator *c, struct html *h, const char *key))
{
	static const char *const versions[] = { "stated.tk", "stated.ru", "stated.en" };
	const char *keys = c->rule->keys, *key;

	while ((key = next_key(c->p->cx, &keys))) {
		see(c, h, key);
		for (size_t i = 0; str_eq(key, "stated") && i < LEN(versions); i++)
			see(c, h, versions[i]);
	}
}

static void print_rules(struct calculator *c)
{
	struct context *cx = c->p->cx;
	struct html *h = &c->p->html;

	html(h, "<form class=\"form\" action=\"" PATH "\">\n");
	form_select(h, c->wrong, "rule", tr(cx, "Rule"));
	for (size_t i = 0; i < c->rules_n; i++)
		html_option(h, c->rules[i].rule,
		            arena_fmt(cx->mem, "%s: %s", c->rules[i].rule, c->rules[i].words),
		            &c->rules[i] == c->rule);
	form_select_close(h);
	html(h, "<p class=\"row\"><button class=\"btn\">%s</button></p></form>\n",
	     tr(cx, "Choose the rule"));
}

static void print_questions(struct calculator *c)
{
	struct context *cx = c->p->cx;
	struct html *h = &c->p->html;

	page_section(h, c->rule->rule, NULL);
	html(h,
	     "<p>%s</p><form class=\"form\" id=\"form\" action=\"" PATH "\">\n"
	     "<input type=\"hidden\" name=\"rule\" value=\"%s\">",
	     c->rule->words, c->rule->rule);
	each_key(c, h, print_key);
	html(h,
	     "<p class=\"row\"><button class=\"btn btn-main\">%s</button></p></form></section>\n",
	     tr(cx, "Compute"));
}

/* ---- the answer */

static void print_steps(struct calculator *c)
{
	struct context *cx = c->p->cx;
	struct html *h = &c->p->html;

	html(h,
	     "<table class=\"list\" role=\"table\"><caption class=\"vh\">%s</caption><tbody "
	     "role=\"rowgroup\">",
	     tr(cx, "Steps"));
	for (size_t i = 0; i < c->answer.steps_n; i++) {
		const struct deadline_step *s = &c->answer.steps[i];
		const struct deadline_rule *r = book_rule(c->book, c->answer.rule, NULL, s->name);
		const struct text *t = r ? texts_best(cx, &r->name) : NULL;

		html(h,
		     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th>"
		     "<td role=\"cell\"><span class=\"nb\">%s</span>",
		     t ? t->body : label_of(cx, s->name),
		     date_set(s->date) ? date_words(cx, s->date)
		                       : tr(cx, status_words[DEADLINE_AWAITING]));
		if (date_set(s->rolled_from))
			html(h, " <span class=\"note\">%s</span>",
			     arena_fmt(cx->mem, tr(cx, "moved from %s"),
			               date_words(cx, s->rolled_from)));
		html(h, "</td></tr>\n");
	}
	html(h, "</tbody></table>\n");
}

static void print_answer(struct calculator *c)
{
	const struct deadline_answer *a = &c->answer;
	struct context *cx = c->p->cx;
	struct html *h = &c->p->html;

	page_section(h, tr(cx, "Answer"), NULL);
	html(h, "<dl class=\"facts\"><dt>%s</dt><dd><b>%s</b>, %s</dd>", tr(cx, "Due date"),
	     date_set(a->due) ? words_date(cx->mem, cx->lang, a->due) : "–",
	     tr(cx, status_words[a->status]));
	if (date_set(a->from))
		html(h, "<dt>%s</dt><dd>%s – %s</dd>", tr(cx, "Period"), date_words(cx, a->from),
		     date_words(cx, a->to));
	html(h, "</dl>\n");
	if (a->status == DEADLINE_CONFLICT || a->verify)
		page_message(c->p, "warn", tr(cx, "Look into the document."), a->explanation);
	else
		html(h, "<p>%s</p>\n", a->explanation);
	if (a->steps_n)
		print_steps(c);
	html(h, "<p class=\"note\"><code>ygrar deadline %s</code></p></section>\n",
	     deadline_line(cx, a->rule, c->keys, c->keys_n));
}

/* ---- the page */

static void take_key(struct calculator *c, struct html *h, const char *key)
{
	const char *value = request_query(c->q, key);

	(void)h;
	if (!str_empty(value) && c->keys_n < LEN(c->keys))
		c->keys[c->keys_n++] = (struct deadline_key){ key, value };
}

/* The rule of the address and, where something was told, its answer or what is wrong with it. */
static bool compute(struct calculator *c)
{
	struct context *cx = c->p->cx;
	const char *name = request_query(c->q, "rule");
	struct deadline_listed *rules;

	c->book = deadline_book(cx);
	if (!c->book || !deadline_list(cx, &rules, &c->rules_n))
		return false;
	c->rules = rules;
	for (size_t i = 0; i < c->rules_n; i++)
		if (str_eq(rules[i].rule, name))
			c->rule = &rules[i];
	if (!c->rule && !str_empty(name))
		(void)fail(cx, ERR_INVALID, "rule", N_("There is no rule “%s”."), name);
	if (c->rule)
		each_key(c, NULL, take_key);
	c->answered = c->keys_n && deadline_ask(cx, c->rule->rule, c->keys, c->keys_n, &c->answer);
	if (failed(cx) && cx->err.kind != ERR_INVALID)
		return false;
	if (failed(cx))
		c->wrong = view_errors(cx);
	return true;
}

static bool calculator(struct context *cx, const struct request *q, struct reply *a)
{
	struct page p;
	struct calculator c = { .p = &p, .q = q };

	page_begin(&p, cx, q, a, tr(cx, "Deadline calculator"));
	p.lead = tr(cx, "By the rules as they are in force here. A date that is known to the month "
	                "or year only is computed as precisely as that.");
	p.type = &deadline_rule_type;
	page_action(&p, tr(cx, deadline_rule_type.label_plural), "/deadline_rules", NULL, false);
	page_action(&p, tr(cx, holiday_type.label_plural), "/holidays", NULL, false);
	if (!compute(&c))
		return false;
	if (c.wrong)
		a->status = 422;
	print_rules(&c);
	if (c.rule)
		print_questions(&c);
	if (c.answered)
		print_answer(&c);
	return page_end(&p);
}

static const struct route routes[] = {
	{ METHOD_GET, PATH, "reference_data:read", calculator,
	  N_("Computes a deadline by a rule") },
	{ 0 },
};

const struct pages calculator_pages = { .name = "calculator", .routes = routes };
