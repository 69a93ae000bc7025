story: a calendar program reads the deadlines under a secret address, which can be made anew
given: sample
now: 2025-10-15T09:00:00+05:00

as sec
GET /calendar/feed
  status 200
press "Make a secret address"
  status 200
  contains "It is shown only this once: copy it now."
  save path from /(\/calendar\/feed\/[\w-]+\.ics)/
GET /calendar/feed
  lacks "{path}"
  contains "All that I may read"

as nobody
GET {path}
  status 200
  header Content-Type ~ /^text\/calendar/
  store {dir}/feed.ics
run /usr/bin/python3 {tree}/test/story/read_calendar.py {dir}/feed.ics
  out "2025-10-30 CESCR: 3rd periodic"
  out /2026-02-01 … 2026-02-28 CEDAW: 6th periodic/
  out /UPR/

# who knows the address no more
as sec
GET /calendar/feed
press "Make a secret address"
  status 200
as nobody
GET {path}
  status 404
GET /calendar/feed/x.ics
  status 404
as sec
GET /calendar/feed
press "End it"
  status 303
  follow
  contains "The address has ended."
  lacks "All that I may read · "

# that of a body shows what is due for it alone, and nothing that is restricted
sql SELECT id FROM institution WHERE code = 'MOJ'
  save moj from /(\d+)/
sql SELECT id FROM account WHERE login = 'sec'
  save sec from /(\d+)/
api sec POST /api/v1/report_projects
  json {"title": {"en": "Sample: a report, led by a ministry"}, "kind": "other", "due": "2026-04-30", "institution": "{moj}"}
  status 201
api sec POST /api/v1/report_projects
  json {"title": {"en": "Sample: a report for few"}, "kind": "other", "due": "2026-04-30", "institution": "{moj}", "classification": "restricted", "readers": ["{sec}"]}
  status 201
as sec
GET /calendar/feed
press "Make a secret address"
  form body = {moj}
  status 200
  save body from /(\/calendar\/feed\/[\w-]+\.ics)/
as nobody
GET {body}
  status 200
  header Content-Type ~ /^text\/calendar/
  store {dir}/body.ics
run /usr/bin/python3 {tree}/test/story/read_calendar.py {dir}/body.ics
  out "2026-04-30 Sample: a report, led by a ministry: Submission"
  out "2025-11-03 Sample: a report, led by a ministry: Kick-off"   # the first of November is a Saturday
  lacks "CESCR"
  lacks "UPR"
  lacks "for few"
