story: a mid-term review ends in a second version of the plan, whose every change is listed and whose links with recommendations survive
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

# SC-12: a plan in force with three measures, one of which answers a recommendation
sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
sql SELECT id FROM recommendation WHERE state = 'accepted' AND classification = 'public' ORDER BY id LIMIT 1
  save asked from /(\d+)/
api sec POST /api/v1/plans
  json {"code": "TRIAL-A", "title": {"en": "A trial of a plan"}, "kind": "national_plan", "period_from": "2025", "period_to": "2027"}
  status 201
  save plan from .id
api sec POST /api/v1/plans/{plan}/steps/draft
  json {}
  status 200
api sec POST /api/v1/measures
  json {"text": {"en": "A trial that stays"}, "lead": "{moe}", "timing": "2025-2027", "places": [{"plan": "{plan}", "number": "1.1"}]}
  status 201
  save stays from .id
api sec POST /api/v1/measures
  json {"text": {"en": "A trial before it is changed"}, "lead": "{moe}", "timing": "2025-2027", "recommendations": ["{asked}"], "places": [{"plan": "{plan}", "number": "1.2"}]}
  status 201
  save changes from .id
api sec POST /api/v1/measures
  json {"text": {"en": "A trial that is left out"}, "lead": "{moe}", "timing": "her ýyl", "places": [{"plan": "{plan}", "number": "1.10"}]}
  status 201
  save lost from .id
api sec POST /api/v1/plans/{plan}/steps/record_act
  json {"act": "Trial resolution no. 1", "act_date": "2025-01-15"}
  status 200
api sec POST /api/v1/plans/{plan}/steps/confirm
  json {}
  status 403
api ch POST /api/v1/plans/{plan}/steps/confirm
  json {}
  status 200
api sec POST /api/v1/plans/{plan}/steps/put_in_force
  json {}
  status 200

# the review begins, and a second version is drafted
as sec in en
GET /plans/{plan}/steps/begin_review
press "Begin the mid-term review"
  form mid_term_review = 24.07.2025
  status 303
GET /plans/{plan}
  contains "Mid-term review"
press "Draft a new version"
  status 303
  save version from header Location /(.*)/
  follow
  contains "version 2"
  contains "New version of"
GET /plans/{plan}
press "Draft a new version"
  status 303
  follow
  contains "A new version of it is being drafted already."
GET {version}
POST {version}/change
  form measure = {changes}
  status 303
  follow
press "Save"
  form text.en = A trial after it was changed
  status 303
  save changed from header Location /(.*)/
GET {version}
POST {version}/leave-out
  form measure = {lost}
  status 303
  follow
  lacks "A trial that is left out"
sql SELECT id FROM plan WHERE code = 'TRIAL-A-v2'
  save second from /(\d+)/
api sec POST /api/v1/measures
  json {"text": {"en": "A trial that is added"}, "lead": "{moe}", "timing": "2026", "places": [{"plan": "{second}", "number": "1.3"}]}
  status 201
GET {version}
link "New measure"
  field places.0.plan = {second}
GET {version}/compare
  title "What this version changes"
  contains "Changed"
  contains "A trial before it is changed"
  contains "A trial after it was changed"
  contains "1 of 1 kept"
  contains "A trial that is added"
  contains "A trial that is left out"
  contains "As it was"
GET /measures/{changes}
  contains "Not started"                   # the version before runs on

# approved by an act: one records it, another confirms it
GET {version}/steps/record_act
press "Record the approving act"
  form act = Trial resolution no. 2
  form act_date = 12.07.2025
  status 422
  contains "This day has not come yet."
press "Record the approving act"
  form act_date = 10.07.2025
  status 303
as ch in en
GET {version}/steps/confirm
press "Confirm the approval"
  status 303
  follow
  contains "In force"
GET /plans/{plan}
  contains "Replaced by a new version"
  contains "There is a newer version:"
GET {changed}
  contains "Its way through plans"
  contains "Carried over"
  contains "second half of 2025"
GET /measures/{lost}
  contains "Cancelled"
GET /measures/{stays}
  contains "version 2"
GET {version}/compare
  contains "1 of 1 kept"
  contains "A trial that is left out"
as ch in ru
GET {version}/compare
  contains "Что меняет эта редакция"
  source /<ins>A trial after it was changed<\/ins>/
run ygrar verify
later: the round tables of the review as events with participants and proposals
