/* The State's time zone: turns instants into civil dates.  Reads the system's compiled time zone
 * files (RFC 9636) itself, because libc's are a setting of the whole process. */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/date.h"

struct zone;

/* Loads "Asia/Ashgabat", or "+05:00" for a fixed offset.  Malloc'ed: zone_free.  NULL with
 * ERR_INVALID when the name is unknown. */
struct zone *zone_load(struct context *cx, const char *name);
void zone_free(struct zone *z);

/* Seconds east of UTC at the instant. */
int zone_offset(const struct zone *z, int64_t instant);

/* The civil date, and optionally the time of day in seconds, at the instant. */
struct date zone_date(const struct zone *z, int64_t instant, int *seconds);

/* The instant at which the civil day begins. */
int64_t zone_midnight(const struct zone *z, struct date d);

#endif
