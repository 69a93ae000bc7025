story: before a correction is approved its page lists the open deadlines that would move, and approving moves just them
tags: both
given: sample
now: 2026-06-12T09:00:00+05:00

# two deadlines as the register keeps them
sql SELECT id FROM document WHERE symbol = 'CEDAW/C/TKM/CO/6'
  save document from /(\d+)/
sql INSERT INTO deadline (id, version, state, classification, created_at, created_by, updated_at, updated_by, parts, source_type, source, name, kind, basis, rule, due, status, side) VALUES (7001, 1, 'open', 'public', 0, 0, 0, 0, 1, 'document', {document}, 'sample.one', 'follow_up', 'DL-08 committee=CEDAW adopted=2024-02-16', 'DL-08', '2026-02-16', 'computed', 'external')
sql INSERT INTO deadline (id, version, state, classification, created_at, created_by, updated_at, updated_by, parts, source_type, source, name, kind, basis, rule, due, status, side) VALUES (7002, 1, 'open', 'public', 0, 0, 0, 0, 1, 'document', {document}, 'sample.two', 'follow_up', 'DL-08 committee=CAT adopted=2025-11-28', 'DL-08', '2026-11-28', 'computed', 'external')
sql INSERT INTO text (record, field, lang, body, folded, sort_key, original, written_by, written_at, change) VALUES (7001, 'title', 'en', 'Sample: follow-up to CEDAW', 'sample: follow-up to cedaw', '', 1, 0, 0, 0)
sql INSERT INTO text (record, field, lang, body, folded, sort_key, original, written_by, written_at, change) VALUES (7002, 'title', 'en', 'Sample: follow-up to CAT', 'sample: follow-up to cat', '', 1, 0, 0, 0)
sql SELECT id FROM deadline_rule WHERE code = 'DL-08.CEDAW'
  save rule from /(\d+)/
as sec
GET /deadline_rules/{rule}/steps/propose
press "Propose a correction"
  form proposed_amount = 18
  form _reason = Sample: the committee has shortened it
  status 303
GET /deadline_rules/{rule}
  contains "What moves"
  contains "Sample: follow-up to CEDAW"
  contains "16 Feb 2026"
  contains "16 Aug 2025"
  lacks "28 Nov 2026"
sql SELECT due FROM deadline WHERE id = 7001
  out "2026-02-16"
as ch
GET /deadline_rules/{rule}/steps/approve
press "Approve the correction"
  status 303
sql SELECT due FROM deadline WHERE id = 7001
  out "2025-08-16"
sql SELECT due FROM deadline WHERE id = 7002
  out "2026-11-28"
# by what is proposed next no deadline could be computed: nobody can approve it
as sec
GET /deadline_rules/{rule}/steps/propose
press "Propose a correction"
  form proposed_event = letter
  form _reason = Sample: a mistake
  status 303
GET /deadline_rules/{rule}
  contains "By this correction deadlines cannot be computed."
as ch
GET /deadline_rules/{rule}/steps/approve
press "Approve the correction"
  status 422
as sec
GET /deadline_rules/{rule}/steps/withdraw
press "Withdraw the correction"
  status 303
sql SELECT due FROM deadline WHERE id = 7001
  out "2025-08-16"
