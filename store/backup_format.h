/* Private to store/: what the writer (backup.c, where the format is described) and the reader
 * (restore.c) share. */
#ifndef STORE_BACKUP_FORMAT_H
#define STORE_BACKUP_FORMAT_H

#include "store/backup.h"

#define BACKUP_MAGIC "YGRAR BACKUP 1\n"

enum { BACKUP_COLUMNS = 200, BACKUP_NAME = 64 };

/* True for tables that a backup does not hold. */
bool backup_leaves_out(const char *table);

#endif
