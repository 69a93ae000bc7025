/* What the State has promised, on one page: every instrument, where the State stands, since when,
 * and the report that is due next.  An instrument's own page stands in instrument_web.c. */
#include "subject/treaty/treaty_web.h"

#include "record/app.h"

/* ---- parts that the pages share */

bool treaty_acts(struct context *cx, int64_t instrument, int64_t country,
                 struct instrument_status **ret, size_t *n)
{
	struct list l = { .type = &instrument_status_type,
		          .limit = MAX_LIST_PAGE,
		          .order = "date",
		          .where_sql = "r.state <> 'struck'" };
	size_t room = 0;

	*n = 0;
	*ret = NULL;
	if ((instrument && !list_filter(cx, &l, "instrument",
	                                arena_fmt(cx->mem, "%lld", (long long)instrument))) ||
	    (country &&
	     !list_filter(cx, &l, "country", arena_fmt(cx->mem, "%lld", (long long)country))))
		return false;
	do {
		if (!record_list(cx, &l))
			return false;
		*ret = arena_grow(cx->mem, *ret, room * sizeof **ret, (*n + l.n) * sizeof **ret);
		room = *n + l.n;
		for (size_t i = 0; i < l.n; i++)
			(*ret)[(*n)++] = *(const struct instrument_status *)l.rows[i];
		l.after = l.next;
	} while (l.after);
	status_put_in_order(*ret, *n);
	return true;
}

void treaty_print_standing(struct html *h, const struct treaty_stand *at)
{
	const struct choice *c = &treaty_standings[at->standing];

	html_state(h, c->glyph, tr(h->cx, c->label));
}

void treaty_print_next(struct html *h, const struct report_next *next)
{
	struct context *cx = h->cx;

	switch (next->known) {
	case REPORT_COMPUTED:
		html(h, "%s <span class=\"note\">%s</span>", date_words(cx, next->due),
		     tr(cx, "computed: look whether the committee says another date"));
		break;
	case REPORT_STATED:
		if (date_set(next->due))
			html(h, "%s <span class=\"note\">%s</span>", date_words(cx, next->due),
			     tr(cx, "stated by the committee"));
		else
			html_state(h, "q-wait", tr(cx, "no date is stated yet"));
		break;
	case REPORT_PASSED:
		html(h, "%s <span class=\"note\">%s</span>", date_words(cx, next->due),
		     tr(cx, "computed, and passed: whether the report was submitted is not on "
		            "record"));
		break;
	case REPORT_NONE:
		break;
	}
}

/* ---- the overview */

struct line {
	const struct instrument *instrument;
	struct instrument_status *acts;
	size_t n;
};

static size_t count_of(const struct line *line, int action)
{
	size_t n = 0;

	for (size_t i = 0; i < line->n; i++)
		n += line->acts[i].action == action;
	return n;
}

static void print_besides(struct html *h, const struct line *line)
{
	size_t made = count_of(line, ACTION_RESERVATION), back = count_of(line, ACTION_WITHDRAWAL);

	if (made)
		html(h, "%s: %zu<br>", tr(h->cx, "Reservations"), made);
	if (count_of(line, ACTION_DECLARATION))
		html(h, "%s: %zu<br>", tr(h->cx, "Declarations"),
		     count_of(line, ACTION_DECLARATION));
	if (back)
		html(h, "%s: %zu", tr(h->cx, "Withdrawals"), back);
}

static bool print_line(struct page *p, const struct line *line, const char *const *heads)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	struct treaty_stand at = treaty_stand_on(line->acts, line->n, today(cx));
	struct report_next next = { 0 };

	if (at.act && !report_next(cx, line->instrument->record.id, &next))
		return false;
	html(h,
	     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><a href=\"%s\">%s</a> %s</th>",
	     record_path(cx, &instrument_type, line->instrument->record.id, NULL),
	     line->instrument->code, texts_words(cx, &line->instrument->name));
	page_cell(h, heads[1]);
	treaty_print_standing(h, &at);
	html(h, "</td>");
	page_cell(h, heads[2]);
	html(h, "%s</td>", date_words(cx, at.since));
	page_cell(h, heads[3]);
	print_besides(h, line);
	html(h, "</td>");
	page_cell(h, heads[4]);
	treaty_print_next(h, &next);
	html(h, "</td></tr>\n");
	return true;
}

static struct line line_of(struct context *cx, const struct instrument *i,
                           const struct instrument_status *all, size_t n)
{
	struct line line = { .instrument = i,
		             .acts = arena_array(cx->mem, struct instrument_status, n + 1) };

	for (size_t k = 0; k < n; k++)
		if (all[k].instrument == i->record.id)
			line.acts[line.n++] = all[k];
	return line;
}

/* Of one kind; those about which the State did something first. */
static bool print_kind(struct page *p, const struct list *l, const struct choice *kind, int index,
                       const struct instrument_status *all, size_t n)
{
	static const char *const heads[] = { N_("Instrument"), N_("The State"), N_("Since"),
		                             N_("Besides"), N_("Next report") };
	bool open = false;

	for (size_t i = 0; i < l->n; i++) {
		const struct instrument *in = l->rows[i];
		struct line line;

		if (in->kind != index)
			continue;
		if (!open) {
			page_section(&p->html, tr(p->cx, kind->label), NULL);
			page_table(&p->html, tr(p->cx, kind->label), heads, LEN(heads));
		}
		open = true;
		line = line_of(p->cx, in, all, n);
		if (!print_line(p, &line, heads))
			return false;
	}
	if (open) {
		page_table_end(&p->html);
		html(&p->html, "</section>\n");
	}
	return true;
}

static bool overview(struct context *cx, const struct request *q, struct reply *a)
{
	const struct choice *kinds = type_field_named(&instrument_type, "kind")->choices;
	struct list l = { .type = &instrument_type, .limit = MAX_LIST_PAGE };
	int64_t own = treaty_own_state(cx);
	struct instrument_status *all;
	struct page p;
	size_t n;

	if (failed(cx) || !record_list(cx, &l) || !treaty_acts(cx, 0, own, &all, &n))
		return false;
	page_begin(&p, cx, q, a, tr(cx, "Treaties"));
	p.lead = tr(cx, "What the State has signed, by what it is bound and since when, and the "
	                "report that is due next.");
	page_action(&p, tr(cx, "Acts of States"), "/instrument_statuses", NULL, false);
	page_action(&p, tr(cx, "Obligations"), "/obligations", NULL, false);
	if (access_function(cx, "instruments", RIGHT_CREATE))
		page_action(&p, tr(cx, "New act"), "/instrument_statuses/new", NULL, true);
	for (int k = 0; kinds[k].code; k++)
		if (!print_kind(&p, &l, &kinds[k], k + 1, all, n))
			return false;
	return page_end(&p);
}

/* ---- routes */

static const struct route routes[] = {
	{ METHOD_GET, "/treaties", "instruments:read", overview,
	  N_("What the State has promised, and since when"), 0 },
	{ METHOD_GET, "/instruments/{id}", "instruments:read", treaty_page,
	  N_("One instrument: what the State did, what it owes, who leads"), 0 },
	{ METHOD_GET, "/instruments/{id}/states", "instruments:read", treaty_states_page,
	  N_("The States that did something about an instrument"), 0 },
	{ 0 },
};

static const struct tab tabs[] = {
	{ N_("Treaties"), "/treaties", "instruments:read", 35 },
	{ 0 },
};

const struct pages treaty_pages = { .name = "treaty", .routes = routes, .tabs = tabs };
