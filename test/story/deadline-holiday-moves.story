story: a correction of a holiday, of the weekend or of a treaty's date shows which open deadlines move before it is saved, and moves just them
tags: both
given: sample
now: 2026-06-12T09:00:00+05:00

# a Monday, a Friday, and one by a treaty, as the register keeps them
sql SELECT id FROM document WHERE symbol = 'CEDAW/C/TKM/CO/6'
  save document from /(\d+)/
each line in 7001|2026-07-13|DL-18|date=2026-07-13|internal 7002|2026-08-07|DL-18|date=2026-08-07|internal 7003|2027-01-31|DL-04|instrument=CED&deposit=2025-01-01|external
  run python3 -c "import sys; print(*sys.argv[1].split('|'))" {line}
    save id from /^(\S+)/
    save due from /^\S+ (\S+)/
    save rule from /^\S+ \S+ (\S+)/
    save key from /^\S+ \S+ \S+ (\S+)/
    save side from /(\S+)$/
  run python3 -c "import sys; print(sys.argv[1].replace('&', ' '))" {key}
    save keys from /^(.*)$/
  sql INSERT INTO deadline (id, version, state, classification, created_at, created_by, updated_at, updated_by, parts, source_type, source, name, kind, basis, rule, due, status, side) VALUES ({id}, 1, 'open', 'internal', 0, 0, 0, 0, 1, 'document', {document}, 'sample.{id}', 'task', '{rule} {keys}', '{rule}', '{due}', 'computed', '{side}')
  sql INSERT INTO text (record, field, lang, body, folded, sort_key, original, written_by, written_at, change) VALUES ({id}, 'title', 'en', 'Sample deadline {id}', 'sample deadline {id}', '', 1, 0, 0, 0)

# a holiday
as sec
GET /holidays/new
press "Save"
  form code = SAMPLE_DAY
  form name.en = Sample day
  form kind = holiday
  form every_year = 07-13
  form days = 1
  status 200
  contains "Nothing is saved yet."
  contains "What moves"
  contains "1 open deadline"
  contains "Sample deadline 7001"
  contains "13 Jul 2026"
  contains "14 Jul 2026"
  lacks "Sample deadline 7002"
  field code = SAMPLE_DAY
  field every_year = 07-13
sql SELECT due FROM deadline WHERE id = 7001
  out "2026-07-13"
sql SELECT count(*) FROM holiday WHERE code = 'SAMPLE_DAY'
  out "0"
# what is posted next would move more than was shown: it is shown anew
press "Save, and move the deadlines"
  form days = 2
  status 200
  contains "15 Jul 2026"
  field days = 2
sql SELECT due FROM deadline WHERE id = 7001
  out "2026-07-13"
press "Save, and move the deadlines"
  status 303
sql SELECT due FROM deadline WHERE id = 7001
  out "2026-07-15"
sql SELECT id FROM holiday WHERE code = 'SAMPLE_DAY'
  save holiday from /(\d+)/
# a mistake is told as it always is, and a change that moves nothing is saved at once
GET /holidays/{holiday}/edit
press "Save"
  form every_year = 13-45
  status 422
  lacks "What moves"
  contains "Write month and day, such as 09-01."
GET /holidays/{holiday}/edit
press "Save"
  form name.en = Another sample day
  status 303

# the weekend: the administrator reads no deadlines, and is told how many there are
as adm
GET /settings
press "Save settings"
  form weekend = 5 6 7
  form answer_days = 12
  status 200
  contains "Nothing is saved yet."
  lacks "Sample deadline 7002"
  contains "not named to you"
  field weekend = 5 6 7
  field answer_days = 12
sql SELECT due FROM deadline WHERE id = 7002
  out "2026-08-07"
run ygrar set weekend
  out "6 7"
press "Save, and move the deadlines"
  status 303
sql SELECT due FROM deadline WHERE id = 7002
  out "2026-08-10"
run ygrar set weekend
  out "5 6 7"
run ygrar set answer_days
  out "12"
# also by command
run ygrar set weekend "6 7"
sql SELECT due FROM deadline WHERE id = 7002
  out "2026-08-07"

# a treaty's own date
as sec
sql SELECT id FROM instrument WHERE code = 'CED'
  save treaty from /(\d+)/
GET /instruments/{treaty}/edit
press "Save"
  form general_entry_into_force = 01.03.2026
  form _reason = Sample: a mistake
  status 200
  contains "What moves"
  contains "Sample deadline 7003"
  contains "31 Jan 2027"
  contains "1 Mar 2028"
  field _reason = Sample: a mistake
sql SELECT due FROM deadline WHERE id = 7003
  out "2027-01-31"
press "Save, and move the deadlines"
  status 303
sql SELECT due FROM deadline WHERE id = 7003
  out "2028-03-01"
sql SELECT count(*) FROM deadline WHERE state = 'open' AND id IN (7001, 7002, 7003)
  out "3"
