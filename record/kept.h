/* What a process has worked out of rows that are over and done with, kept for whoever asks next.
 *
 * It is asked for with a key: all of what it was worked out from, so that what is no longer true is
 * not found.  Rows that may change after all have an epoch (a row of the table epoch, moved in the
 * transaction of the change), and the key has its value.  A transaction that may write neither
 * finds nor keeps anything, because what it sees may not have happened yet. */
#ifndef RECORD_KEPT_H
#define RECORD_KEPT_H

#include "base/context.h"

/* For struct app; malloc'ed.  NULL: there is no memory, and nothing is kept. */
struct kept *kept_new(void);
void kept_free(struct kept *k);

/* Takes into ret[size] what was put for `about`, a constant of whoever asks, with this very key.
 * Safe from any thread. */
bool kept_take(struct context *cx, const void *about, const void *key, size_t key_size, void *ret,
               size_t size);

/* In place of what was put for `about` before.  Keys have no unset bytes. */
void kept_put(struct context *cx, const void *about, const void *key, size_t key_size,
              const void *value, size_t size);

#endif
