/* Letters behind the date, as the tables explain them in their headings: a accession, A acceptance,
 * AA approval, c formal confirmation, d succession. */
#include "subject/treaty/ratification_cell.h"

#include "language/words.h"
#include "subject/treaty/treaty.h"

static const struct {
	const char *letters;
	int action;
} marks[] = {
	{ "a", ACTION_ACCESSION },  { "A", ACTION_ACCEPTANCE }, { "AA", ACTION_ACCEPTANCE },
	{ "d", ACTION_SUCCESSION }, { "c", ACTION_CONSENT },
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static char *trimmed(struct arena *mem, const char *s)
{
	size_t n;

	while (is_blank(*s))
		s++;
	for (n = strlen(s); n && is_blank(s[n - 1]); n--)
		;
	return arena_strn(mem, s, n);
}

/* Takes the letter off the end. */
static void take_mark(char *s, struct ratification_cell *ret)
{
	char *last = strrchr(s, ' ');

	for (size_t i = 0; last && i < LEN(marks); i++) {
		if (!str_eq(last + 1, marks[i].letters))
			continue;
		ret->mark = marks[i].action;
		ret->confirmed = marks[i].letters[0] == 'c';
		while (last > s && is_blank(last[-1]))
			last--;
		*last = '\0';
		return;
	}
}

bool ratification_read(struct arena *mem, const char *s, struct ratification_cell *ret)
{
	char *own = trimmed(mem, s);

	*ret = (struct ratification_cell){ 0 };
	if (!*own || str_eq(own, "-") || str_eq(own, "–") || str_eq(own, "—"))
		return true;
	take_mark(own, ret);
	return words_read_date(mem, own, &ret->date);
}
