story: a label that nobody knows is listed once with proposals; one click teaches it, for this file and all that come
tags: both
given: sample

write table.csv
  State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle,Source row
  Turkmenistan,Asia,CIS,Made up for the story: publish the statistics,Republique of Francce,WEOG,EU,Accepted,5,Other,16,2,story:1
  Turkmenistan,Asia,CIS,Made up for the story: invite the rapporteurs,Republique of Francce,WEOG,EU,Accepted,5,Other,16,2,story:2
  Turkmenistan,Asia,CIS,Made up for the story: train the judges,Lemuria,WEOG,EU,Accepted,5,Other,16,2,story:3
write later.csv
  State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle,Source row
  Turkmenistan,Asia,CIS,Made up for the story: ratify the convention,Republique of Francce,WEOG,EU,Accepted,5,Other,16,2,story:4

as sec in en
GET /imports
press "Look at it first"
  file file = {dir}/table.csv
  status 303
  save look from header Location /(.*)/
GET {look}
  within 30 s
  contains "Labels that nobody knows: 2"
  contains "Republique of Francce"
  contains /Rows\s+Republique of Francce|Republique of Francce\s+Country\s+2/

# one names the record oneself; a mistake is said beside it, and what was typed stays
POST {look}/labels
  form type = country
  form label = Republique of Francce
  form other = Fransiya-like
  form _do = other
  status 422
  contains "Fransiya-like"
GET {look}
press "France"                             # the click
  status 303
POST {look}/labels
  form type = country
  form label = Lemuria
  form _do = leave
  status 303
GET {look}
  contains "Means: France"
  contains "It is left."
press "Look again"
  status 303
GET {look}
  within 30 s
  contains "Labels that nobody knows: 1"
  contains "Bring it in: 3"
press "Bring it in: 3"
  status 303
GET {look}
  within 30 s
  status 303
  follow
  contains "Lemuria"                       # nothing is dropped
GET /imports
press "Look at it first"
  file file = {dir}/later.csv
  status 303
  save look from header Location /(.*)/
GET {look}
  within 30 s
  contains "Bring it in: 1"
  contains "France"
  lacks "Labels that nobody knows"
run ygrar verify
