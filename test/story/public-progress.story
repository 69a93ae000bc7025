story: a report on progress that was accepted is opened by the secretariat, published by another person, and read below its measure in three languages; its difficulties stay inside, and what is corrected leaves
tags: both
given: sample
now: 2026-11-20T09:00:00+05:00

sql SELECT id FROM progress_update WHERE state = 'accepted'
  save report from /(\d+)/
sql SELECT id FROM progress_update WHERE state = 'returned'
  save returned from /(\d+)/
sql SELECT id FROM measure WHERE number = 'SAMPLE-M1'
  save measure from /(\d+)/
sql SELECT min(id) FROM evidence WHERE state = 'accepted'
  save evidence from /(\d+)/
as nobody
GET /public
link "Reports on progress"
  status 200
  contains "Nothing is published yet."

# inside: who reads accepted reports alone, and who none
each login in mj omb
  api {login} GET /api/v1/progress_updates/{report}
    status 200
  api {login} GET /api/v1/progress_updates/{returned}
    status 404
each login in cso ip pub
  api {login} GET /api/v1/progress_updates/{report}
    status 403|404
  api {login} GET /api/v1/progress_updates/{returned}
    status 403|404

# internal: refused in words; opened by the secretariat alone, which says what it looked at
as sec
api sec POST /api/v1/publication_requests
  json {"subject": {"type": "progress_update", "id": "{report}"}}
  status 422
  contains "Only what is marked as public"
as ch
GET /progress_updates/{report}
  lacks "Open to the public"
as fp
GET /progress_updates/{report}
  lacks "Open to the public"
as sec
GET /progress_updates/{returned}
  lacks "Open to the public"
GET /progress_updates/{report}
link "Open to the public"
  contains "Holds personal data"
press /Open to the public/
  form personal_data = yes
  form _reason = For the public site
  status 422
  contains "What holds personal data is not shown publicly."
GET /progress_updates/{report}/steps/open
press /Open to the public/
  form personal_data = no
  form _reason = For the public site
  status 303

# a report on what is not on the public site is not published
as sec
api sec POST /api/v1/publication_requests
  json {"subject": {"type": "progress_update", "id": "{report}"}}
  status 422
  contains "names a record that is not on the public site."
GET /measures/{measure}/edit
press "Save"
  form classification = public
  form _reason = For the public site
  status 303
each record in measures/{measure} progress_updates/{report}
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
    lacks "Sample: none."
  GET /publication_requests/{request}/steps/publish
  press "Publish"
    status 303

as nobody
GET /public/measures/{measure}
  contains "Reports on progress"
GET /public/progress/{report}
  status 200
  contains "Sample: the textbooks of grades 1 and 2 were reviewed."
  contains "Sample: pictures were changed in 6 of 14 textbooks."
  contains "Next step"
  contains "Reported by"
  contains "Ministry of Education of Turkmenistan"
  lacks "Difficulties"
  lacks "Sample: none."
  lacks "Sample: order on the review"     # the evidence is not on the site
link "Sample: Review school textbooks"
  status 200
GET /public/progress/{returned}
  status 404
GET /public/progress.csv
  status 200
  header Content-Type ~ /^text\/csv/
  source "Sample: the textbooks of grades 1 and 2 were reviewed."
  lacks "Sample: none."
  lacks "ramps"
GET /progress_updates/{report}
  status 303
  header Location ~ /^\/sign-in/
each login in cso ip pub
  as {login} in en
  GET /public/progress/{report}
    status 200
    contains "Next step"
  api {login} GET /api/v1/progress_updates/{report}
    status 403|404
as pub in ru
GET /public/progress/{report}
  contains "Пример: пересмотрены учебники 1 и 2 классов."
  contains "Следующий шаг"
  lacks "Трудности"
as pub in tk
GET /public/progress/{report}
  contains "Mysal: 1-nji we 2-nji synplaryň okuw kitaplary gözden geçirildi."
  lacks "Kynçylyklar"

# it leaves with its measure
as sec
GET /measures/{measure}/edit
press "Save"
  form classification = internal
  status 303
as nobody
GET /public/measures/{measure}
  status 404
GET /public/progress/{report}
  status 404
run ygrar verify
