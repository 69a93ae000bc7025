story: every answer carries the headers that keep browsers calm, also those to requests that nobody should send
given: sample

as sec
each page in / /me /audit /healthz /metrics /status /public /design /nothing /recommendations/ /sign-in /favicon.ico
  GET {page}
    header Content-Security-Policy ~ /frame-ancestors 'none'/
    header Cross-Origin-Opener-Policy = same-origin
GET /
  header Cache-Control = no-store
GET /nothing
  status 404
  header Cache-Control = no-store
as nobody
each page in / /me /public /public/recommendations.csv /api/v1/nothing /api/v1/openapi.json
  GET {page}
    header Permissions-Policy ~ /camera=/
GET /a%ff
  status 400
GET /nothing
  query q = %00
  status 404|400
POST /sign-in
  send Content-Type: multipart/form-data; boundary=x
  body hello
  status 400
DELETE /healthz
  status 405
POST /sign-in
  body size 3000000
  status 413
