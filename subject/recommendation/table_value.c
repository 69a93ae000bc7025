/* What the cells of a list say.  Words for positions, statuses and mechanisms are data below, each
 * written as table_plain() makes it: small letters, no accents, no punctuation.  Where a word may
 * mean two things ("не выполнено": not begun, or given up?) it is known and means nothing, so that
 * it is asked about instead of guessed. */
#include "subject/recommendation/table_part.h"

#include "base/number.h"
#include "language/fold.h"
#include "language/words.h"
#include "subject/mechanism/locator.h"
#include "subject/recommendation/un_words.h"

struct meaning {
	const char *words;
	int is; /* 0: known, but of two meanings */
};

/* What ministries write beside the words of the United Nations (un_words.h). */
static const struct meaning positions[] = {
	{ "fully accepted", POSITION_SUPPORTED }, { "enjoys support", POSITION_SUPPORTED },
	{ "поддерживается", POSITION_SUPPORTED }, { "поддерживает", POSITION_SUPPORTED },
	{ "принято", POSITION_SUPPORTED },        { "принимается", POSITION_SUPPORTED },
	{ "одобрена", POSITION_SUPPORTED },       { "goldanylyar", POSITION_SUPPORTED },
	{ "goldanylan", POSITION_SUPPORTED },     { "kabul edilen", POSITION_SUPPORTED },
	{ "taken note of", POSITION_NOTED },      { "принимается к сведению", POSITION_NOTED },
	{ "не принята", POSITION_NOTED },         { "отклонено", POSITION_NOTED },
	{ "bellige alnan", POSITION_NOTED },      { "goldanylmady", POSITION_NOTED },
	{ "kabul edilmedi", POSITION_NOTED },     { "ret edildi", POSITION_NOTED },
	{ "рассматривается", POSITION_PENDING },  { "ожидается", POSITION_PENDING },
};

static const struct meaning statuses[] = {
	{ "not started", STATUS_NOT_STARTED },
	{ "not begun", STATUS_NOT_STARTED },
	{ "не начато", STATUS_NOT_STARTED },
	{ "не начата", STATUS_NOT_STARTED },
	{ "не начиналось", STATUS_NOT_STARTED },
	{ "baslanmady", STATUS_NOT_STARTED },
	{ "baslanylmady", STATUS_NOT_STARTED },
	{ "in progress", STATUS_IN_PROGRESS },
	{ "under way", STATUS_IN_PROGRESS },
	{ "underway", STATUS_IN_PROGRESS },
	{ "being implemented", STATUS_IN_PROGRESS },
	{ "выполняется", STATUS_IN_PROGRESS },
	{ "исполняется", STATUS_IN_PROGRESS },
	{ "реализуется", STATUS_IN_PROGRESS },
	{ "в процессе", STATUS_IN_PROGRESS },
	{ "в процессе выполнения", STATUS_IN_PROGRESS },
	{ "в процессе исполнения", STATUS_IN_PROGRESS },
	{ "в процессе реализации", STATUS_IN_PROGRESS },
	{ "в стадии реализации", STATUS_IN_PROGRESS },
	{ "в стадии выполнения", STATUS_IN_PROGRESS },
	{ "в работе", STATUS_IN_PROGRESS },
	{ "на исполнении", STATUS_IN_PROGRESS },
	{ "yerine yetirilyar", STATUS_IN_PROGRESS },
	{ "durmusa gecirilyar", STATUS_IN_PROGRESS },
	{ "is alnyp barylyar", STATUS_IN_PROGRESS },
	{ "partially implemented", STATUS_PARTIALLY_IMPLEMENTED },
	{ "partly implemented", STATUS_PARTIALLY_IMPLEMENTED },
	{ "implemented in part", STATUS_PARTIALLY_IMPLEMENTED },
	{ "partial", STATUS_PARTIALLY_IMPLEMENTED },
	{ "частично", STATUS_PARTIALLY_IMPLEMENTED },
	{ "частично выполнено", STATUS_PARTIALLY_IMPLEMENTED },
	{ "выполнено частично", STATUS_PARTIALLY_IMPLEMENTED },
	{ "частично выполнена", STATUS_PARTIALLY_IMPLEMENTED },
	{ "частично исполнено", STATUS_PARTIALLY_IMPLEMENTED },
	{ "частично реализовано", STATUS_PARTIALLY_IMPLEMENTED },
	{ "bolekleyin", STATUS_PARTIALLY_IMPLEMENTED },
	{ "bolekleyin yerine yetirildi", STATUS_PARTIALLY_IMPLEMENTED },
	{ "implemented", STATUS_IMPLEMENTED },
	{ "fully implemented", STATUS_IMPLEMENTED },
	{ "completed", STATUS_IMPLEMENTED },
	{ "done", STATUS_IMPLEMENTED },
	{ "выполнено", STATUS_IMPLEMENTED },
	{ "выполнена", STATUS_IMPLEMENTED },
	{ "полностью выполнено", STATUS_IMPLEMENTED },
	{ "исполнено", STATUS_IMPLEMENTED },
	{ "исполнена", STATUS_IMPLEMENTED },
	{ "реализовано", STATUS_IMPLEMENTED },
	{ "реализована", STATUS_IMPLEMENTED },
	{ "завершено", STATUS_IMPLEMENTED },
	{ "yerine yetirildi", STATUS_IMPLEMENTED },
	{ "doly yerine yetirildi", STATUS_IMPLEMENTED },
	{ "durmusa gecirildi", STATUS_IMPLEMENTED },
	{ "tamamlandy", STATUS_IMPLEMENTED },
	{ "continuous", STATUS_CONTINUOUS },
	{ "permanent", STATUS_CONTINUOUS },
	{ "на постоянной основе", STATUS_CONTINUOUS },
	{ "выполняется на постоянной основе", STATUS_CONTINUOUS },
	{ "постоянно", STATUS_CONTINUOUS },
	{ "yzygiderli", STATUS_CONTINUOUS },
	{ "hemiselik", STATUS_CONTINUOUS },
	{ "not pursued", STATUS_NOT_PURSUED },
	{ "не выполняется по решению", STATUS_NOT_PURSUED },
	{ "yerine yetirilmejek", STATUS_NOT_PURSUED },
	{ "no information", STATUS_NO_INFORMATION },
	{ "нет сведений", STATUS_NO_INFORMATION },
	{ "нет данных", STATUS_NO_INFORMATION },
	{ "нет информации", STATUS_NO_INFORMATION },
	{ "maglumat yok", STATUS_NO_INFORMATION },
	{ "not implemented", 0 },
	{ "не выполнено", 0 },
	{ "не выполнена", 0 },
	{ "не исполнено", 0 },
	{ "не реализовано", 0 },
	{ "yerine yetirilmedi", 0 },
	{ "ongoing", 0 },
	{ "продолжается", 0 },
	{ "dowam edyar", 0 },
	{ "снято с контроля", 0 },
	{ "gozegcilikden ayryldy", 0 },
	{ "closed", 0 },
	{ "просрочено", 0 },
	{ "overdue", 0 },
	{ "mohleti gecdi", 0 },
};

/* In the order of the choices of the field. */
static const char *const status_codes[] = {
	NULL,          "not_started", "in_progress", "partially_implemented",
	"implemented", "continuous",  "not_pursued", "no_information",
};

enum { HIGH = 1, NORMAL, LOW };

static const struct meaning priorities[] = {
	{ "high", HIGH },      { "высокий", HIGH },   { "высокая", HIGH },   { "yokary", HIGH },
	{ "normal", NORMAL },  { "medium", NORMAL },  { "средний", NORMAL }, { "средняя", NORMAL },
	{ "обычная", NORMAL }, { "обычный", NORMAL }, { "adaty", NORMAL },   { "orta", NORMAL },
	{ "low", LOW },        { "низкий", LOW },     { "низкая", LOW },     { "pes", LOW },
};

/* Short names; the long ones are the mechanisms' own. */
static const struct {
	const char *words, *code;
} mechanisms[] = {
	{ "упо", "UPR" },
	{ "bds", "UPR" },
	{ "upr", "UPR" },
	{ "кпч", "CCPR" },
	{ "ccpr", "CCPR" },
	{ "кэскп", "CESCR" },
	{ "cescr", "CESCR" },
	{ "кпп", "CAT" },
	{ "cat", "CAT" },
	{ "клдж", "CEDAW" },
	{ "кликдж", "CEDAW" },
	{ "cedaw", "CEDAW" },
	{ "клрд", "CERD" },
	{ "cerd", "CERD" },
	{ "кпр", "CRC" },
	{ "crc", "CRC" },
	{ "кпи", "CRPD" },
	{ "crpd", "CRPD" },
	{ "кни", "CED" },
	{ "ced", "CED" },
	{ "ктм", "CMW" },
	{ "cmw", "CMW" },
	{ "ппп", "SPT" },
	{ "spt", "SPT" },
	{ "мот", "ILO" },
	{ "hzg", "ILO" },
	{ "ilo", "ILO" },
	{ "special procedures", "SP" },
	{ "special rapporteur", "SP" },
	{ "специальные процедуры", "SP" },
	{ "спецдокладчик", "SP" },
	{ "yorite proseduralar", "SP" },
	{ "омбудсмен", "NHRI" },
	{ "adalatcy", "NHRI" },
};

static const struct meaning *find(const struct meaning *list, size_t n, const char *plain)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].words, plain))
			return &list[i];
	return NULL;
}

const char *table_cell(struct context *cx, const struct unit *u, int place)
{
	const char *s = place > 0 && (size_t)place <= u->cells_n ? u->cells[place - 1].text : "";
	size_t n;

	s += strspn(s, " \t\n");
	for (n = strlen(s); n && strchr(" \t\n", s[n - 1]); n--)
		;
	return arena_strn(cx->mem, s, n);
}

int table_position(struct context *cx, const char *words)
{
	const struct meaning *m;

	switch (position_said(cx->mem, words)) {
	case SAID_SUPPORTED:
		return POSITION_SUPPORTED;
	case SAID_NOTED:
		return POSITION_NOTED;
	case SAID_PENDING:
		return POSITION_PENDING;
	default:
		m = find(positions, LEN(positions), table_plain(cx->mem, words));
		return m ? m->is : 0;
	}
}

int table_priority(struct context *cx, const char *words)
{
	const struct meaning *m = find(priorities, LEN(priorities), table_plain(cx->mem, words));

	return m ? m->is : 0;
}

enum yesno table_yesno(struct context *cx, const char *words)
{
	static const char *const yes[] = { "yes", "y", "true", "да", "hawa" }, *const no[] = {
		"no", "n", "false", "нет", "yok"
	};
	const char *plain = table_plain(cx->mem, words);

	for (size_t i = 0; i < LEN(yes); i++) {
		if (str_eq(yes[i], plain))
			return YES;
		if (str_eq(no[i], plain))
			return NO;
	}
	return UNSAID;
}

bool table_status(struct context *cx, const char *words, int *ret)
{
	const struct meaning *m = find(statuses, LEN(statuses), table_plain(cx->mem, words));

	*ret = m ? m->is : 0;
	return m != NULL;
}

const char *table_status_code(int status)
{
	return status > 0 && status < (int)LEN(status_codes) ? status_codes[status] : NULL;
}

/* A number behind the name is the review's: "УПО-3". */
const char *table_mechanism(struct context *cx, const char *words)
{
	const char *plain = table_plain(cx->mem, words);

	for (size_t i = 0; i < LEN(mechanisms); i++) {
		size_t n = strlen(mechanisms[i].words);

		if (str_starts(plain, mechanisms[i].words) &&
		    (!plain[n] || (plain[n] == ' ' && (table_cycle(cx, plain + n + 1) ||
		                                       str_starts(plain + n + 1, "оон")))))
			return mechanisms[i].code;
	}
	return NULL;
}

/* "3", "3 й цикл", "iii", "third cycle", "upr 3" */
int table_cycle(struct context *cx, const char *words)
{
	static const struct meaning numbers[] = {
		{ "i", 1 },         { "ii", 2 },      { "iii", 3 },    { "iv", 4 },
		{ "v", 5 },         { "first", 1 },   { "second", 2 }, { "third", 3 },
		{ "fourth", 4 },    { "первый", 1 },  { "второй", 2 }, { "третий", 3 },
		{ "четвертый", 4 }, { "birinji", 1 }, { "ikinji", 2 }, { "ucunji", 3 },
		{ "dordunji", 4 },  { "1st", 1 },     { "2nd", 2 },    { "3rd", 3 },
		{ "4th", 4 },       { "5th", 5 },
	};
	static const char *const others[] = { "й",      "ый",      "ой",    "nji",
		                              "njy",    "upr",     "упо",   "bds",
		                              "cycle",  "цикл",    "раунд", "round",
		                              "tapgyr", "tapgyry", "synyn", "th" };
	const char *plain = table_plain(cx->mem, words);
	int found = 0;

	while (*plain) {
		size_t n = strcspn(plain, " ");
		const char *word = arena_strn(cx->mem, plain, n);
		const struct meaning *m = find(numbers, LEN(numbers), word);
		int64_t number = 0;
		bool known = m || parse_int_in(word, 1, 9, &number);

		for (size_t i = 0; i < LEN(others); i++)
			known |= str_eq(others[i], word);
		if (!known || (found && (m || number)))
			return 0;
		found = m ? m->is : number ? (int)number : found;
		plain += n + (plain[n] == ' ');
	}
	return found;
}

/* Without the first of these words it begins with, and the blanks behind it. */
static const char *without(const char *s, const char *const *before, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_starts(s, before[i])) {
			s += strlen(before[i]);
			break;
		}
	return s + strspn(s, " ");
}

/* "13 a)", as Russian texts have it, is "13 (a)". */
static const char *with_brackets(struct context *cx, const char *s)
{
	char *out = arena_alloc(cx->mem, 2 * strlen(s) + 1);
	size_t n = 0;

	for (size_t i = 0; s[i]; i++) {
		if (i && s[i - 1] == ' ' && s[i] >= 'a' && s[i] <= 'z')
			out[n++] = '(';
		out[n++] = s[i];
	}
	return out;
}

/* 126.12, 13 (b) (ii), 40-42 */
static bool is_place(const char *s)
{
	if (*s < '0' || *s > '9' || strlen(s) > 30)
		return false;
	while (*s) {
		size_t letters = *s == '(' ? strspn(s + 1, "abcdefghijklmnopqrstuvwxyz") : 0;

		if (letters && letters <= 5 && s[letters + 1] == ')')
			s += letters + 2;
		else if ((*s >= '0' && *s <= '9') || *s == '.' || *s == '-')
			s++;
		else if (*s == ' ' && s[1] == '(')
			s++;
		else
			return false;
	}
	return true;
}

const char *table_locator(struct context *cx, const char *words)
{
	static const char *const before[] = { "paragraph", "paras.", "para.", "para",
		                              "par.",      "пункт",  "пп.",   "п.",
		                              "параграф",  "bent",   "§",     "rec." };
	const char *s = without(fold_text(cx->mem, words), before, LEN(before));
	size_t n = strlen(s);

	if (n > 1 && s[n - 1] == '.')
		s = arena_strn(cx->mem, s, n - 1);
	s = with_brackets(cx, s);
	return is_place(s) ? locator_written(cx->mem, s) : NULL;
}

/* ---- dates */

/* "до конца 2025 года", "2025-nji ýyla çenli": a deadline is the end of what it names. */
static const char *without_edges(struct context *cx, const char *s)
{
	static const char *const before[] = { "до конца ",   "к концу ",       "до ",        "к ",
		                              "не позднее ", "by the end of ", "by end of ", "by ",
		                              "until ",      "end of ",        "before " };
	static const char after[] = " cenli";
	const char *plain = without(fold_text(cx->mem, s), before, LEN(before));
	size_t n = strlen(plain), m = sizeof after - 1;

	return n > m && str_eq(plain + n - m, after) ? arena_strn(cx->mem, plain, n - m) : plain;
}

/* 31.12.24 */
static bool short_year(const char *s, struct date *ret)
{
	int day, month, year, end = 0;

	if (sscanf(s, "%2d.%2d.%2d%n", &day, &month, &year, &end) != 3 || s[end] ||
	    !date_valid(2000 + year, month, day))
		return false;
	*ret = date_day(2000 + year, month, day);
	return true;
}

/* 07/31/2025, where the column says that the month comes first. */
static bool month_day(const char *s, struct date *ret)
{
	int day, month, year, end = 0;

	if (sscanf(s, "%2d/%2d/%4d%n", &month, &day, &year, &end) != 3 || s[end] || year < 1900 ||
	    !date_valid(year, month, day))
		return false;
	*ret = date_day(year, month, day);
	return true;
}

/* "2024-2025", "2024–2025 гг.": by its end. */
static bool range_of_years(struct context *cx, const char *s, struct date *ret)
{
	int from, to, end = 0;
	const char *plain = table_plain(cx->mem, s);

	if (sscanf(plain, "%4d %4d%n", &from, &to, &end) != 2 || from < 1990 || to <= from ||
	    to > 2100 ||
	    (plain[end] && !str_starts(plain + end, " г") && !str_starts(plain + end, " y")))
		return false;
	return date_parse(arena_fmt(cx->mem, "%d", to), ret);
}

/* Days since 30 December 1899, as spreadsheets have it (ECMA-376 part 1, 18.17.4.1). */
static bool serial(double number, struct date *ret)
{
	enum { FIRST = 20000, LAST = 75000, OF_1970 = 25569 }; /* 1954 … 2105 */

	if (number < FIRST || number > LAST)
		return false;
	*ret = date_from_days((int64_t)number - OF_1970);
	ret->precision = PRECISION_DAY;
	return true;
}

bool table_date(struct context *cx, const struct cell *c, bool month_first, struct date *ret)
{
	const char *s = without_edges(cx, c->text);
	int64_t number;

	if (strlen(s) > 60)
		return false;
	if (c->kind == CELL_DATE) /* without the time */
		return date_parse(arena_strn(cx->mem, c->text, strcspn(c->text, "T")), ret);
	if (parse_int_in(s, 1990, 2100, &number))
		return date_parse(s, ret);
	if (parse_int(s, &number))
		return serial((double)number, ret);
	if (c->kind == CELL_NUMBER)
		return serial(c->number, ret);
	if (month_first && month_day(s, ret))
		return true;
	return short_year(s, ret) || range_of_years(cx, s, ret) || words_read_date(cx->mem, s, ret);
}

/* ---- several values in a cell */

size_t table_parts(struct context *cx, const char *s, const char ***ret)
{
	size_t most = 1, n = 0;
	const char **v;

	for (const char *p = s; *p; p++)
		most += strchr("\n;|", *p) != NULL;
	v = arena_array(cx->mem, const char *, most);
	while (*s) {
		size_t length = strcspn(s, "\n;|");
		const char *part = s, *end = s + length;

		s = *end ? end + 1 : end;
		while (part < end && (strchr(" \t-*", *part) || str_starts(part, "•") ||
		                      str_starts(part, "–") || str_starts(part, "·")))
			part += (unsigned char)*part < 0x80 ? 1 : str_starts(part, "·") ? 2 : 3;
		while (end > part && strchr(" \t,.", end[-1]))
			end--;
		if (end > part)
			v[n++] = arena_strn(cx->mem, part, (size_t)(end - part));
	}
	*ret = v;
	return n;
}
