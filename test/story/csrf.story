story: a form that another site made is refused and changes nothing
tags: both
given: sample

as sec
GET /institutions
  status 200
  save id from /href="\/institutions\/(\d+)"/
GET /institutions/{id}/edit
  status 200
  save version from field _version
POST /institutions/{id}/edit
  form csrf -
  form short_name.en = Taken over
  status 403
POST /institutions/{id}/edit
  form csrf = 0000000000000000000000000000000000000000000000000000000000000000
  form short_name.en = Taken over
  status 403
GET /institutions/{id}/edit
POST /institutions/{id}/edit
  send Origin: https://elsewhere.example
  form short_name.en = Taken over
  status 403
POST /institutions/{id}/edit
  send Sec-Fetch-Site: cross-site
  form short_name.en = Taken over
  status 403
GET /institutions/{id}/edit
  field _version = {version}
  lacks "Taken over"
