/* What Snowball's rules cannot know, with the stem it has in the end.  English: plurals and past
 * forms by another vowel, British spellings under the American ones, and pairs that Porter's rules
 * bring together though they mean different things here: minorities are not minors, organizations
 * no organs, what is international not what is internal, universities not the Universal Periodic
 * Review.  Forms that have two meanings stay out ("found", "left", "thought", "leaves").  Russian:
 * plurals by another word, and stems that grow or lose a vowel.
 *
 * The rows are sorted by bytes; the test knows what each of them is a form of. */
#include "language/stem.h"

struct form {
	const char *form, *stem;
};

/* clang-format off */
static const struct form english[] = {
	{ "addenda", "addendum" }, { "analyses", "analysi" }, { "apartment", "apartment" },
	{ "apartments", "apartment" }, { "arisen", "aris" }, { "arose", "aris" }, { "ate", "eat" },
	{ "authorities", "authority" }, { "authority", "authority" }, { "became", "becom" },
	{ "began", "begin" }, { "begun", "begin" }, { "behaviour", "behavior" },
	{ "behaviours", "behavior" }, { "bought", "buy" }, { "broke", "break" },
	{ "broken", "break" }, { "brought", "bring" }, { "built", "build" }, { "came", "come" },
	{ "caught", "catch" }, { "centre", "center" }, { "centres", "center" },
	{ "children", "child" }, { "chose", "choos" }, { "chosen", "choos" }, { "colour", "color" },
	{ "corrigenda", "corrigendum" }, { "crises", "crisi" }, { "criteria", "criterion" },
	{ "curricula", "curriculum" }, { "dealt", "deal" }, { "defence", "defens" },
	{ "department", "department" }, { "departments", "department" }, { "did", "do" },
	{ "does", "do" }, { "done", "do" }, { "drawn", "draw" }, { "drew", "draw" },
	{ "driven", "drive" }, { "drove", "drive" }, { "eaten", "eat" },
	{ "emergencies", "emergency" }, { "emergency", "emergency" }, { "executive", "executive" },
	{ "executives", "executive" }, { "fallen", "fall" }, { "favour", "favor" },
	{ "fed", "feed" }, { "feet", "foot" }, { "fell", "fall" }, { "fishermen", "fisherman" },
	{ "fled", "flee" }, { "forbade", "forbid" }, { "forbidden", "forbid" },
	{ "foresaw", "forese" }, { "foreseen", "forese" }, { "forgot", "forget" },
	{ "forgotten", "forget" }, { "fought", "fight" }, { "froze", "freez" },
	{ "frozen", "freez" }, { "gave", "give" }, { "geese", "goos" }, { "given", "give" },
	{ "goes", "go" }, { "gone", "go" }, { "grandchildren", "grandchild" }, { "grew", "grow" },
	{ "grown", "grow" }, { "halves", "half" }, { "heard", "hear" }, { "held", "hold" },
	{ "hid", "hide" }, { "hidden", "hide" }, { "honour", "honor" },
	{ "housewives", "housewif" }, { "humanity", "humanity" }, { "hypotheses", "hypothesi" },
	{ "importance", "important" }, { "important", "important" }, { "importantly", "important" },
	{ "indices", "index" }, { "integrity", "integrity" }, { "international", "internat" },
	{ "internationalization", "internat" }, { "internationally", "internat" },
	{ "judgement", "judgment" }, { "judgements", "judgment" }, { "kept", "keep" },
	{ "knew", "know" }, { "knives", "knife" }, { "known", "know" }, { "labour", "labor" },
	{ "laid", "lay" }, { "led", "lead" }, { "lent", "lend" }, { "licence", "licens" },
	{ "licences", "licens" }, { "lives", "life" }, { "lost", "lose" }, { "made", "make" },
	{ "majorities", "majority" }, { "majority", "majority" }, { "meant", "mean" },
	{ "memoranda", "memorandum" }, { "men", "man" }, { "met", "meet" }, { "mice", "mous" },
	{ "midwives", "midwif" }, { "minorities", "minority" }, { "minority", "minority" },
	{ "neighbour", "neighbor" }, { "neighbouring", "neighbor" }, { "neighbours", "neighbor" },
	{ "objective", "objective" }, { "objectives", "objective" }, { "offence", "offens" },
	{ "offences", "offens" }, { "ombudsmen", "ombudsman" }, { "organisation", "organiz" },
	{ "organisations", "organiz" }, { "organise", "organiz" }, { "organised", "organiz" },
	{ "organises", "organiz" }, { "organising", "organiz" }, { "organization", "organiz" },
	{ "organizations", "organiz" }, { "organize", "organiz" }, { "organized", "organiz" },
	{ "organizer", "organiz" }, { "organizers", "organiz" }, { "organizes", "organiz" },
	{ "organizing", "organiz" }, { "overcame", "overcom" }, { "oversaw", "overse" },
	{ "overseen", "overse" }, { "overthrew", "overthrow" }, { "overthrown", "overthrow" },
	{ "oxen", "ox" }, { "paid", "pay" }, { "people", "person" }, { "peoples", "person" },
	{ "personal", "personal" }, { "personalities", "personality" },
	{ "personality", "personality" }, { "personally", "personal" },
	{ "phenomena", "phenomenon" }, { "policemen", "policeman" },
	{ "policewomen", "policewoman" }, { "positive", "positive" }, { "positively", "positive" },
	{ "programme", "program" }, { "programmes", "program" }, { "rebuilt", "rebuild" },
	{ "referenda", "referendum" }, { "risen", "rise" }, { "rose", "rise" }, { "said", "say" },
	{ "schoolchildren", "schoolchild" }, { "seen", "see" }, { "sent", "send" },
	{ "servicemen", "serviceman" }, { "servicewomen", "servicewoman" }, { "shot", "shoot" },
	{ "shown", "show" }, { "slept", "sleep" }, { "sold", "sell" }, { "sought", "seek" },
	{ "spent", "spend" }, { "spoke", "speak" }, { "spoken", "speak" }, { "stole", "steal" },
	{ "stolen", "steal" }, { "stood", "stand" }, { "struck", "strike" }, { "swore", "swear" },
	{ "sworn", "swear" }, { "taken", "take" }, { "taught", "teach" }, { "teeth", "tooth" },
	{ "thieves", "thief" }, { "threw", "throw" }, { "thrown", "throw" }, { "told", "tell" },
	{ "took", "take" }, { "undergone", "undergo" }, { "understood", "understand" },
	{ "undertaken", "undertak" }, { "undertook", "undertak" }, { "underwent", "undergo" },
	{ "universities", "university" }, { "university", "university" }, { "upheld", "uphold" },
	{ "went", "go" }, { "withdrawn", "withdraw" }, { "withdrew", "withdraw" },
	{ "withheld", "withhold" }, { "withstood", "withstand" }, { "wives", "wife" },
	{ "wolves", "wolf" }, { "women", "woman" }, { "won", "win" }, { "written", "write" },
	{ "wrote", "write" },
};

static const struct form russian[] = {
	{ "времен", "времен" }, { "времена", "времен" }, { "время", "времен" },
	{ "детей", "ребенк" }, { "дети", "ребенк" }, { "детьми", "ребенк" }, { "детям", "ребенк" },
	{ "детях", "ребенк" }, { "дне", "ден" }, { "дней", "ден" }, { "днем", "ден" },
	{ "дни", "ден" }, { "дню", "ден" }, { "дня", "ден" }, { "дням", "ден" }, { "днями", "ден" },
	{ "днях", "ден" }, { "дочерьми", "дочер" }, { "дочь", "дочер" }, { "друзей", "друг" },
	{ "друзья", "друг" }, { "друзьям", "друг" }, { "друзьями", "друг" }, { "друзьях", "друг" },
	{ "земель", "земл" }, { "имен", "имен" }, { "имена", "имен" }, { "имя", "имен" },
	{ "лет", "год" }, { "людей", "человк" }, { "люди", "человк" }, { "людьми", "человк" },
	{ "людям", "человк" }, { "людях", "человк" }, { "мать", "матер" }, { "отец", "отц" },
	{ "писем", "письм" }, { "сестер", "сестр" }, { "судьба", "судеб" }, { "судьбам", "судеб" },
	{ "судьбами", "судеб" }, { "судьбах", "судеб" }, { "судьбе", "судеб" },
	{ "судьбой", "судеб" }, { "судьбу", "судеб" }, { "судьбы", "судеб" },
};
/* clang-format on */

static int compare(const char *form, const char *word, size_t n)
{
	int c = strncmp(form, word, n);

	return c ? c : form[n] != '\0';
}

static const char *look(const struct form *forms, size_t count, const char *word, size_t n)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int c = compare(forms[middle].form, word, n);

		if (c == 0)
			return forms[middle].stem;
		if (c < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const char *irregular_stem(char rule, const char *word, size_t n)
{
	switch (rule) {
	case 'e':
		return look(english, LEN(english), word, n);
	case 'r':
		return look(russian, LEN(russian), word, n);
	}
	return NULL;
}
