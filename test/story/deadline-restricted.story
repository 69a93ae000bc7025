story: through no door of the register does somebody outside the named list learn of a communication's deadline
tags: both
given: sample
now: 2026-05-05T09:00:00+05:00

user sec9 MFA SEC
sql SELECT id FROM account WHERE login = 'sec'
  save sec from /(\d+)/
sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
sql SELECT id FROM mechanism WHERE code = 'SP'
  save sp from /(\d+)/
api sec POST /api/v1/communications
  json {"reference": "AL TKM 77/2026", "letter_date": "2026-03-03", "received": "2026-03-05", "subject": {"en": "Free the xylophonist of the quarry"}, "readers": ["{sec}"]}
  status 201
  save id from .id
api sec POST /api/v1/communications/{id}/steps/register
  json {}
  status 200
api sec POST /api/v1/communications/{id}/steps/assign
  json {"lead": "{moe}"}
  status 200
sql SELECT id FROM deadline WHERE source_type = 'communication' AND source = {id}
  save did from /(\d+)/
sql SELECT id FROM deadline_rule WHERE code = 'DL-14'
  save rule from /(\d+)/
as sec
each page in /deadlines/{did} /deadlines /calendar?view=list /calendar?view=year&at=2026 /calendar?at=2026-05
  GET {page}
    status 200
    contains "Reply: Allegation letter"
GET /deadline_rules/{rule}/steps/propose
press "Propose a correction"
  form proposed_amount = 70
  form _reason = Sample: the letter has it
  status 303
GET /deadline_rules/{rule}
  contains "Reply: Allegation letter"
run ygrar due --as sec
  out "Reply: Allegation letter"
run ygrar due
  lacks "Reply: Allegation letter"
run ygrar due --json
  lacks "{did}"
run ygrar remind
each login in sec9 ch dc fp ma mj omb cso ip pub adm
  as {login}
  each page in /deadlines/{did} /deadlines/{did}/history /deadlines/{did}/links /deadlines/{did}/edit /deadlines/{did}/as-of?date=2026-12-31 /deadlines/{did}/steps/assign
    GET {page}
      status 403|404
      lacks "Allegation"
      lacks "{id}"
  each page in / /inbox /deadlines /deadlines?state=open&kind=letter /deadlines?mechanism={sp} /calendar /calendar?view=list /calendar?view=year&at=2026 /calendar?at=2026-05 /calendar?view=list&kind=letter /deadline_rules/{rule} /deadline_rules/{rule}/history /institutions/{moe} /institutions/{moe}/links /mechanisms/{sp} /mechanisms/{sp}/links /search?q=letter /search?q=Reply /audit /overview
    GET {page}
      lacks "Reply: Allegation letter"
      lacks "{did}"
  api {login} GET /api/v1/deadlines/{did}
    status 403|404
  api {login} GET /api/v1/deadlines/{did}/history
    status 403|404
  api {login} GET /api/v1/deadlines
    lacks "{did}"
    lacks "Allegation letter"
  api {login} GET /api/v1/deadlines?kind=letter
    lacks "{did}"
  api {login} GET /api/v1/complete?type=deadline&q=Reply
    lacks "{did}"
  run ygrar export deadline --format json --as {login}
    exit 0|1
    lacks "{did}"
  run ygrar export deadline --format csv --as {login}
    exit 0|1
    lacks "Allegation"
  run ygrar due --as {login}
    exit 0|1
    lacks "Allegation"
  run ygrar due --json --as {login}
    exit 0|1
    lacks "{did}"
as aud
each page in /deadlines/{did} /deadlines/{did}/history /deadlines /calendar?view=list /calendar?view=year&at=2026 /calendar?at=2026-05 /inbox /deadline_rules/{rule} /audit / /search?q=letter /mechanisms/{sp}/links /institutions/{moe}/links
  GET {page}
    lacks "Allegation letter"
api aud GET /api/v1/deadlines/{did}
  lacks "Allegation letter"
api aud GET /api/v1/deadlines
  lacks "Allegation letter"
run ygrar due --as aud
  exit 0|1
  lacks "Allegation"
run ygrar export deadline --format json --as aud
  exit 0|1
  lacks "Allegation"
as ch
GET /deadline_rules/{rule}/steps/approve
press "Approve the correction"
  status 303
  follow
  lacks "Allegation"
each page in /deadline_rules/{rule} /deadline_rules/{rule}/history / /inbox /audit
  GET {page}
    lacks "Allegation letter"
    lacks "{did}"
as sec
GET /deadlines/{did}
  contains "12 May 2026"
