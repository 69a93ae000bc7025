story: one proposes, another publishes; the public reads the copy, and what is restricted leaves it at once
tags: both
given: sample

sql SELECT r.id FROM recommendation r WHERE r.classification = 'public' AND r.state = 'accepted' AND NOT EXISTS (SELECT 1 FROM publication p WHERE p.record = r.id) AND NOT EXISTS (SELECT 1 FROM publication_request q WHERE q.subject = r.id) ORDER BY r.id LIMIT 1
  save id from /(\d+)/
as nobody
GET /public/recommendations/{id}
  status 404
as sec
GET /recommendations/{id}
link "Propose publication"
press /[Pp]ropose/
  form note = Of the story
  status 303
  follow
  save request from /publication_requests\/(\d+)/
GET /publication_requests/{request}/steps/publish
  status 403
as ch
GET /publication_requests/{request}/steps/publish
press "Publish"
  status 303
as nobody
GET /public
  status 200
GET /public/recommendations/{id}
  status 200
  save title from /<h1[^>]*>([^<]*)/
GET /public/recommendations.csv
  status 200
  header Content-Type ~ /^text\/csv/
  source "{id}"
# restricted: the copy goes in the same moment
api sec GET /api/v1/recommendations/{id}
  save version from .version
sql SELECT id FROM account WHERE login = 'sec'
  save sec from /(\d+)/
api sec PATCH /api/v1/recommendations/{id}
  if-match {version}
  json {"classification": "restricted", "readers": ["{sec}"]}
  status 200
as nobody
GET /public/recommendations/{id}
  status 404
GET /public/recommendations.csv
  lacks "{id}"
run ygrar verify
