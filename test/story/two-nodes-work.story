story: two servers at work on one database: of many who save one is taken, and a job whose server is killed goes on at the other
tags: both
given: sample

as sec
GET /institutions
  save id from /href="\/institutions\/(\d+)"/
GET /institutions/{id}/edit
  save version from field _version
node two
GET /institutions/{id}/edit
press "Save"
  form short_name.en = Written on two
  form _reason = Quicker
  status 303

# what was typed on one and came too late is found on both
node one
POST /institutions/{id}/edit
  form _version = {version}
  form short_name.en = Written on one
  form _reason = Slower
  status 409
  contains "Written on two"
  contains "Written on one"
node two
GET /institutions/{id}/edit
  contains "Continue with what I typed"
link "Continue with what I typed"
  field short_name.en = Written on one

# of eight who start from the same version one is taken, and seven are told
api sec GET /api/v1/institutions/{id}
  save version from header ETag /(\d+)/
clients 4
  each where in one two
    node {where}
    api sec PATCH /api/v1/institutions/{id}
      if-match {version}
      json {"short_name": {"en": "By {client} on {where}"}}
      status 200|409
sql SELECT count(*) FROM change WHERE record = {id} AND version > {version}
  out /^1$/
node two
api sec GET /api/v1/institutions/{id}
  contains /By \d on (one|two)/

# a job whose server is killed goes on at the other, and does nothing twice
write table.py
  print("State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle,Source row")
  row = "Turkmenistan,Asia,CIS,Made up for two servers: wish number %d,France,WEOG,EU,Accepted,5,Other,16,2,story:%d"
  print("\n".join(row % (n, n) for n in range(3000)))
run sh -c "python3 table.py > table.csv"

node one
server stop
node two
as sec
GET /imports
press "Look at it first"
  file file = {dir}/table.csv
  status 303
  save look from header Location /(.*)/
GET {look}
  within 60 s
  contains "Nothing has been done yet."
press "Bring it in"
  status 303
sql SELECT max(id) FROM job
  save id from /^(\d+)/
GET {look}
  within 60 s
  contains /\d+ \/ 3000/
server kill
sql SELECT state, tries FROM job WHERE id = {id}
  out /^running.1$/
node one
server start
sql UPDATE job SET lease_until = 1 WHERE id = {id}        # as it is two minutes later
GET {look}
  within 120 s
  status 303
  save import from header Location /(.*)/
node two
server start
GET {import}
  contains "table.csv"
sql SELECT count(*) FROM text WHERE body LIKE 'Made up for two servers: wish number %'
  out /^3000$/
sql SELECT state, tries FROM job WHERE id = {id}
  out /^done.2$/
run ygrar verify
