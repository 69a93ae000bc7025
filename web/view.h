/* The generic pages of every type: list, record, edit, history, as-of, step, conflict, links here,
 * export.  A subject that registers the same path is asked first and may use the parts below for
 * its own page. */
#ifndef WEB_VIEW_H
#define WEB_VIEW_H

#include "record/record.h"
#include "web/form.h"
#include "web/page.h"

/* Called once, after the routes of all_pages[]: a path that is there already stays with its owner.
 * The routes are on the context's arena, which lives as long as the router. */
MUST_USE bool view_add_routes(struct context *cx, struct router *r);

/* Logs, once a request, that the actor reads the record, where it is restricted or its type asks
 * for it; `what` names the door. False: it could not be logged, and nothing may be shown.  Only in
 * requests that do not write themselves. */
MUST_USE bool view_reading(struct context *cx, const struct type *t, const void *row,
                           const char *what);
MUST_USE bool view_reading_rows(struct context *cx, const struct type *t, void *const *rows,
                                size_t n, const char *what);

/* The type a generic route is about. */
const struct type *view_type(const struct request *q);
/* "/recommendations/123", and that with "/history" behind it; what NULL: none. */
const char *record_path(struct context *cx, const struct type *t, int64_t id, const char *what);
/* The record that the address names, "?record=person:123"; ret->id 0: it names none.  False: there
 * is no such type.  Whether the record is there, and open, is still to be asked. */
MUST_USE bool view_subject(struct context *cx, const struct request *q, struct link *ret);

/* ---- values */

/* A field's value: state with its glyph, references as links, dates unbroken, text with its
 * language and paragraphs. */
void view_value(struct html *h, const struct type *t, const struct field *f, const void *row);
/* The text in the page's language, else in the next there is; ret_lang its language.  NULL: there
 * is none. */
const char *view_text(struct context *cx, const struct texts *x, const char **ret_lang);
/* The words a record is about: its first long text in languages; NULL: there is none.  Of a row
 * from record_get() or record_list(), which hide what may not be seen. */
const char *view_words(struct context *cx, const struct type *t, const void *row,
                       const char **ret_lang);
/* Which language a text is in, when it is not the page's, and since when a translation is stale;
 * nothing otherwise. */
void view_text_note(struct html *h, const struct texts *x);
/* <dl class="facts"> of the fields named (blanks between), or of all that are no long text and no
 * rows (NULL). */
void view_facts(struct html *h, const struct type *t, const void *row, const char *names);
/* The title of a record as a link where the actor may open it. */
void view_link(struct html *h, const struct type *t, int64_t id);

/* ---- parts of a record's page */

/* Long texts as the document's words, each under a heading: 3 in a section that has one, else 2. */
void view_texts(struct page *p, const struct type *t, const void *row, int level);
/* Owned rows as tables. */
void view_rows(struct page *p, const struct type *t, const void *row);
void view_steps(struct page *p, const struct type *t,
                const void *row); /* buttons, refused ones with the reason */
void view_sources(struct page *p, const struct type *t,
                  const void *row); /* other registries, sources, conflicts between them */
/* What other subjects add to the page (struct pages.record_section). */
void view_sections(struct page *p, const struct type *t, const void *row);
MUST_USE bool view_history(struct page *p, const struct type *t, int64_t id, int limit);
/* What was done: the kind of a change, and more closely by the step or event in its log row (NULL:
 * none; type NULL: not one of ours). */
const char *view_kind_words(const struct context *cx, enum change_kind kind);
const char *view_change_words(const struct context *cx, const struct type *t, enum change_kind kind,
                              const char *step);
/* Crumb, buttons (edit, history, as of, links), the mark of restricted records; logs the reading of
 * those. */
void view_head(struct page *p, const struct type *t, const void *row);
/* What the type has to say to whoever may change the record (struct type.warning). */
void view_warning(struct page *p, const struct type *t, const void *row);

/* ---- parts of a list's page */

/* Filters, order, limit and place of the list from the address; ERR_BAD_REQUEST for
 * what cannot be. */
MUST_USE bool view_list_read(struct context *cx, const struct request *q, struct list *l);

/* The same for who takes all of it, as exports do: with words, or filters that the index of the
 * search alone knows, l->only says what they find.  ERR_BAD_REQUEST where that is too much. */
MUST_USE bool view_list_all(struct context *cx, const struct request *q, struct list *l);

/* The filters in words, for print and exports; "" for none. */
const char *view_filters(struct context *cx, const struct list *l);

/* How lists can be laid out: as `layout` in the address and the user's choice name them; name NULL
 * ends them. */
struct view_layout {
	const char *name, *label; /* N_() */
};
extern const struct view_layout view_layouts[];
const struct view_layout *view_layout_chosen(const struct request *q);

/* What a subject changes in a generic list. */
struct view_list {
	/* Prints the cells of a row instead of the LISTED fields (with its own head). */
	void (*head)(struct html *h, const struct list *l);
	void (*row)(struct html *h, const struct list *l, const void *row);
	/* Or cells behind those of the LISTED fields, with their heads (N_(); NULL ends them). */
	const char *const *more;
	void (*more_cell)(struct html *h, const struct list *l, const void *row, size_t i);
	/* Fields whose references it names by their titles, blanks between; NULL: the LISTED ones.
	 */
	const char *titles;
	/* The row in the other layouts, within <li>: as a block of three parts, as a line.  Without
	 * them, and with row(), the list is a table for everybody. */
	void (*card)(struct html *h, const struct list *l, const void *row);
	void (*line)(struct html *h, const struct list *l, const void *row);
	/* Wraps the table into a form and prints the bar for what is selected (rows print their
	 * ticks themselves). */
	const char *bulk_action;
	void (*bulk)(struct html *h, const struct list *l);
	/* Links above the table: ready filters. */
	void (*views)(struct html *h, const struct list *l);
};
/* A ready filter, a plain link: what it finds (N_()) and its query, "" for the whole list. */
struct view_ready {
	const char *label, *query;
};
/* Those of a list, above its table. */
void view_ready_print(struct html *h, const struct list *l, const struct view_ready *v, size_t n);
/* The whole list below the head: search box, table, pager, filters.  v NULL: generic. */
void view_list_print(struct page *p, const struct list *l, const struct view_list *v);
/* The text of a row in words that were searched for, marked; false: print it as it is. */
bool view_found(struct html *h, const struct list *l, const void *row);
/* The address of the list, "?q=…&status=…", for what takes all of it; "" for the whole list. */
const char *view_list_query(struct context *cx, const struct list *l);
/* A whole list page: head with export and New, then view_list_print(). */
MUST_USE bool view_list_page(struct context *cx, const struct request *q, struct reply *a,
                             const struct type *t, const struct view_list *v);

/* ---- saving */

/* Saves in a part of the transaction, so that a refused save leaves nothing.  *ret_errors: what was
 * refused; NULL: saved.  False: failed otherwise (also ERR_CONFLICT). */
typedef bool save_work(struct context *cx, const struct type *t, void *row, const void *data);
MUST_USE bool view_save(struct context *cx, const struct type *t, void *row, save_work *work,
                        const void *data, const struct error **ret_errors);
/* The failures of reading a form, kept for its page, so that the context is clean again. */
const struct error *view_errors(struct context *cx);
/* The failures of reading a form, and behind them what a save of the row would be refused for
 * besides: one mistake does not hide the next.  Nothing is saved.  NULL: failed otherwise. */
const struct error *view_all_errors(struct context *cx, const struct type *t, void *row,
                                    save_work *work, const void *data);
/* 409: the page with both versions of a form that met a newer version: `current` is the row as it
 * is now, `mine` as it would have been.  One chooses per field; the next save posts
 * choose.FIELD=theirs for what is to stay (form_choose). */
bool view_conflict(struct page *p, struct form *f, const void *current, const void *mine);
/* Leaves out the fields for which the other's version was chosen. */
void form_choose(struct form *f, const struct request *q);
/* Fills the form from its draft when the user has one and asked to go on with it (?draft=1);
 * otherwise offers it. */
void view_draft(struct page *p, struct form *f);

/* ---- handlers of generic routes, for subjects that add one to their own path */
handler view_list_get, view_new_get, view_new_post, view_record_get, view_edit_get, view_edit_post,
        view_history_get, view_as_of_get, view_links_get, view_step_get, view_step_post,
        view_export_get, view_facet_get;

#endif
