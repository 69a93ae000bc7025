story: a body returns an assignment with its reason, and the secretariat assigns it anew
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
sql SELECT id FROM institution WHERE code = 'MOI'
  save moi from /(\d+)/
api ma GET /api/v1/recommendations?state=assigned&lead={moe}&limit=1
  save id from .recommendations[0].id
as ma
GET /recommendations/{id}/steps/return
press "Return"
  status 422
  contains "reason"
press "Return"
  form _reason = This is for the Ministry of Internal Affairs
  status 303
as sec
GET /recommendations?state=returned
  status 200
GET /recommendations/{id}
  contains "This is for the Ministry of Internal Affairs"
GET /recommendations/{id}/steps/assign
press "Assign"
  form lead = {moi}
  form co =
  status 303
as ma                                     # it is no longer hers
GET /recommendations/{id}
  status 404
api sec GET /api/v1/recommendations/{id}/history
  json .changes[0].step == "assign"
  json .changes[1].step == "return"
  json .changes[1].reason == "This is for the Ministry of Internal Affairs"
run ygrar verify
