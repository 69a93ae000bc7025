story: the public reads plans with their measures, accepted evidence and confirmed figures as copies that another person approved; nothing that is internal
tags: both
given: sample
now: 2026-11-20T09:00:00+05:00

as nobody
GET /public
link "Human rights plans"
  status 200
  contains "Nothing is published yet."
sql SELECT id FROM plan WHERE code = 'SAMPLE-PLAN'
  save plan from /(\d+)/
sql SELECT id FROM measure WHERE number = 'SAMPLE-M1'
  save measure from /(\d+)/
sql SELECT min(id) FROM evidence WHERE state = 'accepted'
  save evidence from /(\d+)/
sql SELECT id FROM indicator WHERE code = 'SAMPLE-EDU-1'
  save indicator from /(\d+)/
sql SELECT v.id FROM indicator_value v JOIN indicator i ON i.id = v.indicator WHERE i.code = 'SAMPLE-EDU-1' AND v.period_key = '2023' AND v.breakdown_key = '-'
  save value from /(\d+)/
sql SELECT v.id FROM indicator_value v JOIN indicator i ON i.id = v.indicator WHERE i.code = 'SAMPLE-EDU-1' AND v.period_key = '2024' AND v.breakdown_key = '-'
  save provisional from /(\d+)/

# internal, a draft, provisional, or not shown by its body: refused in words
as sec
api sec POST /api/v1/publication_requests
  json {"subject": {"type": "plan", "id": "{plan}"}}
  status 422
  contains "Only a record whose classification is public can be published."
api sec POST /api/v1/publication_requests
  json {"subject": {"type": "evidence", "id": "{evidence}"}}
  status 422
  contains "Only what is marked as public"
sql SELECT id FROM plan WHERE code = 'SAMPLE-ROADMAP'
  save draft from /(\d+)/
each record in plans/{plan} plans/{draft} measures/{measure} indicators/{indicator} indicator_values/{value} indicator_values/{provisional}
  as sec
  GET /{record}/edit
  press "Save"
    form classification = public
    form _reason = For the public site
    status 303
api sec POST /api/v1/publication_requests
  json {"subject": {"type": "plan", "id": "{draft}"}}
  status 422
  contains "It can be published at these stages"
api sec POST /api/v1/publication_requests
  json {"subject": {"type": "indicator_value", "id": "{provisional}"}}
  status 422
  contains "It can be published at these stages"

# proposed by one person, published by another
each record in plans/{plan} measures/{measure} indicators/{indicator} indicator_values/{value}
  as sec
  GET /{record}
  link "Propose publication"
  press /[Pp]ropose/
    status 303
    follow
    save request from /publication_requests\/(\d+)/
  GET /publication_requests/{request}/steps/publish
    status 403
  as ch
  GET /publication_requests/{request}
    contains "What the public would read"
  GET /publication_requests/{request}/steps/publish
  press "Publish"
    status 303

as nobody
GET /public/plans
  status 200
  contains "Sample: action plan on human rights"
  lacks "Sample: action plan on equality"
  lacks "Sample: roadmap"
GET /public/plans/{plan}
  contains "Measures of the plan"
  contains "Sample: Review school textbooks"
  lacks "Sample: Train teachers in human rights"
  lacks "State budget"
GET /public/measures/{measure}
  contains "Ministry of Education of Turkmenistan"
  contains "In progress"
  contains "Sample: education for everybody"
  lacks "State budget"
  lacks "Difficulties"
GET /public/indicators/{indicator}
  contains "Confirmed values"
  contains "32.7"
  lacks "34.0"
GET /public/measures.csv
  status 200
  header Content-Type ~ /^text\/csv/
  source "Sample: Review school textbooks"
  lacks "State budget"
GET /public/indicator-values.csv?indicator={indicator}
  source "32.7"
  lacks "34.0"
GET /public/evidence/{evidence}
  status 404
each page in /plans /plans/{plan} /measures/{measure} /indicators/{indicator} /evidence/{evidence}
  GET {page}
    status 303
    header Location ~ /^\/sign-in/

# in three languages; a translation that is missing is said so
as pub in ru
GET /public/plans/{plan}
  contains "Пример: план действий в области прав человека"
  contains "Меры плана"
as pub in tk
GET /public/plans/{plan}
  contains "Mysal: adam hukuklary boýunça hereketleriň meýilnamasy"
  contains "Meýilnamanyň çäreleri"
api pub GET /api/v1/plans/{plan}
  status 403|404
as pub in en
GET /
link "Human rights plans"
  status 200
  contains "Sample: action plan on human rights"

# what was published and goes on stays as it was approved, and is marked inside
as sec
GET /plans/{plan}
  contains "On the public site since"
GET /plans/{plan}/edit
press "Save"
  form classification = internal
  status 303
as nobody
GET /public/plans/{plan}
  status 404
GET /public/measures/{measure}
  status 404                               # it named the plan
GET /public/plans.csv
  lacks "Sample: action plan on human rights"
run ygrar verify
