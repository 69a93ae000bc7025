/* Remarks between a body and the secretariat on a record (README.md says the rules in words).
 *
 * Who reads one is decided here, by remark_reads(), and by no scope of the matrix: it rests on who
 * reads the record that it is about.  So the type has no pages, no API and no exports of its own.
 */
#ifndef SUBJECT_REMARK_H
#define SUBJECT_REMARK_H

#include "record/record.h"
#include "record/subject.h"

enum { MAX_REMARK = 4000, MAX_REMARKS = 200 /* shown of a record */ };

/* A side has taken note. */
struct remark_note {
	int64_t id;
	int64_t institution; /* 0: the secretariat */
	int64_t account;
	struct instant at;
};

struct remark {
	struct record record; /* .institution: of the author; restricted as the record is */
	struct link about;
	const char *words;
	enum yesno from_secretariat;
	struct refs mentions; /* bodies it is for: with the author's and the secretariat the only
	                         ones that read it; none: whoever reads the record */
	struct refs awaiting; /* bodies that have neither answered nor noted it */
	enum yesno awaits_secretariat;
	int64_t answer_to, replaces; /* remarks; 0: none */
	struct owned notes;
};
extern const struct type remark_type; /* states: current, withdrawn, replaced */

/* Can there be remarks on records of the type?  On those whose work can be over. */
bool remark_fits(const struct type *t);
/* May the actor write one on the record?  The secretariat, focal points and approvers who read it.
 */
bool remark_may_write(struct context *cx, const struct type *t, const void *row);
/* Does the actor, who reads the record, read the remark? */
bool remark_reads(const struct context *cx, const struct remark *r);
bool remark_is_author(const struct context *cx, const struct remark *r);
/* Does it wait for the actor's side? */
bool remark_awaits(const struct context *cx, const struct remark *r);

/* Those on a record that the actor reads, oldest first, the newest MAX_REMARKS; those withdrawn and
 * replaced are among them. */
MUST_USE bool remark_on(struct context *cx, const struct type *t, const void *row,
                        struct remark ***ret, size_t *ret_n);
/* The remark and the record it is about; NULL with ERR_NOT_FOUND also where either may not be read.
 */
struct remark *remark_get(struct context *cx, int64_t id, void **ret_about);
/* Those that wait for the actor's side, oldest first, at most MAX_LIST_PAGE. */
MUST_USE bool remark_waiting(struct context *cx, struct remark ***ret, size_t *ret_n);
/* Appends " + (SELECT …)": how many; nothing for whoever is of no side. */
void remark_count_sql(struct context *cx, struct buffer *text, struct sql_values *values);

/* Writes one: about, words, answer_to and replaces are given.  Whom it mentions stands in its
 * words,
 * "@MOE".  The one that it answers is noted, the one that it replaces is replaced.  ERR_INVALID
 * with "words", ERR_FORBIDDEN, ERR_NOT_FOUND. */
MUST_USE bool remark_write(struct context *cx, struct remark *r);
/* The actor's side has read it and need not answer. */
MUST_USE bool remark_take_note(struct context *cx, struct remark *r);
/* For its author: the words are no longer shown, that there was a remark is. */
MUST_USE bool remark_withdraw(struct context *cx, struct remark *r);

extern const struct subject remark_subject;

#endif
