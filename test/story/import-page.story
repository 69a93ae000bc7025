story: the secretariat looks at a file before it is brought in, and sees afterwards what came of it
tags: both
given: sample

write table.csv
  State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle,Source row
  Turkmenistan,Asia,CIS,Made up for the story: publish the figures,France,WEOG,EU,Accepted,5,Trafficking,16,2,story:1
  Turkmenistan,Asia,CIS,Made up for the story: train the clerks,Lemuria,WEOG,EU,Noted,5,Other,16,2,story:2
as fp
GET /imports
  status 403|404
as sec
GET /imports
press "Look at it first"
  status 422
GET /imports
press "Look at it first"
  file file = {dir}/table.csv
  status 303
  follow
  within 20 s
  contains "Lemuria"
  contains "Nothing has been done yet."
GET /recommendations?q=figures
  lacks "publish the figures"
