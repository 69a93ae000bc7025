story: what the State did about a treaty is recorded, approved by another, and says since when it is bound
tags: both
given: sample
now: 2026-11-22T09:00:00+05:00

as sec in en
GET /treaties
  contains "CEDAW"
  contains "Bound"
  contains "No act on record"
  contains "Not a party, as a source says of that time"
  contains "no date is stated yet"
  save cedaw from /\/instruments\/(\d+)">CEDAW/
  save crc from /\/instruments\/(\d+)">CRC/
GET /instruments/{cedaw}
  contains "Accession"
  contains "How it was computed"
  contains "no lead body yet"
  contains "Taken from a table"
  lacks "<br>"

# bad input is told beside the field
GET /instrument_statuses/new
press "Save"
  form instrument = CRC
  form country = FRA
  form action = ratification
  form date = 1989-11-19
  status 422
  contains "nobody can have done this before"
press "Save"
  form date = 1990-01-30
  status 303
  save act from header Location /(.*)/
  follow
  contains "Computed from the deposit"
GET /instruments/{crc}/states
  contains "France"
GET /instrument_statuses/new
press "Save"
  form instrument = CRC
  form country = FRA
  form action = accession
  form date = 1991
  status 422
  contains "The State is bound already"

# one records, another approves
GET {act}/steps/approve
  status 403|409
as ch in en
GET {act}/steps/approve
press "Approve"
  status 303
  follow
  contains "Approved"
as sec in en
GET {act}
  lacks "Edit"

# a table
write table.csv
  Participant,Signature,"Ratification, Accession(a), Succession(d)"
  Chad,,9 Jun 1995 a
  Czech Republic,,22 Feb 1993 d
  Atlantis,,1 Jan 1990
run ygrar import --document CEDAW --json {dir}/table.csv
  exit 0|1
  json .new == 2
  json .errors has 1
run ygrar import --document CEDAW --json {dir}/table.csv
  exit 0|1
  json .new == 0
  json .unchanged == 2
GET /instruments/{cedaw}/states
  contains "Chad"
  contains "Party; since when it is bound is not on record"
run ygrar verify
