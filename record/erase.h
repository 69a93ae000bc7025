/* Erasure of personal data.  Two rights together: somebody who may propose it requests it, the
 * chair approves it, and only then is it executed, with a reason.  What is erased is gone from the
 * record, from the log's values (their salted digests stay, so the chain still proves that nothing
 * else was touched), from attachments and from the public copy; that it was erased, by whom, why,
 * and what it was called is logged for good. */
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

/* Requests it for a record the actor may read.  ERR_FORBIDDEN, ERR_INVALID ("names": unknown, or
 * what every record must have).  *ret: the request. */
MUST_USE bool erase_request(struct context *cx, const struct type *t, int64_t id, const char *names,
                            const char *reason, int64_t *ret);

/* Executes an approved request, within a write transaction; cx->reason says why.  ERR_CONFLICT when
 * it is not approved, or executed already. */
MUST_USE bool erase_execute(struct context *cx, int64_t request);

#endif
