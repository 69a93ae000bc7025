story: what was no longer due or met when its document became restricted is shown through no door to who could read it before
tags: both
given: sample
now: 2026-05-05T09:00:00+05:00

user sec9 MFA SEC
sql SELECT id FROM account WHERE login = 'sec'
  save sec from /(\d+)/
api sec POST /api/v1/documents
  json {"symbol": "XYLOPHONE/44", "kind": "concluding_observations", "title": {"en": "Sample: about the quarry"}, "stated_due": "2026-08-17"}
  status 201
  save doc from .id
api sec POST /api/v1/documents
  json {"symbol": "XYLOPHONE/45", "kind": "concluding_observations", "title": {"en": "Sample: about the quarry again"}, "stated_due": "2026-05-11"}
  status 201
  save doc2 from .id
sql SELECT id FROM deadline WHERE source_type = 'document' AND source = {doc}
  save did from /(\d+)/
sql SELECT id FROM deadline WHERE source_type = 'document' AND source = {doc2}
  save met from /(\d+)/
as sec9
each page in /deadlines/{did} /deadlines /calendar?view=list /calendar?view=year&at=2026 /calendar?at=2026-08
  GET {page}
    status 200
    contains "XYLOPHONE/44"
run ygrar remind
GET /inbox
  contains "XYLOPHONE/45"
# the one is taken back, the other met
api sec GET /api/v1/documents/{doc}
  save version from .version
api sec PATCH /api/v1/documents/{doc}
  if-match {version}
  json {"stated_due": null}
  status 200
api sec POST /api/v1/deadlines/{met}/steps/meet
  json {"done": "2026-05-04"}
  status 200
each page in /deadlines/{did} /deadlines/{did}/history /deadlines/{did}/as-of?date=2026-12-31
  GET {page}
    status 200
    contains "XYLOPHONE/44"
GET /deadlines?state=dropped
  contains "XYLOPHONE/44"
GET /deadlines/{met}/history
  contains "XYLOPHONE/45"
run ygrar export deadline --format json --as sec9
  out "XYLOPHONE/44"
  out "XYLOPHONE/45"
# now they become restricted
api sec GET /api/v1/documents/{doc}
  save version from .version
api sec PATCH /api/v1/documents/{doc}
  if-match {version}
  json {"classification": "restricted", "readers": ["{sec}"]}
  status 200
api sec GET /api/v1/documents/{doc2}
  save version from .version
api sec PATCH /api/v1/documents/{doc2}
  if-match {version}
  json {"classification": "restricted", "readers": ["{sec}"]}
  status 200
as sec
each page in /deadlines/{did} /deadlines/{did}/history /deadlines?state=dropped
  GET {page}
    status 200
    contains "XYLOPHONE/44"
GET /deadlines/{met}
  contains "XYLOPHONE/45"
run ygrar remind
each login in sec9 ch dc fp ma mj omb cso ip pub adm
  as {login}
  each id in {did} {met}
    each page in /deadlines/{id} /deadlines/{id}/history /deadlines/{id}/links /deadlines/{id}/edit /deadlines/{id}/as-of?date=2026-12-31 /deadlines/{id}/as-of?date=2026-05-05 /deadlines/{id}/steps/reopen
      GET {page}
        status 403|404
        lacks "XYLOPHONE"
        lacks "2026-08-17"
    api {login} GET /api/v1/deadlines/{id}
      status 403|404
    api {login} GET /api/v1/deadlines/{id}/history
      status 403|404
  each page in / /inbox /deadlines /deadlines?state=dropped /deadlines?state=met /deadlines?kind=other /calendar /calendar?view=list /calendar?view=year&at=2026 /calendar?at=2026-05 /calendar?at=2026-08 /calendar?view=list&kind=other /search?q=XYLOPHONE /search?q=Answer /audit /overview
    GET {page}
      lacks "XYLOPHONE/4"
      lacks "{did}"
      lacks "{met}"
  api {login} GET /api/v1/deadlines?state=dropped
    lacks "{did}"
    lacks "XYLOPHONE"
  api {login} GET /api/v1/complete?type=deadline&q=Answer
    lacks "{did}"
    lacks "{met}"
  each format in json csv
    run ygrar export deadline --format {format} --as {login}
      exit 0|1
      lacks "XYLOPHONE"
      lacks "2026-08-17"
  run ygrar due --as {login}
    exit 0|1
    lacks "XYLOPHONE"
  run ygrar due --as-of 2026-05-03 --json --as {login}
    exit 0|1
    lacks "{met}"
as aud
each page in /deadlines/{did} /deadlines/{did}/history /deadlines/{met} /deadlines?state=dropped /calendar?view=list /search?q=XYLOPHONE /audit /
  GET {page}
    lacks "XYLOPHONE/4"
    lacks "2026-08-17"
run ygrar verify
