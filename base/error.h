/* How anything fails.  A function that can fail returns bool (or a pointer, NULL = failed) and
 * leaves the first cause in the context; whoever meets the outside (route, command line) decides
 * what to say. There are as many kinds as there are reactions. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/base.h"

struct context;

enum error_kind {
	ERR_NONE,
	ERR_BAD_REQUEST,     /* the request cannot be understood: 400 */
	ERR_INVALID,         /* a value is wrong: shown beside its field, 422 */
	ERR_UNAUTHENTICATED, /* sign in first: 401 */
	ERR_FORBIDDEN,       /* 403 */
	ERR_NOT_FOUND,       /* also what one may not know to exist: 404 */
	ERR_CONFLICT,        /* somebody else changed it meanwhile: 409 */
	ERR_PRECONDITION,    /* the version being changed was not named: 428 */
	ERR_TOO_LARGE,       /* 413 */
	ERR_TOO_MANY,        /* slow down: 429 */
	ERR_UNAVAILABLE,     /* busy, full, stopping: try again, 503 */
	ERR_RETRY,           /* the database could not serialise: run the handler again */
	ERR_BROKEN,          /* our fault or the machine's: apologise and log, 500 */
};

struct error {
	enum error_kind kind;
	const char *field; /* the field's name, or NULL */
	const char *text; /* in the user's language; for ERR_BROKEN technical, not shown to users */
	const char *where;  /* file:line of the first cause */
	struct error *next; /* further ERR_INVALID of the same form, in order */
};

/* Records the failure and returns false.  The first cause wins, except that ERR_INVALID ones are
 * collected: a form shows all its bad fields.  `format` is an English message id; it is translated,
 * then filled. */
#define fail(cx, kind, field, ...) \
	fail_((cx), (kind), __FILE__ ":" STR(__LINE__), (field), "" __VA_ARGS__)
bool fail_(struct context *cx, enum error_kind kind, const char *where, const char *field,
           const char *format, ...) PRINTF(5, 6);

/* Forgets the failure: for callers that can go on without. */
void error_clear(struct context *cx);

/* "bad_request", "invalid", … as the API names the kind. */
const char *error_kind_name(enum error_kind kind);

#endif
