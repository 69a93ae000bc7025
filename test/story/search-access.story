story: what may not be read is not found, not counted and not proposed by ygrar search, for any role
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

sql SELECT id FROM account WHERE login = 'sec'
  save reader from /(\d+)/
api sec POST /api/v1/recommendations
  json {"text": {"en": "Free the xylophonist of the quarry"}, "kind": "recommendation"}
  status 201
  save id from .id
run ygrar search --json --as sec xylophonists
  json .total == 1
run ygrar search --json --as sec --facets state,kind "text:xylophonist"
  json .total == 1
  json .facets.kind has 1
each login in fp ma mj cso ip pub adm
  run ygrar search --json --as {login} --facets kind,state,type xylophonist
    json .total == 0
    json .items has 0
    json .facets.kind has 0
    json .facets.state has 0
    json .facets.type has 0
  run ygrar search --as {login} xylophonisst
    exit 0
    lacks "xylophonist"
api sec GET /api/v1/recommendations/{id}
  save version from header ETag /(\d+)/
api sec PATCH /api/v1/recommendations/{id}
  if-match {version}
  json {"classification": "restricted", "readers": ["{reader}"]}
  status 200
each login in sec ch dc fp ma mj omb cso ip pub adm aud
  run ygrar search --json --as {login} --facets kind,state,type xylophonist
    json .total == 0
    json .facets.kind has 0
    json .facets.type has 0
  run ygrar search --as {login} xylophonisst
    exit 0
    lacks "xylophonist"
run ygrar search --json xylophonist
  json .total == 0
run ygrar search --json --restricted "The story needs it" xylophonist
  json .total == 0                   # the index has none of them

# neither does its file hold the word for long
run sh -c "for i in 1 2 3 4 5 6 7 8 9; do grep -qs xylophonist *-search || exit 0; sleep 1; done; exit 1"
