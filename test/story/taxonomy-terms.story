story: a theme is added, renamed, retired and merged by the secretariat, with a look beforehand; imports and forms follow at once
tags: both
given: sample

as sec
GET /taxonomies
  title "Taxonomies"
  contains "Themes"
  contains "Issues of UPR Info"
  contains "Version of"
GET /themes/tree
  contains "Economic, social and cultural rights"
  contains "Right to food"
GET /themes/tree?q=saglyga+bolan
  contains "Right to health"
  lacks "Right to food"
GET /themes/tree?q=zzzz
  contains "Nothing is called so."

# added

# names that are English alone say so, where the page is in another language
as sec in tk
GET /upr_info_issues/tree
  source /<a href="\/upr_info_issues\/\d+\/labels" lang="en">Civil society<\/a>/
  save society from /\/upr_info_issues\/(\d+)\/labels" lang="en">Civil society</
GET /upr_info_issues/{society}/labels
  source /<h1 lang="en">Civil society<\/h1>/
GET /upr_info_issues/{society}
  source /<h1 lang="en">Civil society<\/h1>/
GET /themes/tree
  source /<a href="\/themes\/\d+\/labels">/
  lacks "Civil society"
as sec in en
GET /upr_info_issues/tree
  source /<a href="\/upr_info_issues\/\d+\/labels">Civil society<\/a>/

as sec
GET /themes/new
press "Save"
  form code = bicycles
  form name.en = Right to cycle
  form name.ru = Право на велосипед
  form name.tk = Welosiped sürmek hukugy
  form name.original = en
  form family = economic_social
  status 303
  follow
  save bicycles from /themes\/(\d+)/
GET /themes/{bicycles}
link "Labels and mappings"
  title "Right to cycle"
  contains "No record carries it."

# an import knows it at once, by any of its names, and a form offers it
write wishes.csv
  type,locator,text.en,text.original,kind,themes
  recommendation,901,Made up: let everybody cycle,en,recommendation,bicycles
  recommendation,902,Made up: build cycle paths,en,recommendation,Право на велосипед
run ygrar import --as sec {dir}/wishes.csv
  out "2 new"
GET /themes/{bicycles}/labels
  contains "2 carry it"
GET /recommendations/new
  contains "Right to cycle"

# renamed: the former name stays its label
GET /themes/{bicycles}/rename
  contains "files that use them are still understood"
press "Rename"
  form name.en = Right to ride
  form _reason = For the story
  status 303
  follow
  title "Right to ride"
  contains "Right to cycle"
GET /themes/tree?q=right+to+cycle
  contains "Right to ride"

# retired: nobody finds it any more, and it stays where it is
GET /themes/{bicycles}/retire
  contains "2 carry it"
press "Use it no longer"
  form _reason = Nobody rides
  status 303
  follow
  contains "This is no longer used."
  contains "2 carry it"
GET /recommendations/new
  lacks "Right to ride"
GET /themes/tree
  lacks "Right to ride"
GET /themes/tree?retired=1
  contains "Right to ride"
write more.csv
  type,locator,text.en,text.original,kind,themes
  recommendation,903,Made up: let nobody cycle,en,recommendation,Right to ride
run ygrar import --as sec {dir}/more.csv
  exit 1
  out "0 new"
api sec GET /api/v1/recommendations?themes={bicycles}
  json .recommendations has 2
  save wish from .recommendations[0].id
GET /recommendations/{wish}/edit           # who has it keeps it, and can take it away
  contains "Right to ride"
GET /themes/{bicycles}/retire
press "Use it again"
  status 303
  follow
  lacks "This is no longer used."

# merged: with a look beforehand
GET /themes/{bicycles}/merge
  contains "Merge it into"
GET /themes/{bicycles}/merge?into=no+such+theme
  status 422
  contains "no such theme"
GET /themes/{bicycles}/merge?into=Right+to+health
  contains "“Right to ride” will be merged into “Right to health”."
  contains "2 carry it"
press "Merge"
  form _reason = One theme is enough
  status 303
  follow
  contains "2 records carry the other one now."
  contains "It was merged into “Right to health”."
sql SELECT id FROM theme WHERE code = 'health'
  save health from /(\d+)/
GET /themes/{health}/labels
  contains "Right to cycle"
  contains "Welosiped sürmek hukugy"
api sec GET /api/v1/recommendations?themes={bicycles}
  json .recommendations has 0
api sec GET /api/v1/recommendations/{wish}
  json .themes[0] == "{health}"
GET /recommendations/{wish}/history
  contains "One theme is enough"
GET /recommendations/{wish}
  contains "Right to health"

# what changed between two days: the version of a taxonomy
GET /themes/changes?from=01.01.2020&to=31.12.2099
  contains "Right to ride"
  contains "One theme is enough"
  contains "Merged into"
GET /themes/changes?from=01.01.2020&to=02.01.2020
  contains "Nothing changed in this time."
GET /themes/changes?from=soon
  status 422

# who may only read sees it and changes nothing
as fp
GET /themes/{health}/labels
  status 200
  lacks "Add the label"
GET /themes/{health}/merge
  status 403
POST /themes/{health}/retire
  form retired = 1
  status 403
POST /themes/{health}/labels
  form label = Wellness
  status 403
run ygrar verify
