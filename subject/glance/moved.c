/* What stood before.  Each change of a recommendation's status, and of a measure's state, is one
 * row of glance_move, put in with the save itself, so that what moved since a day and how all stood
 * at the end of a half-year need not go through the whole log.
 *
 * How all stood then is worked out from how it stands now: those that were there, in the status of
 * today, and each later move taken back.  What moved in half-years that are over is kept by the
 * process, for whoever reads all that is open, until one of these moves is weighed anew or taken
 * out, which moves the epoch "glance". */
#include "subject/glance/part.h"

#include "base/zone.h"
#include "record/app.h"
#include "record/kept.h"
#include "record/setting.h"
#include "subject/recommendation/recommendation.h"

SQL(glance_move_put,
    "INSERT INTO glance_move (record, at, type, before, after, born, counted)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)"
    " ON CONFLICT (record, at) DO UPDATE SET after = excluded.after, counted = excluded.counted");
SQL(glance_move_counted, "UPDATE glance_move SET counted = $2 WHERE record = $1");
SQL(glance_move_drop, "DELETE FROM glance_move WHERE record = $1");
SQL(glance_epoch, "SELECT value FROM epoch WHERE name = 'glance'");
SQL(glance_epoch_move, "UPDATE epoch SET value = value + 1 WHERE name = 'glance'");

/* ---- kept with each save */

const char *glance_value(const struct type *t, const void *row)
{
	const struct choice *c =
	        t == &recommendation_type
	                ? choice_at(recommendation_statuses,
	                            ((const struct recommendation *)row)->status)
	                : choice_at(t->states, ((const struct record *)row)->state);

	return c ? c->code : "";
}

static bool same_refs(const struct refs *a, const struct refs *b)
{
	return a->n == b->n && (!a->n || memcmp(a->v, b->v, a->n * sizeof *a->v) == 0);
}

/* Whether the two decide differently about being counted. */
static bool weighs_anew(const struct type *t, const void *old, const void *row)
{
	const struct record *a = old, *b = row;

	return (a->classification == CLASS_RESTRICTED) != (b->classification == CLASS_RESTRICTED) ||
	       (t == &recommendation_type &&
	        !same_refs(&((const struct recommendation *)old)->states_under_review,
	                   &((const struct recommendation *)row)->states_under_review));
}

static bool is_counted(struct context *cx, const struct type *t, const void *row)
{
	return ((const struct record *)row)->classification != CLASS_RESTRICTED &&
	       (t != &recommendation_type ||
	        refs_has(&((const struct recommendation *)row)->states_under_review,
	                 glance_own_state(cx)));
}

bool glance_changed(struct context *cx, const struct type *t, const void *old, const void *row)
{
	const struct record *r = row;
	const char *before, *after;

	if (!old || (t != &recommendation_type && t != &measure_type))
		return true;
	if (weighs_anew(t, old, row) &&
	    !(db_run(cx, &glance_move_counted, V(r->id), V(is_counted(cx, t, row))) &&
	      db_run(cx, &glance_epoch_move)))
		return false;
	before = glance_value(t, old);
	after = glance_value(t, row);
	return str_eq(before, after) ||
	       db_run(cx, &glance_move_put, V(r->id), V(cx->now), V(t->name), V(before), V(after),
	              V(r->created_at), V(is_counted(cx, t, row)));
}

bool glance_removed(struct context *cx, const struct type *t, const int64_t *ids, size_t n)
{
	if (t != &recommendation_type && t != &measure_type)
		return true;
	for (size_t i = 0; i < n; i++)
		if (!db_run(cx, &glance_move_drop, V(ids[i])))
			return false;
	return !n || db_run(cx, &glance_epoch_move);
}

/* ---- what moved */

int64_t glance_begin_of(struct context *cx, struct date day)
{
	return zone_midnight(setting_zone(cx), day) - cx->app->clock_shift;
}

/* "r" may be read and is not restricted.  Whoever reads all that is open need not be asked about
 * each record. */
static void asked_mover(struct context *cx, const struct type *t, struct asked *a)
{
	buffer_fmt(&a->text,
	           "(SELECT 1 FROM %s r WHERE r.id = m.record AND r.classification <> 'restricted'",
	           t->name);
	asked_readable(cx, t, a);
	buffer_char(&a->text, ')');
}

/* " FROM … WHERE …": moves m since the instant, which stands in the text, so that PostgreSQL, which
 * makes one plan for all values, sees how many there are. */
static void asked_counted(const struct type *t, int64_t since, const char *from, struct asked *a)
{
	buffer_fmt(&a->text, " FROM %s m WHERE m.counted = 1 AND m.type = '%s' AND m.at >= %lld",
	           from, t->name, (long long)since);
}

/* The same of what may be read; `opened`: the name of what asked_opened() put before the
 * statement. */
static void asked_moves(struct context *cx, const struct type *t, int64_t since, const char *opened,
                        struct asked *a)
{
	asked_counted(t, since, opened ? opened : "glance_move", a);
	if (opened || access_wide(cx, t))
		return;
	buffer_text(&a->text, " AND EXISTS ");
	asked_mover(cx, t, a);
}

/* "WITH …": moves of what may be read, for statements that ask for them more than once.  Where
 * indexes lead to a body's records, only those that moved are looked up: in two pieces and not with
 * EXISTS, because PostgreSQL would read the whole table first. */
static void asked_opened(struct context *cx, const struct type *t, int64_t since,
                         const char *opened, struct asked *a)
{
	struct buffer ids = BUFFER(cx->mem, MAX_SQL);

	if (!access_ids_sql(cx, t, "m.record", &ids, a->values)) {
		buffer_fmt(&a->text, "WITH %s AS MATERIALIZED (SELECT m.*", opened);
		asked_moves(cx, t, since, NULL, a);
	} else {
		buffer_text(&a->text, "WITH led AS MATERIALIZED (SELECT m.*");
		asked_counted(t, since, "glance_move", a);
		buffer_fmt(&a->text,
		           " AND %s), %s AS MATERIALIZED (SELECT m.* FROM led m WHERE 1 = ",
		           buffer_str(&ids), opened);
		asked_mover(cx, t, a);
	}
	buffer_char(&a->text, ')');
}

static void asked_first_and_last(struct context *cx, const struct type *t, int64_t since,
                                 const char *opened, struct asked *a)
{
	buffer_text(&a->text, " FROM (SELECT DISTINCT m.record AS record,"
	                      " first_value(m.before) OVER w AS before,"
	                      " last_value(m.after) OVER w AS after");
	asked_moves(cx, t, since, opened, a);
	buffer_text(&a->text, " WINDOW w AS (PARTITION BY m.record ORDER BY m.at ROWS BETWEEN"
	                      " UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) g"
	                      " WHERE g.before <> g.after");
}

void asked_moved(struct context *cx, const struct type *t, int64_t since, struct asked *a)
{
	asked_first_and_last(cx, t, since, NULL, a);
}

static void take_moved(struct context *cx, const char *before, const char *after, int64_t count,
                       struct glance_move **v, size_t *n)
{
	*v = glance_grow(cx, *v, *n, sizeof **v);
	(*v)[(*n)++] = (struct glance_move){ arena_str(cx->mem, before), arena_str(cx->mem, after),
		                             count };
}

bool glance_moved(struct context *cx, const struct type *t, struct date since,
                  struct glance_move **ret, size_t *n)
{
	struct asked a = asked_new(cx, "SELECT g.before, g.after, count(*)");
	struct rows *r;

	asked_moved(cx, t, glance_begin_of(cx, since), &a);
	buffer_text(&a.text, " GROUP BY g.before, g.after ORDER BY 3 DESC, 1, 2");
	r = asked_rows(cx, &a);
	*ret = NULL;
	for (*n = 0; r && rows_next(cx, r);)
		take_moved(cx, rows_text(r, 0), rows_text(r, 1), rows_int(r, 2), ret, n);
	return !failed(cx);
}

/* ---- over time */

enum { COLUMNS = STATUS_NO_INFORMATION + 1 }; /* 0: not stated */

struct course {
	struct half_year halves[GLANCE_HALF_YEARS];
	int64_t ends[GLANCE_HALF_YEARS]; /* the instant after each */
	int64_t counts[GLANCE_HALF_YEARS + 1][COLUMNS];
};

/* What is to be added for the moves of half-years that are over. */
struct over {
	int64_t counts[GLANCE_HALF_YEARS][COLUMNS];
};

/* All that it depends on. */
struct over_key {
	int64_t epoch, last; /* half-year */
	int64_t ends[GLANCE_HALF_YEARS];
};

static struct half_year half_before(struct half_year h)
{
	return h.half == 2 ? (struct half_year){ h.year, 1 } : (struct half_year){ h.year - 1, 2 };
}

static void read_halves(struct context *cx, struct course *c)
{
	struct half_year h = half_year_of(today(cx));

	for (int i = GLANCE_HALF_YEARS - 1; i >= 0; i--) {
		c->ends[i] = glance_begin_of(cx, half_year_first_day(h));
		c->halves[i] = h = half_before(h);
	}
}

static int column_of(const char *code)
{
	return choice_index(recommendation_statuses, code);
}

/* In the status of today, from the half-year on in which they were entered. */
static void take_today(struct course *c, const struct search_table *t)
{
	for (size_t row = 0; row < t->rows.values_n; row++) {
		struct half_year h;
		bool known = half_year_parse(t->rows.values[row].value, &h);

		for (size_t k = 0; k < t->columns.values_n; k++) {
			int column = column_of(t->columns.values[k].value);
			int64_t n = t->counts[row * t->columns.values_n + k];

			for (int i = 0; i < GLANCE_HALF_YEARS; i++)
				if (known && half_year_compare(h, c->halves[i]) <= 0)
					c->counts[i][column] += n;
			c->counts[GLANCE_HALF_YEARS][column] += n;
		}
	}
}

/* Before the end of which of the first n half-years the record was made: its place. */
static void put_born(const struct course *c, int n, struct buffer *text)
{
	buffer_text(text, "CASE");
	for (int i = 0; i < n; i++)
		buffer_fmt(text, " WHEN m.born < %lld THEN %d", (long long)c->ends[i], i);
	buffer_text(text, " END");
}

/* What moved in the i-th half-year of those that were there before it, by the half-year in which
 * they were made.  Asked one by one, because each is then in the order of the index, and a tenth of
 * all is sorted quickly. */
static void ask_half(struct context *cx, const struct course *c, int i, const char *opened,
                     struct asked *a)
{
	buffer_text(&a->text, " UNION ALL SELECT ");
	put_born(c, i, &a->text);
	buffer_fmt(&a->text, ", %d, m.before, m.after, count(*)", i);
	asked_moves(cx, &recommendation_type, c->ends[i - 1], opened, a);
	if (i < GLANCE_HALF_YEARS)
		buffer_fmt(&a->text, " AND m.at < %lld", (long long)c->ends[i]);
	buffer_fmt(&a->text, " AND m.born < %lld GROUP BY 1, m.before, m.after",
	           (long long)c->ends[i - 1]);
}

/* A save that began before a half-year ended may come to an end after it: a day later nothing is
 * added to it any more. */
static bool ask_key(struct context *cx, const struct course *c, struct over_key *ret)
{
	const int64_t day = INT64_C(24) * 3600 * 1000000;
	bool found;

	*ret = (struct over_key){ .last = GLANCE_HALF_YEARS - 1 };
	memcpy(ret->ends, c->ends, sizeof ret->ends);
	if (c->ends[ret->last] + day > cx->now)
		ret->last--;
	return db_int(cx, &glance_epoch, &ret->epoch, &found);
}

/* What moved since the day, and how often what moved since the first half-year, or after the half-
 * years that are known. */
static struct asked ask_past(struct context *cx, struct date since, const struct course *c,
                             const char *opened, int known)
{
	struct asked a = asked_new(cx, "");
	int64_t begin = glance_begin_of(cx, since);

	if (opened)
		asked_opened(cx, &recommendation_type, begin < c->ends[0] ? begin : c->ends[0],
		             opened, &a);
	buffer_text(&a.text, " SELECT -1, 0, g.before, g.after, count(*)");
	asked_first_and_last(cx, &recommendation_type, begin, opened, &a);
	buffer_text(&a.text, " GROUP BY g.before, g.after");
	for (int i = known + 1; i <= GLANCE_HALF_YEARS; i++)
		ask_half(cx, c, i, opened, &a);
	buffer_text(&a.text, " ORDER BY 1, 5 DESC, 3, 4");
	return a;
}

static void take_back(int64_t (*counts)[COLUMNS], struct rows *r)
{
	int before = column_of(rows_text(r, 2)), after = column_of(rows_text(r, 3));

	for (int64_t i = rows_int(r, 0); i < rows_int(r, 1); i++) {
		counts[i][before] += rows_int(r, 4);
		counts[i][after] -= rows_int(r, 4);
	}
}

static void take_over(struct course *c, const struct over *over)
{
	for (int i = 0; i < GLANCE_HALF_YEARS; i++)
		for (int k = 0; k < COLUMNS; k++)
			c->counts[i][k] += over->counts[i][k];
}

/* The first half-year at whose end there was something. */
static int first_of(const struct course *c)
{
	for (int i = 0; i < GLANCE_HALF_YEARS; i++)
		for (int k = 0; k < COLUMNS; k++)
			if (c->counts[i][k])
				return i;
	return GLANCE_HALF_YEARS;
}

static void tell_course(struct context *cx, const struct course *c, struct search_table *ret)
{
	int first = first_of(c), n = GLANCE_HALF_YEARS + 1 - first;
	struct search_value *rows = arena_array(cx->mem, struct search_value, (size_t)n);
	struct search_value *columns = arena_array(cx->mem, struct search_value, COLUMNS);

	*ret = (struct search_table){ .counts =
		                              arena_array(cx->mem, int64_t, (size_t)n * COLUMNS) };
	for (int i = 0; i < n; i++) {
		int at = first + i;
		bool now = at == GLANCE_HALF_YEARS;

		rows[i].value = now ? "" : half_year_code(cx, c->halves[at]);
		rows[i].label = now ? tr(cx, "now") : half_year_words(cx, c->halves[at]);
		for (int k = 0; k < COLUMNS; k++) {
			int column = (k + 1) % COLUMNS; /* what is not stated last */

			ret->counts[i * COLUMNS + k] = c->counts[at][column];
			rows[i].count += c->counts[at][column];
		}
	}
	for (int k = 0; k < COLUMNS; k++) {
		const struct choice *x = choice_at(recommendation_statuses, (k + 1) % COLUMNS);

		columns[k].value = x ? x->code : "-";
		columns[k].label = x ? tr(cx, x->label) : tr(cx, "not stated");
		columns[k].count = c->counts[GLANCE_HALF_YEARS][(k + 1) % COLUMNS];
	}
	ret->rows = (struct search_facet){ .values = rows,
		                           .values_n = (size_t)n,
		                           .values_all = (size_t)n };
	ret->columns = (struct search_facet){ .values = columns,
		                              .values_n = COLUMNS,
		                              .values_all = COLUMNS };
	ret->total = rows[n - 1].count;
}

bool glance_past(struct context *cx, struct date since, const struct search_table *entered,
                 struct glance_move **moved, size_t *n, struct search_table *course)
{
	static const char about;
	const char *opened = access_wide(cx, &recommendation_type) ? NULL : "opened";
	struct course *c = arena_new_of(cx->mem, struct course);
	struct over *over = arena_new_of(cx->mem, struct over);
	struct over_key key;
	struct asked a;
	struct rows *r;
	bool known;

	read_halves(cx, c);
	take_today(c, entered);
	if (!ask_key(cx, c, &key))
		return false;
	known = !opened && kept_take(cx, &about, &key, sizeof key, over, sizeof *over);
	a = ask_past(cx, since, c, opened, known ? (int)key.last : 0);
	*moved = NULL;
	*n = 0;
	for (r = asked_rows(cx, &a); r && rows_next(cx, r);)
		if (rows_int(r, 0) < 0)
			take_moved(cx, rows_text(r, 2), rows_text(r, 3), rows_int(r, 4), moved, n);
		else
			take_back(rows_int(r, 1) > key.last ? c->counts : over->counts, r);
	if (failed(cx))
		return false;
	if (!known && !opened)
		kept_put(cx, &about, &key, sizeof key, over, sizeof *over);
	take_over(c, over);
	tell_course(cx, c, course);
	return true;
}
