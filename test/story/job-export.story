story: a long list becomes a file behind the pages; nobody but who asked for it gets it, and it is gone after a day
tags: both
given: sample

write table.py
  print("State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle,Source row")
  row = "Turkmenistan,Asia,CIS,Made up for the story: wish number %d,France,WEOG,EU,Accepted,5,Other,16,2,story:%d"
  print("\n".join(row % (n, n) for n in range(2100)))
run sh -c "python3 table.py > table.csv"
run ygrar import --json table.csv
  json .new == 2100

user sec2 MFA SEC
as sec in en
GET /recommendations/export?format=csv&state=assigned
  status 200
  header Content-Type ~ /text\/csv/
GET /recommendations/export?format=csv
  status 303
  header Location ~ /^\/jobs\/\d+$/
  save job from header Location /(.*)/
GET {job}
  within 60 s
  contains "It is done."
  contains /Records: 2\d\d\d/
link "Open the result"
  status 200
  header Content-Type ~ /text\/csv/
  header Content-Disposition ~ /attachment;.*recommendations\.csv/
  contains "wish number 0"
  contains "wish number 2099"
GET /me
  contains "A list as a file"
  contains "It is done."

# asked for again while it waits, it is begun once
GET /recommendations/export?format=json
  save one from header Location /(.*)/
GET /recommendations/export?format=json
  save two from header Location /(.*)/

each who in sec2 fp adm aud
  as {who}
  GET {job}
    status 404
  GET {job}/file
    status 404
  POST {job}/cancel
    status 404
as nobody
GET {job}/file
  status 303

# what is the job's is nobody's attachment
as sec in en
sql SELECT id FROM attachment WHERE record = id
  save id from /(\d+)/
GET /attachments/{id}
  status 404

run ygrar verify

# rights are asked again when it runs
sql UPDATE account_memberships SET to_date = '2020-01-01' WHERE record = (SELECT id FROM account WHERE login = 'sec')
sql UPDATE job SET state = 'queued', ended_at = NULL, result = NULL
GET {job}
  within 60 s
  contains "The membership in which this was begun has ended."
GET {one}                          # the other one, too
  within 60 s
  contains "The membership in which this was begun has ended."
GET {job}/file
  status 403|404
sql SELECT count(*) FROM attachment WHERE record = id
  source "0"
