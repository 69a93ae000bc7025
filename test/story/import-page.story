story: an officer looks at what a file would bring, and then brings it in
tags: both
given: sample
needs: ../shared/data/upr-info-2015/turkmenistan.csv

as sec
GET /imports
press "Look at it first"
  file file = {shared}/data/upr-info-2015/turkmenistan.csv
  status 303
  header Location ~ /^\/imports\/jobs\/\d+$/
  save job from header Location /(.*)/
GET {job}
  within 30 s
  contains "What would come of it"
  contains "275"
GET /recommendations?q=Palermo             # nothing has been done yet
  lacks "Palermo Protocols"
GET {job}
press "Bring it in"
  status 303
  save job from header Location /(.*)/
GET {job}
  within 30 s
  status 303                               # it is done
  follow
  contains "275"
  lacks "What would come of it"
GET /recommendations?q=Palermo
  contains "Palermo Protocols"
GET /imports
  contains "turkmenistan.csv"
as fp
GET /imports
  status 403
run ygrar verify
