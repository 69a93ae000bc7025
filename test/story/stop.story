story: a stopped server loses nothing, and starts again where it was
tags: both
given: sample

as sec
GET /institutions
  save id from /href="\/institutions\/(\d+)"/
GET /institutions/{id}/edit
press "Save"
  form short_name.en = Renamed
  form _reason = The story says so
  status 303
server stop
run ygrar verify
server start
GET /institutions/{id}              # still signed in
  status 200
  contains "Renamed"
server kill
server start
GET /institutions/{id}
  status 200
  contains "Renamed"
server restart --workers 1
GET /institutions/{id}
  status 200
server restart --workers 0
  refuses "workers"
