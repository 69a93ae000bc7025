/* See verify.h.  This file looks at the chain itself: keys, head, anchor, links; verify_replay.c at what the log says.
 * Everything is read from one snapshot, in pages, so that it runs while others work and in bounded memory.
 *
 * Faults are kept by malloc, because the arena is rewound after each page. */
#include "record/verify.h"

#include "format/json.h"
#include "record/change.h"
#include "record/key.h"

SQL(verify_page, "SELECT seq, hash, id, at, who, membership, on_behalf, type, record, version, kind, step, detail"
                 " FROM change WHERE seq > $1 ORDER BY seq LIMIT $2");
SQL(verify_unsealed, "SELECT count(*) FROM change WHERE seq IS NULL");
SQL(verify_link, "SELECT hash FROM change WHERE seq = $1");
SQL(verify_keys, "SELECT generation, public_key, from_seq, signature FROM chain_key ORDER BY generation");

enum { PAGE = 500 };

static const char no_hash[] = "0000000000000000000000000000000000000000000000000000000000000000";

/* ---- faults */

static void free_with_arena(void *what)
{
	free(what);
}

/* A copy that outlives the page. */
static const char *kept(struct context *cx, const char *s)
{
	char *copy = s ? strdup(s) : NULL;

	(void)cx;
	return copy;
}

static void free_faults(void *what)
{
	struct verify_result *result = what;

	for (size_t i = 0; i < result->n; i++) {
		struct fault *f = &result->v[i];
		const char *const texts[] = {f->text, f->type, f->field, f->stored, f->logged};

		for (size_t k = 0; k < LEN(texts); k++)
			free_with_arena((void *)(uintptr_t)texts[k]);
	}
	result->n = 0;
}
