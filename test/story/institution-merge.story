story: two ministries become one, and duties and users move while the old name stays on old records
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

as sec
GET /reorganisations/new
  status 200
sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
sql SELECT id FROM institution WHERE code = 'STAT'
  save stat from /(\d+)/
press "Save"
  form kind = merge
  form date = 11.07.2025
  form institutions = {moe}
  form successors = {stat}
  form act = Act of the story
  status 303
  follow
  save reorganisation from /reorganisations\/(\d+)/
