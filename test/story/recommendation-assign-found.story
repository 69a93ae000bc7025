story: two hundred and five recommendations that a filter finds are assigned in one step, and taken back in one: those that somebody has worked on since stay
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00
needs: ../shared/data/upr-info-2015/turkmenistan.csv

run ygrar import --json {shared}/data/upr-info-2015/turkmenistan.csv
  json .new == 275
sql SELECT id FROM institution WHERE code = 'MOL'
  save mol from /(\d+)/
sql SELECT count(*) FROM recommendation WHERE state = 'imported' AND position = 'supported'
  source "205"
as sec in en
GET /recommendations?state=imported&position=supported
link "Assign all that the filters find…"
  title "Assign 205 recommendations"
  contains "UPR position: Supported"
press "Triage 205 of them first"
  contains "205 done, 0 refused"
press "Assign these…"
  title "Assign 205 recommendations"
press "Assign 205"
  form lead = {mol}
  form deadline = 31.12.2025
  contains "205 done, 0 refused"
sql SELECT count(*) FROM recommendation WHERE state = 'assigned' AND lead = {mol} AND answer_due IS NOT NULL AND document IS NULL
  source "205"

# the body works on one, the secretariat on another
sql SELECT min(record), max(record) FROM together_record
  save worked from /(\d+)/
  save left from /\d+\D+(\d+)/
api ma2 POST /api/v1/recommendations/{worked}/steps/accept
  json {}
  status 200

# found again from the record, and from the list of what was done together
as sec in en
GET /recommendations/{left}
link "Assigned together: 205 recommendations"
  contains "Undo: take back 204"
  contains "changed since: Accept, "
GET /recommendations/together
link "Assigned together: 205 recommendations"
press "Undo: take back 204"
  status 200
  contains "204 taken back, 1 stay as they are."
  contains "changed since: Accept, "
sql SELECT count(*) FROM recommendation WHERE state = 'triaged' AND lead IS NULL AND deadline IS NULL AND assigned_on IS NULL AND answer_due IS NULL AND position = 'supported' AND document IS NULL
  source "204"
GET /recommendations/{worked}
  contains "Accepted by the body"
GET /recommendations/{left}
  contains "A step was taken back"
  contains "Undone together with the others."
GET /recommendations/together
link "Assigned together: 205 recommendations"
  contains "Taken back by "
  lacks "Undo: take back"

# the triage before it can be taken back, too; whoever may not change them gets none of it
as ma2 in en
GET /recommendations/together
  status 403
as sec in en
GET /recommendations/together
link "Triaged together: 205 recommendations"
  contains "changed since: A step was taken back"
  lacks "Undo: take back"
run ygrar verify
