story: a record shows those most like it, with what both have marked; whoever types one in by hand is told that it may be here already
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00
needs: ../shared/data/upr-info-2015/turkmenistan.csv

run ygrar import --json {shared}/data/upr-info-2015/turkmenistan.csv
  json .new == 275
sql SELECT min(r.id) FROM recommendation r JOIN text x ON x.record = r.id WHERE x.body LIKE '%Rome Statute%'
  save id from /(\d+)/
as sec in en
GET /recommendations/{id}
  status 200
  contains "Similar records"
  source /<mark>Rome<\/mark> <mark>Statute<\/mark>/
  source /lang="en"/

# without script: the button brings the form again, with what was typed in it and nothing saved
GET /recommendations/new
  contains "Is it here already?"
  lacks "This may already be here."
  source /hx-post="\/recommendations\/new\/similar"/
press "Look for similar ones"
  form text.en = Ratify the Rome Statute of the International Criminal Court
  status 200
  contains "This may already be here."
  source /<mark>Rome<\/mark> <mark>Statute<\/mark>/
  source /Ratify the Rome Statute of the International Criminal Court<\/textarea>/
press "Look for similar ones"
  form text.en = zzzz qqqq xxxx
  contains "Nothing here is like it."
press "Look for similar ones"
  form text.en =
  contains "Type the words first."

# a form that was refused says it, too
GET /recommendations/new
press "Save"
  form text.en = Ratify the Rome Statute of the International Criminal Court
  form deadline = no date
  status 422
  contains "This may already be here."

# while one types: the list alone
GET /recommendations/new
POST /recommendations/new/similar
  send HX-Request: true
  form text.en = Ratify the Rome Statute of the International Criminal Court
  status 200
  contains "This may already be here."
  lacks "Skip to content"

# a restricted one is like nobody's
sql SELECT min(id) FROM recommendation WHERE classification = 'restricted'
  save hidden from /(\d+)/
GET /recommendations/{id}
  lacks "/recommendations/{hidden}\""
as fp2 in en
GET /recommendations/{id}
  status 404
as nobody
POST /recommendations/new/similar
  status 303|401|403
