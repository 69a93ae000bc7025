story: a body and the secretariat speak about a record; only they read it, the inbox tells them, and what was withdrawn is not shown
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
api ma GET /api/v1/recommendations?state=assigned&lead={moe}&limit=1
  save id from .recommendations[0].id
as sec
GET /recommendations/{id}
  contains "Between bodies and the secretariat; never published."
  contains "@MOE Ministry of Education"
  lacks "<p"
press "Write the remark"
  status 422
  contains "Write what the remark says."
GET /recommendations/{id}
press "Write the remark"
  form words = @NOBODY when will you answer?
  status 422
  contains "There is no body with the code NOBODY."
  field words = @NOBODY when will you answer?
press "Write the remark"
  form words = @MOE when will you answer? secretwords <b>
  status 303
  save remark from header Location /remark-(\d+)/
  follow
  contains "secretwords <b>"
as fp
GET /inbox
  contains "Remarks that wait for an answer"
  contains "secretwords"
GET /
  contains /Inbox \d/
GET /recommendations/{id}
  contains "secretwords"
link "Answer"
  title "Remark"
press "Answer"
  form words =
  status 422
  contains "Write what the remark says."
press "Answer"
  form words = Next week, says the ministry.
  status 303
  save answer from header Location /remark-(\d+)/
  follow
  contains "Next week, says the ministry."
  contains "Noted by"
GET /inbox
  lacks "secretwords"
as ch
GET /recommendations/{id}
  status 200
  lacks "secretwords"
  lacks "Next week, says the ministry."
GET /remarks/{remark}
  status 404
as aud
GET /recommendations/{id}
  lacks "secretwords"
GET /remarks/{answer}
  status 404
POST /remarks/{answer}/noted
  status 404
POST /remarks
  form about.type = recommendation
  form about.id = {id}
  form words = A word
  status 403
as sec                                # no other door
GET /search?q=secretwords
  lacks "ministry"
GET /recommendations/{id}/links
  lacks "Remark"
GET /remarks
  status 404|405
api sec GET /api/v1/remarks
  status 404
as sec
GET /inbox
  contains "Next week, says the ministry."
POST /remarks/{answer}/noted
  form to = /inbox
  status 303
  follow
  lacks "Next week, says the ministry."
GET /remarks/{remark}
press "Replace the remark"
  form instead = For whoever reads it: answer by Friday.
  status 303
  save instead from header Location /remark-(\d+)/
  follow
  contains "For whoever reads it: answer by Friday."
  contains "Replaced"
  lacks "secretwords"
as ch
GET /recommendations/{id}
  contains "answer by Friday"
  lacks "Write the remark"
as ma
POST /remarks/{instead}/withdraw
  status 403
as sec
GET /remarks/{instead}
press "Withdraw the remark"
  status 303
  follow
  contains "Withdrawn"
  lacks "answer by Friday"
run ygrar verify
