/* See file_label.h.  A decision goes before a name: the page shows what stood unknown when it was
 * made, and a record may have got that name since. */
#include "subject/recommendation/file_label.h"

#include "base/number.h"

int64_t file_label_decided(struct context *cx, const struct import *im, const struct type *t,
                           const char *label)
{
	const char *decided;
	int64_t id = 0;

	if (!im->choices_n || str_empty(label)) /* most files: no text is made for each label */
		return 0;
	decided = import_choice(im, arena_fmt(cx->mem, "label:%s:%s", t->name, label));
	return decided && parse_int_in(decided, 1, INT64_MAX, &id) ? id : 0;
}

int64_t file_label(struct context *cx, const struct import *im, const struct type *t,
                   const struct labels *labels, const char *label)
{
	int64_t id = file_label_decided(cx, im, t, label);

	return id ? id : labels_find(cx, labels, label);
}

int64_t file_label_or_unknown(struct context *cx, struct import *im, const struct import_item *item,
                              const char *field, const struct type *t, const struct labels *labels,
                              const char *label)
{
	int64_t id = file_label(cx, im, t, labels, label);

	if (!id && !str_empty(label))
		import_unknown(im, item, field, t, label);
	return id;
}
