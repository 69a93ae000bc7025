story: a backup for a key can only be read with that key
given: sample

run ygrar keys public
  save public from /([0-9a-f]{64})/
run ygrar backup {dir}/sealed.backup --to-key {public}
run ygrar restore --check {dir}/sealed.backup
run ygrar restore --check {dir}/sealed.backup --key-file {dir}/nobodys.key
  exit 1
run grep -c institution {dir}/sealed.backup
  exit 1
