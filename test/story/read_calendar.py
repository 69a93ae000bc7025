"""Reads an iCalendar file as another program would, and prints its events: DATE [… DATE] SUMMARY."""
import datetime
import sys

import icalendar

with open(sys.argv[1], "rb") as file:
    calendar = icalendar.Calendar.from_ical(file.read())
assert calendar["VERSION"] == "2.0" and not calendar.is_broken
seen = set()
for event in calendar.walk("VEVENT"):
    first = event.decoded("DTSTART")
    last = event.decoded("DTEND") - datetime.timedelta(days=1)
    assert type(first) is datetime.date and first <= last, event
    assert event.decoded("DTSTAMP").tzinfo, event
    assert event["UID"] not in seen, event["UID"]
    seen.add(event["UID"])
    print(first if first == last else f"{first} … {last}", event["SUMMARY"])
