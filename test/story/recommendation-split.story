story: a recommendation that asks for several things is split, and each part keeps its origin
tags: both
given: sample

api sec GET /api/v1/recommendations?state=triaged&limit=1
  save id from .recommendations[0].id
as sec
GET /recommendations/{id}/split
press "Split it into parts"
  form p0.text = The first part of the story.
  form p1.text =
  status 422
press "Split it into parts"
  form p0.text = The first part of the story.
  form p1.text = The second part of the story.
  status 303
  follow
  contains "The first part of the story."
  contains "The second part of the story."
api sec GET /api/v1/recommendations/{id}
  json .state == "split"
api sec GET /api/v1/recommendations?split_from={id}
  json .recommendations has 2
  json .recommendations[0].split_from == "{id}"
GET /recommendations/{id}/split
  status 403
run ygrar verify
