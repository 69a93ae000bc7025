/* The grammar of symbols as a table: one row per form of the domain model §2.3, older forms beside
 * newer ones.  A pattern is compared character by character without regard to case; a variable in
 * it takes what fits and never gives back, which is enough because a "/", a dot or a blank follows
 * each. */
#include "subject/mechanism/symbol.h"

#include "language/collate.h"
#include "subject/mechanism/characters.h"

/* In a pattern
 *
 *	%B  a committee                     %N  any number
 *	%S  a State, three letters          %A  the number of an addendum
 *	%R  "5" or "5-6": which reports     %W  the session of the UPR Working Group
 *	%Y  a year of four digits          %H  the session of the Human Rights Council
 */
struct form {
	const char *pattern, *kind;
	const char *mechanism; /* where the pattern has no %B */
};

static const struct form forms[] = {
	{ "%B/C/%S/%R", "state_report", NULL },
	{ "%B/C/%S/Q/%R", "list_of_issues", NULL },
	{ "%B/C/%S/QPR/%R", "list_of_issues_prior", NULL },
	{ "%B/C/%S/RQ/%R", "replies", NULL },
	{ "%B/C/%S/Q/%R/Add.%A", "replies", NULL }, /* older */
	{ "%B/C/%S/CO/%R", "concluding_observations", NULL },
	{ "%B/C/%S/CO/%R/Add.%A", "follow_up_report", NULL }, /* older */
	{ "%B/C/%S/FCO/%R", "follow_up_report", NULL },
	{ "E/C.12/%S/%R", "state_report", "CESCR" },
	{ "E/C.12/%S/Q/%R", "list_of_issues", "CESCR" },
	{ "E/C.12/%S/RQ/%R", "replies", "CESCR" },
	{ "E/C.12/%S/Q/%R/Add.%A", "replies", "CESCR" }, /* older */
	{ "E/C.12/%S/CO/%R", "concluding_observations", "CESCR" },
	{ "CRC/C/OPAC/%S/%N", "state_report", "CRC" },
	{ "CRC/C/OPAC/%S/CO/%N", "concluding_observations", "CRC" },
	{ "CRC/C/OPSC/%S/%N", "state_report", "CRC" },
	{ "CRC/C/OPSC/%S/CO/%N", "concluding_observations", "CRC" },
	{ "CCPR/C/%N/D/%N/%Y", "views", "CCPR" },
	{ "%B/C/SR.%N", "summary_record", NULL },
	{ "A/HRC/WG.6/%W/%S/1", "upr_national_report", "UPR" },
	{ "A/HRC/WG.6/%W/%S/2", "upr_compilation", "UPR" },
	{ "A/HRC/WG.6/%W/%S/3", "upr_summary", "UPR" },
	{ "A/HRC/%H/%N", "upr_wg_report", "UPR" },
	{ "A/HRC/%H/%N/Add.%A", "upr_addendum", "UPR" },
	{ "HRI/CORE/%S/%Y", "common_core", NULL },
	{ "JUA %S %N/%Y", "sp_communication", "SP" },
	{ "UA %S %N/%Y", "sp_communication", "SP" },
	{ "JAL %S %N/%Y", "sp_communication", "SP" },
	{ "AL %S %N/%Y", "sp_communication", "SP" },
	{ "OL %S %N/%Y", "sp_communication", "SP" },
	{ "OTH %S %N/%Y", "sp_communication", "SP" },
};

static const char *const committees[] = { "CCPR", "CEDAW", "CAT", "CERD",
	                                  "CRC",  "CRPD",  "CED", "CMW" };

/* ---- the normal form */

/* White space becomes one blank, and none at both ends and beside a slash. */
static char *tidy(struct arena *mem, const char *s)
{
	char *out = arena_alloc(mem, TIDY_GROWS * strlen(s) + 1);
	size_t n = 0;
	bool space = false;

	for (uint32_t c; (c = utf8_take(&s));) {
		if (is_space(c)) {
			space = true;
			continue;
		}
		if (space && n && c != '/' && out[n - 1] != '/')
			out[n++] = ' ';
		space = false;
		n += utf8_put(out + n, c);
	}
	return out;
}

/* ---- comparing */

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Puts `n` bytes into the normal form and gives the copy. */
static const char *put(struct arena *mem, char **out, const char *s, size_t n)
{
	const char *copy = arena_strn(mem, s, n);

	memcpy(*out, s, n);
	*out += n;
	return copy;
}

/* 1 … 9 digits; *ret their value. */
static size_t digits(const char *s, int *ret)
{
	size_t n = 0;

	*ret = 0;
	while (is_digit(s[n]) && n < 10) {
		if (n < 9)
			*ret = *ret * 10 + (s[n] - '0');
		n++;
	}
	return n < 10 ? n : 0;
}

static bool take_number(struct arena *mem, char **out, const char **s, int *ret)
{
	size_t n = digits(*s, ret);

	(void)put(mem, out, *s, n);
	*s += n;
	return n;
}

/* "5", "5-6"; a dash of any kind is a hyphen. */
static bool take_series(struct arena *mem, char **out, const char **s, struct symbol *ret)
{
	static const char *const dashes[] = { "-", "‐", "‑", "–", "—" };
	char *begin = *out;
	int number;

	if (!take_number(mem, out, s, &number))
		return false;
	for (size_t i = 0; i < LEN(dashes); i++)
		if (str_starts(*s, dashes[i])) {
			*s += strlen(dashes[i]);
			*(*out)++ = '-';
			if (!take_number(mem, out, s, &number))
				return false;
			break;
		}
	ret->series = arena_strn(mem, begin, (size_t)(*out - begin));
	return true;
}

static bool take_state(struct arena *mem, char **out, const char **s, struct symbol *ret)
{
	char iso3[3];

	for (int i = 0; i < 3; i++) {
		if (!is_letter((*s)[i]))
			return false;
		iso3[i] = upper((*s)[i]);
	}
	ret->iso3 = put(mem, out, iso3, 3);
	*s += 3;
	return true;
}

static bool take_committee(struct arena *mem, char **out, const char **s, struct symbol *ret)
{
	for (size_t i = 0; i < LEN(committees); i++) {
		size_t n = strlen(committees[i]);

		if (strncasecmp(*s, committees[i], n) == 0 && (*s)[n] == '/') {
			ret->mechanism = committees[i];
			(void)put(mem, out, committees[i], n);
			*s += n;
			return true;
		}
	}
	return false;
}

static bool take_year(struct arena *mem, char **out, const char **s)
{
	int year;
	size_t n = digits(*s, &year);

	if (n != 4)
		return false;
	(void)put(mem, out, *s, n);
	*s += n;
	return true;
}

static bool take(struct arena *mem, char variable, char **out, const char **s, struct symbol *ret)
{
	int number;

	switch (variable) {
	case 'B':
		return take_committee(mem, out, s, ret);
	case 'S':
		return take_state(mem, out, s, ret);
	case 'R':
		return take_series(mem, out, s, ret);
	case 'A':
		return take_number(mem, out, s, &ret->add);
	case 'W':
		return take_number(mem, out, s, &ret->session);
	case 'H':
		return take_number(mem, out, s, &ret->council);
	case 'Y':
		return take_year(mem, out, s);
	default:
		return take_number(mem, out, s, &number);
	}
}

/* Does the symbol have this form?  Fills *ret with what it says, its normal form among that. */
static bool matches(struct arena *mem, const struct form *f, const char *s, struct symbol *ret)
{
	char *out = arena_alloc(mem, strlen(s) + strlen(f->pattern) + 1), *at = out;

	*ret = (struct symbol){ .text = out, .kind = f->kind, .mechanism = f->mechanism };
	for (const char *p = f->pattern; *p; p++) {
		if (*p == '%') {
			if (!take(mem, *++p, &at, &s, ret))
				return false;
			continue;
		}
		if (lower(*s) != lower(*p))
			return false;
		*at++ = *p;
		s++;
	}
	return !*s;
}

bool symbol_parse(struct arena *mem, const char *s, struct symbol *ret)
{
	const char *text = tidy(mem, s);

	for (size_t i = 0; i < LEN(forms); i++)
		if (matches(mem, &forms[i], text, ret))
			return true;
	*ret = (struct symbol){ .text = text };
	return false;
}

char *symbol_order(struct arena *mem, const char *s)
{
	return collate_key(mem, "en", s);
}
