/* Backups by command and by the running server. */
#ifndef COMMAND_BACKUP_H
#define COMMAND_BACKUP_H

#include "command/command.h"

/* Writes a backup to the path ("-": standard output), sealed to a public key (hex) if one is given.
 * The file appears under its name only when it is whole and on disk. */
MUST_USE bool backup_to_file(struct context *cx, struct store *store, const char *path,
                             const char *to_key);

/* How many to keep: "7d,4w,12m" keeps the newest of each of the last 7 days, 4 weeks and 12 months
 * that have one. */
struct backup_keep {
	int days, weeks, months;
};
bool backup_keep_parse(const char *text, struct backup_keep *ret);

/* Makes today's backup in the folder unless it is there, and removes what need not be kept any
 * more.  Files are called ygrar-YYYY-MM-DD.backup; others are left alone. */
MUST_USE bool backup_daily(struct context *cx, struct store *store, const char *folder,
                           struct backup_keep keep, struct date day, const char *to_key);

#endif
