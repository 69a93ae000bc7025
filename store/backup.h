/* A backup is a copy of every table, the same for both engines: what SQLite wrote, PostgreSQL
 * restores.  The format is described at the top of backup.c. */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "store/db.h"

/* Receives / gives the bytes of a backup. */
typedef bool backup_sink(struct context *cx, void *to, const void *bytes, size_t n);
typedef bool backup_source(struct context *cx, void *from, void *bytes,
                           size_t n); /* exactly n, or fails */

/* Writes everything as of one moment, while others go on working. */
MUST_USE bool backup_write(struct context *cx, struct store *s, backup_sink *put, void *to);

/* Reads a backup into an empty database (`s`), or only checks that it is whole (`s` NULL); `list`
 * are the program's migrations in both cases.  What it wrote is undone when it fails, unless only
 * the last step, migrating to the head, failed.  Refuses what is torn, altered, made by a newer
 * program, or a database that is not empty. */
struct backup_report {
	int schema;
	int64_t tables, rows, bytes;
};
MUST_USE bool backup_read(struct context *cx, struct store *s, const struct migration *list,
                          backup_source *get, void *from, struct backup_report *report);

#endif
