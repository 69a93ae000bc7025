story: two officers who collide see both versions, choose per field, and lose nothing
tags: both
given: sample

user sec2 MFA SEC
as sec
GET /institutions
  save id from /href="\/institutions\/(\d+)"/
GET /institutions/{id}/edit
  save before from field _version
as sec2
GET /institutions/{id}/edit
press "Save"
  form short_name.en = Of the second
  form active_from = 1991
  form _reason = The second was quicker
  status 303
as sec
press "Save"
  form short_name.en = Of the first
  form active_to = 2030
  status 409
  contains "Of the first"
  contains "Of the second"
  contains "sec2"
  field choose.short_name = mine
  field choose.active_from = theirs
GET /institutions/{id}                        # nothing is saved yet
  contains "Of the second"
  lacks "Of the first"
GET /institutions/{id}/edit                   # and what was typed is there
  contains "Continue with what I typed"
link "Continue with what I typed"
  field short_name.en = Of the first
POST /institutions/{id}/edit                  # the form of before, once more
  form _version = {before}
  form short_name.en = Of the first
  form active_to = 2030
  status 409
press "Save as chosen"
  status 303
  follow
  contains "Of the first"
  contains "1991"
GET /institutions/{id}/edit
  lacks "Continue with what I typed"
GET /institutions/{id}/history
  contains "Of the second"
  contains "Of the first"
  contains "The second was quicker"
run ygrar verify
