/* Finding what the mechanism knows: facets of recommendations as a further click would count them,
 * fields of a query by code, key and label, completion, and what is told of a record by others that
 * name it. */
#include "record/trust_test.h"

#include "record/setting.h"
#include "search/search.h"
#include "subject/institution/institution.h"
#include "subject/mechanism/mechanism.h"
#include "subject/recommendation/recommendation.h"
#include "subject/taxonomy/taxonomy.h"

#include <unistd.h>

#define R (&recommendation_type)

static const struct actor console = { .login = "console", .console = true };

static struct world *start(void **state)
{
	struct world *w = whole_world(state);

	w->app.search = search_open(w->cx, &w->app, NULL);
	test_ok(w->cx, w->app.search != NULL);
	return w;
}

static void stop(struct world *w)
{
	search_close(w->app.search);
	w->app.search = NULL;
}

static struct search_answer find(struct world *w, const struct actor *who, struct search_ask ask)
{
	struct search_answer a = { .total = 0 };

	w->cx->actor = who;
	w->cx->titles = NULL; /* another piece of work */
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) && settings_refresh(w->cx) &&
	                       search_find(w->cx, &ask, &a) && db_commit(w->cx));
	w->cx->actor = &console;
	return a;
}

static int64_t total(struct world *w, const char *query)
{
	return find(w, &console, (struct search_ask){ .type = R, .query = query }).total;
}

/* The count of a value, -1 when it is not told. */
static int64_t count(const struct search_answer *a, const char *facet, const char *value)
{
	for (size_t i = 0; i < a->facets_n; i++)
		for (size_t k = 0; k < a->facets[i].values_n; k++)
			if (str_eq(a->facets[i].name, facet) &&
			    str_eq(a->facets[i].values[k].value, value))
				return a->facets[i].values[k].count;
	return -1;
}

static void save(struct world *w, const struct type *t, void *row)
{
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) &&
	                       record_save_as(w->cx, t, row, CHANGE_UPDATE) && db_commit(w->cx));
}

static struct texts english(struct world *w, const char *words)
{
	struct text *text = arena_new_of(w->cx->mem, struct text);

	*text = (struct text){ .lang = "en", .body = words, .original = true };
	return (struct texts){ text, 1 };
}

static struct refs theme(struct world *w, const char *code)
{
	struct refs set = { arena_new_of(w->cx->mem, int64_t), 1 };

	set.v[0] = id_with_key(w, &theme_type, code);
	return set;
}

static struct document *document(struct world *w, const char *symbol)
{
	struct document *d = record_new(w->cx, &document_type);

	d->symbol = symbol;
	d->kind = 6;
	d->title = english(w, "Concluding observations of a test");
	d->adopted = date_day(2017, 6, 1);
	save(w, &document_type, d);
	return d;
}

static struct recommendation *recommendation(struct world *w, const char *words, const char *code,
                                             int position)
{
	struct recommendation *r = record_new(w->cx, R);

	r->text = english(w, words);
	r->kind = KIND_RECOMMENDATION;
	r->themes = theme(w, code);
	r->position = position;
	save(w, R, r);
	return r;
}

static void a_number_of_another_registry_finds_it(void **state)
{
	struct world *w = start(state);
	struct recommendation *r = recommendation(w, "Train judges", "torture", 0);
	struct identifier number = { .registry = "Chancellery", .number = "17-3/2025" };

	assert_int_equal(total(w, "\"17-3/2025\""), 0);
	r->record.identifiers = (struct owned){ &number, 1 };
	save(w, R, r);
	assert_int_equal(total(w, "\"17-3/2025\""), 1);
	assert_int_equal(total(w, "chancellery"), 1);
	stop(w);
}

static void facets_count_what_a_click_would_give(void **state)
{
	static const char *const torture[] = { "torture" }, *const supported[] = { "supported" };
	struct world *w = start(state);
	struct search_choice choices[] = { { "theme", torture, 1 }, { "position", supported, 1 } };
	struct search_answer a;

	recommendation(w, "Prevent torture", "torture", POSITION_SUPPORTED);
	recommendation(w, "Investigate torture", "torture", POSITION_NOTED);
	recommendation(w, "Build schools", "education", POSITION_SUPPORTED);
	a = find(w, &console,
	         (struct search_ask){ .choices = choices,
	                              .choices_n = 2,
	                              .facets = "theme, position type themes",
	                              .limit = 10 });
	assert_int_equal(a.total, 1);
	assert_int_equal(a.facets_n, 4);
	assert_int_equal(count(&a, "theme", "torture"), 1);   /* of the supported ones */
	assert_int_equal(count(&a, "theme", "education"), 1); /* which it would be as well */
	assert_int_equal(count(&a, "position", "supported"), 1);
	assert_int_equal(count(&a, "position", "noted"), 1);
	assert_true(a.facets[0].values[0].chosen != a.facets[0].values[1].chosen);
	a = find(w, &console,
	         (struct search_ask){ .query = "torture", .facets = "position year", .limit = 10 });
	assert_int_equal(count(&a, "position", "supported"), 1);
	assert_int_equal(count(&a, "year", "-"), 2);
	choices[0].facet = "nonsense";
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ));
	test_fails(w->cx,
	           search_find(w->cx,
	                       &(const struct search_ask){ .choices = choices, .choices_n = 2 },
	                       &a),
	           ERR_BAD_REQUEST);
	db_rollback(w->cx);
	stop(w);
}

static void what_is_late_or_missing_is_counted(void **state)
{
	static const char *const yes[] = { "yes" }, *const lead[] = { "lead", "deadline" };
	struct world *w = start(state);
	struct search_choice late = { "overdue", yes, 1 }, missing = { "missing", lead, 2 };
	struct recommendation *r = recommendation(w, "Late one", "torture", 0);
	struct search_answer a;

	r->deadline = date_day(2001, 1, 1);
	r->lead = id_with_key(w, &institution_type, "MFA");
	save(w, R, r);
	recommendation(w, "Another one", "torture", 0);
	a = find(w, &console,
	         (struct search_ask){ .query = "one",
	                              .facets = "overdue missing lead year",
	                              .type = R,
	                              .limit = 10 });
	assert_int_equal(a.total, 2);
	assert_int_equal(count(&a, "overdue", "yes"), 1);
	assert_int_equal(count(&a, "missing", "lead"), 1);
	assert_int_equal(count(&a, "missing", "deadline"), 1);
	assert_int_equal(count(&a, "missing", "ru"), 2);
	assert_int_equal(count(&a, "missing", "en"), -1);
	assert_int_equal(count(&a, "lead", "MFA"), 1);
	a = find(w, &console, (struct search_ask){ .choices = &late, .choices_n = 1, .limit = 9 });
	assert_int_equal(a.total, 1);
	assert_int_equal(a.items[0].id, r->record.id);
	a = find(w, &console,
	         (struct search_ask){ .choices = &missing, .choices_n = 1, .limit = 9 });
	assert_int_equal(a.total, 1);
	assert_int_not_equal(a.items[0].id, r->record.id);
	assert_int_equal(total(w, "overdue:yes"), 1);
	assert_int_equal(total(w, "one overdue:no"), 1);
	assert_int_equal(total(w, "deadline:<2002"), 1);
	assert_int_equal(total(w, "deadline:2001-01"), 1);
	assert_int_equal(total(w, "deadline:>2001"), 0);
	r->record.state = type_state(R, "superseded"); /* its work is over */
	save(w, R, r);
	assert_int_equal(total(w, "overdue:yes"), 0);
	stop(w);
}

static void fields_are_known_by_code_key_and_label(void **state)
{
	struct world *w = start(state);
	struct recommendation *r =
	        recommendation(w, "Prevent ill-treatment", "torture", POSITION_SUPPORTED);
	struct document *d = document(w, "CAT/C/TKM/CO/72");

	r->document = d->record.id;
	r->locator = "13 (b)";
	save(w, R, r);
	assert_int_equal(total(w, "position:supported"), 1);
	assert_int_equal(total(w, "position:Supported"), 1);
	assert_int_equal(total(w, "position:noted"), 0);
	assert_int_equal(total(w, "position:nonsense"), 0);
	assert_int_equal(total(w, "theme:torture"), 1);
	assert_int_equal(total(w, "themes:torture"), 1);
	assert_int_equal(total(w, "theme:\"ill-treatment\""), 1);
	assert_int_equal(total(w, "year:2017"), 1);
	assert_int_equal(total(w, "year:>=2017 year:<2018"), 1);
	assert_int_equal(total(w, "year:>2017"), 0);
	assert_int_equal(total(w, "document:\"CAT/C/TKM/CO/72\""), 1);
	assert_int_equal(total(w, "CAT/C/TKM/CO/72 para 13(b)"), 1);
	assert_int_equal(total(w, "title:CAT/C/TKM/CO/72"), 1);
	assert_int_equal(total(w, "text:treatment -title:treatment"), 1);
	assert_int_equal(total(w, "deadline:-"), 0); /* no date */
	assert_int_equal(find(w, &console,
	                      (struct search_ask){ .query = "type:recommendation theme:torture" })
	                         .total,
	                 1);
	stop(w);
}

/* ---- labels */

static const char *explained(struct world *w, const char *query)
{
	return find(w, &console, (struct search_ask){ .type = R, .query = query }).explained;
}

static void names_of_labels_find_what_bears_them(void **state)
{
	struct world *w = start(state);
	struct recommendation *r = recommendation(w, "Prevent beatings", "torture", 0);

	r->affected_persons = (struct refs){ arena_new_of(w->cx->mem, int64_t), 1 };
	r->affected_persons.v[0] = id_with_key(w, &affected_person_type, "disability");
	save(w, R, r);
	recommendation(w, "Ratify the convention on persons with disabilities", "education", 0);
	recommendation(w, "Build a school", "education", 0);
	assert_int_equal(total(w, "persons with disabilities"), 2);
	assert_int_equal(total(w, "person with disability"), 2);
	assert_int_equal(total(w, "maýyplygy bolan adamlar"), 1);
	assert_int_equal(total(w, "инвалидов"), 1);
	assert_int_equal(total(w, "persons with disabilities beating"), 1);
	assert_int_equal(total(w, "persons disabilities"), 2);
	assert_int_equal(total(w, "disabilities"), 1);
	assert_int_equal(total(w, "disabilities with persons"), 1);
	assert_int_equal(total(w, "\"persons with disabilities\""), 1);
	/* without a document it is called by its words */
	assert_int_equal(total(w, "title:(persons with disabilities)"), 1);
	assert_int_equal(total(w, "title:(дети инвалиды)"), 0);
	assert_int_equal(total(w, "text:(persons with disabilities)"), 1);
	assert_int_equal(total(w, "-(persons with disabilities)"), 1);
	assert_int_equal(total(w, "right to education"), 2);
	assert_int_equal(total(w, "education"), 2);
	assert_string_equal(explained(w, "инвалидов"),
	                    "“инвалидов” or labelled “Persons with disabilities”, “Persons with "
	                    "disabilities: independence, inclusion”, …");
	/* Who has the words comes first. */
	assert_string_equal(find(w, &console,
	                         (struct search_ask){ .type = R,
	                                              .query = "persons with disabilities",
	                                              .limit = 5 })
	                            .items[0]
	                            .title,
	                    "Ratify the convention on persons with disabilities");
	stop(w);
}

static void what_labels_add_is_what_a_scan_finds(void **state)
{
	static const struct {
		const char *code, *word, *name;
	} all[] = { { "torture", "beating", "Prohibition of torture and ill-treatment" },
		    { "education", "school", "Right to education" },
		    { "trafficking", "border", "Торговля людьми и современные формы рабства" },
		    { "health", "doctor", "Saglyga bolan hukuk" } };
	struct world *w = start(state);
	int64_t words[LEN(all)][LEN(all)] = { { 0 } }; /* records by label and word */
	uint32_t seed = 7;

	for (int i = 0; i < 60; i++) {
		size_t label = (seed = seed * 1664525u + 1013904223u) >> 8 & 3;
		size_t word = (seed = seed * 1664525u + 1013904223u) >> 8 & 3;

		recommendation(w, all[word].word, all[label].code, 0);
		words[label][word]++;
	}
	for (size_t i = 0; i < LEN(all); i++) {
		int64_t bear = 0;

		for (size_t k = 0; k < LEN(all); k++)
			bear += words[i][k];
		assert_int_equal(total(w, all[i].name), bear);
		assert_int_equal(total(w, arena_fmt(w->cx->mem, "-(%s)", all[i].name)), 60 - bear);
		for (size_t k = 0; k < LEN(all); k++) {
			const char *both = arena_fmt(w->cx->mem, "%s %s", all[k].word, all[i].name);

			assert_int_equal(total(w, both), words[i][k]);
		}
	}
	stop(w);
}

static void a_label_that_may_not_be_told_is_none(void **state)
{
	static int64_t nobody[] = { 0 };
	struct world *w = start(state);
	struct theme *t = record_new(w->cx, &theme_type);
	struct account *someone = record_new(w->cx, &account_type);

	someone->login = "someone";
	someone->name = english(w, "Some One");
	someone->active = YES;
	save(w, &account_type, someone);
	nobody[0] = someone->record.id;
	t->code = "zebras";
	t->name = english(w, "Zebras of the steppe");
	t->aliases = "A99 Striped horses (SH)|quaggas";
	t->family = 1;
	save(w, &theme_type, t);
	recommendation(w, "Protect them", "zebras", 0);
	assert_int_equal(total(w, "zebra of the steppes"), 1);
	assert_int_equal(total(w, "striped horse"), 1);
	assert_int_equal(total(w, "SH"), 1);
	assert_int_equal(total(w, "quagga"), 1);
	assert_int_equal(total(w, "zebras"), 0);
	t->aliases = "donkeys";
	save(w, &theme_type, t);
	assert_int_equal(total(w, "quagga"), 0);
	assert_int_equal(total(w, "donkeys"), 1);
	t->record.classification = CLASS_RESTRICTED;
	t->record.readers = (struct refs){ nobody, 1 };
	save(w, &theme_type, t);
	assert_int_equal(total(w, "zebra of the steppes"), 0);
	assert_int_equal(total(w, "donkeys"), 0);
	assert_string_equal(explained(w, "donkeys"), "“donkeys”");
	stop(w);
}

/* Named readers search theirs by the names of what they are labelled with, too. */
static void names_of_labels_find_restricted_records(void **state)
{
	static int64_t me[] = { 0 };
	struct world *w = start(state);
	struct account *reader = record_new(w->cx, &account_type);
	struct recommendation *named = recommendation(w, "Prevent beatings", "torture", 0);
	struct recommendation *other = recommendation(w, "Open a school", "education", 0);
	struct actor who = { .role = ROLE_SEC };
	struct search_item *items = NULL;
	size_t n = 0;

	reader->login = "reader";
	reader->name = english(w, "A Reader");
	reader->active = YES;
	save(w, &account_type, reader);
	who.user = me[0] = reader->record.id;
	named->record.classification = other->record.classification = CLASS_RESTRICTED;
	named->record.readers = other->record.readers = (struct refs){ me, 1 };
	save(w, R, named);
	save(w, R, other);
	recommendation(w, "Everybody reads this", "torture", 0);
	assert_int_equal(total(w, "Prohibition of torture and ill-treatment"), 1);
	w->cx->actor = &who;
	w->cx->titles = NULL;
	test_ok(w->cx,
	        db_begin(w->cx, w->app.store, DB_READ) && settings_refresh(w->cx) &&
	                search_restricted(w->cx, R, "Prohibition of torture and ill-treatment", 5,
	                                  &items, &n) &&
	                db_commit(w->cx));
	w->cx->actor = &console;
	assert_int_equal(n, 1);
	assert_int_equal(items[0].id, named->record.id);
	stop(w);
}

/* Identifiers of what the reader finds among restricted records, "12 13 ". */
static const char *restricted_to(struct world *w, const struct actor *who, const struct type *t,
                                 const char *query)
{
	struct search_item *items = NULL;
	const char *ids = "";
	size_t n = 0;

	w->cx->actor = who;
	w->cx->titles = NULL;
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) && settings_refresh(w->cx) &&
	                       search_restricted(w->cx, t, query, 5, &items, &n) &&
	                       db_commit(w->cx));
	w->cx->actor = &console;
	for (size_t i = 0; i < n; i++)
		ids = arena_fmt(w->cx->mem, "%s%lld ", ids, (long long)items[i].id);
	return ids;
}

/* All that an answer tells. */
static const char *told(struct world *w, const struct actor *who, struct search_ask ask)
{
	struct search_answer a = find(w, who, ask);
	const char *all = arena_fmt(w->cx->mem, "%lld, %s, %s\n", (long long)a.total, a.explained,
	                            a.instead ? a.instead : "");

	for (size_t i = 0; i < a.items_n; i++)
		all = arena_fmt(w->cx->mem, "%s%lld\n", all, (long long)a.items[i].id);
	for (size_t i = 0; i < a.facets_n; i++) {
		const struct search_facet *x = &a.facets[i];

		all = arena_fmt(w->cx->mem, "%s%s of %zu:", all, x->name, x->values_all);
		for (size_t k = 0; k < x->values_n; k++)
			all = arena_fmt(w->cx->mem, "%s %s (%s) %lld%s", all, x->values[k].value,
			                x->values[k].label, (long long)x->values[k].count,
			                x->values[k].chosen ? "!" : "");
		all = arena_fmt(w->cx->mem, "%s\n", all);
	}
	return all;
}

/* The same of zebras, asked in every way. */
static const char *told_of_zebras(struct world *w, const struct actor *who)
{
	static const char *const queries[] = { "zebra of the steppes",  "theme:zebras",
		                               "-theme:zebras",         "theme:(torture OR zebras)",
		                               "Protect theme:zebras",  "type:recommendation",
		                               "Zebra of the stepes",   "-(zebras of the steppe)",
		                               "theme:zebras year:1999" };
	static const char *const zebras[] = { "zebras", "Zebras of the steppe" };
	static const struct search_choice choice = { "theme", zebras, 2 };
	const struct type *types[] = { NULL, R };
	struct search_table table = { .total = 0 };
	struct search_ask ask = { .facets = "type theme year missing", .limit = 9 };
	const char *all = "";

	for (size_t t = 0; t < LEN(types); t++) {
		ask.type = types[t];
		for (size_t i = 0; i < LEN(queries); i++) {
			ask.query = queries[i];
			all = arena_fmt(w->cx->mem, "%s%s", all, told(w, who, ask));
		}
		ask.query = NULL;
		ask.choices = &choice;
		ask.choices_n = 1;
		all = arena_fmt(w->cx->mem, "%s%s", all, told(w, who, ask));
		w->cx->actor = who;
		test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) &&
		                       search_cross(w->cx, &ask, "theme", "missing", &table) &&
		                       db_commit(w->cx));
		w->cx->actor = &console;
		all = arena_fmt(w->cx->mem, "%s%lld in %zu rows and %zu columns\n", all,
		                (long long)table.total, table.rows.values_n,
		                table.columns.values_n);
		for (size_t i = 0; i < table.rows.values_n * table.columns.values_n; i++)
			all = arena_fmt(w->cx->mem, "%s %lld", all, (long long)table.counts[i]);
		ask.choices_n = 0;
	}
	return all;
}

static int64_t new_reader(struct world *w)
{
	struct account *reader = record_new(w->cx, &account_type);

	reader->login = "reader";
	reader->name = english(w, "A Reader");
	reader->active = YES;
	save(w, &account_type, reader);
	return reader->record.id;
}

static void new_theme(struct world *w, const char *code, const char *name)
{
	struct theme *t = record_new(w->cx, &theme_type);

	t->code = code;
	t->name = english(w, name);
	t->family = 1;
	save(w, &theme_type, t);
}

/* The only record with that label and, at first, of its type: no value that it has is known to the
 * index.  Everybody else, and its reader at every other door, is told what he was told before it
 * was there; also of a label that it had while it was not restricted yet. */
static void what_only_restricted_records_bear_finds_them(void **state)
{
	static int64_t me[] = { 0 };
	struct world *w = start(state);
	struct actor named = { .role = ROLE_SEC },
	             other = { .user = 99, .institution = 6, .role = ROLE_SEC },
	             public = { .user = 8, .institution = 6, .role = ROLE_PUB };
	const struct actor *const all[] = { &console, &named, &other, &public };
	const char *before[LEN(all)], *id;
	struct recommendation *r = record_new(w->cx, R);

	named.user = me[0] = new_reader(w);
	new_theme(w, "zebras", "Zebras of the steppe");
	for (size_t i = 0; i < LEN(all); i++)
		before[i] = told_of_zebras(w, all[i]);
	assert_non_null(strstr(before[0], "labelled “Zebras of the steppe”"));
	assert_non_null(strstr(before[0], " zebras (Zebras of the steppe) 0!"));
	assert_null(strstr(before[0], "is not known"));
	r->text = english(w, "Protect them");
	r->kind = KIND_RECOMMENDATION;
	r->themes = theme(w, "zebras");
	r->record.classification = CLASS_RESTRICTED;
	r->record.readers = (struct refs){ me, 1 };
	save(w, R, r);
	id = arena_fmt(w->cx->mem, "%lld ", (long long)r->record.id);
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < LEN(all); i++)
			assert_string_equal(told_of_zebras(w, all[i]), before[i]);
		assert_string_equal(restricted_to(w, &named, R, "zebra of the steppes"), id);
		assert_string_equal(restricted_to(w, &named, R, "theme:zebras"), id);
		assert_string_equal(restricted_to(w, &named, NULL, "theme:zebras"), id);
		assert_string_equal(restricted_to(w, &named, NULL, "type:recommendation"), id);
		assert_string_equal(restricted_to(w, &named, R, "protect -theme:torture"), id);
		assert_string_equal(restricted_to(w, &named, R, "theme:torture"), "");
		assert_string_equal(restricted_to(w, &named, R, "-theme:zebras"), "");
		assert_string_equal(restricted_to(w, &named, R, "-(zebra of the steppes)"), "");
		assert_string_equal(restricted_to(w, &other, R, "zebra of the steppes"), "");
		assert_string_equal(restricted_to(w, &other, R, "theme:zebras"), "");
		assert_string_equal(restricted_to(w, &public, R, "theme:zebras"), "");
		r->record.classification = CLASS_INTERNAL;
		save(w, R, r);
		assert_int_equal(total(w, "theme:zebras"), 1);
		r->record.classification = CLASS_RESTRICTED;
		save(w, R, r);
	}
	stop(w);
}

/* What misses a translation is counted in the languages of the installation: with others the thread
 * makes the index anew by itself. */
static void other_languages_of_the_installation_are_counted(void **state)
{
	const struct search_ask ask = { .type = R, .facets = "missing" };
	struct world *w = start(state);
	struct search_answer a;

	recommendation(w, "Prevent beatings", "torture", 0);
	test_ok(w->cx, search_start(w->cx));
	a = find(w, &console, ask);
	assert_int_equal(count(&a, "missing", "ru"), 1);
	assert_int_equal(count(&a, "missing", "tk"), 1);
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) &&
	                       setting_set(w->cx, "languages", "en ru") && db_commit(w->cx));
	for (int i = 0; i < 200 && count(&a, "missing", "tk") > 0; i++) {
		usleep(20 * 1000);
		w->cx->settings = NULL; /* another piece of work */
		a = find(w, &console, ask);
	}
	assert_int_equal(count(&a, "missing", "tk"), -1);
	assert_int_equal(count(&a, "missing", "ru"), 1);
	assert_int_equal(a.total, 1);
	stop(w);
}

static void turkmen_nouns_are_found_with_lyk_and_without(void **state)
{
	static const char *const texts[] = { "Kazylaryň garaşsyzlygyny üpjün etmek",
		                             "Kazylar garaşsyzdyrlar" };
	struct world *w = start(state);

	for (size_t i = 0; i < LEN(texts); i++) {
		struct recommendation *r = recommendation(w, texts[i], "torture", 0);

		r->text.v[0].lang = "tk";
		save(w, R, r);
	}
	assert_int_equal(total(w, "garaşsyz"), 2);
	assert_int_equal(total(w, "garaşsyzlygy"), 2);
	assert_int_equal(total(w, "kazylaryň garaşsyzlygy"), 2);
	assert_int_equal(total(w, "\"garaşsyz\""), 1);
	assert_int_equal(total(w, "\"kazylaryň garaşsyzlygy\""), 1);
	assert_int_equal(total(w, "text:garaşsyz"), 2);
	stop(w);
}

/* As those records write it that the asker may see. */
static void it_is_proposed_as_records_write_it(void **state)
{
	struct world *w = start(state);

	recommendation(w, "Korrupsiýa garşy göreşmek", "torture", 0);
	recommendation(w, "KORRUPSIÝA hakynda", "torture", 0);
	recommendation(w, "korrupsiya", "torture", 0);
	recommendation(w, "О счётах и учёте", "torture", 0);
	assert_string_equal(
	        find(w, &console, (struct search_ask){ .type = R, .query = "korupsiya" }).instead,
	        "korrupsiýa");
	assert_string_equal(
	        find(w, &console, (struct search_ask){ .type = R, .query = "-garşy (счтах)" })
	                .instead,
	        "-garşy (счётах)");
	stop(w);
}

/* The document is named by a recommendation that everybody may read. */
static void a_restricted_document_is_named_by_nothing(void **state)
{
	static int64_t nobody[] = { 0 };
	struct world *w = start(state);
	struct recommendation *r = recommendation(w, "Release the writer", "expression", 0);
	struct document *d = document(w, "CCPR/C/TKM/CO/73");
	struct search_completion *offered = NULL;
	struct search_answer a;
	struct account *someone = record_new(w->cx, &account_type);
	size_t n = 0;

	someone->login = "someone";
	someone->name = english(w, "Some One");
	someone->active = YES;
	save(w, &account_type, someone);
	nobody[0] = someone->record.id;
	r->document = d->record.id;
	r->locator = "24";
	save(w, R, r);
	a = find(w, &console,
	         (struct search_ask){ .query = "CCPR/C/TKM/CO/73",
	                              .type = R,
	                              .facets = "document year",
	                              .limit = 5 });
	assert_int_equal(a.total, 1);
	assert_string_equal(a.items[0].reference, "CCPR/C/TKM/CO/73 24");
	assert_string_equal(a.items[0].title, "Release the writer");
	assert_int_equal(count(&a, "document", "CCPR/C/TKM/CO/73"), 1);
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) &&
	                       search_complete(w->cx, NULL, "ccpr/c/tkm/co/73", 5, &offered, &n) &&
	                       db_commit(w->cx));
	assert_int_equal(n, 1);
	assert_string_equal(offered[0].label, "CCPR/C/TKM/CO/73");

	d->record.classification = CLASS_RESTRICTED;
	d->record.readers = (struct refs){ nobody, 1 };
	save(w, &document_type, d);
	assert_int_equal(total(w, "CCPR/C/TKM/CO/73"), 0);
	a = find(w, &console,
	         (struct search_ask){
	                 .query = "writer", .type = R, .facets = "document", .limit = 5 });
	assert_int_equal(a.total, 1);
	assert_null(strstr(a.items[0].reference, "CCPR"));
	assert_int_equal(count(&a, "document", "CCPR/C/TKM/CO/73"), -1);
	assert_string_equal(a.facets[0].values[0].label, "…");
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) &&
	                       search_complete(w->cx, NULL, "ccpr/c/tkm/co/73", 5, &offered, &n) &&
	                       db_commit(w->cx));
	assert_int_equal(n, 0);
	stop(w);
}

static void a_new_symbol_is_found_where_it_is_named(void **state)
{
	struct world *w = start(state);
	struct recommendation *r = recommendation(w, "Adopt the law", "expression", 0);
	struct document *d = document(w, "CRC/C/TKM/CO/71");

	r->document = d->record.id;
	r->locator = "7";
	save(w, R, r);
	assert_int_equal(total(w, "\"CRC/C/TKM/CO/71\" 7"), 1);
	d->symbol = "CRC/C/TKM/CO/79";
	save(w, &document_type, d);
	assert_int_equal(total(w, "CRC/C/TKM/CO/71"), 0);
	assert_int_equal(total(w, "CRC/C/TKM/CO/79"), 1);
	stop(w);
}

static size_t offered_to(struct world *w, const struct actor *who, const char *beginning,
                         const char *first)
{
	struct search_completion *v = NULL;
	size_t n = 0;

	w->cx->actor = who;
	w->cx->titles = NULL; /* another piece of work */
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_READ) && settings_refresh(w->cx) &&
	                       search_complete(w->cx, NULL, beginning, 8, &v, &n) &&
	                       db_commit(w->cx));
	w->cx->actor = &console;
	if (n && first)
		assert_string_equal(v[0].label, first);
	return n;
}

/* The administrator reads no reference data, but may be told what institutions are called. */
static void titles_are_proposed_to_whom_they_are_open(void **state)
{
	const struct actor secretary = { .user = 5, .institution = 6, .role = ROLE_SEC },
	                   administrator = { .user = 7, .institution = 6, .role = ROLE_ADM },
	                   public = { .user = 8, .institution = 6, .role = ROLE_PUB };
	struct world *w = start(state);

	assert_int_equal(offered_to(w, &secretary, "slove", "Slovenia"), 1);
	assert_int_equal(offered_to(w, &secretary, "SVN", "Slovenia"), 1);
	assert_int_equal(offered_to(w, &secretary, "Ministry of For", NULL), 1);
	assert_int_equal(offered_to(w, &administrator, "Ministry of For", NULL), 1);
	assert_int_equal(offered_to(w, &administrator, "slove", NULL), 0);
	assert_int_equal(offered_to(w, &public, "slove", NULL), 0);
	assert_int_equal(offered_to(w, &public, "Ministry of For", NULL), 0);
	assert_int_equal(offered_to(w, NULL, "Ministry of For", NULL), 0);
	assert_int_equal(offered_to(w, &secretary, "", NULL), 0);
	assert_int_equal(offered_to(w, &secretary, "a", NULL), 8);
	stop(w);
}

static void what_is_erased_leaves_the_index(void **state)
{
	struct world *w = start(state);
	struct recommendation *r = recommendation(w, "Free Maral Nuryyeva", "torture", 0);

	assert_int_equal(total(w, "Nuryyeva"), 1);
	r->text = english(w, "Free …");
	test_ok(w->cx, db_begin(w->cx, w->app.store, DB_WRITE) &&
	                       record_save_as(w->cx, R, r, CHANGE_ERASE) && db_commit(w->cx));
	assert_int_equal(total(w, "Nuryyeva"), 0);
	assert_int_equal(total(w, "Free"), 1);
	stop(w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_of_another_registry_finds_it),
		cmocka_unit_test(facets_count_what_a_click_would_give),
		cmocka_unit_test(what_is_late_or_missing_is_counted),
		cmocka_unit_test(fields_are_known_by_code_key_and_label),
		cmocka_unit_test(names_of_labels_find_what_bears_them),
		cmocka_unit_test(what_labels_add_is_what_a_scan_finds),
		cmocka_unit_test(a_label_that_may_not_be_told_is_none),
		cmocka_unit_test(names_of_labels_find_restricted_records),
		cmocka_unit_test(what_only_restricted_records_bear_finds_them),
		cmocka_unit_test(other_languages_of_the_installation_are_counted),
		cmocka_unit_test(turkmen_nouns_are_found_with_lyk_and_without),
		cmocka_unit_test(it_is_proposed_as_records_write_it),
		cmocka_unit_test(a_restricted_document_is_named_by_nothing),
		cmocka_unit_test(a_new_symbol_is_found_where_it_is_named),
		cmocka_unit_test(titles_are_proposed_to_whom_they_are_open),
		cmocka_unit_test(what_is_erased_leaves_the_index),
	};

	return world_tests("find", tests, LEN(tests));
}
