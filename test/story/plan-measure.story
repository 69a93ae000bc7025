story: a measure has one lead body and stands in several plans at once; what it owes follows from its term in words
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

as sec in en
GET /plans
  contains "Measures by plan"
  contains "Sample: action plan on human rights"
  contains "National Action Plan for Human Rights in Turkmenistan for 2021–2025"
  contains "Sample: action plan on equality"
sql SELECT id FROM plan WHERE code = 'SAMPLE-PLAN'
  save plan from /(\d+)/
sql SELECT id FROM plan WHERE code = 'CHILDREN-2018-2022'
  save children from /(\d+)/
GET /plans/{children}
  contains "2022"
  contains "S2 E6b"                        # the misprint of the source is kept beside the period
  contains "2025"
GET /plans/{plan}
  title "Sample: action plan on human rights"
  contains "Sample: education for everybody"
  contains "1.10"
  contains "Not started"
  save measure from /\/measures\/(\d+)">Sample: Review school textbooks/
GET /plans/{plan}?standing=cancelled
  contains "Show all"
  lacks "Review school textbooks"
GET /measures/{measure}
  contains "Sample: action plan on equality"
  contains "What is owed"
  contains "end of its term"

# bad input: beside the field
GET /measures/new
press "Save"
  form text.en = A trial of a reform
  form lead = MOE
  form co = MOE
  form timing = 2025
  status 422
  contains "The lead body cannot be a co-executor, too."
press "Save"
  form lead = MOE|MOL
  form co -
  form timing = some day
  status 422
  contains "“some day” names no period that is known here."
  contains "MOE|MOL"
press "Save"
  form lead = MOE
  form timing = III quarter 2025
  status 303
  save made from header Location /(.*)/
  follow
  contains "Outside any plan"
  contains "Draft"

# a reform outside any plan: the ministry's approver approves it, and its progress is owed
as fp2 in en
GET {made}
  status 404
as ma in en
GET {made}
  status 200
GET {made}/steps/approve
press "Approve"
  status 303
  follow
  contains "Not started"
  contains "30 Sep 2025"
  contains "second half of 2025"
as fp2 in en
GET {made}
  status 200
GET {made}/edit
  status 403

# what was approved is not rewritten in passing
as sec in en
GET {made}/edit
press "Save"
  form timing = 2030
  status 422
  contains "the chair extends its term"
as ch in en
GET {made}/steps/extend
press "Set another term"
  form timing = 2026
  form _reason = The ministry asked for it
  status 303
GET {made}
  contains "31 Dec 2026"
as fp in tk
GET /plans/{plan}
  contains "Çäreler"
  lacks "Measures"
as fp in ru
GET /measures/{measure}
  contains "Меры"
run ygrar verify
