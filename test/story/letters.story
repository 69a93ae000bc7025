story: assignment letters are written from a selection and registered, silence is shown, and an answer ends it
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

sql SELECT id FROM institution WHERE code = 'MOE'
  save moe from /(\d+)/
api sec GET /api/v1/recommendations?state=assigned&lead={moe}&limit=1
  save id from .recommendations[0].id
as sec
GET /letters
  status 200
  contains "Without an answer"
GET /recommendations
  contains "Assignment letters…"
POST /letters/prepare
  status 303
POST /letters/prepare
  form id = {id}
  status 200
  contains "1 recommendation"
press "Write 1 letter"
  form answer_due = 1.7.2025
  status 422
  contains "This day has passed."
press "Write 1 letter"
  form answer_due = soon
  status 422
  contains "Give the date, for example 17.06.2025."
press "Write 1 letter"
  form answer_due = 21.07.2025
  form lang.{moe} = ru
  status 303
  follow
  contains "1/2025"
  contains "Answer awaited"
api sec GET /api/v1/letters?direction=out&limit=1
  save letter from .letters[0].id
GET /letters/prepare?institution={moe}
  status 200
  contains "Language of the letter"
GET /letters/prepare
  status 400
as fp
GET /letters/{letter}
  status 200
  contains "1/2025"
  save file from /\/attachments\/(\d+)/
GET /attachments/{file}
  status 200
  store letter.docx
run python3 {tree}/test/docx/check letter.docx
run python3 {tree}/test/docx/show letter.docx
  out "1/2025"
  out "Назначение рекомендаций"
  out "Кому"
GET /recommendations/{id}
  contains "1/2025"
GET /letters/prepare?institution={moe}
  status 403
POST /letters/write
  form id = {id}
  status 403
as cso
GET /letters/{letter}
  status 403|404
as sec
GET /inbox
  lacks "Letters without an answer"
server stop
server start
  env YGRAR_NOW=2025-07-22T09:00:00+05:00
as sec
GET /inbox
  contains "Letters without an answer"
  contains "1 day late"
GET /letters/{letter}
  contains "Letter 1/2025 has no answer"
GET /recommendations/{id}
  contains "Letter 1/2025 has no answer"
GET /letters
  contains "1 day late"
GET /letters?state=awaiting&answer_due%3C=2025-07-21
  contains "1/2025"
GET /letters?state=awaiting&answer_due%3C=2025-07-20
  lacks "1/2025"
GET /institutions/{moe}
  contains "Without an answer in time"
  contains "1/2025"
GET /deadlines?kind=letter
  contains "Answer to letter 1/2025"
as ma                                  # the body answers for all that is in it
GET /recommendations/{id}/steps/accept
press "Accept"
  status 303
as sec
GET /letters/{letter}
  contains "Answered"
  lacks "has no answer"
GET /institutions/{moe}
  lacks "Without an answer in time"
  contains "All letters to it and from it"
GET /inbox
  lacks "Letters without an answer"
api sec POST /api/v1/letters            # one of the chancellery's own, and what came back
  json {"direction": "out", "date": "2025-07-22", "correspondent": {moe}, "subject": {"en": "A sample"}, "answer_due": "2025-08-01"}
  status 201
  json .number == "2/2025"
  save out from .id
api sec POST /api/v1/letters
  json {"direction": "in", "number": "03-15", "date": "2025-07-22", "correspondent": {moe}, "subject": {"en": "A sample"}, "reply_to": {letter}, "answer_due": "2025-08-01"}
  status 422
api sec POST /api/v1/letters
  json {"direction": "in", "number": "03-15", "date": "2025-07-22", "correspondent": {moe}, "subject": {"en": "A sample"}, "reply_to": {out}}
  status 201
GET /letters/{out}
  contains "Answered"
  contains "What came in answer"
  contains "03-15"
api fp POST /api/v1/letters
  json {"direction": "in", "number": "03-16", "date": "2025-07-22", "correspondent": {moe}, "subject": {"en": "A sample"}}
  status 403
run ygrar verify
