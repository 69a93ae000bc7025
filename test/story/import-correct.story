story: what is wrong in a file is put right cell by cell, and what the file says stays beside it
tags: both
given: sample

write table.csv
  State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle,Source row
  Turkmenistan,Asia,CIS,Made up for the story: publish the statistics,France,WEOG,EU,Accepted,5,Other,16,2,story:1
  Lemuria,Asia,CIS,Made up for the story: invite the rapporteurs,Belarus,EEG,CIS,Accepted,5,Other,16,2,story:2

as sec in en
GET /imports
press "Look at it first"
  file file = {dir}/table.csv
  status 303
  save look from header Location /(.*)/
GET {look}?show=wrong
  within 30 s
  contains "There is no State “Lemuria”."
  contains "Made up for the story: invite the rapporteurs"
  lacks "Made up for the story: publish the statistics"
link "Correct Row 3"
  title "Row 3"
  contains "There is no State “Lemuria”."
  contains "State under review"
  field c.3.1 = Lemuria

# the session ends while one types: nothing of it is lost
sql UPDATE session SET ends_at = 1
press "Keep it and look again"
  form c.3.4 = Typed when the session was over
  status 303
  header Location ~ /^\/sign-in/
  follow
press "Sign in"
  form login = sec
  form password = sample-password
  status 303
GET {look}/rows/3
  field c.3.4 = Typed when the session was over
  field c.3.1 = Lemuria
press "Only keep it"
  status 303
GET {look}/rows/3
  lacks "It is not saved yet"
  field c.3.4 = Typed when the session was over
press "Only keep it"
  form c.3.4 = Made up for the story: invite the rapporteurs
  status 303
GET {look}/rows/3

# a mistake is put right by another mistake: what was typed and what the file says stay there
press "Keep it and look again"
  form c.3.1 = Atlantis
  status 303
GET {look}?show=wrong
  within 30 s
  contains "There is no State “Atlantis”."
link "Correct Row 3"
  field c.3.1 = Atlantis
  contains "Lemuria"
  contains "Corrected"

# kept first, then the next look shows it
press "Only keep it"
  form c.3.1 = Turkmenistan
  status 303
  follow
  contains "Look again"
  lacks "Bring it in"
GET {look}
press "Look again"
  status 303
GET {look}
  within 30 s
  contains "Bring it in: 2"
  lacks "Atlantis"
press "Bring it in: 2"
  status 303
GET {look}
  within 30 s
  status 303
  follow
  contains "Made up for the story: invite the rapporteurs"
link "invite the rapporteurs"
  contains "Lemuria"
run ygrar verify

# nobody else sees it, and it can be thrown away
user sec2 MFA SEC
as sec
GET /imports
press "Look at it first"
  file file = {dir}/table.csv
  status 303
  save other from header Location /(.*)/
GET {other}
  within 30 s
  contains "Nothing would change"
as sec2 in en
each page in {other} {other}/rows/3
  GET {page}
    status 404
POST {other}/drop
  status 404
as sec
GET {other}
press "Throw this away"
  status 303
  follow
  contains "It was thrown away."
GET {other}
  status 404
sql SELECT count(*) FROM staged
  source /^0\b/
