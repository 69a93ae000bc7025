story: the secretariat looks at a file before it is brought in, and sees afterwards what came of it
tags: both
given: sample

write table.csv
  State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle,Source row
  Turkmenistan,Asia,CIS,Made up for the story: publish the figures,France,WEOG,EU,Accepted,5,Trafficking,16,2,story:1
  Turkmenistan,Asia,CIS,Made up for the story: train the clerks,Lemuria,WEOG,EU,Noted,5,Other,16,2,story:2
write nonsense.csv
  this is no table of ours

as fp
GET /imports
  status 403|404

as sec
GET /recommendations
link "Bring in a file"
press "Look at it first"
  status 422
  contains "Choose a file"

GET /imports
press "Look at it first"
  file file = {dir}/nonsense.csv
  status 303
  save job from header Location /(.*)/
GET {job}
  within 20 s
  contains "in no format that the program knows"

GET /imports
press "Look at it first"
  file file = {dir}/table.csv
  status 303
  save job from header Location /(.*)/
GET {job}
  within 20 s
  contains "Nothing has been done yet."
  contains "Lemuria"
GET /recommendations?q=figures
  lacks "publish the figures"

# back to what was looked at: it waits
GET {job}
press "Bring it in"
  status 303
  save job from header Location /(.*)/
GET {job}
  within 20 s
  status 303
  save import from header Location /(.*)/
GET {import}
  contains "table.csv"
  contains "Lemuria"
  contains "publish the figures"
GET /recommendations?q=figures
  contains "publish the figures"

# the same file again: there is nothing to be done
GET /imports
  contains "table.csv"
press "Look at it first"
  file file = {dir}/table.csv
  status 303
  save job from header Location /(.*)/
GET {job}
  within 20 s
  contains "Nothing would change."

each language in tk ru
  as sec in {language}
  each page in /imports {import}
    GET {page}
      status 200
run ygrar verify
