story: a label that files use is taught, a taxonomy is mapped to another, and the next import of UPR Info follows
tags: both
given: sample

write table.csv
  State under review,SUR region,SUR orgs,Recommendation,Recommending state,Rec region,Rec orgs,Response,Action,Issues,Session,Cycle,Source row
  Turkmenistan,Asia,CIS,Made up for the story: one,France,WEOG,EU,Accepted,5,Other,16,2,story:1
  Turkmenistan,Asia,CIS,Made up for the story: two,France,WEOG,EU,Accepted,5,Bread and butter,16,2,story:2
sql SELECT id FROM theme WHERE code = 'food'
  save food from /(\d+)/
sql SELECT id FROM upr_info_issue WHERE code = 'right_to_food'
  save issue from /(\d+)/
sql SELECT id FROM upr_info_issue WHERE code = 'other'
  save other from /(\d+)/
run ygrar import --as sec {dir}/table.csv
  out "2 new"
api sec GET /api/v1/recommendations?themes={food}&q=for+the+story
  json .recommendations has 0

# UPR Info's "Other" is food here, and "Bread and butter" is its "Right to food"
as sec
GET /upr_info_issues/{other}/labels
press "Map"
  form taxonomy = theme
  form term = Right to fod
  form fit = exact
  status 422
  contains "Nothing in use is called “Right to fod” there."
  contains "Is one of these meant?"
press "Map"
  form taxonomy = theme
  form term = Right to food
  form fit = exact
  status 303
  follow
  contains "Right to food"
  contains "same meaning"
  contains /Sample/                        # who mapped it
GET /upr_info_issues/{other}/labels
press "Map"
  form taxonomy = sdg
  form term = SDG 2.1
  form fit = near
  status 303
GET /upr_info_issues/{issue}/labels
  contains "mapping ours, from the names of both"    # where a shipped one comes from
press "Add the label"
  form label = Bread and butter
  form lang = en
  status 303
  follow
  contains "Bread and butter"
run ygrar import --as sec {dir}/table.csv
  out "2 updated"
api sec GET /api/v1/recommendations?themes={food}&q=for+the+story
  json .recommendations has 2
sql SELECT id FROM sdg WHERE code = '2.1'
  save target from /(\d+)/
api sec GET /api/v1/recommendations?sdg={target}&q=for+the+story
  json .recommendations has 1

# one label stands for one record
GET /upr_info_issues/{other}/labels
press "Add the label"
  form label = bread AND butter
  status 422
  contains "stands for “Right to food” already"

# the theme shows it from its side; taken back, imports do not follow it any more
GET /themes/{food}/labels
  contains "Other"
GET /upr_info_issues/{other}/labels
press "Take back"
  status 303
  follow
press "Take back"
  status 303
  follow
  contains "It is not mapped to any term of another taxonomy."
GET /upr_info_issues/{issue}/labels
press "Take back"
  status 303
GET /upr_info_issues/changes?from=01.01.2020&to=31.12.2099
  contains "Bread and butter"

# in the other languages, too
as sec in ru on another browser
GET /taxonomies
  title "Классификаторы"
GET /themes/{food}/labels
  contains "Обозначения в файлах"
GET /sdgs/tree?q=16.3
  contains "правосуди"
as sec in tk on a third browser
GET /themes/tree
  contains "Näme üýtgedi"
GET /human_rights/tree
  contains "Ýaşamaga bolan hukuk"
GET /grades/tree
  status 200
run ygrar verify
