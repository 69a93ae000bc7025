story: what the file does not say is said beside it, and what cannot be read is refused in words
tags: both
given: reference

write table.csv
  State under review,SUR region,Recommendation,Recommending state,Response
  Turkmenistan,Asia,Made up for the story,France,Accepted
write code.py
  # the beginning of a Word document of before 2007, and no table at all
  ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
  open("old.doc", "wb").write(ole + bytes(4096))
  open("empty.csv", "w").write("")
  open("picture.png", "wb").write(bytes.fromhex("89504e470d0a1a0a") + bytes(64))
run sh -c "python3 code.py"

run ygrar import --state TKM --mechanism UPR --lang en --document A/HRC/39/3 --dry-run --json table.csv
  json .import == null
  json .new == 1
  json .left == 0
  json .unknown has 0
run ygrar import --state XYZ table.csv
  exit 1
  err "XYZ"
run ygrar import --mechanism NONE table.csv
  exit 1
  err "NONE"
run ygrar import --lang latin table.csv
  exit 2
  err "--lang"
run ygrar import --format nonsense table.csv
  exit 2
  err "nonsense"
run ygrar import old.doc
  exit 1
run ygrar import empty.csv
  exit 1
run ygrar import picture.png
  exit 1
run ygrar import --state TKM --mechanism UPR --lang en --document A/HRC/39/3 --json table.csv
  json .new == 1

# several files at once: each is told, one that cannot be read keeps no other out
write second.csv
  State under review,SUR region,Recommendation,Recommending state,Response
  Turkmenistan,Asia,Made up for the story: the second file,France,Accepted
run ygrar import --dry-run old.doc table.csv nowhere.csv second.csv
  exit 1
  err /old\.doc: /
  err /nowhere\.csv: /
  out /table\.csv: .*1 unchanged/
  out /second\.csv: .*1 new/
run ygrar import --json empty.csv second.csv
  exit 1
  out /"file":"empty\.csv","error":\{"kind":"[a-z_]+","field":[^,]+,"message":"[^"]/
  out /"format":"upr-info".*"new":1/
run ygrar import --json second.csv table.csv
  out /"unchanged":1[^\n]*\n.*"unchanged":1/
sql SELECT mechanism, review_of, document, lang FROM import
  source /UPR.*TKM.*A\/HRC\/39\/3.*en/
run ygrar verify
