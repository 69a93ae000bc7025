/* A list ("num") counts by the rules of a kind ("abstractNum").  Lists of one kind count on from
 * one another, but where a list says where to start.  A level that counts starts the deeper ones
 * again. */
#include "format/word_list.h"

#include "base/number.h"
#include "base/utf8.h"
#include "format/package.h"
#include "format/xml_read.h"

enum { LEVELS = 9, MOST = 10 * 1000, LETTERS = 26 };

enum style { DECIMAL, BULLET, NOTHING, LOWER, UPPER, SMALL_ROMAN, ROMAN, RUSSIAN, LARGE_RUSSIAN };

struct level {
	int start, at; /* at: the last number given */
	bool counted;
	enum style style;
	bool plain; /* all numbers in it are decimal */
	const char *text;
};

struct kind {
	int id;
	struct level levels[LEVELS];
	struct kind *next;
};

struct list {
	int id;
	struct kind *kind;
	int starts[LEVELS]; /* -1: as the kind says */
	struct list *next;
};

struct word_lists {
	struct kind *kinds;
	struct list *lists;
	int n;
};

static int number(const struct xml_event *e, const char *name, int most, int otherwise)
{
	const char *s = xml_attribute(e, name);
	int64_t n;

	return s && parse_int_in(s, 0, most, &n) ? (int)n : otherwise;
}

static enum style style_named(const char *name)
{
	static const char *const names[] = {
		[DECIMAL] = "decimal",
		[BULLET] = "bullet",
		[NOTHING] = "none",
		[LOWER] = "lowerLetter",
		[UPPER] = "upperLetter",
		[SMALL_ROMAN] = "lowerRoman",
		[ROMAN] = "upperRoman",
		[RUSSIAN] = "russianLower",
		[LARGE_RUSSIAN] = "russianUpper",
	};

	for (size_t i = 0; i < LEN(names); i++)
		if (str_eq(name, names[i]))
			return (enum style)i;
	return DECIMAL;
}

static bool too_many(struct context *cx, struct word_lists *l)
{
	return ++l->n > MOST &&
	       !fail(cx, ERR_TOO_LARGE, NULL, N_("The document has more than %d lists."), MOST);
}

static void read_level(struct context *cx, struct level *level, const struct xml_event *e)
{
	if (xml_starts(e, "start"))
		level->start = number(e, "val", INT16_MAX, 1);
	else if (xml_starts(e, "numFmt"))
		level->style = style_named(xml_attribute(e, "val"));
	else if (xml_starts(e, "isLgl"))
		level->plain = true;
	else if (xml_starts(e, "lvlText") && xml_attribute(e, "val"))
		level->text = arena_str(cx->mem, xml_attribute(e, "val"));
}

/* Up to the end of <w:abstractNum>. */
static bool read_kind(struct context *cx, struct word_lists *l, struct xml *x,
                      const struct xml_event *start)
{
	struct kind *k = arena_new_of(cx->mem, struct kind);
	const int depth = start->depth;
	struct level *level = NULL;
	struct xml_event e;

	k->id = number(start, "abstractNumId", INT32_MAX, -1);
	for (int i = 0; i < LEVELS; i++)
		k->levels[i] = (struct level){ .start = 1, .text = "" };
	while (xml_next(cx, x, &e) && !(e.kind == XML_END && e.depth == depth)) {
		if (xml_starts(&e, "lvl"))
			level = &k->levels[number(&e, "ilvl", LEVELS - 1, 0)];
		else if (level)
			read_level(cx, level, &e);
	}
	k->next = l->kinds;
	l->kinds = k;
	return !too_many(cx, l);
}

static struct kind *kind_of(const struct word_lists *l, int id)
{
	struct kind *k = l->kinds;

	while (k && k->id != id)
		k = k->next;
	return k;
}

/* Up to the end of <w:num>; kinds come before. */
static bool read_list(struct context *cx, struct word_lists *l, struct xml *x,
                      const struct xml_event *start)
{
	struct list *list = arena_new_of(cx->mem, struct list);
	const int depth = start->depth;
	int level = 0;
	struct xml_event e;

	list->id = number(start, "numId", INT32_MAX, -1);
	for (int i = 0; i < LEVELS; i++)
		list->starts[i] = -1;
	while (xml_next(cx, x, &e) && !(e.kind == XML_END && e.depth == depth)) {
		if (xml_starts(&e, "abstractNumId"))
			list->kind = kind_of(l, number(&e, "val", INT32_MAX, -1));
		else if (xml_starts(&e, "lvlOverride"))
			level = number(&e, "ilvl", LEVELS - 1, 0);
		else if (xml_starts(&e, "startOverride"))
			list->starts[level] = number(&e, "val", INT16_MAX, 1);
	}
	list->next = l->lists;
	l->lists = list;
	return !too_many(cx, l);
}

struct word_lists *word_lists_read(struct context *cx, struct zip_archive *z, const char *main)
{
	struct word_lists *l = arena_new_of(cx->mem, struct word_lists);
	const char *name = package_related(cx, z, main, "numbering", NULL);
	struct zip_part *part = name ? zip_open_part(cx, z, name) : NULL;
	struct xml *x = part ? xml_open(cx, zip_source_of_part, part) : NULL;
	bool going = x;
	struct xml_event e;

	while (going && xml_next(cx, x, &e)) {
		if (xml_starts(&e, "abstractNum"))
			going = read_kind(cx, l, x, &e);
		else if (xml_starts(&e, "num"))
			going = read_list(cx, l, x, &e);
	}
	if (x)
		xml_close(x);
	if (part)
		zip_close_part(part);
	return failed(cx) ? NULL : l;
}

/* ---- labels */

/* A text that grows within a label's room. */
struct label {
	char *text;
	size_t n;
};

static void put(struct label *l, const char *s, size_t n)
{
	if (n < WORD_LABEL - l->n) {
		memcpy(l->text + l->n, s, n);
		l->n += n;
		l->text[l->n] = '\0';
	}
}

static void put_decimal(struct label *l, int n)
{
	char digits[INT_TEXT];

	put(l, digits, int_text(n, digits));
}

/* a … z, aa … zz, aaa, as Word goes on. */
static void put_letters(struct label *l, int n, char first)
{
	const char letter = (char)(first + (n - 1) % LETTERS);

	for (int i = 0; i <= (n - 1) / LETTERS; i++)
		put(l, &letter, 1);
}

static void put_roman(struct label *l, int n, bool small)
{
	static const struct {
		int value;
		const char *small, *large;
	} parts[] = {
		{ 1000, "m", "M" }, { 900, "cm", "CM" }, { 500, "d", "D" }, { 400, "cd", "CD" },
		{ 100, "c", "C" },  { 90, "xc", "XC" },  { 50, "l", "L" },  { 40, "xl", "XL" },
		{ 10, "x", "X" },   { 9, "ix", "IX" },   { 5, "v", "V" },   { 4, "iv", "IV" },
		{ 1, "i", "I" },
	};

	for (size_t i = 0; i < LEN(parts); i++)
		for (; n >= parts[i].value; n -= parts[i].value) {
			const char *s = small ? parts[i].small : parts[i].large;

			put(l, s, strlen(s));
		}
}

/* Without ё, й, ъ, ы, ь. */
static void put_russian(struct label *l, int n, bool large)
{
	static const char letters[] = "абвгдежзиклмнопрстуфхцчшщэюя";
	const int count = (int)(sizeof letters - 1) / 2;
	const char *s = letters + (size_t)((n - 1) % count) * 2;
	char out[UTF8_ROOM];
	size_t length = utf8_put(out, utf8_take(&s) - (large ? 0x20 : 0));

	for (int i = 0; i <= (n - 1) / count; i++)
		put(l, out, length);
}

static void put_number(struct label *l, int n, enum style style)
{
	if (n < 1 || style == DECIMAL || n > INT16_MAX)
		put_decimal(l, n);
	else if (style == LOWER || style == UPPER)
		put_letters(l, n, style == LOWER ? 'a' : 'A');
	else if (style == ROMAN || style == SMALL_ROMAN)
		put_roman(l, n, style == SMALL_ROMAN);
	else if (style == RUSSIAN || style == LARGE_RUSSIAN)
		put_russian(l, n, style == LARGE_RUSSIAN);
}

/* The kind's count goes on, or starts where the list says, or the kind. */
static void count(struct list *list, int level)
{
	struct level *v = list->kind->levels;

	for (int i = 0; i <= level; i++) {
		if (list->starts[i] >= 0) {
			v[i].at = list->starts[i] - (i == level);
			v[i].counted = true;
			list->starts[i] = -1;
		} else if (!v[i].counted) {
			v[i].at = v[i].start - (i == level);
			v[i].counted = true;
		}
	}
	v[level].at++;
	for (int i = level + 1; i < LEVELS; i++)
		v[i].counted = false;
}

/* "%1.%2" with the numbers in their places. */
static void put_text(struct label *l, const struct level *levels, const struct level *level)
{
	for (const char *s = level->text; *s; s++) {
		int which = *s == '%' && s[1] >= '1' && s[1] <= '9' ? s[1] - '1' : -1;

		if (which < 0) {
			put(l, s, 1);
			continue;
		}
		put_number(l, levels[which].at, level->plain ? DECIMAL : levels[which].style);
		s++;
	}
}

const char *word_list_label(struct word_lists *l, int list, int level, char room[WORD_LABEL])
{
	struct label label = { .text = room };
	struct list *its = l->lists;

	room[0] = '\0';
	while (its && its->id != list)
		its = its->next;
	if (!its || !its->kind || level < 0 || level >= LEVELS)
		return room;

	const struct level *v = &its->kind->levels[level];

	count(its, level);
	if (v->style == BULLET)
		put(&label, "-", 1);
	else if (v->style != NOTHING)
		put_text(&label, its->kind->levels, v);
	return room;
}
