story: a backup made while serving restores whole on either engine
tags: both
given: sample
needs: postgresql

api sec GET /api/v1/recommendations?limit=200
  store before.json
run ygrar backup {dir}/night.backup
run ygrar restore --check {dir}/night.backup
run ygrar restore {dir}/night.backup --db {db} --key-file {key}
  exit 1                           # it is not empty
each engine in sqlite postgresql
  other {engine}
  run ygrar restore {dir}/night.backup --db {other} --key-file {key}
  run ygrar verify --db {other} --key-file {key}
  run ygrar export recommendation --format json --db {other} --key-file {key} -o {dir}/after-{engine}.json
  run ygrar export recommendation --format json -o {dir}/before-{engine}.json
  run cmp {dir}/before-{engine}.json {dir}/after-{engine}.json
run sh -c "head -c 20000 {dir}/night.backup >{dir}/torn.backup"
run ygrar restore --check {dir}/torn.backup
  exit 1
  err /./
run ygrar restore --check {dir}/before.json
  exit 1
