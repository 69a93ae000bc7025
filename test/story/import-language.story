story: what is typed beside a file, and the file, stay when the language is changed
tags: both
given: sample

write made-up.csv
  State under review,SUR region,Recommendation,Recommending state,Response
  Turkmenistan,Asia,Made up for the story,France,Accepted

as sec
GET /imports
press "Türkmençe"
  file file = {dir}/made-up.csv
  form state = Atlantis
  form document = A/HRC/55/7
  form language = fr
  status 303
  follow
  source /<html lang="tk"/
  contains "made-up.csv"                   # it need not be chosen again
  field state = Atlantis
  field document = A/HRC/55/7
  field language = fr
press "English"
  status 303
  follow
  field state = Atlantis
press "Look at it first"
  form state = Atlantis
  status 303
  save look from header Location /(.*)/
GET {look}
  contains "There is no State “Atlantis”."
  field document = A/HRC/55/7
  field language = fr

# beside the file that waits
press "Русский"
  form state = Slovenia
  form mechanism = UPR
  status 303
  follow
  source /<html lang="ru"/
  field state = Slovenia
  field mechanism = UPR
press "English"
  status 303
  follow
  field state = Slovenia
press "Look again"
  status 303
GET {look}
  within 30 s
  contains "Made up for the story"
  field state = Slovenia

# a file that is not one's own is none
GET /imports
press "Look at it first"
  form file = 1
  status 422
  contains "Choose a file"
