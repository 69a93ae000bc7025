/* What an erasure takes, as people read it: the name of each part, what stands there now, how much
 * of it the history holds.  Only what the reader may see anyway comes here (record/erase.h). */
#include "subject/administration/administration_web.h"

#include "language/messages.h"
#include "record/app.h"
#include "record/attachment.h"
#include "record/import.h"
#include "web/menu.h"

enum { CUT = 300, IMPORTS_SHOWN = 5 };

const char *part_words(struct context *cx, const struct erase_part *part)
{
	if (!part->field)
		return tr(cx, N_("Reasons that were given for changes"));
	if (!part->lang)
		return tr(cx, part->field->label);
	return arena_fmt(cx->mem, "%s, %s", tr(cx, part->field->label),
	                 language_words(cx, part->lang));
}

static void print_cut(struct html *h, const char *words, const char *lang)
{
	size_t n = strlen(words);

	if (n > CUT)
		for (n = CUT; n && ((unsigned char)words[n] & 0xc0) == 0x80;)
			n--;
	html(h, "<p class=\"small\"");
	html_lang(h, lang);
	html(h, ">%.*s%s</p>", (int)n, words, words[n] ? "…" : "");
}

static void print_now(struct html *h, const struct type *t, const void *row,
                      const struct erase_part *part)
{
	const struct texts *x = part->lang ? field_at(part->field, row) : NULL;

	if (!part->lang) {
		print_cut(h, field_words(h->cx, t, part->field, row), NULL);
		return;
	}
	for (size_t i = 0; i < x->n; i++)
		if (str_eq(x->v[i].lang, part->lang))
			print_cut(h, x->v[i].body, part->lang);
}

void part_print(struct html *h, const struct type *t, const void *row,
                const struct erase_part *part)
{
	struct context *cx = h->cx;
	int64_t earlier = part->values - part->now;

	if (part->now)
		print_now(h, t, row, part);
	else if (part->field)
		html(h, "<p class=\"note\">%s</p>", tr(cx, N_("Nothing stands there now.")));
	if (earlier)
		html(h, "<p class=\"note\">%s</p>",
		     arena_fmt(cx->mem,
		               trn(cx, "%lld value in the history goes with it.",
		                   "%lld values in the history go with it.", earlier),
		               (long long)earlier));
}

/* Whoever may ask is led to the form about the file. */
static void print_import(struct html *h, int64_t id)
{
	struct context *cx = h->cx;
	const char *title = record_title(cx, &import_type, id);

	html(h, "<li class=\"small\">");
	if (access_function(cx, erasure_request_type.function, RIGHT_PROPOSE))
		html(h, "<a href=\"/erasure_requests/new?record=%s:%lld\">%s</a>", import_type.name,
		     (long long)id, title);
	else
		html_text(h, title);
	html(h, "</li>");
}

static void print_imports(struct html *h, const struct type *t, int64_t id)
{
	struct context *cx = h->cx;
	int64_t *v;
	size_t n;

	if (!access_function(cx, import_type.function, RIGHT_READ) ||
	    !imports_of(cx, t, id, &v, &n) || !n)
		return;
	html(h, "<p class=\"note\">%s</p><ul class=\"plain\">",
	     tr(cx, N_("The record came in with a file. The file stays; its erasure is requested "
	               "on its own page:")));
	for (size_t i = 0; i < n && i < IMPORTS_SHOWN; i++)
		print_import(h, v[i]);
	html(h, "</ul>\n");
}

void part_print_elsewhere(struct html *h, const struct type *t, int64_t id)
{
	struct context *cx = h->cx;

	print_imports(h, t, id);
	html(h, "<p class=\"note\">%s",
	     tr(cx, N_("Other records that quote it stay as they are.")));
	if (menu_type_open(cx, t))
		html(h, " <a href=\"%s\">%s</a>", record_path(cx, t, id, "/links"),
		     tr(cx, N_("Records that name this one")));
	html(h, "</p>\n");
}
