/* Rows of a matrix wait here until all are known, because they are told under headings and not in
 * the order in which the list gives them.  The texts lie in a file without a name; memory holds
 * sixteen bytes for each row. */
#include "subject/recommendation/matrix.h"

#include <fcntl.h>
#include <unistd.h>

enum { FIRST_ROOM = 1024 };

struct place {
	int64_t group, at;
};

struct matrix_spool {
	FILE *file;
	struct place *v;
	size_t n, room, next;
	int64_t length;
	bool broken; /* the disk is full */
};

static void release(void *what)
{
	struct matrix_spool *s = what;

	if (s->file)
		fclose(s->file);
	free(s->v);
	s->file = NULL;
	s->v = NULL;
}

static bool no_room(struct context *cx)
{
	return fail(cx, ERR_UNAVAILABLE, NULL,
	            N_("The document could not be written: is the disk full?"));
}

struct matrix_spool *matrix_spool_new(struct context *cx)
{
	const char *folder = getenv("TMPDIR");
	char *path = arena_fmt(cx->mem, "%s/ygrar-XXXXXX", str_empty(folder) ? "/tmp" : folder);
	struct matrix_spool *s = arena_new_of(cx->mem, struct matrix_spool);
	int fd;

	arena_defer(cx->mem, release, s);
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0) {
		unlink(path);
		s->file = fdopen(fd, "w+b");
		if (!s->file)
			close(fd);
	}
	if (!s->file) {
		no_room(cx);
		return NULL;
	}
	return s;
}

bool matrix_spool_begin(struct context *cx, struct matrix_spool *s, int64_t group)
{
	if (s->broken)
		return no_room(cx);
	if (s->n == s->room) {
		size_t room = s->room ? 2 * s->room : FIRST_ROOM;
		struct place *v = realloc(s->v, room * sizeof *v);

		if (!v)
			return fail(cx, ERR_UNAVAILABLE, NULL, N_("There is not enough memory."));
		s->v = v;
		s->room = room;
	}
	s->v[s->n++] = (struct place){ group, s->length };
	return true;
}

static void put(struct matrix_spool *s, const char *bytes, size_t n)
{
	s->broken |= n && fwrite(bytes, 1, n, s->file) != n;
	s->length += (int64_t)n;
}

void matrix_spool_put(struct matrix_spool *s, enum matrix_part part, const char *lang,
                      const char *text)
{
	char head[2] = { (char)part };
	uint32_t sizes[2] = { (uint32_t)(lang ? strlen(lang) : 0),
		              (uint32_t)(text ? strlen(text) : 0) };

	put(s, head, 1);
	put(s, (const char *)sizes, sizeof sizes);
	put(s, lang, sizes[0]);
	put(s, text, sizes[1]);
}

void matrix_spool_end(struct matrix_spool *s)
{
	char end = MATRIX_END;

	put(s, &end, 1);
}

static int by_group(const void *one, const void *other)
{
	const struct place *a = one, *b = other;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

bool matrix_spool_sort(struct context *cx, struct matrix_spool *s)
{
	if (s->broken || fflush(s->file) != 0)
		return no_room(cx);
	if (s->n)
		qsort(s->v, s->n, sizeof *s->v, by_group);
	return true;
}

int64_t matrix_spool_rows(const struct matrix_spool *s)
{
	return (int64_t)s->n;
}

bool matrix_spool_next(struct context *cx, struct matrix_spool *s, int64_t *ret_group)
{
	if (s->next == s->n)
		return false;
	*ret_group = s->v[s->next].group;
	return fseeko(s->file, (off_t)s->v[s->next++].at, SEEK_SET) == 0 || no_room(cx);
}

static const char *take(struct context *cx, struct matrix_spool *s, uint32_t size)
{
	char *text = arena_alloc(cx->mem, (size_t)size + 1);

	if (fread(text, 1, size, s->file) != size)
		no_room(cx);
	text[size] = '\0';
	return text;
}

enum matrix_part matrix_spool_part(struct context *cx, struct matrix_spool *s,
                                   const char **ret_lang, const char **ret_text)
{
	uint32_t sizes[2] = { 0 };
	int part = getc(s->file);

	if (part == MATRIX_END)
		return MATRIX_END;
	if (part == EOF || fread(sizes, 1, sizeof sizes, s->file) != sizeof sizes ||
	    sizes[0] > MAX_ANSWER || sizes[1] > MAX_ANSWER) {
		no_room(cx);
		return MATRIX_END;
	}
	*ret_lang = sizes[0] ? take(cx, s, sizes[0]) : NULL;
	*ret_text = take(cx, s, sizes[1]);
	return failed(cx) ? MATRIX_END : (enum matrix_part)part;
}
