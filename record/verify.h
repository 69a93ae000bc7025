/* Does the database still say what happened?  Walks the chain, replays the log and compares the
 * result with every stored record, checks attachments, the signed head and the database's own
 * integrity, and names what does not fit: the first bad link, or record, field, stored and logged
 * value (doc/change-log.md says what each check can and cannot find). */
#ifndef RECORD_VERIFY_H
#define RECORD_VERIFY_H

#include "record/app.h"
#include "record/seal.h"

enum fault_kind {
	FAULT_KEY,    /* the table of keys, or a key that is not ours */
	FAULT_HEAD,   /* the head does not fit the log, or its signature does not fit the head */
	FAULT_ANCHOR, /* the log is behind or beside what an anchor proves */
	FAULT_LINK,   /* a row of the log was changed, added or removed */
	FAULT_VALUE,  /* a value beside the log is not the one whose digest was sealed */
	FAULT_RECORD, /* a stored record differs from what the log makes of it */
	FAULT_ATTACHMENT, /* bytes are missing or other ones */
	FAULT_DATABASE,   /* the database's own check complains */
};

struct fault {
	enum fault_kind kind;
	const char *text;    /* one sentence, in the context's language */
	int64_t seq, change; /* of a link or a value; 0: none */
	const char *type;    /* of a record; NULL: none */
	int64_t record;
	const char *field;           /* an image's name; NULL: the whole record */
	const char *stored, *logged; /* canonical JSON; NULL: empty; restricted text is masked */
};

enum { MAX_FAULTS = 20 };

struct verify_result {
	struct fault v[MAX_FAULTS];
	size_t n;
	int64_t faults;                                         /* all of them, kept or not */
	int64_t sealed, unsealed, records, attachments, erased; /* how many were looked at */
	bool has_key;    /* the head's key was compared with the key file */
	bool has_anchor; /* an anchor was given */
	struct seal_head head;
};

/* `anchor` is the text of an anchor file, or NULL.  Seals first when the key is at hand.  False
 * only when it could not be done; what was found is in *ret.  Outside of any transaction. */
MUST_USE bool verify_run(struct context *cx, const char *anchor, struct verify_result *ret);

/* Writes the result in words; returns the exit status, 0 or 1. */
int verify_report(struct context *cx, const struct verify_result *result, struct buffer *out);

/* ---- between the files verify*.c: within the reading transaction */

/* Notes a fault; strings are kept as they are: see verify_rewind. */
void verify_fault(struct context *cx, struct verify_result *result, struct fault fault);
/* Gives back the memory of a page in which nothing was found; one with faults is left, they point
 * into it. */
void verify_rewind(struct context *cx, const struct verify_result *result, int64_t faults_before,
                   struct context_mark mark);
MUST_USE bool verify_replay(struct context *cx, struct verify_result *result);
MUST_USE bool verify_without_log(struct context *cx, struct verify_result *result);
/* What files had about records, against the digest with each import (import_original.c). */
MUST_USE bool verify_originals(struct context *cx, struct verify_result *result);
/* A file that hangs on a record must still be the one that was hung there: `detail` is what the log
 * says of it.  Whether it may be gone is not decided here: a missing one that a field still names
 * is found by verify_attachments(). */
MUST_USE bool verify_file(struct context *cx, struct verify_result *result, const char *type,
                          int64_t record, const char *detail);
MUST_USE bool verify_attachments(struct context *cx, struct verify_result *result);

#endif
