story: a newcomer reports progress on a measure from login in three screens; what was typed survives a closed browser; approver and secretariat return it and accept it (SC-06)
tags: both
given: sample
now: 2026-07-07T09:00:00+05:00

sql SELECT id FROM measure WHERE number = 'SAMPLE-M3'
  save id from /(\d+)/
sql SELECT id FROM indicator WHERE code = 'SAMPLE-EDU-1'
  save indicator from /(\d+)/
api sec GET /api/v1/measures/{id}
  save etag from header ETag /(.*)/
api sec PATCH /api/v1/measures/{id}
  if-match {etag}
  json {"indicators": ["{indicator}"]}
  status 200
# the first screen: what the ministry owes
as fp
GET /
  status 200
  contains "Progress to report"
  contains "1.10. Sample: Train teachers"
  contains "first half of 2026"
GET /inbox
  source /progress[^<]*<\/a>(?:(?!<li>).)*href="\/measures\/{id}\/steps\/report">Report</
GET /inbox
  contains /1\.10\. Sample: Train teachers[^·—]*— progress, first half of 2026/
# the measure's own page leads there, too
GET /measures/{id}
link "Report progress"
  contains "1. What was done"
# the second: four boxes
GET /measures/{id}/steps/report
  status 200
  contains "1. What was done"
  contains "4. Next step"
  contains "Indicator: Sample: share of women among heads of schools"
  field part = first_half
  field year = 2026
press "Send for approval"
  form done.en = Of the story: forty teachers were trained
  form result.en = They teach it in grade 9
  form difficulties.en =
  form next_step.en = The other half in autumn
  form status = in_progress
  form values.0.value = 34
  status 422
  contains "Difficulties is missing"
  field done.en = Of the story: forty teachers were trained
# the browser is closed, the machine restarted
server kill
server start
as fp on another
GET /measures/{id}/steps/report
  contains "Continue with what I typed"
link "Continue with what I typed"
  field done.en = Of the story: forty teachers were trained
press "Send for approval"
  form difficulties.en = none
  status 303
  follow
  status 200
  contains "Sent. The approver of your institution reads it next."
  contains "Of the story: forty teachers were trained"
  contains "share of women among heads of schools"
  contains "34"
  save update from /progress_updates\/(\d+)/
GET /measures/{id}/steps/report
  lacks "Continue with what I typed"
# the inbox asks for it no more, though the deadline is open until it is accepted
GET /inbox
  source /progress[^<]*first half of 2026/
  source /\A(?!.*measures\/{id}\/steps\/report)/
sql SELECT state FROM progress_update WHERE id = {update}
  out "submitted"
# the other ministry does not see it; her own approver returns it
as fp2
GET /progress_updates/{update}
  status 404
as sec
GET /progress_updates/{update}
  status 200
  lacks "the deadline of the period is met"   # not yet: the ministry has not approved it
as ma
GET /
  contains "With the ministry’s approver"
GET /progress_updates/{update}
link "Return to the author"
press "Return to the author"
  form _reason = give data by sex
  status 303
as fp
GET /
  contains "Send for approval"
# the report that came back stands in her inbox, and not the half-year beside it
GET /inbox
  contains "What came back to me"
  contains "1.10. Sample: Train teachers in human rights. · first half of 2026"
  lacks /1\.10\. Sample: Train teachers[^·—]*— progress, first half of 2026/
GET /progress_updates/{update}
  contains "give data by sex"
GET /progress_updates/{update}/steps/submit
  contains "give data by sex"
  field done.en = Of the story: forty teachers were trained
press "Send for approval"
  form done.en = Of the story: forty teachers were trained, 34 women and 6 men
  status 303
as ma
GET /progress_updates/{update}/steps/approve
press "Approve"
  status 303
as sec
GET /progress_updates/{update}/steps/accept
press "Accept"
  status 303
sql SELECT state FROM deadline WHERE source = {id} AND name = 'progress.2026-H1'
  out "met"
# its value is entered, and confirmed by nobody yet
sql SELECT state FROM indicator_value WHERE about = {id}
  out "provisional"
GET /measures/{id}
  contains "Accepted, locked"
  contains "Of the story: forty teachers were trained, 34 women and 6 men"
# it is locked: neither she nor the secretariat changes it
as fp
GET /progress_updates/{update}/steps/write
  status 403
POST /progress_updates/{update}/steps/write
  form done.en = Something else
  form _do = save
  status 403
GET /
  lacks "1.10. Sample: Train teachers"
# the next period: the text of the last one may be copied, the period is another one
GET /measures/{id}/steps/report
press "Copy the text of the last period"
  status 200
  field done.en = Of the story: forty teachers were trained, 34 women and 6 men
press "Save"
  form part = first_half
  status 422
  contains "This period is reported on already"
press "Save"
  form part = second_half
  status 303
  follow
  contains "second half of 2026"
# a correction is a new report, which takes the place of the locked one when it is accepted
GET /progress_updates/{update}
link "Correct by a new report"
press "Send for approval"
  form done.en = Of the story: 41 teachers were trained
  status 303
  save second from header Location /progress_updates\/(\d+)/
sql SELECT state FROM progress_update WHERE id = {update}
  out "accepted"
as ma
GET /progress_updates/{second}/steps/approve
press "Approve"
  status 303
as sec
GET /progress_updates/{second}/steps/accept
press "Accept"
  status 303
sql SELECT state FROM progress_update WHERE id = {update}
  out "superseded"
run ygrar verify
later: the data call in the inbox of the focal point (SC-06)
