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
sql UPDATE text SET body = 'Ministry of Justice (Adalat) of Turkmenistan' WHERE record = {moj} AND field = 'name' AND lang = 'en'
run ygrar verify
# who wrote a text, when, and by which change
sql SELECT id FROM account WHERE login = 'fp'
  save fp from /(\d+)/
sql UPDATE text SET written_by = {fp} WHERE record = {moj} AND field = 'name' AND lang = 'ru'
run ygrar verify
  exit 1
  out /institution {moj}, name.ru: written_by\s+stored: {fp}\s+logged: 0/
sql UPDATE text SET written_by = 0, written_at = written_at - 60000000 WHERE record = {moj} AND field = 'name' AND lang = 'ru'
run ygrar verify
  exit 1
  out "name.ru: written_at"
sql UPDATE text SET written_at = written_at + 60000000, change = change - 1 WHERE record = {moj} AND field = 'name' AND lang = 'ru'
run ygrar verify
  exit 1
  out "name.ru: change"
sql UPDATE text SET change = change + 1 WHERE record = {moj} AND field = 'name' AND lang = 'ru'
run ygrar verify
# also of the texts in owned rows
sql SELECT min(x.record) FROM text x JOIN recommendation_views v ON v.id = x.record
  save view from /(\d+)/
sql SELECT max(written_by) FROM text WHERE record = {view}
  save author from /(\d+)/
sql UPDATE text SET written_by = {fp} WHERE record = {view}
run ygrar verify
  exit 1
  out /recommendation \d+, views: written_by\s+stored: {fp}\s+logged: {author}/
sql UPDATE text SET written_by = {author} WHERE record = {view}
run ygrar verify
sql DELETE FROM text WHERE record = {moj} AND field = 'name' AND lang = 'en'
run ygrar verify
  exit 1
  out "name.en"
