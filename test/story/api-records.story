story: a program makes, reads, changes and follows a record, and meets who was quicker
tags: both
given: sample

api sec POST /api/v1/institutions
  json {"code": "STORY_1", "kind": "other", "name": {"en": "An institution of the story", "tk": "Hekaýanyň edarasy"}}
  status 201
  header Location ~ /^\/api\/v1\/institutions\/\d+$/
  header ETag = "1"
  json .code == "STORY_1"
  json .version == 1
  save id from .id
api sec GET /api/v1/institutions/{id}
  status 200
  header ETag = "1"
  json .name.tk ~ /Hekaýanyň/
api sec POST /api/v1/institutions
  json {"code": "STORY_1", "kind": "other", "name": {"en": "The same code"}}
  status 422
  json .error.kind == "invalid"
  json .error.field == "code"
api sec POST /api/v1/institutions
  json {}
  status 422
  json .errors exists
api sec PATCH /api/v1/institutions/{id}
  if-match 1
  json {"name": {"en": "An institution of the second chapter"}, "region": "AHAL"}
  status 200
  header ETag = "2"
  json .name.tk ~ /Hekaýanyň/               # languages that are not named stay
  json .region == "AHAL"
api sec PATCH /api/v1/institutions/{id}
  if-match 1
  json {"region": "MARY"}
  status 409
  json .error.kind == "conflict"
  json .current.region == "AHAL"
  json .yours.region == "MARY"
api sec PATCH /api/v1/institutions/{id}
  if-match 2
  json {"region": null}
  status 200
  json .region absent
api sec GET /api/v1/institutions/{id}/history
  status 200
  json .changes has 3
  json .changes[0].before.region == "AHAL"
  json .changes[0].after.region == null
  json .changes[2].kind == "create"
api sec GET /api/v1/institutions?q=second+chapter
  json .institutions has 1
api sec GET /api/v1/institutions?limit=10
  json .institutions has 10
  save next from .next
api sec GET /api/v1/institutions?limit=10
  query after = {next}
  json .institutions has 10
api fp POST /api/v1/institutions
  json {"code": "STORY_2", "kind": "other", "name": {"en": "Not hers to make"}}
  status 403
run ygrar verify
