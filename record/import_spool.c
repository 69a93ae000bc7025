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
