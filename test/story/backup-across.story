story: what one engine wrote the other restores, and nothing differs
tags: both
given: sample
needs: postgresql

run ygrar backup {dir}/night.backup
run ygrar export recommendation --format json -o {dir}/before.json
each engine in sqlite postgresql
  other {engine}
  run ygrar restore {dir}/night.backup --db {other} --key-file {key}
  run ygrar verify --db {other} --key-file {key}
  run ygrar export recommendation --format json --db {other} --key-file {key} -o {dir}/after.json
  run cmp {dir}/before.json {dir}/after.json
