story: an older copy of the whole database is as good as new, but not to who kept an anchor
tags: both
given: sample

server stop
run ygrar backup {dir}/older.backup
run ygrar set mail_from secretariat@ygrar.example
run ygrar verify
sql SELECT seq, hash, signature FROM chain_head
  save seq from /^(\d+)\|/
  save hash from /^\d+\|([0-9a-f]+)\|/
  save signature from /\|([0-9a-f]+)$/
write anchor.json
  {"seq":{seq},"hash":"{hash}","signature":"{signature}"}
other {engine}
run ygrar restore {dir}/older.backup --db {other} --key-file {key}
run ygrar verify --db {other} --key-file {key}
  out "No anchor was given"
run ygrar verify --db {other} --key-file {key} --anchor anchor.json
  exit 1
  out "The change log was rolled back"
