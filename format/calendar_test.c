/* What is written is read by libical, which finds in it what was meant and nothing to complain of.
 */
#include "format/calendar.h"

#include "base/utf8.h"
#include "test/unit.h"

#include <libical/ical.h>

static void start(struct calendar_writer *w, struct context *cx, struct buffer *b)
{
	calendar_start(w, cx, "Deadlines, all; of us", "en", 12, sink_to_buffer, b);
}

static struct calendar_event plain_event(void)
{
	return (struct calendar_event){
		.uid = "17@ygrar",
		.changed = 1793376000000000, /* 2026-10-31T00:00:00Z */
		.sequence = 3,
		.first = date_day(2026, 2, 28),
		.summary = "CEDAW: follow-up report",
	};
}

/* The bytes of a calendar with that event alone. */
static const char *written(struct context *cx, const struct calendar_event *e)
{
	struct buffer b = BUFFER(cx->mem, 1 << 20);
	struct calendar_writer w;

	start(&w, cx, &b);
	calendar_put(&w, e);
	assert_true(calendar_end(&w));
	return buffer_str(&b);
}

static void close_component(void *what)
{
	icalcomponent_free(what);
}

/* Read by libical, which must find no fault (X-LIC-ERROR); lives as long as the arena. */
static icalcomponent *read_back(struct context *cx, const char *bytes)
{
	icalcomponent *c = icalparser_parse_string(bytes);

	assert_non_null(c);
	arena_defer(cx->mem, close_component, c);
	assert_int_equal(icalcomponent_count_errors(c), 0);
	assert_true(icalrestriction_check(c));
	return c;
}

static icalcomponent *first_event(icalcomponent *c)
{
	icalcomponent *e = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);

	assert_non_null(e);
	return e;
}

static void is_day(struct icaltimetype t, int year, int month, int day)
{
	assert_true(t.is_date);
	assert_int_equal(t.year, year);
	assert_int_equal(t.month, month);
	assert_int_equal(t.day, day);
}

static void test_event(void **state)
{
	struct context *cx = *state;
	struct calendar_event e = plain_event();
	icalcomponent *c, *v;
	struct icaltimetype stamp;

	e.description = "By rule DL-08.";
	e.url = "https://example.org/deadlines/17";
	e.category = "Follow-up report";
	c = read_back(cx, written(cx, &e));
	v = first_event(c);
	assert_string_equal(icalcomponent_get_uid(v), "17@ygrar");
	assert_string_equal(icalcomponent_get_summary(v), e.summary);
	assert_string_equal(icalcomponent_get_description(v), e.description);
	assert_int_equal(icalcomponent_get_sequence(v), 3);
	is_day(icalcomponent_get_dtstart(v), 2026, 2, 28);
	is_day(icalcomponent_get_dtend(v), 2026, 3, 1);
	stamp = icalcomponent_get_dtstamp(v);
	assert_true(icaltime_is_utc(stamp));
	assert_int_equal(icaltime_as_timet(stamp), 1793376000);
	assert_int_equal(icalcomponent_count_components(v, ICAL_VALARM_COMPONENT), 0);
}

static void test_window_and_alarm(void **state)
{
	struct context *cx = *state;
	struct calendar_event e = plain_event();
	icalcomponent *v, *alarm;
	struct icaltriggertype trigger;

	e.last = date_day(2026, 12, 31);
	e.alarm_days = 7;
	v = first_event(read_back(cx, written(cx, &e)));
	is_day(icalcomponent_get_dtstart(v), 2026, 2, 28);
	is_day(icalcomponent_get_dtend(v), 2027, 1, 1);
	alarm = icalcomponent_get_first_component(v, ICAL_VALARM_COMPONENT);
	assert_non_null(alarm);
	trigger = icalproperty_get_trigger(
	        icalcomponent_get_first_property(alarm, ICAL_TRIGGER_PROPERTY));
	assert_int_equal(icaldurationtype_as_int(trigger.duration), -7 * 24 * 3600);
}

/* What was said comes back as it was said, whatever stands in it. */
static void test_texts_come_back(void **state)
{
	static const char *const texts[] = {
		"a, b; c: d \\ e \"f\"",
		"two\nlines",
		"\\n is no line",
		"BEGIN:VEVENT\nEND:VCALENDAR",
		"Zenanlara garşy kemsitmäniň ähli görnüşlerini ýok etmek baradaky komitet: "
		"dokuzynjy döwürleýin hasabat, goşmaça maglumatlar",
		"Комитет по ликвидации дискриминации в отношении женщин: шестой периодический "
		"доклад",
		"\xf0\x9f\x95\x8a\xf0\x9f\x95\x8a\xf0\x9f\x95\x8a\xf0\x9f\x95\x8a\xf0\x9f\x95\x8a"
		"\xf0\x9f\x95\x8a\xf0\x9f\x95\x8a\xf0\x9f\x95\x8a\xf0\x9f\x95\x8a\xf0\x9f\x95\x8a"
		"\xf0\x9f\x95\x8a\xf0\x9f\x95\x8a\xf0\x9f\x95\x8a\xf0\x9f\x95\x8a\xf0\x9f\x95\x8a"
		"\xf0\x9f\x95\x8a\xf0\x9f\x95\x8a\xf0\x9f\x95\x8a\xf0\x9f\x95\x8a\xf0\x9f\x95\x8a",
	};
	struct context *cx = *state;

	for (size_t i = 0; i < LEN(texts); i++) {
		struct calendar_event e = plain_event();
		icalcomponent *v;

		e.summary = e.description = texts[i];
		v = first_event(read_back(cx, written(cx, &e)));
		assert_string_equal(icalcomponent_get_summary(v), texts[i]);
		assert_string_equal(icalcomponent_get_description(v), texts[i]);
	}
}

static void test_foreign_bytes(void **state)
{
	struct context *cx = *state;
	struct calendar_event e = plain_event();

	e.summary = "a\xff"
	            "b\r\n\x01"
	            "c\x7f";
	assert_string_equal(icalcomponent_get_summary(first_event(read_back(cx, written(cx, &e)))),
	                    "a\xef\xbf\xbd"
	                    "b\nc");
}

/* At most 75 octets before each CR LF, and each line whole UTF-8, for texts of every length. */
static void test_folding(void **state)
{
	static const char *const letters[] = { "x", "ş", "€", "\xf0\x9f\x95\x8a", "," };
	struct context *cx = *state;

	for (size_t k = 0; k < LEN(letters); k++)
		for (int n = 1; n < 200; n++) {
			struct arena_mark mark = arena_mark(cx->mem);
			struct buffer b = BUFFER(cx->mem, 4096);
			struct calendar_event e = plain_event();
			const char *s, *end;

			for (int i = 0; i < n; i++)
				buffer_text(&b, letters[k]);
			e.summary = buffer_str(&b);
			for (s = written(cx, &e); *s; s = end + 2) {
				end = strstr(s, "\r\n");
				assert_non_null(end);
				assert_in_range(end - s, 1, 75);
				assert_true(utf8_valid(s, (size_t)(end - s)));
				assert_null(memchr(s, '\n', (size_t)(end - s)));
			}
			arena_rewind(cx->mem, mark);
		}
}

static void test_many(void **state)
{
	struct context *cx = *state;
	struct buffer b = BUFFER(cx->mem, 4 << 20);
	struct calendar_event e = plain_event();
	struct calendar_writer w;
	icalcomponent *c;

	start(&w, cx, &b);
	for (int i = 0; i < 500; i++) {
		e.uid = arena_fmt(cx->mem, "%d@ygrar", i);
		e.first = date_add_days(date_day(2026, 1, 1), i);
		calendar_put(&w, &e);
	}
	assert_true(calendar_end(&w));
	c = read_back(cx, buffer_str(&b));
	assert_int_equal(icalcomponent_count_components(c, ICAL_VEVENT_COMPONENT), 500);
}

static bool full(struct context *cx, void *to, const void *bytes, size_t n)
{
	(void)to, (void)bytes, (void)n;
	return fail(cx, ERR_UNAVAILABLE, NULL, "full");
}

static void test_broken_sink(void **state)
{
	struct context *cx = *state;
	struct calendar_event e = plain_event();
	struct calendar_writer w;

	calendar_start(&w, cx, "x", "en", 12, full, NULL);
	for (int i = 0; i < 1000; i++)
		calendar_put(&w, &e);
	assert_false(calendar_end(&w));
	assert_int_equal(cx->err.kind, ERR_UNAVAILABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_event),         UNIT(test_window_and_alarm), UNIT(test_texts_come_back),
		UNIT(test_foreign_bytes), UNIT(test_folding),          UNIT(test_many),
		UNIT(test_broken_sink),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
