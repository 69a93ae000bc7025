story: many recommendations are triaged and assigned at once, and what cannot be is named with its reason
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00
needs: ../shared/data/upr-info-2015/turkmenistan.csv

run ygrar import --json {shared}/data/upr-info-2015/turkmenistan.csv
  json .new == 275
api sec GET /api/v1/recommendations?state=imported&limit=3
  save first from .recommendations[0].id
  save second from .recommendations[1].id
  save third from .recommendations[2].id
sql SELECT id FROM institution WHERE code = 'MOL'
  save mol from /(\d+)/
as sec
GET /recommendations?state=imported
POST /recommendations/triage
  form id = {first}
  form id += {second}
  status 200
  contains "2 done, 0 refused"
GET /recommendations?state=imported
POST /recommendations/triage
  form id = {first}
  status 200
  contains "0 done, 1 refused"
GET /recommendations?state=imported
POST /recommendations/assign
  form id = {first}
  form id += {second}
  form id += {third}
  status 200
  contains "cannot be assigned at this stage"
POST /recommendations/assign/now
  status 422
POST /recommendations/assign/now
  form lead = {mol}
  form deadline = 31.12.2025
  status 200
  contains "2 done, 1 refused"
as fp2
each id in {first} {second}
  GET /recommendations/{id}
    status 200
GET /recommendations/{third}
  status 404
run ygrar verify
