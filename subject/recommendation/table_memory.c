/* What a person chose for a header, kept for the next file that has the same one: the choices
 * themselves, line by line, so that they are understood as a person's are. */
#include "subject/recommendation/table_part.h"

#include "base/buffer.h"
#include "record/app.h"

SQL(table_memory_get, "SELECT choices, login, at FROM table_memory WHERE header = $1");
SQL(table_memory_put,
    "INSERT INTO table_memory (header, choices, login, at) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (header) DO UPDATE SET choices = $2, login = $3, at = $4");

enum { MOST_CHOICES = 500, MOST_BYTES = 64 * 1024 };

/* Of the table, not of one of its rows. */
static bool is_kept(const char *what)
{
	return str_eq(what, "sheet") || str_eq(what, "header") || str_starts(what, "column:") ||
	       str_starts(what, "label:status:");
}

static void add(struct context *cx, struct table_memory *m, const char *line, size_t n)
{
	const char *tab = memchr(line, '\t', n);

	if (!tab || m->n == MOST_CHOICES)
		return;
	m->v[m->n++] = (struct import_choice_made){
		arena_strn(cx->mem, line, (size_t)(tab - line)),
		arena_strn(cx->mem, tab + 1, n - (size_t)(tab + 1 - line)),
	};
}

bool table_recall(struct context *cx, const char *fingerprint, struct table_memory *ret)
{
	struct rows *r = db_query(cx, &table_memory_get, V(fingerprint));

	*ret = (struct table_memory){ .v = arena_array(cx->mem, struct import_choice_made,
		                                       MOST_CHOICES) };
	while (r && rows_next(cx, r)) {
		for (const char *s = rows_text(r, 0); *s;) {
			size_t n = strcspn(s, "\n");

			add(cx, ret, s, n);
			s += n + (s[n] == '\n');
		}
		ret->by = arena_str(cx->mem, rows_text(r, 1));
		ret->at = rows_int(r, 2);
	}
	return !failed(cx);
}

const char *table_choice(const struct import *im, const struct table_memory *memory,
                         const char *what)
{
	const char *chosen = import_choice(im, what);

	for (size_t i = 0; !chosen && i < memory->n; i++)
		if (str_eq(memory->v[i].what, what))
			chosen = memory->v[i].value;
	return chosen;
}

static void put(struct buffer *b, const char *what, const char *value)
{
	if (!what[strcspn(what, "\t\n")] && !value[strcspn(value, "\t\n")])
		buffer_fmt(b, "%s\t%s\n", what, value);
}

bool table_remember(struct context *cx, const struct import *im, const struct table *t)
{
	struct buffer b = BUFFER(cx->mem, MOST_BYTES);
	struct table_memory before;
	size_t made = 0;

	for (size_t i = 0; i < im->choices_n; i++)
		if (is_kept(im->choices[i].what)) {
			put(&b, im->choices[i].what, im->choices[i].value);
			made++;
		}
	if (!made)
		return true;
	if (!table_recall(cx, t->fingerprint, &before))
		return false;
	for (size_t i = 0; i < before.n; i++) /* the newer choice is the one that holds */
		if (!import_choice(im, before.v[i].what))
			put(&b, before.v[i].what, before.v[i].value);
	return buffer_ok(cx, &b) &&
	       db_run(cx, &table_memory_put, V(t->fingerprint), V(buffer_str(&b)),
	              V(cx->actor ? cx->actor->login : NULL), V(cx->now));
}
