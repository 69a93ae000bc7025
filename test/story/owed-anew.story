story: an assignment that no letter told and a report that was returned are told to the focal point by mail, handed up when their day has passed, and stand in each inbox once
tags: both
given: sample
now: 2026-07-20T12:00:00+05:00

sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
# a recommendation that the ministry accepted, and its report, which the secretariat returns
as sec
GET /recommendations/new
press "Save"
  form locator = 126.3
  form text.en = Of the story: make the order public.
  form text.original = en
  form kind = recommendation
  status 303
  save one from header Location /recommendations\/(\d+)/
GET /recommendations/{one}/steps/triage
press "Triage"
  status 303
GET /recommendations/{one}/steps/assign
press "Assign"
  form lead = {moe}
  status 303
as ma
GET /recommendations/{one}/steps/accept
press "Accept"
  status 303
as fp
GET /recommendations/{one}
link "Report progress"
press "Send for approval"
  form part = first_half
  form year = 2026
  form done.en = The order was published
  form result.en = Everybody can read it
  form difficulties.en = none
  form next_step.en = none
  form status = in_progress
  status 303
  save update from header Location /progress_updates\/(\d+)/
as ma
GET /progress_updates/{update}/steps/approve
press "Approve"
  status 303
as sec
GET /progress_updates/{update}/steps/send_back
press "Return to the ministry"
  form _reason = Say where it is published
  status 303
# and one that it was assigned and has not answered; no letter says so
GET /recommendations/new
press "Save"
  form locator = 126.4
  form text.en = Of the story: train those who apply it.
  form text.original = en
  form kind = recommendation
  status 303
  save two from header Location /recommendations\/(\d+)/
GET /recommendations/{two}/steps/triage
press "Triage"
  status 303
GET /recommendations/{two}/steps/assign
press "Assign"
  form lead = {moe}
  status 303
sql SELECT source_type, due, state, basis FROM deadline WHERE kind IN ('assignment', 'return') AND due = '2026-07-30' ORDER BY kind
  out /recommendation\D*2026-07-30\W*open\W*DL-18 date=2026-07-30/
  out /progress_update\D*2026-07-30\W*open\W*DL-18 date=2026-07-30/
# each waits for the focal point itself: a deadline beside it would be the same duty twice
as fp
GET /inbox
  contains "126.4"
  contains "What came back to me"
  contains "126.3"
  lacks "Answer to the assignment of"
  lacks "Returned report"
# a week before, by mail
run {tree}/test/mail/server {dir}/mails
  save port from /(\d+)/
as adm
GET /settings
press "Save settings"
  form mail_server = 127.0.0.1
  form mail_port = {port}
  form mail_encryption = none
  form mail_from = ygrar@mfa.example
  form reminder_hour = 0
  status 303
as fp
GET /me
press "Save"
  form mail = fp@moe.example
  form wanted = 1
  status 303
server restart
  env YGRAR_NOW=2026-07-23T12:00:00+05:00
run ygrar remind
  env YGRAR_NOW=2026-07-23T12:00:00+05:00
run {tree}/test/mail/server {dir}/mails await 1
run {tree}/test/mail/server {dir}/mails show
  out "To: fp@moe.example"
  out "Answer to the assignment of 126.4: "
  out "Returned report, first half of 2026: 126.3"
# the day after, to the ministry's approver; a week after, to the secretariat; after two, to the chair
as ma
GET /me
press "Save"
  form mail = ma@moe.example
  form wanted = 1
  status 303
server restart
  env YGRAR_NOW=2026-07-31T12:00:00+05:00
run ygrar remind
  env YGRAR_NOW=2026-07-31T12:00:00+05:00
run {tree}/test/mail/server {dir}/mails await 3
run sh -c "{tree}/test/mail/server {dir}/mails show | sed -n '/^To: ma@moe/,/^All of/p'"
  out "1 day late"
  out "Returned report, first half of 2026: 126.3"
  out "Answer to the assignment of 126.4: "
as fp
GET /inbox
  contains "What is late"
  contains "126.4"
  lacks "Answer to the assignment of"
as ma
GET /inbox
  contains "Returned report, first half of 2026: 126.3"
  lacks "Answer to the assignment of"
  contains "126.4"
as sec
GET /me
press "Save"
  form mail = sec@mfa.example
  form wanted = 1
  status 303
server restart
  env YGRAR_NOW=2026-08-06T12:00:00+05:00
run ygrar remind
  env YGRAR_NOW=2026-08-06T12:00:00+05:00
run {tree}/test/mail/server {dir}/mails await 4
run sh -c "{tree}/test/mail/server {dir}/mails show | sed -n '/^To: sec@mfa/,/^All of/p'"
  out "7 days late"
  out "Returned report, first half of 2026: 126.3"
  out "Answer to the assignment of 126.4: "
as ch
GET /me
press "Save"
  form mail = ch@mfa.example
  form wanted = 1
  status 303
server restart
  env YGRAR_NOW=2026-08-13T12:00:00+05:00
run ygrar remind
  env YGRAR_NOW=2026-08-13T12:00:00+05:00
run {tree}/test/mail/server {dir}/mails await 5
run sh -c "{tree}/test/mail/server {dir}/mails show | sed -n '/^To: ch@mfa/,/^All of/p'"
  out "14 days late"
  out "Returned report, first half of 2026: 126.3"
  out "Answer to the assignment of 126.4: "
as ch
GET /inbox
  contains "Answer to the assignment of 126.4"
  contains "14 days late"
GET /overview
  contains "Late bodies"
  contains "Ministry of Education"
run ygrar due
  env YGRAR_NOW=2026-08-13T12:00:00+05:00
  out "Answer to the assignment of 126.4"
  out "DL-18 date=2026-07-30"
# the answer and the report end it
as ma
GET /recommendations/{two}/steps/accept
press "Accept"
  status 303
as fp
GET /progress_updates/{update}
link "Send for approval"
press "Send for approval"
  form done.en = The order was published in the ministry’s journal
  status 303
as ch
GET /inbox
  lacks "Answer to the assignment of 126.4"
  lacks "Returned report, first half of 2026: 126.3"
GET /deadlines?state=met&kind=assignment
  contains "126.4"
  contains "13 Aug 2026"
run ygrar verify
