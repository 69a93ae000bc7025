/* What a published list says otherwise: the file is read as an import would read it, but nothing is
 * brought in; its positions are held against ours, paragraph by paragraph. */
#include "subject/recommendation/position_web.h"

#include "record/import.h"
#include "store/db.h"
#include "subject/mechanism/locator.h"

enum { LOCATOR_SIZE = 64 };

struct finding {
	int64_t id; /* ours, if the reader found it */
	int position;
	char locator[LOCATOR_SIZE]; /* normal form */
};

struct comparison {
	struct finding *v;
	size_t n;
};

/* A row that an import would refuse is compared all the same: it is refused because it says
 * otherwise.  The reader's memory goes with each slice, so what is needed of it is copied. */
static bool looked(struct context *cx, void *listener, const struct import_item *v, size_t n)
{
	struct comparison *c = listener;

	for (size_t i = 0; i < n; i++) {
		const struct recommendation *r = v[i].record;
		size_t at = c->n;

		if (v[i].type != T || r->kind == KIND_PLEDGE ||
		    (v[i].fate == ITEM_WRONG && !v[i].found && str_empty(r->locator)))
			continue;
		for (size_t k = 0; k < c->n; k++) /* told once more */
			if (v[i].found && c->v[k].id == v[i].found)
				at = k;
		if (at == MAX_POSITIONS)
			return fail(cx, ERR_TOO_LARGE, NULL,
			            N_("More than %d recommendations in one review."),
			            MAX_POSITIONS);
		c->v[at].id = v[i].found;
		c->v[at].position = r->position;
		snprintf(c->v[at].locator, LOCATOR_SIZE, "%s",
		         str_empty(r->locator) ? "" : locator_normal(cx->mem, r->locator));
		c->n += at == c->n;
	}
	return true;
}

/* By the record that was found; a list that does not name the report, by the paragraph alone. */
static const struct finding *finding_of(struct context *cx, const struct comparison *c,
                                        const struct recommendation *r)
{
	const char *locator = str_empty(r->locator) ? NULL : locator_normal(cx->mem, r->locator);
	const struct finding *by_number = NULL;

	for (size_t i = 0; i < c->n; i++) {
		if (c->v[i].id == r->record.id)
			return &c->v[i];
		if (!c->v[i].id && locator && str_eq(c->v[i].locator, locator))
			by_number = &c->v[i];
	}
	return by_number;
}

/* ---- the form */

static bool show(struct context *cx, const struct request *q, struct reply *a,
                 const struct error *errors)
{
	struct position_desk *d = desk_whole(cx, q);
	const struct error *e = error_of(errors, "file");
	struct html *h;
	struct page p;

	if (!d)
		return false;
	desk_begin(&p, cx, q, a, d, tr(cx, "Compare with the published list"));
	h = &p.html;
	p.lead = tr(cx, "The file is read and compared; nothing is brought in and nothing is "
	                "changed.");
	html(h, "<form method=\"post\" action=\"%s\" enctype=\"multipart/form-data\" id=\"form\">",
	     desk_path(cx, d, "/compare"));
	page_csrf(h, q);
	html(h,
	     "<div class=\"field drop%s\"><label for=\"file\">%s</label><p class=\"hint\" "
	     "id=\"file-h\">%s</p>",
	     e ? " bad" : "", tr(cx, "File"),
	     tr(cx, "The thematic list of recommendations that OHCHR published (DOCX), or any "
	            "table with paragraph and position (XLSX, CSV)."));
	if (e) {
		html(h, "<p class=\"err\" id=\"file-e\">");
		html_glyph(h, "late");
		html(h, "<span>%s</span></p>", e->text);
	}
	html(h,
	     "<input type=\"file\" id=\"file\" name=\"file\" aria-describedby=\"file-h%s\"></div>"
	     "<p class=\"field\"><button class=\"btn btn-main\">%s</button></p></form>\n",
	     e ? " file-e" : "", tr(cx, "Compare"));
	return page_end(&p);
}

bool position_compare_form(struct context *cx, const struct request *q, struct reply *a)
{
	return show(cx, q, a, NULL);
}

/* ---- what came of it */

struct told {
	size_t same, differ, absent;
};

static void print_difference(struct html *h, const struct recommendation *r,
                             const struct recommendation *decided, const struct finding *f)
{
	struct context *cx = h->cx;
	const struct texts none = { 0 };

	together_line(h, r);
	html(h, "<br><span class=\"note\">%s:</span> ", tr(cx, "Ours"));
	desk_print_position(h, decided->position, &none);
	html(h, " <span class=\"note\">%s:</span> ", tr(cx, "Published"));
	desk_print_position(h, f->position, &none);
	html(h, "</li>\n");
}

static struct told print_differences(struct html *h, const struct position_desk *d,
                                     const struct comparison *c)
{
	struct told t = { 0 };

	html(h, "<ul class=\"plain stack-s\">\n");
	for (size_t i = 0; i < d->n; i++) {
		const struct finding *f = finding_of(h->cx, c, d->v[i].r);
		int ours = position_known(d->v[i].decided) ? d->v[i].decided->position : 0;
		int theirs = f && f->position != POSITION_PENDING ? f->position : 0;

		if (!f) {
			t.absent++;
			together_line(h, d->v[i].r);
			html(h, " <span class=\"note\">%s</span></li>\n",
			     tr(h->cx, "not in the published list"));
		} else if (ours == theirs) {
			t.same++;
		} else {
			t.differ++;
			print_difference(h, d->v[i].r, d->v[i].decided, f);
		}
	}
	html(h, "</ul>\n");
	return t;
}

static size_t beyond(struct context *cx, const struct position_desk *d, const struct comparison *c)
{
	size_t matched = 0;

	for (size_t i = 0; i < d->n; i++)
		matched += finding_of(cx, c, d->v[i].r) != NULL;
	return c->n > matched ? c->n - matched : 0;
}

static bool tell(struct context *cx, const struct request *q, struct reply *a,
                 const struct comparison *c)
{
	struct position_desk *d = desk_whole(cx, q);
	struct html list = html_new(cx);
	void **rows;
	struct told t;
	struct page p;

	if (!d)
		return false;
	rows = arena_array(cx->mem, void *, d->n + 1);
	for (size_t i = 0; i < d->n; i++)
		rows[i] = (void *)(uintptr_t)d->v[i].r;
	if (!record_titles_in(cx, T, rows, d->n, "document cycle recommending_states"))
		return false;
	t = print_differences(&list, d, c);
	desk_begin(&p, cx, q, a, d, tr(cx, "Compared with the published list"));
	page_message(&p, t.differ || t.absent ? "warn" : "good",
	             arena_fmt(cx->mem, tr(cx, "%zu the same, %zu different."), t.same, t.differ),
	             arena_fmt(cx->mem,
	                       tr(cx, "Not in the published list: %zu. Only in the published "
	                              "list: %zu."),
	                       t.absent, beyond(cx, d, c)));
	html_append(&p.html, &list);
	html(&p.html, "<p class=\"row\"><a class=\"btn\" href=\"%s\">%s</a></p>\n",
	     desk_path(cx, d, ""), tr(cx, "Back to the list"));
	return page_end(&p);
}

bool position_compare_post(struct context *cx, const struct request *q, struct reply *a)
{
	const struct upload *u = request_upload(q, "file");
	struct comparison c = { .v = arena_array(cx->mem, struct finding, MAX_POSITIONS) };
	struct import im = { .dry_run = true, .looked = looked, .listener = &c };
	const struct error *errors;
	bool read = u && u->size;

	if (!read)
		fail(cx, ERR_INVALID, "file", N_("Choose a file that is not empty."));
	im.file = u ? u->filename : "";
	read = read && import_run(cx, &im, u->bytes, u->size) &&
	       (c.n > 0 ||
	        fail(cx, ERR_INVALID, "file", N_("No recommendations were found in this file.")));
	if (!read && cx->err.kind != ERR_INVALID)
		return false;
	errors = read ? NULL : view_errors(cx);
	if (!db_begin(cx, cx->app->store, DB_READ))
		return false;
	if (read)
		return tell(cx, q, a, &c);
	a->status = 422;
	return show(cx, q, a, errors);
}
