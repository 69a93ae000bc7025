/* Labels of a file that nobody knows: each once, with the number of rows that have it and what it
 * may mean.  One click makes it another name of a record, for this file and all that come; or it
 * means a record that one names; or it is left, and stands in the rows' sources only. */
#include "subject/recommendation/import_web.h"

#include "base/number.h"
#include "record/app.h"
#include "subject/taxonomy/taxonomy.h"

enum { LABELS_FIRST = 5, LABELS_SHOWN = 25, PROPOSALS = 3 };

/* Labels of the types met, loaded once a page. */
struct known_labels {
	const struct type *type[16];
	const struct labels *labels[16];
	size_t n;
};

/* NULL: the type cannot be named by labels. */
static const struct labels *labels_of(struct context *cx, struct known_labels *k,
                                      const struct type *t)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->type[i] == t)
			return k->labels[i];
	if (k->n == LEN(k->type))
		return NULL;
	k->type[k->n] = t;
	k->labels[k->n] = t->key && type_field_named(t, "name") ? labels_load(cx, t) : NULL;
	return k->labels[k->n++];
}

/* Whoever may add to the labels adds it for all files; others decide for this one. */
static bool may_teach(const struct context *cx)
{
	return access_function(cx, alias_type.function, RIGHT_CREATE);
}

static const char *decision_name(struct context *cx, const char *type, const char *label)
{
	return arena_fmt(cx->mem, "label:%s:%s", type, label);
}

/* ---- the table */

static void print_decided(struct look *l, const struct staged_label *v, const char *decided)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;
	int64_t id = 0;

	if (parse_int_in(decided, 1, INT64_MAX, &id)) {
		html(h, "<p>%s ", tr(cx, N_("Means:")));
		view_link(h, v->type, id);
		html(h, "</p>");
	} else {
		html(h, "<p>%s</p>", tr(cx, N_("It is left.")));
	}
	if (id && may_teach(cx)) /* it is one more label of the record, and can be retired there */
		html(h, "<a class=\"btn\" href=\"%s\">%s</a>", url(cx, "/aliases?q=%s", v->label),
		     tr(cx, N_("Change it")));
	else
		html(h, "<button class=\"btn\" name=\"_do\" value=\"back\">%s</button>",
		     tr(cx, N_("Take it back")));
}

static void print_leave(struct html *h)
{
	html(h, "<button class=\"btn btn-bare\" name=\"_do\" value=\"leave\">%s</button>",
	     tr(h->cx, N_("Leave it")));
}

/* A word of the file that is no name of a record (a status): said where the columns are. */
static void print_elsewhere(struct look *l)
{
	struct html *h = &l->page.html;

	html(h, "<p class=\"row no-print\">");
	if (l->file->recognised)
		html(h, "<a class=\"btn\" href=\"%s\">%s</a>",
		     look_path(l->page.cx, l->file, "/table"),
		     tr(l->page.cx, N_("Correct what was recognised")));
	print_leave(h);
	html(h, "</p>");
}

static void print_proposals(struct look *l, const struct labels *labels,
                            const struct staged_label *v)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;
	struct near near[PROPOSALS];
	size_t n = labels_near(cx, labels, v->label, near, PROPOSALS);

	html(h, "<p class=\"row no-print\">");
	for (size_t i = 0; i < n; i++)
		html(h, "<button class=\"btn\" name=\"is\" value=\"%lld\">%s</button>",
		     (long long)near[i].record, record_title(cx, v->type, near[i].record));
	print_leave(h);
	html(h, "</p>");
}

static void print_other(struct look *l, const struct staged_label *v, size_t at)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;
	const struct request *q = l->page.request;
	bool mine = str_eq(request_form(q, "label"), v->label) &&
	            str_eq(request_form(q, "type"), v->type->name);
	const struct error *e = mine ? error_of(l->errors, "other") : NULL;

	html(h, "<div class=\"no-print%s\">", e ? " bad" : "");
	if (e) {
		html(h, "<p class=\"err\" id=\"other-%zu-e\">", at);
		html_glyph(h, "late");
		html(h, "<span>%s</span></p>", e->text);
	}
	html(h,
	     "<p class=\"row\"><label class=\"small\" for=\"other-%zu\">%s</label><input "
	     "class=\"w-m\" "
	     "id=\"other-%zu\" name=\"other\" value=\"%s\"",
	     at, tr(cx, N_("or another, by name or code")), at,
	     mine && request_form(q, "other") ? request_form(q, "other") : "");
	if (e)
		html(h, " aria-invalid=\"true\" aria-describedby=\"other-%zu-e\"", at);
	html(h, "><button class=\"btn\" name=\"_do\" value=\"other\">%s</button></p></div>",
	     tr(cx, N_("This one")));
}

static void print_label(struct look *l, struct known_labels *k, const struct staged_label *v,
                        size_t at)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;
	const char *decided = look_decision(l, "label:%s:%s", v->type->name, v->label);
	const struct labels *labels = labels_of(cx, k, v->type);

	html(h,
	     "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"><span "
	     "class=\"of-file\">%s</span><br><span "
	     "class=\"note\">%s</span></th><td role=\"cell\" class=\"num\" data-l=\"%s\">%lld</td>"
	     "<td role=\"cell\"><form method=\"post\" action=\"%s\">",
	     v->label, tr(cx, v->type->label), tr(cx, N_("Rows")), (long long)v->rows,
	     look_path(cx, l->file, "/labels"));
	page_csrf(h, l->page.request);
	html(h,
	     "<button class=\"vh\" name=\"_do\" value=\"other\" tabindex=\"-1\">%s</button>"
	     "<input type=\"hidden\" name=\"type\" value=\"%s\"><input type=\"hidden\" "
	     "name=\"label\" value=\"%s\"><input type=\"hidden\" name=\"to\" value=\"%s\">",
	     tr(cx, N_("This one")), v->type->name, v->label,
	     str_eq(l->page.request->path, look_path(cx, l->file, "/labels")) ? "/labels" : "");
	if (decided) {
		print_decided(l, v, decided);
	} else if (!labels) {
		print_elsewhere(l);
	} else {
		print_proposals(l, labels, v);
		print_other(l, v, at);
	}
	html(h, "</form></td></tr>\n");
}

static void print_table(struct look *l, const struct staged_label *v, size_t from, size_t to)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;
	struct known_labels k = { .n = 0 };

	html(h,
	     "<table class=\"list\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\"><th "
	     "role=\"columnheader\" scope=\"col\">%s</th><th role=\"columnheader\" scope=\"col\" "
	     "class=\"num\">%s</th><th role=\"columnheader\" scope=\"col\">%s</th></tr></thead>"
	     "<tbody role=\"rowgroup\">\n",
	     tr(cx, N_("In the file")), tr(cx, N_("Rows")),
	     may_teach(cx) ? tr(cx, N_("What it means, from now on in all files"))
	                   : tr(cx, N_("What it means in this file")));
	for (size_t i = from; i < to; i++)
		print_label(l, &k, &v[i], i);
	html(h, "</tbody></table>\n");
}

static const char *note(struct context *cx)
{
	return tr(cx,
	          N_("The rows come in without them; in their sources they stand as they are."));
}

bool labels_print(struct look *l)
{
	struct context *cx = l->page.cx;
	struct html *h = &l->page.html;
	struct staged_label *v;
	size_t n;

	if (!staged_labels(cx, l->file, &v, &n))
		return false;
	if (!n)
		return true;
	page_section(h, arena_fmt(cx->mem, tr(cx, N_("Labels that nobody knows: %zu")), n),
	             note(cx));
	print_table(l, v, 0, n < LABELS_FIRST ? n : LABELS_FIRST);
	if (n > LABELS_FIRST)
		html(h, "<p class=\"pager no-print\"><a class=\"btn\" href=\"%s\">%s</a></p>",
		     look_path(cx, l->file, "/labels"), tr(cx, N_("All of them")));
	html(h, "</section>\n");
	return true;
}

/* ---- all of them */

static bool show(struct context *cx, const struct request *q, struct reply *a, struct staging *s,
                 const struct error *errors)
{
	struct staged_label *v;
	const char *typed = request_query(q, "after");
	int64_t from = 0;
	size_t n, to;
	struct look l;

	if (typed && !parse_int_in(typed, 0, MAX_STAGED_LABELS, &from))
		from = 0;
	look_begin(&l, cx, q, a, s, tr(cx, N_("Labels that nobody knows")));
	page_crumb(&l.page, s->name, look_path(cx, s, ""));
	page_crumb(&l.page, l.page.title, NULL);
	l.page.lead = note(cx);
	l.errors = errors;
	if (!staged_labels(cx, s, &v, &n) ||
	    !staging_decisions(cx, s, &l.decisions, &l.decisions_n))
		return false;
	if ((size_t)from > n)
		from = 0;
	to = n - (size_t)from < LABELS_SHOWN ? n : (size_t)from + LABELS_SHOWN;
	if (errors) /* the one that was sent, with what was typed, whatever page it stands on */
		for (size_t i = 0; i < n; i++)
			if (str_eq(v[i].label, request_form(q, "label")) &&
			    str_eq(v[i].type->name, request_form(q, "type"))) {
				from = (int64_t)i;
				to = i + 1;
			}
	if (n)
		print_table(&l, v, (size_t)from, to);
	else
		page_empty(&l.page.html, tr(cx, N_("Every label of the file is known.")), "", NULL,
		           NULL);
	html(&l.page.html, "<p class=\"pager no-print\"><a class=\"btn\" href=\"%s\">%s</a>",
	     look_path(cx, s, ""), tr(cx, N_("Back to the file")));
	if (to < n)
		html(&l.page.html, "<a class=\"btn\" rel=\"next\" href=\"%s\">%s</a>",
		     look_path(cx, s, arena_fmt(cx->mem, "/labels?after=%zu", to)),
		     tr(cx, N_("Next page")));
	html(&l.page.html, "</p>\n");
	return page_end(&l.page);
}

bool labels_page(struct context *cx, const struct request *q, struct reply *a)
{
	struct staging *s = look_of(cx, q);

	return s && show(cx, q, a, s, NULL);
}

/* ---- what it means */

/* The label as the look found it: nothing else is taught. */
static const struct staged_label *label_of(struct context *cx, const struct request *q,
                                           const struct staging *s)
{
	struct staged_label *v;
	size_t n;

	if (!staged_labels(cx, s, &v, &n))
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].label, request_form(q, "label")) &&
		    str_eq(v[i].type->name, request_form(q, "type")))
			return &v[i];
	fail(cx, ERR_NOT_FOUND, NULL,
	     N_("There is no such label any more: the file was looked at "
	        "again."));
	return NULL;
}

static bool named(struct context *cx, const struct request *q, const struct staged_label *v,
                  int64_t *ret)
{
	const char *typed = request_form(q, "other");
	struct known_labels k = { .n = 0 };
	const struct labels *labels = labels_of(cx, &k, v->type);

	if (failed(cx))
		return false;
	if (str_empty(typed))
		return fail(cx, ERR_INVALID, "other", N_("Name the record."));
	*ret = labels ? labels_find(cx, labels, typed) : 0;
	return *ret || fail(cx, ERR_INVALID, "other", N_("There is no %s “%s”."),
	                    tr(cx, v->type->label), typed);
}

static bool means(struct context *cx, const struct staging *s, const struct staged_label *v,
                  int64_t id)
{
	if (!record_get(cx, v->type, id))
		return false;
	if (may_teach(cx) && !alias_add(cx, v->type, id, v->label, NULL))
		return false;
	return staging_decide(cx, s, decision_name(cx, v->type->name, v->label),
	                      arena_fmt(cx->mem, "%lld", (long long)id));
}

static bool decide(struct context *cx, const struct request *q, const struct staging *s,
                   const struct staged_label *v)
{
	const char *is = request_form(q, "is"), *what = request_form(q, "_do"),
	           *name = decision_name(cx, v->type->name, v->label);
	int64_t id;

	if (is)
		return (parse_int_in(is, 1, INT64_MAX, &id) ||
		        fail(cx, ERR_BAD_REQUEST, "is", N_("There is no such record."))) &&
		       means(cx, s, v, id);
	if (str_eq(what, "leave"))
		return staging_decide(cx, s, name, "");
	if (str_eq(what, "back"))
		return staging_decide(cx, s, name, NULL);
	return named(cx, q, v, &id) && means(cx, s, v, id);
}

bool label_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct staging *s = look_of(cx, q);
	const struct staged_label *v = s ? label_of(cx, q, s) : NULL;

	if (!v)
		return false;
	if (!decide(cx, q, s, v)) {
		if (cx->err.kind != ERR_INVALID)
			return false;
		a->status = 422;
		return show(cx, q, a, s, view_errors(cx));
	}
	return look_return(cx, q, a, s, str_eq(request_form(q, "to"), "/labels") ? "/labels" : "",
	                   NULL);
}
