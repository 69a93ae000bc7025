story: a token reads or writes as its scope says, until it is revoked
given: sample

run ygrar token add sec --scope read --days 1
  save token from /(\S+)\s*$/
api nobody GET /api/v1/institutions?limit=1
  send Authorization: Bearer {token}
  status 200
  save id from .institutions[0].id
api nobody PATCH /api/v1/institutions/{id}
  send Authorization: Bearer {token}
  if-match 1
  json {"region": "AHAL"}
  status 403
  json .error.kind == "forbidden"
as sec
GET /me
  status 200
  lacks "{token}"
