story: a right that is given, narrowed or taken away at one of two servers is so at the other with its next answer
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

sql SELECT r.id FROM recommendation r JOIN institution i ON i.id = r.lead WHERE i.code = 'MOE' AND r.state = 'assigned' AND r.classification <> 'restricted' ORDER BY r.id LIMIT 1
  save secret from /(\d+)/
sql SELECT r.id FROM recommendation r JOIN institution i ON i.id = r.lead WHERE i.code = 'MOE' AND r.state = 'assigned' AND r.classification <> 'restricted' ORDER BY r.id DESC LIMIT 1
  save duty from /(\d+)/

# a record that is made a secret
node two
as ma
GET /recommendations/{secret}
  status 200
node one
api sec GET /api/v1/recommendations/{secret}
  save version from header ETag /(\d+)/
api sec PATCH /api/v1/recommendations/{secret}
  if-match {version}
  json {"classification": "restricted"}
  status 200
node two
as ma
GET /recommendations/{secret}
  status 404

# a substitution begins and ends at both
node one
as ma
GET /me/substitution
press /substitut/
  form substitute = fp2
  form from_date = 11.07.2025
  form to_date = 20.07.2025
  form reason = Leave
  status 303
node two
as fp2
GET /recommendations/{duty}
  status 404
GET /me
press "Act in this one"
  status 303
GET /recommendations/{duty}
  status 200
node one
as ma
GET /me/substitution
press /^End$/
  status 303
node two
as fp2
GET /recommendations/{duty}
  status 404

# a session, a token and an account that are taken away at one are gone at the other
as fp
GET /me
  status 200
as fp on another computer
node one
GET /me
press "End all other sessions"
  status 303
node two
as fp
GET /me
  status 303
  header Location ~ /^\/sign-in/
node one
as fp on another computer
GET /me
  status 200
press "Sign out"
  status 303
node two
GET /me
  status 303

api fp2 GET /api/v1/recommendations
  status 200
as fp2
GET /me
node one
press "Revoke"
  status 303
node two
api fp2 GET /api/v1/recommendations
  status 401

as ma2
GET /recommendations
  status 200
node one
sql SELECT id FROM account WHERE login = 'ma2'
  save account from /(\d+)/
as adm
GET /accounts/{account}/edit
press "Save"
  form active = no
  form _reason = The story says so
  status 303
node two
as ma2
GET /recommendations
  status 303
  header Location ~ /^\/sign-in/

run ygrar verify
