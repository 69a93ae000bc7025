/* The State's answer to the Working Group's report: every recommendation with its position and what
 * is said about it, those that are supported first and then those that are noted, as States publish
 * it (A/HRC/28/15/Add.1); paragraphs are numbered, because the published lists say in which one a
 * position stands.
 *
 * One teller says the text: once to count its words, once to write it, so that what is counted is
 * what is written. */
#include "subject/recommendation/position.h"

#include "format/document.h"
#include "language/words.h"
#include "record/app.h"
#include "record/image.h"
#include "record/setting.h"
#include "subject/taxonomy/taxonomy.h"

#define T (&recommendation_type)

struct teller {
	struct context *cx;
	struct position_addendum *a;
	struct document *d; /* NULL: it counts */
	int list;
	int64_t words;
};

/* ---- words */

static bool is_sign(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       c >= 0x80;
}

/* As a reader counts them: what stands between blanks and has a letter or a digit; a lone dash is
 * no word. */
static int64_t count_words(const char *s)
{
	int64_t n = 0;
	bool word = false;

	for (;; s++) {
		bool blank = !*s || *s == ' ' || *s == '\n' || *s == '\t';

		if (blank && word)
			n++;
		if (!*s)
			return n;
		word = !blank &&
		       (word || (is_sign((unsigned char)*s) && strncmp(s, "–", strlen("–")) != 0 &&
		                 strncmp(s, "—", strlen("—")) != 0));
	}
}

static void say(struct teller *t, const char *lang, const char *text)
{
	t->words += count_words(text);
	if (t->d)
		document_run(t->d, &(struct document_run){ .text = text, .lang = lang });
}

static void say_paragraph(struct teller *t, enum document_style style, const char *text)
{
	if (t->d)
		document_paragraph(t->d, &(struct document_paragraph){ .style = style });
	say(t, NULL, text);
}

static void say_numbered(struct teller *t, const char *text)
{
	if (t->d)
		document_paragraph(t->d, &(struct document_paragraph){ .list = t->list });
	say(t, NULL, text);
}

static void say_heading(struct teller *t, const char *text)
{
	t->words += count_words(text);
	if (t->d)
		document_heading(t->d, 1, NULL, text);
}

static void say_cell(struct teller *t, const char *lang, const char *text)
{
	if (t->d) {
		document_cell(t->d, &(struct document_cell){ 0 });
		document_paragraph(t->d, &(struct document_paragraph){ 0 });
	}
	say(t, lang, text);
}

/* ---- the table of one group */

static void say_head(struct teller *t)
{
	static const int quoted[] = { 15, 35, 17, 33 }, plain[] = { 15, 18, 67 };
	struct context *cx = t->cx;

	if (t->d) {
		document_table(t->d, &(struct document_table){
		                             .widths = t->a->quoted ? quoted : plain,
		                             .columns = t->a->quoted ? LEN(quoted) : LEN(plain),
		                             .name = tr(cx, T->label_plural) });
		document_row(t->d, DOCUMENT_HEAD_ROW);
	}
	say_cell(t, NULL, tr(cx, N_("Paragraph")));
	if (t->a->quoted)
		say_cell(t, NULL, tr(cx, T->label));
	say_cell(t, NULL, tr(cx, N_("Position")));
	say_cell(t, NULL, tr(cx, N_("Explanation")));
}

static void say_texts(struct teller *t, const struct texts *x)
{
	const struct text *text = texts_best(t->cx, x);

	say_cell(t, text ? text->lang : NULL, text ? text->body : "");
}

static void say_row(struct teller *t, const struct position_paragraph *p)
{
	if (t->d)
		document_row(t->d, DOCUMENT_BODY_ROW);
	say_cell(t, NULL, str_empty(p->r->locator) ? "" : p->r->locator);
	if (t->a->quoted)
		say_texts(t, &p->r->text);
	say_cell(t, NULL,
	         tr(t->cx,
	            position_proposals[p->decided->position == POSITION_SUPPORTED ? 0 : 1].label));
	say_texts(t, &p->decided->position_remark);
}

static bool say_group(struct teller *t, int position, size_t n, const char *heading,
                      const char *words)
{
	const struct position_desk *d = t->a->desk;

	if (!n)
		return true;
	say_heading(t, heading);
	say_numbered(t, words);
	say_head(t);
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].decided->position == position)
			say_row(t, &d->v[i]);
	if (t->d)
		document_end_table(t->d);
	return !failed(t->cx);
}

/* ---- the whole */

static const char *state_name(struct context *cx)
{
	int64_t own = record_id_by_key(cx, &country_type, setting(cx, "state"));

	return own ? record_title(cx, &country_type, own) : "";
}

/* The report that the paragraphs are of; "" where there are none. */
static const char *report_of(struct context *cx, const struct position_desk *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].r->document)
			return record_title(cx, &document_type, d->v[i].r->document);
	return "";
}

static const char *title_of(struct context *cx)
{
	return tr(cx, N_("Views on conclusions and/or recommendations, voluntary commitments and "
	                 "replies presented by the State under review"));
}

static bool tell(struct teller *t)
{
	struct context *cx = t->cx;
	const struct position_desk *d = t->a->desk;
	const char *state = state_name(cx);

	say_paragraph(t, DOCUMENT_TITLE, state);
	say_paragraph(t, DOCUMENT_SUBTITLE, tr(cx, N_("Addendum")));
	say_paragraph(t, DOCUMENT_SUBTITLE, title_of(cx));
	say_numbered(t, arena_fmt(cx->mem,
	                          tr(cx, N_("The report of the Working Group on the Universal "
	                                    "Periodic Review (%s) contains %zu recommendations. "
	                                    "Supported: %zu. Noted: %zu.")),
	                          report_of(cx, d), d->n, d->supported, d->noted));
	return say_group(t, POSITION_SUPPORTED, d->supported,
	                 tr(cx, N_("Supported recommendations")),
	                 tr(cx, N_("The following recommendations enjoy the State’s support."))) &&
	       say_group(t, POSITION_NOTED, d->noted, tr(cx, N_("Noted recommendations")),
	                 tr(cx, N_("The State has taken note of the following recommendations.")));
}

static bool names_loaded(struct context *cx, const struct position_desk *d)
{
	int64_t *documents = arena_array(cx->mem, int64_t, d->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < d->n && !n; i++)
		if (d->v[i].r->document)
			documents[n++] = d->v[i].r->document;
	return record_titles(cx, &document_type, documents, n);
}

bool position_addendum_count(struct context *cx, struct position_addendum *a)
{
	struct teller t = { .cx = cx, .a = a };

	a->most = setting_number(cx, "addendum_words");
	if (!names_loaded(cx, a->desk) || !tell(&t))
		return false;
	a->words = t.words;
	return !failed(cx);
}

bool position_addendum_write(struct context *cx, struct position_addendum *a, sink *to_sink,
                             void *to)
{
	struct teller t = { .cx = cx, .a = a };
	const char *title = title_of(cx);

	if (!position_covered(cx, a->desk) || !position_addendum_count(cx, a))
		return false;
	t.d = docx_start(cx, &(struct document_about){
	                             .title = title,
	                             .subject = state_name(cx),
	                             .author = state_name(cx),
	                             .lang = cx->lang,
	                             .head = report_of(cx, a->desk),
	                             .foot = state_name(cx),
	                     });
	if (!t.d)
		return false;
	t.list = document_list(t.d);
	return tell(&t) && document_end(cx, t.d, to_sink, to);
}

const char *position_addendum_paragraph(struct context *cx, const struct position_desk *d,
                                        int position)
{
	return arena_fmt(cx->mem, "%d", position == POSITION_NOTED && d->supported ? 3 : 2);
}
