/* Tables as text.  The file is gone through three times: for its encoding, for its separator, and
 * for its rows; none of the three holds more than a row. */
#include "format/csv.h"
#include "format/encoding.h"
#include "format/reader.h"

enum { SAMPLE = 64 * 1024, LINES = 100 };

static const char separators[] = ",;\t|";

enum { SEPARATORS = sizeof separators - 1 };

/* How often each separator stands in each of the first lines, outside of quotation marks. */
static size_t count_lines(const char *s, size_t n, int counts[LINES][SEPARATORS])
{
	size_t line = 0;
	bool quoted = false, any = false;

	for (size_t i = 0; i < n && line < LINES; i++) {
		const char *found = s[i] ? strchr(separators, s[i]) : NULL;

		if (s[i] == '"') {
			quoted = !quoted;
		} else if (!quoted && (s[i] == '\n' || s[i] == '\r')) {
			line += any;
			any = false;
			continue;
		} else if (!quoted && found) {
			counts[line][found - separators]++;
		}
		any = true;
	}
	return line + (any && line < LINES);
}

/* Lines that have it as often as another line has, times how often: a table's separator stands
 * equally often in its lines, a comma of a sentence does not. */
static long agreement(int counts[LINES][SEPARATORS], size_t lines, size_t which)
{
	long best = lines == 1 ? counts[0][which] : 0;

	for (size_t i = 0; i < lines; i++) {
		long same = 0;

		for (size_t j = 0; j < lines; j++)
			same += counts[j][which] == counts[i][which];
		same *= same > 1 ? counts[i][which] : 0;
		if (same > best)
			best = same;
	}
	return best;
}

static char find_separator(const char *s, size_t n)
{
	int counts[LINES][SEPARATORS] = { { 0 } };
	size_t lines = count_lines(s, n, counts), best = 0;
	long most = agreement(counts, lines, 0);

	for (size_t i = 1; i < SEPARATORS; i++) {
		long now = agreement(counts, lines, i);

		if (now > most) {
			most = now;
			best = i;
		}
	}
	return separators[best];
}

static bool sample_separator(struct context *cx, struct reader *r, const char *encoding, char *ret)
{
	char *sample = arena_raw(cx->mem, SAMPLE);
	struct decoder *d = decoder_open(cx, encoding, reader_source, r);
	size_t n = 0, got;

	reader_rewind(r);
	do {
		if (!decoder_source(cx, d, sample + n, SAMPLE - n, &got))
			return false;
		n += got;
	} while (got);
	*ret = find_separator(sample, n);
	return true;
}

static bool know_encoding(struct context *cx, struct reader *r, const char **ret)
{
	const char *told = reader_options(r)->encoding;

	if (!told)
		return encoding_guess(cx, reader_source, r, ret);
	*ret = encoding_named(told);
	return *ret || fail(cx, ERR_BAD_REQUEST, NULL, N_("There is no encoding called %s."), told);
}

static bool know_separator(struct context *cx, struct reader *r, const char *encoding, char *ret)
{
	*ret = reader_options(r)->separator;
	if (!*ret)
		return sample_separator(cx, r, encoding, ret);
	return strchr(separators, *ret) ||
	       fail(cx, ERR_BAD_REQUEST, NULL,
	            N_("A separator is a comma, a semicolon, a tab or a vertical bar."));
}

bool read_csv(struct context *cx, struct reader *r)
{
	const char *encoding;
	char separator;
	struct csv_reader *csv;
	struct csv_row row;

	if (!know_encoding(cx, r, &encoding) || !know_separator(cx, r, encoding, &separator))
		return false;
	reader_is_csv(r, encoding, separator);
	reader_rewind(r);
	csv = csv_open(cx, decoder_source, decoder_open(cx, encoding, reader_source, r));
	if (!csv || !reader_sheet(cx, r, "", false))
		return false;
	csv_use_separator(csv, separator);
	while (csv_next(cx, csv, &row)) {
		reader_row(r, row.number, false);
		for (size_t i = 0; i < row.count; i++)
			reader_text(r, row.cells[i], strlen(row.cells[i]));
		if (!reader_end_row(cx, r))
			return false;
	}
	return !failed(cx);
}
