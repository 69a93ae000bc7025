/* Imports of files whose records hang together, so that their subject saves them itself: a plan
 * with its parts and measures.  What is known of them is what is known of any import: the file, who
 * and when, counts, what was wrong, which records it made or changed, and the cells they came from.
 */
#include "record/import_merge.h"

#include "base/secret.h"
#include "record/app.h"

static void end_work(void *what)
{
	struct import_work *w = what;

	free(w->met);
}

bool import_apart_begin(struct context *cx, struct import *im, const char *hash)
{
	im->work = arena_new_of(cx->mem, struct import_work);
	arena_defer(cx->mem, end_work, im->work);
	if (strlen(hash) >= sizeof im->work->hash)
		return fail(cx, ERR_BROKEN, NULL, "import: no digest: %s", hash);
	memcpy(im->work->hash, hash, strlen(hash) + 1);
	im->id = new_id(cx);
	return true;
}

bool import_apart_merge(struct context *cx, struct import_item *item, const void *old, void **ret)
{
	bool changed = true;

	if (!old)
		*ret = row_copy(cx, item->type, item->record);
	else if (!import_merge(cx, item, true, old, ret, &changed))
		return false;
	item->found = old ? ((const struct record *)old)->id : 0;
	item->fate = !old ? ITEM_NEW : changed ? ITEM_CHANGED : ITEM_SAME;
	if (item->fate == ITEM_CHANGED)
		import_changes(cx, item, old, *ret);
	return true;
}

bool import_apart_save(struct context *cx, const struct import *im, const struct import_item *item,
                       const void *old, void *row)
{
	return record_save_import(cx, item->type, old, row) && db_flush(cx) &&
	       import_record_add(cx, im, item, row);
}

bool import_apart_end(struct context *cx, struct import *im)
{
	return db_flush(cx) && import_record_save(cx, im);
}
