story: two servers on one database are one: who signs in, saves, takes away a right or begins a job on one has done it on both
tags: both
needs: postgresql
given: sample

api sec GET /api/v1/recommendations?state=triaged&limit=1
  save id from .recommendations[0].id
  save version from .recommendations[0].version
as sec
GET /recommendations/{id}
  status 200
node two
as sec                             # no second sign-in
GET /recommendations/{id}
  status 200
api sec PATCH /api/v1/recommendations/{id}
  if-match {version}
  json {"priority": "high"}
  status 200
  json .priority == "high"
node one
api sec GET /api/v1/recommendations/{id}
  json .priority == "high"
# of two savers the second is told, wherever she is
api sec PATCH /api/v1/recommendations/{id}
  if-match {version}
  json {"priority": "low"}
  status 409
# a form opened on one node is refused after a save on the other, and nothing of it is lost
as sec
GET /recommendations/{id}/edit
node two
api sec GET /api/v1/recommendations/{id}
  save version from .version
api sec PATCH /api/v1/recommendations/{id}
  if-match {version}
  json {"articles": "Sample: articles 2 and 16"}
  status 200
node one
press "Save"
  form articles = Sample: article 5
  status 409
  contains "Sample: articles 2 and 16"
  source "Sample: article 5"
# a setting
as adm
GET /settings
press "Save settings"
  form mechanism_en = Sample: the other name
  status 303
node two
as adm
GET /settings
  contains "Sample: the other name"
# a session that ends on one is ended on the other
as fp
GET /me
  status 200
node one
as fp
GET /me
press "Sign out"
  status 303
node two
GET /me
  status 303
  header Location ~ /^\/sign-in/
# a right that is taken away
node one
as ma
GET /recommendations
  status 200
node two
as ma
GET /recommendations
  status 200
sql UPDATE account_memberships SET to_date = '2020-01-01' WHERE record = (SELECT id FROM account WHERE login = 'ma')
GET /recommendations
  status 303|403
node one
GET /recommendations
  status 303|403
# a job that is begun on one is done once, and had from the other, also when the one was killed
write table.py
  print("State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle,Source row")
  row = "Turkmenistan,Asia,CIS,Made up for the story: wish number %d,France,WEOG,EU,Accepted,5,Other,16,2,story:%d"
  print("\n".join(row % (n, n) for n in range(2100)))
run sh -c "python3 table.py > table.csv"
run ygrar import --json table.csv
  json .new == 2100
as sec in en
GET /recommendations/export?format=json
  status 303
  save job from header Location /(.*)/
node two
GET {job}
  within 60 s
  contains "It is done."
GET {job}/file
  status 200
  contains "wish number 2099"
GET /recommendations/export?format=csv
  status 303
  save job from header Location /(.*)/
server kill
node one
GET {job}
  within 120 s
  contains "It is done."
GET {job}/file
  status 200
  contains "wish number 2099"
sql UPDATE account_memberships SET to_date = NULL WHERE to_date = '2020-01-01'
run ygrar verify
