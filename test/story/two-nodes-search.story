story: what is saved or made a secret at one of two servers is found, or not found any more, at the other with its next answer
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

sql SELECT id FROM account WHERE login = 'sec'
  save reader from /(\d+)/
node one                                   # once each knows what was there before, it may lag no more
api sec GET /api/v1/search?q=sample
  within 60 s
  json .behind == false
node two
api sec GET /api/v1/search?q=sample
  within 60 s
  json .behind == false
each round in 1 2 3
  node one
  api sec POST /api/v1/recommendations
    json {"text": {"en": "Free the xylophonist{round} of the quarry"}, "kind": "recommendation"}
    status 201
    save id from .id
  node two
  api sec GET /api/v1/search?q=xylophonist{round}&facets=state,kind
    status 200
    json .behind == false
    json .total == 1
    json .items[0].id == "{id}"
    json .facets.kind has 1
  as ma
  GET /recommendations?q=xylophonist{round}
    lacks "of the quarry"
  node one
  api sec GET /api/v1/recommendations/{id}
    save version from header ETag /(\d+)/
  api sec PATCH /api/v1/recommendations/{id}
    if-match {version}
    json {"classification": "restricted", "readers": ["{reader}"]}
    status 200
  node two
  api ch GET /api/v1/search?q=xylophonist{round}&facets=state,kind,type
    status 200
    json .total == 0
    json .facets.kind has 0
    json .facets.type has 0
    lacks "xylophonist{round} of"
  api aud GET /api/v1/search?q=xylophonisst{round}
    json .total == 0
    json .instead == null
  node one
  api ch GET /api/v1/search?q=xylophonist{round}&facets=state,kind,type
    json .total == 0
