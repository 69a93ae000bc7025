story: the language is switched in place, keeps page and query, and stays
given: sample

as sec
each name in Türkmençe Русский English
  GET /institutions?q=ministry
  press /{name}/
    status 303
    header Location = /institutions?q=ministry
    follow
    status 200
GET /
  source "<html lang="en""
  lacks "(null)"
as sec in ru
GET /institutions
  source "<html lang="ru""
as sec in tk
GET /nothing
  status 404
  source "<html lang="tk""
as nobody
GET /sign-in
  send Cookie: none=1
  send Accept-Language: ru-RU,ru;q=0.9,en;q=0.5
  source "<html lang="ru""
