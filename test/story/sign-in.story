story: who signs in is let in, who mistypes is told what to do, who signs out is gone
tags: both
given: sample

as nobody
GET /institutions
  status 303
  header Location ~ /^\/sign-in\?to=/
  follow
  status 200
press "Sign in"
  form login = sec
  form password = not-the-password
  status 422
  lacks "not-the-password"
press "Sign in"
  form login = sec
  form password = sample-password
  status 429                       # a wrong try makes the next one wait, also with the right password
  contains /Wait \d+ seconds/
wait 1.2
GET /sign-in?to=/institutions
press "Sign in"
  form login = sec
  form password = sample-password
  status 303
  header Set-Cookie ~ /HttpOnly/
  header Set-Cookie ~ /SameSite=/
  header Location = /institutions
  follow
  status 200
press "Выйти"                      # the page speaks the language of the account
  status 303
GET /institutions
  status 303
  header Location ~ /^\/sign-in/
