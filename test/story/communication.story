story: a letter of special procedures goes its way from registration to the reply, on a Saturday that does not move, for its named list alone
tags: both
given: sample
now: 2026-04-28T09:00:00+05:00

sql SELECT id FROM account WHERE login = 'ch'
  save ch from /(\d+)/
sql SELECT id FROM account WHERE login = 'fp'
  save fp from /(\d+)/
sql SELECT id FROM institution WHERE code = 'MOI'
  save moi from /(\d+)/
sql SELECT id FROM institution WHERE code = 'PGO'
  save pgo from /(\d+)/
as sec
GET /communications/new
press "Save"
  form reference = AL TKM 1/2026
  form letter_date = 03.03.2026
  form received = 02.03.2026
  status 422
  contains "It was received before it was written."
press "Save"
  form received = 05.03.2026
  form subject.en = Of the story: alleged ill-treatment of P1 in custody.
  form subject.original = en
  form readers += {ch}
  status 303
  follow
  status 200
  contains "Allegation letter"
  contains "2 May 2026"
  contains "Only its named readers may read this record."
  save id from /communications\/(\d+)/
api sec GET /api/v1/communications/{id}
  json .state == "received"
  json .classification == "restricted"
  json .kind == "allegation_letter"
  json .reply_due == "2026-05-02"
as sec
GET /communications/{id}/steps/register
press "Register"
  status 303
GET /communications/{id}/steps/assign
press "Assign"
  form lead = {moi}
  form co += {pgo}
  status 303
  follow
  contains "Prosecutor"
# the ministries' people are not on the list, and who is assigned is not the list
as fp
GET /communications/{id}
  status 404
as sec
GET /communications/{id}/edit
press "Save"
  form readers += {fp}
  status 303
as fp
GET /communications/{id}
  status 200
GET /communications/{id}/edit
  status 403
GET /communications/{id}/steps/draft
  status 403
write draft.txt
  Of the story: the draft of a reply.
as sec
GET /communications/{id}/steps/draft
press "Submit a draft reply"
  status 422                               # no draft
press "Submit a draft reply"
  form drafts.0.note = First draft
  file drafts.0.file = {dir}/draft.txt
  status 303
GET /communications/{id}/steps/approve
  status 403
as ch
GET /communications/{id}
  contains "draft.txt"
GET /communications/{id}/steps/approve
press "Approve"
  status 303
as sec
GET /communications/{id}/steps/send
press "Record that the reply was sent"
  form reply_sent = 02.03.2026
  status 422
  contains "The reply went out before the letter was written."
press "Record that the reply was sent"
  form reply_sent = 29.04.2026
  status 422
  contains "This day is still to come."
press "Record that the reply was sent"
  form reply_sent = 28.04.2026
  form reply_reference = 01/123
  status 303
  follow
  contains "Reply sent"
  lacks "after its date"
GET /communications/{id}/steps/close
press "Close"
  status 303
GET /communications/{id}
  lacks "Edit"                             # what is closed stays as it was
GET /communications/{id}/history
  contains "Approve"
run ygrar verify
