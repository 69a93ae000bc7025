story: every refusal of the API has its kind and its status
tags: both
given: sample

api nobody GET /api/v1/institutions
  status 401
  json .error.kind == "unauthenticated"
api nobody GET /api/v1/institutions
  send Authorization: Bearer ygrar_0000000000000000000000000000000000000000
  status 401
  json .error.kind == "unauthenticated"
api sec GET /api/v1/institutions?limit=1
  status 200
  json .institutions has 1
  save id from .institutions[0].id
  json .institutions[0].id ~ /^\d+$/
api sec GET /api/v1/institutions/{id}
  status 200
  save etag from header ETag /"(\d+)"/
api sec GET /api/v1/institutions/1
  status 404
  json .error.kind == "not_found"
api sec GET /api/v1/institutions/not-a-number
  status 404
api sec GET /api/v1/institutions?colour=red
  status 400
  json .error.kind == "bad_request"
  json .error.field == "colour"
api sec GET /api/v1/institutions?limit=100000
  status 400
  json .error.field == "limit"
api sec GET /api/v1/institutions?after=nonsense
  status 400
api sec PATCH /api/v1/institutions/{id}
  json {"active_to": "2025-12-31"}
  status 428
  json .error.kind == "bad_request"
api sec PATCH /api/v1/institutions/{id}
  if-match {etag}
  json {"active_to": "the day after"}
  status 422
  json .error.kind == "invalid"
  json .error.field == "active_to"
api sec PATCH /api/v1/institutions/{id}
  if-match {etag}
  json {"active_to": 20251231
  status 400
  json .error.kind == "bad_request"
api sec PATCH /api/v1/institutions/{id}
  if-match {etag}
  json {"no_such_field": 1}
  status 422
  json .error.field == "no_such_field"
api sec PATCH /api/v1/institutions/{id}
  if-match {etag}
  json {"active_to": "2025-12-31"}
  status 200
  json .active_to == "2025-12-31"
api sec PATCH /api/v1/institutions/{id}
  if-match {etag}
  json {"active_to": "2026-12-31"}
  status 409
  json .error.kind == "conflict"
  json .current.active_to == "2025-12-31"
  json .yours.active_to == "2026-12-31"
api fp PATCH /api/v1/institutions/{id}
  if-match {etag}
  json {"active_to": "2026-12-31"}
  status 403
  json .error.kind == "forbidden"
api adm GET /api/v1/institutions
  status 403
  json .error.kind == "forbidden"
api sec POST /api/v1/institutions
  body size 200000000
  send Content-Type: application/json
  status 413
  json .error.kind == "too_large"
api sec DELETE /api/v1/institutions/{id}
  status 405
  header Allow ~ /GET, HEAD, PATCH/
