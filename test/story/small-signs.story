story: lists say who somebody is, pages say places in words, and nothing is offered that cannot be done
tags: both
given: sample
now: 2025-07-11T09:00:00+05:00

as adm in en
GET /accounts
  contains "Institution or body"
  contains "focal point"
  contains "Ministry of Labour"
GET /accounts/export?format=csv
  status 200

as sec in en
sql SELECT id FROM institution WHERE code = 'MOL'
  save mol from /(\d+)/
GET /institutions/{mol}
  contains /Region\s+Local authority \(häkimlik\) of the City of Ashgabat/
GET /institutions/{mol}/edit
  field region = ASHGABAT
api sec GET /api/v1/institutions/{mol}
  json .region == "ASHGABAT"

# the list stays light for a slow line, in the longest language, too
each lang in tk ru en
  as sec in {lang}
  GET /recommendations?state=entered&state=imported&state=triaged&state=assigned&state=accepted&state=returned
    store list-{lang}.html
  run sh -c "test $(wc -c <list-{lang}.html) -lt 66560"
