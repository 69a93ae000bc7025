story: what was typed survives a refused save, a session that ended, and a killed server
tags: both
given: sample

as sec
GET /institutions
  save id from /href="\/institutions\/(\d+)"/
GET /institutions/{id}/edit
press "Save"
  form name.en =
  form name.tk =
  form name.ru =
  form short_name.en = Typed and not saved
  status 422
  field short_name.en = Typed and not saved
server kill
server start
GET /institutions/{id}/edit
GET /institutions/{id}/edit?draft=1
  field short_name.en = Typed and not saved
sql UPDATE session SET ends_at = 1
press "Save"
  form short_name.en = Typed when the session was over
  status 303
  header Location ~ /^\/sign-in/
  follow
press "Sign in"
  form login = sec
  form password = sample-password
  status 303
GET /institutions/{id}/edit?draft=1
  field short_name.en = Typed when the session was over
press "Throw the draft away"
  status 303
GET /institutions/{id}/edit
  lacks "Typed when the session was over"
as fp                                        # a draft is one's own
GET /institutions/{id}
  lacks "Typed"
