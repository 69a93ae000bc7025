story: a backup made while serving restores whole, and one that is torn is refused
tags: both
given: sample

api sec GET /api/v1/recommendations?limit=200
  store before.json
run ygrar backup {dir}/night.backup
run ygrar restore --check {dir}/night.backup
run ygrar restore {dir}/night.backup --db {db} --key-file {key}
  exit 1                           # it is not empty
other {engine}
run ygrar restore {dir}/night.backup --db {other} --key-file {key}
run ygrar verify --db {other} --key-file {key}
run ygrar export recommendation --format json --db {other} --key-file {key} -o {dir}/after.json
run ygrar export recommendation --format json -o {dir}/before.json
run cmp {dir}/before.json {dir}/after.json
run sh -c "head -c 20000 {dir}/night.backup >{dir}/torn.backup"
run ygrar restore --check {dir}/torn.backup
  exit 1
  err /./
other {engine}
run ygrar restore {dir}/torn.backup --db {other} --key-file {key}
  exit 1
run ygrar restore --check {dir}/before.json
  exit 1
