/* Sentence by sentence: verbs of advice and of concern as committees use them in English and
 * Russian.  A sentence that has both is advice where the verb can mean nothing else ("Concerned
 * that …, the Committee recommends"), and a concern where it can ("is concerned that … should"). */
#include "subject/recommendation/observations_words.h"

#include "base/utf8.h"
#include "language/fold.h"
#include "language/words.h"
#include "subject/recommendation/cited.h"
#include "subject/recommendation/passage.h"

#include <ctype.h>

/* ---- words, folded */

static const char *const strong_advice[] = { "recommends",
	                                     "committee urges",
	                                     "strongly urges",
	                                     "calls upon the state",
	                                     "calls on the state",
	                                     "reiterates its recommendation",
	                                     "reiterates its previous recommendation",
	                                     "the state party should",
	                                     "state party is urged",
	                                     "state party must",
	                                     "exhorts",
	                                     "рекомендует",
	                                     "настоятельно призывает",
	                                     "государству-участнику следует",
	                                     "государство-участник должно",
	                                     "подтверждает свою рекомендацию",
	                                     NULL };
static const char *const weak_advice[] = {
	"urges",           "encourages",       "invites",       "requests",  "should",
	"is requested to", "is encouraged to", "is invited to", "призывает", "предлагает",
	"просит",          "следует",          "необходимо",    NULL
};
static const char *const concern[] = { "concern",  "regret",    "alarmed",    "deplore",
	                               "troubled", "disturbed", "обеспокоен", "озабочен",
	                               "сожале",   "тревог",    NULL };

/* ---- sentences */

static bool is_capital(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde) || (c >= 0x410 && c <= 0x42f) ||
	       c == 0x401 || c == 0x201c || c == 0xab;
}

/* "arts. 2", "No. 5", "Mr. X": the point ends no sentence. */
static bool is_abbreviation(const char *text, const char *point)
{
	static const char *const known[] = { "art", "arts", "No",  "Nos", "para", "paras", "Mr",
		                             "Mrs", "Ms",   "Dr",  "vol", "e.g",  "i.e",   "St",
		                             "ст",  "п",    "пп",  "г",   "гг",   "см",    "стр",
		                             "Add", "Corr", "Rev", "cf" };

	for (size_t i = 0; i < LEN(known); i++) {
		size_t n = strlen(known[i]);
		const char *from = point - n;

		if (from >= text && memcmp(from, known[i], n) == 0 &&
		    (from == text || strchr(" (.", from[-1])))
			return true;
	}
	return false;
}

/* Behind the sentence and its blank. */
static const char *next_sentence(const char *text)
{
	for (const char *s = text; (s = strstr(s, ". ")); s++) {
		const char *next = s + 2;

		if (is_capital(utf8_take(&next)) && !is_abbreviation(text, s))
			return s + 2;
	}
	return text + strlen(text);
}

static enum speech speech_of_sentence(const char *folded)
{
	if (says_any(folded, strong_advice))
		return SPEECH_ADVICE;
	if (says_any(folded, concern))
		return SPEECH_CONCERN;
	return says_any(folded, weak_advice) ? SPEECH_ADVICE : SPEECH_NONE;
}

static const char *folded_sentence(struct arena *mem, const char *s, const char *next)
{
	return fold_text(mem, arena_strn(mem, s, (size_t)(next - s)));
}

/* ---- requests */

static bool says_next_report(const char *folded)
{
	static const char *const reports[] = { "next periodic report",
		                               "next report",
		                               "periodic report by",
		                               "periodic reports by",
		                               "periodic report, due",
		                               "next combined",
		                               "due date of",
		                               "следующий периодический доклад",
		                               "очередной периодический доклад",
		                               "следующего периодического доклада",
		                               NULL };
	static const char *const asks[] = { "submit",    "due",         "submission",
		                            "представи", "представлен", NULL };

	return says_any(folded, reports) && says_any(folded, asks);
}

bool says_follow_up(struct arena *mem, const char *text)
{
	static const char *const information[] = { "information on", "information about",
		                                   "информацию о", "сведения о", NULL };
	static const char *const when[] = { "within",    "by ",        "no later than",
		                            "в течение", "не позднее", "к ",
		                            NULL };

	for (const char *s = text; *s;) {
		const char *next = next_sentence(s), *folded = folded_sentence(mem, s, next);

		if (says_any(folded, information) && says_any(folded, when) &&
		    cited_paragraphs(mem, arena_strn(mem, s, (size_t)(next - s))).n)
			return true;
		s = next;
	}
	return false;
}

enum speech speech_of(struct arena *mem, const char *text)
{
	enum speech found = SPEECH_NONE;

	if (says_follow_up(mem, text))
		return SPEECH_REQUEST;
	for (const char *s = text; *s;) {
		const char *next = next_sentence(s), *folded = folded_sentence(mem, s, next);
		enum speech one = speech_of_sentence(folded);

		if (says_next_report(folded))
			return SPEECH_REQUEST;
		if (one > found)
			found = one;
		s = next;
	}
	return found;
}

const char *advice_in(struct arena *mem, const char *text)
{
	for (const char *s = text; *s;) {
		const char *next = next_sentence(s);

		if (speech_of_sentence(folded_sentence(mem, s, next)) == SPEECH_ADVICE)
			return s;
		s = next;
	}
	return text;
}

/* ---- until when */

/* "two", "48", "двух": how many; 0: no number. */
static int count_of(const char *word)
{
	static const struct {
		const char *word;
		int value;
	} words[] = { { "one", 1 },   { "a", 1 },       { "two", 2 },    { "three", 3 },
		      { "four", 4 },  { "five", 5 },    { "одного", 1 }, { "двух", 2 },
		      { "трех", 3 },  { "четырех", 4 }, { "пяти", 5 },   { "six", 6 },
		      { "шести", 6 }, { "eight", 8 },   { "восьми", 8 } };
	int value = 0;

	for (size_t i = 0; i < LEN(words); i++)
		if (str_eq(words[i].word, word))
			return words[i].value;
	for (; isdigit((unsigned char)*word) && value < 100; word++)
		value = value * 10 + (*word - '0');
	return *word ? 0 : value;
}

/* Months of "within two years", "within 48 months", "в течение двух лет". */
static int months_in(struct arena *mem, const char *folded)
{
	static const char *const within[] = { "within ", "в течение " };
	static const struct {
		const char *unit;
		int months;
	} units[] = {
		{ "year", 12 }, { "month", 1 }, { "год", 12 }, { "лет", 12 }, { "месяц", 1 }
	};

	for (size_t i = 0; i < LEN(within); i++)
		for (const char *s = strstr(folded, within[i]); s; s = strstr(s, within[i])) {
			size_t n;
			int count;

			s += strlen(within[i]);
			n = strcspn(s, " ");
			count = count_of(arena_strn(mem, s, n));
			for (size_t k = 0; k < LEN(units) && count; k++)
				if (s[n] && str_starts(s + n + 1, units[k].unit))
					return count * units[k].months;
		}
	return 0;
}

/* "in 2029", "в 2029 году", "by March 2029" */
static struct date rough_date_in(struct arena *mem, const char *text)
{
	struct date d;

	for (const char *s = text; *s; s += *s == ' ') {
		size_t n = strcspn(s, " "), more = s[n] ? strcspn(s + n + 1, " .,;)") : 0;

		if (more && isupper((unsigned char)*s) &&
		    words_read_date(mem, arena_strn(mem, s, n + 1 + more), &d))
			return d;
		n = strcspn(s, " .,;)");
		if (n == 4 && strspn(s, "0123456789") == 4 && (*s == '2') &&
		    words_read_date(mem, arena_strn(mem, s, 4), &d))
			return d;
		s += strcspn(s, " ");
	}
	return (struct date){ 0 };
}

struct date due_in(struct arena *mem, const char *text, struct date adopted)
{
	struct date none = { 0 }, d;

	for (const char *s = text; *s;) {
		const char *next = next_sentence(s);
		const char *sentence = arena_strn(mem, s, (size_t)(next - s));
		const char *folded = fold_text(mem, sentence);
		int months = months_in(mem, folded);

		s = next;
		if (!says_follow_up(mem, sentence) && !says_next_report(folded))
			continue;
		d = last_date_in(mem, sentence);
		if (!date_set(d) && months)
			return date_set(adopted) ? date_add_months(adopted, months) : none;
		return date_set(d) ? d : rough_date_in(mem, sentence);
	}
	return none;
}

/* ---- small things */

bool says_adopted(const char *folded)
{
	static const char *const words[] = { "adopted the present", "adopted the following",
		                             "принял настоящие",    "принял следующие",
		                             "было принято",        NULL };

	return says_any(folded, words);
}

bool is_section(const char *folded)
{
	static const char *const words[] = { "subjects of concern",
		                             "areas of concern",
		                             "matters of concern",
		                             "concerns and recommendations",
		                             "factors and difficulties",
		                             "dissemination",
		                             "follow-up",
		                             "concluding observations",
		                             "основные вопросы",
		                             "вызывающие обеспокоенность",
		                             "проблемные области",
		                             "распространение",
		                             "последующие",
		                             "заключительные замечания",
		                             NULL };

	return says_any(folded, words);
}

bool says_articles(const char *bracket)
{
	return str_starts(bracket, "art") || str_starts(bracket, "ст");
}

const char *articles_of(struct arena *mem, const char *text)
{
	size_t n = strlen(text), open;
	int depth = 0;

	while (n && strchr(". ", text[n - 1]))
		n--;
	if (!n || text[n - 1] != ')')
		return NULL;
	for (open = n; open && (open == n || depth); open--)
		depth += text[open - 1] == ')' ? 1 : text[open - 1] == '(' ? -1 : 0;
	if (depth || !says_articles(text + open + 1))
		return NULL;
	return arena_strn(mem, text + open + 1, n - open - 2);
}

struct date last_date_in(struct arena *mem, const char *text)
{
	struct date found = { 0 }, d;

	for (const char *s = text; *s; s += strspn(s, " ")) {
		if (date_at(mem, s, &d))
			found = d;
		s += strcspn(s, " ");
	}
	return found;
}
