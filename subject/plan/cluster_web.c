/* A cluster of what was ticked in the list of recommendations: its form, with them in it. */
#include "subject/plan/plan_web.h"
#include "subject/recommendation/recommendation_web.h"

#include "language/messages.h"

enum { MOST = 100 }; /* what an address holds */

bool cluster_prepare_post(struct context *cx, const struct request *q, struct reply *a)
{
	struct buffer form = BUFFER(cx->mem, 64 * MOST);
	struct selection s;

	if (!selection_read(cx, q, &s))
		return false;
	if (!s.n)
		return selection_none(cx, q, a);
	if (s.n > MOST)
		return fail(cx, ERR_TOO_LARGE, NULL, N_("At most %d recommendations at once."),
		            MOST);
	for (size_t i = 0; i < s.n; i++)
		buffer_fmt(&form, "%srecommendations=%lld", i ? "&" : "/clusters/new?",
		           (long long)s.v[i]->record.id);
	return buffer_ok(cx, &form) && reply_goto(cx, a, buffer_str(&form));
}
