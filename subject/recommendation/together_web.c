/* What was done with many recommendations at once, and taking it back at once: those that nobody
 * has changed since go back to what they were before; of the others it is said what happened to
 * them.  Each record's log tells both. */
#include "subject/recommendation/recommendation_web.h"

#include "record/app.h"
#include "store/db.h"
#include "web/who.h"

enum { SHOWN = 50 }; /* in the list, the newest */

#define SELECT_TOGETHER                                                                  \
	"SELECT t.id, t.step, t.at, t.who, t.back_at, t.back_by, (SELECT count(*) FROM " \
	"together_record r WHERE r.together = t.id) FROM together t"

SQL(together_put, "INSERT INTO together (id, step, at, who) VALUES ($1, $2, $3, $4)");
SQL(together_record_put,
    "INSERT INTO together_record (together, record, version) VALUES ($1, $2, $3)");
SQL(together_of_id, SELECT_TOGETHER " WHERE t.id = $1");
SQL(together_newest, SELECT_TOGETHER " ORDER BY t.at DESC, t.id DESC LIMIT $1");
SQL(together_of_version,
    SELECT_TOGETHER " JOIN together_record x ON x.together = t.id WHERE x.record = $1"
                    " AND x.version = $2 ORDER BY t.id DESC LIMIT 1");
SQL(together_records,
    "SELECT record, version FROM together_record WHERE together = $1 ORDER BY record");
SQL(together_back, "UPDATE together SET back_at = $2, back_by = $3 WHERE id = $1");

struct together {
	int64_t id, at, who, back_at, back_by, n;
	const char *step;
};

/* One of its records, as it is now. */
struct member {
	int64_t id, version;
	const struct recommendation *r; /* NULL: not open to the actor */
	const char *since;              /* what happened to it; NULL: nothing */
	const struct error *refused;
};

static bool is_refusal(const struct context *cx)
{
	return cx->err.kind == ERR_INVALID || cx->err.kind == ERR_CONFLICT ||
	       cx->err.kind == ERR_FORBIDDEN;
}

static bool try_one(struct context *cx, one_of_many *take, void *data, bool keep,
                    const struct error **refused)
{
	struct context_mark mark = context_mark(cx);
	struct error before = cx->err, *e;
	char words[2000] = "";
	bool done;

	*refused = NULL;
	if (!db_part_begin(cx))
		return false;
	done = take(cx, data);
	if (!done && !is_refusal(cx))
		return false;
	if (!done)
		snprintf(words, sizeof words, "%s", cx->err.text);
	cx->err = before;
	if (!db_part_end(cx, done && keep))
		return false;
	context_rewind(cx, mark);
	if (!done) {
		e = arena_new_of(cx->mem, struct error);
		*e = (struct error){ .kind = ERR_INVALID, .text = arena_str(cx->mem, words) };
		*refused = e;
	}
	return true;
}

bool together_one(struct context *cx, one_of_many *take, void *data, const struct error **refused)
{
	return try_one(cx, take, data, true, refused);
}

bool together_would(struct context *cx, one_of_many *take, void *data, const struct error **refused)
{
	return try_one(cx, take, data, false, refused);
}

bool together_note(struct context *cx, const char *step, struct recommendation *const *v,
                   const struct error *const *refused, size_t n, int64_t *ret)
{
	int64_t id = new_id(cx);
	size_t done = 0;

	for (size_t i = 0; i < n; i++) {
		if (refused[i])
			continue;
		if (!db_put(cx, &together_record_put, V(id), V(v[i]->record.id),
		            V(v[i]->record.version)))
			return false;
		done++;
	}
	*ret = done ? id : 0;
	return (!done ||
	        db_put(cx, &together_put, V(id), V(step), V(cx->now), V(cx->actor->user))) &&
	       db_flush(cx);
}

/* ---- reading */

static void read_row(struct context *cx, const struct rows *r, struct together *t)
{
	*t = (struct together){
		.id = rows_int(r, 0),
		.step = arena_str(cx->mem, rows_text(r, 1)),
		.at = rows_int(r, 2),
		.who = rows_int(r, 3),
		.back_at = rows_int(r, 4),
		.back_by = rows_int(r, 5),
		.n = rows_int(r, 6),
	};
}

static bool read_one(struct context *cx, struct rows *r, struct together *t, bool *ret_found)
{
	*ret_found = r && rows_next(cx, r);
	if (*ret_found) {
		read_row(cx, r, t);
		rows_close(r);
	}
	return !failed(cx);
}

static bool load(struct context *cx, const struct request *q, struct together *t)
{
	int64_t id = request_id(cx, q);
	bool found;

	if (!id || !read_one(cx, db_query(cx, &together_of_id, V(id)), t, &found))
		return false;
	/* bodies and the chair see what they did themselves */
	found = found &&
	        (t->who == cx->actor->user || access_function(cx, T->function, RIGHT_UPDATE));
	return found || fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such record."));
}

/* The records as they are now; one that is not open to the actor any more stays NULL. */
static bool look_at(struct context *cx, struct member *v, size_t n)
{
	int64_t *ids = arena_array(cx->mem, int64_t, n);
	void **rows;
	size_t found;

	for (size_t i = 0; i < n; i++)
		ids[i] = v[i].id;
	if (!record_get_many(cx, T, ids, n, &rows, &found))
		return false;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < found; k++)
			if (((struct record *)rows[k])->id == v[i].id)
				v[i].r = rows[k];
	return record_titles_in(cx, T, rows, found, "document cycle recommending_states");
}

/* What happened to the record since, told by memory that is free again afterwards. */
static bool look_since(struct context *cx, struct member *m)
{
	struct context_mark mark = context_mark(cx);
	char words[300] = "", who[300] = "";
	struct change *newest;
	int64_t at;
	size_t n;

	if (!m->r || m->r->record.version == m->version)
		return true;
	if (!record_history(cx, T, m->id, 0, 1, &newest, &n))
		return false;
	if (n) {
		snprintf(words, sizeof words, "%s",
		         view_change_words(cx, T, newest->kind, newest->step));
		snprintf(who, sizeof who, "%s", newest->who_name);
	}
	at = n ? newest->at : m->r->record.updated_at;
	context_rewind(cx, mark);
	m->since = arena_fmt(cx->mem, tr(cx, "changed since: %s, %s, %s"), words, who,
	                     time_words(cx, at));
	return true;
}

static bool load_members(struct context *cx, const struct together *t, struct member **ret,
                         size_t *ret_n)
{
	struct member *v = arena_array(cx->mem, struct member, (size_t)t->n);
	struct rows *r = db_query(cx, &together_records, V(t->id));
	size_t n = 0;

	while (r && rows_next(cx, r))
		if (n < (size_t)t->n)
			v[n++] = (struct member){ .id = rows_int(r, 0), .version = rows_int(r, 1) };
	if (failed(cx) || !look_at(cx, v, n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!look_since(cx, &v[i]))
			return false;
	*ret = v;
	*ret_n = n;
	return true;
}

/* ---- showing */

static bool is_change(const struct together *t)
{
	return str_eq(t->step, TOGETHER_CHANGE);
}

static const char *title_of(struct context *cx, const struct together *t)
{
	const char *step = t->step;

	return arena_fmt(
	        cx->mem,
	        str_eq(step, "triage") ? tr(cx, "Triaged together: %lld recommendations")
	        : is_change(t)         ? tr(cx, "Changed together: %lld recommendations")
	        : str_eq(step, "propose_position")
	                ? tr(cx, "Positions proposed together: %lld recommendations")
	        : str_eq(step, "decide_position")
	                ? tr(cx, "Positions decided together: %lld recommendations")
	        : str_eq(step, "mark_position")
	                ? tr(cx, "Marked together for the Commission: %lld recommendations")
	                : tr(cx, "Assigned together: %lld recommendations"),
	        (long long)t->n);
}

bool together_titles(struct context *cx, struct recommendation *const *v, size_t n)
{
	void **rows = arena_array(cx->mem, void *, n);

	for (size_t i = 0; i < n; i++)
		rows[i] = v[i];
	return record_titles_in(cx, T, rows, n, "document cycle recommending_states");
}

void together_line(struct html *h, const struct recommendation *r)
{
	struct context *cx = h->cx;
	const char *lang = NULL, *words = view_words(cx, T, r, &lang);

	html(h, "<li><a href=\"%s\">%s</a> <span class=\"small\"",
	     record_path(cx, T, r->record.id, NULL), recommendation_reference(cx, r));
	html_lang(h, lang);
	html(h, ">%s</span> ", words);
	view_value(h, T, &common_fields[0], r);
}

static void print_member(struct html *h, const struct member *m)
{
	if (!m->r) {
		html(h, "<li>%s</li>\n", tr(h->cx, "One that is not open to you any more"));
		return;
	}
	together_line(h, m->r);
	if (m->since)
		html(h, " <span class=\"note\">%s</span>", m->since);
	if (m->refused)
		html(h, " <span class=\"st st-late\"><span>%s</span></span>", m->refused->text);
	html(h, "</li>\n");
}

static void print_members(struct html *h, const struct member *v, size_t n)
{
	html(h, "<ul class=\"plain stack-s\">\n");
	for (size_t i = 0; i < n; i++)
		print_member(h, &v[i]);
	html(h, "</ul>\n");
}

void together_form(struct page *p, int64_t id, size_t n)
{
	struct html *h = &p->html;

	html(h, "<form method=\"post\" action=\"/recommendations/together/%lld/undo\">",
	     (long long)id);
	page_csrf(h, p->request);
	html(h,
	     "<p class=\"row\"><button class=\"btn\">%s</button><span class=\"note\">%s</span></p>"
	     "</form>\n",
	     arena_fmt(p->cx->mem, tr(p->cx, "Undo: take back %zu"), n),
	     tr(p->cx, "What somebody has worked on since stays as it is."));
}

static void begin_page(struct page *p, struct context *cx, const struct request *q, struct reply *a,
                       const char *title)
{
	page_begin(p, cx, q, a, title);
	p->type = T;
	page_crumb(p, tr(cx, T->label_plural), "/recommendations");
	if (access_function(cx, T->function, RIGHT_UPDATE))
		page_crumb(p, tr(cx, "Done together"), "/recommendations/together");
}

bool together_page(struct context *cx, const struct request *q, struct reply *a)
{
	struct together t;
	struct member *v;
	struct page p;
	size_t n, left = 0;

	if (!load(cx, q, &t) || !load_members(cx, &t, &v, &n))
		return false;
	begin_page(&p, cx, q, a, title_of(cx, &t));
	page_crumb(&p, p.title, NULL);
	p.lead =
	        arena_fmt(cx->mem, tr(cx, "By %s, %s."), who_name(cx, t.who), time_words(cx, t.at));
	for (size_t i = 0; i < n; i++)
		left += v[i].r && v[i].r->record.version == v[i].version;
	if (t.back_at)
		page_message(&p, "",
		             arena_fmt(cx->mem, tr(cx, "Taken back by %s, %s."),
		                       who_name(cx, t.back_by), time_words(cx, t.back_at)),
		             NULL);
	if (left)
		together_form(&p, t.id, left);
	print_members(&p.html, v, n);
	return page_end(&p);
}

bool together_list(struct context *cx, const struct request *q, struct reply *a)
{
	struct together v[SHOWN];
	struct rows *r = db_query(cx, &together_newest, V(SHOWN));
	struct page p;
	size_t n = 0;

	while (r && rows_next(cx, r))
		if (n < SHOWN)
			read_row(cx, r, &v[n++]);
	if (failed(cx))
		return false;
	page_begin(&p, cx, q, a, tr(cx, "Done together"));
	p.type = T;
	p.lead = tr(cx, "Steps that were taken with many recommendations at once; each can be "
	                "looked at and taken back.");
	page_crumb(&p, tr(cx, T->label_plural), "/recommendations");
	page_crumb(&p, p.title, NULL);
	if (!n)
		page_empty(&p.html, tr(cx, "There is nothing here yet."),
		           tr(cx, "Select recommendations in the list and assign them."),
		           "/recommendations", tr(cx, "Back to the list"));
	html(&p.html, "<ul class=\"plain stack-s\">\n");
	for (size_t i = 0; i < n; i++)
		html(&p.html,
		     "<li><a href=\"/recommendations/together/%lld\">%s</a> <span "
		     "class=\"note\">%s, %s%s</span></li>\n",
		     (long long)v[i].id, title_of(cx, &v[i]), who_name(cx, v[i].who),
		     time_words(cx, v[i].at),
		     v[i].back_at ? arena_fmt(cx->mem, "; %s", tr(cx, "taken back")) : "");
	html(&p.html, "</ul>\n");
	return page_end(&p);
}

/* Beside the work on one recommendation, as long as it is as that step left it. */
bool together_mention(struct page *p, const struct recommendation *r)
{
	struct context *cx = p->cx;
	struct together t;
	bool found;

	if (!access_function(cx, T->function, RIGHT_UPDATE))
		return true;
	if (!read_one(cx, db_query(cx, &together_of_version, V(r->record.id), V(r->record.version)),
	              &t, &found))
		return false;
	if (found && t.n > 1)
		html(&p->html,
		     "<p class=\"small no-print\"><a "
		     "href=\"/recommendations/together/%lld\">%s</a></p>\n",
		     (long long)t.id, title_of(cx, &t));
	return true;
}

/* ---- taking back */

static bool take_step_back(struct context *cx, void *data)
{
	const struct member *m = data;

	return record_step_back(cx, T, m->id, m->version);
}

static bool take_change_back(struct context *cx, void *data)
{
	const struct member *m = data;

	return record_change_back(cx, T, m->id, m->version);
}

bool together_undo(struct context *cx, const struct request *q, struct reply *a)
{
	struct together t;
	struct member *v;
	struct page p;
	size_t n, done = 0;

	if (!load(cx, q, &t) || !load_members(cx, &t, &v, &n))
		return false;
	cx->reason = tr(cx, "Undone together with the others.");
	for (size_t i = 0; i < n; i++) {
		if (!v[i].r || v[i].since)
			continue;
		if (!together_one(cx, is_change(&t) ? take_change_back : take_step_back, &v[i],
		                  &v[i].refused))
			return false;
		done += !v[i].refused;
	}
	if (!look_at(cx, v, n) ||
	    (done && !db_run(cx, &together_back, V(t.id), V(cx->now), V(cx->actor->user))))
		return false;
	begin_page(&p, cx, q, a, tr(cx, "Taken back"));
	page_crumb(&p, p.title, NULL);
	page_message(
	        &p, done == n ? "good" : "warn",
	        arena_fmt(cx->mem, tr(cx, "%zu taken back, %zu stay as they are."), done, n - done),
	        done == n ? NULL
	                  : tr(cx, "Somebody has worked on those that stay, or they are not "
	                           "yours to take back."));
	print_members(&p.html, v, n);
	return page_end(&p);
}
