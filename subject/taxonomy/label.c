/* Labels of records in a table that is made once and asked thousands of times: an import of 33,000
 * rows must not query the database for every country it names.
 *
 * A code beats a name, a name beats an alias.  Two records of the same rank that share a label make
 * it ambiguous: what a file means by it is not for the program to guess, but a person may have
 * decided it (alias.c).  What is not found as it stands is looked for by its words alone: "&" and
 * "and", commas and dashes do not tell two things apart. */
#include "subject/taxonomy/part.h"

#include "base/buffer.h"
#include "language/fold.h"
#include "record/load.h"

enum rank { RANK_ALIAS, RANK_DECIDED, RANK_NAME, RANK_CODE };

struct label {
	int64_t record; /* 0: ambiguous */
	enum rank rank;
};

struct labels {
	struct words *words; /* folded label -> 1 … n into `v` */
	struct words *loose; /* its words alone -> the same */
	struct label *v;
	size_t n, room;
	struct label_name *names; /* all of them, also those that are nobody's */
	size_t names_n, names_room;
	struct nearness *near;
};

/* ---- folded texts, in a table with open addressing */

struct word {
	const char *text;
	int64_t number;
};

struct words {
	struct arena *mem;
	struct word *v;
	size_t n, room; /* room is a power of two */
};

struct words *words_new(struct arena *mem, size_t n)
{
	struct words *w = arena_new_of(mem, struct words);

	w->mem = mem;
	for (w->room = 64; w->room < 2 * n;)
		w->room *= 2;
	w->v = arena_array(mem, struct word, w->room);
	return w;
}

/* FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/): short words, and nobody outside chooses
 * them. */
static uint64_t hash(const char *s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
	return h;
}

static struct word *slot(const struct words *w, const char *text)
{
	size_t i = hash(text) & (w->room - 1);

	while (w->v[i].text && strcmp(w->v[i].text, text) != 0)
		i = (i + 1) & (w->room - 1);
	return &w->v[i];
}

static void widen(struct words *w)
{
	struct words wide = *w;

	wide.room *= 2;
	wide.v = arena_array(w->mem, struct word, wide.room);
	for (size_t i = 0; i < w->room; i++)
		if (w->v[i].text)
			*slot(&wide, w->v[i].text) = w->v[i];
	*w = wide;
}

int64_t *words_place(struct words *w, const char *folded)
{
	struct word *at;

	if (2 * w->n >= w->room)
		widen(w);
	at = slot(w, folded);
	if (!at->text) {
		at->text = folded;
		w->n++;
	}
	return &at->number;
}

int64_t words_at(const struct words *w, const char *folded)
{
	return slot(w, folded)->number;
}

/* ---- the words of a label */

static bool is_letter(char c)
{
	return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* A letter or digit, or a point or apostrophe between two of them ("16.3", "women's"). */
static bool in_word(const char *s, const char *at)
{
	if (is_letter(*at))
		return true;
	return (*at == '.' || *at == '\'') && at > s && is_letter(at[-1]) && is_letter(at[1]);
}

/* In the three languages, folded: they stand in one list and not in the other. */
static bool says_nothing(const char *word)
{
	static const char *const empty[] = { "and", "the", "of", "we", "и" };

	for (size_t i = 0; i < LEN(empty); i++)
		if (str_eq(word, empty[i]))
			return true;
	return false;
}

/* Thematic lists of the second cycle number their themes: "B31 Equality & non-discrimination". */
static bool is_number_of_list(const char *word)
{
	size_t digits = strspn(word + (*word != '\0'), "0123456789");

	return *word >= 'a' && *word <= 'h' && digits && digits <= 3 && !word[1 + digits];
}

size_t label_words(struct arena *mem, const char *folded, const char ***ret)
{
	const char **v = arena_array(mem, const char *, strlen(folded) / 2 + 1);
	size_t n = 0;

	for (const char *s = folded; *s;) {
		const char *end = s;

		while (*end && in_word(folded, end))
			end++;
		if (end > s) {
			const char *word = arena_strn(mem, s, (size_t)(end - s));

			if (!says_nothing(word))
				v[n++] = word;
		}
		s = *end ? end + 1 : end;
	}
	if (n > 1 && is_number_of_list(v[0])) {
		v++;
		n--;
	}
	*ret = v;
	return n;
}

const char *words_joined(struct arena *mem, const char *const *v, size_t n)
{
	size_t room = 1;
	char *all, *at;

	for (size_t i = 0; i < n; i++)
		room += strlen(v[i]) + 1;
	at = all = arena_alloc(mem, room);
	for (size_t i = 0; i < n; i++) {
		size_t length = strlen(v[i]);

		if (i)
			*at++ = ' ';
		memcpy(at, v[i], length);
		at += length;
	}
	return all;
}

static const char *loosely(struct arena *mem, const char *folded)
{
	const char **v;
	size_t n = label_words(mem, folded, &v);

	return words_joined(mem, v, n);
}

/* ---- filling it */

static void *one_more(struct arena *mem, void *v, size_t n, size_t *room, size_t size)
{
	size_t more = *room ? 2 * *room : 1024;

	if (n < *room)
		return v;
	v = arena_grow(mem, v, *room * size, more * size);
	*room = more;
	return v;
}

static void put(struct context *cx, struct labels *l, struct words *words, const char *key,
                struct label label)
{
	int64_t *place = *key ? words_place(words, key) : NULL;
	struct label *there;

	if (!place)
		return;
	if (!*place) {
		l->v = one_more(cx->mem, l->v, l->n, &l->room, sizeof *l->v);
		l->v[l->n++] = label;
		*place = (int64_t)l->n;
		return;
	}
	there = &l->v[*place - 1];
	if (label.rank > there->rank || (label.rank == RANK_DECIDED && !there->record))
		*there = label;
	else if (label.rank == there->rank && there->record != label.record)
		there->record = 0;
}

static void add(struct context *cx, struct labels *l, const char *text, int64_t record,
                enum rank rank)
{
	const char *own = arena_str(cx->mem, text), *folded = fold_text(cx->mem, text);

	if (!*folded)
		return;
	put(cx, l, l->words, folded, (struct label){ record, rank });
	put(cx, l, l->loose, loosely(cx->mem, folded), (struct label){ record, rank });
	l->names = one_more(cx->mem, l->names, l->names_n, &l->names_room, sizeof *l->names);
	l->names[l->names_n++] = (struct label_name){ own, record };
}

static void add_aliases(struct context *cx, struct labels *l, const char *aliases, int64_t record)
{
	const char *end;

	for (const char *s = aliases; *s; s = *end ? end + 1 : end) {
		end = strchrnul(s, '|');
		add(cx, l, arena_strn(cx->mem, s, (size_t)(end - s)), record, RANK_ALIAS);
	}
}

static const char *in_use(const struct type *t)
{
	return type_field_named(t, "retired") ? " AND coalesce(r.retired, 0) = 0" : "";
}

/* Codes and aliases: "SELECT r.id, r.iso3, r.iso2, r.aliases FROM country r". */
static bool add_columns(struct context *cx, struct labels *l, const struct type *t)
{
	struct buffer sql = BUFFER(cx->mem, MAX_SQL);
	bool aliases = type_field_named(t, "aliases");
	struct rows *r;

	buffer_text(&sql, aliases ? "SELECT r.id, r.aliases" : "SELECT r.id, NULL");
	for (size_t i = 0; i < t->n; i++)
		if (t->fields[i].kind == FIELD_TEXT && t->fields[i].flags & UNIQUE)
			buffer_fmt(&sql, ", r.%s", t->fields[i].name);
	buffer_fmt(&sql, " FROM %s r WHERE 1 = 1%s", t->name, in_use(t));
	r = db_query(cx, MADE_SQL(buffer_str(&sql)));
	while (r && rows_next(cx, r)) {
		for (int i = 2; i < rows_columns(r); i++)
			if (!rows_null(r, i))
				add(cx, l, rows_text(r, i), rows_int(r, 0), RANK_CODE);
		if (!rows_null(r, 1))
			add_aliases(cx, l, rows_text(r, 1), rows_int(r, 0));
	}
	return !failed(cx);
}

/* Names in all languages; short names, and names it had, as aliases.  What is known by a number is
 * called by both: "10 - Reduced inequalities". */
static bool add_names(struct context *cx, struct labels *l, const struct type *t)
{
	const struct field *former = type_field_named(t, "former_names");
	const char *text =
	        arena_fmt(cx->mem,
	                  "SELECT r.id, x.body, CASE x.field WHEN 'name' THEN 1 ELSE 0 END, r.%s"
	                  " FROM text x JOIN %s r ON r.id = x.record"
	                  " WHERE x.field IN ('name', 'short_name')%s",
	                  t->key, t->name, in_use(t));
	struct rows *r;

	if (former && former->kind == FIELD_ROWS)
		text = arena_fmt(
		        cx->mem,
		        "%s UNION ALL SELECT r.id, x.body, 0, NULL FROM text x JOIN %s f ON f.id ="
		        " x.record JOIN %s r ON r.id = f.record"
		        " WHERE x.field IN ('name', 'short_name')%s",
		        text, rows_table(cx->mem, t, former), t->name, in_use(t));
	r = db_query(cx, MADE_SQL(text));
	while (r && rows_next(cx, r)) {
		const char *number = rows_text(r, 3);

		add(cx, l, rows_text(r, 1), rows_int(r, 0),
		    rows_int(r, 2) ? RANK_NAME : RANK_ALIAS);
		if (rows_int(r, 2) && number && *number >= '0' && *number <= '9')
			add(cx, l, arena_fmt(cx->mem, "%s %s", number, rows_text(r, 1)),
			    rows_int(r, 0), RANK_NAME);
	}
	return !failed(cx);
}

/* What people decided about labels of files. */
static bool add_decided(struct context *cx, struct labels *l, const struct type *t)
{
	const char *text = arena_fmt(cx->mem,
	                             "SELECT a.target, a.label FROM alias a JOIN %s r ON r.id ="
	                             " a.target WHERE a.target_type = $1 AND"
	                             " coalesce(a.retired, 0) = 0%s ORDER BY a.id",
	                             t->name, in_use(t));
	struct rows *r = db_query(cx, MADE_SQL(text), V(t->name));

	while (r && rows_next(cx, r))
		add(cx, l, rows_text(r, 1), rows_int(r, 0), RANK_DECIDED);
	return !failed(cx);
}

struct labels *labels_load(struct context *cx, const struct type *t)
{
	struct labels *l = arena_new_of(cx->mem, struct labels);

	l->words = words_new(cx->mem, 1024);
	l->loose = words_new(cx->mem, 1024);
	if (!add_columns(cx, l, t) || !add_names(cx, l, t) || !add_decided(cx, l, t))
		return NULL;
	l->near = nearness_new(cx, l->names, l->names_n);
	return l;
}

int64_t labels_find(struct context *cx, const struct labels *l, const char *label)
{
	const char *folded = fold_text(cx->mem, str_empty(label) ? "" : label);
	int64_t place = *folded ? words_at(l->words, folded) : 0;

	if (!place && *folded)
		place = words_at(l->loose, loosely(cx->mem, folded));
	return place ? l->v[place - 1].record : 0;
}

size_t labels_near(struct context *cx, const struct labels *l, const char *label, struct near *ret,
                   size_t n)
{
	return str_empty(label) ? 0 : nearness_best(cx, l->near, label, ret, n);
}
