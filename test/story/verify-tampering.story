story: a record changed past the program is named, with the field, what stands there and what the log says
tags: both
given: sample

run ygrar verify
  out "Everything fits."
sql SELECT id FROM institution WHERE code = 'MOJ'
  save moj from /(\d+)/
sql UPDATE institution SET region = 'AHAL' WHERE id = {moj}
run ygrar verify
  exit 1
  out "institution"
  out "{moj}"
  out "region"
  out /stored: "AHAL"\s+logged: "ASHGABAT"/
  out "The database does not say what happened."
sql UPDATE institution SET region = 'ASHGABAT' WHERE id = {moj}
run ygrar verify
sql UPDATE text SET body = 'Ministry of Something' WHERE record = {moj} AND field = 'name' AND lang = 'en'
run ygrar verify
  exit 1
  out "{moj}"
  out "name.en"
  out "Ministry of Something"
sql DELETE FROM text WHERE record = {moj} AND field = 'name' AND lang = 'en'
run ygrar verify
  exit 1
  out "name.en"
