/* An arena is a list of blocks and a list of clean-ups.  Blocks double up to a megabyte; a request
 * that is larger than a block gets one of its own.  Clean-ups are themselves allocated here, so
 * hanging something on the arena can fail only before the thing is acquired by the caller's next
 * line.
 *
 * The address sanitizer is told what is not handed out, so that a pointer that outlived its memory
 * is found where it is used, and not by what it spoils. */
#include "base/arena.h"

#include <sanitizer/asan_interface.h> /* its macros do nothing in other builds */
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_BLOCK = 8 * 1024, KEPT_BLOCK = 512 * 1024, LARGEST_BLOCK = 1024 * 1024, ALIGN = 16 };

struct block {
	struct block *next;
	size_t used, size;
	_Alignas(ALIGN) char data[];
};

struct cleanup {
	struct cleanup *next;
	void (*fn)(void *what);
	void *what;
};

struct arena {
	struct block *blocks; /* newest first */
	struct cleanup *cleanups;
	size_t limit, used, next_size;
	bool recoverable;
	jmp_buf recovery;
};

static _Thread_local long fail_countdown;

struct arena *arena_new(size_t limit)
{
	struct arena *a = calloc(1, sizeof *a);

	if (a) {
		a->limit = limit;
		a->next_size = FIRST_BLOCK;
	}
	return a;
}

/* Runs the clean-ups hung after `last`; NULL: all. */
static void run_cleanups(struct arena *a, const struct cleanup *last)
{
	a->recoverable = false; /* a clean-up that allocates has no one left to answer to */
	while (a->cleanups != last) {
		struct cleanup *c = a->cleanups;

		a->cleanups = c->next;
		c->fn(c->what);
	}
}

/* Keeps the largest block of moderate size, so that the next piece of work, which is probably like
 * this one, does not have the kernel clear pages for it. */
void arena_reset(struct arena *a)
{
	struct block *keep = NULL;

	run_cleanups(a, NULL);
	while (a->blocks) {
		struct block *b = a->blocks;

		a->blocks = b->next;
		if (b->size <= KEPT_BLOCK && (!keep || b->size > keep->size)) {
			free(keep);
			keep = b;
		} else {
			free(b);
		}
	}
	if (keep) {
		keep->used = 0;
		keep->next = NULL;
		ASAN_POISON_MEMORY_REGION(keep->data, keep->size);
	}
	a->blocks = keep;
	a->used = 0;
	a->next_size = FIRST_BLOCK;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	arena_reset(a);
	free(a->blocks);
	free(a);
}

jmp_buf *arena_recover(struct arena *a)
{
	a->recoverable = true;
	return &a->recovery;
}

static _Noreturn void out_of_memory(struct arena *a)
{
	if (a->recoverable) {
		a->recoverable = false;
		longjmp(a->recovery, 1);
	}
	fputs("ygrar: out of memory\n", stderr);
	abort();
}

static bool told_to_fail(void)
{
	return fail_countdown > 0 && --fail_countdown == 0;
}

static struct block *add_block(struct arena *a, size_t size)
{
	size_t want = size > a->next_size ? size : a->next_size;
	struct block *b = malloc(sizeof *b + want);

	if (!b)
		out_of_memory(a);
	b->used = 0;
	b->size = want;
	b->next = a->blocks;
	ASAN_POISON_MEMORY_REGION(b->data, b->size);
	a->blocks = b;
	if (a->next_size < LARGEST_BLOCK)
		a->next_size *= 2;
	return b;
}

void *arena_raw(struct arena *a, size_t size)
{
	size_t need = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	struct block *b = a->blocks;

	if (need < size || need > a->limit - a->used || told_to_fail())
		out_of_memory(a);
	if (!b || b->size - b->used < need)
		b = add_block(a, need);

	void *p = b->data + b->used;

	b->used += need;
	a->used += need;
	ASAN_UNPOISON_MEMORY_REGION(p, size);
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	return memset(arena_raw(a, size), 0, size);
}

void *arena_grow(struct arena *a, void *p, size_t old_size, size_t new_size)
{
	char *q = arena_raw(a, new_size);
	size_t kept = old_size < new_size ? old_size : new_size;

	if (kept)
		memcpy(q, p, kept);
	memset(q + kept, 0, new_size - kept);
	return q;
}

char *arena_strn(struct arena *a, const char *s, size_t n)
{
	char *p = arena_raw(a, n + 1);

	if (n)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *arena_str(struct arena *a, const char *s)
{
	return s ? arena_strn(a, s, strlen(s)) : NULL;
}

char *arena_vfmt(struct arena *a, const char *format, va_list args)
{
	char small[256] = { 0 };
	va_list again;

	va_copy(again, args);

	int n = vsnprintf(small, sizeof small, format, args);
	size_t size = n < 0 ? 1 : (size_t)n + 1;
	char *p = arena_raw(a, size);

	if (size <= sizeof small)
		memcpy(p, small, size);
	else
		vsnprintf(p, size, format, again);
	va_end(again);
	return p;
}

char *arena_fmt(struct arena *a, const char *format, ...)
{
	va_list args;

	va_start(args, format);

	char *p = arena_vfmt(a, format, args);

	va_end(args);
	return p;
}

void arena_defer(struct arena *a, void (*fn)(void *what), void *what)
{
	struct cleanup *c = arena_alloc(a, sizeof *c);

	*c = (struct cleanup){ .next = a->cleanups, .fn = fn, .what = what };
	a->cleanups = c;
}

struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark){ .block = a->blocks,
		                    .cleanup = a->cleanups,
		                    .block_used = a->blocks ? a->blocks->used : 0,
		                    .used = a->used };
}

void arena_rewind(struct arena *a, struct arena_mark mark)
{
	bool recoverable = a->recoverable;

	run_cleanups(a, mark.cleanup);
	a->recoverable = recoverable;
	while (a->blocks != mark.block) {
		struct block *b = a->blocks;

		a->blocks = b->next;
		free(b);
	}
	if (a->blocks) {
		struct block *b = a->blocks;

		b->used = mark.block_used;
		ASAN_POISON_MEMORY_REGION(b->data + b->used, b->size - b->used);
	}
	a->used = mark.used;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}

void arena_fail_after(long n)
{
	fail_countdown = n;
}
