story: from concluding observations to work: three sources in one cluster, a lead body that accepts, one that returns with its reason, and no invented date (SC-02 from its fifth step)
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

sql SELECT id FROM document WHERE symbol = 'CRC/C/TKM/CO/5-6'
  save crc from /(\d+)/
sql SELECT id FROM document WHERE symbol = 'E/C.12/TKM/CO/2'
  save cescr from /(\d+)/
sql SELECT id FROM institution WHERE code = 'STAT'
  save stat from /(\d+)/
sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
sql SELECT id FROM institution WHERE code = 'MOI'
  save moi from /(\d+)/
sql SELECT count(*) FROM deadline WHERE source_type <> 'recommendation'
  save before from /(\d+)/
api sec POST /api/v1/recommendations
  json {"text": {"en": "Sample: collect data on children by age and sex"}, "kind": "recommendation", "document": "{crc}", "locator": "9 (a)"}
  status 201
  save data from .id
api sec POST /api/v1/recommendations
  json {"text": {"en": "Sample: publish data by age and sex"}, "kind": "recommendation", "document": "{cescr}", "locator": "7"}
  status 201
  save second from .id
api sec POST /api/v1/recommendations
  json {"text": {"en": "Sample: strengthen statistics"}, "kind": "recommendation", "locator": "116.40"}
  status 201
  save third from .id
api sec POST /api/v1/recommendations
  json {"text": {"en": "Sample: register every child in the street"}, "kind": "recommendation", "document": "{crc}", "locator": "6 (a)"}
  status 201
  save street from .id

# the same asked three times is one piece of work: ticked in the list, what is asked stands in its form
as sec in en
GET /recommendations
  contains "Cluster…"
POST /clusters/prepare
  status 303
POST /clusters/prepare
  form id = {data}
  form id += {second}
  form id += {third}
  status 303
  follow
  status 200
press "Save"
  form title.en = Sample: data on children
  form lead = {stat}
  status 303
sql SELECT max(id) FROM cluster
  save cluster from /(\d+)/
as sec in en
GET /clusters/{cluster}
  contains "9 (a)"
  contains "collect data on children by age and sex"
  contains "E/C.12/TKM/CO/2"
  contains "publish data by age and sex"
  contains "116.40"
  lacks "Common measures"

# of what is restricted its readers alone see the words
sql SELECT max(record) FROM text WHERE field = 'text' AND lang = 'en' AND record IN (SELECT r.id FROM recommendation r WHERE r.classification = 'restricted' AND r.state = 'entered')
  save hidden from /(\d+)/
sql SELECT substr(body, 1, 30) FROM text WHERE field = 'text' AND lang = 'en' AND record = {hidden}
  save words from /(.+)/
api sec GET /api/v1/clusters/{cluster}
  save etag from header ETag
api sec PATCH /api/v1/clusters/{cluster}
  if-match {etag}
  json {"recommendations": ["{data}", "{second}", "{third}", "{hidden}"]}
  status 200
as sec in en
GET /clusters/{cluster}
  contains "{words}"
as aud in en
GET /clusters/{cluster}
  contains "publish data by age and sex"
  lacks "{words}"
as omb in en
GET /clusters/{cluster}
  contains "publish data by age and sex"
  lacks "{words}"

# the lead body and a co-body
api sec POST /api/v1/recommendations/{data}/steps/triage
  json {}
  status 200
api sec POST /api/v1/recommendations/{data}/steps/assign
  json {"lead": "{stat}", "co": ["{moe}"]}
  status 200
  json .answer_due == "2025-07-21"         # ten days
api ma POST /api/v1/recommendations/{data}/steps/accept
  json {}
  status 422                               # a co-body does not answer for the lead body
as ma in en
GET /inbox
  lacks "data on children by age"

# a ministry returns its own with the reason, and it comes back to the secretariat's inbox
api sec POST /api/v1/recommendations/{street}/steps/triage
  json {}
  status 200
api sec POST /api/v1/recommendations/{street}/steps/assign
  json {"lead": "{moe}"}
  status 200
as ma in en
GET /inbox
  contains "What waits for my approval"
api ma POST /api/v1/recommendations/{street}/steps/return
  json {"reason": "This is for the Ministry of Internal Affairs"}
  status 200
as sec in en
GET /inbox
  contains "What came back to me"
  contains "register every child in the street"
api sec POST /api/v1/recommendations/{street}/steps/assign
  json {"lead": "{moi}"}
  status 200
api sec GET /api/v1/recommendations/{street}/history
  json .changes[0].step == "assign"
  json .changes[1].step == "return"
  json .changes[1].reason == "This is for the Ministry of Internal Affairs"

# the follow-up has no date and the next report awaits one; nothing of this invented any (TC-18)
sql SELECT count(*) FROM deadline WHERE source_type <> 'recommendation'
  contains /^{before}\b/
run ygrar deadline DL-08 committee=CRC adopted=2024-09-13 --json
  out /"due":null/
run ygrar deadline DL-06 committee=CRC adopted=2024-09-13 stated=to_be_communicated --json
  out /"due":null/
run ygrar verify
