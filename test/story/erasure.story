story: one asks for an erasure, another approves it; then no byte of the data is left, and the log still holds
tags: both
given: sample

write letter.txt
  The letter of Ogulnabat Garajayewa.
user sec2 MFA SEC
user both MFA SEC,CH

# a person is named in the text, in its history, in a file, and in what somebody has not saved
as sec
GET /recommendations/new
press "Save"
  form text.en = Hear Ogulnabat Garajayewa of Mary.
  form text.ru = Выслушать Огулнабат Гараджаеву из Мары.
  form locator = 7
  form papers.0.id = 0
  file papers.0.file = {dir}/letter.txt
  status 303
  save record from header Location /(.*)/
  save id from header Location /(\d+)/
GET {record}
  save file from /\/attachments\/(\d+)/
GET {record}/edit
press "Save"
  form text.en = Hear Ogulnabat Garajayewa of Mary and her children.
  form _reason = Ogulnabat Garajayewa wrote again.
  status 303
as sec2
GET {record}/edit
press "Save"
  form text.en = Hear Ogulnabat Garajayewa at once.
  form deadline = some day
  status 422

# who may not ask sees nothing of it
as dc
GET {record}
  lacks "Request erasure"
each login in dc fp ma mj ip adm
  as {login}
  GET /erasure_requests
    status 403
  GET /erasure_requests/new?record=recommendation:{id}
    status 403
  api {login} POST /api/v1/erasure_requests
    json {"subject": {"type": "recommendation", "id": "{id}"}, "names": "text", "reason": "None."}
    status 403
as ch
GET {record}
  lacks "Request erasure"
GET /erasure_requests/new?record=recommendation:{id}
  status 403
as omb                                      # of her own records only
GET {record}
  lacks "Request erasure"
GET /erasure_requests/new?record=recommendation:{id}
  status 403
as aud
GET /erasure_requests
  lacks "Request erasure"

# the form says what erasing does, and what is wrong, and loses nothing
as sec
GET /erasure_requests/new
  contains "Which record?"
GET /erasure_requests/new?record=recommendation:17
  status 404
GET /erasure_requests/new?record=nothing:{id}
  status 404
GET {record}
link "Request erasure"
  title "Request erasure"
  contains "What erasing does"
  contains "Whoever asked cannot approve."
  contains "Backups made before still hold the data"
  contains "Hear Ogulnabat Garajayewa of Mary and her children."
  contains "1 value in the history goes with it."
  contains "letter.txt"
  contains "Reasons that were given for changes"
  lacks "Import key"
press "Request erasure"
  form reason = She asked for it
  status 422
  contains "Name what is to be erased."
  field reason = She asked for it
press "Request erasure"
  form names = text.en
  form reason =
  status 422
  contains "Give the reason."
  source /value="text.en" checked/
press "Request erasure"
  form names = state
  form reason = She asked for it
  status 422
  contains "“state” cannot be erased."
  field reason = She asked for it
press "Request erasure"
  form csrf = 0000000000000000000000000000000000000000000000000000000000000000
  status 403
GET /erasure_requests/new?record=recommendation:{id}
link "Continue with what I typed"
  field reason = She asked for it
sql UPDATE session SET ends_at = 1 WHERE account = (SELECT id FROM account WHERE login = 'sec')
press "Request erasure"
  form names = text.en
  form names += text.ru
  form reason = She asked for it in writing
  status 303
  header Location ~ /^\/sign-in/
  follow
press "Sign in"
  form login = sec
  form password = sample-password
  status 303
GET /erasure_requests/new?record=recommendation:{id}
link "Continue with what I typed"
  field reason = She asked for it in writing
  source /value="text.ru" checked/
press "Request erasure"
  form names += papers
  form names += #reason
  form reason = She asked for it in writing
  status 303
  save request from header Location /(\d+)/
  follow
  contains "What will be erased"
GET /erasure_requests/new?record=recommendation:{id}
  lacks "Continue with what I typed"
  contains "requested already"

# who asked cannot approve, neither alone nor in another membership
GET /erasure_requests/{request}
  contains "She asked for it in writing"
  lacks "Approve the erasure"
GET /erasure_requests/{request}/steps/approve
  status 403
api sec POST /api/v1/erasure_requests/{request}/steps/approve
  json {}
  status 403|422
as both
GET /institutions
  save moe from /href="\/institutions\/(\d+)"/
GET /erasure_requests/new?record=institution:{moe}
press "Request erasure"
  form names = name.tk
  form reason = To be approved by the same person
  status 303
  save own from header Location /(\d+)/
GET /me
press "Act in this one"
  status 303
GET /erasure_requests/{own}
  lacks "Request erasure"
  contains "This must be done by another person"
POST /erasure_requests/{own}/steps/approve
  status 403|409|422
sql SELECT state FROM erasure_request WHERE id = {own}
  contains "requested"
run ygrar erase {own} --reason "Nobody approved it"
  exit 1
run ygrar erase {request} --reason "Nobody approved it"
  exit 1
  err "Requested"

# the chair sees exactly what will go
as ch
GET /erasure_requests
  contains "Text, Russian"
  contains "Requested"
link "Recommendation: 7"
  contains "What will be erased"
  contains "Hear Ogulnabat Garajayewa of Mary and her children."
  contains "Выслушать Огулнабат Гараджаеву из Мары."
  contains "letter.txt"
  contains "drafts of this record that were not saved: 1"
  contains "lists that were exported"
link "Approve the erasure"
press "Approve the erasure"
  status 303
  follow
  contains "Approved, and not carried out yet."
  contains "ygrar erase {request}"
as sec
GET {record}
  contains "Erasure requested"
  contains "Ogulnabat"

# carried out: nothing is left for anybody
run sh -c "test {engine} = postgresql || cat {dir}/story.db* | grep -aiqE 'garajayewa'"
as sec2
GET {record}/edit                           # a page that stays open meanwhile
run ygrar erase {request} --reason "Approved by the chair"
as sec
GET {record}
  lacks "Ogulnabat"
  lacks "letter.txt"
GET {record}/history
  lacks "Ogulnabat"
  lacks "Огулнабат"
  contains "erased personal data"
GET /attachments/{file}
  status 404
GET {record}/as-of?date=31.12.2099
  lacks "Ogulnabat"
GET /erasure_requests/{request}
  contains "Executed"
  contains "What was erased"
  contains "Erased, and the database’s files are clean."
  lacks "Ogulnabat"
run ygrar erase {request} --reason "Once more"
  exit 1
  err "Executed"
run ygrar verify
  out "Everything fits."

# neither a page that was open nor its draft brings it back
as sec2
POST /draft
  form draft = recommendation
  form draft_record = {id}
  form _version = 2
  form text.en = Hear Ogulnabat Garajayewa at once.
  form locator = 8
  status 204
GET {record}/edit?draft=1
  lacks "Ogulnabat"
  field locator = 8
POST {record}/edit
  form _version = 2
  form text.en = Hear Ogulnabat Garajayewa at once.
  form locator = 9
  status 409|422
  lacks "Ogulnabat"

# in the files of SQLite; those of PostgreSQL are searched by store/clean_test.c
server stop
run sh -c "! cat {dir}/story.db* 2>/dev/null | grep -aiqE 'garajayewa|Огулнабат'"
server start
run ygrar verify

# a record cannot be without some fields: that is said before the chair is asked
sql SELECT id FROM account WHERE login = 'fp2'
  save account from /(\d+)/
api sec POST /api/v1/erasure_requests
  json {"subject": {"type": "account", "id": "{account}"}, "names": "login name", "reason": "She left."}
  status 422
  json .error.field == "names"
  json .error.message == "The record cannot be without: Login."
api sec POST /api/v1/erasure_requests
  json {"subject": {"type": "account", "id": "{account}"}, "names": "name", "reason": "She left."}
  status 201
  json .names == "name"
  json .state == "requested"
api sec POST /api/v1/erasure_requests
  json {"subject": {"type": "account", "id": "{account}"}, "names": "name"}
  status 422
  json .error.field == "reason"
api sec POST /api/v1/erasure_requests
  json {"names": "name", "reason": "None."}
  status 422
  json .error.field == "subject"
api sec POST /api/v1/erasure_requests
  json {"subject": {"type": "account", "id": "{account}"}, "names": "name", "reason": "None.", "state": "approved"}
  status 422
  json .error.field == "state"

# the file that a record came in with is a record of its own
run ygrar export institution --format json -o {dir}/institutions.json
run sed -i "s/Cabinet of Ministers of/The Cabinet of Ministers of/" {dir}/institutions.json
run ygrar import --json {dir}/institutions.json --as sec
  json .errors has 0
  save import from .import
sql SELECT record FROM imported WHERE import = {import} ORDER BY record LIMIT 1
  save imported from /(\d+)/
as sec
GET /erasure_requests/new?record=institution:{imported}
  contains "The record came in with a file."
link /institutions.json/
  title "Request erasure"
  contains "institutions.json"

# who dies while cleaning the files cleans them when the command is given again
sql UPDATE erasure_request SET state = 'executed' WHERE id = {own}
GET /erasure_requests/{own}
  contains "the database’s files may still hold traces"
  contains "ygrar erase {own}"
run ygrar erase {own} --reason "The machine was switched off"
GET /erasure_requests/{own}
  contains "Erased, and the database’s files are clean."
