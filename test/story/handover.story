story: an officer leaves: planned in the ministry, looked at before, carried out by the administrator in one step
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

sql SELECT id FROM account WHERE login = 'fp'
  save fp from /(\d+)/
sql SELECT id FROM account WHERE login = 'ma'
  save ma from /(\d+)/
sql SELECT id FROM account WHERE login = 'fp2'
  save other from /(\d+)/
sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
api sec POST /api/v1/report_projects
  json {"title": {"en": "Sample: replies"}, "kind": "replies", "due": "2025-10-30", "lead": "{fp}", "institution": "{moe}"}
  status 201
  save project from .id
api ma GET /api/v1/recommendations?state=assigned&lead={moe}&limit=1
  save id from .recommendations[0].id
as fp in en                                # something is typed and not saved
GET /recommendations/{id}/steps/propose_answer
press "Propose an answer"
  form proposed_answer =
  form _reason = Typed before leaving
  status 422
GET /accounts/{fp}
  contains "Hand over the work"
GET /handovers/new?leaver={fp}
press "Plan it"
  form successor = {fp}
  form date = 11.07.2025
  status 422
  contains "Nobody hands over to himself."
press "Plan it"
  form successor = {ma}
  form date = 07.2025
  status 422
  contains "Give the exact day"
press "Plan it"
  form successor = {ma}
  form date = 11.07.2025
  status 303
  save handover from header Location /(\d+)/
  follow
  contains "What will move"
  contains "Report projects"
  contains "Deadlines"
GET /handovers/{handover}/steps/carry_out  # keeping users is another hand
  status 403
as fp2 in en                               # of another ministry
GET /handovers/{handover}
  status 404
GET /handovers/new?leaver={fp}
  status 404
as sec in en                               # nothing has moved
GET /report_projects/{project}
  contains "Ayna Berdiyeva"
as adm in en
GET /
  contains "Hand-over, 11 Jul 2025"
GET /handovers/{handover}/steps/carry_out
press "Carry out"
  status 303
  follow
  contains "Carried out"
  contains "Duties that moved"
  contains "Drafts that moved 1"
GET /handovers/{handover}/steps/carry_out
  status 403
api sec GET /api/v1/report_projects/{project}
  json .lead == "{ma}"
as sec in en
GET /report_projects/{project}/history
  contains "Hand-over, 11 Jul 2025"
as ma in en
GET /
  contains "the work of Sample: Ayna Berdiyeva came to you"
GET /me
  contains "Drafts"
GET /inbox
  contains "the work of Sample: Ayna Berdiyeva came to you"
  contains "Sample: replies"
as ma in ru
GET /
  contains "вы приняли дела"
as ma in tk
GET /handovers/{handover}
  status 403                               # an approver keeps no users
api adm GET /api/v1/accounts/{fp}
  json .memberships[0].to_date == "2025-07-11"
as fp in en
GET /
  contains "your work went to Sample: Bagtyyar Hojamyradov"
run ygrar verify
