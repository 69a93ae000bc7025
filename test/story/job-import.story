story: an import goes on behind the pages, also after the server was killed, can be cancelled, and does no row twice
tags: both
given: sample

write table.py
  print("State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle,Source row")
  row = "%s,Asia,CIS,Made up for the story: wish number %d,France,WEOG,EU,Accepted,5,Other,16,2,story:%d"
  print("\n".join(row % ("Lemuria" if n == 7 else "Turkmenistan", n, n) for n in range(1200)))
run sh -c "python3 table.py > table.csv"

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
  contains "Bring it in: 1199"
sql SELECT max(id) FROM job
  save id from /(\d+)/
GET /jobs/{id}
  status 303
  header Location = /imports/jobs/{id}
  follow
  status 303
  header Location = {look}

# a file that is cancelled changes nothing
GET {look}
press "Bring it in: 1199"
  status 303
sql SELECT max(id) FROM job
  save id from /(\d+)/
POST /jobs/{id}/cancel
  status 303
GET {look}
  within 60 s
  status 200|303
  lacks "Cancel"

# another officer has the same rights, but it is not hers
as sec2 in en
each page in {look} /imports/jobs/{id} /jobs/{id}
  GET {page}
    status 404
POST /jobs/{id}/cancel
  status 404

as sec in en
GET /imports
press "Look at it first"
  file file = {dir}/table.csv
  status 303
  save look from header Location /(.*)/
GET {look}
  within 60 s
  contains /Bring it in: 1199|Nothing would change/
POST {look}/make
  status 303
server kill
sql UPDATE job SET lease_until = 1 WHERE state = 'running'
server start
as sec in en
GET {look}
  within 120 s
  status 303
  save import from header Location /(.*)/
GET {import}
  contains "Lemuria"
  contains "table.csv"
sql SELECT count(*) FROM text WHERE body LIKE 'Made up for the story: wish number %'
  source /^1199\b/
run ygrar verify
