/* Memory of one piece of work: a request, a job, a command.  Everything allocated dies together,
 * together with the files, statements, locks and transactions that were hung on it.
 *
 * Allocation never returns NULL.  When the arena's limit or the machine's memory is reached, it
 * jumps to the recovery point its owner set (arena_recover), which answers "too large" for that
 * piece of work alone.  That is the only longjmp in the program, and the rule that makes it safe
 * is: whatever must be released (file, lock, statement, malloc) is hung on the arena with
 * arena_defer() before the next allocation, and callbacks of foreign libraries do not allocate
 * here. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base.h"

#include <setjmp.h>
#include <stdarg.h>

struct arena;

/* A new arena that holds at most `limit` bytes (see base/limits.h).  NULL when there
 * is no memory. */
struct arena *arena_new(size_t limit);

/* Runs the clean-ups, newest first, and frees everything.  NULL is fine. */
void arena_free(struct arena *a);

/* Runs the clean-ups and forgets everything, keeping one block for the next piece of work. */
void arena_reset(struct arena *a);

/* The recovery point.  Use:  if (setjmp(*arena_recover(a))) { …out of memory: answer, free… }
 * Without one, running out of memory ends the program (command line, tests). */
jmp_buf *arena_recover(struct arena *a);

void *arena_alloc(struct arena *a, size_t size); /* zeroed, aligned for any type */
/* The same, not zeroed: for what is written at once. */
void *arena_raw(struct arena *a, size_t size);
void *arena_grow(struct arena *a, void *p, size_t old_size, size_t new_size);
char *arena_str(struct arena *a, const char *s); /* a copy; NULL stays NULL */
char *arena_strn(struct arena *a, const char *s, size_t n);
char *arena_fmt(struct arena *a, const char *format, ...) PRINTF(2, 3);
char *arena_vfmt(struct arena *a, const char *format, va_list args) PRINTF(2, 0);

#define arena_new_of(a, T)   ((T *)arena_alloc((a), sizeof(T)))
#define arena_array(a, T, n) ((T *)arena_alloc((a), sizeof(T) * (size_t)(n)))

/* Calls fn(what) when the arena is reset or freed, newest first. */
void arena_defer(struct arena *a, void (*fn)(void *what), void *what);

/* A place to come back to: rewinding runs the clean-ups hung since, newest first, and frees what
 * was allocated since, so that a piece of work can be done again.  The recovery point stays. */
struct arena_mark {
	void *block, *cleanup;
	size_t block_used, used;
};
struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark mark);

/* Bytes handed out so far. */
size_t arena_used(const struct arena *a);

/* Test hook: the n-th allocation from now on (1 = the next), in any arena of this thread, fails as
 * if memory had run out; 0 switches it off. */
void arena_fail_after(long n);

#endif
