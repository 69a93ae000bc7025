story: from any record of the loop the chain is shown in both directions, with what it lacks, to whom it is open
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

as sec in en
sql SELECT about FROM progress_update WHERE state = 'accepted' ORDER BY id LIMIT 1
  save measure from /(\d+)/
GET /measures/{measure}
  contains "Chain"
GET /trace/measures/{measure}
  contains "Chain: 1.1. Sample: Review school textbooks"
  contains "SAMPLE/CEDAW/6 24 (a)"
  contains "Ministry of Education"
  contains "Sample: order on the review of textbooks"
  contains /Verification: Nobody verified it yet\./
  lacks "There is no accepted evidence."
sql SELECT target FROM ref WHERE record = {measure} AND field = 'recommendations' ORDER BY position LIMIT 1
  save recommendation from /(\d+)/
GET /trace/recommendations/{recommendation}
  contains "1.1. Sample: Review school textbooks"
  contains "Sample: order on the review of textbooks"
sql SELECT id FROM evidence WHERE state = 'accepted' ORDER BY id LIMIT 1
  save evidence from /(\d+)/
GET /trace/evidence/{evidence}
  status 200
GET /trace/deadlines/{measure}
  status 404
GET /trace/accounts/{measure}
  status 404

# who may not read the record is not told that there is a chain
as cso in en
GET /trace/measures/{measure}
  status 404
as sec in tk
GET /trace/measures/{measure}
  contains "Zynjyr"
as sec in ru
GET /trace/measures/{measure}
  contains "Цепочка"
