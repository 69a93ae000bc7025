/* See un_words.h.  Words are tables; they are compared folded, so that case, accents and kinds of
 * dashes do not matter. */
#include "subject/recommendation/un_words.h"

#include "base/utf8.h"
#include "language/fold.h"

#include <ctype.h>

/* ---- positions */

static const struct {
	const char *words;
	enum said_position said;
} positions[] = {
	{ "", SAID_EMPTY },
	{ "na", SAID_EMPTY },
	{ "n/a", SAID_EMPTY },
	{ "-", SAID_EMPTY },
	{ "supported", SAID_SUPPORTED },
	{ "support", SAID_SUPPORTED },
	{ "accepted", SAID_SUPPORTED },
	{ "enjoys the support", SAID_SUPPORTED },
	{ "поддержана", SAID_SUPPORTED },
	{ "поддержано", SAID_SUPPORTED },
	{ "принята", SAID_SUPPORTED },
	{ "goldanyldy", SAID_SUPPORTED },
	{ "kabul edildi", SAID_SUPPORTED },
	{ "noted", SAID_NOTED },
	{ "rejected", SAID_NOTED },
	{ "not supported", SAID_NOTED },
	{ "not accepted", SAID_NOTED },
	{ "принята к сведению", SAID_NOTED },
	{ "принято к сведению", SAID_NOTED },
	{ "отклонена", SAID_NOTED },
	{ "не поддержана", SAID_NOTED },
	{ "bellige alyndy", SAID_NOTED },
	{ "under consideration", SAID_PENDING },
	{ "pending", SAID_PENDING },
	{ "to be examined", SAID_PENDING },
	{ "будет рассмотрена", SAID_PENDING },
	{ "на рассмотрении", SAID_PENDING },
	{ "garasylyar", SAID_PENDING },
	{ "seredilyar", SAID_PENDING },
	{ "voluntary pledge", SAID_PLEDGE },
	{ "voluntary pledges", SAID_PLEDGE },
	{ "voluntary commitment", SAID_PLEDGE },
	{ "добровольное обязательство", SAID_PLEDGE },
	{ "meyletin borcnama", SAID_PLEDGE },
	{ "partially supported", SAID_MIXED },
	{ "partially accepted", SAID_MIXED },
	{ "supported in part", SAID_MIXED },
	{ "supported/noted", SAID_MIXED },
	{ "supported / noted", SAID_MIXED },
	{ "accepted/noted", SAID_MIXED },
	{ "поддержана частично", SAID_MIXED },
	{ "частично поддержана", SAID_MIXED },
	{ "bolekleyin goldanyldy", SAID_MIXED },
};

enum said_position position_said(struct arena *mem, const char *words)
{
	const char *folded = fold_text(mem, words);

	if (str_starts(folded, "- "))
		folded += 2;
	for (size_t i = 0; i < LEN(positions); i++)
		if (str_eq(positions[i].words, folded))
			return positions[i].said;
	return SAID_NOTHING;
}

/* ---- lines */

static bool is_white(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static const char *trimmed(struct arena *mem, const char *s, size_t n)
{
	while (n && is_white(*s)) {
		s++;
		n--;
	}
	while (n && is_white(s[n - 1]))
		n--;
	return arena_strn(mem, s, n);
}

/* The next line, trimmed; *rest is stepped behind it.  NULL: there is none. */
static const char *next_line(struct arena *mem, const char **rest)
{
	const char *line = *rest, *end;

	if (!*line)
		return NULL;
	end = strchrnul(line, '\n');
	*rest = *end ? end + 1 : end;
	return trimmed(mem, line, (size_t)(end - line));
}

/* Behind a dash, a bullet or a number in brackets that begins a line. */
static const char *unmarked(const char *line)
{
	static const char *const marks[] = { "-", "–", "—", "•", "●", "▪", "*", "·" };

	for (size_t i = 0; i < LEN(marks); i++)
		if (str_starts(line, marks[i])) {
			line += strlen(marks[i]);
			return line + strspn(line, " \t");
		}
	return line;
}

/* ---- a recommendation's cell */

static size_t number_length(const char *s)
{
	size_t n = strspn(s, "0123456789");

	while (n && s[n] == '.' && isdigit((unsigned char)s[n + 1]))
		n += 1 + strspn(s + n + 1, "0123456789");
	return n;
}

bool begins_with_number(const char *s)
{
	size_t n;

	s += strspn(s, " \t\r\n");
	n = number_length(s);
	return n && memchr(s, '.', n) && (s[n] == '.' || strchr(" \t\n", s[n])) && s[n] && s[n + 1];
}

/* "115.1 ", "166.192. ", "13. ", "13.The Committee"; an amount ("3 million") has no dot. */
static const char *take_locator(struct arena *mem, const char **words)
{
	size_t n = number_length(*words), skip = n;
	const char *locator;

	if (!n || n > 12 || (!memchr(*words, '.', n) && (*words)[n] != '.'))
		return "";
	skip += (*words)[n] == '.';
	if (!(*words)[skip] || isdigit((unsigned char)(*words)[skip]))
		return "";
	locator = arena_strn(mem, *words, n);
	*words += skip;
	*words += strspn(*words, " \t");
	return locator;
}

static const char *const sources_of_position[] = { "source of position", "source of the position",
	                                           "источник позиции", "garaysyn cesmesi" };

static bool tells_source(struct arena *mem, const char *line)
{
	const char *folded = fold_text(mem, line);

	for (size_t i = 0; i < LEN(sources_of_position); i++)
		if (str_starts(folded, sources_of_position[i]))
			return true;
	return false;
}

/* The number behind the last "para", "paragraph", "п.", "bent". */
static const char *paragraph_said(struct arena *mem, const char *s)
{
	static const char *const words[] = { "para", "пункт", "п.", "bent" };
	const char *folded = fold_text(mem, s), *last = NULL;

	for (size_t i = 0; i < LEN(words); i++)
		for (const char *at = strstr(folded, words[i]); at; at = strstr(at + 1, words[i]))
			last = !last || at > last ? at : last;
	last = last ? strpbrk(last, "0123456789") : NULL;
	return last ? arena_strn(mem, last, number_length(last)) : "";
}

/* "Source of position: A/HRC/28/15/Add.1, para. 3 - Para. 3" */
static void read_source(struct arena *mem, const char *line, struct un_paragraph *to)
{
	const char *s = strchr(line, ':');
	size_t n;

	s = s ? s + 1 : strpbrk(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	s = s ? s + strspn(s, " \t") : "";
	n = strcspn(s, " ,;\t");
	if (!memchr(s, '/', n))
		return;
	to->source_symbol = arena_strn(mem, s, n);
	to->source_locator = paragraph_said(mem, s + n);
}

/* White space single blanks; the sign that only parts it from the next one goes. */
static const char *closed(struct arena *mem, const char *words)
{
	char *out = arena_alloc(mem, strlen(words) + 1);
	size_t n = 0;

	for (; *words; words++)
		if (!is_white(*words))
			out[n++] = *words;
		else if (n && out[n - 1] != ' ')
			out[n++] = ' ';
	while (n && strchr(" ;.,", out[n - 1]))
		n--;
	out[n] = '\0';
	return out;
}

struct un_paragraph un_paragraph(struct arena *mem, const char *cell)
{
	struct un_paragraph p = { "", "", "", "" };
	char *words = arena_alloc(mem, strlen(cell) + 1);
	const char *line, *rest = cell;
	size_t n = 0;

	while ((line = next_line(mem, &rest))) {
		if (tells_source(mem, line)) {
			read_source(mem, line, &p);
			continue;
		}
		if (n)
			words[n++] = ' ';
		memcpy(words + n, line, strlen(line));
		n += strlen(line);
	}
	p.words = words;
	p.locator = take_locator(mem, &p.words);
	p.words = closed(mem, p.words);
	return p;
}

/* ---- headers */

bool un_is_called(const char *aliases, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = aliases; n && (at = strstr(at, name)); at++)
		if ((at == aliases || at[-1] == '|') && (at[n] == '|' || !at[n]))
			return true;
	return false;
}

/* ---- labels, one a line */

static const struct {
	const char *words;
	enum label_kind kind;
} headings[] = {
	{ "affected persons", LABEL_PERSON },
	{ "groups of persons", LABEL_PERSON },
	{ "groups of affected persons", LABEL_PERSON },
	{ "persons affected", LABEL_PERSON },
	{ "кого касается", LABEL_PERSON },
	{ "затронутые лица", LABEL_PERSON },
	{ "затрагиваемые лица", LABEL_PERSON },
	{ "группы лиц", LABEL_PERSON },
	{ "degisli adamlar", LABEL_PERSON },
	{ "adamlaryn toparlary", LABEL_PERSON },
	{ "sdg", LABEL_SDG },
	{ "sdgs", LABEL_SDG },
	{ "sustainable development goals", LABEL_SDG },
	{ "цур", LABEL_SDG },
	{ "цели в области устойчивого развития", LABEL_SDG },
	{ "dom", LABEL_SDG },
	{ "durnukly osus maksatlary", LABEL_SDG },
	{ "theme", LABEL_THEME },
	{ "themes", LABEL_THEME },
	{ "тема", LABEL_THEME },
	{ "темы", LABEL_THEME },
	{ "mowzuk", LABEL_THEME },
	{ "mowzuklar", LABEL_THEME },
};

/* Is the line a sub-heading, with a colon behind it or without?  Returns what stands behind it. */
static const char *below_heading(struct arena *mem, const char *line, enum label_kind *kind)
{
	const char *colon = strchr(line, ':');
	const char *words = colon ? trimmed(mem, line, (size_t)(colon - line)) : line;
	const char *folded = fold_text(mem, words);

	for (size_t i = 0; i < LEN(headings); i++)
		if (str_eq(headings[i].words, folded)) {
			*kind = headings[i].kind;
			return colon ? colon + 1 + strspn(colon + 1, " \t") : "";
		}
	return NULL;
}

static void add_label(struct arena *mem, struct un_labels *to, enum label_kind kind,
                      const char *text)
{
	size_t n = strlen(text);

	while (n && strchr(" ;,", text[n - 1]))
		n--;
	if (n)
		to->v[to->n++] = (struct un_label){ kind, arena_strn(mem, text, n) };
}

static size_t lines_of(const char *s)
{
	size_t n = 1;

	for (; *s; s++)
		n += *s == '\n';
	return n;
}

struct un_labels un_labels(struct arena *mem, const char *cell, enum label_kind kind)
{
	struct un_labels all = { arena_array(mem, struct un_label, lines_of(cell)), 0 };
	const char *line, *rest = cell;

	while ((line = next_line(mem, &rest))) {
		const char *text = unmarked(line), *behind = below_heading(mem, text, &kind);

		add_label(mem, &all, kind, behind ? unmarked(behind) : text);
	}
	return all;
}

const char *sdg_code_said(struct arena *mem, const char *label)
{
	static const char *const words[] = { "sdg",    "goal", "target", "цур",   "цель",
		                             "задача", "dom",  "maksat", "wezipe" };
	const char *s = fold_text(mem, label);
	size_t n;

	for (size_t i = 0; i < LEN(words); i++)
		if (str_starts(s, words[i])) {
			s += strlen(words[i]);
			s += strspn(s, " .:#");
		}
	n = strspn(s, "0123456789");
	if (!n || n > 2)
		return NULL;
	if (s[n] == '.' && isalnum((unsigned char)s[n + 1])) {
		size_t behind = n + 1 + strspn(s + n + 1, "0123456789");

		n = behind > n + 1 ? behind : n + 2;
	}
	return isalnum((unsigned char)s[n]) ? NULL : arena_strn(mem, s, n);
}

const char *heading_said(struct arena *mem, const char *cell)
{
	enum label_kind kind = LABEL_THEME;
	const char *line = trimmed(mem, cell, strlen(cell)), *behind;

	behind = strchr(line, ':') ? below_heading(mem, line, &kind) : NULL;
	return unmarked(behind && kind == LABEL_THEME ? behind : line);
}

/* ---- languages */

const char *language_said(const char *text)
{
	size_t cyrillic = 0, latin = 0;

	for (uint32_t c; (c = utf8_take(&text));) {
		cyrillic += c >= 0x400 && c < 0x500;
		latin += c < 0x80 && isalpha((int)c);
	}
	return cyrillic > latin ? "ru" : "en";
}
