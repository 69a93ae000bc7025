story: an address that does not exist says so in the reader's language, and gives a number to quote
given: sample

as nobody
each path in /nothing /recommendations/ /institutions/1/nothing /.git/config /static/../../etc/passwd /%2e%2e/etc/passwd /a%00b
  GET {path}
    status 404|308|303|400
# the way on leads to what is public, not to a door
GET /nothing
  source /class="brand" href="\/public"/
link "Public page"
  status 200
  source /class="brand" href="\/public"/
# whoever has signed in stays it, in her own language
as sec in ru
GET /nothing
  send Accept-Language: en
  source /<html lang="ru"/
  source /class="brand" href="\/"/
POST /healthz
  status 405
  source /<html lang="ru"/
as sec in en
GET /nothing
  status 404
  title "no such page"
  contains /[2-9A-Z]{4}-[2-9A-Z]{4}/
link "Start page"
  status 200
GET /institutions/12345
  status 404
GET /institutions/
  status 308
  header Location = /institutions
POST /institutions/12345/edit
  status 404|403
api nobody GET /api/v1/nothing
  status 404
  json .error.kind == "not_found"
as nobody
HEAD /sign-in
  status 200
OPTIONS /sign-in
  status 405
  header Allow ~ /GET, HEAD, POST/
