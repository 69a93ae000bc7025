/* The change log of everything, newest first: that something happened, to which record, by whom.
 * Values stand in the history of each record, where its own rules of access hold.
 *
 * The log has no index by person or action, since every save would pay for it.  A page looks
 * through so many entries and no more, says how far it came, and goes on from there; identifiers
 * hold the time, so a period is found without looking at what lies outside it. */
#include "base/id.h"
#include "base/number.h"
#include "base/zone.h"
#include "language/words.h"
#include "record/app.h"
#include "record/change.h"
#include "record/setting.h"
#include "subject/institution/institution.h"
#include "web/view.h"
#include "web/who.h"

enum { PAGE = 50, LOOK = 20000 };

/* A change gets its identifier up to so long after the instant it says: an import says when it
 * began. */
static const int64_t longest_work = 24 * 3600 * INT64_C(1000000);

static const char console[] = "console", key_type[] = "key";

SQL(audit_page,
    "SELECT id, at, who, on_behalf, type, record, kind, step, seq FROM"
    " (SELECT * FROM change WHERE id < $1 AND id >= $2 ORDER BY id DESC LIMIT $3) c"
    " WHERE at >= $4 AND at < $5 AND (CAST($6 AS BIGINT) < 0 OR who = $6) AND ($7 = '' OR type = "
    "$7)"
    " AND ($8 = '' OR kind = $8) AND ($9 = '' OR step = $9)"
    /* what an import wrote that may still be taken back */
    " AND (kind <> 'import' OR seq IS NOT NULL OR NOT EXISTS (SELECT 1 FROM import_open))"
    " ORDER BY id DESC LIMIT $10");
SQL(audit_reach, "SELECT id, at FROM change WHERE id < $1 AND id >= $2 ORDER BY id DESC"
                 " LIMIT 1 OFFSET $3");

/* What is asked for. */
struct filter_of_log {
	int64_t before;                 /* entries with a smaller identifier */
	int64_t who;                    /* -1: anybody; 0: the console */
	int64_t from, to;               /* instants: from, and before */
	const char *type, *kind, *step; /* "": any */
	bool own;                       /* one's own alone, whatever is asked */
	struct error *wrong;            /* what was not understood */
};

struct entry_line {
	int64_t id, at, who, on_behalf, record, seq;
	const char *type, *kind, *step;
};

struct found {
	struct entry_line v[PAGE];
	size_t n;
	int64_t next;  /* go on before this one; 0: the log, or the period, ends here */
	int64_t until; /* the instant that was reached, when that was before the page was full */
};

/* ---- what is asked for */

static void is_wrong(struct context *cx, struct filter_of_log *f, const char *field,
                     const char *text)
{
	struct error *e = arena_new_of(cx->mem, struct error);

	*e = (struct error){ .kind = ERR_INVALID, .field = field, .text = text, .next = f->wrong };
	f->wrong = e;
}

static const char *asked(const struct request *q, const char *name)
{
	const char *value = request_query(q, name);

	return value ? value : "";
}

/* A day, or a longer period: its first moment, or the first behind it. */
static void read_day(struct context *cx, const struct request *q, const char *name, bool end,
                     struct filter_of_log *f, int64_t *ret)
{
	const char *typed = asked(q, name);
	struct date d;

	if (!*typed)
		return;
	if (words_read_date(cx->mem, typed, &d))
		*ret = zone_midnight(setting_zone(cx),
		                     end ? date_add_days(d, 1) : date_first_day(d));
	else
		is_wrong(cx, f, name, tr(cx, "Give the date, for example 17.06.2025."));
}

static void read_who(struct context *cx, const struct request *q, struct filter_of_log *f)
{
	const char *typed = asked(q, "who");

	f->who = -1;
	if (f->own)
		f->who = cx->actor->user;
	else if (str_eq(typed, console))
		f->who = 0;
	else if (*typed)
		f->who = record_id_by_key(cx, &account_type, typed);
	if (!f->own && *typed && !f->who && !str_eq(typed, console))
		is_wrong(cx, f, "who", tr(cx, "There is no user with this login."));
}

/* A kind of change, or a step of a type: "recommendation.accept". */
static void read_what(struct context *cx, const struct request *q, struct filter_of_log *f)
{
	const char *typed = asked(q, "what"), *dot = strchr(typed, '.');

	f->type = asked(q, "type");
	f->kind = dot ? change_kind_code(CHANGE_STEP) : typed;
	f->step = dot ? dot + 1 : "";
	if (!dot)
		return;
	if (*f->type && !str_eq(f->type, arena_strn(cx->mem, typed, (size_t)(dot - typed))))
		is_wrong(cx, f, "what", tr(cx, "Records of this type have no such step."));
	f->type = arena_strn(cx->mem, typed, (size_t)(dot - typed));
}

/* Whoever has the log only as his own sees what he did. */
static bool sees_own(const struct context *cx)
{
	unsigned scopes =
	        permissions_scopes(cx->app->permissions, "audit_log", cx->actor->role, RIGHT_READ);

	return !(scopes & (SCOPE_ANY | SCOPE_METADATA));
}

static bool read_filter(struct context *cx, const struct request *q, struct filter_of_log *f)
{
	const char *before = request_query(q, "before");

	*f = (struct filter_of_log){ .before = INT64_MAX, .to = INT64_MAX, .own = sees_own(cx) };
	if (before && !parse_int_in(before, 1, INT64_MAX, &f->before))
		return fail(cx, ERR_BAD_REQUEST, "before",
		            N_("The log cannot be continued from there."));
	read_who(cx, q, f);
	read_what(cx, q, f);
	read_day(cx, q, "from", false, f, &f->from);
	read_day(cx, q, "to", true, f, &f->to);
	if (!f->wrong && f->to <= f->from)
		is_wrong(cx, f, "to", tr(cx, "The end lies before the beginning."));
	if (f->to < INT64_MAX - longest_work && id_first(f->to + longest_work) < f->before)
		f->before = id_first(f->to + longest_work);
	return !failed(cx);
}

/* ---- looking */

/* Read whole before names are looked up: those are queries of their own. */
static bool load_log(struct context *cx, const struct filter_of_log *f, struct found *ret)
{
	struct rows *r =
	        db_query(cx, &audit_page, V(f->before), V(id_first(f->from)), V(LOOK), V(f->from),
	                 V(f->to), V(f->who), V(f->type), V(f->kind), V(f->step), V(PAGE));

	while (r && rows_next(cx, r))
		ret->v[ret->n++] = (struct entry_line){
			.id = rows_int(r, 0),
			.at = rows_int(r, 1),
			.who = rows_int(r, 2),
			.on_behalf = rows_int(r, 3),
			.type = arena_str(cx->mem, rows_text(r, 4)),
			.record = rows_int(r, 5),
			.kind = arena_str(cx->mem, rows_text(r, 6)),
			.step = arena_str(cx->mem, rows_text(r, 7)),
			.seq = rows_int(r, 8),
		};
	if (ret->n == PAGE)
		ret->next = ret->v[PAGE - 1].id;
	return !failed(cx);
}

/* Where looking stopped, when it stopped before the page was full. */
static bool load_reach(struct context *cx, const struct filter_of_log *f, struct found *ret)
{
	struct rows *r =
	        db_query(cx, &audit_reach, V(f->before), V(id_first(f->from)), V(LOOK - 1));

	if (r && rows_next(cx, r)) {
		ret->next = rows_int(r, 0);
		ret->until = rows_int(r, 1);
		rows_close(r);
	}
	return !failed(cx);
}

static bool look(struct context *cx, const struct filter_of_log *f, struct found *ret)
{
	*ret = (struct found){ .n = 0 };
	return f->wrong || (load_log(cx, f, ret) && (ret->next || load_reach(cx, f, ret)));
}

/* ---- the filters */

static void print_option(struct html *h, const char *value, const char *label, const char *chosen)
{
	html_option(h, value, label, str_eq(value, chosen));
}

static void select_open(struct html *h, const struct error *wrong, const char *name,
                        const char *label)
{
	form_select(h, wrong, name, label);
	print_option(h, "", tr(h->cx, "all"), NULL);
}

/* Few users are offered by name, many are asked for by login. */
static void print_who(struct html *h, const struct error *wrong, const char *chosen)
{
	struct context *cx = h->cx;
	struct form f = { .cx = cx };
	const struct form_options *o = form_options_of(&f, &account_type);

	if (!o->small) {
		form_input(h, wrong, "who", tr(cx, "Who"), tr(cx, "A login, or “console”"), "text",
		           chosen, " autocomplete=\"off\" autocapitalize=\"none\"");
		return;
	}
	select_open(h, wrong, "who", tr(cx, "Who"));
	if (error_of(wrong, "who"))
		print_option(h, chosen, chosen, chosen);
	print_option(h, console, tr(cx, "Console"), chosen);
	for (size_t i = 0; i < o->n; i++) {
		const struct account *a = o->rows[i];

		print_option(h, a->login, account_type.title(cx, a), chosen);
	}
	form_select_close(h);
}

static void print_steps(struct html *h, const struct type *t, const char *chosen)
{
	struct context *cx = h->cx;

	html(h, "<optgroup label=\"%s\">", tr(cx, t->label));
	for (const struct step *s = t->steps; s->name; s++)
		print_option(h, arena_fmt(cx->mem, "%s.%s", t->name, s->name), tr(cx, s->label),
		             chosen);
	html(h, "</optgroup>");
}

static void print_what(struct html *h, const struct error *wrong, const char *chosen)
{
	struct context *cx = h->cx;

	select_open(h, wrong, "what", tr(cx, "What"));
	for (enum change_kind kind = 0; kind <= CHANGE_EVENT; kind++)
		print_option(h, change_kind_code(kind), view_kind_words(cx, kind), chosen);
	for (const struct subject *const *s = cx->app->subjects; *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			if ((*t)->steps)
				print_steps(h, *t, chosen);
	form_select_close(h);
}

static void print_type(struct html *h, const char *chosen)
{
	struct context *cx = h->cx;

	select_open(h, NULL, "type", tr(cx, "Record"));
	for (const struct subject *const *s = cx->app->subjects; *s; s++)
		for (const struct type *const *t = (*s)->types; *t; t++)
			print_option(h, (*t)->name, tr(cx, (*t)->label), chosen);
	print_option(h, key_type, tr(cx, "Signing key"), chosen);
	form_select_close(h);
}

static void print_filters(struct page *p, const struct filter_of_log *f)
{
	const struct request *q = p->request;
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h, "<form class=\"facets\" id=\"facets\" action=\"/audit\" aria-label=\"%s\">\n",
	     tr(cx, "Filters"));
	if (!f->own)
		print_who(h, f->wrong, asked(q, "who"));
	print_what(h, f->wrong, asked(q, "what"));
	print_type(h, asked(q, "type"));
	form_input(h, f->wrong, "from", tr(cx, "From (day)"), tr(cx, "For example 17.06.2025"),
	           "text", asked(q, "from"), " autocomplete=\"off\"");
	form_input(h, f->wrong, "to", tr(cx, "To (day)"), NULL, "text", asked(q, "to"),
	           " autocomplete=\"off\"");
	html(h,
	     "<p class=\"row\"><button class=\"btn\">%s</button><a class=\"btn btn-bare\" "
	     "href=\"/audit\">%s</a></p></form>\n",
	     tr(cx, "Apply filters"), tr(cx, "All"));
}

/* What a printed page must say of itself. */
static const char *filter_words(struct context *cx, const struct request *q,
                                const struct filter_of_log *f)
{
	const struct type *t = type_named(cx->app->subjects, f->type);
	const char *kind =
	        *f->kind ? view_change_words(cx, t, change_kind_of(f->kind), f->step) : "";
	const char *const words[][2] = {
		{ tr(cx, "Who"), f->own ? who_name(cx, f->who) : asked(q, "who") },
		{ tr(cx, "What"), kind },
		{ tr(cx, "Record"), t ? tr(cx, t->label) : f->type },
		{ tr(cx, "From (day)"), asked(q, "from") },
		{ tr(cx, "To (day)"), asked(q, "to") },
	};
	struct buffer out = BUFFER(cx->mem, MAX_URL * 4);

	for (size_t i = 0; i < LEN(words); i++)
		if (*words[i][1])
			buffer_fmt(&out, "%s%s: %s", out.len ? "; " : "", words[i][0], words[i][1]);
	return buffer_str(&out);
}

static const char *as_of_words(struct context *cx, const char *filters)
{
	const char *who = who_name(cx, cx->actor->user);

	if (*filters)
		return arena_fmt(cx->mem, tr(cx, "As of %s, for %s. Filters: %s."),
		                 time_words(cx, cx->now), who, filters);
	return arena_fmt(cx->mem, tr(cx, "As of %s, for %s."), time_words(cx, cx->now), who);
}

/* ---- the log */

static void print_record(struct html *h, const char *type, int64_t record)
{
	const struct type *t = type_named(h->cx->app->subjects, type);

	if (!t) {
		html_text(h, str_eq(type, key_type) ? tr(h->cx, "Signing key") : type);
		return;
	}
	html_text(h, tr(h->cx, t->label));
	if (record) {
		html(h, ": ");
		view_link(h, t, record);
	}
}

static void print_entry(struct html *h, const struct entry_line *e)
{
	struct context *cx = h->cx;
	const struct type *t = type_named(cx->app->subjects, e->type);

	html(h, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\" class=\"ref\">%s</th>",
	     time_words(cx, e->at));
	html(h, "<td role=\"cell\" data-l=\"%s\">%s", tr(cx, "Who"), who_name(cx, e->who));
	if (e->on_behalf)
		html(h, " <span class=\"note\">%s %s</span>", tr(cx, "on behalf of"),
		     who_name(cx, e->on_behalf));
	html(h, "</td><td role=\"cell\" data-l=\"%s\">%s</td><td role=\"cell\" data-l=\"%s\">",
	     tr(cx, "What"), view_change_words(cx, t, change_kind_of(e->kind), e->step),
	     tr(cx, "Record"));
	print_record(h, e->type, e->record);
	html(h, "</td><td role=\"cell\" class=\"num\" data-l=\"%s\">",
	     tr(cx, "Place in the chain"));
	if (e->seq)
		html(h, "%lld", (long long)e->seq);
	else
		html_text(h, tr(cx, "not sealed yet"));
	html(h, "</td></tr>\n");
}

static void print_table(struct html *h, const struct found *v)
{
	static const char *const columns[] = { N_("When"), N_("Who"), N_("What"), N_("Record"),
		                               N_("Place in the chain") };
	page_table(h, tr(h->cx, "Audit log"), columns, LEN(columns));
	for (size_t i = 0; i < v->n; i++)
		print_entry(h, &v->v[i]);
	page_table_end(h);
}

static void print_pager(struct page *p, const struct found *v)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;
	char id[ID_TEXT];

	html(h, "<nav class=\"pager\" aria-label=\"%s\">", tr(cx, "Pages"));
	if (v->until)
		html(h, "<span role=\"status\">%s</span>",
		     arena_fmt(cx->mem, tr(cx, "Looked through %d entries, back to %s."), LOOK,
		               time_words(cx, v->until)));
	html(h, "<span class=\"row\">");
	if (request_query(p->request, "before"))
		html(h, "<a class=\"btn\" href=\"%s\">%s</a>",
		     page_address(cx, p->request, "before", NULL), tr(cx, "First page"));
	if (v->next)
		html(h, "<a class=\"btn\" rel=\"next\" href=\"%s\">%s</a>",
		     page_address(cx, p->request, "before",
		                  arena_str(cx->mem, id_text(v->next, id))),
		     v->until ? tr(cx, "Look further back") : tr(cx, "Earlier"));
	html(h, "</span></nav>\n");
}

static void print_nothing(struct page *p, const struct filter_of_log *f, const struct found *v)
{
	struct context *cx = p->cx;

	if (f->wrong)
		page_message(p, "bad", tr(cx, "Something has to be put right"),
		             tr(cx, "It is named beside the filters."));
	else if (v->next)
		page_empty(&p->html, tr(cx, "Nothing here fits these filters so far."), "", NULL,
		           NULL);
	else
		page_empty(&p->html, tr(cx, "Nothing here fits these filters."), "", "/audit",
		           tr(cx, "Show all"));
}

static bool audit_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct found *v = arena_new_of(cx->mem, struct found);
	struct filter_of_log f;
	struct page p;

	if (!read_filter(cx, q, &f) || !look(cx, &f, v))
		return false;
	if (f.wrong)
		a->status = 422;
	page_begin(&p, cx, q, a, tr(cx, "Audit log"));
	p.kicker = as_of_words(cx, filter_words(cx, q, &f));
	p.lead = tr(cx, "Everything that was entered, changed, stepped, imported, erased or read "
	                "under log. Nothing can be taken "
	                "out: each entry carries the mark of the one before.");
	html(&p.html,
	     "<div class=\"cols cols-facets\">\n<div class=\"stack\">\n<p><a class=\"btn "
	     "to-facets\" "
	     "href=\"#facets\">%s</a></p>\n",
	     tr(cx, "Filters"));
	if (v->n)
		print_table(&p.html, v);
	else
		print_nothing(&p, &f, v);
	print_pager(&p, v);
	html(&p.html, "</div>\n");
	print_filters(&p, &f);
	html(&p.html, "</div>\n");
	return page_end(&p);
}

static const struct route routes[] = {
	{ METHOD_GET, "/audit", "audit_log:read", audit_get, N_("The change log of everything") },
	{ 0 },
};

const struct pages audit_pages = { .name = "audit", .routes = routes };
