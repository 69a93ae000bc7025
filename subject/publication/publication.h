/* The public site and open data.  What is approved for them is copied out of the record and stands
 * in the table `publication` (and in `publication_value`, by which copies are found); the public
 * reads these and nothing else, so no mistake of a page can show a draft (consistency rule 5:
 * public and approved).
 *
 * One proposes, another publishes; what is published and changes is marked, and stays as it was
 * approved until it is published again.  A record that may not be public any more takes its copy
 * with it in the same transaction.  README.md has the rules in plain words. */
#ifndef SUBJECT_PUBLICATION_H
#define SUBJECT_PUBLICATION_H

#include "format/json.h"
#include "record/record.h"
#include "record/subject.h"

struct publication_request {
	struct record record;
	struct link subject; /* what is to be published */
	const char *note;    /* to whoever decides */
	enum yesno changed;  /* its public fields changed since it was proposed or published */
	struct date published_on;
	const char *fingerprint; /* digest of the copy, so that the log proves what was published */
};

/* proposed → published | refused | withdrawn; published → withdrawn | replaced by a newer copy. */
extern const struct type publication_request_type;

extern const struct subject publication_subject;

/* ---- the inside */

/* Proposes to publish a record; *ret: the request.  ERR_INVALID says why it cannot be,
 * ERR_FORBIDDEN. */
MUST_USE bool publication_propose(struct context *cx, const struct type *t, int64_t id,
                                  const char *note, int64_t *ret);
/* Publishes what was proposed, as another person than the one who proposed it. */
MUST_USE bool publication_approve(struct context *cx, int64_t request);
/* Takes a copy off the public site, or a proposal back. */
MUST_USE bool publication_withdraw(struct context *cx, int64_t request, const char *reason);

/* ERR_INVALID says in words why the record cannot be put on the public site now. */
MUST_USE bool publication_open(struct context *cx, const struct type *t, const void *row);
/* Would a copy of now say something else than the one that this request published? */
bool publication_says_else(struct context *cx, int64_t request);
/* What the public would read, were the record published now: struct published.body.  NULL with
 * ERR_INVALID when it names something that is not public. */
const struct json *publication_preview(struct context *cx, const struct type *t, const void *row);

/* Where a record stands: the request that waits and the one that is published, 0 for none. */
struct publication_state {
	int64_t proposed, published;
	bool changed; /* since it was published */
	struct date published_on;
};
MUST_USE bool publication_state_of(struct context *cx, const struct type *t, int64_t id,
                                   struct publication_state *ret);

/* ---- the public side (published.c): reads the copies and nothing else
 *
 * A body is {"title":{"en":…},"fields":{name:value}}.  Titles of records are {"en":…,"tk":…} in
 * every language the instance had; texts {"en":{"body":…,"original":true,"stale":true}}; sets and
 * owned rows are lists; everything else as in image.h. */

struct published {
	int64_t id, at; /* at: when it was published */
	const struct json *body;
};

struct published_filter {
	const char *field; /* FILTERED and PUBLIC, a choice or a reference; of owned rows
	                      "places.plan" */
	const char **values;
	size_t n; /* any of them */
};

struct published_list {
	const struct type *type;
	const struct published_filter *filters;
	size_t filters_n;
	const char *words; /* found in titles, texts and names; NULL: not asked for */
	int limit;
	int64_t from; /* how many to pass over */

	struct published *rows; /* the answer */
	size_t n;
	int64_t total;
};

/* NULL with ERR_NOT_FOUND. */
const struct published *published_get(struct context *cx, const struct type *t, int64_t id);
MUST_USE bool published_list(struct context *cx, struct published_list *l);
/* The records that a copy names in the field; whether they have copies themselves is not asked. */
MUST_USE bool published_named(struct context *cx, const struct type *t, int64_t id,
                              const char *field, int64_t **ret, size_t *n);
/* When the newest copy of the type was made; 0: there is none. */
MUST_USE bool published_until(struct context *cx, const struct type *t, int64_t *ret);

/* The values of a field that are found among the copies, the most frequent first. */
struct published_value {
	const char *value;
	const struct json *words; /* NULL: a choice */
	int64_t count;
};
MUST_USE bool published_values(struct context *cx, const struct type *t, const struct field *f,
                               int limit, struct published_value **ret, size_t *ret_n);

/* Does the field go into copies of the type?  Stage and owner do where the type says so. */
bool published_is(const struct type *t, const struct field *f);
/* The i-th of those; NULL past the end. */
const struct field *published_field(const struct type *t, size_t i);
/* True for fields that a copy may be found by. */
bool published_by(const struct type *t, const struct field *f);
/* Of an object of languages the member in the page's language, else as the instance prefers;
 * ret_lang (may be NULL) its language.  NULL: none. */
const struct json *published_words(struct context *cx, const struct json *languages,
                                   const char **ret_lang);
const char *published_title(struct context *cx, const struct published *p, const char **ret_lang);

#endif
