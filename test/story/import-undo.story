story: an import is taken back wherever nobody has worked on its records, and what is kept is said with the reason
tags: both
given: sample

write table.py
  print("State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle,Source row")
  row = "Turkmenistan,Asia,CIS,Made up for the story: wish number %d,France,WEOG,EU,Accepted,5,Other,16,2,story:%d"
  print("\n".join(row % (n, n) for n in range(40)))
run sh -c "python3 table.py > table.csv"
sql SELECT count(*) FROM recommendation
  save before from /^(\d+)/

user sec2 MFA SEC
as sec in en
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
  save job from header Location /(.*)/
GET {job}
  within 60 s
  status 303
  save import from header Location /(\d+)$/
sql SELECT min(record) FROM imported WHERE import = {import}
  save worked from /^(\d+)/
sql SELECT max(record) FROM imported WHERE import = {import}
  save gone from /^(\d+)/

# somebody works on one of them
api sec2 PATCH /api/v1/recommendations/{worked}
  if-match 1
  json {"regions":"Lebap"}
  status 200

# it is hers alone to take back, but for who approves
as sec2 in en
GET /imports/{import}
  lacks "Take the import back"
GET /imports/{import}/undo
  status 403
api sec2 POST /api/v1/imports/{import}/steps/undo
  json {"reason":"not mine"}
  status 403
each login in ch aud
  api {login} POST /api/v1/imports/{import}/steps/undo
    json {"reason":"not mine"}
    status 403
api dc POST /api/v1/imports/{import}/steps/undo
  json {}
  status 422
  json .error.field == "reason"

as sec in en
GET /imports/{import}
link "Take the import back"
press "Take the import back"
  form reason = 
  status 422
  contains "Give the reason."

# what was typed stays when the language is changed
press "Türkmençe"
  form reason = The wrong
  status 303
  follow
  source /<html lang="tk"/
  field reason = The wrong
press "English"
  status 303
  follow
  field reason = The wrong
press "Take the import back"
  form reason = The table of another year
  status 303
  save wait from header Location /(.*)/
GET {wait}
  within 60 s
  status 303
  follow
  contains "Records as before: 39. Records kept: 1."
  contains "The table of another year"
  contains "Somebody has changed it since."
  lacks "Take the import back"
GET {wait}
  status 303
GET /imports/{import}/undo
  contains "This import was taken back already."
sql SELECT count(*) - {before} FROM recommendation
  source /^1\b/
sql SELECT record FROM imported WHERE import = {import}
  source /^{worked}\b/
each login in sec dc
  api {login} POST /api/v1/imports/{import}/steps/undo
    json {"reason":"once more"}
    status 409

# the log knows them still
GET /recommendations/{gone}
  status 404
GET /recommendations/{gone}/history
  contains "took the record out"
  title "History: UPR 2nd cycle · France"
  contains "table.csv: The table of another year"
  contains /wish number \d+/
api sec GET /api/v1/recommendations/{gone}/history
  json .changes has 2
  json .changes[0].kind == "remove"
api sec GET /api/v1/recommendations/{gone}
  status 404
run ygrar verify

# the same file brings them again, and the command takes them back
run ygrar import --json {dir}/table.csv
  json .new == 39
  json .unchanged == 1
  save import from .import
run ygrar import --undo {import} --json
  json .import == "{import}"
  json .undone == 39
  json .kept has 0
run ygrar import --undo {import}
  exit 1
  err /taken back already/
run ygrar import --undo {import} {dir}/table.csv
  exit 2
run ygrar import --undo 7
  exit 1
run ygrar import
  exit 2
run ygrar verify

# a value that it changed is as it was before
run sh -c "printf 'id,regions\n{worked},Mary\n' > change.csv"
run ygrar import --json --type recommendation {dir}/change.csv
  json .updated == 1
  save import from .import
api sec GET /api/v1/recommendations/{worked}
  json .regions == "Mary"
run ygrar import --undo {import} --reason "the wrong region" --json
  json .undone == 1
  json .kept has 0
api sec GET /api/v1/recommendations/{worked}
  json .regions == "Lebap"
api sec GET /api/v1/recommendations/{worked}/history
  json .changes[0].kind == "undo"
  json .changes[0].reason == "change.csv: the wrong region"
run ygrar verify
run ygrar backup {dir}/night.backup
other {engine}
run ygrar restore {dir}/night.backup --db {other} --key-file {key}
run ygrar verify --db {other} --key-file {key}
