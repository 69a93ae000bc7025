/* Asking the subjects what a save would move; see look.h. */
#include "web/look.h"

bool look_first(struct context *cx, const struct request *q, const struct type *t, const void *old,
                const void *row, look_work *work, void *data, const struct look **ret)
{
	*ret = NULL;
	for (const struct pages *const *pages = all_pages; *pages && !*ret; pages++)
		if ((*pages)->look && !(*pages)->look(cx, t, old, row, work, data, ret))
			return false;
	if (*ret && str_eq((*ret)->seal, request_form(q, "_seen")))
		*ret = NULL;
	return true;
}

void look_seal(struct html *h, const struct look *l)
{
	html(h, "<input type=\"hidden\" name=\"_seen\" value=\"%s\">\n", l->seal);
}
