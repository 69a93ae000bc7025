story: a rule is corrected by the secretariat with a reason, shows what would move, and holds when another person approves
tags: both
given: sample
now: 2026-06-12T09:00:00+05:00

sql SELECT id FROM deadline_rule WHERE code = 'DL-08.CEDAW'
  save rule from /(\d+)/
as sec
GET /deadline_rules/{rule}
  status 200
  contains "Propose a correction"
GET /deadline_rules/{rule}/steps/propose
  status 200
  field proposed_amount = 24
press "Propose a correction"
  form proposed_amount = 24
  form _reason = Sample: looks wrong
  status 422
  contains "This is what is in force already."
press "Propose a correction"
  form proposed_amount = 18
  form _reason =
  status 422
press "Propose a correction"
  form proposed_amount = 18
  form _reason = Sample: the committee has shortened it
  status 303
# nothing is computed by it yet
GET /deadlines/calculator?rule=DL-08&committee=CEDAW&adopted=2024-02-16
  contains "16 February 2026"
GET /deadline_rules/{rule}
  contains "Proposed instead"
  contains "What moves"
  lacks "Approve the correction"
as fp
GET /deadline_rules/{rule}
  status 200
  lacks "Approve the correction"
as ch
GET /deadline_rules/{rule}
  contains "Approve the correction"
link "Approve the correction"
press "Approve the correction"
  status 303
GET /deadlines/calculator?rule=DL-08&committee=CEDAW&adopted=2024-02-16
  contains "16 August 2025"
run ygrar deadline DL-08 committee=CEDAW adopted=2024-02-16 --json
  json .due == "2025-08-16"
# a release that ships the old number does not undo it
run ygrar init --reference turkmenistan
run ygrar deadline DL-08 committee=CEDAW adopted=2024-02-16 --json
  json .due == "2025-08-16"
run ygrar verify
as sec
GET /deadline_rules/{rule}/steps/propose
press "Propose a correction"
  form proposed_amount = 1001
  form _reason = Sample: far too many
  status 422
  contains "Write a number from −1000 to 1000."
