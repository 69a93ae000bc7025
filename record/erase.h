/* Erasure of personal data.  Two rights together: somebody who may propose it requests it, the
 * chair approves it, and only then is it executed, with a reason.  What is erased is gone from the
 * record, from the log's values (their salted digests stay, so the chain still proves that nothing
 * else was touched), from attachments, from what people typed about the record and did not save,
 * from files that jobs made and from the public copy; that it was erased, by whom, why, and what it
 * was called is logged for good.  Afterwards the database's files are cleaned (store_clean),
 * because they keep the bytes of what was deleted. */
#ifndef RECORD_ERASE_H
#define RECORD_ERASE_H

#include "record/record.h"

struct erasure_request {
	struct record record;
	struct link subject; /* the record */
	/* what of it: fields ("phone"), languages of fields ("note.ru"), CHANGE_REASON; blanks
	 * between */
	const char *names;
	const char *reason;
};

/* requested → approved | refused, approved → executed.  Its fields are set by erase_request()
 * alone. */
extern const struct type erasure_request_type;

/* ---- what there is to erase */

struct erase_part {
	const char *name;          /* as a request names it: "phone", "note.ru", CHANGE_REASON */
	const struct field *field; /* NULL: the reasons of changes */
	const char *lang;          /* of a text; NULL: all languages, or none */
	int64_t values;            /* in the log: the present one and the earlier ones */
	bool now;                  /* the record holds one */
};

/* What of the record may be erased and the actor may see, personal data first.  With `names` (of a
 * request) only what they mean, also what holds nothing any more; `row` NULL then: the actor may
 * not read the record, and only names are told. */
MUST_USE bool erase_parts(struct context *cx, const struct type *t, const void *row,
                          const char *names, struct erase_part **ret, size_t *ret_n);

/* What goes beside the record's own values. */
struct erase_beside {
	int64_t drafts; /* forms about it that were not saved, of anybody */
	bool published;
};
MUST_USE bool erase_beside(struct context *cx, const struct type *t, int64_t id,
                           struct erase_beside *ret);

/* ---- requesting and executing */

/* Requests it for a record the actor may read; tries it, too, and undoes that, so that the chair is
 * asked for nothing that the tables refuse.  ERR_FORBIDDEN, ERR_INVALID ("names": none, unknown or
 * not seen, or the record cannot be without it; "reason").  *ret: the request. */
MUST_USE bool erase_request(struct context *cx, const struct type *t, int64_t id, const char *names,
                            const char *reason, int64_t *ret);

/* For `erased` of a subject: of a record that was saved without what stood in the erased one, all
 * values of the field but the present one are erased from the log. */
MUST_USE bool erase_earlier(struct context *cx, const struct type *t, int64_t id,
                            const char *field);

/* The newest request for the record that is requested or approved; 0: none. */
MUST_USE bool erase_open(struct context *cx, const struct type *t, int64_t id, int64_t *ret);

/* Executes an approved request, within a write transaction; cx->reason says why.  ERR_CONFLICT when
 * it is not approved, or executed already.  When it is committed, store_clean() has to follow, and
 * then erase_cleaned(). */
MUST_USE bool erase_execute(struct context *cx, int64_t request);

/* Logs that the database's files were cleaned after the request was executed. */
MUST_USE bool erase_cleaned(struct context *cx, int64_t request);
/* When they were; 0: not yet. */
MUST_USE bool erase_cleaned_at(struct context *cx, int64_t request, int64_t *ret);

/* The names erased from the record after that version of it, blanks between; "" for none, NULL:
 * failed.  A form that was opened before must not bring back what it still shows. */
const char *erased_since(struct context *cx, int64_t record, int64_t version);

/* ---- inside record/ */

/* erase_beside.c: deletes what people typed about the record, with the files they chose for it, and
 * the files that jobs made, of which nobody knows what they quote. */
MUST_USE bool erase_what_is_beside(struct context *cx, int64_t id);
/* What files had about the record, as it stood, and the labels in it that imports did not know
 * (import_original.c). */
MUST_USE bool erase_originals(struct context *cx, int64_t record);

#endif
