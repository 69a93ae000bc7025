story: a report is planned back from its date; owners and days are given on one page, and a new date moves what is not done
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

as sec in en
GET /report_projects/new
press "Save"
  form title.en = Sample: replies to a list of issues
  form kind = replies
  form due = 10.2025
  status 422
  contains "The plan is counted back from a day: give the day."
press "Save"
  form title.en = Sample: replies to a list of issues
  form kind = replies
  form due = 30.10.2025
  status 303
  save plan from header Location /(.*)/
  follow
  contains "5 May 2025"
  contains "moved from 3 May 2025, no working day"
  contains "18 Aug 2025"
  contains "1 Sep 2025"
  contains "30 Sep 2025"
  contains "23 Oct 2025"
  contains "30 Oct 2025"
  contains "Overdue"                      # kick-off is in the past, and nobody said that it was done
sql SELECT id FROM account WHERE login = 'fp'
  save fp from /(\d+)/
press "Save owners and days"
  form done.plan.kick_off = 01.12.2025
  status 422
  contains "This day has not come yet."
press "Save owners and days"
  form done.plan.kick_off = soon
  status 422
  contains "Give the day, for example 17.06.2025."
press "Save owners and days"
  form done.plan.kick_off = 06.05.2025
  form owner.plan.zero_draft = {fp}
  status 303
  follow
  contains "6 May 2025"
GET {plan}/edit
press "Save"
  form due = 30.11.2025
  status 303
GET {plan}
  contains "5 May 2025"                   # what is done stays where it was
  contains "6 May 2025"
  lacks "18 Aug 2025"
  contains "16 Sep 2025"                   # inter-ministerial comments
  field owner.plan.zero_draft = {fp}
as sec in tk
GET {plan}
  contains "Meýilnama"
as sec in ru
GET {plan}
  contains "Отсчитан назад от 30.11.2025"
as aud in en
GET {plan}
  contains "1 Sep 2025"
  lacks "Save owners and days"
as sec in en
GET {plan}/steps/submit
press "Say when it was submitted"
  form submitted = 10.07.2025
  status 303
GET {plan}
  lacks "Save owners and days"
  contains "Submitted"
run ygrar verify
