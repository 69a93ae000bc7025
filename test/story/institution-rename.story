story: an institution gets a new name on a date; its former name stays where it was used
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

sql SELECT id FROM institution WHERE code = 'MOL'
  save mol from /(\d+)/
api sec GET /api/v1/institutions/{mol}
  save former from /"en":\{?"?(?:body":)?"?([^"]+)/
as sec
GET /reorganisations/new
press "Save"
  form kind = rename
  form date = 11.07.2025
  form institutions = {mol}
  form new_name.en = Ministry of the Story
  form new_name.original = en
  form act = Act of the story
  status 303
  follow
  save reorganisation from /reorganisations\/(\d+)/
GET /reorganisations/{reorganisation}/steps/carry_out
press "Carry out"
  status 303
GET /institutions/{mol}
  title "Ministry of the Story"
  contains "{former}"
as fp2
GET /
  contains "Ministry of the Story"
run ygrar verify
