/* Ministry packs: what a body has to report on, as a workbook that is filled in on a closed network
 * and brought back.
 *
 * Rules (README.md says them in words): a pack is issued for one body in one language and
 * registered; what must not be changed in it is signed; what comes back is compared with what was
 * issued and with what has been saved since, field by field, and becomes drafts of progress updates
 * in the rights of who brings it back.  Nothing is overwritten that nobody decided on. */
#ifndef SUBJECT_PACK_H
#define SUBJECT_PACK_H

#include "format/material.h"
#include "record/record.h"
#include "record/subject.h"
#include "subject/progress/progress.h"

enum {
	PACK_FIELDS = 9,                 /* of a report, that are filled in */
	MAX_PACK_ITEMS = 1000,           /* rows of one pack */
	MAX_PACK_FILE = 8 * 1024 * 1024, /* a pack that comes back */
};

/* A pack in the register. */
struct pack {
	struct record record; /* .institution: the body it is for */
	const char *code;     /* "MOE-2026-07-11-3FA9C1" */
	const char *language;
	struct instant issued;
	const char *digest; /* of what is signed */
	struct number items;
	int64_t returned; /* the file that came back last; kept whatever is decided */
	struct instant returned_at;
	struct number taken; /* reports that became drafts of it */
};
/* States: issued, brought_back (somebody has to decide), taken_in. */
extern const struct type pack_type;

/* May the actor issue a pack for the body: its focal point and approver, and the secretariat.  May
 * he bring it back: whoever writes reports for the body. */
bool pack_may_issue(struct context *cx, int64_t institution);
bool pack_may_bring_back(struct context *cx, int64_t institution);

/* Writes the body's pack as a workbook in that language and registers it, within a transaction that
 * writes.  It holds what the actor may read of measures and recommendations that the body leads and
 * can report on, and its reports that are not sent yet; nothing restricted.  NULL: ERR_FORBIDDEN,
 * ERR_TOO_LARGE, ERR_UNAVAILABLE (no signing key). */
struct pack *pack_write(struct context *cx, int64_t institution, const char *lang, sink *to_sink,
                        void *to);

/* ---- what came back */

/* A value of an indicator as it was typed. */
struct pack_value {
	int64_t indicator;
	const char *breakdown; /* NULL: the total */
	const char *told;      /* hash of the cells that are not to be changed */
	const char *typed;     /* "": left empty */
	int64_t row;           /* of the sheet, as its program counts */
};

/* A row of the pack: one report. */
struct pack_line {
	const char *key;
	struct link about;
	int64_t update, version; /* as issued; 0, 0: a report that had not been begun */
	int year, part;          /* the period that was offered; 0, 0: none */
	const char *told;        /* hash of the cells that are not to be changed */
	const char *typed[PACK_FIELDS];
	struct pack_value *values;
	size_t values_n;
	int64_t row; /* of the sheet */
};

struct pack_content {
	const char *code, *language, *digest;
	int64_t institution, issued;
	struct pack_line *lines;
	size_t n;
};

/* Reads a pack and checks that it is one of ours and as it was issued.  NULL: ERR_INVALID beside
 * "file", with the reason and the place in the actor's language: no pack, of another version of the
 * program, another server's, or something changed that is not to be filled in.  Within a
 * transaction, for the keys. */
struct pack_content *pack_read(struct context *cx, struct material *m);

/* Keeps the file with its entry in the register, which is made anew where the database does not
 * know it (restored from before), within a transaction that writes.  0: ERR_INVALID beside "file"
 * when it is another institution's. */
int64_t pack_bring_back(struct context *cx, const struct pack_content *c, const char *filename,
                        const void *bytes, size_t size);

/* A pack of the same body that was issued later; 0: none. */
int64_t pack_newer(struct context *cx, const struct pack *p);

/* ---- comparing */

enum pack_verdict {
	PACK_SAME,     /* nothing was filled in, or the same as is saved */
	PACK_NEW,      /* a report that becomes a new draft */
	PACK_CHANGED,  /* a draft that changes */
	PACK_CONFLICT, /* the same field was changed here since */
	PACK_INVALID,  /* something cannot be so */
	PACK_CLOSED,   /* the report was sent or locked since: nothing of it can be taken */
	PACK_VERDICTS
};

/* A field that differs from what is saved. */
struct pack_field {
	const char *name;                    /* "done"; "values.3" */
	const char *label;                   /* in the context's language */
	const char *issued, *saved, *packed; /* as words: "" where there is nothing */
	bool conflict;                       /* it was changed here, too */
	bool taken;                          /* the pack's becomes the draft's */
	const char *error;                   /* why it cannot be so; NULL */
};

struct pack_compared {
	const struct pack_line *line;
	enum pack_verdict verdict;
	const struct progress_update *saved; /* NULL: there is none yet */
	struct progress_update *result;      /* the draft as it would be saved */
	struct pack_field *fields;
	size_t n;
	const char *why; /* of what is closed or invalid as a whole; NULL */
};

/* For whom the conflict of that field is decided: true, the pack's.  NULL: what is saved stays. */
typedef bool pack_choice(const void *data, const char *key, const char *field);

/* Every line against what was issued and what is saved now, in the actor's rights. */
MUST_USE bool pack_compare(struct context *cx, const struct pack_content *c, pack_choice *choose,
                           const void *data, struct pack_compared **ret);

/* Saves what is new and changed as drafts, each by itself, within a transaction that writes; what
 * is invalid or closed is left.  `told` says of which version a line was shown; -1: it was not, and
 * is left.  ERR_CONFLICT when something was saved since it was shown: nothing is done then. */
typedef int64_t pack_shown(const void *data, const char *key);
struct pack_outcome {
	size_t taken, left;
};
MUST_USE bool pack_take(struct context *cx, int64_t pack, const struct pack_content *c,
                        pack_shown *told, pack_choice *choose, const void *data,
                        struct pack_outcome *ret);

extern const struct subject pack_subject;

#endif
