story: each role sees the recommendations that the table of rights gives it, by page, list, export and program alike
tags: both
given: sample

# 6-roles-permissions.md, "Import / triage / assign recommendations"; of the sample's 60 three are
# restricted, to ch|dc|sec, ch|sec|fp2 and sec; the auditor sees that they exist, not what they say
each login in sec aud
  api {login} GET /api/v1/recommendations?limit=200
    json .recommendations has 60
api omb GET /api/v1/recommendations?limit=200
  json .recommendations has 57
api mj GET /api/v1/recommendations?limit=200   # rule 7: what a body has accepted, and what is published
  json .recommendations has 22
api ch GET /api/v1/recommendations?limit=200
  json .recommendations has 59
api dc GET /api/v1/recommendations?limit=200
  json .recommendations has 58
each login in fp ma                       # what is assigned to the Ministry of Education, and nothing else
  api {login} GET /api/v1/recommendations?limit=200
    json .recommendations has 9
  as {login}
  GET /recommendations?limit=200
    status 200
    contains "Please state the salaries of teachers"
    lacks "Sample: Consider acceding to the Optional Protocol"
  run ygrar export recommendation --format csv --as {login}
    out "Please state the salaries of teachers"
    lacks "Sample: Consider acceding to the Optional Protocol"
api fp2 GET /api/v1/recommendations?limit=200
  json .recommendations has 11
api ma2 GET /api/v1/recommendations?limit=200
  json .recommendations has 10
each login in cso ip pub                  # what is published is a copy, read on the public pages
  api {login} GET /api/v1/recommendations?limit=200
    status 200
    json .recommendations has 0
  as {login}
  GET /recommendations?limit=200
    status 303
    header Location = /public
api adm GET /api/v1/recommendations
  status 403
as adm
GET /recommendations
  status 403
  contains "Your role does not include this"
run ygrar export recommendation --format csv --as adm
  exit 1
# a record of the other ministry is not there for her, by whatever door
api fp2 GET /api/v1/recommendations?q=textbooks&limit=1
api ma2 GET /api/v1/recommendations?limit=200
  save other from .recommendations[0].id
as fp
each page in /recommendations/{other} /recommendations/{other}/edit /recommendations/{other}/history /recommendations/{other}/links /recommendations/{other}/as-of?date=2026-12-31 /recommendations/{other}/steps/accept
  GET {page}
    status 404|403
