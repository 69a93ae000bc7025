/* Records that wait for a later row of the file, put aside in a file without a name: there may be
 * as many of them as rows. */
#include "record/import_merge.h"

#include <fcntl.h>
#include <unistd.h>

struct import_spool {
	FILE *file;
	int64_t end;
};

static void release(void *what)
{
	struct import_spool *s = what;

	fclose(s->file);
}

static bool no_room(struct context *cx)
{
	return fail(cx, ERR_UNAVAILABLE, NULL,
	            N_("There is no room for temporary files just now; please try again."));
}

struct import_spool *import_spool_new(struct context *cx)
{
	struct import_spool *s = arena_new_of(cx->mem, struct import_spool);
	const char *folder = getenv("TMPDIR");
	int fd =
	        open(str_empty(folder) ? "/var/tmp" : folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd >= 0 && !(s->file = fdopen(fd, "w+")))
		close(fd);
	if (!s->file) {
		no_room(cx);
		return NULL;
	}
	arena_defer(cx->mem, release, s);
	return s;
}

bool import_spool_put(struct context *cx, struct import_spool *s, const char *text, int64_t *ret)
{
	size_t n = strlen(text);

	*ret = s->end;
	if (fseeko(s->file, s->end, SEEK_SET) != 0 || fwrite(&n, sizeof n, 1, s->file) != 1 ||
	    fwrite(text, 1, n, s->file) != n || fflush(s->file) != 0)
		return no_room(cx);
	s->end += (int64_t)(sizeof n + n);
	return true;
}

const char *import_spool_get(struct context *cx, struct import_spool *s, int64_t at)
{
	char *text;
	size_t n;

	if (fseeko(s->file, at, SEEK_SET) != 0 || fread(&n, sizeof n, 1, s->file) != 1)
		return no_room(cx), NULL;
	text = arena_raw(cx->mem, n + 1);
	if (fread(text, 1, n, s->file) != n)
		return no_room(cx), NULL;
	text[n] = '\0';
	return text;
}

/* ---- records */

/* "name\nvalue\n" for each value: neither has a line end of its own. */
static const char *image_text(struct context *cx, const struct import_item *item)
{
	struct buffer b = BUFFER(cx->mem, MAX_MATERIAL_UNIT);
	struct image image;

	image_of(cx, item->type, item->record, &image);
	for (size_t i = 0; i < image.n; i++)
		buffer_fmt(&b, "%s\n%s\n", image.v[i].name, image.v[i].value);
	return buffer_ok(cx, &b) ? buffer_str(&b) : NULL;
}

static const char *line(struct context *cx, const char **rest)
{
	size_t n = strcspn(*rest, "\n");
	const char *s = arena_strn(cx->mem, *rest, n);

	*rest += n + ((*rest)[n] == '\n');
	return s;
}

bool import_spool_put_record(struct context *cx, struct import_spool *s,
                             const struct import_item *item, int64_t *ret)
{
	const char *text = image_text(cx, item);

	return text && import_spool_put(cx, s, text, ret);
}

void *import_spool_get_record(struct context *cx, struct import_spool *s, const struct type *t,
                              int64_t at)
{
	const char *text = import_spool_get(cx, s, at);
	struct record *r = record_new(cx, t);
	int64_t id = r->id;
	struct image image = { 0 };

	if (!text)
		return NULL;
	image.v = arena_array(cx->mem, struct entry, strlen(text) / 2 + 1);
	while (*text) {
		struct entry *e = &image.v[image.n++];

		e->name = line(cx, &text);
		e->value = line(cx, &text);
	}
	memset(r, 0, t->size);
	r->id = id;
	return image_to_row(cx, t, &image, r) ? r : NULL;
}

/* ---- whole items */

/* The fields that it says something about, by name. */
static const char *said_text(struct context *cx, const struct import_item *item)
{
	struct buffer b = BUFFER(cx->mem, MAX_MATERIAL_UNIT);

	for (const struct field *const *f = item->said; *f; f++)
		buffer_fmt(&b, "%s\n", (*f)->name);
	return buffer_str(&b);
}

static const struct field *const *read_said(struct context *cx, const struct type *t,
                                            const char *text)
{
	const struct field **said = arena_array(cx->mem, const struct field *, strlen(text) + 1);

	for (size_t n = 0; *text; n++)
		said[n] = type_field_named(t, line(cx, &text));
	return said;
}

static bool put_perhaps(struct context *cx, struct import_spool *s, const char *text, int64_t *ret)
{
	*ret = -1;
	return !text || import_spool_put(cx, s, text, ret);
}

bool import_spool_put_item(struct context *cx, struct import_spool *s,
                           const struct import_item *item, struct import_aside *ret)
{
	ret->item = *item;
	return import_spool_put_record(cx, s, item, &ret->record) &&
	       import_spool_put(cx, s, said_text(cx, item), &ret->said) &&
	       put_perhaps(cx, s, item->external, &ret->external) &&
	       put_perhaps(cx, s, item->cells, &ret->cells);
}

bool import_spool_get_item(struct context *cx, struct import_spool *s, const struct import_aside *a,
                           struct import_item *item)
{
	const struct field *key = import_key_field(a->item.type);
	const char *said = import_spool_get(cx, s, a->said);

	*item = (struct import_item){
		.row = a->item.row,
		.page = a->item.page,
		.type = a->item.type,
		.id = a->item.id,
		.version = a->item.version,
		.chosen = a->item.chosen,
		.record = import_spool_get_record(cx, s, a->item.type, a->record),
		.external = a->external < 0 ? NULL : import_spool_get(cx, s, a->external),
		.cells = a->cells < 0 ? NULL : import_spool_get(cx, s, a->cells),
	};
	if (!said || !item->record || failed(cx))
		return false;
	item->said = read_said(cx, item->type, said);
	item->key = key && !field_empty(key, item->record)
	                    ? *(const char *const *)field_at(key, item->record)
	                    : NULL;
	return true;
}
