story: merging a theme that many records carry goes on behind the pages, also after the server was killed, and reaches all of them
tags: both
given: sample

run python3 -c "f = open('{dir}/many.csv', 'w'); f.write('type,locator,text.en,text.original,kind,themes\r\n'); [f.write('recommendation,%d,Made up: wish %d,en,recommendation,food\r\n' % (n, n)) for n in range(1, 701)]"
run ygrar import --as sec {dir}/many.csv
  out "700 new"
sql SELECT id FROM theme WHERE code = 'food'
  save food from /(\d+)/
sql SELECT id FROM theme WHERE code = 'water'
  save water from /(\d+)/
as sec
GET /themes/{food}/merge?into=water
  contains /70\d carry it/
press "Merge"
  status 303
  save job from header Location /(.*)/
server kill
sql UPDATE job SET lease_until = 1 WHERE state = 'running'
server start
GET {job}
  within 60 s
  contains "It is done."
  contains "records carry the other one now."
api sec GET /api/v1/recommendations?themes={food}
  json .recommendations has 0
api sec GET /api/v1/recommendations?themes={water}&q=wish+700
  json .recommendations has 1
run ygrar verify
