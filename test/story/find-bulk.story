story: deadline, priority and labels of many recommendations are changed in one step, after a look at what changes and what is refused; taken back together, but for those that somebody has worked on since
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00
needs: ../shared/data/upr-info-2015/turkmenistan.csv

run ygrar import --json {shared}/data/upr-info-2015/turkmenistan.csv
  json .new == 275
sql SELECT id FROM theme WHERE code = 'education'
  save theme from /(\d+)/
sql SELECT count(*) FROM recommendation WHERE state = 'imported' AND position = 'supported'
  source "205"
as sec in en
GET /recommendations?state=imported&position=supported
link "Change all that the filters find…"
  title "Change 205 recommendations"
  contains "UPR position: Supported"

# nothing said, nothing done
press "Look what changes"
  status 422
  contains "Say what is to be changed."
press "Look what changes"
  form deadline = 30.06.2026
  form priority = high
  form themes = {theme}
  status 200
  title "What will change"
  contains "205 will change, 0 stay as they are."
  contains "Nothing has been changed yet."
  source /<ins>30 Jun 2026<\/ins>/
  source /Themes: <ins>Right to education<\/ins>/
sql SELECT count(*) FROM recommendation WHERE state = 'imported' AND deadline IS NOT NULL
  source "0"

# back to the form: what was typed is there
press "Back to the form"
  title "Change 205 recommendations"
  field deadline = 30.06.2026
press "Look what changes"
  contains "205 will change"
sql SELECT min(id), max(id) FROM recommendation WHERE state = 'imported' AND position = 'supported'
  save worked from /(\d+)/
  save moved from /\d+\D+(\d+)/

# one of them is changed by somebody else between the look and the step: that one is refused
api sec PATCH /api/v1/recommendations/{moved}
  json {"priority": "low"}
  if-match 1
  status 200
press "Change 205"
  contains "204 done, 1 refused."
  contains "Somebody else changed this record in the meantime."
  contains "Undo: take back 204"
sql SELECT count(*) FROM recommendation WHERE state = 'imported' AND deadline = '2026-06-30' AND priority = 'high'
  source "204"

# what is so already is no change
GET /recommendations?state=imported
POST /recommendations/change
  form id = {worked}
  title "Change 1 recommendations"
press "Look what changes"
  form deadline = 30.06.2026
  contains "0 will change, 1 stay as they are."
  contains "It is so already."

# labels are taken away, and a date
GET /recommendations?state=imported
POST /recommendations/change
  form id = {worked}
press "Look what changes"
  form themes = {theme}
  form how.themes = remove
  form clear.deadline = 1
  source /<del>30 Jun 2026<\/del>/
  source /Themes: <del>Right to education<\/del>/
press "Change 1"
  contains "1 done, 0 refused."

# taken back together: not the one that was changed since
GET /recommendations/together
link "Changed together: 204 recommendations"
press "Undo: take back 203"
  contains "203 taken back, 1 stay as they are."
  contains "changed since: "
sql SELECT count(*) FROM recommendation WHERE state = 'imported' AND (deadline IS NOT NULL OR priority = 'high')
  source "1"
sql SELECT count(*) FROM recommendation WHERE priority = 'high' AND state = 'imported' AND id = {worked}
  source "1"

# where the work is over there is nothing to plan, but labels can be put right
GET /recommendations?state=superseded
sql SELECT min(id) FROM recommendation WHERE state = 'superseded'
  save over from /(\d+)/
POST /recommendations/change
  form id = {over}
press "Look what changes"
  form deadline = 30.06.2026
  contains "0 will change, 1 stay as they are."
  contains "The work on it is over: only its labels can be changed."
press "Back to the form"
press "Look what changes"
  form deadline =
  form themes = {theme}
  contains "1 will change, 0 stay as they are."

# whoever may not change them gets none of it
as ma2 in en
GET /recommendations/change
  status 403
run ygrar verify
