/* One table for each encoding of a byte a character; what two readings of the same bytes are worth
 * is counted by the pairs of characters that they put side by side.  No list of words, so it holds
 * for names of any language that these alphabets write. */
#include "format/encoding.h"

#include "base/utf8.h"

enum { PIECE = 16 * 1024, BYTE_TABLES = 3, UNDEFINED = 0, NOT_A_CHARACTER = 0xfffd };

/* Where two are worth the same, the first is taken: of punctuation windows-1252 and windows-1251
 * have the same. */
static const struct {
	const char *name;
	uint16_t high[128];
} tables[BYTE_TABLES] = {
	// clang-format off
	{ "windows-1252",
	  {
		  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
		  0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
		  0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		  0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
		  0x00a0, 0x00a1, 0x00a2, 0x00a3, 0x00a4, 0x00a5, 0x00a6, 0x00a7,
		  0x00a8, 0x00a9, 0x00aa, 0x00ab, 0x00ac, 0x00ad, 0x00ae, 0x00af,
		  0x00b0, 0x00b1, 0x00b2, 0x00b3, 0x00b4, 0x00b5, 0x00b6, 0x00b7,
		  0x00b8, 0x00b9, 0x00ba, 0x00bb, 0x00bc, 0x00bd, 0x00be, 0x00bf,
		  0x00c0, 0x00c1, 0x00c2, 0x00c3, 0x00c4, 0x00c5, 0x00c6, 0x00c7,
		  0x00c8, 0x00c9, 0x00ca, 0x00cb, 0x00cc, 0x00cd, 0x00ce, 0x00cf,
		  0x00d0, 0x00d1, 0x00d2, 0x00d3, 0x00d4, 0x00d5, 0x00d6, 0x00d7,
		  0x00d8, 0x00d9, 0x00da, 0x00db, 0x00dc, 0x00dd, 0x00de, 0x00df,
		  0x00e0, 0x00e1, 0x00e2, 0x00e3, 0x00e4, 0x00e5, 0x00e6, 0x00e7,
		  0x00e8, 0x00e9, 0x00ea, 0x00eb, 0x00ec, 0x00ed, 0x00ee, 0x00ef,
		  0x00f0, 0x00f1, 0x00f2, 0x00f3, 0x00f4, 0x00f5, 0x00f6, 0x00f7,
		  0x00f8, 0x00f9, 0x00fa, 0x00fb, 0x00fc, 0x00fd, 0x00fe, 0x00ff,
	  } },
	{ "windows-1251",
	  {
		  0x0402, 0x0403, 0x201a, 0x0453, 0x201e, 0x2026, 0x2020, 0x2021,
		  0x20ac, 0x2030, 0x0409, 0x2039, 0x040a, 0x040c, 0x040b, 0x040f,
		  0x0452, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		  0, 0x2122, 0x0459, 0x203a, 0x045a, 0x045c, 0x045b, 0x045f,
		  0x00a0, 0x040e, 0x045e, 0x0408, 0x00a4, 0x0490, 0x00a6, 0x00a7,
		  0x0401, 0x00a9, 0x0404, 0x00ab, 0x00ac, 0x00ad, 0x00ae, 0x0407,
		  0x00b0, 0x00b1, 0x0406, 0x0456, 0x0491, 0x00b5, 0x00b6, 0x00b7,
		  0x0451, 0x2116, 0x0454, 0x00bb, 0x0458, 0x0405, 0x0455, 0x0457,
		  0x0410, 0x0411, 0x0412, 0x0413, 0x0414, 0x0415, 0x0416, 0x0417,
		  0x0418, 0x0419, 0x041a, 0x041b, 0x041c, 0x041d, 0x041e, 0x041f,
		  0x0420, 0x0421, 0x0422, 0x0423, 0x0424, 0x0425, 0x0426, 0x0427,
		  0x0428, 0x0429, 0x042a, 0x042b, 0x042c, 0x042d, 0x042e, 0x042f,
		  0x0430, 0x0431, 0x0432, 0x0433, 0x0434, 0x0435, 0x0436, 0x0437,
		  0x0438, 0x0439, 0x043a, 0x043b, 0x043c, 0x043d, 0x043e, 0x043f,
		  0x0440, 0x0441, 0x0442, 0x0443, 0x0444, 0x0445, 0x0446, 0x0447,
		  0x0448, 0x0449, 0x044a, 0x044b, 0x044c, 0x044d, 0x044e, 0x044f,
	  } },
	{ "macroman",
	  {
		  0x00c4, 0x00c5, 0x00c7, 0x00c9, 0x00d1, 0x00d6, 0x00dc, 0x00e1,
		  0x00e0, 0x00e2, 0x00e4, 0x00e3, 0x00e5, 0x00e7, 0x00e9, 0x00e8,
		  0x00ea, 0x00eb, 0x00ed, 0x00ec, 0x00ee, 0x00ef, 0x00f1, 0x00f3,
		  0x00f2, 0x00f4, 0x00f6, 0x00f5, 0x00fa, 0x00f9, 0x00fb, 0x00fc,
		  0x2020, 0x00b0, 0x00a2, 0x00a3, 0x00a7, 0x2022, 0x00b6, 0x00df,
		  0x00ae, 0x00a9, 0x2122, 0x00b4, 0x00a8, 0x2260, 0x00c6, 0x00d8,
		  0x221e, 0x00b1, 0x2264, 0x2265, 0x00a5, 0x00b5, 0x2202, 0x2211,
		  0x220f, 0x03c0, 0x222b, 0x00aa, 0x00ba, 0x03a9, 0x00e6, 0x00f8,
		  0x00bf, 0x00a1, 0x00ac, 0x221a, 0x0192, 0x2248, 0x2206, 0x00ab,
		  0x00bb, 0x2026, 0x00a0, 0x00c0, 0x00c3, 0x00d5, 0x0152, 0x0153,
		  0x2013, 0x2014, 0x201c, 0x201d, 0x2018, 0x2019, 0x00f7, 0x25ca,
		  0x00ff, 0x0178, 0x2044, 0x20ac, 0x2039, 0x203a, 0xfb01, 0xfb02,
		  0x2021, 0x00b7, 0x201a, 0x201e, 0x2030, 0x00c2, 0x00ca, 0x00c1,
		  0x00cb, 0x00c8, 0x00cd, 0x00ce, 0x00cf, 0x00cc, 0x00d3, 0x00d4,
		  0xf8ff, 0x00d2, 0x00da, 0x00db, 0x00d9, 0x0131, 0x02c6, 0x02dc,
		  0x00af, 0x02d8, 0x02d9, 0x02da, 0x00b8, 0x02dd, 0x02db, 0x02c7,
	  } },
	// clang-format on
};

const char *encoding_named(const char *name)
{
	static const char *const unicode[] = { "utf-8", "utf-16le", "utf-16be" };

	for (size_t i = 0; i < LEN(unicode); i++)
		if (str_eq(name, unicode[i]))
			return unicode[i];
	for (size_t i = 0; i < LEN(tables); i++)
		if (str_eq(name, tables[i].name))
			return tables[i].name;
	return NULL;
}

/* ---- what it is */

enum letter {
	BLANK, /* white space and the ends of the text */
	DIGIT,
	SIGN, /* all other ASCII */
	LOWER,
	UPPER,
	ACCENTED_LOWER,
	ACCENTED_UPPER,
	CYRILLIC_LOWER,
	CYRILLIC_UPPER,
	OPENING,
	CLOSING,
	APOSTROPHE,
	DASH,
	NEUTRAL, /* no-break blank, degree, section, number sign … */
	ODD,
};

static enum letter class_of_ascii(uint32_t c)
{
	if (c >= 'a' && c <= 'z')
		return LOWER;
	if (c >= 'A' && c <= 'Z')
		return UPPER;
	if (c >= '0' && c <= '9')
		return DIGIT;
	return c == ' ' || (c >= '\t' && c <= '\r') ? BLANK : SIGN;
}

static enum letter class_of_letter(uint32_t c)
{
	if (c >= 0x410 && c <= 0x42f)
		return CYRILLIC_UPPER;
	if (c >= 0x430 && c <= 0x44f)
		return CYRILLIC_LOWER;
	if (c >= 0x400 && c <= 0x4ff)
		return c < 0x410 || c == 0x490 ? CYRILLIC_UPPER : CYRILLIC_LOWER;
	if (c == 0xd7 || c == 0xf7 || c < 0xc0 || c > 0x17e)
		return ODD;
	if (c < 0x100)
		return c < 0xdf ? ACCENTED_UPPER : ACCENTED_LOWER;
	return c == 0x152 || c == 0x160 || c == 0x178 || c == 0x17d ? ACCENTED_UPPER
	                                                            : ACCENTED_LOWER;
}

static enum letter class_of(uint32_t c)
{
	if (c < 0x80)
		return class_of_ascii(c);
	switch (c) {
	case 0x2018:
	case 0x201c:
	case 0x201e:
	case 0xab:
		return OPENING;
	case 0x201d:
	case 0xbb:
	case 0x2026:
		return CLOSING;
	case 0x2019:
		return APOSTROPHE;
	case 0x2013:
	case 0x2014:
	case 0x2022:
		return DASH;
	case 0xa0:
	case 0xa7:
	case 0xa9:
	case 0xaa:
	case 0xae:
	case 0xb0:
	case 0xb7:
	case 0xba:
	case 0x20ac:
	case 0x2116:
	case 0x2122:
		return NEUTRAL;
	default:
		return class_of_letter(c);
	}
}

static bool is_letter(enum letter c)
{
	return c >= LOWER && c <= CYRILLIC_UPPER;
}

static bool is_lower(enum letter c)
{
	return c == LOWER || c == ACCENTED_LOWER || c == CYRILLIC_LOWER;
}

static bool is_cyrillic(enum letter c)
{
	return c == CYRILLIC_LOWER || c == CYRILLIC_UPPER;
}

static bool is_accented(enum letter c)
{
	return c == ACCENTED_LOWER || c == ACCENTED_UPPER;
}

/* What two letters side by side are worth. */
static int worth_of_letters(enum letter a, enum letter b)
{
	if (is_cyrillic(a) != is_cyrillic(b) || (is_lower(a) && !is_lower(b)))
		return -3;
	if (is_cyrillic(a))
		return 2;
	return is_accented(a) && is_accented(b) ? -1 : 1;
}

/* What it is worth that `b` stands behind `a`, one of them being beyond ASCII. */
static int worth_of(enum letter a, enum letter b)
{
	if (a == ODD || b == ODD)
		return -3;
	if (is_letter(a) && is_letter(b))
		return worth_of_letters(a, b);
	if (a == OPENING || b == CLOSING)
		return b == BLANK || a == BLANK ? -1 : 1;
	if (b == OPENING || a == CLOSING)
		return is_letter(a) || is_letter(b) ? -1 : 1;
	if (a == APOSTROPHE || b == APOSTROPHE)
		return a == BLANK || b == DIGIT ? -1 : 1;
	if (a == DASH || b == DASH)
		return is_letter(a) || is_letter(b) ? 0 : 1;
	return 0;
}

struct count {
	int64_t worth[BYTE_TABLES];
	unsigned char before;
	int64_t size, zeros[2]; /* at even and odd places */
	int64_t controls;       /* that no text has */
	int64_t whole, torn;    /* characters of UTF-8 beyond ASCII, and bytes that are none */
	char open[UTF8_ROOM];   /* one that is not complete */
	size_t open_n;
	char first[4];
};

/* A byte of what would be UTF-8. */
static void count_utf8(struct count *k, char c)
{
	uint32_t point;

	if (!k->open_n && (unsigned char)c < 0x80)
		return;
	k->open[k->open_n++] = c;
	while (k->open_n) {
		size_t need = (unsigned char)k->open[0] < 0xe0   ? 2
		              : (unsigned char)k->open[0] < 0xf0 ? 3
		                                                 : 4;
		size_t n = utf8_next(k->open, k->open_n, &point);

		if (!n && (unsigned char)k->open[0] >= 0xc2 && k->open_n < need &&
		    ((unsigned char)k->open[k->open_n - 1] & 0xc0) == (k->open_n > 1 ? 0x80 : 0xc0))
			return; /* may become one */
		k->whole += n > 1;
		k->torn += n == 0;
		n = n ? n : 1;
		k->open_n -= n;
		memmove(k->open, k->open + n, k->open_n);
	}
}

static enum letter class_in(size_t table, unsigned char c)
{
	uint16_t point = c < 0x80 ? c : tables[table].high[c - 0x80];

	return c >= 0x80 && point == UNDEFINED ? ODD : class_of(point);
}

static void count_byte(struct count *k, char byte)
{
	unsigned char c = (unsigned char)byte;

	if (k->size < (int64_t)sizeof k->first)
		k->first[k->size] = byte;
	k->zeros[k->size++ & 1] += c == 0;
	k->controls += c == 0x7f || (c < ' ' && (c < '\t' || c > '\r'));
	count_utf8(k, byte);
	if (c >= 0x80 || k->before >= 0x80)
		for (size_t i = 0; i < BYTE_TABLES; i++)
			k->worth[i] += worth_of(class_in(i, k->before), class_in(i, c));
	k->before = c;
}

static const char *best_table(const struct count *k)
{
	size_t best = 0;

	for (size_t i = 1; i < BYTE_TABLES; i++)
		if (k->worth[i] > k->worth[best])
			best = i;
	return k->worth[best] < 0 ? NULL : tables[best].name;
}

/* A zero byte is half of an ASCII character in UTF-16, and nothing in any other text. */
static const char *verdict(const struct count *k)
{
	int64_t zeros = k->zeros[0] + k->zeros[1];

	if (k->size >= 2 && memcmp(k->first, "\xff\xfe", 2) == 0)
		return "utf-16le";
	if (k->size >= 2 && memcmp(k->first, "\xfe\xff", 2) == 0)
		return "utf-16be";
	if (zeros * 64 > k->size && k->zeros[0] * 50 < k->zeros[1])
		return "utf-16le";
	if (zeros * 64 > k->size && k->zeros[1] * 50 < k->zeros[0])
		return "utf-16be";
	if (zeros || k->controls * 100 > k->size)
		return NULL;
	/* cut off or damaged in one place, it is still UTF-8: who reads on names the row */
	return k->torn * 20 <= k->whole ? "utf-8" : best_table(k);
}

bool encoding_guess(struct context *cx, source *from_source, void *from, const char **ret)
{
	struct count *k = arena_new_of(cx->mem, struct count);
	char *piece = arena_raw(cx->mem, PIECE);
	size_t n;

	k->before = ' ';
	do {
		if (!from_source(cx, from, piece, PIECE, &n))
			return false;
		for (size_t i = 0; i < n; i++)
			count_byte(k, piece[i]);
	} while (n);
	k->torn += k->open_n > 0;
	*ret = encoding_named(verdict(k));
	return *ret || fail(cx, ERR_BAD_REQUEST, NULL,
	                    N_("This is no table: neither a workbook nor text in an encoding that "
	                       "is known here. Save it as “CSV UTF-8” or .xlsx and try again."));
}

/* ---- made UTF-8 */

struct decoder {
	source *source;
	void *from;
	const uint16_t *high; /* a byte a character; NULL: UTF-16 or UTF-8 */
	bool utf8, big_endian;
	bool begun, ended;
	uint32_t lead; /* a high surrogate that waits for its other half */
	size_t n, used;
	char out[UTF8_ROOM]; /* what is left of a character */
	size_t out_n;
	unsigned char in[PIECE];
};

struct decoder *decoder_open(struct context *cx, const char *encoding, source *from_source,
                             void *from)
{
	struct decoder *d = arena_new_of(cx->mem, struct decoder);

	d->source = from_source;
	d->from = from;
	d->utf8 = str_eq(encoding, "utf-8");
	d->big_endian = str_eq(encoding, "utf-16be");
	for (size_t i = 0; i < LEN(tables); i++)
		if (str_eq(encoding, tables[i].name))
			d->high = tables[i].high;
	return d;
}

/* At least two bytes, as long as there are any. */
static bool refill(struct context *cx, struct decoder *d)
{
	d->n -= d->used;
	memmove(d->in, d->in + d->used, d->n);
	d->used = 0;
	while (!d->ended && d->n < 2) {
		size_t got;

		if (!d->source(cx, d->from, d->in + d->n, PIECE - d->n, &got))
			return false;
		d->n += got;
		d->ended = got == 0;
	}
	return true;
}

static size_t put(uint32_t c, char *out)
{
	return utf8_put(out, c);
}

/* The next half of a character; nothing is written while its other half is missing. */
static size_t put_utf16(struct decoder *d, char *out)
{
	const unsigned char *at = d->in + d->used;
	uint32_t unit, lead = d->lead;

	if (d->n - d->used < 2) {
		d->used = d->n;
		return put(NOT_A_CHARACTER, out);
	}
	unit = d->big_endian ? (uint32_t)at[0] << 8 | at[1] : (uint32_t)at[1] << 8 | at[0];
	d->lead = 0;
	if (lead && (unit < 0xdc00 || unit > 0xdfff))
		return put(NOT_A_CHARACTER, out); /* the unit comes again, without a lead */
	d->used += 2;
	if (lead)
		return put(0x10000 + ((lead - 0xd800) << 10) + (unit - 0xdc00), out);
	if (unit >= 0xd800 && unit <= 0xdbff) {
		d->lead = unit;
		return 0;
	}
	return put(unit >= 0xdc00 && unit <= 0xdfff ? NOT_A_CHARACTER : unit, out);
}

static size_t put_next(struct decoder *d, char *out)
{
	if (d->high) {
		unsigned char c = d->in[d->used++];
		uint32_t point = c < 0x80 ? c : d->high[c - 0x80];

		return put(c >= 0x80 && point == UNDEFINED ? NOT_A_CHARACTER : point, out);
	}
	return put_utf16(d, out);
}

static void skip_mark(struct decoder *d)
{
	static const unsigned char mark[2][2] = { { 0xff, 0xfe }, { 0xfe, 0xff } };

	d->begun = true;
	if (!d->high && d->n >= 2 && memcmp(d->in, mark[d->big_endian], 2) == 0)
		d->used = 2;
}

/* Fills d->out with the next character; false at the end. */
static bool decode_next(struct decoder *d)
{
	while (!d->out_n && d->used < d->n)
		d->out_n = put_next(d, d->out);
	if (!d->out_n && d->lead) {
		d->lead = 0;
		d->out_n = put(NOT_A_CHARACTER, d->out);
	}
	return d->out_n > 0;
}

bool decoder_source(struct context *cx, void *from, void *bytes, size_t room, size_t *ret)
{
	struct decoder *d = from;
	char *to = bytes;

	if (d->utf8)
		return d->source(cx, d->from, bytes, room, ret);
	for (*ret = 0; *ret < room;) {
		if (!d->out_n && d->n - d->used < 2 && !refill(cx, d))
			return false;
		if (!d->begun)
			skip_mark(d);
		if (!d->out_n && !decode_next(d))
			break;

		size_t n = d->out_n < room - *ret ? d->out_n : room - *ret;

		memcpy(to + *ret, d->out, n);
		memmove(d->out, d->out + n, d->out_n - n);
		d->out_n -= n;
		*ret += n;
	}
	return true;
}
