/* Private to store/: migrating inside a transaction that is open, for restore. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/driver.h"

/* Brings the database to migration `last` within the open transaction. */
MUST_USE bool migrate_here(struct context *cx, const struct migration *list, int last);

#endif
