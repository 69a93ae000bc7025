/* Many recommendations at once: those ticked in a list, or all that the filters of an address find;
 * and what came of a step that was taken with them, with the way back (together_web.c). */
#include "subject/recommendation/recommendation_web.h"

#include "base/number.h"

enum { MAX_TOGETHER = 500 }; /* in one transaction, well below a second */

static void begin(struct context *cx, struct selection *s)
{
	*s = (struct selection){ .v = arena_array(cx->mem, struct recommendation *, MAX_TOGETHER) };
}

static bool is_among(const int64_t *ids, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (ids[i] == id)
			return true;
	return false;
}

static bool read_ids(struct context *cx, const struct request *q, int64_t *ids, size_t *ret_n)
{
	for (size_t i = 0; i < q->form_n; i++) {
		int64_t id;

		if (!str_eq(q->form[i].name, "id") ||
		    !parse_int_in(q->form[i].value, 1, INT64_MAX, &id) || is_among(ids, *ret_n, id))
			continue;
		if (*ret_n == MAX_TOGETHER)
			return fail(cx, ERR_TOO_LARGE, NULL,
			            N_("At most %d recommendations at once."), MAX_TOGETHER);
		ids[(*ret_n)++] = id;
	}
	return true;
}

/* In the order in which they were posted. */
bool selection_read(struct context *cx, const struct request *q, struct selection *s)
{
	int64_t *ids = arena_array(cx->mem, int64_t, MAX_TOGETHER);
	size_t n = 0, found;
	void **rows;

	begin(cx, s);
	if (!read_ids(cx, q, ids, &n) || !record_get_many(cx, T, ids, n, &rows, &found))
		return false;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < found; k++)
			if (((struct record *)rows[k])->id == ids[i])
				s->v[s->n++] = rows[k];
	return s->n == n || fail(cx, ERR_NOT_FOUND, NULL, N_("There is no such record."));
}

/* The list that the address tells, page after page. */
bool selection_find(struct context *cx, struct list *l, struct selection *s)
{
	begin(cx, s);
	l->limit = MAX_LIST_PAGE;
	do {
		if (!record_list(cx, l))
			return false;
		for (size_t i = 0; i < l->n; i++)
			if (s->n < MAX_TOGETHER)
				s->v[s->n++] = l->rows[i];
			else
				s->more = true;
		l->after = l->next;
	} while (l->next && !s->more);
	return true;
}

/* But for those that were refused (NULL: none was). */
void selection_ids(struct html *h, const struct selection *s, const struct error *const *refused)
{
	for (size_t i = 0; i < s->n; i++)
		if (!refused || !refused[i])
			html(h, "<input type=\"hidden\" name=\"id\" value=\"%lld\">",
			     (long long)s->v[i]->record.id);
}

/* What a button says is no part of what was typed. */
static bool is_button(const char *name)
{
	return word_in("csrf _do id seen draft draft_record to _version", name);
}

void selection_keep(struct html *h, const struct request *q, const struct selection *s)
{
	page_csrf(h, q);
	for (size_t i = 0; i < q->form_n; i++)
		if (!is_button(q->form[i].name) && !str_empty(q->form[i].value))
			html(h, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", q->form[i].name,
			     q->form[i].value);
	selection_ids(h, s, NULL);
	for (size_t i = 0; i < s->n; i++)
		html(h, "<input type=\"hidden\" name=\"seen\" value=\"%lld.%lld\">",
		     (long long)s->v[i]->record.id, (long long)s->v[i]->record.version);
}

bool selection_seen(struct context *cx, const struct request *q, const struct recommendation *r)
{
	const char *seen = arena_fmt(cx->mem, "%lld.%lld", (long long)r->record.id,
	                             (long long)r->record.version);

	for (size_t i = 0; i < q->form_n; i++)
		if (str_eq(q->form[i].name, "seen") && str_eq(q->form[i].value, seen))
			return true;
	return false;
}

void selection_more(struct page *p, const struct selection *s, const char *then)
{
	struct context *cx = p->cx;

	if (s->more)
		page_message(p, "warn",
		             arena_fmt(cx->mem,
		                       tr(cx, "The filters find more; the first %zu are here."),
		                       s->n),
		             then);
}

bool selection_none(struct context *cx, const struct request *q, struct reply *a)
{
	return reply_notice(cx, a, q, tr(cx, "Nothing was selected.")) &&
	       reply_goto(cx, a, "/recommendations");
}

bool selection_name(struct context *cx, struct selection *s)
{
	s->names = arena_array(cx->mem, const char *, s->n);
	if (!together_titles(cx, s->v, s->n))
		return false;
	for (size_t i = 0; i < s->n; i++)
		s->names[i] = arena_str(cx->mem, recommendation_reference(cx, s->v[i]));
	return true;
}

bool selection_report(struct context *cx, const struct request *q, struct reply *a,
                      const struct selection *s, const struct error *const *refused,
                      const struct outcome *o)
{
	size_t refused_n = 0;
	int64_t together;
	struct page p;

	if (!together_note(cx, o->step, s->v, refused, s->n, &together))
		return false;
	for (size_t i = 0; i < s->n; i++)
		refused_n += refused[i] != NULL;
	page_begin(&p, cx, q, a, o->title);
	p.type = T;
	page_crumb(&p, tr(cx, T->label_plural), "/recommendations");
	page_message(
	        &p, refused_n ? "warn" : "good",
	        arena_fmt(cx->mem, tr(cx, "%zu done, %zu refused."), s->n - refused_n, refused_n),
	        o->next);
	if (together)
		together_form(&p, together, s->n - refused_n);
	if (together && o->offer)
		o->offer(&p, s, refused);
	html(&p.html, "<div class=\"stack\"><ul class=\"plain stack-s\">");
	for (size_t i = 0; i < s->n; i++) {
		html(&p.html, "<li>");
		html(&p.html, "<a href=\"%s\">%s</a>", record_path(cx, T, s->v[i]->record.id, NULL),
		     s->names[i]);
		if (refused[i])
			html(&p.html, " <span class=\"st st-late\"><span>%s</span></span>",
			     refused[i]->text);
		html(&p.html, "</li>\n");
	}
	html(&p.html, "</ul><p class=\"row\"><a class=\"btn\" href=\"%s\">%s</a></p></div>\n",
	     o->back ? o->back : "/recommendations", tr(cx, "Back to the list"));
	return page_end(&p);
}
