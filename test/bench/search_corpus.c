/* Made-up records: words of three languages by Zipf's law, one in ten repeating an earlier one, of
 * log-normal length, mean 60; seventeen facets with some twenty values a record; some twenty
 * thousand different combinations of what access is decided by.  Real ones: recommendations joined
 * until there are as many words. */
#include "test/bench/search_corpus.h"

#include "base/utf8.h"
#include "format/csv.h"

#include <fcntl.h>
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LANGUAGES = 3, VOCABULARY = 60000, MOST_WORDS = 600 };

const struct made_facet made_facets[FACETS_MADE] = {
	[STATUS] = { "status", 8, 1, 1 },
	[THEME] = { "theme", 60, 1, 3 },
	[TARGET] = { "target", 170, 0, 3 },
	[STATE] = { "state", 200, 1, 1 },
	[YEAR] = { "year", 26, 1, 1 },
	{ "persons", 25, 0, 3 },
	{ "mechanism", 12, 1, 1 },
	{ "cycle", 4, 1, 1 },
	{ "document", 1500, 1, 1 },
	{ "kind", 5, 1, 1 },
	{ "position", 3, 1, 1 },
	{ "grade", 5, 1, 1 },
	{ "life-cycle", 7, 1, 1 },
	{ "lead", BODIES, 1, 1 },
	{ "recommending", 200, 0, 2 },
	{ "asks-for", 10, 1, 2 },
	{ "missing", 4, 0, 3 },
};

struct language {
	const char *lang, *letters, *ends[4];
	uint32_t share; /* of a hundred records */
};

static const struct language languages[LANGUAGES] = {
	{ "tk", "abçdeägžijklmnňoöprsşuüwyýz", { "", "lar", "yň", "da" }, 60 },
	{ "ru", "абвгдежзиклмнопрстуфхцчшыья", { "", "ов", "ами", "ый" }, 28 },
	{ "en", "abcdefghiklmnoprstuvwy", { "", "s", "ing", "ed" }, 12 },
};

struct corpus {
	uint32_t records;
	char (*words)[VOCABULARY][24]; /* by language */
	double *sum;                   /* of Zipf's shares up to each rank */
	const char **real;             /* texts, cut to words by blanks; NULL: made up */
	size_t real_n;
};

/* ---- chance that is the same each time */

struct dice {
	uint64_t state;
};

static struct dice dice_of(uint64_t kind, uint64_t n)
{
	struct dice d = { (kind + 1) * 0x9e3779b97f4a7c15 ^ n * 0xd6e8feb86659fd93 };

	return d;
}

static uint32_t roll(struct dice *d, uint32_t n)
{
	uint64_t x = d->state += 0x9e3779b97f4a7c15;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
	x = (x ^ x >> 27) * 0x94d049bb133111eb;
	return (uint32_t)((x >> 32) * n >> 32);
}

static double share(struct dice *d)
{
	return (roll(d, 1 << 30) + 0.5) / (1 << 30);
}

/* ---- words */

static void make_word(const struct language *l, uint32_t number, char *ret)
{
	struct dice d = dice_of((uint64_t)l->share, number / 3);
	uint32_t letters[64], n = 0;
	const char *s = l->letters;
	size_t at = 0;

	while (n < LEN(letters) && (letters[n] = utf8_take(&s)))
		n++;
	for (uint32_t i = 0, length = 3 + roll(&d, 6); i < length; i++)
		at += utf8_put(ret + at, letters[roll(&d, n)]);
	snprintf(ret + at, 24 - at, "%s", number % 3 ? l->ends[1 + (number / 3 + number) % 3] : "");
}

static uint32_t zipf(const struct corpus *c, struct dice *d)
{
	double wanted = share(d) * c->sum[VOCABULARY - 1];
	uint32_t low = 0, high = VOCABULARY - 1;

	while (low < high) {
		uint32_t middle = (low + high) / 2;

		if (c->sum[middle] < wanted)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool read_real(struct context *cx, const char *path, struct corpus *c)
{
	struct stat about;
	struct csv_row row;
	int fd = open(path, O_RDONLY);

	if (fd < 0 || fstat(fd, &about) != 0)
		return false;

	char *all = arena_raw(cx->mem, (size_t)about.st_size);
	ssize_t n = read(fd, all, (size_t)about.st_size);
	struct csv_reader *r = csv_open_bytes(cx, all, (size_t)(n < 0 ? 0 : n));

	close(fd);
	c->real = arena_array(cx->mem, const char *, MAX_CSV_ROWS / 10);
	while (r && csv_next(cx, r, &row) && c->real_n < MAX_CSV_ROWS / 10)
		if (row.number > 1 && row.count > 3)
			c->real[c->real_n++] = arena_str(cx->mem, row.cells[3]);
	return c->real_n > 0 && !failed(cx);
}

struct corpus *corpus_open(struct context *cx, const char *real, uint32_t records)
{
	struct corpus *c = arena_new_of(cx->mem, struct corpus);

	c->records = records;
	c->words = arena_alloc(cx->mem, LANGUAGES * sizeof *c->words);
	c->sum = arena_array(cx->mem, double, VOCABULARY);
	for (uint32_t i = 0; i < VOCABULARY; i++) {
		c->sum[i] = (i ? c->sum[i - 1] : 0) + 1 / pow(i + 3.0, 1.07);
		for (int l = 0; l < LANGUAGES; l++)
			make_word(&languages[l], i, c->words[l][i]);
	}
	return !real || read_real(cx, real, c) ? c : NULL;
}

uint32_t corpus_records(const struct corpus *c)
{
	return c->records;
}

/* ---- records */

static void add_word(struct made *r, uint32_t number, const char *word)
{
	char *to = number < TITLE_WORDS ? r->title : r->body;
	size_t n = strlen(to);

	snprintf(to + n, MOST_TEXT - n, "%s%s", n ? " " : "", word);
}

static void make_text(const struct corpus *c, struct dice *d, struct made *r)
{
	uint32_t which = roll(d, 100), l = which < 60 ? 0 : which < 88 ? 1 : 2;
	double normal = sqrt(-2 * log(share(d))) * cos(6.283185307 * share(d));
	uint32_t n = (uint32_t)(52.5 * exp(0.5 * normal)), known[MOST_WORDS];

	if (n < 4)
		n = 4;
	if (n > MOST_WORDS)
		n = MOST_WORDS;
	r->lang = languages[l].lang;
	for (uint32_t i = 0; i < n; i++) {
		known[i] = i && roll(d, 10) == 0 ? known[roll(d, i)] : zipf(c, d);
		add_word(r, i, c->words[l][known[i]]);
	}
}

static void join_texts(const struct corpus *c, struct dice *d, struct made *r)
{
	uint32_t n = 0;

	r->lang = "en";
	while (n < 55) {
		char copy[MOST_TEXT], *rest = copy;

		snprintf(copy, sizeof copy, "%s", c->real[roll(d, (uint32_t)c->real_n)]);
		for (char *w; (w = strsep(&rest, " \n")) && n < MOST_WORDS;)
			if (*w)
				add_word(r, n++, w);
	}
}

static void make_codes(struct dice *d, struct made *r)
{
	r->codes_n = 0;
	for (uint32_t f = 0; f < FACETS_MADE; f++) {
		const struct made_facet *m = &made_facets[f];
		uint32_t n = m->least + roll(d, m->most - m->least + 1);

		for (uint32_t i = 0; i < n; i++) {
			double x = share(d);
			uint16_t value = (uint16_t)(x * x * m->values);
			bool there = false;

			for (size_t k = 0; k < r->codes_n; k++)
				there |= r->codes[k].facet == f && r->codes[k].value == value;
			if (there || r->codes_n == MOST_CODES)
				continue;
			r->codes[r->codes_n].facet = (uint8_t)f;
			r->codes[r->codes_n++].value = value;
		}
	}
}

void corpus_record(const struct corpus *c, uint32_t i, struct made *ret)
{
	struct dice d = dice_of(7, i);
	uint32_t how = roll(&d, 100);

	ret->id = 1000 + (int64_t)i * 3;
	ret->title[0] = ret->body[0] = '\0';
	if (c->real)
		join_texts(c, &d, ret);
	else
		make_text(c, &d, ret);
	ret->class = (struct made_class){ .classification = how < 55   ? 0
		                                            : how < 90 ? 1
		                                                       : 2,
		                          .owner = (uint8_t)(1 + roll(&d, BODIES)) };
	ret->class.draft = roll(&d, 20) == 0;
	ret->class.assigned = roll(&d, 3) ? (uint8_t)(1 + roll(&d, BODIES)) : 0;
	make_codes(&d, ret);
}

bool class_is_open(const struct made_class *c, int body)
{
	if (body && (c->owner == body || c->assigned == body))
		return true;
	return !c->draft && c->classification <= (body ? 1 : 0);
}

/* ---- questions */

static const char *const common[] = {
	"human rights",
	"women",
	"violence against women",
	"ensure that all",
	"rights",
	"human",
	"the",
	"children",
	"continue",
	"efforts",
	"rights child",
	"ratify",
	"discrimination",
	"measures",
	"and rights",
	"education",
	"optional protocol",
	"convention against torture",
	"law",
	"national",
	"implement",
	"the rights of",
	"protection",
	"access to health",
	"trafficking",
};

/* Words out of one record, three next to each other where `near`. */
static void take_words(const struct corpus *c, struct dice *d, int n, bool near,
                       struct question *ret)
{
	struct made *r = malloc(sizeof *r);
	char *words[MOST_WORDS], *rest = r->body;
	uint32_t count = 0;

	do {
		corpus_record(c, roll(d, c->records), r);
	} while (strlen(r->body) < 60);
	for (char *w; (w = strsep(&rest, " \n")) && count < MOST_WORDS;)
		if (*w)
			words[count++] = w;
	ret->words_n = n;
	for (int i = 0, first = (int)roll(d, count - 3); i < n; i++) {
		uint32_t which = near ? (uint32_t)(first + i) : roll(d, count);

		snprintf(ret->words[i], sizeof ret->words[i], "%s", words[which]);
	}
	free(r);
}

static void take_rank(const struct corpus *c, uint32_t rank, struct question *ret)
{
	ret->words_n = 1;
	snprintf(ret->words[0], sizeof ret->words[0], "%s",
	         c->words[rank % LANGUAGES][rank / LANGUAGES % VOCABULARY]);
}

static void take_common(uint32_t i, struct question *ret)
{
	char copy[64], *rest = copy;

	snprintf(copy, sizeof copy, "%s", common[i % LEN(common)]);
	ret->words_n = 0;
	for (char *w; (w = strsep(&rest, " "));)
		snprintf(ret->words[ret->words_n++], sizeof ret->words[0], "%s", w);
}

/* From the commonest word down, half of them with others of a record. */
static void make_hard(const struct corpus *c, struct dice *d, uint32_t i, struct question *ret)
{
	if (c->real && i % 2 == 0)
		take_common(i / 2, ret);
	else if (i % 2 == 0)
		take_rank(c, i / 2, ret);
	else
		take_words(c, d, 1 + (int)(i / 2 % 3), false, ret);
}

static void choose(struct dice *d, uint32_t i, struct question *ret)
{
	ret->body = i % 10 == 0 ? 0 : 1 + (int)roll(d, BODIES);
	ret->by_themes = i % 3 == 1;
	ret->by_status = i % 3 == 2;
	for (int k = 0; k < 2; k++) {
		ret->themes[k] = (uint16_t)roll(d, made_facets[THEME].values / 2);
		ret->states[k] = (uint16_t)roll(d, made_facets[STATE].values / 2);
	}
	ret->status = (uint16_t)roll(d, 3);
}

void corpus_question(const struct corpus *c, enum question_kind kind, uint32_t i,
                     struct question *ret)
{
	struct dice d = dice_of(100 + kind, i);

	*ret = (struct question){ .kind = kind };
	switch (kind) {
	case STANDARD:
		if (i % 3 == 0 && !c->real && i % 2)
			take_rank(c, (uint32_t)exp(share(&d) * log(3.0 * VOCABULARY)), ret);
		else
			take_words(c, &d, 1 + (int)(i % 3), false, ret);
		break;
	case HARD:
		make_hard(c, &d, i, ret);
		break;
	case EITHER:
		take_words(c, &d, 3, false, ret);
		break;
	case QUOTED:
		take_words(c, &d, 2 + (int)(i % 2), true, ret);
		break;
	default:
		take_words(c, &d, 1, false, ret);
		break;
	}
	choose(&d, i, ret);
}
