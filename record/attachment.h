/* Files that hang on records.  A file is uploaded first and belongs to nobody but its uploader
 * until a record with a FILE field naming it is saved; from then on whoever may read that record
 * (and field) may read the file. */
#ifndef RECORD_ATTACHMENT_H
#define RECORD_ATTACHMENT_H

#include "record/record.h"

struct attachment {
	int64_t id, record; /* record 0: not saved with any record yet */
	const char *type;   /* the record's type */
	const char *name, *media_type, *hash;
	int64_t size, at, who;
};

/* Stores bytes as a new attachment, inside a write transaction; its id goes into a FILE field.  0:
 * failed (ERR_TOO_LARGE, ERR_INVALID for a name that is none).  The name is data, never a path; the
 * media type is what we find, not what was said. */
int64_t attachment_store(struct context *cx, const char *name, const void *bytes, size_t size);

/* NULL with ERR_NOT_FOUND when there is none or the actor may not read what it hangs on. */
struct attachment *attachment_get(struct context *cx, int64_t id);

/* What the file is called, for words about the record, its past among them: a file that it had once
 * is named, too.  "…" where there is none or the actor may not know of it. */
const char *attachment_name(struct context *cx, int64_t id);

/* ---- what a job made: a file under the job's own identifier
 *
 * It hangs on the job and so on no record: attachment_get() gives it to nobody, and web/, which
 * asks whose job it is, gives it out. */
struct attachment_result {
	const char *name, *media_type;
	int file; /* open for reading */
	int64_t size;
	/* Asked in each slice's transaction: false, with its failure, stops. */
	bool (*goes_on)(struct context *cx, void *data);
	void *data;
};

/* Stores it in slices, each in a transaction of its own, so that others save between; the actor is
 * its owner.  Begun again it begins anew.  Outside of transactions.  ERR_TOO_LARGE above
 * MAX_JOB_FILE. */
MUST_USE bool attachment_keep_result(struct context *cx, int64_t job,
                                     const struct attachment_result *r);
/* NULL with ERR_NOT_FOUND when it is gone. */
struct attachment *attachment_of_job(struct context *cx, int64_t job);
/* Deletes it, also one half written. */
MUST_USE bool attachment_forget_result(struct context *cx, int64_t job);

/* ---- on records */

/* Inside record/: gives the file to the record that is being saved; refuses one that hangs on
 * another. */
MUST_USE bool attachment_claim(struct context *cx, int64_t id, const struct type *t,
                               int64_t record);

/* The files of a record, without asking access. */
MUST_USE bool attachments_of(struct context *cx, int64_t record, struct attachment **ret,
                             size_t *ret_n);

/* Deletes uploads older than `before` (instant) that no record took; a file that somebody looks at
 * before it is brought in waits with that look (subject/recommendation/staging.h). */
MUST_USE bool attachments_forget(struct context *cx, int64_t before);

#endif
