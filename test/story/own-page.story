story: each has a page of her own: language, looks, sessions that she can end, password, programs' tokens
tags: both
given: sample

as fp
GET /me
  contains "focal point"
  contains "this one"
as fp on phone
GET /me
as fp
GET /me
press "End all other sessions"
  status 303
as fp on phone
GET /me
  status 303
  header Location ~ /^\/sign-in/
as fp
GET /me
press "Choose looks"
  form theme = dark
  status 303
GET /me
  source "data-theme="dark""
GET /me/password
press /password/
  form old = not-the-password
  form new = a-longer-pass-phrase-of-hers
  form again = a-longer-pass-phrase-of-hers
  status 422
  lacks "a-longer-pass-phrase-of-hers"
