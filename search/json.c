/* See json.h. */
#include "search/json.h"

static int64_t characters(const char *s, uint32_t bytes)
{
	int64_t n = 0;

	for (uint32_t i = 0; i < bytes; i++)
		n += ((unsigned char)s[i] & 0xc0) != 0x80;
	return n;
}

static void write_item(struct json_writer *w, const struct search_item *item)
{
	const struct snippet *s = &item->snippet;

	json_open(w, '{');
	json_key(w, "type");
	json_text(w, item->type->name);
	json_key(w, "id");
	json_id(w, item->id);
	json_key(w, "reference");
	json_text(w, item->reference);
	json_key(w, "title");
	json_text(w, item->title);
	json_key(w, "snippet");
	json_text(w, s->text);
	json_key(w, "marks");
	json_open(w, '[');
	for (size_t i = 0; i < s->marks_n; i++) {
		json_open(w, '[');
		json_int(w, characters(s->text, s->marks[i].from));
		json_int(w, characters(s->text, s->marks[i].to));
		json_close(w);
	}
	json_close(w);
	json_close(w);
}

static void write_facet(struct json_writer *w, const struct search_facet *f)
{
	json_key(w, f->name);
	json_open(w, '[');
	for (size_t i = 0; i < f->values_n; i++) {
		json_open(w, '{');
		json_key(w, "value");
		json_text(w, f->values[i].value);
		json_key(w, "label");
		json_text(w, f->values[i].label);
		json_key(w, "count");
		json_int(w, f->values[i].count);
		json_close(w);
	}
	json_close(w);
}

void search_json_facets(struct json_writer *w, const struct search_answer *answer)
{
	json_open(w, '{');
	for (size_t i = 0; i < answer->facets_n; i++)
		write_facet(w, &answer->facets[i]);
	json_close(w);
}

void search_json_told(struct json_writer *w, const struct search_answer *answer)
{
	json_key(w, "understood");
	json_text(w, answer->explained);
	json_key(w, "instead");
	json_text(w, answer->instead);
	json_key(w, "behind");
	json_bool(w, answer->behind);
}

void search_json(struct json_writer *w, const struct search_answer *answer)
{
	json_open(w, '{');
	json_key(w, "total");
	json_int(w, answer->total);
	json_key(w, "items");
	json_open(w, '[');
	for (size_t i = 0; i < answer->items_n; i++)
		write_item(w, &answer->items[i]);
	json_close(w);
	json_key(w, "facets");
	search_json_facets(w, answer);
	search_json_told(w, answer);
	json_close(w);
}
