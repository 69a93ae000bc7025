/* Backups of a running server: one a day, thinned out with age. */
#include "command/backup.h"

#include "base/log.h"

#include <dirent.h>
#include <errno.h>
#include <unistd.h>

enum { MAX_BACKUPS = 4096 };

bool backup_keep_parse(const char *text, struct backup_keep *ret)
{
	*ret = (struct backup_keep){ 0 };
	while (*text) {
		char *end;
		long n = strtol(text, &end, 10);

		if (end == text || n < 0 || n > 1000)
			return false;
		switch (*end++) {
		case 'd':
			ret->days = (int)n;
			break;
		case 'w':
			ret->weeks = (int)n;
			break;
		case 'm':
			ret->months = (int)n;
			break;
		default:
			return false;
		}
		if (*end && *end++ != ',')
			return false;
		text = end;
	}
	return ret->days > 0;
}

static const char *name_of(struct context *cx, struct date day)
{
	char text[DATE_TEXT];

	return arena_fmt(cx->mem, "ygrar-%s.backup", date_text(day, text));
}

static bool day_of(const char *name, struct date *ret)
{
	char text[DATE_TEXT] = "";
	int end = 0;

	return sscanf(name, "ygrar-%10[0-9-].backup%n", text, &end) == 1 && end && !name[end] &&
	       date_parse(text, ret) && ret->precision == PRECISION_DAY;
}

static int newest_first(const void *a, const void *b)
{
	return date_compare(*(const struct date *)b, *(const struct date *)a);
}

static int64_t week_of(struct date d)
{
	return (date_to_days(d) + 3) / 7;
}

static int month_of(struct date d)
{
	return d.year * 12 + d.month;
}

/* The newest of each day, week and month counts against the numbers to keep. */
static bool worth_keeping(const struct date *days, size_t i, const struct backup_keep *keep)
{
	int weeks = 0, months = 0;

	if ((int)i < keep->days)
		return true;
	for (size_t k = 0; k <= i; k++) {
		bool new_week = k == 0 || week_of(days[k]) != week_of(days[k - 1]);
		bool new_month = k == 0 || month_of(days[k]) != month_of(days[k - 1]);

		weeks += new_week;
		months += new_month;
		if (k == i)
			return (new_week && weeks <= keep->weeks) ||
			       (new_month && months <= keep->months);
	}
	return false;
}

static bool thin_out(struct context *cx, const char *folder, const struct backup_keep *keep)
{
	struct date *days = arena_array(cx->mem, struct date, MAX_BACKUPS);
	size_t n = 0;
	DIR *d = opendir(folder);

	if (!d)
		return fail(cx, ERR_UNAVAILABLE, NULL,
		            N_("The folder for backups cannot be read: %s"), strerror(errno));
	for (struct dirent *e; (e = readdir(d)) && n < MAX_BACKUPS;)
		n += day_of(e->d_name, &days[n]);
	closedir(d);
	qsort(days, n, sizeof *days, newest_first);
	for (size_t i = 0; i < n; i++)
		if (!worth_keeping(days, i, keep))
			unlink(arena_fmt(cx->mem, "%s/%s", folder, name_of(cx, days[i])));
	return true;
}

bool backup_daily(struct context *cx, struct store *store, const char *folder,
                  struct backup_keep keep, struct date day, const char *to_key)
{
	const char *path = arena_fmt(cx->mem, "%s/%s", folder, name_of(cx, day));

	if (access(path, F_OK) == 0)
		return true;
	if (!backup_to_file(cx, store, path, to_key))
		return false;
	log_event(LOG_INFO, "backup", "day", name_of(cx, day), NULL);
	return thin_out(cx, folder, &keep);
}
