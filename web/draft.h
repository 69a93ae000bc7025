/* Drafts: what a person typed and has not saved, kept on the server by user, form and record for 30
 * days (setting draft_days).
 *
 * A form names its draft by two hidden fields: "draft", the form ("recommendation",
 * "recommendation/assign"), and "draft_record", the record's id or 0 for a new one.  The router
 * keeps what was typed at every button, and drops the draft when the answer is 3xx (saved); a
 * script sends the form to POST /draft meanwhile (204), POST /draft/drop throws it away and goes to
 * `to`.  Files are kept as uploads whose identifiers stand in the draft.  The bytes are the fields
 * as a browser would send them (urlencoded), without csrf. */
#ifndef WEB_DRAFT_H
#define WEB_DRAFT_H

#include "web/route.h"

enum { MAX_DRAFTS = 200 /* of one user; the oldest gives way */ };

struct draft {
	const char *form;
	int64_t record, at;
	const char *bytes; /* NULL in lists */
	size_t size;
	struct pair *fields; /* of draft_load */
	size_t fields_n;
};

/* Keeps the bytes; ERR_TOO_LARGE above MAX_DRAFT.  Within a DB_WRITE transaction. */
MUST_USE bool draft_save(struct context *cx, int64_t user, const char *form, int64_t record,
                         const char *bytes, size_t size);
/* The draft with its fields, on the arena; NULL, without a failure, when there is none. */
const struct draft *draft_load(struct context *cx, int64_t user, const char *form, int64_t record);
MUST_USE bool draft_drop(struct context *cx, int64_t user, const char *form, int64_t record);
/* The user's drafts, newest first, without their bytes. */
MUST_USE bool draft_list(struct context *cx, int64_t user, struct draft **ret, size_t *ret_n);

/* The value of a field of a draft; NULL: it has none of that name. */
const char *draft_field(const struct draft *d, const char *name);

/* The record that the form's hidden field names; 0: none. */
int64_t draft_record_of(const struct request *q);
/* What the request typed, as a draft's bytes; NULL when its form names no draft. */
const char *draft_of_request(struct context *cx, const struct request *q, size_t *ret_size);

/* Files that were chosen and that the form's page has not kept (form_file.c) become uploads of the
 * actor and so part of the draft; one that can be no attachment is left.  Within a DB_WRITE
 * transaction. */
MUST_USE bool draft_keep_files(struct context *cx, struct request *q);

/* Takes out of the request what was erased from the record after its page was opened: neither a
 * save nor a draft brings it back.  Within a transaction. */
MUST_USE bool draft_leave_erased(struct context *cx, struct request *q);

/* Throws old drafts away; by the server's timer, within a DB_WRITE transaction. */
MUST_USE bool draft_clean(struct context *cx);

#endif
