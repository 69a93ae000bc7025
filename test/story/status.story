story: the State's status has its grounds, and stands beside the mechanism's grade and independent views
tags: both
given: sample

api sec GET /api/v1/recommendations?state=accepted&limit=1
  save id from .recommendations[0].id
api sec POST /api/v1/recommendations/{id}/steps/set_status
  json {"status": "implemented", "reason": "It is done"}
  status 422                              # without evidence
  json .error.field == "status"
api sec POST /api/v1/recommendations/{id}/steps/set_status
  json {"status": "partially_implemented", "reason": "Half of it"}
  status 422                              # a reason that stands on record
api sec POST /api/v1/recommendations/{id}/steps/set_status
  json {"status": "partially_implemented", "status_reason": {"en": "The law is adopted, practice is not known."}, "reason": "Half of it"}
  status 200
  json .status == "partially_implemented"
api sec PATCH /api/v1/recommendations/{id}
  if-match 1
  json {"status": "implemented"}
  status 422                              # no other door
  json .error.field == "status"
api fp POST /api/v1/recommendations/{id}/steps/set_status
  json {"status": "continuous", "reason": "We think so"}
  status 403|404
