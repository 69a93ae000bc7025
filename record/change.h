/* Writing the change log.  One row per save; values stand beside it, each under a salted digest, so
 * that a value can be erased and the chain still proves that nothing else was touched
 * (doc/change-log.md). */
#ifndef RECORD_CHANGE_H
#define RECORD_CHANGE_H

#include "base/secret.h"
#include "record/record.h"

#define CHANGE_REASON "#reason" /* the name under which a reason stands among the values */
#define CHANGE_DETAIL "#detail" /* and what an event is about */
#define CHANGE_FILE   "file"    /* the event that hangs a file on a record: "ID DIGEST SIZE" */

const char *change_kind_code(enum change_kind kind); /* "create", "update", … as stored */
enum change_kind change_kind_of(const char *code);

/* Appends a change of `row` to the log: the entries of `difference`, and cx->reason. *ret: its id;
 * given beforehand in *ret when not 0 (texts name the change that wrote them before the log row
 * exists). */
MUST_USE bool change_write(struct context *cx, const struct type *t, const struct record *r,
                           enum change_kind kind, const char *step, const struct image *difference,
                           int64_t *ret);

/* Something that happened without changing a record: a reading, a sign-in, an export of restricted
 * text.  `what` is a short code, `detail` goes among the values. */
MUST_USE bool change_event(struct context *cx, enum change_kind kind, const char *type,
                           int64_t record, const char *what, const char *detail);

/* Lets `write` write down what is about to be told, in a context and transaction of its own, because
 * the one that reads cannot write; on disk when it returns.  False, in words: it could not be, and
 * nothing may be given out. */
MUST_USE bool change_reading(struct context *cx, bool (*write)(struct context *cx, void *data),
                             void *data);

/* The salted digest of one value (NULL: became empty), in hex. */
void change_digest(const char *salt, const char *name, const char *value, char hex[HEX_DIGEST]);

/* The hash of a row behind the previous one. */
struct change_row {
	int64_t id, at, who, membership, on_behalf, record, version;
	const char *type, *kind, *step, *detail;
};
void change_row_hash(const char *previous, const struct change_row *row, char hex[HEX_DIGEST]);

#endif
