story: who is away lets another act for her for some days, and the log names both
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
api ma GET /api/v1/recommendations?state=assigned&lead={moe}&limit=1
  save id from .recommendations[0].id
as fp2                                     # of another ministry
GET /recommendations/{id}
  status 404
as ma
GET /me/substitution
press /substitut/
  form substitute = fp2
  form from_date = 11.07.2025
  form to_date =
  form reason = Leave
  status 422                               # a substitution always ends
press /substitut/
  form substitute = fp2
  form from_date = 11.07.2025
  form to_date = 20.07.2025
  form reason = Leave
  status 303
as fp2
GET /recommendations/{id}                  # not before she chooses to act for the other
  status 404
GET /me
  contains "substituting for Sample: Bagtyyar Hojamyradov"
press "Act in this one"
  status 303
GET /recommendations/{id}
  status 200
GET /inbox                                 # what waits for her waits for whoever stands in
  contains "What waits for my approval"
GET /recommendations/{id}/steps/return     # what is typed is kept for whoever typed it
press "Return"
  form _reason =
  status 422
GET /me
  contains "Drafts"
GET /recommendations/{id}/steps/accept
press "Accept"
  status 303
GET /recommendations/{id}/history
  contains "Kerim"
  contains "Bagtyyar"
run ygrar verify
