/* UPR Info labels every recommendation with one of 54 issues; reference/upr_info_issues.csv says
 * which themes and groups of ours that means, and how well it fits. */
#include "subject/taxonomy/part.h"

#include "base/embedded.h"
#include "format/csv.h"
#include "language/fold.h"
#include "record/reference.h"

enum column { ISSUE, THEMES, AFFECTED_PERSONS, FIT, COLUMNS };

static const char *const headers[COLUMNS] = { "issue", "themes", "affected_persons", "fit" };
static const char *const fits[] = { "none", "exact", "near", "wide" };

struct issues {
	struct words *words; /* folded name -> 1 … n into `v` */
	struct issue *v;
	size_t n, room;
	int column[COLUMNS];
	const struct labels *themes, *affected_persons;
};

static bool broken(struct context *cx, const struct csv_row *row, const char *what)
{
	return fail(cx, ERR_BROKEN, NULL, "upr_info_issues.csv, row %lld: “%s”",
	            (long long)row->number, what);
}

static bool read_header(struct context *cx, struct issues *x, const struct csv_row *row)
{
	for (int i = 0; i < COLUMNS; i++) {
		size_t at = 0;

		while (at < row->count && strcmp(row->cells[at], headers[i]) != 0)
			at++;
		if (at == row->count)
			return broken(cx, row, headers[i]);
		x->column[i] = (int)at;
	}
	return true;
}

static const char *cell(const struct issues *x, const struct csv_row *row, enum column column)
{
	size_t at = (size_t)x->column[column];

	return at < row->count ? row->cells[at] : "";
}

/* A theme that was retired meanwhile is not proposed any more. */
static void read_codes(struct context *cx, const struct labels *l, const char *codes,
                       struct refs *ret)
{
	const char *end;

	ret->v = arena_array(cx->mem, int64_t, strlen(codes) + 1);
	for (const char *s = codes; *s; s = *end ? end + 1 : end) {
		int64_t id;

		end = strchrnul(s, '|');
		id = labels_find(cx, l, arena_strn(cx->mem, s, (size_t)(end - s)));
		if (id)
			ret->v[ret->n++] = id;
	}
}

static bool read_issue(struct context *cx, struct issues *x, const struct csv_row *row)
{
	struct issue *v = &x->v[x->n++];
	const char *fit = cell(x, row, FIT);
	size_t i = 0;

	v->name = arena_str(cx->mem, cell(x, row, ISSUE));
	while (i < LEN(fits) && strcmp(fits[i], fit) != 0)
		i++;
	if (i == LEN(fits))
		return broken(cx, row, fit);
	v->fit = (enum issue_fit)i;
	*words_place(x->words, fold_text(cx->mem, v->name)) = (int64_t)x->n;
	read_codes(cx, x->themes, cell(x, row, THEMES), &v->themes);
	read_codes(cx, x->affected_persons, cell(x, row, AFFECTED_PERSONS), &v->affected_persons);
	return true;
}

struct issues *issues_load(struct context *cx)
{
	const struct embedded *file = reference_file(cx, "reference/upr_info_issues.csv");
	struct csv_reader *r =
	        file ? csv_open_bytes(cx, (const char *)file->data, file->size) : NULL;
	struct issues *x = arena_new_of(cx->mem, struct issues);
	struct csv_row row;

	x->words = words_new(cx->mem, 64);
	x->themes = r ? labels_load(cx, &theme_type) : NULL;
	x->affected_persons = x->themes ? labels_load(cx, &affected_person_type) : NULL;
	if (!x->affected_persons || !csv_next(cx, r, &row) || !read_header(cx, x, &row))
		return NULL;
	while (csv_next(cx, r, &row)) {
		if (x->n == x->room) {
			size_t more = x->room ? 2 * x->room : 64;

			x->v = arena_grow(cx->mem, x->v, x->room * sizeof *x->v,
			                  more * sizeof *x->v);
			x->room = more;
		}
		if (!read_issue(cx, x, &row))
			return NULL;
	}
	return failed(cx) ? NULL : x;
}

const struct issue *issues_find(struct context *cx, const struct issues *x, const char *name)
{
	int64_t place = str_empty(name) ? 0 : words_at(x->words, fold_text(cx->mem, name));

	return place ? &x->v[place - 1] : NULL;
}
