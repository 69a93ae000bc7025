/* Countries: codes of ISO 3166-1, names as the United Nations use them, else of Unicode CLDR,
 * written into reference/countries.csv when the program is built, and the other names that files
 * use, which reference/country_aliases.csv adds to them as they are loaded. */
#include "subject/taxonomy/part.h"

#include "base/buffer.h"
#include "base/embedded.h"
#include "format/csv.h"
#include "record/reference.h"

#define T struct country
static const struct field fields[] = {
	TEXT(T, iso3, N_("Code of three letters"), .max = 3,
	     .flags = REQUIRED | LISTED | UNIQUE | SORTED | PUBLIC),
	TEXT(T, iso2, N_("Code of two letters"), .max = 2,
	     .flags = REQUIRED | LISTED | UNIQUE | PUBLIC),
	TEXTS(T, name, N_("Name"), .max = 300, .flags = REQUIRED | LISTED | SORTED | PUBLIC),
	TEXT(T, aliases, N_("Other names"), .max = 2000, .flags = LONG,
	     .help = N_(
	             "As files write it, with | between them; imports find the country by each.")),
};
#undef T

static bool is_code(const char *s, size_t n)
{
	return strlen(s) == n && strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == n;
}

static bool check(struct context *cx, const void *old, void *row)
{
	const struct country *c = row;

	(void)old;
	if (!str_empty(c->iso3) && !is_code(c->iso3, 3))
		fail(cx, ERR_INVALID, "iso3", N_("The code is three capital letters."));
	if (!str_empty(c->iso2) && !is_code(c->iso2, 2))
		fail(cx, ERR_INVALID, "iso2", N_("The code is two capital letters."));
	return !failed(cx);
}

static const char *title(struct context *cx, const void *row)
{
	const struct country *c = row;
	const struct text *name = texts_best(cx, &c->name);

	return name ? name->body : c->iso3;
}

static const struct type_search finding = { .aliases = "aliases", .completed = true };

const struct type country_type = {
	.name = "country",
	.plural = "countries",
	.label = N_("Country"),
	.label_plural = N_("Countries"),
	.help = N_("States and territories that make recommendations or receive them."),
	.size = sizeof(struct country),
	FIELDS(fields),
	.function = "reference_data",
	.order = "name",
	.key = "iso3",
	.flags = TYPE_REFERENCE | TYPE_PUBLISHABLE,
	.first_classification = CLASS_PUBLIC,
	.title = title,
	.check = check,
	.search = &finding,
};

/* ---- loading */

struct shipped_alias {
	const char *iso3, *name;
};

struct aliases {
	struct shipped_alias *v;
	size_t n;
};

static bool aliases_read(struct context *cx, struct aliases *ret)
{
	const struct embedded *file = reference_file(cx, "reference/country_aliases.csv");
	struct csv_reader *r =
	        file ? csv_open_bytes(cx, (const char *)file->data, file->size) : NULL;
	struct csv_row row;
	size_t room = 256;

	*ret = (struct aliases){ .v = arena_array(cx->mem, struct shipped_alias, room) };
	while (r && csv_next(cx, r, &row)) {
		if (row.count < 2 || (row.number == 1 && (!str_eq(row.cells[0], "iso3") ||
		                                          !str_eq(row.cells[1], "alias"))))
			return fail(cx, ERR_BROKEN, NULL,
			            "country_aliases.csv: row %lld is not iso3,alias",
			            (long long)row.number);
		if (ret->n == room) {
			ret->v = arena_grow(cx->mem, ret->v, room * sizeof *ret->v,
			                    2 * room * sizeof *ret->v);
			room *= 2;
		}
		ret->v[ret->n++] = (struct shipped_alias){ arena_str(cx->mem, row.cells[0]),
			                                   arena_str(cx->mem, row.cells[1]) };
	}
	return !failed(cx);
}

static bool add_aliases(struct context *cx, const struct reference_row *cells, void *row,
                        void *data)
{
	const struct aliases *all = data;
	struct country *c = row;
	struct buffer joined = BUFFER(cx->mem, MAX_TITLE * 2);

	(void)cells;
	if (!str_empty(c->aliases))
		buffer_text(&joined, c->aliases);
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].iso3, c->iso3))
			buffer_fmt(&joined, "%s%s", joined.len ? "|" : "", all->v[i].name);
	c->aliases = joined.len ? buffer_str(&joined) : NULL;
	return buffer_ok(cx, &joined);
}

bool countries_load(struct context *cx)
{
	struct aliases aliases;
	struct reference_options options = { .complete = add_aliases, .data = &aliases };

	return aliases_read(cx, &aliases) &&
	       reference_load(cx, &country_type, "reference/countries.csv", &options, NULL);
}
