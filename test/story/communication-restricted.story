story: through no door does somebody outside the named list learn of a communication; the dashboard tells numbers alone
tags: both
given: sample
now: 2026-05-05T09:00:00+05:00

user sec9 MFA SEC
sql SELECT id FROM account WHERE login = 'sec'
  save sec from /(\d+)/
sql SELECT id FROM account WHERE login = 'ch'
  save ch from /(\d+)/
sql SELECT id FROM account WHERE login = 'aud'
  save aud from /(\d+)/
sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
api sec POST /api/v1/communications
  json {"reference": "AL TKM 77/2026", "letter_date": "2026-03-03", "received": "2026-03-05", "subject": {"en": "Free the xylophonist of the quarry"}, "persons": [{"name": "Sample Zacharias"}], "readers": ["{sec}", "{ch}"]}
  status 201
  save id from .id
api sec POST /api/v1/communications/{id}/steps/register
  json {}
  status 200
api sec POST /api/v1/communications/{id}/steps/assign
  json {"lead": "{moe}"}
  status 200
as sec
write draft.txt
  Of the story: about the xylophonist.
GET /communications/{id}/steps/draft
press "Submit a draft reply"
  form drafts.0.note = First draft
  file drafts.0.file = {dir}/draft.txt
  status 303
  follow
  save file from /\/attachments\/(\d+)/
each page in /communications /communications?q=quarry /communications?state=draft /communications/{id}/history
  GET {page}
    contains "AL TKM 77/2026"
GET /attachments/{file}
  source "about the xylophonist"
GET /deadlines
  contains "Reply: Allegation letter"
  lacks "77/2026"                          # titles of the register go into calendars
run ygrar export communication --format json --as sec
  out "77/2026"
run ygrar export deadline --format json --as sec
  out "{id}"
# who reads is in the log, of the list and of the record
sql SELECT count(*) FROM change WHERE kind = 'read' AND step = 'list' AND record = {id}
  contains /^[1-9]/
sql SELECT count(*) FROM change WHERE kind = 'read' AND step = 'page' AND record = {id}
  contains /^[1-9]/

each login in sec9 dc fp ma mj omb cso ip pub adm
  api {login} GET /api/v1/communications/{id}
    status 403|404
    lacks "77/2026"
  api {login} GET /api/v1/communications/{id}/history
    status 403|404
    lacks "xylophonist"
  api {login} GET /api/v1/communications
    lacks "{id}"
    lacks "77/2026"
  api {login} GET /api/v1/search?q=xylophonist
    lacks "{id}"
    lacks "77/2026"
  api {login} GET /api/v1/complete?q=AL+TKM
    lacks "77/2026"
  api {login} PATCH /api/v1/communications/{id}
    if-match 1
    json {"reference": "AL TKM 78/2026"}
    status 403|404
    lacks "77/2026"
  api {login} POST /api/v1/communications/{id}/steps/approve
    json {}
    status 403|404
    lacks "77/2026"
  as {login}
  each page in /communications/{id} /communications/{id}/edit /communications/{id}/history /communications/{id}/links /communications/{id}/as-of?date=2026-12-31 /communications/{id}/steps/approve /attachments/{file}
    GET {page}
      status 403|404
      lacks "77/2026"
      lacks "xylophonist"
      lacks "Zacharias"
  each page in / /communications /communications?q=quarry /communications?state=draft /search?q=quarry /institutions/{moe}/links /deadlines /calendar /audit /complete?type=communication&q=AL
    GET {page}
      status 200|303|403|404|400
      lacks "77/2026"
      lacks "{id}"
      lacks "Zacharias"
  run ygrar export communication --format json --as {login}
    exit 0|1
    lacks "77/2026"
    lacks "Zacharias"
  run ygrar export deadline --format json --as {login}
    exit 0|1
    lacks "{id}"
  run ygrar search --json --as {login} quarry
    exit 0|1
    lacks "77/2026"
# to be refused because it is there already would tell that it is
api sec9 POST /api/v1/communications
  json {"reference": "AL TKM 77/2026", "letter_date": "2026-03-03"}
  status 201
api sec POST /api/v1/communications
  json {"reference": "AL TKM 77/2026", "letter_date": "2026-03-03"}
  status 422
  contains "registered already"

# the console needs a reason, and the auditor learns that it exists
run ygrar export communication --format json
  lacks "77/2026"
run ygrar export communication --format json --restricted "The story needs it"
  out "77/2026"
api aud GET /api/v1/communications/{id}
  status 200
  json .state == "draft"
  lacks "77/2026"
  lacks "xylophonist"
as aud
GET /communications/{id}
  status 200
  lacks "77/2026"
  lacks "Zacharias"
GET /attachments/{file}
  status 403|404

# the dashboard: numbers, for those who keep or decide
each login in sec sec9 ch dc
  as {login}
  GET /communications/counts
    status 200
    contains /In all\s+4/                   # two of them are of the sample
    contains /Overdue\s+2/
    lacks "77/2026"
    lacks "{id}"
  GET /
    contains "Overdue: 2"
    lacks "77/2026"
    lacks "{id}"
each login in fp ma omb cso aud adm mj ip
  as {login}
  GET /communications/counts
    status 403
as ch                                      # one waits for her, and the page does not say which
GET /
  contains "Restricted files that wait for you"
run ygrar verify
