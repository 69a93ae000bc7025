story: more than the program takes is refused before it is read, and the server goes on
given: sample

as sec
GET /institutions
  save id from /href="\/institutions\/(\d+)"/
GET /institutions/{id}/edit
POST /institutions/{id}/edit
  body size 30000000
  send Content-Type: application/x-www-form-urlencoded
  status 413
POST /institutions/{id}/edit
  body size 120000000
  send Content-Type: multipart/form-data; boundary=x
  status 413
api sec PATCH /api/v1/institutions/{id}
  body size 30000000
  send Content-Type: application/json
  status 413
GET /institutions/{id}
  status 200
