story: style sheet and script come compressed to whoever takes them so, and stay the same file
given: sample

as nobody
GET /sign-in
  save sheet from /href="(\/static\/[0-9a-f]+\/ygrar\.css)"/
GET {sheet}
  status 200
  header Content-Encoding absent
  header Cache-Control ~ /immutable/
  header Vary = Accept-Encoding
  save plain from header ETag
  store plain.css
GET {sheet}
  send Accept-Encoding: gzip;q=0, br
  header Content-Encoding absent
GET {sheet}
  send Accept-Encoding: br, gzip
  status 200
  header Content-Encoding = gzip
  header Content-Type ~ /^text\/css/
  save small from header ETag
  store small.css.gz
run sh -c "gzip -dc small.css.gz | cmp - plain.css && test $(stat -c %s small.css.gz) -lt $(stat -c %s plain.css)"
GET {sheet}
  send Accept-Encoding: gzip
  send If-None-Match: {small}
  status 304
GET {sheet}
  send Accept-Encoding: gzip
  send If-None-Match: {plain}
  status 200
GET /favicon.ico
  status 303
  follow
  status 200
  header Content-Type = image/svg+xml
