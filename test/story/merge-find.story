story: among many records the other one is found by words of it, or by the address of its page
tags: both
given: sample

write more.csv
  type,locator,text.en,text.original,kind
run python3 -c "import sys; f = open('{dir}/more.csv', 'a'); [f.write('recommendation,%d,Made-up words about bicycle path %d,en,recommendation\r\n' % (n, n)) for n in range(1, 301)]"
run ygrar import --as sec {dir}/more.csv
api sec GET /api/v1/recommendations?limit=1
  query q = bicycle path 299
  save other from .recommendations[0].id
api sec GET /api/v1/recommendations?state=triaged&limit=2
  save id from .recommendations[0].id
as sec
GET /recommendations/{id}/steps/merge
press "Merge into another"
  form merged_into = path 299
  form _reason = The same wish
  status 422
  contains "path 299"
  source "value="{other}""
  field _reason = The same wish
press "Merge into another"
  form merged_into = {other}
  form _reason = The same wish
  status 303
api sec GET /api/v1/recommendations/{id}
  json .merged_into == "{other}"
  json .state == "merged"
# an address, as it stands in the browser
api sec GET /api/v1/recommendations?state=triaged&limit=2
  save id from .recommendations[0].id
GET /recommendations/{id}/steps/merge
press "Merge into another"
  form merged_into = http://ygrar.example/recommendations/{other}?lang=en
  form _reason = The same wish
  status 303
api sec GET /api/v1/recommendations/{id}
  json .merged_into == "{other}"
