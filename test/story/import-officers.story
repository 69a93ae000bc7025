story: two officers look at one file: the second learns that the first was there, and nobody's work is overwritten
tags: both
given: sample

write table.csv
  State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle,Source row
  Turkmenistan,Asia,CIS,Made up for the story: publish the statistics,France,WEOG,EU,Noted,5,Other,16,2,story:1
  Turkmenistan,Asia,CIS,Made up for the story: invite the rapporteurs,Belarus,EEG,CIS,Noted,5,Other,16,2,story:2
write newer.csv
  State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle,Source row
  Turkmenistan,Asia,CIS,Made up for the story: publish the statistics,France,WEOG,EU,Accepted,5,Other,16,2,story:1
  Turkmenistan,Asia,CIS,Made up for the story: invite the rapporteurs,Belarus,EEG,CIS,Accepted,5,Other,16,2,story:2
  Turkmenistan,Asia,CIS,Made up for the story: train the judges,Chile,GRULAC,OAS,Accepted,5,Other,16,2,story:3
user sec2 MFA SEC

# both look
as sec in en
GET /imports
press "Look at it first"
  file file = {dir}/table.csv
  status 303
  save look from header Location /(.*)/
as sec2 in en
GET /imports
press "Look at it first"
  file file = {dir}/table.csv
  status 303
  save second from header Location /(.*)/
GET {second}
  within 30 s
  contains "Bring it in: 2"

# the first brings it in
as sec
GET {look}
  within 30 s
  contains "Bring it in: 2"
press "Bring it in: 2"
  status 303
GET {look}
  within 30 s
  status 303
  follow
  contains "publish the statistics"

# the second is told, and does no row twice
as sec2
GET {second}
  contains "Others worked on it since this look."
press "Bring it in: 2"
  status 303
GET {second}
  within 30 s
  status 303
  follow
  contains /New\s+0\b/
  contains /Unchanged\s+2\b/

# the newer file is a change where nobody decided, and none where the State did
GET /recommendations?q=rapporteurs
link "invite the rapporteurs"
link "Edit"
press "Save"
  form position = supported
  form position_source = The letter of the ministry
  status 303
GET /imports
press "Look at it first"
  file file = {dir}/newer.csv
  status 303
  save third from header Location /(.*)/
GET {third}?show=updated
  within 30 s
  contains "publish the statistics"
  contains "Noted"
  contains "Supported"
GET {third}
press /Bring it in/
  status 303
GET {third}
  within 30 s
  status 303
GET /recommendations?q=rapporteurs
link "invite the rapporteurs"
  contains "The letter of the ministry"
run ygrar verify
