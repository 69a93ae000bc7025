/* Lines of RFC 5545.  There is no METHOD: who publishes by RFC 5546 names an organiser, and a
 * deadline has none.  Bytes gather in a small array and leave by the sink when it is full.  A line
 * is folded while it is written: a character that would pass octet 75 goes to the next line, which
 * begins with a blank that counts. */
#include "format/calendar.h"

#include "base/utf8.h"

enum { LINE = 75 };

static void flush(struct calendar_writer *w)
{
	if (!w->broken && w->n)
		w->broken = !w->sink(w->cx, w->to, w->bytes, w->n);
	w->n = 0;
}

static void put(struct calendar_writer *w, const char *s, size_t n)
{
	if (w->n + n > sizeof w->bytes)
		flush(w);
	memcpy(w->bytes + w->n, s, n);
	w->n += n;
}

/* One character, or what must not be parted. */
static void put_whole(struct calendar_writer *w, const char *s, size_t n)
{
	if (w->column + n > LINE) {
		put(w, "\r\n ", 3);
		w->column = 1;
	}
	put(w, s, n);
	w->column += n;
}

static void end_line(struct calendar_writer *w)
{
	put(w, "\r\n", 2);
	w->column = 0;
}

/* What is ASCII and needs no escaping: names, dates, addresses. */
static void plain(struct calendar_writer *w, const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s >= 0x20)
			put_whole(w, s, 1);
}

static void text(struct calendar_writer *w, const char *s)
{
	size_t left = strlen(s);

	while (left) {
		uint32_t c;
		size_t n = utf8_next(s, left, &c);

		if (!n) {
			put_whole(w, "\xef\xbf\xbd", 3);
			n = 1;
		} else if (*s == '\n') {
			put_whole(w, "\\n", 2);
		} else if (*s == '\\' || *s == ';' || *s == ',') {
			const char escaped[2] = { '\\', *s };

			put_whole(w, escaped, 2);
		} else if ((unsigned char)*s >= 0x20 && *s != 0x7F) {
			put_whole(w, s, n);
		}
		s += n;
		left -= n;
	}
}

static void text_line(struct calendar_writer *w, const char *name, const char *value)
{
	if (!value)
		return;
	plain(w, name);
	plain(w, ":");
	text(w, value);
	end_line(w);
}

static void plain_line(struct calendar_writer *w, const char *name, const char *value)
{
	if (!value)
		return;
	plain(w, name);
	plain(w, ":");
	plain(w, value);
	end_line(w);
}

/* "DTSTART;VALUE=DATE:20260216" */
static void date_line(struct calendar_writer *w, const char *name, struct date d)
{
	char value[32];

	snprintf(value, sizeof value, "%04d%02d%02d", d.year, d.month, d.day);
	plain_line(w, name, value);
}

/* "20261122T160000Z" of "2026-11-22T16:00:00.000000Z" */
static void instant_line(struct calendar_writer *w, const char *name, int64_t instant)
{
	char from[INSTANT_TEXT], value[INSTANT_TEXT];
	size_t n = 0;

	instant_text(instant, from);
	for (const char *s = from; *s && *s != '.' && *s != 'Z'; s++)
		if (*s != '-' && *s != ':')
			value[n++] = *s;
	value[n++] = 'Z';
	value[n] = 0;
	plain_line(w, name, value);
}

static void number_line(struct calendar_writer *w, const char *format, int64_t n)
{
	char line[60];

	snprintf(line, sizeof line, "%s%lld", format, (long long)n);
	plain(w, line);
}

void calendar_start(struct calendar_writer *w, struct context *cx, const char *name,
                    const char *lang, int hours, sink *to_sink, void *to)
{
	*w = (struct calendar_writer){ .cx = cx, .sink = to_sink, .to = to };
	plain_line(w, "BEGIN", "VCALENDAR");
	plain_line(w, "VERSION", "2.0");
	plain(w, "PRODID:-//Ygrar//Ygrar//");
	for (const char *s = lang; *s; s++) {
		char upper = *s >= 'a' && *s <= 'z' ? (char)(*s - 'a' + 'A') : *s;

		put_whole(w, &upper, 1);
	}
	end_line(w);
	plain_line(w, "CALSCALE", "GREGORIAN");
	text_line(w, "NAME", name);         /* RFC 7986 */
	text_line(w, "X-WR-CALNAME", name); /* what programs read that are older than it */
	number_line(w, "REFRESH-INTERVAL;VALUE=DURATION:PT", hours);
	plain(w, "H");
	end_line(w);
}

static void alarm_before(struct calendar_writer *w, const struct calendar_event *e)
{
	plain_line(w, "BEGIN", "VALARM");
	plain_line(w, "ACTION", "DISPLAY");
	text_line(w, "DESCRIPTION", e->summary);
	number_line(w, "TRIGGER:-P", e->alarm_days);
	plain(w, "D");
	end_line(w);
	plain_line(w, "END", "VALARM");
}

void calendar_put(struct calendar_writer *w, const struct calendar_event *e)
{
	struct date last = date_set(e->last) ? e->last : e->first;

	plain_line(w, "BEGIN", "VEVENT");
	text_line(w, "UID", e->uid);
	instant_line(w, "DTSTAMP", e->changed);
	instant_line(w, "LAST-MODIFIED", e->changed);
	number_line(w, "SEQUENCE:", e->sequence);
	end_line(w);
	date_line(w, "DTSTART;VALUE=DATE", e->first);
	date_line(w, "DTEND;VALUE=DATE", date_add_days(last, 1)); /* the first day after it */
	text_line(w, "SUMMARY", e->summary);
	text_line(w, "DESCRIPTION", e->description);
	text_line(w, "CATEGORIES", e->category);
	plain_line(w, "URL", e->url);
	plain_line(w, "TRANSP", "TRANSPARENT"); /* nobody is busy by it */
	if (e->alarm_days > 0)
		alarm_before(w, e);
	plain_line(w, "END", "VEVENT");
}

bool calendar_end(struct calendar_writer *w)
{
	plain_line(w, "END", "VCALENDAR");
	flush(w);
	return !w->broken;
}
