story: the sample shows letters, a report and its plan to whom they concern, says of each that it is a sample, and nobody else sees the restricted ones
tags: both
given: sample

as sec in en
GET /communications
  contains "SAMPLE/OL/1"
  contains "SAMPLE/D/1"
sql SELECT id FROM communication WHERE reference = 'SAMPLE/OL/1'
  save letter from /(\d+)/
sql SELECT id FROM communication WHERE reference = 'SAMPLE/D/1'
  save case from /(\d+)/
GET /communications/{letter}
  contains "Sample: a made-up letter"
  contains "Draft reply submitted"
  contains "in 15 days"
GET /communications/{case}
  contains "SAMPLE/VIEWS/1"
  contains "Sample: the proceedings took longer"
GET /communications/counts
  contains /In all\s+2/
GET /report_projects
  contains "Sample: replies to a list of issues"
sql SELECT id FROM report_project
  save report from /(\d+)/
GET /report_projects/{report}
  contains "Overdue"
  contains "Zero draft"
GET /inbox
  contains "What I owe"
  contains "Sample: replies to a list of issues: "
as sec in tk
GET /communications/{letter}
  contains "Mysal: maýyplygy bolan"
as sec in ru
GET /report_projects
  contains "Пример: ответы на перечень вопросов"

# one waits for the chair; the pages that lie open on desks say so without naming it
as ch in en
GET /
  contains "Restricted files that wait for you"
  lacks "SAMPLE/OL/1"
as fp in en
GET /inbox
  contains "What is late"
  contains "Data call closes"
as fp2 in en
GET /communications
  contains "SAMPLE/OL/1"
  lacks "SAMPLE/D/1"
each login in fp mj omb cso ip pub adm aud
  as {login} in en
  GET /communications
    status 200|403
    lacks "SAMPLE/OL/1"
    lacks "SAMPLE/D/1"
run ygrar verify
