/* What people write above their columns, in three languages.  A header is compared word by word:
 * words may be misspelt, inflected or stand in another order.  A word counts by its length; the
 * words that stand in every header of such lists ("recommendation", "State") count little, so that
 * what is special decides. */
#include "subject/recommendation/table_part.h"

#include "base/utf8.h"
#include "language/fold.h"

/* Written as people write them, "|" between.  The names of the fields themselves, in all three
 * languages, stand here, too, so that our own list printed as XLSX comes back. */
static const struct {
	const char *code, *label, *aliases;
} fields[TABLE_FIELDS] = {
	[TABLE_NONE] = { "", N_("Kept in the note"), "" },
	[TABLE_NUMBER] = { "number", N_("Number of the row"),
	                   "№|№ п/п|п/п|номер по порядку|порядковый номер|No.|Nr.|N|S/N|serial "
	                   "number|row|source row|item|T/b|№ T/b|tertip belgisi|tertip "
	                   "nomeri|№пп|пп|S no|serial no|номер|number|row "
	                   "number|belgi|T/№|belgisi" },
	[TABLE_ID] = { "id", N_("Identifier in the file"),
	               "ID|identifier|UUID|record id|annotation id|OHCHR annotation id|code|"
	               "идентификатор|код|код записи|kody|belgi kody|recommendation id|rec "
	               "id|идентификатор рекомендации" },
	[TABLE_TEXT] = { "text", N_("Text"),
	                 "recommendation|recommendations|recommendation text|text of "
	                 "recommendation|text|full text|observation|concluding "
	                 "observation|content|wording|рекомендация|рекомендации|текст "
	                 "рекомендации|содержание рекомендации|содержание|текст|формулировка|"
	                 "заключительное замечание|текст замечания|maslahat|maslahatlar|teklip|"
	                 "teklipler|maslahatyň mazmuny|maslahatyň teksti|teklibiň mazmuny|mazmuny|"
	                 "tekst|hödürnama|jemleýji bellik|recommendation and recommending "
	                 "state|recommendation of the committee|рекомендация комитета|рекомендация "
	                 "УПО|рекомендация и замечание|замечания и рекомендации|observations "
	                 "recommendations|key recommendation|komitetiň maslahaty|BDS maslahaty" },
	[TABLE_LOCATOR] = { "locator", N_("Paragraph"),
	                    "paragraph|para|paragraph number|para no|recommendation number|"
	                    "recommendation no|rec no|reference|ref|rec reference|пункт|номер "
	                    "пункта|"
	                    "№ пункта|параграф|номер рекомендации|№ рекомендации|пункт доклада|"
	                    "пункт документа|bent|bendi|bendiň belgisi|maslahatyň belgisi|"
	                    "maslahatyň nomeri|teklibiň belgisi|bent nomeri|rec|para of the "
	                    "report|номер пункта рекомендации|пункт рекомендации" },
	[TABLE_DOCUMENT] = { "document", N_("Document"),
	                     "document|document symbol|symbol|UN symbol|source document|report "
	                     "symbol|"
	                     "UN document|документ|документ ООН|условное обозначение|обозначение "
	                     "документа|условное обозначение документа|символ документа|номер "
	                     "документа|источник|resminama|resminamanyň belgisi|resminamanyň "
	                     "şertli "
	                     "belgisi|şertli belgisi|çeşme|BMG resminamasy" },
	[TABLE_MECHANISM] = { "mechanism", N_("Mechanism"),
	                      "mechanism|body|treaty body|committee|human rights body|UN body|"
	                      "recommending body|issued by|human rights mechanism|механизм|комитет|"
	                      "договорный орган|орган ООН|правозащитный механизм|рекомендующий "
	                      "орган|"
	                      "mehanizm|komitet|şertnamalaýyn gurama|gurama|BMG guramasy|"
	                      "maslahat beren gurama" },
	[TABLE_CYCLE] = { "cycle", N_("Review cycle"),
	                  "cycle|review cycle|UPR cycle|round|reporting cycle|цикл|цикл УПО|цикл "
	                  "обзора|цикл рассмотрения|раунд|tapgyr|synyň tapgyry|BDS tapgyry|aýlaw" },
	[TABLE_UNDER_REVIEW] = { "states_under_review", N_("State under review"),
	                         "state under review|country under review|reviewed state|country "
	                         "concerned|countries concerned|рассматриваемое государство|"
	                         "государство объект обзора|syn edilýän döwlet" },
	[TABLE_STATES] = { "recommending_states", N_("Recommending States"),
	                   "recommending state|recommending states|recommending country|UPR "
	                   "recommending states|country|countries|state|states|made by|recommended "
	                   "by|from|рекомендующее государство|рекомендующие "
	                   "государства|страна|страны|"
	                   "государство|государства|страна рекомендатель|государство давшее "
	                   "рекомендацию|автор рекомендации|кем дана|от кого|maslahat beren döwlet|"
	                   "maslahat beren döwletler|teklip beren döwlet|maslahat beren "
	                   "ýurt|döwlet|"
	                   "döwletler|ýurt|ýurtlar|гос во|кем дана рекомендация|страна давшая "
	                   "рекомендацию|maslahaty beren döwlet|teklibi beren döwlet|государство "
	                   "автор|haýsy döwlet tarapyndan berildi|haýsy döwlet" },
	[TABLE_POSITION] = { "position", N_("UPR position"),
	                     "position|UPR position|state position|response|government response|"
	                     "accepted|accepted noted|supported noted|supported or noted|state "
	                     "response|позиция|позиция государства|позиция по УПО|ответ "
	                     "государства|"
	                     "ответ|отношение|поддержана принята к сведению|принята принята к "
	                     "сведению|garaýyş|garaýşy|döwletiň garaýşy|BDS boýunça garaýyş|jogap|"
	                     "döwletiň jogaby|kabul edilişi|goldanylyşy|решение|принята "
	                     "ли|accepted y n|decision on the "
	                     "recommendation|принимается|принимается да "
	                     "нет|pozisiýasy|pozisiýa|kabul edilmegi|support status|статус "
	                     "поддержки|поддержка" },
	[TABLE_POSITION_SOURCE] = { "position_document", N_("Position stated in"),
	                            "position stated in|source of position|position document|"
	                            "addendum|источник позиции|позиция изложена в|документ с "
	                            "позицией|garaýyş beýan edilen resminama" },
	[TABLE_POSITION_REMARK] = { "position_remark", N_("Remark on the position"),
	                            "remark on the position|comment on position|response comment|"
	                            "explanation of position|замечание к позиции|комментарий к "
	                            "позиции|пояснение позиции|пояснение|garaýyş barada bellik" },
	[TABLE_THEMES] = { "themes", N_("Themes"),
	                   "theme|themes|issue|issues|topic|human rights theme|thematic "
	                   "area|cluster|"
	                   "category|subject|тема|темы|тематика|тематическая область|категория|"
	                   "кластер|вопрос|направление|mowzuk|mowzugy|mowzuklar|tema|mesele|ugur|"
	                   "ugry|human rights issue|human rights issues|area|right|rights|category "
	                   "of rights|право|права|группа прав|hukuk" },
	[TABLE_AFFECTED] = { "affected_persons", N_("Affected persons"),
	                     "affected persons|affected groups|groups of persons|vulnerable groups|"
	                     "target group|rights holders|кого касается|группы лиц|затронутые лица|"
	                     "затрагиваемые лица|уязвимые группы|целевая группа|degişli adamlar|"
	                     "adamlaryň topary|adamlaryň toparlary|gowşak toparlar|population "
	                     "group|group|groups|beneficiaries|категория лиц|категория "
	                     "населения|группа населения" },
	[TABLE_SDG] = { "sdg", N_("Sustainable Development Goals"),
	                "SDG|SDGs|SDG target|SDG targets|sustainable development goals|ЦУР|цели "
	                "устойчивого развития|цели в области устойчивого развития|задача ЦУР|DÖM|"
	                "durnukly ösüş maksatlary|DÖM wezipesi" },
	[TABLE_ARTICLES] = { "articles", N_("Articles"),
	                     "article|articles|статья|статьи|madda|maddalar|maddasy" },
	[TABLE_REGIONS] = { "regions", N_("Regions"),
	                    "region|regions|province|велаят|велаяты|регион|регионы|welaýat|"
	                    "welaýatlar|sebit" },
	[TABLE_LEAD] = { "lead", N_("Lead body, in words"),
	                 "lead body|responsible|responsible body|responsible ministry|responsible "
	                 "institution|responsible agency|lead agency|lead institution|implementing "
	                 "agency|ответственный|ответственные|ответственный орган|ответственное "
	                 "ведомство|ответственный исполнитель|исполнитель|исполнители|головной "
	                 "исполнитель|jogapkär|jogapkär edara|jogapkär edaralar|jogapkär "
	                 "ministrlik|"
	                 "ýerine ýetiriji|ýerine ýetirijiler|esasy ýerine "
	                 "ýetiriji|ministry|agency|institution|organisation|action by|in "
	                 "charge|ministry in "
	                 "charge|lead|owner|орган|ведомство|министерство|государственный "
	                 "орган|ответственное министерство|ответственные государственные "
	                 "органы|edara|ministrlik|ýerine ýetirýän edara|jogapkär döwlet "
	                 "edarasy|jogapkär döwlet edaralary|ответств|министерства и "
	                 "ведомства|ýerine ýetirmäge jogapkär|ýerine ýetirmäge "
	                 "jogapkärler|jogapkärler|кому поручено|implementing entity|responsible "
	                 "actors|ответственные за исполнение" },
	[TABLE_CO] = { "co", N_("Co-bodies, in words"),
	               "co-bodies|supporting bodies|partners|co-executors|other "
	               "bodies|соисполнители|"
	               "соисполнитель|партнёры|bilelikdäki ýerine ýetirijiler|kömekçi edaralar|"
	               "gatnaşyjy edaralar|support|supporting agency|supporting "
	               "institution|supporting|совместно с|привлекаемые органы|co lead|co "
	               "leads|исполнители и соисполнители" },
	[TABLE_DEADLINE] = { "deadline", N_("Deadline"),
	                     "deadline|due date|due|target date|time frame|timeframe|timeline|by "
	                     "when|"
	                     "completion date|срок|сроки|срок исполнения|срок выполнения|сроки "
	                     "реализации|дата исполнения|дата выполнения|контрольный срок|möhlet|"
	                     "möhleti|ýerine ýetirmegiň möhleti|ýerine ýetiriş möhleti|end|end "
	                     "date|контрольная дата|timeframe for implementation|период "
	                     "исполнения|ýerine ýetirilýän möhleti|möhleti we ýyly|до какого "
	                     "числа|к какому сроку|implementation period|period" },
	[TABLE_PRIORITY] = { "priority", N_("Priority"),
	                     "priority|приоритет|приоритетность|важность|ilerilik derejesi|"
	                     "möhümligi|möhümlik derejesi" },
	[TABLE_STATUS] = { "status", N_("Status"),
	                   "status|implementation status|status of implementation|state of "
	                   "implementation|level of implementation|статус|статус "
	                   "выполнения|состояние|"
	                   "состояние выполнения|степень выполнения|отметка о выполнении|отметка "
	                   "об "
	                   "исполнении|исполнение|выполнение|ýagdaýy|ýagdaý|ýerine ýetiriliş "
	                   "ýagdaýy|"
	                   "ýerine ýetirilişiniň ýagdaýy|ýerine ýetirilen ýagdaýy|состояние "
	                   "исполнения|статус исполнения|степень исполнения|статус "
	                   "рекомендации|progress status|RAG status|completion status|ýerine "
	                   "ýetiriliş derejesi|ýerine ýetiriş derejesi" },
	[TABLE_STATUS_REASON] = { "status_reason", N_("What the status rests on"),
	                          "what the status rests on|progress|progress made|measures taken|"
	                          "actions taken|steps taken|implementation measures|information "
	                          "on "
	                          "implementation|what was done|на чём основано состояние|ход "
	                          "выполнения|ход исполнения|принятые меры|меры|что сделано|"
	                          "информация о выполнении|результат|ýagdaýyň esasy|ýerine "
	                          "ýetirilişi|görlen çäreler|çäreler|edilen işler|принимаемые "
	                          "меры|предпринятые меры|проведенная работа|проделанная "
	                          "работа|отчет|отчет о выполнении|отчет об исполнении|сведения о "
	                          "ходе выполнения|информация о ходе исполнения|информация об "
	                          "исполнении|report|update|achievements|ýerine ýetirilişi barada "
	                          "maglumat|geçirilen çäreler|hasabat|netije|implementation "
	                          "update|progress update|status update" },
	[TABLE_DATE] = { "date", N_("Date, in words"),
	                 "date|date adopted|date of adoption|publication date|document "
	                 "date|session "
	                 "date|дата|дата принятия|дата документа|дата внесения|sene|senesi|kabul "
	                 "edilen senesi|resminamanyň senesi|start|start date|year|год|дата "
	                 "отчета|report date|ýyl|updated|updated at|last update|created|created "
	                 "at|дата обновления|дата внесения" },
	[TABLE_REMARK] = { "remark", N_("Remark, in words"),
	                   "remark|remarks|note|notes|comment|comments|additional information|"
	                   "session|примечание|примечания|комментарий|комментарии|дополнительные "
	                   "сведения|сессия|bellik|bellikler|düşündiriş|goşmaça maglumat|sessiýa" },
};

const char *table_field_code(struct context *cx, enum table_field field, const char *lang)
{
	return str_empty(lang) ? fields[field].code
	                       : arena_fmt(cx->mem, "%s.%s", fields[field].code, lang);
}

const char *table_field_label(enum table_field field)
{
	return fields[field].label;
}

bool table_field_named(struct context *cx, const char *code, enum table_field *ret,
                       const char **ret_lang)
{
	const char *dot = strchrnul(code, '.');
	const char *name = arena_strn(cx->mem, code, (size_t)(dot - code));

	*ret_lang = *dot ? arena_str(cx->mem, dot + 1) : "";
	for (int f = 0; f < TABLE_FIELDS; f++)
		if (str_eq(fields[f].code, name)) {
			*ret = (enum table_field)f;
			return true;
		}
	return false;
}

/* ---- words that say little, nothing, or which language */

/* Beginnings of words, folded. */
static const char *const common[] = { "recommendation", "рекомендаци", "maslahat", "teklip",
	                              "teklib",         "state",       "country",  "государств",
	                              "dowlet",         "upr",         "упо",      "bds" };
static const char *const silent[] = {
	"of",      "the",    "on",      "for",   "by",      "in",       "to",           "and",
	"or",      "a",      "по",      "о",     "об",      "и",        "или",          "в",
	"на",      "к",      "с",       "для",   "от",      "we",       "ya",           "yada",
	"boyunca", "barada", "hakynda", "hakda", "ucin",    "название", "наименование", "краткое",
	"полное",  "name",   "brief",   "ady",   "стороны", "сторона",  "при",          "за"
};
static const char *const of_the_state[] = { "turkmenistan", "туркменистан", "туркменск" };
static const struct {
	const char *word, *lang;
} languages[] = {
	{ "en", "en" },          { "eng", "en" },        { "english", "en" },
	{ "англ", "en" },        { "английский", "en" }, { "английском", "en" },
	{ "английского", "en" }, { "inlis", "en" },      { "inlisce", "en" },
	{ "ru", "ru" },          { "rus", "ru" },        { "russian", "ru" },
	{ "рус", "ru" },         { "русский", "ru" },    { "русском", "ru" },
	{ "rusca", "ru" },       { "tk", "tk" },         { "turkmen", "tk" },
	{ "turkmence", "tk" },   { "туркм", "tk" },      { "туркменский", "tk" },
	{ "туркменском", "tk" },
};
static const char *const of_language[] = { "language", "язык",    "языке",   "dil",
	                                   "dili",     "dilinde", "перевод", "translation" };

static bool one_of(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i], word))
			return true;
	return false;
}

static bool begins_as(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (str_starts(word, list[i]))
			return true;
	return false;
}

static const char *language_word(const char *word)
{
	for (size_t i = 0; i < LEN(languages); i++)
		if (str_eq(languages[i].word, word))
			return languages[i].lang;
	return NULL;
}

const char *table_plain(struct arena *mem, const char *s)
{
	const char *p = fold_text(mem, s);
	char *out = arena_raw(mem, 4 * strlen(p) + 2);
	size_t n = 0;

	for (uint32_t c; (c = utf8_take(&p));) {
		bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		              (c >= 0x80 && c != 0x2116 && c != 0xa7 && c != 0x2022 && c != 0xb0);

		if (letter)
			n += utf8_put(out + n, c);
		else if (c == 0x2116 || c == '#')
			n += (size_t)snprintf(out + n, 5, " no ");
		else if (n && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	out[n] = '\0';
	return fold_text(mem, out);
}

/* ---- phrases */

enum { MOST_WORDS = 12, LONGEST_WORD = 40 };

struct word {
	uint32_t c[LONGEST_WORD];
	int n, weight;
};

struct phrase {
	struct word v[MOST_WORDS];
	int n, weight;
	const char *lang; /* it names one; "" */
};

struct header_alias {
	enum table_field field;
	struct phrase phrase;
};

struct vocabulary {
	struct arena *mem;
	struct header_alias *v;
	size_t n;
};

static int weight_of(const char *word, int letters)
{
	if (one_of(silent, LEN(silent), word) || begins_as(of_the_state, LEN(of_the_state), word))
		return 0;
	return begins_as(common, LEN(common), word) ? letters * 35 : letters * 100;
}

static void add_word(struct phrase *p, const char *word)
{
	struct word *w = &p->v[p->n];

	if (p->n == MOST_WORDS)
		return;
	w->n = 0;
	for (const char *s = word; *s && w->n < LONGEST_WORD;)
		w->c[w->n++] = utf8_take(&s);
	w->weight = weight_of(word, w->n);
	if (!w->weight)
		return;
	p->weight += w->weight;
	p->n++;
}

/* `keep`: words for languages are words as any other, because nothing else is there. */
static void phrase_of(struct arena *mem, const char *text, bool keep, struct phrase *p)
{
	const char *plain = table_plain(mem, text);

	*p = (struct phrase){ .lang = "" };
	while (*plain) {
		size_t n = strcspn(plain, " ");
		const char *word = arena_strn(mem, plain, n), *lang = language_word(word);

		plain += n + (plain[n] == ' ');
		if (!keep && lang)
			p->lang = lang;
		else if (keep || !one_of(of_language, LEN(of_language), word))
			add_word(p, word);
	}
	if (!p->n && !keep)
		phrase_of(mem, text, true, p);
}

struct vocabulary *vocabulary_new(struct arena *mem)
{
	struct vocabulary *v = arena_new_of(mem, struct vocabulary);
	size_t n = 0;

	for (int f = 0; f < TABLE_FIELDS; f++)
		for (const char *s = fields[f].aliases; *s; s++)
			n += s == fields[f].aliases || *s == '|';
	v->mem = mem;
	v->v = arena_array(mem, struct header_alias, n);
	for (int f = 0; f < TABLE_FIELDS; f++)
		for (const char *s = fields[f].aliases; *s;) {
			const char *end = strchrnul(s, '|');
			struct header_alias *a = &v->v[v->n++];

			a->field = (enum table_field)f;
			phrase_of(mem, arena_strn(mem, s, (size_t)(end - s)), true, &a->phrase);
			s = *end ? end + 1 : end;
		}
	return v;
}

/* ---- how alike two words are */

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* Letters wrong, missing, too many, or two that changed places; more than `most`: most + 1. */
int table_distance(const uint32_t *a, int an, const uint32_t *b, int bn, int most)
{
	int rows[3][LONGEST_WORD + 1];

	if (abs(an - bn) > most || an > LONGEST_WORD || bn > LONGEST_WORD)
		return most + 1;
	for (int j = 0; j <= bn; j++)
		rows[0][j] = j;
	for (int i = 1; i <= an; i++) {
		int *now = rows[i % 3], *before = rows[(i + 2) % 3], *first = rows[(i + 1) % 3];

		now[0] = i;
		for (int j = 1; j <= bn; j++) {
			now[j] = least(least(before[j], now[j - 1]) + 1,
			               before[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], first[j - 2] + 1);
		}
	}
	return least(rows[an % 3][bn], most + 1);
}

/* 0 … 100.  Short words must be right; an inflected word begins as the other. */
static int like(const struct word *a, const struct word *b)
{
	int shorter = least(a->n, b->n), longer = a->n + b->n - shorter, same = 0;
	int most = shorter < 4 ? 0 : shorter < 7 ? 1 : shorter < 12 ? 2 : 3, far;

	while (same < shorter && a->c[same] == b->c[same])
		same++;
	if (same == longer)
		return 100;
	far = most ? table_distance(a->c, a->n, b->c, b->n, most) : 1;
	if (far <= most)
		return 100 - 8 * far;
	return same >= 5 && same * 100 >= longer * 65 ? 85 : 0;
}

/* What two phrases have in common, 0 … 100: each word is used once. */
static int phrases_alike(const struct phrase *a, const struct phrase *b)
{
	bool used[MOST_WORDS] = { false };
	int64_t common_weight = 0;

	for (int i = 0; i < a->n; i++) {
		int best = 0, at = -1;

		for (int j = 0; j < b->n; j++) {
			int now = used[j] ? 0 : like(&a->v[i], &b->v[j]);

			if (now > best) {
				best = now;
				at = j;
			}
		}
		if (at < 0)
			continue;
		used[at] = true;
		common_weight += (int64_t)best * (a->v[i].weight + b->v[at].weight);
	}
	return a->weight + b->weight ? (int)(common_weight / (a->weight + b->weight)) : 0;
}

/* "Recommendation (recommending State)" is, above all, a recommendation. */
static const char *without_brackets(struct arena *mem, const char *s)
{
	char *out = arena_alloc(mem, strlen(s) + 1);
	int depth = 0;
	size_t n = 0;

	for (; *s; s++) {
		depth += *s == '(';
		if (!depth)
			out[n++] = *s;
		depth -= depth && *s == ')';
	}
	return out;
}

static void match_phrase(const struct vocabulary *v, const struct phrase *p, int worth, int *score)
{
	for (size_t i = 0; p->n && i < v->n; i++) {
		int now = phrases_alike(p, &v->v[i].phrase) * worth / 100;

		if (now > score[v->v[i].field])
			score[v->v[i].field] = now;
	}
}

void vocabulary_match(const struct vocabulary *v, const char *header, struct header_match *ret)
{
	struct arena_mark mark = arena_mark(v->mem);
	struct phrase p, bare;
	bool brackets = strchr(header, '(') != NULL;

	phrase_of(v->mem, header, false, &p);
	if (brackets)
		phrase_of(v->mem, without_brackets(v->mem, header), false, &bare);
	arena_rewind(v->mem, mark);
	memset(ret, 0, sizeof *ret);
	ret->lang = p.lang;
	match_phrase(v, &p, 100, ret->score);
	if (brackets)
		match_phrase(v, &bare, 95, ret->score);
}
