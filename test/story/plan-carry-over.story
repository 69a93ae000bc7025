story: what a plan leaves unfinished when its time is over goes on in the plan that follows, and its history shows both
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

# SC-13, TC-33
sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
as sec in en
GET /plans/new
press "Save"
  form code = TRIAL-2025
  form title.en = A trial of a plan that ends this year
  form kind = national_plan
  form period_from = 2025
  form period_to = 2024
  status 422
  contains "The plan ends before it begins."
press "Save"
  form period_to = 2025
  status 303
sql SELECT id FROM plan WHERE code = 'TRIAL-2025'
  save plan from /(\d+)/
api sec POST /api/v1/plans/{plan}/steps/draft
  json {}
  status 200
api sec POST /api/v1/measures
  json {"text": {"en": "A trial that will not be finished"}, "lead": "{moe}", "timing": "2025", "places": [{"plan": "{plan}", "number": "7"}]}
  status 201
  save measure from .id
api sec POST /api/v1/plans/{plan}/steps/record_act
  json {"act": "Trial resolution no. 3", "act_date": "2025-07-10"}
  status 200
api ch POST /api/v1/plans/{plan}/steps/confirm
  json {}
  status 200
api sec POST /api/v1/plans/{plan}/steps/put_in_force
  json {}
  status 200
api sec POST /api/v1/plans
  json {"code": "TRIAL-2026", "title": {"en": "A trial of the plan that follows"}, "kind": "national_plan", "period_from": "2026", "period_to": "2030", "predecessor": "{plan}"}
  status 201
  save next from .id
api sec POST /api/v1/plans/{next}/steps/draft
  json {}
  status 200
GET /plans/{plan}
  contains "Succeeded by"
  lacks "Its time is over"

server stop
server start
  env YGRAR_NOW=2026-01-01T09:00:00+05:00
GET /plans/{plan}
  contains "Its time is over, and 1 measure is not finished."
  contains "Delayed"
link "Carry over what is unfinished"
  contains "A trial that will not be finished"
  field plan = {next}
press "Carry over"
  form measure -
  status 422
  contains "Tick at least one measure."
press "Carry over"
  form measure = {measure}
  form plan = {next}
  status 303
  follow
  contains "Carried over: 1."
  contains "A trial that will not be finished"
  contains "2026-2030"
GET /measures/{measure}
  contains "Its way through plans"
  contains "Not started"                   # it runs on until the plan that follows is approved
api sec POST /api/v1/plans/{next}/steps/record_act
  json {"act": "Trial resolution no. 4", "act_date": "2025-12-20"}
  status 200
api ch POST /api/v1/plans/{next}/steps/confirm
  json {}
  status 200
api sec POST /api/v1/plans/{next}/steps/put_in_force
  json {}
  status 200
GET /measures/{measure}
  contains "Carried over"
  contains "A trial of a plan that ends this year"
  contains "A trial of the plan that follows"
GET /plans/{plan}
  lacks "Its time is over, and"
GET /measures/{measure}/steps/cancel
  status 403|409
run ygrar remind
  env YGRAR_NOW=2026-07-01T09:00:00+05:00
run ygrar verify
later: the evaluation report of the plan that is over
