story: a log whose last rows were cut off is found, and with an anchor also when the head was set back
tags: both
given: sample

server stop
run ygrar verify
  out "No anchor was given"
sql SELECT seq, hash, signature FROM chain_head
  save seq from /^(\d+)\|/
  save hash from /^\d+\|([0-9a-f]+)\|/
  save signature from /\|([0-9a-f]+)$/
write anchor.json
  {"seq":{seq},"hash":"{hash}","signature":"{signature}"}
run cp {key} {dir}/kept.key
run ygrar verify --anchor anchor.json
  out "It was compared with an anchor."
sql DELETE FROM change WHERE seq > {seq} - 10
run ygrar verify
  exit 1
  out "its head stands at {seq}"
run ygrar verify --anchor anchor.json
  exit 1
write forged.json
  {"seq":{seq},"hash":"{hash}","signature":"00{signature}"}
run ygrar verify --anchor forged.json
  exit 1
