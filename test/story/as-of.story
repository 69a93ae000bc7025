story: a record is shown as it was on any day, and a day that nobody understands is asked for again
tags: both
given: sample

api sec GET /api/v1/recommendations?state=entered&limit=1
  save id from .recommendations[0].id
  save text from .recommendations[0].text.en
as sec
GET /recommendations/{id}/edit
press "Save"
  form text.en = Sample: these words were written today
  status 303
  follow
  contains "these words were written today"
GET /recommendations/{id}/as-of
  status 200
press "Show"
  form date = someday
  status 422                       # what was typed stands there still
  field date = someday
  contains "Give the date, for example 17.06.2025."
press "Show"
  form date = 31.12.2099
  status 200
  contains "these words were written today"
  contains "This is not the present version."
GET /recommendations/{id}/as-of?date=01.01.2001
  status 404                       # it was not there yet
as fp                              # not hers, today or on any day
GET /recommendations/{id}/as-of?date=31.12.2099
  status 404
GET /recommendations/{id}/as-of?date=someday
  status 404
