story: the inbox tells what I owe and what is late, the header counts it, and nobody is reminded twice
tags: both
given: sample
now: 2026-06-24T12:00:00+05:00

as fp in en
GET /inbox
  status 200
  title "Inbox"
  save fp from /data-user="(\d+)"/
as ma in en
GET /inbox
  status 200
# What the sample's measures owe has the day on which the sample was made; here it is left aside.
sql DELETE FROM deadline WHERE source_type = 'measure'
sql DELETE FROM measure
# Deadlines follow from records; these two are put there past the program, to have known dates.
sql INSERT INTO deadline (id, version, state, classification, institution, created_at, created_by, updated_at, updated_by, parts, name, kind, basis, rule, due, status, side, owner) SELECT 901, 1, 'open', 'internal', institution, 1, 0, 1, 0, 0, 'late', 'report', 'DL-20', 'DL-20', '2026-06-20', 'stated', 'external', {fp} FROM account WHERE id = {fp}
sql INSERT INTO deadline (id, version, state, classification, institution, created_at, created_by, updated_at, updated_by, parts, name, kind, basis, rule, due, status, side, owner) SELECT 902, 1, 'open', 'internal', institution, 1, 0, 1, 0, 0, 'soon', 'report', 'DL-20', 'DL-20', '2026-07-01', 'stated', 'external', {fp} FROM account WHERE id = {fp}
run ygrar remind --as-of 2026-07-30
  exit 1
  err "can only be tried"
run ygrar remind --dry-run
  out "owner_third"
  out "approver"
  out /[1-9]\d* reminders would be made/
run ygrar remind
  out /[1-9]\d* reminders/
run ygrar remind
  out "0 reminders"
as fp in en
GET /inbox
  contains "What is late"
  contains "What I owe"
  contains "4 days late"
  contains "in 7 days"
GET /
  contains /Inbox ([2-9]|[1-9]\d)/        # two deadlines, and what waits for a step of hers
as ma in en
GET /inbox
  contains "4 days late"
  lacks "in 7 days"
  contains "What waits for my approval"   # the assignments that he decides
  source /What is late.*What waits for my approval/
as sec in en
GET /inbox                         # not yet a week
  lacks "4 days late"
  contains "What I owe"
  contains "Nothing here: "
as sec in ru
GET /inbox
  title "Входящие"
as sec in tk
GET /inbox
  title "Gelen işler"
as aud in en
GET /inbox
  status 200
  lacks "4 days late"
as nobody
GET /inbox
  status 303|401
