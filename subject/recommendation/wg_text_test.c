/* Reports of the Working Group: made-up ones for each turn that the conclusions take, and the six
 * real ones. */
#include "subject/recommendation/passage_test.h"

#include "format/csv.h"
#include "subject/recommendation/alike.h"
#include "subject/recommendation/wg_text.h"
#include "test/docx.h"

#include <ctype.h>

/* ---- States in brackets */

/* With a name in `with`, separated by "|". */
static bool known(void *with, const char *name)
{
	const char *all = with;
	size_t n = strlen(name);

	for (const char *at = all; n && (at = strstr(at, name)); at++)
		if ((at == all || at[-1] == '|') && (at[n] == '|' || !at[n]))
			return true;
	return false;
}

static char names[] = "Brazil|Chile|Bosnia and Herzegovina|Iran (Islamic Republic of)|Spain|"
                      "Republic of Korea|Slovenia|Estonia|Poland|Canada";

static const char *statements_text(struct context *cx, const char *words)
{
	struct statements all = statements_read(cx->mem, words, known, names);
	struct buffer b = BUFFER(cx->mem, MAX_PAGE);

	for (size_t i = 0; i < all.n; i++) {
		buffer_fmt(&b, "%s%s:", i ? " / " : "", all.v[i].words);
		for (size_t k = 0; k < all.v[i].states_n; k++)
			buffer_fmt(&b, " %s,", all.v[i].states[k]);
	}
	return buffer_str(&b);
}

static void test_states(void **state)
{
	static const struct {
		const char *words, *found;
	} cases[] = {
		{ "Ratify OP-CAT (Brazil)", "Ratify OP-CAT: Brazil," },
		{ "Ratify OP-CAT (Brazil, Chile and Spain);",
		  "Ratify OP-CAT: Brazil, Chile, Spain," },
		{ "Ratify (Brazil) (Chile) (Iran (Islamic Republic of));",
		  "Ratify: Brazil, Chile, Iran (Islamic Republic of)," },
		{ "Ratify (Chile and Bosnia and Herzegovina)",
		  "Ratify: Chile, Bosnia and Herzegovina," },
		{ "Accede to it (Estonia); Accede to OP-CAT (Spain)",
		  "Accede to it: Estonia, / Accede to OP-CAT: Spain," },
		{ "ratify the Optional Protocol (Brazil) and establish its mechanism (Chile)",
		  "ratify the Optional Protocol: Brazil, / establish its mechanism: Chile," },
		{ "To consider ratifying (Slovenia)/ratify (Republic of Korea) the Convention",
		  "To consider ratifying: Slovenia, / ratify: Republic of Korea, / the "
		  "Convention:" },
		{ "Ratify the Convention (No. 189) and CRPD (CRPD);",
		  "Ratify the Convention (No. 189) and CRPD (CRPD):" },
		{ "Ratify it (Chile); (Spain); (Brazil) (Poland);",
		  "Ratify it: Chile, Spain, Brazil, Poland," },
		/* a name that nobody knows is kept, to be asked about */
		{ "Ratify (Brazil) (Atlantis) (Chile)", "Ratify: Brazil, Atlantis, Chile," },
		{ "Ratify the Statute (Atlantis);", "Ratify the Statute: Atlantis," },
		{ "Ratify the Statute (Rome Statute) of the Court (Spain).",
		  "Ratify the Statute (Rome Statute) of the Court: Spain," },
		{ "Ratify it (Spain);1", "Ratify it: Spain," },
		{ "Ratify it (Spain); and", "Ratify it: Spain," },
		{ "Never closed (Spain", "Never closed (Spain:" },
		{ "", ":" },
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(cases); i++)
		assert_string_equal(statements_text(cx, cases[i].words), cases[i].found);
}

/* The names in a column of a table, parted by commas, semicolons or " - ", with "|" behind each. */
static char *names_in(struct context *cx, const char *table, size_t n, size_t column)
{
	struct csv_reader *r = csv_open_bytes(cx, table, n);
	struct buffer b = BUFFER(cx->mem, MAX_ANSWER);
	struct csv_row row;

	while (csv_next(cx, r, &row))
		for (const char *s = row.cells[column]; *s;) {
			const char *dash = strstr(s, " - ");
			size_t length = strcspn(s, ",;");

			if (dash && (size_t)(dash - s) < length)
				length = (size_t)(dash - s);
			if (strncmp(s, "ICRMW", length) != 0 && !str_starts(s, "No. "))
				buffer_fmt(&b, "%.*s|", (int)length, s);
			s += length;
			s += strspn(s, ",;- ");
		}
	return arena_str(cx->mem, buffer_str(&b));
}

/* 2,978 recommendations of 13 reports, taken out by somebody else's script, which kept the last
 * State of each, but of one another. */
static void test_extracts(void **state)
{
	struct context *cx = *state;
	size_t n, all = 0, numbered = 0, same = 0;
	char *table = shared_file(cx, "upr-wg-extracts-2026/recs_combined.csv", &n);
	char *all_names = names_in(cx, table, n, 2);
	struct csv_reader *reader = csv_open_bytes(cx, table, n);
	struct csv_row row;

	assert_true(csv_next(cx, reader, &row));
	while (csv_next(cx, reader, &row)) {
		struct mark m = mark_read(row.cells[1]);
		struct statements s = statements_read(cx->mem, m.words, known, all_names);
		const char *last = "";

		for (size_t i = 0; i < s.n; i++)
			if (s.v[i].states_n)
				last = s.v[i].states[s.v[i].states_n - 1];
		n = strlen(last);
		all++;
		numbered += m.number && m.part;
		same += n && strlen(row.cells[2]) >= n &&
		        str_eq(row.cells[2] + strlen(row.cells[2]) - n, last);
	}
	assert_int_equal(all, 2978);
	assert_int_equal(numbered, 2978);
	assert_int_equal(same, 2977);
}

/* ---- made-up reports */

static const char *report_text(struct context *cx, const char *lines)
{
	static const char *const positions[] = { "-", "pending", "supported", "noted" };
	struct passages p = passages_of(cx, lines);
	struct buffer b = BUFFER(cx->mem, MAX_PAGE);
	struct wg_report r;

	if (!wg_read(cx->mem, &p, known, names, &r))
		return "no conclusions";
	for (size_t i = 0; i < r.items_n; i++) {
		struct wg_item *item = &r.items[i];

		buffer_fmt(&b, "%s%s %s %s", item->kind == KIND_PLEDGE ? "pledge " : "",
		           item->locator, positions[item->position], item->words);
		if (item->dialogue && item->statements.v->states_n)
			buffer_fmt(&b, " (%s)", item->statements.v->states[0]);
		if (item->remark)
			buffer_fmt(&b, " [%s]", item->remark);
		buffer_char(&b, '\n');
	}
	if (r.passed)
		buffer_fmt(&b, "passed %zu\n", r.passed);
	return buffer_str(&b);
}

static void test_groups(void **state)
{
	struct context *cx = *state;

	assert_string_equal(
	        report_text(
	                cx,
	                "II. Conclusions and/or recommendations 12–15 14\n"
	                "1. A paragraph of the summary.\n"
	                "II. Conclusions and/or recommendations**\n"
	                "112. The recommendations formulated during the interactive dialogue have "
	                "been examined by Spain and enjoy the support of Spain:\n"
	                "112.1. Ratify OP-CAT\n"
	                "(Brazil);\n"
	                "112.2 Ratify it, too (Chile).\n"
	                "113. The following recommendations will be examined by Spain, which will "
	                "provide responses in due time:\n"
	                "113.1 Consider it (Poland); and\n"
	                "114. The recommendations below did not enjoy the support of Spain:\n"
	                "114.1. Release them (Canada).\n"
	                "115. The recommendations below have been noted by Spain:\n"
	                "115.1. Listen (Canada).\n"
	                "116. Spain speaks of these in a way that nobody knows:\n"
	                "116.1. Look (Canada).\n"
	                "117. All conclusions and/or recommendations contained in the present "
	                "report reflect the position of the submitting State(s).\n"
	                "III. Voluntary pledges and commitments\n"
	                "118. Spain will report on its progress.\n"
	                "119. It pledges:\n"
	                "(a) To stay;\n"
	                "(b) To go.\n"
	                "Annex\n"
	                "120. Composition of the delegation\n"),
	        "112.1 supported Ratify OP-CAT (Brazil)\n"
	        "112.2 supported Ratify it, too (Chile)\n"
	        "113.1 pending Consider it (Poland)\n"
	        "114.1 noted Release them (Canada)\n"
	        "115.1 noted Listen (Canada)\n"
	        "116.1 - Look (Canada)\n"
	        "pledge 118 - Spain will report on its progress.\n"
	        "pledge 119 (a) - To stay;\n"
	        "pledge 119 (b) - To go.\n");
}

/* Lists of the first cycle number anew, and the conclusions may name paragraphs of the dialogue. */
static void test_older_reports(void **state)
{
	struct context *cx = *state;

	assert_string_equal(
	        report_text(
	                cx,
	                "1. Canada wished for much. It recommended to (a) do this; and (b) do "
	                "that.\n"
	                "2. Poland was content. It recommended more.\n"
	                "II. CONCLUSIONS AND/OR RECOMMENDATIONS\n"
	                "3. The recommendations listed below enjoy the support of Spain:\n"
	                "1. To do one thing (Chile);\n"
	                "2. To do two things (Chile);\n"
	                "3. To do three things (Chile);\n"
	                "4. To do four things (Chile).\n"
	                "4. Spain considers that recommendations Nos. 2 and 4 above have already "
	                "been "
	                "implemented.\n"
	                "5. The recommendations in paragraphs 1 (b) and 2 (last sentence) above "
	                "did not "
	                "enjoy the support of Spain.\n"
	                "6. The following recommendations were rejected by Spain for this reason:\n"
	                "(1) To go (Chile);\n"
	                "(2) To go on\n"
	                "for ever (Chile)."),
	        "3.1 supported To do one thing (Chile)\n"
	        "3.2 supported To do two things (Chile) [Spain considers that recommendations Nos. "
	        "… above have already been implemented.]\n"
	        "3.3 supported To do three things (Chile)\n"
	        "3.4 supported To do four things (Chile) [Spain considers that recommendations "
	        "Nos. "
	        "… above have already been implemented.]\n"
	        "1 (b) noted do that (Canada)\n"
	        "2 noted It recommended more (Poland)\n"
	        "6 (1) noted To go (Chile) [The following recommendations were rejected by Spain "
	        "for "
	        "this reason:]\n"
	        "6 (2) noted To go on for ever (Chile) [The following recommendations were "
	        "rejected "
	        "by Spain for this reason:]\n");
}

static void test_what_is_no_report(void **state)
{
	static const char *const others[] = {
		"Concluding observations on the report of Spain\n1. The Committee considered it.\n",
		"Report of the Working Group on the Universal Periodic Review*\nSpain\nAddendum\n"
		"II. Conclusions and/or recommendations\n",
		"Report of the Working Group on the Universal Periodic Review*\nSpain\n1. No "
		"more.\n",
		"",
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(others); i++) {
		struct passages p = passages_of(cx, others[i]);

		assert_int_equal(wg_guess(cx->mem, &p), 0);
	}
	assert_string_equal(report_text(cx, others[0]), "no conclusions");
	assert_string_equal(report_text(cx, ""), "no conclusions");
}

/* ---- the real ones (figures: doc/import.md; test/reports/count finds them another way) */

static const struct {
	const char *path, *symbol, *iso3, *adopted, *distributed;
	int session;
	size_t supported, noted, pending, dialogue;
	size_t footnotes; /* paragraphs into which the other count mixes some */
} files[] = {
	{ "upr-wg-reports/turkmenistan2009.pdf", "A/HRC/10/79", "TKM", "2008-12-11", "2009-01-06",
	  3, 19, 11, 13, 11, 0 },
	{ "upr-wg-reports/turkmenistan2013.pdf", "A/HRC/24/3", "TKM", "2013-04-26", "2013-07-05",
	  16, 85, 8, 90, 0, 5 },
	{ "upr-wg-reports/kazakhstan2010.pdf", "A/HRC/14/10", "KAZ", "2010-02-16", "2010-03-23", 7,
	  102, 0, 26, 0, 2 },
	{ "upr-wg-reports/azerbaijan2013.pdf", "A/HRC/24/13", "AZE", "2013-05-02", "2013-07-05", 16,
	  0, 4, 158, 0, 1 },
	{ "upr-ohchr-matrix/c2_g1423930.pdf", "A/HRC/28/15", "SVN", "2014-11-06", "2014-12-10", 20,
	  0, 0, 163, 0, 1 },
	{ "upr-ohchr-matrix/c3_g1934994.pdf", "A/HRC/43/15", "SVN", "2019-11-14", "2019-12-19", 34,
	  58, 0, 157, 0, 0 },
};

static bool anybody(void *with, const char *name)
{
	(void)with;
	return strchr(name, ' ') == NULL && strlen(name) > 3;
}

static void test_real_reports(void **state)
{
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(files); i++) {
		struct passages p = passages_of_file(cx, files[i].path);
		size_t found[4] = { 0 }, dialogue = 0;
		char adopted[DATE_TEXT], distributed[DATE_TEXT];
		struct wg_report r;

		assert_true(wg_guess(cx->mem, &p) > 90);
		assert_true(wg_read(cx->mem, &p, anybody, NULL, &r));
		assert_string_equal(r.symbol, files[i].symbol);
		assert_string_equal(r.iso3, files[i].iso3);
		assert_string_equal(date_text(r.adopted, adopted), files[i].adopted);
		assert_string_equal(date_text(r.distributed, distributed), files[i].distributed);
		assert_int_equal(r.session, files[i].session);
		for (size_t k = 0; k < r.items_n; k++) {
			found[r.items[k].position]++;
			dialogue += r.items[k].dialogue;
			assert_true(r.items[k].at->page > 1);
		}
		assert_int_equal(found[0], 0);
		assert_int_equal(found[POSITION_SUPPORTED], files[i].supported);
		assert_int_equal(found[POSITION_NOTED], files[i].noted);
		assert_int_equal(found[POSITION_PENDING], files[i].pending);
		assert_int_equal(dialogue, files[i].dialogue);
		assert_int_equal(r.passed, 0);
	}
}

static void test_other_documents(void **state)
{
	static const char *const others[] = {
		"upr-ohchr-matrix/c2_g1409727.pdf", "upr-ohchr-matrix/c2_g1413493.pdf",
		"upr-ohchr-matrix/c2_g1414064.pdf", "upr-ohchr-matrix/c2_g1504261.pdf",
		"upr-ohchr-matrix/c2_g1510722.pdf", "upr-ohchr-matrix/c2_g1913313.pdf",
		"upr-ohchr-matrix/c3_g1923444.pdf",
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(others); i++) {
		struct passages p = passages_of_file(cx, others[i]);

		assert_int_equal(wg_guess(cx->mem, &p), 0);
	}
}

/* ---- counted another way (test/reports/count) */

static const char *letters(struct context *cx, const char *s)
{
	struct buffer b = BUFFER(cx->mem, MAX_PAGE);

	for (; *s; s++)
		if ((unsigned char)*s < 0x80 && isalnum((unsigned char)*s))
			buffer_char(&b, (char)tolower((unsigned char)*s));
	return buffer_str(&b);
}

/* One line of the other count: is there such a recommendation, with that position, and these words?
 * What it has more are words of footnotes, which stand in its order of the text. */
static bool same_item(struct context *cx, const struct wg_report *r, const char *line,
                      size_t *words)
{
	static const char *const positions[] = { "", "pending", "supported", "noted" };
	size_t n = strcspn(line, "\t");
	const char *position = line + n + 1, *states, *text;

	states = position + strcspn(position, "\t") + 1;
	text = states + strcspn(states, "\t") + 1;
	for (size_t i = 0; i < r->items_n; i++) {
		const struct wg_item *item = &r->items[i];
		const char *said = positions[item->position];

		if (strncmp(item->locator, line, n) != 0 || item->locator[n] || item->dialogue)
			continue;
		*words += str_eq(letters(cx, item->words), text);
		return strncmp(position, said, strlen(said)) == 0 && position[strlen(said)] == '\t';
	}
	return false;
}

static void check_count(struct context *cx, size_t file)
{
	const char *folder = getenv("TMPDIR"),
	           *path = arena_fmt(cx->mem, "../shared/data/%s", files[file].path);
	const char *out =
	        arena_fmt(cx->mem, "%s/ygrar-count.%d", folder ? folder : "/tmp", (int)getpid());
	struct passages p = passages_of_file(cx, files[file].path);
	size_t all = 0, same = 0, words = 0;
	struct wg_report r;
	char line[8192];
	FILE *f;

	assert_true(wg_read(cx->mem, &p, anybody, NULL, &r));
	if (docx_run((const char *[]){ "test/reports/count", path, out, NULL }) == 127)
		skip();
	f = fopen(out, "re");
	assert_non_null(f);
	while (fgets(line, sizeof line, f)) {
		line[strcspn(line, "\n")] = '\0';
		same += same_item(cx, &r, line, &words);
		all++;
	}
	fclose(f);
	unlink(out);
	assert_int_equal(all, r.items_n - files[file].dialogue);
	assert_int_equal(same, all);
	assert_int_equal(all - words, files[file].footnotes);
}

static void test_counted_another_way(void **state)
{
	for (size_t i = 0; i < LEN(files); i++)
		check_count(*state, i);
}

/* ---- what OHCHR's list says of the same paragraphs */

static const char *states_of(struct context *cx, const struct wg_item *item)
{
	struct buffer b = BUFFER(cx->mem, MAX_PAGE);

	for (size_t i = 0; i < item->statements.n; i++)
		for (size_t k = 0; k < item->statements.v[i].states_n; k++)
			buffer_fmt(&b, "%s%s", b.len ? ", " : "", item->statements.v[i].states[k]);
	return buffer_str(&b);
}

/* The same States, parted by commas or semicolons. */
static bool same_states(const char *a, const char *b)
{
	while (*a && (*a == *b || (strchr(",;", *a) && strchr(",;", *b) && *b))) {
		a++;
		b++;
	}
	return !*a && !*b;
}

static void check_states(struct context *cx, const char *path, const char *cycle, size_t wanted)
{
	size_t n, same = 0;
	char *table = shared_file(cx, "upr-ohchr-matrix/slovenia_cycles_2_3_parsed.csv", &n);
	struct csv_reader *reader = csv_open_bytes(cx, table, n);
	struct passages p = passages_of_file(cx, path);
	struct wg_report r;
	struct csv_row row;

	assert_true(wg_read(cx->mem, &p, known, names_in(cx, table, n, 4), &r));
	while (csv_next(cx, reader, &row))
		for (size_t i = 0; i < r.items_n && str_eq(row.cells[0], cycle); i++) {
			if (!str_eq(r.items[i].locator, row.cells[1]))
				continue;
			same += same_states(states_of(cx, &r.items[i]), row.cells[4]);
		}
	assert_int_equal(same, wanted);
}

/* The list that was made of OHCHR's tables ("ICRMW" and "No. 29" are names there) has wrong States
 * for 13 paragraphs of 2014 and 7 of 2019, where brackets stand within brackets, behind a treaty's
 * number, or in the middle; all others are the same. */
static void test_states_of_slovenia(void **state)
{
	check_states(*state, "upr-ohchr-matrix/c2_g1423930.pdf", "2", 150);
	check_states(*state, "upr-ohchr-matrix/c3_g1934994.pdf", "3", 208);
}

/* ---- UPR Info's rows about the same review */

static size_t rows_found(struct context *cx, const char *path, const char *cycle, size_t *ret_all)
{
	size_t n, found = 0;
	char *table = shared_file(cx, "upr-info-2015/turkmenistan.csv", &n);
	struct csv_reader *reader = csv_open_bytes(cx, table, n);
	struct passages p = passages_of_file(cx, path);
	struct wording *items;
	struct wg_report r;
	struct csv_row row;

	assert_true(wg_read(cx->mem, &p, anybody, NULL, &r));
	items = arena_array(cx->mem, struct wording, r.items_n);
	for (size_t i = 0; i < r.items_n; i++)
		items[i] = wording_of(cx->mem, r.items[i].words);
	*ret_all = 0;
	while (csv_next(cx, reader, &row)) {
		struct wording w;
		bool near = false;

		if (!str_eq(row.cells[11], cycle))
			continue;
		++*ret_all;
		w = wording_of(cx->mem, row.cells[3]);
		for (size_t i = 0; i < r.items_n && !near; i++)
			near = wording_alike(&items[i], &w, ALIKE) >= ALIKE;
		found += near;
	}
	return found;
}

/* UPR Info has a row for each State; those that find no paragraph are rows whose words it changed,
 * or that are a part of what a State said in one sentence. */
static void test_rows_of_upr_info(void **state)
{
	struct context *cx = *state;
	size_t all;

	assert_int_equal(rows_found(cx, files[0].path, "1", &all), 78);
	assert_int_equal(all, 87);
	assert_int_equal(rows_found(cx, files[1].path, "2", &all), 186);
	assert_int_equal(all, 188);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_states),
		UNIT(test_extracts),
		UNIT(test_groups),
		UNIT(test_older_reports),
		UNIT(test_what_is_no_report),
		UNIT(test_real_reports),
		UNIT(test_other_documents),
		UNIT(test_states_of_slovenia),
		UNIT(test_counted_another_way),
		UNIT(test_rows_of_upr_info),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
