story: a table with mistakes is refused row by row, with row, field and words
tags: both
given: sample

write wrong.csv
  code,kind,name.en
  STORY_A,ministry,A ministry of the story
  STORY_B,castle,A castle
  ,ministry,No code
run ygrar import --json wrong.csv
  exit 1
  json .read == 3
  json .errors has 2
  json .errors[0].row == 3
  json .errors[0].field == "kind"
  json .errors[1].field == "code"
write nonsense.csv
  this is no table of ours
run ygrar import --json nonsense.csv
  exit 1
run ygrar import {dir}/not-there.csv
  exit 1
  err "not-there.csv"
run ygrar verify
