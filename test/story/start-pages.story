story: whoever signs in sees first what waits for her, and the ways that are hers
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

as sec
GET /
  contains "Waiting for you"
  contains "Triage"
  contains "Assign"
as fp                              # her ministry's answer is hers to propose, and not to give
GET /
  contains "Propose an answer"
  lacks "Accept"
  lacks "Triage"
as ma
GET /
  contains "Choose the step"
  lacks "Propose an answer"
as ch
GET /
  contains "Choose the step"
as dc
GET /
  contains "Choose the step"
as adm                             # no right over the content
GET /
  contains "You have no rights over the content."
  contains "Settings"
  lacks "SAMPLE/"
as aud
GET /
  contains "Audit log"
  lacks "Triage"
each login in mj omb cso ip pub
  as {login}
  GET /
    status 200
    contains "Nothing waits for you"
    contains "Table of rights"
as nobody
GET /
  status 303
  header Location ~ /^\/sign-in/

# whoever reads what is published alone is not sent to lists that are empty for him
as pub in en
GET /
  status 200
  contains "Reference data"
  lacks "Calendar"
  lacks "Treaties"
  lacks "Deadlines"
as cso in en
GET /
  contains "Treaties"
  lacks "Calendar"
as mj in en
GET /
  contains "Calendar"
  contains "Treaties"
