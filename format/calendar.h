/* Calendars for other programs: iCalendar (RFC 5545), out.  Streams and holds one line at most.
 *
 * Everything is a whole day in the State's own time zone: a deadline has no hour, so no zone has to
 * travel with it, and no program moves it over midnight. */
#ifndef FORMAT_CALENDAR_H
#define FORMAT_CALENDAR_H

#include "base/date.h"
#include "format/sink.h"

struct calendar_writer {
	struct context *cx;
	sink *sink;
	void *to;
	bool broken;
	size_t column; /* octets in the line that is written */
	size_t n;
	char bytes[8192];
};

struct calendar_event {
	const char *uid;               /* the same for ever: programs find the event by it */
	int64_t changed;               /* instant of the last change */
	int64_t sequence;              /* grows with each change */
	struct date first, last;       /* both belong to it; last not set: one day */
	const char *summary;           /* one line */
	const char *description, *url; /* NULL: none */
	const char *category;          /* NULL: none */
	int alarm_days;                /* reminds so many days before; 0: never */
};

/* Begins a calendar of that name, in that language ("tk"), which programs should read again after
 * so many hours. */
void calendar_start(struct calendar_writer *w, struct context *cx, const char *name,
                    const char *lang, int hours, sink *to_sink, void *to);
/* Texts may be anything: what cannot stand in a line is escaped, what is no UTF-8 becomes U+FFFD,
 * and control characters are left out.  Lines are folded at 75 octets, never within a character. */
void calendar_put(struct calendar_writer *w, const struct calendar_event *e);
MUST_USE bool calendar_end(struct calendar_writer *w); /* false: the sink failed */

#endif
