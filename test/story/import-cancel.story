story: while a file comes in one sees how far it is, and cancels it: then nothing of it is there
tags: both
given: sample

write table.py
  print("State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle,Source row")
  row = "Turkmenistan,Asia,CIS,Made up for the story: wish number %d,France,WEOG,EU,Accepted,5,Other,16,2,story:%d"
  print("\n".join(row % (n, n) for n in range(50000)))
run sh -c "python3 table.py > table.csv"
sql SELECT count(*) FROM recommendation
  save before from /^(\d+)/

as sec in en
GET /imports
press "Look at it first"
  file file = {dir}/table.csv
  status 303
  save look from header Location /(.*)/
GET {look}
  within 120 s
  contains "Nothing has been done yet."
press "Bring it in"
  status 303
sql SELECT max(id) FROM job
  save id from /^(\d+)/

# only what is saved is counted against a sum
GET {look}
  within 120 s
  contains /\d+ \/ 50000/
POST /jobs/{id}/cancel
  status 303
GET {look}
  within 60 s
  contains "Nothing of it came in."
sql SELECT count(*) - {before} FROM recommendation
  source /^0\b/
sql SELECT state FROM job WHERE id = {id}
  source /^cancelled\b/
run ygrar verify
