/* What a pack that came back would change: what somebody has to decide first, then what is wrong,
 * then the rest.  Each field is shown as it was issued, as it is saved now, and as the pack has it;
 * unless somebody chooses the pack's, what was changed here stays.
 *
 * The form says which version of each report was shown, so that nobody decides on what he has not
 * seen; what does not fit on the page comes when the first rows are decided. */
#include "subject/pack/pack_web.h"

#include "base/number.h"
#include "record/app.h"
#include "store/attachment.h"
#include "store/db.h"

#define T (&pack_type)
#define U (&progress_update_type)

enum { MOST_SHOWN = 200, CLAMPED = 1500 };

struct look {
	const struct request *q;
	struct pack *pack;
	struct pack_content *content;
	struct pack_compared *v;
	size_t count[PACK_VERDICTS];
	size_t shown;
};

/* ---- the file */

/* Within a transaction. */
static bool bytes_of(struct context *cx, int64_t file, struct buffer *out)
{
	for (int64_t chunk = 0;; chunk++) {
		const void *bytes;
		size_t size;

		if (!attachment_read(cx, file, chunk, &bytes, &size))
			return false;
		if (!size)
			return buffer_ok(cx, out);
		buffer_put(out, bytes, size);
	}
}

static bool load(struct context *cx, const struct request *q, struct look *l, struct buffer *file)
{
	int64_t id = request_id(cx, q);

	l->pack = id ? record_get(cx, T, id) : NULL;
	if (!l->pack)
		return false;
	if (!pack_may_bring_back(cx, l->pack->record.institution))
		return fail(cx, ERR_FORBIDDEN, NULL,
		            N_("What a pack holds is saved by who writes reports for its "
		               "institution."));
	if (!l->pack->returned)
		return fail(cx, ERR_NOT_FOUND, NULL, N_("This pack has not been brought back."));
	return bytes_of(cx, l->pack->returned, file);
}

/* Leaves a transaction of that mode open. */
static bool begin(struct context *cx, const struct request *q, enum db_mode mode, struct look *l)
{
	struct buffer file = BUFFER(cx->mem, MAX_PACK_FILE + 1);
	struct material *m;

	*l = (struct look){ .q = q };
	if (!pack_begin_db(cx, DB_READ) || !load(cx, q, l, &file))
		return false;
	db_rollback(cx);
	m = material_read(cx, file.text, file.len, NULL);
	if (!m || !pack_begin_db(cx, mode))
		return false;
	l->content = pack_read(cx, m);
	return l->content != NULL;
}

/* ---- a field */

static void print_version(struct html *h, const char *words, bool clamp)
{
	if (!*words)
		html(h, "<span class=\"note\">%s</span>", tr(h->cx, N_("empty")));
	else if (clamp && strlen(words) > CLAMPED)
		html(h, "<details class=\"more\"><summary>%s</summary>",
		     tr(h->cx, N_("Long text")));
	if (*words)
		html_paragraphs(h, words);
	if (*words && clamp && strlen(words) > CLAMPED)
		html(h, "</details>");
}

static void print_choice(struct html *h, const struct pack_compared *r, const struct pack_field *f,
                         bool packed)
{
	struct context *cx = h->cx;

	html(h,
	     "<section><h3><label class=\"tick\"><input type=\"radio\" name=\"c.%s.%s\" "
	     "value=\"%s\"%s><span>%s</span></label></h3>",
	     r->line->key, f->name, packed ? "pack" : "saved", packed ? "" : " checked",
	     packed ? tr(cx, N_("Take what the pack says")) : tr(cx, "Keep what is saved now"));
	print_version(h, packed ? f->packed : f->saved, false);
	html(h, "</section>\n");
}

static void print_plain(struct html *h, const char *head, const char *words)
{
	html(h, "<section><h3>%s</h3>", head);
	print_version(h, words, true);
	html(h, "</section>\n");
}

static void print_field(struct html *h, const struct pack_compared *r, const struct pack_field *f)
{
	struct context *cx = h->cx;
	bool decide = f->conflict && !f->error && r->verdict == PACK_CONFLICT;

	html(h, "<fieldset class=\"field%s\"><legend><b>%s</b></legend>", f->error ? " bad" : "",
	     f->label);
	if (f->error) {
		html(h, "<p class=\"err\">");
		html_glyph(h, "late");
		html(h, "<span>%s</span></p>", f->error);
	}
	html(h, "<div class=\"voices\">");
	print_plain(h, tr(cx, N_("When the pack was issued")), f->issued);
	if (decide) {
		print_choice(h, r, f, false);
		print_choice(h, r, f, true);
	} else {
		print_plain(h, tr(cx, N_("Saved now")), f->saved);
		print_plain(h, tr(cx, N_("In the pack")), f->packed);
	}
	html(h, "</div></fieldset>\n");
}

/* ---- a row */

static const struct {
	const char *glyph, *words;
} verdicts[PACK_VERDICTS] = {
	[PACK_SAME] = { NULL, N_("Nothing new") },
	[PACK_NEW] = { "new st-new", N_("New draft") },
	[PACK_CHANGED] = { "go st-go", N_("Draft that changes") },
	[PACK_CONFLICT] = { "soon st-soon", N_("Changed here, too: choose") },
	[PACK_INVALID] = { "late st-late", N_("Cannot be saved so") },
	[PACK_CLOSED] = { "lock", N_("Closed meanwhile: nothing is taken") },
};

static bool is_posted(const struct pack_compared *r)
{
	return r->verdict == PACK_NEW || r->verdict == PACK_CHANGED || r->verdict == PACK_CONFLICT;
}

static void print_row(struct html *h, const struct pack_compared *r)
{
	struct context *cx = h->cx;
	const struct pack_line *line = r->line;

	html(h, "<section class=\"sect\"><h2>");
	view_link(h, line->about.type, line->about.id);
	html(h, "</h2><p>");
	html_state(h, verdicts[r->verdict].glyph, tr(cx, verdicts[r->verdict].words));
	html(h, " <span class=\"note\">%s</span></p>",
	     arena_fmt(cx->mem, tr(cx, N_("No. %s, row %lld of the sheet")), line->key,
	               (long long)line->row));
	if (r->saved)
		html(h, "<p class=\"note\"><a href=\"%s\">%s</a></p>",
		     record_path(cx, U, r->saved->record.id, NULL),
		     progress_period_words(cx, r->saved));
	if (r->why)
		page_message_in(h, r->verdict == PACK_INVALID ? "bad" : "warn", r->why, NULL);
	if (is_posted(r))
		html(h, "<input type=\"hidden\" name=\"v.%s\" value=\"%lld\">\n", line->key,
		     (long long)(r->saved ? r->saved->record.version : 0));
	for (size_t i = 0; i < r->n; i++)
		print_field(h, r, &r->fields[i]);
	html(h, "</section>\n");
}

static void print_rows(struct html *h, struct look *l, enum pack_verdict verdict)
{
	for (size_t i = 0; i < l->content->n && l->shown < MOST_SHOWN; i++) {
		if (l->v[i].verdict != verdict)
			continue;
		print_row(h, &l->v[i]);
		l->shown++;
	}
}

/* ---- the page */

static void print_counts(struct page *p, const struct look *l)
{
	struct context *cx = p->cx;
	struct html *h = &p->html;

	html(h, "<ul class=\"plain row\">");
	for (enum pack_verdict k = PACK_VERDICTS; k-- > PACK_SAME;)
		if (l->count[k]) {
			html(h, "<li>");
			html_state(h, verdicts[k].glyph, tr(cx, verdicts[k].words));
			html(h, ": %zu</li>", l->count[k]);
		}
	html(h, "</ul>\n");
}

static void print_warnings(struct page *p, const struct look *l)
{
	struct context *cx = p->cx;
	int64_t newer = pack_newer(cx, l->pack);
	const struct pack *other = newer ? record_get(cx, T, newer) : NULL;

	if (other)
		page_message(p, "warn", tr(cx, N_("This is not the newest pack.")),
		             arena_fmt(cx->mem,
		                       tr(cx, N_("%s was issued later, on %s. What was saved since "
		                                 "this one is told below.")),
		                       other->code, time_words(cx, other->issued.us)));
	if (l->count[PACK_CONFLICT])
		page_message(p, "warn", tr(cx, N_("Some fields were changed here, too.")),
		             tr(cx, N_("Choose for each. What is saved now stays unless you take "
		                       "what the pack says; the file is kept.")));
	if (l->count[PACK_INVALID])
		page_message(p, "bad", tr(cx, N_("Some rows cannot be saved so.")),
		             tr(cx, N_("Correct them in the workbook and bring it back once more; "
		                       "what is saved already is recognised.")));
}

static bool show(struct context *cx, struct reply *a, struct look *l, const char *wrong)
{
	size_t all;
	struct page p;

	if (!pack_compare(cx, l->content, NULL, NULL, &l->v))
		return false;
	for (size_t i = 0; i < l->content->n; i++)
		l->count[l->v[i].verdict]++;
	all = l->content->n - l->count[PACK_SAME];
	pack_page_begin(&p, cx, l->q, a, l->pack, tr(cx, N_("What would change")));
	p.kicker = l->pack->code;
	if (wrong)
		page_message(&p, "bad", wrong, NULL);
	print_warnings(&p, l);
	print_counts(&p, l);
	if (!all)
		page_empty(&p.html, tr(cx, N_("Nothing would change.")),
		           tr(cx, N_("All that the pack says is saved already.")),
		           pack_path(cx, l->pack, ""), tr(cx, N_("To the pack")));
	html(&p.html, "<form method=\"post\" action=\"%s\">", pack_path(cx, l->pack, "/back"));
	page_csrf(&p.html, l->q);
	print_rows(&p.html, l, PACK_CONFLICT);
	print_rows(&p.html, l, PACK_INVALID);
	print_rows(&p.html, l, PACK_CLOSED);
	print_rows(&p.html, l, PACK_CHANGED);
	print_rows(&p.html, l, PACK_NEW);
	if (l->shown < all)
		html(&p.html, "<p class=\"note\">%s</p>",
		     arena_fmt(
		             cx->mem,
		             tr(cx, N_("The first %zu of %zu rows are shown. The others come when "
		                       "these are saved.")),
		             l->shown, all));
	html(&p.html,
	     "<p class=\"field row\"><button class=\"btn btn-main\">%s</button> <a class=\"btn "
	     "btn-bare\" href=\"%s\">%s</a></p></form>\n",
	     all ? tr(cx, N_("Save as drafts")) : tr(cx, N_("Done")), pack_path(cx, l->pack, ""),
	     tr(cx, N_("Decide later")));
	return page_end(&p);
}

bool pack_look_get(struct context *cx, const struct request *q, struct reply *a)
{
	struct look l;

	return begin(cx, q, DB_READ, &l) && show(cx, a, &l, NULL);
}

/* ---- what was decided */

static bool takes_packed(const void *data, const char *key, const char *field)
{
	const struct request *q = data;

	for (size_t i = 0; i < q->form_n; i++) {
		const char *name = q->form[i].name;
		size_t n = strlen(key);

		if (str_starts(name, "c.") && str_starts(name + 2, key) && name[2 + n] == '.' &&
		    str_eq(name + 3 + n, field))
			return str_eq(q->form[i].value, "pack");
	}
	return false;
}

static int64_t version_shown(const void *data, const char *key)
{
	const struct request *q = data;
	int64_t version = -1;

	for (size_t i = 0; i < q->form_n; i++)
		if (str_starts(q->form[i].name, "v.") && str_eq(q->form[i].name + 2, key) &&
		    !parse_int_in(q->form[i].value, 0, INT64_MAX, &version))
			version = -1;
	return version;
}

static const char *outcome_words(struct context *cx, const struct pack_outcome *o)
{
	const char *taken = arena_fmt(
	        cx->mem, tr(cx, N_("Saved as drafts: %zu. They are not sent yet.")), o->taken);

	return o->left ? arena_fmt(cx->mem, "%s %s", taken,
	                           arena_fmt(cx->mem,
	                                     tr(cx, N_("Still to be decided or corrected: "
	                                               "%zu.")),
	                                     o->left))
	               : taken;
}

bool pack_look_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct look l;
	struct pack_outcome o;
	const char *why;

	if (!begin(cx, q, DB_WRITE, &l))
		return false;
	if (pack_take(cx, l.pack->record.id, l.content, version_shown, takes_packed, q, &o))
		return reply_notice(cx, a, q, outcome_words(cx, &o)) &&
		       reply_goto(cx, a, pack_path(cx, l.pack, o.left ? "/back" : ""));
	if (cx->err.kind != ERR_CONFLICT)
		return false;
	why = cx->err.text;
	error_clear(cx);
	db_rollback(cx);
	a->status = 409;
	return pack_begin_db(cx, DB_READ) && show(cx, a, &l, why);
}
