story: the days off of one year stand on one page: holidays in the reader's language, what is not yet known, days of rest that are worked on
tags: both
given: sample
now: 2026-06-12T09:00:00+05:00

as sec
GET /calendar?view=year&at=2026
link "Days off"
  status 200
  title "Days off in 2026"
  contains "Saturday, Sunday"
  contains "International Day of Nowruz"
  contains "21 Mar 2026"
  contains "certain: on this day every year"
  contains "a day of rest in any case"
  contains "until then no deadline moves with them"
  contains "Gurban bayram"
GET /holidays
link "Days off in 2026"
link "2027"
  title "Days off in 2027"
link "2026"
  title "Days off in 2026"
# its date is entered, as the act sets it, and a Saturday is worked on instead
sql SELECT id FROM holiday WHERE code = 'GURBAN_BAYRAM'
  save gurban from /(\d+)/
GET /holidays/{gurban}/edit
press "Save"
  form dates.0.date = 27.05.2026
  form dates.0.act = Sample act No. 1
  form _reason = Sample: decided
  status 303
GET /holidays/year?at=2026
  contains "27 May 2026"
  contains "29 May 2026"
  contains "certain: by Sample act No. 1"
  lacks "The dates of all holidays of this year are known."
GET /holidays/year?at=2027
  lacks "Sample act No. 1"
# the weekend is a setting
run ygrar set weekend "5 7"
GET /holidays/year
  title "Days off in 2026"
  contains "Friday, Sunday"
  lacks "Saturday, Sunday"
# in the reader's language, for everybody who reads reference data; not for who does not
as fp in tk
GET /holidays/year?at=2026
  status 200
  contains "Halkara Nowruz güni"
as fp in ru
GET /holidays/year?at=2026
  contains "Международный день Новруз"
  contains "Sample act No. 1"
as adm
GET /holidays/year?at=2026
  status 403
as nobody
GET /holidays/year?at=2026
  status 303|401|403
as sec
GET /holidays/year?at=3026
  status 400
GET /holidays/year?at=soon
  status 400
