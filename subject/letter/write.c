/* The assignment letter as a Word document, in the language of the addressee: who writes to whom,
 * what is assigned to the institution and awaits its answer, and until when. */
#include "subject/letter/part.h"

#include "format/document.h"
#include "language/messages.h"
#include "language/words.h"
#include "record/app.h"
#include "record/attachment.h"
#include "record/image.h"
#include "record/setting.h"
#include "store/db.h"
#include "subject/institution/institution.h"
#include "subject/recommendation/recommendation.h"

#define R (&recommendation_type)

SQL(letter_language_of,
    "SELECT a.language FROM account_memberships m JOIN account a ON a.id = m.record"
    " WHERE m.institution = $1 AND m.role = 'FP' AND a.language IS NOT NULL"
    " ORDER BY a.id LIMIT 1");

bool letter_language(struct context *cx, int64_t institution, const char **ret)
{
	struct rows *r = db_query(cx, &letter_language_of, V(institution));
	const char *first = setting(cx, "languages");

	*ret = NULL;
	while (r && rows_next(cx, r))
		*ret = arena_str(cx->mem, rows_text(r, 0));
	if (!*ret)
		*ret = arena_strn(cx->mem, first, strcspn(first, " ,"));
	return !failed(cx);
}

static const char *subject_words(struct context *cx, const void *data)
{
	(void)data;
	return tr(cx, N_("Assignment of recommendations"));
}

/* ---- the document */

static void put(struct document *d, enum document_style style, const char *text)
{
	document_paragraph(d, &(struct document_paragraph){ .style = style });
	document_run(d, &(struct document_run){ .text = text });
}

static void put_fact(struct document *d, const char *label, const char *value)
{
	document_paragraph(d, &(struct document_paragraph){ .keep = true });
	document_run(d, &(struct document_run){ .text = label, .bold = true });
	document_run(d, &(struct document_run){ .text = ": " });
	document_run(d, &(struct document_run){ .text = value });
}

static void put_cell(struct document *d, const char *lang, const char *text)
{
	document_cell(d, &(struct document_cell){ 0 });
	document_paragraph(d, &(struct document_paragraph){ 0 });
	document_run(d, &(struct document_run){ .text = text, .lang = lang });
}

static bool put_items(struct context *cx, struct document *d, const struct letter *l)
{
	static const int widths[] = { 10, 25, 48, 17 };
	void **rows;
	size_t n;

	if (!record_get_many(cx, R, l->items.v, l->items.n, &rows, &n) ||
	    !record_titles_in(cx, R, rows, n, "document cycle recommending_states"))
		return false;
	document_table(d, &(struct document_table){ .widths = widths,
	                                            .columns = LEN(widths),
	                                            .name = tr(cx, R->label_plural) });
	document_row(d, DOCUMENT_HEAD_ROW);
	put_cell(d, NULL, tr(cx, N_("No.")));
	put_cell(d, NULL, tr(cx, N_("Where it stands")));
	put_cell(d, NULL, tr(cx, R->label));
	put_cell(d, NULL, tr(cx, N_("Deadline")));
	for (size_t i = 0; i < n; i++) {
		const struct recommendation *r = rows[i];
		const struct text *text = texts_best(cx, &r->text);

		document_row(d, DOCUMENT_BODY_ROW);
		put_cell(d, NULL, arena_fmt(cx->mem, "%zu", i + 1));
		put_cell(d, NULL, recommendation_reference(cx, r));
		put_cell(d, text ? text->lang : NULL, text ? text->body : "");
		put_cell(d, NULL,
		         date_set(r->deadline) ? words_date_short(cx->mem, cx->lang, r->deadline)
		                               : "–");
	}
	document_end_table(d);
	return true;
}

static bool tell(struct context *cx, struct document *d, const struct letter *l, const char *from)
{
	const char *to = institution_name_on(cx, l->correspondent, l->date);
	const char *due = words_date(cx->mem, cx->lang, l->answer_due);

	if (!to)
		return false;
	put(d, DOCUMENT_SUBTITLE, from);
	put_fact(d, tr(cx, N_("No.")), l->number);
	put_fact(d, tr(cx, N_("Date")), words_date(cx->mem, cx->lang, l->date));
	put_fact(d, tr(cx, NC_("addressee", "To")), to);
	put(d, DOCUMENT_TITLE, subject_words(cx, NULL));
	put(d, DOCUMENT_BODY,
	    arena_fmt(cx->mem,
	              trn(cx,
	                  "Your institution is the lead body for the recommendation below (%lld). "
	                  "Please accept the assignment, or return it with the reason.",
	                  "Your institution is the lead body for the recommendations below "
	                  "(%lld). Please accept each assignment, or return it with the reason.",
	                  (long long)l->items.n),
	              (long long)l->items.n));
	put_fact(d, tr(cx, N_("Answer due")), due);
	if (!put_items(cx, d, l))
		return false;
	put(d, DOCUMENT_BODY, "");
	put(d, DOCUMENT_BODY, tr(cx, N_("Head of the secretariat: ____________________")));
	return true;
}

static bool docx(struct context *cx, const struct letter *l, sink *to_sink, void *to)
{
	const char *from = setting(cx, arena_fmt(cx->mem, "mechanism_%s", cx->lang));
	const char *head = arena_fmt(cx->mem, tr(cx, N_("Letter %s of %s")), l->number,
	                             words_date_short(cx->mem, cx->lang, l->date));
	struct document *d = docx_start(cx, &(struct document_about){ .title = head,
	                                                              .author = from,
	                                                              .lang = cx->lang,
	                                                              .head = head,
	                                                              .foot = from });

	return d && tell(cx, d, l, from) && document_end(cx, d, to_sink, to);
}

bool letter_docx(struct context *cx, const struct letter *l, sink *to_sink, void *to)
{
	const char *lang = cx->lang;
	struct titles *titles = cx->titles;
	bool ok;

	cx->lang = choice_at(letter_languages, l->language)->code;
	cx->titles = NULL; /* of another language */
	ok = docx(cx, l, to_sink, to);
	cx->lang = lang;
	cx->titles = titles;
	return ok;
}

/* ---- writing one */

/* Each is his, awaits his answer, and may be named. */
static bool fits(struct context *cx, const struct letter *l)
{
	for (size_t i = 0; i < l->items.n; i++) {
		const struct recommendation *r = record_get(cx, R, l->items.v[i]);

		if (!r)
			return false;
		if (r->lead != l->correspondent || !type_state_in(R, r->record.state, "assigned"))
			return fail(cx, ERR_INVALID, "items",
			            N_("%s does not await an answer of this institution."),
			            recommendation_reference(cx, r));
	}
	return l->items.n ||
	       fail(cx, ERR_INVALID, "items", N_("Nothing awaits an answer of this institution."));
}

struct letter *letter_write(struct context *cx, int64_t institution, const struct refs *items,
                            struct date due, const char *lang)
{
	struct letter *l = record_new(cx, &letter_type);
	struct buffer out = BUFFER(cx->mem, MAX_ATTACHMENT);

	if (!access_function(cx, letter_type.function, RIGHT_SEND)) {
		fail(cx, ERR_FORBIDDEN, NULL, N_("Only the secretariat writes letters."));
		return NULL;
	}
	l->direction = LETTER_OUT;
	l->date = today(cx);
	l->correspondent = institution;
	l->items = *items;
	l->answer_due = due;
	l->language = choice_index(letter_languages, lang);
	if (!l->language) {
		fail(cx, ERR_INVALID, "language", N_("Choose the language of the letter."));
		return NULL;
	}
	l->subject = texts_in_languages(cx, subject_words, NULL);
	/* It is registered before it is written: the number stands in it. */
	if (!fits(cx, l) || !letter_type.prepare(cx, NULL, l) ||
	    !letter_docx(cx, l, sink_to_buffer, &out))
		return NULL;
	l->file = attachment_store(
	        cx,
	        arena_fmt(cx->mem, "letter-%d-%lld.docx", l->date.year, (long long)l->serial.units),
	        buffer_str(&out), out.len);
	if (!l->file)
		return NULL;
	return record_save_as(cx, &letter_type, l, CHANGE_CREATE) ? l : NULL;
}
