/* Forms from field tables.  Whatever a form shows is a list of typed pairs: made from the row, from
 * the request that was refused, or from a draft; so what was typed always comes back.  Names of
 * inputs:
 *
 *   title                   text, number, date, choice, yes/no, reference, parent, instant
 *   price.amount price.currency      owner.type owner.key                    money; link
 *   title.en title.tk  title.original=en  title.tk.checked=1                 texts in languages;
 * "checked": the stale translation still fits the original themes themes …         one per member
 * of a set (identifiers, or keys separated by line ends or |) members.0.id members.0.role …   owned
 * rows letter (a file)  letter=ID  letter.remove=1      the attachment it has
 *
 * Buttons are named _do: "save", "add:members", "remove:members.2". The language switch posts the
 * form to /language, which keeps the draft and comes back to `to`. */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "record/record.h"
#include "web/html.h"
#include "web/route.h"

struct form {
	struct context *cx;
	const struct type *type;
	const void *row;             /* as stored, or new */
	const struct field **fields; /* those that are shown, in order */
	size_t n;
	struct pair *values;
	size_t values_n;
	const struct error *errors;   /* of the refused attempt; NULL: none */
	struct form_options *options; /* members of small reference types, loaded once a form */
	const char *action;           /* path it is posted to */
	const char *draft;            /* name of its draft (web/draft.h); NULL: none */
	int64_t draft_record;
	int64_t version; /* the version that was changed: the row's, or what the typed form said */
	const char
	        *needs; /* fields that must be filled though the type does not ask it (a step's) */
	bool reason;    /* ask for a reason, for the change log */
	bool reason_required;
	const struct look *look; /* what its save would move, shown with it (web/look.h); NULL */
};

/* Every field of the type that the actor may see and a form may change, filled from the row. */
void form_begin(struct form *f, struct context *cx, const struct type *t, const void *row);
/* Only the fields named (blanks between), for steps and subjects' own forms; READONLY ones, too. */
void form_begin_with(struct form *f, struct context *cx, const struct type *t, const void *row,
                     const char *names);

/* Shows what was typed instead of what the row holds. */
void form_take(struct form *f, const struct pair *values, size_t n);

/* True when the button was not the last one: a row was added or removed, and the form is to be
 * shown again. */
bool form_again(struct form *f, const struct request *q);

/* Reads what was typed into `row` (a copy of the stored one).  False with every ERR_INVALID
 * collected, under the names of the inputs.  Uploads are stored; the caller's transaction undoes
 * that when it fails. */
MUST_USE bool form_read(struct form *f, const struct request *q, void *row);

/* Keeps the files that were chosen as uploads of the actor (record/attachment.h) and puts them into
 * what the form shows, so that the next save takes them.  Within a DB_WRITE transaction that will
 * be committed. */
MUST_USE bool form_keep_files(struct form *f, const struct request *q);
/* The same when the save was refused: undoes the request's transaction, keeps the files in one of
 * their own, and leaves the context reading, for the page. */
MUST_USE bool form_refused(struct form *f, const struct request *q);

/* The row as it would have been, of a save that met another: read again after form_refused(), so
 * that it names the files that were kept.  NULL: failed. */
void *form_mine(struct form *f, const struct request *q);

/* What a link to the form gives beforehand, by the names of inputs: "?places.0.plan=12", of several
 * records "?measures=12&measures=13".  What the row says already stays, and what is no input of the
 * form is passed over. */
void form_preset(struct form *f, const struct pair *values, size_t n);

/* Takes a field out: it will be neither shown nor read. */
void form_leave_out(struct form *f, const char *name);

/* The value typed under that name; NULL: none. */
const char *form_value(const struct form *f, const char *name);

/* The form's page with its draft in it. */
const char *form_draft_path(const struct form *f);

/* True when what is typed must not be kept by the browser. */
bool form_secret(const struct form *f);

/* <form …> with hidden fields, the summary of errors, the fields, and the buttons: save with this
 * label, cancel leads back. */
void form_print(struct form *f, struct html *h, const struct request *q, const char *save,
                const char *cancel);
/* The parts, for hand-written forms. */
void form_open(struct form *f, struct html *h, const struct request *q);
void form_errors(struct form *f, struct html *h);
void form_field(struct form *f, struct html *h, const struct field *field);
void form_close(struct form *f, struct html *h, const char *save, const char *cancel);

/* A labelled input of a hand-written form, with its error and hint: type "text", "password", "date"
 * … */
void form_input(struct html *h, const struct error *errors, const char *name, const char *label,
                const char *hint, const char *type, const char *value, const char *more);

/* The same to choose from: the caller prints html_option()s and then form_select_close(). */
void form_select(struct html *h, const struct error *errors, const char *name, const char *label);
void form_select_close(struct html *h);

/* The same of several lines. */
void form_lines(struct html *h, const struct error *errors, const char *name, const char *label,
                const char *hint, const char *value, bool optional);

/* The error of that input; NULL: none. */
const struct error *error_of(const struct error *errors, const char *name);

/* A value as a person types it: "17.06.2025", "12.50", a code, an identifier. */
const char *typed_value(struct context *cx, const struct type *t, const struct field *f,
                        const void *row);

/* ---- inside web/form*.c */
struct form_options {
	const struct type *type;
	void **rows;
	size_t n;
	bool small; /* all of them are here, or those that the type offers */
	bool some;  /* there are others */
	bool none;  /* and there are none */
	struct form_options *next;
};
const struct form_options *form_options_of(struct form *f, const struct type *type);
const char *form_name(struct context *cx, const char *prefix, const char *name);
const char *form_id(struct context *cx, const char *name); /* "f-members-0-role" */
/* What the form says of a file: a new one, an upload kept before, none, or what stood there. */
MUST_USE bool form_read_file(struct form *f, const struct request *q, const char *name,
                             const struct field *field, int64_t *ret);
size_t form_rows_count(const struct form *f, const char *name);

#endif
