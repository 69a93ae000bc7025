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
