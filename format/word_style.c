/* styles.xml is read once; what a style takes over is worked out then, so that a paragraph costs
 * one look into a sorted table.  A circle of styles, which only a crafted file has, ends after
 * DEEPEST steps. */
#include "format/word_style.h"

#include "base/number.h"
#include "format/package.h"

#include <strings.h>

enum { MOST = 10 * 1000, DEEPEST = 20 };

struct word_styles {
	struct word_style *v;
	size_t n, room;
	struct word_style usual;
};

static enum word_answer answer(const struct xml_event *e)
{
	const char *s = xml_attribute(e, "val");

	return str_eq(s, "0") || str_eq(s, "false") || str_eq(s, "off") ? WORD_NO : WORD_YES;
}

static int number(const struct xml_event *e, int most)
{
	const char *s = xml_attribute(e, "val");
	int64_t n;

	return s && parse_int_in(s, 0, most, &n) ? (int)n : -1;
}

void word_look_at(struct word_look *look, const struct xml_event *e)
{
	if (xml_starts(e, "b"))
		look->bold = answer(e);
	else if (xml_starts(e, "i"))
		look->italic = answer(e);
	else if (xml_starts(e, "vanish"))
		look->hidden = answer(e);
	else if (xml_starts(e, "outlineLvl"))
		look->outline = number(e, WORD_NO_HEADING - 1) + 1;
	else if (xml_starts(e, "numId"))
		look->list = number(e, INT32_MAX);
	else if (xml_starts(e, "ilvl"))
		look->level = number(e, 8);
}

void word_look_under(struct word_look *look, const struct word_look *under)
{
	if (!look->outline)
		look->outline = under->outline;
	if (look->list < 0)
		look->list = under->list;
	if (look->level < 0)
		look->level = under->level;
	if (look->bold == WORD_UNSAID)
		look->bold = under->bold;
	if (look->italic == WORD_UNSAID)
		look->italic = under->italic;
	if (look->hidden == WORD_UNSAID)
		look->hidden = under->hidden;
}

static bool add(struct context *cx, struct word_styles *s, const struct word_style *style)
{
	if (s->n == MOST)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("The document has more than %d styles."),
		            MOST);
	if (s->n == s->room) {
		size_t room = s->room ? 2 * s->room : 64;

		s->v = arena_grow(cx->mem, s->v, s->room * sizeof *s->v, room * sizeof *s->v);
		s->room = room;
	}
	s->v[s->n++] = *style;
	return true;
}

/* "heading 3" is one of level 3, whatever else it says. */
static void look_at_name(struct word_style *style)
{
	int64_t n;

	if (!style->name)
		style->name = style->id ? style->id : "";
	if (strncasecmp(style->name, "heading ", 8) == 0 && parse_int_in(style->name + 8, 1, 9, &n))
		style->look.outline = (int)n;
}

/* Up to the end of <w:style>. */
static bool read_style(struct context *cx, struct word_styles *s, struct xml *x,
                       const struct xml_event *start)
{
	struct word_style style = { .look = WORD_LOOK };
	const int depth = start->depth;
	const char *usual = xml_attribute(start, "default");
	bool is_usual = (str_eq(usual, "1") || str_eq(usual, "true")) &&
	                str_eq(xml_attribute(start, "type"), "paragraph");
	struct xml_event e;

	style.id = arena_str(cx->mem, xml_attribute(start, "styleId"));
	while (xml_next(cx, x, &e) && !(e.kind == XML_END && e.depth == depth)) {
		if (xml_starts(&e, "name") && e.depth == depth + 1)
			style.name = arena_str(cx->mem, xml_attribute(&e, "val"));
		else if (xml_starts(&e, "basedOn"))
			style.parent = arena_str(cx->mem, xml_attribute(&e, "val"));
		else
			word_look_at(&style.look, &e);
	}
	look_at_name(&style);
	if (is_usual)
		s->usual = style;
	return !style.id || add(cx, s, &style);
}

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct word_style *)a)->id, ((const struct word_style *)b)->id);
}

const struct word_style *word_style(const struct word_styles *s, const char *id)
{
	const struct word_style key = { .id = id };

	return s->n && id ? bsearch(&key, s->v, s->n, sizeof *s->v, by_id) : NULL;
}

const struct word_style *word_usual_style(const struct word_styles *s)
{
	return &s->usual;
}

static void inherit(const struct word_styles *s, struct word_style *style)
{
	const struct word_style *under = word_style(s, style->parent);

	for (int i = 0; i < DEEPEST && under; i++) {
		word_look_under(&style->look, &under->look);
		under = word_style(s, under->parent);
	}
}

struct word_styles *word_styles_read(struct context *cx, struct zip_archive *z, const char *main)
{
	struct word_styles *s = arena_new_of(cx->mem, struct word_styles);
	const char *name = package_related(cx, z, main, "styles", NULL);
	struct zip_part *part = name ? zip_open_part(cx, z, name) : NULL;
	struct xml *x = part ? xml_open(cx, zip_source_of_part, part) : NULL;
	struct xml_event e;

	s->usual = (struct word_style){ .name = "", .look = WORD_LOOK };
	while (x && xml_next(cx, x, &e))
		if (xml_starts(&e, "style") && !read_style(cx, s, x, &e))
			break;
	if (failed(cx))
		return NULL;
	if (s->n)
		qsort(s->v, s->n, sizeof *s->v, by_id);
	for (size_t i = 0; i < s->n; i++)
		inherit(s, &s->v[i]);
	if (s->usual.id)
		s->usual = *word_style(s, s->usual.id);
	if (x)
		xml_close(x);
	if (part)
		zip_close_part(part);
	return s;
}
