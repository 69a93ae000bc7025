story: the administrator changes what holds for everybody; a wrong value stands beside its field and changes nothing
tags: both
given: sample

as adm
GET /settings
  status 200
  field answer_days = 10
press "Save settings"
  form answer_days = 15
  form state = QQQ
  status 422                       # one wrong value, and none of them is taken
  field answer_days = 15
  field state = QQQ
  contains "There is no State “QQQ”."
GET /settings
  field answer_days = 10
  field state = TKM
each pair in answer_days=0 attachment_megabytes=1000 weekend=8 languages=TK time_zone=Asia/Nowhere session_minutes=soon
  run python3 -c "import sys; print(*sys.argv[1].split('='))" {pair}
    save name from /^(\S+)/
    save value from /^\S+ (\S+)/
  GET /settings
  press "Save settings"
    form {name} = {value}
    status 422
    field {name} = {value}
GET /settings
press "Save settings"
  form answer_days = 15
  form mechanism_en = Sample Commission
  status 303
  follow
  contains "Sample Commission"
  field answer_days = 15
GET /audit                         # who changed it stands on record
  contains "Days in which a body accepts or returns an assignment"
as fp
GET /settings
  status 403
run ygrar set answer_days
  out "15"
run ygrar verify
