story: a recommendation is entered, triaged, assigned, accepted by the body's approver, and another returned with a reason
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

as sec
GET /recommendations/new
press "Save"
  form text.en =
  form locator = 126.3
  status 422                              # nothing to recommend
press "Save"
  form text.en = Of the story: publish the statistics every year.
  form text.original = en
  form kind = recommendation
  status 303
  follow
  status 200
  contains "publish the statistics"
  save id from /recommendations\/(\d+)/
api sec GET /api/v1/recommendations/{id}
  json .state == "entered"
sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
# the ministry does not see it yet
as fp
GET /recommendations/{id}
  status 404
as sec
GET /recommendations/{id}
link "Triage"
press "Triage"
  form priority = high
  status 303
GET /recommendations/{id}/steps/assign
press "Assign"
  status 422                              # to whom?
press "Assign"
  form lead = {moe}
  form deadline = 31.12.2025
  status 303
  follow
  contains "31 Dec 2025"
api sec GET /api/v1/recommendations/{id}
  json .state == "assigned"
  json .answer_due == "2025-07-21"
  json .assigned_on == "2025-07-11"
as fp
GET /recommendations/{id}
  status 200
GET /recommendations/{id}/steps/accept
  status 403                              # she proposes, the approver decides
GET /recommendations/{id}/steps/propose_answer
press "Propose an answer"
  form proposed_answer = accept
  status 303
as ma2                                    # the approver of another ministry
GET /recommendations/{id}
  status 404
as ma
GET /recommendations/{id}/steps/accept
press "Accept"
  status 303
api sec GET /api/v1/recommendations/{id}
  json .state == "accepted"
as ma
GET /recommendations/{id}/steps/return
  status 403                              # it is accepted already
as sec
GET /recommendations/{id}/steps/reassign
press "Assign to another body"
  form _reason = The ministry asked for it
  form lead = {moe}
  status 303|422
GET /recommendations/{id}/history
  contains "Accept"
  contains "Triage"
run ygrar verify
