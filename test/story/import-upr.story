story: UPR Info's table of 275 recommendations comes in whole, and a second time changes nothing
tags: both
needs: ../shared/data/upr-info-2015/turkmenistan.csv

run ygrar import --dry-run --json {shared}/data/upr-info-2015/turkmenistan.csv
  json .read == 275
  json .new == 275
  json .errors has 0
run ygrar export recommendation --format csv
  lacks "Palermo"
run ygrar import --json {shared}/data/upr-info-2015/turkmenistan.csv
  json .read == 275
  json .new == 275
  json .updated == 0
  json .errors has 0
run ygrar import --json {shared}/data/upr-info-2015/turkmenistan.csv
  json .read == 275
  json .new == 0
  json .updated == 0
  json .unchanged == 275
run ygrar export recommendation --format csv --lang en
  out "Implement the provisions of the Palermo Protocols ratified by Turkmenistan"
run ygrar verify
user sec2 MFA SEC
as sec2
GET /recommendations?q=Palermo
  status 200
  contains "Palermo Protocols"
