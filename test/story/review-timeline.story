story: a review's page shows its stages as a line in time: what is on record, what is expected, what is late and why
tags: both
given: sample
now: 2025-11-03T09:00:00+05:00

sql SELECT id FROM review_cycle WHERE code = 'CESCR-3'
  save cescr from /(\d+)/
sql SELECT id FROM review_cycle WHERE code = 'CRC-5-6'
  save crc from /(\d+)/
sql SELECT id FROM review_cycle WHERE code = 'UPR-4'
  save upr from /(\d+)/
sql SELECT id FROM review_cycle WHERE code = 'CEDAW-6'
  save cedaw from /(\d+)/
as aud in en
GET /review_cycles/{cescr}                # the earlier of the two dates has passed
  contains /Stages.*State report.*On record.*E\/C.12\/TKM\/3.*13 Oct 2023.*List of issues.*Replies to a list of issues.*Overdue.*Due on 30 Oct 2025.*Dialogue.*To come/
  contains "nobody said that it was met"
  lacks "Plan the report"
  contains "We expect it: 2026. It was not stated."
  contains "By the review before it the report was due by Oct 2023. It came on 13 Oct 2023: on time."    # TC-13
GET /review_cycles/{crc}
  contains /Concluding observations.*On record.*CRC\/C\/TKM\/CO\/5-6.*Next report.*Date to be communicated/
  contains "By the rule the report was due by 20 Oct 2020. It came on 16 Oct 2020: on time, 4 days before its date."    # TC-05
  lacks "whether they set another date"
GET /review_cycles/{upr}
  contains /Adoption by the Council.*Has taken place.*Matrix of recommendations.*Expected next.*Mid-term report/
  contains "Due on Sep 2026"              # the day of the adoption is on no record
  contains "voluntary"
  contains "Between 6 May 2028 and 6 May 2029"
GET /review_cycles/{cedaw}
  contains "Due on Feb 2026"
  contains /Next report.*Date to be communicated/
sql SELECT id FROM review_cycle WHERE code = 'CCPR-2'
  save ccpr from /(\d+)/
GET /review_cycles/{ccpr}                 # what has been left behind is not awaited
  contains /State report.*Nothing on record.*Next report.*On record.*CCPR: 3rd periodic/
  lacks "Expected next"
as aud in tk
GET /review_cycles/{crc}
  contains "Tapgyrlar"
  contains "Senesi soň habar berler"
  contains "16.10.2020 — möhletinde, senesinden 4 gün öň."
as aud in ru
GET /review_cycles/{crc}
  contains "Этапы"
  contains "Дата будет сообщена дополнительно"
  contains "16.10.2020 — в срок, за 4 дня до даты."
as sec in en
GET /documents/new                        # the replies come, a day too late
press "Save"
  form symbol = E/C.12/TKM/RQ/3
  form title.en = Sample: replies
  form submitted = 31.10.2025
  status 303
  follow
  contains "It came after its clock had run out"
GET /review_cycles/{cescr}
  contains /Replies to a list of issues.*On record.*E\/C.12\/TKM\/RQ\/3.*It came after its date, 30 Oct 2025.*Met on 31 Oct 2025 ?: late by 1 day.*Dialogue.*Expected next/
sql SELECT id FROM deadline WHERE name = 'replies' AND source = {cescr}
  save replies from /(\d+)/
GET /deadlines/{replies}
  contains /Met on 31 Oct 2025 ?late by 1 day/
as sec in ru
GET /deadlines/{replies}
  contains /Выполнено 31.10.2025 ?с опозданием на 1 день/
as sec in tk
GET /deadlines/{replies}
  contains /31.10.2025 ýerine ýetirildi ?möhletinden 1 gün soň/
run ygrar verify
