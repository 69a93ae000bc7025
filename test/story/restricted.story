story: a restricted record is there for its named readers and for nobody else, through every door
tags: both
given: sample

api sec GET /api/v1/recommendations?classification=restricted
  status 200
  json .recommendations has 3
sql SELECT record FROM text WHERE field = 'text' AND lang = 'en' AND record IN (SELECT r.id FROM recommendation r WHERE r.classification = 'restricted' AND r.state = 'entered')
  save id from /(\d+)/
api sec GET /api/v1/recommendations/{id}
  status 200
  save words from /"body":"(?:Sample: )?([^"]{12,40})/
each login in ch dc fp ma fp2 ma2 mj omb cso ip pub adm
  api {login} GET /api/v1/recommendations/{id}
    status 403|404
    lacks "{words}"
  api {login} GET /api/v1/recommendations/{id}/history
    status 403|404
  as {login}
  each page in /recommendations/{id} /recommendations/{id}/edit /recommendations/{id}/history /recommendations/{id}/links /recommendations/{id}/as-of?date=2026-12-31 /recommendations/{id}/split
    GET {page}
      status 403|404
      lacks "{words}"
  GET /recommendations
    query q = {words}
    status 200|303|403
    lacks "{words} "
  run ygrar export recommendation --format json --as {login}
    exit 0|1
    lacks "{words}"
run ygrar export recommendation --format json
  lacks "{words}"
run ygrar export recommendation --format json --restricted "The story needs it"
  out "{words}"
api aud GET /api/v1/recommendations/{id}      # that it is there, not what it says
  status 200
  lacks "{words}"
as aud
GET /recommendations?limit=200
  status 200
  lacks "{words}"
run ygrar export recommendation --format json --as aud
  lacks "{words}"
GET /recommendations/{id}
  lacks "{words}"
GET /recommendations/{id}/history
  lacks "{words}"
