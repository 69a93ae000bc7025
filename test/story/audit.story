story: the audit log is asked by person, action, record and day, page by page, and never looks through all of it at once
tags: both
given: sample

as aud in en
GET /audit
  status 200
  contains "Place in the chain"
  save last from /before=(\d+)/
link "Earlier"
  status 200
  lacks "not sealed yet"
link "First page"
  status 200

# by person, by action, by record, together
GET /audit?who=sec&what=recommendation.assign
  status 200
  contains "Who: sec; What: Assign; Record: Recommendation"
  contains /Sample: Leyla Sahedova Assign Recommendation:/
  lacks "Triage Recommendation:"
GET /audit?who=console&what=reference&type=institution
  contains "loaded with the reference data"
  lacks "entered the record Institution:"
GET /audit?type=document&what=recommendation.assign
  status 422
  contains "Records of this type have no such step."
GET /audit?who=nobody-of-us
  status 422
  contains "There is no user with this login."
  field who = nobody-of-us

# by day: what is wrong is said beside the field, and stays in it
GET /audit?from=32.13.2025&to=soon
  status 422
  contains "Give the date, for example 17.06.2025."
  source /id="f-from-e"/
  source /id="f-to-e"/
  field from = 32.13.2025
  field to = soon
  lacks "Place in the chain"
GET /audit?from=2026&to=2025
  status 422
  contains "The end lies before the beginning."
GET /audit?from=2020&to=2098
  contains "Place in the chain"
GET /audit?from=2098
  contains "Nothing here fits these filters."
GET /audit?to=31.12.2020
  contains "Nothing here fits these filters."
GET /audit?before=x
  status 400

# whoever may see his own acts alone is not asked about others
as omb in en
GET /audit?who=sec
  status 200
  source /name="what"/
  lacks "Leyla Sahedova"
as fp in en
GET /audit
  status 403

# a rare thing far back: so many entries are looked through, and one goes on from there
sql WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20100) INSERT INTO change (id, at, who, membership, on_behalf, type, record, version, kind, detail) SELECT m.id + i, m.at, 1, 0, 0, 'test', 0, 0, 'event', '{}' FROM n CROSS JOIN (SELECT max(id) AS id, max(at) AS at FROM change) m
as aud
GET /audit?who=console&what=reference&type=institution
  contains "Looked through 20000 entries, back to"
  contains "Nothing here fits these filters so far."
link "Look further back"
  contains "loaded with the reference data"
