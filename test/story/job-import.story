story: an import goes on behind the pages, also after the server was killed, and does no row twice
tags: both
given: sample

write table.py
  print("State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle,Source row")
  row = "Turkmenistan,Asia,CIS,Made up for the story: wish number %d,%s,WEOG,EU,Accepted,5,Other,16,2,story:%d"
  print("\n".join(row % (n, "Lemuria" if n == 7 else "France", n) for n in range(1200)))
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
  contains "Lemuria"
press "Bring it in"
  status 303
  save job from header Location /(.*)/
  save id from header Location /(\d+)$/
GET {job}
  within 60 s
  contains /It is being done|\d+ \/ 1199|Recommendations that it made/

# another officer has the same rights, but it is not hers
as sec2 in en
each page in {look} {job} /jobs/{id}
  GET {page}
    status 404
POST /jobs/{id}/cancel
  status 404

server kill
sql UPDATE job SET lease_until = 1 WHERE state = 'running'
server start
as sec in en
GET {job}
  within 120 s
  status 303
  save import from header Location /(.*)/
GET {import}
  contains "Lemuria"
  contains "table.csv"
GET /jobs/{id}
  status 303
  header Location = {job}
sql SELECT count(*) FROM text WHERE body LIKE 'Made up for the story: wish number %'
  source /^1199\b/

# a file that is cancelled while it waits changes nothing
GET {look}
press "Bring it in"
  status 303
  save again from header Location /(\d+)$/
POST /jobs/{again}/cancel
  status 303
GET /imports/jobs/{again}
  within 60 s
  status 200|303
run ygrar verify
