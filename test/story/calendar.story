story: the calendar shows by month, year and list what is due, why it is late, and what awaits a date
given: sample
now: 2025-10-15T09:00:00+05:00

as sec
GET /calendar
  status 200
  title "Calendar: October 2025"
  contains "CESCR: 3rd periodic"
  contains "Two versions state two dates"
  contains "Awaiting a date"
  contains "Overdue: its day has passed and nobody said that it was met."
link "November 2025"
  status 200
  title "Calendar: November 2025"
GET /calendar?view=year&at=2025
  contains "Plan of the year"
  contains "October 2025"
  contains "nobody yet"
  contains /As of .*, for Sample: Leyla Sahedova\./   # on paper
GET /calendar?view=list&kind=mid_term
  contains "voluntary"
  lacks "days late"
GET /calendar?view=list&kind=report
  lacks "voluntary"
GET /calendar?view=month&at=never
  status 400
  contains "This is no month or year that the calendar knows."

# one owns it, and says that it was met
GET /calendar?view=month&at=2025-10
  save id from /\/deadlines\/(\d+)"[^>]*>CESCR: 3rd periodic/
GET /deadlines/{id}
  contains "It may not be met."
  contains "How the date was found"
  contains "DL-02 stated.en=2025-11-30 stated.ru=2025-10-30"
GET /deadlines/{id}/steps/meet
press "Say when it was met"
  form done = 2025-10-16
  status 422
  contains "This day has not come yet."
press "Say when it was met"
  form done = 2025-10-14
  status 303
GET /calendar?view=month&at=2025-10
  contains "met on"
GET /deadlines/new
  contains "Deadlines are not entered by hand."

as sec in tk
GET /calendar?view=year&at=2025
  contains "Ýylyň meýilnamasy"
as sec in ru
GET /calendar?view=year&at=2025
  contains "План года"
